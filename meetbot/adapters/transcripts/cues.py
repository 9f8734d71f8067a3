"""WebVTT, SubRip and .sbv: cues with times, whose names stand in `<v Name>` or before a colon."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from meetbot.adapters.transcripts.content import Content, backwards, lines_of
from meetbot.adapters.transcripts.heads import Head, clean_name, clean_text, colon_head, own_head, written_by_meetbot
from meetbot.adapters.transcripts.names import believable, doubtful, looks_like_a_name, with_colons
from meetbot.model.base import Issue
from meetbot.model.transcript import ImportedTranscript, Segment

CueFormat = Literal["webvtt", "srt", "sbv"]

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")
_SBV_TIMING = re.compile(rf"\s*{_TIME}\s*,\s*{_TIME}\s*$")
"""As YouTube and Meet write it: `0:00:01.000,0:00:03.500`."""

_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_TAG = re.compile(r"<([^<>]*)>")
_STYLE = re.compile(r"</?(?:[ibusIBUS]|font|FONT)(?:\s[^<>]*)?>|\{\\[^{}]*\}")
_VOICE = re.compile(r"(/?)v(?![A-Za-z0-9_-])([^<>]*)", re.DOTALL)
_REFERENCE = re.compile(r"&(amp|lt|gt|nbsp|lrm|rlm|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "nbsp": " ", "lrm": "", "rlm": "", "quot": '"', "apos": "'"}
_LAST_CODE = 0x10FFFF
_LOOK_AT = 200
_FRONT = 300
_WORTH_A_NAME = 0.2
"""Share of cues that must begin with a name before any does: in subtitles without names some sentences have colons."""


_NAMES_ABOVE = 0.8
"""Share of cues whose first line must have the shape of a name, as in Teams' documents of before 2023."""


class _Cue(NamedTuple):
    line: int
    start: float
    end: float
    text: str
    speaker: str | None = None


def find_cue_format(content: Content) -> CueFormat | None:
    """Which it is: WebVTT by its first word, .sbv by two times in its first line, SubRip by a line with `-->`."""
    if re.match(r"WEBVTT(?:\s|$)", content.text.lstrip()):
        return "webvtt"
    lines = [line[:_FRONT] for line in content.text.split("\n", _LOOK_AT)[:_LOOK_AT]]
    if _SBV_TIMING.match(next((line for line in lines if line.strip()), "")):
        return "sbv"
    return "srt" if any(_TIMING.match(line) for line in lines) else None


def read_cues(content: Content, cue_format: CueFormat) -> ImportedTranscript:
    """Its cues in the order of the file, one segment for each voice in a cue."""
    lines = lines_of(content)
    raw, orphans = _cues(lines, _SBV_TIMING if cue_format == "sbv" else _TIMING)
    cues, issues = _webvtt(content, raw) if cue_format == "webvtt" else _srt(content, raw)
    segments = [
        Segment(
            id=number,
            start=cue.start,
            end=max(cue.start, cue.end),
            text=cue.text,
            speaker=cue.speaker,
            source_line=cue.line,
        )
        for number, cue in enumerate(cue for cue in cues if cue.text)
    ]
    found = (*_orphan_issues(content, orphans), *_time_issues(content, cues), *issues)
    if not raw:
        found = (*found, content.issue(1, "The file has no cues: nothing was said."))
    return ImportedTranscript(format=cue_format, segments=tuple(segments), issues=found)


def _cues(lines: list[str], timing_line: re.Pattern[str]) -> tuple[list[_Cue], list[int]]:
    """All cues, and the numbers of lines that belong to none."""
    cues: list[_Cue] = []
    orphans: list[int] = []
    at, seen_cue = 0, False
    while at < len(lines):
        line = lines[at]
        if timing := timing_line.match(line):
            end = _text_end(lines, at + 1, timing_line)
            start, until = _seconds(timing.groups()[:4]), _seconds(timing.groups()[4:])
            cues.append(_Cue(line=at + 1, start=start, end=until, text="\n".join(lines[at + 1 : end])))
            at, seen_cue = end, True
        elif _BLOCK.match(line):
            at = _blank_after(lines, at)
        else:
            identifies = at + 1 < len(lines) and timing_line.match(lines[at + 1])
            if line.strip() and seen_cue and not identifies:
                orphans.append(at + 1)
            at += 1
    return cues, orphans


def _text_end(lines: list[str], at: int, timing_line: re.Pattern[str]) -> int:
    """Where the text of a cue ends: at a blank line, or where the next cue begins without one."""
    while at < len(lines) and lines[at].strip() and not timing_line.match(lines[at]):
        following = at + 1 < len(lines) and timing_line.match(lines[at + 1])
        if following and lines[at].strip().isdigit():
            return at
        at += 1
    return at


def _blank_after(lines: list[str], at: int) -> int:
    while at < len(lines) and lines[at].strip():
        at += 1
    return at


