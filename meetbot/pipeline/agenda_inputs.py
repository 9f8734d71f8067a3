"""What an agenda is made from: the day's figures, the ledger, and what the meetings before said."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from meetbot.config import Config, Workspace, catalogue_of
from meetbot.errors import InputError
from meetbot.model.agenda import Agenda
from meetbot.model.base import Issue
from meetbot.model.catalogue import Catalogue
from meetbot.model.commitments import Commitment, standing
from meetbot.model.company import Meeting
from meetbot.model.crm import Contents
from meetbot.model.kpi import SlaPromise
from meetbot.model.minutes import Minutes
from meetbot.pipeline.schedule import held, is_over, meeting_on, next_after, off_the_rhythm, past_days, upcoming
from meetbot.pipeline.stage import content_hash, value_hash
from meetbot.ports import Archive, Clock, KpiSource, Ledger, Warehouse
from meetbot.stages.sla_promises import sla_promises
from meetbot.words import Words

if TYPE_CHECKING:
    from meetbot.stages.assess import Assessment

_STALE_DAYS = 4
"""An export of Friday serves the meeting on Monday; an older one deserves a word."""
_REMEMBERED = 12
"""Agendas before this one that are looked at: a quarter of weekly meetings."""


@dataclass(frozen=True, kw_only=True)
class AgendaInputs:
    """Everything that decides an agenda beside settings and templates. Figures are computed when they are needed."""

    config: Config
    words: Words
    meeting: Meeting
    next_meeting: date
    reference: date
    warehouse: Warehouse
    catalogue: Catalogue
    commitments: Sequence[Commitment]
    recently_done: Sequence[Commitment]
    silent: Sequence[str]
    promises: Sequence[SlaPromise]
    earlier: Sequence[Agenda]
    issues: Sequence[Issue]

    @cached_property
    def assessment(self) -> "Assessment":
        """The figures before the reference day."""
        from meetbot.stages.assess import assess

        return assess(
            self.warehouse,
            self.config,
            self.words,
            catalogue=self.catalogue,
            today=self.reference,
            promises=self.promises,
        )

    def hashes(self) -> dict[str, str]:
        """The digest of each input. Of a database, which has no files to compare, that of the figures it gave."""
        found: Any = _known(self.warehouse.contents)
        if self.config.data.source and self.warehouse.contents.tables:
            found = _without_times(_plain(self.assessment))
        return {
            "config": value_hash(self.config.model_dump(mode="json")),
            "figures": value_hash(found),
            "day": value_hash([self.meeting.model_dump(mode="json"), self.reference.isoformat()]),
            "commitments": value_hash([c.model_dump(mode="json") for c in (*self.commitments, *self.recently_done)]),
            "silent": value_hash(list(self.silent)),
            "promises": value_hash([promise.model_dump(mode="json") for promise in self.promises]),
            "earlier": value_hash([content_hash(agenda) for agenda in self.earlier]),
        }


def read_inputs(
    *,
    workspace: Workspace,
    archive: Archive,
    ledger: Ledger,
    kpis: KpiSource,
    words: Words,
    clock: Clock,
    day: date | None,
    meeting_id: str | None,
) -> AgendaInputs:
    """Everything the agenda of that day (default: the next meeting) is made from. Raises DataError."""
    config, now = workspace.config, clock().astimezone(workspace.config.company.zone)
    meetings = [minutes for _, minutes in held(archive)]
    agendas, damaged = all_agendas(archive)
    past = past_days((agenda.meeting for agenda in agendas), meetings, now)
    planned = {agenda.meeting.date for agenda in agendas} - past
    date_of_meeting = day or upcoming(now, config, past=past, planned=planned)
    meeting = meeting_on(date_of_meeting, config, meeting_id=meeting_id)
    today = min(now.date(), meeting.date)
    warehouse = kpis.open(on=today)
    reference, old = reference_day(warehouse.contents, today, config.company.zone)
    last = next((minutes for minutes in reversed(meetings) if minutes.meeting.date < meeting.date), None)
    earlier = tuple(agenda for agenda in agendas if agenda.meeting.date < meeting.date)[:_REMEMBERED]
    opened = [one for one in standing(ledger.commitments()) if one.status == "open"]
    done = _recently_done(ledger, since=last, zone=config.company.zone)
    return AgendaInputs(
        config=config,
        words=words,
        meeting=meeting,
        next_meeting=next_after(meeting.date, config),
        reference=reference,
        warehouse=warehouse,
        catalogue=catalogue_of(config),
        commitments=opened,
        recently_done=done,
        silent=last.silent if last is not None and last.silent is not None else (),
        promises=sla_promises([*opened, *done], last, today=meeting.date),
        earlier=earlier,
        issues=(*old, *damaged, *off_the_rhythm(meeting.date, config)),
    )


def next_meeting_day(archive: Archive, config: Config, now: datetime) -> date:
    """The day of the next meeting that is not over."""
    agendas, _ = all_agendas(archive)
    past = past_days((agenda.meeting for agenda in agendas), (minutes for _, minutes in held(archive)), now)
    return upcoming(now, config, past=past, planned={agenda.meeting.date for agenda in agendas} - past)


def agendas_behind(changed: Sequence[Commitment], archive: Archive, now: datetime) -> tuple[Meeting, ...]:
    """The meetings not yet held whose agenda has one of these commitments as it was before, the nearest first."""
    met = _days_with_minutes(archive)
    coming = [a for a in all_agendas(archive)[0] if not is_over(a.meeting, now) and a.meeting.date not in met]
    return tuple(agenda.meeting for agenda in reversed(coming) if any(_is_behind(agenda, c) for c in changed))


def _days_with_minutes(archive: Archive) -> set[date]:
    """The days of meetings with minutes that can be read; of the others nothing is known here."""
    found: set[date] = set()
    for meeting_id in archive.meeting_ids():
        with suppress(InputError):
            minutes = archive.load(meeting_id, "minutes.json", Minutes)
            found |= {minutes.meeting.date} if isinstance(minutes, Minutes) else set()
    return found


def _is_behind(agenda: Agenda, commitment: Commitment) -> bool:
    if commitment.meeting_id == agenda.meeting.id:
        return False
    there = next((known for known in agenda.commitments if known.number == commitment.number), None)
    if commitment.status != "open" or there is None:
        return (there is not None) == (commitment.status != "open")
    return (there.owner, there.due_date) != (commitment.owner, commitment.due_date)


def reference_day(contents: Contents, today: date, zone: ZoneInfo) -> tuple[date, tuple[Issue, ...]]:
    """The day before which figures count: never later than the export reaches, or an old export reads as a collapse."""
    if contents.as_of is None:
        return today, ()
    # An export of midnight holds the day before, not the one that begins.
    last = (contents.as_of - timedelta(microseconds=1)).astimezone(zone).date()
    reference = min(today, last + timedelta(days=1))
    age = (today - reference).days
    if age < _STALE_DAYS:
        return reference, ()
    names = [source.name for table in contents.tables for source in table.sources]
    return reference, (
        Issue(
            severity="warning",
            stage="assess",
            where=", ".join(dict.fromkeys(names)) or "[data]",
            message=f"The newest exports reach until {last.isoformat()}, {age} days before today; figures end there.",
            hint="Export from the CRM again into data/ and run `meetbot agenda` once more.",
        ),
    )


def all_agendas(archive: Archive) -> tuple[tuple[Agenda, ...], tuple[Issue, ...]]:
    """The agendas of all meetings, newest first; one that can't be read is told and passed over."""
    found, issues = [], []
    for meeting_id in archive.meeting_ids():
        try:
            agenda = archive.load(meeting_id, "agenda.json", Agenda)
        except InputError as error:
            issues.append(_passed_over(meeting_id, error))
            continue
        if isinstance(agenda, Agenda):
            found.append(agenda)
    found.sort(key=lambda agenda: (agenda.meeting.date, agenda.meeting.id), reverse=True)
    return tuple(found), tuple(issues)


