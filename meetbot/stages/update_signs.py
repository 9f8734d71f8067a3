"""What speaks for each status of an open commitment: what was reported where it is spoken of, and by whom."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from meetbot.stages.update_done import confirms, tells_of_another
from meetbot.stages.update_places import Days, Place, Said
from meetbot.stages.update_words import word_signs

NEAR = 4
"""Turns behind the naming one that are told apart from those further off."""
_SOON = 8
"""Turns within which a new task may take the place of the open one."""
_SHARES = (0.3, 0.5, 0.7)
_LENGTHS = (2, 4, 6, 9)
_CUES = ("cancelled", "undone", "done", "part", "share", "put_off", "struck")


def status_signs(places: Sequence[Place], days: Days) -> frozenset[str]:
    """The signs of where a task stands that is spoken of in these places."""
    found = {f"places {min(3, len(places))}"}
    for place in places:
        found.update(_of_place(place))
        found.update(word_signs(place, language=days.language.partition("-")[0]))
        found.update(sign for said in place.said for sign in _of_said(said, place, days))
    found.update(_of_all(places, days))
    return frozenset(found)


def is_later(day: date | None, place: Place, days: Days) -> bool:
    """Whether the day puts the task off: one to come, and later than it was due, if that was known."""
    due = place.task.commitment.due_date
    return day is not None and day >= days.said_on and (due is None or day > due)


def _of_place(place: Place) -> Iterator[str]:
    """How sure it is that the place is about the task, and how long it is."""
    owner = place.task.commitment.owner
    by_owner = place.said[0].voice == owner
    yield "weak" if place.weak else "strong"
    if place.weak:
        yield from (f"weak, concerned {place.concerned}", f"weak, telling {place.telling}")
    yield f"owner speaks {any(said.voice == owner for said in place.said[:6])}"
    yield f"beside {min(3, place.beside)}"
    yield f"directed {place.directed}, by owner {by_owner}"
    yield from (f"whole from {share}" for share in _SHARES if place.whole >= share)
    if not any(said.tasks for said in place.said if said.apart <= _SOON):
        yield "no new task"
    yield f"length {sum(len(place.said) >= length for length in _LENGTHS)}"


def _of_said(said: Said, place: Place, days: Days) -> Iterator[str]:
    """What one piece tells."""
    where = f"{said.role} {'near' if said.apart <= NEAR else 'far'}"
    if said.apart <= _SOON:
        for whose in map(place.whose, said.tasks):
            yield from (f"task of {whose}", f"task of {whose} {where.split()[1]}")
    for cue in _CUES:
        if getattr(said.report, cue):
            yield from (cue, f"{cue} by {where}")
    if said.role != "owner" and confirms(said.text):
        yield f"confirms {where.split()[1]}"
    if said.role != "owner" and tells_of_another(said.text):
        yield f"tells of another {where.split()[1]}"
    for told in said.days:
        day = days.resolved(told.words)
        if told.manner != "open":
            yield f"day {told.manner} by {said.role}"
        else:
            kind = "unresolved" if day is None else "later" if is_later(day, place, days) else "not later"
            yield from (f"day {kind}", f"day {kind} by {where}", f"day {kind} {where.split()[1]}")


def _of_all(places: Sequence[Place], days: Days) -> Iterator[str]:
    """What the reports come to: which there are, with or without a new day, and in what order."""
    every = [(said, _new_day(said, place, days)) for place in places for said in place.said]
    said = [kind for one, dated in every for kind in _kinds(one, dated=dated)]
    dated = _by_whom(every)
    done, undone, share = (kind in said for kind in ("done", "undone", "share"))
    dropped = "dropped" in said or "dropped by another" in said
    yield from (f"{done:d}{undone:d}{share:d}, {dated}", f"dropped {dropped}, done {done}, {dated}")
    for kind in ("done", "undone", "share", "dropped", "put off"):
        if kind in said:
            yield from (f"told {kind}", f"told {kind}, {dated}")
    yield "a later day" if dated != "no day" else "no later day"
    if said:
        yield from (f"first {said[0]}", f"last {said[-1]}", f"first {said[:2]}", f"last {said[-2:]}")
    yield from (f"{one}, then {other}" for one, other in pairwise(said) if one != other)


def _new_day(said: Said, place: Place, days: Days) -> bool:
    return any(told.manner == "open" and is_later(days.resolved(told.words), place, days) for told in said.days)


def _by_whom(every: Sequence[tuple[Said, bool]]) -> str:
    if any(dated and said.role == "owner" for said, dated in every):
        return "owner's day"
    return "another's day" if any(dated for _, dated in every) else "no day"


def _kinds(said: Said, *, dated: bool) -> Iterator[str]:
    """What the piece reports, in the order in which it counts."""
    report = said.report
    if said.role != "owner":
        if report.cancelled or report.struck:
            yield "dropped by another"
        if dated:
            yield "another's day"
        if confirms(said.text):
            yield "confirmed"
        return
    told = {
        "done": report.finished,
        "undone": report.undone,
        "share": report.share or report.part,
        "dropped": report.cancelled or report.struck,
        "put off": report.put_off,
        "day": dated,
    }
    yield from (kind for kind, is_told in told.items() if is_told)
