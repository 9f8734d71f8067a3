"""What a turn looks like to the turn reader."""

from rule_meetings import CAST, said

from meetbot.stages.rules.reader.features import features_of, name_words, sentence_features, spelled

NAMES = name_words(tuple(CAST.values()))


def _of_turns(lines: str) -> list[set[str]]:
    return [spelled(features) for features in features_of(said(lines), NAMES)]


def test_words_stand_as_they_are_and_as_grammar() -> None:
    """Two promises with other words share their grammar; the words themselves tell them apart."""
    (one,) = _of_turns("A: Te mando el reporte.")
    (other,) = _of_turns("A: Te paso la factura.")
    assert "0 te mando" in one - other
    assert {"0 te", "0g < te present.1s"} <= one & other


def test_days_names_and_figures_count_as_such() -> None:
    """It does not matter which day, whose name or what figure was said."""
    (one,) = _of_turns("A: Luis, mándalo el jueves a 40.")
    (other,) = _of_turns("A: Marta, mándalo el próximo lunes a 35.")
    assert one == other
    assert {"0 NAME", "0 DUE", "0 NUM"} <= one


def test_matter_that_goes_on_counts_once_in_the_grammar() -> None:
    """How many nouns and adjectives stand in a row says nothing about the act."""
    (one,) = _of_turns("A: Mando catálogo.")
    (other,) = _of_turns("A: Mando catálogo comparativo trimestral.")
    assert "0g present.1s x ." in one & other


def test_neighbours_are_told_by_their_place() -> None:
    """What was asked before and answered after is known, and whether one voice stands on both sides."""
    _, turn, _, _ = _of_turns("A: ¿Quién lo hace?\nL: Yo.\nA: Va.\nM: Listo, sigamos.")
    assert {"-1 quien", "asked before True", "+1 va", "+2 listo", "between one voice True"} <= turn
    assert "0 quien" not in turn


def test_a_sentence_by_itself_has_no_neighbours() -> None:
    """Only its own words and grammar."""
    (turn,) = said("A: Yo lo mando. ¿Va?")
    found = spelled(sentence_features(turn.sentences[0], NAMES))
    assert "0 < yo lo" in found
    assert all(feature.startswith("0") for feature in found)


def test_short_words_of_names_stand_for_nobody() -> None:
    """The words "de" and "la" in "María de la Cruz" are themselves."""
    assert name_words(["María de la Cruz"]) == {"maria", "cruz"}
