"""What words without content of their own refer to: the nearest earlier act, proposal or telling sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from meetbot.stages.rules.acts import Act
from meetbot.stages.rules.proposals import proposal_strength
from meetbot.stages.rules.speech import Sentence, content_stems
from meetbot.stages.rules.tasks import Heard

_BACK = 3
"""Turns to look back; measured on the three tuning meetings."""


_PUT_FORWARD = 4
"""Turns to look back for a proposal: a discussion may stand between it and who carries it out."""


@dataclass(frozen=True)
class Topic:
    """The turn and sentence that something refers to, and the act in it that has content, if any."""

    turn: int
    sentence: Sentence
    act: Act | None


def proposal_before(past: Sequence[Heard]) -> tuple[int, Sentence] | None:
    """The proposal that "yo lo armo" takes up: the nearest of the last turns, if one was made."""
    return next(
        (
            (heard.index, sentence)
            for heard in reversed(past[-_PUT_FORWARD:])
            for sentence in reversed(heard.utterance.sentences)
            if proposal_strength(sentence) and content_stems(sentence.folded)
        ),
        None,
    )


def topic_before(heard: Heard, past: Sequence[Heard], sentence: Sentence) -> Topic | None:
    """The nearest earlier act with content, in this turn or the last ones; else the nearest telling sentence."""
    for turn in (heard, *reversed(past[-_BACK:])):
        acts = [act for act in turn.acts if act.stems and act.verb and _earlier(act.sentence, sentence, turn, heard)]
        acts = [act for act in acts if turn is heard or act.kind not in {"promise", "take", "delivery"}]
        if acts:
            return Topic(turn.index, acts[-1].sentence, acts[-1])
    for turn in (heard, *reversed(past[-_BACK + 1 :])):
        told = [s for s in turn.utterance.sentences if len(content_stems(s.folded)) > 1]
        told = [s for s in told if _earlier(s, sentence, turn, heard)]
        if told:
            return Topic(turn.index, told[-1], None)
    return None


def _earlier(told: Sentence, sentence: Sentence, turn: Heard, heard: Heard) -> bool:
    return turn is not heard or told.start < sentence.start
