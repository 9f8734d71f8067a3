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
) -> list[int]:
    """Gives them those values. What is closed closes the open ones that it takes up. The numbers of all."""
    numbers = [row["number"] for row in rows]
    for row in rows:
        _apply(connection, row, event, values, at=at, note=note)
    for row in rows if event == "closed" else ():
        told = f"Kept as number {row['number']}."
        older = _taken_up(connection, row)
        while older is not None:
            _apply(connection, older, event, {**values, "note": told}, at=at, note=told)
            numbers.append(older["number"])
            older = _taken_up(connection, older)
    return numbers


def _apply(
    connection: Connection,
    row: RowMapping,
    event: CommitmentEventKind,
    values: Values,
    *,
    at: datetime,
    note: str | None,
) -> None:
    changes = {k: (row[k], values[k]) for k in _DECIDED if row[k] != values.get(k, row[k])}
    note_event(connection, row["number"], event, at=at, note=note, changes=changes)
    connection.execute(sa.update(commitments).where(commitments.c.number == row["number"]).values(**values))


def _taken_up(connection: Connection, newer: RowMapping) -> RowMapping | None:
    """The open commitment of an earlier meeting that this one takes up."""
    older = COMMITMENTS.where(
        commitments.c.number == newer["follows"],
        commitments.c.status == "open",
        meetings.c.meeting_date < newer["meeting_date"],
    )
    return connection.execute(older).mappings().first()
