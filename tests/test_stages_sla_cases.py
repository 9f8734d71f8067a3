"""Every case is one lead in a real warehouse. Limits and verdicts were worked out by hand, with a calendar beside."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Literal

import pytest
from slas import ALWAYS, SPLIT, STANDARD, audited, calendar, moment, scope_of
from warehouses import warehouse_of

from meetbot.config import BusinessHours, SlaConfig
from meetbot.model.company import Person
from meetbot.model.kpi import SlaCase
from meetbot.ports import Warehouse

MEXICO = "America/Mexico_City"
SECOND = timedelta(seconds=1)
INSTANTS: Mapping[str, timedelta] = {"second before": -SECOND, "on the second": 0 * SECOND, "second after": SECOND}

# ---------------------------------------------------------------------------------------------------------------------
# When a clock that counts elapsed hours runs out: zone | handed over | hours | limit, on the wall clock of the zone.
# `*` is the second time that the wall clock reads so, on the day on which an hour is repeated.
# ---------------------------------------------------------------------------------------------------------------------
ELAPSED = """
America/Mexico_City            | 2026-11-18 10:00    | 24   | 2026-11-19 10:00
America/Mexico_City            | 2026-11-18 00:00    | 24   | 2026-11-19 00:00
America/Mexico_City            | 2026-11-18 23:59:59 | 24   | 2026-11-19 23:59:59
America/Mexico_City            | 2026-11-20 17:00    | 24   | 2026-11-21 17:00
America/Mexico_City            | 2026-11-16 09:00    | 24   | 2026-11-17 09:00
America/Mexico_City            | 2026-04-04 10:00    | 24   | 2026-04-05 10:00
America/Mexico_City            | 2022-10-29 10:00    | 24   | 2022-10-30 09:00
America/Mexico_City            | 2022-04-02 10:00    | 24   | 2022-04-03 11:00
America/Mexico_City            | 2026-11-18 10:00    | 0.25 | 2026-11-18 10:15
America/Mexico_City            | 2026-11-18 10:00    | 1    | 2026-11-18 11:00
America/Mexico_City            | 2026-11-18 10:00    | 48   | 2026-11-20 10:00
America/Mexico_City            | 2026-11-18 10:00    | 168  | 2026-11-25 10:00
America/Mexico_City            | 2026-12-31 23:59:59 | 24   | 2027-01-01 23:59:59
America/Mexico_City            | 2028-02-28 10:00    | 24   | 2028-02-29 10:00
America/Bogota                 | 2026-10-24 10:00    | 24   | 2026-10-25 10:00
America/Bogota                 | 2026-03-28 10:00    | 24   | 2026-03-29 10:00
America/Lima                   | 2026-11-18 08:30    | 24   | 2026-11-19 08:30
America/Lima                   | 2026-02-28 20:00    | 24   | 2026-03-01 20:00
America/Argentina/Buenos_Aires | 2026-11-18 10:00    | 24   | 2026-11-19 10:00
America/Argentina/Buenos_Aires | 2026-10-17 22:00    | 24   | 2026-10-18 22:00
America/Santiago               | 2026-11-18 10:00    | 24   | 2026-11-19 10:00
America/Santiago               | 2026-04-04 10:00    | 24   | 2026-04-05 09:00
America/Santiago               | 2026-04-04 23:30    | 24   | 2026-04-05 22:30
America/Santiago               | 2026-04-04 23:30*   | 24   | 2026-04-05 23:30
America/Santiago               | 2026-09-05 10:00    | 24   | 2026-09-06 11:00
America/Santiago               | 2026-09-05 00:30    | 24   | 2026-09-06 01:30
America/Santiago               | 2026-09-05 23:59:59 | 24   | 2026-09-07 00:59:59
Europe/Madrid                  | 2026-11-18 10:00    | 24   | 2026-11-19 10:00
Europe/Madrid                  | 2026-03-28 10:00    | 24   | 2026-03-29 11:00
Europe/Madrid                  | 2026-03-28 01:59:59 | 24   | 2026-03-29 01:59:59
Europe/Madrid                  | 2026-03-28 02:00    | 24   | 2026-03-29 03:00
Europe/Madrid                  | 2026-03-28 02:30    | 24   | 2026-03-29 03:30
Europe/Madrid                  | 2026-10-24 10:00    | 24   | 2026-10-25 09:00
Europe/Madrid                  | 2026-10-24 02:30    | 24   | 2026-10-25 02:30
Europe/Madrid                  | 2026-10-24 03:30    | 24   | 2026-10-25 02:30*
Europe/Madrid                  | 2026-10-25 02:30    | 24   | 2026-10-26 01:30
Europe/Madrid                  | 2026-10-25 02:30*   | 24   | 2026-10-26 02:30
Europe/Madrid                  | 2026-10-25 00:30    | 2    | 2026-10-25 02:30
Europe/Madrid                  | 2026-10-25 00:30    | 3    | 2026-10-25 02:30*
America/New_York               | 2026-03-07 10:00    | 24   | 2026-03-08 11:00
America/New_York               | 2026-03-07 02:30    | 24   | 2026-03-08 03:30
America/New_York               | 2026-10-31 10:00    | 24   | 2026-11-01 09:00
America/New_York               | 2026-11-01 01:30    | 24   | 2026-11-02 00:30
America/New_York               | 2026-11-01 01:30*   | 24   | 2026-11-02 01:30
Asia/Kolkata                   | 2026-11-18 10:00    | 24   | 2026-11-19 10:00
Asia/Kolkata                   | 2026-11-18 23:45    | 0.5  | 2026-11-19 00:15
Asia/Kolkata                   | 2026-03-28 05:30    | 24   | 2026-03-29 05:30
"""

# ---------------------------------------------------------------------------------------------------------------------
# The same in business hours: calendar | zone | handed over | hours | limit. Monday to Friday 9 to 18 is `standard`.
# 2026-11-18 is a Wednesday.
# ---------------------------------------------------------------------------------------------------------------------
HOURS: Mapping[str, BusinessHours] = {
    "standard": STANDARD,
    "split": SPLIT,  # 9 to 14 and 16 to 19; Saturday 10 to 13
    "mx": calendar("09:00-18:00", holidays="MX"),
    "co": calendar("09:00-18:00", holidays="CO"),
    "madrid": calendar("09:00-18:00", holidays="ES-MD"),
    "catalonia": calendar("09:00-18:00", holidays="ES-CT"),
    "mx closed": calendar("09:00-18:00", holidays="MX", closed=(date(2026, 12, 24), date(2026, 12, 31))),
    "fair": calendar("09:00-18:00", closed=(date(2026, 11, 19), date(2026, 11, 20))),
    "weekend night": calendar(saturday=["22:00-24:00"], sunday=["00:00-06:00"]),
    "sunday hour": calendar(sunday=["02:00-03:00"]),
    "saturday evening": calendar(saturday=["20:00-24:00"]),
    "sunday morning": calendar(sunday=["00:00-04:00"]),
    "night shift": calendar("00:00-02:00", "22:00-24:00"),
    "minute": calendar(sunday=["12:00-12:01"]),
}
BUSINESS = """
standard         | America/Mexico_City  | 2026-11-18 10:00    | 9    | 2026-11-19 10:00
standard         | America/Mexico_City  | 2026-11-18 09:00    | 9    | 2026-11-18 18:00
standard         | America/Mexico_City  | 2026-11-18 08:59:59 | 9    | 2026-11-18 18:00
standard         | America/Mexico_City  | 2026-11-18 09:00:01 | 9    | 2026-11-19 09:00:01
standard         | America/Mexico_City  | 2026-11-18 00:00    | 9    | 2026-11-18 18:00
standard         | America/Mexico_City  | 2026-11-18 18:00    | 9    | 2026-11-19 18:00
standard         | America/Mexico_City  | 2026-11-18 17:59:59 | 9    | 2026-11-19 17:59:59
standard         | America/Mexico_City  | 2026-11-18 22:00    | 9    | 2026-11-19 18:00
standard         | America/Mexico_City  | 2026-11-18 22:00    | 1    | 2026-11-19 10:00
standard         | America/Mexico_City  | 2026-11-20 17:00    | 9    | 2026-11-23 17:00
standard         | America/Mexico_City  | 2026-11-20 18:00    | 9    | 2026-11-23 18:00
standard         | America/Mexico_City  | 2026-11-20 17:59:59 | 1    | 2026-11-23 09:59:59
standard         | America/Mexico_City  | 2026-11-20 17:00    | 1    | 2026-11-20 18:00
standard         | America/Mexico_City  | 2026-11-20 17:45    | 0.5  | 2026-11-23 09:15
standard         | America/Mexico_City  | 2026-11-21 12:00    | 9    | 2026-11-23 18:00
standard         | America/Mexico_City  | 2026-11-22 23:59:59 | 2    | 2026-11-23 11:00
standard         | America/Mexico_City  | 2026-11-18 10:00    | 24   | 2026-11-20 16:00
standard         | America/Mexico_City  | 2026-11-18 10:00    | 26   | 2026-11-20 18:00
standard         | America/Mexico_City  | 2026-11-18 10:00    | 45   | 2026-11-25 10:00
standard         | America/Mexico_City  | 2026-11-18 10:00    | 46   | 2026-11-25 11:00
standard         | America/Mexico_City  | 2026-11-18 10:00    | 90   | 2026-12-02 10:00
standard         | America/Mexico_City  | 2026-11-20 17:00    | 50   | 2026-11-30 13:00
standard         | America/Bogota       | 2026-11-20 16:00    | 4    | 2026-11-23 11:00
standard         | America/Lima         | 2026-11-19 17:30    | 9.5  | 2026-11-20 18:00
standard         | Asia/Kolkata         | 2026-11-18 10:00    | 9    | 2026-11-19 10:00
standard         | Asia/Kolkata         | 2026-11-20 17:15    | 1.25 | 2026-11-23 09:30
standard         | Europe/Madrid        | 2026-03-27 17:00    | 9    | 2026-03-30 17:00
standard         | Europe/Madrid        | 2026-10-23 17:00    | 9    | 2026-10-26 17:00
standard         | America/New_York     | 2026-03-06 17:00    | 9    | 2026-03-09 17:00
standard         | America/New_York     | 2026-10-30 17:00    | 9    | 2026-11-02 17:00
standard         | America/Santiago     | 2026-09-04 17:00    | 9    | 2026-09-07 17:00
split            | America/Mexico_City  | 2026-11-18 12:00    | 4    | 2026-11-18 18:00
split            | America/Mexico_City  | 2026-11-18 10:00    | 4    | 2026-11-18 14:00
split            | America/Mexico_City  | 2026-11-18 14:00    | 4    | 2026-11-19 10:00
split            | America/Mexico_City  | 2026-11-18 15:00    | 4    | 2026-11-19 10:00
split            | America/Mexico_City  | 2026-11-18 15:59:59 | 3    | 2026-11-18 19:00
split            | America/Mexico_City  | 2026-11-20 17:00    | 4    | 2026-11-21 12:00
split            | America/Mexico_City  | 2026-11-20 18:00    | 4    | 2026-11-21 13:00
split            | America/Mexico_City  | 2026-11-21 12:00    | 4    | 2026-11-23 12:00
split            | America/Mexico_City  | 2026-11-21 13:00    | 4    | 2026-11-23 13:00
split            | America/Mexico_City  | 2026-11-18 09:00    | 43   | 2026-11-24 19:00
mx               | America/Mexico_City  | 2026-11-13 17:00    | 9    | 2026-11-17 17:00
mx               | America/Mexico_City  | 2026-11-16 10:00    | 9    | 2026-11-17 18:00
mx               | America/Mexico_City  | 2026-12-24 17:00    | 9    | 2026-12-28 17:00
mx               | America/Mexico_City  | 2026-09-15 17:00    | 9    | 2026-09-17 17:00
mx               | America/Mexico_City  | 2026-12-31 17:00    | 9    | 2027-01-04 17:00
mx               | America/Mexico_City  | 2026-11-11 10:00    | 45   | 2026-11-19 10:00
mx closed        | America/Mexico_City  | 2026-12-23 17:00    | 9    | 2026-12-28 17:00
mx closed        | America/Mexico_City  | 2026-12-30 17:00    | 9    | 2027-01-04 17:00
fair             | America/Mexico_City  | 2026-11-18 17:00    | 2    | 2026-11-23 10:00
fair             | America/Mexico_City  | 2026-11-19 12:00    | 1    | 2026-11-23 10:00
co               | America/Bogota       | 2026-08-06 17:00    | 9    | 2026-08-10 17:00
co               | America/Bogota       | 2026-10-30 17:00    | 9    | 2026-11-03 17:00
co               | America/Bogota       | 2026-11-13 17:00    | 9    | 2026-11-17 17:00
co               | America/Bogota       | 2026-12-07 17:00    | 9    | 2026-12-09 17:00
madrid           | Europe/Madrid        | 2026-01-05 17:00    | 9    | 2026-01-07 17:00
madrid           | Europe/Madrid        | 2026-04-01 17:00    | 9    | 2026-04-06 17:00
catalonia        | Europe/Madrid        | 2026-04-01 17:00    | 9    | 2026-04-02 17:00
catalonia        | Europe/Madrid        | 2026-04-02 17:00    | 9    | 2026-04-07 17:00
madrid           | Europe/Madrid        | 2026-04-30 17:00    | 9    | 2026-05-04 17:00
night shift      | America/Mexico_City  | 2026-11-18 23:00    | 2    | 2026-11-19 01:00
night shift      | America/Mexico_City  | 2026-11-18 21:00    | 4    | 2026-11-19 02:00
night shift      | America/Mexico_City  | 2026-11-20 23:00    | 2    | 2026-11-23 01:00
weekend night    | Europe/Madrid        | 2026-03-28 22:00    | 4    | 2026-03-29 03:00
weekend night    | Europe/Madrid        | 2026-03-28 22:00    | 5    | 2026-03-29 04:00
weekend night    | Europe/Madrid        | 2026-03-28 22:00    | 7    | 2026-03-29 06:00
weekend night    | Europe/Madrid        | 2026-03-28 22:00    | 8    | 2026-04-04 23:00
weekend night    | Europe/Madrid        | 2026-10-24 22:00    | 4    | 2026-10-25 02:00
weekend night    | Europe/Madrid        | 2026-10-24 22:00    | 5    | 2026-10-25 02:00*
weekend night    | Europe/Madrid        | 2026-10-24 22:00    | 6    | 2026-10-25 03:00
weekend night    | Europe/Madrid        | 2026-10-24 22:00    | 9    | 2026-10-25 06:00
weekend night    | Europe/Madrid        | 2026-10-24 22:00    | 10   | 2026-10-31 23:00
weekend night    | America/New_York     | 2026-03-07 22:00    | 7    | 2026-03-08 06:00
weekend night    | America/New_York     | 2026-10-31 22:00    | 9    | 2026-11-01 06:00
sunday hour      | Europe/Madrid        | 2026-03-28 12:00    | 1    | 2026-04-05 03:00
sunday hour      | Europe/Madrid        | 2026-10-24 12:00    | 1    | 2026-10-25 01:00Z
sunday hour      | Europe/Madrid        | 2026-10-24 12:00    | 2    | 2026-10-25 02:00Z
sunday hour      | Europe/Madrid        | 2026-10-24 12:00    | 2.5  | 2026-11-01 02:30
saturday evening | America/Santiago     | 2026-04-04 12:00    | 4    | 2026-04-05 03:00Z
saturday evening | America/Santiago     | 2026-04-04 12:00    | 5    | 2026-04-05 04:00Z
saturday evening | America/Santiago     | 2026-04-04 12:00    | 6    | 2026-04-11 21:00
sunday morning   | America/Santiago     | 2026-09-05 12:00    | 3    | 2026-09-06 04:00
sunday morning   | America/Santiago     | 2026-09-05 12:00    | 4    | 2026-09-13 01:00
minute           | America/Mexico_City  | 2026-11-18 10:00    | 0.05 | 2026-12-06 12:01
"""

# ---------------------------------------------------------------------------------------------------------------------
# Business hours of whoever owns the lead: owner | limit of two hours, in Mexico, for a hand-off there at 10 o'clock,
# which is 17:00 in Madrid, 11:00 in New York and 21:30 in Kolkata. Open from 9 to 18, Wednesday.
# ---------------------------------------------------------------------------------------------------------------------
PEOPLE = (
    Person(name="Jorge Salas", department="comercial"),
    Person(
        name="Carmen Ortega",
        aliases=("C. Ortega", "Ortega Ruiz, Carmen"),
        email="carmen@example.com",
        timezone="Europe/Madrid",
    ),
    Person(name="José Núñez", timezone="America/New_York"),
    Person(name="Asha Rao", timezone="Asia/Kolkata"),
    Person(name="Luis Pérez", aliases=("Luis",), timezone="Europe/Madrid"),
    Person(name="Luis Gómez", aliases=("Luis",), timezone="Asia/Kolkata"),
)
OWNERS = """
Jorge Salas                     | 2026-11-18 12:00
                                | 2026-11-18 12:00
