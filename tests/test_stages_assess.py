from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from warehouses import warehouse_of

from meetbot import words as words_module
from meetbot.config import CompanyConfig, Config, GoalConfig, KpiConfig, MeetingConfig, catalogue_of
from meetbot.model.base import Issue
from meetbot.model.company import Cadence, Department
from meetbot.model.kpi import Period, Reading, SlaPromise
from meetbot.stages.assess import SHOWN, Assessment, assess, deviates

ZONE = ZoneInfo("America/Mexico_City")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, 20, tzinfo=ZONE)
WORDS = words_module.load("es-MX")
FIELDS = {
    "leads": (
        "id", "created_at", "score", "owner", "handed_at", "contacted_at", "mql_at", "sql_at", "last_activity_at",
        "rejected_reason", "campaign",
    ),
    "deals": ("id", "status", "closed_at", "created_at", "amount", "currency", "last_activity_at"),
    "spend": ("day", "platform", "campaign", "kind", "amount", "currency"),
    "targets": ("kpi", "start", "end", "target", "owner"),
}  # fmt: skip
Row = Mapping[str, Any]


def config(*, kpis: Sequence[KpiConfig] = (), goal: GoalConfig | None = None, cadence: Cadence = "weekly") -> Config:
    """A company of two departments."""
    return Config(
        company=CompanyConfig(name="Ejemplo"),
        meeting=MeetingConfig(cadence=cadence),
        departments=(
            Department(id="mercadeo", name="Mercadeo", role="marketing"),
            Department(id="comercial", name="Comercial", role="sales"),
        ),
        goal=goal,
        kpis=tuple(kpis),
    )


def assessed(
    own: Config | None = None,
    *,
    fields: Mapping[str, Sequence[str]] | None = None,
    issues: Sequence[Issue] = (),
    promises: Sequence[SlaPromise] = (),
    **tables: Any,
) -> Assessment:
    """The assessment of these rows, exported on the evening of the 22nd."""
    settings = own or config()
    warehouse = warehouse_of(as_of=NOW, fields={**FIELDS, **(fields or {})}, issues=issues, **tables)
    return assess(warehouse, settings, WORDS, catalogue=catalogue_of(settings), today=TODAY, promises=promises)


def reading(found: Assessment, kpi: str) -> Reading:
    """One reading, which must be there."""
    read = found.reading(kpi)
    assert read is not None
    return read


def contacted(number: int, hours: float | None, *, owner: str = "Jorge Salas") -> Row:
    """A qualified lead handed over last Tuesday and contacted so many hours later."""
    handed = datetime(2026, 11, 17, 10, tzinfo=ZONE)
    first = handed + timedelta(hours=hours) if hours is not None else None
    return {
        "id": str(number), "created_at": handed, "score": 80.0, "owner": owner, "mql_at": handed, "handed_at": handed,
        "contacted_at": first, "last_activity_at": first,
    }  # fmt: skip


def deal(number: int, **own: Any) -> Row:
    """A deal won last Wednesday."""
    closed = datetime(2026, 11, 18, 10, tzinfo=ZONE)
    known = {"status": "won", "created_at": closed - timedelta(days=40), "closed_at": closed, "amount": 100.0}
    return {"id": str(number), "currency": "MXN", **known, **own}


def told(found: Assessment) -> list[str]:
    """What is said about the data."""
    return [issue.message for issue in found.issues]


def test_assess_period_is_the_full_cadence_before_today() -> None:
    """Seven, fourteen or thirty full days that end yesterday, compared with as many before."""
    expected: dict[Cadence, date] = {
        "weekly": date(2026, 11, 16),
        "biweekly": date(2026, 11, 9),
        "monthly": date(2026, 10, 24),
    }
    for cadence, start in expected.items():
        found = assessed(config(cadence=cadence), leads=[contacted(1, 1)])
        leads = reading(found, "leads")
        assert found.period == leads.period == Period(start=start, end=TODAY)
        assert leads.previous_period == Period(start=start - (TODAY - start), end=start)


