"""The file as lines of text, wherever they come from, and how large it may be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from meetbot.adapters.transcripts.encodings import decoded
from meetbot.adapters.transcripts.kinds import kind_of, refuse_other_kinds, sniff
from meetbot.adapters.transcripts.word_file import read_paragraphs
from meetbot.errors import TranscriptError
from meetbot.model.base import Issue

MAX_BYTES = 64 * 1024 * 1024
"""An eight-hour meeting as WhisperX JSON with word times has about 20 MB."""

MAX_LINE = 1_000_000
"""Characters in one line of a text format; the longest turn of an hour without a pause has about 60,000."""

MAX_LINES = 2_000_000
"""A hundred thousand cues have half a million; each line costs some hundred bytes of memory while it is read."""


@dataclass(frozen=True, kw_only=True)
class Content:
    """A file's text with Unix line ends, and what was to be said about its encoding.

    `paragraphs` has, for each line of a Word file's text, the number of the paragraph that it stands in.
    """

    path: Path
    text: str
    issues: tuple[Issue, ...] = ()
    paragraphs: tuple[int, ...] | None = None

    @property
    def name(self) -> str:
        """The file's name, safe to print."""
        return re.sub(r"[\x00-\x1f\x7f-\x9f]", "·", self.path.name)[:120]

    def number(self, line: int) -> int:
        """What a user counts: the line, or the paragraph of a Word file."""
        return self.paragraphs[line - 1] if self.paragraphs is not None else line

    def place(self, line: int) -> str:
        """Where that line is, in words."""
        return f"{'line' if self.paragraphs is None else 'paragraph'} {self.number(line)}"

    def issue(self, line: int, message: str, hint: str = "", *, severe: bool = True) -> Issue:
        """An issue at that line of the file."""
        where = f"{self.name}, {self.place(line)}"
        return Issue(severity="warning" if severe else "info", stage="import", where=where, message=message, hint=hint)


def read_content(path: Path) -> Content:
    """The file's text. Raises TranscriptError that says what the file is instead, and what to do."""
    head = sniff(path)
    refuse_other_kinds(path, head)
    if kind_of(head) == "zip":
        return _word_content(path)
    raw = sniff(path, MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise _too_large(path)
    text, issues = decoded(path, raw)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise TranscriptError(f"{path.name} is empty.", str(path), "Export the transcript again.")
    return Content(path=path, text=text, issues=issues)


def lines_of(content: Content) -> list[str]:
    """Its lines. Raises TranscriptError when there are too many, or one is too long for somebody to have said it."""
    count = content.text.count("\n")
    if count > MAX_LINES:
        raise TranscriptError(
            f"{content.name} has {count:,} lines; no transcript has so many.",
            str(content.path),
            "Is it the right file?",
        )
    lines = content.text.split("\n")
    number = next((n for n, line in enumerate(lines, 1) if len(line) > MAX_LINE), None)
    if number is not None:
        raise TranscriptError(
            f"{content.name} has a line of {len(lines[number - 1]):,} characters; no transcript has such lines.",
            f"{content.path}, {content.place(number)}",
            f"The limit is {MAX_LINE:,}. Export the transcript again, with its line breaks.",
        )
    return lines


def backwards(content: Content, timed: Sequence[tuple[float, int]]) -> list[Issue]:
    """A warning when starts, each with its line, go backwards."""
    back = [line for (start, _), (later, line) in pairwise(timed) if later < start]
    if not back:
        return []
    message = f"Times go backwards {len(back)} time(s); the order of the file was kept."
    return [content.issue(back[0], message, "Check that the file is one transcript, in order.")]


def _word_content(path: Path) -> Content:
    paragraphs = read_paragraphs(path, limit=MAX_BYTES)
    rows = [(number, line) for number, text in enumerate(paragraphs, 1) for line in text.split("\n")]
    if not any(line.strip() for _, line in rows):
        hint = "Its text may lie in pictures. Export the transcript again, as .vtt or .docx."
        raise TranscriptError(f"{path.name} is a Word file without text.", str(path), hint)
    return Content(path=path, text="\n".join(line for _, line in rows), paragraphs=tuple(number for number, _ in rows))


def _too_large(path: Path) -> TranscriptError:
    limit = f"{MAX_BYTES / 1e6:.0f} MB"
    return TranscriptError(f"{path.name} is larger than any transcript ({limit}).", str(path), "Is it the right file?")
