"""Where an open commitment stands by the weights of its signs."""

import pytest
from test_stages_update_places import places
from test_stages_update_signs import DAYS

from meetbot.stages.update_standing import STATUSES, Standing, shipped_update_weights, standing, status_options

ASKED = "Luis: ¿Y el brief, Ana? / Ana: Ya lo mandé."


def stands(said: str, *, status: dict[str, float], day: float = -9.0) -> Standing | None:
    """Where the brief stands with these weights."""
    return standing(places(said).get(4, ()), DAYS, {"status": {"base": -9.0, **status}, "day": {"base": day}})


def test_nothing_likely_is_no_update() -> None:
    """A task of which nobody speaks, or whose places are likelier about something else, has no standing."""
    assert stands("Marta: Hace calor.", status={"done": 90.0}) is None
    assert stands(ASKED, status={}) is None


def test_weak_words_have_to_be_likelier() -> None:
    """What would do for a task that is named is too little for one whose words are few."""
    weak = "Marta: La campaña va bien. / Luis: Sí."
    likely = {"in_progress": 9.4}
    assert stands(ASKED, status=likely) is not None
    assert places(weak)[4][0].weak
    assert stands(weak, status=likely) is None


def test_done_gives_way_to_a_likely_new_day() -> None:
    """A task that is likely done is told as open where a new day is as likely; then with that day."""
    said = "Luis: ¿Y el brief, Ana? / Ana: Mandé una parte, el jueves mando el resto."
    done = {"done": 11.0, "in_progress": 9.5}
    sure, open_ = stands(said, status=done), stands(said, status=done, day=2.0)
    assert sure is not None
    assert (sure.status, sure.day) == ("done", None)
    assert open_ is not None
    assert (open_.status, str(open_.day)) == ("in_progress", "2026-11-26")


@pytest.mark.parametrize(
    ("said", "weights", "status"),
    [
        (ASKED, {"cancelled": 20.0, "postponed": 15.0}, "postponed"),
        ("Luis: ¿Y el brief, Ana? / Ana: Eso ya no va, lo cancelamos.", {"done": 20.0, "cancelled": 15.0}, "cancelled"),
    ],
)
def test_status_needs_words_for_it(said: str, weights: dict[str, float], status: str) -> None:
    """Nothing is cancelled that nobody calls off, and nothing done that somebody does."""
    found = stands(said, status=weights)
    assert found is not None
    assert found.status == status


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Luis: El brief de Ana ya quedó. / Marta: Bien.", "done"),
        ("Luis: ¿Y el brief? / Marta: Ana ya lo mandó, lo vi.", "done"),
        ("Luis: El brief de Ana ya quedó. / Ana: No, me falta revisarlo.", "postponed"),
        ("Luis: ¿El brief de Ana ya quedó? / Marta: Quién sabe.", "postponed"),
    ],
)
def test_done_may_be_told_by_another(said: str, status: str) -> None:
    """What another states as done is done whatever the signs weigh, unless it is asked or its owner knows better."""
    found = stands(said, status={"postponed": 15.0})
    assert found is not None
    assert found.status == status


def test_deciding_piece_tells_the_status() -> None:
    """The quoted piece is the report, or the owner's answer where nothing is reported outright, or the question."""
    pieces = {
        ASKED: "done",
        "Luis: ¿Y el brief, Ana? / Ana: Mmm, a ver qué dice la jefa de compras.": "in_progress",
    }
    for said, status in pieces.items():
        found = stands(said, status={status: 20.0})
        assert found is not None
        assert found.deciding == 3
    alone = stands("Luis: ¿Y el brief de la campaña, Ana?", status={"in_progress": 20.0})
    assert alone is not None
    assert alone.deciding == 2


def test_shipped_weights_know_every_status() -> None:
    """The learned weights are of signs that the options have."""
    weights, options = shipped_update_weights(), status_options(places(ASKED)[4], DAYS)
    assert len(options) == len(STATUSES)
    assert all(option & set(weights["status"]) for option in options)
