"""Gives each task those who are likely to help its owner, of all the people around it and whom the rules name."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meetbot.model.candidates import Candidate
from meetbot.stages.rules.choice import shares, shipped
from meetbot.stages.rules.helper_signs import HelpedTask, perhaps_helping, signs
from meetbot.stages.rules.speech import Sentence
from meetbot.stages.rules.tasks import Heard
from meetbot.stages.rules.told_task import told_tasks

SURE, SURE_AS_KNOWN = 0.65, 0.5
"""Probability from which a helper is stated: one whom the rules don't name, and whom they do.

Measured 2026-11 on the tasks that are found in 111 tune meetings, with 49 labelled helpers, each by helper weights from
other meetings (tasks and their owners by weights from all): 16 are found and 1 other stated; from 0.4 and 0.25 on 19
and 6. By the rules alone 9 and 3.
"""
_WORTH_HEEDING = 0.5
"""Score of a task from which helpers are looked for, and what it quotes is its own and no help in another."""


@dataclass(frozen=True, kw_only=True)
class HelperOption:
    """Somebody around a task, the signs that bear on their helping with it, and whether the rules say so."""

    person: str
    signs: frozenset[str]
    known: bool


def shipped_helper_weights() -> Mapping[str, float]:
    """What each sign weighs: log-odds against nobody helping."""
    found: Mapping[str, float] = shipped(__package__, "helper_weights.json")
    return found


def with_likely_helpers(
    candidates: Sequence[Candidate], heard: Sequence[Heard], names: frozenset[str]
) -> tuple[Candidate, ...]:
    """The candidates in the same order, each task with who is likely to help, and with nobody else.

    A task that is hardly one keeps those whom the rules name: looking around it takes time, and it is not stated.
    """
    weights = shipped_helper_weights()
    tasks = helped_tasks(candidates, heard, names)
    return tuple(
        _helped(candidate, helper_options(tasks[number]), weights)
        if number in tasks and (candidate.score or 0.0) >= _WORTH_HEEDING
        else candidate
        for number, candidate in enumerate(candidates)
    )


def helped_tasks(
    candidates: Sequence[Candidate], heard: Sequence[Heard], names: frozenset[str]
) -> dict[int, HelpedTask]:
    """The tasks among the candidates, by their number."""
    told = told_tasks(candidates, heard)
    times = Counter(turn for task in told.values() for turn in set(task.turns))
    crowded = frozenset(turn for turn, count in times.items() if count > 1)
    quoted: defaultdict[int, list[Sentence]] = defaultdict(list)
    for task in told.values():
        if (task.candidate.score or 0.0) >= _WORTH_HEEDING:
            quoted[task.turns[0]] += task.quoted
    return {
        number: HelpedTask(told=task, heard=heard, names=names, crowded=crowded, quoted=quoted)
        for number, task in told.items()
    }


def helper_options(task: HelpedTask) -> list[HelperOption]:
    """Everybody around the task but its owner, with their signs."""
    known = task.told.candidate.with_people
    return [
        HelperOption(person=one, signs=frozenset(signs(one, task)), known=one in known) for one in perhaps_helping(task)
    ]


def stated_helpers(found: Sequence[HelperOption], weights: Mapping[str, float]) -> dict[str, float]:
    """Who is stated to help, in their order, each with the probability of it."""
    likely = shares([one.signs for one in found], weights)
    return {
        one.person: share
        for one, share in zip(found, likely, strict=True)
        if share >= (SURE_AS_KNOWN if one.known else SURE)
    }


def _helped(candidate: Candidate, found: Sequence[HelperOption], weights: Mapping[str, float]) -> Candidate:
    stated = stated_helpers(found, weights)
    if not stated and not candidate.with_people:
        return candidate
    told = (f"helper with probability {share:.2f}: {name}" for name, share in stated.items())
    return candidate.model_copy(
        update={"with_people": tuple(stated), "reasons": (*candidate.reasons, *told)},
    )
