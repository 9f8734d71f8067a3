"""Mail over SMTP: encrypted, to everybody or to nobody, and honest about what can't be known.

A recipient whom the server refuses stops the mail before its text is handed over, so a retry never reaches somebody
twice. Once the text is on its way, a broken connection means that it may have arrived.
"""

import base64
import contextlib
import ipaddress
import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from email.utils import parseaddr

from meetbot.adapters.smtp_problems import (
    KEYRING_HINT,
    account_hint,
    connection_problem,
    refusal_hint,
    shown,
    sign_in_hint,
)
from meetbot.config import MailConfig
from meetbot.errors import DeliveryUnknownError, MailError
from meetbot.model.mail import Draft

_SECURITY = {"starttls": "STARTTLS", "tls": "TLS", "none": "not encrypted"}
_ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f<>(),;:\"\[\]@\\]+@[^\s\x00-\x1f\x7f<>(),;:\"\[\]@\\]+")
_NAME_IN_EHLO = "[127.0.0.1]"  # the machine's own name is nobody's business, and looking it up can take seconds


def password_for(config: MailConfig, environment: Mapping[str, str]) -> str | None:
    """The password of the mail account: MEETBOT_SMTP_PASSWORD, else from the keyring, else None."""
    if password := environment.get("MEETBOT_SMTP_PASSWORD", "").strip("\r\n"):
        return password
    if not config.username:
        return None
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        return keyring.get_password("meetbot", config.username)
    except (KeyringError, ImportError, RuntimeError, OSError):
        # A machine without a keyring service (a server, cron) has no password there; that is all it means.
        return None


