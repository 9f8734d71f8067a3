"""The places of a meeting where an open commitment is spoken of, and what was said of it there: no model."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from meetbot.model.commitments import Commitment
from meetbot.model.company import Roster
from meetbot.model.transcript import Transcript
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import Context, sentences
from meetbot.stages.ground_replies import clause_texts, reply_in
from meetbot.stages.rules.people import Named
from meetbot.stages.update_cues import Report, report_in
from meetbot.stages.update_days import proposes, repeats_day
from meetbot.stages.update_done import confirms, is_state, tells_of_another
from meetbot.stages.update_matching import Matcher, Task
from meetbot.stages.update_pieces import cut

_ANSWERS_WITHIN = 3
"""Turns between the words that name a task and the report: others interrupt."""
_ENDS_WITHIN = 3
"""Turns behind the last report in which another one calls off what it speaks of without naming it."""
_SHORT_CALL = 4
"""Words: "Sergio, por Dios" asks nothing of him."""
_LONG_TURN = 40
"""Words: a longer turn speaks of several things."""
_GOES_ON = 8
"""Turns over which a report is completed by a day: '¿entonces?' – 'te lo tengo el veintidós'."""
_ENOUGH = 0.3
"""Share of the task's telling words that show what is spoken of; the labelled meetings have 0.3 and more."""
_ENOUGH_OWNED = 0.2
"""The same, where the turn calls it the owner's: 'my one-pager', 'tu lista', 'eso era para el viernes'."""
_ENOUGH_POSSESSED = 0.15
"""The same, where it calls a thing of the task its owner's: 'la alerta de Sofía'."""
_ENOUGH_ALONE = 0.5
"""The same, where nobody is asked or named."""


_OF_ASKING = 1
"""Telling words beside the task's in a turn that asks only where it stands."""
_ONLY_A_DAY = 8
"""Words of a turn that gives nothing but a day."""
_AN_ANSWER = 3
"""Words: fewer tell nothing."""


@dataclass(kw_only=True)
class Exchange:
    """What was said about one task in one place: the turn that names it, and the reports, by their turn.

    `by_owner`: who has the task named it; `asked`: its owner was asked or called, or speaks; `taken`: turns that answer
    what was asked beside it.
    """

    task: Task
    named: int
    reports: dict[int, Report] = field(default_factory=dict)
    others: list[int] = field(default_factory=list)
    by_owner: bool = False
    asked: bool = False
    taken: frozenset[int] = frozenset()

    @property
    def settled(self) -> bool:
        """Whether the task was told as finished or called off: what follows is about something else."""
        return any(report.cancelled or report.finished for report in self.reports.values())

    def cited(self) -> tuple[int, ...]:
        """The turns that show it: the naming one, the reports, and who confirmed them."""
        return (self.named, *self.reports, *self.others)


