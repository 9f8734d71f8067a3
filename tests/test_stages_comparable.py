from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from kpi_examples import at, config, definition_of, scope_of
from warehouses import warehouse_of

from meetbot.model.kpi import Period
from meetbot.stages.comparable import loaded, paused

SCOPE = scope_of(warehouse_of())


def week(start: date) -> Period:
    """Seven days."""
    return Period(start=start, end=start + timedelta(days=7))


@pytest.mark.parametrize(
    ("kpi", "period", "expected"),
    [
        ("leads", week(date(2026, 12, 21)), True),
        ("leads", week(date(2026, 12, 28)), True),
        ("leads", week(date(2027, 1, 4)), True),
        ("leads", week(date(2027, 1, 11)), False),
        ("leads", week(date(2026, 12, 14)), False),
        ("leads", week(date(2026, 8, 10)), False),
        ("cost_per_lead", Period(start=date(2026, 12, 7), end=date(2027, 1, 4)), True),
        ("roas", Period(start=date(2026, 10, 5), end=date(2027, 1, 4)), False),
        ("lead_conversion", week(date(2026, 12, 21)), False),
        ("lead_to_mql_period", week(date(2026, 12, 21)), False),
        ("response_time", week(date(2026, 12, 21)), False),
    ],
)
def test_pause_makes_counts_and_sums_of_its_weeks_smaller(kpi: str, period: Period, expected: bool) -> None:
    """A week with two days of the pause is another week; a quarter is not, nor is a share or a time."""
    assert paused(definition_of(kpi, SCOPE), period) is expected


def test_load_is_a_day_of_eight_usual_ones_and_thirty_records() -> None:
    """Forty on a day of five is a load; twenty-nine on a day of two is not."""
    weeks = [week(date(2026, 11, 2) + timedelta(days=7 * n)) for n in range(3)]
    for usual, extra, expected in ((5, 41, {weeks[1]}), (5, 34, set()), (2, 27, set())):
        rows = [
            {"id": f"{day}-{n}", "created_at": at(11, 2) + timedelta(days=day)}
            for day in range(21)
            for n in range(usual + (extra if day == 9 else 0))
        ]
        scope = scope_of(warehouse_of(leads=rows))
        assert loaded(definition_of("leads", scope), scope, weeks) == expected


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_load_lies_in_the_local_week(zone: str) -> None:
    """A load at noon on Monday is of the week that begins then, also far from UTC."""
    place = ZoneInfo(zone)
    rows = [{"id": str(n), "created_at": at(11, 16, 12, zone=place)} for n in range(50)]
    rows += [{"id": f"u{n}", "created_at": at(11, 2, 12, zone=place) + timedelta(days=n)} for n in range(20)]
    scope = scope_of(warehouse_of(leads=rows), config(zone=place))
    weeks = [week(date(2026, 11, 9)), week(date(2026, 11, 16))]
    assert loaded(definition_of("leads", scope), scope, weeks) == {weeks[1]}


def test_load_of_spend_or_of_an_audit_is_not_asked_for() -> None:
    """Days of spend are no records of people; an audit has no column; an empty table has no load."""
    scope = scope_of(warehouse_of(leads=[], fields={"leads": ["created_at"]}))
    weeks = [week(date(2026, 11, 9))]
    for kpi in ("sla_compliance", "ltv_cac", "leads", "cost_per_lead"):
        assert loaded(definition_of(kpi, scope), scope, weeks) == frozenset()
