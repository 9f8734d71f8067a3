"""Which meeting is meant: its date, its folder's name, and when the next one is."""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from meetbot.config import Config
from meetbot.errors import InputError
from meetbot.model.company import Meeting
from meetbot.model.minutes import Minutes
from meetbot.ports import Archive

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {"weekly": 7, "biweekly": 14}


def meeting_on(day: date, config: Config, *, meeting_id: str | None = None) -> Meeting:
    """The meeting of that day as the configuration describes the series."""
    return Meeting(
        id=meeting_id or f"{day.isoformat()}-{config.meeting.slug}",
        title=config.meeting.title,
        company=config.company.name,
        date=day,
        starts_at=config.meeting.starts_at,
        place=config.meeting.place,
        duration_minutes=config.meeting.duration_minutes,
        cadence=config.meeting.cadence,
        locale=config.company.locale,
        timezone=config.company.timezone,
    )


def next_after(day: date, config: Config) -> date:
    """The date of the meeting that follows one on `day`, on the configured weekday."""
    weekday = WEEKDAYS.index(config.meeting.weekday)
    if config.meeting.cadence == "monthly":
        year, month = divmod(day.year * 12 + day.month, 12)
        first = date(year, month + 1, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7)
    later = day + timedelta(days=_DAYS[config.meeting.cadence])
    back = (later.weekday() - weekday) % 7
    moved = later - timedelta(days=back)
    return moved if moved > day else moved + timedelta(days=7)


def upcoming(today: date, config: Config, *, held: list[date]) -> date:
    """The next meeting from today on: today's own if it was not held yet."""
    if held:
        expected = next_after(max(held), config)
        if expected >= today:
            return expected
    weekday = WEEKDAYS.index(config.meeting.weekday)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def held(archive: Archive) -> list[tuple[str, Minutes]]:
    """The meetings that have minutes, by folder, in order of their dates: a folder's name is the user's to choose."""
    found = ((i, archive.load(i, "minutes.json", Minutes)) for i in archive.meeting_ids())
    dated = [(i, minutes) for i, minutes in found if isinstance(minutes, Minutes)]
    return sorted(dated, key=lambda one: (one[1].meeting.date, one[0]))


def date_in_name(name: str) -> date | None:
    """The one date that a file name holds (2026-11-23, 20261123, 23-11-2026, 23.11.2026), or None."""
    found: set[date] = set()
    for pattern, order in (
        (r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d{3})", (0, 1, 2)),
        (r"(?<!\d)(\d\d)[-_.](\d\d)[-_.](20\d\d)(?!\d)", (2, 1, 0)),
    ):
        for match in re.finditer(pattern, name):
            year, month, day = (int(match.groups()[i]) for i in order)
            with suppress(ValueError):
                found.add(date(year, month, day))
    return found.pop() if len(found) == 1 else None


def date_of(source: Path, given: date | None, *, now: datetime) -> date:
    """The meeting's date: as given, else from the file's name. Raises InputError: relative due dates hang on it."""
    day = given or date_in_name(source.name)
    if day is None:
        raise InputError(
            "The meeting's date is not known, and due dates like “el viernes” depend on it.",
            str(source),
            f"Give it, for example `--date {now.date().isoformat()}`, or put it into the file's name.",
        )
    return day
