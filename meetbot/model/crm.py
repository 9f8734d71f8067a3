"""Rows of the CRM as they are after reading: typed, one canonical shape for every export."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from meetbot.model.base import Issue, Model
from meetbot.model.transcript import SourceFile

DealStatus = Literal["open", "won", "lost"]


class Lead(Model):
    """A person that marketing attracted. Times are null where the export lacks them, never guessed.

    `handed_at` is when sales received the lead (owner assigned, or became MQL); `contacted_at` the first human contact.
    `source` is where it came from (campaign, channel) as the CRM names it.
    """

    id: str
    created_at: AwareDatetime | None = None
    score: float | None = None
    owner: str | None = None
    source: str | None = None
    stage: str | None = None
    mql_at: AwareDatetime | None = None
    handed_at: AwareDatetime | None = None
    contacted_at: AwareDatetime | None = None
    sql_at: AwareDatetime | None = None
    opportunity_at: AwareDatetime | None = None
    customer_at: AwareDatetime | None = None
    last_activity_at: AwareDatetime | None = None
    next_activity_at: AwareDatetime | None = None
    rejected_reason: str | None = None


class Deal(Model):
    """An opportunity. `status` comes from the stage; `closed_at` only counts when it is won or lost."""

    id: str
    name: str | None = None
    created_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None
    amount: float | None = None
    currency: str | None = None
    stage: str | None = None
    status: DealStatus = "open"
    owner: str | None = None
    lead_source: str | None = None
    last_activity_at: AwareDatetime | None = None
    next_activity_at: AwareDatetime | None = None


class ColumnUse(Model):
    """What became of one column of an export: the canonical field it was recognised as, or null when ignored."""

    file: str
    column: int
    header: str
    field: str | None
    note: str = ""


class CrmTables(Model):
    """Everything that was read from the exports of one workspace.

    `as_of` is the time at which the exports were made: the newest of file name date, or of the dates within.
    `lead_date_only` names the times of leads whose column holds days only: midnight stands for the whole day.
    """

    leads: tuple[Lead, ...] = ()
    deals: tuple[Deal, ...] = ()
    has_leads: bool = False
    has_deals: bool = False
    lead_fields: frozenset[str] = frozenset()
    deal_fields: frozenset[str] = frozenset()
    lead_date_only: frozenset[str] = frozenset()
    sources: tuple[SourceFile, ...] = ()
    columns: tuple[ColumnUse, ...] = ()
    rows_read: int = 0
    rows_rejected: int = 0
    as_of: date | None = None
    issues: tuple[Issue, ...] = ()
