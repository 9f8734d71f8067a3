"""Turns a small model's answers into probabilities: its order is kept, how many are right is known from elsewhere.

Asked about line after line, small models give nearly all of them the same letter. What they know is which lines are
likelier than others (Qwen2.5-Coder 1.5B over the decisions of labelled meetings).
"""

import math
from collections.abc import Mapping

_STEPS = 50
_WIDEST = 30.0
_SUREST = 1e-6


def shifted(raw: Mapping[int, float], expected: float) -> dict[int, float]:
    """The same probabilities with `expected` as their sum, by one shift of all log-odds."""
    odds = {index: _logit(chance) for index, chance in raw.items()}
    low, high = -_WIDEST, _WIDEST
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if sum(_sigmoid(value + middle) for value in odds.values()) < expected:
            low = middle
        else:
            high = middle
    return {index: _sigmoid(value + low) for index, value in odds.items()}


def _logit(chance: float) -> float:
    limited = min(1 - _SUREST, max(_SUREST, chance))
    return math.log(limited / (1 - limited))


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))
