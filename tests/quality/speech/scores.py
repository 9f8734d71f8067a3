"""How right a transcript is: word errors, diarization errors, words with the wrong speaker, joint errors.

Pure functions on words and intervals, so that the figures of the results page can be checked by hand. Definitions:

- Word error rate: (substituted + missed + invented) / words said.
- Diarization error rate: as NIST scores it, overlapping speech included: (missed + false alarm + confusion) / seconds
  spoken, where two people at once count twice. The collar is left out on both sides of each boundary of the reference.
- cpWER (concatenated minimum-permutation word error rate): each speaker's words as one text, the pairing of voices
  and speakers that costs least; a voice too many costs all its words, a speaker too few all of theirs.
- Word-level speaker accuracy: of the words that were heard, rightly or not, the share that is with the right speaker.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

Interval = tuple[float, float, str]
"""Start and end in seconds, and who speaks."""


# --- words ------------------------------------------------------------------------------------------------------------


def words(text: str, *, accents: bool = False) -> list[str]:
    """The words in lower case without marks, numbers as they are written (`20` is not `veinte`).

    Without `accents`, `número` and `numero` are one word; ñ stays another letter than n in both cases.
    """
    plain = unicodedata.normalize("NFC", text.lower())
    if not accents:
        plain = "".join(letter if letter == "ñ" else _bare(letter) for letter in plain)
    return re.findall(r"[^\W_]+", plain)


def _bare(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))


@dataclass(frozen=True, kw_only=True)
class WordErrors:
    """Errors among `said` words of a reference; `rate` may be over 1."""

    substituted: int = 0
    missed: int = 0
    invented: int = 0
    said: int = 0

    @property
    def errors(self) -> int:
        """All of them."""
        return self.substituted + self.missed + self.invented

    @property
    def rate(self) -> float:
        """Errors a word; infinite when nothing was said and something was heard."""
        return _rate(self.errors, self.said)

    def __add__(self, other: "WordErrors") -> "WordErrors":
        return WordErrors(
            substituted=self.substituted + other.substituted,
            missed=self.missed + other.missed,
            invented=self.invented + other.invented,
            said=self.said + other.said,
        )


def word_errors(reference: Sequence[str], found: Sequence[str]) -> WordErrors:
    """The fewest errors that turn the reference into what was found."""
    kinds = Counter(step.tag for step in Levenshtein.editops(reference, found))
    return WordErrors(
        substituted=kinds["replace"], missed=kinds["delete"], invented=kinds["insert"], said=len(reference)
    )


def differences(reference: Sequence[str], found: Sequence[str]) -> list[tuple[str, str]]:
    """Each stretch that differs as (what was said, what was heard), in order; one of the two may be empty."""
    return [
        (" ".join(reference[step.src_start : step.src_end]), " ".join(found[step.dest_start : step.dest_end]))
        for step in Levenshtein.opcodes(reference, found)
        if step.tag != "equal"
    ]


def _rate(errors: float, total: float) -> float:
    if total:
        return errors / total
    return float("inf") if errors else 0.0


# --- who spoke when ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class DiarizationErrors:
    """Seconds of speech `missed`, of `false_alarm`, of `confusion`, among `spoken` seconds (overlap counts twice).

    `voices` maps each speaker of the reference to the label that was found for them, if any.
    """

    missed: float
    false_alarm: float
    confusion: float
    spoken: float
    voices: Mapping[str, str] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """The diarization error rate."""
        return _rate(self.missed + self.false_alarm + self.confusion, self.spoken)


def diarization_errors(
    reference: Iterable[Interval], found: Iterable[Interval], *, collar: float = 0.25
) -> DiarizationErrors:
    """Errors under the best pairing of labels and speakers, exact (no grid of frames)."""
    said, heard = _joined(reference), _joined(found)
    edges = sorted({time for start, end, _ in said for time in (start, end)})
    stretches = list(_stretches(said, heard, edges, collar))
    together: Counter[tuple[str, str]] = Counter()
    for seconds, speakers, labels in stretches:
        for speaker in speakers:
            for label in labels:
                together[speaker, label] += seconds  # type: ignore[assignment]  # a Counter of seconds
    voices = paired(together)
    missed = false_alarm = confusion = spoken = 0.0
    for seconds, speakers, labels in stretches:
        right = sum(voices.get(speaker) in labels for speaker in speakers)
        spoken += seconds * len(speakers)
        missed += seconds * max(0, len(speakers) - len(labels))
        false_alarm += seconds * max(0, len(labels) - len(speakers))
        confusion += seconds * (min(len(speakers), len(labels)) - right)
    return DiarizationErrors(missed=missed, false_alarm=false_alarm, confusion=confusion, spoken=spoken, voices=voices)


@dataclass(frozen=True, kw_only=True)
class AtOnce:
    """Seconds in which two or more speak at once: as it was, as it was found, and both."""

    said: float
    found: float
    both: float


def at_once(reference: Iterable[Interval], found: Iterable[Interval]) -> AtOnce:
    """How much of the overlapping speech was found, whoever speaks in it; no collar."""
    said, heard = _joined(reference), _joined(found)
    seconds = {"said": 0.0, "found": 0.0, "both": 0.0}
    for length, speakers, labels in _stretches(said, heard, (), 0.0):
        seconds["said"] += length * (len(speakers) > 1)
        seconds["found"] += length * (len(labels) > 1)
        seconds["both"] += length * (len(speakers) > 1 and len(labels) > 1)
    return AtOnce(**seconds)


def _joined(intervals: Iterable[Interval]) -> list[Interval]:
    """Each speaker's intervals without overlap among themselves; empty ones are none."""
    joined: list[Interval] = []
    for start, end, speaker in sorted(intervals, key=lambda i: (i[2], i[0])):
        if end <= start:
            continue
        if joined and joined[-1][2] == speaker and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]), speaker)
        else:
            joined.append((start, end, speaker))
    return joined


