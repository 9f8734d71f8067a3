"""In which currency amounts are: a code, or the word that people write for it."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm.cells import mapped
from meetbot.adapters.crm.columns import Typed, short
from meetbot.adapters.crm.headers import CURRENCIES, fold_header

_COUNTRIES: Mapping[str, Mapping[str, str]] = {
    "peso": {
        "mexic": "MXN", "colombi": "COP", "argentin": "ARS", "chile": "CLP", "dominican": "DOP", "urugua": "UYU",
    },
    "dolar": {"canad": "CAD", "austral": "AUD", "american": "USD", "estadounid": "USD", "us": "USD", "eeuu": "USD"},
}  # fmt: skip
"""How the words for a country begin."""

_PESOS = frozenset(_COUNTRIES["peso"].values())
_DOLLARS = re.compile(r"^(dolar|dollar)(es|s)?$")
_MARKS: Mapping[str, str] = {"€": "EUR", "£": "GBP", "US$": "USD", "U$S": "USD", "MX$": "MXN", "R$": "BRL"}
_WORDS: Mapping[str, str] = {
    "mn": "MXN", "m n": "MXN", "moneda nacional": "MXN", "euro": "EUR", "euros": "EUR", "sol": "PEN", "soles": "PEN",
    "nuevos soles": "PEN", "quetzal": "GTQ", "quetzales": "GTQ", "colon": "CRC", "colones": "CRC", "real": "BRL",
    "reales": "BRL", "reais": "BRL", "lempira": "HNL", "lempiras": "HNL", "guarani": "PYG", "guaranies": "PYG",
    "boliviano": "BOB", "bolivianos": "BOB", "cordoba": "NIO", "cordobas": "NIO", "balboa": "PAB", "balboas": "PAB",
    "bolivar": "VES", "bolivares": "VES", "libra esterlina": "GBP", "libras esterlinas": "GBP",
}  # fmt: skip


def currency_of(typed: Typed, field: str, default: str) -> Any:
    """The currency of each amount: its own column, beside the amount, in the header, else the workspace's.

    A bare `$` is the workspace's currency, and so are amounts that the CRM has converted itself.
    """
    own = _same(typed.header_currency.get(field) or default, len(typed.rows))
    if field in typed.converted:
        return own
    said = [_stated(typed, typed.texts["currency"], default)] if "currency" in typed.texts else []
    if (beside := typed.currencies.get(field)) is not None:
        said.append(beside)
    return pc.coalesce(*said, own)


def _same(text: str, size: int) -> Any:
    return pa.array([text]).take(pa.array(np.zeros(size, np.int64)))


def _stated(typed: Typed, texts: pa.DictionaryArray, default: str) -> Any:
    """The codes. A word for no known currency is kept as it is: as an amount of its own it enters no sum."""
    for code, text in enumerate(texts.dictionary.to_pylist()):
        if text and _bare(text) and code_of(text, default) is None:
            rows = typed.rows[np.asarray(pc.fill_null(pc.equal(texts.indices, code), fill_value=False))]
            message = f'"{short(text)}" names no currency for certain: {len(rows)} amount(s) enter no sum.'
            typed.findings.add(message, rows, hint=f"Write the code in the CRM, such as {default}.")
    return mapped(texts, lambda text: _stated_one(text, default), pa.string())


def _stated_one(text: str | None, default: str) -> str | None:
    return (code_of(text, default) or _bare(text).upper() or None) if text else None


def _bare(text: str) -> str:
    return text.strip("$ ")


def code_of(text: str, default: str) -> str | None:
    """`MXN` from `MXN`, `mxn`, `Peso mexicano (MXN)`, `M.N.` or `Pesos` where that is the workspace's; else None."""
    mark = text.strip().upper()
    if mark in _MARKS:
        return _MARKS[mark]
    known = [code for code in re.findall(r"\b[A-Z]{3}\b", text) if code in CURRENCIES]
    if not known and len(mark) == 3 and mark.isascii() and mark.isalpha():  # noqa: PLR2004  a code, known or not
        return _WORDS.get(mark.lower(), mark)
    return known[0] if known else _by_word(fold_header(text), default)


def _by_word(folded: str, default: str) -> str | None:
    if folded in _WORDS:
        return _WORDS[folded]
    words = folded.split()
    if any(word in {"peso", "pesos"} for word in words):
        return _of_country("peso", words) or (default if _alone(words) and default in _PESOS else None)
    if any(_DOLLARS.match(word) for word in words):
        return _of_country("dolar", words) or ("USD" if len(words) == 1 else None)
    return None


def _alone(words: list[str]) -> bool:
    return all(word in {"peso", "pesos", "m", "n", "mn", "moneda", "nacional"} for word in words)


def _of_country(unit: str, words: list[str]) -> str | None:
    found = {code for stem, code in _COUNTRIES[unit].items() for word in words if word.startswith(stem)}
    return found.pop() if len(found) == 1 else None
