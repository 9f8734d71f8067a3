from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from examples import AGENDA, EXAMPLE_WORDS, HOSTILE, ITEMS, MEETING, ROSTER
from icalendar import Calendar
from snapshots import assert_snapshot

from meetbot import words as locale_words
from meetbot.documents.invitation import (
    MAX_DESCRIPTION,
    cancellation,
    description_lines,
    invitation,
    method_of,
    newest,
)
from meetbot.errors import InputError, MailError
from meetbot.model.agenda import Agenda
from meetbot.model.company import Person

AT = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
ORGANIZER = "Minutas Tlacuilo <minutas@tlacuilo.example>"


def made(agenda: Agenda = AGENDA, **changes: Any) -> bytes:
    """The invitation with an organizer."""
    values: dict[str, Any] = {"made_at": AT, "organizer": ORGANIZER, **changes}
    return invitation(agenda, EXAMPLE_WORDS, **values)


def event_of(content: bytes) -> Any:
    """Its one event, as a calendar reads it."""
    (event,) = Calendar.from_ical(content).events
    return event


def moved(**changes: object) -> Agenda:
    """The agenda of a meeting that differs."""
    return AGENDA.model_copy(update={"meeting": MEETING.model_copy(update=changes)})


def test_invitation_as_reviewed() -> None:
    """The whole file."""
    assert_snapshot("documents_invitation.es-MX.ics", made().decode().replace("\r\n", "\n"))


def test_invitation_asks_the_attendees_with_an_address() -> None:
    """REQUEST with organizer and attendees; who does not attend or has no address is not invited."""
    event = event_of(made())
    guests = event["attendee"]
    assert method_of(made()) == "REQUEST"
    assert event["organizer"] == "mailto:minutas@tlacuilo.example"
    assert event["organizer"].params["CN"] == "Minutas Tlacuilo"
    assert [str(guest) for guest in guests] == [f"mailto:{p.email}" for p in ROSTER.attendees()]
    assert guests[0].params["RSVP"] == "TRUE"
    nobody = ROSTER.model_copy(update={"people": (Person(name="Ana", email="no es correo"), Person(name="Luis"))})
    assert "attendee" not in event_of(made(AGENDA.model_copy(update={"roster": nobody})))


def test_without_a_sender_it_only_announces() -> None:
    """PUBLISH needs no answers: no organizer, no attendees."""
    event = event_of(made(organizer=""))
    assert method_of(made(organizer="")) == "PUBLISH"
    assert "organizer" not in event
    assert "attendee" not in event


def test_event_says_when_where_and_what() -> None:
    """Start and end in the workspace's zone, the place, and the agenda in plain words."""
    event = event_of(made())
    assert event.start == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    assert event.end - event.start == timedelta(minutes=45)
    assert event["dtstart"].params["TZID"] == "America/Mexico_City"
    assert event["location"] == "Sala Oaxaca y videollamada"
    assert "09:15 Entrega de leads: equipo Norte (Comercial)" in event["description"]
    assert "¿Quién atiende los leads del Norte" in event["description"]


def test_uid_belongs_to_the_meeting_of_the_company() -> None:
    """Stable over time, sender and date; another company's meeting of the same name has another."""
    uid = event_of(made())["uid"]
    assert event_of(made(organizer="", made_at=AT + timedelta(days=3)))["uid"] == uid
    assert event_of(made(moved(date=date(2026, 11, 24))))["uid"] == uid
    assert event_of(made(moved(company="Otra")))["uid"] != uid
    assert event_of(made(moved(id="2026-11-30-alineacion")))["uid"] != uid


def test_same_content_is_the_same_version_byte_by_byte() -> None:
    """Making the agenda again an hour later changes nothing."""
    first = made()
    assert made(earlier=first, made_at=AT + timedelta(hours=1)) == first


