"""What was read from each export, kept as Parquet: a second run reads no CSV, a later export rewrites nothing."""

import contextlib
import hashlib
import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from meetbot.adapters.atomic_files import replace_file, sync_folder, workspace_errors
from meetbot.adapters.crm.reading import Reading, Refusal
from meetbot.adapters.digests import sha256_of
from meetbot.model.base import Model

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_IN_A_GROUP = 131_072


class Snapshot(Model):
    """One canonical table on disk: `name` without its ending, and what the Parquet file must be."""

    name: str
    parquet_bytes: int
    parquet_sha256: str
    reading: Reading


class _Seen(Model):
    """What became of one file of the data folder when it was last read."""

    file: str
    key: str
    snapshots: tuple[str, ...] = ()
    refusal: Refusal | None = None


class Snapshots:
    """The folder `.meetbot/tables` of a workspace. Every file in it is whole or not there."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / ".meetbot" / "tables"

    def key(self, path: Path, settings: Sequence[Any]) -> str:
        """Changes when the file or what decides its reading does. Raises OSError."""
        status = path.stat()
        return _digest([*settings, self._relative(path), status.st_size, status.st_mtime_ns, status.st_ino])

    def find(self, path: Path, key: str) -> tuple[Snapshot, ...] | Refusal | None:
        """What was read from that file under that key; None when it must be read (again)."""
        try:
            seen = _Seen.model_validate_json(self._pointer(path).read_bytes())
        except (OSError, ValidationError):
            return None
        if seen.key != key:
            return None
        if seen.refusal is not None:
            return seen.refusal
        found = tuple(snapshot for name in seen.snapshots if (snapshot := self.load(name)) is not None)
        return found if found and len(found) == len(seen.snapshots) else None

    def keep(
        self, path: Path, key: str, found: "Sequence[tuple[Reading, pa.Table]] | Refusal", settings: Sequence[Any]
    ) -> tuple[Snapshot, ...]:
        """Writes what was read from that file. Raises WorkspaceError."""
        if isinstance(found, Refusal):
            self._write_json(self._pointer(path), _Seen(file=self._relative(path), key=key, refusal=found))
            return ()
        kept = []
        for reading, table in found:
            capped = reading.newest.isoformat() if reading.capped and reading.newest else ""
            identity = _digest([*settings, reading.source.sha256, reading.file, reading.sheet, reading.table, capped])
            kept.append(self.put(reading, table, identity))
        names = tuple(snapshot.name for snapshot in kept)
        self._write_json(self._pointer(path), _Seen(file=self._relative(path), key=key, snapshots=names))
        return tuple(kept)

    def put(self, reading: Reading, table: "pa.Table", identity: str) -> Snapshot:
        """Writes one table under a name that its identity decides; one that is there already stays as it is."""
        day = f"{reading.as_of:%Y-%m-%d}" if reading.as_of else "undated"
        name = f"{reading.table}-{day}-{identity[:8]}"
        there = self.load(name)
        if there is not None and there.reading == reading:
            return there
        path = self.path(name)
        _write_parquet(path, table)
        snapshot = Snapshot(
            name=name, parquet_bytes=path.stat().st_size, parquet_sha256=sha256_of(path), reading=reading
        )
        self._write_json(path.with_suffix(".json"), snapshot)
        return snapshot

    def find_made(self, table: str, identity: str) -> Snapshot | None:
        """The snapshot of that identity, whatever its day."""
        for path in sorted(self._folder.glob(f"{table}-*-{identity[:8]}.json")):
            if (found := self.load(path.stem)) is not None:
                return found
        return None

    def load(self, name: str) -> Snapshot | None:
        """The snapshot of that name, if it is there and its Parquet is as it was written."""
        path = self.path(name)
        try:
            snapshot = Snapshot.model_validate_json(path.with_suffix(".json").read_bytes())
            whole = path.stat().st_size == snapshot.parquet_bytes and sha256_of(path) == snapshot.parquet_sha256
        except (OSError, ValidationError):
            return None
        return snapshot if whole and snapshot.name == name else None

    def path(self, name: str) -> Path:
        """Its Parquet file."""
        return self._folder / f"{name}.parquet"

    def _pointer(self, path: Path) -> Path:
        return self._folder / "seen" / f"{_digest([self._relative(path)])[:16]}.json"

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else str(path)

    def _write_json(self, path: Path, value: Model) -> None:
        ignored = self._root / ".meetbot" / ".gitignore"
        if not ignored.exists():
            replace_file(ignored, b"# Made by meetbot from the exports; it can be deleted.\n*\n")
        replace_file(path, value.model_dump_json(indent=1).encode() + b"\n")


def _write_parquet(path: Path, table: "pa.Table") -> None:
    """The table as Parquet, whole or not at all: equal rows give equal bytes."""
    import pyarrow.parquet as pq

    with workspace_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
        try:
            pq.write_table(table, beside, compression="lz4", row_group_size=_ROWS_IN_A_GROUP, store_schema=False)
            with beside.open("rb+") as file:
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()
        sync_folder(path.parent)


def _digest(parts: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=str).encode()).hexdigest()
