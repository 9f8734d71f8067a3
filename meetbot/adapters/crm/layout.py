"""What an export is read into: Arrow columns of text; and which of its first records is the header."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from meetbot.errors import DataError
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


def no_rows(path: Path, tables: Sequence[RawTable]) -> DataError:
    """The error of a file whose tables have no record that could be used."""
    reasons = {one.reason: one for table in tables for one in table.rejected if one.reason != BLANK}
    if not reasons:
        return DataError(
            "The export has a header but no rows.",
            str(path),
            "Export it again without a filter that leaves nothing, or take the file away.",
        )
    told = [f"{reason} {one.hint} (row {one.rows[0]})" for reason, one in reasons.items()]
    return DataError("The export has a header but no rows that could be used.", str(path), "\n".join(told))


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
