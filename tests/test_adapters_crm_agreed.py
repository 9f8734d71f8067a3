"""Customers with what they pay, and targets with the period they hold for."""

from datetime import date
from pathlib import Path

import pytest
from crm_workspace import issues, opened, rejected, rows, write


@pytest.mark.parametrize(
    ("header", "values", "expected"),
    [
        ("Margen", ("0.4", "0.35"), (0.4, 0.35)),
        ("Margen", ("40", "35"), (0.4, 0.35)),
        ("Margen", ("40%", "35%"), (0.4, 0.35)),
        ("Margen bruto", ("4000", "3500"), (0.4, 0.35)),
        ("Margen", ("40%", "35"), (0.4, 0.35)),
        ("Margen %", ("40", "35"), (0.4, 0.35)),
        ("Monto de margen", ("80", "50"), (0.008, 0.005)),
        ("Margen ($)", ("80", "50"), (0.008, 0.005)),
        ("Margen (MXN)", ("80", "50"), (0.008, 0.005)),
        ("Margen", ("", ""), (None, None)),
    ],
)
def test_customers_margin_is_a_share(
    tmp_path: Path, header: str, values: tuple[str, str], expected: tuple[float | None, float | None]
) -> None:
    """0.4, 40, 40 % and 4,000 of 10,000 are the same margin."""
    text = f"ID de cliente,MRR,{header}\n1,10000,{values[0]}\n2,10000,{values[1]}\n"
    write(tmp_path, "clientes.csv", text)
    found = [margin for (margin,) in rows(opened(tmp_path), "customers", "margin", order="id")]
    assert found == [value if value is None else pytest.approx(value) for value in expected]


@pytest.mark.parametrize(
    ("header", "value", "share", "told"),
    [
        ("Margen", "80", 0.8, "info clientes.csv: The margin is read as a percentage: 40 is 40 %"),
        ("Monto de margen", "80", 0.16, "info clientes.csv: The margin is an amount of money"),
        ("Margen", "0.16", 0.16, "info clientes.csv: The margin is read as a share of the revenue"),
        ("Margen", "16%", 0.16, "info clientes.csv: The margin is read as a percentage, for its cells say so"),
    ],
)
def test_customers_margin_says_how_it_was_read(
    tmp_path: Path, header: str, value: str, share: float, told: str
) -> None:
    """80 of 500 is 16 % where the header names money, and 80 % where it doesn't: a note tells which."""
    write(tmp_path, "clientes.csv", f"ID de cliente,MRR,{header}\n1,500,{value}\n")
    found = opened(tmp_path)
    assert rows(found, "customers", "margin") == [(pytest.approx(share),)]
    assert told in issues(found)


def test_customers_margin_in_money_without_revenue_is_empty(tmp_path: Path) -> None:
    """An amount can't become a share without what it is a share of."""
    write(tmp_path, "clientes.csv", "Cliente,Alta,Baja,Margen\nSol,2025-01-01,,4000\n")
    found = opened(tmp_path)
    assert rows(found, "customers", "id", "margin", "monthly_value") == [("Sol", None, None)]
    assert "The margin is no share of the revenue" in issues(found)


def test_customers_yearly_value_is_a_twelfth_a_month(tmp_path: Path) -> None:
    """A yearly contract pays a twelfth a month, where the monthly value is not given."""
    write(tmp_path, "clientes.csv", "Folio,ARR (USD),MRR,Alta\n1,12000,,2025-01-01\n2,12000,900,2025-01-01\n")
    found = opened(tmp_path)
    assert rows(found, "customers", "id", "monthly_value", "since") == [
        ("1", 1000, date(2025, 1, 1)),
        ("2", 900, date(2025, 1, 1)),
    ]


def test_customers_without_id_and_name_are_named_by_their_row(tmp_path: Path) -> None:
    """A list of contracts alone still counts how many there are."""
    write(tmp_path, "clientes.csv", "MRR,Alta\n100,2025-01-01\n200,2025-01-01\n")
    assert rows(opened(tmp_path), "customers", "id", "monthly_value") == [("row 2", 100), ("row 3", 200)]


@pytest.mark.parametrize(
    ("end", "expected"),
    [("2026-12-31", date(2027, 1, 1)), ("2027-01-01", date(2027, 1, 1))],
)
def test_targets_end_as_people_write_it(tmp_path: Path, end: str, expected: date) -> None:
    """A last day counts; the first of a month is where the next period begins."""
    write(tmp_path, "metas.csv", f"KPI,Inicio,Fin,Meta\nrevenue,2026-10-01,{end},100\n")
    assert rows(opened(tmp_path), "targets", "start", '"end"') == [(date(2026, 10, 1), expected)]


def test_targets_that_follow_each_other(tmp_path: Path) -> None:
    """Where one target ends on the day on which the next begins, that day belongs to the next."""
    write(
        tmp_path,
        "metas.csv",
        "KPI,Start,End,Target\nmql,2026-11-09,2026-11-16,40\nmql,2026-11-16,2026-11-23,45\nmql,2026-11-23,2026-12-01,50\n",
    )
    assert [end for (end,) in rows(opened(tmp_path), "targets", '"end"')] == [
        date(2026, 11, 16),
        date(2026, 11, 23),
        date(2026, 12, 1),
    ]


def test_targets_without_value_or_period_are_left_out(tmp_path: Path) -> None:
    """A target needs an indicator, a number and a period; a month may have its year in another column."""
    write(
        tmp_path,
        "metas.csv",
        "Indicador,Mes,Año,Meta\nmql,noviembre,2026,40\nmql,noviembre,,40\n,noviembre,2026,40\nmql,diciembre,2026,pronto\n",
    )
    found = opened(tmp_path)
    assert rows(found, "targets", "kpi", "start", "target") == [("mql", date(2026, 11, 1), 40)]
    assert rejected(found) == {
        "No period that could be read: left out.": (1, (3,)),
        "No indicator or no target: left out.": (2, (4, 5)),
    }
