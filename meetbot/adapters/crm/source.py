"""The workspace's exports as a warehouse: which files count on a day, read or taken from their snapshots."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from meetbot.adapters.crm import taught
from meetbot.adapters.crm.combine import Combined, combine
from meetbot.adapters.crm.reading import FileName, Reading, Refusal, Settings
from meetbot.adapters.crm.snapshots import Snapshot, Snapshots
from meetbot.adapters.warehouse import DuckWarehouse
from meetbot.config import Workspace
from meetbot.errors import DataError
from meetbot.model.base import Issue, Severity
from meetbot.model.crm import TABLES, Contents, TableName

_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_REPLACED: frozenset[TableName] = frozenset({"leads", "deals", "customers", "targets"})
"""Tables of which the newest export says everything; spend and activities are put together from all of theirs."""

_JUDGED: tuple[TableName, ...] = ("leads", "deals")
_LISTED = 10


class CrmFiles:
    """The exports of the workspace's data folder. Satisfies `ports.KpiSource`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._zone = workspace.config.company.zone
        self._snapshots = Snapshots(workspace.root)

    def open(self, *, on: date) -> DuckWarehouse:
        """What was known on that day. Raises DataError when there is no export, ConfigError for the alias file."""
        settings = Settings.of(self._workspace.config, taught.load(self._workspace))
        files = _Files(self._workspace, on)
        found: list[Snapshot] = []
        refusals: list[Refusal] = []
        for path, table in files.chosen():
            outcome = self._read(path, table, settings, on)
            if isinstance(outcome, Refusal):
                refusals.append(outcome)
                files.refused(path)
            else:
                known = [s for s in outcome if self._known_on(s.reading, on)]
                found += files.allowed(path, table, known, all_of_it=outcome)
        if not found:
            raise self._nothing(refusals, files)
        parts, unused = _counting(found)
        issues = [
            *(refusal.issue() for refusal in refusals),
            *files.issues(),
            *unused,
            *self._absent({reading.reading.table for reading in found}, files),
        ]
        return self._warehouse(parts, issues, on)

    def _warehouse(self, parts: Mapping[TableName, list[Snapshot]], issues: list[Issue], on: date) -> DuckWarehouse:
        combined = combine(parts, self._snapshots, zone=self._zone, on=on)
        readings = [snapshot.reading for found in parts.values() for snapshot in found]
        contents = Contents(
            tables=tuple(combined[name].info for name in TABLES if name in combined),
            columns=tuple(use for reading in readings for use in reading.columns),
            rejections=(
                *(rejection for reading in readings for rejection in reading.rejections),
                *(rejection for found in combined.values() for rejection in found.rejections),
            ),
            rows_read=sum(reading.rows_read for reading in readings),
            issues=(
                *issues,
                *_different_days(parts),
                *(issue for reading in readings for issue in reading.issues),
                *(issue for found in combined.values() for issue in found.issues),
            ),
            as_of=_as_of(combined),
        )
        return DuckWarehouse(contents, {name: found.path for name, found in combined.items()})

    def _read(
        self, path: Path, table: TableName | None, settings: Settings, on: date
    ) -> tuple[Snapshot, ...] | Refusal:
        name = path.name
        fingerprint = [*settings.fingerprint(), table]
        try:
            key = self._snapshots.key(path, fingerprint)
        except OSError as error:
            return Refusal(file=name, broken=True, what=f"The export can't be read: {error.strerror}.")
        known = self._snapshots.find(path, key)
        if isinstance(known, Refusal) or (known is not None and all(_holds(s.reading, on) for s in known)):
            return known
        from meetbot.adapters.crm.exports import read_file

        found = read_file(path, settings, on=on, table=table)
        kept = self._snapshots.keep(path, key, found, fingerprint)
        return found if isinstance(found, Refusal) else kept

    def _known_on(self, reading: Reading, on: date) -> bool:
        """Whether an export was made by the end of that day: one named for the day after may be, in the CRM's zone."""
        if reading.stated is None or reading.stated <= on:
            return True
        end = datetime.combine(on + timedelta(days=1), time.min, tzinfo=self._zone)
        return reading.newest is not None and reading.newest <= end

    def _absent(self, present: Iterable[TableName], files: "_Files") -> list[Issue]:
        """Explicit globs without a file, and the two tables without which an agenda has few figures."""
        data = self._workspace.config.data
        issues = []
        for name in TABLES:
            glob = getattr(data, name)
            if name in present or not (glob or name in {"leads", "deals"}):
                continue
            where = f"meetbot.toml, key `data.{name}`" if glob else f"[data] folder {data.folder}"
            what = f"No file matches {glob}" if glob else f"No export of {name} was found"
            if later := files.later(name):
                what = (
                    f"No export of {name} is from {files.on} or before (not used, since they are from after: {later})"
                )
            issues.append(
                _issue(
                    "warning",
                    where,
                    f"{what}; figures about {name} can't be calculated.",
                    f"Put the CRM's export of {name} there; `meetbot kpi columns` shows what each file was taken for.",
                )
            )
        return issues

    def _nothing(self, refusals: Sequence[Refusal], files: "_Files") -> DataError:
        data = self._workspace.config.data
        globs = [glob for name in TABLES if (glob := getattr(data, name))]
        where = " or ".join(globs) if globs else f"no file in {data.folder}/ could be read as one"
        looked = f"no file matches {where}" if globs else where
        told = [f"{refusal.file}: {refusal.what}" for refusal in refusals]
        told += [f"{issue.where}: {issue.message}" for issue in files.issues()]
        listed = "".join(f"\n{line}" for line in told[:_LISTED])
        return DataError(
            f"There is no CRM export: {looked}.",
            str(self._workspace.root / data.folder),
            "Export leads and deals from the CRM and put them there; "
            f"`meetbot agenda --no-data` makes one without figures.{listed}",
        )


