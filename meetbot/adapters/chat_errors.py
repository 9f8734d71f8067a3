"""What the openai client raises, as errors of ours: each class is in the table, and a test walks them."""

import json
import re
from typing import TYPE_CHECKING, Any, Literal

from meetbot.config import LlmConfig
from meetbot.errors import ContextOverflowError, LlmError, LlmRefusedError, LlmReplyError, LlmUnreachableError

if TYPE_CHECKING:
    import openai

MAPPED: dict[str, type[LlmError]] = {
    "APITimeoutError": LlmUnreachableError,
    "APIConnectionError": LlmUnreachableError,
    "WebSocketConnectionClosedError": LlmUnreachableError,
    "WebSocketQueueFullError": LlmUnreachableError,
    "InternalServerError": LlmUnreachableError,
    "AuthenticationError": LlmRefusedError,
    "OAuthError": LlmRefusedError,
    "SubjectTokenProviderError": LlmRefusedError,
    "PermissionDeniedError": LlmRefusedError,
    "NotFoundError": LlmRefusedError,
    "ConflictError": LlmRefusedError,
    "RateLimitError": LlmRefusedError,
    "BadRequestError": LlmRefusedError,
    "UnprocessableEntityError": LlmRefusedError,
    "APIStatusError": LlmRefusedError,
    "APIResponseValidationError": LlmReplyError,
    "LengthFinishReasonError": LlmReplyError,
    "ContentFilterFinishReasonError": LlmReplyError,
    "APIError": LlmRefusedError,
    "OpenAIError": LlmRefusedError,
}
"""By class name: older versions of the client lack some of them. The nearest class in an error's ancestry counts."""

_OVERFLOW = re.compile(
    r"exceed_context_size|context_length_exceeded|maximum context length|exceeds? the (available )?context"
    r"|context (window|length|size)[^.]{0,40}(exceed|too)|prompt is too long|input is too long",
    re.IGNORECASE,
)
_STRUCTURE = re.compile(
    r"response_format|json_schema|json_object|structured output|json schema|grammar|guided decoding", re.IGNORECASE
)
_UNSUPPORTED_STATUS = frozenset({400, 404, 415, 422, 500, 501})
_TRANSIENT_STATUS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_QUOTA = re.compile(r"insufficient_quota|billing|credit balance|exceeded your current quota", re.IGNORECASE)
_FALLBACK = "With `fallback_to_rules = true` in [llm] the rule engine takes over when the model can't be reached."

Refusal = Literal["structure", "limit", "temperature", "logprobs"]


def unreadable(endpoint: str) -> LlmReplyError:
    """The error for an answer that is not a chat completion at all."""
    return LlmReplyError(
        "The server answered, but not like a language model.",
        endpoint,
        "Is base_url right? For most servers it ends in /v1.",
    )


def message_of(error: "openai.OpenAIError") -> str:
    """All that the server said: the message, its code and type."""
    body = getattr(error, "body", None)
    said = json.dumps(body, ensure_ascii=False, default=str) if body is not None else ""
    return f"{error} {said}".strip()


def status_of(error: "openai.OpenAIError") -> int | None:
    """The HTTP status, or None when there was no answer."""
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def refusal_of(error: "openai.OpenAIError") -> Refusal | None:
    """What the server says that it doesn't know, or None when the error means something else."""
    said = message_of(error)
    if status_of(error) not in _UNSUPPORTED_STATUS or _OVERFLOW.search(said):
        return None
    if "max_completion_tokens" in said:
        return "limit"
    if "'temperature'" in said or getattr(error, "param", None) == "temperature":
        return "temperature"
    if "logprobs" in said or "logits_all" in said:
        return "logprobs"
    return "structure" if _STRUCTURE.search(said) else None


def is_transient(error: "openai.OpenAIError") -> bool:
    """Whether the same request may succeed a little later."""
    if _QUOTA.search(message_of(error)) or _OVERFLOW.search(message_of(error)):
        return False
    status = status_of(error)
    if status is not None:
        return status in _TRANSIENT_STATUS
    return _nearest(error) is LlmUnreachableError


def retry_after(error: "openai.OpenAIError") -> float | None:
    """The seconds that the server asks to wait, or None. A date instead of seconds counts as not said."""
    headers: Any = getattr(getattr(error, "response", None), "headers", {})
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * unit
        except ValueError:
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    return None


def to_meetbot(error: "openai.OpenAIError", *, endpoint: str, config: LlmConfig) -> LlmError:
    """Our error, with what to do about it."""
    said = message_of(error)
    if _OVERFLOW.search(said):
        return ContextOverflowError(
            f"The prompt is longer than the model reads: {_short(error)}",
            endpoint,
            "Set context_tokens in [llm] to what the server allows, or lower window_turns.",
        )
    if "content_filter" in said or "content management policy" in said:
        return LlmReplyError(f"The server's content filter refused the text: {_short(error)}", endpoint)
    kind = _nearest(error)
    return kind(_what(error, endpoint), endpoint, _hint(error, kind, config))


def _nearest(error: Exception) -> type[LlmError]:
    return next((MAPPED[c.__name__] for c in type(error).__mro__ if c.__name__ in MAPPED), LlmRefusedError)


def _what(error: "openai.OpenAIError", endpoint: str) -> str:
    name = type(error).__name__
    if name == "APITimeoutError":
        return f"The language model at {endpoint} did not answer in time."
    if name == "APIConnectionError":
        cause = f" ({error.__cause__})" if error.__cause__ else ""
        return f"The language model at {endpoint} can't be reached{cause}."
    status = status_of(error)
    return f"The language model's server refused the request{f' ({status})' if status else ''}: {_short(error)}"


def _hint(error: "openai.OpenAIError", kind: type[LlmError], config: LlmConfig) -> str:
    status = status_of(error)
    if kind is LlmUnreachableError:
        slow = "raise timeout_seconds in [llm]" if type(error).__name__ == "APITimeoutError" else "start it"
        return f"Is the server running, and base_url in [llm] right? If it is, {slow}.\n{_FALLBACK}"
    if status in {401, 403}:
        return (
            f"Put a valid key into the environment variable {config.api_key_env}, and check that it may use this model."
        )
    if status == 404:  # noqa: PLR2004 - the HTTP status
        return f"Is model = “{config.model}” in [llm] a model of that server, and does base_url end in /v1?"
    if status == 429:  # noqa: PLR2004 - the HTTP status
        return f"Check the account's quota, or run the command again later: what was finished is kept.\n{_FALLBACK}"
    return "Check model and base_url in [llm]."


def _short(error: "openai.OpenAIError") -> str:
    body = getattr(error, "body", None)
    inner = body.get("message") if isinstance(body, dict) else None
    text = re.sub(r"\s+", " ", str(inner or error)).strip()
    return (text if len(text) <= 300 else text[:299] + "…").rstrip(".") + "."  # noqa: PLR2004 - one screen line or two
