"""The wording of what one sentence shows: a taken task by what was asked for, an assent by what it agrees to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from meetbot.model.candidates import CandidateKind
from meetbot.stages.folding import fold
from meetbot.stages.rules.acts import Act
from meetbot.stages.rules.building import VerbSeen, verb_seen
from meetbot.stages.rules.conclusions import own_matter
from meetbot.stages.rules.decision_wording import decision_text, plainness
from meetbot.stages.rules.matter import matter, without_times
from meetbot.stages.rules.named_things import plain_thing
from meetbot.stages.rules.own_wording import task_words
from meetbot.stages.rules.proposals import proposal_strength
from meetbot.stages.rules.speech import Sentence
from meetbot.stages.rules.substance import leaves_open, matter_of
from meetbot.stages.rules.tasks import Heard, Task
from meetbot.stages.rules.things import Matter
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.vocabulary import vocabulary
from meetbot.stages.rules.wording import capital, lower_first, sentence_text, taking_care_of

_BACK = 6
"""Turns before it in which what a sentence only takes or agrees to may have been said."""
_ASKED_WITHIN = 3
_OF_OTHERS = frozenset({"request", "assign", "need", "group"})
_PLAIN = 2
"""Content words from which a statement is understood alone."""
_TELLS = 6
"""Content words beyond which a sentence without a verb of work is left as it is."""


@dataclass(frozen=True)
class Worded:
    """A wording with the turns that hold its words, the one of the sentence first."""

    text: str
    turns: tuple[int, ...]


def worded(kind: CandidateKind, heard: Sequence[Heard], at: int, sentence: Sentence) -> Worded:
    """The item that this sentence of turn `at` shows, in words of that turn and of the few before it."""
    first = max(0, at - _BACK)
    near = [
        replace(turn, utterance=replace(turn.utterance, index=number))
        for number, turn in enumerate(heard[first : at + 1])
    ]
    if kind == "action":
        found = _task(near, sentence)
    elif kind in {"decision", "target"}:
        found = _decision(near, sentence)
    else:
        found = Worded(sentence_text(sentence), (len(near) - 1,))
    return Worded(found.text, tuple(first + turn for turn in found.turns))


# --- a commitment -----------------------------------------------------------------------------------------------------


def _task(near: Sequence[Heard], sentence: Sentence) -> Worded:
    at = len(near) - 1
    own = [act for act in near[at].acts if act.sentence == sentence] or _own_deed(near[at], sentence)
    act = max(own, key=lambda a: (a.verb is not None, len(a.stems) > 0, a.score), default=None)
    if act is not None and act.verb is not None:
        return _of_act(near, at, act)
    asked = _asked(near, sentence)
    if asked is not None and _says_little(sentence):
        found = _of_act(near, *asked)
        return Worded(found.text, (at, *(turn for turn in found.turns if turn != at)))
    return _of_thing(near, sentence, act)


def _own_deed(heard: Heard, sentence: Sentence) -> list[Act]:
    """What the speaker says to do, of a sentence that was chosen for it though nothing in it sounds like a promise."""
    reading = next(reading for reading in heard.readings if reading.sentence == sentence)
    seen = (
        verb_seen(reading, word, form)
        for word in sentence.words
        for form in readings(word.raw)
        if form.task and form.person == "1s" and form.tense in {"present", "future"}
    )
    return [verb.act("promise", 0.0) for verb in seen if not verb.asked and _opens(verb)][:1]


_BEFORE_VERB = vocabulary("yo ya si tambien mejor pues entonces igual ahi ahora luego despues")


def _opens(verb: VerbSeen) -> bool:
    """Whether it opens its clause, but for a time: "el pago" and "el registro" are verb forms by their letters."""
    dues = verb.sentence.dues
    return not verb.clause.subordinate and all(
        word.folded in _BEFORE_VERB or any(due.start <= word.start < due.end for due in dues)
        for word in verb.clause.words
        if word.folded not in verb.clitics
    )


def _of_act(near: Sequence[Heard], at: int, act: Act) -> Worded:
    """The act's verb and object, with the phrase that its pronoun stands for."""
    task = Task.begun(near[at], act)
    found = matter_of(task, near) if leaves_open(task) else None
    turns = tuple(dict.fromkeys((at, *([found.turn] if found is not None else []))))
    return Worded(task_words(task, found), turns)


