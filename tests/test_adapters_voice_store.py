"""Tests of meetbot.adapters.voice_store: private, whole, found by the name inside, and gone when forgotten."""

import os
import stat
import sys
from datetime import date
from pathlib import Path

import pytest
from commandline import SETTINGS
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from meetbot.adapters.archive import FolderArchive
from meetbot.adapters.voice_store import VoiceFolder, slug_of
from meetbot.config import load
from meetbot.errors import WorkspaceError
from meetbot.model.voiceprint import Consent, VoicePrint, VoicePrints
from meetbot.pipeline.recording import _voice_hash

DAY = date(2026, 11, 9)
NAMES = (
    "Laura Méndez",
    "Laura Mendez",
    "../../etc/passwd",
    "🙂",
    "李雷",
    "con",
    "C:\\x",
    "a" * 300,
    'Ana "La Jefa" Ruiz',
)


def prints_of(name: str) -> VoicePrints:
    """One print of that person."""
    one = VoicePrint(
        kind="sample", source="a.wav", encoder="a" * 64, seconds=10, added_on=DAY, vector=tuple(map(float, range(8)))
    )
    return VoicePrints(name=name, consent=Consent(given_on=DAY, how="asked"), prints=(one,))


def test_keep_and_find_every_name(tmp_path: Path) -> None:
    """Names that fold alike, or that are no file names, have a file each, inside voices/ and nowhere else."""
    store = VoiceFolder(tmp_path / "empresa")
    for name in NAMES:
        store.keep(prints_of(name))
    assert [store.find(name) for name in NAMES] == [prints_of(name) for name in NAMES]
    found, issues = store.everybody()
    assert [prints.name for prints in found] == sorted(NAMES)
    assert issues == ()
    assert {path.parent.name for path in tmp_path.rglob("*.json")} == {"voices"}
    assert store.find("Nadie") is None


@given(st.text(max_size=80))
@examples(max_examples=60)
def test_slug_is_always_a_plain_file_name(name: str) -> None:
    """Whatever a person is called, the file's name is short and harmless, and the same next time."""
    slug = slug_of(name)
    assert slug == slug_of(name)
    assert 0 < len(slug) <= 70
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")


