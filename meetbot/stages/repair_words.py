"""Words that are no misheard names (everyday words, names of other people), and the jargon of the funnel."""

from collections.abc import Sequence
from functools import cache

from meetbot.stages import repair_lists as lists
from meetbot.stages.folding import fold
from meetbot.stages.rules.verb_list import OTHER_VERBS, TASK_VERBS
from meetbot.stages.rules.verbs import imperative, readings, split_enclitics
from meetbot.stages.rules.vocabulary import vocabulary

JARGON = (
    *("lead", "leads", "MQL", "SQL", "SLA", "CRM", "KPI", "ROI", "ROAS", "CAC", "LTV", "CPL", "CPC", "CTR", "ICP"),
    *("HubSpot", "Salesforce", "Pipedrive", "LinkedIn", "WhatsApp", "webinar", "webinars", "pipeline", "funnel"),
    *("churn", "forecast", "newsletter", "remarketing", "inbound", "outbound", "benchmark", "dashboard", "score"),
)
"""Words of marketing and sales that a recogniser spells as it hears them; the workspace's own come on top."""

_SUFFIXES = (
    *("mente", "cion", "ciones", "sion", "siones", "ando", "iendo", "aban", "abamos", "aron", "ieron", "amos", "emos"),
    *("aremos", "eremos", "iremos", "aria", "eria", "iria", "arian", "erian", "irian", "idad", "idades", "miento"),
    *("mientos", "ancia", "encia", "ancias", "encias", "ismo", "ista", "istas", "able", "ables", "ible", "ibles"),
    *("tion", "tions", "ness", "ment", "ments", "ings", "ously", "ally", "ingly"),
    *("izar", "ificar", "ecer", "ucir", "ear", "iza", "izan", "ifica", "ifican"),
)
"""Endings of words that name nobody, in a word that is written in lower case."""
_PARTICIPLES = ("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas", "ando", "ing", "ed")
_LONG = 7
"""Letters from which an ending says enough: “leados” is no participle that anybody knows."""


def ordinary(word: str, *, spanish: bool) -> bool:
    """Whether that is an everyday word: of Spanish, and in English speech of English too."""
    folded = fold(word)
    if any(form in _everyday() or (not spanish and form in lists.ENGLISH) for form in _singulars(folded)):
        return True
    if word[:1].isupper():
        return bool(readings(word.lower()))
    return bool(readings(word)) or imperative(folded) is not None or _formed(folded)


def _singulars(folded: str) -> tuple[str, ...]:
    """The word, and what it may be the plural of."""
    return (folded, *(folded.removesuffix(ending) for ending in ("s", "es") if folded.endswith(ending)))


def _formed(folded: str) -> bool:
    """Whether its ending shows that it is a word of Spanish or English, known or not."""
    if split_enclitics(folded)[0] in _infinitives():
        return True
    return len(folded) >= _LONG and folded.endswith((*_SUFFIXES, *_PARTICIPLES))


@cache
def _infinitives() -> frozenset[str]:
    return frozenset(map(fold, TASK_VERBS | OTHER_VERBS))


@cache
def _everyday() -> frozenset[str]:
    return frozenset(map(fold, lists.SPANISH))


@cache
def _names() -> frozenset[str]:
    return frozenset(map(fold, lists.FIRST_NAMES | lists.SURNAMES | lists.PLACES))


def other_name(word: str) -> bool:
    """Whether many people or a place bear that name: then it is heard right unless it sounds exactly like another."""
    return fold(word) in _names()


_LETTERS = {
    letter: tuple(names.split())
    for letter, names in (
        *(("a", "a"), ("b", "be"), ("c", "ce"), ("d", "de"), ("e", "e"), ("f", "efe"), ("g", "ge"), ("h", "hache")),
        *(("i", "i"), ("j", "jota"), ("k", "ka"), ("l", "ele"), ("m", "eme"), ("n", "ene"), ("o", "o"), ("p", "pe")),
        *(
            ("q", "cu"),
            ("r", "erre ere"),
            ("s", "ese"),
            ("t", "te"),
            ("u", "u"),
            ("v", "uve ve"),
            ("x", "equis"),
        ),
        ("z", "zeta"),
    )
}


def spelt_out(acronym: str) -> tuple[str, ...]:
    """The acronym as it is said in Spanish, letter by letter (SLA: eselea), in each way of naming its letters."""
    said = [""]
    for letter in acronym.lower():
        said = [start + name for start in said for name in _LETTERS.get(letter, (letter,))]
    return tuple(said)


_PARTICLES = vocabulary("de la del los las y e van von der da dos san santa")


def particle(word: str) -> bool:
    """Whether that part of a name is no name of its own."""
    return word.lower() in _PARTICLES


_ARTICLES = vocabulary("el la los las un una unos unas mi tu su mis tus sus este esta ese esa cada the a an my")


def article(word: str) -> bool:
    """Whether a thing follows that word rather than a name."""
    return word.lower() in _ARTICLES


_SPANISH_GRAMMAR = vocabulary("el la los las de que y en es un una lo se por con para del al no sí pero más como ya")
_ENGLISH_GRAMMAR = vocabulary("the of and to is are we you it that this for with on will was have i not but they")


def sounds_english(words: Sequence[str]) -> bool:
    """Whether English grammar outweighs Spanish in those words."""
    lower = [word.lower() for word in words]
    english = sum(word in _ENGLISH_GRAMMAR for word in lower)
    return english > sum(word in _SPANISH_GRAMMAR for word in lower)
