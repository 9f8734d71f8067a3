"""What tells that a task was called off, or put off without a day; Spanish and English."""

import re

from meetbot.stages.folding import fold
from meetbot.stages.rules.verbs import readings
from meetbot.stages.spoken_words import words
from meetbot.stages.update_done import before, is_asked

_DROP = r"(?:cancel|descart|suspend|suspendi|desestim|elimin|anul|abandon|desech|desestimd)"
_CANCELLED = re.compile(
    r"\b(?:ya no (?:va(?! a)|va a (?:ser|haber|hacerse)|sale|sera|habra|hace falta|es necesari\w+|aplica|"
    r"procede|se (?:hace|hara|hizo|"
    r"necesita|requiere|ocupa|usa|"
    r"va a hacer)|l[oa]s? (?:hacemos|vamos a hacer|necesit\w+|ocup\w+|quier\w+|hagas|mandes)|tiene (?:caso|"
    r"(?:ningun |mucho )?sentido)|"
    r"corre|existe (?:el|la|es[ae]) (?:proyecto|campana|evento))|no va mas|"
    r"(?:mejor|pues|entonces|bueno,?) l[oa]s? dejamos(?! (?:para|como|list|hasta|en))|"
    r"l[oa]s? (?:cancelamos|descartamos|matamos|dejamos (?:de lado|fuera|ir|caer|ahi\b|por la paz)|"
    r"quitamos|sacamos de la lista|borramos|tachamos por)|"
    rf"(?:l[oa]s?|se|eso se) (?:(?:he|ha|han|hemos) )?{_DROP}(?:o|e|aron|ieron|imos|amos|ado|ada|ido|ida)\b|"
    r"(?:qued[ao]|esta|fue|habiamos|eso) (?:cancelad|descartad|suspendid|anulad|sin efecto)\w*|"
    r"(?:eso |l[oa] )se (?:cancelo|cayo|murio)|"
    r"(?:damos|dar|doy|dimos|dad|de[mn]os|dalo|dala) de baja|no se (?:hace|hizo ni se|va a hacer|va a hacer ya)"
    r"(?! (?:hoy|esta|todavia|hasta|antes))|"
    r"olvidat?e(?:lo|la)?(?: de es[oa])?|olvid(?:a|e)(?:l[oa]|telo|tela)|olvidemos|borr(?:alo|ala|enlo|enla|"
    r"adlo|adla)|"
    r"ni para que\b|no va a (?:haber|hacerse)\b|(?:quit|sac)(?:al|emosl)[oa] de (?:la|tu|mi) lista|(?:eso|esa|"
    r"ese|entonces|ya|pues),? fuera\b|"
    r"(?:there's |is )?no point|(?:take|cross|strike) (?:it|that) off|"
    r"don't bother|forget (?:it|about|that|the)|never ?mind|(?:it's|that's|that one's|this one's|it is) (?:dead|"
    r"off(?! (?:my|the|your) list)|cancel\w+|scrapped)|(?:entonces|asi que|pues) no tiene (?:caso|sentido)|"
    r"(?:drop|dropping|scrap|scrapping|kill|killing|killed|dropped|scrapped|cancel|cancelling|canceling|cancelled|"
    r"canceled|axed|nixed) (?:it|that|the(?! ball))|call(?:ed|ing)? (?:it )?off|no longer (?:needed|necessary|"
    r"relevant|"
    r"happening)|not needed|(?:don't|won't) need (?:it|that|them|to do)|isn't needed|not (?:going to|gonna) happen|"
    r"not (?:doing|pursuing) (?:it|that|this)|not happening|moot|"
    r"(?:scratch|strike|bin) (?:it|that|that one|this one|them)|let (?:that|this|it)(?: one)? go|"
    r"(?<!it)(?<!he)'s gone|"
    r"se retira|se olvida|d[ae](?:r?l[oa]|mosl[oa]) por (?:muert|perdid|cancelad)[oa]|"
    r"threw (?:it|the whole \w+|that) (?:out|away)|off the table|(?:take|cross|strike) (?:it|that) off)\b|"
    r"^\W*(?:si,? |yes,? |ya,? |vale,? |pues |ok,? |listo,? )*(?:cancelad[oa]|descartad[oa]|cancelled|canceled)\W*$"
)
_NOT_SO = re.compile(r"\b(?:no|nunca|tampoco|not|never|si)(?: (?!pues\b|ya\b|hombre\b|si\b)\w+)?\s*$")
_STRUCK = re.compile(
    r"\b(?:tach(?:al[oa]|emosl[oa]|adl[oa]|enl[oa])|l[oa]s? tach(?:o|amos)|"
    r"l[oa]s? (?:quit|sac|borr)(?:o|amos) de (?:la|mi|tu) lista|(?:saca|quita|borra|saque|"
    r"quite)l[oa]s? de (?:la|tu|mi) lista|"
    r"quitatel[oa]|se cierra ese|(?:cross|take|tick|check) (?:it|that|that one|this one|them) off|(?:cross|"
    r"tick|check) off|"
    r"off (?:my|the|your) list)\b"
)
"""Words that take a task from the list: what was done goes from it too."""
_ORDER = re.compile(r"(?:^|[.,;!…])\s*(?:(?:entonces|pues|bueno|ya|ok|vale|no|mejor),?\s+)*$")
_NO_LONGER_NEEDED = re.compile(r"\b(?:ya )?no (?:hace falta|es necesari\w+|se necesita)|\b(?:no longer|not) needed\b")
_OTHERS_DID = re.compile(
    r"\b(?:ya )?(?:(?:se |me |nos )?l[oa]s?|se) ([^\W\d_]+)|\b(?:already )?(?:did|sent|"
    r"finished|made|fixed|handled)"
    r" (?:it|that|them)\b|\b(?:got|been|was) (?:already )?(?:done|sent|fixed|handled)\b|\bya esta hech[oa]\b"
)
_KEEPS_ON = words("soltar dejar olvidar perder abandonar descuidar parar")
"""'No la sueltes' asks to go on."""
_NOT_TO = re.compile(r"\bno (?:me |te |nos |se )?(?:lo|la|los|las) ([^\W\d_]+)(?!.*\b(?:hasta|todavia|antes|aun)\b)")
_PUT_OFF = re.compile(
    r"\b(?:(?:lo|la|los|las|se|hay que|vamos a|mejor) (?:(?:he|ha|han|hemos) )?(?:aparc|pospu|pospon|posterg|"
    r"aplaz|difer|"
    r"congel|paus|patea|retras)\w*|(?:lo|la|los|las) (?:dejamos|dejo|dejan|vemos|"
    r"retomamos) (?:para )?(?:mas adelante|despues|"
    r"otro dia|otra vez|mas tarde|luego)|(?:queda|quedo|esta) (?:en pausa|aplazad|pospuest|postergad|congelad|"
    r"aparcad)\w*|"
    r"en pausa|(?:it's|that's|put (?:it|that)) on (?:hold|ice)|put (?:it|that|them) off|push(?:ed|ing)? (?:it|"
    r"that|them) "
    r"(?:back|out|off)|park(?:ed|ing)? (?:it|that)|back ?burner|hold(?:ing)? off|tabled? (?:it|that)|"
    r"revisit (?:it|that) later|"
    r"for later)\b"
)
_ASKS_TO_DROP = re.compile(
    r"\b(?:l[oa]s? (?:cancelamos|damos de baja|descartamos|borramos|quitamos|saco|tacho|borro|doy de baja)|"
    r"(?:drop|scrap|kill|cancel|cancelling|dropping) (?:it|that|the))\b"
)
_ASKS_NEED = re.compile(
    r"\b(?:still (?:need|want|relevant|happening|on)|(?:todavia|aun) (?:hace falta|lo|la|va|aplica|necesit\w+)|"
    r"sigue (?:en pie|siendo|haciendo falta|vigente)|hace falta todavia)\b"
)


