import json
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import no_progress

from meetbot.adapters import audio
from meetbot.adapters.encoder_file import encoder_file
from meetbot.adapters.voiceprints import Encoder, Floats, voiceprints, windows
from meetbot.adapters.voices import OnnxDiarizer
from meetbot.config import TranscriptionConfig, load
from meetbot.errors import ConfigError, RecordingError
from meetbot.model.company import Roster
from meetbot.ports import Diarization

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def wav(path: Path, samples: Floats) -> Path:
    """A recording of those samples."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def silence(seconds: float) -> Floats:
    """Nobody speaks."""
    return np.zeros(round(seconds * 16_000), dtype=np.float32)


def test_windows_cover_a_stretch_to_its_end() -> None:
    """Windows of 1.6 s every 0.4 s; the last one ends with the speech; shorter speech is one shorter window."""
    assert windows(29) == []
    assert windows(100) == [(0, 100)]
    assert windows(160) == [(0, 160)]
    assert windows(210) == [(0, 160), (40, 200), (50, 210)]


def test_stretches_heard_together_sound_as_each_alone(tmp_path: Path) -> None:
    """Windows of all stretches of a block go to the encoder at once, by length; each voice is the same as alone."""
    with encoder_file(TranscriptionConfig(), root=tmp_path) as path:
        encoder = Encoder(path)
    voices = sorted(path for path in (SAMPLES / "voices").iterdir() if path.suffix == ".ogg")[:2]
    sound = np.concatenate([np.concatenate(list(audio.samples(path)))[: 6 * 16_000] for path in voices])
    speech = ((0, 5_000), (6_000, 18_000), (20_000, 90_000), (96_000, 108_000), (110_000, 180_000))
    together = voiceprints([audio.Block(first=0, samples=sound, speech=speech)], encoder)
    alone = [voiceprints([audio.Block(first=0, samples=sound, speech=(one,))], encoder) for one in speech]
    assert together.region.tolist() == [n for n, one in enumerate(alone) for _ in one.region]
    assert set(np.round(together.spans[:, 1] - together.spans[:, 0], 2)) == {0.31, 0.75, 1.6}
    assert np.allclose(together.vectors, np.concatenate([one.vectors for one in alone]), atol=1e-4)


def test_diarize_silence_has_no_intervals(tmp_path: Path) -> None:
    """Nobody speaks: no intervals, no names, no invented speaker."""
    recording = wav(tmp_path / "silence.wav", silence(6))
    found = OnnxDiarizer(TranscriptionConfig(), root=tmp_path).diarize(recording, roster=Roster(), progress=no_progress)
    assert found == Diarization(intervals=(), names={})


def test_diarize_text_file_is_a_recording_error(tmp_path: Path) -> None:
    """What can't be decoded raises RecordingError, not a foreign exception."""
    (tmp_path / "notes.mp3").write_text("esto no es audio", encoding="utf-8")
    with pytest.raises(RecordingError):
        OnnxDiarizer(TranscriptionConfig(), root=tmp_path).diarize(
            tmp_path / "notes.mp3", roster=Roster(), progress=no_progress
        )


def test_settings_name_the_encoder_and_the_count(tmp_path: Path) -> None:
    """A change of encoder or number of speakers changes the settings, so that stored results are made anew."""
    shipped = OnnxDiarizer(TranscriptionConfig(), root=tmp_path).settings()
    (tmp_path / "other.onnx").write_bytes(b"other")
    other = OnnxDiarizer(TranscriptionConfig(speaker_encoder="other.onnx", speaker_count=3), root=tmp_path).settings()
    assert shipped["speaker_count"] == "found"
    assert other["speaker_count"] == "3"
    assert shipped["encoder"] != other["encoder"]


def test_settings_missing_encoder_names_the_key(tmp_path: Path) -> None:
    """A configured encoder that isn't there is a mistake in meetbot.toml, with its key."""
    with pytest.raises(ConfigError, match=r"transcription\.speaker_encoder"):
        OnnxDiarizer(TranscriptionConfig(speaker_encoder="voces.onnx"), root=tmp_path).settings()


@pytest.mark.real
def test_diarize_sample_recording_names_who_spoke() -> None:
    """On the sample meeting at least 90 % of the speech is given to the right person by name."""
    recording = next(SAMPLES.glob("recordings/2026-11-23*"))
    spoken = json.loads((SAMPLES / "reference.json").read_text(encoding="utf-8"))["segments"]
    roster = load(SAMPLES).config.roster
    heard: list[str] = []
    found = OnnxDiarizer(TranscriptionConfig(), root=SAMPLES).diarize(
        recording, roster=roster, progress=lambda _what, share: heard.append(f"{share:.2f}")
    )
    total = sum(line["end"] - line["start"] for line in spoken)
    right = sum(seconds for (person, name), seconds in heard_as(found, spoken).items() if name == person)
    assert right / total >= 0.9, json.dumps({k: v[0] for k, v in found.names.items()}, ensure_ascii=False)
    assert heard[-1] == "1.00"


@pytest.mark.real
@pytest.mark.parametrize("seconds", [20, 75])
def test_diarize_short_recording_gives_nobodys_words_to_another(tmp_path: Path, seconds: int) -> None:
    """The sample's beginning: who speaks once is not named as somebody else, nor is half of a voice."""
    (sample,) = SAMPLES.glob("recordings/2026-11-23*")
    sound = np.concatenate(list(audio.samples(sample)))[: seconds * 16_000]
    spoken = json.loads((SAMPLES / "reference.json").read_text(encoding="utf-8"))["segments"]
    found = OnnxDiarizer(TranscriptionConfig(), root=SAMPLES).diarize(
        wav(tmp_path / "start.wav", sound), roster=load(SAMPLES).config.roster, progress=no_progress
    )
    shares = heard_as(found, spoken)
    named = sum(shares.values())
    wrong = sum(seconds for (person, name), seconds in shares.items() if name not in {person, ""})
    assert wrong / named <= 0.15, shares
    if seconds == 75:
        assert wrong / named <= 0.04, shares
        assert shares["Carmen Ortega", "Carmen Ortega"] >= 4


def heard_as(found: Diarization, spoken: list[dict[str, Any]]) -> dict[tuple[str, str], float]:
    """Seconds of each person that are under each name, `` for none."""
    shares: dict[tuple[str, str], float] = {}
    for line in spoken:
        for interval in found.intervals:
            overlap = min(interval.end, line["end"]) - max(interval.start, line["start"])
            if overlap > 0:
                pair = line["speaker"], found.names.get(interval.speaker, ("", 0.0))[0]
                shares[pair] = shares.get(pair, 0.0) + overlap
    return shares
