"""Whose day it is: a day in another clause, in an event's name or of something that just happens is no task's day."""

import re

from meetbot.stages.due_dates import DueMention
from meetbot.stages.rules.speech import Sentence, Utterance, Word
from meetbot.stages.rules.verbs import readings

_SUBORDINATES = re.compile(
    r"(?<!\w)(?:que|cuando|donde|si|porque|ya que|quien(?:es)?|apenas|en cuanto|mientras|como que|"
    r"which|who|when|if|because|while|as soon as|whenever|that(?= (?:is|are|was|were|c[oa]mes?|goes|went|has|had)\b)|"
    r"(?:that|once|since|after|before|until|what|where)(?= (?:i|we|you|they|he|she|it)\b))(?!\w)"
)
_REDUCED = re.compile(
    r"(?<!\w)(?:the|those|these|that|his|her|our|your|their) (?:(?!and|but|so|or)\w+ ){1,3}(?:they|he|she|we|you|it|i)"
    r"(?:'(?:re|ve|d|s|m))? (?!will\b|'ll\b)\w+"
)
"""As in "the deck they presented"."""
_HAPPENS_TO_IT = re.compile(
    r"(?<!\w)(?:este[ns]?|esta[rn]?|quede[ns]?|salga[ns]?|llegue[ns]?|tenga(?:s|n|mos|is)?|vaya[ns]?|ocup\w+|"
    r"necesit\w+|precis\w+|pid\w+ para|need\w*|get(?:s|ting)?|gets?|have|has|it's|ready|live|out|goes)(?!\w)"
)
"""What a clause says of the thing itself: "para que esté el viernes", "what they need by Friday"."""
_BY = re.compile(r"(?:(?:for )?by|no later|a mas tardar|como maximo)(?!\w)")
"""A limit is the task's wherever it stands: "the deck you asked for by Friday"."""
_MAKES_SURE = re.compile(
    r"(?<!\w)(?:asegur\w+|encarg\w+|procur\w+|hago|make sure|see to it|creo|pienso|think|guess)(?!\w)"
)
_COMMA = re.compile(r"[,;:—–]\s*(?:o sea\s+|pues\s+|but\s+|pero\s+)?$")
_EVENT_NAMED = re.compile(
    r"^(?:'s\s+\w|\s+(?:meeting|call|session|event|show|demo|review|sync|standup|webinar|launch|conference|workshop|"
    r"one-on-one|deadline|class|training|dinner|lunch|breakfast|party|trip|visit|report|export|numbers|shift|slot|run|"
    r"release|campaign|sale|promo|fair|expo|board|policy|crew|flight)(?!\w))"
)
_OF = re.compile(r"^(?:del|de la) (?!.*\ben (?:ocho|quince|8|15)\b)|^(?:de) (?:manana|pasado)\b(?! en )")
"""As in "el evento del catorce": a day that says which event."""
_LIMITED = re.compile(
    r"(?<!\w)(?:antes|despues|mas tardar|partir|mas alla|mas tarde|tarde|hora|pasar|dia|noche|tardar)\s*$"
)


def elsewhere(sentence: Sentence, due: DueMention, start: int = 0) -> bool:
    """Whether the day belongs to something else than an act whose words begin at `start`."""
    return names_an_event(sentence, due) or _in_a_clause(sentence, due, start)


def names_an_event(sentence: Sentence, due: DueMention) -> bool:
    """Whether the day tells which event is meant: "el evento del catorce", "the Thursday meeting"."""
    words, before = sentence.folded[due.start : due.end], sentence.folded[: due.start]
    limit = re.match(r"(?:by|before|antes|para|until|hasta)\b", words) is not None
    if _EVENT_NAMED.match(sentence.folded[due.end :]) and not limit:
        return True
    return _OF.match(words) is not None and bool(before.strip()) and not _LIMITED.search(before)


