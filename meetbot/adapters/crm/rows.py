"""Rows of one export as typed columns; whatever is dropped or emptied leaves an issue."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from meetbot.adapters.crm import headers, stages, text, values
from meetbot.model.base import Issue, Severity
from meetbot.model.crm import ColumnUse

_NUMBERS = frozenset({"score", "amount", "response"})
_TOTALS = frozenset({"total", "totales", "subtotal", "gran total", "grand total", "suma", "sum", "total general"})
_OWNER_NOTES = ("(deactivated user)", "(usuario desactivado)", "(desactivado)", "(inactive)", "(inactivo)")
_SHOWN_ROWS = 10
_SHOWN_ISSUES = 20


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How the workspace reads what an export leaves open: 03/04/2026, 1.200 and times without a zone."""

    order: values.Order
    decimal: str
    zone: ZoneInfo


class Findings:
    """What was found in one file: the same finding in many rows is one issue that names them."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: dict[tuple[Severity, str, str], list[int]] = {}

    def add(self, message: str, *rows: int, severity: Severity = "warning", hint: str = "") -> None:
        """Notes it for those rows, or for the file as a whole."""
        self._found.setdefault((severity, message, hint), []).extend(rows)

    def issues(self) -> tuple[Issue, ...]:
        """At most 20, the gravest first, and a count of the others."""
        rank = {"error": 0, "warning": 1, "info": 2}
        found = sorted(self._found.items(), key=lambda item: rank[item[0][0]])
        shown = [
            Issue(severity=severity, stage="read", where=self._where(rows), message=message, hint=hint)
            for (severity, message, hint), rows in found[:_SHOWN_ISSUES]
        ]
        if more := len(found) - len(shown):
            shown.append(Issue(severity="info", stage="read", where=self._file, message=f"{more} more finding(s)."))
        return tuple(shown)

    def _where(self, rows: Sequence[int]) -> str:
        if not rows:
            return self._file
        numbers = ", ".join(str(row) for row in sorted(rows)[:_SHOWN_ROWS])
        more = f" and {len(rows) - _SHOWN_ROWS} more" if len(rows) > _SHOWN_ROWS else ""
        return f"{self._file}, {'row' if len(rows) == 1 else 'rows'} {numbers}{more}"


@dataclass(frozen=True, kw_only=True)
class Table:
    """One export, typed: for each recognised field a column of values, all as long as `rows` (their row numbers)."""

    rows: tuple[int, ...]
    times: Mapping[str, tuple[datetime | None, ...]]
    numbers: Mapping[str, tuple[float | None, ...]]
    texts: Mapping[str, tuple[str | None, ...]]
    currencies: tuple[str | None, ...]
    date_only: frozenset[str]
    columns: tuple[ColumnUse, ...]
    rejected: int
    findings: Findings = field(repr=False)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that have a column."""
        return frozenset({*self.times, *self.numbers, *self.texts})

    def time(self, name: str, index: int) -> datetime | None:
        """The time of that field and row, or None."""
        return self.times[name][index] if name in self.times else None

    def number(self, name: str, index: int) -> float | None:
        """The number of that field and row, or None."""
        return self.numbers[name][index] if name in self.numbers else None

    def text(self, name: str, index: int) -> str | None:
        """The text of that field and row, or None."""
        return self.texts[name][index] if name in self.texts else None


def type_table(raw: text.RawTable, aliases: headers.Aliases, dialect: Dialect) -> Table:
    """The export's columns typed, rows that aren't data left out."""
    findings = Findings(raw.path.name)
    if raw.broken_quotes:
        findings.add(
            "Quotes are not balanced, so that one cell may have swallowed several rows.",
            hint="Export again, or look for a lone quotation mark.",
        )
    columns = headers.match(raw.header, aliases)
    used = {column.field: column for column in columns if column.field is not None}
    kept = [(number, cells) for number, cells in raw.rows if _is_data(number, cells, raw.header, used, findings)]
    if "id" not in used:
        findings.add("No column with an id: every row counts as a record of its own.", severity="info")
    kept = _without_repeats(kept, used.get("id"), "id", findings)
    kept = _without_repeats(kept, used.get("mail"), "mail address", findings)
    typed = _Typing(rows=[number for number, _ in kept], dialect=dialect, findings=findings)
    for name, column in used.items():
        if name == "mail":
            continue  # it told duplicates apart; addresses go no further
        typed.add(name, column, [row[column.index] if column.index < len(row) else "" for _, row in kept])
    uses = [
        ColumnUse(file=raw.path.name, column=c.index + 1, header=c.header, field=c.field, note=c.note) for c in columns
    ]
    return Table(
        rows=tuple(typed.rows),
        times=typed.times,
        numbers=typed.numbers,
        texts=typed.texts,
        currencies=typed.currencies or (None,) * len(kept),
        date_only=frozenset(typed.date_only),
        columns=tuple(uses),
        rejected=len(raw.rows) - len(kept),
        findings=findings,
    )