class Reader:
    """Finds the places where the tasks are spoken of."""

    def __init__(self, transcript: Transcript, commitments: Sequence[Commitment], roster: Roster) -> None:
        self.pieces = cut(transcript, Matcher(transcript, commitments, roster))
        self.context = Context(self.pieces.transcript)
        self.matcher = Matcher(self.pieces.transcript, commitments, roster)
        self._language = transcript.language
        self._named: dict[int, frozenset[str]] = {}
        self._speakers = frozenset(self.context.name(index) for index in range(len(self.context.turns))) - {None}

    def exchanges(self) -> Iterator[Exchange]:
        """Every exchange about a task, in order of time."""
        last, asking, taken = -1, -1, frozenset[int]()
        for index in range(len(self.context.turns)):
            beside = self.pieces.turn(index) == asking
            task = self._task_named(index) if index > last or beside else None
            if task is None:
                continue
            exchange = self._exchange(index, task, taken if beside else frozenset())
            if exchange.reports:
                last, asking = max(last, *exchange.reports), self.pieces.turn(index)
                taken = exchange.taken | exchange.reports.keys()
                yield exchange

    def _exchange(self, index: int, task: Task, taken: frozenset[int]) -> Exchange:
        """What was said about the task from this turn on."""
        by_owner = self.context.name(index) == task.commitment.owner
        asked = self._directed(index, task)
        exchange = Exchange(task=task, named=index, by_owner=by_owner, asked=asked, taken=taken)
        self._follow(exchange)
        if not exchange.reports and self._stated(exchange):
            exchange.reports[index] = Report(done=True)
        elif not exchange.reports and (answer := self._answered(exchange)) is not None:
            exchange.reports[answer] = Report(undone=True)
        return exchange

    def _distance(self, before: int, after: int) -> int:
        """Turns between two pieces."""
        return self.pieces.turn(after) - self.pieces.turn(before)

    def sureness(self, exchange: Exchange) -> float:
        """How sure it is that the exchange is about its task: by the naming turn's words, and half by all of its."""
        words = [self.matcher.matched(exchange.task, index) for index in exchange.cited()]
        whole = frozenset(stem for stems in words for stem in stems)
        return self.matcher.share(exchange.task, words[0]) + self.matcher.share(exchange.task, whole) / 2

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
            texts = [self.context.turns[i].text for i in (index, answer) if i is not None]
            telling = telling if self.matcher.names_matter(task, whole, texts) else []
            enough = self._enough(index, task)
            if concerned and telling and share >= enough and (best is None or share > best[0]):
                best = share, task
        return best[1] if best else None

    def _enough(self, index: int, task: Task) -> float:
        """The share of the task that a turn has to hold: less where it calls the task its owner's or long due."""
        if self.matcher.possessed(task, self.context.turns[index].text):
            return _ENOUGH_POSSESSED
        if not self._directed(index, task):
            return _ENOUGH_ALONE
        return _ENOUGH_OWNED if _OWNED.search(fold(self.context.turns[index].text)) else _ENOUGH

    def _named_in(self, index: int) -> frozenset[str]:
        """Who is named in that turn."""
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
        """The owner's first turn after this one, if it comes at once."""
        owner = task.commitment.owner
        for following in range(index + 1, len(self.context.turns)):
            if self._distance(index, following) > _ANSWERS_WITHIN:
                return None
            if self._distance(index, following) and self.context.name(following) == owner:
                return following
        return None

    def _follow(self, exchange: Exchange) -> None:
        """Collects the reports: from the turn that names the task on, as long as the talk stays with it."""
        owner, first = exchange.task.commitment.owner, exchange.named
        for index in range(first, len(self.context.turns)):
            far = self._distance(max(exchange.reports, default=first), index) > _GOES_ON
            if index in exchange.taken or (index > first and self._beside(exchange, index)):
                continue
            if far or (index > first and self._leaves(exchange, index)):
                return
            report = self._report(exchange, index)
            own = owner is None or self.context.name(index) == owner
            started = bool(exchange.reports)
            near = self._distance(first, index) <= _ANSWERS_WITHIN
            absent = owner not in self._speakers and bool(self.matcher.matched(exchange.task, index))
            if (own or absent) and self._reports(exchange, index, report):
                exchange.reports[index] = report
            elif not own and (near or started) and self._ends(exchange, index, report):
                exchange.reports[index] = Report(cancelled=report.cancelled, struck=report.struck)
            elif not own and near and not started and self._done_by_report(exchange, index):
                exchange.reports[index] = Report(done=True)
            elif not own and (near or started) and (days := self._moved(exchange, index)):
                exchange.reports[index] = Report(days=days)
            elif (
                not own
                and _has_day(exchange)
                and (days := repeats_day(self.context.turns[index].text, language=self._language))
            ):
                exchange.reports[index] = Report(days=days, repeated=True)
            elif not own and started and confirms(self.context.turns[index].text):
                exchange.others.append(index)

    def _ends(self, exchange: Exchange, index: int, report: Report) -> bool:
        """Whether somebody else calls the task off, or takes it from the list, before it was told as ended."""
        last = max(exchange.reports, default=exchange.named)
        close = self._distance(last, index) <= _ENDS_WITHIN or bool(self.matcher.matched(exchange.task, index))
        struck = report.struck and index > exchange.named
        return close and (report.cancelled or struck) and not exchange.settled

    def _answered(self, exchange: Exchange) -> int | None:
        """The turn in which the owner, asked where the task stands, answers without telling it: it is open still."""
        task, owner = exchange.task, exchange.task.commitment.owner
        answer = exchange.named + 1
        if (
            owner is None
            or answer >= len(self.context.turns)
            or answer in exchange.taken
            or self.context.name(answer) != owner
        ):
            return None
        asked, text = self.context.turns[exchange.named].text, self.context.turns[answer].text
        asks = "?" in asked or owner in self._named_in(exchange.named)
        if not asks or self.matcher.share(task, self.matcher.matched(task, exchange.named)) < _ENOUGH_ALONE:
            return None
        other = self.matcher.others_words(task, asked)
        return answer if len(other) <= _OF_ASKING and len(text.split()) >= _AN_ANSWER and "?" not in text else None

    def _opens_next(self, exchange: Exchange, text: str) -> bool:
        """Whether a sentence opens another matter without the words of this one."""
        match = _NEXT_MATTER.search(fold(text))
        if match is None:
            return False
        rest = re.split(r"[.?!…]", text[match.start() :].lstrip(" .!?…¿"))[0]
        return not self.matcher.held(exchange.task, rest)

    def _report(self, exchange: Exchange, index: int) -> Report:
        """What the turn tells; of a long one that names the task, its sentence and, if that tells nothing, the next."""
        asked = self._asked(exchange, index)
        verb = _verb(exchange.task)
        one = report_in(self._said(exchange, index), language=self._language, asked=asked, verb=verb)
        if one.says_anything() or one.days:
            return one
        more = self._said(exchange, index, sentences_more=1)
        return report_in(more, language=self._language, asked=asked, verb=verb)

    def _asked(self, exchange: Exchange, index: int) -> str:
        """What somebody else said just before this turn, within the exchange."""
        before = self.context.turns[index - 1] if index > exchange.named else None
        return before.text if before and before.speaker != self.context.turns[index].speaker else ""

    def _done_by_report(self, exchange: Exchange, index: int) -> bool:
        """Whether somebody else tells that the owner did it, or that they have got it."""
        text = self.context.turns[index].text
        owner = exchange.task.commitment.owner
        if index > exchange.named:
            return tells_of_another(text) or confirms(text)
        about = [text[a:b] for a, b in sentences(text) if self.matcher.held(exchange.task, text[a:b])]
        return tells_of_another(text) or (owner in self._named_in(index) and any(map(confirms, about)))

    def _beside(self, exchange: Exchange, index: int) -> bool:
        """Whether another task is spoken of there in passing: in the turn that names this one, or before its answer."""
        if not self._distance(exchange.named, index):
            return True
        last = index
        while last + 1 < len(self.context.turns) and not self._distance(index, last + 1):
            last += 1
        return any(self._task_named(more) is exchange.task for more in range(index + 1, last + 1))

    def _stated(self, exchange: Exchange) -> bool:
        """Whether the turn that names the task says that it is there, and its owner does not answer or agrees."""
        answer = self._answer(exchange.named, exchange.task)
        if answer is not None and not self._accepts(answer):
            return False
        text = self.context.turns[exchange.named].text
        about = (text[a:b] for a, b in sentences(text) if self.matcher.held(exchange.task, text[a:b]))
        return any(is_state(one, verb=_verb(exchange.task)) for one in about if "?" not in one)

    def _moved(self, exchange: Exchange, index: int) -> tuple[str, ...]:
        """The days that another one names for the task in this turn, if the owner takes them next."""
        days = proposes(self.context.turns[index].text, language=self._language)
        owner = exchange.task.commitment.owner
        if not days or index + 1 >= len(self.context.turns) or self.context.name(index + 1) != owner:
            return ()
        return days if self._accepts(index + 1) else ()

    def _accepts(self, index: int) -> bool:
        replies = {reply_in(clause) for clause in clause_texts(self.context.turns[index].text)}
        return bool(replies & {"accepts", "weakly"}) and not replies & {"refuses", "doubts"}

    def _said(self, exchange: Exchange, index: int, *, sentences_more: int = 0) -> str:
        text = self.context.turns[index].text
        spans = sentences(text)
        holding = [n for n, (a, b) in enumerate(spans) if self.matcher.held(exchange.task, text[a:b])]
        if len(text.split()) <= _LONG_TURN:
            return text
        if index != exchange.named and not sentences_more:
            return _beginning(text, spans)
        if index != exchange.named or not holding:
            return text
        last = min(len(spans) - 1, holding[0] + sentences_more)
        return text[spans[holding[0]][0] : spans[last][1]]

    def _reports(self, exchange: Exchange, index: int, report: Report) -> bool:
        """Whether the owner's turn tells of this task: soon after its name, or asked when, or with the task's words."""
        if exchange.settled:
            return False
        near = self._distance(exchange.named, index) <= _ANSWERS_WITHIN
        named_too = index == exchange.named and not _OWN.search(fold(self._said(exchange, index)))
        first = not exchange.reports and not named_too
        answers = bool(report.days) and not _has_day(exchange) and (report.promised or first)
        answers = answers and not self._elsewhere(exchange, index)
        if near and (report.says_anything() or answers):
            return True
        about = bool(self.matcher.matched(exchange.task, index))
        about = about or (report.promised and not _has_day(exchange) and not self._elsewhere(exchange, index))
        if (report.cancelled or report.struck) and index - max(
            exchange.reports, default=exchange.named
        ) <= _ENDS_WITHIN + 1:
            return True
        short = not _has_day(exchange) and len(self.context.turns[index].text.split()) <= _ONLY_A_DAY
        about = about or short
        goes_on = bool(exchange.reports) and bool(report.days)
        return goes_on and (about or self._was_asked(exchange, index))

    def _elsewhere(self, exchange: Exchange, index: int) -> bool:
        """Whether the turn promises work of its own: no word of the task, and several others."""
        text = self.context.turns[index].text
        told = index > exchange.named and not self.matcher.matched(exchange.task, index)
        return (
            told
            and len(self.matcher.others_words(exchange.task, text)) > _AN_ANSWER
            and _OPENS.search(text) is not None
        )

    def _was_asked(self, exchange: Exchange, index: int) -> bool:
        """Whether one of the two turns before asks when, or speaks to the owner."""
        owner = exchange.task.commitment.owner
        before = range(max(exchange.named, index - 2), index)
        turns = self.context.turns
        return any(_WHEN.search(fold(turns[i].text)) or owner in self._named_in(i) for i in before)

    def _leaves(self, exchange: Exchange, index: int) -> bool:
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
    r"lo del|siguiente|pas(?:emos|amos)|sigo\b|segundo|tercero|cuarto|ultimo punto|otro tema|otra cosa|next|"
    r"moving on|"
    r"last one|what about)\b|(?:^|[.!?…]\s*)¿?(?:y (?:el|la|los|las|lo)|and (?:the|your|my)) \w+[^.!?…]{0,60}\?"
)
"""Words that open another matter: 'y lo de los ayuntamientos', 'next'."""


