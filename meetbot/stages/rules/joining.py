"""Adds to each task who joins in it, as the exchange around it tells: named by anybody, asked and saying yes, offering.

The owner is known by now, and so is every turn of the task: "la doctora la revisa", "la hacen los dos" or "me llevo a
Marta" tell a helper only beside somebody else who does it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from meetbot.model.candidates import Candidate
from meetbot.stages.rules.answers import answer
from meetbot.stages.rules.helping import BY_HELP, NEGATED, TITLE, helps_behind, offers
from meetbot.stages.rules.people import Named
from meetbot.stages.rules.speech import Sentence
from meetbot.stages.rules.tasks import Heard
from meetbot.stages.rules.told_task import ToldTask, told_tasks
from meetbot.stages.rules.verbs import readings

_REACH = 2
"""Turns after one of a task's own in which help for it is still offered or asked."""
_ALONG = re.compile(
    rf"(?<!\w)(?:me llevo a|llevat?e a|llevese a|take|bring|i'll want|i'll need|i'd need|i need) {TITLE}$"
)
"""What its owner says of whoever is needed for it."""
_SERVES = re.compile(r",?\s+(?:te|le|se)(?: (?:lo|la|los|las))? (\w+)")
"""What follows the name of who does a part of it for its owner: "Marta te la revisa"."""
_TWO = re.compile(
    r"(?<!\w)(?<!\ba )(?<!\bde )(?:(?:los|las|ustedes|vosotros|vosotras) dos|entre ambos)(?=[^\w\s]|$)"
    r"|(?<!\w)(?:both of you|you two|the two of you|you both|the pair of you)(?!\w)"
)
"""Two people, not "a las dos" nor "los dos informes"."""
_SHARE = re.compile(r"\w,? (?:y|e) (?:tu|vos|usted) (?:me|le|les|nos) (?:(?:lo|la|los|las) )?(\w+)")
"""The half of a task that is given to whoever is spoken to: "Sandra la monta y tú le pones los precios"."""
_AGREED = frozenset({"agreed", "agreed_strongly", "agreed_plainly"})
_I = re.compile(r"(?<!\w)(?:yo|i)(?!\w)")
_YOU = re.compile(r"(?<!\w)(?:tú|vos|usted|you)(?!\w)", re.IGNORECASE)
_NOT_ALONG = re.compile(r"['’]s?(?!\w)|\s+to\s")
"""After the name: his work is needed, or his word, not his company."""
_AND = re.compile(r"\s+(?:y|e|and|&)\s+")


class _Part(NamedTuple):
    """A sentence of the exchange; `cited` tells whether the task's own evidence holds its turn."""

    turn: Heard
    sentence: Sentence
    cited: bool


@dataclass(frozen=True, kw_only=True)
class _Exchange:
    """A task with the turns in which somebody may join in it; `crowded` are turns that tell of several tasks."""

    owner: str
    told: ToldTask
    heard: Sequence[Heard]
    crowded: frozenset[int]

    def parts(self) -> Iterator[_Part]:
        """The sentences of its turns and of those shortly after each, in order."""
        last = len(self.heard)
        near = {at + step for at in self.told.turns for step in range(_REACH + 1) if at + step < last}
        for at in sorted(near):
            for sentence in self.heard[at].utterance.sentences:
                yield _Part(self.heard[at], sentence, at in self.told.turns)

    def speaks_of_it(self, part: _Part) -> bool:
        """Whether the sentence is about this task: in a turn of several, the one that is quoted or names its owner."""
        if part.turn.index not in self.crowded or part.sentence in self.told.quoted:
            return True
        named = [one.name for one in part.turn.names_in(part.sentence)]
        if len(named) == 1:
            sentences = part.turn.utterance.sentences
            before = sentences[max(0, sentences.index(part.sentence) - 1)]
            named += [one.name for one in part.turn.names_in(before)]
        return self.owner in named

    def agrees(self, name: str, after: int) -> bool:
        """Whether that person says yes in the turns after that one."""
        following = (turn.utterance for turn in self.heard[after + 1 : after + 1 + _REACH])
        return any(u.name == name and answer(u) in _AGREED for u in following)


