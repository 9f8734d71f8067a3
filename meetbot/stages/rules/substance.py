"""What a task is about whose own words leave it open: "la escribo", "lo dejo hecho", "when would that be live?"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meetbot.stages.folding import fold
from meetbot.stages.rules.phrases import phrases, shifts
from meetbot.stages.rules.proposals import proposal_strength
from meetbot.stages.rules.speech import Sentence, content_stems
from meetbot.stages.rules.tasks import Heard, Task

_BACK = 4
"""Turns before the task in which it may have been named; measured on the tuning meetings."""
_ENOUGH = 2
"""Content words of a sentence that says what something is about."""
_LONGEST = 18
"""Words of a sentence that still reads well behind a task."""
_FRAGMENT = 6
_CITED, _ASKED, _FAR = 3.0, 1.5, 1.2
_OBJECTS = {"lo": ("ms",), "la": ("fs",), "los": ("mp", "ms"), "las": ("fp", "fs")}


@dataclass(frozen=True)
class Matter:
    """The sentence that says what the task is about, its turn, and the noun phrase in it where one is meant."""

    turn: int
    sentence: Sentence
    thing: str


def leaves_open(task: Task) -> bool:
    """Whether the words of the task alone do not say what it is about."""
    if task.thing or task.about is not None or task.act.topic:
        return False
    return len(task.act.stems) == 0 or bool(task.act.pronouns) or task.act.verb is None


def matter_of(task: Task, past: Sequence[Heard]) -> Matter | None:
    """What the task is about: the sentence that says it best among those that belong to it and those before it."""
    ranked = sorted(_candidates(task, past), key=lambda found: -found[0])
    if not ranked:
        return None
    wanted = next((_OBJECTS[p] for p in task.act.pronouns if p in _OBJECTS), ())
    for kind in wanted:
        for _, turn, sentence in ranked[:1]:
            things = _things(sentence, kind)
            if len(things) == 1:
                return Matter(turn, sentence, things[0])
    _, turn, sentence = ranked[0]
    return Matter(turn, sentence, "")


def _things(sentence: Sentence, kind: str) -> list[str]:
    found = (sentence.text[words[0].start : words[-1].end] for words in phrases(sentence, kind, len(sentence.text)))
    return [t for t in found if not fold(t).startswith(("al ", "del ")) and not t.split()[1][:1].isupper()]


def _candidates(task: Task, past: Sequence[Heard]) -> Iterator[tuple[float, int, Sentence]]:
    lead = task.lead
    turns = sorted({*range(max(0, lead - _BACK), lead + 1), *(turn for turn in task.said if turn <= lead)})
    new = max((turn for turn in turns if turn < lead and shifts(past[turn].utterance) is not None), default=-1)
    for turn in turns:
        if turn < new and turn not in task.said:
            continue
        for sentence in past[turn].utterance.sentences:
            stems = content_stems(sentence.folded)
            later = turn == lead and sentence.start > task.act.sentence.start
            if sentence == task.act.sentence or len(stems) < _ENOUGH or (later and len(sentence.words) > _FRAGMENT):
                continue
            score = min(len(stems), 4) * 0.5 - abs(lead - turn) * (_FAR if turn <= lead else 2 * _FAR)
            score += _CITED if sentence in task.said.get(turn, ()) else 0
            score += _ASKED if sentence.question_span is not None or proposal_strength(sentence) else 0
            score -= 1.5 if len(sentence.words) > _LONGEST else 0
            yield score, turn, sentence
