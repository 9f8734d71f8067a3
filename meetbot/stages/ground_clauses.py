"""The clauses of a sentence, for telling which of them a "no" belongs to."""

import re
from collections.abc import Callable

from meetbot.stages.folding import fold

_BETWEEN_CLAUSES = re.compile(r"(?<!\d),\s+|[;:—]\s*|\s+(?=(?:pero|sino|but|as[ií] no)\s)", re.IGNORECASE)
_POINTS_BACK = re.compile(r"\b(?:lo|la|los|las|eso|esto|it|that|this|them)\b")


def clauses(sentence: str, *, bare: Callable[[str], bool]) -> list[str]:
    """The clauses of a sentence; a `bare` one, which says no more than "no", stays with the one that it speaks of.

    That is the one before it ("el bordado, ya no"); at the beginning the next, unless a pronoun in it points back.
    """
    parts = [part for part in _BETWEEN_CLAUSES.split(sentence) if part.strip()]
    joined: list[str] = []
    for part in parts:
        if joined and (bare(part) or (len(joined) == 1 and bare(joined[0]) and not _apart(joined[0]))):
            joined[-1] = f"{joined[-1]}, {part}"
        else:
            joined.append(part)
    return joined


def _apart(clause: str) -> bool:
    """Whether it speaks of what was said before, as in "no lo podemos decidir hoy"."""
    return _POINTS_BACK.search(fold(clause)) is not None
