"""The file as text: how large it may be, how it is encoded, and what it is when it is no text at all."""

import re
from dataclasses import dataclass
from pathlib import Path

from meetbot.errors import TranscriptError
from meetbot.model.base import Issue

MAX_BYTES = 64 * 1024 * 1024
"""An eight-hour meeting as WhisperX JSON with word times has about 20 MB."""

MAX_LINE = 1_000_000
"""Characters in one line of a text format; the longest turn of an hour without a pause has about 60,000."""

TRANSCRIPT_SUFFIXES = frozenset(
    {".vtt", ".srt", ".txt", ".json", ".md", ".sbv", ".csv", ".docx", ".doc", ".pdf", ".rtf"}
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
_DOCUMENTS = (
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"%PDF", "a PDF file"),
    (b"{\\rtf", "a rich-text file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"SQLite format 3\0", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)


@dataclass(frozen=True, kw_only=True)
class Content:
    """A file's text with Unix line ends, and what was to be said about its encoding."""

    path: Path
    text: str
    issues: tuple[Issue, ...] = ()

    @property
    def name(self) -> str:
        """The file's name, safe to print."""
        return re.sub(r"[\x00-\x1f\x7f-\x9f]", "·", self.path.name)[:120]

    def issue(self, line: int, message: str, hint: str = "", *, severe: bool = True) -> Issue:
        """An issue at that line of the file."""
        where = f"{self.name}, line {line}"
        return Issue(severity="warning" if severe else "info", stage="import", where=where, message=message, hint=hint)


def sniff(path: Path, size: int = _HEAD) -> bytes:
    """The first bytes of the file. Raises TranscriptError when there is no such file or it can't be read."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except FileNotFoundError as error:
        raise TranscriptError(f"There is no file {path.name}.", str(path), "Check the path.") from error
    except OSError as error:
        raise TranscriptError(f"{path.name} can't be read: {error.strerror}.", str(path)) from error


def is_recording(head: bytes) -> bool:
    """Whether those first bytes are of an audio or video file."""
    return _recording_suffix(head) is not None


def read_text(path: Path) -> Content:
    """The file's text. Raises TranscriptError that says what the file is instead, and what to do."""
    _refuse_other_kinds(path, sniff(path))
    raw = sniff(path, MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        limit = f"{MAX_BYTES / 1e6:.0f} MB"
        raise TranscriptError(
            f"{path.name} is larger than any transcript ({limit}).", str(path), "Is it the right file?"
        )
    text, issues = _decoded(path, raw)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise TranscriptError(f"{path.name} is empty.", str(path), "Export the transcript again.")
    return Content(path=path, text=text, issues=issues)


def refuse_long_lines(content: Content, lines: list[str]) -> None:
    """Raises TranscriptError when a line is too long to be one that somebody said."""
    number = next((n for n, line in enumerate(lines, 1) if len(line) > MAX_LINE), None)
    if number is not None:
        raise TranscriptError(
            f"{content.name} has a line of {len(lines[number - 1]):,} characters; no transcript has such lines.",
            f"{content.path}, line {number}",
            f"The limit is {MAX_LINE:,}. Export the transcript again, with its line breaks.",
        )


def _refuse_other_kinds(path: Path, head: bytes) -> None:
    if suffix := _recording_suffix(head):
        raise TranscriptError(
            f"{path.name} is a recording, not a transcript.",
            str(path),
            f"Run `meetbot minutes` on the recording; if its name misleads, rename it to end in {suffix}.",
        )
    for magic, kind in _DOCUMENTS:
        if head.startswith(magic):
            hint = "Save or export the transcript as .vtt, .srt or plain text (.txt), and use that file."
            raise TranscriptError(f"{path.name} is {kind}, not a transcript that can be read.", str(path), hint)


def _recording_suffix(head: bytes) -> str | None:
    for offset, magic, suffix in _RECORDINGS:
        if head.startswith(magic, offset):
            return suffix
    # MPEG audio without a tag begins with eleven set bits; the byte order mark of UTF-16 does too.
    if len(head) > 2 and head[0] == 0xFF and head[1] in {0xFB, 0xFA, 0xF3, 0xF2, 0xF1, 0xF9, 0xE3}:  # noqa: PLR2004
        return ".mp3"
    return None


def _decoded(path: Path, raw: bytes) -> tuple[str, tuple[Issue, ...]]:
    """The text, and an issue when the encoding had to be guessed."""
    if encoding := _utf16(raw):
        try:
            return raw.decode(encoding), ()
        except UnicodeDecodeError as error:
            raise _damaged(path, raw, error.start) from error
    if b"\0" in raw:
        raise TranscriptError(
            f"{path.name} is a binary file, not a transcript.", str(path), "Export the transcript as .vtt or text."
        )
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        return _windows_text(path, raw, error)


def _utf16(raw: bytes) -> str | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = raw[:_HEAD]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half * 0.8 and sample[::2].count(0) == 0:
        return "utf-16-le"
    if half and sample[::2].count(0) > half * 0.8 and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _windows_text(path: Path, raw: bytes, error: UnicodeDecodeError) -> tuple[str, tuple[Issue, ...]]:
    """Text of Windows-1252; damaged UTF-8 is refused, since every accent of it would be read as two wrong signs."""
    accents = sum(len(found) for found in re.findall(rb"(?:[\xc3\xc2][\x80-\xbf])+|\xe2\x80[\x80-\xbf]", raw))
    others = sum(byte >= 0x80 for byte in raw.translate(None, bytes(range(0x80)))) - accents  # noqa: PLR2004
    if accents > others:
        raise _damaged(path, raw, error.start) from error
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as wrong:
        raise _damaged(path, raw, wrong.start) from wrong
    issue = Issue(
        severity="info",
        stage="import",
        where=path.name[:120],
        message="The file is not UTF-8; it was read as Windows-1252.",
        hint="If accents look wrong in the minutes, save it as UTF-8 and run the command again.",
    )
    return text, (issue,)


def _damaged(path: Path, raw: bytes, position: int) -> TranscriptError:
    line = raw.count(b"\n", 0, position) + 1
    return TranscriptError(
        f"{path.name} is damaged: its characters can't be read.",
        f"{path}, line {line}",
        "Export it again, or mend that line and save the file as UTF-8.",
    )
