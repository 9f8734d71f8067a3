from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from conftest import SHARED
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meetbot.adapters.crm.layout import RawColumn
from meetbot.adapters.crm.text import read_tables
from meetbot.adapters.crm.values import (
    DayColumn,
    FlagColumn,
    NumberColumn,
    Order,
    TimeColumn,
    empty_mask,
    is_empty,
    read_days,
    read_flags,
    read_numbers,
    read_times,
)
from meetbot.adapters.crm.zones import to_utc, to_wall

MEXICO = ZoneInfo("America/Mexico_City")
MADRID = ZoneInfo("Europe/Madrid")


def times(cells: Sequence[str], *, default: Order = "day", zone: ZoneInfo = MEXICO) -> TimeColumn:
    """The column of these cells as times."""
    return read_times(RawColumn.of(cells), default=default, zone=zone)


def days(cells: Sequence[str], *, default: Order = "day") -> DayColumn:
    """The column of these cells as days."""
    return read_days(RawColumn.of(cells), default=default, zone=MEXICO)


def amounts(cells: Sequence[str], default: str = ".") -> NumberColumn:
    """The column of these cells as numbers."""
    return read_numbers(RawColumn.of(cells), default_decimal=default)


def listed(column: TimeColumn | DayColumn | NumberColumn | FlagColumn) -> list[Any]:
    """The column's values."""
    return list(column.values.to_pylist())


def bad(column: TimeColumn | DayColumn | NumberColumn | FlagColumn) -> list[int]:
    """The indices of cells that hold something else."""
    return [int(index) for index in column.bad]


