"""Speaker encoders in ONNX: a window of speech becomes a unit vector that tells the voice, whatever a model takes.

Which kind a model is follows from the shape of its input: mel power of 40 bands (GE2E, which ships), log-mel banks
(WeSpeaker, 3D-Speaker, CAM++: 80 bands, mean taken away) or samples. Properties that exporters write into the file,
such as the rate, are heeded.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np
from numpy.typing import NDArray

from meetbot.adapters.audio_decode import RATE
from meetbot.adapters.features import HOP, Floats, log_mel_banks, mel_power, without_mean
from meetbot.adapters.onnx import session_of
from meetbot.errors import ModelMissingError

WINDOW_SECONDS = 1.6
"""The window that GE2E was trained on; other models get the same unless their input has a fixed length."""

FRAMES_A_SECOND = RATE // HOP

_MEL_BANDS = 40
_BATCH = 32
_FULL_SCALE = 32768.0
# The encoder was trained on speech that was raised to this level: -30 dB of full scale.
_POWER = 10 ** (-30 / 10)
# Of a window's 25 ms frames the last begins 25 ms before its end.
_FRAMES_LOST = 2

_BANDS = (64, 80)
_BEYOND = 400

Sound = Literal["mel", "banks", "samples"]
Shape = Literal["povey", "hamming"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a model takes: kind of sound, bands of a frame, the fixed size of a window (frames, samples) or None.

    `axes` is the input's number of dimensions, `bands_first` whether it is (batch, bands, frames), `scale` the factor
    on samples, `shape` that of a frame of banks.
    """

    name: str
    sound: Sound
    axes: int
    bands: int = 0
    size: int | None = None
    batch: int | None = None
    bands_first: bool = False
    scale: float = 1.0
    shape: Shape = "povey"


class Encoder:
    """A speaker encoder: stretches of speech to unit vectors. `sha256` is its file's, `window_seconds` its window."""

    def __init__(self, path: Path) -> None:
        """Raises ModelMissingError when the file is no model, or one that takes or gives something else."""
        try:
            model = path.read_bytes()
            self._session = session_of(model)
            properties = dict(self._session.get_modelmeta().custom_metadata_map)
        except Exception as error:  # onnxruntime's exceptions have no common public base
            raise ModelMissingError(
                "The speaker encoder can't be loaded.", str(path), "Remove `speaker_encoder` to use the one that ships."
            ) from error
        entries = self._session.get_inputs()
        self._entry = entry_of([(entry.name, entry.type, entry.shape) for entry in entries], properties, where=path)
        self._where = path
        self.sha256 = hashlib.sha256(model).hexdigest()
        self.window_seconds = _window_seconds(self._entry)
        self.vectors(self.sound(np.zeros(round(self.window_seconds * RATE), np.float32), [(0, self.frames)]))

    @property
    def frames(self) -> int:
        """The frames of 10 ms in one window."""
        return round(self.window_seconds * FRAMES_A_SECOND)

    def __call__(self, speech: Floats, frames: Sequence[tuple[int, int]]) -> Floats:
        """(windows, d) unit vectors of those windows, (first, last + 1) in frames of 10 ms, all equally long.

        Raises ModelMissingError when the model fails on sound.
        """
        return self.vectors(self.sound(speech, frames))

    def sound(self, speech: Floats, frames: Sequence[tuple[int, int]]) -> Floats:
        """The model's input for those windows; where it has a fixed length, a shorter window is repeated to it."""
        entry = self._entry
        if entry.sound == "mel":
            power = mel_power(speech, entry.bands)
            gains = _gains(speech, frames)
            cut = [power[a:b] * gain for (a, b), gain in zip(frames, gains, strict=True)]
            return _sized(np.stack(cut), entry.size)
        # centred frames reach half a frame beyond the sound, the frames of banks begin 25 ms before its end
        longer = np.pad(speech, (0, _BEYOND), mode="symmetric")
        if entry.sound == "samples":
            sized = _sized(np.stack([longer[a * HOP : b * HOP] for a, b in frames]), entry.size)
            return sized.reshape(len(sized), *(1,) * (entry.axes - 2), -1) * np.float32(entry.scale)
        banks = log_mel_banks(longer, entry.bands, window=entry.shape)
        sized = without_mean(_sized(np.stack([banks[a : b - _FRAMES_LOST] for a, b in frames]), entry.size))
        return np.ascontiguousarray(sized.transpose(0, 2, 1)) if entry.bands_first else sized

    def vectors(self, windows: Floats) -> Floats:
        """(windows, d) unit vectors of what `sound` gave; where the model gives no number, a vector of zeros.

        Raises ModelMissingError when the model fails, or gives something else than one vector for each window.
        """
        size = self._entry.batch or _BATCH
        try:
            parts = [
                self._session.run(None, {self._entry.name: part})[0]
                for part in _parts(windows, size, filled=self._entry.batch is not None)
            ]
        except Exception as error:  # onnxruntime's exceptions have no common public base
            raise _other_model("fails on speech", self._where) from error
        found = np.concatenate([np.atleast_2d(part) for part in parts])
        if found.size < len(windows) * found.shape[-1] or found.size // found.shape[-1] - len(windows) >= size:
            raise _other_model("gives something else than one vector for each window", self._where)
        flat = found.reshape(-1, found.shape[-1])[: len(windows)]
        return unit(np.nan_to_num(flat.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0))


