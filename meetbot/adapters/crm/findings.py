"""What is found in one file while it is read: the same finding in many rows is one issue that names them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from meetbot.model.base import Issue, Severity
from meetbot.model.crm import RowRejection, TableName

_SHOWN_ROWS = 10
_KEPT_ROWS = 20
_SHOWN_ISSUES = 20
_RANK = {"error": 0, "warning": 1, "info": 2}


@dataclass(kw_only=True)
class _Found:
    count: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, rows: Any) -> None:
        numbers = np.asarray(rows, np.int64)
        self.count += len(numbers)
        self.rows = sorted([*self.rows, *(int(n) for n in np.sort(numbers)[:_KEPT_ROWS])])[:_KEPT_ROWS]


class Findings:
    """Issues and rejections of one file. Rows are row numbers, as lists or arrays."""

    def __init__(self, file: str, table: TableName) -> None:
        self.file = file
        self.table = table
        self._found: dict[tuple[Severity, str, str], _Found] = {}
        self._rejected: dict[str, _Found] = {}

    def add(self, message: str, rows: Any = (), *, severity: Severity = "warning", hint: str = "") -> None:
        """Notes it for those rows, or for the file as a whole."""
        self._found.setdefault((severity, message, hint), _Found()).add(rows)

    def reject(self, reason: str, rows: Any, *, hint: str = "") -> None:
        """Notes that those rows are left out. A `hint` says what the user should mend: then it is a warning too."""
        if len(rows):
            self._rejected.setdefault(reason, _Found()).add(rows)
            if hint:
                self.add(reason, rows, hint=hint)

    def take(self, other: "Findings") -> None:
        """Adds what was found apart."""
        for key, found in other._found.items():  # noqa: SLF001  another of this class
            mine = self._found.setdefault(key, _Found())
            mine.count += found.count
            mine.rows = sorted([*mine.rows, *found.rows])[:_KEPT_ROWS]

    @property
    def rejected(self) -> int:
        """How many rows were left out."""
        return sum(found.count for found in self._rejected.values())

    def rejections(self) -> tuple[RowRejection, ...]:
        """The rows left out, by reason."""
        return tuple(
            RowRejection(file=self.file, table=self.table, reason=reason, count=found.count, rows=tuple(found.rows))
            for reason, found in self._rejected.items()
        )

    def issues(self) -> tuple[Issue, ...]:
        """At most 20, the gravest first, and a count of the others."""
        found = sorted(self._found.items(), key=lambda item: _RANK[item[0][0]])
        shown = [
            Issue(severity=severity, stage="read", where=self._where(rows), message=message, hint=hint)
            for (severity, message, hint), rows in found[:_SHOWN_ISSUES]
        ]
        if more := len(found) - len(shown):
            shown.append(Issue(severity="info", stage="read", where=self.file, message=f"{more} more finding(s)."))
        return tuple(shown)

    def _where(self, found: _Found) -> str:
        if not found.count:
            return self.file
        numbers = listed(found.rows[:_SHOWN_ROWS])
        more = f" and {found.count - _SHOWN_ROWS} more" if found.count > _SHOWN_ROWS else ""
        return f"{self.file}, {'row' if found.count == 1 else 'rows'} {numbers}{more}"


def listed(rows: Iterable[int]) -> str:
    """`3, 4, 9`."""
    return ", ".join(str(row) for row in rows)
