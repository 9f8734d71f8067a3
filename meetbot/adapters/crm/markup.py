"""Web pages that are named .xls, as columns: Salesforce's reports “for Excel” are such."""

import codecs
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

from meetbot.adapters.crm.collect import Collector
from meetbot.adapters.crm.layout import Header, RawTable, Recognise, Wanted, find_header, no_rows
from meetbot.errors import DataError
from meetbot.model.transcript import SourceFile

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_WIDEST = 1000
_BATCH = 8192


def read(path: Path, recognise: Recognise, wanted: Wanted | None) -> tuple[RawTable, ...]:
    """Every table of the page that has known headers. Raises DataError when there is none."""
    content = path.read_bytes()
    text, encoding = _decoded(content, path)
    page = _Page()
    try:
        page.feed(text)
        page.close()
    except (AssertionError, ValueError, RecursionError) as error:
        raise DataError(
            "The export is a web page that can't be read.", str(path), "Export it again as CSV (UTF-8)."
        ) from error
    source = SourceFile(name=path.name, sha256=hashlib.sha256(content).hexdigest(), format=f"html, {encoding}")
    found = [(rows, find_header(rows, recognise)) for rows in page.tables]
    known = [(rows, header) for rows, header in found if header is not None]
    if not known:
        raise DataError(
            "The export is a web page without a table that has known columns.",
            str(path),
            "Export it again as CSV (UTF-8); a page for signing in is what a CRM gives when the session is over.",
        )
    tables = [_table(path, source, rows, header, wanted) for rows, header in known]
    if not any(len(table) for table in tables):
        raise no_rows(path, tables)
    return tuple(table for table in tables if len(table))


def _decoded(content: bytes, path: Path) -> tuple[str, str]:
    declared = _CHARSET.search(content[:4096])
    named = [declared.group(1).decode("ascii", "replace").lower()] if declared else []
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        named = ["utf-16"]
    for encoding in ("utf-8-sig", *named, "cp1252"):
        # A page in Latin-1 is one in Windows-1252: so do browsers read it.
        known = "cp1252" if encoding in {"iso-8859-1", "latin-1", "latin1", "us-ascii"} else encoding
        try:
            return content.decode(known), known.removesuffix("-sig")
        except (UnicodeDecodeError, LookupError):
            continue
    raise DataError("This web page is in no known encoding.", str(path), "Export it again as CSV (UTF-8).")


class _Page(HTMLParser):
    """Gathers the rows of every table, nested ones by themselves."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, row or cell begins; cells end where the next one begins, as browsers have it."""
        if tag == "table":
            self._end_cell()
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in {"td", "th"} and self._open:
            self._end_cell()
            stated = dict(attrs).get("colspan") or ""
            self._cell, self._span = [], int(stated) if re.fullmatch(r"[1-9][0-9]{0,2}", stated) else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A cell or table ends."""
        if tag in {"td", "th", "tr"}:
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Text counts where it stands in a cell."""
        if self._cell is not None:
            self._cell.append(re.sub(r"\s+", " ", data))

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        if not self._open[-1]:
            self._open[-1].append([])
        row = self._open[-1][-1]
        text = "".join(self._cell).strip()
        row += [text, *[""] * min(self._span - 1, _WIDEST - len(row))]
        self._cell = None


def _table(path: Path, source: SourceFile, rows: list[list[str]], header: Header, wanted: Wanted | None) -> RawTable:
    collector = Collector(header.names, wanted)
    width = len(header.names)
    for begin in range(header.last + 1, len(rows), _BATCH):
        batch = list(enumerate(rows[begin : begin + _BATCH], begin + 1))
        collector.add_rows([row for row in batch if len(row[1]) == width])
        collector.add_irregular([row for row in batch if len(row[1]) != width])
    above = [" ".join(cell for cell in cells if cell) for cells in rows[: header.row]]
    return collector.finish(
        path=path, source=source, header_row=header.last + 1, preamble=tuple(line for line in above if line)
    )
