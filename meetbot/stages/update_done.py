"""What tells that a task is finished: the past of a verb of work, a state reached, having it; Spanish and English."""

import re
from collections.abc import Iterator

from meetbot.stages.folding import fold
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.vocabulary import ONCE
from meetbot.stages.spoken_words import words
from meetbot.stages.update_participles import is_participle

_NO_END_EN = (
    r"(?:ne|fe|spe|proce|succe|need|agre|not|delay|block|postpon|cancel|start|tri|want|plann|miss|park|stall|worri|slipp|dropp|"
    r"suppos|us|ask|"
    r"skipp|push|mov|look|check|assum|forgett|inde|scrapp|kill|talk|discuss|receiv|clos(?=ed to)|hop|turn(?=ed out)|"
    r"remind|figur|thought|wonder|happen|call(?=ed (?:it )?off))"
)
_STOPS = (
    r"(?:cancel|descart|suspend|posp|posterg|aplaz|aparc|mov|retras|parad|fren|paus|congel|perd|olvid|empez|intent)"
)
_DONE = re.compile(
    r"\b(?:ya (?:(?:me|nos) lleg(?:o|aron)|qued(?:o|aron)|esta[n]?(?! (?:casi|en |por|con|program|agend|"
    r"previst))|sali(?:o|eron)|fue|"
    r"l[oae]s? hic\w+|hecho|listo|"
    r"cumpli\w*)|"
    r"eso (?:ya )?(?:quedo|esta(?! (?:en|por|con|a) )|fue|salio)|(?:quedo|esta|estan|ya) (?:list[oa]s?|hech[oa]s?|"
    r"resuelt[oa]s?|terminad[oa]s?|cerrad[oa]s?|enviad[oa]s?|publicad[oa]s?|entregad[oa]s?|mandad[oa]s?|"
    r"aprobad[oa]s?|"
    r"pagad[oa]s?|firmad[oa]s?|arriba|al aire|en linea)|(?:lo|la) aprobaron|"
    r"est(?:a|an) en (?:el|la|tu|su|nuestr[oa]) (?:drive|carpeta|correo|bandeja|sistema|crm|planilla|canal|grupo|"
    r"chat|teams|"
    r"slack|web|sitio|pagina)|(?:lo|la|los|las) (?:tienen|tienes|tenes|teneis|tiene) en (?:el|la|su|tu)|"
    r"(?:it's|they're|it is) in (?:the|your) (?:drive|inbox|folder|crm|deck|channel|system|shared \w+)|"
    r"(?:lleg(?:o|aron) (?:a|al|el|ayer)|l[oa]s? (?:tengo|tienen|tienes|tenes) desde|went (?:over|off|"
    r"through))\b|(?:sali(?:o|eron)|se (?:fue|fueron|mando|mandaron|envio|subio)) (?:el|ayer|hoy|la)|"
    r"firmad[oa] y todo|"
    r"cump(?:li|limos)|cerral[oa]|"
    r"cierral[oa]|cierrenl[oa]|"
    r"(?:lo|la|los|las) di\b|(?:talked|spoke|wrote) to (?:all|everyone|everybody|both)|ya estuvo|tachal[oa]|"
    r"da(?:lo|la) por \w+|cumplid[oa]|all set|good to go|wrapped up|checked off|(?:it's|is) ready|"
    rf"(?:l[oae]s? |se l[oa]s? )(?:he|ha|han|hemos) (?!{_STOPS}|puest|visto|podid|hablad)\w+(?:ado|ido|cho|sto|to)|"
    r"taken care of|qued(?:o|aron) (?:al aire|arriba|en (?:linea|vivo|produccion|el aire))|"
    r"esta (?:vivo|viva|online|en produccion|funcionando|andando|corriendo)|d(?:ense|ate|alo|ala|alos|alas) por \w+|"
    r"(?:that's|it's|is|they're|all) (?:all )?(?:done|fixed|sent|out|up|live|finished|shipped|closed|over)|"
    r"(?:already|just) \w+ed\b|went out|(?:it|that|they)(?:'s| has| have)? (?:been sent|shipped|gone out|went)|"
    r"(?:i|we)(?:'ve| have)? (?:already |just |finally |actually )?(?:did|done|sent|wrote|made|"
    r"got (?:it|that|them|the)(?! (?:scheduled|planned|booked|set|lined))|"
    r"put (?:it|that|them|the)|took(?! (?:longer|forever))|gave(?! up)|ran(?! (?:out|into|late))|brought|"
    r"finished|closed|called|fixed|wrapped|shipped|posted|published|"
    rf"delivered|turned (?:it|that) in|(?!{_NO_END_EN}ed\b)\w+ed (?:it|that|them|those|the|all)))\b"
)
_IS_LATE = re.compile(
    r"\b(?:atrasad\w+|retrasad\w+|demorad\w+|pendiente\w*|vencid\w+|parad\w+|detenid\w+|atorad\w+|trabad\w+|fuera|mal"
    r"|a medias|en pausa|late|overdue|behind|pending|stuck|blocked)\b"
)
"""What a thing may be without being done: 'ya está atrasado', 'pending'."""
_OPENS_DONE = re.compile(
    r"(?:^|[.!…])\W*(?:(?:si|sip|ya|yes|yep|yeah|yup|oh|ah|uf|eh|uh|um|todo|all|claro|pues|bueno),?\s+)*(?:"
    r"(?:list[oa]s?|hech[oa]s?|all \w+ed|done|sent|built|paid|written|shipped|sorted|terminad[oa]s?|enviad[oa]s?)\b|"
    rf"(?!{_NO_END_EN}ed\b)\w{{2,}}ed (?:it|that|them|those|the|all|and \w+|last|yesterday|on|this)\b|"
    rf"(?!{_NO_END_EN}ed\b)\w{{2,}}ed(?=\s*(?:[.,!…]|$)))"
)
"""How an answer about a task says that it is finished; after a request, "listo" and "hecho" only agree."""
_OPENING_PART = re.compile(
    r"(?:^|[.!…])\W*(?:(?:si|sip|ya|oh|ah|uf|eh|todo|todas?|claro|pues|bueno|eso),?\s+)*(\w{4,})"
    r"(?=\s*(?:[.,!…]|$|y \w+|el |ayer|hace|desde|con ))"
)
_REACHED = re.compile(r"\b(?:quedo|quedaron|ya estan?|ya) (\w+)(?: (\w+))?\b")
_HAVING = re.compile(r"\bya (?:l[oa]s? (?:tengo|tiene|tienen|tenemos)|tengo (?:el|la|los|las))\b")
_BEING = re.compile(r"\best(?:a|an) (?:tod[oa]s? |ya )?(\w+)\b")
"""Finished, unless a day to come stands beside it: 'el veintinueve ya lo tienen'."""
_NO_PROOF = re.compile(
    r"\b(?:no|nunca|todavia|aun|casi|not|never|haven't|didn't|still|almost|yet|half|medio|quise|iba|si|cuando|"
    rf"if|when|until|till|hasta|hasta que)\b|\b{ONCE}"
)
_NOT_BEFORE_PAST = words("si cuando como donde que quien el un mi")
_NO_RESULT = words(
    "hablar preguntar pedir buscar empezar comenzar avanzar tratar esperar platicar conversar ver mirar escuchar "
    "quedar dar poner tener decir encontrar recibir checar comentar cancelar descartar suspender posponer postergar "
    "aplazar aparcar mover atrasar retrasar parar frenar pausar congelar olvidar pensar intentar necesitar creer "
    "faltar perder echar caer bajar romper atravesar complicar juntar iniciar arrancar planear prometer quedarse"
)
"""Verbs of work that leave the task open: "hablé con la gerente" is not its permission."""
RESULTS = words(
    "conseguir obtener lograr cerrar confirmar cobrar negociar resolver recuperar conciliar get obtain close confirm "
    "secure resolve negotiate collect chase"
)
"""Tasks that end with what others give: to send, ask or call is only the way there."""
_STEPS = words(
    "mandar enviar llamar escribir hablar pedir preguntar pasar marcar contactar solicitar insistir presentar citar"
)
_STEPS_EN = re.compile(r"\b(?:sent|emailed|called|asked|wrote|pinged|texted|contacted|reached|followed|messaged|did)\b")
_HABIT = ("aba", "abamos", "ia", "iamos", "aban", "ian")
_WORD = re.compile(r"[^\W\d_]+")
_ALREADY = re.compile(r"\bya (?:(?:me|nos|se|lo|la|los|las|te|le) ){0,2}([^\W\d_]+)")
_OF_IT = re.compile(r"\b(?:lo|la|los|las|se)\b")
_GIVEN = re.compile(
    r"\b(?:pag|firm|confirm|acept|aprob|autoriz|deposit|transfiri|liquid)(?:o|aron|eron)\b|"
    r"\b(?:entro|cayo|llego) (?:el|la) (?:plata|pago|deposito|transferencia|dinero|firma|ok|permiso|visto bueno)\b|"
    r"\b(?:me|nos) l[oa]s? (?:dio|dieron|pasaron|mandaron|confirmaron|aprobaron|autorizaron)\b|"
    r"\bthey (?:paid|signed|agreed|approved|accepted|said yes|confirmed)\b|\b(?:got|have) (?:a|the) yes\b"
)
"""What others did that ends a task of theirs: 'pagaron', 'they signed'."""
_RECEIVED = re.compile(
    r"\b(?:me lleg(?:o|aron)|(?:ya )?l[oa]s? (?:recibi|tengo|vi|tenemos)\b|recibid[oa]|confirmo|i (?:got|"
    r"have) (?:it|them)|got it|received|la cierro|lo cierro)"
)
_TELLS_OTHERS = re.compile(r"\b(?:l[oa]s?|se l[oa]s?|me l[oa]s?|nos l[oa]s?) ([^\W\d_]+)")
_DID_IT = re.compile(r"\b(?:sent|did|finished|fixed|posted|closed|handled|made|updated) (?:it|them|that(?: one)?)\b")
_SECOND_PERSON = re.compile(r"(\w{2,20})([ai])stes?")
_NOT_SAID = re.compile(r"\b(?:no|nunca|not|never|didn't|hasn't|haven't|si|if|que|when|cuando|did you|you)\b")
_TAG = re.compile(r",\s*(?:no|right|verdad|cierto|eh|ok|okay|vale|si|cachai|correct|yeah)\?")


