"""What the pipeline needs from the outside world; adapters provide it, tests fake it.

Every failure that an adapter foresees is raised as a `MeetbotError`; foreign exceptions never pass.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from meetbot.model.base import InputHash, Issue, StoredDocument
from meetbot.model.candidates import Extraction
from meetbot.model.commitments import Commitment, CommitmentEvent, CommitmentStatus
from meetbot.model.company import Person, Roster
from meetbot.model.crm import Contents
from meetbot.model.mail import Delivery, DeliveryStatus, Draft
from meetbot.model.minutes import Minutes
from meetbot.model.transcript import ChatMessage, ImportedTranscript, Recognition, Transcript, VoiceInterval
from meetbot.model.voiceprint import VoicePrints

Clock = Callable[[], datetime]
"""Now, timezone-aware."""

Progress = Callable[[str, float], None]
"""Called with what is being done and the share done, in [0, 1]; time left is the caller's to compute."""


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """Where a long stage keeps its finished blocks, so that a killed run goes on from there.

    `fetch(key)` gives a block that an earlier run finished, or None; `keep(key, text)` writes one atomically.
    """

    fetch: Callable[[str], str | None]
    keep: Callable[[str, str], None]


@dataclass(frozen=True, kw_only=True)
class Track:
    """One sound track of a meeting: a file, or one channel of it (from 0; None: all channels mixed).

    `label` names the track in the transcript and `name` is whom the file's name means, both None for the only track of
    a meeting. `offset` are the seconds from the meeting's start at which the file begins.
    """

    path: Path
    channel: int | None = None
    label: str | None = None
    name: str | None = None
    offset: float = 0.0


class TrackFinder(Protocol):
    """Tells which sound tracks a recording has: one mix, or one a person."""

    def tracks(self, source: Path) -> tuple[Track, ...]:
        """The tracks of a file or of a folder of files, at least one. Raises RecordingError, InputError."""
        ...

    def files(self, source: Path) -> tuple[Path, ...]:
        """The files that the recording consists of: itself, or those in the folder. Raises InputError for none."""
        ...

    def levels(self, tracks: Sequence[Track]) -> tuple[tuple[float, ...], ...]:
        """How loud each track is in each tenth of a second of the meeting, in dB against its own speech."""
        ...


class Transcriber(Protocol):
    """Turns a recording into segments with word times."""

    def settings(self) -> Mapping[str, str]:
        """What decides the result beside the recording (model and its hash, language, options): goes into the hash."""
        ...

    def transcribe(
        self,
        recording: Path,
        *,
        hints: Sequence[str],
        checkpoint: Checkpoint,
        progress: Progress,
        channel: int | None = None,
    ) -> Recognition:
        """What was heard, in that channel or in all of them mixed. `hints` are names and company words.

        Raises RecordingError, ModelMissingError, ConfigError; TranscriptionError for a server that fails.
        """
        ...


class Diarizer(Protocol):
    """Tells who spoke when, and which voices belong to enrolled people."""

    def settings(self) -> Mapping[str, str]:
        """What decides the result beside the recording."""
        ...

    def diarize(
        self, recording: Path, *, roster: Roster, progress: Progress, track: Track | None = None
    ) -> "Diarization":
        """Intervals of voices, named where an enrolled voice agrees clearly. Raises RecordingError.

        With `track` only its channel is heard, in which some of the meeting's people speak: how many isn't known.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Diarization:
    """Who spoke when: labels `SPEAKER_00`…; `names` maps a label to (full name in the roster, confidence)."""

    intervals: tuple[VoiceInterval, ...]
    names: Mapping[str, tuple[str, float]]
    issues: tuple[Issue, ...] = ()


class TranscriptReader(Protocol):
    """Reads a transcript file of any known format, detected by its content."""

    def read(self, path: Path, *, beside: Sequence[Path] = ()) -> ImportedTranscript:
        """Its cues, with the chat and the voices (RTTM) of the files that belong to it. Raises TranscriptError."""
        ...

    def beside(self, path: Path) -> tuple[Path, ...]:
        """The chat files and RTTM that lie beside a transcript or recording and belong to it, in order of name."""
        ...

    def chat(self, files: Sequence[Path]) -> tuple[tuple[ChatMessage, ...], tuple[Issue, ...]]:
        """The public messages of those chat files. Raises TranscriptError."""
        ...


@dataclass(frozen=True, kw_only=True)
class ChatRequest:
    """One question to a language model. `schema` is the JSON schema that the reply must follow."""

    purpose: str
    system: str
    user: str
    schema: Mapping[str, Any]
    max_tokens: int = 2048


@dataclass(frozen=True, kw_only=True)
class ChatReply:
    """The model's reply, parsed as JSON, and what it cost. `mode` tells how structure was asked for."""

    data: Any
    text: str
    model: str
    mode: Literal["json_schema", "json_object", "fenced"]
    prompt_tokens: int
    completion_tokens: int
    attempts: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class ChoiceRequest:
    """One question with one of these words for an answer; no two of them begin alike."""

    purpose: str
    system: str
    user: str
    options: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChoiceReply:
    """The chosen word, and what it cost. `probabilities` are those of all options, where the server gives them."""

    choice: str
    probabilities: Mapping[str, float] | None
    model: str
    prompt_tokens: int
    completion_tokens: int
    attempts: int
    seconds: float


