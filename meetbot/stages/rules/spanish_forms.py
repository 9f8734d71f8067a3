"""Spanish acts made with one verb form: "les mando", "¿me mandas?", "mándame", "Jorge manda"."""

import re
from collections.abc import Iterator
from dataclasses import replace

from meetbot.stages.folding import fold
from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act, Reading, clause_before, clause_start
from meetbot.stages.rules.building import VerbSeen, build, verb_seen, vocative_after
from meetbot.stages.rules.exchanges import time_asked_for
from meetbot.stages.rules.spanish_cues import (
    ANNOUNCING,
    DETERMINERS,
    FOLLOWERS,
    HERE_AND_NOW,
    NOT_ORDERS,
    OBJECTS,
    PREPOSITIONS,
    SAYING,
)
from meetbot.stages.rules.speech import Word, content_stems
from meetbot.stages.rules.verb_list import HABITUAL
from meetbot.stages.rules.verbs import Form, imperative, is_infinitive, readings

_SEEING = ("ver", "mirar")
_DATIVES = ("te", "le", "les", "os")


def finite_forms(reading: Reading) -> Iterator[Act]:
    """Acts whose verb is conjugated: each word is read as every form that it can be, the first that fits counts."""
    for word in reading.sentence.words:
        forms = [form for form in readings(word.raw) if form.task or form.infinitive == "ver"]
        if forms:
            acts = (_act_of(verb_seen(reading, word, form)) for form in forms)
            yield from [act for act in acts if act is not None][:1]
        elif (order := imperative(word.folded)) is not None and word.folded not in NOT_ORDERS:
            yield from _order(reading, word, *order)


def _act_of(seen: VerbSeen) -> Act | None:
    just_done = seen.form.infinitive == "acabar" and seen.sentence.folded.startswith(" de ", seen.word.end)
    before = [w.folded for w in seen.sentence.words if w.end <= seen.start][-1:]
    politely = seen.clause.negated and seen.asked and seen.form.person == "2s"
    denied = seen.clause.subordinate or (seen.clause.negated and not politely)
    if just_done or denied or (before and _takes_noun(seen, before[0])):
        return None
    if seen.form.tense in {"present", "future"}:
        by_person = {"1s": _first, "2s": _second, "2p": _second, "3s": _third, "1p": _group}
        recognise = by_person.get(seen.form.person)
        return recognise(seen) if recognise else None
    if seen.form.tense == "conditional":
        return _would(seen)
    order = seen.form.tense == "imperative" and not seen.clitics and _opens_for_addressee(seen)
    formal = seen.form.tense == "subjunctive" and seen.form.person == "3s" and before == ["usted"]
    return seen.act("request", 0.5, target=seen.reading.addressee) if order or formal else None


def _takes_noun(seen: VerbSeen, before: str) -> bool:
    """As in "pedir las muestras", "con las encuestas": what follows is an article and a noun."""
    articles = bool(seen.clitics) and set(seen.clitics) <= {"la", "las", "los"}
    return before in PREPOSITIONS or (articles and is_infinitive(before))


def _first(seen: VerbSeen) -> Act | None:
    """As in "Les mando": a promise, unless the word is a noun, a habit, an opinion or an announcement."""
    if seen.word.folded == "creo" or seen.asked or _is_noun(seen) or seen.form.infinitive in SAYING:
        return None
    if seen.sentence.folded.startswith(" que ", seen.word.end):
        return None
    act = seen.act("promise", 0.4)
    if act.due is None and _promises_nothing(seen, act):
        return None
    if seen.form.infinitive in _SEEING and not _sees_to_it(seen, act):
        return None
    support = _support(seen)
    if not support and act.due is None and (not act.stems or len(seen.clause.words) > 2):  # noqa: PLR2004 - a filler and a link
        return None
    return replace(act, score=act.score + 0.1 * min(support, 2))


