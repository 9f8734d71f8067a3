"""Scores as tables of Markdown."""

from collections.abc import Callable, Mapping, Sequence

from minutes.scores import Counts, Score

KINDS = (
    "decision",
    "commitment",
    "update",
    "target",
    "recognition",
    "customer_voice",
    "question",
    "risk",
    "blame",
    "figure",
    "contradiction",
    "aside",
)
RATIOS = (
    "grounded",
    "wording right",
    "status right",
    "owner right when given",
    "owner found",
    "department right when given",
    "due right when given",
    "due found",
    "follows right when given",
    "follows found",
    "helpers right when given",
    "helpers found",
    "condition found",
    "update status right",
    "update day right",
    "figure value right",
    "figure agreement right",
    "point status right",
)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown, its columns even."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = [
        " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).strip() for row in (head, *rows)
    ]
    lines.insert(1, " | ".join("-" * width for width in widths))
    return "".join(f"| {line} |\n" for line in lines)


def number(value: float | None) -> str:
    """Two digits, or a dash."""
    return "–" if value is None else f"{value:.2f}"


def counts(found: Counts) -> str:
    """Precision, recall, F1 and what they are of."""
    figures = " / ".join(number(value) for value in (found.precision, found.recall, found.f1))
    return f"{figures} ({found.found} of {found.labelled}, {found.false} false)"


def full_table(scores: Mapping[str, Score]) -> str:
    """Everything that is counted, a column for each engine."""
    rows: list[list[str]] = []

    def row(name: str, cell: Callable[[Score], str]) -> None:
        rows.append([name, *(cell(found) for found in scores.values())])

    for kind in KINDS:
        row(kind, lambda found, kind=kind: counts(found.kinds.get(kind, Counts())))
        if kind in {"decision", "commitment"}:
            row(f"{kind}, worded right", lambda found, kind=kind: counts(found.worded.get(kind, Counts())))
            row(f"{kind}, unconfirmed too", lambda found, kind=kind: counts(found.anywhere.get(kind, Counts())))
    for name in RATIOS:
        row(name, lambda found, name=name: ratio(found, name))
    row("false decisions and commitments", lambda found: number(found.false_share))
    row("items from injected text", lambda found: str(found.tallies["injected"]))
    row("owners from unnamed voices", lambda found: str(found.tallies["owners of unnamed voices"]))
    row("processor seconds of the longest", lambda found: f"{found.seconds:.2f}")
    return table(("precision / recall / F1", *scores), rows)


def ratio(found: Score, name: str) -> str:
    """A share and what it is of."""
    right, of = found.ratios.get(name, (0, 0))
    return f"{number(found.rate(name))} ({right} of {of})"