Alguien de fuera                | 2026-11-18 12:00
Luis                            | 2026-11-18 12:00
Carmen Ortega                   | 2026-11-19 03:00
CARMEN ORTEGA                   | 2026-11-19 03:00
Ortega Ruiz, Carmen             | 2026-11-19 03:00
C. Ortega                       | 2026-11-19 03:00
carmen  ortega (Deactivated User) | 2026-11-19 03:00
Carmen@Example.com              | 2026-11-19 03:00
Jose Nunez                      | 2026-11-18 12:00
Asha Rao                        | 2026-11-18 23:30
Luis Pérez                      | 2026-11-19 03:00
"""


def rows(table: str) -> list[tuple[str, ...]]:
    """The cells of a table, line by line."""
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip("\n").splitlines()]


LIMITS = [*(("", *row) for row in rows(ELAPSED)), *(("always", *row) for row in rows(ELAPSED)), *rows(BUSINESS)]


def boundary_cases() -> list[Any]:
    """Each limit a second before it, on it, and a second after it: contacted then, or exported then without contact."""
    verdicts = {"second before": ("kept", "pending"), "on the second": ("kept", "pending")}
    verdicts["second after"] = ("broken", "broken")
    return [
        pytest.param(number, instant, *verdicts[instant], id="-".join((str(number), *row, instant)))
        for number, row in enumerate(LIMITS)
        for instant in INSTANTS
    ]


@cache
def leads_of(zone: str, day: str) -> Warehouse:
    """For each limit of that zone and day of hand-off four leads: contacted around it, and never."""
    leads = []
    for number, (_, there, handed, _, due) in enumerate(LIMITS):
        if there == zone and handed.startswith(day):
            start, end = moment(handed, zone), moment(due, zone).astimezone(UTC)
            lead = {"score": 80.0, "owner": "Jorge Salas", "created_at": start, "handed_at": start}
            leads += [{**lead, "id": f"{number} {name}", "contacted_at": end + step} for name, step in INSTANTS.items()]
            leads.append({**lead, "id": f"{number} waiting"})
    return warehouse_of(leads=leads)


@cache
def cases_of(number: int, now: datetime) -> Mapping[str, SlaCase]:
    """The audit of those leads under that limit, by their names, as of `now`."""
    hours, zone, handed, limit, _ = LIMITS[number]
    sla = SlaConfig(first_contact_hours=float(limit))
    if hours:
        calendars = {**HOURS, "always": ALWAYS}
        sla = SlaConfig(first_contact_hours=float(limit), clock="business", business_hours=calendars[hours])
    today = moment(handed, zone).date() + timedelta(days=1)
    scope = scope_of(leads_of(zone, handed[:10]), zone=zone, now=now, today=today, sla=sla)
    return {case.lead: case for case in audited(scope).cases}


@pytest.mark.parametrize(("number", "instant", "contacted", "exported"), boundary_cases())
def test_the_limit_in_every_zone_and_calendar(number: int, instant: str, contacted: str, exported: str) -> None:
    """The limit is where the table says, on the second, and reaching it is kept; a day that is always open runs on."""
    _, zone, _, _, due = LIMITS[number]
    end = moment(due, zone).astimezone(UTC)
    reached = cases_of(number, end + timedelta(days=1))[f"{number} {instant}"]
    waiting = cases_of(number, end + INSTANTS[instant])[f"{number} waiting"]
    assert reached.due_at is not None
    assert reached.due_at.astimezone(UTC) == end
    assert (reached.verdict, waiting.verdict) == (contacted, exported)


@pytest.mark.parametrize(("owner", "due"), rows(OWNERS))
def test_business_hours_are_those_of_the_owner(owner: str, due: str) -> None:
    """The owner is found by name, alias or address however it is written; a name that two share is nobody's."""
    start = moment("2026-11-18 10:00", MEXICO)
    lead = {"id": "1", "score": 80.0, "owner": owner or None, "created_at": start, "handed_at": start}
    sla = SlaConfig(first_contact_hours=2, clock="business", business_hours=STANDARD)
    scope = scope_of(
        warehouse_of(leads=[{**lead, "contacted_at": None}]),
        now=moment("2026-11-22 19:30", MEXICO),
        today=date(2026, 11, 23),
        sla=sla,
        people=PEOPLE,
    )
    (case,) = audited(scope).cases
    assert case.due_at == moment(due, MEXICO)
    assert case.department == ("comercial" if owner == "Jorge Salas" else None)


