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
            table = tuple(part.strip().strip("\"'") for part in header.group(2).split("."))
            if header.group(1):
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            here = table
        elif key := re.match(r"^([\w\-]+|\"[^\"]*\"|'[^']*')\s*=", line):
            here = (*table, key.group(1).strip("\"'"))
        else:
            continue
        shared = min(len(here), len(location))
        if location[:shared] == here[:shared] and shared > best[0]:
            best = (shared, number)
    return best[1]
