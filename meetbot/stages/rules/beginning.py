"""Tasks that begin: from an act, a day that is given for a thing asked about, or time asked for."""

import re
from dataclasses import replace

from meetbot.stages.folding import fold
from meetbot.stages.rules.acts import Act
from meetbot.stages.rules.building import build
from meetbot.stages.rules.context import proposal_before, topic_before
from meetbot.stages.rules.exchanges import beside, time_asked_for
from meetbot.stages.rules.floor import AT_ONCE, FOLLOW_UP, SAME_EXCHANGE, Floor
from meetbot.stages.rules.handovers import hands_on, volunteers
from meetbot.stages.rules.reference import named_thing, referent
from meetbot.stages.rules.speech import Sentence, content_stems
from meetbot.stages.rules.taking import refer
from meetbot.stages.rules.tasks import Heard, Task

_SPEAKER_HAS = re.compile(r"(?<!\w)(?:tengo|yo|i'll|i will|te|les|le)(?!\w)")
_COMES = re.compile(r"(?<!\w)(?:(?:te|le|les|os) (?:llegan?|caen?)|(?:you'll|you will) (?:have|get))(?!\w)")
_NOUN = re.compile(r"(?<!\w)(?:el|la|los|las|ese|esa|the|that) ([^\W\d_]{3,})")
_THEIRS = re.compile(r"(?<!\w)(?:lo|la|los|las|it|them)(?!\w)")


def begin(floor: Floor, heard: Heard, act: Act) -> None:
    """Puts the task of an act that answers nothing on the floor, unless it passes on or takes over another."""
    if _only_tells(heard, act) or hands_on(floor, heard, act) or volunteers(floor, heard, act):
        return
    if act.kind == "delivery":
        _deliver(floor, heard, act)
        return
    task = _from_context(floor, heard, act) if act.kind == "take" else Task.begun(heard, act)
    if task is None:
        return
    referred = refer(floor, task, heard, act)
    if not act.stems and act.kind == "request" and not referred and not act.pronouns:
        _fill(floor, task, heard, act)
    elif not referred and not act.stems and act.pronouns and (proposal := proposal_before(floor.heard)) is not None:
        task.about = proposal[1]
        task.cite(*proposal)
    elif not act.stems and act.kind == "request" and not referred:
        _fill(floor, task, heard, act)
    if act.kind in {"promise", "take"}:
        task.state, task.owner, task.voice = "taken", heard.utterance.name, heard.utterance.voice
    elif act.kind == "assign":
        task.owner = act.target
    elif act.kind == "group" and act.due is not None:
        task.state = "taken"
    floor.tasks.append(task)


def _awaited(floor: Floor, heard: Heard) -> bool:
    """Whether the speaker was just asked for the day of a task that they have: no new one begins."""
    name, asked, found = heard.utterance.name, floor.day_asked, floor.reopened
    if found is not None and found.person == name and heard.index - found.turn <= AT_ONCE:
        return True
    near = asked is not None and heard.index - asked.turn <= AT_ONCE + 1 and asked.asker != heard.utterance.voice
    if asked is None or not near or asked.target not in {None, name}:
        return False
    theirs = [task for task in floor.tasks if name is not None and name in {task.owner, task.target}]
    return any(task.stems & asked.stems for task in theirs if task.state != "dropped")


def _own_thing(floor: Floor, heard: Heard, act: Act) -> bool:
    """Whether the last turn names the thing of the speaker's own task: "el rol tiene que estar antes" - "…"."""
    if act.due is None or not floor.heard or act.stems:
        return False
    named = set(_NOUN.findall(floor.heard[-1].utterance.folded))
    for task in reversed(floor.tasks):
        theirs = task.state == "taken" and task.voice == heard.utterance.voice and task.due_words is None
        if theirs and heard.index - task.touched <= FOLLOW_UP and named & _nouns(task):
            task.added_to(heard, act)
            task.cite(heard.index - 1, floor.heard[-1].utterance.sentences[-1])
            return True
    return False


def _nouns(task: Task) -> set[str]:
    sentences = [sentence for said in task.said.values() for sentence in said]
    return {noun for sentence in sentences for noun in _NOUN.findall(sentence.folded)}


