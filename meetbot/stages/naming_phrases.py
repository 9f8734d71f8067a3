"""How people say who they are and call one another: patterns over folded text around a name, Spanish and English.

In each function `before` and `after` are the folded text before and after the name; what they span is said there.
"""

import re
from typing import Literal

Introduction = Literal["clear", "soft"]
Call = Literal["asks", "prompts", "hands over", "replies", "calls"]

_FILLER = r"(?:(?:este|eh|em|mm+|pues|bueno|o sea|um|uh)[,.…]*\s+)?"
_ARTICLE = r"(?:(?:la|el)\s+)?"
_CLEAR = re.compile(
    rf"\b(?:soy(?:,(?=\s+(?:este|eh|em)\b))?\s+{_FILLER}{_ARTICLE}|(?:mi nombre es|me llamo)\s+{_FILLER}"
    rf"|me presento[,:.]?\s+|(?:les|os)\s+(?:habla|saluda)\s+{_ARTICLE}"
    rf"|(?:aqui|aca)\s+(?:les?\s+|te\s+)?(?:habla|saluda)\s+{_ARTICLE}"
    rf"|my name(?: is|'s)\s+{_FILLER}|i(?:'m| am)\s+{_FILLER})$"
)
_SOFT = re.compile(
    rf"(?:^|(?<=[.,;:!?…¡\s]))(?:(?:te|le)\s+(?:habla|saluda)\s+{_ARTICLE}|habla\s+{_ARTICLE}|al habla[,:]?\s+"
    rf"|(?:por\s+)?(?:aqui|aca)[,:]?\s+{_ARTICLE}|this is\s+{_FILLER}|it's\s+)$"
)
_SIGNED = re.compile(r"\s+(?:here|speaking|por (?:aca|aqui)|al habla)\b\s*(?=[.,;:!…]|$|from\b|de(?:l|sde)?\b)")
_SPOKEN_TO = re.compile(r"[,.]?\s*(?:(?:te|le|lo|la)\s+escuch|dinos|cuentanos|contanos|adelante|por favor|go ahead)")

_GREETING = (
    r"(?:hola|holi|buen dia|(?:muy )?buen[oa]s(?: (?:dias|tardes|noches))?|que tal|hello|hi|hey"
    r"|good (?:morning|afternoon|evening)|morning|bienvenid[oa]s?|que onda|como (?:estas?|estan|andan|les va))"
)
_ONLY_GREETS = re.compile(
    rf"\W*(?:(?:{_GREETING}|si|no|ok|okay|bueno|pues|eh|este|perdon|disculpen?|gracias|yo|y|a ver|a|tod[oa]s|equipo"
    r"|everyone"
    r"|everybody|team|all|there|yeah|yes|sure|thanks|so|well|um|uh|para (?:l[oa]s|quienes?) (?:que )?no me conocen"
    r"|for those who don't know me|me presento|claro|va|listo)(?!\w)\W*)*+"
)

_UNTRUE = re.compile(
    r"\b(?:no|ni|nunca|jamas|tampoco|not|never|que|como|cuando|aunque|porque|donde|hoy|manana|luego|despues|casi|that|if"
    r"|when|like|because)\s+(?:yo\s+|ya\s+|hoy\s+|primero\s+)?$"
)
_SUPPOSED = re.compile(r"\bsi\s+(?:yo\s+)?$")
_REPORTED = re.compile(
    r"\b(?:di(?:go|ce[ns]?|jo|jeron|ciendo|le|les|ga|gan|gale|gas|cho|ria)|deci(?:a|r|le|les)|contest\w*|respond\w*"
    r"|escrib\w*|pon(?:e|er|le|iendo)|leer?|anuncia\w*|grito|repit\w*|firma\w*|mensajes?|correos?|mails?|emails?|chat"
    r"|whats\w*|nota|audio|guion|script|said|says?|saying|told|tell|goes|writes?|wrote|reads?|asked|replied|answer\w*"
    r"|was like|presento como|se presenta|suena|message)\b"
)
_REPORTED_WITHIN = 60
_QUOTE_OPENS = re.compile(r"[\"“«‘][^\"”»’]*$")
_ANOTHER = re.compile(
    r"\s*,?\s*(?:ella|el\s+(?:es|lleva|va|ve)|quien|she|he|her|his|our|who|nuestr[oa]|mi|just joined|'s)\b|'s\b"
)
_GOES_ON = re.compile(
    r"\s*(?:$|[.,;:!…)\]¿¡—–-]|(?:de|del|desde|from|with|in|at|y|e|por|aca|aqui|here|speaking|and|again|para|otra|la|el"
    r"|pero|que|quien|hablando|les|te|le|nuevamente|but|on|over|presente|buen[oa]s|hola|reportando\w*)\b)"
)
_ASKED = re.compile(r"[^.,;:!¿?…]*\?")
_AREA = re.compile(
    r"[\s,]*(?:(?:here|speaking|aca|aqui)\s+)?(?:(?:la|el)\s+)?(?:del?|desde|from|in|with|at|en)\s+"
    r"(?:(?:la|el|los|the)\s+)?(?:(?:area|equipo|departamento|gerencia|lado|parte)\s+(?:del?\s+)?(?:la\s+)?)?"
    r"(?P<area>[^\W\d_]{3,})"
)


