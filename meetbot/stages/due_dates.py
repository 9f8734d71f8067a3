"""Due dates as people say them, found and resolved by rule: no model, no clock.

`find_due` finds the words, `resolve_due` computes the date against the day on which they were said. Spanish and English
may be mixed in one phrase. "Before Thursday" is due on Thursday: the words stand beside the date wherever it is shown.
Holidays are not known here: working days are Monday to Friday.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
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
    working_days,
)
from meetbot.stages.due_grammar import NOT_DUE, RULES, Rule
from meetbot.stages.due_words import COUNTS, DAYS, HOLIDAYS, MONTHS, WEEKDAYS
from meetbot.stages.folding import fold

Day = date
"""The type, where a field is itself called `date`."""


@dataclass(frozen=True, kw_only=True)
class DueMention:
    """Words about a time to come, verbatim from the text, and where they stand in it."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class DueDate:
    """A day. `other` is the second reading of ambiguous words, always later; `granularity` how exact the words were.

    Of a week the working days' last is meant, of longer periods the last day.
    """

    date: Day
    other: Day | None = None
    granularity: Granularity = "day"


@dataclass(frozen=True, kw_only=True)
class _Said:
    """Against what the words are read."""

    on: date
    next_meeting: date | None
    language: str


@dataclass(frozen=True)
class _Found:
    rule: Rule
    match: re.Match[str]

    def group(self, name: str) -> str | None:
        """The named group's words, or None when the pattern lacks it or it matched nothing."""
        groups = self.match.groupdict()
        return groups.get(name) or groups.get(f"b_{name}") or groups.get(f"{name}_b")

    def marked(self, name: str) -> bool:
        """Whether the named group took part, if only with no words."""
        return self.match.groupdict().get(name) is not None


def find_due(text: str, *, language: str = "es") -> tuple[DueMention, ...]:
    """The words in the text that say when something is due, in order, never overlapping.

    The past, habits and starting points are left out. `language` only matters to dates like 5/12.
    """
    said = _Said(on=date(2000, 1, 3), next_meeting=date(2000, 1, 10), language=language)
    folded = fold(text)
    found = [f for f in _matches(folded) if f.rule.reading != NOT_DUE and _is_readable(f, said)]
    spans = [(f.match.start(), f.match.end()) for f in found]
    return tuple(DueMention(words=text[start:end], start=start, end=end) for start, end in spans)


def resolve_due(words: str, *, said_on: date, next_meeting: date | None = None, language: str = "es") -> DueDate | None:
    """The day that the words mean when said on `said_on`, or None when they name none.

    When they name several, the first counts. "The next meeting" needs `next_meeting`.
    """
    said = _Said(on=said_on, next_meeting=next_meeting, language=language)
    for found in _matches(fold(words)):
        if found.rule.reading != NOT_DUE:
            resolved = _READINGS[found.rule.reading](found, said)
            if resolved is not None:
                return resolved
    return None


def _matches(folded: str) -> list[_Found]:
    """Leftmost, then longest, then first in the grammar."""
    every = [_Found(rule, match) for rule in RULES for match in rule.pattern.finditer(folded)]
    every.sort(key=lambda found: (found.match.start(), -found.match.end()))
    kept: list[_Found] = []
    for found in every:
        if not kept or found.match.start() >= kept[-1].match.end():
            kept.append(found)
    return kept


def _is_readable(found: _Found, said: _Said) -> bool:
    """Whether the numbers can be a date at all (31/31 can't); a real year's past dates stay readable."""
    if found.rule.reading not in {"date", "numeric", "week_of"}:
        return True
    month, day = _month_and_day(found, said)
    return exists(2000, month or 1, day)


def _today(_found: _Found, said: _Said) -> DueDate:
    return DueDate(date=said.on)


def _tomorrow(_found: _Found, said: _Said) -> DueDate:
    return DueDate(date=said.on + timedelta(days=1))


def _after_tomorrow(_found: _Found, said: _Said) -> DueDate:
    return DueDate(date=said.on + timedelta(days=2))


def _weekday(found: _Found, said: _Said) -> DueDate:
    number = WEEKDAYS[found.group("weekday") or ""]
    coming = upcoming(number, said.on)
    this_week = monday(said.on) + timedelta(days=number)
    if found.group("next_week"):
        return DueDate(date=this_week + timedelta(days=7))
    if found.group("this_week"):
        return DueDate(date=max(this_week, said.on))
    if found.group("this") and number == said.on.weekday():
        return DueDate(date=said.on, other=coming)
    if (found.marked("next") or found.group("next_after")) and coming == this_week:
        return DueDate(date=coming, other=coming + timedelta(days=7))
    return DueDate(date=coming)


def _shift(found: _Found, said: _Said) -> DueDate:
    weekday, base = found.group("weekday"), found.group("base")
    start = said.on + timedelta(days=1 if base in {"manana", "tomorrow"} else 0)
    if weekday is not None:
        start = upcoming(WEEKDAYS[weekday], said.on)
    weeks = 2 if found.group("span") in {"quince", "15", "two weeks"} else 1
    return DueDate(date=start + timedelta(days=7 * weeks))


_IDIOMS = {8: 7, 15: 14}
"""Spanish counts both ends ("ocho días" is a week); the plain count is the other reading."""