class SmtpMailer:
    """The `Mailer` port. The password is never shown, logged or put into an error."""

    def __init__(self, config: MailConfig, *, password: str | None) -> None:
        self._config = config
        self._password = password
        self._where = f"{config.host}:{config.port}"

    def describe(self) -> str:
        """Host, port, security and account, for the user to see before sending."""
        account = f", as {self._config.username}" if self._config.username else ", without signing in"
        return f"{self._where} ({_SECURITY[self._config.security]}{account})"

    def check(self) -> None:
        """Connects and signs in without sending. Raises MailError."""
        with self._session() as smtp, self._broken("while it was asked whether it is there"):
            smtp.noop()

    def send(self, draft: Draft) -> None:
        """Hands it to the server for all its recipients. Raises MailError; DeliveryUnknownError when it may be out."""
        payload = _wire_format(draft.eml)
        recipients = [self._recipient(address) for address in dict.fromkeys((*draft.to, *draft.cc))]
        if not recipients:
            raise MailError("The mail has no recipients.", draft.filename)
        sender = self._sender()
        with self._session() as smtp:
            with self._broken("before the mail was handed over: nothing was sent"):
                self._announce(smtp, sender, _options(smtp, [sender, *recipients], payload, self._where))
                self._name_recipients(smtp, recipients)
                self._begin_data(smtp)
            self._finish_data(smtp, payload)

    def _sender(self) -> str:
        address = parseaddr(self._config.sender)[1] or self._config.username
        if not _ADDRESS.fullmatch(address):
            raise MailError(
                f"“{shown(self._config.sender)}” is no address to send from.", "meetbot.toml, key `mail.sender`"
            )
        return _ascii_domain(address)

    def _recipient(self, address: str) -> str:
        """The address as the server takes it. Raises MailError when it is none, or outside of the allowed domains."""
        if not _ADDRESS.fullmatch(address):
            raise MailError(
                f"“{shown(address)}” is no mail address.", hint="Correct it under [[people]] in meetbot.toml."
            )
        allowed = {domain.lower().lstrip("@") for domain in self._config.allowed_domains}
        if allowed and address.rsplit("@", 1)[1].lower() not in allowed:
            raise MailError(
                f"{shown(address)} lies outside of the domains that mail may go to.",
                "meetbot.toml, key `mail.allowed_domains`",
                f"Allowed: {', '.join(sorted(allowed))}.",
            )
        return _ascii_domain(address)

    @contextlib.contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        """A connection, encrypted and signed in as configured. Raises MailError."""
        self._refuse_clear_password()
        smtp = self._connect()
        try:
            with self._broken("while signing in"):
                if self._config.security == "starttls":
                    self._start_tls(smtp)
                smtp.ehlo_or_helo_if_needed()
            if self._config.username:
                self._sign_in(smtp)
            yield smtp
            # The mail is accepted by now; a server that hangs up instead of saying goodbye changes nothing.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.quit()
        finally:
            smtp.close()

    def _refuse_clear_password(self) -> None:
        config = self._config
        if not config.host:
            raise MailError("No mail server is configured.", "meetbot.toml, [mail]", "Set `host`, `port` and `sender`.")
        if config.username and self._password is None:
            raise MailError(
                f"There is no password for {shown(config.username)}.",
                self._where,
                KEYRING_HINT.format(user=config.username),
            )
        if config.security == "none" and config.username and not _is_loopback(config.host):
            raise MailError(
                "The password would travel unencrypted.",
                "meetbot.toml, key `mail.security`",
                'Use security = "starttls" (port 587) or "tls" (port 465).',
            )

    def _connect(self) -> smtplib.SMTP:
        host, port, timeout = self._config.host, self._config.port, self._config.timeout_seconds
        context = self._context() if self._config.security == "tls" else None
        try:
            if context is not None:
                return smtplib.SMTP_SSL(host, port, local_hostname=_NAME_IN_EHLO, timeout=timeout, context=context)
            return smtplib.SMTP(host, port, local_hostname=_NAME_IN_EHLO, timeout=timeout)
        except (smtplib.SMTPException, OSError) as error:
            raise self._no_connection(error) from error

    def _context(self) -> ssl.SSLContext:
        """Certificates are checked against the system's authorities and, if given, the company's own."""
        context = ssl.create_default_context()
        if self._config.ca_file:
            try:
                context.load_verify_locations(cafile=self._config.ca_file)
            except OSError as error:
                raise MailError(
                    f"The certificates in {self._config.ca_file} can't be read: {error.strerror or error}.",
                    "meetbot.toml, key `mail.ca_file`",
                    "It must be a text file with certificates (PEM).",
                ) from error
        return context

    def _start_tls(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if not smtp.has_extn("starttls"):
            raise MailError(
                "The server offers no encryption (STARTTLS), so nothing was sent.",
                self._where,
                'Try port = 587, or security = "tls" with port = 465.',
            )
        try:
            smtp.starttls(context=self._context())
        except ssl.SSLError as error:
            raise self._no_connection(error) from error

    def _sign_in(self, smtp: smtplib.SMTP) -> None:
        user, password = self._config.username, self._password or ""
        try:
            with self._broken("while signing in"):
                if (user + password).isascii():
                    smtp.login(user, password)
                else:
                    _sign_in_utf8(smtp, user, password)
        except smtplib.SMTPAuthenticationError as error:
            reply = self._reply(error.smtp_code, error.smtp_error)
            raise MailError(
                f"The server refused the sign-in: {reply}", self._where, sign_in_hint(reply, self._config)
            ) from error
        except smtplib.SMTPNotSupportedError as error:
            raise MailError(
                "The server offers no sign-in that works here.",
                self._where,
                "Check `mail.port` and `mail.security`, or leave `mail.username` empty if it needs none.",
            ) from error

    def _announce(self, smtp: smtplib.SMTP, sender: str, options: list[str]) -> None:
        code, reply = smtp.mail(sender, options)
        if code != 250:  # noqa: PLR2004 (SMTP's number for “done”)
            told = self._reply(code, reply)
            hint = account_hint(told) or "Check `mail.sender`: many servers send only for the account."
            raise MailError(f"The server refused the sender {sender}: {told}", self._where, hint)

    def _name_recipients(self, smtp: smtplib.SMTP, recipients: list[str]) -> None:
        """Names them all; one refusal stops the mail for everybody."""
        refused: dict[str, int] = {}
        for address in recipients:
            code, reply = smtp.rcpt(address)
            if code not in {250, 251}:
                refused[f"{shown(address)}: {self._reply(code, reply)}"] = code
        if refused:
            accepted = len(recipients) - len(refused)
            others = f" The other {accepted} would have been accepted, but got nothing either." if accepted else ""
            raise MailError(
                f"The server refused {len(refused)} of {len(recipients)} recipients; nothing was sent.{others}",
                self._where,
                "\n".join([*refused, refusal_hint(list(refused.values()))]),
            )

    def _begin_data(self, smtp: smtplib.SMTP) -> None:
        code, reply = smtp.docmd("DATA")
        if code != 354:  # noqa: PLR2004 (SMTP's number for “go on”)
            raise MailError(f"The server refused the mail: {self._reply(code, reply)}", self._where)

    def _finish_data(self, smtp: smtplib.SMTP, payload: bytes) -> None:
        try:
            smtp.send(re.sub(rb"(?m)^\.", b"..", payload) + b".\r\n")
            code, reply = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryUnknownError(
                "The connection broke after the mail was handed over: it may have arrived.",
                self._where,
                "Ask one of the recipients before you send it again.",
            ) from error
        if code != 250:  # noqa: PLR2004 (SMTP's number for “done”)
            raise MailError(f"The server refused the mail: {self._reply(code, reply)}", self._where)

    @contextlib.contextmanager
    def _broken(self, when: str) -> Iterator[None]:
        """Turns a connection that ends or stalls into a MailError."""
        try:
            yield
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError):
            raise
        except (smtplib.SMTPException, OSError) as error:
            raise MailError(
                f"The connection to the mail server broke {when}: {shown(error)}.", self._where, "Try again later."
            ) from error

    def _reply(self, code: int, text: bytes | str) -> str:
        """The server's own words, in one line, without the password should it repeat it."""
        words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        if self._password:
            words = words.replace(self._password, "…")
        return f"{code} {shown(' '.join(words.split()))}"

    def _no_connection(self, error: Exception) -> MailError:
        what, hint = connection_problem(error, self._config)
        return MailError(what, self._where, hint)


