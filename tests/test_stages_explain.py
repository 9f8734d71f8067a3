from datetime import date, timedelta

import pytest
from kpi_examples import TODAY, at, config, deal, definition_of, no_audit, scope_of
from warehouses import warehouse_of

from meetbot import words as words_module
from meetbot.adapters.warehouse import DuckWarehouse
from meetbot.config import Config, KpiConfig
from meetbot.model.catalogue import Measure
from meetbot.model.crm import Contents, RowRejection
from meetbot.model.explanation import Explanation
from meetbot.model.kpi import Interval, Kpi, Period, Reading, Status, Trend
from meetbot.ports import Warehouse
from meetbot.stages.explain import explain, status_reason
from meetbot.stages.measure import figures

WORDS = words_module.load("es-MX")
DEALS = [
    deal(0, "won", at(1, 5), created_at=at(1, 1)),
    deal(1, "won", at(11, 1), 100, created_at=at(10, 2)),
    deal(2, "won", at(11, 2), 200, created_at=at(11, 3)),
    deal(3, "lost", at(11, 2), 300),
    deal(4, "won", at(11, 3), None, created_at=at(10, 4)),
]
SPEND = [
    {"day": date(2026, 1, 1), "amount": 1.0},
    {"day": date(2026, 10, 1), "amount": 600.0},
    {"day": date(2026, 11, 22), "amount": 0.0},
]


def explained(kpi: str, warehouse: Warehouse, settings: Config | None = None) -> Explanation:
    """That indicator in full."""
    scope = scope_of(warehouse, settings)
    return explain(definition_of(kpi, scope), scope, WORDS, audit=no_audit)


def test_explanation_shows_sql_that_runs_as_pasted() -> None:
    """The statements have no parameter left, give the parts of the value, and say how many rows went in."""
    warehouse = warehouse_of(deals=DEALS)
    found = explained("win_rate", warehouse)
    assert [part.part for part in found.computations] == ["numerator", "denominator"]
    assert [(part.value, part.n, part.rows) for part in found.computations] == [(3, 3, 3), (4, 4, 4)]
    for part in found.computations:
        assert warehouse.query(part.sql) == [(part.value, part.n)]
        assert ":" not in part.sql.replace("06:00:00", "")
    assert found.reading.value == pytest.approx(3 / 4)


def test_explanation_tells_the_rows_left_out_and_why() -> None:
    """The deal closed before it was created is counted, with the condition that it fails and the SQL that counts it."""
    warehouse = warehouse_of(deals=DEALS)
    part = explained("sales_cycle", warehouse).computations[0]
    assert part.left_out is not None
    assert (part.left_out.unless, part.left_out.count) == ("closed_at >= created_at", 1)
    assert warehouse.query(part.left_out.sql) == [(1,)]
    assert (part.part, part.value, part.rows) == ("value", 30, 2)
    assert "1 rows of the period are incomplete or contradict themselves" in " ".join(
        explained("sales_cycle", warehouse).notes
    )


def test_explanation_tells_from_when_to_when_spend_is_known() -> None:
    """Where a cost is not calculable since a file ends, the days that are known are told by kind."""
    found = explained("roi_revenue", warehouse_of(deals=DEALS, spend=[{**row, "kind": "media"} for row in SPEND[:2]]))
    assert found.status_reason == "not calculable; missing: el gasto después del 1 oct 2026"
    assert "Spend (media) is known from 2026-01-01 to 2026-10-01." in found.notes


def test_explanation_tells_the_values_behind_the_names() -> None:
    """Only those that the definition names, the bounds of its column of time among them."""
    found = explained("revenue", warehouse_of(deals=DEALS))
    assert found.parameters == {
        "currency": "'MXN'",
        "start": "TIMESTAMP '2026-11-16 06:00:00'",
        "end": "TIMESTAMP '2026-11-23 06:00:00'",
    }
    assert explained("pipeline", warehouse_of(deals=DEALS)).parameters == {"currency": "'MXN'"}


def test_explanation_of_a_shifted_period_says_by_how_much() -> None:
    """The spend of the CAC lies one median cycle earlier: 30 days; the cycle is told beside it."""
    found = explained("cac_media", warehouse_of(deals=DEALS, spend=[{**row, "kind": "media"} for row in SPEND]))
    top = found.computations[0]
    assert (top.lag_days, top.period) == (30, Period(start=date(2026, 7, 25), end=date(2026, 10, 24)))
    assert top.value == 600
    assert [other.kpi.id for other in found.based_on] == ["sales_cycle"]
    assert found.computations[1].lag_days == 0


