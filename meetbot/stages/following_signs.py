"""What speaks for and against a new action taking up an open commitment."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from meetbot.model.minutes import ActionItem
from meetbot.stages.folding import fold
from meetbot.stages.following_talk import OWES, Talk
from meetbot.stages.ground_words import content_stems
from meetbot.stages.rules.reader.features import tokens_of
from meetbot.stages.rules.speech import split_sentences
from meetbot.stages.update_matching import Task

_BEFORE, _AFTER = 16, 2
"""Turns before and after those of an action in which what it is about may be named."""
_FADES, _CITED = 0.95, 0.97
"""What a mention is worth a turn further away, and in a turn that the action cites."""
_FAINT = 0.2
"""Strength below which a turn is no mention."""
_STEPS = (0.15, 0.3, 0.5, 0.7)
_SAME_WORD = 5
"""Letters by which a word of the action is one of the commitment."""
_MANY = 4
_EXCHANGE = 12
"""Turns from a mention to an action within which what its owner says is about it."""
_NEAR = (("here", 0), ("next", 1), ("near", 3), ("off", 7))
_PRONOUN = re.compile(
    r"(?<!\w)(?:lo|la|los|las|it|them|that|those|eso|esa|ese|esas|esos|este|esta|ones?)(?!\w)"
    r"|\w(?:r|ndo|se|me|te)l[oa]s?(?!\w)"
)
_TAKES = re.compile(
    r"(?<!\w)(?:(?:me|se) l[oa]s? (?:quedo|llevo|echo|aviento|encargo)"
    r"|l[oa]s? (?:tomo|agarro|hago|saco|llamo|veo|armo|termino)|yo l[oa]s? \w+|dej[ae]\w{0,3}l[oa]s? a mi"
    r"|pas[ae]\w{0,3}l[oa]s?|d[ea]\w{0,3}l[oa]s?|trae|echam\w+|i'?ll (?:do|take|get|have|grab|make|finish) (?:it|that"
    r"|them|those)|gim+e|give (?:it|that|them) to me|would you|hand (?:it|them) (?:over|to))(?!\w)"
)
"""What whoever takes a task over says, of something that was named before."""
_DONE = re.compile(
    r"(?<!\w)(?:ya (?:(?:l[oa]s?|te|se|les?|me) ){0,2}(?:mande|envie|hice|quedo|quedaron|esta|estan|subi|pase|salio"
    r"|salieron|entregue|termine|cerre|firmo|firmaron|llame|hable)|list[oa]|hech[oa]|entregad\w+|publicad\w+|done|sent"
    r"|finished|went out|it's up|is up|is live|out the door|wrapped|fuera|cancel\w+"
    r"|l[oa] (?:mande|envie|hice|subi|pase|termine|cerre|entregue))(?!\w)"
)
_UNDONE = re.compile(
    r"(?<!\w)(?:(?:era|eran) para|vencia|tocaba|quedaste|quedo de|ibas a|tenias que|(?:was|were) due|was for|owed?"
    r"|were going to|had a|pendientes?|[mn]os? faltan?|me faltan?|faltan?|no (?:l[oa]s? )?(?:he|pude|alcance|acabe"
    r"|llegue|salio)|todavia no|haven't|didn't|not done|still)(?!\w)"
)


@dataclass(frozen=True)
class Mention:
    """Where a commitment is named for an action: the turn, or none, and how much that says."""

    at: int | None
    worth: float


@dataclass(frozen=True)
class Wording:
    """The shares of a commitment's words in an action's text and in its quote; `own`: words of the text beside them."""

    text: float
    quote: float
    own: int

    @property
    def share(self) -> float:
        """The share in whichever holds more."""
        return max(self.text, self.quote)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A new action beside the others of the meeting."""

    action: ActionItem
    talk: Talk
    others: Sequence[int]
    """The turns that show the other actions best."""

    @cached_property
    def cited(self) -> list[int]:
        """The turns that it cites; the one that shows it best is the first."""
        evidence = self.action.evidence
        return [self.talk.places[one] for one in evidence.turn_ids] if evidence else []

    @property
    def lead(self) -> int:
        """The turn that shows it best."""
        return self.cited[0]

    @property
    def quote(self) -> str:
        """The words that show it."""
        return self.action.evidence.quote if self.action.evidence else ""

    @cached_property
    def mentions(self) -> Mapping[int, Mention]:
        """The best mention of each commitment, by its number."""
        return {task.commitment.number: self._mention(task) for task in self.talk.tasks}

    def _mention(self, task: Task) -> Mention:
        last = len(self.talk.context.turns)
        around = range(max(0, min(self.cited) - _BEFORE), min(last, self.lead + _AFTER + 1))
        found = [(index, _FADES ** abs(self.lead - index)) for index in around]
        found += [(index, _CITED) for index in self.cited]
        told = [(self.talk.strength(task, index), index, near) for index, near in found]
        best = max(((strength * near, index) for strength, index, near in told if strength >= _FAINT), default=None)
        return Mention(None, 0.0) if best is None else Mention(best[1], best[0])

    @cached_property
    def foremost(self) -> tuple[float, float]:
        """The worth of the two best mentions."""
        first, second, *_ = (*sorted((one.worth for one in self.mentions.values()), reverse=True), 0.0, 0.0)
        return first, second

    @cached_property
    def wordings(self) -> Mapping[int, Wording]:
        """How much the action's words are those of each commitment, by its number."""
        text, quote = self.talk.held(self.action.text), self.talk.held(self.quote)
        own = [stem[:_SAME_WORD] for stem in content_stems(self.action.text)]
        share, found = self.talk.matcher.share, {}
        for task in self.talk.tasks:
            number = task.commitment.number
            held, quoted = text.get(number, frozenset()), quote.get(number, frozenset())
            known = {stem[:_SAME_WORD] for stem in held}
            beside = sum(stem not in known for stem in own)
            found[number] = Wording(share(task, held), share(task, quoted), beside)
        return found

    @cached_property
    def most_worded(self) -> float:
        """The greatest share of any commitment's words in the action's."""
        return max((one.share for one in self.wordings.values()), default=0.0)

    @cached_property
    def points(self) -> bool:
        """Whether a pronoun stands for what it is about."""
        return _PRONOUN.search(fold(self.quote)) is not None

    @cached_property
    def takes(self) -> bool:
        """Whether it is told as something that is taken over."""
        return _TAKES.search(self.talk.text(self.lead)) is not None


