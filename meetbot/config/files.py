"""meetbot.toml and the environment: read, checked, and traceable to file, line and key.

Precedence: command-line flag > MEETBOT_* > meetbot.toml > default. Secrets come from the environment or the keyring.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from meetbot import resources
from meetbot.config.catalogue import catalogue_problems
from meetbot.config.lines import line_of
from meetbot.config.people import PEOPLE_FILE, merged_people
from meetbot.config.settings import Config
from meetbot.errors import ConfigError, WorkspaceError
from meetbot.model.base import Model
from meetbot.model.company import Person
from meetbot.model.crm import TABLES

FILE_NAME = "meetbot.toml"
M = TypeVar("M", bound=Model)


class _People(Model):
    """people.toml as a whole."""

    people: tuple[Person, ...] = ()


class Workspace(Model):
    """A folder with a valid meetbot.toml. `remembered` are the people of its people.toml, who are in `config` too."""

    root: Path
    config: Config
    remembered: tuple[Person, ...] = ()

    @property
    def data_files(self) -> dict[str, list[Path]]:
        """The exports that a glob of [data] names, by table, oldest name first; tables without a match are left out."""
        globs = {name: getattr(self.config.data, name) for name in TABLES}
        found = {name: sorted(_matching(self.root, glob)) for name, glob in globs.items() if glob}
        return {name: paths for name, paths in found.items() if paths}

    @property
    def other_data_files(self) -> list[Path]:
        """Every other file of the data folder, by name: what it holds is told from its headers."""
        named = {path for paths in self.data_files.values() for path in paths}
        folder = self.root / self.config.data.folder
        hidden = (".", "~$")  # `~$leads.xlsx` is Excel's note that the workbook is open
        files = sorted(folder.iterdir()) if folder.is_dir() else []
        return [path for path in files if path.is_file() and path not in named and not path.name.startswith(hidden)]


def _matching(root: Path, glob: str) -> list[Path]:
    """The files that match a glob, relative to the workspace unless it begins at a disk's root."""
    anchor = Path(glob).anchor
    return list(Path(anchor).glob(glob[len(anchor) :]) if anchor else root.glob(glob))


def find_workspace(start: Path) -> Path:
    """The nearest folder from `start` upwards that holds a meetbot.toml. Raises WorkspaceError."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise WorkspaceError(
        "There is no meetbot workspace here.",
        f"{start.resolve()} (and the folders above it)",
        "Make one with `meetbot init my-company`, or go into one and run the command again.",
    )


def load(root: Path, *, environment: Mapping[str, str] | None = None) -> Workspace:
    """The workspace in that folder. Raises ConfigError that names the line and the key."""
    path = root / FILE_NAME
    text = _read(path)
    values = _parsed(path, text)
    _apply_environment(values, os.environ if environment is None else environment)
    config = _validated(Config, values, path, text)
    for location, message in (*config.inconsistencies(), *catalogue_problems(config)):
        raise ConfigError(f"meetbot.toml is not valid: {message}.", _place(path, text, location))
    remembered = _remembered(root / PEOPLE_FILE, config)
    people = merged_people(config.people, remembered)
    return Workspace(root=root, config=config.model_copy(update={"people": people}), remembered=remembered)


def with_people(workspace: Workspace, people: Iterable[Person]) -> Workspace:
    """The workspace as it is when these people are remembered too."""
    everybody = merged_people(workspace.config.people, people)
    return workspace.model_copy(update={"config": workspace.config.model_copy(update={"people": everybody})})


def _remembered(path: Path, config: Config) -> tuple[Person, ...]:
    """The people of people.toml, checked like those of meetbot.toml; nobody when there is no such file."""
    if not path.is_file():
        return ()
    text = _read(path)
    people = _validated(_People, _parsed(path, text), path, text).people
    for location, message in config.model_copy(update={"people": people}).inconsistencies():
        if location[0] == "people":
            raise ConfigError(f"{path.name} is not valid: {message}.", _place(path, text, location))
    return people


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(*_toml_problem(path, text, error)) from error


def _validated(kind: type[M], values: dict[str, Any], path: Path, text: str) -> M:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise ConfigError(*_value_problem(path, text, error)) from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ConfigError(
            f"{path.name} is not saved as UTF-8.", f"{path}, line {line}", "Save it again with encoding UTF-8."
        ) from error
    except OSError as error:
        raise ConfigError(f"{path.name} can't be read: {error.strerror}.", str(path)) from error


def _toml_problem(path: Path, text: str, error: tomllib.TOMLDecodeError) -> tuple[str, str, str]:
    found = re.search(r"line (\d+)", str(error))
    number = int(found.group(1)) if found else max(1, len(text.splitlines()))
    lines = text.splitlines()
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    key = line.split("=")[0].strip() if "=" in line else ""
    what = f"{path.name} is not valid TOML: {re.sub(r' *[(]at .*[)]$', '', str(error)).rstrip('.')}."
    where = f"{path}, line {number}" + (f", key `{key}`" if key else "")
    hint = f"The line reads: {line}\n" if line else ""
    return what, where, hint + 'Text stands in quotes ("…"), numbers and true/false without.'


_NO_KEYS = frozenset({"[key]", "str", "dict[str,str]"})
"""Parts of a problem's place that name a type instead of a key."""


