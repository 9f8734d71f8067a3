"""What was said about the open commitments of earlier meetings: no model.

Nothing is closed here. An update needs words that tell where the task stands, said by its owner or to its owner, and
that the talk is about it: by its own words, or by a pronoun right after them ("¿y el brief?" – "ya lo mandé").
"""

from collections.abc import Sequence
from datetime import date

from meetbot.model.commitments import Commitment
from meetbot.model.company import Roster
from meetbot.model.minutes import CommitmentUpdate
from meetbot.model.transcript import Transcript
from meetbot.stages.ground_evidence import Context
from meetbot.stages.update_exchanges import Reader
from meetbot.stages.update_pieces import Pieces
from meetbot.stages.update_standing import Days, Told, standing, telling


def updates(
    transcript: Transcript,
    commitments: Sequence[Commitment],
    roster: Roster,
    *,
    said_on: date,
    next_meeting: date | None = None,
    country: str = "",
) -> tuple[CommitmentUpdate, ...]:
    """What was said about each open commitment, by its number; those that nobody spoke of are not in it.

    `country` has the holidays that a new day may be counted by.
    """
    still_open = [commitment for commitment in commitments if commitment.status == "open"]
    if not still_open:
        return ()
    reader = Reader(transcript, still_open, roster)
    days = Days(said_on, next_meeting, f"{transcript.language}-{country}")
    told: dict[int, list[Told]] = {}
    for exchange in reader.exchanges():
        stands = standing(exchange, days)
        if stands is not None:
            told.setdefault(exchange.task.commitment.number, []).append((exchange, stands, reader.sureness(exchange)))
    numbered = {commitment.number: commitment for commitment in still_open}
    context = Context(transcript)
    return tuple(_update(numbered[number], told[number], reader.pieces, context) for number in sorted(told))


def _update(commitment: Commitment, found: Sequence[Told], pieces: Pieces, context: Context) -> CommitmentUpdate:
    """The update that the exchanges about a commitment come to, with the turns of all."""
    exchange, stands = telling(found)
    cited = [piece for one in (exchange, *(one for one, *_ in found)) for piece in one.cited()]
    return CommitmentUpdate(
        number=commitment.number,
        text=commitment.text,
        owner=commitment.owner,
        status=stands.status,
        due_date=stands.day,
        evidence=context.evidence(pieces.places[stands.deciding], pieces.turns(cited)),
    )
