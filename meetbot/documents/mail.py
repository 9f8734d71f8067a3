"""Mails as values: plain text and HTML side by side, files attached, headers that nobody's words can break.

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

from meetbot.documents.addresses import mailbox, recipient
from meetbot.documents.agenda_mail import agenda_mail_sheet, cancelled_mail_sheet
from meetbot.documents.invitation import method_of
from meetbot.documents.mail_sheet import department_mail_sheet, minutes_mail_sheet
from meetbot.documents.sheet import Sheet
from meetbot.documents.templating import render
from meetbot.documents.text import clean, clip
from meetbot.errors import MailError
from meetbot.model.agenda import Agenda
from meetbot.model.company import Department, Meeting, Person
from meetbot.model.mail import Attachment, Draft
from meetbot.model.minutes import Minutes
from meetbot.words import Words, format_date

MAX_SUBJECT = 150
CALENDAR = "application/ics"
"""The type of the attached event. As text/calendar, next to the invitation, some calendars would enter it twice."""


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """To whom a mail goes, from whom and with what; the words come from the document.

    `revision` counts from 1: a later one says that it replaces what was sent before. `sent_at` is the mail's date.
    """

    to: Sequence[Person]
    sender: str
    reply_to: str = ""
    attachments: Sequence[Attachment] = ()
    revision: int = 1
    sent_at: datetime

    @property
    def names(self) -> list[str]:
        """The names of the attached files."""
        return [attachment.name for attachment in self.attachments]


def minutes_draft(minutes: Minutes, words: Words, envelope: Envelope, *, workspace: Path | None = None) -> Draft:
    """The minutes' mail to everybody. Raises MailError naming the person whose address can't be used."""
    sheet = minutes_mail_sheet(minutes, words, attached=envelope.names, revision=envelope.revision)
    subject = _subject("mail.subject", minutes.meeting, words, name=words("minutes.name"))
    return _Letter(meeting=minutes.meeting, part="minutes", subject=subject, sheet=sheet).draft(
        words, envelope, workspace
    )


def department_draft(
    minutes: Minutes, department: Department, words: Words, envelope: Envelope, *, workspace: Path | None = None
) -> Draft:
    """One department's mail with its own sheet. Raises MailError naming the person whose address can't be used."""
    sheet = department_mail_sheet(minutes, department, words, attached=envelope.names, revision=envelope.revision)
    subject = _subject("mail.subject_department", minutes.meeting, words, department=clip(department.name, 60))
    return _Letter(meeting=minutes.meeting, part=department.id, subject=subject, sheet=sheet).draft(
        words, envelope, workspace
    )


def agenda_draft(
    agenda: Agenda,
    words: Words,
    envelope: Envelope,
    *,
    invitation: bytes | None = None,
    workspace: Path | None = None,
) -> Draft:
    """The agenda's mail to everybody; an `invitation` that asks for an answer stands in it as such.

    Raises MailError naming the person whose address can't be used.
    """
    sheet = agenda_mail_sheet(agenda, words, attached=envelope.names, revision=envelope.revision)
    subject = _subject("mail.subject_agenda", agenda.meeting, words, name=words("mail.agenda.name"))
    letter = _Letter(meeting=agenda.meeting, part="agenda", subject=subject, sheet=sheet, calendar=invitation)
    return letter.draft(words, envelope, workspace)


def cancelled_draft(
    agenda: Agenda, words: Words, envelope: Envelope, *, cancellation: bytes, workspace: Path | None = None
) -> Draft:
    """The mail that calls a meeting off, with the `cancellation` of its event. Raises MailError."""
    sheet = cancelled_mail_sheet(agenda, words, attached=envelope.names)
    subject = _subject("mail.subject_agenda", agenda.meeting, words, name=words("mail.cancelled.name"))
    letter = _Letter(
        meeting=agenda.meeting, part="agenda-cancelled", subject=subject, sheet=sheet, calendar=cancellation
    )
    return letter.draft(words, envelope, workspace)


def _subject(key: str, meeting: Meeting, words: Words, **names: str) -> str:
    return words(key, title=clip(meeting.title, 80), date=format_date(meeting.date, locale=words.locale), **names)


@dataclass(frozen=True, kw_only=True)
class _Letter:
    """What a mail says: `part` names it among the mails of its meeting."""

    meeting: Meeting
    part: str
    subject: str
    sheet: Sheet
    calendar: bytes | None = None

    @property
    def key(self) -> str:
        """Stable over runs, whatever the mail says."""
        return f"{self.meeting.id}/{self.part}"

    def draft(self, words: Words, envelope: Envelope, workspace: Path | None) -> Draft:
        """The mail as bytes."""
        to = [recipient(person) for person in envelope.to]
        if not to:
            raise MailError("The mail has no recipient.", self.key, 'Add `email = "…"` to somebody in meetbot.toml.')
        context = {"sheet": self.sheet, "words": words}
        plain = render("mail.txt.jinja", context, workspace=workspace)
        html = render("mail.html.jinja", context, workspace=workspace)
        subject = self.subject
        if envelope.revision > 1:
            subject = words("mail.subject_corrected", subject=subject, revision=envelope.revision)
        subject = clip(subject, MAX_SUBJECT)
        sender = mailbox(envelope.sender, "mail.sender")
        digest = self._digest(envelope, [subject, str(sender), *map(str, to), plain, html])
        message = EmailMessage(policy=SMTP)
        _address(message, envelope, sender, to)
        self._identify(message, envelope, digest, sender.domain)
        self._fill(message, plain, html, envelope)
        # set_content and add_attachment take every Content-* header for their own part, so this one comes last.
        message["Content-Language"] = words.locale
        _fix_boundaries(message, digest)
        return Draft(
            key=self.key,
            filename=f"{self.part}.eml",
            subject=subject,
            to=tuple(address.addr_spec for address in to),
            eml=_with_subject(message.as_bytes(), subject),
        )

    def _digest(self, envelope: Envelope, parts: list[str]) -> str:
        """What the message says and to whom; not when, so that trying again keeps its Message-ID."""
        digest = sha256()
        told = [self.key, str(envelope.revision), *parts]
        for attachment in envelope.attachments:
            told += [attachment.name, attachment.media_type, sha256(attachment.content).hexdigest()]
        if self.calendar is not None:
            told.append(sha256(self.calendar).hexdigest())
        for part in told:
            digest.update(part.encode("utf-8", "replace") + b"\0")
        return digest.hexdigest()

    def _identify(self, message: EmailMessage, envelope: Envelope, digest: str, domain: str) -> None:
        """An id of this very message, and one that all versions of it share, so that mail programs show them as one."""
        key = re.sub(r"[^A-Za-z0-9-]+", ".", self.key).strip(".")[:80]
        message["Message-ID"] = f"<{key}.r{envelope.revision}.{digest[:16]}@{domain}>"
        if envelope.revision > 1:
            message["In-Reply-To"] = f"<{key}@{domain}>"
        message["References"] = f"<{key}@{domain}>"

    def _fill(self, message: EmailMessage, plain: str, html: str, envelope: Envelope) -> None:
        message.set_content(plain, cte="quoted-printable")
        message.add_alternative(html, subtype="html", cte="quoted-printable")
        method = method_of(self.calendar) if self.calendar is not None else "PUBLISH"
        if self.calendar is not None and method != "PUBLISH":
            text = self.calendar.decode("utf-8")
            message.add_alternative(text, subtype="calendar", cte="base64", params={"method": method})
        for attachment in envelope.attachments:
            _attach(message, attachment)


def _address(message: EmailMessage, envelope: Envelope, sender: Address, to: Sequence[Address]) -> None:
    # Replaced as a whole once everything stands: see _with_subject.
    message["Subject"] = "-"
    message["From"] = sender
    message["To"] = to
    if envelope.reply_to.strip():
        message["Reply-To"] = mailbox(envelope.reply_to, "mail.reply_to")
    message["Date"] = format_datetime(envelope.sent_at)
    message["Auto-Submitted"] = "auto-generated"
    # Exchange answers automatic mail with out-of-office notes unless it is told not to.
    message["X-Auto-Response-Suppress"] = "All"


def _with_subject(eml: bytes, subject: str) -> bytes:
    """The message with its subject encoded as a whole.

    `EmailMessage` loses a space where it folds between two encoded words (https://github.com/python/cpython/issues/92081).
    """
    line = Header(subject, "us-ascii" if subject.isascii() else "utf-8", header_name="Subject").encode(linesep="\r\n")
    return re.sub(rb"(?s)\ASubject: .*?(?=\r\n[^ \t])", lambda _old: b"Subject: " + line.encode("ascii"), eml, count=1)


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    main, _, sub = attachment.media_type.partition("/")
    name = re.sub(r"[/\\]+", "-", clean(attachment.name)).strip() or "document"
    message.add_attachment(attachment.content, maintype=main, subtype=sub or "octet-stream", filename=name)


def _fix_boundaries(message: EmailMessage, digest: str) -> None:
    """Boundaries are random by default; these can't occur in a body that is quoted-printable or base64."""
    multiparts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(multiparts):
        part.set_boundary(f"=_meetbot_{number}_{digest[:32]}")
