"""The new days that are named for a task, and what is promised or asked with them; Spanish and English."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from meetbot.stages.due_dates import find_due
from meetbot.stages.folding import fold
from meetbot.stages.rules.verbs import readings
from meetbot.stages.spoken_words import words
from meetbot.stages.update_done import before

_BEFORE_PROMISE = words("lo la los las le les te se os me yo ya y")
_WORD = re.compile(r"[^\W\d_]+")
_MOVES = re.compile(
    r"\b(?:(?:lo|la) (?:mov(?:emos|amos)|pas(?:amos|emos)|corr(?:emos|amos)|dejamos|dej[oa]|cambi(?:amos|emos))|"
    r"pasal[oa]|"
    r"muevel[oa]|movel[oa]|corre(?:lo|la)|dejal[oa]|dejemosl[oa]|se corre|se mueve|queda para|ponl[oe]|pongamos|"
    r"push|move|"
    r"let's (?:say|make)|make it)\b"
)
_ASKS_PAST = re.compile(
    r"\b(?:did you|have you|did (?:that|it|they) (?:go|get)|were you able|(?:is|are) (?:it|that|they|"
    r"the [\w ]{1,40}) "
    r"(?:all )?(?:done|ready|out|live|finished|sorted|sent|\w{3,}ed)|habeis \w+[ai]do|has \w+[ai]do|"
    r"(?:ya )?(?:quedo|salio|"
    r"se (?:mando|envio|publico|hizo|subio|entrego))(?=[^.!…]{0,40}\?)|(?:ya )?esta(?:n)? (?:list[oa]s?|"
    r"hech[oa]s?|terminad[oa]s?))\b"
)
_NO_NEW_DAY = re.compile(r"\b(?:no|not|won't|can't|n't)\b(?! (?:later|mas tarde|pasa))[^,;.]*$")
_WILL = re.compile(
    r"\b(?:i'll|i will|i can have|i need (?:until|till)|we'll|give me|gimme|let me have|dejad?me(?:lo|la)?|"
    r"dam?e(?:lo|la)? hasta|"
    r"para (?:el|la)|"
    r"lo tendr\w+|la tendr\w+|(?:lo|la|los|las) (?:tienen|tenes|tienes|tendr\w+))\b"
)
_DID = re.compile(r"\b\w+(?:aste|iste)(?:s)?\b")
_IMPERATIVE = re.compile(r"\b\w+(?:ame|eme|ime|alo|ala|elo|ela)\b|\bporfa\b|\bpor favor\b|\bplease\b")
_WAS_DUE = re.compile(
    r"\b(?:era|eran|iba|ibas|ibamos|tocaba|quedaste|quedamos(?! (?:para|en) )|quedo de|habia\w*|tenia\w*|estaba|"
    r"debia\w*|vencia|dijiste|"
    r"prometiste|was due|were (?:due|supposed)|was supposed|you said|supposed to)\b"
)
_TO_ME = re.compile(r"\b(?:me|nos) (?:l[oa]s? )?([^\W\d_]+)")
_DOES_IT = re.compile(r"(?<!se )\bl[oa]s? ([^\W\d_]+)")
_BACK = re.compile(
    r"\b(?:regres|vuelv|llega)\w*\b|\b(?:they|he|she|legal)(?:'ll| will)\b|\b(?:is|are|gets|get) back\b"
    r"|\b(?:prometi|dij|asegur|confirm|avis)(?:o|aron|ieron|eron)\b|\bthey (?:promised|said)\b|\b(?:keeps?|"
    r"kept) (?:saying|telling)\b|\b(?:segun|deberian?|should)\b|\bdicen? que\b"
)
_PAST_EN = re.compile(
    r"\b(?:i|we|he|she|they|it|that)(?:'ve| have|'s| has)? (?:already |just )?(?:\w+ed|sent|did|"
    r"got(?! (?:\w+ )?(?:scheduled|set|booked|planned))|went|put|"
    r"wrote|made|gave|"
    r"took|ran|met|spoke|came|was|were)\b"
)
_SINCE = re.compile(r"\b(?:desde|since)\s*$")
_LIMIT = re.compile(r"\b(?:hasta|until|till|before|antes)\b")


Manner = Literal["open", "past", "since", "denied", "others"]


@dataclass(frozen=True, kw_only=True)
class DayTold:
    """A day that was named: its words and where they stand, its clause, and what is said of the day."""

    words: str
    at: int
    before: str
    clause: str
    manner: Manner


def asks_past(text: str) -> bool:
    """Whether it asks somebody whether they did something: '¿mandaste el brief?', 'did you send it?'."""
    if "?" not in text:
        return False
    if _ASKS_PAST.search(fold(text)):
        return True
    said = _WORD.findall(text)
    forms = [form for word in said for form in readings(word)]
    by_itself = [form for one, word in pairwise(said) if fold(one) == "se" for form in readings(word)]
    if any(form.task and form.tense == "past" and form.person == "3s" for form in by_itself):
        return True
    return any(form.task and form.tense == "past" and form.person == "2s" for form in forms) or bool(
        _DID.search(fold(text))
    )


def proposes(text: str, *, language: str) -> tuple[str, ...]:
    """The days to which somebody moves the task, or asks whether it can be ready by then."""
    folded = fold(text)
    if asks_past(text) or not (_MOVES.search(folded) or "?" in text or _IMPERATIVE.search(folded)):
        return ()
    found = _open_days(text, folded, language=language)
    return tuple(words for words, clause in found if not _is_own_plan(clause))


def _is_own_plan(clause: str) -> bool:
    """Whether the speaker tells what they do themselves: 'el lunes hablo con él'."""
    forms = [form for word in _WORD.findall(clause) for form in readings(word)]
    return any(form.task and form.person == "1s" and form.tense in {"present", "future"} for form in forms)


def promises(text: str, folded: str) -> bool:
    """Whether the speaker says what they will do: 'te lo tengo el veintidós', "I'll send it", 'give me till Friday'."""
    if _WILL.search(folded):
        return True
    previous = ""
    for word in _WORD.findall(text):
        mine = (form for form in readings(word) if form.person == "1s" and form.tense in {"present", "future"})
        if previous in _BEFORE_PROMISE and any(mine):
            return True
        previous = fold(word)
    return False


def new_days(text: str, folded: str, *, language: str) -> tuple[str, ...]:
    """The days named that are neither denied nor the past's: of "hoy ya no salió, el jueves" only Thursday.

    Those that are promised come last: of two days the last one counts.
    """
    found = _open_days(text, folded, language=language)
    return tuple(words for words, clause in sorted(found, key=lambda one: _WILL.search(fold(one[1])) is not None))


def _open_days(text: str, folded: str, *, language: str) -> list[tuple[str, str]]:
    """The words of each such day and its clause."""
    told = days_told(text, folded, language=language)
    return [(day.words, day.clause) for day in told if day.manner in {"open", "others"}]


def days_told(text: str, folded: str, *, language: str) -> list[DayTold]:
    """The days named in the text, in order, and how its clause speaks of each."""
    found = []
    for mention in find_due(text, language=language):
        left = before(folded, mention.start)
        after = re.split(r"[.,;:?!…¿]", folded[mention.end :])[0]
        clause = text[mention.start - len(left) : mention.end + len(after)]
        manner = _manner(mention.words, left, after, clause)
        found.append(DayTold(words=mention.words, at=mention.start, before=left, clause=clause, manner=manner))
    return found


def _manner(words: str, left: str, after: str, clause: str) -> Manner:
    if tells_past(clause):
        return "past"
    if _SINCE.search(left) and not promises(clause, fold(clause)):
        return "since"
    denied = _NO_NEW_DAY.search(left) or re.match(r"\W*(?:ya )?(?:no|not|won't|can't)\b", after)
    if denied and not _LIMIT.search(words.lower()):
        return "denied"
    return "others" if is_of_others(clause) else "open"


def tells_past(clause: str) -> bool:
    """Whether the clause has a past verb and no other: 'se lo pasé el jueves', 'I sent it Thursday'."""
    forms = [readings(word) for word in _WORD.findall(clause)]
    past = any(found and all(form.tense == "past" for form in found) for found in forms) or _PAST_EN.search(
        fold(clause)
    )
    if _WAS_DUE.search(fold(clause)):
        return True
    if promises(clause, fold(clause)):
        return False
    return bool(past) or is_of_others(clause)


def is_of_others(clause: str) -> bool:
    """Whether the day is somebody else's: 'me la mandan el jueves', 'regresa el lunes'."""
    folded = fold(clause)
    for match in _TO_ME.finditer(folded):
        found = readings(clause[match.start(1) : match.end(1)])
        if any(form.person in {"3s", "3p"} and form.tense in {"present", "future", "past"} for form in found):
            return True
    return _BACK.search(folded) is not None or _others_do(clause, folded)


def _others_do(clause: str, folded: str) -> bool:
    """Whether somebody who does not speak does it: 'las muestras las manda el jueves'."""
    for match in _DOES_IT.finditer(folded):
        forms = [f for f in readings(clause[match.start(1) : match.end(1)]) if f.tense != "imperative"]
        if forms and all(f.task and f.person in {"3s", "3p"} and f.tense in {"present", "future"} for f in forms):
            return True
    return False
