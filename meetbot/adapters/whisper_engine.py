"""The one place that calls faster-whisper: loads a model, decodes a stretch of audio, tells its language."""

import importlib
import math
import re
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from itertools import pairwise
from typing import Any, Protocol

from meetbot.adapters import threads
from meetbot.adapters.audio_decode import RATE, FloatArray
from meetbot.adapters.weights import ResolvedModel, ways
from meetbot.adapters.whisper_clips import LONG_SECONDS, SHORT_SECONDS, Clip
from meetbot.adapters.whisper_text import Window
from meetbot.errors import ConfigError, MeetbotError, ModelMissingError
from meetbot.model.transcript import Word

# isort: split
import numpy as np

BATCH = 5
"""The most clips whose words are sought at once. Base, one thread, 16 clips of 12 s: alone 11.0 s of processor, four
7.0, eight 6.2, sixteen 6.0; a clip that is done leaves the batch. With two workers eight took 1,220 MB in all, five
1,000, four 780. Fewer beams than five save little for what they cost: eight with three 5.5 s, two 4.3, one 2.7. With
one, and five only for those 43 % of the sound whose log-probability was below -0.25, 7 % of all would be saved, but of
the words of telephone prompts 11.6 % were wrong instead of 10.5 %. Encoding is the other way round, since what one
window needs fits the cache and what eight need doesn't (20 s: alone 27 ms a second of sound, eight 40), so it is done
one by one."""

TAIL_SECONDS = 2.0
"""Silence that is encoded after a clip, by which whisper knows that nothing follows: with 1 s, 4 of 10 short phrases
came twice (“O sea O sea”), with 4, 9 or up to 30 s none. Wrong words of 3,220 in five spoken meetings and of 631 in
telephone prompts: with 2 s 322 and 68; with 3 s, all of a batch as long as its longest, 322 and 70. With 1 s and its
frames repeated to 3 s, sentences are left out: 135 wrong in 501 s of those meetings instead of 124, and they are heard
again, which costs as much as was saved."""

REPEATED_FRAMES, EDGE_FRAMES = 30, 5
"""Of the silence after a clip, how many frames of 20 ms are repeated where its batch is longer, and how many at the end
are left out of that, since the encoder sees its window's edge there. So each clip is encoded no longer than it is: a
fifth less work than with all of a batch as long as its longest and in whole seconds."""

MOST_TOKENS, MOST_TOKENS_A_SECOND = 16, 10
"""A clip's text is no longer than this: of 266 clips of seven spoken meetings and of telephone prompts, 8 to 15 s long,
none had more than 5.1 tokens a second. What runs in circles went on to 448."""

FRAME = 320
"""Samples in a frame of what the encoder gives."""

WINDOW_SECONDS = 30
"""The longest clip with its tail that whisper's encoder takes; what it was trained on, each filled up with silence."""

SHORT_WINDOWS = re.compile(r"(?<![a-z])(tiny|base)(?![a-z])", re.IGNORECASE)
"""Labels of models whose encoder is given no more than the clip and its tail, which was measured with base; others get
windows of 30 s."""


def clip_seconds(label: str) -> float:
    """The most speech in a clip for the model of that label."""
    return SHORT_SECONDS if SHORT_WINDOWS.search(label) else LONG_SECONDS


class SpeechModel(Protocol):
    """A loaded recogniser; its methods may be called from several threads at once."""

    def languages(self) -> Sequence[str]:
        """The codes of the languages that it knows."""
        ...

    def language_shares(self, samples: FloatArray) -> dict[str, float]:
        """How probable each language is for up to 30 s of speech."""
        ...

    def windows(
        self,
        samples: FloatArray,
        clips: Sequence[Clip],
        *,
        language: str,
        beam_size: int,
        prompt: str | None,
        strict: bool = False,
    ) -> Iterator[Window]:
        """What is heard in each clip of the samples, in seconds from the first sample. `strict` forbids repetitions."""
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
    except Exception as error:
        if type(error) is not Exception:  # what tokenizers raises for a tokenizer.json that it can't use
            raise
        raise _not_loaded(found, compute_type, error) from error
    return FasterWhisper(model, whole_windows=not SHORT_WINDOWS.search(found.label), workers=workers)


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
    found: list[type[Exception]] = [OSError, ValueError, RuntimeError, MemoryError, IndexError]
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
    return ModelMissingError(
        f"The whisper model can't be loaded: {reason}.",
        found.path_or_name,
        "If model.bin is shorter than the original, it was not copied whole: copy it again.\n" + ways(""),
    )


