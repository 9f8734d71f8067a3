"""What a wording claims beyond the words that were said: content words, names, figures and negations, es and en."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from meetbot.stages.folding import fold
from meetbot.stages.ground_clauses import clauses

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")

_EMPTY = frozenset(
    """
    a al ante bajo con contra de del desde durante e el ella ellas ello ellos en entre era eran es esa esas ese
    eso esos esta estas este esto estos fue ha han has hay hasta he hemos la las le les lo los mas me mi mis muy
    nos nosotros o os otra otro para pero por porque pues que quien se sea ser si sin sobre son su sus tambien
    te ti tu tus u un una uno unas unos usted ustedes vos vosotros y ya yo cual cuales cuando como donde
    mientras aunque segun tras cada todo toda todos todas algo alguien asi aqui ahi alli alla aca entonces luego
    bueno vale va dale sale ok okay oye mira ver eh este pues hacer hago hace hacen haces hacemos haga hagan
    haran hare hara haremos hecho hizo hicieron ir voy vas va vamos van iba iban vaya vayan poder puedo puedes
    podes puede podemos pueden podria podrias podriamos deber debe deben debemos deberia deberiamos haber habra
    habria tener tengo tiene tienen tenemos tendra estar estoy estamos estan estaba estaria quedar queda
    quedamos quedan quedo dejar deja dejamos dejo dejen dar doy da damos dan poner pongo pone ponemos ponen
    decir digo dice dicen decimos dijo dijeron querer quiero quiere quieren queremos seguir sigue seguimos
    encargar encargo encarga encargas encargara ocupar ocupo acordar acuerdo acordamos acuerda decidir decidimos
    decide decision acepta aceptar no nunca jamas tampoco ni nada nadie ningun ninguno ninguna the an and or but
    of to in on at for from by with about as is are was were be been being it its this that these those there
    here he she they we you i him her them us our your my his their will would shall should can could may might
    must do does did done have has had so if then than not never none nobody nothing without also just well get
    gets got let lets make makes made please thanks favor porfa gracias
    who which what when where how i'll we'll it's that's let's don't won't
    can't
    """.split()  # noqa: SIM905 - readable as running text, unreadable as a list of 250 strings
)
"""Words that carry no claim of their own: grammar, discourse, light verbs, and 'agree' and 'decide', which the item's
kind says already."""

_IRREGULAR = {
    "trae": "traer", "traigo": "traer", "traiga": "traer", "traje": "traer", "trajo": "traer",
    "vengo": "venir", "viene": "venir", "salgo": "salir", "veo": "ver", "vemos": "ver", "visto": "ver", "vea": "ver",
    "oigo": "oir", "sent": "send", "took": "take", "taken": "take", "gave": "give", "given": "give",
    "bought": "buy", "brought": "bring", "wrote": "write", "written": "write", "spoke": "speak", "kept": "keep",
    "pidio": "pedir", "escrito": "escribir", "abierto": "abrir", "resuelto": "resolver", "vuelto": "volver",
    "propuesto": "proponer", "propongo": "proponer", "propone": "proponer", "mantengo": "mantener",
}  # fmt: skip

_CLITICS = (
    re.compile(r"^(\w+(?:ar|er|ir|ando|iendo|endo))(?:(?:me|te|se|nos)?(?:lo|la|los|las|le|les)|me|te|se|nos)$"),
    re.compile(r"^(\w{2,}?[ae]n?)(?:me|te|se|nos)?(?:lo|la|los|las)$"),
    re.compile(r"^(\w{2,}[ae]n)(?:le|les)$"),
)
"""Pronouns at a verb's end: mandárselos, mándamelo, quítenlo, díganles."""
_ENDINGS = frozenset(
    """
    aremos eremos iremos ariamos eriamos iriamos aciones iciones ucion uciones acion icion iones ion amiento
    imiento amientos imientos mente ando iendo endo ados adas idos idas ado ada ido ida aron ieron aban aba
    abamos aste iste amos emos imos aran eran iran aras eras iras are ere ire ara era ira aria eria iria
    arian erian irian ar er ir an en as es os a e o s i eres ares ing ings ed ly
    """.split()  # noqa: SIM905 - as above
)
_LONGEST_ENDING = max(map(len, _ENDINGS))
_SHORTEST_STEM = 3

