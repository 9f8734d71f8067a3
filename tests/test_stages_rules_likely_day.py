"""Which of the days said around a task is taken for its own, and when it is left open."""

import pytest
from growth import growth
from rule_meetings import with_the_likeliest

from meetbot.stages.rules.day_signs import meant


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("A: Luis, ármame la lista de invitados para el jueves.\nL: Va.", "para el jueves"),
        ("L: Yo mando el informe de leads mañana.\nA: Gracias.", "mañana"),
        ("A: Luis, ¿me mandas la ficha técnica?\nL: Sí. ¿Para el jueves?\nA: Sí, sin problema.", "Para el jueves"),
    ],
)
def test_a_day_that_is_plainly_the_tasks_is_stated(lines: str, words: str) -> None:
    """In the task's own words or asked for and agreed to: the day is not left open."""
    (task,) = with_the_likeliest(lines)
    assert (task.due_text, task.day_open) == (words, False)
    assert any(reason.startswith("day with probability") for reason in task.reasons)


def test_a_task_without_any_day_around_it_stays_as_it_was() -> None:
    """Nothing is chosen where nothing was said."""
    (task,) = with_the_likeliest("L: Yo mando el informe de leads.\nA: Gracias.")
    assert (task.due_text, task.day_open) == (None, False)


def test_a_day_that_only_the_past_or_an_event_has_is_not_taken() -> None:
    """A day beside a task that tells of something else gives the task none."""
    (task,) = with_the_likeliest("A: La feria del doce salió bien.\nL: Yo mando las fotos a la agencia.\nA: Gracias.")
    assert task.due_text is None


def test_a_day_that_was_taken_back_is_not_stated() -> None:
    """After "el lunes es feriado" and another day, the first is no longer the task's date."""
    lines = "A: Luis, ármame la lista de invitados.\nL: Va, el lunes.\nA: El lunes es feriado.\nL: Verdad. El martes."
    (task,) = with_the_likeliest(lines)
    assert task.due_text == "El martes" or task.day_open


def test_words_in_two_languages_for_one_day_are_one() -> None:
    """The same weekday is one day; tomorrow and a weekday are two, though they fall together on some day."""
    assert meant("el viernes") == meant("by Friday")
    assert meant("mañana") != meant("el martes")


def test_a_turn_of_many_days_takes_time_in_proportion() -> None:
    """Of a great many mentions only the nearest are weighed."""

    def choose(mentions: int) -> None:
        days = " ".join(f"El {number % 28 + 1} de marzo no." for number in range(mentions))
        with_the_likeliest(f"L: Yo mando el informe de leads mañana.\nA: {days}\nL: Va.")

    assert growth(choose, size=300, times=4) < 9
