"""What was promised, over all meetings: the ledger's view of an action item."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from meetbot.model.base import Model

CommitmentStatus = Literal["open", "done", "cancelled"]


class Commitment(Model):
    """An action item in the ledger. `number` is what a user types (`meetbot actions done 3`); it never changes.

    `reference` is the action's id in its minutes (`2026-11-23-alineacion/A-01`); `at_seconds` where it was said.
    `closed_at` is when it was done, or when a person dropped it. `follows` is the number of an older one that it takes
    up: promised again, or taken over by another.
    """

    number: int
    reference: str
    meeting_id: str
    meeting_date: date
    text: str
    owner: str | None
    department: str | None
    due_date: date | None
    due_text: str | None
    quote: str
    speaker: str | None
    at_seconds: float | None
    status: CommitmentStatus = "open"
    closed_at: AwareDatetime | None = None
    note: str | None = None
    follows: int | None = None

    def overdue(self, today: date) -> bool:
        """Whether it is open and its due date lies before today."""
        return self.status == "open" and self.due_date is not None and self.due_date < today


def standing(commitments: Iterable[Commitment]) -> list[Commitment]:
    """Those that no newer one among them takes up, unless that was cancelled: what is promised again counts once.

    Takes all commitments, closed ones too: an old one is kept when the newer is done, and stands again without it.
    """
    told = list(commitments)
    made = {one.number: one for one in told}
    pairs = [(one, made[one.follows]) for one in told if one.follows in made and one.status != "cancelled"]
    taken_up = {old.number for one, old in pairs if one.meeting_date > old.meeting_date}
    return [one for one in told if one.number not in taken_up]


CommitmentEventKind = Literal[
    "recorded",
    "updated",
    "vanished",
    "restored",
    "closed",
    "reopened",
    "cancelled",
    "assigned",
    "rescheduled",
    "separated",
]
"""What happens to a commitment: the first four by minutes that are filed, the others by a person."""


class CommitmentEvent(Model):
    """One thing that happened to a commitment; `changes` has each field as it was before and after."""

    at: AwareDatetime
    event: CommitmentEventKind
    note: str | None
    changes: dict[str, tuple[str | None, str | None]]
