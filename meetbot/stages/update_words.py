"""The words with which a task's owner and others speak of it: what the reports' patterns don't know, weights may."""

from collections.abc import Iterator
from functools import lru_cache

from meetbot.stages.rules.reader.features import tokens_of
from meetbot.stages.rules.speech import split_sentences
from meetbot.stages.update_places import Place

_NEAR = 4
"""Turns behind the naming one whose words tell of the task; up to 3 or 6 found less."""


def word_signs(place: Place, *, language: str) -> Iterator[str]:
    """The words near the naming piece, by who says them; days are one word, numbers another.

    The owner's answer is told apart from what they say later, and both are counted together as well.
    """
    first, answered = place.said[0], False
    for said in place.said:
        if said.apart > _NEAR:
            break
        words = _words(said.text, language)
        if said.role == "owner":
            yield from (f"owner {'later' if answered else 'first'}: {word}" for word in words)
            yield from (f"owner: {word}" for word in words)
            answered = True
        else:
            yield from (f"{'asks' if said is first else 'reply'}: {word}" for word in words)


@lru_cache(maxsize=10_000)
def _words(text: str, language: str) -> tuple[str, ...]:
    sentences = split_sentences(text, language=language)
    return tuple(dict.fromkeys(word for word, _ in tokens_of(sentences, frozenset())))
