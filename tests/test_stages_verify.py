"""Tests of meetbot.stages.verify."""

from typing import Any

import pytest
from examples import FULL_MINUTES, MINUTES, TRANSCRIPT

from meetbot.model.minutes import Minutes
from meetbot.stages.verify import verify


def forged(**evidence: Any) -> Minutes:
    """The example minutes with the first decision's evidence changed by hand."""
    first = MINUTES.decisions[0]
    assert first.evidence is not None
    changed = first.model_copy(update={"evidence": first.evidence.model_copy(update=evidence)})
    return MINUTES.model_copy(update={"decisions": (changed, *MINUTES.decisions[1:])})


def test_verify_true_minutes_are_left_as_they_are() -> None:
    """Minutes whose every item agrees with the transcript pass untouched, with a share of 1."""
    found = verify(MINUTES, TRANSCRIPT)

    assert found.minutes == MINUTES
    assert found.share == 1.0
    assert found.issues == ()


@pytest.mark.parametrize(
    "evidence",
    [
        {"quote": "palabras que nadie dijo"},
        {"speaker": "SPEAKER_99"},
        {"start": 9_999.0},
        {"start": None},
        {"turn_ids": ("t9999",)},
        {"turn_ids": (MINUTES.decisions[0].evidence.turn_ids[0], "t9999")} if MINUTES.decisions[0].evidence else {},
        {"speaker_name": "Otra Persona"},
    ],
)
def test_verify_forged_item_is_listed_as_unconfirmed(evidence: dict[str, Any]) -> None:
    """A quote, speaker, second or turn that the transcript doesn't have moves the item out of the confirmed ones."""
    minutes = forged(**evidence)
    found = verify(minutes, TRANSCRIPT)
    first = minutes.decisions[0]

    assert first.id not in {item.id for item in found.minutes.confirmed()}
    assert [item.id for item in found.minutes.unconfirmed][-1] == first.id
    assert not found.minutes.unconfirmed[-1].confirmed
    assert found.share == (len(MINUTES.confirmed()) - 1) / len(MINUTES.confirmed())
    assert [(issue.severity, first.id in issue.where) for issue in found.issues] == [("error", True)]


def test_verify_item_without_evidence_is_not_confirmed() -> None:
    """Evidence that somebody deleted is no evidence."""
    bare = MINUTES.decisions[0].model_copy(update={"evidence": None})
    found = verify(MINUTES.model_copy(update={"decisions": (bare,)}), TRANSCRIPT)

    assert found.minutes.decisions == ()


def test_verify_nothing_has_no_share() -> None:
    """Where nothing was found there is nothing to be proud of."""
    empty = dict.fromkeys(("decisions", "actions", "recognitions", "customer_voice", "questions"), ())

    assert verify(MINUTES.model_copy(update=empty), TRANSCRIPT).share is None


def test_verify_voice_that_was_named_since_is_no_fault() -> None:
    """Evidence without a name holds when the transcript names the voice now."""
    assert verify(forged(speaker_name=None), TRANSCRIPT).share == 1.0


def test_verify_says_which_doubt_the_forged_evidence_leaves() -> None:
    """The doubt and the failed test tell a reader what is wrong: the words, who said them, or the turn."""
    for evidence, doubt in (
        ({"quote": "palabras que nadie dijo"}, "quote_not_found"),
        ({"speaker": "SPEAKER_99"}, "speaker_unknown"),
        ({"turn_ids": ("t9999",)}, "no_evidence"),
    ):
        item = verify(forged(**evidence), TRANSCRIPT).minutes.unconfirmed[-1]
        assert item.doubts[-1] == doubt
        assert [check.passed for check in item.checks if check.name == "quote"] == [False]


def test_verify_leaves_out_updates_and_figures_that_do_not_hold() -> None:
    """A figure or an update whose words nobody said is left out with an error, the true ones stay."""
    assert FULL_MINUTES.updates
    assert FULL_MINUTES.figures
    quote = {"quote": "palabras que nadie dijo"}
    update = FULL_MINUTES.updates[0].model_copy(
        update={"evidence": FULL_MINUTES.updates[0].evidence.model_copy(update=quote)},
    )
    figure = FULL_MINUTES.figures[0].model_copy(
        update={"evidence": FULL_MINUTES.figures[0].evidence.model_copy(update=quote)},
    )
    minutes = FULL_MINUTES.model_copy(
        update={"updates": (update, *FULL_MINUTES.updates), "figures": (*FULL_MINUTES.figures, figure)},
    )
    found = verify(minutes, TRANSCRIPT)

    assert (found.minutes.updates, found.minutes.figures) == (FULL_MINUTES.updates, FULL_MINUTES.figures)
    assert [issue.where for issue in found.issues] == [
        "minutes.json, updates, 1",
        f"minutes.json, figures, {len(minutes.figures)}",
    ]
    assert found.share == 1.0
