from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from warehouses import warehouse_of

from meetbot import words as words_module
from meetbot.config import CompanyConfig, Config, GoalConfig, KpiConfig, SlaConfig, catalogue_of
from meetbot.model.base import Issue
from meetbot.model.catalogue import Catalogue
from meetbot.model.company import Department
from meetbot.model.kpi import Period, SharedGoal
from meetbot.stages.goal import shared_goal
from meetbot.stages.scope import Scope
from meetbot.stages.targets import agreed, with_targets

ZONE = ZoneInfo("America/Mexico_City")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, 20, tzinfo=ZONE)
WORDS = words_module.load("es-MX")
DEAL_FIELDS = ("id", "status", "closed_at", "created_at", "amount", "currency")
LEAD_FIELDS = ("id", "created_at", "mql_at", "sql_at")
QUARTER = Period(start=date(2026, 10, 1), end=date(2027, 1, 1))
Row = Mapping[str, Any]


def at(month: int, day: int, *, year: int = 2026) -> datetime:
    """A local time."""
    return datetime(year, month, day, 10, tzinfo=ZONE)


def deal(amount: float, closed: datetime | None = None) -> Row:
    """A deal won, on 18 November if nothing else is said."""
    closed = closed or at(11, 18)
    return {"id": "1", "status": "won", "closed_at": closed, "created_at": closed, "amount": amount, "currency": "MXN"}


def goal(*, start: date = QUARTER.start, end: date = QUARTER.end, kpi: str = "revenue") -> GoalConfig:
    """A goal of 13,000 in the quarter."""
    return GoalConfig(name="Ingresos +20 %", kpi=kpi, target=13_000, start=start, end=end)


def target(kpi: str, value: float | None, start: date, end: date, *, owner: str | None = None) -> Row:
    """One row of the targets."""
    return {"kpi": kpi, "start": start, "end": end, "target": value, "owner": owner}


def scope(
    *,
    own: GoalConfig | None = None,
    today: date = TODAY,
    kpis: Sequence[KpiConfig] = (),
    sla: SlaConfig | None = None,
    **tables: Any,
) -> Scope:
    """These rows, exported on the evening before."""
    config = Config(
        company=CompanyConfig(name="Ejemplo"),
        departments=(
            Department(id="mercadeo", name="Mercadeo", role="marketing"),
            Department(id="comercial", name="Comercial", role="sales"),
        ),
        goal=own,
        kpis=tuple(kpis),
        sla=sla or SlaConfig(),
    )
    fields = {"deals": DEAL_FIELDS, "leads": LEAD_FIELDS, "targets": ("kpi", "start", "end", "target", "owner")}
    warehouse = warehouse_of(as_of=NOW, fields=fields, **tables)
    return Scope(warehouse=warehouse, config=config, catalogue=catalogue_of(config), today=today, now=NOW)


def standing(found: Scope) -> SharedGoal:
    """The goal, which must be there without an issue."""
    goal_found, issues = shared_goal(found, WORDS)
    assert goal_found is not None
    assert issues == ()
    return goal_found


def test_goal_advice_a3_value_pace_and_forecast() -> None:
    """53 of 92 days gone: pace now, pace needed and forecast follow from the value and the days."""
    found = standing(scope(own=goal(), deals=[deal(1000, at(10, 5 + n)) for n in range(6)]))
    assert (found.reading.value, found.reading.n, found.reading.source) == (6000, 6, ("deals.csv",))
    assert (found.reading.kpi.joint, found.reading.kpi.target) == (True, 13_000)
    assert found.reading.kpi.owners == ("mercadeo", "comercial")
    assert found.reading.period == Period(start=date(2026, 10, 1), end=TODAY)
    assert found.pace_current == pytest.approx(6000 / (53 / 7))
    assert found.pace_needed == pytest.approx(7000 / (39 / 7))
    assert found.forecast == pytest.approx(6000 / 53 * 92)
    assert found.reading.status == "red"


@pytest.mark.parametrize(("amount", "status"), [(13_000, "green"), (8_000, "green"), (7_000, "amber"), (5_000, "red")])
def test_goal_status_is_the_forecasts(amount: float, status: str) -> None:
    """Reached, reachable at this pace, nearly, or not."""
    assert standing(scope(own=goal(), deals=[deal(amount)])).reading.status == status


def test_goal_young_period_is_grey() -> None:
    """After four days nobody can tell where the quarter ends."""
    assert standing(scope(own=goal(start=date(2026, 11, 19)), deals=[deal(9)])).reading.status == "grey"


