"""The configured speaker encoder as the VoiceReader port: prints of samples, and of stretches of a recording."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from meetbot.adapters import threads  # noqa: F401 - imported for its effect, before numpy

# isort: split
import numpy as np

from meetbot.adapters import audio
from meetbot.adapters.audio_decode import RATE
from meetbot.adapters.encoder_file import encoder_file
from meetbot.adapters.voice_samples import Heard, heard, heard_in
from meetbot.adapters.voiceprints import Encoder, Floats, unit
from meetbot.config import TranscriptionConfig
from meetbot.ports import HeardVoice


class OnnxVoiceReader:
    """Reads voices with the encoder of that configuration. `root` is the workspace."""

    def __init__(self, config: TranscriptionConfig, *, root: Path) -> None:
        self._config = config
        self._root = root

    def encoder(self) -> str:
        """The sha256 of the encoder's file. Raises ConfigError."""
        with encoder_file(self._config, root=self._root) as path:
            return hashlib.sha256(path.read_bytes()).hexdigest()

    def sample(self, path: Path) -> HeardVoice:
        """The one voice in a short recording. Raises RecordingError; InputError when it is no sample of one voice."""
        return _as_port(heard(path, self._loaded))

    def stretches(self, recording: Path, stretches: Sequence[tuple[float, float]]) -> HeardVoice:
        """The one voice in those seconds of a recording, in order of time. Raises RecordingError, InputError."""
        return _as_port(heard_in(list(_cut(recording, stretches)), self._loaded, where=recording))

    def nearness(self, first: Sequence[float], second: Sequence[float]) -> float:
        """The cosine of two prints; 0 for prints that can't be of one encoder."""
        if len(first) != len(second):
            return 0.0
        a, b = unit(np.array([first, second], dtype=np.float32))
        return round(float(a @ b), 3)

    @cached_property
    def _loaded(self) -> Encoder:
        with encoder_file(self._config, root=self._root) as path:
            return Encoder(path)


def _as_port(voice: Heard) -> HeardVoice:
    return HeardVoice(vector=tuple(map(float, voice.vector)), seconds=voice.seconds, remarks=voice.remarks)


def _cut(recording: Path, stretches: Sequence[tuple[float, float]]) -> Iterator[audio.Block]:
    """Each stretch as a block of speech; decoding ends with the last one."""
    bounds = [(round(start * RATE), round(end * RATE)) for start, end in stretches]
    parts: list[list[Floats]] = [[] for _ in bounds]
    first = 0
    for piece in audio.samples(recording):
        for part, (start, end) in zip(parts, bounds, strict=True):
            part.append(piece[max(0, start - first) : max(0, end - first)])
        first += len(piece)
        if not bounds or first >= bounds[-1][1]:
            break
    for part, (start, _) in zip(parts, bounds, strict=True):
        samples = np.concatenate(part) if part else np.zeros(0, dtype=np.float32)
        yield audio.Block(first=start, samples=samples, speech=((0, len(samples)),))
