"""Sending against a real SMTP server on loopback: what arrives, what is refused, what can't be known."""

import asyncio
import socket
import sys
import threading
import types
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from mailserver import PASSWORD, USER, Certificate, Handler, authenticate, free_port, serving

from meetbot.adapters.smtp import SmtpMailer, password_for
from meetbot.adapters.smtp_problems import connection_problem, sign_in_hint
from meetbot.config import MailConfig
from meetbot.errors import DeliveryUnknownError, MailError
from meetbot.model.mail import Draft

pytestmark = pytest.mark.real


@pytest.fixture
def plain(handler: Handler) -> Iterator[int]:
    """A server without encryption and sign-in."""
    with serving(handler) as port:
        yield port


def config(port: int, **changes: Any) -> MailConfig:
    """[mail] for a server on loopback."""
    values: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "username": USER,
        "sender": f"Actas <{USER}>",
        "timeout_seconds": 10,
    }
    return MailConfig(**{**values, **changes})


def open_config(port: int, **changes: Any) -> MailConfig:
    """[mail] for a server on loopback without encryption and sign-in."""
    return config(port, **{"security": "none", "username": "", **changes})


def draft(*to: str, body: str = "Va el acta.\n.\nUna línea con punto.\n", cc: tuple[str, ...] = ()) -> Draft:
    """A mail with an attachment, as meetbot writes it."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = USER, ", ".join(to), "Acta de alineación"
    message.set_content(body, cte="quoted-printable")
    message.add_attachment(bytes(range(256)) * 40, maintype="application", subtype="zip", filename="acta.docx")
    return Draft(key="m/minutes", filename="acta.eml", subject="Acta", to=to, cc=cc, eml=bytes(message))


def test_send_over_starttls_with_sign_in(starttls: int, handler: Handler, certificate: Certificate) -> None:
    """The mail arrives whole, encrypted, at everybody once."""
    mail = draft("laura@tlacuilo.mx", "diego@tlacuilo.mx", cc=("diego@tlacuilo.mx", "andres@tlacuilo.mx"))
    mailer = SmtpMailer(config(starttls, ca_file=str(certificate.file)), password=PASSWORD)
    mailer.check()
    mailer.send(mail)
    (arrived,) = handler.mails
    assert arrived.mail_from == USER
    assert arrived.rcpt_tos == ["laura@tlacuilo.mx", "diego@tlacuilo.mx", "andres@tlacuilo.mx"]
    assert arrived.content == mail.eml
    assert not handler.clear_text
    (attachment,) = message_from_bytes(mail.eml, policy=policy.default).iter_attachments()
    assert attachment.get_content() == bytes(range(256)) * 40


def test_send_over_tls_from_the_start(handler: Handler, certificate: Certificate) -> None:
    """Port 465's way."""
    with serving(handler, ssl_context=certificate.context) as port:
        settings = config(port, security="tls", username="", ca_file=str(certificate.file))
        SmtpMailer(settings, password=None).send(draft("laura@tlacuilo.mx"))
    assert len(handler.mails) == 1


def test_send_keeps_lines_with_a_dot(plain: int, handler: Handler) -> None:
    """A line that is only a dot doesn't end the mail, whatever line ends the file has."""
    body = "uno\n.\n..dos\ntres"
    mail = Draft(key="k", filename="f", subject="s", to=("a@x.mx",), eml=f"Subject: s\n\n{body}".encode())
    SmtpMailer(open_config(plain), password=None).send(mail)
    assert handler.mails[0].content == f"Subject: s\n\n{body}\n".replace("\n", "\r\n").encode()


@pytest.mark.parametrize("password", ["otra", "contraseña"])
def test_send_with_a_wrong_password(starttls: int, handler: Handler, certificate: Certificate, password: str) -> None:
    """Refused: the reply and the fix are told, the password isn't."""
    mailer = SmtpMailer(config(starttls, ca_file=str(certificate.file)), password=password)
    with pytest.raises(MailError, match="refused the sign-in: 535") as raised:
        mailer.check()
    assert f"127.0.0.1:{starttls}" in raised.value.where
    assert "MEETBOT_SMTP_PASSWORD" in raised.value.hint
    assert password not in str(raised.value)
    assert handler.mails == []


def test_sign_in_with_a_password_beyond_ascii(handler: Handler, certificate: Certificate) -> None:
    """«contraseña» is a password too."""

    def accepts(_s: SMTP, _ss: Session, _e: Envelope, _m: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password == "contraseña".encode())

    with serving(handler, tls_context=certificate.context, authenticator=accepts) as port:
        SmtpMailer(config(port, ca_file=str(certificate.file)), password="contraseña").send(draft("a@x.mx"))
    assert len(handler.mails) == 1


