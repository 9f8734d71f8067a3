"""JSON of Whisper, WhisperX, Fireflies and meetbot, and JSON that is something else."""

import json
from pathlib import Path

import pytest
from transcript_files import DATA, read, said, spoken

from meetbot.adapters.transcripts import TranscriptFiles
from meetbot.errors import TranscriptError


def test_whisper_json() -> None:
    """Segments with their probabilities; the endpoint's `spanish` is a language code here."""
    found = TranscriptFiles().read(DATA / "whisper.json")
    assert (found.format, found.language) == ("whisper-json", "es")
    assert said(found) == [(0.0, 3.2, None, "Buenos días."), (3.2, 4.0, None, "Va.")]
    assert (found.segments[0].avg_logprob, found.segments[0].no_speech_prob) == (-0.21, 0.01)


def test_whisperx_json() -> None:
    """Speaker labels and word times; a word that has none is in the text, not among the timed words."""
    found = TranscriptFiles().read(DATA / "whisperx.json")
    assert (found.format, found.language) == ("whisperx-json", "es")
    assert spoken(found) == [("SPEAKER_00", "El 70 no."), ("SPEAKER_01", "¿Cómo que no?")]
    assert [(w.text, w.start, w.end, w.probability) for w in found.segments[0].words] == [
        ("El", 0.5, 0.7, 0.91),
        ("no.", 1.5, 2.0, 0.88),
    ]


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
