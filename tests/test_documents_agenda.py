import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx_reading import headings, tables, text_of
from examples import AGENDA, EXAMPLE_WORDS, FOLLOW_UP, HOSTILE, ITEMS, READ_AT, READINGS, SLA, WEEK
from snapshots import assert_snapshot

from meetbot import config as config_module
from meetbot import words as locale_words
from meetbot.adapters.crm import CrmFiles
from meetbot.documents.agenda import agenda_docx, agenda_markdown
from meetbot.documents.agenda_sheet import agenda_sheet
from meetbot.documents.sheet import Callout, Row, Section, Sheet, Table
from meetbot.model.agenda import Agenda
from meetbot.model.base import EngineInfo
from meetbot.model.kpi import FollowUpOwner, Kpi, Period
from meetbot.stages.assess import Assessment, assess
from meetbot.stages.plan import plan

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def _section(sheet: Sheet, key: str) -> Section:
    found = sheet.section(key)
    assert found is not None, key
    return found


def _table(section: Section) -> Table:
    return next(block for block in section.blocks if isinstance(block, Table))


def _cells(section: Section) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for group in _table(section).groups for row in group.rows]


def _rows(section: Section, caption: str) -> list[list[str]]:
    table = next(block for block in section.blocks if isinstance(block, Table) and block.caption == caption)
    return [[cell.text for cell in row.cells] for group in table.groups for row in group.rows]


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
    """An empty workspace still gives a readable agenda: the points say what there is none of, each once."""
    empty = plan(
        Assessment(period=WEEK),
        meeting=AGENDA.meeting,
        roster=AGENDA.roster,
        commitments=(),
        recently_done=(),
        words=EXAMPLE_WORDS,
        next_meeting=date(2026, 11, 30),
    )
    shown = agenda_markdown(empty, EXAMPLE_WORDS)
    for told in ("no tienen una meta compartida", "Sin acuerdos abiertos.", "Ningún indicador se puede calcular"):
        assert shown.count(told) == 1
    assert [section.key for section in agenda_sheet(empty, EXAMPLE_WORDS).sections] == ["points"]
    assert shown.count("Sin la exportación de leads no se puede auditar el traspaso.") == 1


def test_points_carry_time_opener_and_question() -> None:
    """Each point starts when those before it end, and says who opens it and what is decided."""
    rows = _table(_section(agenda_sheet(AGENDA, EXAMPLE_WORDS), "points")).groups[0].rows
    assert [row.cells[0].text for row in rows] == [
        "09:00", "09:03", "09:09", "09:15", "09:25", "09:31", "09:38", "09:40",
    ]  # fmt: skip
    assert sum(int(row.cells[3].text) for row in rows) == AGENDA.meeting.duration_minutes
    assert rows[3].cells[1].subline.startswith("¿Quién atiende")
    assert rows[3].cells[1].notes == ("12 de los 14 incumplimientos del SLA son de un solo equipo.",)
    assert [row.cells[2].text for row in rows[:4]] == ["Todos", "Comercial", "Todos", "Comercial"]


def test_points_without_a_start_count_from_the_beginning() -> None:
    """A meeting without an hour has minutes from its start instead of invented clock times."""
    untimed = _with(meeting=AGENDA.meeting.model_copy(update={"starts_at": None}))
    rows = _table(_section(agenda_sheet(untimed, EXAMPLE_WORDS), "points")).groups[0].rows
    assert [row.cells[0].text for row in rows][:3] == ["+0'", "+3'", "+9'"]


def test_every_prefilled_line_that_no_table_holds_is_printed() -> None:
    """What planning wrote for turns, thanks and decisions is not lost."""
    lines = ("línea uno", "línea dos")
    items = tuple(
        item.model_copy(update={"lines": lines})
        for item in ITEMS
        if item.kind in {"department_turn", "decisions", "recognition"}
    )
    shown = agenda_markdown(_with(items=items), EXAMPLE_WORDS)
    assert shown.count("línea dos") == len(items)


