"""What each indicator counts, over which time, and who answers for it: read once, looked up when somebody doubts."""

from collections.abc import Sequence

from meetbot.documents.phrases import department_name, listing
from meetbot.documents.sheet import Cell, Group, Row, Table
from meetbot.documents.text import clip
from meetbot.model.company import Roster
from meetbot.model.kpi import Kpi, Reading
from meetbot.words import Words, format_value


def definitions_table(readings: Sequence[Reading], roster: Roster, words: Words) -> tuple[Table, ...]:
    """One row for each indicator that says what it means, or nothing."""
    kpis = [reading.kpi for reading in readings if reading.kpi.meaning]
    if not kpis:
        return ()
    return (
        Table(
            caption=words("minutes.agenda.title.definitions"),
            header=tuple(words(f"minutes.column.{key}") for key in ("indicator", "meaning", "time_base", "owners")),
            widths=(22, 44, 20, 14),
            groups=(Group(title="", rows=tuple(_row(kpi, roster, words) for kpi in kpis)),),
        ),
    )


def _row(kpi: Kpi, roster: Roster, words: Words) -> Row:
    owners = [department_name(roster, owner, words) for owner in kpi.owners]
    return Row(
        cells=(
            Cell(text=clip(kpi.name, 80)),
            Cell(text=clip(kpi.meaning, 400)),
            Cell(text=time_base(kpi, words)),
            Cell(text=listing(owners, words) if owners else "–"),
        )
    )


def time_base(kpi: Kpi, words: Words) -> str:
    """Whether it counts what happened, what became of those who entered, or how things stand."""
    if kpi.time_base == "cohort" and kpi.maturity_days:
        days = format_value(kpi.maturity_days, "days", locale=words.locale)
        return words("minutes.base.told.mature", days=days)
    return words(f"minutes.base.told.{kpi.time_base}")
