"""Names and company words that the recogniser misheard, written as the roster has them.

A name is only repaired where sound and spelling agree, never an everyday word, never towards one of two that are
equally near, and never one that many people bear unless it sounds the same. Doubt leaves the text as it was heard: a
name that stays misspelt is seen and corrected, a word that became somebody's name puts a task on the wrong person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from meetbot.model.company import Roster
from meetbot.model.transcript import NameRepair, Segment
from meetbot.stages.repair_heard import Change, Line, Run, Token
from meetbot.stages.repair_sound import distance, letters, sounds
from meetbot.stages.repair_words import JARGON, ordinary, other_name, particle, spelt_out

LONGEST_RUN = 3
"""How many words one word may have been heard as (“jota ube spot”); full names may be longer."""

LEAST_SIMILAR = 0.6
"""Share of letters that heard and written must have in common: “lids” and “leads” have 0.67."""

NAME_SIMILAR = 0.75
"""The same for people's names where no capital inside a sentence shows a name, and for a word that is a common name
itself: “Helena” may be Elena (0.91), “Hannah” is not Ana (0.67)."""

_ALIKE = 0.25
"""Two names whose distances differ by no more are equally near."""


def repaired(
    segments: Sequence[Segment], roster: Roster, vocabulary: Sequence[str] = ()
) -> tuple[tuple[Segment, ...], tuple[NameRepair, ...]]:
    """The segments with names as the roster, the vocabulary and the jargon of the funnel write them, and each change.

    Words keep their times; where several become one, it spans them. What was heard stands in the repairs.
    """
    names = _Names(roster, vocabulary)
    changed: list[Segment] = []
    repairs: list[NameRepair] = []
    for segment in segments:
        line = Line(segment)
        found = tuple(_found(line, names))
        changed.append(line.written(found) if found else segment)
        repairs += (line.repair(change) for change in found)
    return tuple(changed), tuple(repairs)


# --- what may be meant ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Form:
    """One way in which the roster or the vocabulary writes something: `Laura Méndez`, `Méndez`, `HubSpot`, `leads`."""

    written: str
    person: bool

    @cached_property
    def parts(self) -> tuple["_Form", ...]:
        """A full name's single names; of anything else nothing."""
        words = self.written.split() if self.person else []
        return tuple(_Form(written=word, person=True) for word in words) if len(words) > 1 else ()

    @cached_property
    def letters(self) -> str:
        return letters(self.written)

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        return sounds(self.written)

    @cached_property
    def acronym(self) -> bool:
        """Whether it is said letter by letter, so that its letters tell nothing of its sound."""
        return self.written.isupper() and len(self.written) <= 5  # noqa: PLR2004 - longer ones are read as words

    @cached_property
    def spelt_out(self) -> tuple[str, ...]:
        return tuple(sounds(said)[0] for said in spelt_out(self.written)) if self.acronym else ()

    @cached_property
    def everyday(self) -> bool:
        return ordinary(self.written.lower(), spanish=False)


class _Names:
    """Everything that may have been meant, and what is right as it stands."""

    def __init__(self, roster: Roster, vocabulary: Sequence[str]) -> None:
        people = [name for person in roster.people for name in (person.name, *person.aliases)]
        parts = [part for name in people for part in name.split() if not particle(part)]
        given = (*(department.name for department in roster.departments), *vocabulary)
        words = (*given, *(part for name in given for part in _telling(name)), *JARGON)
        forms = [_Form(written=" ".join(name.split()), person=True) for name in (*people, *parts)]
        forms += [_Form(written=" ".join(word.split()), person=False) for word in words]
        # A word that is somebody's name, too, keeps the stricter rules for names.
        self.forms = tuple({form.written: form for form in reversed(forms) if len(form.letters) > 1}.values())
        self._right = frozenset(form.written for form in self.forms)
        self.longest = max([LONGEST_RUN, *(len(form.written.split()) for form in self.forms)])

        self._letters = [form.letters for form in self.forms]
        self._spelt = {said: form for form in self.forms for said in form.spelt_out}
        self._near: dict[str, tuple[_Form, ...]] = {}

    def near(self, run: Run) -> tuple[_Form, ...]:
        """The forms that share enough letters with the run, or are an acronym that it spells out."""
        from rapidfuzz import fuzz, process

        if run.letters not in self._near:
            cut = LEAST_SIMILAR * 100
            found = process.extract(run.letters, self._letters, scorer=fuzz.ratio, score_cutoff=cut, limit=None)
            self._near[run.letters] = tuple(
                self.forms[number] for _, _, number in sorted(found, key=lambda hit: hit[2])
            )
        spelt = self._spelt.get(run.sounds[0]) if run.sounds else None
        return (*self._near[run.letters], spelt) if spelt else self._near[run.letters]

    def has(self, text: str) -> bool:
        """Whether it is written so already; a capital at what is written without is no error."""
        return text in self._right or text.lower() in self._right


