"""What tells of something finished, and what asks about it."""

import pytest
from growth import growth

from meetbot.stages.check_past import asks_about_the_past, done


@pytest.mark.parametrize(
    ("clause", "asks"),
    [
        ("¿lo mandaste?", True),
        ("¿ya cambiaron el número?", True),
        ("did you call?", True),
        ("y los precios?", True),
        ("¿ya está?\n", True),
        ("ya lo mandaste", False),
        ("¿lo mandas?", False),
        ("¿aste?", False),
    ],
)
def test_a_question_about_the_past_is_one(clause: str, asks: bool) -> None:
    """It asks, and about what was done."""
    assert asks_about_the_past(clause) is asks


@pytest.mark.parametrize(("part", "end"), [("ja", "?"), ("a", "?"), ("ya ", "."), ("ya ", "?")])
def test_a_hostile_clause_takes_time_by_its_length(part: str, end: str) -> None:
    """A word without end, and words that each begin what a question may be."""
    assert growth(lambda length: asks_about_the_past(part * (length // len(part)) + end), size=4000, times=2) <= 3.5


@pytest.mark.parametrize(
    ("clause", "finished"),
    [
        ("Ese lo mandé anoche como a las once", True),
        ("I even did the voicemail version", True),
        ("we actually sent it on Friday", True),
        ("lo mandé, una vez que lo aprueben", False),
        ("I sent it once they asked", False),
        ("once I've sent it", False),
    ],
)
def test_eleven_o_clock_is_no_condition(clause: str, finished: bool) -> None:
    """The English "once" and the Spanish hour are written alike."""
    assert done(clause) is finished
