from math import inf
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetbot.model.kpi import Direction, Kpi, Trend, Unit
from meetbot.stages.judge import Figure, rank_signal, rate_signal, status, trend_between


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


@pytest.mark.parametrize(
    ("unit", "direction", "now", "before", "expected"),
    [
        ("ratio", "up", Figure(value=0.25, n=80), Figure(value=0.45, n=80), "worse"),
        ("ratio", "up", Figure(value=0.40, n=80), Figure(value=0.45, n=80), "none"),
        ("ratio", "down", Figure(value=0.25, n=80), Figure(value=0.45, n=80), "better"),
        ("ratio", "up", Figure(value=0.0, n=19), Figure(value=1.0, n=80), "none"),
        ("ratio", "up", Figure(value=0.0, n=80), Figure(value=1.0, n=3), "none"),
        ("ratio", "up", Figure(value=1.0, n=80), Figure(value=1.0, n=80), "none"),
        ("count", "up", Figure(value=80, n=80), Figure(value=40, n=40), "better"),
        ("count", "up", Figure(value=8, n=8), Figure(value=12, n=12), "none"),
        ("count", "up", Figure(value=0, n=0), Figure(value=0, n=0), "none"),
        ("money", "up", Figure(value=10, n=80), Figure(value=9999, n=80), "none"),
        ("ratio", "up", Figure(value=None), Figure(value=0.5, n=80), "none"),
        ("ratio", "up", Figure(value=0.5, n=80), Figure(value=None), "none"),
    ],
)
def test_trend_only_beyond_chance(unit: Unit, direction: Direction, now: Figure, before: Figure, expected: str) -> None:
    """A change is a signal when both samples are large enough and chance hardly makes it."""
    assert trend_between(kpi(unit, direction=direction), now, before) == expected


def test_trend_of_times_counts_the_never_contacted_as_longest() -> None:
    """Medians are compared by ranks; those who still wait lie above every known time."""
    quick = Figure(value=2, n=30, sample=tuple(float(n) for n in range(30)))
    waiting = Figure(value=2, n=30, sample=(*quick.sample, *(inf,) * 30))
    slower = kpi("hours", direction="down")
    assert trend_between(slower, waiting, quick) == "worse"
    assert trend_between(slower, quick, quick) == "none"


@settings(deadline=None)
@given(st.lists(st.floats(0, 1000), min_size=1), st.lists(st.floats(0, 1000), min_size=1))
def test_rank_signal_is_antisymmetric(one: list[float], other: list[float]) -> None:
    """What lies higher than the other is as much higher as the other is lower."""
    assert rank_signal(one, other) == pytest.approx(-rank_signal(other, one))


def test_rate_signal_agrees_with_the_published_test() -> None:
    """12 of 40 against 24 of 40: z = -2.73 by the pooled two-proportion test."""
    assert rate_signal(0.3, 40, 0.6, 40) == pytest.approx(-2.697, abs=0.01)


def test_trends_are_the_model_words() -> None:
    """Nothing else is ever said about a change."""
    assert set(get_args(Trend)) == {"better", "worse", "none"}
