"""How right the minutes of one labelled meeting are: what a user gets against the labels.

An item matches a label when they cite a turn in common; the pairing is one to one and the likest in all. Optional
labels count neither when found nor when missed. Only confirmed items count, unless it says otherwise.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from meetbot.model.minutes import ActionItem, Confirmed, Decision, Minutes
from minutes.counts import Counts, Failure, Score
from minutes.labels import NOTES, CommitmentLabel, DecisionLabel, Label
from minutes.likeness import common, grounded, injected, likeness, of_unnamed_voice, says
from minutes.matching import best_pairs
from minutes.meetings import LabelledMeeting

SECTIONS = {
    "target": "targets",
    "recognition": "recognitions",
    "customer_voice": "customer_voice",
    "question": "questions",
    "risk": "risks",
    "blame": "blame",
}
"""Where the minutes keep the kinds of notes."""

WORDY = 18
"""Words of a task or decision that is read at a glance: nine of ten labels' own notes have no more (median 12)."""

_Item = TypeVar("_Item", Decision, ActionItem)
_Label = TypeVar("_Label", DecisionLabel, CommitmentLabel)


def score(meeting: LabelledMeeting, minutes: Minutes, *, seconds: float = 0.0) -> Score:
    """The minutes of that meeting against its labels."""
    judge = _Judge(meeting, minutes, Score(meetings=1, words=meeting.words(), seconds=seconds))
    judge.decisions()
    judge.commitments()
    for kind in NOTES:
        judge.notes(kind)
    judge.asides()
    judge.updates()
    judge.figures()
    judge.points()
    judge.proofs()
    return judge.counted


def counted(found: int, labels: Sequence[Label], pairs: Mapping[int, int]) -> Counts:
    """What the pairs of that many found items and those labels come to."""
    return Counts(
        found=sum(not labels[target].optional for target in pairs.values()),
        false=found - len(pairs),
        missed=sum(not label.optional for n, label in enumerate(labels) if n not in pairs.values()),
    )