def signs(taken: Taken, task: Task) -> Iterator[str]:
    """The signs of the action taking up that commitment."""
    owner, where = _owner(taken.action, task), _where(taken, task)
    refer, rank = _refer(taken, task), _rank(taken, task)
    yield from (owner, where, refer, rank, f"{where}, {owner}", f"{where}, {refer}", f"{rank}, {where}")
    yield from (f"{owner}, {refer}", f"{where}, {owner}, {refer}")
    yield from _words(taken, task)
    yield from _exchange(taken, task)
    yield from _mentioned(taken, task, where)
    yield from _told(taken, task)
    if task.commitment.owner and task.commitment.owner not in taken.talk.voices:
        yield f"absent, {where}"
    if taken.action.due_text:
        yield f"day, {where}"
    if taken.takes:
        yield from ("takes", f"takes, {where}", f"takes, {owner}", f"takes, {where}, {owner}")


def _owner(action: ActionItem, task: Task) -> str:
    if action.owner is None:
        return "no owner"
    if task.commitment.owner is None:
        return "anybody's"
    return "same owner" if action.owner == task.commitment.owner else "other owner"


def _where(taken: Taken, task: Task) -> str:
    """Whether the action is told while the talk is about the commitment."""
    about = taken.talk.about(taken.lead)
    if about is None:
        return "in none"
    return "in it" if about is task else "in another"


def _refer(taken: Taken, task: Task) -> str:
    """By what the action's words may mean the commitment."""
    wording = taken.wordings[task.commitment.number]
    if wording.share >= _STEPS[0]:
        return "by words"
    if taken.points:
        return "by pronoun"
    return "bare" if wording.own <= 1 else "new matter"


