"""Says why a file can't be heard and what to do about it; looks at its first bytes where the decoder only shrugs."""

import re
from pathlib import Path

from meetbot.errors import RecordingError

HEAD = 8192
"""How many bytes at the start are looked at."""

AGAIN = "Copy or download the recording again, or export it again from the recorder."

_TRANSCRIPT = re.compile(
    r"""\A\s*WEBVTT | \d\d[,.]\d{3}\s*-->\s*\d | "segments"\s*:
    | (?:^\s*[^\s:"{}<>][^:\n"{}<>]{0,60}:[ \t]+\S.*$\s*){2}  # two lines that begin with a name and a colon""",
    re.MULTILINE | re.VERBOSE,
)
_HTML = re.compile(r"\A\s*(<!doctype html|<html)", re.IGNORECASE)
_NOT_IN_TEXT = bytes(set(range(32)) - set(b"\t\n\r\f"))
_NOT_ASCII = bytes(range(128, 256))
_KINDS = (
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


def first_bytes(path: Path) -> bytes:
    """The start of the file. Raises RecordingError when it is missing, a folder, closed to us, or empty."""
    try:
        with path.open("rb") as source:
            head = source.read(HEAD)
    except FileNotFoundError as error:
        raise RecordingError(
            "There is no such recording.", str(path), "Check the name and the folder; quote names with spaces."
        ) from error
    except IsADirectoryError as error:
        raise RecordingError("This is a folder, not a recording.", str(path), "Give one file.") from error
    except OSError as error:
        raise RecordingError(
            f"The recording can't be read: {error.strerror or error}.", str(path), "Check the file's permissions."
        ) from error
    if not head:
        raise RecordingError("The recording is empty (0 bytes).", str(path), AGAIN)
    return head


def refuse_other_kinds(path: Path, head: bytes) -> None:
    """Raises RecordingError for text, documents and pictures: a decoder may make noise of them, or follow links."""
    for magic, kind in _KINDS:
        if head.startswith(magic):
            raise RecordingError(f"The file is {kind}, not a recording.", str(path), "Give an audio or video file.")
    text = _as_text(head)
    if text is None:
        return
    if _HTML.search(text):
        hint = "It is a web page: the download probably needed a sign-in. Download the recording itself."
    elif _TRANSCRIPT.search(text):
        hint = (
            "It reads like a transcript. Give it as such, with an ending that says so: "
            f"rename it to {path.stem}{'.vtt' if text.lstrip().startswith('WEBVTT') else '.txt'}."
        )
    else:
        hint = "Give an audio or video file (.m4a, .mp3, .wav, .ogg, .mp4, .webm, .mkv …)."
    raise RecordingError("The file holds text; it doesn't look like audio.", str(path), hint)


def _as_text(head: bytes) -> str | None:
    """The bytes as text in UTF-8, UTF-16 or a Western 8-bit encoding, or None when they are not text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        # The first bytes of MPEG audio can look like the mark of UTF-16; real text then has few odd characters.
        text = head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
        return text if sum(c.isascii() or c.isalpha() for c in text[:400]) > 0.95 * len(text[:400]) else None
    if head.translate(None, _NOT_IN_TEXT) != head:
        return None
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 3:
            return head[: error.start].decode("utf-8-sig")
    return head.decode("latin-1") if len(head.translate(None, _NOT_ASCII)) > 0.7 * len(head) else None


def unreadable(path: Path, head: bytes, error: Exception) -> RecordingError:
    """The error for a file that no demuxer understands, told apart by its first bytes."""
    if head[4:8] == b"ftyp":
        return RecordingError(
            "The recording is cut off: its index (the “moov” part) is missing.",
            str(path),
            "The recorder stopped, or the copy broke off, before the end was written.\n" + AGAIN,
        )
    what = "The file doesn't look like audio or video, or its start is damaged"
    return RecordingError(f"{what} ({type(error).__name__}).", str(path), AGAIN)


def no_sound(path: Path) -> RecordingError:
    """The error for a file without a sound track."""
    return RecordingError(
        "The recording has no sound track.",
        str(path),
        "Look for a separate audio file of the same meeting, or record with the microphone switched on.",
    )


def no_channel(path: Path, channel: int, count: int) -> RecordingError:
    """The error for a channel, counted from 0, that the recording lacks."""
    return RecordingError(
        f"The recording has no channel {channel + 1}; it has {count}.", str(path), "Give the recording that has it."
    )


def no_decoder(path: Path, codec: str) -> RecordingError:
    """The error for a sound track in a codec that can't be decoded here."""
    return RecordingError(
        f"The sound is stored in a form that can't be decoded here ({codec}).",
        str(path),
        "Export the recording as .m4a, .mp3 or .wav.",
    )


def nothing_decoded(path: Path, failures: int) -> RecordingError:
    """The error for a file from which not one sample came."""
    if failures:
        return RecordingError("The recording is damaged: nothing in it could be decoded.", str(path), AGAIN)
    return RecordingError("The recording holds no sound: it is 0 seconds long.", str(path), AGAIN)
