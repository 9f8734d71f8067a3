"""Minutes as a sheet: which sections, in the order that the country expects, every sentence composed by code."""

from collections.abc import Callable

from meetbot.documents.figures import goal_callout
from meetbot.documents.followup import commitments_table
from meetbot.documents.items import actions_table, entries, unconfirmed_entries
from meetbot.documents.minutes_account import account_lines, notices_block, participation_blocks, topics_table
from meetbot.documents.phrases import (
    count,
    department_name,
    listing,
    person_with_role,
    speaker,
    time_and_place,
    weekday_date,
)
from meetbot.documents.sheet import Block, Cell, Group, Lines, Row, Section, Sheet, Table
from meetbot.documents.text import clip, duration
from meetbot.model.minutes import Minutes
from meetbot.words import Words, format_date


def minutes_sheet(minutes: Minutes, words: Words) -> Sheet:
    """The minutes as worded blocks.

    `minutes.order` of the words file names the sections in the country's order; a section that it forgets comes after
    those, so that no words file can drop what could not be confirmed.
    """
    wanted = [key for key in words("minutes.order").split() if key in _SECTIONS or key in _ON_REQUEST]
    order = [*wanted, *(key for key in _SECTIONS if key not in wanted)]
    blocks = ((key, (_SECTIONS | _ON_REQUEST)[key](minutes, words)) for key in order)
    return Sheet(
        title=words("minutes.name"),
        subtitle=clip(minutes.meeting.title, 160),
        locale=words.locale,
        header=f"{clip(minutes.meeting.company, 80)} · {clip(minutes.meeting.title, 80)}",
        facts=_facts(minutes, words),
        sections=tuple(
            Section(key=key, title=words(f"minutes.title.{key}"), blocks=found) for key, found in blocks if found
        ),
        footer=account_lines(minutes, words),
    )


def summary_lines(minutes: Minutes, words: Words) -> tuple[str, ...]:
    """Three to five sentences, composed from counts: nothing in them is a model's wording."""
    if minutes.nothing_said:
        return (words("minutes.summary.nothing_said"), next_line(minutes, words))
    heard = [count(words, "minutes.count.people", len(minutes.attendees))]
    if minutes.unnamed_voices:
        heard.append(count(words, "minutes.count.voices", minutes.unnamed_voices))
    spent = "" if minutes.duration is None else words("minutes.summary.during", duration=duration(minutes.duration))
    found = listing(
        [
            count(words, "minutes.count.decisions", len(minutes.decisions)),
            count(words, "minutes.count.actions", len(minutes.actions)),
        ],
        words,
    )
    complete = sum(1 for a in minutes.actions if a.owner is not None and a.due_date is not None)
    lines = [
        words("minutes.summary.who", people=listing(heard, words), during=spent),
        words("minutes.summary.found", found=found),
    ]
    if minutes.actions:
        only = complete == len(minutes.actions) == 1
        told = words("minutes.summary.the_one") if only else count(words, "minutes.summary.complete", complete)
        lines[-1] += f" {told}"
    lines.append(_open_ends(minutes, words))
    if minutes.topics:
        lines.append(_coverage_line(minutes, words))
    return (*lines, next_line(minutes, words))


def _open_ends(minutes: Minutes, words: Words) -> str:
    numbers = {"unconfirmed": len(minutes.unconfirmed), "questions": len(minutes.questions)}
    ends = [count(words, f"minutes.count.{key}", number) for key, number in numbers.items() if number]
    if not ends:
        return words("minutes.summary.no_open_ends")
    return words("minutes.summary.open_ends", ends=listing(ends, words))


def _coverage_line(minutes: Minutes, words: Words) -> str:
    skipped = [clip(topic.title, 80) for topic in minutes.topics if topic.status == "not_treated"]
    treated = len(minutes.topics) - len(skipped)
    line = words("minutes.summary.covered", treated=treated, planned=len(minutes.topics))
    return f"{line} {words('minutes.summary.skipped', topics='; '.join(skipped))}" if skipped else line


def next_line(minutes: Minutes, words: Words) -> str:
    """When the next meeting is, or that no date is set."""
    if minutes.next_meeting_date is None:
        return words("minutes.next.none")
    return words("minutes.next.on", date=weekday_date(minutes.next_meeting_date, words))


def _facts(minutes: Minutes, words: Words) -> tuple[tuple[str, str], ...]:
    facts = [(words("minutes.label.company"), clip(minutes.meeting.company, 120))]
    facts += time_and_place(minutes.meeting, words)
    if minutes.duration is not None:
        facts.append((words("minutes.label.duration"), words("minutes.duration", length=duration(minutes.duration))))
    return tuple(facts)


