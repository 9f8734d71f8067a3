"""What a figure means: on target or not, better or worse than before, or too small to say."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from meetbot.model.kpi import Kpi, Status, Trend

# Two-sided 95 % of the normal distribution: one change in twenty passes by chance.
_SIGNAL = 1.96
_ROUNDING = 1e-9
"""0.55 - 0.5 is a hair more than 0.05 in floating point."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One value with its sample size.

    `sample` holds the single values behind a median, `missing` the key of the words for what is lacking.
    """

    value: float | None
    n: int | None = None
    sample: tuple[float, ...] = ()
    missing: str | None = None


def status(kpi: Kpi, *, value: float | None, n: int | None, trend: Trend = "none") -> Status:
    """Green, amber, red against the target; grey below the minimum sample, or when there is nothing to judge by.

    Without a target the previous period is the measure: amber at most, and only for a change beyond chance.
    """
    if value is None or kpi.too_few(n):
        return "grey"
    if kpi.target is None:
        by_trend: dict[Trend, Status] = {"better": "green", "worse": "amber", "none": "grey"}
        return by_trend[trend]
    slack = abs(kpi.target) * kpi.tolerance
    miss = kpi.target - value if kpi.direction == "up" else value - kpi.target
    if miss <= 0:
        return "green"
    return "amber" if miss <= slack + _ROUNDING else "red"


def trend_between(kpi: Kpi, now: Figure, previous: Figure) -> Trend:
    """Whether it changed by more than chance explains. Money carries no spread here: never a signal."""
    if now.value is None or previous.value is None or kpi.too_few(now.n) or kpi.too_few(previous.n):
        return "none"
    if kpi.unit == "count":
        z = count_signal(now.value, previous.value)
    elif kpi.unit == "ratio" and now.n and previous.n:
        z = rate_signal(now.value, now.n, previous.value, previous.n)
    else:
        z = rank_signal(now.sample, previous.sample)
    if abs(z) < _SIGNAL:
        return "none"
    return "better" if (z > 0) == (kpi.direction == "up") else "worse"


def rate_signal(value: float, n: int, previous: float, previous_n: int) -> float:
    """Standard errors between two shares (pooled two-proportion test); 0 where both are all or nothing."""
    pooled = (value * n + previous * previous_n) / (n + previous_n)
    error = sqrt(max(0.0, pooled * (1 - pooled)) * (1 / n + 1 / previous_n))
    return (value - previous) / error if error else 0.0


def count_signal(value: float, previous: float) -> float:
    """Standard errors between two counts over equally long periods (both Poisson)."""
    return (value - previous) / sqrt(value + previous) if value + previous > 0 else 0.0


def rank_signal(sample: Sequence[float], previous: Sequence[float]) -> float:
    """Standard errors by which the first sample lies higher (Mann-Whitney): skewed times need no mean."""
    if not sample or not previous:
        return 0.0
    n, m = len(sample), len(previous)
    ordered = sorted(previous)
    above = sum((bisect_left(ordered, value) + bisect_right(ordered, value)) / 2 for value in sample)
    return (above - n * m / 2) / sqrt(n * m * (n + m + 1) / 12)
