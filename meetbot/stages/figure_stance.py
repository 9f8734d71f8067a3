"""What a sentence says with a figure: a level, or the past, a goal, a change, a part, a supposition."""

import re
from dataclasses import dataclass
from typing import Literal

from meetbot.stages.folding import fold
from meetbot.stages.spoken_figures import SpokenFigure

Stance = Literal["level", "past", "target", "change", "part", "supposed", "elsewhere"]

_PAST = re.compile(
    r"\b(?:ven(?:iamos|imos|ia|go)|est(?:abamos|aba|aban|uvimos|uvo)|er(?:a|an|amos)|fue(?:ron)?|hab(?:ia|iamos|ian)|"
    r"antes|anterior(?:es)?|pasad[oa]|previ[oa]|ayer|hace (?:un|una|dos|tres|\d+)|was|were|had|used to|last|"
    r"previous(?:ly)?|(?:up|down) from|from|baj(?:o|amos) del?|sub(?:io|imos) del?|desde)\b"
)
_CAME_FROM = re.compile(r"(?:, |\b(?:pas|ven|vin|ca|cay|salt|sub|baj)[a-z]{1,5} )de $")
_REACHED = re.compile(r"\bse (?:nos |me |les |te )?fue a\b|\bhab(?:iamos|ia|ian) pasado\b|\b(?:was|were) \w+, like\b")
"""Past forms that tell how things are now: 'el CAC se nos fue a tres mil'."""
_TARGET = re.compile(
    r"\b(?:metas?|objetivos?|goals?|targets?|presupuest\w+|budget|promet\w+|compromet\w+|deb(?:eria|eriamos|emos|"
    r"erian)|"
    r"tien(?:e|en) que (?:ser|estar|quedar)|deben? (?:ser|estar)|(?:has|have|ought) to be|must be|"
    r"tendr(?:ia|iamos|ian)|qui(?:ero|siera|eren)|quer(?:emos|ia|iamos)|busca(?:mos|ndo)|apunta(?:mos|r|ndo)|"
    r"para llegar|llegar(?:emos)? a|vamos a|podemos ir|ir a|bajar(?:la|lo)? a|subir(?:la|lo)? a|necesit\w+|"
    r"need(?:s|ed)?|"
    r"want(?:s|ed)?|should|aim\w*|shoot for|razonable|reasonable|propong\w+|propuesta|pong(?:amos|amosle|o)|"
    r"dejamos en|quede en|tope|limite|plazo|cap|deadline|estandar|standard|benchmark|proyect\w+|pronostic\w+|"
    r"forecast|"
    r"pactad\w+|acordad\w+|se supone|supposed to|el acuerdo (?:es|era|dice)|esper(?:amos|o|ado)|expect\w*|"
    r"acord(?:amos|ado)|agreed?|para (?:el )?(?:q[1-4]|cierre|fin|diciembre|enero))\b"
)
_SUPPOSED = re.compile(
    r"\b(?:si (?!que\b|no me (?:equivoco|falla)|mal no)|ser(?:ia|ian)|habria|podria\w*|imagin\w+|supon\w+|"
    r"if(?! i'm not mistaken| i remember)|would|could|might|suppose|say|ojala|"
    r"digamos|hubiera\w*|tuviera\w*|fuera\w*|ponle|pongale|por ejemplo|for example)\b"
)
_CHANGE_BEFORE = re.compile(
    r"\b(?:sub(?:io|imos|e|en|ieron|ido)|crec(?:io|imos|e|ido)|baj(?:o|amos|a|aron|ado)|ca(?:yo|imos|e|ido)|"
    r"aument(?:o|amos|a|ado)|mejor(?:o|amos|a|ado)|perd(?:io|imos|ido|iendo)|gan(?:o|amos|ado)|up|down|grew|fell|"
    r"dropped|"
    r"rose|lost|gained|falt(?:a|an|aban)|qued(?:a|an)|otr[oa]s|another|extra|mas|(?<!mas o )menos|plus)(?: by)? "
    r"(?:como |unos |unas |un |una |casi |about |like |another )*$"
)
_CHANGE_AFTER = re.compile(
    r"^ (?:puntos\b|(?:leads )?(?:mas\b(?! o menos)|menos\b|more\b(?! or less)|less\b|fewer\b|de mas\b|"
    r"arriba\b|abajo\b|"
    r"higher\b|lower\b|over\b|under\b))"
)
_PART_BEFORE = re.compile(
    r"\b(?:de (?:es[oa]s|ell[oa]s|l[oa]s cuales|l[oa]s que|l[oa]s(?! leads)(?= \w))|of (?:those|them|which|these)|"
    r"sol[oa]s?(?:mente)?|"
    r"only|just(?! (?:under|over|about|shy))|zona|region|sucursal|canal|norte|sur|occidente|oriente|campana|"
    r"feria|expo|evento|event|trade show|"
    r"(?<!\ba )(?:mi|my)(?! (?:vista|pantalla|hoja|reporte|tablero|sistema|excel|lista|dashboard|cuenta|"
    r"screen|sheet|report|"
    r"view|numbers)\b)|mis|tu|tus|his|her|su|cada (?:vendedor|ejecutiv\w+|zona|rep)|per rep|each rep|por (?:zona|"
    r"canal|region)|"
    r"la mitad|half|del cliente|linkedin|google|facebook|meta ads|instagram|whatsapp|webinar|organic\w*|referid\w+)\b"
)
_PART_AFTER = re.compile(
    r"^ (?:(?:leads|consultas|prospectos) )?(?:son |es |vienen |llegaron |eran )?(?:(?:de|del|from|en) (?:la |el |"
    r"las |los )?"
    r"(?:expo|feria|evento|zona|region|norte|sur|web|campana|google|facebook|linkedin|instagram|referid\w+|mi|"
    r"trade show|"
    r"webinar))\b"
)
_RATE_AFTER = re.compile(
    r"^ (?:\w+ )?(?:al (?:mes|ano|dia)|a (?:month|day|week|year)|por (?:mes|dia|semana|ano|hora)|per (?:month|day|"
    r"week|year)|"
    r"(?:mensual|diari|anual|semanal)\w*|each)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:competencia|competidor\w*|competitor\w*|mercado|market|industria|industry|sector|promedio del|un cliente|"
    r"a customer|una clienta|un prospecto|otra empresa|descuentos?|discounts?|comision(?:es)?|commissions?|iva|"
    r"tax(?:es)?|"
    r"margen|margin|anticipo|deposit|recargo|surcharge|intereses|inflacion|inflation|aumento|increase|penalizacion|"
    r"penalty|probabilidad|chance)\b"
)
_NEGATED = re.compile(r"\b(?:no|not|ni|nunca|never|isn't|aren't|wasn't)(?: \w+){0,3} $")
_ASSERTS = re.compile(
    r"\b(?:a mi|me (?:da|dan|sale|salen|dio|dijeron|dicen)|nos (?:da|dan|sale|salen)|est(?:amos|a|an)|"
    r"and(?:amos|a|an)|"
    r"vamos|traemos|llevamos|tenemos|dice|dicen|pone|tira|marca|muestra|sale|salen|salio|dio|da|cont(?:e|amos)|"
    r"cerr(?:amos|o)|hab(?:iamos|ia) pasado|se (?:nos )?fue|no puede ser|llega|son|es|quedo|quedamos|i've got|"
    r"we've got|"
    r"we're(?: at)?|we are(?: at)?|it's|that's|says|shows|got|i (?:count|counted|get|have|see)|they're)\b"
)
_TAG = re.compile(r"(?:¿(?:no|verdad|cierto|si)\?|,? (?:no|right|verdad|correct|cierto)\?)")
_WHAT = re.compile(r"\bwhat, ")
"""Who searches for a figure states it: 'we did, what, three hundred?'"""
_PLACE = re.compile(r"\b(?:[Ee]n|[Dd]e|[Ii]n|[Ff]rom|[Pp]ara|[Ff]or) (?=[A-ZÁÉÍÓÚÑ])(\w+)")
_TURNS = re.compile(r"\b(?:pero|but|aunque|y (?:ahora |hoy )?(?=(?:estamos|andamos|vamos|llevamos)\b)|and (?=we're))\b")
"""Behind these words something else is said: 'la meta era veinte, pero estamos en quince'."""
_CLAUSE = re.compile(r"[,;:.!?¿¡…()—]|\b(?:y|e|pero|but|and|aunque|porque|because|so)\b")


