"""What speech puts around its matter, taken off: fillers, asides, reasons, tags and what runs on too long."""

import re

from meetbot.stages.folding import fold
from meetbot.stages.rules.speech import content_stems

MOST_WORDS = 18
"""Words beyond which a line of the minutes is cut at a clause's border."""
_FEWEST = 4
_MARKS = " ,;:.¿?¡!…—–-"

_ASIDE = (
    r"eh+|em+|mm+|este|esto|ehm|um+|uh+|pues|bueno|o sea|la verdad|digamos|you know|i mean|ojo|che|a ver|mira|miren|"
    r"mirad|vea|fijate|oye|oigan|jefa|jefe|licenciad[oa]|don \w+|dona \w+|senor|senora|hombre|mujer|por favor|porfa|"
    r"please|claro|obviamente|basicamente|por ejemplo|dios mediante|si dios quiere|de verdad"
)
_ASIDES = re.compile(rf"(?:^|,)\s*(?:{_ASIDE})\s*(?=,|$)")
_CUT_OFF = re.compile(r"[,…]?\s*…\s*")
_REASON = re.compile(
    r"(?:,\s*|\s)(?:asi (?:no|ya|que|me|nos|les?|se)|que si no|por si (?:acaso|no)|para que no|no vaya a)(?!\w).*$|"
    r",\s*(?:que (?!se |sea |sean |la de |el de )|total|tampoco|no es (?:nada|mucho)|"
    r"son (?:\w+ ){1,2}(?:minutos|horas)|"
    r"(?:son|es|esta|estan|era|fue) |no hay (?:drama|problema|bronca)|no me |te lo |se los? |os lo |ahi |"
    r"si (?:es que|quer|te |les |le |os )|"
    r"y (?:ya(?: esta)?|listo|punto|chau|eso|ahi\b.*|que (?:el|ella|alguien|usted)\b.*)$|"
    r"(?:it's|that's|i'm|i've|we're|they're|he's|she's|the \w+ (?:people|guys?) )|if (?:that's|it's|you)|anyway|"
    r"(?:gonza|jefa|jefe|ojo|eh|vale|okey)$).*$|"
    r"\s(?:y (?:ya|listo|punto|chau|ya esta)|altiro|al tiro|de una|feliz|nomas|no mas|anyway|myself|ahi mismo|"
    r"al toque)$"
)
_TAG_END = re.compile(r"(?:[,.]\s*)?(?:dijiste|dijimos|no\?|cachai|sabes|entonces|eh|pues|ojo)$")


def trimmed(text: str) -> str:
    """The words without asides between commas and without the reasons and remarks behind them."""
    text = _without_asides(_CUT_OFF.sub(" ", text).strip(_MARKS))
    cut = _REASON.search(fold(text))
    if cut and len(content_stems(fold(text[: cut.start()]))) > 0:
        text = text[: cut.start()]
    end = _TAG_END.search(fold(text))
    if end and len(text[: end.start()].split()) > 1:
        text = text[: end.start()]
    return text.strip(_MARKS)


def _without_asides(text: str) -> str:
    while (aside := _ASIDES.search(fold(text))) is not None and aside.group():
        text = (text[: aside.start()] + text[aside.end() :]).strip(" ,")
    return text


_BORDER = re.compile(r"\s*[.;:,](?=\s)|\s(?=(?:y|and|pero|but|porque|because|para que|so that|aunque)\s)")


def shortened(text: str, most: int = MOST_WORDS) -> str:
    """The words up to the last border of a clause within so many; all of them where there is none."""
    if len(text.split()) <= most:
        return text
    fits = [
        text[: border.start()]
        for border in _BORDER.finditer(fold(text))
        if _FEWEST <= len(text[: border.start()].split()) <= most
    ]
    return fits[-1].strip(_MARKS) if fits else text
