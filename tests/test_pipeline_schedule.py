"""Tests of meetbot.pipeline.schedule."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from meetbot.config import CompanyConfig, Config, MeetingConfig
from meetbot.errors import InputError
from meetbot.model.company import Cadence, Department
from meetbot.pipeline.schedule import (
    date_in_name,
    date_of,
    held_on,
    meeting_on,
    moment_in_name,
    next_after,
    off_the_rhythm,
    past_days,
    upcoming,
)

MONDAY = date(2026, 11, 23)


def config(cadence: Cadence = "weekly") -> Config:
    """A company that meets on Mondays."""
    return Config(
        company=CompanyConfig(name="Empresa"),
        meeting=MeetingConfig(cadence=cadence, weekday="monday", starts_at=time(9), duration_minutes=45),
        departments=(Department(id="a", name="A"),),
    )


@pytest.mark.parametrize(
    ("cadence", "day", "expected"),
    [
        ("weekly", MONDAY, date(2026, 11, 30)),
        ("biweekly", MONDAY, date(2026, 12, 7)),
        ("monthly", MONDAY, date(2026, 12, 7)),
        ("monthly", date(2026, 12, 7), date(2027, 1, 4)),
        ("weekly", date(2026, 11, 24), date(2026, 11, 30)),  # held a day late: the series stays on its weekday
        ("weekly", date(2026, 11, 29), date(2026, 11, 30)),
    ],
)
def test_next_after_stays_on_the_weekday(cadence: Cadence, day: date, expected: date) -> None:
    """The next meeting follows the cadence, on the configured weekday."""
    assert next_after(day, config(cadence)) == expected


def at(text: str) -> datetime:
    """That time in Mexico."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Mexico_City"))


@pytest.mark.parametrize(
    ("cadence", "now", "past", "expected"),
    [
        ("weekly", "2026-11-21T08:00", [], "2026-11-23"),
        ("weekly", "2026-11-23T08:00", [], "2026-11-23"),
        ("weekly", "2026-11-23T09:44", [], "2026-11-23"),  # still sitting
        ("weekly", "2026-11-23T09:45", [], "2026-11-30"),
        ("weekly", "2026-11-23T08:00", ["2026-11-23"], "2026-11-30"),  # its minutes are there
        ("weekly", "2026-11-21T08:00", ["2026-11-16"], "2026-11-23"),
        ("weekly", "2026-11-23T11:00", ["2026-11-16"], "2026-11-30"),
        ("weekly", "2026-11-21T08:00", ["2026-09-07"], "2026-11-23"),  # after a long pause
        ("biweekly", "2026-11-21T08:00", [], "2026-11-23"),
        ("biweekly", "2026-11-23T11:00", [], "2026-11-30"),
        ("biweekly", "2026-11-30T08:00", ["2026-11-23"], "2026-12-07"),
        ("biweekly", "2026-12-07T08:00", ["2026-11-23"], "2026-12-07"),
        ("biweekly", "2026-12-07T11:00", ["2026-11-23"], "2026-12-21"),
        ("biweekly", "2027-01-05T08:00", ["2026-11-23"], "2027-01-18"),  # two left out: the rhythm stays
        ("monthly", "2026-12-05T08:00", [], "2026-12-07"),
        ("monthly", "2026-12-07T08:00", [], "2026-12-07"),
        ("monthly", "2026-12-07T11:00", [], "2027-01-04"),
        ("monthly", "2026-11-21T08:00", [], "2026-12-07"),
        ("monthly", "2026-11-30T08:00", ["2026-11-23"], "2026-12-07"),
        ("monthly", "2026-12-21T08:00", ["2026-11-23", "2026-12-07"], "2027-01-04"),
    ],
)
def test_upcoming_keeps_the_rhythm(cadence: Cadence, now: str, past: list[str], expected: str) -> None:
    """The next meeting follows the last one by the cadence; today's own counts until it is over."""
    found = upcoming(at(now), config(cadence), past=[date.fromisoformat(day) for day in past])
    assert found == date.fromisoformat(expected)


def test_upcoming_is_a_moved_meeting_that_comes_first() -> None:
    """An agenda for another day than the rhythm's is of the next meeting if it comes before it, else of a later one."""
    now, past = at("2026-11-21T08:00"), [date(2026, 11, 9)]
    for planned, expected in (("2026-11-21", "2026-11-21"), ("2026-12-07", "2026-11-23")):
        found = upcoming(now, config("biweekly"), past=past, planned=[date.fromisoformat(planned)])
        assert found == date.fromisoformat(expected)


def test_upcoming_without_a_time_lasts_until_the_day_ends() -> None:
    """Nobody knows when a meeting without a time is over before its day is."""
    timeless = config().model_copy(update={"meeting": MeetingConfig(weekday="monday", starts_at=None)})
    assert upcoming(at("2026-11-23T23:59"), timeless, past=[]) == MONDAY
    assert upcoming(at("2026-11-24T00:00"), timeless, past=[]) == date(2026, 11, 30)


def test_past_days_are_those_with_minutes_and_those_whose_agenda_is_over() -> None:
    """An agenda counts once its own meeting time has passed, in its own zone."""
    meetings = [meeting_on(date.fromisoformat(day), config()) for day in ("2026-11-16", "2026-11-23", "2026-12-07")]
    assert past_days(meetings, [], at("2026-11-23T09:30")) == {date(2026, 11, 16)}
    assert past_days(meetings, [], at("2026-11-23T09:45")) == {date(2026, 11, 16), MONDAY}


