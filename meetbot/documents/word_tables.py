"""Tables of a Word file: fixed widths, a header row that repeats, rows that don't break, states as shape and colour."""

# ruff: noqa: SLF001 (python-docx has no public way to repeat a header row, to shade a cell or to give it an edge)

from collections.abc import Callable, Sequence
from math import floor
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor, Twips
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph

from meetbot.documents.sheet import Callout, Cell, Proof, Row, Table, Tone
from meetbot.documents.text import clean
from meetbot.documents.word_template import Page
from meetbot.documents.word_widths import NARROW_FONT, SMALLEST_PT, Fit, Piece, fit, font_of, margins_of

_TEXT_COLOURS: dict[Tone, str] = {"green": "1B5E34", "amber": "7A4A00", "red": "9B1C12", "grey": "4A5560"}
_FILLS: dict[Tone, str] = {
    "green": "E3F3E7",
    "amber": "FFF2D6",
    "red": "FCE4E1",
    "grey": "EEF1F4",
    "plain": "EAF1F8",
}
_EDGES: dict[Tone, str] = {"green": "2E8B57", "amber": "C77700", "red": "C0392B", "grey": "8A97A3", "plain": "2A6F97"}
_GROUP_FILL = "EAF1F8"
_SHORT_FACT = 44
"""Characters that fit beside another fact, measured in Calibri 9.5 on A4."""
_SHORT_TABLE = 8
"""Rows of a table that is moved to the next page rather than torn: at most a fifth of a page."""
_SHORT_LINES = 12
"""Paragraphs, one below the other, of such a table: rows with a proof and notes are three times as high."""
_KEPT_ROWS = 2
_FONTS = ("Table Heading", "Table Text", "Note", "Evidence")


def add_table(page: Page, block: Table) -> None:
    """A table with its header row, group headings and cells."""
    style = "Meeting Table" if block.header else None
    fitted = _fit_of(page, block, style)
    table = _new_table(page, fitted.widths, style=style)
    if block.caption:
        _mark(_properties(table), "w:tblCaption", clean(block.caption)[:255])
    if block.header:
        _header_row(page, table, block)
    for group in block.groups:
        if group.title:
            _group_row(page, table, group.title)
        for row in group.rows:
            _body_row(page, table, row)
    _shrink(table, fitted)
    _keep_together(table, with_next=bool(block.note))


def facts_table(page: Page, pairs: Sequence[tuple[str, str]]) -> None:
    """Labels and values without lines: two short pairs to a row, a long value on a row of its own."""
    widths = (15, 36, 16, 33)
    rows: list[list[tuple[str, str]]] = []
    for pair in pairs:
        short = len(pair[1]) <= _SHORT_FACT
        if short and rows and len(rows[-1]) == 1 and len(rows[-1][0][1]) <= _SHORT_FACT:
            rows[-1].append(pair)
        else:
            rows.append([pair])
    fitted = _facts_fit(page, rows, widths)
    table = _new_table(page, fitted.widths)
    for row in rows:
        cells = _add_row(table).cells
        if len(row) == 1:
            cells = (cells[0], cells[1].merge(cells[3]))
        texts = [(text, index % 2 == 0) for pair in row for index, text in enumerate(pair)]
        for cell, (text, is_label) in zip(cells, texts, strict=True):
            cell.paragraphs[0].style = page.style("Table Text")
            cell.paragraphs[0].add_run(clean(text)).bold = is_label or None
    _shrink(table, fitted)
    _space_after(page)


def callout_cell(page: Page, block: Callout) -> None:
    """A tinted box with a coloured edge: headline, then lines."""
    table = _new_table(page, (page.width,))
    cell = _add_row(table).cells[0]
    _shade(cell, _FILLS[block.tone])
    _edge(cell, _EDGES[block.tone])
    headline = cell.paragraphs[0]
    headline.style = page.style("Callout")
    headline.add_run(clean(block.headline)).bold = True
    for line in block.lines:
        cell.add_paragraph(clean(line), style=page.style("Table Text"))
    _space_after(page)