def test_explanation_of_a_shift_that_is_not_known() -> None:
    """Without a single won deal the cycle is not calculable, and so is where the spend lies."""
    deals = [deal(0, "lost", at(1, 5)), deal(1, "lost", at(11, 1))]
    top = explained("cac_media", warehouse_of(deals=deals, spend=SPEND)).computations[0]
    assert (top.problem, top.value) == ("sales_cycle is not calculable", None)


def test_explanation_of_own_sql() -> None:
    """An indicator's own statement is shown over its period, and runs."""
    warehouse = warehouse_of(deals=DEALS, spend=SPEND)
    found = explained("roi_revenue", warehouse)
    part = found.computations[0]
    assert (part.part, part.value, part.n, part.rows) == ("value", -0.5, 2, None)
    assert warehouse.query(part.sql) == [(-0.5, 2)]


@pytest.mark.parametrize(
    "entry",
    [
        {"sql": "SELECT nothing FROM deals"},
        {"numerator": Measure(table="deals", time="closed_at", value="sum(nothing)")},
        {"sql": "SELECT 1 AS value, 2 AS n FROM deals WHERE false"},
        {"sql": "SELECT CAST('inf' AS double precision) AS value, 1 AS n"},
        {"sql": "SELECT 1 AS value, CAST('nan' AS double precision) AS n"},
        {"numerator": Measure(table="deals", time="closed_at", value="CAST('-inf' AS double precision)")},
    ],
)
def test_explanation_of_sql_that_fails_shows_it_with_the_reason(entry: dict[str, object]) -> None:
    """What the database said stands beside the statement that it refused."""
    own = KpiConfig.model_validate({"id": "propio", "name": "Propio", "unit": "count", "direction": "up", **entry})
    part = explained("propio", warehouse_of(deals=DEALS), config(kpis=[own])).computations[0]
    assert part.problem
    assert part.sql


def test_explanation_of_what_is_missing_has_no_computation() -> None:
    """Nothing is asked of tables that are not there."""
    found = explained("revenue", warehouse_of())
    assert (found.computations, found.status_reason) == ((), "not calculable; missing: la exportación de negocios")


def test_explanation_names_the_stand_in() -> None:
    """Whoever asks for the ROI is told what stands in its place."""
    deals = [{key: value for key, value in row.items() if key != "margin"} for row in DEALS]
    found = explained("roi", warehouse_of(deals=deals, spend=SPEND))
    assert found.notes[0].startswith("`roi_revenue` takes its place")


def test_explanation_of_an_indicator_of_two_others() -> None:
    """Its parts are indicators, each with its own value or reason."""
    found = explained("ltv_cac", warehouse_of(deals=DEALS, spend=SPEND))
    assert [(other.kpi.id, other.value) for other in found.based_on] == [("ltv", None), ("cac", None)]
    assert found.computations == ()


@pytest.mark.parametrize(
    ("kpi", "note"), [("lead_conversion", "A cohort"), ("pipeline", "A snapshot"), ("sla_compliance", "no SQL")]
)
def test_explanation_notes_how_to_read_it(kpi: str, note: str) -> None:
    """A cohort's window ends earlier, a snapshot has no past, an audit has no SQL."""
    assert any(note in text for text in explained(kpi, warehouse_of()).notes)


def test_explanation_notes_a_signal_that_chance_may_explain() -> None:
    """A point beyond the chart's limits that is shown without a trend is not left unexplained."""
    counts = (20, 22, 19, 21, 20, 22, 19, 21, 20, 12)
    rows = [
        {"id": f"{ago}-{n}", "created_at": at(11, 18) - timedelta(weeks=ago)}
        for ago, count in enumerate(reversed(counts))
        for n in range(count)
    ]
    assert any("beyond a natural limit" in note for note in explained("leads", warehouse_of(leads=rows)).notes)


def test_explanation_tells_the_rows_rejected_at_ingest() -> None:
    """Those of the tables that the indicator reads, those of others not."""
    held = warehouse_of(deals=DEALS, leads=[])

    class Told:
        contents = Contents(
            tables=held.contents.tables,
            rejections=(
                RowRejection(file="deals.csv", table="deals", reason="no date", count=2, rows=(4, 9)),
                RowRejection(file="leads.csv", table="leads", reason="no mail", count=1),
            ),
        )
        query = held.query

    assert [found.file for found in explained("win_rate", Told()).rejections] == ["deals.csv"]


