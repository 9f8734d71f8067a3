"""How likely a task is one that careful minutes would list: a logistic sum over what was seen of it."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from meetbot.stages.rules import cues
from meetbot.stages.rules.likelihood_weights import WEIGHTS
from meetbot.stages.rules.speech import Utterance, Word
from meetbot.stages.rules.tasks import Task
from meetbot.stages.rules.verbs import readings

_ASIDE = re.compile(r"(?<!\w)(?:ahorita|ahora mismo|en este momento|right now|altiro|de una vez)(?!\w)")
_BESIDE = 2
_LONG = 45
_EDGE = 0.07
_TAKEN_BACK = re.compile(
    r"(?<!\w)(?:no es cierto|mentira|es broma|kidding|apunta\w+|anota\w+|write (?:it|that) down)(?!\w)"
)
_EXPLAINS = re.compile(
    r"(?<!\w)(?:es que|lo que pasa|el problema|resulta que|la cosa es|the thing is|the problem is)(?!\w)"
)
_EXCUSE = re.compile(r"(?<!\w)(?:perdon|perdonad|perdonen|perdona|disculpen?|sorry|me voy|i have to go|gotta)(?!\w)")
_CLOCK = re.compile(
    r"(?<!\w)(?:a las? (?:\d+|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)|at \d+)(?!\w)"
)
_LAST = 3
_WHOLE = 30
"""Turns of a transcript that is more than an excerpt: only then its first and last turns are greetings."""


def probability(signs: Mapping[str, int]) -> float:
    """The estimated probability, in [0, 1]."""
    total = WEIGHTS.get("base", 0.0) + sum(WEIGHTS.get(sign, 0.0) for sign in signs)
    return 1 / (1 + math.exp(-total))


def signs_of(task: Task, turns: Sequence[Utterance]) -> dict[str, int]:
    """Everything seen of the task that bears on its likelihood, with the turn in which it was seen."""
    signs = dict.fromkeys(_of_act(task, turns), task.lead)
    return signs | task.signs


def _of_act(task: Task, turns: Sequence[Utterance]) -> Iterator[str]:
    act, sentence = task.act, task.act.sentence
    yield _way(task)
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


def _way(task: Task) -> str:
    """How the task came to its owner."""
    taken = {"accepted", "promised when asked"} & set(task.signs)
    if task.kind in {"need", "group"} and task.asked_by == task.voice:
        return "own need"
    if task.kind in {"promise", "take", "delivery"} and not taken:
        return "offered"
    return "asked and taken" if taken else f"{task.kind}, not answered"


def _tells(word: Word) -> bool:
    """Whether the word can only tell what others do or what is."""
    forms = [form for form in readings(word.raw) if form.tense != "imperative"]
    return bool(forms) and all(f.person in {"3s", "3p"} and f.tense == "present" for f in forms)


def _around(task: Task, turns: Sequence[Utterance]) -> Iterator[str]:
    act, sentence = task.act, task.act.sentence
    told = [w for w in sentence.words if _tells(w)]
    if any(w.start >= act.body for w in told):
        yield "others act after"
    if any(w.end <= act.start for w in told):
        yield "others act before"
    if any(f.tense == "past" for w in sentence.words for f in readings(w.raw)):
        yield "past beside"
    yield from _in_turn(task, turns[task.lead])
    yield from _in_meeting(task, turns)


def _in_turn(task: Task, turn: Utterance) -> Iterator[str]:
    """What else the turn says."""
    act, sentence = task.act, task.act.sentence
    if turn.word_count > _LONG:
        yield "long turn"
    if cues.HABIT.search(turn.folded):
        yield "habit in turn"
    if cues.HABIT.search(sentence.folded):
        yield "habit beside"
    if _EXPLAINS.search(turn.folded[: sentence.start + act.start]):
        yield "explains"
    if cues.SARCASM.match(turn.folded) and not {"accepted", "promised when asked"} & set(task.signs):
        yield "yes to nothing"
    if _TAKEN_BACK.search(turn.folded[sentence.start + act.start :]):
        yield "taken back"
    if _EXCUSE.search(sentence.folded[: act.start]) or _CLOCK.search(sentence.folded[act.body : act.end]):
        yield "own errand"


def _in_meeting(task: Task, turns: Sequence[Utterance]) -> Iterator[str]:
    """Where in the meeting it stands, and what the next turns make of it."""
    if task.owner is not None and all(turn.name != task.owner for turn in turns):
        yield "owner absent"
    if len(turns) >= _WHOLE and task.lead < _EDGE * len(turns):
        yield "opening"
    if len(turns) >= _WHOLE and task.at > len(turns) - 1 - _LAST:
        yield "last words"
    following = turns[task.touched + 1 : task.touched + 1 + _BESIDE]
    if any(cues.JOKE.search(u.folded) for u in following):
        yield "laughter"
    if following and cues.OBJECT_START.match(following[0].folded) and following[0].voice != turns[task.lead].voice:
        yield "objection"
