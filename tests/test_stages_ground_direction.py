import pytest
from grounding import DIEGO, LAURA, ROSTER, decision, only, transcript_of

from meetbot.stages.ground_direction import turned_round
from meetbot.stages.ground_evidence import Context
from meetbot.stages.ground_people import known_people


@pytest.mark.parametrize(
    ("text", "said", "turned"),
    [
        ("Mercadeo entrega a Ventas los leads", "Ventas entrega a Mercadeo los leads.", True),
        ("Ventas entrega a Mercadeo los leads", "A Mercadeo le entrega Ventas los leads.", False),
        ("Ventas entrega los leads", "Mercadeo entrega a Ventas los leads.", False),
        ("Sales gives Marketing the list", "Marketing gives Sales the list.", True),
        ("Carmen le avisa a Jorge", "Ok. Entonces Jorge le avisa a Carmen.", True),
        ("Carmen le avisa a Jorge", "Carmen avisa. Y Jorge también.", False),
        ("Carmen le avisa a Jorge", "Laura le avisa a Andrés. Jorge le avisa a Carmen.", True),
        ("Mercadeo y Ventas se reúnen", "Ventas y Mercadeo se reúnen.", False),
    ],
)
def test_direction_is_that_of_the_words(text: str, said: str, turned: bool) -> None:
    """Two names around a verb of giving keep their parts; word order alone turns nothing round."""
    assert turned_round(text, said, known_people(ROSTER, Context(transcript_of()))) is turned


def test_direction_that_was_turned_round_shows_the_quote() -> None:
    """The words that were said stand in place of a wording that swaps giver and receiver."""
    spoken = "Ventas entrega a Mercadeo los leads de más de setenta."
    claim = decision(1, text="Mercadeo entrega a Ventas los leads de más de setenta")
    item = only(claim, transcript=transcript_of(((LAURA, spoken),)))
    assert (item.text, item.doubts) == (spoken, ("wording_replaced",))


def test_direction_counts_the_speaker_as_giver() -> None:
    """'Yo le mando a Laura': whoever says it gives."""
    speech = ((DIEGO, "Yo le mando a Laura el tablero."),)
    wrong = only(decision(1, text="Laura le manda a Diego el tablero"), transcript=transcript_of(speech))
    right = only(decision(1, text="Diego le manda a Laura el tablero"), transcript=transcript_of(speech))
    assert (wrong.text, wrong.doubts) == (speech[0][1], ("wording_replaced",))
    assert right.doubts == ()
