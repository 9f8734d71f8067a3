"""Rules and language model read the same meeting, each on its own, and vote: what both found is one candidate.

A vote counts as much as it has proved to be worth in this very meeting: the rules' scores are probabilities, so they
show how often the model finds what is surely there and how often what surely is not. A model that answers at random
changes no score, whatever it says.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from meetbot.model.base import EngineInfo
from meetbot.model.candidates import Candidate, CandidateKind, Extraction
from meetbot.stages.ground_words import content_stems, figures

BOTH = "rules+llm"
"""The engine's name where both read the meeting."""

_ALIKE = 1 / 3
"""Share of the shorter wording's content that the other must hold, beside a common turn; as in `ground`."""
_UNSCORED = 0.6
"""The probability of a rule's candidate that comes without one."""
_MODEL_ALONE = 0.25
"""Share of right ones among what only the model found, where its vote is worth nothing. Small models are right in a
third of what they list (reading three labelled Spanish meetings in windows), less often where the rules saw nothing."""
_PRIOR_WEIGHT = 10.0
"""Candidates for which it counts that nothing is known yet of the model: until it has proved better, it may as well
toss a coin. Tried with made-up voters over thirteen labelled meetings: one that tosses coins leaves decisions as they
are (F1 0.93) and commitments within two hundredths; one that is right nine times in ten adds 0.01 and 0.04."""
_MOST = 4.0
"""By how much one vote may multiply the odds at most: sure rules are never overruled by the model alone."""
_LEAST = 1.3
"""What moves the odds by less is noise: it only pushed items over the line that stood just before it, one false
commitment in the two meetings whose lines a 1.5B model judged."""
_SETTLED: tuple[CandidateKind, ...] = ("action", "decision", "target")
_DISAGREEING = 0.5
"""What it costs the odds that the engines name another owner, or one says made and the other put off."""


@dataclass(frozen=True, kw_only=True)
class Worth:
    """By how much a yes and a no of the model multiply the odds that an item is one."""

    yes: float
    no: float


def combined(rules: Extraction, model: Extraction | None, *, not_asked: Collection[int] = ()) -> Extraction:
    """The candidates of both, each once, in order of their first turn, with `found_by`, a score and why.

    The ledger, issues and costs are those of both. `not_asked` are the numbers of the rules' candidates on which the
    model has no vote, beside those in windows that it could not read. Without a model the rules stand as they are.
    """
    own = [_by(candidate, "rules") for candidate in rules.candidates]
    if model is None:
        return rules.model_copy(update={"candidates": tuple(own)})
    theirs = _merged_over_windows([_by(candidate, "llm") for candidate in model.candidates])
    joined = _partners(own, theirs)
    found = {number for number, partner in enumerate(joined) if partner is not None}
    votes = {index: [theirs[n] for n in sorted(found) if joined[n] == index] for index in range(len(own))}
    unread = _unread(model) if model.windows else frozenset()
    silent = {index for index, one in enumerate(own) if index in not_asked or unread & set(one.turn_ids)}
    worths = _worths(own, {index: bool(votes[index]) for index in range(len(own)) if index not in silent})
    voted = [
        _voted(one, votes[index], worths[one.kind], asked=index not in silent or bool(votes[index]))
        for index, one in enumerate(own)
    ]
    voted += [_alone(one, worths[one.kind]) for number, one in enumerate(theirs) if number not in found]
    return rules.model_copy(
        update={
            "engine": _engine(rules.engine, model.engine),
            "engines": (rules.engine, model.engine),
            "candidates": tuple(_in_order(voted, rules, model)),
            "windows": model.windows or rules.windows,
            "issues": (*rules.issues, *model.issues),
            "unanswered": model.unanswered,
        }
    )


def agreeing(rules: Extraction, model: Extraction) -> frozenset[int]:
    """The numbers of the rules' candidates that the model found too."""
    theirs = [_by(candidate, "llm") for candidate in model.candidates]
    return frozenset(index for index in _partners(rules.candidates, theirs) if index is not None)


def alike(one: Candidate, other: Candidate) -> bool:
    """Whether both are one item: a common turn, the same kind, and wordings about the same."""
    if one.kind != other.kind or not set(one.turn_ids) & set(other.turn_ids):
        return False
    if _plain(one.text) == _plain(other.text):
        return True
    if _names_others(one, other):
        return False
    return _likeness(one, other) >= _ALIKE


def score_of(candidate: Candidate) -> float:
    """Its score, or what a rule's candidate without one is worth."""
    return _UNSCORED if candidate.score is None else candidate.score


def strengthened(score: float, factor: float) -> float:
    """The probability whose odds are `factor` times those of `score`."""
    odds = factor * score / max(1.0 - score, 1e-9)
    return round(odds / (1.0 + odds), 2)


def worth(scores: Sequence[float], votes: Sequence[bool]) -> Worth:
    """What a vote has proved to be worth on candidates whose probability is known."""
    hit = _PRIOR_WEIGHT / 2 + sum(score for score, vote in zip(scores, votes, strict=True) if vote)
    false = _PRIOR_WEIGHT / 2 + sum(1 - score for score, vote in zip(scores, votes, strict=True) if vote)
    hits = hit / (_PRIOR_WEIGHT + sum(scores))
    falses = false / (_PRIOR_WEIGHT + sum(1 - score for score in scores))
    # A model that finds the wrong ones more often than the right ones is not believed backwards.
    return Worth(yes=_limited(max(1.0, hits / falses)), no=_limited(min(1.0, (1 - hits) / (1 - falses))))


