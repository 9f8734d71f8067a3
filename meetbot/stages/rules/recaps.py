"""Read-backs without verbs: "Mari, lista final el jueves; Óscar, el tablero el veinticuatro y el corte el martes"."""

import re
from collections.abc import Iterator
from dataclasses import replace

from meetbot.stages.due_dates import DueMention
from meetbot.stages.rules.acts import Act, Reading
from meetbot.stages.rules.building import build
from meetbot.stages.rules.speech import Sentence, content_stems
from meetbot.stages.rules.verbs import readings

_EDGES = re.compile(
    r"^[\s,.;:¿?¡!]*(?:(?:y|e|and|then|luego|entonces|tu|usted|vos|con|para|por|pues|ok)[\s,.]+)*|[\s,.;:]+$"
)
_ENDS = re.compile(r"[\s,.;:¿?¡!]+(?:y|e|and|para|por|by|on|a|con)?[\s,.;:]*$")
_LONGEST = 9
"""Words of what a read-back names; more is a sentence with a verb of its own."""


def recap_acts(reading: Reading, acts: tuple[Act, ...], *, speaker: str | None) -> Iterator[Act]:
    """A task for each person, thing and day that a read-back lines up without a verb that says it."""
    if not reading.recap or not reading.sentence.dues:
        return
    sentence = reading.sentence
    for due in sentence.dues:
        owner, start = _owner(reading, due, speaker)
        if (
            owner is None
            or any(a.start < due.end and start <= a.start for a in acts)
            or any(a.due == due for a in acts)
        ):
            continue
        before = [other.end for other in sentence.dues if start <= other.end <= due.start]
        phrase_start, phrase = _phrase(sentence, max([start, *before]), due.start)
        if not phrase:
            after = _phrase(sentence, due.end, _until(reading, due))
            phrase_start, phrase = after
        if phrase and len(phrase.split()) <= _LONGEST:
            act = build(reading, "assign", phrase_start, phrase_start, verb=None, score=0.5, target=owner, cue="listed")
            stems = content_stems(phrase.lower())
            yield replace(act, due=due, topic=phrase, stems=stems, end=due.end, condition=None)


def _owner(reading: Reading, due: DueMention, speaker: str | None) -> tuple[str | None, int]:
    """Who the read-back speaks of before that day, and where what it says of them begins."""
    named = [n for n in reading.names if n.end <= due.start and not _helps(reading.sentence, n.start)]
    own = [m for m in re.finditer(r"(?<!\w)(?:yo|me|i'll|mine)(?!\w)", reading.sentence.folded) if m.end() <= due.start]
    last = named[-1] if named else None
    if own and (last is None or own[-1].start() > last.start):
        return speaker, own[-1].end()
    if last is not None:
        return last.name, last.end
    return reading.addressee, 0


def _helps(sentence: Sentence, start: int) -> bool:
    """As in "los invitados con Kyle": not whose turn it is."""
    return re.search(r"(?<!\w)(?:con|with|a|para|for|de|of|to)\s+$", sentence.folded[:start]) is not None


def _until(reading: Reading, due: DueMention) -> int:
    starts = [d.start for d in reading.sentence.dues if d.start > due.end]
    starts += [n.start for n in reading.names if n.start > due.end and not _helps(reading.sentence, n.start)]
    return min(starts, default=len(reading.sentence.text))


def _phrase(sentence: Sentence, start: int, end: int) -> tuple[int, str]:
    """The words between the offsets without loose ends, verbatim; empty when they hold a verb or no content."""
    text = sentence.text[start:end]
    opening = _EDGES.match(sentence.folded[start:end])
    lead = opening.end() if opening else 0
    text = _ENDS.sub("", text[lead:])
    words = [w for w in sentence.words if start + lead <= w.start < start + lead + len(text)]
    finite = any(f.tense in {"present", "future"} and f.person in {"1s", "2s"} for w in words for f in readings(w.raw))
    return (start + lead, "" if finite or not content_stems(text.lower()) else text)
