"""SQL that computes indicators: one portable statement for several measures over several periods at once.

Values stand in it as literals that are made here from typed settings, so that each statement runs as it is shown.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from meetbot.model.catalogue import Measure
from meetbot.model.crm import TABLES, ColumnType
from meetbot.model.kpi import Period
from meetbot.stages.scope import Scope

PERIOD_PARAMETERS = ("start", "end", "start_day", "end_day")
EMPTY, BEGINNING = -1, -2
"""In place of a period's number: the value over no row at all, and where the column of time begins."""

_TOKEN = re.compile(
    r"""(?P<kept>'(?:[^']|'')*'|"(?:[^"]|"")*")|(?P<comment>--[^\n]*|/\*.*?\*/)|(?<![:\w]):(?P<name>[a-z_][a-z0-9_]*)""",
    re.DOTALL,
)
_DOUBLE = "DOUBLE PRECISION"
_NO_PERIOD = {name: f"CAST(NULL AS {'DATE' if name.endswith('day') else 'TIMESTAMP'})" for name in PERIOD_PARAMETERS}
"""Over no row there is no period either."""


def for_all_periods(measures: Sequence[Measure], periods: Sequence[Period], scope: Scope) -> str:
    """One statement for measures of the same table and column of time.

    Its rows are (number of the measure, number of the period, value, n, rows left out); the last three may be null.
    Besides the periods' numbers there are EMPTY, which stands for periods without a row, and BEGINNING: there the
    value is when the column of time begins, in seconds since 1970.
    """
    first = measures[0]
    table, time = str(first.table), first.time
    branches = [branch for number, measure in enumerate(measures) for branch in _branches(number, measure, scope)]
    if time:
        beginning = f"CAST(extract(epoch FROM CAST(min({time}) AS TIMESTAMP)) AS {_DOUBLE})"
        branches.append(f"SELECT 0, {BEGINNING}, {beginning}, CAST(NULL AS {_DOUBLE}), 0 FROM {table}")  # noqa: S608 - names of the catalogue
    joined = "\nUNION ALL\n".join(branches)
    return f"WITH {_periods(periods, scope)},\n{_placed(table, time, periods, scope)}\n{joined}"


def _periods(periods: Sequence[Period], scope: Scope) -> str:
    rows = []
    for number, period in enumerate(periods):
        bounds = literals(scope, period)
        columns = [f"{bounds[name]} AS period_{name}" for name in PERIOD_PARAMETERS]
        rows.append(f"SELECT {number} AS period_no, {', '.join(columns)}")
    return "periods AS (\n  " + "\n  UNION ALL ".join(rows) + "\n)"


def _placed(table: str, time: str, periods: Sequence[Period], scope: Scope) -> str:
    """Each row once for every period that it lies in; without a column of time, in all of them."""
    if not time:
        return f"placed AS (\n  SELECT periods.*, {table}.* FROM {table} CROSS JOIN periods\n)"  # noqa: S608 - names of the catalogue
    start, end = _bounds(table, time)
    whole = Period(start=min(p.start for p in periods), end=max(p.end for p in periods))
    outer = literals(scope, whole)
    return (
        f"placed AS (\n  SELECT periods.*, {table}.* FROM {table}\n"  # noqa: S608 - names of the catalogue
        f"  JOIN periods ON {table}.{time} >= periods.period_{start} AND {table}.{time} < periods.period_{end}\n"
        f"  WHERE {table}.{time} >= {outer[start]} AND {table}.{time} < {outer[end]}\n)"
    )


def _branches(number: int, measure: Measure, scope: Scope) -> list[str]:
    within = {name: f"period_{name}" for name in PERIOD_PARAMETERS}
    names = literals(scope) | within
    value, n = _aggregates(measure, names)
    source = f"FROM placed AS {measure.table}"
    chosen = [f"({filled(measure.where, names)})"] if measure.where.strip() else []
    sound = [f"({filled(measure.valid, names)})"] if measure.valid.strip() else []
    nothing = _aggregates(measure, literals(scope) | _NO_PERIOD)
    grouped = " GROUP BY period_no, " + ", ".join(within.values())
    branches = [
        f"SELECT {number}, period_no, {value}, {n}, 0 {source}{_where([*chosen, *sound])}{grouped}",
        f"SELECT {number}, {EMPTY}, {nothing[0]}, {nothing[1]}, 0 {source} WHERE 1 = 0",
    ]
    if sound:
        unsound = f"coalesce(NOT {sound[0]}, TRUE)"
        nulls = f"CAST(NULL AS {_DOUBLE}), CAST(NULL AS {_DOUBLE})"
        branches.append(f"SELECT {number}, period_no, {nulls}, count(*) {source}{_where([*chosen, unsound])}{grouped}")
    return branches


