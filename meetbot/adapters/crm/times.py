"""Forms of dates and times, and cells of one form as wall-clock times."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from meetbot.adapters.crm.layout import BoolArray, IntArray
from meetbot.adapters.crm.shapes import Shapes, byte_span

MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("ene", "enero", "jan", "january"),
            ("feb", "febrero", "february"),
            ("mar", "marzo", "march"),
            ("abr", "abril", "apr", "april"),
            ("may", "mayo"),
            ("jun", "junio", "june"),
            ("jul", "julio", "july"),
            ("ago", "agosto", "aug", "august"),
            ("sep", "sept", "septiembre", "set", "setiembre", "september"),
            ("oct", "octubre", "october"),
            ("nov", "noviembre", "november"),
            ("dic", "diciembre", "dec", "december"),
        ),
        1,
    )
    for name in names
}
FIRST_YEAR, LAST_YEAR = 1950, 2100
SECOND = 1_000_000
DAY = 86400 * SECOND

_CLOCK = re.compile(
    r"(?:T|[\s,]+(?:at\s+|a\s+las?\s+)?)(?P<hour>9{1,2}):(?P<minute>99)(?::(?P<second>99)(?:[.,](?P<part>9{1,9}))?)?"
    r"\s*(?:(?P<half>[ap])\.?\s?m\.?)?"
    r"\s*(?P<zone>Z|(?:UTC|GMT)?(?P<sign>[-+−])(?P<hours>9{1,2})(?::?(?P<minutes>99))?|UTC|GMT)?(?:\s*\([^()]*\))?$",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:[^\W9_]+\.?,?\s+)?"
_DATES = (
    re.compile(r"(?P<year>9{4})([-/.])(?P<month>9{1,2})\2(?P<day>9{1,2})"),
    re.compile(r"(?P<year>9999)(?P<month>99)(?P<day>99)"),
    re.compile(r"(?P<first>9{1,2})([-/.])(?P<second>9{1,2})\2(?P<year>9{4}|99)"),
    re.compile(
        _WEEKDAY + r"(?P<day>9{1,2})(?:º|°|er|ro|st|nd|rd|th)?(?:\s+de)?[\s/.-]+(?P<name>[a-z]+)\.?,?(?:\s+del?)?"
        r"[\s/.-]+(?P<year>9{4}|99)",
        re.IGNORECASE,
    ),
    re.compile(
        _WEEKDAY + r"(?P<name>[a-z]+)\.?[\s-]+(?P<day>9{1,2})(?:st|nd|rd|th)?,?[\s-]+(?P<year>9{4})", re.IGNORECASE
    ),
    re.compile(r"(?P<year>9{4})[\s-]+(?P<name>[a-z]+)[\s-]+(?P<day>9{1,2})", re.IGNORECASE),
)
_SERIAL = re.compile(r"(?P<whole>9{5})(?:[.,](?P<part>9{1,17}))?")
_EPOCH = re.compile(r"9{13}")
_SERIAL_ORIGIN = np.datetime64("1899-12-30", "us").astype(np.int64)
_SERIALS = (32874, 73414)  # 1990 to 2100: a smaller number is an id or a year, not a day
_DAYS_TO_1904 = 1462
_FIRST_DAYS = (
    np.arange(f"{FIRST_YEAR}-01", f"{LAST_YEAR + 1}-02", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)
)
"""The first day of every month, in days since 1970; numpy's own arithmetic of months takes ten times as long."""

Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Form:
    """What the parts of a form are, as spans of bytes. `first` and `second` may be day and month, or month and day."""

    spans: Mapping[str, Span]
    month: int | None = None
    half: str = ""
    stated: bool = False
    west: bool = False

    @property
    def open_order(self) -> bool:
        """Whether the order of day and month has to be decided."""
        return "first" in self.spans


@dataclass(kw_only=True)
class Walls:
    """Times in microseconds from 1970: by the wall clock, or in UTC where `stated`. Nothing where not `good`.

    `clock`: which of them have a time of day beside midnight.
    """

    micros: IntArray
    good: BoolArray
    stated: BoolArray
    clock: BoolArray

    @classmethod
    def blank(cls, size: int) -> "Walls":
        """None of them known yet."""
        return cls(
            micros=np.zeros(size, np.int64),
            good=np.zeros(size, np.bool_),
            stated=np.zeros(size, np.bool_),
            clock=np.zeros(size, np.bool_),
        )

    def put(self, rows: IntArray, others: "Walls") -> None:
        """Writes those times into these rows."""
        self.micros[rows], self.good[rows] = others.micros, others.good
        self.stated[rows], self.clock[rows] = others.stated, others.clock


def form_of(text: str) -> Form | None:
    """What the form means, or None when it is no date. `text` has 9 for every digit."""
    if len(text) > 80 or "9" not in text:  # noqa: PLR2004  the longest that browsers write has 65 letters
        return None
    if found := _SERIAL.fullmatch(text) or _EPOCH.fullmatch(text):
        names = {"whole": "whole", "part": "part"} if found.re is _SERIAL else {"epoch": ""}
        return Form(spans=_spans(text, found, names), stated="epoch" in names)
    clock = _CLOCK.search(text)
    date = (text[: clock.start()] if clock else text).rstrip(" ,")
    for pattern in _DATES:
        if found := pattern.fullmatch(date):
            return _form(text, found, clock)
    return None


