"""Tests of meetbot.pipeline.schedule."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from meetbot.config import CompanyConfig, Config, MeetingConfig
from meetbot.errors import InputError
from meetbot.model.company import Cadence, Department
from meetbot.pipeline.schedule import date_in_name, date_of, meeting_on, next_after, upcoming

MONDAY = date(2026, 11, 23)


def config(cadence: Cadence = "weekly") -> Config:
    """A company that meets on Mondays."""
    return Config(
        company=CompanyConfig(name="Empresa"),
        meeting=MeetingConfig(cadence=cadence, weekday="monday"),
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


@pytest.mark.parametrize(
    ("today", "held", "expected"),
    [
        (date(2026, 11, 21), [], MONDAY),
        (MONDAY, [], MONDAY),
        (MONDAY, [MONDAY], date(2026, 11, 30)),
        (date(2026, 11, 21), [date(2026, 11, 16)], MONDAY),
        (date(2026, 11, 21), [date(2026, 9, 7)], MONDAY),  # after a long pause the next weekday counts
    ],
)
def test_upcoming_is_the_next_one_not_held(today: date, held: list[date], expected: date) -> None:
    """Today's meeting is the next one until its minutes exist."""
    assert upcoming(today, config(), held=held) == expected


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
