"""Due dates as people say them, found and resolved by rule: no model, no clock.

`find_due` finds the words, `resolve_due` computes the date against the day on which they were said. Spanish and English
may be mixed in one phrase. "Before Thursday" is due the day before, with Thursday as the other reading. Of a date that
the speaker corrects ("el martes, no, el miércoles") only the last word counts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

from meetbot.stages.due_grammar import NOT_DUE, rules_in
from meetbot.stages.due_readings import is_readable, read
from meetbot.stages.due_said import DueDate, Found, Said
from meetbot.stages.folding import fold

__all__ = ["DueDate", "DueMention", "find_due", "resolve_due"]

_REACH = 10
"""Years that words reach ("99 months" is the furthest): nearer to the calendar's ends they name no day."""


@dataclass(frozen=True, kw_only=True)
class DueMention:
    """Words about a time to come, verbatim from the text, and where they stand in it."""

    words: str
    start: int
    end: int


def find_due(text: str, *, language: str = "es") -> tuple[DueMention, ...]:
    """The words in the text that say when something is due, in order, never overlapping.

    The past, habits, starting points and what the speaker takes back are left out. `language`, "en" or a tag like
    "en-GB", only matters to dates like 5/12.
    """
    spoken, _, country = language.partition("-")
    said = Said(on=date(2000, 1, 3), next_meeting=date(2000, 1, 10), language=spoken, country=country)
    folded = fold(text)
    found = _dated([f for f in _matches(folded) if f.rule.reading != NOT_DUE and is_readable(f, said)])
    spans = [(f.start, f.end) for f in _upheld(found, folded)]
    return tuple(DueMention(words=text[start:end], start=start, end=end) for start, end in spans)


def resolve_due(words: str, *, said_on: date, next_meeting: date | None = None, language: str = "es") -> DueDate | None:
    """The day that the words mean when said on `said_on`, or None when they name none.

    When they name several, the first counts that was not taken back. "The next meeting" needs `next_meeting`.
    `language` is "es", "en" or a tag with its country ("es-CO"), whose holidays make its working days and "el puente".
    """
    if not date.min.year + _REACH <= said_on.year <= date.max.year - _REACH:
        return None
    spoken, _, country = language.partition("-")
    said = Said(on=said_on, next_meeting=next_meeting, language=spoken, country=country)
    folded = fold(words)
    for found in _upheld(_dated([f for f in _matches(folded, whole=True) if f.rule.reading != NOT_DUE]), folded):
        resolved = read(found, said)
        if resolved is not None:
            return resolved
    return None


def _dated(found: Sequence[Found]) -> list[Found]:
    """Without the times of day, where a day is named too: "el jueves lo tienes, antes de comer"."""
    days = [one for one in found if one.rule.reading != "part_of_day"]
    return days or list(found)


_CORRECTION = re.compile(
    r"[\s,.;:?!…¿¡-]*(?:(?:no|nada|digo|perdon|mejor|mas bien|mejor dicho|bah|mentira|o sea|quiero decir|bueno|eh|"
    r"este|ay|"
    r"que diga|o|sorry|i mean|actually|make it|make that|rather|scratch that|wait|uh|um|well|or)[\s,.;:?!…¿¡-]+)+"
)
_TAKES_BACK = re.compile(
    r"\b(?:no|digo|perdon|mejor|mas bien|mentira|quiero decir|que diga|sorry|i mean|actually|make it|make that|rather|"
    r"scratch that)\b"
)


_NOT_THE_OTHER = re.compile(r",\s*(?:y )?no (?:para )?|,\s*(?:and )?not (?:by |on )?")
"""What says that the second is not the day: "el 20, no el 22"; "el 20, no, el 22" takes the first back."""


def _upheld(found: Sequence[Found], folded: str) -> list[Found]:
    """Those that the next one does not correct: of 'el martes, no, el miércoles' only Wednesday."""
    kept: list[Found] = []
    for number, one in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        between = folded[one.end : following.start] if following else ""
        if kept and _NOT_THE_OTHER.fullmatch(folded[found[number - 1].end : one.start]):
            continue
        taken_back = _CORRECTION.fullmatch(between) and _TAKES_BACK.search(between)
        if not taken_back or _NOT_THE_OTHER.fullmatch(between):
            kept.append(one)
    return kept


@lru_cache(maxsize=5_000)
def _matches(folded: str, *, whole: bool = False) -> tuple[Found, ...]:
    """Leftmost, then longest, then first in the grammar. With `whole` the text is nothing but words about time."""
    rules = rules_in(folded)
    every = [Found(rule, *found) for rule in rules if not rule.alone for found in rule.found(folded)]
    if whole:
        bare = folded.strip(" .,;:?!…¿¡")
        alone = (Found(rule, *found) for rule in rules if rule.alone for found in islice(rule.found(folded), 1))
        every += [found for found in alone if len(found.words) == len(bare)]
    every.sort(key=lambda found: (found.start, -found.end))
    kept: list[Found] = []
    for found in every:
        if not kept or found.start >= kept[-1].end:
            kept.append(found)
    return tuple(kept)
