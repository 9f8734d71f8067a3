"""Learns which tellings are of one task, or of one decision: writes same_task_weights.py and same_decision_weights.py.

`python tests/quality/minutes/learn_same.py` (needs `pip install -e ".[learn]"`) learns from every meeting that may be
read. With `--check` it writes nothing and prints, for each threshold, what becomes of labelled items in meetings that
were not learned from.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "quality")]

import numpy as np  # noqa: E402
from scipy.sparse import csr_matrix  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

from meetbot.stages.rules import same_decision, same_task  # noqa: E402
from meetbot.stages.rules.engine import _Meeting, heard  # noqa: E402
from meetbot.stages.rules.grouping import grouped  # noqa: E402
from meetbot.stages.rules.rarity import Rarity  # noqa: E402
from meetbot.stages.rules.reader.judge import judged  # noqa: E402
from meetbot.stages.rules.reader.weights import shipped  # noqa: E402
from meetbot.stages.rules.substance import leaves_open  # noqa: E402
from minutes import choosing, meetings  # noqa: E402
from minutes.labels import CommitmentLabel, DecisionLabel, Label  # noqa: E402
from minutes.likeness import common, says  # noqa: E402
from minutes.matching import best_pairs  # noqa: E402
from minutes.meetings import LabelledMeeting  # noqa: E402

FOLDS = 13
LOOSENESS = 0.3
"""Inverse strength of the penalty; 0.05 to 0.6 gave the same within a hundredth."""
SEEN = 6
"""Pairs in which a sign has to be seen."""
NEITHER, ONE_ONLY, WEAK = 0.1, 0.4, 0.3
"""What a pair counts of which neither, or one only, is labelled; how sure a label is that one shares a turn with."""
BY_HAND = {"task": {"same words": 4.0, "read back by name": 2.0, "two things on two days": -2.0}, "decision": {}}
"""Signs that are seen too seldom to be learned."""
THRESHOLDS = (-1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5)
WHAT = {"task": "mentions being one task", "decision": "candidates being one decision"}


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two tellings by their numbers, what bears on their being of one item, whether they are, and what it counts."""

    earlier: int
    later: int
    signs: tuple[str, ...]
    same: bool
    weight: float


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One telling of an item, as labels are compared with it: its turns and the leading one, words, owner or status."""

    turns: Sequence[str]
    lead: str
    text: str
    owner: str | None = None
    status: str | None = None


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting's tellings, each with the number of its label (None without), and every pair of them."""

    name: str
    labels: Sequence[int | None]
    pairs: Sequence[Pair]


def tasks(meeting: LabelledMeeting) -> Meeting:
    """The mentions of tasks before they are put together."""
    told = heard(meeting.transcript, meeting.brief)
    reading = _Meeting(told.heard, told.people, meeting.brief)
    for turn in told.heard:
        reading._read(turn)
    found = sorted(reading._tasks.finish(), key=lambda task: task.at)
    rarity, ids = Rarity(told.turns, meeting.brief.roster), [turn.turn_id for turn in told.turns]
    mentions = [same_task.mention(t, reading._tasks.matter(t) if leaves_open(t) else None, rarity) for t in found]
    signs = {(n, later): s for later in range(len(found)) for n, s in same_task.signs(mentions, later, rarity).items()}
    tellings = [
        Telling(
            turns=[ids[at] for at in sorted(task.said)],
            lead=ids[task.lead],
            text=" ".join(sentence.text for said in task.said.values() for sentence in said),
            owner=task.owner,
        )
        for task in found
    ]
    return _paired(meeting.name, tellings, meeting.labels.commitment, signs)


def decisions(meeting: LabelledMeeting) -> Meeting:
    """The candidates for decisions before they are put together."""
    told = heard(meeting.transcript, meeting.brief)
    rarity, numbers = Rarity(told.turns, meeting.brief.roster), {turn.turn_id: turn.index for turn in told.turns}
    candidates = [one for one in judged(told, shipped()) if one.kind == "decision"]
    found = [same_decision.told(one, tuple(numbers[turn] for turn in one.turn_ids), rarity) for one in candidates]
    found.sort(key=lambda one: min(one.turns))
    count = len(found)
    signs = {
        (n, later): tuple(same_decision.signs(found[n], found[later], rarity))
        for later in range(count)
        for n in range(later)
    }
    chosen = [one.candidate for one in found]
    tellings = [Telling(turns=c.turn_ids, lead=c.turn_ids[0], text=c.text, status=c.status) for c in chosen]
    return _paired(meeting.name, tellings, meeting.labels.decision, signs)


def _likeness(one: Telling, label: Label) -> float:
    overlap = common(one.turns, label.turns)
    worded = bool(label.says) and says(one.text, label)
    more = 0.0
    if isinstance(label, CommitmentLabel):
        more = 0.5 * (one.owner is not None and one.owner == label.owner)
    elif isinstance(label, DecisionLabel):
        more = 0.1 * (one.status == label.status)
    return overlap and overlap + 0.25 * (one.lead in label.turns) + 0.25 * worded + more


