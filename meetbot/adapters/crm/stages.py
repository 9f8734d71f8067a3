"""What the CRM's own words for stages and states mean, with emoji, case and punctuation taken away."""

import unicodedata

from meetbot.adapters.crm.headers import fold_header
from meetbot.model.crm import DealStatus

_WON = frozenset({"won", "closedwon", "ganado", "ganada", "ganados", "ganadas"})
_LOST = frozenset({"lost", "closedlost", "perdido", "perdida", "perdidos", "perdidas"})
_OPEN = frozenset({"open", "abierto", "abierta"})
_NOT = frozenset({"no", "not", "sin"})
_YES = frozenset({"true", "yes", "si", "verdadero", "1", "x"})
_REJECTED = (
    "unqualified", "no calificado", "no cualificado", "descalificado", "descartado", "disqualified", "rechazado",
    "rejected", "bad fit", "no interesado", "not interested", "junk lead", "lost lead", "perdido",
)  # fmt: skip
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"})
_LONGEST = 200


def clean(cell: str) -> str | None:
    """The cell as one line without control characters and emoji, at most 200 characters; None when nothing is left."""
    text = unicodedata.normalize("NFC", cell)
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in _HIDDEN)
    return " ".join(kept.split())[:_LONGEST].rstrip() or None


def deal_status(text: str | None) -> DealStatus | None:
    """Won, lost or open, or None when the words don't say."""
    words = set(fold_header(text or "").split())
    if words & _NOT:
        return None
    won, lost = bool(words & _WON), bool(words & _LOST)
    if won != lost:
        return "won" if won else "lost"
    return "open" if words & _OPEN else None


def is_yes(text: str | None) -> bool:
    """Whether the cell says yes."""
    return fold_header(text or "") in _YES


def is_rejected(text: str | None) -> bool:
    """Whether a lead's status says that sales turned it down."""
    return fold_header(text or "") in _REJECTED
