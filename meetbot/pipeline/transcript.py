"""What was said: from a recording or from a transcript file to the attributed transcript of one meeting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from meetbot import __version__
from meetbot.config import Workspace
from meetbot.errors import InputError
from meetbot.model.base import EngineInfo, Issue
from meetbot.model.company import Meeting
from meetbot.model.transcript import Recognition, SourceFile, SpeakerNames, Transcript, Voices
from meetbot.pipeline import given_names
from meetbot.pipeline.needed import (
    STAGES,
    UNHEARD,
    MinutesPorts,
    code_version,
    issue_of,
    roster_hash,
    start_run,
)
from meetbot.pipeline.recording import Listening, Recording, recording_of
from meetbot.pipeline.schedule import local_date
from meetbot.pipeline.stage import StageRun, content_hash, inputs, value_hash
from meetbot.ports import Checkpoint, Progress
from meetbot.stages.attribute import attribute, attribute_import
from meetbot.stages.tracks import voiced

__all__ = [
    "STAGES",
    "UNHEARD",
    "MinutesPorts",
    "Source",
    "code_version",
    "files_beside",
    "issue_of",
    "make_transcript",
    "named_again",
    "refuse_lost_voices",
    "roster_hash",
    "start_run",
]

_ZONES = timedelta(days=1)
"""By how much the same moment's date may differ between two time zones."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a meeting's transcript is made from: a recording, a folder of its tracks or a transcript file.

    `given` are files of the meeting's chat or voices (RTTM) that the user named, beside those that are found; `lost`
    those of the stored transcript that are not at hand, whose chat it keeps. `heard_before`: what an earlier run heard
    is used, however it was told to listen.
    """

    path: Path
    is_transcript: bool
    given: tuple[Path, ...] = ()
    lost: tuple[SourceFile, ...] = ()
    heard_before: bool = False


def make_transcript(
    source: Source,
    *,
    meeting: Meeting,
    workspace: Workspace,
    ports: MinutesPorts,
    run: StageRun,
    progress: Progress,
    replace: bool = False,
) -> Transcript:
    """The meeting's transcript, from a recording or from a file that already is one.

    Raises InputError when the meeting has one from another file, unless that is to be replaced.
    """
    recording = recording_of(source.path, ports)
    _refuse_other(recording, run, replace=replace)
    if source.heard_before:
        again = named_again(source, meeting=meeting, workspace=workspace, ports=ports, run=run)
        if again is not None:
            return again
    making = _Making(source=source, meeting=meeting, workspace=workspace, ports=ports, run=run)
    if source.is_transcript:
        return making.imported(recording)
    listening = Listening(recording=recording, workspace=workspace, ports=ports, run=run, progress=progress)
    recognition = listening.recognition()
    return making.heard(recognition, listening.voices(recognition), digest=recording.digest)


def named_again(
    source: Source, *, meeting: Meeting, workspace: Workspace, ports: MinutesPorts, run: StageRun
) -> Transcript | None:
    """The meeting's transcript with the names given since, from what was heard before: nothing is transcribed again.

    None when the source isn't the transcript's own, or nothing was heard in it yet.
    """
    refuse_lost_voices(source, meeting.id)
    recording = recording_of(source.path, ports)
    making = _Making(source=source, meeting=meeting, workspace=workspace, ports=ports, run=run)
    if source.is_transcript:
        return making.imported(recording)
    recognition = run.archive.load(meeting.id, "recognition.json", Recognition)
    if not isinstance(recognition, Recognition) or recognition.source.sha256 != recording.digest:
        return None
    voices = run.archive.load(meeting.id, "voices.json", Voices)
    told = voices if isinstance(voices, Voices) else Voices(diarizer=EngineInfo(name="none", version=__version__))
    return making.heard(recognition, told, digest=recording.digest)


def files_beside(source: Source, ports: MinutesPorts) -> tuple[Path, ...]:
    """The files of chat and voices that the transcript is made with, each once: those named, and those found."""
    files = (*source.given, *ports.reader.beside(source.path))
    return tuple({path.resolve(): path for path in reversed(files)}.values())[::-1]


def refuse_lost_voices(source: Source, meeting_id: str) -> None:
    """Raises InputError where the voices of a transcript file came from an RTTM that is not at hand."""
    lost = next((file.name for file in source.lost if file.format == "rttm"), None)
    if source.is_transcript and lost is not None:
        raise InputError(
            f"The voices of this transcript came from {lost}, which is not found or has changed.",
            meeting_id,
            "Say where it is: `--with FILE`.",
        )


def _refuse_other(recording: Recording, run: StageRun, *, replace: bool) -> None:
    """Two files of one day are two meetings until the user says otherwise: the first one's minutes are not lost."""
    there = run.archive.load(run.meeting_id, "transcript.json", Transcript)
    if replace or not isinstance(there, Transcript) or there.source.sha256 == recording.digest:
        return
    if there.source.name == recording.name:
        changed = "The tracks in this folder" if recording.source.is_dir() else "This file"
        have = "have" if recording.source.is_dir() else "has"
        raise InputError(
            f"{changed} {have} changed since the transcript of {run.meeting_id} was made.",
            str(recording.source),
            "To take it as it is now: add `--replace`.\n"
            f"If it is another meeting of that day: add `--meeting {run.meeting_id}-2`.",
        )
    raise InputError(
        f"The meeting {run.meeting_id} has a transcript of another file, {there.source.name}.",
        str(recording.source),
        f"Another meeting of that day: add `--meeting {run.meeting_id}-2`.\n"
        "The same meeting from a better file: add `--replace`.",
    )


