"""Learns which of the days said around a task is its own: writes meetbot/stages/rules/likely_day_weights.py.

`python tests/quality/minutes/learn_days.py` (needs `pip install -e ".[learn]"`) learns from every meeting that may be
read. With `--check` it writes nothing and prints what the days are worth in meetings that were not learned from.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "quality")]

import numpy as np  # noqa: E402
from scipy.optimize import minimize  # noqa: E402
from scipy.sparse import csr_matrix  # noqa: E402

from meetbot.model.candidates import Candidate  # noqa: E402
from meetbot.stages.due_dates import resolve_due  # noqa: E402
from meetbot.stages.rules.agreed_days import with_agreed_days  # noqa: E402
from meetbot.stages.rules.engine import heard  # noqa: E402
from meetbot.stages.rules.likely_day import DayOption, options, probabilities, sentences_with_days, told_tasks  # noqa: E402
from meetbot.stages.rules.reader.judge import judged  # noqa: E402
from meetbot.stages.rules.reader.weights import shipped  # noqa: E402
from minutes import meetings  # noqa: E402
from minutes.labels import CommitmentLabel  # noqa: E402
from minutes.learn import WORKED_ON  # noqa: E402
from minutes.likeness import common, says  # noqa: E402
from minutes.matching import best_pairs  # noqa: E402
from minutes.meetings import LabelledMeeting  # noqa: E402

RIDGE = 3.0
"""Strength of the penalty; 2 to 10 gave the same within a hundredth."""
SEEN = 4
"""Tasks' days on which a sign has to be seen."""
FOLDS = 11
STATED = 0.5
"""Score from which a task counts in the check: the others are shown apart, for a person to judge."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The days around one labelled task, and which of them are right; `counts` in the check."""

    meeting: str
    found: Sequence[DayOption]
    right: Sequence[bool]
    counts: bool
    dated: bool


def choices(meeting: LabelledMeeting) -> list[Choice]:
    """The labelled tasks of a meeting as the engine finds them before it chooses among days."""
    told = heard(meeting.transcript, meeting.brief)
    candidates = with_agreed_days(judged(told, shipped()), told.heard)
    tasks, labels = told_tasks(candidates, told.heard), meeting.labels.commitment
    numbers, dated = list(tasks), sentences_with_days(told.heard)
    pairs = best_pairs([candidates[number] for number in numbers], labels, _likeness)
    found = []
    for place, at in sorted(pairs.items()):
        label, task = labels[at], tasks[numbers[place]]
        if label.due_free:
            continue
        days = options(task, list(tasks.values()), told.heard, dated)
        counts = (task.candidate.score or 0.0) >= STATED and not label.optional and meeting.name not in WORKED_ON
        right = [_right(day, label, meeting) for day in days]
        found.append(Choice(meeting=meeting.name, found=days, right=right, counts=counts, dated=label.due is not None))
    return found


def _likeness(candidate: Candidate, label: CommitmentLabel) -> float:
    overlap = common(candidate.turn_ids, label.turns)
    same = candidate.owner is not None and candidate.owner == label.owner
    worded = bool(label.says) and says(candidate.text, label)
    return overlap and overlap + 0.25 * (candidate.turn_ids[0] in label.turns) + 0.25 * worded + 0.5 * same


def _right(day: DayOption, label: CommitmentLabel, meeting: LabelledMeeting) -> bool:
    _, _, country = meeting.meeting.locale.partition("-")
    language = f"{meeting.transcript.language}-{country}"
    said_on, following = meeting.meeting.date, meeting.next_meeting
    read = (
        resolve_due(" ".join(said.due.words.split()), said_on=said_on, next_meeting=following, language=language)
        for said in day.mentions
    )
    return any(one is not None and one.date in label.days() for one in read)


