"""Where two people speak at once on one microphone, by pyannote's segmentation network (`weights_data/NOTICE`)."""

import hashlib
import math
from collections.abc import Iterator, Sequence
from importlib import resources

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy
from meetbot.adapters.audio import Block
from meetbot.adapters.audio_decode import RATE, FloatArray
from meetbot.adapters.onnx import session_of
from meetbot.model.transcript import VoiceInterval

# isort: split
import numpy as np

WINDOW_SECONDS, STEP_SECONDS = 10.0, 7.5
"""The network was trained on windows of 10 s. With a step of 5 s it found no more, with 10 s 4 % less."""

BATCH = 4
"""Windows that are heard at once: 16 took 0.61 s of processor, alone 0.85, eight at once 0.64; the same figures."""

FRAMES, FIRST_PAIR = 589, 4
"""Frames in a window, and the first of the network's classes that hold two voices."""

TOGETHER = 0.3
"""The share of two voices from which they are taken to speak at once. Of 69 s of overlap in eight spoken meetings, in
which 5 % of the speech overlaps, 80 % was found and 91 % of what was found is right; of 127 s (10 %, noise and echo) 83
and 89 %; with 0.5: 68 and 95 %, 72 and 95 %. Where nobody overlaps, nothing was found."""

LEAST_SECONDS, BREATH_SECONDS = 0.2, 0.1
"""Shorter overlaps are an edge between two voices; shorter gaps within one are none."""

NEAR_SECONDS = 15.0
"""How far away the turn of the second voice may lie: who falls in has spoken shortly before or does so after."""


class OverlapFinder:
    """The network, loaded; it may be asked by several threads at once."""

    def __init__(self) -> None:
        self._session = session_of(_network())

    def overlaps(self, block: Block) -> list[tuple[float, float]]:
        """(start, end) of each overlap, in seconds from the recording's start, in order of time."""
        found = _stretches(self._together(block)) if block.speech else ()
        return [(block.start + start, block.start + end) for start, end in found]

    def _together(self, block: Block) -> FloatArray:
        """The share of two voices at once in each frame of the block; 0 where nobody was heard anyway."""
        size, per_second = round(WINDOW_SECONDS * RATE), FRAMES / WINDOW_SECONDS
        count = round(len(block.samples) / RATE * per_second)
        shares, heard = np.zeros(count + FRAMES, np.float32), np.zeros(count + FRAMES, np.float32)
        firsts = [
            first
            for first in _starts(len(block.samples), size)
            if any(start < first + size and first < end for start, end in block.speech)
        ]
        for some in (firsts[n : n + BATCH] for n in range(0, len(firsts), BATCH)):
            sound = [block.samples[first : first + size] for first in some]
            padded = np.stack([np.pad(one, (0, size - len(one))) for one in sound])[:, np.newaxis]
            (classes,) = self._session.run(None, {"sound": padded.astype(np.float32)})
            for first, found in zip(some, classes, strict=True):
                at = round(first / RATE * per_second)
                shares[at : at + FRAMES] += found[:, FIRST_PAIR:].sum(axis=1)
                heard[at : at + FRAMES] += 1
        return np.asarray(shares[:count] / np.maximum(heard[:count], 1), dtype=np.float32)


def _starts(count: int, size: int) -> Iterator[int]:
    """Where the windows over that many samples begin: evenly apart, the last one ends with the block."""
    room = max(0, count - size)
    steps = math.ceil(room / (STEP_SECONDS * RATE))
    yield from (room * number // max(1, steps) for number in range(steps + 1))


def sha256() -> str:
    """The network's hash: what decides the overlaps beside the recording."""
    return hashlib.sha256(_network()).hexdigest()


def _network() -> bytes:
    return (resources.files("meetbot.adapters") / "weights_data" / "segmentation.onnx").read_bytes()


def _stretches(shares: FloatArray) -> Iterator[tuple[float, float]]:
    """(start, end) in seconds where two voices are heard for long enough."""
    seconds = WINDOW_SECONDS / FRAMES
    edges = np.flatnonzero(np.diff(np.concatenate([[0], shares > TOGETHER, [0]]).astype(np.int8)))
    joined: list[list[float]] = []
    for start, end in (edges.reshape(-1, 2) * seconds).tolist():
        if joined and start - joined[-1][1] <= BREATH_SECONDS:
            joined[-1][1] = end
        else:
            joined.append([start, end])
    yield from ((start, end) for start, end in joined if end - start >= LEAST_SECONDS)


def with_second_voices(
    intervals: Sequence[VoiceInterval], overlaps: Sequence[tuple[float, float]]
) -> tuple[VoiceInterval, ...]:
    """The intervals, and one more for each overlap: of whoever else speaks nearest to it. In order of time."""
    added = []
    for start, end in overlaps:
        shared = {i: min(end, i.end) - max(start, i.start) for i in intervals}
        main = max(intervals, key=lambda i: (shared[i], -i.start), default=None)
        if main is None or shared[main] <= 0:
            continue
        others = [i for i in intervals if i.speaker != main.speaker and -shared[i] <= NEAR_SECONDS]
        if others:
            second = max(others, key=lambda i: (shared[i], i.start))
            added.append(VoiceInterval(start=round(start, 3), end=round(end, 3), speaker=second.speaker))
    return tuple(sorted((*intervals, *added), key=lambda i: (i.start, i.end, i.speaker)))
