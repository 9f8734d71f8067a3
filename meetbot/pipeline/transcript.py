"""What was said: from a recording or from a transcript file to the attributed transcript of one meeting."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from meetbot import __version__
from meetbot.config import Workspace
from meetbot.errors import InputError, MeetbotError
from meetbot.model.base import EngineInfo, Issue, Severity
from meetbot.model.company import Meeting, Roster
from meetbot.model.transcript import Recognition, SourceFile, Speaker, Transcript, VoiceInterval, Voices
from meetbot.model.voiceprint import FOLDER
from meetbot.pipeline.stage import StageRun, content_hash, inputs, value_hash
from meetbot.ports import (
    Archive,
    Checkpoint,
    Clock,
    Diarizer,
    Extractor,
    Ledger,
    Progress,
    Transcriber,
    TranscriptReader,
)
from meetbot.stages.attribute import attribute, attribute_import
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


def make_transcript(
    source: Path,
    *,
    workspace: Workspace,
    ports: MinutesPorts,
    is_transcript: bool,
    run: StageRun,
    progress: Progress,
    replace: bool = False,
) -> Transcript:
    """The meeting's transcript, from a recording or from a file that already is one.

    Raises InputError when the meeting has one from another file, unless that is to be replaced.
    """
    if is_transcript:
        return _import(source, workspace=workspace, ports=ports, run=run, replace=replace)
    digest = ports.archive.digest(source)
    _refuse_other(source, digest, run, replace=replace)
    recognition = _recognise(source, digest, workspace=workspace, ports=ports, run=run, progress=progress)
    voices = _diarize(source, digest, recognition, workspace=workspace, ports=ports, run=run, progress=progress)
    roster = workspace.config.roster

    def made(_checkpoint: Checkpoint) -> Transcript:
        heard = recognition.model_copy(update={"diarization": voices.intervals, "voices": voices.speakers})
        transcript = attribute(heard, roster)
        return transcript.model_copy(update={"issues": (*transcript.issues, *voices.issues)})

    return run.document(
        "attribute",
        "transcript.json",
        Transcript,
        inputs(
            recognition=content_hash(recognition),
            voices=content_hash(voices),
            roster=roster_hash(roster, without=UNHEARD),
            **code_version(),
        ),
        made,
    )


def _refuse_other(source: Path, digest: str, run: StageRun, *, replace: bool) -> None:
    """Two files of one day are two meetings until the user says otherwise: the first one's minutes are not lost."""
    there = run.archive.load(run.meeting_id, "transcript.json", Transcript)
    if replace or not isinstance(there, Transcript) or there.source.sha256 == digest:
        return
    raise InputError(
        f"The meeting {run.meeting_id} has a transcript of another file, {there.source.name}.",
        str(source),
        f"Another meeting of that day: add `--meeting {run.meeting_id}-2`.\n"
        "The same meeting from a better file: add `--replace`.",
    )


def _import(source: Path, *, workspace: Workspace, ports: MinutesPorts, run: StageRun, replace: bool) -> Transcript:
    digest = ports.archive.digest(source)
    _refuse_other(source, digest, run, replace=replace)
    roster = workspace.config.roster

    def made(_checkpoint: Checkpoint) -> Transcript:
        imported = ports.reader.read(source)
        return attribute_import(
            imported,
            source=SourceFile(name=source.name, sha256=digest, format=imported.format),
            roster=roster,
            language=imported.language or _language(workspace),
        )

    made_from = inputs(
        source=digest,
        roster=roster_hash(roster, without=UNHEARD),
        language=value_hash(_language(workspace)),
        **code_version(),
    )
    return run.document("attribute", "transcript.json", Transcript, made_from, made)


