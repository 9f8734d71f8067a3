"""CSV and its relatives as columns: the fast reader for files that keep the rules, the patient one for all others."""

import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from meetbot.adapters.crm.collect import Collector
from meetbot.adapters.crm.decoding import CHUNK, Stream, Text, open_text
from meetbot.adapters.crm.layout import (
    HEADER_WITHIN,
    Finding,
    Header,
    IntArray,
    RawTable,
    Recognise,
    Wanted,
    find_header,
    no_rows,
)
from meetbot.errors import DataError
from meetbot.model.transcript import SourceFile

SEPARATORS = (",", ";", "\t", "|")
_HEAD = 1 << 20
_BATCH = 8192
_SHOWN = {"\t": "tab"}
_FIELD_LIMIT = 2**31 - 1
_MANY = 100_000
_DECLARED = re.compile(r"sep=([^\r\n])(?:\r\n|\r|\n)")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The separator, the header, where the records after it begin (in bytes of UTF-8), and what stands above."""

    separator: str
    header: Header
    begins: int
    preamble: tuple[str, ...]
    spaced: bool

    @property
    def first_row(self) -> int:
        """The row number of the first record after the header."""
        return self.header.last + 2


def read(path: Path, recognise: Recognise, wanted: Wanted | None) -> RawTable:
    """The table in that text file. Raises DataError when there is none."""
    with _CELLS_OF_ANY_LENGTH:
        text = open_text(path)
        layout = find_layout(text, recognise)
        table = read_fast(text, layout, wanted) if text.quotes.regular(layout.separator) else None
        if table is None:
            table = read_patiently(text, layout, wanted)
    if not len(table):
        raise no_rows(path, [table])
    return table


def find_layout(text: Text, recognise: Recognise) -> Layout:
    """The separator and header under which most names are known."""
    head = _decoded_head(text)
    declared = _DECLARED.match(head)
    skipped = declared.end() if declared else 0
    best: Layout | None = None
    for separator in [declared.group(1)] if declared else SEPARATORS:
        spaced = ord(" ") in text.quotes.before
        records, ends = _first_records(head[skipped:], separator, spaced=spaced)
        header = find_header(records, recognise)
        if header is not None and (best is None or header.known > best.header.known):
            above = [" ".join(cell.strip() for cell in cells if cell.strip()) for cells in records[: header.row]]
            best = Layout(
                separator=separator,
                header=header,
                begins=len(head[: skipped + ends[header.last]].encode()),
                preamble=tuple(line for line in above if line),
                spaced=spaced,
            )
    if best is None:
        first = " ".join(next((line for line in head.splitlines() if line.strip()), "").split())[:120]
        raise DataError(
            "No header row with known columns was found in the export.",
            str(text.path),
            f"It begins with: {first}\nA row near the top must name columns such as id, date, owner, stage, amount.",
        )
    return best


def _decoded_head(text: Text) -> str:
    parts, size = [], 0
    for chunk in text.chunks():
        parts.append(chunk)
        size += len(chunk)
        if size >= _HEAD:
            break
    return b"".join(parts)[:_HEAD].decode("utf-8", "ignore")


def _first_records(head: str, separator: str, *, spaced: bool) -> tuple[list[list[str]], list[int]]:
    """The first records, and where each one ends."""
    records: list[list[str]] = []
    ends: list[int] = []
    lines = io.StringIO(head, newline="")
    try:
        for cells in csv.reader(iter(lines.readline, ""), delimiter=separator, skipinitialspace=spaced):
            records.append(cells)
            ends.append(lines.tell())
            if len(records) == HEADER_WITHIN:
                break
    except csv.Error:
        pass  # the records before the one that is too long are enough to look for a header
    return records, ends


def read_fast(text: Text, layout: Layout, wanted: Wanted | None) -> RawTable | None:
    """The table, read by Arrow, if quotation marks keep the rules; None when it can't hold a record."""
    width = len(layout.header.names)
    collector = Collector(layout.header.names, wanted)
    irregular: list[tuple[int, list[str]]] = []
    first = layout.first_row

    def note(row: Any) -> str:
        cells = next(csv.reader(io.StringIO(row.text, newline=""), delimiter=layout.separator), [])
        irregular.append((first + row.number - 1, cells))
        return "skip" if len(irregular) < _MANY else "error"

    names = [str(index) for index in range(width)]
    parse = pa.csv.ParseOptions(
        delimiter=layout.separator,
        newlines_in_values=text.quotes.count > 0,
        ignore_empty_lines=False,
        invalid_row_handler=note,
    )
    convert = pa.csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
    )
    options = pa.csv.ReadOptions(use_threads=False, column_names=names, block_size=CHUNK)
    number = first
    try:
        with pa.csv.open_csv(
            pa.PythonFile(Stream(text, layout.begins), "r"),
            read_options=options,
            parse_options=parse,
            convert_options=convert,
        ) as batches:
            for batch in batches:
                numbers = _next_rows(number, len(batch), [row for row, _ in irregular])
                number = int(numbers[-1]) + 1 if len(numbers) else number
                collector.add(batch.columns, numbers)
    except pa.ArrowInvalid:
        return None
    collector.add_irregular(irregular)
    return _finished(collector, text, layout, ())


