import re
from html.parser import HTMLParser

import pytest
from docx_reading import headings, tables, text_of
from examples import (
    ACTIONS,
    DECISIONS,
    EXAMPLE_WORDS,
    HOSTILE,
    MINUTES,
    ROSTER,
    TRANSCRIPT,
    UNCONFIRMED,
    hostile_minutes,
)
from snapshots import assert_snapshot

from meetbot import words as locale_words
from meetbot.documents.department_sheet import department_sheet
from meetbot.documents.html_page import media_url
from meetbot.documents.items import due
from meetbot.documents.mail_sheet import department_mail_sheet
from meetbot.documents.minutes import (
    department_docx,
    minutes_docx,
    minutes_html,
    minutes_markdown,
)
from meetbot.documents.minutes_sheet import minutes_sheet, summary_lines
from meetbot.documents.sheet import Bars
from meetbot.documents.word import bars_as_table
from meetbot.model.base import Issue
from meetbot.model.company import Department
from meetbot.model.minutes import Minutes, TalkShare

MERCADEO, COMERCIAL, FINANZAS = ROSTER.departments


def _with(**changes: object) -> Minutes:
    return MINUTES.model_copy(update=changes)


class _Tags(HTMLParser):
    """Collects what a browser would see: tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps the tag."""
        self.tags.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        """Every id."""
        return [str(attrs["id"]) for _, attrs in self.tags if "id" in attrs]


def _html(minutes: Minutes = MINUTES) -> str:
    return minutes_html(minutes, EXAMPLE_WORDS, transcript=TRANSCRIPT, recording_name="alineación 23 nov.m4a")


def test_minutes_markdown_as_reviewed() -> None:
    """The whole minutes as Markdown."""
    assert_snapshot("documents_minutes.es-MX.md", minutes_markdown(MINUTES, EXAMPLE_WORDS))


def test_minutes_html_as_reviewed() -> None:
    """The whole page."""
    assert_snapshot("documents_minutes.es-MX.html", _html())


@pytest.mark.parametrize(
    ("locale", "name", "actions", "first_after_summary"),
    [
        ("es-MX", "Minuta de reunión", "Acuerdos", "Asistencia"),
        ("es-CO", "Acta de reunión", "Compromisos", "Asistentes"),
        ("es-ES", "Acta de la reunión", "Tareas", "Asistentes"),
        ("es-AR", "Acta de la reunión", "Compromisos", "Asistencia"),
        ("en", "Meeting minutes", "Action items", "Attendance"),
    ],
)
def test_words_and_order_of_each_country(locale: str, name: str, actions: str, first_after_summary: str) -> None:
    """The document has the name, the terms and the order that the country expects."""
    sheet = minutes_sheet(MINUTES, locale_words.load(locale))
    titles = [section.title for section in sheet.sections]
    assert sheet.title == name
    assert actions in titles
    assert titles[2] == first_after_summary


def test_colombia_ends_with_the_call_and_two_signatures() -> None:
    """In Colombia “convocatoria” is the next meeting, and two people sign; in Argentina nobody does."""
    keys = [section.key for section in minutes_sheet(MINUTES, locale_words.load("es-CO")).sections]
    shown = minutes_markdown(MINUTES, locale_words.load("es-CO"))
    assert keys.index("next") < keys.index("signatures")
    assert "## Convocatoria" in shown
    assert "Presidente" in shown
    assert minutes_sheet(MINUTES, locale_words.load("es-AR")).section("signatures") is None


def test_an_order_that_forgets_a_section_cannot_drop_it() -> None:
    """A workspace's own order decides the order, not what is told."""
    phrases = {key: EXAMPLE_WORDS(key) for key in EXAMPLE_WORDS.keys()} | {"minutes.order": "decisions nonsense"}  # noqa: SIM118 (Words.keys is no dict's)
    sheet = minutes_sheet(MINUTES, locale_words.Words("es-MX", phrases))
    assert sheet.sections[0].key == "decisions"
    assert sheet.section("unconfirmed") is not None


def test_every_confirmed_item_shows_its_words_speaker_and_second() -> None:
    """Promise 1: an item without its proof is not in the minutes."""
    shown = minutes_markdown(MINUTES, EXAMPLE_WORDS)
    for item in MINUTES.confirmed():
        assert item.evidence is not None
        assert f"“{item.evidence.quote}” — {item.evidence.speaker_name}, " in shown


