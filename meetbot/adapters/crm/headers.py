"""Which field each column of an export is: Spanish, English or both in one header row."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from meetbot.model.crm import TABLES, TableName

Aliases = Mapping[str, tuple[str, ...]]
"""Field to the headers by which it is known, best first, as people write them."""

# HubSpot names its stage dates after the portal's own pipeline, and scores after the user's: matched by their parts.
_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "mql_at": re.compile(
        r"^(date entered|fecha de entrada|fecha en que entro).*(marketing qualified|por marketing|\bmql\b)"
    ),
    "sql_at": re.compile(r"^(date entered|fecha de entrada|fecha en que entro).*(sales qualified|por ventas|\bsql\b)"),
    "opportunity_at": re.compile(
        r"^(date entered|fecha de entrada|fecha en que entro) (en )?(opportunity|oportunidad)\b"
    ),
    "customer_at": re.compile(r"^(date entered|fecha de entrada|fecha en que entro) (en )?(customer|cliente)\b"),
    # neither what a credit bureau says nor when a score changed
    "score": re.compile(
        r"^(?!.*\b(credit\w*|crediti\w+|buro|fico|date|fecha|time|hora|updated?|actualiza\w*|modifi\w+|changed?|cambi\w+)\b)"
        r".*\b(score|scoring|puntaje|puntuacion)\b"
    ),
}
_CONVERTED = re.compile(r"\b(in|en)( la)? (company|moneda de( la)? (empresa|compania)|moneda corporativa|corporate)\b")
_PATTERN_RANK = 1000
CURRENCIES = frozenset(
    {"MXN", "COP", "USD", "EUR", "ARS", "PEN", "CLP", "BRL", "GTQ", "CRC"}
    | {"BOB", "UYU", "PYG", "DOP", "HNL", "NIO", "PAB", "VES", "GBP", "CAD", "CHF", "EGP", "INR", "JPY", "AUD"}
)
_SECONDS = {
    "ms": 0.001, "milisegundos": 0.001, "milliseconds": 0.001, "s": 1, "seg": 1, "segundos": 1, "seconds": 1,
    "min": 60, "mins": 60, "minutos": 60, "minutes": 60, "h": 3600, "hr": 3600, "hrs": 3600, "horas": 3600,
    "hours": 3600, "hora": 3600, "d": 86400, "dias": 86400, "days": 86400,
}  # fmt: skip
_FACTORS = {
    "k": 1e3, "miles": 1e3, "en miles": 1e3, "thousands": 1e3, "in thousands": 1e3, "miles de pesos": 1e3,
    "mdp": 1e6, "millones": 1e6, "en millones": 1e6, "millions": 1e6, "in millions": 1e6, "millones de pesos": 1e6,
}  # fmt: skip
_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")


@dataclass(frozen=True, kw_only=True)
class Taught:
    """What the user's alias file says: per table, a folded header and its field, or None for a column to ignore."""

    fields: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    sha256: str = ""

    def of(self, table: str) -> Mapping[str, str | None]:
        """The headers taught for that table."""
        return self.fields.get(table, {})


NOTHING_TAUGHT = Taught()


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the export. `field` is null when it is not used.

    From the header's own brackets: `currency` (`Monto (USD)`), `seconds` in one unit of a duration (`(ms)`), `factor`
    of an amount (`(miles)`).
    """

    index: int
    header: str
    field: str | None
    note: str = ""
    currency: str | None = None
    seconds: float | None = None
    factor: float = 1


@lru_cache(maxsize=8192)
def fold_header(text: str) -> str:
    """The header without accents, case and punctuation; both sides of every comparison go through this."""
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def is_converted(header: str) -> bool:
    """Whether the header says that the CRM has converted the amounts into the company's own currency."""
    return _CONVERTED.search(fold_header(header)) is not None


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Aliases]:
    """The headers that meetbot knows, by table and field."""
    text = Path(__file__).with_name("headers.toml").read_text(encoding="utf-8")
    return {
        table: {name: tuple(found) for name, found in fields.items()} for table, fields in tomllib.loads(text).items()
    }


