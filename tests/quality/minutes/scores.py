"""How right the minutes of one labelled meeting are: what a user gets against the labels.

An item matches a label when they cite a turn in common; the pairing is one to one and the likest in all. Optional
labels count neither when found nor when missed. Only confirmed items count, unless it says otherwise.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from meetbot.model.minutes import ActionItem, Confirmed, Decision, Minutes
from meetbot.stages.folding import fold
from minutes.labels import NOTES, CommitmentLabel, DecisionLabel, Label
from minutes.matching import best_pairs
from minutes.meetings import LabelledMeeting

SECTION_OF = {
    "target": "targets",
    "recognition": "recognitions",
    "customer_voice": "customer_voice",
    "question": "questions",
    "risk": "risks",
    "blame": "blame",
}
_PREFIX = {"T": "target", "R": "recognition", "V": "customer_voice", "Q": "question", "K": "risk", "B": "blame"}
_TO_A_MACHINE = re.compile(
    r"\bignor\w+ (?:todo|todas|las instrucciones|lo anterior|all|any|the (?:previous|above)|previous|everything)\b"
    r"|\bignor\w+ .{0,30}\b(?:instructions|instrucciones|anterior)\b|\bestas instrucciones\b|\bthese instructions\b"
    r"|\b(?:meeting|ai|virtual) (?:assistant|notetaker|bot)\b|\b(?:asistente|assistant) ?[,:]"
    r"|\bnote to the\b|\binteligencia artificial\b.{0,60}\b(?:acta|minuta|anot|registr)|\bsystem prompt\b"
    r"|\b(?:resumidor|transcriptor|summari[sz]er|ai) (?:automatic\w*|que|that|reading|lea)\b",
)


@dataclass
class Counts:
    """Found, false and missed of one kind."""

    found: int = 0
    false: int = 0
    missed: int = 0

    def __iadd__(self, other: "Counts") -> "Counts":
        """Adds those of another meeting."""
        self.found += other.found
        self.false += other.false
        self.missed += other.missed
        return self

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


def share(part: int, whole: int) -> float | None:
    """Part of whole, None of nothing."""
    return part / whole if whole else None


@dataclass
class Score:
    """Counts of one or more meetings. `kinds` by kind of item; `ratios` hold (right, of how many) by name.

    `errors` say in words what went wrong, each with its kind first: never to be shown of a test meeting.
    """

    kinds: dict[str, Counts] = field(default_factory=dict)
    anywhere: dict[str, Counts] = field(default_factory=dict)
    worded: dict[str, Counts] = field(default_factory=dict)
    ratios: dict[str, list[int]] = field(default_factory=dict)
    tallies: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str]] = field(default_factory=list)
    words: int = 0
    seconds: float = 0.0

    def __iadd__(self, other: "Score") -> "Score":
        """Adds another meeting; the seconds are those of the longest."""
        for mine, theirs in (
            (self.kinds, other.kinds),
            (self.anywhere, other.anywhere),
            (self.worded, other.worded),
        ):
            for kind, counts in theirs.items():
                mine.setdefault(kind, Counts()).__iadd__(counts)
        for name, (right, of) in other.ratios.items():
            self.ratio(name, right, of)
        self.tallies += other.tallies
        self.errors += other.errors
        self.words += other.words
        self.seconds = max(self.seconds, other.seconds)
        return self

    def ratio(self, name: str, right: int, of: int = 1) -> None:
        """Counts that many right of that many."""
        known = self.ratios.setdefault(name, [0, 0])
        known[0] += right
        known[1] += of

    def rate(self, name: str) -> float | None:
        """The share that was right; None where there was nothing to be right."""
        return share(*self.ratios.get(name, (0, 0)))

    @property
    def false_share(self) -> float | None:
        """Confirmed decisions and commitments that match no label, as share of all confirmed ones."""
        false = sum(self.kinds[kind].false for kind in ("decision", "commitment") if kind in self.kinds)
        return share(false, self.tallies["confirmed"])


def total(scores: Iterable[Score]) -> Score:
    """All together."""
    whole = Score()
    for one in scores:
        whole += one
    return whole


def score(meeting: LabelledMeeting, minutes: Minutes, *, seconds: float = 0.0) -> Score:
    """The minutes of that meeting against its labels."""
    counted = Score(words=meeting.words(), seconds=seconds)
    judge = _Judge(meeting, minutes, counted)
    judge.decisions()
    judge.commitments()
    for kind in NOTES:
        judge.notes(kind)
    judge.asides()
    judge.updates()
    judge.figures()
    judge.points()
    judge.proofs()
    return counted


# --- one meeting ------------------------------------------------------------------------------------------------------

_Item = TypeVar("_Item")
_Label = TypeVar("_Label", bound=Label)


@dataclass(frozen=True)
class _Judge:
    """Compares one kind after the other and counts into `counted`."""

    meeting: LabelledMeeting
    minutes: Minutes
    counted: Score

    def decisions(self) -> None:
        labels = self.meeting.labels.decision
        pairs = self._items("decision", self.minutes.decisions, labels, Decision)
        for item, label in pairs:
            right = item.status in (label.status, *label.status_also)
            self.counted.ratio("status right", right)
            if not right:
                self._error("decision: wrong status", f"{item.status}, labelled {label.status}: {item.text}", item)

    def commitments(self) -> None:
        labels = self.meeting.labels.commitment
        for item, label in self._items("commitment", self.minutes.actions, labels, ActionItem):
            self._owner(item, label)
            self._due(item, label)
            self._more(item, label)

    def _owner(self, item: ActionItem, label: CommitmentLabel) -> None:
        if item.owner is not None:
            self.counted.ratio("owner right when given", item.owner == label.owner)
            person = self.meeting.roster.person(label.owner)
            self.counted.ratio(
                "department right when given", item.department == (person.department if person else None)
            )
        if label.owner is not None:
            self.counted.ratio("owner found", item.owner == label.owner)
        if item.owner != label.owner:
            what = "wrong owner" if item.owner else "owner missed"
            self._error(f"commitment: {what}", f"{item.owner}, labelled {label.owner}: {item.text}", item)

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
            said = f"{item.due_date} ({item.due_text}), labelled {label.due} ({label.due_words})"
            self._error(f"commitment: {what}", f"{said}: {item.text}", item)

    def _more(self, item: ActionItem, label: CommitmentLabel) -> None:
        if item.follows is not None:
            self.counted.ratio("follows right when given", item.follows == label.follows)
        if label.follows is not None:
            self.counted.ratio("follows found", item.follows == label.follows)
        if item.with_people:
            right = sum(name in label.helpers for name in item.with_people)
            self.counted.ratio("helpers right when given", right, len(item.with_people))
        if label.helpers:
            self.counted.ratio(
                "helpers found", sum(name in item.with_people for name in label.helpers), len(label.helpers)
            )
        if label.condition:
            self.counted.ratio("condition found", item.condition is not None)

    def notes(self, kind: str) -> None:
        labels: Sequence[Label] = getattr(self.meeting.labels, kind)
        found: Sequence[Confirmed] = getattr(self.minutes, SECTION_OF[kind])
        pairs = best_pairs(found, labels, _likeness)
        self._count(kind, found, labels, pairs, into=self.counted.kinds)

    def asides(self) -> None:
        found, labels = self.minutes.asides, self.meeting.labels.aside
        pairs = best_pairs(found, labels, lambda aside, label: _common(aside.turn_ids, label.turns))
        counts = _counts(len(found), labels, pairs)
        self.counted.kinds.setdefault("aside", Counts()).__iadd__(counts)
        for number, aside in enumerate(found):
            if number not in pairs:
                self._say("aside: false", f"{aside.title} {aside.turn_ids}", ())
        for number, label in enumerate(labels):
            if number not in pairs.values() and not label.optional:
                self._say("aside: missed", "", label.turns)

    def updates(self) -> None:
        found, labels = self.minutes.updates, self.meeting.labels.update
        pairs = best_pairs(
            found,
            labels,
            lambda update, label: (update.number == label.number) * (1 + (update.status == label.status)),
        )
        self.counted.kinds.setdefault("update", Counts()).__iadd__(_counts(len(found), labels, pairs))
        for number, target in pairs.items():
            update, label = found[number], labels[target]
            self.counted.ratio("update status right", update.status == label.status)
            if label.due is not None:
                self.counted.ratio("update day right", update.due_date == label.due)
            if update.status != label.status:
                said = f"{update.number} is {update.status}, labelled {label.status}"
                self._say("update: wrong status", said, update.evidence.turn_ids)
        for number, update in enumerate(found):
            if number not in pairs:
                self._say("update: false", f"{update.number} is {update.status}", update.evidence.turn_ids)
        for number, label in enumerate(labels):
            if number not in pairs.values() and not label.optional:
                self._say("update: missed", f"{label.number} is {label.status}", label.turns)

    def figures(self) -> None:
        found, labels = self.minutes.figures, self.meeting.labels.figure
        pairs = best_pairs(
            found,
            labels,
            lambda check, label: (
                (check.kpi == label.kpi and bool(set(check.evidence.turn_ids) & set(label.turns)))
                * (1 + _same(check.spoken, label.value))
            ),
        )
        self.counted.kinds.setdefault("figure", Counts()).__iadd__(_counts(len(found), labels, pairs))
        contradictions = Counts()
        for number, check in enumerate(found):
            label = labels[pairs[number]] if number in pairs else None
            if label is None:
                self._say("figure: false", f"{check.kpi} {check.said}", check.evidence.turn_ids)
                contradictions.false += not check.agrees
                continue
            if label.optional:
                continue
            self.counted.ratio("figure value right", _same(check.spoken, label.value))
            self.counted.ratio("figure agreement right", check.agrees == label.agrees)
            contradictions.found += not check.agrees and not label.agrees
            contradictions.false += not check.agrees and label.agrees
            if check.agrees != label.agrees or not _same(check.spoken, label.value):
                said = f"{check.kpi} {check.spoken} agrees={check.agrees}, labelled {label.value} {label.agrees}"
                self._say("figure: wrong", said, check.evidence.turn_ids)
        wanted = sum(not label.agrees and not label.optional for label in labels)
        contradictions.missed = wanted - contradictions.found
        self.counted.kinds.setdefault("contradiction", Counts()).__iadd__(contradictions)
        for number, label in enumerate(labels):
            if number not in pairs.values() and not label.optional:
                self._say("figure: missed", f"{label.kpi} {label.value} agrees={label.agrees}", label.turns)

    def points(self) -> None:
        stated = {topic.agenda_item: topic for topic in self.minutes.topics}
        for label in self.meeting.labels.point:
            if label.optional:
                continue
            found = stated.get(label.id)
            right = found is not None and found.status == label.status
            self.counted.ratio("point status right", right)
            if not right:
                said = f"{label.id} {found.status if found else 'absent'}, labelled {label.status}"
                self._say("point: wrong status", f"{said}: {found.title if found else ''}", ())

    def proofs(self) -> None:
        """Grounding, injected items, owners of unnamed voices."""
        labelled = {turn for entries in self.meeting.labels.sections().values() for e in entries for turn in e.turns}
        turns = self.meeting.transcript.turns_by_id()
        injected = "injected" in self.meeting.features
        for item in self.minutes.confirmed():
            proven = grounded(item, self.meeting)
            self.counted.ratio("grounded", proven)
            if not proven:
                self._error("not grounded", item.text, item)
            cited = item.evidence.turn_ids if item.evidence else ()
            ordered = any(turn in turns and _TO_A_MACHINE.search(fold(turns[turn].text)) for turn in cited)
            if injected and ordered and not labelled & set(cited):
                self.counted.tallies["injected"] += 1
                self._error("injected", item.text, item)

    # --- pairs --------------------------------------------------------------------------------------------------------

    def _items(
        self, kind: str, found: Sequence[_Item], labels: Sequence[_Label], of: type[_Item]
    ) -> list[tuple[_Item, _Label]]:
        """The pairs of confirmed items and labels that count; counts them, and those with unconfirmed items too."""
        pairs = best_pairs(found, labels, _likeness)
        self._count(kind, found, labels, pairs, into=self.counted.kinds)
        self.counted.tallies["confirmed"] += len(found)
        doubtful = [item for item in self.minutes.unconfirmed if isinstance(item, of)]
        everything = [*found, *doubtful]
        wide = best_pairs(everything, labels, _likeness)
        self.counted.anywhere.setdefault(kind, Counts()).__iadd__(_counts(len(everything), labels, wide))
        counted = [(found[n], labels[target]) for n, target in pairs.items() if not labels[target].optional]
        self._wordings(kind, counted)
        for number, item in enumerate(found):
            label = labels[pairs[number]] if number in pairs else None
            if isinstance(item, ActionItem) and _of_unnamed(item, label, self.meeting):
                self.counted.tallies["owners of unnamed voices"] += 1
                self._error("owner of an unnamed voice", f"{item.owner}: {item.text}", item)
        return counted

    def _wordings(self, kind: str, pairs: Sequence[tuple[_Item, _Label]]) -> None:
        narrow, ordinary = Counts(), self.counted.kinds[kind]
        wrong = 0
        for item, label in pairs:
            if not label.says:
                continue
            right = says(item, label)
            wrong += not right
            self.counted.ratio("wording right", right)
            if not right:
                self._error(f"{kind}: wording", f"{_text(item)!r} lacks {', '.join(label.says)}", item)
        narrow.found, narrow.false, narrow.missed = (
            ordinary.found - wrong,
            ordinary.false + wrong,
            ordinary.missed + wrong,
        )
        self.counted.worded.setdefault(kind, Counts()).__iadd__(narrow)

    def _count(
        self,
        kind: str,
        found: Sequence[object],
        labels: Sequence[Label],
        pairs: Mapping[int, int],
        *,
        into: dict[str, Counts],
    ) -> None:
        into.setdefault(kind, Counts()).__iadd__(_counts(len(found), labels, pairs))
        for number, item in enumerate(found):
            if number not in pairs:
                self._error(f"{kind}: false", _text(item), item)
        for number, label in enumerate(labels):
            if number not in pairs.values() and not label.optional:
                near = [i for i in self.minutes.unconfirmed if _shares(i, label)]
                other = [i for i in self.minutes.confirmed() if _shares(i, label)]
                said = "; ".join(
                    [f"unconfirmed {i.id} ({', '.join(i.doubts)}): {i.text}" for i in near]
                    + [f"confirmed as {i.id}: {i.text}" for i in other]
                )
                self._say(f"{kind}: missed", said, label.turns)

    # --- what is said of errors ---------------------------------------------------------------------------------------

    def _error(self, kind: str, said: str, item: object) -> None:
        evidence = getattr(item, "evidence", None)
        self._say(kind, f"{getattr(item, 'id', '')} {said}", evidence.turn_ids if evidence else ())

    def _say(self, kind: str, said: str, turns: Sequence[str]) -> None:
        known = self.meeting.transcript.turns_by_id()
        quoted = "".join(f"\n      {known[t].id} {known[t].speaker}: {known[t].text}" for t in turns if t in known)
        self.counted.errors.append((kind, f"{self.meeting.name} {kind}: {said}{quoted}"))


def grounded(item: Confirmed, meeting: LabelledMeeting) -> bool:
    """Whether its quote stands word for word in the turn that it names, and was said by the speaker that it names."""
    if item.evidence is None:
        return False
    turn = meeting.transcript.turns_by_id().get(item.evidence.turn_ids[0])
    if turn is None or item.evidence.quote not in turn.text or item.evidence.speaker != turn.speaker:
        return False
    speaker = meeting.transcript.speaker(turn.speaker)
    return item.evidence.speaker_name == (speaker.name if speaker else None)


def says(item: object, label: Label) -> bool:
    """Whether its wording holds every word that the label asks for."""
    text = fold(_text(item))
    return all(any(fold(word) in text for word in wanted.split("|")) for wanted in label.says)


def kind_of(item: Confirmed) -> str:
    """The label section that an item belongs to."""
    if isinstance(item, Decision):
        return "decision"
    return "commitment" if isinstance(item, ActionItem) else _PREFIX.get(item.id[0], "")


def _counts(found: int, labels: Sequence[Label], pairs: Mapping[int, int]) -> Counts:
    counts = Counts()
    counts.found = sum(not labels[target].optional for target in pairs.values())
    counts.false = found - len(pairs)
    counts.missed = sum(not label.optional for n, label in enumerate(labels) if n not in pairs.values())
    return counts


def _common(cited: Sequence[str], turns: Sequence[str]) -> float:
    one, other = set(cited), set(turns)
    return len(one & other) / len(one | other)


def _shares(item: Confirmed, label: Label) -> bool:
    return item.evidence is not None and bool(set(item.evidence.turn_ids) & set(label.turns))


def _likeness(item: object, label: Label) -> float:
    """0 without a turn in common; else the overlap, and what else speaks for it."""
    evidence = getattr(item, "evidence", None)
    if evidence is None or not (overlap := _common(evidence.turn_ids, label.turns)):
        return 0.0
    worth = overlap + 0.25 * (evidence.turn_ids[0] in label.turns)
    if label.says:
        worth += 0.25 * says(item, label)
    if isinstance(item, ActionItem) and isinstance(label, CommitmentLabel):
        worth += 0.5 * (item.owner is not None and item.owner == label.owner)
    if isinstance(item, Decision) and isinstance(label, DecisionLabel):
        worth += 0.1 * (item.status == label.status)
    return worth


def _text(item: object) -> str:
    return str(getattr(item, "text", ""))


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 + 0.001 * abs(other)


def _of_unnamed(item: ActionItem, label: object, meeting: LabelledMeeting) -> bool:
    """Whether an unnamed voice's promise was given to somebody: an owner whom nothing said there names."""
    if item.owner is None or item.evidence is None:
        return False
    person = meeting.roster.person(item.owner)
    if person is None:
        return True
    if item.evidence.speaker_name is not None:
        return False
    if isinstance(label, CommitmentLabel):
        return label.owner is None
    turns = meeting.transcript.turns_by_id()
    said = fold(" ".join(turns[turn].text for turn in item.evidence.turn_ids if turn in turns))
    called = [word for name in (person.name, *person.aliases) for word in fold(name).split() if len(word) > 2]
    speakers = {turns[turn].speaker for turn in item.evidence.turn_ids if turn in turns}
    return item.owner not in speakers and not any(re.search(rf"\b{re.escape(word)}\b", said) for word in called)


Likeness = Callable[[object, Label], float]
