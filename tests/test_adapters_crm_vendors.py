"""One small export of each system, in both languages and in its own encoding: the canonical rows that come of it."""

from datetime import date, datetime
from pathlib import Path

import pytest
from crm_workspace import CRM, issues, opened, put, rejected, rows

from meetbot.adapters.crm import headers
from meetbot.adapters.crm.exports import read_file
from meetbot.adapters.crm.reading import Reading, Refusal, Settings
from meetbot.config import CompanyConfig, Config
from meetbot.model.company import Department

DAY = date(2026, 11, 23)
at = datetime.fromisoformat  # as the tables hold times: in UTC, without a zone


def reading(name: str, *, locale: str = "es-MX") -> Reading:
    """What the file was taken for."""
    config = Config(
        company=CompanyConfig(name="Ejemplo", locale=locale),
        departments=(Department(id="m", name="M", role="marketing"),),
    )
    found = read_file(CRM / name, Settings.of(config, headers.NOTHING_TAUGHT), on=DAY)
    assert not isinstance(found, Refusal), found
    return found[0][0]


@pytest.mark.parametrize(
    ("name", "table", "vendor", "format_"),
    [
        ("hubspot_contacts_es-2026-11-22.csv", "leads", "HubSpot", "csv, utf-8, separator ,"),
        ("hubspot_contacts_en-2026-11-22.csv", "leads", "HubSpot", "csv, utf-8, separator ,"),
        ("hubspot_deals_es-2026-11-22.csv", "deals", "HubSpot", "csv, utf-8, separator ,"),
        ("hubspot_deals_en-2026-11-22.csv", "deals", "HubSpot", "csv, utf-8, separator ,"),
        ("report1795352400000.csv", "leads", "Salesforce", "csv, cp1252, separator ,"),
        ("salesforce_leads_mx.csv", "leads", "Salesforce", "csv, cp1252, separator ,"),
        ("salesforce_opportunities_es.csv", "deals", "Salesforce", "csv, cp1252, separator ,"),
        ("salesforce_tasks_en-2026-11-22.csv", "activities", "Salesforce", "csv, utf-8, separator ,"),
        ("Leads_001.csv", "leads", "Zoho CRM", "csv, utf-8, separator ,"),
        ("zoho_leads_es.csv", "leads", "Zoho CRM", "csv, utf-8, separator ,"),
        ("zoho_tratos_es.csv", "deals", "Zoho CRM", "csv, utf-8, separator ,"),
        ("zoho_llamadas_es.csv", "activities", "Zoho CRM", "csv, utf-8, separator ,"),
        ("zoho_tareas_es.csv", "activities", "Zoho CRM", "csv, utf-8, separator ,"),
        ("pipedrive_deals.csv", "deals", "Pipedrive", "csv, utf-8, separator ,"),
        ("pipedrive_deals_es.csv", "deals", "Pipedrive", "csv, cp1252, separator ;"),
        ("pipedrive_activities_es.csv", "activities", "Pipedrive", "csv, utf-8, separator ,"),
        ("pipedrive_persons_en.csv", "leads", "Pipedrive", "csv, utf-8, separator ,"),
        ("google_ads_en.csv", "spend", "Google Ads", "csv, utf-8, separator ,"),
        ("google_ads_es-2026-11-22.csv", "spend", "Google Ads", "csv, utf-16-le, separator tab"),
        ("meta_ads_es.csv", "spend", "Meta Ads", "csv, utf-8, separator ,"),
        ("meta_ads_period_en.csv", "spend", "Meta Ads", "csv, utf-8, separator ,"),
        ("meta_lead_form_2026-11-20.csv", "leads", "Meta lead form", "csv, utf-16-le, separator tab"),
        ("plain_leads_es.csv", "leads", None, "csv, cp1252, separator ;"),
        ("plain_leads_en.csv", "leads", None, "csv, utf-16-le, separator tab"),
        ("plain_deals_es.csv", "deals", None, "csv, cp1252, separator ;"),
        ("gastos_marketing.csv", "spend", None, "csv, cp1252, separator ;"),
        ("clientes.csv", "customers", None, "csv, utf-8, separator ,"),
        ("metas.csv", "targets", None, "csv, utf-8, separator ,"),
    ],
)
def test_read_file_tells_table_and_system(name: str, table: str, vendor: str | None, format_: str) -> None:
    """The headers alone tell what a file holds and who made it, under any name and in any encoding."""
    found = reading(name)
    assert (found.table, found.vendor, found.source.format) == (table, vendor, format_)


