"""The agenda as a sheet: the shared goal first, then what is to be spoken about, then the figures behind it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from meetbot.documents.figures import funnel_blocks, goal_callout, indicators_table, sla_blocks
from meetbot.documents.followup import commitments_table
from meetbot.documents.minutes_account import notices_block
from meetbot.documents.phrases import count, department_name, listing, local, person_with_role, time_and_place
from meetbot.documents.sheet import Block, Bullets, Cell, Group, Lines, Row, Section, Sheet, Table
from meetbot.documents.text import clip
from meetbot.model.agenda import Agenda, AgendaItem, AgendaKind
from meetbot.words import Words, format_date

_OWN_BLOCK = frozenset({"goal", "commitments", "indicators", "handoff", "recognition", "decisions"})
"""Kinds whose lines stand in a section of their own, so that all points are seen at one glance."""


def agenda_sheet(agenda: Agenda, words: Words) -> Sheet:
    """The agenda as worded blocks."""
    blocks = ((key, build(agenda, words)) for key, build in _SECTIONS.items())
    return Sheet(
        title=words("minutes.agenda.name"),
        subtitle=clip(agenda.meeting.title, 160),
        locale=words.locale,
        header=f"{clip(agenda.meeting.company, 80)} · {clip(agenda.meeting.title, 80)}",
        facts=_facts(agenda, words),
        sections=tuple(
            Section(key=key, title=words(f"minutes.agenda.title.{key}"), blocks=found) for key, found in blocks if found
        ),
        footer=_account(agenda, words),
    )


def _facts(agenda: Agenda, words: Words) -> tuple[tuple[str, str], ...]:
    facts = [(words("minutes.label.company"), clip(agenda.meeting.company, 120))]
    facts += time_and_place(agenda.meeting, words)
    length = words("minutes.agenda.length", minutes=agenda.meeting.duration_minutes)
    facts.append((words("minutes.label.duration"), length))
    invited = [person_with_role(person, agenda.roster, words) for person in agenda.roster.attendees()]
    if invited:
        facts.append((words("minutes.label.invited"), listing(invited, words)))
    return tuple(facts)


def _goal(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    if agenda.goal is None:
        return (Lines(items=(words("minutes.agenda.no_goal"),)),)
    return (goal_callout(agenda.goal, words),)


def _points(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    rows, elapsed = [], 0
    for item in agenda.items:
        rows.append(_point_row(item, agenda, elapsed, words))
        elapsed += item.duration_minutes
    columns = ("time", "topic", "opens", "minutes")
    return (
        Table(
            caption=words("minutes.agenda.title.points"),
            header=tuple(words(f"minutes.column.{key}") for key in columns),
            widths=(11, 62, 17, 10),
            numeric=frozenset({3}),
            groups=(Group(title="", rows=tuple(rows)),),
        ),
    )


def _point_row(item: AgendaItem, agenda: Agenda, elapsed: int, words: Words) -> Row:
    notes = [clip(item.reason)] if item.reason and not (item.kind == "goal" and agenda.goal) else []
    if item.kind not in _OWN_BLOCK:
        notes += [f"· {clip(line, 300)}" for line in item.lines]
    question = words("minutes.agenda.question", question=clip(item.question)) if item.question else ""
    opens = department_name(agenda.roster, item.opens, words) if item.opens else words("minutes.agenda.everybody")
    return Row(
        cells=(
            Cell(text=_starts(agenda, elapsed)),
            Cell(text=f"{item.id} · {clip(item.title, 160)}", subline=question, notes=tuple(notes), strong=True),
            Cell(text=opens),
            Cell(text=str(item.duration_minutes), numeric=True),
        ),
    )


def _starts(agenda: Agenda, elapsed: int) -> str:
    """The wall-clock time at which a point starts, or minutes from the meeting's start."""
    if agenda.meeting.starts_at is None:
        return f"+{elapsed}'"
    start = datetime.combine(agenda.meeting.date, agenda.meeting.starts_at) + timedelta(minutes=elapsed)
    return f"{start:%H:%M}"


def _commitments(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    if not agenda.commitments:
        return (Lines(items=(words("minutes.agenda.no_commitments"),)),)
    overdue = sum(1 for c in agenda.commitments if c.overdue(agenda.meeting.date))
    total = count(words, "minutes.agenda.open", len(agenda.commitments))
    lines = Lines(items=(f"{total} {count(words, 'minutes.agenda.overdue', overdue)}",))
    return (lines, commitments_table(agenda.commitments, agenda.roster, today=agenda.meeting.date, words=words))


def _indicators(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    if not agenda.readings:
        return (Lines(items=(words("minutes.agenda.no_readings"),)),)
    return (indicators_table(agenda.readings, words("minutes.agenda.title.indicators"), words),)


def _sla(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    return sla_blocks(agenda.sla, words) if agenda.sla else ()


def _funnel(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    return funnel_blocks(agenda.funnel, words) if agenda.funnel else ()


def _decisions(agenda: Agenda, _words: Words) -> tuple[Block, ...]:
    return _lines_of("decisions", agenda)


def _handoff(agenda: Agenda, _words: Words) -> tuple[Block, ...]:
    return _lines_of("handoff", agenda)


def _lines_of(kind: AgendaKind, agenda: Agenda) -> tuple[Block, ...]:
    return _bullets([clip(line, 300) for item in agenda.items if item.kind == kind for line in item.lines])


def _recognition(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    planned = _lines_of("recognition", agenda)
    if planned or not agenda.recently_done:
        return planned
    return _bullets(
        [
            words(
                "minutes.agenda.kept",
                task=clip(done.text, 240),
                owner=clip(done.owner, 80) if done.owner else words("minutes.no_owner"),
            )
            for done in agenda.recently_done
        ]
    )


def _annex(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    return (indicators_table(agenda.annex, words("minutes.agenda.title.annex"), words),) if agenda.annex else ()


def _notices(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    return notices_block(agenda.issues, words)


def _bullets(lines: Sequence[str]) -> tuple[Block, ...]:
    return (Bullets(items=tuple(lines)),) if lines else ()


def _account(agenda: Agenda, words: Words) -> tuple[str, ...]:
    lines = [words("minutes.agenda.legend")]
    if agenda.made_at is not None:
        at = local(agenda.made_at, agenda.meeting)
        day = format_date(at.date(), locale=words.locale)
        lines.append(words("minutes.account.made", date=day, time=f"{at:%H:%M}"))
    if agenda.meetbot_version:
        lines.append(words("minutes.account.version", version=clip(agenda.meetbot_version, 40)))
    return (" ".join(lines),)


_SECTIONS: dict[str, Callable[[Agenda, Words], tuple[Block, ...]]] = {
    "goal": _goal,
    "points": _points,
    "decisions": _decisions,
    "commitments": _commitments,
    "indicators": _indicators,
    "sla": _sla,
    "funnel": _funnel,
    "recognition": _recognition,
    "handoff": _handoff,
    "annex": _annex,
    "notices": _notices,
}
