"""What tests of the transcript readers share: reading a text as a file, and Word files as the programs write them."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from meetbot.adapters.transcripts import TranscriptFiles
from meetbot.model.transcript import ImportedTranscript

DATA = Path(__file__).parent / "data" / "transcripts"
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n"

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def read(content: str | bytes, folder: Path, name: str = "junta.txt") -> ImportedTranscript:
    """What is read from a file of that content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return TranscriptFiles().read(path)


def said(imported: ImportedTranscript) -> list[tuple[float | None, float | None, str | None, str]]:
    """Start, end, speaker and text of each segment."""
    return [(s.start, s.end, s.speaker, s.text) for s in imported.segments]


def spoken(imported: ImportedTranscript) -> list[tuple[str | None, str]]:
    """Speaker and text of each segment."""
    return [(s.speaker, s.text) for s in imported.segments]


def run(text: str) -> str:
    r"""A run of Word XML: `\n` becomes a line break, `\t` a tab."""
    signs = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    pieces = "".join(signs.get(c, c) for c in escape(text)).replace("<w:", "\0<w:").replace("/>", "/>\0").split("\0")
    inner = (p if p.startswith("<w:") else f'<w:t xml:space="preserve">{p}</w:t>' for p in pieces if p)
    return f"<w:r>{''.join(inner)}</w:r>"


def paragraph(*runs: str) -> str:
    """A paragraph of runs, the first of them bold as names are."""
    return f'<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>{"".join(map(run, runs))}</w:p>'


def word_file(body: str | Sequence[str], *, part: str = "word/document.xml", prolog: str = "") -> bytes:
    """A Word file of that XML, or of one paragraph for each text."""
    inner = body if isinstance(body, str) else "".join(paragraph(text) for text in body)
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document {_WORD}><w:body>{inner}</w:body></w:document>'
    return zipped({"[Content_Types].xml": _TYPES, part: xml})


def zipped(parts: dict[str, str]) -> bytes:
    """A zip of those files."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()
