import pytest
from grounding import CARMEN, DIEGO, LAURA, action, check, decision, transcript_of

from meetbot.model.candidates import Candidate


def test_twins_one_sentence_is_never_confirmed_and_unconfirmed() -> None:
    """A doubtful decision that quotes a confirmed task's words is left out, with an issue."""
    grounded = check(
        action(2, 1, text="Hablar con el proveedor de cajas", owner=DIEGO),
        decision(2, text="Hablar con el proveedor de cajas el martes", quote="yo hablo con él el jueves"),
        decision(2, 1, text="Hablar con el proveedor", score=0.01),
    )
    quotes = [item.evidence.quote for item in grounded.unconfirmed if item.evidence]
    assert len(grounded.actions) == 1
    assert not any("jueves, no te preocupes" in quote for quote in quotes)


def test_twins_identical_unconfirmed_lines_are_one() -> None:
    """The same doubtful words proposed twice are one line."""
    proposed = Candidate(kind="blame", turn_ids=("t0011",), text="La entrega le llega tarde", score=0.01)
    other = proposed.model_copy(update={"turn_ids": ("t0011", "t0010"), "text": "la entrega le llega tarde."})
    grounded = check(proposed, other)
    assert (len(grounded.unconfirmed), grounded.merged) == (1, 1)


@pytest.mark.parametrize(
    "words", ["De acuerdo.", "Perfecto, Carmen, gracias.", "Good morning, Diego.", "Buenos días a todos."]
)
def test_twins_line_without_content_is_left_out(words: str) -> None:
    """Assent, thanks and greetings are nothing to confirm."""
    grounded = check(decision(1, text=words), transcript=transcript_of(((LAURA, words), (CARMEN, "Sí."))))
    assert (grounded.decisions, grounded.unconfirmed) == ((), ())
    assert grounded.issues[-1].message.startswith("Left out, it says nothing")
