"""How a turn answers what was asked, promised or needed before it."""

import re
from collections.abc import Sequence
from functools import lru_cache

from meetbot.stages.due_dates import DueMention
from meetbot.stages.folding import fold
from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act
from meetbot.stages.rules.speech import Sentence, Utterance, content_stems
from meetbot.stages.rules.tasks import Heard, Task
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.vocabulary import vocabulary

_CALL = 3
"""Words of a turn that does no more than call somebody: "¿y tú, Flor?"."""
_NEW_TOPIC = 3
"""Content words of a turn, none of them the task's, that make a new topic."""
_OTHER_DAY = re.compile(r"(?<!\w)(?:mejor|pero|que tal|how about|but|rather)(?!\w)")
_HANDS_OVER = re.compile(
    r"(?<!\w)(?:mejor(?! no)|(?:lo|la) (?:puede|deberia|podria) \w+|eso (?:es de|le toca)|le toca|preguntale|"
    r"pidele|maybe|better|should (?:do|take)|that's for)(?!\w)"
)
_YOU_THEN = re.compile(
    r"^\W*(?:(?:y|entonces|pues|no|bueno|ok|then|so)\W+)*\w+\W+(?:tu|vos|usted|you)(?:\W+(?:entonces|pues|"
    r"then|mejor))?\W*$"
)
"""As in "Rorro, tú entonces."."""
_YOU_ASKED = re.compile(
    r"(?:^|[.?!…]\s*)(?:y |and )?[\w ]{2,30},(?: [\w ]{2,14},)? ¿?(?:y )?(?:tu|vos|usted|you)\W*\?\W*$"
)
"""As in "esa semana no estoy. Luis, hermano, ¿usted?"."""
_THAT_THEY_DO = re.compile(r"(?<!\w)que (?:lo|la|los|las) $")
_DECLINED = re.compile(
    r"^[\s,.¡¿]*(?:no,?\s+)?(?:no hace falta|no es necesario|no te preocupes,? (?:lo|la|yo)|mejor no|dejalo|"
    r"no need|don't bother|that's okay, i|not necessary)(?!\w)"
)
_TAKES_NEED = re.compile(
    r"^[\s,.¡¿]*(?:(?:ok|bueno|va|pues|dale|si),?\s+)?yo(?:\s+(?:mero|mismo|misma|puedo))?\s*(?:$|[.,!])|"
    r"^[\s,.]*(?:(?:that'd be|that would be|that's|it's) )?(?:me|i can|i will)\s*(?:$|[.,!])|"
    r"^[\s,.]*(?:ya,? |pues,? )?yo (?:nomas|no mas|pues|po|claro|si|misma|creo|digo)\s*(?:$|[.,!])"
)
_DEADLINE = re.compile(r"(?:para|antes|a mas tardar|by|before|no later)")
_SETTLES = re.compile(r"(?<!\w)(?:entonces|listo|mejor|quedamos|then)(?!\w)")
_ALREADY = re.compile(
    r"(?<!\w)(?:acab(?:o|as|a|amos|an) de|(?:lo|la|los|las|le|les|se|te|me|ya) di|(?:he|has|ha|hemos|habeis|"
    r"han) (?:\w+ )?"
    r"\w+(?:ado|ido|sto|cho|rto)|i've \w+ed|already|ya (?:lo|la|los|las|le|te|se)|was|were|did|sent|had)(?!\w)"
)


def links(act: Act, task: Task, *, near: bool) -> bool:
    """Whether the promise speaks of the open task: by shared content, the same verb, or nothing of its own."""
    if act.stems & task.stems:
        return True
    if act.verb is not None and act.verb == task.act.verb and not (act.stems and task.stems):
        return True
    told = task.kind in {"request", "assign"} and near
    if told and act.kind == "promise" and act.pronouns and not act.topic:
        return True
    contentless = not act.stems and (act.kind in {"take", "delivery"} or bool(act.pronouns) or act.due is not None)
    return contentless and (near or act.kind == "take")


def steps_in(act: Act, task: Task) -> bool:
    """Whether somebody else takes what another was asked: by saying so, or by promising the very same."""
    if act.kind == "take":
        return task.kind == "request"
    return act.verb == task.act.verb and bool(act.stems & task.stems)


def offers_other_day(utterance: Utterance) -> DueMention | None:
    """The day offered when only the day is refused: "el viernes no puedo, mejor el lunes"."""
    dues = [(sentence, due) for sentence in utterance.sentences for due in sentence.dues]
    if not dues:
        return None
    # "El lunes no puedo, el viernes.": the refusal stands beside a day of its own, before the one that is offered.
    sentence, last = dues[-1]
    refused = cues.REFUSE.search(utterance.folded)
    until = sentence.start + last.start
    first = dues[0][0].start + dues[0][1].start
    instead = len(dues) > 1 and refused is not None and refused.start() < until and first < refused.end()
    return last if instead or _OTHER_DAY.search(utterance.folded) else None