def fitted(found: Sequence[Choice]) -> dict[str, float]:
    """The weights under which the right days, or none of them, are the likeliest."""
    found = [one for one in found if one.found]
    seen = Counter(sign for one in found for day in one.found for sign in day.signs)
    names = sorted(sign for sign, count in seen.items() if count >= SEEN)
    place = {name: number for number, name in enumerate(names)}
    rows = _rows(found)
    cells = [
        (n, place[sign]) for n, (signs, _) in enumerate(rows) if signs is not None for sign in signs if sign in place
    ]
    cells += [(n, len(names)) for n, (signs, _) in enumerate(rows) if signs is not None]
    at, sign = zip(*cells, strict=True)
    table = csr_matrix((np.ones(len(cells)), (at, sign)), shape=(len(rows), len(names) + 1))
    right = np.array([float(good) for _, good in rows])
    begins = np.cumsum([0, *(len(one.found) + 1 for one in found)])[:-1]
    of = np.repeat(np.arange(len(found)), [len(one.found) + 1 for one in found])

    def loss(weights: "np.ndarray") -> "tuple[float, np.ndarray]":
        score = table @ weights
        odds = np.exp(score - np.maximum.reduceat(score, begins)[of])
        every, good = np.add.reduceat(odds, begins), np.add.reduceat(odds * right, begins)
        penalty = np.append(RIDGE * weights[:-1], 0.0)
        value = (np.log(every) - np.log(good)).sum() + (penalty[:-1] * weights[:-1]).sum() / 2
        return float(value), table.T @ (odds / every[of] - odds * right / good[of]) + penalty

    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return {name: round(float(weight), 2) for name, weight in zip([*names, "base"], best, strict=True)}


def _rows(found: Sequence[Choice]) -> list[tuple[frozenset[str] | None, bool]]:
    """The signs of every day and whether it is right, behind each task's days a row for none of them."""
    rows: list[tuple[frozenset[str] | None, bool]] = []
    for one in found:
        rows += [(day.signs, right) for day, right in zip(one.found, one.right, strict=True)]
        rows.append((None, not any(one.right)))
    return rows


def check(found: Sequence[Choice]) -> str:
    """From which probability on how many days are right and how many are found, in meetings not learned from."""
    names = sorted({one.meeting for one in found})
    read: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        apart = set(names[fold::FOLDS])
        weights = fitted([one for one in found if one.meeting not in apart])
        read += [_best(one, weights) for one in found if one.meeting in apart and one.counts and one.found]
    dated = sum(one.counts and one.dated for one in found)
    lines = []
    for least in (0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9):
        right = [good for sure, good in read if sure >= least]
        lines.append(f"from {least}: right {sum(right)} of {len(right)}, {sum(right) / max(1, len(right)):.3f}; ")
        lines.append(f"found {sum(right) / dated:.3f} of {dated}\n")
    return "".join(lines)


def _best(one: Choice, weights: Mapping[str, float]) -> tuple[float, bool]:
    return max(zip(probabilities(one.found, weights), one.right, strict=True), key=lambda pair: pair[0])


def page(weights: Mapping[str, float], learned_from: int) -> str:
    """The module that holds the weights."""
    lines = "".join(f'    "{name}": {weight:.2f},\n' for name, weight in sorted(weights.items()))
    return (
        '"""What each sign weighs of a day being a task\'s own: log-odds against none of the days being it.\n\n'
        f"Written by tests/quality/minutes/learn_days.py from {learned_from} labelled tasks of the tune meetings.\n"
        f'"""\n\nWEIGHTS = {{\n{lines}}}\n'
    )


def main() -> None:
    """Learns, and writes or checks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="cross-validate instead of writing")
    asked = parser.parse_args()
    found = [one for meeting in meetings.load_all("tune") for one in choices(meeting)]
    if asked.check:
        sys.stdout.write(check(found))
    else:
        module = ROOT / "meetbot" / "stages" / "rules" / "likely_day_weights.py"
        module.write_text(page(fitted(found), len(found)), encoding="utf-8")


if __name__ == "__main__":
    main()
