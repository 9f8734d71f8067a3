"""Orders to a program, read aloud or pasted into the meeting: whatever they ask for is no item of it."""

from meetbot.model.minutes import Check
from meetbot.stages.check_claim import Claim
from meetbot.stages.folding import fold
from meetbot.stages.rules.injected import injected_from


def to_a_machine(claim: Claim) -> Check:
    """Passed unless the quote, or all the cited words about the item, stand where somebody talks to a program."""
    turns, place = claim.context.turns, claim.place
    starts = {index: injected_from(fold(turns[index].text)) for index in {*claim.cited, place.index}}
    begin = starts[place.index]
    if begin is not None and place.end > begin:
        return Check(name="addressee", passed=False, detail=f"{turns[place.index].id} talks to a program")
    return Check(name="addressee", passed=True)
