"""Tells which decisions were put off or taken back, by what their words and turns have in common with labelled ones."""

from collections.abc import Mapping, Sequence

from meetbot.model.candidates import Candidate, DecisionStatus
from meetbot.stages.rules.choice import likeliest, shipped
from meetbot.stages.rules.rarity import Rarity
from meetbot.stages.rules.speech import Utterance
from meetbot.stages.rules.status_signs import ToldDecision, declares, signs, told_decisions

STATUSES: tuple[DecisionStatus, ...] = ("deferred", "reversed")
"""What a decision may be instead of made."""
LIKELY: Mapping[DecisionStatus, float] = {"deferred": 0.5, "reversed": 0.6}
"""Probability from which a decision is stated as one of them.

Measured 2026-11 (learn_statuses.py) on 304 stated decisions of tune meetings, each by status weights from others: 260
statuses are right; lower bounds gave the same within three. Of 42 in 15 meetings that no rule was written with, 35 were
right by weights from the other 88, by the rules alone 26.
"""
LIKELY_AS_KNOWN, LIKELY_IF_DECLARED = 0.2, 0.65
"""The same where the rules say so too; and where they don't, but its words declare it: "decidido: … hasta el 30"."""


def shipped_status_weights() -> Mapping[str, float]:
    """What each sign weighs: log-odds against the decision being made."""
    found: Mapping[str, float] = shipped(__package__, "status_weights.json")
    return found


def with_likely_statuses(
    candidates: Sequence[Candidate], heard: Sequence[Utterance], names: frozenset[str], rarity: Rarity
) -> tuple[Candidate, ...]:
    """The candidates in the same order, each decision with its likeliest status."""
    weights = shipped_status_weights()
    decisions = told_decisions(candidates, heard, names, rarity)
    return tuple(
        _with_status(one, decisions[number], weights) if number in decisions else one
        for number, one in enumerate(candidates)
    )


def status_options(told: ToldDecision) -> list[frozenset[str]]:
    """The signs of each of STATUSES."""
    found = ["any", *signs(told)]
    return [frozenset(f"{status}: {sign}" for sign in found) for status in STATUSES]


def _with_status(candidate: Candidate, told: ToldDecision, weights: Mapping[str, float]) -> Candidate:
    number, likely = likeliest(status_options(told), weights) or (0, 0.0)
    best = STATUSES[number]
    least = LIKELY_AS_KNOWN if candidate.status == best else LIKELY_IF_DECLARED if declares(told) else LIKELY[best]
    why = f"{best} with probability {likely:.2f}"
    status = best if likely >= least else "made"
    return candidate.model_copy(update={"status": status, "reasons": (*candidate.reasons, why)})
