"""Numbers that are no figures: days, clock times, years, numbers of things, ordinals, pronouns and idioms."""

from bisect import bisect_left
from collections.abc import Sequence

from meetbot.stages.due_words import DAYS, MONTHS, WEEKDAYS
from meetbot.stages.spoken_numbers import Number, Token
from meetbot.stages.spoken_words import ARTICLES, NUMBERS, TIMES, words

_LAST_DAY, _LAST_HOUR = 31, 24
_SUFFIXES = frozenset({"", "k", "m", "mm", "x", "h", "hrs", "min", "mdp", "usd", "mxn", "s", "d"})
_LABELS = words(
    "ruta punto numero num nro version fase paso nivel tier sala piso calle carretera pagina lamina slide pestana "
    "articulo iso sku folio orden pedido factura ticket lead opcion grupo lote turno step phase room page tab level "
    "option item order invoice number route highway exit bus canal anexo extension ext telefono celular tel cel phone "
    "call llamen marca marcar marque puerta oficina local stand autopista km kilometro capitulo parte top edicion "
    "clausula formato modelo serie ley norma decreto categoria cuadra cohorte q t fila columna row column "
    "section seccion volumen tomo bloque block acto sprint windows office plan wave ola minuto"
)
"""Words before a number that is a name: 'la lámina tres', 'ISO 9001'."""
_BEFORE_YEAR = words("en de del desde in of since ano for during by hasta year y from")
_BEFORE_DAY = words("el al del dia este the on")
_CLOCK_ENDS = words("am pm en o'clock hrs")
_FUNCTION = words(
    ". , ; : ? ! … ) ( - y e o que en a para por sin como si pero te le les lo la ya sale va se de del ok no es "
    "and or but so for to i we you"
)
_DIGIT_WORD = 10
_FURTHEST = 20
"""Groups from a number on that are looked at: no telephone number has more."""


def is_figure(number: Number, tokens: Sequence[Token], numbers: Sequence[Number], *, bare: bool) -> bool:
    """Whether the number counts or measures something. `bare`: no unit, percent or money stands beside it."""
    around = _Words(tokens, number)
    if number.suffix not in _SUFFIXES or around.ordinal() or around.in_row(numbers):
        return False
    if not bare:
        return not around.idiom() and not around.label()
    tests = (around.day, around.clock, around.year, around.label, around.pronoun, around.written_date, around.idiom)
    return not any(test() for test in tests)


