"""By whose clock each lead runs: business hours in the zone in which its owner works."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np

from meetbot.model.company import Person, Roster
from meetbot.stages.business_hours import Moments, open_time
from meetbot.stages.participants import name_key
from meetbot.stages.scope import Scope


class Owners:
    """Who of the company the CRM's owners are: by name, alias or mail address, however they are written."""

    def __init__(self, roster: Roster) -> None:
        self._people: dict[str, list[Person]] = {}
        for person in roster.people:
            names = {name_key(name) for name in (person.name, *person.aliases)} | {_address(person.email)}
            for name in names - {""}:
                self._people.setdefault(name, []).append(person)

    def person(self, owner: str | None) -> Person | None:
        """The one person whom that owner means; None for nobody, and for a name that two people share."""
        for key in (_address(owner), name_key(owner or "")):
            if found := self._people.get(key):
                return found[0] if len(found) == 1 else None
        return None


class BusinessClock:
    """Business hours of many leads at once, each in its owner's zone, from `first` to `last` and `spare` beyond."""

    def __init__(self, scope: Scope, owners: Sequence[str | None], *, first: int, last: int, spare: int = 0) -> None:
        hours, people = scope.config.sla.business_hours, Owners(scope.config.roster)
        zone_by_owner = {owner: zone_of(people.person(owner), scope) for owner in dict.fromkeys(owners)}
        zones = list(dict.fromkeys(zone_by_owner.values()))
        number = {owner: zones.index(zone) for owner, zone in zone_by_owner.items()}
        index = np.array([number[owner] for owner in owners], dtype=np.intp)
        self._groups = [
            (index == place, open_time(hours, zone, first=first, last=last, spare=spare))
            for place, zone in enumerate(zones)
        ]

    def due(self, starts: Moments, limit: int) -> Moments:
        """When `limit` of business hours has passed since each start."""
        found = np.zeros_like(starts)
        for chosen, calendar in self._groups:
            found[chosen] = calendar.due(starts[chosen], limit)
        return found

    def between(self, starts: Moments, ends: Moments) -> Moments:
        """The business hours from each start to its end, which does not lie before it."""
        found = np.zeros_like(starts)
        for chosen, calendar in self._groups:
            found[chosen] = calendar.until(ends[chosen]) - calendar.until(starts[chosen])
        return found


def zone_of(person: Person | None, scope: Scope) -> ZoneInfo:
    """Where that person works; the workspace's zone for those of whom nothing else is known."""
    return ZoneInfo(person.timezone) if person is not None and person.timezone else scope.zone


def _address(text: str | None) -> str:
    """A mail address as one compares it; empty for what is none."""
    return (text or "").strip().casefold() if "@" in (text or "") else ""
