"""A transcription server on loopback that speaks OpenAI's protocol: real HTTP, real multipart, real FLAC."""

import io
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import av
import numpy as np
import numpy.typing as npt

RATE = 16_000


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as the server read it."""

    fields: Mapping[str, list[str]]
    audio: npt.NDArray[np.int16]
    authorization: str

    @property
    def seconds(self) -> float:
        """The sound's length."""
        return len(self.audio) / RATE

    def field(self, name: str) -> str | None:
        """The only value of a form field, or None."""
        return self.fields.get(name, [None])[0]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the server answers. `hang_up` closes the connection after the headers instead."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hang_up: bool = False


Answer = Callable[[Asked], Reply]


@dataclass(kw_only=True)
class TranscriptionServer:
    """Answers by a function and remembers every request; `busiest` is how many it had at once."""

    answer: Answer
    delay: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    busiest: int = 0
    url: str = ""
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, request: Asked) -> Reply:
        """The answer to one request."""
        with self._lock:
            self.asked.append(request)
            self._now += 1
            self.busiest = max(self.busiest, self._now)
        try:
            time.sleep(self.delay)
            return self.answer(request)
        finally:
            with self._lock:
                self._now -= 1


@contextmanager
def serving(answer: Answer, *, delay: float = 0.0) -> Iterator[TranscriptionServer]:
    """The server, on a free port of loopback."""
    state = TranscriptionServer(answer=answer, delay=delay)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_args: object) -> None:
            """Nothing: the requests are in `asked`."""

        def do_POST(self) -> None:
            """One transcription."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not self.path.endswith("/audio/transcriptions"):
                self._send(Reply(status=404, body={"detail": "Not Found"}))
                return
            self._send(state.take(_request(self.headers, body)))

        def _send(self, reply: Reply) -> None:
            raw = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            if reply.hang_up:
                self.close_connection = True
                return
            self.wfile.write(raw)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _request(headers: Message, body: bytes) -> Asked:
    message = message_from_bytes(b"Content-Type: " + headers["Content-Type"].encode() + b"\r\n\r\n" + body)
    fields: dict[str, list[str]] = {}
    sound = b""
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(payload, bytes):
            continue
        if name == "file":
            sound = payload
        else:
            fields.setdefault(name.removesuffix("[]"), []).append(payload.decode())
    return Asked(fields=fields, audio=decoded(sound), authorization=headers.get("Authorization", ""))


def decoded(sound: bytes) -> npt.NDArray[np.int16]:
    """The samples of a FLAC file."""
    with av.open(io.BytesIO(sound), "r") as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
    samples: npt.NDArray[np.int16] = np.concatenate(frames, axis=1)[0].astype(np.int16)
    return samples
