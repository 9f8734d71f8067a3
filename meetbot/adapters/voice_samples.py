"""What a recording of one person tells about the voice: its print, and whether it is good enough to keep."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np
from numpy.typing import NDArray

from meetbot.adapters import audio
from meetbot.adapters.audio_decode import RATE
from meetbot.adapters.voiceprints import Encoder, Floats, Voiceprints, unit, voiceprints
from meetbot.errors import InputError

SHORTEST_SECONDS = 4.0
"""Less speech than this is no enrolment; 10 s are asked for (100 % right on the same channel, ten voices)."""

WANTED_SECONDS = 10.0

_LONGEST_SECONDS = 60.0

# Two halves of a sample that are less alike than this are two voices; smaller parts than a fifth or 3 s are a cough. Of
# excerpts of 6 to 40 s of 14 voices (5 of them real) on six microphones, about 1 % of those of one voice fall below,
# and of those of two 45 % (10 s) to 75 %. Other encoders have another scale: only the shipped one's are told apart.
_ONE_VOICE = 0.75
_MEASURED_ON = "22447c3a523d31fed2bea0e30c4363234a72cddb227e73913b0e768690a51ab2"
_SMALLEST_SHARE = 0.2
_FEWEST_WINDOWS = 5
_ROUNDS = 20

# The share of samples at the limit, and the distance between the softest and the loudest parts of the speech: 18 dB are
# left where the noise lies 10 dB below the voice, 40 to 65 dB in clean samples.
_LIMIT, _MOST_CLIPPED = 0.99, 0.005
_FRAME = RATE // 50
_FEWEST_DECIBELS = 18.0

_HINT = "Record about 10 s of this person speaking alone, best in the room and with the microphone of the meeting."


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A voice's print, the seconds of speech it was made from, and what makes it less good than it could be."""

    vector: Floats
    seconds: float
    remarks: tuple[str, ...] = ()


def heard(path: Path, encoder: Encoder) -> Heard:
    """The voice in a sample, of which the first minute counts. Raises InputError for one that can't be used."""
    return heard_in(list(_beginning(path)), encoder, where=path)


def heard_in(blocks: Sequence[audio.Block], encoder: Encoder, *, where: Path) -> Heard:
    """The one voice in those blocks of `where`. Raises InputError for too little speech, or two voices."""
    prints = voiceprints(blocks, encoder)
    seconds = _seconds(prints)
    if seconds < SHORTEST_SECONDS or not prints.full.any():
        what = f"Only {seconds:.0f} s of speech are in it; {SHORTEST_SECONDS:.0f} s are needed."
        raise InputError(what, str(where), _HINT)
    second = second_voice(prints) if encoder.sha256 == _MEASURED_ON else None
    if second is not None:
        first_at, second_at = (audio.clock(at) for at in second)
        what = f"Two voices seem to be in it: one at {first_at}, another at {second_at}."
        raise InputError(what, str(where), _HINT)
    remarks = (*_short(seconds), *_sound(blocks))
    return Heard(vector=print_of(prints), seconds=seconds, remarks=remarks)


def print_of(prints: Voiceprints) -> Floats:
    """(d,) the mean of the windows of full length."""
    return unit(prints.vectors[prints.full].mean(axis=0))


def second_voice(prints: Voiceprints) -> tuple[float, float] | None:
    """When each of two clearly different voices is heard for the first time; None when there is but one."""
    vectors, begins = prints.vectors[prints.full], prints.spans[prints.full, 0]
    labels = _halves(vectors)
    smaller = min(int((labels == half).sum()) for half in (0, 1))
    if smaller < max(_FEWEST_WINDOWS, _SMALLEST_SHARE * len(labels)):
        return None
    first, second = (unit(vectors[labels == half].mean(axis=0)) for half in (0, 1))
    if float(first @ second) >= _ONE_VOICE:
        return None
    starts = sorted(float(begins[labels == half].min()) for half in (0, 1))
    return starts[0], starts[1]


def _halves(vectors: Floats) -> NDArray[np.int64]:
    """Each window's half when the windows are divided in two as different as can be (Lloyd's, from the extremes)."""
    far = int((vectors @ vectors.mean(axis=0)).argmin())
    centres = np.stack([vectors[far], vectors[int((vectors @ vectors[far]).argmin())]])
    labels = np.full(len(vectors), -1, dtype=np.int64)
    for _ in range(_ROUNDS):
        nearest = np.asarray((vectors @ centres.T).argmax(axis=1), dtype=np.int64)
        if (nearest == labels).all() or len(np.unique(nearest)) == 1:
            return nearest
        labels = nearest
        centres = unit(np.stack([vectors[labels == half].mean(axis=0) for half in (0, 1)]))
    return labels


def _seconds(prints: Voiceprints) -> float:
    return float((prints.regions[:, 1] - prints.regions[:, 0]).sum())


def _short(seconds: float) -> Iterator[str]:
    if seconds < WANTED_SECONDS:
        yield f"It has only {seconds:.0f} s of speech; {WANTED_SECONDS:.0f} s are recognised better."


def _sound(blocks: Sequence[audio.Block]) -> Iterator[str]:
    """What is wrong with the sound itself: samples at the limit, or little distance between speech and its pauses."""
    speech = np.concatenate([block.samples[a:b] for block in blocks for a, b in block.speech])
    if (np.abs(speech) >= _LIMIT).mean() > _MOST_CLIPPED:
        yield "It is overdriven: record it again with less gain, or farther from the microphone."
    frames = speech[: len(speech) // _FRAME * _FRAME].reshape(-1, _FRAME)
    levels = 10 * np.log10(np.square(frames, dtype=np.float64).mean(axis=1) + 1e-10)
    quiet, loud = np.quantile(levels, (0.05, 0.95))
    if loud - quiet < _FEWEST_DECIBELS:
        yield "It is noisy: record it again in a quiet room."


def _beginning(path: Path) -> Iterator[audio.Block]:
    """The first minute: a sample is short, and a whole meeting given as one must not cost its full length."""
    for block in audio.blocks(path, seconds=_LONGEST_SECONDS):
        yield block
        return
