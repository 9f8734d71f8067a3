"""The words by which a rewording is judged, by language: folded, as speakers of several countries use them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """`small` words carry no content; `directions` and `blame` are beginnings of words, the others whole words.

    `openers` are others that begin sentences and are nobody's name.

    `quantities` assert how many; `comparisons` change what a figure after them says; `anchors` tell a figure's role.
    """

    small: frozenset[str]
    openers: frozenset[str]
    quantities: frozenset[str]
    comparisons: frozenset[str]
    negations: frozenset[str]
    directions: tuple[str, ...]
    blame: tuple[str, ...]
    anchors: Mapping[Literal["before", "target"], frozenset[str]]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _beginnings(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SPANISH = Lexicon(
    small=_words("""
        a al algo ante asi aun cada como con cual cuales cuando de del desde donde dos e el ella ellas ellos en
        entre era es esa esas ese eso esos esta estan estas este esto estos fue ha han hasta hay hoy la las le
        les lo los mas me mi muy nos nuestra nuestro o para pero por porque que quien quienes se sea ser si sin
        sobre son su sus tan tiene tienen todavia tras un una uno unos unas y ya va vamos
    """),
    openers=_words("""
        actualmente ahora segun mientras ademas tambien cuanto cuanta cuantos cuantas queda quedan sigue siguen
        falta faltan llevamos tenemos estamos necesitamos vamos revisemos veamos hablemos decidamos definamos
        hagamos busquemos pongamos durante aunque entonces luego despues juntos conviene toca podemos debemos
        queremos
    """),
    quantities=_words("""
        uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte veinticuatro
        treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento cientos mil miles millon millones
        decena decenas docena docenas mitad tercio tercios cuarta quinta decima doble triple par primera segunda
        tercera primer tercer primero segundo tercero todo toda todos todas ambos ambas ningun ninguna ninguno
        nadie siempre jamas nunca mayoria minoria muchos muchas pocos pocas varios varias algunos algunas casi
        apenas solo solamente unico unica porcentaje porciento puntos veces
    """),
    comparisons=_words("""
        mas menos mayor menor superior inferior encima debajo arriba abajo hasta minimo maximo cerca alrededor
        aproximadamente unos unas faltan falta sobran sin
    """),
    negations=_words("""
        no ni sin nunca jamas tampoco ningun ninguna ninguno nadie nada
    """),
    directions=_beginnings("""
        subi sube suben baj aument disminu crec cae cay caid mejor empeor redu increment alcanz logr super exced
        perd gan retras atras adelant estanc
    """),
    blame=_beginnings("""
        culp fallo fallas fallar fallad fallan incumpl neglig descuid irrespons incompet pesim vergonz verguenza
        excus perez error inacept defici ineptitud mediocr
    """),
    anchors={
        "before": _words("antes anterior anteriores previo previa previos previas"),
        "target": _words("meta metas objetivo objetivos acordado acordada acordados acordadas pronostico"),
    },
)  # fmt: skip

_ENGLISH = Lexicon(
    small=_words("""
        a about an and are as at be been but by can did do does each for from had has have how i if in into is
        it its more of on or our out so still than that the their them then there these they this those to today
        two up us was we were what when where which who why will with yet you
    """),
    openers=_words("""
        currently now according while also meanwhile right let lets there here our your please together during although
        then next last week month still after should could would may might need needs remain remains
    """),
    quantities=_words("""
        one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy
        eighty ninety hundred hundreds thousand thousands million millions dozen dozens half third thirds
        quarter double twice triple pair first second all both every none nobody always never most many few
        several some almost hardly barely only just percent percentage points times
    """),
    comparisons=_words("""
        more less fewer over under above below least most up nearly around about roughly approximately missing
        without short
    """),
    negations=_words("""
        no not never none nobody nothing without neither nor cannot
    """),
    directions=_beginnings("""
        rise rising rose fall fell grow grew drop increas decreas improv better wors reach achiev exceed lost
        lose gain win late behind ahead stall
    """),
    blame=_beginnings("""
        blam fault fail neglig careless lazy laziness incompet excus guilt shame sloppy unaccept poor
    """),
    anchors={
        "before": _words("before earlier previous previously was"),
        "target": _words("target targets goal goals agreed promised forecast"),
    },
)  # fmt: skip

LEXICONS: Mapping[str, Lexicon] = {"es": _SPANISH, "en": _ENGLISH}
