"""What was said about the open commitments of earlier meetings, and which new tasks take one up again: no model.

Nothing is closed here. An update needs words that tell where the task stands, said by its owner or to its owner, and
that the talk is about it: by its own words, or by a pronoun right after them ("¿y el brief?" – "ya lo mandé").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from meetbot.model.commitments import Commitment
from meetbot.model.company import Roster
from meetbot.model.minutes import ActionItem, CommitmentUpdate
from meetbot.model.transcript import Transcript
from meetbot.stages.due_dates import resolve_due
from meetbot.stages.ground_evidence import Context, Place
from meetbot.stages.update_cues import Report
from meetbot.stages.update_exchanges import Exchange, Reader

Status = Literal["done", "in_progress", "postponed", "cancelled"]


@dataclass(frozen=True)
class _Days:
    """From what days are counted."""

    said_on: date
    next_meeting: date | None
    language: str


def updates(
    transcript: Transcript,
    commitments: Sequence[Commitment],
    roster: Roster,
    *,
    said_on: date,
    next_meeting: date | None = None,
    country: str = "",
) -> tuple[CommitmentUpdate, ...]:
    """What was said about each open commitment, by its number; those that nobody spoke of are not in it.

    `country` has the holidays that a new day may be counted by.
    """
    still_open = [commitment for commitment in commitments if commitment.status == "open"]
    if not still_open:
        return ()
    reader = Reader(transcript, still_open, roster)
    latest: dict[int, CommitmentUpdate] = {}
    for exchange in reader.exchanges():
        days = _Days(said_on, next_meeting, f"{transcript.language}-{country}")
        update = _update(exchange, reader.context, days)
        number = exchange.task.commitment.number
        if update is not None:
            latest[number] = _later(latest.get(number), update)
    return tuple(latest[number] for number in sorted(latest))


def following(
    actions: Sequence[ActionItem], commitments: Sequence[Commitment], transcript: Transcript
) -> tuple[ActionItem, ...]:
    """The actions, with the number of the open commitment that each takes up again, if it does."""
    still_open = [commitment for commitment in commitments if commitment.status == "open"]
    if not still_open:
        return tuple(actions)
    reader = Reader(transcript, still_open, Roster())
    exchanges = list(reader.exchanges())
    return tuple(_following(action, reader, exchanges) for action in actions)


def _update(exchange: Exchange, context: Context, days: _Days) -> CommitmentUpdate | None:
    commitment = exchange.task.commitment
    told = list(exchange.reports.items())
    day, status, deciding = None, None, told[0][0]
    for index, report in told:
        found = _new_day(report, days)
        if report.cancelled:
            status, deciding, day = "cancelled", index, None
            break
        finished = report.finished
        if finished:
            status, deciding, day = "done", index, None
        elif found is not None and status != "done":
            day, deciding, status = found, index, "in_progress" if report.part else "postponed"
        elif report.put_off and not report.part and status != "done":
            status, deciding = "postponed", index
        elif report.undone and status != "postponed":
            status, deciding = "in_progress", index
    if status is None:
        return None
    put_off = any(report.put_off for _, report in told)
    if status == "postponed" and not (put_off and day is None) and not _is_later(day, commitment, days.said_on):
        status, day = "in_progress", None
    turn = context.turns[deciding].text
    place = Place(index=deciding, start=len(turn) - len(turn.lstrip()), end=len(turn.rstrip()))
    cited = [exchange.named, *(index for index, _ in told), *exchange.others]
    return CommitmentUpdate(
        number=commitment.number,
        text=commitment.text,
        owner=commitment.owner,
        status=_as_status(status),
        due_date=day if status == "postponed" else None,
        evidence=context.evidence(place, list(dict.fromkeys(cited))),
    )


def _as_status(status: str) -> Status:
    known: dict[str, Status] = {
        "done": "done", "in_progress": "in_progress", "postponed": "postponed", "cancelled": "cancelled",
    }  # fmt: skip
    return known[status]


def _new_day(report: Report, days: _Days) -> date | None:
    """The last day that the report names; none where the task is told as finished."""
    if report.finished:
        return None
    for words in reversed(report.days):
        due = resolve_due(words, said_on=days.said_on, next_meeting=days.next_meeting, language=days.language)
        if due is not None:
            return due.date
    return None


def _is_later(day: date | None, commitment: Commitment, said_on: date) -> bool:
    """Whether the day puts the task off: later than it was due, if that was known."""
    return day is not None and day >= said_on and (commitment.due_date is None or day > commitment.due_date)


_RANK = {"in_progress": 0, "postponed": 1, "done": 2, "cancelled": 2}


def _later(earlier: CommitmentUpdate | None, update: CommitmentUpdate) -> CommitmentUpdate:
    """The later word, with the turns of both; "sigo con ello" takes back no new day, nor an end what was done."""
    if earlier is None:
        return update
    ended = earlier.status == "done" and update.status == "cancelled"
    later = _RANK[update.status] >= _RANK[earlier.status] and not ended
    kept, other = (update, earlier) if later else (earlier, update)
    turns = dict.fromkeys((*kept.evidence.turn_ids, *other.evidence.turn_ids))
    return kept.model_copy(update={"evidence": kept.evidence.model_copy(update={"turn_ids": tuple(turns)})})


def _following(action: ActionItem, reader: Reader, exchanges: Sequence[Exchange]) -> ActionItem:
    """A task told again in an exchange about an open one, by its owner, where that one was not finished."""
    if action.follows is not None or action.evidence is None:
        return action
    cited = set(action.evidence.turn_ids)
    for exchange in exchanges:
        commitment = exchange.task.commitment
        turns = {reader.context.turns[index].id for index in (exchange.named, *exchange.reports)}
        if cited & turns and not exchange.settled and action.owner in {commitment.owner, None}:
            return action.model_copy(update={"follows": commitment.number})
    return action
