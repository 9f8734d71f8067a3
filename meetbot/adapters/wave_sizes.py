"""How much sound a WAV or AIFF file says it has: a decoder takes what is there for all there was."""

import struct
from pathlib import Path

_UNKNOWN = 0x7FFF_0000
"""Programs that can't go back to the header leave a size from here on, or 0, for a length they didn't know yet."""

_MOST_CHUNKS = 100


def share_there(path: Path) -> float | None:
    """The share of the sound that the file's header tells which is in the file; None where the header doesn't say."""
    with path.open("rb") as file:
        head = file.read(12)
        kind, form = head[:4], head[8:12]
        if (kind, form) in {(b"RIFF", b"WAVE"), (b"RF64", b"WAVE")}:
            layout, wanted = "<4sI", b"data"
        elif kind == b"FORM" and form in {b"AIFF", b"AIFC"}:
            layout, wanted = ">4sI", b"SSND"
        else:
            return None
        whole = path.stat().st_size
        long_size: int | None = None
        for _ in range(_MOST_CHUNKS):
            chunk = file.read(8)
            if len(chunk) < 8:  # noqa: PLR2004 - a chunk's name and size
                return None
            name, size = struct.unpack(layout, chunk)
            begin = file.tell()
            if name == b"ds64":
                sizes = file.read(16)
                long_size = struct.unpack("<QQ", sizes)[1] if len(sizes) == 16 else None  # noqa: PLR2004 - two sizes
            if name == wanted:
                promised = long_size if kind == b"RF64" else size
                known = promised and (kind == b"RF64" or promised < _UNKNOWN)
                return min(1.0, (whole - begin) / promised) if promised and known else None
            file.seek(begin + size + size % 2)
    return None
