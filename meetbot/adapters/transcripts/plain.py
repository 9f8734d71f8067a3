"""Plain text with names: `Name: text`, `[00:01:02] Name: text`, or `Name 0:03` above the text (Otter, Fireflies)."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from meetbot.adapters.transcripts.content import Content, backwards, lines_of
from meetbot.adapters.transcripts.heads import MARK, Head, clean_text, head_of, own_head, written_by_meetbot
from meetbot.adapters.transcripts.names import believable, doubtful, looks_like_a_name, plausible_header, with_colons
from meetbot.model.base import Issue
from meetbot.model.transcript import ImportedTranscript, Segment

_FOOTER = re.compile(
    r"(?i)transcribed by https?://otter\.ai\s*$"
    r"|(?:la reunión|la transcripción|the meeting|the transcription) (?:finalizó|ended) (?:después de|after)\b"
)
_STOPPED = re.compile(r"(?i)[^:]{0,120}\b(?:stopped transcription|detuvo la transcripción|ended the transcription)\s*$")
"""The last line of Teams' documents; anywhere else somebody may have said it."""

_LONGEST_FOOTER = 300
_SPOKEN = 0.5
"""More than this share of names must have a text: a programme has times beside its items, and nothing below them."""

_MARKED_SPEECHES = 0.8
"""Share of speeches under a time of their own from which on such lines are times of speeches, not of sections."""

_TIMED_LINES = 0.5
"""Share of lines with a time from which on a text without names is a transcript: a line may go on in the next."""


@dataclass(kw_only=True)
class Speech:
    """Words of one speaker while they are gathered."""

    line: int
    speaker: str | None
    start: float | None
    texts: list[str] = field(default_factory=list)


def read_own(content: Content) -> ImportedTranscript | None:
    """What meetbot wrote as text, as it was; None when the text is somebody else's."""
    if MARK not in content.text or not written_by_meetbot(content.text.split("\n")):
        return None
    lines = lines_of(content)
    heads = [(number, own_head(line, times=True)) for number, line in enumerate(lines, 1) if line.strip()]
    speeches = [Speech(line=n, speaker=h.name, start=h.start, texts=[clean_text(h.text)]) for n, h in heads]
    return imported(content, speeches, name="text")


def read_plain(
    content: Content, *, name: str = "text", left_out: Collection[int] = (), wanted: range | None = None
) -> ImportedTranscript | None:
    """What was said, one segment for each change of speaker that the file shows; None when it shows no speakers.

    `left_out` are numbers of lines that are known not to be speech, `wanted` the lines to look at.
    """
    lines = lines_of(content)
    numbered = [(n, lines[n - 1]) for n in (wanted or range(1, len(lines) + 1)) if n not in left_out]
    footers = {n for n, line in numbered if _is_footer(line)}
    last = next(((n, line) for n, line in reversed(numbered) if line.strip()), (0, ""))
    footers |= {last[0]} if len(last[1]) <= _LONGEST_FOOTER and _STOPPED.match(last[1].strip()) else set()
    read = [(n, head_of(line, times=True)) for n, line in numbered if line.strip() and n not in footers]
    heads = _with_lone_times([(n, h) for n, h in read if h.name or h.text.strip() or h.start is not None])
    heads = list(zip([n for n, _ in heads], with_colons([h for _, h in heads]), strict=True))
    style = _style([head for _, head in heads])
    if not style.names:
        return _without_names(content, read, name=name)
    first = next((i for i, (_, head) in enumerate(heads) if style.speaks(head)), len(heads))
    issues = (
        *_left_out(content, [n for n, _ in heads[:first]], "before the first speaker"),
        *_left_out(content, sorted(footers | set(left_out)), "of the program that wrote the file"),
        *_doubt_issues(content, heads, style),
    )
    speeches = _speeches(heads[first:], style, lines)
    if sum(bool(speech.texts) for speech in speeches) <= _SPOKEN * len(speeches):
        return None
    return imported(content, speeches, name=name, issues=issues)


