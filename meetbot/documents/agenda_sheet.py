"""The agenda as a sheet: the shared goal first, then what is to be spoken about, then the figures behind it.

Two pages and an annex: a point says why it is there in one line, the tables below hold the figures, each once.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from string import ascii_uppercase

from meetbot.documents.agenda_notices import notice_lines, stale_line
from meetbot.documents.agenda_points import points_table
from meetbot.documents.campaign_blocks import campaign_blocks
from meetbot.documents.chart_blocks import funnel_chart, owners_chart, trends_chart
from meetbot.documents.definitions import definitions_table
from meetbot.documents.figures import goal_callout, indicators_table
from meetbot.documents.followup import commitments_table
from meetbot.documents.handoff import funnel_blocks, owners_blocks
from meetbot.documents.minutes_account import notices_block
from meetbot.documents.phrases import count, department_name, listing, local, time_and_place
from meetbot.documents.sheet import Block, Bullets, Lines, Section, Sheet, Table
from meetbot.documents.sla_blocks import cases_blocks, pact_blocks, sla_callout
from meetbot.documents.text import clip
from meetbot.model.agenda import Agenda
from meetbot.model.commitments import Commitment
from meetbot.model.kpi import Reading
from meetbot.words import Words, format_date

MAX_COMMITMENTS = 5
"""Open commitments before the annex: what is overdue or due first. More of them would push the figures off page 2."""


def agenda_sheet(agenda: Agenda, words: Words, *, in_full: bool = False) -> Sheet:
    """The agenda as worded blocks; `in_full` with the program's own notices, in English, instead of their number."""
    body = [(key, build(agenda, words)) for key, build in _BODY.items()]
    annex = [(key, build(agenda, words)) for key, build in _ANNEX.items()]
    if in_full:
        annex = [(key, _annex(agenda, words, in_full=True) if key == "annex" else found) for key, found in annex]
    sections = [
        Section(key=key, title=words(f"minutes.agenda.title.{key}"), blocks=blocks) for key, blocks in body if blocks
    ]
    for letter, (key, blocks) in zip(ascii_uppercase, [part for part in annex if part[1]], strict=False):
        title = words("minutes.agenda.annex", letter=letter, title=words(f"minutes.agenda.title.{key}"))
        sections.append(Section(key=key, title=title, blocks=blocks))
    return Sheet(
        title=words("minutes.agenda.name"),
        subtitle=clip(agenda.meeting.title, 160),
        locale=words.locale,
        header=f"{clip(agenda.meeting.company, 80)} · {clip(agenda.meeting.title, 80)}",
        facts=_facts(agenda, words),
        sections=tuple(sections),
        footer=_account(agenda, words),
        notice=stale_line(agenda, words),
    )


def _facts(agenda: Agenda, words: Words) -> tuple[tuple[str, str], ...]:
    day, *rest = time_and_place(agenda.meeting, words)
    length = words("minutes.agenda.length", minutes=agenda.meeting.duration_minutes)
    facts = [(words("minutes.label.company"), clip(agenda.meeting.company, 120)), day, *rest[:1]]
    facts += [(words("minutes.label.duration"), length), *rest[1:]]
    if agenda.made_at is not None:
        at = local(agenda.made_at, agenda.meeting)
        made = f"{format_date(at.date(), locale=words.locale, style='short')}, {at:%H:%M}"
        facts.append((words("minutes.agenda.prepared"), made))
    if invited := _invited(agenda, words):
        facts.append((words("minutes.label.invited"), invited))
    return tuple(facts)


def _account(agenda: Agenda, words: Words) -> tuple[str, ...]:
    """Which sentences a language model worded, where one did."""
    reworded = sum(len(item.reworded) for item in agenda.items)
    if not reworded or agenda.engine is None:
        return ()
    model = clip(agenda.engine.model or agenda.engine.name, 80)
    form = "one" if reworded == 1 else "many"
    return (words(f"minutes.agenda.reworded.{form}", n=reworded, model=model),)


def _invited(agenda: Agenda, words: Words) -> str:
    """Who is expected, by department."""
    members: dict[str | None, list[str]] = {}
    for person in agenda.roster.attendees():
        members.setdefault(person.department, []).append(clip(person.name, 80))
    return " · ".join(
        words(
            "minutes.agenda.group", department=department_name(agenda.roster, key, words), names=listing(names, words)
        )
        for key, names in members.items()
    )


