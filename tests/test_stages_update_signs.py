"""What speaks for where an open commitment stands."""

from datetime import date

from test_stages_update_places import places

from meetbot.stages.update_places import Days
from meetbot.stages.update_signs import is_later, status_signs

DAYS = Days(date(2026, 11, 23), date(2026, 11, 30), "es-")


def signs(said: str) -> frozenset[str]:
    """The signs of where the brief stands."""
    return status_signs(places(said)[4], DAYS)


def test_signs_tell_what_is_reported_and_by_whom() -> None:
    """What the owner tells of a task near its name is a sign, and so is that another confirms it."""
    found = signs("Luis: ¿Y el brief, Ana? / Ana: Ya lo mandé. / Luis: Sí, me llegó.")
    assert {"done", "done by owner near", "confirms near", "told done", "no later day", "last confirmed"} <= found
    assert "undone by owner near" not in found


def test_signs_tell_a_new_day() -> None:
    """A day after the due one is a sign, with what is reported beside it; one that is denied is another."""
    found = signs("Luis: ¿Y el brief, Ana? / Ana: Me falta, lo mando el jueves.")
    assert {"a later day", "told undone, owner's day", "day later by owner near"} <= found
    assert "told undone, another's day" in signs(
        "Luis: ¿Y el brief, Ana? / Ana: Me falta. / Luis: Lo pasamos al jueves."
    )
    assert "day denied by owner" in signs("Luis: ¿Y el brief, Ana? / Ana: No lo tengo el jueves.")


def test_signs_tell_what_another_drops_or_has_seen() -> None:
    """Who takes it from the list, and who tells that the owner did it, are signs of their own."""
    assert "first dropped by another" in signs("Luis: ¿Y el brief, Ana? / Marta: Eso ya no va, lo cancelamos.")
    assert "tells of another near" in signs("Luis: ¿Y el brief, Ana? / Marta: Ana ya lo mandó.")


def test_later_is_a_day_to_come_behind_the_due_one() -> None:
    """The past, the due day and no day put nothing off."""
    (place,) = places("Luis: ¿Y el brief, Ana? / Ana: Me falta.")[4]
    days = (None, date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 24))
    assert [is_later(day, place, DAYS) for day in days] == [False, False, False, True]
