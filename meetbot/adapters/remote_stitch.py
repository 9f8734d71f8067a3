"""Neighbouring parts of a recording joined on words: what both heard around a cut stands once.

Around a cut both parts hold the same seconds. The cut is moved to the word nearest to it that both heard at about the
same time; words before it come from the first part, words after it from the second. Where they agree on no word, time
decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meetbot.model.transcript import Segment, Word

DRIFT_SECONDS = 1.0
"""By how much two parts may differ about when the same word was said: a server's segment times are rounded to 0.5 s."""

_EDGE_SECONDS = 0.5
"""How far times may wander over the ends of what both parts hold."""

_MOST_WORDS = 200
"""How many words around a cut are compared; nobody says as many within an overlap of seconds."""


@dataclass(frozen=True, kw_only=True)
class HeardPart:
    """What was heard from `start` to `end` and a little beyond both. Times are seconds from the recording's start."""

    start: float
    end: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, kw_only=True)
class _Placed:
    """A word with the segment that it belongs to. `guessed`: its time is shared out within the segment."""

    word: Word
    segment: int
    guessed: bool = False

    @property
    def middle(self) -> float:
        return (self.word.start + self.word.end) / 2

    @property
    def plain(self) -> str:
        return "".join(c for c in self.word.text.casefold() if c.isalnum())


def stitched(parts: Sequence[HeardPart]) -> tuple[Segment, ...]:
    """All segments in order of time, no word of an overlap twice and none lost; their ids count from 0.

    Parts are in order of time. Between parts that do not touch (one in between failed) nothing is left out.
    """
    segments: list[Segment] = [segment for part in parts for segment in part.segments]
    joined: list[_Placed] = []
    first, before = 0, None
    for part in parts:
        placed = _placed(part, first)
        first += len(part.segments)
        joined = (
            _joined(joined, placed, part.start)
            if before is not None and before.end >= part.start
            else [*joined, *placed]
        )
        before = part
    kept: dict[int, list[_Placed]] = {}
    for entry in joined:
        kept.setdefault(entry.segment, []).append(entry)
    found = sorted(
        (_rebuilt(segments[number], entries) for number, entries in kept.items()), key=lambda s: s.start or 0.0
    )
    return tuple(segment.model_copy(update={"id": number}) for number, segment in enumerate(found))


def _placed(part: HeardPart, first: int) -> list[_Placed]:
    """The part's words, in order of time as far as the server kept it; a segment without any shares out its time."""
    placed: list[_Placed] = []
    for number, segment in enumerate(part.segments, first):
        if segment.words:
            placed += (_Placed(word=word, segment=number) for word in segment.words)
        else:
            placed += (_Placed(word=word, segment=number, guessed=True) for word in _shared_out(segment))
    return placed


def _shared_out(segment: Segment) -> list[Word]:
    start, end = segment.start or 0.0, segment.end or segment.start or 0.0
    tokens = segment.text.split()
    length, done, words = sum(map(len, tokens)) or 1, 0, []
    for token in tokens:
        words.append(
            Word(
                start=start + (end - start) * done / length,
                end=start + (end - start) * (done + len(token)) / length,
                text=f" {token}",
            )
        )
        done += len(token)
    return words


def _joined(left: list[_Placed], right: list[_Placed], cut: float) -> list[_Placed]:
    """The words of both, joined at a common one near the cut."""
    if not left or not right:
        return [*left, *right]
    begin, end = right[0].word.start - _EDGE_SECONDS, left[-1].word.end + _EDGE_SECONDS
    near_left = [i for i in range(max(0, len(left) - _MOST_WORDS), len(left)) if left[i].middle > begin]
    near_right = [j for j in range(min(_MOST_WORDS, len(right))) if right[j].middle < end]
    pairs = _common([left[i] for i in near_left], [right[j] for j in near_right])
    if not pairs:
        return _cut_in_time(left, right, cut)
    a, b = min(pairs, key=lambda pair: (abs(left[near_left[pair[0]]].middle - cut), pair))
    return [*left[: near_left[a] + 1], *right[near_right[b] + 1 :]]


def _common(left: Sequence[_Placed], right: Sequence[_Placed]) -> list[tuple[int, int]]:
    """Pairs of the same word at about the same time, in order in both: as many as there are, those nearest in time.

    A word that is said over and over is matched by its time: a pair counts less the further apart its words are.
    """
    plain_left, plain_right = [entry.plain for entry in left], [entry.plain for entry in right]
    score = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    pairs: dict[tuple[int, int], float] = {}
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            best = max(score[i][j + 1], score[i + 1][j])
            apart = abs(one.middle - other.middle) / (DRIFT_SECONDS * (2 if one.guessed or other.guessed else 1))
            if plain_left[i] and plain_left[i] == plain_right[j] and apart < 1 and score[i][j] + 1 - apart > best:
                best = score[i][j] + 1 - apart
                pairs[i, j] = best
            score[i + 1][j + 1] = best
    return _traced(score, pairs)


def _traced(score: Sequence[Sequence[float]], pairs: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs that make up the best score, the last first."""
    found: list[tuple[int, int]] = []
    i, j = len(score) - 1, len(score[0]) - 1
    while i and j:
        if pairs.get((i - 1, j - 1)) == score[i][j]:
            found.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif score[i - 1][j] >= score[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return found


def _cut_in_time(left: list[_Placed], right: list[_Placed], cut: float) -> list[_Placed]:
    """The words before the cut from the first, those after it from the second; of two at the same time one stays."""
    before = [entry for entry in left if entry.middle < cut]
    after = [entry for entry in right if entry.middle >= cut]
    while before and after and _covers(before[-1].word, after[0].word):
        sure = before[-1].word.probability or 0.0
        if sure >= (after[0].word.probability or 0.0):
            after = after[1:]
        else:
            before = before[:-1]
    return [*before, *after]


def _covers(one: Word, other: Word) -> bool:
    """Whether both were said at the same time, so that they are two hearings of one word."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    shorter = min(one.end - one.start, other.end - other.start)
    return shorter > 0 and shared / shorter > 0.5  # noqa: PLR2004 - more than half


def _rebuilt(segment: Segment, entries: Sequence[_Placed]) -> Segment:
    """The segment as it was, or what is left of it."""
    whole = len(segment.words) or len(segment.text.split())
    if len(entries) == whole:
        return segment
    text = " ".join("".join(entry.word.text for entry in entries).split())
    return segment.model_copy(
        update={
            "start": round(entries[0].word.start, 3),
            "end": round(entries[-1].word.end, 3),
            "text": text,
            "words": () if entries[0].guessed else tuple(entry.word for entry in entries),
        }
    )
