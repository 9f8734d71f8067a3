from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from warehouses import warehouse_of

from meetbot import words as words_module
from meetbot.config import CompanyConfig, Config, FinanceConfig
from meetbot.model.catalogue import Catalogue
from meetbot.model.company import Department
from meetbot.model.crm import Contents
from meetbot.model.kpi import CampaignRow, Campaigns, Period
from meetbot.ports import Warehouse
from meetbot.stages.campaigns import SHOWN, campaigns
from meetbot.stages.scope import Scope

ZONE = ZoneInfo("America/Mexico_City")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, 20, tzinfo=ZONE)
WORDS = words_module.load("es-MX")
FIELDS = {
    "spend": ("day", "platform", "campaign", "kind", "amount", "currency", "conversions"),
    "leads": ("id", "created_at", "mql_at", "score", "campaign", "source"),
    "deals": ("id", "status", "closed_at", "amount", "currency", "margin", "lead_id", "campaign", "source"),
}
Row = Mapping[str, Any]


def spent(campaign: str | None, amount: float, **own: Any) -> Row:
    """Media spend of last Wednesday in the company's currency."""
    day = {"day": date(2026, 11, 18), "platform": "google", "kind": "media", "currency": "MXN"}
    return {**day, "campaign": campaign, "amount": amount, **own}


def lead(number: int, campaign: str | None = None, *, ago: float = 20, **own: Any) -> Row:
    """A lead of so many days before the export."""
    return {"id": f"L{number}", "created_at": NOW - timedelta(days=ago), "campaign": campaign, **own}


def won(amount: float | None, **own: Any) -> Row:
    """A deal won last Wednesday."""
    closed = datetime(2026, 11, 18, 12, tzinfo=ZONE)
    return {"id": "D", "status": "won", "closed_at": closed, "amount": amount, "currency": "MXN", **own}


class Decimals:
    """A database of the user's own that holds money as decimals."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self.contents: Contents = warehouse.contents

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The same rows, each number with a fraction as a decimal."""
        rows_found = self._warehouse.query(sql, parameters)
        return [tuple(Decimal(str(cell)) if isinstance(cell, float) else cell for cell in row) for row in rows_found]


def found(
    *,
    margin: float | None = None,
    fields: Mapping[str, Sequence[str]] | None = None,
    decimals: bool = False,
    known_before: bool = True,
    **tables: Any,
) -> Campaigns | None:
    """The campaigns of these rows, exported on the evening of the 22nd; spend is known since before the four weeks."""
    if tables.get("spend") and known_before:
        tables["spend"] = [spent("Antes", 1, day=date(2026, 10, 25)), *tables["spend"]]
    config = Config(
        company=CompanyConfig(name="Ejemplo"),
        departments=(Department(id="m", name="Mercadeo", role="marketing"),),
        finance=FinanceConfig(gross_margin=margin),
    )
    warehouse: Warehouse = warehouse_of(as_of=NOW, fields={**FIELDS, **(fields or {})}, **tables)
    if decimals:
        warehouse = Decimals(warehouse)
    scope = Scope(warehouse=warehouse, config=config, catalogue=Catalogue(), today=TODAY, now=NOW)
    return campaigns(scope, WORDS)


def rows(told: Campaigns | None) -> dict[str, CampaignRow]:
    """The rows by their campaign."""
    assert told is not None
    return {row.campaign: row for row in told.rows}


def test_campaigns_advice_a11_spend_leads_cost_roas_and_roi() -> None:
    """Spend 5,000 and revenue 20,000 are a ROAS of 4.0 and 300 % ROI on revenue; what the platform claims is beside."""
    told = found(
        spend=[spent("Otoño MX", 3000, conversions=40), spent("Otoño MX", 2000, conversions=30)],
        leads=[lead(n, "Otoño MX", mql_at=NOW - timedelta(days=19) if n < 4 else None) for n in range(10)],
        deals=[won(20_000, campaign="Otoño MX")],
    )
    row = rows(told)["Otoño MX"]
    assert (row.spend, row.leads, row.qualified, row.won, row.revenue) == (5000, 10, 4, 1, 20_000)
    assert (row.cost_per_lead, row.conversion, row.conversion_n) == (500, 0.4, 10)
    assert (row.roas, row.roi, row.platform_conversions) == (4.0, 3.0, 70)
    assert told is not None
    assert (told.roi_on, told.currency, told.missing) == ("revenue", "MXN", None)
    assert told.period == Period(start=date(2026, 10, 26), end=TODAY)
    assert (told.source, told.read_at) == (("spend.csv", "leads.csv", "deals.csv"), NOW)


