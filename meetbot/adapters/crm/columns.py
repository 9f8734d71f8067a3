"""The recognised columns of one export, typed; what can't be read is empty and noted, and said in words for the user."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm import cells, stages, values
from meetbot.adapters.crm.findings import Findings
from meetbot.adapters.crm.headers import Column
from meetbot.adapters.crm.layout import RawColumn, RawTable
from meetbot.adapters.crm.rows import Kept
from meetbot.model.crm import ColumnUse

_NUMBERS = frozenset(
    {"score", "score_at_handoff", "response", "response_hours", "response_minutes", "amount", "margin", "impressions"}
    | {"clicks", "conversions", "conversion_value", "monthly_value", "yearly_value", "target"}
)
_DAYS = frozenset({"day", "start", "end", "since", "churned_on"})
_MONEY = frozenset({"amount", "margin", "monthly_value", "yearly_value", "conversion_value"})
_NAMES = frozenset(
    {"owner", "source", "stage", "status", "campaign", "campaign_detail", "platform", "customer", "category"}
)
"""Texts by which rows are counted together: each name gets one spelling."""

_SECONDS = {"response_hours": 3600.0, "response_minutes": 60.0}
_MILLISECONDS = 0.001
_PLANNED = frozenset({"next_activity_at", "expected_at"})
"""Times that are yet to come; every other time has happened when the export was made."""
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How the workspace reads what an export leaves open: 03/04/2026, 1.200 and times without a zone.

    `until` is the last moment that the export can know, null where nothing says when it was made.
    """

    order: values.Order
    decimal: str
    zone: ZoneInfo
    until: datetime | None = None


@dataclass(kw_only=True)
class Typed:
    """One export: for each recognised field a column of values, all as long as `rows` (their row numbers).

    `until`: see Dialect. `currencies` are those that stood beside amounts, `header_currency` those in the headers of amounts.
    `capped`: some time lay after `until`.
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
    notes: dict[int, list[str]] = field(default_factory=dict)

    def note(self, column: Column, text: str) -> None:
        """Adds to what is said about that column."""
        self.notes.setdefault(column.index, []).append(text)


def type_columns(
    raw: RawTable, used: Mapping[str, Column], kept: Kept, *, dialect: Dialect, vendor: str | None, findings: Findings
) -> Typed:
    """The columns in use, typed one after the other."""
    typed = Typed(rows=kept.rows, findings=findings, until=dialect.until)
    cells_of = {column.index: column for column in raw.columns}
    del raw
    whole = len(kept.mask) == len(kept.rows)
    for name, column in used.items():
        found = cells_of.pop(column.index)
        if name == "mail":
            typed.note(column, "tells repeated people apart; addresses are not kept")
        elif name == "id" and not kept.ids:
            typed.note(column, "not used: the ids don't tell rows apart")
        else:
            _add(typed, name, column, found if whole else _kept(found, kept.mask), dialect, vendor)
        del found
    return typed


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


def _add(typed: Typed, name: str, column: Column, raw: RawColumn, dialect: Dialect, vendor: str | None) -> None:
    if name.endswith("_at"):
        _add_times(typed, name, column, raw, dialect)
    elif name in _DAYS:
        _add_days(typed, name, column, raw, dialect)
    elif name in _NUMBERS:
        _add_numbers(typed, name, column, raw, dialect, vendor)
    else:
        text = cells.cleaned(raw.cells)
        typed.texts[name] = cells.one_spelling(text, people=name == "owner") if name in _NAMES else text


def _add_times(typed: Typed, name: str, column: Column, raw: RawColumn, dialect: Dialect) -> None:
    read = values.read_times(raw, default=dialect.order, zone=dialect.zone)
    _note_bad(typed, column, "not a date", read.bad, raw)
    if read.date_only:
        typed.day_only.add(name)
        typed.note(column, "days without a time of day")
    _note_order(typed, column, read, raw)
    typed.times[name] = _believable(typed, name, column, read.values, dialect)


def _add_days(typed: Typed, name: str, column: Column, raw: RawColumn, dialect: Dialect) -> None:
    read = values.read_days(raw, default=dialect.order, zone=dialect.zone)
    _note_bad(typed, column, "not a date", read.bad, raw)
    _note_order(typed, column, read, raw)
    old = pc.fill_null(pc.less(read.values, pa.scalar(_OLDEST.date())), fill_value=False)
    typed.days[name] = _emptied(typed, column, read.values, old, "a date before 1990")


def _believable(typed: Typed, name: str, column: Column, found: Any, dialect: Dialect) -> Any:
    """The times without those that can't be true: before 1990, or after the export was made."""
    old = pc.fill_null(pc.less(found, pa.scalar(_OLDEST.replace(tzinfo=None), pa.timestamp("us"))), fill_value=False)
    found = _emptied(typed, column, found, old, "a date before 1990")
    if name in _PLANNED or (name == "closed_at" and typed.findings.table == "deals"):
        return found  # the close date of an open deal is the expected one
    return without_future(typed, column.header, found)


