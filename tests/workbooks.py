"""Workbooks made of a few written-out cells, as bytes of an .xlsx or .ods file."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f"{_OFFICE}/spreadsheetml/2006/main"
_RELATED = f"{_OFFICE}/officeDocument/2006/relationships"
_PACKAGE = f"{_OFFICE}/package/2006"
_STYLES = {"general": 0, "time": 1, "percent": 2}


@dataclass(frozen=True)
class Styled:
    """A number as the workbook holds it and how it is shown: a day serial as `time`, a share as `percent`."""

    value: float
    style: str


@dataclass(frozen=True)
class Error:
    """What a formula gives that has no value, such as `#N/A`."""

    code: str


Cell = str | float | bool | None | Styled | Error
Rows = Sequence[Sequence[Cell]]


def xlsx(
    sheets: Mapping[str, Rows], *, merged: Sequence[str] = (), hidden: Sequence[str] = (), from_1904: bool = False
) -> bytes:
    """An .xlsx of those sheets; `merged` ranges (`A1:B2`) are in each of them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        kinds = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types">{kinds}</Types>')
        archive.writestr("_rels/.rels", _relations({"book": ("officeDocument", "xl/workbook.xml")}))
        related = {f"s{at}": ("worksheet", f"worksheets/sheet{at}.xml") for at in range(len(sheets))}
        archive.writestr("xl/_rels/workbook.xml.rels", _relations({**related, "st": ("styles", "styles.xml")}))
        listed = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{at + 1}" r:id="s{at}"{_state(name in hidden)}/>'
            for at, name in enumerate(sheets)
        )
        epoch = ' date1904="1"' if from_1904 else ""
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><workbookPr{epoch}/><sheets>{listed}</sheets></workbook>',
        )
        forms = "".join(f'<xf numFmtId="{form}" applyNumberFormat="1"/>' for form in (0, 22, 10))
        archive.writestr("xl/styles.xml", f'<styleSheet xmlns="{_MAIN}"><cellXfs>{forms}</cellXfs></styleSheet>')
        for at, rows in enumerate(sheets.values()):
            archive.writestr(f"xl/worksheets/sheet{at}.xml", _sheet(rows, merged))
    return file.getvalue()


def _relations(found: Mapping[str, tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{name}" Type="{_RELATED}/{kind}" Target="{target}"/>'
        for name, (kind, target) in found.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _state(hidden: bool) -> str:
    return ' state="hidden"' if hidden else ""


def _sheet(rows: Rows, merged: Sequence[str]) -> str:
    body = "".join(
        f'<row r="{number}">{"".join(_cell(cell, f"{chr(65 + at)}{number}") for at, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    tail = f'<mergeCells count="{len(merged)}">{ranges}</mergeCells>' if merged else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>{tail}</worksheet>'


def _cell(cell: Cell, at: str) -> str:
    match cell:
        case None:
            return ""
        case Styled():
            return f'<c r="{at}" s="{_STYLES[cell.style]}"><v>{cell.value!r}</v></c>'
        case Error():
            return f'<c r="{at}" t="e"><v>{cell.code}</v></c>'
        case bool():
            return f'<c r="{at}" t="b"><v>{int(cell)}</v></c>'
        case str():
            return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
        case _:
            return f'<c r="{at}"><v>{cell!r}</v></c>'


def ods(name: str, rows: Sequence[Sequence[str | float | datetime]]) -> bytes:
    """An .ods of one sheet."""
    namespaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    body = "".join(f"<table:table-row>{''.join(map(_open_cell, row))}</table:table-row>" for row in rows)
    sheet = f"<table:table table:name={quoteattr(name)}>{body}</table:table>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        content = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
        archive.writestr("content.xml", f"<office:document-content {namespaces}>{content}</office:document-content>")
    return file.getvalue()


def _open_cell(cell: str | float | datetime) -> str:
    match cell:
        case str():
            about = 'office:value-type="string"'
        case datetime():
            about = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
        case _:
            about = f'office:value-type="float" office:value="{cell!r}"'
    return f"<table:table-cell {about}><text:p>{escape(str(cell))}</text:p></table:table-cell>"
