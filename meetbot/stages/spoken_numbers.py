"""Numbers as they are said or written, in Spanish and English: their value, how exact it is, and where they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from meetbot.stages.folding import fold
from meetbot.stages.spoken_words import (
    ARTICLES,
    ENGLISH_NUMBERS,
    FRACTIONS,
    GROUPS,
    MULTIPLIERS,
    NUMBERS,
    PARTS,
    SLANG,
    TIMES,
    words,
)

_TOKEN = re.compile(
    r"\d+(?:[.,']\d+)*[^\W\d_]*|us\$|u\$s|usd\$|s/\.?(?=\s*\d)|[^\W\d_]+(?:'[^\W\d_]+)?\w*|[^\w\s]"
)  # fmt: skip
_DIGITS = re.compile(r"(\d+(?:[.,']\d+)*)([^\W\d_]*)")
_GROUPED = re.compile(r"\d{1,3}(?:([.,'])\d{3})(?:\1\d{3})*")
_THOUSAND, _HUNDRED, _TEN = 1000, 100, 10
_MOST_DIGITS = 15
"""More are no amount that anybody says, but an id or noise; a float holds so many exactly."""


class Token(NamedTuple):
    """A folded word, number or sign, and its span in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number in the tokens from `first` up to `last` (exclusive).

    `step` is the place of its last digit that says something (420: 10; 3.2: 0.1); `low` and `high` are set by words
    like "y pico"; `suffix` are letters written to its digits; `scale` the multiplier that "y medio" would halve.
    """

    value: float
    step: float
    first: int
    last: int
    scale: float = 1.0
    low: float | None = None
    high: float | None = None
    suffix: str = ""
    digits: bool = False
    share: bool = False

    def times(self, factor: float, last: int) -> "Number":
        """The number multiplied, up to another token."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        scaled = replace(self, value=self.value * factor, step=self.step * factor, low=low, high=high)
        return replace(scaled, scale=factor, last=last)


def tokens_of(text: str) -> tuple[Token, ...]:
    """The text's words, numbers and signs, folded."""
    return tuple(Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(fold(text)))


def numbers_in(tokens: Sequence[Token], *, english: bool) -> tuple[Number, ...]:
    """Every number, in order, never overlapping: also years, clock times and others that are no figures."""
    reader = _Reader([token.text for token in tokens], english=english)
    found, index = [], 0
    while index < len(tokens):
        number = reader.number(index) if _may_begin(tokens[index].text) else None
        if number is None:
            index += 1
        else:
            found.append(number)
            index = max(number.last, index + 1)
    return tuple(found)


def _may_begin(word: str) -> bool:
    """Whether a number can begin with the word: few can."""
    return word in _FIRST or word[0].isdecimal() or ("tant" in word and _SOME.fullmatch(word) is not None)


def place(value: float) -> float:
    """The place of the last digit of a whole number that is not 0: 420 is exact to 10."""
    whole, step = round(value), 1.0
    while whole and whole % _TEN == 0:
        whole //= _TEN
        step *= _TEN
    return step


