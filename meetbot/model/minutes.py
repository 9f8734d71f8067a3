"""What was decided and promised, with the words that show it."""

from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import Literal

from pydantic import AwareDatetime, Field

from meetbot.model.agenda import Agenda
from meetbot.model.base import EngineInfo, Issue, Model, StoredDocument
from meetbot.model.candidates import CandidateKind, DecisionStatus
from meetbot.model.company import Meeting, Roster
from meetbot.model.kpi import Period, Unit
from meetbot.model.transcript import SourceFile, TimeSource

Doubt = Literal[
    "no_evidence",  # no cited turn exists, or the cited words have no content ("sí, va")
    "quote_not_found",  # the words do not stand in the cited turns
    "speaker_unknown",  # nobody can be named for the cited words
    "owner_not_in_evidence",  # the proposed owner was dropped: nothing said names this person
    "wording_replaced",  # the proposed wording had figures, names or words nobody said; the quote stands instead
    "due_not_in_evidence",  # the proposed due words were not said, or about something else; dropped
    "not_settled",  # a decision that was only asked, proposed, doubted or refused: nobody agreed to it
    "not_promised",  # a wish, habit, proposal, condition contrary to fact, joke or somebody else's promise: no task
    "negated",  # the words say the contrary of the item
    "already_done",  # the words tell of something finished
    "to_a_machine",  # the words were orders to a program, read aloud or pasted: never an item
    "one_engine",  # rules and language model both read the meeting, and only one of them found it
    "uncertain",  # its score is too low to state it as a fact
]
CheckName = Literal[
    "quote",
    "speaker",
    "matter",
    "addressee",
    "settled",
    "polarity",
    "modality",
    "completion",
    "owner",
    "due",
    "wording",
    "engines",
]
"""What the checker, which is not the extractor, tests of an item."""


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


class Check(Model):
    """One test of an item against its evidence: whether it passed, and what was compared, in English."""

    name: CheckName
    passed: bool
    detail: str = ""


class Item(Model):
    """What all items of the minutes share. `confirmed` means that code verified the evidence.

    `doubts` are codes, worded by the documents: reasons why an unconfirmed item is unconfirmed, or what code changed in
    a confirmed one. `evidence` is null only in unconfirmed items. `topic` is the id of the agenda point, or null.
    `candidates` are the numbers, from 0, of the extraction's candidates that it was made from; `found_by` the engines.
    """

    id: str
    text: str
    confirmed: bool
    evidence: Evidence | None
    doubts: tuple[Doubt, ...] = ()
    topic: str | None = None
    engine: str = "rules"
    score: float | None = None
    found_by: tuple[str, ...] = ()
    candidates: tuple[int, ...] = ()
    checks: tuple[Check, ...] = ()


class Decision(Item):
    """What was agreed. Ids are `D-01` onwards."""

    status: DecisionStatus = "made"


class ActionItem(Item):
    """A task that one person took. Ids are `A-01` onwards.

    `owner` is the person's full name in the roster, or null when nobody was named; `department` the id of the owner's
    department or null. `due_date` is null unless `due_text`, the words that were said, resolves to one; when they can
    be read as two dates, `due_date` is the nearer and `due_date_other` the other. `follows` is the number of the open
    commitment of an earlier meeting that it takes up again; null for a new one. `belongs_to` is the id of the other
    department whose charter alone has such a task; null where the owner's fits.
    """

    owner: str | None
    department: str | None
    with_people: tuple[str, ...] = ()
    due_date: date | None = None
    due_date_other: date | None = None
    due_text: str | None = None
    condition: str | None = None
    follows: int | None = None
    belongs_to: str | None = None


class Note(Item):
    """What is neither decision nor task.

    The id tells what: an agreed target (`T-01`), a recognition (`R-01`), something that customers said (`V-01`), a
    question left open (`Q-01`), a risk (`K-01`), or where somebody was blamed (`B-01`). `kind` tells it of an
    unconfirmed one, too.
    """

    kind: CandidateKind | None = None


Confirmed = Decision | ActionItem | Note
"""What stands in the sections of the minutes."""

SECTIONS: Mapping[str, CandidateKind] = {
    "decisions": "decision",
    "actions": "action",
    "targets": "target",
    "recognitions": "recognition",
    "customer_voice": "customer_voice",
    "questions": "question",
    "risks": "risk",
    "blame": "blame",
}
"""The lists of confirmed items in their order, each with what it holds."""

PREFIXES: Mapping[CandidateKind, str] = {
    "decision": "D",
    "action": "A",
    "target": "T",
    "recognition": "R",
    "customer_voice": "V",
    "question": "Q",
    "risk": "K",
    "blame": "B",
}
"""With what the ids of confirmed items begin."""


