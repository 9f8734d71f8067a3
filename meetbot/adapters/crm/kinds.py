"""What an export holds and which system made it, from its headers; its name decides only where they leave it open."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from meetbot.adapters.crm import headers
from meetbot.adapters.crm.headers import NOTHING_TAUGHT, Taught, fold_header
from meetbot.model.crm import TABLES, TableName

_ENOUGH = 1.0
"""The least that headers must weigh to tell a table by themselves. A header that n tables know weighs 1/n: an id and a
date weigh half and say nothing, a lifecycle stage says all. Over the 30 exports of the tests the weakest right table
weighs 1.0 (month, category, amount); files of other kinds (accounts, products, teams) lack what a table must have."""

_CLOSE = 0.5
"""Two tables whose weights differ by no more than this are told apart by the file's name."""

_NEEDS: Mapping[TableName, tuple[frozenset[str], ...]] = {
    "leads": (
        frozenset({"created_at", "mail", "mql_at", "assigned_at", "stage", "status", "contacted_at"}),
        frozenset({"id", "mail", "created_at", "mql_at", "assigned_at"}),
    ),
    "deals": (frozenset({"stage", "status", "is_won", "won_at", "closed_at"}),),
    "activities": (
        frozenset({"done_at", "created_at"}),
        frozenset({"lead_id", "deal_id", "kind", "direction", "subject", "done"}),
    ),
    "spend": (
        frozenset({"amount"}),
        frozenset({"day", "start", "week", "month", "year", "clicks", "impressions"}),
    ),
    "customers": (
        frozenset({"monthly_value", "yearly_value", "churned_on"}),
        frozenset({"since", "monthly_value", "yearly_value"}),
    ),
    "targets": (frozenset({"kpi"}), frozenset({"target"})),
}
"""Of each group at least one field must be there, or the table could answer nothing."""

