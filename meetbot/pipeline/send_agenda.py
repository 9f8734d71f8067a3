"""The mails before a meeting: its agenda with the invitation, or that it is called off."""

from datetime import date

from meetbot.config import Workspace
from meetbot.errors import InputError
from meetbot.model.agenda import Agenda
from meetbot.model.minutes import Minutes
from meetbot.pipeline.outbox import Deliveries
from meetbot.pipeline.publish import Published
from meetbot.pipeline.publish_agenda import publish_agenda, publish_cancellation
from meetbot.pipeline.stage import StageRun
from meetbot.ports import Archive
from meetbot.words import Words


def coming_meeting(archive: Archive, meeting_id: str | None, *, today: date) -> str:
    """The meeting that is meant: the one given, else the next one that has an agenda and was not held yet.

    Raises InputError when there is none; the agenda of a past meeting is not mailed by mistake.
    """
    agendas = {known: agenda for known in archive.meeting_ids() if (agenda := _agenda(archive, known)) is not None}
    if meeting_id is not None:
        if meeting_id in agendas:
            return meeting_id
        listed = ", ".join([*agendas][-5:]) or "none"
        raise InputError(f"There is no agenda of “{meeting_id}”.", "meetings/", f"Meetings with an agenda: {listed}.")
    coming = [
        (agenda.meeting.date, known)
        for known, agenda in agendas.items()
        if agenda.meeting.date >= today and not isinstance(archive.load(known, "minutes.json", Minutes), Minutes)
    ]
    if not coming:
        raise InputError(
            "No coming meeting has an agenda yet.", "meetings/", "Make it first: `meetbot agenda`, or name the meeting."
        )
    return min(coming)[1]


def refresh_agenda(
    meeting_id: str, *, workspace: Workspace, words: Words, run: StageRun, deliveries: Deliveries
) -> Published:
    """Documents, invitation and draft of the agenda as it is now: a correction of agenda.json is in them."""
    return publish_agenda(_present(meeting_id, run), workspace=workspace, words=words, run=run, deliveries=deliveries)


def refresh_cancellation(meeting_id: str, *, workspace: Workspace, words: Words, run: StageRun) -> Published:
    """The draft that calls the meeting off. Raises InputError when no invitation to it was made."""
    return publish_cancellation(_present(meeting_id, run), workspace=workspace, words=words, run=run)


def _present(meeting_id: str, run: StageRun) -> Agenda:
    agenda = _agenda(run.archive, meeting_id)
    if agenda is None:
        raise InputError(f"There is no agenda of “{meeting_id}”.", "meetings/", "Make it: `meetbot agenda`.")
    return agenda


def _agenda(archive: Archive, meeting_id: str) -> Agenda | None:
    agenda = archive.load(meeting_id, "agenda.json", Agenda)
    return agenda if isinstance(agenda, Agenda) else None
