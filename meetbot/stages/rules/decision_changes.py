"""Decisions put off to later, and taken back."""

import re
from collections.abc import Sequence

from meetbot.stages.rules.answers import agrees, disagrees, objected
from meetbot.stages.rules.decision_cues import DEFERS, EARLIER, REJECTS, REVERSES
from meetbot.stages.rules.decision_log import SAME_EXCHANGE, SETTLED, Decision, DecisionLog
from meetbot.stages.rules.declared import declares_value
from meetbot.stages.rules.matter import matter
from meetbot.stages.rules.phrases import Referent, spoken_of
from meetbot.stages.rules.proposals import PROPOSES
from meetbot.stages.rules.signals import Signal
from meetbot.stages.rules.speech import Sentence, Utterance, content_stems

_AT_ONCE = 2
_LATE = 25
"""Characters into a proposal after which words that put off only say when to look at it again."""


def deferral(log: DecisionLog, utterance: Utterance, sentence: Sentence, following: Sequence[Utterance]) -> bool:
    """Whether the sentence puts something off to later, on purpose; the log then holds it."""
    match = DEFERS.search(sentence.folded)
    if match is None:
        return False
    agreed = bool(following) and agrees(following[0], utterance)
    if sentence.asks_at(match.start()) and not sentence.asks_agreement and not agreed:
        return False
    only_when = PROPOSES.search(sentence.folded) is not None and match.start() > _LATE
    if only_when or declares_value(sentence, match.start()):
        return False
    if _put_off_again(log, utterance, sentence):
        return True
    topic = _topic(log, utterance, sentence)
    if topic is None and not content_stems(sentence.folded):
        return False
    signals: list[Signal] = ["put_off", *(("agreed",) if agreed else ())]
    if objected(utterance, following):
        signals.append("objected")
    decision = log.add(utterance, (sentence,), signals, "deferred")
    for spoken in (topic, (following[0], following[0].sentences[0]) if agreed else None):
        if spoken is not None:
            decision.cite(*spoken)
    _name(log, decision, utterance, sentence)
    _close(log, utterance)
    return True


def _put_off_again(log: DecisionLog, utterance: Utterance, sentence: Sentence) -> bool:
    """Whether the words speak of what was put off in this exchange."""
    close = [d for d in log.decisions if d.status == "deferred" and d.gap(utterance) <= SAME_EXCHANGE]
    if not close:
        return False
    decision = close[-1]
    decision.cite(utterance, sentence)
    if decision.voice != utterance.voice:
        decision.because("agreed_plainly")
    if decision.lead == utterance.index:
        decision.lead_by(utterance, (sentence,))
        _name(log, decision, utterance, sentence)
    return True


def _close(log: DecisionLog, utterance: Utterance) -> None:
    """What was put forward and is put off can't be agreed to any more."""
    for pending in log.open(utterance):
        if pending.gap(utterance) <= SAME_EXCHANGE and not pending.agreed_by:
            pending.closed = True
            pending.because("refused")


def _name(log: DecisionLog, decision: Decision, utterance: Utterance, sentence: Sentence) -> None:
    """Says what is put off, where the sentence itself only has a pronoun for it."""
    match = DEFERS.search(sentence.folded)
    decision.thing = ""
    own = content_stems(sentence.folded[: match.start()]) if match else frozenset()
    found = (
        None
        if own
        else spoken_of([*log.heard[-SAME_EXCHANGE:], utterance], sentence) or _asked(log, utterance, sentence)
    )
    if found is not None:
        decision.thing = found.phrase
        decision.said.setdefault(found.turn, found.sentence)
    if own or found is not None:
        decision.because("named")


def _asked(log: DecisionLog, utterance: Utterance, sentence: Sentence) -> Referent | None:
    """The short question that the words put off, as it was asked."""
    before = [(utterance.index, s) for s in utterance.sentences if s.position < sentence.position]
    earlier = [(u.index, s) for u in log.heard[-SAME_EXCHANGE:] for s in u.sentences]
    asked = [
        (turn, s)
        for turn, s in (*earlier, *before)
        if s.question_span is not None and len(matter(s.folded)) > 1 and len(s.words) <= _SHORT
    ]
    if not asked:
        return None
    turn, question = asked[-1]
    return Referent(turn, question, question.text.strip(" ¿?.…,"))


_SHORT = 14


