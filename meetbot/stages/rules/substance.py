"""What a task is about whose own words leave it open: "la escribo", "lo dejo hecho", "when would that be live?"."""

from collections.abc import Sequence

from meetbot.stages.folding import fold
from meetbot.stages.rules.matter import is_figure
from meetbot.stages.rules.phrases import shifts
from meetbot.stages.rules.proposals import proposal_strength
from meetbot.stages.rules.speech import Sentence, content_stems
from meetbot.stages.rules.tasks import Heard, Task
from meetbot.stages.rules.things import Matter, things_of, wanted

_BACK = 6
"""Turns before the task in which it may have been named; measured on the tuning meetings."""
_ENOUGH = 0.5
"""Worth from which a phrase is taken for the matter."""
_LONGEST = 14
"""Words of a proposal that still reads well behind a task."""


def names_something(thing: str) -> bool:
    """Whether the phrase names a thing, and not a number or day alone: "el veinticinco", "los dos"."""
    return any(not is_figure(word) for word in fold(thing).split()[1:]) if " " in thing else bool(thing)


def leaves_open(task: Task) -> bool:
    """Whether the words of the task alone do not say what it is about."""
    if task.act.topic:
        return False
    return len(task.act.stems) == 0 or bool(task.act.pronouns) or task.act.verb is None


def matter_of(task: Task, past: Sequence[Heard]) -> Matter | None:
    """What the task is about: the phrase that its exchange speaks of most, else a short proposal or question."""
    turns = _window(task, past)
    deed = task.act.verb in _ANY_DEED and not {"la", "las", "los"} & set(task.act.pronouns)
    things = [] if deed else sorted(things_of(task, past, turns), key=lambda found: -found[0])
    if things and (things[0][0] >= _ENOUGH or (wanted(task) != ("",) and _alone(things, task))):
        return things[0][1]
    if task.about is not None:
        return None
    for turn in reversed([turn for turn in turns if turn <= task.lead]):
        for sentence in reversed(past[turn].utterance.sentences):
            before = turn < task.lead or sentence.start < task.act.sentence.start
            named = before and len(sentence.words) <= _LONGEST and len(content_stems(sentence.folded)) > 1
            cited = sentence in task.said.get(turn, ())
            if named and (_puts(sentence, cited=cited) or (cited and deed)):
                return Matter(turn, sentence, "")
    return None


_ANY_DEED = frozenset({"do", "hacer", "handle"})
"""Verbs whose "it" stands for what somebody proposed, not for a thing."""


def _puts(sentence: Sentence, *, cited: bool) -> bool:
    asks = cited and sentence.question_span is not None
    return not sentence.folded.startswith("que ") and (asks or proposal_strength(sentence) > 0)


def _alone(things: Sequence[tuple[float, Matter]], task: Task) -> bool:
    """Whether one phrase near the task stands out from all others that its pronoun could mean."""
    worth, best = things[0]
    others = [other for other, found in things[1:] if fold(found.thing) != fold(best.thing)]
    return abs(task.lead - best.turn) <= _NEAR and worth >= _NEAR_ENOUGH and all(worth - o >= 1 for o in others)


_NEAR, _NEAR_ENOUGH = 2, -4.5


def _window(task: Task, past: Sequence[Heard]) -> list[int]:
    """The turns that belong to the task and those before it, from the last one that turned to something new."""
    near = range(max(0, task.lead - _BACK), task.lead + 1)
    new = max((turn for turn in near if shifts(past[turn].utterance) is not None), default=-1)
    return sorted({*(turn for turn in near if turn >= new), *task.said})