# ---------------------------------------------------------------------------------------------------------------------
# Who is in scope: score now | score at hand-off | in or out. The threshold is 70.
# ---------------------------------------------------------------------------------------------------------------------
SCORES = """
70     |      | in
70.0   |      | in
69.999 |      | out
69     |      | out
71     |      | in
100    |      | in
0      |      | out
-5     |      | out
1000000 |     | in
       |      | out
       | 70   | in
       | 69.9 | out
90     | 69   | out
90     | 70   | in
50     | 70   | in
0      | 100  | in
69     | 71   | in
71     | 0    | out
"""


@pytest.mark.parametrize(("score", "at_handoff", "expected"), rows(SCORES))
@pytest.mark.parametrize("contacted", ["2026-11-18 12:00", "2026-11-20 12:00", ""])
def test_the_score_at_the_hand_off_decides_who_is_in_scope(
    score: str, at_handoff: str, expected: str, contacted: str
) -> None:
    """Where it is known, the score at the hand-off; else the present one; without any, nobody promised anything."""
    cases = judged_in_mexico(
        score=float(score) if score else None,
        score_at_handoff=float(at_handoff) if at_handoff else None,
        contacted=contacted,
    )
    verdict = {"2026-11-18 12:00": "kept", "2026-11-20 12:00": "broken", "": "broken"}[contacted]
    assert [case.verdict for case in cases] == ([verdict] if expected == "in" else [])


