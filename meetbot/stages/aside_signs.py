"""How likely a turn opens a matter that is on no agenda: signs whose weights were learned from labelled meetings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from meetbot.stages.aside_weights import WEIGHTS
from meetbot.stages.folding import fold

_WINDOW, _BEFORE = 6, 6
"""Turns that begin with the one that opens it, and turns before them."""
_SHORT, _BRIEF = 12, 6
"""Words of a turn that hardly opens anything, and of one that closes what was before."""
_MANY = 3
WHOLE = 40
"""Turns of a transcript that is more than an excerpt."""
_MIDDLE = 0.5
_AT = r"(?:^|(?<=[.?!…,¿¡;] )|(?<=[¿¡]))"
_ATTENTION = (
    r"(?:(?:oigan?|oye|oiga|oid|che|perdon\w*|disculp\w+|ah|y|pero|bueno|ok|okay|no|este|eh|pues|a ver|and|oh|so|also"
    r"|hey|well|um|uh|sorry|guys|luego|si|yeah|but)[\s,.…¿]+){0,6}"
)
_CALLS = (
    rf"{_AT}(?:ah,? |y |pero |bueno,? |no,? )?(?:oigan?|oye|oiga|oid|che|perdon|perdona|perdonad|disculp\w+|hey|guys"
    r"|sorry|listen)\b"
)
_ONE_MORE = (
    rf"{_AT}{_ATTENTION}(?:(?:yo )?(?:tengo|queria decir|falta|me falta|era|hay|es|solo|just|i have|i've got|there's"
    r"|a|un|la|the) )?(?:(?:otra|una|ultima) (?:ultima )?(?:cosa|cosita|pregunta|duda|preguntita|consulta)"
    r"|otro (?:tema|punto|asunto)|un (?:tema|asunto|segundo|apunte)|lo otro\b|y otra\b"
    r"|(?:one|an|the) ?(?:more|other|last|quick|final)? thing|quick (?:one|question|thing)"
    r"|a (?:silly|dumb|small) (?:question|thing))"
)
_MAY_I = (
    rf"{_AT}{_ATTENTION}(?:yo |i )?(?:(?:puedo|podria|queria|quiero|quisiera|me gustaria|necesito) (?:decir"
    r"|comentar\w*|contar\w*|plantear\w*|preguntar\w*|mencionar\w*|hacer)|c(?:an|ould) i (?:just )?(?:say|mention"
    r"|raise|ask|bring|do)|may i|i wanted to)\b"
)
_PASSES_OVER = (
    rf"{_AT}{_ATTENTION}(?:hablando de|a proposito|por cierto|de paso|a todo esto|ya que est\w+|aprovech\w+"
    r"|speaking of|talking of|by the way|while (?:we're|i'm|i have)|before i forget|antes de que se me"
    r"|se me (?:olvidaba|pasaba)|on (?:that|another) note|cambiando de tema|off topic|unrelated)\b"
)
_WHO_KNOWS = (
    r"\b(?:alguien|nadie|anyone|anybody|no one|nobody|somebody)(?: \w+)? (?:sabe|supo|vio|escucho|tiene|ha|la|lo"
    r"|know|knows|heard|seen|got|have|has)\b|\b(?:quien tiene|who's got|who has)\b"
    rf"|{_AT}{_ATTENTION}(?:ya )?(?:saben|supieron|vieron|se enteraron|visteis|sabeis|did you|have you)\b"
)
_NAMES_IT = re.compile(
    rf"{_AT}{_ATTENTION}(?:(?:esta|falta|queda) )?(?:de )?lo (?:de|del)\b|{_AT}{_ATTENTION}what about\b"
    rf"|{_AT}(?:oigan,? )?(?:y|and) (?:el|la|los|las|the|what)\b|\bthere(?:'s| is) (?:the|also|this)\b"
)
_CUES = tuple(map(re.compile, (_CALLS, _ONE_MORE, _MAY_I, _PASSES_OVER, _WHO_KNOWS)))
_DAY = re.compile(
    r"\b(?:lunes|martes|miercoles|jueves|viernes|cuando|fecha|manana|monday|tuesday|wednesday|thursday|friday|when"
    r"|tomorrow)\b"
)
_PRAISE = re.compile(r"\b(?:gracias|agradec\w+|felicit\w+|thank\w*|reconocer|recognize|shout)\b")


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A meeting's turns as they were said, the stems of each, and the stems of everything that the agenda names."""

    texts: Sequence[str]
    stems: Sequence[frozenset[str]]
    planned: frozenset[str]

    def words(self, index: int) -> int:
        """How many words that turn has."""
        return len(self.texts[index].split())

    def together(self, first: int, last: int) -> frozenset[str]:
        """The stems of the turns from `first` up to `last`, which is not among them."""
        return frozenset().union(*self.stems[max(0, first) : last])


def opens_something(index: int, spoken: Spoken, *, away: bool) -> float:
    """How likely the turn opens an aside, 0 to 1; `away` tells that it says so itself."""
    return probability(signs(index, spoken, away=away), WEIGHTS)


def probability(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How likely these signs make it, 0 to 1."""
    return 1 / (1 + exp(-weights["base"] - sum(weights.get(sign, 0.0) * worth for sign, worth in found.items())))


def signs(index: int, spoken: Spoken, *, away: bool) -> Mapping[str, float]:
    """What speaks for and against it, each with its worth."""
    text = fold(spoken.texts[index])
    cues = sum(cue.search(text) is not None for cue in _CUES) + away
    opening = spoken.stems[index]
    if spoken.words(index) < _SHORT and index + 1 < len(spoken.stems):
        opening |= spoken.stems[index + 1]
    ahead = spoken.together(index, index + _WINDOW)
    said = [stems for stems in spoken.stems[index : index + _WINDOW] if stems]
    planned = len(opening & spoken.planned)
    return {
        "cues": float(cues),
        "names it": float(_NAMES_IT.search(text) is not None),
        "away": float(away),
        "late": index / len(spoken.texts) if len(spoken.texts) >= WHOLE else _MIDDLE,
        "short": float(spoken.words(index) < _SHORT),
        "planned many": float(planned >= _MANY),
        "planned two": float(planned == _MANY - 1),
        "planned ahead": sum(len(stems & spoken.planned) for stems in said) / max(1, sum(map(len, said))),
        "said before": len(ahead & spoken.together(index - _BEFORE, index)) / max(1, len(ahead)),
        "after brief": float(index > 0 and spoken.words(index - 1) <= _BRIEF),
        "day": float(_DAY.search(text) is not None),
        "praise": float(_PRAISE.search(text) is not None),
    }
