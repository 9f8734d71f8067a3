"""Tests of meetbot.stages.check: who found an item, how surely, and what failed tests make of it."""

import pytest
from grounding import DIEGO, LAURA, NEXT, ROSTER, SAID_ON, action, decision, everything, only, transcript_of

from meetbot.model.base import EngineInfo
from meetbot.model.candidates import Candidate, Extraction
from meetbot.model.minutes import Check
from meetbot.stages.check import CONFIRMED_FROM, doubts_of, likelihood, voted
from meetbot.stages.ground import ground
from meetbot.stages.ground_items import Grounded

RULES, LLM = EngineInfo(name="rules"), EngineInfo(name="llm")
SPEECH = (
    (DIEGO, "Yo mando el reporte de ventas a Puebla."),
    (LAURA, "Y yo llamo al proveedor de cajas."),
    (DIEGO, "Yo reviso las comisiones del trimestre."),
)
REPORT = {"text": "Mandar el reporte de ventas a Puebla", "owner": DIEGO}


def grounded(*candidates: Candidate, both: bool = False) -> Grounded:
    """What grounding makes of these candidates, found by rules alone or with a model beside them."""
    extraction = Extraction(engine=RULES, engines=(RULES, LLM) if both else (), candidates=candidates)
    return ground(extraction, transcript_of(SPEECH), ROSTER, said_on=SAID_ON, next_meeting=NEXT)


def test_check_low_score_is_uncertain() -> None:
    """A true item that its engine hardly believes in is listed as unconfirmed, with its score."""
    least = CONFIRMED_FROM["action"]
    sure, unsure = (grounded(action(1, **REPORT, score=score)) for score in (least, least - 0.01))
    assert (sure.actions[0].doubts, sure.actions[0].score) == ((), least)
    assert (unsure.unconfirmed[0].doubts, unsure.unconfirmed[0].score) == (("uncertain",), round(least - 0.01, 4))


def test_check_engine_without_scores_has_no_threshold() -> None:
    """An item without a score is confirmed by its evidence alone."""
    assert grounded(action(1, **REPORT)).actions[0].confirmed


@pytest.mark.parametrize(
    ("found_by", "score", "doubts"),
    [
        (("rules", "llm"), 0.9, ()),
        (("rules", "llm"), 0.1, ("uncertain",)),
        (("rules",), 0.9, ()),
        (("rules",), 0.1, ("one_engine", "uncertain")),
        (("llm",), 0.9, ("one_engine",)),
        (("llm",), 0.1, ("one_engine", "uncertain")),
    ],
)
def test_check_two_engines_vote(found_by: tuple[str, ...], score: float, doubts: tuple[str, ...]) -> None:
    """What both or surely the rules found is confirmed; what only a model found never is."""
    result = grounded(action(1, **REPORT, found_by=found_by, score=score), both=True)
    (item,) = everything(result)
    assert (item.doubts, item.found_by) == (doubts, tuple(sorted(found_by)))
    assert item.confirmed == (not doubts)


def test_check_weak_model_takes_nothing_from_the_rules() -> None:
    """A model that finds nothing leaves confirmed what the rules alone would confirm."""
    alone = grounded(action(1, **REPORT, score=0.9), decision(2, text="Llamar al proveedor de cajas", score=0.9))
    beside = grounded(
        action(1, **REPORT, score=0.9), decision(2, text="Llamar al proveedor de cajas", score=0.9), both=True
    )
    assert [item.text for item in alone.actions] == [item.text for item in beside.actions]
    assert [item.text for item in alone.decisions] == [item.text for item in beside.decisions]


def test_check_unconfirmed_stand_likeliest_first() -> None:
    """Their ids count in that order, whatever the order in time; a failed test halves the score."""
    unsure = CONFIRMED_FROM["action"] - 0.01
    result = grounded(
        action(1, **REPORT, score=0.2),
        action(2, text="Llamar al proveedor de cajas", owner=LAURA, score=unsure),
        action(3, text="Revisar las comisiones", quote="las revisaremos", score=0.98),
    )
    found = [(item.id, item.score) for item in result.unconfirmed]
    assert found == [("U-01", unsure), ("U-02", 0.49), ("U-03", 0.2)]


def test_check_item_tells_its_candidates_and_tests() -> None:
    """Merged candidates are all named by number, with every engine and every test that was made."""
    result = grounded(
        action(2, text="Llamar al proveedor de cajas", owner=LAURA),
        action(1, **REPORT, found_by=("rules",), score=0.8),
        action(1, **REPORT, found_by=("llm",), engine="llm", score=0.7),
        both=True,
    )
    item = next(item for item in result.actions if item.owner == DIEGO)
    assert (item.candidates, item.found_by, item.score) == ((1, 2), ("llm", "rules"), 0.8)
    assert [check.name for check in item.checks] == [
        *(
            "quote",
            "matter",
            "speaker",
            "wording",
            "addressee",
            "polarity",
            "modality",
            "completion",
            "owner",
            "engines",
        ),
    ]
    assert all(check.passed for check in item.checks)


def test_check_says_what_failed() -> None:
    """An invented owner, day and wording fail their tests, each with what was compared."""
    item = only(
        action(1, text="Mandar 12 reportes a León", owner=LAURA, due_text="el viernes"),
        transcript=transcript_of(SPEECH),
    )
    failed = {check.name: check.detail for check in item.checks if not check.passed}
    assert failed["owner"] == "nothing said gives it to Laura Méndez"
    assert failed["due"] == "not said about it: el viernes"
    assert "leon" in failed["wording"]


def test_check_unsettled_decision_is_not_called_unpromised() -> None:
    """A supposition makes a decision unsettled and a task unpromised."""
    failed = (Check(name="modality", passed=False), Check(name="owner", passed=False))
    assert doubts_of(failed, kind="decision") == ("not_settled",)
    assert doubts_of(failed, kind="action") == ("not_promised",)


def test_check_likelihood_of_nothing_is_nothing() -> None:
    """Without a score there is none to halve; the vote itself halves nothing."""
    assert likelihood(None, ()) is None
    assert likelihood(0.4, (Check(name="engines", passed=False),)) == 0.4


def test_check_vote_of_one_engine_that_read_alone() -> None:
    """Where only a model read the meeting, it is judged by its score."""
    check, doubts = voted("action", 0.9, ("llm",), both=False)
    assert (check.passed, doubts) == (True, ())