def _beginning(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The sentences with which a long answer begins: it tells first where the task stands."""
    end = spans[0][1]
    for _, stop in spans:
        if len(text[:stop].split()) > _LONG_TURN:
            break
        end = stop
    return text[:end]


def _is_call(text: str, named: Named) -> bool:
    """Whether the name calls somebody: at the start of a sentence or behind a comma, and with a mark behind it."""
    before, after = text[: named.start].rstrip(), text[named.end : named.end + 1]
    opens = not before or before[-1] in ".,;:?!¿¡…" or fold(before).endswith((" y", "oye", "bueno"))
    return opens and (after in ",.:?!…" or after == "")


def _has_day(exchange: Exchange) -> bool:
    return any(report.days for report in exchange.reports.values())


_OPENS = re.compile(r"^\W*(?:y|además|también|aparte|and|also)\s+(?:yo|nosotros|i|we)\b", re.IGNORECASE)
"""A turn that adds a task of its own to what was said."""
_OWNED = re.compile(
    r"\b(?:my|your|mine|yours|mi|mis|tu|tus|lo mio|lo tuyo|suy[oa]|tuy[oa]|pendientes?|(?:was|were) (?:for|due)|"
    r"(?:era|eran|estaba) para|quedaste|quedo de|ibas a|tenias que|you (?:had|were|owe))\b"
)
_OWN = re.compile(r"\b(?:yo|mio|mia|a mi|me toco|i|i'll|mine)\b")
_WHEN = re.compile(
    r"\b(?:cuando|entonces|que dia|fecha|cuanto (?:tiempo|falta|necesita\w*)|y|when|what day|date|so|by|how long)\b"
    r"(?:.*\?|\W*$)|\b(?:para|como para|por) cuando\b|\bso when\b|\bwhen (?:might|will|would|can|could|do|are|is)\b|"
    r"\bera para\b|\bwas due\b"
)


def _verb(task: Task) -> str:
    """What is to be done: the first word of the task."""
    return fold(task.commitment.text.split()[0]) if task.commitment.text.split() else ""
