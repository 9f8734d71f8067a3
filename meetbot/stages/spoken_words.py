"""The words of spoken figures in Spanish and English, folded: numbers, multipliers, units and money."""

from meetbot.model.kpi import Unit


def words(text: str) -> frozenset[str]:
    """The words of a list that is written as running text."""
    return frozenset(text.split())


def _listed(text: str) -> list[str]:
    return text.split()


_UNITS_ES = _listed("uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince")
_TEENS_ES = _listed("dieciseis diecisiete dieciocho diecinueve")
_TENS_ES = _listed("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_HUNDREDS_ES = _listed("ciento doscient trescient cuatrocient quinient seiscient setecient ochocient novecient")
_UNITS_EN = _listed(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS_EN = _listed("twenty thirty forty fifty sixty seventy eighty ninety")


def _spanish() -> dict[str, int]:
    words = {word: number for number, word in enumerate((*_UNITS_ES, *_TEENS_ES), start=1)}
    words |= {"cero": 0, "un": 1, "una": 1}
    words |= {word: 10 * number for number, word in enumerate(_TENS_ES, start=2)}
    for number, unit in enumerate(_UNITS_ES[:9], start=1):
        words[f"veinti{unit}"] = 20 + number
        for tens, ten in enumerate(_TENS_ES[1:], start=3):
            words[f"{ten}i{unit}"] = words[f"{ten}y{unit}"] = 10 * tens + number
    for short, full in (("un", "uno"), ("una", "uno")):
        words |= {w.removesuffix(full) + short: n for w, n in words.items() if w.endswith(full) and w != full}
    for number, stem in enumerate(_HUNDREDS_ES, start=1):
        words |= {stem: 100} if number == 1 else {f"{stem}os": 100 * number, f"{stem}as": 100 * number}
    return words | {"cien": 100}


_ENGLISH = {
    "zero": 0,
    **{word: number for number, word in enumerate(_UNITS_EN, start=1)},
    **{word: 10 * number for number, word in enumerate(_TENS_EN, start=2)},
}
NUMBERS = _spanish() | _ENGLISH
"""The value of each number word below a thousand."""
ENGLISH_NUMBERS = frozenset(_ENGLISH)
ARTICLES = frozenset({"un", "una", "uno", "one", "a", "an"})
"""Words for one that mostly count nothing: 'una cosa', 'uno de ellos'."""

MULTIPLIERS: dict[str, float] = {
    "mil": 1e3, "thousand": 1e3, "k": 1e3, "millon": 1e6, "millones": 1e6, "million": 1e6, "millions": 1e6, "mm": 1e6,
    "mdp": 1e6, "billon": 1e12, "billones": 1e12, "billion": 1e9, "billions": 1e9, "m": 1e6,
}  # fmt: skip
GROUPS: dict[str, float] = {
    "docena": 12, "docenas": 12, "dozen": 12, "dozens": 12, "decena": 10, "decenas": 10, "centenar": 100,
    "centenares": 100, "centena": 100, "par": 2, "couple": 2, "millar": 1000, "millares": 1000,
}  # fmt: skip
"""Collectives, which stand behind 'una', 'media', 'dos' or 'a'."""

FRACTIONS: dict[str, float] = {
    "tercio": 1 / 3, "tercios": 1 / 3, "third": 1 / 3, "thirds": 1 / 3, "cuarto": 1 / 4, "cuartos": 1 / 4,
    "quarter": 1 / 4, "quarters": 1 / 4, "quinto": 1 / 5, "quintos": 1 / 5, "fifth": 1 / 5, "fifths": 1 / 5,
    "decimo": 1 / 10, "decimos": 1 / 10, "tenth": 1 / 10, "tenths": 1 / 10,
}  # fmt: skip
PARTS: dict[str, float] = {"tercera": 1 / 3, "cuarta": 1 / 4, "quinta": 1 / 5, "decima": 1 / 10, "cuartas": 1 / 4}

TIMES: dict[str, tuple[Unit, float]] = {
    **dict.fromkeys(("hora", "horas", "hr", "hrs", "h", "hour", "hours"), ("hours", 1.0)),
    **dict.fromkeys(("minuto", "minutos", "min", "mins", "minute", "minutes"), ("hours", 1 / 60)),
    **dict.fromkeys(("segundos", "seconds"), ("hours", 1 / 3600)),
    **dict.fromkeys(("dia", "dias", "day", "days"), ("days", 1.0)),
    **dict.fromkeys(("semana", "semanas", "week", "weeks"), ("days", 7.0)),
    **dict.fromkeys(("mes", "meses", "month", "months"), ("days", 30.0)),
}
"""How long one of them is, in the model's units of time."""

DOLLAR = {
    "MX": "MXN", "AR": "ARS", "CL": "CLP", "CO": "COP", "PE": "PEN", "UY": "UYU", "ES": "EUR", "GB": "GBP",
}  # fmt: skip
"""What plain '$', 'pesos' and slang mean by country; dollars elsewhere, where English is spoken."""
CURRENCIES: dict[str, str | None] = {
    **dict.fromkeys(("dolar", "dolares", "dollar", "dollars", "usd", "us$", "u$s", "usd$", "verdes"), "USD"),
    **dict.fromkeys(("euro", "euros", "eur", "€", "pavos"), "EUR"),
    **dict.fromkeys(("sol", "soles", "pen", "s/", "s/."), "PEN"),
    **dict.fromkeys(("pound", "pounds", "gbp", "£", "quid"), "GBP"),
    **dict.fromkeys(("reales",), "BRL"),
    **dict.fromkeys(("uf",), "CLF"),
    "mxn": "MXN", "cop": "COP", "clp": "CLP", "ars": "ARS",
    **dict.fromkeys(("peso", "pesos", "$", "varos", "mangos", "pesitos", "bucks", "buck"), None),
}  # fmt: skip
"""Names and signs of money; None is the country's own."""
SLANG: dict[str, float] = {
    "luca": 1e3, "lucas": 1e3, "palo": 1e6, "palos": 1e6, "gamba": 100, "gambas": 100, "quina": 500, "grand": 1e3,
    "barras": 1e3, "melones": 1e6,
}  # fmt: skip
"""Slang that names an amount of the country's money."""

HEDGES = (
    "como", "unos", "unas", "alrededor de", "cerca de", "aproximadamente", "aprox", "mas o menos", "tipo", "rondando",
    "ronda los", "rondan los", "algo asi como", "por ahi de", "por los", "around", "about", "roughly", "approximately",
    "like", "some", "somewhere around", "circa", "unos como", "como unos", "como unas", "como en", "como a", "como el",
)  # fmt: skip
AFTER_HEDGES = (
    "mas o menos", "o algo asi", "algo asi", "give or take", "aproximadamente", "or so", "o por ahi", "por ahi",
    "o menos", "ish",
)  # fmt: skip
ALMOST = ("casi", "casi casi", "almost", "nearly", "close to", "just under", "poco menos de", "cerquita de")
ABOVE = (
    "mas de", "mas del", "over", "more than", "arriba de", "arriba del", "por encima de", "above", "pasados los",
    "pasamos los", "pasado los", "pasadas las", "al menos", "por lo menos", "at least", "minimo", "como minimo",
    "a minimum of", "pasan de", "pasa de",
)  # fmt: skip
BELOW = (
    "menos de", "menos del", "under", "less than", "below", "fewer than", "por debajo de", "abajo de", "no llega a",
    "no llega ni a", "no llega al", "no llegan a", "no llegamos a", "no llegamos a los", "no llega a los", "hasta",
    "up to", "at most", "como mucho", "a lo mucho", "no more than", "no pasa de", "ni",
)  # fmt: skip
