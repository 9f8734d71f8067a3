"""Where the exchange that an item cites tells its task as finished: the asking turn and the answer read together."""

import re
from collections.abc import Iterator

from meetbot.stages.check_claim import Claim
from meetbot.stages.check_past import done
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import sentences
from meetbot.stages.ground_given import own_matter
from meetbot.stages.ground_promises import first_person
from meetbot.stages.ground_replies import clause_texts, reply_in
from meetbot.stages.ground_words import negated
from meetbot.stages.rules.vocabulary import ONCE
from meetbot.stages.update_cues import Report, report_in
from meetbot.stages.update_days import asks_past
from meetbot.stages.update_done import confirms, tells_of_another

_ANSWERS_WITHIN = 2
"""Turns behind the last cited one in which the owner, who was asked, answers."""
_CONDITION = re.compile(rf"\b(?:si|cuando|if|when)\b|\b{ONCE}")
_ONLY_AGREES = re.compile(
    r"(?:list[oa]|hecho|done|(?:anot|apunt|agend|confirm|acord|entend|correg|cambi|ajust)[ai]d[oa]s?)"
)
_SHORT = 2
"""Words of a clause that only agrees: 'listo, dale'."""
_LONG_TURN = 40
"""Words: a longer turn speaks of several things, and only its sentences about the task count."""
_LONG_SENTENCE = 120
"""Words: what goes on for longer without a full stop is no report."""


def told_finished(claim: Claim) -> int | None:
    """The turn of the exchange that tells the task as finished, None where none does or it is open again after it."""
    finished: int | None = None
    spoken_of: int | None = None
    for index in _exchange(claim):
        said = _about_it(claim, index, spoken_of)
        if said and _reports(claim, index, said):
            finished = index
        elif finished is not None and said and _reopens(claim, index, said):
            finished = None
        if _names_it(claim.context.turns[index].text, claim):
            spoken_of = index
    return finished


def _exchange(claim: Claim) -> list[int]:
    """The cited turns, and the owner's answer right behind them."""
    cited = sorted(claim.cited)
    last, owner = cited[-1], claim.owner
    if owner is None or claim.context.name(last) == owner.name:
        return cited
    behind = range(last + 1, min(len(claim.context.turns), last + 1 + _ANSWERS_WITHIN))
    return [*cited, *[index for index in behind if claim.context.name(index) == owner.name][:1]]


def _about_it(claim: Claim, index: int, spoken_of: int | None) -> str:
    """What the turn says of the task: by its words, or as the answer to a turn that has them; empty for nothing."""
    text = claim.context.turns[index].text
    parts = [text[start:end] for start, end in sentences(text)]
    parts = [part for part in parts if len(part.split()) <= _LONG_SENTENCE]
    named = [number for number, part in enumerate(parts) if _names_it(part, claim)]
    answers = spoken_of is not None and index - spoken_of <= _ANSWERS_WITHIN + 1
    if not named and not answers:
        return ""
    if len(text.split()) <= _LONG_TURN:
        return " ".join(parts)
    return " ".join(parts[named[0] : named[-1] + 2]) if named else _beginning(parts)


def _beginning(parts: list[str]) -> str:
    """The first sentences of a long answer."""
    said = ""
    for part in parts:
        if said and len(said.split()) + len(part.split()) > _LONG_TURN:
            break
        said = f"{said} {part}".strip()
    return said


def _names_it(text: str, claim: Claim) -> bool:
    return bool(own_matter(text, claim.asked) & claim.about)


def _reports(claim: Claim, index: int, said: str) -> bool:
    """Whether the owner tells that it is finished, or somebody else that the owner did it or that they have got it."""
    if _owners(claim, index):
        report = _report(claim, index, said)
        return (report.finished or report.struck) and not (report.part or report.put_off)
    told = (said[start:end] for start, end in sentences(said))
    return any(
        _tells(sentence) for sentence in told if own_matter(sentence, claim.asked) & claim.about - claim.asked.verb
    )


def _reopens(claim: Claim, index: int, said: str) -> bool:
    """Whether the owner tells that something is missing, or names a day to come."""
    if not _owners(claim, index):
        return False
    report = _report(claim, index, said)
    return report.undone or bool(report.days)


def _owners(claim: Claim, index: int) -> bool:
    """Whether the owner speaks; anybody does where no owner is known."""
    return claim.owner is None or claim.context.name(index) == claim.owner.name


def _tells(sentence: str) -> bool:
    """Whether it tells that another did it: neither denied nor a condition."""
    if negated(sentence) or _CONDITION.search(fold(sentence)):
        return False
    return tells_of_another(sentence) or (confirms(sentence) and not first_person(sentence))


def _report(claim: Claim, index: int, said: str) -> Report:
    asked = _asked(claim, index)
    if asked and not asks_past(asked):
        said = " ".join(_without_agreement(said))
    return report_in(said, language=claim.context.transcript.language, asked=asked, verb=_verb(claim))


def _without_agreement(said: str) -> Iterator[str]:
    """The clauses without those that only agree: 'listo' and 'done' promise it, where nobody asked if it was done."""
    for clause in clause_texts(said):
        short = len(clause.split()) <= _SHORT and not done(clause)
        agrees = reply_in(clause) == "accepts" or (short and reply_in(clause) == "weakly")
        if not (agrees or _ONLY_AGREES.fullmatch(fold(clause).strip())):
            yield clause + "."


def _asked(claim: Claim, index: int) -> str:
    """What somebody else said just before."""
    turns = claim.context.turns
    before = turns[index - 1] if index else None
    return before.text if before and before.speaker != turns[index].speaker else ""


def _verb(claim: Claim) -> str:
    """What is to be done: the first word of the wording."""
    first = claim.asked.text.split()[:1]
    return fold(first[0]) if first else ""
