"""A company's own Word file as the template: what it brings stays, what it lacks is added."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips
from docx_reading import W, headings, opened, text_of, xml_of
from examples import AGENDA, EXAMPLE_WORDS, MADE_AT, MINUTES
from PIL import Image

from meetbot import resources
from meetbot.documents.agenda import agenda_docx
from meetbot.documents.minutes import minutes_docx
from meetbot.documents.sheet import Bullets, Group, Lines, Row, Section, Sheet, Table
from meetbot.documents.sheet import Cell as SheetCell
from meetbot.documents.word import word_file
from meetbot.documents.word_template import STYLES
from meetbot.errors import InputError

SHIPPED = resources.find("templates", "base.docx").read_bytes()
BLUE = "0B5394"
TABLE = Table(
    caption="Tabla",
    header=("A", "B"),
    widths=(50, 50),
    groups=(Group(title="", rows=(Row(cells=(SheetCell(text="1"), SheetCell(text="2"))),)),),
)
SHEET = Sheet(
    title="Orden del día",
    subtitle="Alineación",
    locale="es-MX",
    header="Empaques Tlacuilo · Alineación",
    facts=(("Fecha", "lunes"),),
    sections=(Section(key="a", title="Puntos", blocks=(TABLE, Bullets(items=("uno", "dos")), Lines(items=("fin",)))),),
)


def saved(document: WordDocument) -> bytes:
    """The document as bytes."""
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def logo() -> BytesIO:
    """A picture as a company would put it into its page header."""
    buffer = BytesIO()
    Image.new("RGB", (120, 40), "#0b5394").save(buffer, format="PNG")
    buffer.seek(0)
    return buffer


def company_template(*, landscape: bool = False) -> bytes:
    """A4 with a logo in the header, a footer, blue Georgia headings under Spanish names, and none of our styles."""
    document = Document()
    section = document.sections[0]
    width, height = Mm(210), Mm(297)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height = height, width
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = Mm(25)
    section.header.paragraphs[0].add_run().add_picture(logo(), width=Mm(30))
    section.footer.paragraphs[0].text = "Empaques Tlacuilo S. A. de C. V. · www.tlacuilo.example"
    for name, spanish, style_id in (
        ("Title", "Título", "Ttulo"),
        ("Subtitle", "Subtítulo", "Subttulo"),
        ("Heading 1", "Título 1", "Ttulo1"),
        ("List Bullet", "Lista con viñetas", "Listaconvietas"),
    ):
        style = document.styles[name]
        style.font.color.rgb = RGBColor.from_string(BLUE)
        style.font.name = "Georgia"
        style.element.set(qn("w:styleId"), style_id)
        style.element.find(qn("w:name")).set(qn("w:val"), spanish)
    document.add_paragraph()
    return saved(document)


def made(base: bytes, **changes: object) -> bytes:
    """The sheet written into that template."""
    sheet = Sheet(**{**vars(SHEET), **changes})
    return word_file(sheet, base=base, shipped=SHIPPED, made_at=MADE_AT, where="templates/agenda.docx")


def style_of(content: bytes, text: str) -> str:
    """The style id of the paragraph with that text."""
    return next(
        paragraph.style.style_id
        for paragraph in opened(content).paragraphs
        if paragraph.text == text and paragraph.style is not None
    )


def test_logo_footer_and_page_of_the_company_stay() -> None:
    """The page is the template's: header picture, footer, A4 although Mexico prints on Letter, its margins."""
    content = made(company_template())
    section = opened(content).sections[0]
    assert (section.page_width, section.left_margin) == (Twips(11906), Twips(1417))
    assert section.header.paragraphs[0]._p.xpath(".//w:drawing")
    assert section.header.paragraphs[0].text == ""
    assert "www.tlacuilo.example" in section.footer.paragraphs[0].text


