"""The figures of indicators: asked of the warehouse, one statement for all periods of the same rows.

A figure that can't be computed says what is missing; it is never 0 instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from math import isfinite

from meetbot.errors import DataError
from meetbot.model.catalogue import Definition, Measure
from meetbot.model.crm import TABLES
from meetbot.model.kpi import Period
from meetbot.stages import statement
from meetbot.stages.coverage import Gap, Told, gap_in, kinds_in, told_spend
from meetbot.stages.judge import Figure
from meetbot.stages.scope import Scope

Asked = tuple[Definition, tuple[Period, ...]]
"""An indicator and the periods over which it is wanted."""


def window_of(definition: Definition, scope: Scope) -> Period:
    """The period over which an indicator is read today: its window, or one cadence.

    A cohort's window ends as long before today as each of its members has time. A snapshot has the present cadence.
    """
    if definition.time_base == "snapshot":
        return scope.period
    ended = definition.maturity_days if definition.time_base == "cohort" else 0
    return scope.window(definition.window_days or scope.cadence_days, ended=ended)


def figures(definition: Definition, scope: Scope, periods: Sequence[Period]) -> list[Figure]:
    """The indicator in each of those periods, in their order. Indicators of the SLA audit are not computed here."""
    return all_figures(scope, [(definition, tuple(periods))])[0]


def all_figures(scope: Scope, asked: Sequence[Asked]) -> list[list[Figure]]:
    """The figures of several indicators; measures of the same rows and periods share one statement."""
    meter = Meter(scope)
    for definition, periods in asked:
        meter.plan(definition, periods)
    return [meter.read(definition, periods) for definition, periods in asked]


def lacking(definition: Definition, scope: Scope) -> str | None:
    """The key of the words for what exports and settings lack for this indicator; None when all is there."""
    contents = scope.contents
    for table in definition.tables:
        if contents.table(table) is None:
            return table
    for need in (*definition.needs, *_times(definition)):
        table, _, name = need.partition(".")
        if name and not contents.has(table, name):
            return field_key(table, name)
    for required in definition.requires:
        options = [option.strip() for option in required.split(" or ")]
        if not any(_given(option, scope) for option in options):
            return field_key(*options[0].split(".")) if "." in options[0] else options[0]
    if definition.unit == "hours" and any(_only_days(need, scope) for need in definition.needs):
        return "clock_time"
    return None


def _times(definition: Definition) -> tuple[str, ...]:
    """The columns of time that place its rows in a period."""
    return tuple(f"{measure.table}.{measure.time}" for measure in _measures(definition) if measure.time)


def field_key(table: str, name: str) -> str:
    """The key of the words for a missing field: its name, with the table's where leads and deals don't have it."""
    return name if table in {"leads", "deals"} else f"{table}_{name}"


def _given(option: str, scope: Scope) -> bool:
    if "." in option:
        return scope.contents.has(*option.split(".", maxsplit=1))
    return scope.config.finance.model_dump().get(option) is not None


def _only_days(need: str, scope: Scope) -> bool:
    table, _, name = need.partition(".")
    found = scope.contents.table(table)
    return found is not None and name in found.day_only


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one measure is in one period."""

    value: float | None = None
    n: float | None = None
    left_out: int = 0
    missing: str | None = None
    problem: str = ""
    day: date | None = None


_Group = tuple[str, str, tuple[Period, ...]]
_ENDLESS = "The figure is infinite or no number."
_LONG_AGO = -60_000_000_000.0
"""The year 68, in seconds since 1970; as far ahead lies the year 3871."""


