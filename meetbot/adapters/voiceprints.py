"""Speech in a recording as voiceprints: where somebody speaks, and how the voice sounds in each short window.

The GE2E speaker encoder (`weights_data/NOTICE`) turns windows of 1.6 s of speech into unit vectors. Blocks are read as
they come: what grows with the recording are only the vectors, 10 MB an hour.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np
from numpy.typing import NDArray

from meetbot.adapters.audio import Block
from meetbot.adapters.audio_decode import RATE
from meetbot.errors import ModelMissingError

Floats = NDArray[np.float32]

BANDS = 40
WINDOW_SECONDS = 1.6
STEP_SECONDS = 0.4

_FFT = 400
_HOP = 160
_FRAMES_A_SECOND = RATE // _HOP
_WINDOW_FRAMES = round(WINDOW_SECONDS * _FRAMES_A_SECOND)
_STEP_FRAMES = round(STEP_SECONDS * _FRAMES_A_SECOND)
_SHORTEST_FRAMES = 30
_BATCH = 32
# The encoder was trained on speech that was raised to this level: -30 dB of full scale.
_POWER = 10 ** (-30 / 10)


@dataclass(frozen=True, kw_only=True)
class Voiceprints:
    """The windows of a recording in order of time.

    `regions`: (r, 2) seconds of uninterrupted speech. `spans`: (n, 2) seconds of each window, `region`: (n,) the index
    of the region that it lies in, `vectors`: (n, d) unit vectors.
    """

    regions: NDArray[np.float64]
    spans: NDArray[np.float64]
    region: NDArray[np.int64]
    vectors: Floats

    @property
    def centres(self) -> NDArray[np.float64]:
        """(n,) the middle of each window in seconds."""
        return np.asarray(self.spans.mean(axis=1), dtype=np.float64)

    @property
    def full(self) -> NDArray[np.bool_]:
        """(n,) whether the window has its full length; shorter ones tell less about the voice."""
        return np.asarray(self.spans[:, 1] - self.spans[:, 0] > WINDOW_SECONDS - 0.1)


class Encoder:
    """A speaker encoder in ONNX: mel frames (batch, frames, 40) to unit vectors (batch, d). `sha256` is its file's."""

    def __init__(self, path: Path) -> None:
        """Raises ModelMissingError when the file is absent or takes another input than mel frames of 40 bands."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's exceptions have no common public base
            raise ModelMissingError(
                "The speaker encoder can't be loaded.", str(path), "Remove `speaker_encoder` to use the one that ships."
            ) from error
        entry = self._session.get_inputs()
        if len(entry) != 1 or len(entry[0].shape) != 3 or entry[0].shape[2] != BANDS:  # noqa: PLR2004 - batch, frames, bands
            raise ModelMissingError(
                "The speaker encoder takes another input than mel frames of 40 bands.",
                str(path),
                "Use a GE2E-like encoder with input (batch, frames, 40), or remove `speaker_encoder`.",
            )
        self._name = entry[0].name
        self.sha256 = hashlib.sha256(path.read_bytes()).hexdigest()

    def __call__(self, mels: Floats) -> Floats:
        """(batch, frames, 40) to (batch, d) unit vectors."""
        vectors = np.concatenate(
            [self._session.run(None, {self._name: mels[i : i + _BATCH]})[0] for i in range(0, len(mels), _BATCH)]
        )
        return unit(vectors)


def unit(vectors: NDArray[Any]) -> Floats:
    """The vectors of the last axis scaled to length 1; a zero vector stays zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), dtype=np.float32)


