"""The runner's page and command line, and the replies that it keeps."""

from pathlib import Path

import pytest
from fakes import FakeChatModel

from meetbot.ports import ChatRequest
from minutes.agreement import agreement
from minutes.command import main
from minutes.examples import LABELS, MEETING, action, decision, minutes, perfect, small
from minutes.kept_chat import KeptChat
from minutes.meetings import names
from minutes.page import Measured, rendered
from minutes.scores import score

ABOUT = {"command": "run", "load": "1", "at": "2026-11-23", "commit": "abc", "versions": "meetbot 1", "model": "qwen"}


def test_page_holds_figures_and_quotes_of_tune_only(tmp_path: Path) -> None:
    """Tune failures are quoted; of test the kinds are counted, and no word, name or turn is told."""
    tune = small(tmp_path / "tune", second=LABELS)
    test = small(tmp_path / "test", meeting=MEETING.replace('"tune"', '"test"').replace("informe", "balance"))
    said = {"actions": (action(tune, "t0001"), action(tune, "t0004")), "decisions": (decision(tune, "t0001"),)}
    scores = {
        "tune": {"rules": {"ar-1": score(tune, perfect(tune))}, "llm": {"ar-1": score(tune, minutes(tune, **said))}},
        "test": {"rules": {"en-2": score(test, minutes(test))}},
    }
    read = {"tune": agreement([tune])}
    page = rendered(Measured(about=ABOUT, scores=scores, unmarked=scores, agreement=read, hour=(9000, 1.5)))
    assert "| commitments, F1 | ≥ 0.70 | 1.00 | 0.50 | 0.00 |" in page
    assert "9000 words), rules: 1.5 s" in page
    assert "| tune, llm, Spanish (1) |" in page
    assert "| test, rules, English (1) |" in page
    assert "> t0001 Ana Ruiz: Yo mando el informe" in page
    assert "balance" not in page
    assert "Language model: qwen" in page


def test_run_prints_one_meeting(capsys: pytest.CaptureFixture[str]) -> None:
    """One older meeting through the rules, with what is wrong in it."""
    assert main(["--meeting", "es_held", "--show"]) == 0
    printed = capsys.readouterr().out
    assert "| commitment | " in printed
    assert "| grounded | 1.00" in printed


def test_run_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The page says how it was made, and its path is printed."""
    page = tmp_path / "results.md"
    assert main(["--meeting", "nothing_held", "--out", str(page)]) == 0
    assert capsys.readouterr().out == f"{page}\n"
    assert "run.py --meeting nothing_held --engines rules --out PAGE" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("option", [["--show"], []])
def test_run_tells_nothing_of_single_test_meetings(option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A test meeting is neither shown nor measured alone."""
    assert main(["--meeting", names("test")[0], *option]) == 2
    assert "nothing but the totals" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["--engine", "llm"], "--llm-url"), (["--meeting", "nowhere"], "There is no such file")],
)
def test_run_tells_what_it_lacks(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An engine without its model, a meeting that isn't there."""
    assert main(arguments) == 2
    assert told in capsys.readouterr().err


def test_kept_chat_asks_nothing_twice(tmp_path: Path) -> None:
    """A reply is kept over runs for the same question to the same server, and for no other."""
    request = ChatRequest(purpose="extract", system="s", user="u", schema={"type": "object"})
    other = ChatRequest(purpose="extract", system="s", user="other", schema={"type": "object"})
    model = FakeChatModel([{"items": [1]}, {"items": [2]}, {"items": [3]}])
    chat = KeptChat(model, tmp_path, server="http://127.0.0.1:1/v1")
    first = chat.complete(request)
    assert KeptChat(model, tmp_path, server="http://127.0.0.1:1/v1").complete(request) == first
    assert chat.complete(other).data == {"items": [2]}
    assert KeptChat(model, tmp_path, server="http://127.0.0.1:2/v1").complete(request).data == {"items": [3]}
    assert (len(model.requests), chat.asked) == (3, 2)
    assert (chat.name, chat.context_tokens, chat.count_tokens("abcd")) == ("fake-model", 8192, 1)
