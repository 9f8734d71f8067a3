"""How one line begins: a time, a name, both, or what is said."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_NAME = 100
LONGEST_TIME = 1000 * 3600.0
"""Seconds beyond which a number is no time in a meeting: a thousand hours."""

UNKNOWN = "?"
"""How meetbot's own files write a speaker whom nobody could name."""

MARK = ":\u00a0"
"""What meetbot's own files write after a speaker's name; it occurs nowhere else in them."""

NO_CLOCK = "[-] "
"""What meetbot's own files write instead of a time before a name that looks like one."""

TIME = r"(?:(?P<h>\d{1,3}):)?(?P<m>\d{1,2}):(?P<s>\d{2})(?:[.,](?P<ms>\d{1,3}))?"
_STAMP = re.compile(rf"(?:#{{1,6}}\s*)?(?:\*\*)?[\[(]?{TIME}[\])]?(?:\*\*)?(?:\s*[-–—]\s+|\s+|$)")
_EXPLICIT = re.compile(r"(?P<name>[^\u00a0]{1,100}?):\u00a0")
_COLON = re.compile(r"[:：]")
_BESIDE = re.compile(rf"[\[(]{TIME}[\])]\s*:?")
_ABOVE = re.compile(rf"(?<![\d:.,]){TIME}$")
_FRONT = 300
"""Characters at the beginning of a line in which a name and a time may stand; it bounds the patterns' cost per line."""
_TIMES_WITHIN = 110
"""Characters within which a colon or time must stand for what is before it to be a name."""

_LONGEST_CLOCK = 14
_DASHES = frozenset("-–—|")
_CLOCK = re.compile(r"\[(?P<h>\d{2,4}):(?P<m>\d{2}):(?P<s>\d{2})(?P<ms>)\] ")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_MISLEADING = re.compile("[:<{]")
_BRACKETED = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True, kw_only=True)
class Head:
    """How a line may be read: `name` who would speak, `start` in seconds, `text` what is left of the line.

    `stamped` tells that the line is a header `Name 0:03` or carries a time beside the name, `firm` that the time is set
    apart from the name as programs do it.
    """

    name: str | None
    start: float | None
    text: str
    stamped: bool = False
    firm: bool = False


def clean_name(name: str) -> str:
    """The name in one line of at most 100 characters, without control signs and direction overrides."""
    return clean_text(name)[:LONGEST_NAME].strip()


def clean_text(text: str) -> str:
    """The text in one line, words apart by one space, without control signs, half characters, direction overrides."""
    return " ".join(_CONTROL.sub(" ", _BIDI.sub("", text)).split())


def seconds(match: re.Match[str]) -> float:
    """The time that a pattern with the groups h, m, s and ms found."""
    hours, minutes, whole = (int(match[g] or 0) for g in ("h", "m", "s"))
    return hours * 3600 + minutes * 60 + whole + int((match["ms"] or "0").ljust(3, "0")) / 1000


def head_of(line: str, *, times: bool) -> Head:
    """The reading of one line, not yet believed. `times` allows a time before or after the name."""
    line = line.strip(" \t\n")
    front, start, at = line[:_FRONT], None, 0
    if times and (stamp := _STAMP.match(front)):
        start, at = seconds(stamp), stamp.end()
        front = line[at : at + _FRONT]
    if times and start is None and (header := _header(front, whole=len(line) <= _FRONT, rest=line[len(front) :])):
        return header
    return _colon(front, line[at + len(front) :], start=start, stamped=at > 0)


def colon_head(text: str) -> Head:
    """The reading of a text as `Name: text`, without times."""
    text = text.strip(" \t\n")
    return _colon(text[:_FRONT], text[_FRONT:], start=None, stamped=False)


def own_head(line: str, *, times: bool) -> Head:
    """The reading of a line that meetbot wrote: `[00:01:02] Name:` with a no-break space and text, or text alone."""
    start, at = None, 0
    if times and (clock := _CLOCK.match(line)):
        start, at = seconds(clock), clock.end()
    elif times and line.startswith(NO_CLOCK):
        at = len(NO_CLOCK)
    if named := _EXPLICIT.match(line, at):
        name = clean_name(named["name"])
        return Head(name=None if name == UNKNOWN else name, start=start, text=line[named.end() :])
    return Head(name=None, start=start, text=line[at:])


def written_by_meetbot(lines: list[str]) -> bool:
    """Whether meetbot wrote these lines: every one that another reader could mistake has meetbot's mark."""
    marked = False
    for line in lines:
        if MARK in line:
            marked = True
        elif _MISLEADING.search(_CLOCK.sub("", line, count=1)):
            return False
    return marked


def without_emphasis(line: str) -> str:
    """A line of Markdown as it is meant to be read: no heading signs, no emphasis, no escapes."""
    text = re.sub(r"^\s*(?:#{1,6}\s+|>\s+)", "", line)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text.replace("**", "").replace("__", "")).strip()


def folded(text: str) -> str:
    """The text in lower case, without accents, with simple spaces: for comparing with known wordings."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _header(front: str, *, whole: bool, rest: str) -> Head | None:
    """`Name (0:03): text`, or `Name  0:03` as a line of its own."""
    beside = _BESIDE.search(front[:_TIMES_WITHIN])
    if beside and ":" not in front[: beside.start()]:
        name = _name(front[: beside.start()])
        return Head(name=name or None, start=seconds(beside), text=(front[beside.end() :] + rest).strip(), stamped=True)
    above = _ABOVE.search(front, max(0, len(front) - _LONGEST_CLOCK)) if whole else None
    if above is None:
        return None
    before = front[: above.start()]
    named = before.rstrip()
    gap = before[len(named) :]
    firm = len(gap) > 1 or gap in {"\t", "\u00a0", "\u202f"}
    if not gap or len(named) > _TIMES_WITHIN or (":" in named and not firm):
        return None
    if (dashed := named.rstrip("-–—|").rstrip()) != named and named[len(dashed) :].strip() in _DASHES:
        named, firm = dashed, False
    return Head(name=_name(named) or None, start=seconds(above), text="", stamped=True, firm=firm)


def _colon(front: str, rest: str, *, start: float | None, stamped: bool) -> Head:
    colon = _COLON.search(front, 0, _TIMES_WITHIN)
    end = colon.end() if colon else 0
    emphasised = front.startswith("**", end)
    following = front[end : end + 1]
    if colon and (colon[0] == "：" or emphasised or not following or following.isspace()):
        name = _name(front[: colon.start()])
        text = front[end + 2 * emphasised :] + rest
        return Head(name=name or None, start=start, text=text, stamped=stamped)
    return Head(name=None, start=start, text=front + rest, stamped=stamped)


def _name(text: str) -> str:
    """The name without emphasis of Markdown, or the brackets in which WhisperX puts it: `[SPEAKER_00]: text`."""
    name = text.strip().removeprefix("**").removesuffix("**")
    bracketed = _BRACKETED.fullmatch(name)
    return clean_name(bracketed[1] if bracketed else name)
