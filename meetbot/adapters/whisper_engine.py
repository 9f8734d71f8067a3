"""The one place that calls faster-whisper: loads a model, decodes a stretch of audio, tells its language."""

import importlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, Protocol

from meetbot.adapters.audio_decode import FloatArray
from meetbot.adapters.weights import ResolvedModel, ways
from meetbot.adapters.whisper_text import Window
from meetbot.errors import ConfigError, MeetbotError, ModelMissingError
from meetbot.model.transcript import Word

BATCH = 2
"""Windows of 30 s that are decoded at once: 1, 4, 8 and 16 gave the same text. On one thread 2 took as many processor
seconds as 4 (28.2 and 28.1 for 217 s of speech), 180 MB less, and a stopped run waits half as long."""


class SpeechModel(Protocol):
    """A loaded recogniser; its methods may be called from several threads at once."""

    def languages(self) -> Sequence[str]:
        """The codes of the languages that it knows."""
        ...

    def language_shares(self, samples: FloatArray) -> dict[str, float]:
        """How probable each language is for up to 30 s of speech."""
        ...

    def windows(
        self, samples: FloatArray, *, language: str, beam_size: int, prompt: str | None, strict: bool = False
    ) -> Iterator[Window]:
        """What is heard, window by window, in seconds from the first sample. `strict` forbids repetitions."""
        ...


class ModelFactory(Protocol):
    """Loads a model for a number of workers."""

    def __call__(self, found: ResolvedModel, *, compute_type: str, workers: int, threads: int) -> SpeechModel:
        """The loaded model; `threads` for each worker. Raises ModelMissingError, ConfigError."""
        ...


def load(found: ResolvedModel, *, compute_type: str, workers: int, threads: int) -> SpeechModel:
    """The model on the processor; fetched from the hub first if that is where it is."""
    from faster_whisper import WhisperModel

    try:
        model = WhisperModel(
            found.path_or_name,
            device="cpu",
            compute_type=compute_type,
            cpu_threads=threads,
            num_workers=workers,
            local_files_only=found.source != "hub",
        )
    except _failures() as error:
        raise _not_loaded(found, compute_type, error) from error
    return FasterWhisper(model)


def ensure_here(found: ResolvedModel, *, fetch: bool) -> None:
    """Makes sure that a hub's model lies on this machine, fetching it if allowed. Raises ModelMissingError."""
    if found.source != "hub":
        return
    from faster_whisper.utils import download_model

    try:
        download_model(found.path_or_name, local_files_only=not fetch)
    except _failures() as error:
        raise _not_loaded(found, "", error) from error


def _failures() -> tuple[type[Exception], ...]:
    """What loading raises; the HTTP library of the hub's client changed its name between releases."""
    found: list[type[Exception]] = [OSError, ValueError, RuntimeError]
    for name in ("httpx", "httpx2"):
        with suppress(ImportError):
            found.append(importlib.import_module(name).HTTPError)
    return tuple(found)


def _not_loaded(found: ResolvedModel, compute_type: str, error: Exception) -> MeetbotError:
    reason = str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else type(error).__name__
    if "compute type" in reason:
        where = "meetbot.toml, key `transcription.compute_type`"
        hint = 'Use "int8" (small and fast on any processor) or "float32".'
        return ConfigError(f'The model can\'t be run as "{compute_type}": {reason}.', where, hint)
    if found.source == "hub":
        what = f"There is no whisper model “{found.path_or_name}” here, and the hub could not give it."
        where = "meetbot.toml, key `transcription.model`"
        return ModelMissingError(what, where, f"{ways(found.path_or_name)}\nThe hub's answer: {reason}.")
    return ModelMissingError(f"The whisper model can't be loaded: {reason}.", found.path_or_name, ways(""))


class FasterWhisper:
    """faster-whisper's model, always batched, with voice detection and word times.

    Measured with base int8 on one thread of a busy machine, word errors and processor seconds on a spoken meeting of
    217 s / 354 s of telephone prompts: sequential 13.3 % 62 s / 9.4 % 69 s (with an invented endless number in the
    meeting), sequential with word times 9.7 % 43 s / 10.1 % 72 s, batched 11.2 % 22 s / 13.5 % 34 s, batched with word
    times 11.2 % 25 s / 13.5 % 36 s, with timestamps 18.4 % / 14.7 %, greedy 12.6 % / 20.7 %. Word times say to whom a
    word belongs where voices alternate; the batched mode takes half the time of the sequential one, and the second
    look of this adapter gets back what it loses (11.9 % on the prompts).
    """

    def __init__(self, model: Any) -> None:
        self._model = model

    def languages(self) -> Sequence[str]:
        """The codes of the languages that it knows."""
        return tuple(self._model.supported_languages)

    def language_shares(self, samples: FloatArray) -> dict[str, float]:
        """How probable each language is for up to 30 s of speech."""
        _, _, shares = self._model.detect_language(audio=samples)
        return dict(shares)

    def windows(
        self, samples: FloatArray, *, language: str, beam_size: int, prompt: str | None, strict: bool = False
    ) -> Iterator[Window]:
        """What is heard, window by window, in seconds from the first sample."""
        from faster_whisper import BatchedInferencePipeline

        # A pipeline keeps the time of its last word, so each thread has its own; the model is shared.
        segments, _ = BatchedInferencePipeline(self._model).transcribe(
            samples,
            language=language,
            beam_size=beam_size,
            initial_prompt=prompt,
            batch_size=BATCH,
            vad_filter=True,
            word_timestamps=True,
            no_repeat_ngram_size=3 if strict else 0,
        )
        for found in segments:
            yield Window(
                start=found.start,
                end=found.end,
                text=found.text,
                words=tuple(
                    Word(
                        start=float(w.start), end=float(w.end), text=w.word, probability=round(float(w.probability), 3)
                    )
                    for w in found.words or ()
                ),
                avg_logprob=float(found.avg_logprob),
                no_speech_prob=float(found.no_speech_prob),
                compression_ratio=float(found.compression_ratio),
            )
