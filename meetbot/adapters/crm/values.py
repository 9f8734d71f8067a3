"""Columns of text as times, days, numbers and yes or no; what cells leave open is decided once for a whole column."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from meetbot.adapters.crm import numbers, times
from meetbot.adapters.crm.layout import BoolArray, IntArray, RawColumn
from meetbot.adapters.crm.shapes import EMPTY, Shapes, empty_mask, is_empty
from meetbot.adapters.crm.zones import to_utc, to_wall

__all__ = [
    "EMPTY", "DayColumn", "FlagColumn", "NumberColumn", "Order", "TimeColumn", "empty_mask", "is_empty", "read_days",
    "read_flags", "read_numbers", "read_times",
]  # fmt: skip

Order = Literal["day", "month"]

_TELLING = 10
_MONTHS = 12
ENOUGH = 3
"""So many cells that can be read in one way only are no slip of the pen: they overrule the locale."""
_RARELY = 0.05
_YES = frozenset({"true", "yes", "y", "sí", "si", "s", "verdadero", "1", "x", "✓", "✔", "on", "t"})
_NO = frozenset({"false", "no", "n", "falso", "0", "off", "f"})


@dataclass(frozen=True, kw_only=True)
class TimeColumn:
    """A column of times: `values` are timestamp[us] in UTC without a zone, null where blank and where `bad`.

    `bad` are the indices of cells that hold something else. `date_only`: no cell has a time of day. `assumed`: the
    cells allow both orders of day and month and differ by it, so the locale decided. `telling`: how many cells are
    dates in this order only; `contradicting`: the indices among `bad` of those that are dates only in the other one.
    Where these are more, they were too few to overrule the locale.
    `swapped`: Excel seems to have taken days for months where it could, before the file was saved: the values can't be
    trusted.
    """

    values: pa.TimestampArray
    bad: IntArray = field(repr=False)
    date_only: bool
    order: Order
    assumed: bool
    telling: int
    contradicting: IntArray = field(repr=False)
    swapped: bool = False


@dataclass(frozen=True, kw_only=True)
class DayColumn:
    """A column of days of the workspace's time zone (date32); the rest as in TimeColumn."""

    values: pa.Date32Array
    bad: IntArray = field(repr=False)
    order: Order
    assumed: bool
    telling: int
    contradicting: IntArray = field(repr=False)
    swapped: bool = False


@dataclass(frozen=True, kw_only=True)
class NumberColumn:
    """A column of numbers (float64), null where blank and where `bad`.

    `currencies` is the code that stood in each cell (a dictionary of strings), null when none did. `percent`: some cell
    had a percent sign; `9.53%` is 0.0953. `decimal` is the decimal mark; `assumed`, `telling` and `contradicting` are
    about it, as in TimeColumn about the order.
    """

    values: pa.DoubleArray
    currencies: pa.DictionaryArray | None
    bad: IntArray = field(repr=False)
    decimal: str
    assumed: bool
    telling: int
    percent: bool
    contradicting: IntArray = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class FlagColumn:
    """A column of yes and no (bool), null where blank and where `bad`."""

    values: pa.BooleanArray
    bad: IntArray = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class _Choice:
    """Which of two readings a column has: the first or the second, and on what ground."""

    second: bool
    assumed: bool
    telling: int
    contradicting: IntArray


@dataclass(frozen=True, kw_only=True)
class _Walls:
    """A column's wall-clock times, and how they were read."""

    times: times.Walls
    blank: BoolArray
    choice: _Choice
    swapped: bool

    @property
    def order(self) -> Order:
        return "month" if self.choice.second else "day"


