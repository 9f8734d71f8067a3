"""The wording of items in the speakers' own words: tasks in the infinitive where that is safe, else the sentence."""

import re

from meetbot.stages.folding import fold
from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act
from meetbot.stages.rules.named_things import may_be_people
from meetbot.stages.rules.speech import Sentence, content_stems
from meetbot.stages.rules.trimming import shortened, trimmed
from meetbot.stages.rules.verbs import is_infinitive

_LEADING = re.compile(
    r"^[\s,.:;]*(?:(?:yo|tu|vos|usted|ya|tambien|entonces|mismo|misma|igual|porfa|por favor|nada mas|nomas|"
    r"nosotros|pues|also|just|then|please|"
    r"altiro|al tiro|altoque|al toque|de una|myself|mejor|de una vez|seguro|segura|sin falta|"
    r"tranquil[oa])(?:[\s,]+|$))+"
)
_LOOSE_END = re.compile(
    r"(?:[\s,.:;¿?¡!…]+(?:a|de|en|para|por|con|y|o|que|el|la|los|las|the|to|by|on|for|and|of|at|yo|tu|vos|usted|"
    r"porfa|por favor|please|"
    r"va|no|ok|okay|vale|dale|entonces|then|si|eh|sin falta|mas tardar|a mas tardar|ideally|too|tambien|ahi|pues|"
    r"oyes|eso|when|igual|queda|quedan|seguro|segura|tranquil[oa]|sin problema|no te preocupes|no se preocupe|"
    r"no worries))+[\s,.:;?!…]*$"
)
_MIN_LEFT = 2


def tidy(sentence: str) -> str:
    """The sentence without fillers at its edges, opened by a capital."""
    text = sentence.strip()
    start = cues.FILLERS_AT_START.match(fold(text))
    if start and len(text[start.end() :].split()) >= _MIN_LEFT:
        text = text[start.end() :]
    end = cues.FILLERS_AT_END.search(fold(text))
    if end and len(text[: end.start()].split()) >= _MIN_LEFT:
        text = text[: end.start()]
    text = text.strip(' ,;:¿?¡!…"“”').removesuffix(".").strip()
    if "¿" in text and "?" not in text:
        text += "?"
    return capital(text)


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def object_words(act: Act) -> str:
    """The act's object as it was said, without its time, its condition and loose words at its edges."""
    sentence = act.sentence
    text = _REMARK.sub("", sentence.text[act.body : act.end])
    for due in reversed(sentence.dues):
        if act.body <= due.start and due.end <= act.end:
            before = _BEFORE_TIME.sub("", text[: due.start - act.body].rstrip(" ,"))
            text = before + " " + text[due.end - act.body :].lstrip()
    if act.condition and act.condition in text:
        text = text.replace(act.condition, " ")
    return without_loose(text)


_REMARK = re.compile(r",\s*que (?!se |sea |sean |la de |el de |lo )[^,]*$", re.IGNORECASE)
"""As in "la pauso hoy mismo, que son dos clics": cut before the time is, for its comma goes with that."""
_BEFORE_TIME = re.compile(r"\s(?:in|on|by|until|till|before|para|hasta|antes de|antes del|a|de)$", re.IGNORECASE)


_ONLY_REASON = re.compile(r"(?:asi (?:no|ya|que|me|nos|se)|por si|que si no)(?!\w)")


def without_loose(text: str) -> str:
    """The words without those that hang loose at their edges; empty when nothing is left."""
    text = re.sub(r"\s+([,.;])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,;:.¿?¡!…")
    for _ in range(3):
        leading = _LEADING.match(fold(text) + " ")
        if leading:
            text = text[min(leading.end(), len(text)) :]
        text = trimmed(text)
        loose = _LOOSE_END.search(fold(text)) if " " in text else None
        if loose:
            text = text[: loose.start()]
        text = text.strip(" ,;:.¿?¡!…")
    bare = fold(text)
    if _ONLY_REASON.match(bare):
        return ""
    return "" if _LEADING.fullmatch(bare + " ") or not re.search(r"\w{2}", bare) else text


def task_text(act: Act, *, thing: str = "") -> str | None:
    """The task in the infinitive, or None when the act has no verb or leaves open what it is about.

    `thing` is what its pronoun stands for.
    """
    words = object_words(act)
    if act.verb is None:
        named = thing or (act.topic if act.kind != "delivery" else "")
        return taking_care_of(named) if named and not _ENGLISH.match(named.lower()) else None
    if content_stems(fold(thing)) & content_stems(fold(words)):
        thing = ""
    verb, words = whole_verb(act, words)
    thing = thing or _person_before(act)
    return _with_its_thing(act, verb, thing, words) if thing else _with_its_words(act, verb, words)


