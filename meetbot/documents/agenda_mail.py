"""What stands in the agenda's mail: when and where, the five things that matter, the points, what is overdue."""

from collections.abc import Sequence

from meetbot.documents.agenda_notices import newest_data, stale_line
from meetbot.documents.agenda_points import clock_times, opener
from meetbot.documents.figures import target_text, value_text
from meetbot.documents.phrases import count, listing, status_word, time_and_place
from meetbot.documents.sheet import Block, Callout, Entries, Entry, Lines, Section, Sheet
from meetbot.documents.sla_blocks import sla_headline
from meetbot.documents.text import clip
from meetbot.model.agenda import Agenda
from meetbot.model.kpi import Reading
from meetbot.words import Words, format_date, format_value

MATTERS = 5
"""Lines that somebody reads on a telephone before the meeting."""
_OVERDUE = 8
_LATE_INDICATORS = 3


def agenda_mail_sheet(agenda: Agenda, words: Words, *, attached: Sequence[str], revision: int) -> Sheet:
    """The body of the mail that calls the meeting."""
    sections = [
        Section(key="opening", title="", blocks=_opening(agenda, words, revision)),
        # Most lines begin with the shape of their state, which is all the bullet they need.
        Section(key="matters", title=_matters_title(agenda, words), blocks=(Lines(items=matters(agenda, words)),)),
        Section(key="points", title=words("minutes.agenda.title.points"), blocks=(_points(agenda, words),)),
    ]
    if overdue := _overdue(agenda, words):
        sections.append(Section(key="overdue", title=words("mail.agenda.overdue"), blocks=overdue))
    return _sheet(words("mail.agenda.name"), agenda, words, tuple(sections), attached)


def _matters_title(agenda: Agenda, words: Words) -> str:
    newest = newest_data(agenda)
    if newest is None:
        return words("mail.agenda.matters")
    return words("mail.agenda.matters_at", date=format_date(newest, locale=words.locale, style="short"))


def cancelled_mail_sheet(agenda: Agenda, words: Words, *, attached: Sequence[str]) -> Sheet:
    """The body of the mail that calls the meeting off."""
    lines = (words("mail.greeting"), words("mail.cancelled.intro", title=clip(agenda.meeting.title, 120)))
    sections = (Section(key="opening", title="", blocks=(Lines(items=lines), _when(agenda, words, tone_is_off=True))),)
    return _sheet(words("mail.cancelled.name"), agenda, words, sections, attached)


def matters(agenda: Agenda, words: Words) -> tuple[str, ...]:
    """At most five lines: the goal, the hand-off, the funnel, the indicators that miss most, what is overdue."""
    lines = []
    if agenda.goal is not None:
        lines.append(f"{status_word(agenda.goal.state, words)} · {_goal_line(agenda, words)}")
    if agenda.sla is not None:
        lines.append(words("mail.agenda.sla", headline=sla_headline(agenda.sla, words)))
    broken = next((step for step in agenda.funnel if step.breaks), None)
    if broken is not None:
        stages = [step.stage for step in agenda.funnel]
        source = stages[max(0, stages.index(broken.stage) - 1)]
        lines.append(
            words(
                "mail.agenda.funnel",
                source=words(f"minutes.funnel.stage.{source}"),
                target=words(f"minutes.funnel.stage.{broken.stage}"),
                rate=format_value(broken.rate, "ratio", locale=words.locale),
                previous=format_value(broken.previous_rate, "ratio", locale=words.locale),
            )
        )
    overdue = [c for c in agenda.commitments if c.overdue(agenda.meeting.date)]
    # The SLA has its own line above.
    late = [r for r in agenda.readings if r.status == "red" and r.kpi.id != "sla_compliance"][:_LATE_INDICATORS]
    room = MATTERS - len(lines) - bool(overdue)
    lines += [_indicator_line(reading, words) for reading in late[:room]]
    if overdue:
        lines.append(count(words, "mail.agenda.late", len(overdue)))
    known = agenda.goal or agenda.sla or any(reading.value is not None for reading in agenda.readings)
    return tuple(lines) or (words("mail.agenda.nothing" if known else "mail.agenda.no_data"),)


