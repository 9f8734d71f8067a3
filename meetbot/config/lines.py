"""Finds the line of a key in a TOML file, which the standard parser does not tell."""

import re


def line_of(text: str, location: tuple[int | str, ...]) -> int | None:
    """The line (from 1) of the deepest part of a key's path that stands in the file, or None.

    Reads headers and `key =` lines only; a key inside an inline table gives the table's line.
    """
    table: tuple[int | str, ...] = ()
    counts: dict[tuple[int | str, ...], int] = {}
    best: tuple[int, int | None] = (0, None)
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if header := re.match(r"^\[(\[?)\s*([\w.\-\"' ]+?)\s*\]", line):
            table = _numbered(header.group(2), counts, begins=bool(header.group(1)))
            here = table
        elif key := re.match(r"^([\w\-]+|\"[^\"]*\"|'[^']*')\s*=", line):
            here = (*table, key.group(1).strip("\"'"))
        else:
            continue
        shared = min(len(here), len(location))
        if location[:shared] == here[:shared] and shared > best[0]:
            best = (shared, number)
    return best[1]


def _numbered(header: str, counts: dict[tuple[int | str, ...], int], *, begins: bool) -> tuple[int | str, ...]:
    """The path of a table, with the numbers of the lists on its way: `[kpis.numerator]` is of the last `[[kpis]]`."""
    path: tuple[int | str, ...] = ()
    parts = [part.strip().strip("\"'") for part in header.split(".")]
    for place, part in enumerate(parts, 1):
        path = (*path, part)
        if begins and place == len(parts):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
