from typing import Any

import pytest
from fakes import FakeChatModel

from meetbot.errors import ContextOverflowError
from meetbot.model.minutes import Minutes
from minutes.meetings import LabelledMeeting, load
from minutes.raw_baseline import RawBaseline, request_about

CATALINA = "Catalina Ospina Vélez"


@pytest.fixture(scope="module")
def meeting() -> LabelledMeeting:
    """A labelled meeting that everybody may read."""
    return load("co-1")


def commitment(**more: Any) -> dict[str, Any]:
    """One commitment as a model writes it."""
    return {
        "text": "Armar la plantilla",
        "owner": CATALINA,
        "due": "2026-03-12",
        "quote": "yo le cambio el logo",
        **more,
    }


def minutes_of(meeting: LabelledMeeting, *commitments: dict[str, Any], decisions: Any = ()) -> Minutes:
    """The minutes of a model that says this."""
    reply = {"decisions": list(decisions), "commitments": list(commitments)}
    return RawBaseline(FakeChatModel([reply], context_tokens=32768)).minutes(meeting)


def test_request_holds_everything_that_was_said(meeting: LabelledMeeting) -> None:
    """One question, with every turn, every name and the day."""
    request = request_about(meeting)
    assert all(turn.text in request.user for turn in meeting.transcript.turns)
    assert all(person.name in request.user for person in meeting.roster.people)
    assert "2026-03-10" in request.user


def test_minutes_are_what_the_model_says(meeting: LabelledMeeting) -> None:
    """Owner, day and words are taken as they come; the quote shows which turn is meant."""
    (action,) = minutes_of(meeting, commitment()).actions
    assert (action.owner, str(action.due_date), action.confirmed) == (CATALINA, "2026-03-12", True)
    assert action.evidence is not None
    assert action.evidence.turn_ids == ("t0047",)
    assert action.evidence.speaker_name == CATALINA


def test_minutes_of_an_invented_quote_stay_as_they_are(meeting: LabelledMeeting) -> None:
    """A quote that nobody said is not repaired: it counts as ungrounded, at the turn that is likest, or nowhere."""
    near, nowhere = minutes_of(
        meeting,
        commitment(quote="yo le cambio el logo mañana mismo"),
        commitment(quote="zzz", due="pronto", owner="Equipo"),
    ).actions
    assert near.evidence is not None
    assert near.evidence.quote == "yo le cambio el logo mañana mismo"
    assert near.evidence.turn_ids == ("t0047",)
    assert (nowhere.evidence, nowhere.due_date, nowhere.owner) == (None, None, "Equipo")
    assert minutes_of(meeting, commitment(quote=" ")).actions[0].evidence is None


def test_decisions_keep_their_status(meeting: LabelledMeeting) -> None:
    """Made, deferred or reversed, as the model says."""
    said = {"text": "Sin bordado gratis", "status": "reversed", "quote": "no hay más bordado gratis"}
    (decision,) = minutes_of(meeting, decisions=[said]).decisions
    assert (decision.status, decision.text) == ("reversed", "Sin bordado gratis")


def test_a_transcript_that_does_not_fit_gives_empty_minutes(meeting: LabelledMeeting) -> None:
    """What can't be read whole is not read in part: nothing is found, and why is told."""
    chat = FakeChatModel([ContextOverflowError("too long")])
    minutes = RawBaseline(chat).minutes(meeting)
    assert (minutes.decisions, minutes.actions) == ((), ())
    assert minutes.issues[0].message == "too long"
