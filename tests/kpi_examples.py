"""What tests of the indicators share: a company on a Monday, and its figures over tables written out by hand."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from warehouses import warehouse_of

from meetbot.config import CompanyConfig, Config, FinanceConfig, KpiConfig, MeetingConfig, catalogue_of
from meetbot.model.catalogue import AuditFigure, Definition
from meetbot.model.company import Cadence, Department
from meetbot.model.kpi import Period
from meetbot.ports import Warehouse
from meetbot.stages.judge import Figure
from meetbot.stages.measure import figures, window_of
from meetbot.stages.scope import Scope

MEXICO = ZoneInfo("America/Mexico_City")
TODAY = date(2026, 11, 23)
"""A Monday; the last full week is the 16th to the 22nd."""
NO_NEEDS = ("status", "closed_at", "created_at", "amount", "customer", "campaign", "margin", "currency", "lead_id")


def at(month: int, day: int, hour: float = 10, *, year: int = 2026, zone: ZoneInfo = MEXICO) -> datetime:
    """A local time."""
    return datetime(year, month, day, int(hour), round(hour % 1 * 60), tzinfo=zone)


def config(
    *,
    kpis: Sequence[KpiConfig] = (),
    gross_margin: float | None = None,
    cadence: Cadence = "weekly",
    zone: ZoneInfo = MEXICO,
    locale: str = "es-MX",
) -> Config:
    """A company of two departments."""
    return Config(
        company=CompanyConfig(name="Ejemplo", timezone=zone.key, locale=locale),
        meeting=MeetingConfig(cadence=cadence),
        departments=(
            Department(id="mercadeo", name="Mercadeo", role="marketing"),
            Department(id="comercial", name="Comercial", role="sales"),
        ),
        finance=FinanceConfig(gross_margin=gross_margin),
        kpis=tuple(kpis),
    )


def scope_of(warehouse: Warehouse, settings: Config | None = None, *, today: date = TODAY) -> Scope:
    """The tables on that day, exported on the evening before."""
    chosen = settings or config()
    now = datetime(today.year, today.month, today.day, tzinfo=chosen.company.zone)
    return Scope(warehouse=warehouse, config=chosen, catalogue=catalogue_of(chosen), today=today, now=now)


def definition_of(kpi: str, scope: Scope) -> Definition:
    """An indicator of the catalogue."""
    found = scope.catalogue.get(kpi)
    assert found is not None, kpi
    return found


def figure(kpi: str, scope: Scope, period: Period | None = None) -> Figure:
    """The indicator in its present window, or in that period."""
    definition = definition_of(kpi, scope)
    return figures(definition, scope, [period or window_of(definition, scope)])[0]


def measured(kpi: str, settings: Config | None = None, /, **tables: Any) -> Figure:
    """The indicator over those rows."""
    return figure(kpi, scope_of(warehouse_of(**tables), settings))


def deal(
    number: int, status: str, closed: datetime | None, amount: float | None = 1000, **others: Any
) -> dict[str, Any]:
    """A deal with every field that the indicators may ask for."""
    return {
        **dict.fromkeys(NO_NEEDS),
        "id": f"D{number}",
        "status": status,
        "closed_at": closed,
        "created_at": at(9, 1),
        "amount": amount,
        "currency": "MXN",
        **others,
    }


def no_audit(_name: AuditFigure, periods: Sequence[Period]) -> list[Figure]:
    """An SLA audit of leads that nobody handed over."""
    return [Figure(value=None, n=0, missing="cases") for _ in periods]
