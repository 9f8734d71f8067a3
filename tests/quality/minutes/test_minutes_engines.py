"""The ways from a transcript to minutes that are compared."""

from pathlib import Path

import pytest
from fakes import FakeChatModel

from meetbot.config import LlmConfig
from meetbot.errors import LlmReplyError
from minutes import engines
from minutes.engines import ModelAsked
from minutes.examples import small
from minutes.meetings import load
from minutes.raw_baseline import RawBaseline
from minutes.scores import score

SAID = {
    "decisions": [{"text": "El chatbot, fin de semana", "status": "made", "quote": "Sí, así queda."}],
    "commitments": [
        {"text": "Mandar el informe", "owner": "Ana Ruiz", "due": "2026-11-27", "quote": "mando el INFORME de leads"},
        {"text": "Comprar un barco", "owner": "Nadie", "due": "mañana", "quote": "zarpamos"},
    ],
}


def test_raw_baseline_is_taken_at_its_word(tmp_path: Path) -> None:
    """What the model says is confirmed: a quote that isn't word for word is not grounded, an invented task is false."""
    meeting = small(tmp_path)
    chat = FakeChatModel([SAID])
    found = score(meeting, RawBaseline(chat).minutes(meeting))
    assert (found.kinds["decision"].found, found.kinds["commitment"].found) == (1, 1)
    assert found.kinds["commitment"].false == 1
    assert found.rate("owner right when given") == found.rate("due right when given") == 1
    assert found.ratios["grounded"] == (1, 3)
    assert "t0010" not in chat.requests[0].user
    assert "Y el estacionamiento" in chat.requests[0].user


def test_raw_baseline_without_a_usable_reply(tmp_path: Path) -> None:
    """A reply that can't be read gives minutes with nothing in them, and an issue."""
    minutes = RawBaseline(FakeChatModel([LlmReplyError("no JSON", "raw", "")])).minutes(small(tmp_path))
    assert minutes.confirmed() == ()
    assert [issue.severity for issue in minutes.issues] == ["error"]


@pytest.mark.parametrize("name", list(engines.WITH_MODEL))
def test_engines_with_a_model_are_made_without_asking(name: str, tmp_path: Path) -> None:
    """Each engine that needs a model can be made; it asks nothing before it gets a meeting."""
    model = ModelAsked(config=LlmConfig(model="m", base_url="http://127.0.0.1:9/v1"), cache=tmp_path / "replies")
    assert callable(engines.engine(name, model))
    assert not (tmp_path / "replies").exists()


def test_an_hour_is_made_of_one_language() -> None:
    """Whole turns of the meetings in the first one's language, up to an hour's words, each turn with its own id."""
    meetings = [load(name) for name in ("mx-1", "en-1", "co-1")]
    hour = engines.an_hour(meetings)
    assert hour.words() == sum(meeting.words() for meeting in meetings if meeting.transcript.language == "es")
    assert hour.transcript.turns[-1].id == f"t{len(hour.transcript.turns):04d}"
    assert {speaker.label for speaker in hour.transcript.speakers} & {"Kevin Tran-Walsh"} == set()
