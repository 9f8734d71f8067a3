"""What speaks for and against somebody around a task being the one who does it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act, Reading
from meetbot.stages.rules.reader.features import tokens_of
from meetbot.stages.rules.speech import Sentence, Utterance
from meetbot.stages.rules.tasks import Heard
from meetbot.stages.rules.told_task import ToldTask
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.vocabulary import vocabulary

BEFORE, AFTER = 2, 3
"""Turns beside a task's own in which its owner may speak or be named."""
_PLACES = {1: "next", 2: "second", 3: "third", -1: "before", -2: "long before"}
_MAIN = ("lead", "called", "named", "next")
"""Parts in the exchange with which the words of the quote are told apart."""
_PERSONS = vocabulary(
    "i yo we nosotros you tu vos usted i'll i'm let he she el ella alguien somebody someone me te le se nos les"
)
_TAKES = frozenset({"promise", "take", "delivery"})
_GRAMS = (1, 2)
_SCORES = (0.5, 0.6, 0.7, 0.8, 0.9)
_MANY = 4


@dataclass(frozen=True, kw_only=True)
class OwnedTask:
    """A task with the meeting's turns as they were heard; `names` are folded words that name people."""

    told: ToldTask
    heard: Sequence[Heard]
    names: frozenset[str]

    @property
    def lead(self) -> Heard:
        """The turn that shows it best."""
        return self.heard[self.told.turns[0]]

    @cached_property
    def quoted(self) -> tuple[Sentence, ...]:
        """The sentences that it quotes, with the one before where they hold no verb: "para el viernes"."""
        sentences = self.lead.utterance.sentences
        own = self.told.quoted or sentences
        if not own or any(readings(word.raw) for sentence in own for word in sentence.words):
            return own
        return (*[one for one in sentences if one.start < own[0].start][-1:], *own)

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """The speech acts in what it quotes."""
        return tuple(act for act in self.lead.acts if act.sentence in self.quoted)

    @cached_property
    def wording(self) -> tuple[str, ...]:
        """What the quote looks like: its kinds of act, its persons and tenses, its grammar in runs of one or two."""
        kinds: list[str] = sorted({act.kind for act in self.acts}) or ["no act"]
        words = [word for sentence in self.quoted for word in sentence.words]
        forms = {f"{form.tense}.{form.person}" for word in words for form in readings(word.raw)[:1]}
        forms |= {word.folded for word in words if word.folded in _PERSONS}
        parts = ["<", *(part for _, part in tokens_of(self.quoted, self.names)), ">"]
        runs = {" ".join(parts[at : at + size]) for size in _GRAMS for at in range(len(parts) + 1 - size)}
        asks = ["asks"] if any("?" in sentence.text for sentence in self.quoted) else []
        return (*kinds, *(f"form {form}" for form in sorted(forms)), *(f"run {run}" for run in sorted(runs)), *asks)

    def readings(self) -> list[Reading]:
        """The readings of what it quotes."""
        return [reading for reading in self.lead.readings if reading.sentence in self.quoted]

    def around(self, before: int, after: int) -> Iterator[Heard]:
        """The turns beside the lead one that there are."""
        lead = self.lead.index
        yield from (self.heard[at] for at in range(max(0, lead - before), min(len(self.heard), lead + after + 1)))


def people_around(task: OwnedTask) -> list[str]:
    """Who speaks or is named in the task's turns or beside them, in order, and whom the rules take for its owner."""
    near = sorted({cited + apart for cited in task.told.turns for apart in range(-BEFORE, AFTER + 1)})
    found: dict[str, None] = {}
    for turn in (task.heard[at] for at in near if 0 <= at < len(task.heard)):
        found |= dict.fromkeys([turn.utterance.name] if turn.utterance.name else [])
        found |= dict.fromkeys(name for reading in turn.readings for name in _names(reading))
    owner = task.told.candidate.owner
    return list(found | dict.fromkeys([owner] if owner else []))


def signs(person: str, task: OwnedTask) -> Iterator[str]:
    """The signs of one of the people around the task."""
    places = sorted({*_in_lead(person, task), *_beside(person, task), *_cited(person, task)})
    main = [place for place in places if place in _MAIN] or ["elsewhere"]
    known = _known(task.told.candidate.owner, person)
    yield from (known, f"{known}, {'+'.join(main)}")
    for place in places:
        yield from (place, f"{place}, {known}")
    for place in main:
        yield from (f"{place} {part}" for part in task.wording)
    yield from _sure(task, "+".join(main))
    yield from _targets(person, task)
    yield from _said(person, task, asked="called" in places or "named" in places)
    yield from _last(person, task)
    if {name for reading in task.readings() for name in _names(reading)} == {person}:
        yield "only one named"
    if task.lead.utterance.name is None:
        yield "lead unnamed"