def _aggregates(measure: Measure, names: Mapping[str, str]) -> tuple[str, str]:
    value = f"CAST({filled(measure.value, names)} AS {_DOUBLE})"
    n = f"CAST({filled(measure.n, names) or 'NULL'} AS {_DOUBLE})"
    return value, n


def for_one_period(measure: Measure, period: Period, scope: Scope, *, invalid: bool = False) -> str:
    """The measure over one period, as a person would write it; with `invalid`, how many rows were left out."""
    names = literals(scope, period)
    conditions = []
    if measure.time:
        start, end = _bounds(str(measure.table), measure.time)
        column = f"{measure.table}.{measure.time}"
        conditions = [f"{column} >= {names[start]}", f"{column} < {names[end]}"]
    if measure.where.strip():
        conditions.append(f"({filled(measure.where, names)})")
    if measure.valid.strip():
        sound = f"({filled(measure.valid, names)})"
        conditions.append(f"coalesce(NOT {sound}, TRUE)" if invalid else sound)
    columns = ["count(*) AS left_out"] if invalid else [f"{filled(measure.value, names)} AS value"]
    if not invalid and measure.n.strip():
        columns.append(f"{filled(measure.n, names)} AS n")
    where = "\nWHERE " + "\n  AND ".join(conditions) if conditions else ""
    return "SELECT\n  " + ",\n  ".join(columns) + f"\nFROM {measure.table}{where}"


def own_sql(sql: str, periods: Sequence[Period], scope: Scope) -> str:
    """An indicator's own statement for several periods: rows of (0, number of the period, value, n, 0)."""
    return "\nUNION ALL\n".join(
        f"SELECT 0, {number}, CAST(value AS {_DOUBLE}), CAST(n AS {_DOUBLE}), 0 FROM (\n"  # noqa: S608 - the catalogue's own SQL
        f"{own_sql_of(sql, period, scope)}\n) AS of_period_{number}"
        for number, period in enumerate(periods)
    )


def own_sql_of(sql: str, period: Period, scope: Scope) -> str:
    """An indicator's own statement over one period."""
    return filled(sql, literals(scope, period)).strip().removesuffix(";").strip()


def beginnings(columns: Iterable[str]) -> str:
    """One row with the first time in each of those `table.field`, in seconds since 1970."""
    firsts = [
        f"(SELECT CAST(extract(epoch FROM CAST(min({field}) AS TIMESTAMP)) AS {_DOUBLE}) FROM {table})"  # noqa: S608 - names of the catalogue
        for table, field in (column.split(".") for column in columns)
    ]
    return "SELECT " + ", ".join(firsts)


def names_period(*texts: str) -> bool:
    """Whether SQL names a bound of the period."""
    return not named(*texts).isdisjoint(PERIOD_PARAMETERS)


def named(*texts: str) -> set[str]:
    """The parameters that SQL names."""
    return {found["name"] for text in texts for found in _TOKEN.finditer(text) if found["name"]}


def filled(sql: str, names: Mapping[str, str]) -> str:
    """The SQL without comments, with its parameters replaced; a name that is none stays as it is."""

    def replaced(found: re.Match[str]) -> str:
        if found["comment"]:
            return " "
        return names.get(found["name"], found[0]) if found["name"] else found[0]

    return _TOKEN.sub(replaced, sql).strip()


def literals(scope: Scope, period: Period | None = None) -> dict[str, str]:
    """What SQL may name, as literals."""
    return {name: _literal(value) for name, value in scope.parameters(period).items()}


def _literal(value: Any) -> str:
    if value is None:
        return f"CAST(NULL AS {_DOUBLE})"
    if isinstance(value, datetime):
        return f"TIMESTAMP '{value.isoformat(sep=' ')}'"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(float(value))


def _bounds(table: str, time: str) -> tuple[str, str]:
    kind: ColumnType = TABLES[table][time]  # type: ignore[index]  # a measure's table is one of them
    return ("start_day", "end_day") if kind == "day" else ("start", "end")


def _where(conditions: Sequence[str]) -> str:
    return " WHERE " + " AND ".join(conditions) if conditions else ""
