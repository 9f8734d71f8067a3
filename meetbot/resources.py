"""Finds prompts, templates and samples: the workspace's own first, then those that came with meetbot.

A wheel carries them inside the package. A checkout has them beside it, and so has an editable install; there a copy
inside site-packages may exist too, but it is stale by nature and never read.
"""

import hashlib
from pathlib import Path
from typing import Literal

from meetbot.errors import InputError

Kind = Literal["prompts", "templates", "samples"]

_PACKAGE = Path(__file__).resolve().parent


def shipped(kind: Kind) -> Path:
    """The folder of that kind that came with meetbot. Raises InputError when the installation is broken."""
    for root in (_PACKAGE, _PACKAGE.parent):
        folder = root / kind
        if folder.is_dir():
            return folder
    raise InputError(f"This installation of meetbot has no {kind} folder.", str(_PACKAGE), "Install meetbot again.")


def find(kind: Kind, name: str, *, workspace: Path | None = None) -> Path:
    """The file of that name: the workspace's copy where there is one, else the shipped one. Raises InputError."""
    if workspace is not None:
        own = (workspace / kind / name).resolve()
        if own.is_file() and own.is_relative_to((workspace / kind).resolve()):
            return own
    known = names(kind)
    if name not in known:
        raise InputError(f"There is no {kind[:-1]} named “{name}”.", str(shipped(kind)), f"Names: {', '.join(known)}")
    return shipped(kind) / name


def names(kind: Kind) -> list[str]:
    """The names of the shipped files of that kind, sorted."""
    root = shipped(kind)
    return [path.relative_to(root).as_posix() for path in _files(root)]


def _files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def fingerprint(kind: Kind, *, workspace: Path | None = None) -> str:
    """The sha256 over all files of that kind, the workspace's own included: changes when one of them does."""
    digest = hashlib.sha256()
    for root in (shipped(kind), *((workspace / kind,) if workspace is not None else ())):
        for path in _files(root):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
