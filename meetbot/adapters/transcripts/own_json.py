"""meetbot's own transcript.json and recognition.json, read back as they are: a person may have corrected the turns."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from meetbot.adapters.transcripts.content import Content
from meetbot.adapters.transcripts.heads import LONGEST_TIME, clean_name, clean_text
from meetbot.errors import TranscriptError
from meetbot.model.transcript import (
    ImportedTranscript,
    Recognition,
    Segment,
    TimeSource,
    Transcript,
    Turn,
    VoiceInterval,
    Word,
)

OWN_KINDS = frozenset({"transcript", "recognition"})
"""The kinds of meetbot's documents that hold what was said."""


def read_own_json(content: Content, values: Mapping[str, Any]) -> ImportedTranscript:
    """The turns of a transcript, or what was heard in a recording with its voices. Raises TranscriptError."""
    kind = Transcript if values.get("kind") == "transcript" else Recognition
    try:
        document = kind.model_validate(values)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in problem["loc"])[:200]
        hint = "Mend that place, or take the file from a newer or older version of meetbot that wrote it."
        message = f"{content.name} is no {kind.__name__.lower()} that this version can read: {problem['msg']}."
        raise TranscriptError(message, f"{content.path}, {where}", hint) from error
    return _transcript(document) if isinstance(document, Transcript) else _recognition(document)


def _transcript(transcript: Transcript) -> ImportedTranscript:
    names = {speaker.label: speaker.name or speaker.label for speaker in transcript.speakers}
    heard = {segment.id: segment for segment in transcript.segments}
    segments: list[Segment] = []
    for turn in transcript.turns:
        text = clean_text(turn.text)
        if not text:
            continue
        name = clean_name(names.get(turn.speaker, turn.speaker)) if turn.speaker is not None else ""
        start, end = _time(turn.start), _time(turn.end)
        segments.append(
            Segment(
                id=len(segments),
                start=start,
                end=end if start is None or end is None else max(start, end),
                text=text,
                words=_words(turn, [heard[i] for i in turn.segments if i in heard]),
                speaker=name or None,
                time_source=turn.time_source if start is not None else "none",
            )
        )
    return ImportedTranscript(
        format="meetbot",
        segments=tuple(segments),
        language=transcript.language,
        time_source=_source(segments),
        duration=_time(transcript.duration),
        chat=transcript.chat,
    )


def _words(turn: Turn, segments: Sequence[Segment]) -> tuple[Word, ...]:
    """The words of the turn with their times, unless its text was corrected since."""
    if turn.start is None or turn.end is None:
        return ()
    words = tuple(w for s in segments for w in s.words if turn.start <= w.start and w.end <= turn.end)
    said = "".join(word.text for word in words), " ".join(word.text.strip() for word in words)
    return words if turn.text in {" ".join(text.split()) for text in said} else ()


def _recognition(recognition: Recognition) -> ImportedTranscript:
    names = {voice.label: voice.name or voice.label for voice in recognition.voices}
    return ImportedTranscript(
        format="meetbot",
        segments=tuple(s for s in recognition.segments if s.text.strip()),
        language=recognition.language,
        duration=_time(recognition.duration),
        intervals=tuple(
            VoiceInterval(start=i.start, end=i.end, speaker=names.get(i.speaker, i.speaker))
            for i in recognition.diarization
        ),
    )


def _source(segments: Sequence[Segment]) -> TimeSource:
    return "measured" if any(s.time_source == "measured" for s in segments) else "none"


def _time(value: float | None) -> float | None:
    return value if value is not None and 0 <= value <= LONGEST_TIME else None
