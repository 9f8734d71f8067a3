"""The agenda's points before they have a number and minutes: which there are, why today, and what is to be decided."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from meetbot.model.agenda import Agenda, AgendaKind
from meetbot.model.commitments import Commitment
from meetbot.model.company import Department, DepartmentRole, Meeting, Roster
from meetbot.model.kpi import FunnelStep, Reading, SharedGoal
from meetbot.stages import lines
from meetbot.stages.assess import Assessment, deviates
from meetbot.stages.returning import Signal
from meetbot.stages.scope import CADENCE_DAYS
from meetbot.words import Words, format_value

_LISTED = 12
"""Commitments shown on the agenda; all of them are in its table of commitments."""
_ONLY_SAID = 0.0
"""The weight of a point under which there is nothing: it is said in a minute, its time goes to the others."""
_MONTHLY = (("roi", "roi_revenue"), ("cac", "cac_media"))
"""What is too slow to be looked at every week; of each pair the first that can be calculated."""


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
    """All that points are made from. `earlier` are the agendas of the meetings before, newest first."""

    assessment: Assessment
    meeting: Meeting
    roster: Roster
    commitments: Sequence[Commitment]
    recently_done: Sequence[Commitment]
    silent: Sequence[str]
    next_meeting: date
    words: Words
    earlier: Sequence[Agenda] = ()
    deviating: tuple[Reading, ...] = field(default=())
    signals: tuple[Signal, ...] = field(default=())

    @property
    def overdue(self) -> list[Commitment]:
        """The open commitments whose date has passed."""
        return [c for c in self.commitments if c.overdue(self.meeting.date)]

    @property
    def broken_step(self) -> FunnelStep | None:
        """The step of the funnel that breaks."""
        return next((step for step in self.assessment.funnel if step.breaks), None)

    @property
    def monthly(self) -> bool:
        """Whether this is the first meeting of its month: none of the agendas before is of the same month.

        Without any agenda before, the cadence tells whether a meeting of this month came before it.
        """
        day = self.meeting.date
        before = day - timedelta(days=CADENCE_DAYS[self.meeting.cadence])
        if self.earlier:
            before = self.earlier[0].meeting.date
        return self.meeting.cadence == "monthly" or (before.year, before.month) != (day.year, day.month)

    def department(self, role: DepartmentRole) -> str | None:
        """The id of the first department of that role."""
        found = self.roster.by_role(role)
        return found.id if found is not None else None

    @property
    def first_turn(self) -> tuple[str | None, str | None]:
        """Who opens the goal and who the indicators: both are shared, so the two take turns week by week."""
        both = (self.department("marketing"), self.department("sales"))
        return both if self.meeting.date.toordinal() // 7 % 2 else (both[1], both[0])


def deviations(assessment: Assessment) -> tuple[Reading, ...]:
    """What deserves to be spoken about."""
    return tuple(reading for reading in assessment.readings if deviates(reading))


def goal_point(facts: Facts) -> Point:
    """The shared goal, always first; in the first meeting of a month with its review, and more time for it."""
    words, goal = facts.words, facts.assessment.goal
    reasons = [words("agenda.goal.none") if goal is None else _goal_reason(goal, words)]
    told = lines.goal_lines(goal, words) if goal is not None else []
    if goal is not None and goal.reading.value is not None:
        told.insert(0, lines.goal_standing(goal, words))
    if facts.monthly:
        reasons.append(words("agenda.goal.monthly"))
    return Point(
        kind="goal",
        title=words("agenda.title.goal"),
        weight=(3 if goal is None else 5) + (5 if facts.monthly else 0),
        reason=" ".join(reasons),
        question=_goal_question(facts, goal),
        opens=facts.first_turn[0],
        lines=(*told, *_review_lines(facts)),
        keywords=(*keywords(facts, "goal"), *(keywords(facts, "monthly") if facts.monthly else ())),
    )


def _goal_reason(goal: SharedGoal, words: Words) -> str:
    """How much of the goal the present pace reaches; before there is a pace, how much is there."""
    if goal.reading.value is None:
        return lines.goal_standing(goal, words)
    key, value = ("reached", goal.reading.value) if goal.forecast is None else ("expected", goal.forecast)
    return words(f"agenda.goal.{key}", share=lines.share(lines.goal_share(goal, value), words))


def _goal_question(facts: Facts, goal: SharedGoal | None) -> str:
    if goal is None:
        return facts.words("agenda.goal.none_question")
    if goal.reading.status in {"red", "amber"}:
        return facts.words("agenda.goal.question")
    return facts.words("agenda.monthly.question") if facts.monthly else ""


def _review_lines(facts: Facts) -> list[str]:
    """Once a month: what both departments call a qualified lead, how conversion is measured, ROI and CAC."""
    words, assessment = facts.words, facts.assessment
    if not facts.monthly:
        return []
    told = []
    if assessment.sla is not None:
        told.append(
            words(
                "agenda.monthly.sla",
                score=lines.figure(assessment.sla.minimum_score, words),
                limit=format_value(assessment.sla.limit_hours, "hours", locale=words.locale),
                target=lines.share(assessment.sla.target, words),
            )
        )
        if assessment.sla.qualified_lead:
            told.append(words("agenda.monthly.qualified", definition=lines.one_line(assessment.sla.qualified_lead)))
    conversion = assessment.reading("lead_conversion")
    if conversion is not None and conversion.kpi.meaning:
        told.append(words("agenda.monthly.conversion", meaning=lines.one_line(conversion.kpi.meaning)))
    for pair in _MONTHLY:
        found = [reading for kpi in pair if (reading := assessment.reading(kpi)) is not None]
        known = [reading for reading in found if reading.value is not None]
        told += [lines.reading_line(reading, words) for reading in (known or found)[:1]]
    return told


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
        weight=4 + min(4, len(facts.commitments) / 2) if facts.commitments else _ONLY_SAID,
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
        weight=5 + min(3, len(facts.deviating)) if facts.deviating else _ONLY_SAID,
        reason=_indicators_reason(facts),
        question=words("agenda.indicators.question") if facts.deviating else "",
        opens=facts.first_turn[1],
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
    return f"{told} {lines.one_line(never.kpi.name)}: {lines.value_of(never, words)}."


def department_points(facts: Facts) -> list[Point]:
    """A turn for each department; who holds somebody that did not speak last time comes first of its kind."""
    silent = {person.department for name in facts.silent if (person := facts.roster.person(name)) is not None}
    ranked = sorted(facts.roster.departments, key=lambda d: (d.role == "other", d.id not in silent))
    return [_department_point(department, facts) for department in ranked]


def _department_point(department: Department, facts: Facts) -> Point:
    words = facts.words
    return Point(
        kind="department_turn",
        title=words("agenda.title.department_turn", department=department.name),
        weight=2 if department.role == "other" else 4,
        reason=_turn_reason(department, facts),
        question=words(f"agenda.turn.question.{department.role}"),
        opens=department.id,
        keywords=(department.name, *keywords(facts, f"turn_{department.role}")),
    )


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