class CommitmentUpdate(Model):
    """What was said about an open commitment of an earlier meeting. Nothing is closed by it: a person does that.

    `number` is the commitment's in the ledger, `text` and `owner` stand as in the ledger; `due_date` is the new day of
    one that was postponed, or is done in part.
    """

    number: int
    text: str
    owner: str | None
    status: Literal["done", "in_progress", "postponed", "cancelled"]
    due_date: date | None = None
    evidence: Evidence


class FigureCheck(Model):
    """A figure spoken about a KPI of the agenda, beside what the data say.

    `spoken` and `reading` are in the KPI's unit (a ratio 0.33 for “33 %”); `said` the words of the figure. `agrees`
    allows for the rounding that the words imply. `source` and `read_at` are the reading's.
    """

    kpi: str
    name: str
    unit: Unit
    currency: str | None = None
    said: str
    spoken: float
    reading: float
    agrees: bool
    period: Period
    source: tuple[str, ...] = ()
    read_at: AwareDatetime
    evidence: Evidence


class SummarySentence(Model):
    """One sentence of a summary and the turns that show it; `start` is when the first of them was said, if known."""

    text: str
    turn_ids: tuple[str, ...] = Field(min_length=1)
    start: float | None = None


class Aside(Model):
    """A topic that was spoken about and stood on no agenda; `title` are words that were said."""

    title: str
    turn_ids: tuple[str, ...] = Field(min_length=1)
    start: float | None = None


HealthAdvice = Literal[
    "owners", "joint_question", "silent", "dates", "follow_up", "goal", "balance", "charter", "recognise"
]
"""The one thing to do better in the next meeting, worded by the documents for whoever moderates it."""


class HealthLine(Model):
    """How the alignment does in one of five respects: a figure with its evidence, never a verdict on a person.

    `value` is a ratio in [0, 1] or null where it can't be known; `part` of `whole` are the counts behind it. `earlier`
    are the same figure in the meetings before, oldest first; `trend` compares with their median. `turn_ids` show it.
    """

    id: Literal["communication", "functions", "goals", "motivation", "follow_up"]
    value: float | None
    part: int | None = None
    whole: int | None = None
    earlier: tuple[float | None, ...] = ()
    trend: Literal["better", "worse", "none"] = "none"
    turn_ids: tuple[str, ...] = ()


class TopicCoverage(Model):
    """What became of one agenda point. `turn_ids` show where it was spoken about; empty when it was not treated."""

    agenda_item: str
    title: str
    status: Literal["treated", "treated_without_decision", "not_treated"]
    turn_ids: tuple[str, ...] = ()
    start: float | None = None
    summary: tuple[SummarySentence, ...] = ()


class TalkShare(Model):
    """How much one speaker spoke: `seconds` null where times are missing; `share` of all words, in [0, 1]."""

    speaker: str | None
    department: str | None
    turns: int
    words: int
    seconds: float | None
    share: float


class Heading(Model):
    """What formal minutes say beside the meeting: their running number in the series, who convened, for what purpose.

    `consent` is the note on recording and personal data. All but the number stand as configured.
    """

    number: int | None = None
    convened_by: str | None = None
    objective: str | None = None
    consent: str | None = None


class Minutes(StoredDocument):
    """The minutes of one meeting.

    `decisions`, `actions`, `targets`, `recognitions`, `customer_voice`, `questions`, `risks` and `blame` hold confirmed
    items only; `unconfirmed` everything that an engine proposed and code could not verify, the likeliest first.
    `updates` are about commitments of earlier meetings, `figures` compare what was said with the agenda's readings.
    `silent` are expected attendees who did not speak; null when voices are unnamed and it can't be known.
    `nothing_said` is true when the recording holds no speech. `names_repaired`, `suppressed` (stretches without speech)
    and `overlapped_turns` count what the transcript has.
    """

    kind: Literal["minutes"] = "minutes"
    schema_version: Literal[1] = 1
    meeting: Meeting
    heading: Heading = Heading()
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
    summary: tuple[SummarySentence, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    targets: tuple[Note, ...] = ()
    recognitions: tuple[Note, ...] = ()
    customer_voice: tuple[Note, ...] = ()
    questions: tuple[Note, ...] = ()
    risks: tuple[Note, ...] = ()
    blame: tuple[Note, ...] = ()
    unconfirmed: tuple[Confirmed, ...] = ()
    updates: tuple[CommitmentUpdate, ...] = ()
    figures: tuple[FigureCheck, ...] = ()
    topics: tuple[TopicCoverage, ...] = ()
    asides: tuple[Aside, ...] = ()
    health: tuple[HealthLine, ...] = ()
    advice: HealthAdvice | None = None
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
        return tuple(chain.from_iterable(getattr(self, section) for section in SECTIONS))

    def actions_of(self, department: str | None) -> tuple[ActionItem, ...]:
        """The confirmed actions of one department (None: those without one)."""
        return tuple(a for a in self.actions if a.department == department)
