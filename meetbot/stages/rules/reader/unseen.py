"""Candidates for what the rules passed over: turns that read like an item, worded in their own words."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from meetbot.model.candidates import Candidate, CandidateKind
from meetbot.stages.rules.people import People
from meetbot.stages.rules.reader.odds import TurnOdds, TurnReader
from meetbot.stages.rules.speech import Sentence, Utterance
from meetbot.stages.rules.tasks import Heard
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.worded import worded

FLOOR: Mapping[CandidateKind, float] = {"decision": -2.5, "action": -2.5}
NOTES_FLOOR = -3.0
"""Log-odds below which a turn is not even worth a person's look."""
REACH = 3
"""Turns around an item within which another turn of its kind most often says the same."""
_MINE = re.compile(r"(?<!\w)(?:yo|i|i'll|i'd|i will|i can|let me|me encargo|leave (?:it|that) with me)(?!\w)")
_FIRST = frozenset({"present", "future", "subjunctive"})
_ASKED = frozenset({"2s", "3s"})


@dataclass(frozen=True, kw_only=True)
class MeetingTurns:
    """A meeting's turns with the people who may be named, and what the turns read like."""

    heard: Sequence[Heard]
    names: frozenset[str]
    people: People
    odds: TurnOdds


def unseen(
    meeting: MeetingTurns, reader: TurnReader, cited: Mapping[CandidateKind, Collection[int]]
) -> Iterator[tuple[int, Candidate]]:
    """Turns that read like an item and are near none that is `cited` for that kind, each as a candidate."""
    for kind, odds in meeting.odds.by_kind.items():
        near = set(cited.get(kind, ()))
        for turn in sorted(range(len(odds)), key=lambda at: (-odds[at], at)):
            if odds[turn] < FLOOR.get(kind, NOTES_FLOOR):
                break
            if not meeting.heard[turn].utterance.sentences or near & set(range(turn - REACH, turn + REACH + 1)):
                continue
            near.add(turn)
            yield turn, _candidate(meeting, meeting.heard[turn].utterance, reader, kind)


def _candidate(meeting: MeetingTurns, turn: Utterance, reader: TurnReader, kind: CandidateKind) -> Candidate:
    sentence = reader.most_telling(turn, kind, meeting.names)
    task = kind == "action"
    due = next((due.words for due in sentence.dues), None) if task else None
    wording = worded(kind, meeting.heard, turn.index, sentence)
    return Candidate(
        kind=kind,
        turn_ids=tuple(meeting.heard[at].utterance.turn_id for at in wording.turns),
        quote=sentence.text,
        text=wording.text,
        owner=_owner(meeting.people, turn, sentence) if task else None,
        due_text=due,
        score=0.0,
    )


def _owner(people: People, turn: Utterance, sentence: Sentence) -> str | None:
    """Who does what the sentence tells: the speaker in the first person, else the one person it speaks to or of."""
    forms = [form for word in sentence.words for form in readings(word.raw)[:1]]
    if _MINE.search(sentence.folded) or any(f.person == "1s" and f.tense in _FIRST for f in forms):
        return turn.name
    named = {found.name for found in people.named(sentence.text)}
    return named.pop() if len(named) == 1 and any(f.person in _ASKED for f in forms) else None
