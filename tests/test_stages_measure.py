from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kpi_examples import TODAY, at, config, deal, definition_of, figure, measured, scope_of
from warehouses import warehouse_of

from meetbot.config import KpiConfig
from meetbot.model.catalogue import Measure
from meetbot.model.kpi import Period
from meetbot.stages.judge import Figure
from meetbot.stages.measure import all_figures, figures, lacking, window_of
from meetbot.stages.scope import Scope

Row = dict[str, Any]
WEEK = Period(start=date(2026, 11, 16), end=date(2026, 11, 23))


def spend(day: date, amount: float, kind: str | None = "media", currency: str | None = "MXN") -> Row:
    """What was spent on one day."""
    return {"day": day, "amount": amount, "kind": kind, "currency": currency}


def lead(number: int, **others: Any) -> Row:
    """A lead."""
    return {"id": f"L{number}", **others}


BEFORE = lead(0, created_at=at(1, 5), mql_at=at(1, 6), sql_at=at(1, 7), opportunity_at=at(1, 8))
"""The data begin long before any window."""

LEADS = [
    BEFORE,
    lead(1, created_at=at(11, 16, 0), mql_at=at(11, 17), sql_at=at(11, 18)),
    lead(2, created_at=at(11, 22, 23.9), mql_at=at(11, 22, 23.95), sql_at=None),
    lead(3, created_at=at(11, 15, 23.9), mql_at=at(11, 16), sql_at=at(11, 23, 0)),
    lead(4, created_at=at(11, 23, 0), mql_at=None, sql_at=None),
]
COHORT = [
    BEFORE,
    lead(1, mql_at=at(10, 19, 0), sql_at=at(10, 26, 0)),
    lead(2, mql_at=at(10, 19, 0), sql_at=at(10, 26, 0.1)),
    lead(3, mql_at=at(11, 15, 23.9), sql_at=at(11, 16)),
    lead(4, mql_at=at(11, 10), sql_at=None),
    lead(5, mql_at=at(11, 16, 0), sql_at=at(11, 16, 1)),
    lead(6, mql_at=at(10, 18, 23.9), sql_at=at(10, 19)),
]
HANDED = [
    lead(0, handed_at=at(1, 5), contacted_at=at(1, 5, 11)),
    lead(1, handed_at=at(11, 16, 9), contacted_at=at(11, 16, 11)),
    lead(2, handed_at=at(11, 17, 9), contacted_at=at(11, 17, 13)),
    lead(3, handed_at=at(11, 18, 9), contacted_at=at(11, 19, 19)),
    lead(4, handed_at=at(11, 18, 9), contacted_at=None),
    lead(5, handed_at=at(11, 22, 9), contacted_at=None),
    lead(6, handed_at=at(11, 19, 9), contacted_at=at(11, 19, 8)),
]
DEALS = [
    deal(0, "won", at(1, 5), 1, created_at=at(1, 2), customer="Vieja", campaign="Feria"),
    deal(1, "won", at(9, 10), 20_000, created_at=at(9, 1), customer="Cocoa", campaign="Feria", margin=9000.0),
    deal(2, "lost", at(10, 10), 60_000),
    deal(3, "open", None, 99_000),
    deal(4, "won", at(11, 16, 0), 5000, created_at=at(11, 15, 0), customer="Vieja", currency=None),
    deal(5, "lost", at(11, 22), 15_000, customer="Cocoa"),
    deal(6, "won", at(11, 20), 7000, created_at=at(11, 21), customer="Rana", currency="USD"),
    deal(7, "won", at(11, 20), None, created_at=at(11, 10), customer="Sapo"),
]
SPEND = [
    spend(date(2026, 1, 5), 1),
    spend(date(2026, 9, 1), 4000),
    spend(date(2026, 9, 15), 1000, None),
    spend(date(2026, 11, 22), 0),
]
SALARIES = [
    spend(date(2026, 1, 31), 0, "other"),
    spend(date(2026, 9, 2), 7000, "other"),
    spend(date(2026, 10, 31), 0, "other"),
]
"""Booked by the month; those of November are not in yet."""

REJECTED = [{**row, "rejected_reason": "precio" if n == 2 else None} for n, row in enumerate(HANDED)]
ENTERED = [
    BEFORE,
    lead(1, created_at=at(11, 1), mql_at=at(11, 3)),
    lead(2, created_at=at(11, 1), mql_at=at(11, 9)),
]
OPENED = [
    BEFORE,
    lead(1, sql_at=at(11, 1), opportunity_at=at(11, 15)),
    lead(2, sql_at=at(11, 1), opportunity_at=None),
    lead(3, sql_at=at(9, 1), opportunity_at=at(11, 2)),
]