def unit(vectors: NDArray[Any]) -> Floats:
    """The vectors of the last axis scaled to length 1; a zero vector stays zero."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), dtype=np.float32)


def entry_of(
    inputs: Sequence[tuple[str, str, Sequence[int | str | None]]], properties: Mapping[str, str], *, where: Path
) -> Entry:
    """What a model with those inputs (name, type, shape) takes. Raises ModelMissingError for another kind."""
    rate = properties.get("sample_rate", str(RATE))
    if rate != str(RATE):
        raise _other_model(f"was made for sound of {rate} Hz instead of {RATE}", where)
    if len(inputs) != 1 or inputs[0][1] != "tensor(float)":
        raise _other_model("takes several inputs or other numbers than float", where)
    name, _, shape = inputs[0]
    sizes = [size if isinstance(size, int) and size > 0 else None for size in shape]
    batch = sizes[0] if sizes else None
    scale = _FULL_SCALE if properties.get("normalize_samples") == "0" else 1.0
    if len(sizes) == 2 or (len(sizes) == 3 and sizes[1] == 1):  # noqa: PLR2004 - with and without a channel
        return Entry(name=name, sound="samples", axes=len(sizes), size=sizes[-1], batch=batch, scale=scale)
    if len(sizes) != 3:  # noqa: PLR2004 - batch, frames, bands
        raise _other_model("takes neither frames nor samples", where)
    if sizes[2] == _MEL_BANDS:
        return Entry(name=name, sound="mel", axes=3, bands=_MEL_BANDS, size=sizes[1], batch=batch)
    # what WeSpeaker was trained on; its own exports have no properties but name their input so
    shape_of_frame: Shape = "hamming" if properties.get("framework") == "wespeaker" or name == "feats" else "povey"
    for bands, frames, first in ((sizes[2], sizes[1], False), (sizes[1], sizes[2], True)):
        if bands in _BANDS:
            return Entry(
                name=name,
                sound="banks",
                axes=3,
                bands=bands,
                size=frames,
                batch=batch,
                bands_first=first,
                shape=shape_of_frame,
            )
    raise _other_model("takes frames of another number of bands than 40, 64 or 80", where)


def _window_seconds(entry: Entry) -> float:
    """The model's own window where its input has a fixed length, in whole frames."""
    if entry.size is None:
        return WINDOW_SECONDS
    if entry.sound == "samples":
        return max(1, entry.size // HOP) / FRAMES_A_SECOND
    lost = _FRAMES_LOST if entry.sound == "banks" else 0
    return (entry.size + lost) / FRAMES_A_SECOND


def _sized(windows: Floats, size: int | None) -> Floats:
    """(n, size, …) the windows cut or repeated to that many frames or samples."""
    if size is None or windows.shape[1] == size:
        return windows
    return np.asarray(np.take(windows, np.arange(size) % windows.shape[1], axis=1))


def _parts(windows: Floats, size: int, *, filled: bool) -> Iterator[Floats]:
    """The windows in batches; `filled`: the last one repeats its last window, for models that take no other number."""
    for first in range(0, len(windows), size):
        part = windows[first : first + size]
        yield np.take(part, np.minimum(np.arange(size), len(part) - 1), axis=0) if filled else part


def _gains(speech: Floats, frames: Sequence[tuple[int, int]]) -> list[float]:
    """For each window the factor on its power that raises it to the loudness which the encoder knows; 1 if louder.

    By window and not by file, so that a person far from the microphone counts like the one beside it.
    """
    energy = np.concatenate([[0.0], np.cumsum(np.square(speech, dtype=np.float64))])
    powers = [
        (energy[min(b * HOP, len(speech))] - energy[a * HOP]) / max(1, min(b * HOP, len(speech)) - a * HOP)
        for a, b in frames
    ]
    return [float(max(1.0, _POWER / max(power, 1e-10))) for power in powers]


def _other_model(what: str, where: Path) -> ModelMissingError:
    return ModelMissingError(
        f"The speaker encoder {what}.",
        str(where),
        "Use a model with input (batch, frames, 40 or 80), (batch, samples) or (batch, 1, samples) at 16 kHz, or "
        "remove `speaker_encoder`.",
    )
