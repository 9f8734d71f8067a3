"""What a clause does to the matter it is about: it accepts, refuses, doubts, or only says that something is needed."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from meetbot.stages.folding import fold
from meetbot.stages.ground_words import content_stems, figures

Reply = Literal["accepts", "weakly", "refuses", "doubts"]

_CLAUSE = re.compile(
    # 'Cuarenta y tres' and 'las cinco y media' are one figure.
    r"(?:(?!\s+(?:pero|aunque|porque|asi que|but|because|and"
    r"|y(?!\s+(?:un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|media|pico|tant[oa]s)\b))\s)[^.!?…,;:¿¡\n])+"
    # The dot of a figure ends no clause.
    r"(?:[.,:](?=\d)[^.!?…,;:¿¡\n]+)*\??"
)
_IMPERSONAL = re.compile(
    r"\b(?:hay|habria|habra|hubo) que\b|\bharia falta\b|\bhace falta\b|\b(?:falta|urge) \w+r\b|\bconvendria\b"
    r"|\bconviene\b"
    r"|\b(?:alguien|someone|somebody|anyone|anybody)\b|\bse (?:tendria|tiene|deberia|debe|debia|podria|necesita"
    r"|requiere|va a)\b"
    r"|(?<!me )(?<!te )(?<!le )(?<!nos )(?<!les )\btoca(?:ria)? \w{2,}r(?:l[oa]s?)?\b|\b(?:es|seria) (?:necesario"
    r"|importante|bueno|cosa de)\b"
    r"|\bvaldria la pena\b|\bestaria (?:bueno|bien|padre)\b|\b(?:tenemos|tendriamos|tendremos) que\b"
    r"|\b(?:debemos|deberiamos|necesitamos)\b"
    r"|\bwe (?:should|need to|have to|must|ought to|could)\b|\b(?:it|this|that) (?:would be|should be|needs"
    r"|has to be)\b"
    r"|\b(?:needs|need|has|have) to be\b|\bshould be\b|\bthere should\b"
)
_REFUSES = re.compile(
    r"^(?:no|nop|nope|nel|nah|tampoco|imposible|para nada|de ninguna manera|claro que no|que no|mejor no|yo (?:no|paso)"
    r"|not me|not now|no way|absolutely not|of course not|never|jamas|nunca)$|\bni (?:de broma|loc[oa]|hablar"
    r"|modo que)\b"
    r"|\bno (?:lo |la |los |las |me |te |le )?(?:puedo|podria|podre|podemos|se puede|llego|alcanzo|voy a poder"
    r"|da(?: tiempo| la vida)?"
    r"|tengo (?:tiempo|chance|espacio|manera|como)|toca|corresponde|comprometo|parece|gusta|convence|late|cuadra|cierra"
    r"|estoy|estamos|quiero|queremos|conviene|acepto|aceptamos|apruebo|aprobamos|lo veo|hace falta)\b"
    r"|\bno se (?:puede|vale|hace)\b|\bno \w+ (?:de acuerdo|convencid[oa])\b|\bolvidalo\b"
    r"|\bme opongo\b|\b(?:estoy|voto) en contra\b|\bestoy (?:a tope|hasta el cuello|saturad[oa]|de vacaciones)\b"
    r"|\bi (?:can't|cannot|won't|disagree|refuse)\b|\bwe (?:can't|cannot|won't)\b|\blet's not\b|\bnot in favou?r\b"
    r"|\bdon't (?:agree|like|want|have (?:the )?(?:time|bandwidth))\b|\bi'd rather not\b|\bi'm (?:swamped|away"
    r"|on leave|against)\b"
)
_NO_REFUSAL = re.compile(
    r"\bno (?:tengo (?:ningun )?(?:problema|inconveniente|objecion\w*)|hay (?:problema|drama|bronca|pex|objecion\w*))\b"
    r"|\bno (?:te|se|os|le) preocup\w+|\bno (?:estoy|estaria) en contra\b|\bcan't (?:argue|complain)\b|\bpor que no\b"
    r"|\bcomo no\b"
    r"|\bno pasa nada\b"
)
_DOUBTS = re.compile(
    r"\bno (?:lo |la )?se$|\bno se (?:si|que|como|cual|cuanto|bien|todavia|aun|la verdad|yo)\b|\bno (?:creo|sabria"
    r"|estoy segur[oa])\b"
    r"|\b(?:hay|habria|tenemos|tendriamos) que (?:ver|pensar|revisar|analizar|checar|chequear|consultar|preguntar"
    r"|evaluar|discutir)\w*"
    r"|\btengo (?:mis |muchas |una )?dudas?\b|\bdudo\b|\bl[oa] (?:pienso|veo|vemos)$|\b(?:dejame|dejenme"
    r"|dejeme) (?:l[oa] )?(?:pensar|ver|revisar|consultar|checar)\w*"
    r"|\bdepende\b|\bquien sabe\b|\btal vez\b|\bquizas?\b|\ba lo mejor\b|\bpuede ser\b|\bya veremos\b|\b(?:todavia"
    r"|aun|ahorita|por ahora) no\b"
    r"|\b(?:lo|la) (?:vemos|hablamos|platicamos) (?:luego|despues|otro)\b|\besper(?:a|en|ate|emos)\b"
    r"|\b(?:not sure|i don't (?:know|think)|maybe|we'll see|i doubt|hold on|not yet|perhaps)\b|\bit depends\b"
    r"|\blet (?:me|us) (?:think|check|see)\b|\b(?:need|have) to (?:think|check|look|see|discuss)\b"
)
_ACCEPTS = re.compile(
    r"^(?:pues |eh |este |ah |uy |entonces |bueno |ok |okay |ya |y |well |so )*"
    r"(?:si\b|claro\b|dale\b|de acuerdo\b|estoy (?:\w+ )?de acuerdo|perfecto\b|con gusto\b|por supuesto\b|hecho\b"
    r"|orale\b|de una\b"
    r"|cuenta con|cuenten con|desde luego|como no\b|simon\b|a favor\b|hagale|hagamosle|hagamoslo|hagamos eso"
    r"|adelante\b|aprobad[oa]s?\b"
    r"|apruebo|aprobamos|acordado|totalmente|me (?:parece|late|copa|gusta|sirve|cuadra|cierra|convence)|por mi\b"
    r"|buena idea"
    r"|yo (?:tambien|igual|(?:si )?l[oa]s? haria)|yo si$|asi (?:queda|quedamos|le hacemos|lo hacemos)|queda (?:asi"
    r"|aprobad|acordad|decidid)|lo hacemos|va que va"
    r"|al toque|altiro|ya po\b|yapo|ya pues|de mas\b|esta bien|sin problema|no hay (?:problema|drama|bronca)"
    r"|que si\b|de todas maneras|no tengo (?:problema|objecion)|cuanto antes|trato hecho|anotado"
    r"|excelente|genial|barbaro"
    r"|buenisimo|conforme"
    r"|yes\b|yeah\b|yep\b|sure\b|agreed\b|i agree|absolutely\b|of course\b|definitely\b|sounds good|works for me"
    r"|fine by me"
    r"|let's do (?:it|that)|go (?:ahead|for it)|will do|on it\b|got it\b|no problem|happy to|makes sense|i'm (?:in"
    r"|fine with|ok with)"
    r"|that works|approved\b|deal\b|good idea|no objections?)"
)
_WEAKLY = re.compile(
    r"^(?:(?:pues )?ni modo|bueno|bien|ok|okay|va|vale|venga|sale|listo|ya|bacan|chevere|alright|right|fine"
    r"|great|cool)\b"
)
_FOR_OBJECTIONS = re.compile(
    r"\b(?:objecion\w*|se opone\w*|en contra|inconvenientes?|algun problema|objections?|opposed|against|object)\b"
)
_POINTS = re.compile(
    r"\blo\b(?! (?:que|de|del|mismo)\b)|\b(?:te|me|se|le|les|nos) l[oa]s?\b|\b(?:eso|esto|ello)\b|\b(?:ese|esa"
    r"|eso) (?:yo|es m[ií][oa])\b"
    r"|\b(?:la|las|los) (?:\w{2,}(?:o|mos|ré|[áéí]s)|tienes?|tendr\w+|mandas|pasas|haces|cambias|ves|llevas|puedes?"
    r"|tienen)\b"
    r"|\b\w{2,}(?:[aei]r|[aáeé]|me|nos|les|te)l[oa]s?\b|\b(?:it|them)\b|\b(?:do|send|handle|take|own|on) (?:that|this"
    r"|those)\b"
)
"""'Lo mando', 'mandarla', 'send it'; 'la junta' is an article."""


def clauses(text: str) -> list[tuple[int, int]]:
    """The spans of the text's clauses, a question's with its mark."""
    return [
        (match.start() + len(match.group()) - len(match.group().lstrip()), match.end())
        for match in _CLAUSE.finditer(fold(text))
        if match.group().strip()
    ]


def clause_texts(text: str) -> list[str]:
    """The text's clauses as they were said."""
    return [text[start:end] for start, end in clauses(text)]


