"""Mails as values: plain text and HTML side by side, the Word files attached, headers that nobody's words can break.

The same inputs give the same bytes: boundaries and Message-ID come from the content, the date from the caller.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from meetbot.documents.mail_sheet import department_mail_sheet, minutes_mail_sheet
from meetbot.documents.sheet import Sheet
from meetbot.documents.templating import render
from meetbot.documents.text import clean, clip
from meetbot.errors import MailError
from meetbot.model.company import Department, Person
from meetbot.model.mail import Attachment, Draft
from meetbot.model.minutes import Minutes
from meetbot.words import Words, format_date

MAX_SUBJECT = 150
_HOST = re.compile(r"localhost|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_MAX_ADDRESS, _MAX_LOCAL = 254, 64
"""Longest address and local part, RFC 5321 section 4.5.3.1."""


@dataclass(frozen=True, kw_only=True)
class _Envelope:
    """What a message needs beside its words."""

    key: str
    subject: str
    to: Sequence[Person]
    sender: str
    reply_to: str
    attachments: Sequence[Attachment]
    revision: int
    sent_at: datetime


def minutes_draft(
    minutes: Minutes,
    words: Words,
    *,
    to: Sequence[Person],
    sender: str,
    reply_to: str = "",
    attachments: Sequence[Attachment] = (),
    revision: int = 1,
    sent_at: datetime,
    workspace: Path | None = None,
) -> Draft:
    """The minutes' mail to everybody. Raises MailError naming the person whose address can't be used."""
    envelope = _Envelope(
        key=f"{minutes.meeting.id}/minutes",
        subject=_subject("mail.subject", minutes, words, revision, name=words("minutes.name")),
        to=to,
        sender=sender,
        reply_to=reply_to,
        attachments=attachments,
        revision=revision,
        sent_at=sent_at,
    )
    names = [attachment.name for attachment in attachments]
    sheet = minutes_mail_sheet(minutes, words, attached=names, revision=revision)
    return _draft(sheet, words, envelope, workspace)


def department_draft(
    minutes: Minutes,
    department: Department,
    words: Words,
    *,
    to: Sequence[Person],
    sender: str,
    reply_to: str = "",
    attachments: Sequence[Attachment] = (),
    revision: int = 1,
    sent_at: datetime,
    workspace: Path | None = None,
) -> Draft:
    """One department's mail with its own sheet. Raises MailError naming the person whose address can't be used."""
    name = clip(department.name, 60)
    envelope = _Envelope(
        key=f"{minutes.meeting.id}/{department.id}",
        subject=_subject("mail.subject_department", minutes, words, revision, department=name),
        to=to,
        sender=sender,
        reply_to=reply_to,
        attachments=attachments,
        revision=revision,
        sent_at=sent_at,
    )
    names = [attachment.name for attachment in attachments]
    sheet = department_mail_sheet(minutes, department, words, attached=names, revision=revision)
    return _draft(sheet, words, envelope, workspace)


def _subject(key: str, minutes: Minutes, words: Words, revision: int, **names: str) -> str:
    title = clip(minutes.meeting.title, 80)
    subject = words(key, title=title, date=format_date(minutes.meeting.date, locale=words.locale), **names)
    if revision > 1:
        subject = words("mail.subject_corrected", subject=subject, revision=revision)
    return clip(subject, MAX_SUBJECT)


def _draft(sheet: Sheet, words: Words, envelope: _Envelope, workspace: Path | None) -> Draft:
    recipients = [_recipient(person) for person in envelope.to]
    if not recipients:
        raise MailError("The mail has no recipient.", envelope.key, 'Add `email = "…"` to somebody in meetbot.toml.')
    context = {"sheet": sheet, "words": words}
    plain = render("mail.txt.jinja", context, workspace=workspace)
    html = render("mail.html.jinja", context, workspace=workspace)
    sender = _mailbox(envelope.sender, "mail.sender")
    digest = _digest(envelope, sender, recipients, plain, html)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = envelope.subject
    message["From"] = sender
    message["To"] = recipients
    if envelope.reply_to.strip():
        message["Reply-To"] = _mailbox(envelope.reply_to, "mail.reply_to")
    message["Date"] = format_datetime(envelope.sent_at)
    message["Message-ID"] = _message_id(envelope, digest, sender.domain)
    message["Auto-Submitted"] = "auto-generated"
    # Exchange answers automatic mail with out-of-office notes unless it is told not to.
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(plain, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    for attachment in envelope.attachments:
        _attach(message, attachment)
    # set_content and add_attachment take every Content-* header for their own part, so this one comes last.
    message["Content-Language"] = words.locale
    _fix_boundaries(message, digest)
    return Draft(
        key=envelope.key,
        filename=f"{envelope.key.rsplit('/', 1)[-1]}.eml",
        subject=envelope.subject,
        to=tuple(recipient.addr_spec for recipient in recipients),
        eml=_with_subject(message.as_bytes(), envelope.subject),
    )


def _with_subject(eml: bytes, subject: str) -> bytes:
    """The message with its subject encoded as a whole.

    `EmailMessage` loses a space where it folds between two encoded words (https://github.com/python/cpython/issues/92081).
    """
    line = Header(subject, "us-ascii" if subject.isascii() else "utf-8", header_name="Subject").encode(linesep="\r\n")
    return re.sub(rb"(?s)\ASubject: .*?(?=\r\n[^ \t])", lambda _old: b"Subject: " + line.encode("ascii"), eml, count=1)


def _recipient(person: Person) -> Address:
    address = _address((person.email or "").strip())
    if address is None:
        problem = f"“{clip(person.email, 80)}” is no mail address" if person.email else "there is no mail address"
        raise MailError(
            f"{clip(person.name, 80)} can't get mail: {problem}.",
            "meetbot.toml, people",
            'Write it as `email = "name@company.com"`.',
        )
    return Address(display_name=clip(person.name, 80), username=address[0], domain=address[1])


def _mailbox(text: str, key: str) -> Address:
    """An address as the configuration writes it: `ana@example.com` or `Ana Ruiz <ana@example.com>`."""
    found = re.fullmatch(r"\s*(?:(.*?)\s*<([^<>]*)>|([^<>]*?))\s*", text)
    address = _address((found[2] or found[3] or "").strip()) if found else None
    if found is None or address is None:
        raise MailError(
            f"“{clip(text, 80)}” is no mail address.", f"meetbot.toml, {key}", "Write it as `name@company.com`."
        )
    return Address(display_name=clip((found[1] or "").strip('"'), 80), username=address[0], domain=address[1])


def _address(text: str) -> tuple[str, str] | None:
    """Local part and ASCII domain, or None when mail servers would not take it."""
    local, _, domain = text.rpartition("@")
    try:
        host = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    fits = len(text) <= _MAX_ADDRESS and len(local) <= _MAX_LOCAL
    return (local, host) if fits and _LOCAL.fullmatch(local) and _HOST.fullmatch(host) else None


def _digest(envelope: _Envelope, sender: Address, recipients: Sequence[Address], plain: str, html: str) -> str:
    """What the message says and to whom; not when, so that trying again keeps its Message-ID."""
    digest = sha256()
    parts = [envelope.key, str(envelope.revision), envelope.subject, str(sender), *map(str, recipients), plain, html]
    for attachment in envelope.attachments:
        parts += [attachment.name, attachment.media_type, sha256(attachment.content).hexdigest()]
    for part in parts:
        digest.update(part.encode("utf-8", "replace") + b"\0")
    return digest.hexdigest()


def _message_id(envelope: _Envelope, digest: str, domain: str) -> str:
    key = re.sub(r"[^A-Za-z0-9-]+", ".", envelope.key).strip(".")[:80]
    return f"<{key}.r{envelope.revision}.{digest[:16]}@{domain}>"


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    main, _, sub = attachment.media_type.partition("/")
    name = re.sub(r"[/\\]+", "-", clean(attachment.name)).strip() or "document"
    message.add_attachment(attachment.content, maintype=main, subtype=sub or "octet-stream", filename=name)


def _fix_boundaries(message: EmailMessage, digest: str) -> None:
    """Boundaries are random by default; these can't occur in a body that is quoted-printable or base64."""
    multiparts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(multiparts):
        part.set_boundary(f"=_meetbot_{number}_{digest[:32]}")
