"""The goal that both departments share: where it stands, what it needs, and where the present pace leads."""

from datetime import date, timedelta

from meetbot.config import GoalConfig
from meetbot.model.base import Issue
from meetbot.model.kpi import Kpi, Period, Reading, SharedGoal, Status
from meetbot.stages.judge import Figure
from meetbot.stages.measure import CATALOGUE, Definition, measure
from meetbot.stages.scope import Scope
from meetbot.words import Words

_YOUNG_DAYS = 14
"""In the first two weeks the pace of a few days says nothing about the end."""
_ADDITIVE = frozenset({"count", "money"})


def shared_goal(scope: Scope, words: Words) -> tuple[SharedGoal | None, tuple[Issue, ...]]:
    """The goal as it stands, or None when there is none (or none that can be measured: then with an issue)."""
    goal = scope.config.goal
    if goal is None:
        return None, ()
    definition = CATALOGUE.get(goal.kpi)
    if definition is None or not _adds_up(definition):
        known = ", ".join(d.id for d in CATALOGUE.values() if _adds_up(d))
        issue = Issue(
            severity="error",
            stage="assess",
            where="meetbot.toml, key `goal.kpi`",
            message=f'A goal can\'t be counted in "{goal.kpi}".',
            hint=f"Use one of: {known}.",
        )
        return None, (issue,)
    kpi = Kpi(
        id=definition.id,
        name=words(f"kpi.name.{definition.id}"),
        unit=definition.unit,
        direction="up",
        target=goal.target,
        minimum_n=definition.minimum_n,
        joint=True,
        owners=tuple(d.id for role in definition.owners if (d := scope.config.roster.by_role(role)) is not None),
        currency=scope.config.company.currency if definition.unit == "money" else None,
    )
    return _standing(goal, kpi, scope, words), ()


def _adds_up(definition: Definition) -> bool:
    """Whether weeks of it add up to a quarter: shares, times, snapshots and costs don't."""
    return definition.unit in _ADDITIVE and definition.clock == "period" and definition.direction == "up"


def _standing(goal: GoalConfig, kpi: Kpi, scope: Scope, words: Words) -> SharedGoal:
    period = Period(start=goal.start, end=goal.end)
    until = min(scope.today, goal.end)
    begun = until > goal.start
    so_far = Period(start=goal.start, end=until if begun else goal.start)
    figure = measure(CATALOGUE[kpi.id], scope, so_far) if begun else Figure(value=None, missing="goal_start")
    elapsed, left = (until - goal.start).days / 7, (goal.end - max(until, goal.start)).days / 7
    value = figure.value
    pace = value / elapsed if value is not None and begun else None
    forecast = value + pace * left if value is not None and pace is not None else None
    reading = Reading(
        kpi=kpi,
        period=so_far,
        value=value,
        n=figure.n,
        **_year_before(kpi, so_far, scope),
        status=_status(kpi, figure, forecast, young=(until - goal.start).days < _YOUNG_DAYS),
        missing=words(f"kpi.missing.{figure.missing}") if figure.missing else None,
        source=scope.lead_source if kpi.id in {"leads", "mql", "sql"} else scope.deal_source,
        read_at=scope.now,
    )
    return SharedGoal(
        name=goal.name,
        period=period,
        target=goal.target,
        reading=reading,
        pace_needed=max(0.0, goal.target - (value or 0)) / left if left and (value is not None or not begun) else None,
        pace_current=pace,
        forecast=forecast,
    )


def _status(kpi: Kpi, figure: Figure, forecast: float | None, *, young: bool) -> Status:
    """By the forecast: whether the present pace reaches the target. A reached target is green at any time."""
    target = kpi.target or 0.0
    if figure.value is not None and figure.value >= target:
        return "green"
    if forecast is None or young:
        return "grey"
    if forecast >= target:
        return "green"
    return "amber" if forecast >= target * (1 - kpi.tolerance) else "red"


def _year_before(kpi: Kpi, period: Period, scope: Scope) -> dict[str, object]:
    """The same days a year earlier, when the export reaches back that far."""
    before = Period(start=_a_year_before(period.start), end=_a_year_before(period.end))
    tables = scope.tables
    days = [deal.closed_at for deal in tables.deals if deal.status != "open"]
    if kpi.unit == "count":
        days = [lead.created_at for lead in tables.leads]
    first = min((moment for moment in days if moment is not None), default=None)
    if first is None or first.astimezone(scope.zone).date() > before.start + timedelta(days=7):
        return {}
    figure = measure(CATALOGUE[kpi.id], scope, before)
    return {"previous": figure.value, "previous_period": before, "previous_n": figure.n}


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
