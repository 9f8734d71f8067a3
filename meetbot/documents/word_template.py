"""Opens the Word file that a document starts from, the shipped one or the company's, and finds or adds our styles.

What the company's template brings stays: logo, page header and footer, colours, fonts, page size and margins. Our
styles are found by their name, by what Word calls them in other languages, or by their id; a style that the template
lacks is copied into it without a font of its own, so that it follows the template's.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.styles.style import BaseStyle
from lxml.etree import XMLSyntaxError

from meetbot.documents.sheet import Sheet
from meetbot.documents.text import clean
from meetbot.errors import InputError

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
"""What the shipped `base.docx` defines beside Word's `Normal`."""
LETTER_COUNTRIES = frozenset({"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"})
"""Where documents are printed on Letter; everywhere else on A4. From CLDR's supplemental data (paperSize)."""
NAVY, BLUE = "1F3A5F", "2A6F97"
"""The shipped template's colours; a style that is added to another template takes that one's."""

_LETTER, _A4 = (12240, 15840), (11906, 16838)
_MARGIN = 1080
_NARROWEST = 2880
_BELOW_LOGO = 180
_MAX_FILE, _MAX_UNPACKED, _MAX_PARTS = 20_000_000, 100_000_000, 4000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_TEMPLATE_TYPE, _DOCUMENT_TYPE = (
    f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}.main+xml".encode()
    for kind in ("template", "document")
)
_ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "Title": ("título", "puesto", "titre", "titel", "titolo", "ttulo"),
    "Subtitle": ("subtítulo", "sous-titre", "untertitel", "sottotitolo", "subttulo"),
    "Heading 1": ("título 1", "encabezado 1", "titre 1", "überschrift 1", "titolo 1", "ttulo1", "heading1"),
    "List Bullet": ("lista con viñetas", "liste à puces", "aufzählungszeichen", "puntoelenco", "listaconvietas"),
}
"""Names that other programs write and ids that Word makes of them in Spanish; Word itself keeps the English name."""
_DARK = 0.35
"""Relative luminance under which white text on it has a contrast above 2.6:1; a lighter accent is not used."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A document to write into: its styles by our names, and how wide its text is, in twips."""

    document: WordDocument
    styles: Mapping[str, Any]
    width: int
    bullet: str = ""
    """What a list's lines begin with where the template's style sets no sign of its own."""

    def style(self, name: str) -> Any:
        """The template's style for that name of ours."""
        return self.styles[name]


def open_page(sheet: Sheet, *, base: bytes, shipped: bytes | None = None, where: str = "templates/base.docx") -> Page:
    """The template ready to be written into. `shipped` is what came with meetbot, if `base` is the company's own.

    Raises InputError when the template can't be used: damaged, too big, protected by a password or with macros.
    """
    document = _open(base, where)
    own = shipped is not None and shipped != base
    source = _open(shipped, where) if own and shipped is not None else document
    _drop_empty_end(document)
    if own:
        _unite_columns(document)
    if not own or _page_of(document) == _page_of(source):
        _set_paper(document, sheet.locale)
    _fill_header(document, sheet)
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), sheet.locale)
    styles = dict(_styles(document, source, where))
    return Page(
        document=document,
        styles=styles,
        width=_text_width(document, where),
        bullet="" if _is_numbered(styles["List Bullet"]) else "•\t",
    )


def _open(base: bytes, where: str) -> WordDocument:
    hint = "Save it in Word as a document (.docx), or delete your copy of it to use the one that came with meetbot."
    if base.startswith(_OLD_OFFICE):
        raise InputError("The Word template is protected by a password, or an old .doc file.", where, hint)
    try:
        document: WordDocument = Document(BytesIO(_checked(base, where, hint)))
        _ = document.styles.element, document.sections[-1]
    except (
        ValueError, KeyError, IndexError, AttributeError, XMLSyntaxError, PackageNotFoundError,
        zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError,
    ) as error:  # fmt: skip
        raise InputError("The Word template can't be opened: it is damaged or no Word file.", where, hint) from error
    return document


