from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from examples import ACTIONS, DECISIONS, EXAMPLE_WORDS, MADE_AT, MINUTES, ROSTER, hostile_minutes

from meetbot.documents.mail import Envelope, department_draft, minutes_draft
from meetbot.errors import MailError
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
