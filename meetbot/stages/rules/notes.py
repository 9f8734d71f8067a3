"""Recognitions, what customers say, and questions that stay open."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meetbot.model.candidates import CandidateKind
from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Reading
from meetbot.stages.rules.speech import Sentence, Utterance, content_stems


def _p(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w'])(?:" + "|".join(alternatives) + r")(?!\w)")


_PRAISE = _p(
    r"(?:felicito|felicitamos|felicidades|felicitaciones|enhorabuena|quiero (?:reconocer|felicitar|"
    r"agradecer)(?:le|les|lo)?|un reconocimiento|reconozco|aplausos?|chapo|"
    r"me quito el sombrero|bravo|gran trabajo|buen(?:isimo)? trabajo|excelente trabajo|que buen trabajo|"
    r"un aplauso|muy bien hecho)",
    r"(?:kudos|shout[- ]?out|hats off|props|congrats|congratulations|great job|great work|nice work|good job|"
    r"well done|big thanks|huge thanks|i want to (?:recognize|thank|acknowledge))",
)
_THANKS_FOR = _p(
    r"(?:muchas |mil )?gracias(?:,)? (?:a|al) [\w ]{2,40}? (?:por|porque|que)|(?:le|les|"
    r"te) agradezco (?:a [\w ]{2,30} )?(?:mucho )?(?:por|que|el|la|los)|"
    r"gracias por (?:haber|rescatar|sacar|armar|resolver|el trabajo|el esfuerzo|el apoyo|la ayuda)|(?:thanks|"
    r"thank you),? (?:\w+,? )?to [\w ]{2,30} for|(?:thanks|thank you) for (?:turning|getting|doing|fixing|"
    r"handling|saving|putting)"
)
_HELPED = _p(
    r"(?:nos|me) (?:ayudo|ayudaron|salvo|salvaron|saco|sacaron) (?:full|muchisimo|mucho|un monton|del apuro|"
    r"a tiempo)|saved us|really helped"
)
_CUSTOMER = (
    r"(?:(?:los|el|las|la|un|una|unos|varios|muchos|algunos|otro|otros|nuestros|dos|tres|cuatro|"
    r"todos los) )?(?:clientes?|clienta|prospectos?|leads?|compradores|consumidores|cuentas|distribuidores|usuarios?)"
)
_SAYS = (
    r"(?:dice[ns]?|piden?|pidio|pidieron|pregunta[ns]?|pregunto|preguntaron|queja[ns]?|quejo|quejaron|"
    r"reclama[ns]?|reclamo|comenta[ns]?|comento|comentaron|objeta[ns]?|exige[ns]?|"
    r"quiere[ns]?|necesita[ns]?|compara[ns]?|prefiere[ns]?|espera[ns]?|dijo|dijeron|esta[ns]? (?:diciendo|"
    r"pidiendo|preguntando|comparando)|siente[ns]?|agradece[ns]?|insiste[ns]?|solicita[ns]?|menciona[ns]?)"
)
_VOICE = _p(
    rf"{_CUSTOMER} (?:de [\w ]{{2,20}} )?(?:(?:nos|me|se|lo|le|les|ya|no|siempre|todavia) )*{_SAYS}",
    r"(?:nos|me) (?:objetan|piden|preguntan|reclaman|comparan|dicen|lo piden|lo dicen|la piden|"
    r"lo preguntan) (?:mucho )?(?:que|el|la|los|las|por|con|si)",
    r"la objecion (?:mas comun|principal|es|que)|(?:me|nos) (?:dijo|dijeron|pregunto|pregunta|comento|pidio|"
    r"conto) (?:un|una|el|la|otro|otra|algun) (?:cliente|clienta|prospecto|usuario|usuaria|comprador\w*)",
    r"(?:customers?|clients?|prospects?|buyers?|users?|accounts?) (?:\w+ )?(?:keep |kept |often |always |"
    r"also )?(?:say|said|saying|tell|telling|told|ask|asks|asked|asking|complain|complains|complained|want|wants|"
    r"need|needs|love|hate|object|mention|mentioned|feel)",
    r"(?:a|one|another|every) (?:customer|client|prospect|buyer|account) (?:told|asked|said|wants|complained|"
    r"mentioned)|(?:i|we) (?:keep )?(?:hear|hearing|heard) from (?:customers|clients|prospects)|pushback on",
)
_FIRMS = (
    r"(?:clientes?|clientas?|prospectos?|empresas?|cuentas?|compradores|cadenas?|tiendas?|negocios?|"
    r"distribuidores|mayoristas?|usuari[oa]s|"
    r"consumidores|pacientes|alumnos|huespedes|comercios?|constructoras?|restaurantes?|hoteles|socios|padres)"
)
_FEELS = _p(
    rf"a (?:(?:l[oa]s|un[oa]?s?|vari[oa]s|much[oa]s|algun[oa]s|dos|tres|cuatro|cinco|seis|\d+|ell[oa]s|otr[oa]s|"
    rf"el|la|mi|nuestr[oa]s) )"
    rf"(?:de (?:l[oa]s|mis|nuestr[oa]s) )?(?:\w+ )?{_FIRMS} (?:[\w ]{{0,24}} )?(?:no )?(?:les?|se les?) "
    r"(?:parece[n]?|gusta[n]?|molesta[n]?|preocupa[n]?|cuesta|importa[n]?|interesa[n]?|encanta[n]?|falta[n]?|"
    r"sirve[n]?|urge|"
    r"conviene|hace[n]? ruido|resulta[n]?|queda[n]?|llega[n]?)",
    rf"(?:nos |me |les )?(?:dicen|piden|preguntan|reclaman|comentan|objetan|exigen|critican|agradecen|"
    rf"reportan) (?:mucho |siempre |"
    rf"tambien |ahora )?(?:l[oa]s|nuestr[oa]s|vari[oa]s|much[oa]s|algun[oa]s) {_FIRMS}",
    rf"{_FIRMS} (?:[\w ]{{0,24}} )?(?:nos |me )?(?:vienen|andan|siguen|estan|llevan|"
    rf"han estado) (?:\w+ )?(?:diciendo|pidiendo|"
    r"preguntando|reclamando|quejandose|comentando|comparando)",
    rf"(?:cosa|queja|comentario|feedback|opinion|percepcion|sentir|reclamo|inquietud|"
    rf"duda) (?:frecuente )?de (?:l[oa]s |nuestr[oa]s )?{_FIRMS}",
    rf"(?:oigo|escucho|escuchamos|oimos|me llega|nos llega)[\w ]{{0,20}} (?:a|de|entre) l[oa]s {_FIRMS}",
    r"(?:customers?|clients?|prospects?|buyers?|users?|accounts?|retailers?) (?:[\w' ]{0,20} )?(?:find|found|"
    r"feel|felt|think|thought|"
    r"worry|worried|struggle|compare|prefer|expect|care|push back|pushed back|get confused|are (?:confused|"
    r"asking|telling|saying|"
    r"complaining|worried|unhappy|comparing))",
)
_ANECDOTE = re.compile(
    r"(?<!\w)(?:iba a|va a|nos iba|ya nos|ya me|firmo|firmaron|pago|pagaron|no contesta|no contestan|llego|"
    r"llegaron|cerro)(?!\w)"
)
_PROCEDURE = _p(
    r"me (?:escuchan?|oyen?|ven?)|se (?:escucha|oye|ve)(?: bien)?|(?:algo|alguien) mas|alguna (?:duda|pregunta)|"
    r"dudas|como (?:estan|andan|va|estas|les fue)|ya estamos todos|listos|"
    r"que (?:paso|tal|es eso|onda)|verdad|no|can you hear|anything else|any questions|everyone here|how are you|"
    r"are we all|ready|really"
)
_MIN_SCORE_STEMS = 2


@dataclass(frozen=True)
class Note:
    """A recognition, a customer's voice or an open question, with the turns that show it."""

    kind: CandidateKind
    turns: tuple[int, ...]
    sentence: Sentence
    score: float
    more: Sentence | None = None


