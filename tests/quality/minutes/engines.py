"""The way that a user's transcript goes, from an engine's candidates to minutes that were checked once more."""

import inspect
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from meetbot.model.minutes import Minutes
from meetbot.ports import Checkpoint, Extractor
from meetbot.stages.compose import compose
from meetbot.stages.rules import RuleEngine
from meetbot.stages.verify import verify
from minutes.meetings import LabelledMeeting, transcript_of

HOUR_WORDS = 9000
"""What people say in an hour of meeting, at 150 words a minute."""


def _no_progress(_what: str, _share: float) -> None:
    """Nobody looks at it."""


def nothing_kept() -> Checkpoint:
    """A checkpoint that starts anew every time."""
    kept: dict[str, str] = {}
    return Checkpoint(fetch=kept.get, keep=kept.__setitem__)


def made(meeting: LabelledMeeting, engine: Extractor, *, checkpoint: Checkpoint | None = None) -> tuple[Minutes, float]:
    """The minutes as `meetbot minutes` makes them, and the processor's seconds that it took."""
    began = time.process_time()
    extraction = engine.extract(
        meeting.transcript, meeting.brief, checkpoint=checkpoint or nothing_kept(), progress=_no_progress
    )
    known: dict[str, Any] = {"commitments": meeting.commitments}
    wanted = inspect.signature(compose).parameters
    minutes = compose(
        extraction,
        meeting.transcript,
        meeting=meeting.meeting,
        roster=meeting.roster,
        agenda=meeting.agenda,
        next_meeting=meeting.next_meeting,
        **{name: value for name, value in known.items() if name in wanted},
    )
    return verify(minutes, meeting.transcript).minutes, time.process_time() - began


def rules() -> Extractor:
    """The embedded engine."""
    return RuleEngine()


def an_hour(meetings: Sequence[LabelledMeeting]) -> LabelledMeeting:
    """One meeting of HOUR_WORDS words, made of those of one language, for measuring speed."""
    whole = [meeting for meeting in meetings if meeting.transcript.language == meetings[0].transcript.language]
    said: list[tuple[str, str]] = []
    words = 0
    for meeting in whole:
        for turn in meeting.transcript.turns:
            if words < HOUR_WORDS:
                said.append((turn.speaker or "", turn.text))
                words += len(turn.text.split())
    first = meetings[0]
    people = {person.name: person for meeting in whole for person in meeting.roster.people}
    departments = {department.id: department for meeting in whole for department in meeting.roster.departments}
    roster = first.roster.model_copy(
        update={"people": tuple(people.values()), "departments": tuple(departments.values())}
    )
    transcript = transcript_of(said, roster, name="hour", language=first.transcript.language)
    return replace(first, name="hour", transcript=transcript, roster=roster)
