"""The kinds of words that put off and take back."""

import pytest

from meetbot.stages.rules.status_words import kinds_in


@pytest.mark.parametrize(
    ("folded", "kinds"),
    [
        ("el correo no sale hasta que este limpia la base", {"until", "not"}),
        ("lo vemos cuando vuelva", {"treat", "when", "it"}),
        ("esperamos los numeros", {"wait"}),
        ("with the report in hand", {"at hand"}),
        ("that's off", {"end"}),
        ("retiro lo dicho", {"back"}),
        ("como dijimos el mes pasado", {"agreed once"}),
        ("nohasta enfuera", set()),
    ],
)
def test_kinds_of_words(folded: str, kinds: set[str]) -> None:
    """Whole words only, in both languages."""
    assert kinds <= set(kinds_in(folded))
    assert kinds or not kinds_in(folded)
