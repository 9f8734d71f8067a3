"""The phrases that a task's pronoun may stand for, and how much each is what the exchange is about."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meetbot.stages.rules.phrases import phrases, salience, shifts, with_article
from meetbot.stages.rules.speech import Sentence, Word, content_stems
from meetbot.stages.rules.tasks import Heard, Task
from meetbot.stages.rules.verbs import readings

_CITED, _AGAIN, _FAR, _WRONG_KIND = 1.5, 0.7, 0.5, 1.0
_HEADLINE, _HEADLINE_WORDS, _SAME_TURN, _NAMED = 4.0, 3, 1.0, 2.5
"""What a phrase is worth more, beside its salience: weighed on the tuning meetings."""
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
    stems = {turn: content_stems(past[turn].utterance.folded) for turn in turns}
    for turn in turns:
        new = shifts(past[turn].utterance)
        for sentence in past[turn].utterance.sentences:
            if new is not None and sentence.start < new.start and turn not in task.said:
                continue
            for kind in wanted(task):
                for phrase in _phrases(sentence, kind, _until(task, turn, sentence)):
                    if not _is_person(past[turn], sentence, phrase) and not _in_time(sentence, phrase):
                        head = content_stems(phrase[1].folded)
                        again = sum(bool(head & stems[other]) for other in turns if other != turn)
                        worth = _worth(task, turn, sentence, phrase) + _AGAIN * min(3, again)
                        worth -= _WRONG_KIND if kind != wanted(task)[0] and len(kind) > 1 else 0
                        yield worth, Matter(turn, sentence, with_article(sentence, phrase))


def _until(task: Task, turn: int, sentence: Sentence) -> int:
    same = turn == task.lead and sentence == task.act.sentence
    return task.act.start if same else len(sentence.text)


def _worth(task: Task, turn: int, sentence: Sentence, phrase: Sequence[Word]) -> float:
    later = turn > task.lead or (turn == task.lead and sentence.start > task.act.sentence.start)
    worth = salience(sentence, phrase[0].start, phrase[-1].end) - _FAR * abs(task.lead - turn)
    worth += _CITED if sentence in task.said.get(turn, ()) else 0
    worth += _NAMED if _SPOKEN_AS.match(sentence.folded, phrase[0].start) else 0
    if turn == task.lead and not later and sentence != task.act.sentence:
        worth += _HEADLINE if len(sentence.words) <= _HEADLINE_WORDS else _SAME_TURN
    return worth - (1 if later else 0)


def _phrases(sentence: Sentence, kind: str, until: int) -> Iterator[list[Word]]:
    """The noun phrases of that kind; a number alone is one only where a plural is meant."""
    yield from _counted(sentence, kind, until)
    yield from _spoken_as(sentence, kind, until)
    for phrase in phrases(sentence, kind, until):
        number = _COUNTED.match(phrase[-1].folded) or _COUNTED.match(phrase[1].folded)
        if kind.endswith("p") or number is None:
            yield phrase


def _is_person(heard: Heard, sentence: Sentence, phrase: Sequence[Word]) -> bool:
    return any(
        reading.sentence.start == sentence.start and named.start <= phrase[1].start < named.end
        for reading in heard.readings
        for named in reading.names
    )


_SPOKEN_AS = re.compile(r"(?<!\w)(?:el tema|el asunto|lo) (?:del|de la|de los|de las|de) \w{4,}")


def _spoken_as(sentence: Sentence, kind: str, until: int) -> Iterator[list[Word]]:
    """As in "el tema del envase", "lo del intent": words that say themselves what is spoken of."""
    for match in _SPOKEN_AS.finditer(sentence.folded, 0, until) if kind in {"", "ms"} else ():
        yield [word for word in sentence.words if match.start() <= word.start < match.end()]


def _counted(sentence: Sentence, kind: str, until: int) -> Iterator[list[Word]]:
    """Nouns behind a number, which phrases with an article leave out: "dos cotizaciones"."""
    for number, noun in itertools.pairwise(word for word in sentence.words if word.end <= until):
        plural = noun.folded.endswith("s") and not readings(noun.raw) and len(kind) == len("mp") and kind[1] == "p"
        together = not sentence.folded[number.end : noun.start].strip()
        agrees = noun.folded.endswith(("as", "ciones")) == kind.startswith("f")
        if plural and together and agrees and _COUNTED.match(number.folded):
            yield [number, noun]


_COUNTED = re.compile(r"^(?:dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|two|three|four|five|six|ten)$")


def _in_time(sentence: Sentence, phrase: Sequence[Word]) -> bool:
    return any(due.start < phrase[-1].end and phrase[0].start < due.end for due in sentence.dues)
