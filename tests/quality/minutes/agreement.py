"""How far two careful readers of the same meeting agree: the second labels against the first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from minutes.counts import Counts, Failure, share
from minutes.labels import NOTES, CommitmentLabel, DecisionLabel, Label, Labels
from minutes.likeness import common
from minutes.matching import best_pairs
from minutes.meetings import LabelledMeeting

SECTIONS = ("decision", "commitment", *NOTES, "figure", "update", "aside")


@dataclass
class Agreement:
    """Counts over meetings that two read. `kinds` take the first reader's labels as right; F1 is the same either way.

    In `everything` optional labels count like any other: what both would leave to taste is agreed upon only there.

    `alike` hold (agreeing, of how many) of what both found, by name; `turns` the turns of each kind by whether first
    and second cite them, for kappa; `apart` counts what they disagree about, in kinds.
    """

    meetings: int = 0
    kinds: dict[str, Counts] = field(default_factory=dict)
    everything: dict[str, Counts] = field(default_factory=dict)
    alike: dict[str, tuple[int, int]] = field(default_factory=dict)
    turns: dict[str, Counter[tuple[bool, bool]]] = field(default_factory=dict)
    apart: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def kappa(self, kind: str) -> float | None:
        """Cohen's kappa of whether a turn shows an item of that kind; None where nobody cites any."""
        return kappa(self.turns.get(kind, Counter()))

    def same(self, name: str, right: bool) -> None:
        """Counts one more of that name, agreeing or not."""
        before, of = self.alike.get(name, (0, 0))
        self.alike[name] = (before + right, of + 1)

    def rate(self, name: str) -> float | None:
        """The share that agree."""
        return share(*self.alike.get(name, (0, 0)))


def kappa(table: Counter[tuple[bool, bool]]) -> float | None:
    """(Observed - expected) / (1 - expected) agreement of two readers' yes and no."""
    whole = table.total()
    one, other = table[True, True] + table[True, False], table[True, True] + table[False, True]
    if not whole or not (one or other):
        return None
    expected = (one * other + (whole - one) * (whole - other)) / whole**2
    return (table[True, True] + table[False, False]) / whole / (1 - expected) - expected / (1 - expected)


def agreement(meetings: Sequence[LabelledMeeting]) -> Agreement:
    """Of all those meetings that have second labels."""
    found = Agreement()
    for meeting in meetings:
        if meeting.second is not None:
            found.meetings += 1
            for section in SECTIONS:
                _section(section, meeting, meeting.second, found)
            _points(meeting.labels, meeting.second, found)
    return found


def _section(section: str, meeting: LabelledMeeting, second: Labels, found: Agreement) -> None:
    ours: Sequence[Label] = getattr(meeting.labels, section)
    theirs: Sequence[Label] = getattr(second, section)
    pairs = best_pairs(theirs, ours, _likeness)
    # What either reader calls optional counts neither way.
    found.kinds.setdefault(section, Counts()).add(
        Counts(
            found=sum(not (ours[target].optional or theirs[n].optional) for n, target in pairs.items()),
            false=sum(not label.optional for n, label in enumerate(theirs) if n not in pairs),
            missed=sum(not label.optional for n, label in enumerate(ours) if n not in pairs.values()),
        )
    )
    found.everything.setdefault(section, Counts()).add(
        Counts(found=len(pairs), false=len(theirs) - len(pairs), missed=len(ours) - len(pairs))
    )
    cited = {turn for label in ours for turn in label.turns}, {turn for label in theirs for turn in label.turns}
    found.turns.setdefault(section, Counter()).update(
        (turn.id in cited[0], turn.id in cited[1]) for turn in meeting.transcript.turns
    )
    for number, target in pairs.items():
        found.apart[f"{section}: optional for one"] += ours[target].optional != theirs[number].optional
        _compare(ours[target], theirs[number], meeting, found)
    for labels, known, other in ((ours, set(pairs.values()), second), (theirs, set(pairs), meeting.labels)):
        for number, label in enumerate(labels):
            if number not in known and not label.optional:
                _alone(section, label, other, meeting, found)


def _likeness(one: Label, other: Label) -> float:
    overlap = common(one.turns, other.turns)
    same_owner = isinstance(one, CommitmentLabel) and isinstance(other, CommitmentLabel) and one.owner == other.owner
    same = [getattr(one, name, None) == getattr(other, name, None) for name in ("kpi", "number")]
    return overlap and all(same) * (overlap + 0.5 * same_owner)


def _compare(one: Label, other: Label, meeting: LabelledMeeting, found: Agreement) -> None:
    compared: list[tuple[str, bool, str]] = []
    if isinstance(one, DecisionLabel) and isinstance(other, DecisionLabel):
        compared.append(("decision status", one.status == other.status, f"{one.status}, {other.status}"))
    if isinstance(one, CommitmentLabel) and isinstance(other, CommitmentLabel):
        compared += [
            ("commitment owner", one.owner == other.owner, f"{one.owner}, {other.owner}"),
            ("commitment due", _same_days(one, other), f"{one.due}, {other.due}"),
            ("commitment condition given", bool(one.condition) == bool(other.condition), ""),
            ("commitment follows", one.follows == other.follows, f"{one.follows}, {other.follows}"),
        ]
    for name in ("agrees", "status"):
        if not isinstance(one, DecisionLabel) and hasattr(one, name):
            mine, theirs = getattr(one, name), getattr(other, name)
            compared.append(
                (f"{'figure' if name == 'agrees' else 'update'} {name}", mine == theirs, f"{mine}, {theirs}")
            )
    for name, same, said in compared:
        found.same(name, same)
        if not same:
            _differ(found, meeting, f"{name} differs", said, one.turns)


def _same_days(one: CommitmentLabel, other: CommitmentLabel) -> bool:
    return bool(one.days() & other.days()) or not (one.days() or other.days())


def _alone(section: str, label: Label, other: Labels, meeting: LabelledMeeting, found: Agreement) -> None:
    """What the other reader has instead: nothing, another kind, or one item where this one has two."""
    there = [
        (kind, entry)
        for kind, entries in other.sections().items()
        for entry in entries
        if common(entry.turns, label.turns)
    ]
    same_kind = [entry for kind, entry in there if kind == section]
    kinds = [kind for kind, _ in there if kind in {"decision", "commitment"} and kind != section]
    if same_kind:
        what = (
            "optional for one" if all(entry.optional for entry in same_kind) else "two items for one, one for the other"
        )
    elif kinds:
        what = f"a {kinds[0]} for the other"
    elif there:
        what = "a note of another kind for the other"
    else:
        what = "nothing for the other"
    _differ(found, meeting, f"{section}: {what}", label.note, label.turns)


def _differ(found: Agreement, meeting: LabelledMeeting, kind: str, said: str, turns: Sequence[str]) -> None:
    found.apart[kind] += 1
    if meeting.split == "test":
        return
    known = meeting.transcript.turns_by_id()
    quoted = tuple(f"{turn} {known[turn].speaker}: {known[turn].text}" for turn in turns)
    found.failures.append(Failure(kind=kind, meeting=meeting.name, said=said, turns=quoted))


def _points(ours: Labels, theirs: Labels, found: Agreement) -> None:
    known = {point.id: point.status for point in theirs.point}
    for point in ours.point:
        if point.id in known:
            found.same("point status", point.status == known[point.id])
            found.apart["point status differs"] += point.status != known[point.id]
