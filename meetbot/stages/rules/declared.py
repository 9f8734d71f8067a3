"""Whether a sentence declares something settled."""

import re
from collections.abc import Sequence

from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Clause, clause_before
from meetbot.stages.rules.decision_cues import (
    CONCLUDES,
    DECLARED,
    DONE_DEAL,
    IN_FIGURE,
    MOVES_TO,
    NO_MORE,
    NORMS,
    OPENS,
    PAST,
    REJECTS,
    REPORTS,
    SETTLES,
)
from meetbot.stages.rules.proposals import MEETING_MOVES
from meetbot.stages.rules.signals import Signal
from meetbot.stages.rules.speech import Sentence, Word, content_stems
from meetbot.stages.rules.verbs import readings

_FEW_WORDS = 6
"""As in "venga, pues a Zaragoza": longer sentences that begin so tell something else."""


def substance(sentence: Sentence) -> set[str]:
    """The sentence's content without the words that declare it decided."""
    folded = sentence.folded
    for pattern in (DECLARED, DONE_DEAL):
        match = pattern.search(folded)
        if match is not None:
            folded = folded[: match.start()] + " " + folded[match.end() :]
    return set(content_stems(folded))


def declared_signal(sentence: Sentence) -> Signal | None:
    """How the sentence says that something is settled; None when it does not, or tells the past or a habit."""
    folded = sentence.folded
    if REJECTS.search(folded) or REPORTS.search(folded) or OPENS.search(folded):
        return None
    settles = SETTLES.search(folded) or DONE_DEAL.match(folded)
    if not settles and (PAST.search(folded) or cues.HABIT.search(folded)):
        return None
    stated = not sentence.question_span
    if _says_so(sentence) or (stated and (DONE_DEAL.match(folded) or NO_MORE.search(folded))):
        return "declared"
    moves = stated and MOVES_TO.match(folded) is not None and len(sentence.words) <= _FEW_WORDS
    if moves or (_concludes(sentence) and not _sets_norm(sentence)):
        return "ruled"
    return "norm" if _sets_norm(sentence) else None


def _sets_norm(sentence: Sentence) -> bool:
    """As in "de ahora en adelante los leads pasan por Marta", and "se cancela entonces"."""
    if sentence.question_span is not None:
        return False
    if _SO_IT_IS.search(sentence.folded):
        return True
    match = NORMS.search(sentence.folded)
    if match is None or len(content_stems(sentence.folded)) < _TELLING:
        return False
    forms = [form for word in sentence.words for form in readings(word.raw)]
    holds = any(form.tense in {"present", "future"} and form.person in {"3s", "3p", "1p"} for form in forms)
    holds = holds or _IS.search(sentence.folded) is not None
    english = re.search(r"(?<![\w'])(?:we'll|we will|we're|all|every|will|goes?|gets?)(?!\w)", sentence.folded)
    return (holds or english is not None) and not any(form.tense == "past" for form in forms)


_IS = re.compile(r"(?<!\w)(?:es|son|va|van|is|are|it's)(?!\w)")
_SO_IT_IS = re.compile(
    r"(?<!\w)(?:(?:entonces|listo|bueno|pues)[\s,]+(?:no )?se (?:cancela|suspende|elimina|aprueba|hace|mantiene|"
    r"queda|cambia|"
    r"sube|baja|reparte|quita|pausa)n?|(?:no )?se (?:cancela|suspende|elimina|aprueba|hace|mantiene|quita|"
    r"pausa)n? entonces)(?!\w)"
)


def declares_figure_told(sentence: Sentence) -> bool:
    """Whether it gives a figure that may as well be a result ("quedamos en siete"), with no word that concludes."""
    return IN_FIGURE.search(sentence.folded) is not None and CONCLUDES.search(sentence.folded) is None


def settles_barely(sentence: Sentence, *, promises: bool) -> bool:
    """Whether the sentence settles what was said before it and has no statement of its own: "acordado, el lunes".

    A promise in it ("acordado, yo lo cambio") is a task, not what was settled.
    """
    match = SETTLES.search(sentence.folded) or DONE_DEAL.match(sentence.folded) or _DONE.match(sentence.folded)
    if match is None or sentence.asks_at(match.start()) or clause_before(sentence, match.start()).negated:
        return False
    before = [w for w in sentence.words if w.end <= match.start()]
    rest = [w for w in sentence.words if w.start >= match.end()]
    names_it = bool(rest) and rest[0].folded in {"lo", "el", "la", "los", "las", "the"} and _content(rest)
    return promises or not (states(before) or states(rest) or names_it)


def _content(words: Sequence[Word]) -> frozenset[str]:
    return content_stems(" ".join(word.folded for word in words))


_DONE = re.compile(r"^[\s¡¿,.]*(?:hecho|cerrado|va asi|trato hecho|done|deal)(?=\s*(?:$|[.,;!]|entonces))")
_TELLING = 3


def states(words: Sequence[Word]) -> bool:
    """Whether the words make a statement: a verb with some content, or much content."""
    stems = _content(words)
    verb = any(form.tense in _FINITE for word in words[:8] for form in readings(word.raw))
    return len(stems) >= _TELLING or (verb and len(stems) > 1)


_FINITE = {"present", "future", "subjunctive"}


def _says_so(sentence: Sentence) -> bool:
    match = DECLARED.search(sentence.folded)
    if match is None or sentence.asks_at(match.start()):
        return False
    clause = clause_before(sentence, match.start())
    return not (clause.negated or _depends(clause) or _older(sentence, match.end()))


def _depends(clause: Clause) -> bool:
    return clause.subordinate and any(w.folded in {"si", "if", "cuando", "when", "porque"} for w in clause.words)


def _older(sentence: Sentence, offset: int) -> bool:
    """As in "quedamos en que usted nos pasaba las fotos": an agreement of an earlier meeting."""
    return any(form.tense == "past" for word in sentence.words if word.start >= offset for form in readings(word.raw))


def _concludes(sentence: Sentence) -> bool:
    """As in "va, subimos el umbral": a first person plural after a word of conclusion, or before "¿les parece?"."""
    concluding = CONCLUDES.search(sentence.folded) is not None or sentence.asks_agreement
    return concluding and bool(content_stems(sentence.folded)) and any(_rules(sentence, w) for w in sentence.words)


def _rules(sentence: Sentence, word: Word) -> bool:
    """Whether the word is a plural that says what is to hold, not what one group hands to another."""
    forms = [form for form in readings(word.raw) if form.person == "1p" and form.infinitive not in MEETING_MOVES]
    if not any(form.tense in {"present", "future"} for form in forms) or sentence.asks_at(word.start):
        return False
    clause = clause_before(sentence, word.start)
    hands = {"te", "le", "les", "os"} & {w.folded for w in clause.words[-2:]}
    dropped = clause.negated and re.search(r"(?<!\w)entonces(?!\w)", sentence.folded) is not None
    return (
        not clause.subordinate
        and (dropped or not clause.negated)
        and (not hands or _CHANGES.search(sentence.folded) is not None)
    )


_CHANGES = re.compile(
    r"(?<!\w)(?:le|les)\s+(?:metemos|ponemos|damos|quitamos|subimos|bajamos|cambiamos|agregamos)(?!\w)"
)


def declares_value(sentence: Sentence, before: int) -> bool:
    """Whether something is set before that offset: a date behind it is when to look at it again."""
    match = DECLARED.search(sentence.folded)
    if match is None or match.start() >= before:
        return False
    return not sentence.folded[match.start() :].startswith(("quedamos", "se queda para", "queda para"))
