from datetime import date

import pytest

from meetbot.model.kpi import Period, Unit
from meetbot.words import format_date, format_period, format_value

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "unit", "locale", "currency", "expected"),
    [
        (None, "money", "es-MX", "MXN", "–"),
        (1234.5, "money", "es-MX", "MXN", "$1,234"),
        (4_812_350.4, "money", "es-CO", "COP", "$4.812.350"),
        (12.5, "money", "es-MX", "MXN", "$12.50"),
        (12.5, "money", "es-MX", "USD", f"USD{NBSP}12.50"),
        (12.5, "money", "es-MX", None, "12.5"),
        (12_000, "money", "es-ES", "EUR", f"12.000{NBSP}€"),
        (0.8333, "ratio", "es-MX", None, "83.3%"),
        (0.8333, "ratio", "es-CO", None, "83,3%"),
        (0.8333, "ratio", "es-ES", None, f"83,3{NBSP}%"),
        (1.0, "ratio", "en", None, "100%"),
        (26.44, "hours", "es-MX", None, "26.4 h"),
        (1, "days", "es-MX", None, "1 día"),
        (41, "days", "en", None, "41 days"),
        (1234, "count", "es-CO", None, "1.234"),
        (3, "count", "es-XX", None, "3"),
    ],
)
def test_format_value_as_the_country_writes_it(
    value: float | None, unit: Unit, locale: str, currency: str | None, expected: str
) -> None:
    """Decimal mark, grouping, currency and unit follow the locale; unknown countries follow their language."""
    assert format_value(value, unit, locale=locale, currency=currency) == expected


def test_format_date_long_and_short() -> None:
    """Both forms carry the year."""
    day = date(2026, 11, 2)
    assert format_date(day, locale="es-MX") == "2 de noviembre de 2026"
    assert format_date(day, locale="es-MX", style="short") == "2 nov 2026"
    assert format_date(day, locale="en") == "November 2, 2026"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 11, 16), date(2026, 11, 23), "16–22 de noviembre de 2026"),
        (date(2026, 10, 1), date(2027, 1, 1), "1 de octubre – 31 de diciembre de 2026"),
        (date(2026, 11, 16), date(2026, 11, 17), "16 de noviembre de 2026"),
        (date(2026, 11, 16), date(2026, 11, 16), "16 de noviembre de 2026"),
    ],
)
def test_format_period_shows_the_last_day(start: date, end: date, expected: str) -> None:
    """The exclusive end is never shown, and no space is of a kind that mail readers lack."""
    assert format_period(Period(start=start, end=end), locale="es-MX") == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("es-MX", "19 de oct – 15 de nov 2026"), ("es-ES", "19 oct – 15 nov 2026"), ("en", "Oct 19 – Nov 15, 2026")],
)
def test_format_period_short_as_the_country_writes_it(locale: str, expected: str) -> None:
    """A row of a table has room for the short form, which keeps the year."""
    period = Period(start=date(2026, 10, 19), end=date(2026, 11, 16))
    assert format_period(period, locale=locale, style="short") == expected
