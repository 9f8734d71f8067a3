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
_ANECDOTE = re.compile(
    r"(?<!\w)(?:iba a|va a|nos iba|ya nos|ya me|firmo|firmaron|pago|pagaron|no contesta|no contestan|llego|"
    r"llegaron|cerro)(?!\w)"
)
_LEFT_OPEN = _p(
    r"queda (?:abierta|pendiente) la (?:pregunta|duda)|la pregunta (?:abierta|que queda)|open question|"
    r"remains? (?:open|unanswered)|habria que preguntar"
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


def notes_of(utterance: Utterance, readings: Sequence[Reading], following: Sequence[Utterance]) -> Iterator[Note]:
    """The notes that one turn gives."""
    for reading in readings:
        sentence = reading.sentence
        if _recognises(sentence, reading):
            yield Note("recognition", (utterance.index,), sentence, 0.7)
        elif _customers_speak(sentence):
            yield Note("customer_voice", (utterance.index,), sentence, 0.6)
        elif (answer := _left_open(utterance, sentence, following)) is not None:
            yield Note("question", (utterance.index, answer), sentence, 0.55)


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
    match = _VOICE.search(sentence.folded)
    if match is None or sentence.asks_at(match.start()):
        return False
    rest = sentence.folded[match.end() :]
    return len(content_stems(sentence.folded)) > _MIN_SCORE_STEMS and not _ANECDOTE.match(
        rest.strip().removeprefix("que ").strip()
    )


def _left_open(utterance: Utterance, sentence: Sentence, following: Sequence[Utterance]) -> int | None:
    """The turn that leaves the question unanswered, or None when it is answered or asks nothing of substance."""
    span = sentence.question_span
    if (
        span is None
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
