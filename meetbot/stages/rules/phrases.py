"""Noun phrases of an exchange, and how much they are what it is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from meetbot.stages.rules.speech import SHIFTS, Sentence, Utterance, Word, content_stems
from meetbot.stages.rules.verbs import is_infinitive, readings
from meetbot.stages.rules.vocabulary import vocabulary

ENOUGH = 2
"""Salience from which a phrase is taken; below it the sentence stands as it was said."""
_LONGEST = 8
_DETERMINERS = {
    **dict.fromkeys(("el", "un", "este", "ese", "nuestro", "al", "del"), "ms"),
    **dict.fromkeys(("la", "una", "esta", "esa", "nuestra"), "fs"),
    **dict.fromkeys(("los", "unos", "estos", "esos", "nuestros"), "mp"),
    **dict.fromkeys(("las", "unas", "estas", "esas", "nuestras"), "fp"),
    **dict.fromkeys(("the", "an", "my", "your", "our", "his", "her", "their", "this", "those", "these"), ""),
    **dict.fromkeys(("mi", "tu", "su", "mis", "tus", "sus"), ""),
}
POSSESSIVES = vocabulary("mi tu su mis tus sus nuestro nuestra nuestros nuestras my your our his her their")
_NO_OBJECT = vocabulary(
    "lunes martes miercoles jueves viernes sabado domingo dia dias semana semanas mes meses ano anos hora horas",
    "manana tarde noche vez veces rato momento tiempo fin finde quincena trimestre cosa cosas tema temas punto",
    "verdad gente equipo cliente clientes que cual cuales mismo misma otro otra otros otras unico primero segundo",
    "week month monday tuesday wednesday thursday friday day time thing team other same first problem issue",
    "siguiente proximo proxima pasado pasada ultima ultimo idea lado parte favor",
    "senor senora senores doctor doctora ingeniero ingeniera licenciado licenciada jefe jefa chico chica muchacho",
    "muchacha caballero detalle detallito lujo pedo rollo drama minuto minutos segundo segundos gracia pena resto",
    "final manera forma caso fecha year years minute minutes moment bit lot guy guys people person man lady way end",
)
_JOINS = vocabulary("de del por en con para sin of for from with in on")
_ENDS = vocabulary(
    "y e o u ni pero que porque pues si no ya se me te le les nos os lo la los las yo tu vos usted a hasta desde",
    "and or but because if not i you we he she they it to so is are was hoy ayer manana cuando como donde quien",
    "tambien ahora ahorita aqui ahi alla entonces es son estan era eran fue hay",
    "can could will would should shall must is are was were be been being has have had do does did want wants went",
    "go goes get gets got need needs that which who together done when then there here by again",
)
_ASKED_FOR = vocabulary(
    "pendiente pendientes falta faltan faltaba falto necesito necesita necesitamos quiero queremos ocupo",
    "ocupamos pidieron piden debemos",
    "mandar manda hacer hace haria armar preparar tenemos tienes tiene tenes hay revisar need needs missing want",
)
_PREPOSITIONS = vocabulary("a de con por en desde para sin sobre segun hasta entre of for from with in on at to by")
_ASKS_ABOUT = re.compile(
    r"(?:(?:que|como) (?:paso|va|vamos|onda|hubo|sigue|quedo|quedamos|ha pasado) (?:con|de|en)|en que quedo|"
    r"(?:lo|eso|el tema) de|olvid\w+ de|acord\w+ de|acuerd\w+ de|pendiente de|cargo de|encarg\w+ de|acerca de|"
    r"sobre|what about|how about|any news on|status of|respecto a)\s*$"
)
_AND = re.compile(r"^[\s¿¡,]*(?:[\w' ]{0,20}[,.]?\s*¿?\s*)?(?:y|and|what about|how about)\s*$")


@dataclass(frozen=True)
class Referent:
    """A noun phrase said before: the turn, the sentence and the words, verbatim."""

    turn: int
    sentence: Sentence
    phrase: str


def shifts(turn: Utterance) -> Sentence | None:
    """The sentence of the turn that turns to something new: what was said before it is no longer meant."""
    return turn.shift


def spoken_of(turns: Sequence[Utterance], before: Sentence) -> Referent | None:
    """The phrase that the last of these turns speaks of up to that sentence, or None when none stands out."""
    ranked: list[tuple[float, int, Referent]] = []
    for distance, turn in enumerate(reversed(turns)):
        for sentence in turn.sentences:
            if distance == 0 and sentence.start >= before.start:
                continue
            if (new := shifts(turn)) is not None and sentence.start < new.start:
                continue
            for phrase in every_phrase(sentence):
                score = salience(sentence, phrase[0].start, phrase[-1].end) - distance
                ranked.append((score, -len(ranked), Referent(turn.index, sentence, with_article(sentence, phrase))))
        if shifts(turn) is not None:
            break
    best = max(ranked, key=lambda entry: entry[:2], default=None)
    return best[2] if best is not None and best[0] >= ENOUGH else None


def with_article(sentence: Sentence, phrase: Sequence[Word]) -> str:
    """The words with the article that a preposition had swallowed: "del informe" is "el informe"."""
    words = sentence.text[phrase[0].start : phrase[-1].end]
    return "el " + words[len(phrase[0].raw) :].lstrip() if phrase[0].folded in {"del", "al"} else words


# A sentence is looked through for each task and each decision near it.
@lru_cache(maxsize=4_000)
def every_phrase(sentence: Sentence) -> tuple[Sequence[Word], ...]:
    """All noun phrases of the sentence."""
    return tuple(phrases(sentence, "", len(sentence.text)))


def phrases(sentence: Sentence, wanted: str, until: int) -> Iterator[list[Word]]:
    """The noun phrases before that offset that agree with the pronoun; with any when `wanted` is empty."""
    words = [word for word in sentence.words if word.end <= until]
    for position, word in enumerate(words[:-1]):
        kind = _DETERMINERS.get(word.folded)
        if kind is None or not _agrees(kind, wanted, words[position + 1]):
            continue
        noun = words[position + 1]
        clitic = word.folded in {"la", "los", "las"} and (_only_verb(noun) or _disagrees(word, noun))
        if noun.folded in _NO_OBJECT | _ENDS or clitic or not content_stems(noun.folded):
            continue
        if not sentence.folded[word.end : noun.start].strip():
            yield _extended(sentence, words, position)


def _agrees(kind: str, wanted: str, noun: Word) -> bool:
    if not wanted:
        return True
    if kind == "":
        return len(wanted) == 1 and (noun.folded.endswith("s") == (wanted == "p"))
    return kind == wanted


def _only_verb(word: Word) -> bool:
    """Whether the word after "la" can only be a verb: "la mando", not "la alerta"."""
    forms = readings(word.raw)
    verbal = all(f.tense != "subjunctive" and (f.person in {"1s", "1p", "2s"} or f.tense != "present") for f in forms)
    return bool(forms) and verbal and word.folded not in _ALSO_NOUNS


_TENS = re.compile(r"^(?:treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)$")


def _disagrees(word: Word, noun: Word) -> bool:
    """As in "¿quién los agarra?", "que la tengan": a pronoun, for the verb has another number."""
    forms = readings(noun.raw)
    plural = word.folded.endswith("s")
    return bool(forms) and ((plural and not noun.folded.endswith("s")) or (not plural and forms[0].person == "3p"))


_ALSO_NOUNS = vocabulary(
    "cuentas listas pruebas notas metas ventas visitas llamadas compras muestras citas cargas fichas ofertas facturas",
    "encuestas marcas entregas copias reglas cobros pagos registros cambios costos gastos reportes cortes alertas",
    "plantillas consultas demandas revistas etiquetas cotizaciones entrevistas trabajos firmas trazas cartas",
)


def _extended(sentence: Sentence, words: Sequence[Word], position: int) -> list[Word]:
    """The determiner and noun with what belongs to them: adjectives, "de…", "que dejó Rubén"."""
    phrase = [words[position], words[position + 1]]
    rest = list(words[position + 2 :])
    relative = False
    while rest and len(phrase) < _LONGEST:
        word = rest[0]
        if word.folded == "y" and len(rest) > 1 and _TENS.search(phrase[-1].folded):
            phrase += [rest.pop(0), rest.pop(0)]
            continue
        if word.raw.lower() in {"está", "están", "estaba"} or re.search(
            r"[,.;:¿?()…]", sentence.folded[phrase[-1].end : word.start]
        ):
            break
        if any(due.start <= word.start < due.end for due in sentence.dues):
            break
        if word.folded == "que" and not relative and len(rest) > 1:
            relative = True
        elif word.folded in _JOINS:
            if len(rest) < 2 or is_infinitive(rest[1].folded):  # noqa: PLR2004 - what it joins
                break
        elif (not relative and word.folded not in _DETERMINERS and (word.folded in _ENDS or readings(word.raw))) or (
            relative and word.folded in _ENDS - {"se", "nos", "me", "no", "ya", "lo", "la", "los", "las", "le", "te"}
        ):
            break
        phrase.append(rest.pop(0))
    while phrase[-1].folded in _JOINS | set(_DETERMINERS) | _ENDS:
        phrase.pop()
    return phrase


@dataclass(frozen=True)
class Placed:
    """How a phrase stands in its sentence: asked about, first, the object of a verb or behind a preposition."""

    about: bool
    after_and: bool
    first: bool
    asked_for: bool
    after_verb: bool
    behind_preposition: bool


@lru_cache(maxsize=8_000)
def placed(sentence: Sentence, start: int, end: int) -> Placed:
    """How the phrase between these offsets stands in the sentence."""
    before, after = sentence.folded[:start], sentence.folded[end:]
    last = next((word for word in reversed(sentence.words) if word.end <= start), None)
    about = _ASKS_ABOUT.search(before) is not None
    asked_for = last is not None and last.folded in _ASKED_FOR
    return Placed(
        about=about,
        after_and=_AND.match(before) is not None and (not after.strip(" ?.,!") or re.match(r"\s*,", after) is not None),
        first=not re.search(r"\w", before) or re.match(r"^[\s¿]*(?:[\w']+[\s,.]+){1,3}$", before) is not None,
        asked_for=asked_for,
        after_verb=last is not None and not asked_for and bool(readings(last.raw)),
        behind_preposition=last is not None and last.folded in _PREPOSITIONS and not about,
    )


def salience(sentence: Sentence, start: int, end: int) -> float:
    """How much the phrase is what the exchange is about: asked for, put first, or the object of a verb."""
    signs = placed(sentence, start, end)
    score = 3.0 if signs.about else 0.0
    if signs.after_and:
        score += 3
    elif sentence.question_span is not None:
        score += 2
    score += 2 * signs.first + 3 * signs.asked_for + 2 * signs.after_verb - 3 * signs.behind_preposition
    return score + (1.5 if SHIFTS.search(sentence.folded[:start]) else 0)


def no_object(noun: Word) -> bool:
    """Whether it is a noun that names no matter: a time, a person's title, "cosa"."""
    return noun.folded in _NO_OBJECT


def kind_of(determiner: Word) -> str:
    """Gender and number that a determiner tells ("fs"); empty where it tells none."""
    return _DETERMINERS.get(determiner.folded, "")
