"""Workbooks (.xlsx, .xlsb, .xls, .ods) as columns: numbers and times keep what the cell holds, not how it looks."""

import itertools
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from meetbot.adapters.crm.collect import Collector
from meetbot.adapters.crm.layout import (
    HEADER_WITHIN,
    Finding,
    Header,
    RawTable,
    Recognise,
    Wanted,
    find_header,
    no_rows,
)
from meetbot.adapters.digests import sha256_of
from meetbot.errors import DataError
from meetbot.model.transcript import SourceFile

_BATCH = 8192
_UNPACKED = 4 << 30
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DAMAGE = (OSError, EOFError, ValueError, OverflowError, RuntimeError, KeyError)
"""What the standard library raises beside its own errors when bits of a ZIP file are turned."""
_EPOCH = re.compile(rb"<(?:\w+:)?workbookPr[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
_HEADER_HEIGHT = 3
_WHOLE = 10**21  # shown without an exponent up to here; Excel keeps 15 digits, the others are made up

Merged = tuple[tuple[int, int], tuple[int, int]]


def read(path: Path, recognise: Recognise, wanted: Wanted | None) -> tuple[RawTable, ...]:
    """A table for each visible sheet with known headers. Raises DataError when there is none."""
    kind, from_1904 = _kind(path)
    source = SourceFile(name=path.name, sha256=sha256_of(path), format=kind)
    tables: list[RawTable] = []
    skipped: dict[str, str] = {}
    with _our_errors(path), path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        for about in book.sheets_metadata:
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            if about.visible is not SheetVisibleEnum.Visible:
                skipped[about.name] = "hidden"
                continue
            sheet = _Sheet(book.get_sheet_by_name(about.name), recognise)
            if sheet.header is None:
                skipped[about.name] = "no known columns"
                continue
            table = sheet.table(path, source, wanted, from_1904=from_1904)
            tables.append(table)
            if not len(table):
                skipped[about.name] = "no rows"
    if not tables:
        raise _nothing(path, skipped)
    if not any(len(table) for table in tables):
        raise no_rows(path, tables)
    tables = [table for table in tables if len(table)]
    findings = [
        Finding(message=f'The sheet "{name}" is not read: {why}.', severity="warning" if why == "hidden" else "info")
        for name, why in skipped.items()
    ]
    return (replace(tables[0], findings=(*tables[0].findings, *findings)), *tables[1:])


def _nothing(path: Path, skipped: dict[str, str]) -> DataError:
    told = "; ".join(f'"{name}": {why}' for name, why in itertools.islice(skipped.items(), 10))
    return DataError(
        "No header row with known columns was found in the workbook.",
        str(path),
        f"Its sheets: {told or 'none'}.\nA row near the top must name columns such as id, date, owner, stage, amount.",
    )


@contextmanager
def _our_errors(path: Path) -> Iterator[None]:
    """Whatever the reader of workbooks raises becomes a DataError; a damaged file makes it panic now and then."""
    hint = "Open it in Excel and save it again, or export it as CSV (UTF-8)."
    try:
        yield
    except DataError:
        raise
    except PasswordError as error:
        raise _protected(path) from error
    except (CalamineError, zipfile.BadZipFile, zlib.error, *_DAMAGE) as error:
        raise DataError("The workbook can't be read.", str(path), f"{_short(error)}\n{hint}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust raises is no Exception, and can't be imported
            raise
        raise DataError("The workbook is damaged.", str(path), hint) from error


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]


def _protected(path: Path) -> DataError:
    return DataError("The workbook is protected by a password.", str(path), "Save it without a password.")


def _kind(path: Path) -> tuple[str, bool]:
    """What kind of workbook it is, and whether it counts days from 1904 (Excel for Mac did)."""
    if not zipfile.is_zipfile(path):
        if _contains(path, _ENCRYPTED):
            raise _protected(path)
        return "xls", False
    with _our_errors(path), zipfile.ZipFile(path) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
        if sum(sizes.values()) > _UNPACKED:
            raise DataError("The workbook is too large unpacked.", str(path), "Export it as CSV (UTF-8).")
        if "xl/workbook.bin" in sizes:
            return "xlsb", False
        if "content.xml" in sizes:
            return "ods", False
        if "xl/workbook.xml" not in sizes:
            raise DataError("This is a ZIP file, not a workbook.", str(path), "Take the export out of it.")
        return "xlsx", _EPOCH.search(archive.read("xl/workbook.xml")) is not None


def _contains(path: Path, sought: bytes) -> bool:
    rest = b""
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            if sought in rest + chunk:
                return True
            rest = chunk[-len(sought) :]
    return False


class _Sheet:
    """One sheet: its first rows in memory, the others as they come."""

    def __init__(self, sheet: Any, recognise: Recognise) -> None:
        self._name = sheet.name
        self._merged: list[Merged] = sheet.merged_cell_ranges or []
        self._rows: Iterator[list[Any]] = sheet.iter_rows()
        self._head = list(itertools.islice(self._rows, HEADER_WITHIN + _HEADER_HEIGHT))
        shown = self._spread([[_text(value)[0] for value in row] for row in self._head])
        found = find_header(shown, recognise)
        self.header = None if found is None else self._whole(found)
        self._above = shown

    def _spread(self, rows: list[list[str]]) -> list[list[str]]:
        """The first rows, with the text of a merged cell in each of its cells, as far as it may be a header's."""
        for (top, left), (bottom, right) in self._merged:
            if bottom - top < _HEADER_HEIGHT and bottom < len(rows):
                for row, column in itertools.product(range(top, bottom + 1), range(left, right + 1)):
                    if column < len(rows[row]) and left < len(rows[top]):
                        rows[row][column] = rows[top][left]
        return rows

    def _whole(self, header: Header) -> Header:
        """The header with the rows below into which its merged cells reach."""
        reach = [b for (t, _), (b, _) in self._merged if t <= header.row <= b and b - t < _HEADER_HEIGHT]
        return replace(header, last=max([header.last, *reach]))

    def table(self, path: Path, source: SourceFile, wanted: Wanted | None, *, from_1904: bool) -> RawTable:
        """The rows below the header."""
        if self.header is None:
            raise ValueError(self._name)
        begin = self.header.last + 1
        width = len(self.header.names)
        collector = Collector(self.header.names, wanted)
        rows = itertools.chain(self._head[begin:], self._rows)
        number = begin + 1
        while batch := list(itertools.islice(rows, _BATCH)):
            columns = [_column(values) for values in zip(*batch, strict=True)]
            columns += [(pa.array([""] * len(batch), pa.string()), None)] * (width - len(columns))
            numbers = np.arange(number, number + len(batch), dtype=np.int64)
            collector.add([cells for cells, _ in columns], numbers, [native for _, native in columns])
            number += len(batch)
        above = [" ".join(dict.fromkeys(c.strip() for c in row if c.strip())) for row in self._above[: self.header.row]]
        return collector.finish(
            from_1904=from_1904,
            path=path,
            source=source,
            sheet=self._name,
            header_row=begin,
            preamble=tuple(line for line in above if line),
            findings=self._findings(begin),
        )

    def _findings(self, begin: int) -> tuple[Finding, ...]:
        rows = tuple(sorted({top + 1 for (top, _), (bottom, _) in self._merged if top >= begin and bottom > top}))
        if not rows:
            return ()
        message = "Merged cells: their value counts for the first row only."
        return (Finding(message=message, rows=rows, hint="Take the merging out in Excel and fill the cells."),)


def _column(values: Sequence[Any]) -> tuple[pa.Array, pa.Array | None]:
    """The cells as text, and which of them are numbers or times by themselves."""
    if all(type(value) is str for value in values):
        return pa.array(values, pa.string()), None
    texts, native = zip(*map(_text, values), strict=True)
    return pa.array(texts, pa.string()), pa.array(native, pa.bool_())


def _text(value: Any) -> tuple[str, bool]:
    """The cell as text, and whether that text is canonical: a number with a point, an ISO date."""
    if isinstance(value, str):
        return value, False
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE", False
    if isinstance(value, int | float):
        whole = float(value).is_integer() and abs(value) < _WHOLE
        return f"{value:.0f}" if whole else repr(value), True
    if isinstance(value, date):
        return str(_to_the_second(value) if isinstance(value, datetime) else value), True
    if isinstance(value, timedelta):
        value = round(value / timedelta(days=1), 10)
    return str(value), isinstance(value, float)


def _to_the_second(moment: datetime) -> datetime:
    """A workbook keeps a fraction of a day: 07:05:00 comes back as 07:04:59.999 or 07:05:00.001."""
    rounded = moment + timedelta(milliseconds=5)
    return rounded.replace(microsecond=0) if rounded.microsecond < 10_000 else moment  # noqa: PLR2004  5 ms on either side
