"""The verdict on each lead: contacted in time, too late, still within its time, or not to be known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from meetbot.model.kpi import SlaVerdict
from meetbot.stages.business_hours import HOUR, Moments
from meetbot.stages.scope import Scope
from meetbot.stages.sla_clocks import BusinessClock
from meetbot.stages.sla_leads import Flags, Timelines, Times, to_micros

Codes = npt.NDArray[np.int8]

VERDICTS: tuple[SlaVerdict, ...] = ("kept", "broken", "pending", "unknown")
KEPT, BROKEN, PENDING, UNKNOWN = range(4)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The verdict on each lead, as its place in `VERDICTS`, and the limit of its clock.

    `reassigned` went to another owner after the hand-off. The clock of `restarted` ones started again then, although
    that of `late` ones had run out. `early` were contacted before the hand-off, `future` after the export.
    """

    codes: Codes
    due: Moments
    reassigned: Flags
    restarted: Flags
    late: Flags
    early: Flags
    future: Flags

    def count(self, verdict: int, among: Flags) -> int:
        """How many of those leads have that verdict."""
        return int(np.count_nonzero((self.codes == verdict) & among))


def known_until(scope: Scope) -> datetime:
    """When the leads were exported: later than that nothing is known, however new the other exports are."""
    table = scope.contents.table("leads")
    exported = table.as_of if table is not None else None
    return (min(scope.now, exported) if exported is not None else scope.now).astimezone(scope.zone)


def judge(leads: Timelines, scope: Scope) -> Judged:
    """The verdict on every lead, as known when they were exported.

    Reaching the limit exactly is kept, and so is a contact before the hand-off. A time of which only the day is known
    decides where every instant of the day gives the same verdict. A contact later than the export has not happened.
    """
    sla, now = scope.config.sla, to_micros(known_until(scope))
    happened = leads.contacted.known & (leads.contacted.first <= now)
    contacted = leads.contacted.narrowed(happened)
    moved = leads.handed.known & leads.reassigned.known & (leads.reassigned.first <= now)
    moved &= leads.reassigned.last > leads.handed.first
    due_after = _deadlines(leads, scope, now)
    first = _run(leads.handed, contacted, due_after, now)
    again = _run(_later(leads.reassigned, leads.handed), contacted, due_after, now)
    restarts = moved & (sla.reassignment == "restart") & ~(happened & (contacted.last < leads.reassigned.first))
    surely = restarts & (~happened | (contacted.first >= leads.reassigned.last))
    codes = np.where(surely, again.codes, np.where(restarts & (first.codes != again.codes), UNKNOWN, first.codes))
    return Judged(
        codes=np.where(leads.handed.known, codes, UNKNOWN).astype(np.int8),
        due=np.where(surely, again.due, first.due),
        reassigned=moved,
        restarted=surely,
        late=surely & (first.last_due < leads.reassigned.first),
        early=leads.handed.known & happened & (contacted.last < leads.handed.first),
        future=leads.contacted.known & ~happened,
    )


@dataclass(frozen=True, kw_only=True)
class _Run:
    """What one start of the clock leads to; `due` and `last_due` differ where only the day of the start is known."""

    codes: Codes
    due: Moments
    last_due: Moments


def _run(start: Times, contacted: Times, due_after: Callable[[Moments], Moments], now: int) -> _Run:
    due = due_after(start.first)
    last_due = due if start.last is start.first else due_after(start.last)
    codes = np.full(len(due), UNKNOWN, dtype=np.int8)
    codes[contacted.known & (contacted.last <= due)] = KEPT
    codes[contacted.known & (contacted.first > last_due)] = BROKEN
    codes[~contacted.known & (due >= now)] = PENDING
    codes[~contacted.known & (last_due < now)] = BROKEN
    return _Run(codes=codes, due=due, last_due=last_due)


def _later(times: Times, than: Times) -> Times:
    """The times, which can't lie before the others: what is known of a day only is known better so."""
    return Times(first=np.maximum(times.first, than.first), last=np.maximum(times.last, than.first), known=times.known)


def _deadlines(leads: Timelines, scope: Scope, now: int) -> Callable[[Moments], Moments]:
    """How to find the limit of a clock that starts at each moment: elapsed or business hours later."""
    sla = scope.config.sla
    limit = round(sla.first_contact_hours * HOUR)
    if sla.clock == "clock":
        return lambda starts: starts + limit
    known = leads.handed.known
    first = int(leads.handed.first[known].min(initial=now))
    last = int(leads.handed.last[known].max(initial=now))
    clock = BusinessClock(scope, leads.owners, first=first, last=last, spare=limit)
    # What lies outside is no start that counts: a lead never handed over, a reassignment after the export.
    return lambda moments: clock.due(np.clip(moments, first, last), limit)
