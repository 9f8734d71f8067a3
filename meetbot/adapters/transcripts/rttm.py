"""RTTM: who spoke when, one line for each stretch, as diarization programs write it beside a transcript."""

import math
from collections import Counter

from meetbot.adapters.transcripts.content import Content
from meetbot.adapters.transcripts.heads import LONGEST_TIME, clean_name
from meetbot.errors import TranscriptError
from meetbot.model.base import Issue
from meetbot.model.transcript import VoiceInterval

_FIELDS = 8
"""As far as the speaker's name; the last two of ten are left out by some programs."""

_OTHERS = frozenset(
    {"SPKR-INFO", "NON-SPEECH", "NOSCORE", "SEGMENT", "LEXEME", "NON-LEX", "CB", "IP", "SU", "EDIT", "A/P"}
)


def is_rttm(content: Content) -> bool:
    """Whether its first line that says something is one of RTTM."""
    for line in content.text.split("\n", 100)[:100]:
        fields = line[:1000].split()
        if fields and not line.startswith(";;"):
            return (fields[0] == "SPEAKER" and len(fields) >= _FIELDS) or fields[0] in _OTHERS
    return False


def read_rttm(content: Content) -> tuple[tuple[VoiceInterval, ...], tuple[Issue, ...]]:
    """The intervals in order of time, and a warning for lines that can't be read.

    A file of several recordings gives those of the recording whose name it bears. Raises TranscriptError otherwise.
    """
    found: list[tuple[str, VoiceInterval]] = []
    wrong: list[tuple[int, str]] = []
    for number, line in enumerate(content.text.split("\n"), 1):
        fields = line.split()
        if not fields or fields[0] in _OTHERS or line.startswith(";;"):
            continue
        interval = _interval(fields)
        if isinstance(interval, str):
            wrong.append((number, interval))
        else:
            found.append((fields[1], interval))
    issues: tuple[Issue, ...] = ()
    if wrong:
        number, why = wrong[0]
        others = f"; so were {len(wrong) - 1} more" if len(wrong) > 1 else ""
        message = f"Line {number} of the voices was left out: {why}{others}."
        issues = (content.issue(number, message, "A line is `SPEAKER name 1 start length <NA> <NA> voice <NA> <NA>`."),)
    chosen = _recording(content, Counter(name for name, _ in found))
    intervals = sorted((i for name, i in found if name == chosen), key=lambda i: (i.start, i.end, i.speaker))
    return tuple(intervals), issues


def _interval(fields: list[str]) -> VoiceInterval | str:
    """The interval, or what is wrong with the line."""
    if fields[0] != "SPEAKER":
        return f"it begins with “{fields[0][:40]}”, not with SPEAKER"
    if len(fields) < _FIELDS:
        return f"it has {len(fields)} fields and no voice in the eighth"
    try:
        start, length = float(fields[3]), float(fields[4])
    except ValueError:
        return f"start “{fields[3][:40]}” and length “{fields[4][:40]}” are not both numbers"
    if not (math.isfinite(start) and 0 <= start <= LONGEST_TIME):
        return f"no voice starts at {fields[3][:40]} s"
    if not 0 < length <= LONGEST_TIME:
        return f"no voice is {fields[4][:40]} s long"
    speaker = clean_name(fields[7])
    return VoiceInterval(start=start, end=round(start + length, 6), speaker=speaker) if speaker else "it has no voice"


def _recording(content: Content, names: Counter[str]) -> str | None:
    if len(names) < 2:  # noqa: PLR2004 - one recording needs no choice
        return next(iter(names), None)
    if content.path.stem in names:
        return content.path.stem
    raise TranscriptError(
        f"{content.name} has the voices of {len(names)} recordings, none called “{content.path.stem}”.",
        str(content.path),
        "Keep the lines of one recording in it.",
    )
