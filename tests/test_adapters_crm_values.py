from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetbot.adapters.crm.values import read_numbers, read_times

MEXICO = ZoneInfo("America/Mexico_City")


def local(*parts: int) -> datetime:
    """A wall-clock time of Mexico City."""
    year, month, day, *clock = parts
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    return datetime(year, month, day, hour, minute, second, tzinfo=MEXICO)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-11-22", local(2026, 11, 22)),
        ("2026/11/22 07:05", local(2026, 11, 22, 7, 5)),
        ("2026-11-22T07:05:09.123", local(2026, 11, 22, 7, 5, 9)),
        ("2026-11-22T13:05:00Z", local(2026, 11, 22, 7, 5)),
        ("2026-11-22 14:05:00+01:00", local(2026, 11, 22, 7, 5)),
        ("22/11/2026 7:05 p. m.", local(2026, 11, 22, 19, 5)),
        ("22/11/2026 12:05 a.m.", local(2026, 11, 22, 0, 5)),
        ("22-11-26", local(2026, 11, 22)),
        ("22.11.2026", local(2026, 11, 22)),
        ("22 nov 2026", local(2026, 11, 22)),
        ("22 de noviembre de 2026", local(2026, 11, 22)),
        ("sáb, 1 ago 2026", local(2026, 8, 1)),
        ("1 de setiembre del 2026, 09:30", local(2026, 9, 1, 9, 30)),
        ("November 22, 2026", local(2026, 11, 22)),
        ("46348.5", local(2026, 11, 22, 12)),
        ("1795352400000", datetime.fromtimestamp(1795352400, tz=UTC)),
    ],
)
def test_times_each_known_form(cell: str, expected: datetime) -> None:
    """Every form that exports write is read as the same instant."""
    assert read_times([cell], default="day", zone=MEXICO).values == (expected,)


@pytest.mark.parametrize(
    "cell", ["31/02/2026", "pronto", "2026-13-01", "22/11/2026 25:00", "0001-01-01", "12 brumario 2026", "Foo 3, 2026"]
)
def test_times_unreadable_is_null_and_named(cell: str) -> None:
    """What is no date is null and listed, never another date."""
    read = read_times([cell, "2026-11-22"], default="day", zone=MEXICO)
    assert read.values[0] is None
    assert read.bad == (0,)


@pytest.mark.parametrize("cell", ["", "  ", "-", "N/A", "(Sin valor)", "–"])
def test_times_blank_is_null_without_complaint(cell: str) -> None:
    """A blank cell is no error."""
    read = read_times([cell], default="day", zone=MEXICO)
    assert (read.values, read.bad, read.date_only) == ((None,), (), False)


def test_times_one_clear_cell_decides_the_column() -> None:
    """03/04 is read as the only clear date of the column has it, whatever the locale says."""
    day_first = read_times(["03/04/2026", "25/04/2026"], default="month", zone=MEXICO)
    month_first = read_times(["03/04/2026", "04/25/2026"], default="day", zone=MEXICO)
    assert day_first.values[0] == local(2026, 4, 3)
    assert month_first.values[0] == local(2026, 3, 4)
    assert (day_first.assumed, month_first.assumed) == (False, False)


def test_times_ambiguous_column_follows_the_locale_and_says_so() -> None:
    """Where no date is clear the locale decides; a column in which both readings agree needs no decision."""
    assert read_times(["03/04/2026"], default="day", zone=MEXICO).assumed
    assert read_times(["03/04/2026"], default="month", zone=MEXICO).values == (local(2026, 3, 4),)
    assert not read_times(["04/04/2026"], default="day", zone=MEXICO).assumed


def test_times_stray_order_loses_to_the_column() -> None:
    """One month-first cell in a day-first column is unreadable, not silently another date."""
    read = read_times(["25/04/2026", "26/04/2026", "04/27/2026"], default="day", zone=MEXICO)
    assert read.bad == (2,)


def test_times_column_of_days_is_known_to_the_day_only() -> None:
    """Dates without a time of day, also written as 00:00, are days and not midnights."""
    assert read_times(["2026-11-22", ""], default="day", zone=MEXICO).date_only
    assert read_times(["2026-11-22 00:00"], default="day", zone=MEXICO).date_only
    assert not read_times(["2026-11-22 00:00", "2026-11-22 08:00"], default="day", zone=MEXICO).date_only


