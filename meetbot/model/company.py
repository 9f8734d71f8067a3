"""Who meets: departments with their charter, people with their role, and the meeting itself."""

from datetime import date, time
from typing import Literal

from pydantic import Field

from meetbot.model.base import Model

DepartmentRole = Literal["marketing", "sales", "other"]
Cadence = Literal["weekly", "biweekly", "monthly"]


class Department(Model):
    """A department and its charter.

    `owns` are functions it carries alone, `shared` those it carries with the other department (lead qualification,
    lead cycle, reuse of leads). `role` tells which half of the funnel it works on.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str
    role: DepartmentRole = "other"
    owns: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


class Person(Model):
    """A person who may attend, be spoken of or be responsible.

    `aliases` are other names by which the person is called in meetings (nickname, first name); `department` is a
    department's id; `voice` a path, relative to the workspace, of a short recording of this voice, which counts only
    with `voice_consent`, the day on which the person agreed; `timezone` where this person works, if not in the
    workspace's zone.
    """

    name: str
    aliases: tuple[str, ...] = ()
    department: str | None = None
    title: str | None = None
    email: str | None = None
    voice: str | None = None
    voice_consent: date | None = None
    attends: bool = True
    timezone: str | None = None


class Roster(Model):
    """Everybody and every department that the configuration names."""

    departments: tuple[Department, ...] = ()
    people: tuple[Person, ...] = ()

    def department(self, department_id: str | None) -> Department | None:
        """The department of that id, or None."""
        return next((d for d in self.departments if d.id == department_id), None)

    def person(self, name: str | None) -> Person | None:
        """The person of exactly that full name, or None. Fuzzy matching is the attribution's work, not this."""
        return next((p for p in self.people if p.name == name), None)

    def attendees(self) -> tuple[Person, ...]:
        """The people who are expected in the meeting."""
        return tuple(p for p in self.people if p.attends)

    def by_role(self, role: DepartmentRole) -> Department | None:
        """The first department of that role, or None."""
        return next((d for d in self.departments if d.role == role), None)


class Meeting(Model):
    """One meeting of the series. `id` names its folder: `2026-11-23-alineacion`. `locale` is a BCP 47 tag: `es-MX`.

    `place` is a room or a link, if it is known.
    """

    id: str
    title: str
    company: str
    date: date
    starts_at: time | None = None
    duration_minutes: int = Field(default=45, gt=0, le=600)
    cadence: Cadence = "weekly"
    locale: str = "es-MX"
    timezone: str = "UTC"
    place: str | None = None
