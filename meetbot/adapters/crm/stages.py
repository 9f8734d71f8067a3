"""What the CRM's own words for stages, states and activities mean, with emoji, case and punctuation taken away."""

import re
import unicodedata
from typing import Literal

from meetbot.adapters.crm.headers import fold_header

DealStatus = Literal["open", "won", "lost"]

_WON = frozenset({"won", "closedwon", "ganado", "ganada", "ganados", "ganadas"})
_LOST = frozenset({"lost", "closedlost", "perdido", "perdida", "perdidos", "perdidas"})
_OPEN = frozenset({"open", "abierto", "abierta"})
_NOT = frozenset({"no", "not", "sin"})
_NOT_WON = re.compile(rf"\b(no|not|sin|nunca|never)\b( \w+)? ({'|'.join(sorted(_WON))})\b(?! (perdid|lost))")
_NOT_YET = re.compile(r"\b(aun|todavia|yet|still)\b")
_WON_BY_OTHERS = re.compile(
    rf"\b({'|'.join(sorted(_WON))}) (por|by|para) ((el|la|los|las|un|una|the|a|an|nuestr[oa]s?|our|su) )?"
    r"(otr[oa]s?|competencia|competidor\w*|terceros?|rival\w*|another|others?|competit\w+|someone else)\b"
)
_YES = frozenset({"true", "yes", "si", "verdadero", "1", "x"})
_DONE = frozenset({"completed", "completada", "completado", "done", "hecho", "hecha", "realizada", "realizado"})
_DONE_STEMS = ("complet", "realizad", "finalizad", "conectad", "attended", "held")
_UNDONE = (
    "not started", "sin iniciar", "no iniciad", "in progress", "en curso", "en proceso", "waiting", "en espera",
    "deferred", "aplazad", "pendiente", "pending", "open", "abiert", "undone", "to do", "por hacer", "scheduled",
    "programad", "overdue", "cancel", "no completad", "not completed", "no realizad", "missed", "sin completar",
)  # fmt: skip
_REJECTED = (
    "unqualified", "no calificado", "no calificada", "no cualificado", "no cualificada", "descalificado",
    "descalificada", "descartado", "descartada", "disqualified", "rechazado", "rechazada", "rejected", "bad fit",
    "no interesado", "no interesada", "not interested", "junk lead", "lost lead", "perdido", "perdida",
    "posible cliente no deseado", "posible cliente perdido", "not qualified", "no califica", "basura", "spam",
)  # fmt: skip
_RECYCLED = ("recicl", "recycl", "reactivad", "reactivated")
_KINDS = {
    "call": ("call", "llamada", "llamad", "phone", "telefon"),
    "email": ("email", "e mail", "correo", "mail"),
    "meeting": ("meeting", "reunion", "cita", "visita", "demo", "event", "evento", "junta", "lunch", "comida"),
    "note": ("note", "nota", "comentario", "comment"),
    "task": ("task", "tarea", "to do", "todo", "pendiente", "deadline", "plazo"),
}
_MACHINE = (
    "marketing email", "correo de marketing", "email de marketing", "automat", "mass email", "correo masivo",
    "list email", "newsletter", "boletin", "form submission", "envio de formulario", "sequence email", "page view",
    "bulk", "system", "sistema", "workflow", "bot",
)  # fmt: skip
_INBOUND = ("inbound", "incoming", "entrante", "received", "recibid", "missed", "perdida")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"})
LONGEST = 200


def clean(cell: str) -> str | None:
    """The cell as one line without control characters and emoji, at most 200 characters; None when nothing is left."""
    text = unicodedata.normalize("NFC", cell[: LONGEST * 20])
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in _HIDDEN)
    return " ".join(kept.split())[:LONGEST].rstrip() or None


def deal_status(text: str | None) -> DealStatus | None:
    """Won, lost or open, or None when the words don't say.

    Lost is also what was not won (`No ganado`) and what somebody else won (`Ganado por competencia`).
    """
    folded = fold_header(text or "")
    if _WON_BY_OTHERS.search(folded) or (_NOT_WON.search(folded) and not _NOT_YET.search(folded)):
        return "lost"
    words = set(folded.split())
    if words & _NOT:
        return None
    won, lost = bool(words & _WON), bool(words & _LOST)
    if won != lost:
        return "won" if won else "lost"
    return "open" if words & _OPEN and not won else None


def says_both(text: str | None) -> bool:
    """Whether the words say won and lost at once, so that they decide nothing."""
    words = set(fold_header(text or "").split())
    return bool(words & _WON and words & _LOST) and deal_status(text) is None


def is_yes(text: str | None) -> bool:
    """Whether the cell says yes."""
    return fold_header(text or "") in _YES


def is_rejected(text: str | None) -> bool:
    """Whether a lead's status says that sales turned it down."""
    return fold_header(text or "") in _REJECTED


def is_recycled(text: str | None) -> bool:
    """Whether a tag or a status says that the lead was taken up again."""
    return any(stem in fold_header(text or "") for stem in _RECYCLED)


def is_done(text: str | None) -> bool | None:
    """Whether a task's state says that it was done; None when it doesn't say."""
    folded = fold_header(text or "")
    if any(words in folded for words in _UNDONE):
        return False
    return True if folded in _DONE | _YES or any(stem in folded for stem in _DONE_STEMS) else None


def activity_kind(text: str | None) -> str | None:
    """call, email, meeting, task, note or other; None for an empty cell."""
    folded = fold_header(text or "")
    if not folded:
        return None
    return next((kind for kind, stems in _KINDS.items() if any(stem in folded for stem in stems)), "other")


def is_machine(text: str | None) -> bool:
    """Whether the words for a kind of activity say that no person did it."""
    return any(words in fold_header(text or "") for words in _MACHINE)


def is_inbound(text: str | None) -> bool:
    """Whether the words say that it came in: what the lead did is no contact by sales."""
    return any(words in fold_header(text or "") for words in _INBOUND)


_MEDIA = (
    "medio", "pauta", "anuncio", "publicidad", "ads", "advertis", "media", "campana", "campaign", "google", "meta",
    "facebook", "instagram", "linkedin", "tiktok", "youtube", "display", "sem", "ppc", "search", "patrocini",
)  # fmt: skip
_OTHER = (
    "salari", "sueldo", "nomina", "payroll", "honorario", "herramienta", "tool", "software", "suscripcion", "licencia",
    "license", "agenc", "comision", "commission", "personal", "staff", "freelanc", "consultor", "crm", "hosting",
    "produccion", "evento", "event", "feria", "impres", "diseno", "capacitacion", "viatico",
)  # fmt: skip


def spend_kind(text: str | None) -> Literal["media", "other"] | None:
    """Advertising, or what it takes beside it (people, tools, agencies); None when the words don't say.

    What names both (`Agencia de medios`, `CRM Ads`) is no advertising: CAC of media would be too high by it.
    """
    folded = fold_header(text or "")
    words = folded.split()
    if any(word.startswith(stem) for word in words for stem in _OTHER):
        return "other"
    return "media" if any(word.startswith(stem) for word in words for stem in _MEDIA) else None
