import random
from collections.abc import Sequence
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetbot.model.catalogue import Chance
from meetbot.model.kpi import Direction, Kpi, Limits, Unit
from meetbot.stages.judge import Figure
from meetbot.stages.xmr import Chart, chart, limits_of, rules, usable


def kpi(unit: Unit = "count", direction: Direction = "up") -> Kpi:
    """An indicator that is judged from five cases on."""
    return Kpi(id="x", name="X", unit=unit, direction=direction, minimum_n=5)


def counts(values: Sequence[float | None]) -> list[Figure]:
    """Counts, the newest last."""
    return [Figure(value=value, n=None if value is None else int(value)) for value in values]


def shares(parts: Sequence[int], whole: int) -> list[Figure]:
    """Shares of as many cases each."""
    return [Figure(value=part / whole, n=whole, numerator=part, denominator=whole) for part in parts]


STEADY = (100, 104, 98, 101, 97, 103, 99, 102, 100, 96, 104, 98)


def test_limits_agree_with_a_calculation_by_hand() -> None:
    """Mean 10, moving ranges 2, 4, 2, 4, 2: mean 2.8, so 10 ± 7.448."""
    found = limits_of([9, 11, 7, 9, 13, 11])
    assert (found.low, found.center, found.high) == pytest.approx((2.552, 10, 17.448))


def test_limits_end_where_values_can_not_go() -> None:
    """A count does not fall below 0, nor does a share rise above 1."""
    assert limits_of([0, 5, 0, 5, 0, 5]).low == 0
    assert limits_of([0.9, 1, 0.8, 1, 0.9, 1], ceiling=1).high == 1
    assert limits_of([-1, 3, -1, 3, -1, 3], floor=None).low < 0


@pytest.mark.parametrize(
    ("values", "fired"),
    [
        ((*STEADY, 100), []),
        ((*STEADY, 130), ["outside"]),
        ((*STEADY, 70), ["outside"]),
        ((*STEADY[:9], 108, 109, 96, 108), ["near_limit"]),
        ((*STEADY[:5], 101, 102, 101, 102, 101, 102, 101, 102), ["run"]),
        ((*STEADY[:5], 101, 102, 101, 102, 101, 102, 101, 140), ["outside", "run"]),
    ],
)
def test_rules_fire_as_the_chart_says(values: Sequence[float], fired: list[str]) -> None:
    """Beyond a limit, three of four nearer to a limit than to the middle, eight on one side; the strongest first."""
    limits = limits_of(values[:-1])
    if "run" in fired:
        limits = Limits(low=90, center=100, high=110)
    assert [found.rule for found in rules(values, limits)] == fired


def test_rules_do_not_fire_on_a_line() -> None:
    """A value on the middle is on neither side, one on a limit is not beyond it."""
    limits = Limits(low=0.3 * 3, center=1.0, high=1.1)
    assert rules([1.0] * 12 + [0.1 * 11], limits) == ()
    assert rules([1.1] * 7 + [1.0], limits) == ()


def test_rules_do_not_call_a_cut_limit_near() -> None:
    """Where the lower limit is cut at 0, being near to 0 is nothing special."""
    values = (0, 4, 0, 5, 0, 4, 1, 0, 0, 0)
    assert all(found.rule != "near_limit" for found in rules(values, limits_of(values[:-1])))


def test_chart_of_values_that_never_moved_has_no_signal_for_sums() -> None:
    """Six quiet weeks and then a sale are no trend: nothing tells how far sums spread."""
    found = chart(kpi("money"), counts([500] * 8 + [900]), chance="unknown")
    assert found.trend == "none"


def test_chart_of_counts_that_never_moved_knows_their_chance() -> None:
    """A dozen fifties and then a 51 are chance; then a 5 is not."""
    assert chart(kpi(), counts([50] * 12 + [51]), chance="count").trend == "none"
    assert chart(kpi(), counts([50] * 12 + [5]), chance="count").trend == "worse"


