"""Business hours as open time: how much of it lies between two moments, and when so much of it will have passed.

Moments are whole microseconds since 1970 in UTC, so that nothing is lost to rounding or to a change of the clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from meetbot.config import BusinessHours
from meetbot.errors import ConfigError

Moments = npt.NDArray[np.int64]

SECOND = 1_000_000
HOUR = 3600 * SECOND
_DAY_SECONDS = 86_400
_WEEK_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class OpenTime:
    """The open intervals of one zone, in order, none overlapping; `before` is the open time before each of them."""

    starts: Moments
    ends: Moments
    before: Moments

    @property
    def total(self) -> int:
        """The open time of all intervals."""
        return int(self.before[-1] + self.ends[-1] - self.starts[-1]) if len(self.starts) else 0

    def until(self, moments: Moments) -> Moments:
        """The open time from the first interval up to each moment."""
        if not len(self.starts):
            return np.zeros_like(moments)
        index = np.maximum(np.searchsorted(self.starts, moments, side="right") - 1, 0)
        within = np.clip(moments - self.starts[index], 0, self.ends[index] - self.starts[index])
        return np.asarray(self.before[index] + within, dtype=np.int64)

    def due(self, starts: Moments, limit: int) -> Moments:
        """When `limit` of open time has passed since each start: at closing, if it ends exactly there."""
        target = self.until(starts) + limit
        index = np.searchsorted(self.before, target, side="left") - 1
        return np.asarray(self.starts[index] + target - self.before[index], dtype=np.int64)


def open_time(hours: BusinessHours, zone: ZoneInfo, *, first: int, last: int, spare: int = 0) -> OpenTime:
    """The open time from the moment `first` to `last` and on, until `spare` of it lies after `last`.

    A moment is open when the clock on the wall reads a time within an interval of its weekday: an hour that a change
    of the clock skips is not worked, one that it repeats is worked twice. Raises ConfigError for unknown holidays.
    """
    weeks = 1 + spare // (hours.weekly_minutes * 60 * SECOND)
    while True:
        seconds = last // SECOND + weeks * _WEEK_DAYS * _DAY_SECONDS
        found = _intervals(hours, zone, first // SECOND, seconds)
        if found.total - int(found.until(np.array([last]))[0]) >= max(spare, 1):
            return found
        weeks *= 2


def _intervals(hours: BusinessHours, zone: ZoneInfo, first: int, last: int) -> OpenTime:
    years = range(_wall_day(first, 0).year - 1, _wall_day(last, 0).year + 2)
    closed = frozenset(hours.closed) | _holidays(hours.holidays, years)
    pieces = np.array(list(_open_seconds(hours, closed, zone, first, last)), dtype=np.int64).reshape(-1, 2) * SECOND
    lengths = pieces[:, 1] - pieces[:, 0]
    return OpenTime(starts=pieces[:, 0], ends=pieces[:, 1], before=np.cumsum(lengths) - lengths)


def _open_seconds(
    hours: BusinessHours, closed: frozenset[date], zone: ZoneInfo, first: int, last: int
) -> Iterator[tuple[int, int]]:
    """Each open piece in UTC seconds, in order. While the offset stays, the clock on the wall runs straight on."""
    week = hours.week
    for start, end, offset in _offsets(zone, first - _DAY_SECONDS, last + _DAY_SECONDS):
        day, final = _wall_day(start, offset), _wall_day(end, offset)
        while day <= final:
            midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) - offset
            for opens, closes in () if day in closed else week[day.weekday()]:
                piece = max(start, midnight + opens * 60), min(end, midnight + closes * 60)
                if piece[0] < piece[1]:
                    yield piece
            day += timedelta(days=1)


def _offsets(zone: ZoneInfo, first: int, last: int) -> list[tuple[int, int, int]]:
    """The stretches of constant offset from UTC, as start, end and offset in seconds."""
    bounds = [first]
    for start, end in pairwise([*range(first, last, _DAY_SECONDS), last]):
        if _offset(zone, start) != _offset(zone, end):
            bounds.append(_change(zone, start, end))
    return [(start, end, _offset(zone, start)) for start, end in pairwise([*bounds, last])]


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first second of the new offset, found by halving: clocks change at whole seconds."""
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _offset(zone: ZoneInfo, second: int) -> int:
    offset = datetime.fromtimestamp(second, tz=zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _wall_day(second: int, offset: int) -> date:
    return datetime.fromtimestamp(second + offset, tz=UTC).date()


def _holidays(code: str, years: range) -> frozenset[date]:
    """The public holidays of a country, with those of its region: `ES-MD`. Raises ConfigError."""
    if not code:
        return frozenset()
    import holidays

    country, _, region = code.partition("-")
    try:
        return frozenset(holidays.country_holidays(country, subdiv=region or None, years=years))
    except NotImplementedError as error:
        hint = 'Use a country like "MX", with one of its regions if need be ("ES-MD"), or list the days in `closed`.'
        where = "meetbot.toml, key `sla.business_hours.holidays`"
        raise ConfigError(f'No holidays are known for "{code}".', where, hint) from error
