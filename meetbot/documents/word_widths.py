"""How wide the columns of a Word table must be so that no figure and no word is broken in two.

Nobody knows the fonts of the machine that opens the file, so widths are estimated from Calibri's and a factor for the
font that the template names. A table that can't hold its longest words gets a smaller font before a word is broken.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

SMALLEST_PT = 7.5
"""Smaller than this can't be read from paper held in a hand."""
_STEP_PT = 0.5
_EM_WIDTHS = {
    **dict.fromkeys(" .,;:'|!ijlI·", 0.26),
    **dict.fromkeys("()[]-ftr/", 0.34),
    **dict.fromkeys("0123456789$€+=<>≥≤×", 0.51),
    **dict.fromkeys("abcdeghknopqsuvxyz–", 0.52),
    **dict.fromkeys("mwMW%—@", 0.82),
}
_CAPITAL = 0.63
"""Also of every character that is not listed: signs such as ■ and ↗ are about as wide."""
_BOLD = 1.04
NARROW_FONT = "Calibri"
"""For a table that its template's font can't hold at any size; everybody has it or a font of the same widths."""
_FONTS = {"calibri": 1.0, "carlito": 1.0, "times new roman": 1.03, "arial": 1.12, "helvetica": 1.12, "georgia": 1.18}
_OTHER_FONT = 1.3
"""A machine that lacks a font draws another: DejaVu Serif, which LibreOffice takes for Cambria, is this much wider."""
_NARROW_MARGIN = 100
_SPARE_PT = 1.0
_TWIPS_PER_PT = 20
_LONGEST_WORD = 30
"""An address or a record id may be longer; it breaks, so that it does not take the room of all figures."""
_BREAKS = re.compile(r"[ \t\n]+|(?<=[-–/])(?=[^\W\d])")
"""Where a line may end: at a space, not at a no-break one, and after a hyphen before a letter."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A text in a column: its font size in points, how much wider than Calibri it runs, and whether it is bold."""

    text: str
    size: float
    factor: float = 1.0
    bold: bool = False

    def width(self, scale: float) -> float:
        """Twips of its longest unbreakable part, with its font scaled but never below the smallest."""
        size = max(min(self.size, SMALLEST_PT), self.size * scale)
        widest = max((_em(part[:_LONGEST_WORD]) for part in _BREAKS.split(self.text)), default=0.0)
        return widest * size * self.factor * (_BOLD if self.bold else 1.0) * _TWIPS_PER_PT


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Column widths in twips, by how much the table's fonts shrink (1: not at all), and whether it is set narrow.

    A narrow table has `NARROW_FONT` and, left and right of its cells, margins of `margin` twips together.
    """

    widths: tuple[int, ...]
    scale: float = 1.0
    narrow: bool = False
    margin: int = 0


def fit(columns: Sequence[Sequence[Piece]], shares: Sequence[int], *, width: int, margin: int, size: float) -> Fit:
    """Widths in which no word breaks, as near to the shares as that allows; a smaller font where it takes one.

    `margin` is a cell's left and right one together, `size` the table's own font size. Where no size holds the longest
    words, the table is set in a narrow font; where that does not either, every column shrinks alike.
    """
    plain = [[replace(piece, factor=min(piece.factor, 1.0)) for piece in pieces] for pieces in columns]
    tried = [(columns, margin, scale) for scale in _scales(size)]
    tried += [(plain, min(margin, _NARROW_MARGIN), scale) for scale in _scales(size)]
    for pieces, room, scale in tried:
        needed = _needed(pieces, scale, room)
        if sum(needed) <= width:
            break
    widths = _shared(needed, shares, width)
    return Fit(widths=widths, scale=scale, narrow=pieces is plain, margin=room)


def _scales(size: float) -> list[float]:
    """From the table's own size down to the smallest, half a point each."""
    steps = int(max(0.0, size - SMALLEST_PT) / _STEP_PT)
    return [(size - step * _STEP_PT) / size for step in range(steps + 1)]


def _shared(needed: Sequence[int], shares: Sequence[int], width: int) -> tuple[int, ...]:
    """The width by shares, where each column has what it needs; what a column lacks, the roomy ones give."""
    if sum(needed) > width:
        return tuple(width * need // sum(needed) for need in needed)
    pairs = [(need, width * share // sum(shares)) for need, share in zip(needed, shares, strict=True)]
    lacking = sum(max(0, need - wish) for need, wish in pairs)
    spare = sum(max(0, wish - need) for need, wish in pairs)
    return tuple(
        need if need >= wish else max(need, wish - -(-(wish - need) * lacking // spare)) for need, wish in pairs
    )


def font_of(style: Any) -> tuple[float, float]:
    """Size in points and width factor of a style's font, as it inherits them."""
    size: float | None = None
    name: str | None = None
    while style is not None:
        size = size or (style.font.size.pt if style.font.size is not None else None)
        name = name or style.font.name
        style = style.base_style
    return size or 11.0, _FONTS.get((name or "").casefold(), _OTHER_FONT)


def margins_of(style: Any) -> int:
    """A cell's left and right margins together, in twips; Word's own where the style sets none."""
    found = style.element.find(f"{qn('w:tblPr')}/{qn('w:tblCellMar')}") if style is not None else None
    sides = [found.find(qn(f"w:{side}")) if found is not None else None for side in ("left", "right")]
    return sum(108 if side is None else int(side.get(qn("w:w"), "108")) for side in sides)


def _needed(columns: Iterable[Sequence[Piece]], scale: float, margin: int) -> list[int]:
    return [
        round(max((piece.width(scale) for piece in pieces), default=0.0) + margin + _SPARE_PT * _TWIPS_PER_PT)
        for pieces in columns
    ]


def _em(text: str) -> float:
    return sum(_EM_WIDTHS.get(character, _EM_WIDTHS.get(_plain(character), _CAPITAL)) for character in text)


def _plain(character: str) -> str:
    """The letter under an accent."""
    return "aeiounu aeiou"["áéíóúñü àèìòù".find(character)] if character in "áéíóúñüàèìòù" else character