def _in_a_clause(sentence: Sentence, due: DueMention, start: int) -> bool:
    """Whether the day stands in a relative or temporal clause or a condition: "cuando llegue el martes"."""
    behind = due.start >= start
    begin = start if behind else 0
    before = sentence.folded[begin : due.start]
    if behind:
        if _COMMA.search(before) or _MAKES_SURE.search(before) or _BY.match(sentence.folded, due.start):
            return False
        return _ends_in_clause(sentence, begin, due.start)
    clause = max((m.end() for m in re.finditer(r"[,;:]\s", before)), default=0)
    return _ends_in_clause(sentence, clause, due.start)


def _ends_in_clause(sentence: Sentence, begin: int, end: int) -> bool:
    """Whether a subordinate clause that begins between the offsets with a verb of its own goes on until the end."""
    text = sentence.folded[begin:end]
    if _REDUCED.search(text):
        return True
    opened = list(_SUBORDINATES.finditer(text))
    for match in reversed(opened):
        rest = text[match.end() :]
        words = [w for w in sentence.words if begin + match.end() <= w.start and w.end <= end]
        verb = next(
            (w for w in words if _finite(w, english=match.group().isascii() and _is_english(match.group()))), None
        )
        if verb is None or "," in text[verb.end - begin :] or re.search(r"\s(?:y|and|pero|but)\s", rest):
            continue
        of_it = match.group() in {"que", "that", "what"} and not _AT_THAT_TIME.search(text[: match.start()])
        return not (of_it and _HAPPENS_TO_IT.search(rest))
    return False


_AT_THAT_TIME = re.compile(r"(?<!\w)(?:antes|despues|hasta|luego|ya|desde)(?: de)? $")


_ENGLISH = frozenset(
    {"that", "which", "who", "when", "once", "if", "because", "since", "while", "whenever", "after", "before", "until"}
) | {"what", "where", "as soon as"}


def _is_english(word: str) -> bool:
    return word in _ENGLISH


def _finite(word: Word, *, english: bool) -> bool:
    """Whether the word is a verb with a subject; in English any word after the subject may be one."""
    return english or any(
        form.tense in {"present", "subjunctive", "past", "future", "conditional"} for form in readings(word.raw)
    )


_TAKES_BACK = re.compile(
    r"^[\s,.…¿¡]*(?:(?:ah|ay|uy|oh|bueno|pero|espera\w*|wait|hold on|no wait|eh|uh|um)[\s,.…]+)*"
    r"(?:no\b(?! hay| te| se| os| le)|perdon|digo|mejor|mas bien|mentira|o sea,? no|quiero decir|corrijo|wait|sorry|"
    r"actually|i mean|make it|make that|scratch that|rather)"
)
_IS_A = re.compile(r"(?:es|is|'s)(?: una?| the| an?)? $")
_BARE = 3
"""Words beside the day of a sentence that names no more than another one."""


def corrected_in_turn(utterance: Utterance, sentence: Sentence, due: DueMention) -> tuple[Sentence, DueMention] | None:
    """The day that the same turn puts in this one's place: "el lunes. Ah no, el lunes es feriado. El martes."."""
    following = [s for s in utterance.sentences if s.start > sentence.start][:_BARE]
    taken_back = False
    for other in following:
        opens = _TAKES_BACK.match(other.folded) is not None
        if not (opens or taken_back):
            return None
        new = [d for d in other.dues if not _same_words(d, due) and not _IS_A.search(other.folded[: d.start])]
        if new and (taken_back or opens) and len(other.words) - len(new[-1].words.split()) <= _BARE + 3 * opens:
            return other, new[-1]
        taken_back = taken_back or opens
    return None


def _same_words(one: DueMention, other: DueMention) -> bool:
    return set(one.words.lower().strip(" .,").split()) & set(other.words.lower().strip(" .,").split()) >= {
        other.words.lower().strip(" .,").split()[-1]
    }
