"""What a sentence says of help: that somebody offers it, asks for it, is glad of it, or does something together."""

import re
from functools import lru_cache
from itertools import pairwise

from meetbot.stages.folding import fold
from meetbot.stages.rules.reader.features import part_of
from meetbot.stages.rules.speech import Sentence
from meetbot.stages.rules.vocabulary import vocabulary

OFFERS = frozenset({"helps", "serves", "together"})
"""Kinds of a sentence by which its speaker may offer help."""

_HELP_STEMS = ("ayud", "apoy", "acompan", "colabor", "help", "join", "sopl")
_HELP_WORDS = vocabulary("lend borrow")
_HELP = re.compile(r"(?<!\w)(?:(?:una|la) mano|un cable|(?:jump|pitch|dig) in|a hand|ech\w+ una? \w+)(?!\w)")
_TOGETHER = re.compile(
    r"(?<!\w)(?:con(?:tigo|migo| vos| usted| ella| el)|(?:los|las) dos|junt[oa]s|al lado tuyo|a tu lado|entre dos"
    r"|with (?:you|me|him|her|them)|both|you two|the two of|together|mitad)(?!\w)"
)
_IF_WANTED = re.compile(
    r"(?<!\w)(?:si (?:quier\w+|quer\w+|necesit\w+|te sirve|le sirve|hace falta)|if (?:you|that's|it's))(?!\w)"
)
_SITS = re.compile(r"(?<!\w)(?:s[ie]+nt\w+|sits?|go through|walk\w*)(?!\w)")
_TALKS = re.compile(
    r"(?<!\w)(?:habl\w+|platic\w+|convers\w+|charl\w+|confirm\w+|consult\w+|qued\w+|chec\w+|pregunt\w+|negoci\w+|reun\w+"
    r"|coment\w+|valid\w+|cuadr\w+|aclar\w+|talk\w*|speak\w*|check\w*|meet\w*|chat\w*|deal\w*|call\w*|llam\w+|cita)(?!\w)"
)
_THANKS = re.compile(
    r"(?<!\w)(?:gracias|porfa\w*|me salvas|genial|menos mal|te tomo la palabra|me sirve|thank\w*|cheers|would you"
    r"|decent of|kind of|lovely|brilliant|appreciate\w*|te necesito|divino|feliz)(?!\w)"
)
_GLAD = re.compile(
    r"(?<!\w)(?:buenisimo|buenazo|chevere|super|joya|barbaro|de una|perfecto|hagale|please|por favor|great|sol|good"
    r"|sure|va|vamos)(?!\w)"
)
_DECLINES = re.compile(
    r"[^\w]*(?:(?:no|nah|nope|ay|uy|eh)[\s,.…!]+)*(?:deja\w*|no,? gracias|(?:no )?hace falta|no es necesario|yo puedo"
    r"|(?:lo|la|los|las) (?:hago|armo|saco|veo) (?:yo )?sol[oa]|no need|no,? thank\w*|i've got (?:it|this)"
    r"|i'm (?:good|fine)|i can manage)(?!\w)"
)
"""What somebody begins with who wants no help."""
_NEED = re.compile(
    r"(?<!\w)(?:alguien|somebody|someone|necesit\w+|ocupo|me (?:falta\w*|cuesta|hace\w* falta|sirve\w*|pierdo)|need\w*"
    r"|no (?:tengo|se|puedo|entiendo)|don't (?:know|have)|can't|can never|yo sol[oa])(?!\w)"
)
_SERVES = re.compile(
    r"(?<!\S)(?:DAT|ACC) (?:(?:V1|INF) )?V1(?!\S)|(?<!\S)V1 (?:DAT )?INFTO(?!\S)"
    r"|(?<!\S)(?:I|i'll|i'd|can|could)(?: \S+){1,7}? (?:YOU|your|him|her|them)(?!\S)"
)
"""Something done for somebody: "te lo mido", "voy a ayudarle", "I could look it over for you"."""
_ASKS_TO = re.compile(r"(?<!\S)DAT V[23](?!\S)")

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[?!.,…:;]")
_ACCUSATIVES = frozenset({"lo", "la", "los", "las"})
_TO_HIM = ("te", "le", "les", "os", "telo", "tela", "selo", "sela")
_COARSE = {
    **dict.fromkeys(("me", "te", "le", "les", "nos", "os", "se"), "DAT"),
    **dict.fromkeys(("tu", "vos", "usted", "you"), "YOU"),
    **dict.fromkeys(("yo", "i"), "I"),
    **dict.fromkeys(("y", "e", "and"), "AND"),
    **dict.fromkeys(("con", "with"), "WITH"),
    **dict.fromkeys(("el", "the"), "ART"),
    **dict.fromkeys(("ya", "tambien", "pues", "don", "dona", "doctor", "doctora", "inge"), ""),
    "to": "a",
    "…": ",",
    ";": ".",
    ":": ",",
    "!": ".",
}
"""Words that stand for one part, and those that stand for none."""


