"""Recordings to segments with word times, by faster-whisper on the processor.

The recording is read in blocks; several workers decode blocks at once, and each finished block is kept before the
next is taken up, so that a stopped run goes on where it was. The blocks and their text do not depend on the number of
workers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing, suppress
from importlib import metadata
from itertools import chain
from pathlib import Path
from threading import Lock, Thread

from meetbot.adapters import audio, threads, weights, whisper_engine
from meetbot.adapters.audio import Block, Findings
from meetbot.adapters.digests import sha256_of
from meetbot.adapters.whisper_blocks import BlockText, Run, end_of
from meetbot.adapters.whisper_engine import BATCH, ModelFactory, SpeechModel
from meetbot.adapters.whisper_language import LANGUAGES, MIXED, choose, enough_speech, stretches
from meetbot.adapters.whisper_listen import Listener
from meetbot.adapters.whisper_text import told_of_suppressed
from meetbot.config import TranscriptionConfig
from meetbot.errors import ConfigError, MeetbotError
from meetbot.model.base import EngineInfo, Issue
from meetbot.model.transcript import Recognition, Segment, SourceFile
from meetbot.ports import Checkpoint, Progress

AUTO = "auto"
"""The setting for one language, which is found out."""

ALGORITHM = "7"
"""Raised when the same model and settings would give another text, so that older results are not taken for it."""

WORKERS = 8
"""The most workers that are started unasked: a second one took 0.1 to 0.2 GB more, on 298 s with blocks of 60 s."""

HINT_CHARACTERS = 400
"""How much of names and company words is told to the model, about 130 of the 223 tokens that it reads before a clip.
Measured with base on the spoken sample meeting of 298 s, one run each: names, then jargon, 3.5 % word errors, 2 words
missing, without hints 3.2 % and 3; a tenth more processor time. With windows of 30 s: 10.8 % of a meeting of 217 s,
without 11.2 %, and on 354 s of telephone prompts, where nobody says the names, none was invented. A bare list; a
sentence (“Reunión de … con …”) raised the errors of faster-whisper there by 3 points."""


class WhisperTranscriber:
    """Transcribes with faster-whisper. `language_hint` is the workspace's language, for recordings that leave doubt."""

    def __init__(
        self,
        config: TranscriptionConfig,
        *,
        language_hint: str,
        model_factory: ModelFactory = whisper_engine.load,
        block_seconds: float = audio.BLOCK_SECONDS,
    ) -> None:
        self._config = config
        self._hint = language_hint
        self._factory = model_factory
        self._block_seconds = block_seconds

    def settings(self) -> Mapping[str, str]:
        """What decides the result beside the recording; loads nothing."""
        found = weights.identify(self._config.model)
        return {
            "engine": "faster-whisper",
            "engine_version": metadata.version("faster-whisper"),
            "model": found.label,
            "weights": found.sha256 or found.path_or_name,
            "language": self._config.language,
            "language_hint": self._hint if self._config.language in {AUTO, MIXED} else "",
            "compute_type": self._config.compute_type,
            "beam_size": str(self._config.beam_size),
            "batch": str(BATCH),
            "clip_seconds": str(whisper_engine.clip_seconds(found.label)),
            "block_seconds": str(self._block_seconds),
            "algorithm": ALGORITHM,
        }

    def transcribe(
        self,
        recording: Path,
        *,
        hints: Sequence[str],
        checkpoint: Checkpoint,
        progress: Progress,
        channel: int | None = None,
    ) -> Recognition:
        """What was heard. Raises RecordingError, ModelMissingError, ConfigError."""
        info = audio.probe(recording)
        source = SourceFile(name=recording.name, sha256=sha256_of(recording), format=info.format)
        findings = Findings()
        blocks = audio.blocks(recording, seconds=self._block_seconds, channel=channel, findings=findings)
        run = Run(recording.name, checkpoint, progress, info.duration)
        model = _Model(self._config, self._factory, blocks=run.expected_blocks(self._block_seconds))
        language, blocks = self._language(blocks, checkpoint, model)
        listener = Listener(
            model=lambda: model.get(language),
            run=run,
            language=language,
            hint=self._hint,
            prompt=told(hints),
            beam_size=self._config.beam_size,
            clip_seconds=whisper_engine.clip_seconds(weights.identify(self._config.model).label),
        )
        # one block more than workers: its clips are at hand when those of another are done
        texts = _texts(blocks, run, listener, workers=model.workers + (model.workers > 1))
        progress("transcribing", 1.0)
        return Recognition(
            source=source,
            language=_most_spoken(texts, self._hint) if language == MIXED else language,
            duration=round(findings.duration, 3),
            segments=_numbered(texts),
            recogniser=self._engine(),
            suppressed=tuple(chain.from_iterable(text.suppressed for text in texts)),
            issues=(
                *findings.issues,
                *self._foreign(language, checkpoint, recording.name),
                *_told_of(texts, recording.name),
            ),
        )

    def _engine(self) -> EngineInfo:
        return EngineInfo(
            name="faster-whisper",
            model=weights.identify(self._config.model).label,
            version=metadata.version("faster-whisper"),
        )

    def _language(
        self, blocks: Iterator[Block], checkpoint: Checkpoint, model: "_Model"
    ) -> tuple[str, Iterator[Block]]:
        """The language to write in, and all blocks; what an earlier run heard is not sought again."""
        chosen = self._config.language.strip().lower().split("-")[0]
        if chosen == MIXED:
            return chosen, blocks
        heard, blocks = self._heard_language(blocks, checkpoint, model, hint=self._hint if chosen == AUTO else chosen)
        return (heard if chosen == AUTO else chosen), blocks

    def _heard_language(
        self, blocks: Iterator[Block], checkpoint: Checkpoint, model: "_Model", *, hint: str
    ) -> tuple[str, Iterator[Block]]:
        """The language that the recording sounds like, `hint` where it leaves doubt, and all its blocks."""
        if kept := checkpoint.fetch("language"):
            return kept, blocks
        model.begin()
        first = enough_speech(blocks)
        heard = stretches(first)
        language = hint
        if heard:
            loaded = model.get()
            shares = (loaded.language_shares(samples) for samples in heard)
            only = loaded.languages()[0] if len(loaded.languages()) == 1 else None
            language = only or choose(shares, hint=hint)
            checkpoint.keep("language", language)
        return language, chain(_let_go(first), blocks)

    def _foreign(self, language: str, checkpoint: Checkpoint, name: str) -> Iterator[Issue]:
        """A warning when the recording sounds like another language: whisper translates then, and nobody said that."""
        heard = checkpoint.fetch("language")
        if language != MIXED and heard and heard != language:
            yield Issue(
                severity="warning",
                stage="transcribe",
                where=name,
                message=f"The recording sounds like “{heard}”, but was written as “{language}”: whisper translates "
                "then, and the words are not those that were said.",
                hint='Use `--language auto`, or `language = "auto"` or "mixed" in [transcription].',
            )