def _new_table(page: Page, widths: Sequence[int], *, style: str | None = None) -> WordTable:
    table: WordTable = page.document.add_table(rows=0, cols=len(widths))
    table.style = page.style(style) if style else None
    table.autofit = False
    total = _properties(table).find(qn("w:tblW"))
    total.set(qn("w:w"), str(page.width))
    total.set(qn("w:type"), "dxa")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Twips(width)
    return table


def _fit_of(page: Page, block: Table, style: str | None) -> Fit:
    """Column widths by the longest word and figure of each."""
    piece = _pieces(page)
    columns: list[list[Piece]] = [[] for _ in block.widths]
    for column, text in zip(columns, block.header, strict=False):
        column.append(piece(text, "Table Heading", bold=True))
    for row in (row for group in block.groups for row in group.rows):
        for column, cell in zip(columns, row.cells, strict=True):
            column.append(piece(cell.text, "Table Text", bold=cell.strong or cell.tone in _TEXT_COLOURS))
            column.extend([piece(cell.subline, "Table Text"), *(piece(note, "Note") for note in cell.notes)])
            if cell.proof is not None:
                column.append(piece(cell.proof.quote, "Evidence"))
    return _fit(page, columns, block.widths, style)


def _facts_fit(page: Page, rows: Sequence[Sequence[tuple[str, str]]], shares: Sequence[int]) -> Fit:
    """The same for labels and values; a value on a row of its own has three columns and needs none of them."""
    piece = _pieces(page)
    columns: list[list[Piece]] = [[] for _ in shares]
    for row in rows:
        texts = [text for pair in row for text in pair]
        for place, text in enumerate(texts if len(row) > 1 else texts[:1]):
            columns[place].append(piece(text, "Table Text", bold=place % 2 == 0))
    return _fit(page, columns, shares, None)


def _fit(page: Page, columns: Sequence[Sequence[Piece]], shares: Sequence[int], style: str | None) -> Fit:
    size, _ = font_of(page.style("Table Text"))
    margin = margins_of(page.style(style) if style else None)
    return fit(columns, shares, width=page.width, margin=margin, size=size)


def _pieces(page: Page) -> Callable[..., Piece]:
    """What makes a piece of a text and the name of its style."""
    fonts = {name: font_of(page.style(name)) for name in _FONTS}

    def piece(text: str, style: str, *, bold: bool = False) -> Piece:
        size, factor = fonts[style]
        return Piece(text=clean(text), size=size, factor=factor, bold=bold)

    return piece


