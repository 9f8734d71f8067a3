"""What was said about the open commitments of earlier meetings, and which new tasks take one up again: no model.

Nothing is closed here. An update needs words that tell where the task stands, said by its owner or to its owner, and
that the talk is about it: by its own words, or by a pronoun right after them ("¿y el brief?" – "ya lo mandé").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from meetbot.model.commitments import Commitment
from meetbot.model.company import Roster
from meetbot.model.minutes import ActionItem, CommitmentUpdate
from meetbot.model.transcript import Transcript
from meetbot.stages.due_dates import resolve_due
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import Context, Place, sentences
from meetbot.stages.ground_replies import clause_texts, reply_in
from meetbot.stages.rules.people import Named
from meetbot.stages.update_cues import Report, confirms, proposes, report_in, tells_of_another
from meetbot.stages.update_matching import Matcher, Task

Status = Literal["done", "in_progress", "postponed", "cancelled"]

_ANSWERS_WITHIN = 3
"""Turns between the words that name a task and the report: others interrupt."""
_SHORT_CALL = 4
"""Words: "Sergio, por Dios" asks nothing of him."""
_LONG_TURN = 40
"""Words: a longer turn speaks of several things."""
_GOES_ON = 8
"""Turns over which a report is completed by a day: '¿entonces?' – 'te lo tengo el veintidós'."""
_ENOUGH = 0.3
"""Share of the task's telling words that show what is spoken of; the labelled meetings have 0.3 and more."""
_ENOUGH_ALONE = 0.5
"""The same, where nobody is asked or named."""


@dataclass(frozen=True)
class _Days:
    """From what days are counted."""

    said_on: date
    next_meeting: date | None
    language: str


@dataclass(kw_only=True)
class _Exchange:
    """What was said about one task in one place: the turn that names it, and the reports, by their turn."""

    task: Task
    named: int
    reports: dict[int, Report] = field(default_factory=dict)
    others: list[int] = field(default_factory=list)


def updates(
    transcript: Transcript,
    commitments: Sequence[Commitment],
    roster: Roster,
    *,
    said_on: date,
    next_meeting: date | None = None,
    country: str = "",
) -> tuple[CommitmentUpdate, ...]:
    """What was said about each open commitment, by its number; those that nobody spoke of are not in it.

    `country` has the holidays that a new day may be counted by.
    """
    still_open = [commitment for commitment in commitments if commitment.status == "open"]
    if not still_open:
        return ()
    reader = _Reader(transcript, still_open, roster)
    latest: dict[int, CommitmentUpdate] = {}
    for exchange in reader.exchanges():
        days = _Days(said_on, next_meeting, f"{transcript.language}-{country}")
        update = _update(exchange, reader.context, days)
        number = exchange.task.commitment.number
        if update is not None:
            latest[number] = _later(latest.get(number), update)
    return tuple(latest[number] for number in sorted(latest))


def following(
    actions: Sequence[ActionItem], commitments: Sequence[Commitment], transcript: Transcript
) -> tuple[ActionItem, ...]:
    """The actions, with the number of the open commitment that each takes up again, if it does."""
    still_open = [commitment for commitment in commitments if commitment.status == "open"]
    if not still_open:
        return tuple(actions)
    reader = _Reader(transcript, still_open, Roster())
    exchanges = list(reader.exchanges())
    return tuple(_following(action, reader, exchanges) for action in actions)


