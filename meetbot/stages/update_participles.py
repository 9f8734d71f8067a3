"""Spanish participles of verbs of work whose end is an end: 'grabado', 'hecho', 'resuelta', not 'atrasado'."""

import re

from meetbot.stages.rules.verbs import readings
from meetbot.stages.spoken_words import words

_IRREGULAR = re.compile(
    r"(?:hech|escrit|resuelt|abiert|impres|inscrit|cubiert|devuelt|compuest|puest|rehech|descript|suscrit|list)[oa]s?"
)
_REGULAR = re.compile(r"(\w{2,}?)(ad|id)[oa]s?")
_NO_END = words(
    "cancelar descartar suspender posponer postergar aplazar aparcar mover atrasar retrasar parar frenar pausar "
    "congelar olvidar pensar intentar necesitar empezar iniciar arrancar pasar perder anotar apuntar acordar entender "
    "agendar programar prever planear hablar pedir ver mirar esperar quedar decir obligar preocupar interesar ocupar "
    "trabar detener bloquear atorar atascar complicar demorar estancar cansar encantar enterar sentir partir meter "
    "cargar avanzar adelantar tomar llevar dar poner tener"
)
"""Verbs whose participle tells trouble, thanks or a beginning."""
_NOUNS = words(
    "lado lados cada nada todavia mercado estado resultado cuidado demasiado demasiada sabado sentido ruido grado vida "
    "salida medida comida llamada entrada pasado pasada partido pedido pedidos cuidada atrasado atrasada atrasados "
    "atorado atorada atascado trabado trabada parado parada detenido detenida bloqueado complicado complicada "
    "estancado previsto prevista vencido vencida saturado saturada ahogado enfermo rapido rapida jodido jodida"
)


def is_participle(folded: str, *, verb: str = "", known: bool = False) -> bool:
    """Whether the folded word says that work is over; with `known`, only of a verb that is known. `verb` always is."""
    if _IRREGULAR.fullmatch(folded):
        return True
    match = _REGULAR.fullmatch(folded)
    if match is None:
        return False
    stem, kind = match.groups()
    infinitives = {stem + "ar"} if kind == "ad" else {stem + "er", stem + "ir"}
    if verb in infinitives:
        return True
    if folded in _NOUNS or infinitives & _NO_END:
        return False
    first_person = ("amos",) if kind == "ad" else ("emos", "imos")
    forms = [form for end in first_person for form in readings(stem + end) if form.infinitive in infinitives]
    return any(form.task for form in forms) if forms else not known