def local(*parts: int, zone: ZoneInfo = MEXICO) -> datetime:
    """A wall-clock time as naive UTC."""
    year, month, day, *clock = parts
    hour, minute, second, micro = (*clock, 0, 0, 0, 0)[:4]
    moment = datetime(year, month, day, hour, minute, second, micro, tzinfo=zone)
    return moment.astimezone(UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-11-22", local(2026, 11, 22)),
        (" 2026-11-22\u00a0", local(2026, 11, 22)),
        ("20261122", local(2026, 11, 22)),
        ("2026/11/22 07:05", local(2026, 11, 22, 7, 5)),
        ("2026-11-22T07:05:09.123", local(2026, 11, 22, 7, 5, 9, 123000)),
        ("2026-11-22 07:05:09,123456789", local(2026, 11, 22, 7, 5, 9, 123456)),
        ("2026-11-22T13:05:00Z", local(2026, 11, 22, 7, 5)),
        ("2026-11-22 13:05 UTC", local(2026, 11, 22, 7, 5)),
        ("2026-11-22 14:05:00+01:00", local(2026, 11, 22, 7, 5)),
        ("2026-11-22T07:05:09-0600", local(2026, 11, 22, 7, 5, 9)),
        ("2026-11-22T18:35:00+05:30", local(2026, 11, 22, 7, 5)),
        ("22/11/2026 7:05 p. m.", local(2026, 11, 22, 19, 5)),
        ("22/11/2026 7:05\u202fp.\u00a0m.", local(2026, 11, 22, 19, 5)),
        ("22/11/2026 12:05 a.m.", local(2026, 11, 22, 0, 5)),
        ("22/11/2026 12:05 PM", local(2026, 11, 22, 12, 5)),
        ("22/11/2026 17:05 p. m.", local(2026, 11, 22, 17, 5)),
        ("22/11/2026, 07:05:00", local(2026, 11, 22, 7, 5)),
        ("22-11-26", local(2026, 11, 22)),
        ("22.11.2026", local(2026, 11, 22)),
        ("22 nov 2026", local(2026, 11, 22)),
        ("22-nov-26", local(2026, 11, 22)),
        ("22-Nov-2026 07:05", local(2026, 11, 22, 7, 5)),
        ("22/nov/2026", local(2026, 11, 22)),
        ("22 de noviembre de 2026", local(2026, 11, 22)),
        ("domingo, 22 de noviembre de 2026 a las 7:05", local(2026, 11, 22, 7, 5)),
        ("1º de enero de 2026", local(2026, 1, 1)),
        ("sáb, 1 ago 2026", local(2026, 8, 1)),
        ("sa\u0301b, 1 ago. 2026", local(2026, 8, 1)),
        ("1 de setiembre del 2026, 09:30", local(2026, 9, 1, 9, 30)),
        ("November 22, 2026", local(2026, 11, 22)),
        ("Nov 22nd, 2026 at 7:05 PM", local(2026, 11, 22, 19, 5)),
        ("Sunday, November 22, 2026", local(2026, 11, 22)),
        ("2026-Nov-22", local(2026, 11, 22)),
        ("Sun Nov 22 2026 07:05:09 GMT-0600 (hora estándar central)", local(2026, 11, 22, 7, 5, 9)),
        ("Sun, 22 Nov 2026 13:05:09 +0000", local(2026, 11, 22, 7, 5, 9)),
        ("46348.5", local(2026, 11, 22, 12)),
        ("46348,295138889", local(2026, 11, 22, 7, 5)),
        ("1795352400000", datetime(2026, 11, 22, 13)),  # noqa: DTZ001  UTC
    ],
)
def test_times_each_known_form(cell: str, expected: datetime) -> None:
    """Every form that exports write is read as the same instant."""
    assert listed(times([cell])) == [expected]


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2026",
        "30/02/2026",
        "pronto",
        "2026-13-01",
        "22/11/2026 25:00",
        "22/11/2026 10:60",
        "22/11/2026 13:05 a. m.",
        "0001-01-01",
        "12345",
        "01/01/1900",
        "12 brumario 2026",
        "Foo 3, 2026",
        "22/11-2026",
        "2026-11-22 07:05 CST",
        "2026-11-22 07:05 +25:00",
        "99999",
        "2026-11",
        "9999999999999",
        "2026-11-22 y pico",
        "5²/11/2026",
        "00/01/2026",
        "999999999999999999999999999999999999",
    ],
)
def test_times_unreadable_is_null_and_named(cell: str) -> None:
    """What is no date is null and listed, never another date."""
    read = times([cell, "2026-11-22"])
    assert listed(read)[0] is None
    assert bad(read) == [0]
    assert len(read.contradicting) == 0


@pytest.mark.parametrize(
    "cell", ["", "  ", "-", " --", "N/A", "(Sin valor)", "–", "#N/D", "#¡DIV/0!", "(en  blanco)", "\u00a0"]
)
def test_blank_is_null_without_complaint(cell: str) -> None:
    """A blank cell is no error in any kind of column, and nothing in it is 0."""
    read = times([cell])
    assert (listed(read), bad(read), read.date_only, read.assumed) == ([None], [], False, False)
    for column in (days([cell]), amounts([cell]), read_flags(RawColumn.of([cell]))):
        assert (listed(column), bad(column)) == ([None], [])
    assert is_empty(cell)
    assert empty_mask(RawColumn.of([cell, "x", "0"]).cells).to_pylist() == [True, False, False]


def test_columns_without_cells() -> None:
    """A column of no cells has no values, and nothing is assumed about it."""
    none = RawColumn(index=0, header="", cells=pa.chunked_array([], pa.string()))
    assert len(none) == 0
    read = read_times(none, default="month", zone=MEXICO)
    assert (listed(read), read.order, read.assumed, read.date_only) == ([], "month", False, False)
    assert listed(read_numbers(none, default_decimal=",")) == []
    assert listed(read_flags(none)) == []
    assert empty_mask(none.cells).to_pylist() == []


