"""JSON of Whisper, WhisperX, Fireflies and meetbot, and JSON that is something else."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from transcript_files import DATA, read, said, spoken

from meetbot.adapters.transcripts import TranscriptFiles
from meetbot.errors import TranscriptError
from meetbot.model.base import EngineInfo
from meetbot.model.transcript import (
    ChatMessage,
    Recognition,
    Segment,
    SourceFile,
    Speaker,
    Transcript,
    Turn,
    VoiceInterval,
    Word,
)


def test_whisper_json() -> None:
    """Segments with their probabilities; the endpoint's `spanish` is a language code here."""
    found = TranscriptFiles().read(DATA / "whisper.json")
    assert (found.format, found.language) == ("whisper-json", "es")
    assert said(found) == [(0.0, 3.2, None, "Buenos días."), (3.2, 4.0, None, "Va.")]
    assert (found.segments[0].avg_logprob, found.segments[0].no_speech_prob) == (-0.21, 0.01)


def test_whisperx_json() -> None:
    """Speaker labels and word times; a figure, which has no time there, lies between its neighbours and is not lost."""
    found = TranscriptFiles().read(DATA / "whisperx.json")
    assert (found.format, found.language) == ("whisperx-json", "es")
    assert spoken(found) == [("SPEAKER_00", "El 70 no."), ("SPEAKER_01", "¿Cómo que no?")]
    assert [(w.text, w.start, w.end, w.probability) for w in found.segments[0].words] == [
        ("El", 0.5, 0.7, 0.91),
        ("70", 0.7, 1.5, None),
        ("no.", 1.5, 2.0, 0.88),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([{"word": " Son"}, {"word": " 70"}, {"word": ".000"}], [(" Son", 2, 4), (" 70", 4, 4), (".000", 4, 4)]),
        ([{"word": " Son", "start": 2, "end": 3}], []),
        (
            [{"word": " Son", "start": 3, "end": 2}, {"word": "70.000", "start": 3}, {}, 5],
            [(" Son", 3, 3), ("70.000", 3, 4)],
        ),
        ("no", []),
    ],
)
def test_words_are_the_text_or_none(words: object, expected: list[tuple[str, float, float]], tmp_path: Path) -> None:
    """Where a word is missing among the timed ones, the text stands without: what was said is never shortened."""
    entry = {"text": " Son 70.000", "start": 2, "end": 4, "words": words}
    (segment,) = read(json.dumps({"segments": [entry]}), tmp_path).segments
    assert segment.text == "Son 70.000"
    assert [(w.text, w.start, w.end) for w in segment.words] == expected


def test_words_without_any_time_are_none(tmp_path: Path) -> None:
    """Nor are times made up where the segment has none."""
    entries = [{"text": "Va", "words": [{"word": "Va"}]}, {"text": "Va", "start": 1, "words": [{"word": "Va"}]}]
    assert [s.words for s in read(json.dumps(entries), tmp_path).segments] == [(), ()]


def test_whisper_json_with_odd_values(tmp_path: Path) -> None:
    """Nonsense in a field is left out with an issue where words are lost, and never crashes."""
    entries = [
        {"start": "uno", "end": True, "text": "sin tiempos", "words": [5, {"word": 3, "start": 1, "end": 2}]},
        {"start": 10**400, "end": float("inf"), "text": "  dos\ud800\n  líneas ", "speaker": 7, "words": "x"},
        {"start": 9.0, "end": 8.0, "text": "al revés"},
        {"start": 3.0, "end": 4.0, "text": "antes"},
        {"text": ""},
        "no es un segmento",
    ]
    found = read(json.dumps({"segments": entries, "language": "Klingon!"}), tmp_path)
    assert said(found) == [
        (None, None, None, "sin tiempos"),
        (None, None, None, "dos líneas"),
        (9.0, 9.0, None, "al revés"),
        (3.0, 4.0, None, "antes"),
    ]
    assert found.language is None
    assert [i.message.split(";")[0] for i in found.issues] == [
        "Segment 5 has no text that can be read",
        "Times go backwards 1 time(s), first at segment 1",
    ]


