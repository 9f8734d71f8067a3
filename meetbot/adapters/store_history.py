"""A commitment's history: what happened to it, which fields a person set, and how it stood at an earlier moment."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping

from meetbot.adapters.store_schema import commitment_events
from meetbot.model.commitments import CommitmentEventKind

Values = dict[str, Any]

_SETS: Mapping[str, tuple[str, ...]] = {
    "assigned": ("owner", "department"),
    "rescheduled": ("due_date", "due_text"),
    "separated": ("follows",),
}
"""The fields that a person set with that event: minutes that are filed again leave them alone."""
_BY_PEOPLE = frozenset({"closed", "reopened", "cancelled", *_SETS})


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


def history_of(connection: Connection, number: int) -> Sequence[RowMapping]:
    """What happened to that commitment, oldest first."""
    query = sa.select(commitment_events).where(commitment_events.c.number == number)
    return connection.execute(query.order_by(commitment_events.c.id)).mappings().all()


def touched_by_people(history: Iterable[RowMapping]) -> bool:
    """Whether anybody but the minutes ever said something of it."""
    return any(event["event"] in _BY_PEOPLE for event in history)


def is_gone(history: Sequence[RowMapping]) -> bool:
    """Whether the minutes lack it already; what a person opened again since is left alone."""
    last = (event["event"] for event in reversed(history) if event["event"] in {"vanished", "restored"})
    return next(last, None) == "vanished"


def status_before_it_vanished(history: Sequence[RowMapping]) -> str | None:
    """The status that it lost by vanishing; None when a person has said since, or before, what it is."""
    last = next((event for event in reversed(history) if "status" in event["changes"]), None)
    return last["changes"]["status"][0] if last is not None and last["event"] == "vanished" else None


def set_by_people(history: Iterable[RowMapping]) -> frozenset[str]:
    """The fields that a person set."""
    return frozenset(name for event in history for name in _SETS.get(event["event"], ()))


def note_of_people(history: Iterable[RowMapping]) -> str | None:
    """The note that people left: the last one, unless a status was given since without a word."""
    note = None
    for event in history:
        if event["event"] in _BY_PEOPLE and (event["note"] is not None or event["event"] not in _SETS):
            note = event["note"]
    return note


def as_in_minutes(row: RowMapping, history: Iterable[RowMapping]) -> Values:
    """The row with the owner whom the minutes named: what it is recognised by, whoever does it now."""
    assigned = (event["changes"] for event in history if event["event"] == "assigned")
    before = (changes["owner"][0] for changes in assigned if "owner" in changes)
    return dict(row) | {"owner": next(before, row["owner"])}


def as_they_stood(connection: Connection, rows: Iterable[Values], *, at: datetime) -> list[Values]:
    """The rows without what people set from that moment on."""
    later = sa.select(commitment_events).where(
        commitment_events.c.at >= at, commitment_events.c.event.in_(tuple(_SETS))
    )
    before: dict[int, Values] = {}
    for event in connection.execute(later.order_by(commitment_events.c.id.desc())).mappings():
        before.setdefault(event["number"], {}).update({name: told[0] for name, told in event["changes"].items()})
    return [{**row, **_read(before.get(row["number"], {}))} for row in rows]


_AS_TOLD: Mapping[str, Callable[[str], Any]] = {"due_date": date.fromisoformat, "follows": int}


def _read(told: Mapping[str, str | None]) -> Values:
    return {name: None if text is None else _AS_TOLD.get(name, str)(text) for name, text in told.items()}


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)