def test_hubspot_contacts_in_english(tmp_path: Path) -> None:
    """Response time in milliseconds, a score of the portal's own name, the campaign from either drill-down."""
    put(tmp_path, "hubspot_contacts_en-2026-11-22.csv")
    found = opened(tmp_path, internal_domains=("empaques.example",))
    assert rows(found, "leads", "id", "score", "campaign", "contacted_at", "rejected_reason") == [
        ("201", 85, "Catálogo Cajas", at("2026-11-16T17:00"), None),
        ("202", 12, "Marca MX", None, "Unqualified"),
    ]
    assert rejected(found) == {"A mail address of the company itself: left out.": (1, (4,))}


def test_hubspot_deals_in_spanish(tmp_path: Path) -> None:
    """Emoji in stages, an open deal's close date as the expected one, the first of several contacts."""
    put(tmp_path, "hubspot_deals_es-2026-11-22.csv")
    found = opened(tmp_path)
    assert rows(found, "deals", "id", "status", "closed_at IS NULL", "expected_at IS NULL", "lead_id", "stage") == [
        ("601", "won", False, True, "201", "Cierre Ganado"),
        ("602", "lost", False, True, "202", "Cierre perdido"),
        ("603", "open", True, False, None, "Negociación"),
        ("604", "won", False, True, None, "Cierre Ganado"),
    ]
    assert "row 5: Closed before it was created: its cycle is not counted." in issues(found)


def test_salesforce_leads_in_english(tmp_path: Path) -> None:
    """A report's footer, ids that differ by case alone, 18 characters as 15, hours until the first follow-up."""
    put(tmp_path, "report1795352400000.csv")
    found = opened(tmp_path, locale="es-ES", currency="EUR")
    assert rows(found, "leads", "id", "contacted_at", "rejected_reason", order="created_at DESC") == [
        ("00Q5e00001AbCdF", None, None),
        ("00Q5e00001AbCdE", at("2026-11-16T11:00"), None),
        ("00Q5e00001AbCde", None, "Unqualified"),
    ]
    assert rejected(found)["A note or footer, not data: left out."] == (5, (6, 7, 8, 9, 10))
    assert "row 3: A response time below zero: left empty." in issues(found)
    assert found.contents.table("leads").day_only == {"last_activity_at", "opportunity_at"}  # type: ignore[union-attr]


def test_salesforce_leads_of_mexico(tmp_path: Path) -> None:
    """A custom report has creation, reassignment and first action; a duration without a unit is not guessed."""
    put(tmp_path, "salesforce_leads_mx.csv")
    found = opened(tmp_path)
    assert rows(found, "leads", "id", "handed_at", "reassigned_at", "contacted_at", "rejected_reason", "campaign") == [
        (
            "00Q5e00001AAAAA",
            at("2026-11-01T14:05"),
            at("2026-11-02T15:00"),
            at("2026-11-02T17:30"),
            None,
            "Expo Pack 2026",
        ),
        ("00Q5e00001AAAAB", at("2026-11-16T14:05"), None, None, "Fuera de zona", "Expo Pack 2026"),
    ]
    notes = {use.header: use.note for use in found.contents.columns}
    assert notes["Tiempo procesado hasta primer contacto"].startswith("not used: no unit in its header")
    assert notes["Fecha de creación por el cliente"] == '"Fecha de creación" serves instead'


def test_salesforce_opportunities_in_spanish_and_english(tmp_path: Path) -> None:
    """Two languages in one header row; currencies stay apart; a day-only closing."""
    put(tmp_path, "salesforce_opportunities_es.csv")
    found = opened(tmp_path, locale="es-ES", currency="EUR")
    assert rows(found, "deals", "id", "status", "amount", "currency", "owner", "lost_reason") == [
        ("0065e00001AAAAA", "won", 1234.5, "EUR", "Ana Ruiz", None),
        ("0065e00001AAAAB", "lost", 12000, "EUR", "Ana Ruiz", "Precio"),
        ("0065e00001AAAAC", "open", 7500.25, "USD", "Eva Sol", None),
    ]


