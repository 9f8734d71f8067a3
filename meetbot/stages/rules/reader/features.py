"""What a turn looks like to the turn reader: its words, its grammar without its matter, and the turns around it.

A feature is a place and what stands there, both short strings. Words come as they are (folded), and once more as
grammar, in which a verb is its tense and person, a day is DUE, and any other word of content is `x`: "te lo mando el
jueves" and "se lo paso mañana" are told apart by their words and alike by their grammar.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from meetbot.stages.folding import fold
from meetbot.stages.rules.speech import Sentence, Utterance
from meetbot.stages.rules.verbs import is_infinitive, readings
from meetbot.stages.rules.vocabulary import FUNCTION_WORDS

Token = tuple[str, str]
"""A word as it is, folded, and its part in the grammar."""
Features = Mapping[str, AbstractSet[str]]
"""What stands at each place: "0" are the words of the turn itself, "0g" its grammar, "-1" the words before it."""

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[?¿!.,…:;]")
_DUE, _NAME, _NUMBER = "DUE", "NAME", "NUM"
MATTER = "x"
"""The part of a word that carries the matter."""
_SHORT_NAME = 2
"""Letters up to which a word of a name ("de", "la") stands for nobody."""
_STEPS = (2, 5, 10, 20, 40, 80)
"""Lengths of turns in tokens that are told apart."""
_OPENING = 4
"""Words of the turn after the next that are looked at: yes and no come first."""
_TENTHS = 10


def name_words(names: Sequence[str]) -> frozenset[str]:
    """The folded words of these names by which somebody is called."""
    words = frozenset(fold(word) for name in names for word in name.split() if len(word) > _SHORT_NAME)
    return words - FUNCTION_WORDS


def features_of(turns: Sequence[Utterance], names: frozenset[str]) -> list[Features]:
    """The features of each turn; `names` are folded words that name people of the company."""
    tokens = [list(tokens_of(turn.sentences, names)) for turn in turns]
    runs = [_runs(own) for own in tokens]
    return [{**_around(runs, at), **_told_of(tokens, turns, at)} for at in range(len(turns))]


def sentence_features(sentence: Sentence, names: frozenset[str]) -> Features:
    """The features of a sentence by itself."""
    runs = _runs(list(tokens_of((sentence,), names)))
    return {"0": runs.words, "0g": runs.grammar}


def spelled(features: Features) -> set[str]:
    """Each feature as one string, as the learned weights name them."""
    return {f"{place} {seen}" for place, there in features.items() for seen in there}


class _Runs(NamedTuple):
    """Runs of one to three words and of two to four parts of the grammar, and those by which a neighbour is known."""

    words: frozenset[str]
    grammar: frozenset[str]
    near_words: frozenset[str]
    near_grammar: frozenset[str]


def _around(runs: Sequence[_Runs], at: int) -> dict[str, AbstractSet[str]]:
    """What was said in the turn and beside it."""
    found: dict[str, AbstractSet[str]] = {"0": runs[at].words, "0g": runs[at].grammar}
    for place, beside in (("-1", at - 1), ("+1", at + 1)):
        if 0 <= beside < len(runs):
            found |= {place: runs[beside].near_words, f"{place}g": runs[beside].near_grammar}
    return found


def _told_of(tokens: Sequence[Sequence[Token]], turns: Sequence[Utterance], at: int) -> dict[str, AbstractSet[str]]:
    """What is known of the turn and of those beside it apart from their words, and how the second next begins."""
    lengths = {str(_step(tokens[at]))}
    found: dict[str, AbstractSet[str]] = {"length": lengths, "tenth": {str(_TENTHS * at // len(turns))}}
    if at > 0:
        lengths.add(f"before {_step(tokens[at - 1])}")
        found["asked"] = {f"before {any(word == '?' for word, _ in tokens[at - 1])}"}
    if at + 1 < len(turns):
        lengths.add(f"after {_step(tokens[at + 1])}")
    if at + 2 < len(turns):
        found["+2"] = {word for word, _ in tokens[at + 2][:_OPENING]}
    if 0 < at < len(turns) - 1:
        found["between"] = {f"one voice {turns[at - 1].voice == turns[at + 1].voice}"}
    return found


def tokens_of(sentences: Sequence[Sentence], names: frozenset[str]) -> Iterator[Token]:
    """The words and marks of the sentences; words about a time are one."""
    for sentence in sentences:
        told, dues = 0, sentence.dues
        for match in _TOKEN.finditer(sentence.folded):
            due = next((due for due in dues if due.start <= match.start() < due.end), None) if dues else None
            if due is None:
                yield _token(sentence.text[match.start() : match.end()], names)
            elif due.end > told:
                told = due.end
                yield _DUE, _DUE


def _token(raw: str, names: frozenset[str]) -> Token:
    folded = fold(raw)
    if folded in names:
        return _NAME, _NAME
    if folded[0].isdigit():
        return _NUMBER, _NUMBER
    return folded, part_of(raw)


@lru_cache(maxsize=50_000)
def part_of(raw: str) -> str:
    """The word's part in the grammar: itself where it carries none of the matter."""
    folded = fold(raw)
    if not folded[0].isalnum() or folded in FUNCTION_WORDS:
        return folded
    if forms := readings(raw):
        return f"{forms[0].tense}.{forms[0].person}"
    if is_infinitive(folded):
        return "infinitive"
    ending = next((e for e in ("ando", "iendo", "yendo", "ado", "ido", "ing") if folded.endswith(e)), "")
    return f"-{ending}" if ending else MATTER


def _runs(tokens: Sequence[Token]) -> _Runs:
    """Its runs, edges included; matter that goes on counts once."""
    said = ["<", *(word for word, _ in tokens), ">"]
    parts = ["<"]
    for _, part in tokens:
        if part != MATTER or parts[-1] != MATTER:
            parts.append(part)
    parts.append(">")
    near_words = frozenset((*said, *_joined(said, 2)))
    near_grammar = frozenset((*_joined(parts, 2), *_joined(parts, 3)))
    return _Runs(near_words.union(_joined(said, 3)), near_grammar.union(_joined(parts, 4)), near_words, near_grammar)


def _joined(words: Sequence[str], size: int) -> Iterator[str]:
    return map(" ".join, zip(*(words[first:] for first in range(size)), strict=False))


def _step(tokens: Sequence[Token]) -> int:
    return sum(len(tokens) > step for step in _STEPS)
