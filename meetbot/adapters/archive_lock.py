"""One meetbot at a time in a meeting's folder: a lock of the operating system, which ends with its process.

The file stays when the lock is released; whether it is locked counts, not whether it is there, so a kill leaves nothing
that a person would have to clean up.
"""

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from meetbot.adapters.atomic_files import read_bytes, workspace_errors
from meetbot.errors import WorkspaceError

_TAKEN = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}

if sys.platform == "win32":
    import msvcrt

    # Windows keeps others from reading a locked byte, so the one that is locked lies far behind the process id.
    _BYTE = 1 << 30

    def _lock(handle: int) -> None:
        os.lseek(handle, _BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        os.lseek(handle, _BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


@contextlib.contextmanager
def hold(
    path: Path, meeting_folder: Path, *, what: str = "this meeting", lock: Callable[[int], None] = _lock
) -> Iterator[None]:
    """Holds the lock. Raises WorkspaceError when somebody has it: another process, or an outer `hold` of this one.

    `what` is what the lock keeps others from.
    """
    with workspace_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        with workspace_errors(path):
            locked = _taken(handle, path, meeting_folder, lock, what=what)
        try:
            yield
        finally:
            if locked:
                _unlock(handle)
    finally:
        os.close(handle)


def _taken(handle: int, path: Path, meeting_folder: Path, lock: Callable[[int], None], *, what: str) -> bool:
    """Whether it is ours now; False on a disk that has no locks (some network drives), where one must do without."""
    try:
        lock(handle)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return False
        if error.errno not in _TAKEN:
            raise
        raise WorkspaceError(
            f"Another meetbot is working on {what}{_who(path)}.",
            str(meeting_folder),
            "Wait for it to end and run the command again; nothing was changed.",
        ) from error
    os.lseek(handle, 0, os.SEEK_SET)
    os.truncate(handle, 0)
    os.write(handle, str(os.getpid()).encode())
    return True


def _who(path: Path) -> str:
    holder = (read_bytes(path) or b"")[:20]
    return f" (process {holder.decode()})" if holder.isdigit() else ""
