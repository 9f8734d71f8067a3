"""What was learned, in its file and back."""

import json
import math
from typing import get_args

from meetbot.model.candidates import CandidateKind
from meetbot.stages.rules.reader.weights import TurnWeights, packed, read, shipped

WEIGHTS = TurnWeights(
    kinds=("decision", "action"),
    bias=(-1.5, -2.0),
    rows={"0 yo": ((1, 0.754),), "0 queda": ((0, 1.25), (1, -0.3)), "0 nada": ((0, 0.001),)},
)


def test_weights_come_back_rounded_and_without_those_that_are_nothing() -> None:
    """Two digits are kept; a feature that rounds to nothing is left out."""
    found = read(packed(WEIGHTS), '{"action": {"bias": 1, "weights": {"lead": 0.5}}}')
    assert (found.turns.kinds, found.turns.bias) == (("decision", "action"), (-1.5, -2.0))
    rows = {name: [(kind, round(weight, 6)) for kind, weight in row] for name, row in found.turns.rows.items()}
    assert rows == {"0 queda": [(0, 1.25), (1, -0.3)], "0 yo": [(1, 0.75)]}
    assert found.estimates["action"].weights == {"lead": 0.5}


def test_the_same_weights_are_the_same_bytes() -> None:
    """Neither the clock nor the order in which features were met shows in the file."""
    turned = TurnWeights(kinds=WEIGHTS.kinds, bias=WEIGHTS.bias, rows=dict(sorted(WEIGHTS.rows.items())))
    assert packed(WEIGHTS) == packed(turned)


def test_what_ships_knows_every_kind() -> None:
    """Each kind of candidate has its weights over turns and its estimate, all of them finite."""
    found = shipped()
    assert set(found.turns.kinds) == set(found.estimates) == set(get_args(CandidateKind))
    assert len(found.turns.rows) > 10_000
    told = json.dumps({kind: estimate.weights for kind, estimate in found.estimates.items()})
    assert "NaN" not in told
    assert all(math.isfinite(estimate.bias) for estimate in found.estimates.values())
