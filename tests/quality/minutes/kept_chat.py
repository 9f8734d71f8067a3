"""A language model whose replies are kept in a folder, so that a run that was cut off asks nothing twice."""

import json
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from meetbot.ports import ChatModel, ChatReply, ChatRequest, ChoiceReply, ChoiceRequest

_Reply = TypeVar("_Reply", ChatReply, ChoiceReply)


class KeptChat:
    """A ports.ChatModel before another one. `server` tells replies of one server from those of others."""

    def __init__(self, chat: ChatModel, folder: Path, *, server: str) -> None:
        self._chat = chat
        self._folder = folder
        self._server = server
        self.asked = 0

    @property
    def name(self) -> str:
        """The model's."""
        return self._chat.name

    @property
    def context_tokens(self) -> int:
        """The model's."""
        return self._chat.context_tokens

    def count_tokens(self, text: str) -> int:
        """The model's."""
        return self._chat.count_tokens(text)

    def complete(self, request: ChatRequest) -> ChatReply:
        """The reply, kept or new."""
        return self._kept(request, ChatReply, lambda: self._chat.complete(request))

    def choose(self, request: ChoiceRequest) -> ChoiceReply:
        """The letter, kept or new."""
        return self._kept(request, ChoiceReply, lambda: self._chat.choose(request))

    def _kept(self, request: ChatRequest | ChoiceRequest, of: type[_Reply], ask: Callable[[], _Reply]) -> _Reply:
        question = [self._server, self._chat.name, self._chat.context_tokens, type(request).__name__, asdict(request)]
        digest = sha256(json.dumps(question, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
        path = self._folder / digest[:2] / f"{digest}.json"
        if path.is_file():
            known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return of(**known)
        reply = ask()
        self.asked += 1
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(reply), ensure_ascii=False), encoding="utf-8")
        part.rename(path)
        return reply
