"""One department's sheet: what it has to do, what it can expect from the other, and what is still open."""

from collections.abc import Callable

from meetbot.documents.items import actions_table, entries, unconfirmed_entries
from meetbot.documents.minutes_compared import followup_blocks
from meetbot.documents.minutes_sheet import next_line
from meetbot.documents.phrases import count, listing, time_and_place
from meetbot.documents.sheet import Block, Callout, Lines, Section, Sheet
from meetbot.documents.text import clip
from meetbot.model.company import Department
from meetbot.model.minutes import ActionItem, Minutes
from meetbot.words import Words, format_date

_BOTH = 2


def department_sheet(minutes: Minutes, department: Department, words: Words) -> Sheet:
    """Only what that department needs; the first lines say whom it is for."""
    name = clip(department.name, 80)
    blocks = ((key, build(minutes, department, words)) for key, build in _SECTIONS.items())
    return Sheet(
        title=words("minutes.department.name", department=name),
        subtitle=clip(minutes.meeting.title, 160),
        locale=words.locale,
        header=f"{clip(minutes.meeting.company, 80)} · {name}",
        facts=_facts(minutes, department, words),
        sections=tuple(
            Section(key=key, title=section_title(key, minutes, words), blocks=found) for key, found in blocks if found
        ),
        footer=(words("minutes.department.footer"), words("minutes.account.personal_data")),
    )


def section_title(key: str, minutes: Minutes, words: Words) -> str:
    """The section's title; where more than two departments meet, decisions are not of “both” teams."""
    of_all = key == "decisions" and len(minutes.roster.departments) > _BOTH
    return words("minutes.department.title.decisions_of_all" if of_all else f"minutes.department.title.{key}")


def own_actions(minutes: Minutes, department: Department) -> tuple[ActionItem, ...]:
    """The department's actions: dated ones first, the earliest at the top."""
    actions = minutes.actions_of(department.id)
    return tuple(sorted(actions, key=lambda a: (a.due_date is None, a.due_date or minutes.meeting.date, a.id)))


def helped_actions(minutes: Minutes, department: Department) -> tuple[ActionItem, ...]:
    """Actions of others in which somebody of this department helps."""
    members = {p.name for p in minutes.roster.people if p.department == department.id}
    return tuple(a for a in minutes.actions if a.department != department.id and members & set(a.with_people))


def _facts(minutes: Minutes, department: Department, words: Words) -> tuple[tuple[str, str], ...]:
    people = [p for p in minutes.roster.people if p.department == department.id]
    names = listing([clip(p.name, 80) for p in people], words) if people else clip(department.name, 80)
    facts = [(words("minutes.label.for"), names)]
    facts += [(words("minutes.label.company"), clip(minutes.meeting.company, 120))]
    return (*facts, *time_and_place(minutes.meeting, words))


def _glance(minutes: Minutes, department: Department, words: Words) -> tuple[Block, ...]:
    own = own_actions(minutes, department)
    headline = count(words, "minutes.department.actions", len(own))
    lines = []
    dated = [a.due_date for a in own if a.due_date is not None]
    if dated:
        lines.append(words("minutes.department.earliest", date=format_date(min(dated), locale=words.locale)))
    lines.append(next_line(minutes, words))
    return (Callout(headline=headline, lines=tuple(lines)),)


def _own(minutes: Minutes, department: Department, words: Words) -> tuple[Block, ...]:
    own = own_actions(minutes, department)
    if not own:
        return (Lines(items=(words("minutes.department.nothing"),)),)
    return (actions_table(own, minutes.roster, words, grouped=False),)


def _helps(minutes: Minutes, department: Department, words: Words) -> tuple[Block, ...]:
    helped = helped_actions(minutes, department)
    return (actions_table(helped, minutes.roster, words),) if helped else ()


def _decisions(minutes: Minutes, _department: Department, words: Words) -> tuple[Block, ...]:
    if minutes.decisions:
        return (entries(minutes.decisions, words),)
    return (Lines(items=(words("minutes.none.decisions"),)),)


def _followup(minutes: Minutes, department: Department, words: Words) -> tuple[Block, ...]:
    return followup_blocks(minutes, words, department=department.id)


def _targets(minutes: Minutes, _department: Department, words: Words) -> tuple[Block, ...]:
    return (entries(minutes.targets, words),) if minutes.targets else ()


def _customer_voice(minutes: Minutes, department: Department, words: Words) -> tuple[Block, ...]:
    """What customers said is for whoever speaks to them in campaigns, and did not hear it."""
    if department.role != "marketing" or not minutes.customer_voice:
        return ()
    return (entries(minutes.customer_voice, words),)


def _others(minutes: Minutes, department: Department, words: Words) -> tuple[Block, ...]:
    helped = helped_actions(minutes, department)
    others = [a for a in minutes.actions if a.department not in {department.id, None} and a not in helped]
    return (actions_table(others, minutes.roster, words),) if others else ()


def _unassigned(minutes: Minutes, _department: Department, words: Words) -> tuple[Block, ...]:
    nobodys = minutes.actions_of(None)
    if not nobodys:
        return ()
    remark = Lines(items=(words("minutes.department.unassigned"),), small=True)
    return (remark, actions_table(nobodys, minutes.roster, words, grouped=False))


def _questions(minutes: Minutes, _department: Department, words: Words) -> tuple[Block, ...]:
    return (entries(minutes.questions, words),) if minutes.questions else ()


def _unconfirmed(minutes: Minutes, department: Department, words: Words) -> tuple[Block, ...]:
    mine = [
        item
        for item in minutes.unconfirmed
        if isinstance(item, ActionItem) and item.department in {department.id, None}
    ]
    if not mine:
        return ()
    remark = Lines(items=(words("minutes.unconfirmed.remark"),), small=True)
    return (remark, unconfirmed_entries(mine, minutes.roster, words))


_SECTIONS: dict[str, Callable[[Minutes, Department, Words], tuple[Block, ...]]] = {
    "glance": _glance,
    "own": _own,
    "helps": _helps,
    "followup": _followup,
    "decisions": _decisions,
    "targets": _targets,
    "customer_voice": _customer_voice,
    "others": _others,
    "unassigned": _unassigned,
    "questions": _questions,
    "unconfirmed": _unconfirmed,
}
