"""People whom meetbot is told about once: their department, or that they are external, or who a label means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from meetbot.config import FILE_NAME, PEOPLE_FILE, Workspace, people_toml
from meetbot.errors import InputError
from meetbot.model.company import Person, Roster
from meetbot.model.transcript import Transcript
from meetbot.stages.participants import match_person, name_key, shown_name, tidy_name

EXTERNAL = "external"

WriteFile = Callable[[Path, bytes], None]
"""Puts a file there as a whole."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What was said of one name: a new person, or whom of the list it means."""

    person: Person
    known: bool


def strangers(transcript: Transcript, roster: Roster) -> tuple[str, ...]:
    """The named speakers who are not in the list of people, in the order in which they speak."""
    return tuple(s.name for s in transcript.speakers if s.name is not None and roster.person(s.name) is None)


def listed_person(text: str, roster: Roster, *, new: str) -> Person:
    """The one person of the list whom the name means. Raises InputError; `new` says how to add somebody."""
    match = match_person(text, roster)
    if match.kind == "one":
        return match.people[0]
    name = shown_name(text)
    if match.kind == "several":
        either = " or ".join(person.name for person in match.people)
        raise InputError(f"“{name}” may mean {either}.", name, "Give the full name.")
    people = ", ".join(person.name for person in roster.people) or "nobody yet"
    raise InputError(f"“{name}” is not in the list of people.", name, f"People: {people}.\n{new}")


def told(name: str, what: str, roster: Roster) -> Told:
    """What `NAME=WHAT` says: a department's id or name, `external`, or a person of the list. Raises InputError."""
    written, meant = shown_name(name), what.strip()
    if not written or not name_key(written):
        raise InputError("A person needs a name.", f"{name}={what}", f'For example "Ana Ruiz={EXTERNAL}".')
    if name_key(meant) in {EXTERNAL, "externo", "externa"}:
        return Told(person=_new(written, None), known=False)
    for department in roster.departments:
        if name_key(meant) in {name_key(department.id), name_key(department.name)}:
            return Told(person=_new(written, department.id), known=False)
    match = match_person(meant, roster) if meant else None
    if match is not None and match.kind == "one":
        person = Person(name=match.people[0].name)
        return Told(person=_called(person, written, match.people[0]), known=True)
    if match is not None and match.kind == "several":
        either = " or ".join(person.name for person in match.people)
        raise InputError(f"“{shown_name(meant)}” may mean {either}.", f"{name}={what}", "Give the full name.")
    departments = ", ".join(department.id for department in roster.departments)
    raise InputError(
        f"“{shown_name(meant)}” is neither a department nor a person of the list.",
        f"{name}={what}",
        f"Give one of {departments}, or {EXTERNAL}, or the name of somebody in {FILE_NAME}.",
    )


def _new(written: str, department: str | None) -> Person:
    person = Person(name=tidy_name(written), department=department, attends=department is not None)
    return _called(person, written, person)


def _called(person: Person, written: str, known: Person) -> Person:
    """The person with that alias where the name alone doesn't lead to them."""
    if match_person(written, Roster(people=(known,))).kind == "one":
        return person
    return person.model_copy(update={"aliases": (written,)})


def remember(found: Sequence[Told], workspace: Workspace, *, write: WriteFile) -> Path:
    """Adds them to people.toml and returns its path. Raises InputError for a name that is somebody's already."""
    people: dict[str, Person] = {person.name: person for person in workspace.remembered}
    roster = workspace.config.roster
    for one in found:
        _refuse_other(one, roster)
        before = people.get(one.person.name)
        people[one.person.name] = one.person if before is None else _both(before, one.person, known=one.known)
    path = workspace.root / PEOPLE_FILE
    write(path, people_toml(tuple(people.values())).encode("utf-8"))
    return path


def _refuse_other(one: Told, roster: Roster) -> None:
    """A new person of a name that is in meetbot.toml with another department would never count."""
    there = roster.person(one.person.name)
    if one.known or there is None or there.department == one.person.department:
        return
    raise InputError(
        f"{there.name} is in the list of people already, with another department.",
        one.person.name,
        f"Change it in {FILE_NAME} or {PEOPLE_FILE}, where the person stands.",
    )


def _both(before: Person, now: Person, *, known: bool) -> Person:
    aliases = tuple(dict.fromkeys((*before.aliases, *now.aliases)))
    return (before if known else now).model_copy(update={"aliases": aliases})
