"""Whether an indicator changed: an XmR chart of its history, and how sure one can be that chance did not make it.

The chart's three classic rules fire by chance alone for 1-3 % of all points on each side, when limits come from twelve
points: with some thirty indicators a week that is a false alarm nearly every week. So `signal` says what the chart
says, and `trend` follows only where the newest points also lie further from the others than chance explains.
Measured on 10,000 stable histories of 12 + 1 points for each of 16 processes (counts of 5-400 a period, Poisson and
twice as dispersed; shares of 20-160 cases between 35 and 95 %; sums of 6-15 skewed amounts; medians and percentiles of
skewed times): a false change for the worse in at most 4 of 10,000 readings of plain counts and shares, and in at most
11 of the others. Of weekly counts of 80 that fall by half, three in four are found in the first week.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import asin, log, sqrt
from statistics import fmean

from meetbot.model.catalogue import Chance
from meetbot.model.kpi import Kpi, Limits, Signal, Trend, Unit
from meetbot.stages.judge import CHANGE, Figure, towards

MINIMUM_POINTS = 6
"""Natural limits from fewer points move by half when one more comes."""
_SCALE = 2.66
"""Three standard deviations by the mean moving range: 3 / 1.128."""
_RANGE_TO_SPREAD = 1.128
_RUN, _NEAR, _NEAR_OF = 8, 3, 4
_EMPIRICAL = 4.0
"""As CHANGE, for the part of a count's or a share's spread that is estimated from a dozen points."""
_UNMODELLED = 5.0
"""The same for sums and times, of whose spread nothing else is known."""
_SPREAD_POINTS = 4
"""Three moving ranges say little; fewer say nothing."""
_MATERIAL: Mapping[Unit, float] = {"hours": 0.5, "days": 1.0}
"""A smaller change is none that a weekly meeting would speak about, however steady the figure was."""
_ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What the history says about its newest point. `limits` are null with fewer than six points before it."""

    limits: Limits | None = None
    signal: Signal = "none"
    trend: Trend = "none"


@dataclass(frozen=True, kw_only=True)
class Fired:
    """One rule that fired: it speaks of the newest `points`, which lie high (1) or low (-1)."""

    rule: Signal
    points: int
    side: int


def chart(kpi: Kpi, figures: Sequence[Figure], *, chance: Chance) -> Chart:
    """What those figures, the newest last, say about the newest one.

    With fewer than six points before it there are no limits, and it is compared with all of them together.
    """
    newest, before = figures[-1], usable(kpi, figures[:-1])
    if newest.value is None or not before:
        return Chart()
    known = [*before, newest]
    values = [figure.value for figure in known if figure.value is not None]
    limits: Limits | None = None
    fired = tuple(Fired(rule="none", points=1, side=side) for side in (1, -1))
    if len(before) >= MINIMUM_POINTS:
        floor = None if min(values) < 0 else 0.0
        limits = limits_of(values[:-1], floor=floor, ceiling=1.0 if chance == "share" else None)
        fired = rules(values, limits)
    trend: Trend = "none"
    if not kpi.too_few(newest.n):
        sure = (found for found in fired if beyond_chance(kpi, known, found, chance=chance))
        trend = next((towards(kpi, found.side) for found in sure), "none")
    return Chart(limits=limits, signal=fired[0].rule if fired else "none", trend=trend)


def usable(kpi: Kpi, figures: Sequence[Figure]) -> list[Figure]:
    """The points with a value. Nothing counted before the first case is where the data begin, not a quiet time."""
    known = [figure for figure in figures if figure.value is not None]
    if kpi.unit in {"count", "money"}:
        first = next((index for index, figure in enumerate(known) if figure.value), 0)
        return known[first:]
    return known


def limits_of(values: Sequence[float], *, floor: float | None = 0.0, ceiling: float | None = None) -> Limits:
    """Mean ± 2.66 × mean moving range, cut where the values can't go."""
    center = fmean(values)
    width = _SCALE * _moving_range(values)
    low, high = center - width, center + width
    return Limits(
        low=low if floor is None else max(floor, low),
        center=center,
        high=high if ceiling is None else min(ceiling, high),
    )


