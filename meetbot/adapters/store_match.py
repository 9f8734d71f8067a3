"""Which item of the database is which item of the minutes, when either may have been corrected since.

A corrected word changes the quote, a better engine the wording, a better transcript the turns, a corrected name the
owner; what stays tells that it is still the same promise.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SAME_TEXT = 80.0
_SAME_WORDS = 60.0
"""Measured on the 42 actions of four runs over the sample meetings, folded, `token_sort_ratio`: two promises of one
owner reach at most 46 in text and 54 in quote; a quote with one word replaced keeps at least 71 (94 % of them 80)."""

_Row = Mapping[Any, Any]
_Pair = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Matching:
    """Each found item with its row or None, in the order of the items; and the rows that no item claims."""

    pairs: tuple[tuple[Any, dict[str, Any]], ...]
    gone: tuple[Any, ...]


def match(rows: Sequence[_Row], found: Sequence[dict[str, Any]]) -> Matching:
    """One row for one item at most, the surest pairs first; equal ones in order of the rows, then of the items."""
    ranked = sorted(_ranked(rows, found))
    of_item: dict[int, int] = {}
    taken: set[int] = set()
    for *_, row, item in ranked:
        if row not in taken and item not in of_item:
            of_item[item] = row
            taken.add(row)
    pairs = tuple((rows[of_item[i]] if i in of_item else None, values) for i, values in enumerate(found))
    return Matching(pairs=pairs, gone=tuple(row for i, row in enumerate(rows) if i not in taken))


def quote_key(quote: str) -> str:
    """The words without case, punctuation, accents and spacing: what stays when a transcript is tidied up."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", quote.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain))


@dataclass(frozen=True, kw_only=True)
class _Signs:
    """What an item is recognised by. `owner` is null where nobody was named, and for decisions."""

    turn: str
    quote: str
    text: str
    owner: str | None


def _ranked(rows: Sequence[_Row], found: Sequence[_Row]) -> Iterable[tuple[int, bool, float, int, int]]:
    old, new = [_signs(row) for row in rows], [_signs(values) for values in found]
    lone = _Lone(old, new)
    for row, before in enumerate(old):
        for item, after in enumerate(new):
            alike = _alike(before.text, after.text)
            sureness = _sureness(before, after, alike=alike, lone=lone)
            if sureness is not None:
                yield sureness, before.owner != after.owner, -alike, row, item


def _sureness(before: _Signs, after: _Signs, *, alike: float, lone: "_Lone") -> int | None:
    """How sure it is that these are the same promise: 0 is surest, None not at all."""
    turn, quote = before.turn == after.turn, before.quote == after.quote
    text, owner = before.text == after.text, before.owner == after.owner
    words = _alike(before.quote, after.quote)
    reasons = (
        turn and quote and text,
        turn and quote,  # reworded
        quote and text,  # turns renumbered
        turn and text,  # a word of the quote corrected
        text and owner and lone.text(after),
        turn and owner and alike >= _SAME_TEXT,
        # The owner's only promise in that turn, so long as the words aren't those of another: turns may be renumbered.
        turn and owner and lone.turn(after) and max(alike, words) >= _SAME_WORDS,
        (turn or owner) and min(alike, words) >= _SAME_TEXT,  # transcribed again, or the speaker's name corrected
    )
    return next((index for index, holds in enumerate(reasons) if holds), None)


class _Lone:
    """Which signs belong to no more than one item before and to no more than one after."""

    def __init__(self, *sides: Sequence[_Signs]) -> None:
        self._texts = [Counter((s.text, s.owner) for s in side) for side in sides]
        self._turns = [Counter((s.turn, s.owner) for s in side) for side in sides]

    def text(self, signs: _Signs) -> bool:
        """Whether its owner has no other promise of that text."""
        return all(counts[signs.text, signs.owner] <= 1 for counts in self._texts)

    def turn(self, signs: _Signs) -> bool:
        """Whether its owner has no other promise in that turn."""
        return all(counts[signs.turn, signs.owner] <= 1 for counts in self._turns)


def _signs(values: _Row) -> _Signs:
    return _Signs(
        turn=values["turn_id"],
        quote=values["quote_key"],
        text=quote_key(values["text"]),
        owner=values.get("owner"),
    )


def _alike(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(one, other)
