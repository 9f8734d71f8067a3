from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from meetbot import words as words_module
from meetbot.config import CompanyConfig, Config, GoalConfig, KpiConfig, MeetingConfig
from meetbot.model.company import Cadence, Department
from meetbot.model.crm import CrmTables, Deal, DealStatus, Lead
from meetbot.model.kpi import Period, Reading
from meetbot.model.transcript import SourceFile
from meetbot.stages.assess import Assessment, assess
from meetbot.stages.measure import CATALOGUE
from meetbot.stages.stale import StaleRecord, by_owner

ZONE = ZoneInfo("America/Mexico_City")
TODAY = date(2026, 11, 23)
WORDS = words_module.load("es-MX")
LEAD_FIELDS = frozenset(
    {"created_at", "score", "handed_at", "contacted_at", "mql_at", "sql_at", "last_activity_at", "rejected_reason"}
)
DEAL_FIELDS = frozenset({"status", "closed_at", "created_at", "amount", "last_activity_at"})


def at(month: int, day: int, hour: int = 10, *, year: int = 2026) -> datetime:
    """A local time."""
    return datetime(year, month, day, hour, tzinfo=ZONE)


def config(
    *,
    kpis: Sequence[KpiConfig] = (),
    goal: GoalConfig | None = None,
    cadence: Cadence = "weekly",
) -> Config:
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


def tables(
    leads: Sequence[Lead] = (),
    deals: Sequence[Deal] = (),
    *,
    lead_fields: frozenset[str] = LEAD_FIELDS,
    deal_fields: frozenset[str] = DEAL_FIELDS,
    has_leads: bool = True,
    has_deals: bool = True,
    date_only: frozenset[str] = frozenset(),
) -> CrmTables:
    """Rows of two exports of the 22nd."""
    names = [name for name, there in (("leads.csv", has_leads), ("deals.csv", has_deals)) if there]
    return CrmTables(
        leads=tuple(leads),
        deals=tuple(deals),
        has_leads=has_leads,
        has_deals=has_deals,
        lead_fields=lead_fields if has_leads else frozenset(),
        deal_fields=deal_fields if has_deals else frozenset(),
        lead_date_only=date_only,
        sources=tuple(SourceFile(name=name, sha256="0" * 64, format="csv") for name in names),
        as_of=date(2026, 11, 22),
    )


def assessed(rows: CrmTables, own: Config | None = None, *, today: date = TODAY) -> Assessment:
    """The assessment of these rows."""
    return assess(rows, own or config(), WORDS, today=today)


def reading(found: Assessment, kpi: str) -> Reading:
    """One reading, which must be there."""
    read = found.reading(kpi)
    assert read is not None
    return read


def deal(
    number: int,
    *,
    status: DealStatus = "won",
    closed: datetime | None = None,
    amount: float | None = 100.0,
    currency: str = "MXN",
    created: datetime | None = None,
) -> Deal:
    """A deal, closed last Wednesday if nothing else is said."""
    return Deal(
        id=str(number),
        created_at=created or at(10, 1),
        closed_at=closed or at(11, 18),
        amount=amount,
        currency=currency,
        status=status,
    )


def contacted(number: int, hours: float | None, *, day: int = 17) -> Lead:
    """A qualified lead handed over on that day of November and contacted so many hours later."""
    handed = at(11, day)
    return Lead(
        id=str(number),
        created_at=handed,
        score=80,
        owner="Jorge Salas",
        handed_at=handed,
        contacted_at=handed + timedelta(hours=hours) if hours is not None else None,
    )


def test_assess_period_is_the_full_cadence_before_today() -> None:
    """Seven, fourteen or thirty full days that end yesterday, compared with as many before."""
    expected: dict[Cadence, date] = {
        "weekly": date(2026, 11, 16),
        "biweekly": date(2026, 11, 9),
        "monthly": date(2026, 10, 24),
    }
    for cadence, start in expected.items():
        found = assessed(tables(), config(cadence=cadence))
        leads = reading(found, "leads")
        assert found.period == leads.period == Period(start=start, end=TODAY)
        assert leads.previous_period == Period(start=start - (TODAY - start), end=start)