@pytest.mark.parametrize(("direction", "trend"), [("up", "worse"), ("down", "better")])
def test_trend_follows_the_direction(direction: Direction, trend: str) -> None:
    """Half the leads is worse, half the complaints is better."""
    found = chart(kpi(direction=direction), counts([*STEADY, 50]), chance="count")
    assert (found.signal, found.trend) == ("outside", trend)


def test_trend_needs_more_than_the_chart_when_points_are_few() -> None:
    """A signal of the chart alone is shown as such: with a dozen points it is chance too often."""
    found = chart(kpi(), counts([20, 22, 19, 21, 20, 22, 19, 21, 20, 12]), chance="count")
    assert (found.signal, found.trend) == ("outside", "none")


def test_trend_of_a_drift_is_found_from_its_last_points() -> None:
    """Four weeks that each lie near a limit are found, though none lies far beyond it."""
    found = chart(kpi(), counts([*STEADY[:9], 74, 72, 70, 71]), chance="count")
    assert found.trend == "worse"


def test_trend_of_shares_weighs_their_cases() -> None:
    """The same fall is a trend over many cases and none over few."""
    parts = (40, 42, 39, 41, 40, 38, 41, 40)
    assert chart(kpi("ratio"), shares([*parts, 15], 100), chance="share").trend == "worse"
    few = [Figure(value=figure.value, n=7) for figure in shares([*parts, 15], 100)]
    assert chart(kpi("ratio"), few, chance="share").trend == "none"


def test_trend_of_two_counts_of_different_cases() -> None:
    """MQLs over the leads of the same month: both spread by chance."""
    rates = [Figure(value=0.5, n=900, numerator=450, denominator=900)] * 7
    fallen = Figure(value=0.48, n=900, numerator=432, denominator=900)
    halved = Figure(value=0.25, n=900, numerator=225, denominator=900)
    assert chart(kpi("ratio"), [*rates, fallen], chance="rate").trend == "none"
    assert chart(kpi("ratio"), [*rates, halved], chance="rate").trend == "worse"


def test_trend_of_shares_without_a_case_is_none() -> None:
    """Points without cases weigh nothing; if all are such, nothing is told."""
    empty = [Figure(value=0.5, n=0)] * 7
    newest = Figure(value=0.1, n=10)
    assert chart(kpi("ratio"), [*empty, newest], chance="share").trend == "none"


@pytest.mark.parametrize(("unit", "factor"), [("hours", 8), ("days", 8), ("money", 0.02), ("factor", 0.02)])
def test_trend_of_times_and_sums_by_their_history(unit: Unit, factor: float) -> None:
    """Times and sums are judged by what they spread before."""
    values = (10.0, 11, 9, 10.5, 9.5, 10, 11, 10, 9.5, 10.2)
    worse: Direction = "down" if factor > 1 else "up"
    figures = [Figure(value=value, n=50) for value in (*values, 10 * factor)]
    assert chart(kpi(unit, worse), figures, chance="unknown").trend == "worse"
    calm = [Figure(value=value, n=50) for value in (*values, 10.8)]
    assert chart(kpi(unit, worse), calm, chance="unknown").trend == "none"


def test_trend_of_what_may_be_negative() -> None:
    """A return on spend may fall below nothing."""
    figures = [Figure(value=value, n=50) for value in (1.0, 1.1, 0.9, 1.05, 0.95, 1.0, 1.1, -0.9)]
    found = chart(kpi("ratio"), figures, chance="unknown")
    assert found.trend == "worse"
    assert found.limits is not None


def test_trend_of_minutes_is_none_that_a_meeting_speaks_about() -> None:
    """From one minute to twenty is a fifth of an hour, however steady it was before."""
    figures = [Figure(value=value, n=50) for value in (0.01, 0.02, 0.01, 0.02, 0.01, 0.02, 0.01, 0.35)]
    assert chart(kpi("hours", "down"), figures, chance="unknown").trend == "none"