def _limited(factor: float) -> float:
    if 1 / _LEAST < factor < _LEAST:
        return 1.0
    return min(_MOST, max(1 / _MOST, factor))


def _worths(own: Sequence[Candidate], votes: Mapping[int, bool]) -> dict[CandidateKind, Worth]:
    """What a vote is worth for each kind. Tasks and decisions are proved together: a meeting has few of either."""
    worths: dict[CandidateKind, Worth] = {}
    for kind in get_args(CandidateKind):
        together = _SETTLED if kind in _SETTLED else (kind,)
        proved = [index for index in votes if own[index].kind in together]
        worths[kind] = worth([score_of(own[index]) for index in proved], [votes[index] for index in proved])
    return worths


def _by(candidate: Candidate, engine: str) -> Candidate:
    return candidate.model_copy(update={"found_by": candidate.found_by or (engine,)})


def _voted(one: Candidate, votes: Sequence[Candidate], vote: Worth, *, asked: bool) -> Candidate:
    """The rules' candidate after the model's vote. Its words stay: code took them from the transcript."""
    if not asked:
        return _because(one, score_of(one), "the language model has not read this")
    if not votes:
        return _because(one, strengthened(score_of(one), vote.no), "the language model did not find it")
    score = strengthened(score_of(one), vote.yes)
    first = votes[0]
    reasons = ["rules and language model found it"]
    if _names_others(one, first):
        reasons.append(f"the language model names another owner: {first.owner}")
        score = strengthened(score, _DISAGREEING)
    if one.kind == "decision" and one.status != first.status:
        reasons.append(f"to the language model the decision was {first.status}")
        score = strengthened(score, _DISAGREEING)
    filled = _filled(one, first)
    return _because(filled.model_copy(update={"found_by": ("rules", "llm")}), score, *reasons)


def _filled(one: Candidate, other: Candidate) -> Candidate:
    """The first with owner and time of the second where it has none, and then with the turns that may show them."""
    owner, due_text = one.owner or other.owner, one.due_text or other.due_text
    if (owner, due_text) == (one.owner, one.due_text):
        return one
    turns = tuple(dict.fromkeys((*one.turn_ids, *other.turn_ids)))
    return one.model_copy(update={"owner": owner, "due_text": due_text, "turn_ids": turns})


def _alone(one: Candidate, vote: Worth) -> Candidate:
    score = strengthened(_MODEL_ALONE, vote.yes) if one.score is None else one.score
    return _because(one, score, "only the language model found it")


def _because(candidate: Candidate, score: float, *reasons: str) -> Candidate:
    return candidate.model_copy(update={"score": round(score, 2), "reasons": (*candidate.reasons, *reasons)})


def _merged_over_windows(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Each item once: what two windows both saw, at their border, is one."""
    kept: list[Candidate] = []
    for candidate in candidates:
        twin = next((index for index, other in enumerate(kept) if alike(other, candidate)), None)
        if twin is None:
            kept.append(candidate)
        else:
            kept[twin] = _filled(kept[twin], candidate)
    return kept


def _partners(own: Sequence[Candidate], theirs: Sequence[Candidate]) -> list[int | None]:
    """For each of the model's candidates the rules' candidate that it is, if any; several may be the same one."""
    joined: list[int | None] = []
    for other in theirs:
        near = [index for index, one in enumerate(own) if alike(one, other)]
        if not near:
            # The lead turn is the decisive one: when it holds one item for either engine, that is the same one.
            lead = [index for index, one in enumerate(own) if _same_lead(one, other)]
            near = lead if len(lead) == 1 and sum(_same_lead(own[lead[0]], o) for o in theirs) == 1 else []
        joined.append(max(near, key=lambda index: (_likeness(own[index], other), -index), default=None))
    return joined


def _same_lead(one: Candidate, other: Candidate) -> bool:
    leads = one.turn_ids[:1] == other.turn_ids[:1] != ()
    return leads and one.kind == other.kind and not _names_others(one, other)


def _names_others(one: Candidate, other: Candidate) -> bool:
    return one.owner is not None and other.owner is not None and one.owner != other.owner


def _likeness(one: Candidate, other: Candidate) -> float:
    """How much of the shorter wording the other holds; the rules' quote counts as theirs, a model leaves words out."""
    mine, others = _content(f"{one.text} {one.quote or ''}"), _content(f"{other.text} {other.quote or ''}")
    fewer = min(len(_content(one.text)), len(_content(other.text)))
    return len(mine & others) / fewer if fewer else 0.0


def _content(text: str) -> set[str]:
    return {*content_stems(text), *figures(text)}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .")


def _unread(model: Extraction) -> frozenset[str]:
    return frozenset(turn for window in model.windows if window.status == "failed" for turn in window.turn_ids)


def _in_order(candidates: Sequence[Candidate], rules: Extraction, model: Extraction) -> list[Candidate]:
    turns = [turn for window in (rules.windows or model.windows) for turn in window.turn_ids]
    place = {turn: number for number, turn in enumerate(turns)}
    return sorted(candidates, key=lambda one: min((place.get(t, len(turns)) for t in one.turn_ids), default=len(turns)))


def _engine(rules: EngineInfo, model: EngineInfo) -> EngineInfo:
    """Both as one, as documents name it; what it cost is the model's."""
    return model.model_copy(update={"name": BOTH, "version": rules.version or model.version})
