"""The raw results of a run, and the cells of the tables that are made of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from subjects import Subject

ENGINES = ("meetbot", "sequential", "batched")
TIMED = "timed"
"""The batched call with a time for each word, measured on the long file only."""


@dataclass(frozen=True)
class Run:
    """The raw results of one run with the recordings that they are about."""

    kept: Mapping[str, Any]
    subjects: Sequence[Subject]

    def result(self, subject: Subject, kind: str) -> Mapping[str, Any] | None:
        """The measurement of that recording, or None when there is none or it failed."""
        found: Mapping[str, Any] | None = self.kept["results"].get(f"{subject.key}/{kind}")
        return None if found is None or "failed" in found else found

    def voices(self, subject: Subject, knowledge: str) -> Mapping[str, Any] | None:
        """Who speaks when, with that knowledge; meetbot's own run knows who attends."""
        own = self.result(subject, "meetbot")
        if knowledge == "known" and own:
            return dict(own["voices"])
        found = self.result(subject, "voices")
        return found["voices"].get(knowledge) if found else None

    def absent(self, subject: Subject, kind: str) -> str:
        """Why there is no result: `failed`, or `–` where that was not measured."""
        return "failed" if "failed" in self.kept["results"].get(f"{subject.key}/{kind}", {}) else "–"

    def of(self, *groups: str, condition: str | None = None) -> list[Subject]:
        """The recordings of those groups, in that condition."""
        return [s for s in self.subjects if s.group in groups and condition in {None, s.condition}]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "¦") for cell in line) + " |\n" for line in lines)


def percent(share: float) -> str:
    """With one place after the point."""
    return f"{100 * share:.1f} %"


def short(text: str, length: int = 60) -> str:
    """The text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