def test_advice_a1_feedback_is_asked_of_every_department_once() -> None:
    """A1: one sentence below the points asks all turns for feedback; without turns there is none."""
    asked = EXAMPLE_WORDS("minutes.agenda.feedback")
    assert agenda_markdown(AGENDA, EXAMPLE_WORDS).count(asked) == 1
    without = tuple(item for item in ITEMS if item.kind != "department_turn")
    assert asked not in agenda_markdown(_with(items=without), EXAMPLE_WORDS)


def test_agenda_says_each_figure_once() -> None:
    """The points table has the finding; period, source and definitions stand where the figures are."""
    workspace = config_module.load(SAMPLES, environment={})
    config = workspace.config
    warehouse = CrmFiles(workspace).open(on=AGENDA.meeting.date)
    found = assess(
        warehouse, config, EXAMPLE_WORDS, catalogue=config_module.catalogue_of(config), today=AGENDA.meeting.date
    )
    agenda = plan(
        found,
        meeting=AGENDA.meeting,
        roster=config.roster,
        commitments=AGENDA.commitments,
        recently_done=(),
        words=EXAMPLE_WORDS,
        next_meeting=date(2026, 11, 30),
    )
    shown = agenda_markdown(agenda, EXAMPLE_WORDS)
    assert agenda.sla is not None
    notes = [note for row in _points(agenda) for note in row.cells[1].notes]
    assert max(map(len, notes)) <= 400
    assert not [note for note in notes if ".csv" in note]
    assert not re.search(r"\S  +[^|\s]", shown)
    assert shown.count(config.sla.qualified_lead) == 1
    keys = [section.key for section in agenda_sheet(agenda, EXAMPLE_WORDS).sections]
    assert keys[:3] == ["goal", "points", "decisions"]
    assert {"trends", "owners", "funnel", "annex", "definitions"} <= set(keys)


def _points(agenda: Agenda) -> tuple[Row, ...]:
    return _table(_section(agenda_sheet(agenda, EXAMPLE_WORDS), "points")).groups[0].rows


def test_advice_a5_open_commitments_come_back_with_the_overdue_marked() -> None:
    """A5: every open commitment is on the agenda, the overdue one by word and shape, with owner and date."""
    rows = _cells(_section(agenda_sheet(AGENDA, EXAMPLE_WORDS), "commitments"))
    assert [(row[0], row[2], row[3], row[4]) for row in rows] == [
        ("4", "Diego Ramírez", "18 nov 2026", "■ Vencido hace 5 días"),
        ("5", "Laura Méndez", "27 nov 2026", "Pendiente"),
        ("6", "sin responsable", "sin fecha", "Pendiente"),
    ]


def test_commitments_of_other_meetings_name_theirs() -> None:
    """The meeting that most come from is said once below; who has no date keeps the words that were said."""
    older = AGENDA.commitments[2].model_copy(
        update={"meeting_date": date(2026, 11, 9), "due_text": "después del puente"}
    )
    table = _table(
        _section(agenda_sheet(_with(commitments=(*AGENDA.commitments[:2], older)), EXAMPLE_WORDS), "commitments")
    )
    rows = table.groups[0].rows
    assert table.note == "Se acordó el 16 nov 2026, salvo donde se indica otra fecha."
    assert [row.cells[1].notes for row in rows] == [(), (), ("acordado el 9 nov 2026",)]
    assert rows[2].cells[3].notes == ("“después del puente”",)


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
    assert plain == ["Tiempo medio de respuesta de Comercial", "31.4 h", "≤ 24 h", "↘ 27.2 h", "25.1 h", "38", "■ Rojo"]
    for part in ("16–22 de nov de 2026", "deals-2026-11-22.csv", "leads-2026-11-22.csv", "22 nov 2026, 23:59"):
        assert part in table.note


def test_a_row_of_another_period_names_it() -> None:
    """The common period is said once; a row that differs carries its own."""
    other = READINGS[0].model_copy(update={"period": AGENDA.readings[0].previous_period})
    table = _table(_section(agenda_sheet(_with(readings=(other, *READINGS[1:])), EXAMPLE_WORDS), "indicators"))
    assert table.groups[0].rows[0].cells[0].notes == ("9–15 de nov de 2026",)
    assert table.groups[0].rows[1].cells[0].notes == ()
    assert "salvo donde se indica otro" in table.note


