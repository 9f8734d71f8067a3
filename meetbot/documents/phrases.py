"""Small worded parts that every document uses: who, when, how many, which state."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from meetbot.documents.sheet import Proof
from meetbot.documents.text import MAX_TEXT, clip, clock
from meetbot.model.company import Meeting, Person, Roster
from meetbot.model.kpi import State
from meetbot.model.minutes import Evidence
from meetbot.words import Words, format_date

_UNNAMED_VOICE = re.compile(r"\bSPEAKER_(\d+)\b")


def count(words: Words, key: str, number: int) -> str:
    """The phrase `key.none`, `key.one` or `key.many` for that number."""
    return words(f"{key}.{'none' if number == 0 else 'one' if number == 1 else 'many'}", n=number)


def listing(items: Sequence[str], words: Words, *, nor: bool = False) -> str:
    """`a, b y c`; Spanish says `e` before the sound i. With `nor` what there is none of: `a, b ni c`."""
    *head, last = items
    if not head:
        return last
    joiner = words("minutes.nor" if nor else "minutes.and")
    if not nor and words.language == "es" and re.match(r"h?[ií](?![ae])", last, re.IGNORECASE):
        joiner = words("minutes.and_before_i")
    return f"{', '.join(head)} {joiner} {last}"


def weekday_date(day: date, words: Words) -> str:
    """The date in words with its day of the week: `lunes 23 de noviembre de 2026`."""
    name = weekday(day.weekday(), words)
    return words("minutes.weekday_date", weekday=name, date=format_date(day, locale=words.locale))


def weekday(number: int, words: Words) -> str:
    """The weekday's name, 0 being Monday."""
    from babel.dates import get_day_names

    return str(get_day_names("wide", locale=words.language)[number])


def territory(code: str, words: Words) -> str:
    """The country's name, with its region's code where there is one: `España (MD)`."""
    from babel import Locale

    country, _, region = code.partition("-")
    name = Locale.parse(words.language).territories.get(country, country)
    return f"{name} ({region})" if region else str(name)


def time_and_place(meeting: Meeting, words: Words, *, planned: bool = False) -> list[tuple[str, str]]:
    """Date, time and place of the meeting, each with its label; what is not known is left out.

    `planned` says that the hour is the planned one: nothing tells when the meeting really began.
    """
    facts = [(words("minutes.label.date"), weekday_date(meeting.date, words))]
    if meeting.starts_at is not None:
        start = f"{meeting.starts_at:%H:%M}"
        key = "minutes.time_planned" if planned else "minutes.time"
        facts.append((words("minutes.label.time"), words(key, start=start, zone=_zone(meeting, words))))
    if meeting.place:
        facts.append((words("minutes.label.place"), clip(meeting.place, 120)))
    return facts


def _zone(meeting: Meeting, words: Words) -> str:
    """The time zone as people there call it, by its city: `Ciudad de México`."""
    from babel.dates import get_timezone, get_timezone_location

    city = get_timezone_location(get_timezone(meeting.timezone), locale=words.language, return_city=True)
    return city.rpartition("/")[2]


def local(moment: datetime, meeting: Meeting) -> datetime:
    """The moment on the clocks of the place where the meeting is."""
    return moment.astimezone(ZoneInfo(meeting.timezone))


def speaker(label: str | None, name: str | None, words: Words) -> str:
    """The person's name, else the platform's, else the number of the unnamed voice."""
    if name:
        return clip(name, 80)
    if label is None:
        return words("minutes.speaker.unknown")
    return voice(label, words) or clip(label, 80)


def voice(label: str, words: Words) -> str | None:
    """How readers know the unnamed voice of a label of our own: `Voz 2`; None for a platform's label."""
    own = _UNNAMED_VOICE.fullmatch(label)
    return words("minutes.speaker.voice", n=int(own[1]) + 1) if own else None


def with_voices_shown(text: str, words: Words) -> str:
    """The text with the unnamed voices as readers know them."""
    return _UNNAMED_VOICE.sub(lambda found: words("minutes.speaker.voice", n=int(found[1]) + 1), text)


def proof(evidence: Evidence | None, words: Words, *, limit: int = MAX_TEXT) -> Proof | None:
    """The evidence in words; without times in the transcript it names the turn instead."""
    if evidence is None:
        return None
    turn = evidence.turn_ids[0]
    when = words("minutes.turn", id=int(turn.removeprefix("t")))
    if evidence.start is not None and evidence.time_source != "none":
        when = clock(evidence.start)
        if evidence.time_source == "interpolated":
            when = words("minutes.about", clock=when)
    return Proof(
        turn_id=turn,
        quote=clip(evidence.quote, limit),
        source=speaker(evidence.speaker, evidence.speaker_name, words),
        clock=when,
        seconds=evidence.start,
    )


def status_word(state: State, words: Words) -> str:
    """Shape and word: `■ Rojo`; a state is never told by colour alone."""
    return words(f"kpi.status.{state}")


def department_name(roster: Roster, department_id: str | None, words: Words) -> str:
    """The department's name, its id when the roster lacks it, or the phrase for none."""
    if department_id is None:
        return words("minutes.no_department")
    department = roster.department(department_id)
    return clip(department.name if department else department_id, 80)


def person_with_role(person: Person, roster: Roster, words: Words) -> str:
    """`Laura Méndez (Gerente de Mercadeo)`, or the department where the person has no title."""
    role = person.title or (department_name(roster, person.department, words) if person.department else "")
    return f"{clip(person.name, 80)} ({clip(role, 80)})" if role else clip(person.name, 80)
