"""Before the meeting: current figures, the SLA and open commitments become the next meeting's agenda."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from meetbot import __version__, resources
from meetbot.config import Workspace
from meetbot.documents.agenda import agenda_docx, agenda_markdown
from meetbot.model.agenda import Agenda
from meetbot.model.base import Issue
from meetbot.model.commitments import Commitment
from meetbot.model.company import Meeting
from meetbot.model.crm import CrmTables
from meetbot.model.minutes import Minutes
from meetbot.pipeline.minutes import kept_issues
from meetbot.pipeline.schedule import held, meeting_on, next_after, upcoming
from meetbot.pipeline.stage import StageRun, StageTiming, content_hash, inputs, value_hash
from meetbot.ports import Archive, Clock, KpiSource, Ledger
from meetbot.stages.assess import assess
from meetbot.stages.plan import plan
from meetbot.words import Words


@dataclass(frozen=True, kw_only=True)
class AgendaPorts:
    """What making an agenda needs from outside. `kpis` is None when the user asked for an agenda without figures."""

    archive: Archive
    ledger: Ledger
    kpis: KpiSource | None
    words: Words
    clock: Clock
    timer: Callable[[], float]


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
    """The agenda of the meeting on `day` (default: the next one) as JSON, Markdown and Word."""
    config = workspace.config
    meetings = [minutes for _, minutes in held(ports.archive)]
    meeting = meeting_on(day or _next_date(workspace, ports.clock, meetings), config, meeting_id=meeting_id)
    tables = ports.kpis.read() if ports.kpis is not None else CrmTables()
    run = StageRun(
        archive=ports.archive,
        meeting_id=meeting.id,
        clock=ports.clock,
        timer=ports.timer,
        force=frozenset({"agenda", "agenda files"}) if force else frozenset(),
    )
    reference, old = _reference_day(tables, meeting, workspace, ports)
    open_ones = ports.ledger.commitments(status="open")
    last = next((minutes for minutes in reversed(meetings) if minutes.meeting.date < meeting.date), None)
    done = _recently_done(ports, since=last)
    silent = last.silent if last is not None and last.silent is not None else ()

    def made(_checkpoint: object) -> Agenda:
        assessment = assess(tables, config, ports.words, today=reference)
        planned = plan(
            assessment,
            meeting=meeting,
            roster=config.roster,
            commitments=open_ones,
            recently_done=done,
            silent_last_time=silent,
            next_meeting=next_after(meeting.date, config),
            words=ports.words,
        )
        return planned.model_copy(update={"issues": (*tables.issues, *old, *planned.issues)})

    with ports.archive.locked(meeting.id):
        agenda = run.document(
            "agenda",
            "agenda.json",
            Agenda,
            inputs(
                config=value_hash(config.model_dump(mode="json")),
                exports=value_hash([source.model_dump(mode="json") for source in tables.sources]),
                day=value_hash([meeting.date.isoformat(), reference.isoformat()]),
                commitments=value_hash([c.model_dump(mode="json") for c in (*open_ones, *done)]),
                silent=value_hash(silent),
                templates=resources.fingerprint("templates", workspace=workspace.root),
                meetbot=value_hash(__version__),
            ),
            made,
        )
        files = _write(agenda, workspace=workspace, words=ports.words, run=run)
    return AgendaOutcome(
        meeting=meeting,
        folder=run.archive.folder(meeting.id),
        agenda=agenda,
        files={"agenda.json": run.archive.folder(meeting.id) / "agenda.json"} | files,
        timings=tuple(run.timings),
        issues=(*agenda.issues, *kept_issues(ports.archive)),
    )


def _write(agenda: Agenda, *, workspace: Workspace, words: Words, run: StageRun) -> dict[str, Path]:
    made_from = inputs(
        agenda=content_hash(agenda),
        templates=resources.fingerprint("templates", workspace=workspace.root),
        meetbot=value_hash(__version__),
    )
    return run.files(
        "agenda files",
        made_from,
        lambda: {
            "agenda.md": agenda_markdown(agenda, words, workspace=workspace.root).encode(),
            "agenda.docx": agenda_docx(agenda, words, workspace=workspace.root),
        },
    )


def _reference_day(
    tables: CrmTables, meeting: Meeting, workspace: Workspace, ports: AgendaPorts
) -> tuple[date, tuple[Issue, ...]]:
    """The day before which figures count: never later than the export reaches, or an old export reads as a collapse."""
    today = min(ports.clock().astimezone(workspace.config.company.zone).date(), meeting.date)
    if tables.as_of is None:
        return today, ()
    reference = min(today, tables.as_of + timedelta(days=1))
    age = (today - reference).days
    if age < _STALE_DAYS:
        return reference, ()
    return reference, (
        Issue(
            severity="warning",
            stage="assess",
            where=", ".join(source.name for source in tables.sources),
            message=f"The newest export is of {tables.as_of.isoformat()}, {age} days before today; figures end there.",
            hint="Export leads and deals from the CRM again into data/ and run `meetbot agenda` once more.",
        ),
    )


_STALE_DAYS = 4
"""An export of Friday serves the meeting on Monday; an older one deserves a word."""


def _next_date(workspace: Workspace, clock: Clock, meetings: Sequence[Minutes]) -> date:
    """The date of the next meeting that has no minutes yet."""
    today = clock().astimezone(workspace.config.company.zone).date()
    return upcoming(today, workspace.config, held=[minutes.meeting.date for minutes in meetings])


def _recently_done(ports: AgendaPorts, *, since: Minutes | None) -> list[Commitment]:
    """What was closed since the last meeting: kept commitments are recognised in the next agenda."""
    done = ports.ledger.commitments(status="done")
    if since is None:
        return done
    start = datetime.combine(since.meeting.date, time.min, tzinfo=ports.clock().tzinfo)
    return [commitment for commitment in done if commitment.closed_at is not None and commitment.closed_at >= start]