def test_goal_before_its_period_is_not_calculable() -> None:
    """A goal of next year: no value yet, but the pace that it will need."""
    found = standing(scope(own=goal(start=date(2027, 1, 1), end=date(2027, 3, 26)), deals=[deal(1)]))
    assert (found.reading.value, found.reading.missing) == (None, "que comience el periodo de la meta")
    assert (found.pace_current, found.forecast) == (None, None)
    assert found.pace_needed == pytest.approx(13_000 / 12)


def test_goal_after_its_end_needs_no_pace() -> None:
    """A period that is over has a result and no pace needed."""
    past = goal(start=date(2026, 7, 1), end=date(2026, 10, 1))
    found = standing(scope(own=past, deals=[deal(9000, at(9, 1)), deal(70, at(6, 20))]))
    assert (found.reading.value, found.pace_needed, found.forecast) == (9000, None, 9000)


def test_goal_without_data_is_not_calculable() -> None:
    """No deals, no value, no forecast, no pace: null and what lacks."""
    found = standing(scope(own=goal(), leads=[]))
    assert (found.reading.value, found.forecast, found.pace_needed) == (None, None, None)
    assert found.reading.missing == "la exportación de negocios"


def test_goal_a_year_before_where_the_export_reaches() -> None:
    """The same days a year earlier stand beside the value, but only when the export goes back that far."""
    found = standing(scope(own=goal(), deals=[deal(100), deal(4000, at(10, 2, year=2025))]))
    assert (found.reading.previous, found.reading.previous_n) == (4000, 1)
    assert found.reading.previous_period == Period(start=date(2025, 10, 1), end=date(2025, 11, 23))
    without = standing(scope(own=goal(), deals=[deal(100)]))
    assert (without.reading.previous, without.reading.previous_period) == (None, None)


def test_goal_a_year_before_a_leap_day() -> None:
    """29 February has no twin a year earlier; the 28th stands in."""
    leap = GoalConfig(name="Leads", kpi="leads", target=10, start=date(2024, 2, 1), end=date(2024, 6, 1))
    leads = [{"id": str(n), "created_at": at(1 + n, 1 + 9 * n, year=2023)} for n in range(2)]
    found = standing(scope(own=leap, today=date(2024, 2, 29), leads=leads))
    assert (found.reading.previous, found.reading.source) == (1, ("leads.csv",))
    assert found.reading.previous_period == Period(start=date(2023, 2, 1), end=date(2023, 2, 28))


@pytest.mark.parametrize(("kpi", "column"), [("leads", "created_at"), ("mql", "mql_at"), ("sql", "sql_at")])
def test_goal_in_leads_of_each_stage(kpi: str, column: str) -> None:
    """Whatever adds up over weeks can be a goal."""
    own = GoalConfig(name="Prospectos", kpi=kpi, target=4, start=QUARTER.start, end=QUARTER.end)
    found = standing(scope(own=own, leads=[{"id": str(n), column: at(11, 2)} for n in range(3)]))
    assert (found.reading.value, found.reading.kpi.unit, found.name) == (3, "count", "Prospectos")


@pytest.mark.parametrize("kpi", ["win_rate", "felicidad", "pipeline", "cac", "never_contacted"])
def test_goal_in_what_does_not_add_up_is_an_error(kpi: str) -> None:
    """A rate has no pace, an unknown id no value: said with the ids that serve."""
    found, issues = shared_goal(scope(own=goal(kpi=kpi), deals=[]), WORDS)
    assert found is None
    (issue,) = issues
    assert issue.severity == "error"
    assert issue.hint.startswith("Use one of: revenue, leads, mql, sql")


def test_goal_without_any_is_none() -> None:
    """No goal in meetbot.toml and none in the targets: none, and nothing to complain of."""
    assert shared_goal(scope(deals=[deal(1)]), WORDS) == (None, ())
    bare = Scope(warehouse=warehouse_of(), config=scope().config, catalogue=Catalogue(), today=TODAY, now=NOW)
    assert shared_goal(bare, WORDS) == (None, ())