def hands_over(heard: Heard) -> str | None:
    """Who the turn passes a task to, or None: one person named with words that hand over, or just called."""
    utterance = heard.utterance
    named = {n.name for reading in heard.readings for n in reading.names if n.name != utterance.name}
    if len(named) != 1 or any(act.kind in {"request", "assign"} and act.stems for act in heard.acts):
        return None
    if cues.HABIT.search(utterance.folded) or cues.QUOTED.search(utterance.folded):
        return None
    asks = any(sentence.question_span is not None for sentence in utterance.sentences)
    calls = asks and utterance.word_count <= _CALL and any(reading.addressee for reading in heard.readings)
    calls = calls or _YOU_THEN.match(utterance.folded) is not None
    calls = calls or _YOU_ASKED.search(utterance.folded) is not None
    return min(named) if calls or _HANDS_OVER.search(utterance.folded) or _that_they_do(heard) else None


def _that_they_do(heard: Heard) -> bool:
    """As in "Que lo vea Jorge": a pronoun and a subjunctive."""
    return any(
        _THAT_THEY_DO.search(reading.sentence.folded[: word.start])
        for reading in heard.readings
        for word in reading.sentence.words
        if any(form.tense == "subjunctive" for form in readings(word.raw))
    )


_FAREWELL = re.compile(
    r"(?<!\w)(?:adios|chao|chau|hasta (?:luego|pronto|manana|la proxima|el \w+)|nos vemos|cuidense|bye|see you|"
    r"have a good|take care)(?!\w)"
)
_FEW = 6


def takes_leave(utterance: Utterance) -> bool:
    """Whether the turn is no more than a goodbye, whatever it opens with: "venga, adiós"."""
    return utterance.word_count <= _FEW and _FAREWELL.search(utterance.folded) is not None


def declines(opening: str) -> bool:
    """Whether the reply says that the promise is not wanted."""
    return _DECLINED.search(opening) is not None


def takes_need(utterance: Utterance) -> bool:
    """Whether the turn is no more than "yo": somebody takes what nobody in particular was asked."""
    return _TAKES_NEED.match(utterance.folded) is not None


def sets_deadline(words: str) -> bool:
    """Whether the words set a limit ("antes del jueves"), which others than the owner may do."""
    return _DEADLINE.match(fold(words)) is not None


def topic_changed(task: Task, between: Sequence[Heard]) -> bool:
    """Whether something else was spoken of since the task: then "lo" and "it" no longer stand for it."""
    contents = (content_stems(heard.utterance.folded) for heard in between)
    return any(len(stems) >= _NEW_TOPIC and not stems & task.stems for stems in contents)


def settles_day(utterance: Utterance) -> bool:
    """Whether the turn settles on a day: "listo, el lunes entonces"."""
    return _SETTLES.search(utterance.folded) is not None


_TELLING = vocabulary(
    "contar decir explicar leer recordar comentar presentar mostrar platicar informar resumir adelantar aclarar",
    "tell explain remind show walk update read say share give",
)
"""What is asked with these verbs is mostly given at once, by saying it."""
_GIVING = vocabulary("dar echar ayudar pasar regalar compartir recordar")
_KNOWLEDGE = re.compile(
    r"(?<!\w)(?:metas?|cifras?|datos?|numeros?|resumen|contexto|avances?|estatus|status|panorama|opinion|idea|"
    r"resultados?|porcentajes?|corte|update|figures?|numbers?|context|goal|target)(?!\w)"
)
_TOLD = 3
"""Content words of a turn that gives what was asked for."""


def fulfils(utterance: Utterance, task: Task, new: Sequence[Act]) -> bool:
    """Whether the turn itself is what the request asked for: words, figures, an explanation."""
    if task.kind != "request" or task.due_words is not None or any(a.kind in {"promise", "delivery"} for a in new):
        return False
    if cues.GIVEN_AT_ONCE.match(utterance.folded):
        return True
    asked = task.act.sentence.folded[task.act.body : task.act.end]
    gives = task.act.verb in _GIVING or "ayud" in task.act.sentence.folded
    telling = task.act.verb in _TELLING or (gives and _KNOWLEDGE.search(asked) is not None)
    told = len(content_stems(utterance.folded)) >= _TOLD or re.search(r"\d", utterance.folded) is not None
    return telling and told and not cues.REFUSE.search(utterance.folded)


# Asked of a sentence for each day in it and by most rules.
@lru_cache(maxsize=4_000)
def tells_the_past(sentence: Sentence) -> bool:
    """Whether it tells what was: its times are no due dates."""
    past = any(form.tense == "past" for word in sentence.words for form in readings(word.raw))
    return past or _ALREADY.search(sentence.folded) is not None


def was_asked(task: Task) -> bool:
    """Whether it was put as a question: without an answer that is no commitment, an order is."""
    return any(sentence.question_span is not None for sentences in task.said.values() for sentence in sentences)
