"""Marketing's half of the SLA: how many qualified leads it delivered, how many it takes, and how many were good."""

from datetime import timedelta

import numpy as np

from meetbot.model.kpi import Kpi, Period, SlaDelivery
from meetbot.stages.judge import status, wilson
from meetbot.stages.scope import Scope
from meetbot.stages.sla_cases import known_until
from meetbot.stages.sla_leads import POINTS, Flags, Leads, to_micros
from meetbot.words import Words

MINIMUM_N = 10
"""Fewer delivered leads than this carry no colour for their quality, as in the audit itself."""
_WEEK = 7
_YEAR = timedelta(days=364)
_RIPE = timedelta(days=91)
"""A lead has a quarter to become a customer: most B2B sales cycles that we read (median 14 to 84 days) end in it."""
_MINIMUM_DEALS = 10
_MINIMUM_LEADS = 20
_WON = """SELECT avg(amount), count(amount) FROM deals
WHERE status = 'won' AND closed_at >= :start AND closed_at < :end AND coalesce(currency, :currency) = :currency"""
_CUSTOMERS = f"""SELECT count(*), count(customer_at) FROM leads
WHERE {POINTS} >= :minimum_score AND handed_at >= :start AND handed_at < :end"""  # noqa: S608 - our own words
_BUYERS = f"""SELECT count(*), count(won.lead_id) FROM leads
LEFT JOIN (SELECT DISTINCT lead_id FROM deals WHERE status = 'won' AND lead_id IS NOT NULL) AS won
ON won.lead_id = leads.id
WHERE {POINTS} >= :minimum_score AND handed_at >= :start AND handed_at < :end"""  # noqa: S608 - our own words


def delivery(leads: Leads, chosen: Flags, scope: Scope, words: Words) -> SlaDelivery:
    """What marketing delivered in the period, beside what was promised and what the revenue goal takes."""
    sla, known = scope.config.sla, scope.contents.has("leads", "rejected_at")
    weeks = (scope.period.end - scope.period.start).days / _WEEK
    promised = sla.qualified_leads_per_week * weeks if sla.qualified_leads_per_week is not None else None
    handed = chosen & leads.times.handed.known
    delivered = int(np.count_nonzero(handed))
    turned_down = leads.rejected.known & (leads.rejected.first <= to_micros(known_until(scope)))
    rejected = int(np.count_nonzero(handed & turned_down))
    accepted = delivered - rejected
    share = accepted / delivered if delivered and known else None
    needed, missing = _needed(scope)
    volume = _target("volume", promised)
    quality = _target("quality", sla.accepted_share, minimum_n=MINIMUM_N)
    interval = wilson(accepted, delivered) if share is not None else None
    return SlaDelivery(
        promised=promised,
        needed=needed,
        needed_missing=words(f"sla.needed.{missing}") if missing else None,
        delivered=delivered,
        rejected=rejected,
        accepted_share=share,
        quality_target=sla.accepted_share,
        volume_status=status(volume, value=delivered, n=delivered),
        quality_status=status(quality, value=share, n=delivered, interval=interval),
    )


def _target(name: str, target: float | None, *, minimum_n: int | None = None) -> Kpi:
    unit = "count" if minimum_n is None else "ratio"
    return Kpi(id=name, name=name, unit=unit, direction="up", target=target, minimum_n=minimum_n or 1)


def _needed(scope: Scope) -> tuple[float | None, str]:
    """How many qualified leads the revenue goal takes in the period, spread evenly; or what is lacking to tell."""
    goal = scope.config.goal
    if goal is None or goal.kpi != "revenue" or not goal.start < scope.period.end <= goal.end:
        return None, "goal"
    amount = _average_won(scope)
    if amount is None:
        return None, "amount"
    rate = _customer_rate(scope)
    if rate is None:
        return None, "rate"
    share = (scope.period.end - scope.period.start) / (goal.end - goal.start)
    return goal.target / amount / rate * share, ""


def _average_won(scope: Scope) -> float | None:
    """The average deal that was won in the last year, in the company's currency; None for fewer than ten."""
    if not scope.contents.has("deals", "status", "closed_at", "amount"):
        return None
    year = Period(start=scope.today - _YEAR, end=scope.today)
    average, n = scope.warehouse.query(_WON, scope.parameters(year))[0]
    return float(average) if n >= _MINIMUM_DEALS and average > 0 else None


def _customer_rate(scope: Scope) -> float | None:
    """The share of qualified leads that became customers, of a year's leads that had a quarter for it."""
    if scope.contents.has("leads", "customer_at"):
        sql = _CUSTOMERS
    elif scope.contents.has("deals", "lead_id", "status"):
        sql = _BUYERS
    else:
        return None
    ripe = Period(start=scope.today - _RIPE - _YEAR, end=scope.today - _RIPE)
    n, customers = scope.warehouse.query(sql, scope.parameters(ripe))[0]
    return customers / n if n >= _MINIMUM_LEADS and customers else None
