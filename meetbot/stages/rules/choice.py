"""One of several, or none of them: how likely each is by the signs that speak for it."""

import json
import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from importlib import resources
from typing import Any


@cache
def shipped(package: str, file: str) -> Any:
    """The learned weights of that file beside the modules of a package."""
    return json.loads((resources.files(package) / file).read_text("utf-8"))


def shares(options: Sequence[AbstractSet[str]], weights: Mapping[str, float]) -> list[float]:
    """The probability of each option, given its signs; what is missing to 1 is how likely none of them is.

    `weights` are log-odds against none; every option has the weight "base" besides those of its signs.
    """
    scores = [weights["base"] + sum(weights.get(sign, 0.0) for sign in sorted(signs)) for signs in options]
    highest = max([0.0, *scores])
    odds = [math.exp(score - highest) for score in scores]
    every = sum(odds) + math.exp(-highest)
    return [one / every for one in odds]


def likeliest(options: Sequence[AbstractSet[str]], weights: Mapping[str, float]) -> tuple[int, float] | None:
    """The number of the likeliest option, the first of equals, and its probability; None where there is none."""
    found = shares(options, weights)
    number = max(range(len(found)), key=lambda at: found[at], default=None)
    return None if number is None else (number, found[number])
