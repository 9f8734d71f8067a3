"""Who is known in a meeting, and how each may be called."""

import re
from collections import Counter
from functools import cached_property, lru_cache

from meetbot.model.company import Person, Roster
from meetbot.stages.folding import fold, runs_of, telling_runs
from meetbot.stages.ground_evidence import Context
from meetbot.stages.ground_words import stem, words_of
from meetbot.stages.participants import match_person

_REPORTS = (
    r"\s+(?:ya |nos |me |les |le |te |tambien )*(?:dij\w+|dice|decia|coment\w+|pidi\w+|pregunt\w+"
    r"|quiere|cree|piensa|opina|said|says|told|asked|wants|thinks)\b"
)
_TO_ANOTHER = re.compile(r"\b(?:con|de|del|para|por|sobre|contra|with|for|to|from|of|about)\s+(?:la |el |las |los )?$")
_TO_HER = re.compile(r"\ba\s+(?:la |el )?$|\bal\s+$")
_FALLS_TO = r"\s+(?:le|les)\s+(?:toca|tocaria|corresponde|queda)\b"
ASSIGNED = re.compile(
    r"\b(?:toca|tocaria|corresponde|encarg\w+|asign\w+|dej\w+|qued\w+|pas\w+|pid\w+|encomend\w+|falls to|up to)\b"
)
"""What gives a task to whoever is named with it."""


class KnownPeople(Roster):
    """A roster that keeps how its people may be called: a meeting's every turn is searched for them."""

    @cached_property
    def calls(self) -> dict[str, tuple[str, ...]]:
        """By full name: the name, nicknames, title, and the first name where nobody else has it."""
        firsts = [tuple(fold(person.name).split()[:1]) for person in self.people]
        bearing = Counter(firsts)
        found: dict[str, tuple[str, ...]] = {}
        for person, first in zip(self.people, firsts, strict=True):
            own = [fold(name) for name in (*_names(person), person.title or "")]
            alone = first if bearing[first] == 1 else ()
            found[person.name] = tuple(call for call in dict.fromkeys([*own, *alone]) if call.strip())
        return found

    def pattern(self, name: str) -> re.Pattern[str]:
        """Where one of the calls of the person of that full name stands in folded words."""
        return _calling(self.calls[name])

    @cached_property
    def _told_by(self) -> dict[str | None, list[int]]:
        """The numbers of those whom a text with that run may call; by None of those whom any text may."""
        found: dict[str | None, list[int]] = {}
        for number, person in enumerate(self.people):
            runs = telling_runs(self.calls[person.name])
            for run in (None,) if runs is None else runs:
                found.setdefault(run, []).append(number)
        return found

    @cached_property
    def called(self) -> frozenset[str]:
        """Every call of anybody."""
        return frozenset(call for calls in self.calls.values() for call in calls)

    @cached_property
    def name_stems(self) -> frozenset[str]:
        """The stems of every word of every name and nickname."""
        return frozenset(stem(word) for word in self.name_words)

    @cached_property
    def name_words(self) -> frozenset[str]:
        """Every word of every known name and nickname."""
        return frozenset(word for person in self.people for name in _names(person) for word in words_of(name))

    def named_in(self, text: str) -> tuple[Person, ...]:
        """Those who may be meant by a name in the text."""
        folded = fold(text)
        return tuple(person for person in self.perhaps_in(folded) if self._calls(person.name, folded))

    def _calls(self, name: str, folded: str) -> bool:
        """Whether the folded text calls that person: their calls are looked for as letters before they are as words."""
        return any(call in folded for call in self.calls[name]) and self.pattern(name).search(folded) is not None

    def perhaps_in(self, folded: str) -> list[Person]:
        """Those some of whose calls may stand in the folded text; nobody else's does."""
        told = (self._told_by.get(run, ()) for run in (*runs_of(folded), None))
        return [self.people[number] for number in sorted({number for numbers in told for number in numbers})]


@lru_cache(maxsize=1000)
def _calling(calls: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, calls)) + r")(?!\w)")


def known_people(roster: Roster, context: Context) -> KnownPeople:
    """The roster with the people whom the platform names and the roster lacks: they too can take a task."""
    listed = {person.name for person in roster.people}
    strangers = {
        speaker.name: Person(name=speaker.name, department=speaker.department)
        for speaker in context.transcript.speakers
        if speaker.name is not None and speaker.name not in listed
    }
    # Of two entries of one name the first counts, as in the roster itself.
    people = {person.name: person for person in reversed((*roster.people, *strangers.values()))}
    return KnownPeople(departments=roster.departments, people=tuple(reversed(people.values())))


def person_named(name: str | None, people: Roster) -> Person | None:
    """The one person whom this name, nickname or title means, or None."""
    if name is None or not name.strip():
        return None
    if (exact := people.person(name)) is not None:
        return exact
    match = match_person(name, people)
    if match.kind == "one":
        return match.people[0]
    titled = [p for p in people.people if p.title and fold(p.title) == fold(name.strip())]
    return titled[0] if len(titled) == 1 else None


def addresses(person: Person, text: str, people: KnownPeople) -> bool:
    """Whether the text names the person other than as somebody to whom or about whom something is done."""
    folded = fold(text)
    for match in people.pattern(person.name).finditer(folded):
        before = folded[: match.start()]
        given = ASSIGNED.search(before) or re.match(_FALLS_TO, folded[match.end() :])
        to_her = _TO_HER.search(before, _last_words(before)) and not given
        if not (to_another(before) or to_her or re.match(_REPORTS, folded[match.end() :])):
            return True
    return False


def to_another(before: str) -> bool:
    """Whether a name after these folded words is of somebody with, for or about whom something is done."""
    return _TO_ANOTHER.search(before, _last_words(before)) is not None


def _last_words(before: str) -> int:
    """Where the last three words begin: in a long turn, all that stands before a name is much to search."""
    parts = before.rsplit(maxsplit=3)
    return len(parts[0]) if len(parts) > 3 else 0  # noqa: PLR2004 - as many as it splits off


def mentions(name: str, text: str, people: KnownPeople) -> bool:
    """Whether the text names the person of that full name, in whatever part."""
    return name in people.calls and people.pattern(name).search(fold(text)) is not None


def _names(person: Person) -> tuple[str, ...]:
    return (person.name, *person.aliases)
