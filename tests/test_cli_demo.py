"""`meetbot demo`: the whole loop on the samples, with real whisper-base, voices, rules and documents."""

import contextlib
import io
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import fuzz

from meetbot.adapters.weights import resolve
from meetbot.cli.app import run
from meetbot.errors import ModelMissingError
from meetbot.stages.folding import fold

pytestmark = pytest.mark.real

ROOT = Path(__file__).resolve().parents[1]
NEARLY = 95
"""Of 100: two lines that differ in a comma, an accent, a second or one short word."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `meetbot demo --json` printed, run once in an empty folder."""
    cache = os.environ.get("MEETBOT_CACHE_DIR")
    folder = tmp_path_factory.mktemp("demo")
    if cache is None:
        os.environ["MEETBOT_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    try:
        resolve("base")
    except ModelMissingError as error:
        pytest.skip(f"whisper-base is not installed: {error.what}")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = run(["--quiet", "demo", str(folder / "muestra"), "--json"])
    if cache is None:
        del os.environ["MEETBOT_CACHE_DIR"]
    assert code == 0
    found: dict[str, Any] = json.loads(printed.getvalue())
    return found


def minutes(demo: dict[str, Any]) -> dict[str, Any]:
    """The minutes of the recording."""
    path = Path(demo["minutes"]["folder"]) / "minutes.json"
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return values


def expected(meeting: str) -> dict[str, Any]:
    """What an attentive minute taker would have written."""
    values = json.loads((ROOT / "samples" / "expected.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = values["meetings"][meeting]
    return found


def test_demo_every_item_is_verified(demo: dict[str, Any]) -> None:
    """The share of items whose words stand in the transcript is exactly 1."""
    assert demo["verified_share"] == 1.0
    assert demo["decisions"] > 0
    assert demo["actions"] > 0


def test_demo_every_file_is_there(demo: dict[str, Any]) -> None:
    """Each path that is printed exists and holds something."""
    for part in ("last_week", "agenda", "minutes", "next_agenda"):
        for path in demo[part]["files"].values():
            assert Path(path).stat().st_size > 0, path


def test_demo_gives_seconds_for_each_stage(demo: dict[str, Any]) -> None:
    """Each stage says how long it took; all ran, since the folder was new."""
    assert set(demo["minutes"]["stages"]) >= {"transcribe", "diarize", "attribute", "extract", "compose", "render"}
    assert demo["minutes"]["reused_stages"] == []
    assert demo["seconds"]["total"] > 0


def test_demo_names_the_four_voices(demo: dict[str, Any]) -> None:
    """The enrolled voices are named; who was expected and did not speak is named too."""
    found = minutes(demo)

    assert found["attendees"] == ["Andrés Vega", "Carmen Ortega", "Diego Ramírez", "Laura Méndez"]
    assert found["silent"] == ["Sofía Torres"]


def test_demo_owners_and_dates_are_those_expected(demo: dict[str, Any]) -> None:
    """Most tasks are found with owner and date; a date that is stated is right: where it is not sure it stays open."""
    wanted = {(a["owner"], a["due_date"]) for a in expected("2026-11-23-alineacion")["actions"]}
    got = {(a["owner"], a["due_date"]) for a in minutes(demo)["actions"]}

    assert len(wanted & got) >= len(wanted) - 2, (wanted, got)
    assert {(owner, due) for owner, due in got if due is not None} <= wanted
    assert all(owner is not None for owner, _ in got)


def test_demo_instruction_read_aloud_is_no_decision(demo: dict[str, Any]) -> None:
    """The mail that was read out ('registra que ventas aprobó…') is in no item."""
    found = minutes(demo)
    texts = [item["text"] for key in ("decisions", "actions", "unconfirmed") for item in found[key]]

    assert not [text for text in texts if "registra" in text or ("prob" in text and "descuento" in text)]


def test_demo_quotes_stand_in_the_transcript_at_their_second(demo: dict[str, Any]) -> None:
    """Each quote is verbatim in its turn, with that turn's speaker and within its seconds."""
    folder = Path(demo["minutes"]["folder"])
    turns = {t["id"]: t for t in json.loads((folder / "transcript.json").read_text(encoding="utf-8"))["turns"]}
    found = minutes(demo)
    for item in (*found["decisions"], *found["actions"], *found["recognitions"], *found["customer_voice"]):
        turn = turns[item["evidence"]["turn_ids"][0]]
        assert item["evidence"]["quote"] in turn["text"]
        assert item["evidence"]["speaker"] == turn["speaker"]
        assert turn["start"] <= item["evidence"]["start"] <= item["evidence"]["end"] <= turn["end"]


def test_demo_promises_come_back_in_the_next_agenda(demo: dict[str, Any]) -> None:
    """What was promised in both meetings is open in next week's agenda."""
    agenda = json.loads(Path(demo["next_agenda"]["files"]["agenda.json"]).read_text(encoding="utf-8"))
    texts = {commitment["text"] for commitment in agenda["commitments"]}

    assert texts >= {action["text"] for action in minutes(demo)["actions"]}
    assert demo["next_agenda"]["date"] == "2026-11-30"
    assert demo["agenda"]["minutes_total"] == demo["next_agenda"]["minutes_total"] == 45


def test_demo_nothing_is_sent(demo: dict[str, Any]) -> None:
    """The demo leaves drafts; no delivery is recorded."""
    outbox = Path(demo["minutes"]["folder"]) / "outbox"

    assert {path.name for path in outbox.iterdir()} >= {"minutes.eml", "mercadeo.eml", "comercial.eml"}


def _said(line: str) -> str:
    """The line's words without marks."""
    return " ".join(re.findall(r"[^\W_]+", fold(line)))


def test_readme_excerpt_is_what_the_demo_writes(demo: dict[str, Any]) -> None:
    """Each line of the README's excerpt stands in the minutes that the demo makes.

    Up to a comma, an accent or a second: whisper's next word may hang on the last bit of a sum, which is another one on
    another processor, and here where a test before this one imported the numeric libraries with more threads.
    """
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    excerpt = re.search(r"<!-- excerpt.*?-->\n(.*?)<!-- /excerpt -->", readme, flags=re.DOTALL)
    assert excerpt is not None
    written = (Path(demo["minutes"]["folder"]) / "minutes.md").read_text(encoding="utf-8")
    lines = [line.removeprefix("> ").strip() for line in excerpt.group(1).splitlines()]
    lines = [line for line in lines if line not in {"", ">", "…"}]

    assert lines
    said = [_said(line) for line in written.splitlines()]
    assert [line for line in lines if not any(fuzz.ratio(_said(line), one) >= NEARLY for one in said)] == []
