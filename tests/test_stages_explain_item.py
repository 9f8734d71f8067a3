from datetime import UTC, date, datetime

import pytest
from examples import ACTIONS, MINUTES, TRANSCRIPT, evidence

from meetbot.model.base import EngineInfo, Issue
from meetbot.model.candidates import Candidate, Extraction, WindowRecord
from meetbot.model.commitments import Commitment
from meetbot.model.item_explanation import Change, ItemExplanation
from meetbot.model.minutes import ActionItem, Check, Decision, Minutes, Note
from meetbot.stages.explain_item import explain_item, find_item, items_of

RULES = EngineInfo(name="rules", version="0.1.0")
PROMISE = Candidate(
    kind="action",
    turn_ids=("t0004", "t0003"),
    quote="yo tomo los leads del Norte",
    text="Tomar los leads del equipo Norte que pasen de un día sin contacto",
    owner="Carmen Ortega",
    with_people=("Jorge Salas",),
    due_text="desde mañana",
    score=0.8,
    reasons=("promise (t0004)",),
)
AGAIN = PROMISE.model_copy(update={"text": "Tomar los leads del Norte", "turn_ids": ("t0004", "t0099"), "owner": None})
EXTRACTION = Extraction(
    engine=RULES,
    candidates=(PROMISE, AGAIN),
    windows=(WindowRecord(index=0, turn_ids=("t0003",)), WindowRecord(index=1, turn_ids=("t0004",))),
)
TAKEN = ACTIONS[0].model_copy(
    update={"candidates": (0, 1), "checks": (Check(name="quote", passed=True, detail="stands in t0004"),)}
)


def _minutes(**changes: object) -> Minutes:
    return MINUTES.model_copy(update={"actions": (TAKEN,), **changes})


def _explained(wanted: str = "A-01", minutes: Minutes | None = None, **given: object) -> ItemExplanation:
    known: dict[str, object] = {"transcript": TRANSCRIPT, "extraction": EXTRACTION, **given}
    found = explain_item(wanted, minutes or _minutes(), **known)  # type: ignore[arg-type]
    assert found is not None
    return found


def _change(found: ItemExplanation, what: str) -> Change:
    return next(change for change in found.changes if change.what == what)


@pytest.mark.parametrize("wanted", ["A-01", "a-01", "a1", "A 01", " A-1 "])
def test_an_item_is_found_however_its_number_is_written(wanted: str) -> None:
    """Who reads A-01 may type a1."""
    found = find_item(wanted, MINUTES)
    assert found is not None
    assert (found[0], found[1].id) == ("actions", "A-01")


def test_an_id_that_a_person_invented_is_found_as_it_stands() -> None:
    """minutes.json may be edited by hand."""
    odd = MINUTES.questions[0].model_copy(update={"id": "Pregunta de Ana"})
    assert find_item("pregunta de ana", _minutes(questions=(odd,))) == ("questions", odd)


def test_what_there_is_not_is_none() -> None:
    """No item, no explanation."""
    assert explain_item("Z-01", MINUTES, transcript=None, extraction=None) is None


def test_every_item_can_be_explained() -> None:
    """Decisions, tasks, notes and what is unconfirmed, each with its list and its kind."""
    kinds = {item.id: _explained(item.id, MINUTES).kind for _, item in items_of(MINUTES)}
    assert len(kinds) == len(MINUTES.confirmed()) + len(MINUTES.unconfirmed)
    assert (kinds["D-01"], kinds["A-02"], kinds["R-01"], kinds["Q-01"]) == (
        "decision",
        "action",
        "recognition",
        "question",
    )
    assert (kinds["A-06"], kinds["D-03"]) == ("action", "decision"), "unconfirmed ones too"


def test_an_unconfirmed_note_has_the_kind_that_it_tells_or_that_its_candidate_has() -> None:
    """A note's number says nothing of it while it is unconfirmed."""
    note = Note(id="U-01", text="x", confirmed=False, evidence=None, kind="risk")
    older = Note(id="U-02", text="x", confirmed=False, evidence=None, candidates=(0,))
    bare = Note(id="U-03", text="x", confirmed=False, evidence=None)
    minutes = _minutes(unconfirmed=(note, older, bare))
    assert [_explained(n, minutes).kind for n in ("U-01", "U-02", "U-03")] == ["risk", "action", None]


def test_the_turns_behind_an_item_stand_in_their_order_with_their_part() -> None:
    """The quoted one, those that are cited too, and those that only a candidate named; a lost one is told."""
    said = _explained().turns
    assert [(turn.id, turn.role) for turn in said] == [
        ("t0003", "proposed"),
        ("t0004", "quoted"),
        ("t0099", "proposed"),
    ]
    assert (said[1].speaker, said[1].start) == ("Carmen Ortega", 53.4)
    assert said[1].text == TRANSCRIPT.turns_by_id()["t0004"].text
    assert said[2].text is None