class _Files:
    """The files that may count on a day, newest first within a series, so that older ones need not be opened."""

    def __init__(self, workspace: Workspace, on: date) -> None:
        zone = workspace.config.company.zone
        self.on = on
        self._later: dict[Path, frozenset[TableName]] = {}
        self._other: list[Path] = []
        self._skipped: dict[Path, Path] = {}
        self._newest: dict[tuple[TableName | None, str], Path] = {}
        self._tables: dict[Path, set[TableName]] = {}
        self._refused: set[Path] = set()
        self._forbidden: list[tuple[Path, TableName]] = []
        self._by_hand = {name for name in TABLES if getattr(workspace.config.data, name)}
        self.names: dict[Path, FileName] = {}
        self._files: list[tuple[Path, TableName | None]] = []
        explicit = {path: name for name in TABLES for path in workspace.data_files.get(name, [])}
        for path in [*explicit, *(p for p in workspace.other_data_files if p not in explicit)]:
            self.names[path] = FileName.of(path, zone)
            if path not in explicit and path.suffix.lower() not in _SUFFIXES:
                self._other.append(path)
            elif (day := self.names[path].day) is not None and day > on + timedelta(days=1):
                self._later[path] = frozenset({explicit[path]} if path in explicit else ())
            else:
                self._files.append((path, explicit.get(path)))

    def chosen(self) -> Iterable[tuple[Path, TableName | None]]:
        """The files to read. Of a series of dated exports that replace each other only the newest that can be read."""
        for path, table in sorted(self._files, key=self._age, reverse=True):
            name = self.names[path]
            newer = self._newest.get((table, name.series))
            if newer is not None and name.day is not None and self._replaced(path, newer):
                self._skipped[path] = newer
                continue
            yield path, table
            if name.day is not None and path not in self._refused:
                self._newest.setdefault((table, name.series), path)

    def allowed(
        self, path: Path, table: TableName | None, outcome: Sequence[Snapshot], *, all_of_it: Sequence[Snapshot]
    ) -> list[Snapshot]:
        """Notes what was found in that file; tables whose files [data] names by hand are taken from no other.

        `outcome` is what of it was known on the day.
        """
        if not outcome:
            self._later[path] = frozenset(snapshot.reading.table for snapshot in all_of_it)
            self._refused.add(path)
        self._tables[path] = {snapshot.reading.table for snapshot in outcome}
        allowed = [s for s in outcome if table is not None or s.reading.table not in self._by_hand]
        self._forbidden += [(path, s.reading.table) for s in outcome if s not in allowed]
        return allowed

    def refused(self, path: Path) -> None:
        """Notes that nothing was found in that file: an older one of its series may serve."""
        self._refused.add(path)

    def later(self, table: TableName) -> str:
        """The files from after the day that hold that table, or may: those that were not opened tell nothing."""
        return _some(sorted(path.name for path, tables in self._later.items() if not tables or table in tables))

    def issues(self) -> list[Issue]:
        """What was left out without being opened."""
        issues = []
        for newer in dict.fromkeys(self._skipped.values()):
            older = sorted(path.name for path, other in self._skipped.items() if other == newer)
            issues.append(_issue("info", "[data]", f"Not used, since {newer.name} is newer: {_some(older)}."))
        for path, table in self._forbidden:
            message = f"Not used, since [data] names the files for {table}: {path.name}."
            issues.append(_issue("info", "[data]", message))
        if self._later:
            names = _some(sorted(path.name for path in self._later))
            issues.append(_issue("info", "[data]", f"Not used, since they are from after {self.on}: {names}."))
        if self._other:
            names = _some(sorted(path.name for path in self._other))
            issues.append(_issue("info", "[data]", f"Not used, since they are no tables: {names}."))
        return issues

    def _replaced(self, path: Path, newer: Path) -> bool:
        """Whether the newer file of the series says everything that this one does."""
        mine, other = self.names[path], self.names[newer]
        same_export = mine.day == other.day and mine.part is not None and other.part is not None
        return bool(self._tables.get(newer)) and self._tables[newer] <= _REPLACED and not same_export

    def _age(self, item: tuple[Path, TableName | None]) -> tuple[date, tuple[str, ...]]:
        name = self.names[item[0]]
        return name.day or date.min, name.order


