"""What an exchange is about: the noun phrase that names its matter, for decisions whose own words do not."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from meetbot.stages.folding import fold
from meetbot.stages.rules.conclusions import own_words
from meetbot.stages.rules.matter import finite_verbs, matter, without_times
from meetbot.stages.rules.people import Named
from meetbot.stages.rules.phrases import Referent, every_phrase, shifts, with_article
from meetbot.stages.rules.speech import Sentence, Utterance

_BACK = 12
"""Turns before a decision in which its matter is looked for."""
_HEADLINE = 5
_NAMES_IT = 2.5
"""What a phrase is worth more for standing alone, as one names a topic: "La feria."."""
_ENOUGH = 2.5
_TWICE = 2
"""Turns that must have a word for it to be what the talk is about."""
_FAR = 0.15


def subject(heard: Sequence[Utterance], lead: int, text: frozenset[str], names: frozenset[str]) -> Referent | None:
    """The phrase most spoken of up to that turn, or None when the text has its words or nothing stands out.

    `names` are the folded words of people's names, which are no matter.
    """
    window = _same_topic(heard[max(0, lead - _BACK) : lead + 1])
    counts = Counter(stem for turn in window for stem in matter(turn.folded))
    counts = Counter({stem: count for stem, count in counts.items() if count >= _TWICE})
    ranked = sorted(_ranked(window, counts, names), key=lambda entry: entry[0], reverse=True)
    if not ranked or ranked[0][0] < _ENOUGH:
        return None
    best = ranked[0][1]
    return None if matter(_folded(best)) & text else best


def _same_topic(window: Sequence[Utterance]) -> Sequence[Utterance]:
    """The turns from the last one that turned to something else."""
    starts = [i for i, turn in enumerate(window) if i < len(window) - 1 and shifts(turn) is not None]
    return window[starts[-1] :] if starts else window


def _ranked(
    window: Sequence[Utterance], counts: Counter[str], names: frozenset[str]
) -> Iterator[tuple[float, Referent]]:
    last = len(window) - 1
    for place, turn in enumerate(window):
        for sentence in turn.sentences:
            for phrase, alone in _phrases(sentence):
                stems = matter(_fold(phrase)) - names
                if not stems or stems != matter(_fold(phrase)) or not all(counts[stem] for stem in stems):
                    continue
                often = sum(counts[stem] for stem in stems) / math.sqrt(len(stems))
                worth = often + (_NAMES_IT if alone else 0) - _FAR * (last - place)
                yield worth, Referent(turn.index, sentence, phrase)


def _phrases(sentence: Sentence) -> Iterator[tuple[str, bool]]:
    own = own_words(sentence)
    alone = (
        _NO_HEADLINE.match(sentence.folded) is None
        and 0 < len(own) <= _HEADLINE
        and not finite_verbs(sentence.words)
        and sentence.question_span is None
    )
    if alone and len(sentence.words) <= _HEADLINE and without_times(sentence):
        yield sentence.text[own[0].start : own[-1].end], True
    for phrase in every_phrase(sentence):
        yield with_article(sentence, phrase), False


_NO_HEADLINE = re.compile(
    r"^\W*(?:y|o|pero|con|sin|en|de|a|que|por|para|como|muy|mas|todo|nada|no|si|and|or|but|with|in|on|at|before|after"
    r"|not|yes|\w+(?:ado|ido|ando|iendo|ed|ing))(?!\w)"
)


def _folded(referent: Referent) -> str:
    return _fold(referent.phrase)


def _fold(text: str) -> str:
    return fold(text)


def name_words(named: Sequence[Named]) -> frozenset[str]:
    """The stems of the words of these people's names."""
    return frozenset().union(*(matter(_fold(person.name)) for person in named)) if named else frozenset()
