from io import BytesIO

import matplotlib as mpl
import numpy as np
import pytest
from examples import HOSTILE
from PIL import Image

from meetbot.documents.charts import png
from meetbot.documents.sheet import Chart, Funnel, Panel, Stacks, Stage, Tone, Trends

WIDTH = 170.0
COLOURS = {"green": (46, 139, 87), "amber": (199, 119, 0), "red": (192, 57, 43), "grey": (138, 151, 163)}


def panel(title: str = "Tiempo de respuesta", tone: Tone = "red", **changes: object) -> Panel:
    """A panel with a gap, a target and limits."""
    values: dict[str, object] = {
        "title": title,
        "points": (22.0, 24.5, None, 23.0, 31.4),
        "value": "■ 31.4 h",
        "tone": tone,
        "first": "18 oct",
        "last": "22 nov",
        "ticks": ((20.0, "20 h"), (30.0, "30 h")),
        "target": 24.0,
        "target_label": "meta ≤ 24 h",
        "low": 18.0,
        "high": 28.0,
        **changes,
    }
    return Panel(**values)  # type: ignore[arg-type]


def picture(drawing: Trends | Funnel | Stacks) -> Image.Image:
    """The chart as pixels."""
    return Image.open(BytesIO(png(Chart(drawing=drawing, alt=""), width_mm=WIDTH)))


def pixels(image: Image.Image, colour: tuple[int, int, int]) -> int:
    """How many pixels have nearly that colour."""
    found = np.asarray(image.convert("RGB")).astype(int)
    return int((np.abs(found - np.array(colour)).max(axis=2) <= 6).sum())


FUNNEL = Funnel(
    stages=(
        Stage(label="Lead", count=141, count_text="141"),
        Stage(label="MQL", count=40, count_text="40", rate_text="pasa el 28.4%"),
        Stage(label="SQL", count=9, count_text="9", rate_text="pasa el 22.5%", mark="■ se rompe aquí"),
        Stage(label="Ganada", count=0, count_text="0"),
    )
)
STACKS = Stacks(
    kinds=(("A tiempo", "green"), ("Vencidos", "red"), ("En plazo", "plain"), ("Sin dato", "grey")),
    bars=(("Jorge Salas", (4, 12, 1, 0)), ("Carmen Ortega", (200, 2, 2, 1))),
)


@pytest.mark.parametrize("drawing", [Trends(panels=(panel(), panel("B", "green"))), FUNNEL, STACKS])
def test_same_chart_same_bytes(drawing: Trends | Funnel | Stacks) -> None:
    """No date, no software, no state of an earlier chart."""
    first = png(Chart(drawing=drawing, alt=""), width_mm=WIDTH)
    png(Chart(drawing=FUNNEL, alt=""), width_mm=80)
    assert png(Chart(drawing=drawing, alt=""), width_mm=WIDTH) == first
    assert not Image.open(BytesIO(first)).text  # type: ignore[attr-defined]


@pytest.mark.parametrize("drawing", [Trends(panels=(panel(),)), FUNNEL, STACKS])
def test_chart_is_as_wide_as_the_text_at_print_resolution(drawing: Trends | Funnel | Stacks) -> None:
    """At least 200 dots per inch at the width at which it is placed."""
    assert picture(drawing).width / (WIDTH / 25.4) >= 200


@pytest.mark.parametrize("tone", ["green", "amber", "red", "grey"])
def test_newest_point_has_the_colour_of_its_state(tone: Tone) -> None:
    """The last value is marked in the state's colour; no other state's colour is in the panel."""
    image = picture(Trends(panels=(panel(tone=tone),)))
    assert pixels(image, COLOURS[tone]) > 50
    assert all(pixels(image, colour) < 20 for name, colour in COLOURS.items() if name != tone)


def test_newest_point_has_a_shape_of_its_own_for_each_state() -> None:
    """In grey print the states are told apart too: no two look alike."""
    tones: tuple[Tone, ...] = ("green", "amber", "red", "grey")
    grey = [np.asarray(picture(Trends(panels=(panel(tone=tone),))).convert("L")) < 200 for tone in tones]
    for index, one in enumerate(grey):
        assert all(int((one != other).sum()) > 30 for other in grey[index + 1 :])


def test_a_period_without_data_is_a_gap() -> None:
    """No line is drawn over what is not known."""
    whole = panel(points=(22.0, 24.5, 23.7, 23.0, 31.4), tone="grey")
    line = (42, 111, 151)
    assert pixels(picture(Trends(panels=(panel(tone="grey"),))), line) < pixels(picture(Trends(panels=(whole,))), line)


def test_broken_step_is_hatched_and_red() -> None:
    """The bar of the step that breaks differs from the others in colour and hatch."""
    whole = Funnel(stages=tuple(Stage(label=s.label, count=s.count, count_text=s.count_text) for s in FUNNEL.stages))
    assert pixels(picture(FUNNEL), COLOURS["red"]) > 200
    assert pixels(picture(whole), COLOURS["red"]) == 0


def test_pieces_of_a_bar_differ_without_colour() -> None:
    """Kept, broken, pending and unknown have four hatches: in grey print none is taken for another."""
    crops = []
    for kind in range(4):
        counts = tuple(10 if place == kind else 0 for place in range(4))
        image = picture(Stacks(kinds=STACKS.kinds, bars=(("Ana", counts),))).convert("L")
        middle = image.height // 4
        crops.append(np.asarray(image)[middle - 5 : middle + 20, image.width // 2 + 60 : image.width - 80] < 128)
    dark = [float(crop.mean()) for crop in crops]
    assert len({round(share, 2) for share in dark}) == 4


@pytest.mark.parametrize(
    "text", ["$\\frac{1}{0}$ $x", "😀 王小明 \U0001f9ff", HOSTILE, "x" * 5000, "Ñandú – ≤ ↘ “ü”", "", " \n\t"]
)
def test_untrusted_names_are_only_text(text: str) -> None:
    """Formulas, emoji without a glyph, endless and empty names are drawn or boxed, never a warning or an error."""
    picture(Trends(panels=(panel(text, first=text, last=text, value=text, ticks=((20.0, text),)),)))
    picture(Funnel(stages=(Stage(label=text, count=3, count_text=text, rate_text=text, mark=text),)))
    picture(Stacks(kinds=((text, "green"),), bars=((text, (3,)),)))


def test_nothing_to_count_is_still_a_picture() -> None:
    """Zeros divide nothing."""
    picture(Funnel(stages=(Stage(label="Lead", count=0, count_text="0"),)))
    picture(Stacks(kinds=STACKS.kinds, bars=(("Ana", (0, 0, 0, 0)),)))
    picture(Trends(panels=(panel(points=(None, None, None), target=None, low=None, high=None, ticks=()),)))


def test_the_users_matplotlib_settings_change_nothing() -> None:
    """A dark style of somebody's notebooks stays out of the company's agenda, and ours stays out of theirs."""
    expected = png(Chart(drawing=FUNNEL, alt=""), width_mm=WIDTH)
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "black", "text.parse_math": True}):
        assert png(Chart(drawing=FUNNEL, alt=""), width_mm=WIDTH) == expected
        assert mpl.rcParams["font.size"] == 20
