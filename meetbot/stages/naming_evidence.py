"""What a meeting's words say about whose voice is whose: one piece of evidence for each name that is spoken."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from meetbot.model.company import Person, Roster
from meetbot.model.transcript import Transcript, Turn
from meetbot.stages import naming_phrases as phrases
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import sentences
from meetbot.stages.rules.people import Named, people_of

EvidenceKind = Literal["introduction", "addressed", "calls", "speaks of"]
"""The first two say that the voice is that person, the others that it is somebody else."""

INTRODUCED: Mapping[phrases.Introduction, float] = {"clear": 2.3, "soft": 1.2}
_ASKED: Mapping[phrases.Call, float] = {"asks": 1.0, "hands over": 1.0, "prompts": 0.7}
_REPLIED = 0.9
_OWN_AREA, _FULL_NAME = 0.3, 0.3
_OTHER_AREA, _UNKNOWN_AREA = 0.3, 0.7
_NOT_EXPECTED = 0.8
_EARLIER_SENTENCE = 0.9
_OVERLAPPED = 0.5
_CALLS, _SPEAKS_OF = 1.5, 0.3

_ANSWERS_WITHIN = 8.0
_GOES_ON_FOR = 3
"""Turns of the asker that may come before the answer: 'Diego, ¿tú qué ves?', a pause, '¿Me oyes?'."""
_REPLIES_WITHIN = 5.0
_LIKE_A_SURNAME = 75.0
_LONGEST_TURN = 4000
"""Characters; who speaks five minutes without a full stop is a file without them, in which nobody can be told."""

_AREAS = (
    frozenset({"marketing", "mercadeo", "mercadotecnia", "mkt", "publicidad"}),
    frozenset({"ventas", "venta", "comercial", "sales"}),
    frozenset({"finanzas", "finance", "contabilidad", "administracion", "accounting"}),
)
_LISTED = re.compile(r"\s*(?:,\s*)?(?:(?:y|e|o|u|ni|and|or|con)\s+)?")
_NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What one turn says about one voice and one person. `units`: two of them make a name likely."""

    kind: EvidenceKind
    label: str
    person: str
    units: float
    turn: str

    @property
    def speaks_for(self) -> bool:
        """Whether it says that the voice is that person."""
        return self.kind in {"introduction", "addressed"}


@dataclass(frozen=True, kw_only=True)
class _Mention:
    """A person named in a turn: the sentence around it, the sentence after, and whether it stands among other names."""

    named: Named
    person: Person
    turn: int
    sentence: tuple[int, int]
    follows: str
    last: bool
    first: bool
    listed: bool


def evidence_of(transcript: Transcript, roster: Roster) -> Iterator[Evidence]:
    """Everything that is said about whose voice is whose, in order of time."""
    return _Meeting(transcript, roster).evidence()


