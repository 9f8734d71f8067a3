"""What speaks for and against somebody around a task being the one who helps its owner with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from meetbot.stages.rules import cues
from meetbot.stages.rules.help_talk import OFFERS, company, declines, kinds, needs, parts, reception
from meetbot.stages.rules.people import Named
from meetbot.stages.rules.speech import Sentence, Utterance
from meetbot.stages.rules.tasks import Heard
from meetbot.stages.rules.told_task import ToldTask

BEFORE, AFTER = 2, 3
"""Turns beside one of a task's own in which somebody is named as helping, or offers it."""
_REPLIES = 2
"""Turns in which an offer is taken up, or somebody who was named answers."""
_TELLING = OFFERS | {"if wanted", "sits"}
_CONTEXT = 4
_PREPOSITIONS = frozenset({"a", "al", "de", "del", "para", "for", "por", "entre", "WITH", "AND", "que", "from", "of"})
_SERVES_BEFORE = re.compile(r"(?:^| )(?:que (?:DAT )?V3(?: ART)?|DAT V3(?: ART)?)$")
_SERVES_AFTER = re.compile(r"(?:(?:que|YOU|,|si|will|can|could) )*DAT (?:V[23] )?(?:V[23]|INF|x)(?!\S)")
"""What stands beside the name of who does something for another: "que te los cruce Wendy", "Rorro te va soplando"."""


@dataclass(frozen=True, kw_only=True)
class HelpedTask:
    """A task with the meeting's turns as they were heard.

    `names` are folded words that name people, `crowded` turns of which several tasks tell, and `quoted` the sentences
    that tasks quote of each turn.
    """

    told: ToldTask
    heard: Sequence[Heard]
    names: frozenset[str]
    crowded: frozenset[int]
    quoted: Mapping[int, Sequence[Sentence]]

    @property
    def owner(self) -> str | None:
        """Who does it, as far as is known."""
        return self.told.candidate.owner

    @cached_property
    def near(self) -> tuple[Heard, ...]:
        """Its turns and those beside them, in order."""
        places = {at + step for at in self.told.turns for step in range(-BEFORE, AFTER + 1)}
        return tuple(self.heard[at] for at in sorted(places) if 0 <= at < len(self.heard))

    @cached_property
    def naming(self) -> Mapping[str, Sequence[Heard]]:
        """Those of its turns that name somebody in a sentence that may be about it, by who is named."""
        found: dict[str, dict[int, Heard]] = {}
        for turn in self.near:
            for sentence in turn.utterance.sentences:
                named = turn.names_in(sentence)
                if named and self.is_about(sentence, turn):
                    for one in named:
                        found.setdefault(one.name, {})[turn.index] = turn
        return {name: tuple(turns.values()) for name, turns in found.items()}

    def apart(self, turn: Heard) -> int:
        """How many turns it stands behind the last one of the task's own, less than 0 before the first."""
        return min((turn.index - at for at in self.told.turns), key=lambda by: (by < 0, abs(by)))

    def is_about(self, sentence: Sentence, turn: Heard) -> bool:
        """Whether a sentence may be about it: in a turn of several tasks, not where it is another's."""
        if turn.index not in self.crowded or sentence in self.told.quoted:
            return True
        if turn.index != self.told.turns[0]:
            return self.owner in {one.name for one in turn.names_in(sentence)}
        if not {"helps", "together"}.isdisjoint(kinds(sentence, self.names)):
            return True
        return sentence not in self.quoted.get(turn.index, ())


def perhaps_helping(task: HelpedTask) -> list[str]:
    """Who speaks or is named in the task's turns or beside them, but its owner and whose offer the owner refuses."""
    found: dict[str, None] = dict.fromkeys(task.told.candidate.with_people)
    found |= dict.fromkeys(turn.utterance.name for turn in task.near if turn.utterance.name)
    found |= dict.fromkeys(task.naming)
    return [name for name in found if name != task.owner and not _refused(name, task)]


def _refused(person: str, task: HelpedTask) -> bool:
    """Whether the owner turns down at once what that person offers."""
    return any(
        after.index == turn.index + 1
        and (turn.utterance.name, after.utterance.name) == (person, task.owner)
        and declines(after.utterance.folded)
        and not OFFERS.isdisjoint(_said(turn, task))
        for turn, after in pairwise(task.near)
    )


def signs(person: str, task: HelpedTask) -> Iterator[str]:
    """The signs of one of the people around the task."""
    known = task.told.candidate.with_people
    if known:
        yield "rules: this" if person in known else "rules: another"
    if task.owner is None:
        yield "no owner"
    own = [turn for turn in task.near if turn.utterance.name == person and task.apart(turn) >= 0]
    if any(turn.index == task.told.turns[0] for turn in own):
        yield "speaks lead" if task.owner else "no owner, speaks lead"
    cited = (act for turn in own if turn.index in task.told.turns for act in turn.acts)
    if task.owner is not None and any(act.target == task.owner for act in cited):
        yield "asks the owner for it"
    if own:
        yield from _spoken(max(own, key=lambda turn: len(_TELLING & _said(turn, task))), task)
    for turn in task.naming.get(person, ()):
        if turn.utterance.name != person:
            yield from _named(person, turn, task)


