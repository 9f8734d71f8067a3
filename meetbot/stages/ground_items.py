"""The items of the minutes from what came through grounding: in their lists, with their numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from meetbot.model.base import Issue
from meetbot.model.candidates import CandidateKind
from meetbot.model.minutes import PREFIXES, ActionItem, Decision, Note
from meetbot.stages.ground_drafts import Draft

KINDS: tuple[CandidateKind, ...] = tuple(PREFIXES)
Item = Decision | ActionItem | Note
_UNSCORED = 0.25
"""Where an unconfirmed item of an engine that gives no scores stands among the others."""


@dataclass(frozen=True, kw_only=True)
class Grounded:
    """What became of the candidates. Each is in one list, or counted in `merged`."""

    decisions: tuple[Decision, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    targets: tuple[Note, ...] = ()
    recognitions: tuple[Note, ...] = ()
    customer_voice: tuple[Note, ...] = ()
    questions: tuple[Note, ...] = ()
    risks: tuple[Note, ...] = ()
    blame: tuple[Note, ...] = ()
    unconfirmed: tuple[Item, ...] = ()
    merged: int = 0
    issues: tuple[Issue, ...] = ()


def listed(drafts: Sequence[Draft], *, topics: Mapping[str, str], merged: int, issues: tuple[Issue, ...]) -> Grounded:
    """Each draft as an item in its list, numbered: the confirmed ones as they were said, the others likeliest first."""
    decisions, actions, notes, unconfirmed = [], [], dict[CandidateKind, list[Note]](), []
    numbers: Counter[str] = Counter()
    for draft in (*(d for d in drafts if d.confirmed), *_likeliest(d for d in drafts if not d.confirmed)):
        prefix = PREFIXES[draft.candidate.kind] if draft.confirmed else "U"
        numbers[prefix] += 1
        item = _item(draft, f"{prefix}-{numbers[prefix]:02d}", topics)
        if not draft.confirmed:
            unconfirmed.append(item)
        elif isinstance(item, Decision):
            decisions.append(item)
        elif isinstance(item, ActionItem):
            actions.append(item)
        else:
            notes.setdefault(draft.candidate.kind, []).append(item)
    return Grounded(
        decisions=tuple(decisions),
        actions=tuple(actions),
        targets=tuple(notes.get("target", ())),
        recognitions=tuple(notes.get("recognition", ())),
        customer_voice=tuple(notes.get("customer_voice", ())),
        questions=tuple(notes.get("question", ())),
        risks=tuple(notes.get("risk", ())),
        blame=tuple(notes.get("blame", ())),
        unconfirmed=tuple(unconfirmed),
        merged=merged,
        issues=issues,
    )


def _likeliest(drafts: Iterable[Draft]) -> list[Draft]:
    return sorted(drafts, key=lambda draft: -(_UNSCORED if draft.score is None else draft.score))


def _item(draft: Draft, item_id: str, topics: Mapping[str, str]) -> Item:
    candidate, evidence = draft.candidate, draft.evidence
    shared = Note(
        id=item_id,
        text=draft.text,
        confirmed=draft.confirmed,
        evidence=evidence,
        doubts=draft.doubts,
        topic=topics.get(evidence.turn_ids[0]) if evidence else None,
        engine=candidate.engine,
        score=draft.score,
        found_by=draft.found_by,
        candidates=draft.numbers,
        checks=draft.checks,
    )
    values = {name: value for name, value in shared if name != "kind"}
    if candidate.kind == "decision":
        return Decision(**values, status=candidate.status)
    if candidate.kind != "action":
        return shared.model_copy(update={"kind": candidate.kind})
    return ActionItem(
        **values,
        owner=draft.owner.name if draft.owner else None,
        department=draft.owner.department if draft.owner else None,
        with_people=draft.helpers,
        due_date=draft.due.date if draft.due else None,
        due_date_other=draft.due.other if draft.due else None,
        due_text=draft.due_text,
        condition=draft.condition,
    )
