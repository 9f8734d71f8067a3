"""All indicators as they stand today: value, comparisons, history, status, and what is missing where one has none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from meetbot.config import Config
from meetbot.model.catalogue import Definition
from meetbot.model.kpi import HistoryPoint, Interval, Kpi, Period, Reading
from meetbot.stages.comparable import loaded, paused
from meetbot.stages.judge import AuditFigures, Figure, status, wilson
from meetbot.stages.measure import all_figures, lacking, window_of
from meetbot.stages.scope import Scope, earlier
from meetbot.stages.xmr import Chart, chart
from meetbot.words import Words, format_date

HISTORY = 12
"""Periods before the present one: enough for natural limits, and a quarter of weeks for the eye."""
_YEAR = timedelta(weeks=52)
"""Whole weeks, so that the same weekdays are compared."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """The periods of one indicator: the present one, those before it (the newest first), and 52 weeks earlier."""

    now: Period
    before: tuple[Period, ...]
    year_before: Period

    @property
    def all(self) -> tuple[Period, ...]:
        """Each once, the present one first."""
        return tuple(dict.fromkeys([self.now, *self.before, self.year_before]))


def readings(scope: Scope, words: Words, *, audit: AuditFigures) -> tuple[Reading, ...]:
    """The indicators of the catalogue, in its order.

    One that stands in for another is shown in the other's place when that one lacks data or settings, and not at all
    otherwise.
    """
    return _read(standing_in(scope), scope, words, audit=audit)


def reading_of(definition: Definition, scope: Scope, words: Words, *, audit: AuditFigures) -> Reading:
    """The reading of one indicator."""
    return _read([definition], scope, words, audit=audit)[0]


def _read(chosen: Sequence[Definition], scope: Scope, words: Words, *, audit: AuditFigures) -> tuple[Reading, ...]:
    spans = {definition.id: span_of(definition, scope) for definition in chosen}
    asked = [(definition, spans[definition.id].all) for definition in chosen if definition.audit is None]
    computed = all_figures(scope, asked)
    found = {definition.id: figures for (definition, _), figures in zip(asked, computed, strict=True)}
    for definition in chosen:
        if definition.audit is not None:
            found[definition.id] = audited(definition, scope, spans[definition.id].all, audit=audit)
    return tuple(
        _reading(definition, scope, words, spans[definition.id], found[definition.id]) for definition in chosen
    )


def audited(definition: Definition, scope: Scope, periods: Sequence[Period], *, audit: AuditFigures) -> list[Figure]:
    """The figures that the SLA audit counts."""
    missing = lacking(definition, scope)
    if missing is not None or definition.audit is None:
        return [Figure(value=None, missing=missing or "cases") for _ in periods]
    return audit(definition.audit, periods)


def span_of(definition: Definition, scope: Scope) -> Span:
    """The periods over which an indicator is read: steps of its own window that do not overlap.

    Windows that overlap share most of their rows; a chart of them would show long runs where nothing happened. So an
    indicator of a quarter is compared with quarters, and has natural limits only where the data hold that many.
    """
    now = window_of(definition, scope)
    before, last = [], now
    for _ in range(HISTORY):
        last = earlier(last)
        before.append(last)
    return Span(now=now, before=tuple(before), year_before=Period(start=now.start - _YEAR, end=now.end - _YEAR))


def kpi_of(definition: Definition, config: Config) -> Kpi:
    """The indicator as documents show it, in the workspace's language."""
    locale = config.company.locale
    by_settings = {"sla_compliance": config.sla.target, "response_time": config.sla.first_contact_hours}
    departments = [config.roster.by_role(role) for role in definition.owners]
    return Kpi(
        id=definition.id,
        name=_in(locale, definition.name) or definition.id,
        unit=definition.unit,
        direction=definition.direction,
        target=by_settings.get(definition.id) if definition.target is None else definition.target,
        tolerance=definition.tolerance,
        minimum_n=definition.minimum_n,
        joint=definition.joint,
        owners=tuple(department.id for department in departments if department is not None),
        currency=config.company.currency if definition.unit == "money" else None,
        time_base=definition.time_base,
        maturity_days=definition.maturity_days,
        meaning=_in(locale, definition.meaning),
    )


