"""Text without case and accents, character for character, so that offsets stay those of the original."""

import unicodedata
from functools import cache, lru_cache


# The same words and turns are folded by every rule and every check: a third of the time of a long meeting.
@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """The text in lower case without accents, exactly as long as the text that came in."""
    if text.isascii():
        return text.lower()
    return "".join(_fold_character(character) for character in text)


@cache
def _fold_character(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()
    if base in "’‘ʼ`":
        return "'"
    return base if len(base) == 1 else character
