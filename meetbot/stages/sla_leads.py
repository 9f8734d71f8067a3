"""The leads under the SLA, fetched at once and kept as columns: a million of them are judged without a loop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from meetbot.model.kpi import Period
from meetbot.stages.business_hours import SECOND, Moments
from meetbot.stages.scope import Scope

Flags = npt.NDArray[np.bool_]

NEEDED = ("score", "handed_at", "contacted_at")
"""Fields without which no lead can be judged; the score at hand-off may stand for the present one."""
MOST_LEADS = 150_000
"""Rows held at once: they take about 80 MB; thirteen weeks with 10,000 leads each are fewer."""
POINTS = "coalesce(score_at_handoff, score)"
"""The score at hand-off; where nobody kept it, the present one."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FARTHEST = 9e15 / SECOND
"""Microseconds up to here are exact in the database's floating point; no real time lies beyond (year 2255)."""


def _seconds(column: str) -> str:
    return f"CAST(extract(epoch from {column}) AS DOUBLE PRECISION)"


_ENTERED = "coalesce(handed_at, created_at)"
_SCORED = f"{POINTS} >= :minimum_score"
_TIMES = ("handed_at", "contacted_at", "reassigned_at")
_TIMELINE = ", ".join(["owner", *map(_seconds, (_ENTERED, *_TIMES))])
_PARTICULARS = f"id, {POINTS}, score_at_handoff, {_seconds('rejected_at')}"


@dataclass(frozen=True, kw_only=True)
class Times:
    """One column of times: where each is `known`, it lies between `first` and `last`, which differ for days only."""

    first: Moments
    last: Moments
    known: Flags

    def at(self, place: int, zone: ZoneInfo) -> datetime | None:
        """One of them as an aware time in the zone."""
        return from_micros(self.first[place], zone) if self.known[place] else None

    def narrowed(self, known: Flags) -> "Times":
        """The same times, known only where `known` says so too."""
        return Times(first=self.first, last=self.last, known=self.known & known)


@dataclass(frozen=True, kw_only=True)
class Timelines:
    """What happened to each lead, and who owns it now. `entered` places it in a period."""

    owners: Sequence[str | None]
    entered: Moments
    handed: Times
    contacted: Times
    reassigned: Times


@dataclass(frozen=True, kw_only=True)
class Leads:
    """The leads that reached the score, in no order."""

    ids: Sequence[str]
    scores: Sequence[float]
    scored_at_handoff: Flags
    rejected: Times
    times: Timelines


def to_micros(moment: datetime) -> int:
    """An aware time as microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def from_micros(micros: int, zone: ZoneInfo) -> datetime:
    """That moment as an aware time in the zone."""
    return (_EPOCH + timedelta(microseconds=int(micros))).astimezone(zone)


def lacking(scope: Scope) -> tuple[str, ...]:
    """The fields that the audit can't do without and that no export has; `leads` where there is no table."""
    if scope.contents.table("leads") is None:
        return ("leads",)
    return tuple(field for field in NEEDED if not _has(scope, field))


def fetch(scope: Scope, periods: Sequence[Period]) -> Leads:
    """The leads in scope of all those periods, handed over in them or else created in them, by one query."""
    rows = _query(scope, f"{_PARTICULARS}, {_TIMELINE}", periods, f"{_SCORED} AND {{}}")
    ids, scores, at_handoff, rejected, *timeline = _columns(rows, 9)
    return Leads(
        ids=[str(found) for found in ids],
        scores=[float(score) for score in scores],
        scored_at_handoff=np.array([score is not None for score in at_handoff], dtype=np.bool_),
        rejected=_times(rejected, None),
        times=_timelines(timeline, scope),
    )


def fetch_timelines(scope: Scope, periods: Sequence[Period]) -> Timelines:
    """Only what happened to the leads in scope of all those periods, in no order."""
    rows = _query(scope, _TIMELINE, periods, f"{_SCORED} AND {{}}")
    return _timelines(_columns(rows, 5), scope)


def fetch_contacted(scope: Scope, periods: Sequence[Period]) -> Timelines:
    """What happened to every lead handed over in those periods, whatever its score, that was contacted."""
    rows = _query(scope, _TIMELINE, periods, "contacted_at IS NOT NULL AND {}", placed_by="handed_at")
    return _timelines(_columns(rows, 5), scope)


