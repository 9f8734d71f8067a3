"""The SLA between the departments, lead by lead: what was handed over is contacted in time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from meetbot.config.settings import WEEKDAYS
from meetbot.model.catalogue import AuditFigure
from meetbot.model.kpi import Kpi, Period, SlaAudit, SlaCase, SlaOwner, SlaPromise, SlaVerdict, Status
from meetbot.stages.business_hours import HOUR
from meetbot.stages.judge import AuditFigures, Figure, status, wilson
from meetbot.stages.scope import Scope
from meetbot.stages.sla_cases import BROKEN, KEPT, PENDING, UNKNOWN, VERDICTS, Judged, judge, known_until
from meetbot.stages.sla_clocks import BusinessClock, Owners
from meetbot.stages.sla_delivery import delivery
from meetbot.stages.sla_leads import (
    MOST_LEADS,
    Flags,
    Leads,
    fetch,
    fetch_contacted,
    fetch_timelines,
    from_micros,
    lacking,
    parts,
    to_micros,
    within,
)
from meetbot.stages.sla_notes import notes
from meetbot.words import Words

MINIMUM_N = 10
"""Fewer judged leads than this stay grey: one lead more or less moves the share by ten points."""
_NEAR = timedelta(days=31)
_ORDER: dict[SlaVerdict, int] = {"broken": 0, "unknown": 1, "pending": 2, "kept": 3}


def audit(scope: Scope, words: Words, *, promises: Sequence[SlaPromise] = ()) -> SlaAudit | None:
    """How the SLA was kept for the leads handed over in the period, as known when they were exported.

    None without an export of leads. Without a field that is needed every count is 0, the compliance null, and `missing`
    names the fields. Status and target are those of [sla]; an indicator of the catalogue may say otherwise.
    """
    missing = lacking(scope)
    if "leads" in missing:
        return None
    agreed = _agreed(scope, words, missing).model_copy(update={"promises": tuple(promises)})
    if missing:
        return agreed
    leads = fetch(scope, [scope.period, scope.previous])
    judged = judge(leads.times, scope)
    now, before = (within(leads.times.entered, period, scope) for period in (scope.period, scope.previous))
    cases = _cases(leads, judged, now, scope)
    kept, broken, pending, unknown = (judged.count(verdict, now) for verdict in (KEPT, BROKEN, PENDING, UNKNOWN))
    kept_before, broken_before = (judged.count(verdict, before) for verdict in (KEPT, BROKEN))
    found = {
        "kept": kept,
        "broken": broken,
        "pending": pending,
        "unknown": unknown,
        "compliance": _share(kept, broken),
        "previous_compliance": _share(kept_before, broken_before),
        "previous_judged": kept_before + broken_before,
        "status": _status(kept, broken, scope),
        "by_owner": _by_owner(cases),
        "cases": cases,
        "delivery": delivery(leads, now, scope, words),
        "notes": notes(leads, judged, now, scope, words),
    }
    return agreed.model_copy(update=found)


def _agreed(scope: Scope, words: Words, missing: Sequence[str]) -> SlaAudit:
    """The audit before a lead is looked at: what both departments agreed to, and what is missing to check it."""
    sla = scope.config.sla
    by_hours = sla.clock == "business"
    return SlaAudit(
        period=scope.period,
        minimum_score=sla.minimum_score,
        limit_hours=sla.first_contact_hours,
        kept=0,
        broken=0,
        pending=0,
        unknown=0,
        compliance=None,
        target=sla.target,
        source=scope.contents.sources("leads"),
        read_at=known_until(scope),
        missing=", ".join(words(f"kpi.missing.{name}") for name in missing) or None,
        qualified_lead=" ".join(sla.qualified_lead.split()),
        clock=sla.clock,
        open_hours=tuple(getattr(sla.business_hours, day) for day in WEEKDAYS) if by_hours else (),
        holidays=sla.business_hours.holidays if by_hours else "",
        closed=_closed(scope) if by_hours else (),
        reassignment=sla.reassignment,
    )


def _closed(scope: Scope) -> tuple[date, ...]:
    """The workspace's own closed days around the period: those of other months explain nothing here."""
    days = scope.config.sla.business_hours.closed
    return tuple(sorted(day for day in days if abs(day - scope.period.end) <= _NEAR))


