"""Tests of meetbot.stages.check_finished: an exchange that tells a task as done gives nobody a new one."""

import pytest
from grounding import CARMEN, DIEGO, LAURA, action, only, transcript_of

Speech = tuple[tuple[str | None, str], ...]
ASKED = "Mandar las cotizaciones vencidas"


def stands(
    speech: Speech, *, text: str = ASKED, cited: tuple[int, ...] = (), language: str = "es"
) -> tuple[bool, bool]:
    """Whether the task of Diego stands as confirmed, and whether it is doubted as done already."""
    transcript = transcript_of(speech).model_copy(update={"language": language})
    turns = cited or tuple(range(1, len(speech) + 1))
    item = only(action(*turns, text=text, owner=DIEGO), transcript=transcript)
    return item.confirmed, "already_done" in item.doubts


@pytest.mark.parametrize(
    "answer",
    [
        "Esas quedaron puestas el jueves en el sistema, las cuatro.",
        "Sí, a todos.",
        "Las mandé todas. Contestaron catorce.",
        "Ya están mandadas desde el lunes.",
        "Eso salió el viernes pasado, por mi parte cerrado.",
        "Listo, se mandaron ayer.",
        "Están arriba desde el viernes. Todo el mundo las vio, hasta Carmen lo vio.",
        "Mandadas y confirmadas. O sea que lo mío, que era mandarlas, está.",
        "Eso lo tengo desde el lunes, contestaron dos.",
    ],
)
def test_answer_tells_it_as_done(answer: str) -> None:
    """By the past, by a state that was reached, or by yes to a question about the past."""
    speech = ((LAURA, "Los pendientes. Diego, las cotizaciones vencidas, ¿las mandaste?"), (DIEGO, answer))
    assert stands(speech) == (False, True)
    assert stands(speech, cited=(1,)) == (False, True)


@pytest.mark.parametrize(
    "answer",
    ["Sent them Tuesday. You replied.", "All sent, yesterday.", "Those went out Tuesday.", "Yep, they're done."],
)
def test_english_answer_tells_it_as_done(answer: str) -> None:
    """In English as well."""
    speech = ((LAURA, "Diego, you had the overdue quotes to send. Did you send them?"), (DIEGO, answer))
    assert stands(speech, text="Send the overdue quotes", language="en") == (False, True)


@pytest.mark.parametrize(
    "answer",
    [
        "Las de abril ya las mandé, las otras te las mando el viernes.",
        "Todavía no, me faltan las de abril. Las mando mañana.",
        "No alcancé, pero te las mando el lunes.",
    ],
)
def test_what_is_promised_still_is_a_task(answer: str) -> None:
    """What is missing, or is promised in spite of what was done."""
    speech = ((LAURA, "Diego, las cotizaciones vencidas, ¿las mandaste?"), (DIEGO, answer))
    assert stands(speech) == (True, False)


@pytest.mark.parametrize("answer", ["Listo.", "Hecho, mañana.", "Listo, dale.", "Sí, claro."])
def test_agreeing_to_a_request_is_not_done(answer: str) -> None:
    """'Listo' after a request takes it on."""
    assert stands(((LAURA, "Diego, mándame las cotizaciones vencidas."), (DIEGO, answer))) == (True, False)


def test_somebody_else_tells_it() -> None:
    """Whoever has got it may tell; neither a denial nor a condition does."""
    got = (LAURA, "Diego, las cotizaciones vencidas las mandaste el jueves, están muy bien.")
    assert stands((got, (DIEGO, "Gracias."))) == (False, True)
    missing = (LAURA, "Diego, las cotizaciones vencidas no las tengo, mándamelas.")
    assert stands((missing, (DIEGO, "Te las mando hoy."))) == (True, False)


def test_another_matter_that_was_done_takes_nothing_away() -> None:
    """The past of something else, and of somebody else's work, stands beside the task."""
    other = (DIEGO, "El folleto ya lo mandé ayer. Y mañana mando las cotizaciones vencidas.")
    assert stands((other,)) == (True, False)
    speech = ((DIEGO, "Yo mando las cotizaciones vencidas el lunes."), (CARMEN, "Yo ya subí el folleto."))
    assert stands(speech) == (True, False)


def test_a_day_after_it_opens_it_again() -> None:
    """What the owner puts to a later day after all is a task."""
    speech = (
        (LAURA, "Diego, las cotizaciones vencidas, ¿las mandaste?"),
        (DIEGO, "Sí, las mandé el lunes."),
        (LAURA, "Me llegaron vacías, mándalas otra vez, por favor."),
        (DIEGO, "Uy, perdón. Te las mando mañana."),
    )
    assert stands(speech) == (True, False)
