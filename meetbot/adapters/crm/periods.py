"""Periods as reports write them: a month, a quarter, a year, a week, a range of dates."""

import calendar
import re
from datetime import date, timedelta

from meetbot.adapters.crm import values
from meetbot.adapters.crm.headers import fold_header
from meetbot.adapters.crm.layout import RawColumn
from meetbot.adapters.crm.times import MONTHS
from meetbot.adapters.crm.values import Order

Span = tuple[date, date]
"""First day, and the first day that no longer counts."""

_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
_MONTH_YEAR = re.compile(rf"(?P<name>{_NAME}) (?:de |del )?(?P<year>\d{{4}}|\d\d)")
_YEAR_MONTH = re.compile(rf"(?P<year>\d{{4}}) (?:(?P<name>{_NAME})|(?P<month>\d\d?))")
_NUMBERS = re.compile(r"(?P<month>\d\d?) (?P<year>\d{4})")
_QUARTER = re.compile(
    r"(?:(?P<year>\d{4}) )?(?:q|t|trimestre |quarter )(?P<quarter>[1-4])(?: (?:de )?(?P<after>\d{4}))?"
)
_WEEK = re.compile(r"(?P<year>\d{4}) w(?P<week>\d\d?)")
_RANGE = re.compile(r"\s+(?:-|–|—|al?|hasta|to|until)\s+", re.IGNORECASE)
_UTC_ZONE = "UTC"


def month_of(text: str | None, *, year: int | None = None) -> Span | None:
    """The month, quarter or year of that name; `year` where another column says it."""
    folded = fold_header(text or "")
    for pattern in (_MONTH_YEAR, _YEAR_MONTH, _NUMBERS):
        if found := pattern.fullmatch(folded):
            parts = found.groupdict()
            number = MONTHS[parts["name"]] if parts.get("name") else int(parts["month"])
            return _month(_full(int(parts["year"])), number)
    if found := _QUARTER.fullmatch(folded):
        stated = found["year"] or found["after"]
        return _quarter(int(stated) if stated else year, int(found["quarter"]))
    if re.fullmatch(r"\d{4}", folded):
        return date(int(folded), 1, 1), date(int(folded) + 1, 1, 1)
    if year is not None:
        number = MONTHS.get(folded) or (int(folded) if re.fullmatch(r"\d\d?", folded) else 0)
        return _month(year, number)
    return None


def week_of(text: str | None) -> Span | None:
    """The ISO week `2026-W47`."""
    if found := _WEEK.fullmatch(fold_header(text or "")):
        try:
            first = date.fromisocalendar(int(found["year"]), int(found["week"]), 1)
        except ValueError:
            return None
        return first, first + timedelta(days=7)
    return None


def range_of(text: str | None, *, order: Order) -> Span | None:
    """`1 de julio de 2026 - 20 de septiembre de 2026`, both days included."""
    parts = _RANGE.split(" ".join((text or "").strip(' "').split()))
    if len(parts) != 2:  # noqa: PLR2004  from and to
        return None
    first, last = (day_of(part, order=order) for part in parts)
    if first is None or last is None or last < first:
        return None
    return first, last + timedelta(days=1)


def day_of(text: str, *, order: Order) -> date | None:
    """The one day that the text says."""
    from zoneinfo import ZoneInfo

    found = values.read_days(RawColumn.of([text]), default=order, zone=ZoneInfo(_UTC_ZONE))
    day: date | None = found.values[0].as_py()
    return day


def _full(year: int) -> int:
    return year + 2000 if year < 100 else year  # noqa: PLR2004  two digits


def _month(year: int, number: int) -> Span | None:
    if not (1 <= number <= 12 and 1990 <= year <= 2100):  # noqa: PLR2004  months, and years that plans are made for
        return None
    first = date(year, number, 1)
    return first, first + timedelta(days=calendar.monthrange(year, number)[1])


def _quarter(year: int | None, number: int) -> Span | None:
    if year is None or not 1990 <= year <= 2100:  # noqa: PLR2004  as above
        return None
    first = date(year, number * 3 - 2, 1)
    return first, date(year + number // 4, number * 3 % 12 + 1, 1)
