from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from warehouses import warehouse_of

from meetbot.config import CompanyConfig, Config
from meetbot.model.catalogue import Catalogue
from meetbot.model.company import Department
from meetbot.model.kpi import FollowUp, FollowUpAge
from meetbot.stages.scope import Scope
from meetbot.stages.stale import Quiet, follow_up, recycled_leads, rejections, stale_records

ZONE = ZoneInfo("America/Mexico_City")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, 20, tzinfo=ZONE)
CONFIG = Config(
    company=CompanyConfig(name="Ejemplo"),
    departments=(Department(id="m", name="Mercadeo", role="marketing"),),
)
LEADS = (
    "id", "owner", "handed_at", "contacted_at", "last_activity_at", "next_activity_at", "rejected_reason",
    "rejected_at", "customer_at", "opportunity_at", "stage", "recycled_at", "recycled", "mql_at",
)  # fmt: skip
DEALS = ("id", "owner", "status", "created_at", "last_activity_at", "next_activity_at")


def scope(
    leads: Sequence[Mapping[str, Any]] = (),
    deals: Sequence[Mapping[str, Any]] = (),
    *,
    lead_fields: Sequence[str] = LEADS,
    deal_fields: Sequence[str] = DEALS,
) -> Scope:
    """These rows, exported on the evening of the 22nd."""
    fields = {"leads": lead_fields, "deals": deal_fields}
    warehouse = warehouse_of(as_of=NOW, fields=fields, leads=leads, deals=deals)
    return Scope(warehouse=warehouse, config=CONFIG, catalogue=Catalogue(), today=TODAY, now=NOW)


def ago(days: float) -> datetime:
    """So many days before the export."""
    return NOW - timedelta(days=days)


def told(found: Scope) -> FollowUp | None:
    """What the agenda is told of follow-up."""
    return follow_up(found, stale_records(found), rejections(found))


def test_stale_advice_a5_by_owner_with_the_oldest() -> None:
    """Who has most without follow-up comes first, each with the oldest record and who was never contacted."""
    leads: list[dict[str, Any]] = [
        {"id": "1", "owner": "Jorge Salas", "handed_at": ago(50)},
        {"id": "2", "owner": "Jorge Salas", "handed_at": ago(60), "contacted_at": ago(45), "last_activity_at": ago(20)},
        {"id": "3", "owner": None, "handed_at": ago(15), "contacted_at": ago(15)},
    ]
    deals = [{"id": "a", "owner": "Jorge Salas", "status": "open", "created_at": ago(200), "last_activity_at": ago(95)}]
    jorge, nobody = stale_records(scope(leads, deals)).by_owner
    assert (jorge.owner, jorge.leads, jorge.deals, jorge.never_contacted) == ("Jorge Salas", 2, 1, 1)
    assert (jorge.oldest_days, jorge.oldest_record) == (95, "a")
    assert (nobody.owner, nobody.leads, nobody.oldest_days, nobody.oldest_record) == (None, 1, 15, "3")


def test_stale_by_age() -> None:
    """How long they have been quiet, in steps; an age that nobody has is not listed."""
    leads = [{"id": str(days), "handed_at": ago(days)} for days in (14, 29.9, 30, 59, 90, 400)]
    deals = [{"id": "d", "status": "open", "last_activity_at": ago(91)}]
    assert stale_records(scope(leads, deals)).by_age == (
        FollowUpAge(from_days=14, to_days=30, leads=2),
        FollowUpAge(from_days=30, to_days=60, leads=2),
        FollowUpAge(from_days=90, to_days=None, leads=2, deals=1),
    )


def test_stale_only_open_and_unplanned_records() -> None:
    """Closed, turned down, given back and planned ones are not stale; nor is one touched in the last two weeks."""
    open_lead: dict[str, Any] = {"id": "1", "handed_at": ago(40)}
    leads = [
        {**open_lead, "next_activity_at": NOW + timedelta(days=1)},
        {**open_lead, "rejected_reason": "precio"},
        {**open_lead, "rejected_at": ago(30)},
        {**open_lead, "customer_at": ago(30)},
        {**open_lead, "opportunity_at": ago(30)},
        {**open_lead, "stage": "Oportunidad"},
        {**open_lead, "recycled_at": ago(30)},
        {**open_lead, "recycled": True},
        {**open_lead, "last_activity_at": ago(13.9)},
        {**open_lead, "handed_at": None},
    ]
    deals = [
        {"id": "w", "status": "won", "created_at": ago(90), "last_activity_at": ago(80)},
        {"id": "o", "status": "open", "created_at": ago(90), "last_activity_at": ago(3)},
        {"id": "p", "status": "open", "created_at": ago(90), "next_activity_at": NOW + timedelta(hours=1)},
        {"id": "n", "status": "open", "created_at": ago(3), "last_activity_at": ago(90)},
    ]
    assert stale_records(scope(leads, deals)) == Quiet()