def test_missing_figures_and_small_samples_are_grey_with_their_reason() -> None:
    """Never 0 for a figure that lacks its input, never red for nine deals."""
    rows = _cells(_section(agenda_sheet(AGENDA, EXAMPLE_WORDS), "indicators"))
    assert rows[3][-1] == "– Muestra pequeña"
    assert (rows[4][1], rows[4][-1]) == ("–", "– Sin dato")
    assert "no calculable: falta el archivo de inversión" in agenda_markdown(AGENDA, EXAMPLE_WORDS)


def test_indicator_without_target_says_so_and_a_trend_beyond_chance_is_told() -> None:
    """Grey for want of a target is not “no data”; a change beyond chance has its arrow and word."""
    kpi = Kpi(id="leads", name="Leads", unit="count", direction="up")
    changes = {"kpi": kpi, "value": 80.0, "n": 80, "status": "grey", "trend": "worse", "year_before": None}
    reading = READINGS[0].model_copy(update=changes)
    rows = _table(_section(agenda_sheet(_with(readings=(reading,)), EXAMPLE_WORDS), "indicators")).groups[0].rows
    assert rows[0].cells[5].text == "– Sin meta"
    assert rows[0].cells[3].text == "↘\N{NO-BREAK SPACE}0.3"
    assert "↘ empeora" in agenda_markdown(AGENDA, EXAMPLE_WORDS)


def test_definition_in_an_indicators_name_is_a_note_and_an_abbreviation_is_not() -> None:
    """Brackets with a definition stand below the name; `(CAC)` is part of it."""
    kpi = READINGS[0].kpi.model_copy(update={"name": "Tasa de cierre (ganados entre cerrados)"})
    other = READINGS[1].kpi.model_copy(update={"name": "Costo de adquisición (CAC)"})
    readings = (READINGS[0].model_copy(update={"kpi": kpi}), READINGS[1].model_copy(update={"kpi": other}))
    rows = _table(_section(agenda_sheet(_with(readings=readings), EXAMPLE_WORDS), "indicators")).groups[0].rows
    assert (rows[0].cells[0].text, rows[0].cells[0].notes) == ("Tasa de cierre", ("ganados entre cerrados",))
    assert (rows[1].cells[0].text, rows[1].cells[0].notes) == ("Costo de adquisición (CAC)", ())


def test_goal_too_young_for_a_forecast_is_not_called_without_data() -> None:
    """Grey has one word for each reason."""
    assert AGENDA.goal is not None
    young = AGENDA.goal.reading.model_copy(
        update={"status": "grey", "previous": 2_000_000.0, "previous_period": AGENDA.goal.period}
    )
    callout = agenda_sheet(_with(goal=AGENDA.goal.model_copy(update={"reading": young})), EXAMPLE_WORDS).sections[0]
    assert isinstance(callout.blocks[0], Callout)
    assert callout.blocks[0].headline.endswith("· – Aún sin pronóstico")
    assert "Un año antes, en los mismos días: $2,000,000" in " ".join(callout.blocks[0].lines)


def test_advice_a17_sla_by_owner() -> None:
    """A17: kept, broken, pending and unknown by owner with their sum; both halves of the agreement above."""
    section = _section(agenda_sheet(_with(follow_up=None), EXAMPLE_WORDS), "owners")
    assert _rows(section, "SLA por responsable") == [
        ["Jorge Salas", "4", "12", "1", "0"],
        ["Carmen Ortega", "20", "2", "2", "1"],
        ["sin responsable", "0", "0", "0", "1"],
        ["Total", "24", "14", "3", "2"],
    ]


def test_indicators_tell_interval_signal_and_rows_left_out() -> None:
    """A share has its interval, a signal its words, and rows that contradict themselves are counted."""
    rows = _table(_section(agenda_sheet(AGENDA, EXAMPLE_WORDS), "indicators")).groups[0].rows
    assert rows[0].cells[1].notes == ("21.6% – 36.3%",)
    assert rows[1].cells[-1].notes == ("fuera de límites",)
    assert rows[2].cells[0].notes == ("2 filas sin contar: datos incompletos o contradictorios",)


