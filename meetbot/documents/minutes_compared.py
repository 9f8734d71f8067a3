"""What the meeting said about earlier commitments and about figures, beside what the ledger and the data say."""

from collections.abc import Mapping, Sequence

from meetbot.documents.followup import commitments_table
from meetbot.documents.phrases import local, proof
from meetbot.documents.sheet import Block, Cell, Group, Lines, Row, Table, Tone
from meetbot.documents.text import clip
from meetbot.model.commitments import Commitment
from meetbot.model.minutes import CommitmentUpdate, FigureCheck, Minutes
from meetbot.words import Words, format_date, format_period, format_value

_STATE: dict[str, tuple[str, Tone]] = {
    "done": ("●", "green"),
    "in_progress": ("▲", "plain"),
    "postponed": ("▲", "amber"),
    "cancelled": ("–", "grey"),
}
_STATUS, _TASK = -1, 1
_TOLD_WIDTHS = (5, 43, 17, 13, 22)


def followup_blocks(minutes: Minutes, words: Words, *, department: str | None = None) -> tuple[Block, ...]:
    """The earlier commitments as the ledger has them, each with what was said about it; of one department or of all."""
    updates = {update.number: update for update in minutes.updates}
    agenda = minutes.agenda
    known = (*agenda.commitments, *agenda.recently_done) if agenda is not None else ()
    known = tuple(c for c in known if department is None or c.department == department)
    if not known:
        return _updates_alone(minutes, words, department=department)
    table = commitments_table(known, minutes.roster, today=minutes.meeting.date, words=words)
    table = _with_updates(table, known, updates, words)
    read_on = agenda.made_at.date() if agenda and agenda.made_at else minutes.meeting.date
    day = format_date(read_on, locale=words.locale)
    remark = words("minutes.followup.source", date=day)
    if read_on != minutes.meeting.date:
        counted_to = format_date(minutes.meeting.date, locale=words.locale)
        remark = f"{remark} {words('minutes.followup.counted_to', date=counted_to)}"
    if updates:
        remark = f"{remark} {words('minutes.followup.open')}"
    return (Lines(items=(remark,), small=True), table)


def figures_blocks(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    """The figures that the data contradict, each with both sources; agreement is silent."""
    found = [figure for figure in minutes.figures if not figure.agrees]
    if not found:
        return ()
    table = Table(
        caption=words("minutes.title.figures"),
        header=tuple(words(f"minutes.column.{key}") for key in ("indicator", "said", "data", "source")),
        widths=(20, 36, 14, 30),
        groups=(Group(title="", rows=tuple(_figure_row(figure, minutes, words) for figure in found)),),
    )
    return (Lines(items=(words("minutes.figures.remark"),), small=True), table)


def _with_updates(
    table: Table, known: Sequence[Commitment], updates: Mapping[int, CommitmentUpdate], words: Words
) -> Table:
    rows = []
    for commitment, row in zip(known, table.groups[0].rows, strict=True):
        update = updates.get(commitment.number)
        rows.append(row if update is None else _told(row, update, words))
    return Table(
        caption=table.caption,
        header=table.header,
        widths=_TOLD_WIDTHS,
        groups=(Group(title="", rows=tuple(rows)),),
        note=table.note,
    )


def _told(row: Row, update: CommitmentUpdate, words: Words) -> Row:
    """The row with what was said: its proof under the task, the state as told; the ledger's state below."""
    cells = list(row.cells)
    task = cells[_TASK]
    cells[_TASK] = Cell(text=task.text, notes=task.notes, proof=proof(update.evidence, words))
    state, tone = _state(update, words)
    ledger = words("minutes.followup.ledger", state=cells[_STATUS].text.lstrip("■●–▲ ").lower())
    cells[_STATUS] = Cell(text=state, tone=tone, notes=(ledger,))
    return Row(anchor=row.anchor, cells=tuple(cells))


def _updates_alone(minutes: Minutes, words: Words, *, department: str | None) -> tuple[Block, ...]:
    """Without an agenda only what was spoken about; the rest stays in the ledger."""
    found = [u for u in minutes.updates if department is None or _department_of(u, minutes) == department]
    if not found:
        return ()
    rows = []
    for update in found:
        state, tone = _state(update, words)
        rows.append(
            Row(
                cells=(
                    Cell(text=str(update.number)),
                    Cell(text=clip(update.text), proof=proof(update.evidence, words)),
                    Cell(text=clip(update.owner, 80) if update.owner else words("minutes.no_owner")),
                    Cell(text=state, tone=tone),
                )
            )
        )
    table = Table(
        caption=words("minutes.title.followup"),
        header=tuple(words(f"minutes.column.{key}") for key in ("number", "commitment", "owner", "status")),
        widths=(6, 54, 20, 20),
        groups=(Group(title="", rows=tuple(rows)),),
    )
    return (Lines(items=(words("minutes.followup.open"),), small=True), table)


def _department_of(update: CommitmentUpdate, minutes: Minutes) -> str | None:
    owner = minutes.roster.person(update.owner)
    return owner.department if owner is not None else None


def _state(update: CommitmentUpdate, words: Words) -> tuple[str, Tone]:
    shape, tone = _STATE[update.status]
    told = words(f"minutes.update.{update.status}")
    if update.due_date is not None:
        told = f"{told} ({format_date(update.due_date, locale=words.locale, style='short')})"
    return f"{shape} {told}", tone


def _figure_row(figure: FigureCheck, minutes: Minutes, words: Words) -> Row:
    read_at = local(figure.read_at, minutes.meeting)
    day = f"{format_date(read_at.date(), locale=words.locale, style='short')} {read_at:%H:%M}"
    sources = ", ".join(clip(source, 60) for source in figure.source) or words("minutes.no_source")
    return Row(
        cells=(
            Cell(text=clip(figure.name, 80), strong=True),
            Cell(text=clip(figure.said, 80), proof=proof(figure.evidence, words)),
            Cell(text=format_value(figure.reading, figure.unit, locale=words.locale, currency=figure.currency)),
            Cell(
                text=format_period(figure.period, locale=words.locale, style="short"),
                notes=(words("minutes.figures.source", sources=sources, at=day),),
            ),
        )
    )
