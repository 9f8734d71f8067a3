"""What stands in a mail's body: the summary and what was agreed, short enough to be read on a telephone."""

from collections.abc import Sequence

from meetbot.documents.department_sheet import helped_actions, own_actions, section_title
from meetbot.documents.items import actions_table, entries
from meetbot.documents.minutes_sheet import summary_lines
from meetbot.documents.phrases import count, listing
from meetbot.documents.sheet import Block, Callout, Lines, Section, Sheet
from meetbot.documents.text import clip
from meetbot.model.company import Department
from meetbot.model.minutes import ActionItem, Decision, Minutes
from meetbot.words import Words, format_date

MAX_DECISIONS = 20
MAX_ACTIONS = 40
MAX_QUOTE = 180
"""Bounds that keep the HTML under 102 KB, where Gmail cuts a message; the attached document has the whole."""


def minutes_mail_sheet(minutes: Minutes, words: Words, *, attached: Sequence[str], revision: int) -> Sheet:
    """The body of the mail to everybody."""
    day = format_date(minutes.meeting.date, locale=words.locale)
    intro = words("mail.intro", title=clip(minutes.meeting.title, 120), date=day)
    sections = (
        _opening(intro, words, revision),
        Section(
            key="summary", title=words("minutes.title.summary"), blocks=(Lines(items=summary_lines(minutes, words)),)
        ),
        Section(key="decisions", title=words("minutes.title.decisions"), blocks=_decisions(minutes.decisions, words)),
        Section(key="actions", title=words("minutes.title.actions"), blocks=_actions(minutes.actions, minutes, words)),
    )
    return _sheet(words("minutes.name"), minutes, words, sections, attached)


def department_mail_sheet(
    minutes: Minutes, department: Department, words: Words, *, attached: Sequence[str], revision: int
) -> Sheet:
    """The body of the mail to one department."""
    day = format_date(minutes.meeting.date, locale=words.locale)
    name = clip(department.name, 80)
    intro = words("mail.intro_department", title=clip(minutes.meeting.title, 120), date=day, department=name)
    own, helped = own_actions(minutes, department), helped_actions(minutes, department)
    sections = [_opening(intro, words, revision)]
    blocks: tuple[Block, ...] = (Callout(headline=count(words, "minutes.department.actions", len(own))),)
    if own:
        blocks += _actions(own, minutes, words, grouped=False)
    sections.append(Section(key="own", title=words("minutes.department.title.own"), blocks=blocks))
    if helped:
        title = words("minutes.department.title.helps")
        sections.append(Section(key="helps", title=title, blocks=_actions(helped, minutes, words)))
    title = section_title("decisions", minutes, words)
    sections.append(Section(key="decisions", title=title, blocks=_decisions(minutes.decisions, words)))
    return _sheet(words("minutes.department.name", department=name), minutes, words, tuple(sections), attached)


def _sheet(title: str, minutes: Minutes, words: Words, sections: tuple[Section, ...], attached: Sequence[str]) -> Sheet:
    files = (
        words("mail.attached", names=listing([clip(name, 80) for name in attached], words))
        if attached
        else words("mail.no_attachment")
    )
    return Sheet(
        title=title,
        subtitle=clip(minutes.meeting.title, 120),
        locale=words.locale,
        header=words(
            "mail.preheader",
            decisions=count(words, "minutes.count.decisions", len(minutes.decisions)),
            actions=count(words, "minutes.count.actions", len(minutes.actions)),
        ),
        facts=(),
        sections=sections,
        footer=(files, words("mail.footer"), words("minutes.account.personal_data")),
    )


def _opening(intro: str, words: Words, revision: int) -> Section:
    lines = [words("mail.greeting"), intro]
    if revision > 1:
        lines.append(words("mail.corrected", revision=revision))
    return Section(key="opening", title="", blocks=(Lines(items=tuple(lines)),))


def _decisions(decisions: Sequence[Decision], words: Words) -> tuple[Block, ...]:
    if not decisions:
        return (Lines(items=(words("minutes.none.decisions"),)),)
    return (entries(decisions[:MAX_DECISIONS], words, limit=MAX_QUOTE), *_more(len(decisions) - MAX_DECISIONS, words))


def _actions(
    actions: Sequence[ActionItem], minutes: Minutes, words: Words, *, grouped: bool = True
) -> tuple[Block, ...]:
    if not actions:
        return (Lines(items=(words("minutes.none.actions"),)),)
    table = actions_table(actions[:MAX_ACTIONS], minutes.roster, words, limit=MAX_QUOTE, grouped=grouped)
    return (table, *_more(len(actions) - MAX_ACTIONS, words))


def _more(number: int, words: Words) -> tuple[Block, ...]:
    return (Lines(items=(count(words, "mail.more", number),), small=True),) if number > 0 else ()
