"""Days that are settled turns after the task, by another voice, or put right later."""

import pytest
from rule_meetings import with_days

# dialogue | owners and due words of the tasks expected
SETTLED = [
    # --- asked for long after, by the thing's name ---
    (
        (
            "A: Luis, ármame la lista de invitados.\nL: Va.\nM: El stand quedó bonito.\nA: Sí, muy bonito.\n"
            "M: Y el catering también.\nA: Sí.\nM: Ya vimos los números de enero.\nA: Bien, gracias.\n"
            "L: Oye, y la lista esa, ¿para cuándo la quieres?\nA: El jueves."
        ),
        "El jueves",
    ),
    # --- the same day said by two ---
    ("A: Yo mando la corrección esta tarde.\nL: Esta tarde no. Mañana a primera hora.\nA: Mañana a primera hora, pues.",
     "Mañana a primera hora"),
    # --- put as a question and agreed to ---
    ("A: Luis, ¿me mandas la ficha técnica?\nL: Sí. ¿Para el jueves?\nA: Sí, sin problema.", "Para el jueves"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "words"), SETTLED)
def test_a_task_has_the_day_that_was_settled_for_it(lines: str, words: str) -> None:
    """However many turns later, and whoever says it, the last day that both hold to is the task's."""
    days = [candidate.due_text for candidate in with_days(lines) if candidate.kind == "action"]
    assert days[:1] == [words]


@pytest.mark.parametrize(
    "lines",
    [
        "A: Yo llamo al local.\nL: ¿Cuándo es la feria?\nM: El viernes.\nL: El viernes, ya.",
        "A: Yo armo la carta.\nL: Marta, ¿para cuándo tienes el catálogo impreso?\nM: El viernes.",
        "A: Yo hablo con el proveedor.\nL: El armado es el martes.\nA: El martes, sí.",
    ],
)
def test_the_day_of_an_event_or_of_another_is_not_borrowed(lines: str) -> None:
    """What happens on a day, and what somebody else was asked for, gives the speaker's task no day."""
    assert all(candidate.due_text is None for candidate in with_days(lines) if candidate.owner == "Ana Ruiz")
