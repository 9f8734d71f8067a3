"""The indicators: what each one counts, over which period, and what it lacks when it can't be calculated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from math import inf
from statistics import median
from typing import Literal

from meetbot.model.crm import Deal, Lead
from meetbot.model.kpi import Direction, Period, Unit
from meetbot.stages.funnel import BASELINE_DAYS, MATURITY_DAYS, WINDOW_DAYS, passages
from meetbot.stages.judge import Figure
from meetbot.stages.scope import Scope, earlier

QUARTER_DAYS = 91
"""Deals close too seldom for a week: their rates and times are read over thirteen weeks."""

Clock = Literal["period", "quarter", "cohort", "snapshot"]


Measure = Callable[[Scope, Period], Figure]


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One indicator of the catalogue. `needs` are `leads.FIELD` or `deals.FIELD` that the exports must have.

    `owners` are roles of departments: an indicator of both is a joint responsibility.
    """

    id: str
    unit: Unit
    direction: Direction
    owners: tuple[Literal["marketing", "sales"], ...]
    measure: Measure
    needs: tuple[str, ...] = ()
    clock: Clock = "period"
    joint: bool = False
    minimum_n: int = 20


def measure(definition: Definition, scope: Scope, period: Period) -> Figure:
    """The figure of that indicator in that period."""
    for need in definition.needs:
        table, field = need.split(".")
        present = scope.tables.has_leads if table == "leads" else scope.tables.has_deals
        fields = scope.tables.lead_fields if table == "leads" else scope.tables.deal_fields
        if not present:
            return Figure(value=None, missing=table)
        if field not in fields:
            return Figure(value=None, missing=field)
    return definition.measure(scope, period)


def periods(definition: Definition, scope: Scope) -> tuple[Period, Period | None]:
    """The period that the indicator is read over, and the one that it is compared with."""
    if definition.clock == "quarter":
        quarter = scope.window(QUARTER_DAYS)
        return quarter, earlier(quarter)
    if definition.clock == "cohort":
        window = scope.window(WINDOW_DAYS, ended=MATURITY_DAYS["sql"])
        return window, earlier(window, BASELINE_DAYS)
    return scope.period, None if definition.clock == "snapshot" else scope.previous


def _share(part: int, whole: int) -> Figure:
    return Figure(value=part / whole, n=whole) if whole else Figure(value=None, n=0, missing="cases")


def _median(values: Sequence[float], *, longer: int = 0) -> Figure:
    """The median of what is known. `longer` cases whose end isn't known yet count in comparisons as the longest."""
    if not values:
        return Figure(value=None, n=0, missing="cases")
    return Figure(value=median(values), n=len(values), sample=(*values, *(inf,) * longer))


def _count_leads(field: str) -> Measure:
    def count(scope: Scope, period: Period) -> Figure:
        found = sum(scope.within(getattr(lead, field), period) for lead in scope.tables.leads)
        return Figure(value=found, n=found)

    return count


def _conversion(scope: Scope, period: Period) -> Figure:
    found = passages("sql", scope) or ()
    return next(
        (_share(passage.reached, passage.entered) for passage in found if passage.period == period),
        Figure(value=None, missing="sql_at"),
    )


def _handed(scope: Scope, period: Period) -> list[Lead]:
    return [lead for lead in scope.tables.leads if scope.within(lead.handed_at, period)]


def _hours(lead: Lead) -> float | None:
    """Elapsed hours from the hand-off to the first contact."""
    if lead.handed_at is None or lead.contacted_at is None:
        return None
    return (lead.contacted_at.astimezone(UTC) - lead.handed_at.astimezone(UTC)) / timedelta(hours=1)


def _response_time(scope: Scope, period: Period) -> Figure:
    """The median over those that were contacted; who never was is counted beside it, not hidden in it."""
    if scope.tables.lead_date_only & {"handed_at", "contacted_at"}:
        return Figure(value=None, missing="clock_time")
    hours = [found for lead in _handed(scope, period) if (found := _hours(lead)) is not None and found >= 0]
    never = _never_contacted(scope, period)
    waiting = round((never.value or 0) * (never.n or 0))
    return _median(hours, longer=waiting)


def _never_contacted(scope: Scope, period: Period) -> Figure:
    """Of those whose time for the first contact is over."""
    limit = timedelta(hours=scope.config.sla.first_contact_hours)
    due = [
        lead for lead in _handed(scope, period) if lead.handed_at and lead.handed_at.astimezone(UTC) + limit < scope.now
    ]
    return _share(sum(lead.contacted_at is None for lead in due), len(due))


