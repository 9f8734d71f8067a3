"""What a stretch of speech is about: its content words, and its figures, which settle as often as words do."""

import re
from collections.abc import Sequence
from functools import lru_cache

from meetbot.stages.rules.speech import Sentence, Utterance, Word, content_stems
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.vocabulary import vocabulary

_SHORT_FIGURES = vocabulary(
    "dos tres seis diez once doce cien mil two six ten nada cero zero five four nine half media medio fifty",
)
"""Words of content too short to be told from function words by their length."""
_WORD = re.compile(r"[a-z0-9]+")
_EMPTY = vocabulary(
    "que los las del con por sin una uno unos sus mis tus les nos son fue era han hay sea ser ver dar vez muy mas tan",
    "asi aun eso esa ese ahi aca hoy iba van voy vas fin dia mes ano sale via ven dio doy hizo dice soy eso ellas aja",
    "mhm pos bah uff eso eh ay oye che the and for you are was not but can our has had its his her all any who how why",
    "out get got let too way did may now yes nah yep yet say see him she they off own put per via hey ooh wow guy lot",
    "bit big day new old set two six ten one try use ask end far few i'm i'd i'll it's",
)
"""Words of three letters that carry nothing; the others are the likes of "rol", "SQL", "ads"."""
_FIGURE = re.compile(
    r"\d|^(?:cero|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w+|veint\w+|"
    r"treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|\w+cient[oa]s|quinient[oa]s|mil|medi[oa]"
    r"|mitad|"
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+teenth|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand|half)$"
)


@lru_cache(maxsize=8192)
def matter(folded: str) -> frozenset[str]:
    """The stems of the words that carry meaning, with short figures."""
    words = _WORD.findall(folded)
    short = {w for w in words if w in _SHORT_FIGURES or (len(w) == 3 and w not in _EMPTY)}  # noqa: PLR2004 - see _EMPTY
    return content_stems(folded) | short


_UNMARKED = re.compile(
    r"^\W*(?:(?:y|pero|oigan|oye|bueno|entonces|ok|and|so|okay|wait|but)\W+)*(?:que|como|cuando|cuanto|cuanta|cuantos"
    r"|cuantas|quien|quienes|donde|cual|"
    r"what|when|where|who|how|why|which)\s+(?!si|bueno|bien|lindo|buena|lastima|pena|sea|quede|se|no)\w|"
    r"(?:^|(?:is|so|wait|and|okay|was|know|wonder|question is) )(?:do|does|should|can|could|are|is|will|would) (?:we"
    r"|you|they|it|i|he|she|that|this)(?!\w)"
)


def asks_unmarked(sentence: Sentence) -> bool:
    """Whether it is a question by its first words, with or without its marks."""
    return _UNMARKED.search(sentence.folded) is not None


def has_figure(words: Sequence[Word]) -> bool:
    """Whether a figure stands among the words."""
    return any(_FIGURE.search(word.folded) for word in words)


def is_figure(folded: str) -> bool:
    """Whether the word is a figure."""
    return _FIGURE.search(folded) is not None


def without_times(sentence: Sentence, names: Sequence[tuple[int, int]] = ()) -> frozenset[str]:
    """The matter beside words about a time and the names in these spans: "el martes, pues" has none."""
    folded = sentence.folded
    for start, end in (*((due.start, due.end) for due in sentence.dues), *names):
        folded = folded[:start] + " " * (end - start) + folded[end:]
    return matter(folded)


_ALSO_NOUNS = vocabulary(
    "hora horas meta metas venta ventas lista listas precio regla nombre cuenta cuentas prueba pruebas nota notas",
    "oferta ofertas marca cobro pago pagos cambio cambios gasto gastos costo reporte corte alerta muestra muestras",
    "visita visitas llamada llamadas compra compras campana consulta mes meses casa casas trabajo firma entrega",
    "entrada entradas salida parte medio media medias uso busca toma carta plan como nada",
    "vivo fijo fija listo lista doble justo",
)
"""Nouns that are verb forms by their letters: alone they make no clause."""


def finite_verbs(words: Sequence[Word]) -> list[Word]:
    """The words that are conjugated verbs."""
    finite = {"present", "future", "past", "conditional", "subjunctive"}
    return [
        word
        for word in words
        if word.folded in _ALWAYS or (not _no_verb(word) and any(form.tense in finite for form in readings(word.raw)))
    ]


def _no_verb(word: Word) -> bool:
    short = len(word.folded) < 3 and word.folded not in {"va", "da", "ve"}  # noqa: PLR2004 - "en", "se" are verb forms by their letters
    return short or word.folded in _ALSO_NOUNS or _FIGURE.search(word.folded) is not None


_ALWAYS = vocabulary(
    "es son esta estan era fue hay seria is are was were will would has have had does did can could should am",
    "i'm we're it's that's he's she's they're don't doesn't isn't can't i'll we'll gonna want think know need",
)


def last_heard(heard: Sequence[Utterance], turns: int, *, but: str | None = None) -> frozenset[str]:
    """The matter of the last turns, of other voices only when one is given."""
    told = [turn for turn in heard[-turns:] if but is None or turn.voice != but]
    return frozenset().union(*(matter(turn.folded) for turn in told)) if told else frozenset()
