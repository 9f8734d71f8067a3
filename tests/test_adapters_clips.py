import wave
from pathlib import Path

import numpy as np
import pytest

from meetbot.adapters.clips import write_clips
from meetbot.errors import RecordingError, WorkspaceError

RATE = 16_000


def recording(path: Path, *, level: float = 0.1, channels: int = 1) -> Path:
    """Six seconds: 100 Hz, then 1000 Hz from the third second on; in stereo the right channel is silent."""
    time = np.arange(6 * RATE) / RATE
    sound = level * np.where(time < 3, np.sin(2 * np.pi * 100 * time), np.sin(2 * np.pi * 1000 * time))
    frames = np.stack([sound, *([np.zeros_like(sound)] * (channels - 1))], axis=1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((frames * 32767).astype("<i2").tobytes())
    return path


def heard(path: Path) -> tuple[float, float, float]:
    """Seconds, loudest pitch and peak of a clip."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        sound = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2") / 32767
    if not len(sound):
        return 0.0, 0.0, 0.0
    pitch = np.fft.rfftfreq(len(sound), 1 / RATE)[int(np.abs(np.fft.rfft(sound)).argmax())]
    return round(len(sound) / RATE, 2), round(float(pitch)), round(float(np.abs(sound).max()), 1)


def test_clips_hold_their_own_seconds(tmp_path: Path) -> None:
    """Each file has the stretch that was asked for, raised to be heard; folders are made."""
    low, high = tmp_path / "voces" / "a.wav", tmp_path / "voces" / "b.wav"
    write_clips(recording(tmp_path / "r.wav"), {low: (0.5, 2.5), high: (3.5, 5.0)})
    assert heard(low) == (2.0, 100, 0.5)
    assert heard(high) == (1.5, 1000, 0.5)


def test_clips_beyond_the_end_are_shorter(tmp_path: Path) -> None:
    """A stretch that the recording doesn't have gives what there is, or an empty file."""
    some, none = tmp_path / "a.wav", tmp_path / "b.wav"
    write_clips(recording(tmp_path / "r.wav", level=0.8), {some: (5.0, 9.0), none: (20.0, 22.0)})
    assert heard(some) == (1.0, 1000, 0.8)
    assert heard(none) == (0.0, 0.0, 0.0)


def test_clips_of_one_channel(tmp_path: Path) -> None:
    """A track that is a channel is heard alone; silence stays silence."""
    stereo = recording(tmp_path / "r.wav", channels=2)
    write_clips(stereo, {tmp_path / "left.wav": (0.0, 1.0)}, channel=0)
    write_clips(stereo, {tmp_path / "right.wav": (0.0, 1.0)}, channel=1)
    assert heard(tmp_path / "left.wav") == (1.0, 100, 0.5)
    assert heard(tmp_path / "right.wav")[2] == 0.0


def test_clips_what_can_not_be_read_or_written_is_said(tmp_path: Path) -> None:
    """No sound, or no folder to write to, is an error of ours."""
    (tmp_path / "r.wav").write_text("no sound")
    with pytest.raises(RecordingError):
        write_clips(tmp_path / "r.wav", {tmp_path / "a.wav": (0.0, 1.0)})
    with pytest.raises(WorkspaceError):
        write_clips(recording(tmp_path / "s.wav"), {tmp_path / "r.wav" / "a.wav": (0.0, 1.0)})
