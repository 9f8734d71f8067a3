"""Makes workspaces and copies shipped files into them."""

import shutil
from pathlib import Path

from meetbot import resources
from meetbot.config import FILE_NAME
from meetbot.errors import InputError, WorkspaceError
from meetbot.resources import Kind

_FOR_TESTS = ("__pycache__", ".*", "*.py", "README.md", "expected.json", "reference.json", "script-*.json")
"""What measures meetbot on the samples: answers that a workspace has no use for."""

FOLDERS = ("data", "meetings", "recordings")


def create_workspace(target: Path, settings: str) -> Path:
    """A new workspace with that meetbot.toml; returns the file. Raises WorkspaceError when one is there already."""
    _refuse_existing(target)
    try:
        for folder in FOLDERS:
            (target / folder).mkdir(parents=True, exist_ok=True)
        path = target / FILE_NAME
        path.write_text(settings, encoding="utf-8")
    except OSError as error:
        raise _cannot_write(target, error) from error
    return path


def copy_samples(target: Path) -> Path:
    """A new workspace with the sample company; returns its meetbot.toml. Raises WorkspaceError."""
    _refuse_existing(target)
    source = resources.shipped("samples")
    try:
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*_FOR_TESTS))
        (target / "meetings").mkdir(exist_ok=True)
    except (OSError, shutil.Error) as error:
        raise _cannot_write(target, error) from error
    return target / FILE_NAME


def copy_resource(kind: Kind, name: str, workspace: Path, *, replace: bool = False) -> Path:
    """The workspace's own copy of a shipped file. Raises InputError for an unknown name or a copy that is there."""
    source = resources.find(kind, name)
    target = workspace / kind / name
    if target.exists() and not replace:
        raise InputError(
            f"The workspace has its own “{name}” already.", str(target), "Give `--force` to replace it by the original."
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    except OSError as error:
        raise _cannot_write(workspace, error) from error
    return target


def free_folder(wanted: Path) -> Path:
    """`wanted`, or `wanted-2`, `wanted-3`… when something is there: a demo never touches an earlier one."""
    candidate, number = wanted, 1
    while candidate.exists() and (not candidate.is_dir() or any(candidate.iterdir())):
        number += 1
        candidate = wanted.with_name(f"{wanted.name}-{number}")
    return candidate


def _refuse_existing(target: Path) -> None:
    if (target / FILE_NAME).exists():
        raise WorkspaceError(
            "There is a workspace already, and it is left as it is.",
            str(target / FILE_NAME),
            "Choose another folder: `meetbot init other-name`.",
        )


def _cannot_write(target: Path, error: Exception) -> WorkspaceError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return WorkspaceError(f"The folder can't be written: {reason}.", str(target), "Choose a folder of your own.")
