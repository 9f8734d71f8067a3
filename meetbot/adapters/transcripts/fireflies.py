"""JSON of Fireflies: what its API gives (`sentences`), and what its web page downloads (a list of sentences)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from meetbot.adapters.transcripts.content import Content
from meetbot.adapters.transcripts.heads import clean_text
from meetbot.adapters.transcripts.json_values import later, name, number, time, time_issues
from meetbot.errors import TranscriptError
from meetbot.model.transcript import ImportedTranscript, Segment

_TEXTS = ("text", "sentence", "raw_text")
_SPEAKERS = ("speaker_name", "speakerName", "speaker")
_STARTS = ("start_time", "startTime", "start")
_ENDS = ("end_time", "endTime", "end")
_LATEST_MS = 4_102_444_800_000
"""The year 2100; the API's dates are milliseconds since 1970."""


class Sentences(NamedTuple):
    """The sentences, and what surrounds them in the file."""

    entries: list[Any]
    facts: Mapping[str, Any]


def is_fireflies(values: Any) -> Sentences | None:
    """The sentences of a file of Fireflies, bare or wrapped as the API replies; None for other JSON."""
    facts = values
    for key in ("data", "transcript"):
        if isinstance(facts, dict) and isinstance(facts.get(key), dict):
            facts = facts[key]
    if isinstance(facts, dict) and isinstance(facts.get("sentences"), list):
        return Sentences(facts["sentences"], facts)
    if isinstance(values, list) and any(_is_sentence(entry) for entry in values[:20]):
        return Sentences(values, {})
    return None


def read_fireflies(content: Content, found: Sentences) -> ImportedTranscript:
    """Its sentences; `date` is the start in UTC, `duration` is in minutes. Raises TranscriptError."""
    segments: list[Segment] = []
    without, odd = 0, 0
    for entry in found.entries:
        text = _first(entry, _TEXTS) if isinstance(entry, dict) else None
        if not isinstance(text, str):
            without += 1
        elif said := clean_text(text):
            segment = _segment(entry, said, len(segments))
            odd += segment.start is None and _first(entry, _STARTS) is not None
            segments.append(segment)
    if found.entries and without == len(found.entries):
        raise TranscriptError(
            f"{content.name} is JSON whose sentences have no text.", str(content.path), "Export the transcript again."
        )
    issues = time_issues(content, segments, odd)
    if without:
        issues.append(content.issue(1, f"{without} sentence(s) have no text that can be read; they were left out."))
    minutes = number(found.facts.get("duration"), highest=60_000)
    return ImportedTranscript(
        format="fireflies-json",
        segments=tuple(segments),
        time_source="measured" if any(s.start is not None for s in segments) else "none",
        started_at=_started_at(found.facts.get("date")),
        duration=round(minutes * 60, 3) if minutes else None,
        issues=tuple(issues),
    )


def _is_sentence(entry: Any) -> bool:
    return isinstance(entry, dict) and "sentence" in entry


def _segment(entry: Mapping[str, Any], text: str, number_of: int) -> Segment:
    start, end = time(_first(entry, _STARTS)), time(_first(entry, _ENDS))
    return Segment(id=number_of, start=start, end=later(start, end), text=text, speaker=_speaker(entry))


def _speaker(entry: Mapping[str, Any]) -> str | None:
    """The name, or the number under which Fireflies keeps a voice without one apart from others."""
    number_of = entry.get("speaker_id")
    unnamed = f"Speaker {number_of}" if isinstance(number_of, int) and not isinstance(number_of, bool) else None
    return name(_first(entry, _SPEAKERS)) or name(unnamed)


def _first(entry: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return next((entry[key] for key in keys if entry.get(key) is not None), None)


def _started_at(value: Any) -> datetime | None:
    milliseconds = number(value, highest=_LATEST_MS)
    if milliseconds is not None:
        return datetime.fromtimestamp(int(milliseconds) / 1000, tz=UTC)
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value[:40])
        except ValueError:
            return None
        return found if found.tzinfo else None
    return None
