"""The scorer of the minutes, against examples worked out by hand: a scorer that always praises fails here."""

from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes import examples
from minutes.counts import Counts, Score, total
from minutes.examples import NOBODY, action, decision, evidence, minutes, note, perfect, small
from minutes.matching import best_pairs
from minutes.meetings import LabelledMeeting
from minutes.scores import score

WORTHS = st.lists(st.lists(st.sampled_from([0.0, 0.0, 0.5, 1.0, 1.25]), min_size=3, max_size=3), max_size=4)


@pytest.fixture
def meeting(tmp_path: Path) -> LabelledMeeting:
    """The small meeting."""
    return small(tmp_path)


def counts(found: Score, kind: str) -> tuple[int, int, int]:
    """Found, false and missed."""
    of = found.kinds[kind]
    return of.found, of.false, of.missed


def test_score_of_perfect_minutes(meeting: LabelledMeeting) -> None:
    """Minutes that hold what is labelled are right in everything, and nothing is said to be wrong."""
    found = score(meeting, perfect(meeting))
    assert {kind: of.f1 for kind, of in found.kinds.items() if of.labelled} == dict.fromkeys(
        ("decision", "commitment", "update", "figure", "contradiction", "aside"), 1.0
    )
    assert all(right == of for right, of in found.ratios.values())
    assert found.rate("helpers found") == found.rate("due found") == found.rate("point status right") == 1.0
    assert found.failures == []
    assert found.false_share == 0


def test_score_of_empty_minutes(meeting: LabelledMeeting) -> None:
    """Minutes that hold nothing miss everything that isn't optional; there is no precision of nothing."""
    found = score(meeting, minutes(meeting))
    assert counts(found, "commitment") == (0, 0, 2)
    assert counts(found, "decision") == (0, 0, 1)
    assert counts(found, "recognition") == (0, 0, 0)
    assert counts(found, "contradiction") == (0, 0, 1)
    assert found.kind("commitment").precision is None
    assert found.kind("commitment").f1 == 0
    assert found.rate("point status right") == 0
    assert found.false_share is None


def test_score_of_false_items(meeting: LabelledMeeting) -> None:
    """What cites no labelled turn of its kind is false, and so is a second item for one label."""
    said = minutes(
        meeting,
        actions=(action(meeting, "t0001"), action(meeting, "t0002", "t0001"), action(meeting, "t0004")),
        decisions=(decision(meeting, "t0001"),),
        updates=(examples.update(meeting, number=5),),
        figures=(examples.figure(meeting, kpi="roi"),),
    )
    found = score(meeting, said)
    assert counts(found, "commitment") == (1, 2, 1)
    assert counts(found, "decision") == (0, 1, 1)
    assert counts(found, "update") == (0, 1, 1)
    assert counts(found, "figure") == (0, 1, 1)
    assert counts(found, "contradiction") == (0, 1, 1)
    assert found.false_share == pytest.approx(3 / 4)


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"owner": "Luis Gómez"}, {"owner right when given", "owner found"}),
        ({"owner": None}, {"owner found"}),
        ({"department": "comercial"}, {"department right when given"}),
        ({"due_date": date(2026, 12, 4)}, {"due right when given", "due found"}),
        ({"due_date": None}, {"due found"}),
        ({"due_date": date(2026, 11, 26)}, set()),
        ({"with_people": ()}, {"helpers found"}),
        ({"follows": 4}, {"follows right when given"}),
        ({"text": "Mandarlo"}, {"wording right"}),
    ],
)
def test_score_of_a_commitment(meeting: LabelledMeeting, changed: dict[str, Any], wrong: set[str]) -> None:
    """Each thing that is wrong about a found task counts where it belongs, and only there."""
    known = {"with_people": ("Luis Gómez",)} | changed
    found = score(meeting, minutes(meeting, actions=(action(meeting, "t0001", **known),)))
    assert found.kinds["commitment"].found == 1
    assert {name for name, (right, of) in found.ratios.items() if right < of} - {"point status right"} == wrong


def test_score_a_day_nobody_said(meeting: LabelledMeeting) -> None:
    """A day where none is labelled is wrong when given, and nothing is missed."""
    named = NOBODY | {"due_date": date(2026, 11, 27)}
    found = score(meeting, minutes(meeting, actions=(action(meeting, "t0005", **named),)))
    assert found.ratios["due right when given"] == (0, 1)
    assert "due found" not in found.ratios