def _count(found: _Found, said: _Said) -> DueDate:
    count = _number(found.group("count"), COUNTS)
    unit = found.group("unit") or ""
    if found.group("working_es") or found.group("working_en"):
        return DueDate(date=working_days(said.on, count))
    if unit.startswith(("mes", "month")):
        month = month_end(said.on.year, said.on.month + count)
        return DueDate(date=month.replace(day=min(said.on.day, month.day)))
    if unit.startswith(("semana", "week")):
        return DueDate(date=said.on + timedelta(days=7 * count))
    plain = said.on + timedelta(days=count)
    if unit.startswith("dia") and count in _IDIOMS:
        return DueDate(date=said.on + timedelta(days=_IDIOMS[count]), other=plain)
    return DueDate(date=plain)


def _number(words: str | None, table: dict[str, int]) -> int:
    words = words or ""
    return int(words) if words.isdigit() else table.get(words, 0)


def _fortnight(found: _Found, said: _Said) -> DueDate:
    """Pay days in Latin America: the 15th and the last day of the month."""
    end = month_end(said.on.year, said.on.month)
    middle = end.replace(day=15)
    days = [middle, end, month_end(end.year, end.month + 1).replace(day=15)]
    coming = [day for day in days if day >= said.on]
    return DueDate(date=coming[0], other=coming[1] if found.group("next") else None)


def _weekend(found: _Found, said: _Said) -> DueDate:
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


def _period_of(found: _Found, said: _Said) -> Period:
    step = 1 if found.group("next") or found.group("next_after") else 0
    if month := found.group("month"):
        number = MONTHS[month]
        year = said.on.year + (number < said.on.month)
        return Period(date(year, number, 1), month_end(year, number), "month")
    if quarter := found.group("q"):
        number = int(quarter[1]) if quarter[1].isdigit() else _QUARTER_WORDS[quarter.split()[0]]
        year = said.on.year + (3 * number < said.on.month)
        return Period(date(year, 3 * number - 2, 1), month_end(year, 3 * number), "quarter")
    name = found.group("period") or found.group("month_end") or _ABBREVIATED[found.group("eo") or ""]
    return around(said.on, _LENGTHS[name], step)


def _end(found: _Found, said: _Said) -> DueDate:
    period = _period_of(found, said)
    return DueDate(date=period.last, granularity="day" if period.length != "week" else "week")


def _period(found: _Found, said: _Said) -> DueDate:
    period = _period_of(found, said)
    return DueDate(date=period.last, granularity=period.length)


def _middle(found: _Found, said: _Said) -> DueDate | None:
    period = _period_of(found, said)
    day = period.first + (period.last - period.first) // 2
    if period.length == "month":
        day = period.first.replace(day=15)
    return DueDate(date=day, granularity="week") if day >= said.on else None


def _start(found: _Found, said: _Said) -> DueDate | None:
    period = _period_of(found, said)
    day = period.first + timedelta(days=1 if period.length == "week" else 4)
    return DueDate(date=day, granularity="week") if day >= said.on else None


def _month(found: _Found, said: _Said) -> DueDate | None:
    number = MONTHS[found.group("month") or ""]
    period = _period_of(found, said)
    if found.match.group().startswith(("antes", "before")):
        return DueDate(date=period.first - timedelta(days=1), granularity="month")
    return None if number == said.on.month - 1 else DueDate(date=period.last, granularity="month")


def _month_and_day(found: _Found, said: _Said) -> tuple[int | None, int]:
    if found.rule.reading == "numeric":
        first, second = int(found.group("first") or 0), int(found.group("second") or 0)
        month_first = (said.language == "en" and first <= 12) or second > 12  # noqa: PLR2004 - months of a year
        return (first, second) if month_first else (second, first)
    day = _number(found.group("day"), DAYS)
    if number := found.group("number_month"):
        return int(number), day
    return MONTHS.get(found.group("month") or ""), day


def _date(found: _Found, said: _Said) -> DueDate | None:
    month, day = _month_and_day(found, said)
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


def _week_of(found: _Found, said: _Said) -> DueDate | None:
    resolved = _date(found, said)
    return None if resolved is None else DueDate(date=week_end(resolved.date), granularity="week")


def _holiday(found: _Found, said: _Said) -> DueDate:
    month, day = HOLIDAYS[found.group("holiday") or ""]
    this_year = date(said.on.year, month, day)
    return DueDate(date=this_year if this_year >= said.on else this_year.replace(year=said.on.year + 1))


_AFTER_THANKSGIVING = {"black friday": 1, "viernes negro": 1, "cyber monday": 4, "cyber lunes": 4, "thanksgiving": 0}


def _black_friday(found: _Found, said: _Said) -> DueDate:
    days = _AFTER_THANKSGIVING[found.group("name") or ""]
    this_year, next_year = (
        upcoming(3, date(year, 10, 31)) + timedelta(days=21 + days) for year in (said.on.year, said.on.year + 1)
    )
    return DueDate(date=this_year if this_year >= said.on else next_year)


def _meeting(_found: _Found, said: _Said) -> DueDate | None:
    return None if said.next_meeting is None else DueDate(date=said.next_meeting, granularity="meeting")


_READINGS: dict[str, Callable[[_Found, _Said], DueDate | None]] = {
    "shift": _shift, "count": _count, "today": _today, "tomorrow": _tomorrow, "after_tomorrow": _after_tomorrow,
    "weekday": _weekday, "fortnight": _fortnight, "weekend": _weekend, "end": _end, "middle": _middle, "start": _start,
    "period": _period, "month": _month, "week_of": _week_of, "date": _date, "numeric": _date, "holiday": _holiday,
    "black_friday": _black_friday, "meeting": _meeting,
}  # fmt: skip
