import pytest
from grounding import DIEGO, LAURA, action, check, decision, everything, transcript_of

SPEECH = (
    (DIEGO, "Yo mando el reporte a Puebla y el reporte a León."),
    (LAURA, "Los leads calientes se llaman en 24 horas y los tibios en 48 horas. Ventas avisa a Mercadeo, y al revés."),
    (DIEGO, "Si baja el precio mando el reporte, y si sube también."),
)


@pytest.mark.parametrize(
    "pair",
    [
        (action(1, text="Mandar el reporte a Puebla"), action(1, text="Mandar el reporte a León")),
        (decision(2, text="Leads calientes en 24 horas"), decision(2, text="Leads tibios en 48 horas")),
        (decision(2, text="Llamar leads en 24 horas"), decision(2, text="Llamar leads en 48 horas")),
        (decision(2, text="Ventas avisa a Mercadeo"), decision(2, text="Mercadeo avisa a Ventas")),
        (action(1, text="Mandar el reporte"), action(1, text="No mandar el reporte")),
        (action(1, text="Hacerlo"), action(1, text="Mandar el reporte", quote="no lo dijo")),
        (
            action(3, text="Mandar el reporte", condition="si baja el precio"),
            action(3, text="Mandar el reporte", condition="si sube"),
        ),
        (decision(99, text="Hacerlo"), decision(99, text="Mandar el reporte")),
    ],
    ids=["places", "figures and objects", "figures", "direction", "negation", "confirmed", "condition", "no content"],
)
def test_merge_keeps_different_items_apart(pair: tuple[object, object]) -> None:
    """Another place, figure, direction, polarity or condition is another item, however alike the words."""
    grounded = check(*pair, transcript=transcript_of(SPEECH))  # type: ignore[arg-type] # candidates
    assert (len(everything(grounded)), grounded.merged) == (2, 0)


def test_merge_keeps_the_fuller_wording_and_warns() -> None:
    """Where one wording only says more, it stays, and a warning names what was left out."""
    pair = (action(1, text="Mandar el reporte"), action(1, text="Mandar el reporte a León", owner=DIEGO))
    grounded = check(*pair, transcript=transcript_of(SPEECH))
    assert [(item.text, item.owner) for item in grounded.actions] == [("Mandar el reporte a León", DIEGO)]
    (issue,) = grounded.issues
    assert issue.severity == "warning"
    assert "left out: Mandar el reporte)" in issue.message


def test_merge_never_lets_a_quote_swallow_what_its_turn_speaks_of() -> None:
    """A wording that gave way to the whole turn stays beside the tasks of that turn, unless it was proposed as one."""
    puebla, leon = action(1, text="Mandar el reporte a Puebla"), action(1, text="Mandar el reporte a León")
    other = action(1, text="Mandar las facturas")
    grounded = check(puebla, leon, other, transcript=transcript_of(SPEECH))
    assert (len(grounded.actions), grounded.merged) == (3, 0)
    embroidered = action(1, text="Mandar el reporte urgente a Puebla")
    grounded = check(puebla, leon, embroidered, transcript=transcript_of(SPEECH))
    assert sorted(item.text for item in grounded.actions) == [leon.text, puebla.text]
    assert {item.doubts for item in grounded.actions} == {()}


def test_merge_of_equal_texts_is_only_information() -> None:
    """Case, accents and the full stop make no difference."""
    pair = (action(1, text="Mandar el reporte a León"), action(1, text="mandar el reporte a leon."))
    grounded = check(*pair, transcript=transcript_of(SPEECH))
    assert grounded.merged == 1
    assert [issue.severity for issue in grounded.issues] == ["info"]
