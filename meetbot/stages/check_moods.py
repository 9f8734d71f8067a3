"""What a clause says without promising it: a wish, a need of nobody, a supposition, a habit, others' words, a joke.

Written from grammar, apart from the engines' own rules: the checker must not share the extractor's mistakes.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from meetbot.stages.check_past import done
from meetbot.stages.due_dates import find_due
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import sentences
from meetbot.stages.ground_replies import clauses, impersonal

Mood = Literal["wish", "need", "hypothesis", "habit", "third_party", "joke", "done"]


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(alternatives) + r")(?!\w)")


_WISH = _any(
    r"ojala|quisiera(?:mos)?|algun dia|un dia de estos|en un mundo ideal|si (?:por|de) mi (?:fuera|dependiera)",
    r"(?:me|nos) (?:gustaria|encantaria|latiria|fascinaria|copaba|copa mucho)",
    r"(?:estaria|seria|quedaria) (?:\w+ )?(?:buen[oa]|bien|padre|padrisim[oa]|chevere|bacan|genial|lind[oa]|ideal)",
    r"(?:estaria|seria|quedaria) (?:\w+ )?(?:copad[oa]|buenisim[oa]|excelente|perfecto|lo maximo|un golazo|un sueno)",
    r"i wish|if only|some ?day|one of these days|in (?:an ideal|a perfect) world|ideally",
    r"(?:i|we)(?:'d| would) (?:love|like) (?:to|it if)",
    r"(?:it(?:'d| would)|would) be (?:nice|great|good|lovely|awesome|ideal|cool)",
)
_SUBJUNCTIVE = (
    r"(?:\w+ie(?:ra|se)(?:s|n|mos)?|(?!(?:pre|se|com|re)?para|(?:de)?clara|aclara|dispara)\w{2,}(?:ara|ase)(?:s|n|mos)?"
    r"|fuer[ae]\w*|fues[ae]\w*)"
)
_SUPPOSES = _any(
    # 'si tuviera', 'si me dieran', 'de haber sabido', 'if we had'
    rf"(?:si|como si)\s+(?:\w+\s+){{0,4}}?{_SUBJUNCTIVE}",
    r"de (?:haber|tener|poder|ser posible)(?=[^.]*\w+ria)",
    r"(?:hubiera|hubiese|habria)(?:s|n|mos)? \w+(?:ado|ido|to|cho|so)",
    r"imagin[ae](?:te|nse)|imaginemos|suponte|supongamos|suponiendo|pongamos que|hagamos de cuenta|en teoria",
    r"if (?:i|we|you|he|she|they|it|somebody|someone) (?:had|were|was|could|didn't|weren't)",
    r"(?:would|could|should|might)(?: have|'ve) \w+|hypothetically|in theory|suppos(?:e|ing)|let's say|imagine",
)
_WOULD_DO = re.compile(
    r"(?<!\w)(?!(?:pod|tend|quer|dir|hab|ser|estar|deb|har|va|tra|gusta|encanta)r?ia)\w{3,}[aei]ria(?:mos)?(?!\w)"
    r"|(?<!\w)(?:haria|(?:pond|vend|sald|sab|cab)ria)(?:mos)?(?!\w)"
    r"|(?<!\w)(?:podria|podriamos|we could|i could)(?!\w)"
)
"""'Mandaría', 'haría', 'pondríamos', 'podría'; not what only hedges: 'lo tendría para el martes'."""
_ENDS_ALIKE = _any(
    r"(?:\w*[gtdvs]oria|\w+eteria|\w+aderia|\w+ateria|\w+eneria|\w+ajeria|\w+uleria|\w+iceria|\w+rreria|\w+queria)s?",
    r"(?:auditoria|asesoria|consultoria|tutoria|categoria|teoria|mayoria|minoria|bateria|loteria|galeria|alegria)s?",
    r"(?:ingenieria|joyeria|averia|maria|garantia|secretaria|primaria|secundaria|notaria|veterinaria|maquinaria)s?",
    r"(?:inmobiliaria|necesaria|ordinaria|extraordinaria|diaria|funcionaria|mercaderia|cafeteria|taqueria|birrieria)s?",
    r"libreria|panaderia|tuberia|griferia|paqueteria|mensajeria|papeleria|tesoreria|cerrajeria|heladeria|cristaleria",
)
"""Nouns and adjectives that end like a conditional."""
_DAY = r"(?:dia|semana|mes|lunes|martes|miercoles|jueves|viernes|sabado|domingo|manana|tarde|noche|ano|quincena)"
_HABIT = _any(
    r"siempre|normalmente|generalmente|por lo (?:general|regular|comun)|usualmente|habitualmente|(?:a )?diario",
    r"de costumbre|suel[oe](?:n|s)?|solemos|solia\w*|acostumbr\w+|de vez en cuando|religiosamente",
    rf"(?:todos los|todas las) {_DAY}e?s?|cada {_DAY}|cada (?:vez|rato|que)",
    r"los (?:lunes|martes|miercoles|jueves|viernes)(?= (?:siempre|me|les|le|lo|la|yo|nos|se)(?!\w))",
    r"always|usually|normally|generally|typically|as usual|each (?:day|week|month)",
    r"(?:every|the first of every) (?:single )?(?:day|week|month|monday|tuesday|wednesday|thursday|friday|quarter"
    r"|time)",
)
_FROM_NOW = _any(
    r"a partir de|desde (?:ahora|hoy|manana|el|la|este|esta)|de ahora en|de hoy en|en adelante|voy a|vamos a",
    r"quedamos|acordamos|entonces|from (?:now|monday|next|today|tomorrow)|starting|going forward|i'll|we'll|let's",
)
"""What begins now is no habit yet."""
_TELL = (
    r"(?:dice[ns]?|dijo|dijeron|decian?|conto|contaron|comento|comentaron|prometio|prometieron|juro|juraron|jura[ns]?)"
)
_TELL_TOO = (
    r"(?:aseguro|aseguraron|asegura[ns]?|aviso|avisaron|confirmo|confirmaron|promete[ns]?|insiste[ns]?|escribio)"
)
_OTHERS_SAY = _any(
    rf"(?:{_TELL}|{_TELL_TOO}|quedo|quedaron)\s+(?:a \w+\s+|en\s+|de\s+)?que",
    r"(?:quedo|quedaron|prometio|prometieron|juro|se comprometi\w+)\s+(?:de |en |a )?\w+[aei]r(?:l\w+|n\w+|m\w+|t\w+)?",
    r"segun (?:el|la|los|las|ellos|ella|me|nos|dice\w*|\w+)",
    r"(?:he|she|they|(?!i |we |you )\w+) (?:says?|said|promised|swears?|swore|claims?|claimed|mentioned|reckons?"
    r"|insists?)"
    r"(?: (?:me|us))? (?:that )?(?:he|she|they|it|the|his|her|their|we)(?:'d|'ll|'s|'re)?",
    r"(?:he|she|they|(?!i |we |you )\w+) told (?:me|us|him|her|them) (?:that )?(?:he|she|they|it|the|his|her"
    r"|their)(?:'d|'ll|'s|'re)?",
    r"according to \w+|apparently",
)
_THEY_DO = _any(
    r"l[oa]s? \w+ (?:el|ella|ellos|ellas)(?= |$)(?! (?:\w+))|(?:el|ella|ellos|ellas) (?:se )?l[oa]s? (?:\w+[ae]n?)",
    r"(?:que )?(?:el|ella|ellos|ellas) (?:\w{3,}[ae]n?) (?:el|la|los|las|un|una|todo)",
)
_WE_SAY = _any(r"dije|dijimos|prometi|prometimos|avise|confirme|(?:i|we) (?:said|told|promised)")
_RETRACTS = re.compile(
    r"(?<!\w)(?:ja){2,}\w*|(?<!\w)je(?:je)+\w*|(?<!\w)(?:ha){2,}(?!\w)|(?<!\w)(?:es|era) (?:broma|chiste|guasa|joda"
    r"|chanza)"
    r"|(?<!\w)bromeo(?!\w)|(?<!\w)no,? (?:no )?es (?:cierto|verdad)(?!\w)|(?:^|[.!?…] )\W{0,3}mentiras?(?!\w)"
    r"|(?<!\w)te estoy (?:vacilando|jodiendo|cargando|molestando|cotorreando)|(?<!\w)ni que fuer\w+"
    r"|(?<!\w)si no me (?:corren|echan|despiden)|(?<!\w)(?:just|only|i'm) (?:kidding|joking)|(?<!\w)lol(?!\w)"
    r"|(?<!\w)when (?:pigs|hell) |(?<!\w)el dia del arquero|(?<!\w)en (?:mi otra|otra) vida"
)
_LAUGHS_FIRST = re.compile(r"^\W*(?:(?:(?:ja)+|(?:je)+|(?:ha)+)\b\W*)+")
"""Laughter about what another has said."""
_MOCKS = re.compile(
    r"^\W*(?:si|sure|yeah|yes|ah)[,\s]+(?:claro|right|seguro|como no)?[,\s]*(?:y (?:yo|tambien)|and i)(?!\w)"
)
_MOCKS_TOO = re.compile(
    r"(?<!\w)y (?:de paso|tambien|les|ya que estamos|hasta)(?!\w).{0,300}(?<!\w)(?:tambien|de paso|pedaleando)(?!\w)"
)
_DELIVERS = _any(
    r"(?:te|le|les|os) (?:l[oa]s? )?(?:llegan?|queda|lleg(?:ara|aran))|l[oa]s? (?:tendras|tendran)(?! que)",
    r"queda (?:hoy|manana|list[oa]|para|el)|hoy queda|(?:sale|salen|queda|esta|estan) (?:el|hoy|manana|esta|antes"
    r"|para)",
    r"(?:esta|este) (?:semana|mes) sale[ns]?|you'll (?:have|get)|it'll be|lemme|gimme|give me (?:un)?till?|count on me"
    r"|cuent[ae]n? conmigo",
    r"dame hasta|dejad?me(?:lo|la)|dejenme(?:lo|la)|parto con|arranco con|on (?:it|my side)|already itching",
)
"""How a promise speaks of what the others will get: 'el martes lo tendrás', 'you'll have it by Monday'."""
_WILL_HAVE = _any(r"l[oa]s? (?:tienes?|tenes|tienen|tendra|tengo|tendre|tendria)(?! que)")
"""Of what they have, or the speaker has, with a day only: 'el martes lo tenés' is no 'lo tiene Ana'."""
_ORDERS = re.compile(
    r"(?<!\w)\w{2,}(?:a|e|i)(?:me|nos|te|se|le|les)?(?:l[oa]s?)(?!\w)|(?<!\w)\w{3,}[ae](?:me|nos)(?!\w)"
    r"|(?<!\w)(?:te|se) (?:encargas?|ocupas?|animai|animas?)|(?<!\w)(?:please|porfa|por favor)(?!\w)"
    r"|(?:^|,\s*)(?:que )?(?:eso |lo |la |los |las )?(?:que )?(?:l[oa]s? )?(?:\w+[ae]) (?:ella|el|usted|tu|vos)(?!\w)"
    r"|(?<!\w)(?:do|bring|send|write|start|get|turn|take|make|keep|call|put|lock) (?:it|that|this|me|with|them"
    r"|the)(?!\w)"
)


