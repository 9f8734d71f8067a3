"""Sentences that draw a conclusion: a few words after "entonces", what follows from it, what is ended, "hecho"."""

import re
from collections.abc import Sequence
from functools import lru_cache

from meetbot.stages.rules.acts import clause_before
from meetbot.stages.rules.decision_cues import NO_MORE, OPENS, PAST, REPORTS
from meetbot.stages.rules.matter import asks_unmarked, finite_verbs, has_figure, matter, without_times
from meetbot.stages.rules.people import Named
from meetbot.stages.rules.speech import Sentence, Word
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.vocabulary import vocabulary

_FILLER = r"(?:eh|este|mm+|ah|uh|um|uf|o sea|digo|bueno|a ver|mira|miren|oye|che|hombre|si|yeah|yes|aja|jaja\w*)"
_SO = (
    r"(?:entonces(?: asi)?|asi que|pues|listo|sale|ya|hecho|perfecto|ok|okay|okey|vale|venga|va|dale|de acuerdo|"
    r"cerrado|buenisimo|barbaro|bien|de una|so|then|alright|all right|great|cool|perfect|fine|good|done|deal|"
    r"decidido|acordado|definitivo|en resumen|quedamos entonces|ya esta|quedo|quedan?(?! (?:por|pendiente|poc"
    r"|much|tod|unos |apenas|solo|como|\w+ (?:minut|dia|semana|mes|hora\w* para (?:que|el|la)))))"
)
_OPENS_SO = re.compile(rf"^[\s¡¿,.…]*(?:{_FILLER}[\s,.…]+)*(?:{_SO}[\s,.:;…]+)+(?:{_FILLER}[\s,.…]+)*")
_OPENS_THEREFORE = re.compile(
    rf"^[\s¡¿,.…]*(?:(?:{_FILLER}|{_SO}|y|and)[\s,.:…]+)*?(?:entonces(?: asi)?|asi que|por (?:lo )?tanto|so|then|listo"
    rf"|hecho|"
    r"decidido|acordado|ya|va|dale|cerrado|sale)[\s,.:]+"
)
_ENDS_SO = re.compile(
    r"[\s,]+(?:entonces|then|it is|that's it|fuera|out|y ya(?: esta)?|y punto|y listo|y chao|y se acabo|quedan?"
    r"|y nada mas|"
    r"y se acabo|and that's (?:it|that|final)|queda asi|y fuera)[\s.!…]*$"
)
_LONGEST = 14
_CONCLUDING = re.compile(
    rf"{_SO}|{_FILLER}|pues|no|it|is|si|claro|gracias|thanks|todos|amigos|equipo|seguimos|sigamos|avancemos|quedan?|"
    r"punto|chao|nada|mas|y|and|that's|that|asi|eso|esto|va|next|one|moving|on|siguiente|continuamos|tambien|muchas|"
    r"buen[oa]s|dias|tardes|noches|hola|hello|morning|ready|list[oa]s|perdon|sorry|disculpa|tranqui|bienvenid[oa]s?"
    r"|welcome|"
    r"aqui|here|ver|veamos|vale|fine|cool|yep|yes|ok|okay|perfect|anda|andale|oye|oigan|che|"
    r"nos|vemos|adios|bye|chau|muy|estamos|cierto|verdad|right|sure|first|last|thing|primero|ultimo|tema|punto"
)
_LINKS = frozenset(("va", "van", "queda", "quedan"))
_WEAK_OPENER = re.compile(r"^[\s¡¿,.…]*(?:pues|ya|bien|ok|okay|vale|va|sale|bueno|great|cool|fine|good)[\s,.]+")
_FEW = 7


def own_words(sentence: Sentence) -> list[Word]:
    """The words beside those that open and conclude."""
    return [word for word in sentence.words if not _opens_or_concludes(word.folded)]


@lru_cache(maxsize=20_000)
def _opens_or_concludes(word: str) -> bool:
    return _CONCLUDING.fullmatch(word) is not None


