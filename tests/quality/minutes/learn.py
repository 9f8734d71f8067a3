"""Learns from the labelled meetings what turns and candidates read like: writes meetbot/stages/rules/reader/data.

`python tests/quality/minutes/learn.py` (needs `pip install -e ".[learn]"`) learns from every meeting that may be read
and writes the weights. With `--check` it writes nothing: each meeting is read by weights that were learned from the
others, and a page is printed (`results-apart.md` is one). The same meetings give the same bytes.
"""

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "quality")]

import numpy as np  # noqa: E402
from scipy.sparse import csr_matrix  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

from meetbot.model.candidates import CandidateKind  # noqa: E402
from meetbot.stages.rules import RuleEngine  # noqa: E402
from meetbot.stages.rules.engine import heard  # noqa: E402
from meetbot.stages.rules.reader import weights  # noqa: E402
from meetbot.stages.rules.reader.features import features_of, spelled  # noqa: E402
from meetbot.stages.rules.reader.judge import Considered, HeardMeeting, considered  # noqa: E402
from meetbot.stages.rules.reader.odds import TurnOdds, TurnReader  # noqa: E402
from meetbot.stages.rules.reader.weights import Estimate, Learned, TurnWeights  # noqa: E402
from minutes import meetings  # noqa: E402
from minutes.counts import Score, total  # noqa: E402
from minutes.engines import through  # noqa: E402
from minutes.labels import Label  # noqa: E402
from minutes.likeness import common, says  # noqa: E402
from minutes.matching import best_pairs  # noqa: E402
from minutes.meetings import LabelledMeeting  # noqa: E402
from minutes.scores import score  # noqa: E402
from minutes.tables import full_table  # noqa: E402

KINDS: tuple[CandidateKind, ...] = (
    "decision", "action", "target", "recognition", "customer_voice", "question", "risk", "blame",
)  # fmt: skip
SECTION = {"action": "commitment"}
"""Where labels name a kind otherwise."""

WORKED_ON = frozenset(
    {
        *("ar-1", "ar-3", "ar-5", "cl-1", "co-1", "co-3", "co-5", "en-1", "en-3", "en-6", "es-1", "es-3", "es-5"),
        *("mixed-1", "mx-1", "mx-3", "mx-5", "pe-1"),
    }
)
"""Meetings with which the rules were written: their scores flatter there, so estimates are not learned from them."""

FOLDS = 6
TURN_RIDGE, ESTIMATE_RIDGE = 0.1, 0.3
"""Inverse strengths of the penalties; 0.05 to 0.15 and 0.1 to 1 gave the same within a hundredth."""
LEAST_SPREAD = 0.3
"""Of a sign over the candidates: one that hardly differs must not decide."""
SCALE = 6.0
"""What a feature is multiplied by before the root of their number divides it, so that the penalty is of its order."""
SEEN = 2
"""Turns in which a feature has to stand."""
KEPT = 30_000
"""Features that are written, the weightiest; 12,000 cost one to five hundredths of average precision."""
MISSED = 2.0
"""What a turn with an item counts against one without: there are thirty without."""


@dataclass(frozen=True, kw_only=True)
class Read:
    """A meeting as the rules heard it, the features of its turns, and by kind what each turn is labelled.

    `labelled` holds 1 for the turn that shows an item best, 0 for one that shows none, None where it may be either.
    """

    meeting: LabelledMeeting
    heard: HeardMeeting
    features: Sequence[set[str]]
    labelled: Mapping[CandidateKind, Sequence[int | None]]

    @property
    def name(self) -> str:
        """The meeting's name."""
        return self.meeting.name


def read(meeting: LabelledMeeting) -> Read:
    """The meeting, ready to learn from."""
    found = heard(meeting.transcript, meeting.brief)
    ids = {turn.turn_id: turn.index for turn in found.turns}
    return Read(
        meeting=meeting,
        heard=found,
        features=[spelled(one) for one in features_of(found.turns, found.names)],
        labelled={kind: _labelled(_labels(meeting, kind), ids) for kind in KINDS},
    )


def _labels(meeting: LabelledMeeting, kind: CandidateKind) -> Sequence[Label]:
    found: Sequence[Label] = getattr(meeting.labels, SECTION.get(kind, kind))
    return found


def _labelled(labels: Sequence[Label], ids: Mapping[str, int]) -> list[int | None]:
    turns: list[int | None] = [0] * len(ids)
    for label in labels:
        for turn in label.turns:
            turns[ids[turn]] = None
    for label in labels:
        if not label.optional:
            turns[ids[label.turns[0]]] = 1
    return turns


class Lessons:
    """The turns of all meetings as one table, from which weights are learned over any part of the meetings."""

    def __init__(self, readings: Sequence[Read]) -> None:
        self.readings = readings
        turns = [features for one in readings for features in one.features]
        seen = Counter(feature for features in turns for feature in features)
        self._features = sorted(feature for feature, count in seen.items() if count >= SEEN)
        known = {feature: n for n, feature in enumerate(self._features)}
        self._worth = SCALE * np.array([math.log(len(turns) / seen[feature]) for feature in self._features])
        self._table = _table(turns, known, self._worth)
        self._of = [n for n, one in enumerate(readings) for _ in one.features]

    def weights(self, without: Collection[int] = ()) -> TurnWeights:
        """A regression for each kind over the turns of all meetings but these."""
        models = [self._fitted(kind, set(without)) for kind in KINDS]
        weight = np.array([model.coef_[0] for model in models]) * self._worth
        kept = np.sort(np.argsort(-np.abs(weight).max(axis=0), kind="stable")[:KEPT])
        return TurnWeights(
            kinds=KINDS,
            bias=tuple(round(float(model.intercept_[0]) / weights.STEP) for model in models),
            rows=weights.by_place(
                (self._features[n], weights.joined([round(w / weights.STEP) for w in weight[:, n]])) for n in kept
            ),
        )

    def _fitted(self, kind: CandidateKind, without: Collection[int]) -> LogisticRegression:
        targets = [target for one in self.readings for target in one.labelled[kind]]
        rows = [n for n, target in enumerate(targets) if target is not None and self._of[n] not in without]
        model = LogisticRegression(C=TURN_RIDGE, max_iter=500, class_weight={0: 1.0, 1: MISSED})
        return model.fit(self._table[rows], [targets[n] for n in rows])


