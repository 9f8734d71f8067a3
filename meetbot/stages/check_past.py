"""Whether a clause tells of something finished: 'ya se la mandé', 'quedó lista', 'I sent it', without 'casi'."""

import re

from meetbot.stages.folding import fold
from meetbot.stages.rules.vocabulary import ONCE

_CLITICS = r"(?:(?:se|me|te|le|les|nos|os|lo|la|los|las|eso|esto)\s+)*"
_LIKE_FUTURE = (
    r"prepar|separ|compar|repar|dispar|par|declar|aclar|retir|mir|tir|gir|respir|inspir|admir|esper|gener|oper|recuper"
    r"|super|alter|enter|consider|liber|moder|numer|enumer|reiter|toler|lider"
)
"""Verbs whose preterite ends like a future: 'separé' beside 'mandaré'."""
_IN_E = rf"(?:(?!\w+[aei]ré\b|qué\b|porqué\b|sé\b|té\b|café\b|comité\b|bebé\b|josé\b)\w{{2,}}é|(?:{_LIKE_FUTURE})é)"
_IRREGULAR = (
    r"(?:hice|puse|traje|tuve|pude|vine|di|vi|fui|hizo|puso|trajo|tuvo|vino|fue|dio|hicimos|pusimos|trajimos|dimos"
    r"|fuimos"
    r"|hicieron|pusieron|trajeron|dieron|fueron|dije|dijimos)"
)
_SPANISH = re.compile(
    rf"\b(?:ya|yo|no|pero|que|eso|ayer|anoche)\s+(?:ya\s+)?{_CLITICS}(?:ya\s+)?(?:{_IN_E}|\w{{2,}}í|\w{{2,}}ó"
    rf"|{_IRREGULAR})\b"
    rf"|\b(?:se|me|te|le|les|nos|os|lo|la|los|las)\s+(?:{_IN_E}|\w{{2,}}í|\w{{2,}}[aiu]ó|\w{{2,}}ó|{_IRREGULAR})\b"
    rf"|^\W*(?:{_IN_E}|{_IRREGULAR})\b"
    r"|\b(?:\w{2,}ó|\w{2,}aron|\w{2,}ieron)\b(?=.*\b(?:ayer|anoche|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|pasad[oa]|listo|lista|listos|listas)\b)"
)
_STATES = (
    r"(?:list[oa]s?|hech[oa]s?|terminad[oa]s?|cerrad[oa]s?|resuelt[oa]s?|enviad[oa]s?|mandad[oa]s?|arreglad[oa]s?"
    r"|firmad[oa]s?|publicad[oa]s?|actualizad[oa]s?|pagad[oa]s?|impres[oa]s?|subid[oa]s?|entregad[oa]s?)"
)
_FINISHED = re.compile(
    rf"\bya (?:\w+ ){{0,3}}?{_STATES}\b|\b(?:quedo|quedaron) (?:ya )?{_STATES}\b|\beso (?:ya )?esta\b|\bya esta(?:n)?$"
    r"|\bya tengo (?:el|la|los|las)\b"
    r"|\b(?:quedo|quedaron) (?:ya )?(?:al aire|en linea|en el aire|arriba|andando|funcionando|en marcha)\b"
    r"|^\W*\w{3,}[ai]d[oa]s? y \w{3,}[ai]d[oa]s?\b"
    rf"|\bya (?:quedo|quedaron|salio|salieron|l[oa]s? (?:tienes|tienen|tenes|tengo))\b|\b{_STATES} y (?:todo"
    rf"|{_STATES})\b"
    r"|\b(?:he|ha|has|hemos|han|habeis) (?:ya )?(?:\w{2,}(?:ado|ido)|hecho|puesto|visto|escrito|dicho|abierto|resuelto"
    r"|vuelto|roto|impreso)\b"
)
_PARTICIPLE = (
    r"(?:sent|did|done|put|gave|given|made|wrote|written|took|taken|built|set|paid|met|ran|spoke|spoken|left|brought"
    r"|cut"
    r"|fixed|uploaded|updated|finished|emailed|posted|shared|called|changed|closed|delivered|shipped|published|signed"
    r"|cleaned|sorted|moved|booked|ordered|submitted|launched|threw|printed|drafted|reviewed|checked|talked|asked)"
)
_ENGLISH = re.compile(
    r"\b(?:i|we|he|she|they)(?:'ve| have| has|'s|'d)? (?:(?:already|just|finally|even|actually|also) )?"
    rf"{_PARTICIPLE}\b(?! (?:like|to hear))"
    r"|\b(?:it|that|this|they|those)(?:'s|'re| is| are| was| were| has been| have been) (?:all |already )*"
    r"(?:done|sent|live|finished|fixed|sorted|closed|shipped|uploaded|out the door|set)\b"
    r"|\balready (?:done|sent|live|finished|fixed|sorted|closed|up|out)\b|\b(?:went|got sent) out\b"
    r"|\b(?:got|have|'ve got) (?:it|that|them) (?:done|sent|fixed|sorted)\b"
    r"|^\W*(?:sent|did|gave|made|wrote|took|built|paid|fixed|uploaded|updated|finished|emailed|posted|shared|called"
    r"|delivered|shipped|published|signed|booked|ordered|submitted|launched|printed) (?:it|that|them|those|all)\b"
)
_NOT_YET = re.compile(
    r"\b(?:no|todavia|aun|falta\w*|casi|not|almost|nearly|pendiente\w*|cuando|en cuanto|una vez|si|if|until"
    rf"|{ONCE}"
    r"|para que|que quede|voy a|vamos a|will|why|por que)\b|n't\b|'ll\b"
)
_WE_SAID = re.compile(
    r"\b(?:dije|dijimos|comente|avise|prometi|quede|(?:i|we) (?:said|told \w+|promised))\b.*\b(?:que|en|de|i|we)\b"
)
"""What one has said that one will do."""


def done(clause: str) -> bool:
    """Whether the clause tells of something finished."""
    lowered, folded = clause.lower(), fold(clause)
    if clause.rstrip().endswith("?") or _NOT_YET.search(folded) or _WE_SAID.search(folded):
        return False
    return bool(_SPANISH.search(lowered) or _FINISHED.search(folded) or _ENGLISH.search(folded))


def asks_about_the_past(clause: str) -> bool:
    """Whether it is a question about what was done: '¿lo mandaste?', '¿ya cambiaron el número?', 'did you call?'."""
    return clause.endswith(("?", "?\n")) and _ASKS.search(clause.lower()) is not None


_ASKS = re.compile(
    r"(?:\bya\b.*|\w{2}(?:aste|iste|aron|ieron)\b.*|\b(?:did|have|has) (?:you|anybody|anyone|somebody|he|she|they)\b.*"
    r"|^\W*y (?:el|la|los|las|lo) .*)\?$"
)
