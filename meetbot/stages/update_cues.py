"""How people tell where a task stands: finished, not yet, put off, called off; Spanish and English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from meetbot.stages.due_dates import find_due
from meetbot.stages.folding import fold
from meetbot.stages.rules.verbs import readings
from meetbot.stages.spoken_figures import figures_in
from meetbot.stages.spoken_words import words

_PART_ENDS = r"(?:ado|ada|ados|adas|ido|ida|idos|idas|cho|cha|sto|sta|erto|erta|elto|elta)"
_DONE = re.compile(
    r"\b(?:ya (?:qued(?:o|aron)|esta[n]?(?! (?:casi|en |por|con))|sali(?:o|eron)|fue|l[oae]s? hic\w+|hecho|listo|"
    r"cumpli\w*)|"
    r"eso (?:ya )?(?:quedo|esta(?! (?:en|por|con|a) )|fue|salio)|(?:quedo|esta|estan|ya) (?:list[oa]s?|hech[oa]s?|"
    r"resuelt[oa]s?|terminad[oa]s?|cerrad[oa]s?|enviad[oa]s?|publicad[oa]s?|entregad[oa]s?|mandad[oa]s?|aprobad[oa]s?|"
    r"pagad[oa]s?|firmad[oa]s?|arriba|al aire|en linea)|(?:lo|la) aprobaron|"
    r"est(?:a|an) en (?:el|la|tu|su|nuestr[oa]) (?:drive|carpeta|correo|bandeja|sistema|crm|planilla|canal|grupo|"
    r"chat|teams|"
    r"slack|web|sitio|pagina)|(?:lo|la|los|las) (?:tienen|tienes|tenes|teneis|tiene) en (?:el|la|su|tu)|"
    r"(?:it's|they're|it is) in (?:the|your) (?:drive|inbox|folder|crm|deck|channel|system|shared \w+)|"
    r"(?:salio|se (?:fue|mando|envio|subio)) (?:el|ayer|hoy|la)|firmad[oa] y todo|cump(?:li|limos)|cerral[oa]|"
    r"cierral[oa]|cierrenl[oa]|"
    rf"(?:quedo|quedaron|ya (?:esta|estan)|ya) (?:\w+ )?(?!pasad|cancelad|descartad|perdid)\w+{_PART_ENDS}|"
    r"ya estuvo|tachal[oa]|da(?:lo|la) por \w+|cumplid[oa]|all set|good to go|wrapped up|checked off|(?:it's|is) ready|"
    r"(?:l[oae]s? |se l[oa]s? )(?:he|hemos) \w+(?:ado|ido|cho|sto|to)|taken care of|"
    r"(?:that's|it's|is|they're|all) (?:all )?(?:done|fixed|sent|out|up|live|finished|shipped|closed|over)|"
    r"(?:already|just) \w+ed\b|went out|(?:it|that|they)(?:'s| has| have)? (?:been sent|shipped|gone out|went)|"
    r"(?:i|we)(?:'ve| have)? (?:already |just |finally |actually )?(?:did|done|sent|wrote|made|got (?:it|that|"
    r"them|the)|"
    r"put (?:it|that|them|the)|took|gave|ran|brought|finished|closed|called|fixed|wrapped|shipped|posted|published|"
    r"delivered|turned (?:it|that) in|\w+ed (?:it|that|them|those|the|all)))\b"
)
_OPENS_DONE = re.compile(
    r"\W*(?:si,? |ya,? |yes,? |yep,? )?(?:list[oa]s?|hech[oa]s?|done|sent|terminad[oa]|enviad[oa])\b"
)
"""How an answer about a task says that it is finished; after a request, "listo" and "hecho" only agree."""
_HAVING = re.compile(
    r"\bya (?:l[oa]s? (?:tengo|tiene|tienen|tenemos)|tengo (?:el|la|los|las))\b|\best(?:a|an) (?:tod[oa] )?"
    r"(?!pasad|atrasad|parad|trabad|frenad|detenid|bloquead|atorad|complicad|previst|programad|pensad|agendad|retrasad|"
    rf"cancelad|descartad)\w+{_PART_ENDS}\b"
)
"""Finished, unless a day to come stands beside it: 'el veintinueve ya lo tienen'."""
_NO_PROOF = re.compile(
    r"\b(?:no|nunca|todavia|aun|casi|not|never|haven't|didn't|still|almost|yet|half|medio|quise|iba)\b"
)
_NOT_BEFORE_PAST = words("si cuando como donde que quien el un mi")
_NO_RESULT = words(
    "hablar preguntar pedir buscar empezar comenzar avanzar tratar esperar platicar conversar ver mirar escuchar "
    "quedar "
    "dar poner tener decir encontrar recibir checar comentar"
)
"""Verbs of work that leave the task open: "hablé con la gerente" is not its permission."""
_HABIT = ("aba", "abamos", "ia", "iamos", "aban", "ian")
_BEFORE_PROMISE = words("lo la los las le les te se os me yo ya y")
_WORD = re.compile(r"[^\W\d_]+")
_UNDONE = re.compile(
    r"\b(?:me falt\w+|nos falt\w+|l[ea]s? falt\w+|falt(?:a|an|aria|arian|aron)|(?:me|nos) qued(?:a|an)\b|"
    r"no l[oae]s? (?:termin|acab|hice|hic|mand|envi|logr|alcanc|alcanz|sub|tengo|pud|complet|cerr)\w*|"
    r"no (?:(?:me|te|se|nos|lo|la|los|las|le|les) ){0,2}(?:he|ha|han|hemos)\b|no hemos|"
    r"no (?:me )?(?:dio|alcance|alcanzo|llegue|llego|salio|pude|avance|avanzo)|"
    r"todavia(?! (?:mejor|mas))|aun no|"
    r"(?:sigo|seguimos|ando|estoy|estamos|voy|vamos) (?:con|en|trabaj\w+|viendo|avanz\w+|esper\w+|termin\w+|revis\w+|"
    r"haci\w+|arm\w+|por)|(?:l[oa]s? )?(?:sigo|estoy|ando|vengo) \w+(?:ndo)|ahi (?:la|lo|los|las) llev\w+|"
    r"ahi (?:va(?:mos|n)?|voy|ando)\b|va (?:avanzad|bien|caminando|en|por|a la)\w*|en (?:proceso|eso|curso|camino|"
    r"revision|"
    r"tramite|espera)|(?:l[oa]s? )?deb(?:o|emos)\b|se me (?:paso|fue|olvido|complico|juntaron)|pendiente|"
    r"esper(?:o|ando|amos)|no tengo fecha|(?:lo|la) (?:tiene (?!en )|esta(?:n)? (?:viendo|revisando|leyendo|firmando))|"
    r"l[oa]s? empece|"
    r"not yet|working on|(?:haven't|hasn't|didn't|won't|can't) (?:\w+ )?(?:get|got|finish|done|do|start|"
    r"send|sent|made|make|have|been|had)\w*|in progress|on it|getting there|it's with|they've got|waiting (?:on|for)|"
    r"slipped|forgot|not done|isn't done|they have the|close to done|the draft|reviewing|i owe)\b"
)
_HALFWAY = re.compile(
    r"\b(?:casi|a (?:la )?mitad|a medias|por la mitad|la mitad|llev(?:o|amos)|est(?:a|an) con(?!.*aprob)|borrador|"
    r"still|"
    r"almost|half|behind|avanzad[oa]|la primera parte)\b"
)
_SENTENCES = re.compile(r"(?<=[.?!…;])\s+")
_ALREADY = re.compile(r"\bya (?:(?:me|nos|se|lo|la|los|las|te|le) ){0,2}([^\W\d_]+)")
_CANCELLED = re.compile(
    r"\b(?:ya no (?:va(?! a)|hace falta|es necesari\w+|aplica|se (?:hace|hara|hizo|necesita|va a hacer)|"
    r"l[oa]s? (?:hacemos|"
    r"necesitamos|hagas|mandes)|tiene (?:caso|sentido)|corre)|no va mas|l[oa]s? (?:cancelamos|descartamos|matamos|"
    r"dejamos (?:de lado|fuera|ir))|(?:qued[ao]|esta|fue|habiamos|eso) (?:cancelad|descartad|sin efecto)\w*|"
    r"eso se (?:cancelo|cayo|murio)|(?:damos|dar|doy|dimos) de baja|no se (?:hace|va a hacer)(?! (?:hoy|esta|todavia))|"
    r"olvidat?e(?:lo|la)?(?: de es[oa])?|olvidal[oa]|olvidemos|no (?:lo|la) hagas|"
    r"don't bother|forget (?:it|about|that|the)|never ?mind|(?:it's|that's|it is) (?:dead|off|cancel\w+)|"
    r"(?:drop|dropping|scrap|scrapping|kill|killing|killed|dropped|scrapped|cancel|cancelling|canceling) (?:it|"
    r"that|the)|"
    r"called? (?:it )?off|no longer (?:needed|necessary)|not needed|don't need (?:it|that|them)|"
    r"threw (?:it|the whole \w+|that) (?:out|away)|off the table)\b|^\W*(?:si,? |yes,? )?(?:cancelad[oa]|descartad[oa]|"
    r"cancelled|canceled)\W*$"
)
_PART = re.compile(
    r"\b(?:l[oa] otr[oa](?! (?:semana|vez|junta|reunion|quincena|sesion))|los otros|las otras|lo que falta|"
    r"el resto|the (?:rest|other)|l[oa]s que (?:faltan|quedan)|"
    r"la firma|la segunda parte|otra mitad|other half)\b"
)
_RECEIVED = re.compile(
    r"\b(?:me lleg(?:o|aron)|(?:ya )?l[oa]s? (?:recibi|tengo|vi|tenemos)\b|recibid[oa]|confirmo|i (?:got|"
    r"have) (?:it|them)|"
    r"got it|received|la cierro|lo cierro)"
)
_TELLS_OTHERS = re.compile(
    r"\b(?:ya (?:l[oa]s?|se l[oa]s?|me l[oa]s?|nos l[oa]s?) \w+|(?<!\bi )(?:already )?(?:sent|did|finished|fixed|"
    r"posted|closed)"
    r" (?:it|them|that))\b"
)
_MOVES = re.compile(
    r"\b(?:(?:lo|la) (?:mov(?:emos|amos)|pas(?:amos|emos)|corr(?:emos|amos)|dejamos|dej[oa]|cambi(?:amos|emos))|"
    r"pasal[oa]|"
    r"muevel[oa]|movel[oa]|corre(?:lo|la)|dejal[oa]|dejemosl[oa]|se corre|se mueve|queda para|ponl[oe]|pongamos|"
    r"push|move|"
    r"let's (?:say|make)|make it)\b"
)
_ASKS_PAST = re.compile(r"\b(?:did you|have you|did (?:that|it|they) go|were you able)\b")
_NO = re.compile(r"\W*(?:no|nop|nope|todavia|aun|not yet)\b")
_YES = re.compile(r"\W*(?:si|claro|yes|yep|yeah|yup|sip|asi es|correcto|i did|por supuesto|obvio)\b")
_NO_NEW_DAY = re.compile(r"\b(?:no|not|won't|can't|n't)\b(?! (?:later|mas tarde|pasa))[^,;.]*$")
_WILL = re.compile(
    r"\b(?:i'll|i will|i can have|we'll|give me|gimme|let me have|dejad?me(?:lo|la)?|dam?e(?:lo|la)? hasta|"
    r"para (?:el|la)|"
    r"lo tendr\w+|la tendr\w+|(?:lo|la|los|las) (?:tienen|tenes|tienes|tendr\w+))\b"
)
_DID_IT = re.compile(r"\b(?:sent|did|finished|fixed|posted|closed) (?:it|them|that)\b")
_SHORT_ANSWER = 8
_DID = re.compile(r"\b\w+(?:aste|iste)(?:s)?\b")
_IMPERATIVE = re.compile(r"\b\w+(?:ame|eme|ime|alo|ala|elo|ela)\b|\bporfa\b|\bpor favor\b|\bplease\b")
_WAS_DUE = re.compile(
    r"\b(?:era|eran|iba|ibas|ibamos|tocaba|quedaste|quedamos|quedo de|habia\w*|tenia\w*|estaba|debia\w*|vencia|dijiste|"
    r"prometiste|was due|were (?:due|supposed)|was supposed|you said|supposed to)\b"
)
_TO_ME = re.compile(r"\b(?:me|nos) (?:l[oa]s? )?([^\W\d_]+)")
_BACK = re.compile(r"\b(?:regres|vuelv|llega)\w*\b|\b(?:they|he|she|legal)(?:'ll| will)\b|\b(?:is|are|gets|get) back\b")
_PAST_EN = re.compile(
    r"\b(?:i|we|he|she|they|it|that)(?:'ve| have|'s| has)? (?:already |just )?(?:\w+ed|sent|did|got|went|put|"
    r"wrote|made|gave|"
    r"took|ran|met|spoke|came|was|were)\b"
)
_LIMIT = re.compile(r"\b(?:hasta|until|till|before|antes)\b")


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a turn tells of a task: each may hold, in the order in which they count."""

    cancelled: bool = False
    undone: bool = False
    done: bool = False
    part: bool = False
    received: bool = False
    promised: bool = False
    days: tuple[str, ...] = ()

    def says_anything(self) -> bool:
        """Whether it tells where the task stands."""
        return self.cancelled or self.undone or self.done