# ---------------------------------------------------------------------------------------------------------------------
# Handed over | reassigned | contacted | exported | keep | restart. The limit is 24 hours; days are those of November.
# ---------------------------------------------------------------------------------------------------------------------
REASSIGNED = """
18 10:00 |          | 19 10:00    | 22 19:30    | kept    | kept
18 10:00 |          | 19 10:00:01 | 22 19:30    | broken  | broken
18 10:00 | 18 15:00 | 19 10:00    | 22 19:30    | kept    | kept
18 10:00 | 18 15:00 | 19 10:00:01 | 22 19:30    | broken  | kept
18 10:00 | 18 15:00 | 19 15:00    | 22 19:30    | broken  | kept
18 10:00 | 18 15:00 | 19 15:00:01 | 22 19:30    | broken  | broken
18 10:00 | 18 15:00 |             | 22 19:30    | broken  | broken
18 10:00 | 18 15:00 |             | 19 10:00    | pending | pending
18 10:00 | 18 15:00 |             | 19 10:00:01 | broken  | pending
18 10:00 | 18 15:00 |             | 19 15:00    | broken  | pending
18 10:00 | 18 15:00 |             | 19 15:00:01 | broken  | broken
18 10:00 | 20 10:00 | 21 10:00    | 22 19:30    | broken  | kept
18 10:00 | 20 10:00 | 21 10:00:01 | 22 19:30    | broken  | broken
18 10:00 | 20 10:00 |             | 21 10:00    | broken  | pending
18 10:00 | 20 10:00 |             | 21 10:00:01 | broken  | broken
18 10:00 | 18 15:00 | 18 12:00    | 22 19:30    | kept    | kept
18 10:00 | 20 10:00 | 19 12:00    | 22 19:30    | broken  | broken
18 10:00 | 20 10:00 | 20 09:59:59 | 22 19:30    | broken  | broken
18 10:00 | 20 10:00 | 20 10:00    | 22 19:30    | broken  | kept
18 10:00 | 18 10:00 | 19 10:00:01 | 22 19:30    | broken  | broken
18 10:00 | 18 10:00:01 | 19 10:00:01 | 22 19:30 | broken  | kept
18 10:00 | 17 10:00 | 19 10:00    | 22 19:30    | kept    | kept
18 10:00 | 17 10:00 | 19 10:00:01 | 22 19:30    | broken  | broken
18 10:00 | 17 10:00 |             | 19 10:00    | pending | pending
18 10:00 | 19 12:00 |             | 19 09:00    | pending | pending
18 10:00 | 19 12:00 |             | 19 11:00    | broken  | broken
18 10:00 | 19 12:00 |             | 19 12:00    | broken  | pending
18 10:00 | 25 12:00 | 19 10:00    | 22 19:30    | kept    | kept
18 10:00 | 18 15:00 | 17 12:00    | 22 19:30    | kept    | kept
         | 18 15:00 | 18 16:00    | 22 19:30    | unknown | unknown
         | 18 15:00 |             | 22 19:30    | unknown | unknown
"""


