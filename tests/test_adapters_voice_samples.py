"""Tests of meetbot.adapters.voice_samples and voice_reader: what a sample must be, and what is said of a poor one."""

from pathlib import Path

import numpy as np
import pytest
from spoken import silence, spoken, wav

from meetbot.adapters.voice_reader import OnnxVoiceReader
from meetbot.config import TranscriptionConfig
from meetbot.errors import ConfigError, InputError, RecordingError


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> OnnxVoiceReader:
    """The encoder that ships."""
    return OnnxVoiceReader(TranscriptionConfig(), root=tmp_path_factory.mktemp("empresa"))


def test_sample_of_one_voice(reader: OnnxVoiceReader, tmp_path: Path) -> None:
    """A short clean sample is used, with the advice to record more; it is nearer to itself than to another voice."""
    laura = reader.sample(wav(tmp_path / "laura.wav", spoken("laura")))
    diego = reader.sample(wav(tmp_path / "diego.wav", spoken("diego")))
    again = reader.sample(wav(tmp_path / "laura2.wav", spoken("laura", 7, 14)))
    assert 5 < laura.seconds < 7.2
    assert [remark for remark in laura.remarks if "recognised better" in remark] == list(laura.remarks)
    assert reader.nearness(laura.vector, again.vector) > 0.85 > reader.nearness(laura.vector, diego.vector)
    assert abs(sum(x * x for x in laura.vector) - 1) < 1e-4


def test_sample_of_two_voices_is_refused_with_the_times(reader: OnnxVoiceReader, tmp_path: Path) -> None:
    """An interview is no sample: the print would be of nobody."""
    path = wav(tmp_path / "both.wav", spoken("laura"), silence(0.5), spoken("diego"))
    with pytest.raises(InputError, match=r"Two voices .* at 00:0[0-5], another at 00:0[678]"):
        reader.sample(path)


def test_sample_with_a_cough_of_another_is_used(reader: OnnxVoiceReader, tmp_path: Path) -> None:
    """A second of somebody else among many is no second voice."""
    assert reader.sample(wav(tmp_path / "cough.wav", spoken("laura"), spoken("diego", 0, 1.2))).seconds > 5


@pytest.mark.parametrize("parts", [(silence(5),), (spoken("laura", 0, 2.5), silence(4))])
def test_sample_with_little_speech_is_refused(
    reader: OnnxVoiceReader, tmp_path: Path, parts: tuple[np.ndarray, ...]
) -> None:
    """Silence and a greeting are not enough, and it is said how much is."""
    with pytest.raises(InputError, match=r"Only [0-3] s of speech are in it; 4 s are needed"):
        reader.sample(wav(tmp_path / "short.wav", *parts))


def test_sample_that_is_no_recording(reader: OnnxVoiceReader, tmp_path: Path) -> None:
    """Text, nothing, and a missing file are errors of ours."""
    (tmp_path / "notes.mp3").write_text("hola", encoding="utf-8")
    for name in ("notes.mp3", "none.wav"):
        with pytest.raises(RecordingError):
            reader.sample(tmp_path / name)


def test_sample_remarks_on_noise_and_clipping(reader: OnnxVoiceReader, tmp_path: Path) -> None:
    """A poor sample is used, and the user is told how to record a better one."""
    voice = spoken("laura")
    loud = reader.sample(wav(tmp_path / "loud.wav", np.clip(voice * 30, -1, 1)))
    assert any("overdriven" in remark for remark in loud.remarks)
    noise = np.random.default_rng(1).standard_normal(len(voice)).astype(np.float32)
    level = float(np.sqrt((voice**2).mean()))
    noisy = reader.sample(wav(tmp_path / "noisy.wav", voice + noise * level * 10 ** (-8 / 20)))
    assert any("noisy" in remark for remark in noisy.remarks)


def test_stretches_are_what_is_heard(reader: OnnxVoiceReader, tmp_path: Path) -> None:
    """Only the seconds that are asked for count: amid another's speech the print is still this person's."""
    path = wav(tmp_path / "m.wav", spoken("diego", 0, 3), spoken("laura"), spoken("diego", 3, 6))
    heard = reader.stretches(path, ((3.1, 6.0), (6.5, 9.9)))
    alone = reader.sample(wav(tmp_path / "laura.wav", spoken("laura")))
    assert heard.seconds == pytest.approx(6.3, abs=0.1)
    assert reader.nearness(heard.vector, alone.vector) > 0.9


@pytest.mark.parametrize("stretches", [(), ((0.0, 2.0),), ((90.0, 99.0),)])
def test_stretches_too_short_or_beyond_the_end(
    reader: OnnxVoiceReader, tmp_path: Path, stretches: tuple[tuple[float, float], ...]
) -> None:
    """Too little, nothing, and times beyond the recording are refused."""
    path = wav(tmp_path / "laura.wav", spoken("laura"))
    with pytest.raises(InputError, match="4 s are needed"):
        reader.stretches(path, stretches)


def test_nearness_of_prints_of_different_length_is_none(reader: OnnxVoiceReader) -> None:
    """Prints that can't be of one encoder have nothing in common."""
    assert reader.nearness((1.0, 0.0), (1.0, 0.0)) == 1.0
    assert reader.nearness((1.0, 0.0), (1.0, 0.0, 0.0)) == 0.0


def test_encoder_is_named_by_its_bytes(reader: OnnxVoiceReader, tmp_path: Path) -> None:
    """Prints carry the encoder's hash; a configured encoder that isn't there is a mistake in meetbot.toml."""
    assert len(reader.encoder()) == 64
    (tmp_path / "other.onnx").write_bytes(b"other")
    other = OnnxVoiceReader(TranscriptionConfig(speaker_encoder="other.onnx"), root=tmp_path)
    assert other.encoder() != reader.encoder()
    with pytest.raises(ConfigError, match=r"transcription\.speaker_encoder"):
        OnnxVoiceReader(TranscriptionConfig(speaker_encoder="none.onnx"), root=tmp_path).encoder()