def introduction(before: str, after: str, heard: str) -> Introduction | None:
    """Whether the speaker says that this is their own name; `before` and `after` reach to the ends of the turn.

    `heard` is `before` as it was written: an accent tells 'sí, soy' from 'si soy'.
    """
    found = _CLEAR.search(before) or _SOFT.search(before)
    if found is None:
        return _signature(before, after)
    head = before[: found.start()]
    clause = re.split(r"[.,;:!?…¿¡]", head)[-1]
    supposed = _SUPPOSED.search(clause) and "í" not in heard[: found.start()][-8:].lower()
    if supposed or _UNTRUE.search(clause) or _is_reported(head) or not _claims(after):
        return None
    if _CLEAR.search(before):
        return "clear"
    if "habla" in found.group() and (_SPOKEN_TO.match(after) or "á" in heard[found.start() :].lower()):
        return None  # 'hablá, Carmen': an imperative
    return "clear" if _only_greets(head) and area_after(after) is not None else "soft" if not clause.strip() else None


def _signature(before: str, after: str) -> Introduction | None:
    """'Ana here', 'Diego por acá': at the very beginning, or after a greeting."""
    if not _SIGNED.match(after) or not _only_greets(before) or not _claims(after):
        return None
    return "clear" if not before.strip() or area_after(after) is not None else "soft"


def _is_reported(head: str) -> bool:
    return bool(_REPORTED.search(head[-_REPORTED_WITHIN:]) or _QUOTE_OPENS.search(head))


def _claims(after: str) -> bool:
    return bool(_GOES_ON.match(after)) and not (_ASKED.match(after) or _ANOTHER.match(after))


def _only_greets(text: str) -> bool:
    return _ONLY_GREETS.fullmatch(text) is not None


def area_after(after: str) -> str | None:
    """The word that says where the person works: `ventas` in 'Martín de ventas', or None."""
    found = _AREA.match(after)
    return found["area"] if found else None


# --- calling somebody by name -----------------------------------------------------------------------------------------

