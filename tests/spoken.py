"""Speech for tests: the voices of the samples as arrays, and arrays as recordings."""

import wave
from functools import cache
from pathlib import Path

import numpy as np

from meetbot.adapters import audio
from meetbot.adapters.audio_decode import RATE
from meetbot.adapters.features import Floats

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


@cache
def spoken(person: str, start: float = 0, end: float = 7) -> Floats:
    """Those seconds of the person's sample: `laura`, `diego`, `carmen`, `andres`."""
    pieces = audio.samples(SAMPLES / "voices" / f"{person}.ogg")
    return np.asarray(np.concatenate(list(pieces))[round(start * RATE) : round(end * RATE)], dtype=np.float32)


def silence(seconds: float) -> Floats:
    """Nobody speaks."""
    return np.zeros(round(seconds * RATE), dtype=np.float32)


def wav(path: Path, *parts: Floats) -> Path:
    """A recording of those samples, one after the other."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(np.concatenate(parts), -1, 1) * 32767).astype("<i2").tobytes())
    return path
