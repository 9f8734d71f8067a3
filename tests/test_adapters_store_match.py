"""Which old commitment is which new one: corrections are recognised, another promise never inherits a status."""

from typing import Any

import pytest

from meetbot.adapters.store_match import match, quote_key

SAID = "sí claro pues yo se la mando el viernes a más tardar"


def item(text: str = "Mandar la lista de objeciones", **changes: Any) -> dict[str, Any]:
    """What an item is recognised by: of Diego, in the turn t0004, unless told otherwise."""
    values = {"turn_id": "t0004", "quote_key": quote_key(SAID), "text": text, "owner": "Diego Ramírez"}
    return {**values, **changes}


def claimed(rows: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[int | None]:
    """For each found item the index of its row, or None."""
    matching = match(rows, found)
    assert [values for _, values in matching.pairs] == found
    taken = [next((i for i, r in enumerate(rows) if r is row), None) for row, _ in matching.pairs]
    assert list(matching.gone) == [row for i, row in enumerate(rows) if i not in taken]
    return taken


@pytest.mark.parametrize(
    "after",
    [
        item(),
        item("Enviar las objeciones"),
        item("MANDAR la lista, de objeciones"),
        item(turn_id="t0009"),
        item(quote_key="si claro pues yo se la paso el viernes a mas tardar"),
        item(turn_id="t0009", quote_key="yo la tengo lista antes del viernes"),
        item("Pasar la lista de objeciones", quote_key="si claro pues yo se la paso el viernes a mas tardar"),
        item("Hacérsela llegar", quote_key="si claro pues yo se la paso el viernes a mas tardar"),
        item(
            "Mandar la lista de objecciones",
            turn_id="t0007",
            quote_key="si claro pues yo se la mando este viernes a mas tardar",
        ),
        item(
            "Mandar la lista de objecciones",
            owner="Carmen Ortega",
            quote_key="si claro pues yo se la mando este viernes a mas tardar",
        ),
    ],
    ids=[
        "the same",
        "reworded",
        "tidied up",
        "turns renumbered",
        "a word of the quote corrected",
        "told in another turn",
        "quote and wording corrected",
        "quote corrected and reworded",
        "transcribed again",
        "the speaker's name corrected",
    ],
)
def test_match_recognises_a_corrected_promise(after: dict[str, Any]) -> None:
    """Whatever a correction or a better engine changed, enough stays to know it by."""
    other = item("Revisar la campaña", turn_id="t0006", quote_key="yo la reviso mañana", owner="Laura Méndez")
    assert claimed([other, item()], [after, other]) == [1, 0]


@pytest.mark.parametrize(
    "after",
    [
        item("Llamar a Jorge", quote_key="va y a jorge le marco yo hoy"),
        item("Llamar a Jorge", turn_id="t0009", quote_key="va y a jorge le marco yo hoy"),
        item("Revisar el margen", turn_id="t0009", owner="Laura Méndez"),
        item(owner="Carmen Ortega", turn_id="t0011", quote_key="y yo otra al equipo centro"),
        item("Enviar las objeciones", owner="Carmen Ortega", quote_key="yo te aviso en cuanto la tenga"),
    ],
    ids=["same turn and owner, other words", "same owner", "same words only", "same text, another owner", "same turn"],
)
def test_match_leaves_another_promise_alone(after: dict[str, Any]) -> None:
    """A new promise is new: what was done about an old one says nothing about it."""
    assert claimed([item()], [after]) == [None]


def test_match_two_promises_of_one_turn_are_told_apart_by_their_wording() -> None:
    """One sentence, two tasks of one person: each goes on with its own, in whatever order and wording they come."""
    call, paste = item("Llamar a Jorge"), item("Pasar la lista de asistentes")
    assert claimed([call, paste], [item("Pasarle la lista de los asistentes"), item("Llamarle a Jorge")]) == [1, 0]
    assert claimed([call, paste], [item("Pasarle la lista de los asistentes")]) == [1]
    corrected = {"quote_key": "si claro le marco a jorge y le paso la lista"}
    again = [item("Pasarle la lista de asistentes", **corrected), item("Llamar a don Jorge", **corrected)]
    assert claimed([call, paste], again) == [1, 0]


def test_match_one_sentence_about_two_people_goes_by_owner() -> None:
    """Both tasks have the same words; the wording changed, the owner tells them apart."""
    diego, laura = item("Mandar el reporte"), item("Mandar el reporte", owner="Laura Méndez")
    assert claimed([diego, laura], [item("Enviarlo", owner="Laura Méndez"), item("Enviarlo")]) == [1, 0]


def test_match_a_text_that_stands_twice_is_no_proof() -> None:
    """The same task for each of two regions: from the text alone nobody can say which is which."""
    rows = [item(turn_id=turn, quote_key=said) for turn, said in (("t0001", "va norte"), ("t0002", "va centro"))]
    assert claimed(rows, [item(turn_id="t0020", quote_key="pues eso lo vemos luego")]) == [None]


def test_match_one_row_serves_one_item() -> None:
    """The surest pair wins the row; what is left over is new, not a second copy of the number."""
    again = item("Mandar la lista de objeciones hoy", quote_key="yo se la mando hoy")
    assert claimed([item()], [again, item()]) == [None, 0]


def test_match_equal_items_keep_their_order() -> None:
    """Nothing tells them apart, so the first is the first."""
    assert claimed([item(), item()], [item(), item(), item()]) == [0, 1, None]


def test_match_decisions_have_no_owner() -> None:
    """Decisions are recognised in the same way."""
    before = {"turn_id": "t0004", "quote_key": "subimos el presupuesto", "text": "Subir el presupuesto"}
    assert claimed([before], [{**before, "quote_key": "sale subimos el presupuesto"}]) == [0]
    assert match([], []).pairs == ()


@pytest.mark.parametrize(
    ("one", "other"), [("Sí, lo mando.", "si lo MANDO"), ("¿Jueves?  Va", "jueves va"), ("3,5 %", "3 5")]
)
def test_quote_key_ignores_case_accents_punctuation(one: str, other: str) -> None:
    """Tidying up a transcript doesn't make a new commitment."""
    assert quote_key(one) == quote_key(other)
