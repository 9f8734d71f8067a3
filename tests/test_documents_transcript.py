"""Subtitles and text: readable by other programs, and read back by meetbot as they were."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetbot.adapters.transcripts import TranscriptFiles
from meetbot.adapters.transcripts.heads import clean_name, clean_text
from meetbot.documents.transcript import to_srt, to_txt, to_vtt
from meetbot.model.company import Roster
from meetbot.model.transcript import SourceFile, Speaker, Transcript, Turn
from meetbot.stages.attribute import attribute_import
from meetbot.words import load

HOSTILE = (
    "-->",
    "00:00:01,000 --> 00:00:02,000",
    "<v Diego>",
    "</v>",
    "&lt;v&gt; &amp; &#58;",
    "<i>ojo</i>",
    "NOTE",
    "WEBVTT",
    "Nota: va",
    "Diego Ramírez:",
    "Diego Ramírez: \u00a0",
    "7",
    "10:30",
    "[00:00:09] Ana: no",
    "{\\an8}",
    "línea\n\notra",
    "\u202eodot\x1b[2J",
    "\ud800",
    "?",
    "Transcribed by https://otter.ai",
    "Ana detuvo la transcripción",
)


def transcript(*turns: tuple[str | None, float | None, float | None, str]) -> Transcript:
    """A transcript of (speaker, start, end, text); every speaker is a label `S0`… with that name."""
    names = list(dict.fromkeys(name for name, *_ in turns if name is not None))
    labels = {name: f"S{i}" for i, name in enumerate(names)}
    return Transcript(
        source=SourceFile(name="junta.m4a", sha256="0" * 64, format="m4a"),
        language="es",
        speakers=tuple(Speaker(label=label, name=name) for name, label in labels.items()),
        turns=tuple(
            Turn(id=f"t{i:04d}", speaker=None if name is None else labels[name], start=start, end=end, text=text)
            for i, (name, start, end, text) in enumerate(turns, 1)
        ),
    )


MEETING = transcript(
    ("Laura Méndez", 3.12, 7.4801, "Bueno, ¿quién le marca a Jorge? El SLA está en 3 < 5 & baja."),
    ("Diego Ramírez", 3723.0, 3725.5, "Yo, hoy mismo."),
    (None, 3726.0, None, "Va: va."),
)


def test_to_vtt_names_and_escapes() -> None:
    """Names stand in voice spans, the format's own signs are escaped, and a colon makes nobody a speaker."""
    assert to_vtt(MEETING) == (
        "WEBVTT\n\n"
        "00:00:03.120 --> 00:00:07.480\n"
        "<v Laura Méndez>Bueno, ¿quién le marca a Jorge? El SLA está en 3 &lt; 5 &amp; baja.</v>\n\n"
        "01:02:03.000 --> 01:02:05.500\n"
        "<v Diego Ramírez>Yo, hoy mismo.</v>\n\n"
        "01:02:06.000 --> 01:02:07.412\n"
        "Va&#58; va.\n"
    )


def test_to_srt_numbers_and_names() -> None:
    """SubRip's comma, numbers from 1, and the name before the text."""
    assert to_srt(MEETING) == (
        "1\n00:00:03,120 --> 00:00:07,480\n"
        "Laura Méndez:\u00a0Bueno, ¿quién le marca a Jorge? El SLA está en 3 < 5 & baja.\n\n"
        "2\n01:02:03,000 --> 01:02:05,500\nDiego Ramírez:\u00a0Yo, hoy mismo.\n\n"
        "3\n01:02:06,000 --> 01:02:07,412\n?:\u00a0Va: va.\n"
    )


def test_to_txt_one_turn_a_line() -> None:
    """Time, name, text: readable as it is."""
    lines = to_txt(MEETING).splitlines()
    assert lines[1] == "[01:02:03] Diego Ramírez:\u00a0Yo, hoy mismo."
    assert len(lines) == 3


def test_unnamed_voice_goes_by_its_label() -> None:
    """A voice whom nobody named keeps its label apart from the others."""
    voice = transcript((None, 0.0, 1.0, "Va.")).model_copy(
        update={
            "speakers": (Speaker(label="SPEAKER_01"),),
            "turns": (
                Turn(id="t0001", speaker="SPEAKER_01", start=0, end=1, text="Va."),
                Turn(id="t0002", speaker="SPEAKER_07", start=1, end=2, text="Sale."),
            ),
        }
    )
    assert "<v SPEAKER_01>Va.</v>" in to_vtt(voice)
    assert "SPEAKER_07:\u00a0Sale." in to_txt(voice)


