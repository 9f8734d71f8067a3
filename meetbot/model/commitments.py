"""What was promised, over all meetings: the ledger's view of an action item."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from meetbot.model.base import Model

CommitmentStatus = Literal["open", "done", "cancelled"]


class Commitment(Model):
    """An action item in the ledger. `number` is what a user types (`meetbot actions done 3`); it never changes.

    `reference` is the action's id in its minutes (`2026-11-23-alineacion/A-01`); `at_seconds` where it was said.
    `closed_at` is when it was done, or when a person dropped it.
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

    def overdue(self, today: date) -> bool:
        """Whether it is open and its due date lies before today."""
        return self.status == "open" and self.due_date is not None and self.due_date < today


CommitmentEventKind = Literal[
    "recorded", "updated", "vanished", "restored", "closed", "reopened", "cancelled", "assigned", "rescheduled"
]
"""What happens to a commitment: the first four by minutes that are filed, the others by a person."""


class CommitmentEvent(Model):
    """One thing that happened to a commitment; `changes` has each field as it was before and after."""

    at: AwareDatetime
    event: CommitmentEventKind
    note: str | None
    changes: dict[str, tuple[str | None, str | None]]
