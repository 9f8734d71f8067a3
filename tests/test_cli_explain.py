import json
import shutil
from pathlib import Path

import pytest
from commandline import TRANSCRIPT, CommandLine, Result

MEETING = "2026-11-23-alineacion"
FORBIDDEN = TRANSCRIPT.replace("revisar la campaña", "revisar la \x1b[31mcampaña\u202e")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test leaves a copy of its workspace for the others."""
    return tmp_path_factory.mktemp("kept") / "workspace"


@pytest.fixture
def made(meetbot: CommandLine, kept: Path) -> CommandLine:
    """A workspace with the minutes of one meeting."""
    if kept.is_dir():
        shutil.copytree(kept, meetbot.folder, dirs_exist_ok=True)
    else:
        meetbot.workspace()
        assert meetbot("minutes", meetbot.transcript()).code == 0
        shutil.copytree(meetbot.folder, kept)
    return meetbot


def _folder(meetbot: CommandLine) -> Path:
    return next((meetbot.folder / "meetings").iterdir())


def _ids(meetbot: CommandLine) -> list[str]:
    found: list[dict[str, str]] = json.loads(meetbot("explain", "--json").out)["items"]
    return [item["id"] for item in found]


def _steps(result: Result) -> list[str]:
    return [line for line in result.out.splitlines() if line[:1].isdigit() and ". " in line]


def test_each_step_of_an_item_is_shown(made: CommandLine) -> None:
    """From the words that were said to the number in the ledger, in 80 columns."""
    result = made("explain", "A-01")
    assert result.code == 0
    assert [line.split(". ")[0] for line in _steps(result)] == ["1", "2", "3", "4", "5", "6", "7"]
    for part in ("00:19", "Diego Ramírez", "because", "passed", "kept:", "2026-11-27", "number      1 (open"):
        assert part in result.out, part
    assert max(len(line) for line in result.out.splitlines()) <= 80


def test_without_an_item_all_are_listed(made: CommandLine) -> None:
    """Who does not know the numbers sees them."""
    result = made("explain")
    assert result.code == 0
    assert [item for item in _ids(made) if item not in result.out] == []
    assert "D-01" in result.out


def test_every_listed_item_can_be_explained(made: CommandLine) -> None:
    """Decisions, tasks, notes and the unconfirmed, in text and in JSON."""
    for item in _ids(made):
        assert made("explain", item.lower()).code == 0
        told = json.loads(made("explain", item, MEETING, "--json").out)["explanation"]
        assert told["item"]["id"] == item
        assert told["turns"]
        assert told["proposals"], "the engine's candidates are there"


def test_unknown_items_and_meetings_name_what_there_is(made: CommandLine) -> None:
    """An error says what could have been meant."""
    unknown = made("explain", "Z-99")
    assert unknown.code == 1
    assert "Items: D-01" in unknown.err
    assert "kpi explain" not in unknown.err
    assert "meetbot kpi explain ID" in made("explain", "kpi").err
    lost = made("explain", "A-01", "2020-01-01-nada")
    assert lost.code == 1
    assert MEETING in lost.err


def test_a_meeting_is_named_by_its_folder_or_in_a_reference(made: CommandLine) -> None:
    """The ledger's reference, the folder's path and its name mean the same."""
    expected = made("explain", "A-01").out
    assert made("explain", f"{MEETING}/A-01").out == expected
    assert made("explain", "A-01", f"meetings/{MEETING}/").out == expected


def test_a_workspace_without_minutes_says_how_to_make_some(meetbot: CommandLine) -> None:
    """Nothing to explain yet."""
    meetbot.workspace()
    result = meetbot("explain", "A-01")
    assert result.code == 1
    assert "meetbot minutes" in result.err


def test_hand_edited_minutes_are_told_as_such(made: CommandLine) -> None:
    """An item that a person added has no candidates; the others are compared with theirs."""
    path = _folder(made) / "minutes.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    added = {**stored["actions"][0], "id": "A-77", "text": "Llamar a todos", "candidates": [], "checks": []}
    stored["actions"][0]["text"] = "Escrito a mano"
    stored["actions"].append(added)
    path.write_text(json.dumps(stored), encoding="utf-8")

    own = made("explain", "A-77").out
    assert "names no candidates" in " ".join(own.split())
    assert "No checks are stored" in own
    assert "Not there yet" in own
    edited = " ".join(made("explain", "A-01").out.split())
    assert "minutes.json was changed by hand" in edited
    assert "→ Escrito a mano" in edited


def test_evidence_that_no_longer_stands_is_told(made: CommandLine) -> None:
    """A corrected transcript may have lost the words that an item quotes."""
    path = _folder(made) / "transcript.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    for turn in stored["turns"]:
        turn["text"] = "otra cosa"
    path.write_text(json.dumps(stored), encoding="utf-8")
    told = made("explain", "A-01").out
    assert "FAULT" in told
    assert "transcript.json is not the one" in told
    assert "only confirmed action items are filed" in told


def test_missing_files_are_no_error(made: CommandLine) -> None:
    """What is gone is said; the rest is shown."""
    for name in ("transcript.json", "extraction.json"):
        (_folder(made) / name).unlink()
    result = made("explain", "A-01")
    assert result.code == 0
    assert "There is no transcript.json" in result.out
    assert "No candidate is known." in result.out
    assert "not in the transcript" in result.out


def test_a_closed_commitment_and_an_overdue_one(made: CommandLine) -> None:
    """The ledger's state is today's."""
    assert "overdue for 8 days" in made("--now", "2026-12-05", "explain", "A-01").out
    made("actions", "done", "1", "--note", "enviada el jueves")
    told = made("explain", "A-01").out
    assert "number      1 (done)" in told
    assert "enviada el jueves" in told


def test_what_was_said_cannot_move_the_cursor(meetbot: CommandLine) -> None:
    """Control and direction characters of a transcript are shown as question marks."""
    meetbot.workspace()
    meetbot("minutes", meetbot.transcript(text=FORBIDDEN))
    for item in _ids(meetbot):
        told = meetbot("explain", item).out
        assert "\x1b" not in told
        assert "\u202e" not in told


def test_a_meeting_that_decided_nothing_has_nothing_to_explain(meetbot: CommandLine) -> None:
    """An empty list is said."""
    meetbot.workspace()
    quiet = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Laura Méndez>Buenos días a todos.</v>\n"
    meetbot("minutes", meetbot.transcript(text=quiet))
    assert "Nothing was found" in meetbot("explain").out
    assert "nothing was found" in meetbot("explain", "A-01").err
