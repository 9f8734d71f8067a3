"""By which words a meeting speaks about the indicators of its agenda, folded, in Spanish and English."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from meetbot.model.kpi import Reading
from meetbot.stages.ground_words import content_stems, stem

_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "leads": ("leads",),
    "mql": ("mql",),
    "sql": ("sql",),
    "never_contacted": ("never_contacted",),
    "response": ("response_time", "response_time_business", "response_time_p90"),
    "conversion": (
        "lead_conversion", "lead_to_mql", "mql_to_sql", "sql_to_opportunity", "opportunity_to_won",
        "lead_to_mql_period", "mql_to_sql_period", "sql_to_opportunity_period", "opportunity_to_won_period",
    ),
    "close": ("win_rate", "win_rate_amount"),
    "cycle": ("sales_cycle", "sales_cycle_p90"),
    "pipeline": ("pipeline",),
    "revenue": ("revenue",),
    "return": ("roi", "roi_revenue", "roas"),
    "acquisition": ("cac", "cac_media"),
    "lead_cost": ("cost_per_lead",),
    "value": ("ltv", "ltv_orders"),
    "sla": ("sla_compliance",),
}  # fmt: skip
"""Indicators that people call by the same words."""

_SPOKEN: Mapping[str, str] = {
    "leads": r"leads?|prospectos|consultas|registros|inquiries|contactos nuevos",
    "mql": r"mqls?|(?:leads )?calificad[oa]s? (?:de|por) (?:marketing|mercade\w+|mercadotecnia)|marketing qualified|"
    r"calificad[oa]s",
    "sql": r"sqls?|(?:leads )?aceptad[oa]s(?: por (?:ventas|comercial))?|calificad[oa]s(?: (?:de|por) ventas)?|"
    r"sales qualified",
    "never_contacted": r"sin contactar|sin contacto|nunca contactad[oa]s|never (?:been )?contacted|not contacted|"
    r"uncontacted|(?:nadie|nunca) (?:los |las |les |l[oe] |se )?(?:ha |han )?(?:llam|contact|habl|escrib)\w+|"
    r"no (?:los|las|les|l[oe]) (?:llamo|contacto|hablo|escribio) nadie|no se (?:han )?contact\w+|"
    r"nobody (?:ever )?(?:called|contacted)",
    "response": r"tiempos? de (?:primer[ao]? )?(?:respuesta|contacto|atencion|reaccion)|primera respuesta|"
    r"primer contacto|response times?|first response|first reply|tiempos? de primera respuesta|"
    r"tard(?:amos|ando|an) en (?:contestar|responder)",
    "conversion": r"conversion(?:es)?(?: de leads)?|tasa de conversion|conversion rate|lead conversion",
    "close": r"(?:tasa|porcentaje|indice|ratio) de cierres?|(?:de )?cierre(?! de (?:mes|ano|trimestre|semana))|"
    r"win rate|close rate|closing rate",
    "cycle": r"ciclos?(?: de ventas?)?|sales cycle|(?:en|para) cerrar un (?:negocio|trato)",
    "pipeline": r"pipeline|pipe|paiplain|paip|embudo|(?:negocios|oportunidades) abiert[oa]s",
    "revenue": r"ingresos|facturacion|factura(?:mos|ron|do|da|das)|ventas facturadas|revenue",
    "return": r"roi|roas|retornos?|return on (?:marketing|investment|ad spend|campaigns)",
    "acquisition": r"cac|costo de adquisicion|coste de adquisicion|acquisition cost|por cliente",
    "lead_cost": r"cpl|cost[eo]s? (?:por|del) (?:lead|consulta|prospecto|registro|contacto)s?|costs? per lead|"
    r"(?:por|per|each|cada) (?:lead|consulta|prospecto)|apiece|cada un[ao]",
    "value": r"ltv|valor de vida|lifetime value",
    "sla": r"sla|acuerdo de servicio|cumplimiento|cumplimos|compliance|service level",
}
_LOOSELY: Mapping[str, str] = {
    "leads": r"entraron|llegaron|came in|interesados|contactos",
    "sql": r"oportunidades|aceptamos|aceptaron",
    "never_contacted": r"sin (?:llamar|tocar|atender|respuesta|seguimiento)|no contactad[oa]s|"
    r"nadie (?:ha )?(?:llam|toc)\w+",
    "response": r"(?:contest|respond|tard|demor)\w*(?:amos|emos|ando|iendo|an|en|ar|er)|respuesta|"
    r"respond\w*|answer\w*|reply|get(?:ting)? back to",
    "conversion": r"convert\w+|conviert\w+|convers\w+",
    "close": r"cerr(?:amos|ando)|cierran?|closing|closed?|win",
    "cycle": r"cerrar|to close|de punta a punta",
    "pipeline": r"abiert[oa]s?|oportunidades|open deals|in play",
    "revenue": r"vend(?:imos|iendo|ido)|ventas?|booked|billed|sales|cerramos en ventas",
    "return": r"por cada (?:peso|dolar|euro|sol|lempira)|for every (?:dollar|buck|euro|pound)|"
    r"devuelv\w+|regresa\w*|returns?",
    "acquisition": r"adquisicion|cada cliente|per customer|a customer costs",
    "lead_cost": r"cuesta|sale|saliendo|costando|pagamos|we paid|paying|a piece|costo|coste|cost",
    "sla": r"acuerdo|a tiempo|on time|in time",
}
"""Words that speak of them as of other things too: only with a fitting unit, or the reading's own figure."""
_GENERIC = frozenset(
    content_stems(
        "generados recibidas mes semana tiempo tasa mediana percentil abierto abiertos usd valor total ventas "
        "marketing "
        "generated received time rate median open value total sales month week primera first nuevos new promedio "
        "average "
        "numero number porcentaje"
    )
)
_ASIDE = re.compile(r"\([^)]*\)")
_WORD = re.compile(r"[^\W_]+")
_REACH = 5
"""Over how many words the words of a name may be spread: "los leads que siguen sin contactar"."""


