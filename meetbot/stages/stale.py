"""Leads and deals without follow-up, by owner and age; what sales turned down, and what came back from there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from meetbot.model.kpi import FollowUp, FollowUpAge, FollowUpOwner, RejectionReason
from meetbot.stages.funnel import stage_rank
from meetbot.stages.scope import Scope

STALE_DAYS = 14
"""Two weekly meetings without a sign of life and nothing planned: somebody should say what becomes of it."""
AGES = (STALE_DAYS, 30, 60, 90)
_OPPORTUNITY = 3


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """The records without follow-up as the tables hold them: by owner (who has most first) and by age."""

    by_owner: tuple[FollowUpOwner, ...] = ()
    by_age: tuple[FollowUpAge, ...] = ()


def follow_up(scope: Scope, quiet: Quiet, rejected: Sequence[RejectionReason]) -> FollowUp | None:
    """All of it with its source; None when there is nothing to tell."""
    recycled, again = recycled_leads(scope)
    if not quiet.by_owner and not rejected and not recycled:
        return None
    return FollowUp(
        quiet_days=STALE_DAYS,
        by_owner=quiet.by_owner,
        by_age=quiet.by_age,
        rejected=tuple(rejected),
        recycled=recycled,
        recycled_again=again,
        period=scope.period,
        source=scope.contents.sources("leads", "deals"),
        read_at=scope.now,
    )


def rejections(scope: Scope) -> tuple[RejectionReason, ...]:
    """The reasons given for leads that were handed over in the period, the most frequent first."""
    if not scope.contents.has("leads", "handed_at", "rejected_reason"):
        return ()
    sql = """
        SELECT trim(rejected_reason), count(*) FROM leads
        WHERE handed_at >= :start AND handed_at < :end AND trim(rejected_reason) <> '' GROUP BY 1
    """
    found = scope.warehouse.query(sql, scope.parameters(scope.period))
    ranked = sorted(found, key=lambda row: (-row[1], row[0]))
    return tuple(RejectionReason(reason=reason, count=count) for reason, count in ranked)


def recycled_leads(scope: Scope) -> tuple[int | None, int | None]:
    """How many leads went back to marketing in the period, and how many of those qualified again; null if unknown.

    An export that only flags them does not tell when: those handed over in the period and flagged by now count.
    """
    contents = scope.contents
    if contents.has("leads", "recycled_at"):
        again = "mql_at > recycled_at" if contents.has("leads", "mql_at") else "NULL"
        placed, when = "recycled_at IS NOT NULL", "recycled_at"
    elif contents.has("leads", "recycled", "handed_at"):
        again, placed, when = "NULL", "recycled", "handed_at"
    else:
        return None, None
    counted = f"count(*) FILTER (WHERE {again})" if again != "NULL" else "NULL"
    sql = f"SELECT count(*), {counted} FROM leads WHERE {placed} AND {when} >= :start AND {when} < :end"  # noqa: S608 - our own columns
    found = scope.warehouse.query(sql, scope.parameters(scope.period))[0]
    return found[0], found[1]


def stale_records(scope: Scope) -> Quiet:
    """The open records that nobody has touched for two weeks and for which nothing is planned, counted.

    A lead is open from its hand-over until it is a customer, has a deal, is turned down or goes back to marketing.
    Where the export has no dates of activity there are none.
    """
    selects, parameters = [], _since(scope)
    if scope.contents.has("leads", "handed_at") and _has_any(scope, "leads", "last_activity_at", "contacted_at"):
        beyond = _stages_beyond(scope)
        parameters |= {f"beyond_{index}": stage for index, stage in enumerate(beyond)}
        selects.append(_leads_sql(scope, tuple(f":beyond_{index}" for index in range(len(beyond)))))
    if scope.contents.has("deals", "status", "last_activity_at"):
        selects.append(_DEALS)
    if not selects:
        return Quiet()
    found = scope.warehouse.query(_GROUPED.format(quiet=" UNION ALL ".join(selects)), parameters)
    return Quiet(by_owner=_by_owner(found, scope), by_age=_by_age(found))


_GROUPED = """
    WITH quiet AS (
      SELECT * FROM ({quiet}) AS records WHERE last <= :quiet_since
    ), counted AS (
      SELECT owner,
        CASE WHEN last <= :quiet_90 THEN 90 WHEN last <= :quiet_60 THEN 60 WHEN last <= :quiet_30 THEN 30 ELSE 14 END
          AS age,
        count(*) FILTER (WHERE kind = 'lead') AS leads, count(*) FILTER (WHERE kind = 'deal') AS deals,
        count(*) FILTER (WHERE never) AS never, min(last) AS oldest
      FROM quiet GROUP BY 1, 2
    )
    SELECT counted.owner, age, leads, deals, counted.never, oldest, min(id)
    FROM counted JOIN quiet ON quiet.last = oldest AND coalesce(quiet.owner, '') = coalesce(counted.owner, '')
    GROUP BY 1, 2, 3, 4, 5, 6