def notes_of(utterance: Utterance, readings: Sequence[Reading], following: Sequence[Utterance]) -> Iterator[Note]:
    """The notes that one turn gives."""
    spoken: Note | None = None
    for reading in readings:
        sentence = reading.sentence
        if spoken is not None and _customers_speak(sentence):
            continue
        if _recognises(sentence, reading):
            yield Note("recognition", (utterance.index,), sentence, 0.7)
        elif _customers_speak(sentence):
            spoken = _voice(utterance, sentence)
            yield spoken
        elif (answer := _left_open(utterance, sentence, following)) is not None:
            yield Note("question", (utterance.index, answer), sentence, 0.55)


def _voice(utterance: Utterance, sentence: Sentence) -> Note:
    """What customers say, with the next sentence when that goes on about it."""
    after = [s for s in utterance.sentences if s.position == sentence.position + 1 and _customers_speak(s)]
    return Note("customer_voice", (utterance.index,), sentence, 0.6, *after)


def _recognises(sentence: Sentence, reading: Reading) -> bool:
    """Praise or thanks for something, to somebody; a plain "gracias" is courtesy."""
    if sentence.question_span or cues.HYPOTHETICAL.search(sentence.folded):
        return False
    substance = len(content_stems(sentence.folded)) >= _MIN_SCORE_STEMS
    praised = _PRAISE.search(sentence.folded) and (
        reading.names or re.search(r"(?<!\w)(?:equipo|todos|team|everyone|por|for)(?!\w)", sentence.folded)
    )
    return substance and bool(
        praised or _THANKS_FOR.search(sentence.folded) or (_HELPED.search(sentence.folded) and reading.names)
    )


def _customers_speak(sentence: Sentence) -> bool:
    match = _VOICE.search(sentence.folded) or _FEELS.search(sentence.folded)
    asks = sentence.question_span is not None and not sentence.asks_agreement
    if match is None or asks:
        return False
    rest = sentence.folded[match.end() :]
    return len(content_stems(sentence.folded)) > _MIN_SCORE_STEMS and not _ANECDOTE.match(
        rest.strip().removeprefix("que ").strip()
    )


_ASKS_WHO = re.compile(
    r"^\W*(?:(?:y|pero|oigan|bueno|and|so)\W+)*(?:quien|quienes|cuando|cuanto|cuantos|donde|cual|who|when|where|"
    r"which)\s"
)
"""A question that lost its marks; only an answer that knows nothing shows that it was one."""


def _left_open(utterance: Utterance, sentence: Sentence, following: Sequence[Utterance]) -> int | None:
    """The turn that leaves the question unanswered, or None when it is answered or asks nothing of substance."""
    asks = sentence.question_span is not None or _ASKS_WHO.match(sentence.folded) is not None
    if (
        not asks
        or _PROCEDURE.fullmatch(sentence.folded.strip(" ¿?.,!"))
        or len(content_stems(sentence.folded)) < _MIN_SCORE_STEMS
    ):
        return None
    if re.search(
        r"(?<!\w)(?:puedes|podes|podrias|puede usted|can you|could you|would you|les parece|te parece)(?!\w)",
        sentence.folded,
    ):
        return None
    for answer in following[:3]:
        if answer.voice != utterance.voice and cues.ANSWER_UNKNOWN.search(answer.folded):
            return answer.index
        if answer.voice != utterance.voice and answer.word_count > 6:  # noqa: PLR2004 - so many words answer something
            return None
    return None
