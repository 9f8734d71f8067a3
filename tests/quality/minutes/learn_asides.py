"""Learns how likely a turn opens an aside: writes meetbot/stages/aside_weights.py.

`python tests/quality/minutes/learn_asides.py` (needs `pip install -e ".[learn]"`) learns from every meeting that may be
read. With `--check` it writes nothing and prints, for each threshold, how many of the stretches that the rules find are
kept and are labelled, in meetings that were not learned from.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "quality")]

import numpy as np  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

from meetbot.stages import asides  # noqa: E402
from meetbot.stages.aside_signs import probability, signs  # noqa: E402
from minutes import choosing, meetings  # noqa: E402
from minutes.meetings import LabelledMeeting  # noqa: E402

FOLDS = 11
LOOSENESS = 0.1
"""Inverse strength of the penalty; 0.3 gave the same."""
LEAST_SPREAD = 0.1
OPTIONAL = 0.6
"""What the opening of an aside counts on which careful readers would differ."""
FEWEST_WORDS = 6
THRESHOLDS = (0.05, 0.07, 0.08, 0.09, 0.1, 0.11, 0.12, 0.15, 0.2)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A turn that may open an aside: its signs, whether a labelled one begins there, and what that counts."""

    signs: Mapping[str, float]
    right: bool
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Found:
    """A stretch that the rules find: the signs of its opening, and whether it is labelled (None: optionally)."""

    signs: Mapping[str, float]
    right: bool | None


def openings(meeting: LabelledMeeting) -> list[Opening]:
    """The turns with a cue; those within a labelled aside, or right before it, tell nothing."""
    if meeting.agenda is None:
        return []
    spoken = asides.spoken_turns(meeting.transcript, meeting.agenda)
    numbers = {turn.id: index for index, turn in enumerate(meeting.transcript.turns)}
    spans = [([numbers[turn] for turn in label.turns], label.optional) for label in meeting.labels.aside]
    begins = {min(span): optional for span, optional in spans}
    within = {at for span, _ in spans for at in range(min(span) - 1, max(span) + 1)} - set(begins)
    found = []
    for index in range(asides.GREETING, len(spoken.texts)):
        seen = signs(index, spoken, away=asides.says_so(spoken.texts[index]))
        if index not in within and (seen["cues"] or seen["names it"]) and spoken.words(index) >= FEWEST_WORDS:
            weight = OPTIONAL if begins.get(index) else 1.0
            found.append(Opening(signs=seen, right=index in begins, weight=weight))
    return found


def stretches(meeting: LabelledMeeting) -> list[Found]:
    """What the rules find there before the weights have a say."""
    if meeting.agenda is None:
        return []
    spoken = asides.spoken_turns(meeting.transcript, meeting.agenda)
    numbers = {turn.id: index for index, turn in enumerate(meeting.transcript.turns)}
    found = []
    for one in asides.asides(meeting.transcript, meeting.agenda, likely=0.0):
        hit = [label.optional for label in meeting.labels.aside if {*label.turns} & {*one.turn_ids}]
        first = numbers[one.turn_ids[0]]
        seen = signs(first, spoken, away=asides.says_so(spoken.texts[first]))
        found.append(Found(signs=seen, right=None if hit and all(hit) else bool(hit)))
    return found


def fitted(found: Sequence[Opening]) -> dict[str, float]:
    """The weight of each sign: log-odds of a turn opening an aside."""
    names = sorted(found[0].signs)
    table = np.array([[one.signs[name] for name in names] for one in found])
    middle, spread = table.mean(axis=0), np.maximum(table.std(axis=0), LEAST_SPREAD)
    model = LogisticRegression(C=LOOSENESS, max_iter=3000)
    model.fit((table - middle) / spread, [one.right for one in found], sample_weight=[one.weight for one in found])
    by_sign = model.coef_[0] / spread
    base = float(model.intercept_[0] - (by_sign * middle).sum())
    return {"base": round(base, 2)} | {n: round(float(w), 2) for n, w in zip(names, by_sign, strict=True)}


def check(read: Sequence[LabelledMeeting]) -> str:
    """The page that `--check` prints."""
    told = [(openings(meeting), stretches(meeting)) for meeting in read]
    judged: list[tuple[float, bool | None]] = []
    for fold in range(FOLDS):
        weights = fitted([one for n, (turns, _) in enumerate(told) if n % FOLDS != fold for one in turns])
        for _, found in told[fold::FOLDS]:
            judged += [(probability(one.signs, weights), one.right) for one in found]
    lines = [f"{'from':>6} {'labelled':>9} {'optional':>9} {'false':>6}\n"]
    for least in (0.0, *THRESHOLDS):
        kept = [right for likely, right in judged if likely >= least]
        lines.append(f"{least:6.2f} {kept.count(True):9} {kept.count(None):9} {kept.count(False):6}\n")
    return "".join(lines)


def written(weights: Mapping[str, float], count: int) -> str:
    """The module that holds the weights."""
    rows = "".join(f'    "{sign}": {weight:.2f},\n' for sign, weight in sorted(weights.items()))
    return f'''"""What each sign weighs of a turn opening an aside: log-odds.

Written by tests/quality/minutes/learn_asides.py from {count} turns of the tune meetings.
"""

WEIGHTS = {{
{rows}}}
'''


def main() -> None:
    """Learns, and writes or checks."""
    checks = choosing.asked_to_check(__doc__)
    read = meetings.load_all("tune")
    if checks:
        sys.stdout.write(check(read))
    else:
        found = [one for meeting in read for one in openings(meeting)]
        (ROOT / "meetbot" / "stages" / "aside_weights.py").write_text(written(fitted(found), len(found)), "utf-8")


if __name__ == "__main__":
    main()