def told(hints: Sequence[str]) -> str | None:
    """Names and company words as the model is told them, on one line and short enough; None without any."""
    words: list[str] = []
    for hint in dict.fromkeys(" ".join(hint.split()) for hint in hints):
        if hint and len(", ".join([*words, hint])) <= HINT_CHARACTERS:
            words.append(hint)
    return ", ".join(words) + "." if words else None


class _Model:
    """The recogniser, loaded when it is first needed: a run whose blocks are all kept needs none."""

    def __init__(self, config: TranscriptionConfig, factory: ModelFactory, *, blocks: int) -> None:
        self._config = config
        self._factory = factory
        self._loaded: Future[SpeechModel] | None = None
        self._loading = Lock()
        cores = threads.cores()
        # Independent blocks scale with the cores, threads within one decode barely do: 2 workers of 1 thread were
        # 1.55 times as fast as 1 of 2 on two cores.
        self.workers = config.workers or max(1, min(cores, WORKERS, blocks))
        self._threads = max(1, cores // self.workers)

    def begin(self) -> None:
        """Loads the model beside what the caller does next; `get` tells what went wrong.

        One that has to be fetched is left to `get`: nobody could stop it.
        """
        with suppress(MeetbotError):
            if weights.identify(self._config.model).source != "hub":
                self._load(beside=True)

    def _load(self, *, beside: bool) -> "Future[SpeechModel]":
        with self._loading:
            if self._loaded is not None:
                return self._loaded
            self._loaded = Future()

        def load(told: "Future[SpeechModel]") -> None:
            try:
                found = weights.resolve(self._config.model)
                model = self._factory(
                    found, compute_type=self._config.compute_type, workers=self.workers, threads=self._threads
                )
            except BaseException as error:  # noqa: BLE001 - raised again where the model is needed
                told.set_exception(error)
            else:
                told.set_result(model)

        if beside:
            Thread(target=load, args=(self._loaded,), name="loading").start()
        else:
            load(self._loaded)
        return self._loaded

    def get(self, language: str | None = None) -> SpeechModel:
        """The loaded model. Raises ModelMissingError, and ConfigError when it does not know that language."""
        loaded = self._load(beside=False).result()
        known = loaded.languages()
        needed = LANGUAGES if language == MIXED else (language,) if language else ()
        if unknown := [code for code in needed if code not in known]:
            raise ConfigError(
                f"The model “{self._config.model}” does not know the language “{unknown[0]}”.",
                "meetbot.toml, key `transcription.language`",
                'Use "auto", "mixed" (Spanish and English), or a code such as "es" or "en"; a model that ends in “.en” '
                "only knows English.",
            )
        return loaded


def _let_go(blocks: list[Block]) -> Iterator[Block]:
    """The blocks one by one; the list must not keep the sound of those that are done."""
    while blocks:
        yield blocks.pop(0)


Decode = Callable[[Block, Callable[[], bool]], BlockText]


def _texts(blocks: Iterator[Block], run: Run, decode: Decode, *, workers: int) -> list[BlockText]:
    """Every block's text in order of time; what an earlier run kept is not decoded again."""
    texts: list[BlockText] = []

    def unfinished() -> Iterator[Block]:
        for block in blocks:
            text = run.kept(block) if block.speech else BlockText(first=block.first, end=end_of(block))
            if text is None:
                yield block
            else:
                texts.append(text)
                run.skip(text)
                run.tick()

    with closing(threads.in_parallel(unfinished(), decode, workers=workers, tick=run.tick)) as finished:
        for text in finished:
            run.keep(text)
            texts.append(text)
            run.tick()
    return sorted(texts, key=lambda text: text.first)


def _numbered(texts: Sequence[BlockText]) -> tuple[Segment, ...]:
    segments = chain.from_iterable(text.segments for text in texts)
    return tuple(segment.model_copy(update={"id": number}) for number, segment in enumerate(segments))


def _most_spoken(texts: Sequence[BlockText], hint: str) -> str:
    """The language in which most was said."""
    seconds = dict.fromkeys((hint, *LANGUAGES), 0.0)
    for segment in chain.from_iterable(text.segments for text in texts):
        seconds[segment.language or hint] += (segment.end or 0.0) - (segment.start or 0.0)
    return max(seconds, key=lambda language: seconds[language])


def _told_of(texts: Sequence[BlockText], name: str) -> Iterator[Issue]:
    """What was left out, and whether anything was said at all."""
    yield from chain.from_iterable(text.issues for text in texts)
    yield from told_of_suppressed(tuple(chain.from_iterable(text.suppressed for text in texts)), name=name)
    if not any(text.segments for text in texts):
        yield Issue(
            severity="warning",
            stage="transcribe",
            where=name,
            message="Nobody speaks in the recording.",
            hint="Listen to it: was the right microphone on, is it the right file?",
        )
