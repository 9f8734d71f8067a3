"""What each file was taken for, in plain values: the view behind `meetbot kpi columns`."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from meetbot.adapters.crm import headers, taught
from meetbot.adapters.crm.exports import read_file
from meetbot.adapters.crm.reading import Reading, Refusal, Settings
from meetbot.adapters.crm.source import CrmFiles
from meetbot.config import Workspace
from meetbot.errors import DataError
from meetbot.model.base import Issue
from meetbot.model.crm import TABLES, ColumnUse, TableName

_NEAR = 85
"""Of 100, by rapidfuzz's `token_sort_ratio` over folded headers. `Fecha de creacion lead` and `Fecha de creación` reach
87; unrelated headers of one export (`Número de teléfono`, `Número`) stay below 70."""


class Inspector:
    """Describes files as they would be read on a day, without keeping anything."""

    def __init__(self, workspace: Workspace, *, on: date) -> None:
        self._workspace = workspace
        self._on = on
        self._settings = Settings.of(workspace.config, taught.load(workspace))

    @property
    def aliases(self) -> Path:
        """The file that teaches headers, which may not exist yet."""
        return self._workspace.root / self._workspace.config.data.aliases

    @staticmethod
    def fields() -> dict[str, list[str]]:
        """What a header can be taught to mean, by table."""
        return {name: list(headers.fields_of(name)) for name in TABLES}

    def folder(self) -> list[dict[str, Any]]:
        """Every file of the data folder and those that [data] names, each sheet by itself, and whether it counts."""
        counted = self._counted()
        found = [
            described
            for path in sorted({*self._named, *self._workspace.other_data_files})
            for described in self._describe(path, self._named.get(path))
        ]
        return [{**described, "counts": described.get("sha256") in counted} for described in found]

    def files(self, paths: Sequence[Path]) -> list[dict[str, Any]]:
        """Those files, each sheet by itself."""
        named = {path.resolve(): name for path, name in self._named.items()}
        return [described for path in paths for described in self._describe(path, named.get(path.resolve()))]

    @property
    def _named(self) -> dict[Path, TableName]:
        found = self._workspace.data_files
        return {path: name for name in TABLES for path in found.get(name, [])}

    def _counted(self) -> set[str]:
        """The contents of the files that figures are computed from."""
        try:
            contents = CrmFiles(self._workspace).open(on=self._on).contents
        except DataError:
            return set()
        return {source.sha256 for table in contents.tables for source in table.sources}

    def _describe(self, path: Path, table: TableName | None) -> list[dict[str, Any]]:
        found = read_file(path, self._settings, on=self._on, table=table)
        if isinstance(found, Refusal):
            return [
                {
                    "file": found.file,
                    "problem": found.what,
                    "hint": found.hint,
                    "broken": found.broken,
                    "headers": list(found.headers),
                }
            ]
        return [self._reading(reading) for reading, _ in found]

    def _reading(self, reading: Reading) -> dict[str, Any]:
        return {
            "file": reading.file,
            "table": reading.table,
            "vendor": reading.vendor,
            "format": reading.source.format,
            "sha256": reading.source.sha256,
            "header_row": reading.header_row,
            "as_of": reading.as_of.isoformat() if reading.as_of else None,
            "rows": reading.rows,
            "rows_read": reading.rows_read,
            "rejected": [rejection.model_dump(mode="json") for rejection in reading.rejections],
            "columns": [_column(use, reading.table) for use in reading.columns],
            "fields": list(headers.fields_of(reading.table)),
            "issues": [issue.model_dump(mode="json") for issue in reading.issues],
        }


def issues_of(described: Mapping[str, Any]) -> list[Issue]:
    """The issues of a described file."""
    return [Issue.model_validate(issue) for issue in described.get("issues", ())]


def _column(use: ColumnUse, table: TableName) -> dict[str, Any]:
    near = nearest(use.header, table) if use.field is None and use.note == "not needed" else None
    return {
        "column": use.column,
        "header": use.header,
        "field": use.field,
        "note": use.note,
        "near": near[0] if near else None,
        "near_field": near[1] if near else None,
    }


def nearest(header: str, table: TableName) -> tuple[str, str] | None:
    """The known header that an unknown one resembles, and its field; None when it resembles none."""
    from rapidfuzz import fuzz, process

    known = {
        headers.fold_header(alias): (alias, name) for name, all_ in headers.shipped()[table].items() for alias in all_
    }
    found = process.extractOne(
        headers.fold_header(header), list(known), scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR
    )
    return known[found[0]] if found else None