@dataclass(frozen=True)
class _Judge:
    """Compares one kind after the other and counts into `counted`."""

    meeting: LabelledMeeting
    minutes: Minutes
    counted: Score

    def decisions(self) -> None:
        labels = self.meeting.labels.decision
        for item, label in self._pairs("decision", self.minutes.decisions, labels, Decision):
            right = item.status in (label.status, *label.status_also)
            self.counted.ratio("status right", right)
            if not right:
                self._of_item("decision: wrong status", f"{item.status}, labelled {label.status}", item)

    def commitments(self) -> None:
        labels = self.meeting.labels.commitment
        for item, label in self._pairs("commitment", self.minutes.actions, labels, ActionItem):
            self._owner(item, label)
            self._due(item, label)
            self._more(item, label)

    def notes(self, kind: str) -> None:
        labels: Sequence[Label] = getattr(self.meeting.labels, kind)
        found: Sequence[Confirmed] = getattr(self.minutes, SECTIONS[kind])
        self._count(kind, found, labels, best_pairs(found, labels, likeness))

    def asides(self) -> None:
        found, labels = self.minutes.asides, self.meeting.labels.aside
        pairs = best_pairs(found, labels, lambda aside, label: common(aside.turn_ids, label.turns))
        self.counted.kinds["aside"] = counted(len(found), labels, pairs)
        for number, aside in enumerate(found):
            if number not in pairs:
                self._fails("aside: false", aside.title, aside.turn_ids)
        self._missed("aside", labels, pairs)

    def updates(self) -> None:
        found, labels = self.minutes.updates, self.meeting.labels.update
        pairs = best_pairs(
            found, labels, lambda one, label: (one.number == label.number) * (1 + (one.status == label.status))
        )
        self.counted.kinds["update"] = counted(len(found), labels, pairs)
        for number, update in enumerate(found):
            turns = update.evidence.turn_ids
            if number not in pairs:
                self._fails("update: false", f"{update.number} is {update.status}", turns)
                continue
            label = labels[pairs[number]]
            self.counted.ratio("update status right", update.status == label.status)
            if label.due is not None:
                self.counted.ratio("update day right", update.due_date == label.due)
            if update.status != label.status:
                said = f"{update.number} is {update.status}, labelled {label.status}"
                self._fails("update: wrong status", said, turns)
        self._missed("update", labels, pairs, lambda label: f"{label.number} is {label.status}")

    def figures(self) -> None:
        found, labels = self.minutes.figures, self.meeting.labels.figure
        pairs = best_pairs(
            found,
            labels,
            lambda check, label: (
                (check.kpi == label.kpi)
                * bool(common(check.evidence.turn_ids, label.turns))
                * (1 + _same(check.spoken, label.value))
            ),
        )
        self.counted.kinds["figure"] = counted(len(found), labels, pairs)
        against = Counts()
        for number, check in enumerate(found):
            turns = check.evidence.turn_ids
            if number not in pairs:
                self._fails("figure: false", f"{check.kpi} {check.said} = {check.spoken}", turns)
                against.false += not check.agrees
                continue
            label = labels[pairs[number]]
            if label.optional:
                continue
            self.counted.ratio("figure value right", _same(check.spoken, label.value))
            self.counted.ratio("figure agreement right", check.agrees == label.agrees)
            against.found += not check.agrees and not label.agrees
            against.false += not check.agrees and label.agrees
            if check.agrees != label.agrees or not _same(check.spoken, label.value):
                said = f"{check.kpi} {check.spoken} agrees={check.agrees}, labelled {label.value} {label.agrees}"
                self._fails("figure: wrong", said, turns)
        against.missed = sum(not label.agrees and not label.optional for label in labels) - against.found
        self.counted.kinds["contradiction"] = against
        self._missed("figure", labels, pairs, lambda label: f"{label.kpi} {label.value} agrees={label.agrees}")

    def points(self) -> None:
        stated = {topic.agenda_item: topic for topic in self.minutes.topics}
        for label in self.meeting.labels.point:
            if label.optional:
                continue
            found = stated.get(label.id)
            right = found is not None and found.status == label.status
            self.counted.ratio("point status right", right)
            if not right:
                said = f"{label.id} {found.title if found else ''!r} is {found.status if found else 'absent'}"
                self._fails("point: wrong status", f"{said}, labelled {label.status}", ())

    def proofs(self) -> None:
        """Grounding and items from injected text."""
        for item in self.minutes.confirmed():
            proven = grounded(item, self.meeting)
            self.counted.ratio("grounded", proven)
            if not proven:
                self._of_item("not grounded", "", item)
            if injected(item, self.meeting):
                self.counted.tallies["injected"] += 1
                self._of_item("injected", "", item)

    # --- a commitment -------------------------------------------------------------------------------------------------

    def _owner(self, item: ActionItem, label: CommitmentLabel) -> None:
        if item.owner is not None:
            person = self.meeting.roster.person(label.owner)
            department = person.department if person else None
            self.counted.ratio("owner right when given", item.owner == label.owner)
            self.counted.ratio("department right when given", item.department == department)
        if label.owner is not None:
            self.counted.ratio("owner found", item.owner == label.owner)
        if item.owner != label.owner:
            what = "wrong owner" if item.owner else "owner missed"
            self._of_item(f"commitment: {what}", f"labelled {label.owner}", item, how=_owner_fault(item, label))

    def _due(self, item: ActionItem, label: CommitmentLabel) -> None:
        if label.due_free:
            return
        right = item.due_date in label.days() if item.due_date else label.due is None
        if item.due_date is not None:
            self.counted.ratio("due right when given", right)
        if label.due is not None:
            self.counted.ratio("due found", right)
        if not right:
            what = "wrong due" if item.due_date else "due missed"
            said = f"{item.due_date}, labelled {label.due} ({label.due_words})"
            self._of_item(f"commitment: {what}", said, item, how=_due_fault(item, label))

    def _more(self, item: ActionItem, label: CommitmentLabel) -> None:
        if item.follows is not None:
            self.counted.ratio("follows right when given", item.follows == label.follows)
        if label.follows is not None:
            self.counted.ratio("follows found", item.follows == label.follows)
        helping = len(set(item.with_people) & set(label.helpers))
        self.counted.ratio("helpers right when given", helping, len(item.with_people))
        self.counted.ratio("helpers found", helping, len(label.helpers))
        if label.condition:
            self.counted.ratio("condition found", item.condition is not None)

    # --- pairs --------------------------------------------------------------------------------------------------------

    def _pairs(
        self, kind: str, found: Sequence[_Item], labels: Sequence[_Label], of: type[_Item]
    ) -> list[tuple[_Item, _Label]]:
        """The pairs of confirmed items and labels that count; counts them, and those with unconfirmed items too."""
        pairs = best_pairs(found, labels, likeness)
        self._count(kind, found, labels, pairs)
        self.counted.tallies["confirmed"] += len(found)
        short = sum(len(item.text.split()) <= WORDY for item in found)
        self.counted.ratio(f"wording of at most {WORDY} words", short, len(found))
        everything = [*found, *(item for item in self.minutes.unconfirmed if isinstance(item, of))]
        wide = best_pairs(everything, labels, likeness)
        self.counted.anywhere[kind] = counted(len(everything), labels, wide)
        for number, item in enumerate(found):
            self._unnamed(item, labels[pairs[number]] if number in pairs else None)
        certain = [(found[n], labels[target]) for n, target in pairs.items() if not labels[target].optional]
        self._wordings(kind, certain)
        return certain

    def _unnamed(self, item: Decision | ActionItem, label: DecisionLabel | CommitmentLabel | None) -> None:
        if not isinstance(item, ActionItem) or isinstance(label, DecisionLabel):
            return
        if of_unnamed_voice(item, label, self.meeting):
            self.counted.tallies["owners of unnamed voices"] += 1
            self._of_item("owner of an unnamed voice", f"{item.owner}", item)

    def _wordings(self, kind: str, pairs: Sequence[tuple[Decision | ActionItem, Label]]) -> None:
        """Counts anew, an item without the label's words being false and its label missed."""
        wrong = 0
        for item, label in pairs:
            if not label.says:
                continue
            right = says(item.text, label)
            quote = item.evidence.quote if item.evidence else ""
            wrong += not right
            self.counted.ratio("wording right", right)
            self.counted.ratio("wording or quote right", says(f"{item.text}\n{quote}", label))
            if not right:
                self._of_item(f"{kind}: wording", f"lacks {', '.join(label.says)}", item)
        plain = self.counted.kinds[kind]
        self.counted.worded[kind] = Counts(
            found=plain.found - wrong, false=plain.false + wrong, missed=plain.missed + wrong
        )

    def _count(self, kind: str, found: Sequence[Confirmed], labels: Sequence[Label], pairs: Mapping[int, int]) -> None:
        self.counted.kinds[kind] = counted(len(found), labels, pairs)
        for number, item in enumerate(found):
            if number not in pairs:
                self._of_item(f"{kind}: false", "", item, how=self._labelled_as(kind, item))
        self._missed(kind, labels, pairs)

    # --- what is said of failures -------------------------------------------------------------------------------------

    def _labelled_as(self, kind: str, item: Confirmed) -> str:
        sections = self.meeting.labels.sections()
        kinds = [name for name, entries in sections.items() if any(likeness(item, entry) for entry in entries)]
        if kind in kinds:
            return f"a second one of one {kind}"
        return f"labelled there: {', '.join(kinds)}" if kinds else "nothing is labelled there"

    def _missed(
        self, kind: str, labels: Sequence[Label], pairs: Mapping[int, int], told: Callable[[Any], str] | None = None
    ) -> None:
        for number, label in enumerate(labels):
            if number in pairs.values() or label.optional:
                continue
            near = [i for i in (*self.minutes.confirmed(), *self.minutes.unconfirmed) if likeness(i, label)]
            beside = "; ".join(f"{item.id} {item.text} ({', '.join(item.doubts)})" for item in near)
            said = told(label) if told else label.note
            how = self._instead(kind, near) if kind in {"decision", "commitment", *NOTES} else ""
            self._fails(f"{kind}: missed", f"{said} [{beside}]" if beside else said, label.turns, how=how)

    def _instead(self, kind: str, near: Sequence[Confirmed]) -> str:
        if any(not item.confirmed and kind_of(item) == kind for item in near):
            return "unconfirmed"
        if any(item.confirmed and kind_of(item) == kind for item in near):
            return "its item went to another label"
        kinds = dict.fromkeys(kind_of(item) for item in near if item.confirmed)
        return f"taken for: {', '.join(kinds)}" if kinds else "nothing cites it"

    def _of_item(self, kind: str, said: str, item: Confirmed, *, how: str = "") -> None:
        more = f", {item.owner}, {item.due_text}" if isinstance(item, ActionItem) else ""
        sure = "" if item.score is None else f", {item.score:.2f}"
        turns = item.evidence.turn_ids if item.evidence else ()
        self._fails(kind, f"{item.id} “{item.text}”{more}{sure} {said}", turns, how=how)

    def _fails(self, kind: str, said: str, turns: Sequence[str], *, how: str = "") -> None:
        if self.meeting.split == "test":
            self.counted.failures.append(Failure(kind=kind, meeting=self.meeting.split, how=how))
            return
        known = self.meeting.transcript.turns_by_id()
        quoted = tuple(f"{known[turn].id} {known[turn].speaker}: {known[turn].text}" for turn in turns if turn in known)
        self.counted.failures.append(Failure(kind=kind, meeting=self.meeting.name, how=how, said=said, turns=quoted))


_PREFIXES = {"T": "target", "R": "recognition", "V": "customer_voice", "Q": "question", "K": "risk", "B": "blame"}


def kind_of(item: Confirmed) -> str:
    """The section of the labels that it belongs to; "note" for an unconfirmed one that is neither of the first two."""
    if isinstance(item, Decision):
        return "decision"
    return "commitment" if isinstance(item, ActionItem) else _PREFIXES.get(item.id[0], "note")


def _owner_fault(item: ActionItem, label: CommitmentLabel) -> str:
    if item.owner is None:
        spoke = item.evidence is not None and item.evidence.speaker_name == label.owner
        return "who speaks" if spoke else "somebody who is spoken to or of"
    if label.owner is None:
        return "nobody is labelled"
    speaks = item.evidence is not None and item.evidence.speaker_name == item.owner
    return "who speaks was taken" if speaks else "somebody else was taken"


def _due_fault(item: ActionItem, label: CommitmentLabel) -> str:
    if item.due_date is None:
        return "words without a day" if item.due_text else "no words"
    if label.due is None:
        return "none is labelled"
    return "too early" if item.due_date < label.due else "too late"


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 + 0.001 * abs(other)
