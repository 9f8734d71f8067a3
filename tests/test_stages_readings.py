from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from kpi_examples import TODAY, at, config, deal, no_audit, scope_of
from warehouses import warehouse_of

from meetbot import words as words_module
from meetbot.config import Config, KpiConfig, SlaConfig, catalogue_of
from meetbot.model.catalogue import AuditFigure, Measure
from meetbot.model.crm import TABLES
from meetbot.model.kpi import Period, Reading
from meetbot.stages.judge import Figure
from meetbot.stages.measure import field_key
from meetbot.stages.readings import lacks, readings, span_of
from meetbot.stages.scope import Scope

WORDS = words_module.load("es-MX")
Row = dict[str, Any]


def read(scope: Scope, locale: str = "es-MX") -> dict[str, Reading]:
    """All readings by id."""
    return {found.kpi.id: found for found in readings(scope, words_module.load(locale), audit=no_audit)}


def weekly(counts: Sequence[int], field: str = "created_at") -> list[Row]:
    """As many leads in each week, spread over it, the newest week last."""
    rows = []
    for ago, count in enumerate(reversed(counts)):
        for number in range(count):
            moment = at(11, 16, 9) - timedelta(weeks=ago) + timedelta(hours=number % 100)
            rows.append({"id": f"L{ago}-{number}", field: moment})
    return rows


def leads_scope(counts: Sequence[int], settings: Config | None = None) -> Scope:
    """A company with those leads a week."""
    return scope_of(warehouse_of(leads=weekly(counts)), settings)


def test_readings_are_all_of_the_catalogue_in_its_order() -> None:
    """Each indicator has one reading; those that only stand in for another are in no place of their own."""
    scope = scope_of(warehouse_of(leads=weekly([5, 5])))
    shipped = [d.id for d in scope.catalogue.definitions if d.id not in {"roi_revenue", "ltv_orders"}]
    assert list(read(scope)) == shipped


def test_every_reading_without_a_value_says_what_is_missing() -> None:
    """A company without a single export has no figure, and a reason for each."""
    for locale in ("es-MX", "en"):
        found = read(scope_of(warehouse_of(), config(locale=locale)), locale)
        assert all(reading.value is None and reading.missing for reading in found.values())
        assert {reading.status for reading in found.values()} == {"grey"}
        assert not any("kpi." in (reading.missing or "") for reading in found.values())


def test_words_name_whatever_may_be_missing() -> None:
    """Each field of each table, each table and each reason of the catalogue has its words in both languages."""
    keys = {field_key(table, name) for table, columns in TABLES.items() for name in columns} | set(TABLES)
    definitions = catalogue_of(config()).definitions
    measures = [m for d in definitions for m in (d.numerator, d.denominator) if m is not None]
    keys |= {d.lacking for d in definitions} | {m.lacking for m in measures}
    keys |= {"history", "clock_time", "gross_margin", "sql_failed"}
    for locale in ("es", "en"):
        known = words_module.load(locale).keys()
        assert {f"kpi.missing.{key}" for key in keys} - known == set()


def test_reading_carries_all_that_makes_it_checkable() -> None:
    """Value, sample, the week before, the history with its limits, the files and their time."""
    reading = read(leads_scope([40, 42, 39, 41, 40, 43, 38, 41, 40, 42, 39, 40, 41, 44]))["leads"]
    assert (reading.value, reading.n, reading.previous, reading.previous_n) == (44, 44, 41, 41)
    assert reading.period == Period(start=date(2026, 11, 16), end=TODAY)
    assert reading.previous_period == Period(start=date(2026, 11, 9), end=date(2026, 11, 16))
    assert [point.value for point in reading.history] == [42, 39, 41, 40, 43, 38, 41, 40, 42, 39, 40, 41, 44]
    assert reading.history[-1].period == reading.period
    assert reading.limits is not None
    assert reading.limits.low < 41 < reading.limits.high
    assert (reading.signal, reading.trend, reading.status, reading.state) == ("none", "none", "grey", "no_target")
    assert reading.source == ("leads.csv",)
    assert reading.read_at == scope_of(warehouse_of()).now
    assert (reading.kpi.name, reading.kpi.owners, reading.kpi.currency) == ("Leads generados", ("mercadeo",), None)
    assert reading.kpi.meaning == "Personas que entraron como leads en el periodo."


