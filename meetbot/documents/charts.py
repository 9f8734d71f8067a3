"""Draws charts as PNG: the same chart gives the same bytes, states are shape and colour, hatches survive grey print.

Texts in a chart are untrusted: they are cut, drawn as they are (no mathtext), and a character that the font of
matplotlib lacks becomes a box.
"""

import logging
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from meetbot.documents.sheet import Chart, Funnel, Panel, Stacks, Tone, Trends
from meetbot.documents.text import clip

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 220
MINIMUM_POINTS = 3
"""Two points are a comparison, which the table has already."""
_MM = 25.4
_COLUMNS = 3
_PANEL_HEIGHT_MM, _STAGE_HEIGHT_MM, _BAR_HEIGHT_MM = 33.0, 8.5, 7.0
_TITLE, _LABEL = 46, 34
"""Longest texts in characters, measured with DejaVu Sans 7 in a third of a Letter page."""
_INK, _SOFT, _LINE = "#1c2430", "#5b6770", "#2a6f97"
_COLOURS: dict[Tone, str] = {
    "green": "#2e8b57",
    "amber": "#c77700",
    "red": "#c0392b",
    "grey": "#8a97a3",
    "plain": "#2a6f97",
}
_MARKERS: dict[Tone, str] = {"green": "o", "amber": "^", "red": "s", "grey": "D", "plain": "o"}
_HATCHES: dict[Tone, str] = {"green": "", "red": "//////", "plain": "....", "grey": "xxxx", "amber": "----"}
_FILLS: dict[Tone, str] = {
    "green": "#bfe3cb",
    "red": "#f3b8b1",
    "plain": "#e4eef6",
    "grey": "#eef1f4",
    "amber": "#ffe3ad",
}


def png(chart: Chart, *, width_mm: float) -> bytes:
    """The chart as PNG, as wide as the page's text, at more than 200 dots per inch."""
    draw = _DRAWERS[type(chart.drawing)]
    with _settings():
        figure = draw(chart.drawing, width_mm / _MM)
        buffer = BytesIO()
        figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return buffer.getvalue()


@contextmanager
def _settings() -> Iterator[None]:
    """Matplotlib as it came, whatever the user's matplotlibrc says, and text that is never a formula."""
    # Without a writable home it tells on stderr where it keeps its cache; nobody asked.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib as mpl

    ours: dict[Any, Any] = {
        "text.parse_math": False,
        "font.family": ["DejaVu Sans"],
        "font.size": 7,
        "axes.edgecolor": _SOFT,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "hatch.linewidth": 0.6,
        "hatch.color": _INK,
        "text.color": _INK,
        "xtick.color": _SOFT,
        "ytick.color": _SOFT,
    }
    kept: dict[Any, Any] = {key: value for key, value in mpl.rcParamsDefault.items() if key not in _LEFT_ALONE}
    with mpl.rc_context(kept | ours):
        yield


_LEFT_ALONE = frozenset({"backend", "backend_fallback", "interactive", "toolbar", "timezone"})


def _figure(width: float, height: float, rows: int = 1, columns: int = 1) -> tuple["Figure", list["Axes"]]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    axes: Any = figure.subplots(rows, columns, squeeze=False)
    return figure, list(axes.flat)


