"""What a reader of the agenda must know of its data: how old they are, and that some are doubtful or missing."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from meetbot.documents.phrases import local
from meetbot.documents.text import clip
from meetbot.model.agenda import Agenda
from meetbot.model.base import Issue
from meetbot.words import Words, format_date

STALE_DAYS = 4
"""Exports of a Thursday serve a meeting on Monday; older ones show another week than the reader thinks."""
MAX_PLACES = 12


def stale_line(agenda: Agenda, words: Words) -> str:
    """Until when the data reach and how old the figures are, where that is too old to pass unseen; else empty."""
    newest = newest_data(agenda)
    if newest is None:
        return ""
    today = agenda.meeting.date if agenda.made_at is None else local(agenda.made_at, agenda.meeting).date()
    age = (today - newest).days
    if age < STALE_DAYS:
        return ""
    return words("minutes.agenda.data_until", date=format_date(newest, locale=words.locale, style="short"), days=age)


def newest_data(agenda: Agenda) -> date | None:
    """The last day that any figure of the agenda knows of, where the meeting is; None without any."""
    readings = [*agenda.readings, *agenda.annex, *([agenda.goal.reading] if agenda.goal else [])]
    moments = [reading.read_at for reading in readings if reading.value is not None]
    if agenda.sla is not None and agenda.sla.missing is None:
        moments.append(agenda.sla.read_at)
    return max((local(moment, agenda.meeting).date() for moment in moments), default=None)


def notice_lines(issues: Sequence[Issue], words: Words) -> list[str]:
    """One sentence for each file or setting that the program warns of, what is missing first."""
    failed = {_place(issue): issue.stage for issue in issues if issue.severity == "error"}
    told = [
        words(f"minutes.agenda.{'unreadable' if stage == 'read' else 'lacking_part'}", where=place)
        for place, stage in failed.items()
    ]
    warned = Counter((_place(issue), issue.stage == "read") for issue in issues if issue.severity == "warning")
    for (place, is_read), n in warned.items():
        key = f"minutes.agenda.notices_{'read' if is_read else 'other'}.{'one' if n == 1 else 'many'}"
        told.append(words(key, n=n, where=place))
    return told[:MAX_PLACES]


def _place(issue: Issue) -> str:
    """The file or setting without its row: `leads.csv` of `leads.csv, row 212`."""
    return clip(issue.where.partition(", row")[0], 80)
