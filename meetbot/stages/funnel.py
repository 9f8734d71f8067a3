"""The funnel: how many entered each stage, what share went on in time, and the one step that breaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from meetbot.model.crm import Lead
from meetbot.model.kpi import FunnelStep, Period
from meetbot.stages.judge import rate_signal
from meetbot.stages.scope import Scope, earlier

Stage = Literal["lead", "mql", "sql", "opportunity", "won"]
STAGES: tuple[Stage, ...] = ("lead", "mql", "sql", "opportunity", "won")

WINDOW_DAYS = 28
BASELINE_DAYS = 56
"""A month against the two months before it: weekly cohorts of a mid-sized company are too small to compare."""
MATURITY_DAYS: dict[Stage, int] = {"mql": 7, "sql": 7, "opportunity": 14, "won": 60}
"""How long a member has for the step; who has had less time is not judged, so that a young cohort never reads as a
drop. A week for what marketing and the first contact decide, two months for a B2B sale."""
MINIMUM_N = 20
# One-sided 5 % over the four steps together (Bonferroni): 1.25 % each.
_BREAK_SIGNAL = 2.24

Pair = tuple[datetime | None, datetime | None]
"""When one record entered a stage, and the next one."""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """How many of those that entered a stage in `period` reached the next one in time."""

    period: Period
    entered: int
    reached: int

    @property
    def rate(self) -> float | None:
        """The share that reached it; null when none entered."""
        return self.reached / self.entered if self.entered else None


def passages(stage: Stage, scope: Scope) -> tuple[Passage, Passage] | None:
    """The step into that stage, now and in the baseline before; None when the export lacks its dates."""
    pairs = _pairs(stage, scope)
    if pairs is None:
        return None
    days = MATURITY_DAYS[stage]
    window = scope.window(WINDOW_DAYS, ended=days)
    return _passage(pairs, window, days, scope), _passage(pairs, earlier(window, BASELINE_DAYS), days, scope)


def funnel(scope: Scope) -> tuple[FunnelStep, ...]:
    """The five steps over the last four weeks; () without any data. At most one step breaks."""
    steps = tuple(_with_provenance(_step(stage, scope), scope) for stage in STAGES)
    if all(step.count is None for step in steps):
        return ()
    drops = {step.stage: z for step in steps if (z := _drop(step)) >= _BREAK_SIGNAL}
    worst = max(drops, key=lambda stage: drops[stage], default=None)
    return tuple(step.model_copy(update={"breaks": step.stage == worst}) for step in steps)


def stage_rank(text: str | None) -> int:
    """How far a lead came by the CRM's word for its stage: 0 lead … 4 won."""
    folded = (text or "").casefold()
    patterns = (
        r"\b(customer|cliente|won|ganad[oa]|evangelist\w*)\b",
        r"\b(opportunity|oportunidad|propuesta|negociaci[oó]n)\b",
        r"\bsql\b|sales qualified|por ventas",
        r"\bmql\b|marketing qualified|por (marketing|mercadeo)",
    )
    return next((4 - index for index, pattern in enumerate(patterns) if re.search(pattern, folded)), 0)


def _with_provenance(step: FunnelStep, scope: Scope) -> FunnelStep:
    """The step with the days it covers and the files it comes from."""
    from_deals = step.stage == "won" and "status" in scope.tables.deal_fields
    if step.stage == "opportunity" and "opportunity_at" not in scope.tables.lead_fields:
        from_deals = "created_at" in scope.tables.deal_fields
    return step.model_copy(
        update={
            "period": scope.window(WINDOW_DAYS),
            "source": scope.deal_source if from_deals else scope.lead_source,
            "read_at": scope.now,
        }
    )


def _step(stage: Stage, scope: Scope) -> FunnelStep:
    count = _count(stage, scope)
    found = passages(stage, scope) if stage != "lead" else None
    if found is None:
        return _snapshot(stage, scope, count)
    now, before = found
    return FunnelStep(
        stage=stage,
        count=count,
        rate=now.rate,
        previous_rate=before.rate,
        n=now.entered,
        previous_n=before.entered,
        rate_period=now.period,
    )


def _snapshot(stage: Stage, scope: Scope, count: int | None) -> FunnelStep:
    """Without stage dates: how far the window's leads have come by now, which compares with no other window."""
    rank = STAGES.index(stage)
    if count is None or rank == 0 or "stage" not in scope.tables.lead_fields:
        return FunnelStep(stage=stage, count=count)
    before = _reached(rank - 1, scope)
    return FunnelStep(
        stage=stage,
        count=count,
        rate=_reached(rank, scope) / before if before else None,
        n=before,
        rate_period=scope.window(WINDOW_DAYS),
    )


def _count(stage: Stage, scope: Scope) -> int | None:
    """How many entered the stage in the last four weeks."""
    window = scope.window(WINDOW_DAYS)
    tables = scope.tables
    if stage == "won" and "status" in tables.deal_fields:
        return sum(deal.status == "won" and scope.within(deal.closed_at, window) for deal in tables.deals)
    field = {
        "lead": "created_at",
        "mql": "mql_at",
        "sql": "sql_at",
        "opportunity": "opportunity_at",
        "won": "customer_at",
    }[stage]
    if field in tables.lead_fields:
        return sum(scope.within(getattr(lead, field), window) for lead in tables.leads)
    if stage == "opportunity" and "created_at" in tables.deal_fields:
        return sum(scope.within(deal.created_at, window) for deal in tables.deals)
    if {"stage", "created_at"} <= tables.lead_fields:
        return _reached(STAGES.index(stage), scope)
    return None


def _reached(rank: int, scope: Scope) -> int:
    window = scope.window(WINDOW_DAYS)
    leads = (lead for lead in scope.tables.leads if scope.within(lead.created_at, window))
    return sum(stage_rank(lead.stage) >= rank for lead in leads)


def _pairs(stage: Stage, scope: Scope) -> list[Pair] | None:
    tables = scope.tables
    if stage == "won" and {"created_at", "closed_at", "status"} <= tables.deal_fields:
        return [(deal.created_at, deal.closed_at if deal.status == "won" else None) for deal in tables.deals]
    fields = {
        "mql": ("created_at", "mql_at"),
        "sql": ("mql_at", "sql_at"),
        "opportunity": ("sql_at", "opportunity_at"),
        "won": ("opportunity_at", "customer_at"),
    }[stage]
    if not set(fields) <= tables.lead_fields:
        return None
    return [_times(lead, fields) for lead in tables.leads]


def _times(lead: Lead, fields: Sequence[str]) -> Pair:
    return getattr(lead, fields[0]), getattr(lead, fields[1])


def _passage(pairs: Sequence[Pair], period: Period, days: int, scope: Scope) -> Passage:
    cohort = [(entered, next_at) for entered, next_at in pairs if entered and scope.within(entered, period)]
    limit = timedelta(days=days)
    reached = sum(1 for entered, next_at in cohort if next_at is not None and next_at - entered <= limit)
    return Passage(period=period, entered=len(cohort), reached=reached)


def _drop(step: FunnelStep) -> float:
    """Standard errors by which the step passes less than before; 0 where either sample is too small."""
    if step.rate is None or step.previous_rate is None or step.n is None or step.previous_n is None:
        return 0.0
    if min(step.n, step.previous_n) < MINIMUM_N:
        return 0.0
    return -rate_signal(step.rate, step.n, step.previous_rate, step.previous_n)