def test_headings_have_the_looks_of_the_template_under_its_spanish_names() -> None:
    """Our heading is the template's heading, whatever it is called."""
    content = made(company_template())
    assert style_of(content, "Orden del día") == "Ttulo"
    assert style_of(content, "Puntos") == "Ttulo1"
    assert style_of(content, "uno") == "Listaconvietas"
    names = {style.style_id for style in opened(content).styles}
    assert not names & {"Title", "Heading1", "ListBullet"}


@pytest.mark.parametrize(
    ("name", "style_id"),
    [
        ("heading 1", "Ttulo1"),
        ("HEADING 1", "x1"),
        ("Überschrift 1", "berschrift1"),
        ("Titre 1", "Titre1"),
        ("Encabezado 1", "Encabezado1"),
        ("Mi capítulo", "Heading1"),
    ],
)
def test_heading_is_found_by_name_or_id(name: str, style_id: str) -> None:
    """Word keeps English names and translates ids; other programs translate names."""
    document = Document()
    element = document.styles["Heading 1"].element
    element.set(qn("w:styleId"), style_id)
    element.find(qn("w:name")).set(qn("w:val"), name)
    assert style_of(made(saved(document)), "Puntos") == style_id


def test_lacking_styles_are_added_in_the_templates_font_and_colour() -> None:
    """What the template lacks follows it: no font of its own, header rows in the colour of its headings."""
    content = made(company_template())
    styles = opened(content).styles
    note, table = styles["Note"].element, styles["Meeting Table"].element
    assert note.find(f"{W}rPr/{W}rFonts") is None
    assert note.find(f"{W}basedOn").get(f"{W}val") == "Normal"
    shading = table.find(f"{W}tblStylePr/{W}tcPr/{W}shd")
    assert shading is not None
    assert shading.get(f"{W}fill") == BLUE


def test_a_bright_heading_colour_gives_no_unreadable_header_row() -> None:
    """White text on yellow can't be read; the shipped colour serves then."""
    document = Document()
    document.styles["Heading 1"].font.color.rgb = RGBColor(0xFF, 0xD9, 0x66)
    shading = opened(made(saved(document))).styles["Meeting Table"].element.find(f"{W}tblStylePr/{W}tcPr/{W}shd")
    assert shading is not None
    assert shading.get(f"{W}fill") == "1F3A5F"


def test_heading_without_a_colour_takes_the_one_it_is_based_on() -> None:
    """Word's headings inherit; `auto` is no colour."""
    document = Document()
    styles = document.styles
    for name in ("Heading 1", "Normal"):
        for colour in styles[name].element.findall(f"{W}rPr/{W}color"):
            colour.getparent().remove(colour)
    styles["Heading 1"].base_style = styles["Heading 2"]
    styles["Heading 2"].font.color.rgb = RGBColor.from_string("5B0F00")
    assert 'w:fill="5B0F00"' in xml_of(made(saved(document)), "word/styles.xml")
    styles["Heading 1"].base_style = None
    assert 'w:fill="1F3A5F"' in xml_of(made(saved(document)), "word/styles.xml")


def test_a_style_id_that_is_taken_gets_another() -> None:
    """A character style of the same id is not overwritten."""
    document = Document()
    document.styles["Strong"].element.set(qn("w:styleId"), "Note")
    content = made(saved(document))
    note = opened(content).styles["Note"]
    assert note.style_id == "MeetbotNote"
    assert {style.style_id for style in opened(content).styles} >= {"Note", "MeetbotNote"}


@pytest.mark.parametrize("landscape", [False, True])
def test_tables_and_pictures_fit_the_templates_page(landscape: bool) -> None:
    """Widths come from the template's page and margins; a chart never outgrows them."""
    base = company_template(landscape=landscape)
    from meetbot.documents.agenda_sheet import agenda_sheet

    sheet = agenda_sheet(AGENDA, EXAMPLE_WORDS)
    document = opened(word_file(sheet, base=base, shipped=SHIPPED, made_at=MADE_AT))
    room = Mm((297 if landscape else 210) - 50) + Twips(2)  # a file has whole twips
    for table in document.tables:
        assert sum(column.width or 0 for column in table.columns) <= room
        assert sum(column.width or 0 for column in table.columns) >= room * 0.98
    assert document.inline_shapes
    assert all(shape.width <= room for shape in document.inline_shapes)


