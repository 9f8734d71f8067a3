"""Where an open commitment stands after an exchange about it, and which of several exchanges tells it: no model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from meetbot.stages.due_dates import resolve_due
from meetbot.stages.update_cues import Report
from meetbot.stages.update_exchanges import Exchange

Status = Literal["done", "in_progress", "postponed", "cancelled"]


@dataclass(frozen=True)
class Days:
    """From what days are counted."""

    said_on: date
    next_meeting: date | None
    language: str

    def resolved(self, words: str) -> date | None:
        """The day that the words name."""
        due = resolve_due(words, said_on=self.said_on, next_meeting=self.next_meeting, language=self.language)
        return due.date if due is not None else None


@dataclass(frozen=True)
class Standing:
    """What became of the task, the turn that tells it, and the new day of one that is still open."""

    status: Status
    deciding: int
    day: date | None = None


Told = tuple[Exchange, Standing, float]
"""An exchange, what it makes of the task, and how sure it is about the task."""


def standing(exchange: Exchange, days: Days) -> Standing | None:
    """Where the task stands: the last word counts, but what was done or called off stays so.

    One that gets a later day is postponed, or in progress where a part of it is done and nobody puts off the whole.
    """
    found = _told(exchange, days)
    if found is None or found.status in {"done", "cancelled"}:
        return found
    reports = exchange.reports.values()
    day = found.day if _is_later(found.day, exchange, days) else None
    if day is None and not any(report.put_off and not report.part for report in reports):
        return replace(found, status="in_progress", day=None)
    partly = any(report.share or report.part for report in reports) and not any(r.put_off for r in reports)
    return replace(found, status="in_progress" if partly else "postponed", day=day)


def _told(exchange: Exchange, days: Days) -> Standing | None:
    found: Standing | None = None
    for index, report in exchange.reports.items():
        if report.cancelled:
            return Standing("cancelled", index)
        done = found is not None and found.status == "done"
        if report.finished:
            found = Standing("done", index)
        elif report.struck:
            return Standing("cancelled" if found is not None and not done else "done", index)
        elif not done:
            found = _open(found, report, index, days)
    return found


def _open(found: Standing | None, report: Report, index: int, days: Days) -> Standing | None:
    """What a report that ends nothing makes of it: a day that was named stays until another one is."""
    day = _new_day(report, days)
    if day is not None:
        return Standing("postponed", index, day)
    if report.put_off and not report.part:
        return Standing("postponed", index, found.day if found else None)
    if (report.undone or report.share) and (found is None or found.status != "postponed"):
        return Standing("in_progress", index)
    return found


def _new_day(report: Report, days: Days) -> date | None:
    """The last day that the report names, a weekday within the week that it names before."""
    named = report.days
    for at in range(len(named) - 1, -1, -1):
        within = _within(named[at - 1], named[at], days) if at else None
        if (day := within or days.resolved(named[at])) is not None:
            return day
    return None


def _within(week: str, weekday: str, days: Days) -> date | None:
    """'La semana que entra. El miércoles.' as one day, where the words are a week and a day of it."""
    if not {"semana", "week"} & set(week.lower().split()):
        return None
    joint = "of" if days.language.startswith("en") else "de"
    return days.resolved(f"{weekday} {joint} {week}")


def _is_later(day: date | None, exchange: Exchange, days: Days) -> bool:
    """Whether the day puts the task off: later than it was due, if that was known."""
    due = exchange.task.commitment.due_date
    return day is not None and day >= days.said_on and (due is None or day > due)


def telling(exchanges: Sequence[Told]) -> tuple[Exchange, Standing]:
    """The exchange that tells where the task stands; each comes with how sure it is about the task.

    A later one counts where it says as much, or is surer; what was done isn't called off, unless that is surer.
    """
    best = max(sure for *_, sure in exchanges)
    kept = [told for told in exchanges if told[2] >= _ALMOST * best or _own_word(told[0])]
    exchange, stands, sure = kept[0]
    for later, says, how_sure in kept[1:]:
        ended = stands.status == "done" and says.status == "cancelled"
        answered = stands.status == "done" and exchange.asked
        surer = how_sure > sure and says.status != "in_progress" and not answered
        if surer or (_RANK[says.status] >= _RANK[stands.status] and not ended):
            exchange, stands, sure = later, says, how_sure
    return exchange, stands


def _own_word(exchange: Exchange) -> bool:
    """Whether its owner names the task and promises it in one turn."""
    report = exchange.reports.get(exchange.named)
    return exchange.by_owner and report is not None and report.promised and bool(report.days)


_RANK = {"in_progress": 0, "postponed": 1, "done": 2, "cancelled": 2}
_ALMOST = 0.6
"""Of the surest exchange's; what is less sure is about something else. Measured on 65 labelled meetings."""