def rules(values: Sequence[float], limits: Limits) -> tuple[Fired, ...]:
    """The rules that fire for the newest value, the strongest first.

    A value on a line is not beyond it, so no rule fires by rounding. Where one limit is cut off by what the values can
    be, being near it says nothing. Values that never moved have no limits to be near to.
    """
    low, center, high = limits.low, limits.center, limits.high
    eps = _ROUNDING * max(1.0, abs(center))
    newest = values[-1]
    side = 1 if newest > center else -1
    limit = high if side > 0 else low
    reach = side * (limit - center)
    cut = reach < max(high - center, center - low) - eps
    fired = []
    if side * (newest - limit) > eps:
        fired.append(Fired(rule="outside", points=1, side=side))
    near = [side * (value - center) > reach / 2 + eps for value in values[-_NEAR_OF:]]
    if reach > eps and not cut and near[-1] and sum(near) >= _NEAR:
        fired.append(Fired(rule="near_limit", points=_NEAR_OF, side=side))
    run = values[-_RUN:]
    if len(run) == _RUN and all(side * (value - center) > eps for value in run):
        fired.append(Fired(rule="run", points=_RUN, side=side))
    return tuple(fired)


def beyond_chance(kpi: Kpi, figures: Sequence[Figure], fired: Fired, *, chance: Chance) -> bool:
    """Whether the newest points lie further from the others than chance explains.

    Counts and shares are compared on a scale on which chance spreads them by one unit at any level (Anscombe's root,
    and the arcsine for shares); what they spread beyond that is estimated from the points before, as it is for all
    others.
    """
    old, new = figures[: -fired.points], figures[-fired.points :]
    if chance in {"share", "rate"}:
        difference, spread = _of_shares([_cases(f, chance) for f in old], [_cases(f, chance) for f in new])
    elif chance == "count":
        difference, spread = _of_values([_root(f.value or 0.0) for f in old], [_root(f.value or 0.0) for f in new])
    else:
        return _differ_unmodelled(kpi, old, new, fired.side)
    return fired.side * difference >= max(CHANGE, _EMPIRICAL * spread)


def _differ_unmodelled(kpi: Kpi, old: Sequence[Figure], new: Sequence[Figure], side: int) -> bool:
    """Only the history tells how far sums and times spread: without six points of it, nothing can be said."""
    before, newest = [f.value or 0.0 for f in old], [f.value or 0.0 for f in new]
    if len(before) < MINIMUM_POINTS or abs(fmean(newest) - fmean(before)) < _MATERIAL.get(kpi.unit, 0.0):
        return False
    scale = _scale_for(kpi, [*before, *newest])
    difference, spread = _of_values([scale(value) for value in before], [scale(value) for value in newest])
    return side * difference >= _UNMODELLED * spread > 0


def _of_values(old: Sequence[float], new: Sequence[float]) -> tuple[float, float]:
    """The difference of the means in units of one point's spread, and that spread by the points before."""
    return (fmean(new) - fmean(old)) / sqrt(1 / len(new) + 1 / len(old)), _spread(old)


def _of_shares(old: Sequence[tuple[float, float]], new: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The same for shares, by the pooled cases of both: a point of few cases weighs little."""
    old_part, old_n = sum(part for part, _ in old), sum(n for _, n in old)
    new_part, new_n = sum(part for part, _ in new), sum(n for _, n in new)
    if not old_n or not new_n:
        return 0.0, 1.0
    points = [_arc(part, n) for part, n in old if n]
    spread = _spread(points) * sqrt(old_n / len(points))
    return (_arc(new_part, new_n) - _arc(old_part, old_n)) / sqrt(1 / new_n + 1 / old_n), spread


def _cases(figure: Figure, chance: Chance) -> tuple[float, float]:
    """A share's cases, and all of them. Of two counts of different cases, the one beside their sum is a share."""
    if chance == "rate":
        top, bottom = figure.numerator or 0.0, figure.denominator or 0.0
        return top, top + bottom
    n = figure.n or 0
    return (figure.value or 0.0) * n, n


def _root(count: float) -> float:
    return 2 * sqrt(count + 0.375)


def _arc(part: float, whole: float) -> float:
    """Anscombe's arcsine, which stays finite at none and at all."""
    return 2 * asin(sqrt(min(1.0, max(0.0, (part + 0.375) / (whole + 0.75)))))


def _scale_for(kpi: Kpi, values: Sequence[float]) -> Callable[[float], float]:
    """Times spread in proportion to their level, sums with its root; what may be negative is left as it is."""
    if kpi.unit in {"hours", "days"} and min(values) > 0:
        return log
    if kpi.unit in {"money", "factor"} and min(values) >= 0:
        return sqrt
    return float


def _spread(values: Sequence[float]) -> float:
    """One point's spread by the moving ranges, which a slow drift does not widen; 0 where too few points can tell."""
    return _moving_range(values) / _RANGE_TO_SPREAD if len(values) >= _SPREAD_POINTS else 0.0


def _moving_range(values: Sequence[float]) -> float:
    return fmean(abs(b - a) for a, b in pairwise(values))
