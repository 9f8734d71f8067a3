"""Rendered text compared with the file that a person reviewed; MEETBOT_UPDATE_SNAPSHOTS=1 writes it anew."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "__snapshots__"
UPDATE = os.environ.get("MEETBOT_UPDATE_SNAPSHOTS") == "1"
"""Read at import: the fixtures clear the environment before each test."""


def assert_snapshot(name: str, text: str) -> None:
    """The text equals the snapshot of that name."""
    path = FOLDER / name
    if UPDATE:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"no snapshot {name}: run once with MEETBOT_UPDATE_SNAPSHOTS=1 and read it"
    assert text == path.read_text(encoding="utf-8"), f"{name} differs; MEETBOT_UPDATE_SNAPSHOTS=1 accepts it"
