"""A document as worded blocks, before any format: Markdown, HTML, Word and mail write the same sheet.

Every text here is final wording in the workspace's locale and may hold untrusted words: writers escape all of it.
"""

import re
from dataclasses import dataclass, field
from typing import ClassVar, Literal

Tone = Literal["green", "amber", "red", "grey", "plain"]
_LEADING_WORDS = 2
"""Words like "entonces" or "bueno, y" that a text leaves out of the quote it is made of."""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """The words that show an item: `clock` is when they were said, or empty where the transcript has no times."""

    turn_id: str
    quote: str
    source: str
    clock: str = ""
    seconds: float | None = None

    @property
    def line(self) -> str:
        """“quote” — who, when."""
        return f"“{self.quote}” — {', '.join(part for part in (self.source, self.clock) if part)}"

    def says(self, text: str) -> bool:
        """Whether the quote is that very text but for case, marks and a word before it: one of both is enough."""
        told, said = (re.findall(r"\w+", part.casefold()) for part in (text, self.quote))
        return bool(told) and said[-len(told) :] == told and len(said) - len(told) <= _LEADING_WORDS


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Where words were said: `clock` is empty where the transcript has no times."""

    turn_id: str
    clock: str = ""
    seconds: float | None = None


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence of a summary with the places that show it."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def clocks(self) -> str:
        """The times of its places, in a row."""
        return ", ".join(mark.clock for mark in self.marks if mark.clock)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of a table: text, a line below it in the same size, the proof, then notes in small.

    `links` are anchors in the same document; when there are any, `text` is their list. `marks` are the places that text
    or notes name by their clock: a page makes links of those words.
    """

    text: str
    subline: str = ""
    notes: tuple[str, ...] = ()
    proof: Proof | None = None
    strong: bool = False
    numeric: bool = False
    tone: Tone = "plain"
    links: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def in_own_words(self) -> bool:
        """Whether the proof's quote says all that the text does, so that the quote alone is enough on paper."""
        return self.proof is not None and self.proof.says(self.text)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row; `anchor` is the id by which other places point to it."""

    cells: tuple[Cell, ...]
    anchor: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Rows under a heading that spans the table; an empty title has no heading."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; `widths` are shares of the page's width. `note` stands below it in small."""

    kind: ClassVar[str] = "table"
    caption: str
    header: tuple[str, ...]
    widths: tuple[int, ...]
    groups: tuple[Group, ...]
    numeric: frozenset[int] = field(default_factory=frozenset)
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One decision, note or point: `label` is its number, `badge` a word on its state, `sentences` what was said.

    `tail` stands in small behind the text, and behind it `links`, which are anchors in the same document; `marks` are
    the places that the tail names by their clock.
    """

    label: str
    text: str
    badge: str = ""
    notes: tuple[str, ...] = ()
    proof: Proof | None = None
    sentences: tuple[Sentence, ...] = ()
    tail: str = ""
    links: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def in_own_words(self) -> bool:
        """Whether the proof's quote says all that the text does, so that the quote alone is enough on paper."""
        return self.proof is not None and self.proof.says(self.text)

    @property
    def behind(self) -> str:
        """The tail and the links in one."""
        return " · ".join(part for part in (self.tail, ", ".join(self.links)) if part)


@dataclass(frozen=True, kw_only=True)
class Entries:
    """Items one below the other, each with its proof."""

    kind: ClassVar[str] = "entries"
    items: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Labels and their values."""

    kind: ClassVar[str] = "facts"
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Bullets:
    """A list; `marks` are the places that its lines name by their clock."""

    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Paragraphs; `small` ones are remarks. `marks` are the places that they name by their clock."""

    kind: ClassVar[str] = "lines"
    items: tuple[str, ...]
    small: bool = False
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sentences:
    """A summary as a list, each of its sentences with the places that show it."""

    kind: ClassVar[str] = "sentences"
    items: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True)
class Callout:
    """What must be seen first: a headline with facts below."""

    kind: ClassVar[str] = "callout"
    headline: str
    lines: tuple[str, ...] = ()
    tone: Tone = "plain"


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Shares in [0, 1] of a whole, each with its label and its value in words."""

    kind: ClassVar[str] = "bars"
    caption: str
    header: tuple[str, str, str]
    items: tuple[tuple[str, float, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """The course of one indicator: `points` oldest first, null where there is no figure; `ticks` are values in words.

    `low` and `high` are the natural process limits, `value` the newest figure in words, `first` and `last` the ends of
    the time that is shown.
    """

    title: str
    points: tuple[float | None, ...]
    value: str
    tone: Tone
    first: str
    last: str
    ticks: tuple[tuple[float, str], ...]
    target: float | None = None
    target_label: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True)
class Trends:
    """Several indicators side by side, each in a panel of its own."""

    panels: tuple[Panel, ...]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage of the funnel: how many are there, how many of them came on, and what is to be said of it."""

    label: str
    count: int
    count_text: str
    rate_text: str = ""
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """The stages from the first to the last."""

    stages: tuple[Stage, ...]


@dataclass(frozen=True, kw_only=True)
class Stacks:
    """Counts by kind, one bar for each label; `kinds` are told apart by hatch and number, not only by colour."""

    kinds: tuple[tuple[str, Tone], ...]
    bars: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A picture where people would rather look than read. `alt` tells what it shows to who can't see it."""

    kind: ClassVar[str] = "chart"
    drawing: Trends | Funnel | Stacks
    alt: str
    caption: str = ""


Block = Table | Entries | Facts | Bullets | Lines | Sentences | Callout | Bars | Chart


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading and its blocks. `key` names it (`decisions`)."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A whole document. `header` is what each page repeats, `locale` decides language and paper.

    `notice` is what must be known before anything else is read: it stands right below the title.
    """

    title: str
    subtitle: str
    locale: str
    header: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    footer: tuple[str, ...] = ()
    notice: str = ""

    def section(self, key: str) -> Section | None:
        """The section of that key, or None."""
        return next((s for s in self.sections if s.key == key), None)