def _value_problem(path: Path, text: str, error: ValidationError) -> tuple[str, str, str]:
    problems = error.errors()
    first = problems[0]
    location = tuple(part for part in first["loc"] if part not in _NO_KEYS)
    message = first["msg"].removeprefix("Value error, ").rstrip(".?")
    if first["type"] == "extra_forbidden":
        message = "unknown key" + _did_you_mean(location)
    elif first["type"] == "missing":
        message = "this key is missing"
    more = f"{len(problems) - 1} more problem(s) after this one." if len(problems) > 1 else ""
    return f"{path.name} is not valid: {message}.", _place(path, text, location), more


def _place(path: Path, text: str, location: tuple[int | str, ...]) -> str:
    """File, line and key of a problem. Lists count from 1 for people: `people[2].department`."""
    line = line_of(text, location)
    key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location).removeprefix(".")
    return f"{path}" + (f", line {line}" if line else "") + f", key `{key}`"


def place_of(workspace: Workspace, location: tuple[int | str, ...]) -> str:
    """File, line and key of a setting: `…/meetbot.toml, line 41, key kpis[1].sql`. Raises ConfigError."""
    path = workspace.root / FILE_NAME
    return _place(path, _read(path), location)


def _did_you_mean(location: tuple[int | str, ...]) -> str:
    """A hint from the keys that the section does have."""
    fields: Mapping[str, Any] = Config.model_fields
    for part in location[:-1]:
        if isinstance(part, int) or part not in fields:
            continue
        inner = next((t for t in _types(fields[part].annotation) if hasattr(t, "model_fields")), None)
        fields = inner.model_fields if inner is not None else {}
    known = [field.alias or name for name, field in fields.items()]
    close = get_close_matches(str(location[-1]), known, n=1)
    return f"; did you mean `{close[0]}`" if close else f"; known keys: {', '.join(known)}" if known else ""


def _types(annotation: Any) -> list[Any]:
    return [annotation, *(t for arg in get_args(annotation) for t in _types(arg))]


ENVIRONMENT = {
    "MEETBOT_LLM_ENGINE": ("llm", "engine"),
    "MEETBOT_LLM_MODEL": ("llm", "model"),
    "MEETBOT_LLM_BASE_URL": ("llm", "base_url"),
    "MEETBOT_WHISPER_MODEL": ("transcription", "model"),
    "MEETBOT_LANGUAGE": ("transcription", "language"),
    "MEETBOT_SMTP_HOST": ("mail", "host"),
    "MEETBOT_SMTP_PORT": ("mail", "port"),
    "MEETBOT_SMTP_USERNAME": ("mail", "username"),
}
"""Which settings the environment may override; secrets (OPENAI_API_KEY, MEETBOT_SMTP_PASSWORD) are read where used."""


class Setting(Model):
    """One key with its value and where the value came from."""

    key: str
    value: Any
    origin: str


