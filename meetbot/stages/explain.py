"""One indicator in full: its definition, its SQL as it runs, the rows that went in and those that did not."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from meetbot.errors import DataError
from meetbot.model.catalogue import Definition, Measure
from meetbot.model.crm import RowRejection
from meetbot.model.explanation import Computation, Explanation, LeftOut, Part
from meetbot.model.kpi import Period, Reading, Trend
from meetbot.stages import statement
from meetbot.stages.coverage import told_spend
from meetbot.stages.judge import AuditFigures
from meetbot.stages.measure import Meter, lacking, number
from meetbot.stages.readings import reading_of, standing_in
from meetbot.stages.scope import Scope
from meetbot.words import Words, format_value


def explain(definition: Definition, scope: Scope, words: Words, *, audit: AuditFigures) -> Explanation:
    """How that indicator came to its present value."""
    reading = reading_of(definition, scope, words, audit=audit)
    computable = lacking(definition, scope) is None
    return Explanation(
        reading=reading,
        definition=definition,
        computations=tuple(_pasted(definition, scope, reading.period)) if computable else (),
        parameters=_parameters(definition, scope, reading.period),
        rejections=_rejections(definition, scope),
        based_on=tuple(reading_of(other, scope, words, audit=audit) for other in _others(definition, scope)),
        status_reason=_reason(definition, reading, words),
        notes=tuple(_notes(definition, scope, reading)),
    )


def _reason(definition: Definition, reading: Reading, words: Words) -> str:
    if definition.informational and reading.state == "no_target":
        return "it is informational: without a target it has no colour"
    return status_reason(reading, locale=words.locale)


def status_reason(reading: Reading, *, locale: str) -> str:
    """Why the indicator has its colour, in a sentence."""
    kpi = reading.kpi
    if reading.value is None:
        return f"not calculable; missing: {reading.missing}"
    if kpi.too_few(reading.n):
        return f"{reading.n or 0} cases are fewer than the {kpi.minimum_n} below which nothing is judged"
    if kpi.target is None:
        return _UNTARGETED[reading.trend]
    target = format_value(kpi.target, kpi.unit, locale=locale, currency=kpi.currency)
    return f"it meets its target of {target}" if reading.status == "green" else _miss(reading, kpi.target, target)


_UNTARGETED: Mapping[Trend, str] = {
    "none": "it has no target, and did not change by more than chance explains",
    "better": "it has no target; it became better by more than chance explains",
    "worse": "it has no target; it became worse by more than chance explains",
}


def _miss(reading: Reading, target: float, shown: str) -> str:
    miss = abs((reading.value or 0.0) - target) / abs(target) if target else 1.0
    tolerance = f"the tolerance of {reading.kpi.tolerance:.0%}"
    by = f"it misses its target of {shown} by {miss:.0%} of it"
    if reading.status == "amber" and reading.interval is not None and miss > reading.kpi.tolerance:
        return f"{by}, more than {tolerance}, but chance may explain it: the target lies in its 95 % interval"
    if reading.status == "amber":
        return f"{by}, within {tolerance}"
    beyond = f"{by}, more than {tolerance}"
    return f"{beyond}; its 95 % interval does not hold the target" if reading.interval is not None else beyond


def _computations(definition: Definition, scope: Scope, period: Period) -> Iterator[Computation]:
    if definition.sql is not None:
        yield _own(definition.sql, scope, period)
    parts: tuple[tuple[Part, Measure | None], ...] = (
        ("numerator" if definition.denominator is not None else "value", definition.numerator),
        ("denominator", definition.denominator),
    )
    for part, measure in parts:
        if measure is not None and measure.table is not None:
            yield _computation(part, measure, scope, period)


def _pasted(definition: Definition, scope: Scope, period: Period) -> Iterator[Computation]:
    """The computations with SQL that runs in the user's own database too, where there is one."""
    views = scope.contents.views
    for found in _computations(definition, scope, period):
        out = found.left_out
        if out is not None:
            out = out.model_copy(update={"sql": statement.pasted(out.sql, views)})
        yield found.model_copy(update={"sql": statement.pasted(found.sql, views), "left_out": out})


def _own(sql: str, scope: Scope, period: Period) -> Computation:
    text = statement.own_sql_of(sql, period, scope)
    try:
        row = scope.warehouse.query(f"SELECT value, n FROM (\n{text}\n) AS computed")[0]  # noqa: S608 - the catalogue's own SQL
        value, n = number(row[0]), number(row[1])
    except (DataError, IndexError) as error:
        return Computation(part="value", sql=text, period=period, problem=_told(error))
    return Computation(part="value", sql=text, period=period, value=value, n=n)


