"""Exchanges in which a day is settled: asked for or put to somebody, answered, corrected, said again by another."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from meetbot.stages.due_dates import DueMention
from meetbot.stages.folding import fold
from meetbot.stages.rules.exchanges import asks_of_an_event, corrects, day_asked, free
from meetbot.stages.rules.own_time import elsewhere
from meetbot.stages.rules.replies import tells_the_past
from meetbot.stages.rules.speech import Sentence, content_stems
from meetbot.stages.rules.tasks import Heard
from meetbot.stages.rules.vocabulary import vocabulary

_REACH = 4
"""Turns over which the answer to a question for a day is looked for."""
_BRIEF = 14
"""Words of a turn that does no more than answer, repeat or correct a day."""
_UNTOLD = re.compile(
    r"(?<!\w)(?:no (?:me |nos |te |les )?(?:dij\w+|has dicho|he dicho) (?:para )?cuando|(?:falta|sin) (?:la )?fecha|"
    r"(?:pon|dame|dime|ponle|pongale|deme|digame)(?:me|le|te)? (?:un dia|(?:una )?fecha|el dia)|"
    r"(?:give|gimme|name|pick) (?:me )?(?:a|the) (?:day|date)|"
    r"(?:didn't|never) (?:say|said|tell me|told me|give me|gave me|got) (?:when|a (?:day|date)))(?!\w)"
)
_PUTS = re.compile(
    r"(?<!\w)(?:shall we say|let's say|say|would|can you|could you|te (?:queda|va|late|sirve|da tiempo|parece|viene)|"
    r"le (?:queda|sirve|parece|da tiempo)|podria ser|puede ser|seria|digamos|ponle|llegas|llega|works?)(?!\w)"
)
"""Words that put a day to somebody without asking when."""
_NEXT_THING = re.compile(r"^[\s¿¡,.]*(?:ah,? )?(?:y|and|pero|e)\s+(?:lo (?:de|del|mio|tuyo|otro)|el|la|los|las|the)\s")
_REFERS = re.compile(r"(?<!\w)(?:es[aeo]s?|est[aeo]s?|lo mio|lo tuyo|mine|that one|la mia|el mio|me la|me lo)(?!\w)")


@dataclass(frozen=True, kw_only=True)
class DayAgreed:
    """A day that was settled: its words, where they stand, about what and among whom.

    `turns` are all of the exchange, `first` the one that opens it; `people` are those whose task it may be. `matter`
    are the stems of what it names, empty when it names nothing. `asked` tells a question from a day that was only said
    by two, `names_it` one that may speak of a task of long before.
    """

    words: str
    at: int
    sentence: Sentence
    turns: tuple[tuple[int, Sentence], ...]
    people: frozenset[str]
    matter: frozenset[str]
    asked: bool
    names_it: bool
    corrects: bool

    @property
    def first(self) -> int:
        """The turn that opens it."""
        return self.turns[0][0]


def days_agreed(heard: Sequence[Heard]) -> tuple[DayAgreed, ...]:
    """Every such exchange of the meeting, in order; one turn settles one day."""
    found: dict[int, DayAgreed] = {}
    for turn in heard:
        for agreed in (*_after_question(turn, heard), *_said_by_two(turn, heard)):
            known = found.get(agreed.at)
            if known is None or (agreed.asked and not known.asked) or agreed.first < known.first:
                found[agreed.at] = agreed
    return tuple(found[at] for at in sorted(found))


def standing(turn: Heard) -> Iterator[tuple[Sentence, DueMention]]:
    """The days of a turn that are neither refused, past, nor of something else."""
    for sentence in turn.utterance.sentences:
        if tells_the_past(sentence):
            continue
        reason = _REASON.search(sentence.folded)
        for due in sentence.dues:
            if reason is not None and due.start > reason.start() > sentence.dues[0].start:
                break
            if _PAST.search(sentence.folded[: due.start]):
                continue
            event = _IS_ON.search(sentence.folded[: due.start]) is not None
            if free(sentence, due) and not elsewhere(sentence, due) and not event:
                yield sentence, due


_PAST = re.compile(r"(?<!\w)(?:went|came|got|had|left|told|said|saw|called|signed|ended|closed|lost|won)(?!\w)")
_REASON = re.compile(r"(?<!\w)(?:porque|ya que|because|since)(?!\w)")
_IS_ON = re.compile(
    r"(?<!\w)(?:el|la|los|las|the|que|which) (?!(?:fecha|plazo|entrega|limite|deadline|due|idea)\b)(?:\w+ ){0,3}"
    r"(?:es|son|cae|is|are|'s) (?:on )?$"
)
"""As in "el armado es el martes", which tells of an event."""


def _opening(turn: Heard, following: Heard | None) -> Sentence | None:
    """The sentence that asks for a day, says that none was told, or puts one to somebody."""
    asked = day_asked(turn)
    if asked is not None and not _WHENEVER.search(asked.sentence.folded):
        return asked.sentence
    for sentence in turn.utterance.sentences:
        if _UNTOLD.search(sentence.folded) or (_FOR_WHEN.search(sentence.folded) and len(sentence.words) <= _BRIEF):
            return sentence
        if tells_the_past(sentence):
            continue
        puts = sentence.question_span is not None and (len(sentence.words) <= _BRIEF or _PUTS.search(sentence.folded))
        if (puts or _SHALL.search(sentence.folded)) and any(free(sentence, due) for due in sentence.dues):
            return sentence
    return _reminds(turn, following)


def _reminds(turn: Heard, following: Heard | None) -> Sentence | None:
    """The sentence that names somebody and a thing, where that person goes on with a day: "¿y la grilla, Dami?"."""
    if following is None or not any(standing(following)) or following.utterance.name is None:
        return None
    for reading in reversed(turn.readings):
        called = following.utterance.name in {n.name for n in reading.names}
        if called and (reading.sentence.question_span is not None or _LO_DE.search(reading.sentence.folded)):
            return reading.sentence if _content(reading.sentence, turn) else None
    return None


_LO_DE = re.compile(r"(?<!\w)(?:lo del?|lo tuyo|lo suyo|tu|tus|su|your|that)(?!\w)")
_WHENEVER = re.compile(r"(?<!\w)cuando (?:\w+ ){0,2}\w+(?:e|en|a|an|amos|emos)(?!\w)(?! (?:el|la|los|las|lo)\b)[^?]*$")
"""As in "lo vemos cuando regrese Santi", which asks nothing."""
_NEEDS = re.compile(
    r"(?<!\w)(?:ocup\w+|necesit\w+|quier\w+|queres|precis\w+|urge|you (?:need|want)|need (?:it|them))(?!\w)"
)
_FOR_WHEN = re.compile(r"(?<!\w)(?:(?:para|pa) cuando|by when|cuando (?:lo|la|los|las|me|nos) \w+(?:s|as|ias))(?!\w)")
_SHALL = re.compile(r"(?<!\w)(?:shall we say|let's say|digamos|podria ser|ponle)(?!\w)")


def _after_question(turn: Heard, heard: Sequence[Heard]) -> Iterator[DayAgreed]:
    following = heard[turn.index + 1] if turn.index + 1 < len(heard) else None
    opening = _opening(turn, following)
    if opening is None or asks_of_an_event(turn):
        return
    own = [(s, d) for s, d in standing(turn) if s.start >= opening.start]
    cited = [(turn.index, opening)]
    last = (turn.index, *own[-1]) if own else None
    speakers = set(_answerers(turn, last, heard, cited))
    if len(cited) > 1:
        at = cited[-1][0]
        last = (at, *_days_of(heard[at], turn)[-1])
    elif last is not None and _yes(turn, heard):
        cited.append((turn.index + 1, heard[turn.index + 1].utterance.sentences[0]))
        speakers.add(heard[turn.index + 1].utterance.name)
    else:
        return
    if own or _UNTOLD.search(opening.folded) or _NEEDS.search(opening.folded):
        speakers.add(turn.utterance.name)
    named = {n.name for r in turn.readings if r.sentence == opening or r.addressee for n in r.names}
    yield _agreed(turn, last, cited, speakers | (named - {turn.utterance.name}), heard, asked=True)


def _answerers(
    turn: Heard,
    put: tuple[int, Sentence, DueMention] | None,
    heard: Sequence[Heard],
    cited: list[tuple[int, Sentence]],
) -> Iterator[str | None]:
    """Who answers with a day, their sentences added to `cited`: until the talk goes on to something else."""
    called = {n.name for reading in turn.readings for n in reading.names}
    answerer: str | None = None
    for later in heard[turn.index + 1 : turn.index + 1 + _REACH]:
        days = _days_of(later, turn)
        agrees = put is not None and YES.match(later.utterance.folded) is not None
        if not days and answerer is None and not agrees and _may_go_on(later, called):
            continue
        if not days or not _answers(later, turn, answerer):
            return
        cited.append((later.index, days[-1][0]))
        if later.utterance.voice != turn.utterance.voice:
            answerer = later.utterance.voice
            yield later.utterance.name
        if _goes_on(later):
            return


def _may_go_on(later: Heard, called: Collection[str]) -> bool:
    """Whether a turn without a day may still stand before the answer."""
    says = any(sentence.dues for sentence in later.utterance.sentences)
    return says or later.utterance.name in called or not _goes_on(later)


def _answers(later: Heard, turn: Heard, answerer: str | None) -> bool:
    """Whether a turn with a day still is about the question: by the one asked, or between the two, or a correction."""
    asker, voice = turn.utterance.voice, later.utterance.voice
    if answerer is None:
        return voice != asker
    brief = later.utterance.word_count <= _BRIEF and voice in {answerer, asker}
    return (brief or corrects(later.utterance)) and day_asked(later) is None


def _days_of(later: Heard, opening: Heard) -> list[tuple[Sentence, DueMention]]:
    """The days of an answer, up to where it goes on to somebody or something else."""
    among = {opening.utterance.name, later.utterance.name, *(n.name for r in opening.readings for n in r.names)}
    found: list[tuple[Sentence, DueMention]] = []
    for sentence, due in standing(later):
        names = next(reading.names for reading in later.readings if reading.sentence == sentence)
        if _NEXT_THING.match(sentence.folded) or any(n.name not in among for n in names):
            break
        found.append((sentence, due))
    return found


def _goes_on(turn: Heard) -> bool:
    """Whether the turn asks for something else or is too long to be about the day only."""
    if any(_FOR_WHEN.search(s.folded) for s in turn.utterance.sentences):
        return True
    asks = any(s.question_span is not None and not s.dues for s in turn.utterance.sentences)
    if asks_of_an_event(turn) or (asks and len(_words(turn)) > 1):
        return True
    return turn.utterance.word_count > (2 * _BRIEF if turn.utterance.sentences and any(standing(turn)) else _BRIEF)


def _words(turn: Heard) -> frozenset[str]:
    return frozenset[str]().union(*(_content(s, turn) for s in turn.utterance.sentences if s.question_span is not None))


def _yes(turn: Heard, heard: Sequence[Heard]) -> bool:
    """Whether the next turn is a yes to the day that the question puts."""
    following = heard[turn.index + 1] if turn.index + 1 < len(heard) else None
    return (
        following is not None
        and bool(following.utterance.sentences)
        and following.utterance.voice != turn.utterance.voice
        and YES.match(following.utterance.folded) is not None
    )


YES = re.compile(
    r"^\W*(?:(?:eh|este|mm+|um|uh|pues)\W+)*(?:si|claro|va|vale|dale|sale|listo|ok|okay|perfecto|venga|ya|bueno|"
    r"de acuerdo|sin problema|me parece|yes|yeah|yep|sure|fine|works|perfect)(?!\w)"
)


def _said_by_two(turn: Heard, heard: Sequence[Heard]) -> Iterator[DayAgreed]:
    """A day that somebody says and another says again in a few words: "mañana a primera hora, pues"."""
    if turn.utterance.word_count > _BRIEF:
        return
    mine = list(standing(turn))
    for before in reversed(heard[max(0, turn.index - 2) : turn.index]):
        if before.utterance.voice == turn.utterance.voice:
            continue
        for sentence, due in mine:
            same = [(s, d) for s, d in standing(before) if same_day(d.words, due.words)]
            if same:
                cited = [(before.index, same[-1][0]), (turn.index, sentence)]
                names = {before.utterance.name, turn.utterance.name}
                fuller = max((due.words, same[-1][1].words), key=len)
                where = (turn.index, sentence, due) if fuller == due.words else (before.index, *same[-1])
                yield _agreed(before, where, cited, names, heard, asked=False)
                return


_FILLING = vocabulary(
    "el la los las al del de para por a en que este esta hasta antes y lo mas tardar pues hora viene proximo proxima",
    "mismo entonces the on by next this then for first thing of",
)


def same_day(one: str, other: str) -> bool:
    """Whether the words of both name the same day, as far as they say the same."""
    first, second = ({*re.findall(r"\w+", fold(words))} - _FILLING for words in (one, other))
    return bool(first and second) and (first <= second or second <= first)


def _agreed(
    turn: Heard,
    last: tuple[int, Sentence, DueMention],
    cited: Sequence[tuple[int, Sentence]],
    speakers: set[str | None],
    heard: Sequence[Heard],
    *,
    asked: bool,
) -> DayAgreed:
    at, sentence, due = _fullest(last, cited, heard)
    about = matter_of_turn(turn, cited[0][1])
    refers = not about or (_REFERS.search(turn.utterance.folded) is not None)
    before = heard[turn.index - 1] if turn.index and refers else None
    if before is not None and turn.utterance.name is not None:
        # Who is read out answers with "esa": what was read out of them is meant.
        theirs = [r.sentence for r in before.readings if turn.utterance.name in {n.name for n in r.names}]
        about |= frozenset[str]().union(*(_content(s, before) for s in theirs))
    return DayAgreed(
        words=due.words,
        at=at,
        sentence=sentence,
        turns=tuple(dict.fromkeys((*cited, (at, sentence)))),
        people=frozenset(name for name in speakers if name),
        matter=about,
        asked=asked,
        names_it=asked and _of_a_task(turn, cited[0][1]),
        corrects=any(corrects(heard[index].utterance) for index, _ in cited),
    )


def _fullest(
    last: tuple[int, Sentence, DueMention], cited: Sequence[tuple[int, Sentence]], heard: Sequence[Heard]
) -> tuple[int, Sentence, DueMention]:
    """The words that say that day most exactly: "el jueves veintiuno" – "Jueves"."""
    said = [(at, sentence, due) for at, told in cited for sentence, due in standing(heard[at]) if sentence == told]
    same = [one for one in said if same_day(one[2].words, last[2].words)]
    return max((last, *same), key=lambda one: len(one[2].words))


def _of_a_task(turn: Heard, opening: Sentence) -> bool:
    """Whether the question asks when somebody will have something, or points to what is somebody's."""
    folded = opening.folded
    return (
        day_asked(turn) is not None
        or any(pattern.search(folded) for pattern in (_UNTOLD, _PUTS, _LO_DE))
        or not opening.dues
    )


