"""What speaks for and against two mentions being one task, and how likely that makes it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from meetbot.stages.due_dates import resolve_due
from meetbot.stages.folding import fold
from meetbot.stages.rules.grouping import step
from meetbot.stages.rules.rarity import Rarity
from meetbot.stages.rules.same_task_weights import WEIGHTS
from meetbot.stages.rules.speech import content_stems, stem
from meetbot.stages.rules.tasks import Task
from meetbot.stages.rules.things import Matter

_ANY_WORK = frozenset(
    {None, "hacer", "tener", "dejar", "encargarse", "ver", "sacar", "do", "get", "have", "take", "handle"}
)
"""Verbs that say no more than that the thing will be there."""
_AND = re.compile(
    r"(?<!\w)(?:y|e|and)\W*(?:(?:yo|ya|luego|despues|se|te|le|les|lo|la|los|las|then|i'll|i will|i)\s+)*$"
)
_DISTANCES = ((1, "next"), (3, "close"), (6, "near"), (15, "later"))
"""Turns from the last word on the one to the first on the other."""
_NEAR, _ANSWER = 6, 8
_CLOSING = 0.85
"""Share of a meeting behind which it is summed up."""
_OWN = ((0.0, "nothing"), (3.0, "little"), (6.0, "something"))
_AROUND = ((1.5, "nothing"), (4.0, "little"), (8.0, "something"))
"""Worth up to which that much is shared: of what each says itself, and of the turns around both."""
_COMMON = 0.7
"""What is taken off each word that the turns around share: any exchange repeats its words."""
_FITS = 2.0
_TELLING, _ALIKE = 2, 0.75
"""Words of content, and share of all that either says, from which both are told in the same words."""
_ANY_DAY = date(2001, 1, 1)


@dataclass(frozen=True, eq=False)
class Mention:
    """A task as it was told, with its content: in its own words, in its sentences, and in the turns around."""

    task: Task
    own: frozenset[str]
    told: frozenset[str]
    around: frozenset[str]
    asked: frozenset[str]

    @property
    def leans(self) -> bool:
        """Whether its words point to something said elsewhere."""
        return not self.own or (bool(self.task.act.pronouns) and not self.task.act.topic)

    @cached_property
    def day(self) -> object:
        """What its time means on some day: "el viernes" and "by Friday" are one."""
        words = self.task.due_words
        found = resolve_due(words, said_on=_ANY_DAY, next_meeting=None) if words else None
        return found.date if found else words


def mention(task: Task, matter: Matter | None, rarity: Rarity) -> Mention:
    """The task with its content; `matter` is what it is about where its words leave that open."""
    told = rarity.only(s for said in task.said.values() for one in said for s in content_stems(one.folded))
    words = f"{task.thing} {task.act.topic} {(matter.thing or matter.sentence.text) if matter else ''}"
    own = rarity.only(task.act.stems | content_stems(fold(words)))
    around = told.union(own, rarity.content[task.lead], rarity.content[task.at])
    first = min(task.lead, task.at)
    answers = first > 0 and rarity.turns[first - 1].voice != rarity.turns[first].voice
    return Mention(task, own, told, around, around | rarity.content[first - 1] if answers else around)


@dataclass(frozen=True)
class _Earlier:
    """The mentions before one: how well the talk around each fits it, and which is its owner's last or only one."""

    fits: Mapping[int, float]
    best: float
    best_own: float
    last: int | None
    alone: bool


def odds(mentions: Sequence[Mention], later: int, rarity: Rarity, *, since: int = 0) -> dict[int, float]:
    """Log-odds that this mention is of the same task, by the number of the earlier one, from number `since` on."""
    seen = signs(mentions, later, rarity, since=since)
    return {number: WEIGHTS["base"] + sum(WEIGHTS.get(sign, 0.0) for sign in found) for number, found in seen.items()}


def signs(mentions: Sequence[Mention], later: int, rarity: Rarity, *, since: int = 0) -> dict[int, tuple[str, ...]]:
    """What bears on this mention being the same task, by the number of the earlier one."""
    one, numbers = mentions[later], range(since, later)
    before = [n for n in numbers if mentions[n].task.at < one.task.at]
    fits = {n: rarity.worth(mentions[n].around & one.asked, but=_COMMON) for n in before}
    own = [n for n in before if mentions[n].task.owner == one.task.owner]
    earlier = _Earlier(
        fits=fits,
        best=max((fits[n] for n in before), default=0.0),
        best_own=max((fits[n] for n in own), default=0.0),
        last=own[-1] if own else None,
        alone=len(own) == 1,
    )
    return {n: tuple(_signs(mentions[n], one, rarity, earlier, n)) for n in numbers}