class _Words:
    """The words around one number."""

    def __init__(self, tokens: Sequence[Token], number: Number) -> None:
        self._tokens, self._number = tokens, number

    def at(self, index: int) -> str:
        return self._tokens[index].text if 0 <= index < len(self._tokens) else ""

    @property
    def before(self) -> str:
        return self.at(self._number.first - 1)

    @property
    def earlier(self) -> str:
        return self.at(self._number.first - 2)

    @property
    def after(self) -> str:
        return self.at(self._number.last)

    @property
    def later(self) -> str:
        return self.at(self._number.last + 1)

    @property
    def whole(self) -> bool:
        return self._number.value == int(self._number.value) and self._number.low is None

    def ordinal(self) -> bool:
        """'twenty third', '3º'; '1er' and '21st' have their letters in the suffix."""
        return self.after in {"º", "ª", "°"} or (self.after in DAYS and self.after not in NUMBERS)

    def in_row(self, numbers: Sequence[Number]) -> bool:
        """A phone number: many digits, or several single digits or groups one after another."""
        text = self.at(self._number.first)
        if self._number.digits and text.isdecimal() and len(text) >= 7:  # noqa: PLR2004 - phone numbers have more
            return True
        run = _run(self._number, numbers, self._tokens)
        few = 3
        return len(run) > few or (len(run) == few and all(number.digits for number in run))

    def day(self) -> bool:
        """'el quince', 'viernes 27', '5 de enero', 'May 5', 'del 7 al 11'."""
        if self.after in {"de", "of"} and self.later in MONTHS:
            return self._number.value <= _LAST_DAY
        if not self.whole or not 1 <= self._number.value <= _LAST_DAY:
            return False
        if self.before in MONTHS or self.before in WEEKDAYS or self.after in MONTHS:
            return True
        if self.earlier in MONTHS | WEEKDAYS and self.before in {"the", ",", "dia"}:
            return True
        if self.before in _BEFORE_DAY and self.earlier != "en":
            return self.after == "" or self.after in _FUNCTION or self.after in {"tienen", "nos", "lo"}
        return self.before == "en" and self.earlier in {"hoy", "manana"} | set(WEEKDAYS)

    def clock(self) -> bool:
        """'a las diez', 'at three twenty', '10:30', 'de nueve a seis'."""
        if (
            "oh" in {self.before, self.after}
            or self.after == ":"
            or (self.before == ":" and self.at(self._number.first - 2).isdecimal())
        ):
            return True
        if self._number.suffix in {"am", "pm"} or self.after in {"am", "pm", "o'clock"}:
            return True
        if not self.whole and self._number.value * 2 % 1 != 0:
            return False
        value = self._number.value
        opens = self.before in {"de", "from"} and self.after in {"a", "to"}
        closes = self.before in {"a", "to"} and self.at(self._number.first - 3) in {"de", "from"}
        if (opens or closes) and value <= _LAST_HOUR:
            return True
        if self.before in {"las", "la"}:
            pronoun = self.earlier not in {"a", "de", "desde", "hasta", "sobre", "tipo", "como", "para", "son", "eran"}
            return value <= _LAST_HOUR and (not pronoun or value <= 2)  # noqa: PLR2004 - 'las dos'
        hour = value <= _LAST_HOUR or (self.before == "at" and value % 100 < 60 and value < 1260)  # noqa: PLR2004
        return self.before in {"at", "by", "until", "before", "till"} and hour and self._ends()

    def _ends(self) -> bool:
        return self.after == "" or self.after in _FUNCTION or self.after in _CLOCK_ENDS

    def year(self) -> bool:
        """'en 2026', 'dos mil veintiséis', 'twenty twenty-six'."""
        value = self._number.value
        if not self.whole or not 1950 <= value <= 2060 or value == 2000:  # noqa: PLR2004 - years that people speak of
            return False
        return self.before in _BEFORE_YEAR or self.after in _FUNCTION or self.after in {"", "on", "in"}

    def label(self) -> bool:
        """'la lámina tres', 'lead 4412', '#4'."""
        return self.before in _LABELS or self.before == "#" or (self.before == "." and self.earlier in {"no", "nro"})

    def pronoun(self) -> bool:
        """'uno de ellos', 'los dos', 'one thing', 'un cliente'."""
        own = [self.at(index) for index in range(self._number.first, self._number.last)]
        if len(own) == 1 and own[0] in ARTICLES:
            return True
        if own in (["dos"], ["two"], ["tres"], ["three"]):
            return self.before in {"los", "las", "ustedes", "nosotros", "ellos", "ellas", "nosotras", "the", "vosotros"}
        return False

    def written_date(self) -> bool:
        """'23/11/2026', '2026-11-23', '24/7', '50/50', '4x4'."""
        return "/" in {self.before, self.after} or (self._dashed() and self._number.digits)

    def _dashed(self) -> bool:
        after = self.after == "-" and self.later[:1].isdecimal()
        return after or (self.before == "-" and self.earlier[:1].isdecimal())

    def idiom(self) -> bool:
        """'mil gracias', 'desde cero', 'cien por ciento de acuerdo', 'uno por uno'."""
        first = self.at(self._number.first)
        if first == "mil" and self.after in {
            "gracias",
            "disculpas",
            "perdones",
            "veces",
            "cosas",
            "anos",
            "maravillas",
        }:
            return True
        if first in ARTICLES and self.after in TIMES and self.later in {"de", "in"}:
            return self.at(self._number.last + 2) in {"estos", "estas", "the", "la"}
        if first in {"cero", "zero"} and self.before in {"de", "desde", "from", "a"} and self.whole:
            return True
        if first == "cien" and (self.after, self.later) == ("por", "ciento"):
            return (self.at(self._number.last + 2), self.at(self._number.last + 3)) in {
                ("de", "acuerdo"), ("seguro", ""), ("seguro", "."), ("segura", "."),
            }  # fmt: skip
        return first == self.later and self.after in {"por", "by", "en", "a"} and first not in {"ciento", "cien"}


def _run(number: Number, numbers: Sequence[Number], tokens: Sequence[Token]) -> list[Number]:
    """The short groups around a number, itself among them, with only dashes or nothing in between."""
    at = bisect_left(numbers, number.first, key=lambda one: one.first)
    run = [numbers[at]] if _is_group(numbers[at]) else []
    for step in (-1, 1):
        here, after = at, at + step
        while run and 0 <= after < len(numbers) and abs(after - at) < _FURTHEST and _is_group(numbers[after]):
            left, right = numbers[min(here, after)], numbers[max(here, after)]
            if [token.text for token in tokens[left.last : right.first]] not in ([], ["-"]):
                break
            run.append(numbers[after])
            here, after = after, after + step
    return run


def _is_group(number: Number) -> bool:
    return number.digits or number.value < _DIGIT_WORD
