"""Who was there: the people who spoke with their role, guests, those who were not heard, and who signs."""

from meetbot.documents.minutes_health import silent_people
from meetbot.documents.phrases import count, department_name, listing
from meetbot.documents.sheet import Block, Cell, Group, Lines, Row, Table
from meetbot.documents.text import clip
from meetbot.model.minutes import Minutes
from meetbot.words import Words


def attendance_blocks(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    """A row for each person who spoke, then what is to be said of the others."""
    people = [(name, minutes.roster.person(name)) for name in minutes.attendees]
    rows = tuple(
        Row(
            cells=(
                Cell(text=clip(name, 80), strong=True),
                Cell(text=clip(person.title, 80) if person and person.title else "–"),
                Cell(text=department_name(minutes.roster, person.department if person else None, words)),
            )
        )
        for name, person in people
    )
    table = Table(
        caption=words("minutes.title.attendance"),
        header=tuple(words(f"minutes.column.{key}") for key in ("name", "position", "department")),
        widths=(36, 36, 28),
        groups=(Group(title="", rows=rows),),
    )
    remarks = Lines(items=_remarks(minutes, words))
    return (table, remarks) if rows else (remarks,)


def signatures_blocks(_minutes: Minutes, words: Words) -> tuple[Block, ...]:
    """A line to sign on for each role that the country expects."""
    roles = words("minutes.signatures").split("|")
    cells = tuple(Cell(text="\N{NO-BREAK SPACE}", notes=("_" * 28, role)) for role in roles)
    return (
        Table(
            caption=words("minutes.title.signatures"),
            header=(),
            widths=(100 // len(roles),) * len(roles),
            groups=(Group(title="", rows=(Row(cells=cells),)),),
        ),
    )


def _remarks(minutes: Minutes, words: Words) -> tuple[str, ...]:
    if minutes.nothing_said:
        return (words("minutes.attendance.nobody_spoke"),)
    remarks: list[str] = []
    if not minutes.attendees:
        remarks.append(words("minutes.attendance.nobody_named"))
    expected = {person.name for person in minutes.roster.attendees()}
    guests = [clip(name, 80) for name in minutes.attendees if name not in expected]
    if expected and guests:
        remarks.append(words("minutes.attendance.guests", names=listing(guests, words)))
    if minutes.unnamed_voices:
        remarks.append(count(words, "minutes.attendance.unnamed", minutes.unnamed_voices))
    if minutes.silent is None:
        remarks.append(words("minutes.attendance.silent_unknown"))
    elif minutes.silent:
        remarks.append(words("minutes.attendance.silent", names=silent_people(minutes, words)))
    else:
        remarks.append(words("minutes.attendance.everybody"))
    return tuple(remarks)