@dataclass(kw_only=True)
class _Typing:
    """Columns, typed one after the other."""

    rows: Sequence[int]
    dialect: Dialect
    findings: Findings
    times: dict[str, tuple[datetime | None, ...]] = field(default_factory=dict)
    numbers: dict[str, tuple[float | None, ...]] = field(default_factory=dict)
    texts: dict[str, tuple[str | None, ...]] = field(default_factory=dict)
    currencies: tuple[str | None, ...] = ()
    date_only: set[str] = field(default_factory=set)

    def add(self, name: str, column: headers.Column, cells: Sequence[str]) -> None:
        """Types that field's cells; what can't be read is empty and noted."""
        if name.endswith("_at"):
            self._add_times(name, column.header, cells)
        elif name in _NUMBERS:
            self._add_numbers(name, column, cells)
        else:
            found = tuple(None if values.is_empty(cell) else stages.clean(cell) for cell in cells)
            self.texts[name] = _one_spelling(found) if name == "owner" else found

    def _add_times(self, name: str, header: str, cells: Sequence[str]) -> None:
        read = values.read_times(cells, default=self.dialect.order, zone=self.dialect.zone)
        self.times[name] = read.values
        if read.date_only:
            self.date_only.add(name)
        self._note_bad(f'"{_short(header)}": not a date', read.bad, cells)
        if read.assumed:
            first = "the day first" if read.order == "day" else "the month first"
            message = f'"{_short(header)}": its dates can be read both ways; read with {first}, as the locale has it.'
            self.findings.add(message, severity="info")

    def _add_numbers(self, name: str, column: headers.Column, cells: Sequence[str]) -> None:
        read = values.read_numbers(cells, default_decimal=self.dialect.decimal)
        self.numbers[name] = read.values
        if name == "amount":
            self.currencies = tuple(code or column.currency for code in read.currencies)
        header = _short(column.header)
        self._note_bad(f'"{header}": not a number', read.bad, cells)
        if read.assumed:
            message = f'"{header}": its numbers can be read both ways; "{read.decimal}" is taken for the decimal mark.'
            self.findings.add(message, severity="info", hint="The locale in meetbot.toml decides.")

    def _note_bad(self, what: str, bad: Sequence[int], cells: Sequence[str]) -> None:
        if bad:
            first = _short(cells[bad[0]])
            self.findings.add(f'{what}, left empty (the first is "{first}").', *(self.rows[index] for index in bad))


def _is_data(
    number: int,
    cells: Sequence[str],
    header: Sequence[str],
    used: Mapping[str, headers.Column],
    findings: Findings,
) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    identity = used.get("id")
    if headers.fold_header(filled[0].split(":")[0]) in _TOTALS:
        findings.add("A total, not data: left out.", number, severity="info")
    elif [cell.strip() for cell in cells[: len(header)]] == [name.strip() for name in header]:
        findings.add("The header again, not data: left out.", number, severity="info")
    elif any(cell.strip() for cell in cells[len(header) :]):
        findings.add(
            "More cells than the header has columns: left out, since its values may stand in the wrong columns.",
            number,
            hint="A separator inside a value needs quotation marks around it.",
        )
    elif len(filled) == 1 and len(header) > 2:  # noqa: PLR2004  a footer or a note, unless the table is that narrow
        findings.add("A note or footer, not data: left out.", number, severity="info")
    elif identity is not None and (identity.index >= len(cells) or values.is_empty(cells[identity.index])):
        findings.add("No id: left out.", number, hint="A lead or deal without its id can't be told from another.")
    else:
        return True
    return False


def _without_repeats(
    kept: list[tuple[int, tuple[str, ...]]], column: headers.Column | None, what: str, findings: Findings
) -> list[tuple[int, tuple[str, ...]]]:
    """The rows without those that repeat an earlier one's value; blank cells repeat nothing."""
    if column is None:
        return kept
    seen: set[str] = set()
    unique = []
    for number, cells in kept:
        key = cells[column.index].strip().casefold() if column.index < len(cells) else ""
        if key in seen and not values.is_empty(key):
            findings.add(f"The same {what} as an earlier row: left out.", number)
        else:
            seen.add(key)
            unique.append((number, cells))
    return unique


def _short(cell: str) -> str:
    return (stages.clean(cell) or "")[:60]


def _one_spelling(owners: Sequence[str | None]) -> tuple[str | None, ...]:
    """Each owner in the spelling that occurs most, without the CRM's note on deactivated users."""
    names = [_without_note(owner) for owner in owners]
    counts: dict[str, Counter[str]] = {}
    for name in names:
        if name:
            counts.setdefault(headers.fold_header(name), Counter())[name] += 1
    best = {key: min(found, key=lambda name: (-found[name], name)) for key, found in counts.items()}
    return tuple(best[headers.fold_header(name)] if name else None for name in names)


def _without_note(owner: str | None) -> str | None:
    for note in _OWNER_NOTES:
        if owner and owner.casefold().endswith(note):
            owner = owner[: -len(note)].rstrip()
    return owner or None
