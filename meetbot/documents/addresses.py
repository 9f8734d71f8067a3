"""Mail addresses as headers and calendars may hold them: checked, in ASCII where the wire wants it."""

import re
from email.headerregistry import Address

from meetbot.documents.text import clip
from meetbot.errors import MailError
from meetbot.model.company import Person

_HOST = re.compile(r"localhost|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_MAX_ADDRESS, _MAX_LOCAL = 254, 64
"""Longest address and local part, RFC 5321 section 4.5.3.1."""


def recipient(person: Person) -> Address:
    """The person with a usable address. Raises MailError naming the person."""
    found = known(person)
    if found is None:
        problem = f"“{clip(person.email, 80)}” is no mail address" if person.email else "there is no mail address"
        raise MailError(
            f"{clip(person.name, 80)} can't get mail: {problem}.",
            "meetbot.toml, people",
            'Write it as `email = "name@company.com"`.',
        )
    return found


def known(person: Person) -> Address | None:
    """The person with a usable address, or None."""
    address = _address((person.email or "").strip())
    if address is None:
        return None
    return Address(display_name=clip(person.name, 80), username=address[0], domain=address[1])


def mailbox(text: str, key: str) -> Address:
    """An address as the configuration writes it: `ana@example.com` or `Ana Ruiz <ana@example.com>`.

    Raises MailError naming the configuration's key.
    """
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
