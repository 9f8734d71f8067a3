"""What keeps a clause from promising anything is read in time that grows with the turn."""

import pytest
from growth import growth

from meetbot.stages.check_moods import read_turn


@pytest.mark.parametrize("part", [". ", ", ", "y que ", "dice que ", "ja", "si tuviera ", "y tambien ", "¿", '"'])
def test_hostile_turn_takes_time_by_its_length(part: str) -> None:
    """What a person never says is read too: twice the turn takes about twice the time."""

    def read(length: int) -> None:
        read_turn.cache_clear()
        read_turn(part * (length // len(part)))

    assert growth(read, size=8000, times=2) <= 3.5
