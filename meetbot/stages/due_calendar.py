"""Calendar arithmetic of the due-date grammar: no words, only days."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Granularity = Literal["day", "week", "month", "quarter", "year", "meeting"]

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
_RECENT = timedelta(days=120)
"""A day and month that passed less than this ago, without a year, was meant as the past, not as next year's."""


def exists(year: int, month: int, day: int) -> bool:
    """Whether the calendar has that day."""
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]  # noqa: PLR2004 - months of a year


def month_end(year: int, month: int) -> date:
    """The last day of that month; months count on past December."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])


def monday(day: date) -> date:
    """The Monday of that day's week."""
    return day - timedelta(days=day.weekday())


def week_end(day: date) -> date:
    """Friday of that week, or Sunday when the working week is over."""
    return monday(day) + timedelta(days=FRIDAY if day.weekday() <= FRIDAY else SUNDAY)


def upcoming(weekday: int, after: date) -> date:
    """The first such weekday after that day."""
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)


@dataclass(frozen=True)
class Period:
    """A week, month, quarter or year."""

    first: date
    last: date
    length: Granularity


def around(day: date, length: Granularity, step: int) -> Period:
    """The period of that length that holds the day, or the `step`-th after it."""
    if length == "week":
        first_day = monday(day) + timedelta(days=7 * step)
        return Period(first_day, week_end(day) if step == 0 else first_day + timedelta(days=FRIDAY), length)
    months = {"month": 1, "quarter": 3, "year": 12}[length]
    first_month = (day.month - 1) // months * months + 1 + step * months
    first = month_end(day.year, first_month).replace(day=1)
    return Period(first, month_end(day.year, first_month + months - 1), length)


def with_month(said_on: date, month: int, day: int) -> date | None:
    """The next such day and month, or None when it passed a short while ago or does not exist."""
    years = [year for year in (said_on.year, said_on.year + 1) if exists(year, month, day)]
    days = [date(year, month, day) for year in years]
    if days and timedelta(0) < said_on - days[0] < _RECENT:
        return None
    return next((candidate for candidate in days if candidate >= said_on), None)


def without_month(said_on: date, day: int) -> date | None:
    """The next day of that number, in this month or the two after it."""
    ends = [month_end(said_on.year, said_on.month + ahead) for ahead in range(3)]
    days = [end.replace(day=day) for end in ends if 1 <= day <= end.day]
    return next((candidate for candidate in days if candidate >= said_on), None)
