"""How minutes are filed: which item of the database is which item of the minutes, and what may change.

An item is recognised by the turn and the words that show it, so that a commitment keeps its number when other items
before it appear or vanish, and when its wording is improved.
"""

import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping, Table

from meetbot.adapters.store_schema import commitment_events, commitments, decisions, meetings
from meetbot.model.commitments import CommitmentEventKind
from meetbot.model.company import Meeting
from meetbot.model.minutes import ActionItem, Evidence, Item, Minutes

_IDENTITY = (("turn_id", "quote_key", "text"), ("turn_id", "quote_key"), ("quote_key", "text"))
"""Tried in this order: exactly the same; reworded; the same words in a transcript whose turns were renumbered."""

_BY_PEOPLE = ("closed", "reopened", "assigned", "postponed")
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
    """Files the confirmed decisions; those that are no longer in the minutes go."""
    found = [{**common, "status": d.status} for d, common in _confirmed(minutes.meeting.id, minutes.decisions)]
    pairs, gone = _match(_rows(connection, decisions, minutes.meeting.id), found)
    for row, values in pairs:
        if row is None:
            connection.execute(sa.insert(decisions).values(**values))
        else:
            connection.execute(sa.update(decisions).where(decisions.c.number == row["number"]).values(**values))
    for row in gone:
        connection.execute(sa.delete(decisions).where(decisions.c.number == row["number"]))


def file_actions(connection: Connection, minutes: Minutes, *, at: datetime) -> None:
    """Files the confirmed actions. Status and whatever a person changed are kept."""
    found = [{**common, **_promise(a)} for a, common in _confirmed(minutes.meeting.id, minutes.actions)]
    pairs, gone = _match(_rows(connection, commitments, minutes.meeting.id), found)
    for row, values in pairs:
        if row is None:
            result = connection.execute(sa.insert(commitments).values(**values).returning(commitments.c.number))
            note_event(connection, result.scalar_one(), "recorded", at=at)
        else:
            _update(connection, row, values, at=at)
    for row in gone:
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


def quote_key(quote: str) -> str:
    """The quote without case, punctuation, accents and spacing: what stays when a transcript is tidied up."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", quote.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain))


def _rows(connection: Connection, table: Table, meeting_id: str) -> list[RowMapping]:
    query = sa.select(table).where(table.c.meeting_id == meeting_id).order_by(table.c.number)
    return list(connection.execute(query).mappings())


def _match(
    rows: Sequence[RowMapping], found: Sequence[Values]
) -> tuple[list[tuple[RowMapping | None, Values]], list[RowMapping]]:
    """Each found item with the row that is the same item or None, in order; and the rows that nobody claims."""
    owner: dict[int, RowMapping] = {}
    free = {row["number"]: row for row in rows}
    for keys in _IDENTITY:
        waiting: defaultdict[tuple[Any, ...], deque[RowMapping]] = defaultdict(deque)
        for row in free.values():
            waiting[tuple(row[k] for k in keys)].append(row)
        for index, values in enumerate(found):
            candidates = waiting[tuple(values[k] for k in keys)]
            if index not in owner and candidates:
                owner[index] = candidates.popleft()
                del free[owner[index]["number"]]
    return [(owner.get(index), values) for index, values in enumerate(found)], list(free.values())


def _update(connection: Connection, row: RowMapping, values: Values, *, at: datetime) -> None:
    number = row["number"]
    fresh = {name: value for name, value in values.items() if name not in row["kept_fields"]}
    if row["status"] == "cancelled":
        fresh |= {"status": _status_before(connection, number), "note": None}
        note_event(connection, number, "restored", at=at)
    changes = {name: (row[name], fresh[name]) for name in _TOLD if name in fresh and row[name] != fresh[name]}
    if changes:
        note_event(connection, number, "updated", at=at, changes=changes)
    connection.execute(sa.update(commitments).where(commitments.c.number == number).values(**fresh))


def _vanish(connection: Connection, row: RowMapping, *, at: datetime) -> None:
    """Nobody but the minutes knew of it: it goes. A person had touched it: it stays, cancelled, with a note."""
    number = row["number"]
    query = sa.select(commitment_events.c.event).where(commitment_events.c.number == number)
    events = list(connection.execute(query.order_by(commitment_events.c.id)).scalars())
    if not any(event in _BY_PEOPLE for event in events):
        connection.execute(sa.delete(commitments).where(commitments.c.number == number))
    elif row["status"] != "cancelled" and not _brought_back(events):
        changes = {"status": (row["status"], "cancelled")}
        note_event(connection, number, "vanished", at=at, note=_VANISHED, changes=changes)
        values = {"status": "cancelled", "note": _VANISHED}
        connection.execute(sa.update(commitments).where(commitments.c.number == number).values(**values))


def _brought_back(events: Sequence[str]) -> bool:
    """Whether a person opened it again although the minutes no longer have it."""
    ways = [event for event in events if event in {"vanished", "restored", "reopened"}]
    return ways[-2:] == ["vanished", "reopened"]


def _status_before(connection: Connection, number: int) -> str:
    """The status that it had when it vanished."""
    query = sa.select(commitment_events.c.changes).where(
        commitment_events.c.number == number, commitment_events.c.event == "vanished"
    )
    changes = connection.execute(query.order_by(commitment_events.c.id.desc()).limit(1)).scalar_one_or_none()
    return str(changes["status"][0]) if changes else "open"


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)
