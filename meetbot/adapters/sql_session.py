"""One read-only transaction in a foreign database: what is asked there, and what its failures mean."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.engine.reflection import ObjectKind
from sqlalchemy.exc import SQLAlchemyError

from meetbot.adapters.sql_problems import query_problem
from meetbot.adapters.sql_text import rewritten, shown
from meetbot.adapters.sql_views import Style
from meetbot.errors import DataError
from meetbot.model.crm import TABLES, TableName

_LOADED = "meetbot_as_of"
_PROBE = (
    "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x.n), count(*) FILTER (WHERE x.n > 1), "
    "max(extract(epoch from x.t - x.t)), max(x.t - interval '7 days') "
    "FROM (SELECT 1.0 AS n, CAST('2026-01-01 00:00:00' AS timestamp) AS t) AS x"
)


@dataclass(frozen=True, kw_only=True)
class Session:
    """One read-only transaction. Whatever the driver raises becomes a DataError."""

    connection: Connection
    place: str
    secret: str | None

    @property
    def backend(self) -> str:
        """The name of its dialect, such as `postgresql`."""
        return self.connection.dialect.name

    def prepare(self, *, timeout: float) -> None:
        """Read-only, one snapshot, UTC, a limit on each statement. Raises DataError when its SQL is another one."""
        if self.backend == "postgresql":
            with self._mapped("SET TRANSACTION READ ONLY"):
                self.connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
                self.connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
                self.connection.execute(text("SET LOCAL standard_conforming_strings = on"))
                self.connection.execute(text(f"SET LOCAL statement_timeout = {round(timeout * 1000)}"))
        try:
            self.run(_PROBE, {})
        except DataError as error:
            raise DataError(
                f"The canonical queries do not run on this database ({self.backend}).",
                f"{self.place} (meetbot.toml, key `data.source`)",
                f"PostgreSQL, or a database that speaks its SQL, is needed. It said: {error.what}",
            ) from error

    def run(self, sql: str, parameters: Mapping[str, Any], *, told: str = "") -> list[tuple[Any, ...]]:
        """The rows of one statement. A failure undoes only itself. Raises DataError that shows `told`, or the SQL."""
        typed = {name: f"CAST(:{name} AS {_type_of(value)})" for name, value in parameters.items()}
        statement = text(rewritten(sql, typed.__getitem__, lambda rest: rest.replace(":", r"\:")))
        with self._mapped(told or sql), self.connection.begin_nested():
            return [tuple(map(_plain, row)) for row in self.connection.execute(statement, dict(parameters))]

    def now(self) -> datetime:
        """When the transaction began."""
        found: datetime = self.run("SELECT CURRENT_TIMESTAMP", {})[0][0]
        return found.replace(tzinfo=UTC)

    def loaded(self, schema: str) -> datetime | None:
        """When the tables were last filled, if a table `meetbot_as_of (as_of)` tells: a warehouse is hours behind."""
        with self._mapped("the list of tables"):
            found = inspect(self.connection).has_table(_LOADED, schema=schema or None)
        if not found:
            return None
        quote = self.connection.dialect.identifier_preparer.quote_identifier
        relation = ".".join(quote(part) for part in (schema, _LOADED) if part)
        moment = self.run(f"SELECT min(as_of) FROM {relation}", {})[0][0]  # noqa: S608 - quoted identifiers
        if moment is not None and not isinstance(moment, datetime):
            raise DataError("`as_of` must be a time.", f"{self.place}, {relation}", "Make it a timestamptz.")
        return moment.replace(tzinfo=UTC) if moment else None

    def columns(self, schema: str | None) -> dict[TableName, list[tuple[str, Any]]]:
        """Names and types of the columns of those canonical tables that are there, tables and views alike."""
        with self._mapped("the list of columns"):
            found = inspect(self.connection).get_multi_columns(
                schema=schema, filter_names=list(TABLES), kind=ObjectKind.ANY
            )
        by_table = {key[1]: [(column["name"], column["type"]) for column in columns] for key, columns in found.items()}
        return {name: by_table[name] for name in TABLES if name in by_table}

    def style(self, zone: str) -> Style:
        """How statements are written for this database."""
        quote = self.connection.dialect.identifier_preparer.quote_identifier
        if self.backend != "postgresql":
            return Style(quote=quote, zone=zone, inline=False)
        sql = (
            "SELECT min(collname) FROM pg_catalog.pg_collation WHERE collname IN ('C.UTF-8', 'C.utf8', 'pg_c_utf8') "
            "AND collencoding IN (-1, (SELECT encoding FROM pg_catalog.pg_database WHERE datname = current_database()))"
        )
        collation = self.run(sql, {})[0][0] or "C"
        inline = (self.connection.dialect.server_version_info or (0,)) >= (12,)
        return Style(quote=quote, zone=zone, collation=f" COLLATE {quote(collation)}", inline=inline)

    @contextmanager
    def _mapped(self, sql: str) -> Iterator[None]:
        foreign = (SQLAlchemyError, self.connection.dialect.loaded_dbapi.Error, OSError, ValueError)
        try:
            yield
        except foreign as error:
            raise query_problem(error, sql=shown(sql), place=self.place, secret=self.secret) from error


def _type_of(value: Any) -> str:
    """The type as which a parameter is seen. Numbers are doubles: PostgreSQL cuts `5 / 2` to 2, DuckDB does not."""
    if isinstance(value, datetime):
        return "timestamp"
    if isinstance(value, date):
        return "date"
    if isinstance(value, bool):
        return "boolean"
    return "text" if isinstance(value, str) else "double precision"


def _plain(value: Any) -> Any:
    """The value as DuckDB gives it: numbers as float or int, times in UTC without a zone."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value
