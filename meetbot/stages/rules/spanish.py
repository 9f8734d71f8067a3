"""Spanish recognisers of speech acts: by verb form, person and pronouns, over tuteo, voseo and ustedeo."""

import re
from collections.abc import Iterator

from meetbot.stages.due_dates import DueMention
from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act, ActKind, Clause, Reading, act_end, clause_before, clause_start, condition_of, pick_due
from meetbot.stages.rules.speech import Sentence, Word, content_stems
from meetbot.stages.rules.verb_list import HABITUAL
from meetbot.stages.rules.verbs import Form, imperative, is_infinitive, readings, split_enclitics

_CLITICS = frozenset("me te le les lo la los las se nos os".split())
_OBJECTS = frozenset("lo la los las".split())
_BETWEEN = r"(?:\s+(?:yo|tu|vos|usted|ustedes|ya|tambien|porfa|por favor|igual|nada mas|nomas|mejor|entonces))*"
_INF = r"(?P<verb>[a-z]+(?:ar|er|ir)(?:me|te|se|nos|les|los|las|le|lo|la|os|selos?|selas?|melos?|telos?|melas?|telas?)?)(?!\w)"
_PROMISES: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (score, re.compile(rf"(?<!\w)(?:{cue}){_BETWEEN}\s+{_INF}"))
    for score, cue in (
        (0.75, r"me (?:encargo|ocupo) de|me comprometo a|quedo (?:de|en)|prometo|me llevo (?:la tarea|el pendiente) de|me apunto a|me ofrezco a"),
        (0.65, r"voy a|me pongo a|me aviento a|me doy a la tarea de|paso a|me dedico a"),
        (0.5, r"me toca|dejame|dejenme|dejeme|dejame a mi|permitame|permiteme|tengo que|debo|tratare de|trato de|intento|me falta|necesito"),
        (0.42, r"puedo|podria yo|yo podria|quiero|quisiera"),
    )
)
_NEEDS = re.compile(
    r"(?<!\w)(?:hay que|habria que|habra que|tenemos que|tendriamos que|debemos|deberiamos|falta|hace falta|haria falta|"
    r"necesitamos|toca|nos toca|podemos|podriamos|se puede|se podria|conviene|convendria|urge|alguien (?:tiene|tendria|debe|deberia|puede|podria)(?: que)?|"
    rf"yo tendria que|quien (?:puede|podria|quiere|va a|se anima a)){_BETWEEN}\s+{_INF}"
)
_WHO = re.compile(r"(?<!\w)quien\s+(?:(?:me|nos|lo|la|los|las|le|les|se)\s+)*(?P<verb>\w+)")
_ASKS_TO = re.compile(
    r"(?<!\w)(?P<cue>(?:me |nos |le |les |lo |la |los |las )*(?:puedes|podes|podrias|puede|podria|pueden|podrian|podeis|podriais|"
    r"te animas a|quieres|queres|te (?:encargo|pido|toca)|le (?:encargo|pido|toca)|les (?:encargo|pido)|(?:me|nos) ayudas? a|"
    rf"te importaria|le importaria|te comprometes a|te encargas de|se encarga de)){_BETWEEN}\s+{_INF}"
)
_ASKS_CHARGE = re.compile(
    r"(?<!\w)(?:(?:te|se) (?:encargas?|encargan|ocupas?|apuntas?)|lo (?:ves|tomas|haces|llevas) (?:tu|vos)|(?:me|nos) ayudas? con)(?!\w)"
)
_WANTS = re.compile(
    r"(?<!\w)(?:necesito|quiero|quisiera|pido|pediria|propongo|sugiero|me gustaria|necesitamos|seria bueno|estaria bien|hace falta|mejor|"
    r"(?:te|le|les|os) (?:pido|encargo|agradeceria))\s+(?:que|k)\s+"
)
_DETERMINERS = frozenset("el un una este esta ese esa estos estas esos esas del al mi tu su nuestro nuestra cada otro otra de con por sin en ningun algun a".split())
_FOLLOWERS = frozenset(
    "el la los las un una unos unas ese esa esos esas esto eso este esta estos estas todo toda todos todas a al con hoy manana "
    "ahorita ahora luego despues yo otro otra ambos ambas mi mis su sus lo le les primero para temprano en que".split()
)
_NOT_TASKS = frozenset(
    "ser estar haber tener decir ver ir venir compartir mostrar leer contar explicar hablar empezar comenzar arrancar seguir saber "
    "creer pensar poder querer necesitar entender aclarar preguntar comentar llegar salir estar presentar platicar "
    "mirar escuchar esperar insistir repetir agregar anadir terminar acabar llevar".split()
)
"""After "voy a" these announce the next words or minutes of the meeting; a time to come or an object makes them work."""
_NOT_ORDERS = frozenset(
    "fijate fijese fijense mirame espera esperame esperate espereme dejame dejeme dejenme permiteme permitame dime digame perdona "
    "perdoname disculpame disculpe acordate acuerdate imaginate olvidate pasale llegale parale sumale cuentame dale dele hagale "
    "avisale vale callate apurate miralo mirala mirales".split()
)