def audit_figures(scope: Scope, *, most: int = MOST_LEADS) -> AuditFigures:
    """What computes the figures of the audit, for many periods at once; their leads are fetched by one query.

    `compliance` is kept / (kept + broken) of the leads in scope. `business_hours` is the median from hand-off to first
    contact in its owner's business hours, of all leads handed over and contacted, as in the response time by the clock;
    a contact before the hand-off is left out and counted. More than `most` leads are fetched in parts, which bounds the
    memory.
    """

    def figures(name: AuditFigure, periods: Sequence[Period]) -> list[Figure]:
        missing = lacking(scope)
        if name == "business_hours":
            missing = tuple(field for field in missing if field != "score") or _days_only(scope)
        if missing:
            return [Figure(value=None, missing=missing[0]) for _ in periods]
        count = _compliance if name == "compliance" else _business_hours
        return [figure for part in parts(scope, periods, most=most) for figure in count(scope, part)]

    return figures


def _compliance(scope: Scope, periods: Sequence[Period]) -> list[Figure]:
    leads = fetch_timelines(scope, periods)
    judged = judge(leads, scope)
    found = []
    for period in periods:
        chosen = within(leads.entered, period, scope)
        kept, broken = judged.count(KEPT, chosen), judged.count(BROKEN, chosen)
        n = kept + broken
        missing = None if n else "cases"
        found.append(Figure(value=_share(kept, broken), n=n, numerator=kept, denominator=n, missing=missing))
    return found


def _business_hours(scope: Scope, periods: Sequence[Period]) -> list[Figure]:
    answered = fetch_contacted(scope, periods)
    starts, ends = answered.handed.first, answered.contacted.first
    now = to_micros(known_until(scope))
    usable = answered.handed.known & answered.contacted.known & (ends >= starts) & (ends <= now)
    first = int(starts.min(initial=now))
    clock = BusinessClock(scope, answered.owners, first=first, last=now)
    hours = clock.between(starts, np.clip(ends, starts, np.maximum(starts, now))) / HOUR
    found = []
    for period in periods:
        chosen = within(starts, period, scope)
        sample = hours[chosen & usable]
        value = float(np.median(sample)) if len(sample) else None
        left_out = int(np.count_nonzero(chosen & ~usable))
        missing = None if len(sample) else "cases"
        found.append(Figure(value=value, n=len(sample), left_out=left_out, missing=missing))
    return found


def _days_only(scope: Scope) -> tuple[str, ...]:
    """`clock_time` where only the day of hand-off or contact is known: hours can't be told from days."""
    table = scope.contents.table("leads")
    days = table.day_only if table is not None else frozenset()
    return ("clock_time",) if days & {"handed_at", "contacted_at"} else ()


def _cases(leads: Leads, judged: Judged, chosen: Flags, scope: Scope) -> tuple[SlaCase, ...]:
    """The leads of the period, what was missed first, by their limit."""
    people, zone = Owners(scope.config.roster), scope.zone
    times = leads.times
    person_by_owner = {owner: people.person(owner) for owner in dict.fromkeys(times.owners)}
    cases = []
    for place in sorted(np.flatnonzero(chosen).tolist(), key=lambda place: _urgency(leads, judged, place)):
        owner = times.owners[place]
        person = person_by_owner[owner]
        handed, contacted = times.handed.at(place, zone), times.contacted.at(place, zone)
        moved = bool(judged.reassigned[place])
        cases.append(
            SlaCase(
                lead=leads.ids[place],
                owner=owner,
                department=person.department if person is not None else None,
                score=leads.scores[place],
                handed_at=handed,
                contacted_at=contacted,
                due_at=from_micros(judged.due[place], zone) if handed is not None else None,
                verdict=VERDICTS[judged.codes[place]],
                reassigned=moved,
                reassigned_at=times.reassigned.at(place, zone) if moved else None,
            )
        )
    return tuple(cases)


def _urgency(leads: Leads, judged: Judged, place: int) -> tuple[int, bool, int, str]:
    """Compared as instants: of two wall-clock times on the day of a change the later may read earlier."""
    known = bool(leads.times.handed.known[place])
    verdict = VERDICTS[judged.codes[place]]
    return _ORDER[verdict], not known, int(judged.due[place]) if known else 0, leads.ids[place]


def _share(kept: int, broken: int) -> float | None:
    return kept / (kept + broken) if kept + broken else None


def _status(kept: int, broken: int, scope: Scope) -> Status:
    """The colour by the same rule as every other share, with the tolerance and minimum of its catalogue entry."""
    n = kept + broken
    entry = next((d for d in scope.catalogue.definitions if d.audit == "compliance"), None)
    kpi = Kpi(
        id="sla_compliance",
        name="SLA",
        unit="ratio",
        direction="up",
        target=scope.config.sla.target,
        tolerance=entry.tolerance if entry is not None else 0.1,
        minimum_n=entry.minimum_n if entry is not None else MINIMUM_N,
    )
    return status(kpi, value=_share(kept, broken), n=n, interval=wilson(kept, n) if n else None)


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
    return tuple(sorted(owners, key=lambda o: (-o.broken, o.owner is None, -o.unknown, o.kept, o.owner or "")))
