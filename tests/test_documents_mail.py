from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from examples import (
    ACTIONS,
    AGENDA,
    COMMITMENTS,
    DECISIONS,
    EXAMPLE_WORDS,
    HOSTILE,
    ITEMS,
    MADE_AT,
    MEETING,
    MINUTES,
    READINGS,
    ROSTER,
    hostile_minutes,
)
from snapshots import assert_snapshot

from meetbot import words as locale_words
from meetbot.documents.agenda_mail import matters
from meetbot.documents.invitation import cancellation, invitation
from meetbot.documents.mail import (
    CALENDAR,
    Envelope,
    agenda_draft,
    cancelled_draft,
    department_draft,
    minutes_draft,
)
from meetbot.errors import MailError
from meetbot.model.agenda import Agenda
from meetbot.model.company import Person
from meetbot.model.mail import Attachment, Draft
from meetbot.model.minutes import Minutes

MERCADEO, _, FINANZAS = ROSTER.departments
WORD = Attachment(
    name="minuta de reunión n.º 3 (año).docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    content=b"PK\x03\x04 not really",
)
SENDER = "Minutas Tlacuilo <minutas@tlacuilo.example>"


def _draft(minutes: Minutes = MINUTES, **changes: object) -> Draft:
    values: dict[str, object] = {
        "to": ROSTER.attendees(),
        "sender": SENDER,
        "reply_to": "laura.mendez@tlacuilo.example",
        "attachments": (WORD,),
        "sent_at": MADE_AT,
        **changes,
    }
    return minutes_draft(minutes, EXAMPLE_WORDS, Envelope(**values))  # type: ignore[arg-type]


def _read(draft: Draft) -> EmailMessage:
    return message_from_bytes(draft.eml, policy=default)


def _body(draft: Draft, kind: str) -> str:
    part = _read(draft).get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_structure_is_what_every_reader_understands() -> None:
    """Mixed → (alternative → plain, html) + the Word file."""
    message = _read(_draft())
    assert message.get_content_type() == "multipart/mixed"
    alternative, attachment = message.iter_parts()
    assert [part.get_content_type() for part in alternative.iter_parts()] == ["text/plain", "text/html"]
    assert attachment.get_content_type() == WORD.media_type
    assert attachment.get_filename() == WORD.name
    assert attachment.get_content() == WORD.content


def test_attachment_name_with_accents_is_encoded() -> None:
    """The name travels as RFC 2231, so that no server mangles it."""
    assert b"filename*=utf-8''minuta%20de%20reuni%C3%B3n" in _draft().eml or b"filename*0*=utf-8''" in _draft().eml
    assert _draft().eml.isascii()


def test_headers() -> None:
    """Sender, recipients, date, subject and what marks automatic mail."""
    message = _read(_draft())
    assert message["Subject"] == "Minuta de reunión: Alineación Mercadeo–Comercial, 23 de noviembre de 2026"
    assert message["From"] == SENDER
    assert message["Reply-To"] == "laura.mendez@tlacuilo.example"
    assert message["Date"].datetime == MADE_AT
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "es-MX"
    assert [a.addr_spec for a in message["To"].addresses] == list(_draft().to)
    assert message["To"].addresses[0].display_name == "Laura Méndez"


def test_draft_key_and_file() -> None:
    """The key is stable over runs; the file is named after it."""
    draft = _draft()
    assert (draft.key, draft.filename) == ("2026-11-23-alineacion/minutes", "minutes.eml")
    sheet = department_draft(
        MINUTES, MERCADEO, EXAMPLE_WORDS, Envelope(to=ROSTER.people[:2], sender=SENDER, sent_at=MADE_AT)
    )
    assert (sheet.key, sheet.filename) == ("2026-11-23-alineacion/mercadeo", "mercadeo.eml")
    assert "Reply-To" not in _read(sheet)


def test_same_inputs_same_bytes() -> None:
    """Nothing random: boundaries and ids come from the content."""
    assert _draft().eml == _draft().eml


