from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from warehouses import warehouse_of

from meetbot import words as words_module
from meetbot.config import CompanyConfig, Config, KpiConfig, catalogue_of
from meetbot.model.catalogue import Definition, Measure
from meetbot.model.company import Department
from meetbot.model.explanation import Explanation
from meetbot.stages.broken_sql import broken_sql, columns_hint, own_definitions, place, refusal
from meetbot.stages.explain import explain
from meetbot.stages.scope import Scope
from meetbot.stages.sla import audit_figures

NOW = datetime(2026, 11, 22, 20, tzinfo=ZoneInfo("America/Mexico_City"))
BAD = Measure(table="deals", time="closed_at", where="importe > 1")


def scope_of(kpis: Sequence[KpiConfig] = (), **tables: Any) -> Scope:
    """That workspace's figures on a Monday."""
    config = Config(
        company=CompanyConfig(name="Ejemplo"),
        departments=(Department(id="comercial", name="Comercial", role="sales"),),
        kpis=tuple(kpis),
    )
    warehouse = warehouse_of(as_of=NOW, **tables)
    return Scope(warehouse=warehouse, config=config, catalogue=catalogue_of(config), today=date(2026, 11, 23), now=NOW)


def definition(kpi: str, scope: Scope) -> Definition:
    """One indicator, which must be there."""
    found = scope.catalogue.get(kpi)
    assert found is not None
    return found


def explained(kpi: str, scope: Scope) -> Explanation:
    """That indicator in full."""
    return explain(definition(kpi, scope), scope, words_module.load("es-MX"), audit=audit_figures(scope))


def test_every_shipped_sql_runs_on_empty_tables() -> None:
    """What comes with meetbot is never refused, whatever exports there are."""
    scope = scope_of()
    assert {d.id: refusal(d, scope) for d in scope.catalogue.definitions if refusal(d, scope)} == {}


def test_refusal_names_place_and_columns() -> None:
    """Numerator, denominator and SQL are tried; the place is the entry's own key, counted from 1."""
    own = [
        KpiConfig(id="leads", target=5),
        KpiConfig(id="win_rate", numerator=BAD),
        KpiConfig(id="sql_propio", name="S", unit="count", direction="up", sql="SELECT 1"),
    ]
    scope = scope_of(own, deals=[{"id": "1", "status": "won", "closed_at": NOW}])
    assert [d.id for d in own_definitions(scope)] == ["win_rate", "sql_propio"]
    issues = list(broken_sql(scope, [definition(kpi, scope) for kpi in ("leads", "win_rate", "sql_propio")]))
    assert [issue.where for issue in issues] == [
        "meetbot.toml, key `kpis[2].numerator`",
        "meetbot.toml, key `kpis[3].sql`",
    ]
    assert "importe" in issues[0].message
    assert issues[0].hint.startswith("Columns of deals: id, ")
    assert place("mql", scope.config) == "the indicator mql"
    assert columns_hint(definition("sql_propio", scope)).startswith("Tables: leads, deals")


def test_explain_says_that_deals_stand_for_customers() -> None:
    """Without a column of customers CAC takes each won deal for a new one, and says so; with one it does not."""
    days = [NOW.date() - timedelta(days=n) for n in range(300)]
    spend = [{"day": day, "amount": 10.0, "kind": kind} for day in days for kind in ("media", "other")]
    deal = {"id": "1", "status": "won", "closed_at": NOW - timedelta(days=3), "created_at": NOW - timedelta(days=9)}
    note = "The deals name no customer: each won deal counts as a new customer."
    assert note in explained("cac", scope_of(deals=[deal], spend=spend)).notes
    assert note not in explained("cac", scope_of(deals=[{**deal, "customer": "Acme"}], spend=spend)).notes
    assert note not in explained("win_rate", scope_of(deals=[deal])).notes


def test_explain_says_that_a_ratio_of_different_cases_is_informational() -> None:
    """Its grey has a reason of its own, and a note says that it never has a trend."""
    deals = [
        {"id": str(n), "status": "won", "closed_at": NOW - timedelta(days=3), "created_at": NOW - timedelta(days=9)}
        for n in range(30)
    ]
    found = explained("opportunity_to_won_period", scope_of(deals=deals))
    assert found.status_reason == "it is informational: without a target it has no colour"
    assert any("never has a trend" in note for note in found.notes)
