"""The text of a file's bytes: its encoding found, damage named with its line, accents never guessed in silence."""

import itertools
import re
from pathlib import Path

from meetbot.errors import TranscriptError
from meetbot.model.base import Issue

_HEAD = 4096
_ACCENTS = frozenset("áéíóúüñÁÉÍÓÚÜÑ¿¡ºª")
_HIGH = re.compile(rb"[\x80-\xff]+")
_SECOND = "[\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u2122]"
_TWICE = re.compile(f"[A-Za-z]Ã{_SECOND}|Ã{_SECOND}[A-Za-z]")
"""“Ã©” beside a letter, as words with accents look that were encoded twice."""

_TELLING = 2
"""Such words from which on it is no chance: somebody may write about “Ã©”."""


def decoded(path: Path, raw: bytes) -> tuple[str, tuple[Issue, ...]]:
    """The text, and an issue when the encoding had to be guessed. Raises TranscriptError for damaged characters."""
    if encoding := _wide(raw):
        try:
            return raw.decode(encoding), ()
        except UnicodeDecodeError as error:
            raise _damaged(path, raw, error.start) from error
    if b"\0" in raw:
        raise TranscriptError(
            f"{path.name} is a binary file, not a transcript.", str(path), "Export the transcript as .vtt or text."
        )
    try:
        return _undone(path, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _single_bytes(path, raw, error)


def _wide(raw: bytes) -> str | None:
    if raw.startswith(b"\xff\xfe\0\0"):
        return "utf-32"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = raw[:_HEAD]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half * 0.8 and sample[::2].count(0) == 0:
        return "utf-16-le"
    if half and sample[::2].count(0) > half * 0.8 and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _undone(path: Path, text: str) -> tuple[str, tuple[Issue, ...]]:
    """UTF-8 that a program took for Windows-1252 and encoded once more, read as it was meant."""
    if len(list(itertools.islice(_TWICE.finditer(text), _TELLING))) < _TELLING:
        return text, ()
    try:
        meant = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        message = "Some accents of the file are wrong (“Ã©” instead of “é”): a program saved it in the wrong encoding."
        return text, (_issue(path, message, "Export the transcript again, as UTF-8.", severe=True),)
    message = "The file's accents had been encoded twice; they were put right."
    return meant, (_issue(path, message, "If accents look wrong in the minutes, export the transcript again."),)


def _single_bytes(path: Path, raw: bytes, error: UnicodeDecodeError) -> tuple[str, tuple[Issue, ...]]:
    """Text of one byte a sign; damaged UTF-8 is refused, since every accent of it would be read as two wrong signs."""
    accents = sum(len(found) for found in re.findall(rb"(?:[\xc3\xc2][\x80-\xbf])+|\xe2\x80[\x80-\xbf]", raw))
    others = len(raw.translate(None, bytes(range(0x80)))) - accents
    if accents > others:
        raise _damaged(path, raw, error.start) from error
    encoding, name = _likelier(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise _damaged(path, raw, wrong.start) from wrong
    message = f"The file is not UTF-8; it was read as {name}."
    return text, (_issue(path, message, "If accents look wrong in the minutes, save it as UTF-8 and run it again."),)


def _likelier(raw: bytes) -> tuple[str, str]:
    """Windows-1252, which holds Latin-1, unless the letters with accents are clearly those of old Macs."""
    high = b"".join(_HIGH.findall(raw))
    windows, mac = (
        sum(sign in _ACCENTS for sign in high.decode(encoding, errors="replace"))
        for encoding in ("cp1252", "mac_roman")
    )
    return ("mac_roman", "Mac Roman") if mac > 2 * windows else ("cp1252", "Windows-1252")


def _issue(path: Path, message: str, hint: str, *, severe: bool = False) -> Issue:
    severity = "warning" if severe else "info"
    return Issue(severity=severity, stage="import", where=path.name[:120], message=message, hint=hint)


def _damaged(path: Path, raw: bytes, position: int) -> TranscriptError:
    line = raw.count(b"\n", 0, position) + 1
    return TranscriptError(
        f"{path.name} is damaged: its characters can't be read.",
        f"{path}, line {line}",
        "Export it again, or mend that line and save the file as UTF-8.",
    )
