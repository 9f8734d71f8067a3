"""Columns of text made harmless and comparable, at the cost of their distinct values rather than of their rows."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm.shapes import EMPTY, is_empty
from meetbot.adapters.crm.stages import LONGEST, clean

_SUSPECT = r"^\s|\s$|\s\s|[^ !-\]_a-~¡-¬·¿À-ɏ]|[¢-©]"
"""What `clean` might change; everything else in Western writing is left as it is without being looked at one by one."""

_OWNER_NOTES = ("(deactivated user)", "(usuario desactivado)", "(desactivado)", "(inactive)", "(inactivo)")


def cleaned(cells: Any) -> pa.DictionaryArray:
    """The cells as single harmless lines of at most 200 characters; null where a cell says that there is no value."""
    encoded = encode(cells)
    values = encoded.dictionary
    empty = pc.is_in(pc.utf8_lower(pc.utf8_trim_whitespace(values)), pa.array(sorted(EMPTY)))
    suspect = pc.and_not(
        pc.or_(pc.match_substring_regex(values, _SUSPECT), pc.greater(pc.utf8_length(values), LONGEST)), empty
    )
    if pc.any(suspect).as_py():
        fixed = pa.array([_cleaned(cell) for cell in values.filter(suspect).to_pylist()], pa.string())
        values = pc.replace_with_mask(values, suspect, fixed)
    values = pc.if_else(empty, pa.scalar(None, pa.string()), values)
    return _with_values(encoded, values)


def _cleaned(cell: str) -> str | None:
    return None if is_empty(cell) else clean(cell)


def encode(cells: Any) -> pa.DictionaryArray:
    """The cells as codes and distinct values."""
    if isinstance(cells, pa.DictionaryArray):
        return cells
    # In one piece first: chunks would each repeat the dictionary of all that went before.
    whole = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    pieces = whole.chunks if isinstance(whole, pa.ChunkedArray) else [whole]
    return pa.concat_arrays(pieces).dictionary_encode() if pieces else pa.array([], pa.string()).dictionary_encode()


def mapped(cells: Any, meaning: Callable[[str | None], Any], kind: pa.DataType) -> pa.Array:
    """What each cell means: `meaning` is asked once for each distinct value, null included."""
    encoded = encode(cells)
    meanings = pa.array([meaning(value) for value in encoded.dictionary.to_pylist()], kind)
    found = meanings.take(encoded.indices)
    nothing = meaning(None)
    return found if nothing is None else pc.if_else(pc.is_null(encoded.indices), pa.scalar(nothing, kind), found)


def one_spelling(cells: pa.DictionaryArray, *, people: bool = False) -> pa.DictionaryArray:
    """Each name in the spelling that occurs most; accents, case and punctuation make no other name.

    `people`: the CRM's note on a deactivated user is no part of the name.
    """
    values = cells.dictionary
    if people:
        values = pa.array([_without_note(value) for value in values.to_pylist()], pa.string())
    if not len(values):
        return cells
    folds = folded(values).dictionary_encode()
    codes = np.asarray(folds.indices.fill_null(-1), np.int64)
    counts = _counts(cells)
    order = pc.sort_indices(
        pa.table({"fold": codes, "count": -counts, "value": values.fill_null("")}),
        sort_keys=[("fold", "ascending"), ("count", "ascending"), ("value", "ascending")],
    ).to_numpy()
    best = np.empty(len(values), np.int64)
    starts = np.flatnonzero(np.diff(codes[order], prepend=-2))
    best[order] = np.repeat(order[starts], np.diff(np.append(starts, len(order))))
    return _with_values(cells, pc.if_else(pc.is_null(values), None, values.take(pa.array(best))))


def folded(values: pa.Array) -> pa.Array:
    """The texts without accents, case and punctuation: what `fold_header` does, for a column."""
    plain = pc.utf8_lower(pc.replace_substring_regex(pc.utf8_normalize(values, "NFKD"), r"\pM+", ""))
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(plain, r"[^\pL\pN]+", " "))


def _counts(cells: pa.DictionaryArray) -> npt.NDArray[np.int64]:
    codes = np.asarray(cells.indices.drop_null(), np.int64)
    return np.bincount(codes, minlength=len(cells.dictionary)).astype(np.int64)


def _with_values(encoded: pa.DictionaryArray, values: pa.Array) -> pa.DictionaryArray:
    """The same codes for other values; equal values share a code, and a null value makes null cells."""
    again = values.dictionary_encode()
    indices = again.indices.take(encoded.indices)
    return pa.DictionaryArray.from_arrays(indices, again.dictionary)


def _without_note(owner: str | None) -> str | None:
    for note in _OWNER_NOTES:
        if owner and owner.casefold().endswith(note):
            owner = owner[: -len(note)].rstrip()
    return owner or None
