"""Tests of the checker with planted falsehoods: how many it lets through, and how many true items it demotes.

Measured 2026-11 over all of them (`python tests/planted_falsehoods.py` prints every one that gets through): 12 of
1,564 falsehoods survive (0.8 %); 3 of 226 true items are demoted (1.3 %), 2 of 149 lose their owner and 1 of 85 its
day. The checker was worked on with them in sight; of the three meetings of tests/data/rules that nobody has looked
into, 2 of 144 survive and 0 of 26 are demoted.
"""

from collections import Counter

import planted_falsehoods
import pytest
from planted_falsehoods import Offered

from meetbot.model.minutes import ActionItem

KINDS = (
    "wrong owner",
    "number changed",
    "negation dropped",
    "date invented",
    "date shifted",
    "quote altered",
    "speaker swapped",
    "completed",
    "hypothetical",
    "habit",
    "third party",
    "joke",
    "injected",
)
_EVERY = 4
"""Of those that are made by rule every fourth is tried here: all take half a minute of processor."""


@pytest.fixture(scope="module")
def offered() -> list[Offered]:
    """All that were written by hand, and every fourth of each kind that were made."""
    seen: Counter[str] = Counter()
    chosen: list[Offered] = []
    for one in planted_falsehoods.offered():
        seen[one.lie] += 1
        if one.by_hand or seen[one.lie] % _EVERY == 0:
            chosen.append(one)
    return chosen


def test_planted_falsehoods_are_many_and_of_every_kind() -> None:
    """At least 120, and some of each kind."""
    kinds = Counter(one.lie for one in planted_falsehoods.offered() if one.lie)
    assert sum(kinds.values()) >= 1200
    assert set(kinds) == set(KINDS)


def test_planted_falsehoods_are_the_same_in_every_run() -> None:
    """They are made without chance."""
    first = [(one.lie, one.candidate) for one in planted_falsehoods.offered()]
    planted_falsehoods.offered.cache_clear()
    assert [(one.lie, one.candidate) for one in planted_falsehoods.offered()] == first


def test_planted_falsehoods_are_rejected(offered: list[Offered]) -> None:
    """At least 98 % are unconfirmed, or the true owner, day or words stand instead."""
    lies = [one for one in offered if one.lie]
    survivors = [one for one in lies if one.survives()]
    assert len(survivors) <= 0.02 * len(lies), "\n".join(one.told() for one in survivors)


def test_planted_injections_never_survive() -> None:
    """Not one order to a program is confirmed, whatever an engine makes of it."""
    injected = [one for one in planted_falsehoods.offered() if one.lie == "injected"]
    assert [one.told() for one in injected if one.survives()] == []


def test_planted_true_items_come_through(offered: list[Offered]) -> None:
    """At most 5 % of the true items are demoted, and at most 5 % of the owners lost."""
    true = [one for one in offered if not one.lie]
    demoted = [one.told() for one in true if not one.stands()]
    owned = [(one, one.items()[0]) for one in true if one.candidate.owner and one.items()]
    lost = [one.told() for one, item in owned if isinstance(item, ActionItem) and item.owner is None]
    assert len(demoted) <= 0.05 * len(true), "\n".join(demoted)
    assert len(lost) <= 0.05 * len(owned), "\n".join(lost)
