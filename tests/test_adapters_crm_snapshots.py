"""What was read is kept as Parquet: reused while nothing changed, read again when it is damaged, never rewritten."""

import csv
import os
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from crm_workspace import MONDAY, opened, put, rows, write

from meetbot.errors import DataError

LEADS = "id,fecha,responsable\n1,2026-11-20 09:00,Ana\n2,2026-11-21 09:00,Ana\n"


def snapshots(root: Path) -> dict[str, bytes]:
    """The files of the snapshot folder, by name."""
    folder = root / ".meetbot"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def hollow(path: Path) -> None:
    """Makes the export unreadable without its size, time and inode telling so."""
    before = path.stat()
    with path.open("r+b") as file:
        file.write(b"\0" * before.st_size)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_open_again_reads_no_export(tmp_path: Path) -> None:
    """A second run on unchanged files takes the Parquet: what the CSV holds is not even looked at."""
    path = write(tmp_path, "leads-2026-11-22.csv", LEADS)
    opened(tmp_path)
    hollow(path)
    assert rows(opened(tmp_path), "leads", "id") == [("1",), ("2",)]


def test_open_again_says_the_same(tmp_path: Path) -> None:
    """Columns, rejections, issues and times come from the snapshot as they came from the file."""
    put(tmp_path, "hubspot_contacts_es-2026-11-22.csv", "google_ads_en.csv", "meta_ads_es.csv", "Leads_001.csv")
    first = opened(tmp_path).contents
    assert opened(tmp_path).contents == first


def test_open_twice_from_nothing_writes_the_same_bytes(tmp_path: Path) -> None:
    """Same exports, same snapshots, to the byte; only the notes of what was seen carry the file's inode."""
    for name in ("a", "b"):
        put_into = tmp_path / name
        put_into.mkdir()
        put(put_into, "hubspot_contacts_es-2026-11-22.csv", "google_ads_en.csv", "meta_ads_es.csv")
        opened(put_into)
    first, second = ({n: c for n, c in snapshots(tmp_path / name).items() if "seen" not in n} for name in ("a", "b"))
    assert first == second
    assert len(first) == 1 + 2 * 4  # .gitignore; leads, both platforms and what they are together


def test_open_snapshots_are_no_part_of_the_users_repository(tmp_path: Path) -> None:
    """Git ignores the folder by itself."""
    write(tmp_path, "leads.csv", LEADS)
    opened(tmp_path)
    assert "*" in (tmp_path / ".meetbot/.gitignore").read_text(encoding="utf-8").splitlines()


def test_open_a_changed_export_is_read_again(tmp_path: Path) -> None:
    """New content counts at once, and the old snapshot stays as it was."""
    write(tmp_path, "leads-2026-11-22.csv", LEADS)
    opened(tmp_path)
    before = snapshots(tmp_path)
    write(tmp_path, "leads-2026-11-22.csv", LEADS + "3,2026-11-21 10:00,Eva\n")
    assert rows(opened(tmp_path), "leads", "id") == [("1",), ("2",), ("3",)]
    after = snapshots(tmp_path)
    assert {name: after[name] for name in before if "seen" not in name} == {
        name: content for name, content in before.items() if "seen" not in name
    }


@pytest.mark.parametrize(
    "settings",
    [
        {"locale": "es-CO"},
        {"currency": "USD"},
        {"internal_domains": ("ejemplo.example",)},
        {"leads": "data/*.csv"},
    ],
)
def test_open_other_settings_read_again(tmp_path: Path, settings: dict[str, Any]) -> None:
    """What decides how a file is read is part of the snapshot's name."""
    path = write(tmp_path, "leads-2026-11-22.csv", LEADS)
    opened(tmp_path)
    hollow(path)
    with pytest.raises(DataError):
        opened(tmp_path, **settings)


def test_open_a_changed_alias_file_reads_again(tmp_path: Path) -> None:
    """A header that was taught since counts."""
    write(tmp_path, "leads.csv", "id,fecha,alta en embudo\n1,2026-11-20,2026-11-21\n")
    assert rows(opened(tmp_path), "leads", "mql_at") == [(None,)]
    (tmp_path / "aliases.toml").write_text('[leads]\n"Alta en embudo" = "mql_at"\n', encoding="utf-8")
    assert rows(opened(tmp_path), "leads", "mql_at IS NULL") == [(False,)]


@pytest.mark.parametrize("ending", ["parquet", "json"])
@pytest.mark.parametrize("damage", ["cut", "changed", "gone", "empty"])
def test_open_a_damaged_snapshot_is_made_again(tmp_path: Path, ending: str, damage: str) -> None:
    """Half-written, altered or lost: the export is read again and the figures are right."""
    write(tmp_path, "leads.csv", LEADS)
    opened(tmp_path)
    (path,) = (tmp_path / ".meetbot/tables").glob(f"leads*.{ending}")
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(
        {
            "cut": content[:middle],
            "changed": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            "gone": b"",
            "empty": b"",
        }[damage]
    )
    if damage == "gone":
        path.unlink()
    assert rows(opened(tmp_path), "leads", "id", "owner") == [("1", "Ana"), ("2", "Ana")]
    assert path.read_bytes() == content


def test_open_a_refused_file_is_remembered(tmp_path: Path) -> None:
    """A broken file is not read again and again, and its error is told each time."""
    write(tmp_path, "leads.csv", LEADS)
    write(tmp_path, "roto.csv", b"\0\1\2" * 100)
    told = [[issue.message for issue in opened(tmp_path).contents.issues] for _ in range(2)]
    assert told[0] == told[1]
    assert any("This is not a text file" in message for message in told[0])


def test_open_at_the_same_time_does_no_harm(tmp_path: Path) -> None:
    """Several runs at once all get the right rows and leave whole files, and the csv module's limit as it was."""
    limit = csv.field_size_limit()
    write(tmp_path, "leads.csv", LEADS)
    put(tmp_path, "google_ads_en.csv", "meta_ads_es.csv")
    found: list[int] = []
    runs = [threading.Thread(target=lambda: found.append(len(rows(opened(tmp_path), "leads", "id")))) for _ in range(6)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert found == [2] * 6
    assert csv.field_size_limit() == limit
    assert not [name for name in snapshots(tmp_path) if name.endswith(".tmp")]
    assert rows(opened(tmp_path), "leads", "id") == [("1",), ("2",)]


def test_open_earlier_day_after_later_one(tmp_path: Path) -> None:
    """Looking back gives what was known then, from what is kept, whatever was exported since."""
    old = write(tmp_path, "leads-2026-11-15.csv", LEADS.replace("2026-11-2", "2026-11-1"))
    before = rows(opened(tmp_path, on=date(2026, 11, 16)), "leads", "id", "created_at")
    write(tmp_path, "leads-2026-11-22.csv", LEADS + "3,2026-11-22 10:00,Eva\n")
    assert len(rows(opened(tmp_path, on=MONDAY), "leads", "id")) == 3
    hollow(old)
    assert rows(opened(tmp_path, on=date(2026, 11, 16)), "leads", "id", "created_at") == before