def is_told_done(text: str, folded: str, *, verb: str = "") -> bool:
    """Whether somebody else's act finished it: 'ya firmaron', 'ya nos dieron el permiso'."""
    for match in _ALREADY.finditer(folded):
        word = text[match.start(1) : match.end(1)]
        of_it = verb in RESULTS or _OF_IT.search(match.group()) or any(f.infinitive == verb for f in readings(word))
        if of_it and is_past(word, {"3s", "3p"}) and is_proof(folded, match.start(), match.end()):
            return True
    given = _GIVEN.search(folded) if verb in RESULTS else None
    return given is not None and is_proof(folded, *given.span())


def is_done(text: str, folded: str, *, verb: str = "", days: bool = False) -> bool:
    """A finished act of the speaker ("la subí el viernes"), or words that say that it is finished.

    With `days` to come beside it, "ya" and a participle tell what will be: 'el miércoles ya todas marcadas'.
    """
    for match in _REACHED.finditer(folded):
        if not (days and match.group().startswith("ya")) and _is_reached(match, folded, verb=verb):
            return True
    for match in _DONE.finditer(folded):
        if days and match.group().startswith(("ya est", "est")):
            continue
        step = verb in RESULTS and _STEPS_EN.search(match.group())
        late = _IS_LATE.match(folded, match.end() + 1)
        if not step and not late and is_proof(folded, match.start(), match.end()):
            return True
    return acted(text, folded, verb=verb)