class _Reader:
    """Reads numbers from words. `english` decides words that both languages have."""

    def __init__(self, words: list[str], *, english: bool) -> None:
        self._words = words
        self._english = english

    def word(self, index: int) -> str:
        return self._words[index] if 0 <= index < len(self._words) else ""

    def number(self, index: int) -> Number | None:
        """The longest number that begins here."""
        number = self._special(index) or self._plain(index)
        if number is None:
            return None
        number = self._and_some(number)
        number = self._scaled(number)
        return self._and_half(self._and_some(number))

    def _special(self, index: int) -> Number | None:
        """Halves, dozens, pairs and fractions: 'medio millón', 'media docena', 'un par', 'un tercio', 'a half'."""
        one, two, three = (self.word(index + ahead) for ahead in range(3))
        if half := self._half(index):
            return half
        if one in {"un", "una", "a", "an"} and two in GROUPS:
            return self._group(index, 1.0, two)
        if one in {"un", "una", "a", "an", "la"} or one in NUMBERS:
            count = float(NUMBERS.get(one, 1))
            if two in GROUPS and count > 1:
                return self._group(index, count, two)
            return self._fraction(index, count, two, three)
        if one in {"half", "mitad"} and two in {"of", "de", "no", "del"}:
            return Number(value=0.5, step=0.1, first=index, last=index + 1, share=True)
        return None

    def _half(self, index: int) -> Number | None:
        """'media docena', 'medio millón', 'half an hour', and the one that 'hora y media' leaves out."""
        one, two = self.word(index), self.word(index + 1)
        if one in _SINGLE and two == "y" and self.word(index + 2) in {"medio", "media"}:
            return Number(value=1.0, step=1.0, first=index, last=index)
        if one in {"an", "a"} and two in TIMES and self.word(index + 2) == "and" and self.word(index + 4) == "half":
            return Number(value=1.0, step=1.0, first=index, last=index + 1)
        if one not in {"medio", "media"} and (one != "half" or two not in {"a", "an"}):
            return None
        at = index + (2 if one == "half" else 1)
        if factor := GROUPS.get(self.word(at)) or MULTIPLIERS.get(self.word(at)):
            return Number(value=factor / 2, step=factor / 10, first=index, last=at + 1)
        noon = (one, self.word(at)) in {("medio", "dia"), ("half", "day")}
        timed = self.word(at) in _COUNTED and not noon
        return Number(value=0.5, step=0.1, first=index, last=at) if timed else None

    def _group(self, index: int, count: float, word: str) -> Number:
        value = count * GROUPS[word]
        return Number(value=value, step=1.0, first=index, last=index + 2)

    def _fraction(self, index: int, count: float, two: str, three: str) -> Number | None:
        if two in FRACTIONS and count < _TEN:
            room_or_hour = two in {"cuarto", "quarter", "quinto", "decimo"} and three not in {"de", "of"}
            hour = three == "de" and self.word(index + 3) == "hora"
            ordinal = two in {"third", "fifth", "tenth", "quarter"} and count == 1 and three not in {"of", "a"}
            if not room_or_hour and not hour and not (ordinal and self.word(index) not in {"a", "one"}):
                return Number(value=count * FRACTIONS[two], step=0.1, first=index, last=index + 2, share=True)
        if two in PARTS and three in {"parte", "partes"}:
            return Number(value=count * PARTS[two], step=0.1, first=index, last=index + 3, share=True)
        return None

    def _plain(self, index: int) -> Number | None:
        if match := _DIGITS.fullmatch(self.word(index)):
            long = sum(char.isdecimal() for char in match[1]) > _MOST_DIGITS
            return None if long else self._decimals(self._digits(index, match))
        if self.word(index) == "mil":
            return Number(value=1.0, step=1.0, first=index, last=index)
        if self.word(index) in {"a", "an"} and self.word(index + 1) in _SCALES_EN:
            return Number(value=1.0, step=1.0, first=index, last=index + 1)
        if some := _SOME.fullmatch(self.word(index)):
            value = float(NUMBERS[_TENS_OF_SOME.get(some[1], some[1])])
            return Number(value=value, step=10.0, first=index, last=index + 1, low=value, high=value + _TEN)
        read = self._below_thousand(index)
        if read is None:
            return self._point(index)
        value, last = read
        return self._decimals(Number(value=value, step=place(value), first=index, last=last))

    def _digits(self, index: int, match: re.Match[str]) -> Number:
        written, suffix, last = match[1], match[2], index + 1
        if re.fullmatch(r"\d{1,3}", written) and not suffix:
            while re.fullmatch(r"000|\d00|\d{3}", self.word(last)) and self._spaced(last, written):
                written += self.word(last)
                last += 1
        if _GROUPED.fullmatch(written) and not written.startswith("0") and not self._is_decimal(written):
            value = float(re.sub(r"[.,']", "", written))
            step = place(value)
        else:
            plain = _plain_decimal(written)
            value, step = float(plain), 10.0 ** -len(plain.partition(".")[2])
            step = place(value) if step == 1 else step
        return Number(value=value, step=step, first=index, last=last, suffix=suffix, digits=True)

    def _spaced(self, last: int, written: str) -> bool:
        """Whether '12 000' is one number: only where zeros end it, since phone numbers are grouped like that too."""
        return self.word(last) == "000" and self.word(last + 1) != "-" and len(written) <= 6  # noqa: PLR2004 - millions

    def _is_decimal(self, written: str) -> bool:
        """Whether three digits behind a point are decimals: only in English, and only behind a point."""
        return self._english and written.count(".") == 1 and "," not in written

    def _below_thousand(self, index: int) -> tuple[float, int] | None:
        word = self.word(index)
        if word in {"a", "hundred"} and "hundred" in {word, self.word(index + 1)}:
            return self._after_hundred(100.0, index + (1 if word == "hundred" else 2))
        value = self._known(index)
        if value is None:
            return None
        if self.word(index + 1) == "hundred":
            return self._after_hundred(value * _HUNDRED, index + 2)
        if value >= _HUNDRED:
            rest = self._below_hundred(index + 1) if word != "cien" else None
            return (value + rest[0], rest[1]) if rest else (value, index + 1)
        read = self._below_hundred(index)
        short = word in ENGLISH_NUMBERS and (0 < value < _TEN or value in {19, 20})
        return self._short_hundreds(value, index) if short and read and read[1] == index + 1 else read

    def _short_hundreds(self, value: float, index: int) -> tuple[float, int]:
        """'three twenty' is 320, 'six fifty-five' 655, 'twenty twenty-six' 2026."""
        rest = self._below_hundred(index + 1)
        short = rest is not None and rest[0] >= _TEN and self.word(index + 1) in ENGLISH_NUMBERS
        return (value * _HUNDRED + rest[0], rest[1]) if rest and short else (value, index + 1)

    def _after_hundred(self, value: float, index: int) -> tuple[float, int]:
        at = index + (self.word(index) == "and")
        rest = self._below_hundred(at)
        return (value + rest[0], rest[1]) if rest else (value, index)

    def _below_hundred(self, index: int) -> tuple[float, int] | None:
        value = self._known(index)
        if value is None or value >= _HUNDRED:
            return None
        if value >= 20 and value % _TEN == 0:  # noqa: PLR2004 - tens
            english = self.word(index) in ENGLISH_NUMBERS
            joint = self.word(index + 1)
            at = index + (2 if joint == ("-" if english else "y") else 1)
            unit = self._known(at) if english or at == index + 2 else None
            # "cuarenta y una cosa" is rare; "cuarenta y uno" is the number.
            if unit is not None and 0 < unit < _TEN:
                return value + unit, at + 1
        return float(value), index + 1

    def _known(self, index: int) -> int | None:
        word = self.word(index)
        if word == "once" and (self._english or self.word(index + 1) in _AFTER_ONCE):
            return None
        if word == "ciento" and self.word(index - 1) == "por":
            return None
        if word == "ten" and not self._english and self.word(index + 1) not in _AFTER_TEN:
            return None
        return NUMBERS.get(word)

    def _point(self, index: int) -> Number | None:
        """'point five percent'."""
        if self.word(index) != "point" or self._known(index - 1) is not None:
            return None
        number = self._decimals(Number(value=0.0, step=1.0, first=index, last=index))
        return number if number.last > index and self.word(number.last) in {"percent", "per", "%"} else None

    def _decimals(self, number: Number) -> Number:
        """The number with its spoken decimals: 'tres coma dos', 'nueve con cuatro', 'one point oh five'."""
        joint, at = self.word(number.last), number.last + 1
        if joint not in {"coma", "punto", "point", "con"} or number.value >= _THOUSAND:
            return number
        written = self._decimal_digits(at)
        if written is None or (joint == "con" and self.word(written[1]) in _AFTER_CON):
            return number
        step = 10.0 ** -len(written[0])
        value = number.value + int(written[0]) * step
        return replace(number, value=round(value, len(written[0])), step=step, last=written[1])

    def _decimal_digits(self, index: int) -> tuple[str, int] | None:
        written = ""
        while self.word(index) in {"cero", "oh", "zero", "o"}:
            written, index = written + "0", index + 1
        if self.word(index).isdecimal():
            written, index = written + self.word(index), index + 1
            return (written, index) if len(written) <= _MOST_DIGITS else None
        read = self._below_hundred(index)
        while read is not None:
            written, index = written + f"{read[0]:.0f}", read[1]
            read = self._below_hundred(index) if read[0] < _TEN and self.word(index) in ENGLISH_NUMBERS else None
        return (written, index) if 0 < len(written) <= _MOST_DIGITS else None

    def _scaled(self, number: Number) -> Number:
        """The number with 'mil' and 'millones' and what follows them."""
        scale = MULTIPLIERS.get(number.suffix) if number.suffix else MULTIPLIERS.get(self.word(number.last))
        if number.share or scale is None:
            return number
        if self.word(number.last) == "m" and not number.suffix:
            return number
        last = number.last + (0 if number.suffix else 1)
        scaled = replace(number.times(scale, last), suffix="")
        if scale == _THOUSAND and self.word(last) in {"millones", "millon", "million"}:
            return scaled.times(1e6, last + 1)
        return self._with_rest(scaled)

    def _with_rest(self, number: Number) -> Number:
        """What stands behind the multiplier: 'mil ochocientos cuarenta', 'tres millones doscientos mil'."""
        at = number.last + (self.word(number.last) == "and")
        rest = self._plain(at)
        if rest is None or rest.step < 1 or self.word(at) in ARTICLES or (rest.digits and not _follows(rest, number)):
            return number
        million = 1e6
        if number.scale == million and self.word(rest.last) in {"mil", "thousand"}:
            rest = self._with_rest(rest.times(1e3, rest.last + 1))
        elif number.scale == million and self.word(at) not in {"mil", "thousand"} and rest.value % _HUNDRED == 0:
            rest = rest.times(1e3, rest.last)
        elif number.scale == million and rest.value < _TEN and self.word(rest.last) not in {"y", "and", "-"}:
            rest = rest.times(1e5, rest.last)
        elif self.word(at) in {"mil", "thousand"}:
            rest = self._scaled(rest) if number.scale == million else replace(rest, value=0.0)
        if not 0 < rest.value < number.scale:
            return number
        value = number.value + rest.value
        joined = replace(number, value=value, step=place(value), last=rest.last)
        if self.word(joined.last) in {"millones", "million"} and number.scale == _THOUSAND:
            return joined.times(1e6, joined.last + 1)
        return joined

    def _and_some(self, number: Number) -> Number:
        """'y pico', 'y tantos', '-odd': from the number up to the next of its kind."""
        if number.low is not None or number.share:
            return number
        one, two = self.word(number.last), self.word(number.last + 1)
        length = 0
        if (one == "y" and two in {"pico", "algo", "tantos", "tantas", "tanto", "picos", "piquito"}) or (
            one == "-" and two in {"odd", "some", "something"}
        ):
            length = 2
        elif one in {"something", "odd", "pico", "tantos"}:
            length = 1
        if not length:
            return number
        return replace(number, low=number.value, high=number.value + number.step, last=number.last + length)

    def _and_half(self, number: Number) -> Number:
        """'y medio', 'and a half'."""
        one, two, three = (self.word(number.last + ahead) for ahead in range(3))
        spanish, english = one == "y" and two in {"medio", "media"}, (one, two, three) == ("and", "a", "half")
        if number.low is not None or not (spanish or english):
            return number
        half = number.scale / 2
        joined = replace(number, value=number.value + half, step=half, last=number.last + (2 if spanish else 3))
        scale = MULTIPLIERS.get(self.word(joined.last)) if number.scale == 1 else None
        return joined if scale is None else joined.times(scale, joined.last + 1)


