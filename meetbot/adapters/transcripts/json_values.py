"""Values out of JSON from anybody: numbers that are finite, times that a meeting can have, text in one line."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from meetbot.adapters.transcripts.content import Content
from meetbot.adapters.transcripts.heads import LONGEST_TIME, clean_name
from meetbot.adapters.transcripts.tables import seconds_of
from meetbot.model.base import Issue
from meetbot.model.transcript import Segment


def number(value: Any, *, lowest: float = 0.0, highest: float = math.inf) -> float | None:
    """The value as a finite number from `lowest` to `highest`, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) and lowest <= found <= highest else None


def time(value: Any) -> float | None:
    """The value as seconds, from a number or a text such as `00:12` or `12.5`; None when no meeting has such a time."""
    if isinstance(value, str):
        return seconds_of(value[:40])
    return number(value, highest=LONGEST_TIME)


def later(start: float | None, end: float | None) -> float | None:
    """The end, never before the start."""
    return end if start is None or end is None else max(start, end)


def name(value: Any) -> str | None:
    """A speaker's name, or None."""
    return (clean_name(value) or None) if isinstance(value, str) else None


def time_issues(content: Content, segments: Sequence[Segment], odd: int) -> list[Issue]:
    """Warnings about times that go backwards, and about `odd` ones that no meeting has."""
    issues = []
    starts = [s.start for s in segments if s.start is not None]
    back = [i for i, (a, b) in enumerate(pairwise(starts), 1) if b < a]
    if back:
        message = f"Times go backwards {len(back)} time(s), first at segment {back[0]}; the order of the file was kept."
        issues.append(content.issue(1, message, "Check that the file is one transcript, in order."))
    if odd:
        issues.append(content.issue(1, f"{odd} segment(s) have times that no meeting has; they were left without."))
    return issues