_AND_THEN = re.compile(rf"^[\s¡¿,.…]*(?:{_SO}[\s,.:;…]+)+(?:y|and)\s")
_VERBAL = re.compile(
    r"(?<![\w'])(?:i|you|we|they|he|she|let|me|to|can|will|do|please|don't|i'll|we'll|you're|we're|i'm|got|get|need"
    r"|want|how|what|which|who)(?![\w'])"
)
"""English words that only stand beside a verb."""


def own_matter(sentence: Sentence) -> frozenset[str]:
    """What the sentence is about beside the words that open and conclude."""
    return matter(" ".join(word.folded for word in own_words(sentence)))


def draws_plainly(sentence: Sentence) -> bool:
    """Whether it ends in "entonces", or opens so: "ok" and "perfecto" also only go on."""
    folded = sentence.folded
    return (
        _ENDS_SO.search(folded) is not None
        or (_OPENS_THEREFORE.match(folded) and not _WEAK_OPENER.match(folded)) is True
    )


def concludes_in_brief(sentence: Sentence, names: Sequence[Named]) -> bool:
    """Whether a few words without a verb draw the conclusion: "a medias con Olmos, entonces", "two it is"."""
    if sentence.question_span is not None or len(sentence.words) > _LONGEST:
        return False
    folded = sentence.folded
    if not (_OPENS_SO.match(folded) or _ENDS_SO.search(folded)) or OPENS.search(folded):
        return False
    if _VERBAL.search(folded) or _AND_THEN.match(folded):
        return False
    own = own_words(sentence)
    weakly = _WEAK_OPENER.match(folded) and not _ENDS_SO.search(folded)
    if weakly and len(own) > _FEW:
        return False
    verbs = [word for word in finite_verbs(own) if word.folded not in _LINKS]
    spans = [(name.start, name.end) for name in names]
    return bool(own) and not verbs and bool(without_times(sentence, spans) or has_figure(own))


def only_time(sentence: Sentence, names: Sequence[Named]) -> bool:
    """Whether the words only give a time or a person: "el martes, pues", "Checho entonces"."""
    return not without_times(sentence, [(name.start, name.end) for name in names])


def follows_so(sentence: Sentence) -> bool:
    """Whether a statement of what holds comes after a word of conclusion: "entonces sin rol no es calificado"."""
    folded = sentence.folded
    match = _OPENS_THEREFORE.match(folded)
    if match is None or sentence.question_span is not None or OPENS.search(folded) or REPORTS.search(folded):
        return False
    rest = [word for word in sentence.words if word.start >= match.end()]
    tells = len(matter(folded[match.end() :])) > 1 or has_figure(rest)
    if PAST.search(folded, match.end()) or not tells:
        return False
    forms = [form for word in rest for form in readings(word.raw)]
    holds = any(
        form.tense in {"present", "future"} and form.person in {"3s", "3p", "1p"} and form.infinitive not in _NO_NORM
        for form in forms
    )
    english = re.search(
        r"(?<![\w'])(?:we(?:'ll|'re| will| go| keep| do| don't)?|it's|they|all|every|go(?:es)?|gets?|needs?|is"
        r"|are)(?!\w)",
        folded,
    )
    told = any(form.tense == "past" or form.person == "1s" for form in forms)
    is_so = _IS.search(folded, match.end()) is not None
    return (holds or is_so or english is not None) and not told


_IS = re.compile(r"(?<!\w)(?:es|son|van?|estan?|hay|tienen?|pueden?|salen?)(?!\w)")


_FORBIDS = re.compile(
    r"(?:^|[,.;:]\s*|(?<!\w)(?:entonces|pues|ya|y|asi que|so|then|please|mejor)\s+)no\s+(?:(?:me|te|se|le|les|lo|la"
    r"|los|las|nos)\s+)*(?P<verb>[a-z]+)|"
    r"(?:^|[,.;:]\s*|(?<!\w)(?:so|then|please|just)\s+)(?:don't|do not|nobody)\s+(?P<base>[a-z]+)"
)
_COURTESY = re.compile(
    r"(?<!\w)no (?:(?:te|se|me|le|les|nos|os) )?(?:preocup\w+|confi\w+|diga\w*|digas|olvid\w+|enoj\w+|hagas?|quej\w+"
    r"|adelant\w+|"
    r"vayan? a (?:ser|pensar)|crea\w*|mire\w*|baile\w*|ri\w+|molest\w+|interrump\w+|hable\w*|sea\w*|tarde\w*)(?!\w)"
    r"|don't (?:worry|forget|be|get|even|you|know|think|laugh|say|mind)"
)


