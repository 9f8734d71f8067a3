"""Who was not heard in the last meeting opens a point of this one, each a different one (ADVICE A9)."""

from collections.abc import Sequence
from dataclasses import replace

from meetbot.model.agenda import AgendaKind
from meetbot.model.company import DepartmentRole, Person, Roster
from meetbot.stages import lines
from meetbot.stages.points import Point
from meetbot.words import Words

# What somebody of a department can open without having to prepare; thanks and the read-back belong to everybody.
_FITTING: dict[DepartmentRole, tuple[AgendaKind, ...]] = {
    "marketing": ("campaigns", "indicators", "customer", "issues", "commitments", "goal"),
    "sales": ("customer", "handoff", "indicators", "issues", "commitments", "goal"),
    "other": ("goal", "indicators", "commitments", "issues", "campaigns", "customer"),
}


def with_openers(points: Sequence[Point], silent: Sequence[str], roster: Roster, words: Words) -> list[Point]:
    """The same points; those that a person opens who did not speak last time say so first in their reason.

    The own department's turn comes first; who finds no point left is named in the own department's turn with the
    others. Names that the roster lacks are left out.
    """
    opened: dict[int, list[str]] = {}
    for person in dict.fromkeys(found for name in silent if (found := roster.person(name)) is not None):
        choices = _choices(points, person, roster)
        free = next((index for index in choices if index not in opened), None)
        index = free if free is not None else next(iter(choices), None)
        if index is not None:
            opened.setdefault(index, []).append(lines.one_line(person.name))
    return [_opened(point, opened.get(index, []), words) for index, point in enumerate(points)]


def _choices(points: Sequence[Point], person: Person, roster: Roster) -> list[int]:
    """The points that fit the person, the best first."""
    department = roster.department(person.department)
    turns = [i for i, point in enumerate(points) if point.kind == "department_turn"]
    own = [i for i in turns if department is not None and points[i].opens in {department.id, None}]
    kinds = _FITTING[department.role if department is not None else "other"]
    return [*own, *(i for kind in kinds for i, point in enumerate(points) if point.kind == kind)]


def _opened(point: Point, names: Sequence[str], words: Words) -> Point:
    told = " ".join(words("agenda.turn.silent", name=name) for name in names)
    return replace(point, reason=f"{told} {point.reason}".strip()) if told else point