_LINKS = r"(?:y|pero|bueno|entonces|pues|ahora|so|and|but|well|now|a ver|este|eh|primero|despues|luego|then)"
_REPLY = (
    r"(?:(?:muchas |mil )?gracias|si+|no te preocupes|no se preocupe|no+|claro(?: que si)?"
    r"|perfecto|muy bien|bien|de acuerdo|ok|okay|va|vale|dale"
    r"|listo|exacto|exactamente|eso|asi es|correcto|excelente|genial|super|buena pregunta|buen punto|buen dato"
    r"|tienes razon|tenes razon|tiene razon|totalmente|perdon|perdona|disculpa|perdoname|espera|esperame|orale|sale"
    r"|anotado|entendido|de nada|con gusto|por supuesto|ya|aja|uy|ay"
    r"|thanks(?: a lot)?|thank you|yes|yeah|yep|great|right|good point|good question|exactly|sure|agreed|sorry|wait"
    r"|got it|nice|perfect|cool|fair enough|absolutely|of course)"
)
_GIVES_FLOOR = (
    r"(?:adelante|te escucho|te escuchamos|lo escucho|la escucho|lo escuchamos|la escuchamos|es tu turno|te toca hablar"
    r"|tienes la palabra|tenes la palabra|tiene la palabra|tu turno|te cedo la palabra|te paso la palabra|cuentanos"
    r"|contanos|cuentame|platicanos|dinos|decinos|diganos|cuentenos|go ahead|over to you|you're up|your turn"
    r"|the floor is yours|take it away|tell us|what do you think|arrancas|empiezas tu|arranca tu)"
)
_HAIL = r"(?:oye|oiga|che|mira|mire|hey|escucha|listen|hola|hi|hello)"
_OPENERS = re.compile(
    rf"\W*(?:(?:{_LINKS}|{_REPLY}|{_GIVES_FLOOR}|{_HAIL}|{_GREETING}|por favor|please)(?!\w)[\s,;:¡¿…-]*)*+"
)
_OPENS_REPLY = re.compile(rf"\W*(?:(?:bueno|pues|ay|uy|ah|oh|este|eh|y|a ver)[\s,]+)?(?:{_REPLY}|{_GREETING})(?!\w)")
_TRIGGER = re.compile(rf"\b(?:{_REPLY}|{_GIVES_FLOOR}|{_HAIL}|{_GREETING}|por favor|please)[\s,¡]+$")
_HANDS_TO = re.compile(
    r"(?:\b(?:le|te|les) (?:paso|doy|cedo|pasamos|damos|cedemos) (?:la palabra|el microfono|la voz|el turno)"
    r" a|\b(?:los|las|les|os) dejo con|\b(?:vamos|pasemos|pasamos|seguimos|empecemos|empezamos|arrancamos|continuamos"
    r"|sigamos|comencemos) (?:ahora )?con|\b(?:es )?(?:el )?turno de|\bescuchemos a|\b(?:hand|pass|turn) (?:it |this "
    r"|things )?(?:over )?to|\bover to|\blet's hear from|\blet's go to)\s+(?:la |el )?$"
)
_ENDS = re.compile(r"\s*(?:[.,;:!?…]|$)")
_THEN = re.compile(r"\s*(?:[.,;:!?…]|$|(?:por|tu|vos|usted|for|con|para|que)\b)")
_AFTER_HANDOVER = re.compile(r"\s*(?:[.,;:!…]|$|(?:para que|que nos|con|quien nos|with|on|for)\b)")
_SECOND_PERSON = re.compile(
    r"\s+(?:tu|vos|usted|como (?:vas|ves|andas|vamos|va|viene|quedo)|que (?:opinas|piensas|dices|ves|tal|tienes|tenes)"
    r"|puedes|podes|podrias|nos (?:ayudas|cuentas|contas|das|platicas|compartes|dices)|you|can you|how|what)\b"
)
_IN_SECOND = re.compile(
    r"\b(?:tu|vos|usted|ti|contigo|tuy[oa]s?|you|your|puedes|podes|podrias|tienes|tenes|ves|crees|opinas|piensas|ibas"
    r"|quedaste|dijiste|mandaste|sabes|estas|nos (?:cuentas|contas|das|ayudas|platicas|compartes|dices|puede\w*))\b"
)
_INVITES = re.compile(
    rf"\b{_GIVES_FLOOR}\b|\b(?:ayudanos|muestranos|mostranos|comparte(?:nos)?|presentanos|explicanos|ponnos|danos)\b"
)
_THIRD_PERSON = re.compile(
    r"\s*,\s*(?:que|quien|quienes|who|(?:el|la) (?:de|del|que)|por su|en cambio|como siempre|al igual|junto|igual que"
    r"|for (?:his|her)|as always)\b"
)
_APPOSITION = re.compile(r"\b(?:el|la|los|mi|nuestr[oa]|su|tu|un|una|our|my|the|his|her)\s+[\w ]{2,30},\s*$")
_PRESENTS = re.compile(
    r"\b(?:ell?a? es|el es|est[ea] es|le presento a|les presento a|os presento a|se llama|his name is|her name is|meet"
    r"|(?:she|he) is|she's|he's)\s+$"
)


