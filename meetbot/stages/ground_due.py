"""Where the time of a task was said: in its own turns, or beside them by those whom it concerns, never borrowed."""

import re
from collections.abc import Iterator

from meetbot.stages.due_dates import find_due
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import Context, Place, every_place, sentences
from meetbot.stages.ground_given import Asked, own_matter
from meetbot.stages.ground_people import mentions
from meetbot.stages.ground_replies import clause_texts, clauses, matter, points_back, reply_in
from meetbot.stages.ground_words import content_stems, words_of

_DUE_WITHIN = 3
_WHEN = re.compile(r"\b(?:cuando|que dia|que fecha|fecha|when|what day|what date|how soon|deadline)\b")
_DENIES = re.compile(r"\b(?:no|nunca|jamas|tampoco|not|never|cannot|\w+n't)\b")
_LIMITS = re.compile(
    r"\b(?:no|not|\w+n't)\s+(?:\w+\s+){0,4}?(?:hasta|antes|until|before)\b|\bno (?:mas (?:tarde|alla)|later"
    r"|pas\w+ del?)\b"
    r"|\bno (?:te|se|os|le) preocup\w+|\bno (?:hay|tengo) (?:problema|drama|bronca|inconveniente)\b|\b(?:por que|como"
    r"|why) no\b"
    r"|\b(?:asi|para que|so that)(?: ya)? no .*|\bso (?:i|we|they|you|he|she) (?:don't|won't|doesn't) .*"
    r"|\bwhy not\b|\bno (?:problem|worries)\b|\bsi no\b|\bno solo\b"
)
"""A "no" that sets a time or that means nothing: 'no más tarde del jueves', 'no te preocupes'."""
_ASIDE = frozenset(
    content_stems(
        "claro perfecto listo lista seguro creo falta tardar hora temprano tarde noche sale gracias verdad favor "
        "problema "
        "mejor maximo perdon dale orale sin preocupes perfect sure thanks great think sorry ideally ideal posible "
        "sirve sirva viene late queda latest early seria sounds works "
        "dia fecha plazo date day deadline tendriamos tendrias estaria estara quedaria necesitas ocupas need ready"
    )
)
"""What an answer about time also holds and that is no other subject."""


def spoken_due(words: str, asked: Asked, *, owner: str | None, names_its_own: bool) -> Place | None:
    """Where these words are said as this task's time, or None.

    A time beside the cited turns counts only where the quote itself names none (`names_its_own`).
    """
    context, cited = asked.context, asked.cited
    for place in every_place(words, cited, context):
        if not _denied(place, asked) and _may_speak(place, asked, owner):
            return place
    if names_its_own:
        return None
    near = every_place(words, context.near(cited, _DUE_WITHIN), context)
    return next((place for place in near if not _denied(place, asked) and _belongs(place, asked, owner)), None)


_FOLLOWING = re.compile(r"\b(?:\w+ siguiente|the following \w+|siguiente \w+)\b")


def day_before(said: Place, context: Context) -> str | None:
    """The day said before in the same turn, from which "el martes siguiente" counts; None for other words."""
    words = fold(context.quote(said))
    if not _FOLLOWING.search(words) or re.search(r"\b(?:junta|reunion|sesion|semana|mes|dia)\b", words):
        return None
    mentions = find_due(context.turns[said.index].text[: said.start])
    return mentions[-1].words if mentions else None


def _may_speak(place: Place, asked: Asked, owner: str | None) -> bool:
    """Whether a cited turn's time can be the task's: that of another person only if it speaks of task or owner."""
    if place.index == asked.quoted or _is_theirs(place.index, asked, owner):
        return True
    sentence = _sentence(place, asked)
    named = owner is not None and mentions(owner, sentence, asked.people)
    if named or _fits(sentence, asked) or _answers_when(place.index, asked):
        return True
    return _said_again(place, asked, owner) or _limits_it(place, asked, owner)


