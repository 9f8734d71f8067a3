"""Where a department or person is made responsible for a failure."""

import re
from collections.abc import Iterable

from meetbot.model.company import Roster
from meetbot.stages.folding import fold
from meetbot.stages.rules.acts import Reading
from meetbot.stages.rules.matter import matter

_UNITS = (
    r"ventas|comercial|marketing|mercadeo|mercadotecnia|mercadotecnia|produccion|almacen|bodega|logistica|compras"
    r"|finanzas|contabilidad|cobranzas?|cartera|"
    r"sistemas|ti|it|soporte|servicio(?: tecnico)?|posventa|operaciones|despacho|administracion|legal|juridico"
    r"|recursos humanos|preventa|planta|taller|"
    r"sales|finance|accounting|support|operations|ops|production|warehouse|shipping|logistics|engineering|product"
    r"|procurement|purchasing|"
    r"la agencia|el proveedor|the agency|the vendor|el equipo(?: \w+)?|mi gente|su gente|tu gente|tu equipo|su equipo"
    r"|mi equipo|los (?:vendedores|comerciales|de \w+)|"
    r"the (?:\w+ )?(?:side|team|guys|reps|office)|ustedes|vosotros|ellos|you guys"
)
_FAULT = re.compile(
    r"(?<![\w'])(?:(?:es|fue|la|por|tienen?|tuvo|toda|mi|tu|su|nuestra|echar\w* la|echale la|echele la|eso es"
    r"|no es) culpa(?! de nadie)(?: de(?:l| la| los| las)?| mia| tuya| suya| nuestra)?|culpables?|"
    r"el (?:problema|cuello de botella|tapon|responsable)(?: aqui| ahi|,[^,]{1,30},)? (?:es|fue|esta en|lo tiene"
    r"|viene de)|"
    r"(?:que )?(?:da|de) la cara|se (?:nos )?(?:durmieron|durmio|lavan? las manos)|(?:la|lo) (?:cago|cagaron|regaron"
    r"|rego|embarro)|metimos la pata|metio la pata|"
    r"(?:it's|that's|it was|that was|this is|all|not) (?:always |all |also |really )?(?:on|down to) (?:me|us|you guys"
    r"|him|her|them|sales|marketing|finance|ops|production|the (?:agency|vendor|warehouse|team))|(?:my|our|your|his"
    r"|her|their|\w+'s) fault|"
    r"(?:dropped|drop|dropping) the ball|(?:messed|screwed|mess|screw) (?:it |this |that )?up|blew it|i'll own (?:it"
    r"|that)|(?:i|we) own that|asleep at the wheel|because of (?:sales|marketing|you|them|him|her))(?!\w)"
)
_TEASES = re.compile(r"(?<!\w)ech(?:a|e|en|ale|ele|enle) la culpa(?!\w)")
_NO_FAULT = re.compile(
    r"(?<!\w)(?:no es (?:culpa )?de nadie|sin (?:echar )?culpas|no (?:estoy|estamos|quiero|vamos a) (?:culp|ech|busc"
    r"|pele)\w*|nobody's fault|not blaming)(?!\w)"
)
_BADLY = (
    r"(?:tarde|mal|sin (?!embargo|problema)\w+|a ultima hora|de golpe|incomplet[oa]s?|a medias|encima|con errores|"
    r"sucios?|late|wrong|without \w+|last minute|at the last minute)"
)
_HANDED = (
    r"(?:pasa(?:n|ron)?|paso|manda(?:n|ron)?|mando|solto|sueltan?|soltaron|entrega(?:n|ron)?|entrego|avent(?:o|aron)"
    r"|dio|dan|dieron|tir(?:o|aron|a)|env(?:io|iaron|ian|ia)|deja(?:n|ron)?|dejo|"
    r"sent|gave|handed|dumped|threw|passed|sends?|gives?|dumps?)"
)
_NEVER = (
    r"(?:no|nunca|ni|jamas|tampoco) (?:(?:nos|me|se|le|les|lo|la|los|las|te) )*(?:contest\w+|llam\w+|toca\w*|prepar\w+"
    r"|marc\w+|entreg\w+|avis\w+|cumpl\w+|saca\w*|sub\w+|carg\w+|respond\w+|revis\w+|abr\w+|"
    r"hac\w+|hiz\w+|mand\w+|pas\w+|sigu\w+|atiend\w+|apoy\w+|coordin\w+|registr\w+|llen\w+|actualiz\w+)|se (?:demora"
    r"|tarda|atrasa|retrasa|olvida|duerme|cuelga)\w*|"
    r"(?:takes?|took) (?:forever|ages|too long)|never (?:\w+s?|\w+ed)|(?:didn't|doesn't|don't|won't) (?:call|answer"
    r"|follow|send|log|touch|do|reply|respond|deliver|update|tell|fill|work|pick)\w*|nobody (?:picked|called|answered"
    r"|followed)"
)


class Blame:
    """Finds words that make somebody responsible for a failure; knows the departments of the company."""

    def __init__(self, roster: Roster) -> None:
        own = "|".join(sorted({re.escape(name) for name in _names(roster)}, key=len, reverse=True))
        self._units = re.compile(
            rf"(?<!\w)(?:(?:el|la|los|las|de|del|a|al|en|por) )?(?P<unit>{own + '|' if own else ''}{_UNITS})(?!\w)"
        )

    def blames(self, reading: Reading) -> tuple[float, str] | None:
        """How likely the sentence blames somebody, and why; None when it does not."""
        folded = reading.sentence.folded
        if reading.sentence.question_span is not None or _NO_FAULT.search(folded):
            return None
        spans = [(m.start("unit"), m.end()) for m in self._units.finditer(folded)]
        spans += [(named.start, named.end) for named in reading.names]
        fault = None if _TEASES.search(folded) else _FAULT.search(folded)
        if fault is not None:
            selfish = re.search(r"(?<!\w)(?:nuestra|mia|on me|on us|own|my fault|our fault)(?!\w)", folded)
            return (0.7, "a fault and whose it is") if spans or selfish else (0.45, "a fault is spoken of")
        for start, end in spans:
            after = folded[end : end + 60]
            if re.match(
                rf"\W*(?:\w+\W+){{0,3}}?(?:nos |me |le |les |los |las |lo "
                rf"|la )*{_HANDED}(?!\w)[^.;]{{0,50}}?(?<!\w){_BADLY}",
                after,
            ):
                return 0.65, "somebody is said to have handed it over badly"
            if re.match(rf"\W*(?:\w+\W+){{0,2}}?{_NEVER}", after):
                return 0.5, "somebody is said not to do it"
            cause = folded[max(0, start - 24) : start]
            if re.search(
                r"(?<!\w)(?:es|fue|paso|subio|bajo|cayo|por|porque|because|due to)\W+(?:por |de |que )?(?:el |la |los "
                r"|las )?$",
                cause,
            ) and _FAILS.search(folded):
                return 0.5, "somebody is named as the cause of a failure"
        return None


_FAILS = re.compile(
    r"(?<!\w)(?:atras\w+|retras\w+|tard\w+|demor\w+|perd\w+|pierd\w+|fall\w+|cay\w+|baj\w+|subio|no (?:sal|lleg"
    r"|contest|cumpl)\w+|problema\w*|queja\w*|pendient\w+|late|lost|lose|slow|behind|fail\w*|missed|drop\w*)(?!\w)"
)


def _names(roster: Roster) -> Iterable[str]:
    return (fold(department.name) for department in roster.departments if len(matter(fold(department.name))) > 0)
