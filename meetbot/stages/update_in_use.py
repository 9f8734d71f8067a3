"""What tells that a thing is there without a verb of work: since when, that it is used; Spanish and English."""

import re

from meetbot.stages.folding import fold
from meetbot.stages.update_done import is_asked, is_proof

_SINCE = re.compile(
    r"\b(?:desde (?:ayer|anoche|antier|anteayer|hace|(?:el|la) (?:pasad[oa] )?(?:lunes|martes|miercoles|jueves|"
    r"viernes|"
    r"sabado|domingo|dia|mes|semana|\d+))|since (?:last|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"the \d+))\b"
)
_NOT_OVER = re.compile(
    r"\b(?:no|ni|sin|nunca|tampoco|sigo|sigue|siguen|seguimos|espera\w*|esper[oa]|todavia|aun|atorad\w+|atascad\w+|"
    r"tiene|con|trabad\w+|parad\w+|detenid\w+|pendiente\w*|revision|\w+ndo|voy|ando|vengo|vamos|de (?:viaje|baja|"
    r"licencia)|not|never|still|waiting|been|stuck|blocked|out|off|away|haven't|hasn't|isn't|working|trying|"
    r"chasing)\b"
)
_IN_USE = re.compile(
    r"\b(?:(?:l[oa]s?|se) (?:estan|esta|estamos) (?:usando|ocupando|utilizando)|ya (?:funciona|funcionan|jala|"
    r"jalan|corre|corren|"
    r"opera|operan|sirve|sirven)|l[oa]s? pueden (?:usar|ocupar|consultar|descargar)|up and running|in use|(?:is|"
    r"are|it's|they're|being) (?:being )?used|"
    r"(?:all |it's |it |they're |is |are )works?(?:ing)?(?: fine| now| again)?(?=\s*(?:[.,!…]|$))|we're good)\b"
)
_STAYED = re.compile(
    r"(?:^|[.,;!…])\s*(?:(?:si|ya|sip|pues|bueno|eso|esa|ese|todo|tambien),? )*(?:quedo|quedaron|salio|salieron)"
    r"(?=\s*(?:[.,!…]|$|(?:ya|al (?:cien|cen\w+|tiro)|perfect\w+|muy bien|bien|genial|super|impecable|chev\w+)\b))"
)
_WORD = re.compile(r"[^\W\d_]+")
_ECHOES = re.compile(
    r"\W*(?:(?:si|yes|yeah|yep|ya|oh|claro|pues),? )*(?:(?:it|they|that|she|he|i|we) (?:did|was|has|have|is|are|"
    r"were)\b"
    r"(?! not|n't)|and (?:i|we) did\b)"
)


def is_in_use(folded: str) -> bool:
    """Whether the thing is there and in use: 'está arriba desde el lunes', 'ya la están usando', 'quedó al cien'."""
    if any(is_proof(folded, *match.span()) for match in (*_IN_USE.finditer(folded), *_STAYED.finditer(folded))):
        return True
    since = _SINCE.search(folded)
    clause = folded[: since.start()] if since else ""
    opens = re.search(r"[.;:?!…¿]\s*\S", clause) is None
    return since is not None and opens and not _NOT_OVER.search(clause) and not is_asked(folded, since.end())


def echoes_yes(text: str, asked: str) -> bool:
    """Whether it answers 'did it go?' by its own verb: 'it did', '¿quedó lista?' by 'quedó'."""
    folded = fold(text)
    if _ECHOES.match(folded):
        return True
    opening = _WORD.search(folded)
    return opening is not None and len(opening.group()) > len("esta") and opening.group() in _WORD.findall(fold(asked))
