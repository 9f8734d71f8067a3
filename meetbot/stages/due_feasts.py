"""Feasts, public holidays and long weekends of the due-date grammar: on them, before them and after them."""

from datetime import date, timedelta

from meetbot.stages.due_calendar import SUNDAY, monday, upcoming, with_month, without_month
from meetbot.stages.due_holidays import (
    easter,
    last_working,
    long_weekend,
    next_holiday,
    next_working,
    third_monday_of_november,
)
from meetbot.stages.due_said import BEFORE, DueDate, Found, Said, month_and_day
from meetbot.stages.due_words import FEASTS, HOLIDAYS


def holiday(found: Found, said: Said) -> DueDate | None:
    """The next day of that name, or None where the country has none."""
    named = _feast(found.group("holiday") or "", said)
    return None if named is None else DueDate(date=named)


def _feast(name: str, said: Said) -> date | None:
    month_and_day = HOLIDAYS.get(name) or FEASTS.get(name, {}).get(said.country)
    if month_and_day is None:
        return None
    this_year = date(said.on.year, *month_and_day)
    return this_year if this_year >= said.on else this_year.replace(year=said.on.year + 1)


def after(found: Found, said: Said) -> DueDate | None:
    """The first working day after a holiday, a long weekend, a weekend or a day."""
    last = _last_off(found, said)
    return None if last is None else DueDate(date=next_working(last, said.country))


def _last_off(found: Found, said: Said) -> date | None:  # noqa: PLR0911 - one line for each kind
    if found.group("long"):
        run = long_weekend(said.on, said.country)
        return run[1] if run else None
    if found.group("off"):
        return next_holiday(said.on, said.country)
    if found.group("week_end"):
        return monday(said.on) + timedelta(days=SUNDAY)
    if feast := found.group("feast"):
        return _feast(feast, said)
    if name := found.group("black"):
        return _thanksgiving(name, said)
    if found.group("holy"):
        return _easter(said)
    month, day = month_and_day(found, said)
    return with_month(said.on, month, day) if month else without_month(said.on, day)


def before_off(found: Found, said: Said) -> DueDate | None:
    """The last working day before it."""
    if found.group("holy"):
        return DueDate(date=last_working(_easter(said) - timedelta(days=4), said.country))
    if found.group("week_end"):
        return DueDate(date=last_working(monday(said.on) + timedelta(days=4), said.country))
    run = long_weekend(said.on, said.country)
    first = run[0] if run and found.group("long") else next_holiday(said.on, said.country)
    return None if first is None else DueDate(date=last_working(first - timedelta(days=1), said.country))


def _easter(said: Said) -> date:
    this_year = easter(said.on.year)
    return this_year if this_year >= said.on else easter(said.on.year + 1)


def public_holiday(_found: Found, said: Said) -> DueDate | None:
    """The country's next public holiday on a weekday."""
    day = next_holiday(said.on, said.country)
    return None if day is None else DueDate(date=day)


def buen_fin(found: Found, said: Said) -> DueDate | None:
    """The Monday on which Mexico's Buen Fin ends; its Friday for what has to come before it."""
    last = third_monday_of_november(said.on.year)
    if last < said.on:
        return None
    before = BEFORE.match(found.words) is not None
    return DueDate(date=last - timedelta(days=3) if before else last)


_AFTER_THANKSGIVING = {"black friday": 1, "viernes negro": 1, "cyber monday": 4, "cyber lunes": 4, "thanksgiving": 0}


def black_friday(found: Found, said: Said) -> DueDate:
    """Black Friday, Cyber Monday or Thanksgiving."""
    return DueDate(date=_thanksgiving(found.group("name") or "", said))


def _thanksgiving(name: str, said: Said) -> date:
    """Thanksgiving, or the day of that name after it."""
    days = _AFTER_THANKSGIVING[name]
    this_year, next_year = (
        upcoming(3, date(year, 10, 31)) + timedelta(days=21 + days) for year in (said.on.year, said.on.year + 1)
    )
    return this_year if this_year >= said.on else next_year
