"""One meetbot at a time in a meeting's folder; several at a time in a workspace."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commandline import SETTINGS, TRANSCRIPT

from meetbot.adapters.archive import FolderArchive
from meetbot.adapters.archive_lock import hold
from meetbot.adapters.store import SqliteLedger
from meetbot.errors import InputError, WorkspaceError

ID = "2026-11-23-alineacion"
HOLDER = """
import sys
from pathlib import Path
from meetbot.adapters.archive import FolderArchive
with FolderArchive(Path(sys.argv[1])).locked("2026-11-23-alineacion"):
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def archive(tmp_path: Path) -> FolderArchive:
    """An empty archive."""
    return FolderArchive(tmp_path)


def test_locked_refuses_a_second_one(archive: FolderArchive) -> None:
    """Somebody else in the same folder is an error that says who, where and what to do; then it is free again."""
    other = FolderArchive(archive.root)
    with archive.locked(ID):
        with (
            pytest.raises(WorkspaceError, match="Another meetbot is working on this meeting") as raised,
            other.locked(ID),
        ):
            pytest.fail("two at once")
        assert f"(process {os.getpid()})" in raised.value.what
        assert raised.value.where == str(archive.folder(ID))
        assert "Wait" in raised.value.hint
    with other.locked(ID):
        pass


def test_locked_is_for_one_meeting(archive: FolderArchive) -> None:
    """Other meetings go on, and an id that leads elsewhere is refused as everywhere."""
    with archive.locked(ID), archive.locked("2026-11-30-alineacion"):
        archive.write(ID, "minutes.md", b"x")
    with pytest.raises(InputError), archive.locked("../x"):
        pytest.fail("outside")


def test_locked_ends_with_an_error_inside(archive: FolderArchive) -> None:
    """A run that fails gives the meeting back."""
    with pytest.raises(InputError, match="damaged"), archive.locked(ID):
        raise InputError("damaged")
    with archive.locked(ID):
        pass


def test_locked_ends_with_its_process(archive: FolderArchive) -> None:
    """While another process runs the meeting is its own; killed, it leaves nothing to clean up."""
    command = [sys.executable, "-c", HOLDER, str(archive.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 (our own)
        assert process.stdout is not None
        assert process.stdout.readline()
        with pytest.raises(WorkspaceError, match=rf"process {process.pid}\)"), archive.locked(ID):
            pytest.fail("two at once")
        process.kill()
    with archive.locked(ID):
        pass


def refusing(number: int) -> Callable[[int], None]:
    """A disk that refuses to lock for that reason."""

    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def test_hold_on_a_disk_without_locks_goes_on(tmp_path: Path) -> None:
    """A network drive that has no locks doesn't keep a user from working."""
    with hold(tmp_path / "lock", tmp_path, lock=refusing(errno.ENOLCK)):
        assert (tmp_path / "lock").read_bytes() == b""


def test_hold_that_the_disk_refuses_is_a_workspace_error(tmp_path: Path) -> None:
    """Anything else is named, and not taken for another meetbot; nor is a lock whose file tells no process."""
    with pytest.raises(WorkspaceError, match="can't be read or written"):
        hold(tmp_path / "lock", tmp_path, lock=refusing(errno.EIO)).__enter__()
    with pytest.raises(WorkspaceError, match=r"on this meeting\.\n"):
        hold(tmp_path / "lock", tmp_path, lock=refusing(errno.EAGAIN)).__enter__()


def workspace(root: Path) -> Path:
    """A workspace with a transcript for each of two weeks."""
    root.mkdir()
    (root / "meetbot.toml").write_text(SETTINGS, encoding="utf-8")
    for day in ("2026-11-16", "2026-11-23"):
        (root / f"{day}.vtt").write_text(TRANSCRIPT, encoding="utf-8")
    return root


def start(root: Path, day: str) -> subprocess.Popen[str]:
    """`meetbot minutes` of that week, as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-m", "meetbot", "--quiet", "--workspace", str(root), "--now", "2026-11-30T09:00"]
    command += ["minutes", str(root / f"{day}.vtt")]
    return subprocess.Popen(  # noqa: S603 (our own code)
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(*processes: subprocess.Popen[str]) -> list[tuple[int, str]]:
    """The exit code and what went to stderr of each."""
    said = [process.communicate(timeout=120)[1] for process in processes]
    return [(process.returncode, errors) for process, errors in zip(processes, said, strict=True)]


def left(root: Path) -> dict[str, bytes]:
    """Every file of the meetings that is not about seconds or numbers of processes."""
    meetings = root / "meetings"
    files = (path for path in meetings.rglob("*") if path.is_file() and path.name not in {"run.jsonl", "lock"})
    return {path.relative_to(meetings).as_posix(): path.read_bytes() for path in files}


def filed(root: Path) -> list[str]:
    """The commitments without their numbers, which go by who comes first; one that is taken up by its reference."""
    found = SqliteLedger(root / "meetbot.db").commitments()
    assert [c.number for c in found] == list(range(1, len(found) + 1))
    called = {c.number: c.reference for c in found}
    told = [c.model_dump(mode="json", exclude={"number"}) | {"follows": called.get(c.follows or 0)} for c in found]
    return sorted(map(json.dumps, told))


def test_minutes_of_two_meetings_at_once_are_those_of_one_after_the_other(tmp_path: Path) -> None:
    """Two people make minutes in one workspace: both succeed, and every file and commitment is as if alone.

    Numbers go by who comes first, and the later meeting is compared with the one before it, which may not have been
    there yet: the same command again takes it in.
    """
    first, second = "2026-11-16", "2026-11-23"
    together = workspace(tmp_path / "together")
    assert finish(start(together, first), start(together, second)) == [(0, ""), (0, "")]
    assert finish(start(together, second)) == [(0, "")]
    alone = [workspace(tmp_path / name) for name in ("in-order", "reversed")]
    for root, order in zip(alone, ((first, second), (second, first, second)), strict=True):
        assert [finish(start(root, day)) for day in order] == [[(0, "")]] * len(order)
    assert left(together) in [left(root) for root in alone]
    assert filed(together) == filed(alone[0]) == filed(alone[1])
    assert len(filed(together)) > 0


def test_minutes_of_one_meeting_twice_at_once_are_those_of_one_run(tmp_path: Path) -> None:
    """The same command twice: one does it; the other finds it done or is told to wait. Nothing is there twice."""
    alone, together = workspace(tmp_path / "alone"), workspace(tmp_path / "together")
    assert finish(start(alone, "2026-11-23")) == [(0, "")]
    ended = sorted(finish(start(together, "2026-11-23"), start(together, "2026-11-23")))
    assert ended[0] == (0, "")
    assert ended[1][0] == 0 or "Another meetbot is working on this meeting" in ended[1][1]
    assert left(together) == left(alone)
    assert filed(together) == filed(alone)
    assert finish(start(together, "2026-11-23")) == [(0, "")]
    assert left(together) == left(alone)