def test_nobody_and_no_date_are_said_in_words() -> None:
    """No owner and no date are answers; two readings of a date are both shown."""
    cells = [row for table in tables(minutes_docx(MINUTES, EXAMPLE_WORDS)) for row in table]
    unowned = next(row for row in cells if row[0] == "A-03")
    undated = next(row for row in cells if row[0] == "A-04")
    assert unowned[2].startswith("sin responsable")
    assert "también puede ser el 7 dic 2026" in unowned[3]
    assert "“el otro lunes”" in unowned[3]
    assert undated[3] == "sin fecha"
    assert "Condición: si Laura me da las facturas" in undated[1]


def test_words_about_a_time_without_a_date_are_a_day_to_confirm() -> None:
    """Where a time was said but no day is sure, minutes ask for it beside the words, and don't say that none was."""
    action = next(action for action in MINUTES.actions if action.due_date is not None)
    opened = action.model_copy(update={"due_date": None, "due_date_other": None, "due_text": "el jueves"})
    cell = due(opened, EXAMPLE_WORDS)
    assert (cell.text, cell.notes) == ("día por confirmar", ("“el jueves”",))


def test_advice_a2_each_action_has_one_owner_and_others_help() -> None:
    """A2: one responsible person and department; the rest stand behind “con”."""
    cells = [row for table in tables(minutes_docx(MINUTES, EXAMPLE_WORDS)) for row in table]
    row = next(row for row in cells if row[0] == "A-02")
    assert row[2].splitlines() == ["Laura Méndez", "Mercadeo", "con Sofía Torres y Carmen Ortega"]


def test_advice_a10_actions_are_grouped_by_department() -> None:
    """A10: departments in the order of the configuration, unknown ones and those without one last."""
    extra = (
        ACTIONS[0].model_copy(update={"id": "A-08", "department": None}),
        ACTIONS[0].model_copy(update={"id": "A-07", "department": "legal"}),
    )
    shown = minutes_markdown(_with(actions=(*extra, *ACTIONS)), EXAMPLE_WORDS)
    groups = re.findall(r"^### (.+)$", shown, re.MULTILINE)
    assert groups == ["Mercadeo", "Comercial", "Finanzas", "legal", "sin departamento"]


def test_summary_is_three_to_five_sentences_of_counts() -> None:
    """The summary is composed by code from counts."""
    lines = summary_lines(MINUTES, EXAMPLE_WORDS)
    assert lines == (
        "Hablaron 4 personas y 1 voz sin nombre en 3 min 51 s de grabación.",
        "Resultado: 2 decisiones y 5 acuerdos. Con responsable y fecha: 3.",
        "Falta aclarar: 2 puntos por confirmar y 1 pregunta abierta.",
        "De la agenda se trataron 6 de 8 puntos. Sin tratar: Seguimiento de compromisos; Turno de Mercadeo.",
        "Próxima reunión: lunes 30 de noviembre de 2026.",
    )


def test_summary_without_agenda_date_or_length() -> None:
    """What is not known is left out or said to be unknown."""
    lines = summary_lines(
        _with(topics=(), duration=None, next_meeting_date=None, actions=(), unnamed_voices=0), EXAMPLE_WORDS
    )
    assert lines == (
        "Hablaron 4 personas.",
        "Resultado: 2 decisiones y ningún acuerdo.",
        "Falta aclarar: 2 puntos por confirmar y 1 pregunta abierta.",
        "La próxima reunión no tiene fecha fijada.",
    )


def test_nothing_left_open_is_a_sentence() -> None:
    """No “quedan nada”."""
    lines = summary_lines(_with(unconfirmed=(), questions=()), EXAMPLE_WORDS)
    assert "No quedó nada por confirmar ni preguntas abiertas." in lines