def _with_its_thing(act: Act, verb: str, thing: str, words: str) -> str | None:
    if not _spanish(act):
        return _english_with_thing(act, verb, thing, words)
    if act.pronouns and verb in _NOTING and _TO_ME.search(act.sentence.folded[act.start : act.body]):
        return taking_care_of(thing)
    if act.topic or OWN_OBJECT.match(fold(words)) or (_speaks_to(act, verb) and not may_be_people(thing)):
        return _with_its_words(act, verb, words)
    if _speaks_to(act, verb) and OWN_OBJECT.match(fold(thing)):
        thing = re.sub(r"^a el(?= )", "al", f"a {lower_first(thing)}")
    return shortened(with_thing(verb, thing, words))


_TO_PEOPLE = frozenset("llamar visitar contactar convocar invitar citar".split())  # noqa: SIM905 - a list to read
_SAYING = frozenset("escribir avisar preguntar decir contestar responder hablar marcar insistir".split())  # noqa: SIM905 - as above


def _speaks_to(act: Act, verb: str) -> bool:
    """Whether the thing is whom the verb speaks to: "los llamo", "les escribo"."""
    to_them = re.search(r"(?<!\w)(?:le|les)\s", act.sentence.folded[act.start : act.body]) is not None
    return verb in _TO_PEOPLE or (verb in _SAYING and to_them and not act.pronouns)


def _with_its_words(act: Act, verb: str, words: str) -> str | None:
    """The verb before its own words, with the object that was put before it or the pronoun for it."""
    spanish = _spanish(act)
    own = (OWN_OBJECT if spanish else _ENGLISH_OBJECT).match(fold(words)) is not None
    if act.topic and not own and (spanish or len(content_stems(fold(words))) < _MIN_LEFT):
        words = f"{lower_first(act.topic)} {words}".strip()
    if act.verb == "encargarse":
        joint = "del" if fold(act.sentence.text[: act.body]).rstrip().endswith(" del") else "de"
        return f"Encargarse {joint} {words}" if words else None
    if not content_stems(fold(words)):
        return None
    pronoun = next((p for p in act.pronouns if p in {"lo", "la", "los", "las"}), None)
    if pronoun and not act.topic and spanish and not own and " " not in verb:
        verb += pronoun
    if act.topic and not spanish and lower_first(act.topic) not in words:
        return shortened(f"{capital(act.topic)}: {lower_first(verb)} {words}")
    return shortened(capital(f"{verb} {words}".strip()))


def _spanish(act: Act) -> bool:
    return fold(act.verb or "").endswith(("ar", "er", "ir"))


_TO_ME = re.compile(r"(?<!\w)me\s")
OWN_OBJECT = re.compile(
    r"(?:el|la|los|las|uno?|una|unos|unas|ese|esa|esos|esas|este|esta|estos|estas|mi|tu|su|the|an|his|her|their|your)\s"
    r"|(?:a los|a las|al)\s"
)
_ENGLISH_OBJECT = re.compile(rf"{OWN_OBJECT.pattern}|a\s")
_NOTING = frozenset({"apuntar", "anotar", "llevar", "agendar", "quedar"})
_PARTICLE = re.compile(
    r"\s*(?:it|them|that|this|these|those)?\s*(?P<particle>on|off|up|out|down|over|back|together|in)(?!\w)"
)


def _english_with_thing(act: Act, verb: str, thing: str, words: str) -> str:
    """As in "Turn on the autoresponder"; a thing named in the other language stands behind a colon."""
    particle = _PARTICLE.match(act.sentence.folded[act.body :])
    if particle and words and particle["particle"] not in fold(words).split():
        verb = f"{verb} {particle['particle']}"
    bare = re.sub(r"^(?:it|them|that|this|those|these)(?!\w)\s*", "", words, flags=re.IGNORECASE)
    if bare == words and words:
        return shortened(f"{capital(thing)}: {verb} {words}")
    words = bare
    if not _ENGLISH.match(thing.lower()):
        return capital(f"{verb} {words}".strip()) + f": {thing}"
    return capital(f"{verb} {lower_first(thing)} {words}".strip())


