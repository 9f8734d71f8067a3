"""Documents of Google Meet and Gemini: what is speech in them, and times that are shared out and say so."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from transcript_files import DATA, read, said, spoken

from meetbot.adapters.transcripts import TranscriptFiles

END = "La transcripción finalizó después de 00:10:00"


def test_gemini_markdown_with_notes_before_it() -> None:
    """Summary and tasks above the transcript are not speech; escapes and emphasis go; a bare line continues."""
    found = TranscriptFiles().read(DATA / "meet-gemini.md")
    assert (found.format, found.time_source, found.duration) == ("meet", "interpolated", 400.0)
    assert spoken(found) == [
        ("Laura Méndez", "Bueno, este, ¿ya estamos todos? Va."),
        ("diego ramírez", "Ya casi. Oye, ¿y lo del SLA!?"),
        ("Laura Méndez", "Ahorita lo vemos."),
        ("Carmen Ortega (Guest)", "Yo traigo el dato: son las 10:30 y nadie ha marcado."),
        ("Carmen Ortega (Guest)", "Y eso que lo dijimos el lunes."),
        ("Laura Méndez", "Híjole."),
    ]
    assert [s.source_line for s in found.segments] == [19, 21, 23, 27, 28, 30]
    starts = [s.start for s in found.segments]
    assert (starts[0], starts[3]) == (0.0, 300.0)
    assert starts == sorted(starts, key=lambda start: start or 0)
    assert [s.end for s in found.segments][2::3] == [300.0, 400.0]
    assert [i.where for i in found.issues] == [
        "meet-gemini.md, line 1",
        "meet-gemini.md, line 32",
        "meet-gemini.md, line 1",
    ]
    assert "interpolated" in found.issues[2].message


def test_meet_without_times_makes_none_up() -> None:
    """Old documents have only the end: no speech gets a time, the length is the meeting's."""
    found = TranscriptFiles().read(DATA / "meet.txt")
    assert (found.format, found.time_source, found.duration) == ("meet", "none", 1103.0)
    assert said(found)[0] == (None, None, "Laura Méndez", "Buenas, buenas. ¿Me escuchan?")
    assert {s.start for s in found.segments} == {None}
    assert "has no times" in found.issues[-1].message


def test_meet_in_english() -> None:
    """Bare times of sections, the end with its waving hand, the footer."""
    found = TranscriptFiles().read(DATA / "meet-en.txt")
    assert said(found) == [
        (0.0, 265.714, "Laura Méndez", "Morning. Can everybody hear me?"),
        (265.714, 300.0, "Diego Ramírez", "Yes."),
        (300.0, 320.0, "Laura Méndez", "So the SLA is at eighty percent."),
    ]


def test_last_section_without_an_end(tmp_path: Path) -> None:
    """Where nothing says how long the last section took, its first speech has the section's time, the others none."""
    text = "Junta - Transcripción\n00:00:00\nAna Ruiz: uno\n00:05:00\nLuis Paz: dos\nAna Ruiz: tres\n"
    assert [(s.start, s.end) for s in read(text, tmp_path).segments] == [(0.0, 300.0), (300.0, None), (None, None)]


def test_speech_before_the_first_time_has_none(tmp_path: Path) -> None:
    """What stands above the first time is speech without a time."""
    text = f"Transcripción\nAna Ruiz: cero\n00:05:00\nLuis Paz: uno\n{END}\n"
    assert said(read(text, tmp_path)) == [(None, None, "Ana Ruiz", "cero"), (300.0, 600.0, "Luis Paz", "uno")]


def test_times_of_sections_that_go_backwards(tmp_path: Path) -> None:
    """Told, and nothing is interpolated between them; a speaker who goes on over a time stays the speaker."""
    text = "Transcripción\n00:05:00\nAna Ruiz: uno\nLuis Paz: dos\n00:01:00\ny otra cosa\nLuis Paz: tres\n"
    found = read(text, tmp_path)
    assert [(s.start, s.speaker) for s in found.segments] == [
        (300.0, "Ana Ruiz"),
        (None, "Luis Paz"),
        (60.0, "Luis Paz"),
        (None, "Luis Paz"),
    ]
    assert any("backwards" in issue.message for issue in found.issues)


@pytest.mark.parametrize(
    "name",
    [
        "Tiago - Stakin",
        "leticia uribe",
        "[Externo] Luis",
        "王小明",
        "أحمد علي",
        "Ana 🌟",
        "Sala 3",
        "Ana Ruiz (Guest)",
        "O’Neill",
    ],
)
def test_whoever_speaks_in_meet(name: str, tmp_path: Path) -> None:
    """Each line begins with a name there, so that unusual ones are names too."""
    text = f"Transcripción\n00:00:00\n{name}: va\n**{name}:** sí\nAna Ruiz: ok\n{END}\n"
    assert spoken(read(text, tmp_path)) == [(name, "va"), (name, "sí"), ("Ana Ruiz", "ok")]


@pytest.mark.parametrize(
    "footer",
    [
        "Esta transcripción se generó automáticamente y puede contener errores.",
        "*Esta transcripción editable se generó por computadora y puede contener errores.*",
        "Esta transcripción editable se ha generado por ordenador y puede contener errores.",
        "This editable transcript was computer generated and might contain errors.",
    ],
)
def test_meet_footers_are_nobody_s_words(footer: str, tmp_path: Path) -> None:
    """In the three wordings of Spanish, and in English, in front of the speech or behind."""
    for text in (f"Transcripción\n{footer}\nAna Ruiz: va\n", f"Transcripción\nAna Ruiz: va\n\n{footer}\n"):
        assert spoken(read(text, tmp_path)) == [("Ana Ruiz", "va")]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Junta (2026-11-23 09:00 GMT-6) - Transcripción", datetime(2026, 11, 23, 15, 0, tzinfo=UTC)),
        ("Junta - 2026/11/23 09:00 GMT+5:30 - Transcripción", datetime(2026, 11, 23, 3, 30, tzinfo=UTC)),
        ("Junta (2026-11-23 at 09:00 GMT) - Transcript", datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
        ("Junta - 2026/11/23 09:00 CST - Transcripción", datetime(2026, 11, 23, 9, 0)),  # noqa: DTZ001 - the local clock
        ("sept 1, 2026\nJunta - Transcripción", datetime(2026, 9, 1)),  # noqa: DTZ001 - the local clock
        ("**23 de nov de 2026**\nJunta - Transcripción", datetime(2026, 11, 23)),  # noqa: DTZ001 - the local clock
        ("1 de enero de 2026, 9:00\nJunta - Transcripción", datetime(2026, 1, 1, 9, 0)),  # noqa: DTZ001 - the local clock
        ("Junta (2026-13-45 09:00 GMT-6) - Transcripción", None),
        ("Junta (2026-11-23 09:00 GMT-99) - Transcripción", None),
        ("99 de nov de 2026\nJunta - Transcripción", None),
        ("Junta - Transcripción", None),
    ],
)
def test_when_a_meet_document_says_it_began(head: str, expected: datetime | None, tmp_path: Path) -> None:
    """A title with a zone is exact, one without is the local clock, a line with a day is that day."""
    assert read(f"{head}\n00:00:00\nAna Ruiz: va\n", tmp_path).started_at == expected
