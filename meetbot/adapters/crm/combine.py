"""What several exports say together: spend of several platforms, activities of several logs, contacts of the leads."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm.reading import VERSION, Reading
from meetbot.adapters.crm.snapshots import Snapshot, Snapshots
from meetbot.model.base import Issue, Severity
from meetbot.model.crm import RowRejection, TableInfo, TableName

_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Combined:
    """One canonical table as it counts: its Parquet file, and what is known about it."""

    path: Path
    info: TableInfo
    rejections: tuple[RowRejection, ...] = ()
    issues: tuple[Issue, ...] = ()
    with_activities: bool = False


def combine(
    parts: Mapping[TableName, Sequence[Snapshot]], snapshots: Snapshots, *, zone: ZoneInfo, on: date
) -> dict[TableName, Combined]:
    """Each table from its parts. What is put together is a snapshot of its own, made once."""
    latest = datetime.combine(on + timedelta(days=1), time.min, tzinfo=zone)
    found = {name: _one(name, own, snapshots, latest) for name, own in parts.items()}
    leads, activities = found.get("leads"), found.get("activities")
    if leads is not None and activities is not None and _may_fill(leads.info, activities.info):
        found["leads"] = _with_contacts(leads, activities, snapshots)
    return found


def _one(name: TableName, parts: Sequence[Snapshot], snapshots: Snapshots, latest: datetime) -> Combined:
    info = _info(name, [part.reading for part in parts], latest)
    if len(parts) == 1:
        return Combined(path=snapshots.path(parts[0].name), info=info)
    reading = parts[0].reading
    identity = _identity("parts", *(part.name for part in parts))
    kept = snapshots.find_made(name, identity)
    if kept is None:
        table, made = _put_together(name, parts, snapshots)
        kept = snapshots.put(_made(reading, info, table.num_rows, made), table, identity)
    return Combined(
        path=snapshots.path(kept.name),
        info=info.model_copy(update={"rows": kept.reading.rows}),
        rejections=kept.reading.rejections,
        issues=kept.reading.issues,
    )


@dataclass(frozen=True, kw_only=True)
class _Made:
    rejections: tuple[RowRejection, ...] = ()
    issues: tuple[Issue, ...] = ()


def _made(reading: Reading, info: TableInfo, rows: int, made: _Made) -> Reading:
    """The reading that describes a table which no single file holds."""
    return reading.model_copy(
        update={
            "as_of": info.as_of,
            "fields": tuple(sorted(info.fields)),
            "day_only": tuple(sorted(info.day_only)),
            "rows": rows,
            "columns": (),
            "rejections": made.rejections,
            "issues": made.issues,
        }
    )


def _info(name: TableName, readings: Sequence[Reading], latest: datetime) -> TableInfo:
    # Of logs that are added up the oldest newest one tells how far all of them reach.
    series: dict[str, datetime] = {}
    for reading in readings:
        if reading.as_of is not None:
            # made in the evening, named for the day after: its newest event is all that tells when
            moment = reading.as_of if reading.as_of < latest else min(reading.newest or latest, latest)
            series[reading.series] = max(moment, series.get(reading.series, moment))
    as_of = min(*series.values(), latest) if series else None
    return TableInfo(
        name=name,
        fields=frozenset().union(*(reading.fields for reading in readings)),
        day_only=frozenset().union(*(reading.day_only for reading in readings)),
        rows=sum(reading.rows for reading in readings),
        sources=tuple(dict.fromkeys(reading.source for reading in readings)),
        as_of=as_of,
    )


def _put_together(name: TableName, parts: Sequence[Snapshot], snapshots: Snapshots) -> tuple[pa.Table, _Made]:
    """The rows of all parts, newest first, without those that a newer part has already."""
    tables = [_table(snapshots.path(part.name)) for part in parts]
    readings = [part.reading for part in parts]
    if name == "spend":
        return _spend(tables, readings)
    return _by_id(name, tables, readings)


def _table(path: Path) -> pa.Table:
    import pyarrow.parquet as pq

    return pq.read_table(path)


def _spend(tables: Sequence[pa.Table], readings: Sequence[Reading]) -> tuple[pa.Table, _Made]:
    """The newest export of a platform counts for each day that it covers."""
    covered: dict[str | None, set[int]] = {}
    kept, rejections, issues = [], [], []
    for table, reading in zip(tables, readings, strict=True):
        platforms = table["platform"].to_pylist()
        days = np.asarray(table["day"].cast(pa.int32()))
        again = np.array([day in covered.get(name, ()) for name, day in zip(platforms, days, strict=True)], np.bool_)
        for name, day in zip(platforms, days, strict=True):
            covered.setdefault(name, set()).add(int(day))
        kept.append(table.filter(pa.array(~again)))
        if again.any():
            reason = "Days that a newer export of the platform covers: counted once."
            count = int(again.sum())
            rejections.append(RowRejection(file=reading.file, table="spend", reason=reason, count=count))
            message = f"{count} day(s) of spend are in a newer export of the platform too: the newer one counts."
            issues.append(_issue("info", reading.file, message))
    return pa.concat_tables(kept), _Made(rejections=tuple(rejections), issues=tuple(issues))


def _by_id(name: TableName, tables: Sequence[pa.Table], readings: Sequence[Reading]) -> tuple[pa.Table, _Made]:
    """A record that several exports of one series hold counts once, as the newest has it."""
    column = "kpi" if name == "targets" else "id"
    seen: dict[str, set[str]] = {}
    kept, rejections = [], []
    for table, reading in zip(tables, readings, strict=True):
        mine = seen.setdefault(reading.series, set())
        ids = table[column].to_pylist()
        named = column in reading.fields and name != "targets"
        again = np.array([named and one is not None and one in mine for one in ids], np.bool_)
        mine |= {one for one in ids if one is not None}
        kept.append(table.filter(pa.array(~again)))
        if again.any():
            reason = "The same id as in another file of the export: counted once."
            rejections.append(RowRejection(file=reading.file, table=name, reason=reason, count=int(again.sum())))
    return pa.concat_tables(kept), _Made(rejections=tuple(rejections))


def _may_fill(leads: TableInfo, activities: TableInfo) -> bool:
    """Whether first contacts can be taken from the activities: not as days where the leads have times."""
    known = {"lead_id", "done_at"} <= activities.fields and "id" in leads.fields
    return known and ("done_at" not in activities.day_only or "contacted_at" not in leads.fields)


def _with_contacts(leads: Combined, activities: Combined, snapshots: Snapshots) -> Combined:
    """The leads; one without a first contact has the earliest human activity at or after its hand-off."""
    identity = _identity("contacts", leads.path.stem, activities.path.stem)
    fields = leads.info.fields | {"contacted_at"}
    days = {"contacted_at"} if "done_at" in activities.info.day_only else set[str]()
    info = leads.info.model_copy(update={"fields": fields, "day_only": leads.info.day_only | days})
    kept = snapshots.find_made("leads", identity)
    if kept is None:
        table, filled = _contacts(leads.path, activities.path, day_only="done_at" in activities.info.day_only)
        source = ", ".join(source.name for source in activities.info.sources)
        message = f"The first contact of {filled} lead(s) is the earliest activity after the hand-off, from {source}."
        made = _Made(issues=(_issue("info", "[data] activities", message),))
        first = snapshots.load(leads.path.stem)
        assert first is not None  # noqa: S101  it was found a moment ago
        kept = snapshots.put(_made(first.reading, info, table.num_rows, made), table, identity)
    return Combined(
        path=snapshots.path(kept.name),
        info=info,
        rejections=leads.rejections,
        issues=(*leads.issues, *kept.reading.issues),
        with_activities=True,
    )


_EARLIEST = """
SELECT l.file_row_number, min(a.done_at)
FROM read_parquet($leads, file_row_number = true) l
JOIN read_parquet($activities) a ON a.lead_id = l.id
WHERE l.contacted_at IS NULL AND a.human AND a.kind <> 'note'
  AND a.done_at + to_days($slack) > coalesce(l.handed_at, l.created_at) - interval 1 microsecond
GROUP BY l.file_row_number
"""


def _contacts(leads: Path, activities: Path, *, day_only: bool) -> tuple[pa.Table, int]:
    """The leads with their first contacts, and how many were found. A day's activity may follow the day's hand-off."""
    import duckdb

    with duckdb.connect(":memory:") as connection:
        parameters = {"leads": str(leads), "activities": str(activities), "slack": int(day_only)}
        places, times = (connection.execute(_EARLIEST, parameters).fetchnumpy()).values()
    table = _table(leads)
    found = np.zeros(table.num_rows, "datetime64[us]")
    mask = np.ones(table.num_rows, np.bool_)
    found[np.asarray(places)] = np.asarray(times, "datetime64[us]")
    mask[np.asarray(places)] = False
    contacted = pc.coalesce(table["contacted_at"], pa.array(found, pa.timestamp("us"), mask=mask))
    return table.set_column(table.schema.get_field_index("contacted_at"), "contacted_at", contacted), len(places)


def _identity(*parts: Any) -> str:
    return hashlib.sha256("\0".join([str(VERSION), *parts]).encode()).hexdigest()


def _issue(severity: Severity, where: str, message: str) -> Issue:
    return Issue(severity=severity, stage="read", where=where, message=message)