class ChatModel(Protocol):
    """A language model behind an OpenAI-compatible endpoint."""

    @property
    def name(self) -> str:
        """The model's name as configured."""
        ...

    @property
    def context_tokens(self) -> int:
        """How many tokens one request may hold, prompt and reply together."""
        ...

    def count_tokens(self, text: str) -> int:
        """A safe upper estimate of the tokens in that text."""
        ...

    def complete(self, request: ChatRequest) -> ChatReply:
        """The reply. Raises LlmUnreachableError, LlmRefusedError, ContextOverflowError, LlmReplyError."""
        ...

    def choose(self, request: ChoiceRequest) -> ChoiceReply:
        """The chosen word. Raises as `complete` does."""
        ...


@dataclass(frozen=True, kw_only=True)
class Brief:
    """What an extraction engine may know beside the transcript; whatever is added here counts as its input."""

    roster: Roster


class Extractor(Protocol):
    """An extraction engine: proposes candidates with the turn ids that show them."""

    def settings(self) -> Mapping[str, str]:
        """What decides the result beside transcript and brief (engine, model, version, prompt hashes)."""
        ...

    def extract(
        self, transcript: Transcript, brief: Brief, *, checkpoint: Checkpoint, progress: Progress
    ) -> Extraction:
        """Candidates from every turn. Raises LlmError when no window at all could be read."""
        ...


class Warehouse(Protocol):
    """The canonical tables, wherever they lie: beside the exports as Parquet, or in the user's own database."""

    @property
    def contents(self) -> Contents:
        """Which tables and fields there are, from where, and as of when."""
        ...

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows of one SELECT over the canonical tables; `:name` stands for a parameter. Raises DataError.

        Only what both DuckDB and PostgreSQL understand: `FILTER`, `percentile_cont … WITHIN GROUP`,
        `extract(epoch from a - b)`, `interval '7 days'`, `CAST`. Times are naive UTC, as parameters too.
        """
        ...


class KpiSource(Protocol):
    """The workspace's exports, or its database."""

    def open(self, *, on: date) -> Warehouse:
        """What was known on that day: the newest exports that are not younger. Raises DataError when there is none."""
        ...


class Mailer(Protocol):
    """Sends one mail."""

    def describe(self) -> str:
        """Host, port and security, for the user to see before sending."""
        ...

    def check(self) -> None:
        """Connects and signs in without sending. Raises MailError."""
        ...

    def send(self, draft: Draft) -> None:
        """Hands it to the server. Raises MailError; DeliveryUnknownError when it may have been accepted."""
        ...


@dataclass(frozen=True, kw_only=True)
class StageRecord:
    """One line of a meeting's run.jsonl. `details["incomplete"]` is true for a stage that the next run must redo."""

    stage: str
    inputs: tuple[InputHash, ...]
    outputs: Mapping[str, str]
    at: datetime
    seconds: float
    details: Mapping[str, Any]


class Archive(Protocol):
    """A meeting's folder: documents, drafts and the record of its stages. All writes are atomic."""

    def folder(self, meeting_id: str) -> Path:
        """The meeting's folder, which may not exist yet."""
        ...

    def digest(self, path: Path) -> str:
        """The sha256 of a file's bytes, read as a stream. Raises InputError when it can't be read."""
        ...

    def read(self, meeting_id: str, name: str) -> bytes | None:
        """The bytes of one file of the meeting, or None."""
        ...

    def locked(self, meeting_id: str) -> AbstractContextManager[None]:
        """Holds the meeting for this process. Raises WorkspaceError when another one is working on it."""
        ...

    @property
    def kept(self) -> list[Path]:
        """The versions that the user had changed and that were set aside, so far, instead of being overwritten."""
        ...

    def meeting_ids(self) -> list[str]:
        """The ids of all meetings that have a folder, oldest first."""
        ...

    def load(self, meeting_id: str, name: str, kind: type[StoredDocument]) -> StoredDocument | None:
        """The stored document `name` (`minutes.json`), or None. Raises InputError when it is damaged or too new."""
        ...

    def write(self, meeting_id: str, name: str, content: bytes) -> Path:
        """Writes one file of the meeting, atomically; a file that the user changed since is kept beside it."""
        ...

    def delete(self, meeting_id: str, name: str) -> None:
        """Removes one file that an earlier run wrote and that is no longer true; kept if the user changed it."""
        ...

    def valid(self, meeting_id: str, stage: str, inputs: Sequence[InputHash]) -> bool:
        """Whether that stage was finished with exactly these inputs and its files are still there."""
        ...

    def finished(self, meeting_id: str, stage: str) -> StageRecord | None:
        """The last record of that stage, or None when it never finished."""
        ...

    def record(self, meeting_id: str, record: StageRecord) -> None:
        """Notes that a stage was finished; its files are on disk already."""
        ...

    def log(self, meeting_id: str, name: str, entry: Mapping[str, Any]) -> None:
        """Appends one line to `NAME.jsonl` of the meeting (model calls)."""
        ...

    def checkpoint(self, meeting_id: str, stage: str, inputs: Sequence[InputHash]) -> Checkpoint:
        """Where the stage keeps its blocks for exactly these inputs."""
        ...


