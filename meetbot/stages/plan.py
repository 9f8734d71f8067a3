"""The agenda: points chosen by rules from figures and commitments, with minutes that add up to the planned length."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from meetbot.model.agenda import Agenda, AgendaItem
from meetbot.model.base import Issue
from meetbot.model.commitments import Commitment
from meetbot.model.company import Meeting, Roster
from meetbot.stages.assess import Assessment
from meetbot.stages.closing_points import decisions_point, recognition_point
from meetbot.stages.points import (
    Facts,
    Point,
    commitments_point,
    department_points,
    deviations,
    goal_point,
    handoff_point,
    indicators_point,
)
from meetbot.words import Words

_COMFORTABLE_MINUTES = 2
"""Below two minutes a point on average, the departments beside marketing and sales share one turn."""
_KEPT_LONGEST = ("decisions", "commitments", "goal", "handoff", "indicators", "department_turn", "recognition")


def plan(
    assessment: Assessment,
    *,
    meeting: Meeting,
    roster: Roster,
    commitments: Sequence[Commitment],
    recently_done: Sequence[Commitment],
    silent_last_time: Sequence[str] = (),
    words: Words,
    next_meeting: date,
) -> Agenda:
    """The agenda of that meeting. Its items' minutes add up to exactly the planned length, whatever it is.

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
        deviating=deviations(assessment),
    )
    points, issues = _fit(_points(facts), meeting.duration_minutes, words)
    minutes = share_out([point.weight for point in points], meeting.duration_minutes)
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
        commitments=opened,
        recently_done=tuple(recently_done),
        issues=(*assessment.issues, *issues),
    )


def share_out(weights: Sequence[float], total: int) -> list[int]:
    """Whole minutes by weight, each at least 1, that add up to exactly `total`; needs `total >= len(weights)`."""
    spare = total - len(weights)
    quotas = [weight * spare / sum(weights) for weight in weights]
    minutes = [int(quota) for quota in quotas]
    by_rest = sorted(range(len(weights)), key=lambda index: (minutes[index] - quotas[index], index))
    for index in by_rest[: spare - sum(minutes)]:
        minutes[index] += 1
    return [whole + 1 for whole in minutes]


def _points(facts: Facts) -> list[Point]:
    return [
        goal_point(facts),
        commitments_point(facts),
        indicators_point(facts),
        handoff_point(facts),
        *department_points(facts),
        recognition_point(facts),
        decisions_point(facts),
    ]


def _fit(points: list[Point], total: int, words: Words) -> tuple[list[Point], tuple[Issue, ...]]:
    """As many points as the length can hold: departments share a turn first, then the least urgent point goes."""
    if len(points) * _COMFORTABLE_MINUTES > total:
        points = _merged(points, words, title="others", only_light=True)
    if len(points) > total:
        points = _merged(points, words, title="departments", only_light=False)
    present = [kind for kind in reversed(_KEPT_LONGEST) if any(point.kind == kind for point in points)]
    dropped = present[: max(0, len(points) - total)]
    if not dropped:
        return points, ()
    message = f"The meeting is too short for every point; left out: {', '.join(dropped)}."
    issue = Issue(
        severity="warning",
        stage="plan",
        where="meetbot.toml, key `meeting.duration_minutes`",
        message=message,
        hint="A meeting of 15 minutes has room for all of them.",
    )
    return [point for point in points if point.kind not in dropped], (issue,)


def _merged(points: list[Point], words: Words, *, title: str, only_light: bool) -> list[Point]:
    """The same points with the turns of several departments as one; `only_light` spares marketing and sales."""
    heaviest = max((p.weight for p in points if p.kind == "department_turn"), default=0)
    turns = [p for p in points if p.kind == "department_turn" and not (only_light and p.weight == heaviest)]
    if len(turns) < 2:  # noqa: PLR2004  nothing to merge
        return points
    merged = replace(
        turns[0],
        title=words(f"agenda.title.{title}"),
        weight=max(turn.weight for turn in turns),
        reason=words("agenda.turn.always"),
        opens=None,
        lines=(
            words("agenda.turn.order", departments=", ".join(turn.keywords[0] for turn in turns)),
            *dict.fromkeys(line for turn in turns for line in turn.lines),
        ),
        keywords=tuple(dict.fromkeys(word for turn in turns for word in turn.keywords)),
    )
    return [merged if point is turns[0] else point for point in points if point not in turns[1:]]


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
