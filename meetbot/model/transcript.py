"""What was said: words and segments from the recogniser, turns and speakers from attribution or from the file."""

from pathlib import PurePath
from typing import Literal

from pydantic import Field, field_validator

from meetbot.model.base import EngineInfo, Issue, Model, StoredDocument

TimeSource = Literal["measured", "interpolated", "none"]
NameSource = Literal["platform", "enrolment", "corrected", "none"]


class Word(Model):
    """One word. `start` and `end` are seconds from the recording's start, `probability` in [0, 1].

    `text` is as the recogniser gives it: a leading space where a word begins, none where it goes on (`.000`).
    """

    start: float
    end: float
    text: str
    probability: float | None = None


class Segment(Model):
    """What the recogniser returns: a stretch of text that is not a speaker turn.

    `id` counts from 0 over the recording. `start`/`end`: seconds from the recording's start, null where the source has
    no times. `speaker` is a label that came with the text (platform or file), `source_line` the first line (from 1) of
    the file that it was read from.
    """

    id: int
    start: float | None = None
    end: float | None = None
    text: str
    words: tuple[Word, ...] = ()
    speaker: str | None = None
    avg_logprob: float | None = None
    no_speech_prob: float | None = None
    source_line: int | None = None


class Speaker(Model):
    """A voice or a named participant.

    `label` is unique in the transcript (`SPEAKER_00`, or the name that the platform wrote). `name` is the person's full
    name in the roster, or the platform's name when the roster lacks it, or null for an unnamed voice; `department` is a
    department's id or null; `confidence` in [0, 1].
    """

    label: str
    name: str | None = None
    department: str | None = None
    name_source: NameSource = "none"
    confidence: float | None = None


class Turn(Model):
    """One speaker's uninterrupted utterance: what evidence points to.

    `id` is `t0001` onwards, in order of time, unique in the transcript. `speaker` is a speaker's label or null.
    `start`/`end` are seconds from the recording's start or null; `time_source` says whether they were measured.
    `segments` are the ids of the segments it came from; each segment belongs to at least one turn.
    """

    id: str = Field(pattern=r"^t\d{4,}$")
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    time_source: TimeSource = "measured"
    text: str
    segments: tuple[int, ...] = ()
    source_line: int | None = None


class SourceFile(Model):
    """A file from the user: its name without folder, the sha256 of its bytes, and the format that was recognised."""

    name: str
    sha256: str
    format: str

    @field_validator("name")
    @classmethod
    def _only_a_name(cls, value: str) -> str:
        return PurePath(value).name


class Transcript(StoredDocument):
    """The meeting's transcript. Invariants: turn ids and speaker labels are unique; a turn's speaker is listed.

    `language` is an ISO 639-1 code; `duration` the recording's length in seconds or null. An empty `turns` is a valid
    transcript: nothing was said.
    """

    kind: Literal["transcript"] = "transcript"
    schema_version: Literal[1] = 1
    source: SourceFile
    language: str
    duration: float | None = None
    speakers: tuple[Speaker, ...] = ()
    turns: tuple[Turn, ...] = ()
    segments: tuple[Segment, ...] = ()
    recogniser: EngineInfo | None = None
    issues: tuple[Issue, ...] = ()

    def turn(self, turn_id: str) -> Turn | None:
        """The turn of that id, or None."""
        return self.turns_by_id().get(turn_id)

    def turns_by_id(self) -> dict[str, Turn]:
        """Each turn by its id, in order of time."""
        return {turn.id: turn for turn in self.turns}

    def speaker(self, label: str | None) -> Speaker | None:
        """The speaker of that label, or None."""
        return next((s for s in self.speakers if s.label == label), None)


class Recognition(StoredDocument):
    """What the recogniser heard in one recording, before anybody is attributed: the stored result of `transcribe`.

    `diarization` holds who spoke when, if a diarizer ran: non-overlapping or overlapping intervals of speaker labels.
    """

    kind: Literal["recognition"] = "recognition"
    schema_version: Literal[1] = 1
    source: SourceFile
    language: str
    duration: float
    segments: tuple[Segment, ...] = ()
    diarization: tuple["VoiceInterval", ...] = ()
    voices: tuple[Speaker, ...] = ()
    recogniser: EngineInfo
    issues: tuple[Issue, ...] = ()


class VoiceInterval(Model):
    """One voice speaks from `start` to `end` (seconds from the recording's start); `speaker` is its label."""

    start: float
    end: float
    speaker: str


class Voices(StoredDocument):
    """Who spoke when in one recording: the stored result of `diarize`. `speakers` has each voice, named or not."""

    kind: Literal["voices"] = "voices"
    schema_version: Literal[1] = 1
    intervals: tuple[VoiceInterval, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    diarizer: EngineInfo
    issues: tuple[Issue, ...] = ()


class ImportedTranscript(Model):
    """What a reader found in a transcript file: cues in the order of the file, speakers as the platform names them."""

    format: str
    segments: tuple[Segment, ...]
    language: str | None = None
    time_source: TimeSource = "measured"
    issues: tuple[Issue, ...] = ()