def _table(turns: Sequence[set[str]], known: Mapping[str, int], worth: "np.ndarray") -> csr_matrix:
    rows, columns, values = [], [], []
    for number, features in enumerate(turns):
        for feature in sorted(features & known.keys()):
            rows.append(number)
            columns.append(known[feature])
            values.append(worth[known[feature]] / math.sqrt(len(features)))
    return csr_matrix((values, (rows, columns)), shape=(len(turns), len(known)))


def estimates(judged: Sequence[tuple[Read, Sequence[Considered]]]) -> dict[str, Estimate]:
    """A regression for each kind over the signs of its candidates, in the scale of the signs."""
    found: dict[str, Estimate] = {}
    for kind in KINDS:
        pairs = [pair for one, candidates in judged for pair in _outcomes(one, candidates, kind)]
        names = sorted({sign for signs, _ in pairs for sign in signs})
        table = np.array([[signs[name] for name in names] for signs, _ in pairs])
        middle, spread = table.mean(axis=0), np.maximum(table.std(axis=0), LEAST_SPREAD)
        model = LogisticRegression(C=ESTIMATE_RIDGE, max_iter=2000)
        model.fit((table - middle) / spread, [right for _, right in pairs])
        by_sign = model.coef_[0] / spread
        found[kind] = Estimate(
            bias=round(float(model.intercept_[0] - (by_sign * middle).sum()), 3),
            weights={name: round(float(weight), 3) for name, weight in zip(names, by_sign, strict=True)},
        )
    return found


def _outcomes(
    one: Read, candidates: Sequence[Considered], kind: CandidateKind
) -> Iterator[tuple[Mapping[str, float], bool]]:
    """The signs of each candidate and whether it is labelled; those with an optional label are left out."""
    found, labels = [c for c in candidates if c.candidate.kind == kind], _labels(one.meeting, kind)
    pairs = best_pairs(found, labels, _likeness)
    for number, candidate in enumerate(found):
        if number not in pairs or not labels[pairs[number]].optional:
            yield candidate.signs, number in pairs


def _likeness(one: Considered, label: Label) -> float:
    candidate = one.candidate
    overlap = common(candidate.turn_ids, label.turns)
    if not overlap:
        return 0.0
    same = candidate.owner is not None and candidate.owner == getattr(label, "owner", None)
    worded = bool(label.says) and says(candidate.text, label)
    return overlap + 0.25 * (candidate.turn_ids[0] in label.turns) + 0.25 * worded + 0.5 * same


def learned(lessons: Lessons, without: Collection[int] = ()) -> Learned:
    """What all meetings but these teach. Estimates are learned from odds that the meeting itself had no part in."""
    judged = []
    for fold in range(FOLDS):
        out = {n for n in range(len(lessons.readings)) if n % FOLDS == fold and n not in without}
        reader = TurnReader(lessons.weights({*out, *without}))
        read_apart = [lessons.readings[n] for n in sorted(out)]
        judged += [(one, _considered(one, reader)) for one in read_apart if one.name not in WORKED_ON]
    return Learned(turns=lessons.weights(without), estimates=estimates(judged))


def _considered(one: Read, reader: TurnReader) -> list[Considered]:
    odds: TurnOdds = reader.odds(one.heard.turns, one.heard.names)
    return list(considered(one.heard, reader, odds))


def write(found: Learned, folder: Path) -> None:
    """Writes both files of weights."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / weights.TURNS).write_bytes(weights.packed(found.turns))
    told = {kind: {"bias": e.bias, "weights": dict(e.weights)} for kind, e in found.estimates.items()}
    (folder / weights.ESTIMATES).write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def check(lessons: Lessons, folds: int) -> Score:
    """What the minutes of meetings are worth that neither weights nor rules have seen."""
    scores = []
    for fold in range(folds):
        out = [n for n in range(len(lessons.readings)) if n // FOLDS % folds == fold]
        make = through(RuleEngine(learned(lessons, out)))
        apart = [lessons.readings[n].meeting for n in out]
        scores += [score(meeting, make(meeting)) for meeting in apart if meeting.name not in WORKED_ON]
    return total(scores)


def page(found: Score) -> str:
    """What was found, and what it is worth knowing about it."""
    return f"""# Minutes of meetings that the turn reader did not learn from

Printed by `python tests/quality/minutes/learn.py --check`; not edited by hand. {found.meetings} tune meetings that came
after the rules were first written, {found.words} words, each read by weights that were learned from the others; the
rules were mended with some of them in view. The rows mean what they mean in results.md.

{full_table({"rules": found})}"""


def main() -> None:
    """Learns, and writes or checks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="cross-validate instead of writing")
    parser.add_argument("--folds", type=int, default=3)
    asked = parser.parse_args()
    lessons = Lessons([read(meeting) for meeting in meetings.load_all("tune")])
    if asked.check:
        sys.stdout.write(page(check(lessons, asked.folds)))
    else:
        write(learned(lessons), ROOT / "meetbot" / "stages" / "rules" / "reader" / "data")


if __name__ == "__main__":
    main()
