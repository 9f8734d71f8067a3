"""Records gathered into Arrow columns, with those that are no data by their form set apart."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm.layout import (
    BLANK,
    LONGER,
    LONGEST_CELL,
    MINIMUM_KNOWN,
    NOTE,
    OVERSIZED,
    REPEATED_HEADER,
    SPLIT,
    BoolArray,
    IntArray,
    RawColumn,
    RawTable,
    Rejected,
    Wanted,
)

_SPACE = np.array([byte <= ord(" ") or byte in {0xC2, *range(0xE1, 0x100)} for byte in range(256)])
"""Bytes with which white space may begin in UTF-8."""


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
        filled: npt.NDArray[np.int32] = np.array(holds, np.bool_).sum(axis=0, dtype=np.int32)
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
        short = [(number, len(cells)) for number, cells in rows if len(cells) < width and any(map(str.strip, cells))]
        halves = _halves(short, width)
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
            same: BoolArray = _numpy(pc.equal(pc.utf8_trim_whitespace(column), name))
            if found is not None:
                same = same & found
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
    if len(column) == 0:
        return np.zeros(0, np.bool_)
    offsets = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    held: BoolArray = offsets[1:] > offsets[:-1]
    content = column.buffers()[2]
    if content is None or not held.any():
        return held
    suspects = np.flatnonzero(held)
    suspects = suspects[_SPACE[np.frombuffer(content, np.uint8)[offsets[suspects]]]]
    if len(suspects):
        trimmed = pc.utf8_trim_whitespace(column.take(pa.array(suspects)))
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