def has(folded: str, *, verb: str = "") -> bool:
    """Whether it is there, if no day to come stands beside it: 'ya lo tienen', 'está grabado'."""
    if any(is_proof(folded, *match.span()) for match in _HAVING.finditer(folded)):
        return True
    return any(_is_reached(match, folded, verb=verb) for match in _BEING.finditer(folded))


def _is_reached(match: re.Match[str], folded: str, *, verb: str) -> bool:
    reached = any(word and is_participle(word, verb=verb) for word in match.groups())
    return reached and is_proof(folded, *match.span())


def opens_done(folded: str, *, verb: str = "") -> bool:
    """Whether a sentence opens with what was reached, without a verb: 'grabado y montado', 'booked'."""
    found = [*_OPENS_DONE.finditer(folded)]
    found += [m for m in _OPENING_PART.finditer(folded) if is_participle(m.group(1), verb=verb, known=True)]
    return any(not is_asked(folded, match.end()) for match in found)


def own_acts(text: str, *, verb: str = "") -> Iterator[re.Match[str]]:
    """The past forms of verbs of work in the first person: 'la subí el viernes', 'ya mandé el brief'."""
    previous = ""
    for match in _WORD.finditer(text):
        persons = {"3s", "3p"} if previous == "se" else {"1s", "1p"}
        if previous not in _NOT_BEFORE_PAST and is_past(match.group(), persons, verb=verb):
            yield match
        previous = fold(match.group())


