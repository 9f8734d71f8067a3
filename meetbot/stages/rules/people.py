"""Who is meant by a name: the roster's people and the transcript's named speakers, by any name they go by."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from meetbot.model.company import Roster
from meetbot.model.transcript import Transcript
from meetbot.stages.folding import fold
from meetbot.stages.rules.vocabulary import vocabulary

_HONORIFIC = re.compile(
    r"^(?:don|dona|senor|senora|sr|sra|doctor|doctora|dr|dra|lic|licenciad[oa]|ing|ingenier[oa]|mr|mrs|ms)\.?\s+"
)
_ARTICLES = frozenset({"de", "la", "del", "los", "las", "y", "van", "von", "da", "dos"})


@dataclass(frozen=True)
class Named:
    """A person named in a text: the full name and where the words stand."""

    name: str
    start: int
    end: int


class People:
    """Finds names in text. A short name that two people share names nobody."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names
        forms = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
        title = r"(?:(?:don|dona|doctora?|dra?\.?|sra?\.?|lic\.?|inge?\.?|mr\.?|ms\.?)\s+)?"
        self._pattern = re.compile(rf"(?<!\w){title}(?P<form>{forms})(?!\w)") if forms else None

    def named(self, text: str) -> tuple[Named, ...]:
        """Everybody named in the text, in order. Names that are words too need their capital letter."""
        if self._pattern is None:
            return ()
        found = []
        for match in self._pattern.finditer(fold(text)):
            form = match.group("form")
            if form not in _ALSO_WORDS or text[match.start("form")].isupper():
                found.append(Named(self._names[form], match.start(), match.end()))
        return tuple(found)


def people_of(roster: Roster, transcript: Transcript) -> People:
    """The people of a meeting: full names, first names where only one bears it, surnames likewise, and aliases."""
    claims: dict[str, set[str]] = {}
    known = [(person.name, person.aliases) for person in roster.people]
    listed = {person.name for person in roster.people}
    known += [(s.name, ()) for s in transcript.speakers if s.name is not None and s.name not in listed]
    for name, aliases in known:
        for form in _forms(name, aliases):
            claims.setdefault(form, set()).add(name)
    return People({form: min(names) for form, names in sorted(claims.items()) if len(names) == 1})


def _forms(name: str, aliases: Iterable[str]) -> set[str]:
    first, *others = [part for part in fold(name).split() if part not in _ARTICLES] or [fold(name)]
    forms = {fold(name), first} | {_HONORIFIC.sub("", fold(alias)) for alias in aliases}
    forms |= {part for part in others if part not in _ALSO_WORDS}
    return {form for form in forms if len(form) > 1}


_ALSO_WORDS = vocabulary(
    "sol luz mar rosa flor angel victoria paz cruz rojas leon reina llano montes fuentes rivera prado vega salas",
    "mercedes domingo grant mark will may grace hope art bill drew chase young long king black white brown green",
)
