"""Which periods of an indicator's history can be compared: not the Christmas pause, no loads of old records."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from meetbot.model.catalogue import Definition
from meetbot.model.crm import TABLES
from meetbot.model.kpi import Period
from meetbot.stages.scope import Scope

_PAUSE = (12, 22), (1, 6)
"""From the Friday before Christmas to Epiphany business rests in every country that this program speaks the words of;
other holidays move or differ by country, and are left to the comparison with the year before."""
_PAUSE_SHARE = 0.2
"""A week with two days of the pause is another week; a quarter is not."""
_BULK_TIMES, _BULK_ROWS = 8, 30


def paused(definition: Definition, period: Period) -> bool:
    """Whether the pause over Christmas makes a count or a sum of that period smaller."""
    if definition.chance in {"share", "rate"} or definition.unit in {"hours", "days"}:
        return False
    days = [period.start + timedelta(days=ahead) for ahead in range((period.end - period.start).days)]
    return sum(_rests(day) for day in days) > _PAUSE_SHARE * len(days)


def _rests(day: date) -> bool:
    begin, end = _PAUSE
    return (day.month, day.day) >= begin or (day.month, day.day) < end


def loaded(definition: Definition, scope: Scope, periods: Sequence[Period]) -> frozenset[Period]:
    """Those of the periods in which one day brought as many records as else a week or more."""
    found: set[Period] = set()
    for table, column in _columns(definition):
        for day in _bulk_days(table, column, scope, periods):
            found |= {period for period in periods if period.start <= day < period.end}
    return frozenset(found)


def _columns(definition: Definition) -> list[tuple[str, str]]:
    measures = (definition.numerator, definition.denominator)
    named = [(str(m.table), m.time) for m in measures if m is not None and m.table is not None and m.time]
    return [place for place in dict.fromkeys(named) if TABLES[place[0]][place[1]] == "time"]  # type: ignore[index]  # a measure's table is one of them


def usual_at_most(counts: Sequence[int]) -> float:
    """The most records of a usual day, given those of each day that has some.

    A day with more (eight times the median, at least 30) is an import, a fair or a clean-up of old records: its records
    are others than those of a week's work, and one such day moves a month's rate.
    """
    return max(_BULK_ROWS, _BULK_TIMES * median(counts)) if counts else _BULK_ROWS


def _bulk_days(table: str, column: str, scope: Scope, periods: Sequence[Period]) -> list[date]:
    parameters = {
        "first": scope.utc(min(period.start for period in periods)),
        "last": scope.utc(max(period.end for period in periods)),
    }
    sql = f"""
        SELECT CAST({column} AS DATE), count(*) FROM {table}
        WHERE {column} >= :first AND {column} < :last GROUP BY 1 ORDER BY 1
    """  # noqa: S608 - names of the catalogue
    days = [(_local(day, scope), int(count)) for day, count in scope.warehouse.query(sql, parameters)]
    most = usual_at_most([count for _, count in days])
    return [day for day, count in days if count > most]


def _local(day: date, scope: Scope) -> date:
    """The local day on which most of that day in UTC falls."""
    return datetime.combine(day, time(12), tzinfo=UTC).astimezone(scope.zone).date()