_ENGLISH = re.compile(r"(?:the|a|an|his|her|their|that|this|those|these|some|any|our|your|my) ")
_PERSON_BEFORE = re.compile(r"(?:^|[\s,])(?P<who>(?:a|al) (?:(?:don|dona|la|los|el) )?[\w-]+)\s*(?:yo\s*)?$")


def _person_before(act: Act) -> str:
    """As in "a Mercader lo llamo yo": the person put before the verb, for whom the pronoun stands."""
    match = _PERSON_BEFORE.search(act.sentence.folded[: act.start].rstrip()) if act.pronouns else None
    words = act.sentence.text[match.start("who") : match.end("who")] if match else ""
    return words if words and words.split()[-1][:1].isupper() else ""


_CAUSES = frozenset({"hacer", "dejar", "mandar"})
_ONESELF = frozenset(
    "sentar juntar reunir acercar comunicar contactar coordinar conectar fijar meter poner quedar asegurar".split()  # noqa: SIM905 - a list to read
)
_RECIPIENT = re.compile(
    r"(?<!\w)(?:con|a) (?P<who>(?:el |la |los |las )?(?:don |dona |doctora? |lic\w* |inge\w* )?[\w-]+)|"
    r"(?<!\w)(?P<al>al [\w-]+)"
)


def whole_verb(act: Act, words: str) -> tuple[str, str]:
    """The verb with what belongs to it ("hacer llegar", "sentarse"), and the words that are left."""
    verb = act.verb or ""
    first, _, rest = words.partition(" ")
    if verb in _CAUSES and is_infinitive(fold(first)) and fold(first).endswith(("ar", "er", "ir")):
        verb, words = f"{verb} {first}", rest
    before = {fold(word) for word in act.sentence.text[act.start : act.body].split()[:-1]}
    if verb in _ONESELF and before & {"me", "nos", "se"} and not act.pronouns:
        verb += "se"
    if before & {"le", "les"} and (who := _recipient(act)) and fold(who) not in fold(words):
        words = (
            f"{who} {words}"
            if len(words.split()) > _SHORT_OBJECT or _ASKED.match(fold(words))
            else f"{words} {who}".strip()
        )
    return verb, words


_SHORT_OBJECT = 3
_ASKED = re.compile(r"(?:cuant|que|si|como|cuando|donde|quien|por que)")


def _recipient(act: Act) -> str:
    """Whom "le" stands for: the person by name whom the same sentence speaks of before it."""
    found = [
        match
        for match in _RECIPIENT.finditer(act.sentence.folded[: act.start])
        if act.sentence.text[match.start() : match.end()].split()[-1][:1].isupper()
    ]
    if not found:
        return ""
    words = act.sentence.text[found[-1].start() : found[-1].end()]
    return "a" + words[3:] if words.lower().startswith("con ") else words


_STATE = re.compile(r"(?:list|hech|termin|cerrad|resuelt|complet|actualizad|corregid)\w*$")


def taking_care_of(thing: str) -> str:
    """As in "Encargarse del informe"."""
    named = f"de {lower_first(thing)}"
    return "Encargarse " + re.sub(r"^de el(?= )", "del", named)


def lower_first(text: str) -> str:
    """The text as it goes on after a colon; a word in capitals stays, and "I"."""
    stays = _CAPITALS.match(text) is not None
    return text if stays else text[:1].lower() + text[1:]


_CAPITALS = re.compile(r"[^\W\d_a-záéíóúñü]{2}|I\b")


def with_thing(verb: str, thing: str, words: str) -> str:
    """As in "Dejar lista la alerta", "Pedir el gasto a la agencia": the thing in the pronoun's place."""
    thing = lower_first(thing)
    if verb == "encargarse":
        return taking_care_of(thing)
    words = re.sub(r"^(?:it|them|that|this|those|these|eso|esto)(?!\w)\s*", "", words, flags=re.IGNORECASE)
    parts = (verb, words, thing) if _STATE.match(fold(words)) else (verb, thing, words)
    return capital(" ".join(part for part in parts if part))


def sentence_text(sentence: Sentence, *, due: str | None = None) -> str:
    """The sentence in its own words, tidied; the words about its time are left out where others remain."""
    text = sentence.text
    if due is not None and due in text:
        without = re.sub(r"\s+([,.;?!])", r"\1", text.replace(due, " ", 1))
        without = re.sub(r"\s+", " ", without).strip()
        text = without if len(content_stems(without.lower())) > 1 else text
    return tidy(text)