def test_columns_in_several_chunks() -> None:
    """A column that was read in blocks is one column, and blocks that were cut out of others are theirs alone."""
    cells = pa.chunked_array(
        [pa.array(["x", "03/04/2026"])[1:], pa.array([], pa.string()), pa.array(["25/04/2026"] * 3)]
    )
    read = read_times(RawColumn(index=0, header="", cells=cells), default="month", zone=MEXICO)
    assert listed(read) == [local(2026, 4, 3), *[local(2026, 4, 25)] * 3]
    flags = read_flags(RawColumn(index=0, header="", cells=pa.chunked_array([["sí"], ["no", "sí"]])))
    assert listed(flags) == [True, False, True]


def test_times_three_clear_cells_decide_the_column() -> None:
    """03/04 is read as the clear dates of the column have it, whatever the locale says."""
    day_first = times(["03/04/2026", "25/04/2026", "26/04/2026", "27/04/2026"], default="month")
    month_first = times(["03/04/2026", "04/25/2026", "04/26/2026", "04/27/2026"], default="day")
    assert listed(day_first)[0] == local(2026, 4, 3)
    assert listed(month_first)[0] == local(2026, 3, 4)
    assert (day_first.assumed, month_first.assumed) == (False, False)
    assert (day_first.order, month_first.order) == ("day", "month")
    assert (day_first.telling, month_first.telling) == (3, 3)


def test_times_one_slip_turns_no_column_against_the_locale() -> None:
    """One cell that is a date in the other order only is unreadable and named; the others stay what they were."""
    for slips in (["11/13/2026"], ["11/13/2026", "11/14/2026"]):
        read = times(["03/11/2026", "05/11/2026", *slips])
        assert listed(read)[:2] == [local(2026, 11, 3), local(2026, 11, 5)]
        assert (read.order, bad(read), read.telling) == ("day", read.contradicting.tolist(), 0)
        assert len(read.contradicting) == len(slips)


def test_times_three_slips_in_a_long_column_are_slips() -> None:
    """The first twelve days of a month don't tell the order, nor do three cells among a hundred."""
    read = times([f"{day:02}/11/2026" for day in range(1, 13)] * 8 + ["11/13/2026"] * 3)
    assert (read.order, len(bad(read))) == ("day", 3)
    assert listed(read)[0] == local(2026, 11, 1)


def test_times_clear_cells_alone_need_no_other() -> None:
    """Where nothing can be read both ways, one clear date is enough."""
    read = times(["25/04/2026", "2026-04-26"], default="month")
    assert (listed(read), bad(read)) == ([local(2026, 4, 25), local(2026, 4, 26)], [])


def test_times_ambiguous_column_follows_the_locale_and_says_so() -> None:
    """Where no date is clear the locale decides; a column in which both readings agree needs no decision."""
    assert times(["03/04/2026"]).assumed
    assert listed(times(["03/04/2026"], default="month")) == [local(2026, 3, 4)]
    assert not times(["04/04/2026"]).assumed
    assert not times(["2026-04-03", "3 abr 2026"]).assumed


def test_times_stray_order_loses_to_the_column_and_is_told() -> None:
    """One month-first cell in a day-first column is unreadable and named, not silently another date."""
    read = times(["25/04/2026", "26/04/2026", "04/27/2026", "03/04/2026", "28/04/2026"], default="month")
    assert (bad(read), read.contradicting.tolist(), read.assumed) == ([2], [2], False)
    assert listed(read)[3] == local(2026, 4, 3)


def test_times_even_contradiction_follows_the_locale() -> None:
    """One cell against one: the locale decides, and the other cell is named."""
    read = times(["25/04/2026", "04/27/2026"], default="month")
    assert (read.order, bad(read), read.contradicting.tolist(), read.assumed) == ("month", [0], [0], False)


def test_times_column_of_days_is_known_to_the_day_only() -> None:
    """Dates without a time of day, also written as 00:00, are days; a stated zone makes them times."""
    assert times(["2026-11-22", ""]).date_only
    assert times(["2026-11-22 00:00"]).date_only
    assert times(["46348"]).date_only
    assert not times(["2026-11-22 00:00", "2026-11-22 08:00"]).date_only
    assert not times(["2026-11-22T00:00:00Z"]).date_only
    assert not times(["46348.25"]).date_only