def test_whisper_json_as_a_list(tmp_path: Path) -> None:
    """The bare list of segments that scripts write; without times it says so; nothing said is valid."""
    found = read('[{"text": "hola"}]', tmp_path)
    assert (spoken(found), found.time_source) == ([(None, "hola")], "none")
    assert read("[]", tmp_path).segments == ()
    assert read('{"segments": [], "language": 5}', tmp_path).segments == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"text": "hola"}', "without segments"),
        ('{"segments": {"a": 1}}', "without segments"),
        ('{"segments": [1, 2]}', "have no text"),
        ('{"segments": [{"text": "hola"}', "not valid JSON"),
        ('{"kind": "transcript", "segments": []}', "is no transcript that this version can read"),
        ('[{"a":' + "[" * 100_000, "no transcript has"),
        ('{"segments": ' + "9" * 5000 + "}", "no transcript has"),
    ],
)
def test_json_that_is_no_whisper_output(content: str, message: str, tmp_path: Path) -> None:
    """Other JSON, cut JSON, hostile JSON: each its own message."""
    with pytest.raises(TranscriptError, match=message):
        read(content, tmp_path, "x.json")


def test_fireflies_api_json() -> None:
    """Seconds of each sentence, the start in UTC from milliseconds, length from minutes; a null name has a number."""
    found = TranscriptFiles().read(DATA / "fireflies.json")
    assert found.format == "fireflies-json"
    assert said(found) == [
        (0.48, 1.9, "Laura Méndez", "Bueno, ¿arrancamos?"),
        (2.1, 2.6, "Diego Ramírez", "Va."),
        (3.0, 4.0, "Speaker 2", "¿Me escuchan?"),
    ]
    assert found.started_at == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    assert found.duration == 1950.0


def test_fireflies_downloaded_json() -> None:
    """A bare list whose times are clocks."""
    found = TranscriptFiles().read(DATA / "fireflies-descarga.json")
    assert said(found) == [(0.0, 2.0, "Laura Méndez", "Bueno, ¿arrancamos?"), (2.0, 3.0, "Diego Ramírez", "Va.")]
    assert (found.started_at, found.duration) == (None, None)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-11-23T15:00:00Z", datetime(2026, 11, 23, 15, tzinfo=UTC)),
        ("2026-11-23T15:00:00", None),
        ("ayer", None),
        (1e308, None),
        (-5, None),
        (True, None),
        ({}, None),
    ],
)
def test_fireflies_dates(date: object, expected: datetime | None, tmp_path: Path) -> None:
    """Text with a zone counts; a date without one, or one that no meeting has, is none."""
    sentences = [{"text": "hola", "start_time": 0}]
    assert read(json.dumps({"sentences": sentences, "date": date}), tmp_path).started_at == expected


def test_fireflies_with_odd_values(tmp_path: Path) -> None:
    """What has no text is left out and counted; times that no meeting has are left out and counted."""
    entries: list[object] = [{"text": "uno", "start_time": 1e308, "end_time": 5}, {"text": 7}, 7, {"text": " "}]
    found = read(json.dumps({"sentences": entries, "duration": "x"}), tmp_path)
    assert said(found) == [(None, 5.0, None, "uno")]
    assert [i.message.split(" ", 1)[0] for i in found.issues] == ["1", "2"]
    with pytest.raises(TranscriptError, match="sentences have no text"):
        read('{"sentences": [{"text": 5}]}', tmp_path)


def test_times_that_no_meeting_has_are_left_out(tmp_path: Path) -> None:
    """A finite number can still be nonsense: 1e308 seconds would break whatever writes clocks."""
    entry = {"text": "hola", "start": 1e308, "end": 1e308, "words": [{"word": "hola", "start": 1e300, "end": 1e301}]}
    found = read(json.dumps({"segments": [entry]}), tmp_path)
    assert said(found) == [(None, None, None, "hola")]
    assert found.segments[0].words == ()
    assert "times that no meeting has" in found.issues[0].message


def test_many_segments_without_text_are_one_issue(tmp_path: Path) -> None:
    """A thousand broken segments do not make a thousand warnings."""
    found = read(json.dumps([{"text": "va"}, *[{"no": 1}] * 1000]), tmp_path)
    assert [i.message for i in found.issues] == [
        "Segment 1 has no text that can be read; it was left out. So were 999 more."
    ]


