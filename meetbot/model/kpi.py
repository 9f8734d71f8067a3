"""Figures: what is measured, what was read, and how the SLA between both departments was kept."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, Field

from meetbot.model.base import Model

Unit = Literal["count", "ratio", "hours", "days", "money"]
Direction = Literal["up", "down"]
Status = Literal["green", "amber", "red", "grey"]
Trend = Literal["better", "worse", "none"]
State = Literal["green", "amber", "red", "no_data", "small_sample", "no_target", "too_early"]
"""A status as documents name it: grey always says why."""


class Period(Model):
    """Half-open: from `start` inclusive to `end` exclusive, days in the workspace's time zone."""

    start: date
    end: date


class Kpi(Model):
    """What is measured. `ratio` values are in [0, 1] (may exceed 1 for period conversions), `money` in `currency`.

    `direction` is where better lies. `tolerance` is the share of the target within which a miss is amber (0.1 = 10 %).
    `owners` are department ids; a joint KPI has owners in both departments. Below `minimum_n` the status is grey.
    """

    id: str
    name: str
    unit: Unit
    direction: Direction
    target: float | None = None
    tolerance: float = Field(default=0.1, ge=0, le=1)
    minimum_n: int = Field(default=20, ge=1)
    joint: bool = False
    owners: tuple[str, ...] = ()
    currency: str | None = None

    def too_few(self, n: int | None) -> bool:
        """Whether the sample is too small to judge. A count is no sample: none at all is a finding too."""
        return self.unit != "count" and (n is None or n < self.minimum_n)


class Reading(Model):
    """One KPI's value in one period, with all that makes it checkable.

    `value` is null when it can't be calculated, and `missing` then says what is lacking, never 0 in its place. `n` is
    the sample size of `value`; `previous` the same figure in `previous_period`; `source` the names of the files it was
    computed from; `read_at` the time at which the export was made (its as-of time). `trend` is none unless the change
    against `previous` is more than chance explains.
    """

    kpi: Kpi
    period: Period
    value: float | None
    n: int | None = None
    previous: float | None = None
    previous_period: Period | None = None
    previous_n: int | None = None
    trend: Trend = "none"
    status: Status = "grey"
    missing: str | None = None
    source: tuple[str, ...] = ()
    read_at: AwareDatetime

    @property
    def state(self) -> State:
        """The status; a grey one by its reason."""
        if self.value is None:
            return "no_data"
        if self.status != "grey":
            return self.status
        return "small_sample" if self.kpi.too_few(self.n) else "no_target"


class SharedGoal(Model):
    """The goal of both departments: what it needs and where it stands.

    `reading` is the current value of the goal's KPI since `period.start`; `pace_needed` and `pace_current` are in the
    unit a week; `forecast` is the value at the period's end at the current pace.
    """

    name: str
    period: Period
    target: float
    reading: Reading
    pace_needed: float | None = None
    pace_current: float | None = None
    forecast: float | None = None

    @property
    def state(self) -> State:
        """The status of its reading; with a value, grey means that there is no forecast yet."""
        if self.reading.value is None:
            return "no_data"
        return "too_early" if self.reading.status == "grey" else self.reading.status


SlaVerdict = Literal["kept", "broken", "pending", "unknown"]


class SlaCase(Model):
    """One lead under the SLA. `lead` is the record id in the CRM (no personal data); hours from hand-off to contact.

    `handed_at` starts the clock, `contacted_at` stops it, `due_at` is the limit (reaching it exactly is kept).
    """

    lead: str
    owner: str | None
    department: str | None = None
    score: float | None
    handed_at: AwareDatetime | None
    contacted_at: AwareDatetime | None
    due_at: AwareDatetime | None
    verdict: SlaVerdict


class SlaOwner(Model):
    """How one owner's leads fared under the SLA."""

    owner: str | None
    kept: int = 0
    broken: int = 0
    pending: int = 0
    unknown: int = 0


class SlaAudit(Model):
    """The SLA lead by lead over one period: who has a score of at least `minimum_score` is contacted in `limit_hours`.

    `compliance` is kept / (kept + broken), null when both are 0. Pending and unknown leads are shown, not counted.
    `qualified_lead` is what both departments agreed to call one, in the workspace's own words.
    """

    period: Period
    minimum_score: float
    limit_hours: float
    kept: int
    broken: int
    pending: int
    unknown: int
    compliance: float | None
    previous_compliance: float | None = None
    previous_judged: int = 0
    target: float = 0.9
    status: Status = "grey"
    by_owner: tuple[SlaOwner, ...] = ()
    cases: tuple[SlaCase, ...] = ()
    source: tuple[str, ...] = ()
    read_at: AwareDatetime
    missing: str | None = None
    qualified_lead: str = ""

    @property
    def state(self) -> State:
        """The status; a grey one by its reason."""
        if self.compliance is None:
            return "no_data"
        return "small_sample" if self.status == "grey" else self.status


class FunnelStep(Model):
    """How many entered `stage` lately, and the share of those in the stage before that came on within a fixed time.

    `n` is how many `rate` was counted over (members whose time has passed), `previous_n` the same before. `count` is
    over `period`; `rate` over those who entered the stage before in `rate_period`.
    """

    stage: Literal["lead", "mql", "sql", "opportunity", "won"]
    count: int | None
    rate: float | None = None
    previous_rate: float | None = None
    n: int | None = None
    previous_n: int | None = None
    breaks: bool = False
    period: Period | None = None
    rate_period: Period | None = None
    source: tuple[str, ...] = ()
    read_at: AwareDatetime | None = None


class FollowUpOwner(Model):
    """One owner's open leads and deals without follow-up; `oldest_record` is the id in the CRM of the oldest one."""

    owner: str | None
    leads: int = 0
    deals: int = 0
    never_contacted: int = 0
    oldest_days: int
    oldest_record: str


class RejectionReason(Model):
    """Why sales turned down handed-over leads, and how many, in the CRM's words."""

    reason: str
    count: int


class FollowUp(Model):
    """Open leads and deals without a sign of life for `quiet_days` and nothing planned; what sales turned down.

    `period` is when the leads of `rejected` were handed over.
    """

    quiet_days: int
    by_owner: tuple[FollowUpOwner, ...] = ()
    rejected: tuple[RejectionReason, ...] = ()
    period: Period
    source: tuple[str, ...] = ()
    read_at: AwareDatetime
