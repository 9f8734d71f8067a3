"""What the words of the due-date grammar mean, counted from the day on which they were said."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from meetbot.stages.due_calendar import (
    SUNDAY,
    Granularity,
    Period,
    around,
    exists,
    monday,
    month_end,
    upcoming,
    week_end,
    with_month,
    without_month,
)
from meetbot.stages.due_feasts import after, before_off, black_friday, buen_fin, holiday, public_holiday
from meetbot.stages.due_grammar import NOT_DUE
from meetbot.stages.due_holidays import (
    last_working,
    next_working,
    working_days,
)
from meetbot.stages.due_said import BEFORE, DueDate, Found, Said, month_and_day, number
from meetbot.stages.due_words import COUNTS, MONTHS, WEEKDAYS

_CLOCKED = re.compile(r"\b(?:a|al|las|la|at|by|noon|medio ?dia|hora|eod|cob)\b")


def read(found: Found, said: Said) -> DueDate | None:
    """The day that the words mean, or None when they name none."""
    if found.rule.reading == NOT_DUE:
        return None
    resolved = _READINGS[found.rule.reading](found, said)
    return resolved and _before(found, resolved, said)


def is_readable(found: Found, said: Said) -> bool:
    """Whether the numbers can be a date at all (31/31 can't); a real year's past dates stay readable."""
    if found.rule.reading not in {"date", "numeric", "week_of"}:
        return True
    month, day = month_and_day(found, said)
    return exists(2000, month or 1, day)


_POINTS = frozenset({"weekday", "date", "numeric", "holiday", "black_friday", "buen_fin", "after_tomorrow", "meeting",
                     "fortnight", "public_holiday"})  # fmt: skip


def _before(found: Found, resolved: DueDate, said: Said) -> DueDate:
    """The day before it for "before Friday", with Friday as the other reading; "before Friday noon" is Friday."""
    words = found.words
    if found.rule.reading not in _POINTS or not BEFORE.match(words) or resolved.date <= said.on:
        return resolved
    if found.rule.reading in {"weekday", "date"} and _CLOCKED.search(_DETERMINED.sub(" ", words)):
        return resolved
    if found.rule.reading == "public_holiday":
        return DueDate(date=last_working(resolved.date - timedelta(days=1), said.country))
    return replace(resolved, date=resolved.date - timedelta(days=1), other=resolved.date)


_DETERMINED = re.compile(r"\bde la (?:proxima|siguiente|otra|semana)\b|\bde (?:el|la) (?=semana)")


def _today(_found: Found, said: Said) -> DueDate:
    return DueDate(date=said.on)


def _tomorrow(_found: Found, said: Said) -> DueDate:
    return DueDate(date=said.on + timedelta(days=1))


def _after_tomorrow(_found: Found, said: Said) -> DueDate:
    return DueDate(date=said.on + timedelta(days=2))


def _weekday(found: Found, said: Said) -> DueDate:  # noqa: PLR0911 - one line for each way to say it
    number = WEEKDAYS[found.group("weekday") or ""]
    coming = upcoming(number, said.on)
    this_week = monday(said.on) + timedelta(days=number)
    if found.marked("next_but_one"):
        return DueDate(date=coming + timedelta(days=7))
    if found.group("one_or_next"):
        following = coming + timedelta(days=7)
        # Said of a day that is still to come this week, "el otro" is not that one.
        return DueDate(date=following) if coming == this_week else DueDate(date=coming, other=following)
    if found.group("next_week"):
        return DueDate(date=this_week + timedelta(days=7))
    if found.group("this_week"):
        return DueDate(date=max(this_week, said.on))
    if found.group("this") and number == said.on.weekday():
        return DueDate(date=said.on, other=coming)
    if (found.marked("next") or found.group("next_after")) and coming == this_week:
        return DueDate(date=coming, other=coming + timedelta(days=7))
    return DueDate(date=coming)


def _shift(found: Found, said: Said) -> DueDate:
    weekday, base = found.group("weekday"), found.group("base")
    start = said.on + timedelta(days=1 if base in {"manana", "tomorrow"} else 0)
    if weekday is not None:
        start = upcoming(WEEKDAYS[weekday], said.on)
    weeks = 2 if found.group("span") in {"quince", "15", "two weeks", "a fortnight"} else 1
    return DueDate(date=start + timedelta(days=7 * weeks))


_IDIOMS = {8: 7, 15: 14}
"""Spanish counts both ends ("ocho días" is a week); the plain count is the other reading."""


def _count(found: Found, said: Said) -> DueDate:
    count = number(found.group("count"), COUNTS)
    half = found.group("half") is not None
    unit = found.group("unit") or ""
    if found.group("working_es") or found.group("working_en"):
        return DueDate(date=working_days(said.on, count, said.country))
    if unit.startswith(("mes", "month")):
        month = month_end(said.on.year, said.on.month + count)
        day = month.replace(day=min(said.on.day, month.day))
        return DueDate(date=day + timedelta(days=15 if half else 0))
    if unit.startswith(("seman", "week")):
        return DueDate(date=said.on + timedelta(days=7 * count))
    plain = said.on + timedelta(days=count)
    if unit.startswith("di") and count in _IDIOMS:
        return DueDate(date=said.on + timedelta(days=_IDIOMS[count]), other=plain)
    return DueDate(date=plain)


def _fortnight(found: Found, said: Said) -> DueDate:
    """Pay days in Latin America: the 15th and the last day of the month."""
    end = month_end(said.on.year, said.on.month)
    middle = end.replace(day=15)
    days = [middle, end, month_end(end.year, end.month + 1).replace(day=15)]
    coming = [day for day in days if day >= said.on]
    return DueDate(date=coming[0], other=coming[1] if found.group("next") else None)


def _weekend(found: Found, said: Said) -> DueDate:
    """Sunday; "para fin de semana" may also mean the working week's end, and whoever reads it must see both."""
    sunday = monday(said.on) + timedelta(days=SUNDAY)
    if found.group("next"):
        return DueDate(date=sunday, other=sunday + timedelta(days=7), granularity="week")
    friday = sunday - timedelta(days=2)
    if friday < said.on:
        return DueDate(date=sunday, granularity="week")
    return DueDate(date=friday, other=sunday, granularity="week")


_QUARTER_WORDS = {"primer": 1, "segundo": 2, "tercer": 3, "cuarto": 4}
_ABBREVIATED = {"eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year"}
_LENGTHS: dict[str, Granularity] = {
    "semana": "week", "week": "week", "mes": "month", "month": "month", "trimestre": "quarter", "quarter": "quarter",
    "ano": "year", "year": "year",
}  # fmt: skip


def _period_of(found: Found, said: Said) -> Period:
    step = 2 if found.group("next_but_one") else 1 if found.group("next") or found.group("next_after") else 0
    if month := found.group("month"):
        number = MONTHS[month]
        year = said.on.year + (number < said.on.month)
        return Period(date(year, number, 1), month_end(year, number), "month")
    if quarter := found.group("q"):
        number = int(quarter[1]) if quarter[1].isdigit() else _QUARTER_WORDS[quarter.split()[0]]
        year = said.on.year + (3 * number < said.on.month)
        return Period(date(year, 3 * number - 2, 1), month_end(year, 3 * number), "quarter")
    if half := found.group("h"):
        first = half in {"h1", "primer semestre"}
        year = said.on.year + (first and said.on.month > 6)  # noqa: PLR2004 - the first half is over
        return Period(date(year, 1 if first else 7, 1), month_end(year, 6 if first else 12), "year")
    name = found.group("period") or found.group("month_end") or _ABBREVIATED[found.group("eo") or ""]
    return around(said.on, _LENGTHS[name], step)


def _end(found: Found, said: Said) -> DueDate:
    period = _period_of(found, said)
    return DueDate(date=period.last, granularity="day" if period.length != "week" else "week")


def _period(found: Found, said: Said) -> DueDate:
    period = _period_of(found, said)
    return DueDate(date=period.last, granularity=period.length)


def _middle(found: Found, said: Said) -> DueDate | None:
    period = _period_of(found, said)
    day = period.first + (period.last - period.first) // 2
    if period.length == "month":
        day = period.first.replace(day=15)
    return DueDate(date=day, granularity="week") if day >= said.on else None


def _start(found: Found, said: Said) -> DueDate | None:
    period = _period_of(found, said)
    if period.length == "year" and period.first < said.on:
        period = around(said.on, "year", 1)
    day = period.first + timedelta(days=1 if period.length == "week" else 4)
    return DueDate(date=day, granularity="week") if day >= said.on else None


def _month(found: Found, said: Said) -> DueDate | None:
    number = MONTHS[found.group("month") or ""]
    period = _period_of(found, said)
    if found.words.startswith(("antes", "before")):
        return DueDate(date=period.first - timedelta(days=1), granularity="month")
    return None if number == said.on.month - 1 else DueDate(date=period.last, granularity="month")


def _date(found: Found, said: Said) -> DueDate | None:
    month, day = month_and_day(found, said)
    year = found.group("year")
    if year is not None:
        full = int(year) + (2000 if len(year) == 2 else 0)  # noqa: PLR2004 - a year of two digits
        return DueDate(date=date(full, month, day)) if month and exists(full, month, day) else None
    resolved = with_month(said.on, month, day) if month else without_month(said.on, day)
    weekday = WEEKDAYS.get(found.group("weekday") or "")
    if resolved is None or weekday is None or resolved.weekday() == weekday:
        return None if resolved is None else DueDate(date=resolved)
    nearer, later = sorted((resolved, upcoming(weekday, said.on)))
    return DueDate(date=nearer, other=later)


def _week_of(found: Found, said: Said) -> DueDate | None:
    resolved = _date(found, said)
    return None if resolved is None else DueDate(date=week_end(resolved.date), granularity="week")


def _either(found: Found, said: Said) -> DueDate:
    first, second = (upcoming(WEEKDAYS[found.group(name) or ""], said.on) for name in ("weekday", "weekday_b"))
    return DueDate(date=first, other=second) if first < second else DueDate(date=second)


def _tomorrow_or(_found: Found, said: Said) -> DueDate:
    return DueDate(date=said.on + timedelta(days=1), other=said.on + timedelta(days=2))


def _between(found: Found, said: Said) -> DueDate:
    return DueDate(date=upcoming(WEEKDAYS[found.match.group("weekday")], said.on))


def _before_meeting(found: Found, said: Said) -> DueDate | None:
    if said.next_meeting is None:
        return None
    day = said.next_meeting - timedelta(days=number(found.group("count"), COUNTS) or 1)
    return DueDate(date=day) if day >= said.on else None


def _fortnight_en(_found: Found, said: Said) -> DueDate:
    return DueDate(date=said.on + timedelta(days=14))


_HOURS = {"cuarenta y ocho": 48, "veinticuatro": 24, "a couple of": 2, "un par de": 2}
_LATE = 24


def _hours(found: Found, said: Said) -> DueDate:
    words = found.group("hours") or ""
    hours = int(words) if words.isdigit() else _HOURS.get(words, 1)
    return DueDate(date=said.on + timedelta(days=hours // _LATE))


def _working(_found: Found, said: Said) -> DueDate:
    return DueDate(date=next_working(said.on, said.country))


def _working_of(found: Found, said: Said) -> DueDate | None:
    month = MONTHS.get(found.group("of") or "") or said.on.month
    year = said.on.year + (month < said.on.month)
    last = month_end(year, month)
    if found.group("which") == "ultimo":
        return DueDate(date=last_working(last, said.country))
    day = next_working(last.replace(day=1) - timedelta(days=1), said.country)
    return DueDate(date=day) if day >= said.on else None


def _half_month(found: Found, said: Said) -> DueDate:
    period = _period_of(found, said)
    return DueDate(date=period.first.replace(day=15) if found.group("half_of") == "primera" else period.last)


_NTH = {"primera": 0, "first": 0, "segunda": 1, "second": 1, "tercera": 2, "third": 2, "cuarta": 3, "fourth": 3}


def _nth_week(found: Found, said: Said) -> DueDate | None:
    """Friday of that week; the first is the one with the month's first working day."""
    period = _period_of(found, said)
    nth = _NTH.get(found.group("nth") or "")
    if nth is None:
        return DueDate(date=min(period.last, _friday(period.last)), granularity="week")
    day = min(_friday(period.first) + timedelta(days=7 * nth), period.last)
    return DueDate(date=day, granularity="week") if day >= said.on else None


def _friday(day: date) -> date:
    """The first Friday from that day on."""
    return upcoming(4, day - timedelta(days=1))


def _meeting(_found: Found, said: Said) -> DueDate | None:
    return None if said.next_meeting is None else DueDate(date=said.next_meeting, granularity="meeting")


_READINGS: dict[str, Callable[[Found, Said], DueDate | None]] = {
    "shift": _shift, "count": _count, "today": _today, "tomorrow": _tomorrow, "after_tomorrow": _after_tomorrow,
    "weekday": _weekday, "fortnight": _fortnight, "weekend": _weekend, "end": _end, "middle": _middle, "start": _start,
    "period": _period, "month": _month, "week_of": _week_of, "date": _date, "numeric": _date, "holiday": holiday,
    "black_friday": black_friday, "meeting": _meeting, "either": _either, "tomorrow_or": _tomorrow_or,
    "fortnight_en": _fortnight_en, "hours": _hours, "working": _working, "working_of": _working_of,
    "half_month": _half_month, "nth_week": _nth_week, "after": after, "before_off": before_off,
    "public_holiday": public_holiday, "buen_fin": buen_fin, "part_of_day": _today, "between": _between,
    "before_meeting": _before_meeting,
}  # fmt: skip