def _paired(
    name: str, found: Sequence[Telling], labels: Sequence[Label], signs: Mapping[tuple[int, int], tuple[str, ...]]
) -> Meeting:
    """Every pair with whether both are of one label: the one that each is taken for, else the likeliest."""
    taken = best_pairs(found, labels, _likeness)
    of: list[tuple[int | None, float]] = []
    for number, one in enumerate(found):
        alike = [_likeness(one, label) for label in labels]
        best = max(range(len(labels)), key=lambda at: alike[at], default=None)
        if number in taken:
            of.append((taken[number], 1.0))
        elif best is None or alike[best] <= 0:
            of.append((None, 1.0))
        else:
            of.append((best, 1.0 if one.lead in labels[best].turns else WEAK))
    pairs = [
        Pair(earlier=n, later=m, signs=told, same=same, weight=weight)
        for (n, m), told in signs.items()
        for same, weight in [_alike(of[n], of[m])]
    ]
    return Meeting(name=name, labels=[label for label, _ in of], pairs=pairs)


def _alike(one: tuple[int | None, float], other: tuple[int | None, float]) -> tuple[bool, float]:
    if one[0] is None and other[0] is None:
        return False, NEITHER
    if one[0] == other[0]:
        return True, one[1] * other[1]
    if one[0] is None or other[0] is None:
        return False, ONE_ONLY
    return False, min(1.0, one[1] * other[1] * 2)


def fitted(found: Iterable[Meeting], by_hand: Mapping[str, float]) -> dict[str, float]:
    """The weights under which pairs of one item are told from pairs of two."""
    pairs = [pair for meeting in found for pair in meeting.pairs]
    tally = Counter(sign for pair in pairs for sign in set(pair.signs))
    names = sorted(sign for sign, count in tally.items() if count >= SEEN and sign not in by_hand)
    place = {name: number for number, name in enumerate(names)}
    cells = [(row, place[sign]) for row, pair in enumerate(pairs) for sign in set(pair.signs) if sign in place]
    rows, columns = zip(*cells, strict=True)
    table = csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(pairs), len(names)))
    model = LogisticRegression(C=LOOSENESS, max_iter=2000)
    model.fit(table, [pair.same for pair in pairs], sample_weight=[pair.weight for pair in pairs])
    weights = {name: round(float(weight), 2) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {"base": round(float(model.intercept_[0]), 2), **weights, **by_hand}


def check(found: Sequence[Meeting], by_hand: Mapping[str, float]) -> str:
    """By threshold: labelled items told more than once that stay so, and those lost in another's group."""
    tallies: defaultdict[float, Counter[str]] = defaultdict(Counter)
    for fold in range(FOLDS):
        weights = fitted([m for n, m in enumerate(found) if n % FOLDS != fold], by_hand)
        for meeting in found[fold::FOLDS]:
            for threshold in THRESHOLDS:
                tallies[threshold] += _outcome(meeting, weights, threshold)
    lines = [
        f"from {threshold:+}: {tally['twice']} of {tally['repeated']} told more than once stay so, "
        f"{tally['lost']} of {tally['labelled']} are lost in another, {tally['groups']} groups\n"
        for threshold, tally in tallies.items()
    ]
    return "".join(lines)


def _outcome(meeting: Meeting, weights: Mapping[str, float], threshold: float) -> Counter[str]:
    odds = {
        (p.earlier, p.later): weights["base"] + sum(weights.get(sign, 0.0) for sign in p.signs) for p in meeting.pairs
    }
    numbers = list(range(len(meeting.labels)))
    groups = grouped(
        numbers, lambda later: {n: odds[n, later] for n in range(later) if (n, later) in odds}, same=threshold
    )
    led: list[int] = []
    held = Counter(label for label in meeting.labels if label is not None)
    for group in groups:
        own = [label for number in group if (label := meeting.labels[number]) is not None]
        led += [next((label for label in own if label not in led), own[0])] if own else []
    shown = Counter(led)
    return Counter(
        groups=len(groups),
        labelled=len(held),
        repeated=sum(count > 1 for count in held.values()),
        twice=sum(count > 1 for count in shown.values()),
        lost=len(held.keys() - shown.keys()),
    )


def page(what: str, weights: Mapping[str, float], found: Sequence[Meeting]) -> str:
    """The module that holds the weights."""
    pairs = [pair for meeting in found for pair in meeting.pairs]
    lines = "".join(f'    "{name}": {weight:.2f},\n' for name, weight in sorted(weights.items()))
    hand = ", ".join(f'"{name}"' for name in BY_HAND[what])
    by_hand = f"{hand} are set by hand.\n" if hand else ""
    return (
        f'"""What speaks for and against two {WHAT[what]}: log-odds by sign.\n\n'
        f"Written by tests/quality/minutes/learn_same.py from {len(pairs)} pairs, {sum(p.same for p in pairs)} of one, "
        f'of {len(found)} tune meetings.\n{by_hand}"""\n\n'
        f"from collections.abc import Mapping\n\nWEIGHTS: Mapping[str, float] = {{\n{lines}}}\n"
    )


def main() -> None:
    """Learns, and writes or checks."""
    checks = choosing.asked_to_check(__doc__)
    told = meetings.load_all("tune")
    for what, read in (("task", tasks), ("decision", decisions)):
        found = [read(meeting) for meeting in told]
        if checks:
            sys.stdout.write(f"{what}\n{check(found, BY_HAND[what])}")
        else:
            module = ROOT / "meetbot" / "stages" / "rules" / f"same_{what}_weights.py"
            module.write_text(page(what, fitted(found, BY_HAND[what]), found), encoding="utf-8")


if __name__ == "__main__":
    main()
