from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetbot.config import SlaConfig
from meetbot.model.crm import CrmTables, Lead
from meetbot.model.kpi import Period, SlaAudit
from meetbot.model.transcript import SourceFile
from meetbot.stages.sla import audit, judge

MEXICO = ZoneInfo("America/Mexico_City")
MADRID = ZoneInfo("Europe/Madrid")
WEEK = Period(start=date(2026, 11, 16), end=date(2026, 11, 23))
BEFORE = Period(start=date(2026, 11, 9), end=date(2026, 11, 16))
NOW = datetime(2026, 11, 22, 19, 30, tzinfo=MEXICO)
HANDED = datetime(2026, 11, 18, 10, tzinfo=MEXICO)
DAY = timedelta(hours=24)
FIELDS = frozenset({"score", "handed_at", "contacted_at", "created_at"})


def lead(
    number: int = 1,
    *,
    handed: datetime | None = HANDED,
    contacted: datetime | None = None,
    score: float | None = 80,
    owner: str | None = "Jorge Salas",
    created: datetime | None = None,
) -> Lead:
    """A lead under the SLA."""
    return Lead(id=str(number), score=score, owner=owner, handed_at=handed, contacted_at=contacted, created_at=created)


def audited(
    *leads: Lead,
    now: datetime = NOW,
    fields: frozenset[str] = FIELDS,
    date_only: Sequence[str] = (),
    zone: ZoneInfo = MEXICO,
    period: Period = WEEK,
) -> SlaAudit:
    """The audit of these leads, with 70 points and 24 hours."""
    tables = CrmTables(
        leads=leads,
        has_leads=True,
        lead_fields=fields,
        lead_date_only=frozenset(date_only),
        sources=(SourceFile(name="leads.csv", sha256="0" * 64, format="csv"),),
    )
    sla = SlaConfig(qualified_lead="Empresa con\n compras")
    return audit(tables, sla=sla, period=period, previous=BEFORE, now=now, zone=zone)


@pytest.mark.parametrize(
    ("contacted_after", "now_after", "verdict"),
    [
        (timedelta(0), DAY * 3, "kept"),
        (timedelta(hours=-2), DAY * 3, "kept"),
        (DAY - timedelta(seconds=1), DAY * 3, "kept"),
        (DAY, DAY * 3, "kept"),
        (DAY + timedelta(seconds=1), DAY * 3, "broken"),
        (DAY * 2, DAY, "broken"),
        (None, DAY - timedelta(seconds=1), "pending"),
        (None, DAY, "pending"),
        (None, DAY + timedelta(seconds=1), "broken"),
        (None, timedelta(0), "pending"),
    ],
)
def test_judge_every_side_of_the_boundary(
    contacted_after: timedelta | None, now_after: timedelta, verdict: str
) -> None:
    """The boundary second is kept; without a contact the deadline must have passed at the export's time."""
    contacted = HANDED + contacted_after if contacted_after is not None else None
    assert judge(lead(contacted=contacted), limit=DAY, now=HANDED + now_after)[0] == verdict


@pytest.mark.parametrize(
    ("handed", "hours_by_the_wall"),
    [
        (datetime(2026, 10, 24, 10, tzinfo=MADRID), 23),
        (datetime(2026, 3, 28, 10, tzinfo=MADRID), 25),
        (datetime(2026, 4, 4, 10, tzinfo=ZoneInfo("America/Santiago")), 23),
        (datetime(2026, 10, 24, 10, tzinfo=ZoneInfo("America/Bogota")), 24),
    ],
)
def test_judge_hours_are_elapsed_over_a_change_of_the_clock(handed: datetime, hours_by_the_wall: int) -> None:
    """24 hours are 24 hours also on the days on which the clock is changed."""
    contacted = handed + timedelta(hours=hours_by_the_wall)
    late = contacted + timedelta(seconds=1)
    now = handed + DAY * 5
    verdict, due = judge(lead(handed=handed, contacted=contacted), limit=DAY, now=now)
    assert verdict == "kept"
    assert due == contacted.astimezone(UTC)
    assert judge(lead(handed=handed, contacted=late), limit=DAY, now=now)[0] == "broken"


@pytest.mark.parametrize(
    ("date_only", "contacted", "now", "verdict"),
    [
        (("contacted_at",), datetime(2026, 11, 18, tzinfo=MEXICO), NOW, "kept"),
        (("contacted_at",), datetime(2026, 11, 19, tzinfo=MEXICO), NOW, "unknown"),
        (("contacted_at",), datetime(2026, 11, 20, tzinfo=MEXICO), NOW, "broken"),
        (("handed_at",), HANDED + timedelta(hours=3), NOW, "kept"),
        (("handed_at",), HANDED + timedelta(hours=30), NOW, "unknown"),
        (("handed_at",), HANDED + timedelta(hours=49), NOW, "broken"),
        (("handed_at",), None, HANDED + timedelta(hours=47), "pending"),
        (("handed_at",), None, HANDED + timedelta(hours=49), "broken"),
    ],
)
def test_judge_days_without_a_time_are_unknown_where_it_matters(
    date_only: Sequence[str], contacted: datetime | None, now: datetime, verdict: str
) -> None:
    """A time that is only known to the day is judged only where every hour of that day gives the same verdict."""
    found = lead(contacted=contacted)
    assert judge(found, limit=DAY, now=now, date_only=frozenset(date_only))[0] == verdict


def _table() -> list[tuple[int, int, int | None, int, str]]:
    """Score, hand-off hour, hours to the contact and hours to now, with the verdict worked out by counting seconds."""
    cases = []
    for score, start, contact, now in product((69, 70, 100), (0, 12, 23), (None, 0, 23, 24, 25, 60), (1, 24, 25, 90)):
        if score < 70:
            verdict = "out"
        elif contact is not None:
            verdict = "kept" if contact <= 24 else "broken"
        else:
            verdict = "broken" if now > 24 else "pending"
        cases.append((score, start, contact, now, verdict))
    return cases


