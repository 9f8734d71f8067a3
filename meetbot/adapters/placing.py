"""Whose each window is where people enrolled their voices: who says little is no cluster but has a print.

Short recordings have too little of each voice for the clusters alone: somebody's only answer is merged with the voice
that resembles it most. Once some voices are recognised it is known by what the recording differs from the prints, and
then one stretch of speech is enough to find another enrolled person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np

from meetbot.adapters import clustering
from meetbot.adapters.merging import Labels
from meetbot.adapters.voiceprints import Floats, Voiceprints, unit

Names = Mapping[int, tuple[str, float]]
"""For voices the enrolled person and the similarity."""

# What a stretch of 1.6 s or more must have in common with an added person's print, about the mean of all voices, and by
# how much more than with any other voice. Measured on 55 cuts of 20 s to all of seven meetings (synthetic; prints from
# a quieter room): of four more people who were enrolled and stayed away none was added. Share of the speech that is
# under a wrong name, before and with this: cuts of 20 s 5.4 and 1.3 %, 40 s 4.9 and 2.9 %, 75 s 3.2 and 1.4 %,
# 150 s 2.7 and 1.7 %, whole meetings 1.5 and 1.5 %.
_ADDED = 0.45
_ADDED_MARGIN = 0.12
# As many windows the print of a voice counts for beside those that were heard: all of a short voice, little of a long.
_PRINT_WINDOWS = 8
_ROUNDS = 6
# Windows of one voice over a pause up to here are one stretch.
_BREATH_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class _Voice:
    """What a window is compared with. `print`: an enrolled person's, as it would sound here; `added`: no cluster."""

    centroid: Floats
    print: Floats | None = None
    name: tuple[str, float] | None = None
    added: bool = False


def placed(
    prints: Voiceprints, centroids: Floats, names: Names, known: Mapping[str, Floats], *, adding: bool
) -> tuple[Labels, Names]:
    """(n,) the voice of each window, and the names of voices: those of the clusters, then those that were added.

    With `adding`, an enrolled person whom no cluster is has a voice where a stretch is clearly theirs.
    """
    voices = _known_voices(centroids, names, known, adding=adding)
    labels, before = _assigned(prints, voices), None
    for _ in range(_ROUNDS if names else 0):
        scores = _scores_of_stretches(prints, voices, labels)
        kept = [v for voice, score in zip(voices, scores, strict=True) if (v := _surer(voice, score)) is not None]
        if len(kept) == len(voices):
            if before is not None and (labels == before).all():
                break
            windows = [prints.vectors[(labels == number) & prints.full] for number in range(len(voices))]
            voices, before = [_heard(*pair) for pair in zip(kept, windows, strict=True)], labels
        else:
            voices, before = kept, None
        labels = _assigned(prints, voices)
    return labels, {number: voice.name for number, voice in enumerate(voices) if voice.name is not None}


def _known_voices(centroids: Floats, names: Names, known: Mapping[str, Floats], *, adding: bool) -> list[_Voice]:
    """The clusters, and the enrolled people who are none of them; these only where some are recognised."""
    if not names:
        return [_Voice(centroid=centroid) for centroid in centroids]
    means = {name: unit(np.atleast_2d(vectors).mean(axis=0)) for name, vectors in known.items()}
    differ = sum((centroids[k] - means[name] for k, (name, _) in names.items()), np.zeros_like(centroids[0]))
    here = {name: unit(mean + differ / (len(names) + 1)) for name, mean in means.items()}
    found = [
        _Voice(centroid=centroid, print=here[names[k][0]], name=names[k]) if k in names else _Voice(centroid=centroid)
        for k, centroid in enumerate(centroids)
    ]
    others = sorted(set(here) - {name for name, _ in names.values()}) if adding else []
    return [*found, *(_Voice(centroid=here[n], print=here[n], name=(n, 0.0), added=True) for n in others)]


def _assigned(prints: Voiceprints, voices: Sequence[_Voice]) -> Labels:
    seconds = prints.spans[:, 1] - prints.spans[:, 0]
    centroids = np.stack([voice.centroid for voice in voices])
    return clustering.assign(prints.vectors, centroids, prints.region, weights=np.sqrt(seconds / prints.window_seconds))


def _scores_of_stretches(prints: Voiceprints, voices: Sequence[_Voice], labels: Labels) -> list[float]:
    """For each voice the similarity of the stretch that is most clearly its own; 0 where none is."""
    centroids = np.stack([voice.centroid for voice in voices])
    centre = centroids.mean(axis=0)
    seconds = prints.spans[:, 1] - prints.spans[:, 0]
    silent = prints.spans[1:, 0] - prints.spans[:-1, 1] > _BREATH_SECONDS
    turns = np.flatnonzero((np.diff(labels) != 0) | silent) + 1
    best = [0.0] * len(voices)
    for stretch in np.split(np.arange(len(labels)), turns):
        if prints.spans[stretch[-1], 1] - prints.spans[stretch[0], 0] < prints.window_seconds - 0.1:
            continue
        heard = unit(seconds[stretch] @ prints.vectors[stretch])
        similar = unit(centroids - centre) @ unit(heard - centre)
        own = int(labels[stretch[0]])
        margin = similar[own] - max(np.delete(similar, own), default=-1.0)
        if similar[own] >= _ADDED and margin >= _ADDED_MARGIN:
            best[own] = max(best[own], float(similar[own]))
    return best


def _surer(voice: _Voice, score: float) -> _Voice | None:
    """The voice, an added one with its similarity; None for one that was added and that no stretch clearly is."""
    if not voice.added or voice.name is None:
        return voice
    name = (voice.name[0], round(min(1.0, score), 3))
    return _Voice(centroid=voice.centroid, print=voice.print, name=name, added=True) if score else None


def _heard(voice: _Voice, vectors: Floats) -> _Voice:
    """The voice with the centroid of those windows, to which the print of an enrolled person adds."""
    if not len(vectors):
        return voice
    total = vectors.sum(axis=0) + (_PRINT_WINDOWS * voice.print if voice.print is not None else 0)
    return _Voice(centroid=unit(total), print=voice.print, name=voice.name, added=voice.added)
