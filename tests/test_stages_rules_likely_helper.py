"""Who of the people around a task is taken for a helper of its owner, and when nobody is."""

import pytest
from growth import growth
from rule_meetings import heard_in

from meetbot.model.candidates import Candidate
from meetbot.stages.rules.joining import with_joining
from meetbot.stages.rules.likely_helper import shipped_helper_weights, with_likely_helpers
from meetbot.stages.rules.likely_owner import with_likely_owners

OFFERED = [
    (
        "L: Yo cargo la lista de precios en el sistema antes del viernes.\nM: Yo te doy una mano hoy en la tarde.\n"
        "L: Uy, gracias, Marta."
    ),
    (
        "A: Luis, ¿me mandas el informe de leads el lunes?\nL: Sí, te lo mando, nomás que no tengo los teléfonos.\n"
        "M: Con eso te ayudo, yo los tengo.\nL: Genial."
    ),
    (
        "L: Yo preparo la visita al cliente de Puebla para el jueves.\nM: Si quieres te acompaño, Luis, me conocen.\n"
        "L: Sí, porfa, vamos."
    ),
    "A: Luis, ¿redactas el mensaje?\nL: Lo redacto hoy, pero que Marta me lo mire.\nM: Mándamelo y yo te lo reviso.",
]
OFFERED_IN_ENGLISH = [
    (
        "L: I'll write the client proposal by Friday.\nM: I can go through the prices with you if you want, Luis.\n"
        "L: That'd be great, thanks."
    ),
    (
        "L: I'll build the landing page by Monday. I can't do the English, though.\nA: Marta can help you with that.\n"
        "M: Sure, happy to.\nL: Oh, lovely."
    ),
]
ALONE = [
    "L: Yo le mando la lista de precios a Marta el viernes.\nM: Perfecto.",
    "A: Luis, mándame la lista de precios el jueves.\nL: Sí, el jueves te la mando.\nA: Gracias.",
    (
        "L: Yo armo el informe de leads el lunes.\nM: Muy bien. Yo te ayudo.\nL: No, deja, lo hago solo.\n"
        "A: ¿Y el presupuesto?"
    ),
    "L: I'll build the price list by Friday.\nM: I can help you with that.\nL: No need, I've got it.",
    "L: El viernes hablo con Marta de la lista de precios y la cierro yo.\nM: Va.",
    "L: Yo hago la lista de precios el viernes.\nM: Eso lo tiene que aprobar Ana.\nA: Así es.",
    "L: I'll send the price list to Marta by Friday.\nM: Thanks.",
    "A: Luis, can you send me the report on Monday?\nL: Sure, Monday.\nA: Great, thank you.",
]


def _tasks(lines: str, language: str) -> list[Candidate]:
    meeting = heard_in(lines, language=language)
    owned = with_likely_owners(meeting.candidates, meeting.heard, meeting.names)
    found = with_likely_helpers(with_joining(owned, meeting.heard), meeting.heard, meeting.names)
    return [one for one in found if one.kind == "action"]


@pytest.mark.parametrize(
    ("lines", "language"), [*((one, "es") for one in OFFERED), *((one, "en") for one in OFFERED_IN_ENGLISH)]
)
def test_who_offers_or_is_asked_helps(lines: str, language: str) -> None:
    """Somebody who does a part of another's task, whoever brings it up."""
    of_luis = [task for task in _tasks(lines, language) if task.owner == "Luis Gómez"]
    assert any(task.with_people == ("Marta Peña",) for task in of_luis)
    told = [reason for task in of_luis for reason in task.reasons if "Marta Peña" in reason]
    assert any(reason.startswith("helper with probability") for reason in told)


@pytest.mark.parametrize(("lines", "language"), [(one, "en" if "the" in one.split() else "es") for one in ALONE])
def test_who_gets_or_approves_it_does_not_help(lines: str, language: str) -> None:
    """Neither who receives the work, nor who asked for it, decides on it or is only talked to."""
    tasks = [task for task in _tasks(lines, language) if task.owner == "Luis Gómez"]
    assert tasks
    assert all(task.with_people == () for task in tasks)


def test_the_weights_that_ship_know_the_signs() -> None:
    """The rules' own answer speaks for somebody, and so does thanks for an offer."""
    weights = shipped_helper_weights()
    assert weights["rules: this"] > 0 > weights["base"]
    assert weights["offers, thanked at once"] > 0


def test_many_names_take_time_in_proportion() -> None:
    """A turn that names somebody over and over is no hour's work."""

    def choose(times: int) -> None:
        _tasks(f"L: Yo mando la lista de precios. {'Con Ana, Marta. ' * times}\nM: Yo te ayudo.\nL: Gracias.", "es")

    assert growth(choose, size=100, times=8) < 24
