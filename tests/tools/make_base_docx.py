"""Makes templates/base.docx: the styles, page footer and margins that every Word file of meetbot starts from.

Run from the checkout's root: `python tests/tools/make_base_docx.py templates/base.docx`.
"""

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor, Twips

from meetbot.documents.word import fixed_zip

FONT = "Calibri"
NAVY, BLUE, GREY, INK = "1F3A5F", "2A6F97", "5B6770", "1C2430"

TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="MeetingTable">
  <w:name w:val="Meeting Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="{BLUE}"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="{BLUE}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="CBD5DE"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="50" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
      <w:bottom w:w="50" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr>
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{NAVY}"/><w:vAlign w:val="bottom"/></w:tcPr>
  </w:tblStylePr>
</w:style>
"""


def base_document() -> bytes:
    """The template as bytes."""
    document = Document()
    _drop_unused_parts(document)
    _drop_unused_styles(document)
    _paragraph_styles(document)
    document.styles.element.append(parse_xml(TABLE_STYLE))
    _page(document)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "meetbot"
    properties.title, properties.comments = "", ""
    properties.created = properties.modified = datetime(2026, 1, 1, tzinfo=UTC)
    buffer = BytesIO()
    document.save(buffer)
    return fixed_zip(buffer.getvalue())


def _drop_unused_parts(document: WordDocument) -> None:
    """python-docx's own template carries a picture of an empty page and parts that only Word 2010 read."""
    for rels in (document.part.package.rels, document.part.rels):
        for key, relation in list(rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects", "/customXml")):
                del rels[key]


def _drop_unused_styles(document: WordDocument) -> None:
    """Only what a user would recognise in Word's list of styles stays."""
    kept = {"Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "List Bullet", "Header", "Footer"}
    kept |= {"Normal Table", "Default Paragraph Font", "No List"}
    for style in list(document.styles):
        if style.name not in kept and style.element.get(qn("w:default")) != "1":
            style.delete()


def _paragraph_styles(document: WordDocument) -> None:
    _style(document, "Normal", size=10.5, after=4)
    _style(document, "Title", size=20, colour=NAVY, bold=True, after=0)
    _style(document, "Subtitle", size=13, colour=BLUE, after=6)
    _style(document, "Heading 1", size=13, colour=NAVY, bold=True, before=10, after=3, keep=True)
    _style(document, "Heading 2", size=11, colour=BLUE, bold=True, before=8, after=3, keep=True)
    _style(document, "List Bullet", size=10.5, after=2)
    _style(document, "Item", size=10.5, before=4, after=1)
    _style(document, "Evidence", size=9, colour=GREY, after=2, left=10)
    _style(document, "Note", size=8.5, colour=GREY, after=1)
    _style(document, "Table Text", size=9.5)
    _style(document, "Table Heading", size=9, colour="FFFFFF", bold=True)
    _style(document, "Callout", size=12, after=2)
    _style(document, "Gap", size=3, after=0)
    _style(document, "Header", size=8.5, colour=GREY)
    _style(document, "Footer", size=8.5, colour=GREY)


def _style(
    document: WordDocument,
    name: str,
    *,
    size: float,
    colour: str = INK,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    left: float = 0,
    keep: bool = False,
) -> None:
    known = {style.name for style in document.styles}
    style: Any = document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name not in known:
        style.base_style = document.styles["Normal"]
        style.quick_style = True
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    for spacing in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)
    for border in style.element.xpath("./w:pPr/w:pBdr"):
        border.getparent().remove(border)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.05
    layout.keep_with_next = keep
    if left:
        layout.left_indent = Pt(left)


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.left_margin = section.right_margin = Twips(1080)
    section.top_margin = section.bottom_margin = Twips(1080)
    section.header_distance = section.footer_distance = Twips(560)
    section.header.paragraphs[0].style = document.styles["Header"]
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Footer"]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _field(footer.add_run(), "PAGE")
    footer.add_run(" / ")
    _field(footer.add_run(), "NUMPAGES")


def _field(run: Any, name: str) -> None:
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("text", "1"), ("end", "")):
        if kind in {"begin", "separate", "end"}:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:t" if kind else "w:instrText")
            element.text = text
        run._r.append(element)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(base_document())