@pytest.mark.parametrize(("locale", "shown"), [("es-MX", "Voz 2"), ("en", "Voice 2")])
def test_unnamed_voice_is_what_readers_of_the_minutes_know(locale: str, shown: str, tmp_path: Path) -> None:
    """In the words of the country a voice is numbered from 1, and reads back as the same voice."""
    said = transcript((None, 0.0, 1.0, "Va.")).model_copy(
        update={
            "speakers": (Speaker(label="SPEAKER_01"),),
            "turns": (Turn(id="t0001", speaker="SPEAKER_01", start=0, end=1, text="Va."),),
        }
    )
    for write, suffix in ((to_vtt, "vtt"), (to_srt, "srt"), (to_txt, "txt")):
        path = tmp_path / f"round.{suffix}"
        path.write_text(write(said, load(locale)), encoding="utf-8")
        assert shown in path.read_text(encoding="utf-8")
        read = attribute_import(
            TranscriptFiles().read(path), source=said.source, roster=Roster(), language=said.language
        )
        assert [(turn.speaker, turn.text) for turn in read.turns] == [("SPEAKER_01", "Va.")]


def test_turns_without_times_are_text_but_no_subtitles() -> None:
    """No time is made up; the WebVTT file says what it lacks."""
    untimed = transcript(("Ana", None, None, "Hola."), ("Luis", 5.0, 6.0, "Qué tal."))
    assert to_txt(untimed) == "Ana:\u00a0Hola.\n[00:00:05] Luis:\u00a0Qué tal.\n"
    assert "NOTE 1 turns have no times" in to_vtt(untimed)
    assert "Hola" not in to_vtt(untimed) + to_srt(untimed)


def test_turn_without_end_lasts_until_the_next() -> None:
    """A subtitle is shown until somebody else speaks; the last one for as long as reading takes."""
    open_ended = transcript(("Ana", 1.0, None, "Hola."), ("Luis", 2.5, None, "x" * 17), ("Ana", 2.5, 2.0, "Va."))
    times = re.findall(r"--> (\S+)", to_vtt(open_ended))
    assert times == ["00:00:02.500", "00:00:04.500", "00:00:02.500"]


def test_nothing_said_is_a_valid_file() -> None:
    """An empty meeting gives an empty WebVTT file and empty text."""
    nothing = transcript(("Ana", 0.0, 1.0, " \n "))
    assert (to_vtt(nothing), to_srt(nothing), to_txt(nothing)) == ("WEBVTT\n", "", "")


def shown(name: str | None) -> str | None:
    """The name as a file can show it; “?” stands for nobody."""
    clean = clean_name(name or "")
    return None if clean in {"", "?"} else clean


words = st.text(st.characters(codec=None, exclude_characters="\0"), min_size=1, max_size=40)
texts = st.one_of(words, st.sampled_from(HOSTILE), st.tuples(words, st.sampled_from(HOSTILE)).map(" ".join))
NAMES = (
    "Laura Méndez",
    "Laura: jefa",
    "<v Ana>",
    "-->",
    "7",
    "Nota",
    "Méndez, LAURA",
    "🌟 Ana | Ventas",
    "[Externo] Luis",
    "王小明",
    "أحمد",
    "Voz 2",
    "SPEAKER_00",
    "[00:00:09] Ana",
    "[-] Ana",
    "[] Ana",
    "{",
    "WEBVTT x",
    "Ana Ruiz (Guest)",
    "Sala: Ana: Luis",
    "Transcripción",
)
names = st.one_of(st.none(), st.sampled_from(NAMES), words)
times = st.integers(min_value=0, max_value=360_000_000)
turns = st.lists(st.tuples(names, times, st.integers(min_value=0, max_value=60_000), texts), min_size=1, max_size=6)


