"""The smallest parts of a transcript that have one speaker each, and whose each is by a diarizer's intervals."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from meetbot.model.transcript import Segment, TimeSource, VoiceInterval

BREATH_SECONDS = 0.6
"""A pause up to here may lie inside a sentence."""

# A diarizer places a change of voice within about half a window; a shorter run inside a sentence is such an error.
_FLIP_SECONDS = 0.6
_NEAR_SECONDS = 1.0
# Touching is not overlapping; times are sums of floats.
_LEAST_SECONDS = 0.01
# Less of two voices at once than this is where one begins as the other ends.
_AT_ONCE_SECONDS = 0.1

_SENTENCE_END = re.compile(r"[.!?…][\"'»”’)\]]*$")
# The look-behind keeps a run of dots from being tried again at each of them.
_SENTENCE = re.compile(r"\S.*?(?:(?<![.!?…])[.!?…]++[\"'»”’)\]]*(?=\s)|$)\s*", re.DOTALL)
# Not ends of sentences, though a full stop follows.
_ABBREVIATION = re.compile(
    r"(?:^|\s)(?:sr|sra|srta|dr|dra|lic|ing|arq|prof|vs|etc|núm|aprox|mr|mrs|ms|ej|[^\W\d_])\.$", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """The smallest stretch of text that has one speaker: a word with its time, or a sentence of an imported cue.

    `overlapped`: two voices were heard at once in it.
    """

    text: str
    start: float | None
    end: float | None
    time_source: TimeSource
    segment: int
    speaker: str | None = None
    source_line: int | None = None
    glued: bool = False
    overlapped: bool = False

    @property
    def ends_sentence(self) -> bool:
        """Whether a sentence ends with this piece."""
        return bool(_SENTENCE_END.search(self.text)) and not _ABBREVIATION.search(self.text)


def pieces_of(segment: Segment, *, until: float | None, source: TimeSource = "measured") -> Iterator[Piece]:
    """The segment's words, or its sentences with times shared out by length when the source has no word times."""
    if words := [word for word in segment.words if word.text.strip()]:
        spaced = any(word.text[0].isspace() for word in words[1:])
        for number, word in enumerate(words):
            yield Piece(
                text=word.text.strip(),
                start=word.start,
                end=word.end,
                time_source=source,
                segment=segment.id,
                source_line=segment.source_line,
                glued=spaced and number > 0 and not word.text[0].isspace(),
            )
        return
    sentences = _sentences(segment.text)
    length = sum(map(len, sentences))
    done = 0
    for number, sentence in enumerate(sentences):
        first, last = number == 0, number == len(sentences) - 1
        start = segment.start if first else _between(segment.start, until, done / length)
        done += len(sentence)
        yield Piece(
            text=sentence,
            start=start,
            end=until if last else _between(segment.start, until, done / length),
            time_source="none" if start is None else source if first else "interpolated",
            segment=segment.id,
            source_line=segment.source_line,
        )


def _sentences(text: str) -> list[str]:
    """The text cut after each sentence, white space made single."""
    sentences: list[str] = []
    held: list[str] = []
    for part in (" ".join(match.group().split()) for match in _SENTENCE.finditer(text)):
        held.append(part)
        if not _ABBREVIATION.search(part):
            sentences.append(" ".join(held))
            held = []
    return [*sentences, " ".join(held)] if held else sentences


def _between(start: float | None, end: float | None, share: float) -> float | None:
    if start is None or end is None or end < start:
        return None
    return round(start + (end - start) * share, 3)


def with_voices(pieces: Sequence[Piece], intervals: Sequence[VoiceInterval]) -> list[Piece]:
    """Each piece with its voice, smoothed within sentences; None where nobody was heard near it."""
    return _smoothed(_overlapping(pieces, intervals), intervals) if intervals else list(pieces)


def _overlapping(pieces: Sequence[Piece], intervals: Sequence[VoiceInterval]) -> list[Piece]:
    """Each piece with the voice that overlaps it longest; none where nobody was heard."""
    coming = deque(sorted(intervals, key=lambda i: (i.start, i.end, i.speaker)))
    heard: list[VoiceInterval] = []
    placed = list(pieces)
    timed = [(p.start, p.end, n) for n, p in enumerate(pieces) if p.start is not None and p.end is not None]
    for start, end, number in sorted(timed):
        while coming and coming[0].start < end:
            heard.append(coming.popleft())
        heard = [interval for interval in heard if interval.end > start]
        near = list(_meeting(heard, start, end))
        placed[number] = replace(pieces[number], speaker=_most_heard(near), overlapped=_at_once(near))
    return placed