def _next_rows(number: int, count: int, without: list[int]) -> IntArray:
    """The next row numbers from there on that aren't among those."""
    later = np.array([row for row in without if row >= number], np.int64)
    candidates = np.arange(number, number + count + len(later), dtype=np.int64)
    return np.setdiff1d(candidates, later, assume_unique=True)[:count]


def read_patiently(text: Text, layout: Layout, wanted: Wanted | None) -> RawTable:
    """The table, read record by record, whatever its quotation marks do."""
    try:
        return _read_records(text, layout, wanted, strict=True)
    except _BrokenQuotesError as broken:
        finding = Finding(
            message="Quotes are not balanced, so that one cell may have swallowed several rows.",
            rows=(broken.row,),
            hint="Export again, or look for a lone quotation mark.",
        )
    return _read_records(text, layout, wanted, findings=(finding,))


class _BrokenQuotesError(Exception):
    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def _read_records(
    text: Text, layout: Layout, wanted: Wanted | None, *, strict: bool = False, findings: tuple[Finding, ...] = ()
) -> RawTable:
    collector = Collector(layout.header.names, wanted)
    width = len(layout.header.names)
    records = _records(text, layout, strict=strict)
    while batch := list(itertools.islice(records, _BATCH)):
        collector.add_rows([row for row in batch if len(row[1]) == width])
        collector.add_irregular([row for row in batch if len(row[1]) != width])
    return _finished(collector, text, layout, findings)


def _records(text: Text, layout: Layout, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
    lines = io.TextIOWrapper(io.BufferedReader(Stream(text, layout.begins), CHUNK), "utf-8", newline="")
    reader = csv.reader(lines, delimiter=layout.separator, skipinitialspace=layout.spaced, strict=strict)
    number = layout.first_row
    try:
        for cells in reader:
            yield number, cells
            number += 1
    except csv.Error as error:
        if strict:
            raise _BrokenQuotesError(number) from error
        raise DataError(
            f"The export is not valid CSV: {error}.",
            f"{text.path}, line {reader.line_num}",
            "Open that line; a cell may be far too long.",
        ) from error


def _finished(collector: Collector, text: Text, layout: Layout, findings: tuple[Finding, ...]) -> RawTable:
    shown = _SHOWN.get(layout.separator, layout.separator)
    source = SourceFile(name=text.path.name, sha256=text.sha256, format=f"csv, {text.encoding}, separator {shown}")
    return collector.finish(
        path=text.path,
        source=source,
        header_row=layout.header.last + 1,
        preamble=layout.preamble,
        findings=findings,
    )


class _CellsOfAnyLength:
    """Lifts the csv module's limit of 131,072 characters: longer cells are rejected by row, not with the file.

    The limit is the process's: of several readings at once the first lifts it, and the last puts it back.
    """

    def __init__(self) -> None:
        self._changing = Lock()
        self._readings = 0
        self._before = 0

    def __enter__(self) -> None:
        with self._changing:
            if not self._readings:
                self._before = csv.field_size_limit(_FIELD_LIMIT)
            self._readings += 1

    def __exit__(self, *_: object) -> None:
        with self._changing:
            self._readings -= 1
            if not self._readings:
                csv.field_size_limit(self._before)


_CELLS_OF_ANY_LENGTH = _CellsOfAnyLength()
