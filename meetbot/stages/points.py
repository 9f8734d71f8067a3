"""The agenda's points before they have a number and minutes: which there are, why today, and what is to be decided."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from meetbot.model.agenda import AgendaKind
from meetbot.model.commitments import Commitment
from meetbot.model.company import Department, Meeting, Roster
from meetbot.model.kpi import FunnelStep, Reading, SharedGoal
from meetbot.stages import lines
from meetbot.stages.assess import Assessment
from meetbot.stages.funnel import STAGES
from meetbot.stages.scope import CADENCE_DAYS
from meetbot.words import Words

_LISTED = 12
"""Commitments shown on the agenda; all of them are in its table of commitments."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """A point to be. `weight` is its share of the time in a meeting of 45 minutes."""

    kind: AgendaKind
    title: str
    weight: float
    reason: str = ""
    question: str = ""
    opens: str | None = None
    lines: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that points are made from."""

    assessment: Assessment
    meeting: Meeting
    roster: Roster
    commitments: Sequence[Commitment]
    recently_done: Sequence[Commitment]
    silent: Sequence[str]
    next_meeting: date
    words: Words
    deviating: tuple[Reading, ...] = field(default=())

    @property
    def overdue(self) -> list[Commitment]:
        """The open commitments whose date has passed."""
        return [c for c in self.commitments if c.overdue(self.meeting.date)]

    @property
    def broken_step(self) -> FunnelStep | None:
        """The step of the funnel that breaks."""
        return next((step for step in self.assessment.funnel if step.breaks), None)


def deviations(assessment: Assessment) -> tuple[Reading, ...]:
    """What deserves to be spoken about: off its target, or worse than before by more than chance."""
    return tuple(r for r in assessment.readings if r.status in {"red", "amber"} or r.trend == "worse")


def goal_point(facts: Facts) -> Point:
    """The shared goal, always first."""
    words, goal = facts.words, facts.assessment.goal
    monthly = facts.meeting.date.day <= CADENCE_DAYS[facts.meeting.cadence]
    review = (words("agenda.goal.monthly"),) if monthly else ()
    if goal is None:
        return Point(
            kind="goal",
            title=words("agenda.title.goal"),
            weight=3,
            reason=" ".join((words("agenda.goal.none"), *review)),
            question=words("agenda.goal.none_question"),
            keywords=keywords(facts, "goal"),
        )
    known = goal.reading.value is not None
    return Point(
        kind="goal",
        title=words("agenda.title.goal"),
        weight=5,
        reason=" ".join((_goal_reason(goal, words), *review)),
        question=words("agenda.goal.question") if goal.reading.status in {"red", "amber"} else "",
        lines=(*((lines.goal_standing(goal, words),) if known else ()), *lines.goal_lines(goal, words)),
        keywords=keywords(facts, "goal"),
    )


def _goal_reason(goal: SharedGoal, words: Words) -> str:
    """How much of the goal the present pace reaches; before there is a pace, how much is there."""
    if goal.reading.value is None:
        return lines.goal_standing(goal, words)
    key, value = ("reached", goal.reading.value) if goal.forecast is None else ("expected", goal.forecast)
    return words(f"agenda.goal.{key}", share=lines.share(lines.goal_share(goal, value), words))


def commitments_point(facts: Facts) -> Point:
    """What was promised and is still open, overdue first."""
    words, overdue = facts.words, facts.overdue
    ranked = sorted(facts.commitments, key=lambda c: (c.due_date is None, c.due_date or date.max, c.number))
    shown = [lines.commitment_line(c, facts.roster, facts.meeting.date, words) for c in ranked[:_LISTED]]
    if (more := len(ranked) - _LISTED) > 0:
        shown.append(lines.counted(words, "agenda.commitments.more", more))
    return Point(
        kind="commitments",
        title=words("agenda.title.commitments"),
        weight=4 + min(4, len(facts.commitments) / 2),
        reason=_commitments_reason(len(facts.commitments), len(overdue), words),
        question=words("agenda.commitments.question") if overdue else "",
        lines=tuple(shown) or (words("agenda.commitments.none"),),
        keywords=keywords(facts, "commitments"),
    )


def _commitments_reason(opened: int, overdue: int, words: Words) -> str:
    if not opened:
        return words("agenda.commitments.none")
    state = lines.counted(words, "agenda.commitments.overdue", overdue)
    if overdue == opened:
        state = lines.counted(words, "agenda.commitments.all_overdue", opened)
    elif not overdue:
        state = lines.counted(words, "agenda.commitments.in_time", opened)
    return f"{lines.counted(words, 'agenda.commitments.open', opened)} {state}"


def indicators_point(facts: Facts) -> Point:
    """The indicators that deviate, and what can't be calculated; the others are only in the table."""
    words = facts.words
    told = [_deviation_line(reading, facts) for reading in facts.deviating]
    lacking = [lines.reading_line(r, words) for r in facts.assessment.readings if r.kpi.joint and r.value is None]
    return Point(
        kind="indicators",
        title=words("agenda.title.indicators"),
        weight=5 + min(3, len(facts.deviating)),
        reason=_indicators_reason(facts),
        question=words("agenda.indicators.question") if facts.deviating else "",
        lines=(*told, *lacking),
        keywords=(*keywords(facts, "indicators"), *(lines.label(r.kpi) for r in facts.deviating)),
    )


