"""What a transcription server refuses: how it wants to be asked instead, or an error that says what to do."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from meetbot.adapters.chat_errors import message_of, status_of
from meetbot.adapters.remote_parts import LEAST_PIECE_SECONDS, Piece
from meetbot.adapters.whisper_blocks import BlockText
from meetbot.config import TranscriptionConfig
from meetbot.errors import TranscriptionError

if TYPE_CHECKING:
    import openai

UNTIMED_PIECE_SECONDS = 30.0
"""How much is sent at once to a server that gives no times: its text is spread over so much speech and no more."""

_UNSUPPORTED = frozenset({400, 404, 415, 422, 500, 501})
_TOO_LARGE = 413
_FOREVER = frozenset({401, 403, 404, 405})
"""Statuses that the next part would get as well."""

_GRANULARITY = re.compile(r"granularit|word.{0,20}timestamp|timestamp.{0,20}word", re.IGNORECASE)
_FORMAT = re.compile(r"response_format|verbose_json", re.IGNORECASE)
_PROMPT = re.compile(r"\bprompt\b", re.IGNORECASE)
_LARGE = re.compile(
    r"too (large|long)|longer than|maximum (file|content|audio|allowed)|exceeds? the|file.?size", re.IGNORECASE
)

_FORMATS: tuple[dict[str, Any], ...] = (
    {"response_format": "verbose_json", "timestamp_granularities": ["word", "segment"]},
    {"response_format": "verbose_json"},
    {"response_format": "json"},
)
"""Ways to ask, the most telling first."""


class PartError(Exception):
    """One part can't be had; the others may. `error` says why."""

    def __init__(self, error: TranscriptionError) -> None:
        super().__init__(error.what)
        self.error = error


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """What this server has been found to accept; `most_seconds` where it does not take whole parts."""

    rung: int = 0
    prompt: bool = True
    most_seconds: float | None = None

    @property
    def timed(self) -> bool:
        """Whether times are asked for."""
        return self.rung < len(_FORMATS) - 1

    @property
    def times(self) -> str:
        """What times may be expected, in words."""
        return ("asked for the times of words", "asked for the times of segments", "without times")[self.rung]

    def options(self, *, prompt: str | None, language: str | None) -> dict[str, Any]:
        """The parameters of a request beside model and file."""
        said = {"prompt": prompt if self.prompt else None, "language": language}
        return {**_FORMATS[self.rung], "temperature": 0, **{name: value for name, value in said.items() if value}}

    def after(self, error: "openai.OpenAIError", piece: Piece) -> "Dialect | None":
        """How to ask instead, or None when the error means something else."""
        status, said = status_of(error), message_of(error)
        if status == _TOO_LARGE or (status == 400 and _LARGE.search(said)):  # noqa: PLR2004 - the HTTP status
            half = (piece.end - piece.start) / 2
            return replace(self, most_seconds=half) if half >= LEAST_PIECE_SECONDS else None
        if status not in _UNSUPPORTED:
            return None
        if self.rung == 0 and _GRANULARITY.search(said):
            return replace(self, rung=1)
        if self.timed and _FORMAT.search(said):
            return self.untimed()
        return replace(self, prompt=False) if self.prompt and _PROMPT.search(said) else None

    def untimed(self) -> "Dialect":
        """Asking without times, in short pieces so that the text's place is known well enough."""
        return replace(self, rung=len(_FORMATS) - 1, most_seconds=min(self.most_seconds or 1e9, UNTIMED_PIECE_SECONDS))


def is_for_all(error: "openai.OpenAIError") -> bool:
    """Whether every other part would be refused alike: key, model, address."""
    return status_of(error) in _FOREVER or "insufficient_quota" in message_of(error)


def to_meetbot(error: "openai.OpenAIError", *, endpoint: str, config: TranscriptionConfig) -> TranscriptionError:
    """Our error, with what to do about it."""
    return TranscriptionError(_what(error, endpoint), endpoint, _hint(error, config))


def _what(error: "openai.OpenAIError", endpoint: str) -> str:
    status = status_of(error)
    if status is not None:
        said = re.sub(r"\s+", " ", _said(error)).strip()[:300].rstrip(".")
        return f"The transcription server refused a part of the recording ({status}): {said}."
    if type(error).__name__ == "APITimeoutError":
        return f"The transcription server at {endpoint} did not answer in time."
    cause = f" ({error.__cause__})" if error.__cause__ else ""
    return f"The transcription server at {endpoint} can't be reached{cause}."


def _said(error: "openai.OpenAIError") -> str:
    body = getattr(error, "body", None)
    message = body.get("message", body.get("detail")) if isinstance(body, dict) else None
    text = str(message or error)
    return "it answered with a web page" if "<html" in text.lower() else text


def _hint(error: "openai.OpenAIError", config: TranscriptionConfig) -> str:
    status = status_of(error)
    if status is None:
        slow = type(error).__name__ == "APITimeoutError"
        wait = "raise timeout_seconds there, or lower parallel" if slow else "start it"
        return f"Is the server running, and base_url in [transcription] right? If it is, {wait}."
    if status in {401, 403}:
        return (
            f"Put a valid key into the environment variable {config.api_key_env}, and check that it may use this model."
        )
    if status in {404, 405}:
        return (
            f"Is model = “{config.model}” in [transcription] a model of that server, and does base_url end in /v1?\n"
            "whisper.cpp's server needs --inference-path /v1/audio/transcriptions."
        )
    if status == _TOO_LARGE:
        return "The server takes no files of that size: raise its limit (nginx: client_max_body_size 25m)."
    if status == 429:  # noqa: PLR2004 - the HTTP status
        return "Check the account's quota, or lower parallel in [transcription]."
    return "Check model and language in [transcription], and what the server's log says."


def failed(text: BlockText) -> bool:
    """Whether that part has to be asked for again."""
    return any(issue.severity == "error" for issue in text.issues)
