"""What the words of the due-date grammar are read against, and what they are read as."""

import re
from dataclasses import dataclass
from datetime import date

from meetbot.stages.due_calendar import Granularity
from meetbot.stages.due_grammar import Rule
from meetbot.stages.due_words import DAYS, MONTHS

Day = date
"""The type, where a field is itself called `date`."""


@dataclass(frozen=True, kw_only=True)
class DueDate:
    """A day. `other` is the second reading of ambiguous words, always later; `granularity` how exact the words were.

    Of a week the working days' last is meant, of longer periods the last day.
    """

    date: Day
    other: Day | None = None
    granularity: Granularity = "day"


@dataclass(frozen=True, kw_only=True)
class Said:
    """Against what the words are read."""

    on: date
    next_meeting: date | None = None
    language: str = "es"
    country: str = ""


@dataclass(frozen=True)
class Found:
    """Words that a rule of the grammar fits, up to `end`: `match` lacks what follows it ("temprano")."""

    rule: Rule
    match: re.Match[str]
    end: int

    @property
    def start(self) -> int:
        """Where they begin."""
        return self.match.start()

    @property
    def words(self) -> str:
        """All of them."""
        return self.match.string[self.start : self.end]

    def group(self, name: str) -> str | None:
        """The named group's words, or None when the pattern lacks it or it matched nothing."""
        groups = self.match.groupdict()
        return groups.get(name) or groups.get(f"b_{name}") or groups.get(f"{name}_b")

    def marked(self, name: str) -> bool:
        """Whether the named group took part, if only with no words."""
        return self.match.groupdict().get(name) is not None


_DAY_FIRST = frozenset({"GB", "IE", "AU", "NZ", "IN", "ZA"})
"""Countries that speak English and write 5/12 for the fifth of December."""
BEFORE = re.compile(r"(?:para )?(?:antes|before)\b")
"""Words that set the day before."""


def number(words: str | None, table: dict[str, int]) -> int:
    """The number in digits or words, or 0."""
    words = words or ""
    return int(words) if words.isdigit() else table.get(words, 0)


def month_and_day(found: Found, said: Said) -> tuple[int | None, int]:
    """The month, or None where none was said, and the day."""
    if found.rule.reading == "numeric":
        first, second = int(found.group("first") or 0), int(found.group("second") or 0)
        english = said.language == "en" and said.country not in _DAY_FIRST
        month_first = (english and first <= 12) or second > 12  # noqa: PLR2004 - months of a year
        return (first, second) if month_first else (second, first)
    day = number(found.group("day"), DAYS)
    if written := found.group("number_month"):
        return int(written), day
    return MONTHS.get(found.group("month") or ""), day
