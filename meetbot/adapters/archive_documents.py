"""Reads the documents of a meeting's folder, which people correct by hand: what is wrong is named with its line."""

import json
import re
from pathlib import Path

from pydantic import ValidationError

from meetbot.adapters.json_lines import line_of
from meetbot.errors import InputError
from meetbot.model.base import StoredDocument


def decode(path: Path, content: bytes, kind: type[StoredDocument]) -> StoredDocument:
    """The stored document in a file's bytes. Raises InputError that names file, line and fix."""
    text = _text(path, content)
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        raise _problem(path, text, kind, error) from error


def _text(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(
            f"{path.name} is not saved as UTF-8.", f"{path}, line {line}", "Save it again with encoding UTF-8."
        ) from error


def _problem(path: Path, text: str, kind: type[StoredDocument], error: ValidationError) -> InputError:
    """What is wrong with a stored document, from the coarsest to the finest."""
    try:
        values = json.loads(text)
    except json.JSONDecodeError as syntax:
        what = f"{path.name} is not valid JSON: {syntax.msg}."
        return InputError(what, f"{path}, line {syntax.lineno}, column {syntax.colno}", _redo(path))
    except RecursionError:
        return InputError(f"{path.name} is nested too deeply to be one of ours.", str(path), _redo(path))
    wanted = kind.model_fields
    header = values if isinstance(values, dict) else {}
    if header.get("kind") != wanted["kind"].default:
        what = f"{path.name} holds {shown(header.get('kind') or 'something else')}, not {wanted['kind'].default}."
        return InputError(what, f"{path}, line {line_of(text, ('kind',))}", _redo(path))
    known, found = wanted["schema_version"].default, header.get("schema_version")
    if found != known:
        hint = "Update meetbot: a newer version wrote it." if _newer(found, known) else _redo(path)
        what = f"{path.name} has schema version {shown(found)}; this meetbot reads {known}."
        return InputError(what, f"{path}, line {line_of(text, ('schema_version',))}", hint)
    first = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    what = f"{path.name} is not valid: {first['msg'].removeprefix('Value error, ')}."
    return InputError(what, f"{path}, line {line_of(text, first['loc'])}, {shown(key)}", _redo(path))


def _newer(found: object, known: int) -> bool:
    return isinstance(found, int) and found > known


def _redo(path: Path) -> str:
    return f"Mend that line, or move {path.name} away and run the command again: it is made anew."


def shown(value: object) -> str:
    """A value from a file or the user, safe to print in one line."""
    return re.sub(r"[^\x20-\x7e\xa0-\U0010ffff]", "·", str(value))[:80]
