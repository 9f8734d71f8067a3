"""The agenda as what is handed out: Markdown, a Word file and the event for calendars."""

from datetime import UTC, datetime, time
from pathlib import Path

from meetbot.documents.agenda_sheet import agenda_sheet
from meetbot.documents.invitation import invitation
from meetbot.documents.minutes import sheet_docx
from meetbot.documents.templating import render
from meetbot.model.agenda import Agenda
from meetbot.words import Words


def agenda_files(
    agenda: Agenda, words: Words, *, workspace: Path | None = None, organizer: str = "", earlier: bytes | None = None
) -> dict[str, bytes]:
    """`agenda.md`, `agenda.docx` and `agenda.ics` by name; the same inputs give the same bytes.

    `organizer` is the address that invites (`[mail] sender`), empty for an event without answers; `earlier` the
    agenda.ics that was made before, which gives the event its next version. `pipeline.publish_agenda` has the function
    that calls this, stores the files and writes the mail. Raises MailError for an organizer that is no address.
    """
    made_at = agenda.made_at or datetime.combine(agenda.meeting.date, time(), UTC)
    return {
        "agenda.md": agenda_markdown(agenda, words, workspace=workspace).encode(),
        "agenda.docx": agenda_docx(agenda, words, workspace=workspace),
        "agenda.ics": invitation(agenda, words, made_at=made_at, organizer=organizer, earlier=earlier),
    }


def agenda_markdown(agenda: Agenda, words: Words, *, workspace: Path | None = None) -> str:
    """The agenda as Markdown; nothing from the CRM or the ledger can become markup."""
    sheet = agenda_sheet(agenda, words, in_full=True)
    return render("agenda.md.jinja", {"sheet": sheet, "words": words}, workspace=workspace)


def agenda_docx(agenda: Agenda, words: Words, *, workspace: Path | None = None) -> bytes:
    """The agenda as a Word file; same inputs, same bytes."""
    return sheet_docx(agenda_sheet(agenda, words), agenda, agenda.meeting, template="agenda.docx", workspace=workspace)
