"""Figures: what is measured, what was read, and how the SLA between both departments was kept."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, Field

from meetbot.model.base import Model

Unit = Literal["count", "ratio", "factor", "hours", "days", "money"]
"""A ratio is shown in percent (33 %), a factor as a multiple (4.0)."""
Direction = Literal["up", "down"]
Status = Literal["green", "amber", "red", "grey"]
Trend = Literal["better", "worse", "none"]
Signal = Literal["none", "outside", "near_limit", "run"]
"""What an XmR chart says of the newest point: beyond a natural limit, three of four nearer a limit than the middle, or
eight on one side of it."""
State = Literal["green", "amber", "red", "no_data", "small_sample", "no_target", "too_early"]
"""A status as documents name it: grey always says why."""


class Period(Model):
    """Half-open: from `start` inclusive to `end` exclusive, days in the workspace's time zone."""

    start: date
    end: date


class Kpi(Model):
    """What is measured. `ratio` values are in [0, 1] (may exceed 1 for period conversions), `money` in `currency`.

    `time_base` tells events of a period from what became of a cohort and from the state on a day; `maturity_days` is
    how long a cohort had. `direction` is where better lies. `tolerance` is the share of the target within which a miss
    is amber (0.1 = 10 %). `owners` are department ids; a joint KPI has owners in both departments. Below `minimum_n`
    the status is grey.
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
    time_base: Literal["period", "cohort", "snapshot"] = "period"
    maturity_days: int = 0
    meaning: str = ""

    def too_few(self, n: int | None) -> bool:
        """Whether the sample is too small to judge. A count is no sample: none at all is a finding too."""
        return self.unit != "count" and (n is None or n < self.minimum_n)


class HistoryPoint(Model):
    """The KPI's value in one earlier period of the same length; null where it can't be calculated."""

    period: Period
    value: float | None
    n: int | None = None


class Limits(Model):
    """An XmR chart's natural process limits: mean ± 2.66 × mean moving range, over the points before the newest one."""

    low: float
    center: float
    high: float


class Interval(Model):
    """A 95 % interval: where the true share lies (Wilson)."""

    low: float
    high: float


class Reading(Model):
    """One KPI's value in one period, with all that makes it checkable.

    `value` is null when it can't be calculated, and `missing` then says what is lacking, never 0 in its place. `n` is
    the sample size of `value`; `previous` the same figure in `previous_period`; `source` the names of the files it was
    computed from; `read_at` the time at which the export was made (its as-of time). `trend` is none unless the change
    is more than chance explains; `signal` is what the XmR chart of `history` (oldest first, the present period last)
    says. `year_before` is the same period 52 weeks earlier, where the data reach. `numerator` and `denominator` are
    the parts of a ratio. `left_out` counts rows of the period that contradict themselves.
    """

    kpi: Kpi
    period: Period
    value: float | None
    n: int | None = None
    previous: float | None = None
    previous_period: Period | None = None
    previous_n: int | None = None
    year_before: float | None = None
    year_before_period: Period | None = None
    trend: Trend = "none"
    signal: Signal = "none"
    history: tuple[HistoryPoint, ...] = ()
    limits: Limits | None = None
    interval: Interval | None = None
    numerator: float | None = None
    denominator: float | None = None
    left_out: int = 0
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
    `reassigned` leads went to another owner at `reassigned_at`, which starts the clock again where that was agreed.
    """

    lead: str
    owner: str | None
    department: str | None = None
    score: float | None
    handed_at: AwareDatetime | None
    contacted_at: AwareDatetime | None
    due_at: AwareDatetime | None
    verdict: SlaVerdict
    reassigned: bool = False
    reassigned_at: AwareDatetime | None = None


class SlaOwner(Model):
    """How one owner's leads fared under the SLA."""

    owner: str | None
    kept: int = 0
    broken: int = 0
    pending: int = 0
    unknown: int = 0


class SlaDelivery(Model):
    """Marketing's half of the agreement over the same period: how many qualified leads came, and how many were good.

    `delivered` are the leads that reached the score and were handed over, `promised` what was agreed for the period
    (null: nothing was); `needed` is what the revenue goal takes, by the present deal size and lead-to-customer rate.
    `accepted_share` is the share of them that sales did not turn down, against `quality_target`; `rejected` and it are
    unknown where the export does not tell. `needed_missing` says what is lacking to compute `needed`.
    """

    promised: float | None = None
    needed: float | None = None
    needed_missing: str | None = None
    delivered: int = 0
    rejected: int = 0
    accepted_share: float | None = None
    quality_target: float | None = None
    volume_status: Status = "grey"
    quality_status: Status = "grey"