def settings_of(workspace: Workspace, *, environment: Mapping[str, str] | None = None) -> list[Setting]:
    """Every setting in force, and whether it comes from the environment, from a line of meetbot.toml, or by default."""
    text = _read(workspace.root / FILE_NAME)
    variables = {keys: name for name, keys in ENVIRONMENT.items()}
    present = os.environ if environment is None else environment
    found: list[Setting] = []
    for section, value in workspace.config.model_dump(mode="json").items():
        entries = value.items() if isinstance(value, dict) else [(None, value)]
        for key, inner in entries:
            location = (section,) if key is None else (section, key)
            origin = _origin(text, location, variables.get((section, str(key))), present)
            found.append(Setting(key=".".join(location), value=inner, origin=origin))
    return found


def _origin(text: str, location: tuple[str, ...], variable: str | None, environment: Mapping[str, str]) -> str:
    if variable is not None and environment.get(variable, "").strip():
        return f"environment, {variable}"
    values: Any = tomllib.loads(text)
    for part in location:
        if not isinstance(values, dict) or part not in values:
            return "default"
        values = values[part]
    return f"{FILE_NAME}, line {line_of(text, location)}"


def _apply_environment(values: dict[str, Any], environment: Mapping[str, str]) -> None:
    for variable, (section, key) in ENVIRONMENT.items():
        if value := environment.get(variable, "").strip():
            values.setdefault(section, {})[key] = int(value) if key == "port" and value.isdigit() else value


_COUNTRIES: Mapping[str, Mapping[str, str]] = {
    "es-MX": {"TIMEZONE": "America/Mexico_City", "CURRENCY": "MXN", "COUNTRY": "MX", "GOAL": "1200000"},
    "es-CO": {"TIMEZONE": "America/Bogota", "CURRENCY": "COP", "COUNTRY": "CO", "GOAL": "250000000"},
    "es-ES": {"TIMEZONE": "Europe/Madrid", "CURRENCY": "EUR", "COUNTRY": "ES", "GOAL": "60000"},
    "es-AR": {"TIMEZONE": "America/Argentina/Buenos_Aires", "CURRENCY": "ARS", "COUNTRY": "AR", "GOAL": "90000000"},
    "es-PE": {"TIMEZONE": "America/Lima", "CURRENCY": "PEN", "COUNTRY": "PE", "GOAL": "220000"},
    "es-CL": {"TIMEZONE": "America/Santiago", "CURRENCY": "CLP", "COUNTRY": "CL", "GOAL": "60000000"},
    "en": {"TIMEZONE": "America/New_York", "CURRENCY": "USD", "COUNTRY": "US", "GOAL": "65000"},
}
"""The goals are examples of one size, some 65,000 dollars; large deals a tenth of them."""
_SAID = {"MARKETING": "Mercadeo", "MINUTES": "el acta", "SENDER": "Actas <actas@example.com>", "HOLIDAYS": "feriados"}
_SAID_IN: Mapping[str, Mapping[str, str]] = {
    "es-MX": {"MINUTES": "la minuta", "SENDER": "Minutas <minutas@example.com>", "HOLIDAYS": "días festivos"},
    "es-CO": {"HOLIDAYS": "festivos"},
    "es-ES": {"MARKETING": "Marketing", "HOLIDAYS": "festivos"},
}
"""What a country calls it, where it is not as in `_SAID`."""


def new_settings(folder_name: str, locale: str) -> str:
    """The text of a new meetbot.toml, commented in the locale's language and valid as it is."""
    country = _COUNTRIES[locale]
    text = (resources.shipped("templates") / f"workspace.{locale.split('-', maxsplit=1)[0]}.toml").read_text(
        encoding="utf-8"
    )
    company = re.sub(r"[-_]+", " ", folder_name).strip().title() or "Mi Empresa"
    values = {"LOCALE": locale, "LARGE": str(int(country["GOAL"]) // 10), **country, **_SAID}
    values |= _SAID_IN.get(locale, {})
    for name, value in {**values, "COMPANY": company}.items():
        text = text.replace(f"@{name}@", _toml_safe(value))
    return text


def _toml_safe(text: str) -> str:
    return "".join(c for c in text if c.isprintable()).replace("\\", "\\\\").replace('"', '\\"')
