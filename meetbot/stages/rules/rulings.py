"""Statements of what is to hold: a decision only by who says them, and by who then agrees."""

import re
from collections.abc import Sequence

from meetbot.stages.rules.answers import answer
from meetbot.stages.rules.conclusions import own_matter
from meetbot.stages.rules.decision_cues import PAST, REPORTS
from meetbot.stages.rules.matter import asks_unmarked, finite_verbs, has_figure
from meetbot.stages.rules.speech import Sentence, Utterance, Word
from meetbot.stages.rules.verbs import readings

_HEDGES = re.compile(
    r"(?<!\w)(?:(?<!no )creo|pienso|supongo|parece|imagino|quizas?|tal vez|a lo mejor|puede (?:ser|que|haber)"
    r"|podria|deberia|habria"
    r"|seguro|ojala|"
    r"think|guess|maybe|might|probably|could|should|would|seems?|hope|wish|sounds|looks|feel|me \w+|te \w+|le \w+"
    r"|les \w+|nos \w+|"
    r"estoy|tengo|soy|voy|ando|i'm|i've|i|i'll|he|she|you|usted|tu|vos|ella|el que|dijo|dice|hay que|es que|porque"
    r"|because|"
    r"gracias|thanks|perdon|sorry)(?!\w)"
)
_RULES_AT_LEAST, _RULES_AT_MOST = 2, 28


def first_person(sentence: Sentence) -> bool:
    """Whether the speaker says what they do themselves."""
    forms = [form for word in finite_verbs(sentence.words) for form in readings(word.raw)]
    return any(f.person == "1s" and f.tense in {"present", "future"} for f in forms) or "i'll" in sentence.folded


def told_of_somebody(sentence: Sentence) -> bool:
    """Whether it tells what the hearer or somebody did or was to do: "tú ibas a mandar la lista"."""
    return _WAS_TO.search(sentence.folded) is not None


_WAS_TO = re.compile(
    r"(?<!\w)(?:ibas?|iban|quedaste|quedaron|dijiste|tenias|tenian|debias|habias|usted iba|you were|weren't you|"
    r"you had|you said)(?!\w)"
)


def _personal(word: Word) -> bool:
    """Whether the word only reads as what the speaker or hearer does, or as what was or would be."""
    forms = readings(word.raw)
    own = len(word.folded) > 2 and bool(forms)  # noqa: PLR2004 - "es" is read as a form of "ir", too
    return own and all(f.tense in {"past", "conditional"} or f.person in {"1s", "2s"} for f in forms)


_BEFORE_NOUN = frozenset(("con", "sin", "de", "del", "el", "un", "una", "al"))


def _names_thing(sentence: Sentence, verb: Word) -> bool:
    """Whether a preposition or an article makes a noun of it: "con pagaré"."""
    before = [word for word in sentence.words if word.end <= verb.start]
    return bool(before) and before[-1].folded in _BEFORE_NOUN


_MOVES_ON = re.compile(
    r"(?<!\w)(?:sig[au]e?(?:le|n|mos)?|seguimos|lo que sigue|pasemos|pasamos a|vamos con|que sigue|next (?:one|item|up)"
    r"|moving on|go ahead|keep going)(?!\w)"
)


def rules(sentence: Sentence) -> bool:
    """Whether it states how things are or will be, with no hedge: what only somebody's agreement makes a decision."""
    folded = sentence.folded
    if (
        sentence.question_span is not None
        or asks_unmarked(sentence)
        or _HEDGES.search(folded)
        or PAST.search(folded)
        or REPORTS.search(folded)
        or _MOVES_ON.search(folded)
    ):
        return False
    if not _RULES_AT_LEAST <= len(sentence.words) <= _RULES_AT_MOST or len(own_matter(sentence)) < _RULES_AT_LEAST:
        return False
    said = [word for word in sentence.words if word.start > folded.find(":")]
    verbs = [word for word in finite_verbs(said) if not _names_thing(sentence, word)]
    if any(_personal(word) for word in verbs):
        return False
    return not re.search(r"(?<![\w'])(?:was|were|had|did|got|came|went|said|been)(?!\w)", folded)


_FOR_ALL = re.compile(
    r"(?<![\w'])(?:tod[oa]s?(?= (?:lo que|los?|las?|el|\w+))|ningun[oa]?|nadie|cada (?:quien|uno|una|cual|\w+)"
    r"|cualquier\w*"
    r"|nada (?:de|sin|por)|solo|unicamente|sin (?!embargo|duda)\w+|minimo|maximo|tope|como mucho|no (?:more|less) than"
    r"|every(?:body|one|thing)?|all|nobody|no one|anybody|anything|none|only|no \w+ (?:over|under|above|below|without)"
    r"|caps?|at (?:most|least)|without)(?!\w)"
)


def bounds(sentence: Sentence) -> bool:
    """Whether it holds for all or sets a figure: "nadie cotiza menos de diez"; a date alone only tells when."""
    for_all = _FOR_ALL.search(sentence.folded) is not None
    dues = [(due.start, due.end) for due in sentence.dues]
    timeless = [w for w in sentence.words if not any(start <= w.start < end for start, end in dues)]
    return (for_all or has_figure(timeless)) and len(own_matter(sentence)) > 1


_SHORT = 9
"""Words up to which a question only asks for a detail, and up to which the answer only gives it."""


def accepted_after(utterance: Utterance, following: Sequence[Utterance]) -> bool:
    """Whether the next other voice agrees, maybe after having asked for a detail and been told."""
    for turn in following:
        detail = turn.word_count <= _SHORT
        if turn.voice == utterance.voice:
            if not detail:
                return False
        elif answer(turn) not in {None, "refused"}:
            return True
        elif not (detail and "?" in turn.text):
            return False
    return False
