"""The phrases that lead a talk about open commitments: who is called, what is asked, what opens another matter."""

import re
from collections.abc import Sequence

from meetbot.stages.folding import fold
from meetbot.stages.rules.people import Named

LONG_TURN = 40
"""Words: a longer turn speaks of several things."""
NEXT_MATTER = re.compile(
    r"(?:^|[.!?…]\s*)(?:(?:y|ahora|bueno|okey|ok|vale|listo|perfecto|luego|otra cosa|and|now|okay|"
    r"so)[,.:]?\s+)*(?:lo de|"
    r"lo del|siguiente|pas(?:emos|amos)|sigo\b|segundo|tercero|cuarto|ultimo punto|otro tema|otra cosa|next|"
    r"moving on|"
    r"last one|what about)\b|(?:^|[.!?…]\s*)¿?(?:y (?:el|la|los|las|lo)|and (?:the|your|my)) \w+[^.!?…]{0,60}\?"
)
"""Words that open another matter: 'y lo de los ayuntamientos', 'next'."""
OPENS = re.compile(r"^\W*(?:y|además|también|aparte|and|also)\s+(?:yo|nosotros|i|we)\b", re.IGNORECASE)
"""A turn that adds a task of its own to what was said."""
OWNED = re.compile(
    r"\b(?:my|your|mine|yours|mi|mis|tu|tus|lo mio|lo tuyo|suy[oa]|tuy[oa]|pendientes?|(?:was|were) (?:for|due)|"
    r"(?:era|eran|estaba) para|quedaste|quedo de|ibas a|tenias que|you (?:had|were|owe))\b"
)
OWN = re.compile(r"\b(?:yo|mio|mia|a mi|me toco|i|i'll|mine)\b")
THINKS_SO = re.compile(r"\b(?:creo|supongo|espero) que si\b|\bi (?:think|guess|hope) so\b|\bi can\b(?! not|'t)")
WHEN = re.compile(
    r"\b(?:cuando|entonces|que dia|fecha|cuanto (?:tiempo|falta|necesita\w*)|y|when|what day|date|so|by|how long)\b"
    r"(?:.*\?|\W*$)|\b(?:para|como para|por) cuando\b|\bso when\b|\bwhen (?:might|will|would|can|could|do|are|is)\b|"
    r"\bera para\b|\bwas due\b"
)


def beginning(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The sentences with which a long answer begins: it tells first where the task stands."""
    end = spans[0][1]
    for _, stop in spans:
        if len(text[:stop].split()) > LONG_TURN:
            break
        end = stop
    return text[:end]


def is_call(text: str, named: Named) -> bool:
    """Whether the name calls somebody: at the start of a sentence or behind a comma, and with a mark behind it."""
    before, after = text[: named.start].rstrip(), text[named.end : named.end + 1]
    opens = not before or before[-1] in ".,;:?!¿¡…" or fold(before).endswith((" y", "oye", "bueno"))
    return opens and (after in ",.:?!…" or after == "")
