"""The figures as blocks: shared goal, indicators, SLA, funnel; each with period, sample, source and reading time."""

from collections.abc import Sequence

from meetbot.documents.phrases import listing, status_word
from meetbot.documents.sheet import Block, Callout, Cell, Group, Lines, Row, Table
from meetbot.documents.text import clip
from meetbot.model.kpi import FunnelStep, Period, Reading, SharedGoal, SlaAudit, SlaOwner
from meetbot.words import Words, format_date, format_period, format_value

_NONE = "–"


def goal_callout(goal: SharedGoal, words: Words) -> Callout:
    """The shared goal: where it stands, the pace it needs, and where the present pace leads."""
    reading = goal.reading
    lines = [
        words(
            "minutes.goal.standing",
            value=_value(reading, goal.reading.value, words),
            target=_value(reading, goal.target, words),
            share=_share(goal, words),
            period=format_period(goal.period, locale=words.locale),
        )
    ]
    if reading.value is None:
        lines = [words("minutes.goal.target", target=_value(reading, goal.target, words)), missing(reading, words)]
    if goal.pace_needed is not None:
        lines.append(
            words(
                "minutes.goal.pace",
                needed=_value(reading, goal.pace_needed, words),
                current=_value(reading, goal.pace_current, words),
            )
        )
    if goal.forecast is not None:
        lines.append(words("minutes.goal.forecast", forecast=_value(reading, goal.forecast, words)))
    lines.append(source_line(reading.source, reading, words))
    headline = f"{clip(goal.name)} · {reading_status(reading, words)}"
    return Callout(headline=headline, lines=tuple(lines), tone=reading.status)


def indicators_table(readings: Sequence[Reading], caption: str, words: Words) -> Table:
    """One row for each indicator, with its state as shape and word; the period that most share is said once, below."""
    periods = [reading.period for reading in readings]
    shared = max(periods, key=lambda period: (periods.count(period), period.end))
    rows = tuple(_indicator_row(reading, reading.period != shared, words) for reading in readings)
    return Table(
        caption=caption,
        header=tuple(
            words(f"minutes.column.{key}") for key in ("indicator", "value", "target", "previous", "n", "state")
        ),
        widths=(36, 15, 13, 13, 7, 16),
        numeric=frozenset({1, 2, 3, 4}),
        groups=(Group(title="", rows=rows),),
        note=readings_note(readings, shared, words),
    )


def readings_note(readings: Sequence[Reading], period: Period, words: Words) -> str:
    """The period of the rows that name none, and the files all come from."""
    sources = sorted({name for reading in readings for name in reading.source})
    newest = max(readings, key=lambda reading: reading.read_at)
    told = format_period(period, locale=words.locale)
    alone = all(reading.period == period for reading in readings)
    key = "minutes.period" if alone else "minutes.period_unless"
    return f"{words(key, period=told)} {source_line(sources, newest, words)}"


def source_line(sources: Sequence[str], reading: Reading | SlaAudit, words: Words) -> str:
    """Files and time of reading."""
    when = f"{format_date(reading.read_at.date(), locale=words.locale, style='short')}, {reading.read_at:%H:%M}"
    names = listing([clip(name, 80) for name in sources], words) if sources else words("minutes.no_source")
    return words("minutes.source", sources=names, at=when)


def missing(reading: Reading | SlaAudit, words: Words) -> str:
    """Why a figure can't be calculated."""
    return words("minutes.not_calculable", missing=clip(reading.missing or _NONE, 160))


def reading_status(reading: Reading, words: Words) -> str:
    """Shape and word; grey says which of its reasons holds."""
    if reading.status != "grey" or reading.value is None:
        return status_word(reading.status, words)
    if reading.n is not None and reading.n < reading.kpi.minimum_n:
        return words("minutes.status.small_sample")
    return words("minutes.status.no_target") if reading.kpi.target is None else status_word("grey", words)


def sla_blocks(audit: SlaAudit, words: Words) -> tuple[Block, ...]:
    """What was agreed, how it was kept, and by whom."""
    agreed = words(
        "minutes.sla.agreed",
        score=format_value(audit.minimum_score, "count", locale=words.locale),
        limit=format_value(audit.limit_hours, "hours", locale=words.locale),
    )
    if audit.compliance is None:
        reason = missing(audit, words) if audit.missing else words("minutes.sla.no_cases")
        headline = f"{status_word('grey', words)} · {reason}"
    else:
        headline = words(
            "minutes.sla.compliance",
            state=status_word(audit.status, words),
            value=_ratio(audit.compliance, words),
            target=_ratio(audit.target, words),
            previous=_ratio(audit.previous_compliance, words),
        )
    callout = Callout(headline=headline, lines=(agreed,), tone=audit.status)
    return (callout, _sla_table(audit, words)) if audit.by_owner else (callout,)


