"""Spanish acts made with more than one word: "voy a mandar", "¿puedes mandar?", "necesito que mandes"."""

import re
from collections.abc import Iterator

from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act, ActKind, Reading, clause_before
from meetbot.stages.rules.building import build, clitics_before, verb_seen, vocative_after
from meetbot.stages.rules.spanish_cues import (
    ASKS_CHARGE,
    ASKS_TO,
    ASSIGNS,
    HERE_AND_NOW,
    INF,
    LACKS,
    LIGHT_ORDER,
    NEEDS,
    NOT_TASKS,
    OBJECTS,
    PROMISES,
    TURN_OF,
    WANTS,
    WOULD_BE,
)
from meetbot.stages.rules.speech import Sentence
from meetbot.stages.rules.verbs import is_infinitive, readings, split_enclitics

_Match = re.Match[str]


def periphrases(reading: Reading) -> Iterator[Act]:
    """Acts whose work stands in the infinitive: promised, assigned, needed or asked for."""
    folded = reading.sentence.folded
    for score, pattern in PROMISES:
        for match in pattern.finditer(folded):
            yield from _promise(reading, match, score)
    yield from _assignments(reading)
    yield from _needs(reading)
    for match in ASKS_TO.finditer(folded):
        impersonal = re.search(r"(?:quien|alguien|se)\s+$", folded[: match.start()])
        if is_infinitive(match.group("verb")) and not impersonal:
            yield from _request(reading, match)


def _needs(reading: Reading) -> Iterator[Act]:
    """As in "hay que mandar", "haría falta una hoja"; to somebody who is spoken to they are requests."""
    folded = reading.sentence.folded
    for match in NEEDS.finditer(folded):
        if is_infinitive(match.group("verb")) and not clause_before(reading.sentence, match.start()).negated:
            yield _infinitive_act(reading, "need", match, score=0.3)
    for match in LACKS.finditer(folded):
        if not clause_before(reading.sentence, match.start()).negated:
            yield build(reading, "need", match.start(), match.end(), verb=None, score=0.3, cue="lacks")
    for match in WOULD_BE.finditer(folded) if reading.addressee else ():
        if is_infinitive(match.group("verb")) and not clause_before(reading.sentence, match.start()).negated:
            yield _infinitive_act(reading, "request", match, score=0.5, target=reading.addressee, cue="would be to")


def _infinitive_act(
    reading: Reading, kind: ActKind, match: _Match, *, score: float, target: str | None = None, cue: str = ""
) -> Act:
    verb, enclitics = split_enclitics(match.group("verb"))
    after = tuple(p for p in ("los", "las", "lo", "la") if enclitics.endswith(p))[:1]
    first = match.group().split()[0]
    left = [clitic.folded for clitic in clitics_before(reading.sentence, match.start())]
    before = tuple(word for word in (*left, first) if word in OBJECTS)
    return build(
        reading,
        kind,
        match.start(),
        match.end(),
        verb=verb,
        score=score,
        pronouns=(*after, *before),
        target=target,
        cue=cue,
    )


_CUES = {0.75: "undertakes", 0.65: "going to", 0.5: "must", 0.42: "can"}
_WEAK = 0.6
"""Cues below this score say what the speaker wants or must, which is a promise only with a time to come."""


def _promise(reading: Reading, match: _Match, score: float) -> Iterator[Act]:
    sentence = reading.sentence
    clause = clause_before(sentence, match.start())
    if clause.subordinate or clause.negated or sentence.asks_at(match.start()):
        return
    if not is_infinitive(match.group("verb")):
        return
    act = _infinitive_act(reading, "promise", match, score=score, cue=_CUES[score])
    if act.verb in {"ser", "estar", "haber"}:
        return
    if act.verb in NOT_TASKS and not (act.due and act.stems) and not _with_whom(sentence, act):
        return
    wishes_only = match.group().startswith(("quiero", "quisiera", "necesito", "me falta", "debo"))
    if score < _WEAK and act.due is None and wishes_only:
        return
    yield act


def _with_whom(sentence: Sentence, act: Act) -> bool:
    """Whether the verb goes on with a person to speak to: "hablar con", "ver con", "preguntarle a"."""
    speaks = act.verb in {"hablar", "ver", "preguntar", "comentar", "platicar"}
    return speaks and bool(re.match(r"\s*(?:\w+\s+)?(?:con|a)\s+\w", sentence.folded[act.body :]))


def _assignments(reading: Reading) -> Iterator[Act]:
    """As in "Marta va a llamar", "le toca a Marta enviar"."""
    sentence, folded = reading.sentence, reading.sentence.folded
    for named in reading.names:
        match = ASSIGNS.match(folded, named.end)
        if match and is_infinitive(match.group("verb")) and not sentence.asks_at(named.start):
            certain = match.group("cue") not in {"puede", "podria", "deberia", "necesita"}
            yield _infinitive_act(reading, "assign", match, score=0.5 if certain else 0.4, target=named.name)
    for match in TURN_OF.finditer(folded):
        after = reading.named_after(match.end("cue"), within=2)
        verb = re.compile(rf"\s+{INF}").match(folded, after.end) if after else None
        if after and verb and is_infinitive(verb.group("verb")):
            base = split_enclitics(verb.group("verb"))[0]
            yield build(reading, "assign", match.start(), verb.end(), verb=base, score=0.55, target=after.name)