def test_assess_joint_indicators_come_first_and_seven_are_shown() -> None:
    """The joint three of the advice and the SLA lead; the rest is in the annex; nothing is lost."""
    found = assessed(tables())
    shown = [read.kpi.id for read in found.readings]
    assert shown[:4] == ["lead_conversion", "response_time", "roi", "sla_compliance"]
    assert len(shown) == 7
    assert {*shown, *(read.kpi.id for read in found.annex)} == set(CATALOGUE)
    assert reading(found, "response_time").kpi.owners == ("mercadeo", "comercial")


def test_assess_every_reading_carries_source_sample_and_time() -> None:
    """Period, file and time of reading are never blank where there is a value."""
    found = assessed(tables([contacted(1, 2)], [deal(1)]))
    for read in (*found.readings, *found.annex):
        if read.value is not None:
            assert read.source in {("leads.csv",), ("deals.csv",)}
            assert read.n is not None
            assert read.read_at.date() == date(2026, 11, 22)


@pytest.mark.parametrize("kpi", ["cac", "roi", "roas"])
def test_assess_without_spend_is_not_calculable(kpi: str) -> None:
    """What needs a spend file says so, and is never 0."""
    read = reading(assessed(tables()), kpi)
    assert (read.value, read.status, read.source) == (None, "grey", ())
    assert read.missing == "el gasto de mercadeo y ventas"


def test_assess_missing_columns_are_named() -> None:
    """A column or a file that lacks is named in the reader's words."""
    found = assessed(tables(lead_fields=frozenset({"created_at"}), has_deals=False))
    assert reading(found, "lead_conversion").missing == "la fecha de MQL"
    assert reading(found, "sla_compliance").missing == "la columna de puntuación"
    assert reading(found, "revenue").missing == "la exportación de negocios"
    assert found.sla is not None
    assert found.sla.missing == "la columna de puntuación, la fecha de entrega a ventas, la fecha del primer contacto"
    without_leads = assessed(tables(has_leads=False))
    assert without_leads.sla is None
    assert reading(without_leads, "sla_compliance").missing == "la exportación de leads"
    assert reading(without_leads, "leads").missing == "la exportación de leads"


def test_assess_no_case_is_no_zero() -> None:
    """A rate over nobody is not 0 %."""
    read = reading(assessed(tables()), "win_rate")
    assert (read.value, read.n, read.missing) == (None, 0, "algún caso en el periodo")


def test_assess_win_rate_leaves_open_deals_out() -> None:
    """Won over closed; an open deal's expected close date in the period counts nothing."""
    deals = [deal(1), deal(2), deal(3, status="lost"), deal(4, status="open")]
    read = reading(assessed(tables(deals=deals)), "win_rate")
    assert (read.value, read.n, read.status) == (2 / 3, 3, "grey")


def test_assess_revenue_is_won_in_the_week_in_one_currency() -> None:
    """Lost, open, older, unpriced and foreign deals add nothing; the last two are reported."""
    deals = [
        deal(1, amount=1000),
        deal(2, amount=500.5),
        deal(3, amount=77, status="lost"),
        deal(4, amount=77, status="open"),
        deal(5, amount=77, closed=at(11, 15, 23)),
        deal(6, amount=None),
        deal(7, amount=77, currency="USD"),
    ]
    found = assessed(tables(deals=deals))
    read = reading(found, "revenue")
    assert (read.value, read.n, read.previous, read.kpi.currency) == (1500.5, 2, 77, "MXN")
    told = [issue.message for issue in found.issues]
    assert "1 deal(s) in USD are in no sum: only MXN is added." in told
    assert "1 open or won deal(s) have no amount and add nothing to pipeline or revenue." in told


def test_assess_pipeline_is_the_open_deals_now() -> None:
    """A snapshot: open deals only, compared with nothing."""
    read = reading(assessed(tables(deals=[deal(1, status="open", amount=300), deal(2)])), "pipeline")
    assert (read.value, read.n, read.previous) == (300, 1, None)


def test_assess_sales_cycle_is_the_median_of_won_deals() -> None:
    """Days from creation to the win; a deal closed before it was created is reported and left out."""
    deals = [
        deal(1, created=at(11, 8), closed=at(11, 18)),
        deal(2, created=at(10, 29), closed=at(11, 18)),
        deal(3, created=at(8, 30), closed=at(11, 18)),
        deal(4, created=at(11, 20), closed=at(11, 18)),
        deal(5, created=at(11, 17), closed=at(11, 18), status="lost"),
    ]
    found = assessed(tables(deals=deals))
    assert reading(found, "sales_cycle").value == 20
    assert "1 won deal(s) were closed before they were created" in " ".join(i.message for i in found.issues)