def matter_of_turn(turn: Heard, opening: Sentence) -> frozenset[str]:
    """What the turn names beside days and people: in that sentence, else in the turn's sentences around it."""
    own = _content(opening, turn)
    if own or turn.utterance.word_count > 3 * _BRIEF:
        return own
    before = [s for s in turn.utterance.sentences if s.start < opening.start or not s.dues]
    return frozenset[str]().union(*(_content(s, turn) for s in before))


def _content(sentence: Sentence, turn: Heard) -> frozenset[str]:
    text = list(sentence.folded)
    reading = next((r for r in turn.readings if r.sentence == sentence), None)
    spans = [(due.start, due.end) for due in sentence.dues]
    spans += [(n.start, n.end) for n in (reading.names if reading else ())]
    for start, end in spans:
        text[start:end] = " " * (end - start)
    return content_stems("".join(text)) - _ABOUT_DAYS


_ABOUT_DAYS = frozenset(content_stems(
    "cuando fecha fechas tiempo plazo quieres necesitas ocupas urge tendrias tendria queda sirve sería "
    "entonces problema tarde pronto seguro deadline date ready need needed works fine perfecto exacto corrijo "
    "corregido correccion hora perdon till she segundo momento dijiste dime dame ponme poner pongan tener tienes"
))  # fmt: skip
