"""Gives each task the likeliest of the days said around it, and leaves it open where none is likely enough."""

from collections.abc import Sequence
from dataclasses import dataclass

from meetbot.model.candidates import Candidate
from meetbot.stages.rules.choice import likeliest
from meetbot.stages.rules.day_signs import FAR, DaySaid, SaidDay, meant, signs, taken_back
from meetbot.stages.rules.likely_day_weights import WEIGHTS
from meetbot.stages.rules.speech import Sentence, content_stems
from meetbot.stages.rules.tasks import Heard
from meetbot.stages.rules.told_task import ToldTask, told_tasks, undated

SURE = 0.8
"""Probability from which a day is stated.

Measured 2026-11 on 458 dated tasks of 84 tune meetings, each read by weights from the others (the tasks themselves are
found by weights from all): from 0.4 on 85 % of the days are right and 76 % are found, from 0.65 on 93 and 67, from 0.75
on 94 and 59, from 0.8 on 95 and 56, from 0.9 on 98 and 43.
"""
OPEN = 0.4
"""Probability below which not even its words are told, unless they are known as the task's."""
BEFORE, AFTER = 3, 4
"""Turns beside a task's own in which its day may stand."""
_MOST = 60
"""Mentions of days that are weighed for a task; talk holds fewer."""


@dataclass(frozen=True, kw_only=True)
class DayOption:
    """A day with every mention of it around a task, in order, and the signs that bear on its being the task's."""

    mentions: tuple[SaidDay, ...]
    signs: frozenset[str]


def with_likely_days(candidates: Sequence[Candidate], heard: Sequence[Heard]) -> tuple[Candidate, ...]:
    """The candidates in the same order, each task with its likeliest day, marked open where that is not likely."""
    tasks = told_tasks(candidates, heard)
    known, dated = list(tasks.values()), sentences_with_days(heard)
    return tuple(
        _dated(candidate, options(tasks[number], known, heard, dated)) if number in tasks else candidate
        for number, candidate in enumerate(candidates)
    )


Dated = Sequence[tuple[Heard, Sentence]]
"""The sentences that name a day, in order, each with its turn."""


def sentences_with_days(heard: Sequence[Heard]) -> Dated:
    """Those of a meeting."""
    return [(turn, sentence) for turn in heard for sentence in turn.utterance.sentences if sentence.dues]


def options(task: ToldTask, tasks: Sequence[ToldTask], heard: Sequence[Heard], dated: Dated) -> list[DayOption]:
    """Every day said in the task's turns, beside them, or later of its owner and in its words."""
    days: dict[object, list[SaidDay]] = {}
    for said in _mentions(task, dated):
        days.setdefault(meant(said.due.words), []).append(said)
    every = [DaySaid(mentions=tuple(day), back=taken_back(day, heard)) for day in days.values()]
    return [DayOption(mentions=day.mentions, signs=frozenset(signs(task, day, every, tasks, heard))) for day in every]


def _mentions(task: ToldTask, dated: Dated) -> list[SaidDay]:
    """The mentions of days in its turns, beside them and of it later, in order: the nearest, of a great many."""
    near: dict[int, int] = {}
    for cited in task.turns:
        for apart in range(-BEFORE, AFTER + 1):
            if abs(apart) <= abs(near.get(cited + apart, FAR)):
                near[cited + apart] = apart
    last = max(task.turns)
    found = [
        SaidDay(turn, sentence, due, near.get(turn.index, FAR))
        for turn, sentence in dated
        if turn.index in near or (turn.index > last and _speaks_of(task, turn, sentence))
        for due in sentence.dues
    ]
    return sorted(sorted(found, key=lambda said: abs(said.apart))[:_MOST], key=lambda said: said.at)


def _speaks_of(task: ToldTask, turn: Heard, sentence: Sentence) -> bool:
    """Whether the owner says it, or it names the owner, and it shares a word of content with the task."""
    owner = task.candidate.owner
    if owner is None or not content_stems(undated(sentence.folded)) & task.stems:
        return False
    names = (one.name for reading in turn.readings if reading.sentence == sentence for one in reading.names)
    return turn.utterance.name == owner or owner in names


def _dated(candidate: Candidate, found: Sequence[DayOption]) -> Candidate:
    chosen = likeliest([one.signs for one in found], WEIGHTS)
    if chosen is None:
        return candidate
    number, likely = chosen
    if likely < OPEN:
        return candidate.model_copy(update={"day_open": candidate.due_text is not None})
    said = _clearest(found[number], candidate)
    first, *more = candidate.turn_ids
    turn = said.heard.utterance.turn_id
    return candidate.model_copy(
        update={
            "due_text": said.due.words,
            "turn_ids": (first, *sorted({*more, turn} - {first})),
            "day_open": likely < SURE,
            "reasons": (*candidate.reasons, f"day with probability {likely:.2f} ({turn})"),
        }
    )


def _clearest(option: DayOption, candidate: Candidate) -> SaidDay:
    """The mention that its words are taken from: one in the task's own turns if there is one, the fullest of them."""
    cited = [said for said in option.mentions if said.apart == 0] or list(option.mentions)
    known = [said for said in cited if said.due.words == candidate.due_text]
    return max(known or cited, key=lambda said: len(said.due.words))