def test_year_before_has_a_column_only_where_the_data_reach() -> None:
    """An empty column would take the room of the others."""
    header = _table(_section(agenda_sheet(AGENDA, EXAMPLE_WORDS), "indicators")).header
    bare = tuple(reading.model_copy(update={"year_before": None}) for reading in READINGS)
    without = _table(_section(agenda_sheet(_with(readings=bare), EXAMPLE_WORDS), "indicators")).header
    assert "Hace un año" in header
    assert "Hace un año" not in without


def test_cohort_is_named_once() -> None:
    """A figure about a cohort says so, unless its name does."""
    kpi = READINGS[0].kpi.model_copy(update={"time_base": "cohort"})
    named = kpi.model_copy(update={"name": "Conversión de leads (cohorte, 7 días)"})
    readings = tuple(READINGS[0].model_copy(update={"kpi": one, "interval": None}) for one in (kpi, named))
    rows = _table(_section(agenda_sheet(_with(readings=readings), EXAMPLE_WORDS), "indicators")).groups[0].rows
    assert [row.cells[0].notes for row in rows] == [("cohorte",), ("cohorte, 7 días",)]


def test_sixty_commitments_leave_room_for_the_figures() -> None:
    """The five most urgent stand before the annex, the others in it, none is lost."""
    many = tuple(AGENDA.commitments[1].model_copy(update={"number": number}) for number in range(1, 61))
    sheet = agenda_sheet(_with(commitments=(*many, AGENDA.commitments[0])), EXAMPLE_WORDS)
    first, others = (_table(_section(sheet, key)) for key in ("commitments", "others"))
    assert [row.cells[4].text for row in first.groups[0].rows][:2] == ["■ Vencido hace 5 días", "Pendiente"]
    assert (len(first.groups[0].rows), len(others.groups[0].rows)) == (5, 56)
    assert "Los otros 56 están en el anexo." in first.note


def test_annex_is_lettered() -> None:
    """Whoever speaks of it can name its place; a part that is missing leaves no gap."""
    titles = [section.title for section in agenda_sheet(_with(campaigns=None), EXAMPLE_WORDS).sections]
    assert titles[-5:] == [
        "Anexo A · Evolución de los indicadores",
        "Anexo B · SLA y seguimiento por responsable",
        "Anexo C · Embudo",
        "Anexo D · Otros indicadores y avisos sobre los datos",
        "Anexo E · Qué mide cada indicador",
    ]


def test_prefilled_lines_are_told_with_the_point_where_no_section_has_them() -> None:
    """Without figures a point keeps its own lines; a line that repeats the reason is said once."""
    item = ITEMS[3].model_copy(update={"lines": ("7 leads esperan", ITEMS[3].reason)})
    bare = _with(items=(item,), sla=None, funnel=(), follow_up=None)
    note = _points(bare)[0].cells[1].notes[0]
    assert note == f"{ITEMS[3].reason} 7 leads esperan."


def test_sentences_that_a_model_worded_are_counted_below() -> None:
    """Who wrote a sentence is no secret; without a model nothing is said."""
    items = (ITEMS[0].model_copy(update={"reworded": ("reason",)}), *ITEMS[1:])
    engine = EngineInfo(name="llm", model="qwen2.5")
    footer = agenda_sheet(_with(items=items, engine=engine), EXAMPLE_WORDS).footer
    assert footer[0].startswith("1 frase la redactó un modelo de lenguaje (qwen2.5)")
    both = (items[0].model_copy(update={"reworded": ("reason", "question")}), *ITEMS[1:])
    assert agenda_sheet(_with(items=both, engine=engine), EXAMPLE_WORDS).footer[0].startswith("2 frases")
    assert agenda_sheet(AGENDA, EXAMPLE_WORDS).footer == ()


