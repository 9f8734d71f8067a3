from pathlib import Path

import pytest
from growth import growth

from meetbot.stages.spoken_figures import SpokenFigure, figures_in

TABLE = Path(__file__).parent / "data" / "spoken_figures.txt"


def _cases() -> list[tuple[str, str, str]]:
    cases, language = [], ""
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif line and not line.startswith("#"):
            said, _, expected = line.partition("|")
            cases.append((language, said.strip(), expected.strip()))
    return cases


def _matches(figure: SpokenFigure, expected: str) -> bool:
    value, unit, *rest = expected.split()
    bounds = next((part for part in rest if ".." in part), None)
    currency = next((part for part in rest if ".." not in part), None)
    alike = [pytest.approx(float(value), rel=1e-5) == figure.value, unit == figure.unit, currency == figure.currency]
    if bounds:
        low, high = bounds.split("..")
        alike += [pytest.approx(float(low)) == figure.low, pytest.approx(float(high)) == figure.high]
    return all(alike)


@pytest.mark.parametrize(("language", "said", "expected"), _cases())
def test_figures_in_reads(language: str, said: str, expected: str) -> None:
    """What is said holds those figures and no others."""
    found = figures_in(said, language=language)
    wanted = [] if expected == "-" else expected.split(";")
    assert len(found) == len(wanted), found
    assert all(_matches(figure, one) for figure, one in zip(found, wanted, strict=True)), found
    assert all(said[figure.start : figure.end] == figure.words for figure in found)


@pytest.mark.parametrize("digits", ["7" * 310, "5" * 4400, "1.000" * 3000, "0" * 16])
@pytest.mark.parametrize("said", ["el id es {}", "tres coma {}", "point {}", "point {} percent", "el {} por ciento"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_figures_in_long_digits(said: str, digits: str, language: str) -> None:
    """More digits than anybody says are an id or noise, never a figure and never an exception."""
    assert all(digits not in figure.words for figure in figures_in(said.format(digits), language=language))


def test_figures_in_fifteen_digits() -> None:
    """An amount with grouped digits is read up to the last that a float holds."""
    [figure] = figures_in("son 123.456.789.012.345 pesos", language="es-CO")
    assert figure.value == pytest.approx(123456789012345, rel=1e-9)


@pytest.mark.parametrize("part", ["5 ", "5-", "mil ", "5% ", "uno "])
def test_figures_in_many(part: str) -> None:
    """A turn that is nothing but numbers is read in time that grows with its length alone."""
    assert growth(lambda size: figures_in(part * (size // len(part)), language="es"), size=2_000, times=4) < 8


@pytest.mark.parametrize("said", ["55 12 34 56", "uno dos tres cuatro", "55-12-34", "ocho cinco cinco - uno"])
def test_figures_in_phone_number(said: str) -> None:
    """Several groups one after another are a telephone number."""
    assert figures_in(f"mi celular nuevo {said} y ya", language="es") == ()
