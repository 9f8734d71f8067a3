"""How likely careful minutes would list a candidate: what the rules saw in it, and what its turns read like."""

import math
import re
from collections.abc import Mapping, Sequence

from meetbot.model.candidates import Candidate, CandidateKind
from meetbot.stages.rules.reader.features import part_of
from meetbot.stages.rules.reader.odds import TurnOdds
from meetbot.stages.rules.reader.weights import Estimate

NEAR = 2
"""Turns before and after a candidate's own that may say it better."""
_BESIDE: tuple[CandidateKind, ...] = ("decision", "action", "customer_voice", "question", "risk")
"""What else a turn may be instead: kinds that are labelled often enough to tell."""
_LEAST = -4.5
"""Log-odds below which less likely is all the same."""
_SURE = 0.98
_MOST_TURNS = 4
_WORD = re.compile(r"\w+")


def signs_of(candidate: Candidate, turns: Sequence[int], odds: TurnOdds, *, by_rules: bool) -> dict[str, float]:
    """What bears on it, by name; `turns` are those that it cites, the one that shows it best first."""
    kind, lead = candidate.kind, turns[0]
    signs = {
        "by reader": float(not by_rules),
        "rules": _log_odds(candidate.score or 0.0) if by_rules else 0.0,
        "lead": odds.highest(kind, (lead,)),
        "any": odds.highest(kind, turns),
        "near": odds.highest(kind, range(lead - NEAR, lead + NEAR + 1)),
        "turns": float(min(_MOST_TURNS, len(turns))),
        "past": float(_only_past(candidate.quote or "")),
    }
    if kind == "action":
        signs |= {"owner": float(candidate.owner is not None), "day": float(candidate.due_text is not None)}
    return signs | {other: max(_LEAST, odds.highest(other, (lead,))) for other in _BESIDE if other != kind}


def probability(signs: Mapping[str, float], estimate: Estimate) -> float:
    """The estimated probability, in [0, 1]."""
    total = estimate.bias + sum(estimate.weights[sign] * value for sign, value in signs.items())
    return 1 / (1 + math.exp(-total))


def _only_past(quote: str) -> bool:
    """Whether all its verbs tell of what was: a report, as in "octubre cerró con noventa leads"."""
    parts = (part_of(word).partition(".") for word in _WORD.findall(quote))
    return {tense for tense, _, person in parts if person} == {"past"}


def _log_odds(share: float) -> float:
    sure = min(max(share, 1 - _SURE), _SURE)
    return math.log(sure / (1 - sure))
