from dataclasses import replace
from datetime import date

import pytest
from docx_reading import headings, tables, text_of
from examples import AGENDA, EXAMPLE_WORDS, HOSTILE, ITEMS, READINGS, SLA
from snapshots import assert_snapshot

from meetbot import words as locale_words
from meetbot.documents.agenda import agenda_docx, agenda_markdown
from meetbot.documents.agenda_sheet import agenda_sheet
from meetbot.documents.sheet import Callout, Section, Sheet, Table
from meetbot.model.agenda import Agenda
from meetbot.model.kpi import Kpi


def _section(sheet: Sheet, key: str) -> Section:
    found = sheet.section(key)
    assert found is not None, key
    return found


def _table(section: Section) -> Table:
    return next(block for block in section.blocks if isinstance(block, Table))


def _cells(section: Section) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for group in _table(section).groups for row in group.rows]


def _with(**changes: object) -> Agenda:
    return AGENDA.model_copy(update=changes)


def test_agenda_markdown_as_reviewed() -> None:
    """The whole agenda as Markdown."""
    assert_snapshot("documents_agenda.es-MX.md", agenda_markdown(AGENDA, EXAMPLE_WORDS))


def test_advice_a3_the_shared_goal_opens_the_agenda() -> None:
    """A3: the goal comes first, with value, target, pace needed and forecast."""
    section = agenda_sheet(AGENDA, EXAMPLE_WORDS).sections[0]
    callout = section.blocks[0]
    assert isinstance(callout, Callout)
    told = " ".join((callout.headline, *callout.lines))
    assert section.key == "goal"
    for part in ("▲ Ámbar", "$2,315,400 de $4,800,000", "$446,000 por semana", "$305,800", "$4,019,000", "deals-2026"):
        assert part in told


def test_goal_that_cannot_be_calculated_says_what_is_missing() -> None:
    """A goal without a figure shows its target and the reason, never 0."""
    assert AGENDA.goal is not None
    reading = AGENDA.goal.reading.model_copy(update={"value": None, "missing": "la exportación de negocios"})
    bare = {"reading": reading, "forecast": None, "pace_needed": None, "pace_current": None}
    shown = agenda_markdown(_with(goal=AGENDA.goal.model_copy(update=bare)), EXAMPLE_WORDS)
    assert "no calculable: falta la exportación de negocios" in shown
    assert "Meta: $4,800,000" in shown


def test_agenda_without_goal_figures_or_commitments_says_so() -> None:
    """An empty workspace still gives a readable agenda."""
    empty = _with(goal=None, readings=(), annex=(), sla=None, funnel=(), commitments=(), recently_done=(), issues=())
    sheet = agenda_sheet(empty, EXAMPLE_WORDS)
    shown = agenda_markdown(empty, EXAMPLE_WORDS)
    assert "Todavía no hay una meta compartida" in shown
    assert "No hay acuerdos abiertos." in shown
    assert "falta la exportación del CRM" in shown
    assert sheet.section("sla") is None
    assert sheet.section("annex") is None


def test_points_carry_time_opener_and_question() -> None:
    """Each point starts when those before it end, and says who opens it and what is decided."""
    rows = _table(_section(agenda_sheet(AGENDA, EXAMPLE_WORDS), "points")).groups[0].rows
    assert [row.cells[0].text for row in rows] == [
        "09:00", "09:03", "09:09", "09:15", "09:25", "09:31", "09:38", "09:40",
    ]  # fmt: skip
    assert sum(int(row.cells[3].text) for row in rows) == AGENDA.meeting.duration_minutes
    assert rows[3].cells[1].subline.startswith("Se decide: ¿Quién atiende")
    assert [row.cells[2].text for row in rows[:4]] == ["Todos", "Comercial", "Todos", "Comercial"]


def test_points_without_a_start_count_from_the_beginning() -> None:
    """A meeting without an hour has minutes from its start instead of invented clock times."""
    untimed = _with(meeting=AGENDA.meeting.model_copy(update={"starts_at": None}))
    rows = _table(_section(agenda_sheet(untimed, EXAMPLE_WORDS), "points")).groups[0].rows
    assert [row.cells[0].text for row in rows][:3] == ["+0'", "+3'", "+9'"]


def test_every_prefilled_line_of_handoff_turns_and_decisions_is_printed() -> None:
    """What planning wrote for a point without figures of its own is not lost."""
    lines = ("línea uno", "línea dos")
    items = tuple(
        item.model_copy(update={"lines": lines})
        for item in ITEMS
        if item.kind in {"handoff", "department_turn", "decisions", "recognition"}
    )
    shown = agenda_markdown(_with(items=items), EXAMPLE_WORDS)
    assert shown.count("línea dos") == len(items)