def _holds(reading: Reading, on: date) -> bool:
    """Whether what was read on another day is what would be read now: nothing in it is from after this one."""
    if reading.stated is not None:
        return True
    return not reading.capped and (reading.newest is None or reading.newest.date() <= on)


def _counting(found: Sequence[Snapshot]) -> tuple[dict[TableName, list[Snapshot]], list[Issue]]:
    """The snapshots that count for each table, newest first, and what is said about the others."""
    parts: dict[TableName, list[Snapshot]] = {}
    issues: list[Issue] = []
    for name in TABLES:
        own = sorted((s for s in found if s.reading.table == name), key=lambda s: _rank(s.reading), reverse=True)
        if name in _REPLACED and own:
            first = own[0].reading
            counted = [s for s in own if _same_export(s.reading, first)]
            if rest := [s.reading.file for s in own if s not in counted]:
                message = f"Not used, since {first.file} is newer: {_some(sorted(rest))}."
                vendors = {s.reading.vendor for s in own}
                hint = f"If they hold other {name}, put them into one file." if len(vendors) > 1 else ""
                severity: Severity = "warning" if hint else "info"
                issues.append(_issue(severity, f"[data] {name}", message, hint))
            own = sorted(counted, key=lambda s: s.reading.order)
        if own:
            parts[name] = own
    return parts, issues


def _rank(reading: Reading) -> tuple[bool, bool, date, tuple[str, ...]]:
    """Newest last; a CRM before a platform's form, whose leads are in the CRM too."""
    day = _made_on(reading)
    return reading.vendor != "Meta lead form", day is not None, day or date.min, reading.order


def _made_on(reading: Reading) -> date | None:
    """The day that the name says, else that of the newest event: what reaches to midnight is of the day before."""
    if reading.stated is not None or reading.as_of is None:
        return reading.stated
    return (reading.as_of - timedelta(microseconds=1)).date()


def _same_export(reading: Reading, first: Reading) -> bool:
    """Parts of one export: the sheets of a workbook, or Zoho's numbered files."""
    if reading.source == first.source and reading.sheet != first.sheet:
        return True
    numbered = reading.part is not None and first.part is not None
    parts = numbered and (reading.series, reading.stated) == (first.series, first.stated)
    return parts or reading == first


def _as_of(combined: Mapping[TableName, Combined]) -> datetime | None:
    """The oldest time of what the agenda judges by: leads and deals, and the activities that contacts come from."""
    judged = [combined[name] for name in _JUDGED if name in combined]
    if "leads" in combined and combined["leads"].with_activities:
        judged.append(combined["activities"])
    if not judged:
        judged = list(combined.values())
    return min((found.info.as_of for found in judged if found.info.as_of is not None), default=None)


def _different_days(parts: Mapping[TableName, list[Snapshot]]) -> list[Issue]:
    readings = [parts[name][0].reading for name in _JUDGED if name in parts]
    made = [(reading.file, day) for reading in readings if (day := _made_on(reading)) is not None]
    if len({day for _, day in made}) < 2:  # noqa: PLR2004  two exports
        return []
    told = " and ".join(f"{file} of {day}" for file, day in made)
    message = f"The exports were made on different days: {told}. The older day counts for both."
    return [_issue("warning", "[data]", message, "Export both on the same day.")]


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


def _issue(severity: Severity, where: str, message: str, hint: str = "") -> Issue:
    return Issue(severity=severity, stage="read", where=where, message=message, hint=hint)