def funnel_blocks(steps: Sequence[FunnelStep], words: Words) -> tuple[Block, ...]:
    """The funnel with the step that breaks named."""
    rows = tuple(_funnel_row(step, words) for step in steps)
    broken = [words(f"minutes.funnel.into.{step.stage}") for step in steps if step.breaks]
    table = Table(
        caption=words("minutes.title.funnel"),
        header=tuple(words(f"minutes.column.{key}") for key in ("stage", "count", "rate", "previous_rate", "remark")),
        widths=(26, 16, 20, 18, 20),
        numeric=frozenset({1, 2, 3}),
        groups=(Group(title="", rows=rows),),
        note=words("minutes.funnel.note") if any(step.n for step in steps) else "",
    )
    verdict = words("minutes.funnel.breaks", step=listing(broken, words)) if broken else words("minutes.funnel.holds")
    return (Lines(items=(verdict,)), table)


def _indicator_row(reading: Reading, with_period: bool, words: Words) -> Row:
    kpi = reading.kpi
    value = Cell(text=_value(reading, reading.value, words), strong=True, numeric=True)
    notes = (format_period(reading.period, locale=words.locale),) if with_period else ()
    if reading.value is None:
        notes = (*notes, missing(reading, words))
    return Row(
        cells=(
            Cell(text=clip(kpi.name, 80), notes=notes),
            value,
            Cell(text=_target(reading, words), numeric=True),
            Cell(text=_value(reading, reading.previous, words), notes=_trend(reading, words), numeric=True),
            Cell(text=_NONE if reading.n is None else _count(reading.n, words), numeric=True),
            Cell(text=reading_status(reading, words), tone=reading.status),
        )
    )


def _sla_table(audit: SlaAudit, words: Words) -> Table:
    verdicts = ("kept", "broken", "pending", "unknown")
    rows = [_sla_row(owner, words) for owner in audit.by_owner]
    totals = tuple(
        Cell(text=_count(number, words), strong=True, numeric=True)
        for number in (audit.kept, audit.broken, audit.pending, audit.unknown)
    )
    rows.append(Row(cells=(Cell(text=words("minutes.total"), strong=True), *totals)))
    return Table(
        caption=words("minutes.title.sla"),
        header=(words("minutes.column.lead_owner"), *(words(f"minutes.sla.{verdict}") for verdict in verdicts)),
        widths=(36, 16, 16, 16, 16),
        numeric=frozenset({1, 2, 3, 4}),
        groups=(Group(title="", rows=tuple(rows)),),
        note=f"{_period(audit.period, words)} {source_line(audit.source, audit, words)}",
    )


def _sla_row(owner: SlaOwner, words: Words) -> Row:
    name = clip(owner.owner, 80) if owner.owner else words("minutes.no_owner")
    numbers = (owner.kept, owner.broken, owner.pending, owner.unknown)
    cells = tuple(Cell(text=_count(number, words), numeric=True) for number in numbers)
    return Row(cells=(Cell(text=name), *cells))


def _funnel_row(step: FunnelStep, words: Words) -> Row:
    remark = words("minutes.funnel.mark") if step.breaks else ""
    return Row(
        cells=(
            Cell(text=words(f"minutes.funnel.stage.{step.stage}"), strong=step.breaks),
            Cell(text=_NONE if step.count is None else _count(step.count, words), numeric=True),
            Cell(text=_rate(step.rate, step.n, words), numeric=True, strong=step.breaks),
            Cell(text=_rate(step.previous_rate, step.previous_n, words), numeric=True),
            Cell(text=remark, tone="red" if step.breaks else "plain"),
        )
    )


def _trend(reading: Reading, words: Words) -> tuple[str, ...]:
    """Only a change that is more than chance is told."""
    return () if reading.trend == "none" else (words(f"minutes.trend.{reading.trend}"),)


def _value(reading: Reading, value: float | None, words: Words) -> str:
    return format_value(value, reading.kpi.unit, locale=words.locale, currency=reading.kpi.currency)


def _period(period: Period, words: Words) -> str:
    return words("minutes.period", period=format_period(period, locale=words.locale))


def _target(reading: Reading, words: Words) -> str:
    if reading.kpi.target is None:
        return _NONE
    sign = "≥" if reading.kpi.direction == "up" else "≤"
    return f"{sign}\N{NO-BREAK SPACE}{_value(reading, reading.kpi.target, words)}"


def _share(goal: SharedGoal, words: Words) -> str:
    value = goal.reading.value
    return _NONE if value is None or not goal.target else _ratio(value / goal.target, words)


def _rate(value: float | None, n: int | None, words: Words) -> str:
    """A share with its cases where they are known: `25.7% (18/70)`."""
    share = _ratio(value, words)
    return share if value is None or not n else f"{share} ({_count(round(value * n), words)}/{_count(n, words)})"


def _ratio(value: float | None, words: Words) -> str:
    return format_value(value, "ratio", locale=words.locale)


def _count(value: float, words: Words) -> str:
    return format_value(value, "count", locale=words.locale)
