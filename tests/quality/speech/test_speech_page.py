"""The results page from raw results: every figure with its failures, whatever is missing."""

import json
from pathlib import Path
from typing import Any

import measure
import page
import pytest
import subjects
from mixing import Recording, Said
from subjects import PARTS, Job, Sources, Subject, jobs, part_of, prepared

from meetbot import config

SAID = (
    Said(speaker="Ana", start=0.5, end=4.0, text="Buenos días, Roberto, llegaron doce leads."),
    Said(speaker="Beto", start=4.5, end=7.0, text="Gracias, Ana."),
)
TRANSCRIPT = {
    "turns": [
        {"speaker": "SPEAKER_00", "text": "Buenos días, Roberto, llegaron 12 leads."},
        {"speaker": "SPEAKER_01", "text": "Gracias, Hanna."},
    ],
    "segments": [{"text": "Buenos días, Roberto, llegaron 12 leads. Gracias, Hanna."}],
    "speakers": [{"label": "SPEAKER_00", "name": "Ana Ruiz"}, {"label": "SPEAKER_01", "name": None}],
    "suppressed": [],
}
VOICES = {
    "intervals": [
        {"start": 0.5, "end": 4.0, "speaker": "SPEAKER_00"},
        {"start": 4.5, "end": 7.0, "speaker": "SPEAKER_01"},
    ]
}
TIME = {"clock": 2.0, "processor": 3.0}


def meeting(key: str = "mx-2-usual", **changes: Any) -> Subject:
    """A meeting of two."""
    fields: dict[str, Any] = {
        "key": key,
        "group": "meeting",
        "condition": "usual",
        "recording": Recording(path=Path("a.wav"), seconds=8.0, overlap=0.05, said=SAID),
        "people": ({"name": "Ana Ruiz", "aliases": ["Ana"]}, {"name": "Roberto Gil", "aliases": ["Beto"]}),
        "names": {"Ana": "Ana Ruiz", "Beto": "Roberto Gil"},
    }
    return Subject(**fields | changes)


def kept(results: dict[str, Any]) -> dict[str, Any]:
    """Raw results as run.py keeps them."""
    machine = {"commit": "abc", "versions": "v", "weights": "w", "encoder": "e", "processor": "p", "cores": "2"}
    return {"at": "2026-11-23 10:00 UTC", "machine": machine, "load": ["0.1", "1.9"], "seconds": 9, "results": results}


def heard(**changes: Any) -> dict[str, Any]:
    """A result of meetbot."""
    fine = {
        "transcript": TRANSCRIPT,
        "voices": VOICES,
        "transcribing": TIME,
        "diarizing": {"clock": 0.2, "processor": 0.2},
    }
    return fine | {"peak_mb": 700} | changes


def test_rendered_shows_the_figures() -> None:
    """One wrong word of eight, both voices found and one of them named, one name of two wrong."""
    results = {"mx-2-usual/meetbot": heard(), "mx-2-usual/voices": {"voices": {"given": VOICES}, "peak_mb": 9}}
    text = page.rendered(kept(results), [meeting()], [])
    assert "| Spanish meetings, usual | meetbot | 1 | 12.5 % | 1 / 0 / 0 |" in text
    assert "| mx-2-usual | 2 of 2 | 12.5 % | 100.0 % | 1 / 0 / 1 | 1 → 1 of 2 | 0 → 0 |" in text
    assert "| 2 voices, usual (5% overlap) | – |  | 0.0 % / 0.0 % | 1/1 | 0.0 % / 0.0 % | 1/1 |" in text
    assert "“ana” heard as “hanna”" in text
    assert "“Ana” heard as “Hanna”" in text
    assert "load before and after: 0.1, 1.9" in text


def test_rendered_shows_what_failed_and_what_is_absent() -> None:
    """A failed meeting is a row that says so, its reason stands below; what was left out stands at the top."""
    results = {"mx-2-usual/meetbot": {"failed": "Error: the file is damaged."}}
    text = page.rendered(kept(results), [meeting()], ["real Spanish: not installed"])
    assert "| mx-2-usual | 2 | failed |" in text
    assert "- mx-2-usual/meetbot: Error: the file is damaged." in text
    assert "- Left out: real Spanish: not installed." in text


