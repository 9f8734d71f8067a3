"""Which charts a document has: the course of its indicators, the funnel, the SLA by owner; none with nothing to see."""

from collections.abc import Sequence
from datetime import timedelta
from math import ceil, floor, log10

from meetbot.documents.charts import MINIMUM_POINTS
from meetbot.documents.figures import named, target_text, value_text
from meetbot.documents.phrases import listing, status_word
from meetbot.documents.sheet import Chart, Funnel, Panel, Stacks, Stage, Tone, Trends
from meetbot.documents.text import clip
from meetbot.model.kpi import FunnelStep, Period, Reading, SlaAudit, SlaOwner
from meetbot.words import Words, babel_locale, format_value

MAX_BARS = 8
_VERDICTS: tuple[tuple[str, Tone], ...] = (
    ("kept", "green"),
    ("broken", "red"),
    ("pending", "plain"),
    ("unknown", "grey"),
)
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MOST_TICKS = 3


def trends_chart(readings: Sequence[Reading], words: Words) -> tuple[Chart, ...]:
    """The course of each indicator with at least three figures, or nothing."""
    shown = [reading for reading in readings if _known(reading) >= MINIMUM_POINTS]
    if not shown:
        return ()
    told = [
        words(
            "chart.trend",
            name=clip(named(reading.kpi)[0], 80),
            value=value_text(reading, reading.value, words),
            state=status_word(reading.state, words),
        )
        for reading in shown
    ]
    return (
        Chart(
            drawing=Trends(panels=tuple(_panel(reading, words) for reading in shown)),
            alt=words("chart.trends.alt", told="; ".join(told)),
            caption=words("chart.trends.caption"),
        ),
    )


def funnel_chart(steps: Sequence[FunnelStep], words: Words) -> tuple[Chart, ...]:
    """The funnel's stages as bars, the step that breaks marked in shape, colour and words; or nothing."""
    if sum(1 for step in steps if step.count) < MINIMUM_POINTS:
        return ()
    told = [f"{_stage(step, words)} {_count(step.count, words)}" for step in steps]
    broken = [_stage(step, words) for step in steps if step.breaks]
    alt = words("chart.funnel.alt", told=", ".join(told))
    if broken:
        alt = f"{alt} {words('chart.funnel.broken', stages=listing(broken, words))}"
    return (Chart(drawing=Funnel(stages=tuple(_bar(step, words) for step in steps)), alt=alt),)


def owners_chart(audit: SlaAudit | None, words: Words) -> tuple[Chart, ...]:
    """What became of each owner's leads under the SLA, those with most broken ones first; or nothing."""
    owners = sorted(audit.by_owner, key=lambda one: (-one.broken, -_leads(one), one.owner or "")) if audit else []
    if sum(_leads(owner) for owner in owners) < MINIMUM_POINTS:
        return ()
    shown = owners[:MAX_BARS]
    bars = tuple((clip(one.owner, 80) if one.owner else words("minutes.no_owner"), _counts(one)) for one in shown)
    told = [words("chart.owner", owner=label, kept=counts[0], broken=counts[1]) for label, counts in bars]
    return (
        Chart(
            drawing=Stacks(
                kinds=tuple((words(f"minutes.sla.{verdict}"), tone) for verdict, tone in _VERDICTS), bars=bars
            ),
            alt=words("chart.owners.alt", told="; ".join(told)),
        ),
    )


def _known(reading: Reading) -> int:
    return sum(1 for point in reading.history if point.value is not None)


def _panel(reading: Reading, words: Words) -> Panel:
    points = tuple(point.value for point in reading.history)
    limits = reading.limits
    target = reading.kpi.target
    edges = (limits.low, limits.high) if limits else ()
    scale = [value for value in (*points, *edges, target) if value is not None]
    shape = status_word(reading.state, words).partition(" ")[0]
    return Panel(
        title=named(reading.kpi)[0],
        points=points,
        value=f"{shape} {value_text(reading, reading.value, words)}",
        tone=reading.status,
        first=_last_day(reading.history[0].period, words),
        last=_last_day(reading.history[-1].period, words),
        ticks=tuple((value, value_text(reading, value, words)) for value in _ticks(min(scale), max(scale))),
        target=target,
        target_label="" if target is None else words("chart.target", target=target_text(reading, words)),
        low=limits.low if limits else None,
        high=limits.high if limits else None,
    )


def _ticks(low: float, high: float) -> list[float]:
    """Two or three round values within the range; its one value where it has no width."""
    if not high > low:
        return [low]
    size = 10.0 ** floor(log10(high - low))
    for step in (share * size / 10 for share in (*_STEPS, *(10 * s for s in _STEPS))):
        first = ceil(low / step)
        values = [number * step for number in range(first, floor(high / step) + 1)]
        if len(values) <= _MOST_TICKS:
            return values
    return [low, high]


def _last_day(period: Period, words: Words) -> str:
    """The last day of a period without its year: `22 nov`."""
    from babel.dates import format_skeleton

    last = max(period.start, period.end - timedelta(days=1))
    return str(format_skeleton("MMMd", last, locale=babel_locale(words.locale)))


def _bar(step: FunnelStep, words: Words) -> Stage:
    rate = ""
    if step.rate is not None:
        shown = format_value(step.rate, "ratio", locale=words.locale)
        rate = words("chart.funnel.rate", rate=shown)
        if step.previous_rate is not None:
            before = format_value(step.previous_rate, "ratio", locale=words.locale)
            rate = words("chart.funnel.change", rate=shown, previous=before)
    return Stage(
        label=_stage(step, words),
        count=step.count or 0,
        count_text=_count(step.count, words),
        rate_text=rate,
        mark=words("minutes.funnel.mark") if step.breaks else "",
    )


def _stage(step: FunnelStep, words: Words) -> str:
    return words(f"minutes.funnel.stage.{step.stage}")


def _count(value: float | None, words: Words) -> str:
    return format_value(value, "count", locale=words.locale)


def _counts(owner: SlaOwner) -> tuple[int, ...]:
    return (owner.kept, owner.broken, owner.pending, owner.unknown)


def _leads(owner: SlaOwner) -> int:
    return sum(_counts(owner))