def test_message_id_depends_on_content_and_revision_but_not_on_the_hour() -> None:
    """Trying again keeps the id; a corrected version and other recipients get a new one."""
    first = _read(_draft())["Message-ID"]
    assert _read(_draft(sent_at=MADE_AT + timedelta(hours=2)))["Message-ID"] == first
    others = [_draft(revision=2), _draft(to=ROSTER.people[:1]), _draft(attachments=())]
    ids = {str(_read(draft)["Message-ID"]) for draft in others}
    assert len(ids) == 3
    assert str(first) not in ids
    assert str(first).endswith("@tlacuilo.example>")


def test_a_corrected_version_says_so() -> None:
    """Subject and body tell that this one replaces an earlier one."""
    corrected = _draft(revision=2)
    assert corrected.subject.endswith("(corregido, versión 2)")
    assert "sustituye al anterior" in _body(corrected, "plain")


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_body_has_summary_decisions_and_actions_with_their_words(kind: str) -> None:
    """Whoever opens nothing but the mail knows what was agreed, who does what until when, and how it was said."""
    body = _body(_draft(), kind)
    for part in (
        "Resultado: 2 decisiones y 5 acuerdos.",
        "los leads del Norte de más de un día pasan a Carmen",
        "Carmen Ortega",
        "24 nov 2026",
        "sin responsable",
        "Próxima reunión: lunes 30 de noviembre de 2026.",
        "Adjuntos: minuta de reunión n.º 3 (año).docx",
    ):
        assert part in body


def test_html_works_in_outlook_and_stays_under_the_cut() -> None:
    """Tables and inline styles only, at most 640 px, no script, no remote picture, far below Gmail's 102 KB."""
    html = _body(_draft(), "html")
    assert "max-width:640px" in html
    assert 'width="640"' in html
    for absent in ("<script", "<style", "flex", "float:", "<img", "http", "#ffffff", "#000000"):
        assert absent not in html
    many = MINUTES.model_copy(
        update={
            "actions": tuple(a.model_copy(update={"text": "Tarea larga " * 60}) for a in ACTIONS * 12),
            "decisions": DECISIONS * 15,
        }
    )
    long_html = _body(_draft(many), "html")
    assert len(long_html.encode()) < 102_000
    assert "Y 20 más en el documento adjunto." in long_html
    assert "Y 10 más en el documento adjunto." in long_html


def test_newline_in_the_title_injects_no_header() -> None:
    """A title with a line break and a header in it stays one subject."""
    draft = _draft(hostile_minutes("Junta\r\nBcc: espia@evil.example\n\nhola"))
    message = _read(draft)
    assert "Bcc" not in message
    assert "Junta Bcc: espia@evil.example hola" in message["Subject"]
    assert "\n" not in draft.subject


def test_hostile_text_is_escaped_in_html() -> None:
    """Tags in a wording are shown, not run."""
    html = _body(_draft(hostile_minutes()), "html")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in html
    assert "\u202e" not in html


def test_endless_title_is_cut() -> None:
    """A subject has an end."""
    assert len(_draft(hostile_minutes("x" * 10_000)).subject) <= 150


@pytest.mark.parametrize(
    "email",
    [
        None,
        "",
        "laura",
        "laura@",
        "@tlacuilo.example",
        "laura@tlacuilo",
        "laura mendez@tlacuilo.example",
        "laura@tlacuilo..example",
        "laura@tlacuilo.example\nBcc: x@y.example",
        "laura@tlacuilo.example, otra@tlacuilo.example",
        "laurá@tlacuilo.example",
        "l" * 65 + "@tlacuilo.example",
    ],
)
def test_an_address_that_no_server_takes_names_the_person(email: str | None) -> None:
    """The error says who, and how to write it."""
    with pytest.raises(MailError, match="Laura Méndez") as caught:
        _draft(to=[Person(name="Laura Méndez", email=email)])
    assert "email =" in caught.value.hint


