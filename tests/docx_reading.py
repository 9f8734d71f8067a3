"""What tests read from a Word file: its text, tables and parts, never its bytes."""

import zipfile
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(content: bytes) -> WordDocument:
    """The file as python-docx reads it."""
    return Document(BytesIO(content))


def text_of(content: bytes) -> str:
    """All paragraphs in order, those of tables too, one a line."""
    body = opened(content).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))


def headings(content: bytes) -> list[str]:
    """The section titles."""
    return [p.text for p in opened(content).paragraphs if p.style is not None and p.style.name == "Heading 1"]


def tables(content: bytes) -> list[list[list[str]]]:
    """Each table's rows of cell texts."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in opened(content).tables]


def xml_of(content: bytes, part: str = "word/document.xml") -> str:
    """One part as text."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(part).decode("utf-8")