@settings(deadline=None)
@given(st.lists(st.dates(date(1995, 1, 1), date(2090, 12, 31)), min_size=1), st.booleans())
def test_times_round_trip_in_either_order(days: list[date], day_first: bool) -> None:
    """A column written in one order comes back as written when the locale agrees with it."""
    form = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    read = read_times([day.strftime(form) for day in days], default="day" if day_first else "month", zone=MEXICO)
    assert [value.date() for value in read.values if value] == days


@pytest.mark.parametrize(
    ("cells", "default", "expected"),
    [
        (["1,234.50", "12"], ",", [1234.5, 12]),
        (["1.234,50", "1.200"], ".", [1234.5, 1200]),
        (["0,75", "1.200"], ".", [0.75, 1200]),
        (["1.200.000"], ".", [1200000]),
        (["12,5", "3"], ".", [12.5, 3]),
        (["1234,567"], ".", [1234.567]),
        (["-1,234.5", "(200.00)", "+7"], ".", [-1234.5, -200, 7]),
        (["1 234,5", "2’000,25"], ".", [1234.5, 2000.25]),
        (["$1,234.50", "MXN 20.00", "15.5 %"], ",", [1234.5, 20, 15.5]),
        ([".5"], ",", [0.5]),
    ],
)
def test_numbers_decimal_mark_is_decided_by_the_column(cells: list[str], default: str, expected: list[float]) -> None:
    """One telling cell settles the decimal mark for all, against the locale if need be."""
    read = read_numbers(cells, default_decimal=default)
    assert list(read.values) == expected
    assert read.bad == ()
    assert not read.assumed


def test_numbers_ambiguous_column_follows_the_locale_and_says_so() -> None:
    """1.200 alone may be twelve hundred or one and a fifth: the locale decides, and an issue is due."""
    colombia, mexico = (read_numbers(["1.200", "3.400"], default_decimal=mark) for mark in (",", "."))
    assert (colombia.values, colombia.assumed) == ((1200, 3400), True)
    assert (mexico.values, mexico.assumed) == ((1.2, 3.4), True)


@pytest.mark.parametrize("cell", ["ochenta", "12abc", "1.2.3,4,5", "--5", "1,23.456,7", "12/5"])
def test_numbers_unreadable_is_null_and_never_zero(cell: str) -> None:
    """What is no number is null and listed."""
    read = read_numbers([cell, "1,234.5"], default_decimal=".")
    assert read.values[0] is None
    assert read.bad == (0,)


def test_numbers_currency_beside_the_amount_is_kept() -> None:
    """A code or a clear symbol names the currency; a bare dollar sign doesn't."""
    read = read_numbers(["1.00 USD", "US$2.00", "€3.00", "$4.00", "S/ 5.00", "n/a"], default_decimal=".")
    assert read.currencies == ("USD", "USD", "EUR", None, "PEN", None)


@settings(deadline=None)
@given(st.lists(st.integers(-(10**9), 10**9).map(lambda cents: cents / 100), min_size=1), st.sampled_from(".,"))
def test_numbers_round_trip_with_either_mark(amounts: list[float], mark: str) -> None:
    """Amounts with two decimals come back exactly in either convention, whatever the locale says."""
    written = [f"{amount:,.2f}" for amount in amounts]
    if mark == ",":
        written = [text.translate(str.maketrans(".,", ",.")) for text in written]
    read = read_numbers(written, default_decimal="." if mark == "," else ",")
    assert list(read.values) == amounts


@settings(deadline=None)
@given(st.text(max_size=30))
def test_values_any_text_is_read_or_refused(cell: str) -> None:
    """No cell makes the reader fail."""
    for read in (read_numbers([cell], default_decimal="."), read_times([cell], default="day", zone=MEXICO)):
        assert len(read.values) == 1
    assert read_times(["2026-11-22", "2026-11-23"], default="day", zone=MEXICO).values[1] == local(
        2026, 11, 22
    ) + timedelta(days=1)
