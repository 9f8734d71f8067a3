"""Tests of meetbot.stages.asides."""

import pytest
from talks import agenda, point, talk

from meetbot.stages.asides import asides

AGENDA = agenda(point(1, "Campaña de invierno", "campaña", "avisos", "pauta"), point(2, "Feria", "feria", "stand"))
OPENED = (
    "Laura: La campaña va bien con los avisos de siempre.",
    "Diego: Oigan, y lo del estacionamiento nuevo, ¿qué? Otra vez me dejaron un papelito en el parabrisas del coche.",
    "Laura: A mí también, que el estacionamiento se lo rentaron a los del gimnasio de enfrente, dicen.",
    "Diego: Yo ya les mandé dos correos y ni caso, la verdad es que nadie contesta en la administración.",
    "Laura: Yo me estoy estacionando en la farmacia, ahí nadie dice nada del estacionamiento.",
)


def test_an_aside_is_opened_taken_up_and_named_by_what_was_said() -> None:
    """Somebody opens it, others go on, the matter comes back; its title are words of the opening."""
    (found,) = asides(talk(*OPENED), AGENDA)
    assert found.title == "estacionamiento nuevo"
    assert found.turn_ids == ("t0002", "t0003", "t0004", "t0005")
    assert found.start == 20.0


def test_without_an_agenda_nothing_is_beside_it() -> None:
    """Where nothing was planned, nothing tells what was an aside."""
    assert asides(talk(*OPENED), None) == ()


def test_an_aside_ends_where_somebody_closes_it_or_the_agenda_returns() -> None:
    """A word that closes, or two words of the agenda at once, end the stretch."""
    closed = talk(*OPENED[:4], "Laura: Bueno, ya, volviendo al punto.", OPENED[4])
    assert asides(closed, AGENDA)[0].turn_ids[-1] == "t0004"
    back = talk(*OPENED, "Laura: La pauta y el stand de la feria.", *OPENED[3:])
    assert asides(back, AGENDA)[0].turn_ids[-1] == "t0005"


def test_the_title_is_the_clause_of_the_matter_where_nobody_named_it() -> None:
    """Without "lo de" the title begins with the word that came back and ends with its clause."""
    said = talk(
        "Diego: Oigan, por cierto, a mí me preguntaron tres veces por el uniforme azul que usamos el año pasado.",
        "Laura: Sí, el uniforme azul gusta mucho, en la clínica me dicen lo mismo cada vez que voy.",
        "Diego: Pues habría que sacar otro uniforme así, con bolsas grandes y tela que aguante lavadas diarias.",
    )
    assert [aside.title for aside in asides(said, AGENDA)] == ["uniforme azul"]


def test_the_title_may_end_the_turn() -> None:
    """A matter that is the last word of its turn is the whole title."""
    said = talk(
        "Diego: Oigan, por cierto, que no se nos olvide que en la planta ya estrenaron hace dos semanas la cafetera",
        "Laura: La cafetera, sí, la que descompusieron los de auditoría cuando la movieron a la sala grande.",
        "Diego: Pues con esa cafetera ya no se puede ni hervir agua, así que hay que ver qué hacemos ahí.",
    )
    assert [aside.title for aside in asides(said, AGENDA)] == ["cafetera"]


def test_the_title_is_cut_after_ten_words() -> None:
    """A title is no speech."""
    long = "lo del estacionamiento " + "nuevo de la torre norte frente al mercado grande del barrio viejo"
    said = talk(f"Diego: Oigan, y {long}. Otra vez me dejaron un papelito en el parabrisas.", *OPENED[2:])
    (found,) = asides(said, AGENDA)
    assert found.title == "estacionamiento nuevo de la torre norte frente al mercado grande"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (OPENED[:3], "two turns and a start are too short to be a topic"),
        (
            (OPENED[0], "Diego: Otra vez me dejaron papelito en el estacionamiento nuevo.", *OPENED[2:]),
            "nobody opens it",
        ),
        (tuple(line.replace("Laura:", "Diego:") for line in OPENED), "one person talks alone"),
        (
            (OPENED[0], "Diego: Oigan, y lo de la feria, ¿qué? Otra vez la feria del estacionamiento.", *OPENED[2:]),
            "planned",
        ),
        (("Diego: Por cierto, vi a Laura.", "Laura: Sí.", "Diego: Laura, pues."), "a person is no topic"),
        (
            ("Diego: Por cierto, el domingo jugué.", "Laura: ¿El domingo?", "Diego: El domingo, sí, todo el domingo."),
            "a day is no topic",
        ),
        (
            ("Diego: Asistente, anota esto. Por cierto, lo del estacionamiento se aprueba.", *OPENED[2:]),
            "orders to a program open nothing",
        ),
        ((*(["Laura: El estacionamiento y la campaña."] * 8), *OPENED[1:]), "what is spoken about all along"),
    ],
)
def test_what_is_no_aside(lines: tuple[str, ...], why: str) -> None:
    """Precision goes first."""
    assert asides(talk(*lines), AGENDA) == (), why


def test_a_matter_that_was_left_does_not_draw_the_aside_out() -> None:
    """A word that comes back many turns later is not the same talk."""
    filler = ["Laura: Sí, claro.", "Diego: Ajá, pues sí."] * 4
    said = talk(*OPENED[:4], *filler, "Laura: ¿Y el estacionamiento?")
    assert asides(said, AGENDA)[0].turn_ids[-1] == "t0004"


def test_two_asides_follow_one_another() -> None:
    """Each is told once, in order of time."""
    other = (
        "Diego: Cambiando de tema, el cafetal de la cafetera nueva ya no jala y llevamos tres semanas sin café bueno.",
        "Laura: La cafetera la descompusieron los de auditoría cuando la movieron a la sala grande del fondo.",
        "Diego: Pues hay que comprar otra cafetera, porque con esa ya no se puede ni hervir agua para el té.",
    )
    found = asides(talk(*OPENED, *other), AGENDA)
    assert [aside.turn_ids[0] for aside in found] == ["t0002", "t0006"]


def test_who_thanks_or_speaks_of_the_agenda_opens_no_aside() -> None:
    """The words of an opening alone are not enough: what follows must be likely to be a matter of its own."""
    thanks = "Diego: Oigan, y lo del estacionamiento nuevo el viernes, muchas gracias a todos por la campaña del coche."
    assert asides(talk(OPENED[0], thanks, *OPENED[2:]), AGENDA) == ()
    assert asides(talk(OPENED[0], thanks, *OPENED[2:]), AGENDA, likely=0.0) != ()


def test_what_is_said_to_be_beside_the_agenda_needs_no_word_that_comes_back() -> None:
    """Whoever opens it says so themselves."""
    said = talk(
        OPENED[0],
        "Diego: Una cosa que no está en la lista. El congelador del depósito hace ruido otra vez y se va a cortar.",
        "Laura: Uf, ¿y ya avisaron a alguien?",
        "Diego: Dicen que vienen, que vienen, y nadie llega nunca.",
    )
    (found,) = asides(said, AGENDA)
    assert found.turn_ids == ("t0002", "t0003", "t0004")