def _said(turn: Heard, task: HelpedTask) -> set[str]:
    return {kind for sentence in turn.utterance.sentences for kind in kinds(sentence, task.names)}


def _spoken(turn: Heard, task: HelpedTask) -> Iterator[str]:
    """What somebody says in the turn in which they offer most, and how the owner takes it."""
    called = {reading.addressee for reading in turn.readings} - {None}
    to = "owner" if task.owner in called else "another" if called else "nobody"
    marks = [f"calls {to}", f"behind {task.apart(turn)}", *_taken_up(turn, task), *_asked_for(turn, task)]
    said = _said(turn, task)
    for kind in sorted(said):
        yield f"says {kind}"
        yield from (f"says {kind}, {mark}" for mark in marks)
    if said.isdisjoint(OFFERS):
        yield from (f"no offer, {mark}" for mark in marks)
        return
    yield "offers"
    yield f"offers {'+'.join(sorted(said & (OFFERS | {'if wanted'})))}"
    yield from (f"offers, {mark}" for mark in marks)
    yield from (f"offers, {one} and {other}" for one in marks for other in marks if one < other)


def _taken_up(turn: Heard, task: HelpedTask) -> Iterator[str]:
    """How the owner, or whoever may be it, answers in the next turns."""
    for after in task.heard[turn.index + 1 : turn.index + 1 + _REPLIES]:
        said = after.utterance
        if _may_own(said, task) and said.name != turn.utterance.name:
            at = "at once" if after.index == turn.index + 1 else "later"
            accepted = "accepted" if cues.ACCEPT.match(said.folded) else "owner goes on"
            yield f"{reception(said.folded) or accepted} {at}"


def _asked_for(turn: Heard, task: HelpedTask) -> Iterator[str]:
    """Whether the owner told of a need right before."""
    before = (one.utterance for one in task.heard[max(0, turn.index - _REPLIES) : turn.index])
    if any(_may_own(one, task) and one.name != turn.utterance.name and needs(one.folded) for one in before):
        yield "needed"


def _may_own(said: Utterance, task: HelpedTask) -> bool:
    return said.name == task.owner if task.owner else said.name is not None


def _named(person: str, turn: Heard, task: HelpedTask) -> Iterator[str]:
    """How somebody else names the person in the turn."""
    reply: str | None = None
    for sentence in turn.utterance.sentences:
        beside = [named for named in turn.names_in(sentence) if named.name == person]
        if not beside or not task.is_about(sentence, turn):
            continue
        reply = reply or _reply(person, turn, task)
        seen = kinds(sentence, task.names)
        if task.apart(turn) < 0:
            yield from (sign for sign in ("named to help before", f"named to help before, {reply}") if "helps" in seen)
            continue
        by = "owner" if turn.utterance.name == task.owner else "another"
        marks = [f"by {by}", "cited" if turn.index in task.told.turns else "behind", reply]
        yield from (f"named {mark}" for mark in (*marks, f"{reply}, by {by}"))
        for named in beside:
            yield from _beside(named, sentence, task, marks)
        called = any(reading.addressee == person and reading.sentence == sentence for reading in turn.readings)
        for kind in seen:
            yield from (f"{'called' if called else 'named'}, {kind}{mark}" for mark in ("", *(f", {m}" for m in marks)))


def _beside(named: Named, sentence: Sentence, task: HelpedTask, marks: Sequence[str]) -> Iterator[str]:
    """What the words beside the name make of the person."""
    before = ("<", *parts(sentence.text[: named.start], task.names))[-_CONTEXT:]
    after = (*parts(sentence.text[named.end :], task.names), ">")[:_CONTEXT]
    if before[-1] in _PREPOSITIONS:
        yield f"{before[-1]} _"
        yield f"{before[-1]} _, {marks[0]}"
    if before[-1] == "WITH":
        yield company(sentence.folded[: named.start])
    spoken = parts(sentence.text, task.names)
    if "helps" in kinds(sentence, task.names) and "DAT" in spoken and "V1" not in spoken:
        yield from ("named to help", f"named to help, {marks[-1]}")
    if _SERVES_AFTER.match(" ".join(after)) or _SERVES_BEFORE.search(" ".join(before)):
        yield from ("serves owner", *(f"serves owner, {mark}" for mark in (marks[0], marks[-1])))
    if (before[-1] == "AND" and before[-2:-1] in {("I",), ("YOU",), ("NAME",)}) or after[:2] in _AND_ME:
        yield "one of two"


_AND_ME = {("AND", "I"), ("AND", "YOU")}


def _reply(person: str, turn: Heard, task: HelpedTask) -> str:
    """What the person answers in the next turns."""
    following = (one.utterance for one in task.heard[turn.index + 1 : turn.index + 1 + _REPLIES])
    said = next((one.folded for one in following if one.name == person), None)
    if said is None:
        return "silent"
    if cues.ACCEPT.match(said) or reception(said):
        return "says yes"
    return "says no" if cues.OBJECT_START.match(said) or cues.REFUSE.search(said) else "answers"