def read_times(column: RawColumn, *, default: Order, zone: ZoneInfo) -> TimeColumn:
    """The column's times; those without a zone are the workspace's."""
    read = _walls(column, default)
    found = read.times
    utc = found.micros.copy()
    local = found.good & ~found.stated
    utc[local] = to_utc(found.micros[local], zone)
    return TimeColumn(
        values=pa.array(utc, pa.timestamp("us"), mask=~found.good),
        bad=np.flatnonzero(~found.good & ~read.blank),
        date_only=bool(found.good.any()) and not bool(found.clock[found.good].any()),
        order=read.order,
        assumed=read.choice.assumed,
        telling=read.choice.telling,
        contradicting=read.choice.contradicting,
        swapped=read.swapped,
    )


def read_days(column: RawColumn, *, default: Order, zone: ZoneInfo) -> DayColumn:
    """The column's days; of a time with a zone the day that it is in the workspace's."""
    read = _walls(column, default)
    found = read.times
    local = found.micros.copy()
    elsewhere = found.good & found.stated
    local[elsewhere] = to_wall(found.micros[elsewhere], zone)
    days = (local // times.DAY).astype(np.int32)
    return DayColumn(
        values=pa.array(days, mask=~found.good).view(pa.date32()),
        bad=np.flatnonzero(~found.good & ~read.blank),
        order=read.order,
        assumed=read.choice.assumed,
        telling=read.choice.telling,
        contradicting=read.choice.contradicting,
        swapped=read.swapped,
    )


def _walls(column: RawColumn, default: Order) -> _Walls:
    shapes = Shapes.of(column.cells)
    blank = np.zeros(len(shapes), np.bool_)
    day, month = times.Walls.blank(len(shapes)), times.Walls.blank(len(shapes))
    undecided = np.zeros(len(shapes), np.bool_)
    for text, rows in shapes.each():
        if is_empty(text):
            blank[rows] = True
        elif (form := times.form_of(text)) is not None:
            places = shapes.places(rows)
            found = times.read_form(shapes, places, form, day_first=True, from_1904=column.from_1904)
            day.put(rows, found)
            if form.open_order:
                undecided[rows] = True
                found = times.read_form(shapes, places, form, day_first=False, from_1904=column.from_1904)
            month.put(rows, found)
    differ = undecided & (day.micros != month.micros)
    choice = _choose(day.good, month.good, differ, second_by_default=default == "month", share=_RARELY)
    swapped = column.native is not None and _swapped(day, month, undecided, column.native.to_numpy())
    return _Walls(times=month if choice.second else day, blank=blank, choice=choice, swapped=swapped)


def _swapped(day: times.Walls, month: times.Walls, undecided: BoolArray, native: BoolArray) -> bool:
    """Whether every text is clear by itself, and no date that Excel recognised lies after the 12th of its month.

    Ten real dates of which none does are about one chance in ten thousand.
    """
    texts = undecided & (day.good | month.good)
    dates = (day.micros[native & day.good] // times.DAY).astype("datetime64[D]")
    of_month = (dates - dates.astype("datetime64[M]")).astype(np.int64) + 1
    both = bool((texts & day.good & month.good).any())
    return bool(texts.any()) and not both and len(dates) >= _TELLING and int(of_month.max()) <= _MONTHS


def _choose(
    first: BoolArray, second: BoolArray, differ: BoolArray, *, second_by_default: bool, share: float = 0
) -> _Choice:
    """The default's reading, unless the cells that can be read in one way only overrule it.

    They must be most of those, at least ENOUGH of them, and more than that share of the cells in dispute: 18 of a
    month's 30 days tell the order, but the first twelve of a month and three slips don't. Where no other cell depends
    on it, one is enough, for nothing is lost by it.
    """
    only_first, only_second = np.flatnonzero(first & ~second), np.flatnonzero(second & ~first)
    in_dispute = int((differ & first & second).sum())
    ours, theirs = (only_second, only_first) if second_by_default else (only_first, only_second)
    enough = in_dispute == 0 or (len(theirs) >= ENOUGH and len(theirs) > share * (in_dispute + len(theirs)))
    overruled = len(theirs) > len(ours) and enough
    return _Choice(
        second=second_by_default != overruled,
        assumed=in_dispute > 0 and len(ours) == len(theirs),
        telling=len(theirs if overruled else ours),
        contradicting=ours if overruled else theirs,
    )


def read_numbers(column: RawColumn, *, default_decimal: str) -> NumberColumn:
    """The column's numbers; a cell that is not one is null and listed, never 0."""
    read = _Numbers(column)
    choice = _choose(
        read.good["."], read.good[","], read.values["."] != read.values[","], second_by_default=default_decimal == ","
    )
    decimal = "," if choice.second else "."
    good = read.good[decimal]
    codes = None
    if read.codes:
        codes = pa.DictionaryArray.from_arrays(
            pa.array(read.code, mask=(read.code < 0) | ~good), pa.array(read.codes, pa.string())
        )
    return NumberColumn(
        values=pa.array(read.values[decimal], mask=~good),
        currencies=codes,
        bad=np.flatnonzero(~good & ~read.blank),
        decimal=decimal,
        assumed=choice.assumed,
        telling=choice.telling,
        percent=read.percent,
        contradicting=choice.contradicting,
    )


class _Numbers:
    """Both readings of a column of numbers, with a decimal point and with a decimal comma."""

    def __init__(self, column: RawColumn) -> None:
        shapes = Shapes.of(column.cells)
        size = len(shapes)
        self.values = {mark: np.zeros(size) for mark in ".,"}
        self.good = {mark: np.zeros(size, np.bool_) for mark in ".,"}
        self.blank = np.zeros(size, np.bool_)
        self.code = np.full(size, -1, np.int32)
        self.codes: list[str] = []
        self.percent = False
        native = np.zeros(size, np.bool_) if column.native is None else column.native.to_numpy()
        for text, rows in shapes.each():
            if is_empty(text):
                self.blank[rows] = True
            elif (form := numbers.form_of(text)) is not None:
                self._put(shapes, rows[~native[rows]], form, {mark: mark for mark in ".,"})
                self._put(shapes, rows[native[rows]], form, dict.fromkeys(".,", "."))

    def _put(self, shapes: Shapes, rows: IntArray, form: numbers.Form, marks: dict[str, str]) -> None:
        if not len(rows):
            return
        known: dict[tuple[numbers.Reading, str], tuple[numbers.FloatArray, BoolArray]] = {}
        for into, mark in marks.items():
            reading = numbers.reading_of(form, mark)
            if reading is None:
                continue
            key = (reading, mark if reading.exponent else "")
            if key not in known:
                known[key] = numbers.read_form(shapes, shapes.places(rows), form, reading, mark)
            self.values[into][rows], self.good[into][rows] = known[key]
        if not known:
            return
        self.percent = self.percent or form.percent
        if form.currency:
            if form.currency not in self.codes:
                self.codes.append(form.currency)
            self.code[rows] = self.codes.index(form.currency)


def read_flags(column: RawColumn) -> FlagColumn:
    """The column's yes and no, in Spanish or English."""
    forms = column.cells.combine_chunks().dictionary_encode() if len(column) else None
    if forms is None:
        return FlagColumn(values=pa.array([], pa.bool_()), bad=np.zeros(0, np.int64))
    if isinstance(forms, pa.ChunkedArray):
        forms = forms.combine_chunks()
    words = [" ".join(text.split()).casefold() for text in forms.dictionary.to_pylist()]
    codes = forms.indices.to_numpy()
    yes, no, blank = (_flagged(words, codes, test) for test in (_YES.__contains__, _NO.__contains__, is_empty))
    return FlagColumn(values=pa.array(yes, mask=~(yes | no)), bad=np.flatnonzero(~(yes | no | blank)))


def _flagged(words: list[str], codes: IntArray, test: Callable[[str], bool]) -> BoolArray:
    found: BoolArray = np.array([test(word) for word in words], np.bool_)[codes]
    return found
