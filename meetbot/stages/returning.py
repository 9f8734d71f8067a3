"""What comes back: signals that were red in the agendas before, commitments that slip, tasks that sway.

Earlier meetings are judged by what their agendas said, never computed again: a later export must not rewrite them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Literal

from meetbot.model.agenda import Agenda
from meetbot.model.commitments import Commitment
from meetbot.model.kpi import Reading, SharedGoal, SlaAudit
from meetbot.stages.assess import Assessment

SignalKind = Literal["goal", "sla", "indicator", "commitments", "swaying"]

WORKSHOP_AFTER = 3
"""Meetings in a row with the same red signal after which a point of the agenda is too small for it."""
_RETURNS_AFTER = 2
_SWAYS_AFTER = 2
_ORDER: tuple[SignalKind, ...] = ("goal", "sla", "indicator", "swaying", "commitments")
_OWN_POINT = "sla_compliance"
"""The audit stands for this indicator."""


@dataclass(frozen=True, kw_only=True)
class Signal:
    """Something that asks for a cause, not for another look. `meetings` counts those in a row, this one included.

    `subject` is the figure that it is about, or else `commitments` are, the most stubborn first.
    """

    kind: SignalKind
    meetings: int
    subject: SharedGoal | SlaAudit | Reading | None = None
    commitments: tuple[Commitment, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from the others: `goal`, `sla`, `commitments`, `swaying`, or an indicator's id."""
        return self.subject.kpi.id if isinstance(self.subject, Reading) else self.kind

    @property
    def needs_workshop(self) -> bool:
        """Whether it was red in three meetings in a row."""
        return self.meetings >= WORKSHOP_AFTER and self.kind != "swaying"


def signals(
    assessment: Assessment, commitments: Sequence[Commitment], *, today: date, earlier: Sequence[Agenda]
) -> tuple[Signal, ...]:
    """The issues that today's figures and the earlier agendas (newest first) show, the most stubborn first.

    A goal whose forecast is red; the SLA and any indicator that is red again; commitments that are overdue, or were
    given a later date, in two meetings or more; tasks that changed department twice.
    """
    found = [
        *_red_signals(assessment, earlier),
        *_slipping(commitments, today=today, earlier=earlier),
        *_swaying(commitments, earlier),
    ]
    return tuple(sorted(found, key=_stubbornness))


def _stubbornness(signal: Signal) -> tuple[int, int, bool]:
    joint = isinstance(signal.subject, Reading) and signal.subject.kpi.joint
    return -signal.meetings, _ORDER.index(signal.kind), not joint


def _red_signals(assessment: Assessment, earlier: Sequence[Agenda]) -> Iterator[Signal]:
    now = reds(assessment.goal, assessment.sla, (*assessment.readings, *assessment.annex))
    before = [reds(agenda.goal, agenda.sla, (*agenda.readings, *agenda.annex)) for agenda in earlier]
    readings = {reading.kpi.id: reading for reading in (*assessment.annex, *assessment.readings)}
    for key, read_at in now.items():
        meetings = _red_meetings(key, read_at, before)
        if key == "goal":
            yield Signal(kind="goal", meetings=meetings, subject=assessment.goal)
        elif meetings >= _RETURNS_AFTER and key == "sla":
            yield Signal(kind="sla", meetings=meetings, subject=assessment.sla)
        elif meetings >= _RETURNS_AFTER:
            yield Signal(kind="indicator", meetings=meetings, subject=readings[key])


def _red_meetings(key: str, read_at: datetime, before: Sequence[Mapping[str, datetime]]) -> int:
    """In how many meetings in a row it was red. The same export read out again is no new evidence."""
    meetings = 1
    for red in before:
        if key not in red:
            break
        meetings += red[key] != read_at
        read_at = red[key]
    return meetings


def reds(goal: SharedGoal | None, sla: SlaAudit | None, readings: Sequence[Reading]) -> dict[str, datetime]:
    """What is red, with when it was read: `goal`, `sla`, and the indicators that neither of them stands for."""
    covered = {_OWN_POINT} if sla is not None else set()
    if goal is not None:
        covered.add(goal.reading.kpi.id)
    found = {"goal": goal.reading.read_at} if goal is not None and goal.reading.status == "red" else {}
    if sla is not None and sla.status == "red":
        found["sla"] = sla.read_at
    return found | {r.kpi.id: r.read_at for r in readings if r.status == "red" and r.kpi.id not in covered}


def _in_a_row(found: Sequence[bool]) -> int:
    return next((index for index, yes in enumerate(found) if not yes), len(found))


def _slipping(commitments: Sequence[Commitment], *, today: date, earlier: Sequence[Agenda]) -> Iterator[Signal]:
    slips = {c.number: _slips(_history(c, today=today, earlier=earlier)) for c in commitments}
    stubborn = sorted((c for c in commitments if slips[c.number] >= _RETURNS_AFTER), key=lambda c: -slips[c.number])
    if stubborn:
        yield Signal(kind="commitments", meetings=slips[stubborn[0].number], commitments=tuple(stubborn))


def _swaying(commitments: Sequence[Commitment], earlier: Sequence[Agenda]) -> Iterator[Signal]:
    """Tasks that went from one department to another and on: a task has one home (ADVICE A2)."""
    swaying = tuple(c for c in commitments if department_changes(c, earlier) >= _SWAYS_AFTER)
    if swaying:
        yield Signal(kind="swaying", meetings=1, commitments=swaying)


def department_changes(commitment: Commitment, earlier: Sequence[Agenda]) -> int:
    """How often it went from one department to another, as far as the agendas show."""
    seen = [c.department for _, c in _history(commitment, today=date.min, earlier=earlier) if c.department]
    return sum(one != other for one, other in pairwise(seen))


def _history(commitment: Commitment, *, today: date, earlier: Sequence[Agenda]) -> list[tuple[date, Commitment]]:
    """The commitment as today and as each agenda before knew it, newest first, down to the first that did not."""
    history = [(today, commitment)]
    for agenda in earlier:
        known = next((c for c in agenda.commitments if c.number == commitment.number), None)
        if known is None:
            break
        history.append((agenda.meeting.date, known))
    return history


def _slips(history: Sequence[tuple[date, Commitment]]) -> int:
    """In how many meetings in a row, the newest first, it was overdue or had just been given a later date."""
    slipped = []
    for index, (day, commitment) in enumerate(history):
        before = history[index + 1][1].due_date if index + 1 < len(history) else None
        postponed = before is not None and commitment.due_date is not None and commitment.due_date > before
        slipped.append(commitment.overdue(day) or postponed)
    return _in_a_row(slipped)
