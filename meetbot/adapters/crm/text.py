"""An export's bytes as rows of cells: encoding, separator and header row are found, never assumed."""

import csv
import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from meetbot.errors import DataError
from meetbot.model.transcript import SourceFile

SEPARATORS = (",", ";", "\t", "|")
# Google Ads and Salesforce put up to a dozen lines of title, dates and filters above the header.
_HEADER_WITHIN = 30
_MINIMUM_KNOWN = 2
_SPREADSHEETS = {b"PK\x03\x04": "an Excel workbook (.xlsx)", b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)"}

Recognise = Callable[[Sequence[str]], int]
"""How many of these cells are known headers."""


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """An export as text. `rows` are (row number as a spreadsheet shows it, cells); blank rows are left out."""

    path: Path
    source: SourceFile
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    broken_quotes: bool


def read_table(path: Path, recognise: Recognise) -> RawTable:
    """The table in that file. Raises DataError when there is none."""
    content = _bytes(path)
    text, encoding = _decode(content, path)
    separator, header_row = _layout(text, recognise, path)
    records, broken = _records(text, separator, path)
    header = tuple(records[header_row])
    rows = tuple(
        (number, tuple(cells))
        for number, cells in enumerate(records[header_row + 1 :], header_row + 2)
        if any(cell.strip() for cell in cells)
    )
    if not rows:
        raise DataError(
            "The export has a header but no rows.",
            str(path),
            "Export it again without a filter that leaves nothing, or take the file away.",
        )
    shown = {"\t": "tab"}.get(separator, separator)
    source = SourceFile(
        name=path.name, sha256=hashlib.sha256(content).hexdigest(), format=f"csv, {encoding}, separator {shown}"
    )
    return RawTable(path=path, source=source, header=header, rows=rows, broken_quotes=broken)


def _bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DataError(
            f"The export can't be read: {reason}.", str(path), "Check that the file can be opened."
        ) from error
    if not content.strip():
        raise DataError("The export is empty.", str(path), "Export it again from the CRM.")
    for magic, kind in _SPREADSHEETS.items():
        if content.startswith(magic):
            raise DataError(
                f"This is {kind}, not a CSV file.", str(path), "Export it as CSV, or save it in Excel as “CSV UTF-8”."
            )
    return content


def _decode(content: bytes, path: Path) -> tuple[str, str]:
    """Byte order mark, then strict UTF-8, then cp1252: latin-1 would turn € into a control character."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content[:65536]:
        encodings = []
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise DataError(
        "This is not a text file in UTF-8, UTF-16 or Windows-1252.", str(path), "Export it again as CSV (UTF-8)."
    )


def _layout(text: str, recognise: Recognise, path: Path) -> tuple[str, int]:
    """The separator and the index of the header row: the pair under which most headers are known."""
    head = text[:200_000]
    best: tuple[int, str, int] = (0, ",", 0)
    for separator in SEPARATORS:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
        try:
            for index, cells in zip(range(_HEADER_WITHIN), reader, strict=False):
                known = recognise(cells)
                if known > best[0]:
                    best = (known, separator, index)
        except csv.Error:
            continue
    if best[0] < _MINIMUM_KNOWN:
        first = " ".join(next((line for line in text.splitlines() if line.strip()), "").split())[:120]
        raise DataError(
            "No header row with known columns was found in the export.",
            str(path),
            f"It begins with: {first}\nA row near the top must name columns such as id, date, owner, stage, amount.",
        )
    return best[1], best[2]


def _records(text: str, separator: str, path: Path) -> tuple[list[list[str]], bool]:
    """Every record, and whether quotes were unbalanced, so that one cell may have swallowed rows."""
    for strict in (True, False):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
        try:
            return list(reader), not strict
        except csv.Error as error:
            if not strict:
                raise DataError(
                    f"The export is not valid CSV: {error}.",
                    f"{path}, line {reader.line_num}",
                    "Open that line; a cell may be far too long.",
                ) from error
    raise AssertionError