def _stretches(
    said: Sequence[Interval], heard: Sequence[Interval], edges: Sequence[float], collar: float
) -> Iterable[tuple[float, frozenset[str], frozenset[str]]]:
    """Stretches between any two changes, outside the collars: their length, who speaks, and who was heard."""
    cuts = sorted(
        {time for start, end, _ in (*said, *heard) for time in (start, end)}
        | {time for edge in edges for time in (edge - collar, edge + collar)}
    )
    for start, end in pairwise(cuts):
        middle = (start + end) / 2
        if any(abs(middle - edge) < collar for edge in edges):
            continue
        speakers = frozenset(who for a, b, who in said if a <= middle < b)
        labels = frozenset(who for a, b, who in heard if a <= middle < b)
        if speakers or labels:
            yield end - start, speakers, labels


# --- words and speakers -----------------------------------------------------------------------------------------------


def joint_errors(reference: Mapping[str, Sequence[str]], found: Mapping[str, Sequence[str]]) -> WordErrors:
    """Word errors of each speaker's words in one text, under the pairing with the fewest (cpWER)."""
    speakers, labels = list(reference), list(found)
    size = max(len(speakers), len(labels))
    said = [list(reference[name]) for name in speakers] + [[]] * (size - len(speakers))
    heard = [list(found[name]) for name in labels] + [[]] * (size - len(labels))
    costs = [[float(Levenshtein.distance(a, b)) for b in heard] for a in said]
    total = WordErrors()
    for row, column in enumerate(cheapest(costs)):
        total += word_errors(said[row], heard[column])
    return total


@dataclass(frozen=True, kw_only=True)
class SpeakerAccuracy:
    """Of `heard` words (rightly or not), how many are with the `right` speaker."""

    right: int
    heard: int
    voices: Mapping[str, str] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """Right words among those heard; 0 when none was."""
        return self.right / self.heard if self.heard else 0.0


def speaker_accuracy(reference: Sequence[tuple[str, str]], found: Sequence[tuple[str, str | None]]) -> SpeakerAccuracy:
    """Words with their speakers, both in order of time, compared where they stand opposite one another.

    A word of a voice that nobody is paired with, or of no voice, is wrong.
    """
    pairs = [
        (reference[a][1], found[b][1])
        for step in Levenshtein.opcodes([w for w, _ in reference], [w for w, _ in found])
        if step.tag in {"equal", "replace"}
        for a, b in zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True)
    ]
    voices = paired(Counter((speaker, label) for speaker, label in pairs if label is not None))
    right = sum(label is not None and voices.get(speaker) == label for speaker, label in pairs)
    return SpeakerAccuracy(right=right, heard=len(pairs), voices=voices)


# --- pairing ----------------------------------------------------------------------------------------------------------


def paired(together: Mapping[tuple[str, str], float]) -> dict[str, str]:
    """Speaker to label, one to one, such that they are together most; pairs that never are have no entry."""
    speakers = sorted({speaker for speaker, _ in together})
    labels = sorted({label for _, label in together})
    size = max(len(speakers), len(labels))
    costs = [
        [
            -together.get((speakers[row], labels[column]), 0.0) if row < len(speakers) and column < len(labels) else 0.0
            for column in range(size)
        ]
        for row in range(size)
    ]
    return {
        speakers[row]: labels[column]
        for row, column in enumerate(cheapest(costs))
        if row < len(speakers) and column < len(labels) and costs[row][column] < 0
    }


def cheapest(costs: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row of a square table in the cheapest one-to-one pairing (Hungarian method, cubic time).

    Kuhn's method with potentials, one row a round; row and column 0 are the start of each search.
    """
    size = len(costs)
    rows, columns = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of = [0] * (size + 1)
    for row in range(1, size + 1):
        row_of[0] = row
        column = 0
        nearest, came_from, seen = [float("inf")] * (size + 1), [0] * (size + 1), [False] * (size + 1)
        while row_of[column]:
            seen[column] = True
            at = row_of[column]
            for other in range(1, size + 1):
                if (
                    not seen[other]
                    and (reduced := costs[at - 1][other - 1] - rows[at] - columns[other]) < nearest[other]
                ):
                    nearest[other], came_from[other] = reduced, column
            following = min((c for c in range(1, size + 1) if not seen[c]), key=nearest.__getitem__)
            step = nearest[following]
            for other in range(size + 1):
                if seen[other]:
                    rows[row_of[other]] += step
                    columns[other] -= step
                else:
                    nearest[other] -= step
            column = following
        while column:
            row_of[column], column = row_of[came_from[column]], came_from[column]
    found = [0] * size
    for column in range(1, size + 1):
        found[row_of[column] - 1] = column - 1
    return found