def test_assess_response_time_is_a_median_beside_the_never_contacted() -> None:
    """A slow one does not move the median; who was never contacted is a share of its own; the young don't count."""
    leads = [contacted(1, 1), contacted(2, 2), contacted(3, 100), contacted(4, None), contacted(5, None, day=22)]
    found = assessed(tables([*leads, contacted(6, -3)]))
    assert reading(found, "response_time").value == 2
    never = reading(found, "never_contacted")
    assert (never.value, never.n) == (1 / 5, 5)


def test_assess_response_time_needs_a_time_of_day() -> None:
    """From days alone no hours can be counted."""
    found = assessed(tables([contacted(1, 0)], date_only=frozenset({"contacted_at"})))
    assert reading(found, "response_time").missing == "la hora (solo hay fechas)"


def test_assess_export_time_is_its_newest_event() -> None:
    """A lead whose deadline lies after the last event of the export is pending, not broken."""
    waiting = contacted(1, None, day=21)
    events = [contacted(2, 1, day=22)]
    sla = assessed(tables([waiting, *events])).sla
    assert sla is not None
    assert [(case.lead, case.verdict) for case in sla.cases] == [("1", "broken"), ("2", "kept")]
    earlier = assessed(tables([waiting, contacted(2, 1, day=20)])).sla
    assert earlier is not None
    assert [(case.lead, case.verdict) for case in earlier.cases] == [("1", "pending"), ("2", "kept")]


def test_assess_conversion_counts_mature_members_only() -> None:
    """MQLs of the last seven days are in no conversion, so they make nothing red."""
    mature = [Lead(id=str(n), mql_at=at(11, 3), sql_at=at(11, 5) if n < 15 else None) for n in range(30)]
    young = [Lead(id=f"y{n}", mql_at=at(11, 20)) for n in range(50)]
    read = reading(assessed(tables([*mature, *young])), "lead_conversion")
    assert (read.value, read.n) == (0.5, 30)
    assert read.period == Period(start=date(2026, 10, 19), end=date(2026, 11, 16))


def test_assess_own_settings_win_and_unknown_ones_are_told() -> None:
    """A target, a name, a minimum sample of the workspace's own; an unknown id and a changed unit are warned about."""
    own = config(
        kpis=[
            KpiConfig(id="leads", name="Prospectos", target=10, joint=True, minimum_n=1, tolerance=0.5),
            KpiConfig(id="win_rate", unit="count"),
            KpiConfig(id="felicidad"),
        ]
    )
    found = assessed(tables([contacted(n, 1) for n in range(6)]), own)
    read = reading(found, "leads")
    assert (read.kpi.name, read.kpi.target, read.kpi.joint, read.status) == ("Prospectos", 10, True, "amber")
    assert read in found.readings[:5]
    told = [f"{issue.where} {issue.message} {issue.hint}" for issue in found.issues]
    assert any('kpis.2` There is no indicator "felicidad". Known ids: lead_conversion,' in text for text in told)
    assert any("the unit can't be changed" in text for text in told)


def test_assess_audit_agrees_with_its_reading() -> None:
    """A target of the workspace's own colours the audit as it colours the indicator."""
    leads = [contacted(n, 1 if n < 7 else 40) for n in range(10)]
    found = assessed(tables(leads), config(kpis=[KpiConfig(id="sla_compliance", target=0.7)]))
    assert found.sla is not None
    assert (found.sla.target, found.sla.status) == (0.7, "green")
    assert reading(found, "sla_compliance").status == "green"


def test_assess_more_than_seven_wanted_is_a_warning() -> None:
    """Eight joint indicators: seven are shown, and the user is told why the eighth is not."""
    own = config(kpis=[KpiConfig(id=kpi, joint=True) for kpi in ("leads", "mql", "sql", "revenue")])
    found = assessed(tables(), own)
    assert len(found.readings) == 7
    assert any("8 indicators are wanted on the agenda" in issue.message for issue in found.issues)