@dataclass(frozen=True, kw_only=True)
class Saying:
    """How a figure is said: `asserts` as how things are, `asked` in a question without "¿no?", `local` of a place."""

    stance: Stance
    asserts: bool
    asked: bool
    local: bool
    negated: bool


def saying(text: str, figure: SpokenFigure, *, sentence: tuple[int, int], months: frozenset[str]) -> Saying:
    """How the figure is said in the sentence (a span of the text). `months` are names that tell no place."""
    first, last = sentence
    before, after = fold(text[first : figure.start]), fold(text[figure.end : last])
    clause = before[_clause_start(before) :]
    asked = after.rstrip().endswith("?") and not _TAG.search(after[-12:]) and not _WHAT.search(before)
    return Saying(
        stance=_stance(before, clause, after),
        asserts=_ASSERTS.search(f"{before} . {_CLAUSE.split(after)[0]}") is not None
        or _TAG.search(fold(text[figure.end : last + 12])) is not None,
        asked=asked,
        local=any(fold(m[1]) not in months and not m[1].isupper() for m in _PLACE.finditer(text[first : figure.start])),
        negated=_NEGATED.search(clause) is not None,
    )


def is_goal_talk(text: str) -> bool:
    """Whether a turn is about what should be, rather than about what is."""
    return _TARGET.search(fold(text)) is not None


def _clause_start(before: str) -> int:
    last = 0
    for match in _CLAUSE.finditer(before):
        if before[match.end() :].strip():
            last = match.end()
    return last


def _stance(before: str, clause: str, after: str) -> Stance:  # noqa: PLR0911 - one line for each stance
    rest = f" {after.lstrip()}" if after[:1] == " " else after
    if _CHANGE_BEFORE.search(clause) or _CHANGE_AFTER.match(rest):
        return "change"
    if _PAST.search(_REACHED.sub(" ", clause)) or _CAME_FROM.search(before[-40:]):
        return "past"
    before = _TURNS.split(before)[-1]
    if _ELSEWHERE.search(before) or _ELSEWHERE.search(_CLAUSE.split(rest)[0]):
        return "elsewhere"
    if _TARGET.search(before) or _TARGET.match(rest.strip()):
        return "target"
    if _SUPPOSED.search(before):
        return "supposed"
    if _PART_BEFORE.search(clause) or _PART_AFTER.match(rest) or _RATE_AFTER.match(rest):
        return "part"
    return "level"