def test_send_refuses_a_server_without_starttls(plain: int, handler: Handler) -> None:
    """No encryption offered: neither password nor mail leaves."""
    with pytest.raises(MailError, match="offers no encryption"):
        SmtpMailer(config(plain), password=PASSWORD).send(draft("a@x.mx"))
    with pytest.raises(MailError, match="offers no encryption"):
        SmtpMailer(config(plain, username=""), password=None).send(draft("a@x.mx"))
    assert handler.mails == []


def test_send_refuses_a_certificate_it_cannot_trust(starttls: int, handler: Handler) -> None:
    """A self-signed certificate that nobody vouched for ends it, with the setting that would vouch."""
    with pytest.raises(MailError, match="can't be trusted") as raised:
        SmtpMailer(config(starttls), password=PASSWORD).send(draft("a@x.mx"))
    assert "ca_file" in raised.value.hint
    assert handler.mails == []


def test_ca_file_that_cannot_be_read(starttls: int, tmp_path: Path) -> None:
    """A wrong `ca_file` is named, whether it is missing or no certificate."""
    (tmp_path / "no.pem").write_text("esto no es un certificado", encoding="utf-8")
    for name in ("missing.pem", "no.pem"):
        with pytest.raises(MailError, match="can't be read") as raised:
            SmtpMailer(config(starttls, ca_file=str(tmp_path / name)), password=PASSWORD).check()
        assert "mail.ca_file" in raised.value.where


def test_send_with_one_refused_recipient_reaches_nobody(plain: int, handler: Handler) -> None:
    """Everybody or nobody: the refused one is named, the others get nothing, so a retry is no second mail."""
    handler.refuse["jorge@tlacuilo.mx"] = "550 5.1.1 No such user"
    with pytest.raises(MailError, match="refused 1 of 3 recipients; nothing was sent") as raised:
        SmtpMailer(open_config(plain), password=None).send(draft("laura@x.mx", "jorge@tlacuilo.mx", "ana@x.mx"))
    assert "The other 2 would have been accepted" in raised.value.what
    assert "jorge@tlacuilo.mx: 550 5.1.1 No such user" in raised.value.hint
    assert "Correct the addresses" in raised.value.hint
    assert handler.mails == []


def test_send_while_the_server_is_busy_says_later(plain: int, handler: Handler) -> None:
    """A temporary refusal is not the address's fault."""
    handler.refuse["laura@x.mx"] = "450 4.2.0 Greylisted"
    with pytest.raises(MailError, match="refused 1 of 1") as raised:
        SmtpMailer(open_config(plain), password=None).send(draft("laura@x.mx"))
    assert "some minutes" in raised.value.hint
    assert "would have been" not in raised.value.what


def test_send_when_the_connection_breaks_after_the_data(plain: int, handler: Handler) -> None:
    """Handed over, no answer: nobody knows, and it is said so."""

    def hang_up(server: SMTP) -> str:
        assert isinstance(server.transport, asyncio.WriteTransport)
        server.transport.abort()
        return "250 never heard"

    handler.on_data = hang_up
    with pytest.raises(DeliveryUnknownError, match="may have arrived"):
        SmtpMailer(open_config(plain), password=None).send(draft("a@x.mx"))


def test_send_when_the_mail_is_refused_after_the_data(plain: int, handler: Handler) -> None:
    """A clear no is a failure, not a doubt."""
    handler.on_data = lambda _server: "554 5.7.1 Looks like spam"
    with pytest.raises(MailError, match=r"refused the mail: 554 5\.7\.1 Looks like spam") as raised:
        SmtpMailer(open_config(plain), password=None).send(draft("a@x.mx"))
    assert not isinstance(raised.value, DeliveryUnknownError)


def test_send_larger_than_the_server_takes(handler: Handler) -> None:
    """The limit is known before anything is handed over."""
    with serving(handler, data_size_limit=5000) as port, pytest.raises(MailError, match=r"too large: 0\.0 MB"):
        SmtpMailer(open_config(port), password=None).send(draft("a@x.mx"))
    assert handler.mails == []


def test_send_to_an_address_beyond_ascii(plain: int, handler: Handler) -> None:
    """SMTPUTF8 is used for those who need it; a domain is put into ASCII instead."""
    SmtpMailer(open_config(plain), password=None).send(draft("josé@x.mx", "ana@compañía.mx"))
    assert handler.mails[0].rcpt_tos == ["josé@x.mx", "ana@xn--compaa-7va5a.mx"]
    assert handler.mails[0].smtp_utf8


def test_send_to_an_address_beyond_ascii_where_the_server_cannot(handler: Handler) -> None:
    """A server that knows ASCII only: the address is named, nothing is sent."""
    with serving(handler, enable_SMTPUTF8=False) as port:
        with pytest.raises(MailError, match=r"beyond ASCII in josé@x\.mx"):
            SmtpMailer(open_config(port), password=None).send(draft("josé@x.mx"))
        SmtpMailer(open_config(port), password=None).send(draft("jose@x.mx"))
    assert [m.smtp_utf8 for m in handler.mails] == [False]


