"""Cells as times and numbers; the order of day and month and the decimal mark are decided once per column."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from meetbot.adapters.crm.headers import CURRENCIES

EMPTY = frozenset(
    {"", "-", "--", "–", "—", "n/a", "na", "n.a.", "null", "none", "nan", "s/d", "sin dato", "sin datos", "(en blanco)"}
    | {"(blank)", "(no value)", "(sin valor)", "no value", "sin valor", "#n/a", "#¡valor!", "#value!"}
)
_MONTHS = {
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
_TIME = re.compile(
    r"[T\s,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:([ap])\.?\s?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$")
_DAY_MONTH = re.compile(r"(?:[^\W\d]+,?\s+)?(\d{1,2})(?:\s+de)?[\s-]+([a-z]+)\.?,?(?:\s+del?)?[\s-]+(\d{4})$")
_MONTH_DAY = re.compile(r"(?:[^\W\d]+,\s+)?([a-z]+)\.?\s+(\d{1,2}),?\s+(\d{4})$")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?$")
_EPOCH = re.compile(r"\d{13}$")
_SERIAL_ORIGIN = datetime(1899, 12, 30)  # noqa: DTZ001  Excel counts wall-clock days from here; the zone comes later
_YEARS = range(1990, 2101)

_NUMBER = re.compile(
    r"(?P<before>[A-Z]{3}|[A-Z]{0,3}\$|€|£|S/\.?|Q)?\s*"
    r"(?P<body>[-+]?\d[\d.,'’ ]*|[-+]?[.,]\d+)\s*(?P<after>[A-Z]{3}|€|£|%|\$)?$",
    re.IGNORECASE,
)
_SYMBOLS = {"€": "EUR", "£": "GBP", "US$": "USD", "MX$": "MXN", "COL$": "COP", "S/": "PEN", "S/.": "PEN", "R$": "BRL"}

Order = Literal["day", "month"]


@dataclass(frozen=True, kw_only=True)
class TimeColumn:
    """A column of times. `bad` are the indices of cells that hold something else; null there and where blank.

    `date_only`: no cell has a time of day. `assumed`: the values allow both orders of day and month and differ by it,
    so the locale decided.
    """

    values: tuple[datetime | None, ...]
    bad: tuple[int, ...]
    date_only: bool
    order: Order
    assumed: bool


@dataclass(frozen=True, kw_only=True)
class NumberColumn:
    """A column of numbers, with the currency that stood in each cell. `assumed` as in TimeColumn."""

    values: tuple[float | None, ...]
    currencies: tuple[str | None, ...]
    bad: tuple[int, ...]
    decimal: str
    assumed: bool


def is_empty(cell: str) -> bool:
    """Whether the cell says that there is no value."""
    return cell.strip().casefold() in EMPTY


def read_times(cells: Sequence[str], *, default: Order, zone: ZoneInfo) -> TimeColumn:
    """The column's times, aware; times without a zone are the workspace's."""
    split = [None if is_empty(cell) else _split_time(cell) for cell in cells]
    order, assumed = _order([day for day, _ in filter(None, split)], default)
    values: list[datetime | None] = []
    bad: list[int] = []
    timed = False
    for index, part in enumerate(split):
        moment = None if part is None else _moment(part[0], part[1], order, zone)
        values.append(moment)
        if part is not None and moment is None:
            bad.append(index)
        timed = timed or (moment is not None and _has_clock(moment, part))
    return TimeColumn(
        values=tuple(values),
        bad=tuple(bad),
        date_only=not timed and any(value is not None for value in values),
        order=order,
        assumed=assumed,
    )


def _split_time(cell: str) -> tuple[str, re.Match[str] | None]:
    text = " ".join(unicodedata.normalize("NFKC", cell).split())
    found = _TIME.search(text)
    return (text[: found.start()] if found else text).strip(" ,"), found


def _has_clock(moment: datetime, part: tuple[str, re.Match[str] | None] | None) -> bool:
    """A column full of 00:00 holds dates, not midnights."""
    return (moment.hour, moment.minute, moment.second) != (0, 0, 0) or bool(part and part[1] and part[1].group(5))


def _order(days: Sequence[str], default: Order) -> tuple[Order, bool]:
    votes: Counter[Order] = Counter()
    open_cells = 0
    for text in days:
        if found := _NUMERIC.match(text):
            first, second = int(found.group(1)), int(found.group(2))
            if first > 12 >= second:  # noqa: PLR2004  months
                votes["day"] += 1
            elif second > 12 >= first:  # noqa: PLR2004  months
                votes["month"] += 1
            else:
                open_cells += first != second
    if votes["day"] != votes["month"]:
        return ("day" if votes["day"] > votes["month"] else "month"), False
    return default, open_cells > 0


def _moment(text: str, clock: re.Match[str] | None, order: Order, zone: ZoneInfo) -> datetime | None:
    if clock is None and _EPOCH.match(text):
        return _plausible(datetime.fromtimestamp(int(text) / 1000, tz=UTC).astimezone(zone))
    if clock is None and _SERIAL.match(text):
        wall = _SERIAL_ORIGIN + timedelta(seconds=round(float(text) * 86400))
        return _plausible(wall.replace(tzinfo=zone))
    day = _day(text, order)
    if day is None:
        return None
    if clock is None:
        return _plausible(datetime(day.year, day.month, day.day, tzinfo=zone))
    try:
        return _plausible(_at(day, clock, zone))
    except ValueError:
        return None


def _plausible(moment: datetime) -> datetime | None:
    return moment if moment.year in _YEARS else None


def _at(day: date, clock: re.Match[str], zone: ZoneInfo) -> datetime:
    hour, minute, second = int(clock.group(1)), int(clock.group(2)), int(clock.group(3) or 0)
    if half := (clock.group(4) or "").casefold():
        hour = hour % 12 + (12 if half == "p" else 0)
    moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)
    if not (offset := clock.group(5)):
        return moment
    stated = "+0000" if offset.upper() in {"Z", "UTC", "GMT"} else offset.replace(":", "")
    return datetime.strptime(f"{moment:%Y-%m-%d %H:%M:%S}{stated}", "%Y-%m-%d %H:%M:%S%z").astimezone(zone)


def _day(text: str, order: Order) -> date | None:
    try:
        if found := _ISO.match(text):
            return date(int(found.group(1)), int(found.group(2)), int(found.group(3)))
        if found := _NUMERIC.match(text):
            first, second, year = (int(part) for part in found.groups())
            year += 2000 if year < 100 else 0  # noqa: PLR2004  two digits
            return date(year, second, first) if order == "day" else date(year, first, second)
        folded = text.casefold()
        if (found := _DAY_MONTH.match(folded)) and found.group(2) in _MONTHS:
            return date(int(found.group(3)), _MONTHS[found.group(2)], int(found.group(1)))
        if (found := _MONTH_DAY.match(folded)) and found.group(1) in _MONTHS:
            return date(int(found.group(3)), _MONTHS[found.group(1)], int(found.group(2)))
    except ValueError:
        return None
    return None


def read_numbers(cells: Sequence[str], *, default_decimal: str) -> NumberColumn:
    """The column's numbers; a cell that is not one is null and listed, never 0."""
    found = [None if is_empty(cell) else _split_number(cell) for cell in cells]
    decimal, assumed = _decimal([part[0] for part in found if part is not None], default_decimal)
    values: list[float | None] = []
    bad: list[int] = []
    for index, (cell, part) in enumerate(zip(cells, found, strict=True)):
        value = None if part is None else _number(part[0], decimal)
        values.append(value)
        if value is None and not is_empty(cell):
            bad.append(index)
    return NumberColumn(
        values=tuple(values),
        currencies=tuple(part[1] if part else None for part in found),
        bad=tuple(bad),
        decimal=decimal,
        assumed=assumed,
    )


