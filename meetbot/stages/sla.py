"""The SLA between the departments, lead by lead: what was handed over is contacted in time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from meetbot.config import SlaConfig
from meetbot.model.crm import CrmTables, Lead
from meetbot.model.kpi import Period, SlaAudit, SlaCase, SlaOwner, SlaVerdict, Status

MINIMUM_N = 10
"""Fewer judged leads than this stay grey: one lead more or less moves the share by ten points."""
_TOLERANCE = 0.1
_NEEDED = ("score", "handed_at", "contacted_at")
_ORDER: dict[SlaVerdict, int] = {"broken": 0, "unknown": 1, "pending": 2, "kept": 3}


def audit(
    tables: CrmTables, *, sla: SlaConfig, period: Period, previous: Period | None, now: datetime, zone: tzinfo
) -> SlaAudit:
    """How the SLA was kept for the leads handed over in the period, as known at `now`.

    Hours are elapsed time, also over a change of the clock. Reaching the limit exactly is kept. Without the needed
    columns every figure is 0, the compliance null, and `missing` names the fields that the export lacks.
    """
    missing = [name for name in _NEEDED if name not in tables.lead_fields]
    cases = [] if missing else _cases(tables, sla, period, now, zone)
    earlier = _cases(tables, sla, previous, now, zone) if previous is not None and not missing else []
    verdicts = [case.verdict for case in cases]
    compliance = _compliance(cases)
    return SlaAudit(
        period=period,
        minimum_score=sla.minimum_score,
        limit_hours=sla.first_contact_hours,
        kept=verdicts.count("kept"),
        broken=verdicts.count("broken"),
        pending=verdicts.count("pending"),
        unknown=verdicts.count("unknown"),
        compliance=compliance,
        previous_compliance=_compliance(earlier),
        previous_judged=sum(case.verdict in {"kept", "broken"} for case in earlier),
        target=sla.target,
        status=_status(compliance, verdicts.count("kept") + verdicts.count("broken"), sla.target),
        by_owner=_by_owner(cases),
        cases=tuple(cases),
        source=tuple(source.name for source in tables.sources[:1]) if tables.has_leads else (),
        read_at=now,
        missing=", ".join(missing) or None,
        qualified_lead=" ".join(sla.qualified_lead.split()),
    )


def judge(
    lead: Lead, *, limit: timedelta, now: datetime, date_only: frozenset[str] = frozenset()
) -> tuple[SlaVerdict, datetime | None]:
    """The verdict on one lead and the time until which it had to be contacted.

    A time that is only known to the day lies anywhere in it: kept or broken only where every such time says so.
    """
    if lead.handed_at is None:
        return "unknown", None
    handed = lead.handed_at.astimezone(UTC)
    due, latest_due = handed + limit, _latest(lead.handed_at, known="handed_at" not in date_only) + limit
    if lead.contacted_at is None:
        verdict: SlaVerdict = "broken" if latest_due < now else "pending"
    elif _latest(lead.contacted_at, known="contacted_at" not in date_only) <= due:
        verdict = "kept"
    else:
        verdict = "broken" if lead.contacted_at.astimezone(UTC) > latest_due else "unknown"
    return verdict, due


def _latest(moment: datetime, *, known: bool) -> datetime:
    """The last instant that the value may stand for; wall-clock days are as long as the clock change makes them."""
    return (moment if known else moment + timedelta(days=1)).astimezone(UTC)


def _cases(tables: CrmTables, sla: SlaConfig, period: Period, now: datetime, zone: tzinfo) -> list[SlaCase]:
    limit = timedelta(hours=sla.first_contact_hours)
    cases = []
    for lead in tables.leads:
        if lead.score is None or lead.score < sla.minimum_score or not _falls_in(lead, period, zone):
            continue
        verdict, due = judge(lead, limit=limit, now=now, date_only=tables.lead_date_only)
        cases.append(
            SlaCase(
                lead=lead.id,
                owner=lead.owner,
                score=lead.score,
                handed_at=lead.handed_at,
                contacted_at=lead.contacted_at,
                due_at=due.astimezone(zone) if due is not None else None,
                verdict=verdict,
            )
        )
    return sorted(cases, key=_urgency)


def _falls_in(lead: Lead, period: Period, zone: tzinfo) -> bool:
    """Handed over in the period; a lead that was never handed over counts in the period of its creation."""
    moment = lead.handed_at or lead.created_at
    return moment is not None and period.start <= moment.astimezone(zone).date() < period.end


def _urgency(case: SlaCase) -> tuple[int, datetime, str]:
    return _ORDER[case.verdict], case.due_at or datetime.max.replace(tzinfo=UTC), case.lead


def _compliance(cases: Sequence[SlaCase]) -> float | None:
    kept = sum(case.verdict == "kept" for case in cases)
    judged = kept + sum(case.verdict == "broken" for case in cases)
    return kept / judged if judged else None


def _status(compliance: float | None, judged: int, target: float) -> Status:
    if compliance is None or judged < MINIMUM_N:
        return "grey"
    if compliance >= target:
        return "green"
    return "amber" if compliance >= target * (1 - _TOLERANCE) else "red"


def _by_owner(cases: Sequence[SlaCase]) -> tuple[SlaOwner, ...]:
    """The owner with most broken leads first; leads without an owner after those of the same count."""
    verdicts: dict[str | None, list[SlaVerdict]] = defaultdict(list)
    for case in cases:
        verdicts[case.owner].append(case.verdict)
    owners = [
        SlaOwner(
            owner=owner,
            kept=found.count("kept"),
            broken=found.count("broken"),
            pending=found.count("pending"),
            unknown=found.count("unknown"),
        )
        for owner, found in verdicts.items()
    ]
    return tuple(sorted(owners, key=lambda o: (-o.broken, -o.unknown, o.kept, o.owner is None, o.owner or "")))
