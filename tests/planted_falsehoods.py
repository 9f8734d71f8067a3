"""Falsehoods for the checker: true items of labelled meetings changed in one respect, and short dialogues by hand.

All are made by rule, without chance: the same ones in every run. A falsehood survives where a confirmed item still says
it; an item that is unconfirmed, or shows the true owner, day or words instead, is none.
"""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import rule_meetings

from meetbot.model.base import EngineInfo
from meetbot.model.candidates import Candidate, CandidateKind, Extraction
from meetbot.model.company import Person, Roster
from meetbot.model.minutes import ActionItem, Item
from meetbot.model.transcript import Transcript
from meetbot.stages.folding import fold
from meetbot.stages.ground import ground
from meetbot.stages.ground_words import figures, negated

sys.path.insert(0, str(Path(__file__).parent / "quality"))
from minutes.labels import Label
from minutes.meetings import LabelledMeeting, load, names, transcript_of

DATA = Path(__file__).parent / "data" / "planted"
_SAID_ON, _NEXT = date(2026, 11, 23), date(2026, 11, 30)
_CAST = Roster(
    people=(
        Person(name="Ana Ruiz", department="mercadeo"),
        Person(name="Luis Gómez", aliases=("Lucho",), department="comercial"),
        Person(name="Marta Peña", department="comercial"),
        Person(name="Pedro Soto", department="finanzas", attends=False),
    )
)
_DAYS = {
    "es": ("el lunes", "el martes", "el miércoles", "el jueves", "el viernes"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
}
_ONE_ITEM = 120
"""Characters that a sentence about one item has at most."""
_INVENTED = {"es": "el 30 de noviembre", "en": "November 30"}
_OTHER_FIGURE = {
    "dos": "tres", "tres": "ocho", "cuatro": "seis", "cinco": "quince", "seis": "cuatro", "siete": "nueve",
    "ocho": "dieciocho", "diez": "once", "doce": "veinte", "quince": "diez", "veinticinco": "cuarenta",
    "treinta": "cincuenta", "cuarenta": "noventa", "cincuenta": "veinte", "noventa": "sesenta",
    "dieciocho": "veintiocho", "quinientos": "mil", "catorce": "trece", "two": "four", "fourteen": "forty",
    "thirteenth": "twentieth", "eighteenth": "eleventh", "ochenta": "setenta",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A transcript with those who are known in it."""

    name: str
    transcript: Transcript
    roster: Roster
    said_on: date
    next_meeting: date


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A candidate that the checker gets. `lie` is the kind of falsehood, empty for a true one."""

    lie: str
    scene: Scene
    candidate: Candidate
    still_false: Callable[[Item], bool] = lambda _item: True
    by_hand: bool = False

    def items(self) -> list[Item]:
        """What grounding and checker make of it alone."""
        return self._items

    @cached_property
    def _items(self) -> list[Item]:
        extraction = Extraction(engine=EngineInfo(name="planted"), candidates=(self.candidate,))
        scene = self.scene
        grounded = ground(
            extraction, scene.transcript, scene.roster, said_on=scene.said_on, next_meeting=scene.next_meeting
        )
        return [*grounded.decisions, *grounded.actions, *grounded.unconfirmed]

    def survives(self) -> bool:
        """Whether a confirmed item still tells the falsehood."""
        return any(item.confirmed and self.still_false(item) for item in self.items())

    def stands(self) -> bool:
        """Whether it is confirmed; what was left out with an issue is not."""
        return any(item.confirmed for item in self.items())

    def told(self) -> str:
        """One line for whoever looks into a miss."""
        if not self.items():
            return f"{self.lie or 'true'}: {self.scene.name} {self.candidate.text!r} -> left out"
        (item,) = self.items()
        shown = item.evidence.quote if item.evidence else "-"
        owner = item.owner if isinstance(item, ActionItem) else ""
        due = item.due_text if isinstance(item, ActionItem) else ""
        offered = f"{self.candidate.text!r} {self.candidate.owner or ''} {self.candidate.due_text or ''}"
        passed = [f"{check.name}: {check.detail}" for check in item.checks if check.name in {"modality", "completion"}]
        where = f"{self.scene.name} {','.join(self.candidate.turn_ids)}"
        made = f"{item.id} {item.text!r} {owner} {due} «{shown}» {item.doubts} {passed}"
        return f"{self.lie or 'true'}: {where}: {offered} -> {made}"


@cache
def offered() -> tuple[Offered, ...]:
    """Every falsehood and every true item, true ones with an empty `lie`."""
    true = (*_true_of_tune(), *_true_of_older())
    made = (lie for item in true for lie in _lies_about(item))
    return (*true, *made, *_completed_of_tune(), *_by_hand(), *_spoken())


def table(found: Sequence[Offered]) -> str:
    """How many of each kind were offered and how many survived (of the true ones: were demoted)."""
    kinds = Counter(one.lie for one in found)
    wrong = Counter(one.lie for one in found if (one.survives() if one.lie else not one.stands()))
    tasks = [(one, one.items()[0]) for one in found if one.items() and not one.lie and one.candidate.kind == "action"]
    owned = [item for one, item in tasks if one.candidate.owner and isinstance(item, ActionItem)]
    dated = [item for one, item in tasks if one.candidate.due_text and isinstance(item, ActionItem)]
    kinds |= {"TRUE, owner dropped": len(owned), "TRUE, day dropped": len(dated)}
    wrong["TRUE, owner dropped"] = sum(item.owner is None for item in owned)
    wrong["TRUE, day dropped"] = sum(item.due_text is None for item in dated)
    lines = [f"{kind or 'TRUE, demoted':<20}{kinds[kind]:>6}{wrong[kind]:>6}" for kind in sorted(kinds)]
    return "\n".join([f"{'kind':<20}{'of':>6}{'wrong':>6}", *lines])


# --- true items -------------------------------------------------------------------------------------------------------


def _true_of_tune() -> Iterator[Offered]:
    wordings: Mapping[str, Mapping[str, Mapping[str, str]]] = _read("wordings.toml")
    for name, kinds in wordings.items():
        meeting = _meeting(name)
        for decision in meeting.labels.decision:
            if text := kinds.get("decision", {}).get(decision.turns[0]):
                given = Candidate(kind="decision", turn_ids=decision.turns, text=text, status=decision.status)
                yield Offered(lie="", scene=_scene(meeting), candidate=given)
        wanted = dict(kinds.get("action", {}))
        for label in meeting.labels.commitment:
            if not label.optional and (text := wanted.pop(label.turns[0], "")):
                task = Candidate(
                    kind="action",
                    turn_ids=label.turns,
                    text=text,
                    owner=label.owner,
                    due_text=_said(label.due_words, label, meeting.transcript),
                )
                yield Offered(lie="", scene=_scene(meeting), candidate=task)


def _true_of_older() -> Iterator[Offered]:
    """Of the older meetings, worded with the speakers' own sentence that names the matter."""
    for name in (*rule_meetings.TUNE, *rule_meetings.SEEN):
        labelled = rule_meetings.load(name)
        scene = Scene(
            name=name,
            transcript=labelled.transcript,
            roster=labelled.brief.roster,
            said_on=labelled.said_on,
            next_meeting=labelled.next_meeting,
        )
        for kind, section in (("action", "actions"), ("decision", "decisions")):
            for label in labelled.expected[section]:
                if not label["optional"]:
                    text = _own_words(label, labelled.transcript)
                    yield Offered(lie="", scene=scene, candidate=_older(kind, label, text))


def _older(kind: str, label: Mapping[str, Any], text: str) -> Candidate:
    values = {"kind": kind, "turn_ids": tuple(label["turns"]), "text": text}
    if kind == "decision":
        return Candidate(**values, status=label["status"][0])
    return Candidate(**values, owner=label["owner"])


def _own_words(label: Mapping[str, Any], transcript: Transcript) -> str:
    turns = transcript.turns_by_id()
    wanted = [fold(word) for word in label.get("says", ())]
    spoken = [part for turn in label["turns"] for part in re.split(r"(?<=[.!?…])\s+", turns[turn].text) if part]
    # A read-back names everybody's tasks at once: no wording of one.
    single = [part for part in spoken if len(part) <= _ONE_ITEM] or spoken
    return max(single, key=lambda part: (sum(word in fold(part) for word in wanted), len(part)))


def _said(due_words: str, label: Label, transcript: Transcript) -> str | None:
    """The label's words about the time, if they stand in its turns just so."""
    turns = transcript.turns_by_id()
    spoken = any(fold(due_words) in fold(turns[turn].text) for turn in label.turns)
    return due_words if due_words and spoken else None


# --- falsehoods made of them ------------------------------------------------------------------------------------------


def _lies_about(true: Offered) -> Iterator[Offered]:
    candidate = true.candidate
    if candidate.kind == "action":
        yield from _wrong_owners(true)
        yield from _wrong_days(true)
    yield from _wrong_figures(true)
    yield from _dropped_negation(true)
    yield from _altered_quote(true)
    yield from _swapped_speaker(true)


def _lie(true: Offered, kind: str, still_false: Callable[[Item], bool], **changes: Any) -> Offered:
    return Offered(
        lie=kind,
        scene=true.scene,
        candidate=true.candidate.model_copy(update=changes),
        still_false=still_false,
    )


def _says(text: str) -> Callable[[Item], bool]:
    return lambda item: item.text == text


def _wrong_owners(true: Offered) -> Iterator[Offered]:
    """Somebody else who speaks in a cited turn, somebody who is only there, and somebody absent."""
    transcript, owner = true.scene.transcript, true.candidate.owner
    cited = set(true.candidate.turn_ids)
    beside = [turn.speaker for turn in transcript.turns if turn.id in cited]
    known = {person.name for person in true.scene.roster.people}
    speaking = {turn.speaker for turn in transcript.turns}
    others = [name for name in dict.fromkeys(beside) if name in known and name != owner]
    present = [name for name in sorted(known & speaking) if name != owner and name not in beside]
    absent = [name for name in sorted(known - speaking) if name != owner]
    for wrong in (*others[:1], *present[:1], *absent[:1]):

        def says_so(item: Item, wrong: str = wrong) -> bool:
            return isinstance(item, ActionItem) and item.owner == wrong

        yield _lie(true, "wrong owner", says_so, owner=wrong)


def _wrong_days(true: Offered) -> Iterator[Offered]:
    """A weekday that the cited turns don't name, one that other turns do, and a date that nobody said."""
    transcript = true.scene.transcript
    texts = transcript.turns_by_id()
    cited = fold(" ".join(texts[turn].text for turn in true.candidate.turn_ids))
    everything = fold(" ".join(turn.text for turn in transcript.turns))
    days = [day for day in _DAYS[transcript.language] if fold(day).split()[-1] not in cited]
    elsewhere = [day for day in days if fold(day) in everything]

    def kept(item: Item) -> bool:
        return isinstance(item, ActionItem) and item.due_text is not None

    invented = _INVENTED[transcript.language]
    if fold(invented) not in cited:
        yield _lie(true, "date invented", kept, due_text=invented)
    for day in dict.fromkeys((*days[:1], *elsewhere[-1:])):
        yield _lie(true, "date shifted", kept, due_text=day)


def _wrong_figures(true: Offered) -> Iterator[Offered]:
    for match in re.finditer(r"\w+", true.candidate.text):
        word = match.group()
        other = str(int(word) + 3) if word.isdigit() else _OTHER_FIGURE.get(word.lower())
        if other is None:
            continue
        text = true.candidate.text[: match.start()] + other + true.candidate.text[match.end() :]
        if figures(text) == figures(true.candidate.text):
            continue
        yield _lie(true, "number changed", _says(text), text=text)


def _dropped_negation(true: Offered) -> Iterator[Offered]:
    text = re.sub(r"\b(?:no|sin|nada de|No exact|not)\b ?", "", true.candidate.text, flags=re.IGNORECASE)
    if negated(true.candidate.text) and not negated(text):
        yield _lie(true, "negation dropped", _says(text), text=text)


def _altered_quote(true: Offered) -> Iterator[Offered]:
    """The deciding turn's words with one of them changed, and with one left out."""
    turn = true.scene.transcript.turns_by_id()[true.candidate.turn_ids[0]]
    words = turn.text.split()
    longest = max(range(len(words)), key=lambda index: (len(words[index]), -index))
    changed = [
        *words[:longest],
        "presupuestos" if words[longest] != "presupuestos" else "clientes",
        *words[longest + 1 :],
    ]
    yield _lie(true, "quote altered", lambda _item: True, quote=" ".join(changed))
    if 0 < longest < len(words) - 1:
        yield _lie(true, "quote altered", lambda _item: True, quote=" ".join((*words[:longest], *words[longest + 1 :])))


def _swapped_speaker(true: Offered) -> Iterator[Offered]:
    """The same item cited from a turn close by in which somebody else says something else, and given to them."""
    transcript, cited = true.scene.transcript, set(true.candidate.turn_ids)
    index = next(i for i, turn in enumerate(transcript.turns) if turn.id == true.candidate.turn_ids[0])
    speaker = transcript.turns[index].speaker
    for step in (-4, 4, -5, 5, -6, 6):
        other = transcript.turns[index + step] if 0 <= index + step < len(transcript.turns) else None
        if other is None or other.id in cited or other.speaker == speaker:
            continue
        changes: dict[str, Any] = {"turn_ids": (other.id,)}
        if true.candidate.kind == "action":
            changes["owner"] = other.speaker
        yield _lie(true, "speaker swapped", _says(true.candidate.text), **changes)
        return


# --- by hand ----------------------------------------------------------------------------------------------------------


def _completed_of_tune() -> Iterator[Offered]:
    """What was told as done of the open commitments, offered as if it were a new task."""
    for name in names("tune"):
        meeting = _meeting(name)
        open_ones = {commitment.number: commitment for commitment in meeting.commitments}
        for update in meeting.labels.update:
            if update.status == "done":
                before = open_ones[update.number]
                task = Candidate(kind="action", turn_ids=update.turns, text=before.text, owner=before.owner)
                yield Offered(lie="completed", scene=_scene(meeting), candidate=task, by_hand=True)


def _by_hand() -> Iterator[Offered]:
    for case in _read("tune.toml")["case"]:
        scene, candidate = _scene(_meeting(case["meeting"])), _candidate(case, case["cited"])
        yield Offered(lie=case["lie"], scene=scene, candidate=candidate, by_hand=True)


def _spoken() -> Iterator[Offered]:
    for number, case in enumerate(_read("spoken.toml")["case"], start=1):
        said = [tuple(line.split(": ", 1)) for line in case["turns"]]
        language = "en" if case["country"] == "en" else "es"
        transcript = transcript_of(said, _CAST, name=f"spoken-{number}", language=language)
        scene = Scene(
            name=transcript.source.name, transcript=transcript, roster=_CAST, said_on=_SAID_ON, next_meeting=_NEXT
        )
        candidate = _candidate(case, [f"t{turn:04d}" for turn in case["cited"]])
        lie = case.get("lie", "")
        yield Offered(lie=lie, scene=scene, candidate=candidate, still_false=_still(lie, candidate), by_hand=True)


def _still(lie: str, candidate: Candidate) -> Callable[[Item], bool]:
    if lie == "wrong owner":
        return lambda item: isinstance(item, ActionItem) and item.owner == candidate.owner
    if lie.startswith("date"):
        return lambda item: isinstance(item, ActionItem) and item.due_text is not None
    if lie in {"number changed", "negation dropped", "speaker swapped"}:
        return lambda item: item.text == candidate.text
    return lambda _item: True


def _candidate(case: Mapping[str, Any], turn_ids: Sequence[str]) -> Candidate:
    kind: CandidateKind = "decision" if case.get("item") == "decision" else "action"
    return Candidate(
        kind=kind, turn_ids=tuple(turn_ids), text=case["text"], owner=case.get("owner"), due_text=case.get("due")
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def _meeting(name: str) -> LabelledMeeting:
    meeting = load(name)
    assert meeting.split == "tune", "falsehoods are made of tune meetings only"
    return meeting


@cache
def _scene(meeting: LabelledMeeting) -> Scene:
    return Scene(
        name=meeting.name,
        transcript=meeting.transcript,
        roster=meeting.roster,
        said_on=meeting.meeting.date,
        next_meeting=meeting.next_meeting,
    )


if __name__ == "__main__":
    everything = offered()
    sys.stdout.write(table(everything) + "\n\n")
    for one in everything:
        if one.survives() if one.lie else not one.stands():
            sys.stdout.write(one.told() + "\n")