@pytest.mark.parametrize(
    ("margin", "deal_margin", "roi_on", "roi"),
    [
        (None, 8000.0, "margin", 0.6),
        (0.5, None, "margin", 1.0),
        (0.5, 8000.0, "margin", 0.6),
        (None, None, "revenue", 3.0),
    ],
)
def test_campaigns_roi_on_margin_where_it_is_known(
    margin: float | None, deal_margin: float | None, roi_on: str, roi: float
) -> None:
    """The deals' own margin, else the usual share, else revenue; and it is said which."""
    told = found(
        margin=margin, spend=[spent("A", 5000)], leads=[], deals=[won(20_000, campaign="A", margin=deal_margin)]
    )
    assert told is not None
    assert told.roi_on == roi_on
    assert rows(told)["A"].roi == pytest.approx(roi)
    assert rows(told)["A"].roas == 4.0


def test_campaigns_margin_of_some_deals_only_is_not_taken_for_all() -> None:
    """One deal of two tells its margin: ROI is counted on revenue for both."""
    deals = [won(100, campaign="A", margin=40.0), won(100, campaign="A")]
    told = found(spend=[spent("A", 100)], leads=[], deals=deals)
    assert told is not None
    assert (told.roi_on, rows(told)["A"].roi) == ("revenue", 1.0)


def test_campaigns_names_are_joined_without_case_accents_and_separators() -> None:
    """`PROMO otono-mx` of the CRM is `Promo_Otoño|MX` of the platform; on two platforms it is one campaign."""
    told = found(
        spend=[spent("Promo_Otoño|MX", 60), spent("promo otoño MX", 40, platform="meta")],
        leads=[
            lead(1, "PROMO otono-mx"),
            lead(2, None, source="promo otoño mx"),
            lead(3, "Otra", source="Promo otoño MX"),
        ],
    )
    row = rows(told)["Promo_Otoño|MX"]
    assert (row.spend, row.leads, row.platform) == (100, 3, "google, meta")


def test_campaigns_deals_without_a_name_have_their_leads() -> None:
    """A deal's campaign is that of the lead it came from; an id that two rows carry doubles nothing."""
    told = found(
        spend=[spent("A", 100)],
        leads=[lead(1, "A"), lead(1, "A"), lead(2, "A")],
        deals=[won(500, lead_id="L1"), won(300, lead_id="L9"), won(None, campaign="A")],
    )
    told_rows = rows(told)
    assert (told_rows["A"].won, told_rows["A"].revenue) == (2, 500)
    unnamed = told_rows["Sin campaña registrada"]
    assert (unnamed.won, unnamed.revenue, unnamed.spend, unnamed.roas) == (1, 300, None, None)


def test_campaigns_without_leads_and_leads_without_spend_are_shown() -> None:
    """Money without a lead in the CRM has 0 leads and no return to tell; leads without spend have no cost."""
    told = rows(
        found(spend=[spent("Sin eco", 900)], leads=[lead(n, None, source="Orgánico") for n in range(3)], deals=[])
    )
    silent, organic = told["Sin eco"], told["Orgánico"]
    assert (silent.leads, silent.cost_per_lead, silent.won, silent.roas, silent.roi) == (0, None, None, None, None)
    assert (organic.spend, organic.leads, organic.cost_per_lead, organic.roas) == (None, 3, None, None)


def test_campaigns_young_leads_are_in_no_conversion() -> None:
    """Leads of the last week count as leads; their time to qualify is not over. Nobody with time is no 0 %."""
    mature = [lead(n, "A", mql_at=NOW - timedelta(days=19)) for n in range(2)]
    late = lead(7, "A", mql_at=NOW - timedelta(days=2))
    young = [lead(n, "A", ago=3) for n in range(10, 30)]
    told = rows(found(spend=[spent("A", 1), spent("B", 1)], leads=[*mature, late, *young, lead(40, "B", ago=1)]))
    assert (told["A"].leads, told["A"].qualified, told["A"].conversion, told["A"].conversion_n) == (23, 3, 2 / 3, 3)
    assert (told["B"].leads, told["B"].conversion) == (1, None)


def test_campaigns_qualified_by_the_agreed_score_without_dates() -> None:
    """An export without MQL dates has the score that both departments agreed on."""
    leads = [lead(n, "A", score=score) for n, score in enumerate((69.0, 70.0, 95.0, None))]
    known = {"leads": ("id", "created_at", "score", "campaign")}
    row = rows(found(spend=[spent("A", 1)], leads=leads, fields=known))["A"]
    assert (row.qualified, row.conversion) == (2, 0.5)


def test_campaigns_only_media_of_the_period_in_the_companys_currency() -> None:
    """Salaries, other currencies and other weeks are no campaign's spend; blank ones count."""
    rows_found = rows(
        found(
            spend=[
                spent("A", 100),
                spent("A", 7, kind="other"),
                spent("A", 7, currency="USD"),
                spent("A", 7, day=date(2026, 10, 25)),
                spent("A", 7, day=TODAY),
                spent("A", 1, kind=None, currency=None),
            ],
            leads=[],
            deals=[won(50, campaign="A"), won(70, campaign="A", currency="USD", margin=9.0)],
        )
    )
    assert (rows_found["A"].spend, rows_found["A"].won, rows_found["A"].revenue) == (101, 2, 50)


