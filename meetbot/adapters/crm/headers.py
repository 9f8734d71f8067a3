"""Which canonical field each column of an export is: Spanish, English or both in one header row."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

Aliases = Mapping[str, tuple[str, ...]]
"""Field to the headers by which it is known, best first, as people write them."""

LEAD_ALIASES: Aliases = {
    "id": (
        "Record ID", "Record ID - Contact", "ID de registro", "ID de registro - Contact", "Contact ID", "Lead ID",
        "ID de lead", "ID del lead", "ID lead", "ID de contacto", "ID del contacto", "Record Id", "Folio", "ID",
        "Código", "Identificador", "No.",
    ),
    "mail": (
        "Email", "Correo", "Correo electrónico", "E-mail", "Email Address", "Mail", "Correo del contacto",
    ),
    "created_at": (
        "Create Date", "Fecha de creación", "Created Date", "Created Time", "Hora de creación", "Created At",
        "Creation Date", "Fecha de alta", "Fecha de registro", "Fecha de ingreso", "Fecha creación", "Creado el",
        "Became a Lead Date", "Fecha en que se convirtió en lead", "Date created", "Fecha", "Date", "Created",
    ),
    "score": (
        "HubSpot Score", "Puntuación de HubSpot", "Lead Score", "Puntuación del lead", "Puntaje", "Puntuación",
        "Puntaje del lead", "Score", "Calificación del lead", "Puntos",
    ),
    "owner": (
        "Contact owner", "Propietario del contacto", "Lead Owner", "Propietario del candidato",
        "Propietario de Posible Cliente", "Propietario del lead", "Responsable", "Owner", "Propietario", "Vendedor",
        "Vendedora", "Ejecutivo", "Ejecutiva", "Asesor", "Asesora", "Asignado a", "Assigned to", "Sales rep",
        "Sales agent", "Rep", "Dueño",
    ),
    "source": (
        "Original Source", "Fuente original", "Original Traffic Source", "Fuente de tráfico original", "Lead Source",
        "Fuente del lead", "Origen del candidato", "Fuente de Posible Cliente", "Fuente", "Origen", "Source", "Canal",
        "Campaña", "Campaign", "Medio",
    ),
    "stage": (
        "Lifecycle Stage", "Etapa del ciclo de vida", "Lead Stage", "Etapa del lead", "Etapa", "Stage", "Fase",
        "Funnel stage", "Etapa del embudo",
    ),
    "status": (
        "Lead Status", "Estado del lead", "Estado de candidato", "Estado de Posible Cliente", "Estado del candidato",
        "Estado", "Estatus", "Status", "Situación",
    ),
    "mql_at": (
        "Became a Marketing Qualified Lead Date", "Fecha en que se convirtió en lead calificado por marketing",
        "Fecha en que se convirtió en lead cualificado por marketing", "Fecha MQL", "MQL Date", "Fecha de MQL",
        "MQL At",
    ),
    "assigned_at": (
        "Owner Assigned Date", "Fecha de asignación del propietario", "Fecha de asignación", "Assigned Date",
        "Assigned At", "Fecha de entrega", "Fecha de entrega a ventas", "Entregado a ventas", "Handed At",
        "Handoff Date", "Fecha de traspaso", "Asignado el", "Entregado",
    ),
    "contacted_at": (
        "First Engagement Date", "Fecha de la primera interacción", "Fecha de primera interacción",
        "First Outreach Date", "Primera fecha de acción", "Primer contacto", "Fecha de primer contacto",
        "Fecha del primer contacto", "Fecha primer contacto", "First Contact", "First Contact Date",
        "First Contacted At", "First Contacted", "Contacted At", "First Touch Date", "Primera llamada",
        "Contactado el",
    ),
    "response": (
        "Lead response time", "Tiempo de respuesta del lead", "Tiempo de respuesta al lead", "Time to engage contact",
        "Lead response time (ms)",
    ),
    "sql_at": (
        "Became a Sales Qualified Lead Date", "Fecha en que se convirtió en lead calificado por ventas",
        "Fecha en que se convirtió en lead cualificado por ventas", "Fecha SQL", "SQL Date", "Fecha de SQL", "SQL At",
    ),
    "opportunity_at": (
        "Became an Opportunity Date", "Fecha en que se convirtió en oportunidad", "Fecha de oportunidad",
        "Opportunity Date", "Fecha oportunidad", "Opportunity At",
    ),
    "customer_at": (
        "Became a Customer Date", "Fecha en que se convirtió en cliente", "Fecha de cliente", "Customer Date",
        "Fecha cliente", "Customer At",
    ),
    "last_activity_at": (
        "Last Activity Date", "Fecha de la última actividad", "Última actividad", "Last Activity", "Last Contacted",
        "Hora de la última actividad", "Último contacto", "Fecha de último contacto", "Last Activity Time",
        "Fecha ultima nota", "Última gestión",
    ),
    "next_activity_at": (
        "Next Activity Date", "Fecha de la próxima actividad", "Próxima actividad", "Fecha de próxima actividad",
        "Siguiente actividad", "Next Activity", "Próximo contacto",
    ),
    "rejected_reason": (
        "Unqualified Reason", "Disqualification Reason", "Rejection Reason", "Motivo de rechazo",
        "Motivo de descalificación", "Motivo de descarte", "Razón de rechazo", "Lost Reason", "Motivo de pérdida",
    ),
}  # fmt: skip

DEAL_ALIASES: Aliases = {
    "id": (
        "Record ID", "Record ID - Deal", "ID de registro", "ID de registro - Deal", "Deal - ID", "Trato - ID",
        "Deal ID", "Opportunity ID", "ID de la oportunidad", "ID de oportunidad", "ID del negocio", "ID de negocio",
        "ID de trato", "Record Id", "Folio", "ID", "Código", "Identificador", "No.",
    ),
    "name": (
        "Deal Name", "Nombre del negocio", "Opportunity Name", "Nombre de la oportunidad", "Nombre de Trato",
        "Nombre del trato", "Deal - Title", "Trato - Título", "Title", "Título", "Negocio", "Oportunidad", "Deal",
        "Opportunity", "Nombre", "Name",
    ),
    "created_at": (
        "Create Date", "Fecha de creación", "Created Date", "Deal - Deal created", "Trato - Trato creado",
        "Created Time", "Hora de creación", "Engage Date", "Created At", "Fecha de apertura", "Fecha de alta",
        "Fecha creación", "Fecha de inicio", "Date created", "Open Date", "Fecha", "Date", "Created",
    ),
    "closed_at": (
        "Close Date", "Fecha de cierre", "Closed Date", "Deal - Deal closed on", "Trato - Trato cerrado el",
        "Closing Date", "Closed At", "Fecha cierre", "Cierre",
    ),
    "won_at": ("Deal - Won time", "Trato - Hora de ganado", "Trato - Fecha de ganado", "Won time", "Fecha de ganado"),
    "lost_at": ("Deal - Lost time", "Trato - Hora de perdido", "Trato - Fecha de perdido", "Lost time"),
    "amount": (
        "Amount", "Valor", "Importe", "Cantidad", "Deal - Value", "Trato - Valor", "Close Value", "Monto",
        "Deal Amount", "Value", "Valor del negocio", "Monto del negocio", "Importe del negocio", "Ingresos", "Revenue",
    ),
    "currency": (
        "Currency", "Moneda", "Deal Currency Code", "Amount Currency", "Deal - Currency of Value",
        "Trato - Moneda de Valor", "Trato - Moneda", "Divisa", "Código de moneda",
    ),
    "stage": (
        "Deal Stage", "Etapa del negocio", "Stage", "Etapa", "Deal - Stage", "Trato - Etapa", "Fase", "Fase del trato",
        "Etapa de la oportunidad", "Etapa del trato",
    ),
    "status": ("Deal - Status", "Trato - Estado", "Deal Status", "Estado del negocio", "Status", "Estado", "Estatus"),
    "is_won": ("Is Closed Won", "Es cierre ganado", "Está cerrado ganado", "Won", "Ganado"),
    "is_lost": ("Is closed lost", "Es cierre perdido", "Está cerrado perdido", "Lost", "Perdido"),
    "owner": (
        "Deal owner", "Propietario del negocio", "Opportunity Owner", "Propietario de la oportunidad", "Deal - Owner",
        "Trato - Propietario", "Propietario de Trato", "Deal Owner", "Sales Agent", "Responsable", "Owner",
        "Propietario", "Vendedor", "Vendedora", "Ejecutivo", "Ejecutiva", "Asesor", "Asesora", "Sales rep", "Rep",
    ),
    "lead_source": (
        "Lead Source", "Fuente del contacto", "Original Source", "Fuente original", "Original Source Type",
        "Origen del candidato", "Deal - Source channel", "Fuente", "Origen", "Source", "Canal",
    ),
    "last_activity_at": (
        "Last Activity Date", "Fecha de la última actividad", "Última actividad", "Deal - Last activity date",
        "Trato - Fecha de la última actividad", "Last Contacted", "Último contacto", "Last Activity",
    ),
    "next_activity_at": (
        "Next Activity Date", "Fecha de la próxima actividad", "Próxima actividad", "Deal - Next activity date",
        "Trato - Fecha de la próxima actividad", "Siguiente actividad", "Next Activity",
    ),
}  # fmt: skip

# HubSpot names its stage dates after the portal's own pipeline, and scores after the user's: matched by their parts.
_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "mql_at": re.compile(
        r"^(date entered|fecha de entrada|fecha en que entro).*(marketing qualified|por marketing|\bmql\b)"
    ),
    "sql_at": re.compile(r"^(date entered|fecha de entrada|fecha en que entro).*(sales qualified|por ventas|\bsql\b)"),
    "score": re.compile(r"\b(score|scoring|puntaje|puntuacion)\b"),
}
CURRENCIES = frozenset(
    {"MXN", "COP", "USD", "EUR", "ARS", "PEN", "CLP", "BRL", "GTQ", "CRC"}
    | {"BOB", "UYU", "PYG", "DOP", "HNL", "NIO", "PAB", "VES", "GBP", "CAD", "CHF"}
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the export. `field` is null when it is not used; `currency` is from the header (`Monto (USD)`)."""

    index: int
    header: str
    field: str | None
    note: str = ""
    currency: str | None = None