def test_reading_in_english() -> None:
    """Names follow the workspace's language."""
    reading = read(leads_scope([5, 5], config(locale="en")), "en")["leads"]
    assert reading.kpi.name == "Leads generated"


def test_reading_in_the_words_of_the_country() -> None:
    """Spain says coste and pays in euros, where the shipped Spanish says costo; one's own Spanish is Spain's too."""
    spain = read(leads_scope([5, 5], config(locale="es-ES")), "es-ES")
    assert spain["cost_per_lead"].kpi.name == "Coste por lead"
    assert "euro" in spain["roas"].kpi.meaning
    assert spain["leads"].kpi.name == "Leads generados"
    assert read(leads_scope([5, 5]))["cost_per_lead"].kpi.name == "Costo por lead"
    own = config(locale="es-ES", kpis=[KpiConfig(id="cost_per_lead", name={"es": "Precio de un lead"})])
    assert read(leads_scope([5, 5], own), "es-ES")["cost_per_lead"].kpi.name == "Precio de un lead"


def test_name_in_another_language_is_better_than_none() -> None:
    """A name that was only given in Spanish is shown in English too."""
    own = KpiConfig(
        id="citas", name={"es": "Citas"}, unit="count", direction="up", numerator=Measure(table="leads"), meaning={}
    )
    reading = read(leads_scope([5, 5], config(kpis=[own], locale="en")), "en")["citas"]
    assert (reading.kpi.name, reading.kpi.meaning) == ("Citas", "")


def test_year_before_is_52_weeks_earlier_where_the_data_reach() -> None:
    """The same weekdays of the same week; without data that old there is none, rather than 0."""
    rows = [
        *weekly([5]),
        {"id": "old", "created_at": at(11, 18, year=2025)},
        {"id": "first", "created_at": at(3, 3, year=2025)},
    ]
    reading = read(scope_of(warehouse_of(leads=rows)))["leads"]
    assert (reading.year_before, reading.year_before_period) == (
        1,
        Period(start=date(2025, 11, 17), end=date(2025, 11, 24)),
    )
    young = read(leads_scope([5, 5, 5]))["leads"]
    assert (young.year_before, young.year_before_period) == (None, None)


def test_share_has_parts_and_interval() -> None:
    """12 of 40 is 30 %, between 18.1 and 45.4 %."""
    deals = [deal(0, "lost", at(1, 5)), *(deal(n, "won" if n <= 12 else "lost", at(11, 1)) for n in range(1, 41))]
    reading = read(scope_of(warehouse_of(deals=deals)))["win_rate"]
    assert (reading.value, reading.numerator, reading.denominator, reading.n) == (0.3, 12, 40, 40)
    assert reading.interval is not None
    assert (reading.interval.low, reading.interval.high) == pytest.approx((0.181, 0.454), abs=0.001)
    by_amount = read(scope_of(warehouse_of(deals=deals)))["win_rate_amount"]
    assert (by_amount.value, by_amount.interval) == (0.3, None)


def test_status_of_a_share_waits_for_the_interval() -> None:
    """30 % against a target of 40 % is amber over 40 deals, red over 400."""
    settings = config(kpis=[KpiConfig(id="win_rate", target=0.4)])
    for scale, expected in ((1, "amber"), (10, "red")):
        deals = [deal(n, "won" if n < 12 * scale else "lost", at(11, 1)) for n in range(40 * scale)]
        assert read(scope_of(warehouse_of(deals=deals), settings))["win_rate"].status == expected


def test_small_sample_is_grey_with_its_count() -> None:
    """Seven deals are shown and not judged."""
    deals = [deal(n, "lost", at(11, 1)) for n in range(7)]
    settings = config(kpis=[KpiConfig(id="win_rate", target=0.4)])
    reading = read(scope_of(warehouse_of(deals=deals), settings))["win_rate"]
    assert (reading.value, reading.n, reading.status, reading.state) == (0, 7, "grey", "small_sample")


