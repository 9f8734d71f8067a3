"""Sound tracks decoded as a stream: mono float32 at 16 kHz on the recording's own clock, whatever is damaged."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

RATE = 16_000
"""Samples per second of everything that is decoded."""

PIECE_SECONDS = 10
"""Length of the pieces that are given."""

LONGEST_GAP = 3600.0
"""Seconds of missing sound that are filled with silence; a clock that jumps further is wrong, not late."""

TOLERANCE = 0.2
"""Seconds by which timestamps may wander (rounding of containers, 23 ms frames) before a gap is seen."""

UNREADABLE_IN_A_ROW = 100
"""After so many unreadable places one after the other the rest of the file is given up."""


@dataclass
class Damage:
    """What could not be decoded: how many packets, where the first was, seconds filled with silence.

    `decoded` counts the frames that could be decoded.
    """

    count: int = 0
    first: float | None = None
    decoded: int = 0
    filled: float = 0.0


def mono(container: Any, stream: Any, damage: Damage, *, channel: int | None = None) -> Iterator[FloatArray]:
    """The track as consecutive mono pieces of about 10 s; what could not be decoded is counted in `damage`."""
    waiting: list[FloatArray] = []
    count = 0
    for piece in _resampled(container, stream, damage):
        if waiting and (piece.shape[0] != waiting[0].shape[0] or count >= PIECE_SECONDS * RATE):
            yield mix(np.concatenate(waiting, axis=1))
            waiting, count = [], 0
        waiting.append(piece)
        count += piece.shape[1]
    if count:
        yield mix(np.concatenate(waiting, axis=1))


def _packets(container: Any, stream: Any, damage: Damage) -> Iterator[Any]:
    """The track's packets; a place that can't be read is passed over, unless nothing but such places follow."""
    import av

    in_a_row = 0
    while in_a_row < UNREADABLE_IN_A_ROW:
        try:
            for packet in container.demux(stream):
                in_a_row = 0
                yield packet
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            in_a_row += 1
            damage.count += 1
        else:
            return


def _frames(container: Any, stream: Any, damage: Damage) -> Iterator[Any]:
    """Every frame that can be decoded. Damaged AAC is reported as a permission error: any error means damage here."""
    import av

    for packet in _packets(container, stream, damage):
        try:
            frames = packet.decode()
        except av.error.EOFError:
            continue
        except av.error.FFmpegError:
            damage.count += 1
            if damage.first is None and packet.pts is not None and packet.time_base:
                damage.first = float(packet.pts * packet.time_base)
            continue
        damage.decoded += len(frames)
        yield from frames


def _resampled(container: Any, stream: Any, damage: Damage) -> Iterator[FloatArray]:
    """The track at 16 kHz, shape (channels, samples) with one or two channels, gaps filled with silence."""
    timeline, resampler = _Timeline(container), _Resampler()
    for frame in _frames(container, stream, damage):
        missing = timeline.missing_before(frame)
        damage.filled += missing
        yield from resampler.take(frame, silence=round(missing * RATE))
    yield from resampler.flush()


class _Resampler:
    """Brings frames of any format to 16 kHz; files that were glued together change their format half-way."""

    def __init__(self) -> None:
        self._shape: tuple[str, str, int] | None = None
        self._inner: Any = None

    def take(self, frame: Any, *, silence: int) -> Iterator[FloatArray]:
        """The frame's samples, after that many samples of silence."""
        import av

        channels = 1 if frame.layout.nb_channels == 1 else 2
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape != self._shape:
            yield from self.flush()
            layout = "mono" if channels == 1 else "stereo"
            self._inner, self._shape = av.AudioResampler(format="fltp", layout=layout, rate=RATE), shape
        for done in range(0, silence, PIECE_SECONDS * RATE):
            yield np.zeros((channels, min(silence - done, PIECE_SECONDS * RATE)), dtype=np.float32)
        frame.pts = None
        yield from self._resample(frame)

    def flush(self) -> Iterator[FloatArray]:
        """What the filter still holds."""
        if self._inner is not None:
            yield from self._resample(None)

    def _resample(self, frame: Any) -> Iterator[FloatArray]:
        yield from (out.to_ndarray() for out in self._inner.resample(frame) if out.samples)


class _Timeline:
    """Compares the frames' timestamps with what was decoded so far."""

    def __init__(self, container: Any) -> None:
        import av

        self._origin = None if container.start_time is None else container.start_time / av.time_base
        self._produced = 0.0

    def missing_before(self, frame: Any) -> float:
        """Seconds of sound that are missing before this frame."""
        ahead = 0.0
        if frame.time is not None:
            if self._origin is None:
                self._origin = frame.time
            ahead = frame.time - self._origin - self._produced
        if ahead < -TOLERANCE or ahead > LONGEST_GAP:
            self._origin = (self._origin or 0.0) + ahead
        if not TOLERANCE < ahead <= LONGEST_GAP:
            ahead = 0.0
        self._produced += ahead + frame.samples / frame.sample_rate
        return ahead


def mix(channels: FloatArray) -> FloatArray:
    """Both channels mixed; the louder one alone where they cancel each other out.

    A microphone wired in antiphase mixes to silence. Two independent voices lose 3 dB, one empty channel 6 dB; a loss
    of more than 13 dB only comes from cancellation.
    """
    if channels.shape[0] == 1:
        only: FloatArray = channels[0]
        return only
    both: FloatArray = channels.mean(axis=0, dtype=np.float32)
    powers = (channels**2).mean(axis=1)
    louder = int(powers.argmax())
    cancelled = float((both**2).mean()) < 0.05 * float(powers[louder])
    alone: FloatArray = channels[louder]
    return alone if cancelled else both