def test_assess_advice_a20_joint_indicators_come_first_and_seven_are_shown() -> None:
    """Conversion, response time, ROI and the SLA lead, known or not; the rest is in the annex; nothing is lost."""
    found = assessed(leads=[contacted(1, 2)], deals=[deal(1)])
    shown = [read.kpi.id for read in found.readings]
    assert shown[:4] == ["lead_conversion", "response_time", "roi", "sla_compliance"]
    assert len(shown) == SHOWN
    assert all(read.value is not None for read in found.readings[4:])
    assert not {*shown} & {read.kpi.id for read in found.annex}
    assert {"cac", "ltv", "stale_leads"} <= {read.kpi.id for read in found.annex}


def test_assess_what_deviates_comes_before_what_is_quiet() -> None:
    """After the joint ones the red, then the amber, then what the workspace names; the quiet is read in the annex."""
    kpis = [
        KpiConfig(id="leads", target=1000, minimum_n=1),
        KpiConfig(id="mql", target=21, minimum_n=1),
        KpiConfig(id="sales_cycle"),
    ]
    found = assessed(config(kpis=kpis), leads=[contacted(n, 1) for n in range(20)], deals=[deal(1)])
    assert [read.kpi.id for read in found.readings][4:] == ["leads", "mql", "sales_cycle"]
    assert [deviates(read) for read in found.readings][4:] == [True, True, False]
    assert [read.status for read in found.readings][4:6] == ["red", "amber"]


def test_assess_the_same_figure_under_two_names_takes_one_place() -> None:
    """The step from MQL to SQL is the joint conversion of leads: red as it is, it is shown once."""
    kpis = [KpiConfig(id=kpi, target=0.9) for kpi in ("lead_conversion", "mql_to_sql")]
    mature = datetime(2026, 11, 2, 10, tzinfo=ZONE)
    leads = [{"id": str(n), "created_at": mature, "mql_at": mature, "sql_at": None} for n in range(30)]
    found = assessed(config(kpis=kpis), leads=leads)
    assert reading(found, "mql_to_sql").status == "red"
    shown = [read.kpi.id for read in found.readings]
    assert "lead_conversion" in shown
    assert "mql_to_sql" not in shown


def test_assess_the_second_name_of_a_figure_has_no_colour_of_its_own() -> None:
    """With a target for one of both names only, the other name is neither shown nor in the annex."""
    mature = datetime(2026, 11, 2, 10, tzinfo=ZONE)
    leads = [{"id": str(n), "created_at": mature, "mql_at": mature, "sql_at": None} for n in range(30)]
    found = assessed(config(kpis=[KpiConfig(id="lead_conversion", target=0.9)]), leads=leads)
    assert reading(found, "lead_conversion").status == "red"
    assert found.reading("mql_to_sql") is None


def test_assess_a_ratio_of_different_deals_is_no_improvement() -> None:
    """Deals won over deals opened soars when few are opened: a level, no colour, no trend; a target still judges it."""
    deals = []
    for ago in range(14 * 28):
        when = NOW - timedelta(days=ago, hours=1)
        deals += [deal(ago * 9 + n, created_at=when - timedelta(days=400), closed_at=when) for n in range(3)]
        opened = 1 if ago < 28 else 4
        deals += [deal(ago * 9 + 4 + n, status="open", created_at=when, closed_at=None) for n in range(opened)]
    found = reading(assessed(deals=deals), "opportunity_to_won_period")
    assert found.value == pytest.approx(3.0, rel=0.1)
    assert found.previous == pytest.approx(0.75, rel=0.1)
    assert (found.status, found.trend, found.signal, found.state) == ("grey", "none", "none", "no_target")
    aimed = config(kpis=[KpiConfig(id="opportunity_to_won_period", target=0.5)])
    assert reading(assessed(aimed, deals=deals), "opportunity_to_won_period").status == "green"


def test_assess_deals_without_customers_are_told_where_customers_are_counted() -> None:
    """Without a column of customers each won deal is a new one: said once, with the indicators that it makes cheap."""
    spent = [
        {"day": date(2026, 6, 1) + timedelta(days=n), "kind": kind, "amount": 10.0, "currency": "MXN"}
        for n in range(180)
        for kind in ("media", "other")
    ]
    deals = [deal(n) for n in range(9)]
    (issue,) = [issue for issue in assessed(deals=deals, spend=spent).issues if "name no customer" in issue.message]
    assert (issue.severity, issue.where) == ("warning", "deals.csv")
    assert issue.message.endswith("each won deal counts as a new customer in cac, cac_media.")
    known = assessed(
        deals=[{**d, "customer": "Acme"} for d in deals], spend=spent, fields={"deals": (*FIELDS["deals"], "customer")}
    )
    assert not any("name no customer" in message for message in told(known))