def _rank(taken: Taken, task: Task) -> str:
    own = taken.mentions[task.commitment.number].worth
    if not own:
        return "unnamed"
    first, second = taken.foremost
    rival = second if own == first else first
    return "alone" if not rival else "foremost" if own > rival else "behind"


def _words(taken: Taken, task: Task) -> Iterator[str]:
    wording, mention = taken.wordings[task.commitment.number], taken.mentions[task.commitment.number]
    told = (("text", wording.text), ("quote", wording.quote), ("mention", mention.worth))
    for what, share in told:
        yield from (f"{what} from {step}" for step in _STEPS if share >= step)
    yield f"own words {min(wording.own, _MANY)}"
    if taken.most_worded > wording.share:
        yield "words of another"


def _exchange(taken: Taken, task: Task) -> Iterator[str]:
    """The action's place among all that is told while the talk is about the commitment."""
    talk, lead = taken.talk, taken.lead
    if any(talk.about(index) is task for index in taken.cited):
        yield "cited in it"
    now = talk.spoken[lead]
    if now is None or now.task is not task:
        return
    yield f"in it {_distance(lead - now.since)}"
    others = [index for index in taken.others if talk.about(index) is task]
    yield "one of several in it" if others else "only action in it"
    if others and lead <= min(others):
        yield "first in it"
    if others and lead >= max(others):
        yield "last in it"
    if talk.about(min(lead + 2, len(talk.context.turns) - 1)) is not task:
        yield "ends it"


def _distance(turns: int) -> str:
    return next((name for name, far in _NEAR if turns <= far), "far")


def _mentioned(taken: Taken, task: Task, where: str) -> Iterator[str]:
    """Where the commitment is named, by whom, and what is said from there to the action."""
    talk, at, owner = taken.talk, taken.mentions[task.commitment.number].at, task.commitment.owner
    if at is None:
        return
    apart = "ahead" if at > taken.lead else _distance(taken.lead - at)
    yield from (apart, f"{apart}, {where}")
    if at in taken.cited:
        yield "mention cited"
    if "?" in talk.text(at):
        yield "asked"
    if OWES.search(talk.text(at)):
        yield "owed"
    if taken.action.owner and taken.action.owner in talk.named(at):
        yield "doer called"
    span = range(min(at, taken.lead), max(at, taken.lead) + 1)
    if any(_UNDONE.search(talk.text(index)) for index in span):
        yield "told undone"
    if owner is not None:
        yield from _by_owner(talk, owner, at, span)


def _by_owner(talk: Talk, owner: str, at: int, span: Sequence[int]) -> Iterator[str]:
    if talk.context.name(at) == owner:
        yield "owner names it"
    elif owner in talk.named(at):
        yield "owner called"
    said = [talk.text(index) for index in span if talk.context.name(index) == owner]
    if said:
        yield "owner speaks"
    if any(map(_DONE.search, said)):
        yield "owner tells done"
    if len(span) <= _EXCHANGE:
        yield from (
            f"owner says {part}"
            for index in span
            if talk.context.name(index) == owner
            for part in _parts(talk.context.turns[index].text, talk.language)
        )


def _told(taken: Taken, task: Task) -> Iterator[str]:
    """How near the action stands to where the commitment was told as done or called off."""
    ended = taken.talk.ended.get(task.commitment.number)
    if ended is None:
        return
    turns = [taken.talk.places[one] for one in ended.evidence.turn_ids]
    yield from ("ended", f"ended {_distance(min(abs(taken.lead - index) for index in turns))}")
    if {*turns} & {*taken.cited}:
        yield "ended there"


@lru_cache(maxsize=10_000)
def _parts(text: str, language: str) -> tuple[str, ...]:
    """The grammar of a turn, without its matter: tenses and persons tell what is done and what is promised."""
    return tuple(part for _, part in tokens_of(split_sentences(text, language=language), frozenset()))
