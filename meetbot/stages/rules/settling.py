"""Words that only point at what was put forward, and settle it: "así va", "that's the plan", "así va a ser"."""

import re

from meetbot.stages.rules.acts import clause_before
from meetbot.stages.rules.matter import matter
from meetbot.stages.rules.speech import Sentence, Utterance

_SETTLED_BY = re.compile(
    r"(?<![\w'])(?:hagamoslo(?: asi)?|hagamosle|asi (?:lo|la|le|se) (?:hacemos|hace|dejamos)|(?:lo"
    r"|la) hacemos(?: asi)?|"
    r"(?:asi|en eso) (?:queda|quedamos|va|vamos)|(?:queda|quedamos|va|pues|entonces) asi|que sea asi|asi sea|(?:^"
    r"|[.,] )(?:pues |ya |listo |ok )*queda(?=\W*$)|(?:queda|dicho) (?:dicho|queda|hablado)|"
    r"(?:queda|lo dejamos|lo deje\w*|dejemoslo|dejalo|dejenlo) (?:asi|ahi)|no se hable mas|se acabo|y punto"
    r"|punto final|"
    r"(?:que )?(?:conste|quede)(?: asi)?(?: en (?:el )?acta| en la minuta| por escrito)?|"
    r"(?:anot|apunt)(?:alo|enlo|elo|emoslo)(?: asi| ahi)?(?=\W*$)|vamos con (?:eso|esa|ese)|nos vamos con (?:eso|esa"
    r"|ese)|con eso (?:vamos|nos vamos|quedamos)|"
    r"(?:esa|ese|eso) (?:es la decision|es el acuerdo|hacemos|haremos|va(?=\W*$)|queda(?=\W*$))|lo firmo|(?:doy|dan"
    r"|tienen) (?:el visto bueno|luz verde)|trato hecho"
    r"|(?<!de )(?<!he )(?<!ha )(?<!has )(?<!han )(?<!hemos )(?<!esta )(?<!hay )hecho|"
    r"cerrado|decidido|acordado|arreglado|aprobado|definido|esta decidido|(?:lo )?cerramos (?:ahi|asi|en eso)"
    r"|ya estuvo|pues eso|that settles it|"
    r"that's (?:what we're doing|what we'll do|what we do|the plan|the decision|it then|decided|settled|agreed|final)|"
    r"(?:we're|then we're) (?:set|doing (?:it|that)|going with (?:it|that))|let's (?:do|go with|lock) (?:it"
    r"|that)(?: in)?|"
    r"done deal|(?<![a-z] )done(?=\W*$)|(?<![a-z] )deal(?=\W*$)|sold|settled|it's a (?:go|deal)|green light"
    r"|write (?:it|that) down|put (?:it|that) down|put (?:it|that) in the (?:minutes|notes)|"
    r"lock (?:it|that) in|lock that|call it (?:settled|done)|so be it|we have a deal|decision made|moving it"
    r"|we're (?:good|agreed)|that's that)(?!\w)"
)
_DECREES = (
    r"asi va a ser|va a ser asi|asi sera|es (?:la|nuestra) (?:regla|politica|norma|palabra|consigna)|"
    r"(?:no se (?:discute|negocia)|no (?:esta|es) (?:a|tema de) discusion|no es negociable)(?! \w+ que)|"
    r"sin excepcion(?:es)?|"
    r"(?:that's|that is|this is|it's) (?:the|our) (?:policy|rule|call|line)|that's how it(?:'s| is) (?:going to|gonna) "
    r"be|no exceptions|not up for (?:debate|discussion)|non-?negotiable"
)
_DECREED = re.compile(rf"(?<![\w'])(?:{_DECREES})(?!\w)")
_SETTLES = re.compile(rf"(?:{_SETTLED_BY.pattern})|(?:{_DECREED.pattern})")
_TURNS_AWAY = re.compile(
    r"^[\s¡¿,.…]*(?:pero|but|y|and|oigan?|oye|oid|mira|miren|ah|a ver|por cierto|otra cosa|hey|by the way|speaking of"
    r"|anyway|ahora)(?!\w)"
)
_REST = 3


def decrees(sentence: Sentence) -> bool:
    """Whether the words leave nothing to discuss: "así va a ser", "that's the policy"."""
    return _DECREED.search(sentence.folded) is not None


_FAREWELL = re.compile(r"(?<!\w)(?:bye|adios|chao|chau|nos vemos|see you|take care|hasta (?:luego|pronto))(?!\w)")
_PARTING = 14


def parts(utterance: Utterance) -> bool:
    """Whether the turn only says goodbye: what it wishes or when one meets again decides nothing."""
    return utterance.word_count <= _PARTING and _FAREWELL.search(utterance.folded) is not None


def turns_away(sentence: Sentence) -> bool:
    """Whether it goes on to something else, or to a rider: "pero que alguien se lo diga", "oigan, …"."""
    return _TURNS_AWAY.match(sentence.folded) is not None


def settles_only(sentence: Sentence) -> bool:
    """Whether nothing of content stands beside the words that settle."""
    return len(matter(_SETTLES.sub(" ", sentence.folded))) < 2  # noqa: PLR2004 - "hecho, Ana"


def drawn_it(sentence: Sentence) -> bool:
    """As in "dinner it is", which settles also what was put in the other language."""
    return _IT_IS.search(sentence.folded) is not None and sentence.question_span is None


_IT_IS = re.compile(r"^(?:\w+\W+){1,5}it is\W*$")


def settles_by_pointing(sentence: Sentence) -> bool:
    """Whether the words only point at what was put forward and settle it: "así va", "that's the plan"."""
    match = _SETTLES.search(sentence.folded)
    if match is None or sentence.asks_at(match.start()) or "?" in sentence.folded[match.end() : match.end() + 2]:
        return False
    clause = clause_before(sentence, match.start())
    if clause.negated or clause.subordinate:
        return False
    rest = matter(sentence.folded[: match.start()] + " " + sentence.folded[match.end() :])
    return len(rest) < _REST and not any(
        w.folded in {"yo", "i", "ya", "i've", "lo"}
        for w in sentence.words
        if w.end <= match.start() and w.start >= match.start() - 5
    )
