"""What speaks for and against a day that was named where an open commitment is spoken of being its new one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from meetbot.stages.folding import fold
from meetbot.stages.update_days import DayTold, promises
from meetbot.stages.update_places import Days, Place, Said
from meetbot.stages.update_signs import is_later

_FEW_WORDS = 6
_BESIDE = 3
"""Pieces behind which another day no longer takes this one's place."""
_STEPS = (0, 2, 4, 8)
_WEEKS = (0, 7, 21)
_WHEN = re.compile(r"cuando|when|que dia|what day|fecha|how long")
_NO = re.compile(r"\b(?:no|not|\w+n't)\b")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True)
class Mention:
    """One mention of a day: in which place and at which piece of it, the piece, and the words."""

    place: int
    at: int
    said: Said
    told: DayTold

    @property
    def order(self) -> tuple[int, int, int]:
        """Where it stands in what was said."""
        return self.place, self.at, self.told.at


@dataclass(frozen=True, kw_only=True)
class NewDay:
    """A day that may be the new one of a task, its mentions in order, and its signs."""

    day: date
    mentions: tuple[Mention, ...]
    signs: frozenset[str]


def new_days_of(places: Sequence[Place], days: Days) -> list[NewDay]:
    """Every day in these places that would put the task off, in the order in which they are named."""
    mentions: dict[date, list[Mention]] = {}
    for number, place in enumerate(places):
        for at, said in enumerate(place.said):
            for told in said.days:
                day = days.resolved(told.words)
                if day is not None and told.manner not in {"past", "since"} and is_later(day, place, days):
                    one = Mention(place=number, at=at, said=said, told=told)
                    mentions.setdefault(day, []).append(one)
    return [
        NewDay(day=day, mentions=tuple(own), signs=frozenset(_signs(day, mentions, places, days)))
        for day, own in mentions.items()
    ]


def _signs(day: date, mentions: dict[date, list[Mention]], places: Sequence[Place], days: Days) -> Iterator[str]:
    own = mentions[day]
    first, last = own[0], max((one for one in own if one.place == own[0].place), key=lambda one: one.order)
    apart, roles = first.said.apart, {one.said.role for one in own}
    likest = max(range(len(places)), key=lambda number: places[number].likeness)
    yield "likest place" if first.place == likest else "other place"
    yield f"apart {sum(apart > step for step in _STEPS)}"
    yield f"roles {' '.join(sorted(roles))}"
    yield f"{'owner' if 'owner' in roles else 'another'}, apart {min(3, apart // 3)}"
    yield f"weeks {sum((day - days.said_on).days > week for week in _WEEKS)}"
    for one in own:
        yield from _wording(one)
    if len({one.said.voice for one in own}) > 1:
        yield "by two"
    if len(own) > 1:
        yield "said again"
    place = places[first.place]
    for task in (task for said in place.said for task in said.tasks if task.due_date == day):
        yield from ("day of a new task", f"day of a new task of {place.whose(task)}")
    others = [one for other, told in mentions.items() if other != day for one in told if one.place == first.place]
    yield from _order(first, last, others)
    yield from _around(first, last, place)


def _wording(one: Mention) -> Iterator[str]:
    """How the day is said, by whom, and what stands around it."""
    said, told = one.said, one.told
    yield f"by {said.role}"
    yield f"manner {told.manner}"
    if promises(told.clause, fold(told.clause)):
        yield f"promised by {said.role}"
    if _NO.search(told.before):
        yield "behind no"
    if "?" in said.text[told.at :].split(".")[0]:
        yield f"asked by {said.role}"
    if len(said.text.split()) <= _FEW_WORDS:
        yield f"in a few words by {said.role}"
    yield f"begins {fold(told.words).split()[0]}"
    yield f"behind {(told.before.split() or ['nothing'])[-1]}"
    if said.report.done:
        yield "with what is done"
    if said.report.undone:
        yield "with what is missing"
    if said.names_task:
        yield "names the task"


def _order(first: Mention, last: Mention, others: Sequence[Mention]) -> Iterator[str]:
    """The other days of the place before and after it."""
    after = min((one for one in others if one.order > last.order), key=lambda one: one.order, default=None)
    before = max((one for one in others if one.order < first.order), key=lambda one: one.order, default=None)
    yield "nothing after" if after is None else "another after" if after.at - last.at <= _BESIDE else "far after"
    yield "nothing before" if before is None else "another before" if first.at - before.at <= _BESIDE else "far before"


def _around(first: Mention, last: Mention, place: Place) -> Iterator[str]:
    """What is said right before it and right after it."""
    if last.at + 1 < len(place.said):
        following = place.said[last.at + 1]
        yield f"next {following.role}"
        yield f"next says {(_WORD.findall(following.folded) or ['nothing'])[0]}"
    if first.at > 0:
        before = place.said[first.at - 1]
        if "?" in before.text:
            yield "answers a question"
        if _WHEN.search(before.folded):
            yield "answers when"
