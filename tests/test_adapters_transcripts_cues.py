"""WebVTT, SubRip and .sbv: cues, voices, names before a colon, and text that is plain afterwards."""

from pathlib import Path

import pytest
from transcript_files import DATA, VTT, read, said, spoken, word_file

from meetbot.adapters.transcripts import TranscriptFiles
from meetbot.adapters.transcripts.heads import clean_name


def test_teams_vtt_spans_over_lines_and_voices() -> None:
    """`<v Name>` over several lines, two voices in a cue, escapes, tags; NOTE and STYLE are not speech."""
    found = TranscriptFiles().read(DATA / "teams.vtt")
    assert found.format == "webvtt"
    assert said(found) == [
        (3.12, 7.48, "Laura Méndez", "Buenos días a todos, este, ¿empezamos con el embudo?"),
        (7.9, 9.1, "Ramírez Ortiz, Diego", "Sale, va."),
        (9.25, 15.004, "Ramírez Ortiz, Diego", "El SLA de R&D: 3 < 5, y ojo, eso es una vergüenza…"),
        (9.25, 15.004, "Carmen Ortega", "Perdón, perdón,"),
        (15.2, 16.0, None, "[Música]"),
    ]
    assert [s.source_line for s in found.segments] == [4, 9, 15, 15, 24]
    assert [s.id for s in found.segments] == [0, 1, 2, 3, 4]
    assert found.issues == ()


def test_zoom_vtt_continues_the_speaker() -> None:
    """A cue without a name goes on with the speaker before it; colons in what is said name nobody."""
    found = TranscriptFiles().read(DATA / "zoom.vtt")
    assert spoken(found)[:3] == [
        ("Laura Méndez", "Bueno, ¿ya estamos todos?"),
        ("Laura Méndez", "Falta Sofía, pero pues arrancamos."),
        ("Diego Ramírez", "Va. Mira: yo traigo el dato de https://crm.example/x."),
    ]
    (issue,) = found.issues
    assert (issue.where, issue.severity) == ("zoom.vtt, line 16", "info")
    assert "“Carmen:” was read as part of what is said" in issue.message


def test_srt_with_names() -> None:
    """SubRip whose cues begin with names; `Nota:` within a turn stays text."""
    found = TranscriptFiles().read(DATA / "con-nombres.srt")
    assert found.format == "srt"
    assert said(found) == [
        (1.5, 5.0, "Laura Méndez", "Bueno, ¿ya estamos todos?"),
        (5.2, 8.9, "Laura Méndez", "Falta Sofía, pero pues arrancamos."),
        (9.0, 12.25, "Diego Ramírez", "Va."),
        (12.3, 14.0, "Laura Méndez", "Nota: lo de Norte va primero."),
    ]


def test_srt_without_names_makes_none_up() -> None:
    """Subtitles of a recogniser: a word before a colon is no speaker, formatting tags go."""
    found = TranscriptFiles().read(DATA / "sin-nombres.srt")
    assert {s.speaker for s in found.segments} == {None}
    assert [s.text for s in found.segments][:3] == [
        "O sea, el problema es otro: los leads",
        "no se contactan. Mira: aquí está el dato,",
        "setenta de score, y a las 10:30 nadie",
    ]


def test_vtt_times_that_go_backwards_are_told(tmp_path: Path) -> None:
    """The order of the file is kept, an end before its start is not."""
    text = "WEBVTT\n\n00:09.000 --> 00:08.000\n<v Ana>b</v>\n\n00:01.000 --> 00:02.000\n<v Ana>a</v>\n"
    found = read(text, tmp_path)
    assert said(found) == [(9.0, 9.0, "Ana", "b"), (1.0, 2.0, "Ana", "a")]
    assert [(i.severity, i.where) for i in found.issues] == [
        ("warning", "junta.txt, line 6"),
        ("warning", "junta.txt, line 3"),
    ]


def test_vtt_without_blank_lines_and_with_loose_text(tmp_path: Path) -> None:
    """Sloppy files: cues that follow at once are cues; text that belongs to none is told, not lost in silence."""
    text = (
        "WEBVTT - hecho a mano\nKind: captions\n\n1\n00:01.000 --> 00:02.000\n<v Ana>uno</v>\n"
        "2\n00:02.000 --> 00:03.000\n<v.loud.big Luis>dos</v> tres\n\nsuelto\n\n00:03.000 --> 00:04.000\n\n"
    )
    found = read(text, tmp_path)
    assert spoken(found) == [("Ana", "uno"), ("Luis", "dos"), (None, "tres")]
    (issue,) = found.issues
    assert issue.where == "junta.txt, line 11"
    assert "left out" in issue.message


