"""Meetings as folders: `ROOT/meetings/<id>/` with documents, drafts, the record of stages and unfinished work.

Every file is replaced atomically, so a process that is killed leaves the old version or the new one. A file that the
user changed is never overwritten: it is kept beside as `minutes.edited-1.json`. How a change is told: `run.jsonl` holds
the sha256 of what each finished stage wrote, `.work/written.json` of what was written since. Whoever runs stages holds
`locked`: those records are read and then written, which two processes at once would undo for each other.
"""

import contextlib
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from meetbot.adapters import archive_lock
from meetbot.adapters.archive_documents import decode, shown
from meetbot.adapters.atomic_files import append_line, read_bytes, replace_file, workspace_errors
from meetbot.adapters.digests import sha256_of
from meetbot.errors import InputError
from meetbot.model.base import InputHash, StoredDocument
from meetbot.ports import Checkpoint, StageRecord

MEETINGS = "meetings"
RUN_LOG = "run.jsonl"
WORK = ".work"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_PART = re.compile(r"[^\x00-\x1f<>:\"/\\|?*.][^\x00-\x1f<>:\"/\\|?*]{0,199}")


class FolderArchive:
    """The `Archive` port over a workspace's folder. `kept` lists the user's versions that were set aside so far."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.kept: list[Path] = []

    def folder(self, meeting_id: str) -> Path:
        """The meeting's folder, which may not exist yet. Raises InputError for an id that is no plain name."""
        if not _ID.fullmatch(meeting_id):
            raise InputError(
                f"“{shown(meeting_id)}” is not a meeting's id.",
                str(self.root / MEETINGS),
                "An id is the name of its folder: letters, digits and hyphens, like 2026-11-23-alineacion.",
            )
        return self.root / MEETINGS / meeting_id

    @contextlib.contextmanager
    def locked(self, meeting_id: str) -> Iterator[None]:
        """Keeps every other meetbot from the meeting until it ends. Raises WorkspaceError while one is there.

        It is not taken twice: neither by another archive of this process nor inside itself.
        """
        folder = self.folder(meeting_id)
        with archive_lock.hold(folder / WORK / "lock", folder):
            yield

    def meeting_ids(self) -> list[str]:
        """The ids of all meetings of which something is kept, oldest first (they begin with the date).

        What a failed run leaves, a folder with its lock, is no meeting.
        """
        folder = self.root / MEETINGS
        with workspace_errors(folder):
            if not folder.is_dir():
                return []
            return sorted(path.name for path in folder.iterdir() if _ID.fullmatch(path.name) and _holds_something(path))

    def load(self, meeting_id: str, name: str, kind: type[StoredDocument]) -> StoredDocument | None:
        """The stored document `name`, or None. Raises InputError that names file and line."""
        path = self._path(meeting_id, name)
        content = read_bytes(path)
        return None if content is None else decode(path, content, kind)

    def read(self, meeting_id: str, name: str) -> bytes | None:
        """The bytes of one file of the meeting, or None. Raises InputError when it can't be read."""
        return read_bytes(self._path(meeting_id, name))

    def digest(self, path: Path) -> str:
        """The sha256 of a file's bytes, read as a stream. Raises InputError when it can't be read."""
        try:
            return sha256_of(path)
        except OSError as error:
            reason = error.strerror or str(error)
            raise InputError(
                f"The file can't be read: {reason}.", str(path), "Check the path and its spelling."
            ) from error

    def write(self, meeting_id: str, name: str, content: bytes) -> Path:
        """Writes one file, atomically; a file that the user changed is kept beside it. Raises WorkspaceError."""
        path = self._path(meeting_id, name)
        replace_file(path, content, before=lambda: self._prepare(meeting_id, name, content))
        return path

    def delete(self, meeting_id: str, name: str) -> None:
        """Removes a file of ours; one that the user changed is set aside under its `edited` name."""
        path = self._path(meeting_id, name)
        current = read_bytes(path)
        if current is None:
            return
        if _sha(current) in self._own(meeting_id, name):
            with workspace_errors(path):
                path.unlink()
        else:
            self._set_aside(path)

    def valid(self, meeting_id: str, stage: str, inputs: Sequence[InputHash]) -> bool:
        """Whether that stage was finished last with exactly these inputs and its files are still there.

        A file that the user corrected counts as there: its stage must not undo the correction. One that a killed run
        wrote since doesn't: it was made from other inputs.
        """
        last = self.finished(meeting_id, stage)
        if last is None or last.details.get("incomplete") or _by_name(last.inputs) != _by_name(inputs):
            return False
        written = self._written(meeting_id)
        if any(set(written.get(name, ())) - {sha} for name, sha in last.outputs.items()):
            return False
        return all(self._path(meeting_id, name).is_file() for name in last.outputs)

    def finished(self, meeting_id: str, stage: str) -> StageRecord | None:
        """The last record of that stage, or None when it never finished."""
        return next((r for r in reversed(self.records(meeting_id)) if r.stage == stage), None)

    def record(self, meeting_id: str, record: StageRecord) -> None:
        """Notes that a stage was finished, and removes the blocks that it kept while it ran.

        An incomplete one keeps its blocks: the next run goes on from them.
        """
        entry = {
            "stage": record.stage,
            "inputs": [i.model_dump() for i in record.inputs],
            "outputs": dict(record.outputs),
            "at": record.at.isoformat(),
            "seconds": record.seconds,
            "details": dict(record.details),
        }
        append_line(self.folder(meeting_id) / RUN_LOG, _json(entry))
        self._forget_written(meeting_id, record.outputs)
        if not record.details.get("incomplete"):
            self.discard(meeting_id, record.stage)

    def records(self, meeting_id: str) -> list[StageRecord]:
        """The finished stages in order. A line that was torn by a kill, or isn't one of ours, is left out."""
        content = read_bytes(self.folder(meeting_id) / RUN_LOG) or b""
        return [record for line in content.split(b"\n") if (record := _stage_record(line)) is not None]

    def log(self, meeting_id: str, name: str, entry: Mapping[str, Any]) -> None:
        """Appends one line to `NAME.jsonl` of the meeting."""
        append_line(self._path(meeting_id, f"{name}.jsonl"), _json(entry))

    def checkpoint(self, meeting_id: str, stage: str, inputs: Sequence[InputHash]) -> Checkpoint:
        """Where the stage keeps its blocks for exactly these inputs."""
        folder = self.folder(meeting_id) / WORK / f"{stage}-{_sha(_json(_by_name(inputs)).encode())}"

        def fetch(key: str) -> str | None:
            content = read_bytes(folder / f"{_sha(key.encode())}.json")
            block = None if content is None else _parsed(content)
            return block["text"] if isinstance(block, dict) and block.get("key") == key else None

        def keep(key: str, text: str) -> None:
            replace_file(folder / f"{_sha(key.encode())}.json", _json({"key": key, "text": text}).encode())

        return Checkpoint(fetch=fetch, keep=keep)

    def discard(self, meeting_id: str, stage: str) -> None:
        """Removes what the stage kept of unfinished runs, whatever their inputs."""
        work = self.folder(meeting_id) / WORK
        name = re.compile(re.escape(stage) + r"-[0-9a-f]{64}")
        with workspace_errors(work):
            for folder in sorted(work.iterdir()) if work.is_dir() else []:
                if name.fullmatch(folder.name):
                    shutil.rmtree(folder)

    def _path(self, meeting_id: str, name: str) -> Path:
        """The file's path. Raises InputError for a name that leads elsewhere or to our own records."""
        parts = name.split("/")
        if name == RUN_LOG or not all(_PART.fullmatch(part) for part in parts):
            raise InputError(f"“{shown(name)}” is not a name for a meeting's file.", str(self.folder(meeting_id)))
        return self.folder(meeting_id).joinpath(*parts)

    def _prepare(self, meeting_id: str, name: str, content: bytes) -> None:
        """Sets the user's version aside and notes what is about to be written, so that a killed run knows its own."""
        path = self._path(meeting_id, name)
        current = read_bytes(path)
        if current is not None and current != content and _sha(current) not in self._own(meeting_id, name):
            self._set_aside(path)
        written = self._written(meeting_id)
        shas = [*written.get(name, [])[-1:], _sha(content)]
        self._note_written(meeting_id, {**written, name: list(dict.fromkeys(shas))})

    def _own(self, meeting_id: str, name: str) -> set[str]:
        """The digests of what meetbot last wrote there, finished or not."""
        recorded = next((r.outputs[name] for r in reversed(self.records(meeting_id)) if name in r.outputs), None)
        return {*self._written(meeting_id).get(name, []), *([recorded] if recorded else [])}

    def _written(self, meeting_id: str) -> dict[str, list[str]]:
        content = read_bytes(self.folder(meeting_id) / WORK / "written.json")
        values = _parsed(content) if content is not None else {}
        if not isinstance(values, dict):
            return {}
        return {str(name): [str(s) for s in shas] for name, shas in values.items() if isinstance(shas, list)}

    def _note_written(self, meeting_id: str, written: Mapping[str, Sequence[str]]) -> None:
        replace_file(self.folder(meeting_id) / WORK / "written.json", _json(written).encode())

    def _forget_written(self, meeting_id: str, outputs: Mapping[str, str]) -> None:
        written = self._written(meeting_id)
        if written.keys() & outputs.keys():
            self._note_written(meeting_id, {k: v for k, v in written.items() if k not in outputs})

    def _set_aside(self, path: Path) -> None:
        with workspace_errors(path):
            kept = next(other for other in _edited_names(path) if not other.exists())
            path.rename(kept)
        self.kept.append(kept)


def _holds_something(folder: Path) -> bool:
    return folder.is_dir() and any(path.name != WORK for path in folder.iterdir())


def _edited_names(path: Path) -> Iterator[Path]:
    number = 1
    while True:
        yield path.with_name(f"{path.stem}.edited-{number}{path.suffix}")
        number += 1


def _stage_record(line: bytes) -> StageRecord | None:
    entry = _parsed(line)
    if not isinstance(entry, dict):
        return None
    fields: dict[str, Callable[[Any], Any]] = {
        "stage": str,
        "inputs": lambda v: tuple(InputHash.model_validate(i) for i in v),
        "outputs": lambda v: {str(name): str(sha) for name, sha in v.items()},
        "at": datetime.fromisoformat,
        "seconds": float,
        "details": dict,
    }
    try:
        return StageRecord(**{name: read(entry[name]) for name, read in fields.items()})
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _parsed(content: bytes) -> Any:
    """The JSON value, or None when it is damaged."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _by_name(inputs: Sequence[InputHash]) -> list[list[str]]:
    return sorted([i.name, i.sha256] for i in inputs)
