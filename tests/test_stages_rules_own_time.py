"""A day belongs to a task only where it is said of it; who is reminded of a task gives its day."""

import pytest
from rule_meetings import act_lines, dialogue


def _lines(text: str) -> list[str]:
    return act_lines(dialogue(text))


@pytest.mark.parametrize(
    "said",
    [
        "Yo preparo el stand para el evento del viernes.",
        "Mando la lista cuando llegue el contrato el martes.",
        "Te paso la cotización que me llega el jueves.",
        "Reviso los precios antes de que salgan el lunes.",
        "Si llega el martes la muestra, la mando.",
        "Yo lo mando para que lo vean el lunes.",
        "Yo mando el informe. El viernes es la cena.",
        "Yo confirmo el lugar del evento del 14 de diciembre.",
        "Yo llamo a los de la feria, que abren el lunes.",
        "Yo armo la propuesta y la vemos el martes.",
        "I'll send the deck they presented on Monday.",
        "I'll update the slides for the Thursday meeting.",
        "I'll call the client once they're back on Monday.",
        "I'll confirm the venue for the December 14 event.",
        "If the samples arrive on Monday, I'll send them out.",
    ],
)
def test_day_of_something_else_is_not_the_tasks(said: str) -> None:
    """A relative or temporal clause, a condition, an event or another's part keeps its day to itself."""
    assert _lines(f"A: {said}\nL: Vale.") == ["Ana"]


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("Te mando la cotización que me pidieron, el viernes.", "el viernes"),
        ("Me encargo de que el stand esté listo para el viernes.", "para el viernes"),
        ("Si llega el martes la muestra, la mando el jueves.", "el jueves"),
        ("Yo lo mando el viernes para que lo vean el lunes.", "el viernes"),
        ("El jueves es feriado, así que te mando el informe el viernes.", "el viernes"),
        ("I'll send the invoice on Thursday because Friday is a holiday.", "on thursday"),
        ("Mañana hablo con el proveedor, que el jueves ya no está.", "mañana"),
    ],
)
def test_day_of_the_task_stands_beside_others(said: str, due: str) -> None:
    """The day of the task's own clause counts, whatever other days the sentence holds."""
    assert due in _lines(f"A: {said}\nL: Vale.")[0]


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("Yo la encuesta la saco el lunes. Ah no, el lunes es feriado. El martes.", "el martes"),
        ("Mando el informe mañana. Digo, el miércoles.", "el miércoles"),
        ("I'll send the deck Tuesday. Wait, Tuesday's a holiday. Wednesday.", "wednesday"),
        ("I'll call the client Thursday. No, wait, Friday.", "friday"),
        ("Yo mando el informe el lunes. No se preocupen. El martes es la junta.", "el lunes"),
        ("Yo mando el informe el lunes. Ah no. Qué lata.", "el lunes"),
    ],
)
def test_day_taken_back_in_its_turn_gives_way(said: str, due: str) -> None:
    """The same turn's correction replaces the day; a "no" about something else does not."""
    assert _lines(f"A: {said}\nL: Vale.") == [f"Ana/{due}"]


@pytest.mark.parametrize(
    ("answer", "due"),
    [
        ("Mejor el jueves.", "el jueves"),
        ("El jueves, porque antes ando fuera.", "el jueves"),
        ("Claro.", "el miércoles"),
    ],
)
def test_day_answered_to_a_request_replaces_its_own(answer: str, due: str) -> None:
    """Who is asked for Wednesday and says Thursday takes it for Thursday."""
    assert _lines(f"L: Ana, manda el contrato el miércoles.\nA: {answer}\nL: Vale.") == [f"Ana/{due}"]


def test_day_refused_gives_way_to_the_one_offered() -> None:
    """Only the day is refused where another stands in its place."""
    assert _lines("L: Ana, mándame el informe.\nA: Sí. El lunes no puedo, el viernes.\nL: Vale.") == ["Ana/el viernes"]


def test_day_of_an_event_asked_between_is_no_answer() -> None:
    """The answer to when the fair is says nothing of the task before it."""
    said = "L: Ana, manda el informe.\nA: Va.\nL: ¿Y cuándo es la feria?\nA: El seis de noviembre."
    assert _lines(said) == ["Ana"]


TALK = """A: Yo mando el informe de ventas.
L: Gracias.
M: ¿Otra cosa?
L: El precio sube mucho este trimestre en Puebla.
M: Sí, y la competencia también baja.
"""


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("L: Y el informe, Ana, ¿para cuándo?\nA: El martes.", "el martes"),
        ("L: Y Ana, ¿lo del informe?\nA: Eso sale mañana mismo.", "mañana mismo"),
        ("L: Y Ana, lo del informe lo necesito antes del martes.\nA: Sí, el lunes lo tienes.", "el lunes"),
        ("L: Y Ana, lo del informe lo necesito antes del martes.\nA: Va.", "antes del martes"),
        ("L: Ana, el informe no puede esperar. A más tardar el martes.\nA: Bueno.", "a más tardar el martes"),
        ("L: Y Ana, el informe, el martes.\nA: Mejor el jueves.", "el jueves"),
    ],
)
def test_task_taken_up_again_gets_its_day(said: str, due: str) -> None:
    """Long after it was taken, who is reminded of a task by name gives its day, or is given it."""
    assert _lines(TALK + said + "\nL: Gracias.")[0] == f"Ana/{due}"


@pytest.mark.parametrize(
    "said",
    [
        "L: Marta, el informe de la agencia lo presentan el lunes.\nM: Sí.",
        "L: Ana, ¿tú fuiste al informe de gobierno el lunes?\nA: No, el martes voy al dentista.",
        "L: Ana, ¿viste lo de la promoción?\nA: Sí, mañana cierra la promoción.",
    ],
)
def test_talk_of_something_else_sets_no_day(said: str) -> None:
    """A word in common is no reminder: another person's, a question about the past, another thing."""
    assert _lines(TALK + said) == ["Ana"]


def test_goodbye_takes_no_task() -> None:
    """A turn that takes leave accepts nothing, whatever word it opens with."""
    assert _lines("L: Y el martes recordádmelo.\nA: Venga, adiós.") == []


def test_task_named_again_with_any_verb_is_one() -> None:
    """The same thing by the same person, with a verb that says no work of its own, is the same task."""
    said = "A: Yo armo el catálogo.\nL: Va.\nM: Otra cosa, el precio sube en Puebla y la competencia baja.\n"
    said += "A: Saco el catálogo el viernes."
    assert _lines(said) == ["Ana/el viernes"]


def test_day_for_the_thing_just_named_is_the_own_tasks() -> None:
    """Who is told that the thing they make must be there gives its day; no second task begins."""
    said = (
        "A: Yo armo el rol y lo pego en el grupo.\nL: O sea que el rol tiene que estar antes.\nA: El jueves lo tienen."
    )
    assert all(line.startswith("Ana") for line in _lines(said))
    assert "Ana/el jueves" in _lines(said)
