"""The indicators in force: those that come with meetbot, overlaid key by key by [[kpis]] of meetbot.toml."""

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import ValidationError

from meetbot import resources
from meetbot.config.settings import Config, KpiConfig
from meetbot.errors import ConfigError
from meetbot.model.catalogue import Catalogue, Definition, Measure

FILE_NAME = "kpis.toml"
_LANGUAGES = ("es", "en")
_WAYS = frozenset({"numerator", "denominator", "sql", "audit", "needs", "requires", "fallback", "data_from"})
"""What is computed how: an entry of one's own SQL takes nothing of these from the shipped entry."""

_SHARE_MOST = 1.5
"""A share of 150 % is a slip already; 45 stands for 45 %."""
_RETURN_MOST = 15.0
"""Returns, counts of different cases and SQL of one's own may exceed 100 %, but nobody aims at 1,500 %."""
_RETURNS = frozenset({"roi", "roi_revenue"})

Location = tuple[int | str, ...]
"""The path of a key in meetbot.toml: `("kpis", 0, "target")`."""


def catalogue_of(config: Config) -> Catalogue:
    """The indicators in the order in which documents show them, the workspace's own ones last. Raises ConfigError."""
    found, problems = _overlaid(config)
    for location, message in problems:
        raise ConfigError(f"meetbot.toml is not valid: {message}.", f"meetbot.toml, key `{_key(location)}`")
    return Catalogue(definitions=tuple(found.values()))


def catalogue_problems(config: Config) -> Iterator[tuple[Location, str]]:
    """The place of each entry of [[kpis]] that can't be used, and why; a goal in an indicator that there is none of."""
    if config.kpis:
        yield from _overlaid(config)[1]
    if config.goal is not None and config.goal.kpi != "revenue":
        known = _overlaid(config)[0]
        if config.goal.kpi not in known:
            summed = ", ".join(name for name, definition in known.items() if definition.adds_up)
            yield ("goal", "kpi"), f'there is no indicator "{config.goal.kpi}"; a goal can be counted in: {summed}'


@cache
def shipped() -> Mapping[str, Mapping[str, Any]]:
    """The entries of templates/kpis.toml by id, in their order."""
    path = resources.shipped("templates") / FILE_NAME
    return {entry["id"]: entry for entry in tomllib.loads(path.read_text(encoding="utf-8"))["kpis"]}


@cache
def _shipped_definitions() -> Mapping[str, Definition]:
    return {name: Definition.model_validate(entry) for name, entry in shipped().items()}


def _overlaid(config: Config) -> tuple[dict[str, Definition], list[tuple[Location, str]]]:
    found = dict(_shipped_definitions())
    problems: list[tuple[Location, str]] = []
    seen: dict[str, int] = {}
    for index, own in enumerate(config.kpis):
        if own.id in seen:
            problems.append((("kpis", index, "id"), f'two entries have the id "{own.id}"'))
            continue
        seen[own.id] = index
        try:
            found[own.id] = Definition.model_validate(_merged(shipped().get(own.id, {}), own))
        except ValidationError as error:
            problems.append(_problem(error, index, own.id))
            continue
        if own.target is not None and (message := _implausible(own.target, found[own.id])):
            problems.append((("kpis", index, "target"), message))
    for name, index in seen.items():
        if name in found:
            problems += [(("kpis", index, *key), message) for key, message in _dangling(found[name], found)]
    return found, problems


def _merged(entry: Mapping[str, Any], own: KpiConfig) -> dict[str, Any]:
    """The shipped entry with the keys that the workspace sets."""
    given = own.model_dump(exclude_unset=True, by_alias=True)
    for key in ("name", "meaning"):
        if isinstance(given.get(key), str):
            given[key] = dict.fromkeys(_LANGUAGES, given[key])
    kept = dict(entry)
    if "sql" in given:
        kept = {key: value for key, value in kept.items() if key not in _WAYS}
    elif "numerator" in given:
        kept.pop("sql", None)
        kept.pop("audit", None)
    merged = {**kept, **given}
    for key in ("name", "meaning"):
        if isinstance(entry.get(key), Mapping) and isinstance(given.get(key), Mapping):
            # one's own Spanish stands in place of what is shipped for Spain, too
            shipped_ones = {name: text for name, text in entry[key].items() if name.partition("-")[0] not in given[key]}
            merged[key] = {**shipped_ones, **given[key]}
    return merged


def _implausible(target: float, definition: Definition) -> str:
    """Why a ratio can't aim at that; empty where it can. None at all is an aim where less is better."""
    if definition.unit != "ratio":
        return ""
    beyond = definition.id in _RETURNS or definition.sql is not None or definition.chance == "rate"
    if target > (_RETURN_MOST if beyond else _SHARE_MOST):
        return f"a ratio is written {target / 100:g}, not {target:g}"
    if beyond or target > 0 or (target == 0 and definition.direction == "down"):
        return ""
    return f"a ratio can't aim at {target:g}; 45 % is written 0.45"


def _problem(error: ValidationError, index: int, own: str) -> tuple[Location, str]:
    first = error.errors()[0]
    message = first["msg"].removeprefix("Value error, ").rstrip(".")
    if first["type"] == "missing":
        close = get_close_matches(own, list(shipped()), n=1, cutoff=0.7)
        meant = f'; did you mean the id "{close[0]}"' if close else ""
        message = f"a new indicator needs this key: `{first['loc'][-1]}`{meant}"
    return ("kpis", index, *first["loc"]), message


def _dangling(definition: Definition, known: Mapping[str, Definition]) -> Iterator[tuple[Location, str]]:
    """Ids of other indicators that it names and that there are none of, or that lead back to itself."""
    if definition.fallback is not None and definition.fallback not in known:
        yield ("fallback",), f'there is no indicator "{definition.fallback}"'
    for side, measure in (("numerator", definition.numerator), ("denominator", definition.denominator)):
        for key in ("kpi", "lag"):
            named = getattr(measure, key) if measure is not None else ""
            if named and named not in known:
                yield (side, key), f'there is no indicator "{named}"'
            elif named and definition.id in _reached(named, known):
                yield (side, key), f'"{named}" is computed from "{definition.id}" in turn'


def _reached(start: str, known: Mapping[str, Definition]) -> set[str]:
    """The indicators that one is computed from, itself included."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in known and name not in reached:
            reached.add(name)
            waiting += [other for measure in _measures(known[name]) for other in (measure.kpi, measure.lag) if other]
    return reached


def _measures(definition: Definition) -> tuple[Measure, ...]:
    return tuple(measure for measure in (definition.numerator, definition.denominator) if measure is not None)


def _key(location: Location) -> str:
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location).removeprefix(".")
