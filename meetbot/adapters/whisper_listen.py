"""What a worker does with a block: hears it clip by clip, and listens again where words are missing."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, groupby

from meetbot.adapters.audio import Block
from meetbot.adapters.audio_decode import RATE
from meetbot.adapters.whisper_blocks import BlockText, Run, end_of
from meetbot.adapters.whisper_clips import Clip, Interval, Piece, halves, packed, pieces_of, split
from meetbot.adapters.whisper_engine import SpeechModel
from meetbot.adapters.whisper_language import MIXED, MIXED_SECONDS, spoken
from meetbot.adapters.whisper_text import REACH_SECONDS, Window, letters, not_understood, sparse, understood, unheard
from meetbot.errors import StoppedError

HALVED_SECONDS = 6.0
"""Clips up to this are not halved again: a sentence needs some context, and a clip is decoded at most thrice more."""


@dataclass(frozen=True, kw_only=True)
class Listener:
    """Decodes blocks; called by several workers at once.

    `model` gives the loaded recogniser; `language` is a code or MIXED, `hint` the language that a stretch of MIXED is
    in when nothing speaks for another; `prompt` are names and company words; `clip_seconds` the most
    speech that is heard at once.
    """

    model: Callable[[], SpeechModel]
    run: Run
    language: str
    hint: str
    prompt: str | None
    beam_size: int
    clip_seconds: float

    def __call__(self, block: Block, stopped: Callable[[], bool]) -> BlockText:
        """What was said in the block. Raises StoppedError soon after `stopped()` turns true."""
        speech = [(a / RATE, b / RATE) for a, b in block.speech]
        languages = self._languages(block)
        windows = list(self._first_look(block, languages, stopped))
        windows += self._second_look(block, languages, unheard(speech, windows))
        missed = unheard(speech, windows)
        voiced = [(a + block.start, b + block.start) for a, b in speech]
        parts = [understood(_later(window, block.start), voiced) for window in sorted(windows, key=lambda w: w.start)]
        return BlockText(
            first=block.first,
            end=end_of(block),
            segments=tuple(sorted(chain.from_iterable(s for s, _ in parts), key=lambda s: s.start or 0.0)),
            suppressed=tuple(chain.from_iterable(left_out for _, left_out in parts)),
            issues=tuple(not_understood(a + block.start, b + block.start, name=self.run.name) for a, b in missed),
        )

    def _languages(self, block: Block) -> list[tuple[Piece, str]]:
        """The block's speech in pieces, each with its language."""
        if self.language != MIXED:
            return [(piece, self.language) for piece in pieces_of(block.samples, block.speech, self.clip_seconds)]
        short = pieces_of(block.samples, block.speech, MIXED_SECONDS)
        shares = [self.model().language_shares(block.samples[piece.start : piece.end]) for piece in short]
        lengths = [(piece.end - piece.start) / RATE for piece in short]
        return list(zip(short, spoken(shares, lengths, hint=self.hint), strict=True))

    def _first_look(
        self, block: Block, languages: Sequence[tuple[Piece, str]], stopped: Callable[[], bool]
    ) -> Iterator[Window]:
        speech = [(a / RATE, b / RATE) for a, b in block.speech]
        todo = sum(piece.right - piece.left for piece, _ in languages)
        done = 0
        for language, clips in _clips_by_language(languages, self.clip_seconds):
            looped: list[Clip] = []
            thin: list[tuple[Clip, Window]] = []
            with closing(self._heard(block, clips, language)) as heard:  # what waits is not decoded after a stop
                for clip, window in zip(clips, heard, strict=True):
                    if stopped():
                        raise StoppedError("Transcription was stopped.")
                    done += clip.length
                    self.run.hear(block.first, len(block.samples) / RATE * done / todo)
                    if window.loops:
                        looped.append(clip)
                    elif sparse(window, speech):
                        thin.append((clip, window))
                    else:
                        yield window
            # after all others, so that they are decoded together
            if looped:
                yield from self._heard(block, looped, language, hinted=False, strict=True)
            if thin:
                yield from self._more(block, thin, language, speech)

    def _more(
        self,
        block: Block,
        thin: Sequence[tuple[Clip, Window]],
        language: str,
        speech: Sequence[tuple[float, float]],
    ) -> Iterator[Window]:
        """Each clip heard in two halves if that finds more: whisper ends early in some, or leaves a sentence out."""
        parts = [halves(clip, block.samples) for clip, _ in thin]
        found = list(self._heard(block, list(chain.from_iterable(parts)), language, hinted=False))
        thinner: list[tuple[Clip, Window]] = []
        for (_, window), pair, heard in zip(thin, parts, zip(found[::2], found[1::2], strict=True), strict=True):
            if any(half.loops for half in heard) or sum(letters(half.text) for half in heard) <= letters(window.text):
                yield window
                continue
            for part, half in zip(pair, heard, strict=True):
                if part.length > HALVED_SECONDS * RATE and sparse(half, speech):
                    thinner.append((part, half))
                else:
                    yield half
        if thinner:
            yield from self._more(block, thinner, language, speech)

    def _second_look(
        self, block: Block, languages: Sequence[tuple[Piece, str]], missed: Sequence[tuple[float, float]]
    ) -> Iterator[Window]:
        """Each stretch without words alone, a little wider."""
        reach, end = int(REACH_SECONDS * RATE), len(block.samples)
        wider = [(max(0, int(a * RATE) - reach), min(end, int(b * RATE) + reach)) for a, b in missed]
        alone = [(piece, _language_at(piece, languages)) for piece in split(block.samples, wider, self.clip_seconds)]
        for language in dict.fromkeys(language for _, language in alone):
            clips = [Clip(pieces=(piece,)) for piece, spoken_in in alone if spoken_in == language]
            found = self._heard(block, clips, language, hinted=False)
            yield from (replace(window, second_look=True) for window in found)

    def _heard(
        self, block: Block, clips: Sequence[Clip], language: str, *, hinted: bool = True, strict: bool = False
    ) -> Generator[Window, None, None]:
        """One window for each clip."""
        windows = self.model().windows(
            block.samples,
            clips,
            language=language,
            beam_size=self.beam_size,
            prompt=self.prompt if hinted else None,
            strict=strict,
        )
        for window in windows:
            yield replace(window, language=language) if self.language == MIXED else window


def _clips_by_language(languages: Sequence[tuple[Piece, str]], seconds: float) -> Iterator[tuple[str, list[Clip]]]:
    """Clips that hold one language each; those of a language are decoded together, with others of their length."""
    runs = [
        (language, list(packed((piece for piece, _ in run), seconds)))
        for language, run in groupby(languages, lambda p: p[1])
    ]
    for language in dict.fromkeys(language for language, _ in runs):
        clips = chain.from_iterable(clips for spoken_in, clips in runs if spoken_in == language)
        # the longest first: what is left for the end is short, and no worker waits long for another
        yield language, sorted(clips, key=lambda clip: clip.length, reverse=True)


def _language_at(stretch: Interval, languages: Sequence[tuple[Piece, str]]) -> str:
    """The language of the piece that shares most with the stretch."""
    start, end = stretch
    return max(languages, key=lambda found: min(end, found[0].end) - max(start, found[0].start))[1]


def _later(window: Window, seconds: float) -> Window:
    """The window with its times counted from an earlier zero, to the millisecond."""
    return replace(
        window,
        start=round(window.start + seconds, 3),
        end=round(window.end + seconds, 3),
        words=tuple(
            word.model_copy(update={"start": round(word.start + seconds, 3), "end": round(word.end + seconds, 3)})
            for word in window.words
        ),
    )
