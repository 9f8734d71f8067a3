"""Which rows of an export are data: totals, notes, repeats and the company's own people are left out and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm.findings import Findings
from meetbot.adapters.crm.headers import Column, fold_header
from meetbot.adapters.crm.layout import BLANK, RawTable
from meetbot.adapters.crm.shapes import EMPTY
from meetbot.model.crm import TableName

_TOTALS = frozenset({"total", "totales", "subtotal", "gran total", "grand total", "suma", "sum", "total general"})
_LIKE_A_TOTAL = r"(?i)^[^\pL\pN]*(gran |grand )?(sub)?(total|totales|suma|sum)[^\pL\pN]"
_ALL = frozenset({"all", "todo", "todos", "todas", "total"})
_AD_PLATFORMS = frozenset({"Google Ads", "Meta Ads"})
_NARROW = 2
_ROUNDED = r"^\s*\d([.,]\d+)?[eE]\+\d+\s*$"

SAME_ID = "The same id as an earlier row: left out."

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The rows of an export that are data. `mask` is over the rows of the raw table, `rows` are their row numbers.

    `ids` is false where the ids can't tell rows apart, so that every row is a record of its own.
    """

    mask: pa.BooleanArray
    rows: npt.NDArray[np.int64]
    ids: bool


class _Sieve:
    """Rows that are still data, and why the others aren't."""

    def __init__(self, raw: RawTable, findings: Findings) -> None:
        self._numbers = np.asarray(raw.row_numbers)
        self._findings = findings
        self.alive: Mask = np.ones(len(raw), np.bool_)

    def drop(self, reason: str, found: Mask, *, hint: str = "") -> None:
        """Leaves those rows out, if they are still there."""
        fresh = found & self.alive
        if fresh.any():
            self._findings.reject(reason, self._numbers[fresh], hint=hint)
            self.alive &= ~fresh

    @property
    def rows(self) -> npt.NDArray[np.int64]:
        """The row numbers that remain."""
        numbers: npt.NDArray[np.int64] = self._numbers[self.alive]
        return numbers


def data_rows(
    raw: RawTable,
    used: Mapping[str, Column],
    *,
    table: TableName,
    vendor: str | None,
    internal_domains: Sequence[str],
    findings: Findings,
) -> Kept:
    """The rows that are data; the others are counted in the findings with their reason."""
    for rejected in raw.rejected:
        if rejected.reason != BLANK:  # a blank row is nothing at all
            findings.reject(rejected.reason, rejected.rows, hint=rejected.hint)
    sieve = _Sieve(raw, findings)
    sieve.drop("A total, not data: left out.", _totals(raw))
    if len(raw.header) > _NARROW:
        sieve.drop("A note or footer, not data: left out.", _booleans(pc.equal(raw.filled, 1)))
    if table == "spend":
        _drop_breakdown_totals(sieve, raw, used, vendor)
    ids = table in {"leads", "deals", "activities", "customers"} and _by_id(sieve, raw, used, table, findings)
    if table == "leads" and "mail" in used:
        mails = pc.utf8_lower(_trimmed(raw, used["mail"]))
        sieve.drop("A mail address of the company itself: left out.", _at_domains(mails, internal_domains))
    return Kept(mask=pa.array(sieve.alive), rows=sieve.rows, ids=ids)


def _totals(raw: RawTable) -> Mask:
    """Rows whose first filled cell says total: `Total`, `Total: Cuenta`, `Grand Total:`."""
    first = pc.binary_join_element_wise(raw.first, " ", "")  # a character after the word, for RE2 has no lookahead
    found = _booleans(pc.match_substring_regex(first, _LIKE_A_TOTAL))
    for index in np.flatnonzero(found):
        text = raw.first[int(index)].as_py()
        found[index] = fold_header(text.split(":")[0]) in _TOTALS
    return found