@pytest.mark.parametrize(("lost", "value"), [(0.0, None), (None, None), (100.0, 0.75)])
def test_assess_lost_deals_without_amounts_give_no_rate_by_amount(lost: float | None, value: float | None) -> None:
    """Where the CRM empties what is lost, the rate by amount is not 100 %: it can't be calculated."""
    deals = [*(deal(n) for n in range(30)), *(deal(n, status="lost", amount=lost) for n in range(30, 40))]
    found = reading(assessed(deals=deals), "win_rate_amount")
    assert found.value == value
    assert value is not None or found.missing == "el monto de lo perdido (los negocios perdidos no llevan monto)"
    assert reading(assessed(deals=deals[:30]), "win_rate_amount").value == 1
    assert reading(assessed(deals=[deal(1, closed_at=NOW - timedelta(days=200))]), "win_rate_amount").missing == WORDS(
        "kpi.missing.cases"
    )


def test_assess_open_deals_without_amounts_are_the_reason() -> None:
    """Open deals that all lack an amount are not "no case"."""
    deals = [deal(n, status="open", closed_at=None, amount=None) for n in range(3)] + [deal(4)]
    missing = reading(assessed(deals=deals), "pipeline").missing
    assert missing == "el monto de lo abierto (ningún negocio abierto tiene monto)"


def test_assess_sql_that_fails_is_told_to_who_wrote_it() -> None:
    """The database's words, the place in meetbot.toml and the columns are in the issue; the document has none of it."""
    own = KpiConfig(id="propio", name="Propio", unit="count", direction="up", sql="SELECT importe AS value FROM deals")
    found = assessed(config(kpis=[KpiConfig(id="leads", target=5), own]), deals=[deal(1)])
    assert reading(found, "propio").missing == "una consulta válida (meetbot kpi explain propio)"
    (issue,) = [issue for issue in found.issues if issue.severity == "error"]
    assert issue.where == "meetbot.toml, key `kpis[2].sql`"
    assert "importe" in issue.message
    assert issue.hint.startswith("Columns of deals: id, ")


def test_assess_advice_a13_more_than_seven_wanted_is_a_warning() -> None:
    """Eight joint indicators: seven are shown, the deviating ones among them, and the user is told."""
    kpis = [KpiConfig(id=kpi, joint=True) for kpi in ("leads", "mql", "sql")]
    kpis.append(KpiConfig(id="stale_deals", joint=True, target=0.1))
    old = datetime(2026, 6, 1, tzinfo=ZONE)
    stale = deal(1, status="open", closed_at=None, created_at=old, last_activity_at=old)
    found = assessed(config(kpis=kpis), leads=[], deals=[stale])
    assert len(found.readings) == SHOWN
    assert found.readings[-1].kpi.id == "stale_deals"
    assert any(message.startswith("8 indicators are wanted on the agenda; 1 or more") for message in told(found))
    assert not any("wanted" in message for message in told(assessed(config(kpis=kpis[:3]), leads=[])))


def test_assess_advice_a8_every_reading_carries_source_sample_and_time() -> None:
    """Period, file and time of reading are never blank where there is a value."""
    found = assessed(leads=[contacted(1, 2)], deals=[deal(1)])
    for read in (*found.readings, *found.annex):
        if read.value is not None:
            assert read.source
            assert {*read.source} <= {"leads.csv", "deals.csv"}
            assert read.read_at == NOW


def test_assess_sla_agrees_with_its_reading_and_keeps_promises() -> None:
    """A target of the workspace's own colours the audit as it colours the indicator; promises stand beside it."""
    leads = [contacted(n, 1 if n < 7 else 40) for n in range(10)]
    promise = SlaPromise(meeting_date=date(2026, 11, 16), state="open", text="Llamar el mismo día")
    own = config(kpis=[KpiConfig(id="sla_compliance", target=0.7)])
    found = assessed(own, leads=leads, promises=[promise])
    assert found.sla is not None
    assert (found.sla.compliance, found.sla.target, found.sla.status) == (0.7, 0.7, "green")
    assert found.sla.promises == (promise,)
    assert reading(found, "sla_compliance").status == "green"
    assert assessed(deals=[deal(1)]).sla is None