def by_rule(table: str) -> list[tuple[tuple[str, ...], str, str]]:
    """The rows of a table whose last cells are the verdicts when the clock is kept, and when it is restarted."""
    found = [(row[:-2], {"keep": row[-2], "restart": row[-1]}) for row in rows(table)]
    return [(times, rule, verdicts[rule]) for times, verdicts in found for rule in verdicts]


@pytest.mark.parametrize(("times", "rule", "verdict"), by_rule(REASSIGNED))
def test_reassignment_by_either_rule(times: tuple[str, ...], rule: Literal["keep", "restart"], verdict: str) -> None:
    """The clock goes on, or starts again for the new owner of a lead that nobody had contacted."""
    handed, reassigned, contacted, now = map(november, times)
    cases = judged_in_mexico(handed=handed, reassigned=reassigned, contacted=contacted, now=now, reassignment=rule)
    assert [case.verdict for case in cases] == [verdict]


# ---------------------------------------------------------------------------------------------------------------------
# Days without a time: known only as days | handed over | contacted | exported | verdict. 24 hours, November.
# ---------------------------------------------------------------------------------------------------------------------
DAYS = """
contacted_at           | 18 10:00 | 17          | 22 19:30    | kept
contacted_at           | 18 10:00 | 18          | 22 19:30    | kept
contacted_at           | 18 10:00 | 19          | 22 19:30    | unknown
contacted_at           | 18 10:00 | 20          | 22 19:30    | broken
contacted_at           | 18 00:00 | 18          | 22 19:30    | kept
contacted_at           | 18 00:00 | 19          | 22 19:30    | unknown
contacted_at           | 18 23:59 | 19          | 22 19:30    | unknown
contacted_at           | 18 23:59 | 20          | 22 19:30    | broken
contacted_at           | 18 10:00 |             | 19 10:00    | pending
contacted_at           | 18 10:00 |             | 19 10:00:01 | broken
contacted_at           | 18 10:00 | 23          | 22 19:30    | broken
contacted_at           | 18 10:00 | 23          | 19 09:00    | pending
handed_at              | 18       | 17 12:00    | 22 19:30    | kept
handed_at              | 18       | 18 00:00    | 22 19:30    | kept
handed_at              | 18       | 18 23:00    | 22 19:30    | kept
handed_at              | 18       | 19 00:00    | 22 19:30    | kept
handed_at              | 18       | 19 00:00:01 | 22 19:30    | unknown
handed_at              | 18       | 19 23:59:59 | 22 19:30    | unknown
handed_at              | 18       | 20 00:00    | 22 19:30    | broken
handed_at              | 18       |             | 18 12:00    | pending
handed_at              | 18       |             | 19 00:00    | pending
handed_at              | 18       |             | 19 00:00:01 | unknown
handed_at              | 18       |             | 19 23:59:59 | unknown
handed_at              | 18       |             | 20 00:00    | broken
handed_at contacted_at | 18       | 17          | 22 19:30    | kept
handed_at contacted_at | 18       | 18          | 22 19:30    | kept
handed_at contacted_at | 18       | 19          | 22 19:30    | unknown
handed_at contacted_at | 18       | 20          | 22 19:30    | broken
handed_at contacted_at | 18       |             | 19 12:00    | unknown
handed_at contacted_at | 18       |             | 22 19:30    | broken
reassigned_at          | 18 10:00 | 19 10:00    | 22 19:30    | kept
handed_at              |          | 19 10:00    | 22 19:30    | unknown
contacted_at           |          | 19          | 22 19:30    | unknown
"""


