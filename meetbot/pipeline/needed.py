"""What making minutes needs from outside, and how its inputs are hashed."""

from collections.abc import Callable
from dataclasses import dataclass

from meetbot import __version__
from meetbot.errors import InputError, MeetbotError
from meetbot.model.base import Issue, Severity
from meetbot.model.company import Meeting, Roster
from meetbot.pipeline.stage import StageRun, value_hash
from meetbot.ports import Archive, Clock, Diarizer, Extractor, Ledger, TrackFinder, Transcriber, TranscriptReader
from meetbot.words import Words

STAGES = ("transcribe", "diarize", "attribute", "extract", "compose", "render", "draft")
"""In order; `--force STAGE` redoes one and whatever then finds its inputs changed."""

UNHEARD = frozenset({"email", "voice", "voice_consent"})
"""What of a person neither the transcript nor its reading depends on."""


@dataclass(frozen=True, kw_only=True)
class MinutesPorts:
    """What making minutes needs from outside. `fallback` is used only where the user allowed it."""

    archive: Archive
    ledger: Ledger
    reader: TranscriptReader
    tracks: TrackFinder
    transcriber: Transcriber
    diarizer: Diarizer | None
    extractor: Extractor
    fallback: Extractor | None
    words: Words
    clock: Clock
    timer: Callable[[], float]


def start_run(meeting: Meeting, ports: MinutesPorts, force: frozenset[str] = frozenset()) -> StageRun:
    """A run over that meeting's stages. Raises InputError for a stage that doesn't exist."""
    if unknown := sorted(force - set(STAGES)):
        raise InputError(f"There is no stage “{unknown[0]}”.", "--force", f"Stages: {', '.join(STAGES)}.")
    return StageRun(archive=ports.archive, meeting_id=meeting.id, clock=ports.clock, timer=ports.timer, force=force)


def issue_of(severity: Severity, stage: str, where: str, error: MeetbotError) -> Issue:
    """The error as a value that travels beside the good results."""
    return Issue(severity=severity, stage=stage, where=error.where or where, message=error.what, hint=error.hint)


def roster_hash(roster: Roster, *, without: frozenset[str] = frozenset()) -> str:
    """The hash of everybody and every department but for what a stage doesn't use: an address costs no model call."""
    people = [person.model_dump(mode="json", exclude=set(without)) for person in roster.people]
    return value_hash([people, [department.model_dump(mode="json") for department in roster.departments]])


def code_version() -> dict[str, str]:
    """Our own version among the inputs: an update of meetbot makes its own stages again, never the transcription."""
    return {"meetbot": value_hash(__version__)}
