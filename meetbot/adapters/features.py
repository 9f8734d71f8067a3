"""What speaker encoders hear instead of samples: mel power as GE2E was trained on, or log-mel banks as in Kaldi."""

from functools import lru_cache
from typing import Any, Literal

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np
from numpy.typing import NDArray

from meetbot.adapters.audio_decode import RATE

Floats = NDArray[np.float32]

HOP = 160
"""Samples from one frame to the next: 100 frames a second."""

_FRAME = 400
_KALDI_FFT = 512
_KALDI_LOWEST_HERTZ = 20.0
_PREEMPHASIS = 0.97
_LEAST_POWER = 1.2e-7
_FULL_SCALE = 32768.0


def mel_power(audio: Floats, bands: int = 40) -> Floats:
    """(frames, bands) power in mel bands, 100 frames a second, centred, zero-padded, without logarithm."""
    padded = np.pad(audio, _FRAME // 2)
    cut = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::HOP]
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FRAME) / _FRAME)
    power = np.abs(np.fft.rfft(cut * hann.astype(np.float32), axis=-1)) ** 2
    return np.asarray(power @ _slaney_filters(bands).T, dtype=np.float32)


def log_mel_banks(audio: Floats, bands: int = 80, *, window: Literal["povey", "hamming"] = "povey") -> Floats:
    """(frames, bands) logarithms as Kaldi's fbank gives them without dither; frames begin every 10 ms, none is padded.

    Computed frame by frame from 25 ms: mean taken away, pre-emphasis 0.97, window, 512-point spectrum, triangles that
    are even on the mel scale from 20 Hz to 8 kHz.
    """
    if len(audio) < _FRAME:
        return np.zeros((0, bands), dtype=np.float32)
    cut = np.lib.stride_tricks.sliding_window_view(audio * np.float32(_FULL_SCALE), _FRAME)[::HOP]
    cut = cut - cut.mean(axis=1, keepdims=True)
    before = np.concatenate([cut[:, :1], cut[:, :-1]], axis=1)
    shaped = (cut - _PREEMPHASIS * before) * _shape(window)
    power = np.abs(np.fft.rfft(shaped, _KALDI_FFT, axis=-1)) ** 2
    return np.asarray(np.log(np.maximum(power @ _kaldi_filters(bands).T, _LEAST_POWER)), dtype=np.float32)


def without_mean(frames: Floats) -> Floats:
    """(batch, frames, bands) without each window's mean: what microphone and loudness add to a logarithm."""
    return np.asarray(frames - frames.mean(axis=1, keepdims=True), dtype=np.float32)


def _shape(window: Literal["povey", "hamming"]) -> Floats:
    turn = np.cos(2 * np.pi * np.arange(_FRAME) / (_FRAME - 1))
    return np.asarray(0.54 - 0.46 * turn if window == "hamming" else (0.5 - 0.5 * turn) ** 0.85, dtype=np.float32)


@lru_cache
def _kaldi_filters(bands: int) -> Floats:
    """(bands, 257) triangles of height 1 whose edges are evenly spaced in mel (1127 ln(1 + hertz/700))."""
    lowest, highest = _kaldi_mel(np.array([_KALDI_LOWEST_HERTZ, RATE / 2]))
    edges = np.linspace(lowest, highest, bands + 2)
    mel = _kaldi_mel(np.linspace(0, RATE / 2, _KALDI_FFT // 2 + 1))
    return _triangles(mel, edges)


def _kaldi_mel(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1127.0 * np.log1p(hertz / 700.0))


@lru_cache
def _slaney_filters(bands: int) -> Floats:
    """(bands, 201) triangular filters on the Slaney mel scale from 0 to 8 kHz, each of unit area."""
    edges = _mel_to_hertz(np.linspace(0.0, _hertz_to_mel(RATE / 2), bands + 2))
    area = 2.0 / (edges[2:] - edges[:-2])
    return np.asarray(_triangles(np.linspace(0, RATE / 2, _FRAME // 2 + 1), edges) * area[:, None], dtype=np.float32)


def _triangles(places: NDArray[Any], edges: NDArray[Any]) -> Floats:
    """(filters, places) triangles of height 1, each from one edge over the next to the one after."""
    rising = (places[None, :] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - places[None, :]) / (edges[2:] - edges[1:-1])[:, None]
    return np.asarray(np.maximum(0, np.minimum(rising, falling)), dtype=np.float32)


# Slaney's scale: linear below 1 kHz (15 mel), logarithmic above (27 mel for each factor of 6.4).
def _hertz_to_mel(hertz: float) -> float:
    return float(hertz * 3 / 200 if hertz < 1000 else 15 + np.log(hertz / 1000) * 27 / np.log(6.4))  # noqa: PLR2004 - above


def _mel_to_hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))  # noqa: PLR2004 - above
