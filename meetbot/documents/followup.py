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
    """Number, task, responsible person, date and state of each commitment, as of `today`."""
    return Table(
        caption=words("minutes.title.followup"),
        header=tuple(words(f"minutes.column.{key}") for key in ("number", "commitment", "owner", "due", "status")),
        widths=(6, 40, 20, 18, 16),
        groups=(Group(title="", rows=tuple(_row(c, roster, today, words) for c in commitments)),),
    )


def _row(commitment: Commitment, roster: Roster, today: date, words: Words) -> Row:
    agreed_on = format_date(commitment.meeting_date, locale=words.locale, style="short")
    state, tone = _state(commitment, today, words)
    return Row(
        cells=(
            Cell(text=str(commitment.number)),
            Cell(text=clip(commitment.text), notes=(words("minutes.agreed_on", date=agreed_on),)),
            Cell(
                text=clip(commitment.owner, 80) if commitment.owner else words("minutes.no_owner"),
                notes=(department_name(roster, commitment.department, words),) if commitment.department else (),
            ),
            Cell(
                text=format_date(commitment.due_date, locale=words.locale, style="short")
                if commitment.due_date
                else words("minutes.no_due"),
                notes=(f"“{clip(commitment.due_text, 80)}”",) if commitment.due_text else (),
            ),
            Cell(text=state, tone=tone),
        )
    )


def _state(commitment: Commitment, today: date, words: Words) -> tuple[str, Tone]:
    if commitment.status != "open":
        return words(f"minutes.state.{commitment.status}"), "green" if commitment.status == "done" else "grey"
    if commitment.due_date is None or not commitment.overdue(today):
        return words("minutes.state.open"), "plain"
    return count(words, "minutes.state.overdue", (today - commitment.due_date).days), "red"
