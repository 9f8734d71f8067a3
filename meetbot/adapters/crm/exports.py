"""One file of exports: what it holds, read into canonical tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm import columns, headers, kinds, rows, text
from meetbot.adapters.crm.activities import activities_of
from meetbot.adapters.crm.agreed import customers_of, targets_of
from meetbot.adapters.crm.findings import Findings
from meetbot.adapters.crm.headers import Column, Taught
from meetbot.adapters.crm.layout import RawTable
from meetbot.adapters.crm.reading import FileName, Reading, Refusal, Settings
from meetbot.adapters.crm.records import Records, deals_of, leads_of
from meetbot.adapters.crm.spend import spend_of
from meetbot.errors import DataError
from meetbot.model.crm import TABLES, TableName

_EVENTS: Mapping[str, tuple[str, ...]] = {
    "leads": tuple(n for n, kind in TABLES["leads"].items() if kind == "time" and n != "next_activity_at"),
    "deals": ("created_at", "closed_at", "last_activity_at"),
    "activities": ("done_at",),
    "spend": ("day",),
}
_LATE = timedelta(days=1)
"""How much later than the day in an export's name a time may be: the name is in the CRM's zone, not in ours."""


def read_file(
    path: Path, settings: Settings, *, on: date, name: str = "", table: TableName | None = None
) -> list[tuple[Reading, pa.Table]] | Refusal:
    """The canonical tables in that file as known on that day, or why there is none. `table` says what it holds.

    `name` is what messages call the file.
    """
    shown = name or path.name
    watch = _Watch(settings.taught, table)
    try:
        found = list(text.read_tables(path, watch.recognise, lambda header: _wanted(path, header, settings, table)))
    except DataError as error:
        broken = not watch.seen or watch.known
        return Refusal(file=shown, broken=broken or table is not None, what=error.what, hint=error.hint)
    readings = []
    refused: list[tuple[str, tuple[str, ...]]] = []
    name_of = FileName.of(path, settings.dialect.zone)
    while found:
        kind = _kind(path, found[0].header, settings, table)
        raw = found.pop(0)
        if kind.table is None:
            refused.append((kind.why, raw.header))
        else:
            taken = [raw]
            del raw  # the reader frees each column when it is typed: nobody else may hold the table
            readings.append(_read_table(taken, kind, name_of, settings, on=on, shown=shown))
    if not readings:
        return Refusal(
            file=shown,
            broken=False,
            what=f"Not used: {refused[0][0]}.",
            hint="`meetbot kpi columns FILE` shows its headers and how to teach them.",
            headers=refused[0][1],
        )
    return readings


class _Watch:
    """Counts known headers, and remembers whether there was text to look at and whether any was known."""

    def __init__(self, taught: Taught, table: TableName | None) -> None:
        self._taught = taught
        self._table = table
        self.seen = False
        self.known = False

    def recognise(self, cells: Sequence[str]) -> int:
        """How many of these cells are known headers."""
        self.seen = True
        count = kinds.recognised(cells, self._taught, self._table)
        self.known = self.known or count >= 2  # noqa: PLR2004  a header, as layout.py has it
        return count


def _kind(path: Path, header: Sequence[str], settings: Settings, table: TableName | None) -> kinds.Kind:
    if table is not None:
        return kinds.Kind(table=table, vendor=kinds.vendor_of(header))
    return kinds.kind_of(header, name=path.stem, taught=settings.taught)


def _wanted(path: Path, header: Sequence[str], settings: Settings, table: TableName | None) -> list[int]:
    kind = _kind(path, header, settings, table)
    if kind.table is None:
        return []
    return [c.index for c in headers.match(header, kind.table, settings.taught) if c.field is not None]


def _read_table(
    taken: list[RawTable], kind: kinds.Kind, name: FileName, settings: Settings, *, on: date, shown: str
) -> tuple[Reading, pa.Table]:
    table = kind.table
    assert table is not None  # noqa: S101  the caller has looked
    raw = taken.pop()
    file = f"{shown} [{raw.sheet}]" if raw.sheet else shown
    findings = Findings(file, table)
    for finding in raw.findings:
        findings.add(finding.message, finding.rows, severity=finding.severity, hint=finding.hint)
    matched = headers.match(raw.header, table, settings.taught)
    used = {column.field: column for column in matched if column.field is not None}
    kept = rows.data_rows(
        raw,
        used,
        table=table,
        vendor=kind.vendor,
        internal_domains=settings.internal_domains,
        findings=findings,
    )
    zone = settings.dialect.zone
    dialect = replace(settings.dialect, until=_end(name.day or on, zone) + _LATE)
    cells = {column.index: column for column in raw.columns}
    nothing = pa.chunked_array([], pa.string())
    raw = replace(raw, columns=(), first=nothing, rejected=())
    about = _About(raw=raw, kind=kind, name=name, file=file, used=used, matched=matched)
    typed = columns.type_columns(cells, used, kept, dialect=dialect, vendor=kind.vendor, findings=findings)
    _give_back()
    rows_read = len(typed.rows) + findings.rejected
    records = _records(table, typed, about, settings)
    found = records.table(table)
    _give_back()
    return _reading(about, typed, records, found, zone, rows_read=rows_read), found


@dataclass(frozen=True, kw_only=True)
class _About:
    raw: RawTable
    kind: kinds.Kind
    name: FileName
    file: str
    used: Mapping[str, Column]
    matched: list[Column]


def _give_back() -> None:
    """Returns memory that Arrow keeps for later to the system: the next columns are of another size."""
    pa.default_memory_pool().release_unused()


def _records(table: TableName, typed: columns.Typed, about: _About, settings: Settings) -> Records:
    order, name = settings.dialect.order, about.name
    makers: Mapping[TableName, Callable[[], Records]] = {
        "leads": lambda: leads_of(typed),
        "deals": lambda: deals_of(typed, currency=settings.currency),
        "activities": lambda: activities_of(typed, header=about.raw.header, series=name.series),
        "spend": lambda: spend_of(
            typed,
            currency=settings.currency,
            vendor=about.kind.vendor,
            series=name.series,
            preamble=about.raw.preamble,
            order=order,
        ),
        "customers": lambda: customers_of(typed, currency=settings.currency),
        "targets": lambda: targets_of(typed, order=order),
    }
    return makers[table]()


def _reading(
    about: _About, typed: columns.Typed, records: Records, found: pa.Table, zone: ZoneInfo, *, rows_read: int
) -> Reading:
    table = about.kind.table
    assert table is not None  # noqa: S101  as above
    stated = about.name.day
    newest = _newest(found, table, zone, before=None)
    days = [name for name in _EVENTS.get(table, ()) if name in records.day_only]
    as_of = _to_the_end(newest, found, days, zone)
    if stated is not None:
        within = _newest(found, table, zone, before=_end(stated, zone))
        as_of = max(_to_the_end(within, found, days, zone) or _start(stated, zone), _start(stated, zone))
    findings = typed.findings
    return Reading(
        table=table,
        vendor=about.kind.vendor,
        file=about.file,
        sheet=about.raw.sheet,
        header_row=about.raw.header_row,
        source=about.raw.source,
        series=about.name.series,
        part=about.name.part,
        order=about.name.order,
        stated=stated,
        newest=newest,
        as_of=as_of,
        capped=typed.capped and stated is None,
        fields=tuple(sorted(records.fields)),
        day_only=tuple(sorted(records.day_only)),
        rows=found.num_rows,
        rows_read=rows_read,
        columns=columns.uses(about.matched, typed, file=about.file, table=table),
        rejections=findings.rejections(),
        issues=findings.issues(),
    )


def _newest(found: pa.Table, table: TableName, zone: ZoneInfo, *, before: datetime | None) -> datetime | None:
    """The newest event, of those before that moment if one is given; a day counts to its end."""
    moments = [_last(found[name], zone, before) for name in _EVENTS.get(table, ())]
    newest = max((moment for moment in moments if moment is not None), default=None)
    return None if newest is None else newest.astimezone(zone)


def _to_the_end(newest: datetime | None, found: pa.Table, days: Sequence[str], zone: ZoneInfo) -> datetime | None:
    """The newest event; where only its day is known, and no other event tells an hour of it, the end of that day."""
    if newest is None or newest != _start(newest.date(), zone):
        return newest
    moment = pa.scalar(newest.astimezone(UTC).replace(tzinfo=None), pa.timestamp("us"))
    known_by_day = any(pc.any(pc.equal(found[name], moment)).as_py() for name in days)
    return _end(newest.date(), zone) if known_by_day else newest


def _last(column: Any, zone: ZoneInfo, before: datetime | None) -> datetime | None:
    if pa.types.is_date(column.type):
        day: date | None = pc.max(column).as_py()
        if day is None:
            return None
        return _end(day, zone) if before is None else min(_end(day, zone), before)
    if before is not None:
        limit = pa.scalar(before.astimezone(UTC).replace(tzinfo=None), pa.timestamp("us"))
        column = column.filter(pc.less(column, limit))
    moment: datetime | None = pc.max(column).as_py()
    return None if moment is None else moment.replace(tzinfo=UTC)


def _start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def _end(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of the day after."""
    return _start(day + timedelta(days=1), zone)
