"""CSV of what was said: which columns mean what, and tables that are broken."""

from pathlib import Path

import pytest
from transcript_files import DATA, read, said, spoken

from meetbot.adapters.transcripts import TranscriptFiles
from meetbot.errors import TranscriptError


def test_fireflies_csv() -> None:
    """Quoted cells with line breaks; each row keeps the line on which it begins; no name stays none."""
    found = TranscriptFiles().read(DATA / "fireflies.csv")
    assert found.format == "csv"
    assert said(found) == [
        (0.0, 4.0, "Laura Méndez", "Bueno, este, ¿arrancamos?"),
        (5.0, 9.0, "Diego Ramírez", 'Va, va. Nada más lo de Jorge, "el de Norte".'),
        (3727.0, 3729.0, None, "¿Cuánto?"),
    ]
    assert [s.source_line for s in found.segments] == [2, 3, 5]


def test_spanish_columns_and_semicolons() -> None:
    """As Excel in Spanish saves it."""
    found = TranscriptFiles().read(DATA / "punto-y-coma.csv")
    assert said(found) == [
        (3.0, None, "Laura Méndez", "Buenas, ¿ya estamos?"),
        (9.0, None, "Diego Ramírez", "Ya."),
    ]


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("1:02", 62.0),
        ("1:02:03.250", 3723.25),
        ("mañana", None),
        ("9999999", None),
        ("", None),
    ],
)
def test_times_in_cells(time: str, expected: float | None, tmp_path: Path) -> None:
    """Seconds or clocks; what is neither is left out and told, an empty cell is only empty."""
    found = read(f"speaker\tstart\ttext\nAna\t{time}\thola\n", tmp_path)
    assert found.segments[0].start == expected
    assert found.time_source == ("none" if expected is None else "measured")
    assert bool(found.issues) is (expected is None and time != "")


def test_rows_without_text_and_short_rows(tmp_path: Path) -> None:
    """They are nothing that was said; a table without times has none."""
    found = read("\nspeaker,text\nAna,hola\nLuis\n\nLuis,\nAna,va\n", tmp_path)
    assert spoken(found) == [("Ana", "hola"), ("Ana", "va")]
    assert [s.source_line for s in found.segments] == [3, 7]


def test_times_that_go_backwards(tmp_path: Path) -> None:
    """Told with the line."""
    found = read("speaker,start,text\nAna,9,b\nAna,1,a\n", tmp_path)
    assert [i.where for i in found.issues] == ["junta.txt, line 3"]


def test_quotation_mark_that_never_ends(tmp_path: Path) -> None:
    """A cell that swallows the file beyond the csv reader's limit is an error with its line."""
    with pytest.raises(TranscriptError, match="broken table") as raised:
        read('speaker,text\nAna,hola\nAna,"' + "x\n" * 100_000, tmp_path)
    assert "line 3" in raised.value.where


def test_text_with_commas_is_no_table(tmp_path: Path) -> None:
    """A first line needs both columns; otherwise it is text."""
    assert read("Ana Ruiz: texto, speaker, va\nLuis Paz: sí\n", tmp_path).format == "text"
