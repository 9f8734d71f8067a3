"""Untrusted text made harmless for paper: what a person typed, said or named can't break or reorder a document."""

import re

MAX_TEXT = 600
"""Characters of one item's wording or quote on paper; the whole of it stands in minutes.json and the transcript."""

CUT = "[…]"

_BREAKS = re.compile("[ \t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
# XML 1.0 has no place for control characters, surrogates and U+FFFE/FFFF; the rest are bidi controls, which would
# show the words after them in another order than they were said.
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def clean(text: str) -> str:
    """The text on one line, without characters that Word, HTML or a mail header can't hold or that reorder text."""
    return _FORBIDDEN.sub("", _BREAKS.sub(" ", text))


def clip(text: str, limit: int = MAX_TEXT) -> str:
    """The clean text, cut after a word with a visible mark when it is longer than `limit`."""
    whole = clean(text).strip()
    if len(whole) <= limit:
        return whole
    head = whole[: limit - len(CUT) - 1]
    word_end = head.rfind(" ")
    return f"{head[:word_end] if word_end > limit // 2 else head} {CUT}"


def duration(seconds: float) -> str:
    """A length in hours and minutes, or minutes and seconds, in symbols that need no translation: `3 min 51 s`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def clock(seconds: float) -> str:
    """Minutes and seconds from the recording's start: `03:12`, or `1:02:07` from one hour on."""
    whole = int(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
