import pytest
from examples import ANNEX, EXAMPLE_WORDS, READINGS, ROSTER

from meetbot.documents.definitions import definitions_table, time_base
from meetbot.model.kpi import Kpi


def test_definition_names_meaning_time_and_owners() -> None:
    """What it measures, over which time, and who answers for it in both departments."""
    (table,) = definitions_table((*READINGS, *ANNEX), ROSTER, EXAMPLE_WORDS)
    rows = [[cell.text for cell in row.cells] for row in table.groups[0].rows]
    assert [row[0] for row in rows] == ["Tiempo medio de respuesta de Comercial", "Conversión de leads en 30 días"]
    assert rows[0][3] == "Mercadeo y Comercial"
    assert rows[1][2].replace("\N{NO-BREAK SPACE}", " ").endswith("30 días después")


def test_indicators_without_a_definition_make_no_table() -> None:
    """An empty column explains nothing."""
    assert definitions_table(READINGS[2:], ROSTER, EXAMPLE_WORDS) == ()
    nobody = READINGS[1].model_copy(update={"kpi": READINGS[1].kpi.model_copy(update={"owners": ()})})
    (table,) = definitions_table((nobody,), ROSTER, EXAMPLE_WORDS)
    assert table.groups[0].rows[0].cells[3].text == "–"


@pytest.mark.parametrize(
    ("base", "days", "told"),
    [
        ("period", 0, "Lo que ocurrió en el periodo"),
        ("snapshot", 0, "Foto del día de los datos"),
        ("cohort", 0, "Cohorte: qué fue de quienes entraron en el periodo"),
        ("cohort", 7, "Cohorte: qué fue de quienes entraron, 7 días después"),
    ],
)
def test_time_base_in_words(base: str, days: int, told: str) -> None:
    """Events of a period, what became of those who entered, or the state of a day."""
    kpi = Kpi.model_validate(
        {"id": "x", "name": "X", "unit": "ratio", "direction": "up", "time_base": base, "maturity_days": days}
    )
    assert time_base(kpi, EXAMPLE_WORDS).replace("\N{NO-BREAK SPACE}", " ") == told
