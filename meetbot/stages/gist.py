"""The sentences by which a stretch of talk is best told in the speakers' own words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from meetbot.model.transcript import Turn
from meetbot.stages.folding import fold
from meetbot.stages.ground_words import content_stems, figures
from meetbot.stages.rules.injected import injected_from

_SENTENCE = re.compile(r"[^.!?…]+(?:[.](?=\d)[^.!?…]*)*[.!?…]*")
_FILLER = re.compile(
    r"^(?:[\s,.…¡¿!?-]|\b(?:bueno|pues|entonces|este|eh+|mm+|ah|oye|oigan|oiga|mira|miren|a ver|o sea|va|ya|si|no|ok"
    r"|okay|vale|listo|claro|y|pero|so|well|um+|uh+|yeah|yes|and|but|right|look)\b)+"
)
_FEWEST_WORDS, _MOST_WORDS = 6, 34
_TITLED = 2.0
_ANY = 0.1
"""What a word with content counts that nobody comes back to: where all is said once, the richest sentence is told."""
_MATTER_LEAST = 2


@dataclass(frozen=True, kw_only=True)
class Gist:
    """Words that stand verbatim in that turn."""

    turn: Turn
    text: str


def gist(turns: Sequence[Turn], *, about: Iterable[str] = (), without: frozenset[str] = frozenset()) -> Gist | None:
    """The sentence that holds most of what the turns keep coming back to, or None where none tells anything.

    `about` are words that count double (the agenda point's title and keywords), `without` the ids of turns that are
    not quoted. Questions and orders to a program are never chosen.
    """
    spoken = [turn for turn in turns if turn.id not in without and not _orders(turn)]
    wanted = {word for text in about for word in content_stems(text)}
    often = Counter(word for turn in spoken for word in set(content_stems(turn.text)))
    best: tuple[float, Gist] | None = None
    for turn in spoken:
        for text in sentences(turn.text):
            score = _score(text, often, wanted)
            if score > 0 and (best is None or score > best[0]):
                best = (score, Gist(turn=turn, text=text))
    return None if best is None else best[1]


def sentences(text: str) -> Iterator[str]:
    """The sentences of a turn without the fillers that they begin with; each stands verbatim in it."""
    for found in _SENTENCE.finditer(text):
        sentence = found[0].strip()
        opening = _FILLER.match(fold(sentence))
        yield (sentence[opening.end() :] if opening else sentence).strip()


def _orders(turn: Turn) -> bool:
    return injected_from(fold(turn.text)) is not None


def _score(text: str, often: Counter[str], wanted: set[str]) -> float:
    words = len(text.split())
    stems = set(content_stems(text))
    if not _FEWEST_WORDS <= words <= _MOST_WORDS or "?" in text or len(stems) < _MATTER_LEAST:
        return 0.0
    shared = sum(_TITLED * (stem in wanted) + (often[stem] > 1) + _ANY for stem in stems)
    return (shared + bool(figures(text))) / sqrt(words)
