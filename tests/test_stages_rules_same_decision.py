"""One settlement, one decision: what is told again joins the likeliest telling, what is another matter stays."""

from rule_meetings import said

from meetbot.model.candidates import Candidate, DecisionStatus
from meetbot.model.company import Roster
from meetbot.stages.rules.rarity import Rarity
from meetbot.stages.rules.same_decision import decided_once

LINES = [
    "A: Yo propondría ocho horas hábiles para contestar a los prospectos.",
    "L: Me parece justo.",
    "A: Queda así: ocho horas hábiles para contestar a los prospectos, desde noviembre.",
    *(f"L: El asunto número {number} lo vemos con calma en otra ocasión." for number in range(20)),
    "M: El stand de la feria se cancela.",
]
RARITY = Rarity(said("\n".join(LINES)), Roster())
LAST = f"t{len(LINES):04d}"


def _candidate(text: str, *turns: str, score: float = 0.8, status: DecisionStatus = "made") -> Candidate:
    return Candidate(kind="decision", text=text, quote=text, turn_ids=turns, score=score, status=status)


PROPOSED = _candidate("Ocho horas hábiles para contestar a los prospectos", "t0001", "t0002", "t0003", score=0.6)
SETTLED = _candidate("Queda así: ocho horas hábiles para contestar a los prospectos, desde noviembre", "t0003", "t0002")


def test_a_proposal_joins_what_settles_it() -> None:
    """The likeliest telling words it, and the turns of both show it."""
    (one,) = decided_once((PROPOSED, SETTLED), RARITY)
    assert (one.text, one.turn_ids) == (SETTLED.text, ("t0003", "t0001", "t0002"))


def test_another_matter_stays_a_decision_of_its_own() -> None:
    """Far away and in other words."""
    other = _candidate("El stand de la feria se cancela", LAST)
    assert decided_once((SETTLED, other), RARITY) == (SETTLED, other)


def test_what_was_taken_back_stays_so() -> None:
    """The status is not lost in the likelier telling."""
    off = _candidate("Ya no va", "t0003", "t0001", "t0002", score=0.3, status="reversed")
    (one,) = decided_once((SETTLED, off), RARITY)
    assert one.status == "reversed"


def test_what_is_settled_after_all_is_made() -> None:
    """The last word counts: a turn before the one that settles takes nothing back."""
    doubted = PROPOSED.model_copy(update={"status": "reversed"})
    (one,) = decided_once((doubted, SETTLED), RARITY)
    assert one.status == "made"


def test_other_kinds_pass_unchanged() -> None:
    """A task that cites the same turns is no decision told again."""
    task = SETTLED.model_copy(update={"kind": "action"})
    assert decided_once((PROPOSED, task), RARITY) == (PROPOSED, task)