@pytest.mark.parametrize(("known", "handed", "contacted", "now", "verdict"), rows(DAYS))
def test_a_day_decides_only_where_all_its_instants_agree(
    known: str, handed: str, contacted: str, now: str, verdict: str
) -> None:
    """A time of which only the day is known lies anywhere in it."""
    cases = judged_in_mexico(
        handed=november(handed), contacted=november(contacted), now=november(now), day_only=known.split()
    )
    assert [case.verdict for case in cases] == [verdict]


# Zone | the same day for hand-off and contact, and how long it lasts | verdict within 24 hours.
LONG_AND_SHORT_DAYS = """
Europe/Madrid    | 2026-10-25 | 25 hours | unknown
Europe/Madrid    | 2026-03-29 | 23 hours | kept
Europe/Madrid    | 2026-10-24 | 24 hours | kept
America/Santiago | 2026-04-04 | 25 hours | unknown
America/Santiago | 2026-09-06 | 23 hours | kept
America/New_York | 2026-11-01 | 25 hours | unknown
America/New_York | 2026-03-08 | 23 hours | kept
America/Bogota   | 2026-10-25 | 24 hours | kept
Asia/Kolkata     | 2026-10-25 | 24 hours | kept
"""


@pytest.mark.parametrize(("zone", "day", "lasts", "verdict"), rows(LONG_AND_SHORT_DAYS))
def test_a_day_is_as_long_as_the_clock_makes_it(zone: str, day: str, lasts: str, verdict: str) -> None:
    """On a day of 25 hours a contact may come more than 24 hours after the hand-off."""
    start = moment(f"{day} 00:00", zone)
    length = moment(f"{start.date() + timedelta(days=1)} 00:00", zone).astimezone(UTC) - start.astimezone(UTC)
    assert length == timedelta(hours=int(lasts[:2]))
    lead = {"id": "1", "score": 80.0, "created_at": start, "handed_at": start, "contacted_at": start}
    warehouse = warehouse_of(leads=[lead], day_only={"leads": ["handed_at", "contacted_at"]})
    now = start + timedelta(days=9)
    scope = scope_of(warehouse, zone=zone, now=now, today=start.date() + timedelta(days=9), sla=SlaConfig())
    assert [case.verdict for case in audited(scope).cases] == [verdict]