@dataclass(frozen=True, kw_only=True)
class _Making:
    """The making of one meeting's transcript."""

    source: Source
    meeting: Meeting
    workspace: Workspace
    ports: MinutesPorts
    run: StageRun

    @cached_property
    def beside(self) -> tuple[Path, ...]:
        """The files of its chat and voices."""
        return files_beside(self.source, self.ports)

    def heard(self, recognition: Recognition, voices: Voices, *, digest: str) -> Transcript:
        """The transcript of a recording of that hash."""
        settings = self.workspace.config.transcription

        def made(_checkpoint: Checkpoint) -> Transcript:
            heard = voiced(recognition, voices)
            given = self._names(given_names.voices_hash(voices.intervals, digest))
            chat, of_chat = self.ports.reader.chat(self.beside)
            transcript = attribute(
                heard,
                self.workspace.config.roster,
                names=given.names,
                repair=settings.repair_names,
                vocabulary=(self.workspace.config.company.name, *settings.vocabulary),
                threshold=settings.name_confidence,
            )
            issues = (*transcript.issues, *voices.issues, *given.issues, *of_chat, *_unused(self.beside))
            return self._with_files(transcript.model_copy(update={"chat": chat, "issues": issues}))

        return self._stored(
            made,
            recognition=content_hash(recognition),
            voices=content_hash(voices),
            settings=value_hash(
                [
                    settings.repair_names,
                    self.workspace.config.company.name,
                    settings.vocabulary,
                    settings.name_confidence,
                ]
            ),
        )

    def imported(self, file: Recording) -> Transcript:
        """The transcript of a transcript file."""
        language = self._language()

        def made(_checkpoint: Checkpoint) -> Transcript:
            imported = self.ports.reader.read(file.source, beside=self.beside)
            given = self._names(given_names.voices_hash(imported.intervals, file.digest))
            transcript = attribute_import(
                imported,
                source=SourceFile(name=file.name, sha256=file.digest, format=imported.format),
                roster=self.workspace.config.roster,
                language=imported.language or language,
                names=given.names,
                threshold=self.workspace.config.transcription.name_confidence,
            )
            issues = (*transcript.issues, *given.issues, *self._other_day(imported.started_at, file))
            return self._with_files(transcript.model_copy(update={"issues": issues}))

        return self._stored(
            made,
            source=file.digest,
            language=value_hash(language),
            settings=value_hash([self.workspace.config.transcription.name_confidence, self.meeting.date]),
        )

    def _with_files(self, transcript: Transcript) -> Transcript:
        """The transcript with the files that it was made with; the chat of those that are lost is kept."""
        digest = self.ports.archive.digest
        files = (SourceFile(name=p.name, sha256=digest(p), format=p.suffix.lower().strip(".")) for p in self.beside)
        update: dict[str, object] = {"beside": (*files, *self.source.lost)}
        before = self.ports.archive.load(self.meeting.id, "transcript.json", Transcript)
        if self.source.lost and isinstance(before, Transcript):
            update["chat"] = before.chat
        return transcript.model_copy(update=update)

    def _stored(self, made: Callable[[Checkpoint], Transcript], **hashes: str) -> Transcript:
        """The stage's document; files beside it and given names are inputs only where there are any."""
        names = self.ports.archive.load(self.meeting.id, given_names.FILE, SpeakerNames)
        if names is not None:
            hashes["names"] = content_hash(names)
        if self.source.lost:
            hashes["lost"] = value_hash([file.model_dump(mode="json") for file in self.source.lost])
        if self.beside:
            files = [[path.name, self.ports.archive.digest(path)] for path in self.beside]
            hashes["beside"] = value_hash(files)
        roster = roster_hash(self.workspace.config.roster, without=UNHEARD)
        return self.run.document(
            "attribute", "transcript.json", Transcript, inputs(roster=roster, **hashes, **code_version()), made
        )

    def _names(self, voices: str) -> given_names.GivenNames:
        return given_names.given_names(self.ports.archive, self.meeting.id, voices=voices)

    def _language(self) -> str:
        """The language of a transcript that doesn't show its own."""
        language = self.workspace.config.transcription.language
        return self.workspace.config.company.language if language in {"auto", "mixed"} else language

    def _other_day(self, started_at: datetime | None, file: Recording) -> tuple[Issue, ...]:
        """A word on a file that says that the meeting began on another day than it is filed under."""
        if started_at is None:
            return ()
        began = local_date(started_at, self.workspace.config.company.zone)
        if abs(began - self.meeting.date) <= _ZONES:
            return ()
        return (
            Issue(
                severity="info",
                stage="read",
                where=file.name,
                message=f"The file says that the meeting began on {began.isoformat()}; "
                f"it is filed under {self.meeting.date.isoformat()}.",
                hint=f"If the file is right: `--date {began.isoformat()}`.",
            ),
        )


def _unused(files: Sequence[Path]) -> tuple[Issue, ...]:
    """A word on voices in a file: a recording is listened to."""
    return tuple(
        Issue(
            severity="warning",
            stage="diarize",
            where=path.name,
            message="The voices in this file were not used: a recording's own are told apart by listening.",
            hint="RTTM files are used beside a transcript.",
        )
        for path in files
        if path.suffix.lower() == ".rttm"
    )
