"""What is to be spoken about, why, and for how long."""

from typing import Literal

from pydantic import Field

from meetbot.model.base import EngineInfo, Issue, Model, StoredDocument
from meetbot.model.commitments import Commitment
from meetbot.model.company import Meeting, Roster
from meetbot.model.kpi import Campaigns, FollowUp, FunnelStep, Reading, SharedGoal, SlaAudit

AgendaKind = Literal[
    "goal",
    "commitments",
    "indicators",
    "handoff",
    "campaigns",
    "customer",
    "department_turn",
    "issues",
    "recognition",
    "decisions",
]


class AgendaItem(Model):
    """One point. `id` is `P1` onwards. `title`, `reason`, `question` and `lines` are in the workspace's locale.

    `reason` says why the point is on the agenda today; `question` what is to be answered or decided; `lines` prefilled
    content; `opens` is the id of the department that opens it. `keywords` are the words by which minutes recognise it
    as spoken about. `reworded` are the sentences that a language model worded; the rules wrote all others.
    """

    id: str = Field(pattern=r"^P\d+$")
    kind: AgendaKind
    title: str
    reason: str = ""
    question: str = ""
    opens: str | None = None
    duration_minutes: int = Field(ge=1)
    lines: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    reworded: tuple[Literal["reason", "question"], ...] = ()


class Agenda(StoredDocument):
    """The next meeting's agenda. Invariant: the items' minutes add up to the meeting's planned length.

    `engine` is the language model that was asked to reword sentences; null when rules alone wrote it.
    """

    kind: Literal["agenda"] = "agenda"
    schema_version: Literal[1] = 1
    meeting: Meeting
    roster: Roster
    items: tuple[AgendaItem, ...]
    goal: SharedGoal | None = None
    readings: tuple[Reading, ...] = ()
    annex: tuple[Reading, ...] = ()
    sla: SlaAudit | None = None
    funnel: tuple[FunnelStep, ...] = ()
    follow_up: FollowUp | None = None
    campaigns: Campaigns | None = None
    commitments: tuple[Commitment, ...] = ()
    recently_done: tuple[Commitment, ...] = ()
    engine: EngineInfo | None = None
    issues: tuple[Issue, ...] = ()
