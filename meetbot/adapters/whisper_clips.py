"""Speech packed into clips: what whisper decodes at once, without the silence between.

Whisper is trained on windows of 30 s, and faster-whisper fills each of them to the brim. Clips end in the longest pause
that is near, and a small model's are shorter: what its encoder costs grows faster than what it hears.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from meetbot.adapters.audio_decode import RATE, FloatArray

# isort: split
import numpy as np

LONG_SECONDS, SHORT_SECONDS = 28.0, 15.0
"""The most speech in a clip: for models that get windows of 30 s, and for those whose windows are as long as the clip.
Measured with base on 1,395 s of spoken meetings, 3,550 words, five recordings: 12 s 10.4 % word errors, 128 processor
seconds; 15 s 10.0 %, 139; 20 s 10.1 %, 153; 28 s 9.1 %, 214; faster-whisper batched 13.0 % (9.9 % without the one in
which it ran in circles), 188."""

PAD_SECONDS = 0.3
"""Sound kept around what the voice detector marks, beside its own 0.1 s: faster-whisper keeps 0.4 s in all."""

FRAME_SECONDS, QUIET_FRAMES = 0.05, 3
"""Speech that goes on without a pause is cut amid the quietest 0.15 s: within a word, a consonant is shorter."""

Interval = tuple[int, int]
"""(start, end) in samples of the block."""


@dataclass(frozen=True, kw_only=True)
class Clip:
    """Speech that is decoded at once: its pieces in order of time, joined without what lies between."""

    pieces: tuple[Interval, ...]

    def samples(self, block: FloatArray) -> FloatArray:
        """The clip's sound, cut from its block."""
        return np.concatenate([block[start:end] for start, end in self.pieces])

    @property
    def length(self) -> int:
        """Samples of sound."""
        return sum(end - start for start, end in self.pieces)

    @property
    def start(self) -> float:
        """Seconds from the block's start."""
        return self.pieces[0][0] / RATE

    def at(self, seconds: float, *, of: float | None = None) -> float:
        """The place in the block, in seconds, of a place in the clip.

        `of` is the place in the clip that decides to which piece it belongs: a word's middle for both its ends, so that
        no word reaches over a pause that was cut out.
        """
        decides = (seconds if of is None else of) * RATE
        before = [0, *accumulate(end - start for start, end in self.pieces)]
        number = max((n for n, first in enumerate(before[:-1]) if first <= decides), default=0)
        return seconds + (self.pieces[number][0] - before[number]) / RATE


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Speech from `start` to `end`, heard with some sound around it: from `left` to `right`, in the block's samples."""

    left: int
    start: int
    end: int
    right: int

    @property
    def heard(self) -> Interval:
        """What is decoded."""
        return self.left, self.right


def pieces_of(samples: FloatArray, speech: Iterable[Interval], seconds: float) -> list[Piece]:
    """The speech in pieces of at most that many seconds, with sound around: at most half of the way to the next."""
    pad, parts = int(PAD_SECONDS * RATE), list(split(samples, speech, seconds))
    middles = [0, *((before[1] + after[0]) // 2 for before, after in pairwise(parts)), len(samples)]
    return [
        Piece(left=max(start - pad, least), start=start, end=end, right=min(end + pad, most))
        for (start, end), (least, most) in zip(parts, pairwise(middles), strict=False)
    ]


def split(samples: FloatArray, speech: Iterable[Interval], seconds: float) -> Iterator[Interval]:
    """The intervals, each longer one cut at the quietest place in the last third of what is allowed."""
    most = int(seconds * RATE)
    for start, end in speech:
        at = start
        while end - at > most:
            cut = at + most * 2 // 3 + _quietest(samples[at + most * 2 // 3 : at + most])
            yield at, cut
            at = cut
        yield at, end


def _quietest(samples: FloatArray) -> int:
    frame = int(FRAME_SECONDS * RATE)
    loudness = (samples[: len(samples) // frame * frame].reshape(-1, frame) ** 2).mean(axis=1)
    around = np.convolve(loudness, np.ones(QUIET_FRAMES), "valid")
    return (2 * int(around.argmin()) + QUIET_FRAMES) * frame // 2


def packed(pieces: Iterable[Piece], seconds: float) -> Iterator[Clip]:
    """Clips of at most that many seconds, or of one piece; cut at the longest pause of their second half."""
    taken: list[Piece] = []
    for piece in pieces:
        taken.append(piece)
        while len(taken) > 1 and _length(taken) > seconds * RATE:
            cut = _longest_pause(taken, seconds)
            yield _clip(taken[:cut])
            taken = taken[cut:]
    if taken:
        yield _clip(taken)


def halves(clip: Clip, samples: FloatArray) -> tuple[Clip, Clip]:
    """The clip in two: cut where sound was left out in its middle third, else at the quietest place there."""
    third = clip.length // 3
    ends = list(accumulate(end - start for start, end in clip.pieces))
    between = [at for at in ends if third <= at <= 2 * third]
    sound = clip.samples(samples)
    cut = (
        min(between, key=lambda at: abs(at - clip.length // 2))
        if between
        else third + _quietest(sound[third : 2 * third])
    )
    return Clip(pieces=_within(clip, 0, cut)), Clip(pieces=_within(clip, cut, clip.length))


def _within(clip: Clip, first: int, last: int) -> tuple[Interval, ...]:
    """The pieces of the clip between two of its samples."""
    ends = list(accumulate(end - start for start, end in clip.pieces))
    kept = (
        (start + max(0, first - (at - (end - start))), end - max(0, at - last))
        for (start, end), at in zip(clip.pieces, ends, strict=True)
    )
    return tuple((start, end) for start, end in kept if start < end)


def _clip(pieces: Iterable[Piece]) -> Clip:
    return Clip(pieces=tuple(piece.heard for piece in pieces))


def _longest_pause(pieces: Sequence[Piece], seconds: float) -> int:
    """The number of the piece before which to cut; the later one of two equal pauses."""
    last = len(pieces) - 1
    late = [number for number in range(1, last) if _length(pieces[:number]) >= seconds * RATE / 2]
    return max((*late, last), key=lambda number: (pieces[number].start - pieces[number - 1].end, number))


def _length(pieces: Iterable[Piece]) -> int:
    return sum(piece.right - piece.left for piece in pieces)
