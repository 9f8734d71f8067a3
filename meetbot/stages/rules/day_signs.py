"""What speaks for and against a day that was said around a task being the task's own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from meetbot.stages.due_dates import DueMention, resolve_due
from meetbot.stages.folding import fold
from meetbot.stages.rules.day_exchanges import YES, same_day
from meetbot.stages.rules.exchanges import corrects, day_asked, free
from meetbot.stages.rules.own_time import elsewhere
from meetbot.stages.rules.replies import sets_deadline, tells_the_past
from meetbot.stages.rules.speech import Sentence
from meetbot.stages.rules.tasks import Heard
from meetbot.stages.rules.told_task import ToldTask

FAR = 9
"""What `apart` is of a mention far behind the task's turns."""
_EXCHANGE = 4
"""Turns within which another day may take a day's place, or an obstacle may be named."""
_FEW_WORDS = 8
_ANY_DAYS = ((date(2001, 1, 1), date(2001, 1, 8)), (date(2001, 2, 8), date(2001, 2, 22)))
"""Days of two meetings, each with the next one's: "mañana" and "el martes" are one on a Monday only."""


@dataclass(frozen=True)
class SaidDay:
    """One mention of a day: where it stands, and how many turns from the task's own (0 within them, else `FAR`)."""

    heard: Heard
    sentence: Sentence
    due: DueMention
    apart: int

    @property
    def at(self) -> tuple[int, int]:
        """Its place in the order of what was said."""
        return self.heard.index, self.sentence.start + self.due.start

    @property
    def bare(self) -> bool:
        """Whether its turn says little else."""
        return self.heard.utterance.word_count <= _FEW_WORDS


@dataclass(frozen=True, kw_only=True)
class DaySaid:
    """A day with every mention of it around a task, in order, and where it is said that something stands in its way."""

    mentions: tuple[SaidDay, ...]
    back: tuple[int, int] | None


@lru_cache(maxsize=4_000)
def meant(words: str) -> object:
    """What the words mean: "el viernes" and "by Friday" are one."""
    found = tuple(resolve_due(words, said_on=on, next_meeting=following) for on, following in _ANY_DAYS)
    return tuple(one.date for one in found if one is not None) or fold(words)


def signs(
    task: ToldTask,
    said_day: DaySaid,
    days: Sequence[DaySaid],
    others: Sequence[ToldTask],
    heard: Sequence[Heard],
) -> Iterator[str]:
    """The signs of one of the days around the task; `others` are the meeting's other tasks."""
    day = said_day.mentions
    best = min(day, key=lambda said: (_place(task, said)[0], -said.heard.index))
    other_days = [other for other in days if other is not said_day]
    place, rest = _place(task, best)[1], [other.mentions for other in other_days]
    speaker = _speaker(task, best, heard)
    yield from (place, f"by {speaker}", f"{place}, by {speaker}")
    yield _known(task.candidate.due_text, day)
    yield from _told_again(task, day, rest, far=place == "far")
    yield from _beside(task, best, rest)
    yield from _order(task, day, other_days, heard)
    yield from _wording(best, place, speaker)
    yield from _named(task, best)
    yield from _answered(best, heard)
    yield from _claimed(best, [other for other in others if other is not task])


def _place(task: ToldTask, said: SaidDay) -> tuple[int, str]:
    """Where the mention stands, the nearer to the task the smaller the number."""
    lead, at, apart = task.turns[0], said.heard.index, said.apart
    if at == lead:
        return (0, "quoted") if _quotes(task, said) else (1, "lead turn")
    if apart == FAR:
        return FAR, "far"
    if apart == 0:
        return 2, "cited after" if at > lead else "cited before"
    if apart > 0:
        return 3 + apart, ("next", "second next", "later")[min(apart, 3) - 1]
    return 3 - apart, "before" if apart == -1 else "long before"


def _quotes(task: ToldTask, said: SaidDay) -> bool:
    """Whether the day stands in the words that the task quotes."""
    return said.heard.index == task.turns[0] and said.sentence in task.quoted


def _speaker(task: ToldTask, said: SaidDay, heard: Sequence[Heard]) -> str:
    utterance, owner = said.heard.utterance, task.candidate.owner
    leads = utterance.voice == heard[task.turns[0]].utterance.voice
    if owner is not None and utterance.name == owner:
        return "owner"
    if leads:
        return "lead speaker"
    if owner is None:
        return "other voice"
    return "cited voice" if any(heard[turn].utterance.voice == utterance.voice for turn in task.turns) else "third"


def _known(words: str | None, day: Sequence[SaidDay]) -> str:
    if words is None:
        return "rules: none"
    same = any(same_day(words, said.due.words) or meant(words) == meant(said.due.words) for said in day)
    return "rules: this" if same else "rules: another"


