"""The workspace's newest exports, read into one set of tables."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from meetbot.adapters.crm import headers, records, rows, text
from meetbot.config import Workspace
from meetbot.errors import DataError
from meetbot.model.base import Issue, Severity
from meetbot.model.crm import CrmTables, Deal, Lead
from meetbot.model.transcript import SourceFile

_FILE_DATE = re.compile(r"(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_FILE_EPOCH = re.compile(r"(?<!\d)(1\d{12})(?!\d)")
_ALIASES = {"leads": headers.LEAD_ALIASES, "deals": headers.DEAL_ALIASES}


@dataclass(frozen=True, kw_only=True)
class _Export:
    """One file, read: its table, and when it was made."""

    table: rows.Table
    source: SourceFile
    as_of: date | None
    stated: bool

    @property
    def rank(self) -> tuple[bool, date, list[str]]:
        """Newest last; of two from one day the one with the higher name (HubSpot numbers them)."""
        parts = [part.zfill(12) if part.isdigit() else part for part in re.split(r"(\d+)", Path(self.source.name).stem)]
        return self.as_of is not None, self.as_of or date.min, parts


class CrmFiles:
    """The exports that match [data] in meetbot.toml. Satisfies `ports.KpiSource`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        company = workspace.config.company
        self._dialect = rows.Dialect(
            order="month" if company.locale in {"en", "en-US", "en-PH"} else "day",
            decimal=_decimal_mark(company.locale),
            zone=company.zone,
        )

    def read(self) -> CrmTables:
        """Leads and deals of the newest exports. Raises DataError when there is none or it can't be used."""
        files = self._workspace.data_files
        if not any(files.values()):
            raise self._nothing()
        issues: list[Issue] = []
        leads = self._newest("leads", files["leads"], issues)
        deals = self._newest("deals", files["deals"], issues)
        return self._tables(leads, deals, issues)

    def _tables(self, leads: _Export | None, deals: _Export | None, issues: list[Issue]) -> CrmTables:
        lead_rows: tuple[Lead, ...] = ()
        deal_rows: tuple[Deal, ...] = ()
        lead_fields: frozenset[str] = frozenset()
        deal_fields: frozenset[str] = frozenset()
        if leads is not None:
            lead_rows, lead_fields = records.leads_of(leads.table)
        if deals is not None:
            deal_rows, deal_fields = records.deals_of(deals.table, currency=self._workspace.config.company.currency)
        exports = [export for export in (leads, deals) if export is not None]
        issues += _different_days(exports)
        for export in exports:
            issues += [*_after_its_own_day(export), *export.table.findings.issues()]
        return CrmTables(
            leads=lead_rows,
            deals=deal_rows,
            has_leads=leads is not None,
            has_deals=deals is not None,
            lead_fields=lead_fields,
            deal_fields=deal_fields,
            lead_date_only=records.date_only(leads.table) if leads else frozenset(),
            sources=tuple(export.source for export in exports),
            columns=tuple(use for export in exports for use in export.table.columns),
            rows_read=sum(len(export.table.rows) + export.table.rejected for export in exports),
            rows_rejected=sum(export.table.rejected for export in exports),
            as_of=min((export.as_of for export in exports if export.as_of is not None), default=None),
            issues=tuple(issues),
        )

    def _newest(self, kind: str, paths: Sequence[Path], issues: list[Issue]) -> _Export | None:
        """The newest export of that kind; files whose name tells that they are older aren't opened at all."""
        if not paths:
            issues.append(self._absent(kind))
            return None
        dated = [path for path in paths if _stated_day(path) is not None]
        newest = max((day for path in dated if (day := _stated_day(path))), default=None)
        candidates = [path for path in paths if _stated_day(path) in {None, newest}]
        exports = sorted((self._export(kind, path) for path in candidates), key=lambda export: export.rank)
        if unused := [path.name for path in paths if path.name != exports[-1].source.name]:
            message = f"Not used, since {exports[-1].source.name} is newer: {', '.join(unused)}."
            issues.append(_issue("info", f"[data] {kind}", message))
        return exports[-1]

    def _export(self, kind: str, path: Path) -> _Export:
        aliases = _ALIASES[kind]
        raw = text.read_table(path, lambda cells: headers.recognised(cells, aliases))
        table = rows.type_table(raw, aliases, self._dialect)
        if not table.rows:
            raise DataError(
                "The export has a header but no rows that could be used.",
                str(path),
                "\n".join(f"{issue.where}: {issue.message}" for issue in table.findings.issues()),
            )
        stated = _stated_day(path)
        newest = max(_events(table), default=None)
        return _Export(
            table=table,
            source=raw.source,
            as_of=stated or (newest.date() if newest else None),
            stated=stated is not None,
        )

    def _absent(self, kind: str) -> Issue:
        glob = getattr(self._workspace.config.data, kind)
        return _issue(
            "warning",
            f"meetbot.toml, key `data.{kind}`",
            f"No file matches {glob}; figures about {kind} can't be calculated.",
            f"Put the CRM's export of {kind} there, or change the key.{self._other_files()}",
        )

    def _nothing(self) -> DataError:
        data = self._workspace.config.data
        return DataError(
            f"There is no CRM export: no file matches {data.leads} or {data.deals}.",
            str(self._workspace.root),
            "Export leads and deals from the CRM as CSV and put them there; "
            f"`meetbot agenda --no-data` makes one without figures.{self._other_files()}",
        )

    def _other_files(self) -> str:
        """What lies in the data folder and is not read, since a wrong name is the usual reason."""
        folder = (self._workspace.root / self._workspace.config.data.leads).parent
        used = {path for paths in self._workspace.data_files.values() for path in paths}
        names = sorted(p.name for p in folder.glob("*") if p.is_file() and p not in used and not p.name.startswith("."))
        return f"\nOther files there: {', '.join(names[:10])}." if names else ""


