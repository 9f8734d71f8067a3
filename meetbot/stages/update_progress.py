"""What tells that a part of a task is done, or that the whole of it is moved to another day; Spanish and English."""

import re

from meetbot.stages.folding import fold
from meetbot.stages.spoken_figures import figures_in

_TIME = r"(?:dias?|semanas?|meses|mes|horas?|rato|tiempo|anos?|toda|todo|days?|weeks?|months?|hours?)"
_SOME = re.compile(
    rf"\bllev(?:o|amos) (?!(?:\w+ )?(?:\w+ )?{_TIME}\b)\w+|\b(?:a medias|la mitad|a la mitad|por la mitad|"
    rf"una parte)\b|"
    r"\bel resto (?:esta|ya|quedo|lo tengo)\b|\bcasi tod[oa]s?\b|\b(?:la|una) primera (?:parte|tanda|mitad|"
    r"version)\b|"
    r"\blo (?:unico )?que (?:me |nos )?(?:falta|no tengo)\b|\bl[oa]s (?:\w+ )?que (?:me |nos )?(?:faltan|quedan)\b|"
    r"\b(?:solo|nomas|nada mas|solamente|unicamente) (?:me |nos |le |les )?faltan?\b|"
    r"\bthe (?:other|last|remaining) (?:\w+ )?(?:ones?|two|three|four|five|six|half)\b|"
    r"\bthose (?:last )?(?:two|three|four)\b|"
    r"\b(?:half|part|most|some) of (?:it|them|the)\b|\bhalfway\b|\b(?:about|maybe|roughly|like) half\b|"
    r"\bhalf (?:the|my|our)\b|\b(?:first|one) (?:half|batch|part)\b|"
    r"\b(?:tengo|tenemos|i've got|i have|we have) (?:ya |listos? |listas? |done )?"
    r"(?:l[oa]s? de\b|una de\b|uno de\b|dos\b|tres\b|one\b|two\b|three\b)"
)
"""A share that is there, by the words alone."""
_MOVES_ALL = re.compile(
    r"\b(?:l[oa]s? (?:corro|corremos|muevo|movemos|paso|pasamos|cambio|cambiamos) (?:para|al?)|se (?:corre|"
    r"mueve|pasa)|"
    r"d[ea]jad?me(?:l[oa])?|dame(?:l[oa])? (?:hasta|chance|otra)|necesito (?:otra|mas|una semana|unos dias)|"
    r"hoy (?:ya )?no(?! (?:\w+ ){1,3}(?:me|te|se|les)\b)|esta semana (?:ya )?no|no (?:llego|llegamos)|"
    r"give me|gimme|let me have|i(?:'ll)? need (?:another|until|till|more)|won't (?:get to|make|have|be)|"
    r"push(?:ing|ed)? (?:it|that)|mov(?:e|ing|ed) (?:it|that)|not (?:this|today))\b"
)
_AFTER_ALL = re.compile(
    r"\b(?:pero|aunque|but) (?:ya )?(?:esta|estan|quedo|quedaron|sirve|funciona|it's there|it works|"
    r"it's (?:up|out|in))"
    r"(?=\s*(?:[.,;!…]|$))"
)


def tells_share(text: str, *, language: str) -> bool:
    """Whether a part is told as done: 'llevo siete', 'nueve de doce', 'tengo la mitad', "half of it"."""
    return _SOME.search(fold(text)) is not None or _is_fraction(text, language=language)


def _is_fraction(text: str, *, language: str) -> bool:
    """'diez de treinta', 'six out of ten'; a rate in percent is no count of what was done."""
    found = (figure for figure in figures_in(text, language=language) if figure.unit == "ratio")
    return any(figure.value < 1 and "%" not in figure.words and "cent" not in fold(figure.words) for figure in found)


def moves_all(folded: str) -> bool:
    """Whether the task as a whole is put off: 'lo corro al lunes', 'give me till Thursday', 'hoy ya no'."""
    return _MOVES_ALL.search(folded) is not None


def is_there_after_all(folded: str) -> bool:
    """Whether it counts as done in spite of what is missing: 'falta Mendoza, pero está'."""
    return _AFTER_ALL.search(folded) is not None
