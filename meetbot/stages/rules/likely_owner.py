"""Gives each task the likeliest of the people around it for its owner, and leaves it open where none is likely."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meetbot.model.candidates import Candidate
from meetbot.stages.rules.choice import likeliest, shipped
from meetbot.stages.rules.owner_signs import OwnedTask, people_around, signs
from meetbot.stages.rules.tasks import Heard
from meetbot.stages.rules.told_task import told_tasks

SURE, SURE_AS_KNOWN = 0.9, 0.75
"""Probability from which an owner is stated: one whom the rules don't name, and whom they do.

Measured 2026-11 on 452 owned tasks of 84 tune meetings, each by owner weights from the others (the tasks themselves are
found by weights from all): 95 % of the owners are right and 87 % are found; with 0.85 and 0.65 it is 94 and 89.
"""


@dataclass(frozen=True, kw_only=True)
class OwnerOption:
    """Somebody around a task, and the signs that bear on their being its owner."""

    person: str
    signs: frozenset[str]


def shipped_owner_weights() -> Mapping[str, float]:
    """What each sign weighs: log-odds against nobody known being the owner."""
    found: Mapping[str, float] = shipped(__package__, "owner_weights.json")
    return found


def with_likely_owners(
    candidates: Sequence[Candidate], heard: Sequence[Heard], names: frozenset[str]
) -> tuple[Candidate, ...]:
    """The candidates in the same order, each task with its likeliest owner, or with none where that is not likely."""
    weights = shipped_owner_weights()
    tasks = owned_tasks(candidates, heard, names)
    return tuple(
        _owned(candidate, owner_options(tasks[number]), weights) if number in tasks else candidate
        for number, candidate in enumerate(candidates)
    )


def owned_tasks(candidates: Sequence[Candidate], heard: Sequence[Heard], names: frozenset[str]) -> dict[int, OwnedTask]:
    """The tasks among the candidates, by their number."""
    told = told_tasks(candidates, heard)
    return {number: OwnedTask(told=task, heard=heard, names=names) for number, task in told.items()}


def owner_options(task: OwnedTask) -> list[OwnerOption]:
    """Everybody around the task, with their signs."""
    return [OwnerOption(person=one, signs=frozenset(signs(one, task))) for one in people_around(task)]


def _owned(candidate: Candidate, found: Sequence[OwnerOption], weights: Mapping[str, float]) -> Candidate:
    chosen = likeliest([one.signs for one in found], weights)
    if chosen is None:
        return candidate
    number, likely = chosen
    best = found[number]
    told = f"owner with probability {likely:.2f}: {best.person}"
    known = best.person == candidate.owner
    owner = best.person if likely >= (SURE_AS_KNOWN if known else SURE) else None
    return candidate.model_copy(update={"owner": owner, "reasons": (*candidate.reasons, told)})
