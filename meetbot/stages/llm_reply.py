"""What the language model is asked to reply with, and how its reply becomes candidates."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from meetbot.errors import LlmReplyError
from meetbot.model.candidates import Candidate, CandidateKind, DecisionStatus
from meetbot.stages.folding import fold
from meetbot.stages.rules.injected import injected_from
from meetbot.stages.windows import Window

_FEWEST_ITEMS = 8
_ITEMS_A_TURN = 2 / 3
"""Upper limits of a reply: without any, small models write until the token limit and the whole window is lost."""
MAX_TURNS_CITED = 3
_TEXT_LENGTH = 180
_DUE_LENGTH = 60

_KINDS: dict[str, tuple[CandidateKind, DecisionStatus]] = {
    "action": ("action", "made"),
    "decision": ("decision", "made"),
    "decision_deferred": ("decision", "deferred"),
    "decision_reversed": ("decision", "reversed"),
    "target": ("target", "made"),
    "recognition": ("recognition", "made"),
    "customer_voice": ("customer_voice", "made"),
    "question": ("question", "made"),
    "risk": ("risk", "made"),
    "blame": ("blame", "made"),
}


class Proposed(BaseModel):
    """One item as the model words it: nothing here has been checked."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    turns: list[str]
    kind: str
    text: str
    owner: str | None = None
    due_text: str | None = None


def most_items(window_turns: int) -> int:
    """How many items a reply about windows of that many turns may hold."""
    return max(_FEWEST_ITEMS, round(window_turns * _ITEMS_A_TURN))


def reply_schema(turn_ids: Sequence[str], owners: Sequence[str], *, max_items: int) -> dict[str, Any]:
    """The reply's JSON schema for these turns. Every key is required: OpenAI's strict mode wants it so."""
    owner: dict[str, Any] = {"type": "null"}
    if owners:
        owner = {"anyOf": [{"type": "string", "enum": list(owners)}, {"type": "null"}]}
    properties: dict[str, Any] = {
        "turns": {
            "type": "array",
            "items": {"type": "string", "enum": list(turn_ids)},
            "minItems": 1,
            "maxItems": MAX_TURNS_CITED,
        },
        "kind": {"type": "string", "enum": list(_KINDS)},
        "text": {"type": "string", "maxLength": _TEXT_LENGTH},
        "owner": owner,
        "due_text": {"anyOf": [{"type": "string", "maxLength": _DUE_LENGTH}, {"type": "null"}]},
    }
    items = {"type": "array", "maxItems": max_items, "items": _closed_object(properties)}
    return _closed_object({"items": items})


def _closed_object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def proposed_items(data: Any) -> list[Proposed | str]:
    """Each item of the reply, or what is wrong with it. Raises LlmReplyError when there is no list of items."""
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        raise LlmReplyError("The model's reply has no list of items.", "extract", "Run the command again.")
    read: list[Proposed | str] = []
    for item in items:
        try:
            read.append(Proposed.model_validate(item))
        except ValidationError as error:
            first = error.errors()[0]
            read.append(f"{'.'.join(map(str, first['loc'])) or 'item'}: {first['msg']}")
    return read


def candidate_of(proposed: Proposed | str, window: Window) -> tuple[Candidate | None, list[str]]:
    """The item as a candidate, and what had to be dropped from it. None when nothing of it belongs to this window.

    Turns that were only shown may be cited beside the window's own: an acceptance may stand after the window's end.
    """
    if isinstance(proposed, str):
        return None, [f"An item of the model's reply was left out, it is malformed ({proposed})."]
    if proposed.kind not in _KINDS:
        return None, [f"An item of the unknown kind “{proposed.kind[:40]}” was left out: {_excerpt(proposed.text)}"]
    cited = tuple(dict.fromkeys(proposed.turns))
    shown = {*window.turn_ids, *window.context_ids}
    strange = [turn_id[:12] for turn_id in cited if turn_id not in shown]
    problems = [f"The model cited turns that it was not shown, dropped: {', '.join(strange)}."] if strange else []
    kept = tuple(turn_id for turn_id in cited if turn_id in shown)
    if kept and not set(kept) & set(window.turn_ids):
        return None, [
            *problems,
            f"An item that belongs to the neighbouring turns was left out: {_excerpt(proposed.text)}",
        ]
    if kept and all(_for_a_machine(turn_id, window) for turn_id in kept):
        return None, [*problems, f"An item was left out, it rests on words to a machine: {_excerpt(proposed.text)}"]
    kind, status = _KINDS[proposed.kind]
    candidate = Candidate(
        kind=kind,
        status=status,
        # Without any turn the item still goes on: grounding lists it as unconfirmed instead of hiding it.
        turn_ids=kept,
        text=" ".join(proposed.text.split())[: 2 * _TEXT_LENGTH],
        owner=proposed.owner if kind == "action" else None,
        due_text=(proposed.due_text or "").strip() or None if kind == "action" else None,
        engine="llm",
    )
    return candidate, problems


def _for_a_machine(turn_id: str, window: Window) -> bool:
    """Whether the turn holds instructions to a machine, read aloud or pasted: part of the meeting, never an item."""
    turns = (*window.before, *window.turns, *window.after)
    return any(turn.id == turn_id and injected_from(fold(turn.text)) is not None for turn in turns)


def _excerpt(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= 80 else folded[:79] + "…"  # noqa: PLR2004 - one line on a screen
