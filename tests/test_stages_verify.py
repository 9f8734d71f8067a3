"""Tests of meetbot.stages.verify."""

from typing import Any

import pytest
from examples import MINUTES, TRANSCRIPT

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
