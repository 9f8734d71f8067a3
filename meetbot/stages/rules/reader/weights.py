"""What was learned from the labelled meetings of tests/quality/minutes, which `learn.py` there writes and measures."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from meetbot.model.candidates import CandidateKind

Row = tuple[tuple[int, float], ...]
"""(number of the kind, weight) of a feature, kinds without weight left out."""

_FOLDER = "data"
TURNS, ESTIMATES = "turns.tsv.gz", "estimates.json"
STEP = 0.01
"""What a unit in the file is worth: weights are kept as whole numbers."""


@dataclass(frozen=True, kw_only=True)
class TurnWeights:
    """Logistic regressions over the features of a turn, one for each kind of item."""

    kinds: tuple[CandidateKind, ...]
    bias: tuple[float, ...]
    rows: Mapping[str, Row]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A logistic regression over what is known of a candidate: `bias` + the sum of `weights` times its signs."""

    bias: float
    weights: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Learned:
    """Everything that was learned."""

    turns: TurnWeights
    estimates: Mapping[str, Estimate]


@cache
def shipped() -> Learned:
    """What ships with meetbot."""
    folder = resources.files(__package__) / _FOLDER
    return read((folder / TURNS).read_bytes(), (folder / ESTIMATES).read_text("utf-8"))


def read(turns: bytes, estimates: str) -> Learned:
    """What the two files hold."""
    head, *lines = gzip.decompress(turns).decode("utf-8").splitlines()
    kinds, bias = zip(*(entry.split("=") for entry in head.split("\t")), strict=True)
    found = json.loads(estimates)
    return Learned(
        turns=TurnWeights(
            kinds=kinds,
            bias=tuple(int(units) * STEP for units in bias),
            rows={feature: _row(units) for feature, *units in (line.split("\t") for line in lines)},
        ),
        estimates={kind: Estimate(bias=told["bias"], weights=told["weights"]) for kind, told in found.items()},
    )


def _row(units: Sequence[str]) -> Row:
    return tuple((number, int(unit) * STEP) for number, unit in enumerate(units) if unit)


def packed(weights: TurnWeights) -> bytes:
    """The weights of turns as a file that `read` reads, the same bytes for the same weights."""
    return gzip.compress("\n".join(_lines(weights)).encode("utf-8"), mtime=0)


def _lines(weights: TurnWeights) -> Iterator[str]:
    heads = zip(weights.kinds, weights.bias, strict=True)
    yield "\t".join(f"{kind}={round(bias / STEP)}" for kind, bias in heads)
    for feature in sorted(weights.rows):
        units = ["" for _ in weights.kinds]
        for number, weight in weights.rows[feature]:
            units[number] = str(round(weight / STEP) or "")
        if any(units):
            yield "\t".join((feature, *units)).rstrip("\t")
