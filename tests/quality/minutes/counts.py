"""Counts of what was found, missed and wrong, of one meeting or of many together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self


def share(part: int, whole: int) -> float | None:
    """Part of whole, None of nothing."""
    return part / whole if whole else None


@dataclass
class Counts:
    """Found, false and missed of one kind."""

    found: int = 0
    false: int = 0
    missed: int = 0

    def add(self, other: Self) -> None:
        """Adds those of another meeting."""
        self.found += other.found
        self.false += other.false
        self.missed += other.missed

    @property
    def labelled(self) -> int:
        """How many there are to be found."""
        return self.found + self.missed

    @property
    def precision(self) -> float | None:
        """Share of the found that were labelled; None where nothing was found."""
        return share(self.found, self.found + self.false)

    @property
    def recall(self) -> float | None:
        """Share of the labelled that were found; None where nothing was labelled."""
        return share(self.found, self.labelled)

    @property
    def f1(self) -> float | None:
        """2 found / (2 found + false + missed)."""
        return share(2 * self.found, 2 * self.found + self.false + self.missed)


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One thing that is wrong: its kind and how, and what a person needs to judge it, but not for a test meeting."""

    kind: str
    meeting: str
    how: str = ""
    said: str = ""
    turns: tuple[str, ...] = ()

    def lines(self) -> str:
        """As it is shown, the cited turns below."""
        kind = f"{self.kind} ({self.how})" if self.how else self.kind
        return "\n".join([f"{self.meeting} {kind}: {self.said}".rstrip(), *(f"      {t}" for t in self.turns)])


@dataclass
class Score:
    """Counts of one or more meetings.

    `kinds` by kind of item, `worded` the same where an item whose wording lacks the matter is false, `anywhere` with
    the unconfirmed items; `ratios` hold how many were right of how many, by name; `tallies` plain counts.
    """

    kinds: dict[str, Counts] = field(default_factory=dict)
    worded: dict[str, Counts] = field(default_factory=dict)
    anywhere: dict[str, Counts] = field(default_factory=dict)
    ratios: dict[str, tuple[int, int]] = field(default_factory=dict)
    tallies: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    meetings: int = 0
    words: int = 0
    seconds: float = 0.0

    def add(self, other: Self) -> None:
        """Adds another; the seconds are those of the longest."""
        for mine, theirs in (
            (self.kinds, other.kinds),
            (self.worded, other.worded),
            (self.anywhere, other.anywhere),
        ):
            for kind, counts in theirs.items():
                mine.setdefault(kind, Counts()).add(counts)
        for name, (right, of) in other.ratios.items():
            self.ratio(name, right, of)
        self.tallies += other.tallies
        self.failures += other.failures
        self.meetings += other.meetings
        self.words += other.words
        self.seconds = max(self.seconds, other.seconds)

    def ratio(self, name: str, right: int, of: int = 1) -> None:
        """Counts that many right of that many."""
        before, whole = self.ratios.get(name, (0, 0))
        self.ratios[name] = (before + right, whole + of)

    def kind(self, name: str) -> Counts:
        """The counts of that kind of item; none where it never occurred."""
        return self.kinds.get(name, Counts())

    def rate(self, name: str) -> float | None:
        """The share that was right; None where there was nothing to be right."""
        return share(*self.ratios.get(name, (0, 0)))

    @property
    def false_share(self) -> float | None:
        """Confirmed decisions and commitments that match no label, as share of all confirmed ones."""
        return share(self.kind("decision").false + self.kind("commitment").false, self.tallies["confirmed"])


def total(scores: Iterable[Score]) -> Score:
    """All together."""
    whole = Score()
    for one in scores:
        whole.add(one)
    return whole