@dataclass(frozen=True, kw_only=True)
class Mention:
    """Words that name a family of readings, or several: where they stand in the text.

    `weak`: only a part of the name ("cotización" of "tiempo de cotización"), which may be about something else.
    """

    families: tuple[str, ...]
    start: int
    end: int
    weak: bool = False


class Terms:
    """The words for each family of the readings that a meeting has."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.families: dict[str, list[Reading]] = {}
        for reading in readings:
            if reading.value is not None:
                self.families.setdefault(_family(reading.kpi.id), []).append(reading)
        self._loose = {name: _pattern(_LOOSELY[name]) for name in self.families if name in _LOOSELY}
        self._patterns = {name: _pattern(_SPOKEN[name]) for name in self.families if name in _SPOKEN}
        self._names = {name: _named(readings) for name, readings in self.families.items()}

    def counts(self, word: str) -> bool:
        """Whether the word stands in a reading's name: 'cuarenta y seis restaurantes' of "Restaurantes calificados"."""
        return bool(word) and any(_stem(word) in wanted for names in self._names.values() for wanted, _ in names)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Every mention in the folded text, in order; of two that overlap the longer."""
        found = [*self._spoken(text), *self._called(text)]
        found.sort(key=lambda mention: (mention.weak, mention.start - mention.end, mention.start))
        kept: list[Mention] = []
        for mention in found:
            twin = next(
                (n for n, other in enumerate(kept) if (other.start, other.end) == (mention.start, mention.end)), None
            )
            if twin is not None:
                families = dict.fromkeys((*kept[twin].families, *mention.families))
                kept[twin] = replace(kept[twin], families=tuple(families))
            elif all(mention.end <= other.start or mention.start >= other.end for other in kept):
                kept.append(mention)
        return tuple(sorted(kept, key=lambda mention: mention.start))

    def _spoken(self, text: str) -> Iterator[Mention]:
        for family, pattern in self._patterns.items():
            for match in pattern.finditer(text):
                yield Mention(families=(family,), start=match.start(), end=match.end())
        for family, pattern in self._loose.items():
            for match in pattern.finditer(text):
                yield Mention(families=(family,), start=match.start(), end=match.end(), weak=True)

    def _called(self, text: str) -> Iterator[Mention]:
        """Mentions by the content words of a reading's own name."""
        words = [(match.start(), match.end(), _stem(match.group())) for match in _WORD.finditer(text)]
        roots = {root for _, _, root in words}
        for family, names in self._names.items():
            for wanted, weak in names:
                if wanted <= roots:
                    yield from _runs(words, wanted, family, weak=weak)


def _runs(
    words: Sequence[tuple[int, int, str]], wanted: frozenset[str], family: str, *, weak: bool
) -> Iterator[Mention]:
    for first, (start, _, root) in enumerate(words):
        if root not in wanted:
            continue
        near = words[first : first + _REACH]
        ends = [end for _, end, other in near if other in wanted]
        if wanted <= {other for _, _, other in near}:
            yield Mention(families=(family,), start=start, end=ends[-1], weak=weak)


def _family(kpi: str) -> str:
    return next((name for name, members in _FAMILIES.items() if kpi in members), kpi)


def _named(readings: Sequence[Reading]) -> tuple[tuple[frozenset[str], bool], ...]:
    """The stems that make up each reading's name, and again without those that any indicator might have."""
    found = []
    for reading in readings:
        stems = frozenset(content_stems(_ASIDE.sub(" ", reading.kpi.name)))
        telling = stems - _GENERIC
        found += [(stems, False)] if telling else []
        found += [(telling, True)] if telling and telling != stems else []
    return tuple(dict.fromkeys(found))


_stem = cache(stem)


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")