@lru_cache(maxsize=8_000)
def kinds(sentence: Sentence, names: frozenset[str]) -> tuple[str, ...]:
    """What the sentence is as far as help goes, each with a "?" where it asks; `names` are folded words of names."""
    folded = sentence.folded
    words = folded.split()
    helps = any(word.startswith(_HELP_STEMS) or word in _HELP_WORDS for word in words) or _HELP.search(folded)
    spoken = " ".join(parts(sentence.text, names))
    found = {
        "helps": helps,
        "together": _TOGETHER.search(folded),
        "if wanted": _IF_WANTED.search(folded),
        "sits": _SITS.search(folded),
        "serves": _SERVES.search(spoken),
        "asks to": _ASKS_TO.search(spoken),
    }
    mark = "?" if "?" in folded else ""
    return tuple(f"{kind}{mark}" for kind, seen in found.items() if seen)


@lru_cache(maxsize=2_000)
def reception(folded: str) -> str | None:
    """Whether the folded words of a turn are "thanked" or "glad" of what was offered; None if neither."""
    if _THANKS.search(folded):
        return "thanked"
    return "glad" if _GLAD.search(folded) else None


def declines(folded: str) -> bool:
    """Whether the folded words of a turn turn an offer down."""
    return _DECLINES.match(folded) is not None


@lru_cache(maxsize=2_000)
def needs(folded: str) -> bool:
    """Whether the folded words of a turn say that their speaker lacks something."""
    return _NEED.search(folded) is not None


def company(before: str) -> str:
    """What is done with somebody before whose name these folded words and "con" stand: a talk, a sitting, or work."""
    if _TALKS.search(before):
        return "talks with"
    return "sits with" if _SITS.search(before) else "does with"


@lru_cache(maxsize=16_000)
def parts(text: str, names: frozenset[str]) -> tuple[str, ...]:
    """The grammar of the text: verbs are their person, pronouns their case, matter that goes on counts once."""
    coarse = [_part(raw, names) for raw in _WORD.findall(text)]
    found: list[str] = []
    for part, following in pairwise([*coarse, ""]):
        own = part
        if part in _ACCUSATIVES:
            if found[-1:] == ["DAT"]:
                continue
            own = "ACC" if following[:2] in {"V1", "V2", "V3", "VP"} else "ART"
        if own and not (own == "x" and found[-1:] == ["x"]):
            found.append(own)
    return tuple(found)


def _part(raw: str, names: frozenset[str]) -> str:
    folded = fold(raw)
    if folded in names:
        return "NAME"
    return folded if folded in _ACCUSATIVES else _COARSE[folded] if folded in _COARSE else _verb(raw, folded)


@lru_cache(maxsize=20_000)
def _verb(raw: str, folded: str) -> str:
    part = part_of(raw)
    tense, _, person = part.partition(".")
    if part == "infinitive":
        return "INFTO" if folded.endswith(_TO_HIM) else "INF"
    if not person or tense == "past":
        return part
    return f"V{person[0]}" if person.endswith("s") else "VP"
