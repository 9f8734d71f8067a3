"""What a figure means: on target or not, better or worse than before, or too small to say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from meetbot.model.catalogue import AuditFigure
from meetbot.model.kpi import Interval, Kpi, Period, Status, Trend

_NORMAL_95 = 1.96
"""Two-sided 95 % of the normal distribution."""
CHANGE = 3.5
"""Standard errors that make a change from one period to the next: some thirty indicators are read every week, and at
1.96 one of them would seem to change each week. At 3.5 that is one in two years."""
_ROUNDING = 1e-9
"""0.55 - 0.5 is a hair more than 0.05 in floating point."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One value with its sample size and, for a ratio, its parts.

    `left_out` counts rows that contradict themselves, `missing` is the key of the words for what is lacking,
    `problem` what the database said of an SQL that failed, and `day` the day that `missing` names.
    """

    value: float | None
    n: int | None = None
    numerator: float | None = None
    denominator: float | None = None
    left_out: int = 0
    missing: str | None = None
    problem: str = ""
    day: date | None = None


AuditFigures = Callable[[AuditFigure, Sequence[Period]], list[Figure]]
"""Figures that are counted lead by lead, one for each period."""


def wilson(part: float, whole: float) -> Interval:
    """The 95 % interval of a share: 12 of 40 is 18.1-45.4 %."""
    share, z = part / whole, _NORMAL_95
    center = share + z * z / (2 * whole)
    spread = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return Interval(low=max(0.0, (center - spread) / scale), high=min(1.0, (center + spread) / scale))


def status(
    kpi: Kpi, *, value: float | None, n: int | None, trend: Trend = "none", interval: Interval | None = None
) -> Status:
    """Green, amber, red against the target; grey below the minimum sample, or when there is nothing to judge by.

    A target met is green, a miss within the tolerance amber. A wider miss is red, except that of a share whose 95 %
    interval still holds the target: chance may explain it, so it is amber. Without a target the change from before is
    the measure: amber at most, and only for one beyond chance.
    """
    if value is None or kpi.too_few(n):
        return "grey"
    if kpi.target is None:
        by_trend: dict[Trend, Status] = {"better": "green", "worse": "amber", "none": "grey"}
        return by_trend[trend]
    slack = abs(kpi.target) * kpi.tolerance
    miss = kpi.target - value if kpi.direction == "up" else value - kpi.target
    if miss <= _ROUNDING:
        return "green"
    if miss <= slack + _ROUNDING or (interval is not None and interval.low <= kpi.target <= interval.high):
        return "amber"
    return "red"


def towards(kpi: Kpi, change: float) -> Trend:
    """Whether a change up (positive) or down is one for the better."""
    return "better" if (change > 0) == (kpi.direction == "up") else "worse"


def rate_signal(value: float, n: int, previous: float, previous_n: int) -> float:
    """Standard errors between two shares (pooled two-proportion test); 0 where both are all or nothing."""
    pooled = (value * n + previous * previous_n) / (n + previous_n)
    error = sqrt(max(0.0, pooled * (1 - pooled)) * (1 / n + 1 / previous_n))
    return (value - previous) / error if error else 0.0