def test_assess_sla_without_its_indicator_keeps_its_own_target() -> None:
    """A catalogue without the indicator (an own one took its id away) leaves the audit as [sla] has it."""
    own = config()
    catalogue = catalogue_of(own)
    without = catalogue.model_copy(
        update={"definitions": tuple(d for d in catalogue.definitions if d.id != "sla_compliance")}
    )
    warehouse = warehouse_of(as_of=NOW, fields=FIELDS, leads=[contacted(1, 2)])
    found = assess(warehouse, own, WORDS, catalogue=without, today=TODAY)
    assert found.sla is not None
    assert found.sla.target == 0.9


def test_assess_targets_of_the_file_reach_the_readings() -> None:
    """What was agreed for the quarter is the target of the indicator today."""
    target = {"kpi": "win_rate", "start": date(2026, 10, 1), "end": date(2027, 1, 1), "target": 0.3, "owner": None}
    found = assessed(deals=[deal(n) for n in range(20)], targets=[target])
    assert (reading(found, "win_rate").kpi.target, reading(found, "win_rate").status) == (0.3, "green")


def test_assess_takes_up_goal_funnel_campaigns_and_follow_up() -> None:
    """Everything that the agenda needs is there, of the same day."""
    old = datetime(2026, 10, 1, tzinfo=ZONE)
    waiting = {"id": "w", "created_at": old, "handed_at": old, "campaign": "Feria", "owner": "Ana"}
    spent = {"day": date(2026, 11, 18), "campaign": "Feria", "kind": "media", "amount": 10.0, "currency": "MXN"}
    before = {**spent, "day": date(2026, 10, 1)}
    goal = GoalConfig(name="Meta", target=100, start=date(2026, 10, 1), end=date(2027, 1, 1))
    found = assessed(config(goal=goal), leads=[waiting, contacted(1, 2)], deals=[deal(1)], spend=[before, spent])
    assert found.goal is not None
    assert found.goal.reading.value == 100
    assert [step.stage for step in found.funnel] == ["lead", "mql", "sql", "opportunity", "won"]
    assert found.campaigns is not None
    assert found.campaigns.rows[0].campaign == "Feria"
    assert found.follow_up is not None
    assert found.follow_up.by_owner[0].owner == "Ana"


def test_assess_goal_that_can_not_be_counted_is_told() -> None:
    """The issue of a goal reaches the user, and the rest comes out."""
    goal = GoalConfig(name="Meta", kpi="win_rate", target=1, start=date(2026, 10, 1), end=date(2027, 1, 1))
    found = assessed(config(goal=goal), deals=[deal(1)])
    assert found.goal is None
    assert any("A goal can't be counted in" in message for message in told(found))


def test_assess_foreign_amounts_are_named_and_in_no_sum() -> None:
    """Each currency with its own sum, the most frequent first; blank ones are the company's."""
    deals = [
        deal(1, amount=1000.0),
        deal(2, amount=500.5, currency=None),
        *(deal(n, amount=100.0, currency="USD") for n in range(3, 6)),
        deal(6, amount=70.0, currency="EUR"),
        deal(7, amount=None, currency="EUR"),
    ]
    found = assessed(deals=deals)
    assert reading(found, "revenue").value == 1500.5
    message = "4 deal(s) in other currencies are in no sum, only MXN is added: USD 300.00 (3), EUR 70.00 (1)."
    assert message in told(found)


def test_assess_platform_whose_spend_ends_before_that_of_others_is_told() -> None:
    """A stopped campaign and a file that is missing look the same: the figure stays, and a person is asked."""

    def spent(platform: str, last: date) -> list[Row]:
        row = {"platform": platform, "kind": "media", "amount": 10.0, "currency": "MXN"}
        return [{**row, "day": last - timedelta(days=days)} for days in range(120)]

    rows = [*spent("google", date(2026, 10, 31)), *spent("meta", TODAY), *spent("linkedin", date(2026, 11, 15))]
    found = assessed(leads=[contacted(1, 2)], spend=[*rows, *spent("tiktok", date(2026, 8, 1))])
    message = 'The spend of "google" ends on 2026-10-31, that of other platforms goes on: costs may be too low.'
    assert [text for text in told(found) if "goes on" in text] == [message]
    assert next(issue for issue in found.issues if issue.message == message).severity == "warning"
    assert reading(found, "cost_per_lead").value is not None