def test_off_the_rhythm_names_both_weekdays() -> None:
    """A Sunday for a Monday's series is told; a Monday is not."""
    (issue,) = off_the_rhythm(date(2026, 12, 6), config())
    assert (issue.severity, issue.message) == ("info", "2026-12-06 is a Sunday; the series meets on Mondays.")
    assert "`--date 2026-11-30` or `--date 2026-12-07`" in issue.hint
    assert off_the_rhythm(MONDAY, config()) == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-11-23-alineacion.m4a", MONDAY),
        ("GMT20261123-150302_Recording.mp4", MONDAY),
        ("Reunión semanal-20261123_150325-Grabación de la reunión.mp4", MONDAY),
        ("junta 23-11-2026.mp3", MONDAY),
        ("junta 23.11.2026.mp3", MONDAY),
        ("alineacion.mp3", None),
        ("2026-13-45.mp3", None),
        ("2026-11-16 a 2026-11-23.mp3", None),
        ("WhatsApp Audio 1234567890123.ogg", None),
    ],
)
def test_date_in_name(name: str, expected: date | None) -> None:
    """One plausible date in the file's name is taken; none or two are not guessed at."""
    assert date_in_name(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-11-26 14.30.12 Reunion", "2026-11-26T14:30:12"),
        ("2026-11-26 14-30-12.mkv", "2026-11-26T14:30:12"),
        ("Reunión semanal-20261123_150325-Grabación de la reunión.mp4", "2026-11-23T15:03:25"),
        ("Reunión-20261123_150325UTC-Meeting Recording.mp4", "2026-11-23T15:03:25+00:00"),
        ("GMT20261123-150302_Recording.mp4", "2026-11-23T15:03:02+00:00"),
        ("abc-defg-hij (2026-11-26 at 14_30 GMT-6).mp4", "2026-11-26T14:30:00-06:00"),
        ("abc (2026-11-26 14:30 GMT-03:30)", "2026-11-26T14:30:00-03:30"),
        ("Nota 26.11.2026 a las 2.30 p. m..m4a", "2026-11-26T14:30:00"),
        ("Nota 2026-11-26 at 12.05.00 AM.m4a", "2026-11-26T00:05:00"),
        ("20261126 143012.m4a", "2026-11-26T14:30:12"),
        ("WhatsApp Audio 2026-11-26 at 14.30.12.ogg", None),  # when it was sent
        ("2026-11-26.m4a", None),
        ("2026-11-23-1430.m4a", None),
        ("2026-11-23-10-30.m4a", None),
        ("2026-11-23_01_02.m4a", None),
        ("2026-11-26 25.30.12.m4a", None),
        ("2026-11-26 14.30.12 a 2026-11-26 15.30.12.m4a", None),
    ],
)
def test_moment_in_name(name: str, expected: str | None) -> None:
    """Day and hour as recorders write them; a number that may be another thing, or two hours, is not guessed at."""
    assert moment_in_name(name) == (datetime.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    ("name", "started_at", "hour"),
    [
        ("2026-11-26 14.30.12 Reunion", None, time(14, 30)),
        ("GMT20261126-203012_Recording.mp4", None, time(14, 30)),
        ("2026-11-26 14.30.12.vtt", "2026-11-26T10:00", time(14, 30)),
        ("2026-11-26.docx", "2026-11-26T20:30:12+00:00", time(14, 30)),
        ("2026-11-26.txt", "2026-11-26T14:30:00", time(14, 30)),
        ("2026-11-26.txt", "2026-11-26T00:00:00", None),  # only the day is known
        ("2026-11-26.docx", "2026-11-25T20:30:12+00:00", None),  # of another day than the minutes
        ("2026-11-26.m4a", None, None),  # a Thursday
        ("2026-11-23.m4a", None, time(9)),
    ],
)
def test_held_on_has_the_hour_of_the_source(name: str, started_at: str | None, hour: time | None) -> None:
    """The minutes' hour is the recording's or the transcript's; the series' only on its weekday, else none."""
    now = at("2026-11-27T08:00")
    held = config().model_copy(update={"company": CompanyConfig(name="Empresa", timezone="America/Mexico_City")})
    day = date_of(Path(name), None, now=now)
    started = datetime.fromisoformat(started_at) if started_at else None
    assert held_on(day, held, source=Path(name), started_at=started).starts_at == hour


def test_date_of_name_in_utc_is_the_day_where_people_met() -> None:
    """A meeting in the evening of Mexico is the next day in Greenwich, whose clock is in Zoom's name."""
    found = date_of(Path("GMT20261124-013012_Recording.mp4"), None, now=at("2026-11-27T08:00"))
    assert found == MONDAY


def test_held_on_track_folder_has_the_hour_of_the_meetings_folder(tmp_path: Path) -> None:
    """Zoom puts the tracks into a folder without a date within the meeting's own."""
    folder = tmp_path / "2026-11-26 14.30.12 Reunion" / "Audio Record"
    folder.mkdir(parents=True)
    assert held_on(date(2026, 11, 26), config(), source=folder).starts_at == time(14, 30)
    assert held_on(date(2026, 11, 26), config(), source=folder.parent / "audio.m4a").starts_at == time(14, 30)


def test_date_of_missing_says_how_to_give_it() -> None:
    """Without a date the error says why it matters and which option gives it."""
    with pytest.raises(InputError) as caught:
        date_of(Path("junta.mp3"), None, now=datetime(2026, 11, 23, tzinfo=UTC))

    assert "--date 2026-11-23" in caught.value.hint


def test_date_of_given_wins_over_the_name() -> None:
    """The user's word counts more than the file's name."""
    given = date(2026, 11, 20)

    assert date_of(Path("2026-11-23.mp3"), given, now=datetime(2026, 11, 23, tzinfo=UTC)) == given


def test_meeting_on_names_the_folder_by_date() -> None:
    """Folders sort by date."""
    assert meeting_on(MONDAY, config()).id == "2026-11-23-alineacion"
