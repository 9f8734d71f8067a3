"""Which decisions and commitments of earlier meetings are about the SLA, so that they stand beside its figures."""

import re
from collections.abc import Sequence
from datetime import date

from meetbot.model.commitments import Commitment
from meetbot.model.kpi import SlaPromise
from meetbot.model.minutes import Decision, Minutes
from meetbot.stages.folding import fold

_LONGEST = 2000
"""Characters of one text that are looked at: a sentence of a meeting is shorter, a hostile cell is not."""
_DETERMINER = r"(?:(?:el|la|los|las|un|una|nuestr[oa]s?|su|the|our|a|an|their)\s+)?"
_OTHERS = (
    r"(?:proveedor\w*|agencias?|imprentas?|servidor(?:es)?|sitio|web|paginas?|portal|sistemas?|soporte|bancos?"
    r"|audito\w+|contador\w*|abogad\w+|despachos?|distribuidor\w*|prensa|medios|periodistas?|legal|juridic\w+|finanzas"
    r"|recursos humanos|rh|rrhh|ti|it|app|aplicacion|api|hosting|nube|plataforma|crm|logistica|transport\w*"
    r"|paqueteri\w+|mensajeri\w+|garantias?|devoluciones|almacen|bodega|reclutador\w*|vendors?|suppliers?|agency"
    r"|agencies|servers?|sites?|website|pages?|support|banks?|press|lawyers?|printers?|cloud|carriers?|logistics"
    r"|shipping|warehouse|recruiters?|accountants?|help ?desk|mesa de ayuda)"
)
_SERVICE = r"(?:slas?|acuerdos? de(?: nivel(?:es)? de)? servicios?|service[- ]level agreements?)"
_ANSWER = (
    r"(?:primer(?:os)? contactos?|first contacts?|first touch(?:es)?|speed[- ]to[- ]lead"
    r"|tiempos? (?:de|del) (?:respuesta|contacto|primer contacto)|response times?|plazos? de contacto)"
)
_REACH = (
    r"(?:contact(?!o\b|os\b|s\b)\w*|llam(?!ativ)(?:[aeo]|[aeio]\w+)|reach(?:es|ed|ing)?(?: out)?|call(?:s|ed|ing)?)"
)
_REPLY = r"(?:respond\w*|atend(?:er|emos|iend|id)\w*|atiend\w+|answer(?:s|ed|ing)?|repl(?:y|ies|ied|ying))"
_LEAD = r"(?:leads?|mqls?|prospectos?|posibles clientes|clientes? potencial(?:es)?)"
_LIMIT = (
    r"(?:(?:\d{1,2}|una|doce|veinticuatro|cuarenta y ocho|one|twelve|twenty[- ]four|forty[- ]eight)"
    r"\s?(?:h|hs|hrs?|horas?|hours?)|mismo dia|dia habil|same day|business day)"
)
_SCORE = r"(?:puntua(?:cion(?:es)?)|puntajes?|scores?|scoring|\d{2,3} (?:puntos|points))"
_GAP = r"(?:[^\w.;:!?]+(?!para\b|por\b|sobre\b|about\b)\w+){0,6}?[^\w.;:!?]+"

