"""Mails as they lie in a meeting's outbox: read as the user left them, and told apart by what they say."""

import hashlib
import re
from collections.abc import Callable, Sequence
from email import policy
from email.parser import BytesParser
from email.utils import getaddresses
from pathlib import Path

from meetbot.config import MailConfig
from meetbot.model.base import Issue
from meetbot.model.company import Roster
from meetbot.model.mail import Delivery, Draft
from meetbot.pipeline.stage import StageRun

Deliveries = Callable[[str], Sequence[Delivery]]
"""What was tried under a key, oldest first: `Ledger.deliveries`."""


def read_draft(run: StageRun, name: str) -> Draft:
    """The draft as it lies in the outbox: the file decides, so what the user changed in it counts."""
    content = run.archive.read(run.meeting_id, name) or b""
    message = BytesParser(policy=policy.default).parsebytes(content, headersonly=True)
    return Draft(
        key=f"{run.meeting_id}/{Path(name).stem}",
        filename=Path(name).name,
        subject=str(message.get("Subject", "")),
        to=_addresses(message.get_all("To", [])),
        cc=_addresses(message.get_all("Cc", [])),
        eml=content,
    )


def fingerprint(draft: Draft) -> str:
    """The sha256 over key, recipients and the message without its Date: the same words again are the same mail."""
    head, _, body = draft.eml.partition(b"\r\n\r\n") if b"\r\n\r\n" in draft.eml else draft.eml.partition(b"\n\n")
    head = re.sub(rb"(?im)^date:.*\r?\n?", b"", head)
    digest = hashlib.sha256()
    for part in (draft.key.encode(), *(a.encode() for a in sorted((*draft.to, *draft.cc))), head, body):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def nothing_sent(_key: str) -> Sequence[Delivery]:
    """No deliveries: what a first draft is made with."""
    return ()


def next_revision(make: Callable[[int], Draft], deliveries: Deliveries) -> Draft:
    """The mail as the recipients have it, if it still says the same; else the revision after those that may be out."""
    first = make(1)
    gone = list(dict.fromkeys(one.fingerprint for one in deliveries(first.key) if one.status != "failed"))
    if not gone:
        return first
    for revision in range(1, len(gone) + 1):
        draft = make(revision)
        if fingerprint(draft) == gone[-1]:
            return draft
    return make(len(gone) + 1)


def sender_of(mail: MailConfig) -> str:
    """The address that mails come from; without any, one that no server takes, so that drafts can be looked at."""
    return mail.sender or mail.username or "meetbot@localhost"


def without_address(roster: Roster, what: str) -> tuple[Issue, ...]:
    """One warning for each attendee who gets no mail."""
    return tuple(
        Issue(
            severity="warning",
            stage="draft",
            where=f"meetbot.toml, {person.name}",
            message=f"{person.name} has no mail address and gets no {what}.",
            hint='Add `email = "…"` to this person.',
        )
        for person in roster.attendees()
        if not person.email
    )


def _addresses(headers: Sequence[object]) -> tuple[str, ...]:
    return tuple(address for _, address in getaddresses([str(header) for header in headers]) if address)
