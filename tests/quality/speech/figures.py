"""What a measurement's result says about a recording whose truth is known: from raw results to figures, no I/O."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mixing import Said
from rapidfuzz.distance import Levenshtein
from scores import (
    AtOnce,
    DiarizationErrors,
    Interval,
    SpeakerAccuracy,
    WordErrors,
    at_once,
    diarization_errors,
    joint_errors,
    speaker_accuracy,
    word_errors,
    words,
)
from spoken_numbers import said as in_words

COLLARS = (0.25, 0.0)


@dataclass(frozen=True, kw_only=True)
class Words:
    """Word errors of one text: accents left out and figures in words; accents kept; figures as they are written."""

    plain: WordErrors
    accents: WordErrors
    written: WordErrors

    def __add__(self, other: "Words") -> "Words":
        return Words(
            plain=self.plain + other.plain,
            accents=self.accents + other.accents,
            written=self.written + other.written,
        )


def in_time(lines: Iterable[Said], *, language: str) -> list[tuple[str, str]]:
    """Each word that was said with its speaker, in the order in which they were said.

    Times within a line are by its letters, so that a backchannel stands where it fell.
    """
    timed: list[tuple[float, str, str]] = []
    for line in lines:
        found = words(in_words(line.text, language))
        letters = sum(map(len, found)) or 1
        before = 0
        for word in found:
            share = (before + len(word) / 2) / letters
            timed.append((line.start + share * (line.end - line.start), word, line.speaker))
            before += len(word)
    return [(word, speaker) for _, word, speaker in sorted(timed, key=lambda t: t[0])]


def word_figures(lines: Sequence[Said], text: str, *, language: str) -> Words:
    """Word errors of the text in the three ways of counting."""
    reference = " ".join(line.text for line in _in_order(lines))
    return Words(
        plain=word_errors([word for word, _ in in_time(lines, language=language)], words(in_words(text, language))),
        accents=word_errors(
            words(in_words(reference, language), accents=True), words(in_words(text, language), accents=True)
        ),
        written=word_errors(words(reference), words(text)),
    )


def _in_order(lines: Iterable[Said]) -> list[Said]:
    return sorted(lines, key=lambda line: (line.start, line.end))


# --- speakers ---------------------------------------------------------------------------------------------------------


def turn_text(transcript: Mapping[str, Any]) -> str:
    """All that the transcript's turns say."""
    return " ".join(turn["text"] for turn in transcript["turns"])


def joint(lines: Sequence[Said], transcript: Mapping[str, Any], *, language: str) -> WordErrors:
    """CpWER of the turns; what has no speaker is a voice of its own."""
    reference: dict[str, list[str]] = {}
    for line in _in_order(lines):
        reference.setdefault(line.speaker, []).extend(words(in_words(line.text, language)))
    found: dict[str, list[str]] = {}
    for turn in transcript["turns"]:
        found.setdefault(turn["speaker"] or "", []).extend(words(in_words(turn["text"], language)))
    return joint_errors(reference, found)


def with_speakers(lines: Sequence[Said], transcript: Mapping[str, Any], *, language: str) -> SpeakerAccuracy:
    """How many words are with the right voice."""
    found = [
        (word, turn["speaker"]) for turn in transcript["turns"] for word in words(in_words(turn["text"], language))
    ]
    return speaker_accuracy(in_time(lines, language=language), found)


@dataclass(frozen=True, kw_only=True)
class Voices:
    """Errors of one diarization with the usual collar and with none, and how many voices there are."""

    collar: DiarizationErrors
    none: DiarizationErrors
    at_once: AtOnce
    found: int
    true: int


def voice_figures(truth: Sequence[Interval], voices: Mapping[str, Any]) -> Voices:
    """Who spoke when against who was heard when."""
    heard = [(i["start"], i["end"], i["speaker"]) for i in voices["intervals"]]
    collar, none = (diarization_errors(truth, heard, collar=seconds) for seconds in COLLARS)
    return Voices(
        collar=collar,
        none=none,
        at_once=at_once(truth, heard),
        found=len({label for *_, label in heard}),
        true=len({speaker for *_, speaker in truth}),
    )


def named_voices(accuracy: SpeakerAccuracy, transcript: Mapping[str, Any], people: Mapping[str, str]) -> Counter[str]:
    """How many speakers have the `right` name, a `wrong` one, or `none`; `people` maps speakers to full names."""
    names = {speaker["label"]: speaker["name"] for speaker in transcript["speakers"]}
    counts: Counter[str] = Counter(right=0, wrong=0, none=0)
    for speaker, full_name in people.items():
        name = names.get(accuracy.voices.get(speaker, ""))
        counts["none" if name is None else "right" if name == full_name else "wrong"] += 1
    return counts


# --- names ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names of people and of the company's words: how many were said, `right` to the letter, `invented`; and misses."""

    said: int
    right: int
    invented: int
    misses: tuple[tuple[str, str], ...]


def name_figures(lines: Sequence[Said], text: str, known: Iterable[str]) -> Names:
    """Every said word with a capital that is part of a known name, accents and all, against what stands opposite it."""
    parts = {part.lower() for name in known for part in _tokens(name) if part[0].isupper() and len(part) > 2}
    reference = [token for line in _in_order(lines) for token in _tokens(line.text)]
    found = _tokens(text)
    right = 0
    misses: list[tuple[str, str]] = []
    kept: set[int] = set()
    for step in Levenshtein.opcodes([t.lower() for t in reference], [t.lower() for t in found]):
        names = [
            number
            for number in range(step.src_start, step.src_end)
            if reference[number][0].isupper() and reference[number].lower() in parts
        ]
        if step.tag == "equal":
            right += len(names)
            kept.update(range(step.dest_start, step.dest_end))
        else:
            heard = " ".join(found[step.dest_start : step.dest_end])
            misses += ((reference[number], heard) for number in names)
    invented = sum(
        token[0].isupper() and token.lower() in parts for number, token in enumerate(found) if number not in kept
    )
    return Names(said=right + len(misses), right=right, invented=invented, misses=tuple(misses))


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)
