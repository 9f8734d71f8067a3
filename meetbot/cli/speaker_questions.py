"""What `meetbot speakers` asks on a terminal: whose a voice is, and who somebody is whom the list lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

import click

from meetbot.cli.screen import safe
from meetbot.errors import InputError
from meetbot.model.company import Person, Roster
from meetbot.pipeline.known_people import EXTERNAL, told
from meetbot.pipeline.speakers import MeetingVoices, Voice, named_person
from meetbot.stages.participants import match_person

NOBODY = "-"
"""Said of a voice that stays without a name: it isn't asked for again."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Voice and name as answered, and the names that the list of people lacks."""

    pairs: tuple[tuple[str, str], ...]
    new: tuple[str, ...]


def said(names: Sequence[tuple[Voice, str | None]], cleared: Sequence[str]) -> dict[str, str | None]:
    """The names by label. Raises InputError when two things are said of one voice."""
    changes: dict[str, str | None] = {}
    for voice, name in names:
        if changes.get(voice.label, name) != name:
            given = f"{changes[voice.label] or NOBODY} and {name or NOBODY}"
            raise InputError(f"{voice.shown} is given two names, {given}.", voice.shown, "Give one of them.")
        changes[voice.label] = name
    if both := sorted(set(changes) & set(cleared)):
        raise InputError("A voice can't be named and cleared at once.", both[0], "Leave one of both out.")
    return changes


def ask_voices(found: MeetingVoices, roster: Roster) -> Answers:
    """Asks for each voice without a name; Enter leaves it so."""
    pairs: list[tuple[str, str]] = []
    new: list[str] = []
    people = _listed(found, roster)
    if found.unnamed:
        click.echo(
            f"\nWhose voice is it? A number, a name, {NOBODY} for nobody you know, or Enter to leave it for later."
        )
        for number, person in enumerate(people, 1):
            click.echo(f"  {number}  {safe(person.name)}")
    for voice in found.unnamed:
        name = _whose(voice, people, roster)
        if name is not None:
            pairs.append((voice.label, name))
            new += [] if name == NOBODY or match_person(name, roster).kind == "one" else [name]
    return Answers(pairs=tuple(pairs), new=tuple(dict.fromkeys(new)))


def _listed(found: MeetingVoices, roster: Roster) -> list[Person]:
    """The people to choose from: attendees who are not known to speak yet, then the others."""
    known = {voice.speaker.name for voice in found.voices}
    return sorted(roster.people, key=lambda person: (person.name in known, not person.attends))


def _whose(voice: Voice, people: Sequence[Person], roster: Roster) -> str | None:
    while True:
        answer = click.prompt(f"{safe(voice.shown)}", default="", show_default=False).strip()
        if answer in {"", NOBODY}:
            return answer or None
        if answer.isdecimal() and 1 <= int(answer) <= len(people):
            return people[int(answer) - 1].name
        try:
            return named_person(answer, roster).name
        except InputError as error:
            if match_person(answer, roster).kind == "none" and click.confirm(f"{safe(error.what)} Add this person?"):
                return answer
            click.echo(safe(error.what))


def ask_people(names: Sequence[str], roster: Roster, *, default: str = "") -> tuple[tuple[str, str], ...]:
    """Asks who each of them is; without an answer or `default` nothing is said, and it is asked again another time."""
    answers = [(name, _who(name, roster, default)) for name in names]
    return tuple((name, what) for name, what in answers if what)


def _who(name: str, roster: Roster, default: str) -> str:
    choices = ", ".join([*(department.id for department in roster.departments), EXTERNAL])
    question = f"Who is {safe(name)}? One of {choices}, or the name of somebody in the list"
    while answer := str(click.prompt(question, default=default, show_default=bool(default))).strip():
        try:
            told(name, answer, roster)
        except InputError as error:
            click.echo(safe(error.what))
        else:
            return answer
    return ""
