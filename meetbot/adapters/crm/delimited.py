"""CSV and its relatives as columns: the fast reader for files that keep the rules, the patient one for all others."""

import codecs
import csv
import hashlib
import io
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from meetbot.adapters.crm.layout import (
    HEADER_WITHIN,
    Collector,
    Finding,
    Header,
    IntArray,
    RawTable,
    Recognise,
    Wanted,
    find_header,
)
from meetbot.errors import DataError
from meetbot.model.transcript import SourceFile

SEPARATORS = (",", ";", "\t", "|")
_CHUNK = 4 << 20
_HEAD = 1 << 20
_BATCH = 8192
_SHOWN = {"\t": "tab"}
_FIELD_LIMIT = 2**31 - 1
_MANY = 100_000
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(r"sep=([^\r\n])(?:\r\n|\r|\n)")


@dataclass(frozen=True, kw_only=True)
class _Text:
    """How the bytes of a file are text: where they begin, their encoding, and what stands beside quotation marks."""

    path: Path
    sha256: str
    encoding: str
    begins: int
    quotes: "_Quotes"

    def chunks(self) -> Iterator[bytes]:
        """The text from its beginning, as UTF-8."""
        decode = codecs.getincrementaldecoder(self.encoding)(errors="strict").decode
        with self.path.open("rb") as file:
            file.seek(self.begins)
            while chunk := file.read(_CHUNK):
                yield chunk if self.encoding == "utf-8" else decode(chunk).encode()
            if self.encoding != "utf-8":
                yield decode(b"", final=True).encode()


@dataclass(kw_only=True)
class _Quotes:
    """Whether quotation marks keep the rules, for any separator: what stands before the 1st, 3rd… and after the 2nd…

    A file that keeps them means the same to every reader: an odd one opens a cell (or follows the even one that doubles
    it), an even one closes it.
    """

    count: int = 0
    before: set[int] = field(default_factory=lambda: {ord("\n")})
    after: set[int] = field(default_factory=set)
    _last: int = ord("\n")
    _open_end: bool = False

    def feed(self, chunk: bytes) -> None:
        """Takes the next bytes of the file."""
        letters = np.frombuffer(chunk, np.uint8)
        if not len(letters):
            return
        if self._open_end:
            self.after.add(int(letters[0]))
        places = np.flatnonzero(letters == ord('"'))
        self._open_end = False
        if len(places):
            opening = places[self.count % 2 :: 2]
            closing = places[(self.count + 1) % 2 :: 2]
            if len(opening) and opening[0] == 0:
                self.before.add(self._last)
                opening = opening[1:]
            if len(closing) and closing[-1] == len(letters) - 1:
                self._open_end = True
                closing = closing[:-1]
            self.before |= _distinct(letters[opening - 1])
            self.after |= _distinct(letters[closing + 1])
            self.count += len(places)
        self._last = int(letters[-1])

    def regular(self, separator: str) -> bool:
        """Whether they do, if that is the separator."""
        allowed = {ord(separator), *b'\r\n"'}
        return self.count % 2 == 0 and self.before <= allowed and self.after <= allowed


def _distinct(letters: Any) -> set[int]:
    return {int(letter) for letter in np.flatnonzero(np.bincount(letters, minlength=256))}


@dataclass(frozen=True, kw_only=True)
class _Layout:
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
    with _cells_of_any_length():
        text = open_text(path)
        layout = find_layout(text, recognise)
        table = read_fast(text, layout, wanted) if text.quotes.regular(layout.separator) else None
        if table is None:
            table = read_patiently(text, layout, wanted)
    if not len(table):
        raise DataError(
            "The export has a header but no rows.",
            str(path),
            "Export it again without a filter that leaves nothing, or take the file away.",
        )
    return table


def open_text(path: Path) -> _Text:
    """Byte order mark, then strict UTF-8, then cp1252: latin-1 would turn € into a control character."""
    digest, quotes = hashlib.sha256(), _Quotes()
    utf8 = codecs.getincrementaldecoder("utf-8")(errors="strict").decode
    encodings, begins, first = ["utf-8", "cp1252"], 0, True
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            if first:
                encodings, begins = _candidates(chunk)
                first, chunk = False, chunk[begins:]  # noqa: PLW2901  the mark is no text
            if encodings[0] == "utf-8":
                try:
                    utf8(chunk)
                except UnicodeDecodeError:
                    encodings = encodings[1:]
            if encodings and not encodings[0].startswith("utf-16"):
                quotes.feed(chunk)
    if encodings[:1] == ["utf-8"]:
        try:
            utf8(b"", final=True)
        except UnicodeDecodeError:
            encodings = encodings[1:]
    text = _Text(
        path=path, sha256=digest.hexdigest(), encoding=(encodings or ["none"])[0], begins=begins, quotes=quotes
    )
    if not encodings:
        raise _not_text(path)
    if text.encoding != "utf-8":
        _check(text)
    return text