_YOU = _any(r"te|tu|vos|usted|ustedes|contigo|you|ya'll", r"(?:puedes?|podes|podrias?|harias?|haces|tendrias?|lo ves)")


_GOES_ON = re.compile(r"\W*(?:y )?(?:que|ellos|ellas|el|ella)(?!\w)|\W*(?:and )?(?:that|they|he|she)(?!\w)")
"""How what another says goes on after a comma."""


@dataclass(frozen=True, kw_only=True)
class ClauseRead:
    """A clause of a turn: its span, its words, and what keeps it from promising anything (empty: nothing does).

    `broken_off` is one that its speaker never finished.
    """

    start: int
    end: int
    text: str
    moods: tuple[Mood, ...]
    broken_off: bool = False


@lru_cache(maxsize=4096)
def read_turn(text: str) -> tuple[ClauseRead, ...]:
    """The clauses of a turn, each with its moods.

    A joke empties its whole turn, what is supposed its sentence ('si tuviera gente, lo mando yo'), the rest its clause.
    """
    folded = fold(text)
    read: list[ClauseRead] = []
    joke: tuple[Mood, ...] = ("joke",) if jokes(_LAUGHS_FIRST.sub("", folded)) else ()
    for start, end in sentences(text):
        sentence = text[start:end]
        supposed: tuple[Mood, ...] = ("hypothesis",) if _SUPPOSES.search(fold(sentence)) else ()
        told = False
        for first, last in clauses(sentence):
            clause = sentence[first:last]
            own = clause_moods(clause)
            told = "third_party" in own or (told and _GOES_ON.match(fold(clause)) is not None)
            reported: tuple[Mood, ...] = ("third_party",) if told else ()
            moods = tuple(dict.fromkeys((*joke, *supposed, *own, *reported)))
            broken = text[start + last : start + last + 1] == "…"
            at = (start + first, start + last)
            read.append(ClauseRead(start=at[0], end=at[1], text=clause, moods=moods, broken_off=broken))
    return tuple(read)


