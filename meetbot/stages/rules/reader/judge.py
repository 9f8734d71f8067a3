"""Gives each candidate of the rules its probability, and adds what they passed over."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from meetbot.model.candidates import Candidate, CandidateKind
from meetbot.stages.rules.people import People
from meetbot.stages.rules.reader.estimate import probability, signs_of
from meetbot.stages.rules.reader.odds import TurnOdds, TurnReader
from meetbot.stages.rules.reader.unseen import MeetingTurns, unseen
from meetbot.stages.rules.reader.weights import Estimate, Learned
from meetbot.stages.rules.speech import Utterance
from meetbot.stages.rules.tasks import Heard

WORTH_A_LOOK = 0.2
"""Probability below which a candidate is not even worth a person's look."""


@dataclass(frozen=True, kw_only=True)
class HeardMeeting:
    """A meeting as the rules heard it; `names` are folded words that name people of the company."""

    candidates: tuple[Candidate, ...]
    heard: Sequence[Heard]
    names: frozenset[str]
    people: People

    @cached_property
    def turns(self) -> tuple[Utterance, ...]:
        """Its turns without what was heard in them."""
        return tuple(turn.utterance for turn in self.heard)


@dataclass(frozen=True, kw_only=True)
class Considered:
    """A candidate with everything that bears on its probability; `turns` are numbers, the best first."""

    candidate: Candidate
    turns: tuple[int, ...]
    signs: Mapping[str, float]


def judged(heard: HeardMeeting, learned: Learned) -> tuple[Candidate, ...]:
    """The candidates and those that the rules passed over, in order of their first turn, each with its probability."""
    reader = TurnReader(learned.turns)
    found = considered(heard, reader, reader.odds(heard.turns, heard.names))
    scored = (_scored(one, learned.estimates) for one in sorted(found, key=lambda one: min(one.turns)))
    return tuple(candidate for candidate in scored if (candidate.score or 0.0) >= WORTH_A_LOOK)


def considered(heard: HeardMeeting, reader: TurnReader, odds: TurnOdds) -> Iterator[Considered]:
    """All that may be an item, the rules' candidates first."""
    numbers = {turn.turn_id: turn.index for turn in heard.turns}
    cited: defaultdict[CandidateKind, set[int]] = defaultdict(set)
    for candidate in heard.candidates:
        turns = tuple(numbers[turn_id] for turn_id in candidate.turn_ids)
        cited[candidate.kind].update(turns)
        yield Considered(candidate=candidate, turns=turns, signs=signs_of(candidate, turns, odds, by_rules=True))
    meeting = MeetingTurns(heard=heard.heard, names=heard.names, people=heard.people, odds=odds)
    for turn, candidate in unseen(meeting, reader, cited):
        signs = signs_of(candidate, (turn,), odds, by_rules=False)
        yield Considered(candidate=candidate, turns=(turn,), signs=signs)


def _scored(one: Considered, estimates: Mapping[str, Estimate]) -> Candidate:
    candidate, signs = one.candidate, one.signs
    share = probability(signs, estimates[candidate.kind])
    reads = f"its turns read like a {candidate.kind}: log-odds {signs['any']:+.1f}"
    return candidate.model_copy(update={"score": round(share, 2), "reasons": (*candidate.reasons, reads)})