def spanish_acts(reading: Reading) -> Iterator[Act]:
    """The acts of one sentence, in order of appearance per kind; overlapping ones are the caller's to sort out."""
    yield from _periphrases(reading)
    yield from _charges(reading)
    yield from _finite_forms(reading)
    yield from _wishes(reading)


def build(  # noqa: D417 - the other arguments are the act's own fields
    reading: Reading, kind: ActKind, start: int, body: int, *, verb: str | None, pronouns: tuple[str, ...] = (),
    target: str | None = None, score: float, clause: Clause,
) -> Act:
    """An act with its end, time, condition and content worked out from the sentence."""
    sentence = reading.sentence
    end = act_end(sentence, body, reading.names)
    due = pick_due(sentence, start, end)
    topic = _fronted(sentence, start, clause, due)
    return Act(
        kind=kind, sentence=sentence, start=start, body=body, end=end, verb=verb, pronouns=pronouns, target=target, topic=topic,
        score=score + (0.15 if due else 0), due=due, condition=condition_of(sentence, start, clause),
        stems=content_stems(_without(sentence.folded[body:end], due, body) + " " + topic),
    )  # fmt: skip


def _without(folded: str, due: DueMention | None, offset: int) -> str:
    if due is None or due.start < offset:
        return folded
    return folded[: due.start - offset] + folded[due.end - offset :]


_FRONTED = re.compile(r"(?:^|[\s,])(?P<phrase>(?:el|la|los|las|ese|esa|esos|esas|mi|un|una|lo de) (?:[\w-]+\s?){1,6}?),?\s*(?:yo\s+)?$")


def _fronted(sentence: Sentence, start: int, clause: Clause, due: DueMention | None) -> str:
    """An object put before its verb ("el reporte lo mando yo"), verbatim; empty when there is none."""
    words = [w for w in clause.words if w.folded not in _CLITICS or w.end + 1 < start]
    begin = words[0].start if words else start
    left = sentence.text[begin:start]
    match = _FRONTED.search(left.rstrip())
    if match is None or (due is not None and due.start < start):
        return ""
    phrase = match.group("phrase").strip()
    return phrase if content_stems(phrase.lower()) else ""


def _periphrases(reading: Reading) -> Iterator[Act]:
    folded = reading.sentence.folded
    for score, pattern in _PROMISES:
        for match in pattern.finditer(folded):
            yield from _promise_to(reading, match, score)
    for match in _NEEDS.finditer(folded):
        if is_infinitive(match.group("verb")):
            yield _infinitive_act(reading, "need", match, score=0.3)
    for match in _ASKS_TO.finditer(folded):
        if is_infinitive(match.group("verb")) and not _taken_by_need(folded, match):
            yield from _request_to(reading, match)


def _taken_by_need(folded: str, match: re.Match[str]) -> bool:
    return bool(re.search(r"(?:quien|alguien|se)\s+$", folded[: match.start()]))


def _infinitive_act(reading: Reading, kind: ActKind, match: re.Match[str], *, score: float, target: str | None = None) -> Act:
    verb, enclitics = split_enclitics(match.group("verb"))
    before = tuple(w for w in match.group().split() if w in _OBJECTS and match.group().startswith(w))
    pronouns = before + tuple(p for p in ("los", "las", "lo", "la") if enclitics.endswith(p))[:1]
    left = _clitics_before(reading.sentence, match.start())
    clause = clause_before(reading.sentence, match.start())
    return build(
        reading, kind, match.start(), match.end(), verb=verb, pronouns=(*pronouns, *(p for p in left if p in _OBJECTS)),
        target=target, score=score, clause=clause,
    )  # fmt: skip