def test_assess_stale_leads_and_deals_by_age() -> None:
    """Two weeks without a sign of life and nothing planned; closed, rejected and planned ones are not stale."""
    old = at(10, 1)
    base = Lead(id="1", handed_at=old, owner="Jorge Salas")
    leads = [
        base,
        base.model_copy(update={"id": "2", "contacted_at": at(10, 11), "last_activity_at": at(10, 2)}),
        base.model_copy(update={"id": "3", "next_activity_at": at(11, 30)}),
        base.model_copy(update={"id": "4", "rejected_reason": "precio"}),
        base.model_copy(update={"id": "5", "customer_at": old}),
        base.model_copy(update={"id": "6", "stage": "Oportunidad"}),
        base.model_copy(update={"id": "7", "last_activity_at": at(11, 20)}),
        base.model_copy(update={"id": "8", "handed_at": None}),
    ]
    deals = [
        Deal(id="a", created_at=at(9, 1)),
        Deal(id="b", created_at=at(9, 1), last_activity_at=at(11, 21)),
        Deal(id="c"),
        deal(1),
    ]
    found = assessed(tables(leads, deals)).stale
    assert [(record.kind, record.id, record.never_contacted) for record in found] == [
        ("deal", "a", False),
        ("lead", "1", True),
        ("lead", "2", False),
    ]
    assert found[0].days > found[1].days > found[2].days


def test_assess_stale_needs_activity_dates() -> None:
    """Without any activity column nobody is called idle."""
    rows = tables(
        [Lead(id="1", handed_at=at(1, 1))],
        [Deal(id="1", created_at=at(1, 1))],
        lead_fields=frozenset({"handed_at"}),
        deal_fields=frozenset({"created_at"}),
    )
    assert assessed(rows).stale == ()


def test_assess_rejections_of_the_period_with_reasons() -> None:
    """Why sales turned down this week's leads, the most frequent first."""
    leads = [contacted(n, 1).model_copy(update={"rejected_reason": "precio" if n else "zona"}) for n in range(3)]
    found = assessed(tables([*leads, contacted(9, 1)]))
    assert [(r.reason, r.count) for r in found.rejected] == [("precio", 2), ("zona", 1)]
    assert found.follow_up is not None
    assert [(r.reason, r.count) for r in found.follow_up.rejected] == [("precio", 2), ("zona", 1)]
    assert (found.follow_up.period, found.follow_up.by_owner) == (found.period, ())


def test_assess_follow_up_by_owner_with_the_oldest() -> None:
    """Who has most without follow-up comes first, each with the oldest record; without any there is nothing."""
    records = (
        StaleRecord(kind="lead", id="77", owner="Ana", days=40, never_contacted=True),
        StaleRecord(kind="deal", id="8", owner="Ana", days=20, never_contacted=False),
        StaleRecord(kind="lead", id="9", owner=None, days=15, never_contacted=False),
    )
    ana, nobody = by_owner(records)
    assert (ana.owner, ana.leads, ana.deals, ana.never_contacted) == ("Ana", 1, 1, 1)
    assert (ana.oldest_days, ana.oldest_record) == (40, "77")
    assert (nobody.owner, nobody.leads) == (None, 1)
    assert assessed(CrmTables()).follow_up is None


def test_assess_undated_leads_are_reported() -> None:
    """A lead without a date is in no period, and that is said."""
    found = assessed(tables([Lead(id="1")]))
    assert "1 lead(s) have no date and are in no period." in [issue.message for issue in found.issues]


def goal(*, start: date = date(2026, 10, 1), end: date = date(2027, 1, 1), kpi: str = "revenue") -> GoalConfig:
    """A goal of 13,000 in the quarter."""
    return GoalConfig(name="Ingresos +20 %", kpi=kpi, target=13_000, start=start, end=end)


def test_goal_pace_and_forecast() -> None:
    """53 of 92 days gone: pace now, pace needed and forecast follow from the value and the days."""
    deals = [deal(n, amount=1000, closed=at(10, 5 + n)) for n in range(6)]
    found = assessed(tables(deals=deals), config(goal=goal())).goal
    assert found is not None
    assert found.reading.value == 6000
    assert found.reading.period == Period(start=date(2026, 10, 1), end=TODAY)
    assert found.pace_current == pytest.approx(6000 / (53 / 7))
    assert found.pace_needed == pytest.approx(7000 / (39 / 7))
    assert found.forecast == pytest.approx(6000 / 53 * 92)
    assert found.reading.status == "red"


