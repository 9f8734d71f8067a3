"""The wording of decisions: what holds from now on, without the words that propose or settle it."""

import re
from collections.abc import Sequence

from meetbot.stages.folding import fold
from meetbot.stages.rules.conclusions import own_matter, says_how
from meetbot.stages.rules.decision_log import Decision
from meetbot.stages.rules.matter import finite_verbs
from meetbot.stages.rules.proposals import proposal_strength
from meetbot.stages.rules.speech import Sentence, Utterance, Word
from meetbot.stages.rules.tasks import Heard
from meetbot.stages.rules.trimming import shortened, trimmed
from meetbot.stages.rules.verbs import Form, readings
from meetbot.stages.rules.wording import capital, tidy

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
    r"por que no|podriamos|deberiamos|(?:i (?:propose|suggest)(?: that)?(?: we)?|let's(?! not)|what if we|how about we|"
    r"why don't we|we should|we could))\s+"
)
_MIN_CLAUSE = 3
_LEADING = re.compile(
    r"^\W*(?:(?:vale|venga|pues|entonces|bueno|va|okay|ok|so|then|alright|right|dale|listo|y lo ultimo|lo ultimo|"
    r"mi propuesta|my proposal|ah|y|and|quedamos asi|asi queda|queda asi|asi|i'd say|i would say|yo diria|"
    r"no(?=\s*[,.]))"
    r"(?:\s*[,:.]\s*|\s+))+"
)
_BEHIND = re.compile(r",\s*(?:yo (?:primero )?\w+|i'll|y punto|y ya|no me )(?!\w).*$|\s(?:entonces|then)$")


def _bare(text: str) -> str:
    """The statement without what leads to it and what its speaker adds about himself."""
    lead = _LEADING.match(fold(text))
    rest = text[lead.end() :] if lead else text
    text = rest if len(rest.split()) > 1 else text
    behind = _BEHIND.search(fold(text))
    kept = text[: behind.start()] if behind else text
    kept = kept if len(kept.split()) >= _MIN_CLAUSE else text
    return kept[3:] if fold(kept).startswith("yo ") and not readings(kept.split()[1]) else kept


def decision_text(sentence: Sentence) -> str:
    """What was decided, without the words that propose or settle it where the rest stands alone."""
    text = capital(_bare(trimmed(tidy(sentence.text))))
    for pattern in (_SETTLING, _PUTTING):
        match = pattern.match(fold(text))
        rest = text[match.end() :] if match else ""
        if match is not None and len(rest.split()) >= _MIN_CLAUSE:
            return capital(shortened(tidy(_as_infinitive(rest).rstrip("?¿ "))))
    return shortened(capital(_as_infinitive(text)) if fold(text).startswith("yo ") else text)


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


def fragments(last: Sentence, turn: Heard) -> tuple[Sentence, ...]:
    """What a recogniser cut off behind the sentence: how often or when, without a verb or a name of its own."""
    found: list[Sentence] = []
    for sentence in turn.utterance.sentences:
        if sentence.start <= last.start:
            continue
        if turn.names_in(sentence) or not _is_fragment(sentence) or len(found) == _FRAGMENTS:
            break
        found.append(sentence)
    return tuple(found)


def _is_fragment(sentence: Sentence) -> bool:
    words = sentence.words
    if len(words) > _FRAGMENT or "?" in sentence.text or any(readings(word.raw) for word in words):
        return False
    return len(words) > 1 and _MEASURES.search(sentence.folded) is not None


_FRAGMENTS, _FRAGMENT = 3, 8
_MEASURES = re.compile(
    r"(?<!\w)(?:veces|cada|diario|semanal|mensual|(?:hasta|desde) (?:el|la|fin|enero|febrero|marzo|abril|mayo|junio"
    r"|julio|agosto|septiembre|octubre|noviembre|diciembre)|lunes|martes|miercoles|jueves|viernes|por ciento"
    r"|times|every|daily|weekly|monthly|until|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|percent)(?!\w)"
)

_MOST, _CLEARER, _TOO_LONG = 6, 2.0, 24
_ABOUT_PEOPLE = frozenset({"1s", "2s"})


def clearest(decision: Decision, heard: Sequence[Utterance]) -> tuple[Sentence, ...]:
    """The sentences that say best what was decided: those that lead it, or a much plainer one of its other turns."""
    if decision.thing or not all(_unfinished(sentence) for sentence in decision.sentences):
        return decision.sentences
    own = max(plainness(sentence) for sentence in decision.sentences)
    ranked = [
        (plainness(sentence), -abs(turn - decision.lead), -sentence.start, sentence)
        for turn in sorted(decision.said)
        for sentence in heard[turn].sentences
        if decision.status == "made"
        and (turn == decision.lead or sentence == decision.said[turn] or turn < decision.lead)
    ]
    ranked = [entry for entry in ranked if len(own_matter(entry[3])) > _THIN and _puts(entry[3])]
    best = max(ranked, key=lambda entry: entry[:3], default=None)
    if best is None or best[3] in decision.sentences or best[0] < own + _CLEARER:
        return decision.sentences
    return (best[3],)


_THIN = 2


def _puts(sentence: Sentence) -> bool:
    return (says_how(sentence) or proposal_strength(sentence) > 0) and not sentence.folded.startswith("que ")


def _unfinished(sentence: Sentence) -> bool:
    """Whether it only adds to what was said: a reason, a time asked back, what others should do."""
    return _ADDS.match(sentence.folded) is not None


_ADDS = re.compile(r"^\W*(?:pero|but|porque|because|a partir de[\w ]+, (?:dijiste|no))(?!\w)")


def plainness(sentence: Sentence) -> float:
    """How much the sentence says, and how far it states a rule and not a person's work, doubt or question."""
    worth = float(min(_MOST, len(own_matter(sentence))))
    worth += 1.5 if says_how(sentence) or proposal_strength(sentence) > _PROPOSES else 0
    worth -= 2 if sentence.question_span is not None and not sentence.asks_agreement else 0
    worth -= 2 if len(sentence.words) > _TOO_LONG else 0
    worth -= (
        3
        if any(_of_a_person(word) for word in finite_verbs(sentence.words)) or _SOMEBODY.search(sentence.folded)
        else 0
    )
    return worth


_PROPOSES = 0.4
_SOMEBODY = re.compile(
    r"(?<!\w)(?:alguien|habiamos|iba|iban|creo|no se|me|te|hace falta|somebody|someone|i|i'm|i'll|you)(?!\w)"
)


def _of_a_person(word: Word) -> bool:
    forms = readings(word.raw)
    return bool(forms) and all(form.person in _ABOUT_PEOPLE or form.tense == "past" for form in forms)
