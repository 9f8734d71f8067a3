from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetbot.model.base import EngineInfo, Issue
from meetbot.model.candidates import Candidate, Extraction, WindowRecord
from meetbot.stages.voting import BOTH, Worth, agreeing, alike, combined, score_of, strengthened, worth

LAURA, DIEGO = "Laura Méndez", "Diego Ramírez"
TURNS = tuple(f"t{n:04d}" for n in range(1, 41))


def candidate(*turns: int, text: str = "Llamar al proveedor", kind: Any = "action", **more: Any) -> Candidate:
    """A candidate that cites the turns of these numbers."""
    return Candidate(kind=kind, turn_ids=tuple(f"t{n:04d}" for n in turns), text=text, **more)


def known_to_be_good(kind: Any = "action") -> tuple[list[Candidate], list[Candidate]]:
    """Finds by which a model proves its worth: it sees all that are as good as sure and none of the unlikely ones."""
    sure = [candidate(n, text=f"Asunto {n}", kind=kind, score=0.95) for n in range(11, 19)]
    unlikely = [candidate(n, text=f"Asunto {n}", kind=kind, score=0.05) for n in range(21, 29)]
    return [*sure, *unlikely], sure


def by_rules(*candidates: Candidate) -> Extraction:
    """What the rules found in a meeting of forty turns."""
    return Extraction(
        engine=EngineInfo(name="rules", version="1"),
        candidates=candidates,
        windows=(WindowRecord(index=0, turn_ids=TURNS),),
    )


def by_model(*candidates: Candidate, failed: Sequence[str] = (), windows: bool = True) -> Extraction:
    """What the model found in it, in two windows; one that holds a failed turn was not read."""
    halves = (TURNS[:20], TURNS[20:]) if windows else ()
    return Extraction(
        engine=EngineInfo(name="llm", model="m", prompt_tokens=100, completion_tokens=10),
        candidates=tuple(one.model_copy(update={"engine": "llm"}) for one in candidates),
        windows=tuple(
            WindowRecord(index=n, turn_ids=ids, status="failed" if set(failed) & set(ids) else "read")
            for n, ids in enumerate(halves)
        ),
    )


def test_combined_what_both_found_is_one_candidate() -> None:
    """Common turns and one meaning: the rules' words stay, both are named as finders, and the score grows."""
    mine = candidate(3, 4, text="Llamar al proveedor de cajas", owner=DIEGO, score=0.6, reasons=("promise (t0003)",))
    theirs = candidate(4, text="Hablar con el proveedor de cajas", owner=DIEGO)
    others, seen = known_to_be_good()
    one, *_ = combined(by_rules(mine, *others), by_model(theirs, *seen)).candidates
    assert (one.text, one.turn_ids, one.owner) == (mine.text, mine.turn_ids, DIEGO)
    assert one.found_by == ("rules", "llm")
    assert score_of(one) > 0.7
    assert one.reasons == ("promise (t0003)", "rules and language model found it")


def test_combined_what_one_found_stays_and_says_so() -> None:
    """Nothing is dropped: what only the rules found gets less likely, what only the model found comes along."""
    mine, theirs = candidate(3, score=0.6), candidate(30, text="Mandar el folleto", owner=LAURA)
    others, seen = known_to_be_good()
    found = combined(by_rules(mine, *others), by_model(theirs, *seen)).candidates
    assert [found[0].found_by, found[-1].found_by] == [("rules",), ("llm",)]
    assert score_of(found[0]) < 0.5
    assert 0.25 < score_of(found[-1]) < 0.6
    assert [one.reasons for one in (found[0], found[-1])] == [
        ("the language model did not find it",),
        ("only the language model found it",),
    ]


def test_combined_without_a_model_is_what_the_rules_found() -> None:
    """One engine alone: nothing but the finder's name is added."""
    rules = by_rules(candidate(3, score=0.6))
    alone = combined(rules, None)
    assert alone.engines == ()
    assert alone.candidates == (candidate(3, score=0.6, found_by=("rules",)),)
    assert alone.engine == rules.engine


def test_combined_keeps_the_accounts_ledger_and_issues_of_both() -> None:
    """Who read what, and what it cost, can be seen for both."""
    issue = Issue(severity="info", stage="extract", where="window", message="An item was left out.")
    rules, model = by_rules(), by_model().model_copy(update={"issues": (issue,)})
    both = combined(rules, model)
    assert both.engines == (rules.engine, model.engine)
    assert (both.engine.name, both.engine.model, both.engine.prompt_tokens) == (BOTH, "m", 100)
    assert both.windows == model.windows
    assert both.issues == (issue,)
    assert combined(rules, by_model(windows=False)).windows == rules.windows


