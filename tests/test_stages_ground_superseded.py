import pytest
from grounding import ANDRES, CARMEN, DIEGO, LAURA, action, check, decision, transcript_of

from meetbot.model.candidates import Candidate

BUDGET = (
    (LAURA, "A ver, decidamos. Vamos con los cuarenta millones, incluido radio."),
    (CARMEN, "Listo, cuarenta con radio, perfecto."),
    (ANDRES, "Yo necesito las piezas para montar la pauta."),
    (
        LAURA,
        "Sí, toca devolvernos. Entonces lo de los cuarenta millones no va, nos quedamos en treinta y cinco sin radio.",
    ),
    (CARMEN, "Bueno, qué le vamos a hacer, treinta y cinco sin radio."),
)
STAND = (
    (LAURA, "Listo, decidido, stand de doce metros."),
    (ANDRES, "Perfecto."),
    (ANDRES, "Oigan, ya revisé y el stand de doce metros se agotó."),
    (LAURA, "Ah, entonces olvidémonos del de doce, vamos con el de nueve."),
    (CARMEN, "Listo, el de nueve."),
)


def test_superseded_decision_is_reversed_and_cites_the_later_turn() -> None:
    """'Lo de los cuarenta millones no va' takes back 'cuarenta con radio': the figure stands nowhere as valid."""
    target = Candidate(kind="target", turn_ids=("t0002", "t0001"), text="Cuarenta con radio")
    grounded = check(decision(2, 1, text="Cuarenta con radio"), target, transcript=transcript_of(BUDGET))
    (item,) = grounded.decisions
    assert (item.status, item.confirmed) == ("reversed", True)
    assert item.evidence is not None
    assert item.evidence.turn_ids == ("t0002", "t0001", "t0004")
    assert grounded.targets == ()
    assert [issue.message[:21] for issue in grounded.issues] == ["Taken back in t0004 ("] * 2


def test_superseded_what_replaces_it_stands() -> None:
    """'Olvidémonos del de doce, vamos con el de nueve': the twelve is reversed, the nine is made."""
    grounded = check(
        decision(1, 2, text="Stand de doce metros"),
        decision(4, 5, text="Vamos con el de nueve"),
        transcript=transcript_of(STAND),
    )
    assert [item.status for item in grounded.decisions] == ["reversed", "made"]


def test_superseded_by_a_later_figure_on_the_same_matter() -> None:
    """Two settled figures of one matter: only the later one is valid."""
    speech = (
        (LAURA, "Queda aprobado, presupuesto de la feria en ochenta mil."),
        (DIEGO, "De acuerdo."),
        (CARMEN, "El cliente llega mañana."),
        (LAURA, "Queda aprobado, presupuesto de la feria en sesenta mil."),
        (DIEGO, "De acuerdo."),
    )
    grounded = check(
        decision(1, 2, text="Presupuesto de la feria en ochenta mil"),
        decision(4, 5, text="Presupuesto de la feria en sesenta mil"),
        transcript=transcript_of(speech),
    )
    assert [item.status for item in grounded.decisions] == ["reversed", "made"]


@pytest.mark.parametrize(
    "later",
    [
        "¿Y si mejor olvidémonos del stand de doce metros?",
        "El descuento de quince ya no va.",
        "A las dos no vamos a poder.",
        "El stand de doce metros queda junto a la entrada.",
    ],
)
def test_superseded_by_nothing_else(later: str) -> None:
    """A question, another matter, or a word more on it takes nothing back."""
    grounded = check(
        decision(1, 2, text="Stand de doce metros"), transcript=transcript_of((*STAND[:2], (CARMEN, later)))
    )
    assert [item.status for item in grounded.decisions] == ["made"]


def test_superseded_leaves_commitments_alone() -> None:
    """Only decisions and targets are taken back here."""
    grounded = check(action(2, text="Hablar con el proveedor de cajas", owner=DIEGO))
    assert len(grounded.actions) == 1