def _deliver(floor: Floor, heard: Heard, act: Act) -> None:
    """As in "¿y la página?" - "la tengo para el martes": a day for a thing that was asked about."""
    if _awaited(floor, heard) or _own_thing(floor, heard, act):
        return
    due = act.due or beside(act, heard)
    act = replace(act, due=due)
    task = Task.begun(heard, act)
    pronoun = _THEIRS.search(act.sentence.folded[act.start : act.body])
    if due is None or (pronoun is None and not _COMES.search(act.sentence.folded[act.start : act.body])):
        return
    if pronoun is None:
        task.kind, task.thing = "promise", act.topic
        task.state, task.owner, task.voice = "taken", heard.utterance.name, heard.utterance.voice
        if act.stems:
            floor.tasks.append(task)
        return
    asked = replace(act, pronouns=(pronoun.group(),))
    found = referent(asked, heard, floor.heard)
    if found is not None and found.turn != heard.index:
        task.thing = found.phrase
        task.cite(found.turn, found.sentence)
        task.stems |= content_stems(fold(found.phrase))
    elif _SPEAKER_HAS.search(act.sentence.folded) or _put_to(floor, heard) is not None:
        task = _from_context(floor, heard, act) or task
    else:
        return
    task.kind = "promise"
    task.state, task.owner, task.voice = "taken", heard.utterance.name, heard.utterance.voice
    floor.tasks.append(task)


def _only_tells(heard: Heard, act: Act) -> bool:
    """Whether it asks no more than word of another request in its sentence: "manda el contrato y nos avisas"."""
    others = [a for a in heard.acts if a is not act and a.sentence == act.sentence and a.stems]
    if act.kind == "promise" and not act.stems and not act.topic:
        after = [a for a in others if a.kind == "promise" and a.start > act.start]
        if after and (act.due is None or after[0].due in {None, act.due}):
            return True
    contentless = not act.stems and not act.pronouns and act.due is None
    same = any(a.kind == act.kind for a in others)
    tells = act.verb in {"avisar", "confirmar", "contar", "comentar", "get", "tell", "let"} or act.kind == "request"
    return act.kind in {"request", "promise"} and contentless and same and tells


def _from_context(floor: Floor, heard: Heard, act: Act) -> Task | None:
    """A task taken without naming it: what was put to the speaker, else the last thing said that had content."""
    if act.cue in {"delivery", "time asked for"} and (put := _put_to(floor, heard)) is not None:
        turn, sentence = put
        task = Task.begun(heard, act)
        task.cite(turn, sentence)
        task.thing = named_thing(sentence)
        task.stems |= content_stems(sentence.folded)
        return task
    topic = topic_before(heard, floor.heard, act.sentence)
    if topic is None and not act.stems:
        return None
    task = Task.begun(heard, act)
    if topic is None:
        return task
    task.cite(topic.turn, topic.sentence)
    if not act.stems and topic.act is not None:
        task.say_better(topic.act, topic.turn)
        task.stems |= topic.act.stems
    elif not act.stems:
        task.lead = topic.turn
        task.surer(-0.1)
    return task


def _put_to(floor: Floor, heard: Heard) -> tuple[int, Sentence] | None:
    """What somebody asked or reminded the speaker of by name in the last turns: "Jordi, y tu listado…"."""
    name = heard.utterance.name
    for past in reversed(floor.heard[-SAME_EXCHANGE:]):
        if name is None or past.utterance.voice == heard.utterance.voice:
            continue
        called = any(name in {n.name for n in reading.names} for reading in past.readings)
        asks = any(s.question_span is not None for s in past.utterance.sentences)
        for sentence in past.utterance.sentences if called or asks else ():
            if content_stems(sentence.folded) and (called or sentence.question_span) and named_thing(sentence):
                return past.index, sentence
    return None


def _fill(floor: Floor, task: Task, heard: Heard, act: Act) -> None:
    """What a request without content ("¿te encargas tú?") is about."""
    topic = topic_before(heard, floor.heard, act.sentence)
    if topic is None:
        return
    task.cite(topic.turn, topic.sentence)
    if topic.act is not None:
        task.say_better(topic.act, topic.turn)
        task.stems |= topic.act.stems


def give_time(floor: Floor, heard: Heard) -> None:
    """A day that the speaker asks for ("dame hasta fin de mes") for what was promised or asked for just before."""
    for sentence in heard.utterance.sentences:
        due = time_asked_for(sentence)
        if due is None or any(act.sentence == sentence and act.due is not None for act in heard.acts):
            continue
        voice = heard.utterance.voice
        own = [
            task
            for task in reversed(floor.tasks)
            if heard.index - task.touched <= AT_ONCE
            and (task.voice == voice or (task.state == "open" and task.target in {None, heard.utterance.name}))
        ]
        if own:
            task = own[0]
            if task.state == "open":
                task.taken_by(heard)
        else:
            begun = _from_context(floor, heard, _asks_time(heard, sentence))
            if begun is None:
                continue
            task = begun
            floor.tasks.append(task)
            task.taken_by(heard)
        task.due_words = due.words
        task.cite(heard.index, sentence)
        task.sign("time asked for", heard.index)


def _asks_time(heard: Heard, sentence: Sentence) -> Act:
    reading = next(r for r in heard.readings if r.sentence == sentence)
    end = len(sentence.folded)
    return replace(build(reading, "take", end, end, verb=None, score=0.5, cue="time asked for"), topic="")
