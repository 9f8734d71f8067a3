"""What is asked about one task, and to whom the words of a turn give it by name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from meetbot.model.company import Person
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import Context, sentences
from meetbot.stages.ground_people import ASSIGNED, KnownPeople, addresses, to_another
from meetbot.stages.ground_replies import matter, points_back
from meetbot.stages.ground_words import stem, words_of

_REQUEST = re.compile(
    r"\b(?:puedes|podes|podrias|puede usted|podria usted|pueden|podrian|te encargas|se encarga|te ocupas"
    r"|(?:me|nos) (?:mandas|pasas|envias|ayudas|podrias|puedes|podes|confirmas|compartes)"
    r"|\w{2,}[ae](?:me|nos)(?:lo|la|los|las)?|te animas?|te animai|lo harias|le entras|me la sacas|can you"
    r"|(?:get|send|bring|give|show|make|pull) (?:me|us)|could you|would you|will you)\b"
)
_COURTESY = re.compile(
    r"\b(?:gracias|thanks|thank you|hola|buen[oa]s (?:dias|tardes|noches)|bienvenid[oa]|good (?:morning|afternoon)"
    r"|hello"
    r"|felicidades|congratulations|me (?:escuchas|oyes|ves)|hear me|see me|you there)\b"
)
_INFINITIVE = re.compile(r"[aei]r(?:se|me|nos)?(?:l[aeo]s?)?$")
_RECAP_PEOPLE = 3
"""A turn that names as many reads back or shares out: each name goes with what follows it."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A task as somebody proposes to give it: its wording, where it is quoted, and all that may be looked at."""

    text: str
    quoted: int
    quote: str
    cited: Sequence[int]
    context: Context
    people: KnownPeople

    @cached_property
    def about(self) -> set[str]:
        """The content of the wording, without anybody's name."""
        return matter([self.text]) - self.people.name_stems

    @property
    def verb(self) -> set[str]:
        """The stem of what is to be done, where the wording begins with an infinitive."""
        return {stem(word) for word in words_of(self.text)[:1] if _INFINITIVE.search(word)}

    def turn(self, index: int) -> str:
        """The words of that turn."""
        return self.context.turns[index].text

    def parts(self, index: int) -> tuple[str, ...]:
        """The turn's sentences; of one that shares tasks out among several, what goes with each name."""
        if index not in self._parts:
            self._parts[index] = self._divided(self.turn(index))
        return self._parts[index]

    @cached_property
    def _parts(self) -> dict[int, tuple[str, ...]]:
        return {}

    def _divided(self, text: str) -> tuple[str, ...]:
        named = self.people.named_in(text)
        if len(named) < _RECAP_PEOPLE:
            return tuple(text[start:end] for start, end in sentences(text))
        folded = fold(text)
        found = (m.start() for person in named for m in self.people.pattern(person.name).finditer(folded))
        starts = sorted({0, *(start for start in found if not to_another(folded[:start]))})
        return tuple(text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True))


def requests(text: str) -> bool:
    """Whether the words ask somebody for something: '¿puedes…?', 'mándame', 'could you'."""
    return _REQUEST.search(fold(text)) is not None


def own_matter(text: str, asked: Asked) -> set[str]:
    """The content of the words without anybody's name."""
    return matter([text]) - asked.people.name_stems


def names_it(text: str, asked: Asked) -> bool:
    """Whether the words speak of the task by its content."""
    return bool(own_matter(text, asked) & asked.about)


def gives_it(person: Person, part: str, asked: Asked) -> bool:
    """Whether these words name the person and the task."""
    return names_it(part, asked) and addresses(person, part, asked.people)


def gives_others(part: str, asked: Asked, *, than: str | None) -> bool:
    """Whether these words give the task by its name to somebody else than the person of that name."""
    if not names_it(part, asked):
        return False
    others = (person for person in asked.people.named_in(part) if person.name != than)
    return any(addresses(other, part, asked.people) for other in others)


def given_to_another(index: int, person: Person, asked: Asked) -> bool:
    """Whether a part of the turn gives the task by its name to somebody else, and not to the person too."""
    parts = (part for part in asked.parts(index) if not addresses(person, part, asked.people))
    return any(gives_others(part, asked, than=person.name) for part in parts)


def gives_another(person: Person, index: int, asked: Asked) -> bool:
    """Whether the person's own words give the task to somebody else by name."""
    return any(gives_others(part, asked, than=person.name) for part in asked.parts(index))


def gives(person: Person, index: int, asked: Asked) -> bool:
    """Whether the turn names the person with the task, not only to greet, to thank or to see if they are there."""
    elsewhere = given_to_another(index, person, asked)
    for part in asked.parts(index):
        if not addresses(person, part, asked.people):
            continue
        idle = part.rstrip().endswith("?") and not (requests(part) or points_back(part))
        if names_it(part, asked) or not (elsewhere or idle or _COURTESY.search(fold(part))):
            return True
    return False


def handed(person: Person, index: int, asked: Asked) -> bool:
    """Whether the turn asks the person for the task or names both: 'Diego no pudo venir' gives nobody anything."""
    text = asked.turn(index)
    named = (text[start:end] for start, end in sentences(text) if addresses(person, text[start:end], asked.people))
    return hands_over(person, index, asked) or any(names_it(sentence, asked) for sentence in named)


def hands_over(person: Person, index: int, asked: Asked) -> bool:
    """Whether a turn beside the cited ones asks the person for the task, or gives it to them."""
    text = asked.turn(index)
    for start, end in sentences(text):
        sentence = text[start:end]
        if not addresses(person, sentence, asked.people):
            continue
        # 'Diego, por favor. ¿Lo puedes mandar?': the request stands after the name.
        scope = sentence if requests(sentence) or own_matter(sentence, asked) else text[start:]
        given = requests(scope) or ASSIGNED.search(fold(scope))
        if given and (not own_matter(scope, asked) or names_it(scope, asked) or points_back(scope)):
            return True
    return False