# Reassigned on a day, of which the hour is unknown: contacted | exported | keep | restart. Handed over on 18 at 10:00.
REASSIGNED_DAYS = """
18 | 18 12:00    | 22 19:30    | kept    | kept
18 | 19 10:00    | 22 19:30    | kept    | kept
18 | 19 10:00:01 | 22 19:30    | broken  | unknown
18 | 19 23:59:59 | 22 19:30    | broken  | unknown
18 | 20 00:00    | 22 19:30    | broken  | broken
20 | 19 12:00    | 22 19:30    | broken  | broken
20 | 20 12:00    | 22 19:30    | broken  | unknown
20 | 21 00:00    | 22 19:30    | broken  | kept
20 | 21 12:00    | 22 19:30    | broken  | unknown
20 | 22 00:00    | 22 19:30    | broken  | broken
20 |             | 21 00:00    | broken  | pending
20 |             | 21 12:00    | broken  | unknown
20 |             | 22 00:00    | broken  | broken
17 | 19 12:00    | 22 19:30    | broken  | broken
23 |             | 22 19:30    | broken  | broken
"""


@pytest.mark.parametrize(("times", "rule", "verdict"), by_rule(REASSIGNED_DAYS))
def test_a_reassignment_known_by_its_day(
    times: tuple[str, ...], rule: Literal["keep", "restart"], verdict: str
) -> None:
    """Where the hour of the reassignment decides, nobody can say."""
    reassigned, contacted, now = map(november, times)
    cases = judged_in_mexico(
        reassigned=reassigned, contacted=contacted, now=now, reassignment=rule, day_only=["reassigned_at"]
    )
    assert [case.verdict for case in cases] == [verdict]


# Business hours with days: handed over on the 18th, a Wednesday, at some hour; nine hours, open from 9 to 18.
BUSINESS_DAYS = """
18 09:00    | 22 19:30    | kept
18 18:00    | 22 19:30    | kept
18 18:00:01 | 22 19:30    | unknown
19 18:00    | 22 19:30    | unknown
19 18:00:01 | 22 19:30    | broken
            | 18 18:00    | pending
            | 19 09:00    | unknown
            | 19 18:00    | unknown
            | 19 18:00:01 | broken
"""


@pytest.mark.parametrize(("contacted", "now", "verdict"), rows(BUSINESS_DAYS))
def test_a_day_in_business_hours(contacted: str, now: str, verdict: str) -> None:
    """Handed over at midnight it is due when sales closes; handed over in the evening, a day later."""
    cases = judged_in_mexico(
        handed=november("18"),
        contacted=november(contacted),
        now=november(now),
        day_only=["handed_at"],
        sla=SlaConfig(first_contact_hours=9, clock="business", business_hours=STANDARD),
    )
    assert [case.verdict for case in cases] == [verdict]


