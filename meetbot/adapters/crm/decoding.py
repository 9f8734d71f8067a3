"""The bytes of a text file as UTF-8, whatever they are encoded in; one pass that also looks at quotation marks."""

import codecs
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from meetbot.errors import DataError

CHUNK = 4 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(kw_only=True)
class Quotes:
    """Whether quotation marks keep the rules, for any separator: what stands before every odd and after every even one.

    A file that keeps them means the same to every reader: an odd one opens a cell (or follows the even one that doubles
    it), an even one closes it.
    """

    count: int = 0
    before: set[int] = field(default_factory=lambda: {ord("\n")})
    after: set[int] = field(default_factory=set)
    _last: int = ord("\n")
    _open_end: bool = False

    def feed(self, chunk: bytes) -> None:
        """Takes the next bytes of the file."""
        letters = np.frombuffer(chunk, np.uint8)
        if not len(letters):
            return
        if self._open_end:
            self.after.add(int(letters[0]))
        places = np.flatnonzero(letters == ord('"'))
        self._open_end = False
        if len(places):
            opening = places[self.count % 2 :: 2]
            closing = places[(self.count + 1) % 2 :: 2]
            if len(opening) and opening[0] == 0:
                self.before.add(self._last)
                opening = opening[1:]
            if len(closing) and closing[-1] == len(letters) - 1:
                self._open_end = True
                closing = closing[:-1]
            self.before |= _distinct(letters[opening - 1])
            self.after |= _distinct(letters[closing + 1])
            self.count += len(places)
        self._last = int(letters[-1])

    def regular(self, separator: str) -> bool:
        """Whether they do, if that is the separator."""
        allowed = {ord(separator), *b'\r\n"'}
        return self.count % 2 == 0 and self.before <= allowed and self.after <= allowed


def _distinct(letters: Any) -> set[int]:
    return {int(letter) for letter in np.flatnonzero(np.bincount(letters, minlength=256))}


@dataclass(frozen=True, kw_only=True)
class Text:
    """How the bytes of a file are text: where they begin, their encoding, and what stands beside quotation marks."""

    path: Path
    sha256: str
    encoding: str
    begins: int
    quotes: Quotes

    def chunks(self) -> Iterator[bytes]:
        """The text from its beginning, as UTF-8."""
        decode = codecs.getincrementaldecoder(self.encoding)(errors="strict").decode
        with self.path.open("rb") as file:
            file.seek(self.begins)
            while chunk := file.read(CHUNK):
                yield chunk if self.encoding == "utf-8" else decode(chunk).encode()
            if self.encoding != "utf-8":
                yield decode(b"", final=True).encode()


def open_text(path: Path) -> Text:
    """Byte order mark, then strict UTF-8, then cp1252: latin-1 would turn € into a control character."""
    digest, quotes = hashlib.sha256(), Quotes()
    utf8 = codecs.getincrementaldecoder("utf-8")(errors="strict").decode
    encodings, begins, first = ["utf-8", "cp1252"], 0, True
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            if first:
                encodings, begins = _candidates(chunk)
                first, chunk = False, chunk[begins:]
            if not encodings:
                raise _not_text(path)
            if encodings[0] == "utf-8":
                try:
                    utf8(chunk)
                except UnicodeDecodeError:
                    encodings = encodings[1:]
            if not encodings[0].startswith("utf-16"):
                quotes.feed(chunk)
    if encodings[0] == "utf-8":
        try:
            utf8(b"", final=True)
        except UnicodeDecodeError:
            encodings = encodings[1:]
    text = Text(path=path, sha256=digest.hexdigest(), encoding=encodings[0], begins=begins, quotes=quotes)
    if text.encoding != "utf-8":
        _check(text)
    return text


def _candidates(head: bytes) -> tuple[list[str], int]:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return [encoding], len(mark)
    sample = head[:65536]
    nulls = np.flatnonzero(np.frombuffer(sample, np.uint8) == 0)
    if not len(nulls):
        return ["utf-8", "cp1252"], 0
    # Western text in UTF-16 has a zero in every second byte, nearly; nothing else that is text has.
    if len(nulls) > len(sample) * 0.4:
        odd = float((nulls % 2).mean())
        if not 0.02 < odd < 0.98:  # noqa: PLR2004  a letter such as Ā has its zero in the other byte
            return ["utf-16-be" if odd < 0.5 else "utf-16-le"], 0  # noqa: PLR2004  half
    return [], 0


def _check(text: Text) -> None:
    """Decodes the whole file once, so that nothing later can fail; UTF-16 shows its quotation marks only here."""
    try:
        for chunk in text.chunks():
            if text.encoding.startswith("utf-16"):
                text.quotes.feed(chunk)
    except UnicodeDecodeError as error:
        raise _not_text(text.path) from error


def _not_text(path: Path) -> DataError:
    return DataError(
        "This is not a text file in UTF-8, UTF-16 or Windows-1252.", str(path), "Export it again as CSV (UTF-8)."
    )


class Stream(io.RawIOBase):
    """The text from that byte of its UTF-8 on, for readers that want a file."""

    def __init__(self, text: Text, begins: int) -> None:
        super().__init__()
        self._chunks = text.chunks()
        self._rest = memoryview(b"")
        while begins:
            self._rest = memoryview(next(self._chunks))
            used = min(begins, len(self._rest))
            self._rest, begins = self._rest[used:], begins - used

    def readable(self) -> bool:
        """It is: readers ask."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fills the buffer as far as one chunk reaches; 0 at the end."""
        while not self._rest:
            following = next(self._chunks, None)
            if following is None:
                return 0
            self._rest = memoryview(following)
        used = min(len(buffer), len(self._rest))
        memoryview(buffer)[:used] = self._rest[:used]
        self._rest = self._rest[used:]
        return used
