"""Days that are said apart from the task: asked for, answered, set by whoever needs it, or in the sentence beside."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from meetbot.stages.due_dates import DueMention
from meetbot.stages.folding import fold
from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act, clause_start
from meetbot.stages.rules.own_time import elsewhere
from meetbot.stages.rules.replies import tells_the_past
from meetbot.stages.rules.speech import Sentence, Utterance, Word, content_stems
from meetbot.stages.rules.tasks import Heard
from meetbot.stages.rules.verbs import readings

_BREAK = re.compile(r"[.,;:…?!]+\s*|\s(?:so|pero|but|aunque|porque|asi que|sino)\s")
_NOT_THEN = re.compile(
    r"(?<!\w)(?:no|ni|tampoco|not|n't|can't|won't|ando|estoy|salgo de|tengo (?:a los|a las|lo de|la|el|una?|"
    r"que|junta|"
    r"reunion|cita|viaje|auditoria)|i'm (?:in|on|at|out|away|off|swamped)|i've got|i have (?:a|the|my)|"
    r"(?<!eso )(?<!esto )(?<!te )sale|salio|"
    r"venc\w+|cierra|empieza|era|was|were|is due)(?!\w)|n't(?!\w)"
)
"""Why somebody can't on a day, or what else happens on it: not the day that is promised."""
_HAPPENS = re.compile(
    r"(?<!\w)(?:(?:es|son|hay|tengo|tenemos|is|are|there's|we have)\s+(?:la|el|los|las|un|una|mi|su|the|a|an|our|my|"
    r"their)\s+(?!\w+\W*$)\w+|(?:es|son|hay|tengo|tenemos|toca)\s+(?:la|el|los|las|un|una|mi|su)\s+\w+\s*$|"
    r"(?:es|cae|seria|is|it's|that's) (?:un |a |bank |public )?(?:feriado|festivo|puente|holiday)|'s a \w+|"
    r"(?:me|nos|se) va[nys]?|voy a estar|(?:voy|vamos) al|salgo|viajo|viajamos|vuelvo|regreso|estare|"
    r"ten(?:go|emos) (?:visita|junta|vacaciones|evento|medico|dentista)|(?:de|on|my|in) vaca\w+|vacation|"
    r"(?<!te )(?<!le )(?<!les )(?<!os )(?:vienen?|llegan?)|nos visita\w*|recibo|recibimos|starts?|begins?|opens?|"
    r"closes?|arrives?|"
    r"i'm (?:gone|off|away|travel\w+)|empiez\w+|abren?|cierran)(?!\w)"
)
"""What else is said to happen on a day."""
_WHEN = re.compile(
    r"(?<!\w)(?:(?:para|desde|hasta) cuando|y cuando|cuando|que dia|en que fecha|a mas tardar cuando|when|by when|"
    r"what day|how soon|until when|till when)(?!\w)"
)
_OF_AN_EVENT = re.compile(
    r"(?<!\w)(?<!para )(?:cuando|when|que dia) (?:es|son|era|fue|sera|is|are|was|cierra|abre|empieza|regresa|"
    r"vuelve|cae|does|viene|llega|salen?)(?!\w)|(?<!\w)desde cuando(?!\w)"
)
"""As in "¿cuándo es el board?": nobody's task."""
_INVERTED = re.compile(r"(?:by )?when (?:can|could|will|would|do|are) (?:you|we|it|that)(?!\w)")
_NEEDED = re.compile(
    r"(?<!\w)(?:que (?:este|esten|quede|queden|salga|salgan|llegue|lleguen|sea|lo tenga\w*|la tenga\w*|lo sepamos)|"
    r"(?:lo|la|los|las) (?:ocupo|necesito|quiero|preciso|necesitamos|ocupamos|queremos|requiero)|i need (?:it|"
    r"them|that)|"
    r"we need (?:it|them|that)|need (?:it|them|that)|a mas tardar|antes de|antes del|no later|at the latest)(?!\w)"
)
_GIVE_UNTIL = re.compile(
    r"(?<!\w)(?:(?:dame|deme|denme|dadme|me das?|me dan|dejame|dejeme|dejenme|dejamelo|dejadmelo|dejenmelo|dejemelo|"
    r"give me|gimme|let me have|i'd need|i need)\s+(?:tiempo\s+|plazo\s+|chance\s+|it\s+|till?\s+|until\s+|"
    r"hasta\s+|para\s+)*)$"
)
_FRAGMENT = 2
_BRIEF = 6


