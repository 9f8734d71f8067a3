"""What somebody asks to keep out of the minutes: "esto no va en el acta", "off the record".

Nothing is left out for it: where such talk begins and ends only a person can say. They are told before they send.
"""

import re
from collections.abc import Iterator

from meetbot.model.base import Issue
from meetbot.model.transcript import Transcript, Turn
from meetbot.stages.folding import fold
from meetbot.stages.rules.speech import Sentence, split_sentences

_RECORD = r"(?:en|a) (?:el|la|las|los|nuestr[ao]|esta?) (?:acta|minuta|notas|apuntes)\b"
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


def asked_to_keep_out(transcript: Transcript) -> Iterator[Issue]:
    """A warning for each turn that asks for it: whoever sends the minutes looks at what stands around it."""
    for turn in transcript.turns:
        if _keeps_out(turn, transcript.language):
            at = "" if turn.start is None else f", {int(turn.start) // 60}:{int(turn.start) % 60:02d}"
            yield Issue(
                severity="warning",
                stage="extract",
                where=f"{transcript.source.name}{at}, turn {turn.id}",
                message="Somebody asks to keep something out of the minutes. Nothing was left out for it.",
                hint="Look at the minutes before you send them; what stands in minutes.json can be taken out by hand.",
            )


def _keeps_out(turn: Turn, language: str) -> bool:
    folded = fold(turn.text)
    if not _ASKS.search(folded) or _OTHER_RECORD.search(folded):
        return False
    return any(map(_asks, split_sentences(turn.text, language=language)))


def _asks(sentence: Sentence) -> bool:
    """Whether it asks for it; one that only asks whether it belongs there does not."""
    match = _ASKS.search(sentence.folded)
    if match is None or _ONLY_TOLD.search(sentence.folded[: match.start()]):
        return False
    return not sentence.asks_at(match.start())
