"""The phrases that a task's pronoun may stand for, and how much each is what the exchange is about."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meetbot.stages.rules.phrases import (
    POSSESSIVES,
    every_phrase,
    kind_of,
    no_object,
    phrases,
    placed,
    shifts,
    with_article,
)
from meetbot.stages.rules.speech import Sentence, Word
from meetbot.stages.rules.tasks import Heard, Task
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.vocabulary import vocabulary

_SAME_TURN, _TURN_BEFORE, _EACH_TURN, _FAR_OFF, _FAR = -0.4, 1.2, -0.2, -1.0, 5
_ASKED, _ABOUT, _FOLLOWS_AND, _FIRST, _WANTED = 1.0, 0.75, 0.75, 0.65, 0.35
_BEHIND_PREPOSITION, _OF_REQUEST, _OF_PROMISE = -1.0, 1.3, -0.9
_AGREES, _DISAGREES, _EACH_WORD, _POINTING, _OF_SOMEBODY, _SHIFTED = 0.9, -1.7, 0.35, -0.6, -0.7, -0.3
"""How much likelier each sign makes a phrase: a conditional logit over the phrases before 314 commitments of the tuning
meetings whose own sentence doesn't name the matter. On meetings left out the right one of nine came first in half."""
_CITED, _NAMED, _LATER, _HEADLINE, _HEADLINE_WORDS = 1.5, 1.5, -1.0, 2.0, 3
"""The same for signs that only tasks followed over several turns have; weighed by what became of their wordings."""
_OBJECTS = {
    "lo": ("ms",),
    "la": ("fs",),
    "los": ("mp", "ms"),
    "las": ("fp", "fs"),
    "it": ("s", "ms", "fs"),
    "them": ("p",),
}


@dataclass(frozen=True)
class Matter:
    """The sentence that says what the task is about, its turn, and the noun phrase in it where one is meant."""

    turn: int
    sentence: Sentence
    thing: str


_PRONOUN = re.compile(r"(?<!\w)(lo|la|los|las) (?=(?:vas? a |van a |voy a )?\w)")


def wanted(task: Task) -> tuple[str, ...]:
    """The kinds of phrase that the task's pronoun can stand for; any where it has none."""
    pronouns = task.act.pronouns
    if not pronouns and not task.act.stems:
        words = [m for m in _PRONOUN.finditer(task.act.sentence.folded) if _before_verb(task.act.sentence, m.end())]
        pronouns = tuple(m.group(1) for m in words[:1])
    kinds = next((_OBJECTS[p] for p in pronouns if p in _OBJECTS), ("",))
    to_them = re.search(r"(?<!\w)se l[oa]s(?!\w)", task.act.sentence.folded) is not None
    return kinds if to_them or kinds[0] not in {"mp", "fp"} else kinds[:1]


def _before_verb(sentence: Sentence, offset: int) -> bool:
    return any(readings(word.raw) for word in sentence.words if word.start == offset)


def things_of(task: Task, past: Sequence[Heard], turns: Sequence[int]) -> Iterator[tuple[float, Matter]]:
    """Every phrase of these turns that may be meant, with its worth."""
    kinds = wanted(task)
    for turn in turns:
        new = shifts(past[turn].utterance)
        for sentence in past[turn].utterance.sentences:
            if new is not None and sentence.start < new.start and turn not in task.said:
                continue
            for found in _phrases(sentence, kinds, _until(task, turn, sentence)):
                phrase = _before_names(past[turn], sentence, found)
                if _of_another(task, past[turn], sentence, phrase):
                    continue
                if not _is_person(past[turn], sentence, phrase) and not _in_time(sentence, phrase):
                    worth = _worth(task, past, turn, sentence, phrase) + _agreement(kinds, phrase)
                    yield worth, Matter(turn, sentence, with_article(sentence, phrase))


def _until(task: Task, turn: int, sentence: Sentence) -> int:
    same = turn == task.lead and sentence == task.act.sentence
    return task.act.start if same else len(sentence.text)


def _worth(task: Task, past: Sequence[Heard], turn: int, sentence: Sentence, phrase: Sequence[Word]) -> float:
    worth = _of_place(task, turn, sentence) + _of_act(past[turn], sentence, phrase)
    worth += _CITED if sentence in task.said.get(turn, ()) and sentence != task.act.sentence else 0
    worth += _SHIFTED if any(shifts(past[later].utterance) for later in range(turn + 1, task.lead + 1)) else 0
    return worth + _of_words(sentence, phrase)


def _of_place(task: Task, turn: int, sentence: Sentence) -> float:
    distance = abs(task.lead - turn)
    worth = _EACH_TURN * distance + (_FAR_OFF if distance >= _FAR else 0)
    worth += {0: _SAME_TURN, 1: _TURN_BEFORE}.get(distance, 0)
    if turn == task.lead and sentence.start < task.act.sentence.start:
        worth += _HEADLINE if len(sentence.words) <= _HEADLINE_WORDS else 0
    later = turn > task.lead or (turn == task.lead and sentence.start > task.act.sentence.start)
    return worth + (_LATER if later else 0)


