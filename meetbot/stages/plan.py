"""The agenda: points chosen by rules from figures and commitments, with minutes that add up to the planned length."""

from collections.abc import Sequence
from datetime import date

from meetbot.model.agenda import Agenda, AgendaItem
from meetbot.model.commitments import Commitment
from meetbot.model.company import Meeting, Roster
from meetbot.stages.assess import Assessment
from meetbot.stages.closing_points import decisions_point, issues_point, recognition_point
from meetbot.stages.fitting import fit, share_out
from meetbot.stages.lead_points import campaigns_point, customer_point, handoff_point
from meetbot.stages.openers import with_openers
from meetbot.stages.points import (
    Facts,
    Point,
    commitments_point,
    department_points,
    deviations,
    goal_point,
    indicators_point,
)
from meetbot.stages.returning import signals
from meetbot.words import Words


def plan(
    assessment: Assessment,
    *,
    meeting: Meeting,
    roster: Roster,
    commitments: Sequence[Commitment],
    recently_done: Sequence[Commitment],
    silent_last_time: Sequence[str] = (),
    earlier: Sequence[Agenda] = (),
    words: Words,
    next_meeting: date,
) -> Agenda:
    """The agenda of that meeting. Its items' minutes add up to exactly the planned length, whatever it is.

    `earlier` are the agendas of the meetings before, newest first: what was red in them is taken from what they say.
    `next_meeting` is the date to be read back at the end.
    """
    opened = tuple(commitment for commitment in commitments if commitment.status == "open")
    facts = Facts(
        assessment=assessment,
        meeting=meeting,
        roster=roster,
        commitments=opened,
        recently_done=tuple(recently_done),
        silent=tuple(silent_last_time),
        next_meeting=next_meeting,
        words=words,
        earlier=tuple(earlier),
        deviating=deviations(assessment),
        signals=signals(assessment, opened, today=meeting.date, earlier=earlier),
    )
    points, issues = fit(_points(facts), meeting.duration_minutes, words)
    minutes = share_out([point.weight for point in points], meeting.duration_minutes)
    points = with_openers(points, facts.silent, roster, words)
    return Agenda(
        meeting=meeting,
        roster=roster,
        items=tuple(_item(number, *found) for number, found in enumerate(zip(points, minutes, strict=True), 1)),
        goal=assessment.goal,
        readings=assessment.readings,
        annex=assessment.annex,
        sla=assessment.sla,
        funnel=assessment.funnel,
        follow_up=assessment.follow_up,
        campaigns=assessment.campaigns,
        commitments=opened,
        recently_done=tuple(recently_done),
        issues=(*assessment.issues, *issues),
    )


def _points(facts: Facts) -> list[Point]:
    issues = issues_point(facts)
    return [
        goal_point(facts),
        commitments_point(facts),
        indicators_point(facts),
        handoff_point(facts),
        campaigns_point(facts),
        *department_points(facts),
        customer_point(facts),
        *([issues] if issues is not None else []),
        recognition_point(facts),
        decisions_point(facts),
    ]


def _item(number: int, point: Point, minutes: int) -> AgendaItem:
    return AgendaItem(
        id=f"P{number}",
        kind=point.kind,
        title=point.title,
        reason=point.reason,
        question=point.question,
        opens=point.opens,
        duration_minutes=minutes,
        lines=point.lines,
        keywords=tuple(dict.fromkeys(point.keywords)),
    )
