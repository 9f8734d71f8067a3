"""The second in which words were said: finer than their turn where the transcript knows it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from meetbot.model.transcript import Segment, Turn

# Sums of floats, rounded to the millisecond, may differ by this much.
_ROUNDING_SECONDS = 0.002


@dataclass(frozen=True, kw_only=True)
class _Heard:
    """A word, or a cue without word times, at its place in the turn's text."""

    first: int
    last: int
    start: float
    end: float


def spoken_at(
    turn: Turn, first: int, last: int, *, segments: Mapping[int, Segment]
) -> tuple[float | None, float | None]:
    """Start and end, in seconds, of the turn's characters from `first` to `last`; the turn's own where unknown."""
    heard = [unit for unit in _units(turn, segments) if unit.last > first and unit.first < last]
    if not heard or turn.start is None or turn.end is None:
        return turn.start, turn.end
    start = max(turn.start, min(unit.start for unit in heard))
    end = min(turn.end, max(unit.end for unit in heard))
    return (start, end) if start <= end else (turn.start, turn.end)


def _units(turn: Turn, segments: Mapping[int, Segment]) -> Iterator[_Heard]:
    """The turn's words in order, as far as they follow one another in its text."""
    cursor = 0
    for text, start, end in _timed([segments[i] for i in turn.segments if i in segments]):
        if not _within(start, end, turn):
            continue
        at = turn.text.find(text, cursor)
        if at < 0 or turn.text[cursor:at].strip():
            continue
        cursor = at + len(text)
        yield _Heard(first=at, last=cursor, start=start, end=end)


def _timed(segments: Sequence[Segment]) -> Iterator[tuple[str, float, float]]:
    for segment in segments:
        if segment.words:
            yield from ((word.text.strip(), word.start, word.end) for word in segment.words if word.text.strip())
        elif segment.start is not None and segment.end is not None:
            yield " ".join(segment.text.split()), segment.start, segment.end


def _within(start: float, end: float, turn: Turn) -> bool:
    if turn.start is None or turn.end is None:
        return False
    middle = (start + end) / 2
    return turn.start - _ROUNDING_SECONDS <= middle <= turn.end + _ROUNDING_SECONDS
