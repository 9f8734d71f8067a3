"""Writes a sheet as a Word file: the looks come from a template, which a user may change in Word, the rest from here.

python-docx is imported with this module, so the modules that the command line loads import it inside their functions.
"""

import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx.shared import Mm, RGBColor, Twips
from docx.text.paragraph import Paragraph

from meetbot.documents.charts import png
from meetbot.documents.sheet import (
    Bars,
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Entries,
    Entry,
    Facts,
    Group,
    Lines,
    Row,
    Sentence,
    Sentences,
    Sheet,
    Table,
)
from meetbot.documents.text import clean
from meetbot.documents.word_tables import add_table, callout_cell, facts_table, write_proof
from meetbot.documents.word_template import Page, open_page

_BAR_CELLS = 14
_CLOCK_COLOUR = RGBColor(0x5B, 0x67, 0x70)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MM_OF_TWIPS = 25.4 / 1440
_WIDEST_CHART_MM = 190.0
"""A chart on a landscape page would be taller than it is worth; it keeps the width of an upright one."""


def word_file(
    sheet: Sheet,
    *,
    base: bytes,
    made_at: datetime,
    shipped: bytes | None = None,
    where: str = "templates/base.docx",
) -> bytes:
    """The sheet as .docx; the same sheet, base and time give the same bytes. Raises InputError for a bad base.

    `shipped` is the template that came with meetbot, if `base` is the company's own; `where` names that one.
    """
    page = open_page(sheet, base=base, shipped=shipped, where=where)
    _describe(page, sheet, made_at)
    _add(page, sheet.title, "Title")
    if sheet.subtitle:
        _add(page, sheet.subtitle, "Subtitle")
    if sheet.notice:
        callout_cell(page, Callout(headline=sheet.notice, tone="amber"))
    if sheet.facts:
        facts_table(page, sheet.facts)
    for section in sheet.sections:
        heading = _add(page, section.title, "Heading 1")
        heading.paragraph_format.keep_with_next = True
        for block in section.blocks:
            _WRITERS[type(block)](page, block)
    if sheet.footer:
        rule = _add(page, "", "Note")
        rule.paragraph_format.space_before = Twips(120)
        for line in sheet.footer:
            _add(page, line, "Note")
    buffer = BytesIO()
    page.document.save(buffer)
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


def _describe(page: Page, sheet: Sheet, made_at: datetime) -> None:
    properties = page.document.core_properties
    at = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.author = properties.last_modified_by = "meetbot"
    properties.title = clean(f"{sheet.title}: {sheet.subtitle}")[:255]
    properties.created = properties.modified = at
    properties.language = sheet.locale
    properties.revision = 1


def _add(page: Page, text: str, style: str) -> Paragraph:
    paragraph: Paragraph = page.document.add_paragraph(clean(text))
    paragraph.style = page.style(style)
    return paragraph


def _lines(page: Page, block: Lines) -> None:
    for line in block.items:
        paragraph = _add(page, line, "Note" if block.small else "Normal")
        # A remark introduces what follows it and must not be left alone at the foot of a page.
        paragraph.paragraph_format.keep_with_next = block.small or None


def _sentences(page: Page, block: Sentences) -> None:
    for one in block.items:
        paragraph = _bullet(page)
        paragraph.add_run(page.bullet)
        _write_sentences(paragraph, (one,))


def _write_sentences(paragraph: Paragraph, told: Sequence[Sentence]) -> None:
    """The sentences as one paragraph, behind each in grey when it was said."""
    for number, one in enumerate(told):
        paragraph.add_run(f"{' ' if number else ''}{clean(one.text)}")
        if one.clocks:
            paragraph.add_run(f" ({one.clocks})").font.color.rgb = _CLOCK_COLOUR


def _bullets(page: Page, block: Bullets) -> None:
    for line in block.items:
        _bullet(page).add_run(page.bullet + clean(line))


def _bullet(page: Page) -> Paragraph:
    """An empty paragraph of a list; where the template has no list of its own, indented for a bullet in the text."""
    paragraph = _add(page, "", "List Bullet")
    if page.bullet:
        layout = paragraph.paragraph_format
        layout.left_indent, layout.first_line_indent = Twips(284), Twips(-284)
        layout.tab_stops.add_tab_stop(Twips(284))
    return paragraph


def _chart(page: Page, block: Chart) -> None:
    """The picture in a paragraph of its own, with what it shows in words for who can't see it."""
    width = min(page.width * _MM_OF_TWIPS, _WIDEST_CHART_MM)
    paragraph = _add(page, "", "Normal")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.line_spacing = 1
    picture = paragraph.add_run().add_picture(BytesIO(png(block, width_mm=width)), width=Mm(width))
    described = picture._inline.docPr  # noqa: SLF001 (python-docx has no public way to a picture's description)
    described.set("descr", clean(block.alt))
    if block.caption:
        _add(page, block.caption, "Note")


def _facts(page: Page, block: Facts) -> None:
    facts_table(page, block.pairs)


def _table(page: Page, block: Table) -> None:
    add_table(page, block)
    if block.note:
        _add(page, block.note, "Note")
    _add(page, "", "Gap")


def _bars(page: Page, block: Bars) -> None:
    _table(page, bars_as_table(block))


def bars_as_table(block: Bars) -> Table:
    """Shares as a table whose bars are drawn with characters: they need no picture and print everywhere.

    The bar stands before its figure, so that all begin at one edge whatever the figures' widths.
    """
    rows = tuple(
        Row(cells=(Cell(text=label, strong=True), Cell(text=f"{_bar(share)}  {value}"), Cell(text=detail)))
        for label, share, value, detail in block.items
    )
    return Table(caption=block.caption, header=block.header, widths=(22, 34, 44), groups=(Group(title="", rows=rows),))


def _bar(share: float) -> str:
    filled = round(share * _BAR_CELLS)
    return "█" * filled + "░" * (_BAR_CELLS - filled)


def _entries(page: Page, block: Entries) -> None:
    for item in block.items:
        _entry(page, item)


def _entry(page: Page, item: Entry) -> None:
    paragraph = _add(page, "", "Item")
    paragraph.add_run(f"{clean(item.label)}  ").bold = True
    if item.badge:
        paragraph.add_run(f"{clean(item.badge)}: ").italic = True
    proven = item.proof if item.in_own_words else None
    if proven is not None:
        write_proof(paragraph, proven)
    else:
        paragraph.add_run(clean(item.text)).bold = True if item.sentences else None
    if item.behind:
        paragraph.add_run(f"  {clean(item.behind)}").font.color.rgb = _CLOCK_COLOUR
    paragraph.paragraph_format.keep_with_next = bool(item.proof is not proven or item.notes)
    if item.sentences:
        paragraph.add_run("  ")
        _write_sentences(paragraph, item.sentences)
    if item.proof is not None and proven is None:
        evidence = _add(page, "", "Evidence")
        write_proof(evidence, item.proof)
        evidence.paragraph_format.keep_with_next = bool(item.notes)
    for note in item.notes:
        _add(page, note, "Note")


_WRITERS: dict[type[Block], Callable[[Page, Any], None]] = {
    Lines: _lines,
    Sentences: _sentences,
    Bullets: _bullets,
    Facts: _facts,
    Callout: callout_cell,
    Table: _table,
    Bars: _bars,
    Chart: _chart,
    Entries: _entries,
}