def _split_number(cell: str) -> tuple[str, str | None] | None:
    text = " ".join(unicodedata.normalize("NFKC", cell).split())
    negative = text.startswith("(") and text.endswith(")")
    found = _NUMBER.match(text.strip("()") if negative else text.replace("- ", "-").replace("-$", "$-"))
    if found is None:
        return None
    body = re.sub(r"['’ ]", "", found.group("body"))
    marks = [mark.upper() for mark in (found.group("before"), found.group("after")) if mark]
    if any(mark.isalpha() and mark not in {*CURRENCIES, "Q"} for mark in marks):
        return None
    codes = [_SYMBOLS.get(mark, mark if mark in CURRENCIES else None) for mark in marks]
    return ("-" + body if negative else body), next((code for code in codes if code), None)


def _decimal(bodies: Sequence[str], default: str) -> tuple[str, bool]:
    votes: Counter[str] = Counter()
    undecided = 0
    for body in bodies:
        mark = _decimal_of(body.lstrip("+-"))
        if mark == "?":
            undecided += 1
        elif mark:
            votes[mark] += 1
    if votes["."] != votes[","]:
        return ("." if votes["."] > votes[","] else ","), False
    return default, undecided > 0 or votes["."] > 0


def _decimal_of(body: str) -> str:
    """The decimal mark that this number shows, `?` when it may be read both ways, nothing when it has no mark."""
    dots, commas = body.count("."), body.count(",")
    if dots and commas:
        return max(".,", key=body.rfind)
    if not dots and not commas:
        return ""
    mark, other = (".", ",") if dots else (",", ".")
    if dots + commas > 1:
        return other
    before, after = body.split(mark)
    grouped = len(after) == 3 and 1 <= len(before) <= 3 and not before.startswith("0")  # noqa: PLR2004  thousands
    return "?" if grouped else mark


def _number(body: str, decimal: str) -> float | None:
    group = "," if decimal == "." else "."
    pattern = rf"[-+]?(?:\d{{1,3}}(?:\{group}\d{{3}})+|\d+)?(?:\{decimal}\d*)?"
    if not re.fullmatch(pattern, body) or not any(c.isdigit() for c in body):
        return None
    return float(body.replace(group, "").replace(decimal, "."))
