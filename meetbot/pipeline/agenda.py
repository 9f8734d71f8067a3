"""Before the meeting: current figures, the SLA and open commitments become the next meeting's agenda."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from meetbot import __version__, resources
from meetbot.config import Workspace
from meetbot.model.agenda import Agenda
from meetbot.model.base import Issue
from meetbot.model.company import Meeting
from meetbot.pipeline.agenda_inputs import AgendaInputs, read_inputs
from meetbot.pipeline.publish_agenda import publish_agenda
from meetbot.pipeline.stage import StageRun, StageTiming, inputs, kept_issues, value_hash
from meetbot.ports import Archive, Checkpoint, Clock, KpiSource, Ledger
from meetbot.stages.reword import MarkedWords, Rewriter
from meetbot.words import Words


@dataclass(frozen=True, kw_only=True)
class AgendaPorts:
    """What making an agenda needs from outside.

    `rewriter` makes, for a meeting's id, what rewords the agenda's sentences; None when nobody asked for it.
    """

    archive: Archive
    ledger: Ledger
    kpis: KpiSource
    words: Words
    clock: Clock
    timer: Callable[[], float]
    rewriter: Callable[[str], Rewriter] | None = None


@dataclass(frozen=True, kw_only=True)
class AgendaOutcome:
    """What was made."""

    meeting: Meeting
    folder: Path
    agenda: Agenda
    files: Mapping[str, Path]
    timings: Sequence[StageTiming]
    issues: Sequence[Issue]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not any(issue.severity == "error" for issue in self.issues)


def make_agenda(
    *,
    workspace: Workspace,
    ports: AgendaPorts,
    day: date | None = None,
    meeting_id: str | None = None,
    force: bool = False,
) -> AgendaOutcome:
    """The agenda of the meeting on `day` (default: the next one): JSON, Markdown, Word, calendar event, draft mail."""
    known = known_inputs(workspace, ports, day=day, meeting_id=meeting_id)
    run = StageRun(
        archive=ports.archive,
        meeting_id=known.meeting.id,
        clock=ports.clock,
        timer=ports.timer,
        force=frozenset({"agenda", "agenda files", "agenda mail"}) if force else frozenset(),
    )
    folder = ports.archive.folder(known.meeting.id)
    with ports.archive.locked(known.meeting.id):
        agenda = plan_agenda(known, workspace=workspace, ports=ports, run=run)
        published = publish_agenda(
            agenda, workspace=workspace, words=ports.words, run=run, deliveries=ports.ledger.deliveries
        )
    return AgendaOutcome(
        meeting=known.meeting,
        folder=folder,
        agenda=agenda,
        files={"agenda.json": folder / "agenda.json"} | dict(published.files),
        timings=tuple(run.timings),
        issues=(*agenda.issues, *published.issues, *kept_issues(ports.archive)),
    )


def known_inputs(
    workspace: Workspace, ports: AgendaPorts, *, day: date | None = None, meeting_id: str | None = None
) -> AgendaInputs:
    """What the agenda of that day is made from."""
    return read_inputs(
        workspace=workspace,
        archive=ports.archive,
        ledger=ports.ledger,
        kpis=ports.kpis,
        words=ports.words,
        clock=ports.clock,
        day=day,
        meeting_id=meeting_id,
    )


def plan_agenda(known: AgendaInputs, *, workspace: Workspace, ports: AgendaPorts, run: StageRun) -> Agenda:
    """The agenda as an earlier run left it, or as it is planned now, reworded where that was asked for."""
    rewriter = ports.rewriter(known.meeting.id) if ports.rewriter is not None else None
    made_from = inputs(
        **known.hashes(),
        wording=value_hash(dict(rewriter.settings()) if rewriter is not None else None),
        templates=resources.fingerprint("templates", workspace=workspace.root),
        meetbot=value_hash(__version__),
    )

    def made(checkpoint: Checkpoint) -> Agenda:
        if rewriter is None:
            return _planned(known, ports.words)
        return rewriter.reword(_planned(known, MarkedWords(ports.words)), checkpoint=checkpoint)

    return run.document("agenda", "agenda.json", Agenda, made_from, made)


def _planned(known: AgendaInputs, words: Words) -> Agenda:
    from meetbot.stages.plan import plan

    planned = plan(
        known.assessment,
        meeting=known.meeting,
        roster=known.config.roster,
        commitments=known.commitments,
        recently_done=known.recently_done,
        silent_last_time=known.silent,
        earlier=known.earlier,
        next_meeting=known.next_meeting,
        words=words,
    )
    return planned.model_copy(update={"issues": (*known.issues, *planned.issues)})
