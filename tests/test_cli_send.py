"""`meetbot send` against a real SMTP server on loopback, with STARTTLS and a sign-in."""

import json
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP
from commandline import CommandLine
from mailserver import PASSWORD, USER, Certificate, Handler, free_port

pytestmark = pytest.mark.real

MEETING = "2026-11-23-alineacion"


@pytest.fixture
def ready(
    meetbot: CommandLine, starttls: int, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """A workspace with minutes and that mail server."""
    monkeypatch.setenv("MEETBOT_SMTP_PASSWORD", PASSWORD)
    meetbot.workspace(mail(starttls, certificate))
    assert meetbot("minutes", meetbot.transcript()).code == 0
    return meetbot


def mail(port: int, certificate: Certificate, extra: str = "") -> str:
    """The [mail] section for that server."""
    return (
        f'\n[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "starttls"\nusername = "{USER}"\n'
        f'sender = "Minutas <{USER}>"\nca_file = "{certificate.file}"\n{extra}'
    )


def received(handler: Handler) -> dict[str, EmailMessage]:
    """What arrived, by its recipients."""
    found = {}
    for envelope in handler.mails:
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        found[", ".join(sorted(envelope.rcpt_tos))] = message
    return found


def test_send_reaches_attendees_and_departments(ready: CommandLine, handler: Handler) -> None:
    """Everybody gets the minutes and each department its own sheet, each with its Word file."""
    result = ready("send", "--yes")
    mails = received(handler)

    assert result.code == 0, result.err
    assert set(mails) == {
        "diego@empaques.example, laura@empaques.example",
        "diego@empaques.example",
        "laura@empaques.example",
    }
    attached = {to: [part.get_filename() for part in mail.iter_attachments()] for to, mail in mails.items()}
    assert attached["laura@empaques.example"] == ["2026-11-23-mercadeo.docx"]
    assert attached["diego@empaques.example, laura@empaques.example"] == ["2026-11-23-minuta-de-reunion.docx"]
    for message in mails.values():
        body = message.get_body(("plain",))
        assert body is not None
        assert body.get_content().strip()
        assert message.get_body(("html",)) is not None


def test_send_twice_sends_once(ready: CommandLine, handler: Handler) -> None:
    """The second run says that it was sent and sends nothing."""
    ready("send", "--yes")
    again = ready("send", "--yes")

    assert again.code == 0
    assert "already sent" in again.out
    assert len(handler.mails) == 3


def test_send_corrected_minutes_go_out_as_a_new_version(ready: CommandLine, handler: Handler) -> None:
    """A correction of minutes.json reaches the recipients; what did not change stays unsent."""
    ready("send", "--yes")
    path = ready.folder / "meetings" / MEETING / "minutes.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Revisar la campaña", "Revisar el webinar"), "utf-8")
    again = ready("send", "--yes")

    assert "an earlier version was sent" in again.out
    assert len(handler.mails) > 3


def test_send_dry_run_only_writes(ready: CommandLine, handler: Handler) -> None:
    """--dry-run shows what would go to whom and leaves the .eml files."""
    result = ready("send", "--dry-run")

    assert result.code == 0
    assert handler.mails == []
    assert "laura@empaques.example" in result.out
    assert sorted(p.name for p in (ready.folder / "meetings" / MEETING / "outbox").iterdir()) == [
        "comercial.eml",
        "mercadeo.eml",
        "minutes.eml",
    ]


def test_send_without_an_answer_sends_nothing(ready: CommandLine, handler: Handler) -> None:
    """Where nobody can be asked, nothing leaves without --yes."""
    result = ready("send")

    assert result.code == 1
    assert "--yes" in result.err
    assert handler.mails == []


def test_send_wrong_password_can_be_tried_again(
    ready: CommandLine, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refused sign-in is an error with a hint; after the fix the same command sends."""
    monkeypatch.setenv("MEETBOT_SMTP_PASSWORD", "otra")
    refused = ready("send", "--yes")
    monkeypatch.setenv("MEETBOT_SMTP_PASSWORD", PASSWORD)
    sent = ready("send", "--yes")

    assert refused.code == 3
    assert "otra" not in refused.err + refused.out
    assert sent.code == 0
    assert len(handler.mails) == 3


def test_send_connection_lost_after_the_data_is_not_repeated(ready: CommandLine, handler: Handler) -> None:
    """Mail that may have arrived is never sent again by itself."""

    def hang_up(server: SMTP) -> str:
        assert server.transport is not None
        server.transport.close()
        return "250 OK"

    handler.on_data = hang_up
    lost = ready("send", "--yes")
    handler.on_data = None
    again = ready("send", "--yes")

    assert lost.code == 3
    assert again.code == 3
    assert "may have arrived" in again.out
    assert handler.mails == []
    assert ready("send", "--yes", "--resend").code == 0
    assert len(handler.mails) == 3


def test_send_changed_after_an_unknown_end_is_held_back(ready: CommandLine, handler: Handler) -> None:
    """A mail whose earlier version may have arrived does not go out by a plain --yes, whatever changed in it."""

    def hang_up(server: SMTP) -> str:
        assert server.transport is not None
        server.transport.close()
        return "250 OK"

    handler.on_data = hang_up
    ready("send", "--yes")
    handler.on_data = None
    path = ready.folder / "meetings" / MEETING / "minutes.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Revisar la campaña", "Revisar el webinar"), "utf-8")
    again = ready("send", "--yes")

    assert again.code == 3
    assert handler.mails == []
    assert "--resend" in again.out


def test_send_outside_the_allowed_domains_is_refused(
    meetbot: CommandLine, handler: Handler, starttls: int, certificate: Certificate
) -> None:
    """An address outside the company stops everything before the first mail."""
    meetbot.workspace(mail(starttls, certificate, 'allowed_domains = ["otra.example"]\n'))
    meetbot("minutes", meetbot.transcript())
    result = meetbot("send", "--yes")

    assert result.code == 1
    assert "allowed_domains" in result.err
    assert handler.mails == []


def test_send_without_a_server_names_the_dry_run(meetbot: CommandLine) -> None:
    """Without [mail] the error says which keys are missing and what works meanwhile."""
    meetbot.workspace()
    meetbot("minutes", meetbot.transcript())
    result = meetbot("send", "--yes")

    assert result.code == 1
    assert "--dry-run" in result.err


def test_send_json_lists_every_mail(ready: CommandLine) -> None:
    """--json gives the state of each mail."""
    found = json.loads(ready("send", "--yes", "--json").out)

    assert {one["state"] for one in found["mails"]} == {"sent"}
    assert all(Path(one["file"]).is_file() for one in found["mails"])


def test_check_online_tries_the_server(ready: CommandLine) -> None:
    """`check --online` signs in without sending; a closed port is told with its fix."""
    good = json.loads(ready("check", "--online", "--json").out)
    settings = ready.folder / "meetbot.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("port = ", f"port = {free_port()} # "), encoding="utf-8")
    bad = json.loads(ready("check", "--online", "--json").out)

    assert [line["status"] for line in good["checks"] if line["name"] == "mail"] == ["ok"]
    assert [line["status"] for line in bad["checks"] if line["name"] == "mail"] == ["warning"]
