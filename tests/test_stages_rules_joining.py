"""Who joins in a task: named beside its owner by anybody, asked and saying yes, or one of two."""

import pytest
from rule_meetings import with_help

JOINED = [
    ("L: Marta, arma la lista de precios para el jueves. Ana te la revisa.\nM: Va, yo la armo.", ["Ana Ruiz"]),
    ("A: Yo armo la lista de precios el jueves.\nM: Que Luis la apoye con los números.", ["Luis Gómez"]),
    ("A: Marta, mándame la carta el lunes. ¿Luis te puede echar una mano?\nM: Va.\nL: Sí, claro.", ["Luis Gómez"]),
    ("A: I will build the price list by Friday.\nL: Count me in.", ["Luis Gómez"]),
    ("L: Yo armo la lista de precios el jueves.\nA: Muy bien, con revisión de la licenciada Marta.", ["Marta Peña"]),
    ("A: I'll set up the demo page by Friday. I'll want Marta for the figures.", ["Marta Peña"]),
    ("A: Yo y Luis armamos la lista de precios, yo la mando el jueves.", ["Luis Gómez"]),
    (
        "L: ¿Quién arma la lista de precios?\nM: Yo armo la lista de precios el jueves.\nA: Mejor los dos.\nL: Ay.",
        ["Luis Gómez"],
    ),
    (
        "A: Luis, tú armas la lista de precios el jueves y usted le pone los textos.\nL: Va.\nM: Perfecto.",
        ["Marta Peña"],
    ),
]
ALONE = [
    "A: Marta, mándame la carta el lunes. ¿Luis te puede echar una mano?\nM: Va.\nL: No, no puedo.",
    "A: Yo armo la lista de precios el jueves a las dos.\nL: Va.",
    "A: Yo armo los dos informes el jueves.\nL: Va.",
    "A: Yo armo la lista de precios el jueves, sin ayuda de Luis.",
    "A: Yo armo la lista de precios el jueves.\nL: Yo no me sumo.",
    "A: Hay que armar la lista de precios con ayuda de Luis.",
    "A: Yo armo la lista de precios el jueves.\nL: Va.\nM: Va.\nL: Yo te ayudo con tu mudanza.",
    "A: Yo armo la lista de precios el jueves, Luis me ayudó con la anterior.\nL: Va.",
    "A: I'll build the price list by Friday. I need Luis to approve the budget first.\nL: Okay.",
    "A: I'll build the price list by Friday. I need Luis's numbers.\nL: Okay.",
    "A: Yo armo la lista de precios el jueves con los datos de Luis y tu presupuesto.\nM: Va.",
]


@pytest.mark.parametrize(("lines", "expected"), JOINED)
def test_who_joins_is_named(lines: str, expected: list[str]) -> None:
    """By whoever gives the task, by its owner or by themselves."""
    task = next(one for one in with_help(lines) if one.owner)
    assert list(task.with_people) == expected


@pytest.mark.parametrize("lines", ALONE)
def test_nobody_joins(lines: str) -> None:
    """Who refuses, what only sounds like two people, and a task that is nobody's or long past."""
    assert all(one.with_people == () or one.owner is None for one in with_help(lines))


def test_an_offer_is_made_to_whom_it_calls() -> None:
    """Who offers help to one person helps nobody else whose task stands beside."""
    said = with_help(
        "A: Yo armo la lista de precios el jueves.\nM: Yo preparo el guion el martes.\nL: Marta, yo te ayudo."
    )
    assert {one.owner: one.with_people for one in said}.get("Ana Ruiz") == ()


def test_in_a_read_back_each_task_has_its_own_helper() -> None:
    """A turn that tells of several tasks names the helper in the sentence of the owner."""
    said = with_help(
        "A: Luis, mándame la carta a los socios el lunes.\nL: Va, mando la carta a los socios.\n"
        "A: Marta, prepara el guion del video para el martes.\nM: Sí, preparo el guion del video.\n"
        "A: Repaso. Luis manda la carta a los socios el lunes. Marta prepara el guion del video, con ayuda de Luis."
    )
    joined = {one.owner: one.with_people for one in said}
    assert joined.get("Luis Gómez") == ()
    assert joined.get("Marta Peña") == ("Luis Gómez",)
