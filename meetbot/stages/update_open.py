"""What tells that a task is not finished: what is missing, how far it got, what it waits for; Spanish and English."""

import re

from meetbot.stages.folding import fold
from meetbot.stages.spoken_figures import figures_in
from meetbot.stages.update_done import has, is_done, opens_done
from meetbot.stages.update_progress import is_there_after_all

_MISSING = re.compile(
    r"\b(?:me falt(?:a|an|aria|arian|o|aron)\b|nos falt(?:a|an|aria|arian|o|aron)\b|l[ea]s? falt(?:a|an|aria|o)\b|"
    r"(?<!hace )(?<!hacen )(?<!hacia )falt(?:a|an|aria|arian|aron)|(?:me|nos) qued(?:a|an)\b|qued(?:a|an|o|"
    r"aron) (?:[\w%]+ ){0,4}por \w+r\b|"
    r"qued(?:a|an) \w+(?:ar|er|ir)(?:l[oa]s?)?\b|"
    r"no l[oae]s? tengo|no (?:(?:me|te|se|nos|lo|la|los|las|le|les) ){0,2}(?:he|ha|han|hemos)\b|no hemos|"
    r"todavia(?! (?:mejor|mas))|aun no|"
    r"(?<!tenia )(?<!tenias )(?<!teniais )(?<!teniamos )(?<!estaba )(?<!era )(?<!ese )(?<!este )"
    r"(?<!el )(?<!mi )(?<!un )(?<!otro )(?<!sin )(?<!de )pendiente\b(?! (?:mi|tuy)o)|"
    r"(?:lo|la|los|las) (?:tengo|tenemos) que|(?:tengo|tenemos) que \w+r(?:lo|la|los|las)\b|y nada\b|"
    r"no tengo fecha|en (?:proceso|eso|curso|camino|revision|tramite)|en es[oa]s? (?:ando|estoy|estamos|vamos|sigo)|"
    r"arrastr(?:o|amos)|"
    r"(?:l[oa]s? )?deb(?:o|emos)\b|ahi (?:la|lo|los|las) llev\w+|ahi (?:va(?:mos|n)?|voy|ando)\b|"
    r"va (?:avanzad|bien|caminando|en|por|a la)\w*|(?:are|is|still) missing|"
    r"not (?:\w+ ){0,2}(?:yet|there|done|finished|ready)|(?:haven't|hasn't) \w+|(?:won't|can't) (?:\w+ )?(?:get|"
    r"finish|do|start|send|make|have)\w*|in (?:progress|review|testing|legal|draft)|in the middle of|"
    r"(?:still )?(?:need|have) to \w+ (?:it|that|them)|on it|getting there|isn't done|"
    r"close to done|the draft|i owe|mostly|partly|partially|nearly)\b"
)
"""What is missing now: it counts beside what was done."""
_GOING_ON = re.compile(
    r"\b(?:(?:sigo|seguimos|ando|estoy|estamos|voy|vamos) (?:con|en|trabaj\w+|viendo|avanz\w+|termin\w+|"
    r"revis\w+|haci\w+|arm\w+|por)|(?:l[oa]s? )?(?:sigo|seguimos|estoy|estamos|ando|andamos|vengo|venimos|"
    r"voy) (?!esper)\w+ndo"
    r"(?:l[oa]s?|me|les?)?|working on|(?:been|i'm|we're|still) (?!waiting|done)\w+ing\b|reviewing)\b"
)
_WAITING = re.compile(
    r"\b(?:esper(?:o|ando|amos)|(?:a la|en) espera|(?:lo|la) (?:tiene (?!en )|esta(?:n)? (?:viendo|revisando|leyendo|"
    r"firmando))|no (?:me |nos |les? )?(?:contesta|responde|regresa|devuelv)\w*|it's with|they've got|they have the|"
    r"waiting (?:on|for)|(?:they're|they are|he's|she's|legal is) (?:holding|looking|reviewing|checking))\b"
)
"""Others are at it: what was sent is sent all the same."""
_EXCUSES = re.compile(
    r"\b(?:no l[oae]s? (?:termin|acab|hice|hic|mand|envi|logr|alcanc|alcanz|sub|pud|complet|cerr|arm|revis|actualic|"
    r"program|public|entreg|llam)\w*|no (?:me |nos )?(?:dio|se pudo|alcance|alcanzo|llegue|llego|llegamos|salio|"
    r"pude|pudimos|"
    r"avance|avanzo)|se me (?:paso|fue|olvido|complico|juntaron|atraso)|me atrase|me olvide|l[oa]s? empece|"
    r"no (?:empece|"
    r"arranque)|ni l[oa] (?:empece|toque|abri|vi)|(?:didn't|couldn't) (?:\w+ )?(?:get|finish|do|make|manage|"
    r"send|have)|"
    r"slipped|forgot|dropped the ball|fell through the cracks|fell behind|pulled (?:in|on)to|got swamped)\b"
)
"""Why it was not done before: what was done afterwards takes it back."""
_HALFWAY = re.compile(
    r"\b(?:casi|a (?:la )?mitad|a medias|por la mitad|la mitad|llev(?:o|amos)|est(?:a|an) con(?!.*aprob)|borrador|"
    r"still|almost|half|behind|avanzad[oa]|(?:la|una) primera (?:parte|sesion|version|tanda|"
    r"mitad|etapa|ronda)|first (?:part|half|version|batch|round)|l[oa]s otr[oa]s|the rest|apenas (?:l[oa]s? )?\w+)\b"
)
_BUT = re.compile(r"\b(?:pero|aunque|solo que|nomas que|nada mas que|but|although|except)\b")
_SENTENCES = re.compile(r"(?<=[.?!…;])\s+")
_ANOTHER = re.compile(
    r"\W*(?:(?:y|pero|bueno|ah|and|but|oh),?\s+)*(?:lo de|lo del|lo otro|por cierto|ademas|aparte|lo que si|"
    r"by the way|"
    r"separately|also|the other)\b"
)
_ALL = re.compile(r"\b(?:tod[oa]s|all of them|every one)\b")
_WORDS_OF_ANSWER = 12
"""Words of a sentence that only goes on: a longer one behind what was done speaks of its outcome."""


