"""A language model behind any OpenAI-compatible endpoint: OpenAI, Azure, Ollama, LM Studio, llama.cpp, vLLM.

Servers differ in what they accept. The client starts with the strictest way of asking, steps down when the server says
that it lacks it, and remembers for the next call what worked. It retries by itself, so that every attempt is counted.
"""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from meetbot.adapters import openai_client
from meetbot.adapters.chat_dialect import Dialect
from meetbot.adapters.chat_errors import is_transient, message_of, retry_after, to_meetbot, unreadable
from meetbot.adapters.chat_reply import Answer, answer_of, choice_of, estimate_tokens, mismatch, parse_reply
from meetbot.adapters.openai_client import LONGEST_RETRY_AFTER, OPENAI, redacted, wait_before_retry
from meetbot.config import LlmConfig
from meetbot.errors import ContextOverflowError, LlmError, LlmRefusedError, LlmReplyError, LlmUnreachableError
from meetbot.ports import ChatReply, ChatRequest, ChoiceReply, ChoiceRequest

if TYPE_CHECKING:
    import openai

Log = Callable[[dict[str, Any]], None]
_MISSES = 2


@dataclass(kw_only=True)
class _Tally:
    """What one request has cost so far."""

    began: float
    attempts: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0


class OpenAiChat:
    """A ports.ChatModel. `http_client` replaces the wire, `sleep` and `clock` the time; `log` gets one dict a call."""

    def __init__(
        self,
        config: LlmConfig,
        *,
        api_key: str | None,
        http_client: Any = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        log: Log | None = None,
    ) -> None:
        self._config = config
        self._key = (api_key or "").strip()
        self._http_client = http_client
        self._sleep = sleep
        self._clock = clock
        self._log = log
        self._dialect = Dialect()
        self._missed = 0
        self._client: openai.OpenAI | None = None

    @property
    def name(self) -> str:
        """The model's name as configured."""
        return self._config.model

    @property
    def context_tokens(self) -> int:
        """How many tokens one request may hold, prompt and reply together."""
        return self._config.context_tokens

    @property
    def endpoint(self) -> str:
        """Where requests go, for the user to see."""
        return self._config.base_url or OPENAI

    def count_tokens(self, text: str) -> int:
        """A safe upper estimate of the tokens in that text, for any tokenizer."""
        return estimate_tokens(text)

    def complete(self, request: ChatRequest) -> ChatReply:
        """The reply. Raises LlmUnreachableError, LlmRefusedError, ContextOverflowError, LlmReplyError."""
        tally = _Tally(began=self._clock())
        problem, failures, limit = "", 0, request.max_tokens
        while True:
            messages = self._messages(request, problem)
            self._fits(messages, limit, request)
            try:
                answer = self._ask(request, messages, limit, tally)
                self._read_whole(answer, messages, request)
                return self._reply(request, answer, tally)
            except _BadReplyError as error:
                failures += 1
                # More than one correction does not help: at temperature 0 a model repeats itself.
                longer = min(2 * limit, self._room(messages)) if error.truncated else limit
                if failures > min(1, self._config.retries) or (error.truncated and longer <= limit):
                    raise self._reply_error(request, error.problem) from error
                problem = "" if error.truncated else error.problem
                limit = longer

    def choose(self, request: ChoiceRequest) -> ChoiceReply:
        """The chosen word: read from the first token's probabilities where the server gives them, else from JSON."""
        tally = _Tally(began=self._clock())
        if self._dialect.words and (reply := self._by_first_token(request, tally)) is not None:
            return reply
        properties = {"answer": {"type": "string", "enum": list(request.options)}}
        schema = {"type": "object", "properties": properties, "required": ["answer"], "additionalProperties": False}
        told = self.complete(
            ChatRequest(
                purpose=request.purpose,
                system=request.system,
                user=request.user,
                schema=schema,
                max_tokens=self._config.max_reply_tokens,
            )
        )
        choice = str(told.data["answer"]).strip().casefold()
        if choice not in request.options:
            raise LlmReplyError(f"The model chose “{choice[:20]}”, which is no choice.", request.purpose)
        return ChoiceReply(
            choice=choice,
            probabilities=None,
            model=told.model,
            prompt_tokens=tally.prompt_tokens + told.prompt_tokens,
            completion_tokens=tally.completion_tokens + told.completion_tokens,
            attempts=tally.attempts + told.attempts,
            seconds=round(self._clock() - tally.began, 3),
        )

    def _by_first_token(self, request: ChoiceRequest, tally: _Tally) -> ChoiceReply | None:
        """The reply; None when this server does not answer with the word at once, as models that think first don't."""
        messages = self._messages(request, "")
        self._fits(messages, 1, request)
        try:
            answer = self._ask(request, messages, 1, tally)
        except _NoFirstTokenError:
            return None
        self._read_whole(answer, messages, request)
        chosen = choice_of(answer, request.options)
        self._missed = 0 if chosen else self._missed + 1
        if chosen is None:
            # One odd token may be this question's; two in a row are the model's way to answer.
            if self._missed >= _MISSES:
                self._dialect = replace(self._dialect, words=False)
            return None
        return ChoiceReply(
            choice=chosen[0],
            probabilities=chosen[1],
            model=answer.model or self._config.model,
            prompt_tokens=tally.prompt_tokens,
            completion_tokens=tally.completion_tokens,
            attempts=tally.attempts,
            seconds=round(self._clock() - tally.began, 3),
        )

    def _messages(self, request: ChatRequest | ChoiceRequest, problem: str) -> list[dict[str, str]]:
        user = request.user
        if isinstance(request, ChatRequest) and self._dialect.mode != "json_schema":
            schema = json.dumps(request.schema, ensure_ascii=False, separators=(",", ":"))
            user += f"\nReply with one JSON value that follows this JSON schema, and nothing else:\n{schema}\n"
        if problem:
            user += f"\nYour last reply could not be used: {problem} Reply again, with valid JSON only.\n"
        return [{"role": "system", "content": request.system}, {"role": "user", "content": user}]

    def _room(self, messages: list[dict[str, str]]) -> int:
        return self.context_tokens - sum(estimate_tokens(m["content"]) for m in messages)

    def _fits(self, messages: list[dict[str, str]], limit: int, request: ChatRequest | ChoiceRequest) -> None:
        if self._room(messages) < limit:
            raise ContextOverflowError(
                f"The prompt is longer than the {self.context_tokens} tokens that the model reads.",
                f"{request.purpose}, {self.context_tokens - self._room(messages)} tokens and {limit} for the reply",
                "Set context_tokens in [llm] to what the model reads, or lower window_turns.",
            )

    def _ask(
        self, request: ChatRequest | ChoiceRequest, messages: list[dict[str, str]], limit: int, tally: _Tally
    ) -> Answer:
        """One answer, after as many attempts as are allowed; finding the server's dialect is no failure."""
        import openai

        failures = 0
        while True:
            tally.attempts += 1
            began = self._clock()
            try:
                answer = self._send(request, messages, limit)
            except openai.OpenAIError as error:
                self._note(request, messages, began, error=message_of(error))
                adapted = self._dialect.after(error)
                if adapted is not None:
                    self._dialect = adapted
                    if isinstance(request, ChoiceRequest) and not adapted.words:
                        raise _NoFirstTokenError from error
                    messages = self._messages(request, "")
                    self._fits(messages, limit, request)
                    continue
                failures += 1
                if failures > self._config.retries or not is_transient(error):
                    raise self._mapped(error, request) from error
                self._wait(error, failures, request)
            else:
                tally.prompt_tokens += answer.prompt_tokens or 0
                tally.completion_tokens += answer.completion_tokens
                self._note(request, messages, began, answer=answer)
                return answer

    def _send(self, request: ChatRequest | ChoiceRequest, messages: list[dict[str, str]], limit: int) -> Answer:
        # Plain dicts: the client's own message types differ between its versions.
        create: Callable[..., Any] = self._connected().chat.completions.create
        try:
            completion = create(model=self._config.model, messages=messages, **self._dialect.options(request, limit))
        except ValueError as error:
            # The client passes on what json says about a body that is not JSON.
            raise unreadable(self.endpoint) from error
        return answer_of(completion, self.endpoint)

    def _wait(self, error: "openai.OpenAIError", failures: int, request: ChatRequest | ChoiceRequest) -> None:
        asked = retry_after(error)
        if asked is not None and asked > LONGEST_RETRY_AFTER:
            raise LlmRefusedError(
                f"The server asks to wait {asked:.0f} seconds before the next request.",
                f"{request.purpose}, {self.endpoint}",
                "Run the command again later: what was finished is kept.",
            ) from error
        self._sleep(asked if asked is not None else wait_before_retry(failures))

    def _read_whole(self, answer: Answer, messages: list[dict[str, str]], request: ChatRequest | ChoiceRequest) -> None:
        """Raises ContextOverflowError when the server can't have read the whole prompt.

        No tokenizer reads two words that a space divides as one token, so fewer tokens than words prove it. 0 and null
        mean that the server did not count.
        """
        words = sum(len(message["content"].split()) for message in messages)
        if answer.prompt_tokens and answer.prompt_tokens < words:
            raise ContextOverflowError(
                f"The server read only {answer.prompt_tokens} tokens of a prompt of {words} words: it was cut.",
                f"{request.purpose}, {self.endpoint}",
                "Give the model a longer context (for Ollama: OLLAMA_CONTEXT_LENGTH, or num_ctx in the Modelfile), or"
                " set\ncontext_tokens in [llm] to what it really reads.",
            )

    def _reply(self, request: ChatRequest, answer: Answer, tally: _Tally) -> ChatReply:
        if answer.refusal:
            raise _BadReplyError(f"The model refused: {answer.refusal[:200]}.")
        if answer.finish == "content_filter":
            raise _BadReplyError("The server's content filter held the reply back.")
        if answer.finish == "length":
            raise _BadReplyError("It was cut off at the token limit.", truncated=True)
        if not answer.text.strip():
            raise _BadReplyError("It was empty.")
        try:
            data = parse_reply(answer.text)
        except ValueError as error:
            raise _BadReplyError("It was not valid JSON.") from error
        if wrong := mismatch(data, request.schema):
            raise _BadReplyError(f"It did not follow the schema: {wrong}.")
        return ChatReply(
            data=data,
            text=answer.text,
            model=answer.model or self._config.model,
            mode=self._dialect.mode,
            prompt_tokens=tally.prompt_tokens,
            completion_tokens=tally.completion_tokens,
            attempts=tally.attempts,
            seconds=round(self._clock() - tally.began, 3),
        )

    def _reply_error(self, request: ChatRequest, problem: str) -> LlmReplyError:
        return LlmReplyError(
            f"The model's reply can't be used: {self._redacted(problem)}",
            f"{request.purpose}, model {self._config.model}",
            "Run the command again: only this part is asked anew.\n"
            "A larger model, or a higher max_reply_tokens in [llm], makes this rarer.",
        )

    def _mapped(self, error: "openai.OpenAIError", request: ChatRequest | ChoiceRequest) -> LlmError:
        mapped = to_meetbot(error, endpoint=self.endpoint, config=self._config)
        return type(mapped)(self._redacted(mapped.what), f"{request.purpose}, {self.endpoint}", mapped.hint)

    def _connected(self) -> "openai.OpenAI":
        if self._client is None:
            self._check_address()
            self._client = openai_client.connect(
                self.endpoint, key=self._key, timeout=self._config.timeout_seconds, http_client=self._http_client
            )
        return self._client

    def _check_address(self) -> None:
        if not openai_client.is_address(self.endpoint):
            raise LlmUnreachableError(
                f"“{self.endpoint}” is not an address.", "[llm], base_url", 'It looks like "http://127.0.0.1:11434/v1".'
            )
        if not openai_client.is_key(self._key):
            raise LlmRefusedError(
                "The API key holds characters that no key has.",
                f"environment variable {self._config.api_key_env}",
                "Copy it again, without quotes or line breaks.",
            )

    def _redacted(self, text: str) -> str:
        return redacted(text, self._key)

    def _note(
        self,
        request: ChatRequest | ChoiceRequest,
        messages: list[dict[str, str]],
        began: float,
        *,
        answer: Answer | None = None,
        error: str = "",
    ) -> None:
        if self._log is None:
            return
        system, user = (message["content"] for message in messages)
        self._log(
            {
                "purpose": request.purpose,
                "prompt_sha256": hashlib.sha256(f"{system}\0{user}".encode("utf-8", "surrogatepass")).hexdigest(),
                "model": (answer.model if answer else "") or self._config.model,
                "mode": self._dialect.mode,
                "system": system,
                "user": user,
                "reply": answer.text if answer else None,
                "error": self._redacted(error) or None,
                "prompt_tokens": answer.prompt_tokens if answer else None,
                "completion_tokens": answer.completion_tokens if answer else None,
                "seconds": round(self._clock() - began, 3),
            }
        )


class _BadReplyError(Exception):
    """The server answered, but not with what was asked for."""

    def __init__(self, problem: str, *, truncated: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.truncated = truncated


class _NoFirstTokenError(Exception):
    """The server does not tell how likely a token was."""