@pytest.mark.parametrize(("score", "start", "contact", "now", "verdict"), _table())
def test_audit_edge_cases(score: int, start: int, contact: int | None, now: int, verdict: str) -> None:
    """The score decides who is in scope, whole hours decide the verdict, at any time of the day."""
    handed = datetime(2026, 11, 18, start, tzinfo=MEXICO)
    contacted = handed + timedelta(hours=contact) if contact is not None else None
    found = audited(lead(score=score, handed=handed, contacted=contacted), now=handed + timedelta(hours=now))
    assert [case.verdict for case in found.cases] == ([] if verdict == "out" else [verdict])


def test_audit_period_is_half_open_in_the_workspaces_zone() -> None:
    """Sunday 23:59 in Mexico is in the week although it is Monday in UTC; Monday 00:00 is not."""
    last = datetime(2026, 11, 22, 23, 59, tzinfo=MEXICO).astimezone(UTC)
    first = datetime(2026, 11, 16, 0, 0, tzinfo=MEXICO)
    next_week = datetime(2026, 11, 23, 0, 0, tzinfo=MEXICO)
    found = audited(lead(1, handed=last), lead(2, handed=first), lead(3, handed=next_week))
    assert {case.lead for case in found.cases} == {"1", "2"}


def test_audit_compliance_leaves_pending_and_unknown_out() -> None:
    """Only kept and broken count; the others are shown."""
    found = audited(
        lead(1, contacted=HANDED + DAY / 2),
        lead(2),
        lead(3, handed=NOW - timedelta(hours=1)),
        lead(4, handed=None, created=HANDED),
        lead(5, handed=HANDED - timedelta(days=7), contacted=HANDED - timedelta(days=7)),
    )
    assert (found.kept, found.broken, found.pending, found.unknown) == (1, 1, 1, 1)
    assert found.compliance == 0.5
    assert (found.previous_compliance, found.previous_judged) == (1.0, 1)
    assert (found.source, found.read_at) == (("leads.csv",), NOW)


def test_advice_a17_audit_carries_the_agreed_definition() -> None:
    """A17: what both departments call a qualified lead travels with the figures, on one line."""
    assert audited().qualified_lead == "Empresa con compras"


def test_audit_score_is_needed_to_be_in_scope() -> None:
    """A lead without a score, or without any date, is in nobody's promise."""
    found = audited(lead(1, score=None), lead(2, handed=None))
    assert found.cases == ()
    assert found.compliance is None


def test_audit_worst_owner_first_and_nobody_last() -> None:
    """Owners by broken leads; among equals those without an owner come last; cases by urgency."""
    late = HANDED + DAY * 2
    found = audited(
        lead(1, owner="Ana", contacted=HANDED),
        lead(2, owner=None, contacted=late),
        lead(3, owner="Eva", contacted=late),
        lead(4, owner="Eva", contacted=HANDED),
        lead(5, owner="Beto", contacted=late),
        lead(6, owner="Beto", contacted=late),
    )
    assert [owner.owner for owner in found.by_owner] == ["Beto", None, "Eva", "Ana"]
    assert [case.verdict for case in found.cases] == ["broken"] * 4 + ["kept"] * 2


@pytest.mark.parametrize(("kept", "status"), [(9, "green"), (18, "green"), (17, "amber"), (16, "red")])
def test_audit_status_against_the_target(kept: int, status: str) -> None:
    """90 % is the promise, 81 % the end of the tolerance."""
    total = 10 if kept == 9 else 20
    leads = [lead(n, contacted=HANDED if n < kept else HANDED + DAY * 2) for n in range(total)]
    assert audited(*leads).status == status


def test_audit_few_leads_are_grey() -> None:
    """Nine broken leads are shown, but carry no colour."""
    found = audited(*(lead(n) for n in range(9)))
    assert (found.broken, found.status) == (9, "grey")


@pytest.mark.parametrize("field", ["score", "handed_at", "contacted_at"])
def test_audit_without_the_column_nothing_is_broken(field: str) -> None:
    """A column that the export lacks is named; nobody is accused for want of it."""
    found = audited(lead(), fields=FIELDS - {field})
    assert (found.broken, found.compliance, found.missing, found.status) == (0, None, field, "grey")


def test_audit_without_an_earlier_period() -> None:
    """No period before: no comparison."""
    tables = CrmTables(leads=(lead(),), lead_fields=FIELDS)
    found = audit(tables, sla=SlaConfig(), period=WEEK, previous=None, now=NOW, zone=MEXICO)
    assert (found.previous_compliance, found.source) == (None, ())


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 100),
            st.integers(-200, 200),
            st.one_of(st.none(), st.integers(-10, 300)),
        )
    )
)
def test_audit_every_lead_in_scope_has_one_verdict(drawn: list[tuple[int, int, int | None]]) -> None:
    """Verdicts add up to the leads in scope, as a whole and by owner; compliance lies in [0, 1]."""
    leads = [
        lead(
            number,
            score=score,
            handed=HANDED + timedelta(hours=hours),
            contacted=HANDED + timedelta(hours=hours + wait) if wait is not None else None,
            owner=f"Persona {number % 3}",
        )
        for number, (score, hours, wait) in enumerate(drawn)
    ]
    found = audited(*leads)
    total = found.kept + found.broken + found.pending + found.unknown
    assert total == len(found.cases) == sum(o.kept + o.broken + o.pending + o.unknown for o in found.by_owner)
    assert found.compliance is None or 0 <= found.compliance <= 1
