"""A recording in parts that are sent away: cut in silences, with a little of their neighbours, encoded as FLAC.

FLAC because every server reads it (OpenAI, vLLM and Speaches by their decoders, whisper.cpp's server without ffmpeg,
which reads neither Opus nor m4a), and because it loses nothing. Speech takes about 0.9 MB a minute; a part at its
longest stays under 8 MB even if it were noise, far from the 25 MB that OpenAI and vLLM allow.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from meetbot.adapters.audio import Block
from meetbot.adapters.audio_decode import RATE, FloatArray

# isort: split
import numpy as np

PART_SECONDS = 180.0
"""The usual length of a part: six windows of whisper. vLLM refuses more than 600 s unless told otherwise."""

OVERLAP_SECONDS = 3.0
"""How much of each neighbour is sent along, so that no word is cut at an edge and both can be stitched on words."""

LEAST_PIECE_SECONDS = 5.0
"""A server that finds even so short a file too large is not asked again."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """A block with what lies before and after it. `speech` are seconds from the recording's start, over all three."""

    block: Block
    before: FloatArray
    after: FloatArray
    speech: tuple[tuple[float, float], ...]

    @property
    def start(self) -> float:
        """Where the first sample lies, in seconds from the recording's start."""
        return self.block.start - len(self.before) / RATE

    @property
    def samples(self) -> FloatArray:
        """All of it as one array."""
        return np.concatenate([self.before, self.block.samples, self.after])


@dataclass(frozen=True, kw_only=True, eq=False)
class Piece:
    """What is sent at once: samples that begin `start` seconds after the recording's start, and where speech is."""

    start: float
    samples: FloatArray
    speech: tuple[tuple[float, float], ...]

    @property
    def end(self) -> float:
        """Seconds from the recording's start."""
        return self.start + len(self.samples) / RATE


def parts(blocks: Iterator[Block], *, overlap: float = OVERLAP_SECONDS) -> Iterator[Part]:
    """Each block with the end of the one before it and the beginning of the next; one block is held back for that."""
    reach = int(overlap * RATE)
    nothing = np.zeros(0, dtype=np.float32)
    before, held = nothing, next(blocks, None)
    before_speech: list[tuple[float, float]] = []
    while held is not None:
        following = next(blocks, None)
        after = following.samples[:reach].copy() if following else nothing
        start, end = held.start - len(before) / RATE, held.end + len(after) / RATE
        spoken = [*before_speech, *_spoken(held), *(_spoken(following) if following else ())]
        speech = tuple((max(a, start), min(b, end)) for a, b in spoken if a < end and b > start)
        yield Part(block=held, before=before, after=after, speech=speech)
        before = held.samples[max(0, len(held.samples) - reach) :].copy()
        before_speech = _spoken(held)
        held = following


def _spoken(block: Block) -> list[tuple[float, float]]:
    return [(block.start + a / RATE, block.start + b / RATE) for a, b in block.speech]


def pieces(part: Part, most_seconds: float | None) -> Iterator[Piece]:
    """The part in one piece, or in pieces of at most so many seconds, cut in the longest pause of each second half."""
    samples, start = part.samples, part.start
    end = start + len(samples) / RATE
    while most_seconds is not None and end - start > most_seconds:
        cut = _pause(part.speech, start + most_seconds / 2, start + most_seconds)
        count = max(1, int((cut - start) * RATE))
        yield _piece(start, samples[:count], part)
        samples, start = samples[count:], start + count / RATE
    yield _piece(start, samples, part)


def _piece(start: float, samples: FloatArray, part: Part) -> Piece:
    end = start + len(samples) / RATE
    speech = tuple((max(a, start), min(b, end)) for a, b in part.speech if a < end and b > start)
    return Piece(start=start, samples=samples, speech=speech)


def _pause(speech: tuple[tuple[float, float], ...], earliest: float, latest: float) -> float:
    """The middle of the longest pause between the two times; the latest where somebody speaks all the time."""
    edges = [earliest, *(min(max(edge, earliest), latest) for interval in speech for edge in interval), latest]
    length, place = max((b - a, (a + b) / 2) for a, b in zip(edges[::2], edges[1::2], strict=True))
    return place if length > 0 else latest


def flac(samples: FloatArray) -> bytes:
    """The samples as a FLAC file, mono, 16 kHz, 16 bits."""
    import av

    target = io.BytesIO()
    whole = (np.clip(samples, -1.0, 1.0) * 32767).astype(np.int16)
    with av.open(target, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE, layout="mono")
        stream.codec_context.format = "s16"
        for first in range(0, len(whole), RATE):
            frame = av.AudioFrame.from_ndarray(whole[None, first : first + RATE], format="s16", layout="mono")
            frame.sample_rate = RATE
            frame.pts = first
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target.getvalue()