def test_targets_of_the_agreement_are_those_of_the_sla_section() -> None:
    """The agreed hours are the target of the response time, unless an entry of [[kpis]] says otherwise."""
    settings = config().model_copy(update={"sla": SlaConfig(first_contact_hours=8, target=0.8)})
    found = read(scope_of(warehouse_of(), settings))
    assert (found["response_time"].kpi.target, found["sla_compliance"].kpi.target) == (8, 0.8)
    own = config(kpis=[KpiConfig(id="response_time", target=2)])
    assert read(scope_of(warehouse_of(), own))["response_time"].kpi.target == 2


def test_collapse_is_worse_and_amber_without_a_target() -> None:
    """A week with half the leads of each of the twelve before."""
    reading = read(leads_scope([*[90, 95, 88, 92, 91, 94, 89, 93, 90, 92, 91, 90], 40]))["leads"]
    assert (reading.signal, reading.trend, reading.status) == ("outside", "worse", "amber")


def test_import_of_old_records_is_no_trend() -> None:
    """Five hundred contacts loaded on one day are no good week; the value is still what the table holds."""
    rows = weekly([90, 95, 88, 92, 91, 94, 89, 93, 90, 92])
    loaded = [*rows, *({"id": f"I{n}", "created_at": at(11, 18, 11)} for n in range(500))]
    reading = read(scope_of(warehouse_of(leads=loaded)))["leads"]
    assert (reading.value, reading.trend) == (592, "none")


def test_old_import_does_not_hide_a_collapse() -> None:
    """A load five weeks ago is taken out of the history with which the present week is compared."""
    rows = weekly([90, 95, 88, 92, 91, 94, 89, 93, 90, 92, 20])
    loaded = [*rows, *({"id": f"I{n}", "created_at": at(11, 18, 11) - timedelta(weeks=5)} for n in range(60))]
    assert read(scope_of(warehouse_of(leads=loaded)))["leads"].trend == "worse"


def test_pause_over_christmas_is_no_trend() -> None:
    """The week of Christmas has half the leads every year; the weeks after it are not compared with it."""
    rows = weekly([90] * 6 + [40])
    shift = timedelta(weeks=5)
    christmas = [{**row, "created_at": row["created_at"] + shift} for row in rows]
    assert read(scope_of(warehouse_of(leads=christmas), today=TODAY + shift))["leads"].trend == "none"
    assert read(scope_of(warehouse_of(leads=rows)))["leads"].trend == "worse"


def test_snapshot_has_no_history() -> None:
    """What is open today is compared with nothing."""
    reading = read(scope_of(warehouse_of(deals=[deal(n, "open", None, 100) for n in range(9)])))["pipeline"]
    assert (reading.value, reading.previous_period, reading.history) == (900, None, ())


def test_steps_of_a_long_window_do_not_overlap() -> None:
    """A quarter is compared with quarters: overlapping windows would share most of their deals."""
    scope = scope_of(warehouse_of())
    for definition in scope.catalogue.definitions:
        span = span_of(definition, scope)
        steps = [span.now, *span.before]
        assert len(span.before) == 12
        assert all(late.start == early.end for late, early in pairwise(steps))
        assert span.year_before.end == span.now.end - timedelta(weeks=52)


def test_stand_in_takes_the_place_of_what_lacks_a_setting() -> None:
    """Without a margin the ROI on revenue stands where the ROI would, under its own name; with one the ROI does."""
    deals = [deal(0, "won", at(1, 5)), *(deal(n, "won", at(11, 1), 20_000) for n in range(1, 9))]
    deals = [{key: value for key, value in row.items() if key != "margin"} for row in deals]
    spend = [{"day": date(2026, 1, 5), "amount": 1.0}, {"day": date(2026, 11, 18), "amount": 5000.0}]
    warehouse = warehouse_of(deals=deals, spend=spend)
    without, with_margin = read(scope_of(warehouse)), read(scope_of(warehouse, config(gross_margin=0.4)))
    assert "roi" not in without
    assert (without["roi_revenue"].kpi.name, without["roi_revenue"].kpi.joint) == ("ROI sobre ingresos", True)
    assert list(without).index("roi_revenue") == list(with_margin).index("roi")
    assert "roi_revenue" not in with_margin
    assert with_margin["roi"].value == pytest.approx((64_000 - 5000) / 5000)