@pytest.mark.parametrize(
    ("unconfirmed", "questions", "es", "en"),
    [
        (1, 0, "Falta aclarar: 1 punto por confirmar.", "Still to clear up: 1 item to be confirmed."),
        (0, 1, "Falta aclarar: 1 pregunta abierta.", "Still to clear up: 1 open question."),
        (0, 2, "Falta aclarar: 2 preguntas abiertas.", "Still to clear up: 2 open questions."),
        (
            2,
            1,
            "Falta aclarar: 2 puntos por confirmar y 1 pregunta abierta.",
            "Still to clear up: 2 items to be confirmed and 1 open question.",
        ),
    ],
)
def test_open_ends_in_good_language(unconfirmed: int, questions: int, es: str, en: str) -> None:
    """None, one or many of either: what there is none of is not named."""
    minutes = _with(unconfirmed=MINUTES.unconfirmed[:unconfirmed], questions=MINUTES.questions * questions)
    for locale, told in (("es", es), ("en", en)):
        assert told in summary_lines(minutes, locale_words.load(locale))


def test_topic_without_time_names_its_turn() -> None:
    """Coverage can be followed in a transcript without times too."""
    topics = tuple(topic.model_copy(update={"start": None}) for topic in MINUTES.topics)
    rows = {row[0]: row for table in tables(minutes_docx(_with(topics=topics), EXAMPLE_WORDS)) for row in table}
    assert (rows["P4"][3], rows["P2"][3]) == ("t0003", "–")


def test_all_topics_treated_names_none() -> None:
    """No empty “sin tratar”."""
    topics = tuple(topic.model_copy(update={"status": "treated"}) for topic in MINUTES.topics)
    assert "De la agenda se trataron 8 de 8 puntos." in summary_lines(_with(topics=topics), EXAMPLE_WORDS)


def test_nothing_said_is_said_and_nothing_invented() -> None:
    """A silent recording gives minutes that say so."""
    silent = _with(
        nothing_said=True, decisions=(), actions=(), recognitions=(), customer_voice=(), questions=(), unconfirmed=(),
        attendees=(), silent=None, unnamed_voices=0, talk=(), topics=(), agenda=None,
    )  # fmt: skip
    shown = minutes_markdown(silent, EXAMPLE_WORDS)
    assert "no se oye voz" in shown
    assert "No se registraron decisiones" in shown
    assert "D-0" not in shown
    assert "No habló nadie." in shown
    assert "No se pudo poner nombre" not in shown
    assert "voces sin nombre" not in shown


def test_no_decisions_and_no_actions_are_said() -> None:
    """An empty section is a sentence, not a gap."""
    shown = minutes_markdown(_with(decisions=(), actions=(), recognitions=(), customer_voice=()), EXAMPLE_WORDS)
    for sentence in ("decisiones", "acuerdos"):
        assert f"No se registraron {sentence} en esta reunión." in shown


def test_advice_a9_who_did_not_speak_is_named() -> None:
    """A9: silent attendees are named with their role; unnamed voices make it unknowable, and that is said."""
    shown = minutes_markdown(MINUTES, EXAMPLE_WORDS)
    assert "No se les oyó en la grabación: Sofía Torres (Analista de Mercadeo)." in shown
    assert "No se puede saber quién no habló" in minutes_markdown(_with(silent=None), EXAMPLE_WORDS)
    assert "Hablaron todas las personas convocadas." in minutes_markdown(_with(silent=()), EXAMPLE_WORDS)
    assert "No se les oyó en la grabación: Rita" in minutes_markdown(_with(silent=("Rita",)), EXAMPLE_WORDS)


def test_coverage_of_the_agenda_has_three_words() -> None:
    """Promise 3: treated, treated without agreement, not treated, with the moment and what came of it."""
    rows = {row[0]: row for table in tables(minutes_docx(MINUTES, EXAMPLE_WORDS)) for row in table}
    assert rows["P1"][2:] == ["▲ Tratado sin acuerdo", "00:15", "–"]
    assert rows["P2"][2:] == ["– No tratado", "–", "–"]
    assert rows["P4"][2:] == ["● Tratado", "00:33", "D-01, A-01, A-02"]


def test_planned_text_does_not_leak_into_the_minutes() -> None:
    """Promise 3: reasons, questions and lines of the agenda are not in the minutes."""
    shown = minutes_markdown(MINUTES, EXAMPLE_WORDS)
    for planned in ("¿Quién atiende los leads", "5 MQL rechazados sin motivo", "Objeciones oídas"):
        assert planned not in shown