EXAMPLES: Sequence[tuple[str, Mapping[str, Sequence[Row]], float | None, int | None]] = [
    ("leads", {"leads": LEADS}, 2, 2),
    ("mql", {"leads": LEADS}, 3, 3),
    ("sql", {"leads": LEADS}, 1, 1),
    # three of the four whose MQL lies in the window, and one of them an hour late
    ("lead_conversion", {"leads": COHORT}, 2 / 4, 4),
    ("mql_to_sql", {"leads": COHORT}, 2 / 4, 4),
    # 2, 4 and 34 hours; the contact before the hand-off is left out
    ("response_time", {"leads": HANDED}, 4, 3),
    ("response_time_p90", {"leads": HANDED}, 4 + 0.8 * 30, 3),
    # the lead of Sunday still has time
    ("never_contacted", {"leads": HANDED}, 1 / 5, 5),
    # four won, two lost since 24 August
    ("win_rate", {"deals": DEALS}, 4 / 6, 6),
    ("win_rate_amount", {"deals": DEALS}, 25_000 / 100_000, 4),
    # 9, 1 and 10 days; the deal closed before it was created is left out
    ("sales_cycle", {"deals": DEALS}, 9 + 0, 3),
    ("sales_cycle_p90", {"deals": DEALS}, 9.8, 3),
    ("revenue", {"deals": DEALS}, 5000, 1),
    ("pipeline", {"deals": DEALS}, 99_000, 1),
    # new customers: Cocoa, Rana and Sapo; Vieja bought in January. The cycle is 9 days: spend since 15 August
    ("cac_media", {"deals": DEALS, "spend": SPEND}, 5000 / 3, 3),
    ("cac", {"deals": DEALS, "spend": [*SPEND, *SALARIES]}, 12_000 / 3, 3),
    # media of the last 28 days over their leads
    (
        "cost_per_lead",
        {"leads": LEADS, "spend": [*SPEND, spend(date(2026, 11, 1), 900), spend(date(2026, 11, 2), 50, "other")]},
        900 / 3,
        3,
    ),
    # only the deal of 20,000 came from a campaign
    ("roas", {"deals": DEALS, "spend": SPEND}, 20_000 / 5000, 1),
    ("roi_revenue", {"deals": DEALS, "spend": SPEND}, (25_000 - 5000) / 5000, 2),
    ("rejected_leads", {"leads": REJECTED}, 1 / 6, 6),
    ("recycled_leads", {"leads": [lead(1, recycled_at=at(11, 17)), lead(2, recycled_at=at(1, 7))]}, 1, 1),
    ("lead_to_mql", {"leads": ENTERED}, 1 / 2, 2),
    ("sql_to_opportunity", {"leads": OPENED}, 1 / 2, 2),
    ("opportunity_to_won", {"deals": [*DEALS, deal(9, "won", at(10, 31), created_at=at(9, 1, 10))]}, 2 / 5, 5),
    ("lead_to_mql_period", {"leads": LEADS}, 3 / 3, 3),
    ("mql_to_sql_period", {"leads": LEADS}, 1 / 3, 3),
    ("sql_to_opportunity_period", {"leads": OPENED}, 2 / 2, 2),
    ("opportunity_to_won_period", {"deals": DEALS}, 3 / 3, 3),
]  # fmt: skip


@pytest.mark.parametrize(("kpi", "tables", "value", "n"), EXAMPLES, ids=[example[0] for example in EXAMPLES])
def test_shipped_indicator_agrees_with_a_count_by_hand(
    kpi: str, tables: Mapping[str, Sequence[Row]], value: float | None, n: int | None
) -> None:
    """Each indicator over a few rows, its window's bounds among them, gives what a person counts."""
    found = measured(kpi, **tables)
    assert found.value == pytest.approx(value)
    assert (found.n, found.missing) == (n, None)


def test_spend_of_5000_and_revenue_of_20000_are_roas_4_and_roi_300_percent() -> None:
    """The two are told apart: what came back for each unit spent, and what was gained on it."""
    rows = {
        "deals": [deal(0, "lost", at(1, 5)), deal(1, "won", at(11, 1), 20_000, campaign="Feria")],
        "spend": [spend(date(2026, 1, 5), 0), spend(date(2026, 11, 1), 5000), spend(date(2026, 11, 22), 0)],
    }
    assert measured("roas", **rows).value == pytest.approx(4.0)
    assert measured("roi_revenue", **rows).value == pytest.approx(3.0)
    assert measured("roi", config(gross_margin=0.4), **rows).value == pytest.approx((8000 - 5000) / 5000)


def test_roi_takes_the_margin_of_the_deal_before_the_margin_of_the_company() -> None:
    """A deal's own margin is known better than the average of the company."""
    rows = {
        "deals": [
            deal(0, "lost", at(1, 5)),
            deal(1, "won", at(11, 1), 20_000, margin=6000.0),
            deal(2, "won", at(11, 2), 10_000),
        ],
        "spend": [spend(date(2026, 1, 5), 0), spend(date(2026, 11, 1), 5000), spend(date(2026, 11, 22), 0)],
    }
    assert measured("roi", config(gross_margin=0.5), **rows).value == pytest.approx((6000 + 5000 - 5000) / 5000)
    assert measured("roi", **rows).value == pytest.approx((6000 - 5000) / 5000)