def forbids(sentence: Sentence) -> bool:
    """Whether it says what is not to be done, to nobody's task: "entonces no imprima folletos"."""
    folded = sentence.folded
    match = _FORBIDS.search(folded)
    if (
        match is None
        or sentence.question_span is not None
        or _COURTESY.search(folded)
        or len(sentence.words) > _LONGEST
    ):
        return False
    if match.group("base"):
        return bool(matter(folded[match.end() :]))
    word = next(word for word in sentence.words if word.start == match.start("verb"))
    forms = readings(word.raw)
    orders = word.folded != "va" and any(f.tense == "subjunctive" and f.person in {"2s", "3s", "3p"} for f in forms)
    return orders and bool(matter(folded[match.end() :]))


_KEEPS = re.compile(
    r"(?<!\w)(?:(?:se )?(?:mantiene|conserva|respeta|sigue vigente|queda igual|queda firme)n?|se quedan? (?:como|igual"
    r"|asi|en|tal)|"
    r"siguen? (?:igual|siendo|en (?:lo mismo|pie|los?|las?)|como (?:esta|estaba))|(?:lo|la|los|las) (?:mantenemos"
    r"|conservamos|respetamos|dejamos)|"
    r"(?:mantenemos|conservamos|respetamos|mantengamos|sostenemos)|(?:^|[.,:] ?)(?:el|la|los"
    r"|las) (?:[\w]+ ){1,4}(?:si )?van?(?= *[.!]*$)|stays?|we(?:'re| are)? keep(?:ing)?|remains?|still stands"
    r"|keep (?:it|the|that|them))(?!\w)"
)


def keeps(sentence: Sentence) -> bool:
    """Whether it says that something stays as it is: "two point one stays", "el presupuesto se mantiene"."""
    match = _KEEPS.search(sentence.folded)
    if match is None or asks_unmarked(sentence) or sentence.asks_at(match.start()) or PAST.search(sentence.folded):
        return False
    clause = clause_before(sentence, match.start())
    return not clause.subordinate and bool(matter(sentence.folded))


_DONE_SO = re.compile(
    r"(?:^|[.,;:]\s*|(?<!\w)(?:y|entonces|pues|que|ya|no|todo|eso|esto|lead|desde \w+ \w+)\s+)(?:no )?se (?:hacen?"
    r"|pausan?|quitan?|cambian?|cobran?|pagan?|cotizan?|mandan?|"
    r"publican?|lanzan?|aceptan?|dan?|suben?|bajan?|mueven?|pasan?|abren?|cierran?|entregan?|contestan?|responden?"
    r"|atienden?|llaman?|reparten?|dividen?|juntan?|separan?|usan?|aplican?|"
    r"venden?|regalan?|descuentan?|factura[n]?|revisan?|aprueban?|autorizan?|firman?)(?!\w)|"
    r"(?<!\w)[a-z]+ se (?:pausa|quita|cambia|cobra|cancela|suspende|hace|aprueba|mueve)n?(?=\W*$| desde| a partir"
    r"| hasta| en )|"
    r"(?<![\w'])(?:we'll|we will|we're going to|we're gonna|we|fine we|okay we) (?:just |then |only )?(?:skip|drop|use"
    r"|run|do|cap|charge|give|split|move|push|launch|stop|hold|limit|raise|lower|cut|switch|offer|kill|stick|"
    r"settle|merge|pause|cancel|pilot|test|invite|include|exclude|close|open|pay|sponsor|require|route|price)(?!\w)|"
    r"(?<!\w)(?:le|les|lo|la|los|las) (?:damos|ponemos|subimos|bajamos|quitamos|cobramos|hacemos|pasamos|mandamos"
    r"|metemos|movemos|cerramos|vendemos|cotizamos) (?!cuando|si|pero)|(?<!\w)cerramos (?:en|con) (?!el cliente)|"
    r"(?<!\w)(?:el|la|los|las) (?:tope|plazo|minimo|maximo|meta|limite|regla|descuento|precio|objetivo|fecha"
    r"|presupuesto|comision) (?:es|son|sera|va a ser|queda)(?: de| en)? "
)