class FasterWhisper:
    """faster-whisper's model, always batched, with word times.

    Measured with base int8 on one thread of a busy machine, word errors and processor seconds on a spoken meeting of
    217 s / 354 s of telephone prompts: sequential 13.3 % 62 s / 9.4 % 69 s (with an invented endless number in the
    meeting), sequential with word times 9.7 % 43 s / 10.1 % 72 s, batched 11.2 % 22 s / 13.5 % 34 s, batched with word
    times 11.2 % 25 s / 13.5 % 36 s, with timestamps 18.4 % / 14.7 %, greedy 12.6 % / 20.7 %. Word times say to whom a
    word belongs where voices alternate. The encoder is half of the work, and takes 1.3 s for a window of 30 s, 0.11 s
    for one of 5 s: so a clip is not filled up to 30 s, as faster-whisper's own pipelines do, unless `whole_windows`.
    """

    def __init__(self, model: Any, *, whole_windows: bool, workers: int) -> None:
        self._model = model
        self._least = WINDOW_SECONDS if whole_windows else 0
        # Batches of all blocks wait in one line, so that no core is idle while another has two of them before it.
        self._workers = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="whisper")

    def languages(self) -> Sequence[str]:
        """The codes of the languages that it knows."""
        return tuple(self._model.supported_languages)

    def language_shares(self, samples: FloatArray) -> dict[str, float]:
        """How probable each language is for up to 30 s of speech."""
        (found,) = self._model.model.detect_language(_joined([self._encoded(samples)]))
        return {token.strip("<|>"): float(share) for token, share in found}

    def windows(
        self,
        samples: FloatArray,
        clips: Sequence[Clip],
        *,
        language: str,
        beam_size: int,
        prompt: str | None,
        strict: bool = False,
    ) -> Iterator[Window]:
        """What is heard in each clip of the samples, in seconds from the first sample. `strict` forbids repetitions."""
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        multilingual = self._model.model.is_multilingual
        tokenizer = Tokenizer(self._model.hf_tokenizer, multilingual, task="transcribe", language=language)
        start = self._model.get_prompt(tokenizer, tokenizer.encode(prompt) if prompt else [], without_timestamps=True)

        def heard(batch: Sequence[Clip]) -> list[Window]:
            encoded = [self._encoded(clip.samples(samples)) for clip in batch]
            longest = max(clip.length for clip in batch) / RATE
            found = self._model.model.generate(
                _joined(encoded),
                [start] * len(batch),
                beam_size=beam_size,
                max_length=min(self._model.max_length, len(start) + MOST_TOKENS + int(longest * MOST_TOKENS_A_SECOND)),
                suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
                return_scores=True,
                return_no_speech_prob=True,
                no_repeat_ngram_size=3 if strict else 0,
            )
            return [self._timed(*one, tokenizer) for one in zip(encoded, found, batch, strict=True)]

        with closing(threads.in_order(self._workers, heard, _even(clips))) as batches:
            for windows in batches:
                yield from windows

    def _encoded(self, sound: FloatArray) -> FloatArray:
        """The encoder's view of up to 30 s and the silence after, shape (1, frames, size); each frame is 20 ms."""
        count = min(WINDOW_SECONDS * RATE, max(self._least * RATE, len(sound) + int(TAIL_SECONDS * RATE)))
        count = math.ceil(count / FRAME) * FRAME
        whole = np.pad(sound[:count], (0, max(0, count - len(sound))))
        features = self._model.feature_extractor(whole, padding=0)
        return np.array(self._model.encode(features[np.newaxis]))

    def _timed(self, encoded: FloatArray, found: Any, clip: Clip, tokenizer: Any) -> Window:
        """The clip's text with a time for each word; clip by clip, which takes a sixth less than five at once."""
        per_second = self._model.frames_per_second
        tokens, seek = found.sequences_ids[0], int(clip.start * per_second)
        start = seek / per_second
        told: dict[str, Any] = {
            "seek": seek,  # so that the pause before its first word is known
            "tokens": tokens,
            "start": start,
            "end": start + clip.length / RATE,
        }
        frames = [math.ceil(clip.length / RATE) * per_second]
        self._model.add_word_timestamps([[told]], tokenizer, _joined([encoded]), frames, _OPENING, _CLOSING, 0.0)
        text = tokenizer.decode(tokens)
        words = tuple(_word(word, clip, start) for word in told["words"])
        raw = text.encode()
        return Window(
            start=words[0].start if words else clip.start,
            end=words[-1].end if words else clip.pieces[-1][1] / RATE,
            text=text,
            words=words,
            # the score is the mean over the tokens without the one that ends the text
            avg_logprob=found.scores[0] * len(tokens) / (len(tokens) + 1),
            no_speech_prob=found.no_speech_prob,
            compression_ratio=len(raw) / len(zlib.compress(raw)),
        )


def _even(clips: Sequence[Clip]) -> Iterator[Sequence[Clip]]:
    """The clips in as few batches as can be, of about the same size: one that is alone costs half as much again."""
    count = math.ceil(len(clips) / BATCH)
    edges = [math.ceil(len(clips) * number / max(1, count)) for number in range(count + 1)]
    return (clips[first:last] for first, last in pairwise(edges))


def _joined(encoded: Sequence[FloatArray]) -> Any:
    """What was encoded one by one, as one batch: the silence at the end of each lasts to the end of the longest."""
    from ctranslate2 import StorageView

    longest = max(one.shape[1] for one in encoded)
    return StorageView.from_array(np.concatenate([_longer(one, longest) for one in encoded]))


def _longer(encoded: FloatArray, frames: int) -> FloatArray:
    """The encoded sound with its silent frames repeated."""
    silent = encoded[:, -EDGE_FRAMES - REPEATED_FRAMES : -EDGE_FRAMES]
    times = max(0, math.ceil((frames - encoded.shape[1]) / REPEATED_FRAMES))
    return np.concatenate([encoded, *[silent] * times], axis=1)[:, :frames]


_OPENING, _CLOSING = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"
"""Marks that belong to the next word, and to the one before."""


def _word(found: dict[str, Any], clip: Clip, zero: float) -> Word:
    start, end = float(found["start"]) - zero, float(found["end"]) - zero
    middle = (start + end) / 2
    return Word(
        start=round(clip.at(start, of=middle), 3),
        end=round(clip.at(end, of=middle), 3),
        text=found["word"],
        probability=round(float(found["probability"]), 3),
    )
