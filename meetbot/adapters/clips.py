"""A few seconds of a recording as a file of their own, for a person to hear whose voice it is."""

import wave
from collections.abc import Mapping
from pathlib import Path

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np
from numpy.typing import NDArray

from meetbot.adapters import audio
from meetbot.adapters.atomic_files import workspace_errors
from meetbot.adapters.audio_decode import RATE

_LOUDEST = 32767
_HEARD_AT = 0.5
"""The peak that a quiet clip is raised to: a voice from far away is to be heard too."""
_MOST_GAIN = 10.0


def write_clips(recording: Path, clips: Mapping[Path, tuple[float, float]], *, channel: int | None = None) -> None:
    """Writes those seconds of the recording as .wav, 16 kHz mono, in one pass. Raises RecordingError, WorkspaceError.

    A stretch beyond the recording's end gives what there is of it.
    """
    last = max((int(end * RATE) for _, end in clips.values()), default=0)
    heard: dict[Path, list[NDArray[np.float32]]] = {path: [] for path in clips}
    first = 0
    for piece in audio.samples(recording, channel=channel):
        for path, (start, end) in clips.items():
            begin, stop = int(start * RATE) - first, int(end * RATE) - first
            if begin < len(piece) and stop > 0:
                heard[path].append(np.array(piece[max(0, begin) : stop], dtype=np.float32))
        first += len(piece)
        if first >= last:
            break
    for path, parts in heard.items():
        _write(path, np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32))


def _write(path: Path, sound: NDArray[np.float32]) -> None:
    peak = float(np.abs(sound).max(initial=0.0))
    gain = min(_MOST_GAIN, max(1.0, _HEARD_AT / peak)) if peak else 1.0
    whole = (np.clip(sound * gain, -1, 1) * _LOUDEST).astype("<i2")
    with workspace_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(whole.tobytes())