def _topic(log: DecisionLog, utterance: Utterance, sentence: Sentence) -> tuple[Utterance, Sentence] | None:
    """What is being put off: the last telling sentence before it."""
    before = [(utterance, s) for s in utterance.sentences if s.position < sentence.position]
    earlier = [(past, told) for past in log.heard[-SAME_EXCHANGE:] for told in past.sentences]
    telling = [(u, s) for u, s in (*earlier, *before) if len(content_stems(s.folded)) > 1]
    return telling[-1] if telling else None


def reversal(log: DecisionLog, utterance: Utterance, sentence: Sentence, following: Sequence[Utterance]) -> bool:
    """Whether the sentence takes back what had been decided, in this meeting or before."""
    match = REVERSES.search(sentence.folded)
    if match is None or (sentence.asks_at(match.start()) and not sentence.asks_agreement):
        return False
    if _takes_back_older(log, utterance, sentence, following):
        return True
    stems = matter(utterance.folded)
    decision = next((d for d in reversed(log.decisions) if _is_meant(d, utterance, stems)), None)
    if decision is None:
        return False
    if decision.score < SETTLED:
        decision.because("refused")
        return False
    rejected = objected(utterance, following) or any(REJECTS.search(u.folded) for u in following)
    if not rejected:
        decision.status = "reversed"
        decision.lead_by(utterance, (sentence,))
        decision.because("taken_back")
    return True


def _takes_back_older(
    log: DecisionLog, utterance: Utterance, sentence: Sentence, following: Sequence[Utterance]
) -> bool:
    """Whether an agreement of an earlier meeting is taken back, and nobody minds."""
    agreed = [u for u in following[:2] if agrees(u, utterance)]
    earlier = [u for u in (*log.heard[-_AT_ONCE:], utterance) if EARLIER.search(u.folded)]
    if not earlier or not (agreed or _confirmed(utterance, following)) or objected(utterance, following):
        return False
    known = next((d for d in log.decisions if d.status == "reversed" and d.gap(utterance) <= 0), None)
    if known is not None:
        known.cite(utterance, sentence)
        return True
    decision = log.add(utterance, (sentence,), ["taken_back", "earlier"], "reversed")
    decision.stems |= matter(utterance.folded)
    decision.cite(earlier[-1])
    if agreed:
        decision.because("agreed")
    decision.cite(agreed[0] if agreed else following[1])
    return True


_SURPRISED = 4


def _confirmed(utterance: Utterance, following: Sequence[Utterance]) -> bool:
    """Whether the other only asks "¿en serio?" and is told so."""
    if len(following) < 2 or following[1].voice != utterance.voice:  # noqa: PLR2004 - the question and its answer
        return False
    return "?" in following[0].text and following[0].word_count <= _SURPRISED and not disagrees(following[1])


_LONG_AGO = 7
"""Turns over which talk of an earlier agreement still explains what is ended."""


def takes_back_earlier(log: DecisionLog, utterance: Utterance, sentence: Sentence) -> bool:
    """Whether what the sentence ends had been agreed or planned before this meeting; the log then holds it.

    Words that in the same breath say what holds instead are taken in as well.
    """
    told = [(u, s) for u in (*log.heard[-_LONG_AGO:], utterance) for s in u.sentences if EARLIER.search(s.folded)]
    stems = matter(sentence.folded)
    if not told or any(d.status == "reversed" and d.gap(utterance) <= SAME_EXCHANGE for d in log.decisions):
        return False
    turn, planned = next(((u, s) for u, s in reversed(told) if stems & matter(s.folded)), told[-1])
    decision = log.add(utterance, (sentence,), ["abolished", "earlier"], "reversed")
    decision.stems |= matter(planned.folded)
    decision.cite(turn, planned)
    return _INSTEAD.search(sentence.folded) is None


_INSTEAD = re.compile(
    r"(?<!\w)(?:y|and|pero|mejor)\s+(?:(?:nos|lo|la|los|las|le|les|we|we're|it's|let's)\s+)?\w+(?:mos|ing|'ll)(?!\w)"
)


def _is_meant(decision: Decision, utterance: Utterance, stems: frozenset[str]) -> bool:
    """Whether words that take something back speak of this decision: by content, or because it was just made."""
    if decision.status == "deferred":
        return False
    shared = len(decision.stems & stems)
    at_once = decision.gap(utterance) <= _AT_ONCE
    return shared > 1 or (at_once and (shared > 0 or len(stems) <= 1))
