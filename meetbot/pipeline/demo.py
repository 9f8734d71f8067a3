"""The whole loop on the sample company: two weeks in one run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from meetbot.config import Workspace
from meetbot.errors import InputError
from meetbot.pipeline.agenda import AgendaOutcome, AgendaPorts, make_agenda
from meetbot.pipeline.minutes import MinutesOutcome, make_minutes
from meetbot.pipeline.needed import MinutesPorts
from meetbot.pipeline.schedule import meeting_on
from meetbot.pipeline.transcript import Source
from meetbot.ports import Progress

LAST_WEEK = date(2026, 11, 16)
THIS_WEEK = date(2026, 11, 23)
NEXT_WEEK = date(2026, 11, 30)
_MORNING, _EVENING = time(8, 0), time(12, 0)


@dataclass(frozen=True, kw_only=True)
class DemoPorts:
    """Ports as they are at a moment of the story; the clock of each stands still at that moment."""

    minutes_at: Callable[[datetime, str], MinutesPorts]
    agenda_at: Callable[[datetime], AgendaPorts]
    timer: Callable[[], float]
    progress: Progress
    step: Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class DemoOutcome:
    """What the loop made: last week's minutes, this week's agenda and minutes, next week's agenda; seconds by step."""

    last_week: MinutesOutcome
    agenda: AgendaOutcome
    minutes: MinutesOutcome
    next_agenda: AgendaOutcome
    seconds: Mapping[str, float]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing anywhere."""
        return all(part.complete for part in (self.last_week, self.agenda, self.minutes, self.next_agenda))

    @property
    def verified_share(self) -> float | None:
        """The lower of both meetings' shares of verified items; null where neither has an item."""
        return min(
            (s for s in (self.last_week.verified_share, self.minutes.verified_share) if s is not None), default=None
        )


def run_demo(workspace: Workspace, ports: DemoPorts) -> DemoOutcome:
    """Runs the loop in that copy of the samples. Raises InputError when the copy lacks a file."""
    seconds: dict[str, float] = {}
    zone = workspace.config.company.zone
    started = ports.timer()

    def lap(name: str) -> None:
        seconds[name] = round(ports.timer() - started - sum(seconds.values()), 2)

    def minutes(day: date, source: Path, *, is_transcript: bool) -> MinutesOutcome:
        meeting = meeting_on(day, workspace.config)
        return make_minutes(
            Source(path=source, is_transcript=is_transcript),
            meeting=meeting,
            workspace=workspace,
            ports=ports.minutes_at(datetime.combine(day, _EVENING, tzinfo=zone), meeting.id),
            progress=ports.progress,
        )

    def agenda(day: date) -> AgendaOutcome:
        moment = datetime.combine(day, _MORNING, tzinfo=zone)
        return make_agenda(workspace=workspace, ports=ports.agenda_at(moment), day=day)

    ports.step("1/4  Last week's meeting, from its transcript")
    last_week = minutes(LAST_WEEK, _file(workspace, "meetings-import", LAST_WEEK), is_transcript=True)
    lap("last_week_minutes")
    ports.step("2/4  This week's agenda, from the CRM export and what was promised")
    this_agenda = agenda(THIS_WEEK)
    lap("agenda")
    ports.step("3/4  This week's meeting, from its recording")
    this_week = minutes(THIS_WEEK, _file(workspace, "recordings", THIS_WEEK), is_transcript=False)
    lap("minutes")
    ports.step("4/4  Next week's agenda, with the new commitments")
    next_agenda = agenda(NEXT_WEEK)
    lap("next_agenda")
    return DemoOutcome(
        last_week=last_week, agenda=this_agenda, minutes=this_week, next_agenda=next_agenda, seconds=seconds
    )


def _file(workspace: Workspace, folder: str, day: date) -> Path:
    found = sorted((workspace.root / folder).glob(f"{day.isoformat()}*"))
    if not found:
        raise InputError(
            f"The samples lack {folder}/{day.isoformat()}….", str(workspace.root), "Install meetbot again."
        )
    return found[0]