def parts(scope: Scope, periods: Sequence[Period], *, most: int) -> list[Sequence[Period]]:
    """The periods in so many parts that each holds about `most` leads; mostly they all are one part."""
    chosen, bounds = _chosen(_ENTERED, periods, scope)
    count = scope.warehouse.query(f"SELECT count(*) FROM leads WHERE {chosen}", bounds)[0][0]  # noqa: S608 - as below
    size = max(1, len(periods) // (1 + count // most))
    return [periods[start : start + size] for start in range(0, len(periods), size)]


def _query(
    scope: Scope, columns: str, periods: Sequence[Period], condition: str, *, placed_by: str = _ENTERED
) -> list[tuple[Any, ...]]:
    """The rows; `{}` in the condition stands for `in one of those periods`."""
    chosen, bounds = _chosen(placed_by, periods, scope)
    sql = f"SELECT {columns} FROM leads WHERE {condition.format(chosen)}"  # noqa: S608 - our own words; values are parameters
    return scope.warehouse.query(sql, {**bounds, "minimum_score": scope.config.sla.minimum_score})


def within(moments: Moments, period: Period, scope: Scope) -> Flags:
    """Which of those moments fall in the period."""
    start, end = (to_micros(scope.utc(day).replace(tzinfo=UTC)) for day in (period.start, period.end))
    return (moments >= start) & (moments < end)


def _chosen(column: str, periods: Sequence[Period], scope: Scope) -> tuple[str, dict[str, datetime]]:
    """The condition that a time falls in one of the periods, with its parameters."""
    ranges = _ranges(periods)
    bounds = {f"start_{n}": scope.utc(period.start) for n, period in enumerate(ranges)}
    bounds |= {f"end_{n}": scope.utc(period.end) for n, period in enumerate(ranges)}
    either = " OR ".join(f"({column} >= :start_{n} AND {column} < :end_{n})" for n in range(len(ranges)))
    return f"({either})", bounds


def _has(scope: Scope, field: str) -> bool:
    return scope.contents.has("leads", field) or (field == "score" and scope.contents.has("leads", "score_at_handoff"))


def _ranges(periods: Sequence[Period]) -> list[Period]:
    """The periods in order, those that touch or overlap joined."""
    joined: list[Period] = []
    for period in sorted(periods, key=lambda p: (p.start, p.end)):
        if joined and period.start <= joined[-1].end:
            joined[-1] = Period(start=joined[-1].start, end=max(joined[-1].end, period.end))
        else:
            joined.append(period)
    return joined


def _timelines(columns: Sequence[Sequence[Any]], scope: Scope) -> Timelines:
    owners, entered, *times = columns
    table = scope.contents.table("leads")
    days = table.day_only if table is not None else frozenset()
    handed, contacted, reassigned = (
        _times(column, scope.zone if name in days else None) for name, column in zip(_TIMES, times, strict=True)
    )
    return Timelines(
        owners=owners,
        entered=_times(entered, None).first,
        handed=handed,
        contacted=contacted,
        reassigned=reassigned,
    )


def _columns(rows: Sequence[tuple[Any, ...]], count: int) -> Sequence[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) if rows else [()] * count


def _times(seconds: Sequence[float | None], day_zone: ZoneInfo | None) -> Times:
    """The column; where only days are known, each lasts until the next midnight in `day_zone`."""
    values = np.array(seconds, dtype=np.float64)
    known = np.isfinite(values) & (np.abs(values) < _FARTHEST)
    first = np.rint(np.where(known, values, 0.0) * SECOND).astype(np.int64)
    if day_zone is None:
        return Times(first=first, last=first, known=known)
    days, index = np.unique(first, return_inverse=True)
    spans = [_day_span(int(day), day_zone) for day in days]
    bounds = np.array(spans, dtype=np.int64).reshape(-1, 2)[index]
    return Times(first=bounds[:, 0], last=bounds[:, 1], known=known)


def _day_span(micros: int, zone: ZoneInfo) -> tuple[int, int]:
    """The first and the last microsecond of the day in that zone, which a change of the clock makes 23 or 25 hours."""
    day = from_micros(micros, zone).date()
    return to_micros(_midnight(day, zone)), to_micros(_midnight(day + timedelta(days=1), zone)) - 1


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