def reading(value: float | None, *, target: float | None, status: Status, **others: object) -> Reading:
    """A reading of a share."""
    kpi = Kpi(id="x", name="X", unit="ratio", direction="up", target=target)
    given = {"n": 50, "missing": None if value is not None else "algo", **others}
    return Reading.model_validate(
        {
            "kpi": kpi,
            "period": {"start": TODAY, "end": TODAY},
            "value": value,
            "status": status,
            "read_at": at(11, 22),
            **given,
        }
    )


HOLDS, MISSES = Interval(low=0.3, high=0.6), Interval(low=0.3, high=0.4)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (reading(None, target=0.5, status="grey"), "not calculable; missing: algo"),
        (reading(0.4, target=0.5, status="grey", n=3), "3 cases are fewer than the 20"),
        (reading(0.5, target=0.5, status="green"), "it meets its target of 50%"),
        (reading(0.46, target=0.5, status="amber"), "by 8% of it, within the tolerance of 10%"),
        (reading(0.36, target=0.5, status="amber", interval=HOLDS), "but chance may explain it"),
        (reading(0.36, target=0.5, status="red", interval=MISSES), "does not hold the target"),
        (reading(0.36, target=0.5, status="red"), "by 28% of it, more than the tolerance of 10%"),
        (reading(-0.1, target=0.0, status="red"), "by 100% of it"),
    ],
)
def test_status_reason_says_why(found: Reading, said: str) -> None:
    """Each colour has its sentence."""
    assert said in status_reason(found, locale="es-MX")


@pytest.mark.parametrize(
    ("trend", "said"), [("better", "became better"), ("worse", "became worse"), ("none", "did not")]
)
def test_status_reason_without_a_target(trend: Trend, said: str) -> None:
    """Without a target the change is what there is to say."""
    assert said in status_reason(reading(0.4, target=None, status="grey", trend=trend), locale="es-MX")


SHIPPED = [d.id for d in scope_of(warehouse_of()).catalogue.definitions if d.audit is None]


def everything() -> DuckWarehouse:
    """Every table with every field, and a few rows in each."""
    leads = [
        {"id": "1", "created_at": at(11, 1), "mql_at": at(11, 2), "sql_at": at(11, 3), "opportunity_at": at(11, 4),
         "handed_at": at(11, 2), "contacted_at": at(11, 2, 12), "recycled_at": at(11, 17), "rejected_at": None,
         "rejected_reason": None, "customer_at": None, "last_activity_at": at(11, 3), "next_activity_at": None,
         "campaign": "Feria"},
        {"id": "0", "created_at": at(1, 1), "mql_at": at(1, 2), "handed_at": at(1, 2), "recycled_at": at(1, 3),
         "sql_at": at(1, 3), "opportunity_at": at(1, 4)},
    ]  # fmt: skip
    deals = [{**row, "last_activity_at": at(11, 1), "next_activity_at": None, "lead_id": "1"} for row in DEALS]
    customers = [{"id": "1", "since": date(2024, 1, 1), "churned_on": None, "monthly_value": 9.0, "margin": 0.4,
                  "currency": "MXN"}]  # fmt: skip
    spend = [{**row, "kind": "other", "currency": "MXN"} for row in SPEND]
    return warehouse_of(leads=leads, deals=deals, customers=customers, spend=spend)


@pytest.mark.parametrize("kpi", SHIPPED)
def test_explanation_agrees_with_the_figure(kpi: str) -> None:
    """What is shown for one period is what the statement for all periods counts, for each shipped indicator."""
    warehouse = everything()
    scope = scope_of(warehouse, config(gross_margin=0.4))
    found = explain(definition_of(kpi, scope), scope, WORDS, audit=no_audit)
    figure = figures(definition_of(kpi, scope), scope, [found.reading.period])[0]
    parts = {part.part: part for part in found.computations}
    assert not [part.problem for part in found.computations if part.problem]
    if "value" in parts:
        assert figure.value == pytest.approx(parts["value"].value)
    elif parts and figure.value is not None:
        top, bottom = (parts[name].value for name in ("numerator", "denominator"))
        assert (figure.numerator, figure.denominator) == pytest.approx((top, bottom))


def test_explanation_is_the_same_again() -> None:
    """Explaining changes nothing."""
    warehouse = everything()
    one = [explained(kpi, warehouse) for kpi in ("win_rate", "cac", "roi")]
    assert [explained(kpi, warehouse) for kpi in ("win_rate", "cac", "roi")] == one