def _telling(name: str) -> list[str]:
    """The words of a name of several that name it alone: the Tlacuilo of Empaques Tlacuilo."""
    parts = name.split() if " " in name.strip() else []
    return [part for part in parts if part[:1].isupper() and not ordinary(part.lower(), spanish=False)]


# --- the choice -------------------------------------------------------------------------------------------------------


def _found(line: Line, names: _Names) -> Iterator[Change]:
    """What is to be changed, from left to right, the longest run first."""
    first = 0
    while first < len(line.tokens):
        change = next(filter(None, (_change(line, names, first, n) for n in range(names.longest, 0, -1))), None)
        if change is not None and change.written:
            yield change
        first = change.end if change is not None else first + 1


def _change(line: Line, names: _Names, first: int, length: int) -> Change | None:
    """What that run is to be, an empty text where it is right as it stands, or None."""
    run = line.run(first, length)
    if run is None:
        return None
    if names.has(run.text):
        return Change(first=first, end=first + length, written="")
    best = _best(run, names)
    if best is None:
        return None
    written, cost = best
    if length > 1 and _inner(line, names, first, length) <= cost:
        return None
    return Change(first=first, end=first + length, written=written)


def _inner(line: Line, names: _Names, first: int, length: int) -> float:
    """How near a shorter run inside this one comes to any name, so that “a Tlaquilo” does not take its “a” along."""
    runs = (line.run(start, n) for n in range(1, length) for start in range(first, first + length - n + 1))
    return min((cost for run in runs if run is not None and (cost := _nearest(run, names)) is not None), default=99.0)


def _nearest(run: Run, names: _Names) -> float | None:
    best = _best(run, names)
    return 0.0 if names.has(run.text) else best[1] if best is not None else None


def _best(run: Run, names: _Names) -> tuple[str, float] | None:
    """The form that the run means and its distance; None where there is none, or several are equally near."""
    if run.everyday and not run.marked:
        return None
    costs = sorted((cost, form.written) for form in names.near(run) if (cost := _cost(run, form)) is not None)
    if not costs:
        return None
    least, written = costs[0]
    rivals = {other for cost, other in costs if cost - least <= _ALIKE}
    return (written, least) if len(rivals) == 1 else None


def _cost(run: Run, form: _Form) -> float | None:
    """How far the run is from that form, or None where it can't have been meant."""
    if run.letters == form.letters:
        return 0.0 if _spelt_otherwise(run, form) else None
    if form.acronym:
        return 0.0 if run.sounds and run.sounds[0] in form.spelt_out else None
    if form.parts:
        apart, joined = _full_name_cost(run, form), _joined_name_cost(run, form)
        return apart if joined is None else joined if apart is None else min(apart, joined)
    return _sound_cost(run, form)


def _spelt_otherwise(run: Run, form: _Form) -> bool:
    """Whether the same letters with other accents, capitals or spaces are to be written as the form has them."""
    if run.everyday and (run.article or not form.person):
        return False
    if run.text.lower() != form.written.lower():
        return True
    if form.person and not run.marked and len(run.letters) < _MEDIUM_KEY:
        return False
    return not (
        form.written.islower() or (run.text.isupper() and not form.acronym) or (form.everyday and not run.marked)
    )


def _full_name_cost(run: Run, form: _Form) -> float | None:
    """The distance of a first name with its surname: one of them is heard right, or both sound right."""
    if len(run.tokens) != len(form.parts):
        return None
    costs = []
    for token, part in zip(run.tokens, form.parts, strict=True):
        cost = 0.0 if letters(token.core) == part.letters else _part_cost(token, part, spanish=run.spanish)
        if cost is None:
            return None
        costs.append(cost)
    return sum(costs) if sum(cost > 0 for cost in costs) <= 1 else None


