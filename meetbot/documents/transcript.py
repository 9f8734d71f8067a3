"""The transcript as subtitles and as plain text, so that other programs, and meetbot itself, read back the same.

Whatever was said stays text: WebVTT has escapes for its own signs. SRT and plain text have none; there the name that
meetbot writes is followed by “:” and a no-break space, which looks like any space and never occurs in the text itself.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from meetbot.documents.phrases import voice
from meetbot.model.transcript import Transcript
from meetbot.words import Words

MARK = ":\u00a0"
"""What follows a speaker's name in SRT and plain text; “?” stands for a speaker whom nobody could name."""

_UNKNOWN = "?"
_MISLEADING = frozenset(":<{")
"""Signs by which a reader could take text for a name, a time or a tag; a dash counts at the beginning only."""

_DASHES = "-–—"
_NO_CLOCK = "[-] "
_LIKE_A_CLOCK = re.compile(r"\[[-\d]")
"""What could be read as the time of a turn that has none."""

_LONGEST_NAME = 100
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class _Line:
    """One turn in one line: times in milliseconds, or None. `until` is when the next one begins."""

    speaker: str | None
    start: int | None
    end: int | None
    text: str
    until: int | None = None


def to_vtt(transcript: Transcript, words: Words | None = None) -> str:
    """WebVTT with `<v Name>`. Turns without times can't be subtitles: a note says how many were left out."""
    lines = _lines(transcript, words)
    blocks = ["WEBVTT"]
    if untimed := sum(line.start is None for line in lines):
        blocks.append(f"NOTE {untimed} turns have no times and are not in this file")
    blocks += [f"{_span(line, _vtt_time)}\n{_voice(line)}" for line in lines if line.start is not None]
    return "\n\n".join(blocks) + "\n"


def to_srt(transcript: Transcript, words: Words | None = None) -> str:
    """SubRip with `Name: text`. Turns without times are left out; empty when no turn has times."""
    timed = [line for line in _lines(transcript, words) if line.start is not None]
    blocks = [f"{n}\n{_span(line, _srt_time)}\n{_named(line)}\n" for n, line in enumerate(timed, 1)]
    return "\n".join(blocks)


def to_txt(transcript: Transcript, words: Words | None = None) -> str:
    """Plain text, one turn a line: `[00:01:02] Name: text`, without the time where there is none."""
    return "".join(f"{_dated(line)}\n" for line in _lines(transcript, words))


def _lines(transcript: Transcript, words: Words | None) -> list[_Line]:
    """The turns as lines; with `words` unnamed voices are what readers of the minutes know them as: `Voz 2`."""
    labels = {turn.speaker for turn in transcript.turns if turn.speaker is not None}
    names = {label: voice(label, words) or label for label in labels} if words is not None else {}
    names |= {speaker.label: speaker.name for speaker in transcript.speakers if speaker.name is not None}
    lines: list[_Line] = []
    until: int | None = None
    for turn in reversed(transcript.turns):
        if text := _one_line(turn.text):
            name = "" if turn.speaker is None else _one_line(names.get(turn.speaker, turn.speaker))
            name = name[:_LONGEST_NAME].strip()
            start, end = _milliseconds(turn.start), _milliseconds(turn.end)
            speaker = None if name in {"", _UNKNOWN} else name
            lines.append(_Line(speaker=speaker, start=start, end=end, text=text, until=until))
            until = until if start is None else start
    return lines[::-1]


def _one_line(text: str) -> str:
    """The text without line breaks, control signs and signs that turn the direction of reading."""
    return " ".join(_CONTROL.sub(" ", _BIDI.sub("", text)).split())


def _voice(line: _Line) -> str:
    if line.speaker is None:
        # Readers take `Name: text` for a speaker; a colon written as a reference is only a colon.
        return _escaped(line.text).replace(":", "&#58;")
    return f"<v {_escaped(line.speaker)}>{_escaped(line.text)}</v>"


def _named(line: _Line) -> str:
    if line.speaker is None and not _MISLEADING & set(line.text) and line.text[0] not in _DASHES:
        return line.text
    return f"{line.speaker or _UNKNOWN}{MARK}{line.text}"


def _dated(line: _Line) -> str:
    named = _named(line)
    if line.start is not None:
        return f"[{_clock(line.start)}] {named}"
    return f"{_NO_CLOCK}{named}" if _LIKE_A_CLOCK.match(named) else named


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _milliseconds(seconds: float | None) -> int | None:
    return None if seconds is None else max(0, round(seconds * 1000))


def _span(line: _Line, written: Callable[[int], str]) -> str:
    start = line.start or 0
    end = line.end
    if end is None:
        end = line.until if line.until is not None and line.until > start else start + _shown_for(line.text)
    return f"{written(start)} --> {written(max(start, end))}"


def _shown_for(text: str) -> int:
    """Milliseconds for which a subtitle without an end stays: a second, and what reading it takes at 17 signs/s."""
    return 1000 + round(len(text) * 1000 / 17)


def _vtt_time(milliseconds: int) -> str:
    return f"{_clock(milliseconds)}.{milliseconds % 1000:03d}"


def _srt_time(milliseconds: int) -> str:
    return f"{_clock(milliseconds)},{milliseconds % 1000:03d}"


def _clock(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
