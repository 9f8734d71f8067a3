"""The paragraphs of a Word file from anybody: a zip of XML, read as a stream with limits on all that can swell."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat

from meetbot.errors import TranscriptError

_DOCUMENT = "word/document.xml"
_MOST_PARTS = 20_000
_MOST_PARAGRAPHS = 500_000
"""A speech has one to three; the longest meeting has some ten thousand speeches."""
_CHUNK = 1 << 16
_NAMESPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
"""What older programs show instead of a text box: the same text once more."""

_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_REMOVED = frozenset({"del", "moveFrom"})
_HINT = "Open it in Word and save it again as .docx, or export the transcript as .vtt."
_OTHER_ZIPS = (
    ("xl/", "an Excel file", "Save the sheet as CSV with one column of speakers and one of texts."),
    ("ppt/", "a PowerPoint file", "Give the transcript of the meeting, not its slides."),
    ("content.xml", "an OpenDocument file", "Open it and save it as .docx or plain text."),
    ("visio/", "a drawing", "Give the transcript of the meeting."),
)


def refuse_other_zips(path: Path) -> None:
    """Raises TranscriptError that says what a zip is when it is no Word file."""
    with _our_errors(path), zipfile.ZipFile(path) as archive:
        if _document_part(archive) is None:
            raise _other_zip(path, archive)


def read_paragraphs(path: Path, *, limit: int) -> list[str]:
    """The text of each paragraph, line breaks and tabs kept, of a Word file of at most `limit` bytes unpacked.

    Text that was deleted under tracked changes is not in it. Raises TranscriptError for any other zip, or damage.
    """
    with _our_errors(path), zipfile.ZipFile(path) as archive:
        part = _document_part(archive)
        if part is None:
            raise _other_zip(path, archive)
        info = archive.getinfo(part)
        if info.file_size > limit:
            raise _swollen(path)
        text = _Paragraphs(path)
        with archive.open(info) as stream:
            done = 0
            while chunk := stream.read(_CHUNK):
                done += len(chunk)
                if done > limit:
                    raise _swollen(path)
                text.feed(chunk)
        return text.finished()


def _document_part(archive: zipfile.ZipFile) -> str | None:
    """Where the text is: always the same place, but Word Online numbers it (`word/document2.xml`)."""
    names = archive.namelist()[:_MOST_PARTS]
    if _DOCUMENT in names:
        return _DOCUMENT
    numbered = (n for n in names if n.startswith("word/document") and n.endswith(".xml"))
    return min(numbered, default=None)


def _other_zip(path: Path, archive: zipfile.ZipFile) -> TranscriptError:
    names = archive.namelist()[:_MOST_PARTS]
    for start, kind, hint in _OTHER_ZIPS:
        if any(name.startswith(start) for name in names):
            return TranscriptError(f"{path.name} is {kind}, not a transcript that can be read.", str(path), hint)
    if any(name.startswith("word/") for name in names):
        return TranscriptError(f"{path.name} is a Word file without its text.", str(path), _HINT)
    hint = "Unpack it, and give the recording or the transcript that is in it."
    return TranscriptError(f"{path.name} is a zip file, not a transcript.", str(path), hint)


def _swollen(path: Path) -> TranscriptError:
    return TranscriptError(f"{path.name} is larger unpacked than any transcript.", str(path), "Is it the right file?")


@contextmanager
def _our_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except expat.ExpatError as error:
        raise TranscriptError(f"{path.name} is a damaged Word file: {error}.", str(path), _HINT) from error
    except RuntimeError as error:  # what zipfile raises for an encrypted part; NotImplementedError is one
        hint = "Take the password off, or save the file again in Word."
        raise TranscriptError(f"{path.name} is protected or packed in an unusual way.", str(path), hint) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, OverflowError) as error:
        raise TranscriptError(f"{path.name} is a damaged zip or Word file.", str(path), _HINT) from error


class _Paragraphs:
    """Collects paragraphs from a stream of XML. Text boxes give paragraphs of their own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._done: list[tuple[int, str]] = []
        self._open: list[tuple[int, list[str]]] = []
        self._count = 0
        self._hidden = 0
        self._runs = 0
        self._in_text = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes) -> None:
        """Reads on. Raises ExpatError, TranscriptError."""
        self._parser.Parse(chunk, False)

    def finished(self) -> list[str]:
        """All paragraphs in the order in which they begin. Raises ExpatError when the XML is cut off."""
        self._parser.Parse(b"", True)
        return [text for _, text in sorted(self._done)]

    def _start(self, element: str, _attributes: dict[str, str]) -> None:
        local = _local(element)
        if element == _FALLBACK or local in _REMOVED:
            self._hidden += 1
        elif local == "p":
            self._count += 1
            if self._count > _MOST_PARAGRAPHS:
                raise _swollen(self._path)
            self._open.append((self._count, []))
        elif local == "r":
            self._runs += 1
        elif local == "t":
            self._in_text = True
        elif local in _SIGNS and self._runs and self._open and not self._hidden:
            self._open[-1][1].append(_SIGNS[local])

    def _end(self, element: str) -> None:
        local = _local(element)
        if element == _FALLBACK or local in _REMOVED:
            self._hidden -= 1
        elif local == "p":
            number, pieces = self._open.pop()
            self._done.append((number, "".join(pieces)))
        elif local == "r":
            self._runs -= 1
        elif local == "t":
            self._in_text = False

    def _characters(self, text: str) -> None:
        if self._in_text and self._open and not self._hidden:
            # what stands in a run's text is no line break, whatever sign the program that wrote it used
            self._open[-1][1].append(text.replace("\n", " ").replace("\r", " "))

    def _doctype(self, *_: object) -> None:
        hint = "No Word file has one; it may be meant to do harm. Ask where the file comes from."
        raise TranscriptError(f"{self._path.name} has a document type declaration.", str(self._path), hint)


def _local(element: str) -> str:
    """The element's name when it is one of Word's, otherwise nothing."""
    namespace, _, local = element.rpartition(" ")
    return local if namespace in _NAMESPACES else ""
