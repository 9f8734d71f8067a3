"""Tests of the parts of the minutes: points, people, earlier commitments, figures, health and what was not settled."""

import pytest
from docx_reading import tables
from examples import EXAMPLE_WORDS, FULL_MINUTES, HOSTILE, MINUTES, ROSTER, TRANSCRIPT, UNCONFIRMED
from snapshots import assert_snapshot

from meetbot import words as locale_words
from meetbot.documents.department_sheet import department_sheet
from meetbot.documents.mail_sheet import minutes_mail_sheet
from meetbot.documents.minutes import department_docx, minutes_docx, minutes_html, minutes_markdown
from meetbot.documents.minutes_sheet import minutes_sheet, summary_lines
from meetbot.documents.sheet import Callout, Entry, Proof, Sheet, Table
from meetbot.model.company import Person
from meetbot.model.minutes import Heading, HealthLine, Minutes

MERCADEO, COMERCIAL, FINANZAS = ROSTER.departments


def _full(**changes: object) -> Minutes:
    return FULL_MINUTES.model_copy(update=changes)


def _shown(minutes: Minutes = FULL_MINUTES, locale: str = "es-MX") -> str:
    return minutes_markdown(minutes, locale_words.load(locale))


def _section(minutes: Minutes, key: str, locale: str = "es-MX") -> str:
    """One section of the Markdown, without its heading."""
    words = locale_words.load(locale)
    _, _, tail = _shown(minutes, locale).partition(f"## {words(f'minutes.title.{key}')}\n")
    return tail.partition("\n## ")[0]


@pytest.mark.parametrize("locale", ["es-MX", "es-CO", "es-ES", "en"])
def test_full_minutes_as_reviewed(locale: str) -> None:
    """Everything that minutes can hold, in the words and the order of the country."""
    assert_snapshot(f"documents_minutes_full.{locale}.md", _shown(locale=locale))


@pytest.mark.parametrize(
    ("locale", "before"),
    [
        ("es-MX", ("topics", "development", "followup", "decisions", "actions", "next", "signatures")),
        ("es-CO", ("attendance", "topics", "development", "decisions", "actions", "next", "signatures")),
        ("es-ES", ("attendance", "topics", "development", "decisions", "actions", "questions", "signatures")),
        ("en", ("summary", "attendance", "topics", "decisions", "actions", "unconfirmed", "health", "next")),
    ],
)
def test_sections_come_in_the_countrys_order(locale: str, before: tuple[str, ...]) -> None:
    """Colombia ends with the commitments and the call, Spain with questions and two signatures."""
    keys = [section.key for section in minutes_sheet(FULL_MINUTES, locale_words.load(locale)).sections]
    assert [key for key in keys if key in before] == list(before)


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ("es-MX", "Minuta de reunión No. 12"),
        ("es-CO", "Acta n.º 012"),
        ("es-ES", "Acta n.º 12"),
        ("en", "Meeting minutes no. 12"),
    ],
)
def test_the_number_of_the_minutes_as_the_country_writes_it(locale: str, title: str) -> None:
    """Formal minutes are numbered in their series."""
    assert minutes_sheet(FULL_MINUTES, locale_words.load(locale)).title == title


def test_head_of_the_mexican_minuta() -> None:
    """Who convened and what for stand at the head, in the country's order."""
    labels = [label for label, _ in minutes_sheet(FULL_MINUTES, EXAMPLE_WORDS).facts]
    assert labels == ["Empresa", "Convoca", "Fecha", "Hora", "Lugar", "Duración", "Objetivo"]
    default = dict(minutes_sheet(MINUTES, EXAMPLE_WORDS).facts)
    assert default["Objetivo"].startswith("Alinear a Mercadeo, Comercial")
    nobody = MINUTES.model_copy(update={"roster": ROSTER.model_copy(update={"people": ()})})
    assert "Objetivo" not in dict(minutes_sheet(nobody, EXAMPLE_WORDS).facts)