def _checked(base: bytes, where: str, hint: str) -> bytes:
    """The file with a template's type made a document's. Raises InputError for one that is too big or has macros."""
    with zipfile.ZipFile(BytesIO(base)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(base) > _MAX_FILE or unpacked > _MAX_UNPACKED or len(parts) > _MAX_PARTS:
            size = f"{max(len(base), unpacked) // 1_000_000} MB, {len(parts)} parts"
            raise InputError(f"The Word template is too big ({size}).", where, "Use smaller pictures in it.")
        types = archive.read("[Content_Types].xml")
        if b"macroEnabled" in types or any(part.filename.endswith("vbaProject.bin") for part in parts):
            raise InputError("The Word template has macros, which are not run and not passed on.", where, hint)
        if _TEMPLATE_TYPE not in types:
            return base
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
            for part in parts:
                content = archive.read(part.filename)
                if part.filename == "[Content_Types].xml":
                    content = content.replace(_TEMPLATE_TYPE, _DOCUMENT_TYPE)
                target.writestr(part.filename, content)
    return buffer.getvalue()


def _drop_empty_end(document: WordDocument) -> None:
    """Removes the empty paragraphs at the end, of which Word always keeps one; text and pictures stay."""
    body = document.element.body
    for paragraph in reversed(body.findall(qn("w:p"))):
        following = paragraph.getnext()
        if following is not None and following.tag != qn("w:sectPr"):
            return
        if "".join(paragraph.itertext()).strip() or paragraph.xpath(".//w:drawing|.//w:pict|.//w:sectPr|.//w:br"):
            return
        body.remove(paragraph)


def _unite_columns(document: WordDocument) -> None:
    """A newsletter's columns would tear every table."""
    properties = document.sections[-1]._sectPr  # noqa: SLF001 (python-docx has no public way to columns)
    for columns in properties.findall(qn("w:cols")):
        columns.set(qn("w:num"), "1")


def _page_of(document: WordDocument) -> tuple[int | None, ...]:
    section = document.sections[-1]
    return (section.page_width, section.page_height, section.left_margin, section.right_margin, section.top_margin)


def _set_paper(document: WordDocument, locale: str) -> None:
    width, height = _LETTER if locale.partition("-")[2] in LETTER_COUNTRIES else _A4
    for section in document.sections:
        section.page_width, section.page_height = Twips(width), Twips(height)
        section.left_margin = section.right_margin = Twips(_MARGIN)
        section.top_margin = section.bottom_margin = Twips(_MARGIN)


def _fill_header(document: WordDocument, sheet: Sheet) -> None:
    """Company and meeting on each page, where the template's header has nothing of its own."""
    for section in document.sections:
        header = section.header
        content = header._element.xpath(".//w:drawing|.//w:pict|.//w:object|.//w:tbl|.//w:sdt")  # noqa: SLF001 (same)
        if not content and not any(paragraph.text.strip() for paragraph in header.paragraphs) and header.paragraphs:
            header.paragraphs[0].add_run(clean(sheet.header))
        elif content and header.paragraphs:
            # A header taller than the margin pushes the text down until both touch.
            layout = header.paragraphs[-1].paragraph_format
            layout.space_after = max(layout.space_after or Twips(0), Twips(_BELOW_LOGO))


def _text_width(document: WordDocument, where: str) -> int:
    section = document.sections[-1]
    lengths = (section.page_width, section.left_margin, section.right_margin, section.gutter)
    page, left, right, gutter = (Twips(0) if length is None else length for length in lengths)
    width = int((page or Twips(_A4[0])).twips - left.twips - right.twips - gutter.twips)
    if width < _NARROWEST:
        raise InputError("The Word template leaves no room between its margins.", where, "Make its margins narrower.")
    return width


def _styles(document: WordDocument, source: WordDocument, where: str) -> Iterator[tuple[str, Any]]:
    default = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    found = {name: _find(document, name) for name in STYLES}
    accent = _accent(found["Heading 1"])
    for name, style in found.items():
        model = style or _find(source, name)
        if model is None:
            raise InputError(f"The Word template lacks the style “{name}”.", where, "Install meetbot again.")
        yield name, style or _add(document, model, default, accent)
    if default is not None:
        yield "Normal", default


def _find(document: WordDocument, name: str) -> Any:
    kind = WD_STYLE_TYPE.TABLE if name == "Meeting Table" else WD_STYLE_TYPE.PARAGRAPH
    candidates = [style for style in document.styles if style.type == kind]
    called = {name.casefold(), *_ALSO_CALLED.get(name, ())}
    for read in (_name_of, _id_of):
        for style in candidates:
            if read(style) in called:
                return style
    return None


def _name_of(style: BaseStyle) -> str:
    return (style.name or "").casefold()


def _id_of(style: BaseStyle) -> str:
    return (style.style_id or "").casefold()


def _add(document: WordDocument, model: Any, default: Any, accent: str) -> Any:
    """A copy of our style in the template: the font and its basis are the template's, its colours the accent."""
    copied = deepcopy(model.element)
    taken = {style.style_id for style in document.styles}
    style_id = model.style_id if model.style_id not in taken else f"Meetbot{model.style_id}"
    copied.set(qn("w:styleId"), style_id)
    for tag in ("w:link", "w:next", "w:numPr", "w:rFonts", "w:lang"):
        for element in list(copied.iter(qn(tag))):
            element.getparent().remove(element)
    basis = copied.find(qn("w:basedOn"))
    if basis is not None:
        root = default.style_id if model.type == WD_STYLE_TYPE.PARAGRAPH and default is not None else None
        if root is None:
            copied.remove(basis)
        else:
            basis.set(qn("w:val"), root)
    for element in copied.iter():
        for attribute, value in element.attrib.items():
            if value in {NAVY, BLUE}:
                element.set(attribute, accent if value == NAVY or accent != NAVY else BLUE)
    document.styles.element.append(copied)
    return next(style for style in document.styles if style.style_id == style_id)


def _accent(heading: Any) -> str:
    """The colour of the template's headings, if white text can be read on it; else the shipped one."""
    style = heading
    while style is not None:
        colour = style.element.find(f"{qn('w:rPr')}/{qn('w:color')}")
        value = "" if colour is None else colour.get(qn("w:val"), "").upper()
        if re.fullmatch("[0-9A-F]{6}", value):
            return value if _luminance(value) < _DARK else NAVY
        style = style.base_style
    return NAVY


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    linear = []
    for start in (0, 2, 4):
        share = int(colour[start : start + 2], 16) / 255
        linear.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 (sRGB)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _is_numbered(style: Any) -> bool:
    """Whether the style, or one that it is based on, sets the sign of a list."""
    while style is not None:
        if style.element.xpath("./w:pPr/w:numPr"):
            return True
        style = style.base_style
    return False