def test_followup_names_the_register_and_its_day() -> None:
    """Earlier commitments are told as the register's, dated, not as something said."""
    shown = minutes_markdown(MINUTES, EXAMPLE_WORDS)
    assert "Según el registro de acuerdos al 22 de noviembre de 2026" in shown
    assert "● Cumplido" in shown


def test_unconfirmed_items_stand_apart_with_their_reason() -> None:
    """Promise 1: what could not be verified is shown as such, with why, and never among the rest."""
    proposed = UNCONFIRMED[0].model_copy(update={"owner": "Laura Méndez", "department": "mercadeo"})
    odd = MINUTES.questions[0].model_copy(update={"id": "X-01", "confirmed": False, "doubts": ()})
    shown = minutes_markdown(_with(unconfirmed=(proposed, UNCONFIRMED[1], odd)), EXAMPLE_WORDS)
    head, _, tail = shown.partition("## Por confirmar")
    assert "Hablar con los distribuidores" not in head
    assert "no se sabe quién lo dijo" in tail
    assert "no hay un momento de la grabación que lo muestre" in tail
    assert "responsable propuesto: Laura Méndez (Mercadeo)" in tail
    assert "*Nota:*" in tail


def test_what_code_changed_in_a_confirmed_item_is_said() -> None:
    """A dropped owner leaves a remark."""
    assert "se retiró el responsable propuesto: nadie lo nombró" in minutes_markdown(MINUTES, EXAMPLE_WORDS)


def test_deferred_decision_is_marked() -> None:
    """A decision put off is not told as taken."""
    assert "*Aplazada:* El descuento" in minutes_markdown(MINUTES, EXAMPLE_WORDS)


def test_advice_a1_each_departments_share_of_the_talk() -> None:
    """A1: shares by department and person; a department that was expected and silent is there with 0."""
    shown = minutes_markdown(MINUTES, EXAMPLE_WORDS)
    assert "| Comercial | 60.3% | Diego Ramírez 35.2%, Carmen Ortega 25.1% |" in shown
    talk = (
        TalkShare(speaker="Diego Ramírez", department="comercial", turns=1, words=9, seconds=4.0, share=0.9),
        TalkShare(speaker="Ana", department="legal", turns=1, words=1, seconds=None, share=0.1),
    )
    quiet = minutes_markdown(_with(talk=talk), EXAMPLE_WORDS)
    assert "| Mercadeo | 0% | no se le oyó |" in quiet
    assert "| legal | 10% | Ana 10% |" in quiet


def test_the_account_names_engine_model_share_windows_source_and_version() -> None:
    """The minutes say what made them, how much was verified and from which file."""
    llm = MINUTES.extractor.model_copy(update={"name": "llm", "model": "qwen2.5:7b", "version": "0.1.0"})
    footer = " ".join(minutes_sheet(_with(extractor=llm), EXAMPLE_WORDS).footer)
    for part in (
        "modelo de lenguaje, modelo qwen2.5:7b, versión 0.1.0",
        "faster-whisper, modelo base",
        "10 de 12 elementos propuestos (83.3%)",
        "leídos: 2; no leídos: 0",
        "alineación 23 nov.m4a (sha256 c1c1c1c1c1c1…)",
        "Preparado el 23 de noviembre de 2026 a las 10:05",
        "meetbot 0.1.0",
        "datos personales",
    ):
        assert part in footer


def test_the_account_of_bare_minutes() -> None:
    """Without recogniser, items or date of making the account says only what is known; lost windows are told."""
    bare = _with(
        recogniser=None, made_at=None, meetbot_version="", windows_failed=1, decisions=(), actions=(),
        recognitions=(), customer_voice=(), questions=(), unconfirmed=(),
    )  # fmt: skip
    footer = " ".join(minutes_sheet(bare, EXAMPLE_WORDS).footer)
    assert "Este documento está incompleto" in footer
    assert "Reconocimiento" not in footer
    assert "Preparado" not in footer
    assert minutes_docx(bare, EXAMPLE_WORDS) == minutes_docx(bare, EXAMPLE_WORDS)