@lru_cache(maxsize=8192)
def fold_header(text: str) -> str:
    """The header without accents, case and punctuation; both sides of every comparison go through this."""
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def recognised(headers: Sequence[str], aliases: Aliases) -> int:
    """How many different fields these headers name."""
    return len({c.field for c in match(headers, aliases)} - {None})


def match(headers: Sequence[str], aliases: Aliases) -> list[Column]:
    """What each column is: per field the best-known header, the first one when a header is repeated."""
    ranks = {fold_header(alias): (rank, field) for field, names in aliases.items() for rank, alias in _ranked(names)}
    folded = [_split_currency(header) for header in headers]
    chosen: dict[str, tuple[int, int]] = {}
    for index, (name, _) in enumerate(folded):
        rank, field = ranks.get(name) or _by_pattern(name, aliases) or (0, None)
        if field is not None and (field not in chosen or rank < chosen[field][0]):
            chosen[field] = (rank, index)
    fields = {index: field for field, (_, index) in chosen.items()}
    columns = []
    for index, (header, (name, currency)) in enumerate(zip(headers, folded, strict=True)):
        serving = chosen.get(ranks[name][1]) if name in ranks else None
        rival = headers[serving[1]] if serving is not None else None
        repeated = name in (earlier for earlier, _ in folded[:index])
        note = "" if index in fields else _why_unused(name, repeated=repeated, rival=rival)
        columns.append(Column(index=index, header=header, field=fields.get(index), note=note, currency=currency))
    return columns


def _ranked(names: tuple[str, ...]) -> list[tuple[int, str]]:
    return list(enumerate(names))[::-1]  # reversed, so that of two spellings with one fold the better rank stays


def _by_pattern(name: str, aliases: Aliases) -> tuple[int, str] | None:
    fields = [field for field, pattern in _PATTERNS.items() if field in aliases and pattern.search(name)]
    return (1000, fields[0]) if fields else None


def _split_currency(header: str) -> tuple[str, str | None]:
    """The folded header without a currency code at its end, and the code."""
    name = fold_header(header)
    words = name.split()
    if len(words) > 1 and words[-1].upper() in CURRENCIES:
        return " ".join(words[:-1]), words[-1].upper()
    return name, None


def _why_unused(name: str, *, repeated: bool, rival: str | None) -> str:
    if not name:
        return "no header"
    if repeated:
        return "repeated header: the first one counts"
    return f'"{rival}" serves instead' if rival is not None else "not needed"
