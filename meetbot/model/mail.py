"""A mail as a value: what goes to whom, before any wire."""

from typing import Literal

from meetbot.model.base import Model


class Attachment(Model):
    """A file in a mail: bytes with the name and media type that the recipient sees."""

    name: str
    media_type: str
    content: bytes


class Draft(Model):
    """One mail, ready to be written as .eml or sent.

    `key` is stable over runs (`2026-11-23-alineacion/minutes`, `…/mercadeo`): with the bytes and the recipients it
    decides whether the mail was sent already. `to` are addresses, checked; `eml` the complete message as bytes.
    """

    key: str
    filename: str
    subject: str
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    eml: bytes


DeliveryStatus = Literal["sending", "sent", "unknown", "failed"]


class Delivery(Model):
    """One line of the send ledger. `fingerprint` is the sha256 over key, recipients and content."""

    key: str
    fingerprint: str
    recipients: tuple[str, ...]
    status: DeliveryStatus
    error: str | None = None
