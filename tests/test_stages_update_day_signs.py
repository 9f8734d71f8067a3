"""What speaks for a day being the new one of an open commitment."""

from datetime import date

from test_stages_update_places import places
from test_stages_update_signs import DAYS

from meetbot.stages.update_day_signs import NewDay, new_days_of


def days_in(said: str) -> list[NewDay]:
    """The days that may be the brief's new one."""
    return new_days_of(places(said)[4], DAYS)


def test_days_are_those_that_would_put_it_off() -> None:
    """A day of the past or on which something was done is none; the same day said twice is one."""
    found = days_in("Luis: ¿Y el brief, Ana? / Ana: Quise el jueves. Lo mando el miércoles. / Luis: El miércoles, va.")
    assert [one.day for one in found if "said again" in one.signs] == [date(2026, 11, 25)]
    assert days_in("Luis: ¿Y el brief, Ana? / Ana: Ya lo mandé el jueves.") == []


def test_day_signs_tell_who_says_it_and_what_stands_around() -> None:
    """Whether it is promised, answers a question, takes another's place, and what the next one says."""
    said = "Luis: ¿Y el brief, Ana? / Ana: Me falta. / Luis: ¿Para cuándo? / Ana: Te lo tengo el jueves. / Luis: Va."
    (thursday,) = days_in(said)
    assert {"by owner", "promised by owner", "answers a question", "answers when", "next says va"} <= thursday.signs
    first, second = days_in("Luis: Ana, ¿el brief para el jueves? / Ana: No, el viernes.")
    assert {"another after", "nothing before", "asked by asker"} <= first.signs
    assert {"another before", "nothing after", "in a few words by owner", "behind no"} - second.signs <= {"behind no"}
