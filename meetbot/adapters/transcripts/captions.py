"""The captions that Zoom saves as text: `[Name] 15:02:29` with the time of day, above or before what was said."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from meetbot.adapters.transcripts.content import Content, lines_of
from meetbot.adapters.transcripts.heads import clean_name, clean_text
from meetbot.adapters.transcripts.plain import Speech, imported
from meetbot.model.transcript import ImportedTranscript

_FRONT = 300
_HEAD = re.compile(
    r"\[(?P<name>[^\n]{1,120}?)\] +(?P<h>\d{1,2}):(?P<m>\d{2}):(?P<s>\d{2})"
    r"(?:[ \u00a0\u202f]?(?P<half>[AaPp])\.?[ \u00a0]?[Mm]\.?)?(?:\s*$|:\s*)"
)
_FOLDER = re.compile(r"(\d{4}-\d{2}-\d{2}) \d{2}\.\d{2}\.\d{2}")
_HALF_DAY = 12 * 3600.0
_DAY = 2 * _HALF_DAY


def is_captions(content: Content) -> bool:
    """Whether its first line that says something is a name in brackets and a time of day."""
    line = next((line for line in content.text.split("\n", 20)[:20] if line.strip()), "")
    return _HEAD.match(line.strip()[:_FRONT]) is not None


def began(content: Content) -> float:
    """The time of day, in seconds, from which its times count: that of the first caption."""
    line = next(line for line in content.text.split("\n", 20) if line.strip())
    head = _HEAD.match(line.strip()[:_FRONT])
    return 0.0 if head is None else _of_day(head)


def read_captions(content: Content) -> ImportedTranscript:
    """What was said, in seconds from the first caption, also past midnight."""
    speeches: list[Speech] = []
    first, last, days = began(content), 0.0, 0.0
    for number, line in enumerate(lines_of(content), 1):
        text = line.strip()
        if head := _HEAD.match(text[:_FRONT]):
            of_day = _of_day(head)
            if of_day + days < last - _HALF_DAY:
                days += _DAY
            last = of_day + days
            name = clean_name(head["name"])
            speeches.append(Speech(line=number, speaker=name or None, start=max(0.0, last - first)))
            text = text[head.end() :]
        if speeches and (said := clean_text(text)):
            speeches[-1].texts.append(said)
    found = imported(content, speeches, name="zoom-captions")
    return found.model_copy(update={"started_at": _started_at(content, speeches, first)})


def _started_at(content: Content, speeches: Sequence[Speech], first: float) -> datetime | None:
    """The local time of the first caption, where Zoom's folder tells the day."""
    folder = _FOLDER.match(content.path.absolute().parent.name)
    if folder is None or not speeches:
        return None
    try:
        return datetime.fromisoformat(folder[1]) + timedelta(seconds=first)
    except (ValueError, OverflowError):
        return None


def _of_day(head: re.Match[str]) -> float:
    of_day = int(head["h"]) * 3600.0 + int(head["m"]) * 60 + int(head["s"])
    return of_day % _HALF_DAY + (_HALF_DAY if head["half"] in "pP" else 0) if head["half"] else of_day