def _candidates(head: bytes) -> tuple[list[str], int]:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return [encoding], len(mark)
    sample = head[:65536]
    nulls = np.flatnonzero(np.frombuffer(sample, np.uint8) == 0)
    if not len(nulls):
        return ["utf-8", "cp1252"], 0
    # Western text in UTF-16 has a zero in every second byte, nearly; nothing else that is text has.
    if len(nulls) > len(sample) * 0.4:
        odd = float((nulls % 2).mean())
        if not 0.02 < odd < 0.98:  # noqa: PLR2004  a letter such as Ā has its zero in the other byte
            return ["utf-16-be" if odd < 0.5 else "utf-16-le"], 0  # noqa: PLR2004  half
    return [], 0


def _check(text: _Text) -> None:
    """Decodes the whole file once, so that nothing later can fail; UTF-16 shows its quotation marks only here."""
    try:
        for chunk in text.chunks():
            if text.encoding.startswith("utf-16"):
                text.quotes.feed(chunk)
    except UnicodeDecodeError as error:
        raise _not_text(text.path) from error


def _not_text(path: Path) -> DataError:
    return DataError(
        "This is not a text file in UTF-8, UTF-16 or Windows-1252.", str(path), "Export it again as CSV (UTF-8)."
    )


def find_layout(text: _Text, recognise: Recognise) -> _Layout:
    """The separator and header under which most names are known."""
    head = _decoded_head(text)
    declared = _DECLARED.match(head)
    skipped = declared.end() if declared else 0
    best: _Layout | None = None
    for separator in [declared.group(1)] if declared else SEPARATORS:
        spaced = ord(" ") in text.quotes.before
        records, ends = _first_records(head[skipped:], separator, spaced=spaced)
        header = find_header(records, recognise)
        if header is not None and (best is None or header.known > best.header.known):
            above = [" ".join(cell.strip() for cell in cells if cell.strip()) for cells in records[: header.row]]
            best = _Layout(
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


def _decoded_head(text: _Text) -> str:
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


def read_fast(text: _Text, layout: _Layout, wanted: Wanted | None) -> RawTable | None:
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
    options = pa.csv.ReadOptions(use_threads=False, column_names=names, block_size=_CHUNK)
    number = first
    try:
        with pa.csv.open_csv(
            pa.PythonFile(_Stream(text, layout.begins), "r"),
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


def read_patiently(text: _Text, layout: _Layout, wanted: Wanted | None) -> RawTable:
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
    text: _Text, layout: _Layout, wanted: Wanted | None, *, strict: bool = False, findings: tuple[Finding, ...] = ()
) -> RawTable:
    collector = Collector(layout.header.names, wanted)
    width = len(layout.header.names)
    lines = io.TextIOWrapper(io.BufferedReader(_Stream(text, layout.begins), _CHUNK), "utf-8", newline="")
    reader = csv.reader(lines, delimiter=layout.separator, skipinitialspace=layout.spaced, strict=strict)
    number = layout.first_row
    try:
        while batch := list(enumerate(itertools.islice(reader, _BATCH), number)):
            number += len(batch)
            collector.add_rows([row for row in batch if len(row[1]) == width])
            collector.add_irregular([row for row in batch if len(row[1]) != width])
    except csv.Error as error:
        if strict:
            raise _BrokenQuotesError(number) from error
        raise DataError(
            f"The export is not valid CSV: {error}.",
            f"{text.path}, line {reader.line_num}",
            "Open that line; a cell may be far too long.",
        ) from error
    return _finished(collector, text, layout, findings)


def _finished(collector: Collector, text: _Text, layout: _Layout, findings: tuple[Finding, ...]) -> RawTable:
    shown = _SHOWN.get(layout.separator, layout.separator)
    source = SourceFile(name=text.path.name, sha256=text.sha256, format=f"csv, {text.encoding}, separator {shown}")
    return collector.finish(
        path=text.path,
        source=source,
        header_row=layout.header.last + 1,
        preamble=layout.preamble,
        findings=findings,
    )


@contextmanager
def _cells_of_any_length() -> Iterator[None]:
    """The csv module's limit of 131,072 characters is lifted: longer cells are rejected by row, not with the file."""
    before = csv.field_size_limit(_FIELD_LIMIT)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class _Stream(io.RawIOBase):
    """The text from that byte of its UTF-8 on, for readers that want a file."""

    def __init__(self, text: _Text, begins: int) -> None:
        super().__init__()
        self._chunks = text.chunks()
        self._rest = memoryview(b"")
        while begins:
            self._rest = memoryview(next(self._chunks))
            used = min(begins, len(self._rest))
            self._rest, begins = self._rest[used:], begins - used

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fills the buffer as far as one chunk reaches; 0 at the end."""
        while not self._rest:
            following = next(self._chunks, None)
            if following is None:
                return 0
            self._rest = memoryview(following)
        used = min(len(buffer), len(self._rest))
        memoryview(buffer)[:used] = self._rest[:used]
        self._rest = self._rest[used:]
        return used
