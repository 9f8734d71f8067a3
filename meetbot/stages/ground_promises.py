"""Whether somebody takes something on: told from opinions, reports, requests, and from what is left to anybody."""

import re

from meetbot.stages.check_moods import delivers
from meetbot.stages.folding import fold
from meetbot.stages.ground_replies import clause_texts, impersonal, matter, points_back
from meetbot.stages.ground_words import negated, stem
from meetbot.stages.rules.verbs import imperative, readings

_FIRST_PERSON = (
    # 'yo' that does something, not 'yo' that thinks, is or has something.
    re.compile(
        r"\byo\b(?! (?:creo|pienso|digo|diría|diria|opino|propongo|propondría|esperaría|sé|se|no|ya no|tampoco|nunca"
        r"|estoy|ando|soy|era|fui|estaba|tenía|quiero|quisiera|necesito|espero|entiendo|siento|sugiero|supongo|prefiero"
        r"|preferiría|tengo(?! que))\b)(?! (?:l[oa]s? |les? )?(?!podría)\w+ría\b)"
    ),
    re.compile(
        r"\bme (?:encargo|comprometo|ocupo|toca|llevo|apunto)\b|\bd[eé]jamelo\b"
        r"|\bvoy a\b(?! (?:estar|salir|ver (?:si|qui[eé]n|qu[eé]|c[oó]mo)|decir)\b)"
        r"|\b(?:tengo que|debo|prometo|quedé (?:de|en)|nosotros l[oa]s?|nos encargamos|nos ocupamos)\b"
    ),
    # The accent tells 'enviaré' from 'sobre'.
    re.compile(r"\b\w{2,}ré\b"),
    # 'se lo paso', 'te mando', 'lo reviso'; 'pasó' has an accent and is somebody else; 'te encargo' is the other's.
    re.compile(
        r"\b(?:(?:te|le|les|se) (?:lo|la|los|las)|te|le|les|lo|los|las|la)"
        r" (?!(?:mismo|primero|segundo|tercero|otro|bueno|malo|nuevo|viejo|único|último|mano|foto|moto|radio|expo"
        r"|promo|demo|info|intro|año"
        r"|encargo|cero|uno|cuatro|cinco|ocho|ciento|cientos|m[ií]o|tuyo|suyo|nuestro|vuestro|vio|dio"
        r"|digo|agradezco|juro|ruego|deseo|creo|entiendo|felicito|escucho|oigo|propongo|sugiero|recuerdo)\b)"
        r"(?!tengo (?:desde|hace)\b)(?!(?:pido|comento|cuento|pregunto) (?:que|si|por favor|a usted)\b)"
        r"(?:\w{2,}o|doy)\b"
    ),
    re.compile(
        r"\b(?:i['’]ll|i will(?! not)|i can(?!['’]t| not)|i['’]m going to|i am going to|i['’]?m gonna|imma|lemme"
        r"|let me(?! (?:know|think))"
        r"|leave it (?:to|with) me|i have to|i need to|i must|i['’]ve got to|we['’]ll)\b"
    ),
)
_WAS_TO = re.compile(r"\b(?:iba|ibas|iban|íbamos) a\b|\b(?:was|were) (?:going|supposed) to\b")
"""'Yo lo iba a grabar': something came between."""
_IN_O = re.compile(r"\b(?!\w{3,}[ai]do\b)(?!\w+(?:[aeiáéí]r|ndo)(?:me|te|se|nos)?lo\b)\w{3,}o\b")
"""'Muevo', 'mando'; not the participles, nor 'mandarlo'."""
_BEFORE_NOUN = (
    r"(?:el|un|del|al|este|ese|su|mi|tu|cada|otro|en|de|a|con|por|para|sin|segun|sobre|entre|the|of|in|on|to|for|with)"
)


def first_person(text: str) -> bool:
    """Whether somebody takes something on in these words: 'yo lo mando', 'me encargo', 'I'll send it'."""
    return any(promises(clause) for clause in clause_texts(text))


def takes_on(text: str, about: set[str]) -> bool:
    """Whether the speaker takes this task on: 'hay que mandarlo, yo estoy de viaje' leaves it to anybody."""
    own = [clause for clause in clause_texts(text) if promises(clause) or does(clause, about) or delivers(clause)]
    if any(concerns(clause, about) for clause in own):
        return True
    left_open = any(impersonal(clause) and matter([clause]) & about for clause in clause_texts(text))
    return bool(own) and not left_open


def promises(clause: str) -> bool:
    """Whether the clause says in the first person that something will be done, and no "no" stands before it."""
    lowered = clause.lower()
    said = (match for pattern in _FIRST_PERSON if (match := pattern.search(lowered)))
    if impersonal(clause) or _WAS_TO.search(lowered):
        return False
    return any(not negated(lowered[: match.start()]) for match in said)


def does(clause: str, about: set[str]) -> bool:
    """Whether the clause has the task's verb in the first person without a pronoun: 'muevo la regla mañana'."""
    folded = fold(clause)
    verbs = [m for m in _IN_O.finditer(clause.lower()) if stem(fold(m.group())) in about and not _orders(m.group())]
    return (
        not clause.endswith("?")
        and not negated(clause)
        and any(not re.search(rf"\b{_BEFORE_NOUN}\s+$", folded[: verb.start()]) for verb in verbs[:1])
    )


def _orders(word: str) -> bool:
    """Whether it asks another for it: "bájalo" ends like "instalo", which is a form of its verb by itself."""
    return not readings(word) and imperative(fold(word)) is not None


def concerns(clause: str, about: set[str]) -> bool:
    """Whether a promise is about the task: by its words, by a pronoun, or because it names nothing else."""
    own = matter([clause])
    return not own or bool(own & about) or points_back(clause)
