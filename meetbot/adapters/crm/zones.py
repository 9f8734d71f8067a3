"""Wall-clock times of a time zone as UTC and back, for whole columns."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from meetbot.adapters.crm.layout import IntArray

_SECOND = 1_000_000
_DAY = 86400 * _SECOND
_ORIGIN = datetime(1970, 1, 1)  # noqa: DTZ001  wall-clock times are counted from it, in any zone


def to_utc(micros: IntArray, zone: ZoneInfo) -> IntArray:
    """Wall-clock microseconds as UTC ones.

    Of a time that the clocks show twice the first counts; one that they leave out moves forward by what they skip. That
    is what `zoneinfo` does with fold 0.
    """

    def offset(at: int) -> int:
        moment = (_ORIGIN + timedelta(microseconds=at)).replace(tzinfo=zone)
        return round((moment.utcoffset() or timedelta()) / timedelta(microseconds=1))

    return micros - _offsets(micros, offset)


def to_wall(micros: IntArray, zone: ZoneInfo) -> IntArray:
    """UTC microseconds as what the clocks of the zone show then."""

    def offset(at: int) -> int:
        moment = (_ORIGIN + timedelta(microseconds=at)).replace(tzinfo=UTC).astimezone(zone)
        return round((moment.utcoffset() or timedelta()) / timedelta(microseconds=1))

    return micros + _offsets(micros, offset)


def _offsets(micros: IntArray, offset: Callable[[int], int]) -> IntArray:
    """The offset of each time; asked once a day, and one by one on the days on which the clocks change."""
    days, inverse = np.unique(micros // _DAY, return_inverse=True)
    begins = np.array([offset(int(day) * _DAY) for day in days], np.int64)
    ends = np.array([offset((int(day) + 1) * _DAY) for day in days], np.int64)
    found = begins[inverse] if len(days) else np.zeros(0, np.int64)
    changing = np.flatnonzero((begins != ends)[inverse]) if len(days) else np.zeros(0, np.int64)
    if len(changing):
        times, places = np.unique(micros[changing], return_inverse=True)
        found[changing] = np.array([offset(int(at)) for at in times], np.int64)[places]
    return found
