"""Prints of voices in a workspace: one private file a person in `voices/`, found by the name inside it."""

import contextlib
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from meetbot.adapters import archive_lock
from meetbot.adapters.archive_documents import decode
from meetbot.adapters.atomic_files import read_bytes, replace_file, workspace_errors
from meetbot.errors import InputError, WorkspaceError
from meetbot.model.base import Issue
from meetbot.model.voiceprint import FOLDER, VoicePrints

_PRIVATE = 0o600
_LONGEST_SLUG = 60
_LARGEST_BYTES = 4_000_000
# Names that Windows keeps for devices, whatever their ending.
_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)\d?")
_MARK = b'"voice-prints"'
_IGNORED = b"# Made by meetbot: prints of voices are personal data and don't belong into a repository.\n*.json\n"


class VoiceFolder:
    """The prints of everybody in `voices/` of that workspace."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.folder = root / FOLDER

    def everybody(self) -> tuple[tuple[VoicePrints, ...], tuple[Issue, ...]]:
        """Everybody's prints in order of name, and an issue for each file that can't be read."""
        found: list[VoicePrints] = []
        issues: list[Issue] = []
        for path in self._files():
            try:
                found.append(self._read(path))
            except WorkspaceError as error:  # another user's, whose prints are private to that user
                hint = "Whoever enrolled this voice may let you read the file; until then it is not recognised here."
                issues.append(Issue(severity="info", stage="voices", where=error.where, message=error.what, hint=hint))
            except InputError as error:
                if _another_kind(read_bytes(path) or b""):
                    continue
                hint = "The voice in it is not used. Delete the file and enrol the voice again."
                issues.append(
                    Issue(severity="warning", stage="voices", where=error.where, message=error.what, hint=hint)
                )
        return tuple(sorted(found, key=lambda prints: prints.name)), tuple(issues)

    def find(self, name: str) -> VoicePrints | None:
        """The prints of the person of exactly that name, or None; files that can't be read are somebody else's."""
        return next((prints for prints in self.everybody()[0] if prints.name == name), None)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keeps every other meetbot from changing prints until it ends. Raises WorkspaceError while one does."""
        with archive_lock.hold(self.folder / ".lock", self.folder, what="the voices"):
            yield

    def keep(self, prints: VoicePrints) -> Path:
        """Writes that person's prints as a whole, readable by this user alone. Raises WorkspaceError."""
        path = self._path_of(prints.name)
        ignored = self.folder / ".gitignore"
        if not ignored.exists():
            replace_file(ignored, _IGNORED)
        replace_file(path, prints.encoded(), mode=_PRIVATE)
        return path

    def forget(self, name: str) -> tuple[Path, ...]:
        """Deletes every file in `voices/` that holds prints of that person; returns them. Raises WorkspaceError."""
        gone = tuple(self._of(name))
        for path in gone:
            with workspace_errors(path):
                path.unlink(missing_ok=True)
        return gone

    def left(self, name: str) -> tuple[Path, ...]:
        """Other files of the workspace that hold prints of that person: copies that somebody made."""
        marks = (_MARK, _quoted(name))
        return tuple(path for path in self._copies() if all(mark in (read_bytes(path) or b"") for mark in marks))

    def _files(self) -> list[Path]:
        """Files of prints; a JSON file that says it is something else is not ours and left alone."""
        with workspace_errors(self.folder):
            if not self.folder.is_dir():
                return []
            paths = sorted(p for p in self.folder.glob("*.json") if p.is_file())
            return [path for path in paths if not path.name.startswith(".") and path.stat().st_size <= _LARGEST_BYTES]

    def _read(self, path: Path) -> VoicePrints:
        content = read_bytes(path) or b""
        document = decode(path, content, VoicePrints)
        if not isinstance(document, VoicePrints):  # pragma: no cover - decode returns what it was asked for
            raise TypeError(path.name)
        return document

    def _of(self, name: str) -> Iterator[Path]:
        """That person's files: by the name inside, damaged ones by their own name, what a kill left half-written."""
        slug = slug_of(name)
        for path in self._files():
            try:
                mine = self._read(path).name == name
            except WorkspaceError:
                mine = _named_for(path, slug, name)
            except InputError:
                content = read_bytes(path) or b""
                named = _named_for(path, slug, name) or _quoted(name) in content
                mine = named and not _another_kind(content)
            if mine:
                yield path
        for path in sorted(self.folder.glob(".*.tmp")) if self.folder.is_dir() else ():
            if _quoted(name) in (read_bytes(path) or b"") or path.name.startswith(f".{slug}"):
                yield path

    def _path_of(self, name: str) -> Path:
        """Where that person's prints lie, or a free name: two people whose names fold to one slug have two files."""
        slug = slug_of(name)
        for path in self._files():
            try:
                if self._read(path).name == name:
                    return path
            except (InputError, WorkspaceError):
                continue
        path = self.folder / f"{slug}.json"
        return path.with_name(f"{slug}-{_digest(name)}.json") if path.exists() else path

    def _copies(self) -> Iterator[Path]:
        for path in sorted(self._root.rglob("*.json*")):
            with contextlib.suppress(OSError):
                if path.is_file() and not path.is_symlink() and path.stat().st_size <= _LARGEST_BYTES:
                    yield path


def slug_of(name: str) -> str:
    """A file name without ending for any person's name: letters and digits of ASCII, else a digest of the name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-")
    lost = sum(c.isalnum() for c in name) > sum(c.isalnum() for c in slug) and len(name) <= _LONGEST_SLUG
    if not slug or lost or _RESERVED.fullmatch(slug):
        return f"{slug or 'voice'}-{_digest(name)}"
    return slug


def _another_kind(content: bytes) -> bool:
    """Whether it is whole JSON that doesn't even say it is a print: somebody else's file, which is left alone."""
    if _MARK in content:
        return False
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def _named_for(path: Path, slug: str, name: str) -> bool:
    return path.stem in {slug, f"{slug}-{_digest(name)}"}


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _quoted(name: str) -> bytes:
    """The name as it stands in a file of prints."""
    return json.dumps(name, ensure_ascii=False).encode("utf-8", "surrogatepass")
