"""What was decided and promised, with the words that show it."""

from datetime import date
from typing import Literal

from pydantic import Field

from meetbot.model.agenda import Agenda
from meetbot.model.base import EngineInfo, Issue, Model, StoredDocument
from meetbot.model.candidates import DecisionStatus
from meetbot.model.company import Meeting, Roster
from meetbot.model.transcript import SourceFile, TimeSource

Doubt = Literal[
    "no_evidence",  # no cited turn exists, or the cited words have no content ("sí, va")
    "quote_not_found",  # the words do not stand in the cited turns
    "speaker_unknown",  # nobody can be named for the cited words
    "owner_not_in_evidence",  # the proposed owner was dropped: nothing said names this person
    "wording_replaced",  # the proposed wording had figures, names or words nobody said; the quote stands instead
    "due_not_in_evidence",  # the proposed due words were not said, or about something else; dropped
    "not_settled",  # a decision that was only asked, proposed, doubted or refused: nobody agreed to it
]


class Evidence(Model):
    """The proof of one item, filled by code from the cited turns.

    `quote` stands verbatim in the transcript, in the turn `turn_ids[0]`. `start`/`end`: seconds from the recording's
    start, null where the transcript has no times. `speaker` is the label, `speaker_name` the person or null.
    """

    turn_ids: tuple[str, ...] = Field(min_length=1)
    speaker: str | None
    speaker_name: str | None
    department: str | None = None
    start: float | None
    end: float | None
    time_source: TimeSource = "measured"
    quote: str = Field(min_length=1)


class Item(Model):
    """What all items of the minutes share. `confirmed` means that code verified the evidence.

    `doubts` are codes, worded by the documents: reasons why an unconfirmed item is unconfirmed, or what code changed in
    a confirmed one. `evidence` is null only in unconfirmed items. `topic` is the id of the agenda point, or null.
    """

    id: str
    text: str
    confirmed: bool
    evidence: Evidence | None
    doubts: tuple[Doubt, ...] = ()
    topic: str | None = None
    engine: str = "rules"
    score: float | None = None


class Decision(Item):
    """What was agreed. Ids are `D-01` onwards."""

    status: DecisionStatus = "made"


class ActionItem(Item):
    """A task that one person took. Ids are `A-01` onwards.

    `owner` is the person's full name in the roster, or null when nobody was named; `department` the id of the owner's
    department or null. `due_date` is null unless `due_text`, the words that were said, resolves to one; when they can
    be read as two dates, `due_date` is the nearer and `due_date_other` the other.
    """

    owner: str | None
    department: str | None
    with_people: tuple[str, ...] = ()
    due_date: date | None = None
    due_date_other: date | None = None
    due_text: str | None = None
    condition: str | None = None


class Note(Item):
    """A recognition (`R-01`), something that customers said (`V-01`), or a question left open (`Q-01`)."""


Confirmed = Decision | ActionItem | Note
"""What stands in the sections of the minutes."""


class TopicCoverage(Model):
    """What became of one agenda point. `turn_ids` show where it was spoken about; empty when it was not treated."""

    agenda_item: str
    title: str
    status: Literal["treated", "treated_without_decision", "not_treated"]
    turn_ids: tuple[str, ...] = ()
    start: float | None = None


class TalkShare(Model):
    """How much one speaker spoke: `seconds` null where times are missing; `share` of all words, in [0, 1]."""

    speaker: str | None
    department: str | None
    turns: int
    words: int
    seconds: float | None
    share: float


class Minutes(StoredDocument):
    """The minutes of one meeting.

    `decisions`, `actions`, `recognitions`, `customer_voice` and `questions` hold confirmed items only; `unconfirmed`
    everything that an engine proposed and code could not verify. `silent` are expected attendees who did not speak;
    null when voices are unnamed and it can't be known. `nothing_said` is true when the recording holds no speech.
    `names_repaired`, `suppressed` (stretches without speech) and `overlapped_turns` count what the transcript has.
    """

    kind: Literal["minutes"] = "minutes"
    schema_version: Literal[1] = 1
    meeting: Meeting
    roster: Roster
    source: SourceFile
    language: str
    duration: float | None
    nothing_said: bool = False
    attendees: tuple[str, ...] = ()
    silent: tuple[str, ...] | None = None
    unnamed_voices: int = 0
    names_repaired: int = 0
    suppressed: int = 0
    overlapped_turns: int = 0
    decisions: tuple[Decision, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    recognitions: tuple[Note, ...] = ()
    customer_voice: tuple[Note, ...] = ()
    questions: tuple[Note, ...] = ()
    unconfirmed: tuple[Confirmed, ...] = ()
    topics: tuple[TopicCoverage, ...] = ()
    agenda: Agenda | None = None
    talk: tuple[TalkShare, ...] = ()
    next_meeting_date: date | None = None
    recogniser: EngineInfo | None = None
    extractor: EngineInfo
    windows_read: int = 0
    windows_failed: int = 0
    issues: tuple[Issue, ...] = ()

    def confirmed(self) -> tuple[Confirmed, ...]:
        """Every confirmed item, decisions first."""
        return (*self.decisions, *self.actions, *self.recognitions, *self.customer_voice, *self.questions)

    def actions_of(self, department: str | None) -> tuple[ActionItem, ...]:
        """The confirmed actions of one department (None: those without one)."""
        return tuple(a for a in self.actions if a.department == department)
