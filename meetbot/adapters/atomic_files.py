"""Files that are whole or not there: written beside, synced, then moved into place."""

import contextlib
import errno
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from meetbot.errors import WorkspaceError

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)

_HINTS = {
    errno.ENOSPC: "The disk is full. Free some space and run the command again; finished stages are kept.",
    errno.EDQUOT: "Your disk quota is used up. Free some space and run the command again; finished stages are kept.",
    errno.EACCES: "You may not write there. Change the folder's permissions, or close the program that has it open.",
    errno.EPERM: "You may not write there. Change the folder's permissions, or close the program that has it open.",
    errno.EROFS: "That disk is read-only. Copy the workspace to one that can be written.",
    errno.ENOTDIR: "A file lies where a folder should be. Move it away.",
    errno.EEXIST: "A file lies where a folder should be. Move it away.",
    errno.EISDIR: "A folder lies where a file should be. Move it away.",
}


@contextlib.contextmanager
def workspace_errors(path: Path) -> Iterator[None]:
    """Turns what the operating system refuses into a WorkspaceError that names the path and the fix."""
    try:
        yield
    except OSError as error:
        hint = _HINTS.get(error.errno or 0, "Check that the disk is connected and the folder can be written.")
        raise WorkspaceError(f"{path.name} can't be read or written: {error.strerror}.", str(path), hint) from error


def read_bytes(path: Path) -> bytes | None:
    """The file's bytes, or None when there is no such file. Raises WorkspaceError."""
    with workspace_errors(path):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None


def replace_file(path: Path, content: bytes, *, before: Callable[[], None] | None = None, mode: int = 0o666) -> None:
    """Puts the content there as a whole. `before` runs when it is safe on disk and about to be moved into place.

    `mode` are the rights of the file from its first byte on, less what the user's mask takes.
    """
    with workspace_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Not mkstemp: it makes private files, and documents in a shared workspace are to be read by the team.
        beside = path.with_name(f".{path.name[:80]}.{os.getpid()}-{threading.get_ident()}.tmp")
        try:
            with os.fdopen(os.open(beside, _NEW, mode), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if before is not None:
                before()
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def append_line(path: Path, line: str) -> None:
    """Adds one line, synced. A torn last line of a killed process is ended first, so it spoils only itself."""
    with workspace_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            if file.tell():
                file.seek(-1, os.SEEK_END)
                torn = file.read(1) != b"\n"
                line = "\n" + line if torn else line
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Makes a rename survive a power cut, where the system can sync folders (Windows can't)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
