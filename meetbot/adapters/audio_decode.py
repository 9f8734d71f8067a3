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

EMPTY = 1e-4
"""A channel 40 dB below the loudest holds no voice; five such channels beside one would only cost 16 dB of level."""

ANTIPHASE = 0.7
"""Correlation from which on two channels are one sound upside down. Two voices, or two microphones in one room, stay
within 0.3 over 10 s; the same voice in antiphase with some room in it is beyond 0.9."""

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
    """The track as consecutive mono pieces of about 10 s; what could not be decoded is counted in `damage`.

    With `channel` that channel alone; stretches of a file glued together that lack it are mixed.
    """
    mixed = Mixer()
    for piece in channels(container, stream, damage):
        yield piece[channel] if channel is not None and channel < len(piece) else mixed(piece)


def channels(container: Any, stream: Any, damage: Damage) -> Iterator[FloatArray]:
    """The track as consecutive pieces of about 10 s, shape (channels, samples); damage as in `mono`."""
    waiting: list[FloatArray] = []
    count = 0
    for piece in _resampled(container, stream, damage):
        if waiting and (piece.shape[0] != waiting[0].shape[0] or count >= PIECE_SECONDS * RATE):
            yield np.concatenate(waiting, axis=1)
            waiting, count = [], 0
        waiting.append(piece)
        count += piece.shape[1]
    if count:
        yield np.concatenate(waiting, axis=1)


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
    """The track at 16 kHz, shape (channels, samples), gaps filled with silence."""
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

        # All channels as they are: a downmix by names would drop the third microphone of three as a bass channel.
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape != self._shape:
            yield from self.flush()
            self._inner = av.AudioResampler(format="flt", layout=frame.layout, rate=RATE)
            self._shape = shape
        for done in range(0, silence, PIECE_SECONDS * RATE):
            yield np.zeros((frame.layout.nb_channels, min(silence - done, PIECE_SECONDS * RATE)), dtype=np.float32)
        frame.pts = None
        yield from self._resample(frame)

    def flush(self) -> Iterator[FloatArray]:
        """What the filter still holds."""
        if self._inner is not None:
            yield from self._resample(None)

    def _resample(self, frame: Any) -> Iterator[FloatArray]:
        # Interleaved: reading eight planes or more of one frame ends the process (PyAV 18.1).
        for out in self._inner.resample(frame):
            if out.samples:
                yield out.to_ndarray().reshape(out.samples, -1).T


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


class Mixer:
    """Mixes pieces of one track to mono, so that a voice is heard whichever channel it is on."""

    def __init__(self) -> None:
        self._loudest: npt.NDArray[np.float32] = np.zeros(0, dtype=np.float32)

    def __call__(self, piece: FloatArray) -> FloatArray:
        """The piece, shape (channels, samples), as the mean of the channels that held anything so far.

        Channels in antiphase to the loudest are turned around first: a microphone wired the wrong way would mix to
        silence.
        """
        if len(piece) == 1:
            only: FloatArray = piece[0]
            return only
        powers = (piece**2).mean(axis=1)
        used = self._used(powers)
        turned = piece[used] * _polarity(piece, powers)[used, None]
        mixed: FloatArray = turned.mean(axis=0, dtype=np.float32)
        return mixed

    def _used(self, powers: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
        """Which channels count. Remembered, so that the level does not jump whenever somebody pauses."""
        if self._loudest.shape != powers.shape:
            self._loudest = powers
        self._loudest = np.maximum(self._loudest, powers)
        used: npt.NDArray[np.bool_] = self._loudest >= EMPTY * self._loudest.max()
        return used


def _polarity(piece: FloatArray, powers: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """-1 for each channel that is the loudest one upside down, 1 for the others."""
    loudest = int(powers.argmax())
    together = (piece @ piece[loudest]) / piece.shape[1]
    scale = np.sqrt(powers * powers[loudest])
    return np.where(together < -ANTIPHASE * scale, -1, 1).astype(np.float32)