def _goal(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    if minutes.agenda is None or minutes.agenda.goal is None:
        return ()
    return (goal_callout(minutes.agenda.goal, words),)


def _summary(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    return (Lines(items=summary_lines(minutes, words)),)


def _attendance(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    people = [(name, minutes.roster.person(name)) for name in minutes.attendees]
    rows = tuple(
        Row(
            cells=(
                Cell(text=clip(name, 80), strong=True),
                Cell(text=clip(person.title, 80) if person and person.title else "–"),
                Cell(text=department_name(minutes.roster, person.department if person else None, words)),
            )
        )
        for name, person in people
    )
    table = Table(
        caption=words("minutes.title.attendance"),
        header=tuple(words(f"minutes.column.{key}") for key in ("name", "position", "department")),
        widths=(36, 36, 28),
        groups=(Group(title="", rows=rows),),
    )
    remarks = Lines(items=_attendance_remarks(minutes, words))
    return (table, remarks) if rows else (remarks,)


def _attendance_remarks(minutes: Minutes, words: Words) -> tuple[str, ...]:
    if minutes.nothing_said:
        return (words("minutes.attendance.nobody_spoke"),)
    remarks: list[str] = []
    if not minutes.attendees:
        remarks.append(words("minutes.attendance.nobody_named"))
    if minutes.unnamed_voices:
        remarks.append(count(words, "minutes.attendance.unnamed", minutes.unnamed_voices))
    if minutes.silent is None:
        remarks.append(words("minutes.attendance.silent_unknown"))
    elif minutes.silent:
        names = [(name, minutes.roster.person(name)) for name in minutes.silent]
        silent = [person_with_role(p, minutes.roster, words) if p else speaker(None, name, words) for name, p in names]
        remarks.append(words("minutes.attendance.silent", names=listing(silent, words)))
    else:
        remarks.append(words("minutes.attendance.everybody"))
    return tuple(remarks)


def _topics(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    if minutes.topics:
        return (topics_table(minutes, words),)
    return (Lines(items=(words("minutes.topics.no_agenda"),), small=True),)


def _followup(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    agenda = minutes.agenda
    if agenda is None or not (agenda.commitments or agenda.recently_done):
        return ()
    table = commitments_table(
        (*agenda.commitments, *agenda.recently_done), minutes.roster, today=minutes.meeting.date, words=words
    )
    read_on = agenda.made_at.date() if agenda.made_at else agenda.meeting.date
    day = format_date(read_on, locale=words.locale)
    return (Lines(items=(words("minutes.followup.source", date=day),), small=True), table)


def _decisions(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    if minutes.decisions:
        return (entries(minutes.decisions, words),)
    return (Lines(items=(words("minutes.none.decisions"),)),)


def _actions(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    if minutes.actions:
        return (actions_table(minutes.actions, minutes.roster, words),)
    return (Lines(items=(words("minutes.none.actions"),)),)


def _recognitions(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    if minutes.recognitions:
        return (entries(minutes.recognitions, words),)
    return () if minutes.nothing_said else (Lines(items=(words("minutes.none.recognitions"),)),)


def _customer_voice(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    if minutes.customer_voice:
        return (entries(minutes.customer_voice, words),)
    return () if minutes.nothing_said else (Lines(items=(words("minutes.none.customer_voice"),)),)


def _questions(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    return (entries(minutes.questions, words),) if minutes.questions else ()


def _unconfirmed(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    if not minutes.unconfirmed:
        return ()
    remark = Lines(items=(words("minutes.unconfirmed.remark"),), small=True)
    return (remark, unconfirmed_entries(minutes.unconfirmed, minutes.roster, words))


def _next(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    if minutes.next_meeting_date is None:
        return (Lines(items=(words("minutes.next.none"),)),)
    day = weekday_date(minutes.next_meeting_date, words)
    line = words("minutes.next.section", date=day)
    return (Lines(items=(line[:1].upper() + line[1:],)),)


def _notices(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    return notices_block(minutes.issues, words)


def _signatures(_minutes: Minutes, words: Words) -> tuple[Block, ...]:
    roles = words("minutes.signatures").split("|")
    cells = tuple(Cell(text="\N{NO-BREAK SPACE}", notes=("_" * 28, role)) for role in roles)
    return (
        Table(
            caption=words("minutes.title.signatures"),
            header=(),
            widths=(100 // len(roles),) * len(roles),
            groups=(Group(title="", rows=(Row(cells=cells),)),),
        ),
    )


_Builder = Callable[[Minutes, Words], tuple[Block, ...]]
_SECTIONS: dict[str, _Builder] = {
    "goal": _goal,
    "summary": _summary,
    "attendance": _attendance,
    "topics": _topics,
    "followup": _followup,
    "decisions": _decisions,
    "actions": _actions,
    "recognitions": _recognitions,
    "customer_voice": _customer_voice,
    "questions": _questions,
    "unconfirmed": _unconfirmed,
    "participation": participation_blocks,
    "next": _next,
    "notices": _notices,
}
_ON_REQUEST: dict[str, _Builder] = {"signatures": _signatures}
