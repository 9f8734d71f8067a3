"""What an export's records become: Arrow columns of text, with the records that are no data by their form set apart."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.model.base import Severity
from meetbot.model.transcript import SourceFile

Recognise = Callable[[Sequence[str]], int]
"""How many of these cells are known headers."""

Wanted = Callable[[tuple[str, ...]], Collection[int]]
"""Which columns of that header are worth keeping, as indices from 0."""

HEADER_WITHIN = 30
"""Google Ads and Salesforce put up to a dozen lines of title, dates and filters above the header."""

MINIMUM_KNOWN = 2
"""Fewer known names make no header: a title may hold one of them by chance."""

LONGEST_CELL = 200_000
"""Bytes; Excel holds 32,767 characters in a cell and Salesforce's longest text field 131,072."""

BLANK = "A blank row."
REPEATED_HEADER = "The header again, not data: left out."
LONGER = "More cells than the header has columns: left out, since its values may stand in the wrong columns."
SPLIT = "A record broken over two rows by a line break without quotation marks: left out."
NOTE = "A note or footer, not data: left out."
OVERSIZED = "A cell of more than 200,000 bytes, where a quotation mark may be missing: left out."
HINTS = {
    LONGER: "A separator inside a value needs quotation marks around it.",
    SPLIT: "Take the line break out of the record, or export again.",
    OVERSIZED: "Look for a lone quotation mark there.",
}

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that a reader of the export should know. `rows` are row numbers, none when it is about the file."""

    message: str
    rows: tuple[int, ...] = ()
    severity: Severity = "warning"
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """Records that are no data by their form alone, for one reason. `rows` are their row numbers, ascending."""

    reason: str
    rows: IntArray = field(repr=False)

    @property
    def hint(self) -> str:
        """What mends it, or nothing."""
        return HINTS.get(self.reason, "")


@dataclass(frozen=True, kw_only=True)
class RawColumn:
    """One column of an export as text, a cell for each record that was kept; a blank cell is "", never null.

    `native` is true where a workbook held a number or time itself, null when none did: such a cell's text is a number
    with a decimal point or an ISO date, whatever the locale. `from_1904`: the workbook counts days from 1904.
    """

    index: int
    header: str
    cells: pa.ChunkedArray
    native: pa.ChunkedArray | None = None
    from_1904: bool = False

    @classmethod
    def of(cls, cells: Sequence[str], header: str = "", index: int = 0) -> "RawColumn":
        """A column of these cells."""
        return cls(index=index, header=header, cells=pa.chunked_array([pa.array(list(cells), pa.string())]))

    def __len__(self) -> int:
        return len(self.cells)


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """An export, or one sheet of it, as text.

    `columns` are those that were wanted, in the file's order. All arrays are as long as the kept records:
    `row_numbers` is the record's row as a spreadsheet shows the file (the header's row counts, blank rows count, a cell
    with line breaks is one row, Excel's line `sep=;` is none); `first` the record's first cell that holds anything;
    `filled` how many of its cells do, wanted or not.
    """

    path: Path
    source: SourceFile
    sheet: str | None = None
    header: tuple[str, ...]
    header_row: int
    columns: tuple[RawColumn, ...]
    row_numbers: pa.Int64Array
    first: pa.ChunkedArray
    filled: pa.Int32Array
    preamble: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __len__(self) -> int:
        return len(self.row_numbers)

    def column(self, index: int) -> RawColumn:
        """The column at that place of the header. Raises KeyError when it was not wanted."""
        for column in self.columns:
            if column.index == index:
                return column
        raise KeyError(index)

    def keep(self, mask: pa.BooleanArray) -> "RawTable":
        """The table with only the records for which the mask is true."""
        columns = tuple(
            replace(
                column,
                cells=column.cells.filter(mask),
                native=None if column.native is None else column.native.filter(mask),
            )
            for column in self.columns
        )
        return replace(
            self,
            columns=columns,
            row_numbers=self.row_numbers.filter(mask),
            first=self.first.filter(mask),
            filled=self.filled.filter(mask),
        )


@dataclass(frozen=True, kw_only=True)
class Header:
    """Where the names of the columns stand: `row` is the index of that record, `last` of the header's last one."""

    names: tuple[str, ...]
    known: int
    row: int
    last: int


