"""Words that one person's microphone caught of another: heard in two tracks at once, said in one."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from statistics import median

from meetbot.model.transcript import Segment
from meetbot.stages.folding import fold

FRAMES_PER_SECOND = 10
"""How finely `levels` are given."""

TOGETHER_SECONDS = 0.6
"""How far the starts of one word may lie apart in two tracks; whisper's word times wander by 0.2 to 0.4 s."""

LEAKED_DB = 12.0
"""A track that is so much quieter than another at that moment, each against its own speech, holds what leaked: one
person's voice reaches another's headset 25 to 40 dB weaker, a laptop in the same room 10 to 20."""

OWN_DB = -10.0
"""From here on somebody speaks into the microphone that is theirs; between words and softly said words are below."""

FOREIGN_DB = -18.0
"""Words below it are not those of the person whose track it is: what people say more softly lies 5 to 15 dB below
their own loud speech, a voice that reaches somebody else's headset at 25 to 40. Said in no other track, they are
somebody's whose own track is missing."""

# Two stretches of one run of equal words: so many unequal ones between them at most, so long a pause, so many in all.
_WITHIN_WORDS = 3
_WITHIN_SECONDS = 2.0
_DENSE = 0.6
# So many words heard in both are never two people who say the same at once, as they do with “sí” or “buenos días”.
_NO_CHANCE = 4
_EQUAL_DB = 3.0
# One word's time may be off by its length: a smaller difference than this says little of a single word.
_CLEAR_DB = 8.0
_AROUND_SECONDS = 0.4
# A word's start wanders back into the pause before it, by seconds; its end is where it is heard.
_WORD_SECONDS = 0.6
_HEARD_DB = -40.0
_SINGLE = 2
_ALONE = "‧"
_WORD = re.compile(r"[^\W_]+")

Levels = Sequence[Sequence[float]]
"""By track how loud it is in each tenth of a second, in dB against its own speech; empty where that isn't known."""

Place = tuple[int, int]
"""A word of a track: its segment's index and its own there; a segment without words is one."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One word as it was heard in one track; `key` is the same for words that sound and look alike."""

    place: Place
    start: float
    end: float
    key: str
    probability: float | None = None


def leaked(tracks: Sequence[Sequence[Segment]], levels: Levels = ()) -> list[dict[Place, int]]:
    """By track the words that are not its own: their places, and the index of the track that they were said in."""
    words = [list(_words(track)) for track in tracks]
    gone: list[dict[Place, int]] = [{} for _ in tracks]
    for first, second in combinations(range(len(tracks)), 2):
        pairs = _Pair(first=first, second=second, levels=levels)
        for run in pairs.runs(_left(words[first], gone[first]), _left(words[second], gone[second])):
            for loser, keeper, lost in pairs.settled(run):
                gone[loser].update({word.place: keeper for word in lost})
    if levels and len(tracks) > 1:
        for track, heard in enumerate(words):
            gone[track].update(_drowned(track, _left(heard, gone[track]), levels))
    return gone


def foreign(track: int, segments: Sequence[Segment], gone: Collection[Place], levels: Levels) -> set[Place]:
    """The words of that track, but for those `gone`, that are too quiet to be its own person's: their places."""
    if not levels:
        return set()
    found: set[Place] = set()
    for _, words in groupby(_left(list(_words(segments)), gone), lambda word: word.place[0]):
        heard = list(words)
        quiet = [_HEARD_DB < _loudest(track, word, segments[word.place[0]], levels) < FOREIGN_DB for word in heard]
        smooth = _without_short(quiet, value=True, unless=[False] * len(heard))
        found.update(word.place for word, is_quiet in zip(heard, smooth, strict=True) if is_quiet)
    return found


def _loudest(track: int, word: Heard, segment: Segment, levels: Levels) -> float:
    """How loud the track becomes while the word, or the segment without words, is heard."""
    whole = range(int(max(0.0, word.start) * FRAMES_PER_SECOND), int(word.end * FRAMES_PER_SECOND) + 1)
    frames = _frames(word) if segment.words else whole
    return max((_at(track, frame, levels) for frame in frames), default=float("-inf"))


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


def _left(words: Sequence[Heard], gone: Collection[Place]) -> list[Heard]:
    return [word for word in words if word.place not in gone]


