"""What was said about the open commitments of earlier meetings: no model.

Nothing is closed here. An update needs words of the task, said by its owner or to its owner; where it stands is chosen
by what is reported from there on ("¿y el brief?" – "ya lo mandé").
"""

from collections.abc import Sequence
from datetime import date

from meetbot.model.commitments import Commitment
from meetbot.model.company import Roster
from meetbot.model.minutes import ActionItem, CommitmentUpdate
from meetbot.model.transcript import Transcript
from meetbot.stages.ground_evidence import Context
from meetbot.stages.update_places import Days, Reader
from meetbot.stages.update_standing import Standing, shipped_update_weights, standing


def updates(
    transcript: Transcript,
    commitments: Sequence[Commitment],
    roster: Roster,
    *,
    said_on: date,
    next_meeting: date | None = None,
    country: str = "",
    actions: Sequence[ActionItem] = (),
) -> tuple[CommitmentUpdate, ...]:
    """What was said about each open commitment, by its number; those that nobody spoke of are not in it.

    `country` has the holidays that a new day may be counted by; `actions` are the new tasks of the meeting.
    """
    still_open = [commitment for commitment in commitments if commitment.status == "open"]
    if not still_open:
        return ()
    reader = Reader(transcript, still_open, roster, actions=actions)
    days = Days(said_on, next_meeting, f"{transcript.language}-{country}")
    found, weights = reader.places(), shipped_update_weights()
    told = {number: standing(places, days, weights) for number, places in found.items()}
    context = Context(transcript)
    numbered = sorted(still_open, key=lambda commitment: commitment.number)
    stands = [(commitment, told.get(commitment.number)) for commitment in numbered]
    return tuple(_update(commitment, one, reader, context) for commitment, one in stands if one is not None)


def _update(commitment: Commitment, stands: Standing, reader: Reader, context: Context) -> CommitmentUpdate:
    """The update that these words about a commitment come to, with the turns of all."""
    return CommitmentUpdate(
        number=commitment.number,
        text=commitment.text,
        owner=commitment.owner,
        status=stands.status,
        due_date=stands.day,
        evidence=context.evidence(reader.pieces.places[stands.deciding], reader.pieces.turns(stands.cited)),
    )
