"""Speech acts in a sentence: who promises, asks, assigns or says that something is needed."""

import re
from dataclasses import dataclass, field
from typing import Literal

from meetbot.stages.due_dates import DueMention
from meetbot.stages.rules import cues
from meetbot.stages.rules.own_time import elsewhere
from meetbot.stages.rules.people import Named
from meetbot.stages.rules.speech import Sentence, Word, content_stems
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.vocabulary import vocabulary

ActKind = Literal["promise", "take", "delivery", "request", "assign", "need", "group"]


@dataclass(frozen=True, kw_only=True)
class Act:
    """One speech act. `start` is where its verb phrase begins in the sentence, `body` where its object begins.

    `verb` is the infinitive (or English base form) or None when the act names no work of its own ("yo me encargo").
    `pronouns` are the object pronouns that stand for something said before. `target` is the person asked or named.
    `cue` names the form that made it an act, for the likelihood and its reasons.
    """

    kind: ActKind
    sentence: Sentence
    start: int
    body: int
    end: int
    verb: str | None = None
    pronouns: tuple[str, ...] = ()
    topic: str = ""
    target: str | None = None
    score: float = 0.5
    due: DueMention | None = None
    condition: str | None = None
    stems: frozenset[str] = field(default_factory=frozenset)
    cue: str = ""


@dataclass(frozen=True)
class Reading:
    """A sentence with the names in it and the person it addresses, as the recognisers take it."""

    sentence: Sentence
    names: tuple[Named, ...]
    addressee: str | None
    recap: bool = False

    def named_before(self, offset: int) -> Named | None:
        """The last person named in the clause before that offset."""
        start = clause_start(self.sentence, offset)
        return next((n for n in reversed(self.names) if start <= n.start and n.end <= offset), None)

    def named_after(self, offset: int, *, within: int = 14) -> Named | None:
        """The first person named right after that offset."""
        return next((n for n in self.names if offset <= n.start <= offset + within), None)


_BOUNDARY = re.compile(
    r"[,;:¿¡—(\"“]|(?<!\w)(?:y|e|pero|entonces|sino|porque|pues|asi que|o|and|but|so|then|because)(?!\w)"
)
_SUBORDINATORS = vocabulary(
    "que cuando como donde quien quienes cual cuyo aunque mientras porque si that when if who which while because",
    "where although unless since why how what",
)
_HARMLESS = re.compile(
    r"(?<!\w)(?:es que|claro que|asi que|o sea que|la verdad es que|la verdad que|creo que|yo creo que|"
    r"pienso que|digo que|"
    r"si que|por eso es que|lo que (?:si|hago|puedo hacer) es(?: que)?|quedamos (?:en )?que|resulta que|"
    r"por supuesto que|seguro que|"
    r"dicho que|i think|i guess|i think that)(?!\w)"
)
_NEGATIONS = vocabulary(
    "no nunca tampoco ni jamas not never don't won't can't nadie",
)


def clause_start(sentence: Sentence, offset: int) -> int:
    """Where the clause that holds the offset begins: after the last comma, question mark or conjunction before it."""
    start = 0
    for match in _BOUNDARY.finditer(sentence.folded, 0, offset):
        start = match.end()
    return start


@dataclass(frozen=True)
class Clause:
    """What stands in a clause before the act's verb."""

    words: tuple[Word, ...]
    subordinate: bool
    negated: bool
    condition: str | None


def clause_before(sentence: Sentence, offset: int) -> Clause:
    """The clause's words before the offset, and whether they make the act depend on or deny something."""
    start = clause_start(sentence, offset)
    left = sentence.folded[start:offset]
    masked = _HARMLESS.sub(lambda m: " " * len(m.group()), left)
    words = tuple(word for word in sentence.words if start <= word.start and word.end <= offset)
    shown = [word for word in words if masked[word.start - start : word.end - start].strip()]
    subordinators = [
        i
        for i, word in enumerate(shown)
        if word.folded in _SUBORDINATORS and word.raw.lower() not in {"sí", "qué", "cómo", "cuándo"}
    ]
    negated = bool(shown) and any(word.folded in _NEGATIONS for word in shown[-3:])
    if not subordinators:
        return Clause(words, subordinate=_after_reason(sentence, start), negated=negated, condition=None)
    first = subordinators[0]
    verb = next((w for w in shown[first + 1 :] if _finite(w)), None)
    if shown[first].folded in {"si", "if", "cuando", "when"} and verb is not None:
        condition = sentence.text[shown[first].start : verb.end]
        return Clause(
            words,
            subordinate=False,
            negated=negated,
            condition=condition if shown[first].folded in {"si", "if"} else None,
        )
    return Clause(words, subordinate=True, negated=negated, condition=None)


def _after_reason(sentence: Sentence, start: int) -> bool:
    """Whether the clause gives a reason: what follows `porque` is no act of its own."""
    return sentence.folded[:start].rstrip().endswith(("porque", "because"))


def _finite(word: Word) -> bool:
    return (
        any(form.tense in {"present", "subjunctive"} for form in readings(word.raw))
        or word.folded == "hay"
        or (word.folded.endswith(("s", "es")) and word.folded in _ENGLISH_THIRD)
    )


_ENGLISH_THIRD = vocabulary(
    "signs approves gives gets sends agrees comes says confirms is works",
)


