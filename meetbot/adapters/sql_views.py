"""The user's tables seen as the canonical ones: what each lacks becomes an empty column, what each has gets its type.

Every statement is preceded by one such view (a CTE) for each table that it names, so the same text runs everywhere.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import types
from sqlalchemy.dialects.postgresql import MONEY

from meetbot.model.crm import TABLES, ColumnType, ColumnUse, TableName

_EMPTY: Mapping[ColumnType, str] = {
    "text": "text",
    "number": "double precision",
    "time": "timestamp",
    "day": "date",
    "flag": "boolean",
}
_PLANNED = frozenset({"expected_at", "next_activity_at"})
_BEGINS: Mapping[TableName, str] = {
    "leads": "created_at",
    "deals": "created_at",
    "activities": "done_at",
    "spend": "day",
    "customers": "since",
}


@dataclass(frozen=True, kw_only=True)
class Cut:
    """The end of a day in the past, after which nothing is seen: the moment in UTC, and the first day not seen."""

    moment: datetime
    day: date

    def before(self, expression: str, kind: ColumnType) -> str:
        """The condition that the time or day lies before it."""
        if kind == "day":
            return f"{expression} < DATE '{self.day:%Y-%m-%d}'"
        return f"{expression} < TIMESTAMP '{self.moment:%Y-%m-%d %H:%M:%S}'"


@dataclass(frozen=True, kw_only=True)
class Style:
    """How this database is written to: quoting, the collation that sorts by code point, the workspace's time zone."""

    quote: Callable[[str], str]
    collation: str = ""
    zone: str = "UTC"
    inline: bool = True


@dataclass(frozen=True, kw_only=True)
class View:
    """One canonical table over a relation of the user's (None: there is none, the table is empty)."""

    name: TableName
    relation: str | None = None
    expressions: Mapping[str, str] = field(default_factory=dict)
    day_only: frozenset[str] = frozenset()
    columns: tuple[ColumnUse, ...] = ()

    def cte(self, *, inline: bool, cut: Cut | None) -> str:
        """`name AS (SELECT …)` with every canonical column; after a cut, as it was then as far as times tell."""
        listed = ",\n  ".join(f'{self._seen(name, cut)} AS "{name}"' for name in TABLES[self.name])
        source = f"FROM {self.relation}{self._begun(cut)}" if self.relation else "WHERE 1 = 0"
        return f'"{self.name}" AS {"NOT MATERIALIZED " if inline else ""}(SELECT\n  {listed}\n{source})'

    def _seen(self, name: str, cut: Cut | None) -> str:
        kind = TABLES[self.name][name]
        expression = self.expressions.get(name)
        if expression is None:
            return f"CAST(NULL AS {_EMPTY[kind]})"
        if cut is None or name in _PLANNED:
            return expression
        if kind == "time" or name == "churned_on":
            return f"CASE WHEN {cut.before(expression, kind)} THEN {expression} END"
        if self.name == "deals" and name == "status" and (closed := self.expressions.get("closed_at")):
            return f"CASE WHEN NOT ({cut.before(closed, 'time')}) THEN 'open' ELSE {expression} END"
        return expression

    def _begun(self, cut: Cut | None) -> str:
        column = _BEGINS.get(self.name, "")
        if cut is None or column not in self.expressions:
            return ""
        return f" WHERE ({cut.before(self.expressions[column], TABLES[self.name][column])}) IS NOT FALSE"

    def mismatched(self) -> Iterator[ColumnUse]:
        """The columns that have a canonical name but another type."""
        return (use for use in self.columns if use.field is None and use.header.casefold() in TABLES[self.name])


def view_of(name: TableName, relation: str, found: Sequence[tuple[str, Any]], *, label: str, style: Style) -> View:
    """The canonical table over that relation, from its columns' names and types; what does not fit is left out."""
    expressions: dict[str, str] = {}
    day_only: set[str] = set()
    uses = []
    chosen = {column.casefold(): column for column, _ in found} | {column: column for column, _ in found}
    for index, (column, kind) in enumerate(found, 1):
        canonical = next((field for field in TABLES[name] if chosen.get(field) == column), None)
        expression, note = None, "no column of the canonical table has this name"
        if canonical is not None:
            expression, note = _typed(style.quote(column), kind, TABLES[name][canonical], style)
        if canonical is not None and expression is not None:
            expressions[canonical] = expression
            day_only |= {canonical} if note else set()
        known = canonical if expression is not None else None
        uses.append(ColumnUse(file=label, column=index, header=column, field=known, note=note, table=name))
    return View(
        name=name, relation=relation, expressions=expressions, day_only=frozenset(day_only), columns=tuple(uses)
    )


def _typed(name: str, found: Any, wanted: ColumnType, style: Style) -> tuple[str | None, str]:
    """The SQL that reads the column as that kind, or None; and what there is to say about it."""
    found = getattr(found, "data_type", found)  # a domain is its base type
    if wanted == "text":
        return f"nullif(CAST({name} AS text), ''){style.collation}", ""
    if wanted == "number" and isinstance(found, (types.Numeric, types.Float, types.Integer)):
        return f"CAST({name} AS double precision)", ""
    if wanted == "number" and isinstance(found, MONEY):
        return f"CAST(CAST({name} AS numeric) AS double precision)", ""
    if wanted == "flag" and isinstance(found, (types.Boolean, types.Integer)):
        return (name if isinstance(found, types.Boolean) else f"({name} <> 0)"), ""
    if wanted in {"time", "day"} and isinstance(found, (types.DateTime, types.Date)):
        return _time(name, found, style.zone) if wanted == "time" else (_day(name, found, style.zone), "")
    return None, f"a {wanted} is expected here, but the database says {str(found).lower()}"


def _time(name: str, found: types.DateTime | types.Date, zone: str) -> tuple[str, str]:
    if isinstance(found, types.DateTime):
        return (f"({name} AT TIME ZONE 'UTC')" if found.timezone else name), ""
    midnight = f"CAST({name} AS timestamp) AT TIME ZONE {_literal(zone)}"
    return f"({midnight} AT TIME ZONE 'UTC')", "only the day is known"


def _day(name: str, found: types.DateTime | types.Date, zone: str) -> str:
    if isinstance(found, types.Date):
        return name
    aware = name if found.timezone else f"{name} AT TIME ZONE 'UTC'"
    return f"CAST({aware} AT TIME ZONE {_literal(zone)} AS date)"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
