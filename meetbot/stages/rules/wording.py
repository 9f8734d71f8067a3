"""The wording of items in the speakers' own words: tasks in the infinitive where that is safe, else the sentence."""

import re

from meetbot.stages.folding import fold
from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act
from meetbot.stages.rules.speech import Sentence, content_stems
from meetbot.stages.rules.verbs import Form, readings

_LEADING = re.compile(
    r"^[\s,.:;]*(?:(?:yo|tu|vos|usted|ya|tambien|entonces|mismo|misma|igual|porfa|por favor|nada mas|nomas|"
    r"nosotros|pues|also|just|then|please|"
    r"myself|mejor|de una vez|seguro|segura|sin falta|tranquil[oa])(?:[\s,]+|$))+"
)
_LOOSE_END = re.compile(
    r"(?:[\s,.:;¿?¡!…]+(?:a|de|en|para|por|con|y|o|que|el|la|los|las|the|to|by|on|for|and|of|at|yo|tu|vos|usted|"
    r"porfa|por favor|please|"
    r"va|no|ok|okay|vale|dale|entonces|then|si|eh|sin falta|mas tardar|a mas tardar|ideally|too|tambien|ahi|pues|"
    r"oyes|eso|when|seguro|segura|tranquil[oa]|sin problema|no te preocupes|no se preocupe|no worries))+[\s,.:;?!…]*$"
)
_MIN_LEFT = 2
_MAX_ABOUT = 20
"""Words beyond which what a pronoun stands for no longer reads as its object."""


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
    text = sentence.text[act.body : act.end]
    for due in reversed(sentence.dues):
        if act.body <= due.start and due.end <= act.end:
            text = text[: due.start - act.body].rstrip(" ,") + " " + text[due.end - act.body :].lstrip()
    if act.condition and act.condition in text:
        text = text.replace(act.condition, " ")
    text = re.sub(r"\s+", " ", text).strip(" ,;:.¿?¡!…")
    for _ in range(3):
        leading = _LEADING.match(fold(text) + " ")
        if leading:
            text = text[min(leading.end(), len(text)) :]
        loose = _LOOSE_END.search(fold(text)) if " " in text else None
        if loose:
            text = text[: loose.start()]
        text = text.strip(" ,;:.¿?¡!…")
    bare = fold(text)
    return "" if _LEADING.fullmatch(bare + " ") or not re.search(r"\w{2}", bare) else text


def task_text(act: Act, *, thing: str = "") -> str | None:
    """The task in the infinitive, or None when the act has no verb or leaves open what it is about.

    `thing` is what its pronoun stands for.
    """
    words = object_words(act)
    if act.verb is None:
        return f"Encargarse de {act.topic[:1].lower()}{act.topic[1:]}" if act.topic and act.kind != "delivery" else None
    if thing and not act.topic:
        return _with_thing(act.verb, thing, words)
    if act.topic:
        words = f"{act.topic[:1].lower()}{act.topic[1:]} {words}".strip()
    verb = act.verb
    if verb == "encargarse":
        joint = "del" if fold(act.sentence.text[: act.body]).rstrip().endswith(" del") else "de"
        return f"Encargarse {joint} {words}" if words else None
    if not content_stems(words.lower()):
        return None
    spanish = verb.endswith(("ar", "er", "ir", "ír"))
    pronoun = next((p for p in act.pronouns if p in {"lo", "la", "los", "las"}), None)
    if (
        pronoun
        and not act.topic
        and spanish
        and not re.match(r"(?:el|la|los|las|un|una|ese|esa|a los|a las|al)\s", words.lower())
    ):
        verb += pronoun
    return capital(f"{verb} {words}".strip())


_STATE = re.compile(r"(?:list|hech|termin|cerrad|resuelt|complet|actualizad|corregid)\w*$")


def _with_thing(verb: str, thing: str, words: str) -> str:
    """As in "Dejar lista la alerta", "Pedir el gasto a la agencia": the thing in the pronoun's place."""
    thing = thing[:1].lower() + thing[1:]
    if verb == "encargarse":
        return f"Encargarse de {thing}"
    words = re.sub(r"^(?:it|them|that|this|those|these)(?!\w)\s*", "", words, flags=re.IGNORECASE)
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