def test_roi_without_any_margin_lacks_it() -> None:
    """Without a margin there is no ROI on margin; what lacks is named."""
    deals = [{key: value for key, value in row.items() if key != "margin"} for row in DEALS]
    assert measured("roi", deals=deals, spend=SPEND) == Figure(value=None, missing="gross_margin")


def customer(number: int, since: date, churned: date | None = None, value: float = 100, **others: Any) -> Row:
    """A paying customer."""
    return {
        "id": f"C{number}",
        "since": since,
        "churned_on": churned,
        "monthly_value": value,
        "currency": "MXN",
        **others,
    }


CUSTOMERS = [
    *(customer(number, date(2024, 1, 1)) for number in range(8)),
    customer(8, date(2024, 1, 1), date(2026, 5, 1)),
    customer(9, date(2025, 11, 23), date(2026, 11, 22)),
    customer(10, date(2026, 3, 1), value=190),
    customer(11, date(2024, 1, 1), date(2025, 1, 1)),
    customer(12, date(2024, 1, 1), value=999, currency="USD"),
]


def test_ltv_is_monthly_margin_over_monthly_churn() -> None:
    """Two of ten customers of a year ago left: 1/60 a month. The nine who pay now pay 110 each, half is margin."""
    found = measured("ltv", config(gross_margin=0.5), customers=CUSTOMERS)
    assert found.value == pytest.approx(110 * 0.5 * 60)
    assert found.n == 10


def test_ltv_without_churn_is_not_infinite() -> None:
    """Nobody left: there is no life's length to tell."""
    stayed = [customer(number, date(2024, 1, 1)) for number in range(30)] + [
        customer(30, date(2026, 8, 1), date(2026, 9, 1))
    ]
    found = measured("ltv", config(gross_margin=0.5), customers=stayed)
    assert (found.value, found.missing) == (None, "churn")


def test_ltv_of_less_than_twelve_months_is_not_calculable() -> None:
    """A year of customers is needed to see a year's churn."""
    young = [customer(1, date(2026, 2, 1)), customer(2, date(2026, 2, 1), date(2026, 5, 1))]
    found = measured("ltv", config(gross_margin=0.5), customers=young)
    assert (found.value, found.missing) == (None, "churn")


def test_ltv_orders_is_the_margin_of_twelve_months_for_each_customer() -> None:
    """Cocoa with its own margin, Vieja twice by the company's; neither dollars nor an unpriced deal are added."""
    rows = [deal(8, "won", at(1, 1, year=2025), 400, customer="Vieja"), *DEALS[1:]]
    rows.append(deal(9, "won", at(2, 1), 3000, customer="Vieja"))
    found = measured("ltv_orders", config(gross_margin=0.5), deals=rows)
    assert found.value == pytest.approx((9000 + 2500 + 1500) / 2)
    assert found.n == 2


def test_ltv_cac_divides_both_indicators_over_their_own_windows() -> None:
    """A year of customers over a quarter of spend."""
    rows = {
        "deals": DEALS,
        "spend": [*SPEND, *SALARIES],
        "customers": CUSTOMERS,
    }
    found = measured("ltv_cac", config(gross_margin=0.5), **rows)
    assert found.value == pytest.approx(3300 / 4000)


def test_cac_of_media_alone_is_not_called_cac() -> None:
    """Without the cost of staff and tools the full CAC is not calculable; the media CAC is."""
    found = measured("cac", deals=DEALS, spend=SPEND)
    assert (found.value, found.missing) == (None, "other_costs")


def test_cac_without_a_sales_cycle_says_so() -> None:
    """The spend that won the customers can't be placed without the cycle's length."""
    rows = [deal(1, "lost", at(1, 5)), deal(2, "lost", at(11, 5))]
    assert measured("cac_media", deals=rows, spend=SPEND).missing == "cases"


def test_lag_moves_the_spend_by_the_median_cycle() -> None:
    """With a cycle of 30 days the spend of the last 30 days has won nobody yet."""
    deals = [deal(0, "won", at(1, 5), created_at=at(1, 1)), deal(1, "won", at(11, 1), created_at=at(10, 2))]
    rows = [spend(date(2026, 1, 5), 1), spend(date(2026, 10, 23), 300), spend(date(2026, 10, 24), 5000)]
    assert measured("cac_media", deals=deals, spend=rows).value == pytest.approx(300)


def stale(number: int, touched: Mapping[str, Any], **others: Any) -> Row:
    """An open lead as sales has it."""
    keys = ("contacted_at", "last_activity_at", "next_activity_at", "opportunity_at", "rejected_reason")
    return {"id": f"L{number}", **dict.fromkeys(keys), "handed_at": at(9, 1), **touched, **others}