OWN = Transcript(
    source=SourceFile(name="junta.m4a", sha256="0" * 64, format="m4a"),
    language="es",
    duration=20.0,
    speakers=(Speaker(label="SPEAKER_00", name="Laura Méndez"), Speaker(label="SPEAKER_01")),
    segments=(
        Segment(id=0, start=0, end=4, text="Va. Sale.", words=(Word(start=0.5, end=1, text=" Va."),)),
        Segment(id=1, start=5, end=6, text="Nadie.", words=(Word(start=5, end=6, text=" Nadie."),)),
    ),
    turns=(
        Turn(id="t0001", speaker="SPEAKER_00", start=0.5, end=1.0, text="Va.", segments=(0,)),
        Turn(
            id="t0002", speaker="SPEAKER_01", start=0.75, end=4, time_source="interpolated", text="Sale.", segments=(0,)
        ),
        Turn(id="t0003", speaker=None, start=5.0, end=6.0, text="Nada.", segments=(1,)),
        Turn(id="t0004", speaker="SPEAKER_07", time_source="none", text="Ya."),
        Turn(id="t0005", speaker=None, text="  "),
    ),
    chat=(ChatMessage(sender="Ana", text="ya voy", at=3.0),),
)


def test_own_transcript_is_read_back(tmp_path: Path) -> None:
    """Turns as they are, corrected or not: names, times with their source, unnamed voices by label, chat, language."""
    found = read(OWN.encoded(), tmp_path, "transcript.json")
    assert (found.format, found.language, found.duration) == ("meetbot", "es", 20.0)
    assert said(found) == [
        (0.5, 1.0, "Laura Méndez", "Va."),
        (0.75, 4.0, "SPEAKER_01", "Sale."),
        (5.0, 6.0, None, "Nada."),
        (None, None, "SPEAKER_07", "Ya."),
    ]
    assert [s.time_source for s in found.segments] == ["measured", "interpolated", "measured", "none"]
    assert [len(s.words) for s in found.segments] == [1, 0, 0, 0]
    assert found.chat == OWN.chat


def test_own_recognition_is_read_with_its_voices(tmp_path: Path) -> None:
    """What was heard before anybody was attributed: segments with words, and who spoke when by name."""
    heard = Recognition(
        source=OWN.source,
        language="es",
        duration=20,
        segments=OWN.segments,
        diarization=(VoiceInterval(start=0, end=4, speaker="SPEAKER_00"), VoiceInterval(start=5, end=6, speaker="x")),
        voices=(Speaker(label="SPEAKER_00", name="Laura Méndez"),),
        recogniser=EngineInfo(name="faster-whisper", version="1"),
    )
    found = read(heard.encoded(), tmp_path, "recognition.json")
    assert found.segments == OWN.segments
    assert [i.speaker for i in found.intervals] == ["Laura Méndez", "x"]


@pytest.mark.parametrize(
    "change",
    [{"turns": [{"id": "x", "text": "a"}]}, {"schema_version": 99}, {"language": 5}, {"turns": "no"}, {"extra": 1}],
)
def test_own_transcript_that_is_damaged(change: dict[str, object], tmp_path: Path) -> None:
    """A file that somebody edited wrongly, or of a newer version: the place is named."""
    values = {**json.loads(OWN.encoded()), **change}
    with pytest.raises(TranscriptError, match="this version can read") as raised:
        read(json.dumps(values), tmp_path)
    assert next(iter(change)) in raised.value.where


def _word(text: str, start: float, end: float, speaker: str | None) -> dict[str, object]:
    return {"word": text, "start": start, "end": end, "speaker": speaker}