def _seconds(groups: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = groups
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + int((fraction or "0").ljust(3, "0")) / 1000


def _voices(cue: _Cue) -> Iterator[_Cue]:
    """The cue cut at its `<v Name>` spans, without any other tag."""
    pieces: list[tuple[str | None, str]] = [(None, "")]
    at = 0
    for tag in _TAG.finditer(cue.text):
        pieces[-1] = (pieces[-1][0], pieces[-1][1] + cue.text[at : tag.start()])
        at = tag.end()
        if voice := _VOICE.match(tag[1]):
            pieces.append((_annotation(voice[2]) if not voice[1] else None, ""))
    pieces[-1] = (pieces[-1][0], pieces[-1][1] + cue.text[at:])
    for speaker, text in pieces:
        if text.strip():
            yield cue._replace(speaker=speaker, text=text)


def _annotation(text: str) -> str | None:
    """The name in `<v.class Name>`."""
    name = re.sub(r"^(?:\.[^\s.]*)*", "", text, count=1)
    return clean_name(_unescaped(name)) or None


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    word = match[1]
    if word in _NAMED:
        return _NAMED[word]
    code = int("0" + word[1:], 0) if word[1] in "xX" else int(word[1:])
    return chr(code) if 0 < code <= _LAST_CODE else "\ufffd"


def _webvtt(content: Content, raw: list[_Cue]) -> tuple[list[_Cue], list[Issue]]:
    """The cues by voice: names from the spans, or else from before a colon as Zoom writes them."""
    cues = [voice for cue in raw for voice in _voices(cue)]
    issues: list[Issue] = []
    if all(cue.speaker is None for cue in cues):
        cues, issues = _with_names(content, cues)
    return [cue._replace(text=clean_text(_unescaped(cue.text))) for cue in cues], issues


def _srt(content: Content, raw: list[_Cue]) -> tuple[list[_Cue], list[Issue]]:
    """The cues with names from before a colon. SubRip has no escapes, and only customary tags."""
    if written_by_meetbot([cue.text for cue in raw]):
        own = [(cue, own_head(cue.text, times=False)) for cue in raw]
        return [cue._replace(speaker=head.name, text=clean_text(head.text)) for cue, head in own], []
    cues = [cue._replace(text=_STYLE.sub("", cue.text)) for cue in raw]
    cues, issues = (_from_above(cues), []) if _named_above(cues) else _with_names(content, cues)
    return [cue._replace(text=clean_text(cue.text)) for cue in cues], issues


def _named_above(cues: list[_Cue]) -> bool:
    """Whether nearly every cue has the speaker's name in a line of its own, and a name comes again."""
    above = [cue.text.partition("\n")[0].strip() for cue in cues if "\n" in cue.text]
    names = [line for line in above if line and looks_like_a_name(line)]
    return len(set(names)) < len(names) and len(names) >= _NAMES_ABOVE * len(cues)


def _from_above(cues: list[_Cue]) -> list[_Cue]:
    """The cues with the line above taken for the name; a cue of one line continues the speaker before it."""
    named: list[_Cue] = []
    speaker: str | None = None
    for cue in cues:
        name, _, text = cue.text.partition("\n")
        says = bool(text) and looks_like_a_name(name.strip())
        speaker = clean_name(name) if says else speaker
        named.append(cue._replace(speaker=speaker, text=text if says else cue.text))
    return named


def _with_names(content: Content, cues: list[_Cue]) -> tuple[list[_Cue], list[Issue]]:
    """The cues with the name before the colon taken off; a cue without one continues the speaker before it."""
    heads = with_colons([colon_head(cue.text) for cue in cues])
    believed = believable(heads)
    if sum(head.name in believed for head in heads) < _WORTH_A_NAME * len(heads):
        believed = frozenset()
    named: list[_Cue] = []
    speaker: str | None = None
    for cue, head in zip(cues, heads, strict=True):
        says = head.name in believed
        speaker = clean_name(_unescaped(head.name or "")) if says else speaker
        named.append(cue._replace(speaker=speaker, text=head.text if says else cue.text))
    return named, _doubt_issues(content, cues, heads, believed) if believed else []


def _doubt_issues(content: Content, cues: list[_Cue], heads: list[Head], believed: frozenset[str]) -> list[Issue]:
    unsure = doubtful(heads, believed)
    first: dict[str, int] = {}
    for cue, head in zip(cues, heads, strict=True):
        if head.name in unsure:
            first.setdefault(str(head.name), cue.line)
    return [
        content.issue(line, f"“{name}:” was read as part of what is said, not as a speaker.", severe=False)
        for name, line in first.items()
    ]


def _orphan_issues(content: Content, orphans: list[int]) -> list[Issue]:
    if not orphans:
        return []
    message = f"{len(orphans)} line(s) of text belong to no cue and were left out."
    return [content.issue(orphans[0], message, "Put them under the line with the times of their cue.")]


def _time_issues(content: Content, cues: list[_Cue]) -> list[Issue]:
    """Warnings about times that go backwards, between cues or within one."""
    issues = backwards(content, [(cue.start, cue.line) for cue in cues])
    ends = [cue.line for cue in cues if cue.end < cue.start]
    if ends:
        issues.append(content.issue(ends[0], f"{len(ends)} cue(s) end before they start; the end was ignored."))
    return issues
