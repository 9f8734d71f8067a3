"""What was learned, in its file and back."""

import json
import math
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from meetbot.model.candidates import CandidateKind
from meetbot.stages.rules.reader.weights import TurnWeights, joined, packed, parted, read, shipped

WEIGHTS = TurnWeights(
    kinds=("decision", "action"),
    bias=(-150, -200),
    rows={"0": {"yo": joined([0, 75]), "queda": joined([125, -30]), "nada": 0}, "+1": {"va por ahí": joined([1, 2])}},
)


def test_weights_come_back_and_those_that_are_nothing_don_t() -> None:
    """Rows and biases are the same again; a feature that weighs nothing is left out."""
    found = read(packed(WEIGHTS), '{"action": {"bias": 1, "weights": {"lead": 0.5}}}')
    assert (found.turns.kinds, found.turns.bias) == (("decision", "action"), (-150, -200))
    assert found.turns.rows == {
        "0": {"queda": joined([125, -30]), "yo": joined([0, 75])},
        "+1": {"va por ahí": joined([1, 2])},
    }
    assert found.estimates["action"].weights == {"lead": 0.5}


@given(st.lists(st.lists(st.integers(-2000, 2000), min_size=3, max_size=3), max_size=200))
@settings(max_examples=25)
def test_the_sum_of_joined_numbers_holds_the_sums(rows: list[list[int]]) -> None:
    """Whatever the signs, each kind's weights add up by themselves."""
    assert parted(sum(map(joined, rows)), 3) == [sum(row[n] for row in rows) for n in range(3)]


def test_the_same_weights_are_the_same_bytes() -> None:
    """Neither the clock nor the order in which features were met shows in the file."""
    turned = TurnWeights(kinds=WEIGHTS.kinds, bias=WEIGHTS.bias, rows=dict(sorted(WEIGHTS.rows.items())))
    assert packed(WEIGHTS) == packed(turned)


def test_what_ships_knows_every_kind() -> None:
    """Each kind of candidate has its weights over turns and its estimate, all of them finite."""
    found = shipped()
    assert set(found.turns.kinds) == set(found.estimates) == set(get_args(CandidateKind))
    assert sum(map(len, found.turns.rows.values())) > 10_000
    told = json.dumps({kind: estimate.weights for kind, estimate in found.estimates.items()})
    assert "NaN" not in told
    assert all(math.isfinite(estimate.bias) for estimate in found.estimates.values())
