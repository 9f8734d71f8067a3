"""What a recording of one person tells about the voice: its print, and whether it is good enough to keep."""

from collections.abc import Iterable, Iterator, Sequence
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

_HINT = "Record about 10 s of this person speaking alone, in the room and with the microphone of the meeting."


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A voice's print, the seconds of speech it was made from, and what makes it less good than it could be."""

    vector: Floats
    seconds: float
    remarks: tuple[str, ...] = ()


def heard(path: Path, encoder: Encoder) -> Heard:
    """The voice in a sample, of which the first minute counts. Raises InputError for one that can't be used."""
    blocks = list(_beginning(path))
    prints = voiceprints(blocks, encoder)
    seconds = _seconds(prints)
    if seconds < SHORTEST_SECONDS or not prints.full.any():
        what = f"Only {seconds:.0f} s of speech are in it; {SHORTEST_SECONDS:.0f} s are needed."
        raise InputError(what, str(path), _HINT)
    if (second := second_voice(prints)) is not None:
        first_at, second_at = (audio.clock(at) for at in second)
        what = f"Two voices seem to be in it: one at {first_at}, another at {second_at}."
        raise InputError(what, str(path), _HINT)
    remarks = [*_short(seconds), *_sound(blocks)]
    return Heard(vector=print_of(prints), seconds=seconds, remarks=tuple(remarks))


def print_of(prints: Voiceprints) -> Floats:
    """(d,) the mean of the windows of full length."""
    return unit(prints.vectors[prints.full].mean(axis=0))


def second_voice(prints: Voiceprints) -> tuple[float, float] | None:
    """When each of two clearly different voices is heard for the first time; None when there is but one."""
    return None


def _seconds(prints: Voiceprints) -> float:
    return float((prints.regions[:, 1] - prints.regions[:, 0]).sum())


def _short(seconds: float) -> Iterator[str]:
    if seconds < WANTED_SECONDS:
        yield f"It has only {seconds:.0f} s of speech; {WANTED_SECONDS:.0f} s are recognised better."


def _sound(blocks: Sequence[audio.Block]) -> Iterator[str]:
    return iter(())


def _beginning(path: Path) -> Iterator[audio.Block]:
    """The first minute: a sample is short, and a whole meeting given as one must not cost its full length."""
    for block in audio.blocks(path, seconds=_LONGEST_SECONDS):
        yield block
        return
