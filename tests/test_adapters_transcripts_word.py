"""Word files of Teams, Meet, Otter and others: their text and facts; zips that mean harm or are something else."""

import contextlib
import random
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from transcript_files import DATA, paragraph, read, said, spoken, word_file, zipped

from meetbot.adapters.transcripts import TranscriptFiles, is_transcript
from meetbot.errors import TranscriptError

SPANISH = (
    "Alineación semanal-20261123_193325-Grabación de la reunión",
    "24 de noviembre de 2026, 1:33a.\u00a0m.",
    "1h 2m 3s",
    "Méndez Ruiz, Laura inició la transcripción",
)


def teams(
    *speeches: str, head: tuple[str, ...] = SPANISH, end: str = "Méndez Ruiz, Laura detuvo la transcripción"
) -> bytes:
    """A document of Teams whose speeches are one paragraph each: name, spaces, time, line break, text."""
    return word_file([*head, *speeches, end])


def test_teams_in_spanish_one_paragraph_a_speech(tmp_path: Path) -> None:
    """Names with surnames first and in capitals, hours, line breaks in a speech; paragraphs are what is cited."""
    found = read(
        teams(
            "Méndez Ruiz, Laura   0:03\nBueno, este, ¿ya estamos todos?",
            "RAMÍREZ ORTIZ, DIEGO   0:09\nYa casi.\nNos vemos a las 10:30",
            "Carmen Ortega (Externo)   1:02:01\nÓrale, va.",
        ),
        tmp_path,
        "junta.docx",
    )
    assert found.format == "teams"
    assert said(found) == [
        (3.0, None, "Méndez Ruiz, Laura", "Bueno, este, ¿ya estamos todos?"),
        (9.0, None, "RAMÍREZ ORTIZ, DIEGO", "Ya casi. Nos vemos a las 10:30"),
        (3721.0, None, "Carmen Ortega (Externo)", "Órale, va."),
    ]
    assert [s.source_line for s in found.segments] == [5, 6, 7]
    assert found.started_at == datetime(2026, 11, 24, 1, 33, tzinfo=UTC)
    assert found.duration == 3723
    (issue,) = found.issues
    assert (issue.where, issue.severity) == ("junta.docx, paragraph 1", "info")


@pytest.mark.parametrize("gap", ["   ", "\u00a0", "\u202f", "\t", " \u00a0 ", " "])
def test_teams_times_stand_apart_in_several_ways(gap: str, tmp_path: Path) -> None:
    """Spaces, no-break spaces, a tab, or one space only between name and time; text in a paragraph of its own."""
    content = teams(f"Laura Méndez{gap}0:03", "Va.", f"Ramírez Ortiz, Diego{gap}0:09", "Sale.")
    assert spoken(read(content, tmp_path, "junta.docx")) == [("Laura Méndez", "Va."), ("Ramírez Ortiz, Diego", "Sale.")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("9 de julio de 2026, 8:03p.m.", datetime(2026, 7, 9, 20, 3, tzinfo=UTC)),
        ("9 de julio de 2026, 8:03 p. m.", datetime(2026, 7, 9, 20, 3, tzinfo=UTC)),
        ("9 de julio de 2026, 12:03\u202fa.\u00a0m.", datetime(2026, 7, 9, 0, 3, tzinfo=UTC)),
        ("9 de setiembre de 2026, 20:03", datetime(2026, 9, 9, 20, 3, tzinfo=UTC)),
        ("July 9, 2026, 8:03PM", datetime(2026, 7, 9, 20, 3, tzinfo=UTC)),
        ("9 July 2026, 20:03", datetime(2026, 7, 9, 20, 3, tzinfo=UTC)),
        ("Jul 9, 2026, 12:03 PM", datetime(2026, 7, 9, 12, 3, tzinfo=UTC)),
        ("31 de febrero de 2026, 8:03p.m.", datetime(2026, 7, 9, 15, 3, 25)),  # noqa: DTZ001 - local, as the title is
        ("9 de brumario de 2026, 8:03p.m.", datetime(2026, 7, 9, 15, 3, 25)),  # noqa: DTZ001 - local, as the title is
    ],
)
def test_teams_start_is_the_time_below_the_title(line: str, expected: datetime, tmp_path: Path) -> None:
    """That time is UTC; the local one in the title counts only where the other can't be read, and bears no zone."""
    head = ("Junta-20260709_150325-Grabación de la reunión", line, "59m 3s", "Ana Ruiz inició la transcripción")
    assert read(teams("Ana Ruiz   0:03\nVa.", head=head), tmp_path, "j.docx").started_at == expected