_NAMES: Mapping[TableName, str] = {
    "leads": r"leads?|prospectos?|candidatos?|contactos?|contacts?|persons?|personas?|posibles?clientes?",
    "deals": r"deals?|negocios?|oportunidad(es)?|opportunit(y|ies)|tratos?|pipeline|ventas",
    "activities": r"activit(y|ies)|actividad(es)?|llamadas?|calls?|tareas?|tasks?|reuniones|meetings|events?|eventos?",
    "spend": r"spend|gastos?|inversion(es)?|cost[eo]?s|campanas?|campaigns?|ads|costs?|salarios|nomina",
    "customers": r"clientes?|customers?|suscripciones|subscriptions|cartera",
    "targets": r"targets?|metas?|objetivos?|goals?",
}
_PIPEDRIVE: Mapping[TableName, tuple[str, ...]] = {
    "activities": ("Activity - ", "Actividad - "),
    "deals": ("Deal - ", "Trato - ", "Negocio - "),
    "leads": ("Lead - ", "Prospecto - ", "Person - ", "Persona - "),
}
_TELLTALES: Mapping[str, tuple[str, ...]] = {
    "HubSpot": (
        "Record ID - Contact", "ID de registro - Contact", "Record ID - Deal", "Lifecycle Stage", "Contact owner",
        "Etapa del ciclo de vida", "Propietario del contacto", "Deal Stage", "Etapa del negocio", "Deal Name",
        "Nombre del negocio", "Propietario del negocio", "Associated Company", "HubSpot Score", "Lead response time",
        "Marketing contact status", "Is Closed Won", "Owner Assigned Date", "Original Source", "Activity assigned to",
    ),
    "Salesforce": (
        "Opportunity Owner", "Propietario de la oportunidad", "Propietario del candidato", "Estado de candidato",
        "Fiscal Period", "Forecast Category", "Company / Account", "Owner Role", "Opportunity Name", "Account Name",
        "Nombre de la oportunidad", "Nombre de la cuenta", "Lead/Contact ID", "Task Subtype", "Sub-Cualificación",
        "Completed Date/Time", "Amount Currency", "Rating", "Converted Date",
    ),
    "Zoho CRM": (
        "Record Id", "Hora de creación", "Created Time", "Modified Time", "Hora de modificación", "Is Converted",
        "Estado de Posible Cliente", "Propietario de Posible Cliente", "Nombre de Trato", "Propietario de Trato",
        "Lead Owner.id", "Call Owner.id", "Deal Owner.id", "Propietario de Llamada", "Propietario de Tarea",
        "Call Start Time", "Hora de inicio de la llamada", "Task Owner.id", "Created By.id", "Contact Name.id",
    ),
    "Google Ads": (
        "Campaign status", "Estado de la campaña", "Impr.", "Avg. CPC", "CPC medio", "Conv. rate", "Cost / conv.",
        "Coste/conv.", "Currency code", "Código de moneda", "Campaign type", "Tipo de campaña", "CPC prom.",
    ),
    "Meta Ads": (
        "Reporting starts", "Inicio del informe", "Amount spent", "Importe gastado", "Campaign delivery",
        "Estado de la entrega", "Attribution setting", "Result indicator", "Indicador de resultado", "Reach", "Alcance",
    ),
    "Meta lead form": ("adset_name", "ad_name", "form_name", "form_id", "is_organic", "created_time", "adset_id"),
}  # fmt: skip
_TELLING = 2


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What an export holds: its table, or null with the reason why none fits; and the system that it looks like."""

    table: TableName | None
    vendor: str | None
    why: str = ""


def recognised(cells: Sequence[str], taught: Taught = NOTHING_TAUGHT, only: TableName | None = None) -> int:
    """How many different fields of one table these cells name at most: tells a header row from a title."""
    return max(len(_fields(cells, table, taught)) for table in ((only,) if only else TABLES))


def kind_of(header: Sequence[str], *, name: str, taught: Taught = NOTHING_TAUGHT) -> Kind:
    """The table whose headers these are."""
    vendor = vendor_of(header)
    if vendor == "Pipedrive":
        return Kind(table=_pipedrive_table(header), vendor=vendor)
    weights = {table: _weight(header, table, taught) for table in TABLES if _possible(header, table, taught)}
    named = [table for table, words in _NAMES.items() if _says(name, words)]
    strong = {table: weight for table, weight in weights.items() if weight >= _ENOUGH or table in named}
    if not strong:
        return Kind(table=None, vendor=vendor, why=_why_not(header, weights, taught))
    best = max(strong.values())
    close = [table for table, weight in strong.items() if weight >= best - _CLOSE]
    by_name = [table for table in close if table in named]
    first = [table for table in close if strong[table] == best]
    found = by_name if len(by_name) == 1 else first
    if len(found) > 1:
        return Kind(table=None, vendor=vendor, why=f"its headers fit {' and '.join(found)} equally well")
    return Kind(table=found[0], vendor=vendor)


def vendor_of(header: Sequence[str]) -> str | None:
    """The system whose exports have such headers, or None for a plain file."""
    if _pipedrive_table(header) is not None:
        return "Pipedrive"
    folded = {_bare(cell) for cell in header}
    hits = Counter(
        {vendor: len(folded & {fold_header(name) for name in names}) for vendor, names in _TELLTALES.items()}
    )
    vendor, count = max(hits.items(), key=lambda item: item[1])
    return vendor if count >= _TELLING else None


def _bare(cell: str) -> str:
    """The folded header without the currency in its brackets."""
    return fold_header(re.sub(r"\s*\([A-Z]{3}\)\s*$", "", cell))


def _pipedrive_table(header: Sequence[str]) -> TableName | None:
    for table, prefixes in _PIPEDRIVE.items():
        if sum(cell.strip().startswith(prefixes) for cell in header) >= _TELLING:
            return table
    return None


def _fields(header: Sequence[str], table: TableName, taught: Taught) -> set[str]:
    return {column.field for column in headers.match(header, table, taught) if column.field is not None}


def _possible(header: Sequence[str], table: TableName, taught: Taught) -> bool:
    fields = _fields(header, table, taught)
    return all(fields & group for group in _NEEDS[table])


def _weight(header: Sequence[str], table: TableName, taught: Taught) -> float:
    used = [column.header for column in headers.match(header, table, taught) if column.field is not None]
    own = taught.of(table)
    return sum(1.0 if fold_header(cell) in own else 1 / _knowing(_bare(cell)) for cell in used)


@lru_cache(maxsize=4096)
def _knowing(folded: str) -> int:
    """How many tables know that header; one that is known by its parts only is known to one."""
    return max(1, sum(folded in headers.ranks(table) for table in TABLES))


def _says(name: str, words: str) -> bool:
    return re.search(rf"(?<![a-z])({words})(?![a-z])", fold_header(name)) is not None


def _why_not(header: Sequence[str], weights: Mapping[TableName, float], taught: Taught) -> str:
    if weights:
        return f"its headers are too general to tell {' from '.join(weights)}"
    best = max(TABLES, key=lambda table: _weight(header, table, taught))
    if not (known := _fields(header, best, taught)):
        return "none of its headers is known"
    missing = next(group for group in _NEEDS[best] if not known & group)
    return f"nearest to {best}, but no column is {' or '.join(sorted(missing))}"
