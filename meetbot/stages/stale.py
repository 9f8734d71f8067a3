"""Leads and deals without follow-up, by owner and age; and the leads that sales turned down."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from meetbot.model.crm import Deal, Lead
from meetbot.model.kpi import FollowUp, FollowUpOwner, RejectionReason
from meetbot.stages.funnel import stage_rank
from meetbot.stages.scope import Scope

STALE_DAYS = 14
"""Two weekly meetings without a sign of life and nothing planned: somebody should say what becomes of it."""
_OPPORTUNITY = 3


@dataclass(frozen=True, kw_only=True)
class StaleRecord:
    """An open lead or deal that nobody has touched for `days` days and for which nothing is planned."""

    kind: Literal["lead", "deal"]
    id: str
    owner: str | None
    days: int
    never_contacted: bool


@dataclass(frozen=True, kw_only=True)
class Rejection:
    """Why sales turned down leads of the period, and how many."""

    reason: str
    count: int


def follow_up(scope: Scope, records: Sequence[StaleRecord], rejected: Sequence[Rejection]) -> FollowUp | None:
    """Both by owner and reason, with their source; None when there is nothing to tell."""
    if not records and not rejected:
        return None
    return FollowUp(
        quiet_days=STALE_DAYS,
        by_owner=by_owner(records),
        rejected=tuple(RejectionReason(reason=r.reason, count=r.count) for r in rejected),
        period=scope.period,
        source=tuple(dict.fromkeys((*scope.lead_source, *scope.deal_source))),
        read_at=scope.now,
    )


def by_owner(records: Sequence[StaleRecord]) -> tuple[FollowUpOwner, ...]:
    """Each owner's records counted, with the oldest; who has most of them first."""
    owners: dict[str | None, list[StaleRecord]] = {}
    for record in records:
        owners.setdefault(record.owner, []).append(record)
    ranked = sorted(owners.items(), key=lambda found: (-len(found[1]), found[0] or ""))
    return tuple(_owner(owner, found) for owner, found in ranked)


def _owner(owner: str | None, found: Sequence[StaleRecord]) -> FollowUpOwner:
    oldest = max(found, key=lambda record: record.days)
    return FollowUpOwner(
        owner=owner,
        leads=sum(record.kind == "lead" for record in found),
        deals=sum(record.kind == "deal" for record in found),
        never_contacted=sum(record.never_contacted for record in found),
        oldest_days=oldest.days,
        oldest_record=oldest.id,
    )


def rejections(scope: Scope) -> tuple[Rejection, ...]:
    """The reasons given for leads that were handed over in the period, the most frequent first."""
    leads = (lead for lead in scope.tables.leads if scope.within(lead.handed_at, scope.period))
    reasons = Counter(lead.rejected_reason for lead in leads if lead.rejected_reason)
    return tuple(
        Rejection(reason=reason, count=count)
        for reason, count in sorted(reasons.items(), key=lambda found: (-found[1], found[0]))
    )


def stale_records(scope: Scope) -> tuple[StaleRecord, ...]:
    """The records without follow-up, the oldest first. Where the export has no activity dates there are none."""
    found: list[StaleRecord] = []
    if {"last_activity_at", "contacted_at"} & scope.tables.lead_fields:
        found += [record for lead in scope.tables.leads if (record := _lead(lead, scope)) is not None]
    if "last_activity_at" in scope.tables.deal_fields:
        found += [record for deal in scope.tables.deals if (record := _deal(deal, scope)) is not None]
    return tuple(sorted(found, key=lambda record: (-record.days, record.kind, record.id)))


def _lead(lead: Lead, scope: Scope) -> StaleRecord | None:
    closed = lead.customer_at or lead.opportunity_at or lead.rejected_reason
    if lead.handed_at is None or closed or stage_rank(lead.stage) >= _OPPORTUNITY:
        return None
    last = max(filter(None, (lead.handed_at, lead.contacted_at, lead.last_activity_at)))
    days = _quiet_days(last, lead.next_activity_at, scope)
    if days is None:
        return None
    never = "contacted_at" in scope.tables.lead_fields and lead.contacted_at is None
    return StaleRecord(kind="lead", id=lead.id, owner=lead.owner, days=days, never_contacted=never)


def _deal(deal: Deal, scope: Scope) -> StaleRecord | None:
    touched = [moment for moment in (deal.created_at, deal.last_activity_at) if moment is not None]
    if deal.status != "open" or not touched:
        return None
    days = _quiet_days(max(touched), deal.next_activity_at, scope)
    if days is None:
        return None
    return StaleRecord(kind="deal", id=deal.id, owner=deal.owner, days=days, never_contacted=False)


def _quiet_days(last: datetime, planned: datetime | None, scope: Scope) -> int | None:
    if planned is not None and planned > scope.now:
        return None
    quiet = scope.now - last
    return quiet.days if quiet >= timedelta(days=STALE_DAYS) else None
