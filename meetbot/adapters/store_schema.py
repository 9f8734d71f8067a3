"""The ledger's tables, and the numbered steps that bring an older database to them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Connection,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.types import TypeDecorator

from meetbot.errors import StoreError

MIGRATIONS: Mapping[int, Sequence[str]] = {
    2: ("ALTER TABLE commitments DROP COLUMN kept_fields",),
    3: ("ALTER TABLE commitments ADD COLUMN follows INTEGER",),
}
"""The statements that lead from version N-1 to N, from 2 onwards; a new database is made at the newest at once."""


class UtcDateTime(TypeDecorator[datetime]):
    """A timezone-aware time, kept as UTC without zone: SQLite has no zones, PostgreSQL would convert to its own."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (given)
        """To the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone can't be filed")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (given)
        """From the database."""
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()

schema_version = Table("schema_version", metadata, Column("version", Integer, nullable=False))

meetings = Table(
    "meetings",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("title", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("meeting_date", Date, nullable=False, index=True),
    Column("locale", String(20), nullable=False),
    Column("timezone", String(100), nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
)


def _item_columns() -> list[Column[Any]]:
    """What decisions and commitments share: the item as it stands in the minutes, and what it is recognised by."""
    return [
        Column("number", Integer, primary_key=True, autoincrement=True),
        Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), nullable=False, index=True),
        Column("reference", Text, nullable=False),
        Column("turn_id", Text, nullable=False),
        Column("quote_key", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("quote", Text, nullable=False),
        Column("speaker", Text),
        Column("at_seconds", Float),
    ]


decisions = Table(
    "decisions",
    metadata,
    *_item_columns(),
    Column("status", String(20), nullable=False),
    sqlite_autoincrement=True,  # a number that was given away once never means something else
)

commitments = Table(
    "commitments",
    metadata,
    *_item_columns(),
    Column("owner", Text),
    Column("department", Text, index=True),
    Column("due_date", Date),
    Column("due_text", Text),
    Column("status", String(20), nullable=False, default="open"),
    Column("closed_at", UtcDateTime),
    Column("note", Text),
    Column("follows", Integer),
    CheckConstraint("status IN ('open', 'done', 'cancelled')", name="commitment_status"),
    sqlite_autoincrement=True,
)

commitment_events = Table(
    "commitment_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("number", ForeignKey("commitments.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("event", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("note", Text),
    Column("changes", JSON, nullable=False, default=dict),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False, unique=True),
    Column("recipients", JSON, nullable=False),
    Column("status", String(20), nullable=False),
    Column("error", Text),
    Column("claimed_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Index("deliveries_by_key", "key", "id"),
    CheckConstraint("status IN ('sending', 'sent', 'unknown', 'failed')", name="delivery_status"),
    sqlite_autoincrement=True,
)


def migrate(connection: Connection, where: str, migrations: Mapping[int, Sequence[str]] = MIGRATIONS) -> None:
    """Brings the database to the newest version, inside the caller's transaction. Raises StoreError if it is newer."""
    newest = max(migrations, default=1)
    if not inspect(connection).has_table(schema_version.name):
        metadata.create_all(connection)
        connection.execute(insert(schema_version).values(version=newest))
        return
    found = connection.execute(select(schema_version.c.version)).scalar_one()
    if found > newest:
        raise StoreError(
            f"The database has version {found}; this meetbot reads up to {newest}.",
            where,
            "Update meetbot: a newer version wrote it.",
        )
    for version in range(found + 1, newest + 1):
        for statement in migrations[version]:
            connection.execute(text(statement))
        connection.execute(update(schema_version).values(version=version))