def _shrink(table: WordTable, fitted: Fit) -> None:
    """Every text of the table in the font that its columns were measured with."""
    if fitted.scale == 1 and not fitted.narrow:
        return
    if fitted.narrow:
        _mark_margins(table, fitted.margin // 2)
    for paragraph in _paragraphs(table._tbl, table):
        size, _ = font_of(paragraph.style)
        for run in paragraph.runs:
            run.font.size = Pt(max(min(size, SMALLEST_PT), floor(2 * size * fitted.scale) / 2))
            run.font.name = NARROW_FONT if fitted.narrow else run.font.name


def _mark_margins(table: WordTable, side: int) -> None:
    """The cells' margins of this table alone."""
    margins = OxmlElement("w:tblCellMar")
    for name in ("left", "right"):
        edge = OxmlElement(f"w:{name}")
        edge.set(qn("w:w"), str(side))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    # The schema fixes the order here too.
    _properties(table).insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _keep_together(table: WordTable, *, with_next: bool) -> None:
    """A short table stays on one page; of a long one neither the first nor the last row stands alone."""
    rows = list(table._tbl.tr_lst)
    last = len(rows) - 1
    whole = len(rows) <= _SHORT_TABLE and sum(_height(row) for row in rows) <= _SHORT_LINES
    for place, row in enumerate(rows):
        joined = place < last and (whole or place < _KEPT_ROWS or place >= last - _KEPT_ROWS)
        if joined or (place == last and with_next):
            for paragraph in _paragraphs(row, table):
                paragraph.paragraph_format.keep_with_next = True


def _height(row: Any) -> int:
    """The paragraphs of its fullest cell: about the lines that the row takes."""
    return max(len(cell.findall(qn("w:p"))) for cell in row.tc_lst)


def _paragraphs(element: Any, table: WordTable) -> list[Paragraph]:
    """Each paragraph once: python-docx tells a merged cell as often as it has columns."""
    return [Paragraph(found, table) for found in element.iter(qn("w:p"))]


def _header_row(page: Page, table: WordTable, block: Table) -> None:
    row = _add_row(table)
    _mark(_row_properties(row), "w:tblHeader")
    _mark(_row_properties(row), "w:cantSplit")
    for index, (cell, text) in enumerate(zip(row.cells, block.header, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.style = page.style("Table Heading")
        paragraph.add_run(clean(text))
        if index in block.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _group_row(page: Page, table: WordTable, title: str) -> None:
    row = _add_row(table)
    _mark(_row_properties(row), "w:cantSplit")
    cells = row.cells
    cell = cells[0].merge(cells[-1]) if len(cells) > 1 else cells[0]
    _shade(cell, _GROUP_FILL)
    paragraph = cell.paragraphs[0]
    paragraph.style = page.style("Table Text")
    paragraph.add_run(clean(title)).bold = True
    paragraph.paragraph_format.keep_with_next = True


def _body_row(page: Page, table: WordTable, row: Row) -> None:
    added = _add_row(table)
    _mark(_row_properties(added), "w:cantSplit")
    for target, cell, share in zip(added.cells, row.cells, table.columns, strict=True):
        target.width = share.width
        _fill(page, target, cell)


def _fill(page: Page, target: WordCell, cell: Cell) -> None:
    paragraph = target.paragraphs[0]
    paragraph.style = page.style("Table Text")
    run = paragraph.add_run("" if cell.in_own_words else clean(cell.text))
    run.bold = cell.strong or None
    if cell.numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if cell.tone in _TEXT_COLOURS:
        run.font.color.rgb = RGBColor.from_string(_TEXT_COLOURS[cell.tone])
        run.bold = True
    if cell.subline:
        target.add_paragraph(clean(cell.subline), style=page.style("Table Text"))
    if cell.proof is not None and cell.in_own_words:
        write_proof(paragraph, cell.proof)
    elif cell.proof is not None:
        write_proof(target.add_paragraph(style=page.style("Evidence")), cell.proof)
    for note in cell.notes:
        target.add_paragraph(clean(note), style=page.style("Note")).alignment = paragraph.alignment


def write_proof(paragraph: Paragraph, proof: Proof) -> None:
    """The verbatim words in italics, who said them and when upright."""
    paragraph.add_run(f"“{clean(proof.quote)}”").italic = True
    paragraph.add_run(clean(f" — {', '.join(part for part in (proof.source, proof.clock) if part)}"))


def _space_after(page: Page) -> None:
    """Word joins tables that touch; this keeps them apart."""
    page.document.add_paragraph(style=page.style("Gap"))


def _add_row(table: Any) -> Any:
    return table.add_row()


def _row_properties(row: Any) -> Any:
    return row._tr.get_or_add_trPr()


def _properties(table: WordTable) -> Any:
    return table._tbl.tblPr


def _cell_properties(cell: WordCell) -> Any:
    return cell._tc.get_or_add_tcPr()


def _mark(parent: Any, tag: str, value: str = "") -> None:
    element = OxmlElement(tag)
    if value:
        element.set(qn("w:val"), value)
    parent.append(element)


def _shade(cell: WordCell, fill: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shading.set(qn(f"w:{name}"), value)
    _cell_properties(cell).insert_element_before(shading, "w:noWrap", "w:tcMar", "w:vAlign")


def _edge(cell: WordCell, colour: str) -> None:
    borders, left = OxmlElement("w:tcBorders"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "36"), ("space", "0"), ("color", colour)):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    # The schema fixes the order; Word calls a file with another one damaged.
    _cell_properties(cell).insert_element_before(borders, "w:shd", "w:noWrap", "w:tcMar", "w:vAlign")
