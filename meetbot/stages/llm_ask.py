"""Asks a language model questions that one word answers: each is kept, and none is asked twice."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, ValidationError

from meetbot.errors import ContextOverflowError, LlmError, LlmRefusedError, LlmReplyError, LlmUnreachableError
from meetbot.ports import ChatModel, Checkpoint, ChoiceRequest
from meetbot.stages.llm_line import Line


class Choice(BaseModel):
    """One answer as it is kept. `probabilities` is null where the server gives none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    choice: str
    probabilities: dict[str, float] | None = None
    model: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0

    def chance(self, option: str) -> float:
        """How likely that option was; 1 or 0 where the server does not say."""
        if self.probabilities is None:
            return float(option == self.choice)
        return self.probabilities.get(option, 0.0)


@dataclass(kw_only=True)
class Asker:
    """Asks one question after the other. `answers` are those of this run or kept; `errors` why some have none."""

    chat: ChatModel
    checkpoint: Checkpoint
    line: Line
    answers: list[Choice] = field(default_factory=list)
    errors: list[LlmError] = field(default_factory=list)

    def ask(self, request: ChoiceRequest) -> Choice | None:
        """The answer, or None when there was none: the next run asks again. Raises LlmError as `Line.fails` does."""
        key = f"choice-{_digest(request, self.chat.name)}"
        if (kept := self._kept(key)) is not None:
            return self._noted(kept)
        if self.line.broken is not None:
            self.errors.append(self.line.broken)
            return None
        try:
            reply = self.chat.choose(request)
        except (LlmUnreachableError, LlmRefusedError) as error:
            self.line.fails(error)
            self.errors.append(error)
            return None
        except (ContextOverflowError, LlmReplyError) as error:
            self.line.works()
            self.errors.append(error)
            return None
        self.line.works()
        answer = Choice(
            choice=reply.choice,
            probabilities=_rounded(reply.probabilities),
            model=reply.model,
            prompt_tokens=reply.prompt_tokens,
            completion_tokens=reply.completion_tokens,
            seconds=reply.seconds,
        )
        self.checkpoint.keep(key, answer.model_dump_json())
        return self._noted(answer)

    def _kept(self, key: str) -> Choice | None:
        """What an earlier run kept; something that can't be read is asked again."""
        kept = self.checkpoint.fetch(key)
        try:
            return None if kept is None else Choice.model_validate_json(kept)
        except ValidationError:
            return None

    def _noted(self, answer: Choice) -> Choice:
        self.answers.append(answer)
        return answer


def _rounded(probabilities: Mapping[str, float] | None) -> dict[str, float] | None:
    return None if probabilities is None else {option: round(p, 6) for option, p in probabilities.items()}


def _digest(request: ChoiceRequest, model: str) -> str:
    parts = [model, request.system, request.user, request.options]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
