"""Words that one person's microphone caught of another: heard in two tracks at once, said in one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from meetbot.model.transcript import Segment
from meetbot.stages.folding import fold

FRAMES_PER_SECOND = 10
"""How finely `levels` are given."""

TOGETHER_SECONDS = 0.6
"""How far the times of one word may lie apart in two tracks; whisper's word times wander by 0.2 to 0.4 s."""

LEAKED_DB = 15.0
"""A track that is so much quieter than another at that moment, each against its own speech, holds no own voice: one
person's voice reaches another's headset 25 to 40 dB weaker, a laptop in the same room 10 to 20."""

_WITHIN_WORDS = 3
_WITHIN_SECONDS = 2.0
_DENSE = 0.6
# How much quieter one track must be before so few words heard in both are taken for leaked: two people do say “sí” or
# “buenos días” at once, but hardly four words.
_NEEDED_DB = {1: 10.0, 2: 6.0, 3: 6.0}
_ALONE = "‧"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One word of a track: `place` is its segment's and its own index there; a segment without words is one."""

    place: tuple[int, int]
    start: float
    end: float
    key: str
    probability: float | None = None


Levels = Sequence[Sequence[float]]
"""By track how loud it is in each tenth of a second, in dB against its own speech; empty where that isn't known."""


def leaked(tracks: Sequence[Sequence[Segment]], levels: Levels = ()) -> list[dict[tuple[int, int], int]]:
    """By track the words that are not its own: their places, and the index of the track that they were said in."""
    words = [list(_words(track)) for track in tracks]
    gone: list[dict[tuple[int, int], int]] = [{} for _ in tracks]
    for first, second in combinations(range(len(tracks)), 2):
        for run in _runs(_left(words[first], gone[first]), _left(words[second], gone[second])):
            _settle(run, first, second, levels, gone)
    if levels:
        for track, heard in enumerate(words):
            gone[track].update(_drowned(track, _left(heard, gone[track]), levels))
    return gone


def _words(track: Sequence[Segment]) -> Iterator[Heard]:
    for number, segment in enumerate(track):
        if segment.start is None or segment.end is None:
            continue
        if not segment.words:
            yield Heard(place=(number, 0), start=segment.start, end=segment.end, key=_key(segment.text))
        for index, word in enumerate(segment.words):
            key = _key(word.text)
            yield Heard(place=(number, index), start=word.start, end=word.end, key=key, probability=word.probability)


def _key(text: str) -> str:
    return "".join(_WORD.findall(fold(text))) or _ALONE


def _left(words: Sequence[Heard], gone: Mapping[tuple[int, int], int]) -> list[Heard]:
    return [word for word in words if word.place not in gone]


@dataclass(frozen=True, kw_only=True)
class _Run:
    """What was heard in both tracks: all words of the stretch in each, and how many of them agree."""

    first: Sequence[Heard]
    second: Sequence[Heard]
    same: int


def _runs(first: Sequence[Heard], second: Sequence[Heard]) -> Iterator[_Run]:
    """The stretches in which both tracks have the same words at the same time."""
    held: list[tuple[int, int]] = []
    for pair in [*_pairs(first, second), None]:
        if held and (pair is None or not _goes_on(held[-1], pair, first)):
            run = _Run(
                first=first[held[0][0] : held[-1][0] + 1],
                second=second[held[0][1] : held[-1][1] + 1],
                same=len(held),
            )
            if run.same >= _DENSE * min(len(run.first), len(run.second)):
                yield run
            held = []
        if pair is not None:
            held.append(pair)


def _pairs(first: Sequence[Heard], second: Sequence[Heard]) -> Iterator[tuple[int, int]]:
    """The indexes of words that agree in text and time, each word in one pair, in order of both."""
    begin = 0
    for index, word in enumerate(first):
        while begin < len(second) and second[begin].start < word.start - TOGETHER_SECONDS:
            begin += 1
        other = begin
        while other < len(second) and second[other].start <= word.start + TOGETHER_SECONDS:
            if second[other].key == word.key != _ALONE:
                yield index, other
                begin = other + 1
                break
            other += 1


def _goes_on(last: tuple[int, int], pair: tuple[int, int], first: Sequence[Heard]) -> bool:
    steps = (pair[0] - last[0], pair[1] - last[1])
    pause = first[pair[0]].start - first[last[0]].end
    return max(steps) <= _WITHIN_WORDS and pause <= _WITHIN_SECONDS


def _settle(run: _Run, first: int, second: int, levels: Levels, gone: Sequence[dict[tuple[int, int], int]]) -> None:
    """Takes the words from the track that holds them less well: the quieter one, else the less sure one."""
    louder = _level(first, run.first, levels) - _level(second, run.second, levels) if levels else 0.0
    if abs(louder) < _NEEDED_DB.get(run.same, 0.0):
        return
    keeps_first = louder > 0 if abs(louder) >= min(_NEEDED_DB.values()) else _sure(run.first) >= _sure(run.second)
    loser, keeper, words = (second, first, run.second) if keeps_first else (first, second, run.first)
    gone[loser].update({word.place: keeper for word in words})


def _drowned(track: int, words: Sequence[Heard], levels: Levels) -> Iterator[tuple[tuple[int, int], int]]:
    """Words that were heard while another track was so loud that they can only have leaked, whatever was understood."""
    for word in words:
        own = _level(track, [word], levels)
        others = [(_level(other, [word], levels), other) for other in range(len(levels)) if other != track]
        loudest, keeper = max(others, default=(own, track))
        if loudest - own >= LEAKED_DB and loudest > -LEAKED_DB:
            yield word.place, keeper


def _level(track: int, words: Sequence[Heard], levels: Levels) -> float:
    """How loud the track is while those words are said: the loudest tenth of a second, for words begin softly."""
    start = int(words[0].start * FRAMES_PER_SECOND)
    stretch = levels[track][start : int(words[-1].end * FRAMES_PER_SECOND) + 1]
    return max(stretch, default=float("-inf"))


def _sure(words: Sequence[Heard]) -> float:
    known = [word.probability for word in words if word.probability is not None]
    return sum(known) / len(known) if known else 0.0