def with_joining(candidates: Sequence[Candidate], heard: Sequence[Heard]) -> tuple[Candidate, ...]:
    """The candidates in the same order, each task of an owner with everybody who joins in it."""
    told = told_tasks(candidates, heard)
    times = Counter(turn for task in told.values() for turn in set(task.turns))
    crowded = frozenset(turn for turn, count in times.items() if count > 1)
    return tuple(
        _joined(candidate, told[number], heard, crowded) if number in told and candidate.owner else candidate
        for number, candidate in enumerate(candidates)
    )


def _joined(candidate: Candidate, told: ToldTask, heard: Sequence[Heard], crowded: frozenset[int]) -> Candidate:
    exchange = _Exchange(owner=candidate.owner or "", told=told, heard=heard, crowded=crowded)
    found = [*candidate.with_people, *(name for part in exchange.parts() for name in _joining(part, exchange))]
    people = tuple(dict.fromkeys(name for name in found if name != candidate.owner))
    return candidate if people == candidate.with_people else candidate.model_copy(update={"with_people": people})


def _joining(part: _Part, exchange: _Exchange) -> Iterator[str]:
    names = part.turn.names_in(part.sentence) if exchange.speaks_of_it(part) else ()
    for named in names:
        if _is_named(named, part, exchange):
            yield named.name
    yield from _pairs(names, part, exchange)
    speaker = part.turn.utterance.name
    if speaker is not None and speaker != exchange.owner and offers(part.sentence) and _is_to_owner(part, exchange):
        yield speaker
    two = _beside(part, exchange) and _TWO.search(part.sentence.folded)
    if two or (part.cited and _shares(part.sentence)):
        yield from _other_of_two(part, exchange)


def _is_to_owner(part: _Part, exchange: _Exchange) -> bool:
    """Whether an offer is made to the owner: to nobody else by name, and in a turn of the task or right behind one."""
    to = next((reading.addressee for reading in part.turn.readings if reading.sentence == part.sentence), None)
    return to == exchange.owner or (to is None and _beside(part, exchange))


def _beside(part: _Part, exchange: _Exchange) -> bool:
    return part.cited or part.turn.index - 1 in exchange.told.turns


def _shares(sentence: Sentence) -> bool:
    share = _SHARE.search(sentence.folded)
    return share is not None and any(f.task and f.person in {"2s", "3s"} for f in readings(share[1]))


def _other_of_two(part: _Part, exchange: _Exchange) -> list[str]:
    """Who is meant beside the owner by "los dos": the one other who speaks around it."""
    around = exchange.heard[max(0, part.turn.index - 1) : part.turn.index + 1 + _REACH]
    voices = {turn.utterance.name for turn in around} - {part.turn.utterance.name, None}
    others = [name for name in voices - {exchange.owner} if name is not None]
    return others if exchange.owner in voices and len(others) == 1 else []


def _is_named(named: Named, part: _Part, exchange: _Exchange) -> bool:
    """Whether the words beside the name make it somebody who joins in."""
    before, after = part.sentence.folded[: named.start], part.sentence.folded[named.end :]
    if NEGATED.search(before):
        return False
    own = part.cited or part.turn.utterance.name == exchange.owner
    raw = part.sentence.text[named.end :]
    if BY_HELP.search(before) or (own and _ALONG.search(before) and not _NOT_ALONG.match(raw)):
        return True
    helps = helps_behind(part.sentence, named.end)
    if helps:
        asked = part.sentence.asks_at(helps.end() - 1)
        return not asked or exchange.agrees(named.name, part.turn.index)
    serves = _SERVES.match(after)
    return serves is not None and part.cited and any(f.person == "3s" and f.task for f in readings(serves[1]))


def _pairs(names: Sequence[Named], part: _Part, exchange: _Exchange) -> Iterator[str]:
    """Whom the sentence names together with its owner: "Pau y yo", "tú y Diego", "Karla and Dave"."""
    if not part.cited:
        return
    folded, speaker = part.sentence.folded, part.turn.utterance.name
    spans = [(named.start, named.end, named.name) for named in names]
    spans += [(m.start(), m.end(), speaker or "") for m in _I.finditer(folded)]
    if speaker != exchange.owner:
        spans += [(m.start(), m.end(), exchange.owner) for m in _YOU.finditer(part.sentence.text)]
    spans.sort()
    for (_, end, one), (start, _, other) in pairwise(spans):
        if end < start and _AND.fullmatch(folded[end:start]) and exchange.owner in {one, other}:
            yield from (name for name in (one, other) if name)
