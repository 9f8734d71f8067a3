"""The agenda's points before they have a number and minutes: which there are, why today, and what is to be decided."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from meetbot.model.agenda import AgendaKind
from meetbot.model.commitments import Commitment
from meetbot.model.company import Department, Meeting, Roster
from meetbot.model.kpi import FunnelStep, Reading
from meetbot.stages import lines
from meetbot.stages.assess import Assessment
from meetbot.stages.funnel import STAGES
from meetbot.stages.scope import CADENCE_DAYS
from meetbot.words import Words, format_date

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
            reason=words("agenda.goal.none"),
            question=words("agenda.goal.none_question"),
            lines=review,
            keywords=_keywords(facts, "goal"),
        )
    off = goal.reading.status in {"red", "amber"}
    return Point(
        kind="goal",
        title=words("agenda.title.goal_named", name=lines.one_line(goal.name)),
        weight=5,
        reason=lines.goal_standing(goal, words),
        question=words("agenda.goal.question") if off else "",
        lines=(*lines.goal_lines(goal, words), *review),
        keywords=_keywords(facts, "goal"),
    )


def commitments_point(facts: Facts) -> Point:
    """What was promised and is still open, overdue first."""
    words, overdue = facts.words, facts.overdue
    if not facts.commitments:
        reason = words("agenda.commitments.none")
    else:
        reason = lines.counted(words, "agenda.commitments.open", len(facts.commitments))
        reason += " " + (
            lines.counted(words, "agenda.commitments.overdue", len(overdue))
            if overdue
            else words("agenda.commitments.in_time")
        )
    ranked = sorted(facts.commitments, key=lambda c: (c.due_date is None, c.due_date or date.max, c.number))
    shown = [lines.commitment_line(c, facts.roster, facts.meeting.date, words) for c in ranked[:_LISTED]]
    if (more := len(ranked) - _LISTED) > 0:
        shown.append(lines.counted(words, "agenda.commitments.more", more))
    return Point(
        kind="commitments",
        title=words("agenda.title.commitments"),
        weight=4 + min(4, len(facts.commitments) / 2),
        reason=reason,
        question=words("agenda.commitments.question") if overdue else "",
        lines=tuple(shown) or (words("agenda.commitments.none"),),
        keywords=_keywords(facts, "commitments"),
    )


def indicators_point(facts: Facts) -> Point:
    """The indicators that deviate, and what can't be calculated; the others are only in the table."""
    words = facts.words
    told = [_deviation_line(reading, facts) for reading in facts.deviating]
    lacking = [lines.reading_line(r, words) for r in facts.assessment.readings if r.kpi.joint and r.value is None]
    count = len(facts.deviating)
    shown = len(facts.assessment.readings)
    reason = words("agenda.indicators.quiet", shown=shown)
    if count:
        reason = words("agenda.indicators.deviating", n=count, shown=shown)
    return Point(
        kind="indicators",
        title=words("agenda.title.indicators"),
        weight=5 + min(3, count),
        reason=reason,
        question=words("agenda.indicators.question") if count else "",
        lines=(*told, *lacking),
        keywords=(*_keywords(facts, "indicators"), *(r.kpi.name.split(" (")[0] for r in facts.deviating)),
    )


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
        keywords=_keywords(facts, "handoff"),
    )


def _handoff_reason(facts: Facts, *, broken: bool) -> str:
    words, sla = facts.words, facts.assessment.sla
    reasons = []
    if broken and sla is not None:
        compliance, target = lines.share(sla.compliance, words), lines.share(sla.target, words)
        reasons.append(words("agenda.handoff.sla_broken", compliance=compliance, target=target))
    if facts.broken_step is not None:
        into = words(f"kpi.stage.{facts.broken_step.stage}")
        before = words(f"kpi.stage.{STAGES[STAGES.index(facts.broken_step.stage) - 1]}")
        reasons.append(words("agenda.handoff.step_breaks", source=before, target=into))
    if facts.assessment.stale:
        reasons.append(lines.counted(words, "agenda.handoff.stale", len(facts.assessment.stale)))
    return " ".join(reasons) or words("agenda.handoff.always")


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
        keywords=(department.name, *_keywords(facts, f"turn_{department.role}")),
    )


_TURN_LINES = {"marketing": ("campaigns", "feedback"), "sales": ("customer", "feedback"), "other": ("feedback",)}


