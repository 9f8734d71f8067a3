"""The meeting as an event that calendars read: iCalendar (RFC 5545), and invitations by mail (RFC 6047).

One event for each meeting; a series would not show which agenda belongs to which day. The event's UID comes from the
meeting's folder, so whoever moves a meeting keeps its folder (`meetbot agenda --meeting ID --date DAY`) and the event
moves in everybody's calendar. A meeting that is not held at all is called off by its `cancellation`.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from meetbot.documents.addresses import known, mailbox
from meetbot.documents.agenda_points import clock_times, opener
from meetbot.documents.phrases import status_word
from meetbot.documents.text import clean, clip
from meetbot.errors import InputError
from meetbot.model.agenda import Agenda
from meetbot.words import Words

if TYPE_CHECKING:
    from email.headerregistry import Address

    from icalendar import Event, vCalAddress

MAX_DESCRIPTION = 4000
"""Characters of the agenda in an event; Google Calendar takes 8,192, Outlook shows the beginning."""
_POINTS = 20
_NEWEST_SEQUENCE = 2**31 - 2
_AROUND = timedelta(days=200)
"""How far a VTIMEZONE reaches to both sides of its event: over the change before it and the one after."""


@dataclass(frozen=True, kw_only=True)
class _Version:
    """Which version of the event a calendar has: its number, when it was made and what it said."""

    sequence: int
    made_at: datetime
    content: str


def invitation(
    agenda: Agenda, words: Words, *, made_at: datetime, organizer: str = "", earlier: bytes | None = None
) -> bytes:
    """The meeting's event as .ics, with the agenda in it.

    With an `organizer` it invites the attendees who have an address (METHOD:REQUEST), else it only announces
    (METHOD:PUBLISH). `earlier` is the file that was made before: the same content gives the same bytes, another one
    the next SEQUENCE. Raises MailError for an organizer that is no address.
    """
    from icalendar import Event, vCalAddress

    event = Event()
    _add_times(event, agenda)
    event.add("summary", f"{clip(agenda.meeting.title, 120)} · {clip(agenda.meeting.company, 80)}")
    if agenda.meeting.place:
        event.add("location", clip(agenda.meeting.place, 200))
    event.add("description", "\n".join(description_lines(agenda, words)))
    method = "PUBLISH"
    if organizer:
        method = "REQUEST"
        event.add("organizer", _calendar_address(mailbox(organizer, "mail.sender")))
        for guest in filter(None, map(known, agenda.roster.attendees())):
            invited: vCalAddress = _calendar_address(guest)
            invited.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
            event.add("attendee", invited)
    event.add("status", "CONFIRMED")
    event.add("uid", _uid(agenda))
    _add_version(event, _next_version(event, method, made_at=made_at, earlier=earlier))
    return _calendar(event, agenda, method, words)


def cancellation(earlier: bytes, *, at: datetime) -> bytes:
    """The event of that .ics called off: the same UID, the next SEQUENCE, METHOD:CANCEL. Raises InputError."""
    from icalendar import Calendar

    hint = "Make the agenda again: `meetbot agenda --force`."
    try:
        calendar = Calendar.from_ical(earlier)
        event = calendar.events[0]
        uid = str(event["uid"])
    except (ValueError, KeyError, IndexError) as error:
        raise InputError("The invitation can't be read.", "agenda.ics", hint) from error
    version = _read_version(earlier)
    for name in ("sequence", "dtstamp", "last-modified", "status", "x-meetbot-content", "description"):
        event.pop(name, None)
    event.add("status", "CANCELLED")
    called_off = _Version(
        sequence=min((version.sequence if version else 0) + 1, _NEWEST_SEQUENCE),
        made_at=at,
        content=_mark(f"cancelled {uid}".encode()),
    )
    _add_version(event, called_off)
    calendar["method"] = "CANCEL"
    return bytes(calendar.to_ical())


def newest(*versions: bytes | None) -> bytes | None:
    """The one of those .ics with the highest SEQUENCE: an event that was called off goes on from there."""
    known = [content for content in versions if content is not None]
    return max(known, key=_sequence, default=None)


def _sequence(content: bytes) -> int:
    version = _read_version(content)
    return -1 if version is None else version.sequence


def method_of(content: bytes) -> str:
    """What an .ics asks of its reader: `REQUEST`, `PUBLISH` or `CANCEL`."""
    found = re.search(rb"(?m)^METHOD:([A-Z]+)\r?$", content)
    return found[1].decode("ascii") if found else "PUBLISH"


def description_lines(agenda: Agenda, words: Words) -> list[str]:
    """The agenda in plain lines, cut where it would be too long for a calendar."""
    lines = [words("invitation.intro", minutes=agenda.meeting.duration_minutes)]
    if agenda.goal is not None:
        lines.append(f"{clip(agenda.goal.name, 160)} · {status_word(agenda.goal.state, words)}")
    lines.append("")
    for item, starts in list(zip(agenda.items, clock_times(agenda), strict=True))[:_POINTS]:
        told = words("invitation.point", time=starts, title=clip(item.title, 120), opens=opener(item, agenda, words))
        lines += [told, f"    {clip(item.question, 240)}"] if item.question else [told]
    lines += ["", words("invitation.document")]
    used, kept = 0, []
    for line in lines:
        used += len(line) + 1
        if used > MAX_DESCRIPTION:
            break
        kept.append(line)
    return kept


def _add_times(event: "Event", agenda: Agenda) -> None:
    """Start and end in the meeting's zone; a meeting whose hour is not fixed yet is a day without an hour."""
    meeting = agenda.meeting
    if meeting.starts_at is None:
        event.add("dtstart", meeting.date)
        event.add("dtend", meeting.date + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return
    zone = ZoneInfo(meeting.timezone)
    start = datetime.combine(meeting.date, meeting.starts_at, tzinfo=zone)
    # In UTC, so that a meeting over the hour of a clock change still lasts as long as planned.
    end = (start.astimezone(ZoneInfo("UTC")) + timedelta(minutes=meeting.duration_minutes)).astimezone(zone)
    event.add("dtstart", start)
    event.add("dtend", end)


def _calendar_address(address: "Address") -> "vCalAddress":
    from icalendar import vCalAddress

    found = vCalAddress(f"mailto:{address.addr_spec}")
    if address.display_name:
        # Quotes can't stand in a parameter, and few calendars know the escape for them (RFC 6868).
        found.params["CN"] = clean(address.display_name).replace('"', "'")
    return found


def _uid(agenda: Agenda) -> str:
    """Stable for the meeting, and unlike any other company's."""
    company = sha256(agenda.meeting.company.encode("utf-8", "replace")).hexdigest()[:12]
    return f"{re.sub(r'[^A-Za-z0-9-]+', '-', agenda.meeting.id)[:100]}.{company}@meetbot"


def _mark(content: bytes) -> str:
    """What tells two versions of an event apart, short enough for one line of the file."""
    return sha256(content).hexdigest()[:32]


def _next_version(event: "Event", method: str, *, made_at: datetime, earlier: bytes | None) -> _Version:
    """The earlier version where nothing changed, else the one after it."""
    content = _mark(method.encode() + b"\0" + event.to_ical())
    before = _read_version(earlier) if earlier else None
    if before is None:
        return _Version(sequence=0, made_at=made_at, content=content)
    if before.content == content:
        return before
    return _Version(sequence=min(before.sequence + 1, _NEWEST_SEQUENCE), made_at=made_at, content=content)


def _read_version(earlier: bytes) -> _Version | None:
    """What an .ics says of its version; read line by line, so that a file which a person damaged still counts on."""
    found = {
        name: match[1].decode("ascii")
        for name, pattern in _VERSION_LINES.items()
        if (match := re.search(pattern, earlier)) is not None
    }
    if "sequence" not in found:
        return None
    made_at = datetime.strptime(found.get("dtstamp", "19700101T000000Z"), "%Y%m%dT%H%M%S%z")
    return _Version(
        sequence=min(int(found["sequence"]), _NEWEST_SEQUENCE), made_at=made_at, content=found.get("content", "")
    )


_VERSION_LINES = {
    "sequence": rb"(?m)^SEQUENCE:(\d{1,10})\r?$",
    "dtstamp": rb"(?m)^DTSTAMP:(\d{8}T[0-2]\d[0-5]\d[0-5]\dZ)\r?$",
    "content": rb"(?m)^X-MEETBOT-CONTENT:([0-9a-f]{32})\r?$",
}


def _add_version(event: "Event", version: _Version) -> None:
    event.add("dtstamp", version.made_at.astimezone(ZoneInfo("UTC")))
    event.add("sequence", version.sequence)
    event.add("x-meetbot-content", version.content)


def _calendar(event: "Event", agenda: Agenda, method: str, words: Words) -> bytes:
    from icalendar import Calendar, Timezone

    calendar = Calendar()
    calendar.add("prodid", f"-//meetbot//meetbot//{words.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if agenda.meeting.starts_at is not None:
        first, last = _years_around(agenda.meeting.date)
        zone = Timezone.from_tzid(agenda.meeting.timezone, first_date=first, last_date=last)
        zone.pop("comment", None)
        calendar.add_component(zone)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _years_around(day: date) -> tuple[date, date]:
    return day - _AROUND, day + _AROUND