@pytest.mark.parametrize(("amount", "status"), [(13_000, "green"), (8_000, "green"), (7_000, "amber"), (5_000, "red")])
def test_goal_status_is_the_forecasts(amount: float, status: str) -> None:
    """Reached, reachable at this pace, nearly, or not."""
    found = assessed(tables(deals=[deal(1, amount=amount)]), config(goal=goal())).goal
    assert found is not None
    assert found.reading.status == status


def test_goal_young_period_is_grey() -> None:
    """After four days nobody can tell where the quarter ends."""
    found = assessed(tables(deals=[deal(1)]), config(goal=goal(start=date(2026, 11, 19)))).goal
    assert found is not None
    assert found.reading.status == "grey"


def test_goal_before_its_period_is_not_calculable() -> None:
    """A goal of next year: no value yet, but the pace that it will need."""
    found = assessed(tables(), config(goal=goal(start=date(2027, 1, 1), end=date(2027, 3, 26)))).goal
    assert found is not None
    assert (found.reading.value, found.reading.missing) == (None, "que comience el periodo de la meta")
    assert (found.pace_current, found.forecast) == (None, None)
    assert found.pace_needed == pytest.approx(13_000 / 12)


def test_goal_after_its_end_needs_no_pace() -> None:
    """A period that is over has a result and no pace needed."""
    past = goal(start=date(2026, 7, 1), end=date(2026, 10, 1))
    found = assessed(tables(deals=[deal(1, closed=at(9, 1), amount=9000)]), config(goal=past)).goal
    assert found is not None
    assert (found.reading.value, found.pace_needed, found.forecast) == (9000, None, 9000)


def test_goal_without_data_is_not_calculable() -> None:
    """No deals, no value, no forecast, no pace: null and what lacks."""
    found = assessed(tables(has_deals=False), config(goal=goal())).goal
    assert found is not None
    assert (found.reading.value, found.forecast, found.pace_needed) == (None, None, None)
    assert found.reading.missing == "la exportación de negocios"


def test_goal_a_year_before_where_the_export_reaches() -> None:
    """The same days a year earlier stand beside the value, but only when the export goes back that far."""
    old = deal(2, closed=at(10, 2, year=2025), amount=4000)
    found = assessed(tables(deals=[deal(1), old]), config(goal=goal())).goal
    assert found is not None
    assert (found.reading.previous, found.reading.previous_n) == (4000, 1)
    without = assessed(tables(deals=[deal(1)]), config(goal=goal())).goal
    assert without is not None
    assert without.reading.previous is None


def test_goal_a_year_before_a_leap_day() -> None:
    """29 February has no twin a year earlier; the 28th stands in."""
    leap = GoalConfig(name="Leads", kpi="leads", target=10, start=date(2024, 2, 1), end=date(2024, 6, 1))
    leads = [Lead(id="1", created_at=at(1, 1, year=2023)), Lead(id="2", created_at=at(2, 10, year=2023))]
    found = assessed(tables(leads), config(goal=leap), today=date(2024, 2, 29)).goal
    assert found is not None
    assert (found.reading.previous, found.reading.source) == (1, ("leads.csv",))
    assert found.reading.previous_period == Period(start=date(2023, 2, 1), end=date(2023, 2, 28))


@pytest.mark.parametrize("kpi", ["win_rate", "felicidad", "pipeline"])
def test_goal_in_what_does_not_add_up_is_an_error(kpi: str) -> None:
    """A rate has no pace, an unknown id no value: said with the ids that serve, and the rest still comes out."""
    found = assessed(tables(), config(goal=goal(kpi=kpi)))
    assert found.goal is None
    (issue,) = [issue for issue in found.issues if issue.severity == "error"]
    assert issue.hint == "Use one of: revenue, leads, mql, sql."


def test_assess_same_inputs_same_assessment() -> None:
    """Nothing depends on the clock or on the order of a set."""
    rows = tables([contacted(n, n) for n in range(30)], [deal(n, currency="USD") for n in range(5)])
    assert assessed(rows) == assessed(rows)


def test_assess_without_any_data_still_answers() -> None:
    """No exports at all: every reading says what it lacks."""
    found = assess(CrmTables(), config(), WORDS, today=TODAY)
    assert all(read.value is None and read.missing for read in (*found.readings, *found.annex))
    assert (found.funnel, found.stale, found.goal) == ((), (), None)