# ---------------------------------------------------------------------------------------------------------------------
# What contradicts itself, or is missing: created | handed over | contacted | exported | verdict (`out`: no case).
# ---------------------------------------------------------------------------------------------------------------------
ODD = """
18 09:00 |          |             | 22 19:30    | unknown
18 09:00 |          | 18 12:00    | 22 19:30    | unknown
         |          |             | 22 19:30    | out
         |          | 18 12:00    | 22 19:30    | out
         | 18 10:00 | 18 12:00    | 22 19:30    | kept
         | 18 10:00 |             | 22 19:30    | broken
18 09:00 | 18 10:00 | 18 10:00    | 22 19:30    | kept
18 09:00 | 18 10:00 | 18 09:59:59 | 22 19:30    | kept
18 09:00 | 18 10:00 | 17 10:00    | 22 19:30    | kept
20 09:00 | 18 10:00 | 18 12:00    | 22 19:30    | kept
18 09:00 | 18 10:00 | 19 09:30    | 19 09:00    | pending
18 09:00 | 18 10:00 | 19 09:00:01 | 19 09:00    | pending
18 09:00 | 18 10:00 | 19 09:00    | 19 09:00    | kept
18 09:00 | 18 10:00 | 19 13:00    | 19 12:00    | broken
18 09:00 | 18 10:00 | 19 12:00    | 19 12:00    | broken
18 09:00 | 18 10:00 | 30 10:00    | 22 19:30    | broken
18 09:00 | 18 10:00 | 30 10:00    | 19 10:00    | pending
18 09:00 | 18 10:00 |             | 18 09:00    | pending
18 09:00 | 18 10:00 | 18 12:00    | 18 11:00    | pending
18 09:00 | 22 23:59:59 |          | 22 19:30    | pending
18 09:00 | 23 00:00 |             | 22 19:30    | out
18 09:00 | 01 10:00 |             | 22 19:30    | broken
"""


@pytest.mark.parametrize(("created", "handed", "contacted", "now", "verdict"), rows(ODD))
def test_what_is_missing_early_or_in_the_future(
    created: str, handed: str, contacted: str, now: str, verdict: str
) -> None:
    """Nobody is blamed for want of a time; a contact before the hand-off is kept, one after the export not made."""
    cases = judged_in_mexico(
        created=november(created), handed=november(handed), contacted=november(contacted), now=november(now)
    )
    assert [case.verdict for case in cases] == ([] if verdict == "out" else [verdict])


@pytest.mark.parametrize("clock", ["clock", "business"])
@pytest.mark.parametrize("year", ["1900", "1970", "2020", "2999", "9999"])
def test_times_of_another_age_harm_nobody(year: str, clock: Literal["clock", "business"]) -> None:
    """A typing error of centuries is early or in the future, like one of a day."""
    cases = judged_in_mexico(
        contacted=f"{year}-01-05 10:00",
        reassigned=f"{year}-01-05 10:00",
        reassignment="restart",
        sla=SlaConfig(first_contact_hours=9, clock=clock, business_hours=STANDARD, reassignment="restart"),
    )
    assert [case.verdict for case in cases] == ["kept" if year < "2026" else "broken"]


def test_an_older_export_of_leads_knows_less_than_the_newest_one() -> None:
    """Deals exported later do not tell that a lead was still waiting then."""
    handed = moment("2026-11-18 10:00", MEXICO)
    lead = {"id": "1", "score": 80.0, "created_at": handed, "handed_at": handed, "contacted_at": None}
    exported = datetime(2026, 11, 19, 12, tzinfo=UTC)
    now = moment("2026-11-22 19:30", MEXICO)
    scope = scope_of(warehouse_of(leads=[lead], as_of=exported), now=now, today=date(2026, 11, 23), sla=SlaConfig())
    found = audited(scope)
    assert ([case.verdict for case in found.cases], found.read_at) == (["pending"], exported)


def november(text: str) -> str:
    """`18 10:00` or `18` as a time of November 2026; empty stays empty."""
    if not text:
        return ""
    day, _, time = text.partition(" ")
    return f"2026-11-{day} {time or '00:00'}"


def judged_in_mexico(
    *,
    handed: str = "2026-11-18 10:00",
    created: str = "2026-11-18 09:00",
    contacted: str = "",
    reassigned: str = "",
    now: str = "2026-11-22 19:30",
    score: float | None = 80.0,
    score_at_handoff: float | None = None,
    reassignment: Literal["keep", "restart"] = "keep",
    day_only: list[str] | None = None,
    sla: SlaConfig | None = None,
) -> tuple[SlaCase, ...]:
    """The audit's cases of one lead in Mexico City, in the thirty days before 2026-11-23."""
    times = {"handed_at": handed, "created_at": created, "contacted_at": contacted, "reassigned_at": reassigned}
    lead = {name: moment(text, MEXICO) if text else None for name, text in times.items()}
    warehouse = warehouse_of(
        leads=[{"id": "1", "score": score, "score_at_handoff": score_at_handoff, "owner": "Jorge Salas", **lead}],
        day_only={"leads": day_only or []},
    )
    rule = sla or SlaConfig(reassignment=reassignment)
    return audited(scope_of(warehouse, now=moment(now, MEXICO), today=date(2026, 11, 23), sla=rule)).cases
