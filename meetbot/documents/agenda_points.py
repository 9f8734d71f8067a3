"""The points of an agenda: when each begins, who opens it, why it is there and what is to be decided."""

from datetime import datetime, timedelta

from meetbot.documents.phrases import department_name
from meetbot.documents.sheet import Cell, Group, Row, Table
from meetbot.documents.text import clip
from meetbot.model.agenda import Agenda, AgendaItem, AgendaKind
from meetbot.model.commitments import Commitment
from meetbot.words import Words


def points_table(agenda: Agenda, words: Words) -> Table:
    """All points, each with its hour and minutes, its reason and its question."""
    times = clock_times(agenda)
    turns = any(item.kind == "department_turn" for item in agenda.items)
    return Table(
        caption=words("minutes.agenda.title.points"),
        header=tuple(words(f"minutes.column.{key}") for key in ("time", "topic", "opens", "minutes")),
        widths=(9, 68, 15, 8),
        numeric=frozenset({3}),
        groups=(
            Group(
                title="",
                rows=tuple(_point_row(item, agenda, at, words) for item, at in zip(agenda.items, times, strict=True)),
            ),
        ),
        note=words("minutes.agenda.feedback") if turns else "",
    )


def clock_times(agenda: Agenda) -> tuple[str, ...]:
    """When each point begins: the wall-clock time, or minutes from a meeting's start that is not known."""
    times, elapsed = [], 0
    for item in agenda.items:
        times.append(_starts(agenda, elapsed))
        elapsed += item.duration_minutes
    return tuple(times)


def opener(item: AgendaItem, agenda: Agenda, words: Words) -> str:
    """The department that opens the point, or the word for everybody."""
    return department_name(agenda.roster, item.opens, words) if item.opens else words("minutes.agenda.everybody")


def _starts(agenda: Agenda, elapsed: int) -> str:
    if agenda.meeting.starts_at is None:
        return f"+{elapsed}'"
    start = datetime.combine(agenda.meeting.date, agenda.meeting.starts_at) + timedelta(minutes=elapsed)
    return f"{start:%H:%M}"


def _point_row(item: AgendaItem, agenda: Agenda, starts: str, words: Words) -> Row:
    note = _why(item, agenda, words)
    return Row(
        cells=(
            Cell(text=starts),
            Cell(
                text=f"{item.id} · {clip(item.title, 160)}",
                subline=clip(item.question),
                notes=(note,) if note else (),
                strong=True,
            ),
            Cell(text=opener(item, agenda, words)),
            Cell(text=str(item.duration_minutes), numeric=True),
        ),
    )


def _why(item: AgendaItem, agenda: Agenda, words: Words) -> str:
    """The reason, with what is prefilled where no section below holds it."""
    if _has_section(item, agenda):
        return clip(item.reason, 300)
    told = [item.reason, *(line for line in item.lines if line != item.reason)]
    if item.kind == "recognition":
        # What planning found; commitments that were kept are told even when a person took the lines out.
        told = [*item.lines] or [_kept(done, words) for done in agenda.recently_done] or [item.reason]
    sentences = [clip(text, 300) for text in told if text]
    return " ".join(f"{text}." if text[-1:].isalnum() else text for text in sentences)


def _has_section(item: AgendaItem, agenda: Agenda) -> bool:
    """Whether what is prefilled stands in a section or table of its own, so that all points are seen at one glance."""
    sections: dict[AgendaKind, bool] = {
        "goal": agenda.goal is not None,
        "commitments": bool(agenda.commitments),
        "indicators": bool(agenda.readings or agenda.annex),
        "handoff": bool(agenda.sla or agenda.funnel or agenda.follow_up),
        "campaigns": bool(agenda.campaigns and agenda.campaigns.rows),
        "decisions": True,
    }
    return sections.get(item.kind, False)


def _kept(done: Commitment, words: Words) -> str:
    if done.owner is None:
        return words("agenda.recognition.kept_by_nobody", text=clip(done.text, 240))
    return words("agenda.recognition.kept", owner=clip(done.owner, 80), text=clip(done.text, 240))
