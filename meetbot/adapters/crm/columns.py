"""The recognised columns of one export, typed; what can't be read is empty, noted and told to the user."""

from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm import cells, stages, values
from meetbot.adapters.crm.findings import Findings
from meetbot.adapters.crm.headers import Column, is_converted
from meetbot.adapters.crm.layout import RawColumn
from meetbot.adapters.crm.reading import Dialect
from meetbot.adapters.crm.rows import Kept, people
from meetbot.model.crm import ColumnUse

_NUMBERS = frozenset(
    {"score", "score_at_handoff", "response", "response_hours", "response_minutes", "amount", "margin", "impressions"}
    | {"clicks", "conversions", "conversion_value", "monthly_value", "yearly_value", "target"}
)
_DAYS = frozenset({"day", "start", "end", "since", "churned_on"})
_MONEY = frozenset({"amount", "margin", "monthly_value", "yearly_value", "conversion_value"})
_NAMES = frozenset(
    {
        "owner",
        "source",
        "stage",
        "status",
        "campaign",
        "drill_down_1",
        "drill_down_2",
        "platform",
        "customer",
        "category",
    }
)
"""Texts by which rows are counted together: each name gets one spelling."""

_SECONDS = {"response_hours": 3600.0, "response_minutes": 60.0}
_BY_FILE = "as in the file's other columns"
_MILLISECONDS = 0.001
_Said = TypeVar("_Said")
_THREADS = 2
_PLANNED = frozenset({"next_activity_at", "expected_at"})
"""Times that are yet to come; every other time has happened when the export was made."""
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(kw_only=True)
class Typed:
    """One export: for each recognised field a column of values, all as long as `rows` (their row numbers).

    `currencies` are those that stood beside amounts, `header_currency` those in the headers of amounts. `until`: see
    Dialect; `capped`: some time lay after it. `orders` and `decimals` count the cells that can be read in one way only;
    `open`: the cells leave it to the locale, or are too few to overrule it. `people` has a code for each mail address,
    -1 for none. `headers` are those of the numbers; `converted`: amounts that the CRM has converted itself.
    """

    rows: npt.NDArray[np.int64]
    findings: Findings = field(repr=False)
    until: datetime | None = None
    times: dict[str, Any] = field(default_factory=dict)
    days: dict[str, Any] = field(default_factory=dict)
    numbers: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, pa.DictionaryArray] = field(default_factory=dict)
    currencies: dict[str, Any] = field(default_factory=dict)
    header_currency: dict[str, str] = field(default_factory=dict)
    percent: set[str] = field(default_factory=set)
    day_only: set[str] = field(default_factory=set)
    capped: bool = False
    orders: Counter[values.Order] = field(default_factory=Counter)
    decimals: Counter[str] = field(default_factory=Counter)
    open: bool = False
    people: npt.NDArray[np.int64] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    converted: set[str] = field(default_factory=set)
    notes: dict[int, list[str]] = field(default_factory=dict)

    def note(self, column: Column, text: str) -> None:
        """Adds to what is said about that column."""
        self.notes.setdefault(column.index, []).append(text)

    def keep(self, mask: npt.NDArray[np.bool_]) -> None:
        """Leaves the other rows out of every column, one after the other, so that memory is freed early."""
        chosen = pa.array(mask)
        for columns in (self.times, self.days, self.numbers, self.texts, self.currencies):
            for name in columns:
                columns[name] = columns[name].filter(chosen)
        self.people = None if self.people is None else self.people[mask]
        self.rows = self.rows[mask]

    def take(self, other: "Typed") -> None:
        """Adds the columns that were typed apart."""
        for name in ("times", "days", "numbers", "texts", "currencies", "header_currency", "headers", "notes"):
            getattr(self, name).update(getattr(other, name))
        self.percent |= other.percent
        self.day_only |= other.day_only
        self.orders += other.orders
        self.decimals += other.decimals
        self.converted |= other.converted
        self.people = other.people if self.people is None else self.people
        self.capped = self.capped or other.capped
        self.findings.take(other.findings)


