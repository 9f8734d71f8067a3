"""After the meeting: a recording or a transcript becomes minutes, documents and draft mails."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from meetbot.config import Workspace
from meetbot.errors import LlmRefusedError, LlmUnreachableError
from meetbot.model.agenda import Agenda
from meetbot.model.base import Issue
from meetbot.model.candidates import Extraction
from meetbot.model.company import Meeting, Roster
from meetbot.model.mail import Draft
from meetbot.model.minutes import Minutes
from meetbot.model.transcript import Transcript
from meetbot.pipeline.before import read_before
from meetbot.pipeline.needed import UNHEARD, MinutesPorts, code_version, issue_of, roster_hash, start_run
from meetbot.pipeline.publish import publish
from meetbot.pipeline.schedule import next_after
from meetbot.pipeline.stage import StageRun, StageTiming, content_hash, inputs, kept_issues, value_hash
from meetbot.pipeline.transcript import Source, make_transcript
from meetbot.ports import Archive, Brief, Extractor, Progress, StageRecord
from meetbot.stages.compose import compose
from meetbot.stages.corrected import corrected
from meetbot.stages.off_record import asked_to_keep_out
from meetbot.stages.told import TOLD
from meetbot.stages.verify import verify

_DOCUMENTS = ("transcript.json", "extraction.json", "minutes.json")


@dataclass(frozen=True, kw_only=True)
class MinutesOutcome:
    """What was made. `issues` hold everything that went wrong on the way; an error among them means incomplete.

    `verified_share` is the share of the stored minutes' items whose words, speaker and second are the transcript's.
    """

    meeting: Meeting
    folder: Path
    minutes: Minutes
    transcript: Transcript
    files: Mapping[str, Path]
    drafts: Sequence[Draft]
    timings: Sequence[StageTiming]
    issues: Sequence[Issue]
    verified_share: float | None

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not any(issue.severity == "error" for issue in self.issues)


def make_minutes(
    source: Source,
    *,
    meeting: Meeting,
    workspace: Workspace,
    ports: MinutesPorts,
    force: frozenset[str] = frozenset(),
    replace: bool = False,
    progress: Progress,
) -> MinutesOutcome:
    """The minutes of that meeting, with all documents and drafts. Finished stages of an earlier run are kept.

    Raises InputError when the meeting has minutes of another file, unless `replace`.
    """
    run = start_run(meeting, ports, force)
    with ports.archive.locked(meeting.id):
        return _made(
            source,
            run,
            meeting=meeting,
            workspace=workspace,
            ports=ports,
            replace=replace,
            progress=progress,
        )


def _made(
    source: Source,
    run: StageRun,
    *,
    meeting: Meeting,
    workspace: Workspace,
    ports: MinutesPorts,
    replace: bool,
    progress: Progress,
) -> MinutesOutcome:
    roster = workspace.config.roster
    recording = _recording(source, run.archive.folder(meeting.id))
    transcript = make_transcript(
        source,
        meeting=meeting,
        workspace=workspace,
        ports=ports,
        run=run,
        progress=progress,
        replace=replace,
    )
    brief = Brief(roster=roster)
    extraction, fell_back = _extract(transcript, brief, ports=ports, run=run, progress=progress)
    composed = _compose(extraction, transcript, meeting=meeting, workspace=workspace, ports=ports, run=run)
    checked = verify(composed.minutes, transcript)
    minutes = composed.told_again(checked.minutes)
    ports.ledger.record_minutes(minutes, at=ports.clock())
    _remember_recording(run, recording)
    progress("Writing the documents", 0.0)
    published = publish(
        minutes,
        transcript=transcript,
        workspace=workspace,
        words=ports.words,
        run=run,
        recording=recording,
        deliveries=ports.ledger.deliveries,
    )
    progress("Writing the documents", 1.0)
    return MinutesOutcome(
        meeting=meeting,
        folder=run.archive.folder(meeting.id),
        minutes=minutes,
        transcript=transcript,
        files={name: run.archive.folder(meeting.id) / name for name in _DOCUMENTS} | published.files,
        drafts=published.drafts,
        timings=tuple(run.timings),
        issues=(
            *minutes.issues,
            *asked_to_keep_out(transcript),
            *_unnamed(minutes),
            *fell_back,
            *composed.unread,
            *checked.issues,
            *published.issues,
            *kept_issues(ports.archive),
        ),
        verified_share=checked.share,
    )


def _unnamed(minutes: Minutes) -> tuple[Issue, ...]:
    """How to name the voices that nobody named: an unnamed voice never owns a task."""
    if not minutes.unnamed_voices:
        return ()
    return (
        Issue(
            severity="warning",
            stage="attribute",
            where="transcript.json, speakers",
            message=f"Voices without a name: {minutes.unnamed_voices}. What they promised has no owner.",
            hint=f"Say whose they are: `meetbot speakers {minutes.meeting.id}`; from then on they may be recognised:\n"
            f"`meetbot voices learn {minutes.meeting.id}`, with the person's consent.",
        ),
    )


def _extract(
    transcript: Transcript, brief: Brief, *, ports: MinutesPorts, run: StageRun, progress: Progress
) -> tuple[Extraction, tuple[Issue, ...]]:
    try:
        return _extract_with(ports.extractor, transcript, brief, run=run, progress=progress), ()
    except (LlmUnreachableError, LlmRefusedError) as error:
        if ports.fallback is None:
            raise
        issue = issue_of("warning", "extract", "language model", error)
        used = issue.model_copy(update={"message": f"{issue.message} The rule engine was used instead."})
        return _extract_with(ports.fallback, transcript, brief, run=run, progress=progress), (used,)


def _extract_with(
    extractor: Extractor, transcript: Transcript, brief: Brief, *, run: StageRun, progress: Progress
) -> Extraction:
    return run.document(
        "extract",
        "extraction.json",
        Extraction,
        inputs(
            transcript=content_hash(transcript),
            roster=roster_hash(brief.roster, without=UNHEARD),
            settings=value_hash(dict(extractor.settings())),
        ),
        lambda checkpoint: extractor.extract(transcript, brief, checkpoint=checkpoint, progress=progress),
        complete=_all_answered,
    )


def _all_answered(extraction: Extraction) -> bool:
    """Whether nothing is left to ask: the next run asks the windows and questions that found no answer."""
    return not extraction.unanswered and all(window.status == "read" for window in extraction.windows)


@dataclass(frozen=True, kw_only=True)
class _Composed:
    """The stored minutes; `told_again` makes anew what tells about their items where a person corrected them."""

    minutes: Minutes
    unread: tuple[Issue, ...]
    told_again: Callable[[Minutes], Minutes]


def _compose(
    extraction: Extraction,
    transcript: Transcript,
    *,
    meeting: Meeting,
    workspace: Workspace,
    ports: MinutesPorts,
    run: StageRun,
) -> _Composed:
    agenda = _agenda(meeting, run.archive)
    next_meeting = next_after(meeting.date, workspace.config)
    before = read_before(meeting, workspace.config, agenda=agenda, archive=run.archive, ledger=ports.ledger)

    def make() -> Minutes:
        return compose(
            extraction,
            transcript,
            meeting=meeting,
            roster=_without_addresses(workspace.config.roster),
            agenda=agenda,
            next_meeting=next_meeting,
            commitments=before.commitments,
            earlier=before.earlier,
            heading=before.heading,
            words=ports.words,
        )

    def again(minutes: Minutes) -> Minutes:
        return corrected(
            minutes, make(), transcript, commitments=before.commitments, earlier=before.earlier, words=ports.words
        )

    stored = run.document(
        "compose",
        "minutes.json",
        Minutes,
        inputs(
            extraction=content_hash(extraction),
            transcript=content_hash(transcript),
            meeting=value_hash(meeting.model_dump(mode="json")),
            roster=roster_hash(workspace.config.roster, without=UNHEARD),
            agenda=content_hash(agenda) if agenda else value_hash(None),
            next_meeting=value_hash(next_meeting.isoformat()),
            words=value_hash({key: ports.words(key) for key in ports.words.keys() if key.startswith(TOLD)}),  # noqa: SIM118 (Words.keys is no dict's)
            **before.hashes(),
            **code_version(),
        ),
        lambda _checkpoint: make(),
    )
    return _Composed(
        minutes=stored, unread=before.issues, told_again=again if _by_hand(run) else lambda minutes: minutes
    )


def _by_hand(run: StageRun) -> bool:
    """Whether minutes.json is no longer what the program wrote."""
    record = run.archive.finished(run.meeting_id, "compose")
    content = run.archive.read(run.meeting_id, "minutes.json")
    return record is not None and content is not None and record.outputs["minutes.json"] != sha256(content).hexdigest()


def _without_addresses(roster: Roster) -> Roster:
    """The roster as minutes need it: an address that changes later must not live on in a document."""
    people = tuple(
        person.model_copy(update={"email": None, "voice": None, "voice_consent": None}) for person in roster.people
    )
    return roster.model_copy(update={"people": people})


def _agenda(meeting: Meeting, archive: Archive) -> Agenda | None:
    found = archive.load(meeting.id, "agenda.json", Agenda)
    return found if isinstance(found, Agenda) else None


def recording_of(run: StageRun) -> str | None:
    """Where the recording of this meeting lies, relative to its folder; null for an imported transcript."""
    record = run.archive.finished(run.meeting_id, "recording")
    return str(record.details["path"]) if record is not None and record.details.get("path") else None


def _remember_recording(run: StageRun, path: str | None) -> None:
    if recording_of(run) != path:
        record = StageRecord(
            stage="recording", inputs=(), outputs={}, at=run.clock(), seconds=0.0, details={"path": path}
        )
        run.archive.record(run.meeting_id, record)


def _recording(source: Source, folder: Path) -> str | None:
    """Where the sound lies that a player can play, relative to the meeting's folder; tracks are not one."""
    if source.is_transcript or source.path.is_dir():
        return None
    try:
        return Path(os.path.relpath(source.path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive on Windows
        return None
