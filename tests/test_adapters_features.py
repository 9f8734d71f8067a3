import numpy as np
import pytest

from meetbot.adapters.features import Floats, log_mel_banks, mel_power, without_mean


def tone(hertz: float, seconds: float = 1.0, level: float = 0.5) -> Floats:
    """A sine of that share of the full scale."""
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * 16_000)) / 16_000)).astype(np.float32)


def test_mel_power_of_a_tone_lies_in_its_band() -> None:
    """100 frames a second, and a tone's power in the band around its frequency: 1 kHz is 15 of 45.2 mel."""
    frames = mel_power(tone(1000))
    assert frames.shape == (101, 40)
    assert abs(int(frames[50].argmax()) - 40 * 15 / 45.245) < 1.5


@pytest.mark.parametrize("hertz", [300, 1000, 4000])
def test_log_mel_banks_of_a_tone_lie_in_its_band(hertz: float) -> None:
    """Only whole frames of 25 ms; the 80 bands are even in mel from 20 Hz to 8 kHz."""
    frames = log_mel_banks(tone(hertz))
    assert frames.shape == (98, 80)
    lowest, highest, place = (1127 * np.log1p(f / 700) for f in (20, 8000, hertz))
    assert abs(int(frames[50].argmax()) - 81 * (place - lowest) / (highest - lowest) + 1) <= 1


def test_log_mel_banks_ignore_an_offset_and_shift_with_loudness() -> None:
    """A constant added to the samples is taken away; ten times the loudness adds 2 ln 10, which the mean takes away."""
    plain = log_mel_banks(tone(1000))
    assert np.allclose(log_mel_banks(tone(1000) + np.float32(0.1)), plain, atol=0.5)
    quiet = log_mel_banks(tone(1000, level=0.05))
    loud_bands = plain[50] > 5
    assert np.allclose((plain - quiet)[:, loud_bands], 2 * np.log(10), atol=0.01)
    assert np.allclose(without_mean(plain[None])[0].mean(axis=0), 0, atol=1e-4)


def test_log_mel_banks_window_shapes_differ_and_short_sound_has_no_frame() -> None:
    """Povey's and Hamming's shapes are two; less than 25 ms has no frame."""
    assert not np.allclose(log_mel_banks(tone(1000)), log_mel_banks(tone(1000), window="hamming"), atol=0.1)
    assert log_mel_banks(tone(1000, seconds=0.02)).shape == (0, 80)
