"""The canonical tables in DuckDB: views over Parquet files, read where they lie, with nothing else within reach."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from meetbot.errors import DataError
from meetbot.model.crm import TABLES, ColumnType, Contents

_TYPES: Mapping[ColumnType, str] = {
    "text": "VARCHAR",
    "number": "DOUBLE",
    "time": "TIMESTAMP",
    "day": "DATE",
    "flag": "BOOLEAN",
}
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)")
_LITERAL = re.compile(r"'(?:[^']|'')*'")


class DuckWarehouse:
    """Satisfies `ports.Warehouse`. `tables` are Parquet files or Arrow tables; a table without one is empty.

    SQL from a configuration file can read the canonical tables and nothing else: no other file, no network.
    """

    def __init__(self, contents: Contents, tables: Mapping[str, Any]) -> None:
        import duckdb

        self._contents = contents
        self._connection = duckdb.connect(":memory:")
        paths = [str(found) for found in tables.values() if isinstance(found, Path)]
        self._connection.execute("SET allowed_paths = $paths", {"paths": paths})
        self._connection.execute("SET enable_external_access = false")
        for name, columns in TABLES.items():
            self._make(name, columns, tables.get(name))
        self._connection.execute("SET lock_configuration = true")

    def _make(self, name: str, columns: Mapping[str, ColumnType], found: Any) -> None:
        if found is None:
            listed = ", ".join(f'"{column}" {_TYPES[kind]}' for column, kind in columns.items())
            self._connection.execute(f'CREATE TABLE "{name}" ({listed})')
        elif isinstance(found, Path):
            quoted = str(found).replace("'", "''")
            self._connection.execute(f"CREATE VIEW \"{name}\" AS SELECT * FROM read_parquet('{quoted}')")  # noqa: S608 - our own file's path, quoted
        else:
            self._connection.register(name, found)

    @property
    def contents(self) -> Contents:
        """Which tables and fields there are, from where, and as of when."""
        return self._contents

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows of one SELECT. Raises DataError that shows the statement."""
        import duckdb

        found = named_parameters(sql)
        given = {name: value for name, value in (parameters or {}).items() if name in found}
        try:
            return self._connection.execute(_with_markers(sql), given or None).fetchall()
        except duckdb.Error as error:
            first = str(error).splitlines()[0]
            raise DataError(f"A query failed: {first}", "the KPI's SQL", " ".join(sql.split())) from error


def named_parameters(sql: str) -> frozenset[str]:
    """The parameters that a statement names: `:start`, but neither `'12:30'` nor `x::date`."""
    return frozenset(_PARAMETER.findall(_LITERAL.sub("''", sql)))


def _with_markers(sql: str) -> str:
    """The statement as DuckDB wants it: `$start` for `:start`, literals untouched."""
    parts = re.split(f"({_LITERAL.pattern})", sql)
    return "".join(part if part.startswith("'") else _PARAMETER.sub(r"$\1", part) for part in parts)