def test_times_of_1904() -> None:
    """Bare serials of a workbook of 1904 are four years and a day later than they look; written dates are not."""
    cells = pa.chunked_array([["44886", "2026-11-22"]])
    column = RawColumn(index=0, header="", cells=cells, from_1904=True)
    assert listed(read_times(column, default="day", zone=MEXICO)) == [local(2026, 11, 22)] * 2


def test_times_that_excel_may_have_swapped() -> None:
    """All real dates up to the 12th and all text beyond it: a day-first file was opened with the month first."""
    native = [f"2026-{month:02}-{day:02} 00:00:00" for month, day in zip(range(1, 11), range(3, 13), strict=True)]
    text = ["13/01/2026", "25/04/2026", "30/06/2026"]
    cells = pa.chunked_array([[*native, *text]])
    marks = pa.chunked_array([[True] * len(native) + [False] * len(text)])
    column = RawColumn(index=0, header="", cells=cells, native=marks)
    assert read_times(column, default="day", zone=MEXICO).swapped
    assert read_days(column, default="day", zone=MEXICO).swapped
    sound = RawColumn(index=0, header="", cells=pa.chunked_array([[*native, "05/04/2026", *text[1:]]]), native=marks)
    assert not read_times(sound, default="day", zone=MEXICO).swapped
    assert not times([*native, *text]).swapped


@pytest.mark.parametrize(
    ("cell", "utc"),
    [
        # Madrid, 29 March 2026: 02:00 to 03:00 does not exist; 25 October: it is there twice.
        ("2026-03-29 01:59:59", datetime(2026, 3, 29, 0, 59, 59)),  # noqa: DTZ001
        ("2026-03-29 02:30", datetime(2026, 3, 29, 1, 30)),  # noqa: DTZ001  the clocks show 03:30 then
        ("2026-03-29 03:00", datetime(2026, 3, 29, 1, 0)),  # noqa: DTZ001
        ("2026-10-25 02:30", datetime(2026, 10, 25, 0, 30)),  # noqa: DTZ001  the first of both
        ("2026-10-25 03:00", datetime(2026, 10, 25, 2, 0)),  # noqa: DTZ001
        ("2026-10-25 02:30+01:00", datetime(2026, 10, 25, 1, 30)),  # noqa: DTZ001  the second, since it says so
    ],
)
def test_times_when_clocks_change(cell: str, utc: datetime) -> None:
    """A time that is skipped moves forward, of one that comes twice the first counts, a stated offset is exact."""
    assert listed(times([cell], zone=MADRID)) == [utc]


ZONES = ["America/Mexico_City", "America/Santiago", "America/Sao_Paulo", "America/Asuncion", "Europe/Madrid"]
ZONES += ["America/Bogota", "Australia/Lord_Howe", "Asia/Gaza", "Africa/Casablanca", "America/Caracas", "UTC"]


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)), min_size=1),  # noqa: DTZ001
    st.sampled_from(ZONES),
    st.lists(st.sampled_from([date(2026, 3, 29), date(2018, 11, 4), date(2022, 9, 11), date(2026, 10, 4)]), max_size=3),
)
def test_zones_equal_those_of_python(moments: list[datetime], name: str, changing: list[date]) -> None:
    """Whole columns give what zoneinfo gives one by one, there and back, days of change included."""
    zone = ZoneInfo(name)
    hours = [datetime(day.year, day.month, day.day, hour, 30) for day in changing for hour in range(24)]  # noqa: DTZ001
    moments = [moment.replace(fold=0) for moment in moments + hours]
    micros = np.array(moments, "datetime64[us]").astype(np.int64)
    utc = to_utc(micros, zone).astype("datetime64[us]").tolist()
    assert utc == [moment.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None) for moment in moments]
    wall = to_wall(micros, zone).astype("datetime64[us]").tolist()
    assert wall == [moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) for moment in moments]