def test_stale_leads_are_open_quiet_and_without_a_plan() -> None:
    """Fourteen days to the second before the export are quiet; a plan, a rejection or an opportunity ends the list."""
    rows = [
        stale(1, {"last_activity_at": at(11, 9, 0)}, rejected_reason="  "),
        stale(2, {"last_activity_at": at(11, 9, 0.1)}),
        stale(3, {"contacted_at": at(9, 2)}),
        stale(4, {}, next_activity_at=at(12, 1)),
        stale(5, {}, next_activity_at=at(10, 1)),
        stale(6, {}, rejected_reason="precio"),
        stale(7, {}, opportunity_at=at(9, 9)),
        stale(8, {}, handed_at=None),
    ]
    assert measured("stale_leads", leads=rows).value == 3


def test_stale_deals_are_open_quiet_and_without_a_plan() -> None:
    """As with leads; the creation is a sign of life too."""
    rows = [
        {**deal(1, "open", None), "last_activity_at": at(11, 1), "next_activity_at": None},
        {**deal(2, "open", None), "last_activity_at": None, "next_activity_at": None, "created_at": at(11, 20)},
        {**deal(3, "open", None), "last_activity_at": at(10, 1), "next_activity_at": at(11, 30)},
        {**deal(4, "won", at(9, 9)), "last_activity_at": at(9, 9), "next_activity_at": None},
    ]
    assert measured("stale_deals", deals=rows).value == 1


def test_missing_table_and_field_are_named() -> None:
    """What the exports lack is the reason, never a 0."""
    scope = scope_of(warehouse_of(leads=[lead(1, created_at=at(11, 17))]))
    assert figure("revenue", scope) == Figure(value=None, missing="deals")
    assert figure("mql", scope) == Figure(value=None, missing="mql_at")
    assert figure("cost_per_lead", scope) == Figure(value=None, missing="spend")
    unpriced = scope_of(warehouse_of(leads=LEADS, spend=[{"day": TODAY}]))
    assert figure("cost_per_lead", unpriced).missing == "spend_amount"


def test_required_alternatives_name_the_first() -> None:
    """Where one of several columns is enough, the first is asked for."""
    bare = [{key: row[key] for key in ("id", "status", "closed_at", "amount")} for row in DEALS]
    assert measured("roas", deals=bare, spend=SPEND).missing == "campaign"
    assert measured("rejected_leads", leads=HANDED).missing == "rejected_at"


def test_blank_reason_rejects_nobody() -> None:
    """A cell of spaces is no reason, for rejected leads as for stale ones."""
    rows = [{**row, "rejected_reason": "precio" if n == 2 else "  "} for n, row in enumerate(HANDED)]
    assert measured("rejected_leads", leads=rows).value == pytest.approx(1 / 6)


def test_hours_of_times_that_are_only_days_are_not_calculable() -> None:
    """Two midnights give no response time; days of a cycle they do give."""
    warehouse = warehouse_of(leads=HANDED, deals=DEALS, day_only={"leads": ["contacted_at"], "deals": ["closed_at"]})
    scope = scope_of(warehouse)
    assert figure("response_time", scope).missing == "clock_time"
    assert figure("sales_cycle", scope).value == pytest.approx(9)


def test_column_without_a_single_value_is_missing() -> None:
    """A column that nobody fills tells nothing: no 0."""
    assert measured("mql", leads=[lead(1, created_at=at(11, 17), mql_at=None)]).missing == "mql_at"


def test_week_without_a_case_is_zero_for_counts_and_nothing_for_shares() -> None:
    """No lead in a week is a finding; no closed deal leaves nothing to divide."""
    rows = [lead(1, created_at=at(1, 5)), lead(2, created_at=at(11, 30))]
    assert measured("leads", leads=rows) == Figure(value=0, n=0)
    deals = [deal(1, "won", at(1, 5)), deal(2, "open", None)]
    assert measured("win_rate", deals=deals) == Figure(value=None, n=0, missing="cases")
    assert measured("revenue", deals=deals) == Figure(value=0, n=0)


def test_rows_that_are_all_unsound_give_no_value() -> None:
    """Won deals of which none has an amount are no revenue of 0."""
    rows = [deal(1, "won", at(1, 5)), deal(2, "won", at(11, 17), None), deal(3, "won", at(11, 18), None)]
    assert measured("revenue", deals=rows) == Figure(value=None, n=0, left_out=2, missing="cases")


def test_rows_left_out_are_counted() -> None:
    """A close before the creation is in no cycle, and is told."""
    assert measured("sales_cycle", deals=DEALS).left_out == 1
    assert measured("win_rate_amount", deals=DEALS).left_out == 1
    assert measured("response_time", leads=HANDED).left_out == 1


def test_period_before_the_data_is_none_not_zero() -> None:
    """Weeks before the first lead say nothing; a week may lack its first day to be compared, not two."""
    scope = scope_of(warehouse_of(leads=[lead(1, created_at=at(11, 3)), lead(2, created_at=at(11, 17))]))
    definition = definition_of("leads", scope)
    weeks = [Period(start=WEEK.start - timedelta(weeks=n), end=WEEK.end - timedelta(weeks=n)) for n in range(4)]
    found = figures(definition, scope, weeks)
    assert [one.value for one in found] == [1, 0, 1, None]
    assert found[3].missing == "history"
    later = scope_of(warehouse_of(leads=[lead(1, created_at=at(11, 4)), lead(2, created_at=at(11, 17))]))
    assert [one.value for one in figures(definition, later, weeks)] == [1, 0, None, None]


