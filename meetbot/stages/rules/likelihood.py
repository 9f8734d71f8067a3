"""How likely a task is one that careful minutes would list: a logistic sum over what was seen of it, and the reasons."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from meetbot.stages.rules import cues
from meetbot.stages.rules.likelihood_weights import WEIGHTS
from meetbot.stages.rules.speech import Utterance
from meetbot.stages.rules.tasks import Task
from meetbot.stages.rules.verbs import readings

_ASIDE = re.compile(r"(?<!\w)(?:ahorita|ahora mismo|en este momento|right now|altiro|de una vez)(?!\w)")
_BESIDE = 2
_LONG = 45




def probability(signs: Mapping[str, int]) -> float:
    """The estimated probability, in [0, 1]."""
    total = WEIGHTS.get("base", 0.0) + sum(WEIGHTS.get(sign, 0.0) for sign in signs)
    return 1 / (1 + math.exp(-total))


def signs_of(task: Task, turns: Sequence[Utterance]) -> dict[str, int]:
    """Everything seen of the task that bears on its likelihood, with the turn in which it was seen."""
    signs = {sign: task.lead for sign in _of_act(task, turns)}
    return signs | task.signs


def _of_act(task: Task, turns: Sequence[Utterance]) -> Iterator[str]:
    act, sentence = task.act, task.act.sentence
    asked = {"accepted", "promised when asked", "answered"} & set(task.signs)
    yield f"{task.kind}, answered" if asked else f"{task.kind}, unanswered"
    yield f"cue {act.cue}"
    if task.due_words is not None:
        yield "day"
    yield f"content {min(len(act.stems), 2)}"
    if task.thing or task.about:
        yield "thing"
    if act.verb is None:
        yield "no verb"
    if task.condition:
        yield "condition"
    if task.owner is None:
        yield "no owner"
    said = sentence.folded[act.start : act.body]
    if re.search(r"(?<!\w)(?:te|le|les|os|you|se)(?!\w)", said):
        yield "for somebody"
    if re.search(r"(?<!\w)yo(?!\w)", sentence.folded[max(0, act.start - 20) : act.body + 5]):
        yield "says I"
    if _ASIDE.search(sentence.folded):
        yield "at once"
    yield from _around(task, turns)


def _around(task: Task, turns: Sequence[Utterance]) -> Iterator[str]:
    act, sentence = task.act, task.act.sentence
    after = [w for w in sentence.words if w.start >= act.body]
    forms = [[f for f in readings(w.raw)] for w in after]
    if any(f and all(x.person in {"3s", "3p"} and x.tense == "present" for x in f) for f in forms):
        yield "others act after"
    if any(f.tense == "past" for w in sentence.words for f in readings(w.raw)):
        yield "past beside"
    turn = turns[task.lead]
    if turn.word_count > _LONG:
        yield "long turn"
    if cues.HABIT.search(turn.folded):
        yield "habit in turn"
    following = [u for u in turns[task.touched + 1 : task.touched + 1 + _BESIDE]]
    if any(cues.JOKE.search(u.folded) for u in following):
        yield "laughter"
    if following and cues.OBJECT_START.match(following[0].folded) and following[0].voice != turn.voice:
        yield "objection"
