"""Figures as people say them, in Spanish and English, so that `112` and `ciento doce` are the same words."""

import re
from collections.abc import Iterator

FIGURE = re.compile(
    r"(?<![\w.,])\$?(?P<whole>\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](?P<part>\d{1,2}))?(?P<percent>\s?%)?(?!\w)"
)
"""Thousands in groups of three, at most two digits after the point: `2.400.000`, `14.4`, `65%`."""

_SPANISH_SMALL: list[str] = re.findall(
    r"\w+",
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve",
)
_SPANISH_TENS: list[str] = re.findall(r"\w+", "treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_SPANISH_HUNDREDS: list[str] = re.findall(
    r"\w+",
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
)
_ENGLISH_SMALL: list[str] = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
)
_ENGLISH_TENS: list[str] = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")


def said(text: str, language: str) -> str:
    """The text with its figures in words: English for `en`, Spanish for any other language."""
    english = language == "en"
    spell = in_english if english else in_spanish

    def spoken(figure: re.Match[str]) -> str:
        whole = int(re.sub(r"\D", "", figure["whole"]))
        if whole >= 10**9:
            return figure[0]
        words = [spell(whole)]
        if figure["part"]:
            words += ["point" if english else "punto", *_digits(figure["part"], english=english)]
        if figure["percent"]:
            words.append("percent" if english else "por ciento")
        return f" {' '.join(words)} "

    return FIGURE.sub(spoken, text)


def _digits(part: str, *, english: bool) -> Iterator[str]:
    """Digits after the point: one by one in English, as a number in Spanish unless it begins with zero."""
    if english or part.startswith("0"):
        yield from (in_english(int(d)) if english else in_spanish(int(d)) for d in part)
    else:
        yield in_spanish(int(part))


def in_spanish(number: int) -> str:
    """A number below a thousand millions, as counted: `treinta y uno`, `dos mil`, `un millón cien`."""
    if number < 30:
        return _SPANISH_SMALL[number]
    if number < 100:
        tens = _SPANISH_TENS[number // 10 - 3]
        return f"{tens} y {in_spanish(number % 10)}" if number % 10 else tens
    if number < 1000:
        if number == 100:
            return "cien"
        return f"{_SPANISH_HUNDREDS[number // 100 - 1]} {in_spanish(number % 100) if number % 100 else ''}".strip()
    if number < 10**6:
        many = "" if number < 2000 else _before_noun(in_spanish(number // 1000)) + " "
        return f"{many}mil {in_spanish(number % 1000) if number % 1000 else ''}".strip()
    many = _before_noun(in_spanish(number // 10**6))
    name = "millón" if many == "un" else "millones"
    return f"{many} {name} {in_spanish(number % 10**6) if number % 10**6 else ''}".strip()


def _before_noun(words: str) -> str:
    """`veintiuno` before `mil` and `millones` is `veintiún`, `treinta y uno` is `treinta y un`."""
    return re.sub("veintiuno$", "veintiún", re.sub(r"\buno$", "un", words))


def in_english(number: int) -> str:
    """A number below a thousand millions, without `and` and hyphens: `one hundred twelve`."""
    if number < 20:
        return _ENGLISH_SMALL[number]
    if number < 100:
        tens = _ENGLISH_TENS[number // 10 - 2]
        return f"{tens} {in_english(number % 10)}" if number % 10 else tens
    for size, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = in_english(number % size) if number % size else ""
            return f"{in_english(number // size)} {name} {rest}".strip()
    raise ValueError(f"no number from 0 on: {number}")