@pytest.mark.parametrize(
    "changed",
    [
        moved(starts_at=time(10, 0)),
        moved(date=date(2026, 11, 24)),
        moved(duration_minutes=60),
        moved(place=None),
        AGENDA.model_copy(update={"items": ITEMS[:7]}),
        AGENDA.model_copy(update={"roster": ROSTER.model_copy(update={"people": ROSTER.people[:3]})}),
    ],
)
def test_each_change_is_the_next_version(changed: Agenda) -> None:
    """Hour, day, length, place, points and guests: calendars take what has a higher SEQUENCE."""
    first = made()
    second = made(changed, earlier=first, made_at=AT + timedelta(days=1))
    assert (event_of(first)["sequence"], event_of(second)["sequence"]) == (0, 1)
    assert event_of(second)["uid"] == event_of(first)["uid"]
    assert event_of(second)["dtstamp"].dt == AT + timedelta(days=1)
    assert event_of(made(earlier=second))["sequence"] == 2


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        (b"SEQUENCE:7\nnothing else", 8),
        (b"BEGIN:VCALENDAR\r\nSEQUENCE:7\r\nDTSTAMP:20261301T990000Z\r\n", 8),
        (b"SEQUENCE:9999999999\r\n", 2**31 - 2),
        (b"SEQUENCE:99999999999999999999\r\n", 0),
        (b"SEQUENCE:-1\r\n", 0),
        (b"\xff\xfe no calendar", 0),
        (b"", 0),
    ],
)
def test_a_damaged_earlier_file_still_counts_on(earlier: bytes, expected: int) -> None:
    """What a person broke does not set the event back, and can't crash the agenda."""
    assert event_of(made(earlier=earlier))["sequence"] == expected


def offsets(content: bytes) -> list[tuple[str, str, str, str]]:
    """The observances of the file's time zone: kind, begin, offset before, offset from then on."""
    (zone,) = Calendar.from_ical(content).timezones
    lines = zone.to_ical().decode().split("BEGIN:")[2:]
    found = []
    for block in lines:
        values = dict(line.split(":", 1) for line in block.splitlines()[1:] if ":" in line)
        found.append((block.splitlines()[0], values["DTSTART"], values["TZOFFSETFROM"], values["TZOFFSETTO"]))
    return found


def test_madrid_changes_its_clocks() -> None:
    """Daylight time from the last Sunday of March to the last of October."""
    found = offsets(made(moved(timezone="Europe/Madrid")))
    assert ("STANDARD", "20261025T030000", "+0200", "+0100") in found
    assert ("DAYLIGHT", "20270328T020000", "+0100", "+0200") in found or (
        "DAYLIGHT",
        "20270328T030000",
        "+0100",
        "+0200",
    ) in found


@pytest.mark.parametrize(("zone", "offset"), [("America/Mexico_City", "-0600"), ("America/Bogota", "-0500")])
def test_zones_without_daylight_time_have_one_offset(zone: str, offset: str) -> None:
    """Mexico gave its summer time up in 2022; Colombia has none."""
    assert {entry[3] for entry in offsets(made(moved(timezone=zone)))} == {offset}


def test_santiago_is_on_summer_time_in_november() -> None:
    """The south changes its clocks the other way round."""
    agenda = moved(timezone="America/Santiago")
    assert event_of(made(agenda)).start == datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    assert {entry[3] for entry in offsets(made(agenda))} == {"-0300", "-0400"}


def test_a_meeting_over_the_change_of_clocks_lasts_as_planned() -> None:
    """In Madrid there is no hour from two to three on 29 March 2026."""
    night = moved(timezone="Europe/Madrid", date=date(2026, 3, 29), starts_at=time(1, 30), duration_minutes=120)
    event = event_of(made(night))
    assert event.end.astimezone(UTC) - event.start.astimezone(UTC) == timedelta(hours=2)
    assert event.end.hour == 4


def test_a_meeting_without_an_hour_is_a_day() -> None:
    """No invented time: the day is named and blocks nobody's calendar."""
    content = made(moved(starts_at=None))
    event = event_of(content)
    assert event["dtstart"].dt == date(2026, 11, 23)
    assert event["transp"] == "TRANSPARENT"
    assert Calendar.from_ical(content).timezones == []