def test_salesforce_tasks_give_the_first_contact(tmp_path: Path) -> None:
    """The earliest human activity counts: no mass mail, no call that came in, nothing that is only planned."""
    put(tmp_path, "report1795352400000.csv", "salesforce_tasks_en-2026-11-22.csv")
    found = opened(tmp_path)
    assert rows(found, "activities", "kind", "human", "lead_id", order="done_at") == [
        ("email", False, "00Q5e00001AbCdE"),
        ("call", True, "00Q5e00001AbCdE"),
        ("call", False, "00Q5e00001AbCdF"),
        ("meeting", True, "00Q5e00001AbCdF"),
    ]
    assert rows(found, "leads", "id", "contacted_at")[2] == ("00Q5e00001AbCde", None)
    assert dict(rows(found, "leads", "id", "contacted_at"))["00Q5e00001AbCdF"] == at("2026-11-21T19:00")
    assert "The first contact of 1 lead(s) is the earliest activity after the hand-off" in issues(found)


def test_zoho_parts_of_one_backup_are_one_export(tmp_path: Path) -> None:
    """Leads_001 and Leads_002 belong together; a record in both counts once; ids stay text."""
    put(tmp_path, "Leads_001.csv", "Leads_002.csv")
    found = opened(tmp_path)
    assert rows(found, "leads", "id", "owner", "rejected_reason") == [
        ("zcrm_4358923000003278018", "Ana Ruiz", None),
        ("zcrm_4358923000003278019", "Ana Ruiz", "Junk Lead"),
        ("zcrm_4358923000003278020", "Eva Sol", None),
    ]
    assert [source.name for source in found.contents.table("leads").sources] == ["Leads_001.csv", "Leads_002.csv"]  # type: ignore[union-attr]
    assert rejected(found)["The same id as in another file of the export: counted once."] == (1, ())


def test_zoho_in_spanish(tmp_path: Path) -> None:
    """Posibles clientes, Tratos, Llamadas and Tareas join by the ids of their `.id` columns."""
    put(tmp_path, "zoho_leads_es.csv", "zoho_tratos_es.csv", "zoho_llamadas_es.csv", "zoho_tareas_es.csv")
    found = opened(tmp_path, locale="es-CO", currency="COP")
    assert rows(found, "leads", "id", "source", "campaign", "contacted_at", "recycled") == [
        ("zcrm_5000000000000000001", "google", "marca_co", at("2026-11-16T15:15"), False),
        ("zcrm_5000000000000000002", "meta", "catalogo_co", at("2026-11-18T21:00"), True),
    ]
    assert rows(found, "deals", "status", "amount", "lead_id", order="status DESC") == [
        ("won", 1_500_000, "zcrm_5000000000000000001"),
        ("open", 900_000, None),
    ]
    assert rows(found, "activities", "kind", "human", "deal_id", order="done_at") == [
        ("call", True, None),
        ("call", False, None),
        ("task", True, "zcrm_6000000000000000002"),
    ]


def test_pipedrive_in_spanish(tmp_path: Path) -> None:
    """A Spanish spreadsheet: cp1252, semicolons, decimal commas, day first; the status beats the stage."""
    put(tmp_path, "pipedrive_deals_es.csv", "pipedrive_activities_es.csv", "pipedrive_persons_en.csv")
    found = opened(tmp_path, locale="es-ES", currency="EUR")
    assert rows(found, "deals", "id", "status", "amount", "customer", "lost_reason") == [
        ("7", "won", 1000, "Sillas Sol", None),
        ("8", "lost", 2000.5, "Mesas Luna", "Precio"),
        ("9", "open", 3000, "Mesas Luna", None),
    ]
    assert rows(found, "activities", "kind", "human", "deal_id", order="done_at") == [
        ("call", True, "7"),
        ("other", True, "7"),
    ]
    # Madrid is two hours ahead of UTC in September
    assert rows(found, "leads", "id", "recycled", "contacted_at") == [
        ("31", False, at("2026-09-02T07:15")),
        ("33", True, None),
    ]