def _joined_name_cost(run: Run, form: _Form) -> float | None:
    """The distance of a full name whose border between the names was heard elsewhere: “Simén Azúñiga”."""
    if len(run.tokens) < 2 or len(run.letters) < _LETTERS_OF_NAME or run.everyday:  # noqa: PLR2004 - two names
        return None
    cost = _distance(run.sounds, form.sounds)
    return cost if cost <= _HALF and _similar(run.letters, form.letters) else None


def _part_cost(token: Token, part: _Form, *, spanish: bool) -> float | None:
    """The distance of one name inside a full name; its neighbours speak for it, so that a capital is no condition."""
    if not token.capital and ordinary(token.core, spanish=spanish):
        return None
    cost = _distance(sounds(token.core), part.sounds)
    length = min(len(sounds(token.core)[0]), len(part.sounds[0]))
    allowed = 1.0 if length >= _LONG_KEY - 1 else 0.5 if length >= _MEDIUM_KEY else 0.0
    if cost > allowed or (cost and other_name(token.core)):
        return None
    return cost if _similar(letters(token.core), part.letters) else None


_LETTERS_OF_NAME = 9
"""Letters of a full name from which on it may be recognised wherever its words were divided."""

_HALF = 0.5
"""The distance of one sound that is easily confused."""

_LONG_KEY, _MEDIUM_KEY, _SHORT_KEY = 7, 5, 4
"""Sounds from which a whole sound may differ, or half a one: in short words every sound tells another word."""


def _sound_cost(run: Run, form: _Form) -> float | None:
    """The distance of one word, or of several that were heard for one."""
    if not run.letters.isalpha() or not form.letters.isalpha() or _inflected(run.letters, form.letters):
        return None
    if form.person and run.text.isupper():
        return None
    # A name read the English way only counts where it is written as one.
    readings = 1 if form.person and not run.marked else None
    cost = _distance(run.sounds[:readings], form.sounds[:readings])
    if cost and form.person:
        cost = max(cost, _distance(run.sounds[:1], form.sounds[:1]))
    length = min(len(run.sounds[0]), len(form.sounds[0]))
    near = (
        _may_differ(run, form, cost, length)
        if cost
        else length >= (_MEDIUM_KEY if form.person and not run.marked else _SHORT_KEY - 1)
    )
    least = NAME_SIMILAR if form.person and (not run.marked or other_name(run.text)) else LEAST_SIMILAR
    if not near or _too_everyday(run, form, cost) or not _similar(run.letters, form.letters, least):
        return None
    return cost


def _too_everyday(run: Run, form: _Form, cost: float) -> bool:
    """Whether the run is better understood as what it says: everyday words, though they sound like the form."""
    if run.everyday:
        return bool(cost) or run.article or not form.person
    if not form.person or run.doubted:
        return form.person and form.everyday and not run.marked
    return (form.everyday and not run.marked) or (len(run.tokens) > 1 and run.has_everyday)


def _may_differ(run: Run, form: _Form, cost: float, length: int) -> bool:
    """Whether so great a distance is still the same word misheard."""
    shortest = _MEDIUM_KEY if form.person else _SHORT_KEY
    allowed = 1.0 if length >= _LONG_KEY else 0.5 if length >= shortest else 0.0
    if cost > allowed or any(other_name(token.core) for token in run.tokens):
        return False
    return run.marked or (run.doubted if form.person else not run.believed)


def _distance(heard: Sequence[str], meant: Sequence[str]) -> float:
    """The least distance between any two readings that begin and end alike."""
    pairs = ((a, b) for a in heard for b in meant if _edges_agree(a, b))
    return min((distance(a, b) for a, b in pairs), default=99.0)


def _edges_agree(heard: str, meant: str) -> bool:
    """Whether both begin with about the same sound, and end in it: Daniel is not Daniela, Mario not María."""
    if not heard or not meant:
        return False
    if heard[-1] != meant[-1] and (heard[-1] in "aeiou" or meant[-1] in "aeiou"):
        return False
    return distance(heard[0], meant[0]) < 1 or heard[:1] in "hu" or meant[:1] in "hu"


def _inflected(heard: str, written: str) -> bool:
    """Whether one is the plural of the other: no error."""
    short, long = sorted((heard, written), key=len)
    return long in {short + "s", short + "es"}


def _similar(heard: str, written: str, least: float = LEAST_SIMILAR) -> bool:
    from rapidfuzz import fuzz

    return float(fuzz.ratio(heard, written)) >= least * 100
