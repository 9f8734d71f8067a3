"""What goes wrong between meetbot and a mail server, in words that lead to the fix."""

import re
import smtplib
import socket
import ssl

from meetbot.config import MailConfig

KEYRING_HINT = "Set MEETBOT_SMTP_PASSWORD, or keep it in the keyring: `keyring set meetbot {user}`."
_GMAIL_HINT = """Gmail wants an app password: turn on 2-step verification, then make one at
https://myaccount.google.com/apppasswords and use it in place of your own password."""
_MICROSOFT_HINT = """Microsoft 365 doesn't let this mailbox sign in with a password. Ask your administrator to allow
“Authenticated SMTP” for it, or send through another server; `meetbot send --dry-run` writes the mails as files."""


def connection_problem(error: Exception, config: MailConfig) -> tuple[str, str]:
    """What kept the connection from being made, and the likeliest fix."""
    if isinstance(error, ssl.SSLCertVerificationError):
        hint = "If your company has its own certificate authority, name its file in `mail.ca_file`."
        return f"The server's certificate can't be trusted: {shown(error.verify_message)}.", hint
    if isinstance(error, ssl.SSLError):
        hint = 'Port 587 usually wants security = "starttls", port 465 security = "tls".'
        return f"No encrypted connection could be made: {shown(error.reason or 'TLS failed')}.", hint
    if isinstance(error, socket.gaierror):
        return f"There is no server named {shown(config.host)}.", "Check `mail.host` and the network connection."
    if isinstance(error, ConnectionRefusedError):
        return "No mail server answers there.", "Check `mail.host` and `mail.port`; a firewall may also be in the way."
    if isinstance(error, TimeoutError | smtplib.SMTPServerDisconnected):
        hint = 'Port 465 wants security = "tls", port 587 "starttls"; a firewall may also be in the way.'
        return f"The mail server did not answer ({shown(error)}).", hint
    return f"The mail server can't be reached: {shown(error)}.", "Check `mail.host` and `mail.port`."


def sign_in_hint(reply: str, config: MailConfig) -> str:
    """What to do about a refused sign-in, by the server's own words."""
    if hint := account_hint(reply):
        return hint
    if "5.7.8" in reply and ("gsmtp" in reply or "google" in reply.lower() or "gmail" in config.host):
        return _GMAIL_HINT
    return f"Check `mail.username` and the password. {KEYRING_HINT.format(user=shown(config.username))}"


def account_hint(reply: str) -> str:
    """What to do when the provider has switched this kind of account off; empty otherwise."""
    return _MICROSOFT_HINT if "5.7.30" in reply or "5.7.139" in reply else ""


def refusal_hint(codes: list[int]) -> str:
    """What to do about refused recipients: 4xx is the server's mood, 5xx a wrong address."""
    if all(400 <= code < 500 for code in codes):  # noqa: PLR2004 (SMTP's range for “not now”)
        return "The server may take them later: run the command again in some minutes."
    return "Correct the addresses under [[people]] in meetbot.toml and send again."


def shown(value: object) -> str:
    """A server's or user's text, safe to print in one line."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "·", str(value))[:300]