@lru_cache(maxsize=16384)
def impersonal(clause: str) -> bool:
    """Whether it says that something is needed without saying by whom: 'hay que', 'alguien debería', 'we should'."""
    return _IMPERSONAL.search(fold(clause)) is not None


@lru_cache(maxsize=16384)
def reply_in(clause: str) -> Reply | None:
    """How a clause answers what was put forward. `weakly`: words that also only open a turn ('bueno', 'ok')."""
    folded = fold(clause).strip()
    if folded.endswith("?"):
        return None
    plain = _NO_REFUSAL.sub(" ", folded)
    if _REFUSES.search(plain):
        return "refuses"
    if _DOUBTS.search(plain):
        return "doubts"
    if _ACCEPTS.match(folded):
        return "accepts"
    return "weakly" if _WEAKLY.match(folded) else None


def aim_of(clause: str) -> set[str]:
    """What a refusal or doubt is about, beside its own words: nothing in 'no me convence'."""
    return matter([_DOUBTS.sub(" ", _REFUSES.sub(" ", fold(clause).strip()))])


def asks_for_objections(text: str) -> bool:
    """Whether a "no" to it agrees: '¿alguna objeción?'."""
    return "?" in text and _FOR_OBJECTIONS.search(fold(text)) is not None


def points_back(clause: str) -> bool:
    """Whether a pronoun stands for the thing: 'lo mando', 'send it'."""
    return _POINTS.search(clause.lower()) is not None


def matter(texts: Iterable[str]) -> set[str]:
    """The content stems and figures of all the texts."""
    return {item for text in texts for item in _matter_of(text)}


@lru_cache(maxsize=16384)
def _matter_of(text: str) -> frozenset[str]:
    return frozenset((*content_stems(text), *figures(text)))