def test_goal_from_the_targets_where_meetbot_toml_has_none() -> None:
    """Without [goal] the longest company-wide target of revenue that holds today stands for it."""
    rows = [
        target("revenue", 13_000, QUARTER.start, QUARTER.end),
        target("revenue", 5_000, date(2026, 11, 1), date(2026, 12, 1)),
        target("revenue", 99_000, date(2025, 1, 1), date(2026, 11, 23)),
        target("revenue", 99_000, date(2026, 1, 1), date(2027, 1, 1), owner="Carmen Ortega"),
    ]
    found = standing(scope(deals=[deal(6000)], targets=rows))
    assert (found.name, found.target, found.period) == ("Ingresos ganados", 13_000, QUARTER)
    assert found.reading.value == 6000


def differing(*rows: Row) -> Sequence[Issue]:
    """What is said about these targets beside a goal of 13,000 in meetbot.toml."""
    found, issues = shared_goal(scope(own=goal(), deals=[deal(1)], targets=rows), WORDS)
    assert found is not None
    assert found.target == 13_000
    return issues


def test_goal_that_differs_from_the_targets_is_told() -> None:
    """meetbot.toml counts; another figure in the file, in one row or by the month, is a warning with both."""
    (issue,) = differing(target("revenue", 12_500, QUARTER.start, QUARTER.end))
    assert issue.message == "The goal is 13,000.00 in meetbot.toml and 12,500.00 in the targets; the former counts."
    assert (issue.severity, issue.where) == ("warning", "targets.csv")
    months = [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    by_month = [target("revenue", 4000, a, b) for a, b in pairwise(months)]
    assert "12,000.00" in differing(*by_month)[0].message


def test_goal_that_agrees_with_the_targets_or_that_they_do_not_cover() -> None:
    """The same figure, a part of the quarter, another indicator: nothing to say."""
    assert differing(target("revenue", 13_000, QUARTER.start, QUARTER.end)) == ()
    weeks = target("revenue", 900, date(2026, 10, 15), date(2026, 10, 22))
    assert differing(target("revenue", 4000, date(2026, 10, 1), date(2026, 11, 1)), weeks) == ()
    assert differing(target("leads", 12_500, QUARTER.start, QUARTER.end)) == ()


def target_of(kpi: str, found: Scope) -> float | None:
    """The target of that indicator once the file of targets has been heard."""
    definition = with_targets(found).catalogue.get(kpi)
    assert definition is not None
    return definition.target


def test_targets_for_today_are_the_indicators() -> None:
    """The shortest company-wide period that holds yesterday counts; rates as they are, sums by their days."""
    rows = [
        target("win_rate", 0.3, QUARTER.start, QUARTER.end),
        target("win_rate", 0.35, date(2026, 11, 1), date(2026, 12, 1)),
        target("win_rate", 0.9, date(2026, 11, 1), date(2026, 12, 1), owner="Carmen Ortega"),
        target("win_rate", 0.8, date(2026, 11, 23), date(2026, 11, 30)),
        target("leads", 920, QUARTER.start, QUARTER.end),
        target("cac", 5000, QUARTER.start, QUARTER.end),
        target("mql", None, QUARTER.start, QUARTER.end),
        target("sql", 5, date(2026, 12, 1), date(2026, 11, 1)),
    ]
    found = scope(targets=rows)
    assert target_of("win_rate", found) == 0.35
    assert target_of("leads", found) == pytest.approx(920 * 7 / 92)
    assert target_of("cac", found) == 5000
    assert (target_of("mql", found), target_of("sql", found)) == (None, None)


def test_targets_meetbot_toml_wins() -> None:
    """What the workspace sets counts more than the file, and the file more than what is shipped."""
    rows = [target(kpi, 0.5, QUARTER.start, QUARTER.end) for kpi in ("win_rate", "sla_compliance")]
    own = [KpiConfig(id="win_rate", target=0.25)]
    assert target_of("win_rate", scope(kpis=own, targets=rows)) == 0.25
    assert target_of("sla_compliance", scope(targets=rows)) == 0.5
    assert target_of("sla_compliance", scope(sla=SlaConfig(target=0.95), targets=rows)) is None


def test_targets_none_leave_the_scope_as_it_is() -> None:
    """Without a file, without rows for today or for an indicator: nothing changes."""
    without = scope(deals=[])
    assert with_targets(without) is without
    unknown = scope(targets=[target("felicidad", 1, QUARTER.start, QUARTER.end)])
    assert with_targets(unknown).catalogue == unknown.catalogue
    blank = {"kpi": None, "start": QUARTER.start, "end": QUARTER.end, "target": 1.0, "owner": " "}
    assert agreed(scope(targets=[blank])) == ()
