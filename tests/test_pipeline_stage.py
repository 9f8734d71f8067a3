"""Tests of meetbot.pipeline.stage, over a real folder."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from meetbot.adapters.archive import FolderArchive
from meetbot.model.base import EngineInfo
from meetbot.model.candidates import Candidate, Extraction, WindowRecord
from meetbot.pipeline.stage import StageRun, content_hash, inputs, value_hash
from meetbot.ports import Checkpoint

MEETING = "2026-11-23-alineacion"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def stage_run(root: Path, *force: str) -> StageRun:
    """A run whose timer ticks once a look."""
    ticks = count()
    return StageRun(
        archive=FolderArchive(root),
        meeting_id=MEETING,
        clock=lambda: NOW,
        timer=lambda: float(next(ticks)),
        force=frozenset(force),
    )


def extraction(text: str = "Mandar el reporte", status: str = "read") -> Extraction:
    """A small stored document."""
    window = WindowRecord.model_validate({"index": 0, "turn_ids": ("t0001",), "status": status})
    return Extraction(
        engine=EngineInfo(name="rules"), candidates=(Candidate(kind="action", text=text),), windows=(window,)
    )


def counted(document: Extraction, calls: list[str]) -> Callable[[Checkpoint], Extraction]:
    """A maker that notes each call."""

    def make(_checkpoint: Checkpoint) -> Extraction:
        calls.append("made")
        return document

    return make


def test_document_is_made_once(tmp_path: Path) -> None:
    """The second run with the same inputs reads what the first one wrote."""
    calls: list[str] = []
    made_from = inputs(transcript="a" * 64)
    first = stage_run(tmp_path).document("extract", "x.json", Extraction, made_from, counted(extraction(), calls))
    again = stage_run(tmp_path)
    second = again.document("extract", "x.json", Extraction, made_from, counted(extraction(), calls))

    assert calls == ["made"]
    assert second == first
    assert [timing.reused for timing in again.timings] == [True]


@pytest.mark.parametrize(("digest", "force"), [("b" * 64, ()), ("a" * 64, ("extract",))])
def test_document_is_made_again(digest: str, force: tuple[str, ...], tmp_path: Path) -> None:
    """Changed inputs or --force make it again."""
    calls: list[str] = []
    stage_run(tmp_path).document(
        "extract", "x.json", Extraction, inputs(transcript="a" * 64), counted(extraction(), calls)
    )
    stage_run(tmp_path, *force).document(
        "extract", "x.json", Extraction, inputs(transcript=digest), counted(extraction(), calls)
    )

    assert calls == ["made", "made"]


def test_document_corrected_by_hand_is_kept(tmp_path: Path) -> None:
    """A person's correction of a stored document is read, not undone, and what depends on it sees a new hash."""
    made_from = inputs(transcript="a" * 64)
    made = stage_run(tmp_path).document("extract", "x.json", Extraction, made_from, counted(extraction(), []))
    path = tmp_path / "meetings" / MEETING / "x.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Mandar", "Enviar"), encoding="utf-8")

    kept = stage_run(tmp_path).document("extract", "x.json", Extraction, made_from, counted(extraction(), []))

    assert kept.candidates[0].text == "Enviar el reporte"
    assert content_hash(kept) != content_hash(made)


def test_document_says_what_it_was_made_from(tmp_path: Path) -> None:
    """Each stored document carries the hashes of its inputs, the time and the version."""
    stage_run(tmp_path).document(
        "extract", "x.json", Extraction, inputs(transcript="a" * 64), counted(extraction(), [])
    )
    stored = json.loads((tmp_path / "meetings" / MEETING / "x.json").read_text(encoding="utf-8"))

    assert stored["made_from"] == [{"name": "transcript", "sha256": "a" * 64}]
    assert stored["made_at"] == "2026-11-23T12:00:00Z"
    assert stored["meetbot_version"]