def test_lines_are_folded_by_octets() -> None:
    """No line is longer than 75 octets, and no letter with an accent is cut in two."""
    content = made(moved(place="Ñandú ü – sala " * 30))
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") == line.decode("utf-8", "strict") for line in lines)
    assert event_of(content)["location"].startswith("Ñandú ü – sala Ñandú")


@pytest.mark.parametrize("text", [HOSTILE, "x\r\nATTENDEE:mailto:espia@evil.example", 'a;b,c\\n"d":e', "END:VEVENT"])
def test_nobodys_words_become_a_property(text: str) -> None:
    """Titles, places, questions and names stay text, whatever is in them."""
    person = Person(name=text, email="ana@tlacuilo.example")
    agenda = AGENDA.model_copy(
        update={
            "meeting": MEETING.model_copy(update={"title": text, "place": text, "company": text}),
            "roster": ROSTER.model_copy(update={"people": (person,)}),
            "items": tuple(item.model_copy(update={"title": text, "question": text}) for item in ITEMS),
        }
    )
    content = made(agenda, organizer=f"{text.splitlines()[0]} <minutas@tlacuilo.example>")
    event = event_of(content)
    known = {"summary", "location", "description", "organizer", "attendee", "dtstart", "dtend", "dtstamp", "uid"}
    assert {key.lower() for key in event} == known | {"sequence", "status", "x-meetbot-content"}
    assert str(event["attendee"]) == "mailto:ana@tlacuilo.example"
    assert "evil" not in str(event["organizer"])
    assert content.count(b"BEGIN:VEVENT") == 1


def test_description_is_bounded() -> None:
    """Calendars cut at their own limit; ours ends with a whole line."""
    long = tuple(item.model_copy(update={"title": "tema " * 200, "question": "¿qué? " * 200}) for item in ITEMS * 5)
    lines = description_lines(AGENDA.model_copy(update={"items": long}), EXAMPLE_WORDS)
    assert len("\n".join(lines)) <= MAX_DESCRIPTION
    assert lines[-1].endswith(("[…]", "(Comercial)", "(Todos)", "(Mercadeo)"))


def test_description_without_a_goal() -> None:
    """Nothing is said of what there is not."""
    lines = description_lines(AGENDA.model_copy(update={"goal": None}), locale_words.load("en"))
    assert lines[:2] == ["45 minutes. Agenda:", ""]


def test_cancellation_takes_the_same_event_out() -> None:
    """CANCEL with the same UID and guests and a higher SEQUENCE; a re-invitation goes on from there."""
    first = made(moved(date=date(2026, 11, 24)), earlier=made())
    off = cancellation(first, at=AT + timedelta(hours=5))
    event = event_of(off)
    assert method_of(off) == "CANCEL"
    assert (event["status"], event["sequence"], event["uid"]) == ("CANCELLED", 2, event_of(first)["uid"])
    assert len(event["attendee"]) == 5
    assert event["dtstamp"].dt == AT + timedelta(hours=5)
    assert cancellation(first, at=AT + timedelta(hours=5)) == off
    again = made(earlier=newest(first, off, None))
    assert event_of(again)["sequence"] == 3
    assert newest(None, None) is None
    assert newest(b"damaged", first) == first


@pytest.mark.parametrize("earlier", [b"", b"no calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"])
def test_what_is_no_invitation_can_not_be_cancelled(earlier: bytes) -> None:
    """A damaged file is told with the way out."""
    with pytest.raises(InputError, match="can't be read"):
        cancellation(earlier, at=AT)


def test_an_event_without_a_uid_can_not_be_cancelled() -> None:
    """Nobody's calendar would know which one is meant."""
    with pytest.raises(InputError):
        cancellation(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", at=AT)


def test_cancelling_what_has_no_version_is_the_first_change() -> None:
    """A file without SEQUENCE counts as version 0."""
    bare = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert event_of(cancellation(bare, at=AT))["sequence"] == 1
    assert method_of(bare) == "PUBLISH"


def test_an_organizer_that_is_no_address_names_its_key() -> None:
    """The configuration's mistake is told where it is."""
    with pytest.raises(MailError) as caught:
        made(organizer="Minutas")
    assert "mail.sender" in caught.value.where
