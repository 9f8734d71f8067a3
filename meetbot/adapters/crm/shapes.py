"""A column's cells by their form: `22/11/2026` and `03/04/2026` are both `99/99/9999`, and are understood together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm.layout import IntArray

EMPTY = frozenset(
    {"", "-", "--", "---", "–", "—", ".", "n/a", "na", "n.a.", "n/d", "nd", "null", "none", "nan", "nil", "s/d", "s/n"}
    | {"sin dato", "sin datos", "no disponible", "en blanco", "(en blanco)", "(vacío)", "(blank)", "(empty)"}
    | {"(no value)", "(sin valor)", "no value", "sin valor", "not set", "(not set)", "no definido", "(no definido)"}
    # What a spreadsheet shows instead of a value, in English and Spanish.
    | {"#n/a", "#value!", "#ref!", "#div/0!", "#name?", "#null!", "#num!", "#n/d", "#¡valor!", "#¡ref!", "#¡div/0!"}
    | {"#¿nombre?", "#¡nulo!", "#¡num!", "#error!", "#div/9!", "#¡div/9!"}
)
"""What stands for no value, as a cell or as a form: `#DIV/0!` and its form, with 9 for every digit."""

_FORM = np.array([ord("9") if ord("0") <= byte <= ord("9") else byte for byte in range(256)], np.uint8)
_NARROW = 9  # so many digits fit into 32 bits
_COMBINING = (0xCC, 0xCD)  # the first bytes of accents that stand apart from their letter
_SPACE = np.array([byte <= ord(" ") or (byte >= 0x80 and byte not in range(0xC3, 0xE1)) for byte in range(256)])  # noqa: PLR2004  not ASCII
"""Bytes with which white space may begin or end in UTF-8; C3 to E0 begin the accented letters and Greek, Cyrillic."""


def is_empty(cell: str) -> bool:
    """Whether the cell says that there is no value."""
    return " ".join(cell.split()).casefold() in EMPTY


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """The distinct forms of a column's cells, trimmed: `texts` with 9 for every digit; `codes` has each cell's form.

    `letters` are the bytes of all cells, and `begins` tells where each one's are.
    """

    texts: tuple[str, ...]
    codes: IntArray
    begins: IntArray
    letters: npt.NDArray[np.uint8] = field(repr=False)

    @classmethod
    def of(cls, cells: pa.ChunkedArray) -> "Shapes":
        """The forms of these cells."""
        joined = _joined(cells)
        if not len(joined):
            return cls(
                texts=(), codes=np.zeros(0, np.int64), begins=np.zeros(0, np.int64), letters=np.zeros(0, np.uint8)
            )
        letters, offsets, _ = _letters(joined)
        masked = _FORM[letters]
        forms = pa.LargeStringArray.from_buffers(
            len(joined), joined.buffers()[1], pa.py_buffer(masked), offset=joined.offset
        ).dictionary_encode()
        return cls(
            texts=tuple(forms.dictionary.to_pylist()),
            codes=forms.indices.to_numpy().astype(np.int64),
            begins=offsets,
            letters=letters,
        )

    def __len__(self) -> int:
        return len(self.codes)

    def each(self) -> Iterator[tuple[str, IntArray]]:
        """Every form with the cells that have it, as indices."""
        if len(self.texts) <= 1:
            yield from ((text, np.arange(len(self.codes))) for text in self.texts)
            return
        small = self.codes.astype(np.uint16) if len(self.texts) < 1 << 16 else self.codes  # these sort by radix
        order = np.argsort(small, kind="stable")
        ends = np.cumsum(np.bincount(self.codes, minlength=len(self.texts)))
        for text, begin, end in zip(self.texts, [0, *ends[:-1]], ends, strict=True):
            yield text, order[begin:end]

    def places(self, rows: IntArray) -> IntArray:
        """Where those cells begin."""
        return self.begins if len(rows) == len(self.begins) else self.begins[rows]

    def digits(self, places: IntArray, at: int) -> IntArray:
        """The digit that stands at that byte of each cell that begins at one of these places."""
        return self.integers(places, (at, at + 1))

    def integers(self, places: IntArray, span: tuple[int, int]) -> IntArray:
        """The whole number that the digits between those two bytes make, at most 18 of them."""
        return self.whole(places, range(*span))

    def whole(self, places: IntArray, digits: Sequence[int]) -> IntArray:
        """The whole number that the digits at those bytes make, at most 18 of them."""
        kind = np.int32 if len(digits) <= _NARROW else np.int64
        total = np.zeros(len(places), kind)
        for at in digits:
            np.multiply(total, 10, out=total)
            np.add(total, self.letters[at:][places] - np.uint8(ord("0")), out=total)
        return total.astype(np.int64)

    def text(self, place: int, form: str) -> str:
        """The cell of that form that begins there."""
        return self.letters[place : place + len(form.encode())].tobytes().decode()


def empty_mask(cells: pa.ChunkedArray) -> pa.BooleanArray:
    """Which cells say that there is no value."""
    shapes = Shapes.of(cells)
    empty = np.array([is_empty(text) for text in shapes.texts], np.bool_)
    return pa.array(empty[shapes.codes] if len(shapes) else np.zeros(0, np.bool_))


def _joined(cells: pa.ChunkedArray) -> pa.LargeStringArray:
    """The cells in one array, trimmed, accents composed."""
    chunks = [chunk.cast(pa.large_string()) for chunk in cells.chunks if len(chunk)]
    joined = pa.concat_arrays(chunks) if chunks else pa.array([], pa.large_string())
    letters, begins, ends = _letters(joined)
    if ((letters == _COMBINING[0]) | (letters == _COMBINING[1])).any():
        joined = pc.utf8_normalize(joined, form="NFC")
        letters, begins, ends = _letters(joined)
    held = begins < ends
    if _SPACE[letters[begins[held]]].any() or _SPACE[letters[ends[held] - 1]].any():
        joined = pc.utf8_trim_whitespace(joined)
    return joined


def _letters(joined: pa.LargeStringArray) -> tuple[npt.NDArray[np.uint8], IntArray, IntArray]:
    """The bytes of all cells, and where each one's begin and end."""
    content = joined.buffers()[2]
    letters = np.frombuffer(content, np.uint8) if content is not None else np.zeros(0, np.uint8)
    if not len(joined):
        return letters, np.zeros(0, np.int64), np.zeros(0, np.int64)
    offsets = np.frombuffer(joined.buffers()[1], np.int64)[joined.offset : joined.offset + len(joined) + 1]
    return letters, offsets[:-1], offsets[1:]


def byte_span(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """That span of characters as a span of bytes."""
    return len(text[: span[0]].encode()), len(text[: span[1]].encode())