def test_advice_a5_leads_without_follow_up_stand_beside_the_sla_by_owner() -> None:
    """A5, A6: by owner how many wait and since when; what was turned down and why, with period and source."""
    section = _section(agenda_sheet(_with(follow_up=FOLLOW_UP), EXAMPLE_WORDS), "owners")
    assert _rows(section, "SLA por responsable") == [
        ["Jorge Salas", "4", "12", "1", "0", "0", "–"],
        ["Carmen Ortega", "20", "2", "2", "1", "1", "40 días"],
        ["sin responsable", "0", "0", "0", "1", "0", "–"],
        ["Rubén Tovar", "0", "0", "0", "0", "3", "16 días"],
        ["Total", "24", "14", "3", "2", "4", "40 días"],
    ]
    note = next(block.note for block in section.blocks if isinstance(block, Table) and "Sin segu" in block.note)
    assert "Sin seguimiento: 1 lead y 3 negocios sin actividad desde hace 14 días o más" in note
    assert "1 lead no ha tenido ningún contacto." in note
    assert "descartados por ventas: 2. Motivos: fuera de zona (2)." in note
    assert "Volvieron a marketing para madurar: 6 leads. De ellos, 1 regresó ya calificado." in note
    assert "leads-2026-11-22.csv y deals-2026-11-22.csv" in note


def test_follow_up_without_an_sla_and_many_owners() -> None:
    """The table needs no SLA; from the eleventh owner on they are added up, so that the total holds."""
    many = tuple(FollowUpOwner(owner=f"P{n}", deals=2, oldest_days=n, oldest_record="1") for n in range(20, 33))
    quiet = FOLLOW_UP.model_copy(update={"by_owner": many})
    rows = _cells(_section(agenda_sheet(_with(sla=None, follow_up=quiet), EXAMPLE_WORDS), "owners"))
    assert len(rows) == 12
    assert rows[-2:] == [["3 personas más", "6", "32 días"], ["Total", "26", "32 días"]]


def test_rejections_without_anybody_waiting_are_told() -> None:
    """What sales turned down is on the agenda even when nothing lies without follow-up."""
    only = FOLLOW_UP.model_copy(update={"by_owner": (), "recycled": 1, "recycled_again": None})
    shown = agenda_markdown(_with(sla=None, follow_up=only), EXAMPLE_WORDS)
    assert "fuera de zona (2). Volvió a marketing para madurar: 1 lead. Fuente: deals-2026-11-22.csv." in shown


@pytest.mark.parametrize(
    ("missing", "told"),
    [("la columna de calificación", "falta la columna de calificación"), (None, "ningún lead llegó a su plazo")],
)
def test_sla_without_compliance_says_why(missing: str | None, told: str) -> None:
    """No lead judged is not 0 %."""
    audit = SLA.model_copy(update={"compliance": None, "missing": missing, "by_owner": (), "status": "grey"})
    assert told in agenda_markdown(_with(sla=audit), EXAMPLE_WORDS)


def test_advice_a16_the_broken_step_of_the_funnel_is_named() -> None:
    """A16: the step that breaks is marked in the table; without one, that is said."""
    shown = agenda_markdown(AGENDA, EXAMPLE_WORDS)
    marked = [row for row in _cells(_section(agenda_sheet(AGENDA, EXAMPLE_WORDS), "funnel")) if row[-1]]
    assert [(row[0], row[-1]) for row in marked] == [("SQL", "■ se rompe aquí")]
    assert "Ningún paso" not in shown
    whole = tuple(step.model_copy(update={"breaks": False, "n": 40}) for step in AGENDA.funnel)
    held = agenda_markdown(_with(funnel=whole), EXAMPLE_WORDS)
    assert "Ningún paso del embudo" in held
    assert "22.5% (9/40)" in held
    assert "Proporciones: de quienes ya tuvieron tiempo de avanzar." in held


def test_advice_a8_the_funnel_carries_periods_source_and_time() -> None:
    """A8: the days that are counted, the days whose members are judged, the file and the time of reading."""
    cohort = Period(start=date(2026, 10, 19), end=date(2026, 11, 16))
    dated = {"period": WEEK, "source": ("leads.csv",), "read_at": READ_AT}
    steps = tuple(
        step.model_copy(update={**dated, "rate_period": cohort if step.stage in {"mql", "sql"} else None})
        for step in AGENDA.funnel
    )
    note = _table(_section(agenda_sheet(_with(funnel=steps), EXAMPLE_WORDS), "funnel")).note
    assert note == (
        "Cantidades: 16–22 de nov de 2026. Proporciones: de quienes ya tuvieron tiempo de avanzar (MQL y SQL, "
        "19 de oct – 15 de nov 2026). Fuente: leads.csv. Datos al 22 nov 2026, 23:59."
    )


