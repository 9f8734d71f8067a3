"""What somebody asks to keep out of the minutes: "esto no va en el acta", "off the record".

From that sentence to words that come back to the meeting, or else for a few turns, the words are hidden before any
engine, model or document sees them. The stored transcript keeps them.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from meetbot.model.base import Issue
from meetbot.model.transcript import Transcript, Turn
from meetbot.stages.folding import fold
from meetbot.stages.rules.speech import SHIFTS, Sentence, split_sentences

HIDDEN = "[…]"
"""Stands for words that are hidden."""
REACH = 6
"""Turns after the last request that are hidden where nobody comes back to the meeting.

In the eight labelled meetings with such talk it went on for 3 to 8 turns, and five times somebody ended it in words.
"""

_RECORD = r"(?:en|a) (?:el|la|las|los|nuestr[ao]|esta?) (?:acta|minuta|notas|apuntes|registro)\b"
_LATER = r"(?:\s*(?:$|[.,;:!?…)]|por favor|porfa|please|eh\b))"
_NOTE = r"(?:anot(?:es|en|eis|a)|apunt(?:es|en|eis|a)|escrib(?:as|an|ais|e)|registr(?:es|en|eis|a)|pong(?:as|an|ais|a))"
_ASKS = re.compile(
    rf"\bno (?:(?:lo|la|los|las|se) )?(?:va|vaya|van|vayan|salgan?|queden?|consten?|entren?|aparezcan?|{_NOTE}|"
    rf"inclu(?:yas|yan|yais|ya)) (?:nada |esto |eso )?(?:de (?:esto|eso|ello) )?{_RECORD}|"
    rf"\b(?:esto|eso)(?: que (?:viene|sigue|digo))? no (?:me )?(?:lo|se) {_NOTE}{_LATER}|"
    r"\b(?:esto|eso) que no conste\b|\bfuera de(?:l)? acta\b|\boff the record\b|"
    r"\b(?:don'?t|do not) (?:write|type|note|minute|put|include) (?:this|that|any of (?:this|that))"
    rf"(?: down| in the (?:minutes|notes|record)|(?={_LATER}))|"
    r"\b(?:this|that)(?: next)?(?: bit| part)? (?:doesn'?t|does not|shouldn'?t|mustn'?t|won'?t|isn'?t|is not)"
    r" (?:go(?:ing)? |be )?(?:in|into|for) the (?:minutes|notes|record)\b|"
    r"\bnot for the (?:minutes|notes|record)\b|\bstop (?:the notes|typing|taking notes)\b"
)
_ONLY_TOLD = re.compile(
    r"\b(?:si|if|whether) (?:\w+ ){0,4}$|\b(?:dic\w+|dij\w+|decis|decia\w*|says?|said)(?: que| that)? (?:\w+ ){0,2}$"
)
"""Before it: a condition, doubt whether it belongs there, or what somebody else says."""
_OTHER_RECORD = re.compile(r"\blevant\w+ (?:el |un )?acta\b")
"""An inspector's, not the meeting's."""
_BACK = re.compile(
    r"\b(?:volvamos|volvemos|regresemos|regresamos|retomemos|retomamos|sigamos|seguimos|continuemos|continuamos|"
    r"hasta ahi|back on(?: the record)?|where were we|back to (?:it|the agenda)|"
    r"ya (?:puede[ns]?|podes|podeis) (?:volver a )?(?:anotar|escribir|apuntar)|"
    r"you can (?:write|type|take notes)(?: again)?|(?:esto|ahora|lo que sigue) si (?:que )?(?:va|anot\w+|apunt\w+))\b"
)


def without_off_record(transcript: Transcript) -> Transcript:
    """The transcript with such words hidden, and a warning for each stretch; turns stay as many and in their order."""
    reader = _Reader(transcript.language)
    turns = tuple(map(reader.read, transcript.turns))
    if not reader.stretches:
        return transcript
    issues = tuple(_told(stretch, transcript.source.name) for stretch in reader.stretches)
    return transcript.model_copy(update={"turns": turns, "issues": (*transcript.issues, *issues)})


class _Reader:
    """Reads turn after turn; `stretches` are the turns in which something was hidden, together where it went on."""

    def __init__(self, language: str) -> None:
        self.stretches: list[list[Turn]] = []
        self._language = language
        self._left = 0

    def read(self, turn: Turn) -> Turn:
        """The turn without what is to be hidden."""
        folded = fold(turn.text)
        if not self._left and (not _ASKS.search(folded) or _OTHER_RECORD.search(folded)):
            return turn
        goes_on, asked = self._left > 0, False
        hides = goes_on
        told: list[tuple[Sentence, bool]] = []
        for sentence in split_sentences(turn.text, language=self._language):
            asks, comes_back = _asks(sentence), _BACK.search(sentence.folded) is not None
            asked = asked or asks
            hides = asks or (hides and (comes_back or not SHIFTS.search(sentence.folded)))
            told.append((sentence, hides))
            hides = hides and not (comes_back and not asks)
        self._left = 0 if told and not hides else REACH if asked else max(0, self._left - 1)
        if not any(hidden for _, hidden in told):
            return turn
        self.stretches += [] if goes_on else [[]]
        self.stretches[-1].append(turn)
        return turn.model_copy(update={"text": _shown(turn.text, told)})


def _shown(text: str, told: Sequence[tuple[Sentence, bool]]) -> str:
    """What was said but for the hidden sentences, as it was said."""
    parts: list[str] = []
    for hidden, run in groupby(told, key=lambda one: one[1]):
        sentences = [sentence for sentence, _ in run]
        last = sentences[-1]
        parts.append(HIDDEN if hidden else text[sentences[0].start : last.start + len(last.text)])
    return " ".join(parts)


def _asks(sentence: Sentence) -> bool:
    """Whether it asks for it; one that only asks whether it belongs there does not."""
    match = _ASKS.search(sentence.folded)
    if match is None or _ONLY_TOLD.search(sentence.folded[: match.start()]):
        return False
    return not sentence.asks_at(match.start())


def _told(stretch: Sequence[Turn], name: str) -> Issue:
    first, last = stretch[0], stretch[-1]
    at = "" if first.start is None else f", {int(first.start) // 60}:{int(first.start) % 60:02d}"
    turns = first.id if first is last else f"{first.id} to {last.id}"
    return Issue(
        severity="warning",
        stage="extract",
        where=f"{name}{at}",
        message=f"Somebody asked to keep something out of the minutes: the words of {turns} were left out.",
        hint="They stand in transcript.json. If nobody meant it so, or too much went with it:\n"
        'off_the_record = "keep" in [meeting], and run the same command again.',
    )
