"""Tests of meetbot.stages.charter."""

import pytest
from talks import ROSTER, action

from meetbot.model.company import Department
from meetbot.stages.charter import belongs_to


@pytest.mark.parametrize(
    ("text", "owner", "expected"),
    [
        ("Cotizar los pedidos grandes", "Laura Méndez", "comercial"),
        ("Cotizar los pedidos grandes", "Diego Ramírez", None),
        ("Programar las visitas", "Laura Méndez", "comercial"),
        ("Publicar la campaña", "Diego Ramírez", "mercadeo"),
        ("Cotizar el stand", "Laura Méndez", None),
        ("Reciclar los leads fríos", "Laura Méndez", None),
        ("Reciclar los leads fríos", "Diego Ramírez", None),
        ("Comprar café", "Laura Méndez", None),
        ("Cotizar los pedidos grandes", None, None),
    ],
)
def test_advice_a10_a_task_of_another_charter_is_found(text: str, owner: str | None, expected: str | None) -> None:
    """Only a function that the other department alone owns and the task plainly names; shared ones are both's."""
    found = belongs_to(action(1, text, "t0001", owner=owner), ROSTER)
    assert (found.id if found else None) == expected


def test_a_task_that_two_others_own_is_not_flagged() -> None:
    """Where two charters have it, nothing tells whose it is."""
    third = Department(id="legal", name="Legal", owns=("cotizar pedidos",))
    roster = ROSTER.model_copy(update={"departments": (*ROSTER.departments, third)})
    assert belongs_to(action(1, "Cotizar los pedidos grandes", "t0001"), roster) is None