def test_document_incomplete_is_taken_up_again(tmp_path: Path) -> None:
    """What is incomplete is on disk, but the next run goes on from the blocks that were finished."""
    made_from = inputs(transcript="a" * 64)
    seen: list[str | None] = []

    def half(checkpoint: Checkpoint) -> Extraction:
        checkpoint.keep("window 1", "found")
        return extraction(status="failed")

    def whole(checkpoint: Checkpoint) -> Extraction:
        seen.append(checkpoint.fetch("window 1"))
        return extraction()

    def complete(document: Extraction) -> bool:
        return all(window.status == "read" for window in document.windows)

    stage_run(tmp_path).document("extract", "x.json", Extraction, made_from, half, complete=complete)
    assert (tmp_path / "meetings" / MEETING / "x.json").is_file()
    stage_run(tmp_path).document("extract", "x.json", Extraction, made_from, whole, complete=complete)

    assert seen == ["found"]


def test_document_killed_half_way_goes_on(tmp_path: Path) -> None:
    """A block kept before Ctrl-C is there in the next run."""
    made_from = inputs(recording="a" * 64)
    seen: list[str | None] = []

    def killed(checkpoint: Checkpoint) -> Extraction:
        checkpoint.keep("block 1", "palabras")
        raise KeyboardInterrupt

    def resumed(checkpoint: Checkpoint) -> Extraction:
        seen.append(checkpoint.fetch("block 1"))
        return extraction()

    with pytest.raises(KeyboardInterrupt):
        stage_run(tmp_path).document("extract", "x.json", Extraction, made_from, killed)
    stage_run(tmp_path).document("extract", "x.json", Extraction, made_from, resumed)

    assert seen == ["palabras"]


def test_document_forced_ignores_blocks(tmp_path: Path) -> None:
    """--force means from the beginning."""
    made_from = inputs(recording="a" * 64)
    seen: list[str | None] = []

    def killed(checkpoint: Checkpoint) -> Extraction:
        checkpoint.keep("block 1", "palabras")
        raise KeyboardInterrupt

    def forced(checkpoint: Checkpoint) -> Extraction:
        seen.append(checkpoint.fetch("block 1"))
        return extraction()

    with pytest.raises(KeyboardInterrupt):
        stage_run(tmp_path).document("extract", "x.json", Extraction, made_from, killed)
    stage_run(tmp_path, "extract").document("extract", "x.json", Extraction, made_from, forced)

    assert seen == [None]


def test_files_no_longer_made_are_removed(tmp_path: Path) -> None:
    """A department that left the configuration leaves no stale sheet behind."""
    folder = tmp_path / "meetings" / MEETING
    stage_run(tmp_path).files("render", inputs(minutes="a" * 64), lambda: {"ventas.docx": b"1", "minutes.docx": b"2"})
    stage_run(tmp_path).files("render", inputs(minutes="b" * 64), lambda: {"minutes.docx": b"3"})

    assert not (folder / "ventas.docx").exists()
    assert (folder / "minutes.docx").read_bytes() == b"3"


def test_files_changed_by_hand_are_kept_beside(tmp_path: Path) -> None:
    """A Word file that somebody edited is never lost when it is made again."""
    folder = tmp_path / "meetings" / MEETING
    stage_run(tmp_path).files("render", inputs(minutes="a" * 64), lambda: {"minutes.docx": b"1"})
    (folder / "minutes.docx").write_bytes(b"edited by Laura")
    stage_run(tmp_path).files("render", inputs(minutes="b" * 64), lambda: {"minutes.docx": b"2"})

    assert (folder / "minutes.docx").read_bytes() == b"2"
    assert (folder / "minutes.edited-1.docx").read_bytes() == b"edited by Laura"


def test_content_hash_ignores_provenance() -> None:
    """The same content made at another time is the same input."""
    document = extraction()
    later = document.model_copy(update={"made_at": NOW, "made_from": inputs(x="c" * 64), "meetbot_version": "9"})

    assert content_hash(later) == content_hash(document)


def test_value_hash_ignores_the_order_of_keys() -> None:
    """Settings are compared by content."""
    assert value_hash({"a": 1, "b": 2}) == value_hash({"b": 2, "a": 1}) != value_hash({"a": 1, "b": 3})
