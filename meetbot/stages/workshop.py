"""A joint workshop for what three meetings in a row could not settle: its title, who takes part, what to prepare."""

from collections.abc import Sequence

from meetbot.model.company import DepartmentRole, Roster
from meetbot.model.kpi import Reading
from meetbot.stages import lines
from meetbot.stages.returning import Signal
from meetbot.words import Words

_BOTH: tuple[DepartmentRole, ...] = ("marketing", "sales")


def workshop_lines(signals: Sequence[Signal], roster: Roster, words: Words) -> list[str]:
    """One proposal for the most stubborn signal, the others as further subjects of it; [] where none is due."""
    due = [signal for signal in signals if signal.needs_workshop]
    if not due:
        return []
    first, *others = due
    told = words(
        "agenda.workshop.proposal",
        title=signal_name(first, words),
        meetings=lines.figure(first.meetings, words),
        who=participants(first, roster, words),
        prepare=words(f"agenda.workshop.prepare.{first.kind}"),
    )
    if others:
        names = "; ".join(signal_name(signal, words) for signal in others)
        told = f"{told} {words('agenda.workshop.others', names=names)}"
    return [told]


def workshop_question(signals: Sequence[Signal], words: Words) -> str:
    """The joint question that a due workshop puts; empty where none is due."""
    due = next((signal for signal in signals if signal.needs_workshop), None)
    return words("agenda.workshop.question", title=signal_name(due, words)) if due is not None else ""


def signal_name(signal: Signal, words: Words) -> str:
    """What the signal is about, in a few words."""
    if isinstance(signal.subject, Reading):
        return lines.label(signal.subject.kpi)
    if signal.commitments:
        first = signal.commitments[0]
        return words("agenda.issues.name.commitment", number=first.number, text=lines.one_line(first.text))
    return words(f"agenda.issues.name.{signal.kind}")


def participants(signal: Signal, roster: Roster, words: Words) -> str:
    """The departments that answer for it together; of commitments, those of their owners."""
    ids = [c.department for c in signal.commitments if c.department is not None]
    if isinstance(signal.subject, Reading):
        ids = list(signal.subject.kpi.owners)
    names = [d.name for i in dict.fromkeys(ids) if (d := roster.department(i)) is not None]
    if len(names) < 2:  # noqa: PLR2004 - a workshop is joint: one department alone is not asked to explain itself
        both = [department for role in _BOTH if (department := roster.by_role(role)) is not None]
        names = list(dict.fromkeys([*names, *(department.name for department in both)]))
    return words("agenda.workshop.and").join(names) or words("agenda.everybody")
