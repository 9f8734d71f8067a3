"""The ledger in a database: meetings, decisions, commitments with their history, and what was sent.

SQLite in the workspace by default; any SQLAlchemy URL (PostgreSQL) when a team shares one. What a person changed is
never undone when minutes are made again: a commitment is recognised by what was said (store_match), not by its id.
"""

import contextlib
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from meetbot.adapters.atomic_files import workspace_errors
from meetbot.adapters.store_changes import COMMITMENTS, change, row_of
from meetbot.adapters.store_history import Values, as_they_stood, history_of
from meetbot.adapters.store_minutes import file_actions, file_decisions, file_meeting
from meetbot.adapters.store_refusals import refuse
from meetbot.adapters.store_schema import commitments, deliveries, migrate
from meetbot.errors import StoreError
from meetbot.model.commitments import Commitment, CommitmentEvent, CommitmentEventKind, CommitmentStatus
from meetbot.model.company import Person
from meetbot.model.mail import Delivery, DeliveryStatus
from meetbot.model.minutes import Minutes

_BUSY_MS = 15_000
_RETRY_SECONDS = 0.02
_INTERNAL = {"turn_id", "quote_key"}


class SqliteLedger:
    """The `Ledger` port. Takes a file's path or a database URL; a connection is opened for each call and closed."""

    def __init__(self, url_or_path: str | Path) -> None:
        self._path = None if "://" in str(url_or_path) else Path(url_or_path)
        self._engine = _engine(str(url_or_path), self._path)
        self._where = str(self._path or self._engine.url.render_as_string(hide_password=True))
        self._ready = False
        self._claimed: set[str] = set()

    def record_minutes(self, minutes: Minutes, *, at: datetime) -> None:
        """Files the meeting with its confirmed decisions and actions; again for the same meeting updates them."""
        with self._transaction(write=True) as connection:
            file_meeting(connection, minutes.meeting, at=at)
            file_decisions(connection, minutes)
            file_actions(connection, minutes, at=at)

    def commitments(
        self,
        *,
        status: CommitmentStatus | None = None,
        department: str | None = None,
        as_of: datetime | None = None,
    ) -> list[Commitment]:
        """Commitments in order of number; with the owner and the due date that they had at the moment `as_of`."""
        query = COMMITMENTS.order_by(commitments.c.number)
        if status is not None:
            query = query.where(commitments.c.status == status)
        if department is not None:
            query = query.where(commitments.c.department == department)
        with self._transaction() as connection:
            rows = [dict(row) for row in connection.execute(query).mappings()]
            if as_of is not None:
                rows = as_they_stood(connection, rows, at=as_of)
        return [_commitment(row) for row in rows]

    def close(self, *numbers: int, at: datetime, note: str | None = None) -> list[Commitment]:
        """Marks them as done, all or none. Raises InputError when there is none of a number or it is not open."""
        values = {"status": "done", "closed_at": at, "note": note}
        return self._change(numbers, "closed", values, at=at, note=note)

    def cancel(self, *numbers: int, at: datetime, note: str | None = None) -> list[Commitment]:
        """Marks them as dropped, all or none. Raises InputError when there is none of a number or it is not open."""
        values = {"status": "cancelled", "closed_at": at, "note": note}
        return self._change(numbers, "cancelled", values, at=at, note=note)

    def reopen(self, *numbers: int, at: datetime, note: str | None = None) -> list[Commitment]:
        """Opens closed or cancelled ones again, all or none. Raises InputError."""
        values = {"status": "open", "closed_at": None, "note": note}
        return self._change(numbers, "reopened", values, at=at, note=note, needs=("done", "cancelled"))

    def assign(self, number: int, person: Person, *, at: datetime, note: str | None = None) -> Commitment:
        """Makes that person, and their department, responsible for an open one. Raises InputError."""
        values = {"owner": person.name, "department": person.department, **_noted(note)}
        return self._change((number,), "assigned", values, at=at, note=note)[0]

    def reschedule(self, number: int, due: date | None, *, at: datetime, note: str | None = None) -> Commitment:
        """Gives an open one another due date, or none. Raises InputError, also for a day before it was promised."""
        values = {"due_date": due, "due_text": None, **_noted(note)}
        return self._change((number,), "rescheduled", values, at=at, note=note)[0]

    def separate(self, number: int, *, at: datetime, note: str | None = None) -> Commitment:
        """Says that an open one takes up no older one: both stand for themselves. Raises InputError."""
        return self._change((number,), "separated", {"follows": None, **_noted(note)}, at=at, note=note)[0]

    def history(self, number: int) -> list[CommitmentEvent]:
        """What happened to that commitment, oldest first. Raises InputError when there is none of that number."""
        with self._transaction() as connection:
            row_of(connection, number, where=self._where)
            found = history_of(connection, number)
        return [CommitmentEvent(**{name: event[name] for name in CommitmentEvent.model_fields}) for event in found]

    def deliveries(self, key: str) -> list[Delivery]:
        """What was tried under that key, oldest first.

        What somebody else began to send and never settled counts as unknown: that process may have been killed.
        """
        query = sa.select(deliveries).where(deliveries.c.key == key).order_by(deliveries.c.id)
        with self._transaction() as connection:
            return [self._delivery(row) for row in connection.execute(query).mappings()]

    def claim_delivery(self, delivery: Delivery, *, at: datetime) -> bool:
        """Notes that sending begins; False when that fingerprint was sent, is being sent, or may have arrived."""
        same = deliveries.c.fingerprint == delivery.fingerprint
        again = sa.update(deliveries).where(same, deliveries.c.status == "failed")
        values = {"status": "sending", "error": None, "claimed_at": at, "settled_at": None}
        with self._transaction(write=True) as connection:
            claimed = connection.execute(again.values(**values)).rowcount == 1
            if not claimed and connection.execute(sa.select(deliveries.c.id).where(same)).first() is None:
                claimed = _inserted(connection, {**delivery.model_dump(mode="json"), **values})
        if claimed:
            self._claimed.add(delivery.fingerprint)
        return claimed

    def settle_delivery(
        self, fingerprint: str, status: DeliveryStatus, *, at: datetime, error: str | None = None
    ) -> None:
        """Notes how sending ended. Raises StoreError when it was never claimed."""
        query = sa.update(deliveries).where(deliveries.c.fingerprint == fingerprint)
        with self._transaction(write=True) as connection:
            if connection.execute(query.values(status=status, error=error, settled_at=at)).rowcount == 0:
                raise StoreError("A mail was settled that nobody began to send.", self._where)
        self._claimed.discard(fingerprint)

    def _change(
        self,
        numbers: Sequence[int],
        event: CommitmentEventKind,
        values: Values,
        *,
        at: datetime,
        note: str | None,
        needs: tuple[CommitmentStatus, ...] = ("open",),
    ) -> list[Commitment]:
        """Applies what a person decided to all of them or none, and notes it in the history of each."""
        with self._transaction(write=True) as connection:
            rows = [row_of(connection, number, where=self._where) for number in dict.fromkeys(numbers)]
            for row in rows:
                refuse(row, event, values, needs=needs)
            change(connection, rows, event, values, at=at, note=note)
            return [_commitment(row_of(connection, row["number"], where=self._where)) for row in rows]

    def _delivery(self, row: sa.RowMapping) -> Delivery:
        values = {name: row[name] for name in Delivery.model_fields}
        if row["status"] == "sending" and row["fingerprint"] not in self._claimed:
            values["status"] = "unknown"
        return Delivery(**values)

    @contextlib.contextmanager
    def _transaction(self, *, write: bool = False) -> Iterator[sa.Connection]:
        """One transaction on an up-to-date database: kept as a whole or not at all. Raises StoreError."""
        try:
            if not self._ready:
                self._prepare()
            with self._engine.connect().execution_options(meetbot_write=write) as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            raise _store_error(error, self._where) from error

    def _prepare(self) -> None:
        if self._path is not None:
            with workspace_errors(self._path.parent):
                self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._engine.connect().execution_options(meetbot_write=True) as connection, connection.begin():
            migrate(connection, self._where)
        self._ready = True


