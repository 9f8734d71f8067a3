"""An item as it stands before the checker: its words, where they were said, and who said what around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from meetbot.model.candidates import CandidateKind, DecisionStatus
from meetbot.model.company import Person
from meetbot.stages.check_moods import ClauseRead, read_clauses
from meetbot.stages.ground_evidence import Context, Place, sentences
from meetbot.stages.ground_owner import Asked
from meetbot.stages.ground_promises import concerns, does, promises
from meetbot.stages.ground_replies import matter, points_back, reply_in

_ANSWERED_WITHIN = 3
"""Turns after a cited one in which somebody may take the task."""


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
        """The clauses of the cited turns' sentences that speak of it; the quote's own where none does."""
        own = tuple(said for index in sorted(self.cited) for said in self._clauses(index))
        shared = tuple(said for said in own if matter([said.clause.text]) & self.about)
        return shared or self.quoted

    @cached_property
    def quoted(self) -> tuple[Said, ...]:
        """The clauses of the quote."""
        place = self.place
        return tuple(
            said
            for said in self._clauses(place.index)
            if said.clause.start < place.end and said.clause.end > place.start
        )

    @cached_property
    def taken(self) -> str | None:
        """What shows that somebody takes it on, in a cited turn or soon after; None where nothing does."""
        for index in self._watched():
            turn = self.context.turns[index]
            for said in self._clauses(index):
                if said.clause.moods or said.clause.text.rstrip().endswith("?"):
                    continue
                clause = said.clause.text
                if (promises(clause) or does(clause, self.about)) and concerns(clause, self.about):
                    return f"taken on in {turn.id}"
        return self._answered()

    def _answered(self) -> str | None:
        """The turn in which somebody says yes to a request or a proposal of a cited turn that is no mere supposition."""
        for index in sorted(self.cited):
            if not any(self._puts(said) for said in self._clauses(index)):
                continue
            for later in self._after(index):
                if self._agrees(later, index):
                    return f"{self.context.turns[later].id} agrees to {self.context.turns[index].id}"
        return None

    def _puts(self, said: Said) -> bool:
        clause = said.clause
        concerned = bool(matter([clause.text]) & self.about) or points_back(clause.text) or said in self.quoted
        return concerned and not clause.moods

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
        text = self.context.turns[index].text
        return (Said(index=index, clause=clause) for clause in read_clauses(text, iter(sentences(text))))
