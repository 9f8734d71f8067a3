"""Turns that speak of several open commitments, cut into pieces: 'La alerta ya quedó. Carmen, ¿y la lista?'."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from meetbot.model.transcript import Transcript
from meetbot.stages.ground_evidence import Context, Place, sentences
from meetbot.stages.update_matching import Matcher, Task

_CLAUSE = re.compile(r"[^.,;:?!…]+[.,;:?!…]*")
_ENOUGH = 0.5
"""Share of a task that a clause of its own has to hold."""
_ENOUGH_OWNED = 0.3
"""The same, where the task's owner speaks or is named in it."""
_ENOUGH_POSSESSED = 0.15
"""The same, where the clause calls the thing the owner's: 'la alerta de Sofía'."""


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """The transcript with a turn for each piece, and where each of them stands in the one that was cut."""

    transcript: Transcript
    places: tuple[Place, ...]

    def turn(self, index: int) -> int:
        """The turn that a piece is of: distances are counted in turns."""
        return self.places[index].index

    def turns(self, indexes: Iterable[int]) -> list[int]:
        """The turns that those pieces are of, each once."""
        return list(dict.fromkeys(self.turn(index) for index in indexes))


def cut(transcript: Transcript, matcher: Matcher) -> Pieces:
    """The pieces of all turns: a turn that speaks of one task, or of none, stays whole."""
    context = Context(transcript)
    places = [
        Place(index=index, start=start, end=end)
        for index, turn in enumerate(transcript.turns)
        for start, end in _spans(turn.text, context.name(index), matcher)
    ]
    turns = [transcript.turns[at.index].model_copy(update={"text": context.quote(at)}) for at in places]
    return Pieces(transcript=transcript.model_copy(update={"turns": tuple(turns)}), places=tuple(places))


def _spans(text: str, speaker: str | None, matcher: Matcher) -> Iterator[tuple[int, int]]:
    """From the sentence, or else the clause, that names another task than those before it, a new piece begins."""
    begins, named_at = 0, 0
    current: Task | None = None
    starts: list[int] = []
    for match in _CLAUSE.finditer(text):
        task = _named(match.group(), speaker, matcher, current)
        if task is None:
            continue
        if current is not None and task is not current:
            starts = starts or [start for start, _ in sentences(text)]
            opens = starts[bisect_right(starts, match.end()) - 1]
            at = opens if opens > named_at else match.start()
            yield _trimmed(text, begins, at)
            begins = at
        current, named_at = task, match.end()
    yield _trimmed(text, begins, len(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _named(clause: str, speaker: str | None, matcher: Matcher, current: Task | None) -> Task | None:
    """The task that the clause is about by its own words; the one before it where both are equally likely."""
    touched = matcher.touched(clause)
    concerned = {speaker, *(named.name for named in matcher.people.named(clause))} if touched else set()
    best: tuple[float, bool, Task] | None = None
    for task, held in touched:
        enough = _ENOUGH_OWNED if task.commitment.owner in concerned else _ENOUGH
        enough = _ENOUGH_POSSESSED if matcher.possessed(task, clause) else enough
        share = matcher.share(task, held)
        if share < enough or not any(map(matcher.is_rare, held)) or not matcher.names_matter(task, held, [clause]):
            continue
        if best is None or (share, task is current) > best[:2]:
            best = share, task is current, task
    return best[2] if best else None