def without_future(typed: Typed, header: str, found: Any) -> Any:
    """The times without those that the export can't know, which are noted."""
    if typed.until is None:
        return found
    limit = pa.scalar(typed.until.astimezone(UTC).replace(tzinfo=None), pa.timestamp("us"))
    late = pc.fill_null(pc.greater(found, limit), fill_value=False)
    if pc.any(late).as_py():
        typed.capped = True
    what = "a date after the day of the export"
    return _emptied(typed, header, found, late, what)


def _emptied(typed: Typed, column: Column | str, found: Any, mask: Any, what: str) -> Any:
    where = np.asarray(mask)
    if not where.any():
        return found
    header = short(column if isinstance(column, str) else column.header)
    hint = "Correct it in the CRM; the other values of the row are used."
    typed.findings.add(f'"{header}": {what}, left empty.', typed.rows[where], hint=hint)
    return pc.if_else(mask, pa.scalar(None, found.type), found)


def _add_numbers(typed: Typed, name: str, column: Column, raw: RawColumn, dialect: Dialect, vendor: str | None) -> None:
    factor = _factor(typed, name, column, vendor)
    if factor is None:
        return
    read = values.read_numbers(raw, default_decimal=dialect.decimal)
    _note_bad(typed, column, "not a number", read.bad, raw)
    _note_decimal(typed, column, read, raw)
    name = "response" if name in _SECONDS else name
    typed.numbers[name] = read.values if factor == 1 else pc.multiply(read.values, factor)
    if read.percent:
        typed.percent.add(name)
    if name in _MONEY:
        if read.currencies is not None:
            typed.currencies[name] = read.currencies.dictionary.take(read.currencies.indices)
            typed.note(column, "currencies beside the amounts")
        if column.currency:
            typed.header_currency[name] = column.currency
            typed.note(column, f"{column.currency}, from the header")


def _factor(typed: Typed, name: str, column: Column, vendor: str | None) -> float | None:
    """What the numbers are multiplied by to be seconds or whole money; None for a duration without a unit."""
    if name not in {"response", *_SECONDS}:
        if column.factor != 1:
            typed.note(column, f"times {column.factor:,.0f}, as the header says")
        return column.factor
    seconds = column.seconds or _SECONDS.get(name)
    if seconds is None and vendor == "HubSpot":
        seconds = _MILLISECONDS
        typed.note(column, "milliseconds since the present owner received the lead")
    if seconds is None:
        typed.note(column, 'not used: no unit in its header; teach it as "response_hours" or "response_minutes"')
    return seconds


def _note_order(typed: Typed, column: Column, read: values.TimeColumn | values.DayColumn, raw: RawColumn) -> None:
    first = "day first" if read.order == "day" else "month first"
    if read.assumed:
        typed.note(column, f"{first}: its dates can be read both ways, the locale decided")
        typed.findings.add(
            f'"{short(column.header)}": its dates can be read both ways; read with the {first}, as the locale has it.',
            severity="info",
        )
    elif len(read.contradicting):
        typed.note(column, f"{first}, as most of its dates")
        _note_contradicting(
            typed, column, f"a date only with the {'month' if read.order == 'day' else 'day'} first", read, raw
        )


def _note_decimal(typed: Typed, column: Column, read: values.NumberColumn, raw: RawColumn) -> None:
    if read.assumed:
        typed.note(
            column, f'"{read.decimal}" is the decimal mark: its numbers can be read both ways, the locale decided'
        )
        typed.findings.add(
            f'"{short(column.header)}": its numbers can be read both ways; "{read.decimal}" is taken for the decimal mark.',
            severity="info",
            hint="The locale in meetbot.toml decides.",
        )
    elif read.decimal == ",":
        typed.note(column, "decimal comma")


def _note_contradicting(typed: Typed, column: Column, what: str, read: Any, raw: RawColumn) -> None:
    first = short(raw.cells[int(read.contradicting[0])].as_py())
    typed.findings.add(
        f'"{short(column.header)}": {what}, unlike most of the column (the first is "{first}").',
        typed.rows[read.contradicting],
        severity="info",
    )


def _note_bad(typed: Typed, column: Column, what: str, bad: npt.NDArray[np.int64], raw: RawColumn) -> None:
    if len(bad):
        first = short(raw.cells[int(bad[0])].as_py())
        typed.findings.add(f'"{short(column.header)}": {what}, left empty (the first is "{first}").', typed.rows[bad])


def short(cell: str) -> str:
    """A cell or header as one harmless line for a message."""
    return (stages.clean(cell) or "")[:60]
