"""One settlement, one decision: the proposal, what settles it and its read-back are told together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meetbot.model.candidates import Candidate
from meetbot.stages.folding import fold
from meetbot.stages.rules.grouping import grouped, step
from meetbot.stages.rules.matter import is_figure, matter
from meetbot.stages.rules.rarity import Rarity
from meetbot.stages.rules.same_decision_weights import WEIGHTS
from meetbot.stages.rules.speech import content_stems

_DISTANCES = ((0, "in one turn"), (1, "next"), (3, "close"), (6, "near"), (15, "later"))
"""Turns between the nearest that both cite."""
_SHARED = ((0.0, "nothing"), (3.0, "little"), (6.0, "something"))
_AROUND = ((3.0, "nothing"), (8.0, "little"), (16.0, "something"))
"""Worth up to which that much is shared: by their words, and by all the turns that they cite."""
_NEAR, _CLOSING = 6, 0.85
_FEW = 2
_REMEMBERED = 40
"""Decisions before one that it may speak of again: no labelled meeting has more."""
_SAME = -0.5
"""Log-odds from which two are one. Each labelled meeting judged by the weights of the others, 25 of 41 decisions told
twice stay so from here on, and 6 of 303 are lost in another; from 0.0 on 34 and 4."""


@dataclass(frozen=True, eq=False)
class Told:
    """A decision with its turns, the leading one first, what its own words say, and all that is said in its turns."""

    candidate: Candidate
    turns: tuple[int, ...]
    own: frozenset[str]
    figures: frozenset[str]
    around: frozenset[str]


def told(candidate: Candidate, turns: tuple[int, ...], rarity: Rarity) -> Told:
    """The candidate with its content."""
    words = fold(f"{candidate.text} {candidate.quote or ''}")
    figures = frozenset(word for word in matter(words) if is_figure(word))
    around = frozenset[str]().union(*(rarity.content[turn] for turn in turns))
    return Told(candidate, turns, rarity.only(content_stems(words)), figures, around)


def decided_once(candidates: Sequence[Candidate], rarity: Rarity) -> tuple[Candidate, ...]:
    """The candidates, each decision among them once: worded as the likeliest of its tellings, with all their turns."""
    numbers = {turn.turn_id: turn.index for turn in rarity.turns}
    decisions = [told(one, _numbers(one, numbers), rarity) for one in candidates if one.kind == "decision"]
    groups = _grouped(sorted(decisions, key=lambda one: min(one.turns)), rarity)
    joined = {id(group[0].candidate): _joined(group) for group in groups}
    kept = (one if one.kind != "decision" else joined.get(id(one)) for one in candidates)
    return tuple(one for one in kept if one is not None)


def _numbers(candidate: Candidate, numbers: dict[str, int]) -> tuple[int, ...]:
    return tuple(numbers[turn_id] for turn_id in candidate.turn_ids)


def _grouped(decisions: Sequence[Told], rarity: Rarity) -> list[list[Told]]:
    def odds_of(number: int) -> dict[int, float]:
        earlier = range(max(0, number - _REMEMBERED), number)
        return {n: odds(decisions[n], decisions[number], rarity) for n in earlier}

    return grouped(decisions, odds_of, same=_SAME)


def _joined(tellings: Sequence[Told]) -> Candidate:
    """The likeliest telling with the turns of all; put off or taken back if it or one led by a later turn says so."""
    best = max(tellings, key=lambda one: one.candidate.score or 0.0)
    lead = best.candidate.turn_ids[0]
    rest = {turn_id for one in tellings for turn_id in one.candidate.turn_ids} - {lead}
    said = [one.candidate.status for one in tellings if one.turns[0] >= best.turns[0]]
    status = next((status for status in reversed(said) if status != "made"), "made")
    return best.candidate.model_copy(update={"turn_ids": (lead, *sorted(rest)), "status": status})


def odds(one: Told, other: Told, rarity: Rarity) -> float:
    """Log-odds that both are one decision."""
    return WEIGHTS["base"] + sum(WEIGHTS.get(sign, 0.0) for sign in signs(one, other, rarity))


def signs(one: Told, other: Told, rarity: Rarity) -> Iterator[str]:
    """What bears on the later one being the same decision as the earlier one."""
    gap = min(abs(turn - again) for turn in one.turns for again in other.turns)
    where = "near" if gap <= _NEAR else "far"
    yield next((name for most, name in _DISTANCES if gap <= most), "far away")
    yield f"{_turns(one, other, where)}, shares {_shared(one, other, rarity)}"
    around = rarity.worth(one.around & other.around)
    yield f"around it {step(around, _AROUND)}, {where}"
    if min(len(one.own), len(other.own)) <= _FEW:
        yield f"says little itself, {where}"
    if one.figures and other.figures:
        yield f"{'same figure' if one.figures & other.figures else 'other figures'}, {where}"
    statuses = (one.candidate.status, other.candidate.status)
    yield f"both {statuses[0]}" if statuses[0] == statuses[1] else "other status"
    if rarity.turns[one.turns[0]].voice == rarity.turns[other.turns[0]].voice:
        yield f"one voice, {where}"
    if max(other.turns) > _CLOSING * len(rarity.turns) and where == "far":
        yield "closing"
    if rarity.shifted(one.turns[0], other.turns[0]):
        yield f"turned to something else, {where}"


def _turns(one: Told, other: Told, where: str) -> str:
    if one.turns[0] == other.turns[0]:
        return "one turn leads both"
    cites = one.turns[0] in other.turns or other.turns[0] in one.turns
    return "one cites what leads the other" if cites else where


def _shared(one: Told, other: Told, rarity: Rarity) -> str:
    worth = rarity.worth(one.own & other.own)
    return "a figure" if not worth and one.figures & other.figures else step(worth, _SHARED)
