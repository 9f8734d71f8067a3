"""Who helps with a task: named beside its owner, said to help, or offering it; not whom the owner talks to."""

import pytest
from rule_meetings import dialogue

HELPED = [
    ("A: Yo armo la lista de precios con Marta.", ["Marta Peña"]),
    ("A: Yo armo la lista de precios el jueves.\nL: Yo te ayudo.", ["Luis Gómez"]),
    ("A: Luis, mándame la carta el lunes, y Marta te ayuda.\nL: Va.", ["Marta Peña"]),
    ("A: Yo preparo el guion, con ayuda de Luis.", ["Luis Gómez"]),
    ("A: I'll set up the demo page by Friday.\nM: I can help with that.", ["Marta Peña"]),
]
ALONE = [
    "A: Yo hablo con Marta mañana.",
    "A: Yo armo la lista de precios sin Marta.",
    "A: Yo armo la lista de precios.\nL: No te puedo ayudar.",
    "A: Yo armo la lista de precios.\nX: Yo te ayudo.",
    "A: Yo mando la lista con los precios.",
]


@pytest.mark.parametrize(("lines", "expected"), HELPED)
def test_who_helps_is_named(lines: str, expected: list[str]) -> None:
    """Beside the owner, in the words of somebody else, or in their own."""
    (task,) = [one for one in dialogue(lines).candidates if one.kind == "action"]
    assert list(task.with_people) == expected


@pytest.mark.parametrize("lines", ALONE)
def test_nobody_helps(lines: str) -> None:
    """Whom one talks to, who is left out, who can't, and a voice without a name."""
    assert all(one.with_people == () for one in dialogue(lines).candidates)
