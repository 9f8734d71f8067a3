"""How a task finds its taker: by a promise, a yes, or by not being refused."""

from collections.abc import Sequence

from meetbot.stages.folding import fold
from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act
from meetbot.stages.rules.exchanges import free
from meetbot.stages.rules.floor import AT_ONCE, FOLLOW_UP, Floor
from meetbot.stages.rules.own_time import elsewhere
from meetbot.stages.rules.reference import referent
from meetbot.stages.rules.replies import fulfils, links, steps_in, takes_leave, takes_need, topic_changed
from meetbot.stages.rules.speech import Utterance, content_stems
from meetbot.stages.rules.tasks import Heard, Task


def take(floor: Floor, heard: Heard, act: Act) -> bool:
    """Whether the promise answers an open request or adds to the speaker's own task."""
    name = heard.utterance.name
    waiting = floor.waiting(heard, own_needs=True)
    waiting.sort(key=lambda t: (act.verb is None or t.act.verb != act.verb, name is None or t.target != name))
    for task in waiting:
        elsewhere = task.target is not None and task.target not in floor.present
        theirs = elsewhere or task.target in {None, heard.utterance.name}
        if not theirs and not steps_in(act, task):
            continue
        near = heard.index - task.touched <= AT_ONCE
        between = [past for past in floor.heard if past.index > task.touched]
        if not near and not act.stems & task.stems and topic_changed(task, between):
            continue
        if links(act, task, near=near) or _only_answer(heard, act, task):
            task.taken_by(heard, act)
            refer(floor, task, heard, act)
            return True
    own = _own(floor, heard, act) or _same_breath(floor, heard, act)
    if own is not None:
        own.added_to(heard, act)
        refer(floor, own, heard, act)
    return own is not None


def _only_answer(heard: Heard, act: Act, task: Task) -> bool:
    """Whether the promise is all that is said to a request just made of the speaker by name."""
    asked = task.kind == "request" and task.target is not None and task.target == heard.utterance.name
    alone = act.kind == "promise" and heard.acts == (act,) and not cues.ACCEPT.match(heard.utterance.folded)
    return asked and alone and heard.index - task.touched == 1


def _same_breath(floor: Floor, heard: Heard, act: Act) -> Task | None:
    """The task of which a second verb says more: "armo el rol y lo pego en el grupo"."""
    if act.kind != "promise" or not act.pronouns or act.topic:
        return None
    for task in reversed(floor.tasks):
        if task.at != heard.index or task.kind != "promise" or task.act.start >= act.start:
            continue
        if task.act.sentence == act.sentence and task.act.stems and not (act.due and task.act.due):
            return task
    return None


def refer(floor: Floor, task: Task, heard: Heard, act: Act) -> bool:
    """Finds what the pronoun of the act that words the task stands for; whether something does."""
    if task.act is not act or task.thing or act.topic or not act.pronouns:
        return bool(task.thing)
    found = referent(act, heard, floor.heard)
    if found is None:
        return False
    task.thing = found.phrase
    task.cite(found.turn, found.sentence)
    task.stems |= content_stems(fold(found.phrase))
    return True


def _own(floor: Floor, heard: Heard, act: Act) -> Task | None:
    """The speaker's task of which the act says more."""
    recent = [t for t in reversed(floor.tasks) if heard.index - t.touched <= FOLLOW_UP and t.state == "taken"]
    for task in recent:
        if task.voice != heard.utterance.voice:
            continue
        repeats = heard.index - task.touched <= AT_ONCE + 1 and task.due_words is None
        same_work = act.verb == task.act.verb and (act.stems & task.stems or (repeats and act.verb is not None))
        same_work = same_work or (act.kind == "delivery" and task.act.cue == "delivery")
        pronoun = not act.stems and act.pronouns and heard.index - task.touched <= AT_ONCE + 1
        between = [past for past in floor.heard if past.index > task.touched]
        stands_for = act.kind in {"delivery", "take"} or pronoun
        if same_work or (stands_for and (act.stems & task.stems or not topic_changed(task, between))):
            return task
    return None


def fulfilled(floor: Floor, heard: Heard, new: Sequence[Act]) -> bool:
    """Whether the turn gives at once what was asked for ("¿nos das la cifra?" - "claro, son…"): no task is left."""
    waiting = [t for t in floor.waiting(heard, own_needs=False) if heard.index - t.touched <= AT_ONCE]
    given = [t for t in waiting if _asked(t, heard.utterance) and fulfils(heard.utterance, t, new)]
    for task in given:
        task.state = "dropped"
    return bool(given)


def accept(floor: Floor, heard: Heard, new: Sequence[Act]) -> None:
    """Gives the speaker what was asked of them, where the turn says yes to it."""
    utterance = heard.utterance
    if takes_leave(utterance):
        return
    if not cues.ACCEPT.match(utterance.folded) or cues.OBJECT_START.match(utterance.folded):
        _lets_stand(floor, heard)
        return
    waiting = floor.waiting(heard, own_needs=False)
    mine = [t for t in waiting if t.kind in {"request", "assign"} and _asked(t, utterance)]
    if not mine:
        needs = [t for t in waiting if t.kind == "need" and heard.index - t.touched <= AT_ONCE]
        if needs and takes_need(utterance):
            needs[0].taken_by(heard)
        return
    unaddressed = mine[0].target is None
    other_work = any(a.kind == "promise" and a.stems and not a.stems & mine[0].stems for a in new)
    if unaddressed and other_work and mine[0].act.pronouns and heard.index - mine[0].touched <= AT_ONCE:
        _answered_by_other_words(floor, mine[0], heard)
        return
    if unaddressed and (other_work or heard.index - mine[0].touched > AT_ONCE):
        return
    dues = [d for s in utterance.sentences[:2] for d in s.dues if free(s, d) and not elsewhere(s, d)]
    for task in [t for t in mine if t.at == mine[0].at]:
        task.taken_by(heard)
        if dues and not any(act.due is not None for act in new):
            task.due_words = dues[0].words


def _lets_stand(floor: Floor, heard: Heard) -> None:
    """Notes that who was asked by name went on without refusing."""
    for task in floor.waiting(heard, own_needs=False):
        asked = task.kind == "request" and task.target is not None and task.target == heard.utterance.name
        if asked and heard.index - task.touched <= AT_ONCE:
            task.sign("not refused", heard.index)
            task.cite(heard.index, heard.utterance.sentences[0])


def _answered_by_other_words(floor: Floor, asked: Task, heard: Heard) -> None:
    """As in "¿nos lo pasas?" - "sí, les mando la lista": the promise says what was asked for."""
    promised = next(task for task in reversed(floor.tasks) if task.at == heard.index and task.kind == "promise")
    asked.state = "dropped"
    for turn, sentences in asked.said.items():
        for sentence in sentences:
            promised.cite(turn, sentence)


def _asked(task: Task, utterance: Utterance) -> bool:
    return task.target == utterance.name if task.target is not None else task.kind == "request"
