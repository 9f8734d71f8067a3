"""`meetbot send --agenda` against a real SMTP server on loopback: invitation, correction, cancellation."""

import json
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from commandline import CommandLine, Result
from icalendar import Calendar
from mailserver import PASSWORD, USER, Certificate, Handler

from meetbot.documents.invitation import method_of

pytestmark = pytest.mark.real

NOW = "2026-11-29T10:00"
MEETING = "2026-11-30-alineacion"


@pytest.fixture
def ready(
    meetbot: CommandLine, starttls: int, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """A workspace with the agenda of the next Monday and that mail server."""
    monkeypatch.setenv("MEETBOT_SMTP_PASSWORD", PASSWORD)
    meetbot.workspace(
        f'\n[mail]\nhost = "127.0.0.1"\nport = {starttls}\nsecurity = "starttls"\nusername = "{USER}"\n'
        f'sender = "Minutas <{USER}>"\nca_file = "{certificate.file}"\n',
        data=False,
    )
    assert meetbot("--now", NOW, "agenda", "--no-data").code == 0
    return meetbot


def send(meetbot: CommandLine, *arguments: str, now: str = NOW) -> Result:
    """`meetbot send` at that moment."""
    return meetbot("--now", now, "send", *arguments)


def received(handler: Handler) -> list[EmailMessage]:
    """What arrived, in order."""
    found = []
    for envelope in handler.mails:
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        found.append(message)
    return found


def calendar_of(message: EmailMessage) -> bytes:
    """The invitation in the mail."""
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return str(part.get_content()).encode()


def retitle(meetbot: CommandLine) -> None:
    """The user corrects a point's title in agenda.json."""
    path = meetbot.folder / "meetings" / MEETING / "agenda.json"
    text = path.read_text(encoding="utf-8")
    assert '"title": "Meta compartida"' in text
    path.write_text(text.replace('"title": "Meta compartida"', '"title": "Meta del trimestre"'), encoding="utf-8")


def test_agenda_goes_out_with_word_file_and_invitation(ready: CommandLine, handler: Handler) -> None:
    """One mail to everybody who is expected, with what calendars understand."""
    result = send(ready, "--agenda", "--yes")
    (message,) = received(handler)

    assert result.code == 0, result.err
    assert handler.mails[0].rcpt_tos == ["laura@empaques.example", "diego@empaques.example"]
    assert [part.get_filename() for part in message.iter_attachments()] == [
        "2026-11-30-orden-del-dia.docx",
        "2026-11-30-orden-del-dia.ics",
    ]
    assert method_of(calendar_of(message)) == "REQUEST"
    assert message["Subject"].startswith("Convocatoria y orden del día: ")


def test_agenda_is_mailed_once(ready: CommandLine, handler: Handler) -> None:
    """The second run says that it was sent, even after the agenda was made again."""
    send(ready, "--agenda", "--yes")
    again = send(ready, "--agenda", "--yes")
    ready("--now", "2026-11-29T12:00", "agenda", "--no-data")
    later = send(ready, "--agenda", "--yes", now="2026-11-29T12:01")

    assert "already sent" in again.out
    assert again.code == later.code == 0
    assert len(handler.mails) == 1


def test_corrected_agenda_goes_out_as_a_correction(ready: CommandLine, handler: Handler) -> None:
    """Subject, thread and SEQUENCE tell calendars and people that it replaces the first one; undoing it is a third."""
    send(ready, "--agenda", "--yes")
    retitle(ready)
    send(ready, "--agenda", "--yes")
    first, second = received(handler)

    assert second["Subject"].endswith("(corregido, versión 2)")
    assert second["References"] == first["References"]
    versions = [Calendar.from_ical(calendar_of(message)).events[0]["sequence"] for message in (first, second)]
    assert versions == [0, 1]
    assert b"Meta del trimestre" in calendar_of(second).replace(b"\n ", b"").replace(b"\r", b"")


def test_nothing_leaves_on_a_dry_run_or_without_an_answer(ready: CommandLine, handler: Handler) -> None:
    """The draft is written and shown; nobody gets it."""
    dry = send(ready, "--agenda", "--dry-run")
    asked = send(ready, "--agenda")

    assert dry.code == 0
    assert "agenda.eml" in dry.out
    assert (ready.folder / "meetings" / MEETING / "outbox" / "agenda.eml").is_file()
    assert asked.code == 1
    assert "--yes" in asked.err
    assert handler.mails == []


def test_meeting_is_called_off_and_called_again(ready: CommandLine, handler: Handler) -> None:
    """CANCEL takes the event out of the calendars; a later invitation of the same meeting counts on."""
    send(ready, "--agenda", "--yes")
    off = send(ready, "--cancel", "--yes", now="2026-11-29T15:00")
    twice = send(ready, "--cancel", "--yes", now="2026-11-29T16:00")
    again = send(ready, "--agenda", "--yes", now="2026-11-29T17:00")
    calendars = [calendar_of(message) for message in received(handler)]

    assert (off.code, twice.code, again.code) == (0, 0, 0)
    assert [method_of(content) for content in calendars] == ["REQUEST", "CANCEL", "REQUEST"]
    events = [Calendar.from_ical(content).events[0] for content in calendars]
    assert [event["sequence"] for event in events] == [0, 1, 2]
    assert len({str(event["uid"]) for event in events}) == 1


def test_allowed_domains_hold_for_the_agenda_too(ready: CommandLine, handler: Handler) -> None:
    """An address outside the company stops the mail."""
    path = ready.folder / "meetbot.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'allowed_domains = ["otra.example"]\n', encoding="utf-8")
    result = send(ready, "--agenda", "--yes")

    assert result.code == 1
    assert "allowed_domains" in result.err
    assert handler.mails == []


def test_a_past_agenda_is_not_mailed_by_mistake(ready: CommandLine, handler: Handler) -> None:
    """Without a coming agenda the error says how to make one; a past one goes out only by name."""
    late = send(ready, "--agenda", "--yes", now="2026-12-05T10:00")
    unknown = send(ready, "2026-01-01-otra", "--agenda", "--yes")
    named = send(ready, MEETING, "--agenda", "--dry-run", now="2026-12-05T10:00")

    assert late.code == unknown.code == 1
    assert "meetbot agenda" in late.err
    assert MEETING in unknown.err
    assert named.code == 0
    assert handler.mails == []


def test_nobody_with_an_address(meetbot: CommandLine) -> None:
    """The agenda is there all the same; the mail has nobody to go to."""
    meetbot.workspace(data=False)
    path = meetbot.folder / "meetbot.toml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("email")]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert meetbot("--now", NOW, "agenda", "--no-data").code == 0
    result = send(meetbot, "--agenda", "--dry-run")
    off = send(meetbot, "--cancel", "--dry-run")

    assert result.code == off.code == 0
    assert "no person in meetbot.toml has a mail address" in result.out
    assert b"METHOD:PUBLISH" in (meetbot.folder / "meetings" / MEETING / "agenda.ics").read_bytes()


def test_an_address_that_no_server_takes_is_an_issue_not_the_end(meetbot: CommandLine) -> None:
    """The agenda comes out, the mail's problem is told with the person's name."""
    meetbot.workspace(data=False)
    path = meetbot.folder / "meetbot.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("laura@", "laurá@"), encoding="utf-8")
    result = meetbot("--now", NOW, "agenda", "--no-data")

    assert result.code == 3
    assert "Laura Méndez" in result.err
    assert (meetbot.folder / "meetings" / MEETING / "agenda.docx").is_file()


def test_json_lists_the_agendas_mail(ready: CommandLine) -> None:
    """--json gives file, recipients and state."""
    found = json.loads(send(ready, "--agenda", "--dry-run", "--json").out)

    assert found["meeting"] == MEETING
    assert [one["state"] for one in found["mails"]] == ["new"]
