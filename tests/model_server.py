"""A language model's server on this machine that plays what a test wants: JSON to windows, words to questions."""

import json
import math
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

Finds = Callable[[str], Any]


@dataclass(kw_only=True)
class Played:
    """What it answers: `finds` the JSON for a window's prompt, `words` how likely each word is. `asked` is the history.

    A `finds` that returns a text is sent as it is, for replies that are no JSON.
    """

    finds: Finds
    words: Mapping[str, float]
    port: int = 0
    asked: list[str] = field(default_factory=list)

    def settings(self, **more: Any) -> str:
        """The [llm] section of a workspace that uses it, tried once."""
        lines = {"model": "local", "base_url": f"http://127.0.0.1:{self.port}/v1", "retries": 0, **more}
        return "\n[llm]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in lines.items())

    def answer(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The completion for that request."""
        user = str(body["messages"][1]["content"])
        self.asked.append(user)
        choice: dict[str, Any] = {"index": 0, "finish_reason": "stop"}
        if body.get("logprobs"):
            listed = [{"token": word, "logprob": math.log(p), "bytes": None} for word, p in self.words.items()]
            best = max(self.words, key=lambda word: self.words[word])
            content = best
            choice["logprobs"] = {"content": [{**listed[0], "top_logprobs": listed}], "refusal": None}
        else:
            found = self.finds(user)
            content = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
        choice["message"] = {"role": "assistant", "content": content}
        usage = {"prompt_tokens": 4000, "completion_tokens": 20, "total_tokens": 4020}
        shape = {"id": "x", "object": "chat.completion", "created": 1, "model": "local-7b"}
        return {**shape, "choices": [choice], "usage": usage}


@contextmanager
def model_server(finds: Finds, words: Mapping[str, float]) -> Iterator[Played]:
    """The running server."""
    played = Played(finds=finds, words=words)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """One completion."""
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(played.answer(request)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Keeps the test's output clean."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    played.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield played
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