def test_advice_a5_open_commitments_come_back_with_the_overdue_marked() -> None:
    """A5: every open commitment is on the agenda, the overdue one by word and shape, with owner and date."""
    rows = _cells(_section(agenda_sheet(AGENDA, EXAMPLE_WORDS), "commitments"))
    assert [(row[0], row[2], row[3], row[4]) for row in rows] == [
        ("4", "Diego Ramírez", "18 nov 2026", "■ Vencido hace 5 días"),
        ("5", "Laura Méndez", "27 nov 2026", "Pendiente"),
        ("6", "sin responsable", "sin fecha", "Pendiente"),
    ]


def test_one_day_overdue_is_singular() -> None:
    """No “1 días”."""
    late = AGENDA.commitments[0].model_copy(update={"due_date": date(2026, 11, 22)})
    rows = _cells(_section(agenda_sheet(_with(commitments=(late,)), EXAMPLE_WORDS), "commitments"))
    assert rows[0][4] == "■ Vencido hace 1 día"


def test_advice_a8_every_figure_carries_period_sample_source_and_time() -> None:
    """A8: value, target, previous, n and state in each row; period, files and reading time below."""
    section = _section(agenda_sheet(AGENDA, EXAMPLE_WORDS), "indicators")
    table = _table(section)
    plain = [text.replace("\N{NO-BREAK SPACE}", " ") for text in _cells(section)[1]]
    assert plain == ["Tiempo medio de respuesta de Comercial", "31.4 h", "≤ 24 h", "27.2 h", "38", "■ Rojo"]
    for part in ("16–22 de noviembre de 2026", "deals-2026-11-22.csv", "leads-2026-11-22.csv", "22 nov 2026, 23:59"):
        assert part in table.note


def test_a_row_of_another_period_names_it() -> None:
    """The common period is said once; a row that differs carries its own."""
    other = READINGS[0].model_copy(update={"period": AGENDA.readings[0].previous_period})
    table = _table(_section(agenda_sheet(_with(readings=(other, *READINGS[1:])), EXAMPLE_WORDS), "indicators"))
    assert table.groups[0].rows[0].cells[0].notes == ("9–15 de noviembre de 2026",)
    assert table.groups[0].rows[1].cells[0].notes == ()
    assert "salvo donde se indica otro" in table.note


def test_missing_figures_and_small_samples_are_grey_with_their_reason() -> None:
    """Never 0 for a figure that lacks its input, never red for nine deals."""
    rows = _cells(_section(agenda_sheet(AGENDA, EXAMPLE_WORDS), "indicators"))
    assert rows[3][5] == "– Muestra pequeña"
    assert (rows[4][1], rows[4][5]) == ("–", "– Sin dato")
    assert "no calculable: falta el archivo de inversión" in agenda_markdown(AGENDA, EXAMPLE_WORDS)


def test_indicator_without_target_says_so_and_a_trend_beyond_chance_is_told() -> None:
    """Grey for want of a target is not “no data”; a change beyond chance has its arrow and word."""
    kpi = Kpi(id="leads", name="Leads", unit="count", direction="up")
    reading = READINGS[0].model_copy(update={"kpi": kpi, "value": 80.0, "n": 80, "status": "grey", "trend": "worse"})
    rows = _table(_section(agenda_sheet(_with(readings=(reading,)), EXAMPLE_WORDS), "indicators")).groups[0].rows
    assert rows[0].cells[5].text == "– Sin meta"
    assert rows[0].cells[3].notes == ("↘ empeora",)


def test_advice_a17_sla_by_owner_with_its_definition() -> None:
    """A17: kept, broken, pending and unknown by owner with their sum, and what was agreed in words."""
    section = _section(agenda_sheet(AGENDA, EXAMPLE_WORDS), "sla")
    assert _cells(section) == [
        ["Jorge Salas", "4", "12", "1", "0"],
        ["Carmen Ortega", "20", "2", "2", "1"],
        ["sin responsable", "0", "0", "0", "1"],
        ["Total", "24", "14", "3", "2"],
    ]
    callout = section.blocks[0]
    assert isinstance(callout, Callout)
    assert "calificación de 70 o más" in callout.lines[0]
    assert callout.headline == "■ Rojo · 63.2% de cumplimiento (meta 90%; anterior 71%)"