def _request(reading: Reading, match: _Match) -> Iterator[Act]:
    sentence = reading.sentence
    clause = clause_before(sentence, match.start())
    asked = sentence.asks_at(match.start())
    here_and_now = split_enclitics(match.group("verb"))[0] in HERE_AND_NOW
    if clause.subordinate or (clause.negated and not asked) or here_and_now:
        return
    named = reading.named_before(match.start())
    third = re.search(r"(?:(?:puede|podria)n?|se encarga de)$", match.group("cue"))
    if named is not None and third and not asked and reading.addressee != named.name:
        yield _infinitive_act(reading, "assign", match, score=0.45, target=named.name)
        return
    direct = re.search(r"(?:te|le|les) (?:encargo|pido|toca)", match.group("cue"))
    if asked or direct or reading.addressee or "usted" in match.group():
        target = reading.addressee or (named.name if named else None) or vocative_after(reading, match.end())
        yield _infinitive_act(reading, "request", match, score=0.55, target=target)


def charges(reading: Reading) -> Iterator[Act]:
    """Acts that name no work of their own: "yo me encargo", "el jueves lo tienes", "¿te encargas tú?"."""
    folded = reading.sentence.folded
    for match in cues.TAKES_IT.finditer(folded):
        if _stated(reading, match.start()):
            yield from _taking(reading, match)
    for match in cues.DELIVERY.finditer(folded):
        if _stated(reading, match.start()) and reading.sentence.dues and not _past(reading.sentence):
            yield build(reading, "delivery", match.start(), match.end(), verb=None, score=0.5)
    for match in LIGHT_ORDER.finditer(folded):
        verb = {"d": "dar", "e": "echar", "p": "poner"}[match.group("verb")[0]]
        yield build(reading, "request", match.start(), match.end(), verb=verb, score=0.5, target=reading.addressee)
    for match in ASKS_CHARGE.finditer(folded):
        clause = clause_before(reading.sentence, match.start())
        if not (ASKS_TO.match(folded, match.start()) or clause.negated or clause.subordinate):
            yield from _asking_charge(reading, match)


def _stated(reading: Reading, start: int) -> bool:
    clause = clause_before(reading.sentence, start)
    return not (clause.negated or clause.subordinate or reading.sentence.asks_at(start))


def _past(sentence: Sentence) -> bool:
    return any(form.tense == "past" for word in sentence.words for form in readings(word.raw))


_OF_IT = re.compile(r"\s+(?:yo\s+)?del?\s+(?!eso|ello|esto|esa|ese)")


def _taking(reading: Reading, match: _Match) -> Iterator[Act]:
    folded = reading.sentence.folded
    charge = match.group().endswith(("encargo", "ocupo", "encargo yo", "ocupo yo", "cargo"))
    follow = _OF_IT.match(folded, match.end()) if charge else None
    if follow is None:
        yield build(reading, "take", match.start(), match.end(), verb=None, score=0.6)
    elif not is_infinitive(folded[follow.end() :].split(" ")[0].strip(",.")):
        yield build(reading, "promise", match.start(), follow.end(), verb="encargarse", score=0.7)


def _asking_charge(reading: Reading, match: _Match) -> Iterator[Act]:
    follow = re.compile(r"(?:\s+(?:tu|vos|usted))?\s+(?:de|con)\s+").match(reading.sentence.folded, match.end())
    body = follow.end() if follow else match.end()
    verb = "encargarse" if follow else None
    named = reading.named_before(match.start())
    if reading.sentence.asks_at(match.start()) or reading.addressee:
        target = reading.addressee or vocative_after(reading, body)
        yield build(reading, "request", match.start(), body, verb=verb, score=0.6, target=target)
    elif named is not None:
        yield build(reading, "assign", match.start(), body, verb=verb, score=0.55, target=named.name)


_THAT = re.compile(r"(?:^|[,:.]\s*|\by\s+)(?:[\w ]{0,24}?,\s*)?que\s+")
_NEAR_WORDS = 5


def wishes(reading: Reading) -> Iterator[Act]:
    """As in "Necesito que me mandes", "que Jorge mande": the subjunctive tells who is meant."""
    sentence, folded = reading.sentence, reading.sentence.folded
    starts = [match.end() for pattern in (WANTS, _THAT) for match in pattern.finditer(folded)]
    for start in dict.fromkeys(starts):
        near = [word for word in sentence.words if word.start >= start][:_NEAR_WORDS]
        forms = [(w, f) for w in near for f in readings(w.raw) if f.tense == "subjunctive" and f.task]
        if not forms:
            continue
        seen = verb_seen(reading, *forms[0])
        if re.search(r"[.,;:…?]", folded[start : seen.start]):
            continue
        named = next((n for n in reading.names if start <= n.start < seen.word.start), None)
        if seen.form.person == "3s" and named is not None:
            yield seen.act("assign", 0.5, target=named.name)
        elif seen.form.person == "2s":
            yield seen.act("request", 0.5, target=reading.addressee)