def _of_act(heard: Heard, sentence: Sentence, phrase: Sequence[Word]) -> float:
    kinds = {act.kind for act in heard.acts_in(sentence) if act.body <= phrase[0].start < act.end}
    worth = _OF_REQUEST if kinds & {"request", "assign", "need", "group"} else 0
    return worth + (_OF_PROMISE if kinds & {"promise", "take", "delivery"} else 0)


def _of_words(sentence: Sentence, phrase: Sequence[Word]) -> float:
    signs = placed(sentence, phrase[0].start, phrase[-1].end)
    worth = _ASKED * (sentence.question_span is not None) + _ABOUT * signs.about + _FOLLOWS_AND * signs.after_and
    worth += _FIRST * signs.first + _WANTED * signs.asked_for + _BEHIND_PREPOSITION * signs.behind_preposition
    worth += _EACH_WORD * min(_LONGEST, len(phrase))
    worth += _NAMED if _SPOKEN_AS.match(sentence.folded, phrase[0].start) else 0
    worth += _POINTING if phrase[0].folded in _THIS else 0
    return worth + (_OF_SOMEBODY if phrase[0].folded in POSSESSIVES else 0)


_LONGEST = 6
_THIS = vocabulary("ese esa esos esas este esta estos estas that this those these")


def _agreement(kinds: Sequence[str], phrase: Sequence[Word]) -> float:
    kind = kind_of(phrase[0])
    if kinds == ("",) or len(kind) < len("ms"):
        return 0
    # "Se los mando" may be one thing for several people: America's Spanish puts their number on the pronoun.
    if kind == kinds[0] or (kinds[0] in {"mp", "fp"} and kind in kinds):
        return _AGREES
    return 0 if kinds[0] == "ms" and kind in kinds else _DISAGREES


def _phrases(sentence: Sentence, kinds: Sequence[str], until: int) -> Iterator[Sequence[Word]]:
    """The noun phrases of that kind; a number alone is one only where a plural is meant."""
    plural = any(kind.endswith("p") for kind in kinds)
    for kind in kinds:
        yield from _counted(sentence, kind, until)
        yield from _spoken_as(sentence, kind, until)
    whole = until == len(sentence.text)
    for phrase in every_phrase(sentence) if whole else phrases(sentence, "", until):
        number = _COUNTED.match(phrase[-1].folded) or _COUNTED.match(phrase[1].folded)
        if plural or number is None:
            yield phrase


def _is_person(heard: Heard, sentence: Sentence, phrase: Sequence[Word]) -> bool:
    return any(named.start <= phrase[1].start < named.end for named in heard.names_in(sentence))


def _of_another(task: Task, heard: Heard, sentence: Sentence, phrase: Sequence[Word]) -> bool:
    """Whether a read-back that shares things out goes with somebody else there: "Diego, los leads; Ana, el gasto"."""
    names = heard.names_in(sentence)
    if task.owner is None or len({named.name for named in names}) < _SEVERAL:
        return False
    last = next((named.name for named in reversed(names) if named.end <= phrase[0].start), None)
    return last is not None and last != task.owner


_SEVERAL = 3
"""People named in one sentence that shares things out among them."""


def _before_names(heard: Heard, sentence: Sentence, phrase: Sequence[Word]) -> Sequence[Word]:
    """The phrase up to somebody called behind it: "la campaña, Benja" without its comma."""
    names = [named.start for named in heard.names_in(sentence)]
    cut = next((i for i, word in enumerate(phrase) if i > 1 and word.start in names), len(phrase))
    joined = {"de", "con", "a", "of", "with", "for", "para"} & {phrase[cut - 1].folded}
    told = any(word.folded in {"que", "that"} for word in phrase[:cut])
    return phrase if joined or told else phrase[:cut]


_SPOKEN_AS = re.compile(r"(?<!\w)(?:el tema|el asunto|lo) (?:del|de la|de los|de las|de) \w{4,}")


def _spoken_as(sentence: Sentence, kind: str, until: int) -> Iterator[list[Word]]:
    """As in "el tema del envase", "lo del intent": words that say themselves what is spoken of."""
    for match in _SPOKEN_AS.finditer(sentence.folded, 0, until) if kind in {"", "ms"} else ():
        yield [word for word in sentence.words if match.start() <= word.start < match.end()]


def _counted(sentence: Sentence, kind: str, until: int) -> Iterator[list[Word]]:
    """Nouns behind a number, which phrases with an article leave out: "dos cotizaciones"."""
    if len(kind) < len("mp") or kind[1] != "p":
        return
    for number, noun in itertools.pairwise(word for word in sentence.words if word.end <= until):
        plural = noun.folded.endswith("s") and not readings(noun.raw)
        together = not sentence.folded[number.end : noun.start].strip()
        agrees = noun.folded.endswith(("as", "ciones")) == kind.startswith("f")
        if plural and together and not no_object(noun) and agrees and _COUNTED.match(number.folded):
            yield [number, noun]


_COUNTED = re.compile(r"^(?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|two|three|four|five|six|ten)$")


def _in_time(sentence: Sentence, phrase: Sequence[Word]) -> bool:
    return any(due.start < phrase[-1].end and phrase[0].start < due.end for due in sentence.dues)
