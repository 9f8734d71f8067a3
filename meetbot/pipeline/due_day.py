"""The day that a user means who gives a commitment another due date."""

import re
from collections.abc import Callable
from datetime import date

from meetbot.errors import InputError
from meetbot.stages.due_dates import DueDate, find_due, resolve_due
from meetbot.stages.folding import fold
from meetbot.stages.participants import shown_name

_NO_DAY = frozenset({"none", "no date", "ninguna", "sin fecha"})
_TWO = re.compile(r".*?\b(?:entre|between) (.+) (?:y|and) (.+)|(.+) (?:o|u|or) (.+)")
_EXAMPLES = "Give a date like 2026-11-27, words like “el viernes”, “next Friday”, or `none` for no date."


def day_meant(words: str, *, today: date, next_meeting: Callable[[], date], locale: str) -> date | None:
    """The day of a date like 2026-11-27 or of words as people say them; None for `none`.

    Raises InputError for words that name no day to come, more than one, or anything beside it.
    """
    if fold(words).strip() in _NO_DAY:
        return None
    asked = shown_name(words)
    found = _read(words, today, next_meeting, locale)
    if found is None:
        raise InputError(f"“{asked}” names no day, counted from {_shown(today)}.", hint=_EXAMPLES)
    sides = _sides(words, lambda side: _read(side, today, next_meeting, locale))
    if sides:
        _refuse_several(asked, _days_of(found) | sides)
    named = [mention.words for mention in find_due(words, language=locale)]
    if len(named) > 1:
        raise InputError(f"“{asked}” names more than one day.", hint=_EXAMPLES)
    if named and len(re.findall(r"\w", named[0])) < len(re.findall(r"\w", words)):
        raise InputError(f"Of “{asked}” only “{named[0]}” was understood.", hint=_EXAMPLES)
    _refuse_several(asked, _days_of(found))
    return found.date


def _refuse_several(asked: str, days: set[date]) -> None:
    if len(days) > 1:
        raise InputError(
            f"“{asked}” may mean {' or '.join(map(_shown, sorted(days)))}.",
            hint=f"Give the date itself: {' or '.join(f'`{day.isoformat()}`' for day in sorted(days))}.",
        )


def _sides(words: str, read: Callable[[str], DueDate | None]) -> set[date]:
    """The days on both sides of "Friday or Monday", "entre lunes y jueves", of which a meeting's words mean one."""
    two = _TWO.fullmatch(fold(words).strip())
    found = [read(side) for side in two.groups() if side] if two else []
    return {day for one in found if one is not None for day in _days_of(one)}


def _days_of(found: DueDate) -> set[date]:
    return {found.date, found.other or found.date}


def _read(words: str, today: date, next_meeting: Callable[[], date], locale: str) -> DueDate | None:
    return resolve_due(words, said_on=today, language=locale) or resolve_due(
        words, said_on=today, next_meeting=next_meeting(), language=locale
    )


def _shown(day: date) -> str:
    return f"{day:%A} {day.isoformat()}"