def _promise_to(reading: Reading, match: re.Match[str], score: float) -> Iterator[Act]:
    sentence = reading.sentence
    clause = clause_before(sentence, match.start())
    if not is_infinitive(match.group("verb")) or clause.subordinate or clause.negated or sentence.asks_at(match.start()):
        return
    act = _infinitive_act(reading, "promise", match, score=score)
    if act.verb in _NOT_TASKS and not (act.due and act.stems) and not _with_whom(sentence, act):
        return
    if score < 0.6 and act.due is None and match.group().startswith(("quiero", "quisiera", "necesito", "me falta", "debo")):  # noqa: PLR2004 - the weak cues' scores
        return
    yield act


def _with_whom(sentence: Sentence, act: Act) -> bool:
    """Whether the verb goes on with a person to speak to: "hablar con", "ver con", "preguntarle a"."""
    return bool(re.match(r"\s*(?:\w+\s+)?(?:con|a)\s+\w", sentence.folded[act.body :])) and act.verb in {"hablar", "ver", "preguntar", "comentar", "platicar"}


def _request_to(reading: Reading, match: re.Match[str]) -> Iterator[Act]:
    sentence, cue = reading.sentence, match.group("cue")
    clause = clause_before(sentence, match.start())
    asked = sentence.asks_at(match.start())
    if clause.subordinate or (clause.negated and not asked):
        return
    named = reading.named_before(match.start())
    third = re.search(r"(?:puede|podria)n?$", cue)
    if named is not None and third and not asked and reading.addressee != named.name:
        yield _infinitive_act(reading, "assign", match, score=0.45, target=named.name)
        return
    direct = re.search(r"(?:te|le|les) (?:encargo|pido|toca)", cue)
    if asked or direct or reading.addressee or "usted" in match.group():
        target = reading.addressee or (named.name if named else None) or _pronoun_target(reading, match.end())
        yield _infinitive_act(reading, "request", match, score=0.55, target=target)


def _pronoun_target(reading: Reading, offset: int) -> str | None:
    after = reading.named_after(offset)
    return after.name if after and reading.sentence.folded[: after.start].rstrip().endswith(",") else None


def _charges(reading: Reading) -> Iterator[Act]:
    sentence, folded = reading.sentence, reading.sentence.folded
    for match in cues.TAKES_IT.finditer(folded):
        clause = clause_before(sentence, match.start())
        follow = re.match(r"\s+(?:yo\s+)?(?:de|con)\s+(?!eso|ello|esto|esa|ese)", folded[match.end() :])
        if clause.negated or clause.subordinate or sentence.asks_at(match.start()):
            continue
        if follow is None:
            yield build(reading, "take", match.start(), match.end(), verb=None, score=0.6, clause=clause)
        elif not is_infinitive(folded[match.end() + follow.end() :].split(" ")[0].strip(",.")):
            yield build(reading, "promise", match.start(), match.end() + follow.end(), verb="encargarse", score=0.7, clause=clause)
    for match in cues.DELIVERY.finditer(folded):
        clause = clause_before(sentence, match.start())
        if not clause.negated and not clause.subordinate and not sentence.asks_at(match.start()) and sentence.dues:
            yield build(reading, "delivery", match.start(), match.end(), verb=None, score=0.5, clause=clause)
    for match in _ASKS_CHARGE.finditer(folded):
        clause = clause_before(sentence, match.start())
        if _ASKS_TO.match(folded, match.start()) or clause.negated or clause.subordinate:
            continue
        if sentence.asks_at(match.start()) or reading.addressee:
            follow = re.match(r"(?:\s+(?:tu|vos|usted))?\s+(?:de|con)\s+", folded[match.end() :])
            body = match.end() + (follow.end() if follow else 0)
            target = reading.addressee or _pronoun_target(reading, body)
            yield build(reading, "request", match.start(), body, verb="encargarse" if follow else None, score=0.6, target=target, clause=clause)
        elif (named := reading.named_before(match.start())) is not None:
            follow = re.match(r"\s+de\s+", folded[match.end() :])
            body = match.end() + (follow.end() if follow else 0)
            yield build(reading, "assign", match.start(), body, verb="encargarse" if follow else None, score=0.55, target=named.name, clause=clause)


def _clitics_before(sentence: Sentence, offset: int) -> tuple[str, ...]:
    clitics: list[str] = []
    for word in reversed([w for w in sentence.words if w.end <= offset]):
        if word.folded not in _CLITICS or sentence.folded[word.end : offset].strip(" " + "".join(clitics)).strip("melotsanu "):
            break
        clitics.insert(0, word.folded)
    return tuple(clitics)


