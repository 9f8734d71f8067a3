"""Periods as reports write them, and costs by day from any of them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from crm_workspace import issues, opened, rejected, rows, write

from meetbot.adapters.crm import periods
from meetbot.adapters.crm.stages import spend_kind


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("noviembre 2026", None, (date(2026, 11, 1), date(2026, 12, 1))),
        ("Noviembre de 2026", None, (date(2026, 11, 1), date(2026, 12, 1))),
        ("dic-26", None, (date(2026, 12, 1), date(2027, 1, 1))),
        ("setiembre del 2026", None, (date(2026, 9, 1), date(2026, 10, 1))),
        ("2026-11", None, (date(2026, 11, 1), date(2026, 12, 1))),
        ("11/2026", None, (date(2026, 11, 1), date(2026, 12, 1))),
        ("2026 nov", None, (date(2026, 11, 1), date(2026, 12, 1))),
        ("Feb 2024", None, (date(2024, 2, 1), date(2024, 3, 1))),
        ("2026-Q4", None, (date(2026, 10, 1), date(2027, 1, 1))),
        ("Q1 2027", None, (date(2027, 1, 1), date(2027, 4, 1))),
        ("T3 de 2026", None, (date(2026, 7, 1), date(2026, 10, 1))),
        ("Trimestre 2", 2026, (date(2026, 4, 1), date(2026, 7, 1))),
        ("2026", None, (date(2026, 1, 1), date(2027, 1, 1))),
        ("noviembre", 2026, (date(2026, 11, 1), date(2026, 12, 1))),
        ("11", 2026, (date(2026, 11, 1), date(2026, 12, 1))),
        ("noviembre", None, None),
        ("Q4", None, None),
        ("13/2026", None, None),
        ("pronto", 2026, None),
        ("", None, None),
        (None, 2026, None),
    ],
)
def test_month_of(text: str | None, year: int | None, expected: tuple[date, date] | None) -> None:
    """Months, quarters and years in both languages; without its year a month says nothing."""
    assert periods.month_of(text, year=year) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 de julio de 2026 - 20 de septiembre de 2026", (date(2026, 7, 1), date(2026, 9, 21))),
        ('"March 27, 2026 - April 23, 2026"', (date(2026, 3, 27), date(2026, 4, 24))),
        ("16/11/2026 al 22/11/2026", (date(2026, 11, 16), date(2026, 11, 23))),
        ("2026-11-16 – 2026-11-16", (date(2026, 11, 16), date(2026, 11, 17))),
        ("22/11/2026 - 16/11/2026", None),
        ("Informe de campaña", None),
        ("de enero a marzo", None),
    ],
)
def test_range_of(text: str, expected: tuple[date, date] | None) -> None:
    """Both days are included; what ends before it begins is no range."""
    assert periods.range_of(text, order="day") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-W47", (date(2026, 11, 16), date(2026, 11, 23))),
        ("2026-W60", None),
        ("semana 47", None),
    ],
)
def test_week_of(text: str, expected: tuple[date, date] | None) -> None:
    """ISO weeks begin on Monday."""
    assert periods.week_of(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Pauta en medios", "media"),
        ("Google Ads", "media"),
        ("Publicidad digital", "media"),
        ("Agencia de medios", "other"),
        ("Sueldos y salarios", "other"),
        ("Herramientas (CRM)", "other"),
        ("Feria Expo Pack", "other"),
        ("Cafetería", None),
        (None, None),
    ],
)
def test_spend_kind(text: str | None, kind: str | None) -> None:
    """Advertising is media; people, tools and agencies are not, whatever they are for."""
    assert spend_kind(text) == kind


def days(root: Path) -> list[tuple[date, float]]:
    """Each day with its amount."""
    found = opened(root).query("SELECT day, sum(amount) FROM spend GROUP BY day ORDER BY day")
    return [(day, round(amount, 6)) for day, amount in found]


@pytest.mark.parametrize(
    ("text", "first", "length"),
    [
        ("Semana,Campaña,Costo\n2026-11-16,Marca,700\n", date(2026, 11, 16), 7),
        ("Semana,Campaña,Costo\n2026-W47,Marca,700\n", date(2026, 11, 16), 7),
        ("Semana,Campaña,Costo\n16/11/2026 - 22/11/2026,Marca,700\n", date(2026, 11, 16), 7),
        ("Month,Campaign,Cost\n2026-11-01,Brand,3000\n", date(2026, 11, 1), 30),
        ("Mes,Año,Concepto,Monto\nNoviembre,2026,Pauta,3000\n", date(2026, 11, 1), 30),
        ("Año,Concepto,Monto\n2025,Pauta,36500\n", date(2025, 1, 1), 365),
        ("Desde,Hasta,Concepto,Monto\n2026-11-16,2026-11-22,Pauta,700\n", date(2026, 11, 16), 7),
        ("Desde,Concepto,Monto\n2026-11-16,Pauta,100\n", date(2026, 11, 16), 1),
        ("Desde,Hasta,Concepto,Monto\n2026-11-16,,Pauta,100\n", date(2026, 11, 16), 1),
        ("Fecha,Concepto,Monto\n2026-11-16,Pauta,100\n", date(2026, 11, 16), 1),
    ],
)
def test_spend_is_spread_over_its_period(tmp_path: Path, text: str, first: date, length: int) -> None:
    """A week, a month, a year or a range: 100 a day."""
    write(tmp_path, "gastos.csv", text)
    assert days(tmp_path) == [(first + timedelta(days=n), 100) for n in range(length)]


def test_spend_without_a_readable_day_is_left_out(tmp_path: Path) -> None:
    """A cost of no day, of a period that ends before it begins, or of a century is counted as left out."""
    write(
        tmp_path,
        "gastos.csv",
        "Desde,Hasta,Concepto,Monto\n,,Pauta,1\n2026-11-16,2026-11-10,Pauta,2\n1999-01-01,2026-11-10,Pauta,3\n"
        "2026-11-16,2026-11-16,Pauta,4\n",
    )
    found = opened(tmp_path)
    assert rows(found, "spend", "amount") == [(4,)]
    assert rejected(found) == {"No date that could be read: left out.": (3, (2, 3, 4))}
    assert "row 3: A period that ends before it begins" in issues(found)


def test_spend_of_unknown_kind_is_other_and_told(tmp_path: Path) -> None:
    """What no word tells is not counted as advertising, and the words are listed."""
    write(tmp_path, "costos.csv", "Fecha,Concepto,Monto\n2026-11-16,Varios,100\n2026-11-16,Pauta,50\n")
    found = opened(tmp_path)
    assert rows(found, "spend", "kind", "amount") == [("media", 50), ("other", 100)]
    assert "Nothing says whether a cost is advertising (Varios): counted as other than media." in issues(found)


def test_spend_unreadable_amounts_are_empty(tmp_path: Path) -> None:
    """An amount that is no number is empty and counted, never 0."""
    write(tmp_path, "gastos.csv", "Fecha,Concepto,Monto\n2026-11-16,Pauta,pendiente\n2026-11-16,Pauta,5\n")
    found = opened(tmp_path)
    assert found.query("SELECT sum(amount), count(amount) FROM spend") == [(5, 1)]
    assert 'row 2: "Monto": not a number, left empty (the first is "pendiente").' in issues(found)


def test_spend_by_the_name_of_its_file(tmp_path: Path) -> None:
    """A file called after salaries needs no category; two files are two platforms."""
    write(tmp_path, "salarios-2026.csv", "Mes,Monto\n2026-10,3100\n")
    write(tmp_path, "pauta-2026.csv", "Mes,Monto\n2026-10,6200\n")
    found = opened(tmp_path)
    assert found.query("SELECT platform, kind, sum(amount) FROM spend GROUP BY 1, 2 ORDER BY 1") == [
        ("pauta 2026", "media", pytest.approx(6200)),
        ("salarios 2026", "other", pytest.approx(3100)),
    ]
