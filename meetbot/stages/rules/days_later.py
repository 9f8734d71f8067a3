"""Days said beside the task or after it: set by others, settled on, corrected and taken back."""

from meetbot.stages.due_dates import DueMention
from meetbot.stages.rules import cues
from meetbot.stages.rules.exchanges import (
    asks_of_an_event,
    beside,
    corrects,
    day_asked,
    day_given,
    day_needed,
    free,
    opens_with,
)
from meetbot.stages.rules.floor import AT_ONCE, SAME_EXCHANGE, Floor
from meetbot.stages.rules.own_time import corrected_in_turn, elsewhere
from meetbot.stages.rules.replies import sets_deadline, settles_day, tells_the_past
from meetbot.stages.rules.speech import Sentence
from meetbot.stages.rules.tasks import Heard

_SHORT = 12
"""Words: a longer turn with a time in it speaks of something else."""


def take_beside(floor: Floor, heard: Heard) -> None:
    """A day that stands beside its act in the same turn."""
    for act in heard.acts:
        if act.due is not None or act.kind in {"need", "group"}:
            continue
        due = beside(act, heard)
        for task in floor.tasks if due is not None else ():
            if task.due_words is None and act.sentence in task.said.get(heard.index, ()):
                task.due_words = due.words if due is not None else None
                task.sign("day beside", heard.index)


def set_limit(floor: Floor, heard: Heard) -> None:
    """The day until which somebody else needs it."""
    needed = day_needed(heard)
    if needed is None or any(act.due is not None for act in heard.acts):
        return
    sentence, due = needed
    called = next((reading.addressee for reading in heard.readings if reading.sentence == sentence), None)
    for task in reversed(floor.tasks):
        if heard.index - task.touched > AT_ONCE + 1:
            return
        if called is not None and called not in {task.owner, task.target}:
            continue
        if task.state != "dropped" and task.due_words is None and task.voice != heard.utterance.voice:
            task.due_words, task.touched = due.words, heard.index
            task.cite(heard.index, sentence)
            task.sign("day said later", heard.index)
            return


def hear_time(floor: Floor, heard: Heard) -> None:
    """A time said a turn or more after the task it belongs to."""
    utterance = heard.utterance
    said = [s for s in utterance.sentences if not tells_the_past(s)]
    dues = [(s, due) for s in said for due in s.dues if free(s, due) and not elsewhere(s, due)]
    if not dues or not floor.heard or asks_of_an_event(floor.heard[-1]):
        return
    if any(act.due is not None for act in heard.acts):
        return
    if utterance.word_count > _SHORT:
        return
    sentence, due = dues[-1] if settles_day(utterance) else dues[0]
    before = floor.heard[-1]
    asked = day_asked(before) is None and any(s.question_span is not None for s in before.utterance.sentences)
    for task in reversed(floor.tasks):
        if heard.index - task.touched > SAME_EXCHANGE:
            return
        if task.state == "dropped" or task.at == heard.index:
            continue
        own = task.voice == utterance.voice
        follows = own and (asked or heard.index - task.touched <= 1)
        missing = task.due_words is None and (follows or (not own and sets_deadline(due.words)))
        settled = (
            own and task.due_words is not None and settles_day(utterance) and heard.index - task.touched <= AT_ONCE
        )
        if missing or settled:
            task.due_words, task.touched = due.words, heard.index
            task.cite(heard.index, sentence)
            task.sign("day said later", heard.index)
            return


def corrects_day(floor: Floor, heard: Heard) -> bool:
    """Whether the turn puts another day to what was said of the speaker just before, as in a read-back."""
    utterance = heard.utterance
    given = day_given(utterance)
    if given is None:
        return False
    if _asked_for_another_day(floor, heard, given):
        return True
    if not corrects(utterance):
        return False
    for task in reversed(floor.tasks):
        if heard.index - task.touched > AT_ONCE:
            return False
        theirs = utterance.name is not None and task.owner == utterance.name
        if theirs and task.due_words is not None and task.state != "dropped" and task.at != heard.index:
            task.due_words, task.touched = given[1].words, heard.index
            task.cite(heard.index, given[0])
            task.sign("day corrected", heard.index)
            return True
    return False


def _asked_for_another_day(floor: Floor, heard: Heard, given: tuple[Sentence, DueMention]) -> bool:
    """As in "mándalo el miércoles, Ana" - "mejor el jueves": whoever is asked takes it for another day."""
    utterance = heard.utterance
    refuses = cues.REFUSE.search(utterance.folded) is not None
    if refuses or heard.acts or not (corrects(utterance) or opens_with(utterance, given[1])):
        return False
    for task in floor.waiting(heard, own_needs=False):
        asked = task.kind == "request" and task.target is not None and task.target == utterance.name
        if asked and task.due_words is not None and heard.index - task.touched <= 1:
            task.taken_by(heard)
            task.due_words = given[1].words
            task.cite(heard.index, given[0])
            task.sign("day corrected", heard.index)
            return True
    return False


def take_back(floor: Floor, heard: Heard) -> None:
    """Puts right the days that the same turn takes back: "el lunes. Ah no, el lunes es feriado. El martes."."""
    dues = [(s, due) for s in heard.utterance.sentences for due in s.dues]
    for task in floor.tasks:
        if heard.index not in task.said or task.due_words is None:
            continue
        place = next(((s, due) for s, due in dues if due.words == task.due_words), None)
        new = corrected_in_turn(heard.utterance, *place) if place is not None else None
        if new is not None:
            task.due_words = new[1].words
            task.cite(heard.index, new[0])
            task.sign("day corrected", heard.index)
