"""How one server wants to be asked: found out by asking, and remembered."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from meetbot.adapters.chat_errors import message_of, refusal_of
from meetbot.adapters.chat_reply import bare_schema
from meetbot.ports import ChatRequest, ChoiceRequest

if TYPE_CHECKING:
    import openai

Mode = Literal["json_schema", "json_object", "fenced"]

_RUNGS: tuple[tuple[Mode, bool], ...] = (
    ("json_schema", False),
    ("json_schema", True),
    ("json_object", False),
    ("fenced", False),
)
"""Ways to ask for structure, strictest first. The second leaves out maxLength and its like, which OpenAI's strict mode
refuses for strings while local servers need them to stop."""
_WITHOUT_SCHEMA = 2
_TOP = 20
"""The most that OpenAI and vLLM list."""
_KEYWORD = re.compile(r"not permitted|keyword|maxLength|maxItems|minItems", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """What this server has been found to accept.

    `completion_limit`: it wants `max_completion_tokens` in place of `max_tokens`. `temperature`: it takes one.
    `words`: asked for one word, it answers with it at once, and says how likely the others were.
    """

    rung: int = 0
    completion_limit: bool = False
    temperature: bool = True
    words: bool = True

    @property
    def mode(self) -> Mode:
        """How structure is asked for."""
        return _RUNGS[self.rung][0]

    def options(self, request: ChatRequest | ChoiceRequest, limit: int) -> dict[str, Any]:
        """The parameters of the call beside model and messages."""
        options: dict[str, Any] = {"max_completion_tokens" if self.completion_limit else "max_tokens": limit}
        if self.temperature:
            options["temperature"] = 0
        if isinstance(request, ChoiceRequest):
            return options | {"logprobs": True, "top_logprobs": _TOP}
        if self.mode == "json_schema":
            schema = bare_schema(request.schema) if _RUNGS[self.rung][1] else dict(request.schema)
            name = re.sub(r"[^A-Za-z0-9_-]", "_", request.purpose)[:64] or "reply"
            form = {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": schema}}
            options["response_format"] = form
        elif self.mode == "json_object":
            options["response_format"] = {"type": "json_object"}
        return options

    def after(self, error: "openai.OpenAIError") -> "Dialect | None":
        """The dialect to try next, when the error says that the server does not know something that was sent."""
        match refusal_of(error):
            case "structure" if self.rung + 1 < len(_RUNGS):
                only_a_keyword = self.rung == 0 and _KEYWORD.search(message_of(error))
                return replace(self, rung=1 if only_a_keyword else max(self.rung + 1, _WITHOUT_SCHEMA))
            case "limit" if not self.completion_limit:
                return replace(self, completion_limit=True)
            case "logprobs" if self.words:
                return replace(self, words=False)
            case "temperature" if self.temperature:
                return replace(self, temperature=False)
            case _:
                return None
