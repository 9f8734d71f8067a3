"""Writes a sheet as a Word file: the styles come from `base.docx`, which a user may change in Word, the rest from here.

python-docx is imported with this module, so the modules that the command line loads import it inside their functions.
"""

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from meetbot.documents.sheet import (
    Bars,
    Block,
    Bullets,
    Callout,
    Cell,
    Entries,
    Entry,
    Facts,
    Group,
    Lines,
    Row,
    Sheet,
    Table,
)
from meetbot.documents.text import clean
from meetbot.documents.word_tables import add_table, callout_cell, facts_table, write_proof
from meetbot.errors import InputError

LETTER_COUNTRIES = frozenset({"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"})
"""Where documents are printed on Letter; everywhere else on A4. From CLDR's supplemental data (paperSize)."""

_LETTER, _A4 = (12240, 15840), (11906, 16838)
_MARGIN = 1080
_BAR_CELLS = 14
_EPOCH = (1980, 1, 1, 0, 0, 0)
STYLES = (
    "Table Heading",
    "Meeting Table",
    "Title",
    "Subtitle",
    "Heading 1",
    "List Bullet",
    "Evidence",
    "Note",
    "Item",
    "Callout",
    "Gap",
    "Table Text",
)
"""What `base.docx` has to define."""


def word_file(sheet: Sheet, *, base: bytes, made_at: datetime) -> bytes:
    """The sheet as .docx; the same sheet, base and time give the same bytes. Raises InputError for a bad base."""
    document = _open(base)
    width = _lay_out(document, sheet)
    _describe(document, sheet, made_at)
    _add(document, sheet.title, "Title")
    if sheet.subtitle:
        _add(document, sheet.subtitle, "Subtitle")
    if sheet.facts:
        facts_table(document, sheet.facts, width)
    for section in sheet.sections:
        heading = _add(document, section.title, "Heading 1")
        heading.paragraph_format.page_break_before = section.starts_page or None
        for block in section.blocks:
            _WRITERS[type(block)](document, block, width)
    if sheet.footer:
        rule = _add(document, "", "Note")
        rule.paragraph_format.space_before = Twips(120)
        for line in sheet.footer:
            _add(document, line, "Note")
    buffer = BytesIO()
    document.save(buffer)
    return fixed_zip(buffer.getvalue())


def fixed_zip(content: bytes) -> bytes:
    """The same archive with one fixed time on every part, so that equal parts make equal bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            part = zipfile.ZipInfo(info.filename, date_time=_EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            target.writestr(part, source.read(info.filename))
    return buffer.getvalue()


def _open(base: bytes) -> WordDocument:
    where, hint = "templates/base.docx", "Delete your copy of it to use the one that came with meetbot."
    try:
        document = Document(BytesIO(base))
    except (ValueError, KeyError, zipfile.BadZipFile) as error:
        raise InputError("The Word template can't be opened.", where, hint) from error
    known = {style.name for style in document.styles}
    if lacking := [name for name in STYLES if name not in known]:
        raise InputError(f"The Word template lacks the style “{lacking[0]}”.", where, hint)
    return document


def _lay_out(document: WordDocument, sheet: Sheet) -> int:
    """Sets paper, page header and language; returns the text's width in twips."""
    country = sheet.locale.partition("-")[2]
    page_width, page_height = _LETTER if country in LETTER_COUNTRIES else _A4
    for section in document.sections:
        section.page_width, section.page_height = Twips(page_width), Twips(page_height)
        section.left_margin = section.right_margin = Twips(_MARGIN)
        section.top_margin = section.bottom_margin = Twips(_MARGIN)
        first = section.header.paragraphs[0]
        # A logo or a line that the user put into the template stays.
        if not first.text and not first.paragraph_format.element.xpath(".//w:drawing"):
            first.add_run(clean(sheet.header))
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), sheet.locale)
    return page_width - 2 * _MARGIN


def _describe(document: WordDocument, sheet: Sheet, made_at: datetime) -> None:
    properties = document.core_properties
    at = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.author = properties.last_modified_by = "meetbot"
    properties.title = clean(f"{sheet.title}: {sheet.subtitle}")[:255]
    properties.created = properties.modified = at
    properties.language = sheet.locale
    properties.revision = 1


def _add(document: WordDocument, text: str, style: str) -> Paragraph:
    return document.add_paragraph(clean(text), style=style)


def _lines(document: WordDocument, block: Lines, _width: int) -> None:
    for line in block.items:
        paragraph = _add(document, line, "Note" if block.small else "Normal")
        # A remark introduces what follows it and must not be left alone at the foot of a page.
        paragraph.paragraph_format.keep_with_next = block.small or None


def _bullets(document: WordDocument, block: Bullets, _width: int) -> None:
    for line in block.items:
        _add(document, line, "List Bullet")


def _facts(document: WordDocument, block: Facts, width: int) -> None:
    facts_table(document, block.pairs, width)


def _callout(document: WordDocument, block: Callout, width: int) -> None:
    callout_cell(document, block, width)


def _table(document: WordDocument, block: Table, width: int) -> None:
    add_table(document, block, width)
    if block.note:
        _add(document, block.note, "Note")


def _bars(document: WordDocument, block: Bars, width: int) -> None:
    add_table(document, bars_as_table(block), width)


def bars_as_table(block: Bars) -> Table:
    """Shares as a table whose bars are drawn with characters: they need no picture and print everywhere."""
    rows = tuple(
        Row(cells=(Cell(text=label, strong=True), Cell(text=f"{value}  {_bar(share)}"), Cell(text=detail)))
        for label, share, value, detail in block.items
    )
    return Table(caption=block.caption, header=block.header, widths=(22, 34, 44), groups=(Group(title="", rows=rows),))


def _bar(share: float) -> str:
    filled = round(share * _BAR_CELLS)
    return "█" * filled + "░" * (_BAR_CELLS - filled)


def _entries(document: WordDocument, block: Entries, _width: int) -> None:
    for item in block.items:
        _entry(document, item)


def _entry(document: WordDocument, item: Entry) -> None:
    paragraph = document.add_paragraph(style="Item")
    paragraph.add_run(f"{clean(item.label)}  ").bold = True
    if item.badge:
        paragraph.add_run(f"{clean(item.badge)}: ").italic = True
    paragraph.add_run(clean(item.text))
    paragraph.paragraph_format.keep_with_next = bool(item.proof or item.notes)
    if item.proof is not None:
        evidence = document.add_paragraph(style="Evidence")
        write_proof(evidence, item.proof)
        evidence.paragraph_format.keep_with_next = bool(item.notes)
    for note in item.notes:
        _add(document, note, "Note")


_WRITERS: dict[type[Block], Callable[[WordDocument, Any, int], None]] = {
    Lines: _lines,
    Bullets: _bullets,
    Facts: _facts,
    Callout: _callout,
    Table: _table,
    Bars: _bars,
    Entries: _entries,
}