def voiceprints(blocks: Iterable[Block], encoder: Encoder) -> Voiceprints:
    """The voiceprints of the speech in those blocks."""
    regions: list[tuple[float, float]] = []
    spans: list[tuple[float, float]] = []
    region: list[int] = []
    vectors: list[Floats] = []
    for offset, speech in _speech(blocks):
        end = offset + len(speech) / RATE
        frames = windows(len(speech) // _HOP + 1)
        if not frames:
            continue
        mels = mel_frames(speech)
        gains = _gains(speech, frames)
        vectors.append(encoder(np.stack([mels[a:b] * gain for (a, b), gain in zip(frames, gains, strict=True)])))
        spans += [(offset + a / _FRAMES_A_SECOND, min(end, offset + b / _FRAMES_A_SECOND)) for a, b in frames]
        region += [len(regions)] * len(frames)
        regions.append((offset, end))
    return Voiceprints(
        regions=np.array(regions, dtype=np.float64).reshape(-1, 2),
        spans=np.array(spans, dtype=np.float64).reshape(-1, 2),
        region=np.array(region, dtype=np.int64),
        vectors=np.concatenate(vectors) if vectors else np.zeros((0, 1), dtype=np.float32),
    )


def _speech(blocks: Iterable[Block]) -> Iterator[tuple[float, Floats]]:
    """(seconds from the recording's start, samples) of each stretch of speech, in order."""
    for block in blocks:
        for start, end in block.speech:
            yield block.start + start / RATE, block.samples[start:end]


def windows(frames: int) -> list[tuple[int, int]]:
    """The windows (first, last + 1) over that many frames; the last one ends with the region; all are equally long.

    A region shorter than one window is one shorter window; less than 0.3 s is none: no voice can be told from it.
    """
    if frames < _SHORTEST_FRAMES:
        return []
    if frames <= _WINDOW_FRAMES:
        return [(0, frames)]
    starts = list(range(0, frames - _WINDOW_FRAMES + 1, _STEP_FRAMES))
    if starts[-1] + _WINDOW_FRAMES < frames:
        starts.append(frames - _WINDOW_FRAMES)
    return [(start, start + _WINDOW_FRAMES) for start in starts]


def mel_frames(audio: Floats) -> Floats:
    """(frames, 40) power in mel bands, 100 frames a second, centred, zero-padded, without logarithm."""
    padded = np.pad(audio, _FFT // 2)
    cut = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::_HOP]
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FFT) / _FFT)
    power = np.abs(np.fft.rfft(cut * hann.astype(np.float32), axis=-1)) ** 2
    return np.asarray(power @ _filters().T, dtype=np.float32)


def _gains(speech: Floats, frames: list[tuple[int, int]]) -> list[float]:
    """For each window the factor on its power that raises it to the loudness which the encoder knows; 1 if louder.

    By window and not by file, so that a person far from the microphone counts like the one beside it.
    """
    energy = np.concatenate([[0.0], np.cumsum(np.square(speech, dtype=np.float64))])
    powers = [
        (energy[min(b * _HOP, len(speech))] - energy[a * _HOP]) / max(1, min(b * _HOP, len(speech)) - a * _HOP)
        for a, b in frames
    ]
    return [float(max(1.0, _POWER / max(power, 1e-10))) for power in powers]


@lru_cache
def _filters() -> Floats:
    """(40, 201) triangular filters on the Slaney mel scale from 0 to 8 kHz, each of unit area."""
    edges = _mel_to_hertz(np.linspace(0.0, _hertz_to_mel(RATE / 2), BANDS + 2))
    bins = np.linspace(0, RATE / 2, _FFT // 2 + 1)
    rising = (bins[None, :] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins[None, :]) / (edges[2:] - edges[1:-1])[:, None]
    area = 2.0 / (edges[2:] - edges[:-2])
    return np.asarray(np.maximum(0, np.minimum(rising, falling)) * area[:, None], dtype=np.float32)


# Slaney's scale: linear below 1 kHz (15 mel), logarithmic above (27 mel for each factor of 6.4).
def _hertz_to_mel(hertz: float) -> float:
    return float(hertz * 3 / 200 if hertz < 1000 else 15 + np.log(hertz / 1000) * 27 / np.log(6.4))  # noqa: PLR2004 - above


def _mel_to_hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))  # noqa: PLR2004 - above