def _told_again(
    task: ToldTask, day: Sequence[SaidDay], rest: Sequence[Sequence[SaidDay]], *, far: bool
) -> Iterator[str]:
    owner = task.candidate.owner
    if len({said.heard.utterance.voice for said in day}) > 1:
        yield "by two"
    if owner is not None and any(said.heard.utterance.name == owner for said in day):
        yield "by the owner too"
    if len({said.heard.index for said in day}) > 1:
        yield "said again"
    if not far and any(said.apart == FAR for said in day):
        yield "again far"
    if any(said.apart == FAR for other in rest for said in other):
        yield f"another far, {'as this' if any(said.apart == FAR for said in day) else 'not this'}"


def _beside(task: ToldTask, best: SaidDay, rest: Sequence[Sequence[SaidDay]]) -> Iterator[str]:
    """The other days, by where they stand."""
    cited = sum(any(said.apart == 0 for said in other) for other in rest)
    near = sum(any(abs(said.apart) <= 2 for said in other) for other in rest)  # noqa: PLR2004 - a turn between
    yield f"others cited: {min(2, cited)}"
    yield f"others near: {min(3, near)}"
    own = _place(task, best)[0]
    places = [min(_place(task, said)[0] for said in other) for other in rest]
    if any(place < own for place in places):
        yield "another stands nearer"
    if own in places:
        yield "another stands as near"
    if any(said.sentence == best.sentence and said.heard is best.heard for other in rest for said in other):
        yield "first in sentence" if best.sentence.dues[0] == best.due else "later in sentence"


def _order(task: ToldTask, day: Sequence[SaidDay], rest: Sequence[DaySaid], heard: Sequence[Heard]) -> Iterator[str]:
    """What was said after it and before it in the same exchange, and whether it was taken back."""
    near = [said for said in day if said.apart != FAR]
    if not near:
        return
    first, last = min(near, key=lambda said: said.at), max(near, key=lambda said: said.at)
    others = [s for other in rest for s in other.mentions if s.apart != FAR and s.heard.index >= task.turns[0]]
    then = [s for s in others if s.at > last.at and s.heard.index - last.heard.index <= _EXCHANGE]
    before = [s for s in others if s.at < first.at and first.heard.index - s.heard.index <= _EXCHANGE]
    for said in then:
        yield f"then {_speaker(task, said, heard)}"
        yield f"then {_manner(said)}"
    if before:
        yield f"instead by {_speaker(task, first, heard)}"
        yield f"instead {_manner(first)}"
    if not then:
        yield "nothing then"
    if last.bare and last.heard.index > task.turns[0]:
        yield "last in a few words"
    if taken_back(near, heard) is not None:
        yield "taken back"
    backs = [other.back for other in rest if other.back is not None]
    if any(back < said.at and said.heard.index - back[0] < _EXCHANGE for back in backs for said in near):
        yield "in its place"
    elif backs:
        yield "another taken back"


def _manner(said: SaidDay) -> str:
    return "correcting" if corrects(said.heard.utterance) else "in a few words" if said.bare else "at length"


_NAMES = (
    ("lunes", "monday"), ("martes", "tuesday"), ("miercoles", "wednesday"), ("jueves", "thursday"),
    ("viernes", "friday"), ("sabado", "saturday"), ("domingo", "sunday"), ("hoy", "today"), ("manana", "tomorrow"),
)  # fmt: skip
_PREVENTS = (
    r"[\s,]+(?:\w+ ){0,2}?(?:no|estoy|ando|anda|estamos|feriado|festivo|me voy|salgo|viajo|tengo|tenemos|vuelo|i'm|"
    r"i am|i have|i've|we're|we have|(?:'s|is) (?:(?:a|the|our) )?(?:holiday|bank|out|off|gone|all)|i can't|i won't)"
    r"(?!\w)"
)
_AWAY = r"(?<!\w)(?:off|out|away|no puedo|no llego|no alcanzo|not|no|can't do|can't make)(?: (?:on|by|para|el))? "


def taken_back(day: Sequence[SaidDay], heard: Sequence[Heard]) -> tuple[int, int] | None:
    """Where, soon after the day was said, something is said to stand in its way: "el lunes doce es feriado"."""
    first = min(day, key=lambda said: said.at)
    names = _names_of(tuple(sorted({fold(said.due.words) for said in day})))
    for turn in heard[first.heard.index : first.heard.index + _EXCHANGE + 1]:
        begin = first.sentence.start + first.due.end if turn.index == first.heard.index else 0
        folded = turn.utterance.folded
        named = any(folded.find(name, begin) >= 0 for name in names)
        if named and (found := _against(names).search(folded, begin)) is not None:
            return turn.index, found.start()
    return None