def _goal(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    return (goal_callout(agenda.goal, words),) if agenda.goal else ()


def _points(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    return (points_table(agenda, words),)


def _commitments(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    ranked = _ranked(agenda)
    if not ranked:
        return ()
    table = commitments_table(ranked[:MAX_COMMITMENTS], agenda.roster, today=agenda.meeting.date, words=words)
    if (more := len(ranked) - MAX_COMMITMENTS) > 0:
        table = replace(table, note=f"{table.note} {count(words, 'minutes.agenda.more_commitments', more)}")
    return (table,)


def _other_commitments(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    others = _ranked(agenda)[MAX_COMMITMENTS:]
    return (commitments_table(others, agenda.roster, today=agenda.meeting.date, words=words),) if others else ()


def _ranked(agenda: Agenda) -> list[Commitment]:
    """The overdue first, then by date."""
    today = agenda.meeting.date
    return sorted(agenda.commitments, key=lambda c: (not c.overdue(today), c.due_date or date.max, c.number))


def _indicators(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    if not agenda.readings:
        return ()
    if _without_figures(agenda):
        return (Lines(items=(words("minutes.agenda.no_figures", missing=_all_missing(agenda, words)),)),)
    table = indicators_table(agenda.readings, words("minutes.agenda.title.indicators"), words)
    table = replace(table, note=f"{table.note} {words('minutes.agenda.legend')}")
    return (table,)


def _without_figures(agenda: Agenda) -> bool:
    """Whether no indicator at all can be calculated: seven empty rows say less than one sentence."""
    return all(reading.value is None for reading in (*agenda.readings, *agenda.annex))


def _all_missing(agenda: Agenda, words: Words) -> str:
    """What is missing, each once."""
    found = dict.fromkeys(clip(r.missing, 160) for r in (*agenda.readings, *agenda.annex) if r.missing)
    return listing(list(found) or ["–"], words)


def _trends(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    return trends_chart(agenda.readings, words)


def _sla(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    return (sla_callout(agenda.sla, agenda.roster, words),) if agenda.sla else ()


def _owners(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    pact = pact_blocks(agenda.sla, agenda.roster, words) if agenda.sla else ()
    tables = owners_blocks(agenda.sla, agenda.follow_up, words)
    return (*pact, *owners_chart(agenda.sla, words), *tables, *cases_blocks(agenda.sla, agenda.meeting, words))


def _funnel(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    return (*funnel_chart(agenda.funnel, words), *funnel_blocks(agenda.funnel, words)) if agenda.funnel else ()


def _campaigns(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    return campaign_blocks(agenda.campaigns, words)


def _definitions(agenda: Agenda, words: Words) -> tuple[Block, ...]:
    if _without_figures(agenda):
        return ()
    shown = [*agenda.readings, *(reading for reading in agenda.annex if reading.value is not None)]
    return definitions_table(shown, agenda.roster, words)


def _decisions(agenda: Agenda, _words: Words) -> tuple[Block, ...]:
    lines = [clip(line, 300) for item in agenda.items if item.kind == "decisions" for line in item.lines]
    return (Bullets(items=tuple(lines)),) if lines else ()


def _annex(agenda: Agenda, words: Words, *, in_full: bool = False) -> tuple[Block, ...]:
    """The other indicators, what can't be calculated in one line, and what the data made the program warn of."""
    remarks = [] if agenda.readings and _without_figures(agenda) else _lacking(agenda.annex, words)
    notices = notice_lines(agenda.issues, words)
    if in_full:
        notices = [line for block in notices_block(agenda.issues, words) for line in _bullet_lines(block)]
    if notices:
        remarks += [words(f"minutes.agenda.{'notices' if in_full else 'notices_counted'}"), *notices]
    table = _others(agenda, words)
    return (*table, Lines(items=tuple(remarks), small=True)) if remarks else table


def _others(agenda: Agenda, words: Words) -> tuple[Table, ...]:
    known = [reading for reading in agenda.annex if reading.value is not None]
    if not known:
        return ()
    table = indicators_table(known, words("minutes.agenda.title.annex"), words)
    if agenda.readings and table.note == indicators_table(agenda.readings, "", words).note:
        table = replace(table, note=words("minutes.agenda.same_note"))
    return (table,)


def _lacking(readings: Sequence[Reading], words: Words) -> list[str]:
    reasons = dict.fromkeys(reading.missing or "–" for reading in readings if reading.value is None)
    lines = []
    for reason in reasons:
        names = [clip(r.kpi.name, 80) for r in readings if r.value is None and (r.missing or "–") == reason]
        lines.append(words("minutes.agenda.lacking", names=listing(names, words), missing=clip(reason, 160)))
    return lines


def _bullet_lines(block: Block) -> tuple[str, ...]:
    return block.items if isinstance(block, Bullets) else ()


_Builder = Callable[[Agenda, Words], tuple[Block, ...]]
_BODY: dict[str, _Builder] = {
    "goal": _goal,
    "points": _points,
    "decisions": _decisions,
    "commitments": _commitments,
    "sla": _sla,
    "indicators": _indicators,
}
_ANNEX: dict[str, _Builder] = {
    "trends": _trends,
    "owners": _owners,
    "funnel": _funnel,
    "campaigns": _campaigns,
    "others": _other_commitments,
    "annex": _annex,
    "definitions": _definitions,
}
"""What only backs the points up, behind all that is to be spoken about."""
