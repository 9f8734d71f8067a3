"""Who of the people around a task is taken for its owner, and when it is left open."""

import pytest
from growth import growth
from rule_meetings import with_owners

from meetbot.stages.rules.likely_owner import shipped_owner_weights


@pytest.mark.parametrize(
    ("lines", "owner"),
    [
        ("L: Yo te mando la lista de precios el viernes.\nA: Gracias.", "Luis Gómez"),
        ("A: Luis, ¿me mandas la lista de precios el viernes?\nL: Sí, yo te la mando.", "Luis Gómez"),
        ("A: ¿Quién arma el informe de leads?\nL: Dale, lo armo yo.\nM: Genial.", "Luis Gómez"),
        ("A: Marta, ármame la lista de invitados para el jueves, porfa.\nM: Va, cuenta con eso.", "Marta Peña"),
    ],
)
def test_who_takes_it_owns_it(lines: str, owner: str) -> None:
    """The speaker of a promise, or who is asked by name and agrees."""
    (task,) = with_owners(lines)
    assert task.owner == owner
    assert task.reasons[-1].startswith("owner with probability")
    assert owner in task.reasons[-1]


def test_what_nobody_takes_is_left_open() -> None:
    """A need is nobody's task, even where one of those present speaks of it."""
    tasks = with_owners("A: Habría que mandar la lista de precios.\nM: Sí, alguien tendría que mandarla.")
    assert all(task.owner is None for task in tasks)


def test_an_unnamed_voice_owns_nothing() -> None:
    """Who has no name is not among those to choose from."""
    tasks = with_owners("X: Yo te mando la lista de precios el viernes.\nX: Cuenta con eso.")
    assert tasks
    assert all(task.owner is None for task in tasks)


def test_the_weights_that_ship_know_the_signs() -> None:
    """The rules' own choice speaks for somebody, another's promise against."""
    weights = shipped_owner_weights()
    assert weights["rules: this"] > 0 > weights["rules: another"]
    assert "base" in weights


def test_many_people_take_time_in_proportion() -> None:
    """A turn that names somebody over and over is no hour's work."""

    def choose(times: int) -> None:
        with_owners(f"A: {'Luis, Marta. ' * times} Luis, ¿me mandas la lista de precios?\nL: Sí, yo te la mando.")

    assert growth(choose, size=100, times=8) < 24
