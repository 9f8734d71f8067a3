"""How minutes are filed: what is new, what changes, and what becomes of that which the minutes no longer hold.

Minutes that were read only in part (a window failed) add and update, and nothing vanishes: what is missing there may
stand in the part that nobody read.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping, Table

from meetbot.adapters.store_history import (
    Values,
    as_in_minutes,
    history_of,
    is_gone,
    note_event,
    note_of_people,
    set_by_people,
    status_before_it_vanished,
    touched_by_people,
)
from meetbot.adapters.store_match import Matching, match, quote_key
from meetbot.adapters.store_schema import commitments, decisions, meetings
from meetbot.model.company import Meeting
from meetbot.model.minutes import ActionItem, Evidence, Item, Minutes

_TOLD = ("text", "owner", "department", "due_date", "due_text", "follows")
_VANISHED = "It is no longer in the minutes."

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
    """Files the confirmed actions. A status, an owner and a date that a person set are kept."""
    found = [{**common, **_promise(a)} for a, common in _confirmed(minutes.meeting.id, minutes.actions)]
    rows = {row["number"]: row for row in _rows(connection, commitments, minutes.meeting.id)}
    matching = match([as_in_minutes(row, history_of(connection, number)) for number, row in rows.items()], found)
    for known, values in matching.pairs:
        if known is None:
            result = connection.execute(sa.insert(commitments).values(**values).returning(commitments.c.number))
            note_event(connection, result.scalar_one(), "recorded", at=at)
        else:
            _update(connection, rows[known["number"]], values, at=at)
    for known in _gone(matching, minutes):
        _vanish(connection, rows[known["number"]], at=at)


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
        "follows": action.follows,
    }


def _rows(connection: Connection, table: Table, meeting_id: str) -> list[RowMapping]:
    query = sa.select(table).where(table.c.meeting_id == meeting_id).order_by(table.c.number)
    return list(connection.execute(query).mappings())


def _gone(matching: Matching, minutes: Minutes) -> Sequence[RowMapping]:
    return () if minutes.windows_failed else matching.gone


def _update(connection: Connection, row: RowMapping, values: Values, *, at: datetime) -> None:
    number, history = row["number"], history_of(connection, row["number"])
    fresh = values | {name: row[name] for name in set_by_people(history)}
    if is_gone(history):
        before = status_before_it_vanished(history)
        if before is not None:
            fresh |= {"status": before, "note": note_of_people(history)}
        note_event(connection, number, "restored", at=at)
    changes = {name: (row[name], fresh[name]) for name in _TOLD if row[name] != fresh[name]}
    if changes:
        note_event(connection, number, "updated", at=at, changes=changes)
    connection.execute(sa.update(commitments).where(commitments.c.number == number).values(**fresh))


def _vanish(connection: Connection, row: RowMapping, *, at: datetime) -> None:
    """Nobody but the minutes knew of it: it goes. A person closed it: it stays closed. Else it is cancelled, noted."""
    number, history = row["number"], history_of(connection, row["number"])
    if not touched_by_people(history):
        connection.execute(sa.delete(commitments).where(commitments.c.number == number))
    elif not is_gone(history):
        cancelled = row["status"] == "open"
        changes = {"status": (row["status"], "cancelled")} if cancelled else None
        note_event(connection, number, "vanished", at=at, note=_VANISHED, changes=changes)
        if cancelled:
            values = {"status": "cancelled", "note": _VANISHED}
            connection.execute(sa.update(commitments).where(commitments.c.number == number).values(**values))
