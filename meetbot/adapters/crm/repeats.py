"""Rows of one export that are the same record or the same person: which of them stays, and what it takes over."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from meetbot.adapters.crm.columns import Typed
from meetbot.adapters.crm.rows import SAME_ID

_EARLIEST = (
    "mql_at", "assigned_at", "contacted_at", "first_call_at", "first_mail_at", "sql_at", "opportunity_at",
    "customer_at",
)  # fmt: skip
"""What a person has reached, under whichever of their rows. A rejection stays with its row, as does its reason."""

_SAME_MAIL = "The same mail address as an earlier row: left out."
_LATER_MAIL = "The same mail address as a lead that was created earlier, in a later row: left out."
_LATER_ID = "The same id as a later row with newer activity: left out."
_NEVER = np.iinfo(np.int64).max

IntArray = npt.NDArray[np.int64]


def one_state_each(typed: Typed) -> None:
    """Leaves of the rows with the same id the one with the newest activity, of equals the first in the file.

    They are one record, at one time or another (two exports in one file) or joined with its contacts.
    """
    if "last_activity_at" in typed.times and "id" in typed.texts:
        ids = np.asarray(typed.texts["id"].indices.fill_null(-1), np.int64)
        groups = _Groups.of(ids, -_micros(typed.times["last_activity_at"], 0))
        if groups is not None:
            _leave_out(typed, groups, SAME_ID, _LATER_ID)


def one_lead_each(typed: Typed) -> None:
    """Leaves of the rows with the same mail address the lead that was created first, wherever it is in the file.

    Without a time of creation that is the first row. It takes over the earliest time of every stage and contact and the
    newest activity, so that a second form filled in months later hides no contact that was made.
    """
    if typed.people is None:
        return
    size = len(typed.rows)
    created = _micros(typed.times["created_at"], _NEVER) if "created_at" in typed.times else np.zeros(size, np.int64)
    groups = _Groups.of(typed.people, created)
    if groups is None:
        return
    for name in (name for name in _EARLIEST if name in typed.times):
        typed.times[name] = groups.least(typed.times[name])
    if "last_activity_at" in typed.times:
        typed.times["last_activity_at"] = groups.greatest(typed.times["last_activity_at"])
    _leave_out(typed, groups, _SAME_MAIL, _LATER_MAIL)


def _leave_out(typed: Typed, groups: "_Groups", earlier: str, later: str) -> None:
    typed.findings.reject(earlier, typed.rows[groups.dropped[~groups.before]])
    typed.findings.reject(later, typed.rows[groups.dropped[groups.before]])
    mask = np.ones(len(typed.rows), np.bool_)
    mask[groups.dropped] = False
    typed.keep(mask)


class _Groups:
    """Rows that are one, each group with the row that stays first. `before`: which of `dropped` precede that one."""

    def __init__(self, members: IntArray, starts: IntArray) -> None:
        self._members = members
        self._starts = starts
        self._kept = members[starts]
        stays = np.repeat(self._kept, np.diff(np.append(starts, len(members))))
        others = stays != members
        self.dropped = members[others]
        self.before = self.dropped < stays[others]

    @classmethod
    def of(cls, codes: IntArray, ranks: IntArray) -> "_Groups | None":
        """The rows that share a code of 0 or more, by their ranks, then as in the file; None when none do."""
        counts = np.bincount(codes[codes >= 0], minlength=1)
        members = np.flatnonzero((codes >= 0) & (counts[codes] > 1))
        if not len(members):
            return None
        members = members[np.lexsort((members, ranks[members], codes[members]))]
        return cls(members, np.flatnonzero(np.diff(codes[members], prepend=-1)))

    def least(self, times: Any) -> Any:
        """The times, where a group's first row has the group's earliest."""
        return self._with(times, np.minimum.reduceat(_micros(times, _NEVER)[self._members], self._starts))

    def greatest(self, times: Any) -> Any:
        """The times, where a group's first row has the group's latest."""
        return self._with(times, -np.minimum.reduceat(-_micros(times, -_NEVER)[self._members], self._starts))

    def _with(self, times: Any, best: IntArray) -> Any:
        found = _micros(times, _NEVER).copy()
        found[self._kept] = best
        return pa.array(found, pa.timestamp("us"), mask=np.abs(found) == _NEVER)


def _micros(times: Any, missing: int) -> IntArray:
    """The times as whole numbers, null as that one."""
    whole = times.combine_chunks() if isinstance(times, pa.ChunkedArray) else times
    return np.asarray(whole.cast(pa.int64()).fill_null(missing), np.int64)
