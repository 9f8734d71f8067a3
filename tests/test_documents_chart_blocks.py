from dataclasses import replace

import pytest
from examples import EXAMPLE_WORDS, FUNNEL, READINGS, SLA, history

from meetbot import words as locale_words
from meetbot.documents.chart_blocks import _ticks, funnel_chart, owners_chart, trends_chart
from meetbot.documents.sheet import Funnel, Stacks, Trends
from meetbot.model.kpi import SlaOwner


def test_trend_of_each_indicator_with_at_least_three_figures() -> None:
    """Values, target with its side, limits, the ends of the time shown, and the state of the newest one."""
    (chart,) = trends_chart(READINGS, EXAMPLE_WORDS)
    assert isinstance(chart.drawing, Trends)
    assert [panel.title for panel in chart.drawing.panels] == [
        "Conversión de leads de Mercadeo",
        "Tiempo medio de respuesta de Comercial",
        "Tasa de cierre",
    ]
    panel = chart.drawing.panels[1]
    assert panel.points == (22.1, 24.0, 21.5, 23.9, 24.4, 22.8, 27.2, 31.4)
    assert (panel.low, panel.high, panel.target, panel.tone) == (17.9, 28.5, 24, "red")
    assert (panel.first, panel.last) == ("4 oct", "22 nov")
    assert panel.value.replace("\N{NO-BREAK SPACE}", " ") == "■ 31.4 h"
    assert panel.target_label.replace("\N{NO-BREAK SPACE}", " ") == "meta ≤ 24 h"
    assert chart.drawing.panels[0].points[2] is None


def test_trend_alt_text_tells_what_the_picture_shows() -> None:
    """Who can't see it hears the newest values and their states."""
    (chart,) = trends_chart(READINGS[1:2], EXAMPLE_WORDS)
    assert "Tiempo medio de respuesta de Comercial: 31.4" in chart.alt
    assert "■ Rojo" in chart.alt


def test_two_figures_are_no_course() -> None:
    """Nothing is drawn when there is nothing to see."""
    short = READINGS[0].model_copy(update={"history": history(0.2, None, 0.3)})
    assert trends_chart((short, READINGS[4]), EXAMPLE_WORDS) == ()


@pytest.mark.parametrize(("locale", "expected"), [("es-ES", "30,1"), ("en-US", "Nov 22"), ("es-CO", "22 de nov")])
def test_numbers_and_dates_follow_the_locale(locale: str, expected: str) -> None:
    """Decimal comma in Spain, the month first in the United States."""
    reading = READINGS[0].model_copy(update={"value": 0.301})
    (chart,) = trends_chart((reading,), locale_words.load(locale))
    assert isinstance(chart.drawing, Trends)
    panel = chart.drawing.panels[0]
    assert expected in f"{panel.value} {panel.last}"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.21, 0.33, [0.25, 0.3]),
        (21.5, 31.4, [25.0, 30.0]),
        (0.0, 1_000_000.0, [0.0, 500_000.0, 1_000_000.0]),
        (-12.0, 7.0, [-10.0, 0.0]),
        (3.0, 3.0, [3.0]),
        (3.0, 2.0, [3.0]),
        (99_999.0, 100_001.0, [99_999.0, 100_000.0, 100_001.0]),
    ],
)
def test_ticks_are_round_and_few(low: float, high: float, expected: list[float]) -> None:
    """At most three values that somebody would name."""
    assert _ticks(low, high) == pytest.approx(expected)


def test_funnel_marks_the_broken_step_in_words() -> None:
    """The bar says how many came on, how many before, and that it breaks here."""
    (chart,) = funnel_chart(FUNNEL, EXAMPLE_WORDS)
    assert isinstance(chart.drawing, Funnel)
    marks = [(stage.label, stage.mark) for stage in chart.drawing.stages if stage.mark]
    assert marks == [("SQL", "■ se rompe aquí")]
    assert chart.drawing.stages[2].rate_text == "pasa el 22.5%, antes 41%"
    assert chart.drawing.stages[0].rate_text == ""
    assert chart.alt.endswith("Se rompe en SQL.")
    first = FUNNEL[1].model_copy(update={"previous_rate": None, "breaks": False})
    (whole,) = funnel_chart((FUNNEL[0], first, FUNNEL[3]), EXAMPLE_WORDS)
    assert isinstance(whole.drawing, Funnel)
    assert whole.drawing.stages[1].rate_text == "pasa el 28.4%"
    assert "rompe" not in whole.alt


def test_funnel_of_two_stages_is_not_drawn() -> None:
    """Counts that nobody knows are no bars."""
    unknown = tuple(step.model_copy(update={"count": None}) for step in FUNNEL[1:])
    assert funnel_chart((FUNNEL[0], *unknown), EXAMPLE_WORDS) == ()


def test_owners_with_most_broken_leads_come_first() -> None:
    """Eight bars at most, each with its four counts; nobody's leads have their word."""
    (chart,) = owners_chart(SLA, EXAMPLE_WORDS)
    assert isinstance(chart.drawing, Stacks)
    assert [label for label, _ in chart.drawing.bars] == ["Jorge Salas", "Carmen Ortega", "sin responsable"]
    assert chart.drawing.bars[0][1] == (4, 12, 1, 0)
    assert [label for label, _ in chart.drawing.kinds] == ["A tiempo", "Vencidos", "En plazo", "Sin dato"]
    assert "Jorge Salas: 4 a tiempo, 12 vencidos" in chart.alt
    many = tuple(SlaOwner(owner=f"P{n:02}", broken=n) for n in range(20))
    (crowd,) = owners_chart(SLA.model_copy(update={"by_owner": many}), EXAMPLE_WORDS)
    assert isinstance(crowd.drawing, Stacks)
    assert [label for label, _ in crowd.drawing.bars][:2] == ["P19", "P18"]
    assert len(crowd.drawing.bars) == 8


@pytest.mark.parametrize("owners", [(), (SlaOwner(owner="Ana", kept=2),)])
def test_owners_without_leads_are_not_drawn(owners: tuple[SlaOwner, ...]) -> None:
    """A bar for two leads says less than the table."""
    assert owners_chart(SLA.model_copy(update={"by_owner": owners}), EXAMPLE_WORDS) == ()
    assert owners_chart(None, EXAMPLE_WORDS) == ()


def test_charts_are_values() -> None:
    """Two charts of the same figures are equal."""
    (one,), (other,) = funnel_chart(FUNNEL, EXAMPLE_WORDS), funnel_chart(FUNNEL, EXAMPLE_WORDS)
    assert one == other
    assert replace(one, alt="x") != other
