"""JSON as Whisper, faster-whisper's tools, the OpenAI endpoint and WhisperX write it."""

import json
import math
import re
from itertools import pairwise
from typing import Any

from meetbot.adapters.transcripts.content import Content
from meetbot.adapters.transcripts.names import clean_name, clean_text
from meetbot.errors import TranscriptError
from meetbot.model.base import Issue
from meetbot.model.transcript import ImportedTranscript, Segment, Word

_LANGUAGES = {"spanish": "es", "english": "en"}
_HINT = "Whisper writes such files with --output_format json; meetbot needs their `segments`."


def read_whisper(content: Content) -> ImportedTranscript:
    """Its segments with word times and speaker labels where there are some. Raises TranscriptError."""
    values = _parsed(content)
    entries = values.get("segments") if isinstance(values, dict) else values
    if isinstance(values, dict) and values.get("kind") == "transcript":
        raise TranscriptError(
            f"{content.name} is a transcript of meetbot itself.",
            str(content.path),
            "Put it into its meeting's folder and run `meetbot minutes` for that meeting.",
        )
    if not isinstance(entries, list):
        raise TranscriptError(f"{content.name} is JSON without segments.", str(content.path), _HINT)
    issues: list[Issue] = []
    segments: list[Segment] = []
    for index, entry in enumerate(entries):
        segment = _segment(entry, len(segments))
        if segment is None:
            message = f"Segment {index} has no text that can be read; it was left out."
            issues.append(content.issue(1, message))
        elif segment.text:
            segments.append(segment)
    if entries and len(issues) == len(entries):
        raise TranscriptError(f"{content.name} is JSON whose segments have no text.", str(content.path), _HINT)
    labelled = any(segment.speaker for segment in segments)
    timed = any(segment.start is not None for segment in segments)
    return ImportedTranscript(
        format="whisperx-json" if labelled else "whisper-json",
        segments=tuple(segments),
        language=_language(values),
        time_source="measured" if timed else "none",
        issues=(*issues, *_time_issues(content, segments)),
    )


def _parsed(content: Content) -> Any:
    try:
        return json.loads(content.text)
    except json.JSONDecodeError as error:
        where = f"{content.path}, line {error.lineno}, column {error.colno}"
        hint = "The file may be cut off: export it again."
        raise TranscriptError(f"{content.name} is not valid JSON: {error.msg}.", where, hint) from error
    except (RecursionError, ValueError) as error:
        raise TranscriptError(f"{content.name} is JSON that no transcript has.", str(content.path), _HINT) from error


def _segment(entry: Any, number: int) -> Segment | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        return None
    start, end = _number(entry.get("start")), _number(entry.get("end"))
    speaker = entry.get("speaker")
    words = entry.get("words")
    return Segment(
        id=number,
        start=start,
        end=end if start is None or end is None else max(start, end),
        text=clean_text(entry["text"]),
        words=tuple(w for e in words if (w := _word(e)) is not None) if isinstance(words, list) else (),
        speaker=(clean_name(speaker) or None) if isinstance(speaker, str) else None,
        avg_logprob=_number(entry.get("avg_logprob"), lowest=-math.inf),
        no_speech_prob=_number(entry.get("no_speech_prob")),
    )


def _word(entry: Any) -> Word | None:
    """One word, or None: WhisperX gives no times to words that it could not align, such as figures."""
    if not isinstance(entry, dict):
        return None
    start, end, text = _number(entry.get("start")), _number(entry.get("end")), entry.get("word", entry.get("text"))
    if start is None or end is None or not isinstance(text, str):
        return None
    probability = _number(entry.get("score", entry.get("probability")))
    return Word(start=start, end=max(start, end), text=clean_text(text), probability=probability)


def _number(value: Any, *, lowest: float = 0.0) -> float | None:
    """The value as a finite number not below `lowest`, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) and number >= lowest else None


def _language(values: Any) -> str | None:
    language = values.get("language") if isinstance(values, dict) else None
    if not isinstance(language, str):
        return None
    language = _LANGUAGES.get(language.lower(), language.lower())
    return language if re.fullmatch(r"[a-z]{2,3}", language) else None


def _time_issues(content: Content, segments: list[Segment]) -> list[Issue]:
    starts = [s.start for s in segments if s.start is not None]
    back = [i for i, (a, b) in enumerate(pairwise(starts), 1) if b < a]
    if not back:
        return []
    message = f"Times go backwards {len(back)} time(s), first at segment {back[0]}; the order of the file was kept."
    return [content.issue(1, message, "Check that the file is one transcript, in order.")]