def _noted(note: str | None) -> Values:
    """The note of a change that ends nothing: without one, the note that is there stays."""
    return {} if note is None else {"note": note}


def _engine(url: str, path: Path | None) -> sa.Engine:
    """The engine, with SQLite set up for several processes. Raises StoreError for a URL that can't be used."""
    try:
        target = sa.URL.create("sqlite+pysqlite", database=str(path)) if path is not None else sa.make_url(url)
        engine = sa.create_engine(target, poolclass=NullPool)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(
            "The database's address can't be used.", url.split("://", maxsplit=1)[0] + "://…", "Check its spelling."
        ) from error
    except ImportError as error:
        hint = f"Install it: `pip install {error.name or 'the driver'}`."
        raise StoreError(f"The database's driver is missing: {error}.", hint=hint) from error
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver would begin transactions late and only before some statements; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS:d}")
        cursor.execute("PRAGMA foreign_keys = ON")
        _write_ahead(cursor)
    finally:
        cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Brings a new database into write-ahead mode; its lock is refused at once while another process does the same."""
    deadline = time.monotonic() + _BUSY_MS / 1000
    while True:
        try:
            if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _begin_sqlite(connection: sa.Connection) -> None:
    # A transaction that reads first and then writes can't wait for another writer: it would fail as locked at once.
    write = connection.get_execution_options().get("meetbot_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _inserted(connection: sa.Connection, values: Mapping[str, Any]) -> bool:
    """Whether the delivery's row is ours; False when another process put it there first (databases without a lock)."""
    try:
        with connection.begin_nested():
            connection.execute(sa.insert(deliveries).values(**values))
    except IntegrityError:
        return False
    return True


def _commitment(row: Mapping[Any, Any]) -> Commitment:
    return Commitment(**{str(name): value for name, value in row.items() if name not in _INTERNAL})


_DAMAGED = """The file is damaged or something else. Put a backup in its place, or move it away:
`meetbot minutes` files each meeting again from its folder."""
_HINTS: Mapping[str, str] = {
    "locked": "Another program is writing to it. Wait for it to end and run the command again.",
    "disk is full": "Free some space on the disk and run the command again.",
    "readonly": "Check that file and folder can be written.",
    "unable to open": "Check that file and folder can be written.",
    "not a database": _DAMAGED,
    "malformed": _DAMAGED,
}


def _store_error(error: SQLAlchemyError, where: str) -> StoreError:
    cause = str(getattr(error, "orig", None) or error).splitlines()[0]
    hint = next((hint for words, hint in _HINTS.items() if words in cause), "")
    return StoreError(f"The database can't be read or written: {cause}.", where, hint)