def test_summary_sentences_carry_their_second() -> None:
    """A reader can listen to what a sentence of the summary rests on."""
    section = _section(FULL_MINUTES, "summary")
    assert "- Se decidió: los leads del equipo Norte pasan a Carmen Ortega. (01:12)" in section
    untimed = tuple(one.model_copy(update={"start": None}) for one in FULL_MINUTES.summary)
    assert "pasan a Carmen Ortega.\n" in _section(_full(summary=untimed), "summary")


def test_development_tells_each_treated_point_once() -> None:
    """What was said on a point stands under its title; points without a summary have no empty heading."""
    section = _section(FULL_MINUTES, "development")
    assert (
        "- **4\\.** Entrega de leads: equipo Norte — ● Tratado · D-01, A-01, A-02\n  - Se decidió: los leads" in section
    )
    assert "- **1\\.** Meta compartida — ▲ Tratado sin acuerdo · 00:15\n" in section
    assert "– No tratado: Seguimiento de compromisos; Turno de Mercadeo." in section
    assert "1\\. Meta compartida · 2. Seguimiento de compromisos · " in _section(FULL_MINUTES, "topics")
    whole = tuple(topic for topic in FULL_MINUTES.topics if topic.status != "not_treated")
    assert "No tratado" not in _section(_full(topics=whole), "development")
    assert minutes_sheet(MINUTES, EXAMPLE_WORDS).section("development") is None


def test_a_meeting_that_settles_nothing_says_so_first() -> None:
    """No decision and no commitment is a finding, not an omission; it opens the summary and the mail."""
    nothing = _full(decisions=(), actions=())
    section = minutes_sheet(nothing, EXAMPLE_WORDS).section("summary")
    assert section is not None
    assert section.blocks[0] == Callout(headline="La reunión no tomó decisiones ni dejó acuerdos.")
    assert summary_lines(nothing, EXAMPLE_WORDS)[0] == "La reunión no tomó decisiones ni dejó acuerdos."
    assert "La reunión no tomó decisiones" not in _shown()


def test_what_is_missing_is_one_sentence() -> None:
    """Neither recognition nor words of customers: said once, without empty sections."""
    bare = _full(recognitions=(), customer_voice=())
    assert "No se registraron reconocimientos ni palabras de clientes." in _section(bare, "summary")
    assert "## Reconocimientos" not in _shown(bare)


def test_earlier_commitments_show_what_was_said_beside_the_register() -> None:
    """Nothing is closed by words: the register's state stays below what was said, with its proof."""
    section = _section(FULL_MINUTES, "followup")
    assert "▲ Se dijo que está en curso<br>en el registro: vencido hace 5 días" in section
    assert "“Jorge está solo y los leads se le enfrían” — Diego Ramírez, 00:33" in section
    assert "lo cierra una persona" in section
    assert "lo cierra una persona" not in _shown(MINUTES)


def test_updates_without_an_agenda_stand_alone() -> None:
    """Without an agenda only what was spoken about is shown; the new day of a postponed one stands beside it."""
    (update,) = FULL_MINUTES.updates
    moved = update.model_copy(
        update={"status": "postponed", "due_date": MINUTES.next_meeting_date, "owner": None, "number": 9}
    )
    section = _section(_full(agenda=None, updates=(update, moved)), "followup")
    assert "▲ Se aplazó (30 nov 2026)" in section
    assert "sin responsable" in section
    assert minutes_sheet(_full(agenda=None, updates=()), EXAMPLE_WORDS).section("followup") is None


def test_advice_a8_a_contradicted_figure_shows_both_sources() -> None:
    """A8: what was said with its proof, what the data say with period, source and time; agreement is silent."""
    section = _section(FULL_MINUTES, "figures")
    assert "| **Tiempo medio de respuesta de Comercial** | “que pasen de un día” — Carmen Ortega, 00:53 |" in section
    assert "| 31.4 h | 16–22 de nov de 2026<br>leads.csv, leído el 23 nov 2026 10:05 |" in section
    assert "Ingresos" not in section
    agreeing = tuple(figure for figure in FULL_MINUTES.figures if figure.agrees)
    assert minutes_sheet(_full(figures=agreeing), EXAMPLE_WORDS).section("figures") is None
    unknown = tuple(figure.model_copy(update={"source": ()}) for figure in FULL_MINUTES.figures)
    assert "sin archivo de origen" in _section(_full(figures=unknown), "figures")


