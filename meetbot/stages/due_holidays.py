"""Working days, public holidays and long weekends of a country, and feasts that move: only days, no words."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from meetbot.stages.due_calendar import FRIDAY, upcoming

_AHEAD = 90
"""Days within which somebody says "el puente" and means the next one."""
_LONG = 3


@cache
def holidays_of(country: str, year: int) -> frozenset[date]:
    """The national holidays of a year; none for a country that is unknown."""
    if not country:
        return frozenset()
    import holidays

    if country not in holidays.list_supported_countries():
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))


def is_working(day: date, country: str) -> bool:
    """Whether people work on that day: Monday to Friday, without the country's holidays."""
    return day.weekday() <= FRIDAY and day not in holidays_of(country, day.year)


def working_days(start: date, count: int, country: str = "") -> date:
    """The day after that many working days."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day, country)
    return day


def next_working(day: date, country: str) -> date:
    """The first working day after that day."""
    return working_days(day, 1, country)


def last_working(day: date, country: str) -> date:
    """That day, or the working day before it."""
    while not is_working(day, country):
        day -= timedelta(days=1)
    return day


def next_holiday(said_on: date, country: str) -> date | None:
    """The next public holiday on a weekday, from today on, or None."""
    return next((day for day in _days(said_on) if _is_weekday_off(day, country)), None)


def long_weekend(said_on: date, country: str) -> tuple[date, date] | None:
    """First and last day of the next run of three days off or more that a holiday makes, bridges included, or None."""
    for day in _days(said_on):
        if _is_weekday_off(day, country):
            first, last = _run(day, country)
            if (last - first).days + 1 >= _LONG:
                return first, last
    return None


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def third_monday_of_november(year: int) -> date:
    """The Monday on which Mexico's Buen Fin ends."""
    return upcoming(0, date(year, 10, 31)) + timedelta(days=14)


def _days(said_on: date) -> Iterator[date]:
    return (said_on + timedelta(days=ahead) for ahead in range(_AHEAD))


def _is_weekday_off(day: date, country: str) -> bool:
    return day.weekday() <= FRIDAY and day in holidays_of(country, day.year)


def _run(day: date, country: str) -> tuple[date, date]:
    """The days off around a holiday. A single working day between it and the weekend is bridged."""
    first = last = day
    while not is_working(first - timedelta(days=1), country) or _bridges(first - timedelta(days=1), country):
        first -= timedelta(days=1)
    while not is_working(last + timedelta(days=1), country) or _bridges(last + timedelta(days=1), country):
        last += timedelta(days=1)
    return first, last


def _bridges(day: date, country: str) -> bool:
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    sides = {before.weekday() > FRIDAY, after.weekday() > FRIDAY}
    return sides == {True, False} and not is_working(before, country) and not is_working(after, country)
