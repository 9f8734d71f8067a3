"""Who ends up with which task: requests and needs are followed over the turns until somebody takes or refuses them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from meetbot.stages.due_dates import DueMention
from meetbot.stages.folding import fold
from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act
from meetbot.stages.rules.building import build
from meetbot.stages.rules.context import proposal_before, topic_before
from meetbot.stages.rules.exchanges import (
    DayAsked,
    asks_of_an_event,
    asks_the_person,
    asks_who_needs,
    bare,
    beside,
    corrects,
    day_asked,
    day_given,
    day_needed,
    free,
    opens_with,
    time_asked_for,
)
from meetbot.stages.rules.own_time import corrected_in_turn, elsewhere
from meetbot.stages.rules.reference import named_thing, referent
from meetbot.stages.rules.reopening import Reopened, day_of, reopened
from meetbot.stages.rules.replies import (
    declines,
    fulfils,
    hands_over,
    links,
    offers_other_day,
    sets_deadline,
    settles_day,
    steps_in,
    takes_leave,
    takes_need,
    tells_the_past,
    topic_changed,
    was_asked,
)
from meetbot.stages.rules.speech import Sentence, Utterance, content_stems, stem
from meetbot.stages.rules.substance import matter_of
from meetbot.stages.rules.tasks import Heard, Task
from meetbot.stages.rules.things import Matter

WINDOW = 5
"""Turns over which an answer may still belong to a request."""
FOLLOW_UP = 6
"""Turns over which its owner may still add to a task."""
AT_ONCE = 2
"""Turns within which an answer without content of its own must follow. All measured on the three tuning meetings."""
_SAME_EXCHANGE = 4
_LONG_AGO = 25
"""Turns after which "¿cuándo lo tendrías, Nati?" may still mean her last task without a day."""
_SHORT = 12
"""Words: a longer turn with a time in it speaks of something else."""
_CONSENT = 0.12
_SPEAKER_HAS = re.compile(r"(?<!\w)(?:tengo|yo|i'll|i will|te|les|le)(?!\w)")
_COMES = re.compile(r"(?<!\w)(?:(?:te|le|les|os) (?:llegan?|caen?)|(?:you'll|you will) (?:have|get))(?!\w)")
_NOUN = re.compile(r"(?<!\w)(?:el|la|los|las|ese|esa|the|that) ([^\W\d_]{3,})")
_THEIRS = re.compile(r"(?<!\w)(?:lo|la|los|las|it|them)(?!\w)")


class TaskTracker:
    """Reads the meeting turn by turn and keeps what becomes of each task."""

    def __init__(self, present: frozenset[str]) -> None:
        self.tasks: list[Task] = []
        self._present = present
        self._heard: list[Heard] = []
        self._day_asked: DayAsked | None = None
        self._reopened: Reopened | None = None

    def read(self, heard: Heard, following: Sequence[Utterance]) -> None:
        """Takes in the next turn; `following` are the turns after it, which make its promises surer or stop them."""
        self._answers(heard)
        self._beside(heard)
        self._given_time(heard)
        if not self._corrects(heard) and not self._answers_when(heard) and not self._answers_reopened(heard):
            self._limits(heard)
            self._times(heard)
        self._hear_reply(heard, following)
        asked = day_asked(heard)
        if asked is not None:
            self._day_asked = asked
        self._takes_back(heard)
        found = reopened(heard, self.tasks)
        if found is not None:
            self._reopened = found
            self._limits_reopened(heard, found)
        self._heard.append(heard)

    def finish(self) -> list[Task]:
        """The tasks that somebody took, and those given to somebody by name who did not object."""
        for task in self.tasks:
            waits = task.state == "open" and task.kind == "request" and task.target is not None
            if waits and "not refused" in task.signs:
                task.state, task.owner = "taken", task.target
            elif waits and task.owner is None and not was_asked(task):
                task.owner = task.target
        given = [t for t in self.tasks if t.state == "open" and t.kind in {"assign", "request"} and t.owner]
        return [t for t in self.tasks if (t.state == "taken" or t in given) and t.says_what()]

    def matter(self, task: Task) -> Matter | None:
        """What a task is about that leaves it open."""
        return matter_of(task, self._heard)

    def _open(self, heard: Heard, *, own_needs: bool) -> list[Task]:
        """What waits for an answer by this speaker, the latest first."""
        voice = heard.utterance.voice
        return [
            task
            for task in reversed(self.tasks)
            if task.state == "open"
            and heard.index - task.touched <= WINDOW
            and (task.at != heard.index or own_needs)
            and (task.asked_by != voice or (own_needs and task.kind in {"need", "group"}))
        ]

    def _answers(self, heard: Heard) -> None:
        new: list[Act] = []
        answered = False
        for act in heard.acts:
            if act.kind in {"promise", "take", "delivery"} and self._take(heard, act):
                answered = True
            else:
                new.append(act)
                self._begin(heard, act)
        if answered or not heard.utterance.sentences:
            return
        if self._fulfilled(heard, new):
            return
        if not self._refuses(heard, new) and not self._redirects(heard):
            self._accepts(heard, new)

    def _fulfilled(self, heard: Heard, new: Sequence[Act]) -> bool:
        """Whether the turn gives at once what was asked for ("¿nos das la cifra?" - "claro, son…"): no task is left."""
        waiting = [t for t in self._open(heard, own_needs=False) if heard.index - t.touched <= AT_ONCE]
        given = [t for t in waiting if self._asked(t, heard.utterance) and fulfils(heard.utterance, t, new)]
        for task in given:
            task.state = "dropped"
        return bool(given)

    def _take(self, heard: Heard, act: Act) -> bool:
        """Whether the promise answers an open request or adds to the speaker's own task."""
        name = heard.utterance.name
        waiting = self._open(heard, own_needs=True)
        waiting.sort(key=lambda t: (act.verb is None or t.act.verb != act.verb, name is None or t.target != name))
        for task in waiting:
            elsewhere = task.target is not None and task.target not in self._present
            theirs = elsewhere or task.target in {None, heard.utterance.name}
            if not theirs and not steps_in(act, task):
                continue
            near = heard.index - task.touched <= AT_ONCE
            between = [past for past in self._heard if past.index > task.touched]
            if not near and not act.stems & task.stems and topic_changed(task, between):
                continue
            if links(act, task, near=near) or self._only_answer(heard, act, task):
                task.taken_by(heard, act)
                self._refer(task, heard, act)
                return True
        own = self._own(heard, act) or self._same_breath(heard, act)
        if own is not None:
            own.added_to(heard, act)
            self._refer(own, heard, act)
        return own is not None

    @staticmethod
    def _only_answer(heard: Heard, act: Act, task: Task) -> bool:
        """Whether the promise is all that is said to a request just made of the speaker by name."""
        asked = task.kind == "request" and task.target is not None and task.target == heard.utterance.name
        alone = act.kind == "promise" and heard.acts == (act,) and not cues.ACCEPT.match(heard.utterance.folded)
        return asked and alone and heard.index - task.touched == 1

    def _same_breath(self, heard: Heard, act: Act) -> Task | None:
        """The task of which a second verb says more: "armo el rol y lo pego en el grupo"."""
        if act.kind != "promise" or not act.pronouns or act.topic:
            return None
        for task in reversed(self.tasks):
            if task.at != heard.index or task.kind != "promise" or task.act.start >= act.start:
                continue
            if task.act.sentence == act.sentence and task.act.stems and not (act.due and task.act.due):
                return task
        return None

    def _refer(self, task: Task, heard: Heard, act: Act) -> bool:
        """Finds what the pronoun of the act that words the task stands for; whether something does."""
        if task.act is not act or task.thing or act.topic or not act.pronouns:
            return bool(task.thing)
        found = referent(act, heard, self._heard)
        if found is None:
            return False
        task.thing = found.phrase
        task.cite(found.turn, found.sentence)
        task.stems |= content_stems(fold(found.phrase))
        return True

    def _own(self, heard: Heard, act: Act) -> Task | None:
        """The speaker's task of which the act says more."""
        recent = [t for t in reversed(self.tasks) if heard.index - t.touched <= FOLLOW_UP and t.state == "taken"]
        for task in recent:
            if task.voice != heard.utterance.voice:
                continue
            repeats = heard.index - task.touched <= AT_ONCE + 1 and task.due_words is None
            same_work = act.verb == task.act.verb and (act.stems & task.stems or (repeats and act.verb is not None))
            same_work = same_work or (act.kind == "delivery" and task.act.cue == "delivery")
            pronoun = not act.stems and act.pronouns and heard.index - task.touched <= AT_ONCE + 1
            between = [past for past in self._heard if past.index > task.touched]
            stands_for = act.kind in {"delivery", "take"} or pronoun
            if same_work or (stands_for and (act.stems & task.stems or not topic_changed(task, between))):
                return task
        return None

    def _refuses(self, heard: Heard, new: Sequence[Act]) -> bool:
        if not cues.REFUSE.search(heard.utterance.folded) or any(act.kind == "promise" for act in new):
            return False
        mine = [t for t in self._open(heard, own_needs=False) if t.target in {None, heard.utterance.name}]
        for task in mine[:1]:
            task.touched = heard.index
            if (due := offers_other_day(heard.utterance)) is not None:
                task.due_words = due.words
                task.cite(heard.index, heard.utterance.sentences[-1])
            else:
                task.target, task.kind = None, "need"
                self._redirects(heard)
        return bool(mine)

    def _redirects(self, heard: Heard) -> bool:
        """Whether the turn passes a task on to somebody: "mejor Dave", "que lo vea Jorge", "¿Flor?"."""
        name = hands_over(heard)
        if name is None:
            return False
        own = [
            task
            for task in reversed(self.tasks)
            if task.state == "taken"
            and heard.index - task.touched <= AT_ONCE
            and task.voice == heard.utterance.voice
            and task.at != heard.index
        ]
        for task in (self._open(heard, own_needs=True) or own)[:1]:
            task.target, task.state, task.touched = name, "open", heard.index
            task.owner, task.asked_by = name, heard.utterance.voice
            task.kind = "request" if name in self._present else "assign"
            task.cite(heard.index, heard.readings[0].sentence)
            task.sign("handed over", heard.index)
            return True
        return False

    def _accepts(self, heard: Heard, new: Sequence[Act]) -> None:
        utterance = heard.utterance
        if takes_leave(utterance):
            return
        if not cues.ACCEPT.match(utterance.folded) or cues.OBJECT_START.match(utterance.folded):
            self._lets_stand(heard)
            return
        waiting = self._open(heard, own_needs=False)
        mine = [t for t in waiting if t.kind in {"request", "assign"} and self._asked(t, utterance)]
        if not mine:
            needs = [t for t in waiting if t.kind == "need" and heard.index - t.touched <= AT_ONCE]
            if needs and takes_need(utterance):
                needs[0].taken_by(heard)
            return
        unaddressed = mine[0].target is None
        other_work = any(a.kind == "promise" and a.stems and not a.stems & mine[0].stems for a in new)
        if unaddressed and other_work and mine[0].act.pronouns and heard.index - mine[0].touched <= AT_ONCE:
            self._answered_by_other_words(mine[0], heard)
            return
        if unaddressed and (other_work or heard.index - mine[0].touched > AT_ONCE):
            return
        dues = [d for s in utterance.sentences[:2] for d in s.dues if free(s, d) and not elsewhere(s, d)]
        for task in [t for t in mine if t.at == mine[0].at]:
            task.taken_by(heard)
            if dues and not any(act.due is not None for act in new):
                task.due_words = dues[0].words

    def _lets_stand(self, heard: Heard) -> None:
        """Notes that who was asked by name went on without refusing."""
        for task in self._open(heard, own_needs=False):
            asked = task.kind == "request" and task.target is not None and task.target == heard.utterance.name
            if asked and heard.index - task.touched <= AT_ONCE:
                task.sign("not refused", heard.index)
                task.cite(heard.index, heard.utterance.sentences[0])

    def _answered_by_other_words(self, asked: Task, heard: Heard) -> None:
        """As in "¿nos lo pasas?" - "sí, les mando la lista": the promise says what was asked for."""
        promised = next(task for task in reversed(self.tasks) if task.at == heard.index and task.kind == "promise")
        asked.state = "dropped"
        for turn, sentences in asked.said.items():
            for sentence in sentences:
                promised.cite(turn, sentence)

    @staticmethod
    def _asked(task: Task, utterance: Utterance) -> bool:
        return task.target == utterance.name if task.target is not None else task.kind == "request"

    def _begin(self, heard: Heard, act: Act) -> None:
        if self._only_tells(heard, act) or self._hands_on(heard, act) or self._volunteers(heard, act):
            return
        if act.kind == "delivery":
            self._deliver(heard, act)
            return
        task = self._from_context(heard, act) if act.kind == "take" else Task.begun(heard, act)
        if task is None:
            return
        referred = self._refer(task, heard, act)
        if not act.stems and act.kind == "request" and not referred and not act.pronouns:
            self._fill(task, heard, act)
        elif not referred and not act.stems and act.pronouns and (proposal := proposal_before(self._heard)) is not None:
            task.about = proposal[1]
            task.cite(*proposal)
        elif not act.stems and act.kind == "request" and not referred:
            self._fill(task, heard, act)
        if act.kind in {"promise", "take"}:
            task.state, task.owner, task.voice = "taken", heard.utterance.name, heard.utterance.voice
        elif act.kind == "assign":
            task.owner = act.target
        elif act.kind == "group" and act.due is not None:
            task.state = "taken"
        self.tasks.append(task)

    def _hands_on(self, heard: Heard, act: Act) -> bool:
        """Whether the request passes on what the speaker had taken: "¿me la sacas tú, Fer?"."""
        if act.kind != "request" or act.target is None:
            return False
        said = [s.folded for s in heard.utterance.sentences if s.start <= act.sentence.start]
        spoken = content_stems(" ".join(said))
        for task in reversed(self.tasks):
            if task.state != "taken" or task.voice != heard.utterance.voice or task.at == heard.index:
                continue
            near = heard.index - task.touched <= FOLLOW_UP and bool(act.pronouns) and not act.stems
            known = task.stems | ({stem(fold(task.act.verb))} if task.act.verb else set())
            if near or (len(spoken & known) >= 2 and not act.stems - known):  # noqa: PLR2004 - one may be chance
                task.target, task.state, task.touched = act.target, "open", heard.index
                task.kind, task.asked_by = "request", heard.utterance.voice
                task.sign("handed over", heard.index)
                task.cite(heard.index, act.sentence)
                return True
        return False

    def _awaited(self, heard: Heard) -> bool:
        """Whether the speaker was just asked for the day of a task that they have: no new one begins."""
        name, asked, found = heard.utterance.name, self._day_asked, self._reopened
        if found is not None and found.person == name and heard.index - found.turn <= AT_ONCE:
            return True
        near = asked is not None and heard.index - asked.turn <= AT_ONCE + 1 and asked.asker != heard.utterance.voice
        if asked is None or not near or asked.target not in {None, name}:
            return False
        theirs = [task for task in self.tasks if name is not None and name in {task.owner, task.target}]
        return any(task.stems & asked.stems for task in theirs if task.state != "dropped")

    def _own_thing(self, heard: Heard, act: Act) -> bool:
        """Whether the last turn names the thing of the speaker's own task: "el rol tiene que estar antes" - "…"."""
        if act.due is None or not self._heard or act.stems:
            return False
        named = set(_NOUN.findall(self._heard[-1].utterance.folded))
        for task in reversed(self.tasks):
            theirs = task.state == "taken" and task.voice == heard.utterance.voice and task.due_words is None
            if theirs and heard.index - task.touched <= FOLLOW_UP and named & self._nouns(task):
                task.added_to(heard, act)
                task.cite(heard.index - 1, self._heard[-1].utterance.sentences[-1])
                return True
        return False

    @staticmethod
    def _nouns(task: Task) -> set[str]:
        sentences = [sentence for said in task.said.values() for sentence in said]
        return {noun for sentence in sentences for noun in _NOUN.findall(sentence.folded)}

    def _deliver(self, heard: Heard, act: Act) -> None:
        """As in "¿y la página?" - "la tengo para el martes": a day for a thing that was asked about."""
        if self._awaited(heard) or self._own_thing(heard, act):
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
                self.tasks.append(task)
            return
        asked = replace(act, pronouns=(pronoun.group(),))
        found = referent(asked, heard, self._heard)
        if found is not None and found.turn != heard.index:
            task.thing = found.phrase
            task.cite(found.turn, found.sentence)
            task.stems |= content_stems(fold(found.phrase))
        elif _SPEAKER_HAS.search(act.sentence.folded) or self._put_to(heard) is not None:
            task = self._from_context(heard, act) or task
        else:
            return
        task.kind = "promise"
        task.state, task.owner, task.voice = "taken", heard.utterance.name, heard.utterance.voice
        self.tasks.append(task)

    @staticmethod
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

    def _from_context(self, heard: Heard, act: Act) -> Task | None:
        """A task taken without naming it: what was put to the speaker, else the last thing said that had content."""
        if act.cue in {"delivery", "time asked for"} and (put := self._put_to(heard)) is not None:
            turn, sentence = put
            task = Task.begun(heard, act)
            task.cite(turn, sentence)
            task.thing = named_thing(sentence)
            task.stems |= content_stems(sentence.folded)
            return task
        topic = topic_before(heard, self._heard, act.sentence)
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

    def _put_to(self, heard: Heard) -> tuple[int, Sentence] | None:
        """What somebody asked or reminded the speaker of by name in the last turns: "Jordi, y tu listado…"."""
        name = heard.utterance.name
        for past in reversed(self._heard[-_SAME_EXCHANGE:]):
            if name is None or past.utterance.voice == heard.utterance.voice:
                continue
            called = any(name in {n.name for n in reading.names} for reading in past.readings)
            asks = any(s.question_span is not None for s in past.utterance.sentences)
            for sentence in past.utterance.sentences if called or asks else ():
                if content_stems(sentence.folded) and (called or sentence.question_span) and named_thing(sentence):
                    return past.index, sentence
        return None

    def _fill(self, task: Task, heard: Heard, act: Act) -> None:
        """What a request without content ("¿te encargas tú?") is about."""
        topic = topic_before(heard, self._heard, act.sentence)
        if topic is None:
            return
        task.cite(topic.turn, topic.sentence)
        if topic.act is not None:
            task.say_better(topic.act, topic.turn)
            task.stems |= topic.act.stems

    def _given_time(self, heard: Heard) -> None:
        """A day that the speaker asks for ("dame hasta fin de mes") for what was promised or asked for just before."""
        for sentence in heard.utterance.sentences:
            due = time_asked_for(sentence)
            if due is None or any(act.sentence == sentence and act.due is not None for act in heard.acts):
                continue
            voice = heard.utterance.voice
            own = [
                task
                for task in reversed(self.tasks)
                if heard.index - task.touched <= AT_ONCE
                and (task.voice == voice or (task.state == "open" and task.target in {None, heard.utterance.name}))
            ]
            if own:
                task = own[0]
                if task.state == "open":
                    task.taken_by(heard)
            else:
                begun = self._from_context(heard, self._asks_time(heard, sentence))
                if begun is None:
                    continue
                task = begun
                self.tasks.append(task)
                task.taken_by(heard)
            task.due_words = due.words
            task.cite(heard.index, sentence)
            task.sign("time asked for", heard.index)

    @staticmethod
    def _asks_time(heard: Heard, sentence: Sentence) -> Act:
        reading = next(r for r in heard.readings if r.sentence == sentence)
        end = len(sentence.folded)
        return replace(build(reading, "take", end, end, verb=None, score=0.5, cue="time asked for"), topic="")

    def _volunteers(self, heard: Heard, act: Act) -> bool:
        """Whether the promise offers to do what somebody else had taken and then doubted or been unable to do."""
        if act.kind not in {"promise", "take"} or heard.utterance.name is None:
            return False
        for task in reversed(self.tasks):
            if task.state != "taken" or task.voice == heard.utterance.voice or task.owner is None:
                continue
            if heard.index - task.touched <= _SAME_EXCHANGE and act.stems & task.stems and self._wavers(task):
                task.taken_by(heard, act)
                task.sign("handed over", heard.index)
                return True
        return False

    def _wavers(self, task: Task) -> bool:
        """Whether the owner's last words on it ask something or say that something is in the way."""
        said = [h.utterance for h in self._heard[task.at :] if h.utterance.voice == task.voice]
        return any(
            any(s.question_span is not None for s in u.sentences) or cues.REFUSE.search(u.folded) is not None
            for u in said
        )

    def _beside(self, heard: Heard) -> None:
        """A day that stands beside its act in the same turn."""
        for act in heard.acts:
            if act.due is not None or act.kind in {"need", "group"}:
                continue
            due = beside(act, heard)
            for task in self.tasks if due is not None else ():
                if task.due_words is None and act.sentence in task.said.get(heard.index, ()):
                    task.due_words = due.words if due is not None else None
                    task.sign("day beside", heard.index)

    def _answers_when(self, heard: Heard) -> bool:
        """Whether the turn answers who asked for a day; what it was asked about is a task from then on."""
        utterance = heard.utterance
        asked = self._day_asked
        if (own := day_asked(heard)) is not None and bare(own):
            return self._asks_and_answers(heard, own)
        if asked is None or heard.index - asked.turn > AT_ONCE + 1 or utterance.voice == asked.asker:
            return False
        given = day_given(utterance)
        if given is None or asked.target not in {None, utterance.name}:
            return False
        if self._heard[-1].index != asked.turn and asks_of_an_event(self._heard[-1]):
            return False
        sentence, due = given
        asker = self._heard[asked.turn]
        needed = asks_who_needs(asked)
        task = self._asked_about(asked, asker if needed else heard)
        if task is None and not needed and asks_the_person(asked) and asked.stems and not heard.acts:
            task = self._from_question(asked, heard)
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
        self._day_asked = None
        return True

    def _asks_and_answers(self, heard: Heard, own: DayAsked) -> bool:
        """As in "ya, que sí, ¿para cuándo? el viernes": who names a day for what was asked takes it."""
        given = day_given(heard.utterance)
        waiting = [t for t in self._open(heard, own_needs=False) if heard.index - t.touched <= _SAME_EXCHANGE]
        if given is None or given[0].start <= own.sentence.start or not waiting or heard.acts:
            return False
        task = waiting[0]
        task.taken_by(heard)
        task.due_words = given[1].words
        task.cite(heard.index, given[0])
        task.sign("day asked for", heard.index)
        return True

    def _asked_about(self, asked: DayAsked, heard: Heard) -> Task | None:
        utterance = heard.utterance
        theirs = [
            task
            for task in reversed(self.tasks)
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

    def _from_question(self, asked: DayAsked, heard: Heard) -> Task:
        asker = self._heard[asked.turn]
        reading = next(r for r in asker.readings if r.sentence == asked.sentence)
        end = len(asked.sentence.folded)
        act = build(reading, "take", end, end, verb=None, score=0.5, cue="asked when")
        act = replace(act, topic=named_thing(asked.sentence), stems=asked.stems)
        task = Task.begun(asker, act)
        self.tasks.append(task)
        task.taken_by(heard)
        return task

    def _limits_reopened(self, heard: Heard, found: Reopened) -> None:
        """The day that comes with a task taken up again: "y esos invitados, Ana, que a fin de mes estén avisados"."""
        given = day_of(found, heard)
        task = found.task
        if given is None or (task.due_words is not None and not found.bare):
            return
        task.due_words, task.touched = given[1].words, heard.index
        task.cite(heard.index, found.sentence)
        task.cite(heard.index, given[0])
        task.sign("day said later", heard.index)

    def _answers_reopened(self, heard: Heard) -> bool:
        """Whether the turn gives the day for what its speaker was reminded of: "¿y lo del envase, Ana?" - "mañana"."""
        found, utterance = self._reopened, heard.utterance
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
        self._reopened = None
        return True

    def _limits(self, heard: Heard) -> None:
        """The day until which somebody else needs it."""
        needed = day_needed(heard)
        if needed is None or any(act.due is not None for act in heard.acts):
            return
        sentence, due = needed
        called = next((reading.addressee for reading in heard.readings if reading.sentence == sentence), None)
        for task in reversed(self.tasks):
            if heard.index - task.touched > AT_ONCE + 1:
                return
            if called is not None and called not in {task.owner, task.target}:
                continue
            if task.state != "dropped" and task.due_words is None and task.voice != heard.utterance.voice:
                task.due_words, task.touched = due.words, heard.index
                task.cite(heard.index, sentence)
                task.sign("day said later", heard.index)
                return

    def _times(self, heard: Heard) -> None:
        """A time said a turn or more after the task it belongs to."""
        utterance = heard.utterance
        said = [s for s in utterance.sentences if not tells_the_past(s)]
        dues = [(s, due) for s in said for due in s.dues if free(s, due) and not elsewhere(s, due)]
        if not dues or not self._heard or asks_of_an_event(self._heard[-1]):
            return
        if any(act.due is not None for act in heard.acts):
            return
        if utterance.word_count > _SHORT:
            return
        sentence, due = dues[-1] if settles_day(utterance) else dues[0]
        before = self._heard[-1]
        asked = day_asked(before) is None and any(s.question_span is not None for s in before.utterance.sentences)
        for task in reversed(self.tasks):
            if heard.index - task.touched > _SAME_EXCHANGE:
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

    def _corrects(self, heard: Heard) -> bool:
        """Whether the turn puts another day to what was said of the speaker just before, as in a read-back."""
        utterance = heard.utterance
        given = day_given(utterance)
        if given is None:
            return False
        if self._asked_for_another_day(heard, given):
            return True
        if not corrects(utterance):
            return False
        for task in reversed(self.tasks):
            if heard.index - task.touched > AT_ONCE:
                return False
            theirs = utterance.name is not None and task.owner == utterance.name
            if theirs and task.due_words is not None and task.state != "dropped" and task.at != heard.index:
                task.due_words, task.touched = given[1].words, heard.index
                task.cite(heard.index, given[0])
                task.sign("day corrected", heard.index)
                return True
        return False

    def _asked_for_another_day(self, heard: Heard, given: tuple[Sentence, DueMention]) -> bool:
        """As in "mándalo el miércoles, Ana" - "mejor el jueves": whoever is asked takes it for another day."""
        utterance = heard.utterance
        refuses = cues.REFUSE.search(utterance.folded) is not None
        if refuses or heard.acts or not (corrects(utterance) or opens_with(utterance, given[1])):
            return False
        for task in self._open(heard, own_needs=False):
            asked = task.kind == "request" and task.target is not None and task.target == utterance.name
            if asked and task.due_words is not None and heard.index - task.touched <= 1:
                task.taken_by(heard)
                task.due_words = given[1].words
                task.cite(heard.index, given[0])
                task.sign("day corrected", heard.index)
                return True
        return False

    def _takes_back(self, heard: Heard) -> None:
        """Puts right the days that the same turn takes back: "el lunes. Ah no, el lunes es feriado. El martes."."""
        dues = [(s, due) for s in heard.utterance.sentences for due in s.dues]
        for task in self.tasks:
            if heard.index not in task.said or task.due_words is None:
                continue
            place = next(((s, due) for s, due in dues if due.words == task.due_words), None)
            new = corrected_in_turn(heard.utterance, *place) if place is not None else None
            if new is not None:
                task.due_words = new[1].words
                task.cite(heard.index, new[0])
                task.sign("day corrected", heard.index)

    def _hear_reply(self, heard: Heard, following: Sequence[Utterance]) -> None:
        """Weighs the promises of this turn by what is said next: thanks and agreement make them surer."""
        reply = next((u for u in following if u.voice != heard.utterance.voice and u.sentences), None)
        if reply is None:
            return
        opening = reply.sentences[0].folded
        welcome = cues.ACCEPT.match(opening) or cues.THANKS.search(reply.folded) or cues.STRONG_ACCEPT.match(opening)
        for task in self.tasks:
            if task.at != heard.index or task.kind not in {"promise", "take"}:
                continue
            if declines(opening):
                task.state = "dropped"
            elif welcome:
                task.surer(_CONSENT)
                task.sign("welcomed", reply.index)