def find_header(records: Sequence[Sequence[str]], recognise: Recognise) -> Header | None:
    """The record among the first 30 under which most names are known, alone or read with the one above it."""
    best: Header | None = None
    for row, cells in enumerate(records[:HEADER_WITHIN]):
        candidates = [tuple(cell.strip() for cell in cells)]
        if row and (above := records[row - 1]) and len(above) == len(cells):
            candidates.append(_joined(above, cells))
        for names in candidates:
            known = recognise(names)
            if known >= MINIMUM_KNOWN and (best is None or known > best.known):
                best = Header(names=names, known=known, row=row, last=row)
    return best


def _joined(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Names that stand in two rows, as one: `Actividad` over `Última`, or in either of them alone."""
    pairs = zip((cell.strip() for cell in above), (cell.strip() for cell in below), strict=True)
    return tuple(lower if upper == lower else f"{upper} {lower}".strip() for upper, lower in pairs)


class Collector:
    """Gathers records into columns. Rows may come in any order: the table has them by their row number."""

    def __init__(self, header: Sequence[str], wanted: Wanted | None) -> None:
        self.header = tuple(header)
        kept = range(len(header)) if wanted is None else wanted(self.header)
        self._kept = [index for index in range(len(header)) if index in kept]
        self._cells: dict[int, list[pa.Array]] = {index: [] for index in self._kept}
        self._native: dict[int, list[pa.Array]] = {index: [] for index in self._kept}
        self._has_native = set[int]()
        self._numbers: list[IntArray] = []
        self._filled: list[npt.NDArray[np.int32]] = []
        self._first: list[pa.Array] = []
        self._rejected: dict[str, list[IntArray]] = {}

    def reject(self, reason: str, *rows: int) -> None:
        """Notes that those rows are no data."""
        if rows:
            self._rejected.setdefault(reason, []).append(np.array(rows, np.int64))

    def add(
        self, cells: Sequence[pa.Array], numbers: IntArray, native: Sequence[pa.Array | None] | None = None
    ) -> None:
        """Takes a batch: an array for every column of the header, the rows' numbers, and where cells are native."""
        holds = [_holds_text(column) for column in cells]
        filled = np.sum(holds, axis=0, dtype=np.int32) if holds else np.zeros(len(numbers), np.int32)
        drop = np.zeros(len(numbers), np.bool_)
        for reason, found in (
            (BLANK, filled == 0),
            (REPEATED_HEADER, self._repeats(cells)),
            (OVERSIZED, _oversized(cells)),
        ):
            fresh = found & ~drop
            if fresh.any():
                self._rejected.setdefault(reason, []).append(numbers[fresh])
                drop |= fresh
        first = _first_filled(cells, holds)
        mask = pa.array(~drop) if drop.any() else None
        for index in self._kept:
            own = native[index] if native is not None else None
            if own is not None:
                self._has_native.add(index)
            flags = own if own is not None else pa.array(np.zeros(len(numbers), np.bool_))
            self._cells[index].append(cells[index] if mask is None else cells[index].filter(mask))
            self._native[index].append(flags if mask is None else flags.filter(mask))
        self._first.append(first if mask is None else first.filter(mask))
        self._numbers.append(numbers[~drop])
        self._filled.append(filled[~drop])

    def add_rows(self, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Takes records that are as wide as the header."""
        if rows:
            columns = zip(*(cells for _, cells in rows), strict=True)
            self.add(
                [pa.array(column, pa.string()) for column in columns],
                np.array([number for number, _ in rows], np.int64),
            )

    def add_irregular(self, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Takes records that are not as wide as the header, in order of their rows: mended, or rejected."""
        self.add_rows([*self._mended(rows)])

    def _mended(self, rows: Sequence[tuple[int, Sequence[str]]]) -> Iterable[tuple[int, Sequence[str]]]:
        width = len(self.header)
        halves = _halves([(number, len(cells)) for number, cells in rows], width)
        for number, cells in rows:
            filled = sum(bool(cell.strip()) for cell in cells)
            if not filled:
                self.reject(BLANK, number)
            elif any(cell.strip() for cell in cells[width:]):
                self.reject(LONGER, number)
            elif number in halves:
                self.reject(SPLIT, number)
            elif filled == 1 and len(cells) == 1 and width > MINIMUM_KNOWN:
                self.reject(NOTE, number)
            else:
                yield number, [*cells[:width], *[""] * (width - len(cells))]

    def _repeats(self, cells: Sequence[pa.Array]) -> BoolArray:
        """Where the header stands again, as it does in exports that were put together by hand."""
        found: BoolArray | None = None
        for name, column in zip(self.header, cells, strict=True):
            same = _numpy(pc.equal(pc.utf8_trim_whitespace(column), name))
            if found is not None:
                same &= found
            if not same.any():
                return same
            found = same
        return found if found is not None else np.zeros(0, np.bool_)

    def finish(self, *, from_1904: bool = False, **about: Any) -> RawTable:
        """The table. `about` are the fields of RawTable that only the caller knows."""
        numbers = np.concatenate([*self._numbers, np.zeros(0, np.int64)])
        order = np.argsort(numbers, kind="stable") if (np.diff(numbers) < 0).any() else None
        columns = []
        for index in self._kept:
            native = self._chunked(self._native.pop(index), pa.bool_(), order) if index in self._has_native else None
            cells = self._chunked(self._cells.pop(index), pa.string(), order)
            column = RawColumn(index=index, header=self.header[index], cells=cells, native=native, from_1904=from_1904)
            columns.append(column)
        filled = np.concatenate([*self._filled, np.zeros(0, np.int32)])
        return RawTable(
            header=self.header,
            columns=tuple(columns),
            row_numbers=pa.array(numbers if order is None else numbers[order]),
            first=self._chunked(self._first, pa.string(), order),
            filled=pa.array(filled if order is None else filled[order]),
            rejected=tuple(
                Rejected(reason=reason, rows=np.sort(np.concatenate(rows)))
                for reason, rows in sorted(self._rejected.items())
            ),
            **about,
        )

    @staticmethod
    def _chunked(parts: list[pa.Array], kind: pa.DataType, order: IntArray | None) -> pa.ChunkedArray:
        found = pa.chunked_array(parts, kind)
        return found if order is None else found.take(pa.array(order))


def _halves(rows: Sequence[tuple[int, int]], width: int) -> set[int]:
    """The rows that are two halves of one record: one after the other, and together as wide as the header.

    Excel leaves out the empty cells at the end of a block of 16 rows: three or more rows of one width are whole.
    """
    found = set[int]()
    for place, (number, cells) in enumerate(rows[:-1]):
        following, others = rows[place + 1]
        whole = cells == others and any(
            0 <= at < len(rows) and rows[at][1] == cells and rows[at][0] == near
            for at, near in ((place - 1, number - 1), (place + 2, following + 1))
        )
        if following == number + 1 and cells + others - 1 == width and number not in found and not whole:
            found |= {number, following}
    return found


def _numpy(array: pa.Array) -> Any:
    return array.to_numpy(zero_copy_only=False)


def _holds_text(column: pa.Array) -> BoolArray:
    """Which cells hold more than white space."""
    held: BoolArray = _numpy(pc.greater(pc.binary_length(column), 0))
    if len(column) == 0:
        return held
    offsets = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column)]
    content = column.buffers()[2]
    if content is None or not held.any():
        return held
    letters = np.frombuffer(content, np.uint8)
    suspects = np.flatnonzero(held)
    begins = letters[offsets[suspects]]
    suspects = suspects[(begins <= ord(" ")) | (begins >= 0x80)]  # noqa: PLR2004  not ASCII: may be a wide space
    if len(suspects):
        trimmed = pc.utf8_trim_whitespace(column.take(pa.array(suspects)))
        held = held.copy()
        held[suspects] = _numpy(pc.greater(pc.binary_length(trimmed), 0))
    return held


def _oversized(cells: Sequence[pa.Array]) -> BoolArray:
    found = np.zeros(len(cells[0]) if cells else 0, np.bool_)
    for column in cells:
        if (column.nbytes) > LONGEST_CELL:
            found |= _numpy(pc.greater(pc.binary_length(column), LONGEST_CELL))
    return found


def _first_filled(cells: Sequence[pa.Array], holds: Sequence[BoolArray]) -> pa.Array:
    first = cells[0]
    missing = ~holds[0]
    for column, held in zip(cells[1:], holds[1:], strict=True):
        if not missing.any():
            break
        use = missing & held
        if use.any():
            first = pc.if_else(pa.array(use), column, first)
            missing &= ~use
    return first