def test_combined_owner_and_time_are_filled_from_the_model() -> None:
    """What the rules lack comes from the model, with the turns that may show it; what they have stays."""
    mine = candidate(3, score=0.6, due_text="el jueves")
    theirs = candidate(5, 3, owner=DIEGO, due_text="el viernes")
    (one,) = combined(by_rules(mine), by_model(theirs)).candidates
    assert (one.owner, one.due_text) == (DIEGO, "el jueves")
    assert one.turn_ids == ("t0003", "t0005")


def test_combined_engines_that_name_different_owners_lower_the_score() -> None:
    """One task with two owners is one candidate, doubted, with both names to be seen."""
    mine, theirs = candidate(3, owner=DIEGO, score=0.6), candidate(3, owner=LAURA)
    (one,) = combined(by_rules(mine), by_model(theirs)).candidates
    (agreed,) = combined(by_rules(mine), by_model(candidate(3, owner=DIEGO))).candidates
    assert one.owner == DIEGO
    assert score_of(one) < score_of(agreed)
    assert f"the language model names another owner: {LAURA}" in one.reasons


def test_combined_engines_that_differ_in_status_lower_the_score() -> None:
    """A decision that the one takes for made and the other for put off is doubted."""
    mine = candidate(3, kind="decision", text="Dejar el folleto en digital", score=0.6)
    theirs = mine.model_copy(update={"status": "deferred"})
    (one,) = combined(by_rules(mine), by_model(theirs)).candidates
    assert one.status == "made"
    assert "to the language model the decision was deferred" in one.reasons
    assert score_of(one) < score_of(combined(by_rules(mine), by_model(mine)).candidates[0])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (candidate(3), candidate(4), False),
        (candidate(3), candidate(3, kind="decision"), False),
        (candidate(3), candidate(3, text="Mandar el folleto nuevo"), False),
        (candidate(3, text="Llamar a Puebla", owner=DIEGO), candidate(3, text="Llamar hoy a Puebla"), True),
        (candidate(3, text="Yo lo hago."), candidate(3, text="yo lo hago"), True),
        (candidate(3, text="Sí, va", quote="la lista"), candidate(3, text="Mandar la lista"), False),
        (candidate(3, text="Llamar", owner=DIEGO), candidate(3, text="Llamar ya", owner=LAURA), False),
    ],
)
def test_alike_needs_common_turns_and_one_meaning(one: Candidate, other: Candidate, *, same: bool) -> None:
    """Same kind, a common turn, wordings about the same and no other owner."""
    assert alike(one, other) is same


def test_combined_words_differ_but_the_decisive_turn_holds_one_item() -> None:
    """“Yo lo hago” and what the model makes of it are one, when neither found anything else in that turn."""
    mine = candidate(7, text="Yo lo hago", score=0.6)
    theirs = candidate(7, 6, text="Corregir el tablero")
    (one,) = combined(by_rules(mine), by_model(theirs)).candidates
    assert one.found_by == ("rules", "llm")
    two = (mine, candidate(7, text="Luego mando la lista", score=0.6))
    assert len(combined(by_rules(*two), by_model(theirs)).candidates) == 3


def test_combined_two_tasks_in_one_turn_stay_two() -> None:
    """Each of the model's finds its own partner in a turn that holds two."""
    calls, sends = candidate(7, text="Llamar a Puebla", score=0.6), candidate(7, text="Mandar el folleto", score=0.6)
    found = combined(by_rules(calls, sends), by_model(sends, calls)).candidates
    assert [(one.text, one.found_by) for one in found] == [
        ("Llamar a Puebla", ("rules", "llm")),
        ("Mandar el folleto", ("rules", "llm")),
    ]


def test_combined_what_two_windows_both_saw_is_one() -> None:
    """An item at the border of two windows, which each shows the other's last turns, is listed once."""
    found = combined(
        by_rules(), by_model(candidate(20, text="Mandar el folleto"), candidate(20, 21, text="Mandar el folleto"))
    )
    assert len(found.candidates) == 1


def test_combined_in_a_window_that_failed_the_rules_are_not_outvoted() -> None:
    """Where the model read nothing, its silence says nothing."""
    others, seen = known_to_be_good()
    mine = (candidate(3, score=0.6), *others, candidate(40, text="Mandar el folleto", score=0.6))
    found = combined(by_rules(*mine), by_model(*seen, failed=["t0040"])).candidates
    assert score_of(found[0]) < 0.6
    assert score_of(found[-1]) == 0.6
    assert found[-1].reasons == ("the language model has not read this",)