def _meeting(intervals: Iterable[VoiceInterval], start: float, end: float) -> Iterator[tuple[float, float, float, str]]:
    """(start, end, the whole interval's length, voice) of what lies in that time; the intervals come in order."""
    for interval in intervals:
        if interval.start >= end:
            return
        first, last = max(start, interval.start), min(end, interval.end)
        if last > first:
            yield first, last, interval.end - interval.start, interval.speaker


def _most_heard(near: Sequence[tuple[float, float, float, str]]) -> str | None:
    """The voice with most of the time; of two that speak throughout the one that speaks longer: an “ajá” is not it."""
    shares: dict[str, tuple[float, float]] = {}
    for start, end, whole, label in near:
        shared, length = shares.get(label, (0.0, 0.0))
        shares[label] = (shared + end - start, max(length, whole))
    best = max(shares, key=lambda label: (round(shares[label][0], 2), shares[label][1]), default=None)
    return best if best is not None and shares[best][0] >= _LEAST_SECONDS else None


def _at_once(near: Sequence[tuple[float, float, float, str]]) -> bool:
    return any(
        one[3] != other[3] and min(one[1], other[1]) - max(one[0], other[0]) >= _AT_ONCE_SECONDS
        for one, other in combinations(near, 2)
    )


def _smoothed(pieces: Sequence[Piece], intervals: Sequence[VoiceInterval]) -> list[Piece]:
    """The pieces without flips inside a sentence, and with a voice for words that fell into a gap of the voices."""
    smoothed: list[Piece] = []
    for sentence in _in_sentences(pieces):
        runs = _runs(sentence)
        settled = [run for run in runs if run[0].speaker is not None and _seconds(run) >= _FLIP_SECONDS]
        if not settled:
            smoothed += _filled(_by_majority(sentence), intervals)
            continue
        for number, run in enumerate(runs):
            if any(run is other for other in settled):
                smoothed += run
            else:
                nearest = min(settled, key=lambda other: abs(_index(runs, other) - number))
                smoothed += (replace(piece, speaker=nearest[0].speaker) for piece in run)
    return smoothed


def _in_sentences(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    held: list[Piece] = []
    for piece, following in zip(pieces, [*pieces[1:], None], strict=False):
        held.append(piece)
        if following is None or piece.ends_sentence or pause(piece, following) > BREATH_SECONDS:
            yield held
            held = []


def _runs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and runs[-1][-1].speaker == piece.speaker:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _index(runs: Sequence[list[Piece]], wanted: list[Piece]) -> int:
    return next(number for number, run in enumerate(runs) if run is wanted)


def _seconds(run: Sequence[Piece]) -> float:
    start, end = run[0].start, run[-1].end
    return 0.0 if start is None or end is None else end - start


def _by_majority(sentence: Sequence[Piece]) -> list[Piece]:
    """A sentence too short for two voices: all of it goes to the voice that has most of its time."""
    shares: dict[str, float] = {}
    for piece in sentence:
        if piece.speaker is not None:
            shares[piece.speaker] = shares.get(piece.speaker, 0.0) + _seconds([piece])
    best = max(shares, key=lambda label: shares[label], default=None)
    return [replace(piece, speaker=best) for piece in sentence]


def _filled(sentence: Sequence[Piece], intervals: Sequence[VoiceInterval]) -> list[Piece]:
    """A sentence in which no voice was heard goes to the voice beside it, if one is near enough."""
    start, end = sentence[0].start, sentence[-1].end
    if sentence[0].speaker is not None or start is None or end is None:
        return list(sentence)
    distance, label = min((max(i.start - end, start - i.end), i.speaker) for i in intervals)
    return [replace(piece, speaker=label if distance <= _NEAR_SECONDS else None) for piece in sentence]


def pause(piece: Piece, following: Piece) -> float:
    """Seconds of silence between the two; 0 where a time is unknown."""
    return 0.0 if piece.end is None or following.start is None else following.start - piece.end
