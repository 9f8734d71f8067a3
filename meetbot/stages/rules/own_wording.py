"""Tasks that are worded by what was said about them, where their act alone gives no infinitive with its object."""

import re

from meetbot.stages.folding import fold
from meetbot.stages.rules.acts import Act, clause_start
from meetbot.stages.rules.named_things import plain_thing
from meetbot.stages.rules.one_clause import one_clause
from meetbot.stages.rules.speech import Sentence, content_stems
from meetbot.stages.rules.substance import names_something
from meetbot.stages.rules.tasks import Task
from meetbot.stages.rules.things import Matter
from meetbot.stages.rules.trimming import shortened, trimmed
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.wording import (
    OWN_OBJECT,
    capital,
    lower_first,
    object_words,
    sentence_text,
    taking_care_of,
    task_text,
    whole_verb,
    with_thing,
    without_loose,
)

_MAX_ABOUT = 14
"""Words beyond which what a pronoun stands for no longer reads as its object."""


def task_words(task: Task, found: Matter | None) -> str:
    """The task in the infinitive with what it is about, else as it was said; `found` is what its words leave open."""
    return one_clause(_whole_words(task, found)) or sentence_text(task.act.sentence)


def _whole_words(task: Task, found: Matter | None) -> str:
    if (asked := _asked_when(task.act.sentence)) is not None:
        return asked
    thing = (found.thing if found is not None else "") or (task.thing if names_something(task.thing) else "")
    if (text := task_text(task.act, thing=plain_thing(thing))) is not None and (found is None or found.thing):
        return text
    if text is None and task.about is not None and (text := _pronoun_text(task.act, task.about)) is not None:
        return text
    text = text or _own_clause(task.act)
    return _with_matter(task.act, text, found.sentence, thing=found.thing) if found is not None else text


def _pronoun_text(act: Act, about: Sentence) -> str | None:
    """A task whose object is a pronoun, with the words that it stands for: "Armarlo: un recordatorio…"."""
    words = shortened(_without_address(sentence_text(about).strip("¿?")), _MAX_ABOUT)
    if act.verb is None or act.verb == "encargarse" or len(words.split()) > _MAX_ABOUT:
        return None
    pronoun = next((p for p in act.pronouns if p in {"lo", "la", "los", "las"}), None)
    verb = act.verb + (pronoun or (" " + act.sentence.text[act.body : act.end].split()[0] if act.pronouns else ""))
    return f"{capital(verb)}: {lower_first(words)}"


def _same_deed(act: Act, words: str) -> str:
    """As in "habría que separar por zona", of "lo separo yo": the deed as it was proposed."""
    match = re.search(rf"(?<!\w){re.escape(fold(act.verb or '-'))}(?!\w)", fold(words))
    rest = words[match.start() :] if match else ""
    return capital(rest) if len(rest.split()) > 1 else ""


def _with_matter(act: Act, text: str, about: Sentence, *, thing: str) -> str:
    """The task's wording with what it is about: in the pronoun's place where a thing is meant, else before a colon."""
    if thing := plain_thing(thing):
        return task_text(act, thing=thing) or f"{capital(thing)}: {lower_first(text)}"
    words = shortened(_without_address(sentence_text(about).strip("¿?")), _MAX_ABOUT)
    if (deed := _same_deed(act, words)) and len(deed.split()) > len(text.split()):
        return deed
    if not words or fold(words) in fold(text) or len(words.split()) > _MAX_ABOUT:
        return text
    return f"{text}: {lower_first(words)}"


def _without_address(text: str) -> str:
    """As in "Joaco, ¿me lo abrís por canal": the question alone."""
    return trimmed(re.sub(r"^[^\W\d_]+,\s*¿", "", text))


_WHEN = re.compile(
    r"¿\s*(?:y )?(?:para |a |pa' )?(?:que dia|cuando)\s+(?:me |nos |les |te )?(?P<pronoun>lo|la|los|las) (?P<verb>\w+)"
)


def _asked_when(sentence: Sentence) -> str | None:
    """As in "los de la expo, ¿para cuándo los acabas?": the task that is asked after, "Acabar los de la expo"."""
    match = _WHEN.search(sentence.folded)
    forms = readings(sentence.text[match.start("verb") : match.end("verb")]) if match else ()
    if match is None or not forms:
        return None
    before = [part.strip(" ¿,") for part in sentence.text[: match.start()].split(",")]
    thing = next((part for part in reversed(before) if OWN_OBJECT.match(fold(part))), "")
    verb = forms[0].infinitive
    return (
        (taking_care_of(thing) if verb in {"tener", "dar", "estar"} else with_thing(verb, thing, "")) if thing else None
    )


def _own_clause(act: Act) -> str:
    """The words of the act as they were said, from its clause's beginning to its end, without its time."""
    sentence = act.sentence
    if (asked := _asked_when(sentence)) is not None:
        return asked
    pronoun = next((p for p in act.pronouns if p in {"lo", "la", "los", "las"}), "")
    if act.verb is not None and pronoun and act.verb.endswith(("ar", "er", "ir")):
        verb, words = whole_verb(act, object_words(act))
        if not words:
            return capital(shortened(_OPENING.sub("", trimmed(sentence_text(sentence)))))
        return shortened(capital(f"{verb}{pronoun if ' ' not in verb else ''} {words}".strip()))
    start = clause_start(sentence, act.start)
    text = sentence.text[start : act.end]
    if act.due is not None and start <= act.due.start < act.end:
        text = sentence.text[start : act.due.start] + " " + sentence.text[act.due.end : act.end]
    words = without_loose(text)
    words = _OPENING.sub("", words) or words
    if len(content_stems(fold(words))) > 1:
        return capital(shortened(words))
    whole = re.split(r",?\s(?:but|pero)\s", _OPENING.sub("", trimmed(sentence_text(sentence))))[0]
    return capital(shortened(whole))


_OPENING = re.compile(r"^(?:(?:no|sí|si|ya|vale|pues|bueno|ok|okay|yes|yeah)[,.]?\s+)+(?=\w+\s+\w)", re.IGNORECASE)
