"""The shared goal and the indicators as blocks, each with period, sample, source and the time of reading."""

from collections.abc import Sequence
from datetime import datetime

from meetbot.documents.phrases import listing, status_word
from meetbot.documents.sheet import Callout, Cell, Group, Row, Table
from meetbot.documents.text import clip
from meetbot.model.kpi import Kpi, Period, Reading, SharedGoal, SlaAudit
from meetbot.words import Words, format_date, format_period, format_value

_NONE = "–"


def goal_callout(goal: SharedGoal, words: Words) -> Callout:
    """The shared goal: where it stands, the pace it needs, and where the present pace leads."""
    reading = goal.reading
    lines = [
        words(
            "minutes.goal.standing",
            value=value_text(reading, goal.reading.value, words),
            target=value_text(reading, goal.target, words),
            share=_share(goal, words),
            period=format_period(goal.period, locale=words.locale),
        )
    ]
    if reading.value is None:
        lines = [words("minutes.goal.target", target=value_text(reading, goal.target, words)), missing(reading, words)]
    course = []
    if goal.pace_needed is not None:
        course.append(
            words(
                "minutes.goal.pace",
                needed=value_text(reading, goal.pace_needed, words),
                current=value_text(reading, goal.pace_current, words),
            )
        )
    if goal.forecast is not None:
        course.append(words("minutes.goal.forecast", forecast=value_text(reading, goal.forecast, words)))
    lines += [" ".join(course)] if course else []
    if reading.previous is not None and reading.previous_period is not None:
        before = format_period(reading.previous_period, locale=words.locale)
        lines.append(
            words("agenda.goal.year_before", value=value_text(reading, reading.previous, words), period=before)
        )
    lines.append(source_line(reading.source, reading.read_at, words))
    headline = f"{clip(goal.name)} · {status_word(goal.state, words)}"
    return Callout(headline=headline, lines=tuple(lines), tone=reading.status)


def indicators_table(readings: Sequence[Reading], caption: str, words: Words) -> Table:
    """One row for each indicator, with its state as shape and word; the period that most share is said once, below.

    The year before has a column where the data of at least one indicator reach that far.
    """
    periods = [reading.period for reading in readings]
    shared = max(periods, key=lambda period: (periods.count(period), period.end))
    with_year = any(reading.year_before is not None for reading in readings)
    columns = [(key, width) for key, width in _COLUMNS if with_year or key != "year_before"]
    rows = tuple(_indicator_row(reading, reading.period != shared, with_year, words) for reading in readings)
    return Table(
        caption=caption,
        header=tuple(words(f"minutes.column.{key}") for key, _ in columns),
        widths=tuple(width for _, width in columns),
        numeric=frozenset(range(1, len(columns) - 1)),
        groups=(Group(title="", rows=rows),),
        note=readings_note(readings, shared, words),
    )


_COLUMNS = (
    ("indicator", 38),
    ("value", 15),
    ("target", 12),
    ("previous", 12),
    ("year_before", 12),
    ("n", 7),
    ("state", 16),
)


def readings_note(readings: Sequence[Reading], period: Period, words: Words) -> str:
    """The period of the rows that name none, and the files all come from."""
    sources = sorted({name for reading in readings for name in reading.source})
    newest = max(reading.read_at for reading in readings)
    told = format_period(period, locale=words.locale, style="short")
    alone = all(reading.period == period for reading in readings)
    key = "minutes.period" if alone else "minutes.period_unless"
    return f"{words(key, period=told)} {source_line(sources, newest, words)}"


def source_line(sources: Sequence[str], read_at: datetime, words: Words) -> str:
    """Files and time of reading."""
    when = f"{format_date(read_at.date(), locale=words.locale, style='short')}, {read_at:%H:%M}"
    names = listing([clip(name, 80) for name in sources], words) if sources else words("minutes.no_source")
    return words("minutes.source", sources=names, at=when)


def missing(reading: Reading | SlaAudit, words: Words) -> str:
    """Why a figure can't be calculated."""
    return words("minutes.not_calculable", missing=clip(reading.missing or _NONE, 160))


def _indicator_row(reading: Reading, with_period: bool, with_year: bool, words: Words) -> Row:
    name, definition = named(reading.kpi)
    notes = [definition] if definition else []
    if reading.value is None:
        notes = [missing(reading, words)]
    else:
        cohort = words("minutes.base.cohort")
        if reading.kpi.time_base == "cohort" and cohort not in reading.kpi.name.casefold():
            notes.append(cohort)
        if with_period:
            notes.append(format_period(reading.period, locale=words.locale, style="short"))
        if reading.left_out:
            notes.append(_counted("minutes.left_out", reading.left_out, words))
    before = (value_text(reading, reading.year_before, words),) if with_year else ()
    return Row(
        cells=(
            Cell(text=clip(name, 80), notes=(" · ".join(notes),) if notes else ()),
            Cell(
                text=value_text(reading, reading.value, words),
                notes=_interval(reading, words),
                strong=True,
                numeric=True,
            ),
            Cell(text=target_text(reading, words) or _NONE, numeric=True),
            Cell(text=_previous(reading, words), numeric=True),
            *(Cell(text=text, numeric=True) for text in before),
            Cell(text=_NONE if reading.n is None else _count(reading.n, words), numeric=True),
            Cell(
                text=status_word(reading.state, words),
                notes=() if reading.signal == "none" else (words(f"minutes.signal.{reading.signal}"),),
                tone=reading.status,
            ),
        )
    )


def _interval(reading: Reading, words: Words) -> tuple[str, ...]:
    """Between which shares the true one lies, for a figure that chance moves."""
    if reading.interval is None or reading.value is None:
        return ()
    return (f"{_ratio(reading.interval.low, words)} – {_ratio(reading.interval.high, words)}",)


def named(kpi: Kpi) -> tuple[str, str]:
    """Name and definition of `Tasa de cierre (ganados entre cerrados)`; an abbreviation in brackets stays a name."""
    name, _, definition = kpi.name.partition(" (")
    return (name, clip(definition.rstrip(")"), 120)) if " " in definition else (kpi.name, "")


def _previous(reading: Reading, words: Words) -> str:
    """The earlier value; an arrow where the change is more than chance. The legend says what arrows mean."""
    previous = value_text(reading, reading.previous, words)
    return previous if reading.trend == "none" else f"{_ARROWS[reading.trend]}\N{NO-BREAK SPACE}{previous}"


_ARROWS = {"better": "↗", "worse": "↘"}


def value_text(reading: Reading, value: float | None, words: Words) -> str:
    """The figure as the country writes it, in the unit and currency of the reading."""
    return format_value(value, reading.kpi.unit, locale=words.locale, currency=reading.kpi.currency)


def target_text(reading: Reading, words: Words) -> str:
    """The target with the side on which it is met: `≥ 25%`; empty without one."""
    if reading.kpi.target is None:
        return ""
    sign = "≥" if reading.kpi.direction == "up" else "≤"
    return f"{sign}\N{NO-BREAK SPACE}{value_text(reading, reading.kpi.target, words)}"


def _share(goal: SharedGoal, words: Words) -> str:
    value = goal.reading.value
    return _NONE if value is None or not goal.target else _ratio(value / goal.target, words)


def _ratio(value: float | None, words: Words) -> str:
    return format_value(value, "ratio", locale=words.locale)


def _count(value: float, words: Words) -> str:
    return format_value(value, "count", locale=words.locale)


def _counted(key: str, number: int, words: Words) -> str:
    return words(f"{key}.{'one' if number == 1 else 'many'}", n=_count(number, words))
