"""An item as it stands before the checker: its words, where they were said, and who said what around them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from meetbot.model.candidates import CandidateKind, DecisionStatus
from meetbot.model.company import Person
from meetbot.stages.check_moods import ClauseRead, Mood, asks_you, delivers, orders, read_turn
from meetbot.stages.check_past import asks_about_the_past
from meetbot.stages.due_dates import find_due
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import Context, Place
from meetbot.stages.ground_given import Asked, own_matter
from meetbot.stages.ground_owner import refuses
from meetbot.stages.ground_people import addresses
from meetbot.stages.ground_promises import does, first_person, promises
from meetbot.stages.ground_replies import matter, points_back, reply_in
from meetbot.stages.ground_words import negated

_ANSWERED_WITHIN = 3
"""Turns after a cited one in which somebody may take the task."""


_CLITIC = re.compile(
    r"(?<!\w)(?:se|me|te|le|les|ya|yo|nos) (?:lo|la|los|las)(?!\w)|(?:^|\W)(?:lo|la|los|las) \w+[éíó](?!\w)"
)
"""A pronoun for the thing before a verb, also in the past: 'se las mandé'."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """A clause with the turn that it stands in."""

    index: int
    clause: ClauseRead


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What an engine proposed, with the place that shows it. `owner` is the person whom grounding let through."""

    kind: CandidateKind
    status: DecisionStatus
    place: Place
    asked: Asked
    owner: Person | None = None

    @property
    def context(self) -> Context:
        """The transcript."""
        return self.asked.context

    @property
    def cited(self) -> Sequence[int]:
        """The cited turns' indexes."""
        return self.asked.cited

    @cached_property
    def about(self) -> set[str]:
        """The content of the wording, without names."""
        return self.asked.about

    @cached_property
    def spoken(self) -> tuple[Said, ...]:
        """The clauses of the cited turns that speak of it, by its words or by a pronoun; questions are left out."""
        own = tuple(said for index in sorted(self.cited) for said in self._clauses(index) if not _asks(said))
        shared = tuple(said for said in own if self._concerned(said) or _CLITIC.search(said.clause.text.lower()))
        return shared or self.stated

    @cached_property
    def stated(self) -> tuple[Said, ...]:
        """The clauses of the quote that ask nothing."""
        return tuple(said for said in self.quoted if not _asks(said))

    @cached_property
    def quoted(self) -> tuple[Said, ...]:
        """The clauses of the quote."""
        place = self.place
        touched = (said for said in self._clauses(place.index) if said.clause.end > place.start)
        return tuple(said for said in touched if said.clause.start < place.end)

    @cached_property
    def taken(self) -> str | None:
        """What shows that somebody takes it on, in a cited turn or soon after; None where nothing does."""
        return self._taken(frozenset()) or self._answered(by_name=False) or self._given()

    def taken_beside(self, moods: Collection[Mood]) -> str | None:
        """The same, by name where such words stand in the turn: 'dice que lo manda él, yo lo llamo' means another."""
        told = frozenset(said.index for said in self.spoken if set(said.clause.moods) & set(moods))
        return self._taken(told) or self._answered(by_name=True) or self._given()

    def taken_again(self, finished: int) -> str | None:
        """What shows that its owner promises it in spite of what that turn tells, or takes what is asked after it."""
        for index in self._watched():
            if not self._is_owners(index):
                continue
            if any(self._takes(said, by_name=index not in self.cited) for said in self._clauses(index)):
                return f"taken on in {self.context.turns[index].id}"
        for index in (index for index in self.cited if index >= finished):
            asked = any(orders(s.clause.text) and self._puts(s, by_name=False) for s in self._clauses(index))
            for later in self._after(index) if asked else ():
                if self._is_owners(later) and self._agrees(later, index):
                    return f"{self.context.turns[later].id} agrees to {self.context.turns[index].id}"
        return None

    def _is_owners(self, index: int) -> bool:
        return self.owner is None or self.context.name(index) == self.owner.name

    def _taken(self, told: Collection[int]) -> str | None:
        for index in self._watched():
            by_name = index in told or index not in self.cited
            if any(self._takes(said, by_name=by_name) for said in self._clauses(index)):
                return f"taken on in {self.context.turns[index].id}"
        return None

    def _takes(self, said: Said, *, by_name: bool) -> bool:
        clause = said.clause.text
        if said.clause.moods or said.clause.broken_off or _asks(said):
            return False
        if not (promises(clause) or delivers(clause) or self._does(clause)):
            return False
        own = matter([clause]) - matter(mention.words for mention in find_due(clause))
        return bool(own & self.about) or not (by_name or (own and not points_back(clause)))

    def _does(self, clause: str) -> bool:
        """Whether the clause has the wording's verb itself in the first person: 'muevo la regla'."""
        return does(clause, self.asked.verb)

    def _answered(self, *, by_name: bool) -> str | None:
        """The turn in which somebody says yes to what a cited turn asks for or gives to somebody."""
        for index in sorted(self.cited):
            if not any(self._puts(said, by_name=by_name) for said in self._clauses(index)):
                continue
            for later in self._after(index):
                if self._agrees(later, index):
                    return f"{self.context.turns[later].id} agrees to {self.context.turns[index].id}"
        return None

    def _given(self) -> str | None:
        """Whom a cited turn gives it to, who does not refuse: 'la regla la cambia Jorge'."""
        for said in (said for index in self.cited for said in self._clauses(index)):
            if said.clause.moods or _asks(said) or not matter([said.clause.text]) & self.about:
                continue
            for person in self.asked.people.named_in(said.clause.text):
                named = addresses(person, said.clause.text, self.asked.people)
                if named and person.name != self.context.name(said.index) and not refuses(person, self.asked):
                    return f"given to {person.name} in {self.context.turns[said.index].id}"
        return None

    def _puts(self, said: Said, *, by_name: bool) -> bool:
        """Whether the clause asks for it or gives it to somebody, and doesn't only suppose or tell it."""
        text = said.clause.text
        if said.clause.moods or asks_about_the_past(text) or (negated(text) and not _asks(said)):
            return False
        if matter([text]) & self.about:
            return _asks(said) or orders(text) or self._calls(said) or (not by_name and first_person(text))
        if by_name:
            return False
        bare = not own_matter(text, self.asked) or asks_you(text)
        return (_asks(said) or orders(text)) and (bare or points_back(text) or said in self.quoted)

    def _calls(self, said: Said) -> bool:
        """Whether the turn calls somebody who is known: 'Nati, eso sería tocar el formulario'."""
        called = self.asked.people.called
        return any(fold(other.clause.text).strip() in called for other in self._clauses(said.index))

    def _concerned(self, said: Said) -> bool:
        return bool(matter([said.clause.text]) & self.about) or points_back(said.clause.text)

    def _agrees(self, index: int, asked: int) -> bool:
        turns = self.context.turns
        if turns[index].speaker is not None and turns[index].speaker == turns[asked].speaker:
            return False
        replies = [reply_in(said.clause.text) for said in self._clauses(index)]
        return bool({"accepts", "weakly"} & set(replies)) and "refuses" not in replies

    def _after(self, index: int) -> range:
        return range(index + 1, min(len(self.context.turns), index + 1 + _ANSWERED_WITHIN))

    def _watched(self) -> list[int]:
        following = {later for index in self.cited for later in self._after(index)}
        return sorted({*self.cited, *following})

    def _clauses(self, index: int) -> Iterator[Said]:
        return (Said(index=index, clause=clause) for clause in read_turn(self.context.turns[index].text))


def _asks(said: Said) -> bool:
    return said.clause.text.rstrip().endswith("?")
