"""What asking a language model costs: tokens kept free in each request, and the sum over all answers."""

from collections.abc import Sequence
from typing import Protocol

from meetbot import __version__
from meetbot.model.base import EngineInfo

SAFETY_TOKENS = 64
"""For the chat template's own tokens, which no count of the text contains (Qwen2.5: 12, Llama 3: 40)."""


class Answer(Protocol):
    """One answered question; `model` is empty where the server didn't name it."""

    @property
    def model(self) -> str:
        """The model's name as the server gave it, or nothing."""
        ...

    @property
    def prompt_tokens(self) -> int:
        """Tokens that were read."""
        ...

    @property
    def completion_tokens(self) -> int:
        """Tokens that were written."""
        ...

    @property
    def seconds(self) -> float:
        """How long it took."""
        ...


def account(answers: Sequence[Answer], *, model: str, prompts: dict[str, str]) -> EngineInfo:
    """The engine as documents name it; `model` is the configured one, which the server's own name replaces."""
    return EngineInfo(
        name="llm",
        model=next((answer.model for answer in answers if answer.model), model),
        version=__version__,
        prompts=prompts,
        prompt_tokens=sum(answer.prompt_tokens for answer in answers),
        completion_tokens=sum(answer.completion_tokens for answer in answers),
        seconds=round(sum(answer.seconds for answer in answers), 3),
    )


def joined(one: EngineInfo, other: EngineInfo) -> EngineInfo:
    """Both accounts of one engine as one: the prompts of both, and the sum of what they cost."""
    return one.model_copy(
        update={
            "prompts": {**one.prompts, **other.prompts},
            "prompt_tokens": (one.prompt_tokens or 0) + (other.prompt_tokens or 0),
            "completion_tokens": (one.completion_tokens or 0) + (other.completion_tokens or 0),
            "seconds": round((one.seconds or 0.0) + (other.seconds or 0.0), 3),
        }
    )
