"""JSON as Whisper, faster-whisper's tools, the OpenAI endpoint and WhisperX write it."""

import math
import re
from typing import Any, NamedTuple

from meetbot.adapters.transcripts.content import Content
from meetbot.adapters.transcripts.heads import LONGEST_TIME, clean_text
from meetbot.adapters.transcripts.json_values import later, name, number, time, time_issues
from meetbot.adapters.transcripts.word_voices import by_voice
from meetbot.adapters.whisper_text import phantom, told_of_suppressed
from meetbot.errors import TranscriptError
from meetbot.model.base import Issue
from meetbot.model.transcript import ImportedTranscript, Segment, Suppressed, Word

_LANGUAGES = {"spanish": "es", "english": "en"}
_NEIGHBOURS = 50
"""Words within which one that has a time is looked for; a longer run without any gets none."""

_HINT = "Whisper writes such files with --output_format json; meetbot needs their `segments`."


class _Row(NamedTuple):
    start: float | None
    end: float | None
    text: str
    probability: float | None
    speaker: str | None


def read_whisper(content: Content, values: Any) -> ImportedTranscript:
    """Its segments with word times and speaker labels where there are some. Raises TranscriptError."""
    entries = values.get("segments") if isinstance(values, dict) else values
    if not isinstance(entries, list):
        raise TranscriptError(f"{content.name} is JSON without segments.", str(content.path), _HINT)
    issues: list[Issue] = []
    segments: list[Segment] = []
    suppressed: list[Suppressed] = []
    odd = 0
    for index, entry in enumerate(entries):
        segment = _segment(entry, len(segments))
        if segment is None:
            message = f"Segment {index} has no text that can be read; it was left out."
            issues.append(content.issue(1, message))
        elif left_out := _left_out(segment):
            suppressed.append(left_out)
        elif segment.text:
            parts = by_voice(segment, [row.speaker for row in _rows(entry.get("words"))])
            segments += (part.model_copy(update={"id": segment.id + n}) for n, part in enumerate(parts))
            odd += segment.start is None and number(entry.get("start")) is not None
    if entries and len(issues) == len(entries):
        raise TranscriptError(f"{content.name} is JSON whose segments have no text.", str(content.path), _HINT)
    labelled = any(segment.speaker for segment in segments)
    timed = any(segment.start is not None for segment in segments)
    return ImportedTranscript(
        format="whisperx-json" if labelled else "whisper-json",
        segments=tuple(segments),
        language=_language(values),
        time_source="measured" if timed else "none",
        suppressed=tuple(suppressed),
        issues=(
            *_first(issues),
            *time_issues(content, segments, odd),
            *told_of_suppressed(suppressed, name=content.name),
        ),
    )


def _left_out(segment: Segment) -> Suppressed | None:
    """A phrase that Whisper is known to invent in silence, where the file itself doubts that somebody spoke."""
    if segment.start is None or segment.end is None:
        return None
    reason = phantom(segment.text, no_speech_prob=segment.no_speech_prob, avg_logprob=segment.avg_logprob)
    return Suppressed(start=segment.start, end=segment.end, text=segment.text, reason=reason) if reason else None


def _first(issues: list[Issue]) -> list[Issue]:
    """The first of many issues of one kind, with their number: a broken file has one for each segment."""
    if len(issues) < 2:  # noqa: PLR2004 - one needs no number
        return issues
    message = f"{issues[0].message} So were {len(issues) - 1} more."
    return [issues[0].model_copy(update={"message": message})]


def _segment(entry: Any, number_of: int) -> Segment | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        return None
    start, end = time(entry.get("start")), time(entry.get("end"))
    text = clean_text(entry["text"])
    return Segment(
        id=number_of,
        start=start,
        end=later(start, end),
        text=text,
        words=_words(entry.get("words"), text=text, start=start, end=later(start, end)),
        speaker=name(entry.get("speaker")),
        avg_logprob=number(entry.get("avg_logprob"), lowest=-math.inf),
        no_speech_prob=number(entry.get("no_speech_prob")),
    )


def _words(entries: Any, *, text: str, start: float | None, end: float | None) -> tuple[Word, ...]:
    """The words with their times, or none when they are not the segment's text: no word may get lost.

    WhisperX gives no times to what it could not align, such as figures: those lie between their neighbours.
    """
    rows = _rows(entries)
    if "".join(row.text for row in rows).replace(" ", "") != text.replace(" ", ""):
        return ()
    words: list[Word] = []
    for index, row in enumerate(rows):
        begins = row.start if row.start is not None else words[-1].end if words else start
        later_starts = (other.start for other in rows[index + 1 : index + _NEIGHBOURS] if other.start is not None)
        ends = row.end if row.end is not None else next(later_starts, end)
        if begins is None or ends is None:
            return ()
        words.append(Word(start=begins, end=max(begins, ends), text=row.text, probability=row.probability))
    return tuple(words)


def _rows(entries: Any) -> list[_Row]:
    return [row for entry in entries if (row := _row(entry))] if isinstance(entries, list) else []


def _row(entry: Any) -> _Row | None:
    """One word as it is in the file: a space in front of it tells that a word begins."""
    text = entry.get("word", entry.get("text")) if isinstance(entry, dict) else None
    if not isinstance(text, str) or not (said := clean_text(text)):
        return None
    begins, ends = (number(entry.get(key), highest=LONGEST_TIME) for key in ("start", "end"))
    timed = begins is not None and ends is not None
    return _Row(
        start=begins if timed else None,
        end=ends if timed else None,
        text=f" {said}" if text[0].isspace() else said,
        probability=number(entry.get("score", entry.get("probability"))),
        speaker=name(entry.get("speaker")),
    )


def _language(values: Any) -> str | None:
    language = values.get("language") if isinstance(values, dict) else None
    if not isinstance(language, str):
        return None
    language = _LANGUAGES.get(language.lower(), language.lower())
    return language if re.fullmatch(r"[a-z]{2,3}", language) else None
