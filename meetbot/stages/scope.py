"""What every figure is computed within: the tables, the workspace's calendar, and when the rows were exported."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from meetbot.config import Config
from meetbot.model.catalogue import Catalogue
from meetbot.model.company import Cadence
from meetbot.model.crm import Contents
from meetbot.model.kpi import Period
from meetbot.ports import Warehouse

CADENCE_DAYS: dict[Cadence, int] = {"weekly": 7, "biweekly": 14, "monthly": 30}


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The tables and the day from which periods count back; `now` is when the newest rows were exported.

    A deadline after `now` can't have been missed yet as far as the export tells.
    """

    warehouse: Warehouse
    config: Config
    catalogue: Catalogue
    today: date
    now: datetime

    @property
    def contents(self) -> Contents:
        """What there is to compute from."""
        return self.warehouse.contents

    @property
    def zone(self) -> ZoneInfo:
        """The workspace's time zone."""
        return self.config.company.zone

    @property
    def period(self) -> Period:
        """The full days since the last meeting: one cadence."""
        return self.window(self.cadence_days)

    @property
    def previous(self) -> Period:
        """The cadence before it."""
        return earlier(self.period)

    @property
    def cadence_days(self) -> int:
        """The days of one cadence."""
        return CADENCE_DAYS[self.config.meeting.cadence]

    def window(self, days: int, *, ended: int = 0) -> Period:
        """That many full days, the last of them `ended` days before yesterday."""
        end = self.today - timedelta(days=ended)
        return Period(start=end - timedelta(days=days), end=end)

    def utc(self, day: date) -> datetime:
        """Midnight of that day in the workspace's zone, as the tables hold it: in UTC, without a zone."""
        return stored(datetime.combine(day, time.min, tzinfo=self.zone))

    def local(self, moment: datetime | None) -> datetime | None:
        """A time from a table, aware, in the workspace's zone."""
        return None if moment is None else moment.replace(tzinfo=UTC).astimezone(self.zone)

    def parameters(self, period: Period | None = None) -> dict[str, Any]:
        """What SQL may name: `:start` and `:end` of the period (half-open), `:today`, `:as_of` and settings."""
        bounds = {} if period is None else {"start": self.utc(period.start), "end": self.utc(period.end)}
        days = {} if period is None else {"start_day": period.start, "end_day": period.end}
        return {
            **bounds,
            **days,
            "today": self.utc(self.today),
            "as_of": stored(self.now),
            "currency": self.config.company.currency,
            "first_contact_hours": self.config.sla.first_contact_hours,
            "minimum_score": self.config.sla.minimum_score,
            **self.config.finance.model_dump(),
        }


def stored(moment: datetime) -> datetime:
    """An aware time as the tables hold it: in UTC, without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def earlier(period: Period, days: int | None = None) -> Period:
    """The days right before that period: as many, or the given number."""
    length = period.end - period.start if days is None else timedelta(days=days)
    return Period(start=period.start - length, end=period.start)


def read_at(contents: Contents, *, today: date, zone: ZoneInfo) -> datetime:
    """When the rows were exported; without any, the start of the day."""
    start = datetime.combine(today, time.min, tzinfo=zone)
    return (contents.as_of or start).astimezone(zone)