def test_newest_period_may_begin_before_the_data() -> None:
    """In its first week a company has leads, though not of a whole week."""
    assert measured("leads", leads=[lead(1, created_at=at(11, 20))]).value == 1
    assert measured("leads", leads=[lead(1, created_at=at(11, 23))]).missing == "history"


def test_snapshot_knows_no_earlier_state() -> None:
    """What was open a week ago can't be told from what is open today."""
    scope = scope_of(warehouse_of(deals=DEALS))
    before = Period(start=date(2026, 11, 9), end=date(2026, 11, 16))
    found = figures(definition_of("pipeline", scope), scope, [WEEK, before])
    assert [(one.value, one.missing) for one in found] == [(99_000, None), (None, "history")]


@pytest.mark.parametrize(
    ("kpi", "start", "end"),
    [
        ("leads", date(2026, 11, 16), TODAY),
        ("win_rate", date(2026, 8, 24), TODAY),
        ("lead_conversion", date(2026, 10, 19), date(2026, 11, 16)),
        ("opportunity_to_won", date(2026, 8, 27), date(2026, 9, 24)),
        ("pipeline", date(2026, 11, 16), TODAY),
    ],
)
def test_window_of_cohorts_ends_when_all_had_their_time(kpi: str, start: date, end: date) -> None:
    """A window ends yesterday; that of a cohort as many days earlier as each member has."""
    scope = scope_of(warehouse_of(leads=LEADS))
    assert window_of(definition_of(kpi, scope), scope) == Period(start=start, end=end)


def test_window_without_days_is_the_cadence() -> None:
    """Who meets every two weeks counts leads of two weeks."""
    scope = scope_of(warehouse_of(leads=LEADS), config(cadence="biweekly"))
    assert window_of(definition_of("leads", scope), scope).start == date(2026, 11, 9)


@pytest.mark.parametrize(
    ("zone", "monday"),
    [
        ("Europe/Madrid", date(2026, 10, 26)),
        ("Europe/Madrid", date(2026, 3, 30)),
        ("America/Santiago", date(2026, 9, 7)),
        ("America/Santiago", date(2026, 4, 6)),
        ("America/New_York", date(2026, 11, 2)),
        ("Pacific/Apia", date(2026, 11, 23)),
    ],
)
def test_week_begins_at_local_midnight_also_over_a_change_of_the_clock(zone: str, monday: date) -> None:
    """The Sunday on which clocks change belongs to its week to the last minute, and Monday's first minute does not."""
    place = ZoneInfo(zone)
    sunday = monday - timedelta(days=1)
    last = monday - timedelta(days=7)
    rows = [
        lead(0, created_at=at(1, 5, zone=place)),
        lead(1, created_at=at(last.month, last.day, 0, zone=place)),
        lead(2, created_at=at(sunday.month, sunday.day, 23.99, zone=place)),
        lead(3, created_at=at(monday.month, monday.day, 0, zone=place)),
    ]
    scope = scope_of(warehouse_of(leads=rows), config(zone=place), today=monday)
    assert figure("leads", scope) == Figure(value=2, n=2)


def test_days_of_spend_are_local_days() -> None:
    """A day column is compared with days, whatever the zone's distance from UTC."""
    rows = [spend(date(2026, 1, 1), 9), spend(date(2026, 10, 26), 40), spend(date(2026, 11, 22), 2), spend(TODAY, 500)]
    leads = [lead(1, created_at=at(1, 5)), lead(2, created_at=at(11, 17))]
    assert measured("cost_per_lead", spend=rows, leads=leads).value == pytest.approx(42)


def test_overlapping_periods_are_each_whole() -> None:
    """A row counts in every period that it lies in, also when periods overlap, meet or are asked twice."""
    scope = scope_of(warehouse_of(leads=LEADS))
    wide = Period(start=date(2026, 11, 1), end=TODAY)
    inner = Period(start=date(2026, 11, 15), end=date(2026, 11, 17))
    before = Period(start=date(2026, 11, 9), end=date(2026, 11, 16))
    asked = [wide, WEEK, inner, before, WEEK]
    assert [one.value for one in figures(definition_of("leads", scope), scope, asked)] == [3, 2, 2, 1, 2]


def until(last: date, *, first: date = date(2026, 1, 1), kind: str = "media", amount: float = 10) -> list[Row]:
    """So much on every day from the first to the last."""
    return [spend(first + timedelta(days=n), amount, kind) for n in range((last - first).days + 1)]


OF_SPEND = ("cost_per_lead", "roi", "roi_revenue", "cac", "cac_media", "ltv_cac", "roas")


def with_spend(rows: Sequence[Row], kpi: str, *, today: date = TODAY) -> Figure:
    """An indicator of spend where all else is there."""
    tables: dict[str, Any] = {"leads": LEADS, "deals": DEALS, "customers": CUSTOMERS, "spend": rows}
    return figure(kpi, scope_of(warehouse_of(**tables), config(gross_margin=0.5), today=today))