_COUNTED = {*(TIMES.keys() - {"min", "h", "m"}), *SLANG, "millon"}
_SINGLE = frozenset({"hora", "dia", "semana", "mes", "palo", "luca", "millon"})
_FIRST = frozenset({*NUMBERS, *_SINGLE, *words("a an un una la medio media half mitad mil hundred point")})
_SCALES_EN = frozenset({"thousand", "million", "billion"})
_SOME = re.compile(r"(veinti|treintai?|cuarentai?|cincuentai?|sesentai?|setentai?|ochentai?|noventai?)y?tant[oa]s")
_TENS_OF_SOME = {"veinti": "veinte"} | {
    f"{ten}i": ten for ten in ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
}  # fmt: skip
_AFTER_ONCE = words("we i you he she they it the a per every again upon")
_AFTER_TEN = words("percent thousand million hours days weeks months leads minutes dollars of out times x")
_AFTER_CON = words("clientes minutos personas empresas pesos centavos")


def _follows(rest: Number, number: Number) -> bool:
    """Whether digits go on a number that words began: '2 mil 500'."""
    return rest.value == int(rest.value) and rest.value < number.scale and not rest.suffix


def _plain_decimal(written: str) -> str:
    """The digits with one point: '1.234,56' and '1,234.56' alike."""
    last = max(written.rfind("."), written.rfind(","))
    if last < 0:
        return written.replace("'", "")
    whole = re.sub(r"[.,']", "", written[:last])
    return f"{whole}.{written[last + 1 :]}"
