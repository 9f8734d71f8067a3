"""Workspaces, calendars and leads for the tests of the SLA audit."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from meetbot import words
from meetbot.config import BusinessHours, CompanyConfig, Config, MeetingConfig, SlaConfig
from meetbot.model.catalogue import Catalogue
from meetbot.model.company import Department, Person
from meetbot.model.kpi import SlaAudit
from meetbot.ports import Warehouse
from meetbot.stages.scope import Scope
from meetbot.stages.sla import audit

SPANISH = words.load("es")
_WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def calendar(*intervals: str, saturday: Sequence[str] = (), sunday: Sequence[str] = (), **more: Any) -> BusinessHours:
    """Those intervals from Monday to Friday, and on the weekend what is given."""
    workdays = {day: tuple(intervals) for day in _WORKDAYS}
    return BusinessHours(**{**workdays, "saturday": tuple(saturday), "sunday": tuple(sunday), **more})


STANDARD = calendar("09:00-18:00")
SPLIT = calendar("09:00-14:00", "16:00-19:00", saturday=["10:00-13:00"])
ALWAYS = calendar("00:00-24:00", saturday=["00:00-24:00"], sunday=["00:00-24:00"])


def moment(text: str, zone: str) -> datetime:
    """`2026-11-18 10:00` on that zone's wall clock; a `*` marks the second time it reads so, a `Z` is UTC."""
    value = datetime.fromisoformat(text.rstrip("Z*").strip())
    if text.endswith("Z"):
        return value.replace(tzinfo=UTC)
    return value.replace(tzinfo=ZoneInfo(zone), fold=1 if text.endswith("*") else 0)


def scope_of(
    warehouse: Warehouse,
    *,
    zone: str = "America/Mexico_City",
    now: datetime,
    today: date,
    sla: SlaConfig,
    people: Sequence[Person] = (),
    **more: Any,
) -> Scope:
    """A workspace that meets monthly: its period are the thirty days before `today`."""
    config = Config(
        company=CompanyConfig(name="Empaques Tlacuilo", timezone=zone),
        meeting=MeetingConfig(cadence="monthly"),
        departments=(Department(id="comercial", name="Comercial", role="sales"),),
        people=tuple(people),
        sla=sla,
        **more,
    )
    return Scope(warehouse=warehouse, config=config, catalogue=Catalogue(), today=today, now=now)


def audited(scope: Scope) -> SlaAudit:
    """The audit, which is there."""
    found = audit(scope, SPANISH)
    assert found is not None
    return found