def type_columns(
    cells_of: dict[int, RawColumn],
    used: Mapping[str, Column],
    kept: Kept,
    *,
    dialect: Dialect,
    vendor: str | None,
    findings: Findings,
) -> Typed:
    """The columns in use, typed; those of `cells_of` are taken out of it one by one, so that memory is freed early.

    Two at a time: Arrow and numpy do most of it without holding Python.
    """
    mask = None if len(kept.mask) == len(kept.rows) else kept.mask
    open_ones: dict[str, RawColumn] = {}

    def typed_one(name: str, column: Column, found: RawColumn, rules: Dialect) -> Typed:
        own = Typed(rows=kept.rows, findings=Findings(findings.file, findings.table), until=dialect.until)
        _OneColumn(name=name, column=column, raw=found, typed=own, dialect=rules, vendor=vendor).add()
        return own

    def first_reading(item: tuple[str, Column]) -> Typed:
        name, column = item
        found = cells_of.pop(column.index)
        if name == "id" and not kept.ids:
            own = Typed(rows=kept.rows, findings=Findings(findings.file, findings.table))
            own.note(column, "not used: the ids don't tell rows apart")
            return own
        if mask is not None:
            found = _kept(found, mask)
        own = typed_one(name, column, found, dialect)
        if own.open:
            open_ones[name] = found
        return own

    with ThreadPoolExecutor(max_workers=_THREADS) as threads:
        parts = dict(zip(used, threads.map(first_reading, used.items()), strict=True))
    told = _told_by_others(parts.values(), dialect)
    typed = Typed(rows=kept.rows, findings=findings, until=dialect.until)
    for name, column in used.items():
        own = parts.pop(name)
        typed.take(typed_one(name, column, open_ones.pop(name), told) if own.open else own)
    return typed


def _told_by_others(parts: Iterable[Typed], dialect: Dialect) -> Dialect:
    """What the columns that leave nothing open say about those that do: a file is written in one locale.

    A slip of the pen in one column is not lent to the others.
    """
    found = list(parts)
    orders = sum((part.orders for part in found), Counter[values.Order]())
    decimals = sum((part.decimals for part in found), Counter[str]())
    if (order := _agreed(orders)) is not None:
        dialect = replace(dialect, order=order, order_from=_BY_FILE)
    if (decimal := _agreed(decimals)) is not None:
        dialect = replace(dialect, decimal=decimal, decimal_from=_BY_FILE)
    return dialect


def _agreed(votes: Counter[_Said]) -> _Said | None:
    """What enough cells say, when no others say as firmly the contrary."""
    firm = [said for said, count in votes.items() if count >= values.ENOUGH]
    return firm[0] if len(firm) == 1 else None


def uses(columns: list[Column], typed: Typed, *, file: str, table: Any) -> tuple[ColumnUse, ...]:
    """What became of every column of the export, in words."""
    return tuple(
        ColumnUse(
            file=file,
            table=table,
            column=column.index + 1,
            header=column.header,
            field=column.field,
            note="; ".join(typed.notes.get(column.index, [column.note] if column.note else [])),
        )
        for column in columns
    )


def _kept(column: RawColumn, mask: pa.BooleanArray) -> RawColumn:
    native = None if column.native is None else column.native.filter(mask)
    return replace(column, cells=column.cells.filter(mask), native=native)


