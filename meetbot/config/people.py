"""people.toml: whom `meetbot speakers` was told about, beside meetbot.toml and with the same keys.

It is written by meetbot and may be edited. Who stands in meetbot.toml too has that file's keys and the aliases of both.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from meetbot.model.company import Person

PEOPLE_FILE = "people.toml"

_HEAD = """\
# People whom `meetbot speakers` was told about, with the keys of [[people]] in meetbot.toml. You may change them, or
# move them there: meetbot.toml wins. `attends = false`: not expected in the meeting, such as somebody external.
"""


def merged_people(own: Iterable[Person], remembered: Iterable[Person]) -> tuple[Person, ...]:
    """Everybody of meetbot.toml, then who is only remembered; aliases of both for who is in both."""
    learned = {person.name: person for person in remembered}
    people = [_with_aliases(person, learned.pop(person.name, None)) for person in own]
    return (*people, *learned.values())


def _with_aliases(person: Person, other: Person | None) -> Person:
    if other is None:
        return person
    return person.model_copy(update={"aliases": tuple(dict.fromkeys((*person.aliases, *other.aliases)))})


def people_toml(people: Sequence[Person]) -> str:
    """The text of a people.toml with these people, in their order; keys that say nothing are left out."""
    return "\n".join([_HEAD, *(_entry(person) for person in people)])


def _entry(person: Person) -> str:
    values = {"name": person.name, **person.model_dump(mode="json", exclude_defaults=True)}
    return "[[people]]\n" + "".join(f"{key} = {_value(value)}\n" for key, value in values.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(part) for part in value) + "]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    """A basic string of TOML: what ends it, controls and half characters are escaped or gone."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_escape(c) for c in escaped) + '"'


def _escape(character: str) -> str:
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - half characters, which UTF-8 can't write
        return "?"
    return character if character.isprintable() else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004