@pytest.mark.parametrize("kpi", OF_SPEND)
def test_spend_that_ends_before_the_window_is_missing_never_zero(kpi: str) -> None:
    """Files of spend that end on 15 September leave no cost of November: nothing is cheap, nothing is infinite."""
    last = date(2026, 9, 15)
    found = with_spend([*until(last), *until(last, kind="other")], kpi)
    assert (found.value, found.missing) == (None, "spend_until")
    assert found.day in {last, date(2026, 9, 30)}


@pytest.mark.parametrize("kpi", OF_SPEND)
def test_spend_that_begins_in_the_last_week_is_missing(kpi: str) -> None:
    """The report of one week is not the spend of four weeks or of a quarter."""
    rows = until(date(2026, 11, 22), first=date(2026, 11, 16))
    found = with_spend([*rows, *until(date(2026, 11, 22), kind="other")], kpi)
    assert (found.value, found.missing, found.day) == (None, "spend_before", date(2026, 11, 16))


@pytest.mark.parametrize(
    ("last", "value"), [(date(2026, 11, 22), 93.3333), (date(2026, 11, 15), 70.0), (date(2026, 11, 14), None)]
)
def test_spend_may_lack_its_last_week(last: date, value: float | None) -> None:
    """Ad reports are exported by the week: one of them may lack, a day more may not."""
    assert with_spend(until(last), "cost_per_lead").value == (None if value is None else pytest.approx(value, rel=1e-4))


@pytest.mark.parametrize(("last", "missing"), [(date(2026, 10, 1), None), (date(2026, 9, 30), "spend_until")])
def test_costs_booked_by_the_month_may_lack_the_running_one(last: date, missing: str | None) -> None:
    """A booking of October's first day is October's; November is not booked yet on its 23rd, October has to be."""
    rows = [
        *until(date(2026, 11, 22)),
        *(spend(date(2026, month, 1), 500, "other") for month in range(1, last.month + 1)),
    ]
    found = with_spend(rows, "roi")
    assert (found.missing, found.value is None) == (missing, missing is not None)


def test_spend_of_another_kind_or_currency_covers_nothing() -> None:
    """Salaries and dollars up to yesterday say nothing of the advertising in pesos."""
    rows = [
        *until(date(2026, 9, 15)),
        *until(date(2026, 11, 22), kind="other"),
        *({**row, "currency": "USD"} for row in until(date(2026, 11, 22))),
    ]
    assert with_spend(rows, "cost_per_lead").missing == "spend_until"
    assert with_spend(until(date(2026, 11, 22), kind="other"), "cost_per_lead").missing == "spend"


def test_spend_of_months_that_no_file_tells_is_missing() -> None:
    """A gap in the middle is no window of 0 either."""
    rows = [*until(date(2026, 7, 31)), *until(date(2026, 11, 22), first=date(2026, 11, 21))]
    scope = scope_of(warehouse_of(leads=LEADS, spend=rows))
    month = Period(start=date(2026, 9, 1), end=date(2026, 9, 29))
    assert figure("cost_per_lead", scope, month) == Figure(value=None, n=0, missing="spend")


def test_spend_counts_up_to_the_day_of_the_export() -> None:
    """An agenda of a Monday from exports of the Monday before lacks no spend that could have been told."""
    warehouse = warehouse_of(leads=LEADS, spend=until(date(2026, 11, 9)))
    scope = scope_of(warehouse)
    assert figure("cost_per_lead", scope).missing == "spend_until"
    before = Scope(**{**vars(scope), "now": at(11, 16)})
    assert figure("cost_per_lead", before).value == pytest.approx(15 * 10 / 3)


def test_own_measure_of_spend_may_name_the_period_and_count_clicks_of_any_currency() -> None:
    """Clicks are no money: those of an account in dollars count, and cover."""
    where = "day < :end_day"
    settings_ = config(kpis=[own(numerator=Measure(table="spend", time="day", value="sum(clicks)", where=where))])
    rows = [{**row, "currency": "USD", "clicks": 3} for row in until(date(2026, 11, 22))]
    assert figure("propio", scope_of(warehouse_of(spend=rows), settings_)).value == 21


def own(**keys: Any) -> KpiConfig:
    """An indicator of the workspace's own."""
    return KpiConfig(id="propio", name="Propio", unit="count", direction="up", **keys)


def test_own_sql_with_bounds_of_the_period_in_a_measure() -> None:
    """A measure without a time may name the period itself: who was a customer at its end."""
    where = "since < :end_day AND (churned_on IS NULL OR churned_on >= :end_day)"
    settings_ = config(kpis=[own(numerator=Measure(table="customers", where=where))])
    scope = scope_of(warehouse_of(customers=CUSTOMERS), settings_)
    periods = [WEEK, Period(start=date(2026, 4, 1), end=date(2026, 4, 8))]
    assert [one.value for one in figures(definition_of("propio", scope), scope, periods)] == [10, 12]