def test_campaigns_the_dearest_ten_and_the_others_as_one() -> None:
    """Twelve campaigns with spend: ten by name, two as one; sources without spend as one more."""
    names = [f"C{number:02}" for number in range(12)]
    told = found(
        spend=[spent(name, 100 - n, conversions=1) for n, name in enumerate(names)],
        leads=[lead(n, name) for n, name in enumerate([*names, "Feria", "Orgánico", "Orgánico"])],
    )
    assert told is not None
    assert [row.campaign for row in told.rows] == [
        *names[:SHOWN],
        "Otras 2 campañas con gasto",
        "Otras 2 sin gasto registrado",
    ]
    others, unpaid = told.rows[SHOWN:]
    assert (others.spend, others.leads, others.cost_per_lead, others.platform_conversions) == (179, 2, 89.5, 2)
    assert (unpaid.spend, unpaid.leads) == (None, 3)


def test_campaigns_a_single_other_one_keeps_its_name() -> None:
    """Eleven campaigns are eleven rows: a remainder of one has a name."""
    told = found(spend=[spent(f"C{number}", 1) for number in range(SHOWN + 1)])
    assert told is not None
    assert len(told.rows) == SHOWN + 1
    assert told.rows[-1].campaign == "C9"


def test_campaigns_spend_by_platform_where_no_campaign_is_named() -> None:
    """The platform stands for the campaign, and takes the leads whose source it is; unnamed leads stay apart."""
    told = rows(
        found(
            spend=[spent(None, 100, platform="LinkedIn"), spent(None, 5, platform=None)],
            leads=[lead(1, None, source="linkedin"), lead(2)],
        )
    )
    assert (told["LinkedIn"].spend, told["LinkedIn"].leads) == (100, 1)
    assert len(told) == 2  # spend and leads without any name share one label, not their figures
    told_rows = found(spend=[spent(None, 5, platform=None)], leads=[lead(2)])
    assert told_rows is not None
    assert [(row.spend, row.leads) for row in told_rows.rows] == [(5, 0), (None, 1)]


def test_campaigns_what_is_lacking_is_said() -> None:
    """Without spend or without leads the rest is shown; without both there is nothing to show."""
    no_spend = found(leads=[lead(1, "A")], deals=[won(5, campaign="A")])
    assert no_spend is not None
    assert (no_spend.missing, rows(no_spend)["A"].won) == (WORDS("kpi.missing.spend"), 1)
    no_leads = found(spend=[spent("A", 5)])
    assert no_leads is not None
    assert (no_leads.missing, rows(no_leads)["A"].leads, rows(no_leads)["A"].won) == (
        WORDS("kpi.missing.leads"),
        None,
        None,
    )
    nameless = found(leads=[lead(1)], deals=[won(5)], fields={"leads": ("created_at",), "deals": ("status",)})
    assert nameless is None
    assert found(leads=[], fields={"leads": ("campaign",)}) is None


@pytest.mark.parametrize(
    ("spend", "missing"),
    [
        (
            [spent("A", 9, day=date(2026, 10, 25)), spent("A", 9, day=date(2026, 11, 13))],
            "el gasto después del 13 nov 2026",
        ),
        ([spent("A", 9)], "el gasto antes del 18 nov 2026"),
        ([spent("A", 9, currency="USD")], WORDS("kpi.missing.spend")),
        ([spent("A", 9, day=date(2026, 9, 1)), spent("A", 9, kind="other")], "el gasto después del 1 sep 2026"),
    ],
)
def test_campaigns_of_weeks_whose_spend_is_not_all_known_have_none(spend: list[Row], missing: str) -> None:
    """A part of the spend is no spend: the leads are shown without a cost, and what is missing is named."""
    told = found(spend=spend, leads=[lead(1, "A")], deals=[won(50, campaign="A")], known_before=False)
    assert told is not None
    assert told.missing == missing
    row = rows(told)["A"]
    assert (row.spend, row.cost_per_lead, row.roas, row.roi, row.leads, row.won) == (None, None, None, None, 1, 1)


def test_campaigns_of_a_database_with_decimals_are_the_same() -> None:
    """NUMERIC columns come as decimals, which mix with no float; the figures are those of the files."""
    tables: dict[str, Any] = {
        "spend": [spent("A", 10.5, conversions=2.0)],
        "leads": [lead(1, "A")],
        "deals": [won(99.9, campaign="A", margin=30.5)],
    }
    assert found(decimals=True, margin=0.4, **tables) == found(margin=0.4, **tables)