def test_bullets_of_a_template_that_has_none_are_drawn() -> None:
    """A list is a list even where the template's style is lacking or sets no sign."""
    document = Document()
    document.styles["List Bullet"].delete()
    content = made(saved(document))
    assert "•\tuno" in [paragraph.text for paragraph in opened(content).paragraphs]
    assert "uno" in [paragraph.text for paragraph in opened(made(SHIPPED)).paragraphs]


def test_the_empty_paragraph_that_word_keeps_leaves_no_blank_line() -> None:
    """The document begins with its title; text and pictures of the template's body come before it."""
    assert opened(made(company_template())).paragraphs[0].text == "Orden del día"
    document = Document()
    document.add_paragraph("Confidencial")
    document.add_paragraph()
    assert [p.text for p in opened(made(saved(document))).paragraphs[:2]] == ["Confidencial", "Orden del día"]
    document = Document()
    document.add_paragraph().add_run().add_picture(logo())
    document.add_table(rows=1, cols=1)
    assert len(opened(made(saved(document))).inline_shapes) == 1


def test_a_header_without_anything_gets_company_and_meeting() -> None:
    """The page header is filled only where the template left it empty."""
    empty = saved(Document())
    assert opened(made(empty)).sections[0].header.paragraphs[0].text == "Empaques Tlacuilo · Alineación"
    document = Document()
    document.sections[0].header.add_table(1, 1, Mm(100)).rows[0].cells[0].text = "Papel membretado"
    assert "Empaques" not in xml_of(made(saved(document)), "word/header1.xml")


def test_columns_of_a_newsletter_are_united() -> None:
    """A table in two columns would be torn."""
    document = Document()
    columns = document.sections[0]._sectPr.find(qn("w:cols"))
    assert columns is not None
    columns.set(qn("w:num"), "2")
    columns = opened(made(saved(document))).sections[0]._sectPr.find(qn("w:cols"))
    assert columns is not None
    assert columns.get(qn("w:num")) == "1"


def test_an_ejected_template_still_follows_the_countrys_paper() -> None:
    """Who only put a logo into our template in Madrid gets A4; who changed the page keeps it."""
    document = Document(BytesIO(SHIPPED))
    document.sections[0].header.paragraphs[0].add_run().add_picture(logo())
    assert opened(made(saved(document), locale="es-ES")).sections[0].page_width == Twips(11906)
    document.sections[0].left_margin = Mm(40)
    assert opened(made(saved(document), locale="es-ES")).sections[0].page_width == Twips(12240)


def test_agenda_has_its_own_template_before_the_common_one(tmp_path: Path) -> None:
    """templates/agenda.docx dresses the agenda, templates/base.docx everything else, the minutes too."""
    (tmp_path / "templates").mkdir()
    own, common = Document(), Document()
    own.sections[0].footer.paragraphs[0].text = "solo agenda"
    common.sections[0].footer.paragraphs[0].text = "todos"
    common.save(str(tmp_path / "templates" / "base.docx"))
    assert "todos" in xml_of(agenda_docx(AGENDA, EXAMPLE_WORDS, workspace=tmp_path), "word/footer1.xml")
    own.save(str(tmp_path / "templates" / "agenda.docx"))
    agenda = agenda_docx(AGENDA, EXAMPLE_WORDS, workspace=tmp_path)
    minutes = minutes_docx(MINUTES, EXAMPLE_WORDS, workspace=tmp_path)
    assert "solo agenda" in xml_of(agenda, "word/footer1.xml")
    assert "todos" in xml_of(minutes, "word/footer1.xml")
    assert headings(minutes) == headings(minutes_docx(MINUTES, EXAMPLE_WORDS))


