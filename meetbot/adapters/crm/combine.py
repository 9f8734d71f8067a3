"""What several exports say together: spend of several platforms, activities of several logs, contacts of the leads."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from meetbot.adapters.crm.reading import VERSION, Reading
from meetbot.adapters.crm.snapshots import Snapshot, Snapshots
from meetbot.model.base import Issue, Severity
from meetbot.model.crm import RowRejection, TableInfo, TableName


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
        from meetbot.adapters.crm.merged import put_together

        table, made = put_together(name, parts, snapshots)
        kept = snapshots.put(_made(reading, info, table.num_rows, made), table, identity)
    return Combined(
        path=snapshots.path(kept.name),
        info=info.model_copy(update={"rows": kept.reading.rows}),
        rejections=kept.reading.rejections,
        issues=kept.reading.issues,
    )


@dataclass(frozen=True, kw_only=True)
class Made:
    """What becomes known while a table is made from others."""

    rejections: tuple[RowRejection, ...] = ()
    issues: tuple[Issue, ...] = ()


def _made(reading: Reading, info: TableInfo, rows: int, made: Made) -> Reading:
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
        from meetbot.adapters.crm.merged import contacts

        table, filled = contacts(leads.path, activities.path, day_only="done_at" in activities.info.day_only)
        source = ", ".join(source.name for source in activities.info.sources)
        message = f"The first contact of {filled} lead(s) is the earliest activity after the hand-off, from {source}."
        made = Made(issues=(issue("info", "[data] activities", message),))
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


def _identity(*parts: Any) -> str:
    return hashlib.sha256("\0".join([str(VERSION), *parts]).encode()).hexdigest()


def issue(severity: Severity, where: str, message: str) -> Issue:
    """An issue of reading."""
    return Issue(severity=severity, stage="read", where=where, message=message)
