"""The words of the due-date grammar: weekdays, months and numbers in Spanish and English, folded."""

import re
from functools import lru_cache

_WEEKDAYS_ES = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")
_WEEKDAYS_EN = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS_ES = {name: number for number, name in enumerate(_WEEKDAYS_ES)}
WEEKDAYS_EN = {name: number for number, name in enumerate(_WEEKDAYS_EN)} | {"tues": 1, "weds": 2, "thurs": 3, "fri": 4}
WEEKDAYS = WEEKDAYS_ES | WEEKDAYS_EN

_MONTH_NAMES = (
    ("enero", "ene", "january", "jan"),
    ("febrero", "feb", "february"),
    ("marzo", "march"),
    ("abril", "abr", "april", "apr"),
    ("mayo", "may"),
    ("junio", "jun", "june"),
    ("julio", "jul", "july"),
    ("agosto", "ago", "august", "aug"),
    ("septiembre", "setiembre", "sept", "september", "sep"),
    ("octubre", "oct", "october"),
    ("noviembre", "nov", "november"),
    ("diciembre", "dic", "december", "dec"),
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names}

_UNITS_ES = ("uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
_TEENS_ES = (
    "diez", "once", "doce", "trece", "catorce", "quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve",
    "veinte",
)  # fmt: skip
_UNITS_EN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINALS_EN = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)  # fmt: skip

_COUNTS_ES = (*_UNITS_ES, *_TEENS_ES, *(f"veinti{unit}" for unit in _UNITS_ES))
DAYS = {
    **{word: number for number, word in enumerate(_COUNTS_ES, start=1)},
    "primero": 1,
    "treinta": 30,
    "treinta y uno": 31,
    "treintaiuno": 31,
    **{word: number for number, word in enumerate(ORDINALS_EN, start=1)},
    **{f"twenty{joint}{word}": 20 + n for joint in " -" for n, word in enumerate(ORDINALS_EN[:9], start=1)},
    "thirtieth": 30,
    "thirty-first": 31,
    "thirty first": 31,
}
"""How a day of the month is said."""

COUNTS = {
    **{word: number for number, word in enumerate(_COUNTS_ES, start=1)},
    **{word: number for number, word in enumerate(_UNITS_EN, start=1)},
    "un": 1,
    "una": 1,
    "a": 1,
    "an": 1,
    "treinta": 30,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    **dict.fromkeys(("un par de", "unos dos", "unas dos", "a couple of", "a couple", "couple of"), 2),
}
"""How many days, weeks or months."""

HOLIDAYS = {
    "nochebuena": (12, 24),
    "navidad": (12, 25),
    "christmas": (12, 25),
    "christmas eve": (12, 24),
    "nochevieja": (12, 31),
    "fin de ano nuevo": (12, 31),
    "new year's eve": (12, 31),
    "ano nuevo": (1, 1),
    "new year": (1, 1),
    "reyes": (1, 6),
    "san valentin": (2, 14),
    "valentine's day": (2, 14),
    "dia de muertos": (11, 2),
    "halloween": (10, 31),
}
"""Fixed days that people in sales plan by; those that move with the calendar are computed."""

FEASTS = {"fiestas patrias": {"CL": (9, 18), "PE": (7, 28), "MX": (9, 16)}}
"""Days that have one name in several countries."""

TELLING = tuple(
    part.replace("_", " ")
    for part in """
    after_the after_this _after_ a_fortnight a_partir abr acab ago ahora_ ahorita_ alineacion almorzar anana ano
    anterior antes antier apr arrancando aug ayer before beginning business by call catorce cenar check christmas
    cierre cinco cob colg comenzando comer comienzos coming comite cort cuarta cuatro cuelg day dec desde
    despues_de_est despues_del dia dic diez diita dinner doce domingo dos early easter effective eighteenth eighth
    el_almuerzo eleventh empezando en_un_rat end_of_ ends ene entra entre_ eo evening feb feriado festivo
    fiestas_patrias fifteenth fifth fin first fourteenth fourth fri from get_off habil hace_ halloween hang_up hora hour
    hoy in_time_for inicios is_out is_over itad jan jueves jul jun la_cena laborable laboral _largo last
    late_ llamada lunch lunes march martes marzo may meet mes mid miercoles _mism month navidad next nineteenth
    ninth no_mas_ noche noon nos_desconect nov nueve ocho oct once orning otr pasad past play previous primera
    primero principios proxim puente quarter que_paso quince _rato reunamos reunion review reyes sabado salg
    saliendo salimos salir san_valentin second seguimiento segunda seis seman sep sesion session setiembre
    seventeenth seventh siesta siete sigue siguiente sin_pasar_del since sixteenth sixth standup start_of starting
    sync tarde tenth tercera termin thanksgiving third thirteenth thirtieth thirty thurs tomorrow tonight trece
    treinta tres tues twelfth twent ultim uno veamos veinte viernes volvamos_a_ver weds week working year
    """.split()  # noqa: SIM905 - readable as running text
)
"""Parts of words (`_` is a space) or a digit: folded text with none of them holds no due date, which spares most
sentences the whole grammar, and the others most of its rules. The test of the grammar proves it of each rule."""

FIGURE = "0"
"""Stands for any digit among the parts that a text holds."""
_DIGIT = re.compile(r"\d")


_OF_ONE_WORD = tuple(part for part in TELLING if " " not in part)
_OF_SEVERAL = tuple(part for part in TELLING if " " in part)


def told_in(folded: str) -> frozenset[str]:
    """Those of TELLING in the text, and FIGURE where it holds a digit."""
    several = [part for part in _OF_SEVERAL if part in folded]
    return frozenset(several).union(*map(_told_in_word, folded.split()))


# Words come again and again.
@lru_cache(maxsize=10_000)
def _told_in_word(word: str) -> frozenset[str]:
    figure = {FIGURE} if _DIGIT.search(word) else set[str]()
    return frozenset(part for part in _OF_ONE_WORD if part in word) | figure