def is_cancelled(folded: str, *, text: str) -> bool:
    """Whether it says that the task was dropped: neither asked nor denied, nor done by somebody instead."""
    found = [match for match in _CANCELLED.finditer(folded) if _is_said(folded, match)]
    if not found:
        return any(_orders_not_to(match, text) for match in _NOT_TO.finditer(folded))
    return not is_done_instead(folded, text=text)


def is_done_instead(folded: str, *, text: str) -> bool:
    """Whether it is no longer needed since somebody did it: 'ya no hace falta, lo hizo Marta'."""
    return _NO_LONGER_NEEDED.search(folded) is not None and _others_did(folded, text)


def _is_said(folded: str, match: re.Match[str]) -> bool:
    return not is_asked(folded, match.end()) and not _NOT_SO.search(before(folded, match.start()))


def _orders_not_to(match: re.Match[str], text: str) -> bool:
    """'No la hagamos', 'no lo mandes'."""
    forms = readings(text[match.start(1) : match.end(1)])
    if any(form.infinitive in _KEEPS_ON for form in forms):
        return False
    persons = {"2s", "1p", "3p"}
    if _ORDER.search(fold(text[: match.start()])):
        persons |= {"3s"}
    ordered = any(form.task and form.tense == "subjunctive" and form.person in persons for form in forms)
    return ordered and not any(form.tense in {"present", "past"} for form in forms)


def _others_did(folded: str, text: str) -> bool:
    for match in _OTHERS_DID.finditer(folded):
        if match.group(1) is None:
            return True
        forms = readings(text[match.start(1) : match.end(1)])
        if any(form.task and form.tense == "past" and form.person in {"1s", "3s", "3p"} for form in forms):
            return True
    return False


def is_struck(folded: str) -> bool:
    """Whether somebody takes the task from the list, which tells that it ended and not how."""
    return any(_is_said(folded, match) for match in _STRUCK.finditer(folded))


def is_put_off(folded: str) -> bool:
    """Whether it says that the task waits for a later time, without saying when."""
    match = _PUT_OFF.search(folded)
    return match is not None and _is_said(folded, match)


def drops_if_agreed(asked: str) -> bool:
    """Whether it asks to drop the task: 'sí' drops it then."""
    folded = fold(asked)
    return "?" in asked and _ASKS_TO_DROP.search(folded) is not None


def drops_if_denied(asked: str) -> bool:
    """Whether it asks if the task is still needed: 'no' drops it then."""
    folded = fold(asked)
    return "?" in asked and _ASKS_NEED.search(folded) is not None
