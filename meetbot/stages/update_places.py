"""The places of a meeting where an open commitment is spoken of, and what each turn there tells: no model."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Literal

from meetbot.model.commitments import Commitment
from meetbot.model.company import Roster
from meetbot.model.minutes import ActionItem
from meetbot.model.transcript import Transcript
from meetbot.stages.due_dates import resolve_due
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import Context
from meetbot.stages.update_cues import Report, report_in
from meetbot.stages.update_days import DayTold, days_told
from meetbot.stages.update_matching import Matcher, Task
from meetbot.stages.update_pieces import cut

REACH = 12
"""Turns behind the one that names a task in which it may still be spoken of."""
_AROUND = 8
"""Turns around the one that names a task in which others may be named beside it."""
_ANSWERS_WITHIN = 3
"""Turns between the words that name a task and its owner's answer: others interrupt."""
_ENOUGH = 0.3
"""Share of the task's telling words that show what is spoken of; the labelled meetings have 0.3 and more."""
_ENOUGH_OWNED = 0.2
"""The same, where the turn calls it the owner's: 'my one-pager', 'tu lista', 'eso era para el viernes'."""
_ENOUGH_POSSESSED = 0.15
"""The same, where it calls a thing of the task its owner's: 'la alerta de Sofía'."""
_ENOUGH_ALONE = 0.5
"""The same, where nobody is asked or named."""
_ALMOST = 0.6
"""Of the likeness of the likest place; what is less like is about something else."""
_OWNED = re.compile(
    r"\b(?:my|your|mine|yours|mi|mis|tu|tus|lo mio|lo tuyo|suy[oa]|tuy[oa]|pendientes?|(?:was|were) (?:for|due)|"
    r"(?:era|eran|estaba) para|quedaste|quedo de|ibas a|tenias que|you (?:had|were|owe))\b"
)

Role = Literal["owner", "asker", "other"]


@dataclass(frozen=True)
class Days:
    """From what days are counted."""

    said_on: date
    next_meeting: date | None
    language: str

    def resolved(self, words: str) -> date | None:
        """The day that the words name."""
        return _resolved(words, self)


@lru_cache(maxsize=2_000)
def _resolved(words: str, days: Days) -> date | None:
    due = resolve_due(words, said_on=days.said_on, next_meeting=days.next_meeting, language=days.language)
    return due.date if due is not None else None


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a piece of a turn says in a place; `apart` counts turns behind the naming one, `role` is who speaks.

    `days` are without those on which something was done; `tasks` are new ones of the meeting that its turn shows best.
    """

    piece: int
    apart: int
    role: Role
    voice: str | None
    text: str
    report: Report
    days: tuple[DayTold, ...]
    names_task: bool
    tasks: tuple[ActionItem, ...]

    @cached_property
    def folded(self) -> str:
        """The text without case and accents."""
        return fold(self.text)


@dataclass(frozen=True, kw_only=True)
class Place:
    """What is said from the words that name a task on; `share` is how much of it they hold, `whole` with what follows.

    `weak`: the words alone would not do; `beside`: how many other tasks are named around it; `directed`: its owner is
    asked, named or speaks.
    """

    task: Task
    said: tuple[Said, ...]
    share: float
    whole: float
    weak: bool
    telling: bool
    concerned: bool
    beside: int
    directed: bool

    def whose(self, task: ActionItem) -> str:
        """Whether a new task is the owner's, another's or nobody's."""
        if task.owner is None:
            return "nobody"
        return "the owner" if task.owner == self.task.commitment.owner else "another"

    @property
    def likeness(self) -> float:
        """How sure it is that the place is about its task: by the naming words, and half by all."""
        return self.share + self.whole / 2