def report_in(text: str, *, language: str, asked: str = "") -> Report:
    """What the words tell of the task that they are about; `asked` is what somebody else said of it just before."""
    folded = fold(text)
    if past := _answer_about_past(folded, asked):
        return past
    days = _new_days(text, folded, language=language)
    having = _HAVING.search(folded)
    done = _is_done(text, folded) or (having is not None and not days and _is_proof(folded, *having.span()))
    done = done or _is_told_done(text, folded)
    opens = _OPENS_DONE.match(folded) is not None and not proposes(asked, language=language)
    return Report(
        cancelled=_CANCELLED.search(folded) is not None,
        undone=_is_undone(text, language=language) or (not done and not days and _is_of_others(text)),
        done=done or opens,
        part=_PART.search(folded) is not None,
        received=_RECEIVED.search(folded) is not None,
        promised=_promises(text, folded),
        days=days,
    )


def _is_told_done(text: str, folded: str) -> bool:
    """Whether somebody else's act finished it: 'ya firmaron', 'ya nos dieron el permiso'."""
    for match in _ALREADY.finditer(folded):
        word = text[match.start(1) : match.end(1)]
        if _is_past(word, {"3s", "3p"}) and _is_proof(folded, match.start(), match.end()):
            return True
    return False


def _is_undone(text: str, *, language: str) -> bool:
    """Whether something is missing; "casi" or "la mitad" in another sentence than what is done says nothing of it."""
    for sentence in _SENTENCES.split(text):
        folded = fold(sentence)
        if _UNDONE.search(folded):
            return True
        weak = _HALFWAY.search(folded) is not None or _is_share(sentence, language=language)
        if weak and (not _is_done(text, fold(text)) or _is_done(sentence, folded)):
            return True
    return False


