from datetime import UTC, date, datetime

import pytest
from examples import MINUTES, evidence

from meetbot.cli.explain_lines import explained
from meetbot.model.base import EngineInfo, Issue
from meetbot.model.candidates import Candidate
from meetbot.model.commitments import Commitment
from meetbot.model.item_explanation import Change, ItemExplanation, Proposal, SaidTurn
from meetbot.model.minutes import ActionItem, Check, Decision

TODAY = date(2026, 12, 1)
TASK = ActionItem(
    id="A-01",
    text="Mandar la lista",
    confirmed=True,
    evidence=evidence("t0004", "yo tomo los leads del Norte"),
    owner="Carmen Ortega",
    department="comercial",
    found_by=("llm", "rules"),
    score=0.91,
)


def _found(item: ActionItem | Decision = TASK, **changes: object) -> ItemExplanation:
    values = {"meeting_id": "m", "meeting_date": date(2026, 11, 23), "section": "actions", "kind": "action", **changes}
    return ItemExplanation.model_validate({"item": item, **values})


def _told(found: ItemExplanation, width: int = 80) -> str:
    return "\n".join(explained(found, today=TODAY, width=width))


def _flat(found: ItemExplanation) -> str:
    """What is told, without its line breaks."""
    return " ".join(_told(found).split())


def _commitment(**changes: object) -> Commitment:
    values = {
        "number": 7,
        "reference": "m/A-01",
        "meeting_id": "m",
        "meeting_date": date(2026, 11, 16),
        "text": "Mandar los leads",
        "owner": None,
        "department": None,
        "due_date": date(2026, 11, 30),
        "due_text": None,
        "quote": "x",
        "speaker": None,
        "at_seconds": None,
        **changes,
    }
    return Commitment.model_validate(values)


@pytest.mark.parametrize("width", [50, 80, 110])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """Also where a word is longer than a line."""
    long = "palabra " * 40 + "x" * 200
    candidate = Candidate(kind="action", text=long, quote=long, reasons=(long,), condition=long, turn_ids=("t0001",))
    found = _found(
        TASK.model_copy(update={"text": long, "condition": long, "with_people": ("Ana", "Eva")}),
        proposals=(Proposal(number=0, candidate=candidate),),
        turns=(SaidTurn(id="t0001", role="quoted", text=long),),
        notes=(long,),
        fault=long,
    )
    assert max(len(line) for line in _told(found, width).splitlines()) <= width


def test_both_engines_and_their_model_are_named() -> None:
    """Who found it, and with what."""
    engines = (EngineInfo(name="rules"), EngineInfo(name="llm", model="qwen2.5:7b"))
    told = _flat(_found(engines=engines))
    assert "found by llm and rules, score 0.91" in told
    assert "llm, model qwen2.5:7b" in told


def test_a_turn_is_told_as_sure_as_it_is() -> None:
    """About when, by nobody known, at once with others; hours are told from one hour on."""
    turns = (
        SaidTurn(id="t0001", role="cited", start=3725.0, time_source="interpolated", overlapped=True, text="sí"),
        SaidTurn(id="t0002", role="proposed"),
    )
    told = _flat(_found(turns=turns))
    assert "about 1:02:05, nobody could be named (cited, voices at once)" in told
    assert "t0002 not in the transcript (proposed)" in told


def test_candidates_near_an_item_that_names_none() -> None:
    """They are shown as what they are."""
    candidate = Candidate(
        kind="decision", text="x", status="deferred", due_text="el lunes", with_people=("Ana",), found_by=("llm",)
    )
    told = _flat(_found(near=(Proposal(number=3, candidate=candidate, windows=(0, 1)),)))
    assert "No candidate is named; these cite the same turn:" in told
    assert "decision (deferred) by llm, read in window 0, 1" in told
    assert "due “el lunes”" in told
    assert "with Ana" in told


def test_what_failed_is_seen_at_once() -> None:
    """Checks that failed, claims that were dropped, the doubts in words."""
    item = TASK.model_copy(
        update={
            "confirmed": False,
            "doubts": ("negated",),
            "checks": (Check(name="polarity", passed=False, detail="t0004 denies it"),),
        }
    )
    changes = (
        Change(what="owner", outcome="dropped", proposed=("Ana", "Eva"), why="nobody named them"),
        Change(what="condition", outcome="added", final="si llueve"),
        Change(what="wording", outcome="changed", final="Otra"),
    )
    told = _flat(_found(item, changes=changes, section="unconfirmed"))
    assert "polarity FAILED: t0004 denies it" in told
    assert "the words that were said deny it" in told
    assert "DROPPED: Ana | Eva (nobody named them)" in told
    assert "added: si llueve" in told
    assert "none → Otra" in told
    assert "only confirmed action items are filed" in told


def test_merged_candidates_and_the_remarks_on_them() -> None:
    """Which ones became one, and what the check said of it."""
    both = tuple(Proposal(number=n, candidate=Candidate(kind="action", text="x")) for n in (4, 9))
    issue = Issue(severity="warning", stage="ground", where="action at t0004", message="Taken for one item")
    told = _flat(_found(proposals=both, issues=(issue,)))
    assert "Candidates 4, 9 are one item" in told
    assert "remark Taken for one item" in told


@pytest.mark.parametrize(
    ("commitment", "told"),
    [
        ({}, "7 (open, overdue for 1 day)"),
        ({"due_date": None}, "7 (open)"),
        (
            {"status": "done", "closed_at": datetime(2026, 11, 28, tzinfo=UTC), "note": "por correo"},
            "7 (done) closed 2026-11-28 note por correo",
        ),
    ],
)
def test_where_it_stands_in_the_ledger(commitment: dict[str, object], told: str) -> None:
    """Its number, its state today, and how it ended."""
    assert told in _flat(_found(commitment=_commitment(**commitment)))


def test_a_follow_up_names_what_it_takes_up() -> None:
    """The earlier commitment by number and day."""
    told = _flat(_found(follows=_commitment(number=3, status="done")))
    assert "takes up number 3 of 2026-11-16 (done): Mandar los leads" in told


def test_a_decision_is_not_numbered_in_the_ledger() -> None:
    """Its state stands in the headline; the topic is told."""
    decision = MINUTES.decisions[1].model_copy(update={"topic": "P4"})
    told = _flat(_found(decision, section="decisions", kind="decision"))
    assert "confirmed decision, deferred" in told
    assert "topic P4" in told
    assert "Only action items are numbered there." in told


def test_words_of_a_due_time_that_a_person_took_away_are_told() -> None:
    """They name no day, and yet the minutes have them and the ledger no longer does."""
    item = TASK.model_copy(update={"due_text": "cuando se pueda"})
    owned = {"owner": item.owner, "department": item.department, "due_date": None}
    told = _told(_found(item, commitment=_commitment(**owned)))
    assert "due         “cuando se pueda”" in told
    assert "due now     no date" in told
    assert "due now" not in _told(_found(item, commitment=_commitment(**owned, due_text=item.due_text)))