def test_the_candidates_are_told_with_the_windows_they_were_read_in() -> None:
    """What the engines proposed, by number, as it is stored."""
    found = _explained()
    assert [(one.number, one.windows) for one in found.proposals] == [(0, (0, 1)), (1, (1,))]
    assert found.proposals[0].candidate == PROMISE
    assert found.near == ()
    assert found.engines == (RULES,)


def test_both_engines_are_told_where_both_read() -> None:
    """Two voters, two accounts."""
    both = (RULES, EngineInfo(name="llm", model="qwen2.5:7b"))
    assert _explained(extraction=EXTRACTION.model_copy(update={"engines": both})).engines == both


def test_what_became_of_each_claim() -> None:
    """The wording that says more was kept, the owner of one candidate, the day of both; a helper was dropped."""
    found = _explained()
    assert _change(found, "wording").outcome == "kept"
    assert _change(found, "wording").why
    assert _change(found, "owner").final == "Carmen Ortega"
    assert _change(found, "due").final == "“desde mañana” = 2026-11-24"
    helpers = _change(found, "helpers")
    assert (helpers.outcome, helpers.final) == ("dropped", None)
    assert "Jorge Salas" in helpers.why


def test_why_a_claim_was_not_kept_is_the_checks_reason() -> None:
    """The check's own words, where it has some; else what its doubt means."""
    failed = TAKEN.model_copy(
        update={
            "text": "Yo tomo los leads del Norte.",
            "owner": None,
            "due_text": None,
            "due_date": None,
            "doubts": ("wording_replaced", "owner_not_in_evidence", "due_not_in_evidence"),
            "checks": (Check(name="owner", passed=False, detail="the words give it to somebody else"),),
        }
    )
    found = _explained(minutes=_minutes(actions=(failed,)))
    wording, owner, due = (_change(found, what) for what in ("wording", "owner", "due"))
    assert (wording.outcome, owner.outcome, due.outcome) == ("changed", "dropped", "dropped")
    assert "nobody said" in wording.why
    assert owner.why == "the words give it to somebody else"
    assert "were not said there" in due.why


def test_what_a_person_changed_is_not_told_as_the_checks_doing() -> None:
    """A wording, an owner, a condition that no candidate has were written later."""
    edited = TAKEN.model_copy(update={"text": "Otra cosa", "owner": "Andrés Vega", "condition": "si llueve"})
    found = _explained(minutes=_minutes(actions=(edited,)), changed={"minutes"})
    assert "a person" in _change(found, "wording").why
    assert (_change(found, "owner").outcome, _change(found, "owner").why) == ("changed", "")
    assert (_change(found, "condition").outcome, _change(found, "condition").why) == ("added", "")
    assert "changed by hand" in found.notes[0]


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"due_date": None}, "“desde mañana” = no day that can be told"),
        ({"due_text": None}, "2026-11-24"),
        ({"due_date_other": date(2026, 12, 1)}, "“desde mañana” = 2026-11-24 or 2026-12-01"),
    ],
)
def test_a_day_is_told_with_its_words_and_both_readings(changes: dict[str, object], shown: str) -> None:
    """Words without a day, a day without words, and words that mean two days."""
    found = _explained(minutes=_minutes(actions=(TAKEN.model_copy(update=changes),)))
    assert _change(found, "due").final == shown


def test_a_dropped_condition_and_no_wording_at_all() -> None:
    """A condition that nobody said was left out; where no engine worded the item, the quote stands."""
    bare = PROMISE.model_copy(update={"text": "", "condition": "si hay tiempo", "owner": None, "due_text": None})
    item = TAKEN.model_copy(update={"candidates": (0,), "owner": None, "due_text": None, "due_date": None})
    extraction = EXTRACTION.model_copy(update={"candidates": (bare,)})
    found = _explained(minutes=_minutes(actions=(item,)), extraction=extraction)
    assert [change.what for change in found.changes] == ["wording", "helpers", "condition"]
    assert _change(found, "condition").why == "nobody said it there"
    assert "no engine worded it" in _change(found, "wording").why


def test_a_task_without_helpers_tells_of_none() -> None:
    """What nobody proposed and the item lacks is no change."""
    alone = PROMISE.model_copy(update={"with_people": ()})
    item = TAKEN.model_copy(update={"candidates": (0,)})
    found = _explained(
        minutes=_minutes(actions=(item,)), extraction=EXTRACTION.model_copy(update={"candidates": (alone,)})
    )
    assert [change.what for change in found.changes] == ["wording", "owner", "due"]


