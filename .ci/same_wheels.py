"""Fails unless two wheels hold the same files with the same bytes: one from the checkout, one from the sdist."""

import sys
import zipfile
from pathlib import Path


def contents(path: Path) -> dict[str, bytes]:
    """Each file of the wheel; RECORD is left out, since it repeats the others' hashes."""
    with zipfile.ZipFile(path) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist() if not name.endswith("RECORD")}


def main() -> int:
    """0 when they are the same and carry prompts, templates and samples."""
    first, second = (contents(Path(argument)) for argument in sys.argv[1:3])
    differing = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    carried = {name.split("/")[1] for name in first if name.count("/") > 1}
    missing = {"prompts", "templates", "samples"} - carried
    sys.stderr.write("".join(f"differs: {name}\n" for name in differing))
    sys.stderr.write("".join(f"missing: {name}\n" for name in sorted(missing)))
    return 1 if differing or missing else 0


if __name__ == "__main__":
    sys.exit(main())