def _finite_forms(reading: Reading) -> Iterator[Act]:
    words = reading.sentence.words
    for index, word in enumerate(words):
        forms = [form for form in readings(word.raw) if form.task or form.infinitive in {"ver"}]
        if forms:
            yield from _finite(reading, index, forms)
        elif (order := imperative(word.folded)) is not None and word.folded not in _NOT_ORDERS:
            yield from _order(reading, word, *order)


def _finite(reading: Reading, index: int, forms: list[Form]) -> Iterator[Act]:
    sentence, words = reading.sentence, reading.sentence.words
    word = words[index]
    first = index
    while first > 0 and words[first - 1].folded in _CLITICS and words[first - 1].end + 1 == words[first].start:
        first -= 1
    clitics = tuple(w.folded for w in words[first:index])
    start = words[first].start
    clause = clause_before(sentence, start)
    if clause.subordinate or clause.negated:
        return
    for form in forms:
        act = _act_of(reading, word, form, clitics, start, clause)
        if act is not None:
            yield act
            return


def _act_of(reading: Reading, word: Word, form: Form, clitics: tuple[str, ...], start: int, clause: Clause) -> Act | None:
    if form.tense in {"present", "future"} and form.person == "1s":
        return _first_person(reading, word, form, clitics, start, clause)
    if form.tense in {"present", "future"} and form.person in {"2s", "2p"}:
        return _second_person(reading, word, form, clitics, start, clause)
    if form.tense in {"present", "future"} and form.person == "3s":
        return _third_person(reading, word, form, clitics, start, clause)
    if form.tense in {"present", "future"} and form.person == "1p" and {"te", "le", "les", "os"} & set(clitics):
        return None if reading.sentence.asks_at(start) else _plain(reading, "group", word, form, clitics, start, clause, 0.35)
    if form.tense == "imperative" and _addressed_at(reading, start):
        return _plain(reading, "request", word, form, clitics, start, clause, 0.5, target=reading.addressee)
    if form.tense == "subjunctive" and form.person == "3s" and "usted" in reading.sentence.folded[:start].split()[-2:]:
        return _plain(reading, "request", word, form, clitics, start, clause, 0.5, target=reading.addressee)
    return None


def _plain(  # noqa: PLR0913, PLR0917 - the word's grammar, passed on as it was read
    reading: Reading, kind: ActKind, word: Word, form: Form, clitics: tuple[str, ...], start: int, clause: Clause,
    score: float, target: str | None = None,
) -> Act:
    return build(
        reading, kind, start, word.end, verb=form.infinitive, pronouns=tuple(c for c in clitics if c in _OBJECTS),
        target=target, score=score, clause=clause,
    )  # fmt: skip


def _first_person(reading: Reading, word: Word, form: Form, clitics: tuple[str, ...], start: int, clause: Clause) -> Act | None:
    sentence = reading.sentence
    if sentence.asks_at(start) or _is_noun(sentence, word, clitics, start):
        return None
    act = _plain(reading, "promise", word, form, clitics, start, clause, 0.4)
    says_i = any(w.folded == "yo" for w in clause.words) or sentence.folded[word.end :].lstrip().startswith("yo")
    support = says_i + bool({"te", "le", "les", "se", "os"} & set(clitics)) + bool(set(clitics) & _OBJECTS) + (form.tense == "future")
    if form.infinitive in HABITUAL and act.due is None and form.tense == "present":
        return None
    if form.infinitive == "ver" and not _sees_to_it(sentence, act, clitics):
        return None
    if not support and act.due is None and (not act.stems or len(clause.words) > 2):  # noqa: PLR2004 - room for a filler and a link
        return None
    return _rescored(act, act.score + 0.1 * min(support, 2))


def _sees_to_it(sentence: Sentence, act: Act, clitics: tuple[str, ...]) -> bool:
    """"Lo veo con finanzas" is a task, "yo no lo veo" or "ya veo" is not."""
    return bool(set(clitics) & _OBJECTS or sentence.folded[act.body :].startswith((" yo", " con "))) and (
        act.due is not None or " con " in sentence.folded[act.body :] or sentence.folded[act.body :].startswith(" yo")
    )


def _rescored(act: Act, score: float) -> Act:
    return Act(**{**act.__dict__, "score": score})


def _is_noun(sentence: Sentence, word: Word, clitics: tuple[str, ...], start: int) -> bool:
    before = [w.folded for w in sentence.words if w.end <= start][-1:]
    if not clitics and before and before[0] in _DETERMINERS:
        return True
    after = [w.folded for w in sentence.words if w.start >= word.end][:1]
    supported = bool(clitics) or before == ["yo"] or not after or after[0] in _FOLLOWERS or after[0].isdigit()
    return not supported and not any(due.start <= word.end + 1 < due.end for due in sentence.dues)