def _indicators_reason(facts: Facts) -> str:
    words, readings, deviating = facts.words, facts.assessment.readings, facts.deviating
    if deviating:
        names = "; ".join(lines.label(reading.kpi) for reading in deviating)
        shown = lines.figure(len(readings), words)
        return lines.counted(words, "agenda.indicators.deviating", len(deviating), shown=shown, names=names)
    lacking = sum(reading.value is None for reading in readings)
    if lacking == len(readings):
        return words("agenda.indicators.unknown")
    quiet = words("agenda.indicators.quiet")
    return f"{quiet} {lines.counted(words, 'agenda.indicators.lacking', lacking)}" if lacking else quiet


def _deviation_line(reading: Reading, facts: Facts) -> str:
    words = facts.words
    why = reading.status if reading.status in {"red", "amber"} and reading.kpi.target is not None else "worse"
    told = f"{lines.reading_line(reading, words)}. {words(f'agenda.why.{why}')}"
    never = facts.assessment.reading("never_contacted")
    if reading.kpi.id != "response_time" or never is None or never.value is None:
        return told
    return f"{told} {never.kpi.name}: {lines.value_of(never, words)}."


def handoff_point(facts: Facts) -> Point:
    """The hand-off from marketing to sales: the SLA, the step that breaks, what lies without follow-up."""
    words, assessment = facts.words, facts.assessment
    told: list[str] = []
    if assessment.sla is not None:
        told += lines.sla_lines(assessment.sla, words)
    if facts.broken_step is not None:
        told.append(lines.funnel_line(facts.broken_step, words))
    if assessment.rejected:
        told.append(lines.rejection_line(assessment.rejected, words))
    told += lines.stale_lines(assessment.stale, words)
    sales = facts.roster.by_role("sales")
    broken = assessment.sla is not None and assessment.sla.status in {"red", "amber"}
    return Point(
        kind="handoff",
        title=words("agenda.title.handoff"),
        weight=6 + (2 if broken else 0) + (2 if facts.broken_step else 0),
        reason=_handoff_reason(facts, broken=broken),
        question=words("agenda.handoff.question") if broken or facts.broken_step else "",
        opens=sales.id if sales else None,
        lines=tuple(told) or (words("agenda.handoff.no_figures"),),
        keywords=keywords(facts, "handoff"),
    )


def _handoff_reason(facts: Facts, *, broken: bool) -> str:
    """At most two of the findings, the most urgent first; the section below has all of them."""
    words, sla, step = facts.words, facts.assessment.sla, facts.broken_step
    reasons = []
    if broken and sla is not None:
        compliance, target = lines.share(sla.compliance, words), lines.share(sla.target, words)
        reasons.append(words("agenda.handoff.sla_broken", compliance=compliance, target=target))
    if step is not None:
        before, into = step_names(step, words)
        now, earlier = lines.share(step.rate, words), lines.share(step.previous_rate, words)
        reasons.append(words("agenda.handoff.step_breaks", source=before, target=into, rate=now, previous=earlier))
    if facts.assessment.stale:
        reasons.append(lines.counted(words, "agenda.handoff.stale", len(facts.assessment.stale)))
    return " ".join(reasons[:_REASONS]) or words("agenda.handoff.always")


_REASONS = 2


def step_names(step: FunnelStep, words: Words) -> tuple[str, str]:
    """The stages that the step leads from and into."""
    before = STAGES[STAGES.index(step.stage) - 1]
    return words(f"kpi.stage.{before}"), words(f"kpi.stage.{step.stage}")


def department_points(facts: Facts) -> list[Point]:
    """A turn for each department; who holds somebody that did not speak last time comes first of its kind."""
    silent = {person.department for name in facts.silent if (person := facts.roster.person(name)) is not None}
    ranked = sorted(facts.roster.departments, key=lambda d: (d.role == "other", d.id not in silent))
    return [_department_point(department, facts) for department in ranked]


def _department_point(department: Department, facts: Facts) -> Point:
    words = facts.words
    silent = [
        lines.one_line(name)
        for name in facts.silent
        if (person := facts.roster.person(name)) is not None and person.department == department.id
    ]
    told = [words("agenda.turn.silent", name=name) for name in silent]
    told += [words(f"agenda.turn.{key}") for key in _TURN_LINES[department.role]]
    return Point(
        kind="department_turn",
        title=words("agenda.title.department_turn", department=department.name),
        weight=3 if department.role == "other" else 5,
        reason=_turn_reason(department, facts),
        question=words(f"agenda.turn.question.{department.role}"),
        opens=department.id,
        lines=tuple(told),
        keywords=(department.name, *keywords(facts, f"turn_{department.role}")),
    )


_TURN_LINES = {"marketing": ("campaigns",), "sales": ("customer",), "other": ()}


def _turn_reason(department: Department, facts: Facts) -> str:
    """The department's own figures, else what it has promised: never an empty courtesy."""
    words, assessment = facts.words, facts.assessment
    own = {"marketing": ("leads", "mql"), "sales": ("win_rate", "pipeline"), "other": ()}[department.role]
    readings = [r for key in own if (r := assessment.reading(key)) is not None and r.value is not None]
    if readings:
        return "; ".join(lines.short_reading(reading, words) for reading in readings) + "."
    promised = sum(c.department == department.id for c in facts.commitments)
    return lines.counted(words, "agenda.turn.promised", promised) if promised else words("agenda.turn.always")


def keywords(facts: Facts, key: str) -> tuple[str, ...]:
    """The words by which minutes recognise a point of that kind as spoken about."""
    return tuple(word.strip() for word in facts.words(f"agenda.keywords.{key}").split(",") if word.strip())