class Reader:
    """Finds the places where the tasks are spoken of."""

    def __init__(
        self,
        transcript: Transcript,
        commitments: Sequence[Commitment],
        roster: Roster,
        *,
        actions: Sequence[ActionItem] = (),
    ) -> None:
        self.pieces = cut(transcript, Matcher(transcript, commitments, roster))
        self.context = Context(self.pieces.transcript)
        self.matcher = Matcher(self.pieces.transcript, commitments, roster)
        self._language = transcript.language
        self._named: dict[int, frozenset[str]] = {}
        self._actions: dict[str, list[ActionItem]] = {}
        for action in actions:
            if action.evidence is not None:
                self._actions.setdefault(action.evidence.turn_ids[0], []).append(action)

    def places(self) -> Mapping[int, list[Place]]:
        """The places of each task that is spoken of, by its number: those that are the likest, in order of time."""
        naming = {index: task for index in range(len(self.context.turns)) if (task := self._task_named(index))}
        found: dict[int, list[Place]] = {}
        for task in self.matcher.tasks:
            own = [index for index, named in naming.items() if named is task]
            weakly = None if own else self._likest(task, naming)
            every = list(self._places(task, own or ([weakly] if weakly is not None else []), naming))
            best = max((place.likeness for place in every), default=0.0)
            if every:
                kept = [place for place in every if place.likeness >= _ALMOST * best]
                found[task.commitment.number] = kept
        return found

    def _places(self, task: Task, indexes: Sequence[int], naming: Mapping[int, Task]) -> Iterator[Place]:
        last = -1
        for index in indexes:
            if index > last:
                place = self._place(task, index, naming)
                last = place.said[-1].piece
                yield place

    def _place(self, task: Task, first: int, naming: Mapping[int, Task]) -> Place:
        window = self._window(task, first, naming)
        held = self.matcher.matched(task, first)
        whole = frozenset(stem for index in window[:4] for stem in self.matcher.matched(task, index))
        around = self._pieces_of(self.pieces.turn(first) - _AROUND, self.pieces.turn(first) + _AROUND)
        return Place(
            task=task,
            said=tuple(self._said(task, first, index) for index in window),
            share=self.matcher.share(task, held),
            whole=self.matcher.share(task, whole),
            weak=first not in naming,
            telling=any(map(self.matcher.is_rare, held)),
            concerned=self._is_near(task, first),
            beside=sum(naming.get(other, task) is not task for other in around),
            directed=self._directed(first, task),
        )

    def _window(self, task: Task, first: int, naming: Mapping[int, Task]) -> list[int]:
        """The pieces from the naming one on, until another task is named; what names one beside is left out."""
        window = [first]
        for index in range(first + 1, len(self.context.turns)):
            apart = self._apart(first, index)
            another = naming.get(index, task) is not task
            if apart > REACH or (another and apart > 0):
                break
            if not another:
                window.append(index)
        return window

    def _said(self, task: Task, first: int, index: int) -> Said:
        text, owner, voice = self.context.turns[index].text, task.commitment.owner, self.context.name(index)
        speaker = self.context.turns[index].speaker
        asks = speaker == self.context.turns[first].speaker
        before = self.context.turns[index - 1] if index > first else None
        asked = before.text if before is not None and before.speaker != speaker else ""
        report = report_in(text, language=self._language, asked=asked, verb=_verb(task))
        told = days_told(text, fold(text), language=self._language)
        return Said(
            piece=index,
            apart=self._apart(first, index),
            role="owner" if owner in {None, voice} else "asker" if asks else "other",
            voice=voice,
            text=text,
            report=report,
            days=tuple(day for day in told if report.days or day.manner != "open"),
            names_task=bool(self.matcher.matched(task, index)),
            tasks=tuple(self._actions.get(self.context.turns[index].id, ())),
        )

    def _apart(self, before: int, after: int) -> int:
        """Turns between two pieces."""
        return self.pieces.turn(after) - self.pieces.turn(before)

    def _pieces_of(self, first: int, last: int) -> range:
        """The pieces of the turns from that one to that one."""
        places, turn = self.pieces.places, attrgetter("index")
        return range(bisect_left(places, first, key=turn), bisect_right(places, last, key=turn))

    # --- which piece names which task ---------------------------------------------------------------------------------

    def _likest(self, task: Task, naming: Mapping[int, Task]) -> int | None:
        """The piece that holds most of a task which none names outright, rather one near its owner."""
        best: tuple[float, int] | None = None
        for index in range(len(self.context.turns)):
            stems = self.matcher.matched(task, index)
            share = self.matcher.share(task, stems)
            if share < _ENOUGH_POSSESSED or index in naming:
                continue
            if not self.matcher.names_matter(task, stems, [self.context.turns[index].text]):
                continue
            likeness = share + 0.1 * self._is_near(task, index)
            if best is None or likeness > best[0]:
                best = likeness, index
        return best[1] if best else None

    def _is_near(self, task: Task, index: int) -> bool:
        """Whether the owner speaks or is named around a piece."""
        owner, around = task.commitment.owner, range(max(0, index - 3), min(len(self.context.turns), index + 5))
        return owner is None or any(self.context.name(i) == owner or owner in self._named_in(i) for i in around)

    def _task_named(self, index: int) -> Task | None:
        """The task that this piece, with the owner's answer, is about."""
        best: tuple[float, Task] | None = None
        for task in self.matcher.tasks:
            stems = self.matcher.matched(task, index)
            if not stems:
                continue
            answer = self._answer(index, task)
            whole = stems | (self.matcher.matched(task, answer) if answer is not None else frozenset())
            share = self.matcher.share(task, whole)
            texts = [self.context.turns[i].text for i in (index, answer) if i is not None]
            telling = any(map(self.matcher.is_rare, whole)) and self.matcher.names_matter(task, whole, texts)
            enough = telling and share >= self._enough(index, task) and self._concerns(index, task, answer)
            if enough and (best is None or share > best[0]):
                best = share, task
        return best[1] if best else None

    def _enough(self, index: int, task: Task) -> float:
        """The share of the task that a piece has to hold: less where it calls the task its owner's or long due."""
        text = self.context.turns[index].text
        if self.matcher.possessed(task, text):
            return _ENOUGH_POSSESSED
        if not self._directed(index, task):
            return _ENOUGH_ALONE
        return _ENOUGH_OWNED if _OWNED.search(fold(text)) else _ENOUGH

    def _named_in(self, index: int) -> frozenset[str]:
        """Who is named in that piece."""
        if index not in self._named:
            people = self.matcher.people.named(self.context.turns[index].text)
            self._named[index] = frozenset(person.name for person in people)
        return self._named[index]

    def _directed(self, index: int, task: Task) -> bool:
        """Whether the owner speaks, is named or asked."""
        owner = task.commitment.owner
        named = owner in self._named_in(index) or self.context.name(index) == owner
        return named or "?" in self.context.turns[index].text

    def _concerns(self, index: int, task: Task, answer: int | None) -> bool:
        """Whether the owner speaks, is named, or answers next; without an owner, anybody."""
        owner = task.commitment.owner
        if owner is None or answer is not None or self.context.name(index) == owner:
            return True
        after = range(index, min(len(self.context.turns), index + 2))
        return any(owner in self._named_in(near) for near in after)

    def _answer(self, index: int, task: Task) -> int | None:
        """The owner's first piece after this turn, if it comes at once."""
        owner = task.commitment.owner
        turn = self.pieces.turn(index)
        after = self._pieces_of(turn + 1, turn + _ANSWERS_WITHIN)
        return next((following for following in after if self.context.name(following) == owner), None)


def _verb(task: Task) -> str:
    """What is to be done: the first word of the task."""
    return fold(task.commitment.text.split()[0]) if task.commitment.text.split() else ""