@pytest.mark.parametrize(("write", "suffix"), [(to_vtt, ".vtt"), (to_srt, ".srt")])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=turns)
def test_subtitles_read_back_the_same(
    write: Callable[[Transcript], str],
    suffix: str,
    said: list[tuple[str | None, int, int, str]],
    tmp_path: Path,
) -> None:
    """Whoever speaks and whatever is said: speakers, times to the millisecond and texts come back."""
    made = transcript(*((name, start / 1000, (start + length) / 1000, text) for name, start, length, text in said))
    expected = [
        (shown(name), start, start + length, clean) for name, start, length, text in said if (clean := clean_text(text))
    ]
    path = tmp_path / f"round{suffix}"
    path.write_text(write(made) or "1\n00:00:00,000 --> 00:00:00,001\n\n", encoding="utf-8")
    found = [
        (s.speaker, round((s.start or 0) * 1000), round((s.end or 0) * 1000), s.text)
        for s in TranscriptFiles().read(path).segments
    ]
    assert found == expected


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=turns, untimed=st.sets(st.integers(min_value=0, max_value=5)))
def test_text_reads_back_the_same(
    said: list[tuple[str | None, int, int, str]], untimed: set[int], tmp_path: Path
) -> None:
    """So does plain text, to the second, with and without times, once it names somebody."""
    everybody = [*said, ("Laura Méndez", 360_000_000, 0, "Va.")]
    starts = [None if i in untimed else start // 1000 for i, (_, start, _, _) in enumerate(everybody)]
    made = transcript(*((name, start, None, text) for start, (name, _, _, text) in zip(starts, everybody, strict=True)))
    path = tmp_path / "round.txt"
    path.write_text(to_txt(made), encoding="utf-8")
    found = [(s.speaker, s.start, s.text) for s in TranscriptFiles().read(path).segments]
    assert found == [
        (shown(name), start, clean)
        for start, (name, _, _, text) in zip(starts, everybody, strict=True)
        if (clean := clean_text(text))
    ]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=turns, untimed=st.sets(st.integers(min_value=0, max_value=5)))
def test_json_reads_back_the_same(
    said: list[tuple[str | None, int, int, str]], untimed: set[int], tmp_path: Path
) -> None:
    """And transcript.json, with where each time comes from; what JSON can't hold is not in a transcript."""
    turns = [
        (
            None if name is None else clean_name(name) or None,
            None if i in untimed else start / 1000,
            None if i in untimed else (start + length) / 1000,
            clean,
        )
        for i, (name, start, length, text) in enumerate(said)
        if (clean := clean_text(text))
    ]
    path = tmp_path / "transcript.json"
    path.write_bytes(transcript(*turns).encoded())
    found = TranscriptFiles().read(path)
    assert [(s.speaker, s.start, s.end, s.text) for s in found.segments] == turns
    assert [s.time_source for s in found.segments] == [
        "none" if start is None else "measured" for _, start, *_ in turns
    ]


@pytest.mark.parametrize("write", [to_vtt, to_srt, to_txt, lambda made: made.encoded().decode()])
def test_a_whole_meeting_comes_back(write: Callable[[Transcript], str], tmp_path: Path) -> None:
    """Read again and attributed again: the same turns, two at once among them; `Voz 2` is still nobody's name."""
    made = transcript(
        ("Laura Méndez", 0.0, 4.0, "Bueno, ¿quién le marca a Jorge?"),
        ("Voz 2", 3.0, 5.0, "Yo, yo."),
        ("Ramírez, Diego 🌟", 4.0, 9.0, "No, espérate: eso es mío."),
        (None, 12.0, 13.0, "Órale"),
    )
    path = tmp_path / "round.txt"
    path.write_text(write(made), encoding="utf-8")
    source = SourceFile(name="round.txt", sha256="0" * 64, format="x")
    again = attribute_import(TranscriptFiles().read(path), source=source, roster=Roster(), language="es")
    names = {speaker.label: speaker.name for speaker in again.speakers}
    assert [(t.speaker, t.start, t.text) for t in again.turns] == [
        ("Laura Méndez", 0.0, "Bueno, ¿quién le marca a Jorge?"),
        ("SPEAKER_01", 3.0, "Yo, yo."),
        ("Ramírez, Diego 🌟", 4.0, "No, espérate: eso es mío."),
        (None, 12.0, "Órale"),
    ]
    assert names["SPEAKER_01"] is None


def test_text_without_any_name_is_read_back(tmp_path: Path) -> None:
    """One voice that nobody named: the times show that it is a transcript."""
    made = transcript((None, 1.0, 2.0, "Buenas"), (None, 70.0, 71.0, "Va."))
    path = tmp_path / "round.txt"
    path.write_text(to_txt(made), encoding="utf-8")
    found = TranscriptFiles().read(path)
    assert [(s.speaker, s.start, s.text) for s in found.segments] == [(None, 1.0, "Buenas"), (None, 70.0, "Va.")]


def test_length_that_the_file_tells_comes_back(tmp_path: Path) -> None:
    """Silence at the end belongs to the meeting; where nothing tells its length, the last time does."""
    made = transcript(("Ana Ruiz", 1.0, 2.0, "Va."))
    source = SourceFile(name="round.json", sha256="0" * 64, format="x")
    for duration, expected in ((60.0, 60.0), (None, 2.0), (1.5, 2.0)):
        path = tmp_path / "round.json"
        path.write_bytes(made.model_copy(update={"duration": duration}).encoded())
        again = attribute_import(TranscriptFiles().read(path), source=source, roster=Roster(), language="es")
        assert again.duration == expected