def _promises_nothing(seen: VerbSeen, act: Act) -> bool:
    """Whether the verb without a time tells a habit, announces words or takes leave."""
    after = seen.sentence.folded[seen.word.end :]
    if seen.form.infinitive == "dejar" and not act.stems and not _STATED.match(after):
        return True
    if seen.form.infinitive in _WITH_OBJECT and not act.stems and not seen.has(*OBJECTS):
        return True
    return seen.form.tense == "present" and (seen.form.infinitive in HABITUAL or _only_says(seen))


_WITH_OBJECT = ("compartir", "proyectar", "firmar", "apuntar", "anotar", "calcular")
"""As in "yo comparto": without an object they are part of the talk."""
_STATED = re.compile(r"\s+(?:yo\s+)?(?:list|hech|termin|cerrad|resuelt|armad|corriendo|andando)\w*")
"""As in "los dejo" is a farewell, "lo dejo listo" work."""


def _only_says(seen: VerbSeen) -> bool:
    """As in "les comento", "yo traigo otro número": words to come, or something that one has now."""
    if seen.form.infinitive == "avisar" and not content_stems(seen.sentence.folded[seen.word.end :]):
        return True
    has_now = seen.form.infinitive == "traer" and not seen.has(*_DATIVES, "se")
    return has_now or (seen.form.infinitive in ANNOUNCING and not seen.has("se"))


def _support(seen: VerbSeen) -> int:
    """How much in the form says that the speaker does it for somebody: "yo", a dative, an object, the future."""
    after = seen.sentence.folded[seen.word.end :].lstrip()
    says_i = after.startswith("yo") or any(word.folded == "yo" for word in seen.clause.words)
    return says_i + seen.has(*_DATIVES, "se") + seen.has(*OBJECTS) + (seen.form.tense == "future")


def _sees_to_it(seen: VerbSeen, act: Act) -> bool:
    """As in "Lo veo con finanzas" is a task, "yo no lo veo" or "ya veo" is not."""
    after = seen.sentence.folded[act.body :]
    of_something = seen.has(*OBJECTS) or after.startswith((" yo", " con "))
    return of_something and (act.due is not None or " con " in after or after.startswith(" yo"))


def _is_noun(seen: VerbSeen) -> bool:
    """As in "El cambio", "un registro": a first person must be supported by what stands around it."""
    words = seen.sentence.words
    before = [w.folded for w in words if w.end <= seen.start][-1:]
    if not seen.clitics and before and before[0] in DETERMINERS:
        return True
    after = [w.folded for w in words if w.start >= seen.word.end][:1]
    supported = bool(seen.clitics) or before == ["yo"] or not after or after[0] in FOLLOWERS or after[0].isdigit()
    return not supported and not any(due.start <= seen.word.end + 1 < due.end for due in seen.sentence.dues)


_ASKS_FACT = re.compile(r"\s*(?:que|como|cuando|donde|cual|cuanto)(?!\w)")
_NEARBY = 12


def _second(seen: VerbSeen) -> Act | None:
    """As in "¿Me mandas?", "vos armás": a request when it is asked, says who, or asks for the speaker."""
    sentence = seen.sentence
    if _ASKS_FACT.match(sentence.folded, clause_start(sentence, seen.start)):
        return None
    if seen.form.infinitive in HERE_AND_NOW:
        return None
    near = {w.folded for w in sentence.words if seen.word.end <= w.start <= seen.word.end + _NEARBY}
    near |= {w.folded for w in seen.clause.words}
    if seen.asked or {"tu", "vos", "ustedes"} & near or seen.has("me", "nos") or seen.reading.addressee:
        target = seen.reading.addressee or vocative_after(seen.reading, seen.word.end)
        return seen.act("request", 0.55, target=target)
    return None


def _would(seen: VerbSeen) -> Act | None:
    """As in "¿no lo harías vos?", "¿me lo mandaría?": asked of whom is spoken to."""
    reading = seen.reading
    spoken_to = seen.form.person == "2s" or (seen.form.person in {"1s", "3s"} and reading.addressee is not None)
    if (
        not seen.asked
        or not spoken_to
        or _ASKS_FACT.match(seen.sentence.folded, clause_start(seen.sentence, seen.start))
    ):
        return None
    if not (seen.clitics or seen.form.person == "2s"):
        return None
    target = reading.addressee or vocative_after(reading, seen.word.end)
    return seen.act("request", 0.55, target=target)


