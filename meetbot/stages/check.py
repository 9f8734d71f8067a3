"""The checker, which is not the extractor: tests each item against its evidence and the turns beside it.

Every test is pure and small, answers with a `Check`, and a failed one says by its name which doubt the item gets. What
engines voted is tested last: an item is confirmed only when all tests of substance pass and its score is high enough.
"""

from collections.abc import Collection, Mapping, Sequence

from meetbot.model.candidates import Candidate, CandidateKind
from meetbot.model.minutes import Check, CheckName, Doubt
from meetbot.stages.check_claim import Claim
from meetbot.stages.check_machine import to_a_machine
from meetbot.stages.check_substance import completion, modality, polarity

CONFIRMED_FROM: Mapping[CandidateKind, float] = {
    "decision": 0.5,
    "action": 0.6,
    "target": 0.4,
    "recognition": 0.5,
    "customer_voice": 0.5,
    "question": 0.4,
    "risk": 0.5,
    "blame": 0.55,
}
"""The score from which an item is stated as a fact.

Measured 2026-11 on 70 tune meetings of tests/quality/minutes, each read by weights from others. Decisions from 0.5 on:
P 0.81 R 0.59. Tasks: from 0.5 on 0.85 and 0.69, from 0.6 on 0.88 and 0.64, from 0.7 on 0.91 and 0.57; of all that is
stated 15.4, 13.8 and 12.4 % are false. A blame is rather missed than wrong.
"""
RULES = "rules"
_FAILED_SHARE = 0.5
"""What a failed test leaves of an item's score: it only orders the unconfirmed ones."""

_DOUBTS: Mapping[CheckName, Doubt] = {
    "addressee": "to_a_machine",
    "polarity": "negated",
    "modality": "not_promised",
    "completion": "already_done",
}


def tested(claim: Claim) -> tuple[Check, ...]:
    """The tests of what the words say: to whom, and whether they deny it, only suppose it or tell of it as finished."""
    spoken = to_a_machine(claim)
    if claim.kind == "action":
        return (spoken, polarity(claim), modality(claim), completion(claim))
    return (spoken, modality(claim)) if claim.kind == "decision" else (spoken,)


def doubts_of(checks: Sequence[Check], *, kind: CandidateKind) -> tuple[Doubt, ...]:
    """The doubts that these tests leave, each of which keeps the item from being confirmed."""
    failed = (check.name for check in checks if not check.passed)
    doubts = (_DOUBTS[name] for name in failed if name in _DOUBTS)
    return tuple("not_settled" if d == "not_promised" and kind == "decision" else d for d in doubts)


def finders(candidate: Candidate) -> tuple[str, ...]:
    """The engines that found it."""
    return candidate.found_by or (candidate.engine,)


def voted(
    kind: CandidateKind, score: float | None, found_by: Collection[str], *, both: bool
) -> tuple[Check, tuple[Doubt, ...]]:
    """The test of who found it and how surely, with its doubts. `both`: rules and a model read the meeting.

    The score already holds what the votes are worth. What only the rules found stays when it suffices, so that a weak
    model never takes away what the rules alone would state; what only a model found is never stated as a fact.
    """
    names, least = " and ".join(found_by), CONFIRMED_FROM[kind]
    alone = both and len(set(found_by)) == 1
    enough = score is None or score >= least
    detail = f"found by {names}" + ("" if score is None else f", score {score:.2f} of {least:.2f} needed")
    if enough and not (alone and RULES not in found_by):
        return Check(name="engines", passed=True, detail=detail), ()
    doubts: tuple[Doubt, ...] = (*(("one_engine",) if alone else ()), *(() if enough else ("uncertain",)))
    return Check(name="engines", passed=False, detail=detail), doubts


def likelihood(score: float | None, checks: Sequence[Check]) -> float | None:
    """The score that is left after the tests: each failed one halves it."""
    if score is None:
        return None
    failed = sum(not check.passed for check in checks if check.name != "engines")
    return round(score * _FAILED_SHARE**failed, 4)
