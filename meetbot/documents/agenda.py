"""The agenda as Markdown and as a Word file."""

from pathlib import Path

from meetbot.documents.agenda_sheet import agenda_sheet
from meetbot.documents.minutes import sheet_docx
from meetbot.documents.templating import render
from meetbot.model.agenda import Agenda
from meetbot.words import Words


def agenda_markdown(agenda: Agenda, words: Words, *, workspace: Path | None = None) -> str:
    """The agenda as Markdown; nothing from the CRM or the ledger can become markup."""
    return render("agenda.md.jinja", {"sheet": agenda_sheet(agenda, words), "words": words}, workspace=workspace)


def agenda_docx(agenda: Agenda, words: Words, *, workspace: Path | None = None) -> bytes:
    """The agenda as a Word file; same inputs, same bytes."""
    return sheet_docx(agenda_sheet(agenda, words), agenda, agenda.meeting, workspace=workspace)