def test_advice_a14_blame_is_counted_and_never_quoted() -> None:
    """A14: the moment, no name and no quote; the question is for both departments."""
    section = _section(FULL_MINUTES, "blame")
    assert "1 momento" in section
    assert "(00:33)" in section
    assert "¿qué cambiamos" in section
    for text in (section, _section(FULL_MINUTES, "health")):
        assert "Jorge" not in text
    proof = FULL_MINUTES.blame[0].evidence
    assert proof is not None
    untimed = FULL_MINUTES.blame[0].model_copy(update={"evidence": proof.model_copy(update={"start": None})})
    assert "intervención 3" in _section(_full(blame=(untimed,)), "blame")


def test_advice_a14_unverified_blame_is_not_quoted_either() -> None:
    """A14: what could not be verified accuses nobody on paper."""
    doubtful = FULL_MINUTES.blame[0].model_copy(update={"id": "U-03", "confirmed": False, "doubts": ("uncertain",)})
    section = _section(_full(unconfirmed=(doubtful,)), "unconfirmed")
    assert "Se habló de quién respondía por algo que no salió (00:33)." in section
    assert "Jorge" not in section


def test_minutes_of_a_text_claim_no_recording() -> None:
    """A text tells neither a recording's length nor when the meeting began: the hour is the planned one."""
    text = _full(recogniser=None, duration=600.0)
    assert "según la transcripción" in _shown(text)
    assert "de grabación" not in _shown(text)
    assert "prevista a las" in _shown(text)
    named = text.source.model_copy(update={"name": "2026-11-23 09.00 reunion.vtt"})
    assert "prevista" not in _shown(text.model_copy(update={"source": named}))


def test_unverified_blame_stands_once_and_points_at_nobody() -> None:
    """Two doubtful moments are one line with both clocks, and the transcript beside it names neither number."""
    first = FULL_MINUTES.blame[0].model_copy(update={"confirmed": False, "doubts": ("uncertain",), "kind": "blame"})
    both = tuple(first.model_copy(update={"id": number}) for number in ("U-03", "U-04"))
    minutes = FULL_MINUTES.model_copy(update={"unconfirmed": both, "blame": ()})
    section = _section(minutes, "unconfirmed")
    page = minutes_html(minutes, EXAMPLE_WORDS, transcript=TRANSCRIPT)
    assert section.count("Se habló de quién respondía") == 1
    assert "U-04" not in section
    assert "#U-03" not in page


def test_unconfirmed_notes_keep_their_kind() -> None:
    """A doubtful risk is called a risk, whatever its number."""
    risk = FULL_MINUTES.risks[0].model_copy(update={"id": "U-01", "confirmed": False, "doubts": ("uncertain",)})
    assert "*Riesgo:*" in _section(_full(unconfirmed=(risk,)), "unconfirmed")


def test_many_unconfirmed_are_counted_not_dropped() -> None:
    """Ten are printed, the likeliest first; the rest are counted and stand in minutes.json."""
    many = tuple(UNCONFIRMED[0].model_copy(update={"id": f"U-{n:02}"}) for n in range(1, 14))
    section = _section(_full(unconfirmed=many), "unconfirmed")
    assert "U-10" in section
    assert "U-11" not in section
    assert "Y 3 más, menos probables" in section


def test_asides_are_named_with_the_words_that_were_said() -> None:
    """A topic on no agenda stands apart, with its moment, or its turn where there are no times."""
    assert "- “los distribuidores” (03:32)" in _section(FULL_MINUTES, "asides")
    untimed = tuple(aside.model_copy(update={"start": None}) for aside in FULL_MINUTES.asides)
    assert "(intervención 15)" in _section(_full(asides=untimed), "asides")