def _decimal_mark(locale: str) -> str:
    from babel.numbers import get_decimal_symbol

    from meetbot.words import babel_locale

    return get_decimal_symbol(babel_locale(locale))


def _stated_day(path: Path) -> date | None:
    """The day that the file's name states, as CRMs write it: 2026-11-22, 20261122, or milliseconds (Salesforce)."""
    for found in _FILE_DATE.finditer(path.stem):
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            continue
    epoch = _FILE_EPOCH.search(path.stem)
    return datetime.fromtimestamp(int(epoch.group(1)) / 1000, tz=UTC).date() if epoch else None


def _events(table: rows.Table) -> Iterable[datetime]:
    """Every time at which something happened; expected dates (next activity, close of an open deal) are none."""
    for name, column in table.times.items():
        if name not in {"next_activity_at", "closed_at"}:
            yield from (moment for moment in column if moment is not None)
    if "closed_at" in table.times:
        for index, moment in enumerate(table.times["closed_at"]):
            if moment is not None and records.is_closed(table, index):
                yield moment


def _after_its_own_day(export: _Export) -> list[Issue]:
    late = sum(export.as_of is not None and moment.date() > export.as_of for moment in _events(export.table))
    if not (export.stated and late):
        return []
    message = f"{late} date(s) lie after the day in the file's name ({export.as_of}), when the export was made."
    return [_issue("warning", export.source.name, message, "Check the file's name and the CRM's records.")]


def _different_days(exports: Sequence[_Export]) -> list[Issue]:
    days = {export.as_of for export in exports if export.as_of is not None}
    if len(days) < 2:  # noqa: PLR2004  two exports
        return []
    told = " and ".join(f"{export.source.name} of {export.as_of}" for export in exports)
    message = f"The exports were made on different days: {told}. The older day counts for both."
    return [_issue("warning", "[data]", message, "Export both on the same day.")]


def _issue(severity: Severity, where: str, message: str, hint: str = "") -> Issue:
    return Issue(severity=severity, stage="read", where=where, message=message, hint=hint)
