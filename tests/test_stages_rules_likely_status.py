"""Which decisions are told as put off or taken back, and which as made."""

import pytest
from growth import growth
from rule_meetings import with_statuses

from meetbot.model.candidates import DecisionStatus
from meetbot.stages.rules.likely_status import shipped_status_weights

_STATED = 0.5


def _statuses(lines: str, *, language: str = "es") -> list[DecisionStatus]:
    return [one.status for one in with_statuses(lines, language=language) if (one.score or 0.0) >= _STATED]


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("A: Acordamos que el umbral sube a setenta y cinco.\nL: Sí.", "made"),
        ("A: Queda aprobado el nuevo formato de cotización.\nL: Bien.", "made"),
        ("A: Decidido, el descuento del diez por ciento vale hasta el 30 de diciembre.\nL: De acuerdo.", "made"),
        ("A: Entonces lo guardamos hasta enero, ya pasadas las fiestas.\nL: Va.", "deferred"),
        ("A: El correo no sale hasta que esté limpia la base. ¿Todos de acuerdo?\nL: De acuerdo.", "deferred"),
        ("A: Listo, esperamos el tarifario nuevo y ahí decidimos lo del convenio.\nL: De acuerdo.", "deferred"),
        (
            "A: Habíamos quedado en el ocho.\nL: Sí.\nA: Listo, lo del ocho por ciento se cae, ya no va.\nL: Bueno.",
            "reversed",
        ),
    ],
)
def test_the_words_tell_the_status(lines: str, status: DecisionStatus) -> None:
    """What waits for something is put off, what had been agreed and falls is taken back; the rest is made."""
    assert _statuses(lines) == [status]


def test_the_reason_tells_how_likely() -> None:
    """The last reason names the likeliest status beside made."""
    (one,) = with_statuses("A: Entonces lo guardamos hasta enero, ya pasadas las fiestas.\nL: Va.")
    assert one.reasons[-1].startswith("deferred with probability 0.")


def test_what_the_rules_know_needs_less() -> None:
    """English is seldom labelled: the rules' own word is enough beside weak signs."""
    lines = (
        "A: So let's cancel the trade show in March.\nL: Agreed.\n"
        "M: Actually, let's not cancel the trade show, we already paid.\nA: Fair, okay."
    )
    (one,) = (one for one in with_statuses(lines, language="en") if (one.score or 0.0) >= _STATED)
    assert one.status == "reversed"
    assert one.reasons[-1].startswith("reversed with probability 0.2")


def test_the_weights_that_ship_know_the_signs() -> None:
    """What the rules say speaks for it, and so does a word that ends something."""
    weights = shipped_status_weights()
    assert weights["deferred: rules: deferred"] > 0
    assert weights["reversed: quote end"] > 0
    assert weights["base"] < 0


def test_a_long_turn_takes_time_in_proportion() -> None:
    """A decision in a turn that goes on and on is no hour's work."""

    def choose(times: int) -> None:
        with_statuses(f"A: Queda aprobado el formato. {'Lo vemos hasta enero, no antes. ' * times}\nL: Bien.")

    assert growth(choose, size=50, times=8) < 24