def test_whisperx_segment_is_cut_where_the_voice_of_its_words_changes(tmp_path: Path) -> None:
    """What two people say in one segment is not put into the mouth of one; no word is lost."""
    words = [
        _word("Nota:", 0.5, 0.7, None),
        _word("todos.", 0.7, 1.8, "SPEAKER_01"),
        _word("Hola,", 2.6, 3.0, "SPEAKER_00"),
        _word("Laura.", 3.0, 3.6, "SPEAKER_00"),
        _word("Ajá.", 3.7, 3.9, "SPEAKER_01"),
    ]
    entry = {
        "start": 0.4,
        "end": 4,
        "text": " Nota: todos.  Hola, Laura. Ajá.",
        "speaker": "SPEAKER_01",
        "words": words,
    }
    found = read(json.dumps({"segments": [entry, {"start": 5, "end": 6, "text": "Va."}]}), tmp_path)
    assert said(found) == [
        (0.4, 1.8, "SPEAKER_01", "Nota: todos."),
        (2.6, 3.6, "SPEAKER_00", "Hola, Laura."),
        (3.7, 4.0, "SPEAKER_01", "Ajá."),
        (5.0, 6.0, None, "Va."),
    ]
    assert [s.id for s in found.segments] == [0, 1, 2, 3]
    assert [len(s.words) for s in found.segments] == [2, 2, 1, 0]


@pytest.mark.parametrize("labels", [("A", "B", "A"), ("B", "A", "A"), ("A", "A", "B")])
def test_whisperx_short_flip_inside_a_sentence_is_no_other_voice(labels: tuple[str, ...], tmp_path: Path) -> None:
    """A word of 0.3 s in the middle of somebody's sentence is an error of the diarization."""
    times = {"A": 1.0, "B": 0.3}
    words, at = [], 0.0
    for text, label in zip(("lo", "vemos", "mañana"), labels, strict=True):
        words.append(_word(text, at, at + times[label], label))
        at += times[label]
    found = read(json.dumps([{"start": 0, "end": at, "text": "lo vemos mañana", "words": words}]), tmp_path)
    assert spoken(found) == [("A", "lo vemos mañana")]


@pytest.mark.parametrize("key", ["segments", "sentences"])
def test_json_with_a_text_that_nobody_can_say_is_refused(key: str, tmp_path: Path) -> None:
    """50 MB in one text would keep the later stages busy for hours; the message names the limit."""
    with pytest.raises(TranscriptError, match="nobody says so much") as caught:
        read(json.dumps({key: [{"start": 0, "end": 1, "text": "hola " * 210_000}]}), tmp_path)
    assert "1,000,000" in caught.value.hint


def test_fireflies_voices_without_a_name_stay_apart(tmp_path: Path) -> None:
    """Fireflies numbers the voices that it has no name for; two of them are not one."""
    sentences = [
        {"speaker_name": None, "speaker_id": 1, "text": "Hola."},
        {"speaker_name": None, "speaker_id": 3, "text": "Vale."},
        {"speaker_name": "Ana Ruiz", "speaker_id": 0, "text": "Va."},
        {"speaker_name": None, "speaker_id": True, "text": "Sí."},
    ]
    found = read(json.dumps({"sentences": sentences}), tmp_path)
    assert spoken(found) == [("Speaker 1", "Hola."), ("Speaker 3", "Vale."), ("Ana Ruiz", "Va."), (None, "Sí.")]


def test_whisper_json_phantoms_of_silence_are_no_speech(tmp_path: Path) -> None:
    """Credits of subtitles that the file's own figures doubt are left out and told; the same words spoken stay."""
    entries = [
        {"start": 0, "end": 3, "text": " Buenos días.", "no_speech_prob": 0.9, "avg_logprob": -0.2},
        {"start": 3, "end": 30, "text": " Subtítulos realizados por la comunidad de Amara.org", "no_speech_prob": 0.9},
        {"start": 30, "end": 33, "text": " Gracias por ver el video.", "avg_logprob": -1.4},
        {"start": 33, "end": 34, "text": " Gracias por ver el video.", "no_speech_prob": 0.1, "avg_logprob": -0.2},
        {"text": " Gracias por ver el video.", "no_speech_prob": 0.9},
    ]
    found = read(json.dumps({"segments": entries}), tmp_path)
    thanks = "Gracias por ver el video."
    assert said(found) == [(0.0, 3.0, None, "Buenos días."), (33.0, 34.0, None, thanks), (None, None, None, thanks)]
    assert [(one.start, one.end) for one in found.suppressed] == [(3.0, 30.0), (30.0, 33.0)]
    assert "2 passages were left out as not spoken" in found.issues[0].message