class _Reader:
    """Finds the places where the tasks are spoken of."""

    def __init__(self, transcript: Transcript, commitments: Sequence[Commitment], roster: Roster) -> None:
        self.context = Context(transcript)
        self.matcher = Matcher(transcript, commitments, roster)
        self._language = transcript.language
        self._named = [frozenset(p.name for p in self.matcher.people.named(t.text)) for t in self.context.turns]

    def exchanges(self) -> Iterator[_Exchange]:
        """Every exchange about a task, in order of time."""
        settled: set[int] = set()
        last = -1
        for index in range(len(self.context.turns)):
            task = self._task_named(index) if index > last else None
            if task is None or task.commitment.number in settled:
                continue
            exchange = _Exchange(task=task, named=index)
            self._follow(exchange)
            if exchange.reports:
                last = max(exchange.reports)
                settled |= {task.commitment.number} if _is_settled(exchange) else set()
                yield exchange

    def _task_named(self, index: int) -> Task | None:
        """The task that this turn, with the owner's answer, is about."""
        best: tuple[float, Task] | None = None
        for task in self.matcher.tasks:
            stems = self.matcher.matched(task, index)
            if not stems:
                continue
            answer = self._answer(index, task)
            whole = stems | (self.matcher.matched(task, answer) if answer is not None else frozenset())
            share = self.matcher.share(task, whole)
            concerned = self._concerns(index, task, answer)
            telling = [stem for stem in whole if self.matcher.is_rare(stem)]
            enough = _ENOUGH if self._directed(index, task) else _ENOUGH_ALONE
            if concerned and telling and share >= enough and (best is None or share > best[0]):
                best = share, task
        return best[1] if best else None

    def _directed(self, index: int, task: Task) -> bool:
        """Whether the owner speaks, is named or asked."""
        owner = task.commitment.owner
        named = owner in self._named[index] or self.context.name(index) == owner
        return named or "?" in self.context.turns[index].text

    def _concerns(self, index: int, task: Task, answer: int | None) -> bool:
        """Whether the owner speaks, is named, or answers next; without an owner, anybody."""
        owner = task.commitment.owner
        if owner is None or answer is not None or self.context.name(index) == owner:
            return True
        after = range(index, min(len(self._named), index + 2))
        return any(owner in self._named[near] for near in after)

    def _answer(self, index: int, task: Task) -> int | None:
        """The owner's first turn after this one, if it comes at once."""
        owner = task.commitment.owner
        last = min(len(self.context.turns), index + 1 + _ANSWERS_WITHIN)
        for following in range(index + 1, last):
            if self.context.name(following) == owner:
                return following
        return None

    def _follow(self, exchange: _Exchange) -> None:
        """Collects the reports: from the turn that names the task on, as long as the talk stays with it."""
        owner, first = exchange.task.commitment.owner, exchange.named
        for index in range(first, len(self.context.turns)):
            far = index - max(exchange.reports, default=first) > _GOES_ON
            if far or (index > first and self._leaves(exchange, index)):
                return
            report = self._report(exchange, index)
            own = owner is None or self.context.name(index) == owner
            started = bool(exchange.reports)
            near = index - first <= _ANSWERS_WITHIN
            if own and self._reports(exchange, index, report):
                exchange.reports[index] = report
            elif not own and near and report.cancelled:
                exchange.reports[index] = Report(cancelled=True)
            elif not own and near and not started and self._done_by_report(exchange, index):
                exchange.reports[index] = Report(done=True)
            elif not own and (near or started) and (days := self._moved(exchange, index)):
                exchange.reports[index] = Report(days=days)
            elif not own and started and confirms(self.context.turns[index].text):
                exchange.others.append(index)

    def _opens_next(self, exchange: _Exchange, text: str) -> bool:
        """Whether a sentence opens another matter without the words of this one."""
        match = _NEXT_MATTER.search(fold(text))
        if match is None:
            return False
        rest = re.split(r"[.?!…]", text[match.end() :])[0]
        return not self.matcher.held(exchange.task, rest)

    def _report(self, exchange: _Exchange, index: int) -> Report:
        """What the turn tells; of a long one that names the task, its sentence and, if that tells nothing, the next."""
        asked = self._asked(exchange, index)
        one = report_in(self._said(exchange, index), language=self._language, asked=asked)
        if one.says_anything() or one.days:
            return one
        return report_in(self._said(exchange, index, sentences_more=1), language=self._language, asked=asked)

    def _asked(self, exchange: _Exchange, index: int) -> str:
        """What somebody else said just before this turn, within the exchange."""
        before = self.context.turns[index - 1] if index > exchange.named else None
        return before.text if before and before.speaker != self.context.turns[index].speaker else ""

    def _done_by_report(self, exchange: _Exchange, index: int) -> bool:
        """Whether somebody else tells that the owner did it, or that they have got it."""
        text = self.context.turns[index].text
        return tells_of_another(text) or (index > exchange.named and confirms(text))

    def _moved(self, exchange: _Exchange, index: int) -> tuple[str, ...]:
        """The days that another one names for the task in this turn, if the owner takes them next."""
        days = proposes(self.context.turns[index].text, language=self._language)
        owner = exchange.task.commitment.owner
        if not days or index + 1 >= len(self.context.turns) or self.context.name(index + 1) != owner:
            return ()
        replies = {reply_in(clause) for clause in clause_texts(self.context.turns[index + 1].text)}
        return days if replies & {"accepts", "weakly"} and not replies & {"refuses", "doubts"} else ()

    def _said(self, exchange: _Exchange, index: int, *, sentences_more: int = 0) -> str:
        text = self.context.turns[index].text
        spans = sentences(text)
        holding = [n for n, (a, b) in enumerate(spans) if self.matcher.held(exchange.task, text[a:b])]
        if index != exchange.named or len(text.split()) <= _LONG_TURN or not holding:
            return text
        last = min(len(spans) - 1, holding[0] + sentences_more)
        return text[spans[holding[0]][0] : spans[last][1]]

    def _reports(self, exchange: _Exchange, index: int, report: Report) -> bool:
        """Whether the owner's turn tells of this task: soon after its name, or asked when, or with the task's words."""
        if _is_settled(exchange):
            return False
        near = index - exchange.named <= _ANSWERS_WITHIN
        named_too = index == exchange.named and not _OWN.search(fold(self._said(exchange, index)))
        first = not exchange.reports and not named_too
        answers = bool(report.days) and not _has_day(exchange) and (report.promised or first)
        if near and (report.says_anything() or answers):
            return True
        about = report.promised and bool(self.matcher.matched(exchange.task, index))
        goes_on = bool(exchange.reports) and bool(report.days)
        return goes_on and (about or self._was_asked(exchange, index))

    def _was_asked(self, exchange: _Exchange, index: int) -> bool:
        """Whether one of the two turns before asks when, or speaks to the owner."""
        owner = exchange.task.commitment.owner
        before = range(max(exchange.named, index - 2), index)
        turns = self.context.turns
        return any(_WHEN.search(fold(turns[i].text)) or owner in self._named[i] for i in before)

    def _leaves(self, exchange: _Exchange, index: int) -> bool:
        """Whether this turn turns to another task or another person."""
        other = self._task_named(index)
        if other is not None and other is not exchange.task:
            return True
        owner, text = exchange.task.commitment.owner, self.context.turns[index].text
        if self.context.name(index) == owner or not exchange.reports:
            return False
        if self._opens_next(exchange, text):
            return True
        if any(self.matcher.is_rare(stem) for stem in self.matcher.matched(exchange.task, index)):
            return False
        called = {named.name for named in self.matcher.people.named(text) if _is_call(text, named)}
        talks = "?" in text or len(text.split()) > _SHORT_CALL
        return talks and bool(called - {owner}) and owner not in called


