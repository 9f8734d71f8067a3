"""Which open commitment a turn speaks of: by the words of its task that few other turns hold."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from meetbot.model.commitments import Commitment
from meetbot.model.company import Roster
from meetbot.model.transcript import Transcript
from meetbot.stages.folding import fold
from meetbot.stages.ground_words import content_stems
from meetbot.stages.rules.people import People, people_of

_RARE = 4
"""In at most so many turns a word is telling on its own."""
_PREFIX = 6
"""Letters that words of two languages share: "subtitulado", "subtitle"."""
_THING = re.compile(
    r"\b(?:el|la|los|las|un|una|mi|mis|tu|tus|su|sus|es[ae]|est[ae]|del|al|the|a|an|my|your|his|her|our|those|these) "
    r"([^\W\d_]+)"
)
"""A word behind an article is a thing: 'la capacitación' is not 'capacitar'."""
_OF_WHOM = re.compile(r"([^\W\d_]+) (?:de|del) (?:don |dona )?$")
_WHOSE = re.compile(r"(?:'s|’s) (?:[^\W\d_]+ ){0,2}?([^\W\d_]+)")


@dataclass(frozen=True, kw_only=True)
class Task:
    """An open commitment and the stems of its text, each with what it tells; `verb` is what is to be done."""

    commitment: Commitment
    weights: dict[str, float]
    verb: str

    @cached_property
    def weight(self) -> float:
        """What all its stems tell together."""
        return sum(self.weights.values())


class Matcher:
    """The tasks of a meeting, and how much of each a turn holds."""

    def __init__(self, transcript: Transcript, commitments: Sequence[Commitment], roster: Roster) -> None:
        self.people: People = people_of(roster, transcript)
        self._stems = [frozenset(content_stems(turn.text)) for turn in transcript.turns]
        everywhere: dict[str, int] = {}
        for stems in self._stems:
            for stem in stems:
                everywhere[stem] = everywhere.get(stem, 0) + 1
        names = {part for person in roster.people for part in _stems(" ".join((person.name, *person.aliases)))}
        self._names = names
        self._everywhere, self._turns = everywhere, len(self._stems)
        texts = [[s for s in dict.fromkeys(_stems(c.text)) if s not in names] for c in commitments]
        shared = {stem for stem, found in Counter(chain.from_iterable(texts)).items() if found > 1}
        self.tasks = [self._task(c, stems, shared) for c, stems in zip(commitments, texts, strict=True) if stems]

    def _task(self, commitment: Commitment, stems: Sequence[str], shared: set[str]) -> Task:
        verb = stems[0]
        weights = {}
        for stem in stems:
            found = self._count(stem)
            weight = math.log((self._turns + 1) / (max(found, 1) + 1)) + 0.1
            weights[stem] = weight * (0.5 if stem in shared or stem == verb else 1.0)
        return Task(commitment=commitment, weights=weights, verb=verb)

    def _count(self, stem: str) -> int:
        return self._everywhere.get(stem, 0)

    def matched(self, task: Task, index: int) -> frozenset[str]:
        """The stems of the task that the turn holds."""
        return _held(task, self._stems[index])

    def held(self, task: Task, text: str) -> frozenset[str]:
        """The stems of the task that a text holds."""
        return _held(task, frozenset(_stems(text)))

    def touched(self, text: str) -> list[tuple[Task, frozenset[str]]]:
        """The tasks of which a text holds anything, each with the stems that it holds."""
        stems = frozenset(_stems(text))
        every = ((task, _held(task, stems)) for task in self.tasks)
        return [(task, held) for task, held in every if held]

    def names_matter(self, task: Task, stems: frozenset[str], texts: Sequence[str]) -> bool:
        """Whether those stems are of what the task is about, not merely its verb: '¿qué pasó?' is no 'pasar la lista'.

        The verb is enough as a thing ('la capacitación'), or where the task has no other word.
        """
        if stems - {task.verb} or set(task.weights) <= {task.verb}:
            return bool(stems)
        things = (match.group(1) for text in texts for match in _THING.finditer(fold(text)))
        return any(_holds(frozenset(_stems(thing)), task.verb) for thing in things)

    def possessed(self, task: Task, text: str) -> bool:
        """Whether the text calls a thing of the task its owner's: 'la alerta de Sofía', "Ana's alert"."""
        for named in self.people.named(text):
            if named.name != task.commitment.owner:
                continue
            before, after = _OF_WHOM.search(fold(text[: named.start])), _WHOSE.match(fold(text[named.end :]))
            if any(found and self.held(task, found.group(1)) - {task.verb} for found in (before, after)):
                return True
        return False

    def others_words(self, task: Task, text: str) -> frozenset[str]:
        """The stems of a text that are neither of the task nor names."""
        held = self.held(task, text)
        return frozenset(s for s in _stems(text) if s not in self._names and not _holds(held, s))

    def is_rare(self, stem: str) -> bool:
        """Whether the stem stands in so few turns that it tells by itself of what is spoken."""
        return self._count(stem) <= _RARE

    def share(self, task: Task, stems: frozenset[str]) -> float:
        """How much of the task those stems of it are, in [0, 1].

        Added in the order of its words: a set's order differs from run to run, and the last digit with it.
        """
        return sum(weight for stem, weight in task.weights.items() if stem in stems) / task.weight


def _stems(text: str) -> tuple[str, ...]:
    return tuple(content_stems(text))


def _held(task: Task, stems: frozenset[str]) -> frozenset[str]:
    return frozenset(stem for stem in task.weights if _holds(stems, stem))


def _holds(stems: frozenset[str], wanted: str) -> bool:
    return wanted in stems or (len(wanted) >= _PREFIX and wanted[:_PREFIX] in _prefixes(stems))


@lru_cache(maxsize=10_000)
def _prefixes(stems: frozenset[str]) -> frozenset[str]:
    return frozenset(stem[:_PREFIX] for stem in stems if len(stem) >= _PREFIX)