def jokes(folded: str) -> bool:
    """Whether the turn laughs at itself, takes itself back or begins as irony does: 'sí, claro, y yo…'."""
    return any(pattern.search(folded) for pattern in (_RETRACTS, _MOCKS, _MOCKS_TOO))


def clause_moods(clause: str) -> tuple[Mood, ...]:
    """What keeps this clause from promising anything."""
    folded = fold(clause)
    found: list[Mood] = []
    if _WISH.search(folded):
        found.append("wish")
    if impersonal(clause):
        found.append("need")
    if _WOULD_DO.search(_ENDS_ALIKE.sub(" ", folded)) and not find_due(clause) and not clause.endswith("?"):
        found.append("hypothesis")
    if _HABIT.search(folded) and not _FROM_NOW.search(folded):
        found.append("habit")
    if (_OTHERS_SAY.search(folded) or _THEY_DO.search(folded)) and not _WE_SAY.search(folded):
        found.append("third_party")
    if done(clause):
        found.append("done")
    return tuple(found)


def asks_you(clause: str) -> bool:
    """Whether it asks the other to do it: '¿te animas tú?', 'would you?'."""
    return clause.rstrip().endswith("?") and _YOU.search(fold(clause)) is not None


def delivers(clause: str) -> bool:
    """Whether it promises by what the others will get: 'el martes lo tenés'."""
    folded = fold(clause)
    return _DELIVERS.search(folded) is not None or (_WILL_HAVE.search(folded) is not None and bool(find_due(clause)))


def orders(clause: str) -> bool:
    """Whether it tells somebody to do it: 'mándalo', 'que lo arme ella', 'turn it on'."""
    return _ORDERS.search(fold(clause)) is not None