def test_domain_with_accents_becomes_ascii() -> None:
    """A company in España may have its ñ."""
    assert _draft(to=[Person(name="Ana", email="ana@españa.example")]).to == ("ana@xn--espaa-rta.example",)


@pytest.mark.parametrize(("field", "key"), [("sender", "mail.sender"), ("reply_to", "mail.reply_to")])
def test_a_bad_own_address_names_the_key(field: str, key: str) -> None:
    """The configuration's own addresses are checked too."""
    with pytest.raises(MailError) as caught:
        _draft(MINUTES, **{field: "Minutas <nadie>"})
    assert key in caught.value.where


def test_sender_on_this_machine_is_allowed() -> None:
    """Before any configuration, drafts are still written."""
    assert _read(_draft(sender="meetbot@localhost"))["Message-ID"].endswith("@localhost>")


def test_nobody_to_send_to_is_an_error() -> None:
    """A mail without recipient is never written."""
    with pytest.raises(MailError, match="no recipient"):
        _draft(to=[])


def test_attachment_name_is_only_a_name() -> None:
    """A path in a name can't leave the recipient's folder; a nameless file gets one."""
    files = [Attachment(name="../a\nb.docx", media_type="application/x", content=b"1")]
    files.append(Attachment(name="\x00", media_type="text", content=b"2"))
    names = [part.get_filename() for part in _read(_draft(attachments=files)).iter_attachments()]
    assert names == ["..-a b.docx", "document"]


def test_department_mail_tells_only_what_it_has_to_do() -> None:
    """Own tasks by date, where it helps, the decisions; not the others' tasks."""
    draft = department_draft(
        MINUTES, MERCADEO, EXAMPLE_WORDS, Envelope(to=ROSTER.people[:2], sender=SENDER, sent_at=MADE_AT)
    )
    plain = _body(draft, "plain")
    assert draft.subject == "Mercadeo: acuerdos de Alineación Mercadeo–Comercial, 23 de noviembre de 2026"
    assert plain.index("A-05") < plain.index("A-02") < plain.index("A-03")
    assert "A-01" not in plain
    assert "D-01" in plain
    assert "Sin adjuntos." in plain


def test_department_mail_without_tasks_and_with_help() -> None:
    """A department with nothing to do hears so; one that helps sees where."""
    bare = MINUTES.model_copy(update={"actions": (), "decisions": ()})
    told = [
        _body(
            department_draft(
                minutes, department, EXAMPLE_WORDS, Envelope(to=ROSTER.people[5:], sender=SENDER, sent_at=MADE_AT)
            ),
            "plain",
        )
        for minutes, department in ((bare, FINANZAS), (MINUTES, ROSTER.departments[1]))
    ]
    assert "Ningún acuerdo propio" in told[0]
    assert "No se registraron decisiones" in told[0]
    assert "En lo que ayudamos" in told[1]
    assert "A-02" in told[1]


def test_minutes_mail_without_actions_says_so() -> None:
    """An empty meeting gives a mail that says so."""
    assert "No se registraron acuerdos" in _body(_draft(MINUTES.model_copy(update={"actions": ()})), "plain")


def _event(agenda: Agenda = AGENDA, organizer: str = SENDER) -> bytes:
    return invitation(agenda, EXAMPLE_WORDS, made_at=MADE_AT, organizer=organizer)


def _agenda(agenda: Agenda = AGENDA, *, event: bytes | None = None, locale: str = "es-MX", revision: int = 1) -> Draft:
    content = _event(agenda) if event is None else event
    envelope = Envelope(
        to=ROSTER.attendees(),
        sender=SENDER,
        attachments=(WORD, Attachment(name="orden.ics", media_type=CALENDAR, content=content)),
        revision=revision,
        sent_at=MADE_AT,
    )
    return agenda_draft(agenda, locale_words.load(locale), envelope, invitation=content)