_NUMBER_WORDS: dict[str, int] = {
    word: value
    for value, words in {
        0: "cero zero", 2: "dos two", 3: "tres three", 4: "cuatro four", 5: "cinco five", 6: "seis six",
        7: "siete seven", 8: "ocho eight", 9: "nueve nine", 10: "diez ten", 11: "once eleven",
        12: "doce twelve", 13: "trece thirteen", 14: "catorce fourteen", 15: "quince fifteen",
        16: "dieciseis sixteen", 17: "diecisiete seventeen", 18: "dieciocho eighteen",
        19: "diecinueve nineteen", 20: "veinte twenty", 21: "veintiuno veintiun veintiuna", 22: "veintidos",
        23: "veintitres", 24: "veinticuatro", 25: "veinticinco", 26: "veintiseis", 27: "veintisiete",
        28: "veintiocho", 29: "veintinueve", 30: "treinta thirty", 40: "cuarenta forty", 50: "cincuenta fifty",
        60: "sesenta sixty", 70: "setenta seventy", 80: "ochenta eighty", 90: "noventa ninety",
        100: "cien ciento hundred", 200: "doscientos doscientas", 300: "trescientos trescientas",
        400: "cuatrocientos cuatrocientas", 500: "quinientos quinientas", 600: "seiscientos seiscientas",
        700: "setecientos setecientas", 800: "ochocientos ochocientas", 900: "novecientos novecientas",
        1000: "mil thousand", 1_000_000: "millon millones million millions",
    }.items()
    for word in words.split()
}  # fmt: skip
_ONE = frozenset({"un", "uno", "una", "one"})
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_PERCENT = re.compile(r"\bpor ?cientos?\b|\bper ?cent\b")
_SIGNS = {
    "%": re.compile(r"%|\bpor ?cientos?\b|\bper ?cent\b|\bpuntos?\b"),
    "$": re.compile(r"\$|\bpesos?\b|\bdolar(?:es)?\b|\bdollars?\b|\busd\b|\bmxn\b|\bbucks\b|\blucas\b"),
    "€": re.compile(r"€|\beuros?\b"),
}

_NEGATION = re.compile(
    r"\b(?:no|nunca|jamas|tampoco|sin|ningun|ninguno|ninguna|nadie|nada|not|never|nobody|nothing|without|cannot"
    r"|\w+n't)\b"
)
_NO_NEGATION = re.compile(
    r"[,;]?\s*¿\s*no\s*\?|,\s*no\s*\?|\bcomo no\b|\bpor que no\b|\bwhy not\b|\bno hay (?:problema|drama|bronca|pex)\b"
    r"|\bno (?:te|se|os|le) preocup\w+|\bno pasa nada\b|\bsi no\b|\bno solo\b|\bnot only\b|\bno problem\b"
    r"|\bno es (?:nada|mucho)\b|\bno worries\b|\bpara (?:que )?no\b|(?:^|[.!?…]\s*)(?:no,\s)+|\bsin duda\b|"
    r"\bsin problema\b|\bde nada\b"
)

_ABOUT_THE_SAME = 1 / 3
"""Share of a wording's content that the cited turns must hold. Of 19 items of a 1.5B model over one Spanish meeting,
those with the right turns had 0.6 and more, those with others 0.4 and less; a third leaves room for paraphrase."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """The words that may support a wording.

    `quote` is the evidence, `cited` the cited turns, `near` the turns beside them; `names` are the parts of the names
    of those who speak in the cited turns, `people` those of everybody who is known.
    """

    quote: str
    cited: str
    near: str = ""
    names: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


def words_of(text: str) -> list[str]:
    """The words in lower case without accents."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What the forms of one word have in common: 'envío', 'enviar', 'enviaré' become one. `word` is folded."""
    base = _without_ending(_without_clitics(_IRREGULAR.get(word, word)))
    # Spelling and vowels change within a verb: busco/busque, traduzco/traducir, empiezo/empezar, pido/pedir.
    base = f"{base[:-2]}c" if base.endswith(("qu", "zc")) else f"{base[:-1]}c" if base.endswith("q") else base
    base = (base[:-1] if base.endswith("gu") else base).replace("z", "c").replace("j", "g")
    base = base.replace("ie", "e").replace("ue", "o").replace("i", "e").replace("u", "o")
    return base.rstrip("e") if len(base.rstrip("e")) >= _SHORTEST_STEM else base


def _without_ending(word: str) -> str:
    """The word without the longest ending that leaves enough of it."""
    for length in range(min(_LONGEST_ENDING, len(word) - _SHORTEST_STEM), 0, -1):
        if word[-length:] in _ENDINGS:
            return word[:-length]
    return word


# Every check asks for the stems and figures of the same turns and sentences.
@lru_cache(maxsize=20_000)
def content_stems(text: str) -> tuple[str, ...]:
    """The stems of the words that claim something, in order. Figures are not among them."""
    return tuple(stem(word) for word in words_of(text) if _claims(word))


@lru_cache(maxsize=50_000)
def _claims(word: str) -> bool:
    return len(word) > 1 and word not in _NUMBER_WORDS and not {word, _without_clitics(word)} & _EMPTY


@lru_cache(maxsize=50_000)
def _without_clitics(word: str) -> str:
    return next((clitic.group(1) for pattern in _CLITICS if (clitic := pattern.match(word))), word)


@lru_cache(maxsize=20_000)
def figures(text: str) -> tuple[str, ...]:
    """The figures in order, in digits or in words, in one spelling: '12 mil', 'doce mil' and '12,000' are equal."""
    found: list[str] = []
    run: list[float] = []
    tokens = _NUMBER.findall(_PERCENT.sub(" % ", fold(text)))
    for index, token in enumerate(tokens):
        value = _value(token, after=run)
        if value is not None:
            if run and not _continues(run, value):
                found.append(_written(run))
                run = []
            run.append(value)
        elif not (token in {"y", "and"} and run and index + 1 < len(tokens) and tokens[index + 1] in _UNITS):
            found += [_written(run)] if run else []
            run = []
            found += [token] if token[0].isdigit() else []
    return (*found, *([_written(run)] if run else []))


