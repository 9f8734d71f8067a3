"""What a turn looks like to the turn reader: its words, its grammar without its matter, and the turns around it.

A feature is a short string. Words come as they are (folded), and once more as grammar, in which a verb is its tense and
person, a day is DUE, and any other word of content is `x`: "te lo mando el jueves" and "se lo paso mañana" are told
apart by their words and alike by their grammar.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from meetbot.stages.folding import fold
from meetbot.stages.rules.speech import Sentence, Utterance
from meetbot.stages.rules.verbs import is_infinitive, readings
from meetbot.stages.rules.vocabulary import FUNCTION_WORDS

Token = tuple[str, str]
"""A word as it is, folded, and its part in the grammar."""
Runs = tuple[Sequence[Sequence[str]], Sequence[Sequence[str]]]
"""Runs of one to three words, and of two to four parts of the grammar, by their length."""

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[?¿!.,…:;]")
_DUE, _NAME, _NUMBER, _MATTER = "DUE", "NAME", "NUM", "x"
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


def features_of(turns: Sequence[Utterance], names: frozenset[str]) -> list[set[str]]:
    """The features of each turn; `names` are folded words that name people of the company."""
    tokens = [list(tokens_of(turn.sentences, names)) for turn in turns]
    runs = [_runs(own) for own in tokens]
    return [_features(tokens, runs, turns, at) for at in range(len(turns))]


def sentence_features(sentence: Sentence, names: frozenset[str]) -> set[str]:
    """The features of a sentence by itself."""
    return set(_grams(_runs(list(tokens_of((sentence,), names))), "0", words=3, grammar=4))


def _features(tokens: Sequence[Sequence[Token]], runs: Sequence[Runs], turns: Sequence[Utterance], at: int) -> set[str]:
    here = tokens[at]
    found = {*_grams(runs[at], "0", words=3, grammar=4), f"length {_step(here)}", f"tenth {_TENTHS * at // len(turns)}"}
    if at > 0:
        before = tokens[at - 1]
        found |= {*_grams(runs[at - 1], "-1", words=2, grammar=3), f"length before {_step(before)}"}
        found.add(f"asked before {any(word == '?' for word, _ in before)}")
    if at + 1 < len(turns):
        found |= {*_grams(runs[at + 1], "+1", words=2, grammar=3), f"length after {_step(tokens[at + 1])}"}
    if at + 2 < len(turns):
        found.update(f"+2 {word}" for word, _ in tokens[at + 2][:_OPENING])
    if 0 < at < len(turns) - 1:
        found.add(f"between one voice {turns[at - 1].voice == turns[at + 1].voice}")
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
    return f"-{ending}" if ending else _MATTER


def _runs(tokens: Sequence[Token]) -> Runs:
    """Runs of words and of parts, edges included; matter that goes on counts once."""
    said = ["<", *(word for word, _ in tokens), ">"]
    parts = ["<"]
    for _, part in tokens:
        if part != _MATTER or parts[-1] != _MATTER:
            parts.append(part)
    parts.append(">")
    return [_joined(said, size) for size in (1, 2, 3)], [_joined(parts, size) for size in (2, 3, 4)]


def _joined(words: Sequence[str], size: int) -> list[str]:
    return list(map(" ".join, zip(*(words[first:] for first in range(size)), strict=False)))


def _grams(runs: Runs, where: str, *, words: int, grammar: int) -> list[str]:
    """The runs of up to so many words and parts, with where they stand."""
    said, parts = chain.from_iterable(runs[0][:words]), chain.from_iterable(runs[1][: grammar - 1])
    return [f"{where} {run}" for run in said] + [f"{where}g {run}" for run in parts]


def _step(tokens: Sequence[Token]) -> int:
    return sum(len(tokens) > step for step in _STEPS)
