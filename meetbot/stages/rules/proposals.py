"""Sentences that put something to the others, to be agreed or not."""

import re

from meetbot.stages.rules.acts import clause_before
from meetbot.stages.rules.speech import Sentence, Word
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.vocabulary import vocabulary


def _p(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w'])(?:" + "|".join(alternatives) + r")(?!\w)")


PROPOSES = _p(
    r"(?:yo )?(?:propongo|propondria|sugiero|sugeriria|plantearia|voto por|recomiendo)(?: que)?|mi propuesta es|"
    r"la propuesta es|"
    r"i (?:propose|suggest|recommend|vote)|my (?:proposal|suggestion) is|i'd (?:propose|suggest|recommend)|"
    r"(?:so )?let's(?! (?:see|say|talk|move on|start|begin|get started|wait|be|hope|leave|park|table|not|face|"
    r"assume|take a look|go (?:around|back|on)))"
)
_SUGGESTS = _p(
    r"(?:y )?(?:que tal|que les parece|que te parece|que le parece|que os parece|les parece|te parece|"
    r"os parece) si|por que no|podriamos|deberiamos|"
    r"yo (?:lo |la |los |las )?(?:diria que|pondria|haria|subiria|bajaria|dejaria|quitaria|pausaria|cambiaria|"
    r"meteria|moveria|usaria|probaria)|"
    r"(?:sera|seria) (?:mejor|bueno|posible) que|mejor (?:\w+ )?\w+mos|habria que|"
    r"what if(?: we)?|how about(?: we)?|why don't we|why not|we (?:should|could)|can we(?: just)?|should we|"
    r"shall we|maybe we(?: should| could)?|i'd (?:say|go|rather)"
)
MEETING_MOVES = vocabulary(
    "empezar comenzar arrancar seguir pasar ver hablar cerrar decir ir tener estar ser querer poder saber creer",
    "pensar quedar necesitar llegar andar llevar traer venir salir esperar volver parar terminar acabar avanzar",
    "revisar entrar platicar haber preguntar escuchar recibir vender perder ganar dar",
)


def proposal_strength(sentence: Sentence) -> float:
    """How plainly the sentence proposes something, in [0, 1]; 0 when it does not."""
    folded = sentence.folded
    if _ASKS_WHAT.search(folded):
        return 0.0
    if PROPOSES.search(folded):
        return _PLAIN
    if _SUGGESTS.search(folded):
        return _WEAK
    by_verb = max((_plural(sentence, word) for word in sentence.words), default=0.0)
    return by_verb or (_BARE if sentence.question_span and _AND_WHAT_OF.match(folded) else 0.0)


def _plural(sentence: Sentence, word: Word) -> float:
    """How far a first person plural proposes: "hagamos" does, "¿hacemos?" asks."""
    forms = [form for form in readings(word.raw) if form.person == "1p" and form.infinitive not in MEETING_MOVES]
    if any(form.tense == "subjunctive" for form in forms):
        subordinate = clause_before(sentence, word.start).subordinate
        return _WEAK if subordinate and _WHAT_IF.search(sentence.folded) else (0.0 if subordinate else _PLAIN)
    asked = any(form.tense in {"present", "future"} for form in forms) and sentence.asks_at(word.start)
    return _WEAK if asked else 0.0


_PLAIN, _WEAK, _BARE = 0.5, 0.4, 0.35
"""A proposal called so, one put softly, and a thing merely mentioned as a question."""
_WHAT_IF = re.compile(r"y si|que tal")
_AND_WHAT_OF = re.compile(
    r"^[\s¿]*(?:y|and)\s+(?:si|un|una|el|la|los|las|con|en|a|what about|how about|\d+|\w+(?:enta|cientos)|"
    r"diez|quince|veinte|cinco|mil)(?!\w)"
)
_ASKS_WHAT = re.compile(
    r"(?:¿|^\W*)(?:y |pero |and |so |entonces )?(?:[\w ]{0,20}\s)?(?:que(?! tal| les parece| te parece|"
    r" os parece| le parece)|como|cuando|cuanto|cuanta|cuantos|cuantas|donde|quien|cual|what(?! if| about)|when|"
    r"where|who|which|how (?!about)\w+)(?!\w)[^?]*\?"
)
"""A question for a fact, not for agreement."""