@pytest.mark.parametrize(
    ("counts", "es", "en"),
    [
        ((1, 0, 0), "1 nombre escrito como en la lista", "1 name written as in the list"),
        ((3, 0, 0), "3 nombres escritos como en la lista", "3 names written as in the list"),
        ((0, 1, 0), "1 tramo sin habla descartado", "1 stretch without speech left out"),
        ((0, 2, 0), "2 tramos sin habla descartados", "2 stretches without speech left out"),
        ((0, 0, 1), "1 turno con voces a la vez", "1 turn with voices at once"),
        ((0, 0, 4), "4 turnos con voces a la vez", "4 turns with voices at once"),
    ],
)
def test_the_account_tells_what_was_done_to_the_transcript(counts: tuple[int, int, int], es: str, en: str) -> None:
    """Names repaired, text left out and voices at once are counted where there are any, and only there."""
    repaired, suppressed, overlapped = counts
    heard = _with(names_repaired=repaired, suppressed=suppressed, overlapped_turns=overlapped)
    for words, expected in ((EXAMPLE_WORDS, es), (locale_words.load("en-US"), en)):
        told = [line for line in minutes_sheet(heard, words).footer if line.startswith(expected)]
        assert len(told) == 1
        assert len(minutes_sheet(heard, words).footer) == len(minutes_sheet(_with(), words).footer) + 1


@pytest.mark.parametrize(
    ("locale", "number", "expected"),
    [
        ("es-MX", 1, "1 acuerdo. Tiene responsable y fecha."),
        ("es-MX", 2, "2 acuerdos. Solo 1 tiene responsable y fecha."),
        ("en-US", 1, "1 action item. It has an owner and a date."),
    ],
)
def test_the_only_action_that_is_complete_is_not_called_only_one(locale: str, number: int, expected: str) -> None:
    """One of one lacks nothing; one of two does."""
    whole = next(a for a in MINUTES.actions if a.owner and a.due_date)
    part = whole.model_copy(update={"id": "A-99", "due_date": None})
    line = summary_lines(_with(actions=(whole, part)[:number]), locale_words.load(locale))[1]
    assert line.endswith(expected)


@pytest.mark.parametrize(
    ("number", "locale", "title"),
    [
        (2, "es-MX", "Decisiones para ambos equipos"),
        (3, "es-MX", "Decisiones para todos los equipos"),
        (2, "en-US", "Decisions for both teams"),
        (3, "en-US", "Decisions for all teams"),
    ],
)
def test_decisions_are_of_both_teams_only_where_two_meet(number: int, locale: str, title: str) -> None:
    """A third department is not told that they are for “both”, neither in its sheet nor in its mail."""
    departments = (*MINUTES.roster.departments, Department(id="x", name="X"), Department(id="y", name="Y"))[:number]
    met = _with(roster=MINUTES.roster.model_copy(update={"departments": departments}))
    words = locale_words.load(locale)
    mail = department_mail_sheet(met, departments[-1], words, attached=(), revision=1)
    for sheet in (department_sheet(met, departments[-1], words), mail):
        assert [section.title for section in sheet.sections if section.key == "decisions"] == [title]


def test_bars_in_word_begin_at_one_edge() -> None:
    """Whatever the width of a figure, the bar stands before it and has one length."""
    items = (("A", 0.16, "16%", "x"), ("B", 0.583, "58.3%", "y"))
    table = bars_as_table(Bars(caption="c", header=("1", "2", "3"), items=items))
    cells = [row.cells[1].text.split("  ") for row in table.groups[0].rows]
    assert [value for _, value in cells] == ["16%", "58.3%"]
    assert len({len(bar) for bar, _ in cells}) == 1


def test_many_notices_are_counted_not_dropped() -> None:
    """Twelve are printed, errors first; the rest are counted."""
    issues = tuple(Issue(severity="warning", stage="read", where=f"row {n}", message="bad") for n in range(14))
    worst = Issue(severity="error", stage="extract", where="window 3", message="not read")
    shown = minutes_markdown(_with(issues=(*issues, worst)), EXAMPLE_WORDS)
    assert shown.index("window 3") < shown.index("row 0")
    assert "Y 3 avisos más" in shown
    assert minutes_sheet(_with(issues=()), EXAMPLE_WORDS).section("notices") is None