def condition_of(sentence: Sentence, start: int, clause: Clause) -> str | None:
    """The words of the condition on which the act depends, or None; politeness is none."""
    if clause.condition is not None:
        return None if cues.POLITE_CONDITION.search(sentence.folded[:start]) else clause.condition.strip()
    for match in cues.CONDITION.finditer(sentence.folded):
        words = sentence.text[match.start() : match.end()]
        if words.lower().startswith("sí") or cues.POLITE_CONDITION.match(match.group()):
            continue
        if match.end() <= start or match.start() >= start:
            return words.strip()
    return None


def pick_due(sentence: Sentence, start: int, end: int) -> DueMention | None:
    """The time that belongs to the act: in its own words first, else the only one of its sentence."""
    dues = [due for due in sentence.dues if not elsewhere(sentence, due, start)]
    inside = [due for due in dues if start <= due.start < end]
    if inside:
        return _sharpest(sentence, inside)
    clause = clause_start(sentence, start)
    before = [due for due in dues if clause <= due.start < start]
    if before:
        return before[-1]
    opens = [due for due in dues if due.end <= clause and not sentence.folded[: due.start].strip(" ,.¿¡")]
    follows = [due for due in dues if due.start >= end and not sentence.folded[end : due.start].strip(" ,")]
    return next(iter((*follows, *opens)), None)


_LIMIT = re.compile(r"(?:a mas tardar|antes|maximo|como (?:maximo|muy tarde)|no later|by|before)(?!\w)")


def _sharpest(sentence: Sentence, dues: list[DueMention]) -> DueMention:
    """The first, or the limit that follows it at once: "esta semana, a más tardar el viernes"."""
    first, *others = dues
    for other in others:
        between = sentence.folded[first.end : other.start].strip(" ,")
        if not between and _LIMIT.match(sentence.folded, other.start):
            return other
    return first


_CUT = re.compile(
    r"[;?!¿]|,\s(?=(?:ella|ellos|ellas|ustedes|nosotros|he|she|they|we|you)\s)|,\s(?:tranquil[oa]|"
    r"no te preocupes|no se preocupe|sin problema|no worries|seguro)(?!\w)|\s[—–-]\s|"
    r",?\s(?:porque|pero|ya que|aunque|asi que|because|but|since|so(?= (?:i|we|you|that|they)\b)|"
    r"para que(?= (?:no|nos|me)\b))\s|"
    r"\so\s(?=(?:hay|lo|le|les|se|te|me|nos|quien|yo|tu|vos|usted)\b)|"
    r",?\s(?:y|e|and|luego|then)\s(?=(?:yo|tu|vos|ustedes|usted|ellos|ellas|que|el|ella|nos|me|te|le|les|lo|la|los|las|se|os|luego|"
    r"despues|ya|con eso|de ahi|"
    r"entonces|i|we|you|he|she|they|then|it|that)\b)"
)


def act_end(sentence: Sentence, body: int, names: tuple[Named, ...] = ()) -> int:
    """Where the act's own words end: at the next act's beginning, a reason, a question or a tag."""
    folded = sentence.folded
    end = len(folded)
    cut = _CUT.search(folded, body)
    if cut:
        end = cut.start()
    for match in re.finditer(r",\s*|\s(?:y|e|and)\s", folded[:end]):
        if match.start() >= body and _begins_act(sentence, match, body, names):
            end = match.start()
            break
    return end


def _begins_act(sentence: Sentence, match: re.Match[str], body: int, names: tuple[Named, ...]) -> bool:
    comma = match.group().startswith(",")
    rest = [word for word in sentence.words if word.start >= match.end()]
    if not rest or any(name.start == match.end() for name in names):
        return True
    if any(_main_verb(rest, position) for position in range(min(len(rest), 4 if comma else 1))):
        return True
    if comma and rest[0].folded in {"de", "con", "sin", "of", "with"}:
        return any(readings(word.raw) for word in rest[1:3])
    if _new_subject(rest) if comma else _goes_on(rest):
        return True
    has_object = bool(content_stems(sentence.folded[body : match.start()]))
    due_next = any(due.start <= rest[0].start < due.end for due in sentence.dues)
    return comma and has_object and not due_next and not _lists(sentence, match)


def _goes_on(rest: list[Word]) -> bool:
    """Whether the same subject's next verb follows: "arregla el enlace y arma el correo"."""
    third = any(f.task and f.tense == "present" and f.person == "3s" for f in readings(rest[0].raw))
    return third and len(rest) > 1 and rest[1].folded in {"el", "la", "los", "las", "un", "una", "con", "a", "al"}


def _new_subject(words: list[Word]) -> bool:
    """Whether a noun phrase and its verb follow: "…, el primero sale el jueves"."""
    if words[0].folded not in {"el", "la", "los", "las", "eso", "esto", "ese", "esa"}:
        return False
    return any(
        form.tense == "present" and form.person in {"3s", "3p"} and not form.task
        for word in words[2:4]
        for form in readings(word.raw)
    )


def _main_verb(words: list[Word], position: int) -> bool:
    """Whether the word is a verb in the first or second person or a plural: the start of another statement."""
    before = words[position - 1].folded if position else ""
    if before in {"el", "un", "este", "ese", "del", "al", "de", "con", "por", "para", "que", "sin"}:
        return False
    return any(
        form.tense in {"present", "future"} and form.person in {"1s", "2s", "1p"}
        for form in readings(words[position].raw)
    )


def _lists(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the comma separates members of a list: what follows is short and goes on with `y`."""
    rest = sentence.folded[match.end() :]
    member = re.match(r"(?:[\w'’-]+\s+){0,4}[\w'’-]+(?:,| y | e | and )", rest)
    return member is not None and not cues.FILLERS_AT_START.match(rest)
