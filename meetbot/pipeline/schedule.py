"""Which meeting is meant: its date, its folder's name, and when the next one is."""

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from meetbot.config import Config
from meetbot.config.files import FILE_NAME
from meetbot.errors import InputError
from meetbot.model.base import Issue
from meetbot.model.company import Meeting
from meetbot.model.minutes import Minutes
from meetbot.ports import Archive

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {"weekly": 7, "biweekly": 14}

_MOMENT = re.compile(
    r"(?P<utc>GMT)?(?<!\d)(?:(?P<y>20\d\d)(?P<s>[-_.]?)(?P<mo>\d\d)(?P=s)(?P<d>\d\d)"
    r"|(?P<d2>\d\d)(?P<s2>[-_.])(?P<mo2>\d\d)(?P=s2)(?P<y2>20\d\d))"
    r"(?P<gap>[-_T]|,? +(?:at +|a las? +)?)"
    r"(?P<h>\d{1,2})(?P<c>[-_.:h]?)(?P<mi>[0-5]\d)(?:(?P=c)(?P<sec>[0-5]\d))?(?!\d)"
    r"(?: *(?P<half>[ap])[. ]*m(?![a-z]))?"
    r"(?P<zone> ?(?:UTC|GMT|Z)(?![a-z]) ?(?P<off>[-+]\d{1,2}(?!\d))?(?::?(?P<offm>[0-5]\d)(?!\d))?)?",
    re.IGNORECASE,
)
_NOT_THE_BEGINNING = re.compile(r"whatsapp|PTT-|AUD-", re.IGNORECASE)
"""Programs that put into a file's name when it was sent or saved."""


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


def held_on(
    day: date, config: Config, *, source: Path, meeting_id: str | None = None, started_at: datetime | None = None
) -> Meeting:
    """The meeting of that day as it was held: its hour is from the recording's name, else as the transcript says.

    Where neither tells it, it is the series' hour on the series' weekday, and no hour on another one.
    """
    meeting = meeting_on(day, config, meeting_id=meeting_id)
    zone = config.company.zone
    told = started_at if started_at is not None and _has_hour(started_at) else None
    known = (moment_in_names(source), moment_in_name(source.resolve().parent.name), told)
    hours = [local.time() for local in (_local(one, zone) for one in known if one is not None) if local.date() == day]
    usual = meeting.starts_at if day.weekday() == WEEKDAYS.index(config.meeting.weekday) else None
    return meeting.model_copy(update={"starts_at": hours[0].replace(second=0, microsecond=0) if hours else usual})


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


def upcoming(now: datetime, config: Config, *, past: Collection[date], planned: Collection[date] = ()) -> date:
    """The next meeting that is not over, in the rhythm of those in `past`, or one of those `planned` before it.

    Without any in the past, the rhythm begins on the next configured weekday, a monthly one on the first of its month.
    """
    today = now.astimezone(config.company.zone).date()
    weekday = WEEKDAYS.index(config.meeting.weekday)
    day = next_after(max(past), config) if past else today + timedelta(days=(weekday - today.weekday()) % 7)
    if not past and config.meeting.cadence == "monthly":
        first = today.replace(day=1)
        day = first + timedelta(days=(weekday - first.weekday()) % 7)
    while is_over(meeting_on(day, config), now):
        day = next_after(day, config) if past or config.meeting.cadence == "monthly" else day + timedelta(days=7)
    return min([day, *planned])


def is_over(meeting: Meeting, now: datetime) -> bool:
    """Whether the meeting's planned end has passed; one without a time lasts until the day does."""
    zone = ZoneInfo(meeting.timezone)
    if meeting.starts_at is None:
        return now.astimezone(zone).date() > meeting.date
    end = datetime.combine(meeting.date, meeting.starts_at, tzinfo=zone) + timedelta(minutes=meeting.duration_minutes)
    return now >= end


def past_days(meetings: Iterable[Meeting], minutes: Iterable[Minutes], now: datetime) -> set[date]:
    """The days on which the series met: where there are minutes, or an agenda whose meeting is over."""
    return {one.meeting.date for one in minutes} | {meeting.date for meeting in meetings if is_over(meeting, now)}