def test_trend_needs_a_large_enough_newest_sample() -> None:
    """Four cases are no sample; what the chart shows stays visible."""
    figures = [*shares([90] * 7, 100), Figure(value=0.0, n=4)]
    assert chart(kpi("ratio"), figures, chance="share").trend == "none"


def test_chart_with_few_points_compares_with_all_of_them() -> None:
    """Two quarters are enough to see the win rate halved, not to draw limits."""
    found = chart(kpi("ratio"), [*shares([36], 100), *shares([180, 70], 500)], chance="share")
    assert found == Chart(limits=None, signal="none", trend="worse")
    assert chart(kpi("ratio"), shares([180, 160], 500), chance="share").trend == "none"
    assert chart(kpi("money"), counts([900, 10]), chance="unknown").trend == "none"


def test_chart_without_a_value_or_a_past_says_nothing() -> None:
    """No newest value, or nothing to compare it with."""
    assert chart(kpi(), counts([5, 6, 7, 8, 9, 10, None]), chance="count") == Chart()
    assert chart(kpi(), counts([5]), chance="count") == Chart()


def test_usable_points_begin_with_the_first_case() -> None:
    """Zeros before the first lead are where the data begin; zeros after it are quiet weeks. Shares may be 0."""
    values = [0, 0, None, 4, 0, 5]
    assert [figure.value for figure in usable(kpi(), counts(values))] == [4, 0, 5]
    assert [figure.value for figure in usable(kpi("ratio"), counts(values))] == [0, 0, 4, 0, 5]
    assert [figure.value for figure in usable(kpi(), counts([0, 0]))] == [0, 0]


@given(st.lists(st.integers(0, 200), min_size=7, max_size=13), st.sampled_from(["count", "unknown"]))
def test_better_and_worse_are_mirror_images(values: list[int], chance: Chance) -> None:
    """What is better where more is better is worse where less is."""
    up = chart(kpi(direction="up"), counts(values), chance=chance).trend
    down = chart(kpi(direction="down"), counts(values), chance=chance).trend
    assert {"better": "worse", "worse": "better", "none": "none"}[up] == down


def test_false_alarms_of_stable_histories_are_rare() -> None:
    """Of 4,000 seeded histories in which nothing changed, at most six are called worse: 1.5 in a thousand.

    Weekly counts, shares of 30 cases and medians of skewed times, with twelve points before the newest.
    """
    chance = random.Random(20261123)  # noqa: S311 - a history, not a secret
    alarms = 0
    for number in range(4000):
        figures, indicator, known = _stable(("count", "share", "unknown")[number % 3], chance)
        alarms += chart(indicator, figures, chance=known).trend == "worse"
    assert alarms <= 6


def _stable(kind: str, chance: random.Random) -> tuple[list[Figure], Kpi, Chance]:
    if kind == "count":
        return counts([sum(chance.random() < 0.08 for _ in range(500)) for _ in range(13)]), kpi(), "count"
    if kind == "share":
        parts = [sum(chance.random() < 0.85 for _ in range(30)) for _ in range(13)]
        return shares(parts, 30), kpi("ratio"), "share"
    times = [sorted(exp(chance.gauss(1.5, 1)) for _ in range(25))[12] for _ in range(13)]
    return [Figure(value=value, n=25) for value in times], kpi("hours", "down"), "unknown"


def test_real_falls_are_found() -> None:
    """Of 200 seeded histories of 80 leads a week that fall by half, at least 120 are found in the first week."""
    chance = random.Random(7)  # noqa: S311 - a history, not a secret
    found = 0
    for _ in range(200):
        weeks = [sum(chance.random() < 0.1 for _ in range(800)) for _ in range(12)]
        weeks.append(sum(chance.random() < 0.05 for _ in range(800)))
        found += chart(kpi(), counts(weeks), chance="count").trend == "worse"
    assert found >= 120
