"""What a person decides about commitments: applied to each, noted in its history."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from meetbot.adapters.store_history import Values, note_event
from meetbot.adapters.store_schema import commitments, meetings
from meetbot.errors import InputError
from meetbot.model.commitments import CommitmentEventKind

COMMITMENTS = sa.select(commitments, meetings.c.meeting_date).join(meetings)
_DECIDED = ("status", "owner", "department", "due_date", "due_text", "follows")


def row_of(connection: Connection, number: int, *, where: str) -> RowMapping:
    """The commitment's row with its meeting's date. Raises InputError when there is none of that number."""
    row = connection.execute(COMMITMENTS.where(commitments.c.number == number)).mappings().first()
    if row is None:
        raise InputError(f"There is no commitment number {number}.", where, "`meetbot actions list` shows the numbers.")
    return row


def change(
    connection: Connection,
    rows: Sequence[RowMapping],
    event: CommitmentEventKind,
    values: Values,
    *,
    at: datetime,
    note: str | None,
) -> None:
    """Gives them those values, and notes it."""
    for row in rows:
        changes = {k: (row[k], values[k]) for k in _DECIDED if row[k] != values.get(k, row[k])}
        note_event(connection, row["number"], event, at=at, note=note, changes=changes)
        connection.execute(sa.update(commitments).where(commitments.c.number == row["number"]).values(**values))
