"""Finds the words that show an item, and when and by whom they were said: code chooses them, never a model."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from meetbot.model.minutes import Evidence
from meetbot.model.transcript import Speaker, Transcript, Turn
from meetbot.stages.folding import fold
from meetbot.stages.ground_words import content_stems, figures, negated
from meetbot.stages.timing import spoken_at

_SHORT_TURN = 200
"""Characters, about 15 seconds of speech: a turn up to that is quoted whole, so that its context is seen."""
_PREFERENCE = 2
"""Shared words that a preferred turn may lack: 'yo hablo con él' proves a task better than the question before it."""
_SENTENCE = re.compile(r"\S(?:.*?[.!?…]+(?=\s|$)|.*$)", re.DOTALL)
_FILLERS = re.compile(
    r"^(?:(?:eh+|em+|este|bueno|pues|mira|oye|a ver|ah|uh|um|well|so|ok|okay|entonces|y)\b\s*[,.…]+\s*|[-–—•\s]+)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where words stand: the turn's index in the transcript and the span of characters in its text."""

    index: int
    start: int
    end: int


class Context:
    """The transcript as grounding looks at it: turns by id and by neighbourhood."""

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        self.turns: tuple[Turn, ...] = transcript.turns
        self._index = {turn.id: index for index, turn in enumerate(transcript.turns)}
        self._segments = {segment.id: segment for segment in transcript.segments}
        self._speakers = {speaker.label: speaker for speaker in transcript.speakers}

    def indexes(self, turn_ids: Sequence[str]) -> tuple[list[int], list[str]]:
        """The cited turns that exist and hold words, in the order of citation, and the ids that name none."""
        known = dict.fromkeys(turn_ids)
        valid = [self._index[i] for i in known if i in self._index and self.turns[self._index[i]].text.strip()]
        missing = [i for i in known if i not in self._index or not self.turns[self._index[i]].text.strip()]
        return valid, missing

    def near(self, indexes: Sequence[int], distance: int) -> list[int]:
        """The turns at most that far from a cited one, without the cited ones, nearest first."""
        around = {
            other: min(abs(other - index) for index in indexes)
            for index in indexes
            for other in range(max(0, index - distance), min(len(self.turns), index + distance + 1))
            if other not in indexes
        }
        return sorted(around, key=lambda other: (around[other], other))

    def text(self, indexes: Sequence[int]) -> str:
        """The words of these turns."""
        return "\n".join(self.turns[index].text for index in indexes)

    def speaker(self, index: int) -> Speaker | None:
        """Who speaks in that turn."""
        label = self.turns[index].speaker
        return None if label is None else self._speakers.get(label)

    def name(self, index: int) -> str | None:
        """The name of who speaks in that turn, or None for an unnamed voice."""
        speaker = self.speaker(index)
        return speaker.name if speaker else None

    def quote(self, place: Place) -> str:
        """The words at that place, exactly as they stand in the transcript."""
        return self.turns[place.index].text[place.start : place.end]

    def evidence(self, place: Place, cited: Sequence[int]) -> Evidence:
        """The proof: the turn that holds the quote first, the other cited turns in order of time."""
        turn, speaker = self.turns[place.index], self.speaker(place.index)
        others = sorted(index for index in cited if index != place.index)
        start, end = spoken_at(turn, place.start, place.end, segments=self._segments)
        return Evidence(
            turn_ids=(turn.id, *(self.turns[index].id for index in others)),
            speaker=turn.speaker,
            speaker_name=speaker.name if speaker else None,
            department=speaker.department if speaker else None,
            start=start,
            end=end,
            time_source=turn.time_source,
            quote=self.quote(place),
        )


def find_quote(quote: str, cited: Sequence[int], context: Context) -> Place | None:
    """Where the quote stands in one of the cited turns, equal but for white space, whole words only."""
    words = quote.split()
    for index in cited:
        for start, end in _standing(words, context.turns[index].text):
            return _with_its_negation(Place(index=index, start=start, end=end), context)
    return None


