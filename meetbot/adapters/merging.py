"""How many voices there are: many small clusters of windows, merged until no two of them can be one voice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.floating[Any]]
Labels = NDArray[np.int64]
Names = Callable[[Vectors], Mapping[int, str]]
"""For centroids the names of those that are clearly an enrolled person's voice."""

SEPARATION = 1.3
"""Two clusters are two voices when similarities of windows across them lie this many standard deviations below those
within. Measured on 60 mixes of one to eight voices (synthetic and telephone, with noise, room and overlaps): one voice
cut in two mostly under 0.7, at most 1.0 where no sound was repeated; two voices mostly over 1.9, the most alike 1.1."""

GAP = 0.14
"""Or when the similarity across them is this much lower than within the clusters of the recording on the whole; a
cluster that is loose itself would else attract all others. One voice cut in two: at most 0.08."""

LIKELY, UNEXPECTED = 0.85, 1.15
"""What as many voices as there are attendees must reach, and more than them and one guest, as multiples of both. Others
come and some stay away: so the list makes the search bolder or stricter but doesn't end it. On the same mixes the count
was right in 25 of 26 with the list, in 24 without it, and in 23 when two of the list had stayed away."""

# Similarities of all pairs of more windows cost more than they tell; the others are placed by the centroids.
_MOST_WINDOWS = 800
_FIRST_CLUSTERS = 20
# A unit is up to five windows, 3.2 s of one stretch of speech.
_UNIT_WINDOWS = 5
# Two windows from one stretch say something about a voice's variation only when they are 3.2 s apart.
_FAR_WINDOWS = 8
# A change of voice shows as two windows, 1.6 s apart, that differ. The most different 30 % are left out: of windows
# with two voices in them clusters would form.
_IMPURE_SHARE = 0.3
_LAG = 2
_FEWEST_WINDOWS = 4
_FEWEST_PAIRS = 10
_ROUNDS = 3
_NEVER = 99.0


@dataclass(frozen=True, kw_only=True)
class _Pairs:
    """Windows (n, d) and which pairs of them tell about voices: (n, n) similarities, their squares and 0 or 1."""

    windows: Vectors
    similar: Vectors
    squares: Vectors
    counted: Vectors
    everything: Vectors