def _sure(task: OwnedTask, place: str) -> Iterator[str]:
    """How sure it is that there is such a task at all: what is none is nobody's."""
    score = task.told.candidate.score or 0.0
    yield from (f"score from {step}" for step in _SCORES if score >= step)
    yield from (f"{place}, score from {step}" for step in _SCORES[::2] if score >= step)
    yield f"turns {min(len(task.told.turns), _MANY)}"


def _names(reading: Reading) -> list[str]:
    return [named.name for named in reading.names]


def _known(owner: str | None, person: str) -> str:
    if owner is None:
        return "rules: none"
    return "rules: this" if owner == person else "rules: another"


def _in_lead(person: str, task: OwnedTask) -> Iterator[str]:
    """The person's part in the lead turn."""
    speaks, quoted = task.lead.utterance.name == person, task.readings()
    if speaks:
        yield "lead"
    if not speaks and any(reading.addressee == person for reading in quoted):
        yield "called"
    elif any(person in _names(reading) for reading in quoted):
        yield "named"
    elif any(person in _names(reading) for reading in task.lead.readings):
        yield "named in turn"


def _beside(person: str, task: OwnedTask) -> Iterator[str]:
    """The turns beside the lead one in which the person speaks or is named."""
    lead = task.lead
    for turn in task.around(BEFORE, AFTER):
        apart = turn.index - lead.index
        if apart == 0:
            continue
        if turn.utterance.name == person and lead.utterance.name != person:
            yield _PLACES[apart]
        if abs(apart) <= BEFORE and any(person in _names(reading) for reading in turn.readings):
            yield f"named {apart:+d}"


def _cited(person: str, task: OwnedTask) -> Iterator[str]:
    """The person's part in the other turns that the task cites."""
    for turn in (task.heard[at] for at in task.told.turns[1:]):
        where = "after" if turn.index > task.lead.index else "before"
        if turn.utterance.name == person:
            yield f"speaks cited {where}"
            yield f"cited {_reply(turn.utterance)} {where}"
            yield from (f"cited act {act.kind} {where}" for act in turn.acts)
        if any(reading.addressee == person for reading in turn.readings):
            yield f"called cited {where}"
        elif any(person in _names(reading) for reading in turn.readings):
            yield f"named cited {where}"


def _targets(person: str, task: OwnedTask) -> Iterator[str]:
    """Whether what is asked is asked of the person."""
    if any(act.target == person for act in task.acts):
        yield "target in quote"
    cited = chain.from_iterable(task.heard[at].acts for at in task.told.turns)
    if any(act.target == person for act in cited):
        yield "target cited"
    if any(act.target not in {None, person} for act in task.acts):
        yield "another is target in quote"


def _said(person: str, task: OwnedTask, *, asked: bool) -> Iterator[str]:
    """What the person says right before or after the lead turn."""
    for turn in task.around(1, AFTER):
        apart = turn.index - task.lead.index
        if apart == 0 or turn.utterance.name != person:
            continue
        reply = _reply(turn.utterance)
        yield f"{reply} at {apart}"
        if asked:
            yield f"asked, {reply} at {apart}"
        yield from (f"{act.kind} {'before' if apart < 0 else 'after'}" for act in turn.acts)


def _reply(utterance: Utterance) -> str:
    if cues.ACCEPT.match(utterance.folded):
        return "yes"
    return "no" if cues.OBJECT_START.match(utterance.folded) or cues.REFUSE.search(utterance.folded) else "other"


def _last(person: str, task: OwnedTask) -> Iterator[str]:
    """Whether the person has the last word in the cited turns, and the last promise."""
    turns = [task.heard[at] for at in sorted(task.told.turns)]
    if turns[-1].utterance.name == person:
        yield "last cited"
    taker = next((turn.utterance.name for turn in reversed(turns) if any(a.kind in _TAKES for a in turn.acts)), None)
    if taker is not None:
        yield "last taker" if taker == person else "another is last taker"
