"""Questions that mattered and stayed without an answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from meetbot.stages.rules import cues
from meetbot.stages.rules.matter import asks_unmarked, has_figure, matter
from meetbot.stages.rules.proposals import proposal_signal
from meetbot.stages.rules.speech import Sentence, Utterance

_AHEAD = 5
"""Turns after a question in which an answer may come."""
_PROCEDURE = re.compile(
    r"(?<!\w)(?:me (?:escuchan?|oyen?|ven?|oigo)|se (?:escucha|oye|ve|me oye)|(?:algo|alguien|nada|que|quien) (?:mas"
    r"|falta)|alguna (?:duda|pregunta)|"
    r"como (?:estan|andan|va|vas|estas|les fue|te fue|ves|ven)|ya estamos|listos|que (?:paso|tal|es eso|onda|dijiste"
    r"|dijeron|decias)|can you hear|anything else|any questions|everyone here|"
    r"how are you|are we all|are you (?:there|on)|who's missing|quien falta|partido|arrancamos|empezamos|quien empieza"
    r"|compart\w+|pantalla|microfono|camara|eco|pitido)(?!\w)"
)
_ASKS_WORK = re.compile(
    r"(?<!\w)(?:puedes?|podes|podrias?|podria|puede usted|te encargas|me (?:haces|mandas|pasas|ayudas|armas|sacas)"
    r"|nos (?:haces|mandas|pasas|ayudas)|can you|could you|would you|will you|"
    r"les parece|te parece|le parece|que te parece|para cuando|when (?:can|would|could|will) you|by when|lo tendri\w+"
    r"|quien (?:lo|la|los|las|se) (?:hace|arma|manda|agarra|lleva|encarga|toma|ve))(?!\w)"
)
_UNKNOWN = re.compile(
    r"(?<![\w'])(?:(?:eso )?(?:si )?(?:la verdad )?(?:yo )?no (?:lo |la )?(?:se(?! (?:preocup|puede|trata|hace|va|les"
    r"|me))|sabria|tengo (?:idea|ni idea|el dato|claro)|tengo claro|lo tengo claro|teniamos|tenia contemplad\w+"
    r"|me acuerdo|recuerdo)|ni idea|"
    r"ni (?:yo|la mas)|buena pregunta|quien sabe|no (?:nos|me) (?:han|ha) (?:dicho|contestado|confirmado|respondido)"
    r"|nadie (?:sabe|me ha|nos ha|lo sabe)|no esta (?:claro|definido)|todavia no (?:se sabe|sabemos|hay)|"
    r"sin respuesta|se hizo el \w+|no me (?:la|lo) dio|habria que (?:ver|preguntar|averiguar)\w*|hay que (?:ver"
    r"|averiguar)\w*|"
    r"i (?:don't|do not) know|no (?:idea|clue)|not sure|good question|beats me|who knows|nobody knows"
    r"|couldn't tell you|we don't know|i have no|haven't heard|hard to say|your guess)(?!\w)"
)
_EVASIVE = re.compile(
    r"^\W*(?:(?:mm+|uf+|uy|hm+|huh|eh|ah|pues|bueno|este|a ver|um|uh|well|los \w+|a mi no me miren|yo no|no me miren"
    r"|ay|ya|silencio)\W*)+(?:$|no me mir)"
)
_FOLLOWED_UP = re.compile(
    r"(?<![\w'])(?:(?:lo|la|se lo|le) (?:averiguo|pregunto|consulto|reviso|checo|chequeo|miro|veo|investigo|saco|busco"
    r"|confirmo)|(?:averiguo|pregunto|consulto|investigo) yo|"
    r"(?:i'll|i can|let me|i will) (?:find out|check|ask|look|get (?:you|that)|pull|dig)|preguntale|preguntele"
    r"|averigua(?:lo)?|averigue(?:lo)?|get me (?:that|the)|find out)(?!\w)"
)
_MOVES_ON = re.compile(
    r"(?<!\w)(?:sigamos|seguimos|siguiente|pasemos|otra cosa|queda ahi|moving on"
    r"|next|anyway|que mas|algo mas)(?!\w)"
)
_SUBSTANCE = 7
_ENOUGH = 2
_IMPERSONAL = re.compile(
    r"(?<!\w)(?:alguien sabe|se sabe|sabemos|sabe alguien|does (?:anybody|anyone) know|do we know|anybody know)(?!\w)"
)
_OPEN = re.compile(
    r"(?<!\w)(?:quien|quienes|cuanto|cuantos|cuanta|cuantas|donde|cual|cuales|por que|como|que pasa con|who"
    r"|how (?:much|many|do|does)|where|which|why|what happens)(?!\w)"
)


_ASKING = frozenset(("cuant", "quien", "donde", "cuale", "trae", "anybo", "somet", "alguie", "algui"))


@dataclass(frozen=True)
class LeftOpen:
    """A question and the turns that leave it unanswered."""

    turns: tuple[int, ...]
    score: float
    reason: str


def left_open(utterance: Utterance, sentence: Sentence, turns: Sequence[Utterance]) -> LeftOpen | None:
    """What leaves the question open, or None when it is answered, procedural, or asks for work or agreement."""
    folded = sentence.folded
    if sentence.question_span is None and not asks_unmarked(sentence):
        return None
    if _PROCEDURE.search(folded) or _ASKS_WORK.search(folded) or proposal_signal(sentence) in {"proposed", "suggested"}:
        return None
    said = matter(folded) - _ASKING
    if len(said) < _ENOUGH and len(matter(utterance.folded)) < 2 * _ENOUGH:
        return None
    if cues.JOKE.search(folded):
        return None
    return _reply(utterance, sentence, turns, said)


def _reply(
    utterance: Utterance, sentence: Sentence, turns: Sequence[Utterance], said: frozenset[str]
) -> LeftOpen | None:
    following = turns[utterance.index + 1 : utterance.index + 1 + _AHEAD]
    unknown: Utterance | None = None
    for reply in following:
        if _FOLLOWED_UP.search(reply.folded):
            return LeftOpen((utterance.index, reply.index), 0.25, "somebody will find the answer") if unknown else None
        if reply.voice == utterance.voice:
            if _MOVES_ON.search(reply.folded):
                break
            continue
        if _knows_not(reply):
            unknown = unknown or reply
        elif _answers(reply, said, after=unknown is not None):
            return None
        elif _MOVES_ON.search(reply.folded):
            break
    weighty = _IMPERSONAL.search(sentence.folded) or _OPEN.search(sentence.folded)
    if unknown is not None:
        own = _UNKNOWN.search(utterance.folded) is not None
        return LeftOpen(
            (utterance.index, unknown.index), 0.65 if weighty or own else 0.5, "somebody says that they don't know"
        )
    evaded = [u for u in following[:2] if u.voice != utterance.voice and _EVASIVE.match(u.folded)]
    if evaded and weighty:
        return LeftOpen((utterance.index, evaded[0].index), 0.45, "nobody answers it")
    return None


def _knows_not(reply: Utterance) -> bool:
    """Whether the turn begins by saying that its speaker does not know; a figure before it answers."""
    match = _UNKNOWN.search(reply.folded)
    return (
        match is not None
        and match.start() <= _EARLY
        and not has_figure(
            [
                word
                for sentence in reply.sentences
                for word in sentence.words
                if sentence.start + word.end <= match.start()
            ]
        )
    )


_EARLY = 48
"""Characters into a turn up to which "no sé" is its answer."""


def _answers(reply: Utterance, said: frozenset[str], *, after: bool) -> bool:
    """Whether the turn answers: at some length, and once nobody knew only with most words of the question."""
    if _EVASIVE.match(reply.folded) or (reply.sentences and reply.sentences[0].question_span is not None):
        return False
    if after:
        return 2 * len(matter(reply.folded) & said) >= max(1, len(said)) and reply.word_count > _SUBSTANCE
    return (
        reply.word_count >= _SUBSTANCE
        or bool(re.match(r"^\W*(?:si|no|yes|no|yeah|claro)(?!\w)", reply.folded))
        or bool(matter(reply.folded))
    )
