"""Putting together what is told more than once."""

from meetbot.stages.rules.grouping import grouped, step


def test_each_telling_joins_the_likeliest_earlier_one() -> None:
    """A later telling joins that one's whole group; what is like nothing stands alone."""
    odds = [{}, {0: -1.0}, {0: 0.5, 1: 2.0}, {0: 1.0, 1: -1.0, 2: -2.0}]
    assert grouped("abcd", odds.__getitem__, same=0.0) == [["a", "d"], ["b", "c"]]


def test_of_two_alike_the_later_is_joined_and_the_limit_itself_is_not_enough() -> None:
    """Equal odds go to what was said last; odds of just the limit leave both apart."""
    assert grouped("abc", [{}, {0: 0.0}, {0: 1.0, 1: 1.0}].__getitem__, same=0.0) == [["a"], ["b", "c"]]


def test_step_names_the_first_that_reaches() -> None:
    """A step holds up to its own worth; beyond the last it is much."""
    steps = ((0.0, "nothing"), (3.0, "little"))
    assert [step(worth, steps) for worth in (0.0, 3.0, 3.1)] == ["nothing", "little", "much"]
