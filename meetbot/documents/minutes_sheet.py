"""Minutes as a sheet: which sections, in the order that the country expects, every sentence composed by code."""

import re
from collections.abc import Callable

from meetbot.documents.figures import goal_callout
from meetbot.documents.items import MAX_UNCONFIRMED, actions_table, entries, unconfirmed_entries
from meetbot.documents.minutes_account import account_lines, notices_block
from meetbot.documents.minutes_compared import figures_blocks, followup_blocks
from meetbot.documents.minutes_health import blame_blocks, health_blocks, participation_blocks
from meetbot.documents.minutes_people import attendance_blocks, signatures_blocks
from meetbot.documents.minutes_points import asides_blocks, development_blocks, sentence, starts_of, topics_blocks
from meetbot.documents.phrases import count, department_name, listing, time_and_place, weekday_date
from meetbot.documents.sheet import Block, Callout, Lines, Section, Sentences, Sheet
from meetbot.documents.text import clip, duration
from meetbot.model.minutes import Minutes
from meetbot.words import Words


def minutes_sheet(minutes: Minutes, words: Words) -> Sheet:
    """The minutes as worded blocks.

    `minutes.order` of the words file names the sections in the country's order; a section that it forgets comes after
    those, so that no words file can drop what could not be confirmed. A section without content has no heading.
    """
    wanted = [key for key in words("minutes.order").split() if key in _SECTIONS or key in _ON_REQUEST]
    order = [*wanted, *(key for key in _SECTIONS if key not in wanted)]
    blocks = ((key, (_SECTIONS | _ON_REQUEST)[key](minutes, words)) for key in order)
    return Sheet(
        title=_title(minutes, words),
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
    """What the meeting came to, then what is open and when the next one is; nothing in it is a model's wording."""
    if minutes.nothing_said:
        return (words("minutes.summary.nothing_said"), next_line(minutes, words))
    if not minutes.summary:
        return (*_counted_lines(minutes, words), next_line(minutes, words))
    told = (sentence(one).text for one in minutes.summary)
    return (*_nothing_settled(minutes, words), *told, _open_ends(minutes, words), next_line(minutes, words))


def _counted_lines(minutes: Minutes, words: Words) -> tuple[str, ...]:
    """Who spoke, what was found and which points were treated, for minutes without a summary."""
    found = listing(
        [
            count(words, "minutes.count.decisions", len(minutes.decisions)),
            count(words, "minutes.count.actions", len(minutes.actions)),
        ],
        words,
    )
    complete = sum(1 for a in minutes.actions if a.owner is not None and a.due_date is not None)
    lines = [_who_spoke(minutes, words), words("minutes.summary.found", found=found)]
    if minutes.actions:
        only = complete == len(minutes.actions) == 1
        told = words("minutes.summary.the_one") if only else count(words, "minutes.summary.complete", complete)
        lines[-1] += f" {told}"
    lines.append(_open_ends(minutes, words))
    if minutes.topics:
        lines.append(_coverage_line(minutes, words))
    return tuple(lines)


def _who_spoke(minutes: Minutes, words: Words) -> str:
    heard = [count(words, "minutes.count.people", len(minutes.attendees))]
    if minutes.unnamed_voices:
        heard.append(count(words, "minutes.count.voices", minutes.unnamed_voices))
    key = "minutes.summary.during" if minutes.recogniser is not None else "minutes.summary.during_text"
    spent = "" if minutes.duration is None else words(key, duration=duration(minutes.duration))
    return words("minutes.summary.who", people=listing(heard, words), during=spent)


def _nothing_settled(minutes: Minutes, words: Words) -> tuple[str, ...]:
    return () if minutes.decisions or minutes.actions else (words("minutes.none.both"),)


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


def _title(minutes: Minutes, words: Words) -> str:
    number = minutes.heading.number
    return words("minutes.name") if number is None else words("minutes.numbered", number=number)


def _facts(minutes: Minutes, words: Words) -> tuple[tuple[str, str], ...]:
    """The head of the minutes, as `minutes.facts` of the words file orders it; what is not known is left out."""
    known = {words(f"minutes.label.{key}"): key for key in ("date", "time", "place")}
    values: dict[str, str] = {"company": clip(minutes.meeting.company, 120)}
    only_text = minutes.recogniser is None
    values |= {
        known[label]: value
        for label, value in time_and_place(minutes.meeting, words, planned=only_text and not _named_in_file(minutes))
    }
    if minutes.duration is not None:
        values["duration"] = words(
            "minutes.duration_text" if only_text else "minutes.duration", length=duration(minutes.duration)
        )
    if minutes.heading.convened_by:
        values["convened"] = clip(minutes.heading.convened_by, 120)
    values["objective"] = clip(minutes.heading.objective or _objective(minutes, words), 400)
    wanted = [key for key in words("minutes.facts").split() if values.get(key)]
    return tuple((words(f"minutes.label.{key}"), values[key]) for key in wanted)


def _named_in_file(minutes: Minutes) -> bool:
    """Whether the name of the source tells the hour, so that it is more than the planned one."""
    at = minutes.meeting.starts_at
    return at is not None and re.search(rf"(?<!\d){at:%H}\D?{at:%M}", minutes.source.name) is not None


def _objective(minutes: Minutes, words: Words) -> str:
    """The departments that meet and why, where nobody configured it."""
    met = {person.department for person in minutes.roster.attendees()}
    names = [department_name(minutes.roster, d.id, words) for d in minutes.roster.departments if d.id in met]
    return words("minutes.objective", departments=listing(names, words)) if names else ""


def _goal(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    if minutes.agenda is None or minutes.agenda.goal is None:
        return ()
    return (goal_callout(minutes.agenda.goal, words),)


def _summary(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    """In a few sentences what was settled, then in small what is open; a meeting that settled nothing says so."""
    if not minutes.summary or minutes.nothing_said:
        return (Lines(items=summary_lines(minutes, words)),)
    blocks: list[Block] = [Callout(headline=told) for told in _nothing_settled(minutes, words)]
    starts = starts_of(minutes)
    blocks.append(Sentences(items=tuple(sentence(one, starts) for one in minutes.summary)))
    remarks = [_who_spoke(minutes, words), _open_ends(minutes, words), *_absent(minutes, words)]
    return (*blocks, Lines(items=(" ".join(remarks),), small=True))


def _absent(minutes: Minutes, words: Words) -> tuple[str, ...]:
    """What every meeting should hold and this one did not, in one sentence instead of empty sections."""
    missing = [
        words(f"minutes.absent.{key}") for key in ("recognitions", "customer_voice") if not getattr(minutes, key)
    ]
    return (words("minutes.absent.told", kinds=listing(missing, words, nor=True)),) if missing else ()


def _decisions(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    if minutes.decisions:
        return (entries(minutes.decisions, words),)
    return (Lines(items=(words("minutes.none.decisions"),)),)


def _actions(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    if minutes.actions:
        return (actions_table(minutes.actions, minutes.roster, words),)
    return (Lines(items=(words("minutes.none.actions"),)),)


def _notes(name: str) -> Callable[[Minutes, Words], tuple[Block, ...]]:
    """Builds the section of those notes; there is none where there are no notes."""

    def build(minutes: Minutes, words: Words) -> tuple[Block, ...]:
        found = getattr(minutes, name)
        return (entries(found, words),) if found else ()

    return build


def _unconfirmed(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    if not minutes.unconfirmed:
        return ()
    remark = Lines(items=(words("minutes.unconfirmed.remark"),), small=True)
    more = len(minutes.unconfirmed) - MAX_UNCONFIRMED
    rest = (Lines(items=(count(words, "minutes.unconfirmed.more", more),), small=True),) if more > 0 else ()
    return (remark, unconfirmed_entries(minutes.unconfirmed, minutes.roster, words), *rest)


def _next(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    if minutes.next_meeting_date is None:
        return (Lines(items=(words("minutes.next.none"),)),)
    day = weekday_date(minutes.next_meeting_date, words)
    line = words("minutes.next.section", date=day)
    return (Lines(items=(line[:1].upper() + line[1:],)),)


def _notices(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    return notices_block(minutes.issues, words)


_Builder = Callable[[Minutes, Words], tuple[Block, ...]]
_SECTIONS: dict[str, _Builder] = {
    "goal": _goal,
    "summary": _summary,
    "attendance": attendance_blocks,
    "topics": topics_blocks,
    "development": development_blocks,
    "followup": followup_blocks,
    "figures": figures_blocks,
    "decisions": _decisions,
    "targets": _notes("targets"),
    "actions": _actions,
    "recognitions": _notes("recognitions"),
    "customer_voice": _notes("customer_voice"),
    "risks": _notes("risks"),
    "questions": _notes("questions"),
    "blame": blame_blocks,
    "asides": asides_blocks,
    "unconfirmed": _unconfirmed,
    "health": health_blocks,
    "participation": participation_blocks,
    "next": _next,
    "notices": _notices,
}
_ON_REQUEST: dict[str, _Builder] = {"signatures": signatures_blocks}