def test_teams_in_english_and_both_mixed(tmp_path: Path) -> None:
    """An English head over Spanish speech, transcription stopped and started again, no length."""
    content = teams(
        "Laura Méndez   0:03\nBuenas.",
        "Laura Méndez stopped transcription",
        "Diego Ramírez started transcription",
        "Diego Ramírez   5:10\nYa volvió.",
        head=("Weekly-20260709_150325UTC-Meeting Recording", "Laura Méndez started transcription"),
    )
    found = read(content, tmp_path, "weekly.docx")
    assert spoken(found) == [("Laura Méndez", "Buenas."), ("Diego Ramírez", "Ya volvió.")]
    assert (found.started_at, found.duration) == (datetime(2026, 7, 9, 15, 3, 25, tzinfo=UTC), None)


def test_somebody_who_speaks_of_the_transcription(tmp_path: Path) -> None:
    """Only a name before it makes it Teams' notice; the last line is one in any case."""
    content = teams(
        "Ana Ruiz   0:03", "Perdón, creo que Jorge detuvo la transcripción", end="iphone de ana detuvo la transcripción"
    )
    assert spoken(read(content, tmp_path, "j.docx")) == [("Ana Ruiz", "Perdón, creo que Jorge detuvo la transcripción")]


def test_programme_with_times_is_no_transcript(tmp_path: Path) -> None:
    """Items with times beside them and nothing below: nobody speaks in it."""
    with pytest.raises(TranscriptError, match="no transcript in a format"):
        read(word_file(["Bienvenida   9:00", "Embudo   9:10", "Acuerdos   9:40"]), tmp_path, "orden.docx")


def test_meet_document_as_word_file(tmp_path: Path) -> None:
    """What Google exports as Word: the same reader as for text, paragraphs cited."""
    lines = [
        "Alineación semanal (2026-11-23) - Transcripción",
        "Asistentes",
        "Laura Méndez, Diego Ramírez",
        "Transcripción",
        "00:00:00",
        "Laura Méndez: Buenas.",
        "Diego Ramírez: ¿Qué tal?",
        "La transcripción finalizó después de 00:00:20",
    ]
    found = read(word_file(lines), tmp_path, "meet.docx")
    assert (found.format, found.time_source) == ("meet", "interpolated")
    assert said(found) == [(0.0, 8.75, "Laura Méndez", "Buenas."), (8.75, 20.0, "Diego Ramírez", "¿Qué tal?")]
    assert [s.source_line for s in found.segments] == [6, 7]


def test_any_word_file_whose_lines_show_speakers(tmp_path: Path) -> None:
    """Otter's or Fireflies' document, and one that somebody typed with python-docx's help."""
    otter = ["Laura Méndez  0:03  ", "Buenas.", "Speaker 2  0:09  ", "Va.", "Transcribed by https://otter.ai"]
    assert spoken(read(word_file(otter), tmp_path, "otter.docx")) == [("Laura Méndez", "Buenas."), ("Speaker 2", "Va.")]
    typed = docx.Document()
    typed.add_heading("Junta del lunes", 1)
    for line in ("Laura: Buenas.", "Diego: Va.", "Laura: ¿Y el SLA?", "Diego: Ya quedó."):
        name, _, text = line.partition(":")
        one = typed.add_paragraph()
        one.add_run(f"{name}:").bold = True
        one.add_run(text)
    typed.save(str(tmp_path / "a.docx"))
    found = TranscriptFiles().read(tmp_path / "a.docx")
    assert spoken(found)[:2] == [("Laura", "Buenas."), ("Diego", "Va.")]
    assert is_transcript(tmp_path / "a.docx")


