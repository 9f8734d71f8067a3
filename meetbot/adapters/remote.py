"""Recordings to segments by a server: OpenAI, or any that is compatible, such as a cluster of vLLM or Speaches.

The recording is read as a stream and sent in parts that overlap, several at once. Each finished part is kept before the
next is taken up, so that a stopped run goes on where it was; a part that the server fails at costs no other, and is
asked for again by the next run.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import Any

from meetbot.adapters import audio, threads
from meetbot.adapters.audio import Findings, clock
from meetbot.adapters.audio_decode import RATE
from meetbot.adapters.digests import sha256_of
from meetbot.adapters.remote_errors import PartError, failed
from meetbot.adapters.remote_parts import OVERLAP_SECONDS, PART_SECONDS, Part, Piece, parts
from meetbot.adapters.remote_reply import Heard
from meetbot.adapters.remote_server import Server, Stopped
from meetbot.adapters.remote_stitch import HeardPart, stitched
from meetbot.adapters.whisper import told
from meetbot.adapters.whisper_blocks import BlockText, Run, end_of
from meetbot.adapters.whisper_text import not_understood, told_of_suppressed, understood, unheard
from meetbot.config import TranscriptionConfig
from meetbot.errors import TranscriptionError
from meetbot.model.base import EngineInfo, Issue
from meetbot.model.transcript import Recognition, Segment, SourceFile, Suppressed
from meetbot.ports import Checkpoint, Progress

ALGORITHM = "1"
"""Raised when the same answers would give another text, so that older results are not taken for it."""

GIVE_UP = 3
"""After so many parts in a row that failed for good the server counts as gone, and the rest is not asked for."""

_LEAST_SPEECH = 3.0
"""Seconds of speech that a part needs to tell its language."""

_QUIET_PARTS = 3
"""How many parts with less speech are put off; the next one is asked whatever it holds."""


class RemoteTranscriber:
    """A ports.Transcriber. `http_client` replaces the wire and `sleep` the waiting.

    `language_hint` is the workspace's language: what `auto` expects unless the server hears another one.
    """

    def __init__(
        self,
        config: TranscriptionConfig,
        *,
        api_key: str | None,
        language_hint: str,
        http_client: Any = None,
        sleep: Callable[[float], None] = time.sleep,
        part_seconds: float = PART_SECONDS,
    ) -> None:
        self._config = config
        self._hint = language_hint
        self._part_seconds = part_seconds
        self._server = Server(config, api_key=api_key, http_client=http_client, sleep=sleep)

    def settings(self) -> Mapping[str, str]:
        """What decides the result beside the recording; asks nobody."""
        return {
            "engine": "remote",
            "server": self._server.endpoint,
            "model": self._config.model,
            "language": self._config.language,
            "language_hint": self._hint if self._config.language in {"auto", "mixed"} else "",
            "part_seconds": str(self._part_seconds),
            "overlap_seconds": str(OVERLAP_SECONDS),
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
        """What was heard. A part that the server fails at is an error issue with its times; the rest is there.

        Raises RecordingError; TranscriptionError when nothing could be had, or every part would be refused alike.
        """
        info = audio.probe(recording)
        findings = Findings()
        blocks = audio.blocks(recording, seconds=self._part_seconds, channel=channel, findings=findings)
        run = Run(recording.name, checkpoint, progress, info.duration)
        ask = _Asking(self._server, run, prompt=told(hints))
        waiting = parts(blocks)
        language, first, waiting = self._language(waiting, ask, checkpoint)
        texts = [*first, *_texts(waiting, ask, language=language, workers=self._config.parallel)]
        texts.sort(key=lambda text: text.first)
        progress("transcribing", 1.0)
        segments = stitched([HeardPart(start=t.first / RATE, end=t.end / RATE, segments=t.segments) for t in texts])
        spoken = next((s.language for s in segments if s.language), None)
        return Recognition(
            source=SourceFile(name=recording.name, sha256=sha256_of(recording), format=info.format),
            language=language if language not in {None, "mixed"} else spoken or self._hint,
            duration=round(findings.duration, 3),
            segments=segments if language == "mixed" else _without_language(segments),
            recogniser=EngineInfo(name="remote", model=self._config.model, version=metadata.version("openai")),
            suppressed=_once(chain.from_iterable(text.suppressed for text in texts)),
            missing=tuple((round(t.first / RATE, 3), round(t.end / RATE, 3)) for t in texts if failed(t)),
            issues=(*findings.issues, *_told_of(texts, segments, ask, name=recording.name)),
        )

    def _language(
        self, waiting: Iterator[Part], ask: "_Asking", checkpoint: Checkpoint
    ) -> tuple[str | None, list[BlockText], Iterator[Part]]:
        """The language to ask for (None: the server's choice), what that took, and the parts that are left."""
        chosen = self._config.language.strip().lower().split("-")[0]
        if chosen != "auto":
            return chosen, [], waiting
        if kept := checkpoint.fetch("language"):
            return kept.strip() or None, [], waiting
        done: list[BlockText] = []
        quiet: list[Part] = []
        for part in waiting:
            if not part.speech:
                done.append(BlockText(first=part.block.first, end=end_of(part.block)))
            elif len(quiet) < _QUIET_PARTS and sum(end - start for start, end in part.speech) < _LEAST_SPEECH:
                quiet.append(part)
            else:
                language, text = ask.in_its_language(part, hint=self._hint)
                checkpoint.keep("language", language or " ")
                ask.run.keep(text)
                return language, [*done, text], chain(quiet, waiting)
        return self._hint, done, iter(quiet)


class _Asking:
    """What one run asks of the server, and what it did not get."""

    def __init__(self, server: Server, run: Run, *, prompt: str | None) -> None:
        self.run = run
        self.untimed = False
        self._server = server
        self._prompt = prompt
        self._failed_in_a_row = 0
        self._last: TranscriptionError | None = None

    @property
    def gone(self) -> TranscriptionError | None:
        """Why the server counts as gone, if it does."""
        return self._last if self._failed_in_a_row >= GIVE_UP else None

    @property
    def last(self) -> TranscriptionError | None:
        """The last part's failure."""
        return self._last

    def text(self, part: Part, language: str | None, stopped: Stopped = lambda: False) -> BlockText:
        """The part's text, or an error issue in its place. Raises TranscriptionError when no part can be had."""
        if gone := self.gone:
            return self._lost(part, gone)
        try:
            heard = self._server.hear(part, prompt=self._prompt, language=language, stopped=stopped)
        except PartError as problem:
            self._failed_in_a_row += 1
            self._last = problem.error
            return self._lost(part, problem.error)
        self._failed_in_a_row = 0
        self.untimed |= any(not answer.timed for _, answer in heard)
        return _understood(part, heard, name=self.run.name)

    def in_its_language(self, part: Part, *, hint: str) -> tuple[str | None, BlockText]:
        """The recording's language as this part shows it, and the part's text.

        A server may take another language for granted (vLLM: English), so one that is not the workspace's own counts
        only when the server is surer of it. Where it names none, it is left to choose for each part.
        """
        try:
            free = self._server.hear(part, prompt=self._prompt, language=None)
            named = next((answer.language for _, answer in free if answer.language), None)
            if named in {None, hint}:
                return named, _understood(part, free, name=self.run.name)
            own = self._server.hear(part, prompt=self._prompt, language=hint)
        except PartError as problem:
            # Without the first part nothing is known about the server: better an error than a recording of errors.
            raise problem.error from problem
        surer = _logprob(free) > _logprob(own)
        return (
            (named, _understood(part, free, name=self.run.name))
            if surer
            else (
                hint,
                _understood(part, own, name=self.run.name),
            )
        )

    def _lost(self, part: Part, error: TranscriptionError) -> BlockText:
        where = f"{self.run.name}, {clock(part.block.start)}–{clock(part.block.end)}"
        issue = Issue(severity="error", stage="transcribe", where=where, message=error.what, hint=error.hint)
        return BlockText(first=part.block.first, end=end_of(part.block), issues=(issue,))


def _logprob(heard: Sequence[tuple[Piece, Heard]]) -> float:
    windows = [window for _, answer in heard for window in answer.windows]
    return sum(window.avg_logprob for window in windows) / len(windows) if windows else -99.0


def _texts(waiting: Iterator[Part], ask: _Asking, *, language: str | None, workers: int) -> Iterator[BlockText]:
    """Every part's text as it gets done; what an earlier run kept is not asked for again."""
    run = ask.run
    done: list[BlockText] = []

    def unfinished() -> Iterator[Part]:
        for part in waiting:
            text = run.kept(part.block) if part.speech else BlockText(first=part.block.first, end=end_of(part.block))
            if text is None:
                yield part
            else:
                done.append(text)
                run.skip(text)
                run.tick()

    def work(part: Part, stopped: Stopped) -> BlockText:
        return ask.text(part, language, stopped)

    with closing(threads.in_parallel(unfinished(), work, workers=workers, tick=run.tick)) as finished:
        for text in finished:
            if failed(text):
                run.skip(text)
            else:
                run.keep(text)
            yield text
            run.tick()
    yield from done


def _understood(part: Part, heard: Sequence[tuple[Piece, Heard]], *, name: str) -> BlockText:
    """The part's segments, freed of what nobody said, and what was left out."""
    segments: list[Segment] = []
    suppressed: list[Suppressed] = []
    for piece, answer in heard:
        for window in answer.windows:
            # Words without a probability are no doubtful words.
            certain = window if answer.doubted else replace(window, words=tuple(_sure(window.words)))
            found, left_out = understood(certain, piece.speech)
            segments += (_as_given(segment, answer) for segment in found)
            suppressed += left_out
    begin, end = part.block.start, part.block.end
    windows = [window for _, answer in heard for window in answer.windows]
    missed = unheard([(max(a, begin), min(b, end)) for a, b in part.speech if a < end and b > begin], windows)
    return BlockText(
        first=part.block.first,
        end=end_of(part.block),
        segments=tuple(sorted(segments, key=lambda segment: segment.start or 0.0)),
        suppressed=tuple(suppressed),
        issues=tuple(not_understood(a, b, name=name) for a, b in missed),
    )


def _sure(words: Sequence[Any]) -> Iterator[Any]:
    return (word.model_copy(update={"probability": 1.0}) for word in words)


def _as_given(segment: Segment, answer: Heard) -> Segment:
    """The segment with the language of the answer, and without a probability that the server did not give."""
    words = segment.words
    if not answer.doubted:
        words = tuple(word.model_copy(update={"probability": None}) for word in words)
    return segment.model_copy(update={"words": words, "language": answer.language})


def _without_language(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    return tuple(segment.model_copy(update={"language": None}) for segment in segments)


def _once(suppressed: Iterator[Suppressed]) -> tuple[Suppressed, ...]:
    return tuple(sorted(dict.fromkeys(suppressed), key=lambda one: (one.start, one.end, one.text)))


def _told_of(texts: Sequence[BlockText], segments: Sequence[Segment], ask: _Asking, *, name: str) -> Iterator[Issue]:
    """What could not be had, what was left out, and whether anything was said at all."""
    if any(map(failed, texts)) and not segments and ask.last is not None:
        raise ask.last
    yield from chain.from_iterable(text.issues for text in texts)
    yield from told_of_suppressed(tuple(chain.from_iterable(text.suppressed for text in texts)), name=name)
    if ask.untimed:
        message = "The transcription server gives no times: they are interpolated within half-minutes."
        hint = "Voices and evidence are placed roughly. A model with verbose_json (whisper) gives the times of words."
        yield Issue(severity="warning", stage="transcribe", where=name, message=message, hint=hint)
    if not segments:
        message = "Nobody speaks in the recording."
        hint = "Listen to it: was the right microphone on, is it the right file?"
        yield Issue(severity="warning", stage="transcribe", where=name, message=message, hint=hint)
