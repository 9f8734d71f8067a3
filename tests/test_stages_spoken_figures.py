from pathlib import Path

import pytest

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
