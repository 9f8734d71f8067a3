"""meetbot.toml and the environment: read, checked, and traceable to file, line and key.

Precedence: command-line flag > MEETBOT_* > meetbot.toml > default. Secrets come from the environment or the keyring.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, ValidationError, field_validator, model_validator

from meetbot.errors import ConfigError, WorkspaceError
from meetbot.model.base import Model
from meetbot.model.company import Cadence, Department, Person, Roster
from meetbot.model.kpi import Direction, Unit

FILE_NAME = "meetbot.toml"
LOCALES = ("es-MX", "es-CO", "es-ES", "es-AR", "es-PE", "es-CL", "en")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class CompanyConfig(Model):
    """[company]: name, words, clock and money of the workspace."""

    name: str
    locale: str = "es-MX"
    timezone: str = "America/Mexico_City"
    currency: str = Field(default="MXN", pattern=r"^[A-Z]{3}$")

    @field_validator("locale")
    @classmethod
    def _known_locale(cls, value: str) -> str:
        if not re.fullmatch(r"(es|en)(-[A-Z]{2})?", value):
            raise ValueError("use a language and a country, for example " + ", ".join(f'"{name}"' for name in LOCALES))
        return value

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f'"{value}" is not a time zone; use a name like "America/Bogota" or "Europe/Madrid"')
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as such."""
        return ZoneInfo(self.timezone)

    @property
    def language(self) -> str:
        """`es` or `en`."""
        return self.locale.split("-")[0]


class MeetingConfig(Model):
    """[meeting]: the series of alignment meetings."""

    title: str = "Alineación Mercadeo–Comercial"
    slug: str = Field(default="alineacion", pattern=r"^[a-z0-9][a-z0-9-]*$")
    cadence: Cadence = "weekly"
    weekday: Weekday = "monday"
    starts_at: time | None = time(9, 0)
    duration_minutes: int = Field(default=45, ge=15, le=240)


class GoalConfig(Model):
    """[goal]: the shared goal of both departments."""

    name: str
    kpi: str = "revenue"
    target: float = Field(gt=0)
    start: date
    end: date

    @model_validator(mode="after")
    def _ordered(self) -> "GoalConfig":
        if self.end <= self.start:
            raise ValueError("end must lie after start")
        return self


class SlaConfig(Model):
    """[sla]: what both departments owe each other."""

    minimum_score: float = 70
    first_contact_hours: float = Field(default=24, gt=0)
    target: float = Field(default=0.9, gt=0, le=1)
    qualified_lead: str = ""


class DataConfig(Model):
    """[data]: globs, relative to the workspace. The newest export counts when several match."""

    leads: str = "data/*lead*.csv"
    deals: str = "data/*deal*.csv"


class KpiConfig(Model):
    """[[kpis]]: overrides a shipped indicator by its id."""

    id: str
    name: str | None = None
    target: float | None = None
    tolerance: float | None = Field(default=None, ge=0, le=1)
    minimum_n: int | None = Field(default=None, ge=1)
    joint: bool | None = None
    unit: Unit | None = None
    direction: Direction | None = None


class TranscriptionConfig(Model):
    """[transcription]: how recordings become text."""

    model: str = "base"
    language: str = "auto"
    compute_type: str = "int8"
    beam_size: int = Field(default=5, ge=1, le=10)
    workers: int = Field(default=0, ge=0, le=64)
    vocabulary: tuple[str, ...] = ()
    speakers: bool = True
    speaker_count: int | None = Field(default=None, ge=1, le=20)
    speaker_encoder: str = ""


class LlmConfig(Model):
    """[llm]. The key comes from the environment variable that `api_key_env` names."""

    engine: Literal["auto", "rules", "llm"] = "auto"
    model: str = ""
    base_url: str = ""
    api_key_env: str = "OPENAI_API_KEY"
    context_tokens: int = Field(default=8192, ge=1024)
    max_reply_tokens: int = Field(default=1500, ge=128)
    window_turns: int = Field(default=12, ge=1)
    timeout_seconds: float = Field(default=120, gt=0)
    retries: int = Field(default=3, ge=0, le=10)
    fallback_to_rules: bool = False


class MailConfig(Model):
    """[mail]. The password comes from MEETBOT_SMTP_PASSWORD or the keyring (service `meetbot`, user `username`)."""

    host: str = ""
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    sender: str = ""
    reply_to: str = ""
    ca_file: str = ""
    timeout_seconds: float = Field(default=30, gt=0)
    allowed_domains: tuple[str, ...] = ()