def says_how(sentence: Sentence) -> bool:
    """Whether it says in the present how something is to be done: "la rifa no se hace", "we'll skip the fair"."""
    folded = sentence.folded
    match = _DONE_SO.search(folded)
    if (
        match is None
        or asks_unmarked(sentence)
        or sentence.asks_at(match.start())
        or PAST.search(folded)
        or REPORTS.search(folded)
    ):
        return False
    clause = clause_before(sentence, match.start() + 1)
    hedged = re.search(
        r"(?<!\w)(?:creo|pienso|siempre|nunca|normalmente|a veces|cada|if|think|maybe|always|usually|si|cuando|when"
        r"|porque|because|could|should|might)(?!\w)",
        folded,
    )
    return not clause.subordinate and hedged is None and len(own_matter(sentence)) > 0


_NO_NORM = vocabulary("saber creer pensar decir parecer querer poder esperar acordar entender haber gustar preguntar")

_END = (
    r"(?:matamos|tumbamos|sacamos|quitamos|eliminamos|cancelamos|suspendemos|descartamos|anulamos|cortamos"
    r"|frenamos|paramos|detenemos|apagamos|retiramos|damos de baja"
    r"|bajamos|"
    r"enterramos|dejamos de|ya no (?:vamos|hacemos|va|van|se|damos|mandamos|usamos|aceptamos)|nos olvidamos de)"
)
_ENDS_IT = re.compile(
    rf"(?<![\w'])(?:{_END}(?= (?:el|la|los|las|lo|ese|esa|eso|esos|esas|todo|toda|con|a|al)(?!\w))|"
    r"no (?:hay|habra|va a haber|damos|hacemos|aceptamos|ofrecemos|vendemos|mandamos|vamos|regalamos|se hace|se da"
    r"|se acepta\w*) "
    r"(?:mas|ninguna?)|(?:nada|ni una?) (?:mas )?de (?!eso)\w+|"
    r"se acab(?:o|aron|a)(?= (?:lo|el|la|los|las|eso)(?!\w))|(?:el|la|los|las|lo|eso) [\w ]{0,30}?se (?:acabo|acabaron"
    r"|cancela|"
    r"cancelan|suspende|suspenden|elimina|eliminan|cae|acaba|acaban|va(?: a la basura)?|muere)(?=\s*(?:$|[.,;!]|desde"
    r"|a partir|entonces|ya))|"
    r"(?:\w+'s|is|are|they're) (?:off|out|dead|cancell?ed|gone)(?! (?:of|by|at|the))|no more \w+|"
    r"(?:^|[.,:] ?)(?:(?:el|la|los|las|lo|eso|ese|esa) )(?:[\w]+ ){1,4}no van?(?: mas| este \w+| por ahora"
    r"| en \w+)?(?=\W*$)|"
    r"we're (?:killing|dropping|cutting|scrapping|cancell?ing|stopping|pulling|not (?:doing|going|running|offering))|"
    r"(?:^|[.,;] |okay,? |so,? |then,? |let's )(?:kill|scrap|drop|cut|cancel|ditch|pull|stop|nix) (?:the|that|it"
    r"|all))(?!\w)"
)


def ends_something(sentence: Sentence) -> bool:
    """Whether it says that something is over: "se acabó el bordado gratis", "no ads then", "matamos el catorce"."""
    folded = sentence.folded
    match = _ENDS_IT.search(folded) or NO_MORE.search(folded)
    if match is None or sentence.asks_at(match.start()) or REPORTS.search(folded) or PAST.search(folded):
        return False
    clause = clause_before(sentence, match.start())
    return not clause.subordinate and bool(matter(folded))