def test_html_is_one_file_without_network() -> None:
    """No address beyond the page and the recording, no inline handler or style, and a policy that forbids the rest."""
    page = _html()
    tags = _Tags(page)
    for tag, attrs in tags.tags:
        assert not [name for name in attrs if name.startswith("on")], tag
        assert "style" not in attrs, tag
        for name in ("src", "href"):
            assert "//" not in str(attrs.get(name, "")), tag
    policy = next(str(attrs["content"]) for tag, attrs in tags.tags if attrs.get("http-equiv"))
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_html_policy_names_exactly_this_style_and_script() -> None:
    """The hashes in the policy are those of the text between the tags, or a browser would refuse both."""
    from base64 import b64encode
    from hashlib import sha256

    page = _html()
    for tag in ("style", "script"):
        inner = page.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        digest = b64encode(sha256(inner.encode()).digest()).decode()
        assert digest.replace("+", "+") in page.replace("&#43;", "+").split("</head>")[0]


def test_html_proofs_link_to_their_turn_and_second() -> None:
    """Each proof leads to its turn in the appendix, and plays the recording from its second."""
    page = _html()
    tags = _Tags(page)
    ids = tags.ids()
    assert len(ids) == len(set(ids))
    inner = [str(a["href"])[1:] for tag, a in tags.tags if tag == "a" and str(a.get("href", "")).startswith("#")]
    assert set(inner) <= set(ids)
    assert {"D-01", "A-01", "t0005", "recording"} <= set(ids)
    seeks = [str(a["href"]) for tag, a in tags.tags if tag == "a" and "data-seek" in a]
    assert "alineaci%C3%B3n%2023%20nov.m4a#t=72.0" in seeks
    assert any(tag == "audio" for tag, _ in tags.tags)


def test_html_without_transcript_or_recording_has_no_dead_links() -> None:
    """The page stands on its own: times as text, no player, no appendix."""
    page = minutes_html(MINUTES, EXAMPLE_WORDS)
    tags = _Tags(page)
    assert "transcript" not in tags.ids()
    assert "recording" not in tags.ids()
    assert '<span class="chip">01:12</span>' in page


def test_html_shows_a_video_as_video() -> None:
    """A recording with a picture gets a video element."""
    page = minutes_html(MINUTES, EXAMPLE_WORDS, recording_name="../grabación.MP4")
    assert '<video id="recording"' in page
    assert 'src="../grabaci%C3%B3n.MP4"' in page


def test_html_turn_without_time_shows_its_number() -> None:
    """A transcript without times still has its turns."""
    turns = tuple(turn.model_copy(update={"start": None, "end": None}) for turn in TRANSCRIPT.turns)
    page = minutes_html(MINUTES, EXAMPLE_WORDS, transcript=TRANSCRIPT.model_copy(update={"turns": turns}))
    assert '<li id="t0001"><span class="when">1</span>' in page


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("//evil.example/x.mp3", "/evil.example/x.mp3"),
        ("\\\\server\\x.mp3", "/server/x.mp3"),
        ("../a b/ñ#1?.m4a", "../a%20b/%C3%B1%231%3F.m4a"),
    ],
)
def test_media_url_is_only_ever_a_file(path: str, expected: str) -> None:
    """A file name can't become a scheme, a host, a query or a fragment."""
    assert media_url(path) == expected


def test_hostile_text_is_shown_in_html_and_obeyed_by_nobody() -> None:
    """Only our own script is in the page; nothing was rendered, no bidi or control character is left."""
    page = _html(hostile_minutes())
    tags = _Tags(page)
    assert sum(tag == "script" for tag, _ in tags.tags) == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page
    assert "\u202e" not in page
    assert "\x00" not in page
    assert not any(str(a.get("href", "")).startswith("javascript") for _, a in tags.tags)


def test_hostile_text_in_word_and_markdown() -> None:
    """Word files open, hold the text as text and no field; Markdown shows the characters."""
    bad = hostile_minutes()
    content = minutes_docx(bad, EXAMPLE_WORDS)
    assert "<script>alert(1)</script>{{7*7}}[31m=HYPERLINK" in text_of(content)
    assert "\\<script\\>" in minutes_markdown(bad, EXAMPLE_WORDS)
    assert "<script>" not in minutes_markdown(bad, EXAMPLE_WORDS)
    for department in ROSTER.departments:
        assert text_of(department_docx(bad, department, EXAMPLE_WORDS))


