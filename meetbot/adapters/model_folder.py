"""Whether a folder holds a whole model: nothing missing, empty, cut or changed."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from meetbot.errors import ModelMissingError

CHUNK = 1 << 20

NEEDED = ("model.bin", "config.json", "tokenizer.json")
"""What every model folder holds, beside its vocabulary."""

SUMS = "SHA256SUMS"
"""A list of hashes as `sha256sum` writes it, which whoever puts a model on many machines may lay into its folder."""


def check(folder: Path, *, known: Sequence[tuple[int, str]], hint: str) -> None:
    """Makes sure that the folder holds a whole model. Raises ModelMissingError with `hint` for what is wrong.

    `known` are the sizes and hashes of `model.bin` of the models that we know.
    """
    if not folder.is_dir():
        raise ModelMissingError("There is no such model folder.", str(folder), hint)
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if not any(folder.glob("vocabulary.*")):
        missing.append("vocabulary.json (or vocabulary.txt)")
    if missing:
        raise ModelMissingError(
            f"The model folder lacks {', '.join(missing)}.",
            str(folder),
            "Give the folder of a model converted for faster-whisper (CTranslate2); a model in another format "
            "(.pt, .gguf, .safetensors) has to be converted first.\n" + hint,
        )
    files = [*(folder / name for name in NEEDED), *sorted(folder.glob("vocabulary.*"))]
    try:
        for path in files:
            if reason := _damage(path):
                raise _damaged(path, reason, hint)
        for path, expected in _known_hashes(folder, files, known):
            if (found := sha256_of(read([path]))) != expected:
                raise _damaged(path, f"its sha256 is {found}, it should be {expected}", hint)
    except OSError as error:
        raise ModelMissingError(
            f"The model can't be read: {error.strerror or error}.", error.filename or str(folder), hint
        ) from error


def _damage(path: Path) -> str:
    """What is wrong with the file as far as can be seen without knowing its hash, or nothing."""
    if not path.stat().st_size:
        return "it is empty"
    if path.suffix == ".json":
        try:
            json.loads(path.read_bytes())
        except (ValueError, RecursionError):
            return "it is no valid JSON"
    return ""


def _known_hashes(folder: Path, files: list[Path], known: Sequence[tuple[int, str]]) -> Iterator[tuple[Path, str]]:
    """What some of the files' hashes must be: by the folder's own list, or because it is a model that is known.

    A file is only compared with a known model's of the same size: weights of another precision have another.
    """
    listed = _listed(folder / SUMS)
    for path in files:
        if path.name in listed:
            yield path, listed[path.name]
        elif path.name == "model.bin":
            size = path.stat().st_size
            yield from ((path, sha256) for known_size, sha256 in known if known_size == size)


def _listed(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = re.findall(
        r"(?m)^([0-9a-fA-F]{64}) [ *](?:\./)?(\S+)\s*$", path.read_text(encoding="utf-8", errors="replace")
    )
    return {name: digest.lower() for digest, name in lines}


def _damaged(path: Path, reason: str, hint: str) -> ModelMissingError:
    return ModelMissingError(
        f"The model folder is damaged: {path.name} is not what it should be, {reason}.",
        str(path),
        "Copy or download that file again, and compare its size with the original's.\n" + hint,
    )


def read(paths: Iterable[Path]) -> Iterator[bytes]:
    """The files' bytes one after the other, piece by piece."""
    for path in paths:
        with path.open("rb") as source:
            while chunk := source.read(CHUNK):
                yield chunk


def sha256_of(chunks: Iterable[bytes]) -> str:
    """The hash of all those bytes in hexadecimal digits."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
