"""What meetbot.toml may say: every section with its keys, defaults and bounds."""

import re
from collections.abc import Iterator
from datetime import date, time
from itertools import pairwise
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from meetbot.model.base import Model
from meetbot.model.catalogue import Measure, TimeBase
from meetbot.model.company import Cadence, Department, DepartmentRole, Person, Roster
from meetbot.model.kpi import Direction, Unit

LOCALES = ("es-MX", "es-CO", "es-ES", "es-AR", "es-PE", "es-CL", "en")
RESERVED_IDS = frozenset(
    (
        "agenda",
        "agenda-cancelled",
        "extraction",
        "llm",
        "minutes",
        "recognition",
        "run",
        "speakers",
        "transcript",
        "voices",
    )
)
"""Names of files in a meeting's folder; a department's Word file is named by its id."""
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS = get_args(Weekday)
_DAY_MINUTES = 24 * 60


_ZONE_HINT = 'use a name like "America/Bogota" or "Europe/Madrid"'


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


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
        if not _is_zone(value):
            raise ValueError(f'"{value}" is not a time zone; {_ZONE_HINT}')
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
    """[meeting]: the series of alignment meetings.

    `objective` (in the infinitive) and `convened_by` stand at the head of the minutes, `consent` is their note on
    recording and personal data, in place of the one that comes with the locale. `first_number` is that of the first
    minutes in this workspace.
    """

    title: str = "Alineación Mercadeo–Comercial"
    slug: str = Field(default="alineacion", pattern=r"^[a-z0-9][a-z0-9-]*$")
    cadence: Cadence = "weekly"
    weekday: Weekday = "monday"
    starts_at: time | None = time(9, 0)
    place: str | None = None
    duration_minutes: int = Field(default=45, ge=15, le=240)
    objective: str = Field(default="", max_length=400)
    convened_by: str = Field(default="", max_length=120)
    consent: str = Field(default="", max_length=1200)
    first_number: int = Field(default=1, ge=1)


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