_SURELY = re.compile(
    r"\b(?:me|nos) (?:faltan?|quedan?)(?! (?:\w+(?:ar|er|ir)(?:l[oa]s?)?\b|mucho\b|claro\b))(?= \w)|"
    r"\blo que (?:falta|no tengo)\b|\bes(?:ta|tan) a medias\b|\b(?:l[oa]s? )tengo a medias\b|\bvo(?:y|"
    r"amos) (?:a|por) la mitad\b|"
    r"\bl[oa]s otr[oa]s \w+ no\b|\bthe other \w+ (?:don't|didn't|won't|haven't|aren't)\b|"
    r"\b(?:i )?(?:still )?haven't (?:got|done|finished|started|had)\b|\b(?:i|we)(?:'m| am|'re)? (?:still )?missing\b"
)
"""What is missing now, whatever else the turn tells: an infinitive is an errand that goes on from what was done."""
_HELD = re.compile(
    r"\b(?:es[eao] |l[oa] )l?[oa]?\s?tienen? (?:el|la|los|las|su|sus|un|una|mi)\b|\b(?:it's|"
    r"they're) (?:still )?with\b"
)
"""Others have the thing: what was sent to them was a step."""


def is_undone(text: str, *, language: str, verb: str = "", results: bool = False) -> bool:
    """Whether something is missing. Of what stands beside a finished task, only what is missing of it counts."""
    if not verb_done(text, verb=verb) and any(map(_still_open, _SENTENCES.split(text))):
        return True
    spoken = _SENTENCES.split(text)
    done = [_is_finished(one, verb=verb) for one in spoken]
    for index, sentence in enumerate(spoken):
        folded = fold(sentence)
        if done[index]:
            if _undone_beside(sentence, folded, verb=verb, language=language, results=results):
                return True
        elif any(done):
            after = index > 0 and done[index - 1] and not _ANOTHER.match(folded)
            if after and _MISSING.search(folded) and len(folded.split()) <= _WORDS_OF_ANSWER:
                return True
        elif is_missing(folded) or _HALFWAY.search(folded) or _is_share(sentence, language=language):
            return True
    return False


def verb_done(text: str, *, verb: str) -> bool:
    """Whether the very verb of the task is told as done, with "all": 'las llamé todas'."""
    folded = fold(text)
    return bool(verb) and _ALL.search(folded) is not None and is_done(text, folded, verb=verb)


def _still_open(sentence: str) -> bool:
    folded = fold(sentence)
    if is_there_after_all(folded) or _ANOTHER.match(folded):
        return False
    return _SURELY.search(folded) is not None or _HELD.search(folded) is not None


def _is_finished(sentence: str, *, verb: str) -> bool:
    folded = fold(sentence)
    return is_done(sentence, folded, verb=verb) or opens_done(folded, verb=verb) or has(folded, verb=verb)


def _undone_beside(sentence: str, folded: str, *, verb: str, language: str, results: bool) -> bool:
    """Whether the sentence that tells what was done tells what is missing as well."""
    if _MISSING.search(folded) or _GOING_ON.search(folded):
        return True
    waiting = _WAITING.search(folded)
    if waiting and (results or _BUT.search(folded[: waiting.start()])):
        return True
    excuse = _EXCUSES.search(folded)
    if excuse and not is_done(sentence[excuse.end() :], folded[excuse.end() :], verb=verb):
        return True
    return _HALFWAY.search(folded) is not None or _is_share(sentence, language=language)


def _is_share(text: str, *, language: str) -> bool:
    """'diez de treinta', 'six out of ten'."""
    return any(figure.unit == "ratio" and figure.value < 1 for figure in figures_in(text, language=language))


def is_missing(folded: str) -> bool:
    """Whether the folded words say that something is missing now or was not done."""
    return any(pattern.search(folded) for pattern in (_MISSING, _GOING_ON, _WAITING, _EXCUSES))