@dataclass(frozen=True, kw_only=True)
class _OneColumn:
    """A column of text on its way to become one of times, numbers or names."""

    name: str
    column: Column
    raw: RawColumn = field(repr=False)
    typed: Typed = field(repr=False)
    dialect: Dialect
    vendor: str | None

    def add(self) -> None:
        """Types it by what its field holds."""
        if self.name == "mail":
            self._note("tells repeated people apart; addresses are not kept")
            self.typed.people = people(self.raw.cells)
        elif self.name.endswith("_at"):
            self._add_times()
        elif self.name in _DAYS:
            self._add_days()
        elif self.name in _NUMBERS:
            self._add_numbers()
        else:
            text = cells.cleaned(self.raw.cells)
            named = self.name in _NAMES
            self.typed.texts[self.name] = cells.one_spelling(text, people=self.name == "owner") if named else text

    def _add_times(self) -> None:
        read = values.read_times(self.raw, default=self.dialect.order, zone=self.dialect.zone)
        self._note_bad("not a date", _other_than_few(read))
        if read.date_only:
            self.typed.day_only.add(self.name)
            self._note("days without a time of day")
        self._note_order(read)
        old = pc.less(read.values, pa.scalar(_OLDEST.replace(tzinfo=None), pa.timestamp("us")))
        found = emptied(self.typed, self._header, read.values, old, "a date before 1990")
        # the close date of an open deal is the expected one
        planned = self.name in _PLANNED or (self.name == "closed_at" and self.typed.findings.table == "deals")
        self.typed.times[self.name] = found if planned else without_future(self.typed, self._header, found)

    def _add_days(self) -> None:
        read = values.read_days(self.raw, default=self.dialect.order, zone=self.dialect.zone)
        self._note_bad("not a date", _other_than_few(read))
        self._note_order(read)
        old = pc.less(read.values, pa.scalar(_OLDEST.date()))
        self.typed.days[self.name] = emptied(self.typed, self._header, read.values, old, "a date before 1990")

    def _add_numbers(self) -> None:
        factor = self._factor()
        if factor is None:
            return
        read = values.read_numbers(self.raw, default_decimal=self.dialect.decimal)
        self._note_bad("not a number", _other_than_few(read))
        self._note_decimal(read)
        name = "response" if self.name in _SECONDS else self.name
        self.typed.headers[name] = self.column.header
        if is_converted(self.column.header):
            self.typed.converted.add(name)
            self._note("converted by the CRM into the company's currency")
            message = f'"{self._header}": amounts as the CRM has converted them; taken for the workspace\'s currency.'
            self.typed.findings.add(message, severity="info")
        self.typed.numbers[name] = read.values if factor == 1 else pc.multiply(read.values, factor)
        if read.percent:
            self.typed.percent.add(name)
        if name in _MONEY and read.currencies is not None:
            self.typed.currencies[name] = read.currencies.dictionary.take(read.currencies.indices)
            self._note("currencies beside the amounts")
        if name in _MONEY and self.column.currency:
            self.typed.header_currency[name] = self.column.currency
            self._note(f"{self.column.currency}, from the header")

    def _factor(self) -> float | None:
        """What the numbers are multiplied by to be seconds or whole money; None for a duration without a unit."""
        if self.name not in {"response", *_SECONDS}:
            if self.column.factor != 1:
                self._note(f"times {self.column.factor:,.0f}, as the header says")
            return self.column.factor
        seconds = self.column.seconds or _SECONDS.get(self.name)
        if seconds is None and self.vendor == "HubSpot":
            seconds = _MILLISECONDS
            self._note("milliseconds since the present owner received the lead")
        if seconds is None:
            self._note('not used: no unit in its header; teach it as "response_hours" or "response_minutes"')
        return seconds

    @property
    def _header(self) -> str:
        return short(self.column.header)

    def _note(self, text: str) -> None:
        self.typed.note(self.column, text)

    def _note_order(self, read: values.TimeColumn | values.DayColumn) -> None:
        first, other = ("day first", "month first") if read.order == "day" else ("month first", "day first")
        few = _few(read)
        self.typed.orders[_other_order(read.order) if few else read.order] += _votes(read)
        if read.swapped:
            self._note("days and months seem to be swapped in some cells")
            message = f'"{self._header}": a spreadsheet seems to have swapped day and month in some of its dates.'
            hint = "Export again, and don't save the file in a spreadsheet before it is read."
            self.typed.findings.add(message, hint=hint)
        if read.assumed:
            taken = f"its dates can be read both ways; read with the {first}, {self.dialect.order_from}."
            self._note_assumed(taken)
        elif few:
            self._note_few(f"{first}, {self.dialect.order_from}", f"can only be read {other}", read)
        elif read.order != self.dialect.order and read.telling:
            self._note(f"{first}, as its dates say")
            self._tell_overruled(first, f"{read.telling} of its dates")
        elif len(read.contradicting):
            self._note(f"{first}, as most of its dates")

    def _note_decimal(self, read: values.NumberColumn) -> None:
        few, other = _few(read), "," if read.decimal == "." else "."
        self.typed.decimals[other if few else read.decimal] += _votes(read)
        if read.assumed:
            mark, ground = read.decimal, self.dialect.decimal_from
            taken = f'its numbers can be read both ways; "{mark}" is taken for the decimal mark, {ground}.'
            self._note_assumed(taken)
        elif few:
            ground = f'"{read.decimal}" as the decimal mark, {self.dialect.decimal_from}'
            self._note_few(ground, f'can only be read with "{other}" as the decimal mark', read)
        elif read.decimal != self.dialect.decimal and read.telling:
            self._note("decimal comma" if read.decimal == "," else "decimal point")
            self._tell_overruled(f'"{read.decimal}" as the decimal mark', f"{read.telling} of its numbers")
        elif read.decimal == ",":
            self._note("decimal comma")

    def _tell_overruled(self, taken: str, ground: str) -> None:
        """The cells know better than the locale."""
        message = f'"{self._header}": read with {taken}, for {ground} can be read only so.'
        self.typed.findings.add(message, severity="info")

    def _note_few(
        self, taken: str, other: str, read: values.TimeColumn | values.DayColumn | values.NumberColumn
    ) -> None:
        """A slip of the pen, or the only trace of a column that is written otherwise: the user must look."""
        self.typed.open = True
        self._note(f"{taken}; {len(read.contradicting)} of its cells {other}")
        first = short(self.raw.cells[int(read.contradicting[0])].as_py())
        message = f'"{self._header}": {other}, left empty (the first is "{first}"); the column is read with {taken}.'
        hint = "If the whole column is written so, set the locale to match; otherwise correct the cells in the CRM."
        self.typed.findings.add(message, self.typed.rows[read.contradicting], hint=hint)

    def _note_assumed(self, taken: str) -> None:
        self.typed.open = True
        self._note(taken.removesuffix("."))
        self.typed.findings.add(f'"{self._header}": {taken}', severity="info")

    def _note_bad(self, what: str, bad: npt.NDArray[np.int64]) -> None:
        if len(bad):
            first = short(self.raw.cells[int(bad[0])].as_py())
            message = f'"{self._header}": {what}, left empty (the first is "{first}").'
            self.typed.findings.add(message, self.typed.rows[bad])


