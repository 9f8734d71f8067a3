"""What a sentence says of help."""

import pytest

from meetbot.stages.rules.help_talk import company, declines, kinds, needs, parts, reception
from meetbot.stages.rules.speech import split_sentences

NAMES = frozenset({"marta", "luis"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yo te lo mido y te digo.", {"serves"}),
        ("Con la lista te echo yo un cable.", {"helps", "serves"}),
        ("Si quiere me conecto con usted en esa.", {"together", "if wanted"}),
        ("I could look the wording over for you.", {"serves"}),
        ("Que te ayude Marta.", {"helps"}),
        ("¿Te ayudo?", {"helps?", "serves?"}),
        ("El informe ya salió.", set()),
    ],
)
def test_a_sentence_is_of_some_kinds(text: str, expected: set[str]) -> None:
    """It offers, serves, does together, or nothing of that; a question is told apart."""
    (sentence,) = split_sentences(text, language="en" if "the" in text else "es")
    assert expected <= {*kinds(sentence, NAMES)}
    assert expected or not kinds(sentence, NAMES)


def test_parts_are_persons_and_cases() -> None:
    """Verbs by person, pronouns by case, a name as a name, matter once."""
    assert parts("Yo te lo mando con Marta.", NAMES) == ("I", "DAT", "V1", "WITH", "NAME", ".")
    assert parts("La lista la mando yo.", NAMES) == ("ART", "x", "ACC", "V1", "I", ".")


def test_how_an_offer_is_taken() -> None:
    """With thanks, gladly, or turned down."""
    assert reception("ay, gracias, itzel") == "thanked"
    assert reception("va, buenisimo") == "glad"
    assert reception("el lunes") is None
    assert declines("no, deja, lo hago yo")
    assert declines("no need, i've got it")
    assert not declines("no, pero gracias")


def test_who_lacks_something() -> None:
    """Says so."""
    assert needs("nada mas que alguien me tiene que explicar")
    assert not needs("el martes lo mando")


def test_what_is_done_with_somebody() -> None:
    """A talk is no company in the work."""
    assert company("el viernes hablo con ") == "talks with"
    assert company("yo me siento con ") == "sits with"
    assert company("la armo con ") == "does with"
