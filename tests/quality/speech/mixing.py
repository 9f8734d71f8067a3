"""Sound with exact times: lines placed so that a share of them overlaps, mixed in a room with noise, and kept.

Everything random comes from the generator that is passed in, so that the same lines give the same sound.
"""

import hashlib
import json
import re
import wave
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scores import Interval

Floats = NDArray[np.float32]

RATE = 16_000
"""Samples a second of all sound here."""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """How a meeting sounds: share of the speech in which two speak at once, noise in dB below it, seconds of echo."""

    name: str
    overlap: float
    noise: float
    room: float


CONDITIONS = (
    Condition(name="clean", overlap=0.0, noise=35, room=0.0),
    Condition(name="usual", overlap=0.05, noise=30, room=0.2),
    Condition(name="hard", overlap=0.10, noise=20, room=0.5),
)


Mark = Literal["", "+", "/"]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a script. `mark`: `+` a backchannel into the line before, `/` an interruption of it."""

    speaker: str
    text: str
    accent: str
    mark: Mark = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One line as it was placed: seconds from the recording's start."""

    speaker: str
    start: float
    end: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Recording:
    """Sound with what is said in it; `overlap` is the share of its speech in which two speak at once."""

    path: Path
    seconds: float
    overlap: float
    said: tuple[Said, ...]

    @property
    def intervals(self) -> list[Interval]:
        """Who speaks when."""
        return [(line.start, line.end, line.speaker) for line in self.said]

    @property
    def text(self) -> str:
        """All words in order of their line's start."""
        return " ".join(line.text for line in self.said)


# --- placing and mixing -----------------------------------------------------------------------------------------------


def placed(
    lines: Sequence[Line], seconds: Sequence[float], *, overlap: float, chance: np.random.Generator
) -> list[Said]:
    """Where each line lies, so that about that share of the speech is of two at once.

    Backchannels and interruptions overlap first, then any change of speaker, until the share is reached; the rest
    follow one another after 0.15 to 0.9 seconds.
    """
    into = _overlaps(lines, seconds, overlap, chance)
    said: list[Said] = []
    end = 0.4
    for number, (line, length) in enumerate(zip(lines, seconds, strict=True)):
        start = end + chance.uniform(0.15, 0.9)
        if number in into:
            before = said[-1]
            start = before.end - into[number]
            if line.mark == "+":
                start = before.start + (before.end - before.start - length) * chance.uniform(0.5, 0.9)
        said.append(Said(speaker=line.speaker, start=round(start, 3), end=round(start + length, 3), text=line.text))
        end = max(end, start + length)
    return said


def _overlaps(
    lines: Sequence[Line], seconds: Sequence[float], share: float, chance: np.random.Generator
) -> dict[int, float]:
    """By how many seconds a line lies in the one before, for the lines that do; never three at once."""
    changes = [n for n in range(1, len(lines)) if lines[n].speaker != lines[n - 1].speaker]
    order = chance.permutation(len(changes))
    marked_first = sorted((lines[changes[n]].mark == "", rank) for rank, n in enumerate(order))
    chosen: dict[int, float] = {}
    speech = sum(seconds)
    for _, rank in marked_first:
        number = changes[order[rank]]
        together = sum(chosen.values())
        if share <= 0 or together >= share * (speech - together):
            break
        within = lines[number].mark == "+"
        if (lines[number - 1].mark == "+" and number - 1 in chosen) or (within and number + 1 in chosen):
            continue
        shorter = min(seconds[number], seconds[number - 1])
        if not within:
            chosen[number] = min(chance.uniform(0.3, 1.5), 0.4 * shorter)
        elif seconds[number] < 0.5 * seconds[number - 1]:
            chosen[number] = seconds[number]
    return chosen


def overlap_share(intervals: Sequence[tuple[float, float]]) -> float:
    """Seconds in which two or more speak, among the seconds in which anybody does."""
    cuts = sorted({time for interval in intervals for time in interval})
    one = several = 0.0
    for start, end in pairwise(cuts):
        speaking = sum(a <= start and end <= b for a, b in intervals)
        one += (end - start) * (speaking > 0)
        several += (end - start) * (speaking > 1)
    return several / one if one else 0.0


def mixed(said: Sequence[Said], waves: Sequence[Floats], condition: Condition, chance: np.random.Generator) -> Floats:
    """The lines at their places in a room with noise."""
    sound = np.zeros(int((max(line.end for line in said) + 0.6) * RATE), dtype=np.float64)
    for line, samples in zip(said, waves, strict=True):
        first = round(line.start * RATE)
        sound[first : first + len(samples)] += samples[: len(sound) - first]
    if condition.room > 0:
        sound = _echoing(sound, condition.room, chance)
    sound = sound + _pink(len(sound), chance) * _loudness(sound) * 10 ** (-condition.noise / 20)
    return (sound * min(1.0, 0.9 / float(np.abs(sound).max()))).astype(np.float32)