def test_combined_questions_that_were_not_asked_are_no_vote() -> None:
    """A candidate about which the model was not asked keeps its score."""
    others, seen = known_to_be_good()
    mine = (candidate(3, score=0.6), *others, candidate(30, text="Mandar el folleto", score=0.6))
    found = combined(by_rules(*mine), by_model(*seen, windows=False), not_asked={len(mine) - 1}).candidates
    assert [score_of(one) == 0.6 for one in (found[0], found[-1])] == [False, True]


def test_combined_is_in_the_order_of_the_meeting() -> None:
    """By first turn, whoever found it; what cites nothing comes last."""
    rules = by_rules(candidate(9, score=0.6), candidate(25, text="Mandar el folleto", score=0.6))
    model = by_model(candidate(text="Sin turno"), candidate(12, text="Revisar el precio"), candidate(2, text="Abrir"))
    assert [one.turn_ids[:1] for one in combined(rules, model).candidates] == [
        ("t0002",),
        ("t0009",),
        ("t0012",),
        ("t0025",),
        (),
    ]


def test_combined_score_of_the_models_own_is_kept() -> None:
    """A find of the model that comes with a probability keeps it."""
    (one,) = combined(by_rules(), by_model(candidate(3, score=0.42))).candidates
    assert score_of(one) == 0.42


def test_agreeing_names_the_rules_candidates_that_the_model_found() -> None:
    """By their numbers; what has no partner is not among them."""
    rules = by_rules(candidate(3), candidate(9, text="Mandar el folleto"))
    assert agreeing(rules, by_model(candidate(9, text="Mandar el folleto"), candidate(30))) == {1}


def test_worth_a_model_that_agrees_where_the_rules_are_sure_is_believed() -> None:
    """The better it tells sure finds from unlikely ones, the more its vote counts; never more than fourfold."""
    scores = [0.95] * 8 + [0.05] * 8
    good = worth(scores, [True] * 8 + [False] * 8)
    fair = worth(scores, [True] * 6 + [False] * 2 + [True] * 3 + [False] * 5)
    assert 4.0 >= good.yes > fair.yes > 1.0
    assert 0.25 <= good.no < fair.no < 1.0


def test_worth_of_a_model_of_which_nothing_is_known_is_nothing() -> None:
    """Without a candidate to prove it on, a vote changes no score; a few change little."""
    assert worth([], []) == Worth(yes=1.0, no=1.0)
    assert worth([0.9], [True]).yes < 1.25


def test_worth_a_model_that_answers_at_random_changes_nothing() -> None:
    """Yes to everything, no to everything, and the reverse of the truth: no vote moves a score by much."""
    scores = [0.9] * 10 + [0.1] * 10
    assert worth(scores, [True] * 20).yes == pytest.approx(1.0, abs=0.1)
    assert worth(scores, [False] * 20).no == pytest.approx(1.0, abs=0.1)
    reverse = worth(scores, [False] * 10 + [True] * 10)
    assert (reverse.yes, reverse.no) == (1.0, 1.0)


def test_strengthened_multiplies_the_odds() -> None:
    """One half with fourfold odds is four fifths; certainty stays certainty."""
    assert strengthened(0.5, 4.0) == 0.8
    assert strengthened(0.8, 0.25) == 0.5
    assert strengthened(0.0, 4.0) == 0.0
    assert strengthened(1.0, 0.25) == pytest.approx(1.0)


def test_combined_sure_rules_are_never_overruled() -> None:
    """A model that finds nothing takes nothing away that the rules are sure of."""
    mine = [candidate(n, text=f"Tarea {n}", score=0.85) for n in range(1, 30, 3)]
    assert all(score_of(one) >= 0.5 for one in combined(by_rules(*mine), by_model()).candidates)


FOUND = st.lists(
    st.builds(
        candidate,
        st.integers(1, 40),
        st.integers(1, 40),
        text=st.sampled_from(["Llamar al proveedor", "Mandar el folleto", "Revisar el precio", "Yo lo hago"]),
        kind=st.sampled_from(["action", "decision", "question"]),
        owner=st.sampled_from([None, LAURA, DIEGO]),
        score=st.one_of(st.none(), st.floats(0, 1)),
    ),
    max_size=6,
)


@settings(deadline=None, max_examples=40)
@given(mine=FOUND, theirs=FOUND)
def test_combined_loses_nothing_and_scores_are_probabilities(mine: list[Candidate], theirs: list[Candidate]) -> None:
    """Every candidate of the rules is still there, once, and nothing is listed that nobody proposed."""
    found = combined(by_rules(*mine), by_model(*theirs)).candidates
    assert len(mine) <= len(found) <= len(mine) + len(theirs)
    assert sorted(one.text for one in found if "rules" in one.found_by) == sorted(one.text for one in mine)
    assert all(one.score is not None and 0 <= one.score <= 1 for one in found)