def _goal_line(agenda: Agenda, words: Words) -> str:
    goal = agenda.goal
    if goal is None or goal.reading.value is None:
        return clip(goal.name, 120) if goal else ""
    value, target = value_text(goal.reading, goal.reading.value, words), value_text(goal.reading, goal.target, words)
    return words("mail.agenda.goal", name=clip(goal.name, 120), value=value, target=target)


def _indicator_line(reading: Reading, words: Words) -> str:
    return words(
        "mail.agenda.indicator",
        state=status_word(reading.state, words),
        name=clip(reading.kpi.name, 80),
        value=value_text(reading, reading.value, words),
        target=target_text(reading, words) or "–",
    )


def _opening(agenda: Agenda, words: Words, revision: int) -> tuple[Block, ...]:
    lines = [words("mail.greeting"), words("mail.agenda.intro", title=clip(agenda.meeting.title, 120))]
    if revision > 1:
        lines.append(words("mail.corrected", revision=revision))
    stale = stale_line(agenda, words)
    warned = (Callout(headline=stale, tone="amber"),) if stale else ()
    return (Lines(items=tuple(lines)), _when(agenda, words), *warned)


def _when(agenda: Agenda, words: Words, *, tone_is_off: bool = False) -> Callout:
    """Day, hour and place in one box: what people look for first."""
    (_, day), *rest = time_and_place(agenda.meeting, words)
    length = words("minutes.agenda.length", minutes=agenda.meeting.duration_minutes)
    facts = [value for _, value in rest]
    if agenda.meeting.starts_at is not None:
        facts.insert(1, length)
    return Callout(headline=day, lines=tuple(facts), tone="grey" if tone_is_off else "plain")


def _points(agenda: Agenda, words: Words) -> Entries:
    """The points one below the other: a telephone has no room for columns."""
    return Entries(
        items=tuple(
            Entry(
                label=starts,
                text=clip(item.title, 120),
                notes=(
                    *((clip(item.question, 240),) if item.question else ()),
                    words("mail.agenda.point", minutes=item.duration_minutes, opens=opener(item, agenda, words)),
                ),
            )
            for item, starts in zip(agenda.items, clock_times(agenda), strict=True)
        )
    )


def _overdue(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    """What should be done by now, with its owner: there is still time before the meeting."""
    late = [c for c in agenda.commitments if c.overdue(agenda.meeting.date)]
    ranked = sorted(late, key=lambda c: (c.due_date or agenda.meeting.date, c.number))
    if not ranked:
        return ()
    shown = tuple(
        Entry(
            label=str(c.number),
            text=clip(c.text, 240),
            notes=(
                words(
                    "mail.agenda.due",
                    owner=clip(c.owner, 80) if c.owner else words("minutes.no_owner"),
                    date=format_date(c.due_date or agenda.meeting.date, locale=words.locale, style="short"),
                ),
            ),
        )
        for c in ranked[:_OVERDUE]
    )
    more = len(ranked) - len(shown)
    rest: tuple[Block, ...] = (Lines(items=(count(words, "mail.more", more),), small=True),) if more else ()
    return (Entries(items=shown), *rest)


def _sheet(title: str, agenda: Agenda, words: Words, sections: tuple[Section, ...], attached: Sequence[str]) -> Sheet:
    files = words("mail.no_attachment")
    if attached:
        files = words("mail.attached", names=listing([clip(name, 80) for name in attached], words))
    (_, day), *_ = time_and_place(agenda.meeting, words)
    hour = f", {agenda.meeting.starts_at:%H:%M}" if agenda.meeting.starts_at is not None else ""
    return Sheet(
        title=title,
        subtitle=clip(agenda.meeting.title, 120),
        locale=words.locale,
        header=f"{day}{hour}",
        facts=(),
        sections=sections,
        footer=(files, words("mail.agenda.footer")),
    )
