"""What is seen of a decision that bears on its status."""

from rule_meetings import said

from meetbot.model.candidates import Candidate, DecisionStatus
from meetbot.model.company import Roster
from meetbot.stages.rules.rarity import Rarity
from meetbot.stages.rules.status_signs import ToldDecision, signs, told_decisions

LINES = (
    "A: Queda aprobada la exclusividad de la cantera para Palermo.\n"
    "L: Bien.\n"
    "M: Oigan, habíamos quedado en la exclusividad de la cantera para Palermo hasta junio.\n"
    "A: La exclusividad de la cantera en Palermo se cae. Y ya son las doce.\n"
    "L: De acuerdo." + "\nM: Y del asunto de los envíos no hay novedades." * 20
)


def _told(quote: str, *turns: str, status: DecisionStatus = "made") -> ToldDecision:
    heard = said(LINES)
    first = Candidate(
        kind="decision",
        text="",
        quote="Queda aprobada la exclusividad de la cantera para Palermo.",
        turn_ids=("t0001",),
        score=0.9,
    )
    task = Candidate(kind="action", text="", turn_ids=("t0002",))
    last = Candidate(kind="decision", text="", quote=quote, turn_ids=turns, status=status, score=0.8)
    found = told_decisions((first, task, last), heard, frozenset(), Rarity(heard, Roster()))
    assert list(found) == [0, 2]
    return found[2]


ENDS = "La exclusividad de la cantera en Palermo se cae."


def test_only_the_quoted_sentences_are_quoted() -> None:
    """The rest of the turn is told apart; without a quote all of the turn counts."""
    assert [one.text for one in _told(ENDS, "t0004").quoted] == [ENDS]
    assert [one.text for one in _told("", "t0004").quoted] == [ENDS, "Y ya son las doce."]


def test_words_count_and_matter_does_not() -> None:
    """Verbs by their infinitive; what is decided about says nothing of the status."""
    found = set(signs(_told(ENDS, "t0004")))
    assert {"says caer", "says se", "quote end", "turn end"} <= found
    assert not any("canter" in sign for sign in found)


def test_what_was_settled_and_agreed_before_is_a_sign() -> None:
    """The decision two turns before on the same matter, and that somebody speaks of an earlier agreement on it."""
    found = set(signs(_told(ENDS, "t0004")))
    assert {"shares 4 with one before", "agreed earlier", "next agrees"} <= found
    assert not {"shares 2 with one before", "agreed earlier"} & set(signs(_told("Bien.", "t0002")))


def test_the_rules_answer_is_a_sign() -> None:
    """Made is what a decision is without one."""
    assert "rules: deferred" in set(signs(_told(ENDS, "t0004", status="deferred")))
    assert not any(sign.startswith("rules") for sign in signs(_told(ENDS, "t0004")))