@lru_cache(maxsize=1_000)
def _names_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The names, in both languages, of the days that these words name."""
    said = {word for one in words for word in re.findall(r"\w+", one)}
    return tuple(name for pair in _NAMES if said & set(pair) for name in pair)


@lru_cache(maxsize=1_000)
def _against(names: tuple[str, ...]) -> re.Pattern[str]:
    named = "|".join(names)
    return re.compile(rf"(?<!\w)(?:{named})(?!\w){_PREVENTS}|{_AWAY}(?:{named})(?!\w)")


_BEGINS = re.compile(
    r"(?:para|pa|antes|a mas tardar|como maximo|maximo|hasta|by|before|no later|until|a|al|en|in|within|el|este|esta|"
    r"on|the|this|next|de|del)(?!\w)"
)
_AFTER = frozenset({"de", "del", "para", "of", "for", "antes", "es", "is", "que", "y", "and", "since", "porque"})
_KINDS = (
    (re.compile(r"\d"), "a figure"),
    (re.compile(r"hoy|today|tonight|ahora|noche|rato|tarde$|manana temprano"), "today"),
    (re.compile(r"manana|tomorrow"), "tomorrow"),
    (re.compile(r"lunes|martes|miercoles|jueves|viernes|sabado|domingo|(?:mon|tues|wednes|thurs|fri|satur|sun)day"),
     "a weekday"),
    (re.compile(r"semana|week"), "a week"),
    (re.compile(r"mes(?!\w)|month|quincena|quarter|trimestre|(?:ene|febre)ro|marzo|abril|mayo|ju[nl]io|agosto|\w+bre"),
     "a month"),
    (re.compile(r"junta|reunion|comite|meeting|proxima"), "a meeting"),
)  # fmt: skip
_DENIED = re.compile(r"(?<!\w)(?:no|ni|not|nunca|tampoco|\w{2,6}n't)(?!\w)")
_BEFORE_IT = 40
"""Characters before a day in which a "no" may be its own."""


def _wording(best: SaidDay, place: str, speaker: str) -> Iterator[str]:
    """How the day itself is said, and what stands around it in its sentence."""
    sentence, due = best.sentence, best.due
    words, before = fold(due.words), sentence.folded[: due.start]
    if elsewhere(sentence, due):
        yield "of something else"
    if not free(sentence, due):
        yield "not free then"
    if tells_the_past(sentence):
        yield "past"
    if sentence.asks_at(due.start):
        yield from ("asked", f"asked by {speaker}")
    if _DENIED.search(before[-_BEFORE_IT:]):
        yield "denied"
    begins, after = _BEGINS.match(words), before.split()[-1:]
    yield f"begins with {begins.group() if begins else 'itself'}"
    if _AFTER.intersection(after):
        yield f"after {after[0]}"
    yield next((kind for pattern, kind in _KINDS if pattern.search(words)), "other words")
    if sets_deadline(words):
        yield "a limit"
    if len(sentence.words) <= len(words.split()) + 3:
        yield from ("alone", f"alone, {place}")


def _named(task: ToldTask, best: SaidDay) -> Iterator[str]:
    reading = next(reading for reading in best.heard.readings if reading.sentence == best.sentence)
    named = {one.name for one in reading.names}
    if task.candidate.owner in named:
        yield "names the owner"
    if named - {task.candidate.owner}:
        yield "names another"
    if reading.recap:
        yield "read back"


def _answered(best: SaidDay, heard: Sequence[Heard]) -> Iterator[str]:
    """Whether it answers a question for a day, and how the next voice answers it."""
    at, voice = best.heard.index, best.heard.utterance.voice
    if at > 0 and day_asked(heard[at - 1]) is not None:
        yield "asked for"
    if corrects(best.heard.utterance):
        yield "corrects"
    following = heard[at + 1].utterance if at + 1 < len(heard) else None
    if following is not None and following.voice != voice:
        if YES.match(following.folded):
            yield "answered yes"
        if re.match(r"\W*no(?!\w)", following.folded):
            yield "answered no"


def _claimed(best: SaidDay, others: Sequence[ToldTask]) -> Iterator[str]:
    """What other tasks have to do with its turn."""
    there = [other for other in others if best.heard.index in other.turns]
    if any(_quotes(other, best) for other in there):
        yield "another's quote"
    elif any(best.heard.index == other.turns[0] for other in there):
        yield "another's lead"
    day = meant(best.due.words)
    if any(other.candidate.due_text and meant(other.candidate.due_text) == day for other in there):
        yield "another's day"
