"""A wording 'X: rest' keeps its X only where X names a thing that was spoken of close by."""

import re
from collections.abc import Sequence

from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import Context
from meetbot.stages.ground_promises import promises
from meetbot.stages.ground_replies import matter
from meetbot.stages.ground_words import content_stems

_PREFIX = re.compile(r"^(?P<subject>[^:]{2,80}):\s+(?P<rest>\S.*)$", re.DOTALL)
_MOVES_ON = re.compile(
    r"(?:^|[.!?…]\s*)(?:(?:bueno|bien|listo|vale|ok|y|entonces)[,.]?\s+)*(?:ahora (?:el|la|los|las|bien)|siguiente\b"
    r"|(?:primer|segund|tercer|cuart|quint)o?[,\s]+(?:punto|tema|el|la|los|las)"
    r"|(?:otr[oa]|ultim[oa]) (?:cosa|tema|punto)"
    r"|por cierto|cambiando de tema|pasemos a|el siguiente (?:punto|tema)|next (?:up|item|point|topic)|moving on"
    r"|by the way|another thing)\b"
)
_CLOSE = 4
"""Turns between the words and those from which their subject may come."""


def without_foreign_subject(text: str, quoted: int, cited: Sequence[int], context: Context) -> str:
    """The wording without the words before its colon where they are a clause, or come from before another topic."""
    found = _PREFIX.match(text)
    if found is None or not content_stems(found["rest"]):
        return text
    subject, rest = found["subject"], found["rest"]
    if promises(subject) or not _from_close_by(subject, quoted, cited, context):
        return rest[0].upper() + rest[1:]
    return text


def _from_close_by(subject: str, quoted: int, cited: Sequence[int], context: Context) -> bool:
    """Whether a cited turn close to the words names the subject, and the talk did not move on in between."""
    wanted = matter([subject])
    for index in cited:
        low, high = sorted((index, quoted))
        if high - low > _CLOSE or not wanted & matter([context.turns[index].text]):
            continue
        if not any(_MOVES_ON.search(fold(context.turns[turn].text)) for turn in range(low + 1, high + 1)):
            return True
    return not wanted