def _changed(**changes: object) -> Agenda:
    return AGENDA.model_copy(update=changes)


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_agenda_mail_as_reviewed(kind: str) -> None:
    """The whole body, as text and as HTML."""
    name = f"documents_agenda_mail.es-MX.{'txt' if kind == 'plain' else 'html'}"
    assert_snapshot(name, _body(_agenda(), kind).replace("\r\n", "\n"))


def test_agenda_mail_invites() -> None:
    """The invitation stands in the alternative as text/calendar with its method, and is attached again."""
    message = _read(_agenda())
    alternative, word, event = message.iter_parts()
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    calendar = [*alternative.iter_parts()][2]
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar.get_content().replace("\r\n", "\n").encode() == _event().replace(b"\r\n", b"\n")
    assert word.get_content_type() == WORD.media_type
    assert (event.get_content_type(), event.get_filename()) == ("application/ics", "orden.ics")
    assert event.get_content() == _event()


def test_agenda_mail_without_a_sender_only_attaches_the_event() -> None:
    """An announcement asks nobody for an answer."""
    (alternative, *attached) = _read(_agenda(event=_event(organizer=""))).iter_parts()
    assert [part.get_content_type() for part in alternative.iter_parts()] == ["text/plain", "text/html"]
    assert len(attached) == 2


def test_agenda_mail_tells_the_five_things_that_matter() -> None:
    """Goal, hand-off, funnel, the worst indicator and what is overdue; never more than five."""
    lines = matters(AGENDA, EXAMPLE_WORDS)
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines] == [
        "▲ Ámbar · Ventas del cuarto trimestre: 20 % más que el año pasado: $2,315,400 de $4,800,000",
        "SLA: ■ Rojo · 63.2% de cumplimiento (meta 90%; anterior 71%)",
        "■ El embudo se rompe de MQL a SQL: avanza el 22.5%, antes 41%",
        "■ Rojo · Tiempo medio de respuesta de Comercial: 31.4 h (meta ≤ 24 h)",
        "■ 1 acuerdo vencido",
    ]
    red = tuple(reading.model_copy(update={"status": "red"}) for reading in READINGS)
    assert len(matters(_changed(readings=red), EXAMPLE_WORDS)) == 5
    quiet = _changed(goal=None, sla=None, funnel=(), commitments=(), readings=red[:3])
    assert len(matters(quiet, EXAMPLE_WORDS)) == 3


def test_agenda_mail_without_figures_does_not_call_it_quiet() -> None:
    """Nothing known is not nothing wrong."""
    empty = _changed(goal=None, sla=None, funnel=(), commitments=(), readings=())
    assert matters(empty, EXAMPLE_WORDS)[0].startswith("Esta vez no hay datos")
    calm = _changed(goal=None, sla=None, funnel=(), commitments=(), readings=READINGS[2:3])
    assert matters(calm, EXAMPLE_WORDS) == ("Ninguna desviación: se confirma lo acordado.",)


def test_the_sla_is_told_once_and_a_goal_without_a_value_by_its_name() -> None:
    """The indicator of the SLA is not repeated below it; no figure is no 0."""
    kpi = READINGS[1].kpi.model_copy(update={"id": "sla_compliance", "target": None})
    assert AGENDA.goal is not None
    reading = AGENDA.goal.reading.model_copy(update={"value": None})
    goal = AGENDA.goal.model_copy(update={"reading": reading})
    told = matters(_changed(readings=(READINGS[1].model_copy(update={"kpi": kpi}),), goal=goal), EXAMPLE_WORDS)
    assert told[0] == "– Sin dato · Ventas del cuarto trimestre: 20 % más que el año pasado"
    assert not [line for line in told if "Tiempo medio" in line]


def test_overdue_commitments_are_named_while_there_is_time() -> None:
    """Owner and date of the eight oldest; the rest is counted."""
    late = tuple(COMMITMENTS[0].model_copy(update={"number": number, "owner": None}) for number in range(1, 12))
    body = _body(_agenda(_changed(commitments=late)), "plain")
    assert body.count("sin responsable · venció el 18 nov 2026") == 8
    assert "Y 3 más en el documento adjunto." in body
    assert "Acuerdos vencidos" not in _body(_agenda(_changed(commitments=())), "plain")