def _turn_reason(department: Department, facts: Facts) -> str:
    """The department's own figures, else what it has promised: never an empty courtesy."""
    words, assessment = facts.words, facts.assessment
    own = {"marketing": ("leads", "mql"), "sales": ("win_rate", "pipeline"), "other": ()}[department.role]
    readings = [r for key in own if (r := assessment.reading(key)) is not None and r.value is not None]
    if readings:
        return "; ".join(_short_reading(reading, words) for reading in readings) + "."
    promised = sum(c.department == department.id for c in facts.commitments)
    return lines.counted(words, "agenda.turn.promised", promised) if promised else words("agenda.turn.always")


def _short_reading(reading: Reading, words: Words) -> str:
    value = lines.value_of(reading, words)
    told = f"{reading.kpi.name}: {value}"
    if reading.previous is not None:
        told += f", {words('kpi.previous', value=lines.amount(reading, reading.previous, words))}"
    return f"{told} ({lines.provenance(reading, words)})"


def recognition_point(facts: Facts) -> Point:
    """What deserves thanks by the figures and by commitments that were kept."""
    words, assessment = facts.words, facts.assessment
    improved = [r for r in (*assessment.readings, *assessment.annex) if r.trend == "better"][:_THANKED]
    told = [
        words("agenda.recognition.improved", figure=_short_reading(r, words), owners=_owners(r, facts))
        for r in improved
    ]
    for done in facts.recently_done:
        owner = lines.one_line(done.owner) if done.owner else words("agenda.no_owner")
        told.append(words("agenda.recognition.kept", owner=owner, text=lines.one_line(done.text)))
    best = assessment.sla
    if best is not None and len(best.by_owner) > 1:
        told += _reliable(facts)
    return Point(
        kind="recognition",
        title=words("agenda.title.recognition"),
        weight=2,
        reason=words("agenda.recognition.reason") if told else words("agenda.recognition.none"),
        question="" if told else words("agenda.recognition.question"),
        lines=tuple(told),
        keywords=_keywords(facts, "recognition"),
    )


_THANKED = 3
_RELIABLE_N = 5


def _reliable(facts: Facts) -> list[str]:
    """Who contacted every lead in time, over at least five."""
    sla, words = facts.assessment.sla, facts.words
    owners = [o for o in (sla.by_owner if sla else ()) if o.owner and not o.broken and o.kept >= _RELIABLE_N]
    return [words("agenda.recognition.sla", owner=lines.one_line(o.owner or ""), n=o.kept) for o in owners]


def _owners(reading: Reading, facts: Facts) -> str:
    names = [d.name for owner in reading.kpi.owners if (d := facts.roster.department(owner)) is not None]
    return ", ".join(names) or facts.words("agenda.everybody")


def decisions_point(facts: Facts) -> Point:
    """One joint question for each deviation, then the read-back and the next date."""
    words = facts.words
    told = [
        words("agenda.decide.indicator", name=r.kpi.name, value=lines.value_of(r, words))
        for r in facts.deviating
        if r.kpi.id != "sla_compliance"
    ]
    sla, goal = facts.assessment.sla, facts.assessment.goal
    if sla is not None and sla.status in {"red", "amber"}:
        limit = facts.words("agenda.decide.limit", hours=lines.figure(sla.limit_hours, words))
        told.insert(0, words("agenda.decide.sla", limit=limit, compliance=lines.share(sla.compliance, words)))
    if goal is not None and goal.reading.status in {"red", "amber"}:
        forecast = lines.amount(goal.reading, goal.forecast, words)
        told.insert(
            0, words("agenda.decide.goal", forecast=forecast, target=lines.amount(goal.reading, goal.target, words))
        )
    if facts.broken_step is not None and "lead_conversion" not in {r.kpi.id for r in facts.deviating}:
        step = facts.broken_step
        before = words(f"kpi.stage.{STAGES[STAGES.index(step.stage) - 1]}")
        told.append(words("agenda.decide.funnel", source=before, target=words(f"kpi.stage.{step.stage}")))
    if facts.overdue:
        told.append(lines.counted(words, "agenda.decide.overdue", len(facts.overdue)))
    following = format_date(facts.next_meeting, locale=words.locale)
    return Point(
        kind="decisions",
        title=words("agenda.title.decisions"),
        weight=4 + min(3, len(told)),
        reason=words("agenda.decide.reason") if told else words("agenda.decide.none"),
        question=words("agenda.decide.question"),
        lines=(*told, words("agenda.decide.read_back"), words("agenda.decide.next", date=following)),
        keywords=_keywords(facts, "decisions"),
    )


def _keywords(facts: Facts, key: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in facts.words(f"agenda.keywords.{key}").split(",") if word.strip())