def test_google_ads_without_a_day_column(tmp_path: Path) -> None:
    """The report's own range is spread over its days; totals are counted as what they are."""
    put(tmp_path, "google_ads_en.csv")
    found = opened(tmp_path)
    assert found.query(
        "SELECT campaign, count(*), sum(amount), sum(clicks) FROM spend GROUP BY campaign ORDER BY 1"
    ) == [
        ("Genéricas", 4, 200, 10),
        ("Marca MX", 4, 4000, 2466),
    ]
    assert rejected(found)["A total, not data: left out."] == (3, (6, 7, 8))
    assert "The whole file is about 2026-11-16 to 2026-11-19" in issues(found)


def test_google_ads_in_spanish(tmp_path: Path) -> None:
    """UTF-16 with tabs, long dates, and numbers by the language of the screens: 1.247 are thousands."""
    put(tmp_path, "google_ads_es-2026-11-22.csv")
    found = opened(tmp_path, locale="es-PE", currency="PEN")
    assert rows(found, "spend", "day", "amount", "currency", "impressions", "kind") == [
        (date(2026, 10, 31), 8651.95, "EUR", 1247, "media"),
        (date(2026, 11, 1), 100.05, "EUR", 12470, "media"),
    ]


def test_meta_ads_in_spanish(tmp_path: Path) -> None:
    """The currency stands in the header; breakdown rows `All` and the row without a campaign are totals."""
    put(tmp_path, "meta_ads_es.csv")
    found = opened(tmp_path)
    assert rows(found, "spend", "day", "amount", "currency", "conversions", "platform") == [
        (date(2026, 11, 16), 350.55, "MXN", 4, "Meta Ads"),
        (date(2026, 11, 17), 410.45, "MXN", 5, "Meta Ads"),
    ]
    assert rejected(found) == {
        "A total, not data: left out.": (1, (4,)),
        "A total without a campaign, not data: left out.": (1, (5,)),
    }


def test_meta_ads_for_a_period(tmp_path: Path) -> None:
    """A week's amount is spread evenly over its seven days, and that is said."""
    put(tmp_path, "meta_ads_period_en.csv")
    found = opened(tmp_path)
    assert found.query("SELECT min(day), max(day), count(*), sum(amount), min(currency) FROM spend") == [
        (date(2026, 11, 9), date(2026, 11, 15), 7, pytest.approx(700), "USD")
    ]
    assert "row 2: An amount for a period of several days: spread evenly over them." in issues(found)


def test_meta_lead_form(tmp_path: Path) -> None:
    """UTF-16 with English keys; times with their own zone."""
    put(tmp_path, "meta_lead_form_2026-11-20.csv")
    found = opened(tmp_path)
    assert rows(found, "leads", "id", "campaign", "created_at") == [
        ("l:1", "Catálogo Cajas", at("2026-11-16T15:30")),
        ("l:2", "Catálogo Cajas", at("2026-11-17T22:30")),
    ]


def test_plain_costs_by_month_and_category(tmp_path: Path) -> None:
    """Salaries and agencies are no media; a month is spread over its days."""
    put(tmp_path, "gastos_marketing.csv")
    found = opened(tmp_path)
    assert found.query("SELECT platform, kind, count(*), sum(amount) FROM spend GROUP BY 1, 2 ORDER BY 1") == [
        ("Estudio Sol", "other", 31, pytest.approx(31_000)),
        ("Nómina", "other", 31, pytest.approx(62_000)),
        ("Radio Centro", "media", 30, pytest.approx(30_000)),
    ]


def test_customers_and_targets(tmp_path: Path) -> None:
    """Thousands in the header, margins as shares, an impossible day of leaving; targets by month, quarter and year."""
    put(tmp_path, "clientes.csv", "metas.csv")
    found = opened(tmp_path)
    assert rows(found, "customers", "id", "monthly_value", "margin", "churned_on") == [
        ("Jabones El Sabino", 12_500, pytest.approx(0.4), None),
        ("Mieles La Noria", 8000, pytest.approx(0.35), date(2026, 9, 30)),
        ("Sillas Sol", None, None, None),
    ]
    assert rows(found, "targets", "kpi", "start", '"end"', "target", "owner") == [
        ("mql", date(2026, 11, 1), date(2026, 12, 1), 40, "Laura Méndez"),
        ("revenue", date(2026, 10, 1), date(2027, 1, 1), 14_400_000, "Diego Ramírez"),
        ("win_rate", date(2026, 1, 1), date(2027, 1, 1), 0.25, None),
    ]
    assert rejected(found)["No period that could be read: left out."] == (1, (5,))
