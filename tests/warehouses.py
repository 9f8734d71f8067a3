"""Canonical tables from a few written-out rows, in a real DuckDB."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from meetbot.adapters.warehouse import DuckWarehouse
from meetbot.model.base import Issue
from meetbot.model.crm import TABLES, ColumnType, Contents, TableInfo
from meetbot.model.transcript import SourceFile

_ARROW: Mapping[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "number": pa.float64(),
    "time": pa.timestamp("us"),
    "day": pa.date32(),
    "flag": pa.bool_(),
}

Rows = Sequence[Mapping[str, Any]]


def warehouse_of(
    *,
    as_of: datetime | None = None,
    fields: Mapping[str, Sequence[str]] | None = None,
    day_only: Mapping[str, Sequence[str]] | None = None,
    issues: Sequence[Issue] = (),
    **tables: Rows,
) -> DuckWarehouse:
    """A warehouse with those rows: `warehouse_of(leads=[{"id": "1", "created_at": aware_time}])`.

    Aware times are stored in UTC. A table's known fields are the keys that any row names, unless `fields` says which;
    a table given as an empty list is there, without rows.
    """
    infos, found = [], {}
    for name, rows in tables.items():
        columns = TABLES[name]  # type: ignore[index]  # a wrong name fails here, as a test should
        named = frozenset(fields[name]) if fields and name in fields else frozenset(key for row in rows for key in row)
        assert named <= set(columns), named - set(columns)
        found[name] = pa.table(
            {
                column: pa.array([_stored(row.get(column)) for row in rows], type=_ARROW[kind])
                for column, kind in columns.items()
            }
        )
        infos.append(
            TableInfo(
                name=name,
                fields=named,
                day_only=frozenset((day_only or {}).get(name, ())),
                rows=len(rows),
                sources=(SourceFile(name=f"{name}.csv", sha256="0" * 64, format="csv"),),
                as_of=as_of,
            )
        )
    return DuckWarehouse(Contents(tables=tuple(infos), as_of=as_of, issues=tuple(issues)), found)


def _stored(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value