def is_past(word: str, persons: set[str], *, verb: str = "") -> bool:
    """Whether the word is the past of a verb whose end may be the task's end."""
    found = [form for form in readings(word) if form.tense == "past" and form.person in persons]
    left_open = _NO_RESULT | _STEPS if verb in RESULTS else _NO_RESULT
    own = any(form.infinitive == verb for form in found)
    ends = own or any(form.task and form.infinitive not in left_open for form in found)
    return ends and not fold(word).endswith(_HABIT)


def is_proof(folded: str, start: int, end: int) -> bool:
    """Whether what stands there is stated: neither denied, nor asked, nor a condition."""
    return not _NO_PROOF.search(before(folded, start)) and not is_asked(folded, end)


def before(folded: str, at: int) -> str:
    """The words of the same clause before that place."""
    return re.split(r"[.,;:?!…¿]", folded[:at])[-1]


def is_asked(folded: str, at: int) -> bool:
    """Whether what ends there belongs to a question; '…, ¿no?' behind it only asks for agreement."""
    rest = re.search(r"[.?!…¿]", folded[at:])
    if rest is None or rest.group() != "?":
        return False
    return _TAG.search(folded[at : at + rest.end()]) is None


def confirms(text: str) -> bool:
    """Whether somebody says that they have got it, or that it may be closed."""
    return _RECEIVED.search(fold(text)) is not None


def tells_of_another(text: str) -> bool:
    """Whether it tells that another than the owner did it: 'ya lo mandó', 'la mandaste', 'she sent it'."""
    folded = fold(text)
    for match in _TELLS_OTHERS.finditer(folded):
        word = text[match.start(1) : match.end(1)]
        mine = re.search(r"\b(?:yo|ya)\b", folded[max(0, match.start() - 8) : match.end() + 4]) is not None
        persons = {"1s", "3s", "3p"} if mine else {"3s", "3p"}
        sure = mine or all(form.tense == "past" for form in readings(word))
        if ((sure and is_past(word, persons)) or _you_did(word)) and _is_told(folded, match):
            return True
    return any(_is_told(folded, match) for match in _DID_IT.finditer(folded))


def _you_did(word: str) -> bool:
    """Whether it tells the other what they did: 'mandaste'."""
    match = _SECOND_PERSON.fullmatch(word.lower())
    return match is not None and is_past(match.group(1) + ("é" if match.group(2) == "a" else "í"), {"1s"})


def _is_told(folded: str, match: re.Match[str]) -> bool:
    return not _NOT_SAID.search(before(folded, match.start())) and not is_asked(folded, match.end())


def acted(text: str, folded: str, *, verb: str = "") -> bool:
    """Whether the speaker tells an act of their own that is over."""
    return any(is_proof(folded, match.start(), match.end()) for match in own_acts(text, verb=verb))
