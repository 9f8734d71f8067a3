"""Figures as they are said, for word errors that don't count how numbers are written."""

import pytest
from spoken_numbers import in_english, in_spanish, said


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "cero"),
        (21, "veintiuno"),
        (31, "treinta y uno"),
        (100, "cien"),
        (112, "ciento doce"),
        (200, "doscientos"),
        (1000, "mil"),
        (1555, "mil quinientos cincuenta y cinco"),
        (21_000, "veintiún mil"),
        (340_000, "trescientos cuarenta mil"),
        (1_000_000, "un millón"),
        (2_400_000, "dos millones cuatrocientos mil"),
        (31_000_001, "treinta y un millones uno"),
    ],
)
def test_in_spanish(number: int, words: str) -> None:
    """Numbers as they are counted in Spanish."""
    assert in_spanish(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (64, "sixty four"),
        (112, "one hundred twelve"),
        (1_900, "one thousand nine hundred"),
        (2_000_000, "two million"),
    ],
)
def test_in_english(number: int, words: str) -> None:
    """Numbers as they are counted in English."""
    assert in_english(number) == words


def test_in_english_negative() -> None:
    """There is no figure below zero in a text; a negative number is refused, not looped on."""
    with pytest.raises(IndexError):
        in_english(-30)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("de 20 leads, 3 contestan.", "es", "de veinte leads, tres contestan."),
        (
            "son 2.400.000 pesos y 340,000 más",
            "es",
            "son dos millones cuatrocientos mil pesos y trescientos cuarenta mil más",
        ),
        ("el 65% y 14.4 millones", "es", "el sesenta y cinco por ciento y catorce punto cuatro millones"),
        ("a $1,550 el frasco, 2.05 menos", "es", "a mil quinientos cincuenta el frasco, dos punto cero cinco menos"),
        ("that is 64% of 3.25", "en", "that is sixty four percent of three point two five"),
        ("Q4 y 1234567890", "es", "Q4 y 1234567890"),
    ],
)
def test_said(text: str, language: str, words: str) -> None:
    """Figures within a text, with separators of either country; codes and what is too large stay."""
    assert " ".join(said(text, language).split()).replace(" ,", ",").replace(" .", ".") == words