def test_send_announces_text_beyond_ascii(plain: int, handler: Handler) -> None:
    """A body in bare UTF-8 arrives as it is, announced as eight bits."""
    mail = Draft(key="k", filename="f", subject="s", to=("a@x.mx",), eml="Subject: s\r\n\r\n¿Sí?\r\n".encode())
    SmtpMailer(open_config(plain), password=None).send(mail)
    assert handler.mails[0].content == mail.eml
    assert "BODY=8BITMIME" in handler.mails[0].mail_options


@pytest.mark.parametrize(
    "address", ["", "laura", "a@b\r\nRCPT TO:<x@y.mx>", "a b@x.mx", "<a@x.mx>", "a@x.mx,b@y.mx", "a@x.mx\u2028"]
)
def test_send_refuses_what_is_no_address(plain: int, handler: Handler, address: str) -> None:
    """An address can't carry commands of its own."""
    mail = Draft(key="k", filename="f", subject="s", to=(address,), eml=b"Subject: s\r\n\r\n")
    with pytest.raises(MailError, match="is no mail address"):
        SmtpMailer(open_config(plain), password=None).send(mail)
    assert handler.mails == []


def test_send_outside_of_the_allowed_domains(plain: int, handler: Handler) -> None:
    """The company's own limit holds at the last door too."""
    mailer = SmtpMailer(open_config(plain, allowed_domains=("@Tlacuilo.mx",)), password=None)
    with pytest.raises(MailError, match="outside of the domains"):
        mailer.send(draft("ana@tlacuilo.mx", "ana@tlacuilo.mx.evil.com"))
    mailer.send(draft("ana@TLACUILO.mx"))
    assert len(handler.mails) == 1


def test_send_without_recipients_or_sender(plain: int) -> None:
    """A mail to nobody, or from nobody, is refused before connecting."""
    with pytest.raises(MailError, match="no recipients"):
        SmtpMailer(open_config(plain), password=None).send(draft())
    with pytest.raises(MailError, match="no address to send from"):
        SmtpMailer(open_config(plain, sender="Actas"), password=None).send(draft("a@x.mx"))


def test_check_needs_a_host_and_a_password() -> None:
    """What is missing in the configuration is named before anything is tried."""
    with pytest.raises(MailError, match="No mail server is configured"):
        SmtpMailer(MailConfig(), password=None).check()
    with pytest.raises(MailError, match="no password for") as raised:
        SmtpMailer(config(587), password=None).check()
    assert "keyring set meetbot actas@tlacuilo.mx" in raised.value.hint


def test_check_never_shows_the_password_to_the_network() -> None:
    """Without encryption a password goes to this machine only."""
    with pytest.raises(MailError, match="unencrypted"):
        SmtpMailer(config(25, host="mail.tlacuilo.mx", security="none"), password=PASSWORD).check()


def test_sign_in_on_loopback_without_encryption(handler: Handler) -> None:
    """A local relay may have a password."""
    with serving(handler, authenticator=authenticate, auth_require_tls=False) as port:
        for host in ("127.0.0.1", "localhost"):
            SmtpMailer(config(port, host=host, security="none"), password=PASSWORD).check()


def test_check_when_no_sign_in_is_offered(plain: int) -> None:
    """A user name for a server that wants none is named as the cause."""
    for password in (PASSWORD, "contraseña"):
        with pytest.raises(MailError, match="offers no sign-in"):
            SmtpMailer(config(plain, security="none"), password=password).check()


def test_check_when_nothing_answers() -> None:
    """Refused connection: host, port and fix."""
    port = free_port()
    with pytest.raises(MailError, match="No mail server answers") as raised:
        SmtpMailer(open_config(port), password=None).check()
    assert raised.value.where == f"127.0.0.1:{port}"
    assert "mail.port" in raised.value.hint


