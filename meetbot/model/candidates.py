"""What an engine proposes before code has checked anything: never shown as fact."""

from typing import Literal

from pydantic import Field

from meetbot.model.base import EngineInfo, Issue, Model, StoredDocument

CandidateKind = Literal["decision", "action", "target", "recognition", "customer_voice", "question", "risk", "blame"]
"""`target` is an agreed figure to reach or a term of the SLA; `blame` makes a person or department responsible for a
failure, and is worded neutrally."""
DecisionStatus = Literal["made", "deferred", "reversed"]


class Candidate(Model):
    """One proposed item. Everything here is a claim; `ground` checks it against the transcript.

    `turn_ids` are the cited turns. `quote` are the words that the engine points to, or null when code is to choose
    them. `text` is the proposed wording (a task in the infinitive, a decision as a statement). `owner` is a name as
    the engine found it, or null; `with_people` others who help. `due_text` are the words that were said about the time,
    or null; with `day_open` they may be of something else, so that no date is read from them. `status` only matters
    to decisions. `score` in [0, 1] if the engine has one. `found_by` are the engines that found it, each on its own;
    `reasons` what made them think so, one line each, in English.
    """

    kind: CandidateKind
    turn_ids: tuple[str, ...] = ()
    quote: str | None = None
    text: str
    owner: str | None = None
    with_people: tuple[str, ...] = ()
    due_text: str | None = None
    day_open: bool = False
    condition: str | None = None
    status: DecisionStatus = "made"
    score: float | None = Field(default=None, ge=0, le=1)
    engine: str = "rules"
    found_by: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class WindowRecord(Model):
    """The ledger's line for one window of turns that an engine read.

    Over one extraction the windows' `turn_ids` cover every turn of the transcript exactly once; `context_ids` were
    shown as context only. `status` failed means that nothing was read there: minutes say so.
    """

    index: int
    turn_ids: tuple[str, ...]
    context_ids: tuple[str, ...] = ()
    status: Literal["read", "failed"] = "read"
    attempts: int = 1
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    error: str | None = None


class Extraction(StoredDocument):
    """The stored result of `extract`: every candidate that an engine proposed, and the proof of what it read.

    `engines` are the accounts of both where rules and language model read the meeting; `unanswered` counts questions
    about single candidates to which the model gave no answer: the next run asks them again.
    """

    kind: Literal["extraction"] = "extraction"
    schema_version: Literal[1] = 1
    engine: EngineInfo
    engines: tuple[EngineInfo, ...] = ()
    unanswered: int = Field(default=0, ge=0)
    candidates: tuple[Candidate, ...] = ()
    windows: tuple[WindowRecord, ...] = ()
    issues: tuple[Issue, ...] = ()
