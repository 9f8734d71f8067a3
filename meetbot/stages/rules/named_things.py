"""What a task is about, as a thing's or somebody's name: what a pronoun stands for, put in its place."""

import re

from meetbot.stages.folding import fold
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.vocabulary import vocabulary


def plain_thing(phrase: str) -> str:
    """The phrase as a title names it: "ese tablero de los rechazados que iba" is "el tablero de los rechazados".

    Empty where its article is a pronoun: "los distingo".
    """
    phrase = re.sub(r"\s(?:que|that)(?:\s\w+)?$", "", phrase)
    first, _, rest = phrase.partition(" ")
    if first.lower() in {"los", "las"} and _is_spoken(rest.partition(" ")[0]):
        return ""
    if first.lower() in _SPANISH and (kept := _before_statement(rest)) != rest:
        rest, phrase = kept, f"{first} {kept}"
    article = {"ese": "el", "este": "el", "esa": "la", "esta": "la", "esos": "los", "estos": "los", "esas": "las",
               "estas": "las"}.get(first.lower())  # fmt: skip
    return f"{article} {rest}" if article and rest else phrase


_SPANISH = vocabulary("el la los las un una unos unas ese esa esos esas este esta estos estas lo mi mis tu tus su sus")
_NO_VERB = vocabulary("meta mil ciento cuatro cinco siete ocho nueve once doce trece catorce quince veinte")
_VERB_ENDS = ("ngo", "zco", "amos", "emos", "imos", "aste", "iste")
_NOUNS = vocabulary(
    "ramos tramos reclamos gramos mismos extremos minimos maximos ultimos proximos mangos rangos domingos"
)


def _is_spoken(word: str) -> bool:
    """Whether a word can stand behind a plural article only where that is a pronoun: "los distingo", "los apuramos"."""
    folded = fold(word)
    if folded in _NOUNS or folded in _NO_VERB or word[:1].isupper():
        return False
    return folded.endswith(_VERB_ENDS) or (not folded.endswith("s") and bool(readings(word)))


_STATEMENT = re.compile(
    r"\s(?:no|aunque|pero|porque|son|es|esta|estan|hay|tengo|tiene|tienen|va|van|fue|era|me|te|se|nos|les?)(?!\w)"
)
_RELATIVE = re.compile(r"(?<!\w)(?:que|donde|cuando|como|si|lo|cual|cuales|cuy[oa]s?|quien(?:es)?)(?!\w)")


def _before_statement(words: str) -> str:
    """The words up to a statement that no relative joins to them; all where nothing whole would be left."""
    found = _STATEMENT.search(fold(words))
    if found is None or words[found.start() + 1].isupper() or _RELATIVE.search(fold(words[: found.start()])):
        return words
    kept = words[: found.start()].rstrip(" ,;")
    return kept if is_whole(kept) else words


_JOINS = vocabulary(
    "de del a al con para por en sin sobre entre hasta desde el la los las un una unos unas mi tu su y e o u ni que no"
)


def is_whole(words: str) -> bool:
    """Whether the words end in none that asks for more, and close what they quote."""
    last = fold(words).split()[-1:]
    closed = words.count("“") == words.count("”") and words.count('"') % 2 == 0 and words.count("«") == words.count("»")
    return bool(last) and last[0] not in _JOINS and closed


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