def _echoing(sound: NDArray[np.float64], room: float, chance: np.random.Generator) -> NDArray[np.float64]:
    """With a diffuse tail that fades by 60 dB in `room` seconds."""
    length = int(room * RATE)
    tail = chance.standard_normal(length) * np.exp(-np.linspace(0, 6.9, length))
    tail *= 0.25 / np.sqrt((tail**2).sum())
    tail[0] = 1
    size = 1 << (len(sound) + length).bit_length()
    whole: NDArray[np.float64] = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(tail, size), size)
    return whole[: len(sound)]


def _pink(length: int, chance: np.random.Generator) -> NDArray[np.float64]:
    """Noise of loudness 1 that falls by 3 dB an octave above 50 Hz."""
    size = 1 << length.bit_length()
    spectrum = np.fft.rfft(chance.standard_normal(size))
    noise = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.fft.rfftfreq(size, 1 / RATE), 50)), size)[:length]
    whole: NDArray[np.float64] = noise / np.sqrt((noise**2).mean())
    return whole


def _loudness(sound: NDArray[np.float64]) -> float:
    spoken = sound[np.abs(sound) > 1e-4]
    return float(np.sqrt((spoken**2).mean())) if len(spoken) else 0.0


# --- keeping ----------------------------------------------------------------------------------------------------------


def keep(base: Path, sound: Floats, said: Sequence[Said], made_from: str) -> Recording:
    """The sound with its truth; the .json last, for it says that the others are whole.

    The RTTM lies in a folder of its own, since meetbot looks for one beside a recording.
    """
    rttm = base.parent / "truth" / f"{base.name}.rttm"
    rttm.parent.mkdir(parents=True, exist_ok=True)
    in_order = sorted(said, key=lambda line: (line.start, line.end))
    write_wave(base.with_suffix(".wav"), sound)
    rttm.write_text(
        "".join(
            f"SPEAKER {base.name} 1 {line.start:.3f} {line.end - line.start:.3f} <NA> <NA> "
            f"{_label(line.speaker)} <NA> <NA>\n"
            for line in in_order
        ),
        encoding="utf-8",
    )
    notes = {
        "made_from": made_from,
        "seconds": round(len(sound) / RATE, 3),
        "overlap": round(overlap_share([(line.start, line.end) for line in said]), 4),
        "said": [asdict(line) for line in in_order],
    }
    base.with_suffix(".json").write_text(json.dumps(notes, ensure_ascii=False, indent=1), encoding="utf-8")
    return recording(base.with_suffix(".wav"), notes)


def recording(path: Path, notes: Mapping[str, Any]) -> Recording:
    """The sound with the truth that was kept beside it."""
    said = tuple(Said(**line) for line in notes["said"])
    return Recording(path=path, seconds=notes["seconds"], overlap=notes["overlap"], said=said)


def _label(speaker: str) -> str:
    return re.sub(r"\W+", "_", speaker)


def seed(*names: str) -> int:
    """A seed that is the same for the same names on every machine."""
    return int.from_bytes(hashlib.sha256("/".join(names).encode()).digest()[:8])


def write_wave(path: Path, sound: Floats) -> None:
    """Mono, 16 bit, 16 kHz."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())


def generated(folder: Path, seconds: float = 60.0) -> Iterator[Path]:
    """A minute each of silence, noise and music in which nobody speaks."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = np.random.default_rng(seed("nobody"))
    length = int(seconds * RATE)
    for name, sound in (
        ("silence", np.zeros(length)),
        ("hum", 0.002 * np.sin(2 * np.pi * 60 * np.arange(length) / RATE) + 0.0005 * chance.standard_normal(length)),
        ("noise", 0.05 * _pink(length, chance)),
        ("music", _music(length, chance)),
    ):
        path = folder / f"{name}.wav"
        write_wave(path, sound.astype(np.float32))
        yield path


def _music(length: int, chance: np.random.Generator) -> NDArray[np.float64]:
    """Chords with overtones, plucked every half second: what a telephone plays to those who wait."""
    sound = np.zeros(length)
    step = RATE // 2
    time = np.arange(step * 4) / RATE
    scale = 220 * 2 ** (np.array([0, 2, 4, 5, 7, 9, 11, 12]) / 12)
    for first in range(0, length - len(time), step):
        for note in chance.choice(scale, 3, replace=False):
            tone = sum(np.sin(2 * np.pi * note * k * time) / k**1.5 for k in range(1, 6))
            sound[first : first + len(time)] += tone * np.exp(-2.5 * time)
    whole: NDArray[np.float64] = 0.3 * sound / np.abs(sound).max()
    return whole