@dataclass
class Meter:
    """Asks the warehouse, each question once. `plan` first whatever is to be asked together."""

    scope: Scope
    _planned: dict[_Group, dict[Measure, None]] = field(default_factory=dict)
    _parts: dict[tuple[Measure, tuple[Period, ...]], list[Part]] = field(default_factory=dict)
    _begins: dict[tuple[str, str], date | None] = field(default_factory=dict)
    _lags: dict[str, timedelta | str] = field(default_factory=dict)
    _told: tuple[Told, ...] | None = None
    _kinds: dict[str, frozenset[str] | None] = field(default_factory=dict)

    def plan(self, definition: Definition, periods: Sequence[Period]) -> None:
        """Notes the measures of that indicator, so that they share a statement with others."""
        if lacking(definition, self.scope) is not None:
            return
        for measure in _measures(definition):
            if measure.table is not None and not measure.lag:
                self._planned.setdefault(_group(measure, tuple(periods)), {})[measure] = None

    def read(self, definition: Definition, periods: Sequence[Period]) -> list[Figure]:
        """The figures of that indicator."""
        missing = lacking(definition, self.scope)
        if missing is not None:
            return [Figure(value=None, missing=missing) for _ in periods]
        wanted = tuple(periods)
        if definition.sql is not None:
            return [_figure(part) for part in self._own(definition, wanted)]
        if definition.numerator is None:
            return [Figure(value=None, missing="cases") for _ in periods]
        top = self._measured(definition.numerator, definition, wanted)
        if definition.denominator is None:
            return [_figure(part) for part in top]
        bottom = self._measured(definition.denominator, definition, wanted)
        return [_ratio(above, below) for above, below in zip(top, bottom, strict=True)]

    def _measured(self, measure: Measure, definition: Definition, periods: tuple[Period, ...]) -> list[Part]:
        if measure.kpi:
            return self._of_other(measure.kpi, periods)
        if measure.lag:
            shift = self.lag(measure.lag)
            if isinstance(shift, str):
                return [Part(missing=shift) for _ in periods]
            periods = tuple(Period(start=p.start - shift, end=p.end - shift) for p in periods)
        if not measure.time and not statement.names_period(measure.value, measure.n, measure.where, measure.valid):
            return self._snapshot(measure, periods)
        return self._asked(measure, periods, ended=definition.maturity_days)

    def _of_other(self, kpi: str, periods: tuple[Period, ...]) -> list[Part]:
        """Another indicator, over its own window with the same end."""
        other = self.scope.catalogue.get(kpi)
        if other is None:
            return [Part(missing="cases") for _ in periods]
        own = window_of(other, self.scope)
        length = own.end - own.start
        found = self.read(other, [Period(start=p.end - length, end=p.end) for p in periods])
        return [
            Part(value=f.value, n=f.n, left_out=f.left_out, missing=f.missing, problem=f.problem, day=f.day)
            for f in found
        ]

    def lag(self, kpi: str) -> timedelta | str:
        """The whole days by which a period lies earlier, or what is missing to tell."""
        if kpi not in self._lags:
            other = self.scope.catalogue.get(kpi)
            figure = self.read(other, [window_of(other, self.scope)])[0] if other is not None else Figure(value=None)
            known = figure.value is not None
            self._lags[kpi] = timedelta(days=round(figure.value or 0)) if known else (figure.missing or "cases")
        return self._lags[kpi]

    def _snapshot(self, measure: Measure, periods: tuple[Period, ...]) -> list[Part]:
        """The state today; nothing is known about the state at the end of an earlier period."""
        today = [period for period in periods if period.end >= self.scope.today]
        found = self._asked(measure, tuple(today[:1]), ended=0) if today else []
        return [found[0] if period in today else Part(missing="history") for period in periods]

    def _asked(self, measure: Measure, periods: tuple[Period, ...], *, ended: int) -> list[Part]:
        if (measure, periods) not in self._parts:
            group = _group(measure, periods)
            together = [*self._planned.get(group, {measure: None})]
            if measure not in together:
                together.append(measure)
            self._ask(together, periods)
        parts = self._parts[measure, periods]
        if not measure.time or all(part.problem for part in parts):
            return [_or_lacking(part, measure.lacking) for part in parts]
        recent = self.scope.today - timedelta(days=ended)
        if measure.table == "spend":
            told = self._chosen(measure)
            gaps = [gap_in(told, period, self.scope, newest=period.end >= recent) for period in periods]
            return [
                _uncovered(gap) if gap is not None else _or_lacking(part, measure.lacking)
                for part, gap in zip(parts, gaps, strict=True)
            ]
        begins = self._begins[str(measure.table), measure.time]
        before = Part(missing="history" if begins else field_key(str(measure.table), measure.time))
        return [
            _or_lacking(part, measure.lacking) if _reach(begins, period, recent) else before
            for part, period in zip(parts, periods, strict=True)
        ]

    def _ask(self, measures: Sequence[Measure], periods: tuple[Period, ...]) -> None:
        """One statement for all of them; one by one when it fails, so that one bad entry spoils no other."""
        try:
            rows = self.scope.warehouse.query(statement.for_all_periods(measures, periods, self.scope))
        except DataError as error:
            if len(measures) > 1:
                for measure in measures:
                    self._ask([measure], periods)
                return
            failed = Part(missing="sql_failed", problem=error.what)
            self._parts[measures[0], periods] = [failed] * len(periods)
            return
        table, time = str(measures[0].table), measures[0].time
        first = next((row[2] for row in rows if int(str(row[1])) == statement.BEGINNING), None)
        self._begins[table, time] = _day(first, table, time, self.scope)
        for number, measure in enumerate(measures):
            self._parts[measure, periods] = _parts(rows, number, len(periods))

    def _spend(self, *texts: str) -> tuple[Told, ...]:
        """What rows tell of the spend; of money (SQL that names the company's currency) only what is added."""
        if self._told is None:
            self._told = told_spend(self.scope)
        money = "currency" in statement.named(*texts)
        return tuple(one for one in self._told if one.priced or not money)

    def _chosen(self, measure: Measure) -> tuple[Told, ...]:
        """What rows tell of the kinds of spend that a measure adds."""
        if measure.where not in self._kinds:
            self._kinds[measure.where] = kinds_in(measure.where, self.scope)
        kinds = self._kinds[measure.where]
        told = self._spend(measure.value, measure.where, measure.valid)
        return tuple(one for one in told if kinds is None or one.kind in kinds)

    def _own(self, definition: Definition, periods: tuple[Period, ...]) -> list[Part]:
        try:
            rows = self.scope.warehouse.query(statement.own_sql(definition.sql or "", periods, self.scope))
            others = [column for column in definition.data_from if column != "spend.day"]
            begun = self._beginning(others)
            told = self._spend(definition.sql or "") if "spend.day" in definition.data_from else None
        except DataError as error:
            return [Part(missing="sql_failed", problem=error.what) for _ in periods]
        found = {int(row[1]): _counted(row[2], row[3]) for row in rows}
        recent = self.scope.today - timedelta(days=definition.maturity_days)
        parts = []
        for number, period in enumerate(periods):
            newest = period.end >= recent
            gap = gap_in(told, period, self.scope, newest=newest) if told is not None else None
            if others and not _reach(begun, period, recent):
                gap = Gap(missing="history")
            part = found.get(number, Part())
            parts.append(_uncovered(gap) if gap is not None else _or_lacking(part, definition.lacking))
        return parts

    def _beginning(self, columns: Sequence[str]) -> date | None:
        """When the youngest of those columns begins; None when one of them is empty."""
        if not columns:
            return None
        row = self.scope.warehouse.query(statement.beginnings(columns))[0]
        firsts = []
        for value, column in zip(row, columns, strict=True):
            table, _, name = column.partition(".")
            firsts.append(_day(value, table, name, self.scope))
        known = [first for first in firsts if first is not None]
        return max(known) if len(known) == len(firsts) else None


