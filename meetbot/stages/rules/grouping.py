"""Puts together what is told more than once, by how likely each two tellings are of the same."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

Telling = TypeVar("Telling")


def grouped(
    tellings: Sequence[Telling], odds_of: Callable[[int], Mapping[int, float]], *, same: float
) -> list[list[Telling]]:
    """The tellings in groups, each joined to the earlier one that is likeliest the same, the later of two.

    `odds_of` gives the log-odds with earlier ones by number; from more than `same` on both are one.
    """
    groups: list[list[Telling]] = []
    group_of: list[list[Telling]] = []
    for number, one in enumerate(tellings):
        found = odds_of(number)
        likeliest = max(found, key=lambda earlier: (found[earlier], earlier), default=None)
        if likeliest is not None and found[likeliest] > same:
            group = group_of[likeliest]
        else:
            group = []
            groups.append(group)
        group.append(one)
        group_of.append(group)
    return groups


def step(worth: float, steps: Sequence[tuple[float, str]]) -> str:
    """The name of the first step that reaches so far, "much" beyond the last."""
    for most, name in steps:
        if worth <= most:
            return name
    return "much"