class BusinessHours(Model):
    """[sla.business_hours]: when sales works, per weekday as `["09:00-14:00", "16:00-19:00"]`, and its holidays.

    `holidays` is a country, with its region if need be (`MX`, `ES-MD`); `closed` are further days without work.
    """

    monday: tuple[str, ...] = ("09:00-18:00",)
    tuesday: tuple[str, ...] = ("09:00-18:00",)
    wednesday: tuple[str, ...] = ("09:00-18:00",)
    thursday: tuple[str, ...] = ("09:00-18:00",)
    friday: tuple[str, ...] = ("09:00-18:00",)
    saturday: tuple[str, ...] = ()
    sunday: tuple[str, ...] = ()
    holidays: str = ""
    closed: tuple[date, ...] = ()

    @field_validator("holidays")
    @classmethod
    def _country(cls, value: str) -> str:
        if not re.fullmatch(r"([A-Z]{2}(-[A-Z0-9]{1,3})?)?", value):
            raise ValueError(
                f'"{value}" is not a country: use the country code, for example "CO", or "ES-MD" for a region'
            )
        return value

    @field_validator(*WEEKDAYS)
    @classmethod
    def _ordered(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        minutes = [_open_minutes(text) for text in value]
        for (before, (_, end)), (text, (start, _)) in pairwise(zip(value, minutes, strict=True)):
            if start < end:
                raise ValueError(f'"{text}" begins before "{before}" ends')
        return value

    @model_validator(mode="after")
    def _open_at_all(self) -> "BusinessHours":
        if not self.weekly_minutes:
            raise ValueError('no weekday has an open hour; for example monday = ["09:00-18:00"]')
        return self

    @property
    def week(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """The open intervals of each weekday, Monday first, as minutes of the day: `((540, 840), (960, 1140))`."""
        return tuple(tuple(_open_minutes(text) for text in getattr(self, day)) for day in WEEKDAYS)

    @property
    def weekly_minutes(self) -> int:
        """How many minutes a week without holidays is open."""
        return sum(end - start for day in self.week for start, end in day)


def _open_minutes(text: str) -> tuple[int, int]:
    """`09:00-14:00` as minutes of the day; `24:00` is the day's end. Raises ValueError."""
    found = re.fullmatch(r"(\d{1,2}):([0-5]\d)\s*[-–]\s*(\d{1,2}):([0-5]\d)", text.strip(), re.ASCII)
    if not found:
        raise ValueError(f'"{text}" is not an interval like "09:00-14:00"')
    hours, minutes, end_hours, end_minutes = (int(part) for part in found.groups())
    start, end = hours * 60 + minutes, end_hours * 60 + end_minutes
    if end > _DAY_MINUTES:
        raise ValueError(f'"{text}" goes beyond 24:00')
    if start >= end:
        raise ValueError(f'"{text}" ends before it begins; work past midnight takes two intervals, one on each day')
    return start, end


class SlaConfig(Model):
    """[sla]: what both departments owe each other.

    `clock` counts `first_contact_hours` as elapsed or as business hours. `reassignment` says what happens when a lead
    changes its owner: the clock goes on (`keep`) or starts again (`restart`). Marketing's half: so many qualified
    leads a week, of which sales turns down no more than `1 - accepted_share`.
    """

    minimum_score: float = 70
    first_contact_hours: float = Field(default=24, gt=0, le=8760)
    target: float = Field(default=0.9, gt=0, le=1)
    qualified_lead: str = ""
    clock: Literal["clock", "business"] = "clock"
    reassignment: Literal["keep", "restart"] = "keep"
    qualified_leads_per_week: float | None = Field(default=None, gt=0)
    accepted_share: float = Field(default=0.8, gt=0, le=1)
    business_hours: BusinessHours = BusinessHours()

    @model_validator(mode="after")
    def _within_a_year(self) -> "SlaConfig":
        open_hours = self.business_hours.weekly_minutes / 60
        if self.clock == "business" and self.first_contact_hours > open_hours * 52:
            raise ValueError(f"{self.first_contact_hours:g} business hours are over a year at {open_hours:g} a week")
        return self


class DataConfig(Model):
    """[data]: where figures come from: exports in a folder, or a database with the canonical tables as its views.

    What each file in `folder` holds is recognised from its headers; a glob per table, relative to the workspace, says
    it by hand. `aliases` is a file that teaches headers. Leads with a mail address at `internal_domains` are not
    counted. `source` is a SQLAlchemy URL without a password, which comes from MEETBOT_DATA_PASSWORD or the keyring;
    `timeout_seconds` is the most that one of its queries may take.
    """

    folder: str = "data"
    leads: str = ""
    deals: str = ""
    activities: str = ""
    spend: str = ""
    customers: str = ""
    targets: str = ""
    aliases: str = "aliases.toml"
    internal_domains: tuple[str, ...] = ()
    source: str = ""
    source_schema: str = ""
    timeout_seconds: float = Field(default=60, ge=1)

    @field_validator("source")
    @classmethod
    def _no_password(cls, value: str) -> str:
        if value and not re.match(r"[a-z][a-z0-9+]*://", value):
            raise ValueError('use a URL like "postgresql://reader@db.example.com/crm"')
        if re.match(r"[^/]+://[^/@]*:[^/]+@|[^?]*\?.*pass(word|wd)?=", value, re.IGNORECASE):
            raise ValueError("leave the password out of the URL; it comes from MEETBOT_DATA_PASSWORD or the keyring")
        return value


class FinanceConfig(Model):
    """[finance]: what no export knows. `gross_margin` is the share of revenue that remains (0.4 = 40 %)."""

    gross_margin: float | None = Field(default=None, gt=0, le=1)


class KpiConfig(Model):
    """[[kpis]]: overrides a shipped indicator by its id, key by key; with an id of its own it is a new one.

    The keys are those of `model.catalogue.Definition`; `name` may be a plain text, for every language.
    """

    id: str
    name: str | dict[str, str] | None = None
    meaning: str | dict[str, str] | None = None
    unit: Unit | None = None
    direction: Direction | None = None
    time_base: TimeBase | None = None
    window_days: int | None = Field(default=None, ge=1, le=1096)
    maturity_days: int | None = Field(default=None, ge=0, le=730)
    numerator: Measure | None = None
    denominator: Measure | None = None
    sql: str | None = None
    needs: tuple[str, ...] | None = None
    requires: tuple[str, ...] | None = None
    fallback: str | None = None
    data_from: tuple[str, ...] | None = None
    target: float | None = None
    tolerance: float | None = Field(default=None, ge=0, le=1)
    minimum_n: int | None = Field(default=None, ge=1)
    joint: bool | None = None
    informational: bool | None = None
    owners: tuple[DepartmentRole, ...] | None = None


def _address(value: str, example: str) -> str:
    """A server's address without a key in it, or none. Raises ValueError."""
    if value and not re.match(r"https?://[^/@]+(/|$)", value):
        raise ValueError(f'use a URL like "{example}"; the key comes from the variable in `api_key_env`')
    return value


SPOKEN_LANGUAGES = frozenset(
    re.findall(
        r"\w+",
        "af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy "
        "id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru "
        "sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue zh",
    )
)
"""The codes that whisper knows."""


class TranscriptionConfig(Model):
    """[transcription]: how recordings become text and voices become people.

    `language` is a code, `auto` (one for the whole recording) or `mixed` (Spanish and English in one meeting).
    `base_url` sends the recording to an OpenAI-compatible server instead of decoding it here; `model` is then that
    server's. `tracks`: whether stereo channels are one mix or one speaker each; `auto` listens.
    """

    model: str = "base"
    language: str = "auto"
    tracks: Literal["auto", "mix", "split"] = "auto"
    base_url: str = ""
    api_key_env: str = "OPENAI_API_KEY"
    parallel: int = Field(default=4, ge=1, le=64)
    timeout_seconds: float = Field(default=600, gt=0)
    retries: int = Field(default=4, ge=0, le=10)
    repair_names: bool = True
    name_confidence: float = Field(default=0.8, ge=0.5, le=1)
    compute_type: str = "int8"
    beam_size: int = Field(default=5, ge=1, le=10)
    workers: int = Field(default=0, ge=0, le=64)
    vocabulary: tuple[str, ...] = ()
    speakers: bool = True
    speaker_count: int | None = Field(default=None, ge=1, le=20)
    speaker_encoder: str = ""

    @field_validator("language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        code = value.strip().lower()
        if code not in {"auto", "mixed"} and code.split("-")[0] not in SPOKEN_LANGUAGES:
            raise ValueError(
                f'"{value}" is no language that whisper knows; use "auto", "mixed" (Spanish and English in one '
                'meeting) or a code such as "es", "en" or "pt"'
            )
        return code

    @field_validator("base_url")
    @classmethod
    def _no_credentials(cls, value: str) -> str:
        return _address(value, "http://localhost:8000/v1")


class LlmConfig(Model):
    """[llm]. The key comes from the environment variable that `api_key_env` names.

    With `reword` the model words the agenda's reasons and questions; figures and names are not sent to it. The model
    reads windows of `window_turns` turns, none when that is 0. `second_look`: it also judges the rules' candidates one
    by one and checks what is undecided (`auto`), or everything (`on`).
    """

    engine: Literal["auto", "rules", "llm"] = "auto"
    model: str = ""
    base_url: str = ""
    api_key_env: str = "OPENAI_API_KEY"
    context_tokens: int = Field(default=8192, ge=1024)
    max_reply_tokens: int = Field(default=1500, ge=128)
    window_turns: int = Field(default=12, ge=0)
    second_look: Literal["auto", "on", "off"] = "auto"
    timeout_seconds: float = Field(default=300, gt=0)
    retries: int = Field(default=3, ge=0, le=10)
    fallback_to_rules: bool = False
    reword: bool = False

    @field_validator("base_url")
    @classmethod
    def _no_credentials(cls, value: str) -> str:
        return _address(value, "http://localhost:11434/v1")


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
    finance: FinanceConfig = FinanceConfig()
    kpis: tuple[KpiConfig, ...] = ()
    transcription: TranscriptionConfig = TranscriptionConfig()
    llm: LlmConfig = LlmConfig()
    mail: MailConfig = MailConfig()

    def inconsistencies(self) -> Iterator[tuple[tuple[int | str, ...], str]]:
        """What single keys can't show: the place of each contradiction between two of them, and what it is."""
        ids = [department.id for department in self.departments]
        for index, department_id in enumerate(ids):
            if department_id in RESERVED_IDS:
                yield ("departments", index, "id"), f'the id "{department_id}" is the name of a meeting\'s file'
            if department_id in ids[:index]:
                yield ("departments", index, "id"), f'two departments have the id "{department_id}"'
        names = [person.name for person in self.people]
        for index, person in enumerate(self.people):
            if person.name in names[:index]:
                yield ("people", index, "name"), f'two people have the name "{person.name}"'
            if person.email is not None and not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+", person.email):
                yield ("people", index, "email"), f'"{person.email}" is not a mail address'
            if person.department is not None and person.department not in ids:
                known = ", ".join(ids)
                yield ("people", index, "department"), f'"{person.department}" is no department; ids: {known}'
            if person.timezone is not None and not _is_zone(person.timezone):
                yield ("people", index, "timezone"), f'"{person.timezone}" is not a time zone; {_ZONE_HINT}'

    @property
    def roster(self) -> Roster:
        """Departments and people as the domain knows them."""
        return Roster(departments=self.departments, people=self.people)
