"""Gives each task the day that was settled for it, however much later it was said."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meetbot.model.candidates import Candidate
from meetbot.stages.folding import fold
from meetbot.stages.rules import cues
from meetbot.stages.rules.day_exchanges import DayAgreed, days_agreed, same_day
from meetbot.stages.rules.replies import sets_deadline
from meetbot.stages.rules.speech import content_stems
from meetbot.stages.rules.tasks import Heard
from meetbot.stages.rules.told_task import undated

_NEAR = 5
"""Turns after a task's last within which a day that names nothing is its day."""
_BESIDE = 2
"""Turns after which a day is no longer that of a task that nobody is known to have."""
_USUAL = 0.12
"""Share of the turns that hold a word of the whole meeting's talk: it tells no task from another."""


@dataclass(frozen=True)
class _Known:
    """A task with the turns that speak of it, the content of its wording, and that of the turns at and around them."""

    candidate: Candidate
    turns: tuple[int, ...]
    own: frozenset[str]
    said: Mapping[int, frozenset[str]]

    def around(self, until: int) -> frozenset[str]:
        """The content of its turns before that one."""
        return frozenset[str]().union(*(stems for turn, stems in self.said.items() if turn < until))


def with_agreed_days(candidates: Sequence[Candidate], heard: Sequence[Heard]) -> tuple[Candidate, ...]:
    """The candidates in the same order; a task has the day that the talk settled on for it, and cites its turns."""
    numbers = {turn.utterance.turn_id: turn.index for turn in heard}
    usual = _usual(heard)
    known = {
        number: _known(candidate, heard, numbers, usual)
        for number, candidate in enumerate(candidates)
        if candidate.kind == "action"
    }
    changed = list(candidates)
    for agreed in days_agreed(heard):
        number = _meant(agreed, known, usual)
        if number is None or any(_has_it(agreed, task, usual) for task in known.values()):
            continue
        for other in (other for other in known if other != number and _borrows(agreed, known[other], usual)):
            changed[other] = changed[other].model_copy(update={"due_text": None})
            known[other] = _known(changed[other], heard, numbers, usual)
        if _replaces(agreed, known[number], heard):
            changed[number] = _dated(changed[number], agreed, heard)
            known[number] = _known(changed[number], heard, numbers, usual)
    return tuple(changed)


def _usual(heard: Sequence[Heard]) -> frozenset[str]:
    counted = Counter(stem for turn in heard for stem in content_stems(turn.utterance.folded))
    often = max(3.0, _USUAL * len(heard))
    return frozenset(stem for stem, times in counted.items() if times > often)


def _known(candidate: Candidate, heard: Sequence[Heard], numbers: Mapping[str, int], usual: frozenset[str]) -> _Known:
    turns = tuple(sorted(numbers[turn_id] for turn_id in candidate.turn_ids))
    own = content_stems(undated(f"{candidate.text} {candidate.quote or ''}"))
    beside = {near for turn in turns for near in (turn - 1, turn, turn + 1) if 0 <= near < len(heard)}
    said = {turn: content_stems(undated(heard[turn].utterance.text)) - usual for turn in beside}
    return _Known(candidate, turns, own - usual, said)


def _meant(agreed: DayAgreed, known: Mapping[int, _Known], usual: frozenset[str]) -> int | None:
    """The number of the task that the exchange speaks of; None for none, or for two alike."""
    scored = sorted(((_fits(agreed, task, usual), number) for number, task in known.items()), reverse=True)
    if not scored or scored[0][0] <= 0:
        return None
    if len(scored) > 1 and scored[0][0] == scored[1][0]:
        return None
    return scored[0][1]


def _shared(agreed: DayAgreed, task: _Known, usual: frozenset[str]) -> float:
    """How much of what the exchange names is the task's: twice for its wording, once for its turns before."""
    matter = agreed.matter - usual
    return 2.0 * len(matter & task.own) + len(matter & task.around(agreed.first))


def _fits(agreed: DayAgreed, task: _Known, usual: frozenset[str]) -> float:
    """How well the exchange fits the task; 0 when it is of another person or of something else."""
    owner, day = task.candidate.owner, task.candidate.due_text
    earlier = [turn for turn in task.turns if turn < agreed.first]
    within = [turn for turn in task.turns if agreed.first <= turn <= agreed.at]
    if (owner is not None and owner not in agreed.people) or not (earlier or within):
        return 0.0
    if not earlier:
        return 0.1 if same_day(day or "", agreed.words) else 0.0
    gap = agreed.first - max(earlier)
    if owner is None and (gap > _BESIDE or day is not None):
        return 0.0
    return _fits_in_matter(agreed, task, usual, gap) + (0.5 if owner is not None else 0.0)


def _fits_in_matter(agreed: DayAgreed, task: _Known, usual: frozenset[str], gap: int) -> float:
    shared, bare = _shared(agreed, task, usual), not agreed.matter - usual
    limits = sets_deadline(agreed.words)
    if not agreed.asked and not (bare or limits or task.candidate.due_text or agreed.corrects):
        return -1.0
    if gap <= _NEAR and (shared or bare):
        return 4.0 - gap + shared
    if gap <= 1 and not agreed.asked and (limits or task.candidate.due_text):
        return 0.5
    return shared - 0.01 * gap if shared and (agreed.names_it or agreed.corrects) else -1.0


def _has_it(agreed: DayAgreed, task: _Known, usual: frozenset[str]) -> bool:
    """Whether a task of before has this day from this exchange already, and by the exchange's own words."""
    there = task.turns[0] < agreed.first and agreed.at in task.turns
    fits = bool(_shared(agreed, task, usual)) or not agreed.matter - usual
    return there and fits and same_day(task.candidate.due_text or "", agreed.words)


def _borrows(agreed: DayAgreed, task: _Known, usual: frozenset[str]) -> bool:
    """Whether the task was there before and has its day from this exchange alone, which names something else."""
    words = task.candidate.due_text
    there = task.turns[0] < agreed.first and agreed.at in task.turns
    other = bool(agreed.matter - usual) and not _shared(agreed, task, usual)
    return words is not None and there and other and same_day(words, agreed.words)


def _replaces(agreed: DayAgreed, task: _Known, heard: Sequence[Heard]) -> bool:
    """Whether the day counts: the task has none, or has one that was said before and is taken back."""
    words = task.candidate.due_text
    if words is None:
        return True
    if same_day(words, agreed.words):
        return False
    said = [turn for turn in task.turns if fold(words) in heard[turn].utterance.folded]
    if agreed.asked or agreed.corrects:
        return bool(said) and max(said) < agreed.at
    spoken = heard[agreed.first].utterance
    named = any(same_day(due.words, words) for sentence in spoken.sentences for due in sentence.dues)
    refused = named or fold(words) in spoken.folded
    settled = cues.ACCEPT.match(heard[agreed.turns[1][0]].utterance.folded) is not None
    return (refused or settled) and bool(said) and min(said) < agreed.first


def _dated(candidate: Candidate, agreed: DayAgreed, heard: Sequence[Heard]) -> Candidate:
    ids = (heard[index].utterance.turn_id for index, _ in agreed.turns)
    turn_ids = tuple(dict.fromkeys((*candidate.turn_ids, *ids)))
    first, *rest = turn_ids
    reasons = (*candidate.reasons, f"day settled ({heard[agreed.at].utterance.turn_id})")
    return candidate.model_copy(
        update={"due_text": agreed.words, "turn_ids": (first, *sorted(rest)), "reasons": reasons}
    )
