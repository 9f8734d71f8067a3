"""Risks: something that may go wrong, said as such."""

import re
from collections.abc import Iterable

from meetbot.stages.rules import cues
from meetbot.stages.rules.matter import matter
from meetbot.stages.rules.speech import Sentence


def _p(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w'])(?:" + "|".join(alternatives) + r")(?!\w)")


_NAMED = _p(
    r"(?:un|el|otro|mucho|algun|en|hay|corremos (?:el )?|de|tiene su|es un) riesgos?|riesgoso|arriesgad[oa]|peligro\w*|"
    r"(?:lo que )?(?:si |mas |a mi |la verdad )*(?:me|nos) (?:preocupa|inquieta|da (?:miedo|cosa|nervios|panico))"
    r"|mi (?:preocupacion|miedo|temor|duda) (?:es|ahi)|"
    r"(?:el|ese es el|mi) (?:miedo|temor)(?: mio| nuestro)?(?: es)?|(?:le |les )?(?:temo|tengo miedo|tememos)"
    r"|estoy preocupad[oa]|"
    r"lo que puede pasar|puede pasar que|lo peor que (?:nos )?puede|no vaya a ser|no sea que|ojo(?= |,)(?!,? que (?:ya"
    r"|no es))|cuidado (?:con|que|ahi)|aguas con|mosca con|"
    r"(?:my|our|the|one|only|big|biggest|real) (?:worry|concern|fear|risk)|(?:i'm|i am|we're|got me|makes me|little"
    r"|bit) (?:worried|nervous|concerned|afraid|scared)|"
    r"(?:there's|is|big|at|a) (?:a )?risk|risky|what if (?:it|they|we|he|she) (?:don't|doesn't|can't|fails?|cancels?"
    r"|slips?)|heads up|careful with"
)
_MAY = _p(
    r"se (?:nos|les) (?:puede[n]?|podria[n]?|va[n]? a|va) (?:a )?(?:ir|caer|salir|escapar|enfriar|juntar|pasar|morir"
    r"|atrasar|complicar|vencer|acabar|trabar|quedar|descomponer|fugar)\w*|"
    r"(?:nos|me|les|te) (?:pueden?|podrian?|van a|va a) (?:meter|cancelar|multar|cobrar|demandar|cerrar|quitar|comer"
    r"|matar|salir|tumbar|bloquear|pegar|faltar|reclamar|colgar|dejar|linchar|ganar)|"
    r"(?:podemos|podriamos|vamos a) (?:perder|quedar(?:nos)? (?:sin|mal|cortos|fuera|colgados)|fallar|llegar tarde"
    r"|incumplir)|"
    r"(?:lo|la|los|las) (?:podemos|podriamos|vamos a) perder|"
    r"no (?:la|lo) vamos a (?:librar|lograr|alcanzar|contar)|no (?:vamos a|alcanzamos a|nos va a|nos da para"
    r"|llegamos a|va a) (?:alcanzar|llegar|dar|aguantar|cubrir|dar abasto|librar)|no damos abasto|"
    r"se (?:pierde[n]?|puede[n]? (?:caer|perder))|nos quedamos (?:sin|cortos|fuera|colgados)|"
    r"(?:we|it|they|he|that) (?:could|might|may|can|will|'ll|would|are going to|is going to|'re going to) (?:really "
    r"|easily |still |also |just )?(?:lose|miss|fail|slip|cancel|walk|fall|break|get fined|leave|die|hurt|bite|blow"
    r"|churn|run out|back out|pull out|drop|cost us|kill)|"
    r"(?:get|gets|be|got) (?:fined|sued|burned|burnt|stuck)|te multan|nos multan|run out of|fall(?:s)? (?:through"
    r"|apart|behind)"
)
_HARM = (
    r"(?:perdemos|perder|pierde[n]?|se (?:nos )?(?:va[n]?|cae[n]?|pierde[n]?|pasa[n]?|enfria[n]?|complica|atrasa"
    r"|retrasa|atora|desploma)|nos (?:comemos|vamos|quedamos|linchan|matan|cancelan|multan|cobran|hundimos|"
    r"jodemos|come|pega[n]?|cae[n]?|van|sale|deja[n]?)|no (?:llegamos|alcanza|alcanzamos|vendemos|llega|damos"
    r"|cumplimos|entregamos|vendo|cierra|cerramos)|me (?:linchan|matan|cuelgan|quedo sin)|"
    r"(?:quedan|queda|quedamos|salen) (?:mal|malos|sin|fuera|colgad[oa]s|corto)|van a durar|fallamos|hay que rehacer"
    r"|nos van a|"
    r"we (?:lose|miss|fail|get|look|can't|won't|don't)|we're (?:the ones|dead|stuck|toast|screwed|in trouble|out|done"
    r"|late)|they (?:leave|walk|cancel|never|won't|go)|it (?:falls|slips|dies|breaks|all)|nobody (?:comes|shows)"
    r"|you (?:get|lose)|people (?:waving|leave))"
)
_IF_HARM = re.compile(
    rf"(?<!\w)(?:si (?!no (?:te|le|les)|quieren?|gustan?|les parece)|como (?:no )?(?:sigamos|llegue|venga|suba|falle)"
    rf"|sin |if |unless |without |once )[^.;?!]{{4,120}}?(?<!\w){_HARM}(?!\w)"
)
_ADMITS = re.compile(r"(?<!\w)(?:si (?:me|te|le|nos|les) (?:preguntan|digo)|si quieres|if you (?:want|like))(?!\w)")
_PAST = re.compile(r"(?<!\w)(?:si (?:hubi\w+|tuvi\w+|fuer\w+)|if (?:we|i|they) (?:had|were))(?!\w)")
_NO_WORRY = re.compile(
    r"(?<!\w)(?:no (?:me|nos) (?:preocupa|inquieta|da miedo)|no (?:hay|veo|tiene) (?:ningun )?(?:riesgo|peligro)"
    r"|sin riesgo|not worried|no worries|don't worry)(?!\w)"
)
_ENOUGH = 2


def warns(sentence: Sentence) -> tuple[float, str] | None:
    """How likely the sentence tells a risk, and why; None when it does not."""
    folded = sentence.folded
    named, may, if_harm = (cue.search(folded) is not None for cue in (_NAMED, _MAY, _IF_HARM))
    if not (named or may or if_harm) or len(matter(folded)) < _ENOUGH:
        return None
    if any(cue.search(folded) for cue in (cues.JOKE, _PAST, _ADMITS, _NO_WORRY)):
        return None
    asked = sentence.question_span is not None and not sentence.asks_agreement
    signs = (
        (asked and not named and (may or if_harm), 0.3, "a harm is asked about"),
        (asked and not named, 0.0, ""),
        (named and (may or if_harm), 0.85, "it is called a worry, and says what may go wrong"),
        (named, 0.55, "it is called a risk or worry"),
        (if_harm and may, 0.6, "a condition and what would go wrong"),
        (if_harm, 0.5, "what would go wrong under a condition"),
        (may, 0.45, "something may go wrong"),
    )
    return _first(signs)


def _first(signs: Iterable[tuple[bool, float, str]]) -> tuple[float, str] | None:
    found = next(((score, reason) for holds, score, reason in signs if holds), None)
    return found if found and found[0] else None