def _second_person(reading: Reading, word: Word, form: Form, clitics: tuple[str, ...], start: int, clause: Clause) -> Act | None:
    sentence = reading.sentence
    asked = sentence.asks_at(start)
    after = {w.folded for w in sentence.words if word.end <= w.start <= word.end + 12}
    before = {w.folded for w in clause.words}
    pronoun = bool({"tu", "vos", "ustedes"} & (before | after))
    if re.match(r"(?:que|como|cuando|donde|cual|cuanto)(?!\w)", sentence.folded[clause_start(sentence, start) :].lstrip()):
        return None
    if asked or pronoun or {"me", "nos"} & set(clitics) or reading.addressee:
        target = reading.addressee or _pronoun_target(reading, word.end)
        return _plain(reading, "request", word, form, clitics, start, clause, 0.55, target=target)
    return None


def _third_person(reading: Reading, word: Word, form: Form, clitics: tuple[str, ...], start: int, clause: Clause) -> Act | None:
    sentence = reading.sentence
    named = reading.named_before(start)
    formal = "usted" in {w.folded for w in clause.words} or "usted" in sentence.folded[word.end : word.end + 9]
    if formal or (reading.addressee and {"me", "nos"} & set(clitics)):
        return _plain(reading, "request", word, form, clitics, start, clause, 0.55, target=reading.addressee)
    if named is None or sentence.asks_at(start) or reading.addressee == named.name:
        if reading.addressee and sentence.asks_at(start) and {"me", "nos", "lo", "la", "le", "les"} & set(clitics):
            return _plain(reading, "request", word, form, clitics, start, clause, 0.5, target=reading.addressee)
        return None
    if not re.fullmatch(rf"\s*(?:(?:ya|nos|les|le|lo|la|los|las|me|te|se|tambien|entonces)\s+)*", sentence.folded[named.end : start] + " "):
        return None
    act = _plain(reading, "assign", word, form, clitics, start, clause, 0.35, target=named.name)
    return _rescored(act, act.score + (0.15 if form.tense == "future" else 0) + (0.2 if reading.recap else 0))


def _addressed_at(reading: Reading, start: int) -> bool:
    """Whether the order stands right after the name or opens the sentence of somebody addressed."""
    if reading.addressee is None:
        return False
    clause = clause_start(reading.sentence, start)
    between = reading.sentence.folded[clause:start].strip()
    return not between or cues.FILLERS_AT_START.fullmatch(between + " ") is not None or any(
        named.end <= start and not reading.sentence.folded[named.end : start].strip(" ,") for named in reading.names
    )


def _order(reading: Reading, word: Word, form: Form, pronouns: str) -> Iterator[Act]:
    sentence = reading.sentence
    clause = clause_before(sentence, word.start)
    if clause.subordinate or clause.negated or len(clause.words) > 4:  # noqa: PLR2004 - an order opens its clause
        return
    objects = tuple(p for p in ("los", "las", "lo", "la") if pronouns.endswith(p))[:1]
    yield build(
        reading, "request", word.start, word.end, verb=form.infinitive, pronouns=objects, target=reading.addressee, score=0.5,
        clause=clause,
    )  # fmt: skip


def _wishes(reading: Reading) -> Iterator[Act]:
    """"Necesito que me mandes", "que Jorge mande": the subjunctive tells who is meant."""
    sentence, folded = reading.sentence, reading.sentence.folded
    starts = [match.end() for match in _WANTS.finditer(folded)]
    starts += [match.end() for match in re.finditer(r"(?:^|[,:.]\s*|\by\s+)(?:[\w ]{0,24}?,\s*)?que\s+", folded)]
    for start in dict.fromkeys(starts):
        words = [word for word in sentence.words if word.start >= start][:5]
        found = next(((w, form) for w in words for form in readings(w.raw) if form.tense == "subjunctive" and form.task), None)
        if found is None:
            continue
        word, form = found
        named = next((n for n in reading.names if start <= n.start < word.start), None)
        clause = clause_before(sentence, start)
        if form.person == "3s" and named is not None:
            yield _plain(reading, "assign", word, form, _clitics_before(sentence, word.start), word.start, clause, 0.5, target=named.name)
        elif form.person == "2s":
            yield _plain(reading, "request", word, form, _clitics_before(sentence, word.start), word.start, clause, 0.5, target=reading.addressee)