def test_own_value_with_bounds_of_the_period() -> None:
    """A value may name the period too: leads a day."""
    value = "count(*) / (extract(epoch FROM :end - :start) / 86400)"
    settings_ = config(kpis=[own(numerator=Measure(table="leads", time="created_at", value=value))])
    scope = scope_of(warehouse_of(leads=LEADS), settings_)
    periods = [WEEK, Period(start=date(2026, 5, 1), end=date(2026, 5, 8))]
    found = figures(definition_of("propio", scope), scope, periods)
    assert [one.value for one in found] == [pytest.approx(2 / 7), None]


@pytest.mark.parametrize(
    "keys",
    [
        {"numerator": Measure(table="leads", time="created_at", where="no_such_column > 1")},
        {"sql": "SELECT value FROM nowhere"},
        {"sql": "DELETE FROM leads"},
    ],
)
def test_own_sql_that_fails_is_the_reason(keys: dict[str, Any]) -> None:
    """A mistake in one entry spoils that figure alone, and the database's words say why."""
    scope = scope_of(warehouse_of(leads=LEADS), config(kpis=[own(**keys)]))
    bad, good = (definition_of(kpi, scope) for kpi in ("propio", "leads"))
    failed, fine = all_figures(scope, [(bad, (WEEK,)), (good, (WEEK,))])
    assert (failed[0].value, failed[0].missing) == (None, "sql_failed")
    assert failed[0].problem
    assert fine[0].value == 2


def test_own_sql_may_hold_comments_literals_and_a_semicolon() -> None:
    """A name in a literal is no parameter, a comment ends with its line."""
    sql = "SELECT count(*) AS value, count(*) AS n -- :start\nFROM leads WHERE ':end' = ':end' AND created_at < :end;"
    scope = scope_of(warehouse_of(leads=LEADS), config(kpis=[own(sql=sql)]))
    assert figure("propio", scope).value == 4


def test_own_sql_begins_where_its_columns_begin() -> None:
    """`data_from` names the columns whose first day counts; none of them filled means that there is nothing."""
    sql = "SELECT count(*) AS value, count(*) AS n FROM leads WHERE created_at >= :start AND created_at < :end"
    settings_ = config(kpis=[own(sql=sql, data_from=("leads.created_at",))])
    before = Period(start=date(2025, 11, 1), end=date(2025, 11, 8))
    scope = scope_of(warehouse_of(leads=LEADS), settings_)
    found = figures(definition_of("propio", scope), scope, [WEEK, before])
    assert [(one.value, one.missing) for one in found] == [(2, None), (None, "history")]
    empty = scope_of(warehouse_of(leads=[], fields={"leads": ["created_at"]}), settings_)
    assert figure("propio", empty).missing == "history"


def test_lacking_asks_for_the_tables_that_sql_names() -> None:
    """A table that no export holds is empty in the warehouse; its 0 would be a lie."""
    settings_ = config(kpis=[own(sql="SELECT count(*) AS value, count(*) AS n FROM activities")])
    scope = scope_of(warehouse_of(leads=LEADS), settings_)
    assert lacking(definition_of("propio", scope), scope) == "activities"
    assert figure("propio", scope).missing == "activities"


def test_measure_of_an_unknown_indicator_has_no_case() -> None:
    """A catalogue made by hand may name an indicator that there is none of."""
    scope = scope_of(warehouse_of(deals=DEALS, spend=SPEND))
    ratio = definition_of("ltv_cac", scope).model_copy(update={"numerator": Measure(kpi="nada")})
    assert figures(ratio, scope, [WEEK])[0].missing == "cases"
    lagged = definition_of("cac_media", scope)
    assert lagged.numerator is not None
    lost = lagged.model_copy(update={"numerator": lagged.numerator.model_copy(update={"lag": "nada"})})
    assert figures(lost, scope, [WEEK])[0].missing == "cases"


def test_audited_indicator_is_not_measured_here() -> None:
    """The SLA audit counts its own figures."""
    scope = scope_of(warehouse_of(leads=[{**row, "score": 80.0} for row in HANDED]))
    assert figure("sla_compliance", scope) == Figure(value=None, missing="cases")


def test_measures_of_the_same_rows_share_a_question() -> None:
    """Nineteen questions for nineteen measures would read the same million rows nineteen times."""
    warehouse = warehouse_of(leads=[{**BEFORE, **row} for row in LEADS])
    asked: list[str] = []

    class Counting:
        contents = warehouse.contents

        def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
            asked.append(sql)
            return warehouse.query(sql, parameters)

    scope = scope_of(Counting())
    ids = ("lead_conversion", "mql_to_sql", "mql")
    all_figures(scope, [(definition_of(kpi, scope), (WEEK,)) for kpi in ids])
    assert len(asked) == 1


# ---------------------------------------------------------------- properties