def test_a_decision_has_a_wording_and_nothing_else_to_change() -> None:
    """Owner and day are a task's."""
    decision = MINUTES.decisions[0].model_copy(update={"candidates": (1,)})
    assert [change.what for change in _explained("D-01", _minutes(decisions=(decision,))).changes] == ["wording"]


def test_an_item_without_candidates_says_so_and_shows_what_lies_near() -> None:
    """Written by hand, or made by an older meetbot: candidates that cite the quoted turn may still tell."""
    found = _explained(minutes=_minutes(actions=(TAKEN.model_copy(update={"candidates": ()}),)))
    assert found.proposals == ()
    assert [one.number for one in found.near] == [0, 1]
    assert found.changes == ()
    assert "names no candidates" in found.notes[0]
    unshown = ActionItem(id="U-01", text="x", confirmed=False, evidence=None, owner=None, department=None)
    assert _explained("U-01", _minutes(unconfirmed=(unshown,))).near == ()


def test_candidates_that_are_no_longer_there_are_counted() -> None:
    """extraction.json was made anew, or cut."""
    found = _explained(
        minutes=_minutes(actions=(TAKEN.model_copy(update={"candidates": (0, 7, 8)}),)), changed={"extraction"}
    )
    assert [one.number for one in found.proposals] == [0]
    assert found.notes == (
        "extraction.json is not the one that these minutes were made from: its candidates may be others.",
        "2 of the candidates that the item names are not in extraction.json.",
    )


def test_missing_files_are_told() -> None:
    """Without transcript or extraction the item is still explained as far as that goes."""
    found = _explained(transcript=None, extraction=None)
    assert [note.split(":")[0] for note in found.notes] == [
        "There is no transcript.json",
        "There is no extraction.json",
    ]
    assert found.fault is None
    assert (found.turns[0].id, found.turns[0].text) == ("t0004", None)


def test_the_evidence_is_held_against_the_transcript_as_it_is_now() -> None:
    """A quote that stands there has no fault; one that doesn't is told; of the unconfirmed nothing is claimed."""
    assert _explained().fault == ""
    assert TAKEN.evidence is not None
    wrong = TAKEN.model_copy(update={"evidence": TAKEN.evidence.model_copy(update={"quote": "nunca dicho"})})
    found = _explained(minutes=_minutes(actions=(wrong,)), changed={"transcript"})
    assert "do not stand in turn t0004" in (found.fault or "")
    assert found.notes == ("transcript.json is not the one that these minutes were made from.",)
    assert _explained("A-06", MINUTES).fault is None


def test_remarks_of_the_check_at_the_same_place_are_shown() -> None:
    """What was merged and left out there, and nothing of other places."""
    here = Issue(severity="warning", stage="ground", where="action at t0004", message="Taken for one item")
    other = Issue(severity="info", stage="ground", where="action at t0001", message="Said twice")
    later = Issue(severity="info", stage="extract", where="action at t0004", message="window")
    assert _explained(minutes=_minutes(issues=(other, here, later))).issues == (here,)


def test_where_it_stands_in_the_ledger() -> None:
    """Its own commitment by reference, and the earlier one that it takes up."""
    mine = Commitment(
        number=7,
        reference=f"{MINUTES.meeting.id}/A-01",
        meeting_id=MINUTES.meeting.id,
        meeting_date=date(2026, 11, 23),
        text="x",
        owner=None,
        department=None,
        due_date=None,
        due_text=None,
        quote="x",
        speaker=None,
        at_seconds=None,
        status="done",
        closed_at=datetime(2026, 11, 24, tzinfo=UTC),
    )
    earlier = mine.model_copy(update={"number": 3, "reference": "2026-11-16-alineacion/A-02"})
    minutes = _minutes(actions=(TAKEN.model_copy(update={"follows": 3}),))
    found = _explained(minutes=minutes, commitments=(earlier, mine))
    assert (found.commitment, found.follows) == (mine, earlier)
    assert _explained().commitment is None
    assert _explained("D-01", commitments=(earlier, mine)).follows is None


def test_an_explanation_survives_json() -> None:
    """`--json` prints all of it, and it reads back."""
    found = _explained()
    assert ItemExplanation.model_validate_json(found.model_dump_json()) == found


def test_evidence_of_several_turns_is_cited() -> None:
    """The second turn of the proof is part of it, not a candidate's claim."""
    shown = evidence("t0005", "los leads del Norte").model_copy(update={"turn_ids": ("t0005", "t0006")})
    decision = Decision(id="D-09", text="x", confirmed=True, evidence=shown)
    found = _explained("D-09", _minutes(decisions=(decision,)))
    assert [(turn.id, turn.role) for turn in found.turns] == [("t0005", "quoted"), ("t0006", "cited")]
