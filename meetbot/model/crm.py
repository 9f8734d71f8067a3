"""The canonical tables into which every export is read, and what is known about the exports themselves.

Times are stored without a zone, in UTC, to the microsecond; days are days in the workspace's time zone. A column that
the export lacks exists and is empty; `TableInfo.fields` tells which ones it could fill.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import AwareDatetime, Field

from meetbot.model.base import Issue, Model
from meetbot.model.transcript import SourceFile

TableName = Literal["leads", "deals", "activities", "spend", "customers", "targets"]
ColumnType = Literal["text", "number", "time", "day", "flag"]

TABLES: Mapping[TableName, Mapping[str, ColumnType]] = {
    # A person that marketing attracted. `handed_at`: sales received it for the first time, as far as the export tells;
    # `reassigned_at`: it went to another owner later; `contacted_at`: the first human contact; `score_at_handoff`: the
    # score when it was handed over, where the export knows it (`score` is the present one).
    "leads": {
        "id": "text", "created_at": "time", "score": "number", "score_at_handoff": "number", "owner": "text",
        "source": "text", "campaign": "text", "stage": "text", "status": "text", "mql_at": "time",
        "handed_at": "time", "reassigned_at": "time", "contacted_at": "time", "sql_at": "time",
        "opportunity_at": "time", "customer_at": "time", "last_activity_at": "time", "next_activity_at": "time",
        "rejected_at": "time", "rejected_reason": "text", "recycled_at": "time", "recycled": "flag",
    },
    # An opportunity. `status` is open, won or lost; `closed_at` is empty while it is open (`expected_at` then).
    # `margin` is the gross margin in money. `lead_id` names the lead it came from.
    "deals": {
        "id": "text", "name": "text", "created_at": "time", "closed_at": "time", "expected_at": "time",
        "amount": "number", "margin": "number", "currency": "text", "stage": "text", "status": "text", "owner": "text",
        "customer": "text", "lead_id": "text", "source": "text", "campaign": "text", "lost_reason": "text",
        "last_activity_at": "time", "next_activity_at": "time",
    },
    # A call, mail or meeting. `kind` is call, email, meeting, task, note or other; `human` is false for what a machine
    # sent or what came in.
    "activities": {
        "id": "text", "lead_id": "text", "deal_id": "text", "owner": "text", "kind": "text", "done_at": "time",
        "human": "flag",
    },
    # What was spent on one day. `kind` is media (advertising) or other (salaries, tools, agencies); `conversions` and
    # `conversion_value` are the platform's own claims, never added to the CRM's leads.
    "spend": {
        "day": "day", "platform": "text", "campaign": "text", "kind": "text", "amount": "number", "currency": "text",
        "impressions": "number", "clicks": "number", "conversions": "number", "conversion_value": "number",
    },
    # Who pays. `monthly_value` is the revenue a month, `margin` its share that remains (0.4 = 40 %).
    "customers": {
        "id": "text", "name": "text", "since": "day", "churned_on": "day", "monthly_value": "number",
        "margin": "number", "currency": "text",
    },
    # What was agreed for an indicator from `start` to `end` (exclusive).
    "targets": {"kpi": "text", "start": "day", "end": "day", "target": "number", "owner": "text"},
}  # fmt: skip


class ColumnUse(Model):
    """What became of one column of an export: the canonical field it was recognised as, or null when ignored.

    `column` counts from 1; `note` says why it was ignored, or how its values were read.
    """

    file: str
    column: int
    header: str
    field: str | None
    note: str = ""
    table: TableName | None = None


class RowRejection(Model):
    """Rows of one file that are not data or can't be used, and why. `rows` are row numbers, at most the first 20."""

    file: str
    table: TableName
    reason: str
    count: int
    rows: tuple[int, ...] = ()


class TableInfo(Model):
    """One canonical table: which of its fields the exports could fill, from which files, as of when.

    `day_only` names the times of which only the day is known: midnight, in the workspace's zone, stands for it.
    `rows` is null where counting would need a scan of a foreign database.
    """

    name: TableName
    fields: frozenset[str]
    day_only: frozenset[str] = frozenset()
    rows: int | None = None
    sources: tuple[SourceFile, ...] = ()
    as_of: AwareDatetime | None = None


class Contents(Model):
    """What there is to compute from, and what became of each column and row on the way.

    `as_of` is the oldest time of what is judged by it, leads and deals with the activities that contacts come from (of
    the other tables where there are neither): nothing is known after it.
    `views` are the canonical tables as they are read from the user's own database, each as a CTE; without one, none.
    """

    tables: tuple[TableInfo, ...] = ()
    columns: tuple[ColumnUse, ...] = ()
    rejections: tuple[RowRejection, ...] = ()
    rows_read: int = 0
    issues: tuple[Issue, ...] = ()
    as_of: AwareDatetime | None = None
    views: dict[TableName, str] = Field(default_factory=dict, exclude=True)

    def table(self, name: str) -> TableInfo | None:
        """What is known about that table; None when no export holds it."""
        return next((table for table in self.tables if table.name == name), None)

    def has(self, name: str, *fields: str) -> bool:
        """Whether that table is there with all those fields."""
        table = self.table(name)
        return table is not None and set(fields) <= table.fields

    def sources(self, *names: str) -> tuple[str, ...]:
        """The file names that those tables were read from."""
        found = (source.name for name in names if (table := self.table(name)) for source in table.sources)
        return tuple(dict.fromkeys(found))
