"""What was learned from the labelled meetings of tests/quality/minutes, which `learn.py` there writes and measures."""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from meetbot.model.candidates import CandidateKind

_FOLDER = "data"
TURNS, ESTIMATES = "turns.tsv.gz", "estimates.json"
STEP = 0.01
"""Log-odds that a unit of weight is worth: whole numbers add up to the same in any order."""
_BITS = 24
"""Of a kind's part in a row: all features that are known, in one turn, need 22 of them."""
_PART, _NEGATIVE = 1 << _BITS, 1 << (_BITS - 1)


@dataclass(frozen=True, kw_only=True)
class TurnWeights:
    """Logistic regressions over the features of a turn, one for each kind of item, in units of STEP.

    `rows` hold by place what stands there, and a feature's weights for all kinds in one number (`joined`), so that a
    turn takes one addition a feature.
    """

    kinds: tuple[CandidateKind, ...]
    bias: tuple[int, ...]
    rows: Mapping[str, Mapping[str, int]]


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
            bias=tuple(map(int, bias)),
            rows=by_place((feature, int(row, 16)) for feature, row in (line.split("\t") for line in lines)),
        ),
        estimates={kind: Estimate(bias=told["bias"], weights=told["weights"]) for kind, told in found.items()},
    )


def by_place(spelled: Iterable[tuple[str, int]]) -> dict[str, dict[str, int]]:
    """The rows of features that are spelled as one string."""
    rows: dict[str, dict[str, int]] = {}
    for feature, row in spelled:
        place, _, seen = feature.partition(" ")
        rows.setdefault(place, {})[seen] = row
    return rows


def packed(weights: TurnWeights) -> bytes:
    """The weights of turns as a file that `read` reads, the same bytes for the same weights."""
    head = "\t".join(f"{kind}={bias}" for kind, bias in zip(weights.kinds, weights.bias, strict=True))
    rows = {f"{place} {seen}": row for place, there in weights.rows.items() for seen, row in there.items()}
    lines = [f"{feature}\t{row:x}" for feature, row in sorted(rows.items()) if row]
    return gzip.compress("\n".join([head, *lines]).encode("utf-8"), mtime=0)


def joined(units: Sequence[int]) -> int:
    """One number that holds these; the sum of such numbers holds the sums."""
    return sum(unit << (_BITS * place) for place, unit in enumerate(units))


def parted(row: int, count: int) -> list[int]:
    """The `count` numbers that it holds."""
    units: list[int] = []
    for _ in range(count):
        unit = row % _PART
        unit -= _PART if unit >= _NEGATIVE else 0
        units.append(unit)
        row = (row - unit) >> _BITS
    return units