_NEXT_MATTER = re.compile(
    r"(?:^|[.!?…]\s*)(?:(?:y|ahora|bueno|okey|ok|vale|listo|perfecto|luego|otra cosa|and|now|okay|"
    r"so)[,.:]?\s+)*(?:lo de|"
    r"lo del|siguiente|pas(?:emos|amos)|sigo\b|segundo|tercero|cuarto|ultimo punto|otro tema|otra cosa|next|moving on|"
    r"last one|what about)\b"
)
"""Words that open another matter: 'y lo de los ayuntamientos', 'next'."""


def _is_call(text: str, named: Named) -> bool:
    """Whether the name calls somebody: at the start of a sentence or behind a comma, and with a mark behind it."""
    before, after = text[: named.start].rstrip(), text[named.end : named.end + 1]
    opens = not before or before[-1] in ".,;:?!¿¡…" or fold(before).endswith((" y", "oye", "bueno"))
    return opens and (after in ",.:?!…" or after == "")


def _has_day(exchange: _Exchange) -> bool:
    return any(report.days for report in exchange.reports.values())


_OWN = re.compile(r"\b(?:yo|mio|mia|i|i'll|mine)\b")
_WHEN = re.compile(r"\b(?:cuando|entonces|que dia|fecha|when|what day|date)\b.*\?|\bera para\b|\bwas due\b")