def test_advice_a4_recognition_is_prefilled() -> None:
    """A4: figures and kept commitments deserve a line; kept ones are told even when planning wrote none."""
    assert "sobre la meta por segunda semana" in agenda_markdown(AGENDA, EXAMPLE_WORDS)
    silent = tuple(item.model_copy(update={"lines": ()}) for item in ITEMS)
    shown = agenda_markdown(_with(items=silent), EXAMPLE_WORDS)
    assert "A Sofía Torres, por cumplir su acuerdo: Publicar el caso" in shown
    nobody = (AGENDA.recently_done[0].model_copy(update={"owner": None}),)
    assert "Acuerdo cumplido: Publicar el caso" in agenda_markdown(
        _with(items=silent, recently_done=nobody), EXAMPLE_WORDS
    )


def test_advice_a13_the_rest_of_the_indicators_is_an_annex() -> None:
    """A13: joint indicators first, the others after all points."""
    sections = agenda_sheet(AGENDA, EXAMPLE_WORDS).sections
    keys = [section.key for section in sections]
    assert keys.index("indicators") < keys.index("annex")


def test_annex_says_period_and_source_only_where_they_differ() -> None:
    """The same period and files as the indicators above are named once; what can't be calculated is one line."""
    same = tuple(reading.model_copy(update={"source": READINGS[0].source}) for reading in READINGS[:1])
    section = _section(agenda_sheet(_with(readings=same, annex=AGENDA.annex[1:]), EXAMPLE_WORDS), "annex")
    assert _table(section).note == EXAMPLE_WORDS("minutes.agenda.same_note")
    assert [row[0] for row in _cells(section)] == ["Leads generados"]
    assert "No calculable: Costo de adquisición (CAC); falta el archivo de inversión por campaña." in agenda_markdown(
        AGENDA, EXAMPLE_WORDS
    )
    other = _section(agenda_sheet(AGENDA, EXAMPLE_WORDS), "annex")
    assert "Fuente: leads-2026-11-22.csv" in _table(other).note
    nothing = _with(annex=AGENDA.annex[2:], issues=(), readings=())
    assert not any(isinstance(b, Table) for b in _section(agenda_sheet(nothing, EXAMPLE_WORDS), "annex").blocks)
    assert agenda_sheet(_with(annex=(), issues=()), EXAMPLE_WORDS).section("annex") is None


def test_data_warnings_are_a_footnote_and_remarks_are_not_printed() -> None:
    """A warning about a row is on the agenda; an ignored column is not."""
    shown = agenda_markdown(AGENDA, EXAMPLE_WORDS)
    assert "row 212" in shown
    assert "ignored" not in shown


def test_agenda_docx_has_the_same_sections_and_tables() -> None:
    """The Word file says what the sheet says."""
    content = agenda_docx(AGENDA, EXAMPLE_WORDS)
    assert headings(content) == [section.title for section in agenda_sheet(AGENDA, EXAMPLE_WORDS).sections]
    found = [row for table in tables(content) for row in table]
    assert ["Jorge Salas", "4", "12", "1", "0", "0", "–"] in found


@pytest.mark.parametrize("locale", ["es-CO", "es-ES", "es-AR", "en"])
def test_agenda_in_every_locale(locale: str) -> None:
    """Every locale has all its words."""
    words = locale_words.load(locale)
    assert text_of(agenda_docx(AGENDA, words)).startswith(words("minutes.agenda.name"))


def test_account_of_an_agenda_that_nobody_dated() -> None:
    """Without people, time of making the document only says what is known."""
    bare = _with(made_at=None, meetbot_version="", roster=AGENDA.roster.model_copy(update={"people": ()}))
    sheet = agenda_sheet(bare, EXAMPLE_WORDS)
    assert "Convocados" not in [label for label, _ in sheet.facts]
    assert "Preparada" not in [label for label, _ in sheet.facts]
    untimed = agenda_sheet(_with(meeting=AGENDA.meeting.model_copy(update={"starts_at": None})), EXAMPLE_WORDS)
    assert [label for label, _ in untimed.facts] == ["Empresa", "Fecha", "Lugar", "Duración", "Preparada", "Convocados"]


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