def _parts(rows: Sequence[tuple[object, ...]], number: int, count: int) -> list[Part]:
    """What one measure is in each period."""
    found: dict[int, Part] = {}
    left_out: dict[int, int] = {}
    for row in rows:
        measure, period, out = (int(str(cell)) for cell in (row[0], row[1], row[4]))
        if measure == number and out:
            left_out[period] = out
        elif measure == number:
            found[period] = _counted(row[2], row[3])
    empty = found.get(statement.EMPTY, Part())
    return [replace(found.get(period, empty), left_out=left_out.get(period, 0)) for period in range(count)]


def _reach(begins: date | None, period: Period, recent: date) -> bool:
    """Whether the data reach back over that period.

    The newest period may begin before them, as for a company in its first weeks; an earlier one would be compared as if
    it were whole, so it may lack a day in thirteen at most (one day of a week: the first lead may come on a Tuesday).
    """
    if begins is None:
        return False
    if period.end >= recent:
        return begins < period.end
    return begins <= period.start + timedelta(days=max(1, (period.end - period.start).days // 13))


def _day(seconds: object, table: str, column: str, scope: Scope) -> date | None:
    """The day of a moment in seconds since 1970; one that no calendar holds (-infinity) counts as long ago."""
    if seconds is None:
        return None
    moment = datetime.fromtimestamp(min(max(float(str(seconds)), _LONG_AGO), -_LONG_AGO), tz=UTC)
    is_day = TABLES[table][column] == "day"  # type: ignore[index]  # a measure's table is one of them
    return moment.date() if is_day else moment.astimezone(scope.zone).date()


def _or_lacking(part: Part, key: str) -> Part:
    return part if part.value is not None or part.missing else Part(n=part.n, missing=key)


def _uncovered(gap: Gap) -> Part:
    return Part(missing=gap.missing, day=gap.day)


def _figure(part: Part) -> Figure:
    nothing_sound = part.left_out > 0 and not part.n
    if part.value is None or nothing_sound:
        missing = part.missing or "cases"
        return Figure(
            value=None, n=_whole(part.n), left_out=part.left_out, missing=missing, problem=part.problem, day=part.day
        )
    return Figure(value=part.value, n=_whole(part.n), left_out=part.left_out)


def _ratio(top: Part, bottom: Part) -> Figure:
    """The ratio of two sums, never an average of ratios. Nothing to divide by is a missing case."""
    left_out = max(top.left_out, bottom.left_out)
    n = _whole(bottom.n if bottom.n is not None else top.n)
    lacking_part = next((part for part in (top, bottom) if part.value is None), None)
    if lacking_part is not None or not bottom.value:
        found = lacking_part or Part()
        missing = found.missing or "cases"
        return Figure(value=None, n=n, left_out=left_out, missing=missing, problem=found.problem, day=found.day)
    value = (top.value or 0.0) / bottom.value
    if not isfinite(value):
        return Figure(value=None, n=n, left_out=left_out, missing="sql_failed", problem=_ENDLESS)
    return Figure(value=value, n=n, numerator=top.value, denominator=bottom.value, left_out=left_out)


def _measures(definition: Definition) -> tuple[Measure, ...]:
    return tuple(measure for measure in (definition.numerator, definition.denominator) if measure is not None)


def _group(measure: Measure, periods: tuple[Period, ...]) -> _Group:
    return str(measure.table), measure.time, periods


def number(value: object) -> float | None:
    """What a database gave, as a number. Raises DataError for what is none, as infinity."""
    found = None if value is None else float(str(value))
    if found is not None and not isfinite(found):
        raise DataError(_ENDLESS, "the KPI's SQL", "Leave such values out with a condition, or count them as null.")
    return found


def _counted(value: object, n: object) -> Part:
    """A value with its sample; what is no finite number spoils this one figure."""
    try:
        return Part(value=number(value), n=number(n))
    except DataError as error:
        return Part(missing="sql_failed", problem=error.what)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