def choose_quote(
    text: str, cited: Sequence[int], context: Context, *, prefer: Callable[[str], bool] | None = None
) -> Place:
    """The words of the cited turns that share most with the text: a short turn whole, of a long one its sentences.

    A turn that `prefer` holds for wins over one that shares a little more. Where all is equal, the one cited first.
    """
    wanted = {*content_stems(text), *figures(text)}

    def worth(order: int) -> tuple[int, int]:
        turn = context.turns[cited[order]].text
        preferred = _PREFERENCE if prefer is not None and prefer(turn) else 0
        return len(_shared(turn, wanted)) + preferred, -order

    index = cited[max(range(len(cited)), key=worth)]
    turn = context.turns[index].text
    whole = _trimmed(Place(index=index, start=0, end=len(turn)), context)
    if whole.end - whole.start <= _SHORT_TURN:
        return whole
    spans = sentences(turn)
    candidates = [(a, a) for a in range(len(spans))] + [(a, a + 1) for a in range(len(spans) - 1)]
    first, last = max(
        candidates,
        # More shared words, then fewer sentences, then the earlier one.
        key=lambda pair: (
            len(_shared(turn[spans[pair[0]][0] : spans[pair[1]][1]], wanted)),
            pair[0] - pair[1],
            -pair[0],
        ),
    )
    return Place(index=index, start=spans[first][0], end=spans[last][1])


def every_place(words: str, indexes: Sequence[int], context: Context) -> Iterator[Place]:
    """Where these words stand in the turns, whatever the case, accents and spaces; in the order of the turns given."""
    parts = [fold(part) for part in words.split()]
    for index in indexes:
        for start, end in _standing(parts, fold(context.turns[index].text)):
            yield Place(index=index, start=start, end=end)


def _standing(words: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """Where the words stand one after another as whole words, whatever the white space between them."""
    # A pattern for each quote takes longer to compile than all turns to search: most often one of the words is lacking,
    # and most turns have nothing but single spaces.
    if not words or not all(word in text for word in words):
        return
    if _ODD_SPACE.search(text) is None:
        yield from _as_written(" ".join(words), text)
    else:
        pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)")
        yield from (match.span() for match in pattern.finditer(text))


_ODD_SPACE = re.compile(r"\s\s|[^\S ]")
_IN_A_WORD = re.compile(r"\w")


def _as_written(phrase: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the phrase stands letter by letter, in no longer word."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        within = (start > 0 and _IN_A_WORD.match(text, start - 1)) or _IN_A_WORD.match(text, end)
        if not within:
            yield start, end
        start = text.find(phrase, start + 1 if within else end)


def find_words(words: str, indexes: Sequence[int], context: Context) -> Place | None:
    """Where these words stand first."""
    return next(every_place(words, indexes, context), None)


@lru_cache(maxsize=20_000)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the sentences, without the spaces between them."""
    return tuple((m.start(), m.start() + len(m.group().rstrip())) for m in _SENTENCE.finditer(text))


def as_sentence(quote: str, text: str = "") -> str:
    """The quote as an item's wording: on one line, without the fillers it begins with, with a capital letter.

    Of a long one only the sentence that has most of the text's words, as it was said.
    """
    if len(quote.split()) > _LONG_QUOTE:
        wanted = {*content_stems(text), *figures(text)}
        parts = [quote[start:end] for start, end in sentences(quote)]
        best = max(parts, key=lambda part: len(_shared(part, wanted)))
        quote = best if _shared(best, wanted) else quote
    line = " ".join(quote.split())
    spoken = _FILLERS.sub("", line) or line
    return spoken[0].upper() + spoken[1:]


_LONG_QUOTE = 18


def _shared(text: str, wanted: set[str]) -> set[str]:
    return wanted & {*content_stems(text), *figures(text)}


def _trimmed(place: Place, context: Context) -> Place:
    text = context.turns[place.index].text
    return Place(index=place.index, start=len(text) - len(text.lstrip()), end=len(text.rstrip()))


def _with_its_negation(place: Place, context: Context) -> Place:
    """The place, widened to its sentences when a "no" before or after the quote would turn its meaning."""
    text = context.turns[place.index].text
    touched = [(a, b) for a, b in sentences(text) if a < place.end and b > place.start]
    start, end = min(touched[0][0], place.start), max(touched[-1][1], place.end)
    if negated(text[start:end]) and not negated(text[place.start : place.end]):
        return Place(index=place.index, start=start, end=end)
    return place
