from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docx_reading import opened
from examples import MADE_AT
from test_documents_word_template import logo, saved

from meetbot import resources
from meetbot.documents.sheet import Cell, Group, Row, Section, Sheet, Table
from meetbot.documents.word import word_file
from meetbot.documents.word_widths import SMALLEST_PT, Piece, fit, font_of

SHIPPED = resources.find("templates", "base.docx").read_bytes()
HEADER = (
    "Campaña",
    "Inversión",
    "Leads",
    "Costo por lead",
    "Conversión",
    "Ventas",
    "Ingresos",
    "ROAS",
    "ROI (ingresos)",
    "Dice la plataforma",
)
FIGURES = ("$62.500.000", "41", "$1.650.000", "12,2%", "5", "$161.250.000", "2,6×", "158%", "38")
WIDE = Table(
    caption="Campañas",
    header=HEADER,
    widths=(20, 13, 7, 11, 11, 8, 13, 7, 10, 11),
    numeric=frozenset(range(1, 10)),
    groups=(
        Group(
            title="",
            rows=tuple(
                Row(cells=(Cell(text="Fin de año"), *(Cell(text=text, numeric=True) for text in FIGURES)))
                for _ in range(3)
            ),
        ),
    ),
    note="Fuente: gasto.csv.",
)
FACTS = (("Preparada", "22 nov 2026, 09:00"), ("Convocados", "Laura Méndez"), ("Duración", "45 minutos"))


def narrow_template() -> bytes:
    """Letter with 3.2 cm margins and a big logo, as the library that writes Word files makes it."""
    document = Document()
    document.sections[0].header.paragraphs[0].add_run().add_picture(logo(), width=Mm(60))
    return saved(document)


def written(base: bytes, table: Table = WIDE) -> Any:
    """The document with that table."""
    section = Section(key="campaigns", title="Campañas", blocks=(table,))
    sheet = Sheet(title="Agenda", subtitle="", locale="es-CO", header="", facts=FACTS, sections=(section,))
    return opened(word_file(sheet, base=base, shipped=SHIPPED, made_at=MADE_AT))


def _margins(table: Any) -> int:
    found = table._tbl.tblPr.find(qn("w:tblCellMar"))
    return 170 if found is None else sum(int(side.get(qn("w:w"))) for side in found)


@pytest.mark.parametrize("base", [SHIPPED, narrow_template()], ids=["shipped", "narrow"])
def test_no_word_and_no_figure_is_wider_than_its_column(base: bytes) -> None:
    """Millions of pesos, headings and labels stay in one piece, in a font that can be read."""
    document = written(base)
    for table in document.tables:
        for row in table.rows:
            for cell, column in zip(row.cells, table.columns, strict=True):
                for run in cell.paragraphs[0].runs:
                    style, factor = font_of(cell.paragraphs[0].style)
                    size = run.font.size.pt if run.font.size else style
                    piece = Piece(text=run.text, size=size, factor=1.0 if run.font.name else factor)
                    assert size >= SMALLEST_PT
                    if cell._tc.grid_span == 1:
                        assert piece.width(1.0) <= column.width.twips - _margins(table), run.text


def test_widths_follow_the_shares_where_there_is_room() -> None:
    """What a column lacks is taken from those that have more than they need."""
    short, long = [Piece(text="sí", size=9.0)], [Piece(text="$161.250.000", size=9.0)]
    assert fit([short, short], (70, 30), width=10000, margin=170, size=9.0).widths == (7000, 3000)
    found = fit([short, long], (95, 5), width=4000, margin=170, size=9.0)
    assert (found.scale, found.narrow, sum(found.widths)) == (1, False, 4000)
    assert found.widths[1] >= long[0].width(1.0) + 170


def test_what_no_font_holds_shrinks_alike() -> None:
    """A page without room keeps every column, and the table stays on it."""
    pieces = [[Piece(text="Responsabilidades", size=9.0, factor=1.3)] for _ in range(12)]
    found = fit(pieces, (1,) * 12, width=6000, margin=216, size=9.0)
    assert found.narrow
    assert len(set(found.widths)) == 1
    assert 5900 < sum(found.widths) <= 6000


def test_a_record_id_does_not_take_the_room_of_the_figures() -> None:
    """A word of hundreds of characters breaks; the figures beside it don't."""
    found = fit(
        [[Piece(text="x" * 400, size=9.0)], [Piece(text="$62.500.000", size=9.0)]],
        (50, 50),
        width=9000,
        margin=170,
        size=9.0,
    )
    assert found.scale == 1
    assert found.widths[1] > 1000


def _kept(row: Any) -> bool:
    return all(paragraph.paragraph_format.keep_with_next for cell in row.cells for paragraph in cell.paragraphs)


def test_a_short_table_stays_on_one_page_with_its_note() -> None:
    """All rows, and the last one with what is said of the table below it."""
    *_, table = written(SHIPPED).tables
    assert all(_kept(row) for row in table.rows)


def test_of_a_long_table_no_row_stands_alone() -> None:
    """The first rows stay with the header, the last ones together; between them a page may end."""
    group = Group(title="", rows=tuple(Row(cells=(Cell(text=str(n)),)) for n in range(20)))
    table = Table(caption="Lista", header=("n",), widths=(100,), groups=(group,))
    rows = written(SHIPPED, table).tables[-1].rows
    assert [_kept(row) for row in rows] == [True, True, *[False] * 16, True, True, False]


def test_heading_stays_with_its_table_and_a_logo_leaves_room() -> None:
    """Even where the company's heading style would leave it at the foot of a page."""
    document = written(narrow_template())
    heading = next(paragraph for paragraph in document.paragraphs if paragraph.text == "Campañas")
    assert heading.paragraph_format.keep_with_next
    assert document.sections[0].header.paragraphs[-1].paragraph_format.space_after.pt >= 6