def _few(read: values.TimeColumn | values.DayColumn | values.NumberColumn) -> bool:
    """Whether the cells that tell contradict how the column was read, and were too few to change it."""
    return len(read.contradicting) > read.telling


def _votes(read: values.TimeColumn | values.DayColumn | values.NumberColumn) -> int:
    """How many cells speak for the reading that most of them need."""
    return max(len(read.contradicting), read.telling)


def _other_than_few(read: values.TimeColumn | values.DayColumn | values.NumberColumn) -> npt.NDArray[np.int64]:
    """The unreadable cells, without those that are told apart from them."""
    return np.setdiff1d(read.bad, read.contradicting) if _few(read) else read.bad


def _other_order(order: values.Order) -> values.Order:
    return "month" if order == "day" else "day"


def without_future(typed: Typed, header: str, found: Any) -> Any:
    """The times without those that the export can't know, which are noted."""
    if typed.until is None:
        return found
    limit = pa.scalar(typed.until.astimezone(UTC).replace(tzinfo=None), pa.timestamp("us"))
    late = pc.greater(found, limit)
    typed.capped = typed.capped or bool(pc.any(late).as_py())
    return emptied(typed, header, found, late, "a date after the day of the export")


def emptied(typed: Typed, header: str, found: Any, mask: Any, what: str) -> Any:
    """The values without those of the mask, which are noted."""
    where = np.asarray(pc.fill_null(mask, fill_value=False))
    if not where.any():
        return found
    hint = "Correct it in the CRM; the other values of the row are used."
    typed.findings.add(f'"{header}": {what}, left empty.', typed.rows[where], hint=hint)
    return pc.if_else(pa.array(where), pa.scalar(None, found.type), found)


def short(cell: str) -> str:
    """A cell or header as one harmless line for a message."""
    return (stages.clean(cell) or "")[:60]