def _closed(scope: Scope, period: Period) -> list[Deal]:
    """The deals won or lost in the period; the close date of an open deal is only expected."""
    return [deal for deal in scope.tables.deals if deal.status != "open" and scope.within(deal.closed_at, period)]


def _win_rate(scope: Scope, period: Period) -> Figure:
    closed = _closed(scope, period)
    return _share(sum(deal.status == "won" for deal in closed), len(closed))


def _sales_cycle(scope: Scope, period: Period) -> Figure:
    days = [found for deal in _closed(scope, period) if (found := cycle_days(deal)) is not None and found >= 0]
    return _median(days)


def cycle_days(deal: Deal) -> float | None:
    """Days from the creation of a won deal to its close; negative when the CRM's dates contradict each other."""
    if deal.status != "won" or deal.created_at is None or deal.closed_at is None:
        return None
    return (deal.closed_at - deal.created_at) / timedelta(days=1)


def revenue_of(scope: Scope, period: Period) -> Figure:
    """What was won in the period, in the workspace's currency only."""
    won = [deal for deal in _closed(scope, period) if deal.status == "won"]
    amounts = [
        deal.amount for deal in won if deal.amount is not None and deal.currency == scope.config.company.currency
    ]
    return Figure(value=sum(amounts), n=len(amounts))


def _pipeline(scope: Scope, _period: Period) -> Figure:
    currency = scope.config.company.currency
    opened = [deal for deal in scope.tables.deals if deal.status == "open" and deal.currency == currency]
    amounts = [deal.amount for deal in opened if deal.amount is not None]
    return Figure(value=sum(amounts), n=len(amounts)) if amounts else Figure(value=None, n=0, missing="cases")


def _lacking(what: str) -> Measure:
    return lambda _scope, _period: Figure(value=None, missing=what)


def _sla(_scope: Scope, _period: Period) -> Figure:
    """Filled from the audit, which is made once."""
    return Figure(value=None, missing="cases")


_BOTH: tuple[Literal["marketing", "sales"], ...] = ("marketing", "sales")
CATALOGUE: Mapping[str, Definition] = {
    definition.id: definition
    for definition in (
        Definition(
            id="lead_conversion", unit="ratio", direction="up", owners=_BOTH, measure=_conversion, joint=True,
            needs=("leads.mql_at", "leads.sql_at"), clock="cohort",
        ),
        Definition(
            id="response_time", unit="hours", direction="down", owners=_BOTH, measure=_response_time, joint=True,
            needs=("leads.handed_at", "leads.contacted_at"), minimum_n=10,
        ),
        Definition(id="roi", unit="ratio", direction="up", owners=_BOTH, measure=_lacking("spend"), joint=True),
        Definition(
            id="sla_compliance", unit="ratio", direction="up", owners=_BOTH, measure=_sla, joint=True, minimum_n=10,
        ),
        Definition(
            id="revenue", unit="money", direction="up", owners=_BOTH, measure=revenue_of, minimum_n=5,
            needs=("deals.status", "deals.closed_at", "deals.amount"),
        ),
        Definition(
            id="win_rate", unit="ratio", direction="up", owners=("sales",), measure=_win_rate, clock="quarter",
            needs=("deals.status", "deals.closed_at"),
        ),
        Definition(
            id="leads", unit="count", direction="up", owners=("marketing",), measure=_count_leads("created_at"),
            needs=("leads.created_at",),
        ),
        Definition(
            id="mql", unit="count", direction="up", owners=("marketing",), measure=_count_leads("mql_at"),
            needs=("leads.mql_at",),
        ),
        Definition(
            id="sql", unit="count", direction="up", owners=_BOTH, measure=_count_leads("sql_at"),
            needs=("leads.sql_at",),
        ),
        Definition(
            id="never_contacted", unit="ratio", direction="down", owners=("sales",), measure=_never_contacted,
            needs=("leads.handed_at", "leads.contacted_at"), minimum_n=10,
        ),
        Definition(
            id="sales_cycle", unit="days", direction="down", owners=("sales",), measure=_sales_cycle, clock="quarter",
            needs=("deals.status", "deals.closed_at", "deals.created_at"), minimum_n=10,
        ),
        Definition(
            id="pipeline", unit="money", direction="up", owners=("sales",), measure=_pipeline, clock="snapshot",
            needs=("deals.status", "deals.amount"), minimum_n=5,
        ),
        Definition(id="cac", unit="money", direction="down", owners=_BOTH, measure=_lacking("spend")),
        Definition(id="roas", unit="ratio", direction="up", owners=("marketing",), measure=_lacking("spend")),
    )
}  # fmt: skip
"""In the order in which the agenda shows them; joint ones come first in any case."""
