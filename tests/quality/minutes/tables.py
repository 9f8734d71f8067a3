"""Scores and agreement as tables of Markdown."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from minutes.agreement import SECTIONS as READ
from minutes.agreement import Agreement
from minutes.counts import Counts, Failure, Score
from minutes.scores import WORDY

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
    "wording or quote right",
    f"wording of at most {WORDY} words",
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
    """A table of Markdown."""
    lines = ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines) + "\n"


def number(value: float | None) -> str:
    """Two digits, or a dash."""
    return "–" if value is None else f"{value:.2f}"


def percent(value: float | None) -> str:
    """As a percentage, or a dash."""
    return "–" if value is None else f"{value:.1%}".replace("%", " %")


def counts(found: Counts) -> str:
    """Precision, recall, F1 and what they are of."""
    figures = " / ".join(number(value) for value in (found.precision, found.recall, found.f1))
    return f"{figures} ({found.found} of {found.labelled}, {found.false} false)"


def full_table(scores: Mapping[str, Score]) -> str:
    """Everything that is counted, a column for each engine."""
    rows = []
    for kind in KINDS:
        rows.append([kind, *(counts(found.kind(kind)) for found in scores.values())])
        if kind in {"decision", "commitment"}:
            for name, of in (("worded right", "worded"), ("unconfirmed too", "anywhere")):
                cells = (getattr(found, of).get(kind, Counts()) for found in scores.values())
                rows.append([f"{kind}, {name}", *(counts(cell) for cell in cells)])
    rows += [[name, *(ratio(found, name) for found in scores.values())] for name in RATIOS]
    rows += [
        ["false decisions and commitments", *(percent(found.false_share) for found in scores.values())],
        ["items from injected text", *(str(found.tallies["injected"]) for found in scores.values())],
        ["owners of unnamed voices", *(str(found.tallies["owners of unnamed voices"]) for found in scores.values())],
        ["processor seconds of the longest", *(f"{found.seconds:.2f}" for found in scores.values())],
    ]
    return table(("precision / recall / F1", *scores), rows)


def ratio(found: Score, name: str) -> str:
    """A share and what it is of."""
    right, of = found.ratios.get(name, (0, 0))
    return f"{number(found.rate(name))} ({right} of {of})"


def agreement_table(found: Mapping[str, Agreement]) -> str:
    """Two readers, a column for each split."""
    rows = []
    for kind in READ:
        cells = []
        for one in found.values():
            seen = one.kinds.get(kind, Counts())
            whole = one.everything.get(kind, Counts())
            alone = f"{seen.found} both, {seen.missed} and {seen.false} alone"
            cells.append(f"{number(seen.f1)} / {number(whole.f1)} / {number(one.kappa(kind))} ({alone})")
        rows.append([kind, *cells])
    names = dict.fromkeys(name for one in found.values() for name in one.alike)
    rows += [
        [name, *(f"{number(one.rate(name))} of {one.alike.get(name, (0, 0))[1]}" for one in found.values())]
        for name in names
    ]
    return table(("F1 / F1 with optional labels / κ of turns", *found), rows)


def apart_table(found: Mapping[str, Agreement]) -> str:
    """What two readers disagree about, in kinds."""
    kinds = sorted(
        {kind for one in found.values() for kind in one.apart},
        key=lambda kind: (-sum(one.apart[kind] for one in found.values()), kind),
    )
    rows = [[kind, *(str(one.apart[kind]) for one in found.values())] for kind in kinds]
    return table(("disagreement", *found), [row for row in rows if set(row[1:]) != {"0"}])


def failure_kinds(failures: Iterable[Failure]) -> list[list[str]]:
    """The kinds of failures, the most frequent first, with how they fail."""
    kinds: dict[str, Counter[str]] = {}
    for failure in failures:
        kinds.setdefault(failure.kind, Counter())[failure.how] += 1
    rows = []
    for kind, hows in sorted(kinds.items(), key=lambda k: (-k[1].total(), k[0])):
        told = "; ".join(f"{how} {n}" for how, n in sorted(hows.items(), key=lambda h: (-h[1], h[0])) if how)
        rows.append([kind, str(hows.total()), told])
    return rows