class SlaPromise(Model):
    """What was promised about the SLA in an earlier meeting: commitment or decision, by whom, for when, and its state.

    `said` is the verbatim quote, where there is one. A decision is `agreed`, since it has no end; a commitment is kept,
    open or overdue.
    """

    meeting_date: date
    number: int | None = None
    text: str
    owner: str | None = None
    due_date: date | None = None
    said: str = ""
    state: Literal["kept", "open", "overdue", "agreed"]


class SlaAudit(Model):
    """The SLA lead by lead over one period: who has a score of at least `minimum_score` is contacted in `limit_hours`.

    `compliance` is kept / (kept + broken), null when both are 0. Pending and unknown leads are shown, not counted.
    `qualified_lead` is what both departments agreed to call one, in the workspace's own words. Where the clock counts
    business hours, `open_hours` are those of each weekday, Monday first (`09:00-18:00`), `holidays` the country whose
    holidays are left out, `closed` further days; else they are empty.
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
    clock: Literal["clock", "business"] = "clock"
    open_hours: tuple[tuple[str, ...], ...] = ()
    holidays: str = ""
    closed: tuple[date, ...] = ()
    reassignment: Literal["keep", "restart"] = "keep"
    delivery: SlaDelivery | None = None
    promises: tuple[SlaPromise, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """The status; a grey one by its reason."""
        if self.compliance is None:
            return "no_data"
        return "small_sample" if self.status == "grey" else self.status


class FunnelStep(Model):
    """How many entered `stage` lately, and the share of those in the stage before that came on within a fixed time.

    `n` is how many `rate` was counted over (members whose time has passed), `previous_n` the same before. `count` is
    over `period`; `rate` over those who entered the stage before in `rate_period`, `previous_rate` in
    `previous_period`. `within_days` is the fixed time of a cohort's rate; null for a snapshot's (how far the leads of
    the period have come by now). `left_out` came in one bulk load and are in no rate.
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
    previous_period: Period | None = None
    within_days: int | None = None
    left_out: int = 0
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


class FollowUpAge(Model):
    """How many leads and deals have been without follow-up for `from_days` to `to_days` (exclusive; null: or more)."""

    from_days: int
    to_days: int | None
    leads: int = 0
    deals: int = 0


class RejectionReason(Model):
    """Why sales turned down handed-over leads, and how many, in the CRM's words."""

    reason: str
    count: int


class CampaignRow(Model):
    """One campaign over a period. Spend and clicks are the platform's; leads, won deals and revenue are the CRM's.

    `platform_conversions` is what the platform claims, never added to leads. Ratios are null where a part is missing.
    `qualified` counts all of the leads that qualified so far; `conversion` is the share that did so in time, of those
    (`conversion_n`) whose time to qualify has passed.
    """

    campaign: str
    platform: str = ""
    spend: float | None = None
    leads: int | None = None
    qualified: int | None = None
    won: int | None = None
    revenue: float | None = None
    cost_per_lead: float | None = None
    conversion: float | None = None
    conversion_n: int | None = None
    roas: float | None = None
    roi: float | None = None
    platform_conversions: float | None = None


class Campaigns(Model):
    """The campaigns of a period, the dearest first. `roi_on` says what ROI is counted on: margin, or revenue."""

    period: Period
    rows: tuple[CampaignRow, ...] = ()
    currency: str = ""
    roi_on: Literal["margin", "revenue"] = "revenue"
    source: tuple[str, ...] = ()
    read_at: AwareDatetime
    missing: str | None = None


class FollowUp(Model):
    """Open leads and deals without a sign of life for `quiet_days` and nothing planned; what sales turned down.

    `period` is when the leads of `rejected` were handed over. `recycled` counts those that went back to marketing in
    it, `recycled_again` those of them that came back as qualified; null when the export does not tell.
    """

    quiet_days: int
    by_owner: tuple[FollowUpOwner, ...] = ()
    by_age: tuple[FollowUpAge, ...] = ()
    rejected: tuple[RejectionReason, ...] = ()
    recycled: int | None = None
    recycled_again: int | None = None
    period: Period
    source: tuple[str, ...] = ()
    read_at: AwareDatetime
