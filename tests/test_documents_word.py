import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Twips
from docx_reading import W, opened, text_of, xml_of
from examples import AGENDA, EXAMPLE_WORDS, MADE_AT, MINUTES, ROSTER, hostile_minutes

from meetbot import resources
from meetbot import words as locale_words
from meetbot.documents.agenda import agenda_docx
from meetbot.documents.minutes import department_docx, minutes_docx
from meetbot.documents.sheet import Bullets, Facts, Section, Sheet
from meetbot.documents.word import fixed_zip, word_file
from meetbot.documents.word_template import STYLES
from meetbot.errors import InputError

BASE = resources.find("templates", "base.docx").read_bytes()


def _sheet(**changes: object) -> Sheet:
    values: dict[str, object] = {
        "title": "Prueba",
        "subtitle": "",
        "locale": "es-MX",
        "header": "Empresa",
        "facts": (),
        "sections": (),
        **changes,
    }
    return Sheet(**values)  # type: ignore[arg-type]


def test_properties_name_author_and_time_of_making() -> None:
    """Author, title, language and date come from the inputs, never from the machine."""
    properties = opened(minutes_docx(MINUTES, EXAMPLE_WORDS)).core_properties
    assert properties.author == "meetbot"
    assert properties.created == MADE_AT
    assert properties.title == "Minuta de reunión: Alineación Mercadeo–Comercial"
    assert properties.language == "es-MX"


def test_every_part_of_the_archive_has_one_fixed_time() -> None:
    """Zip times would make two equal documents differ."""
    with zipfile.ZipFile(BytesIO(minutes_docx(MINUTES, EXAMPLE_WORDS))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("locale", "width"), [("es-MX", 12240), ("es-CO", 12240), ("en-US", 12240), ("es-ES", 11906), ("en", 11906)]
)
def test_paper_of_the_country(locale: str, width: int) -> None:
    """Letter where people print on it, A4 elsewhere."""
    section = opened(minutes_docx(MINUTES, locale_words.load(locale))).sections[0]
    assert section.page_width == Twips(width)


def test_proofing_language_is_the_documents() -> None:
    """Word checks the spelling in the document's language instead of underlining everything."""
    styles = xml_of(minutes_docx(MINUTES, EXAMPLE_WORDS), "word/styles.xml")
    assert 'w:lang w:val="es-MX"' in styles


def test_header_rows_repeat_and_rows_do_not_break() -> None:
    """A table over two pages has its header on both, and no row is torn."""
    document = opened(minutes_docx(MINUTES, EXAMPLE_WORDS))
    actions = next(table for table in document.tables if table.rows[0].cells[0].text == "No.")
    first = actions.rows[0]._tr
    assert first.find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in actions.rows)


def test_tables_fit_the_page() -> None:
    """Column widths add up to no more than the text's width."""
    for content in (agenda_docx(AGENDA, EXAMPLE_WORDS), minutes_docx(MINUTES, EXAMPLE_WORDS)):
        document = opened(content)
        section = document.sections[0]
        text_width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        for table in document.tables:
            assert sum(column.width or 0 for column in table.columns) <= text_width


def test_pages_are_numbered_by_fields_of_the_template_only() -> None:
    """The only field codes are the footer's; content can't bring one."""
    content = minutes_docx(hostile_minutes('=HYPERLINK("x") { PAGE } INCLUDETEXT c:\\\\x'), EXAMPLE_WORDS)
    body = xml_of(content)
    assert "instrText" not in body
    assert "fldSimple" not in body
    assert "w:hyperlink" not in body
    assert "NUMPAGES" in xml_of(content, "word/footer1.xml")


def test_children_of_cells_stand_in_the_schemas_order() -> None:
    """Borders before shading, width first: Word calls a file with another order damaged."""
    order = ["tcW", "gridSpan", "vMerge", "tcBorders", "shd"]
    body = opened(minutes_docx(MINUTES, EXAMPLE_WORDS)).element.body
    for properties in body.iter(f"{W}tcPr"):
        names = [child.tag.removeprefix(W) for child in properties]
        assert names == sorted(names, key=order.index)


