"""Speech in a recording as voiceprints: where somebody speaks, and how the voice sounds in each short window.

The GE2E speaker encoder (`weights_data/NOTICE`) turns windows of 1.6 s of speech into unit vectors. Blocks are read as
they come: what grows with the recording are only the vectors, 10 MB an hour.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np
from numpy.typing import NDArray

from meetbot.adapters.audio import Block
from meetbot.adapters.audio_decode import RATE
from meetbot.adapters.encoders import FRAMES_A_SECOND, WINDOW_SECONDS, Encoder, unit
from meetbot.adapters.features import HOP, Floats

__all__ = ["WINDOW_SECONDS", "Encoder", "Floats", "Voiceprints", "unit", "voiceprints", "windows"]

STEP_SECONDS = 0.4
WINDOW_FRAMES = round(WINDOW_SECONDS * FRAMES_A_SECOND)

_STEP_FRAMES = round(STEP_SECONDS * FRAMES_A_SECOND)
_SHORTEST_FRAMES = 30
# Windows 0.8 s apart that agree like this are one voice. 36 % of the windows need not be heard then, and a fifth of the
# time is saved; on 60 mixes the confusion of voices went from 2.5 to 2.6 %.
_AGREE = 0.8


@dataclass(frozen=True, kw_only=True)
class Voiceprints:
    """The windows of a recording in order of time.

    `regions`: (r, 2) seconds of uninterrupted speech. `spans`: (n, 2) seconds of each window, `region`: (n,) the index
    of the region that it lies in, `vectors`: (n, d) unit vectors.
    """

    regions: NDArray[np.float64]
    spans: NDArray[np.float64]
    region: NDArray[np.int64]
    vectors: Floats
    window_seconds: float = WINDOW_SECONDS

    @property
    def centres(self) -> NDArray[np.float64]:
        """(n,) the middle of each window in seconds."""
        return np.asarray(self.spans.mean(axis=1), dtype=np.float64)

    @property
    def full(self) -> NDArray[np.bool_]:
        """(n,) whether the window has its full length; shorter ones tell less about the voice."""
        return np.asarray(self.spans[:, 1] - self.spans[:, 0] > self.window_seconds - 0.1)


def voiceprints(blocks: Iterable[Block], encoder: Encoder) -> Voiceprints:
    """The voiceprints of the speech in those blocks."""
    regions: list[tuple[float, float]] = []
    spans: list[tuple[float, float]] = []
    region: list[int] = []
    vectors: list[Floats] = []
    for block in blocks:
        stretches: list[_Stretch] = []
        for offset, speech in _speech(block):
            end = offset + len(speech) / RATE
            frames = windows(len(speech) // HOP + 1, size=encoder.frames)
            if not frames:
                continue
            stretches.append((speech, frames))
            spans += [(offset + a / FRAMES_A_SECOND, min(end, offset + b / FRAMES_A_SECOND)) for a, b in frames]
            region += [len(regions)] * len(frames)
            regions.append((offset, end))
        if stretches:
            vectors.append(_heard(encoder, stretches))
    return Voiceprints(
        regions=np.array(regions, dtype=np.float64).reshape(-1, 2),
        spans=np.array(spans, dtype=np.float64).reshape(-1, 2),
        region=np.array(region, dtype=np.int64),
        vectors=np.concatenate(vectors) if vectors else np.zeros((0, 1), dtype=np.float32),
        window_seconds=encoder.window_seconds,
    )


def joined(parts: Sequence[Voiceprints]) -> Voiceprints:
    """The voiceprints of consecutive stretches of a recording, at least one, as one."""
    before = np.cumsum([0, *(len(part.regions) for part in parts)])
    told = [part for part in parts if len(part.vectors)] or parts[:1]
    return Voiceprints(
        regions=np.concatenate([part.regions for part in parts]),
        spans=np.concatenate([part.spans for part in parts]),
        region=np.concatenate([part.region + first for part, first in zip(parts, before[:-1], strict=True)]),
        vectors=np.concatenate([part.vectors for part in told]),
        window_seconds=parts[0].window_seconds,
    )


_Stretch = tuple[Floats, list[tuple[int, int]]]
"""Speech without a pause, and its windows in frames."""


def _heard(encoder: Encoder, stretches: Sequence[_Stretch]) -> Floats:
    """The vectors of those windows. One between two that agree is their mean: it overlaps both by three quarters."""
    sound = [window for speech, frames in stretches for window in encoder.sound(speech, frames)]
    between = np.concatenate([_between(len(frames)) for _, frames in stretches])
    known, places = np.flatnonzero(~between), np.flatnonzero(between)
    found = _vectors(encoder, [sound[place] for place in known.tolist()])
    vectors = np.zeros((len(sound), found.shape[1]), dtype=np.float32)
    vectors[known] = found
    agree = np.einsum("nd,nd->n", vectors[places - 1], vectors[places + 1]) >= _AGREE
    alike, unlike = places[agree], places[~agree]
    vectors[alike] = unit(vectors[alike - 1] + vectors[alike + 1])
    if len(unlike):
        vectors[unlike] = _vectors(encoder, [sound[place] for place in unlike.tolist()])
    return vectors


def _between(count: int) -> NDArray[np.bool_]:
    """(count,) every other window of a stretch, but never its first or last."""
    every = np.arange(count)
    return np.asarray((every % 2 == 1) & (every < count - 1))


def _vectors(encoder: Encoder, sound: Sequence[Floats]) -> Floats:
    """The vectors of windows from several stretches, at least one.

    Those of one length are heard together: alone, a window takes twice as long.
    """
    lengths = np.array([window.shape for window in sound])
    alike = [np.flatnonzero((lengths == shape).all(axis=1)) for shape in np.unique(lengths, axis=0)]
    parts = [encoder.vectors(np.stack([sound[place] for place in places.tolist()])) for places in alike]
    found = np.zeros((len(sound), parts[0].shape[1]), dtype=np.float32)
    for places, part in zip(alike, parts, strict=True):
        found[places] = part
    return found


def _speech(block: Block) -> Iterator[tuple[float, Floats]]:
    """(seconds from the recording's start, samples) of each stretch of speech, in order."""
    for start, end in block.speech:
        yield block.start + start / RATE, block.samples[start:end]


def windows(frames: int, *, size: int = WINDOW_FRAMES) -> list[tuple[int, int]]:
    """The windows (first, last + 1) over that many frames, a step apart; the last one ends with the region.

    All are equally long. A region shorter than one window is one shorter window; less than 0.3 s is none: no voice can
    be told from it.
    """
    if frames < _SHORTEST_FRAMES:
        return []
    if frames <= size:
        return [(0, frames)]
    starts = list(range(0, frames - size + 1, _STEP_FRAMES))
    if starts[-1] + size < frames:
        starts.append(frames - size)
    return [(start, start + size) for start in starts]