def _signs(one: Mention, other: Mention, rarity: Rarity, earlier: _Earlier, number: int) -> Iterator[str]:
    owners, where = _owners(one.task, other.task), _where(one.task, other.task)
    yield owners
    yield f"{owners}, {_distance(one.task, other.task)}"
    yield f"{owners}, {_days(one, other)}"
    yield f"{owners}, {'leans' if other.leans else 'speaks for itself'}, {where}"
    if one.leans:
        yield "earlier leans"
    yield _verbs(one, other)
    if in_the_same_words(one, other):
        yield "same words"
    yield f"says {step(rarity.worth((other.own & one.told) | (one.own & other.told)), _OWN)} of it"
    if other.own and other.own <= one.own:
        yield "names nothing else"
    if "listed" in {one.task.act.cue, other.task.act.cue}:
        yield "listed"
    if other.task.recap and owners == "same owner" and other.own & one.told:
        yield "read back by name"
    if where == "in the turn":
        yield from _in_turn(one.task, other.task)
        if _two(one, other):
            yield "two things on two days"
    else:
        yield from _apart(one.task, other.task, rarity, earlier, number)


def in_the_same_words(one: Mention, other: Mention) -> bool:
    """Whether both name the same work on the same things: told again word for word, or taken over from somebody."""
    shared, said = one.own & other.own, one.own | other.own
    again = one.task.act.verb is not None and one.task.act.verb == other.task.act.verb
    return again and len(shared) >= _TELLING and len(shared) >= _ALIKE * len(said)


def _two(one: Mention, other: Mention) -> bool:
    """Whether each names its own thing, work and day."""
    apart = bool(one.own) and bool(other.own) and not one.own & other.own
    return apart and _verbs(one, other) == "other verb" and _days(one, other) == "another day"


def _owners(one: Task, other: Task) -> str:
    if one.owner is None or other.owner is None:
        unnamed = one.owner is other.owner and bool(one.voice) and one.voice == other.voice
        return "same owner" if unnamed else "open owner"
    return "same owner" if one.owner == other.owner else "other owner"


def _where(one: Task, other: Task) -> str:
    if one.at == other.at:
        return "in the turn"
    return "near" if other.at - one.touched <= _NEAR else "far"


def _distance(one: Task, other: Task) -> str:
    if one.at == other.at:
        return "in one turn"
    return next((name for turns, name in _DISTANCES if other.at - one.touched <= turns), "far away")


def _days(one: Mention, other: Mention) -> str:
    first, last = one.task.due_words, other.task.due_words
    if first is not None and last is not None:
        return "same day" if one.day == other.day else "another day"
    if last is not None:
        return "adds a day"
    return "says no day" if first is None else "leaves out the day"


def _verbs(one: Mention, other: Mention) -> str:
    verb, again = one.task.act.verb, other.task.act.verb
    if verb is not None and verb == again and verb not in _ANY_WORK:
        return "same verb"
    named = {stem(fold(v)) for v in (again,) if v} & one.told | {stem(fold(v)) for v in (verb,) if v} & other.told
    if named:
        return "verb named"
    return "any work" if {verb, again} & _ANY_WORK else "other verb"


def _in_turn(one: Task, other: Task) -> Iterator[str]:
    """How two mentions in one turn stand to each other."""
    first, second = sorted((one.act, other.act), key=lambda act: (act.sentence.position, act.start))
    apart = second.sentence.position - first.sentence.position
    yield ("one sentence", "next sentence")[apart] if apart <= 1 else "sentences between"
    if apart == 0 and _AND.search(first.sentence.folded[first.body : second.start]):
        yield "joined by and"


def _apart(one: Task, other: Task, rarity: Rarity, earlier: _Earlier, number: int) -> Iterator[str]:
    """How the talk around a later mention fits the earlier one."""
    where, fit = _where(one, other), earlier.fits[number]
    yield f"around it {step(fit, _AROUND)}, {where}"
    if fit >= max(_FITS, earlier.best):
        yield f"fits best, {where}"
    if one.owner == other.owner:
        if fit >= max(_FITS, earlier.best_own):
            yield f"fits best of the owner's, {where}"
        if earlier.last == number:
            yield "the owner's last"
        if earlier.last == number and earlier.alone:
            yield "the owner's only"
    before = rarity.turns[other.lead - 1] if other.lead > 0 else None
    asked = before is not None and "?" in before.text and before.voice != rarity.turns[other.lead].voice
    if asked and other.at - one.touched <= _ANSWER:
        yield "after a question"
    if {"day asked for", "time asked for"} & set(other.signs):
        yield f"day asked for, {where}"
    if other.at > _CLOSING * len(rarity.turns) and where == "far":
        yield "closing"