def test_vtt_without_cues_means_nothing_was_said(tmp_path: Path) -> None:
    """Valid and empty, with a warning."""
    found = read("WEBVTT\n", tmp_path)
    assert found.segments == ()
    assert "nothing was said" in found.issues[0].message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a &lt;v Diego&gt; &amp;lt; b", "a <v Diego> &lt; b"),
        ("&#58;&#x3A;&nbsp;&quot;&apos;&lrm;", ":: \"'"),
        ("&#0; &#99999999; &#x110000; &copy; R&D", "\ufffd &#99999999; \ufffd &copy; R&D"),
        ("&#xD800;sí", "sí"),
        ("uno <00:00:01.500><c.amarillo>dos</c> 3 < 4", "uno dos 3 < 4"),
        ("\u202eodot\x1b[2J\x07", "odot [2J"),
    ],
)
def test_vtt_text_is_plain_afterwards(text: str, expected: str, tmp_path: Path) -> None:
    """References are resolved once, tags go, control signs and direction overrides too."""
    assert [s.text for s in read(VTT + text + "\n", tmp_path).segments] == [expected]


def test_hostile_names_are_tamed(tmp_path: Path) -> None:
    """A speaker's name is one line of at most 100 characters without control signs."""
    name = "\u202eEvil\x1b[31m\t" + "x" * 500
    (segment,) = read(f"{VTT}<v {name}>hola</v>\n<v >nadie</v>\n", tmp_path).segments[:1]
    assert segment.speaker == "Evil [31m " + "x" * 90
    assert clean_name(" \n ") == ""


def test_sbv_captions() -> None:
    """Two times in a line without an arrow; a cue without a name continues."""
    found = TranscriptFiles().read(DATA / "meet.sbv")
    assert found.format == "sbv"
    assert said(found) == [
        (1.0, 3.5, "Laura Méndez", "Buenas, ¿me escuchan?"),
        (3.6, 5.0, "Diego Ramírez", "Sí, perfecto."),
        (5.1, 9.0, "Diego Ramírez", "Nada más que se corta tantito el audio."),
    ]
    assert [s.source_line for s in found.segments] == [1, 4, 7]


def test_zoom_names_of_any_shape(tmp_path: Path) -> None:
    """Devices, emoji, bars, brackets, other scripts, capitals, colons: where each cue begins with a name, all are."""
    names = [
        "iphone de ana",
        "Sala 3",
        "🌟 Diego | Ventas",
        "[Externo] Luis",
        "王小明",
        "أحمد علي",
        "LAURA",
        "Sala: Norte",
    ]
    cues = [f"00:00:{i:02d}.000 --> 00:00:{i:02d}.900\n{name}: va {i}\n" for i, name in enumerate(names * 2)]
    found = read("WEBVTT\n\n" + "\n".join([*cues, VTT[8:] + "Ana Ruiz: ya"]), tmp_path)
    assert spoken(found)[:-1] == [(name, f"va {i}") for i, name in enumerate(names * 2)]


def test_srt_that_meetbot_did_not_write_wholly(tmp_path: Path) -> None:
    """One name with a no-break space behind its colon does not silence the others."""
    text = "1\n00:00:01,000 --> 00:00:02,000\nAna Ruiz:\u00a0va\n\n2\n00:00:03,000 --> 00:00:04,000\nLuis Paz: sí\n"
    assert spoken(read(text, tmp_path)) == [("Ana Ruiz", "va"), ("Luis Paz", "sí")]


def test_cues_of_teams_documents_of_before_2023(tmp_path: Path) -> None:
    """Those have two times, the name in a line of its own, and the text; seconds may have one figure."""
    text = (
        "0:0:0.0 --> 0:0:4.880\nLaura Méndez\nBuenos días.\n0:0:5.1 --> 0:0:9.0\nDiego Ramírez\nEl tema: ventas.\n"
        "0:0:9.5 --> 0:0:10.0\nVa.\n0:0:10.0 --> 0:0:12.0\nLaura Méndez\nYo mando\nel reporte.\n"
        "0:0:12.0 --> 0:0:13.0\nLaura Méndez\nGracias.\n"
    )
    assert said(read(word_file(text.rstrip().split("\n")), tmp_path, "junta.docx")) == [
        (0.0, 4.88, "Laura Méndez", "Buenos días."),
        (5.1, 9.0, "Diego Ramírez", "El tema: ventas."),
        (9.5, 10.0, "Diego Ramírez", "Va."),
        (10.0, 12.0, "Laura Méndez", "Yo mando el reporte."),
        (12.0, 13.0, "Laura Méndez", "Gracias."),
    ]


def test_cues_of_whisperx_have_labels_in_brackets(tmp_path: Path) -> None:
    """`[SPEAKER_00]: text` is that voice's."""
    text = (
        "1\n00:00:00,500 --> 00:00:02,000\n[SPEAKER_01]: Hola.\n\n2\n00:00:02,600 --> 00:00:03,000\n[SPEAKER_00]: Va.\n"
    )
    assert spoken(read(text, tmp_path)) == [("SPEAKER_01", "Hola."), ("SPEAKER_00", "Va.")]
    assert spoken(read("[SPEAKER_01]: Hola.\n[SPEAKER_00]: Va.\n", tmp_path)) == [
        ("SPEAKER_01", "Hola."),
        ("SPEAKER_00", "Va."),
    ]