def test_health_has_five_lines_with_counts_and_earlier_figures() -> None:
    """Each line has its figure, what was counted, the meetings before, and an arrow only beyond noise."""
    rows = [row for table in tables(minutes_docx(FULL_MINUTES, EXAMPLE_WORDS)) for row in table]
    lines = {row[0]: row[1:] for row in rows if row[0] in {"Comunicación", "Funciones", "Metas", "Seguimiento"}}
    assert lines["Comunicación"][0] == "↘ 51%"
    assert "(00:15)" in lines["Comunicación"][1]
    assert "80% · 75% · 82%" in lines["Comunicación"][2]
    assert "por debajo de lo habitual" in lines["Comunicación"][2]
    assert lines["Funciones"][0] == "60%"
    assert "50% · – · 60%" in lines["Funciones"][2]
    assert "lo habitual" not in lines["Funciones"][2]
    assert lines["Seguimiento"] == ["–", "No vencía ningún acuerdo ni se repasó ninguno.", "–"]
    assert "1 reconocimiento y 1 momento de reproche" in _section(FULL_MINUTES, "health")


def test_advice_a9_silent_people_are_named_in_the_health_section() -> None:
    """A9: who did not speak stands beside the figure on communication."""
    assert "No se oyó a Sofía Torres (Analista de Mercadeo)." in _section(FULL_MINUTES, "health")


@pytest.mark.parametrize("code", ["owners", "joint_question", "dates", "follow_up", "goal", "balance", "charter"])
def test_advice_a21_one_thing_for_the_moderator(code: str) -> None:
    """A21: each advice has its words in every language; who is to be given the floor is named."""
    for locale in ("es-MX", "es-ES", "en"):
        words = locale_words.load(locale)
        assert words(f"minutes.advice.{code}") in _section(_full(advice=code), "health", locale)
    assert "Empezar por dar la palabra a Sofía Torres" in _section(FULL_MINUTES, "health")
    assert "Para quien modere" not in _section(_full(advice=None), "health")


def test_health_of_a_first_meeting_has_no_empty_column() -> None:
    """Without earlier meetings there is nothing to compare with, and no column for it."""
    first = tuple(
        HealthLine(id=line.id, value=line.value, part=line.part, whole=line.whole) for line in FULL_MINUTES.health
    )
    section = minutes_sheet(_full(health=first), EXAMPLE_WORDS).section("health")
    assert section is not None
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert table.header == ("Aspecto", "Esta vez", "Qué se contó")
    assert minutes_sheet(_full(health=()), EXAMPLE_WORDS).section("health") is None


def test_guests_are_named_as_such() -> None:
    """Whoever spoke and was not expected is a guest, where the configuration tells who is expected."""
    guest = _full(attendees=(*FULL_MINUTES.attendees, "Rita Paz"))
    assert "Invitados: Rita Paz." in _shown(guest, "es-CO")
    assert "Invitados" not in _shown(FULL_MINUTES, "es-CO")
    unknown = guest.model_copy(update={"roster": ROSTER.model_copy(update={"people": ()})})
    assert "Invitados" not in _shown(unknown, "es-CO")


def test_advice_a10_a_task_of_another_department_is_flagged() -> None:
    """A10 and A2: a mismatch with the charter is said, the owner stays; a task taken up again names its number."""
    section = _section(FULL_MINUTES, "actions")
    assert "según las funciones acordadas, es tarea de Comercial: conviene confirmarlo" in section
    assert "**Laura Méndez**" in section
    assert "retoma el n.º 4" in section


def test_the_account_says_what_the_program_did_not_do() -> None:
    """What the machine did, what it did not, and the note on consent: the configured one, else the country's."""
    footer = " ".join(minutes_sheet(FULL_MINUTES, EXAMPLE_WORDS).footer)
    assert "no decide" in footer
    assert "Ley Federal de Protección de Datos" in footer
    own = _full(heading=Heading(consent="Todas las personas firmaron el aviso del 3 de marzo."))
    footer = " ".join(minutes_sheet(own, EXAMPLE_WORDS).footer)
    assert "Todas las personas firmaron" in footer
    assert "Ley Federal" not in footer
    assert "Ley 1581 de 2012" in _shown(locale="es-CO")


