"""Five lines on how the alignment does: each a figure with its counts and the turns that show it, never a verdict.

Communication: how evenly marketing and sales speak. Functions: tasks with one owner, in the department whose charter
fits. Goals: points on goal and figures that were treated. Motivation: recognitions beside blame. Follow-up: earlier
commitments that were kept or reported on in time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean, median
from typing import Literal, get_args

from meetbot.model.commitments import Commitment
from meetbot.model.minutes import ActionItem, CommitmentUpdate, HealthAdvice, HealthLine, Minutes
from meetbot.model.transcript import Transcript

Line = Literal["communication", "functions", "goals", "motivation", "follow_up"]
_LINES: tuple[Line, ...] = get_args(Line)
REMEMBERED = 6
"""Meetings before this one with which it is compared."""
_COMPARABLE = 3
"""Earlier figures without which there is no trend: the median of two is no habit."""
_LIMITS = 2.66
"""Natural limits of an XmR chart, by the mean moving range of the earlier figures."""
_CHANCE = 1.96
_SMALLEST_CHANGE = 0.1
"""A change of less than a tenth of the whole is nothing that a moderator could act on."""
_UNNAMED_MOST = 0.2
"""Share of words by unnamed voices from which the departments' shares can't be known."""
_EVEN = 0.5
_GOOD = 0.7
_SHOWN_TURNS = 5
_FIGURES = frozenset({"goal", "indicators", "handoff", "campaigns"})


@dataclass(frozen=True, kw_only=True)
class _Count:
    """`part` of `whole`, and the turns that show it; `whole` 0 where there was nothing to count."""

    part: int
    whole: int
    turn_ids: tuple[str, ...] = ()


_NOTHING = _Count(part=0, whole=0)


def health_lines(
    minutes: Minutes,
    transcript: Transcript,
    *,
    commitments: Sequence[Commitment] = (),
    earlier: Sequence[Minutes] = (),
) -> tuple[HealthLine, ...]:
    """The five lines. `commitments` were open before the meeting; `earlier` are meetings of the series, oldest first.

    A meeting without a word has none: an empty recording tells nothing of anybody.
    """
    if minutes.nothing_said:
        return ()
    counts: Mapping[Line, _Count] = {
        "communication": _communication(minutes, transcript),
        "functions": _functions(minutes, commitments),
        "goals": _goals(minutes),
        "motivation": _motivation(minutes),
        "follow_up": _follow_up(minutes, commitments),
    }
    return tuple(_line(name, counts[name], earlier[-REMEMBERED:]) for name in _LINES)


def advice(minutes: Minutes) -> HealthAdvice | None:
    """The one thing that the moderator could do better next time, by what weighs most; None where all is well."""
    values = {line.id: line for line in minutes.health}
    tests: tuple[tuple[HealthAdvice, Callable[[], bool]], ...] = (
        ("owners", lambda: any(action.owner is None for action in minutes.actions)),
        ("joint_question", lambda: len(minutes.blame) > len(minutes.recognitions)),
        ("silent", lambda: bool(minutes.silent)),
        ("dates", lambda: any(action.due_date is None for action in minutes.actions)),
        ("follow_up", lambda: _below(values["follow_up"], _GOOD)),
        ("goal", lambda: _below(values["goals"], _EVEN)),
        ("balance", lambda: _below(values["communication"], _EVEN)),
        ("charter", lambda: _below(values["functions"], 1.0)),
        ("recognise", lambda: not minutes.recognitions),
    )
    if not minutes.health:
        return None
    return next((name for name, applies in tests if applies()), None)


def _below(line: HealthLine, limit: float) -> bool:
    return line.value is not None and line.value < limit


def _communication(minutes: Minutes, transcript: Transcript) -> _Count:
    """Words of the half that spoke less beside those of the half that spoke more, where all voices are named."""
    halves = [minutes.roster.by_role("marketing"), minutes.roster.by_role("sales")]
    sides = {half.id for half in halves if half is not None}
    if len(sides) < len(halves):
        sides = {person.department for person in minutes.roster.attendees() if person.department is not None}
    unnamed = sum(
        share.share for share in minutes.talk if share.department is None and not _named(share.speaker, minutes)
    )
    if len(sides) < len(halves) or unnamed > _UNNAMED_MOST:
        return _NOTHING
    words = {side: sum(share.words for share in minutes.talk if share.department == side) for side in sorted(sides)}
    quiet = min(words, key=lambda side: words[side])
    labels = {speaker.label for speaker in transcript.speakers if speaker.department == quiet}
    longest = sorted((t for t in transcript.turns if t.speaker in labels), key=lambda t: -len(t.text.split()))
    shown = tuple(sorted(turn.id for turn in longest[:_SHOWN_TURNS]))
    return _Count(part=words[quiet], whole=max(words.values()), turn_ids=shown)


def _named(speaker: str | None, minutes: Minutes) -> bool:
    return speaker in minutes.attendees


def _functions(minutes: Minutes, commitments: Sequence[Commitment]) -> _Count:
    """Tasks with one owner, in a department whose charter fits and from which they did not sway to another."""
    before = {commitment.number: commitment.department for commitment in commitments}
    fitting = [action for action in minutes.actions if _fits(action) and not _swayed(action, before)]
    return _Count(part=len(fitting), whole=len(minutes.actions), turn_ids=_cited(minutes.actions))


def _fits(action: ActionItem) -> bool:
    return action.owner is not None and action.department is not None and action.belongs_to is None


def _swayed(action: ActionItem, before: Mapping[int, str | None]) -> bool:
    """Whether it takes up a commitment that lay with another department."""
    department = before.get(action.follows) if action.follows is not None else None
    return department is not None and department != action.department


def _goals(minutes: Minutes) -> _Count:
    """Points on goal and figures that were treated; without such points, indicators of which a figure was said."""
    kinds = {item.id: item.kind for item in minutes.agenda.items} if minutes.agenda else {}
    points = [topic for topic in minutes.topics if kinds.get(topic.agenda_item) in _FIGURES]
    if points:
        treated = [topic for topic in points if topic.status != "not_treated"]
        return _Count(part=len(treated), whole=len(points), turn_ids=tuple(topic.turn_ids[0] for topic in treated))
    readings = minutes.agenda.readings if minutes.agenda else ()
    shown = {reading.kpi.id for reading in readings}
    spoken = {figure.kpi: figure.evidence.turn_ids[0] for figure in minutes.figures if figure.kpi in shown}
    return _Count(part=len(spoken), whole=len(shown), turn_ids=tuple(spoken.values()))


def _motivation(minutes: Minutes) -> _Count:
    notes = (*minutes.recognitions, *minutes.blame)
    return _Count(part=len(minutes.recognitions), whole=len(notes), turn_ids=_cited(notes))


def _follow_up(minutes: Minutes, commitments: Sequence[Commitment]) -> _Count:
    """Of what was due by the meeting, closed since the last one or spoken about in this: what was kept or in time."""
    day = minutes.meeting.date
    updates = {update.number: update for update in minutes.updates}
    closed = minutes.agenda.recently_done if minutes.agenda else ()
    asked = [c for c in commitments if c.number in updates or (c.due_date is not None and c.due_date <= day)]
    kept = [c for c in asked if c.number in updates and _in_time(c, updates[c.number], minutes)]
    turns = tuple(dict.fromkeys(update.evidence.turn_ids[0] for update in minutes.updates))
    return _Count(part=len(kept) + len(closed), whole=len(asked) + len(closed), turn_ids=turns)


def _in_time(commitment: Commitment, update: CommitmentUpdate, minutes: Minutes) -> bool:
    """Done, or spoken about before its day passed."""
    return update.status == "done" or not commitment.overdue(minutes.meeting.date)


def _cited(items: Sequence[object]) -> tuple[str, ...]:
    found = (getattr(item, "evidence", None) for item in items)
    return tuple(dict.fromkeys(evidence.turn_ids[0] for evidence in found if evidence is not None))


def _line(name: Line, count: _Count, earlier: Sequence[Minutes]) -> HealthLine:
    before = tuple(_value_in(minutes, name) for minutes in earlier)
    value = round(count.part / count.whole, 4) if count.whole else None
    return HealthLine(
        id=name,
        value=value,
        part=count.part if count.whole else None,
        whole=count.whole or None,
        earlier=before,
        trend=_trend(value, count.whole, [v for v in before if v is not None], counted=name != "communication"),
        turn_ids=count.turn_ids,
    )


def _value_in(minutes: Minutes, name: Line) -> float | None:
    return next((line.value for line in minutes.health if line.id == name), None)


def _trend(
    value: float | None, whole: int, earlier: Sequence[float], *, counted: bool
) -> Literal["better", "worse", "none"]:
    """Better or worse than the earlier meetings' median only beyond what they vary by, and beyond chance of a count."""
    if value is None or len(earlier) < _COMPARABLE:
        return "none"
    usual = median(earlier)
    noise = max(_SMALLEST_CHANGE, _LIMITS * fmean(abs(b - a) for a, b in pairwise(earlier)))
    if counted:
        share = (usual * whole + 1) / (whole + 2)
        noise = max(noise, _CHANCE * sqrt(share * (1 - share) / whole))
    if abs(value - usual) <= noise:
        return "none"
    return "better" if value > usual else "worse"