class _Meeting:
    """The turns of one meeting with the people named in them."""

    def __init__(self, transcript: Transcript, roster: Roster) -> None:
        self._turns = transcript.turns
        self._roster = roster
        self._everybody = people_of(roster, transcript, roles=False)
        self._expected = people_of(Roster(people=roster.attendees()), transcript, roles=False)

    def evidence(self) -> Iterator[Evidence]:
        for index in range(len(self._turns)):
            for mention in self._mentions(index):
                yield from self._of(mention)

    def _mentions(self, index: int) -> Iterator[_Mention]:
        text = self._turns[index].text
        found = self._named(text) if len(text) <= _LONGEST_TURN else []
        if not found:
            return
        folded, spans = fold(text), sentences(text)
        for one, person in found:
            at = next(i for i, (_, end) in enumerate(spans) if one.start < end)
            pairs = [(a, b) for (a, _), (b, _) in pairwise(found) if one in {a, b}]
            yield _Mention(
                named=one,
                person=person,
                turn=index,
                sentence=spans[at],
                follows=folded[slice(*spans[at + 1])] if at + 1 < len(spans) else "",
                last=at + 1 == len(spans),
                first=at == 0,
                listed=any(_LISTED.fullmatch(folded[a.end : b.start]) for a, b in pairs),
            )

    def _named(self, text: str) -> list[tuple[Named, Person]]:
        """Who is named in the text; nobody for a first name with another's surname.

        A name that two people share names nobody, unless only one of them is expected in the meeting.
        """
        found = {one.start: one for one in self._expected.named(text)} | {
            one.start: one for one in self._everybody.named(text)
        }
        people = [(one, self._roster.person(one.name)) for _, one in sorted(found.items())]
        return [(one, person) for one, person in people if person and not _another_surname(text[one.end :], person)]

    def _of(self, mention: _Mention) -> Iterator[Evidence]:
        turn, one = self._turns[mention.turn], mention.named
        folded = fold(turn.text)
        before, after = folded[: one.start], folded[one.end :]
        introduced = None if mention.listed else phrases.introduction(before, after, turn.text[: one.start])
        if introduced is not None:
            yield from self._introduced(introduced, mention, after)
            return
        start, end = mention.sentence
        call = phrases.call(folded[start : one.start], folded[one.end : end], follows=mention.follows)
        if turn.speaker is not None:
            kind: EvidenceKind = "calls" if call else "speaks of"
            units = _CALLS if call else _SPEAKS_OF
            yield _evidence(kind, turn.speaker, mention, units, turn)
        if call is not None and not mention.listed:
            yield from self._called(call, mention)

    def _introduced(self, how: phrases.Introduction, mention: _Mention, after: str) -> Iterator[Evidence]:
        turn, person = self._turns[mention.turn], mention.person
        if turn.speaker is None:
            return
        units = INTRODUCED[how] * self._area(phrases.area_after(after), person)
        if self._is_own_area(phrases.area_after(after), person):
            units += _OWN_AREA
        if fold(person.name) in fold(turn.text[mention.named.start : mention.named.end]) and " " in person.name:
            units += _FULL_NAME
        yield _evidence("introduction", turn.speaker, mention, self._expects(mention, units), turn)

    def _called(self, call: phrases.Call, mention: _Mention) -> Iterator[Evidence]:
        if call in _ASKED:
            late = mention.last or (mention.follows and self._ends_after_next(mention))
            answer = self._answer(mention) if late else None
            if answer is not None:
                units = _ASKED[call] * phrases.answers(fold(answer.text)) * (1 if mention.last else _EARLIER_SENTENCE)
                yield from self._addressed(answer, mention, units)
        elif call == "replies" and mention.first:
            said = self._replied_to(mention)
            if said is not None:
                yield from self._addressed(said, mention, _REPLIED)

    def _addressed(self, turn: Turn, mention: _Mention, units: float) -> Iterator[Evidence]:
        units *= _OVERLAPPED if turn.overlapped or self._turns[mention.turn].overlapped else 1
        if turn.speaker is not None and units:
            yield _evidence(
                "addressed", turn.speaker, mention, self._expects(mention, units), self._turns[mention.turn]
            )

    def _ends_after_next(self, mention: _Mention) -> bool:
        """Whether only one sentence follows, in which nobody else is spoken to."""
        text = self._turns[mention.turn].text
        rest = sentences(text[mention.sentence[1] :])
        return len(rest) == 1 and not self._named(text[mention.sentence[1] :])

    def _answer(self, mention: _Mention) -> Turn | None:
        """The next turn of another voice, if it may answer: soon enough, and not naming the same person."""
        asked = self._turns[mention.turn]
        for index in range(mention.turn + 1, min(mention.turn + 1 + _GOES_ON_FOR, len(self._turns))):
            following = self._turns[index]
            others = {person for _, person in self._named(following.text)}
            if following.speaker == asked.speaker and asked.speaker is not None and not others:
                continue
            late = _silence(asked, following) > _ANSWERS_WITHIN
            nobody = asked.speaker is None or following.speaker in {None, asked.speaker}
            return None if nobody or late or mention.person in others else following
        return None

    def _replied_to(self, mention: _Mention) -> Turn | None:
        """The turn before, of another voice; a greeting answers only a greeting."""
        reply = self._turns[mention.turn]
        said = self._turns[mention.turn - 1] if mention.turn else None
        if said is None or said.speaker == reply.speaker or reply.speaker is None:
            return None
        sentence = fold(reply.text[slice(*mention.sentence)])
        if phrases.greets(sentence) and not phrases.greets(fold(said.text)):
            return None
        return None if _silence(said, reply) > _REPLIES_WITHIN else said

    def _expects(self, mention: _Mention, units: float) -> float:
        return units if mention.person.attends else units * _NOT_EXPECTED

    def _area(self, area: str | None, person: Person) -> float:
        """The share of an introduction's weight that is left by the area named with it."""
        if area is None or self._is_own_area(area, person):
            return 1.0
        known = any(area in _words_of_area(d.name, d.id) for d in self._roster.departments)
        return _OTHER_AREA if known else _UNKNOWN_AREA

    def _is_own_area(self, area: str | None, person: Person) -> bool:
        department = self._roster.department(person.department)
        own = _words_of_area(department.name, department.id) if department else frozenset()
        return area is not None and area in own | frozenset(fold(person.title or "").split())


def _words_of_area(*names: str) -> frozenset[str]:
    """The words by which an area goes: `Comercial` is `ventas` too."""
    words = {word for name in names for word in re.findall(r"[^\W_]{3,}", fold(name))}
    return frozenset(words.union(*(area for area in _AREAS if area & words)))


def _another_surname(after: str, person: Person) -> bool:
    """Whether a capitalised word follows that is no part of the person's name: Laura Gómez is not Laura Méndez."""
    from rapidfuzz import fuzz

    following = _NEXT_WORD.match(after)
    if following is None or not following[1][0].isupper() or after.isupper():
        return False
    word = fold(following[1])
    return all(fuzz.ratio(word, part) < _LIKE_A_SURNAME for part in fold(person.name).split())


def _silence(turn: Turn, following: Turn) -> float:
    return 0.0 if turn.end is None or following.start is None else following.start - turn.end


def _evidence(kind: EvidenceKind, label: str, mention: _Mention, units: float, turn: Turn) -> Evidence:
    return Evidence(kind=kind, label=label, person=mention.person.name, units=units, turn=turn.id)