def _said_again(place: Place, asked: Asked, owner: str | None) -> bool:
    """Whether the owner says the same day in the turn before or after: 'hasta el jueves' – 'va, jueves'."""
    words = _day_words(asked.context.quote(place))
    for index in (place.index - 1, place.index + 1):
        if not 0 <= index < len(asked.context.turns) or not _is_theirs(index, asked, owner):
            continue
        again = (_day_words(mention.words) for mention in find_due(asked.context.turns[index].text))
        if any(said and (said <= words or words <= said) for said in again):
            return True
    return False


def _limits_it(place: Place, asked: Asked, owner: str | None) -> bool:
    """Whether who hears the owner take it sets the limit at once: 'pues antes del martes estaría de lujo'."""
    if not _LIMIT.match(fold(asked.context.quote(place))) or place.index - 1 not in asked.cited:
        return False
    return _is_theirs(place.index - 1, asked, owner)


_LIMIT = re.compile(r"(?:antes|para|a mas tardar|como maximo|by|before|no later)\b")
_LOOSE = frozenset(
    words_of(
        "el la los las al del de para por a en que este esta hasta antes y lo mas tardar viene proximo proxima mismo "
        "the on by next this for of"
    )
)
"""What words for one day may differ in."""


def _day_words(words: str) -> set[str]:
    return {*words_of(words)} - _LOOSE


def _belongs(place: Place, asked: Asked, owner: str | None) -> bool:
    """Whether a time in a turn beside is given by the owner, or asked for or answered, about nothing else."""
    index, sentence = place.index, _sentence(place, asked)
    if not _fits(sentence, asked) or not all(_fits(text, asked) for text in _between(index, asked)):
        return False
    if _is_theirs(index, asked, owner) or _answers_when(index, asked):
        return True
    return sentence.endswith("?") and _agreed_to(index, asked, owner)


def _answers_when(index: int, asked: Asked) -> bool:
    """Whether the turn before asks when: '¿para cuándo?' – 'el viernes'."""
    before = asked.context.turns[index - 1].text if index > 0 else ""
    questions = [before[start:end] for start, end in sentences(before) if before[start:end].endswith("?")]
    return any(_WHEN.search(fold(question)) and _fits(question, asked) for question in questions)


def _agreed_to(index: int, asked: Asked, owner: str | None) -> bool:
    """Whether a proposed time is taken in the next turn: '¿para el jueves?' – 'va'."""
    following = index + 1
    if following >= len(asked.context.turns) or not _is_theirs(following, asked, owner):
        return False
    replies = {reply_in(clause) for clause in clause_texts(asked.context.turns[following].text)}
    if following in asked.cited:
        return not replies & {"refuses", "doubts"}
    return bool(replies & {"accepts", "weakly"}) and not replies & {"refuses", "doubts"}


def _is_theirs(index: int, asked: Asked, owner: str | None) -> bool:
    turns, name = asked.context.turns, asked.context.name(index)
    label = turns[index].speaker
    return (name is not None and name == owner) or (label is not None and label == turns[asked.quoted].speaker)


def _between(index: int, asked: Asked) -> Iterator[str]:
    nearest = min(asked.cited, key=lambda cited: abs(cited - index))
    for other in range(min(index, nearest) + 1, max(index, nearest)):
        yield asked.context.turns[other].text


def _fits(text: str, asked: Asked) -> bool:
    """Whether the words speak of the task, or of nothing but time."""
    line = " ".join(text.split())
    rest = own_matter(line, asked) - matter(mention.words for mention in find_due(line)) - _ASIDE
    return not rest or bool(rest & asked.about) or (len(rest) == 1 and points_back(text))


def _sentence(place: Place, asked: Asked) -> str:
    text = asked.context.turns[place.index].text
    return next(text[start:end] for start, end in sentences(text) if start <= place.start < end)


def _denied(place: Place, asked: Asked) -> bool:
    """Whether a "no" in the clause takes the time away: 'no lo podemos decidir hoy', 'el viernes no puedo'."""
    text = asked.context.turns[place.index].text
    clause = next(text[start:end] for start, end in clauses(text) if start <= place.start < end)
    return _DENIES.search(_LIMITS.sub(" ", fold(clause))) is not None
