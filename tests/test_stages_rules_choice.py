"""How one of several is chosen, or none."""

import pytest

from meetbot.stages.rules.choice import likeliest, shares

WEIGHTS = {"base": 0.0, "quoted": 2.0}


def test_what_is_missing_to_one_is_that_none_is_it() -> None:
    """Probabilities share out one; more of what speaks for one makes the other less likely."""
    alone, both = shares([set()], WEIGHTS), shares([set(), {"quoted"}], WEIGHTS)
    assert alone == [0.5]
    assert sum(both) < 1
    assert both[0] < alone[0] < both[1]


def test_signs_that_nobody_learned_weigh_nothing() -> None:
    """A sign without a weight leaves the probability as it is."""
    assert shares([{"quoted", "never seen"}], WEIGHTS) == shares([{"quoted"}], WEIGHTS)


def test_no_options_have_no_shares() -> None:
    """Where there is nothing to choose from nothing is chosen."""
    assert shares([], WEIGHTS) == []


@pytest.mark.parametrize("weight", [-4000.0, 4000.0])
def test_weights_beyond_a_floats_powers_are_sure(weight: float) -> None:
    """However far apart, the shares are numbers from 0 to 1."""
    assert shares([{"far"}], {"base": 0.0, "far": weight}) == [float(weight > 0)]


def test_the_likeliest_is_the_first_of_equals() -> None:
    """With its probability; among no options there is none."""
    assert likeliest([set(), {"quoted"}, {"quoted"}], WEIGHTS) == (
        1,
        shares([set(), {"quoted"}, {"quoted"}], WEIGHTS)[1],
    )
    assert likeliest([], WEIGHTS) is None
