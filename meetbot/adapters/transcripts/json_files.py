"""JSON transcripts: Whisper and WhisperX, Fireflies, meetbot's own, and lists of the same shape."""

import json
from typing import Any

from meetbot.adapters.transcripts.content import MAX_LINE, Content
from meetbot.adapters.transcripts.fireflies import is_fireflies, read_fireflies
from meetbot.adapters.transcripts.own_json import OWN_KINDS, read_own_json
from meetbot.adapters.transcripts.whisper_json import read_whisper
from meetbot.errors import TranscriptError
from meetbot.model.transcript import ImportedTranscript

_MOST_NODES = 3_000_000
"""A ten-hour meeting with word times as WhisperX writes it has some 300,000 lists and objects."""


def is_json(content: Content) -> bool:
    """Whether it begins as JSON does; text may begin with a bracket too, as in `[Ana Ruiz] 15:02:29`."""
    text = content.text.lstrip()
    return text[:1] == "{" or (text[:1] == "[" and text[1:].lstrip()[:1] in {"{", "]"})


def read_json(content: Content) -> ImportedTranscript:
    """What was said. Raises TranscriptError for JSON that is broken, hostile or no transcript."""
    found = _read(content, _parsed(content))
    longest = max((len(segment.text) for segment in found.segments), default=0)
    if longest > MAX_LINE:
        what = f"{content.name} has a text of {longest:,} characters; nobody says so much without a pause."
        hint = f"The limit is {MAX_LINE:,}. Export the transcript again, with its segments."
        raise TranscriptError(what, str(content.path), hint)
    return found


def _read(content: Content, values: Any) -> ImportedTranscript:
    if isinstance(values, dict) and isinstance(kind := values.get("kind"), str) and kind in OWN_KINDS:
        return read_own_json(content, values)
    if (found := is_fireflies(values)) is not None:
        return read_fireflies(content, found)
    return read_whisper(content, values)


def _parsed(content: Content) -> Any:
    hint = "Known: JSON of Whisper, WhisperX, Fireflies, and meetbot's own transcript.json."
    refused = TranscriptError(f"{content.name} is JSON that no transcript has.", str(content.path), hint)
    if content.text.count("{") + content.text.count("[") > _MOST_NODES:
        raise refused
    try:
        return json.loads(content.text)
    except json.JSONDecodeError as error:
        where = f"{content.path}, line {error.lineno}, column {error.colno}"
        hint = "The file may be cut off: export it again."
        raise TranscriptError(f"{content.name} is not valid JSON: {error.msg}.", where, hint) from error
    except (RecursionError, ValueError) as error:
        raise refused from error