def _is_settled(exchange: _Exchange) -> bool:
    """Whether the task was told as finished or called off: what follows is about something else."""
    return any(report.cancelled or (report.done and not report.undone) for report in exchange.reports.values())


def _update(exchange: _Exchange, context: Context, days: _Days) -> CommitmentUpdate | None:
    commitment = exchange.task.commitment
    told = list(exchange.reports.items())
    day, status, deciding = None, None, told[0][0]
    for index, report in told:
        found = _new_day(report, days)
        if report.cancelled:
            status, deciding, day = "cancelled", index, None
            break
        finished = report.done and not report.undone
        if finished:
            status, deciding, day = "done", index, None
        elif found is not None and status != "done":
            day, deciding, status = found, index, "in_progress" if report.part else "postponed"
        elif report.undone and status != "postponed":
            status, deciding = "in_progress", index
    if status is None:
        return None
    if status == "postponed" and not _is_later(day, commitment, days.said_on):
        status, day = "in_progress", None
    turn = context.turns[deciding].text
    place = Place(index=deciding, start=len(turn) - len(turn.lstrip()), end=len(turn.rstrip()))
    cited = [exchange.named, *(index for index, _ in told), *exchange.others]
    return CommitmentUpdate(
        number=commitment.number,
        text=commitment.text,
        owner=commitment.owner,
        status=_as_status(status),
        due_date=day if status == "postponed" else None,
        evidence=context.evidence(place, list(dict.fromkeys(cited))),
    )


def _as_status(status: str) -> Status:
    known: dict[str, Status] = {
        "done": "done", "in_progress": "in_progress", "postponed": "postponed", "cancelled": "cancelled",
    }  # fmt: skip
    return known[status]


def _new_day(report: Report, days: _Days) -> date | None:
    """The last day that the report names; none where the task is told as finished."""
    if report.done and not report.undone:
        return None
    for words in reversed(report.days):
        due = resolve_due(words, said_on=days.said_on, next_meeting=days.next_meeting, language=days.language)
        if due is not None:
            return due.date
    return None


def _is_later(day: date | None, commitment: Commitment, said_on: date) -> bool:
    """Whether the day puts the task off: later than it was due, if that was known."""
    return day is not None and day >= said_on and (commitment.due_date is None or day > commitment.due_date)


_RANK = {"in_progress": 0, "postponed": 1, "done": 2, "cancelled": 2}


def _later(earlier: CommitmentUpdate | None, update: CommitmentUpdate) -> CommitmentUpdate:
    """The later word, with the turns of both; "sigo con ello" takes back no new day."""
    if earlier is None:
        return update
    kept, other = (update, earlier) if _RANK[update.status] >= _RANK[earlier.status] else (earlier, update)
    turns = dict.fromkeys((*kept.evidence.turn_ids, *other.evidence.turn_ids))
    return kept.model_copy(update={"evidence": kept.evidence.model_copy(update={"turn_ids": tuple(turns)})})


def _following(action: ActionItem, reader: _Reader, exchanges: Sequence[_Exchange]) -> ActionItem:
    """A task told again in an exchange about an open one, by its owner, where that one was not finished."""
    if action.follows is not None or action.evidence is None:
        return action
    cited = set(action.evidence.turn_ids)
    for exchange in exchanges:
        commitment = exchange.task.commitment
        turns = {reader.context.turns[index].id for index in (exchange.named, *exchange.reports)}
        if cited & turns and not _is_settled(exchange) and action.owner in {commitment.owner, None}:
            return action.model_copy(update={"follows": commitment.number})
    return action
