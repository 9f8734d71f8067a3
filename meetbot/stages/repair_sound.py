"""How words sound, near enough to compare what was heard with what the roster writes.

Keys use one letter a sound, as most of Spanish America says it: b and v, s and soft c and z, ll and y are one each, h
is silent, `h` in a key is the j of Jorge, `ʧ` the ch, `ʃ` the sh. An English spelling read the English way gets a key
of the same letters, so that “lids” and “leads”, or “paiplain” and “pipeline”, meet.
"""

import re
import unicodedata
from functools import lru_cache

_KEPT_MARKS = frozenset({("n", "\u0303"), ("u", "\u0308")})
"""ñ and ü sound otherwise than n and u; all other marks only show the stress."""

_SPANISH = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"th", "t"),
        (r"sh", "ʃ"),
        (r"ch", "ʧ"),
        (r"ck", "k"),
        (r"^hi(?=[aeou])", "y"),
        (r"h", ""),
        (r"ll(?=[aeiou])", "y"),
        (r"qu(?=[ei])|q", "k"),
        (r"gu(?=[ei])", "\0"),
        (r"gü|gu(?=[ao])|w", "u"),
        (r"g(?=[eiy])|j", "h"),
        ("\0", "g"),
        (r"cc(?=[eiy])", "ks"),
        (r"c(?=[eiy])|ç|z", "s"),
        (r"c", "k"),
        (r"^x|^ps(?=[aeiou])", "s"),
        (r"x", "ks"),
        (r"v", "b"),
        (r"y(?![aeiou])", "i"),
        (r"n(?=[bpm])", "m"),
        (r"^es(?=[^aeiou])", "s"),
        (r"(.)\1+", r"\1"),
    )
)
_ENGLISH = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"tion", "ʃon"),
        (r"igh", "ai"),
        (r"ph", "f"),
        (r"gh", ""),
        (r"th", "t"),
        (r"sh", "ʃ"),
        (r"tch|ch", "ʧ"),
        (r"ck", "k"),
        (r"^kn", "n"),
        (r"wh?", "u"),
        (r"dge?|j|g(?=[eiy])", "y"),
        (r"(?<=[^aeiou])u(?=[^aeiou]([^e]|$))", "a"),
        (r"ee|ea", "i"),
        (r"oo", "\0"),
        (r"ai|ay|ey$", "ei"),
        (r"ou", "au"),
        (r"(?<=[^aeiou])i([^aeiou])e(?=s?$|[^aeiou])", r"ai\1"),
        (r"(?<=[^aeiou])a([^aeiou])e(?=s?$)", r"ei\1"),
        (r"([oe])([^aeiou])e(?=s?$)", r"\1\2"),
        (r"c(?=[eiy])|z", "s"),
        (r"c|q", "k"),
        (r"x", "ks"),
        (r"v", "b"),
        (r"y(?![aeiou])", "i"),
        ("\0", "u"),
        (r"n(?=[bpm])", "m"),
        (r"^es(?=[^aeiou])", "s"),
        (r"(.)\1+", r"\1"),
    )
)

_NEAR = {
    frozenset(pair): 0.5
    for pair in ("td", "pb", "kg", "sʃ", "sʧ", "ʃʧ", "mn", "nñ", "ei", "ou", "yʧ", "yʃ", "yi", "bu", "bf", "gu", "kh")
}
"""Sounds that a recogniser takes for one another: with and without voice, the two next vowels."""
_SILENT = {"h": 0.5, "u": 0.75, "i": 0.75}
"""What it drops or adds at a lesser price: a breath, a glide."""


def letters(text: str) -> str:
    """The text's letters and digits in lower case, without accents, spaces and marks."""
    return "".join(re.findall(r"[^\W_]", _unaccented(text, kept=frozenset())))


@lru_cache(maxsize=50_000)
def sounds(text: str) -> tuple[str, ...]:
    """The keys of one or more words read as Spanish and as English; one key where both sound alike."""
    words = re.findall(r"[^\W\d_]+", _unaccented(text, kept=_KEPT_MARKS))
    return tuple(dict.fromkeys(_key("".join(words), rules) for rules in (_SPANISH, _ENGLISH)))


def _key(word: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, sound in rules:
        word = pattern.sub(sound, word)
    return word


def _unaccented(text: str, *, kept: frozenset[tuple[str, str]]) -> str:
    plain: list[str] = []
    for character in unicodedata.normalize("NFD", text.lower()):
        if not unicodedata.combining(character):
            plain.append(character)
        elif plain and (plain[-1], character) in kept:
            plain[-1] = unicodedata.normalize("NFC", plain[-1] + character)
    return "".join(plain)


@lru_cache(maxsize=50_000)
def distance(first: str, second: str) -> float:
    """How many sounds differ between two keys; sounds that are easily confused count half."""
    row = [0.0]
    for sound in second:
        row.append(row[-1] + _SILENT.get(sound, 1.0))
    for sound in first:
        above, row = row, [row[0] + _SILENT.get(sound, 1.0)]
        for column, other in enumerate(second):
            row.append(
                min(
                    above[column] + _cost(sound, other),
                    above[column + 1] + _SILENT.get(sound, 1.0),
                    row[column] + _SILENT.get(other, 1.0),
                )
            )
    return row[-1]


def _cost(sound: str, other: str) -> float:
    return 0.0 if sound == other else _NEAR.get(frozenset((sound, other)), 1.0)