def merged(vectors: Vectors, region: Labels, *, expected: int | None, names: Names) -> Vectors:
    """(k, d) mean vectors of as many clusters as there are voices; `region` tells which windows are one stretch.

    `expected` is the number of attendees if known. Voices that `names` gives to different people stay apart.
    """
    pure = np.flatnonzero(_pure(vectors, region))
    step = -(-len(pure) // _MOST_WINDOWS)
    places = pure[::step]
    windows, places_region = vectors[places].astype(np.float64), region[places]
    units = _units(places_region, max(1, _UNIT_WINDOWS // step))
    labels = _agglomerated(windows, units)[units]
    pairs = _pairs(windows, places_region, places)
    labels = _settled(windows, labels)
    while (pair := _one_voice(pairs, labels, expected=expected, names=names)) is not None:
        labels = _settled(windows, np.where(labels == pair[0], pair[1], labels))
    return means(windows, labels)


def means(windows: Vectors, labels: Labels) -> Vectors:
    """(k, d) the mean of each cluster's windows, of length 1, in order of their labels."""
    return _unit(np.array([windows[labels == label].mean(axis=0) for label in np.unique(labels)]))


def _pure(vectors: Vectors, region: Labels) -> NDArray[np.bool_]:
    """(n,) whether the voice seems to be the same on both sides of the window's middle."""
    count = len(vectors)
    before, after = np.arange(count), np.arange(count)
    for _ in range(_LAG):
        earlier, later = np.maximum(before - 1, 0), np.minimum(after + 1, count - 1)
        before = np.where(region[earlier] == region, earlier, before)
        after = np.where(region[later] == region, later, after)
    alike = np.einsum("nd,nd->n", vectors[before], vectors[after])
    told = after - before >= _LAG
    if not told.any():
        return np.ones(count, dtype=np.bool_)
    return np.asarray(~told | (alike >= np.quantile(alike[told], _IMPURE_SHARE)))


def _units(region: Labels, size: int) -> Labels:
    """(n,) numbers of equal parts of the stretches, each of at most `size` windows."""
    units = np.zeros(len(region), dtype=np.int64)
    edges = [0, *(np.flatnonzero(np.diff(region)) + 1).tolist(), len(region)]
    number = 0
    for first, last in pairwise(edges):
        parts = -(-(last - first) // size)
        units[first:last] = number + np.arange(last - first) * parts // (last - first)
        number += parts
    return units


def _agglomerated(windows: Vectors, units: Labels) -> Labels:
    """(units,) the first clusters: the two whose mean similarity is highest become one, until few are left."""
    weights = np.bincount(units).astype(np.float64)
    sums = np.zeros((len(weights), windows.shape[1]))
    np.add.at(sums, units, windows)
    similar = _unit(sums) @ _unit(sums).T
    np.fill_diagonal(similar, -_NEVER)
    labels = np.arange(len(weights))
    for _ in range(len(weights) - _FIRST_CLUSTERS):
        kept, gone = divmod(int(similar.argmax()), len(weights))
        row = (weights[kept] * similar[kept] + weights[gone] * similar[gone]) / (weights[kept] + weights[gone])
        similar[kept], similar[:, kept] = row, row
        similar[kept, kept] = similar[gone] = similar[:, gone] = -_NEVER
        weights[kept] += weights[gone]
        labels[labels == gone] = kept
    return labels


def _pairs(windows: Vectors, region: Labels, places: Labels) -> _Pairs:
    similar = windows @ windows.T
    far = np.abs(places[:, None] - places[None, :]) >= _FAR_WINDOWS
    counted = ((region[:, None] != region[None, :]) | far).astype(np.float64)
    return _Pairs(
        windows=windows,
        similar=similar * counted,
        squares=similar**2 * counted,
        counted=counted,
        everything=similar,
    )


def _settled(windows: Vectors, labels: Labels) -> Labels:
    """The clusters after each window went to the nearest of them, a few times."""
    for _ in range(_ROUNDS):
        numbers = np.unique(labels)
        if len(numbers) == 1:
            break
        centroids = means(windows, labels)
        centre = centroids.mean(axis=0)
        nearest = numbers[((windows - centre) @ _unit(centroids - centre).T).argmax(axis=1)]
        if (nearest == labels).all():
            break
        labels = nearest
    return labels


def _one_voice(pairs: _Pairs, labels: Labels, *, expected: int | None, names: Names) -> tuple[int, int] | None:
    """Two clusters that are one voice, the one to be given up first; None when all are different voices."""
    numbers = np.unique(labels)
    if len(numbers) == 1:
        return None
    members = (labels[:, None] == numbers[None, :]).astype(np.float64)
    sizes = members.sum(axis=0)
    clearness, told = _clearness(pairs, members)
    if not told.all() or sizes.min() < _FEWEST_WINDOWS:
        small = int(np.where(told & (sizes >= _FEWEST_WINDOWS), len(labels), sizes).argmin())
        alike = (members.T @ pairs.everything @ members / np.outer(sizes, sizes))[small]
        alike[small] = -_NEVER
        return int(numbers[small]), int(numbers[alike.argmax()])
    people = names(means(pairs.windows, labels))
    for one, name in people.items():
        for other, another in people.items():
            if name != another:
                clearness[one, other] = _NEVER
    first, second = divmod(int(clearness.argmin()), len(numbers))
    if clearness[first, second] >= _enough(len(numbers), expected):
        return None
    return int(numbers[second]), int(numbers[first])


def _enough(count: int, expected: int | None) -> float:
    """How clear that many voices must be."""
    if expected is None or count == expected + 1:
        return 1.0
    return LIKELY if count <= expected else UNEXPECTED


def _clearness(pairs: _Pairs, members: Vectors) -> tuple[Vectors, NDArray[np.bool_]]:
    """(k, k) how clearly two clusters differ, 1 is enough; (k,) whether a cluster is large enough to tell."""
    count = members.T @ pairs.counted @ members
    mean = members.T @ pairs.similar @ members / np.maximum(count, 1)
    variance = np.maximum(members.T @ pairs.squares @ members / np.maximum(count, 1) - mean**2, 0)
    within, varied = np.diag(mean), np.diag(variance)
    spread = np.sqrt((variance + (varied[:, None] + varied[None, :]) / 2) / 2)
    apart = (np.minimum(within[:, None], within[None, :]) - mean) / np.maximum(spread, 1e-6)
    gap = np.average(within, weights=members.sum(axis=0)) - mean
    clearness = np.maximum(apart / SEPARATION, gap / GAP)
    np.fill_diagonal(clearness, _NEVER)
    return clearness, np.diag(count) >= _FEWEST_PAIRS


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9))