def _form(text: str, date: re.Match[str], clock: re.Match[str] | None) -> Form | None:
    parts = date.groupdict()
    month = None
    if name := parts.pop("name", None):
        month = MONTHS.get(name.lower())
        if month is None:
            return None
    spans = _spans(text, date, {name: name for name in parts})
    if clock is None:
        return Form(spans=spans, month=month)
    named = {name: name for name in ("hour", "minute", "part", "hours", "minutes")}
    spans |= _spans(text, clock, {"seconds": "second", **named})
    return Form(
        spans=spans,
        month=month,
        half=(clock["half"] or "").lower(),
        stated=clock["zone"] is not None,
        west=clock["sign"] in {"-", "−"},
    )


def _spans(text: str, found: re.Match[str], names: Mapping[str, str]) -> dict[str, Span]:
    return {name: byte_span(text, found.span(group or 0)) for name, group in names.items() if not group or found[group]}


def read_form(shapes: Shapes, places: IntArray, form: Form, *, day_first: bool, from_1904: bool) -> Walls:
    """The times in those cells, all of that form."""
    if "epoch" in form.spans:
        micros = shapes.integers(places, form.spans["epoch"]) * 1000
        return Walls(micros=micros, good=_within(micros), stated=_all(places), clock=_all(places))
    if "whole" in form.spans:
        return _serials(shapes, places, form, from_1904=from_1904)
    days, good = _days(shapes, places, form, day_first=day_first)
    micros, valid = _clock(shapes, places, form)
    clock = (micros != 0) | form.stated
    if form.stated:
        hours, minutes = (_part(shapes, places, form, name) for name in ("hours", "minutes"))
        shift = (hours * 60 + minutes) * 60 * SECOND
        valid &= (hours <= 14) & (minutes < 60)  # noqa: PLR2004  no zone is farther from UTC
        micros = micros + shift if form.west else micros - shift
    return Walls(
        micros=days * DAY + micros,
        good=good & valid,
        stated=_all(places) if form.stated else ~_all(places),
        clock=clock,
    )


def _all(places: IntArray) -> BoolArray:
    return np.ones(len(places), np.bool_)


def _within(micros: IntArray) -> BoolArray:
    years = micros.astype("datetime64[us]").astype("datetime64[Y]").astype(np.int64) + 1970
    found: BoolArray = (years >= FIRST_YEAR) & (years <= LAST_YEAR)
    return found


def _part(shapes: Shapes, places: IntArray, form: Form, name: str) -> IntArray:
    span = form.spans.get(name)
    return shapes.integers(places, span) if span is not None else np.zeros(len(places), np.int64)


def _serials(shapes: Shapes, places: IntArray, form: Form, *, from_1904: bool) -> Walls:
    """Days since Excel's origin, to the second: a spreadsheet's day has no more digits than that needs."""
    days = _part(shapes, places, form, "whole") + (_DAYS_TO_1904 if from_1904 else 0)
    span = form.spans.get("part")
    size = 10.0 ** (span[1] - span[0]) if span is not None else 1.0
    seconds = np.rint(_part(shapes, places, form, "part") / size * 86400).astype(np.int64)
    good = (days >= _SERIALS[0]) & (days <= _SERIALS[1])
    micros = _SERIAL_ORIGIN + (days * 86400 + seconds) * SECOND
    return Walls(micros=micros, good=good, stated=~_all(places), clock=seconds % 86400 != 0)


def _days(shapes: Shapes, places: IntArray, form: Form, *, day_first: bool) -> tuple[IntArray, BoolArray]:
    """Days since 1970, and which of them exist."""
    names = ("first", "second") if day_first else ("second", "first")
    day_name, month_name = names if form.open_order else ("day", "month")
    year, day = _part(shapes, places, form, "year"), _part(shapes, places, form, day_name)
    month = (
        _part(shapes, places, form, month_name) if form.month is None else np.full(len(places), form.month, np.int64)
    )
    begin, end = form.spans["year"]
    if end - begin == 2:  # noqa: PLR2004  two digits: CRMs hold nothing from before 2000
        year = year + 2000
    real = (month >= 1) & (month <= 12) & (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (day >= 1)  # noqa: PLR2004
    at = np.where(real, (year - FIRST_YEAR) * 12 + month - 1, 0)
    first = _FIRST_DAYS[at]
    return first + day - 1, real & (day <= _FIRST_DAYS[at + 1] - first)


def _clock(shapes: Shapes, places: IntArray, form: Form) -> tuple[IntArray, BoolArray]:
    """Microseconds since midnight, and which of them a clock shows."""
    hour, minute, second = (_part(shapes, places, form, name) for name in ("hour", "minute", "seconds"))
    valid = (hour < 24) & (minute < 60) & (second < 60)  # noqa: PLR2004
    if form.half:
        valid &= (hour <= 12) if form.half == "a" else (hour >= 1)  # noqa: PLR2004  some write 17:05 p. m.
        hour = hour % 12 + (12 if form.half == "p" else 0)
    part = np.zeros(len(places), np.int64)
    if (span := form.spans.get("part")) is not None:
        part = shapes.integers(places, span) * 10 ** (9 - (span[1] - span[0])) // 1000
    return ((hour * 60 + minute) * 60 + second) * SECOND + part, valid