def _in(locale: str, texts: Mapping[str, str]) -> str:
    """As that country says it, else as its language does."""
    return texts.get(locale) or texts.get(locale.partition("-")[0]) or next(iter(texts.values()), "")


def standing_in(scope: Scope) -> list[Definition]:
    """The indicators that are shown: each one, or the one that takes its place where data or settings lack."""
    substitutes = {d.fallback for d in scope.catalogue.definitions if d.fallback}
    chosen = []
    for definition in scope.catalogue.definitions:
        if definition.id in substitutes:
            continue
        other = scope.catalogue.get(definition.fallback) if definition.fallback else None
        missing = lacking(definition, scope) is not None
        chosen.append(other if missing and other is not None and lacking(other, scope) is None else definition)
    return chosen


def sources_of(definition: Definition, scope: Scope) -> tuple[str, ...]:
    """The files that the indicator is computed from."""
    tables = list(definition.tables)
    for measure in (definition.numerator, definition.denominator):
        other = scope.catalogue.get(measure.kpi) if measure is not None and measure.kpi else None
        tables += other.tables if other is not None else ()
    return scope.contents.sources(*dict.fromkeys(tables))


def _reading(definition: Definition, scope: Scope, words: Words, span: Span, figures: Sequence[Figure]) -> Reading:
    by_period = dict(zip(span.all, figures, strict=True))
    now, previous, year_before = by_period[span.now], by_period[span.before[0]], by_period[span.year_before]
    kpi = kpi_of(definition, scope.config)
    interval = interval_of(definition, now)
    points = [*reversed(span.before), span.now]
    found = _charted(definition, kpi, scope, [(period, by_period[period]) for period in points])
    snapshot = definition.time_base == "snapshot"
    return Reading(
        kpi=kpi,
        period=span.now,
        value=now.value,
        n=now.n,
        previous=previous.value,
        previous_period=None if snapshot else span.before[0],
        previous_n=previous.n,
        year_before=year_before.value,
        year_before_period=None if year_before.value is None else span.year_before,
        trend=found.trend,
        signal=found.signal,
        limits=found.limits,
        history=()
        if snapshot
        else tuple(HistoryPoint(period=p, value=by_period[p].value, n=by_period[p].n) for p in points),
        interval=interval,
        numerator=now.numerator,
        denominator=now.denominator,
        left_out=now.left_out,
        status=status(kpi, value=now.value, n=now.n, trend=found.trend, interval=interval),
        missing=lacks(now, words, kpi=kpi.id),
        source=sources_of(definition, scope),
        read_at=scope.now,
    )


def _charted(definition: Definition, kpi: Kpi, scope: Scope, points: Sequence[tuple[Period, Figure]]) -> Chart:
    """The chart of the points that can be compared; what it shows is asked once more without imports."""
    usable = [point for point in points if not paused(definition, point[0])]
    found = _chart_to(points[-1], usable, definition, kpi)
    if definition.informational:
        return Chart(limits=found.limits)
    if found.trend == "none":
        return found
    imports = loaded(definition, scope, [period for period, _ in usable])
    return _chart_to(points[-1], [p for p in usable if p[0] not in imports], definition, kpi) if imports else found


def _chart_to(
    newest: tuple[Period, Figure], points: Sequence[tuple[Period, Figure]], definition: Definition, kpi: Kpi
) -> Chart:
    """The chart, if the newest period is among those that can be compared."""
    if newest not in points:
        return Chart()
    return chart(kpi, [figure for _, figure in points], chance=definition.chance)


def lacks(figure: Figure, words: Words, *, kpi: str = "") -> str | None:
    """What that indicator lacks, in the workspace's words; None when the figure has a value.

    What the database said of an SQL that failed is for who wrote it, not for the document.
    """
    if figure.missing is None:
        return None
    key = f"kpi.missing.{figure.missing}"
    known = words.keys()
    if key not in known:
        return figure.missing
    day = format_date(figure.day, locale=words.locale, style="short") if figure.day is not None else ""
    return words(key, kpi=kpi, day=day)


def interval_of(definition: Definition, figure: Figure) -> Interval | None:
    """The 95 % interval of a share of counted cases."""
    if definition.chance != "share" or figure.value is None or not figure.n:
        return None
    return wilson(figure.value * figure.n, figure.n)