def _drop_breakdown_totals(sieve: _Sieve, raw: RawTable, used: Mapping[str, Column], vendor: str | None) -> None:
    """Meta adds a row without a campaign, and rows `All` where a report is broken down by day."""
    for name in ("day", "campaign"):
        if name in used:
            cells = pc.utf8_lower(_trimmed(raw, used[name]))
            sieve.drop("A total, not data: left out.", _booleans(pc.is_in(cells, pa.array(sorted(_ALL)))))
    if vendor in _AD_PLATFORMS and "campaign" in used:
        empty = _empty(_trimmed(raw, used["campaign"]))
        if not empty[sieve.alive].all():
            sieve.drop("A total without a campaign, not data: left out.", empty)


def _by_id(sieve: _Sieve, raw: RawTable, used: Mapping[str, Column], table: TableName, findings: Findings) -> bool:
    """Whether the ids tell rows apart; then rows without one and repeats are left out."""
    if "id" not in used:
        if table in {"leads", "deals"}:
            findings.add("No column with an id: every row counts as a record of its own.", severity="info")
        return False
    ids = _trimmed(raw, used["id"])
    rounded = _booleans(pc.match_substring_regex(ids, _ROUNDED)) & sieve.alive
    if rounded.any():
        findings.add(
            "A spreadsheet has rounded the ids (4.82E+10), so that they tell no rows apart: they are not used.",
            np.asarray(raw.row_numbers)[rounded],
            hint="Export again and don't save the file in between.",
        )
        return False
    if table in {"leads", "deals"}:
        hint = "A lead or deal without its id can't be told from another."
        sieve.drop("No id: left out.", _empty(ids), hint=hint)
    if table not in {"leads", "deals"} or "last_activity_at" not in used:
        # of leads and deals that say when something last happened the newest state counts: see repeats.py
        sieve.drop(SAME_ID, _repeats(ids, sieve.alive))
    return True


def people(cells: Any) -> npt.NDArray[np.int64]:
    """A code for each mail address, the same for the same one; -1 where there is none."""
    mails = pc.utf8_lower(pc.utf8_trim_whitespace(cells))
    return np.where(_empty(mails), -1, _codes(mails))


def _trimmed(raw: RawTable, column: Column) -> Any:
    return pc.utf8_trim_whitespace(raw.column(column.index).cells)


def _repeats(cells: Any, alive: Mask) -> Mask:
    """Where a cell repeats that of an earlier row that is still there; empty cells repeat nothing."""
    codes = _codes(cells)
    counted = alive & ~_empty(cells)
    places = np.flatnonzero(counted)
    first = np.full(int(codes.max(initial=-1)) + 1, len(codes), np.int64)
    first[codes[places[::-1]]] = places[::-1]  # of several assignments to one code the last stays: the earliest row
    return counted & (first[codes] < np.arange(len(codes)))


def _codes(cells: Any) -> npt.NDArray[np.int64]:
    """Equal cells have equal codes."""
    encoded = cells.dictionary_encode()
    chunks = encoded.chunks if isinstance(encoded, pa.ChunkedArray) else [encoded]
    parts = [np.asarray(chunk.indices, np.int64) for chunk in chunks]
    return np.concatenate([*parts, np.zeros(0, np.int64)])


def _empty(cells: Any) -> Mask:
    return _booleans(pc.is_in(pc.utf8_lower(cells), pa.array(sorted(EMPTY))))


def _at_domains(mails: Any, domains: Sequence[str]) -> Mask:
    found = np.zeros(len(mails), np.bool_)
    for domain in domains:
        bare = domain.strip().lstrip("@").lower()
        for ending in (f"@{bare}", f".{bare}"):
            found |= _booleans(pc.ends_with(mails, ending))
    return found


def _booleans(array: Any) -> Mask:
    """The mask as a writable numpy array."""
    return np.array(array.to_numpy(zero_copy_only=False) if isinstance(array, pa.Array) else array.to_numpy(), np.bool_)