def _is_share(text: str, *, language: str) -> bool:
    """'diez de treinta', 'six out of ten'."""
    return any(figure.unit == "ratio" and figure.value < 1 for figure in figures_in(text, language=language))


def _answer_about_past(folded: str, asked: str) -> Report | None:
    """What "sí" or "no, todavía" tell after "¿ya lo mandaste?": a day beside them is when that was."""
    if not asks_past(asked) or len(folded.split()) > _SHORT_ANSWER:
        return None
    if _YES.match(folded) and not _UNDONE.search(folded):
        return Report(done=True)
    return Report(undone=True) if _NO.match(folded) and not find_due(folded) else None


def asks_past(text: str) -> bool:
    """Whether it asks somebody whether they did something: '¿mandaste el brief?', 'did you send it?'."""
    if "?" not in text:
        return False
    if _ASKS_PAST.search(fold(text)):
        return True
    forms = [form for word in _WORD.findall(text) for form in readings(word)]
    return any(form.task and form.tense == "past" and form.person == "2s" for form in forms) or bool(
        _DID.search(fold(text))
    )


def proposes(text: str, *, language: str) -> tuple[str, ...]:
    """The days to which somebody moves the task, or asks whether it can be ready by then."""
    folded = fold(text)
    days = () if asks_past(text) else _new_days(text, folded, language=language)
    return days if _MOVES.search(folded) or "?" in text or _IMPERATIVE.search(folded) else ()