def pronoun_text(act: Act, about: Sentence) -> str | None:
    """A task whose object is a pronoun, with the words that it stands for: "Armarlo: un recordatorio…"."""
    words = sentence_text(about).strip("¿?")
    if act.verb is None or act.verb == "encargarse" or len(words.split()) > _MAX_ABOUT:
        return None
    pronoun = next((p for p in act.pronouns if p in {"lo", "la", "los", "las"}), None)
    verb = act.verb + (pronoun or (" " + act.sentence.text[act.body : act.end].split()[0] if act.pronouns else ""))
    return f"{capital(verb)}: {words[:1].lower() + words[1:] if not words[:2].isupper() else words}"


def with_matter(act: Act, text: str, about: Sentence, *, thing: str) -> str:
    """The task's wording with what it is about: in the pronoun's place where a thing is meant, else behind a colon."""
    if thing and (worded := task_text(act, thing=thing)) is not None:
        return worded
    words = sentence_text(about).strip("¿?")
    if len(words.split()) > _MAX_ABOUT:
        clauses = [clause.strip(" ,;:¿?") for clause in re.split(r"[,;:.…]", words)]
        words = max(clauses, key=lambda clause: len(content_stems(fold(clause))))
    if not words or fold(words) in fold(text):
        return text
    return f"{text}: {words if words[:2].isupper() else words[:1].lower() + words[1:]}"


_SETTLING = re.compile(
    r"^\W*(?:(?:bueno|entonces|ok|okay|listo|va|vale|pues|perfecto|sale|so|alright|y|si|dale|venga|bien)[\s,.]+)*"
    r"(?:(?:que(?:de|da) |esta |quedan )?(?:acordad|aprobad|decidid|definid|cerrad|confirmad|autorizad)[oa]s?|"
    r"asi (?:le|lo|la) hacemos|agreed|decided|settled|approved|the decision is|la decision es|el acuerdo es)"
    r"(?: entonces| que)?\s*[:,;.]?\s+(?:que\s+)?"
)
_PUTTING = re.compile(
    r"^\W*(?:(?:bueno|entonces|ok|pues|mira|miren|oigan|che|so|y|este|de acuerdo|si|va)[\s,.¿]+)*"
    r"(?:yo (?:tambien )?)?(?P<cue>(?:les |te )?(?:propongo|sugiero|recomiendo|planteo|propondria|sugeriria|voto por)"
    r"(?: tambien| entonces)?(?: que)?|"
    r"(?:mi|la) (?:propuesta|idea) (?:es|seria) que|diria que|digo que|(?:y |o )?(?:que tal |que les parece |"
    r"que te parece )?si|"
    r"por que no|podriamos|deberiamos|(?:i (?:propose|suggest)(?: that)?(?: we)?|let's|what if we|how about we|"
    r"why don't we|we should|we could))\s+"
)
_MIN_CLAUSE = 3


def decision_text(sentence: Sentence, *, thing: str = "") -> str:
    """What was decided, without the words that propose or settle it where the rest stands alone."""
    text = tidy(sentence.text)
    if thing:
        return f"{capital(thing)}: {text[:1].lower()}{text[1:]}"
    for pattern in (_SETTLING, _PUTTING):
        match = pattern.match(fold(text))
        rest = text[match.end() :] if match else ""
        if match is not None and len(rest.split()) >= _MIN_CLAUSE:
            return capital(tidy(_as_infinitive(rest).rstrip("?¿ ")))
    return capital(_as_infinitive(text)) if fold(text).startswith("yo ") else text


_CLITICS = ("me", "te", "le", "les", "lo", "la", "los", "las", "se", "nos", "os")


def _as_infinitive(text: str) -> str:
    """The clause with its first verb in the infinitive when that is a first person: "lo subamos a" is "subirlo a"."""
    words = text.split()
    lead = 0
    while lead < len(words) and fold(words[lead]) in {"yo", "tambien", "si", "mejor", "nosotros"}:
        lead += 1
    start = lead
    while start < len(words) and fold(words[start]) in _CLITICS:
        start += 1
    if start >= len(words):
        return text
    forms = [f for f in readings(words[start].strip(",.;")) if _ours(f)]
    if not forms:
        return text
    pronouns = "".join(fold(word) for word in words[lead:start])
    pronouns = pronouns.removeprefix("nos") if pronouns != "nos" else "nos"
    verb = forms[0].infinitive + ("" if pronouns == "nos" and forms[0].infinitive == "ir" else pronouns)
    return " ".join([verb, *words[start + 1 :]])


def _ours(form: Form) -> bool:
    plural = form.person == "1p" and form.tense in {"present", "subjunctive"}
    return plural or (form.person == "1s" and form.tense == "conditional")