def test_check_when_the_server_is_silent() -> None:
    """A port that accepts and says nothing (TLS expected) ends after the timeout, with that hint."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = open_config(silent.getsockname()[1], timeout_seconds=0.2)
        with pytest.raises(MailError, match="did not answer") as raised:
            SmtpMailer(settings, password=None).check()
    assert 'security = "tls"' in raised.value.hint


def test_check_tls_against_a_plain_server(plain: int) -> None:
    """The wrong kind of encryption for the port is told."""
    with pytest.raises(MailError, match="No encrypted connection") as raised:
        SmtpMailer(config(plain, security="tls"), password=PASSWORD).check()
    assert "starttls" in raised.value.hint


def test_describe_says_where_and_how() -> None:
    """What the user sees before sending."""
    assert SmtpMailer(config(587), password="x").describe() == f"127.0.0.1:587 (STARTTLS, as {USER})"
    assert SmtpMailer(open_config(25), password=None).describe() == ("127.0.0.1:25 (not encrypted, without signing in)")


class Script:
    """A server that says the given lines, one after each line it hears; an empty one hangs up."""

    def __init__(self, *replies: str) -> None:
        self._replies = replies
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve)

    def _serve(self) -> None:
        connection, _ = self._socket.accept()
        with connection, connection.makefile("rb") as heard:
            for reply in self._replies:
                if not reply:
                    return
                connection.sendall(reply.encode() + b"\r\n")
                heard.readline()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()
        self._socket.close()


@pytest.mark.parametrize(
    ("replies", "error", "hint"),
    [
        (("220 x", "250-x\r\n250 AUTH PLAIN", "535-5.7.8 Username and Password not accepted\r\n535 5.7.8 x - gsmtp"),
         "535", "app password"),
        (("220 x", "250-x\r\n250 AUTH PLAIN", "535 5.7.139 Authentication unsuccessful"), "535", "Microsoft 365"),
        (("220 x", "250-x\r\n250 AUTH PLAIN", "235 ok", "550 5.7.30 Basic authentication is not supported"),
         "refused the sender", "Microsoft 365"),
        (("220 x", "250-x\r\n250 AUTH PLAIN", "235 ok", "550 5.7.60 not yours"), "refused the sender", "mail.sender"),
        (("220 x", "250-x\r\n250 AUTH PLAIN", ""), "while signing in", "later"),
        (("220 x", "250-x\r\n250 AUTH PLAIN", "235 ok", ""), "nothing was sent", "later"),
        (("220 x", "250-x\r\n250 AUTH PLAIN", "235 ok", "250 ok", "250 ok", "451 \x1b[2Jnot now"),
         "451 ·[2Jnot now", ""),
        (("220 x", "250-x\r\n250 AUTH PLAIN", f"535 {PASSWORD}"), "535 …", ""),
        (("554 go away",), "can't be reached", "mail.host"),
    ],
)  # fmt: skip
def test_send_maps_what_providers_say(replies: tuple[str, ...], error: str, hint: str) -> None:
    """Each known refusal leads to its fix, and the terminal is safe from the server's words."""
    with Script(*replies) as server, pytest.raises(MailError) as raised:
        SmtpMailer(config(server.port, security="none"), password=PASSWORD).send(draft("a@x.mx"))
    assert error in raised.value.what
    assert hint in raised.value.hint
    assert not isinstance(raised.value, DeliveryUnknownError)
    assert PASSWORD not in str(raised.value)


def test_connection_problem_of_an_unknown_host() -> None:
    """A name that doesn't resolve is named."""
    what, hint = connection_problem(socket.gaierror(-2, "Name or service not known"), config(587, host="smpt.x.mx"))
    assert "smpt.x.mx" in what
    assert "mail.host" in hint


def test_sign_in_hint_for_gmail_by_its_host() -> None:
    """Gmail's app password is explained even when the reply is short."""
    assert "app password" in sign_in_hint("535 5.7.8 no", config(587, host="smtp.gmail.com"))
    assert "app password" not in sign_in_hint("535 5.7.8 no", config(587))


def test_password_for_prefers_the_environment() -> None:
    """The variable wins; without it and without a keyring there is none."""
    settings = config(587)
    assert password_for(settings, {"MEETBOT_SMTP_PASSWORD": "abcd efgh\n"}) == "abcd efgh"
    assert password_for(settings, {"MEETBOT_SMTP_PASSWORD": ""}) is None
    assert password_for(config(587, username=""), {}) is None


def test_password_for_asks_the_keyring() -> None:
    """Service `meetbot`, the user's name."""
    import keyring
    from keyring.backend import KeyringBackend

    class Memory(KeyringBackend):
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return "del llavero" if (service, username) == ("meetbot", USER) else None

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

        def delete_password(self, service: str, username: str) -> None:
            raise NotImplementedError

    class Locked(Memory):
        def get_password(self, service: str, username: str) -> str | None:
            raise keyring.errors.KeyringLocked(f"{service} {username}")

    backend: Callable[[type[KeyringBackend]], KeyringBackend] = lambda kind: kind()  # noqa: E731 (untyped constructor)
    before = keyring.get_keyring()
    try:
        keyring.set_keyring(backend(Memory))
        assert password_for(config(587), {}) == "del llavero"
        keyring.set_keyring(backend(Locked))
        assert password_for(config(587), {}) is None
    finally:
        keyring.set_keyring(before)


def test_password_for_without_keyring_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No keyring package: no password, no crash."""
    monkeypatch.setitem(sys.modules, "keyring", types.ModuleType("keyring"))
    monkeypatch.setitem(sys.modules, "keyring.errors", None)
    assert password_for(config(587), {}) is None