def _is_done(text: str, folded: str) -> bool:
    """A finished act of the speaker ("la subí el viernes"), or words that say that it is finished."""
    for match in _DONE.finditer(folded):
        if _is_proof(folded, match.start(), match.end()):
            return True
    return any(_is_proof(folded, match.start(), match.end()) for match in _own_acts(text))


def _own_acts(text: str) -> Iterator[re.Match[str]]:
    """The past forms of verbs of work in the first person: 'la subí el viernes', 'ya mandé el brief'."""
    before = ""
    for match in _WORD.finditer(text):
        persons = {"3s", "3p"} if before == "se" else {"1s", "1p"}
        if before not in _NOT_BEFORE_PAST and _is_past(match.group(), persons):
            yield match
        before = fold(match.group())


def _is_past(word: str, persons: set[str]) -> bool:
    found = [form for form in readings(word) if form.tense == "past" and form.person in persons]
    return any(form.task and form.infinitive not in _NO_RESULT for form in found) and not fold(word).endswith(_HABIT)


def _is_proof(folded: str, start: int, end: int) -> bool:
    return not _NO_PROOF.search(_before(folded, start)) and not _asked(folded, end)


def _promises(text: str, folded: str) -> bool:
    """Whether the speaker says what they will do: 'te lo tengo el veintidós', "I'll send it", 'give me till Friday'."""
    if _WILL.search(folded):
        return True
    before = ""
    for word in _WORD.findall(text):
        mine = (form for form in readings(word) if form.person == "1s" and form.tense in {"present", "future"})
        if before in _BEFORE_PROMISE and any(mine):
            return True
        before = fold(word)
    return False


