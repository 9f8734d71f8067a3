"""Figures as they are spoken, in words or digits, with their unit and what the words leave open: no model.

Days, clock times, ordinals, phone numbers and names of things ("la lámina tres") are no figures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from meetbot.model.kpi import Unit
from meetbot.stages.spoken_exclusions import is_figure
from meetbot.stages.spoken_numbers import Number, Token, numbers_in, tokens_of
from meetbot.stages.spoken_words import (
    ABOVE,
    AFTER_HEDGES,
    ALMOST,
    BELOW,
    CURRENCIES,
    DOLLAR,
    GROUPS,
    HEDGES,
    MULTIPLIERS,
    SLANG,
    TIMES,
)

FigureUnit = Unit | Literal["number", "points"]
"""`number`: none was said; `points` are of percent, a change rather than a level."""
Bound = Literal["exact", "about", "range", "above", "below"]

_EXACT_TO = 0.05
"""How far a round number without a hedge reaches: "quinientos" may be 480, and is not 440."""
_HEDGED = 0.1
_CENTS = 100
_HOURS_OF_A_DAY = 24
_BEYOND = 0.3
"""How far "más de cien" or "menos de diez" reach."""


@dataclass(frozen=True, kw_only=True)
class SpokenFigure:
    """A figure in a text, verbatim from `start` to `end`, its unit included.

    `value` is in `unit`: a ratio 0.08 for "ocho por ciento", half an hour 0.5 hours, three weeks 21 days, money in
    whole `currency` (null where the words and the country name none). `low` and `high` are the values that the words
    allow: the rounding of "doce mil", the range of "cuarenta y pico". `bound` tells which words did that: a hedge, a
    range, or a limit like "más de", which leaves open how much more.
    """

    value: float
    low: float
    high: float
    unit: FigureUnit
    currency: str | None
    words: str
    start: int
    end: int
    bound: Bound = "exact"

    def allows(self, value: float) -> bool:
        """Whether the words can mean that value, in their own unit."""
        slack = 1e-9 * max(1.0, abs(self.high))
        return self.low - slack <= value <= self.high + slack


@dataclass(frozen=True, kw_only=True)
class _Measured:
    """A number with what stands around it: from the token `first` up to `last`, exclusive."""

    number: Number
    unit: FigureUnit
    currency: str | None
    first: int
    last: int


def figures_in(text: str, *, language: str) -> tuple[SpokenFigure, ...]:
    """Every figure of the text, in order.

    `language` is "es", "en" or a tag with its country ("es-AR"), which decides what "pesos", "$" and "lucas" are.
    """
    tokens = tokens_of(text)
    spoken, _, country = language.partition("-")
    numbers = numbers_in(tokens, english=spoken == "en")
    reader = _Reader(tokens, country=country or ("US" if spoken == "en" else ""), english=spoken == "en")
    measured = reader.shares(reader.ranges(reader.each_once(numbers)))
    kept = [m for m in measured if is_figure(m.number, tokens, numbers, bare=m.unit == "number")]
    return tuple(reader.figure(one, text) for one in kept)


class _Reader:
    """Reads units and hedges around numbers."""

    def __init__(self, tokens: Sequence[Token], *, country: str, english: bool) -> None:
        self._english = english
        self._words = [token.text for token in tokens]
        self._tokens = tokens
        self._country = country

    def word(self, index: int) -> str:
        return self._words[index] if 0 <= index < len(self._words) else ""

    def each_once(self, numbers: Iterable[Number]) -> list[_Measured]:
        """The numbers with their units; one that was read as the cents of the one before is no other."""
        found: list[_Measured] = []
        for number in numbers:
            if not found or number.first >= found[-1].last:
                found.append(self.measured(number))
        return found

    def measured(self, number: Number) -> _Measured:
        """The number with its unit."""
        one = self._before(number) or self._percent(number) or self._money(number) or self._time(number)
        one = one or self._factor(number)
        if one is None:
            share: FigureUnit = "ratio" if number.share else "number"
            return _Measured(number=number, unit=share, currency=None, first=number.first, last=number.last)
        return one

    def _before(self, number: Number) -> _Measured | None:
        sign = self.word(number.first - 1)
        if sign not in CURRENCIES or sign.isalpha():
            return None
        last = number.last + (self.word(number.last) in CURRENCIES)
        first = number.first - 1
        return _Measured(number=number, unit="money", currency=self._currency(sign), first=first, last=last)

    def _currency(self, name: str) -> str | None:
        local = DOLLAR.get(self._country) or ("USD" if self._country == "US" else None)
        return CURRENCIES.get(name) or local

    def _percent(self, number: Number) -> _Measured | None:
        one, two = self.word(number.last), self.word(number.last + 1)
        length = (
            2 if (one, two) in {("por", "ciento"), ("per", "cent")} else one in {"%", "percent", "porciento", "pct"}
        )
        if length:
            return self._with(number.times(0.01, number.last), "ratio", length)
        if one in {"puntos", "punto", "points", "point", "pp"}:
            return self._with(number, "points", 1)
        return None

    def _with(self, number: Number, unit: FigureUnit, length: int, currency: str | None = None) -> _Measured:
        last = number.last + length
        return _Measured(number=number, unit=unit, currency=currency, first=number.first, last=last)

    def _money(self, number: Number) -> _Measured | None:
        at = number.last + (self.word(number.last) == "de")
        name = self.word(at)
        if name in SLANG and at == number.last:
            return self._slang(number, name)
        if name not in CURRENCIES:
            return None
        one = self._with(number, "money", at + 1 - number.last, self._currency(name))
        if cents := self._cents(one):
            return cents
        half = self.word(one.last) == "y" and self.word(one.last + 1) in {"medio", "media"}
        return replace(one, number=_and_half(number, number.scale), last=one.last + 2) if half else one

    def _cents(self, one: _Measured) -> _Measured | None:
        """'treinta y ocho soles con cincuenta', 'forty dollars and fifty cents'."""
        if self.word(one.last) not in {"con", "and"}:
            return None
        rest = numbers_in(self._tokens[one.last + 1 : one.last + 4], english=self._english)
        if not rest or rest[0].first != 0 or not 0 < rest[0].value < _CENTS or rest[0].value != int(rest[0].value):
            return None
        number = replace(one.number, value=one.number.value + rest[0].value / _CENTS, step=1 / _CENTS)
        last = one.last + 1 + rest[0].last
        last += self.word(last) in {"centavos", "centimos", "cents"}
        return replace(one, number=number, last=last)

    def _slang(self, number: Number, name: str) -> _Measured:
        worth = SLANG[name]
        if self._country == "PE" and name in {"luca", "lucas"}:
            worth = 1.0
        last = number.last + 1
        scaled = number.times(worth, number.last)
        if self.word(last) == "y" and self.word(last + 1) in {"medio", "media"}:
            scaled, last = _and_half(scaled, worth), last + 2
        green = self.word(last) in {"verde", "verdes"}
        currency = "USD" if green else self._currency("$")
        return _Measured(number=scaled, unit="money", currency=currency, first=number.first, last=last + green)

    def _time(self, number: Number) -> _Measured | None:
        pair = self.word(number.last - 1) in GROUPS and self.word(number.last) in {"de", "of"}
        at = number.last + pair
        at += self.word(at) in {"business", "working", "calendar", "full"} and not number.suffix
        name = number.suffix or self.word(at)
        if name not in TIMES or name in {"min", "h"} - {number.suffix}:
            return None
        unit, length = TIMES[name]
        last = number.last if number.suffix else at + 1
        scaled = number.times(length, number.last)
        if self.word(last) == "y" and self.word(last + 1) in {"media", "medio"}:
            scaled, last = _and_half(scaled, length), last + 2
        elif (self.word(last), self.word(last + 1), self.word(last + 2)) == ("and", "a", "half"):
            scaled, last = _and_half(scaled, length), last + 3
        return _Measured(number=scaled, unit=unit, currency=None, first=number.first, last=last)

    def _factor(self, number: Number) -> _Measured | None:
        if number.suffix == "x":
            return self._with(number, "factor", 0)
        return self._with(number, "factor", 1) if self.word(number.last) in {"veces", "times", "x"} else None

    def ranges(self, measured: Sequence[_Measured]) -> list[_Measured]:
        """Two numbers that are one: 'entre cuarenta y cincuenta', 'dos o tres semanas'."""
        joined: list[_Measured] = []
        for one in measured:
            if joined and (whole := self._range(joined[-1], one)):
                joined[-1] = whole
            else:
                joined.append(one)
        return joined

    def _range(self, low: _Measured, high: _Measured) -> _Measured | None:
        joint, before = self._words[low.last : high.first], self.word(low.first - 1)
        if low.unit == high.unit == "hours" and joint in (["con"], ["y"], ["and"]):
            return self._added(low, high)
        a, b = low.number, high.number
        between = joint in (["y"], ["and"]) and before in {"entre", "between"}
        span = joint in (["a"], ["al"], ["to"]) and (joint != ["a"] or before == "de")
        span = span or (joint == ["-"] and a.digits and b.digits)
        either = joint in (["o"], ["or"]) and b.value <= 2 * a.value * _per_unit(high)
        if not (between or span or either) or low.unit not in {"number", high.unit}:
            return None
        if span and before == "de" and high.unit == "number" and b.value <= _HOURS_OF_A_DAY:
            return None
        factor = _per_unit(high) if low.unit == "number" else 1.0
        small, large = a.value * factor, b.value
        if not 0 < small < large:
            return None
        number = replace(b, value=(small + large) / 2, low=small, high=large, first=a.first)
        return replace(high, number=number, first=low.first - (between or before == "de"))

    def _added(self, hours: _Measured, minutes: _Measured) -> _Measured | None:
        """'dos horas con veinte minutos'."""
        a, b = hours.number, minutes.number
        if a.low is not None or b.low is not None or b.value >= a.step:
            return None
        number = replace(b, value=a.value + b.value, first=a.first)
        return replace(minutes, number=number, first=hours.first)

    def shares(self, measured: Sequence[_Measured]) -> list[_Measured]:
        """'dos de cada diez', 'nine out of ten', 'veintidós de treinta' as one ratio."""
        joined: list[_Measured] = []
        for one in measured:
            if joined and (share := self._share(joined[-1], one)):
                joined[-1] = share
            else:
                joined.append(one)
        return [one for one in joined if not self._is_each(one)]

    def _share(self, part: _Measured, whole: _Measured) -> _Measured | None:
        joint = self._words[part.last : whole.first]
        known = joint in (["de", "cada"], ["out", "of"], ["de"], ["in"], ["of", "every"], ["in", "every"])
        a, b = part.number.value, whole.number.value
        if not known or part.unit != "number" or whole.unit != "number" or not 0 < a <= b:
            return None
        number = replace(whole.number, value=a / b, step=1 / b, first=part.number.first, scale=1.0)
        return _Measured(number=number, unit="ratio", currency=None, first=part.first, last=whole.last)

    def _is_each(self, one: _Measured) -> bool:
        return self._words[max(0, one.first - 2) : one.first] == ["de", "cada"]

    def figure(self, one: _Measured, text: str) -> SpokenFigure:
        """The figure, with the rounding that its words and those around it imply."""
        number = one.number
        low, high, bound = self._bounds(one)
        start, end = self._tokens[one.first].start, self._tokens[one.last - 1].end
        return SpokenFigure(
            value=_rounded(number.value), low=_rounded(low), high=_rounded(high), unit=one.unit,
            currency=one.currency, words=text[start:end], start=start, end=end, bound=bound,
        )  # fmt: skip

    def _bounds(self, one: _Measured) -> tuple[float, float, Bound]:
        number = one.number
        value, half = number.value, number.step / 2
        if number.low is not None and number.high is not None:
            return number.low, number.high, "range"
        if number.step >= 10 * number.scale:
            half = min(half, _EXACT_TO * value)
        wide = max(half, _HEDGED * value)
        if self._said_before(one.first, ALMOST):
            return value - wide, value, "about"
        if self._said_before(one.first, ABOVE):
            return value, value * (1 + _BEYOND), "above"
        if self._said_before(one.first, BELOW):
            return value * (1 - _BEYOND), value, "below"
        if self._said_before(one.first, HEDGES) or self._said_after(one.last):
            return value - wide, value + wide, "about"
        return value - half, value + half, "exact"

    def _said_before(self, first: int, phrases: Iterable[str]) -> bool:
        start = first - (self.word(first - 1) in {"los", "las", "un", "una", "a", "el"})
        return any(self._ends_at(index, _parts(phrase)) for index in {first, start} for phrase in phrases)

    def _ends_at(self, index: int, phrase: list[str]) -> bool:
        return index >= len(phrase) and self._words[index - len(phrase) : index] == phrase

    def _said_after(self, last: int) -> bool:
        for start in (last, last + 1, last + 2):
            if any(self._words[start : start + len(p)] == p for p in map(_parts, AFTER_HEDGES)):
                return True
            if self.word(start) in {".", ";", "?", "!", "…"}:
                return False
        return False


@cache
def _parts(phrase: str) -> list[str]:
    return phrase.split()


def _and_half(number: Number, unit: float) -> Number:
    return replace(number, value=number.value + unit / 2, step=unit / 2, last=number.last)


def _per_unit(one: _Measured) -> float:
    """What a bare number before this one would be worth in its unit."""
    scale = one.number.scale
    return scale if one.unit != "number" or scale in MULTIPLIERS.values() else 1.0


def _rounded(value: float) -> float:
    """The value without the noise of binary fractions."""
    return float(f"{value:.10g}")
