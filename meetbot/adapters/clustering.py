"""Voiceprints into voices: whose each window is and who speaks when. Pure numpy, no randomness."""

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np
from numpy.typing import NDArray

from meetbot.adapters.merging import Labels, Names, Vectors, means, merged
from meetbot.model.transcript import VoiceInterval

# The eigenvectors of more windows cost more than they tell; the others are placed by the centroids.
_MOST_WINDOWS = 800
# Shares of the windows that count as neighbours; the share with the clearest gap of eigenvalues is taken.
_NEIGHBOURS = (0.03, 0.05, 0.08, 0.12, 0.18, 0.25)
_FEWEST_NEIGHBOURS = 6
_ROUNDS = 30
# Costs of a change of voice, in similarity: from one window to the next, and over a pause between stretches of speech.
# On three synthetic meetings half of this costs nothing, twice as much 1 % of confusion.
_CHANGE = 0.25
_CHANGE_AT_PAUSE = 0.1
# A pause up to here belongs to the voice on both of its sides.
_BREATH_SECONDS = 1.0


def voices(
    vectors: Vectors, region: Labels, *, count: int | None, expected: int | None, names: Names = lambda _centroids: {}
) -> Vectors:
    """(k, d) centroids of the voices; `count` fixes k if given, `expected` is the number of attendees if known.

    `region` tells which windows lie in one stretch of speech, `names` which centroids are clearly an enrolled person's.
    """
    found = merged(vectors, region, expected=expected, names=names)
    if count is None or len(found) == count:
        return found
    step = -(-len(vectors) // _MOST_WINDOWS)
    some = vectors[::step]
    bound = min(count, len(some))
    return means(some, _spectral(_spectra(some, bound), bound))


def assign(vectors: Vectors, centroids: Vectors, region: Labels, *, weights: Vectors) -> Labels:
    """(n,) the most likely voice of each window (Viterbi): the similarity pays, a change of voice costs."""
    if not len(vectors):
        return np.zeros(0, dtype=np.int64)
    centre = centroids.mean(axis=0) if len(centroids) > 1 else np.zeros(centroids.shape[1])
    similar = (vectors - centre) @ _unit(centroids - centre).T * weights[:, None]
    best, came = similar[0], np.zeros(similar.shape, dtype=np.int64)
    for i in range(1, len(similar)):
        cost = _CHANGE if region[i] == region[i - 1] else _CHANGE_AT_PAUSE
        came[i] = np.where(best >= best.max() - cost, np.arange(len(best)), best.argmax())
        best = similar[i] + np.maximum(best, best.max() - cost)
    labels = np.zeros(len(similar), dtype=np.int64)
    labels[-1] = best.argmax()
    for i in range(len(similar) - 1, 0, -1):
        labels[i - 1] = came[i, labels[i]]
    return labels


def intervals(
    labels: Labels, centres: NDArray[np.float64], region: Labels, regions: NDArray[np.float64]
) -> list[VoiceInterval]:
    """Who speaks when: stretches of speech cut half-way between windows of different voices, joined over breaths."""
    found: list[tuple[float, float, int]] = []
    for i, voice in enumerate(labels):
        start, end = regions[region[i]]
        if i and region[i - 1] == region[i]:
            start = (centres[i - 1] + centres[i]) / 2
        if i + 1 < len(labels) and region[i + 1] == region[i]:
            end = (centres[i] + centres[i + 1]) / 2
        if found and found[-1][2] == voice and start - found[-1][1] <= _BREATH_SECONDS:
            found[-1] = (found[-1][0], float(end), int(voice))
        else:
            found.append((float(start), float(end), int(voice)))
    return [VoiceInterval(start=round(a, 3), end=round(b, 3), speaker=label(voice)) for a, b, voice in found]


def label(voice: int) -> str:
    """The name of a voice that has none: `SPEAKER_00` onwards."""
    return f"SPEAKER_{voice:02d}"


def _unit(vectors: Vectors) -> Vectors:
    length = np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return np.asarray(vectors / length)


def _spectra(vectors: Vectors, bound: int) -> list[tuple[float, Vectors, Vectors]]:
    """For each neighbourhood: its share of the windows, and the lowest eigenvalues and -vectors of its graph.

    The normalised Laplacian of the graph of nearest neighbours, as in Park et al. 2020 (doi:10.1109/LSP.2019.2961071).
    """
    n = len(vectors)
    similar = vectors @ vectors.T
    spectra = []
    for neighbours in sorted({min(n, max(_FEWEST_NEIGHBOURS, round(n * share))) for share in _NEIGHBOURS}):
        least = np.partition(similar, n - neighbours, axis=1)[:, n - neighbours, None]
        graph = (similar >= least).astype(np.float64)
        graph = (graph + graph.T) / 2
        degree = np.sqrt(graph.sum(axis=1))
        values, columns = np.linalg.eigh(np.eye(n) - graph / degree[:, None] / degree[None, :])
        spectra.append((neighbours / n, values[: bound + 1], columns[:, :bound]))
    return spectra


def _spectral(spectra: list[tuple[float, Vectors, Vectors]], count: int) -> Labels:
    """Each window's cluster among that many, in the neighbourhood whose eigenvalues show that number most clearly."""

    def clarity(spectrum: tuple[float, Vectors, Vectors]) -> float:
        share, values, _ = spectrum
        gap = values[count] - values[count - 1] if count < len(values) else 0.0
        return float(gap / (values[-1] + 1e-9) / share)

    columns = max(spectra, key=clarity)[2]
    return _k_means(_unit(columns[:, :count]), count)


def _k_means(points: Vectors, count: int) -> Labels:
    """Lloyd's clusters; each next centre of the start is the point farthest from the others, so no chance is in it."""
    chosen = [int(((points - points.mean(axis=0)) ** 2).sum(axis=1).argmin())]
    distance = ((points - points[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < count:
        chosen.append(int(distance.argmax()))
        distance = np.minimum(distance, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
    centres = points[chosen]
    labels = np.full(len(points), -1, dtype=np.int64)
    for _ in range(_ROUNDS):
        nearest = ((points[:, None] - centres[None]) ** 2).sum(axis=-1).argmin(axis=1).astype(np.int64)
        if (nearest == labels).all():
            break
        labels = nearest
        centres = np.array(
            [points[labels == i].mean(axis=0) if (labels == i).any() else centres[i] for i in range(count)]
        )
    return labels
