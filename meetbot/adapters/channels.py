"""Tells by listening how speech lies in channels and tracks: one mix or different speakers, and how loud each is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from meetbot.adapters import audio
from meetbot.adapters.audio_decode import RATE, FloatArray
from meetbot.ports import Track

# isort: split
import numpy as np
from numpy.typing import NDArray

FRAME = RATE // 10
"""Samples in a frame, 0.1 s: long enough to correlate two channels, shorter than a turn."""

QUIET = 1e-6
"""Mean power under which a frame holds nothing (-60 dB of full scale)."""

SILENT = 1e-12
"""The power that silence counts as, so that it has a level (-120 dB)."""

SPEECH = 1e-3
"""A frame is speech from 30 dB below the loud frames of the recording on."""

ALONE = 10.0
"""A channel has a frame to itself from this power ratio (10 dB) to the next louder one. Two microphones of one stereo
recorder in a room differ by less than 6 dB, panned voices by as much, two headsets by 20 dB or more."""

SAME = 0.8
"""Correlation from which on both channels hold the same voice: panned, not spoken into two microphones."""

SAME_WITHIN = 30.0
"""A voice that is over 15 dB weaker in the other channel leaks there; it is not panned."""

MOSTLY = 0.6
"""The share of speech that must be in one channel alone; the rest are interruptions and leaking."""

PANNED = 0.1
"""The share of speech in both channels alike from which on the recording is a mix."""

SOME = 0.02
"""The share of speech that two channels at least must have each: a click on one side is no second speaker."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """How speech lies in the channels. Shares of the frames with speech: `alone` by channel, `same` in two alike.

    `empty` says which channels hold nothing.
    """

    alone: tuple[float, ...]
    same: float
    empty: tuple[bool, ...]

    @property
    def separate(self) -> bool:
        """Whether the channels hold different speakers."""
        speaking = sum(share >= SOME for share in self.alone)
        return speaking > 1 and sum(self.alone) >= MOSTLY and self.same < PANNED


def listened(path: Path) -> Heard:
    """How speech lies in the recording's channels, read as a stream. Raises RecordingError."""
    powers: list[FloatArray] = []
    alike: list[NDArray[np.bool_]] = []
    for piece in audio.channels(path):
        frames = piece[:, : piece.shape[1] // FRAME * FRAME].reshape(len(piece), -1, FRAME)
        power = (frames**2).mean(axis=2)
        powers.append(power)
        alike.append(_alike(frames, power))
    count = min((len(power) for power in powers), default=0)
    if not count or not sum(power.shape[1] for power in powers):
        return Heard(alone=(0.0,) * count, same=0.0, empty=(True,) * count)
    return _heard(np.concatenate([power[:count] for power in powers], axis=1), np.concatenate(alike))


def _alike(frames: FloatArray, power: FloatArray) -> NDArray[np.bool_]:
    """Whether the two loudest channels of each frame hold the same voice."""
    if len(frames) == 1:
        return np.ones(frames.shape[1], dtype=np.bool_)
    order = np.argsort(-power, axis=0)[:2]
    at = np.arange(frames.shape[1])
    first, second = frames[order[0], at], frames[order[1], at]
    loud, next_loud = power[order[0], at], power[order[1], at]
    correlation = np.abs((first * second).mean(axis=1)) / np.sqrt(loud * next_loud + 1e-20)
    return np.asarray((correlation > SAME) & (loud < SAME_WITHIN * next_loud))


def _heard(power: FloatArray, alike: NDArray[np.bool_]) -> Heard:
    loudest = power.max(axis=0)
    speech = loudest > max(QUIET, SPEECH * float(np.percentile(loudest, 95)))
    empty = tuple((power.max(axis=1) <= QUIET).tolist())
    spoken = power[:, speech]
    total = spoken.shape[1]
    if not total or len(power) == 1:
        return Heard(alone=(0.0,) * len(power), same=0.0, empty=empty)
    ordered = np.sort(spoken, axis=0)
    own = np.where(ordered[-1] >= ALONE * ordered[-2], spoken.argmax(axis=0), -1)
    alone = tuple(float((own == channel).mean()) for channel in range(len(power)))
    return Heard(alone=alone, same=float(alike[speech].mean()), empty=empty)


def levels(tracks: Sequence[Track]) -> tuple[tuple[float, ...], ...]:
    """How loud each track is in each tenth of a second of the meeting, in dB against its own speech.

    A track's own speech are the loud frames of those in which it is the loudest; one that never is (somebody who only
    listened) is measured against the loudest of the others. Raises RecordingError.
    """
    powers = [_power(track) for track in tracks]
    length = max(map(len, powers))
    table = np.stack([np.pad(power, (0, length - len(power)), constant_values=SILENT) for power in powers])
    own = [_own_speech(table, track) for track in range(len(table))]
    others = max((power for power in own if power is not None), default=1.0)
    against = [others if power is None else power for power in own]
    decibels = 10 * np.log10(table / np.array(against)[:, None])
    return tuple(tuple(np.round(track, 1).tolist()) for track in decibels)


def _power(track: Track) -> NDArray[np.float64]:
    """The track's mean power by tenth of a second on the meeting's clock."""
    powers = [np.full(round(track.offset * RATE / FRAME), SILENT)]
    rest: FloatArray = np.zeros(0, dtype=np.float32)
    for piece in audio.samples(track.path, channel=track.channel):
        waiting = np.concatenate([rest, piece])
        whole = len(waiting) // FRAME * FRAME
        powers.append((waiting[:whole].reshape(-1, FRAME) ** 2).mean(axis=1))
        rest = waiting[whole:]
    return np.maximum(np.concatenate(powers).astype(np.float64), SILENT)


def _own_speech(table: NDArray[np.float64], track: int) -> float | None:
    loudest = table.max(axis=0)
    own = (table.argmax(axis=0) == track) & (loudest > max(QUIET, SPEECH * float(np.percentile(loudest, 95))))
    return float(np.percentile(table[track, own], 90)) if own.mean() >= SOME / 10 else None