class Ledger(Protocol):
    """Meetings, decisions, commitments and deliveries over all meetings."""

    def record_minutes(self, minutes: Minutes, *, at: datetime) -> None:
        """Files the meeting with its confirmed decisions and actions; again for the same meeting replaces them.

        Numbers, status and history of commitments that are still in the minutes are kept, however they were corrected;
        an owner and a due date too where the user set them. What disappeared is removed; kept closed if the user closed
        it, cancelled with a note if the user did anything else to it. Nothing disappears from minutes with windows that
        could not be read.
        """
        ...

    def commitments(
        self,
        *,
        status: CommitmentStatus | None = None,
        department: str | None = None,
        as_of: datetime | None = None,
    ) -> list[Commitment]:
        """Commitments in order of number; with the owner and the due date that they had at the moment `as_of`."""
        ...

    def close(self, *numbers: int, at: datetime, note: str | None = None) -> list[Commitment]:
        """Marks them as done, all or none. Raises InputError when there is none of a number or it is not open."""
        ...

    def cancel(self, *numbers: int, at: datetime, note: str | None = None) -> list[Commitment]:
        """Marks them as dropped, all or none. Raises InputError when there is none of a number or it is not open."""
        ...

    def reopen(self, *numbers: int, at: datetime, note: str | None = None) -> list[Commitment]:
        """Opens closed or cancelled ones again, all or none. Raises InputError."""
        ...

    def assign(self, number: int, person: Person, *, at: datetime, note: str | None = None) -> Commitment:
        """Makes that person, and their department, responsible for an open one. Raises InputError."""
        ...

    def reschedule(self, number: int, due: date | None, *, at: datetime, note: str | None = None) -> Commitment:
        """Gives an open one another due date, or none. Raises InputError, also for a day before it was promised."""
        ...

    def separate(self, number: int, *, at: datetime, note: str | None = None) -> Commitment:
        """Says that an open one takes up no older one: both stand for themselves. Raises InputError."""
        ...

    def history(self, number: int) -> list[CommitmentEvent]:
        """What happened to that commitment, oldest first. Raises InputError when there is none of that number."""
        ...

    def deliveries(self, key: str) -> list[Delivery]:
        """What was tried under that key, oldest first."""
        ...

    def claim_delivery(self, delivery: Delivery, *, at: datetime) -> bool:
        """Notes that sending begins; False when that fingerprint was sent, is being sent, or may have arrived."""
        ...

    def settle_delivery(
        self, fingerprint: str, status: DeliveryStatus, *, at: datetime, error: str | None = None
    ) -> None:
        """Notes how sending ended."""
        ...


@dataclass(frozen=True, kw_only=True)
class HeardVoice:
    """A voice as an encoder hears it: its print, the seconds of speech, and what is not as good as it could be."""

    vector: tuple[float, ...] = field(repr=False)
    seconds: float
    remarks: tuple[str, ...] = ()


class VoiceReader(Protocol):
    """Makes prints of voices with the configured speaker encoder."""

    def encoder(self) -> str:
        """The sha256 of the encoder's file; prints of different encoders can't be compared. Raises ConfigError."""
        ...

    def sample(self, path: Path) -> HeardVoice:
        """The one voice in a short recording. Raises RecordingError; InputError when it is no sample of one voice."""
        ...

    def stretches(self, recording: Path, stretches: Sequence[tuple[float, float]]) -> HeardVoice:
        """The one voice in those seconds of a recording. Raises RecordingError, InputError."""
        ...

    def nearness(self, first: Sequence[float], second: Sequence[float]) -> float:
        """How near two prints of one encoder are, at most 1."""
        ...


class VoiceStore(Protocol):
    """The prints of voices that a workspace keeps, by full name."""

    def everybody(self) -> tuple[tuple[VoicePrints, ...], tuple[Issue, ...]]:
        """Everybody's prints in order of name, and an issue for each file that can't be read."""
        ...

    def find(self, name: str) -> VoicePrints | None:
        """The prints of the person of exactly that name, or None."""
        ...

    def locked(self) -> AbstractContextManager[None]:
        """Keeps every other meetbot from changing prints. Raises WorkspaceError."""
        ...

    def keep(self, prints: VoicePrints) -> Path:
        """Writes that person's prints. Raises WorkspaceError."""
        ...

    def forget(self, name: str) -> tuple[Path, ...]:
        """Deletes that person's prints; returns the files that are gone. Raises WorkspaceError."""
        ...

    def left(self, name: str) -> tuple[Path, ...]:
        """Files of the workspace that hold prints of that person all the same: copies that somebody made."""
        ...
