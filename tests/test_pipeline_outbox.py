from collections.abc import Sequence

import pytest

from meetbot.config import MailConfig
from meetbot.model.company import Person, Roster
from meetbot.model.mail import Delivery, DeliveryStatus, Draft
from meetbot.pipeline.outbox import fingerprint, next_revision, nothing_sent, sender_of, without_address


def made(revision: int, text: str = "agenda", date: str = "Mon, 23 Nov 2026 09:00:00 +0000") -> Draft:
    """A mail of that revision."""
    eml = f"Subject: x\r\nDate: {date}\r\nMessage-ID: <r{revision}>\r\n\r\n{text} {revision}".encode()
    return Draft(key="2026-11-23-alineacion/agenda", filename="agenda.eml", subject="x", to=("a@b.example",), eml=eml)


class Ledger:
    """What was tried, as the real one tells it."""

    def __init__(self, *tried: tuple[Draft, DeliveryStatus]) -> None:
        self.tried = tried

    def __call__(self, key: str) -> Sequence[Delivery]:
        """The deliveries of that key, oldest first."""
        return [
            Delivery(key=key, fingerprint=fingerprint(draft), recipients=draft.to, status=status)
            for draft, status in self.tried
        ]


def test_first_mail_is_revision_one() -> None:
    """Nothing was sent, or only in vain."""
    assert next_revision(made, nothing_sent) == made(1)
    assert next_revision(made, Ledger((made(1, "otra"), "failed"))) == made(1)


@pytest.mark.parametrize("status", ["sent", "unknown", "sending"])
def test_same_words_are_the_same_mail(status: DeliveryStatus) -> None:
    """What is out, or may be, is not corrected by itself; its Date does not count."""
    assert next_revision(made, Ledger((made(1, date="otra fecha"), status))) == made(1)


def test_changed_words_are_the_next_revision() -> None:
    """Each change counts on, and stays what it is when it was sent."""
    first = (made(1, "antes"), "sent")
    assert next_revision(made, Ledger(first)) == made(2)  # type: ignore[arg-type]
    assert next_revision(made, Ledger(first, (made(2), "sent"))) == made(2)  # type: ignore[arg-type]
    assert next_revision(made, Ledger(first, (made(2, "b"), "sent"))) == made(3)  # type: ignore[arg-type]


def test_going_back_to_the_first_wording_is_a_correction_too() -> None:
    """The recipients have the second version; the first wording must reach them again, and says what it is."""
    assert next_revision(made, Ledger((made(1), "sent"), (made(2, "error"), "sent"))) == made(3)


def test_fingerprint_reads_what_an_editor_made_of_line_ends() -> None:
    """A draft saved with bare line feeds is read the same way."""
    draft = made(1)
    unix = draft.model_copy(update={"eml": draft.eml.replace(b"\r\n", b"\n")})
    later = unix.model_copy(update={"eml": unix.eml.replace(b"09:00", b"10:00")})
    assert fingerprint(unix) == fingerprint(later)
    assert fingerprint(draft) != fingerprint(draft.model_copy(update={"to": ("otra@b.example",)}))


def test_sender_falls_back_to_the_account() -> None:
    """Before any configuration a draft can still be looked at."""
    assert sender_of(MailConfig(sender="a@b.example", username="c@d.example")) == "a@b.example"
    assert sender_of(MailConfig(username="c@d.example")) == "c@d.example"
    assert sender_of(MailConfig()) == "meetbot@localhost"


def test_who_has_no_address_is_named() -> None:
    """Only people who are expected; with what they will miss."""
    roster = Roster(people=(Person(name="Ana"), Person(name="Luis", attends=False), Person(name="Eva", email="e@b.c")))
    (issue,) = without_address(roster, "agenda")
    assert issue.message == "Ana has no mail address and gets no agenda."