def _without_names(content: Content, heads: Sequence[tuple[int, Head]], *, name: str) -> ImportedTranscript | None:
    """Text whose lines nearly all begin with a time: somebody's words, nobody knows whose. None for other text."""
    timed = [head for _, head in heads if head.start is not None]
    if not timed or len(timed) < _TIMED_LINES * len(heads) or heads[0][1].start is None:
        return None
    speeches: list[Speech] = []
    for number, head in heads:
        said = clean_text(head.text if head.name is None else f"{head.name}: {head.text}")
        if head.start is not None:
            speeches.append(Speech(line=number, speaker=None, start=head.start))
        if said:
            speeches[-1].texts.append(said)
    return imported(content, speeches, name=name) if any(speech.texts for speech in speeches) else None


def imported(
    content: Content, speeches: Sequence[Speech], *, name: str, issues: Sequence[Issue] = ()
) -> ImportedTranscript:
    """The speeches that have text as segments, with their starts as measured times."""
    segments = tuple(
        Segment(id=i, start=s.start, text=" ".join(s.texts), speaker=s.speaker, source_line=s.line)
        for i, s in enumerate(speech for speech in speeches if any(speech.texts))
    )
    timed = [(s.start, s.source_line or 1) for s in segments if s.start is not None]
    return ImportedTranscript(
        format=name,
        segments=segments,
        time_source="measured" if timed else "none",
        issues=(*issues, *backwards(content, timed)),
    )


@dataclass(frozen=True, kw_only=True)
class _Style:
    """How the file names its speakers: on a line of their own with a time (`headers`), or before the text."""

    names: frozenset[str]
    headers: bool = False
    firm: bool = False

    def speaks(self, head: Head) -> bool:
        """Whether somebody begins to speak at that line."""
        if self.headers and not (head.stamped and not head.text and head.firm >= self.firm):
            return False
        return head.name in self.names


def _style(heads: Sequence[Head]) -> _Style:
    above = [head for head in heads if head.stamped and head.name and not head.text]
    firm = [head for head in above if head.firm]
    names = frozenset(h.name for h in firm if h.name and plausible_header(h.name))
    if names and (len(firm) > 1 or any(looks_like_a_name(name) for name in names)):
        return _Style(names=names, headers=True, firm=True)
    headers = [head for head in heads if head.stamped and head.name]
    if len(above) * 2 > len(headers) and (names := believable(above)):
        return _Style(names=names, headers=True)
    names = believable(heads)
    named = [head for head in heads if head.name in names]
    return _Style(names=names, headers=sum(h.stamped and not h.text for h in named) * 2 > len(named))


def _with_lone_times(heads: list[tuple[int, Head]]) -> list[tuple[int, Head]]:
    """The lines without those that are only a time; where nearly each speech has one above, it is the speech's."""
    lone = [i for i, (_, h) in enumerate(heads) if h.name is None and h.start is not None and not h.text.strip()]
    speeches = sum(head.name is not None for _, head in heads)
    theirs = len(lone) >= _MARKED_SPEECHES * speeches
    marks = dict.fromkeys(lone)
    kept: list[tuple[int, Head]] = []
    start: float | None = None
    for index, (number, head) in enumerate(heads):
        if index in marks:
            start = head.start
            continue
        if theirs and start is not None and head.name is not None and head.start is None:
            kept.append((number, replace(head, start=start)))
            start = None
        else:
            kept.append((number, head))
    return kept


def _speeches(heads: Sequence[tuple[int, Head]], style: _Style, lines: Sequence[str]) -> list[Speech]:
    speeches: list[Speech] = []
    for number, head in heads:
        if style.speaks(head):
            speeches.append(Speech(line=number, speaker=head.name, start=head.start))
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


def _doubt_issues(content: Content, heads: Sequence[tuple[int, Head]], style: _Style) -> list[Issue]:
    unsure = set() if style.headers else doubtful((head for _, head in heads), style.names)
    issues = []
    for number, head in heads:
        if head.name in unsure:
            unsure.discard(head.name)
            message = f"“{head.name}:” was read as part of what is said, not as a speaker."
            issues.append(content.issue(number, message, severe=False))
    return issues
