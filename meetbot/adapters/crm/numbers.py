"""Forms of numbers and amounts, and cells of one form as numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from meetbot.adapters.crm.headers import CURRENCIES
from meetbot.adapters.crm.layout import BoolArray, IntArray
from meetbot.adapters.crm.shapes import Shapes, byte_span

FloatArray = npt.NDArray[np.float64]

_MARK = r"[A-Z]{3}\s?\$?|[A-Z]{0,3}\$[A-Z]?|[€£₡₲]|S/\.?|B/\.?|Q\.?|M\.?N\.?"
_NUMBER = re.compile(
    rf"(?P<open>\()?\s*(?P<sign1>[-+−])?\s*(?P<before>{_MARK})?\s*(?P<sign2>[-+−])?\s*"
    r"(?P<body>[.,]?9(?:[9.,'’\s]*[9.,])?(?:E[-+]?9{1,3})?)"
    rf"\s*(?P<sign3>[-−])?\s*(?P<percent>%)?\s*(?P<after>{_MARK})?\s*(?P<close>\))?",
    re.IGNORECASE,
)
_SYMBOLS: Mapping[str, str] = {
    "€": "EUR", "£": "GBP", "₡": "CRC", "₲": "PYG", "US$": "USD", "U$S": "USD", "MX$": "MXN", "COL$": "COP",
    "AR$": "ARS", "CL$": "CLP", "RD$": "DOP", "R$": "BRL", "S/": "PEN", "S/.": "PEN", "B/": "PAB", "B/.": "PAB",
    "Q": "GTQ", "Q.": "GTQ", "MN": "MXN", "M.N.": "MXN", "M.N": "MXN",
}  # fmt: skip
_EXACT_DIGITS = 15  # a float64 holds every whole number of so many digits, and 10**22: their quotient is correct


@dataclass(frozen=True, kw_only=True)
class Form:
    """What stands around the digits of a form: `body` is the span of characters that holds them."""

    text: str
    body: tuple[int, int]
    negative: bool
    percent: bool
    currency: str | None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How the digits of a form are read with one decimal mark: their places, as bytes, and how many are decimals.

    `grouped`: there are thousands groups, so that the first digit can't be a zero. `exponent`: it has one.
    """

    digits: tuple[int, ...]
    decimals: int
    grouped: bool
    exponent: bool


def form_of(text: str) -> Form | None:
    """What the form means, or None when it is no number. `text` has 9 for every digit."""
    found = _NUMBER.fullmatch(text) if len(text) <= 60 and "9" in text else None  # noqa: PLR2004  no number is longer
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    signs = [sign for sign in (found["sign1"], found["sign2"], found["sign3"], found["open"]) if sign]
    codes = [_code(mark) for mark in (found["before"], found["after"]) if mark]
    named = {code for code in codes if code}
    if len(signs) > 1 or len(named) > 1 or None in codes:
        return None
    return Form(
        text=text,
        body=found.span("body"),
        negative=bool(signs) and signs[0] != "+",
        percent=found["percent"] is not None,
        currency=next(iter(named), None),
    )


def _code(mark: str) -> str | None:
    """The currency's code; nothing for a bare `$` and its like, None for letters that name no currency."""
    name = "".join(mark.upper().split())
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    if name.removesuffix("$") in CURRENCIES:
        return name.removesuffix("$")
    return "" if "$" in name else None


def reading_of(form: Form, decimal: str) -> Reading | None:
    """How the form is read with that decimal mark, or None when it can't be."""
    body = form.text[slice(*form.body)]
    digits, _, power = body.upper().partition("E")
    mark, other = re.escape(decimal), "," if decimal == "." else "."
    if power:
        return Reading(digits=(), decimals=0, grouped=False, exponent=True) if _plain(digits, mark) else None
    groups = rf"9{{1,3}}(?:(?P<group>[{other}'’\s])999)(?:(?P=group)999)*(?:{mark}9*)?"
    grouped = re.fullmatch(groups, body) is not None
    if not grouped and not _plain(body, mark):
        return None
    begin = form.body[0]
    found = [byte_span(form.text, (begin + at, begin + at))[0] for at, letter in enumerate(body) if letter == "9"]
    after = body.rpartition(decimal)[2] if decimal in body else ""
    return Reading(digits=tuple(found), decimals=after.count("9"), grouped=grouped, exponent=False)


def _plain(digits: str, mark: str) -> bool:
    return re.fullmatch(rf"9+(?:{mark}9*)?|{mark}9+", digits) is not None


def read_form(
    shapes: Shapes, places: IntArray, form: Form, reading: Reading, decimal: str
) -> tuple[FloatArray, BoolArray]:
    """The numbers in those cells, all of that form, and which of them are numbers."""
    if reading.exponent or len(reading.digits) > _EXACT_DIGITS:
        values = _one_by_one(shapes, places, form, decimal)
    else:
        values = shapes.whole(places, reading.digits) / 10.0 ** (reading.decimals + (2 if form.percent else 0))
    good = np.isfinite(values)
    if reading.grouped:
        good &= shapes.digits(places, reading.digits[0]) != 0
    return (-values if form.negative else values) + 0.0, good


def _one_by_one(shapes: Shapes, places: IntArray, form: Form, decimal: str) -> FloatArray:
    """Long numbers and those with an exponent, which are few, as Python reads them."""
    begin, end = form.body
    found = []
    for place in places:
        body = shapes.text(int(place), form.text)[begin:end]
        digits = "".join(letter for letter in body if letter in f"0123456789eE+-{decimal}")
        found.append(float(digits.replace(decimal, ".")) / (100 if form.percent else 1))
    return np.array(found, np.float64)