def _before(folded: str, at: int) -> str:
    """The words of the same clause before that place."""
    return re.split(r"[.,;:?!…¿]", folded[:at])[-1]


def _asked(folded: str, at: int) -> bool:
    rest = re.search(r"[.?!…]", folded[at:])
    return rest is not None and rest.group() == "?"


def _new_days(text: str, folded: str, *, language: str) -> tuple[str, ...]:
    """The days named that are neither denied nor the past's: of "hoy ya no salió, el jueves" only Thursday."""
    kept = []
    for mention in find_due(text, language=language):
        before = _before(folded, mention.start)
        after = re.split(r"[.,;:?!…¿]", folded[mention.end :])[0]
        limit = _LIMIT.search(mention.words.lower()) is not None
        denied = _NO_NEW_DAY.search(before) or re.match(r"\W*(?:ya )?(?:no|not|won't|can't)\b", after)
        clause = text[mention.start - len(before) : mention.end + len(after)]
        if (limit or not denied) and not _tells_past(clause):
            kept.append(mention.words)
    return tuple(kept)


def _tells_past(clause: str) -> bool:
    """Whether the clause has a past verb and no other: 'se lo pasé el jueves', 'I sent it Thursday'."""
    forms = [readings(word) for word in _WORD.findall(clause)]
    past = any(found and all(form.tense == "past" for form in found) for found in forms) or _PAST_EN.search(
        fold(clause)
    )
    if _promises(clause, fold(clause)):
        return False
    return bool(past) or _WAS_DUE.search(fold(clause)) is not None or _is_of_others(clause)


def _is_of_others(clause: str) -> bool:
    """Whether the day is somebody else's: 'me la mandan el jueves', 'regresa el lunes'."""
    folded = fold(clause)
    for match in _TO_ME.finditer(folded):
        found = readings(clause[match.start(1) : match.end(1)])
        if any(form.person in {"3s", "3p"} and form.tense in {"present", "future", "past"} for form in found):
            return True
    return _BACK.search(folded) is not None


def confirms(text: str) -> bool:
    """Whether somebody says that they have got it, or that it may be closed."""
    return _RECEIVED.search(fold(text)) is not None


def tells_of_another(text: str) -> bool:
    """Whether it tells that somebody else did it: 'ya lo mandó', 'she already sent it'."""
    if _TELLS_OTHERS.search(fold(text)) is None:
        return False
    past = [form for word in re.findall(r"\w+", text) for form in readings(word)]
    return (
        any(f.task and f.tense == "past" and f.person in {"3s", "3p"} for f in past)
        or _DID_IT.search(fold(text)) is not None
    )