_FALSE_FRIENDS = re.compile(
    r"(?<!\w)(?:"
    # `lead` the verb, the leader, and the time of delivery
    r"lead[- ]?times?|(?:team|tech|project|squad)[- ]leads?"
    r"|(?:will|to|should|can|could|must|would|may|might|'ll|i|we|you|they|takes?|taking|took|in|has|have) (?:the )?lead"
    r"|leads? (?:to|the|this|that|our|us|all) \w+|lead (?:generation|magnets?|forms?)"
    # other scores
    r"|scorecards?|(?:quality|credit|health|promoter) scores?|scores? (?:de|del) (?:credito|calidad|salud|riesgo)"
    r"|(?:puntajes?|puntuacion(?:es)?|scores?) (?:de|del|en|of|in) (?:la |el |the )?"
    r"(?:calidad|credito|riesgo|encuestas?|examen|evaluacion|nps|google|survey|exam|quality)"
    # what is agreed with, or asked of, somebody else
    rf"|{_OTHERS}(?:'s)? {_SERVICE}|{_SERVICE} (?:\w+ )?(?:de|del|con|para|al?|with|from|of|for) {_DETERMINER}{_OTHERS}"
    rf"|{_OTHERS}(?:'s)? {_ANSWER}|{_ANSWER} (?:\w+ )?(?:de|del|con|para|al?|with|from|of|for) {_DETERMINER}{_OTHERS}"
    rf"|(?:{_REACH}|{_REPLY}) (?:\w+ )?(?:(?:al?|con|with) )?{_DETERMINER}{_OTHERS}"
    r")(?!\w)"
)
_STRONG = re.compile(
    rf"(?<!\w)(?:{_SERVICE}|{_ANSWER}|mqls?|{_LEAD} (?:\w+ ){{0,2}}?c(?:u)?alificad[oa]s?|qualified (?:\w+ )?{_LEAD}"
    rf"|c(?:u)?alificacion (?:de|del) (?:los )?{_LEAD}|lead (?:qualification|scoring|response)"
    r"|(?:puntaje|puntuacion|score) minim[oa]|minimum score)(?!\w)"
)
_TOGETHER = re.compile(
    "|".join(
        rf"(?<!\w){first}{_GAP}{second}(?!\w)"
        for one, other in ((_REACH, _LEAD), (_REPLY, _LEAD), (_SCORE, _LEAD), (_LIMIT, _LEAD))
        for first, second in ((one, other), (other, one))
    )
)
# "contactar en menos de 24 horas": nobody else is named whom it might be about.
_SOON = re.compile(
    rf"(?<!\w)(?:{_REACH}|{_REPLY})(?P<object> (?:al?|with) \w+)?"
    rf"(?:[^\w.;:!?]+(?:a|antes|de|del|dentro|el|en|las|mas|maximo|menos|tardar|tiempo|todos|them|no|later|than|within|in|less|the"
    rf"|under|before)){{0,6}}[^\w.;:!?]+{_LIMIT}(?!\w)"
)


def sla_promises(commitments: Sequence[Commitment], last: Minutes | None, *, today: date) -> tuple[SlaPromise, ...]:
    """What was promised about the SLA, newest meeting first: the decisions of the last one, then the commitments.

    Cancelled commitments and decisions that were put off are no promises.
    """
    decided = last.decisions if last is not None else ()
    found = [_decided(decision, last.meeting.date) for decision in decided if last is not None and _holds(decision)]
    found += [_committed(c, today) for c in commitments if c.status != "cancelled" and is_about_sla(c.text, c.quote)]
    return tuple(sorted(found, key=lambda p: (-p.meeting_date.toordinal(), p.number or 0)))


def is_about_sla(*texts: str) -> bool:
    """Whether one of these texts speaks of the agreement between marketing and sales, in Spanish or in English."""
    return any(_speaks_of_it(text[:_LONGEST]) for text in texts)


def _speaks_of_it(text: str) -> bool:
    folded = _FALSE_FRIENDS.sub(lambda found: "." * len(found.group()), fold(text))
    if _STRONG.search(folded) or _TOGETHER.search(folded):
        return True
    return any(not _names_somebody(text, found) for found in _SOON.finditer(folded))


def _names_somebody(text: str, found: re.Match[str]) -> bool:
    """Whether the one to be called is a name: `llamar a Carmen en 24 horas` is no promise to every lead."""
    named = found.group("object")
    return named is not None and text[: found.end("object")].rsplit(maxsplit=1)[-1][0].isupper()


def _holds(decision: Decision) -> bool:
    said = decision.evidence.quote if decision.evidence is not None else ""
    return decision.status != "deferred" and is_about_sla(decision.text, said)


def _decided(decision: Decision, day: date) -> SlaPromise:
    said = decision.evidence.quote if decision.evidence is not None else ""
    return SlaPromise(meeting_date=day, text=decision.text, said=said, state="agreed")


def _committed(commitment: Commitment, today: date) -> SlaPromise:
    late = commitment.overdue(today)
    return SlaPromise(
        meeting_date=commitment.meeting_date,
        number=commitment.number,
        text=commitment.text,
        owner=commitment.owner,
        due_date=commitment.due_date,
        said=commitment.quote,
        state="kept" if commitment.status == "done" else "overdue" if late else "open",
    )