def call(before: str, after: str, *, follows: str) -> Call | None:
    """How somebody of that name is called in this sentence, or None where the name is only talked about.

    `before` and `after` are the rest of the sentence, `follows` the sentence after it. To present somebody counts as
    calling: whoever does it is another person.
    """
    if _PRESENTS.search(before):
        return "calls"
    if _HANDS_TO.search(before) and _AFTER_HANDOVER.match(after):
        return "hands over"
    opened = _OPENERS.fullmatch(before) is not None
    if not _is_call(before, after, opened=opened, asked=_is_question(follows)):
        return None
    return _purpose(before, after, asked=_is_question(follows) and opened)


def _purpose(before: str, after: str, *, asked: bool) -> Call:
    sentence = before + after
    if _INVITES.search(sentence):
        return "hands over"
    if _is_question(sentence):
        return "asks"
    if _OPENS_REPLY.match(before):
        return "replies"
    if after.strip(" .:…") == "" and (asked or "a ver" in before):
        return "asks"
    return "prompts" if _IN_SECOND.search(sentence) else "calls"


def _is_call(before: str, after: str, *, opened: bool, asked: bool) -> bool:
    if _THIRD_PERSON.match(after):
        return False
    if opened:
        alone = not before.strip(" ¿¡-—–")
        if alone or re.fullmatch(rf"\W*(?:{_LINKS}[\s,;:¿¡…]*)+", before):
            # a name alone may answer 'who?': it calls somebody when it asks or when words to them follow
            bare = after.strip(" .…!:") == ""
            if bare:
                return asked or "a ver" in before
            return bool(re.match(r"\s*[,:…?!]", after) or _SECOND_PERSON.match(after))
        return bool(_THEN.match(after) or _SECOND_PERSON.match(after))
    if not _ENDS.match(after):
        return False
    apposition = _APPOSITION.search(before) is not None and after.lstrip().startswith(",")
    return _TRIGGER.search(before) is not None or (before.rstrip().endswith(",") and not apposition)


def _is_question(sentence: str) -> bool:
    return sentence.rstrip(' "»”)').endswith("?")


# --- what comes after -------------------------------------------------------------------------------------------------

_ANSWER = re.compile(
    r"\W*(?:si|no|y|bien|vale|claro|mira|mirad|miren|mire|pues|bueno|gracias|este|eh|em|aqui|aca|presente|perdon|listo|va"
    r"|dale|a ver|hola|buen[oa]s|yo|ya|sale|de hecho|ok|okay|mm+|esa|ese|eso|esta|nosotros|la|el|los|las|en|vamos"
    r"|llevamos|tengo|estoy|fijate|o sea|es que|dejame|por mi|de mi|con gusto|yes|yeah|sure|well|so|thanks|thank you"
    r"|hi|um+|uh|great|right|i|i'm|we|here|from my|actually|ehm)\b"
)
_ABSENT = re.compile(
    r"\bno (?:esta|vino|viene|pudo|puede venir|llego|ha llegado|se conecto|se ha conectado|alcanzo|entro)\b"
    r"|\banda (?:en|de|fuera)\b|\besta (?:en mute|en silencio|mutead[oa]|silenciad[oa]|de viaje|de vacaciones"
    r"|fuera|desconectad[oa]|en otra|con (?:un|el) (?:cliente|proveedor|medico))|\bse (?:desconecto|salio|fue|cayo)\b"
    r"|\btiene (?:el )?(?:microfono|mute)"
    r"|\b(?:isn't|not) (?:here|on)\b|\bis out\b|\bon vacation\b|\bcouldn't make it\b|\b(?:he|she)'s on mute\b"
    r"|\bdropped off\b|\b(?:hoy|ahi|ahora) no (?:esta|viene)\b"
)
_BACKCHANNEL = re.compile(r"\W*(?:(?:aja|mhm+|mm+|uh huh|si|ok|okay|ya|claro|sale|va|eso)\W*){1,2}")


def answers(text: str) -> float:
    """How much the beginning of a turn sounds like the answer of somebody just spoken to: 1, less, or 0 for none.

    `text` is folded. Zero when it says that the person isn't there.
    """
    if _ABSENT.search(text[:160]):
        return 0.0
    if _BACKCHANNEL.fullmatch(text):
        return 0.5
    return 1.0 if _ANSWER.match(text) else 0.8


def greets(text: str) -> bool:
    """Whether the folded text greets."""
    return re.search(rf"\b{_GREETING}\b", text) is not None