def test_days_are_those_of_the_workspace() -> None:
    """The day that is written counts; an instant is on the day that the workspace's clocks show."""
    read = days(["2026-11-22T03:00:00Z", "22/11/2026", "sáb, 1 ago 2026", "45 de mayo", "", "1795352400000"])
    expected = [date(2026, 11, 21), date(2026, 11, 22), date(2026, 8, 1), None, None, date(2026, 11, 22)]
    assert listed(read) == expected
    assert (bad(read), read.order, read.assumed) == ([3], "day", False)
    assert days(["03/04/2026"]).assumed
    assert days(["25/04/2026", "26/04/2026", "04/27/2026"]).contradicting.tolist() == [2]


FORMS = ["%d/%m/%Y", "%d-%m-%Y %H:%M", "%d.%m.%Y", "%d/%m/%Y %I:%M:%S %p", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"]
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@settings(deadline=None)
@given(st.lists(MOMENTS, min_size=1), st.sampled_from(FORMS), st.booleans())
def test_times_round_trip(moments: list[datetime], form: str, day_first: bool) -> None:
    """A column comes back as it was written when the locale agrees with its order."""
    if not day_first:
        form = form.replace("%d/%m", "%m/%d").replace("%d-%m", "%m-%d").replace("%d.%m", "%m.%d")
    order: Order = "day" if day_first else "month"
    read = times([moment.strftime(form) for moment in moments], default=order, zone=ZoneInfo("UTC"))
    written = [datetime.strptime(moment.strftime(form), form).replace(tzinfo=None) for moment in moments]  # noqa: DTZ007
    assert listed(read) == written


@pytest.mark.parametrize(
    ("cells", "default", "expected"),
    [
        (["1,234.50", "12"], ",", [1234.5, 12]),
        (["1.234,50", "0,5", "2,5", "1.200"], ".", [1234.5, 0.5, 2.5, 1200]),
        (["0,75", "0,8", "0,9", "1.200"], ".", [0.75, 0.8, 0.9, 1200]),
        (["0.750", "0.8", "0.9", "1.200"], ",", [0.75, 0.8, 0.9, 1.2]),
        (["1.200.000"], ".", [1200000]),
        (["12,5", "3"], ".", [12.5, 3]),
        (["1234,567"], ".", [1234.567]),
        (["1247", "8651,95", "1,5", "2,5", "1.247"], ".", [1247, 8651.95, 1.5, 2.5, 1247]),
        (["-1,234.5", "(200.00)", "+7", "5.5-", "−2"], ".", [-1234.5, -200, 7, -5.5, -2]),
        (
            ["1 234,5", "2’000,25", "3'000,5", "4\u00a0000,5", "5\u202f000,5"],
            ".",
            [1234.5, 2000.25, 3000.5, 4000.5, 5000.5],
        ),
        (["$1,234.50", "MXN 20.00", "-$3.5", "$-3.5", "($3.5)", "$ 4.5 MXN"], ",", [1234.5, 20, -3.5, -3.5, -3.5, 4.5]),
        (["15.5 %", "9.53%", "100%", "-2%"], ".", [0.155, 0.0953, 1, -0.02]),
        ([".5", "7."], ",", [0.5, 7]),
        (["1.23E+05", "5e-3", "1.5"], ",", [123000, 0.005, 1.5]),
        (["1,23E+05"], ".", [123000]),
        (["12345678901234567890", "0.1234567890123456789"], ".", [12345678901234567890.0, 0.12345678901234568]),
        (["25,881", "3.5"], ".", [25881, 3.5]),
        (["007", "-0"], ".", [7, 0]),
    ],
)
def test_numbers_decimal_mark_is_decided_by_the_column(cells: list[str], default: str, expected: list[float]) -> None:
    """Three telling cells settle the decimal mark for all, one does where no other cell depends on it."""
    read = amounts(cells, default)
    assert listed(read) == expected
    assert bad(read) == []
    assert not read.assumed
    assert read.percent == any("%" in cell for cell in cells)


def test_numbers_ambiguous_column_follows_the_locale_and_says_so() -> None:
    """1.200 alone may be twelve hundred or one and a fifth: the locale decides, and an issue is due."""
    colombia, mexico = (amounts(["1.200", "3.400"], mark) for mark in (",", "."))
    assert (listed(colombia), colombia.assumed, colombia.decimal) == ([1200, 3400], True, ",")
    assert (listed(mexico), mexico.assumed, mexico.decimal) == ([1.2, 3.4], True, ".")


def test_numbers_one_slip_turns_no_column_against_the_locale() -> None:
    """1.200 stays twelve hundred in Colombia, though one cell has a decimal point."""
    read = amounts(["1.200", "3.400", "412.5"], ",")
    assert (listed(read), bad(read), read.decimal, read.telling) == ([1200, 3400, None], [2], ",", 0)


def test_numbers_contradiction_is_told() -> None:
    """A cell that is a number only with the other decimal mark is null and named."""
    read = amounts(["1,5", "2,5", "3.75"], ".")
    assert (listed(read), bad(read), read.contradicting.tolist()) == ([1.5, 2.5, None], [2], [2])


@pytest.mark.parametrize(
    "cell",
    [
        "ochenta",
        "12abc",
        "1.2.3,4,5",
        "--5",
        "1,23.456,7",
        "12/5",
        "1 23",
        "12,34,567",
        "5²",
        "(5",
        "-5-",
        "(-5)",
        "1e999",
        "USD 5 EUR",
        "ABC 5",
        "1 000 00",
        "1.2M",
        "5 000’000",
        "1,000.000,5",
        "٣",
        "$",
        "%",
        "E5",
        "0,123,456",
        "9 kg",
    ],
)
def test_numbers_unreadable_is_null_and_never_zero(cell: str) -> None:
    """What is no number is null and listed."""
    read = amounts([cell, "1,234.5"])
    assert listed(read) == [None, 1234.5]
    assert bad(read) == [0]


def test_numbers_currency_beside_the_amount_is_kept() -> None:
    """A code or a clear symbol names the currency; a bare dollar sign doesn't."""
    cells = [
        "1.00 USD",
        "US$2.00",
        "€3.00",
        "$4.00",
        "S/ 5.00",
        "n/a",
        "COP$6.00",
        "Q7.00",
        "8.00 M.N.",
        "usd 9",
        "x USD",
    ]
    read = amounts(cells)
    assert read.currencies is not None
    codes = ["USD", "USD", "EUR", None, "PEN", None, "COP", "GTQ", "MXN", "USD", None]
    assert read.currencies.to_pylist() == codes
    assert amounts(["1", "$2"]).currencies is None


def test_numbers_of_a_workbook_need_no_decision() -> None:
    """What the workbook holds as a number has a decimal point, in a column whose text has a comma."""
    cells, native = (
        pa.chunked_array([["1.234", "1.234", "5,5", "6,5", "7,5"]]),
        pa.chunked_array([[True, *[False] * 4]]),
    )
    read = read_numbers(RawColumn(index=0, header="", cells=cells, native=native), default_decimal=".")
    assert (listed(read), read.decimal, read.assumed) == ([1.234, 1234, 5.5, 6.5, 7.5], ",", False)
    alone = RawColumn(index=0, header="", cells=cells[:1], native=native[:1])
    read = read_numbers(alone, default_decimal=",")
    assert (listed(read), read.assumed) == ([1.234], False)


@settings(deadline=None)
@given(
    st.lists(st.integers(-(10**12), 10**12).map(lambda cents: cents / 100), min_size=1),
    st.sampled_from(",."),
    st.sampled_from(["", " ", "'", "’", "mark"]),
    st.sampled_from(["{}", "$ {}", "{} €", "COP {}"]),
)
def test_numbers_round_trip_in_any_convention(numbers: list[float], decimal: str, group: str, around: str) -> None:
    """Amounts with two decimals come back exactly in any convention, whatever the locale says."""
    mark = {"mark": "." if decimal == "," else ","}.get(group, group)
    written = [f"{number:,.2f}".replace(",", "g").replace(".", decimal).replace("g", mark) for number in numbers]
    read = amounts([around.format(text) for text in written], "." if decimal == "," else ",")
    assert listed(read) == numbers


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_any_float_is_read_exactly(numbers: list[float]) -> None:
    """What Python and databases write of a number is read as that number, to the last bit."""
    assert listed(amounts([repr(number) for number in numbers])) == numbers


def test_flags_in_both_languages() -> None:
    """Yes and no in any case, with and without accent; other words are listed."""
    read = read_flags(RawColumn.of(["Sí", "si", "TRUE", "Verdadero", "1", "No", "FALSO", "0", "", "quizá"]))
    assert listed(read) == [True] * 5 + [False] * 3 + [None, None]
    assert bad(read) == [9]


CELL = st.text(st.sampled_from("0123456789.,/-: $%()eEpmnov€’T+Z"), max_size=12) | st.text(max_size=12)


@settings(deadline=None, max_examples=300)
@given(st.lists(CELL, max_size=6))
@example(["9" * 200])
@example(["\ud7ff0", "0\u0301"])
def test_any_text_is_read_or_listed(cells: list[str]) -> None:
    """No cell makes a reader fail: each has a value, or is blank, or is listed."""
    blank = empty_mask(RawColumn.of(cells).cells).to_pylist()
    for read in (times(cells), days(cells), amounts(cells), read_flags(RawColumn.of(cells))):
        values = listed(read)
        assert len(values) == len(cells)
        assert bad(read) == [at for at, value in enumerate(values) if value is None and not blank[at]]


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        CELL | st.sampled_from(["03/04/2026", "25/04/2026", "04/25/2026", "1.200", "1,5", "1.5", "2.500", "46348"]),
        max_size=8,
    ).flatmap(lambda cells: st.tuples(st.just(cells), st.permutations(range(len(cells)))))
)
def test_order_of_rows_decides_nothing(drawn: tuple[list[str], list[int]]) -> None:
    """Rows in another order have the same values."""
    cells, order = drawn
    shuffled = [cells[at] for at in order]
    for read, again in ((times(cells), times(shuffled)), (amounts(cells), amounts(shuffled))):
        values = listed(read)
        assert listed(again) == [values[at] for at in order]
        assert again.assumed == read.assumed


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real export is not here")
def test_real_dates_are_day_first() -> None:
    """Of 8,800 real opportunities every date is read day first, also where the locale has the month first."""
    path = SHARED / "data" / "crm-sales" / "sales_pipeline.csv"
    (table,) = read_tables(path, lambda cells: len({"engage_date", "close_date"} & set(cells)))
    columns = {column.header: column for column in table.columns}
    engaged, closed = (days(columns[name].cells.to_pylist(), default="month") for name in ("engage_date", "close_date"))
    assert (engaged.order, closed.order) == ("day", "day")
    assert (bad(engaged), bad(closed)) == ([], [])
    cycles = [b - a for a, b in zip(listed(engaged), listed(closed), strict=True) if a and b]
    assert len(cycles) == 6711
    assert min(cycles) > timedelta(0)
    assert listed(engaged)[0] == date(2016, 10, 20)
    values = amounts(columns["close_value"].cells.to_pylist(), ",")
    assert (bad(values), values.decimal) == ([], ",")
    assert sum(value for value in listed(values) if value) == 10_005_534
