"""One turn as the rules hear it: its sentences, whom they address, and the speech acts in them."""

import re

from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act, Reading
from meetbot.stages.rules.addressing import read_utterance
from meetbot.stages.rules.english import english_acts
from meetbot.stages.rules.people import People
from meetbot.stages.rules.recaps import recap_acts
from meetbot.stages.rules.spanish import spanish_acts
from meetbot.stages.rules.speech import Utterance
from meetbot.stages.rules.tasks import Heard


def hear(utterance: Utterance, people: People) -> Heard:
    """The turn with its readings and acts, those of a read-back among them."""
    readings = read_utterance(utterance, people)
    return Heard(utterance, readings, tuple(act for reading in readings for act in _with_listed(reading, utterance)))


def _with_listed(reading: Reading, utterance: Utterance) -> tuple[Act, ...]:
    acts = acts_of(reading)
    return (*acts, *recap_acts(reading, acts, speaker=utterance.name))


def acts_of(reading: Reading) -> tuple[Act, ...]:
    """The sentence's acts in order, the more certain of two that overlap; none in what is quoted, usual or imagined."""
    sentence = reading.sentence
    found = sorted((*spanish_acts(reading), *english_acts(reading)), key=lambda act: (-act.score, act.start))
    kept: list[Act] = []
    for act in found:
        if _counts(sentence.folded, act) and not any(_overlap(act, other) for other in kept):
            kept.append(act)
    return tuple(sorted(kept, key=lambda act: act.start))


_AS_EVER = re.compile(r"(?<!\w)(?:(?:lo|la|el|los|las|como|desde) (?:de )?siempre|as (?:always|usual|ever))(?!\w)")


def _counts(folded: str, act: Act) -> bool:
    before = folded[: act.start]
    if (
        cues.QUOTED.search(before)
        or cues.HYPOTHETICAL.search(folded)
        or cues.HABIT.search(_AS_EVER.sub(" ", folded[: act.end]))
    ):
        return False
    courtesy = re.search(
        r"(?:un |muchos )?(?:abrazos?|saludos?|besos?|felicitaciones|regards|"
        r"hugs?)(?!\w)",
        folded[act.body : act.end],
    )
    if courtesy or cues.JOKE.search(folded):
        return False
    return not (act.due is None and act.kind != "assign" and _says_or_tells(folded, act))


def _says_or_tells(folded: str, act: Act) -> bool:
    """Whether the words only speak ("le doy la palabra"), tell how things go ("si llega, lo asigno") or complain."""
    no_work = cues.NO_WORK.match(folded, act.start) or cues.NO_WORK_OBJECT.match(folded, act.body)
    goes_so = act.kind == "promise" and cues.WHENEVER.search(folded[: act.start])
    complains = act.kind == "promise" and cues.IN_VAIN.search(folded[act.body :])
    return bool(no_work or goes_so or complains)


def _overlap(act: Act, other: Act) -> bool:
    return act.start < max(other.body, other.start + 1) and other.start < max(act.body, act.start + 1)