def test_same_template_same_bytes() -> None:
    """Added styles and pictures bring nothing random."""
    base = company_template()
    assert made(base) == made(base)


def repacked(base: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The archive with changed parts."""
    with zipfile.ZipFile(BytesIO(base)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return buffer.getvalue()


def _types(parts: dict[str, bytes], old: bytes, new: bytes) -> None:
    assert old in parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(old, new)


def test_a_word_template_file_is_taken_as_it_is() -> None:
    """A .dotx under the name of a .docx serves: its type is the only difference."""
    dotx = repacked(company_template(), lambda parts: _types(parts, b"document.main+xml", b"template.main+xml"))
    assert style_of(made(dotx), "Puntos") == "Ttulo1"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda parts: parts.update({"word/vbaProject.bin": b"x"}), "macros"),
        (
            lambda parts: _types(
                parts,
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            ),
            "macros",
        ),
        (lambda parts: parts.update({"word/media/huge.bin": b"\0" * 101_000_000}), "too big"),
        (lambda parts: parts.update({"word/document.xml": b"<w:document"}), "damaged"),
        (lambda parts: parts.pop("word/document.xml"), "damaged"),
        (lambda parts: parts.pop("[Content_Types].xml"), "damaged"),
        (
            lambda parts: _types(parts, b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"),
            "damaged or no Word file",
        ),
    ],
)
def test_a_template_that_can_not_be_used_says_why(change: Callable[[dict[str, bytes]], None], told: str) -> None:
    """Macros, bombs, damage and other programs' files are errors that name the file and the way out."""
    with pytest.raises(InputError, match=told) as caught:
        made(repacked(company_template(), change))
    assert caught.value.where == "templates/agenda.docx"
    assert caught.value.hint


@pytest.mark.parametrize(
    ("base", "told"),
    [
        (b"", "damaged"),
        (b"%PDF-1.7 no", "damaged"),
        (SHIPPED[: len(SHIPPED) // 2], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
    ],
)
def test_what_is_no_word_file_is_told(base: bytes, told: str) -> None:
    """Neither a traceback nor a half-written document."""
    with pytest.raises(InputError, match=told):
        made(base)


def test_margins_without_room_are_told() -> None:
    """A page whose margins meet can hold no table."""
    document = Document()
    document.sections[0].left_margin = document.sections[0].right_margin = Mm(100)
    with pytest.raises(InputError, match="no room"):
        made(saved(document))


def test_a_shipped_template_that_lacks_a_style_is_a_broken_installation() -> None:
    """Without the model there is nothing to add."""
    with pytest.raises(InputError, match="lacks the style"):
        word_file(SHEET, base=saved(Document()), made_at=MADE_AT)


def test_all_styles_are_in_the_shipped_template() -> None:
    """So that each of them can be added to a template that lacks it."""
    assert set(STYLES) <= {style.name for style in opened(SHIPPED).styles}


def test_sizes_of_the_templates_text_stay() -> None:
    """A company's 12-point body is not made smaller by us where our text is ordinary text."""
    document = Document()
    document.styles["Normal"].font.size = Pt(12)
    content = made(saved(document))
    assert opened(content).styles["Normal"].font.size == Pt(12)
    assert style_of(content, "fin") == "Normal"


@pytest.mark.real
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_an_agenda_in_the_companys_template(tmp_path: Path) -> None:
    """Logo, added styles and charts together become pages."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "agenda.docx").write_bytes(company_template(landscape=True))
    content = agenda_docx(AGENDA, EXAMPLE_WORDS, workspace=tmp_path)
    assert "Orden del día" in text_of(content)
    (tmp_path / "agenda.docx").write_bytes(content)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "agenda.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603 (fixed command, own files)
    pdf = (tmp_path / "agenda.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) >= 3