@pytest.mark.parametrize(
    ("missing", "told"),
    [("la columna de calificación", "falta la columna de calificación"), (None, "ningún lead llegó a su plazo")],
)
def test_sla_without_compliance_says_why(missing: str | None, told: str) -> None:
    """No lead judged is not 0 %."""
    audit = SLA.model_copy(update={"compliance": None, "missing": missing, "by_owner": (), "status": "grey"})
    assert told in agenda_markdown(_with(sla=audit), EXAMPLE_WORDS)


def test_advice_a16_the_broken_step_of_the_funnel_is_named() -> None:
    """A16: the step that breaks is named in a sentence and marked in the table; without one, that is said."""
    shown = agenda_markdown(AGENDA, EXAMPLE_WORDS)
    assert "se rompe en el paso de MQL a SQL" in shown
    assert shown.count("■ se rompe aquí") == 1
    whole = tuple(step.model_copy(update={"breaks": False, "n": 40}) for step in AGENDA.funnel)
    held = agenda_markdown(_with(funnel=whole), EXAMPLE_WORDS)
    assert "Ningún paso del embudo" in held
    assert "22.5% (9/40)" in held


def test_advice_a4_recognition_is_prefilled() -> None:
    """A4: figures and kept commitments deserve a line; kept ones are told even when planning wrote none."""
    assert "sobre la meta por segunda semana" in agenda_markdown(AGENDA, EXAMPLE_WORDS)
    silent = tuple(item.model_copy(update={"lines": ()}) for item in ITEMS)
    assert "Acuerdo cumplido: Publicar el caso" in agenda_markdown(_with(items=silent), EXAMPLE_WORDS)


def test_advice_a13_the_rest_of_the_indicators_is_an_annex() -> None:
    """A13: joint indicators first, the others after all points."""
    keys = [section.key for section in agenda_sheet(AGENDA, EXAMPLE_WORDS).sections]
    assert keys.index("indicators") < keys.index("annex")


def test_data_warnings_are_a_footnote_and_remarks_are_not_printed() -> None:
    """A warning about a row is on the agenda; an ignored column is not."""
    shown = agenda_markdown(AGENDA, EXAMPLE_WORDS)
    assert "row 212" in shown
    assert "ignored" not in shown


def test_agenda_docx_has_the_same_sections_and_tables() -> None:
    """The Word file says what the sheet says."""
    content = agenda_docx(AGENDA, EXAMPLE_WORDS)
    assert headings(content) == [section.title for section in agenda_sheet(AGENDA, EXAMPLE_WORDS).sections]
    assert ["Jorge Salas", "4", "12", "1", "0"] in [row for table in tables(content) for row in table]


@pytest.mark.parametrize("locale", ["es-CO", "es-ES", "es-AR", "en"])
def test_agenda_in_every_locale(locale: str) -> None:
    """Every locale has all its words."""
    words = locale_words.load(locale)
    assert text_of(agenda_docx(AGENDA, words)).startswith(words("minutes.agenda.name"))


def test_account_of_an_agenda_that_nobody_dated() -> None:
    """Without people, time of making and version the document only says what is known."""
    bare = _with(made_at=None, meetbot_version="", roster=AGENDA.roster.model_copy(update={"people": ()}))
    sheet = agenda_sheet(bare, EXAMPLE_WORDS)
    assert "Convocados" not in [label for label, _ in sheet.facts]
    assert "meetbot" not in " ".join(sheet.footer)


def test_hostile_text_stays_text() -> None:
    """Tags, template syntax, controls and bidi in titles, names and figures are shown, not obeyed."""
    items = tuple(item.model_copy(update={"title": HOSTILE, "lines": (HOSTILE,), "reason": HOSTILE}) for item in ITEMS)
    bad = _with(items=items, meeting=AGENDA.meeting.model_copy(update={"title": HOSTILE}))
    shown = agenda_markdown(bad, EXAMPLE_WORDS)
    assert "<script" not in shown.replace("\\<script", "")
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert r"\{\{7\*7\}\}" in shown
    assert "{{7*7}}" in text_of(agenda_docx(bad, EXAMPLE_WORDS))


def test_sheet_is_a_value() -> None:
    """Two renders of the same agenda are equal, and a changed one is not."""
    sheet = agenda_sheet(AGENDA, EXAMPLE_WORDS)
    assert sheet == agenda_sheet(AGENDA, EXAMPLE_WORDS)
    assert replace(sheet, title="otro") != sheet