def test_spend_that_ends_early_is_missing_with_its_day_in_words() -> None:
    """No colour for a cost of nothing: the reading says up to which day the spend is known."""
    deals = [deal(0, "won", at(1, 5)), *(deal(n, "won", at(11, 1), 20_000) for n in range(1, 9))]
    days = (date(2026, 1, 5), date(2026, 8, 24), date(2026, 9, 15))
    found = read(scope_of(warehouse_of(deals=deals, spend=[{"day": day, "amount": 5000.0} for day in days])))
    roi = found["roi"]
    assert (roi.value, roi.status, roi.missing) == (None, "grey", "el gasto después del 15 sep 2026")
    english = words_module.load("en-US")
    assert lacks(Figure(value=None, missing="spend_before", day=days[2]), english) == "spend before Sep 15, 2026"


def test_stand_in_that_lacks_as_much_is_not_shown() -> None:
    """Without spend neither ROI can be told: the one that was asked for says what is missing."""
    found = read(scope_of(warehouse_of(deals=[deal(1, "won", at(11, 1))])))
    assert found["roi"].missing == WORDS("kpi.missing.spend")
    assert "roi_revenue" not in found


def test_indicator_of_the_audit_comes_from_the_audit() -> None:
    """Compliance and business hours are counted lead by lead, over the same periods as all others."""
    asked: list[tuple[AuditFigure, int]] = []

    def audit(name: AuditFigure, periods: Sequence[Period]) -> list[Figure]:
        asked.append((name, len(periods)))
        return [Figure(value=0.5, n=40, numerator=20, denominator=40) for _ in periods]

    lead = {"id": "1", "score": 80.0, "handed_at": at(11, 17), "contacted_at": at(11, 17, 11)}
    scope = scope_of(warehouse_of(leads=[lead]))
    found = {reading.kpi.id: reading for reading in readings(scope, WORDS, audit=audit)}
    assert asked == [("compliance", 14), ("business_hours", 14)]
    assert (found["sla_compliance"].value, found["sla_compliance"].status) == (0.5, "red")
    assert found["sla_compliance"].interval is not None
    assert found["response_time_business"].interval is None


def test_own_sql_that_fails_is_told_in_its_reading() -> None:
    """A document names the command that explains it, never the database's words; all others are there."""
    own = KpiConfig(id="propio", name="Propio", unit="count", direction="up", sql="SELECT nothing FROM leads")
    found = read(leads_scope([5, 5], config(kpis=[own])))
    assert found["propio"].missing == "una consulta válida (meetbot kpi explain propio)"
    assert found["leads"].value == 5


def test_unknown_reason_is_shown_as_it_is() -> None:
    """A reason that an entry of one's own invents has no words, and is still told."""
    own = Measure(table="leads", time="created_at", value="sum(NULL)", lacking="paciencia")
    entry = KpiConfig(id="propio", name="Propio", unit="count", direction="up", numerator=own)
    assert read(leads_scope([5, 5], config(kpis=[entry])))["propio"].missing == "paciencia"


def test_sources_are_the_files_of_all_that_it_is_computed_from() -> None:
    """Also those of the indicators that it divides."""
    deals = [deal(1, "won", at(11, 1))]
    scope = scope_of(warehouse_of(deals=deals, spend=[], customers=[]))
    found = read(scope)
    assert found["ltv_cac"].source == ("customers.csv", "spend.csv", "deals.csv")
    assert found["roas"].source == ("deals.csv", "spend.csv")


def test_same_tables_same_readings() -> None:
    """Nothing depends on the clock, on chance or on the order of a set."""
    one, other = (leads_scope([40, 42, 39, 41, 40, 43, 38, 41]) for _ in range(2))
    assert readings(one, WORDS, audit=no_audit) == readings(other, WORDS, audit=no_audit)
