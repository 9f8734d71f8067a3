"""Makes points fit a meeting: what is merged or left out of a short one, and whole minutes that add up."""

from collections.abc import Sequence
from dataclasses import replace

from meetbot.model.agenda import AgendaKind
from meetbot.model.base import Issue, Severity
from meetbot.stages.points import Point
from meetbot.words import Words

_COMFORTABLE_MINUTES = 2
"""Below two minutes a point on average nothing is discussed, only read aloud."""
_KEPT_LONGEST: tuple[AgendaKind, ...] = (
    "decisions",
    "commitments",
    "goal",
    "handoff",
    "indicators",
    "department_turn",
    "issues",
    "customer",
    "campaigns",
    "recognition",
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


def fit(points: Sequence[Point], total: int, words: Words) -> tuple[list[Point], tuple[Issue, ...]]:
    """As many points as the length can hold, and what was done to those that it can't.

    Points are merged while there is less than two minutes for each: the departments beside marketing and sales share
    a turn, the issues go to the decisions, the campaigns to the hand-off, the customers' voice to the turn of sales,
    and at last all departments share one turn. Only then is a point left out, the least urgent first.
    """
    kept, merged = list(points), list[str]()
    for kind, into in _MERGES:
        if len(kept) * _COMFORTABLE_MINUTES <= total:
            break
        shorter = _others_merged(kept, words) if kind == into else _merged(kept, kind, into)
        merged += [f"{kind} into {into}" if kind != into else "the departments' turns"] if shorter != kept else []
        kept = shorter
    if len(kept) * _COMFORTABLE_MINUTES > total and (shorter := _turns_merged(kept, words)) != kept:
        kept, merged = shorter, [*merged, "all departments' turns"]
    present = [kind for kind in reversed(_KEPT_LONGEST) if any(point.kind == kind for point in kept)]
    dropped = present[: max(0, len(kept) - total)]
    hint = f"A meeting of {len(points) * _COMFORTABLE_MINUTES} minutes has room for all of them."
    found = []
    if merged:
        message = f"The meeting is short for {len(points)} points; merged: {', '.join(merged)}."
        found.append(_issue("info", message, hint))
    if dropped:
        message = f"The meeting is too short for every point; left out: {', '.join(dropped)}."
        found.append(_issue("warning", message, hint))
    return [point for point in kept if point.kind not in dropped], tuple(found)


_MERGES: tuple[tuple[AgendaKind, AgendaKind], ...] = (
    ("department_turn", "department_turn"),
    ("issues", "decisions"),
    ("campaigns", "handoff"),
    ("customer", "department_turn"),
)


def _issue(severity: Severity, message: str, hint: str) -> Issue:
    where = "meetbot.toml, key `meeting.duration_minutes`"
    return Issue(severity=severity, stage="plan", where=where, message=message, hint=hint)


def _merged(points: list[Point], kind: AgendaKind, into: AgendaKind) -> list[Point]:
    """The same points with the one of that kind taken up by another: of several turns, by its own department's."""
    guest = next((point for point in points if point.kind == kind), None)
    hosts = [point for point in points if point.kind == into]
    if guest is None or not hosts:
        return points
    host = next((point for point in hosts if point.opens == guest.opens), hosts[-1])
    shared = replace(
        host,
        weight=max(host.weight, guest.weight) + 1,
        reason=host.reason if kind == "customer" else f"{host.reason} {guest.reason}".strip(),
        question=host.question or guest.question,
        lines=(*host.lines, *guest.lines, *((guest.question,) if host.question and guest.question else ())),
        keywords=(*host.keywords, *guest.keywords),
    )
    return [shared if point is host else point for point in points if point is not guest]


def _others_merged(points: list[Point], words: Words) -> list[Point]:
    """The same points with one turn for the departments beside marketing and sales, which weigh more."""
    turns = [point for point in points if point.kind == "department_turn"]
    heaviest = max((turn.weight for turn in turns), default=0)
    return _one_turn(points, [turn for turn in turns if turn.weight < heaviest], words("agenda.title.others"), words)


def _turns_merged(points: list[Point], words: Words) -> list[Point]:
    turns = [point for point in points if point.kind == "department_turn"]
    return _one_turn(points, turns, words("agenda.title.departments"), words)


def _one_turn(points: list[Point], turns: list[Point], title: str, words: Words) -> list[Point]:
    if len(turns) < 2:  # noqa: PLR2004 - nothing to merge
        return points
    first = replace(
        turns[0],
        title=title,
        weight=max(turn.weight for turn in turns),
        reason=words("agenda.turn.always"),
        opens=None,
        lines=(
            words("agenda.turn.order", departments=", ".join(turn.keywords[0] for turn in turns)),
            *dict.fromkeys(line for turn in turns for line in turn.lines),
        ),
        keywords=tuple(dict.fromkeys(word for turn in turns for word in turn.keywords)),
    )
    gone = {id(turn) for turn in turns[1:]}
    return [first if point is turns[0] else point for point in points if id(point) not in gone]
