"""Whether the words deny an item, only suppose it, or tell of it as finished."""

import re
from collections.abc import Sequence

from meetbot.model.minutes import Check
from meetbot.stages.check_claim import Claim, Said
from meetbot.stages.check_finished import told_finished
from meetbot.stages.check_moods import Mood
from meetbot.stages.ground_replies import reply_in
from meetbot.stages.ground_words import content_stems, figures, negated
from meetbot.stages.rules.verbs import Form, readings
from meetbot.stages.rules.vocabulary import vocabulary

_EMPTY_FOR_TASKS: tuple[Mood, ...] = ("joke", "hypothesis", "third_party", "wish", "need", "habit")
_EMPTY_FOR_DECISIONS: tuple[Mood, ...] = ("hypothesis", "third_party", "wish")
_DONE: tuple[Mood, ...] = ("done",)
_NOT_BY_PRONOUN: tuple[Mood, ...] = ("joke", "third_party", "habit")
"""Beside these a pronoun may mean something else: 'dice que lo manda él, yo lo llamo'."""
_NAMES: dict[Mood, str] = {
    "wish": "a wish",
    "need": "a need that nobody takes",
    "hypothesis": "a supposition",
    "habit": "a habit",
    "third_party": "somebody else's words",
    "joke": "a joke",
}


def modality(claim: Claim) -> Check:
    """Passed unless the words about it wish, suppose, quote, joke or tell a habit, and nobody takes it on."""
    task = claim.kind == "action"
    mood = _first(claim.spoken, _EMPTY_FOR_TASKS) if task else _all(claim.stated, _EMPTY_FOR_DECISIONS)
    taken = _taker(claim, mood) if task else None
    if taken is not None:
        return Check(name="modality", passed=True, detail=taken)
    turn = claim.context.turns[claim.place.index].id
    if claim.kind == "decision" and _tells_results([said.clause.text for said in claim.stated]):
        return Check(name="modality", passed=False, detail=f"{turn} tells a result")
    if mood is not None:
        return Check(name="modality", passed=False, detail=f"{turn} tells {_NAMES[mood]}")
    if task and claim.owner is None:
        return Check(name="modality", passed=False, detail=f"nobody takes it on in {turn} or soon after")
    return Check(name="modality", passed=True)


_RESULTS = vocabulary(
    "cerrar tener ser estar subir bajar llegar entrar haber generar vender facturar crecer caer sacar traer dar lograr"
)


def _tells_results(clauses: Sequence[str]) -> bool:
    """Whether the words give a figure and only tell how it came out: "octubre cerró con noventa leads"."""
    verbs = [verb for clause in clauses for verb in _verbs(clause)]
    told = all(verb.tense == "past" and verb.infinitive in _RESULTS for verb in verbs)
    return bool(verbs) and told and any(figures(clause) for clause in clauses)


def _verbs(clause: str) -> list[Form]:
    return [
        found[0] for word in re.findall(r"\w+", clause) if word.lower() not in _NO_VERBS and (found := readings(word))
    ]


_NO_VERBS = vocabulary("con en a al de del el la los las un una y o que")


def _taker(claim: Claim, mood: Mood | None) -> str | None:
    return claim.taken_beside(_NOT_BY_PRONOUN) if mood in _NOT_BY_PRONOUN else claim.taken


def completion(claim: Claim) -> Check:
    """Passed unless the exchange or the words about it tell of something finished, and nobody takes it on."""
    finished = told_finished(claim)
    if finished is not None and claim.taken_again(finished) is None:
        detail = f"{claim.context.turns[finished].id} tells it as done"
        return Check(name="completion", passed=False, detail=detail)
    if _first(claim.spoken, _DONE) is None:
        return Check(name="completion", passed=True)
    if (taken := claim.taken_beside(_DONE)) is not None:
        return Check(name="completion", passed=True, detail=taken)
    return Check(
        name="completion", passed=False, detail=f"{claim.context.turns[claim.place.index].id} tells it as done"
    )


def polarity(claim: Claim) -> Check:
    """Passed unless the words about the task refuse or deny it, its wording does not, and nobody takes it on."""
    denied = [said for said in claim.spoken if _denies(said, claim.asked.verb)]
    if not denied or negated(claim.asked.text) or claim.taken:
        return Check(name="polarity", passed=True)
    return Check(name="polarity", passed=False, detail=f"{claim.context.turns[denied[0].index].id} says no to it")


def _denies(said: Said, verb: set[str]) -> bool:
    text = said.clause.text
    return reply_in(text) == "refuses" or (negated(text) and bool(verb & set(content_stems(text))))


def _first(spoken: Sequence[Said], moods: Sequence[Mood]) -> Mood | None:
    """The first of the moods that a clause has."""
    return next((mood for mood in moods if any(mood in said.clause.moods for said in spoken)), None)


def _all(spoken: Sequence[Said], moods: Sequence[Mood]) -> Mood | None:
    """The first of the moods that a clause has, if every clause has one of them."""
    empty = [said for said in spoken if set(said.clause.moods) & set(moods)]
    return _first(spoken, moods) if empty and len(empty) == len(spoken) else None
