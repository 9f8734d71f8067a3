"""Days that answer a question for them, and those of tasks taken up again."""

from dataclasses import replace

from meetbot.stages.rules.building import build
from meetbot.stages.rules.exchanges import (
    DayAsked,
    asks_of_an_event,
    asks_the_person,
    asks_who_needs,
    bare,
    corrects,
    day_asked,
    day_given,
)
from meetbot.stages.rules.floor import AT_ONCE, FOLLOW_UP, SAME_EXCHANGE, WINDOW, Floor
from meetbot.stages.rules.reference import named_thing
from meetbot.stages.rules.reopening import Reopened, day_of
from meetbot.stages.rules.tasks import Heard, Task

_LONG_AGO = 25
"""Turns after which "¿cuándo lo tendrías, Nati?" may still mean her last task without a day."""


def answers_when(floor: Floor, heard: Heard) -> bool:
    """Whether the turn answers who asked for a day; what it was asked about is a task from then on."""
    utterance = heard.utterance
    asked = floor.day_asked
    if (own := day_asked(heard)) is not None and bare(own):
        return _asks_and_answers(floor, heard, own)
    if asked is None or heard.index - asked.turn > AT_ONCE + 1 or utterance.voice == asked.asker:
        return False
    given = day_given(utterance)
    if given is None or asked.target not in {None, utterance.name}:
        return False
    if floor.heard[-1].index != asked.turn and asks_of_an_event(floor.heard[-1]):
        return False
    sentence, due = given
    asker = floor.heard[asked.turn]
    needed = asks_who_needs(asked)
    task = _asked_about(floor, asked, asker if needed else heard)
    if task is None and not needed and asks_the_person(asked) and asked.stems and not heard.acts:
        task = _from_question(floor, asked, heard)
    if task is None:
        return False
    if task.state == "open":
        task.taken_by(asker if needed else heard)
    task.due_words, task.touched = due.words, heard.index
    task.cite(heard.index, sentence)
    task.cite(asked.turn, asked.sentence)
    if not task.stems:
        task.stems |= asked.stems
    task.sign("day asked for", heard.index)
    floor.day_asked = None
    return True


def _asks_and_answers(floor: Floor, heard: Heard, own: DayAsked) -> bool:
    """As in "ya, que sí, ¿para cuándo? el viernes": who names a day for what was asked takes it."""
    given = day_given(heard.utterance)
    waiting = [t for t in floor.waiting(heard, own_needs=False) if heard.index - t.touched <= SAME_EXCHANGE]
    if given is None or given[0].start <= own.sentence.start or not waiting or heard.acts:
        return False
    task = waiting[0]
    task.taken_by(heard)
    task.due_words = given[1].words
    task.cite(heard.index, given[0])
    task.sign("day asked for", heard.index)
    return True


def _asked_about(floor: Floor, asked: DayAsked, heard: Heard) -> Task | None:
    utterance = heard.utterance
    theirs = [
        task
        for task in reversed(floor.tasks)
        if (task.state == "taken" and task.voice == utterance.voice)
        or (task.state != "dropped" and utterance.name is not None and task.owner == utterance.name)
        or (task.state == "open" and utterance.name is not None and task.target == utterance.name)
        or (task.state == "open" and task.target is None and heard.index - task.touched <= WINDOW)
    ]
    same = [task for task in theirs if asked.stems & task.stems]
    meant = asks_the_person(asked) or asked.target is not None or bare(asked)
    recent = [task for task in theirs if meant and heard.index - task.touched <= FOLLOW_UP]
    undated = [t for t in theirs if heard.index - t.touched <= _LONG_AGO and t.due_words is None]
    long_ago = undated if asked.target is not None and not asked.stems else []
    return next(iter((*same, *recent, *long_ago)), None)


def _from_question(floor: Floor, asked: DayAsked, heard: Heard) -> Task:
    asker = floor.heard[asked.turn]
    reading = next(r for r in asker.readings if r.sentence == asked.sentence)
    end = len(asked.sentence.folded)
    act = build(reading, "take", end, end, verb=None, score=0.5, cue="asked when")
    act = replace(act, topic=named_thing(asked.sentence), stems=asked.stems)
    task = Task.begun(asker, act)
    floor.tasks.append(task)
    task.taken_by(heard)
    return task


def limit_reopened(heard: Heard, found: Reopened) -> None:
    """The day that comes with a task taken up again: "y esos invitados, Ana, que a fin de mes estén avisados"."""
    given = day_of(found, heard)
    task = found.task
    if given is None or (task.due_words is not None and not found.bare):
        return
    task.due_words, task.touched = given[1].words, heard.index
    task.cite(heard.index, found.sentence)
    task.cite(heard.index, given[0])
    task.sign("day said later", heard.index)


def answers_reopened(floor: Floor, heard: Heard) -> bool:
    """Whether the turn gives the day for what its speaker was reminded of: "¿y lo del envase, Ana?" - "mañana"."""
    found, utterance = floor.reopened, heard.utterance
    if found is None or heard.index - found.turn > AT_ONCE or utterance.name != found.person:
        return False
    given = day_given(utterance)
    own = [act for act in heard.acts if act.due is not None and act.stems - found.task.stems and act.verb]
    if given is None or own or (found.task.due_words is not None and not found.dated and not corrects(utterance)):
        return False
    task = found.task
    task.due_words, task.touched = given[1].words, heard.index
    task.cite(heard.index, given[0])
    task.cite(found.turn, found.sentence)
    task.sign("day asked for", heard.index)
    floor.reopened = None
    return True
