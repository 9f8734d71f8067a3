"""One task, one commitment: what is said again, answered, read back or handed over stays one; two tasks stay two."""

from itertools import islice, product

import pytest
from rule_meetings import act_lines, dialogue

ONE = [
    ("A: Luis, ¿mandas el contrato?\nL: Sí, yo mando el contrato.\nA: ¿Para cuándo?\nL: El jueves.", "Luis/el jueves"),
    ("L: Yo lo redacto, yo me siento con el guion.", "Luis"),
    ("A: Yo preparo el informe de cierre.\nM: Ana, mejor yo preparo el informe de cierre.\nA: Gracias.", "Marta"),
    ("L: I can count the pallets. I'll count the pallets tonight.", "Luis/tonight"),
]
TWO = [
    (
        "L: Yo mando el contrato mañana.\nM: Y yo llamo a los distribuidores el viernes.",
        "Luis/mañana, Marta/el viernes",
    ),
    (
        "L: Yo mando el contrato a legal mañana. La póliza la solicito el viernes.",
        "Luis/mañana, Luis/el viernes",
    ),
]


@pytest.mark.parametrize(("lines", "expected"), ONE)
def test_a_task_told_twice_is_one(lines: str, expected: str) -> None:
    """It has its last owner and its last day."""
    assert act_lines(dialogue(lines)) == expected.split(", ")


@pytest.mark.parametrize(("lines", "expected"), TWO)
def test_two_tasks_stay_two(lines: str, expected: str) -> None:
    """Other work of another person, and two things with a day each in one turn."""
    assert act_lines(dialogue(lines)) == expected.split(", ")


def test_a_task_told_twice_cites_all_its_turns() -> None:
    """A reader finds the promise and what was said of it later."""
    found = dialogue("A: Yo preparo el informe de cierre.\nM: Ana, mejor yo preparo el informe de cierre.\nA: Gracias.")
    assert {"t0001", "t0002"} <= set(found.candidates[0].turn_ids)


def test_many_tasks_take_time_in_proportion() -> None:
    """A transcript of hundreds of tasks is compared with the last ones only: it ends, each task kept."""
    things = ("".join(letters) for letters in product("bdfglmprst", "aeiou", "bdfglmprst", "eo"))
    lines = "\n".join(f"{'AL'[n % 2]}: Yo mando {thing}ndro mañana." for n, thing in enumerate(islice(things, 300)))
    assert len(dialogue(lines).candidates) > 1
