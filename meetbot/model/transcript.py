"""What was said: words and segments from the recogniser, turns and speakers from attribution or from the file."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import Literal

from pydantic import Field, field_validator

from meetbot.model.base import EngineInfo, Issue, Model, StoredDocument

TimeSource = Literal["measured", "interpolated", "none"]
NameSource = Literal["corrected", "platform", "track", "enrolment", "introduction", "addressed", "none"]
"""Where a voice's name comes from, the surest first: a person said so, the platform or the track's file name has it, an
enrolled voice agrees, the voice introduced itself, others addressed it by that name."""


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
    no times. `speaker` is a label that came with the text (platform, file or track), `source_line` the first line (in a
    Word file the paragraph; from 1) that it was read from, `language` an ISO 639-1 code where the recognition had
    several to choose from; `time_source` is set where it differs from that of the whole file.
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
    language: str | None = None
    time_source: TimeSource | None = None


class NameGuess(Model):
    """Whom a voice may be: a person's full name, what speaks for it, how sure in [0, 1], and the turns that show it."""

    name: str
    source: NameSource
    confidence: float = Field(ge=0, le=1)
    turns: tuple[str, ...] = ()


class Speaker(Model):
    """A voice or a named participant.

    `label` is unique in the transcript (`SPEAKER_00`, or the name that the platform wrote). `name` is the person's full
    name in the roster, or the platform's name when the roster lacks it, or null for an unnamed voice; `department` is a
    department's id or null; `confidence` in [0, 1]. `guesses` are names below the threshold, the surest first: for a
    person to choose from, never for an owner.
    """

    label: str
    name: str | None = None
    department: str | None = None
    name_source: NameSource = "none"
    confidence: float | None = None
    guesses: tuple[NameGuess, ...] = ()


class Turn(Model):
    """One speaker's uninterrupted utterance: what evidence points to.

    `id` is `t0001` onwards, in order of time, unique in the transcript. `speaker` is a speaker's label or null.
    `start`/`end` are seconds from the recording's start or null; `time_source` says whether they were measured.
    `segments` are the ids of the segments it came from; each segment belongs to at least one turn. `overlapped`:
    somebody else was heard at the same time, so words or speaker may be wrong.
    """

    id: str = Field(pattern=r"^t\d{4,}$")
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    time_source: TimeSource = "measured"
    text: str
    segments: tuple[int, ...] = ()
    source_line: int | None = None
    overlapped: bool = False


class NameRepair(Model):
    """A name or company word written as the roster has it instead of as it was heard; `heard` undoes it.

    `segment` is the segment's id, whose own text stays as heard; `start` seconds from the recording's start or null.
    """

    segment: int
    heard: str
    written: str
    start: float | None = None


class Suppressed(Model):
    """Text that the recogniser gave and nobody said (silence, music, a loop): where, what, and why it was left out."""

    start: float
    end: float
    text: str
    reason: str


class ChatMessage(Model):
    """A line of the meeting's chat: context, never speech or evidence.

    `at`: seconds from the recording's start, or null; `clock`: the time as the file writes it (`15:02:29`), or null.
    """

    sender: str
    text: str
    at: float | None = None
    clock: str | None = None


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
    transcript: nothing was said. `beside` are the files of the chat and of voices (RTTM) that it was made with.
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
    repairs: tuple[NameRepair, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    chat: tuple[ChatMessage, ...] = ()
    beside: tuple[SourceFile, ...] = ()
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
    `missing` are stretches (start, end) that a server failed at: the next run asks for them again.
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
    suppressed: tuple[Suppressed, ...] = ()
    missing: tuple[tuple[float, float], ...] = ()
    issues: tuple[Issue, ...] = ()


class VoiceInterval(Model):
    """One voice speaks from `start` to `end` (seconds from the recording's start); `speaker` is its label."""

    start: float
    end: float
    speaker: str


class SpeakerNames(StoredDocument):
    """Names that a person gave to the voices of one meeting: the stored result of `meetbot speakers`.

    `names` maps a label to a full name of the roster, or to null for somebody who stays unnamed; they hold only for the
    voices whose content has that hash (`voices`), since other voices may bear the same labels.
    """

    kind: Literal["speaker-names"] = "speaker-names"
    schema_version: Literal[1] = 1
    names: Mapping[str, str | None] = Field(default_factory=dict)
    voices: str = ""


class Voices(StoredDocument):
    """Who spoke when in one recording: the stored result of `diarize`. `speakers` has each voice, named or not."""

    kind: Literal["voices"] = "voices"
    schema_version: Literal[1] = 1
    intervals: tuple[VoiceInterval, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    diarizer: EngineInfo
    issues: tuple[Issue, ...] = ()


class ImportedTranscript(Model):
    """What a reader found in a transcript file: cues in the order of the file, speakers as the platform names them.

    `started_at` is when the meeting began as the file says: aware where its zone is known (UTC in Teams documents),
    naive where it is the local clock, midnight where the file has only the day. `intervals` are voices from an RTTM
    beside the file.
    """

    format: str
    segments: tuple[Segment, ...]
    language: str | None = None
    time_source: TimeSource = "measured"
    started_at: datetime | None = None
    duration: float | None = None
    chat: tuple[ChatMessage, ...] = ()
    intervals: tuple[VoiceInterval, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    issues: tuple[Issue, ...] = ()
