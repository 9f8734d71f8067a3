"""Tests of meetbot.stages.aside_signs."""

import pytest

from meetbot.stages.aside_signs import Spoken, opens_something, signs
from meetbot.stages.ground_words import content_stems

BEFORE = "La campaña de invierno va bien con los avisos de siempre."
AFTER = "Dicen que se lo rentaron a los del gimnasio de enfrente."


def spoken(*texts: str) -> Spoken:
    """The texts as turns of a meeting that planned to speak of a campaign, its adverts and a fair."""
    stems = [frozenset(content_stems(text)) for text in texts]
    return Spoken(texts=texts, stems=stems, planned=frozenset(content_stems("campaña avisos feria stand")))


def likely(text: str, *, away: bool = False) -> float:
    """How likely that text opens an aside in the middle of a short talk."""
    return opens_something(1, spoken(BEFORE, text, AFTER), away=away)


OPENS = "Oigan, otra cosa, el estacionamiento de atrás lo van a cerrar dos meses y nadie sabe dónde dejar el coche."


def test_a_likelihood_lies_between_nothing_and_certainty() -> None:
    """It is a probability."""
    assert 0 < likely("Sí.") < likely(OPENS) < likely(OPENS, away=True) < 1


@pytest.mark.parametrize(
    "other",
    [
        "El estacionamiento de atrás lo van a cerrar dos meses y entonces hay que ver dónde dejamos el coche.",
        "Oigan, otra cosa, el estacionamiento.",
        f"{OPENS} Muchas gracias a todos.",
        f"{OPENS} Eso será el jueves.",
        f"{OPENS} Y los avisos de la campaña y el stand de la feria.",
        f"{OPENS} La campaña de invierno va bien.",
    ],
)
def test_what_makes_an_aside_less_likely(other: str) -> None:
    """No cue, few words, thanks, a day, words of the agenda, words of what was just spoken about."""
    assert likely(other) < likely(OPENS)


@pytest.mark.parametrize(
    "text",
    [
        "Oye, la luz del patio",
        "Va. Una preguntita sobre la luz",
        "¿Puedo decir algo de la luz?",
        "Hablando de eso, la luz",
        "¿Alguien sabe cuándo arreglan la luz?",
        "Hey, the light in the yard",
        "Okay. One more thing, the light",
        "Can I bring up the light?",
        "By the way, the light",
        "Does anybody know when they fix the light?",
    ],
)
def test_ways_of_opening_are_known(text: str) -> None:
    """Calling, announcing, asking leave, passing over, asking who knows, in both languages."""
    assert signs(1, spoken(BEFORE, text, AFTER), away=False)["cues"] >= 1


def test_the_place_in_the_meeting_tells_only_in_a_whole_one() -> None:
    """Asides come late in a meeting; an excerpt has no late."""
    whole = spoken(*[BEFORE] * 49, OPENS)
    assert signs(49, whole, away=False)["late"] > signs(9, whole, away=False)["late"]
    assert signs(0, spoken(OPENS), away=False)["late"] == signs(2, spoken(BEFORE, BEFORE, OPENS), away=False)["late"]


def test_a_short_opening_is_read_with_the_next_turn() -> None:
    """A turn that only says "one more thing" names its matter in the turn after it."""
    said = spoken(BEFORE, "Otra cosa.", "Los avisos de la campaña, el stand y la feria.")
    assert signs(1, said, away=False)["planned many"] == 1