@dataclass(frozen=True)
class DayAsked:
    """A question for a day: who asked whom, in which turn, and the content of what it asks about."""

    turn: int
    sentence: Sentence
    asker: str
    target: str | None
    stems: frozenset[str]


def day_asked(heard: Heard) -> DayAsked | None:
    """The question for a day that the turn puts, or None; one about something other than a task counts too."""
    for reading in heard.readings:
        sentence = reading.sentence
        match = _WHEN.search(sentence.folded)
        if match is None or _OF_AN_EVENT.search(sentence.folded):
            continue
        opens = len([w for w in sentence.words if w.end <= match.start()]) <= _BRIEF
        plain = opens and (len(sentence.words) <= _BRIEF or _INVERTED.match(sentence.folded, match.start()) is not None)
        if sentence.question_span is None and not plain:
            continue
        rest = sentence.folded[: match.start()] + " " + sentence.folded[match.end() :]
        names = {w for n in reading.names for w in fold(sentence.text[n.start : n.end]).split()}
        rest = " ".join(w.folded for w in sentence.words if w.folded in rest.split() and not _no_content(w, names))
        target = reading.addressee or next((r.addressee for r in heard.readings if r.addressee), None)
        return DayAsked(heard.index, sentence, heard.utterance.voice, target, content_stems(rest))
    return None


def asks_of_an_event(heard: Heard) -> bool:
    """Whether the turn asks when something happens: the answer is no task's day."""
    return any(_OF_AN_EVENT.search(sentence.folded) for sentence in heard.utterance.sentences)


def _no_content(word: Word, names: Collection[str]) -> bool:
    return word.folded in names or any(form.tense != "imperative" for form in readings(word.raw))


def asks_the_person(asked: DayAsked) -> bool:
    """Whether the question is about what the one asked will do, not about when something happens."""
    sentence = asked.sentence
    second = any(f.person == "2s" and f.tense in {"present", "future"} for w in sentence.words for f in readings(w.raw))
    would = any(f.tense == "conditional" and f.person in {"2s", "3s"} for w in sentence.words for f in readings(w.raw))
    english = re.search(r"(?<!\w)(?:would|will|can|could|do) (?:you|that|it|this|we)(?!\w)", sentence.folded)
    until = re.search(r"(?<!\w)(?:by when|para cuando)(?!\w)", sentence.folded)
    return second or would or english is not None or (until is not None and asked.target is not None)


_NEEDS_IT = re.compile(
    r"(?<!\w)(?:ocupas?|ocupan|necesitas?|necesitan|quieres?|queres|quieren|precisas?|urge|you (?:need|want)|"
    r"need (?:it|them))(?!\w)"
)


def asks_who_needs(asked: DayAsked) -> bool:
    """Whether whoever is to do it asks whoever needs it: "¿para cuándo la ocupas?"."""
    return _NEEDS_IT.search(asked.sentence.folded) is not None


def bare(asked: DayAsked) -> bool:
    """Whether no more is asked than the day: "¿y eso cuándo?", "¿para cuándo?"."""
    verbs = [w for w in asked.sentence.words if readings(w.raw) and w.folded not in {"para", "cuando", "como"}]
    return not asked.stems and not verbs and not re.search(r"(?<!\w)(?:es|is|are|was)(?!\w)", asked.sentence.folded)


def day_given(utterance: Utterance) -> tuple[Sentence, DueMention] | None:
    """The day that an answer settles on: the last one that is neither refused nor the reason why not."""
    said = [s for s in utterance.sentences if not tells_the_past(s)]
    found = [(s, due) for s in said for due in s.dues if free(s, due) and not elsewhere(s, due)]
    return found[-1] if found else None


_CORRECTS = re.compile(
    r"(?<!\w)(?:corrij\w+|correccion|mejor|pong\w+|ponle|ponga\w*|make it|actually|rather|en realidad|"
    r"mas bien|cambi\w+|"
    r"no,? (?:es |el |la |mi |lo )?|perdon|digo)(?!\w)"
)


def corrects(utterance: Utterance) -> bool:
    """Whether the turn says that something was not right."""
    return _says_correction(utterance.folded)