def test_score_words_of_the_matter(meeting: LabelledMeeting) -> None:
    """A wording needs every word, any of the alternatives; case and accents don't matter; else it counts as false."""
    right = score(meeting, minutes(meeting, decisions=(decision(meeting, "t0004", text="CHATBOT los sabados"),)))
    assert (right.rate("wording right"), right.worded["decision"].f1) == (1, 1)
    wrong = score(meeting, minutes(meeting, decisions=(decision(meeting, "t0003", text="El chatbot queda"),)))
    assert (wrong.rate("wording right"), wrong.rate("wording or quote right")) == (0, 1)
    assert wrong.worded["decision"] == Counts(found=0, false=1, missed=1)
    assert wrong.kinds["decision"] == Counts(found=1)


def test_score_status_of_a_decision(meeting: LabelledMeeting) -> None:
    """A decision that was put off isn't made."""
    found = score(meeting, minutes(meeting, decisions=(decision(meeting, "t0004", status="deferred"),)))
    assert found.ratios["status right"] == (0, 1)


def test_score_optional_counts_neither_way(meeting: LabelledMeeting) -> None:
    """An optional label is neither found nor missed, and what finds it isn't false."""
    found = score(meeting, minutes(meeting, recognitions=(note(meeting, "t0009"),)))
    assert counts(found, "recognition") == (0, 0, 0)
    again = score(meeting, minutes(meeting, recognitions=(note(meeting, "t0009"), note(meeting, "t0009"))))
    assert counts(again, "recognition") == (0, 1, 0)


def test_score_unconfirmed_items(meeting: LabelledMeeting) -> None:
    """An unconfirmed item finds nothing, except where unconfirmed ones count too."""
    found = score(meeting, minutes(meeting, unconfirmed=(action(meeting, "t0001", confirmed=False, id="U-01"),)))
    assert counts(found, "commitment") == (0, 0, 2)
    assert found.anywhere["commitment"] == Counts(found=1, missed=1)


@pytest.mark.parametrize(
    "changed",
    [{"quote": "Yo mando el informe de"}, {"quote": "Mandaré"}, {"speaker": "Luis Gómez"}, {"speaker_name": None}],
)
def test_score_grounding(meeting: LabelledMeeting, changed: dict[str, Any]) -> None:
    """A quote must stand in its turn letter for letter, with speaker and name; a part of the turn does."""
    proof = evidence(meeting, "t0001", **changed)
    found = score(meeting, minutes(meeting, actions=(action(meeting, "t0001", evidence=proof),)))
    assert found.ratios["grounded"] == (changed == {"quote": "Yo mando el informe de"}, 1)


def test_score_without_evidence(meeting: LabelledMeeting) -> None:
    """A confirmed item without evidence is not grounded and matches nothing."""
    found = score(meeting, minutes(meeting, actions=(action(meeting, "t0001", evidence=None),)))
    assert found.ratios["grounded"] == (0, 1)
    assert counts(found, "commitment") == (0, 1, 2)


def test_score_injected_items(meeting: LabelledMeeting) -> None:
    """An item of any kind from an order to a program is counted; one from an honest turn isn't."""
    found = score(
        meeting,
        minutes(
            meeting, actions=(action(meeting, "t0006"),), recognitions=(note(meeting, "t0006"), note(meeting, "t0009"))
        ),
    )
    assert found.tallies["injected"] == 2


def test_score_owners_of_unnamed_voices(meeting: LabelledMeeting) -> None:
    """An owner for what an unnamed voice promised counts, and one whom the roster doesn't have."""
    assert score(meeting, perfect(meeting)).tallies["owners of unnamed voices"] == 0
    for owner in ("Ana Ruiz", "Voz 3"):
        found = score(meeting, minutes(meeting, actions=(action(meeting, "t0005", owner=owner),)))
        assert found.tallies["owners of unnamed voices"] == 1


def test_score_figures(meeting: LabelledMeeting) -> None:
    """Value and verdict of a figure count apart, and a contradiction that isn't seen is missed."""
    found = score(meeting, minutes(meeting, figures=(examples.figure(meeting, spoken=400, agrees=True),)))
    assert counts(found, "figure") == (1, 0, 0)
    assert counts(found, "contradiction") == (0, 0, 1)
    assert found.ratios["figure value right"] == found.ratios["figure agreement right"] == (0, 1)


def test_score_updates(meeting: LabelledMeeting) -> None:
    """An update of the right commitment with the wrong status is found, its status wrong."""
    found = score(meeting, minutes(meeting, updates=(examples.update(meeting, status="postponed"),)))
    assert counts(found, "update") == (1, 0, 0)
    assert found.ratios["update status right"] == (0, 1)


