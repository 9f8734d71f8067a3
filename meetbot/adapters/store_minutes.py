"""How minutes are filed: what is new, what changes, and what becomes of that which the minutes no longer hold.

Minutes that were read only in part (a window failed) add and update, and nothing vanishes: what is missing there may
stand in the part that nobody read.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping, Table

from meetbot.adapters.store_match import Matching, match, quote_key
from meetbot.adapters.store_schema import commitment_events, commitments, decisions, meetings
from meetbot.model.commitments import CommitmentEventKind
from meetbot.model.company import Meeting
from meetbot.model.minutes import ActionItem, Evidence, Item, Minutes

_BY_PEOPLE = ("closed", "reopened")
_TOLD = ("text", "owner", "department", "due_date", "due_text")
_VANISHED = "It is no longer in the minutes."

Values = dict[str, Any]
_T = TypeVar("_T", bound=Item)


def file_meeting(connection: Connection, meeting: Meeting, *, at: datetime) -> None:
    """Files the meeting itself, new or again."""
    values: Values = {
        "title": meeting.title,
        "company": meeting.company,
        "meeting_date": meeting.date,
        "locale": meeting.locale,
        "timezone": meeting.timezone,
        "recorded_at": at,
    }
    known = connection.execute(sa.update(meetings).where(meetings.c.id == meeting.id).values(**values))
    if known.rowcount == 0:
        connection.execute(sa.insert(meetings).values(id=meeting.id, **values))


def file_decisions(connection: Connection, minutes: Minutes) -> None:
    """Files the confirmed decisions; those that are no longer in minutes read in full go."""
    found = [{**common, "status": d.status} for d, common in _confirmed(minutes.meeting.id, minutes.decisions)]
    matching = match(_rows(connection, decisions, minutes.meeting.id), found)
    for row, values in matching.pairs:
        if row is None:
            connection.execute(sa.insert(decisions).values(**values))
        else:
            connection.execute(sa.update(decisions).where(decisions.c.number == row["number"]).values(**values))
    for row in _gone(matching, minutes):
        connection.execute(sa.delete(decisions).where(decisions.c.number == row["number"]))


def file_actions(connection: Connection, minutes: Minutes, *, at: datetime) -> None:
    """Files the confirmed actions. A status that a person set is kept."""
    found = [{**common, **_promise(a)} for a, common in _confirmed(minutes.meeting.id, minutes.actions)]
    matching = match(_rows(connection, commitments, minutes.meeting.id), found)
    for row, values in matching.pairs:
        if row is None:
            result = connection.execute(sa.insert(commitments).values(**values).returning(commitments.c.number))
            note_event(connection, result.scalar_one(), "recorded", at=at)
        else:
            _update(connection, row, values, at=at)
    for row in _gone(matching, minutes):
        _vanish(connection, row, at=at)


def note_event(
    connection: Connection,
    number: int,
    event: CommitmentEventKind,
    *,
    at: datetime,
    note: str | None = None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> None:
    """Adds a line to a commitment's history."""
    told = {name: [_as_text(before), _as_text(after)] for name, (before, after) in (changes or {}).items()}
    values = {"number": number, "event": event, "at": at, "note": note, "changes": told}
    connection.execute(sa.insert(commitment_events).values(**values))


def _confirmed(meeting_id: str, items: Iterable[_T]) -> list[tuple[_T, Values]]:
    return [(i, _common(meeting_id, i, i.evidence)) for i in items if i.confirmed and i.evidence is not None]


def _common(meeting_id: str, item: Item, evidence: Evidence) -> Values:
    return {
        "meeting_id": meeting_id,
        "reference": f"{meeting_id}/{item.id}",
        "turn_id": evidence.turn_ids[0],
        "quote_key": quote_key(evidence.quote),
        "text": item.text,
        "quote": evidence.quote,
        "speaker": evidence.speaker_name or evidence.speaker,
        "at_seconds": evidence.start,
    }


def _promise(action: ActionItem) -> Values:
    return {
        "owner": action.owner,
        "department": action.department,
        "due_date": action.due_date,
        "due_text": action.due_text,
    }


def _rows(connection: Connection, table: Table, meeting_id: str) -> list[RowMapping]:
    query = sa.select(table).where(table.c.meeting_id == meeting_id).order_by(table.c.number)
    return list(connection.execute(query).mappings())


def _gone(matching: Matching, minutes: Minutes) -> Sequence[RowMapping]:
    return () if minutes.windows_failed else matching.gone


def _update(connection: Connection, row: RowMapping, values: Values, *, at: datetime) -> None:
    number = row["number"]
    fresh = dict(values)
    if _is_gone(_events(connection, number)):
        if row["status"] == "cancelled":
            fresh |= {"status": "done" if row["closed_at"] else "open", "note": None}
        note_event(connection, number, "restored", at=at)
    changes = {name: (row[name], fresh[name]) for name in _TOLD if row[name] != fresh[name]}
    if changes:
        note_event(connection, number, "updated", at=at, changes=changes)
    connection.execute(sa.update(commitments).where(commitments.c.number == number).values(**fresh))


def _vanish(connection: Connection, row: RowMapping, *, at: datetime) -> None:
    """Nobody but the minutes knew of it: it goes. A person closed it: it stays done. Else it is cancelled, noted."""
    number, events = row["number"], _events(connection, row["number"])
    if not any(event in _BY_PEOPLE for event in events):
        connection.execute(sa.delete(commitments).where(commitments.c.number == number))
    elif not _is_gone(events):
        cancelled = row["status"] == "open"
        changes = {"status": (row["status"], "cancelled")} if cancelled else None
        note_event(connection, number, "vanished", at=at, note=_VANISHED, changes=changes)
        if cancelled:
            values = {"status": "cancelled", "note": _VANISHED}
            connection.execute(sa.update(commitments).where(commitments.c.number == number).values(**values))


def _events(connection: Connection, number: int) -> list[str]:
    query = sa.select(commitment_events.c.event).where(commitment_events.c.number == number)
    return list(connection.execute(query.order_by(commitment_events.c.id)).scalars())


def _is_gone(events: Sequence[str]) -> bool:
    """Whether the minutes lack it already; what a person opened again since is left alone."""
    return next((event == "vanished" for event in reversed(events) if event in {"vanished", "restored"}), False)


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)
