"""Who may settle things alone: whoever leads the meeting, and those whose title says that they decide."""

import re
from collections import Counter
from collections.abc import Sequence

from meetbot.model.company import Roster
from meetbot.stages.folding import fold
from meetbot.stages.rules.speech import Utterance

_LEADS = re.compile(
    r"\?|(?<!\w)(?:siguiente|pasemos|pasamos a|sigamos|seguimos|arranquemos|arrancamos|empecemos|empezamos|vamos con|"
    r"otro tema|ultimo punto|next (?:one|item|up|thing)|moving on|let's (?:start|move|go)|last one|first thing|"
    r"alright|okay so|ok so)(?!\w)"
)
_SENIOR = re.compile(
    r"(?<!\w)(?:director\w*|directriz|gerent\w*|president\w*|soci[oa]|duen[oa]|fundador\w*|propietari[oa]|titular"
    r"|jefa?|"
    r"ceo|cmo|cro|coo|cfo|chief|vp|vice ?president|head|founder|owner|partner|principal|managing)(?!\w)"
)
_ASSISTS = re.compile(
    r"(?<!\w)(?:asistente|assistant|auxiliar|analista|analyst|coordinador\w*|becari[oa]|intern)(?!\w)"
)
_AHEAD = 1.3
"""How much more than the next one somebody must lead to be taken for the chair."""


def chair(utterances: Sequence[Utterance]) -> str | None:
    """The voice that asks and moves on most; None where two do alike."""
    counts = Counter[str]()
    for utterance in utterances:
        counts[utterance.voice] += len(_LEADS.findall(utterance.folded))
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] == 0 or (len(ranked) > 1 and ranked[0][1] < _AHEAD * ranked[1][1]):
        return None
    return ranked[0][0]


def seniors(roster: Roster) -> frozenset[str]:
    """The people whose title says that they direct something."""
    return frozenset(
        person.name
        for person in roster.people
        if person.title and _SENIOR.search(fold(person.title)) and not _ASSISTS.search(fold(person.title))
    )
