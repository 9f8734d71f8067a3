"""Whether the words deny an item, only suppose it, or tell of it as finished."""

from collections.abc import Sequence

from meetbot.model.minutes import Check, CheckName
from meetbot.stages.check_claim import Claim, Said
from meetbot.stages.check_moods import Mood
from meetbot.stages.ground_replies import reply_in
from meetbot.stages.ground_words import negated

_EMPTY_FOR_TASKS: tuple[Mood, ...] = ("wish", "need", "hypothesis", "habit", "third_party", "joke")
_EMPTY_FOR_DECISIONS: tuple[Mood, ...] = ("wish", "hypothesis", "third_party", "joke")
_NAMES: dict[Mood, str] = {
    "wish": "a wish",
    "need": "a need that nobody takes",
    "hypothesis": "a supposition",
    "habit": "a habit",
    "third_party": "somebody else's words",
    "joke": "a joke",
    "done": "something finished",
}


def modality(claim: Claim) -> Check:
    """Passed unless all the words about it wish, suppose, quote, joke or tell a habit, and nobody takes it on."""
    task = claim.kind == "action"
    empty = _EMPTY_FOR_TASKS if task else _EMPTY_FOR_DECISIONS
    mood = _only(claim.spoken, empty)
    if mood is None:
        return Check(name="modality", passed=True)
    taken = claim.taken if task else None
    if taken is not None:
        return Check(name="modality", passed=True, detail=taken)
    turn = claim.context.turns[claim.place.index]
    return Check(name="modality", passed=False, detail=f"{turn.id} tells {_NAMES[mood]}")


def completion(claim: Claim) -> Check:
    """Passed unless all the words about it tell of something finished, and nobody takes it on."""
    if _only(claim.spoken, ("done",)) is None:
        return Check(name="completion", passed=True)
    if (taken := claim.taken) is not None:
        return Check(name="completion", passed=True, detail=taken)
    return Check(
        name="completion", passed=False, detail=f"{claim.context.turns[claim.place.index].id} tells it as done"
    )


def polarity(claim: Claim) -> Check:
    """Passed unless the quoted words refuse or deny the task, its wording does not, and nobody takes it on."""
    denied = [said for said in claim.spoken if _denies(said)]
    if negated(claim.asked.text) or len(denied) < len(claim.spoken) or not denied or claim.taken:
        return Check(name="polarity", passed=True)
    turn = claim.context.turns[denied[0].index]
    return Check(name="polarity", passed=False, detail=f"{turn.id} says no to it")


def _denies(said: Said) -> bool:
    text = said.clause.text
    return reply_in(text) == "refuses" or (negated(text) and not text.rstrip().endswith("?"))


def _only(spoken: Sequence[Said], moods: Sequence[Mood]) -> Mood | None:
    """The first of the moods, if every clause has one of them."""
    found = [next((mood for mood in said.clause.moods if mood in moods), None) for said in spoken]
    return found[0] if found and all(mood is not None for mood in found) else None