def off_the_rhythm(day: date, config: Config) -> tuple[Issue, ...]:
    """A word on a meeting that is on another weekday than its series; it may have been moved, or mistyped."""
    weekday = WEEKDAYS.index(config.meeting.weekday)
    if day.weekday() == weekday:
        return ()
    later = day + timedelta(days=(weekday - day.weekday()) % 7)
    near = f"`--date {(later - timedelta(days=7)).isoformat()}` or `--date {later.isoformat()}`"
    return (
        Issue(
            severity="info",
            stage="plan",
            where=f"{FILE_NAME}, key `meeting.weekday`",
            message=f"{day.isoformat()} is a {WEEKDAYS[day.weekday()].capitalize()}; "
            f"the series meets on {WEEKDAYS[weekday].capitalize()}s.",
            hint=f"If the meeting was not moved: {near}.",
        ),
    )


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


def date_in_names(source: Path) -> date | None:
    """The date in the name of a file or folder; a folder of tracks without one may lie in the meeting's folder."""
    return next((day for day in map(date_in_name, _names(source)) if day is not None), None)


def moment_in_name(name: str) -> datetime | None:
    """When the recording of that name began, as far as it has day and hour (`2026-11-26 14.30.12`), or None.

    Aware where the name has the zone (`GMT20261123-150302`, `20261123_150325UTC`), else on the local clock.
    """
    if _NOT_THE_BEGINNING.search(name):
        return None
    found = {moment for match in _MOMENT.finditer(name) if (moment := _moment(match)) is not None}
    return found.pop() if len(found) == 1 else None


def moment_in_names(source: Path) -> datetime | None:
    """When it began as the first of the names says that has a date at all: file or folder, or a folder's folder."""
    dated = next((name for name in _names(source) if date_in_name(name) is not None), "")
    return moment_in_name(dated)


def local_date(moment: datetime, zone: tzinfo | None) -> date:
    """The day on the calendar of that zone; a moment without a zone is on the local clock already."""
    return _local(moment, zone).date()


def date_of(source: Path, given: date | None, *, now: datetime, started_at: datetime | None = None) -> date:
    """The meeting's date: as given, else from the name, else from when it began as the transcript says.

    Raises InputError when nothing tells it: relative due dates hang on it.
    """
    named = moment_in_names(source)
    day = given or (date_in_names(source) if named is None else local_date(named, now.tzinfo))
    if day is None and started_at is not None:
        day = local_date(started_at, now.tzinfo)
    if day is None:
        raise InputError(
            "The meeting's date is not known, and due dates like “el viernes” depend on it.",
            str(source),
            f"Give it, for example `--date {now.date().isoformat()}`, or put it into the file's name.",
        )
    return day


def _names(source: Path) -> tuple[str, ...]:
    path = source.resolve() if source.is_dir() else source
    return (path.name, path.parent.name) if source.is_dir() else (path.name,)


def _moment(match: re.Match[str]) -> datetime | None:
    """The moment, or None for a number that is no time of day: without seconds it must be written like one."""
    loose = match["c"] in {"", "-"} or (match["c"] == "_" and not match["gap"].startswith((" ", ",")))
    if match["sec"] is None and loose:
        return None
    hour = int(match["h"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in "pP" else 0)
    with suppress(ValueError):
        day = date(*(int(match[key] or match[f"{key}2"]) for key in ("y", "mo", "d")))
        moment = datetime.combine(day, time(hour, int(match["mi"]), int(match["sec"] or 0)))
        return moment.replace(tzinfo=_zone_in(match))
    return None


def _zone_in(match: re.Match[str]) -> tzinfo | None:
    if match["off"]:
        hours = int(match["off"])
        minutes = int(match["offm"] or 0) * (-1 if match["off"].startswith("-") else 1)
        return timezone(timedelta(hours=hours, minutes=minutes))
    return UTC if match["utc"] or match["zone"] else None


def _has_hour(moment: datetime) -> bool:
    """Whether it is more than a day: a transcript that has only the day gives midnight without a zone."""
    return moment.tzinfo is not None or moment.time() != time()


def _local(moment: datetime, zone: tzinfo | None) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(zone)
