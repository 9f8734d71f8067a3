"""The wire to a transcription server: how it wants to be asked, what it answers, when to ask again."""

import time
from collections.abc import Callable, Iterator, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from meetbot.adapters import openai_client
from meetbot.adapters.audio import Block
from meetbot.adapters.audio_decode import RATE
from meetbot.adapters.chat_errors import is_transient, retry_after
from meetbot.adapters.remote_errors import Dialect, PartError, is_for_all, to_meetbot
from meetbot.adapters.remote_parts import Part, Piece, flac, pieces
from meetbot.adapters.remote_reply import LARGEST_REPLY, Heard, UnreadableReplyError, read_reply
from meetbot.config import TranscriptionConfig
from meetbot.errors import StoppedError, TranscriptionError

# isort: split
import numpy as np

if TYPE_CHECKING:
    import openai

MIXED_SECONDS = 30.0
"""A server hears one language a file, in its first half minute: mixed speech is sent in pieces of that length."""

Stopped = Callable[[], bool]

_IS_IT_RIGHT = "Is base_url in [transcription] right? For most servers it ends in /v1."


class _AskOtherwiseError(Exception):
    """The server does not know this way of asking."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__()
        self.dialect = dialect


class Server:
    """One transcription server. Finds out how it wants to be asked, remembers it, and retries by itself."""

    def __init__(
        self,
        config: TranscriptionConfig,
        *,
        api_key: str | None,
        http_client: Any = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._config = config
        self._key = (api_key or "").strip()
        self._http_client = http_client
        self._sleep = sleep
        self._lock = Lock()
        self._client: openai.OpenAI | None = None
        self._dialect = Dialect()
        self._gave_times = False

    @property
    def endpoint(self) -> str:
        """Where parts of the recording go, for the user to see."""
        return self._config.base_url.rstrip("/") or openai_client.OPENAI

    @property
    def host(self) -> str:
        """The host alone."""
        return urlsplit(self.endpoint).netloc.rpartition("@")[2] or self.endpoint

    def try_out(self) -> str:
        """How the server answers to a second of silence: with what times, and how fast. Raises TranscriptionError."""
        silence = np.zeros(RATE, dtype=np.float32)
        nothing = silence[:0]
        part = Part(block=Block(first=0, samples=silence, speech=()), before=nothing, after=nothing, speech=())
        began = time.monotonic()
        try:
            self.hear(part, prompt=None, language=None)
        except PartError as problem:
            raise problem.error from problem
        return f"in {time.monotonic() - began:.1f} s, {self._dialect.times}"

    def hear(
        self, part: Part, *, prompt: str | None, language: str | None, stopped: Stopped = lambda: False
    ) -> list[tuple[Piece, Heard]]:
        """What the server heard in each piece of the part; `mixed` leaves the language of each to the server.

        Raises PartError when only this part can't be had, TranscriptionError when none can.
        """
        own: Dialect | None = None
        said = {"prompt": prompt, "language": None if language == "mixed" else language}
        while True:
            dialect = own or self._dialect
            most = MIXED_SECONDS if language == "mixed" else 1e9
            try:
                heard = [
                    (piece, self._hear(piece, dialect, said, stopped))
                    for piece in pieces(part, min(most, dialect.most_seconds or 1e9))
                ]
            except _AskOtherwiseError as wanted:
                own = self._adopted(dialect, wanted.dialect, own)
                continue
            if not dialect.timed or all(answer.timed for _, answer in heard):
                self._gave_times |= dialect.timed and any(answer.windows for _, answer in heard)
                return heard
            # One answer without times from a server that gives them is a slip, of that part alone.
            own = self._adopted(dialect, dialect.untimed(), dialect if self._gave_times else own)

    def _adopted(self, used: Dialect, adapted: Dialect, own: Dialect | None) -> Dialect | None:
        """The part's own way of asking, if it has one; else the new one is everybody's.

        Unless another request has found more out meanwhile: then that is tried first.
        """
        if own is not None:
            return adapted
        with self._lock:
            if self._dialect == used:
                self._dialect = adapted
        return None

    def _hear(self, piece: Piece, dialect: Dialect, said: Mapping[str, str | None], stopped: Stopped) -> Heard:
        """The answer, after as many attempts as are allowed; finding the server's dialect is no failure."""
        import openai

        file = flac(piece.samples)
        failures = 0
        while True:
            if stopped():
                raise StoppedError("Transcription was stopped.")
            failures += 1
            try:
                return read_reply(self._body(file, dialect.options(**said)), piece)
            except UnreadableReplyError as error:
                if failures > min(1, self._config.retries):
                    raise PartError(self._unreadable(error)) from error
                wait = openai_client.wait_before_retry(failures)
            except openai.OpenAIError as error:
                wait = self._wait_after(error, failures, dialect, piece)
            self._pause(wait, stopped)

    def _wait_after(self, error: "openai.OpenAIError", failures: int, dialect: Dialect, piece: Piece) -> float:
        """Seconds until the next attempt; raises what the failure means where there is to be none."""
        adapted = dialect.after(error, piece)
        if adapted is not None:
            raise _AskOtherwiseError(adapted) from error
        if is_for_all(error):
            raise self._mapped(error) from error
        asked = retry_after(error)
        patient = asked is None or asked <= openai_client.LONGEST_RETRY_AFTER
        if failures > self._config.retries or not is_transient(error) or not patient:
            raise PartError(self._mapped(error)) from error
        return openai_client.wait_before_retry(failures) if asked is None else asked

    def _body(self, file: bytes, options: Mapping[str, Any]) -> bytes:
        """The answer as it came. Raises OpenAIError; UnreadableReplyError for one that does not end."""
        create: Callable[..., Any] = self._connected().audio.transcriptions.with_streaming_response.create
        deadline = time.monotonic() + self._config.timeout_seconds
        body = bytearray()
        with create(model=self._config.model, file=("part.flac", file, "audio/flac"), **options) as response:
            for chunk in _received(response):
                body += chunk
                if len(body) > LARGEST_REPLY or time.monotonic() > deadline:
                    raise UnreadableReplyError("more than a transcript: it does not end")
        return bytes(body)

    def _connected(self) -> "openai.OpenAI":
        with self._lock:
            if self._client is None:
                self._check_settings()
                self._client = openai_client.connect(
                    self.endpoint, key=self._key, timeout=self._config.timeout_seconds, http_client=self._http_client
                )
            return self._client

    def _check_settings(self) -> None:
        if not openai_client.is_address(self.endpoint):
            hint = 'It looks like "http://127.0.0.1:8000/v1".'
            raise TranscriptionError(f"“{self.endpoint}” is not an address.", "[transcription], base_url", hint)
        if not openai_client.is_key(self._key):
            raise TranscriptionError(
                "The API key holds characters that no key has.",
                f"environment variable {self._config.api_key_env}",
                "Copy it again, without quotes or line breaks.",
            )

    def _pause(self, seconds: float, stopped: Stopped) -> None:
        """Waits, in steps short enough for Ctrl-C."""
        while seconds > 0 and not stopped():
            self._sleep(min(seconds, 1.0))
            seconds -= 1.0

    def _mapped(self, error: "openai.OpenAIError") -> TranscriptionError:
        mapped = to_meetbot(error, endpoint=self.endpoint, config=self._config)
        return TranscriptionError(openai_client.redacted(mapped.what, self._key), mapped.where, mapped.hint)

    def _unreadable(self, error: UnreadableReplyError) -> TranscriptionError:
        said = openai_client.redacted(str(error), self._key)
        return TranscriptionError(f"The transcription server answered with {said}.", self.endpoint, _IS_IT_RIGHT)


def _received(response: Any) -> Iterator[bytes]:
    """The body as it comes in; a connection that breaks within it is a failed request like any other."""
    import openai

    try:
        yield from response.iter_bytes()
    except Exception as error:
        # The wire below the client is httpx or httpx2, by release; its errors are not mapped while a body is read.
        if type(error).__module__.split(".")[0] not in {"httpx", "httpx2", "httpcore", "httpcore2"}:
            raise
        raise openai.APIConnectionError(message=str(error), request=response.http_request) from error