DAYS = st.integers(0, 90).map(lambda ago: at(11, 22, 12) - timedelta(days=ago))
AMOUNTS = st.one_of(st.none(), st.floats(0, 1e6).map(lambda amount: round(amount, 2)))
CLOSED = st.lists(st.tuples(st.sampled_from(["won", "lost"]), DAYS, AMOUNTS), max_size=12).map(
    lambda rows: [deal(0, "won", at(1, 5), 10), *(deal(n, *row) for n, row in enumerate(rows, 1))]
)
CHECKED = settings(max_examples=20, deadline=None)


def closing(rows: Sequence[Row]) -> list[Figure]:
    """What the indicators of closing say of those deals."""
    scope = scope_of(warehouse_of(deals=rows))
    asked = [definition_of(kpi, scope) for kpi in ("win_rate", "win_rate_amount", "revenue", "sales_cycle")]
    return [found[0] for found in all_figures(scope, [(one, (window_of(one, scope),)) for one in asked])]


@CHECKED
@given(CLOSED, st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(rows: list[Row], chance: Any) -> None:
    """An export may be sorted in any way."""
    mixed = list(rows)
    chance.shuffle(mixed)
    for one, other in zip(closing(rows), closing(mixed), strict=True):
        assert (other.n, other.missing) == (one.n, one.missing)
        assert other.value == pytest.approx(one.value)


@CHECKED
@given(CLOSED, st.integers(1, 20))
def test_open_deals_never_change_what_was_closed(rows: list[Row], count: int) -> None:
    """Open deals are in no denominator, whatever close date they expect."""
    opened = [deal(100 + n, "open", None, 5000, expected_at=at(11, 20)) for n in range(count)]
    assert closing([*rows, *opened]) == closing(rows)


@CHECKED
@given(CLOSED, st.sampled_from(["USD", "EUR"]), st.lists(st.floats(1, 1e6), min_size=1, max_size=5))
def test_foreign_money_never_changes_a_sum(rows: list[Row], currency: str, amounts: list[float]) -> None:
    """Amounts in another currency than the company's are in no sum."""
    foreign = [deal(100 + n, "won", at(11, 18), amount, currency=currency) for n, amount in enumerate(amounts)]
    assert closing([*rows, *foreign])[1:3] == closing(rows)[1:3]


@CHECKED
@given(st.lists(st.tuples(st.integers(0, 27), st.floats(0, 1e5), st.integers(1, 4)), min_size=1, max_size=8))
def test_splitting_rows_of_spend_changes_nothing(rows: list[tuple[int, float, int]]) -> None:
    """One row a day or one for each campaign of the day: the same money."""
    leads = [lead(0, created_at=at(1, 5)), *(lead(n, created_at=at(11, 17)) for n in range(1, 8))]
    begin = spend(date(2026, 1, 1), 0)
    end = spend(TODAY - timedelta(days=1), 0)
    whole = [spend(TODAY - timedelta(days=1 + ago), amount) for ago, amount, _ in rows]
    split = [
        spend(TODAY - timedelta(days=1 + ago), amount / parts) for ago, amount, parts in rows for _ in range(parts)
    ]
    one = measured("cost_per_lead", leads=leads, spend=[begin, *whole, end])
    other = measured("cost_per_lead", leads=leads, spend=[begin, *split, end])
    assert other.value == pytest.approx(one.value)


@CHECKED
@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40))
def test_rate_of_a_quarter_is_the_ratio_of_its_sums(closed: list[tuple[int, bool]]) -> None:
    """Weeks of few deals do not weigh as much as weeks of many: never an average of rates."""
    rows = [deal(0, "lost", at(1, 5))]
    for number, (week, won) in enumerate(closed, 1):
        rows.append(deal(number, "won" if won else "lost", at(11, 20) - timedelta(weeks=week)))
    scope = scope_of(warehouse_of(deals=rows))
    definition = definition_of("win_rate", scope)
    weeks = [Period(start=WEEK.start - timedelta(weeks=n), end=WEEK.end - timedelta(weeks=n)) for n in range(13)]
    parts = figures(definition, scope, weeks)
    whole = figure("win_rate", scope)
    assert whole.numerator == sum(part.numerator or 0 for part in parts)
    assert whole.denominator == sum(part.denominator or 0 for part in parts)
    assert whole.value == pytest.approx(sum(won for _, won in closed) / len(closed))


@CHECKED
@given(st.lists(st.tuples(DAYS, st.booleans()), max_size=15))
def test_cohort_never_exceeds_its_members(rows: list[tuple[Any, bool]]) -> None:
    """Of a cohort at most everybody comes on, and nobody outside the window counts."""
    leads = [
        BEFORE,
        *(lead(n, mql_at=day, sql_at=day + timedelta(days=2) if on else None) for n, (day, on) in enumerate(rows, 1)),
    ]
    found = measured("lead_conversion", leads=leads)
    members = [on for day, on in rows if date(2026, 10, 19) <= day.date() < date(2026, 11, 16)]
    assert found.n == len(members)
    assert found.value == (pytest.approx(sum(members) / len(members)) if members else None)
