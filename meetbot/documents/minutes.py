"""The minutes as Markdown, as one self-contained HTML page and as Word files."""

from datetime import UTC, datetime, time
from pathlib import Path

from meetbot import resources
from meetbot.documents.department_sheet import department_sheet
from meetbot.documents.html_page import page_of, repair_lines
from meetbot.documents.minutes_sheet import minutes_sheet
from meetbot.documents.sheet import Sheet
from meetbot.documents.templating import render
from meetbot.model.base import StoredDocument
from meetbot.model.company import Department, Meeting
from meetbot.model.minutes import Minutes
from meetbot.model.transcript import Transcript
from meetbot.words import Words

BASE = "base.docx"


def minutes_markdown(minutes: Minutes, words: Words, *, workspace: Path | None = None) -> str:
    """The minutes as Markdown; nothing that was said or named can become markup."""
    return render("minutes.md.jinja", {"sheet": minutes_sheet(minutes, words), "words": words}, workspace=workspace)


def minutes_html(
    minutes: Minutes,
    words: Words,
    *,
    transcript: Transcript | None = None,
    recording_name: str | None = None,
    workspace: Path | None = None,
) -> str:
    """The minutes as one page without network: with the transcript, each proof links to its turn.

    `recording_name` is the recording's path relative to the page; the page then plays it from the second of each proof.
    """
    sheet = minutes_sheet(minutes, words)
    page = page_of(minutes, sheet, words, transcript=transcript, recording_name=recording_name)
    context = {"sheet": sheet, "words": words, "page": page, "marks": repair_lines(page, words)}
    return render("minutes.html.jinja", context, workspace=workspace)


def minutes_docx(minutes: Minutes, words: Words, *, workspace: Path | None = None) -> bytes:
    """The minutes as a Word file; same inputs, same bytes."""
    return sheet_docx(
        minutes_sheet(minutes, words), minutes, minutes.meeting, template="minutes.docx", workspace=workspace
    )


def department_docx(minutes: Minutes, department: Department, words: Words, *, workspace: Path | None = None) -> bytes:
    """One department's sheet as a Word file; same inputs, same bytes."""
    return sheet_docx(
        department_sheet(minutes, department, words),
        minutes,
        minutes.meeting,
        template="department.docx",
        workspace=workspace,
    )


def sheet_docx(
    sheet: Sheet, document: StoredDocument, meeting: Meeting, *, template: str, workspace: Path | None
) -> bytes:
    """A sheet as a Word file, dated by the document it was made from, else by the meeting.

    It starts from the workspace's `templates/TEMPLATE.docx`, else from its `templates/base.docx`, else the shipped one.
    """
    from meetbot.documents.word import word_file

    shipped = resources.find("templates", BASE)
    own = workspace / "templates" / template if workspace is not None else None
    base = resources.find("templates", template if own and own.is_file() else BASE, workspace=workspace)
    return word_file(
        sheet,
        base=base.read_bytes(),
        shipped=shipped.read_bytes(),
        made_at=document.made_at or datetime.combine(meeting.date, time(), UTC),
        where=str(base),
    )
