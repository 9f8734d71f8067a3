"""Where an open commitment stands, chosen among the statuses and the days that were said by learned weights."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from meetbot.stages.folding import fold
from meetbot.stages.rules.choice import likeliest, shares, shipped
from meetbot.stages.update_day_signs import NewDay, new_days_of
from meetbot.stages.update_days import promises
from meetbot.stages.update_done import confirms
from meetbot.stages.update_places import Days, Place, Said
from meetbot.stages.update_signs import NEAR, status_signs

Status = Literal["done", "in_progress", "postponed", "cancelled"]
STATUSES: tuple[Status, ...] = get_args(Status)
SPOKEN, SPOKEN_PLAINLY = 0.75, 0.5
"""Probability from which a task is told as spoken of: one that few words name, and one that is named.

Measured 2026-11 on 111 tune meetings, each by weights from the others: of 309 tasks that were spoken of 300 are found,
and 19 more; 80 % of those found have the right status, 70 % in the 23 meetings that no rule was written with.
"""
SURE_DONE = 0.55
"""How much likelier than a new day it has to be that a task is done for it to be told as done.

Measured alike: of 81 labelled ones told as done 78 are; from 0.5 on 79 of 83.
"""
SURE_DAY = 0.35
"""Probability from which a new day is stated; measured alike, 66 of the 106 labelled are, and 23 that are wrong."""


@dataclass(frozen=True)
class Standing:
    """What became of the task, the piece that tells it, and the new day of one that is still open."""

    status: Status
    deciding: int
    day: date | None
    cited: tuple[int, ...]


Weights = Mapping[str, Mapping[str, float]]
"""By "status" and "day", what each sign weighs: log-odds against none of the options."""


def shipped_update_weights() -> Weights:
    """The weights that were learned from the labelled meetings."""
    found: Weights = shipped(__package__, "update_weights.json")
    return found


def status_options(places: Sequence[Place], days: Days) -> list[frozenset[str]]:
    """The signs of each status, in the order of `STATUSES`."""
    signs = status_signs(places, days)
    return [frozenset({f"{status}: {sign}" for sign in signs} | {status}) for status in STATUSES]


def standing(places: Sequence[Place], days: Days, weights: Weights) -> Standing | None:
    """Where the task stands that is spoken of in these places, or None if they are likelier about something else."""
    likely = shares(status_options(places, days), weights["status"]) if places else [0.0]
    if not places or sum(likely) < (SPOKEN if places[0].weak else SPOKEN_PLAINLY):
        return None
    found = new_days_of(places, days)
    chosen = likeliest([one.signs for one in found], weights["day"])
    status = _status(likely, 1.0 if _is_promised(found) else chosen[1] if chosen else 0.0, places)
    new = found[chosen[0]] if chosen is not None and chosen[1] >= SURE_DAY and status in _OPEN else None
    deciding = _deciding(status, places, new)
    return Standing(status, deciding.piece, new.day if new else None, (deciding.piece, *_cited(places, new)))


_OPEN: tuple[Status, ...] = ("in_progress", "postponed")


def _status(likely: Sequence[float], dated: float, places: Sequence[Place]) -> Status:
    """The likeliest that somebody reported; done only where it is surer than a new day, since it is open else."""
    share = dict(zip(STATUSES, likely, strict=True))
    said = [said for place in places for said in place.said]
    if not any(one.report.cancelled or one.report.struck for one in said):
        del share["cancelled"]
    elif _is_called_off_first(said):
        del share["done"]
    best = max(share, key=lambda status: share[status])
    if best != "cancelled" and any(map(_told_by_others, places)):
        return "done"
    if best == "done" and share["done"] < SURE_DONE + dated:
        return max(_OPEN, key=lambda status: share[status])
    return best


def _is_promised(found: Sequence[NewDay]) -> bool:
    """Whether the owner promises something of it by a later day, whatever is done: "Europe I'll do by Thursday"."""
    told = (one for new in found for one in new.mentions if one.said.role == "owner" and one.said.apart <= NEAR)
    return any(promises(one.told.clause, fold(one.told.clause)) for one in told)


_ALREADY = re.compile(r"\b(?:ya (?!no\b)|already\b|is live\b)")
_NAMED_WITHIN = 2
"""Turns behind the naming one in which its owner's name alone tells what is meant: "Ana ya lo mandó"."""


def _told_by_others(place: Place) -> bool:
    """Whether another says plainly that it is done, and its owner tells nothing else: "la alerta de Ana ya quedó".

    Too rare for its weight to be learned: of 103 tune meetings three say it so, each of a task that was done.
    """
    owner = fold((place.task.commitment.owner or "").partition(" ")[0])
    near = [said for said in place.said if said.apart <= NEAR]
    for number, said in enumerate(near):
        named = said.names_task or (said.apart <= _NAMED_WITHIN and owner in re.findall(r"\w+", said.folded))
        plain = said.report.finished and not said.report.share and not said.report.put_off
        if said.role != "owner" and named and plain and "?" not in said.text and _ALREADY.search(said.folded):
            return not place.weak and not any(map(_is_still_open, near[number + 1 :]))
    return False


def _is_still_open(said: Said) -> bool:
    report = said.report
    return said.role == "owner" and (report.undone or report.share or report.put_off or report.part or bool(said.days))


def _is_called_off_first(said: Sequence[Said]) -> bool:
    """Whether it is called off before its owner tells it as done: 'listo' only agrees to that."""
    ends = (one for one in said if one.apart <= NEAR and (one.report.cancelled or one.report.finished))
    return next((one.report.cancelled for one in ends), False)


def _deciding(status: Status, places: Sequence[Place], new: NewDay | None) -> Said:
    """The piece that tells it best: where the day is named, or else the last one that reports that status."""
    if new is not None:
        return new.mentions[0].said
    every = [said for place in places for said in place.said]
    telling = [said for said in every if _tells(said, status)]
    answers = [said for said in every if said.role == "owner" and not said.text.endswith("?")]
    return (telling[-1:] or answers[:1] or every[:1])[0]


def _tells(said: Said, status: Status) -> bool:
    report = said.report
    if status == "cancelled":
        return report.cancelled or report.struck
    if said.role != "owner":
        return False
    return report.finished if status == "done" else report.undone or report.share or report.put_off


def _cited(places: Sequence[Place], new: NewDay | None) -> tuple[int, ...]:
    """The pieces that show it: those that name the task, what its owner reports, who has got it, and the day."""
    named = [place.said[0].piece for place in places]
    every = [said for place in places for said in place.said]
    told = [said.piece for said in every if said.role == "owner" and said.report.says_anything()]
    seen = [said.piece for said in every if said.role != "owner" and said.apart <= NEAR and confirms(said.text)]
    return (*named, *told, *seen, *(one.said.piece for one in (new.mentions if new else ())))