def _computation(part: Part, measure: Measure, scope: Scope, period: Period) -> Computation:
    lag = 0
    if measure.lag:
        shift = Meter(scope).lag(measure.lag)
        if isinstance(shift, str):
            sql = statement.for_one_period(measure, period, scope)
            return Computation(part=part, sql=sql, period=period, problem=f"{measure.lag} is not calculable")
        lag = shift.days
        period = Period(start=period.start - timedelta(days=lag), end=period.end - timedelta(days=lag))
    sql = statement.for_one_period(measure, period, scope)
    counted = measure.model_copy(update={"value": "count(*)", "n": ""})
    try:
        value, *sample = map(number, scope.warehouse.query(sql)[0])
        rows = scope.warehouse.query(statement.for_one_period(counted, period, scope))[0][0]
        left_out = _left_out(measure, scope, period)
    except DataError as error:
        return Computation(part=part, sql=sql, period=period, lag_days=lag, problem=_told(error))
    return Computation(
        part=part,
        sql=sql,
        period=period,
        value=value,
        n=sample[0] if sample else None,
        rows=int(rows),
        left_out=left_out,
        lag_days=lag,
    )


def _left_out(measure: Measure, scope: Scope, period: Period) -> LeftOut | None:
    if not measure.valid.strip():
        return None
    sql = statement.for_one_period(measure, period, scope, invalid=True)
    return LeftOut(unless=measure.valid.strip(), count=int(scope.warehouse.query(sql)[0][0]), sql=sql)


def _parameters(definition: Definition, scope: Scope, period: Period) -> dict[str, str]:
    measures = [measure for measure in (definition.numerator, definition.denominator) if measure is not None]
    texts = [definition.sql or "", *(text for m in measures for text in (m.value, m.n, m.where, m.valid))]
    named = statement.named(*texts)
    if any(measure.time for measure in measures):
        named |= {"start", "end"}
    return {name: text for name, text in statement.literals(scope, period).items() if name in named}


def _rejections(definition: Definition, scope: Scope) -> tuple[RowRejection, ...]:
    tables = {*definition.tables, *(table for other in _others(definition, scope) for table in other.tables)}
    return tuple(rejection for rejection in scope.contents.rejections if rejection.table in tables)


def _others(definition: Definition, scope: Scope) -> list[Definition]:
    """The indicators that it is computed from, or whose length shifts its period."""
    measures = [measure for measure in (definition.numerator, definition.denominator) if measure is not None]
    names = dict.fromkeys(name for measure in measures for name in (measure.kpi, measure.lag) if name)
    return [found for name in names if (found := scope.catalogue.get(name)) is not None]


def _notes(definition: Definition, scope: Scope, reading: Reading) -> Iterator[str]:
    if definition.fallback is not None and definition not in standing_in(scope):
        yield f"`{definition.fallback}` takes its place, since what this one needs is missing."
    if definition.time_base == "cohort":
        days = definition.maturity_days
        yield f"A cohort: its window ended {days} days before today, so that each of its members had {days} days."
    if definition.time_base == "snapshot":
        yield "A snapshot: how things stand today; no earlier state is known."
    if definition.audit is not None:
        yield "Counted lead by lead by the SLA audit, which knows business hours and holidays; there is no SQL."
    if definition.informational:
        yield "It counts different cases above and below: no share of anything, so it never has a trend."
    if takes_deals_for_customers(definition, scope):
        yield "The deals name no customer: each won deal counts as a new customer."
    if "spend" in definition.tables:
        yield from _spans(scope)
    if reading.left_out:
        yield f"{reading.left_out} rows of the period are incomplete or contradict themselves: they are in no figure."
    if reading.signal != "none" and reading.trend == "none":
        rule = {"outside": "beyond a natural limit", "near_limit": "near a natural limit", "run": "on one side"}
        yield f"The chart's newest points lie {rule[reading.signal]}, but chance may explain it: no trend is shown."


def takes_deals_for_customers(definition: Definition, scope: Scope) -> bool:
    """Whether it counts customers, and takes each deal for one, since the export does not say who bought."""
    if lacking(definition, scope) is not None or scope.contents.has("deals", "customer"):
        return False
    parts = (definition.numerator, definition.denominator)
    return any("customer" in part.value for part in parts if part is not None and part.table == "deals")


def _spans(scope: Scope) -> Iterator[str]:
    told = [one for one in told_spend(scope) if one.priced]
    for kind in sorted({one.kind for one in told}):
        spans = [one for one in told if one.kind == kind]
        yield f"Spend ({kind}) is known from {min(s.first for s in spans)} to {max(s.last for s in spans)}."


def _told(error: Exception) -> str:
    return error.what if isinstance(error, DataError) else "it gave no row"