def _trends(drawing: Trends, width: float) -> "Figure":
    columns = min(_COLUMNS, len(drawing.panels))
    rows = -(-len(drawing.panels) // columns)
    # A lone panel as wide as the page would be a stripe; it takes as much room as it would beside others.
    figure, axes = _figure(width, rows * _PANEL_HEIGHT_MM / _MM, rows, _COLUMNS)
    for axis, panel in zip(axes, drawing.panels, strict=False):
        _panel(axis, panel)
    for axis in axes[len(drawing.panels) :]:
        axis.set_axis_off()
    return figure


def _panel(axis: "Axes", panel: Panel) -> None:
    values = [float("nan") if value is None else value for value in panel.points]
    steps = range(len(values))
    if panel.low is not None and panel.high is not None:
        axis.axhspan(panel.low, panel.high, color="#e4eef6", linewidth=0)
    if panel.target is not None:
        axis.axhline(panel.target, color=_SOFT, linewidth=0.9, linestyle=(0, (4, 2)))
    axis.plot(steps, values, color=_LINE, linewidth=1.2, marker=".", markersize=3)
    newest = max((step for step, value in enumerate(panel.points) if value is not None), default=None)
    if newest is not None:
        axis.plot(
            [newest], [values[newest]], color=_COLOURS[panel.tone], marker=_MARKERS[panel.tone],
            markersize=6.5, markeredgecolor="white", zorder=5,
        )  # fmt: skip
    axis.set_title(_wrapped(panel.title), fontsize=7, loc="left", pad=4, fontweight="bold")
    axis.set_yticks([value for value, _ in panel.ticks], [_drawable(text, 16) for _, text in panel.ticks])
    axis.set_xticks([0, len(values) - 1], [_drawable(panel.first, 16), _drawable(panel.last, 16)])
    axis.tick_params(length=2, width=0.5, labelsize=6.5)
    axis.set_xlim(-0.4, len(values) - 0.6 + 0.4)
    axis.margins(y=0.14)
    told = " · ".join(text for text in (panel.value, panel.target_label) if text)
    axis.set_xlabel(_drawable(told, _TITLE), fontsize=6.5, labelpad=1, loc="left")


def _funnel(drawing: Funnel, width: float) -> "Figure":
    stages = drawing.stages
    figure, (axis,) = _figure(width, (len(stages) * _STAGE_HEIGHT_MM + 4) / _MM)
    longest = max((stage.count for stage in stages), default=0) or 1
    for place, stage in enumerate(stages):
        broken = bool(stage.mark)
        tone: Tone = "red" if broken else "plain"
        axis.barh(
            place, stage.count, height=0.62, color=_FILLS[tone], edgecolor=_COLOURS[tone], linewidth=0.9,
            hatch=_HATCHES["red"] if broken else "",
        )  # fmt: skip
        told = " · ".join(text for text in (stage.count_text, stage.rate_text, stage.mark) if text)
        beside = axis.text(
            stage.count + longest * 0.015, place, _drawable(told, 90), va="center", fontsize=7.5,
            color=_COLOURS["red"] if broken else _INK, fontweight="bold" if broken else "normal",
        )  # fmt: skip
        # A text longer than its room is cut at the edge; the layout must not shrink the bars for it.
        beside.set_in_layout(False)
    # Half the width again, for the words beside the longest bar.
    axis.set_xlim(0, longest * 1.6)
    _rows_from_above(axis, [stage.label for stage in stages])
    return figure


def _stacks(drawing: Stacks, width: float) -> "Figure":
    figure, (axis,) = _figure(width, (len(drawing.bars) * _BAR_HEIGHT_MM + 12) / _MM)
    longest = max((sum(counts) for _, counts in drawing.bars), default=0) or 1
    begins = [0] * len(drawing.bars)
    for kind, (label, tone) in enumerate(drawing.kinds):
        lengths = [counts[kind] for _, counts in drawing.bars]
        axis.barh(
            range(len(lengths)), lengths, left=begins, height=0.66, color=_FILLS[tone], edgecolor=_COLOURS[tone],
            linewidth=0.8, hatch=_HATCHES[tone], label=_drawable(label, _LABEL).lstrip("_") or "–",
        )  # fmt: skip
        for place, length in enumerate(lengths):
            if length:
                _number(axis, begins[place] + length / 2, place, length, longest)
            begins[place] += length
    _rows_from_above(axis, [label for label, _ in drawing.bars])
    axis.set_xlim(0, longest * 1.02)
    axis.legend(
        loc="upper left", bbox_to_anchor=(0, -0.02), ncols=len(drawing.kinds), frameon=False, fontsize=7,
        handlelength=2.2, handleheight=1.1, borderaxespad=0,
    )  # fmt: skip
    return figure


_NARROW = 0.022
"""A piece shorter than this share of the longest bar has no room for its number; the table has it."""


def _number(axis: "Axes", x: float, y: float, number: int, longest: int) -> None:
    if number < longest * _NARROW:
        return
    box = {"boxstyle": "round,pad=0.18", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
    axis.text(x, y, str(number), ha="center", va="center", fontsize=7, bbox=box)


def _rows_from_above(axis: "Axes", labels: Sequence[str]) -> None:
    axis.set_yticks(range(len(labels)), [_drawable(label, _LABEL) for label in labels])
    axis.tick_params(axis="y", length=0, labelsize=7.5, labelcolor=_INK)
    axis.set_xticks([])
    axis.spines["bottom"].set_visible(False)
    axis.set_ylim(len(labels) - 0.5, -0.5)


def _wrapped(title: str) -> str:
    """The title on at most two lines."""
    return "\n".join(textwrap.wrap(_drawable(title, _TITLE + 20), 34, max_lines=2, placeholder=" …"))


def _drawable(text: str, limit: int) -> str:
    """The text cut, with a box for what the font lacks: a missing glyph is a warning for each draw."""
    known = _glyphs()
    return "".join(c if ord(c) in known else "□" for c in clip(text, limit))


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib.font_manager import findfont, get_font

    return frozenset(get_font(findfont("DejaVu Sans")).get_charmap())


_DRAWERS: dict[type[Trends | Funnel | Stacks], Callable[[Any, float], "Figure"]] = {
    Trends: _trends,
    Funnel: _funnel,
    Stacks: _stacks,
}