class Config(Model):
    """meetbot.toml as a whole."""

    company: CompanyConfig
    meeting: MeetingConfig = MeetingConfig()
    departments: tuple[Department, ...] = Field(min_length=1)
    people: tuple[Person, ...] = ()
    goal: GoalConfig | None = None
    sla: SlaConfig = SlaConfig()
    data: DataConfig = DataConfig()
    kpis: tuple[KpiConfig, ...] = ()
    transcription: TranscriptionConfig = TranscriptionConfig()
    llm: LlmConfig = LlmConfig()
    mail: MailConfig = MailConfig()

    @model_validator(mode="after")
    def _consistent(self) -> "Config":
        ids = [d.id for d in self.departments]
        for repeated in sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f'two departments have the id "{repeated}"')
        names = [p.name for p in self.people]
        for repeated in sorted({n for n in names if names.count(n) > 1}):
            raise ValueError(f'two people have the name "{repeated}"')
        for person in self.people:
            if person.department is not None and person.department not in ids:
                raise ValueError(
                    f'{person.name} belongs to "{person.department}", which is no department; ids: {", ".join(ids)}'
                )
        return self

    @property
    def roster(self) -> Roster:
        """Departments and people as the domain knows them."""
        return Roster(departments=self.departments, people=self.people)


class Workspace(Model):
    """A folder with a valid meetbot.toml."""

    root: Path
    config: Config

    @property
    def data_files(self) -> dict[str, list[Path]]:
        """The exports that match [data], oldest name first."""
        data = self.config.data
        return {"leads": sorted(self.root.glob(data.leads)), "deals": sorted(self.root.glob(data.deals))}


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
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(*_toml_problem(path, text, error)) from error
    _apply_environment(values, os.environ if environment is None else environment)
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError(*_value_problem(path, text, error)) from error
    return Workspace(root=root, config=config)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ConfigError(
            "meetbot.toml is not saved as UTF-8.", f"{path}, line {line}", "Save it again with encoding UTF-8."
        ) from error
    except OSError as error:
        raise ConfigError(f"meetbot.toml can't be read: {error.strerror}.", str(path)) from error


def _toml_problem(path: Path, text: str, error: tomllib.TOMLDecodeError) -> tuple[str, str, str]:
    found = re.search(r"line (\d+)", str(error))
    number = int(found.group(1)) if found else max(1, len(text.splitlines()))
    lines = text.splitlines()
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    key = line.split("=")[0].strip() if "=" in line else ""
    what = f"meetbot.toml is not valid TOML: {re.sub(r' *[(]at .*[)]$', '', str(error)).rstrip('.')}."
    where = f"{path}, line {number}" + (f", key `{key}`" if key else "")
    hint = f"The line reads: {line}\n" if line else ""
    return what, where, hint + 'Text stands in quotes ("…"), numbers and true/false without.'


def _value_problem(path: Path, text: str, error: ValidationError) -> tuple[str, str, str]:
    problems = error.errors()
    first = problems[0]
    location = tuple(part for part in first["loc"] if part != "[key]")
    line = line_of(text, location)
    key = ".".join(str(part) for part in location) or "(whole file)"
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        message = "unknown key" + _did_you_mean(location)
    elif first["type"] == "missing":
        message = "this key is missing"
    where = f"{path}" + (f", line {line}" if line else "") + f", key `{key}`"
    more = f"{len(problems) - 1} more problem(s) after this one." if len(problems) > 1 else ""
    return f"meetbot.toml is not valid: {message}.", where, more


def _did_you_mean(location: tuple[int | str, ...]) -> str:
    """A hint from the keys that the section does have."""
    from difflib import get_close_matches

    fields: Mapping[str, Any] = Config.model_fields
    for part in location[:-1]:
        if isinstance(part, int) or part not in fields:
            continue
        inner = next((t for t in _types(fields[part].annotation) if hasattr(t, "model_fields")), None)
        fields = inner.model_fields if inner is not None else {}
    close = get_close_matches(str(location[-1]), list(fields), n=1)
    return f"; did you mean `{close[0]}`?" if close else f"; known keys: {', '.join(fields)}" if fields else ""


def _types(annotation: Any) -> list[Any]:
    from typing import get_args

    return [annotation, *(t for arg in get_args(annotation) for t in _types(arg))]


def line_of(text: str, location: tuple[int | str, ...]) -> int | None:
    """The line (from 1) of the deepest part of a key's path that stands in the file, or None.

    Reads headers and `key =` lines only; a key inside an inline table gives the table's line.
    """
    table: tuple[int | str, ...] = ()
    counts: dict[tuple[int | str, ...], int] = {}
    best: tuple[int, int | None] = (0, None)
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if header := re.match(r"^\[(\[?)\s*([\w.\-\"' ]+?)\s*\]", line):
            table = tuple(part.strip().strip("\"'") for part in header.group(2).split("."))
            if header.group(1):
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            here = table
        elif key := re.match(r"^([\w\-]+|\"[^\"]*\"|'[^']*')\s*=", line):
            here = (*table, key.group(1).strip("\"'"))
        else:
            continue
        if location[: len(here)] == here and len(here) > best[0]:
            best = (len(here), number)
    return best[1]


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


def _apply_environment(values: dict[str, Any], environment: Mapping[str, str]) -> None:
    for variable, (section, key) in ENVIRONMENT.items():
        if value := environment.get(variable, "").strip():
            values.setdefault(section, {})[key] = int(value) if key == "port" and value.isdigit() else value
