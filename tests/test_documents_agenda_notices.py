from datetime import timedelta

import pytest
from docx_reading import text_of
from examples import AGENDA, EXAMPLE_WORDS, LEADS

from meetbot import words as locale_words
from meetbot.documents.agenda import agenda_docx, agenda_markdown
from meetbot.documents.agenda_mail import agenda_mail_sheet
from meetbot.documents.agenda_notices import newest_data, notice_lines, stale_line
from meetbot.documents.sheet import Callout
from meetbot.model.agenda import Agenda
from meetbot.model.base import Issue


def _made_after(days: int) -> Agenda:
    assert AGENDA.made_at is not None
    return AGENDA.model_copy(update={"made_at": AGENDA.made_at + timedelta(days=days)})


def _warning(where: str, *, severity: str = "warning", stage: str = "read") -> Issue:
    return Issue.model_validate({"severity": severity, "stage": stage, "where": where, "message": "What happened."})


@pytest.mark.parametrize(
    ("locale", "told"),
    [("es-MX", "Datos hasta el 22 nov 2026: las cifras son de hace 19 días."), ("en", "the figures are 19 days old.")],
)
def test_old_figures_are_told_above_everything_else(locale: str, told: str) -> None:
    """On page 1 and in the mail, in the language of the document: nobody takes last month's pace for this week's."""
    words, agenda = locale_words.load(locale), _made_after(19)
    assert told in text_of(agenda_docx(agenda, words))[:300]
    assert told in agenda_markdown(agenda, words)[:300]
    opening = agenda_mail_sheet(agenda, words, attached=(), revision=1).sections[0].blocks
    assert any(isinstance(block, Callout) and told in block.headline for block in opening)


def test_figures_of_last_week_are_not_called_old() -> None:
    """Three days are a weekend; without a time of making the meeting's day counts."""
    assert stale_line(_made_after(3), EXAMPLE_WORDS) == ""
    assert stale_line(_made_after(4), EXAMPLE_WORDS)
    undated = AGENDA.meeting.model_copy(update={"date": AGENDA.meeting.date + timedelta(days=9)})
    assert "hace 10 días" in stale_line(AGENDA.model_copy(update={"made_at": None, "meeting": undated}), EXAMPLE_WORDS)


def test_without_figures_nothing_is_old() -> None:
    """A reading without a value says nothing about the age of data."""
    bare = _made_after(30).model_copy(update={"readings": (), "annex": (), "goal": None, "sla": None})
    assert newest_data(bare) is None
    assert stale_line(bare, EXAMPLE_WORDS) == ""


def test_notices_are_counted_by_file_in_the_documents_language() -> None:
    """What is missing first; the English of the program stays where it can be looked up."""
    issues = [
        _warning("leads.csv, row 2"),
        _warning("leads.csv, rows 3 and 4"),
        _warning("meetbot.toml", stage="assess"),
        _warning("gasto.csv", severity="error"),
        _warning("grabación", severity="error", stage="plan"),
        _warning("leads.csv", severity="info"),
    ]
    assert notice_lines(issues, EXAMPLE_WORDS) == [
        "■ Faltan cifras: gasto.csv no se pudo leer.",
        "■ Falta algo: grabación; `meetbot agenda` lo explica.",
        "▲ 2 avisos sobre leads.csv; `meetbot kpi columns` los explica.",
        "▲ 1 aviso sobre meetbot.toml; el archivo agenda.json lo explica.",
    ]


def test_paper_counts_the_notices_and_markdown_has_them_in_full() -> None:
    """What is handed out has no English sentences."""
    paper = text_of(agenda_docx(AGENDA, EXAMPLE_WORDS))
    assert f"1 aviso sobre {LEADS}" in paper
    assert "does not exist" not in paper
    assert "does not exist" in agenda_markdown(AGENDA, EXAMPLE_WORDS)
