"""The canonical tables in DuckDB: views over Parquet files, read where they lie, with nothing else within reach."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from meetbot.adapters.sql_text import named_parameters, one_select, rewritten, shown
from meetbot.errors import DataError
from meetbot.model.crm import TABLES, ColumnType, Contents

_TYPES: Mapping[ColumnType, str] = {
    "text": "VARCHAR",
    "number": "DOUBLE",
    "time": "TIMESTAMP",
    "day": "DATE",
    "flag": "BOOLEAN",
}


class DuckWarehouse:
    """Satisfies `ports.Warehouse`. `tables` are Parquet files or Arrow tables; a table without one is empty.

    SQL from a configuration file can read the canonical tables and nothing else: no other file, no network, no write.
    """

    def __init__(self, contents: Contents, tables: Mapping[str, Any]) -> None:
        import duckdb

        self._contents = contents
        # One thread: several add the row groups of a file up in the order in which they finish, so that sums differ in
        # their last digits from run to run. A million leads cost 0.1 to 0.4 s of the clock on two cores, and less
        # processor time than two threads take.
        self._connection = duckdb.connect(":memory:", config={"threads": 1})
        paths = [str(found) for found in tables.values() if isinstance(found, Path)]
        self._connection.execute("SET allowed_paths = $paths", {"paths": paths})
        self._connection.execute("SET enable_external_access = false")
        for name, columns in TABLES.items():
            try:
                self._make(name, columns, tables.get(name))
            except duckdb.Error as error:
                raise _unreadable(name, tables.get(name), error) from error
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

        statement = one_select(sql)
        found = named_parameters(statement)
        given = {name: value for name, value in (parameters or {}).items() if name in found}
        try:
            return self._connection.execute(rewritten(statement, "${}".format), given or None).fetchall()
        except duckdb.Error as error:
            first = str(error).splitlines()[0]
            raise DataError(f"A query failed: {first}", "the KPI's SQL", shown(sql)) from error


def _unreadable(name: str, found: Any, error: Exception) -> DataError:
    where = os.fspath(found) if isinstance(found, Path) else name
    return DataError(
        f"What was kept of the table {name} can't be read: {str(error).splitlines()[0]}",
        where,
        "Delete that file; it is made again from the exports.",
    )