def _options(smtp: smtplib.SMTP, addresses: list[str], payload: bytes, where: str) -> list[str]:
    """What the envelope must announce: size, and characters beyond ASCII only where there are some."""
    options = []
    limit = smtp.esmtp_features.get("size", "")
    if smtp.has_extn("size"):
        options.append(f"SIZE={len(payload)}")
        if limit.isdigit() and 0 < int(limit) < len(payload):
            megabytes = f"{len(payload) / 1e6:.1f} MB; the server takes {int(limit) / 1e6:.1f} MB"
            raise MailError(f"The mail is too large: {megabytes}.", where, "Send fewer attachments.")
    if not payload.isascii() and smtp.has_extn("8bitmime"):
        options.append("BODY=8BITMIME")
    if not all(a.isascii() for a in addresses) or not payload.split(b"\r\n\r\n", 1)[0].isascii():
        if not smtp.has_extn("smtputf8"):
            odd = ", ".join(shown(a) for a in addresses if not a.isascii()) or "a header"
            raise MailError(f"The server can't take characters beyond ASCII in {odd}.", where, "Use plain addresses.")
        options.append("SMTPUTF8")
    return options


def _sign_in_utf8(smtp: smtplib.SMTP, user: str, password: str) -> None:
    """AUTH PLAIN with UTF-8 as RFC 4616 has it; smtplib's own sign-in knows ASCII only."""
    if "PLAIN" not in smtp.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError
    secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    code, reply = smtp.docmd("AUTH", f"PLAIN {secret}")
    if code not in {235, 503}:
        raise smtplib.SMTPAuthenticationError(code, reply)


def _wire_format(eml: bytes) -> bytes:
    """The mail with CRLF line ends throughout, ending in one."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", eml)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def _ascii_domain(address: str) -> str:
    """The address with its domain in ASCII (IDNA), which every server understands."""
    local, domain = address.rsplit("@", 1)
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}"


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
