"""How one item of the minutes came about: what each step was given, and what it made of it."""

from datetime import date
from typing import Literal

from meetbot.model.base import EngineInfo, Issue, Model
from meetbot.model.candidates import Candidate, CandidateKind
from meetbot.model.commitments import Commitment
from meetbot.model.minutes import Confirmed
from meetbot.model.transcript import TimeSource

TurnRole = Literal["quoted", "cited", "proposed"]
"""`quoted`: it has the item's quote; `cited`: the item's evidence names it; `proposed`: only a candidate does."""
Claim = Literal["wording", "owner", "helpers", "due", "condition"]
Outcome = Literal["kept", "changed", "dropped", "added"]


class SaidTurn(Model):
    """One turn behind the item.

    `speaker` is the person's name, else the voice's label; `text` is null where the transcript has no such turn.
    """

    id: str
    role: TurnRole
    speaker: str | None = None
    start: float | None = None
    time_source: TimeSource = "measured"
    overlapped: bool = False
    text: str | None = None


class Proposal(Model):
    """One candidate by its number in extraction.json, and the windows in which an engine read its turns."""

    number: int
    candidate: Candidate
    windows: tuple[int, ...] = ()


class Change(Model):
    """What became of one claim of the candidates: `proposed` are the distinct claims, `final` what the item says.

    `why` is in English, and empty where nothing is to be explained.
    """

    what: Claim
    outcome: Outcome
    proposed: tuple[str, ...] = ()
    final: str | None = None
    why: str = ""


class ItemExplanation(Model):
    """One item in full, from what was said to where it stands in the ledger.

    `section` is the list of minutes.json that holds it. `proposals` are the candidates that it was made from; where it
    names none, `near` are those of its kind that cite the same turns. `issues` are those of the check at these turns.
    `fault` says why the evidence of a confirmed item does not hold against the transcript as it is now: empty when it
    does, null when that is not known. `commitment` is its own in the ledger, `follows` the earlier one that it takes
    up again. `notes` are in English, like the command line.
    """

    meeting_id: str
    meeting_date: date
    section: str
    kind: CandidateKind | None
    item: Confirmed
    engines: tuple[EngineInfo, ...] = ()
    turns: tuple[SaidTurn, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    near: tuple[Proposal, ...] = ()
    changes: tuple[Change, ...] = ()
    issues: tuple[Issue, ...] = ()
    fault: str | None = None
    commitment: Commitment | None = None
    follows: Commitment | None = None
    notes: tuple[str, ...] = ()