@lru_cache(maxsize=16)
def ranks(table: str) -> Mapping[str, tuple[int, str]]:
    """Each folded header of that table with its rank (0 is best) and its field."""
    found: dict[str, tuple[int, str]] = {}
    for name, aliases in shipped()[table].items():
        for rank, alias in enumerate((*aliases, name)):  # the field's own name too: what we export can be read again
            known = found.get(fold_header(alias))
            if known is None or rank < known[0]:
                found[fold_header(alias)] = (rank, name)
    return found


def fields_of(table: TableName) -> tuple[str, ...]:
    """What a header can be taught to mean: canonical columns first, then what the others are worked out from."""
    known = shipped()[table]
    return (*(name for name in TABLES[table] if name in known), *(name for name in known if name not in TABLES[table]))


def match(headers: Sequence[str], table: str, taught: Taught = NOTHING_TAUGHT) -> list[Column]:
    """What each column is: per field the best-known header, the first one when a header is repeated."""
    own = taught.of(table)
    parts = [_parts(header) for header in headers]
    names = [_known_name(header, part.name, table, own) for header, part in zip(headers, parts, strict=True)]
    chosen: dict[str, tuple[int, int]] = {}
    for index, name in enumerate(names):
        rank, found = _rank(name, table, own)
        if found is not None and (found not in chosen or rank < chosen[found][0]):
            chosen[found] = (rank, index)
    uses = {index: name for name, (_, index) in chosen.items()}
    rivals = {name: headers[index] for name, (_, index) in chosen.items()}
    columns = []
    for index, (header, part) in enumerate(zip(headers, parts, strict=True)):
        note = ""
        if index not in uses:
            note = _plain_reason(index, headers, names) or _known_reason(names[index], table, own, rivals)
        columns.append(
            Column(
                index=index,
                header=header,
                field=uses.get(index),
                note=note,
                currency=part.currency,
                seconds=part.seconds,
                factor=part.factor,
            )
        )
    return columns


def _known_name(header: str, bare: str, table: str, own: Mapping[str, str | None]) -> str:
    """The folded header as it is known: with what stands in its brackets, or else without."""
    whole = fold_header(header)
    return whole if whole in own or whole in ranks(table) else bare


def _rank(name: str, table: str, own: Mapping[str, str | None]) -> tuple[int, str | None]:
    if name in own:
        return -1, own[name]
    if name in ranks(table):
        return ranks(table)[name]
    fields = [found for found, pattern in _PATTERNS.items() if found in shipped()[table] and pattern.search(name)]
    return (_PATTERN_RANK, fields[0]) if fields else (0, None)


@dataclass(frozen=True, kw_only=True)
class _Parts:
    name: str
    currency: str | None = None
    seconds: float | None = None
    factor: float = 1


def _parts(header: str) -> _Parts:
    """The folded header without currency and unit, which stand in brackets or, a currency, as its last word."""
    inside = _IN_BRACKETS.search(header)
    words = fold_header(inside.group(1)).split() if inside else []
    codes = [word.upper() for word in words if word.upper() in CURRENCIES]
    unit = " ".join(word for word in words if word.upper() not in CURRENCIES)
    if inside and (codes or unit in _SECONDS or unit in _FACTORS) and (not unit or unit in _SECONDS | _FACTORS):
        return _Parts(
            name=fold_header(header[: inside.start()]),
            currency=codes[0] if codes else None,
            seconds=_SECONDS.get(unit),
            factor=_FACTORS.get(unit, 1),
        )
    name = fold_header(header)
    *rest, last = name.split() or [""]
    return (
        _Parts(name=" ".join(rest), currency=last.upper()) if rest and last.upper() in CURRENCIES else _Parts(name=name)
    )


def _plain_reason(index: int, headers: Sequence[str], names: Sequence[str]) -> str:
    """Why a column is not used, as the header row alone tells; nothing when it doesn't."""
    name, earlier, header = names[index], names[:index], headers[index]
    if not name:
        return "no header"
    if name in earlier or re.sub(r" \d+$", "", name) in earlier:
        return "repeated header: the first one counts"
    if header.endswith(".id") and fold_header(header[:-3]) in names:
        return f'the id of "{header[:-3]}"'
    return ""


def _known_reason(name: str, table: str, own: Mapping[str, str | None], rivals: Mapping[str, str]) -> str:
    if name in own and own[name] is None:
        return "ignored, as the alias file says"
    found = _rank(name, table, own)[1]
    return f'"{rivals[found]}" serves instead' if found is not None else "not needed"