def _passed_over(meeting_id: str, error: InputError) -> Issue:
    return Issue(
        severity="warning",
        stage="plan",
        where=f"meetings/{meeting_id}/agenda.json",
        message=f"What was red in that meeting is not known: {error.what}",
        hint=error.hint,
    )


def _recently_done(ledger: Ledger, *, since: Minutes | None, zone: ZoneInfo) -> list[Commitment]:
    """What was closed since the last meeting: kept commitments are recognised in the next agenda."""
    done = [one for one in standing(ledger.commitments()) if one.status == "done"]
    if since is None:
        return done
    start = datetime.combine(since.meeting.date, time.min, tzinfo=zone)
    return [commitment for commitment in done if commitment.closed_at is not None and commitment.closed_at >= start]


def _known(contents: Contents) -> Any:
    """The contents as a plain value; their sets have no order of their own."""
    found: dict[str, Any] = contents.model_dump(mode="json")
    for table in found["tables"]:
        table["fields"], table["day_only"] = sorted(table["fields"]), sorted(table["day_only"])
    return found


def _plain(assessment: "Assessment") -> Any:
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(assessment)


def _without_times(value: Any) -> Any:
    """The value without when it was read: a database is read at another time in every run."""
    if isinstance(value, Mapping):
        return {key: _without_times(one) for key, one in value.items() if key != "read_at"}
    if isinstance(value, list):
        return [_without_times(one) for one in value]
    return value
