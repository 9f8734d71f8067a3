"""Decisions, commitments and notes as blocks: each with its proof below it, and what code changed in it."""

from collections.abc import Sequence

from meetbot.documents.phrases import department_name, listing, proof
from meetbot.documents.sheet import Cell, Entries, Entry, Group, Row, Table
from meetbot.documents.text import MAX_TEXT, clip
from meetbot.model.company import Roster
from meetbot.model.minutes import PREFIXES, ActionItem, Decision, Item, Note
from meetbot.words import Words, format_date

_NOTE_KINDS: dict[str, str] = {prefix: kind for kind, prefix in PREFIXES.items() if kind not in {"decision", "action"}}
MAX_UNCONFIRMED = 10
"""Unconfirmed items on paper, the likeliest first; the rest are counted, and all of them stand in minutes.json."""


def entries(items: Sequence[Item], words: Words, *, limit: int = MAX_TEXT) -> Entries:
    """Items one below the other."""
    return Entries(items=tuple(_entry(item, words, limit) for item in items))


def actions_table(
    actions: Sequence[ActionItem], roster: Roster, words: Words, *, limit: int = MAX_TEXT, grouped: bool = True
) -> Table:
    """Number, task with its proof, the one responsible person, date with the words that were said, state."""
    groups = _groups(actions, roster) if grouped else [(None, actions)]
    return Table(
        caption=words("minutes.title.actions"),
        header=tuple(words(f"minutes.column.{key}") for key in ("number", "task", "owner", "due", "status")),
        widths=(8, 43, 19, 18, 12),
        groups=tuple(
            Group(
                title=department_name(roster, department, words) if grouped else "",
                rows=tuple(_action_row(action, roster, words, limit) for action in members),
            )
            for department, members in groups
        ),
    )


def unconfirmed_entries(items: Sequence[Decision | ActionItem | Note], roster: Roster, words: Words) -> Entries:
    """What could not be verified: what it would have been, why it isn't, and the words cited, if any."""
    shown = items[:MAX_UNCONFIRMED]
    blamed = [item for item in shown if is_blame(item)]
    told = (_blamed(blamed, words) if is_blame(item) else _unconfirmed(item, roster, words) for item in shown)
    return Entries(items=tuple(dict.fromkeys(told)))


def is_blame(item: Item) -> bool:
    """Whether the item tells of somebody who was blamed."""
    return isinstance(item, Note) and _note_kind(item) == "blame"


def due(action: ActionItem, words: Words) -> Cell:
    """The date and the words that were said about it; both readings where they allow two, none where none is sure."""
    said = (f"“{clip(action.due_text, 120)}”",) if action.due_text else ()
    if action.due_date is None:
        return Cell(text=words("minutes.due_open" if said else "minutes.no_due"), notes=said)
    if action.due_date_other is not None:
        other = format_date(action.due_date_other, locale=words.locale, style="short")
        said = (*said, words("minutes.due_other", date=other))
    return Cell(text=format_date(action.due_date, locale=words.locale, style="short"), notes=said)


def _entry(item: Item, words: Words, limit: int) -> Entry:
    badge = ""
    if isinstance(item, Decision) and item.status != "made":
        badge = words(f"minutes.decision.{item.status}")
    return Entry(
        label=item.id,
        text=clip(item.text, limit),
        badge=badge,
        notes=tuple(words(f"minutes.doubt.{doubt}") for doubt in item.doubts),
        proof=proof(item.evidence, words, limit=limit),
    )


def _groups(actions: Sequence[ActionItem], roster: Roster) -> list[tuple[str | None, list[ActionItem]]]:
    """Actions by department in the order of the configuration; those without one last, so that they are seen."""
    known: list[str | None] = [department.id for department in roster.departments]
    others = sorted({a.department for a in actions if a.department is not None and a.department not in known})
    grouped = [(key, [a for a in actions if a.department == key]) for key in [*known, *others, None]]
    return [(key, members) for key, members in grouped if members]


def _action_row(action: ActionItem, roster: Roster, words: Words, limit: int) -> Row:
    notes = [words("minutes.condition", condition=clip(action.condition, limit))] if action.condition else []
    notes += [words(f"minutes.doubt.{doubt}") for doubt in action.doubts]
    if action.belongs_to is not None:
        notes.append(words("minutes.belongs_to", department=department_name(roster, action.belongs_to, words)))
    state = words("minutes.state.new")
    follows = () if action.follows is None else (words("minutes.follows", number=action.follows),)
    return Row(
        anchor=action.id,
        cells=(
            Cell(text=action.id),
            Cell(text=clip(action.text, limit), notes=tuple(notes), proof=proof(action.evidence, words, limit=limit)),
            _owner(action, roster, words),
            due(action, words),
            Cell(text=state, notes=follows),
        ),
    )


def _owner(action: ActionItem, roster: Roster, words: Words) -> Cell:
    notes = [department_name(roster, action.department, words)] if action.department else []
    if action.with_people:
        helpers = listing([clip(name, 80) for name in action.with_people], words)
        notes.append(words("minutes.with", names=helpers))
    if action.owner is None:
        return Cell(text=words("minutes.no_owner"), notes=tuple(notes), tone="amber")
    return Cell(text=clip(action.owner, 80), notes=tuple(notes), strong=True)


def _unconfirmed(item: Decision | ActionItem | Note, roster: Roster, words: Words) -> Entry:
    kind = "decision" if isinstance(item, Decision) else "action"
    if isinstance(item, Note):
        kind = _note_kind(item)
    reasons = [words(f"minutes.doubt.{doubt}") for doubt in item.doubts] or [words("minutes.doubt.no_evidence")]
    if isinstance(item, ActionItem) and item.owner is not None:
        place = f" ({department_name(roster, item.department, words)})" if item.department else ""
        reasons.append(words("minutes.proposed_owner", owner=clip(item.owner, 80) + place))
    return Entry(
        label=item.id,
        text=clip(item.text),
        badge=words(f"minutes.kind.{kind}"),
        notes=("; ".join(reasons),),
        proof=proof(item.evidence, words),
    )


def _note_kind(item: Note) -> str:
    return item.kind or _NOTE_KINDS.get(item.id[:1], "note")


def _blamed(items: Sequence[Item], words: Words) -> Entry:
    """All unverified blame as one entry with the moments: nobody is accused on paper, nobody is pointed at."""
    doubts = dict.fromkeys(doubt for item in items for doubt in item.doubts)
    proofs = (proof(item.evidence, words) for item in items)
    moments = ", ".join(dict.fromkeys(found.clock for found in proofs if found is not None and found.clock))
    text = words("minutes.blame.neutral")
    return Entry(
        label=items[0].id,
        text=f"{text.rstrip('.')} ({moments})." if moments else text,
        badge=words("minutes.kind.blame"),
        notes=("; ".join(words(f"minutes.doubt.{doubt}") for doubt in doubts or ("no_evidence",)),),
    )