def test_words_that_are_the_quote_stand_once() -> None:
    """Where the wording is what was said, the quote with its speaker is enough."""
    proof = Proof(turn_id="t0001", quote="Entonces quinientos quedan.", source="Ana", clock="00:10")
    assert Entry(label="D-01", text="Quinientos quedan", proof=proof).in_own_words
    assert not Entry(label="D-01", text="Quedan mil", proof=proof).in_own_words
    assert not Entry(label="D-01", text="", proof=proof).in_own_words
    assert not Entry(label="D-01", text="Quinientos quedan").in_own_words
    said = MINUTES.decisions[1].model_copy(
        update={"text": "El descuento no se decide hoy", "evidence": _quoting("El descuento no se decide hoy.")}
    )
    minutes = _full(decisions=(said,))
    assert _shown(minutes).count("El descuento no se decide hoy") == 1
    assert minutes_docx(minutes, EXAMPLE_WORDS) == minutes_docx(minutes, EXAMPLE_WORDS)


def _quoting(quote: str) -> object:
    evidence = MINUTES.decisions[1].evidence
    assert evidence is not None
    return evidence.model_copy(update={"quote": quote})


def test_a_departments_sheet_has_its_earlier_commitments_and_the_customers_words() -> None:
    """Each department sees what it had open; marketing hears what customers told sales (A12)."""
    own = department_sheet(FULL_MINUTES, COMERCIAL, EXAMPLE_WORDS)
    other = department_sheet(FULL_MINUTES, MERCADEO, EXAMPLE_WORDS)
    assert _numbers(own) == ["4"]
    assert _numbers(other) == ["5", "3"]
    assert own.section("customer_voice") is None
    assert other.section("customer_voice") is not None
    assert own.section("targets") is not None
    assert department_sheet(_full(agenda=None), FINANZAS, EXAMPLE_WORDS).section("followup") is None
    assert _numbers(department_sheet(_full(agenda=None), COMERCIAL, EXAMPLE_WORDS)) == ["4"]
    department_docx(FULL_MINUTES, MERCADEO, EXAMPLE_WORDS)


def _numbers(sheet: Sheet) -> list[str]:
    section = sheet.section("followup")
    assert section is not None
    table = next(block for block in section.blocks if isinstance(block, Table))
    return [row.cells[0].text for group in table.groups for row in group.rows]


def test_the_mail_tells_the_summary_in_its_own_words() -> None:
    """The mail's body opens with the sentences of the summary, what is open and the next meeting."""
    sheet = minutes_mail_sheet(FULL_MINUTES, EXAMPLE_WORDS, attached=(), revision=1)
    section = sheet.section("summary")
    assert section is not None
    told = " ".join(getattr(section.blocks[0], "items", ()))
    assert "Se decidió: los leads del equipo Norte pasan a Carmen Ortega." in told
    assert "Próxima reunión" in told


def test_hostile_text_in_the_new_parts_is_only_text() -> None:
    """Summaries, asides, updates, figures and the heading may hold anything; nothing becomes markup."""
    (update,) = FULL_MINUTES.updates
    figure = FULL_MINUTES.figures[0]
    hostile = _full(
        heading=Heading(number=1, convened_by=HOSTILE, objective=HOSTILE, consent=HOSTILE),
        summary=tuple(one.model_copy(update={"text": HOSTILE}) for one in FULL_MINUTES.summary),
        asides=tuple(one.model_copy(update={"title": HOSTILE}) for one in FULL_MINUTES.asides),
        updates=(update.model_copy(update={"text": HOSTILE, "owner": HOSTILE}),),
        figures=(figure.model_copy(update={"said": HOSTILE, "name": HOSTILE, "source": (HOSTILE,)}),),
        silent=(HOSTILE,),
        agenda=None,
        roster=ROSTER.model_copy(update={"people": (*ROSTER.people, Person(name=HOSTILE, title=HOSTILE))}),
    )
    page = minutes_html(hostile, EXAMPLE_WORDS, transcript=TRANSCRIPT)
    shown = minutes_markdown(hostile, EXAMPLE_WORDS)
    assert "<script>alert" not in page
    assert "<script>" not in shown
    assert "{{7*7}}" in page
    assert minutes_docx(hostile, EXAMPLE_WORDS)
