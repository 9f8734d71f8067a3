"""What speaks for and against an action taking up an open commitment."""

import pytest
from test_stages_following import action
from test_stages_updates import BRIEF, MONDAY, ROSTER, commitment, spoken

from meetbot.stages.following_signs import Taken, signs
from meetbot.stages.following_talk import Talk
from meetbot.stages.updates import updates

PAGE = commitment("Publicar la página de precios", number=7, owner="Marta Soto")
ASKED = "Luis: ¿Y el brief de la campaña, Ana? Era para el viernes. / "


def _signs(said: str, *turns: str, others: tuple[int, ...] = (), **how: str | None) -> set[str]:
    heard = spoken(said)
    talk = Talk(heard, [BRIEF, PAGE], ROSTER, updates(heard, [BRIEF], ROSTER, said_on=MONDAY))
    return set(signs(Taken(action=action(heard, *turns, **how), talk=talk, others=others), talk.tasks[0]))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Ana: No pude, lo mando el jueves.", {"same owner", "in it", "by pronoun", "told undone", "owner speaks"}),
        ("Ana: El brief de la campaña sale el jueves.", {"by words", "quote from 0.5", "cited in it"}),
        ("Ana: Jueves.", {"bare", "in it next", "only action in it", "alone"}),
        ("Ana: Ya lo mandé.", {"owner tells done", "ended there", "ended"}),
        ("Ana: Lo que digas, me lo quedo.", {"takes", "takes, in it"}),
    ],
)
def test_signs_of_an_answer(said: str, expected: set[str]) -> None:
    """What its owner says right after it was asked for."""
    assert expected <= _signs(ASKED + said, "t0004", text="Mandarlo")


def test_signs_of_who_takes_it() -> None:
    """The owner, another, nobody."""
    said = ASKED + "Marta: Lo hago yo."
    assert "other owner" in _signs(said, "t0004", owner="Marta Soto")
    assert "no owner" in _signs(said, "t0004", owner=None)
    heard = spoken(said)
    free = Talk(heard, [BRIEF.model_copy(update={"owner": None})], ROSTER)
    assert "anybody's" in set(signs(Taken(action=action(heard, "t0004"), talk=free, others=()), free.tasks[0]))


def test_signs_of_another_matter() -> None:
    """A task about the other commitment, and one of which nothing is named."""
    other = _signs(ASKED + "Ana: Va. / Luis: La página de precios, Marta. / Marta: La subo el jueves.", "t0006")
    assert {"in another", "by pronoun"} <= other
    assert {"unnamed", "in none"} <= _signs("Luis: La feria. / Ana: Reservo el hotel en Monterrey mañana.", "t0004")
    new = _signs("Luis: La feria. / Ana: Reservo hotel en Monterrey.", "t0004", text="Reservar hotel en Monterrey")
    assert "new matter" in new


def test_signs_among_several() -> None:
    """Which of several actions in one exchange it is."""
    said = ASKED + "Ana: Lo mando el jueves. / Luis: Yo te ayudo. / Marta: Y yo."
    assert {"one of several in it", "first in it"} <= _signs(said, "t0004", others=(5,))
    assert "last in it" in _signs(said, "t0006", others=(3,))


def test_signs_of_its_naming() -> None:
    """Who names it and who was called; an owner who isn't there."""
    assert {"owner called", "doer called", "asked", "owed"} <= _signs(ASKED + "Ana: Va.", "t0004")
    named = _signs("Ana: El brief de la campaña lo mando el jueves.", "t0003")
    assert {"owner names it", "mention cited", "here"} <= named
    absent = _signs("Luis: El brief de la campaña era de Ana. / Marta: Lo hago.", "t0004", owner="Marta Soto")
    assert "absent, in it" in absent
    assert "ahead" in _signs("Luis: Lo mando. / Luis: El brief de la campaña, Ana. / Ana: Sí.", "t0003")


def test_signs_where_the_talk_goes_on_elsewhere() -> None:
    """The last action before another matter ends the exchange; one without a day or far from the naming has less."""
    said = ASKED + "Ana: Va, lo mando. / Luis: Siguiente, la feria. / Marta: Va bien. / Luis: Sí."
    assert "ends it" in _signs(said, "t0004")
    heard = spoken(said)
    talk = Talk(heard, [BRIEF, PAGE], ROSTER)
    plain = action(heard, "t0004").model_copy(update={"due_text": None})
    assert not any(sign.startswith("day") for sign in signs(Taken(action=plain, talk=talk, others=()), talk.tasks[0]))
    far = _signs(ASKED + "Luis: Eh. / Marta: Mmm. / " * 6 + "Luis: Lo veo yo.", "t0016", owner="Luis Gómez")
    assert "far" in far
    assert not any(sign.startswith("owner says") for sign in far)


def test_signs_named_without_its_owner() -> None:
    """A mention by another, to another, tells nothing of the owner."""
    found = _signs("Luis: El brief de la campaña, ¿quién lo hace? / Marta: Yo.", "t0004", owner="Marta Soto")
    assert not found & {"owner called", "owner names it", "owner speaks"}
