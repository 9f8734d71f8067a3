"""The same task said twice is one task: repeated, answered, read back at the end, or handed to somebody else."""

from collections.abc import Callable, Sequence

from meetbot.stages.rules.grouping import grouped
from meetbot.stages.rules.rarity import Rarity
from meetbot.stages.rules.same_task import Mention, mention, odds
from meetbot.stages.rules.tasks import Task
from meetbot.stages.rules.things import Matter

_SAME = 0.25
"""Log-odds from which two mentions are one task.

Measured 2026-11 (learn_same.py --check): from 0 on 53 of 128 tasks told more than once stay so, and 13 of 487 are
lost in another; from 0.25 on 61 and 10, from 0.5 on 65 and 5. To tell a task twice is better than to lose one.
"""
_REMEMBERED = 80
"""Mentions before one that it may speak of again; the labelled meetings have 40 at most."""


def merge_tasks(tasks: Sequence[Task], rarity: Rarity, matter: Callable[[Task], Matter | None]) -> list[Task]:
    """The tasks in order of mention, each once: it has the turns of all its mentions, and their last owner and day.

    A read-back repeats and adds nothing of its own; `matter` tells what a task is about where its words leave it open.
    """
    mentions = [mention(task, matter(task), rarity) for task in sorted(tasks, key=lambda task: task.at)]
    groups = grouped(
        mentions, lambda number: odds(mentions, number, rarity, since=max(0, number - _REMEMBERED)), same=_SAME
    )
    return [_one(group) for group in groups if any(_tells(one.task) for one in group)]


def _tells(task: Task) -> bool:
    """Whether it is more than words of a read-back."""
    return not task.recap or task.act.cue == "listed"


def _one(mentions: Sequence[Mention]) -> Task:
    """The first mention with what the others add, worded by the first that has words of its own for what is done."""
    known, *others = (one.task for one in mentions)
    worded = next((one.task for one in mentions if one.own and _tells(one.task)), known)
    wording = worded.act, worded.lead, worded.thing, worded.about
    for task in others:
        _absorb(known, task)
    known.act, known.lead, known.thing, known.about = wording
    return known


def _absorb(known: Task, task: Task) -> None:
    for turn, sentences in task.said.items():
        for sentence in sentences:
            known.cite(turn, sentence)
    known.sign("read back" if task.recap else "repeated", task.at)
    for sign, turn in task.signs.items():
        known.sign(sign, turn)
    if task.owner is not None and not (task.recap and known.owner is not None):
        known.owner, known.voice = task.owner, task.voice
    sure = known.due_words is not None and not {"day beside", "day said later"} & set(known.signs)
    if task.due_words is not None and not (task.recap and sure and "day corrected" not in task.signs):
        known.due_words = task.due_words
    known.condition = known.condition or task.condition
    known.score = min(1.0, max(known.score, task.score) + 0.1)
    known.state = "taken" if "taken" in {known.state, task.state} else known.state
    known.stems |= task.stems