# Asked of a turn for each day that it mentions.
@lru_cache(maxsize=1_000)
def _says_correction(folded: str) -> bool:
    return _CORRECTS.search(folded) is not None


def opens_with(utterance: Utterance, due: DueMention) -> bool:
    """Whether the turn begins with that day: who was asked for another one answers with it."""
    first = utterance.sentences[0]
    return due in first.dues and not first.folded[: due.start].strip(" .,¿¡…") and first.question_span is None


@lru_cache(maxsize=256)
def _breaks(folded: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where the breaks of a sentence begin and where they end, its own end and beginning among them."""
    found = [match.span() for match in _BREAK.finditer(folded)]
    return (*(begin for begin, _ in found), len(folded)), (0, *(end for _, end in found))


def free(sentence: Sentence, due: DueMention) -> bool:
    """Whether the words around the day do not say that the speaker can't then."""
    begins, ends = _breaks(sentence.folded)
    start, end = ends[bisect_right(ends, due.start) - 1], begins[bisect_left(begins, due.end)]
    around = sentence.folded[start : due.start] + " " + sentence.folded[due.end : end]
    return _NOT_THEN.search(around) is None and _HAPPENS.search(around) is None


def day_needed(heard: Heard) -> tuple[Sentence, DueMention] | None:
    """The limit that somebody sets for another's task: "pero que esté antes del lunes", "la ocupo mañana"."""
    for sentence in heard.utterance.sentences:
        dues = [due for due in sentence.dues if due.start < len(sentence.folded)]
        if dues and _NEEDED.search(sentence.folded) and not tells_the_past(sentence):
            return sentence, dues[0]
    return None


def time_asked_for(sentence: Sentence) -> DueMention | None:
    """The day until which the speaker asks to be given time: "dame hasta fin de mes"."""
    for due in sentence.dues:
        if _GIVE_UNTIL.search(sentence.folded[: due.start]):
            return due
        begins = re.match(r"(?:hasta|para|till|until)\s", sentence.folded[due.start :])
        if begins and _GIVE_UNTIL.search(sentence.folded[: due.start].rstrip() + " "):
            return due
    return None


def beside(act: Act, heard: Heard) -> DueMention | None:
    """The day that stands next to an act without one: elsewhere in its sentence, or alone in the sentence after it."""
    sentence = act.sentence
    alone = [other for other in heard.acts if other.sentence == sentence] == [act]
    if alone and not cues.HABIT.search(sentence.folded) and not tells_the_past(sentence):
        own = [due for due in sentence.dues if not elsewhere(sentence, due, act.start)]
        dues = [due for due in own if free(sentence, due) and not _of_another_verb(act, due)]
        if dues and all(_next_to(sentence, one, two) for one, two in pairwise(dues)):
            return dues[-1]
    after = [s for s in heard.utterance.sentences if s.start > act.sentence.start]
    busy = {other.sentence for other in heard.acts if other is not act}
    for following in after:
        if following in busy:
            return None
        found = next(_alone(following), None)
        if found is not None:
            return found
    return None


def _of_another_verb(act: Act, due: DueMention) -> bool:
    """As in "preparo una propuesta y la vemos el martes", "lo dejamos para la próxima, yo lo reviso"."""
    sentence = act.sentence
    if due.start >= act.end:
        between = [w for w in sentence.words if act.end <= w.start and w.end <= due.start]
        return any(form.tense in {"present", "future", "subjunctive"} for w in between for form in readings(w.raw))
    clause = clause_start(sentence, due.start)
    before = [w for w in sentence.words if clause <= w.start and w.end <= due.start]
    return any(form.person == "1p" for w in before for form in readings(w.raw))


def _next_to(sentence: Sentence, one: DueMention, two: DueMention) -> bool:
    """As in "a finales de la otra semana, el veintinueve": the second says the first more exactly."""
    return not sentence.folded[one.end : two.start].strip(" ,o")


def _alone(sentence: Sentence) -> Iterator[DueMention]:
    asked = time_asked_for(sentence)
    if asked is not None:
        yield asked
    if sentence.question_span is not None or tells_the_past(sentence):
        return
    for due in sentence.dues:
        rest = sentence.folded[: due.start] + " " + sentence.folded[due.end :]
        if len(content_stems(rest)) < _FRAGMENT and free(sentence, due) and len(sentence.words) <= _BRIEF + 2:
            yield due