def test_word_text_is_what_a_reader_sees(tmp_path: Path) -> None:
    """Deleted and moved text is gone, inserted text is there, a text box counts once, tab stops are no tabs."""
    body = (
        paragraph("Laura Méndez: ", "uno ")
        + "<w:p><w:r><w:t>Diego Ramírez: dos</w:t></w:r><w:del><w:r><w:delText> no</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t> tampoco</w:t></w:r></w:moveFrom><w:ins><w:r><w:t> sí</w:t></w:r></w:ins>"
        "<w:r><w:noBreakHyphen/><w:t>a\nb</w:t></w:r></w:p>"
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:txbxContent>" + paragraph("Laura Méndez: en el cuadro") + "</w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:p><w:r><w:t>Laura Méndez: en el cuadro</w:t></w:r></w:p></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert spoken(read(word_file(body), tmp_path, "a.docx")) == [
        ("Laura Méndez", "uno"),
        ("Diego Ramírez", "dos sí-a b"),
        ("Laura Méndez", "en el cuadro"),
    ]


def test_word_file_with_its_text_elsewhere(tmp_path: Path) -> None:
    """Word Online numbers the part that holds the text."""
    content = word_file(["Laura Méndez: va", "Diego Ramírez: sí"], part="word/document2.xml")
    assert len(read(content, tmp_path, "a.docx").segments) == 2


@pytest.mark.parametrize(
    ("parts", "message", "hint"),
    [
        ({"xl/workbook.xml": "<x/>"}, "an Excel file", "CSV"),
        ({"ppt/presentation.xml": "<x/>"}, "a PowerPoint file", "not its slides"),
        ({"mimetype": "x", "content.xml": "<x/>"}, "an OpenDocument file", ".docx"),
        ({"audio1.m4a": "x", "video.mp4": "x"}, "a zip file", "Unpack it"),
        ({"[Content_Types].xml": "<x/>", "word/styles.xml": "<x/>"}, "without its text", "save it again"),
        ({}, "a zip file", "Unpack it"),
    ],
)
def test_other_zips_are_named_with_what_to_do(parts: dict[str, str], message: str, hint: str, tmp_path: Path) -> None:
    """A workbook renamed .docx, slides, recordings in a zip: no transcript, no recording, and a way to go on."""
    path = tmp_path / "junta.docx"
    path.write_bytes(zipped(parts))
    for ask in (is_transcript, TranscriptFiles().read):
        with pytest.raises(TranscriptError, match=message) as raised:
            ask(path)
        assert hint in raised.value.hint


def _encrypted_part(content: bytes) -> bytes:
    """The zip with the flag of an encrypted part, in both of its headers."""
    raw = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := raw.find(signature, at + 1)) >= 0:
            raw[at + offset] |= 1
    return bytes(raw)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 2000, "old Office file"),
        (_encrypted_part(word_file(["Ana Ruiz: va"])), "protected"),
        (word_file(["Ana Ruiz: va", "Luis Paz: sí"])[:-30], "damaged"),
        (b"PK\x03\x04....", "damaged"),
        (word_file("<w:p><w:r><w:t>Ana: va"), "damaged Word file"),
        (word_file([]), "without text"),
        (word_file(["", "  "]), "without text"),
        (word_file(["Acta de la reunión", "Se acordó que no."]), "no transcript in a format"),
    ],
)
def test_word_files_that_cannot_be_read(content: bytes, message: str, tmp_path: Path) -> None:
    """Protected, old, cut off, empty, or no transcript: each says which."""
    with pytest.raises(TranscriptError, match=message) as raised:
        read(content, tmp_path, "junta.docx")
    assert raised.value.hint


def test_entities_are_refused(tmp_path: Path) -> None:
    """A document type declaration, which entity bombs and thefts of files need, ends the reading."""
    stolen = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    swelling = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    for prolog in (stolen, swelling):
        with pytest.raises(TranscriptError, match="document type declaration"):
            read(word_file("<w:p><w:r><w:t>&x;&b;</w:t></w:r></w:p>", prolog=prolog), tmp_path, "a.docx")


def test_zip_bombs_end_early(tmp_path: Path) -> None:
    """A small file that swells beyond any transcript, in bytes or in paragraphs, is refused."""
    for bomb in (word_file("<w:p/>" * 600_000), word_file("a" * 70_000_000)):
        assert len(bomb) < 200_000
        with pytest.raises(TranscriptError, match="larger unpacked"):
            read(bomb, tmp_path, "a.docx")


def test_nested_word_xml_does_not_overflow(tmp_path: Path) -> None:
    """A hundred thousand elements inside one another are read like any text."""
    deep = "<w:ins>" * 100_000 + "</w:ins>" * 100_000
    content = word_file(deep + paragraph("Ana Ruiz: va") + paragraph("Luis Paz: sí"))
    assert len(read(content, tmp_path, "a.docx").segments) == 2


def test_damaged_word_files_give_our_errors(tmp_path: Path) -> None:
    """Bytes turned over anywhere in the file: a transcript or a TranscriptError, nothing else."""
    content = teams("Ana Ruiz   0:03\nVa.", "Luis Paz   0:09\nSale.")
    stored = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(stored, "w") as target:
        for info in source.infolist():
            target.writestr(info.filename, source.read(info))
    chance = random.Random(4)  # noqa: S311 - reproducible damage, no secret
    path = tmp_path / "a.docx"
    for number in range(300):
        raw = bytearray(content if number % 2 else stored.getvalue())
        for _ in range(chance.randint(1, 8)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        path.write_bytes(raw)
        for ask in (is_transcript, TranscriptFiles().read):
            with contextlib.suppress(TranscriptError):
                ask(path)


def test_teams_text_with_surnames_first() -> None:
    """The text of Teams' Word file: its title and its notices are not speech, and it is said so."""
    found = TranscriptFiles().read(DATA / "teams.txt")
    assert spoken(found) == [
        ("Méndez Ruiz, Laura", "Empecemos con el embudo."),
        ("Ramírez Ortiz, Diego", "Va. Traigo el dato: setenta leads."),
        ("Méndez Ruiz, Laura", "Perfecto."),
    ]
    assert found.started_at == datetime(2026, 11, 23, 15, 3, tzinfo=UTC)
    assert [i.where for i in found.issues] == ["teams.txt, line 1"]
