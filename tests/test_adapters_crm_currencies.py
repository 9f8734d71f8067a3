"""In which currency amounts are."""

from pathlib import Path

import pytest
from crm_workspace import issues, opened, rows, write

from meetbot.adapters.crm.currencies import code_of


@pytest.mark.parametrize(
    ("text", "default", "code"),
    [
        ("MXN", "COP", "MXN"),
        ("mxn", "COP", "MXN"),
        ("Peso mexicano (MXN)", "COP", "MXN"),
        ("XYZ", "MXN", "XYZ"),
        ("Pesos", "MXN", "MXN"),
        ("pesos", "COP", "COP"),
        ("Pesos", "USD", None),
        ("Pesos M.N.", "MXN", "MXN"),
        ("Peso mexicano", "USD", "MXN"),
        ("Pesos Mexicanos", "COP", "MXN"),
        ("Peso colombiano", "MXN", "COP"),
        ("Pesos chilenos", "MXN", "CLP"),
        ("Pesos oro", "MXN", None),
        ("M.N.", "USD", "MXN"),
        ("Dólares", "MXN", "USD"),
        ("US dollars", "MXN", "USD"),
        ("Dólar canadiense", "MXN", "CAD"),
        ("Dólares raros", "MXN", None),
        ("Euros", "MXN", "EUR"),
        ("€", "MXN", "EUR"),
        ("US$", "MXN", "USD"),
        ("Sol", "MXN", "PEN"),
        ("Fichas", "MXN", None),
    ],
)
def test_code_of_what_people_write(text: str, default: str, code: str | None) -> None:
    """A code, a mark or a word with its country; bare pesos are those of the workspace, if it counts in pesos."""
    assert code_of(text, default) == code


def test_currency_of_words_enters_the_sums(tmp_path: Path) -> None:
    """Words become codes; one that names no currency for certain is told with its count, and added to nothing."""
    write(
        tmp_path,
        "deals.csv",
        "id,etapa,monto,moneda\n1,Ganado,100,Pesos\n2,Ganado,5,US dollars\n3,Ganado,7,Fichas\n4,Ganado,9,$\n",
    )
    found = opened(tmp_path)
    assert [code for _, code in rows(found, "deals", "id", "currency")] == ["MXN", "USD", "FICHAS", "MXN"]
    assert 'warning deals.csv, row 4: "Fichas" names no currency for certain: 1 amount(s) enter no sum.' in issues(
        found
    )


def test_currency_of_converted_amounts_is_the_workspaces(tmp_path: Path) -> None:
    """HubSpot converts these amounts itself: the currency of the deal is not theirs, and a note says so."""
    write(tmp_path, "deals.csv", "id,etapa,Amount in company currency,Currency\n1,Ganado,1800,USD\n")
    found = opened(tmp_path)
    assert rows(found, "deals", "amount", "currency") == [(1800, "MXN")]
    assert 'info deals.csv: "Amount in company currency": amounts as the CRM has converted them' in issues(found)
