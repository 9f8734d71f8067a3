"""What the words of a meeting tell of what is spoken of."""

from rule_meetings import said

from meetbot.model.company import Person, Roster
from meetbot.stages.rules.rarity import Rarity

ROSTER = Roster(people=(Person(name="Ana Ruiz", aliases=("Anita",)),))
LINES = "A: El contrato de Anita es del martes.\nL: El contrato lo tiene legal.\nA: Y la póliza."


def test_a_rare_word_is_worth_more_than_a_common_one() -> None:
    """A word of one turn tells more than one of two; a word of none tells most."""
    rarity = Rarity(said(LINES), ROSTER)
    common, rare, new = (rarity.worth(frozenset({word})) for word in ("contr", "poliz", "stand"))
    assert common < rare < new


def test_names_and_days_are_no_content() -> None:
    """Who is spoken to and when tells nothing of the matter."""
    rarity = Rarity(said(LINES), ROSTER)
    assert rarity.content[0] == {"contr"}


def test_what_is_taken_off_never_makes_a_word_count_against() -> None:
    """A word is worth nothing at least."""
    rarity = Rarity(said(LINES), ROSTER)
    assert rarity.worth(frozenset({"contr"}), but=10.0) == 0.0
