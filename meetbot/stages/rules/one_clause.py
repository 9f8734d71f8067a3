"""A task in the infinitive without the clause that was said on behind it: "Llamar al mixer me tiene paciencia"."""

import re
from typing import NamedTuple

from meetbot.stages.folding import fold
from meetbot.stages.rules.named_things import is_whole
from meetbot.stages.rules.speech import content_stems
from meetbot.stages.rules.verbs import imperative, is_infinitive, readings
from meetbot.stages.rules.vocabulary import vocabulary

_SUBORDINATES = vocabulary(
    "que si cuando donde adonde como porque quien quienes cuanto cuanta cuantos cuantas cual cuales mientras apenas "
    "segun aunque cuyo cuya"
)
_AND = vocabulary("y e o u pero ni")
_CLITICS = vocabulary("me te se nos os le les lo")
"""Without `la`, `los` and `las`, which are articles as often."""
_BEFORE_VERB = _CLITICS | vocabulary(
    "la los las no ya yo tu vos usted ustedes ahi asi tambien tampoco hasta luego despues entonces igual"
)
_STATES = vocabulary(
    "es soy somos era eran fue esta estan estoy estamos hay habia tengo tiene tienes tenes tienen tenemos va van voy "
    "vamos puede puedo puedes podes pueden podemos quiero quiere quieren anda ando traes traigo dice dicen creo"
)
"""Forms that are verbs and nothing else, and open a statement."""
_ACCENTED_OR_LONGER = vocabulary("esta")
"""Of those, what is another word without its accent."""

_SUBJECT = 3
"""Words between a comma and the verb that are its subject: "…, el arte ya está"."""


class _Word(NamedTuple):
    raw: str
    folded: str
    start: int


def one_clause(text: str) -> str:
    """The text up to where a second main clause begins, if it is a Spanish infinitive with its object.

    Empty when nothing but the verb is left.
    """
    words = [_Word(m.group(), fold(m.group()), m.start()) for m in re.finditer(r"[^\W_]+", text)]
    if not words or ":" in text or not is_infinitive(words[0].folded):
        return text
    begins = next((at for at in range(1, len(words)) if _is_finite(words, at) and not _joined(words, at)), None)
    if begins is None:
        return text
    kept = text[: _clause_start(text, words, begins)].rstrip(" ,;.")
    if not is_whole(kept):
        return text
    return kept if content_stems(fold(kept)) - content_stems(words[0].folded) else ""


def _is_finite(words: list[_Word], at: int) -> bool:
    word, before = words[at], words[at - 1].folded
    if word.raw[:1].isupper():
        return False  # of a name: "el anuncio de Quiero mi auto", "la agencia Vamos Digital"
    if word.folded in _STATES and (word.folded not in _ACCENTED_OR_LONGER or word.raw.lower() != word.folded):
        return True
    if before in _CLITICS and any(form.person for form in readings(word.raw)):
        return True
    return word.raw.lower() != word.folded and imperative(word.folded) is not None


def _clause_start(text: str, words: list[_Word], verb: int) -> int:
    """Where in the text the clause of that verb begins, with the conjunction or the short subject before it."""
    first = verb
    while first > 1 and words[first - 1].folded in _BEFORE_VERB:
        first -= 1
    if first > 1 and words[first - 1].folded in _AND:
        return words[first - 1].start
    comma = text.rfind(",", words[max(1, first - _SUBJECT)].start, words[first].start)
    return comma if comma >= 0 else words[first].start


def _joined(words: list[_Word], verb: int) -> bool:
    """Whether a conjunction or a relative before it makes its clause a part of the task."""
    return any(word.folded in _SUBORDINATES for word in words[1:verb])