# --- the same words in two tracks -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Run:
    """A stretch that both tracks have in common: all words of each, and the indexes of those that agree."""

    first: Sequence[Heard]
    second: Sequence[Heard]
    same: Sequence[tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """Two tracks that are compared."""

    first: int
    second: int
    levels: Levels

    def runs(self, first: Sequence[Heard], second: Sequence[Heard]) -> Iterator[_Run]:
        """The stretches in which both tracks have the same words at the same time."""
        held: list[tuple[int, int]] = []
        for pair in [*_agreeing(first, second), None]:
            if held and (pair is None or not _goes_on(held[-1], pair, first)):
                (a, b), (c, d) = held[0], held[-1]
                if len(held) >= _DENSE * min(c - a + 1, d - b + 1):
                    same = [(one - a, other - b) for one, other in held]
                    yield _Run(first=first[a : c + 1], second=second[b : d + 1], same=same)
                held = []
            if pair is not None:
                held.append(pair)

    def settled(self, run: _Run) -> Iterator[tuple[int, int, Sequence[Heard]]]:
        """The track that loses words, the one that keeps them, and those words, for each speaker of the run."""
        for part in self._by_speaker(run):
            (a, b), (c, d) = part[0], part[-1]
            first, second = run.first[a : c + 1], run.second[b : d + 1]
            louder = _louder(self.first, self.second, [*first, *second], self.levels)
            keeps_first = louder > 0 if abs(louder) >= _EQUAL_DB else _sure(first) >= _sure(second)
            loser, keeper, lost = (self.second, self.first, second) if keeps_first else (self.first, self.second, first)
            by_chance = len(run.same) < _NO_CHANCE
            if not by_chance or (self.levels and not _speaks(loser, lost, self.levels)):
                yield loser, keeper, lost

    def _by_speaker(self, run: _Run) -> list[list[tuple[int, int]]]:
        """The agreeing words in stretches in which the same track is the louder one."""
        words = [(run.first[one], run.second[other]) for one, other in run.same]
        louder = [_louder(self.first, self.second, pair, self.levels) for pair in words]
        clear = [at for at, difference in enumerate(louder) if abs(difference) >= _CLEAR_DB]

        def sign(at: int) -> bool:
            """That of the nearest word in time that leaves no doubt."""
            nearest = min(clear, key=lambda other: abs(words[other][0].end - words[at][0].end), default=at)
            return louder[nearest] > 0

        parts = groupby(range(len(words)), key=sign)
        return [[run.same[at] for at in part] for _, part in parts]


def _agreeing(first: Sequence[Heard], second: Sequence[Heard]) -> Iterator[tuple[int, int]]:
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
    return max(steps) <= _WITHIN_WORDS and first[pair[0]].start - first[last[0]].end <= _WITHIN_SECONDS


def _sure(words: Sequence[Heard]) -> float:
    known = [word.probability for word in words if word.probability is not None]
    return sum(known) / len(known) if known else 0.0


# --- words of whatever text while somebody else is much louder --------------------------------------------------------


def _drowned(track: int, words: Sequence[Heard], levels: Levels) -> Iterator[tuple[Place, int]]:
    """Words that were heard while another track was so loud that they can only have leaked, whatever was understood."""
    for _, segment in groupby(words, lambda word: word.place[0]):
        heard = list(segment)
        loudest = [_loudest_other(track, word, levels) for word in heard]
        drowned = [
            louder >= LEAKED_DB and not _speaks(track, [word], levels, around=_AROUND_SECONDS)
            for word, (louder, _) in zip(heard, loudest, strict=True)
        ]
        own = [_speaks(track, [word], levels) for word in heard]
        for word, gone, (_, keeper) in zip(heard, _smoothed(drowned, own), loudest, strict=True):
            if gone:
                yield word.place, keeper


def _smoothed(drowned: Sequence[bool], own: Sequence[bool]) -> list[bool]:
    """The same for the one or two words whose times are off: they go with the words beside them, unless surely own."""
    kept_first = _without_short(drowned, value=True, unless=[False] * len(own))
    return _without_short(kept_first, value=False, unless=own)


def _without_short(flags: Sequence[bool], *, value: bool, unless: Sequence[bool]) -> list[bool]:
    """The flags with runs of `value` of one or two turned over, where the other value stands beside them."""
    smooth: list[bool] = []
    for flag, run in groupby(flags):
        length = len(list(run))
        begin = len(smooth)
        turned = flag == value and length <= _SINGLE and length < len(flags) and not any(unless[begin : begin + length])
        smooth += [not flag if turned else flag] * length
    return smooth


def _loudest_other(track: int, word: Heard, levels: Levels) -> tuple[float, int]:
    others = (other for other in range(len(levels)) if other != track)
    return max((_louder(other, track, [word], levels), other) for other in others)


def _louder(first: int, second: int, words: Sequence[Heard], levels: Levels) -> float:
    """By how many dB the first track is louder while those words are heard, in most of the time; 0 where unknown."""
    frames = sorted({frame for word in words for frame in _frames(word)})
    pairs = [(_at(first, frame, levels), _at(second, frame, levels)) for frame in frames] if levels else []
    heard = [one - other for one, other in pairs if max(one, other) > _HEARD_DB]
    return median(heard) if heard else 0.0


def _speaks(track: int, words: Sequence[Heard], levels: Levels, *, around: float = 0.0) -> bool:
    """Whether that track's own person is heard there."""
    frames = (frame for word in words for frame in _frames(word, around=around))
    return any(_at(track, frame, levels) >= OWN_DB for frame in frames)


def _frames(word: Heard, *, around: float = 0.0) -> range:
    start = max(word.start, word.end - _WORD_SECONDS) - around
    return range(int(max(0.0, start) * FRAMES_PER_SECOND), int((word.end + around) * FRAMES_PER_SECOND) + 1)


def _at(track: int, frame: int, levels: Levels) -> float:
    return levels[track][frame] if frame < len(levels[track]) else float("-inf")
