"""What is known about an export before and after it is read: its name, its rules, and what came of it."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime

from meetbot.adapters.crm import headers
from meetbot.adapters.crm.headers import Taught, fold_header
from meetbot.config import Config
from meetbot.model.base import Issue, Model
from meetbot.model.crm import ColumnUse, RowRejection, TableName
from meetbot.model.transcript import SourceFile

VERSION = 3
"""Of what is made from an export: raised when the same file is to be read into something else."""

_FILE_DATE = re.compile(r"(?<!\d)(20\d{2})[-_. ]?(\d{2})[-_. ]?(\d{2})(?!\d)")
_FILE_EPOCH = re.compile(r"(?<!\d)(1\d{12})(?!\d)")
_PART = re.compile(r"_(\d{3})$")
_COPY = re.compile(r"(?:[-_ ]\d{1,3}|\s*\(\d{1,3}\))$")
_BY_LOCALE = "as the locale has it"


@dataclass(frozen=True, kw_only=True)
class FileName:
    """What a file's name says: its `series` (without dates and numbers), the day of the export, a part's number.

    Of several dates the last is the day of the export: `leads-2026-10-01-2026-11-22` reaches to its second.
    Zoho cuts large backups into `Leads_001.csv`, `Leads_002.csv`; `order` sorts HubSpot's `-2` before its `-10`.
    """

    series: str
    day: date | None
    part: int | None
    order: tuple[str, ...]

    @classmethod
    def of(cls, path: Path, zone: ZoneInfo) -> "FileName":
        """What that file's name says."""
        stem, day = path.stem, None
        for found in reversed(list(_FILE_DATE.finditer(stem))):
            try:
                stated = date(*(int(part) for part in found.groups()))
            except ValueError:
                continue
            day = day or stated
            stem = stem[: found.start()] + " " + stem[found.end() :]
        if day is None and (epoch := _FILE_EPOCH.search(stem)):
            day = datetime.fromtimestamp(int(epoch.group(1)) / 1000, tz=UTC).astimezone(zone).date()
            stem = stem[: epoch.start()] + " " + stem[epoch.end() :]
        part = _PART.search(stem.rstrip())
        bare = stem[: part.start()] if part else _COPY.sub("", stem.rstrip())
        order = tuple(piece.zfill(12) if piece.isdigit() else piece for piece in re.split(r"(\d+)", path.stem))
        return cls(series=fold_header(bare), day=day, part=int(part.group(1)) if part else None, order=order)


class Reading(Model):
    """One canonical table of one file: everything that is known about it beside its rows.

    `stated`: the day that the file's name says. `newest`: its newest event. `capped`: times after the day on which it
    was read were emptied, so that it reads differently on a later day.
    """

    table: TableName
    vendor: str | None
    file: str
    sheet: str | None = None
    header_row: int
    source: SourceFile
    series: str
    part: int | None = None
    order: tuple[str, ...] = ()
    stated: date | None = None
    newest: AwareDatetime | None = None
    as_of: AwareDatetime | None = None
    capped: bool = False
    fields: tuple[str, ...]
    day_only: tuple[str, ...] = ()
    rows: int
    rows_read: int
    columns: tuple[ColumnUse, ...] = ()
    rejections: tuple[RowRejection, ...] = ()
    issues: tuple[Issue, ...] = ()


class Refusal(Model):
    """A file from which nothing was read, and why. `broken`: it should have been an export and can't be read."""

    file: str
    broken: bool
    what: str
    hint: str = ""
    headers: tuple[str, ...] = ()

    def issue(self) -> Issue:
        """What the user is told."""
        severity = "error" if self.broken else "info"
        return Issue(severity=severity, stage="read", where=self.file, message=self.what, hint=self.hint)


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How the workspace reads what an export leaves open: 03/04/2026, 1.200 and times without a zone.

    `until` is the last moment that the export can know, null where nothing says when it was made. `order_from` and
    `decimal_from` tell where the rule comes from.
    """

    order: Literal["day", "month"]
    decimal: str
    zone: ZoneInfo
    until: datetime | None = None
    order_from: str = _BY_LOCALE
    decimal_from: str = _BY_LOCALE


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What of the configuration decides how a file is read. `until` is the day on which it is read."""

    dialect: Dialect
    currency: str
    internal_domains: tuple[str, ...] = ()
    taught: Taught = field(default=headers.NOTHING_TAUGHT, repr=False)

    @classmethod
    def of(cls, config: Config, taught: Taught) -> "Settings":
        """The workspace's."""
        company = config.company
        dialect = Dialect(
            order="month" if company.locale in {"en", "en-US", "en-PH"} else "day",
            decimal=_decimal_mark(company.locale),
            zone=company.zone,
        )
        return cls(
            dialect=dialect,
            currency=company.currency,
            internal_domains=config.data.internal_domains,
            taught=taught,
        )

    def fingerprint(self) -> list[Any]:
        """All of it as plain values."""
        dialect = self.dialect
        return [
            VERSION,
            dialect.order,
            dialect.decimal,
            str(dialect.zone),
            self.currency,
            sorted(self.internal_domains),
            self.taught.sha256,
        ]


def _decimal_mark(locale: str) -> str:
    from babel.numbers import get_decimal_symbol

    from meetbot.words import babel_locale

    return get_decimal_symbol(babel_locale(locale))
