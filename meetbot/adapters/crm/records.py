"""Typed rows as leads and deals: what each of their fields is taken from."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from meetbot.adapters.crm import stages
from meetbot.adapters.crm.rows import Table
from meetbot.model.crm import Deal, DealStatus, Lead


def leads_of(table: Table) -> tuple[tuple[Lead, ...], frozenset[str]]:
    """The leads, and which of a lead's fields the export can answer."""
    fields = set(table.fields) - {"assigned_at", "response", "status", "id"}
    if handed := [name for name in ("assigned_at", "mql_at") if name in table.times]:
        fields.add("handed_at")
    elif "created_at" in table.times:
        handed = ["created_at"]
        fields.add("handed_at")
        table.findings.add(
            "No column says when sales received a lead: the clock of the SLA starts at its creation.", severity="info"
        )
    if "response" in table.numbers:
        fields.add("contacted_at")
    if "status" in table.texts:
        fields.add("rejected_reason")
    return tuple(_lead(table, index, handed) for index in range(len(table.rows))), frozenset(fields)


def _lead(table: Table, index: int, handed: Sequence[str]) -> Lead:
    handed_at = next((moment for name in handed if (moment := table.time(name, index)) is not None), None)
    status = table.text("status", index)
    return Lead(
        id=table.text("id", index) or f"row {table.rows[index]}",
        created_at=table.time("created_at", index),
        score=table.number("score", index),
        owner=table.text("owner", index),
        source=table.text("source", index),
        stage=table.text("stage", index),
        mql_at=table.time("mql_at", index),
        handed_at=handed_at,
        contacted_at=table.time("contacted_at", index) or _contacted(table, index, handed_at),
        sql_at=table.time("sql_at", index),
        opportunity_at=table.time("opportunity_at", index),
        customer_at=table.time("customer_at", index),
        last_activity_at=table.time("last_activity_at", index),
        next_activity_at=table.time("next_activity_at", index),
        rejected_reason=table.text("rejected_reason", index) or (status if stages.is_rejected(status) else None),
    )


def _contacted(table: Table, index: int, handed_at: datetime | None) -> datetime | None:
    """HubSpot writes the response time in milliseconds since the hand-off instead of the contact's time."""
    response = table.number("response", index)
    if response is None or handed_at is None:
        return None
    if response < 0:
        table.findings.add("A response time below zero: left empty.", table.rows[index])
        return None
    return handed_at + timedelta(milliseconds=response)


def deals_of(table: Table, *, currency: str) -> tuple[tuple[Deal, ...], frozenset[str]]:
    """The deals, and which of a deal's fields the export can answer. `currency` is that of bare amounts."""
    fields = set(table.fields) - {"is_won", "is_lost", "won_at", "lost_at", "id"}
    if {"won_at", "lost_at"} & set(table.times):
        fields.add("closed_at")
    if {"stage", "is_won", "is_lost", "won_at"} & table.fields:
        fields.add("status")
    deals = tuple(_deal(table, index, currency) for index in range(len(table.rows)))
    if deals and all(deal.status == "open" for deal in deals):
        table.findings.add(
            "No deal is won or lost: no stage is named so.",
            hint="Stages are recognised by words such as “Closed won”, “Cierre ganado”, “Perdido”.",
        )
    return deals, frozenset(fields)


def _deal(table: Table, index: int, currency: str) -> Deal:
    status = _status(table, index)
    own = {"won": "won_at", "lost": "lost_at", "open": "closed_at"}[status]
    return Deal(
        id=table.text("id", index) or f"row {table.rows[index]}",
        name=table.text("name", index),
        created_at=table.time("created_at", index),
        closed_at=table.time(own, index) or table.time("closed_at", index),
        amount=table.number("amount", index),
        currency=_currency(table, index, currency),
        stage=table.text("stage", index),
        status=status,
        owner=table.text("owner", index),
        lead_source=table.text("lead_source", index),
        last_activity_at=table.time("last_activity_at", index),
        next_activity_at=table.time("next_activity_at", index),
    )


def _currency(table: Table, index: int, default: str) -> str:
    """The code in its own column, beside the amount or in the header; a bare `$` is the workspace's currency."""
    stated = table.text("currency", index) or table.currencies[index] or ""
    code = re.search(r"\b[A-Z]{3}\b", stated.upper())
    return code.group() if code else stated.strip("$ ").upper() or default


def _status(table: Table, index: int) -> DealStatus:
    """The explicit state where there is one, else what the stage's name says; what is neither won nor lost is open."""
    if stages.is_yes(table.text("is_won", index)):
        return "won"
    if stages.is_yes(table.text("is_lost", index)):
        return "lost"
    stated = (stages.deal_status(table.text(name, index)) for name in ("status", "stage"))
    if found := next((status for status in stated if status is not None), None):
        return found
    if table.time("won_at", index):
        return "won"
    return "lost" if table.time("lost_at", index) else "open"


def is_closed(table: Table, index: int) -> bool:
    """Whether that row is a deal that is won or lost."""
    return _status(table, index) != "open"


def date_only(table: Table) -> frozenset[str]:
    """Which times of the leads are only known to the day."""
    names = set(table.date_only)
    if names & {"assigned_at", "mql_at"} or (
        "created_at" in names and not {"assigned_at", "mql_at"} & set(table.times)
    ):
        names.add("handed_at")
    return frozenset(names - {"assigned_at"})
