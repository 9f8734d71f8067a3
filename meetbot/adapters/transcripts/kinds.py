"""What a file is by its first bytes, and what to do where it is neither a transcript nor a recording."""

from pathlib import Path
from typing import Literal

from meetbot.errors import TranscriptError

Kind = Literal["recording", "zip", "other"]

TRANSCRIPT_SUFFIXES = frozenset(
    {".vtt", ".srt", ".txt", ".json", ".md", ".sbv", ".csv", ".docx", ".doc", ".odt", ".pdf", ".rtf", ".rttm"}
)
"""What a file without telling content is taken for; documents are here since only the reader explains them."""

_HEAD = 4096
_RECORDINGS = (
    (0, b"ID3", ".mp3"),
    (0, b"RIFF", ".wav"),
    (0, b"RF64", ".wav"),
    (0, b"OggS", ".ogg"),
    (0, b"fLaC", ".flac"),
    (0, b"\x1a\x45\xdf\xa3", ".webm"),
    (0, b"#!AMR", ".amr"),
    (0, b"caff", ".caf"),
    (0, b"FORM", ".aiff"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", ".wma"),
    (4, b"ftyp", ".m4a"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_AS_TEXT = "Save or export the transcript as .vtt, .docx or plain text (.txt), and use that file."
_OTHERS = (
    (b"%PDF", "a PDF file", f"A PDF keeps no lines that can be relied on. {_AS_TEXT}"),
    (b"{\\rtf", "a rich-text file", "Open it in Word and save it as .docx."),
    (b"SQLite format 3\0", "a database", _AS_TEXT),
    (b"\x89PNG", "a picture", _AS_TEXT),
    (b"\xff\xd8\xff", "a picture", _AS_TEXT),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file", "Unpack it first."),
    (b"Rar!", "a compressed file", "Unpack it first."),
)
_COMPOUND = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def sniff(path: Path, size: int = _HEAD) -> bytes:
    """The first bytes of the file. Raises TranscriptError when there is no such file or it can't be read."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except FileNotFoundError as error:
        raise TranscriptError(f"There is no file {path.name}.", str(path), "Check the path.") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise TranscriptError(f"{path.name} can't be read: {reason}.", str(path)) from error


def kind_of(head: bytes) -> Kind:
    """Which kind of file begins with those bytes."""
    if recording_suffix(head) is not None:
        return "recording"
    return "zip" if head.startswith(_ZIP) else "other"


def recording_suffix(head: bytes) -> str | None:
    """How a recording that begins so should be called, or None when it is no recording."""
    for offset, magic, suffix in _RECORDINGS:
        if head.startswith(magic, offset):
            return suffix
    # MPEG audio without a tag begins with eleven set bits; the byte order mark of UTF-16 does too.
    if len(head) > 2 and head[0] == 0xFF and head[1] in {0xFB, 0xFA, 0xF3, 0xF2, 0xF1, 0xF9, 0xE3}:  # noqa: PLR2004
        return ".mp3"
    return None


def refuse_other_kinds(path: Path, head: bytes) -> None:
    """Raises TranscriptError that says what the file is, when it is neither text nor a zip such as .docx."""
    if suffix := recording_suffix(head):
        raise TranscriptError(
            f"{path.name} is a recording, not a transcript.",
            str(path),
            f"Run `meetbot minutes` on the recording; if its name misleads, rename it to end in {suffix}.",
        )
    if head.startswith(_COMPOUND):
        raise _old_or_protected(path)
    for magic, kind, hint in _OTHERS:
        if head.startswith(magic):
            raise TranscriptError(f"{path.name} is {kind}, not a transcript that can be read.", str(path), hint)


def _old_or_protected(path: Path) -> TranscriptError:
    # Word keeps what it encrypted in a container of the old kind, whose directory may lie at its end.
    if _ENCRYPTED in sniff(path, 64 * 1024 * 1024):
        what, hint = "is protected by a password", "Open it in Word, take the password off and save it as .docx."
    else:
        what, hint = "is an old Office file, which can't be read", "Open it in Word and save it as .docx."
    return TranscriptError(f"{path.name} {what}.", str(path), hint)