def test_ten_thousand_characters_are_cut_with_a_mark() -> None:
    """One endless wording can't fill a document; the whole stays in the files it came from."""
    content = text_of(minutes_docx(hostile_minutes("palabra " * 1250), EXAMPLE_WORDS))
    assert "[…]" in content
    assert max(len(line) for line in content.splitlines()) < 1500
    assert len(HOSTILE) < 200


def test_docx_twice_is_equal() -> None:
    """Same inputs, same bytes."""
    assert minutes_docx(MINUTES, EXAMPLE_WORDS) == minutes_docx(MINUTES, EXAMPLE_WORDS)
    assert department_docx(MINUTES, MERCADEO, EXAMPLE_WORDS) == department_docx(MINUTES, MERCADEO, EXAMPLE_WORDS)


def test_department_sheet_says_whom_it_is_for_and_what_to_do_first() -> None:
    """The first lines name the people; own tasks come in order of date, then what others promised."""
    content = department_docx(MINUTES, MERCADEO, EXAMPLE_WORDS)
    lines = text_of(content).splitlines()
    own = [row[0] for row in tables(content)[2] if row[0].startswith("A-")]
    assert lines[0] == "Hoja de trabajo: Mercadeo"
    assert "Laura Méndez y Sofía Torres" in lines[:6]
    assert "La primera fecha es el 23 de noviembre de 2026." in lines
    assert own == ["A-05", "A-02", "A-03"]
    assert headings(content) == [
        "De un vistazo", "Lo que nos toca", "Lo que ya teníamos pendiente", "Decisiones para todos los equipos",
        "Lo que dicen los clientes", "Lo que prometieron los demás", "Preguntas abiertas", "Por confirmar",
    ]  # fmt: skip


def test_department_sheet_shows_only_its_own_unconfirmed_items() -> None:
    """Another department's doubts are not printed; those of nobody are everybody's."""
    theirs = UNCONFIRMED[0].model_copy(update={"text": "Tarea ajena", "department": "finanzas"})
    content = text_of(department_docx(_with(unconfirmed=(*UNCONFIRMED, theirs)), MERCADEO, EXAMPLE_WORDS))
    assert "Hablar con los distribuidores" in content
    assert "Tarea ajena" not in content


def test_department_that_helps_sees_it() -> None:
    """A task of another department in which one of ours helps is listed once, as help."""
    content = department_docx(MINUTES, COMERCIAL, EXAMPLE_WORDS)
    assert "En lo que ayudamos" in headings(content)
    assert text_of(content).count("Enviar la lista de motivos de rechazo de los MQL") == 1


def test_department_without_tasks_and_tasks_without_department() -> None:
    """Nothing to do is said; what nobody took is shown to everybody."""
    orphan = ACTIONS[0].model_copy(update={"id": "A-09", "owner": None, "department": None})
    content = department_docx(_with(actions=(orphan,), decisions=()), FINANZAS, EXAMPLE_WORDS)
    told = text_of(content)
    assert "Ningún acuerdo propio" in told
    assert "En esta reunión no quedó ningún acuerdo a cargo de esta área." in told
    assert "Sin responsable" in headings(content)
    assert "No se registraron decisiones" in told


def test_department_sheet_without_anything_else() -> None:
    """Undated tasks have no first date; without doubts there is no section for them."""
    undated = tuple(a.model_copy(update={"due_date": None, "due_date_other": None}) for a in ACTIONS)
    content = department_docx(_with(actions=undated, unconfirmed=(), questions=()), MERCADEO, EXAMPLE_WORDS)
    assert "La primera fecha" not in text_of(content)
    assert not {"Por confirmar", "Preguntas abiertas"} & set(headings(content))


def test_next_meeting_without_a_date_is_said_in_its_section() -> None:
    """No date is told, not left out."""
    sheet = minutes_sheet(_with(next_meeting_date=None), EXAMPLE_WORDS)
    section = sheet.section("next")
    assert section is not None
    assert "no tiene fecha fijada" in str(section.blocks[0])


def test_decisions_of_the_example_are_what_was_said() -> None:
    """The example itself is grounded: each quote stands in the turn it names."""
    turns = TRANSCRIPT.turns_by_id()
    for item in (*DECISIONS, *ACTIONS):
        assert item.evidence is not None
        assert item.evidence.quote in turns[item.evidence.turn_ids[0]].text
