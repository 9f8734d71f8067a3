from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slas import ALWAYS, SPLIT, STANDARD, calendar, moment

from meetbot.config import BusinessHours, load
from meetbot.config.settings import WEEKDAYS
from meetbot.errors import ConfigError
from meetbot.stages.business_hours import HOUR, SECOND, OpenTime, open_time

MADRID, SANTIAGO, NEW_YORK = "Europe/Madrid", "America/Santiago", "America/New_York"
ZONES = ["America/Mexico_City", "America/Bogota", MADRID, SANTIAGO, NEW_YORK, "Asia/Kolkata", "Australia/Lord_Howe"]
MINUTE = 60 * SECOND
MINIMAL = """
[company]
name = "Empresa"

[[departments]]
id = "mercadeo"
name = "Mercadeo"
"""
START = datetime(2026, 3, 20, tzinfo=UTC)


def micros(value: datetime) -> int:
    """An aware time as the calendar counts."""
    return (value - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def around(hours: BusinessHours, zone: str, first: datetime, *, days: int = 60, spare: int = 0) -> OpenTime:
    """The open time from that moment on."""
    last = first + timedelta(days=days)
    return open_time(hours, ZoneInfo(zone), first=micros(first), last=micros(last), spare=spare)


def between(hours: BusinessHours, zone: str, start: str, end: str) -> float:
    """The open hours between two times on the wall clock of a zone."""
    bounds = [moment(text, zone) for text in (start, end)]
    found = around(hours, zone, bounds[0]).until(np.array([micros(bound) for bound in bounds]))
    return float(found[1] - found[0]) / HOUR


@pytest.mark.parametrize(
    ("hours", "zone", "start", "end", "open_hours"),
    [
        (STANDARD, "America/Bogota", "2026-11-18 09:00", "2026-11-18 18:00", 9),
        (STANDARD, "America/Bogota", "2026-11-18 00:00", "2026-11-18 09:00", 0),
        (STANDARD, "America/Bogota", "2026-11-18 00:00", "2026-11-25 00:00", 45),
        (STANDARD, "America/Bogota", "2026-11-20 18:00", "2026-11-23 09:00", 0),
        (STANDARD, "America/Bogota", "2026-11-18 10:30", "2026-11-18 10:30", 0),
        (SPLIT, "America/Bogota", "2026-11-18 13:00", "2026-11-18 17:00", 2),
        (SPLIT, "America/Bogota", "2026-11-18 00:00", "2026-11-25 00:00", 43),
        (calendar("09:00-18:00", holidays="MX"), "America/Mexico_City", "2026-11-13 17:00", "2026-11-17 10:00", 2),
        (ALWAYS, MADRID, "2026-03-29 00:00", "2026-03-30 00:00", 23),
        (ALWAYS, MADRID, "2026-10-25 00:00", "2026-10-26 00:00", 25),
        (ALWAYS, "America/Santiago", "2026-04-04 00:00", "2026-04-05 00:00", 25),
        (ALWAYS, "America/Santiago", "2026-09-06 01:00", "2026-09-07 00:00", 23),
        (calendar(sunday=["01:30-02:30"]), MADRID, "2026-03-29 00:00", "2026-03-29 12:00", 0.5),
        (calendar(sunday=["01:30-02:30"]), MADRID, "2026-10-25 00:00", "2026-10-25 12:00", 1.5),
        (calendar(sunday=["01:30-02:30"]), NEW_YORK, "2026-03-08 00:00", "2026-03-08 12:00", 0.5),
        (calendar(sunday=["01:30-02:30"]), NEW_YORK, "2026-11-01 00:00", "2026-11-01 12:00", 1.5),
        (calendar(sunday=["01:30-02:30"]), "Australia/Lord_Howe", "2026-04-05 00:00", "2026-04-05 12:00", 1.5),
        (calendar(sunday=["01:30-02:30"]), "Australia/Lord_Howe", "2026-10-04 00:00", "2026-10-04 12:00", 0.5),
    ],
)
def test_open_hours_between_two_times(hours: BusinessHours, zone: str, start: str, end: str, open_hours: float) -> None:
    """What lies within the intervals counts; a skipped hour is not worked, a repeated one is worked twice."""
    assert between(hours, zone, start, end) == open_hours


def test_a_calendar_reaches_beyond_its_end_until_the_limit_fits() -> None:
    """A limit of weeks, closed days and a calendar of one hour a week still find their end."""
    first = moment("2026-11-18 10:00", MADRID)
    hours = calendar(sunday=["10:00-11:00"], closed=tuple(date(2026, 11, 22) + timedelta(weeks=n) for n in range(9)))
    found = around(hours, MADRID, first, days=0, spare=3 * HOUR).due(np.array([micros(first)]), 3 * HOUR)
    assert found[0] == micros(moment("2027-02-07 11:00", MADRID))


def brute_quarters(hours: BusinessHours, zone: str, start: datetime, quarters: int) -> int:
    """How many of those quarter hours the wall clock reads within an interval; intervals begin at quarters."""
    count = 0
    for step in range(quarters):
        wall = (start + timedelta(minutes=15 * step)).astimezone(ZoneInfo(zone))
        minute = wall.hour * 60 + wall.minute
        count += any(opens <= minute < closes for opens, closes in hours.week[wall.weekday()])
    return count


@st.composite
def calendars(draw: st.DrawFn) -> BusinessHours:
    """A week with up to three intervals on each day, at least one in all."""
    days: dict[str, tuple[str, ...]] = {}
    for day in WEEKDAYS:
        bounds = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
        pairs = zip(bounds[::2], bounds[1::2], strict=False)
        days[day] = tuple(f"{a // 4:02}:{a % 4 * 15:02}-{b // 4:02}:{b % 4 * 15:02}" for a, b in pairs)
    if not any(days.values()):
        days["sunday"] = ("01:00-04:00",)
    return BusinessHours(**days)


moments = st.integers(0, 300 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


@settings(deadline=None, max_examples=40)
@given(calendars(), st.sampled_from(ZONES), st.sampled_from(["2026-03-28", "2026-04-04", "2026-10-03", "2026-10-24"]))
def test_open_time_is_what_the_clock_on_the_wall_reads(hours: BusinessHours, zone: str, day: str) -> None:
    """Quarter by quarter over days on which clocks change, the count is the same."""
    start = moment(f"{day} 12:00Z", zone)
    found = around(hours, zone, start)
    bounds = found.until(np.array([micros(start), micros(start + timedelta(hours=36))]))
    assert (bounds[1] - bounds[0]) / (15 * MINUTE) == brute_quarters(hours, zone, start, 4 * 36)


@settings(deadline=None, max_examples=60)
@given(calendars(), st.sampled_from(ZONES), st.lists(moments, min_size=2, max_size=9), st.integers(1, 60 * 24 * 9))
def test_the_limit_never_comes_earlier_for_a_later_hand_off(
    hours: BusinessHours, zone: str, starts: list[datetime], minutes: int
) -> None:
    """Monotone in the hand-off, never before the elapsed limit, and exactly that much open time after it."""
    ordered = np.array(sorted(micros(start) for start in starts))
    limit = minutes * MINUTE
    found = open_time(hours, ZoneInfo(zone), first=int(ordered[0]), last=int(ordered[-1]), spare=limit)
    due = found.due(ordered, limit)
    assert (np.diff(due) >= 0).all()
    assert (due >= ordered + limit).all()
    assert (found.until(due) - found.until(ordered) == limit).all()
    assert (found.until(due - 1) - found.until(ordered) == limit - 1).all()


@settings(deadline=None, max_examples=60)
@given(calendars(), st.sampled_from(ZONES), st.lists(moments, min_size=1, max_size=9), st.integers(1, 60 * 24 * 9))
def test_splitting_intervals_changes_nothing(
    hours: BusinessHours, zone: str, starts: list[datetime], minutes: int
) -> None:
    """9 to 18 is the same as 9 to some minute and from that minute to 18."""
    split = BusinessHours(**{day: _split(getattr(hours, day)) for day in WEEKDAYS})
    places = np.array([micros(start) for start in starts])
    bounds = {"first": int(places.min()), "last": int(places.max()), "spare": minutes * MINUTE}
    one, other = (open_time(found, ZoneInfo(zone), **bounds) for found in (hours, split))
    assert (one.due(places, minutes * MINUTE) == other.due(places, minutes * MINUTE)).all()


def _split(intervals: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for text in intervals:
        start, end = text.split("-")
        first, last = (int(part[:2]) * 60 + int(part[3:]) for part in (start, end))
        middle = (first + last) // 2
        found += [f"{start}-{middle // 60:02}:{middle % 60:02}", f"{middle // 60:02}:{middle % 60:02}-{end}"]
    return tuple(found)


@settings(deadline=None, max_examples=60)
@given(
    calendars(),
    st.sampled_from(["America/Bogota", "America/Mexico_City", "Asia/Kolkata", "UTC"]),
    moments,
    st.integers(1, 60 * 24 * 9),
    st.integers(-20, 20),
)
def test_whole_weeks_shift_the_limit_by_as_much(
    hours: BusinessHours, zone: str, start: datetime, minutes: int, weeks: int
) -> None:
    """Without holidays and changes of the clock every week is like the other."""
    shift = weeks * 7 * 24 * HOUR
    dues = []
    for place in (micros(start), micros(start) + shift):
        found = open_time(hours, ZoneInfo(zone), first=place, last=place, spare=minutes * MINUTE)
        dues.append(int(found.due(np.array([place]), minutes * MINUTE)[0]))
    assert dues[1] - dues[0] == shift


@pytest.mark.parametrize("code", ["ZZ", "ES-QQ"])
def test_unknown_holidays_are_a_config_error(code: str) -> None:
    """A country or region without a calendar is named, with what to write instead."""
    with pytest.raises(ConfigError) as caught:
        around(calendar("09:00-18:00", holidays=code), MADRID, START)
    assert code in caught.value.what
    assert "sla.business_hours.holidays" in caught.value.where


def refusal(folder: Path, text: str) -> ConfigError:
    """The error that a meetbot.toml with that text is answered with."""
    (folder / "meetbot.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(folder, environment={})
    return caught.value


# Text of the section | line of the error (the section starts in line 8) | what the message says.
WRONG = [
    ('monday = ["9 to 14"]', 9, "is not an interval"),
    ('monday = ["09:00"]', 9, "is not an interval"),
    ('monday = ["09:60-14:00"]', 9, "is not an interval"),
    ('monday = ["٠٩:٠٠-١٤:٠٠"]', 9, "is not an interval"),
    ('monday = ["09:00-24:30"]', 9, "goes beyond 24:00"),
    ('monday = ["09:00-25:00"]', 9, "goes beyond 24:00"),
    ('monday = ["18:00-09:00"]', 9, "ends before it begins"),
    ('monday = ["09:00-09:00"]', 9, "ends before it begins"),
    ('tuesday = ["22:00-06:00"]', 9, "two intervals"),
    ('monday = ["09:00-14:00"]\nfriday = ["09:00-14:00", "13:59-18:00"]', 10, 'begins before "09:00-14:00" ends'),
    ('friday = ["16:00-19:00", "09:00-14:00"]', 9, 'begins before "16:00-19:00" ends'),
    ("\n".join(f"{day} = []" for day in WEEKDAYS), 8, "no weekday has an open hour"),
    ('holidays = "Mexico"', 9, "holidays"),
    ('closed = ["mañana"]', 9, "closed"),
    ("lunes = []", 9, "unknown key"),
]


@pytest.mark.parametrize(("text", "line", "says"), WRONG)
def test_wrong_business_hours_name_the_line(text: str, line: int, says: str, tmp_path: Path) -> None:
    """What can't be read as working hours is an error with its line and key."""
    error = refusal(tmp_path, MINIMAL + "[sla.business_hours]\n" + text + "\n")
    assert f"line {line}," in error.where
    assert says in f"{error.what} {error.where}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("first_contact_hours = 0", "greater than 0"),
        ("first_contact_hours = 9000", "8760"),
        ('clock = "business"\nfirst_contact_hours = 2341', "over a year at 45 a week"),
        ('clock = "office"', "clock"),
        ('reassignment = "again"', "reassignment"),
        ("qualified_leads_per_week = 0", "greater than 0"),
    ],
)
def test_wrong_terms_of_the_sla_are_refused(text: str, says: str, tmp_path: Path) -> None:
    """A limit that no calendar reaches within a year, and words that are no rule."""
    error = refusal(tmp_path, MINIMAL + f"[sla]\n{text}\n")
    assert says in f"{error.what} {error.where}"


def test_a_persons_time_zone_is_checked(tmp_path: Path) -> None:
    """An owner's zone that does not exist is an error with its line, not a wrong limit."""
    error = refusal(tmp_path, MINIMAL + '[[people]]\nname = "Ana"\ntimezone = "Mexico"\n')
    assert "line 10" in error.where
    assert "not a time zone" in error.what


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("09:00-14:00", (540, 840)),
        ("9:00-14:00", (540, 840)),
        (" 09:00 – 14:00 ", (540, 840)),
        ("00:00-24:00", (0, 1440)),
        ("23:59-24:00", (1439, 1440)),
    ],
)
def test_intervals_are_read_as_people_write_them(written: str, minutes: tuple[int, int], tmp_path: Path) -> None:
    """A missing zero, spaces and a typographic dash do no harm; intervals may touch; 24:00 is the day's end."""
    path = tmp_path / "meetbot.toml"
    path.write_text(MINIMAL + f'[sla.business_hours]\nsunday = ["{written}"]\n', encoding="utf-8")
    hours = load(tmp_path, environment={}).config.sla.business_hours
    assert hours.week[6] == (minutes,)
    assert BusinessHours(monday=("09:00-12:00", "12:00-18:00")).week[0] == ((540, 720), (720, 1080))