def test_rendered_compares_with_the_faster_plain_call() -> None:
    """The ratio is to the faster of both plain calls, on the long file."""
    subject = meeting("long", group="long", condition="")
    plain = {"text": "Buenos días", "transcribing": {"clock": 5.0, "processor": 5.0}, "peak_mb": 500}
    slow = plain | {"transcribing": {"clock": 9.0, "processor": 9.0}}
    results = {"long/meetbot": heard(), "long/sequential": slow, "long/batched": plain}
    assert "**2.50 times** as fast as the faster of the two plain calls." in page.rendered(kept(results), [subject], [])
    timed = {"long/timed": plain | {"transcribing": {"clock": 6.0, "processor": 9.0}}}
    text = page.rendered(kept(results | timed), [subject], [])
    assert "**2.50 times** as fast as the faster of the two plain calls, and 3.00 times the one" in text
    assert "| long file, 8 s | timed | 1.3 | 0.9 |" in text
    assert "| long file, 8 s | meetbot | 4.0 | 2.7 | 10% | 700 |" in text


def test_rendered_shows_invented_speech() -> None:
    """Words in silence are counted and quoted, a column's bar does not break the table."""
    subject = meeting(
        "silence", group="nobody", condition="", recording=Recording(path=Path("s"), seconds=60, overlap=0, said=())
    )
    silent = heard(transcript=TRANSCRIPT | {"turns": [], "segments": [], "suppressed": [{}]})
    plain = {"text": "¡Suscríbete | ya!", "transcribing": TIME, "peak_mb": 1}
    text = page.rendered(kept({"silence/meetbot": silent, "silence/batched": plain}), [subject], [])
    assert "| silence | 0 | – | 2: “¡Suscríbete ¦ ya!” | 1 |" in text


def test_jobs_measure_every_part_once() -> None:
    """Each recording's measurements have keys of their own; who attends is asked in three ways for each meeting."""
    usual = [job.key.split("/")[1] for job in jobs(meeting())]
    assert usual == ["meetbot", "voices"]
    english = [job.key.split("/")[1] for job in jobs(meeting(language="en"))]
    assert english == ["meetbot", "sequential", "batched", "voices"]
    assert [job.kind for job in jobs(meeting(group="long"))] == ["meetbot", "sequential", "batched", "timed"]
    assert [(job.kind, job.knowledge) for job in jobs(meeting(condition="clean"))] == [("voices", subjects.KNOWLEDGE)]
    assert {part_of(meeting(group=group)) for group in ("meeting", "words", "voices", "long", "nobody")} == set(PARTS)


def test_job_is_json_and_a_workspace(tmp_path: Path) -> None:
    """A job's document can be written, and its workspace is one that meetbot reads."""
    document = json.loads(json.dumps(Job(subject=meeting(), kind="meetbot").document("weights")))
    for attendees, count in ((True, 2), (False, 0)):
        (tmp_path / "meetbot.toml").write_text(measure.workspace(document, attendees=attendees), encoding="utf-8")
        found = config.load(tmp_path).config
        assert [p.name for p in found.roster.people] == ["Ana Ruiz", "Roberto Gil"]
        assert len(found.roster.attendees()) == count


def test_prepared_leaves_out_what_is_absent(tmp_path: Path) -> None:
    """Without tool, voices and prompts the sample and the silent sounds are still measured, the rest is named."""
    sources = Sources(work=tmp_path, tool=tmp_path, wheels=tmp_path, prompts=(tmp_path,))
    found, absent = prepared(sources, PARTS)
    assert [subject.key for subject in found] == ["sample", "silence", "hum", "noise", "music"]
    assert [reason.split(":")[0] for reason in absent][:1] == ["real Spanish"]
    assert any("--speaker-tool" in reason for reason in absent)
    assert len(absent) == 1 + len(subjects.CONVERSATIONS) + 1


def test_timed_counts_both_clocks() -> None:
    """Times add up over several uses, also when what is timed fails."""
    into: dict[str, Any] = {}
    with measure.timed(into):
        sum(range(1000))
    first = into["clock"]
    with pytest.raises(ValueError, match="x"), measure.timed(into):
        raise ValueError("x")
    assert into["clock"] > first > 0
    assert into["processor"] >= 0