def test_a_corrected_agenda_says_so_and_stays_in_its_thread() -> None:
    """Subject and body tell it; References name the thread that both versions share."""
    first, second = _agenda(), _agenda(revision=2)
    assert second.subject.endswith("(corregido, versión 2)")
    assert "sustituye al anterior" in _body(second, "plain")
    assert _read(first)["References"] == _read(second)["References"] == _read(second)["In-Reply-To"]
    assert "In-Reply-To" not in _read(first)
    assert _read(first)["Message-ID"] != _read(second)["Message-ID"]


def test_agenda_mail_without_an_hour_or_attachments() -> None:
    """A meeting whose hour is open has none in the mail either."""
    open_hour = _changed(meeting=MEETING.model_copy(update={"starts_at": None, "place": None}))
    envelope = Envelope(to=ROSTER.attendees(), sender=SENDER, sent_at=MADE_AT)
    body = _body(agenda_draft(open_hour, EXAMPLE_WORDS, envelope), "plain")
    assert "09:00 h" not in body
    assert "+9'  Indicadores conjuntos" in body
    assert "Sin adjuntos." in body


def test_each_country_calls_its_people_in_its_words() -> None:
    """Convocatoria is the notice of this meeting in Mexico and Spain; in Colombia that word means the next one."""
    subjects = {locale: _agenda(locale=locale).subject for locale in ("es-MX", "es-ES", "es-CO", "es-AR", "en")}
    assert subjects["es-MX"].startswith("Convocatoria y orden del día: ")
    assert subjects["es-ES"].startswith("Convocatoria: ")
    assert subjects["es-CO"].startswith("Citación y orden del día: ")
    assert subjects["en"].startswith("Invitation and agenda: ")
    assert "convocatoria" not in _body(_agenda(locale="es-CO"), "plain").casefold()
    argentine = _body(_agenda(locale="es-AR"), "plain")
    assert "Te convocamos" in argentine
    assert "respondé a este mensaje" in argentine


def test_agenda_mail_stays_under_the_cut_and_escapes_everything() -> None:
    """Hostile titles of the longest agenda are text, far below Gmail's 102 KB."""
    items = tuple(item.model_copy(update={"title": HOSTILE * 20, "question": HOSTILE * 20}) for item in ITEMS * 2)
    late = tuple(COMMITMENTS[0].model_copy(update={"text": HOSTILE * 20, "owner": HOSTILE}) for _ in range(60))
    draft = _agenda(_changed(items=items, commitments=late, meeting=MEETING.model_copy(update={"title": HOSTILE})))
    html = _body(draft, "html")
    assert len(html.encode()) < 102_000
    assert "<script" not in html
    assert "Bcc" not in _read(draft)
    assert (
        draft.eml
        == _agenda(_changed(items=items, commitments=late, meeting=MEETING.model_copy(update={"title": HOSTILE}))).eml
    )


def test_calling_a_meeting_off() -> None:
    """The mail says it, and takes the event out of the calendars."""
    off = cancellation(_event(), at=MADE_AT)
    envelope = Envelope(to=ROSTER.attendees(), sender=SENDER, sent_at=MADE_AT)
    draft = cancelled_draft(AGENDA, EXAMPLE_WORDS, envelope, cancellation=off)
    calendar = [*_read(draft).walk()][-1]
    assert (draft.key, draft.filename) == ("2026-11-23-alineacion/agenda-cancelled", "agenda-cancelled.eml")
    assert draft.subject.startswith("Reunión cancelada: ")
    assert calendar["Content-Type"].params["method"] == "CANCEL"
    assert "no tendrá lugar en esta fecha" in _body(draft, "plain")
    assert "Puntos a tratar" not in _body(draft, "plain")
