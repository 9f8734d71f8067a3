"""Plain text with names: `Name: text`, `[00:01:02] Name: text`, or `Name 0:03` above the text (Otter, Teams)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from meetbot.adapters.transcripts.content import Content, refuse_long_lines
from meetbot.adapters.transcripts.names import UNKNOWN, Head, believable, clean_text, doubtful, head_of
from meetbot.model.base import Issue
from meetbot.model.transcript import ImportedTranscript, Segment

_FOOTER = re.compile(
    r"(?i)transcribed by https?://otter\.ai\s*$"
    r"|[^:]{0,120}\b(?:stopped transcription|detuvo la transcripción|ended the transcription)\s*$"
    r"|(?:la reunión|la transcripción|the meeting|the transcription) (?:finalizó|ended) (?:después de|after)\b"
)

_LONGEST_FOOTER = 300


@dataclass(kw_only=True)
class _Speech:
    """Words of one speaker while they are gathered."""

    line: int
    speaker: str | None
    start: float | None
    texts: list[str] = field(default_factory=list)


def read_plain(content: Content) -> ImportedTranscript | None:
    """What was said, one segment for each change of speaker that the file shows; None when it shows no speakers."""
    lines = content.text.split("\n")
    refuse_long_lines(content, lines)
    heads = [(n, head_of(line, times=True)) for n, line in enumerate(lines, 1) if line.strip()]
    footers = [] if any(h.explicit for _, h in heads) else [n for n, line in enumerate(lines, 1) if _is_footer(line)]
    heads = [(n, head) for n, head in heads if n not in footers and (head.name or head.text.strip())]
    believed = _believed([head for _, head in heads])
    if not believed:
        return None
    preamble = [n for n, _ in heads[: _first_speech(heads, believed)]]
    speeches = _speeches(heads[len(preamble) :], believed, lines)
    segments = [
        Segment(id=i, start=s.start, text=" ".join(s.texts), speaker=s.speaker, source_line=s.line)
        for i, s in enumerate(speech for speech in speeches if speech.texts)
    ]
    timed: Literal["measured", "none"] = "measured" if any(s.start is not None for s in segments) else "none"
    issues = (
        *_left_out(content, preamble, "before the first speaker"),
        *_left_out(content, footers, "of the program that wrote the file"),
        *_doubt_issues(content, heads, believed),
        *_time_issues(content, segments),
    )
    return ImportedTranscript(format="text", segments=tuple(segments), time_source=timed, issues=issues)


def _believed(heads: Sequence[Head]) -> frozenset[str]:
    """The names of the speakers; those that meetbot wrote itself need no guessing."""
    explicit = frozenset(head.name for head in heads if head.explicit and head.name)
    if explicit:
        return explicit
    headers = [head for head in heads if head.stamped and head.name]
    above = [head for head in headers if not head.text]
    if len(above) * 2 > len(headers) and (names := believable(above)):
        return names
    return believable(heads)


def _speaks(head: Head, believed: frozenset[str], *, explicit: bool, headers: bool) -> bool:
    if explicit:
        return head.explicit
    if headers and not (head.stamped and not head.text):
        return False
    return head.name in believed


def _style(heads: Sequence[tuple[int, Head]], believed: frozenset[str]) -> tuple[bool, bool]:
    """Whether names are meetbot's own, and whether they stand above the text instead of before it."""
    named = [head for _, head in heads if head.name in believed]
    above = [head for head in named if head.stamped and not head.text]
    return any(head.explicit for head in named), len(above) * 2 > len(named)


def _first_speech(heads: Sequence[tuple[int, Head]], believed: frozenset[str]) -> int:
    explicit, headers = _style(heads, believed)
    if explicit:
        return 0
    speaking = (i for i, (_, h) in enumerate(heads) if _speaks(h, believed, explicit=explicit, headers=headers))
    return next(speaking, len(heads))


def _speeches(heads: Sequence[tuple[int, Head]], believed: frozenset[str], lines: Sequence[str]) -> list[_Speech]:
    explicit, headers = _style(heads, believed)
    speeches: list[_Speech] = []
    for number, head in heads:
        if _speaks(head, believed, explicit=explicit, headers=headers):
            name = None if head.name == UNKNOWN else head.name
            speeches.append(_Speech(line=number, speaker=name, start=head.start))
            text = clean_text(head.text)
        elif explicit:
            speeches.append(_Speech(line=number, speaker=None, start=head.start))
            text = clean_text(head.text)
        else:
            text = clean_text(lines[number - 1])
        if text:
            speeches[-1].texts.append(text)
    return speeches


def _is_footer(line: str) -> bool:
    return len(line) <= _LONGEST_FOOTER and bool(_FOOTER.match(line.strip()))


def _left_out(content: Content, numbers: Sequence[int], which: str) -> list[Issue]:
    if not numbers:
        return []
    return [content.issue(numbers[0], f"{len(numbers)} line(s) {which} were not read as speech.", severe=False)]


def _doubt_issues(content: Content, heads: Sequence[tuple[int, Head]], believed: frozenset[str]) -> list[Issue]:
    explicit, headers = _style(heads, believed)
    unsure = set() if explicit or headers else doubtful((head for _, head in heads), believed)
    issues = []
    for number, head in heads:
        if head.name in unsure:
            unsure.discard(head.name)
            message = f"“{head.name}:” was read as part of what is said, not as a speaker."
            issues.append(content.issue(number, message, severe=False))
    return issues


def _time_issues(content: Content, segments: Sequence[Segment]) -> list[Issue]:
    timed = [(s.start, s.source_line or 1) for s in segments if s.start is not None]
    back = [line for (a, _), (b, line) in pairwise(timed) if b < a]
    if not back:
        return []
    message = f"Times go backwards {len(back)} time(s); the order of the file was kept."
    return [content.issue(back[0], message, "Check that the file is one transcript, in order.")]
