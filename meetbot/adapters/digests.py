"""The hash of a file's bytes, read as a stream."""

import hashlib
from pathlib import Path


def sha256_of(path: Path) -> str:
    """The lower-case hex sha256 of the file's bytes. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
