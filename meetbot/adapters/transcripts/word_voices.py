"""A segment in which several people speak, cut where the labels of its words change."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from meetbot.model.transcript import Segment, Word

_LEAST_SECONDS = 0.6
"""A shorter run inside a sentence is an error of the diarization, which places a change within half a window."""

_ENDS = (".", "?", "!", "…")


class _Run(NamedTuple):
    first: int
    last: int
    label: str


def by_voice(segment: Segment, labels: Sequence[str | None]) -> tuple[Segment, ...]:
    """The segment as one part a voice, in order, with nothing of its text lost; whole where its words have one voice.

    `labels` has one for each word; a word without one goes with the words before it.
    """
    words = segment.words
    if len(labels) != len(words) or len(set(labels) - {None}) < 2:  # noqa: PLR2004 - one voice needs no cut
        return (segment,)
    runs = _settled(words, _filled(labels))
    places = _places(segment.text, words)
    bounds = [0, *(places[run.first] for run in runs[1:]), len(segment.text)]
    return tuple(
        segment.model_copy(
            update={
                "text": segment.text[begin:end].strip(),
                "start": words[run.first].start if run.first else segment.start,
                "end": words[run.last - 1].end if run.last < len(words) else segment.end,
                "words": words[run.first : run.last],
                "speaker": run.label,
            }
        )
        for run, (begin, end) in zip(runs, pairwise(bounds), strict=True)
    )


def _filled(labels: Sequence[str | None]) -> list[str]:
    before = next(label for label in labels if label is not None)
    filled: list[str] = []
    for label in labels:
        before = label or before
        filled.append(before)
    return filled


def _settled(words: Sequence[Word], labels: Sequence[str]) -> list[_Run]:
    """The runs of one label that are long enough to be somebody's words; a shorter one goes with its neighbour."""
    bounds = [0, *(n for n in range(1, len(labels)) if labels[n] != labels[n - 1]), len(labels)]
    runs: list[_Run] = []
    for first, last in pairwise(bounds):
        run = _Run(first, last, labels[first])
        if runs and (runs[-1].label == run.label or not _stands(words, run)):
            runs[-1] = runs[-1]._replace(last=last)
        elif runs and not _stands(words, runs[-1]):
            runs[-1] = run._replace(first=runs[-1].first)
        else:
            runs.append(run)
    return runs


def _stands(words: Sequence[Word], run: _Run) -> bool:
    """Whether it is long enough, or a sentence by itself: an “Ajá.”."""
    begins = run.first == 0 or words[run.first - 1].text.endswith(_ENDS)
    whole = begins and words[run.last - 1].text.endswith(_ENDS)
    return whole or words[run.last - 1].end - words[run.first].start >= _LEAST_SECONDS


def _places(text: str, words: Sequence[Word]) -> list[int]:
    """Where each word begins in the text, whose signs other than spaces are those of the words."""
    places: list[int] = []
    at = 0
    for word in words:
        while text[at] == " ":
            at += 1
        places.append(at)
        left = len(word.text.replace(" ", ""))
        while left:
            left -= text[at] != " "
            at += 1
    return places