def test_stale_a_missed_plan_and_a_second_hand_over_count() -> None:
    """An activity planned for yesterday plans nothing; who was given back and handed over again is open again."""
    leads = [
        {"id": "1", "handed_at": ago(40), "next_activity_at": ago(1), "rejected_reason": "  "},
        {"id": "2", "handed_at": ago(40), "recycled_at": ago(90), "recycled": True},
        {"id": "3", "handed_at": ago(40), "stage": "MQL"},
    ]
    assert stale_records(scope(leads)).by_owner[0].leads == 3


def test_stale_needs_dates_of_activity() -> None:
    """Without any column of activity nobody is called idle; without that of the first contact nobody 'never'."""
    lead = {"id": "1", "handed_at": ago(90)}
    deal = {"id": "1", "status": "open", "created_at": ago(90)}
    bare = scope([lead], [deal], lead_fields=("id", "handed_at"), deal_fields=("id", "status", "created_at"))
    assert stale_records(bare) == Quiet()
    known = scope([lead], lead_fields=("id", "handed_at", "last_activity_at"))
    assert stale_records(known).by_owner[0].never_contacted == 0


def test_stale_equal_ages_name_the_same_record() -> None:
    """Of two that are equally old the first by kind and id is named, whatever the order of the rows."""
    rows = [{"id": number, "owner": "Ana", "handed_at": ago(40)} for number in ("9", "10", "8")]
    assert {stale_records(scope(order)).by_owner[0].oldest_record for order in (rows, rows[::-1])} == {"10"}


def test_rejections_of_the_period_with_reasons() -> None:
    """Why sales turned down this week's leads, the most frequent first; spaces are no reason."""
    reasons = ("precio", " precio ", "zona", "  ", None)
    leads = [{"id": str(n), "handed_at": ago(3), "rejected_reason": reason} for n, reason in enumerate(reasons)]
    older = {"id": "x", "handed_at": ago(8), "rejected_reason": "zona"}
    found = rejections(scope([*leads, older]))
    assert [(reason.reason, reason.count) for reason in found] == [("precio", 2), ("zona", 1)]
    assert rejections(scope(leads, lead_fields=("id", "handed_at"))) == ()


def test_recycled_leads_and_who_came_back() -> None:
    """Those that went back to marketing in the period, and those of them that qualified again after it."""
    leads = [
        {"id": "1", "recycled_at": ago(5), "mql_at": ago(2)},
        {"id": "2", "recycled_at": ago(5), "mql_at": ago(30)},
        {"id": "3", "recycled_at": ago(20), "mql_at": ago(2)},
    ]
    assert recycled_leads(scope(leads)) == (2, 1)
    assert recycled_leads(scope(leads, lead_fields=("recycled_at",))) == (2, None)


def test_recycled_leads_where_the_export_tells_less_or_nothing() -> None:
    """A flag alone counts those handed over in the period; without it the number is unknown, not 0."""
    leads = [{"id": "1", "recycled": True, "handed_at": ago(3)}, {"id": "2", "recycled": True, "handed_at": ago(30)}]
    assert recycled_leads(scope(leads, lead_fields=("recycled", "handed_at"))) == (1, None)
    assert recycled_leads(scope(leads, lead_fields=("handed_at",))) == (None, None)


def test_follow_up_carries_its_source_and_is_none_without_a_finding() -> None:
    """All of it with period, files and time; nothing to tell is None."""
    found = told(scope([{"id": "1", "handed_at": ago(40)}, {"id": "2", "recycled_at": ago(2), "handed_at": ago(5)}]))
    assert found is not None
    assert (found.quiet_days, found.recycled, found.source) == (14, 1, ("leads.csv", "deals.csv"))
    assert (found.period.start, found.read_at) == (date(2026, 11, 16), NOW)
    assert told(scope()) is None
