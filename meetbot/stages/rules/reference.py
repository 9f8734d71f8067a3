"""What "lo", "la", "los" and "las" stand for: the noun phrase of the same exchange that was put up for an answer."""

import re
from collections.abc import Sequence

from meetbot.stages.rules.acts import Act
from meetbot.stages.rules.phrases import ENOUGH, Referent, every_phrase, phrases, salience, shifts, with_article
from meetbot.stages.rules.speech import Sentence
from meetbot.stages.rules.tasks import Heard

_BACK = 3
"""Turns to look back; measured on the six tuning meetings."""
_OBJECTS = {"lo": "ms", "la": "fs", "los": "mp", "las": "fp", "it": "s", "them": "p"}


def referent(act: Act, heard: Heard, past: Sequence[Heard]) -> Referent | None:
    """The phrase that the act's object pronoun stands for, or None when none is salient enough."""
    wanted = next((_OBJECTS[p] for p in act.pronouns if p in _OBJECTS), None)
    if (
        wanted is None
        or act.verb in {"do", "hacer", "handle"}
        or re.search(r"(?<!\w)asi\s*$", act.sentence.folded[: act.start])
    ):
        return None
    ranked: list[tuple[float, int, Referent]] = []
    for distance, turn in enumerate((heard, *reversed(past[-_BACK:]))):
        for sentence in turn.utterance.sentences:
            if turn is heard and sentence.start > act.sentence.start:
                continue
            if (new := shifts(turn.utterance)) is not None and sentence.start < new.start:
                continue
            until = act.start if turn is heard and sentence == act.sentence else len(sentence.text)
            for phrase in phrases(sentence, wanted, until):
                score = salience(sentence, phrase[0].start, phrase[-1].end) - distance
                ranked.append((score, -len(ranked), Referent(turn.index, sentence, with_article(sentence, phrase))))
        if shifts(turn.utterance) is not None:
            break
    best = max(ranked, key=lambda entry: entry[:2], default=None)
    return best[2] if best is not None and best[0] >= ENOUGH else None


def named_thing(sentence: Sentence) -> str:
    """The noun phrase that the sentence is about, verbatim; empty when it names none."""
    best = max(
        every_phrase(sentence), key=lambda words: salience(sentence, words[0].start, words[-1].end), default=None
    )
    return with_article(sentence, best) if best is not None else ""