"""
_DEALS = """
    SELECT 'deal' AS kind, id, owner, false AS never,
      CASE WHEN last_activity_at > created_at OR created_at IS NULL THEN last_activity_at ELSE created_at END AS last
    FROM deals WHERE status = 'open' AND (next_activity_at IS NULL OR next_activity_at <= :as_of)
"""


def _leads_sql(scope: Scope, beyond: Sequence[str]) -> str:
    """The open leads with their last sign of life; an empty time is no sign, so the hand-over stands for it."""
    never = "contacted_at IS NULL" if scope.contents.has("leads", "contacted_at") else "false"
    stages = f"AND (stage IS NULL OR stage NOT IN ({', '.join(beyond)}))" if beyond else ""
    return f"""
        SELECT 'lead' AS kind, id, owner, {never} AS never,
          greatest(handed_at, coalesce(contacted_at, handed_at), coalesce(last_activity_at, handed_at)) AS last
        FROM leads WHERE handed_at IS NOT NULL AND customer_at IS NULL AND opportunity_at IS NULL
          AND rejected_at IS NULL AND (rejected_reason IS NULL OR trim(rejected_reason) = '')
          AND (recycled_at IS NULL OR recycled_at < handed_at)
          AND (recycled IS NULL OR NOT recycled OR recycled_at IS NOT NULL)
          AND (next_activity_at IS NULL OR next_activity_at <= :as_of) {stages}
    """  # noqa: S608 - our own columns; the CRM's words are parameters


def _stages_beyond(scope: Scope) -> list[str]:
    """The CRM's words for stages in which a lead has become a deal or more."""
    if not scope.contents.has("leads", "stage"):
        return []
    found = scope.warehouse.query("SELECT DISTINCT stage FROM leads WHERE stage IS NOT NULL ORDER BY 1")
    return [stage for (stage,) in found if stage_rank(stage) >= _OPPORTUNITY]


def _has_any(scope: Scope, table: str, *fields: str) -> bool:
    return any(scope.contents.has(table, field) for field in fields)


def _since(scope: Scope) -> dict[str, Any]:
    parameters = scope.parameters()
    as_of = parameters["as_of"]
    older = {f"quiet_{days}": as_of - timedelta(days=days) for days in AGES[1:]}
    return {**parameters, **older, "quiet_since": as_of - timedelta(days=STALE_DAYS)}


def _by_owner(found: Sequence[tuple[Any, ...]], scope: Scope) -> tuple[FollowUpOwner, ...]:
    """One entry an owner from the rows of all ages; who has most comes first."""
    owners: dict[str | None, list[tuple[Any, ...]]] = {}
    for owner, *row in found:
        owners.setdefault(owner or None, []).append(tuple(row))
    as_of = scope.parameters()["as_of"]
    entries = [
        FollowUpOwner(
            owner=owner,
            leads=sum(row[1] for row in rows),
            deals=sum(row[2] for row in rows),
            never_contacted=sum(row[3] for row in rows),
            oldest_days=(as_of - min(row[4] for row in rows)).days,
            oldest_record=min((row[4], row[5]) for row in rows)[1],
        )
        for owner, rows in owners.items()
    ]
    return tuple(sorted(entries, key=lambda entry: (-entry.leads - entry.deals, entry.owner or "")))


def _by_age(found: Sequence[tuple[Any, ...]]) -> tuple[FollowUpAge, ...]:
    """The records of all owners by how long they have been quiet, the youngest first; empty ages are left out."""
    ages = []
    for index, days in enumerate(AGES):
        rows = [row for row in found if row[1] == days]
        until = AGES[index + 1] if index + 1 < len(AGES) else None
        if rows:
            leads, deals = sum(row[2] for row in rows), sum(row[3] for row in rows)
            ages.append(FollowUpAge(from_days=days, to_days=until, leads=leads, deals=deals))
    return tuple(ages)
