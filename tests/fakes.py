"""Hand-written fakes of the ports, each with a queue of replies and a history of calls."""

from collections import deque
from collections.abc import Sequence
from typing import Any

from meetbot.errors import MeetbotError
from meetbot.ports import ChatReply, ChatRequest, Checkpoint, ChoiceReply, ChoiceRequest


class FakeChatModel:
    """Answers with the queued values in order; a queued exception is raised. `requests` is the history.

    `words` answer questions for one word in the same way: a word, or the probabilities of all. `choices` is their
    history.
    """

    def __init__(
        self,
        replies: Sequence[Any] = (),
        *,
        words: Sequence[Any] = (),
        name: str = "fake-model",
        context_tokens: int = 8192,
    ) -> None:
        self.replies = deque(replies)
        self.words = deque(words)
        self.requests: list[ChatRequest] = []
        self.choices: list[ChoiceRequest] = []
        self.name = name
        self.context_tokens = context_tokens

    def count_tokens(self, text: str) -> int:
        """One token for four characters, rounded up."""
        return -(-len(text) // 4)

    def complete(self, request: ChatRequest) -> ChatReply:
        """The next queued reply."""
        self.requests.append(request)
        reply = self.replies.popleft()
        if isinstance(reply, MeetbotError):
            raise reply
        return ChatReply(
            data=reply,
            text=str(reply),
            model=self.name,
            mode="json_schema",
            prompt_tokens=self.count_tokens(request.system + request.user),
            completion_tokens=10,
            attempts=1,
            seconds=0.01,
        )

    def choose(self, request: ChoiceRequest) -> ChoiceReply:
        """The next queued word."""
        self.choices.append(request)
        reply = self.words.popleft()
        if isinstance(reply, MeetbotError):
            raise reply
        chances = reply if isinstance(reply, dict) else None
        return ChoiceReply(
            choice=max(chances, key=lambda word: chances[word]) if chances else str(reply),
            probabilities=chances,
            model=self.name,
            prompt_tokens=self.count_tokens(request.system + request.user),
            completion_tokens=1,
            attempts=1,
            seconds=0.01,
        )


class MemoryCheckpoint:
    """Keeps blocks in a dict; `kept` is the history of keys in order of writing."""

    def __init__(self) -> None:
        self.blocks: dict[str, str] = {}
        self.kept: list[str] = []

    def keep(self, key: str, text: str) -> None:
        """Stores one block."""
        self.blocks[key] = text
        self.kept.append(key)

    @property
    def port(self) -> Checkpoint:
        """As the stages take it."""
        return Checkpoint(fetch=self.blocks.get, keep=self.keep)


def no_progress(_what: str, _share: float) -> None:
    """Progress that nobody looks at."""
