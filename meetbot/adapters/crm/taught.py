"""The user's own headers: an alias file in which each table names the field that a header means."""

import hashlib
import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from meetbot.adapters.crm import headers
from meetbot.config import Workspace
from meetbot.config.lines import line_of
from meetbot.errors import ConfigError
from meetbot.model.crm import TABLES, TableName

_IGNORE = frozenset({"", "-", "ignore", "ignorar"})
_WORKED_OUT = {("leads", "handed_at"): "assigned_at", ("spend", "kind"): "category"}
"""Canonical columns that no header is by itself, and what a user who names one means."""


def load(workspace: Workspace) -> headers.Taught:
    """What the workspace's alias file teaches; nothing where there is none. Raises ConfigError with the line."""
    data = workspace.config.data
    path = workspace.root / data.aliases
    if not path.is_file():
        if "aliases" in data.model_fields_set and data.aliases:
            raise ConfigError(
                "The alias file of [data] is not there.", str(path), "Make it, or take `aliases` out of meetbot.toml."
            )
        return headers.NOTHING_TAUGHT
    return read(path)


def read(path: Path) -> headers.Taught:
    """What that file teaches. Raises ConfigError that names the line and the header."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
        tables = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        where = f"{path}, line {found.group(1)}" if found else str(path)
        raise ConfigError(f"The alias file is not valid TOML: {error}.", where, example("leads")) from error
    taught = {table: _table(path, text, table, entries) for table, entries in tables.items()}
    return headers.Taught(fields=taught, sha256=hashlib.sha256(content).hexdigest())


def example(table: TableName, header: str = "Fecha de ingreso del prospecto", field: str = "created_at") -> str:
    """How one header is taught, as the file would say it."""
    quoted = header.replace("\\", "\\\\").replace('"', '\\"')
    return f'[{table}]\n"{quoted}" = "{field}"'


def _table(path: Path, text: str, table: str, entries: Any) -> dict[str, str | None]:
    if table not in TABLES or not isinstance(entries, dict):
        raise ConfigError(
            f"The alias file has an unknown table: [{table}].",
            _where(path, text, (table,)),
            f"Tables: {', '.join(TABLES)}.",
        )
    known = headers.fields_of(cast("TableName", table))
    taught: dict[str, str | None] = {}
    for header, stated in entries.items():
        field = _WORKED_OUT.get((table, str(stated)), stated)
        if not isinstance(field, str) or (field not in known and field.casefold() not in _IGNORE):
            close = get_close_matches(str(field), known, n=1)
            guess = f"Did you mean `{close[0]}`? " if close else ""
            raise ConfigError(
                f'The alias file gives "{header}" an unknown field: {field!r}.',
                _where(path, text, (table, header)),
                f'{guess}Fields of {table}: {", ".join(known)}; or "ignore".',
            )
        taught[headers.fold_header(header)] = None if field.casefold() in _IGNORE else field
    return taught


def _where(path: Path, text: str, location: tuple[str, ...]) -> str:
    line = line_of(text, location)
    return f"{path}, line {line}" if line else str(path)