def _asked(near: Sequence[Heard], sentence: Sentence) -> tuple[int, Act] | None:
    """The last thing that was asked for, needed or given to somebody before the sentence, with its turn."""
    for turn in reversed(near[-1 - _ASKED_WITHIN :]):
        acts = [a for a in turn.acts if a.kind in _OF_OTHERS and a.verb is not None]
        acts = [a for a in acts if turn is not near[-1] or a.sentence.start < sentence.start]
        if acts:
            return turn.index, acts[-1]
    return None


def _says_little(sentence: Sentence) -> bool:
    return len(without_times(sentence)) < _PLAIN


def _of_thing(near: Sequence[Heard], sentence: Sentence, act: Act | None) -> Worded:
    """The sentence, behind what it is about where its own words don't say it."""
    at = len(near) - 1
    due = next((due.words for due in sentence.dues), None)
    text = sentence_text(sentence, due=due)
    found = _spoken_of(near, sentence, act)
    thing = plain_thing(found.thing) if found is not None else ""
    if found is None or not thing:
        return Worded(text, (at,))
    turns = (at, found.turn) if found.turn != at else (at,)
    if len(without_times(sentence)) > _TELLS:
        return Worded(text, (at,))
    if _says_little(sentence) and sentence.language == "es":
        return Worded(taking_care_of(thing), turns)
    return Worded(f"{capital(thing)}: {lower_first(text)}", turns)


def _spoken_of(near: Sequence[Heard], sentence: Sentence, act: Act | None) -> Matter | None:
    at = len(near) - 1
    begun = act or Act(kind="take", sentence=sentence, start=0, body=0, end=len(sentence.text))
    task = Task.begun(near[at], begun)
    return matter_of(task, near)


# --- a decision -------------------------------------------------------------------------------------------------------


def _decision(near: Sequence[Heard], sentence: Sentence) -> Worded:
    at = len(near) - 1
    text = decision_text(sentence)
    found = _pointed_at(near, sentence)
    thing = plain_thing(found.thing) if found is not None else ""
    if found is not None and thing and not matter(fold(thing)) & matter(fold(text)):
        named = f"{capital(thing)}: {lower_first(text)}"
        return Worded(named, (at, found.turn) if found.turn != at else (at,))
    if found is None and len(own_matter(sentence)) < _PLAIN and (put := _put(near, sentence)) is not None:
        turn, proposal = put
        return Worded(decision_text(proposal), (at, turn) if turn != at else (at,))
    return Worded(text, (at,))


_POINTS = re.compile(
    r"(?<!\w)(?:lo|la|los|las) (?:vemos|veamos|dejamos|definimos|discutimos|retomamos|aparcamos|parqueamos|revisamos|"
    r"decidimos|tratamos|hablamos|ponemos|hacemos|toco|tocamos|cambiamos|movemos|pasamos|mantenemos|bajamos|subimos)"
    r"(?!\w)|(?<!\w)(?:dejemosl|veamosl|hablemosl|hagamosl|pongamosl|eso l)[oa]s?(?!\w)|"
    r"(?<![\w'])(?:park|leave|move|keep|drop|stop|revisit|push|settle|decide|lock|scrap|kill|cut|pick)"
    r" (?:it|that)(?!\w)"
)
"""Verbs of settling with a pronoun for what is settled."""


def _pointed_at(near: Sequence[Heard], sentence: Sentence) -> Matter | None:
    """The phrase that the pronoun of a settling verb stands for, where the sentence has no noun of its own for it."""
    points = _POINTS.search(sentence.folded)
    if points is None or len(own_matter(sentence)) > _TELLS:
        return None
    pronoun = next((p for p in ("los", "las", "la", "lo") if p in points.group().split()), "")
    act = Act(
        kind="group",
        sentence=sentence,
        start=points.start(),
        body=points.end(),
        end=len(sentence.text),
        verb="",
        pronouns=(pronoun,) if pronoun and pronoun != "lo" else (),
    )
    found = matter_of(Task.begun(near[-1], act), near)
    return found if found is not None and found.thing else None


def _put(near: Sequence[Heard], sentence: Sentence) -> tuple[int, Sentence] | None:
    """The proposal or statement that an assent answers: the plainest of the few turns before it."""
    ranked = [
        (_worth(told) - _EACH_TURN * (len(near) - 1 - turn.index), told.start, turn.index, told)
        for turn in near
        for told in turn.utterance.sentences
        if (turn is not near[-1] or told.start < sentence.start) and len(own_matter(told)) >= _PLAIN
    ]
    best = max(ranked, key=lambda entry: entry[:2], default=None)
    return None if best is None else (best[2], best[3])


_EACH_TURN, _PROPOSED = 0.75, 2.0


def _worth(told: Sentence) -> float:
    return plainness(told) + _PROPOSED * (proposal_strength(told) > 0)
