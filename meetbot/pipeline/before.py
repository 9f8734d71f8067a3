"""What minutes take from before their meeting: open commitments, the meetings before, and the formal heading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from meetbot.config import Config
from meetbot.errors import InputError
from meetbot.model.agenda import Agenda
from meetbot.model.base import Issue
from meetbot.model.commitments import Commitment, standing
from meetbot.model.company import Meeting
from meetbot.model.minutes import Heading, Minutes
from meetbot.pipeline.stage import value_hash
from meetbot.ports import Archive, Ledger
from meetbot.stages.health import REMEMBERED


@dataclass(frozen=True, kw_only=True)
class Before:
    """What was known when the meeting began. `earlier` are its series' last minutes, oldest first."""

    commitments: tuple[Commitment, ...]
    earlier: tuple[Minutes, ...]
    heading: Heading
    issues: tuple[Issue, ...] = ()

    def hashes(self) -> dict[str, str]:
        """The digest of each part; of earlier minutes only what this meeting is compared with."""
        lines = [[line.model_dump(mode="json") for line in minutes.health] for minutes in self.earlier]
        return {
            "commitments": value_hash([commitment.model_dump(mode="json") for commitment in self.commitments]),
            "earlier": value_hash(lines),
            "heading": value_hash(self.heading.model_dump(mode="json")),
        }


def read_before(meeting: Meeting, config: Config, *, agenda: Agenda | None, archive: Archive, ledger: Ledger) -> Before:
    """What was known before that meeting: the agenda's open commitments if there was one, else the ledger's."""
    held, issues = _held_before(meeting, archive)
    if agenda is not None:
        opened = [c for c in agenda.commitments if c.meeting_id != meeting.id]
    else:
        began = datetime.combine(meeting.date, meeting.starts_at or time.min, tzinfo=config.company.zone)
        earlier = [c for c in ledger.commitments(as_of=began) if c.meeting_date < meeting.date]
        then = [_as_it_stood(c) if _was_open(c, meeting, config) else c for c in earlier]
        opened = [c for c in standing(then) if c.status == "open"]
    return Before(
        commitments=tuple(map(_as_it_stood, opened)),
        earlier=tuple(held[-REMEMBERED:]),
        heading=_heading(config, number=_number(held, config)),
        issues=issues,
    )


def _was_open(commitment: Commitment, meeting: Meeting, config: Config) -> bool:
    """Whether it was recorded before the meeting and nobody had closed it by then."""
    if commitment.meeting_id == meeting.id or commitment.meeting_date >= meeting.date:
        return False
    closed = commitment.closed_at
    return closed is None or closed.astimezone(config.company.zone).date() >= meeting.date


def _as_it_stood(commitment: Commitment) -> Commitment:
    """The commitment without what became of it since: closing one later must not make old minutes anew."""
    return commitment.model_copy(update={"status": "open", "closed_at": None, "note": None})


def _held_before(meeting: Meeting, archive: Archive) -> tuple[list[Minutes], tuple[Issue, ...]]:
    """The meetings with minutes before that one, in their order; one that can't be read is told and passed over."""
    found: list[Minutes] = []
    issues: list[Issue] = []
    for meeting_id in archive.meeting_ids():
        if meeting_id == meeting.id:
            continue
        try:
            minutes = archive.load(meeting_id, "minutes.json", Minutes)
        except InputError as error:
            issues.append(_unread(meeting_id, error))
            continue
        if isinstance(minutes, Minutes) and _place(minutes.meeting) < _place(meeting):
            found.append(minutes)
    found.sort(key=lambda minutes: _place(minutes.meeting))
    return found, tuple(issues)


def _place(meeting: Meeting) -> tuple[date, str]:
    """A meeting's place in the series; two of one day go by their ids."""
    return meeting.date, meeting.id


def _number(held: Sequence[Minutes], config: Config) -> int:
    """One more than the last minutes have, or as many as there were."""
    last = held[-1].heading.number if held and held[-1].heading else None
    return config.meeting.first_number + len(held) if last is None else last + 1


def _unread(meeting_id: str, error: InputError) -> Issue:
    return Issue(
        severity="warning",
        stage="compose",
        where=f"meetings/{meeting_id}/minutes.json",
        message=f"This meeting is not compared with that one, nor counted: {error.what}",
        hint=error.hint,
    )


def _heading(config: Config, *, number: int) -> Heading:
    told = config.meeting
    return Heading(
        number=number,
        convened_by=told.convened_by or None,
        objective=told.objective or None,
        consent=told.consent or None,
    )
