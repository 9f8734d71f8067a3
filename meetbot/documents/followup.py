"""What was promised in earlier meetings and is still open, as a table; the overdue first in the eye, never in blame."""

from collections.abc import Sequence
from datetime import date

from meetbot.documents.phrases import count, department_name
from meetbot.documents.sheet import Cell, Group, Row, Table, Tone
from meetbot.documents.text import clip
from meetbot.model.commitments import Commitment
from meetbot.model.company import Roster
from meetbot.words import Words, format_date


def commitments_table(commitments: Sequence[Commitment], roster: Roster, *, today: date, words: Words) -> Table:
    """Number, task, responsible person, date and state of each commitment, as of `today`.

    The meeting that most come from is said once, below; the others name theirs.
    """
    days = [commitment.meeting_date for commitment in commitments]
    shared = max(days, key=lambda day: (days.count(day), day))
    alone = all(day == shared for day in days)
    note = words("minutes.agreed_all" if alone else "minutes.agreed_unless", date=_day(shared, words))
    return Table(
        caption=words("minutes.title.followup"),
        header=tuple(words(f"minutes.column.{key}") for key in ("number", "commitment", "owner", "due", "status")),
        widths=(6, 44, 18, 15, 17),
        groups=(Group(title="", rows=tuple(_row(c, roster, today, shared, words) for c in commitments)),),
        note=note,
    )


def _row(commitment: Commitment, roster: Roster, today: date, shared: date, words: Words) -> Row:
    agreed_on = words("minutes.agreed_on", date=_day(commitment.meeting_date, words))
    notes = [] if commitment.meeting_date == shared else [agreed_on]
    notes += [] if commitment.follows is None else [words("minutes.follows", number=commitment.follows)]
    state, tone = _state(commitment, today, words)
    return Row(
        cells=(
            Cell(text=str(commitment.number)),
            Cell(text=clip(commitment.text), notes=tuple(notes)),
            Cell(
                text=clip(commitment.owner, 80) if commitment.owner else words("minutes.no_owner"),
                notes=(department_name(roster, commitment.department, words),) if commitment.department else (),
            ),
            _due(commitment, words),
            Cell(text=state, tone=tone),
        )
    )


def _due(commitment: Commitment, words: Words) -> Cell:
    """The date; without one, the words that were said about it."""
    if commitment.due_date is not None:
        return Cell(text=_day(commitment.due_date, words))
    return Cell(
        text=words("minutes.no_due"), notes=(f"“{clip(commitment.due_text, 80)}”",) if commitment.due_text else ()
    )


def _day(day: date, words: Words) -> str:
    return format_date(day, locale=words.locale, style="short")


def _state(commitment: Commitment, today: date, words: Words) -> tuple[str, Tone]:
    if commitment.status != "open":
        return words(f"minutes.state.{commitment.status}"), "green" if commitment.status == "done" else "grey"
    if commitment.due_date is None or not commitment.overdue(today):
        return words("minutes.state.open"), "plain"
    return count(words, "minutes.state.overdue", (today - commitment.due_date).days), "red"