def _recognise(
    source: Path, digest: str, *, workspace: Workspace, ports: MinutesPorts, run: StageRun, progress: Progress
) -> Recognition:
    hints = _hints(workspace)
    return run.document(
        "transcribe",
        "recognition.json",
        Recognition,
        inputs(recording=digest, settings=value_hash(dict(ports.transcriber.settings())), hints=value_hash(hints)),
        lambda checkpoint: ports.transcriber.transcribe(source, hints=hints, checkpoint=checkpoint, progress=progress),
    )


def _diarize(
    source: Path,
    digest: str,
    recognition: Recognition,
    *,
    workspace: Workspace,
    ports: MinutesPorts,
    run: StageRun,
    progress: Progress,
) -> Voices:
    diarizer = ports.diarizer
    engine = EngineInfo(name="none", version=__version__)
    if diarizer is None or not recognition.segments:
        return Voices(diarizer=engine)
    settings = dict(diarizer.settings())
    roster = workspace.config.roster

    def made(_checkpoint: Checkpoint) -> Voices:
        engine = EngineInfo(name="onnx-speakers", model=settings.get("encoder"), version=__version__)
        try:
            found = diarizer.diarize(source, roster=roster, progress=progress)
        except MeetbotError as error:
            # the words are worth more than the names: a diarizer that fails must never cost the transcript
            return Voices(diarizer=engine, issues=(issue_of("error", "diarize", source.name, error),))
        speakers = tuple(_speaker(label, found.names, roster) for label in _labels(found.intervals))
        return Voices(intervals=found.intervals, speakers=speakers, diarizer=engine, issues=found.issues)

    return run.document(
        "diarize",
        "voices.json",
        Voices,
        inputs(
            recording=digest,
            settings=value_hash(settings),
            roster=roster_hash(roster, without=frozenset({"email", "title", "aliases"})),
            voices=_voice_hash(ports, workspace),
        ),
        made,
        complete=lambda voices: not any(issue.severity == "error" for issue in voices.issues),
    )


def issue_of(severity: Severity, stage: str, where: str, error: MeetbotError) -> Issue:
    """The error as a value that travels beside the good results."""
    return Issue(severity=severity, stage=stage, where=error.where or where, message=error.what, hint=error.hint)


def _labels(intervals: Sequence[VoiceInterval]) -> list[str]:
    return sorted({interval.speaker for interval in intervals})


def _speaker(label: str, names: Mapping[str, tuple[str, float]], roster: Roster) -> Speaker:
    if label not in names:
        return Speaker(label=label)
    name, confidence = names[label]
    person = roster.person(name)
    return Speaker(
        label=label,
        name=name,
        department=person.department if person else None,
        name_source="enrolment",
        confidence=confidence,
    )


def _hints(workspace: Workspace) -> tuple[str, ...]:
    people = (name for person in workspace.config.people for name in (person.name, *person.aliases))
    departments = (department.name for department in workspace.config.departments)
    return tuple(dict.fromkeys((*people, *departments, *workspace.config.transcription.vocabulary)))


def _language(workspace: Workspace) -> str:
    language = workspace.config.transcription.language
    return workspace.config.company.language if language == "auto" else language


def roster_hash(roster: Roster, *, without: frozenset[str] = frozenset()) -> str:
    """The hash of everybody and every department but for what a stage doesn't use: an address costs no model call."""
    people = [person.model_dump(mode="json", exclude=set(without)) for person in roster.people]
    return value_hash([people, [department.model_dump(mode="json") for department in roster.departments]])


def _voice_hash(ports: MinutesPorts, workspace: Workspace) -> str:
    samples = sorted(person.voice for person in workspace.config.people if person.voice)
    present = [workspace.root / sample for sample in samples if (workspace.root / sample).is_file()]
    stored = sorted(path for path in (workspace.root / FOLDER).glob("*.json") if path.is_file())
    return value_hash([samples, [ports.archive.digest(path) for path in (*present, *stored)]])


def code_version() -> dict[str, str]:
    """Our own version among the inputs: an update of meetbot makes its own stages again, never the transcription."""
    return {"meetbot": value_hash(__version__)}
