"""The document that Teams gives: title, day and length, who started the transcription, then names with times."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from meetbot.adapters.transcripts.content import Content, lines_of
from meetbot.adapters.transcripts.heads import clean_text, folded, without_emphasis
from meetbot.adapters.transcripts.moments import moment_in
from meetbot.adapters.transcripts.names import looks_like_a_name
from meetbot.adapters.transcripts.plain import read_plain
from meetbot.model.transcript import ImportedTranscript

_LOOK_AT = 12
_LONGEST = 300
_NOTICE = re.compile(
    r"(?P<who>[^\n]{1,120}?) (?:started|stopped|ended|paused|resumed) (?:the )?transcription\.?"
    r"|(?P<quien>[^\n]{1,120}?) (?:inicio|detuvo|finalizo|pauso|reanudo) la transcripcion\.?"
)
_STAMP = re.compile(r"[-_ ](?P<stamp>\d{8}_\d{6})(?P<utc>utc)?(?:[-_ ]|$)")
_LENGTH = re.compile(r"(?:(?P<h>\d{1,3}) ?h)?\s*(?:(?P<m>\d{1,3}) ?m(?:in)?)?\s*(?:(?P<s>\d{1,3}) ?s)?")


class _Facts(NamedTuple):
    header: frozenset[int]
    started_at: datetime | None
    duration: float | None
    titled: bool


def is_teams(content: Content) -> bool:
    """Whether its first lines say who started the transcription, or are Teams' title, or its time and length."""
    rows = _first_lines(content)
    facts = _facts(rows)
    return facts.titled or facts.duration is not None or any(_is_notice(line) for _, line in rows)


def read_teams(content: Content) -> ImportedTranscript | None:
    """What was said, with the meeting's start in UTC and its length as the head of the file has them."""
    facts = _facts(_first_lines(content))
    lines = lines_of(content)
    notices = {n for n, line in enumerate(lines, 1) if len(line) <= _LONGEST and _is_notice(line, named=True)}
    found = read_plain(content, name="teams", left_out=facts.header | notices)
    if found is None:
        return None
    return found.model_copy(update={"started_at": facts.started_at, "duration": facts.duration})


def _first_lines(content: Content) -> list[tuple[int, str]]:
    lines = content.text.split("\n", 200)[:200]
    return [(n, line) for n, line in enumerate(lines, 1) if line.strip() and len(line) <= _LONGEST][:_LOOK_AT]


def _is_notice(line: str, *, named: bool = False) -> bool:
    """Whether the line says who started or stopped; `named` asks for a name there, since people speak of it too."""
    text = without_emphasis(line)
    if (notice := _NOTICE.fullmatch(folded(text))) is None:
        return False
    who = len((notice["who"] or notice["quien"]).split())
    return not named or looks_like_a_name(" ".join(text.split()[:who]))


def _facts(rows: list[tuple[int, str]]) -> _Facts:
    """What the head says. The time in a line of its own is UTC; the one in the title is the local clock."""
    header: set[int] = set()
    utc: datetime | None = None
    local: datetime | None = None
    length: float | None = None
    for number, line in rows:
        text = folded(without_emphasis(clean_text(line)))
        if utc is None and (time := moment_in(text)):
            utc = time.replace(tzinfo=UTC)
        elif local is None and (title := _STAMP.search(text)):
            local = _stamped(title)
            if local is None:
                continue
        elif length is None and utc is not None and (seconds := _length(text)):
            length = seconds
        else:
            continue
        header.add(number)
    return _Facts(frozenset(header), utc or local, length, local is not None)


def _stamped(title: re.Match[str]) -> datetime | None:
    try:
        local = datetime.strptime(title["stamp"], "%Y%m%d_%H%M%S")  # noqa: DTZ007 - the local clock, zone unknown
    except ValueError:
        return None
    return local.replace(tzinfo=UTC) if title["utc"] else local


def _length(text: str) -> float | None:
    match = _LENGTH.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = (int(match[part] or 0) for part in ("h", "m", "s"))
    return (hours * 3600.0 + minutes * 60 + seconds) or None
