"""The document that Google Meet or Gemini writes: who attended, a time every few minutes, `Name: text`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from meetbot.adapters.transcripts.content import Content, backwards, lines_of
from meetbot.adapters.transcripts.heads import LONGEST_NAME, clean_text, colon_head, folded, without_emphasis
from meetbot.adapters.transcripts.moments import day_in, moment_in, moment_within
from meetbot.adapters.transcripts.names import plausible_header, with_colons
from meetbot.model.base import Issue
from meetbot.model.transcript import ImportedTranscript, Segment

_SHORT = 300
_HEAD = 10
_TITLE = re.compile(r"(?:.{0,200}[-–—:] )?(?:transcripcion|transcript|transcription)(?: de la reunion)?")
_END = re.compile(
    r"(?:la )?(?:reunion|transcripcion|meeting|transcription|transcript)(?: se)? (?:finalizo|termino|ended|finished)"
    r" (?:despues de|after|al cabo de) (?P<h>\d{1,3}):(?P<m>\d{2}):(?P<s>\d{2})"
)
_FOOTER = re.compile(
    r"[*_]*(?:esta transcripcion|this (?:editable )?transcript|es posible que esta transcripcion)\b.{0,300}"
    r"(?:automaticamente|computadora|ordenador|computer[- ]generated|computer generated|errores|errors)"
)
_MARK = re.compile(r"\[?(?P<h>\d{1,2}):(?P<m>\d{2}):(?P<s>\d{2})\]?")
_MEET_SAYS = frozenset({"transcripcion", "transcript", "asistentes", "attendees"})


@dataclass(frozen=True, kw_only=True)
class _Row:
    line: int
    speaker: str
    text: str


@dataclass(kw_only=True)
class _Section:
    """What was said from one time on; `start` is None before the first one."""

    start: float | None
    rows: list[_Row]


def is_meet(content: Content) -> bool:
    """Whether it has the word `Transcripción` as a title, and a time, an end or a footer as Meet writes them."""
    lines = content.text.split("\n")
    title = _title(lines)
    if title is None:
        return False
    after = (folded(without_emphasis(line)) for line in lines[title:] if len(line) <= _SHORT)
    return any(_END.match(line) or _FOOTER.match(line) or _MARK.fullmatch(line) for line in after)


def read_meet(content: Content) -> ImportedTranscript | None:
    """What was said after the title, times shared out between the times that the document has.

    Text before the title (Gemini's notes, the list of attendees) is not speech.
    """
    lines = lines_of(content)
    title = _title(lines) or 0
    sections, end, left_out, before = _sections(lines, title)
    if not any(section.rows for section in sections):
        return None
    starts = [s.start for s in sections if s.start is not None]
    bounds = [*starts, end if end is not None and (not starts or end >= starts[-1]) else None]
    segments: list[Segment] = []
    following = iter(bounds[1:])
    for section in sections:
        until = None if section.start is None else next(following)
        segments += _placed(section, until, first_id=len(segments))
    marks = [(s.start, s.rows[0].line) for s in sections if s.start is not None and s.rows]
    timed = any(segment.start is not None for segment in segments)
    return ImportedTranscript(
        format="meet",
        segments=tuple(segments),
        time_source="interpolated" if timed else "none",
        started_at=_started_at(lines[:title]),
        duration=end,
        issues=(
            *_notes(content, title, before, left_out),
            *backwards(content, marks),
            *_about_times(content, len(starts)),
        ),
    )


def _started_at(lines: Sequence[str]) -> datetime | None:
    """What title or first lines tell: the time, or the day alone, of which it is midnight."""
    texts = [folded(without_emphasis(line)) for line in lines if line.strip() and len(line) <= _SHORT]
    moments = (moment_within(text) or moment_in(text) for text in texts)
    days = (day_in(text) for text in texts[:_HEAD])
    return next((found for found in (*moments, *days) if found is not None), None)


def _title(lines: Sequence[str]) -> int | None:
    """The index of the line after the last title of a transcript, which Gemini puts behind its notes."""
    found = None
    for index, line in enumerate(lines):
        if len(line) <= _SHORT:
            text = folded(without_emphasis(line)).strip("*_ ")
            if _TITLE.fullmatch(text):
                found = index + 1
    return found


def _sections(lines: Sequence[str], title: int) -> tuple[list[_Section], float | None, list[int], list[int]]:
    """The sections, the meeting's length, and the lines that are not speech: of the program, and before any name."""
    rows: list[tuple[int, str]] = []
    end: float | None = None
    footers: list[int] = []
    marks: dict[int, float] = {}
    for number, line in enumerate(lines[title:], title + 1):
        text = without_emphasis(line) if len(line) <= _SHORT or "\\" in line or "**" in line else line.strip()
        short = folded(text).strip("*_ ") if len(line) <= _SHORT else ""
        if mark := _MARK.fullmatch(short):
            marks[number] = _clock(mark)
        elif ended := _END.match(short):
            end = _clock(ended)
            footers.append(number)
        elif _FOOTER.match(short):
            footers.append(number)
        elif text and not text.startswith("*Esta ") and short not in _MEET_SAYS:
            rows.append((number, text))
    sections, before = _gathered(rows, marks)
    return sections, end, footers, before


def _gathered(rows: Sequence[tuple[int, str]], marks: dict[int, float]) -> tuple[list[_Section], list[int]]:
    heads = with_colons([colon_head(text) for _, text in rows])
    sections = [_Section(start=None, rows=[])]
    before: list[int] = []
    left = sorted(marks.items(), reverse=True)
    speaker: str | None = None
    for (number, text), head in zip(rows, heads, strict=True):
        while left and left[-1][0] < number:
            sections.append(_Section(start=left.pop()[1], rows=[]))
        if head.name and len(head.name) <= LONGEST_NAME and plausible_header(head.name):
            speaker, said = head.name, head.text
        else:
            said = text
        if speaker is None:
            before.append(number)
        elif said := clean_text(said):
            sections[-1].rows.append(_Row(line=number, speaker=speaker, text=said))
    return sections, before


def _placed(section: _Section, until: float | None, *, first_id: int) -> list[Segment]:
    """The section's speeches: the first begins with it, the others by their share of the text if its end is known."""
    total = sum(len(row.text) for row in section.rows)
    done = 0
    segments: list[Segment] = []
    for row in section.rows:
        start = section.start if done == 0 else _between(section.start, until, done / total)
        done += len(row.text)
        segments.append(
            Segment(
                id=first_id + len(segments),
                start=start,
                end=_between(section.start, until, done / total),
                text=row.text,
                speaker=row.speaker,
                source_line=row.line,
            )
        )
    return segments


def _between(start: float | None, until: float | None, share: float) -> float | None:
    if start is None or until is None or until < start:
        return None
    return round(start + (until - start) * share, 3)


def _clock(match: re.Match[str]) -> float:
    return int(match["h"]) * 3600.0 + int(match["m"]) * 60 + int(match["s"])


def _notes(content: Content, title: int, before: Sequence[int], footers: Sequence[int]) -> list[Issue]:
    lines = content.text.split("\n", title)[: max(0, title - 1)]
    notes = [n for n, line in enumerate(lines, 1) if line.strip()] + list(before)
    issues = []
    if notes:
        message = f"{len(notes)} line(s) before the transcript itself were not read as speech."
        issues.append(content.issue(notes[0], message, severe=False))
    if footers:
        message = f"{len(footers)} line(s) of the program that wrote the file were not read as speech."
        issues.append(content.issue(footers[0], message, severe=False))
    return issues


def _about_times(content: Content, marks: int) -> list[Issue]:
    if not marks:
        return [
            content.issue(1, "The document has no times; the minutes can't say when something was said.", severe=False)
        ]
    message = f"The document has a time for {marks} section(s) only; the times in between are interpolated."
    return [
        content.issue(1, message, "For exact times, give the recording or its captions (.vtt, .sbv).", severe=False)
    ]