_BETWEEN_NAME_AND_VERB = re.compile(r"\s*(?:(?:ya|nos|les|le|lo|la|los|las|me|te|se|tambien|entonces)\s+)*")


def _third(seen: VerbSeen) -> Act | None:
    """As in "Usted me prepara" is a request, "Jorge manda" an assignment; of things it is neither."""
    sentence, reading = seen.sentence, seen.reading
    formal = any(word.folded == "usted" for word in seen.clause.words)
    if formal or sentence.folded.startswith(" usted", seen.word.end) or _asks_formally(seen):
        return seen.act("request", 0.55, target=reading.addressee)
    named = reading.named_before(seen.start)
    if seen.asked or named is None or reading.addressee == named.name:
        asks = reading.addressee and seen.asked and seen.has("lo", "la", "le", "les")
        return seen.act("request", 0.5, target=reading.addressee) if asks else None
    if not _BETWEEN_NAME_AND_VERB.fullmatch(sentence.folded[named.end : seen.start] + " "):
        return None
    certain = (0.15 if seen.form.tense == "future" else 0) + (0.2 if reading.recap else 0)
    return seen.act("assign", 0.35 + certain, target=named.name)


def _asks_formally(seen: VerbSeen) -> bool:
    """As in "don Luis, me manda la tabla": called before the verb, or asked; "a mí me da dos mil, Luis" is neither."""
    if not seen.reading.addressee or not seen.has("me", "nos") or seen.has("se"):
        return False
    called = any(named.end <= seen.start for named in seen.reading.names)
    return seen.asked or (called and not re.search(r"(?<!\w)a (?:mi|nosotros) $", seen.sentence.folded[: seen.start]))


def _group(seen: VerbSeen) -> Act | None:
    """As in "Les mandamos": one group promises another; nobody in person."""
    works = seen.has(*_DATIVES) and not (seen.form.infinitive == "hacer" and seen.has("le"))
    return seen.act("group", 0.35) if works and not seen.asked else None


def _opens_for_addressee(seen: VerbSeen) -> bool:
    """Whether the order stands right after the name, or opens the clause of somebody addressed.

    As in "Jorge está solo, cubre lo suyo" it tells of whom the sentence names, though somebody else is spoken to.
    """
    reading, folded = seen.reading, seen.sentence.folded
    told_of = [named.name for named in reading.names if named.end <= seen.start][-1:]
    if reading.addressee is None or told_of not in ([], [reading.addressee]):
        return False
    between = folded[clause_start(seen.sentence, seen.start) : seen.start].strip()
    after_name = any(n.end <= seen.start and not folded[n.end : seen.start].strip(" ,") for n in reading.names)
    return not between or after_name or cues.FILLERS_AT_START.fullmatch(between + " ") is not None


_ORDER_OPENS = 4
"""Words that may stand before an order in its clause."""


def _order(reading: Reading, word: Word, form: Form, pronouns: str) -> Iterator[Act]:
    if form.infinitive in {"dar", "dejar"} and time_asked_for(reading.sentence) is not None:
        return
    clause = clause_before(reading.sentence, word.start)
    if clause.subordinate or clause.negated or len(clause.words) > _ORDER_OPENS:
        return
    objects = tuple(p for p in ("los", "las", "lo", "la") if pronouns.endswith(p))[:1]
    after = reading.sentence.folded[word.end :].strip(" .,;!?")
    only_a_day = any(due.start <= word.end + 1 and fold(due.words) in after for due in reading.sentence.dues)
    if form.infinitive in {"poner", "dar", "dejar", "marcar"} and only_a_day and not objects:
        return
    yield build(
        reading,
        "request",
        word.start,
        word.end,
        verb=form.infinitive,
        score=0.5,
        pronouns=objects,
        target=reading.addressee,
    )
