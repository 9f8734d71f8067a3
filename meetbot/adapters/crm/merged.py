"""Tables made from several exports, or from two tables: spend put together, activities as first contacts.

Apart from `combine`, since Arrow is only wanted where something is really made: a second run finds it made.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm.combine import Made
from meetbot.adapters.crm.overlaps import spend_together
from meetbot.adapters.crm.reading import Reading
from meetbot.adapters.crm.snapshots import Snapshot, Snapshots
from meetbot.model.crm import RowRejection, TableName


def put_together(name: TableName, parts: Sequence[Snapshot], snapshots: Snapshots) -> tuple[pa.Table, Made]:
    """The rows of all parts, newest first, without those that count already."""
    tables = [_table(snapshots.path(part.name)) for part in parts]
    readings = [part.reading for part in parts]
    if name == "spend":
        return spend_together(tables, readings)
    return _by_id(name, tables, readings)


def _table(path: Path) -> pa.Table:
    import pyarrow.parquet as pq

    return pq.read_table(path)


def _by_id(name: TableName, tables: Sequence[pa.Table], readings: Sequence[Reading]) -> tuple[pa.Table, Made]:
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
    return pa.concat_tables(kept), Made(rejections=tuple(rejections))


_EARLIEST = """
SELECT l.file_row_number, min(a.done_at)
FROM read_parquet($leads, file_row_number = true) l
JOIN read_parquet($activities) a ON a.lead_id = l.id
WHERE l.contacted_at IS NULL AND a.human AND a.kind <> 'note'
  AND a.done_at + to_days($slack) > coalesce(l.handed_at, l.created_at) - interval 1 microsecond
GROUP BY l.file_row_number
"""


def contacts(leads: Path, activities: Path, *, day_only: bool) -> tuple[pa.Table, int]:
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