def test_assess_many_currencies_are_told_in_short_and_spend_too() -> None:
    """Five are named, the others counted; spend in other currencies is told as well."""
    names = ("USD", "EUR", "COP", "ARS", "CLP", "PEN", "BRL")
    deals = [deal(n, currency=name) for n, name in enumerate(names)]
    spent = {"day": date(2026, 11, 18), "campaign": "A", "kind": "media", "amount": 10.0, "currency": "USD"}
    found = assessed(deals=deals, spend=[spent])
    assert any(message.endswith("COP 100.00 (1), EUR 100.00 (1) and 2 more currencies.") for message in told(found))
    assert any(message.startswith("1 day(s) of spend in other currencies") for message in told(found))


def test_assess_unpriced_backward_and_undated_rows_are_told() -> None:
    """What no figure may silently swallow: no amount, closed before created, no date."""
    early = datetime(2026, 11, 20, tzinfo=ZONE)
    deals = [deal(1, amount=None), deal(2, amount=None, status="lost"), deal(3, created_at=early)]
    messages = told(assessed(leads=[{"id": "1"}], deals=deals))
    assert "1 open or won deal(s) have no amount and add nothing to pipeline or revenue." in messages
    assert "1 won deal(s) were closed before they were created; they are in no sales cycle." in messages
    assert "1 lead(s) have no date and are in no period." in messages
    clean = assessed(leads=[contacted(1, 1)], deals=[deal(1)])
    assert told(clean) == []


def test_assess_without_a_column_of_amounts_none_is_lacking() -> None:
    """An export of deals without amounts is not told of each deal that has none."""
    found = assessed(deals=[deal(1)], fields={"deals": ("id", "status", "closed_at")})
    assert told(found) == []


def test_assess_a_bulk_load_is_told() -> None:
    """Who came in one load is in no rate of the funnel, and the user is told how many."""
    leads = [
        {"id": f"{ago}-{n}", "created_at": NOW - timedelta(days=ago), "mql_at": None}
        for ago in range(8, 60)
        for n in range(4)
    ]
    load = [{"id": f"i{n}", "created_at": NOW - timedelta(days=15)} for n in range(300)]
    found = assessed(leads=[*leads, *load])
    (issue,) = [issue for issue in found.issues if issue.severity == "info"]
    assert issue.message == "304 record(s) came in one load (2026-10-19 to 2026-11-16); they are in no rate into mql."
    assert issue.where == "leads.csv"


def test_assess_what_became_of_the_files_comes_first() -> None:
    """The issues of reading the exports are the agenda's too."""
    issue = Issue(severity="warning", stage="read", where="leads.csv", message="3 rows rejected.")
    assert assessed(issues=[issue], leads=[{"id": "1"}]).issues[0] == issue


@pytest.mark.parametrize("tables", [{}, {"leads": []}, {"deals": []}, {"leads": [], "deals": [], "spend": []}])
def test_assess_without_any_rows_still_answers(tables: dict[str, Any]) -> None:
    """No exports, or empty ones: what can't be calculated says what it lacks, and nothing is broken."""
    found = assessed(**tables)
    assert all(read.missing for read in (*found.readings, *found.annex) if read.value is None)
    assert not any(step.breaks for step in found.funnel)
    assert (found.goal, found.follow_up) == (None, None)


def test_assess_same_inputs_same_assessment() -> None:
    """Nothing depends on the clock, on the order of rows or on that of a set."""
    leads = [contacted(n, n, owner=f"O{n % 4}") for n in range(30)]
    deals = [deal(n, currency=("USD", "EUR", "MXN")[n % 3]) for n in range(9)]
    assert assessed(leads=leads, deals=deals) == assessed(leads=leads[::-1], deals=deals[::-1])