def test_tables_carry_a_caption_for_screen_readers() -> None:
    """A table says what it is."""
    assert '<w:tblCaption w:val="Acuerdos"/>' in xml_of(minutes_docx(MINUTES, EXAMPLE_WORDS))


def test_base_has_all_styles_and_nothing_of_anybody() -> None:
    """The shipped template defines what the code uses, and has no text or picture of its own."""
    document = opened(BASE)
    names = {style.name for style in document.styles}
    assert set(STYLES) <= names
    assert not [p.text for p in document.paragraphs if p.text]
    with zipfile.ZipFile(BytesIO(BASE)) as archive:
        assert not [name for name in archive.namelist() if "media" in name or "thumbnail" in name]


def test_a_template_that_the_user_changed_is_used(tmp_path: Path) -> None:
    """An ejected base.docx decides the looks: its page header stays."""
    document = Document(BytesIO(BASE))
    document.sections[0].header.paragraphs[0].add_run("Empaques Tlacuilo S.A.")
    (tmp_path / "templates").mkdir()
    document.save(str(tmp_path / "templates" / "base.docx"))
    content = minutes_docx(MINUTES, EXAMPLE_WORDS, workspace=tmp_path)
    assert opened(content).sections[0].header.paragraphs[0].text == "Empaques Tlacuilo S.A."


def test_a_damaged_template_is_named() -> None:
    """What is no Word file gives an error that says how to go on."""
    with pytest.raises(InputError, match="can't be opened"):
        word_file(_sheet(), base=b"no zip", made_at=MADE_AT)


def test_facts_and_bullets_in_a_section() -> None:
    """Every kind of block can be written; a long fact gets a row of its own."""
    pairs = (("Uno", "1"), ("Dos", "2"), ("Largo", "x" * 60), ("Tres", "3"))
    section = Section(key="a", title="A", blocks=(Facts(pairs=pairs), Bullets(items=("punto",))))
    content = word_file(_sheet(sections=(section,)), base=BASE, made_at=datetime(2026, 11, 23, tzinfo=UTC))
    assert [len(set(row._tr.tc_lst)) for row in opened(content).tables[0].rows] == [4, 2, 2]
    assert "punto" in text_of(content)


def test_signatures_are_lines_not_a_header_row() -> None:
    """A table without a header has no style that would colour its first row."""
    document = opened(minutes_docx(MINUTES, locale_words.load("es-CO")))
    signed = next(table for table in document.tables if "Presidente" in table.rows[0].cells[0].text)
    assert signed._tbl.tblPr.find(f"{W}tblStyle") is None


def test_fixed_zip_keeps_the_parts() -> None:
    """Same names, same contents."""
    with zipfile.ZipFile(BytesIO(BASE)) as before, zipfile.ZipFile(BytesIO(fixed_zip(BASE))) as after:
        assert before.namelist() == after.namelist()
        assert all(before.read(name) == after.read(name) for name in before.namelist())


@pytest.mark.real
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_the_word_files(tmp_path: Path) -> None:
    """Agenda, minutes, a department's sheet and hostile minutes open and become PDF."""
    files = {
        "agenda": agenda_docx(AGENDA, EXAMPLE_WORDS),
        "minutes": minutes_docx(MINUTES, EXAMPLE_WORDS),
        "department": department_docx(MINUTES, ROSTER.departments[0], EXAMPLE_WORDS),
        "hostile": minutes_docx(hostile_minutes(), EXAMPLE_WORDS),
    }
    for name, content in files.items():
        (tmp_path / f"{name}.docx").write_bytes(content)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), *(str(tmp_path / f"{name}.docx") for name in files)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603 (fixed command, own files)
    for name in files:
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")