def test_score_of_a_test_meeting_tells_no_words(tmp_path: Path) -> None:
    """Of a test meeting only the kinds of failures are kept: nothing that was said, not even its name."""
    meeting = small(tmp_path, meeting=examples.MEETING.replace('"tune"', '"test"'))
    found = score(meeting, minutes(meeting, actions=(action(meeting, "t0004"),)))
    assert "commitment: false" in {failure.kind for failure in found.failures}
    assert {(f.meeting, f.said, f.turns) for f in found.failures} == {("test", "", ())}


def test_score_tells_how_it_fails(meeting: LabelledMeeting) -> None:
    """Beside the kind of a failure stands what is there instead."""
    said = minutes(
        meeting,
        decisions=(decision(meeting, "t0001"), decision(meeting, "t0007")),
        actions=(action(meeting, "t0001", owner="Luis Gómez", due_date=date(2026, 11, 20)), action(meeting, "t0001")),
        unconfirmed=(action(meeting, "t0005", confirmed=False, id="U-01"),),
    )
    hows = {(failure.kind, failure.how) for failure in score(meeting, said).failures}
    assert {
        ("decision: false", "labelled there: commitment"),
        ("decision: false", "labelled there: figure"),
        ("decision: missed", "nothing cites it"),
        ("commitment: false", "a second one of one commitment"),
        ("commitment: missed", "unconfirmed"),
    } <= hows
    alone = minutes(meeting, actions=(action(meeting, "t0001", owner="Luis Gómez", due_date=date(2026, 11, 20)),))
    hows = {(failure.kind, failure.how) for failure in score(meeting, alone).failures}
    assert ("commitment: wrong owner", "somebody else was taken") in hows
    assert ("commitment: wrong due", "too early") in hows


def test_score_failures_show_the_turn(meeting: LabelledMeeting) -> None:
    """Of other meetings a failure tells the item, what is labelled there, and the words of its turns."""
    found = score(meeting, minutes(meeting, decisions=(decision(meeting, "t0001"),)))
    shown = next(failure.lines() for failure in found.failures if failure.kind == "decision: false")
    assert "labelled there: commitment" in shown
    assert "t0001 Ana Ruiz: Yo mando el informe" in shown


def test_total_adds_counts(meeting: LabelledMeeting) -> None:
    """Over several meetings counts add up, and shares are of the sums."""
    whole = total([score(meeting, perfect(meeting), seconds=1), score(meeting, minutes(meeting), seconds=2)])
    assert whole.kinds["commitment"] == Counts(found=2, missed=2)
    assert whole.kinds["commitment"].recall == pytest.approx(0.5)
    assert whole.ratios["point status right"] == (2, 4)
    assert (whole.meetings, whole.seconds) == (2, 2)


def test_counts_by_hand() -> None:
    """Three found, one false, two missed."""
    found = Counts(found=3, false=1, missed=2)
    assert (found.precision, found.recall) == (0.75, 0.6)
    assert found.f1 == pytest.approx(2 / 3)


@settings(max_examples=60)
@given(WORTHS)
def test_best_pairs_are_worth_most(worths: list[list[float]]) -> None:
    """No other one-to-one pairing is worth more, and no pair is worth nothing."""
    found = best_pairs(range(len(worths)), range(3), lambda row, column: worths[row][column])
    size = max(len(worths), 3)
    square = [[*row, *([0.0] * (size - 3))] for row in worths] + [[0.0] * size for _ in range(size - len(worths))]
    best = max(sum(square[row][column] for row, column in enumerate(order)) for order in permutations(range(size)))
    assert sum(worths[row][column] for row, column in found.items()) == pytest.approx(best)
    assert len(set(found.values())) == len(found)
    assert all(worths[row][column] > 0 for row, column in found.items())


def test_best_pairs_prefer_the_likest(tmp_path: Path) -> None:
    """Two tasks in one turn go to the label whose owner and words they have."""
    labels = """
[[commitment]]
turns = ["t0001", "t0002"]
owner = "Ana Ruiz"
says = ["informe"]
[[commitment]]
turns = ["t0001", "t0002"]
owner = "Luis Gómez"
says = ["correo"]
"""
    meeting = small(tmp_path, labels=labels)
    actions = (
        action(meeting, "t0001", owner="Luis Gómez", department="comercial", text="Revisar los correos"),
        action(meeting, "t0001"),
    )
    found = score(meeting, minutes(meeting, actions=actions))
    assert found.ratios["owner right when given"] == found.ratios["wording right"] == (2, 2)
