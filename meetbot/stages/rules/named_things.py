"""What a task is about, as a thing's or somebody's name: what a pronoun stands for, put in its place."""

import re

from meetbot.stages.folding import fold
from meetbot.stages.rules.vocabulary import vocabulary


def plain_thing(phrase: str) -> str:
    """The phrase as a title names it: "ese tablero de los rechazados que iba" is "el tablero de los rechazados".

    Empty where its article is a pronoun: "los distingo".
    """
    phrase = re.sub(r"\s(?:que|that)(?:\s\w+)?$", "", phrase)
    first, _, rest = phrase.partition(" ")
    if first.lower() in {"los", "las"} and _SPOKEN.match(rest):
        return ""
    statement = _STATEMENT.search(fold(rest))
    if statement and not _RELATIVE.search(fold(rest[: statement.start()])):
        rest = rest[: statement.start()]
        phrase = f"{first} {rest}"
    article = {"ese": "el", "este": "el", "esa": "la", "esta": "la", "esos": "los", "estos": "los", "esas": "las",
               "estas": "las"}.get(first.lower())  # fmt: skip
    return f"{article} {rest}" if article and rest else phrase


_SPOKEN = re.compile(
    r"(?!(?:de|que|mil|ciento|cuatro|cinco|siete|ocho|nueve|once|doce|trece|catorce|quince|veinte|\w+nta|\w+nte|"
    r"t?ramos|reclamos|gramos|mismos|extremos|m[ií]nimos|m[aá]ximos|[uú]ltimos|pr[oó]ximos)(?!\w))"
    r"[a-záéíóúñ]+(?:[aeoáéó]|[aei]mos)(?!\w)"
)
"""What can stand behind a plural article only where that is a pronoun: "los distingo", "los apuramos"."""
_STATEMENT = re.compile(
    r"\s(?:no|aunque|pero|porque|son|es|esta|estan|hay|tengo|tiene|tienen|va|van|fue|era|me|te|se|nos|les?)(?!\w)"
)
_RELATIVE = re.compile(r"(?<!\w)(?:que|donde|cuando|como|si|lo)(?!\w)")


_CALLED = vocabulary(
    "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta "
    "cliente clientes gente equipo agencia agencias empresa empresas marca marcas banco bancos hotel hoteles camara "
    "cooperativa cooperativas gremio oficina recepcion desk dueno duena duenos duenas jefe jefa jefes profe profes "
    "inge lic socio socia socios organizacion asociacion ministerio municipalidad ayuntamiento colegio colegios "
    "escuela universidad tienda tiendas senor senora senores doctor doctora abogado abogada medico medicos amigo amiga "
    "compadre companero companera chico chica chicos chicas muchacho muchacha muchachos muchachas familia familias "
    "padres alumnos alumnas prensa imprenta notaria transportista mineras hotelero tecnico tecnicos ingeniero ingeniera"
)
"""Who can be called or written to, beside the trades that show it by their ending."""
_TRADE = re.compile(r"\w{2,}(?:[dts]or(?:[ae]s?)?|istas?|entes?|antes?)$")


_THOSE_OF = (["los", "de"], ["las", "de"], ["el", "de"], ["la", "de"])


def may_be_people(thing: str) -> bool:
    """Whether the words are of somebody who can be called or written to: a name, a trade, a firm, so many of them."""
    words = fold(thing).split()
    named = any(word[:1].isupper() for word in thing.split()[1:])
    return named or words[:2] in _THOSE_OF or any(w.isdigit() or w in _CALLED or _TRADE.match(w) for w in words)
