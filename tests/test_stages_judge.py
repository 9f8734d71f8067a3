from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetbot.model.kpi import Direction, Interval, Kpi, Trend, Unit
from meetbot.stages.judge import rate_signal, status, towards, wilson


def kpi(unit: Unit = "ratio", *, direction: Direction = "up", target: float | None = 0.5) -> Kpi:
    """An indicator with 10 % tolerance and a minimum sample of 20."""
    return Kpi(id="x", name="X", unit=unit, direction=direction, target=target)


@pytest.mark.parametrize(
    ("direction", "value", "expected"),
    [
        ("up", 0.5, "green"),
        ("up", 0.45, "amber"),
        ("up", 0.449, "red"),
        ("down", 0.5, "green"),
        ("down", 0.55, "amber"),
        ("down", 0.551, "red"),
    ],
)
def test_status_by_target_and_tolerance(direction: Direction, value: float, expected: str) -> None:
    """The target and the end of the tolerance belong to the better colour."""
    assert status(kpi(direction=direction), value=value, n=50) == expected


@pytest.mark.parametrize(("value", "n"), [(None, 50), (0.1, 19), (0.1, None)])
def test_status_small_or_missing_is_grey(value: float | None, n: int | None) -> None:
    """Nothing is red on fewer cases than the minimum, or without a value."""
    assert status(kpi(), value=value, n=n) == "grey"


def test_status_none_counted_is_a_finding() -> None:
    """A count has no sample: no lead at all against a target of fifty is red."""
    assert status(kpi("count", target=50), value=0, n=0) == "red"


@pytest.mark.parametrize(("trend", "expected"), [("better", "green"), ("worse", "amber"), ("none", "grey")])
def test_status_without_target_is_never_red(trend: Trend, expected: str) -> None:
    """Without a target the change is the measure, amber at most."""
    assert status(kpi(target=None), value=0.1, n=50, trend=trend) == expected


def test_status_of_a_share_is_red_only_beyond_its_interval() -> None:
    """9 of 25 misses half by more than the tolerance, but 95 % of chance holds the half; 90 of 250 does not."""
    few, many = wilson(9, 25), wilson(90, 250)
    assert status(kpi(), value=0.36, n=25, interval=few) == "amber"
    assert status(kpi(), value=0.36, n=250, interval=many) == "red"


def test_status_within_the_tolerance_is_amber_however_sure() -> None:
    """A sure miss of 4 % is within the tolerance that was agreed."""
    assert status(kpi(), value=0.48, n=100_000, interval=Interval(low=0.477, high=0.483)) == "amber"


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(3, 10, 0.108, 0.603), (12, 40, 0.181, 0.454), (120, 400, 0.257, 0.347), (0, 20, 0.0, 0.161), (20, 20, 0.839, 1)],
)
def test_wilson_agrees_with_published_intervals(part: int, whole: int, low: float, high: float) -> None:
    """The 95 % interval, also at none and at all."""
    found = wilson(part, whole)
    assert [found.low, found.high] == pytest.approx([low, high], abs=0.001)


@given(whole=st.integers(1, 5000), share=st.floats(0, 1))
def test_wilson_holds_its_share(whole: int, share: float) -> None:
    """The share that was measured lies in its interval, and the interval within 0 and 1."""
    part = round(whole * share)
    found = wilson(part, whole)
    assert 0 <= found.low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= found.high <= 1


@pytest.mark.parametrize(("direction", "change", "expected"), [("up", 2, "better"), ("down", 2, "worse")])
def test_towards_by_direction(direction: Direction, change: float, expected: Trend) -> None:
    """Up is better where more is better."""
    assert towards(kpi(direction=direction), change) == expected
    assert towards(kpi(direction=direction), -change) != expected


def test_rate_signal_agrees_with_the_published_test() -> None:
    """12 of 40 against 24 of 40: z = -2.70 by the pooled two-proportion test; all or nothing twice is no change."""
    assert rate_signal(0.3, 40, 0.6, 40) == pytest.approx(-2.697, abs=0.01)
    assert rate_signal(1, 40, 1, 40) == 0


def test_trends_are_the_model_words() -> None:
    """Nothing else is ever said about a change."""
    assert set(get_args(Trend)) == {"better", "worse", "none"}
