"""Learning to choose one of several things around a task, or none of them, from the labelled meetings."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from meetbot.model.candidates import Candidate
from meetbot.stages.rules.choice import likeliest
from minutes.labels import CommitmentLabel
from minutes.learn import WORKED_ON
from minutes.likeness import common, says
from minutes.matching import best_pairs
from minutes.meetings import LabelledMeeting, load_all

FOLDS = 11
STATED = 0.6
"""Score from which a task counts in the check: the others are shown apart, for a person to judge."""

SLIGHT = 0.03
"""A weight below which a sign is left out."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The options around one labelled task by their signs, and which are right.

    `counts` says whether it counts in the check, `given` whether its label holds an answer.
    """

    meeting: str
    options: Sequence[frozenset[str]]
    right: Sequence[bool]
    counts: bool
    given: bool


def asked_to_check(what: str | None) -> bool:
    """Whether a learner, which `what` describes, was called with `--check`: to cross-validate instead of writing."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--check", action="store_true", help="cross-validate instead of writing")
    return bool(parser.parse_args().check)


def learn(
    what: str | None,
    choices: Callable[[LabelledMeeting], Sequence[Choice]],
    fit: Callable[[Sequence[Choice]], Mapping[str, float]],
    *,
    weights: Path,
) -> None:
    """Learns from the tune meetings and writes the weights; called with `--check`, cross-validates and prints."""
    checks = asked_to_check(what)
    found = [one for meeting in load_all("tune") for one in choices(meeting)]
    if checks:
        sys.stdout.write(check(found, fit))
    else:
        write(weights, fit(found))


def write(path: Path, weights: Mapping[str, object]) -> None:
    """Writes weights as the product ships them: a sign a line, in order."""
    path.write_text(json.dumps(weights, indent=0, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


def without_slight(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights without the slight ones."""
    return {sign: weight for sign, weight in weights.items() if abs(weight) >= SLIGHT or sign == "base"}


def counts(candidate: Candidate, label: CommitmentLabel, meeting: LabelledMeeting) -> bool:
    """Whether the task is one by which the engine is measured: stated, asked for, and of a meeting not worked on."""
    return (candidate.score or 0.0) >= STATED and not label.optional and meeting.name not in WORKED_ON


def labelled(
    candidates: Mapping[int, Candidate], meeting: LabelledMeeting
) -> Iterator[tuple[int, Candidate, CommitmentLabel]]:
    """The candidates by their number, each with the label that it is taken for."""
    numbers, labels = list(candidates), meeting.labels.commitment
    pairs = best_pairs([candidates[number] for number in numbers], labels, _likeness)
    for place, at in sorted(pairs.items()):
        yield numbers[place], candidates[numbers[place]], labels[at]


def _likeness(candidate: Candidate, label: CommitmentLabel) -> float:
    overlap = common(candidate.turn_ids, label.turns)
    same = candidate.owner is not None and candidate.owner == label.owner
    worded = bool(label.says) and says(candidate.text, label)
    return overlap and overlap + 0.25 * (candidate.turn_ids[0] in label.turns) + 0.25 * worded + 0.5 * same


def fitted(found: Sequence[Choice], *, ridge: float, seen: int) -> dict[str, float]:
    """The weights under which the right options, or none, are the likeliest.

    `ridge` is the strength of the penalty, `seen` in how many options a sign has to be seen.
    """
    found = [one for one in found if one.options]
    tally = Counter(sign for one in found for signs in one.options for sign in signs)
    names = sorted(sign for sign, count in tally.items() if count >= seen)
    place = {name: number for number, name in enumerate(names)}
    rows = _rows(found)
    cells = [
        (n, place[sign]) for n, (signs, _) in enumerate(rows) if signs is not None for sign in signs if sign in place
    ]
    cells += [(n, len(names)) for n, (signs, _) in enumerate(rows) if signs is not None]
    at, sign = zip(*cells, strict=True)
    table = csr_matrix((np.ones(len(cells)), (at, sign)), shape=(len(rows), len(names) + 1))
    right = np.array([float(good) for _, good in rows])
    begins = np.cumsum([0, *(len(one.options) + 1 for one in found)])[:-1]
    of = np.repeat(np.arange(len(found)), [len(one.options) + 1 for one in found])

    def loss(weights: "np.ndarray") -> "tuple[float, np.ndarray]":
        score = table @ weights
        odds = np.exp(score - np.maximum.reduceat(score, begins)[of])
        every, good = np.add.reduceat(odds, begins), np.add.reduceat(odds * right, begins)
        penalty = np.append(ridge * weights[:-1], 0.0)
        value = (np.log(every) - np.log(good)).sum() + (penalty[:-1] * weights[:-1]).sum() / 2
        return float(value), table.T @ (odds / every[of] - odds * right / good[of]) + penalty

    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return {name: round(float(weight), 2) for name, weight in zip([*names, "base"], best, strict=True)}


def _rows(found: Sequence[Choice]) -> list[tuple[frozenset[str] | None, bool]]:
    """The signs of every option and whether it is right, behind each task's options a row for none of them."""
    rows: list[tuple[frozenset[str] | None, bool]] = []
    for one in found:
        rows += zip(one.options, one.right, strict=True)
        rows.append((None, not any(one.right)))
    return rows


def check(found: Sequence[Choice], fit: Callable[[Sequence[Choice]], Mapping[str, float]]) -> str:
    """From which probability on how many options are right and how many are found, in meetings not learned from."""
    names = sorted({one.meeting for one in found})
    read: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        apart = set(names[fold::FOLDS])
        weights = fit([one for one in found if one.meeting not in apart])
        read += [_best(one, weights) for one in found if one.meeting in apart and one.counts and one.options]
    given = sum(one.counts and one.given for one in found)
    lines = []
    for least in (0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9):
        right = [good for sure, good in read if sure >= least]
        lines.append(f"from {least}: right {sum(right)} of {len(right)}, {sum(right) / max(1, len(right)):.3f}; ")
        lines.append(f"found {sum(right) / given:.3f} of {given}\n")
    return "".join(lines)


def _best(one: Choice, weights: Mapping[str, float]) -> tuple[float, bool]:
    number, likely = likeliest(one.options, weights) or (0, 0.0)
    return likely, one.right[number]