@pytest.mark.parametrize(("name", "slug"), [("Laura Méndez", "laura-mendez"), ("Íñigo O'Neill", "inigo-o-neill")])
def test_slug_is_readable_where_it_can_be(name: str, slug: str) -> None:
    """Who looks into the folder finds the person."""
    assert slug_of(name) == slug


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_keep_is_private_from_the_start(tmp_path: Path) -> None:
    """Only the user may read a print, also when an older file had other rights; git is told to leave it out."""
    path = VoiceFolder(tmp_path).keep(prints_of("Laura Méndez"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    assert stat.S_IMODE(VoiceFolder(tmp_path).keep(prints_of("Laura Méndez")).stat().st_mode) == 0o600
    assert "*.json" in (tmp_path / "voices" / ".gitignore").read_text(encoding="utf-8")
    assert not list(path.parent.glob(".*.tmp"))


def test_keep_replaces_the_persons_own_file(tmp_path: Path) -> None:
    """A file that was renamed by hand is still that person's: there is never a second one."""
    store = VoiceFolder(tmp_path)
    store.keep(prints_of("Laura Méndez")).rename(tmp_path / "voices" / "mi-jefa.json")
    assert store.keep(prints_of("Laura Méndez")).name == "mi-jefa.json"
    assert len(list((tmp_path / "voices").glob("*.json"))) == 1


def test_everybody_names_what_cannot_be_read(tmp_path: Path) -> None:
    """A damaged file costs its own voice only and is named; files that are something else are left alone."""
    store = VoiceFolder(tmp_path)
    store.keep(prints_of("Laura Méndez"))
    folder = tmp_path / "voices"
    (folder / "diego-ramirez.json").write_bytes(prints_of("Diego Ramírez").encoded()[:200])
    (folder / "newer.json").write_bytes(
        prints_of("Ana").encoded().replace(b'"schema_version": 1', b'"schema_version": 9')
    )
    (folder / "empty.json").write_bytes(b"")
    (folder / "other.json").write_text('{"speakers": []}', encoding="utf-8")
    (folder / "laura.ogg").write_bytes(b"OggS")
    (folder / "folder.json").mkdir()
    found, issues = store.everybody()
    assert [prints.name for prints in found] == ["Laura Méndez"]
    assert [Path(issue.where.partition(",")[0]).name for issue in issues] == [
        "diego-ramirez.json",
        "empty.json",
        "newer.json",
    ]
    assert all("Delete the file" in issue.hint for issue in issues)


def test_forget_leaves_nothing_of_the_person(tmp_path: Path) -> None:
    """Renamed, damaged and half-written files of the person go; everybody else's stay; a second time finds nothing."""
    store = VoiceFolder(tmp_path)
    store.keep(prints_of("Laura Méndez")).rename(tmp_path / "voices" / "old.json")
    folder = tmp_path / "voices"
    other = store.keep(prints_of("Laura Mendez"))
    content = prints_of("Laura Méndez").encoded()
    (folder / "laura-mendez-copy.json").write_bytes(content[:-40])
    (folder / ".laura-mendez.json.77-1.tmp").write_bytes(content[:30])
    (folder / "laura-mendez.json.txt").write_text("notes", encoding="utf-8")
    gone = store.forget("Laura Méndez")
    assert sorted(path.name for path in gone) == [".laura-mendez.json.77-1.tmp", "laura-mendez-copy.json", "old.json"]
    assert store.find("Laura Méndez") is None
    assert other.exists()
    assert store.forget("Laura Méndez") == ()


def test_forget_in_an_empty_workspace(tmp_path: Path) -> None:
    """There need not be a folder."""
    store = VoiceFolder(tmp_path)
    assert store.forget("Laura") == ()
    assert store.everybody() == ((), ())
    assert store.left("Laura") == ()


def test_left_finds_copies_elsewhere(tmp_path: Path) -> None:
    """A backup inside the workspace is the user's to delete, but it is told."""
    store = VoiceFolder(tmp_path)
    copy = tmp_path / "backup" / "laura.json.bak"
    copy.parent.mkdir()
    copy.write_bytes(prints_of("Laura Méndez").encoded())
    (tmp_path / "backup" / "transcript.json").write_text('{"name": "Laura Méndez"}', encoding="utf-8")
    assert store.left("Laura Méndez") == (copy,)
    assert store.left("Diego Ramírez") == ()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_keep_in_a_folder_without_rights_says_so(tmp_path: Path) -> None:
    """What the system refuses is an error with its fix."""
    (tmp_path / "voices").mkdir(mode=0o500)
    with pytest.raises(WorkspaceError, match="can't be"):
        VoiceFolder(tmp_path).keep(prints_of("Laura"))


def test_keep_where_a_file_lies_in_the_way(tmp_path: Path) -> None:
    """`voices` that is no folder is an error with its fix, and it is left as it is."""
    (tmp_path / "voices").write_text("mine", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="can't be"):
        VoiceFolder(tmp_path).keep(prints_of("Laura"))
    assert (tmp_path / "voices").read_text(encoding="utf-8") == "mine"


def test_locked_keeps_a_second_one_out(tmp_path: Path) -> None:
    """Two commands at once would undo each other's prints."""
    first, second = VoiceFolder(tmp_path).locked(), VoiceFolder(tmp_path).locked()
    with first, pytest.raises(WorkspaceError, match="Another meetbot is working on the voices"), second:
        pass


def test_voices_hash_follows_what_is_kept(tmp_path: Path) -> None:
    """Enrolling and forgetting change what a recording's voices are made from, so they are told apart anew."""
    (tmp_path / "meetbot.toml").write_text(SETTINGS, encoding="utf-8")
    workspace, archive, store = load(tmp_path, environment={}), FolderArchive(tmp_path), VoiceFolder(tmp_path)
    before = _voice_hash(archive, workspace)
    store.keep(prints_of("Laura Méndez"))
    assert _voice_hash(archive, workspace) != before
    store.forget("Laura Méndez")
    assert _voice_hash(archive, workspace) == before
