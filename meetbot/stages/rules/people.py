"""Who is meant by a name: the roster's people and the transcript's named speakers, by any name they go by."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from meetbot.model.company import Roster
from meetbot.model.transcript import Transcript
from meetbot.stages.folding import fold, runs_of, telling_runs
from meetbot.stages.rules.speech import content_stems
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.vocabulary import FUNCTION_WORDS, vocabulary

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

    def __init__(self, names: dict[str, str], *, called: frozenset[str] = frozenset()) -> None:
        self._names = names
        self._called = called
        self._forms = _names(tuple(names))

    def named(self, text: str) -> tuple[Named, ...]:
        """Everybody named in the text, in order. Names that are words too need their capital letter."""
        folded = fold(text)
        # Few sentences name anybody: their words are looked up before each letter is tried as a name's first.
        if not self._forms.may_stand_in(folded):
            return ()
        found: list[Named] = []
        for called in self._forms.found(folded):
            known = (called.form not in _ALSO_WORDS and called.form not in self._called) or text[called.at].isupper()
            if known:
                found.append(Named(self._names[called.form], called.start, called.at + len(called.form)))
        return tuple(found)


@dataclass(frozen=True)
class _Call:
    """A name as somebody is called: `at` is where it begins, `start` where its title does."""

    form: str
    start: int
    at: int


class _Names:
    """Finds names, of which there may be thousands: at each word those as long as names that begin with it."""

    def __init__(self, names: Iterable[str]) -> None:
        self._forms = frozenset(names)
        self._telling = telling_runs(self._forms)
        self._lengths: dict[str, list[int]] = {}
        for length, form in sorted(((len(form), form) for form in self._forms), reverse=True):
            if (first := _WORD.match(form)) is not None:
                lengths = self._lengths.setdefault(first.group(), [])
                lengths += [length] if length not in lengths else []

    def may_stand_in(self, folded: str) -> bool:
        """Whether the text has a word of a name."""
        return bool(self._forms) and (self._telling is None or not self._telling.isdisjoint(runs_of(folded)))

    def found(self, folded: str) -> Iterator[_Call]:
        """Each name in order; none reaches into the next."""
        end = 0
        for word in _WORD.finditer(folded):
            start = word.start()
            title = _TITLE.match(folded, start) if word.group() in _TITLES else None
            if title is None and word.group() not in self._lengths:
                continue
            for at in (*((title.end(),) if title else ()), start):
                form = self._at(folded, at) if start >= end else None
                if form is not None:
                    end = at + len(form)
                    yield _Call(form, start, at)

    def _at(self, folded: str, at: int) -> str | None:
        first = _WORD.match(folded, at)
        told = (folded[at : at + length] for length in self._lengths.get(first.group(), ())) if first else ()
        return next((f for f in told if f in self._forms and not _GOES_ON.match(folded, at + len(f))), None)


_WORD, _GOES_ON = re.compile(r"\w+"), re.compile(r"\w")
_TITLES = vocabulary("don dona doctor doctora dr dra sr sra lic ing inge mr ms")
_TITLE = re.compile(r"(?:don|dona|doctora?|dra?\.?|sra?\.?|lic\.?|inge?\.?|mr\.?|ms\.?)\s+")
# A meeting's people are read by the engine, by the updates and by the exchanges: the same names each time.
_names = lru_cache(maxsize=8)(_Names)


def people_of(roster: Roster, transcript: Transcript, *, roles: bool = True) -> People:
    """The people of a meeting: full names, first names where only one bears it, surnames likewise, and aliases.

    With `roles` also what only one of them is: "el contralor".
    """
    claims: dict[str, set[str]] = {}
    known = [(person.name, person.aliases) for person in roster.people]
    listed = {person.name for person in roster.people}
    known += [(s.name, ()) for s in transcript.speakers if s.name is not None and s.name not in listed]
    for name, aliases in known:
        for form in _forms(name, aliases):
            claims.setdefault(form, set()).add(name)
    sure = {form: min(names) for form, names in sorted(claims.items()) if len(names) == 1}
    taken = set(claims)
    short = _unshared((name, _shortened(name)) for name, _ in known)
    titles = _unshared((person.name, _roles(person.title or "")) for person in roster.people) if roles else {}
    extra = {form: name for form, name in {**titles, **short}.items() if form not in taken}
    return People({**extra, **sure}, called=frozenset(set(short) - taken))


def _unshared(claims: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """The forms that only one person goes by."""
    owners: dict[str, set[str]] = {}
    for name, forms in claims:
        for form in forms:
            owners.setdefault(form, set()).add(name)
    return {form: min(names) for form, names in sorted(owners.items()) if len(names) == 1}


_SHORTEST, _LONG_NAME = 3, 6


def _shortened(name: str) -> tuple[str, ...]:
    """What a first name is cut to or made small by: Fer, Dani, Jorgito, Carmencita."""
    return _nicknames(fold(name).split()[0])


@lru_cache(maxsize=1_000)
def _nicknames(first: str) -> tuple[str, ...]:
    return (*_cut(first), *_small(first))


def _cut(first: str) -> Iterator[str]:
    for length in range(_SHORTEST if len(first) >= _LONG_NAME else _SHORTEST + 1, len(first)):
        cut = first[:length]
        if cut not in _NO_NICKNAMES and cut not in FUNCTION_WORDS and not readings(cut) and content_stems(cut + "xx"):
            yield cut


def _small(first: str) -> Iterator[str]:
    stem = first.rstrip("aeio")
    if len(stem) >= _SHORTEST:
        yield from (f"{stem}{end}" for end in ("ito", "ita", "cito", "cita"))


_NO_NICKNAMES = vocabulary(
    "con mar sol par per pero para vale caro este esta esto san don dona mas mal mil rol gen real lean mart",
    "jul fin luz ver",
    "con cons cada cama cami casa cat cari clara dia doc ed eva feli flor gran her hora jue leo lis luna man",
    "mano mari mate",
    "min mini mir mora nada nat oscar pal pan pas pat pilar ram rio ros rosa sal sandia sara tom ton vic",
    "vida will art let all has per any one out own way new old",
)


def _roles(title: str) -> Iterator[str]:
    """What somebody is called by their work: "la analista", "el de redes"."""
    words = [word for word in re.findall(r"[a-z]+", fold(title)) if word not in _ARTICLES and len(word) > _SHORTEST]
    for position, word in enumerate(words):
        yield from (f"{start} {word}" for start in (("el", "la") if position == 0 else ("el de", "la de")))


def _forms(name: str, aliases: Iterable[str]) -> set[str]:
    first, *others = [part for part in fold(name).split() if part not in _ARTICLES] or [fold(name)]
    forms = {fold(name), first} | {_HONORIFIC.sub("", fold(alias)) for alias in aliases}
    forms |= {part for part in others if part not in _ALSO_WORDS}
    return {form for form in forms if len(form) > 1}


_ALSO_WORDS = vocabulary(
    "sol luz mar rosa flor angel victoria paz cruz rojas leon reina llano montes fuentes rivera prado vega salas",
    "mercedes domingo grant mark will may grace hope art bill drew chase young long king black white brown green",
)
