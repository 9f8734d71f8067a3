"""From when to when the exports tell what was spent: money that no file speaks of is missing, it is not 0."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from meetbot.model.kpi import Period
from meetbot.stages import statement
from meetbot.stages.scope import Scope

_MEDIA_SLACK, _OTHER_SLACK = 7, 31
"""Days that may lack at the end. Ad reports are exported by the week; salaries are booked by the month, and those of
the running month may not be in yet. Never more than a quarter, or half, of the period."""
_WATCHED = 91
"""The longest window over which spend is read: a platform that ended before it changes no present figure."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """The first and the last day of one platform's rows of one kind; `priced` ones have an amount that is added."""

    kind: str
    platform: str | None
    priced: bool
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Gap:
    """The key of the words for what is missing, and the day that they name."""

    missing: str
    day: date | None = None


def told_spend(scope: Scope) -> tuple[Told, ...]:
    """Which days of spend each platform's rows tell."""
    if not scope.contents.has("spend", "day"):
        return ()
    sql = """
        SELECT coalesce(kind, 'media'), platform,
          amount IS NOT NULL AND coalesce(currency, :currency) = :currency, min(day), max(day)
        FROM spend WHERE day IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    """
    rows = scope.warehouse.query(sql, scope.parameters())
    return tuple(Told(kind=row[0], platform=row[1], priced=bool(row[2]), first=row[3], last=row[4]) for row in rows)


def kinds_in(where: str, scope: Scope) -> frozenset[str] | None:
    """The kinds of spend that a condition chooses; None (any) where it depends on the period."""
    if statement.names_period(where):
        return None
    chosen = f" WHERE ({statement.filled(where, statement.literals(scope))})" if where.strip() else ""
    rows = scope.warehouse.query(f"SELECT DISTINCT coalesce(kind, 'media') FROM spend{chosen}")  # noqa: S608 - the catalogue's own SQL
    return frozenset(row[0] for row in rows)


def gap_in(told: Sequence[Told], period: Period, scope: Scope, *, newest: bool) -> Gap | None:
    """What of that period no row tells, or None when each kind of spend there covers it.

    A period may lack one day in thirteen at its beginning, the newest one a cadence: a company in its first weeks.
    """
    if not told:
        return Gap(missing="spend")
    days = (period.end - period.start).days
    late = max(1, days // 13, scope.cadence_days if newest else 0)
    known_until = min(period.end, scope.now.astimezone(scope.zone).date())
    for kind in sorted({one.kind for one in told}):
        first, after = _reach(kind, [one for one in told if one.kind == kind])
        slack = min(_OTHER_SLACK, days // 2) if kind == "other" else min(_MEDIA_SLACK, days // 4)
        if first > period.start + timedelta(days=late) or first >= period.end:
            return Gap(missing="spend_before", day=first)
        if after < known_until - timedelta(days=slack) or after <= period.start:
            return Gap(missing="spend_until", day=after - timedelta(days=1))
    return None


def ended_early(told: Iterable[Told], scope: Scope) -> tuple[tuple[str, date], ...]:
    """Platforms whose advertising ends more than a week before that of the others, with their last day.

    A campaign that was stopped looks the same as a file that is missing, so this is for a person to judge.
    """
    lasts: dict[str, date] = {}
    for one in told:
        if one.kind != "other" and one.priced and one.platform:
            lasts[one.platform] = max(one.last, lasts.get(one.platform, one.last))
    newest = min(max(lasts.values(), default=scope.today), scope.today - timedelta(days=1))
    watched = scope.today - timedelta(days=_WATCHED)
    late = timedelta(days=_MEDIA_SLACK)
    return tuple((name, last) for name, last in sorted(lasts.items()) if watched <= last < newest - late)


def _reach(kind: str, told: Sequence[Told]) -> tuple[date, date]:
    """The first day and the first no longer told. A booking of other costs stands for its whole month."""
    first, last = min(one.first for one in told), max(one.last for one in told)
    if kind != "other":
        return first, last + timedelta(days=1)
    next_month = (last.replace(day=1) + timedelta(days=31)).replace(day=1)
    return first.replace(day=1), next_month