@lru_cache(maxsize=20_000)
def negated(text: str) -> bool:
    """Whether it says no to something; tag questions and phrases like 'cómo no' do not."""
    folded = fold(text)
    return bool(_NEGATION.search(folded) and _NEGATION.search(_NO_NEGATION.sub(" ", folded)))


def about(text: str, said: str) -> bool:
    """Whether enough of the text's content words and figures were said there for it to be about the same thing."""
    claimed = {*content_stems(text), *figures(text)}
    shared = claimed & {*content_stems(said), *figures(said)}
    return not claimed or len(shared) / len(claimed) >= _ABOUT_THE_SAME


def unsupported(text: str, said: Said) -> list[str]:
    """What the text claims and nobody said there: each word, name, figure or negation. Empty when all is covered.

    A text that claims nothing at all ('hacerlo así') is not covered either: it can't be checked.
    """
    if not content_stems(text) and not figures(text):
        return ["nothing that can be checked"]
    return [
        *_missing_words(text, said),
        *_missing_figures(text, said),
        *_missing_signs(text, said),
        *_polarity(text, said),
    ]


def _missing_words(text: str, said: Said) -> Iterable[str]:
    cited, near = _spoken_stems(said.cited), _spoken_stems(said.near)
    for word in words_of(text):
        if not _claims(word):
            continue
        # A name from a neighbouring turn would put somebody else's words into this person's mouth.
        allowed = cited if word in said.people else cited | near
        if stem(word) not in allowed and word not in said.names:
            yield word


def _spoken_stems(spoken: str) -> set[str]:
    """The stems of all words; of 'mandame' both readings, for 'llame' ends alike and has no pronoun."""
    words = words_of(spoken)
    return {stem(word) for word in words} | {stem(word[:-2]) for word in words if word.endswith(("ame", "eme"))}


def _missing_figures(text: str, said: Said) -> Iterable[str]:
    claimed, available = figures(text), figures(said.cited)
    if not available:
        available = figures(said.near)
    missing = [figure for figure in claimed if figure not in available]
    if missing:
        return missing
    rest = iter(available)
    in_order = all(figure in rest for figure in claimed)
    return [] if in_order else ["order of " + ", ".join(claimed)]


def _missing_signs(text: str, said: Said) -> Iterable[str]:
    everything = fold(f"{said.cited} {said.near}")
    return [sign for sign, spoken in _SIGNS.items() if sign in text and not spoken.search(everything)]


def _polarity(text: str, said: Said) -> Iterable[str]:
    if negated(text) and not negated(said.cited):
        return ["added negation"]
    return ["dropped negation"] if negated(_matter(text, said.quote)) and not negated(text) else []


def _matter(text: str, quote: str) -> str:
    """The clauses of the quote that speak of the text's matter; a "no" in the others is about something else."""
    wanted = {*content_stems(text), *figures(text)}
    said = re.split(r"(?<=[.!?…])\s+", quote)
    parts = [clause for sentence in said for clause in clauses(sentence, bare=_bare)]
    return " ".join(part for part in parts if wanted & {*content_stems(part), *figures(part)}) or quote


_TIMES = re.compile(r"\b(?:hoy|manana|ahora|ahorita|todavia|aun|today|tomorrow|now|yet|right)\b")


def _bare(clause: str) -> bool:
    return negated(clause) and not content_stems(_TIMES.sub(" ", fold(clause)))


_UNITS = frozenset(word for word, value in _NUMBER_WORDS.items() if value < 10) | _ONE  # noqa: PLR2004 - one digit


def _value(token: str, *, after: list[float]) -> float | None:
    if token in _NUMBER_WORDS:
        return _NUMBER_WORDS[token]
    if token in _ONE and after and after[-1] in range(20, 1000, 10):
        return 1
    if not _DIGITS.fullmatch(token):
        return None
    plain = token.replace(".", "").replace(",", "") if _GROUPED.fullmatch(token) else token.replace(",", ".")
    return float(plain) if plain.count(".") <= 1 else None


_THOUSAND = 1000


def _continues(run: list[float], value: float) -> bool:
    """Whether the value belongs to the number that the run has begun: 'ciento' + 'cincuenta', 'doce' + 'mil'."""
    last = run[-1]
    if value in {_THOUSAND, 1_000_000}:
        return value != last
    if last in {_THOUSAND, 1_000_000}:
        return value < last
    return (last >= 100 and last % 100 == 0 and value < 100) or (  # noqa: PLR2004 - hundreds before tens
        20 <= last < 100 and last % 10 == 0 and value < 10  # noqa: PLR2004 - tens before units
    )


def _written(run: list[float]) -> str:
    total, current = 0.0, 0.0
    for value in run:
        if value in {_THOUSAND, 1_000_000}:
            total += max(current, 1) * value
            current = 0
        else:
            current += value
    return f"{total + current:.12g}"
