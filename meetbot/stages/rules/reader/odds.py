"""How likely each turn is the one that says a decision, a commitment or a note."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

from meetbot.model.candidates import CandidateKind
from meetbot.stages.rules.reader.features import Features, features_of, sentence_features
from meetbot.stages.rules.reader.weights import STEP, TurnWeights, parted
from meetbot.stages.rules.speech import Sentence, Utterance


@dataclass(frozen=True)
class TurnOdds:
    """Log-odds by kind, one for each turn: that the turn is the one which shows an item of that kind best."""

    by_kind: Mapping[CandidateKind, Sequence[float]]

    def highest(self, kind: CandidateKind, turns: Iterable[int]) -> float:
        """The highest of those turns, which may lie outside of the meeting."""
        odds = self.by_kind[kind]
        return max(odds[turn] for turn in turns if 0 <= turn < len(odds))


class TurnReader:
    """Reads turns by what was learned from labelled ones."""

    def __init__(self, weights: TurnWeights) -> None:
        self._weights = weights

    def odds(self, turns: Sequence[Utterance], names: frozenset[str]) -> TurnOdds:
        """The log-odds of every turn; `names` are folded words that name people of the company."""
        sums = [self._sum(features) for features in features_of(turns, names)]
        return TurnOdds({kind: [row[n] for row in sums] for n, kind in enumerate(self._weights.kinds)})

    def most_telling(self, turn: Utterance, kind: CandidateKind, names: frozenset[str]) -> Sentence:
        """The sentence of the turn whose own words speak most for that kind, the first of two."""
        number = self._weights.kinds.index(kind)
        return max(turn.sentences, key=lambda s: (self._sum(sentence_features(s, names))[number], -s.position))

    def _sum(self, features: Features) -> list[float]:
        """Bias and weights, these over the root of how many features there are, so that long turns don't shout."""
        known = self._weights.rows
        row = sum(sum(map(known[place].get, seen, repeat(0))) for place, seen in features.items() if place in known)
        units = parted(row, len(self._weights.kinds))
        scale = STEP / math.sqrt(max(1, sum(map(len, features.values()))))
        return [STEP * bias + scale * unit for bias, unit in zip(self._weights.bias, units, strict=True)]
